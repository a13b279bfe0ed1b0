"""The server: its pages, and the changes that a key makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field

from report_miner.errors import ReportMinerError
from report_miner.review import queries
from report_miner.review.desk import Desk
from report_miner.review.missed import missed_record
from report_miner.review.pages import Pages
from report_miner.review.safety import Guard
from report_miner.review.values import BadValue, read_fields, suggest
from report_miner.store.decisions import Action, Outdated
from report_miner.texts import say

_STATIC = Path(__file__).parent / "static"


class Decision(BaseModel):
    """What a person does about the figure in the row `key`, having seen the log up to `head`."""

    key: int
    action: str = Field(pattern="^(accept|fix|reject)$")
    head: int
    fields: dict[str, str | None] = Field(default_factory=dict, max_length=20)


class Selection(BaseModel):
    """A stretch of a document in which a person sees a figure."""

    doc: str
    start: int
    end: int


class Mark(BaseModel):
    """What a person says of a finding, having seen the log up to `head`."""

    finding: str
    doc: str
    head: int
    mark: str = Field(pattern="^(error|misread|explained)$")
    note: str = Field(default="", max_length=1000)


def create_app(desk: Desk, guard: Guard) -> FastAPI:
    """Return the server for the results on `desk`, behind `guard`."""
    app = FastAPI(title="report-miner", docs_url=None, redoc_url=None, openapi_url=None)
    app.middleware("http")(guard)
    app.mount("/static", StaticFiles(directory=_STATIC))
    pages = Pages(desk, guard)
    pages.add_to(app)
    _add_changes(app, desk, guard, pages)

    @app.exception_handler(ReportMinerError)
    def troubled(_request: Request, error: ReportMinerError) -> Response:
        return PlainTextResponse(f"{error.message} {error.remedy}", 503)

    @app.exception_handler(LookupError)
    def missing(_request: Request, _error: LookupError) -> Response:
        return PlainTextResponse(say("review.not_found"), 404)

    return app


def _add_changes(app: FastAPI, desk: Desk, guard: Guard, pages: Pages) -> None:
    @app.post("/decide")
    def decide(request: Request, given: Decision) -> Response:
        def change() -> dict[str, Any]:
            fields = read_fields(given.fields, desk.gazetteer, desk.patterns)
            row = desk.decide(given.key, Action(given.action), guard.who(request), head=given.head, fields=fields)
            return {"row": pages.card(row)}

        return _answer(change)

    @app.post("/add")
    def add(request: Request, given: Selection) -> Response:
        def change() -> dict[str, Any]:
            with desk.reading() as connection:
                document = pages.document(connection, given.doc)
                body = desk.body(connection, given.doc)
                if body is None:
                    raise BadValue(say("review.no_text"))
                rows = queries.in_document(connection, given.doc)
            record = missed_record(document, body, given.start, given.end, rows)
            return {"row": pages.card(desk.add(record, guard.who(request)))}

        return _answer(change)

    @app.post("/undo")
    def undo(request: Request) -> Response:
        def change() -> dict[str, Any]:
            done = desk.undo(guard.who(request))
            if done is None:
                raise BadValue(say("review.nothing_to_undo"))
            entry, row = done
            said = say("review.undone", action=say(f"review.did_{entry.action}"))
            return {"said": said, "key": row and row["key"], "row": row and pages.card(row)}

        return _answer(change)

    @app.post("/mark")
    def mark(request: Request, given: Mark) -> Response:
        def change() -> dict[str, Any]:
            fields = {"mark": given.mark, "note": given.note}
            state = desk.mark(given.finding, given.doc, guard.who(request), head=given.head, fields=fields)
            return {"head": state.head, "said": pages.marked(state)}

        return _answer(change)

    @app.get("/suggest")
    def suggestions(field: str, q: str) -> list[tuple[str, str]]:
        return suggest(field, q[:100], desk.gazetteer, desk.patterns)


def _answer(change: Callable[[], dict[str, Any]]) -> Response:
    """What a change gives, or what the person must know instead."""
    try:
        return JSONResponse(change())
    except BadValue as error:
        return JSONResponse({"error": str(error)}, 422)
    except Outdated as error:
        last = error.state.last
        said = say("review.outdated", who=last.who, did=say(f"review.did_{last.action}")) if last else ""
        return JSONResponse({"error": said or say("review.outdated_undone"), "head": error.state.head}, 409)
