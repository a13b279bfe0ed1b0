"""The verdicts of one set on one document.

A target is no result: it stands beside the requirement. A test that is not verified, evidence for a wider place than
the test is for, another baseline and whatever else is in doubt make `cannot_assess`, with the doubt written out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from report_miner.assess.compare import Outcome, Task
from report_miner.assess.criteria import (
    CHANGES,
    Comparator,
    CriteriaSet,
    Criterion,
    CriterionTest,
    Level,
    Verification,
    Years,
)
from report_miner.assess.evidence import Evidence, Said
from report_miner.assess.measures import Assessing
from report_miner.assess.places import is_wider, level_of, plain, province_of
from report_miner.assess.wording import period_in_words, requirement, targets_in_words, test_name
from report_miner.extract.gazetteer import Gazetteer
from report_miner.model import Assessment, Change, CriterionVerdict, Place
from report_miner.texts import say

ALL = "all"
"""The test that stands for a whole criterion."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_AROUND = 200
_DECIDED = (Assessment.MET, Assessment.NOT_MET)


@dataclass(frozen=True)
class Case:
    """A document as criteria see it: its name, the place that it is about, and its evidence in the order of print.

    `asked_for`: the set was named, so that its tests are listed even where the document is silent.
    """

    doc: str
    place: Place
    evidence: Sequence[Evidence]
    assessing: Assessing
    gazetteer: Gazetteer
    asked_for: bool = False


@dataclass(frozen=True)
class _Component:
    """A test with one of its measures; without a measure, one whose conditions nobody has read."""

    criterion: Criterion
    test: CriterionTest
    measure: str | None

    @property
    def id(self) -> str:
        """The test's id, with the measure behind it where the test has several."""
        return f"{self.test.id}.{self.measure}" if len(self.test.measures) > 1 else self.test.id


def verdicts_of(criteria: CriteriaSet, case: Case) -> Iterator[CriterionVerdict]:
    """Yield the verdicts of a set, by place, time, criterion and test."""
    for criterion in criteria.criteria:
        yield from _CriterionCase(criteria, criterion, case).verdicts()


