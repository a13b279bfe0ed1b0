"""What a sentence inherits: from headings, from the introduction of its list, from the sentence before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_miner.clean.shadow import Shadow
from report_miner.extract.cue_tokens import CueScanner, Mark, Token
from report_miner.extract.status import StatusContext, read_status
from report_miner.language.sentences import Sentence
from report_miner.model import Block, BlockKind, Document, Status
from report_miner.patterns import CueRole, Patterns

_NUMBERING = re.compile(
    r"\s*(?:(phần\s+(?:thứ\s+\w+|[ivx]+|\d+)\s*[:.]?)|([ivx]+\s*[.\-)/])|([a-hđ]\s*[.\-)/]|\d{1,2}(?:\.\d{1,2})*\s*[.\-)/])|(\(\d{1,2}\)|[-+*•]))\s*"
)
_LIST_ITEM = re.compile(r"\s*(?:[-+*•]|\(?\d{1,2}[.)/]|\(?[a-hđ][.)])\s*")
_DIGITS = re.compile(r"\d[\d.,]*")
_INTRODUCES = re.compile(r"(?::|như sau|sau đây)[\s.:]*$")
_LONGEST_HEADING = 160
_LOWEST = 5
_REPORTS = {CueRole.REACH, CueRole.VERB, CueRole.ACTUAL, CueRole.NOW, CueRole.INCREASE, CueRole.DECREASE, CueRole.CONTRAST}
_RUNS_ON = re.compile(r"[.;,:?!]\s*$")
_GOALS = {"target", "plan", "inherited"}


class StatusScope:
    """The status contexts of a document's sentences, worked out once, in order."""

    def __init__(self, document: Document, shadow: Shadow, sentences: Sequence[Sentence], patterns: Patterns) -> None:
        self._text, self._lower = shadow.text, shadow.lower
        self._pending = 0
        self._scanner = CueScanner(patterns)
        forms = {form: heading.status for heading in patterns.cues.headings for form in heading.forms}
        self._heading_status = forms
        self._heading = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))))
        self._year = document.published.year if document.published else None
        self._month = document.published.month if document.published else None
        self._contexts = self._walk(document, sentences)

    def at(self, index: int) -> StatusContext:
        """The context of the sentence with this index."""
        return self._contexts[index]

    def _walk(self, document: Document, sentences: Sequence[Sentence]) -> list[StatusContext]:
        contexts: list[StatusContext] = []
        scopes: list[tuple[int, Status]] = []
        listed: Status | None = None
        previous, goal, block = Status.ACTUAL, False, -1
        for sentence in sentences:
            opening = sentence.block != block
            if opening:
                block = sentence.block
                self._enter(document.blocks[block], sentence, scopes)
                if not self._is_item(document.blocks[block], sentence):
                    listed = None
            status = listed or (scopes[-1][1] if scopes else Status.ACTUAL)
            tokens = self._tokens(sentence)
            if not opening and status is Status.ACTUAL and self._continues(sentence, tokens, goal):
                status = previous
            context = StatusContext(status, previous, self._year, self._month)
            contexts.append(context)
            readings, last = read_status(self._lower, tokens, context)
            previous = last.status
            goal = last.rule in _GOALS and any(reading.status is Status.TARGET for reading in readings)
            if _INTRODUCES.search(self._lower, max(sentence.start, sentence.end - 20), sentence.end):
                listed = previous
        return contexts

    def _continues(self, sentence: Sentence, tokens: Sequence[Token], goal: bool) -> bool:
        """ "Trong đó, …", or, after a goal, a sentence that reports nothing: "Tổng chi ngân sách 78 tỷ đồng"."""
        if tokens and tokens[0].role is CueRole.CARRY and tokens[0].start - sentence.start < 4:
            return True
        return goal and not _REPORTS & {token.role for token in tokens}

    def _tokens(self, sentence: Sentence) -> list[Token]:
        digits = [m.span() for m in _DIGITS.finditer(self._lower, sentence.start, sentence.end)]
        numbers = [(a, b) for a, b in digits if not (b - a == 4 and self._lower[a : a + 2] in ("19", "20"))]
        return self._scanner.tokens(self._lower, sentence.start, sentence.end, numbers)

    def _enter(self, block: Block, sentence: Sentence, scopes: list[tuple[int, Status]]) -> None:
        """Open and close scopes when `block` is a heading."""
        if sentence.block == 0 or block.kind is BlockKind.TITLE:
            return
        declared = block.kind is BlockKind.HEADING
        end = sentence.start + block.end - block.start
        if end - sentence.start > _LONGEST_HEADING and not declared:
            return
        numbering = _NUMBERING.match(self._lower, sentence.start, end)
        start = numbering.end() if numbering else sentence.start
        rank = block.level or (numbering.lastindex or _LOWEST if numbering else self._pending or _LOWEST)
        self._pending = rank if numbering and not self._lower[start:end].strip() else 0
        found = self._heading.match(self._lower, start, end)
        if not declared and (not found or _RUNS_ON.search(self._lower, start, end) or not self._text[start].isupper()):
            return
        while scopes and scopes[-1][0] >= rank:
            scopes.pop()
        if found:
            status = self._heading_status[found.group()]
            outer = scopes[-1][1] if scopes else Status.ACTUAL
            scopes.append((rank, outer if status is Status.ACTUAL and outer is Status.ESTIMATE else status))

    def _is_item(self, block: Block, sentence: Sentence) -> bool:
        return block.kind is BlockKind.LIST_ITEM or bool(_LIST_ITEM.match(self._lower, sentence.start))
