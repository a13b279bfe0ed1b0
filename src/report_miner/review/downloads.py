"""The filtered table as a file. No cell of it can start a formula."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from decimal import Decimal

from fastapi.responses import Response, StreamingResponse

from report_miner.review.desk import Desk
from report_miner.review.queries import Filter, every
from report_miner.review.reviewed import REVIEWED, reviewed
from report_miner.store.exports import csv_cell
from report_miner.store.rows import VALUES
from report_miner.texts import say

_NAME = "so-lieu"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NARROW = ("text", "unit", "kind", "change", "bound", "status", "period", "versus", "confidence", "page")
_LARGEST = Decimal(10) ** 15  # beyond it a spreadsheet rounds


def csv_response(desk: Desk, wanted: Filter) -> Response:
    """Return the figures as CSV, read as they are sent."""

    def lines() -> Iterator[str]:
        part = io.StringIO("\ufeff")
        part.seek(0, io.SEEK_END)
        table = csv.writer(part)
        table.writerow(REVIEWED)
        with desk.reading() as connection:
            for row in every(connection, wanted):
                table.writerow(map(csv_cell, reviewed(row).values()))
                if part.tell() > 1 << 16:
                    yield part.getvalue()
                    part.seek(0)
                    part.truncate()
        yield part.getvalue()

    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=_as_file("csv"))


def xlsx_response(desk: Desk, wanted: Filter) -> Response:
    """Return the figures as a workbook of one sheet."""
    from xlsxwriter import Workbook

    with tempfile.TemporaryFile() as target:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(target, options) as book, desk.reading() as connection:
            sheet = book.add_worksheet(say("store.sheet_figures"))
            heading = book.add_format(
                {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "text_wrap": True}
            )
            number = book.add_format({"num_format": "#,##0.######"})
            for index, name in enumerate(REVIEWED):
                sheet.set_column(index, index, 12 if name in (*_NARROW, *VALUES) else 28)
                sheet.write_string(0, index, say(f"store.column_{name}"), heading)
            last = 0
            for last, row in enumerate(every(connection, wanted), start=1):
                for index, value in enumerate(reviewed(row).values()):
                    if isinstance(value, Decimal | int | float) and abs(Decimal(value)) < _LARGEST:
                        sheet.write_number(last, index, value, number)
                    elif value is not None:
                        sheet.write_string(last, index, str(csv_cell(value)))
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, last, len(REVIEWED) - 1)
        target.seek(0)
        return Response(target.read(), media_type=_XLSX, headers=_as_file("xlsx"))


def _as_file(kind: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{_NAME}.{kind}"'}
