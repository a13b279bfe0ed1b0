"""Links of the sheet of figures: from a number to its sentence, and from a figure to the file of its document.

They are plain links, which Excel and LibreOffice both open, not formulas. Excel opens no sheet with more than some
65,000 of them: one link to a file covers all rows of its document. Sentences and names of documents bear none, since
LibreOffice does not wrap a text that does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

MOST = 65_530  # links that Excel takes in a sheet
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_RESERVED = re.compile(r"""[\x00-\x20\x7f"#%<>?\[\\\]^`{|}]""")


class Links:
    """The links of a sheet, gathered while its rows are written.

    Args:
        sheet: its name.
        folder: where the workbook will be.
        file: the letter of the column that leads to the files.
        printed: the letter of the column of printed numbers, which lead to their sentences.
        sentence: the letter of the column of sentences.
    """

    def __init__(self, sheet: str, folder: Path, *, file: str, printed: str, sentence: str) -> None:
        self._sheet = sheet
        self._target = lru_cache(maxsize=1)(lambda doc: _target(doc, folder))
        self._printed = printed
        self._sentence = sentence
        self._file = file
        self._groups: list[tuple[str, int, int]] = []
        self._last = 1

    def note(self, row: int, fields: Mapping[str, Any]) -> None:
        """Note that the figure with these fields stands in a row."""
        target = self._target(fields["doc"])
        self._last = row
        if target is None:
            return
        if self._groups and self._groups[-1][::2] == (target, row - 1):
            self._groups[-1] = (target, self._groups[-1][1], row)
        elif len(self._groups) < MOST // 2:
            self._groups.append((target, row, row))

    def elements(self) -> str:
        """The links as the OOXML of the sheet has them."""
        found = "".join(self._elements())
        return f"<hyperlinks>{found}</hyperlinks>" if found else ""

    def _elements(self) -> Iterator[str]:
        for number, (_, first, last) in enumerate(self._groups, start=1):
            yield f'<hyperlink ref="{self._file}{first}:{self._file}{last}" r:id="link{number}"/>'
        place = quoteattr(f"'{self._sheet}'!{self._sentence}").rstrip('"')
        rest = MOST - len(self._groups)
        for row in range(2, min(self._last, rest + 1) + 1):
            yield f'<hyperlink ref="{self._printed}{row}" location={place}{row}"/>'

    def relations(self) -> str:
        """What the links lead to, as the OOXML beside the sheet has it."""
        found = (
            f'<Relationship Id="link{number}" Type="{_KIND}" Target={quoteattr(target)} TargetMode="External"/>'
            for number, (target, _, _) in enumerate(self._groups, start=1)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{''.join(found)}</Relationships>"
        )


@lru_cache(maxsize=1)  # the figures of a document stand together
def file_of(doc: str) -> Path | None:
    """Return the file of a document, or the archive that holds it; None if there is none."""
    try:
        return next((each for each in (Path(doc), *Path(doc).parents) if each.is_file()), None)
    except (OSError, ValueError):
        return None


def _target(doc: str, folder: Path) -> str | None:
    """The address of a document's file from the folder; None if there is none."""
    path = file_of(doc)
    if path is None:
        return None
    try:
        relative = Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.absolute().as_uri()
    address = _RESERVED.sub(lambda match: f"%{ord(match.group()):02X}", relative)
    return address if address.startswith("../") else f"./{address}"
