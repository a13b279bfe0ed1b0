"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from report_miner.errors import EncryptedDocument, UnknownFormat
from report_miner.read.fields import separated_by
from report_miner.texts import say


class Format(StrEnum):
    """The formats that are told apart, as media types."""

    TEXT = "text/plain"
    CSV = "text/csv"
    HTML = "text/html"
    XML = "application/xml"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
    PPT = "application/vnd.ms-powerpoint"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation"
    FODT = "application/vnd.oasis.opendocument.text-flat-xml"
    FODS = "application/vnd.oasis.opendocument.spreadsheet-flat-xml"
    FODP = "application/vnd.oasis.opendocument.presentation-flat-xml"
    WORD_XML = "application/vnd.ms-wordml"
    EXCEL_XML = "application/vnd.ms-spreadsheetml"
    FLAT_DOCX = "application/vnd.ms-word.document.flat-opc"
    RTF = "application/rtf"
    MAIL = "message/rfc822"
    IMAGE = "image"
    ARCHIVE = "archive"


OFFICE = {
    **dict.fromkeys((Format.DOC, Format.RTF, Format.ODT, Format.FODT, Format.WORD_XML), Format.DOCX),
    **dict.fromkeys((Format.XLSB, Format.FODS, Format.EXCEL_XML), Format.XLSX),
    **dict.fromkeys((Format.PPT, Format.ODP, Format.FODP), Format.PPTX),
}
"""The formats that LibreOffice has to open, and what it makes of each."""

EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TNEF = b"\x78\x9f\x3e\x22"  # winmail.dat, what Outlook makes of attachments
# The head of a Word file, which as a rule is the first sector of its container, and the flag of encryption in it.
_WORD_97 = b"\xec\xa5"
_FLAGS, _ENCRYPTED = 0x0B, 0x01
# How the record of the last user says that a presentation is encrypted ([MS-PPT] 2.3.2).
_PPT_ENCRYPTED = b"\x14\x00\x00\x00\xdf\xc4\xd1\xf3"
MAIN_PARTS = {
    "word/document.xml": Format.DOCX,
    "xl/workbook.xml": Format.XLSX,
    "xl/workbook.bin": Format.XLSB,
    "ppt/presentation.xml": Format.PPTX,
}
"""The part of an Office package that tells what it is."""
_NUMBERED = re.compile(r"(word/(?:_rels/)?document|xl/(?:_rels/)?workbook|ppt/(?:_rels/)?presentation)\d+(?=\.)")
_OPEN_DOCUMENT = {
    b"opendocument.spreadsheet": Format.ODS,
    b"opendocument.presentation": Format.ODP,
    b"opendocument": Format.ODT,
}
_MAGIC = (
    (b"{\\rtf", Format.RTF),
    (b"\x89PNG", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"GIF8", Format.IMAGE),
    (b"II*\x00", Format.IMAGE),
    (b"MM\x00*", Format.IMAGE),
    (b"BM", Format.IMAGE),
    (EMPTY_ZIP, Format.ARCHIVE),
    (b"Rar!", Format.ARCHIVE),
    (b"7z\xbc\xaf", Format.ARCHIVE),
    (b"\x1f\x8b", Format.ARCHIVE),
    (b"BZh", Format.ARCHIVE),
    (b"\xfd7zXZ", Format.ARCHIVE),
    (b"\x00\x00\x00\x0cjP  ", Format.IMAGE),
)
_WEBP = re.compile(rb"RIFF.{4}WEBP", re.S)
_TAR = re.compile(rb".{257}ustar", re.S)
_HEIF_OR_DJVU = re.compile(rb".{4}ftyp(?:hei[cx]|hevc|mif1|avif)|AT&TFORM", re.S)
_HTML_START = re.compile(
    rb"\s*<(?:!doctype\s+html|html|head|body|meta|title|table|article|div|p|h[1-6]|script|style)\b", re.I
)
_HTML_INSIDE = re.compile(rb"<(?:!doctype\s+html|html|body)[\s>]", re.I)
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.S)
# The first tags of office files that are one file of XML; a DOCTYPE, with which entities come, stands before none.
_XML_ROOTS = {
    Format.EXCEL_XML: re.compile(rb"<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet[\"']"),
    Format.WORD_XML: re.compile(rb"<\w+:wordDocument\s[^>]*schemas\.microsoft\.com/office/word/2003/wordml[\"']"),
    Format.FLAT_DOCX: re.compile(rb"<pkg:package\s[^>]*schemas\.microsoft\.com/office/2006/xmlPackage[\"']"),
    Format.FODT: re.compile(rb"<office:document\s[^>]*application/vnd\.oasis\.opendocument\.text[\"']"),
    Format.FODS: re.compile(rb"<office:document\s[^>]*application/vnd\.oasis\.opendocument\.spreadsheet[\"']"),
    Format.FODP: re.compile(rb"<office:document\s[^>]*application/vnd\.oasis\.opendocument\.presentation[\"']"),
}
_OFFICE_ZIPS = (b"opendocument.text", b"opendocument.presentation", b"xl/workbook.bin")
_OFFICE_XMLS = (b"microsoft-com:office:spreadsheet", b"office/word/2003/wordml", b"opendocument:xmlns:office")
_MAIL_HEADER = re.compile(
    rb"(?:From|To|Date|Subject|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type|X-[\w-]+"
    rb"|Snapshot-Content-Location|DKIM-Signature|Authentication-Results|ARC-[\w-]+): ?\S",
    re.I,
)
# Many e-mails in one file (RFC 4155).
_MAILBOX = re.compile(rb"From \S+ [A-Z][a-z]{2} [A-Z][a-z]{2} [^\n]*\n[\w-]+: ")
_MAIL_SURE = re.compile(rb"^(?:MIME-Version:|Message-ID:|Received:|Content-Type: *multipart/)", re.I | re.M)
_HEAD = 4096
UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SHORTEST_WIDE = 32
_WIDE_ZEROS = 6  # two in three letters of Vietnamese text are ASCII, and few are those whose other half is zero
# Letters as Vietnamese text has them, composed or not, punctuation, signs of currency, arrows, bullets and boxes.
_WIDE_TEXT = re.compile(
    "[\\t\\n\\r\\f\u0020-\u007e\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u27bf\ue000-\uf8ff\ufeff]+"
)


