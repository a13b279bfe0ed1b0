"""Change, bound and status of each number of a sentence, from the cue words around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from report_miner.clean.shadow import Shadow
from report_miner.extract.change import RANGE, ChangeReading, read_changes
from report_miner.extract.cue_tokens import (
    BOUNDS,
    CueScanner,
    Mark,
    Token,
    following,
    is_passed,
    is_percent,
    joined,
    preceding,
    with_numbers,
)
from report_miner.extract.status import StatusContext, StatusReading, read_status
from report_miner.extract.status_scope import StatusScopes
from report_miner.extract.words_around import WordsAround
from report_miner.language.sentences import Sentence
from report_miner.model import Bound, Document, Status
from report_miner.patterns import CueRole, Patterns, Regexes

_BOUND_OF = {
    CueRole.ABOVE: Bound.ABOVE,
    CueRole.AT_LEAST: Bound.AT_LEAST,
    CueRole.BELOW: Bound.BELOW,
    CueRole.AT_MOST: Bound.AT_MOST,
    CueRole.ABOUT: Bound.ABOUT,
}
_NOUN_PHRASE = 70
_DIGIT = re.compile(r"[0-9]")
_FEW = re.compile(r"0?[2-9]|hai|ba|bốn|năm|sáu|bảy|tám|chín")
_LIMITS = {CueRole.AT_LEAST, CueRole.AT_MOST}


class BoundReading(NamedTuple):
    """How the number is limited, the range of the comparator, certainty (0..1) and rule."""

    bound: Bound
    span: tuple[int, int] | None
    certainty: float
    rule: str


_EQUAL = BoundReading(Bound.EQUAL, None, 0.97, "plain")


class CueReading(NamedTuple):
    """The three cue fields of one number; ranges are offsets into the shadow."""

    change: ChangeReading
    bound: BoundReading
    status: StatusReading


class Cues:
    """Reads change, bound and status; built once from the patterns."""

    def __init__(self, patterns: Patterns) -> None:
        self._scanner = CueScanner(patterns)
        self._patterns = patterns.cues.regexes
        self._status_patterns = patterns.status.regexes
        self._scopes = StatusScopes(patterns, self._scanner)

    def contexts(
        self, document: Document, shadow: Shadow, sentences: Sequence[Sentence], asked: Collection[int]
    ) -> dict[int, StatusContext]:
        """Return what the sentences `asked` for inherit from headings, list introductions and the sentence before.

        Args:
            document: gives the headings.
            shadow: the shadow of its text.
            sentences: all its sentences, in order.
            asked: positions of sentences, by which their contexts are returned.
        """
        return self._scopes.contexts(document, shadow, sentences, asked)

    def read(
        self, lower: str, sentence: Sentence, numbers: Sequence[tuple[int, int]], context: StatusContext
    ) -> list[CueReading]:
        """Return one reading for each number.

        Args:
            lower: the whole shadow in lower case.
            sentence: the sentence that the numbers stand in.
            numbers: their ranges in the shadow, in order, not overlapping; a range or tally is one number.
            context: what the sentence inherits, from `contexts`.
        """
        cues = context.tokens
        if cues is None:
            cues = tuple(self._scanner.scan(lower, sentence.start, sentence.end))
        tokens = with_numbers(cues, numbers)
        changes = read_changes(lower, tokens, self._patterns)
        statuses, _ = read_status(lower, tokens, context, self._status_patterns)
        positions = [position for position, token in enumerate(tokens) if token.role is Mark.NUMBER]
        reader = _BoundReader(lower, tokens, self._patterns)
        bounds = [
            reader.bound(position, aimed=reading.status is Status.TARGET)
            for position, reading in zip(positions, statuses, strict=True)
        ]
        return [CueReading(*fields) for fields in zip(changes, bounds, statuses, strict=True)]


class _BoundReader:
    """Reads the bounds in the tokens of one sentence."""

    def __init__(self, lower: str, tokens: Sequence[Token], patterns: Regexes) -> None:
        self.lower = lower
        self.tokens = tokens
        self._around = WordsAround(lower, patterns)

    def bound(self, position: int, *, aimed: bool) -> BoundReading:
        """The bound of a number; `aimed`: it is a target."""
        found = self._bound_after(position) or self._bound_before(position)
        return found or self._least(position, aimed=aimed) or _EQUAL

    def _least(self, position: int, *, aimed: bool) -> BoundReading | None:
        """What something costs at least, "giá từ 8 triệu đồng", or a goal asks for: "mỗi xã có từ 02 mô hình"."""
        number = self.tokens[position]
        nearest = next(preceding(self.tokens, position), None)
        if nearest is None:
            return None
        span = (nearest.start, nearest.end)
        percent = is_percent(self.lower, number)
        if nearest.role is CueRole.FROM and joined(self.lower[nearest.end : number.start]):
            before = self._around.before
            asked = aimed and (percent or before("least_of", nearest.start, _NOUN_PHRASE))
            sum_of_money = self._around.after("costs", number.start)
            least = asked or (sum_of_money and before("priced", nearest.start, _NOUN_PHRASE))
            runs_on = self._around.after("runs_on", number.start)
            return BoundReading(Bound.AT_LEAST, span, 0.8, "from") if least and not runs_on else None
        if aimed and nearest.role in _LIMITS and percent and number.start - nearest.end < _NOUN_PHRASE:
            return BoundReading(_BOUND_OF[CueRole(nearest.role)], span, 0.8, "ahead")
        return None

    def _bound_after(self, position: int) -> BoundReading | None:
        """The bound that follows the number within its noun phrase: "80% số hộ trở lên"."""
        number = self.tokens[position]
        for token in following(self.tokens, position):
            ends = token.role in (Mark.NUMBER, Mark.SEMICOLON, Mark.COMMA, CueRole.FROM)
            if ends or token.start - number.end > _NOUN_PHRASE:
                return None
            if token.role in (CueRole.OR_MORE, CueRole.OR_LESS):
                graded = self._around.before("grade", token.start, token.start - number.end)
                if graded or _DIGIT.search(self.lower, number.end, token.start):
                    return None
                bound = Bound.AT_LEAST if token.role is CueRole.OR_MORE else Bound.AT_MOST
                return BoundReading(bound, (token.start, token.end), 0.97, "after")
        return None

    def _bound_before(self, position: int) -> BoundReading | None:
        """The comparator next to the number; of several the last ("khoảng hơn 900") counts."""
        number = self.tokens[position]
        start = number.start
        for token in preceding(self.tokens, position):
            if not joined(self.lower[token.end : start]):
                return None
            words = self.lower[token.start : token.end]
            if token.role in BOUNDS:
                if self._is_no_bound(token, words, number):
                    return None
                return BoundReading(self._turned(token, words), (token.start, token.end), 0.97, "before")
            if token.role is CueRole.EXCEED:
                measured = self._around.after("yardstick", number.end)
                by_how_much = measured or "%" in self.lower[number.start : number.end]
                if by_how_much and not is_passed(self._around, token, number):
                    return None
                return BoundReading(Bound.ABOVE, (token.start, token.end), 0.8, "exceed")
            if token.role not in (CueRole.FROM, CueRole.LINK, CueRole.ASSIGN):
                return None
            start = token.start
        return None

    def _is_no_bound(self, token: Token, words: str, number: Token) -> bool:
        """Whether a comparator has another sense: "ít nhất là 9", "8 trên 9", "ở trên 2 xe", "trong khoảng 3-5"."""
        if words.endswith("nhất"):
            return self.lower[token.end : number.start].strip() == "là"
        if words == "trên":
            few = _FEW.fullmatch(self.lower, number.start, number.end)
            if few and self._around.after("worked_on", number.end):
                return not self._around.before("reached", token.start, _NOUN_PHRASE)
            per_one = self.lower[number.start : number.end] in ("1", "một")
            aboard = self._around.after("aboard", number.end)
            if aboard and self._around.before("aboard_who", token.start, _NOUN_PHRASE):
                return True
            return per_one or self.lower[max(0, token.start - 2) : token.start - 1].isdigit()
        if words == "cỡ":
            return self._around.after("sized", number.end) is not None
        within = words == "khoảng" and self.lower.endswith("trong ", 0, token.start)
        return within and RANGE.search(self.lower, number.start, number.end) is not None

    def _turned(self, token: Token, words: str) -> Bound:
        """The bound of a comparator, on its other side where it says what must not be."""
        exceeds = words.endswith("quá") and token.role is CueRole.ABOVE
        if exceeds and self._around.before("must_not", token.start, _NOUN_PHRASE):
            return Bound.AT_MOST
        if words == "dưới" and self._around.before("none_below", token.start, _NOUN_PHRASE):
            return Bound.AT_LEAST
        return _BOUND_OF[CueRole(token.role)]
