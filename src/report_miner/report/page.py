"""`report.html`: one page with the story of a run, complete in itself, for mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from report_miner.model import Assessment, Verdict
from report_miner.patterns import Patterns
from report_miner.period_words import in_words
from report_miner.report import story
from report_miner.store.database import Store
from report_miner.store.files import whole_file, writing_to
from report_miner.store.results import Evidence
from report_miner.store.rows import grouped
from report_miner.texts import say

REPORT = "report.html"

_INDICATORS = 4
_FINDINGS = 50
_ROWS = 40


def write_report(store: Store, patterns: Patterns) -> Path:
    """Write the page into the store's folder and return its path.

    Raises:
        StoreError: it cannot be written; the page of an earlier run is then as it was.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader("report_miner.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(t=say, grouped=grouped, when=in_words)
    path = store.folder / REPORT
    with writing_to(store.folder), whole_file(path) as part:
        part.write_text(env.get_template("report.html").render(_told(store, patterns)), encoding="utf-8")
    return path


def _told(store: Store, patterns: Patterns) -> dict[str, Any]:
    names = {each.code: each.name for each in patterns.indicators.indicators}
    contradictions = [
        _Contradiction.of(evidence)
        for evidence in islice(store.evidence(), _FINDINGS)
        if evidence.finding.verdict is Verdict.INCONSISTENT
    ]
    quoted: dict[str, Mapping[str, Any]] = {}
    charts = list(_charts(store, names, quoted))
    return {
        "documents": store.count("documents"),
        "failures": list(store.failures()),
        "figures": store.count("figures"),
        "statuses": store.by_status(),
        "verdicts": store.by_verdict(),
        "assessments": store.by_assessment() if store.has_assessed() else {},
        "kinds": list(Assessment),
        "contradictions": contradictions,
        "charts": charts,
        "quoted": quoted,
        "matrices": list(_matrices(store)),
    }


@dataclass(frozen=True, slots=True)
class _Contradiction:
    """A contradiction as the page shows it; `sources` are documents with the sentences of its figures."""

    rule: str
    message: str
    computed: str
    sources: list[tuple[str, str]]

    @classmethod
    def of(cls, evidence: Evidence) -> _Contradiction:
        finding = evidence.finding
        sources = list(dict.fromkeys((figure.doc, figure.sentence) for figure in evidence.figures))
        return cls(say(f"check.rule_{finding.rule}"), finding.message, finding.computed, sources)


def _charts(store: Store, names: Mapping[str, str], quoted: dict[str, Mapping[str, Any]]) -> Iterator[story.Chart]:
    """The charts with the most bars; each bar leads to its sentence on this page, which is noted in `quoted`."""

    def link(figure: story.Record) -> str:
        quoted[figure["id"]] = figure
        return f"#{figure['id']}"

    levels = filter(story.is_level, store.records(of_indicators=True))
    kinds = {(each["indicator"], each["place"], each["period"]) for each in levels}
    chosen: dict[str, list[dict[str, Any]]] = {code: [] for code in story.choices(kinds)[:_INDICATORS]}
    for each in store.records(of_indicators=True):
        if each["indicator"] in chosen and story.is_level(each):
            chosen[each["indicator"]].append(each)
    for code, found in chosen.items():
        name = names.get(code, code)
        both = (
            story.over_time(found, story.widest(found, "place"), name, link),
            story.across(found, story.widest(found, "year"), name, link),
        )
        yield from (chart for chart in both if len(chart.bars) > 1)


def _matrices(store: Store) -> Iterator[story.Matrix]:
    for rows in _by_set(store):
        found = story.matrix(rows)
        if any(row.counts.keys() & {Assessment.MET, Assessment.NOT_MET} for row in found.rows):
            yield found.told(_ROWS)


def _by_set(store: Store) -> Iterable[list[dict[str, Any]]]:
    sets: dict[str, list[dict[str, Any]]] = {}
    for verdict in store.verdicts():
        row = {
            "criteria_set": verdict.criteria_set, "code": verdict.code, "test": verdict.test, "place": verdict.place,
            "period": verdict.period, "verdict": verdict.verdict.value, "found": verdict.found,
            "message": verdict.message, "figures": verdict.figures, "details": verdict.details, "doc": "",
        }  # fmt: skip
        sets.setdefault(verdict.criteria_set, []).append(row)
    return sets.values()
