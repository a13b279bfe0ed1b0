"""The columns of the tables: records for the files, and the sheets of the workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter
from typing import Any

from report_miner.check.findings import quote
from report_miner.dataset.carry import Carried
from report_miner.dataset.rows import Agreement, Observation, Row
from report_miner.dataset.sources import Source
from report_miner.dataset.table import Entry
from report_miner.extract.gazetteer import Level, Vintage
from report_miner.model import Bound, Change, Status
from report_miner.review.datapackage import CODES
from report_miner.store.decisions import Action
from report_miner.store.rows import grouped
from report_miner.store.sheets import Column, Table
from report_miner.texts import say

DATASET = (
    *("id", "indicator", "indicator_name", "group", "place", "place_code", "vintage", "level"),
    *("period", "versus", "status", "change", "value", "value_to", "total", "unit", "bound", "kind", "item"),
    *("variants", "agreement", "independent", "documents", "values", "lowest", "highest", "spread"),
    *("successor", "successor_code", "carried", "parts", "reviewed", "confidence", "sources"),
)
"""The columns of the table, in the order of the files."""

VALUES = ("value", "value_to", "total", "lowest", "highest", "spread")
"""Its columns of exact numbers."""

WHOLE = ("variants", "independent", "documents", "reviewed")
"""Its columns of whole numbers."""

SOURCES = (
    *("dataset_id", "figure_id", "doc", "title", "publisher", "published", "address", "copy_of", "text", "value"),
    *("item", "sentence", "decision"),
)
"""The columns of the table of sources: a line for each figure behind a row."""

_ALARMS = {
    Agreement.DIFFER: ("#FDE7E9", {"font_color": "#9C0006", "bold": True}),
    Agreement.SEVERAL: ("#FFF8E1", {"font_color": "#7F6000", "bold": True}),
    Agreement.DERIVED: ("#E3F0FA", {"font_color": "#1F4E78", "bold": True}),
}


def dataset_record(entry: Entry, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Return the line of a row; numbers are Decimals and ints, codes are words of English, all else is Vietnamese."""
    row, unit = entry.row, entry.unit
    docs = _documents(row.observations)
    low, high = _extremes(row)
    return {
        "id": row.id,
        "indicator": row.cell.indicator,
        "indicator_name": entry.indicator.name if entry.indicator else None,
        "group": entry.indicator.group if entry.indicator else None,
        "place": row.place,
        "place_code": row.code,
        "vintage": unit.vintage if unit else None,
        "level": unit.level if unit else None,
        "period": row.cell.period,
        "versus": row.cell.versus or None,
        "status": row.cell.status.value,
        "change": row.cell.change.value,
        "value": row.value,
        "value_to": row.value_to,
        "total": row.total,
        "unit": row.unit,
        "bound": row.bound.value,
        "kind": row.kind.value,
        "item": row.item,
        "variants": row.variants,
        "agreement": row.agreement.value,
        "independent": row.independent,
        "documents": len(docs),
        "values": _values(row),
        "lowest": low,
        "highest": high,
        "spread": None if low is None or high is None else high - low,
        "successor": "; ".join(each.full_name for each in entry.successors) or None,
        "successor_code": " ".join(each.ref for each in entry.successors) or None,
        "carried": entry.carried.value if entry.carried else None,
        "parts": "; ".join(map(_shown_part, row.parts)) or None,
        "reviewed": sum(bool(each.decision) for each in row.observations),
        "confidence": round(row.confidence, 4),
        "sources": "; ".join(_told(sources[doc]) for doc in docs),
    }


def source_records(entry: Entry, sources: Mapping[str, Source]) -> Iterator[dict[str, Any]]:
    """Yield the lines of the figures behind a row, in the order of the values that it lists."""
    for figure, decision in entry.row.observations:
        source = sources[figure.doc]
        yield {
            "dataset_id": entry.row.id,
            "figure_id": figure.id,
            "doc": figure.doc,
            "title": source.title,
            "publisher": source.publisher,
            "published": source.published.isoformat() if source.published else None,
            "address": source.address,
            "copy_of": source.group if source.group in sources and source.group != figure.doc else None,
            "text": figure.text,
            "value": figure.value,
            "item": figure.item,
            "sentence": figure.sentence,
            "decision": decision or None,
        }


def _documents(observations: Iterable[Observation]) -> list[str]:
    return list(dict.fromkeys(each.figure.doc for each in observations))


