"""The pages that a person reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import ColumnElement, Connection, RowMapping, func, select, text, tuple_

from report_miner.model import Assessment, Status, Verdict
from report_miner.period_words import in_words
from report_miner.report import story
from report_miner.review import downloads, marking, overview, queries
from report_miner.review.addresses import link
from report_miner.review.desk import Desk
from report_miner.review.lens_tables import lens, lens_documents
from report_miner.review.page_images import page_image
from report_miner.review.safety import Guard
from report_miner.review.values import CHOICES
from report_miner.store.copies import TOLD_ONCE
from report_miner.store.decisions import Log, State
from report_miner.store.rows import grouped
from report_miner.store.schema import documents, failures, findings, verdicts
from report_miner.texts import say

FIELDS = (
    *("value", "value_to", "total", "unit", "item", "kind", "change", "bound", "status"),
    *("place", "period", "versus", "indicator"),
)
_FINDINGS = 20
_DOCUMENTS = 50
_MATRIX = 60
_LOG = 60
_FAILURES = 200
_PROGRESS = text("SELECT coalesce(sum(figures - open), 0), coalesce(sum(figures), 0) FROM lens_documents")
_CONTRADICTIONS = text("SELECT message, figures FROM findings WHERE doc = :name AND verdict = 'inconsistent'")
_SETS = text(
    "SELECT criteria_set, count(*) AS tests, max(details) AS details,"
    " sum(CASE WHEN verdict IN ('met', 'not_met') THEN 1 ELSE 0 END) AS told"
    " FROM verdicts GROUP BY 1 ORDER BY told DESC, 1"
)


class Pages:
    """Answers with HTML; everything that comes from documents is escaped by the templates."""

    def __init__(self, desk: Desk, guard: Guard) -> None:
        self._desk = desk
        self._guard = guard
        self._names = {each.code: each.name for each in desk.patterns.indicators.indicators}
        self._env = Environment(
            loader=_loader(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._env.globals.update(
            t=say, grouped=grouped, written=lambda record: story.written(record), choices=CHOICES, fields=FIELDS,
            names=self._names, token=guard.token, asks_name=not guard.password, default_name=guard.user,
            statuses=list(Status), assessments=list(Assessment), verdicts=list(Verdict), link=link, percent=percent,
            when=in_words, shown=shown, quoted=marking.quoted,
        )  # fmt: skip

    def add_to(self, app: FastAPI) -> None:
        """Let the server answer with these pages."""
        get = app.get
        get("/", response_class=HTMLResponse)(self._overview)
        get("/figures", response_class=HTMLResponse)(self._figures)
        get("/figures.csv")(self._csv)
        get("/figures.xlsx")(self._xlsx)
        get("/documents", response_class=HTMLResponse)(self._documents)
        get("/document", response_class=HTMLResponse)(self._document)
        get("/page.png")(self._page_image)
        get("/form", response_class=HTMLResponse)(self._form)
        get("/review", response_class=HTMLResponse)(self._review)
        get("/findings", response_class=HTMLResponse)(self._findings)
        get("/criteria", response_class=HTMLResponse)(self._criteria)
        get("/log", response_class=HTMLResponse)(self._log)

    def _html(self, template: str, **values: Any) -> str:
        return self._env.get_template(template).render(**values)

    def card(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What the browser needs to show a row anew."""
        html = self._html("card.html", row=row)
        return {
            "key": row["key"],
            "head": row["head"],
            "decision": row["decision"],
            "open": row["open"],
            "html": html,
        }

    def marked(self, state: State) -> str:
        """What the log says of a finding."""
        last = state.last
        return say("review.marked", mark=say(f"review.mark_{last.fields['mark']}"), who=last.who) if last else ""

    def document(self, connection: Connection, name: str) -> RowMapping:
        """The row of a document.

        Raises:
            LookupError: there is none of that name.
        """
        row = connection.execute(select(documents).where(documents.c.name == name)).mappings().first()
        if row is None:
            raise LookupError(name)
        return row

    def _overview(self, indicator: str = "", place: str = "", year: str = "") -> str:
        with self._desk.reading() as connection:
            told = overview.tell(connection, self._names, indicator=indicator, place=place, year=year)
        return self._html("overview.html", here="overview", told=told)

    def _figures(self, request: Request, after: str = "", order: str = "") -> str:
        wanted = queries.Filter.of(request.query_params)
        with self._desk.reading() as connection:
            found = queries.page(connection, wanted, order=order, after=after)
            total = queries.total(connection, wanted)
        return self._html(
            "figures.html", here="figures", wanted=wanted, found=found, total=total, order=order,
            most=queries.COUNTED, first=not after,
        )  # fmt: skip

    def _csv(self, request: Request) -> Response:
        return downloads.csv_response(self._desk, queries.Filter.of(request.query_params))

    def _xlsx(self, request: Request) -> Response:
        return downloads.xlsx_response(self._desk, queries.Filter.of(request.query_params))

    def _documents(self, after: str = "", q: str = "") -> str:
        listed = (
            select(documents, lens_documents.c.figures, lens_documents.c.open)
            .join_from(documents, lens_documents, documents.c.name == lens_documents.c.name)
            .where(documents.c.name > after)
            .order_by(documents.c.name)
            .limit(_DOCUMENTS + 1)
        )
        if q:
            named = documents.c.name + " " + func.coalesce(documents.c.title, "")
            listed = listed.where(func.lower(named).contains(q.lower(), autoescape=True))
        with self._desk.reading() as connection:
            rows = connection.execute(listed).mappings().all()
            failed = connection.execute(select(failures).order_by(failures.c.doc).limit(_FAILURES)).mappings().all()
        behind = rows[_DOCUMENTS - 1]["name"] if len(rows) > _DOCUMENTS else None
        return self._html(
            "documents.html", here="documents", rows=rows[:_DOCUMENTS], behind=behind, failures=failed, q=q
        )

    def _document(self, doc: str, id: str = "") -> str:  # noqa: A002 - the name in the address
        with self._desk.reading() as connection:
            document = self.document(connection, doc)
            rows = queries.in_document(connection, doc)
            body = self._desk.body(connection, doc)
        lines = marking.lines(*body, rows) if body else []
        pages = sorted({row["record"]["page"] for row in rows if row["record"]["page"] and row["record"]["bbox"]})
        return self._html(
            "document.html", here="documents", document=document, rows=rows, lines=lines,
            first=next((row["key"] for row in rows if row["id"] == id), None),
            pages=pages, notes=json.loads(document["notes"]),
        )  # fmt: skip

    def _page_image(self, doc: str, page: int, key: int | None = None) -> Response:
        with self._desk.reading() as connection:
            document = self.document(connection, doc)
            rows = [row for row in queries.in_document(connection, doc) if row["record"]["page"] == page]
        return page_image(document["name"], document["sha256"], page, rows, key)

    def _form(self, key: int) -> str:
        with self._desk.reading() as connection:
            row = queries.figures_at(connection, key)
        if row is None:
            raise LookupError(key)
        return self._html("form.html", row=row)

    def _review(self, request: Request, key: int | None = None, after: str = "") -> str:
        wanted = queries.Filter.of({**request.query_params, "decision": request.query_params.get("decision", "open")})
        with self._desk.reading() as connection:
            found = queries.page(connection, wanted, order="queue", after=after)
            total = queries.total(connection, wanted)
            chosen = queries.figures_at(connection, key) if key is not None else None
            if chosen is not None:
                found = queries.Page([chosen, *(row for row in found.rows if row["key"] != key)], found.after)
            done, all_ = map(int, connection.execute(_PROGRESS).one())
            messages = self._messages(connection, found.rows)
        return self._html(
            "review.html", here="review", wanted=wanted, found=found, total=total, most=queries.COUNTED, done=done,
            all=all_, messages=messages,
        )  # fmt: skip

    def _messages(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[int, list[str]]:
        """What the checks say of each contradicted figure."""
        found: dict[int, list[str]] = {}
        urgent = [row for row in rows if row["rank"] == 0]
        for doc in {row["doc"] for row in urgent}:
            said = [(message, json.loads(ids)) for message, ids in connection.execute(_CONTRADICTIONS, {"name": doc})]
            for row in urgent:
                if row["doc"] == doc:
                    found[row["key"]] = [message for message, ids in said if row["id"] in ids]
        return found

    def _findings(self, verdict: str = "inconsistent", after: str = "", finding: str = "") -> str:
        doc, _, id_ = after.rpartition("|")
        wanted: ColumnElement[bool] = (
            (findings.c.verdict == verdict) & (tuple_(findings.c.doc, findings.c.id) > tuple_(doc, id_)) & TOLD_ONCE
        )
        if finding:
            wanted = (findings.c.id == finding) & TOLD_ONCE
        listed = select(findings).where(wanted).order_by(findings.c.doc, findings.c.id).limit(_FINDINGS + 1)
        with self._desk.reading() as connection:
            found = connection.execute(listed).mappings().all()
            counted = select(findings.c.verdict, func.count()).where(TOLD_ONCE).group_by(findings.c.verdict)
            counts = {row[0]: row[1] for row in connection.execute(counted)}
            log = Log(connection)
            cards = [
                (row, queries.by_id(connection, json.loads(row["figures"]), row["doc"]), log.state(row["id"]))
                for row in found[:_FINDINGS]
            ]
        behind = f"{cards[-1][0]['doc']}|{cards[-1][0]['id']}" if len(found) > _FINDINGS else None
        return self._html(
            "findings.html", here="findings", cards=cards, counts=counts, verdict=verdict, behind=behind,
            marked=self.marked,
        )  # fmt: skip

    def _criteria(self, set: str = "", after: int = 0) -> str:  # noqa: A002 - the name in the address
        with self._desk.reading() as connection:
            sets = [_set(row) for row in connection.execute(_SETS).mappings()]
            chosen = set or (sets[0]["criteria_set"] if sets else "")
            of_set = select(verdicts).where(verdicts.c.criteria_set == chosen).order_by(verdicts.c.number)
            rows = connection.execute(of_set).mappings()
            read = [dict(row) | {name: json.loads(row[name]) for name in ("details", "figures")} for row in rows]
        found = story.matrix(read)
        behind = after + _MATRIX
        return self._html(
            "criteria.html", here="criteria", sets=sets, chosen=chosen, matrix=found,
            rows=found.rows[after:behind], behind=behind if len(found.rows) > behind else None,
        )  # fmt: skip

    def _log(self, before: int | None = None) -> str:
        with self._desk.reading() as connection:
            entries = Log(connection).history(before=before, limit=_LOG + 1)
            keys = {
                entry.subject: key
                for entry in entries
                for key in connection.scalars(select(lens.c.key).where(lens.c.subject == entry.subject))
            }
        behind = entries[_LOG - 1].number if len(entries) > _LOG else None
        return self._html("log.html", here="log", entries=entries[:_LOG], behind=behind, keys=keys)


def _set(row: RowMapping) -> dict[str, Any]:
    """A set of criteria with its title, which the details of each of its verdicts hold."""
    return dict(row) | {"title": json.loads(row["details"]).get("set")}


def _loader() -> Any:
    from jinja2 import ChoiceLoader

    return ChoiceLoader([PackageLoader("report_miner.review"), PackageLoader("report_miner.report")])


def percent(share: float) -> str:
    """Return a share as a person writes it: 0.84 → "84%"."""
    return f"{round(share * 100)}%"


def shown(name: str, record: Mapping[str, Any]) -> str:
    """Return the value of a field in words."""
    value = record[name]
    if value is None:
        return ""
    if name in CHOICES:
        return say(f"store.{name}_{value}")
    return grouped(Decimal(value)) if name in ("value", "value_to", "total") else str(value)
