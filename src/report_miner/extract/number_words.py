"""Vietnamese number words: "hai mươi mốt nghìn không trăm mười một" → 21011, "1 triệu 200 nghìn" → 1200000."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from report_miner.patterns import NumberWords

_HALF = Decimal("0.5")


def value_of_words(words: Sequence[str | Decimal], vocabulary: NumberWords) -> Decimal:
    """Return the number that `words` spell; digits among them come as Decimals.

    A scale word multiplies the smaller amounts before it ("ba nghìn tỷ") and adds to the larger ones ("một tỷ hai
    trăm triệu"). A lone digit at the end counts the next lower decimal place ("một triệu hai" → 1200000).

    Raises:
        ValueError: the words are no number, or two numbers side by side ("hai ba").
    """
    if not words:
        raise ValueError("no words")
    amounts: list[tuple[int, Decimal]] = []  # (scale, amount), scales falling
    group: list[str | Decimal] = []
    for word in words:
        scale = vocabulary.scales.get(word) if isinstance(word, str) else None
        if scale is not None:
            _scale_up(amounts, _group_value(group, vocabulary) if group else None, scale)
            group = []
        elif word in vocabulary.half and amounts and not group:
            amounts.append((1, _HALF * amounts[-1][0]))
        else:
            group.append(word)
    if group:
        amounts.append((1, _last_group(group, amounts, vocabulary)))
    return sum((amount for _, amount in amounts), Decimal(0))


def _scale_up(amounts: list[tuple[int, Decimal]], group: Decimal | None, scale: int) -> None:
    below = [amount for smaller, amount in amounts if smaller < scale]
    if group is None and not below:
        if amounts:
            raise ValueError("a scale word without a number")
        group = Decimal(1)
    amounts[:] = [entry for entry in amounts if entry[0] > scale]
    amounts.append((scale, (sum(below, Decimal(0)) + (group or 0)) * scale))


def _last_group(group: list[str | Decimal], amounts: list[tuple[int, Decimal]], words: NumberWords) -> Decimal:
    lone = words.digits.get(group[0]) or words.after_tens.get(group[0]) if isinstance(group[0], str) else None
    if len(group) == 1 and lone and amounts and amounts[-1][0] >= 1000:
        return Decimal(lone * amounts[-1][0]) / 10
    if amounts and isinstance(group[0], Decimal):
        raise ValueError("digits after a scale word")
    return _group_value(group, words)


def _group_value(group: Sequence[str | Decimal], words: NumberWords) -> Decimal:
    """The value of a group below a thousand: [digit trăm] [linh digit | mười digit | digit mươi digit] [rưỡi]."""
    head = group[0]
    if head == words.half_of and len(group) == 1:
        return _HALF
    if [*group] == [words.half_of, words.hundred]:
        return Decimal(50)
    if isinstance(head, Decimal):
        rest = group[1:]
        if not rest:
            return head
        if rest[0] == words.hundred:
            return head * 100 + (_group_value(rest[1:], words) if rest[1:] else 0)
        raise ValueError("digits and words that do not join")
    if words.hundred not in group:
        return Decimal(_below_hundred(group, words))
    at = group.index(words.hundred)
    hundreds = _below_hundred(group[:at], words) if at else 1
    rest = group[at + 1 :]
    if not rest:
        return Decimal(hundreds * 100)
    if rest[0] in words.half and len(rest) == 1:
        return Decimal(hundreds * 100 + 50)
    if rest[0] in words.zero_tens:
        return Decimal(hundreds * 100 + _digit(rest[1:], words.digits | words.after_tens))
    if len(rest) == 1 and rest[0] in words.after_tens:
        return Decimal(hundreds * 100 + words.after_tens[str(rest[0])] * 10)
    return Decimal(hundreds * 100 + _below_hundred(rest, words))


def _below_hundred(group: Sequence[str | Decimal], words: NumberWords) -> int:
    if group[0] == words.ten:
        return 10 + (_digit(group[1:], words.digits | words.after_tens) if group[1:] else 0)
    if len(group) >= 2 and group[1] == words.tens:
        tens = _digit(group[:1], words.digits) * 10
        return tens + (_digit(group[2:], words.digits | words.after_tens) if group[2:] else 0)
    return _digit(group, words.digits)


def _digit(group: Sequence[str | Decimal], digits: dict[str, int]) -> int:
    if len(group) != 1 or not isinstance(group[0], str) or group[0] not in digits:
        raise ValueError(f"no digit: {' '.join(map(str, group))}")
    return digits[group[0]]
