"""What the sheets of the workbook show: the columns of each table, with the words of their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import Any

from report_miner.check.findings import quote
from report_miner.model import Bound, Change, Kind, Status
from report_miner.period_words import in_words
from report_miner.store.links import file_of
from report_miner.store.results import Evidence
from report_miner.store.sheets import Column
from report_miner.texts import say

_PLACES = ("page", "table", "row", "column")


def _column(name: str, width: float, style: str = "text", *, aside: bool = False) -> Column:
    return Column(name, width, itemgetter(name), style, aside)


def _in_words(name: str, width: float, codes: type[StrEnum], *, aside: bool = False) -> Column:
    """A column of coded values: `increase` → "tăng"."""
    words = {code.value: say(f"store.{name}_{code.value}") for code in codes}
    return Column(name, width, lambda fields: words[fields[name]], aside=aside)


def _printed_at(fields: Mapping[str, Any]) -> str | None:
    parts = [say(f"store.at_{name}", number=fields[name]) for name in _PLACES if fields[name]]
    return ", ".join(parts) or None


def _one_line(text: str | None) -> str | None:
    """The text on one line, the cells of a table told apart."""
    return text and " ".join(text.replace("\t", " | ").split())


def _time(name: str) -> Callable[[Mapping[str, Any]], str | None]:
    """What reads a time of a figure's fields as people write it."""
    return lambda fields: fields[name] and in_words(fields[name])


def _uncertain(fields: Mapping[str, Any]) -> str | None:
    return ", ".join(say(f"store.column_{name}") for name in fields["uncertain"]) or None


def _of_document(name: str, width: float, style: str = "text") -> Column:
    return Column(name, width, attrgetter(name), style)


FIGURES = (
    _column("doc", 20, "long"),
    Column("file", 7, lambda fields: say("store.open_file") if file_of(fields["doc"]) else None, "link"),
    _column("text", 12, "link"),
    _column("value", 15, "number"),
    _column("value_to", 12, "number", aside=True),
    _column("total", 14, "number", aside=True),
    _column("unit", 12, "long"),
    Column("item", 30, lambda fields: _one_line(fields["item"]), "long"),
    _in_words("kind", 12, Kind, aside=True),
    _in_words("change", 10, Change),
    _in_words("bound", 12, Bound, aside=True),
    _in_words("status", 11, Status),
    _column("place", 24, "long"),
    Column("period", 15, _time("period"), "long"),
    Column("versus", 22, _time("versus"), aside=True),
    _column("indicator", 24, aside=True),
    Column("sentence", 52, lambda fields: _one_line(fields["sentence"]), "long"),
    Column("locator", 24, _printed_at, aside=True),
    _column("confidence", 10, "share", aside=True),
    Column("uncertain", 14, _uncertain, "long"),
    _column("id", 18, aside=True),
)
"""On paper: what was counted, where and when, and the sentence; twenty-one columns would be too small to read."""

REVIEWED = (
    Column("decision", 12, lambda fields: fields["decision"] and say(f"review.decision_{fields['decision']}")),
    _column("reviewer", 20),
    _column("reviewed_at", 26),
)


def _of_finding(name: str, width: float) -> Column:
    return Column(name, width, attrgetter(f"finding.{name}"), "long")


def _figures(evidence: Evidence) -> str | None:
    return "; ".join(quote(figure) for figure in evidence.figures) or None


def _sentences(evidence: Evidence) -> str | None:
    return "\n".join(dict.fromkeys(_one_line(figure.sentence) or "" for figure in evidence.figures)) or None


FINDINGS = (
    Column("verdict", 14, lambda evidence: say(f"store.verdict_{evidence.finding.verdict}"), "long"),
    _of_finding("doc", 24),
    Column("rule", 20, lambda evidence: say(f"check.rule_{evidence.finding.rule}"), "long"),
    _of_finding("message", 50),
    _of_finding("computed", 28),
    Column("figures", 24, _figures, "long"),
    Column("sentence", 64, _sentences, "long"),
    Column("id", 18, lambda evidence: evidence.finding.id, "long"),
)


def _of_verdict(name: str, width: float) -> Column:
    return Column(name, width, attrgetter(name), "long")


def _detail(name: str, width: float) -> Column:
    return Column(name, width, lambda verdict: verdict.details.get(name), "long")


VERDICTS = (
    Column("verdict", 20, lambda verdict: say(f"store.assessment_{verdict.verdict}"), "long"),
    _of_verdict("place", 28),
    Column("period", 14, lambda verdict: verdict.period and in_words(verdict.period), "long"),
    Column("criteria_set", 30, lambda verdict: verdict.details.get("set") or verdict.criteria_set, "long"),
    _of_verdict("code", 12),
    Column("test", 36, lambda verdict: verdict.details.get("name") or verdict.test, "long"),
    _of_verdict("required", 26),
    _of_verdict("found", 26),
    _of_verdict("message", 70),
    _detail("evidence", 60),
    _detail("doc", 28),
    Column("figures", 20, lambda verdict: " ".join(verdict.figures) or None, "long"),
)
DOCUMENTS = (
    _of_document("name", 36, "long"),
    _of_document("title", 44, "long"),
    _of_document("publisher", 28, "long"),
    _of_document("published", 16, "date"),
    _of_document("place", 28, "long"),
    _of_document("figures", 10, "number"),
    Column("notes", 50, lambda document: " ".join(document.notes) or None, "long"),
    Column("media_type", 24, attrgetter("media_type"), aside=True),
    Column("sha256", 24, attrgetter("sha256"), aside=True),
)
FAILURES = (
    _of_document("doc", 36, "long"),
    Column("stage", 14, lambda failure: say(f"store.stage_{failure.stage}")),
    Column("error", 60, lambda failure: failure.error, "long"),
    Column("remedy", 60, lambda failure: failure.remedy, "long"),
)
