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
    joined,
    preceding,
    with_numbers,
)
from report_miner.extract.status import StatusContext, StatusReading, read_status
from report_miner.extract.status_scope import StatusScopes
from report_miner.language.sentences import Sentence
from report_miner.model import Bound, Document, Status
from report_miner.patterns import CueRole, Patterns

_BOUND_OF = {
    CueRole.ABOVE: Bound.ABOVE,
    CueRole.AT_LEAST: Bound.AT_LEAST,
    CueRole.BELOW: Bound.BELOW,
    CueRole.AT_MOST: Bound.AT_MOST,
    CueRole.ABOUT: Bound.ABOUT,
}
_NOUN_PHRASE = 70
_DIGIT = re.compile(r"[0-9]")
_YARDSTICK = re.compile(r"%|\s*(?:\w+\s+){0,3}?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|tiêu chí|so với)")
# "không để xảy ra quá 10 vụ", "không huyện nào dưới 60%": what must not be sets a limit on the other side.
_MUST_NOT = re.compile(r"(?<!\w)không\s(?:để|được|nên|bị|cho)(?!\w)[^,;:.()\d]{0,45}$")
_NONE_BELOW = re.compile(r"(?<!\w)không\s(?!còn(?!\w))(?:[^\W\d_]+\s){1,4}nào\s$")
# "từ 1 triệu đồng đến 3 triệu đồng", "từ 12% xuống 9%".
_RUNS_ON = re.compile(r"\d[\d.,]*[^,;:()\d]{0,40}?(?:[-–]|(?<!\w)(?:đến|tới|lên|xuống|còn|về|thành)(?!\w))")
# "có từ 02 mô hình", "(từ 45 m2)"; what follows other words is where something comes from: "đến từ 7 nước".
_LEAST_OF = re.compile(r"(?:(?<!\w)(?:có|đạt|giữ|bình quân|dự kiến)\s|:\s|\()$")
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
        changes = read_changes(lower, tokens)
        statuses, _ = read_status(lower, tokens, context, self._status_patterns)
        positions = [position for position, token in enumerate(tokens) if token.role is Mark.NUMBER]
        bounds = [
            _bound(lower, tokens, position, aimed=reading.status is Status.TARGET)
            for position, reading in zip(positions, statuses, strict=True)
        ]
        return [CueReading(*fields) for fields in zip(changes, bounds, statuses, strict=True)]


def _bound(lower: str, tokens: Sequence[Token], position: int, *, aimed: bool) -> BoundReading:
    """The bound of a number; `aimed`: it is a target."""
    found = _bound_after(lower, tokens, position) or _bound_before(lower, tokens, position)
    if found is None and aimed:
        found = _least_aimed_at(lower, tokens, position)
    return found or _EQUAL


def _least_aimed_at(lower: str, tokens: Sequence[Token], position: int) -> BoundReading | None:
    """What a goal asks for at least: "mỗi xã có từ 02 mô hình", "tối thiểu hộ dùng nước máy 98%"."""
    number = tokens[position]
    nearest = next(preceding(tokens, position), None)
    if nearest is None:
        return None
    span = (nearest.start, nearest.end)
    percent = "%" in lower[number.start : number.end + 2]
    if nearest.role is CueRole.FROM and joined(lower[nearest.end : number.start]):
        runs_on = _RUNS_ON.match(lower, number.start)
        least = percent or _LEAST_OF.search(lower, max(0, nearest.start - _NOUN_PHRASE), nearest.start)
        return BoundReading(Bound.AT_LEAST, span, 0.8, "from") if least and not runs_on else None
    if nearest.role in _LIMITS and percent and number.start - nearest.end < _NOUN_PHRASE:
        return BoundReading(_BOUND_OF[CueRole(nearest.role)], span, 0.8, "ahead")
    return None


def _bound_after(lower: str, tokens: Sequence[Token], position: int) -> BoundReading | None:
    """The bound that follows the number within its noun phrase: "80% số hộ trở lên"."""
    number = tokens[position]
    for token in following(tokens, position):
        ends = token.role in (Mark.NUMBER, Mark.SEMICOLON, Mark.COMMA, CueRole.FROM)
        if ends or token.start - number.end > _NOUN_PHRASE:
            return None
        if token.role in (CueRole.OR_MORE, CueRole.OR_LESS):
            if _DIGIT.search(lower, number.end, token.start):
                return None
            bound = Bound.AT_LEAST if token.role is CueRole.OR_MORE else Bound.AT_MOST
            return BoundReading(bound, (token.start, token.end), 0.97, "after")
    return None


def _bound_before(lower: str, tokens: Sequence[Token], position: int) -> BoundReading | None:
    """The comparator next to the number; of several the last ("khoảng hơn 900") counts."""
    number = tokens[position]
    start = number.start
    for token in preceding(tokens, position):
        if not joined(lower[token.end : start]):
            return None
        words = lower[token.start : token.end]
        if token.role in BOUNDS:
            superlative = words.endswith("nhất") and lower[token.end : number.start].strip() == "là"
            per_one = words == "trên" and lower[number.start : number.end] in ("1", "một")
            part_of = words == "trên" and lower[max(0, token.start - 2) : token.start - 1].isdigit()
            within = words == "khoảng" and lower.endswith("trong ", 0, token.start)
            if superlative or per_one or part_of or (within and RANGE.search(lower, number.start, number.end)):
                return None
            return BoundReading(_turned(lower, token, words), (token.start, token.end), 0.97, "before")
        if token.role is CueRole.EXCEED:
            by_how_much = _YARDSTICK.search(lower[number.start : number.end]) or _YARDSTICK.match(lower, number.end)
            return None if by_how_much else BoundReading(Bound.ABOVE, (token.start, token.end), 0.8, "exceed")
        if token.role not in (CueRole.FROM, CueRole.LINK, CueRole.ASSIGN):
            return None
        start = token.start
    return None


def _turned(lower: str, token: Token, words: str) -> Bound:
    """The bound of a comparator, on its other side where it says what must not be."""
    before = max(0, token.start - _NOUN_PHRASE), token.start
    if words.endswith("quá") and token.role is CueRole.ABOVE and _MUST_NOT.search(lower, *before):
        return Bound.AT_MOST
    if words == "dưới" and _NONE_BELOW.search(lower, *before):
        return Bound.AT_LEAST
    return _BOUND_OF[CueRole(token.role)]
