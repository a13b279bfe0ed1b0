"""The format of a file is told by its content."""

import io
import zipfile

import pytest
from PIL import Image

from report_miner.errors import EncryptedDocument, UnknownFormat
from report_miner.read import read_bytes
from report_miner.read.detect import Format, detect

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


SPREADSHEET = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"


def flat(kind: str) -> bytes:
    return f'<office:document xmlns:a="b" office:mimetype="application/vnd.oasis.opendocument.{kind}">'.encode()


def zipped(*names: str, kind: str = "text") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            content = f"application/vnd.oasis.opendocument.{kind}" if name == "mimetype" else "x"
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("Toàn huyện có 12 xã đạt chuẩn.".encode(), Format.TEXT),
        ("\ufeffToàn huyện có 12 xã.".encode("utf-16-le"), Format.TEXT),
        ("Toàn huyện có 12 xã.\r\n".encode("utf-16-le"), Format.TEXT),
        ("Xã\tSố hộ\tTỷ lệ\r\nA\t12\t2,5\r\nB\t13\t2,6\r\n".encode("utf-16-be"), Format.CSV),
        ("<html><body><p>Toàn huyện có 12 xã.</p>".encode("utf-16-le"), Format.HTML),
        (b"# B\xc3\xa1o c\xc3\xa1o\n\n- 12 x\xc3\xa3", Format.TEXT),
        (b"<!DOCTYPE html><html><body>x</body></html>", Format.HTML),
        (b"\xef\xbb\xbf  <html lang='vi'>", Format.HTML),
        (b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>", Format.HTML),
        (b'<?xml version="1.0"?>\n<Workbook><Row ss:Index="4"/></Workbook>', Format.XML),
        (b"<%@ page %>\n<meta charset='utf-8'>\n<html>", Format.HTML),
        ("<5% số hộ thuộc diện nghèo".encode(), Format.TEXT),
        (b"%PDF-1.7\n", Format.PDF),
        (b"{\\rtf1\\ansi", Format.RTF),
        (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
        (zipped("word/document.xml"), Format.DOCX),
        (zipped("xl/workbook.xml"), Format.XLSX),
        (zipped("mimetype"), Format.ODT),
        (zipped("bao-cao.txt"), Format.ARCHIVE),
        (zipped("word/document.xml")[:60], Format.DOCX),
        (OLE + "WordDocument\0".encode("utf-16-le"), Format.DOC),
        (OLE + "Workbook\0".encode("utf-16-le"), Format.XLS),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", Format.MAIL),
        (b"From: a@b.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\ny", Format.MAIL),
        ("Date: ngày 5\n\nToàn xã có 12 hộ.".encode(), Format.TEXT),
        (zipped("mimetype", kind="spreadsheet"), Format.ODS),
        (zipped("mimetype", kind="presentation"), Format.ODP),
        (zipped("ppt/presentation.xml"), Format.PPTX),
        (OLE + "PowerPoint Document\0".encode("utf-16-le"), Format.PPT),
        (f"<?xml version='1.0'?>\n<!-- a -->\n{SPREADSHEET}".encode(), Format.EXCEL_XML),
        (f"\ufeff<?xml version='1.0'?>{SPREADSHEET}".encode("utf-16-le"), Format.EXCEL_XML),
        (SPREADSHEET.replace("Workbook xmlns", "ss:Workbook xmlns:ss").encode(), Format.EXCEL_XML),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="' + WORD_2003 + b'">', Format.WORD_XML),
        (b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">', Format.FLAT_DOCX),
        (flat("text"), Format.FODT),
        (flat("spreadsheet"), Format.FODS),
        (flat("presentation"), Format.FODP),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + SPREADSHEET.encode(), Format.XML),
        (b'<?xml version="1.0"?><w:document xmlns:w="' + WORD_2003 + b'">', Format.XML),
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>', Format.HTML),
    ],
)
def test_content_tells_the_format(data: bytes, found: Format) -> None:
    assert detect(data) is found


def test_a_locked_office_file_is_called_locked() -> None:
    with pytest.raises(EncryptedDocument, match="mật khẩu"):
        detect(OLE + "EncryptedPackage\0".encode("utf-16-le"))


NUMBERS = b"".join(number.to_bytes(2, "little") for number in range(20, 220))


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 20, NUMBERS, b"\x00" * 200, "báo cáo".encode() + b"\x00" * 40, b"a\x00b\x00" + b"\x00" * 90],
    ids=["all bytes", "numbers of two bytes", "zeros", "text and zeros", "a name in a record"],
)
def test_binary_noise_has_no_format(data: bytes) -> None:
    with pytest.raises(UnknownFormat, match="nhị phân"):
        detect(data)


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        (zipped("bao-cao.txt"), "giải nén"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "giải nén"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "giải nén"),
        (b"bao-cao.txt".ljust(257, b"\0") + b"ustar" + bytes(50), "giải nén"),
        (b'<?xml version="1.0"?><Workbook/>', "XLSX"),
    ],
)
def test_a_format_without_a_reader_is_named_with_a_way_out(data: bytes, remedy: str) -> None:
    with pytest.raises(UnknownFormat, match="Chưa đọc được định dạng") as raised:
        read_bytes(data, "tep")
    assert remedy in raised.value.remedy


def test_a_mailbox_is_named_with_a_way_out() -> None:
    with pytest.raises(UnknownFormat, match="mbox") as raised:
        detect(b"From a@b.vn Fri Dec 15 10:00:00 2023\nFrom: a@b.vn\nMIME-Version: 1.0\n\nA")
    assert ".eml" in raised.value.remedy


def test_pictures_of_phones_and_djvu_are_named_with_a_way_out() -> None:
    for data in (b"\0\0\0\x24ftypheic" + bytes(50), b"AT&TFORM\0\0\1\0DJVM" + bytes(50)):
        with pytest.raises(UnknownFormat, match="chưa đọc được") as raised:
            detect(data)
        assert "JPEG" in raised.value.remedy


@pytest.mark.parametrize("kind", ["WEBP", "JPEG2000", "GIF", "BMP", "TIFF"])
def test_pictures_are_told_by_their_content(kind: str) -> None:
    target = io.BytesIO()
    Image.new("L", (20, 20), 255).save(target, kind)
    assert detect(target.getvalue()) is Format.IMAGE


@pytest.mark.parametrize(
    "data", [OLE + "__properties_version1.0\0".encode("utf-16-le"), b"\x78\x9f\x3e\x22" + bytes(300)]
)
def test_a_letter_of_outlook_is_named_with_a_way_out(data: bytes) -> None:
    with pytest.raises(UnknownFormat, match="Outlook") as raised:
        detect(data)
    assert ".eml" in raised.value.remedy


def test_the_name_of_a_typeface_makes_no_workbook_of_a_file_cut_short() -> None:
    with pytest.raises(UnknownFormat, match="bị cắt cụt"):
        detect(OLE + "Book Antiqua\0".encode("utf-16-le"))


def test_a_locked_word_file_is_called_locked() -> None:
    head = bytearray(OLE + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500))
    with pytest.raises(EncryptedDocument, match="mật khẩu"):
        detect(bytes(head) + "WordDocument\0".encode("utf-16-le"))
