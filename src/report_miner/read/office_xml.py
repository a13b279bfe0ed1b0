"""Office files that are one file of XML: a DOCX among them unfolded, the others put right for LibreOffice.

LibreOffice takes a file that is cut short for a whole one, UTF-16 for Latin letters, computes formulas anew, and
leaves out the text that was inserted in Word while changes were tracked.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from report_miner.errors import DamagedDocument
from report_miner.read.safe_xml import xml_root
from report_miner.texts import say

_ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_CONTENT = "{http://schemas.microsoft.com/aml/2001/core}content"
_KIND = "{http://schemas.microsoft.com/office/word/2003/wordml}type"
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_LONGEST_NAME = 255
_FORMULAS = (
    f"{_SHEET}Formula",
    f"{_SHEET}ArrayRange",
    "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula",
)


def put_right(data: bytes) -> bytes:
    """Return the file in UTF-8, with the results of its formulas alone and with inserted text as part of the text.

    Raises:
        DamagedDocument: it is cut short, or no XML.
    """
    root = _root(data)
    for element in root.iter(etree.Element):
        for name in _FORMULAS:
            if name in element.attrib:
                del element.attrib[name]
    for annotation in list(root.iter(_ANNOTATION)):
        if annotation.get(_KIND) == "Word.Insertion":
            _unwrap(annotation)
    made: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)
    return made


def unfolded(data: bytes) -> bytes:
    """Return the DOCX, without its pictures, that Word saved as one file of XML.

    Raises:
        DamagedDocument: it is cut short, or no XML.
    """
    parts = {
        part.get(f"{_PACKAGE}name", "").lstrip("/"): part.find(f"{_PACKAGE}xmlData/*")
        for part in _root(data).iter(f"{_PACKAGE}part")
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None and 0 < len(name) <= _LONGEST_NAME:
                archive.writestr(name, etree.tostring(content, encoding="UTF-8"))
    return target.getvalue()


def _root(data: bytes) -> Any:
    try:
        return xml_root(data)
    except etree.XMLSyntaxError as error:
        message = say("read.damaged_office_xml", reason=error.msg)
        raise DamagedDocument(message, remedy=say("read.conversion_failed_remedy")) from error


def _unwrap(annotation: Any) -> None:
    """Put what an annotation holds in its place."""
    parent = annotation.getparent()
    place = parent.index(annotation)
    content = annotation.find(_CONTENT)
    parent[place : place + 1] = list(content if content is not None else ())