def detect(data: bytes) -> Format:
    """Return the format of `data`; whether a reader takes it is another matter.

    Raises:
        EncryptedDocument: an Office file that is locked with a password.
        UnknownFormat: binary noise.
    """
    if data.startswith(_TNEF):
        raise UnknownFormat(say("read.outlook"), remedy=say("read.outlook_remedy"))
    if data.startswith(_OLE):
        return _ole_format(data)
    if data.startswith(b"PK\x03\x04"):
        return _zip_format(data)
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    for magic, found in _MAGIC:
        if data.startswith(magic) and (magic != b"BM" or b"\x00" in data[:32]):
            return found
    if _WEBP.match(data):
        return Format.IMAGE
    if _TAR.match(data):
        return Format.ARCHIVE
    if _HEIF_OR_DJVU.match(data):
        raise UnknownFormat(say("read.other_picture"), remedy=say("read.other_picture_remedy"))
    return _markup_or_text(data)


def wide_encoding(data: bytes) -> str | None:
    """Return the encoding of more than a byte a letter that `data` is in, by its mark or else by its look."""
    marked = next((name for mark, name in _WIDE_MARKS if data.startswith(mark)), None)
    return marked or _unmarked_wide(data[:_HEAD])


def _unmarked_wide(head: bytes) -> str | None:
    """UTF-16 without a mark: half of most letters is zero, as a rule the same half, and nothing is no letter.

    No other text has zeros, and no binary data is letters all through.
    """
    head = head[: len(head) // 2 * 2]
    halves = (head[0::2].count(0), head[1::2].count(0))
    if len(head) < _SHORTEST_WIDE or max(halves) * _WIDE_ZEROS < len(head) or min(halves) * _WIDE_ZEROS > max(halves):
        return None
    name = "utf-16-le" if halves[1] else "utf-16-be"
    return name if _WIDE_TEXT.fullmatch(head.decode(name, "replace")) else None


def usual_name(part: str) -> str:
    """Return the name of a part of a package as Office writes it; others number it, or part folders by a backslash.

    >>> usual_name("word/document2.xml")
    'word/document.xml'
    """
    return _NUMBERED.sub(r"\1", part.replace("\\", "/"))


def looks_like_mail(head: bytes) -> bool:
    """Whether a file that begins with `head` is an e-mail or a page saved as MHTML: it opens with such headers."""
    head = head.removeprefix(UTF8_MARK)
    if _MAIL_HEADER.match(head) is None:
        return False
    headers = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return _MAIL_SURE.search(headers) is not None


def is_office(head: bytes) -> bool:
    """Whether a file that begins with `head` may be one that LibreOffice has to open."""
    marks = _OFFICE_ZIPS if head.startswith(b"PK") else _OFFICE_XMLS
    return head.startswith((_OLE, b"{\\rtf")) or any(mark in head for mark in marks)


def _markup_or_text(data: bytes) -> Format:
    head = data[:_HEAD]
    if wide := wide_encoding(head):
        head = head.decode(wide, "replace").encode("utf-8")
    elif b"\x00" in data:
        raise UnknownFormat(say("read.binary"), remedy=say("read.binary_remedy"))
    if _MAILBOX.match(head):
        raise UnknownFormat(say("read.mailbox"), remedy=say("read.outlook_remedy"))
    if looks_like_mail(head):
        return Format.MAIL
    head = head.removeprefix(UTF8_MARK)
    if office := _office_xml(head):
        return office
    if _HTML_START.match(head) or (head.lstrip().startswith(b"<") and _HTML_INSIDE.search(data[: 16 * _HEAD])):
        return Format.HTML
    if head.lstrip().startswith(b"<?xml"):  # numbers in its tags are no figures: 'ss:Index="4"'
        return Format.XML
    text = head.decode("utf-8", "ignore")
    whole_lines = text if len(data) <= _HEAD else text.rpartition("\n")[0]
    return Format.CSV if separated_by(whole_lines) else Format.TEXT


def _office_xml(head: bytes) -> Format | None:
    prolog = _PROLOG.match(head)
    start = prolog.end() if prolog else 0
    return next((found for found, root in _XML_ROOTS.items() if root.match(head, start)), None)


def _ole_format(data: bytes) -> Format:
    """Tell Word, PowerPoint and Excel by the names of the streams in an OLE container ([MS-CFB])."""
    if _entry("EncryptedPackage") in data:
        raise EncryptedDocument(say("read.encrypted"), remedy=say("read.encrypted_remedy"))
    if _entry("WordDocument") in data:
        if data[512:514] == _WORD_97 and data[512 + _FLAGS] & _ENCRYPTED:
            raise EncryptedDocument(say("read.encrypted"), remedy=say("read.encrypted_remedy"))
        return Format.DOC
    if _entry("PowerPoint Document") in data:
        if _PPT_ENCRYPTED in data:
            raise EncryptedDocument(say("read.encrypted"), remedy=say("read.encrypted_remedy"))
        return Format.PPT
    if _entry("Workbook") in data or _entry("Book") in data:
        return Format.XLS
    if _entry("__properties_version1.0") in data:
        raise UnknownFormat(say("read.outlook"), remedy=say("read.outlook_remedy"))
    raise UnknownFormat(say("read.ole"), remedy=say("read.ole_remedy"))


def _zip_format(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {usual_name(name) for name in archive.namelist()}
            found = next((kind for member, kind in MAIN_PARTS.items() if member in names), None)
            if found is None and "mimetype" in names:
                with archive.open("mimetype") as stream:
                    declared = stream.read(100)
                found = next((kind for mark, kind in _OPEN_DOCUMENT.items() if mark in declared), None)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return _truncated_zip_format(data)
    return found or Format.ARCHIVE


def _truncated_zip_format(data: bytes) -> Format:
    """A zip without its directory still shows the names of its first members."""
    return next((kind for member, kind in MAIN_PARTS.items() if member.encode() in data), Format.ARCHIVE)


def _entry(name: str) -> bytes:
    """How the directory of an OLE container writes the name of a stream: NUL ends it, unlike a word of the text."""
    return f"{name}\0".encode("utf-16-le")
