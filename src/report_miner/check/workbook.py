"""The first sheet of an XLSX file as rows of text."""

from __future__ import annotations

import re
import zipfile
from typing import IO
from xml.etree import ElementTree

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MOST_BYTES = 64 * 2**20


def read_workbook(file: IO[bytes]) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet: their number in the file (from 1) and their cells as text.

    Raises:
        ValueError: the file is no workbook, or unpacks to more than 64 MB a part.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            shared = _shared(archive)
            sheets = sorted(name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
            if not sheets:
                raise ValueError("không có trang tính")
            root = _part(archive, min(sheets, key=lambda name: (len(name), name)))
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError) as error:
        raise ValueError(str(error)) from error
    rows = root.iter(f"{_SPACE}row")
    return [(int(row.get("r", str(number))), _row(row, shared)) for number, row in enumerate(rows, 1)]


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > _MOST_BYTES:
        raise ValueError("tệp quá lớn")
    content = archive.read(name)
    if b"<!DOCTYPE" in content[:4096]:
        raise ValueError("tệp có khai báo DOCTYPE")
    return ElementTree.fromstring(content)


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return ["".join(item.itertext()) for item in _part(archive, "xl/sharedStrings.xml").iter(f"{_SPACE}si")]


def _row(row: ElementTree.Element, shared: list[str]) -> list[str]:
    cells: dict[int, str] = {}
    for position, cell in enumerate(row.iter(f"{_SPACE}c")):
        letters = re.match(r"[A-Z]{1,3}", cell.get("r", ""))
        column = _column(letters.group()) if letters else position
        value = cell.findtext(f"{_SPACE}v", "")
        if cell.get("t") == "s":
            value = shared[int(value)]
        elif cell.get("t") == "inlineStr":
            value = "".join(cell.itertext())
        cells[column] = value
    return [cells.get(column, "") for column in range(max(cells, default=-1) + 1)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
