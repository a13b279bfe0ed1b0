"""Questions in SQL to the files of a run, through DuckDB: figures by the million, nothing else, nothing changed.

The question may be anybody's: it sees the four tables and no other file, it can write nothing, load no extension,
reach no network and change no setting, and its memory is bounded.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from report_miner.errors import ReportMinerError, StoreError, UsageError
from report_miner.store.exports import DOCUMENTS_PARQUET, FIGURES_PARQUET, FINDINGS_JSONL, VERDICTS_JSONL, csv_cell
from report_miner.store.rows import plain
from report_miner.texts import say

_CONFIG = {
    "memory_limit": "1GB",
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
_FETCHED = 2_000  # rows at once
_FINDINGS = (
    "{id: 'VARCHAR', doc: 'VARCHAR', rule: 'VARCHAR', verdict: 'VARCHAR', figures: 'VARCHAR[]', starts: 'BIGINT[]',"
    " computed: 'VARCHAR', message: 'VARCHAR'}"
)
_VERDICTS = (
    "{criteria_set: 'VARCHAR', level: 'VARCHAR', code: 'VARCHAR', test: 'VARCHAR', place: 'VARCHAR',"
    " period: 'VARCHAR', required: 'VARCHAR', found: 'VARCHAR', verdict: 'VARCHAR', figures: 'VARCHAR[]',"
    " message: 'VARCHAR', doc: 'VARCHAR', evidence: 'VARCHAR', starts: 'BIGINT[]'}"
)
_VIEWS = {
    "figures": (FIGURES_PARQUET, "read_parquet({path})"),
    "documents": (DOCUMENTS_PARQUET, "read_parquet({path})"),
    "findings": (FINDINGS_JSONL, f"read_json({{path}}, format = 'newline_delimited', columns = {_FINDINGS})"),
    "verdicts": (VERDICTS_JSONL, f"read_json({{path}}, format = 'newline_delimited', columns = {_VERDICTS})"),
}
_GLOB = re.compile(r"[*?\[]")
_IN_FILE = re.compile(r'\bfile "([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of an answer and its rows, read as they are asked for."""

    columns: Sequence[str]
    rows: Iterator[tuple[Any, ...]]


def ask(folder: Path, question: str) -> Answer:
    """Return the answer to a question in SQL, one `SELECT`, about the results in `folder`.

    Its tables are `figures`, `documents`, and, where a run checked and assessed, `findings` and `verdicts`.

    Raises:
        UsageError: there are no results, the question is no `SELECT` or wrong, or DuckDB is not installed.
        StoreError: a file of the results is broken, which may also show when rows are read.
    """
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise UsageError(say("query.no_duckdb"), remedy=say("query.no_duckdb_remedy")) from error
    if not (folder / FIGURES_PARQUET).is_file():
        raise UsageError(say("review.no_results", folder=folder), remedy=say("review.no_results_remedy"))
    connection = duckdb.connect(config=_CONFIG)
    try:
        _show(connection, folder, duckdb.Error)
        statements = connection.extract_statements(question)
        if [each.type for each in statements] != [duckdb.StatementType.SELECT]:
            raise UsageError(say("query.one_select"), remedy=say("query.remedy"))
        connection.execute(statements[0])
        columns = [each[0] for each in connection.description or ()]
    except duckdb.Error as error:
        connection.close()
        raise _told(error, folder) from error
    except BaseException:
        connection.close()
        raise
    return Answer(columns, _rows(connection, folder, duckdb.Error))


def _show(connection: Any, folder: Path, broken: type[Exception]) -> None:
    """Let the connection see the tables of the results, and nothing else from now on.

    Raises:
        StoreError: a file of the results is broken, at which DuckDB raises `broken`.
    """
    seen = []
    for name, (file, reader) in _VIEWS.items():
        path = (folder / file).resolve()
        if path.is_file():
            glob = _GLOB.sub(lambda match: f"[{match.group()}]", str(path))  # to DuckDB a path is a pattern
            seen += [str(path), glob]
            source = reader.replace("{path}", _quoted(glob))
            try:
                connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {source}")
            except broken as error:
                raise _broken(path) from error
    connection.execute(f"SET allowed_paths = [{', '.join(map(_quoted, seen))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _rows(connection: Any, folder: Path, error: type[Exception]) -> Iterator[tuple[Any, ...]]:
    with closing(connection):
        try:
            while rows := connection.fetchmany(_FETCHED):
                yield from rows
        except error as wrong:
            raise _told(wrong, folder) from wrong


def _told(error: Exception, folder: Path) -> ReportMinerError:
    """What an error of DuckDB means: a file of the results is broken, or else the question is wrong."""
    named = _IN_FILE.search(str(error))
    path = Path(named[1]) if named else None
    if path and path.parent == folder.resolve() and path.name in {file for file, _ in _VIEWS.values()}:
        return _broken(path)
    return UsageError(say("query.wrong", reason=error), remedy=say("query.remedy"))


def _broken(path: Path) -> StoreError:
    line = _broken_line(path) if path.suffix == ".jsonl" else None
    message = say("query.broken_line", path=path, line=line) if line else say("query.broken", path=path)
    return StoreError(message, remedy=say("query.broken_remedy"))


def _broken_line(path: Path) -> int | None:
    """The number of the first line that is no object of JSON, by which DuckDB is not exact."""
    with path.open("rb") as file:
        return next((number for number, line in enumerate(file, start=1) if not _is_object(line)), None)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def cell(value: object) -> str | None:
    """Return a value of an answer as text: numbers exact, lists and structures as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, list | dict | bool):
        return _json(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def answer_csv(answer: Answer) -> Iterator[str]:
    """Yield an answer as lines of CSV; no cell of it can start a formula."""
    part = io.StringIO()
    table = csv.writer(part, lineterminator="\n")
    for row in chain([answer.columns], answer.rows):
        table.writerow([csv_cell(cell(value)) for value in row])
        yield part.getvalue()
        part.seek(0)
        part.truncate()


def answer_line(columns: Sequence[str], row: Sequence[object]) -> str:
    """Return a row of an answer as one line of JSON."""
    return "{" + ", ".join(f"{_json(name)}: {_json(value)}" for name, value in zip(columns, row, strict=True)) + "}\n"


def _json(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_json(str(name))}: {_json(each)}" for name, each in value.items()) + "}"
    if value is None or isinstance(value, str | int | float):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(cell(value), ensure_ascii=False)
