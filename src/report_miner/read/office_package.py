"""The parts of an Office file (DOCX, PPTX), how they refer to one another, and its properties; all within bounds."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from report_miner.clean.legacy import Conversion, in_charsets
from report_miner.errors import DamagedDocument
from report_miner.read.draft import Draft, DraftBuilder, Stated
from report_miner.read.front import front_of, with_title
from report_miner.read.legacy import conversion_notes
from report_miner.read.lines import LineRules
from report_miner.read.package import member_bytes, open_package
from report_miner.read.safe_xml import xml_root
from report_miner.texts import say

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PROGRAM_TITLES = re.compile(
    r"(?i)^(?:microsoft word|document|untitled|tài liệu|(?:microsoft )?powerpoint|slide|bản trình bày)\b"
)


@dataclass
class OfficePackage:
    """The parts of the zip; nothing outside it is ever followed."""

    archive: zipfile.ZipFile
    names: frozenset[str]

    @classmethod
    def open(cls, data: bytes) -> OfficePackage:
        """Return the package that `data` is.

        Raises:
            DamagedDocument: no zip, or a truncated one.
            TooLarge: more unpacked bytes than a real document has.
        """
        archive = open_package(data)
        return cls(archive, frozenset(archive.namelist()))

    def xml(self, part: str) -> Any:
        """The root element of `part`, None when the package has no such part."""
        if part not in self.names:
            return None
        source = member_bytes(self.archive, part)
        if b"<!DOCTYPE" in source[:2048] or b"<!ENTITY" in source[:4096]:
            raise DamagedDocument(say("read.xml_entities", part=part), remedy=say("read.xml_entities_remedy"))
        try:
            return xml_root(source)
        except etree.XMLSyntaxError as error:
            message = say("read.damaged_xml", part=part, reason=error.msg)
            raise DamagedDocument(message, remedy=say("read.damaged_xml_remedy")) from error

    def related(self, part: str) -> dict[str, str]:
        """The parts that `part` refers to, by the ids of the relations."""
        folder, name = posixpath.split(part)
        relations = self.xml(f"{folder}/_rels/{name}.rels")
        return {
            relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:]
            for relation in (relations if relations is not None else ())
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External"
        }

    def draft(
        self, builder: DraftBuilder, rules: LineRules, conversion: Conversion, remarks: Iterable[str] = ()
    ) -> Draft:
        """What a reader has built of the parts, with what the text and the properties state of the document."""
        front = front_of(builder, rules)
        return Draft(
            text=builder.text,
            blocks=with_title(builder.blocks, front),
            tables=tuple(builder.tables),
            stated=front.stated,
            guessed=self.properties(conversion),
            notes=(*conversion_notes(conversion), *remarks, *front.notes),
            charsets=tuple(conversion.converted),
        )

    def properties(self, conversion: Conversion) -> Stated:
        """Title and date of the file's properties; the title is in the encoding of the text."""
        core = self.xml("docProps/core.xml")
        if core is None:
            return Stated()
        values = {
            etree.QName(child).localname: (child.text or "").strip() for child in core if isinstance(child.tag, str)
        }
        title = in_charsets(values.get("title", ""), conversion.converted)
        stamp = values.get("modified") or values.get("created") or ""
        try:
            published = date.fromisoformat(stamp[:10])
        except ValueError:
            published = None
        return Stated(title=title if title and not _PROGRAM_TITLES.match(title) else None, published=published)
