"""A small XLSB written record by record ([MS-XLSB]): no program at hand writes one."""

import io
import struct
import zipfile
from dataclasses import dataclass

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = '<Relationship Id="{id}" Type="' + _OFFICE + '/{kind}" Target="{target}"/>'
_CONTENT_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/>
<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/></Types>"""
_SEVEN = struct.pack("<HI", 0, 3) + b"\x1e\x07\x00" + struct.pack("<I", 0)  # flags and the formula =7
_FONT = struct.pack("<HHHH", 220, 0, 400, 0) + bytes(4) + bytes([1, 0, 0, 0, 0, 0, 0, 255, 2])
_FILL, _BORDER = bytes(68), bytes(51)


@dataclass(frozen=True)
class Formula:
    """A formula that computes to 7, whatever result the file holds of it."""

    result: float | str


def _record(kind: int, body: bytes = b"") -> bytes:
    marks = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, sizes = len(body), b""
    while size >= 0x80:
        sizes, size = sizes + bytes([size & 0x7F | 0x80]), size >> 7
    return marks + sizes + bytes([size]) + body


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(column: int, value: object, style: int) -> bytes:
    head = struct.pack("<II", column, style)
    if isinstance(value, Formula) and isinstance(value.result, str):
        return _record(8, head + _text(value.result) + _SEVEN)
    if isinstance(value, Formula):
        return _record(9, head + struct.pack("<d", value.result) + _SEVEN)
    return _record(6, head + _text(value)) if isinstance(value, str) else _record(5, head + struct.pack("<d", value))


def _styles(codes: list[str]) -> bytes:
    def several(begin: int, kind: int, bodies: list[bytes], end: int) -> bytes:
        return (
            _record(begin, struct.pack("<I", len(bodies))) + b"".join(_record(kind, b) for b in bodies) + _record(end)
        )

    def look(parent: int, code: int) -> bytes:
        return struct.pack("<HHHHHBBHBB", parent, code, 0, 0, 0, 0, 0, 0x1000, 1, 0)

    numbered = list(enumerate(codes, start=164))
    return b"".join(
        (
            _record(278),
            several(615, 44, [struct.pack("<H", number) + _text(code) for number, code in numbered], 616),
            several(611, 43, [_FONT + _text("Calibri")], 612),
            several(603, 45, [_FILL], 604),
            several(613, 46, [_BORDER], 614),
            several(626, 47, [look(0xFFFF, 0)], 627),
            several(617, 47, [look(0, 0), *(look(0, number) for number, _ in numbered)], 618),
            _record(279),
        )
    )


def xlsb(rows: list[list[object]], formats: dict[tuple[int, int], str]) -> bytes:
    """Return a workbook of one sheet; `formats` are the format codes of cells by row and column, from 0."""
    codes = sorted(set(formats.values()))
    sheet = (
        _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)) + _record(145)
    )
    for row, values in enumerate(rows):
        sheet += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(values):
            code = formats.get((row, column))
            sheet += _cell(column, value, codes.index(code) + 1 if code else 0)
    sheet += _record(146) + _record(130)
    book = _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text("Bảng"))
    book = _record(131) + _record(143) + book + _record(144) + _record(132)
    inner = _RELATION.format(id="rId1", kind="worksheet", target="worksheets/sheet1.bin")
    inner += _RELATION.format(id="rId2", kind="styles", target="styles.bin")
    outer = _RELATION.format(id="rId1", kind="officeDocument", target="xl/workbook.bin")
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{outer}</Relationships>',
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>',
        "xl/worksheets/sheet1.bin": sheet,
        "xl/styles.bin": _styles(codes),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
