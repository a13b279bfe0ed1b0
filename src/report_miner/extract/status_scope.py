"""What a sentence inherits: from headings, from the introduction of its list, from the sentence before."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from report_miner.clean.shadow import Shadow
from report_miner.extract.bulletins import Bulletins
from report_miner.extract.cue_tokens import CueScanner, Token, with_numbers
from report_miner.extract.status import StatusContext, looks_ahead, read_status, sets_status
from report_miner.language.sentences import Sentence
from report_miner.model import Block, BlockKind, Document, Status
from report_miner.patterns import CueRole, Patterns

# The group that matches is the rank of a heading: "Phần thứ nhất", "I.", "1." or "A.", "(1)" or "-".
_NUMBERING = re.compile(
    r"\s*(?:(phần\s+(?:thứ\s+\w+|[ivx]+|\d+)\s*[:.]?)|([ivx]+\s*[.\-)/])|"
    r"([a-hđ]\s*[.\-)/]|\d{1,2}(?:\.\d{1,2})*\s*[.\-)/])|(\(\d{1,2}\)|[-+*•]))\s*"
)
_UNNUMBERED = 5
_PARTS = (2, 3)  # the ranks of "I." and "1."
_LONGEST_HEADING = 160
_RUNS_ON = re.compile(r"[.;,:?!]\s*$")
_LIST_ITEM = re.compile(r"\s*(?:[-+*•]|\(?\d{1,2}[.)/]|\(?[a-hđ][.)])\s*")
# What stands before a label, a few words and a colon: "- ", "2. ", "a) ".
_LABEL = re.compile(r"\s*(?:(?:[-+*•]|\(?\d{1,2}(?:\.\d{1,2})*[.)/]|\(?[a-hđ][.)])\s*)?(?=[^\W\d][^:;.\d]{3,60}:)")
_INTRODUCTION = 20
# Digits that may be a number, not the tail of a code ("99/2015/QH13") nor a date ("30/9/2022").
_DIGITS = re.compile(r"\d(?<![\w/.-].)\d*+(?:[.,]\d+)*+(?!(?:/\d{1,2})?/(?:19|20)\d\d(?!\d))")
_QUOTES = ('"', "“", "‘", "'")
# What is foretold of one thing says nothing of the next.
_SINGLE = {"outcome", "possible"}
_GOALS = {"target", "plan", "inherited"}
_SET_OF_CRITERIA = 2
_REPORTS = {
    *(CueRole.REACH, CueRole.VERB, CueRole.ACTUAL, CueRole.NOW),
    *(CueRole.INCREASE, CueRole.DECREASE, CueRole.CONTRAST),
}
_DONE = {CueRole.ACTUAL, CueRole.NOW, CueRole.INCREASE, CueRole.DECREASE, CueRole.CONTRAST}


@dataclass(slots=True)
class _Standing:
    """What holds where the walk stands: open headings with their ranks, the list's status, the last sentence's.

    `mark` is what the block opens with, `introduced_by` what the block opens with that leads to the list, `aims` the
    rank of the numbered part that a goal and its time label ("5. Kế hoạch tháng 9: …").
    """

    headings: list[tuple[int, Status]] = field(default_factory=list)
    pending_rank: int = 0
    listed: Status | None = None
    previous: Status = Status.ACTUAL
    in_goal: bool = False
    base: Status = Status.ACTUAL
    criteria: bool = False
    demanded: bool = False
    reported: bool = False
    mark: str = ""
    introduced_by: str = ""
    aims: int | None = None

    @property
    def status(self) -> Status:
        if self.demanded:
            return Status.TARGET
        if self.reported:
            return Status.ACTUAL
        if self.listed is not None:
            return self.listed
        if self.aims is not None:
            return Status.TARGET
        return self.headings[-1][1] if self.headings else self.base


class StatusScopes:
    """Works out the status contexts of documents; built once from the patterns."""

    def __init__(self, patterns: Patterns, scanner: CueScanner) -> None:
        self._scanner = scanner
        self._patterns = patterns.status.regexes
        self._forecasts = Bulletins(patterns.status.forecast)
        self._works = Bulletins(patterns.status.works)
        self._status = {form: heading.status for heading in patterns.cues.headings for form in heading.forms}
        self._neutral = {form for heading in patterns.cues.headings if heading.neutral for form in heading.forms}
        longest_first = sorted(self._status, key=len, reverse=True)
        self._heading = re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})\b")

    def contexts(
        self, document: Document, shadow: Shadow, sentences: Sequence[Sentence], asked: Collection[int]
    ) -> dict[int, StatusContext]:
        """Return the contexts of the sentences `asked` for, by position; of the others only what leads up to them."""
        if not asked:
            return {}
        published = document.published
        year, month = (published.year, published.month) if published else (None, None)
        lower = shadow.lower
        foretelling, building = self._forecasts.find(lower, sentences), self._works.find(lower, sentences)
        introducing = {index for index, sentence in enumerate(sentences) if self._introduces(lower, sentence)}
        heard, leaning = self._heard(lower, sentences, introducing.union(asked), year)
        standing, contexts, block = self._standing(document, shadow, sentences), {}, -1
        for index, sentence in enumerate(sentences):
            opening = sentence.block != block
            if opening:
                block = sentence.block
                self._enter(document.blocks[block], sentence, shadow, standing, year)
            tokens = heard.get(index)
            if tokens is None:
                standing.previous, standing.in_goal = Status.ACTUAL, False
                continue
            status = standing.status
            goes_on = _carries(sentence, tokens) or (
                not opening and self._continues(lower, sentence, tokens, in_goal=standing.in_goal)
            )
            if goes_on and status is Status.ACTUAL:
                status = standing.previous
            if index in foretelling and status is Status.ACTUAL:
                status = Status.ESTIMATE
            if index in building and status is Status.ACTUAL and not standing.headings:
                status = Status.TARGET
            contexts[index] = StatusContext(status, standing.previous, year, month, tokens)
            if index in introducing or index + 1 in leaning:
                self._leave(lower, sentence, contexts[index], standing)
            if index in introducing:
                standing.listed, standing.introduced_by = standing.previous, standing.mark
        return contexts

    def _heard(
        self, lower: str, sentences: Sequence[Sentence], wanted: Collection[int], year: int | None
    ) -> tuple[dict[int, tuple[Token, ...]], set[int]]:
        """The cues of the sentences that are wanted or lead up to one, and which of them lean on the one before."""
        heard: dict[int, tuple[Token, ...]] = {}
        leaning: set[int] = set()
        for index in reversed(range(len(sentences))):
            if index in wanted or (index + 1 in leaning and _hands_on(lower, sentences[index : index + 2])):
                sentence = sentences[index]
                heard[index] = tokens = tuple(self._scanner.scan(lower, sentence.start, sentence.end))
                if self._continues(lower, sentence, tokens, in_goal=True) or looks_ahead(lower, tokens, year):
                    leaning.add(index)
        return heard, leaning

    def _enter(self, block: Block, sentence: Sentence, shadow: Shadow, standing: _Standing, year: int | None) -> None:
        """Begin a block: end the list that it is no item of; when it is a heading, open and close scopes."""
        lower = shadow.lower
        is_item = block.kind is BlockKind.LIST_ITEM or bool(_LIST_ITEM.match(lower, sentence.start))
        end = shadow.position(block.end)
        numbering = _NUMBERING.match(lower, sentence.start, end)
        start = numbering.end() if numbering else sentence.start
        standing.demanded = (
            self._is_demand(shadow, sentence, block, within=standing.criteria and is_item)
            or self._patterns["goal_label"].match(lower, start, end) is not None
        )
        standing.mark = _mark(lower, sentence)
        if not is_item or (standing.mark and standing.mark == standing.introduced_by):
            standing.listed = None
        self._aim(lower, block, end, numbering, standing)
        standing.reported = False
        standing.reported = standing.status is Status.TARGET and self._is_report(lower, sentence)
        declared = block.kind is BlockKind.HEADING
        opens_nothing = sentence.block == 0 or block.kind in (BlockKind.TITLE, BlockKind.NOTE)
        if opens_nothing or (end - sentence.start > _LONGEST_HEADING and not declared):
            return
        rank = block.level or (numbering.lastindex if numbering else standing.pending_rank) or _UNNUMBERED
        standing.pending_rank = rank if numbering and start >= end else 0
        status = self._headed(lower, start, end, year)
        looks_so = status and shadow.text[start].isupper() and not _RUNS_ON.search(lower, start, end)
        if not (declared or looks_so):
            return
        while standing.headings and standing.headings[-1][0] >= rank:
            standing.headings.pop()
        if status:
            outer = standing.status
            inside_estimate = status is Status.ACTUAL and outer is Status.ESTIMATE
            inside_results = standing.headings and outer is not Status.TARGET and self._is_neutral(lower, start, end)
            standing.headings.append((rank, outer if inside_estimate or inside_results else status))

    def _aim(self, lower: str, block: Block, end: int, numbering: re.Match[str] | None, standing: _Standing) -> None:
        """Open a part that a goal and its time label; end it where another part of its rank or a heading begins."""
        rank = numbering.lastindex if numbering else None
        part = rank is not None and (standing.aims is None or rank <= standing.aims)
        if part or block.kind is BlockKind.HEADING:
            standing.aims = None
        aimed = numbering and self._patterns["aims_of_a_time"].match(lower, numbering.end(), end)
        if part and aimed and rank in _PARTS:
            standing.aims = rank

    def _is_report(self, lower: str, sentence: Sentence) -> bool:
        """Whether a block opens with a label that says how things stand: "- Thực trạng: toàn xã có …"."""
        label = _LABEL.match(lower, sentence.start, sentence.end)
        found = self._heading.match(lower, label.end()) if label else None
        return found is not None and self._status[found.group()] is Status.ACTUAL

    def _headed(self, lower: str, start: int, end: int, year: int | None) -> Status | None:
        """What a heading says of its figures: by its first words, or by a time that is to come or over at its end."""
        if found := self._heading.match(lower, start, end):
            return self._status[found.group()]
        if year is None:
            return None
        ahead = self._patterns["its_heading"].search(lower, start, end)
        if ahead and int(ahead[1]) > year:
            return Status.TARGET
        over = self._patterns["of_past_heading"].search(lower, start, end)
        return Status.ACTUAL if over and int(over[1]) < year else None

    def _is_neutral(self, lower: str, start: int, end: int) -> bool:
        """Whether a heading names what is measured, which is aimed at or reported: "1. Các chỉ tiêu cơ bản"."""
        found = self._heading.match(lower, start, end)
        return found is not None and found.group() in self._neutral

    def _leave(self, lower: str, sentence: Sentence, context: StatusContext, standing: _Standing) -> None:
        """Note what holds at the end of a sentence; digits stand for the numbers, which are not known here."""
        tokens = context.tokens or ()
        if not sets_status(tokens, context):
            standing.previous, standing.in_goal = Status.ACTUAL, False
            return
        spans = [match.span() for match in _DIGITS.finditer(lower, sentence.start, sentence.end)]
        numbers = [(a, b) for a, b in spans if not (b - a == 4 and lower.startswith(("19", "20"), a))]
        readings, last = read_status(lower, with_numbers(tokens, numbers), context, self._patterns)
        standing.previous = Status.ACTUAL if last.rule in _SINGLE else last.status
        standing.in_goal = last.rule in _GOALS and any(r.status is Status.TARGET for r in readings)

    def _standing(self, document: Document, shadow: Shadow, sentences: Sequence[Sentence]) -> _Standing:
        """What holds at the beginning of a document: a plan or a set of criteria states targets."""
        titles = (block for block in document.blocks if block.kind is BlockKind.TITLE)
        title = next(titles, document.blocks[0] if document.blocks else None)
        text = shadow.text[shadow.position(title.start) : shadow.position(title.end)] if title else ""
        openings = (s for index, s in enumerate(sentences) if not index or sentences[index - 1].block != s.block)
        demands = (self._is_demand(shadow, s, document.blocks[s.block], within=False) for s in openings)
        return _Standing(
            base=Status.TARGET if self._patterns["directive"].match(text) else Status.ACTUAL,
            criteria=sum(demands) >= _SET_OF_CRITERIA,
        )

    def _is_demand(self, shadow: Shadow, sentence: Sentence, block: Block, *, within: bool) -> bool:
        """Whether a block states a criterion; `within` a set of criteria any item that is one or limits does."""
        lower = shadow.lower
        criterion = self._patterns["criterion"].match(lower, sentence.start, sentence.end)
        if not (criterion or within):
            return False
        end = shadow.position(block.end)
        return bool((criterion and within) or self._patterns["demands"].search(lower, sentence.start, end))

    def _continues(self, lower: str, sentence: Sentence, tokens: Sequence[Token], *, in_goal: bool) -> bool:
        """Whether it begins with "Trong đó" or the like or, after a goal, reports nothing ("Tổng chi 78 tỷ đồng").

        What sets a limit is no report either: "thu nhập đạt 60 triệu đồng trở lên". What somebody is quoted with goes
        on with no goal.
        """
        if _carries(sentence, tokens):
            return True
        if not in_goal or lower.startswith(_QUOTES, sentence.start):
            return False
        roles = {token.role for token in tokens}
        limits = not _DONE & roles and self._patterns["demands"].search(lower, sentence.start, sentence.end)
        return bool(limits) or not _REPORTS & roles

    def _introduces(self, lower: str, sentence: Sentence) -> bool:
        """Whether a sentence leads to a list: "Kết quả như sau:"."""
        start = max(sentence.start, sentence.end - _INTRODUCTION)
        return self._patterns["introduces"].search(lower, start, sentence.end) is not None


def _mark(lower: str, sentence: Sentence) -> str:
    """What sort of mark a block opens with: a sign, "1" for a number, "a" for a letter, "" for none."""
    item = _LIST_ITEM.match(lower, sentence.start, sentence.end)
    mark = item.group().strip(" \n().") if item else ""
    return "1" if mark.isdigit() else "a" if mark.isalpha() else mark


def _hands_on(lower: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the first of two sentences hands on what it holds: one of them has digits."""
    return any(_DIGITS.search(lower, sentence.start, sentence.end) for sentence in sentences)


def _carries(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether it begins with "Trong đó" or the like, be it in a paragraph of its own."""
    return bool(tokens) and tokens[0].role is CueRole.CARRY and tokens[0].start - sentence.start < 4
