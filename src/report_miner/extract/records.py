"""All that is known of a number, joined in the frozen record of a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from report_miner.clean.shadow import Shadow
from report_miner.extract.confidence import Claim, ConfidenceModel, Evidence, Judgement
from report_miner.extract.kinds import KindReader, form_of
from report_miner.extract.matcher import NO_EFFECT, Effect
from report_miner.extract.numbers import NumberForm
from report_miner.extract.pairs import PairReader
from report_miner.extract.period_scope import PeriodReading, PeriodScope
from report_miner.extract.places import PlaceReading, PlaceResolver
from report_miner.extract.printed_places import PrintedPlaces, doubted
from report_miner.extract.respective import years_in_turn
from report_miner.extract.statements import Mention, Statement
from report_miner.extract.status import StatusReading
from report_miner.model import Change, Document, Figure, Kind, Period, Place, Status

# An item of so many words says all that one of more words does.
_FULL = 6
_CERTAIN = Evidence("given", 0.99)
_AHEAD = StatusReading(Status.TARGET, 0.7, "time_to_come")
_ANY_DIGIT = str.maketrans("123456789", "000000000")


class _Situated(NamedTuple):
    """A statement with when and where it holds, and what a user's pattern says of it."""

    statement: Statement
    period: PeriodReading
    place: PlaceReading
    effect: Effect


class Recorder:
    """Makes the figures of one document.

    Args:
        document: the document as read.
        shadow: its shadow.
        times: which time each number is about.
        places: which place each number is about.
        kinds: tells what sort of number each is.
        pairs: tells whether n/m is a pair.
    """

    def __init__(
        self,
        document: Document,
        shadow: Shadow,
        times: PeriodScope,
        places: PlaceResolver,
        kinds: KindReader,
        pairs: PairReader,
    ) -> None:
        self._document = document
        self._shadow = shadow
        self._times = times
        self._places = places
        self._kinds = kinds
        self._pairs = pairs
        self._confidence = _confidence()
        self._printed = PrintedPlaces(document)

    def record(self, statements: Iterable[Statement], effects: Mapping[int, Effect]) -> list[Figure]:
        """Return the figures that the statements of the document make.

        Args:
            statements: all of them, in order.
            effects: what a user's patterns lay over a number, by its start.
        """
        told = {each.mention.number.start: each for each in statements}
        years = years_in_turn(self._shadow.lower, [each.mention for each in told.values()])
        situated = [
            self._situated(each, years.get(start), effects.get(start, NO_EFFECT)) for start, each in told.items()
        ]
        claims = [Claim(evidence_of(*each), each.place.place, each.period.period) for each in situated]
        judgements = self._confidence.judge(claims, len(self._document.text))
        return [self._figure(*pair) for pair in zip(situated, judgements, strict=True)]

    def _situated(self, statement: Statement, year: Period | None, effect: Effect) -> _Situated:
        number, status = statement.mention.number, effect.status or statement.mention.cues.status.status
        period = self._times.period_of(number.start, number.end, status=status)
        period = period._replace(period=year) if year else period
        return _Situated(statement, period, self._places.place_of(number.start, number.end), effect)

    def _figure(self, situated: _Situated, judgement: Judgement) -> Figure:
        statement, period, place, effect = situated
        mention, sentence = statement.mention, statement.sentence
        number, cues = mention.number, mention.cues
        item = effect.item or (statement.item.text if statement.item else None)
        kind = effect.kind or self._kinds.read(
            number, mention.unit, item, cues.change.change, paired=self._is_pair(statement)
        )
        compares = cues.change.change is not Change.NONE or kind is Kind.PAIR
        start, end = self._shadow.source(number.start, number.end)
        sentence_start, sentence_end = self._shadow.source(sentence.start, sentence.end)
        locator, read = self._printed.of(start, end, self._document.blocks[sentence.block].locator)
        return Figure(
            doc=self._document.name,
            sha256=self._document.sha256,
            start=start,
            end=end,
            text=self._document.text[start:end],
            value=number.value,
            value_to=number.value_to,
            total=number.total,
            kind=kind,
            unit=effect.unit or mention.unit_name,
            item=item,
            change=cues.change.change,
            bound=cues.bound.bound,
            status=effect.status or status_of(mention, period).status,
            place=place.place,
            period=period.period,
            versus=self._times.versus_of(number.start, number.end, period.period) if compares else None,
            sentence=self._document.text[sentence_start:sentence_end],
            sentence_start=sentence_start,
            locator=locator,
            pattern=effect.name or number.pattern,
            confidence=min(judgement.confidence, read),
            uncertain=doubted(judgement.uncertain, read),
        )

    def _is_pair(self, statement: Statement) -> bool | None:
        number, sentence = statement.mention.number, statement.sentence
        if number.form is not NumberForm.RATIO:
            return None
        unit, lower = statement.mention.unit_name, self._shadow.lower
        if self._pairs.compares(number, unit, lower, sentence.start, sentence.end):
            return True
        return False if self._pairs.meets_plan(lower, sentence.start, sentence.end) else None


def status_of(mention: Mention, period: PeriodReading) -> StatusReading:
    """Return the status of a number: what is told of a time still to come is aimed at, whatever words tell it."""
    told = mention.cues.status
    return _AHEAD if period.to_come and told.status is Status.ACTUAL else told


def evidence_of(
    statement: Statement, period: PeriodReading, place: PlaceReading, effect: Effect = NO_EFFECT
) -> dict[str, Evidence]:
    """Return for each field of the record the rule that gave it and how sure that rule is."""
    mention, item = statement.mention, statement.item
    number, unit, cues, status = mention.number, mention.unit, mention.cues, status_of(mention, period)
    form = form_of(number, unit) + ("+" if cues.change.change is not Change.NONE else "")
    if number.form is NumberForm.PERCENT:
        how = "percent"
    elif unit is None:
        how = "none"
    else:
        how = "shared" if unit.start == unit.end else "known" if unit.known else "segmented"
    named = Evidence(item.source, item.certainty, form, min(item.words, _FULL)) if item else Evidence("none", 0.3)
    return {
        "number": Evidence("ambiguous" if number.ambiguous else number.pattern, 0.97, form),
        "unit": _CERTAIN if effect.unit else Evidence(how, 0.95, form),
        "item": _CERTAIN if effect.item else named,
        "change": Evidence(cues.change.rule, cues.change.certainty, form),
        "bound": Evidence(cues.bound.rule, cues.bound.certainty),
        "status": _CERTAIN if effect.status else Evidence(status.rule, status.certainty),
        "place": Evidence(place.source, place.certainty, _level(place.place)),
        "period": Evidence(period.source, period.certainty, _notation(period.period)),
    }


def _level(place: Place | None) -> str:
    """How many units a place is in, and whether they are known."""
    return f"{len(place.names)} {'known' if place.code else 'unknown'}" if place else "none"


def _notation(period: Period | None) -> str:
    """How a period is written, whatever its digits: a year, a day, from one month to another."""
    return period.notation.translate(_ANY_DIGIT) if period else "none"


@cache
def _confidence() -> ConfidenceModel:
    return ConfidenceModel.load()
