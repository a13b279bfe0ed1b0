"""One test against one piece of evidence: every comparator, and the rules that the test names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from report_miner.assess.amounts import Pair, Span, change_of, is_pair, pair_of, share_of, span_of
from report_miner.assess.baseline import baseline_doubt
from report_miner.assess.criteria import AMOUNTS, CHANGES, Comparator, CriterionTest, Rule
from report_miner.assess.evidence import Evidence, Said
from report_miner.assess.measures import Assessing
from report_miner.check.findings import number, quote
from report_miner.model import Assessment, Bound, Change, Figure, Kind
from report_miner.texts import say

_SHARE = "% "
_MILLION = "triệu "
_BOUNDS = {
    Bound.EQUAL: "equal",
    Bound.ABOVE: "above",
    Bound.AT_LEAST: "at_least",
    Bound.BELOW: "below",
    Bound.AT_MOST: "at_most",
    Bound.ABOUT: "about",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a piece of evidence makes of a test: the verdict, what was found, and why it does not decide."""

    verdict: Assessment
    found: str
    evidence: tuple[Evidence, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A test with the threshold that holds for a place (None: in words, or unknown) and what it may look at."""

    test: CriterionTest
    threshold: Decimal | tuple[Decimal, Decimal] | str | None
    assessing: Assessing

    def try_on(self, evidence: Evidence, others: Sequence[Figure]) -> Outcome | None:
        """Return what `evidence` makes of the test; None when it says nothing that the test asks for.

        Args:
            evidence: a figure or statement about a measure of the test.
            others: the figures on the same measure, place and time, in the order of print.
        """
        if evidence.figure is None:
            return self._in_words(evidence)
        if self.test.comparator in CHANGES:
            return self._changed(evidence, evidence.figure, others)
        if self.test.comparator is Comparator.ZERO:
            return self._zero(evidence, evidence.figure)
        if self.test.comparator in AMOUNTS:
            return self._amount(evidence, evidence.figure)
        return None

    # --- statements -------------------------------------------------------------------------------------------

    def _in_words(self, evidence: Evidence) -> Outcome | None:
        comparator = self.test.comparator
        absent = evidence.said is Said.ABSENT
        if evidence.said is Said.LABEL:
            if comparator is not Comparator.EQUALS_LABEL:
                return None
            met = evidence.label.casefold() == str(self.test.threshold).casefold()
            return self._told(evidence, met, say("assess.found_label", label=evidence.label))
        if comparator is Comparator.ZERO and Rule.STATED_ZERO in self.test.rules:
            return self._told(evidence, absent, say("assess.found_none" if absent else "assess.found_some"))
        if comparator is Comparator.NOT_MEMBER:
            return self._told(evidence, absent, say("assess.found_outside" if absent else "assess.found_inside"))
        if comparator is Comparator.EXISTS:
            return self._told(evidence, not absent, say("assess.found_missing" if absent else "assess.found_there"))
        if comparator in CHANGES and absent:
            return self._none_now(evidence)
        return None

    def _told(self, evidence: Evidence, met: bool, found: str) -> Outcome:
        return Outcome(Assessment.MET if met else Assessment.NOT_MET, found, (evidence,))

    def _none_now(self, evidence: Evidence) -> Outcome:
        """None now is no rise whatever there was before; whether it is a fall depends on that."""
        kept = self.test.comparator is Comparator.CHANGE and Rule.STATED_ZERO in self.test.rules
        found = say("assess.found_none")
        if kept:
            return Outcome(Assessment.MET, found, (evidence,))
        return Outcome(Assessment.CANNOT_ASSESS, found, (evidence,), (say("assess.doubt_unknown_before"),))

    # --- figures ----------------------------------------------------------------------------------------------

    def _zero(self, evidence: Evidence, figure: Figure) -> Outcome | None:
        counted = figure.kind is Kind.COUNT and figure.change is Change.NONE
        if not (counted or is_pair(figure)):
            return None
        reached = span_of(figure).above(Decimal(0))
        verdict = Assessment.NOT_MET if reached else Assessment.MET if reached is False else Assessment.CANNOT_ASSESS
        return Outcome(verdict, printed(figure), (evidence,))

    def _changed(self, evidence: Evidence, figure: Figure, others: Sequence[Figure]) -> Outcome | None:
        pair = pair_of(figure, others)
        span = change_of(figure)
        if pair is None and span is None:
            return None
        doubts: list[str] = []
        if self.test.baseline is not None and (doubt := self._baseline(figure)):
            doubts.append(doubt)
        if pair is not None:
            verdict, doubt = self._of_pair(pair)
            found = f"{printed(figure)} ({_percent(pair)})"
        else:
            assert span is not None
            verdict, doubt = self._of_span(span), None
            found = printed(figure)
        if doubt:
            doubts.append(doubt)
        return self._settled(verdict, found, evidence, doubts)

    def _baseline(self, figure: Figure) -> str | None:
        assert self.test.baseline is not None
        return baseline_doubt(figure, self.test.baseline, self.assessing.words)

    def _settled(self, verdict: Assessment, found: str, evidence: Evidence, doubts: list[str]) -> Outcome:
        """A rise fails a test that asks for a steady fall, although one year alone never passes it."""
        steady = [doubt for doubt in doubts if doubt != say("assess.one_year_only")]
        if verdict is Assessment.NOT_MET and not steady:
            doubts = []
        return Outcome(Assessment.CANNOT_ASSESS if doubts else verdict, found, (evidence,), tuple(doubts))

    def _of_pair(self, pair: Pair) -> tuple[Assessment, str | None]:
        change = pair.change
        if not pair.before and Rule.ZERO_BASELINE not in self.test.rules:
            return Assessment.CANNOT_ASSESS, say("assess.doubt_zero_before")
        if not pair.before and not pair.now:
            return Assessment.MET, None
        if change is None:
            return Assessment.NOT_MET, None
        small = Rule.SMALL_COUNT in self.test.rules and pair.before < self.assessing.rules.small_count
        if small and pair.now == pair.before and self.test.comparator is not Comparator.CHANGE:
            return Assessment.CANNOT_ASSESS, say("assess.doubt_small", count=number(pair.before))
        return self._of_span(Span(change, change)), None

    def _of_span(self, span: Span) -> Assessment:
        threshold = Decimal(0) if self.test.comparator is Comparator.CHANGE else self.threshold
        if not isinstance(threshold, Decimal):
            return Assessment.CANNOT_ASSESS
        fallen = span.negated()
        below = self.test.comparator is Comparator.CHANGE_BELOW
        return _verdict(fallen.above(-threshold) if below else fallen.at_least(-threshold))

    def _amount(self, evidence: Evidence, figure: Figure) -> Outcome | None:
        unit = self.test.unit
        if unit.startswith(_SHARE) or unit == "%":
            return self._share(evidence, figure)
        if figure.change is not Change.NONE or figure.kind is Kind.PERCENT:
            return None
        span = span_of(figure)
        if unit.startswith(_MILLION):
            million = Decimal(10) ** 6
            span = Span(span.low / million, span.high / million, span.low_open, span.high_open)
        return Outcome(self._against(span), printed(figure), (evidence,))

    def _share(self, evidence: Evidence, figure: Figure) -> Outcome | None:
        share = share_of(figure)
        if share is None:
            return None
        found = printed(figure)
        if figure.kind is Kind.TALLY and figure.total:
            found = f"{found} ({number(share.low, 1)}%)"
            if (needed := self.needed(figure.total)) is not None:
                return Outcome(_verdict(figure.value >= needed), found, (evidence,))
        return Outcome(self._against(share), found, (evidence,))

    def needed(self, total: Decimal) -> Decimal | None:
        """The least number of `total` places that reaches the share asked for: 96 of 119 for 80 %."""
        if not isinstance(self.threshold, Decimal) or Rule.CEILING not in self.test.rules:
            return None
        exact = self.threshold * total / 100
        if self.test.comparator is Comparator.AT_LEAST:
            return exact.to_integral_value(ROUND_CEILING)
        return exact.to_integral_value(ROUND_FLOOR) + 1 if self.test.comparator is Comparator.ABOVE else None

    def _against(self, span: Span) -> Assessment:
        threshold = self.threshold
        if isinstance(threshold, tuple):
            low, high = span.at_least(threshold[0]), span.negated().at_least(-threshold[1])
            if low and high:
                return Assessment.MET
            return Assessment.NOT_MET if low is False else Assessment.CANNOT_ASSESS
        if not isinstance(threshold, Decimal):
            return Assessment.CANNOT_ASSESS
        match self.test.comparator:
            case Comparator.AT_LEAST:
                return _verdict(span.at_least(threshold))
            case Comparator.AT_MOST:
                return _verdict(span.negated().at_least(-threshold))
            case Comparator.ABOVE:
                return _verdict(span.above(threshold))
            case Comparator.BELOW:
                return _verdict(span.negated().above(-threshold))
            case Comparator.EQUAL:
                return _equal(span, threshold)
            case Comparator.ABOUT:
                return self._about(span, threshold)
        return Assessment.CANNOT_ASSESS

    def _about(self, span: Span, threshold: Decimal) -> Assessment:
        if span.at_least(threshold):
            return Assessment.MET
        near = threshold * (100 - self.assessing.rules.about) / 100
        return Assessment.NOT_MET if span.at_least(near) is False else Assessment.CANNOT_ASSESS


def _verdict(holds: bool | None) -> Assessment:
    if holds is None:
        return Assessment.CANNOT_ASSESS
    return Assessment.MET if holds else Assessment.NOT_MET


def _equal(span: Span, threshold: Decimal) -> Assessment:
    if span.low == threshold == span.high and not (span.low_open or span.high_open):
        return Assessment.MET
    inside = span.at_least(threshold) is not False and span.negated().at_least(-threshold) is not False
    return Assessment.CANNOT_ASSESS if inside else Assessment.NOT_MET


def _percent(pair: Pair) -> str:
    change = pair.change
    return say("assess.from_zero") if change is None else f"{_signed(change)}%"


def _signed(value: Decimal) -> str:
    return f"−{number(-value)}" if value < 0 else f"+{number(value)}" if value else "0"


def printed(figure: Figure) -> str:
    """Return a figure as it reads, with its direction and its bound: "giảm ít nhất 5%"."""
    text = say(f"assess.{_BOUNDS[figure.bound]}", amount=quote(figure))
    if figure.change is Change.NONE or is_pair(figure):
        return text
    return f"{say(f'check.{figure.change.value}')} {text.removeprefix('-')}"
