"""Tables as text: fields parted by commas, semicolons or tabs, as spreadsheets and databases export them."""

from __future__ import annotations

import csv

from report_miner.errors import DamagedDocument
from report_miner.read.draft import Draft
from report_miner.read.encoding import decode
from report_miner.read.fields import declared_delimiter, is_number, separated_by
from report_miner.read.legacy import unicode_text
from report_miner.read.lines import LineRules
from report_miner.read.sheet_blocks import SheetCell, draft_of
from report_miner.texts import say


def read_separated(data: bytes, rules: LineRules) -> Draft:
    """Return the rows of a text table as a table; in the locators of cells `row` and `column` are those of the file.

    Raises:
        DamagedDocument: a quotation mark that nothing closes.
        UnknownFormat: an encoding that cannot be told.
    """
    text, conversion = unicode_text(decode(data))
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=separated_by(text) or ",", strict=True))
    except csv.Error as error:
        raise DamagedDocument(say("read.damaged_sheet"), remedy=say("read.damaged_sheet_remedy")) from error
    cells = {
        (row, column): SheetCell(field, None, is_number(field))
        for row, fields in enumerate(rows, start=1)
        if row > 1 or not declared_delimiter(text)
        for column, printed in enumerate(fields, start=1)
        if (field := " ".join(printed.split()))
    }
    return draft_of([(cells, (), ())], conversion, rules)