def _values(row: Row) -> str | None:
    """The values side by side, each with the number of its independent sources; None where there is but one."""
    if len(row.stated) < 2:
        return None
    return "; ".join(
        say("dataset.value_of", value=_shown(stated.observations[0]), count=stated.independent)
        for stated in row.stated
    )


def _shown(observation: Observation) -> str:
    """The figure as printed, or as a person set it right."""
    figure = observation.figure
    if observation.decision in (Action.FIX, Action.ADD):
        return f"{grouped(figure.value)} {figure.unit or ''}".strip()
    bound = "" if figure.bound is Bound.EQUAL else say(f"store.bound_{figure.bound}")
    return f"{bound} {quote(figure)}".strip()


def _shown_part(row: Row) -> str:
    """A part of a sum, and whether its sources differ."""
    total = f"/{grouped(row.total)}" if row.total is not None else ""
    value = f"{grouped(row.value or Decimal(0))}{total} {row.unit or ''}".strip()
    doubt = f" ({say('dataset.agreement_differ')})" if row.agreement is Agreement.DIFFER else ""
    return f"{row.place}: {value}{doubt}"


def _extremes(row: Row) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and the highest of several values; nothing where there is but one."""
    if len(row.stated) < 2:
        return None, None
    amounts = [stated.amount for stated in row.stated]
    highest = (amount.value if amount.value_to is None else amount.value_to for amount in amounts)
    return min(amount.value for amount in amounts), max(highest)


def _told(source: Source) -> str:
    """The document as people cite it: publisher, day, title or name, address."""
    day = source.published.strftime("%d/%m/%Y") if source.published else None
    return ", ".join(filter(None, (source.publisher, day, source.title or source.doc, source.address)))


def _coded(
    room: str, name: str, codes: type[StrEnum], *, but: StrEnum | None = None
) -> Callable[[Mapping[str, Any]], str | None]:
    """The words of a code; none for the code that goes without saying."""
    words = {code.value: say(f"{room}.{name}_{code.value}") for code in codes if code is not but}
    return lambda fields: words.get(fields[name])


def _plain(name: str, width: float, style: str = "long") -> Column:
    return Column(name, width, itemgetter(name), style)


def _sheet_columns() -> tuple[Column, ...]:
    return (
        Column("agreement", 13, _coded("dataset", "agreement", Agreement), "long"),
        _plain("indicator_name", 32),
        _plain("place", 32),
        Column("vintage", 8, _coded("dataset", "vintage", Vintage), "long"),
        _plain("period", 17),
        Column("bound", 9, _coded("store", "bound", Bound, but=Bound.EQUAL), "long"),
        _plain("value", 19, "number"),
        _plain("value_to", 9, "number"),
        _plain("total", 12, "number"),
        _plain("unit", 13),
        Column("status", 11, _coded("store", "status", Status), "long"),
        Column("change", 8, _coded("store", "change", Change, but=Change.NONE), "long"),
        _plain("versus", 17),
        _plain("values", 34),
        _plain("spread", 12, "number"),
        _plain("independent", 9, "number"),
        _plain("sources", 60),
        _plain("item", 32),
        _plain("variants", 12, "number"),
        _plain("successor", 24),
        Column("carried", 30, _coded("dataset", "carried", Carried), "long"),
        _plain("parts", 36),
        _plain("documents", 9, "number"),
        _plain("reviewed", 9, "number"),
        _plain("confidence", 9, "share"),
        _plain("indicator", 18),
        _plain("place_code", 12),
        _plain("id", 19),
    )


def _source_columns() -> tuple[Column, ...]:
    return (
        _plain("dataset_id", 19),
        _plain("doc", 36),
        _plain("publisher", 24),
        _plain("published", 13),
        _plain("title", 44),
        _plain("address", 44),
        _plain("copy_of", 30),
        _plain("text", 14),
        _plain("value", 18, "number"),
        _plain("item", 36),
        _plain("sentence", 80),
        _plain("figure_id", 19),
    )


def sheet_tables(rows: int, lines: Sequence[Mapping[str, Any]]) -> list[Table]:
    """Return the sheets: the table, whose `rows` records come from outside, and the `lines` of its sources."""
    alarms = {say(f"dataset.agreement_{each}"): alarm for each, alarm in _ALARMS.items()}
    return [
        Table("dataset", _sheet_columns(), rows, tuple, alarms, frozen=3),
        Table("sources", _source_columns(), len(lines), lambda: lines),
    ]


def codes() -> dict[str, Iterable[str]]:
    """Return what the coded columns of the table may hold."""
    return {**CODES, "agreement": Agreement, "carried": Carried, "level": Level, "vintage": Vintage}
