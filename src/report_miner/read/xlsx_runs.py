"""Texts of an XLSX workbook with parts above the line or struck through, which are no part of their numbers."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from lxml import etree

from report_miner.read.package import member_bytes, open_package
from report_miner.read.raised import raised
from report_miner.read.safe_xml import xml_root

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRINGS = "sharedstrings.xml"
_LOOKS = re.compile(rb"superscript|<(?:\w+:)?strike\b")


def as_written(data: bytes) -> bytes:
    """Return the workbook without marks of notes and struck words in its texts; powers are such (see `raised`)."""
    with open_package(data) as archive:
        texts = {
            name: content
            for name in archive.namelist()
            if posixpath.basename(name.replace("\\", "/")).lower() == _STRINGS
            and _LOOKS.search(content := member_bytes(archive, name))
        }
        if not texts:
            return data
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for name in archive.namelist():
                made.writestr(name, _put_right(texts[name]) if name in texts else member_bytes(archive, name))
    return target.getvalue()


def _put_right(strings: bytes) -> bytes:
    root = xml_root(strings)
    for item in root.iter(f"{_MAIN}si"):
        before = ""
        for run in item.iter(f"{_MAIN}r"):
            place, struck = (run.find(f"{_MAIN}rPr/{_MAIN}{name}") for name in ("vertAlign", "strike"))
            text = run.find(f"{_MAIN}t")
            if text is None or not text.text:
                continue
            if struck is not None and struck.get("val", "1") not in ("0", "false"):
                text.text = ""
            elif place is not None and place.get("val") == "superscript":
                text.text = raised(before, text.text)
            before += text.text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