class _CriterionCase:
    """One criterion against one document."""

    def __init__(self, criteria: CriteriaSet, criterion: Criterion, case: Case) -> None:
        self._set = criteria
        self._criterion = criterion
        self._case = case
        self._components = [
            _Component(criterion, test, measure) for test in criterion.tests for measure in test.measures or (None,)
        ]
        wanted = {component.measure for component in self._components} | {criterion.attained}
        self._evidence = [each for each in case.evidence if each.measure in wanted and self._fits_place(each.place)]

    def verdicts(self) -> Iterator[CriterionVerdict]:
        """Yield the verdicts of every place and time that has evidence, else of the document's own place."""
        groups: dict[tuple[str, ...], dict[str | None, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
        for each in self._evidence:
            if not each.target and self._fits_years(each):
                groups[each.place.names][each.year].append(each)
        own = self._case.place
        told = False
        for names in sorted(groups):
            place, times = Place(names), groups[names]
            for year in sorted(times, key=lambda year: year or ""):
                whole = self._is_whole(place) and (year is not None or len(times) == 1)
                rows = self._of_group(place, year, times[year], whole=whole)
                told = told or (bool(rows) and names == own.names)
                yield from rows
        aimed = any(each.place.names == own.names and self._fits_years(each) for each in self._targets())
        if not told and (self._case.asked_for or (aimed and self._is_whole(own))) and self._fits_place(own):
            yield from self._rows(own, self._silent_year(), ())

    def _targets(self) -> Iterator[Evidence]:
        return (each for each in self._evidence if each.target)

    def _silent_year(self) -> str:
        period = self._set.period
        return str(period.first) if period.first == period.last else f"{period.first}/{period.last}"

    def _fits_place(self, place: Place) -> bool:
        """Whether a place is what a test is for, or a province or district that holds such places."""
        level = level_of(place)
        if level is None:
            return False
        return self._is_for(place) or (
            level is not Level.NATION and any(is_wider(level, wanted) for wanted in self._wanted())
        )

    def _is_for(self, place: Place) -> bool:
        return any(plain(wanted) is level_of(place) for wanted in self._wanted())

    def _is_whole(self, place: Place) -> bool:
        """Whether what is missing for a place is worth telling: it is what a test is for, or the set is its own."""
        return self._is_for(place) or self._set.province is not None or self._case.asked_for

    def _wanted(self) -> frozenset[Level]:
        return frozenset(level for test in self._criterion.tests for level in self._set.levels(test))

    def _fits_years(self, evidence: Evidence) -> bool:
        return any(
            _overlaps(evidence.period, self._set.years(component.test))
            for component in self._components
            if component.measure == evidence.measure or evidence.measure == self._criterion.attained
        )

    def _of_group(
        self, place: Place, year: str | None, evidence: Sequence[Evidence], *, whole: bool
    ) -> list[CriterionVerdict]:
        """The verdicts on one place and time, those without evidence only for the `whole` criterion."""
        rows = self._rows(place, year, evidence)
        if whole:
            total = self._of_all(rows, place, year, evidence) if self._criterion.aggregation else None
            some = total or any(row.verdict is not Assessment.NO_EVIDENCE for row in rows)
            return [*rows, *([total] if total else [])] if some else []
        return [row for row in rows if row.verdict is not Assessment.NO_EVIDENCE and row.found]

    def _rows(self, place: Place, year: str | None, evidence: Sequence[Evidence]) -> list[CriterionVerdict]:
        return [self._row(component, place, year, evidence) for component in self._components]

    # --- one test ---------------------------------------------------------------------------------------------

    def _row(
        self, component: _Component, place: Place, year: str | None, evidence: Sequence[Evidence]
    ) -> CriterionVerdict:
        task = Task(component.test, self._threshold(component.test, place), self._case.assessing)
        own = [each for each in evidence if each.measure == component.measure and self._may_tell(each, place)]
        figures = [each.figure for each in own if each.figure]
        outcomes = [
            self._doubted(outcome, component, task)
            for each in own
            if (outcome := task.try_on(each, [figure for figure in figures if figure is not each.figure]))
        ]
        outcome = _united(outcomes)
        if component.test.comparator is Comparator.COMPOSITE:
            outcome = Outcome(Assessment.CANNOT_ASSESS, "", (), (say("assess.doubt_unread"),))
        total = next(
            (each.figure.total for each in outcome.evidence if each.figure and each.figure.total is not None), None
        )
        return self._verdict(component, place, year, outcome, requirement(task, total))

    def _may_tell(self, evidence: Evidence, place: Place) -> bool:
        """A rank that a sentence names is that of the place itself, not of a wider one that it falls back to."""
        return evidence.said is not Said.LABEL or self._is_for(place)

    def _threshold(self, test: CriterionTest, place: Place) -> Decimal | tuple[Decimal, Decimal] | str | None:
        province = province_of(place, self._case.gazetteer)
        if province in test.threshold_by_province:
            return test.threshold_by_province[province]
        if not test.threshold_by_region:
            return test.threshold
        region = self._case.assessing.region_of.get(province or "")
        return test.threshold_by_region.get(region or "", say("assess.need_region"))

    def _doubted(self, outcome: Outcome, component: _Component, task: Task) -> Outcome:
        """The outcome with everything that speaks against it as a verdict on this test."""
        doubts = list(outcome.doubts)
        for each in outcome.evidence:
            doubts.extend(say(f"assess.doubt_{doubt}") for doubt in each.doubts)
            doubts.extend(self._doubts_of_place(each.place, component.test))
            if each.is_shared:
                doubts.append(say("assess.doubt_together", count=each.together))
            doubts.extend(_doubts_of_time(each.period, self._set.years(component.test)))
        needs_number = component.test.comparator not in _WITHOUT_NUMBER
        if needs_number and not isinstance(task.threshold, Decimal | tuple):
            doubts.append(say("assess.doubt_no_threshold"))
        verification = self._set.verification(component.criterion, component.test)
        if verification is not Verification.VERIFIED:
            doubts.append(say(f"assess.doubt_{verification.value}"))
        unclear = outcome.verdict is Assessment.CANNOT_ASSESS and not doubts
        if unclear:
            doubts.append(say("assess.doubt_bound"))
        verdict = Assessment.CANNOT_ASSESS if doubts else outcome.verdict
        return Outcome(verdict, outcome.found, outcome.evidence, tuple(dict.fromkeys(doubts)))

    def _doubts_of_place(self, place: Place, test: CriterionTest) -> Iterator[str]:
        level = level_of(place)
        wanted = self._set.levels(test)
        if level is not None and all(plain(each) is not level for each in wanted):
            yield say(
                "assess.doubt_level",
                wanted=say(f"assess.level_{wanted[0].value}"),
                level=say(f"assess.level_{level.value}"),
            )

    def _verdict(
        self, component: _Component, place: Place, year: str | None, outcome: Outcome, required: str
    ) -> CriterionVerdict:
        measure = self._case.assessing.by_name.get(component.measure or "")
        name = test_name(component.criterion, component.test, measure.label if measure else "")
        targets = [
            each
            for each in self._targets()
            if each.measure == component.measure
            and each.place.names == place.names
            and _is_like(each, component.test)
        ]
        aimed = targets_in_words(targets)
        notes = [say("assess.note_target", target=aimed)] if aimed else []
        if outcome.verdict in _DECIDED and year and _years_in(year) and max(_years_in(year)) < self._set.period.first:
            notes.append(say("assess.note_later", period=period_in_words(self._silent_year())))
        told = "assess.printed_tests" if component.test.comparator is Comparator.COMPOSITE else "assess.printed"
        message = self._sentence(name, place, year, outcome, required, told)
        details = {
            "doc": self._case.doc,
            "name": name,
            "set": f"{self._set.title} ({self._set.document})",
            "status": self._set.verification(component.criterion, component.test).value,
            "source": self._sources(component),
            "evidence": _quotes(outcome.evidence),
            "starts": _numbers(each.start for each in outcome.evidence),
            "sentence_starts": _numbers(each.sentence_start for each in outcome.evidence),
            "kind": ", ".join(dict.fromkeys(_kind(each) for each in outcome.evidence)),
            "doubts": " ".join(outcome.doubts),
            "document_target": aimed,
            "document_target_starts": _numbers(each.start for each in targets),
        }
        return CriterionVerdict(
            criteria_set=self._set.id,
            level="/".join(level.value for level in self._set.levels(component.test)),
            code=component.criterion.code,
            test=component.id,
            place=str(place),
            period=year,
            required=required,
            found=outcome.found or say("assess.found_nothing"),
            verdict=outcome.verdict,
            figures=tuple(dict.fromkeys(each.figure.id for each in outcome.evidence if each.figure)),
            message=" ".join([message, *notes]),
            details={key: value for key, value in details.items() if value},
        )

    def _sentence(self, name: str, place: Place, year: str | None, outcome: Outcome, required: str, told: str) -> str:
        where = place.names[0]
        head = say(
            "assess.head",
            place=where[:1].upper() + where[1:],
            period=period_in_words(year),
            name=name[:1].upper() + name[1:],
            required=required,
        )
        if outcome.verdict is Assessment.NO_EVIDENCE:
            return f"{head}; {say('assess.no_evidence')}."
        found = f"; {say(told, found=outcome.found)}" if outcome.found else ""
        doubts = f" {say('assess.because', doubts='; '.join(outcome.doubts))}" if outcome.doubts else ""
        return f"{head}{found}. {say('assess.conclusion', verdict=say(f'assess.{outcome.verdict.value}'))}{doubts}."

    def _sources(self, component: _Component) -> str:
        names = component.test.source or component.criterion.source or self._set.source
        return "; ".join(self._set.sources[name].title for name in names)

    # --- the whole criterion ----------------------------------------------------------------------------------

    def _of_all(
        self, rows: Sequence[CriterionVerdict], place: Place, year: str | None, evidence: Sequence[Evidence]
    ) -> CriterionVerdict | None:
        """The verdict on the criterion: not met when one test is not, met when all are."""
        told = [
            each
            for each in evidence
            if each.measure == self._criterion.attained and each.said is Said.LABEL and self._is_for(place)
        ]
        verdicts = [row.verdict for row in rows]
        if not told and all(verdict is Assessment.NO_EVIDENCE for verdict in verdicts):
            return None
        met = verdicts.count(Assessment.MET)
        doubts: list[str] = []
        if Assessment.NOT_MET in verdicts:
            verdict = Assessment.NOT_MET
        elif met == len(self._components):
            verdict = Assessment.MET
        else:
            verdict = Assessment.CANNOT_ASSESS
            doubts.append(say("assess.doubt_open_tests", met=met, count=len(self._components)))
        found = say("assess.found_tests", met=met, count=len(self._components))
        if told:
            labels = " / ".join(dict.fromkeys(each.label for each in told))
            found = f"{found}; {say('assess.found_told', label=labels)}"
        figures = tuple(dict.fromkeys(figure for row in rows for figure in row.figures))
        whole = CriterionTest(id=ALL, name=self._criterion.name, comparator=Comparator.COMPOSITE)
        outcome = Outcome(verdict, found, tuple(told), tuple(doubts))
        required = say("assess.need_all", count=len(self._components))
        row = self._verdict(_Component(self._criterion, whole, None), place, year, outcome, required)
        return replace(row, figures=figures)


_WITHOUT_NUMBER = (
    *(Comparator.ZERO, Comparator.EXISTS, Comparator.NOT_MEMBER, Comparator.EQUALS_LABEL, Comparator.COMPOSITE),
    Comparator.CHANGE,
)


def _united(outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome of several: what is decided outweighs what is in doubt; what contradicts itself decides nothing."""
    if not outcomes:
        return Outcome(Assessment.NO_EVIDENCE, "", ())
    decided = [outcome for outcome in outcomes if outcome.verdict in _DECIDED]
    used = decided or list(outcomes)
    told = list(dict.fromkeys(outcome.found for outcome in used))
    found = "; ".join(text for text in told if not any(text != other and text in other for other in told))
    evidence = tuple(each for outcome in used for each in outcome.evidence)
    doubts = tuple(dict.fromkeys(doubt for outcome in used for doubt in outcome.doubts))
    if len({outcome.verdict for outcome in used}) > 1:
        return Outcome(Assessment.CANNOT_ASSESS, found, evidence, (say("assess.doubt_contradiction"),))
    return Outcome(used[0].verdict, found, evidence, doubts)


def _years_in(period: str) -> list[int]:
    return [int(year) for year in _YEAR.findall(period)]


def _overlaps(period: str | None, years: Years) -> bool:
    found = _years_in(period or "")
    return not found or (min(found) <= years.last and max(found) >= years.first)


def _doubts_of_time(period: str | None, years: Years) -> Iterator[str]:
    found = _years_in(period or "")
    if not found:
        yield say("assess.doubt_no_period")
    elif min(found) < years.first or max(found) > years.last:
        yield say("assess.doubt_period", first=years.first, last=years.last)


def _kind(evidence: Evidence) -> str:
    return "figure" if evidence.figure else "stated"


def _is_like(target: Evidence, test: CriterionTest) -> bool:
    """Whether a target is of the sort that the test asks for: a change for a change, a level for a level."""
    changed = target.figure is not None and target.figure.change is not Change.NONE
    return changed is (test.comparator in CHANGES)


def _quotes(evidence: Iterable[Evidence]) -> str:
    return " | ".join(dict.fromkeys(map(_quote, evidence)))


def _quote(evidence: Evidence) -> str:
    """The sentence of the evidence; of a long one what stands around it."""
    text = evidence.text
    if len(text) <= 2 * _AROUND:
        return text
    position = evidence.start - evidence.sentence_start
    left, right = max(0, position - _AROUND), min(len(text), position + _AROUND)
    return f"{'…' if left else ''}{text[left:right]}{'…' if right < len(text) else ''}"


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(map(str, dict.fromkeys(numbers)))
