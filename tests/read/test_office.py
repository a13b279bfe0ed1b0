"""What LibreOffice has to open, in a closed profile; antiword behind it; clear errors without both."""

import io
import socket
import stat
import struct
import subprocess
import time
import zipfile
from pathlib import Path

import olefile
import pytest
import xlsxwriter
from xlsb_file import Formula, xlsb

from report_miner.doctor import examine
from report_miner.errors import DamagedDocument, EncryptedDocument, MissingProgram, ReadError, TooLarge
from report_miner.page_picture import draw_page
from report_miner.pipeline import mine
from report_miner.read import office, read_bytes
from report_miner.read.xlsb_results import with_results

SENTENCE = "Toàn huyện có 18/20 xã đạt chuẩn nông thôn mới."
LIBREOFFICE = office.libreoffice()
MISSING = office.missing_parts(LIBREOFFICE) if LIBREOFFICE else office.PARTS
needs_libreoffice = pytest.mark.skipif(LIBREOFFICE is None, reason="LibreOffice is not installed")
needs_calc = pytest.mark.skipif(office.CALC in MISSING, reason="LibreOffice Calc is not installed")
needs_impress = pytest.mark.skipif(office.IMPRESS in MISSING, reason="LibreOffice Impress is not installed")


def rtf(body: str) -> bytes:
    escaped = "".join(mark if mark < "\x7f" else f"\\u{ord(mark)}?" for mark in body)
    return f"{{\\rtf1\\ansi {escaped}\\par}}".encode()


def odt(body: str) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{short}="{names}:{short}:1.0"' for short in ("office", "text"))
    spaces += f' xmlns:draw="{names}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f'<?xml version="1.0"?><office:document-content {spaces}>{text}</office:document-content>'
    entry = '<m:file-entry m:full-path="{}" m:media-type="{}"/>'
    manifest = f'<?xml version="1.0"?><m:manifest xmlns:m="{names}:manifest:1.0">' + "".join(
        entry.format(*each)
        for each in (("/", "application/vnd.oasis.opendocument.text"), ("content.xml", "text/xml"))
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest + "</m:manifest>")
        archive.writestr("content.xml", content)
    return target.getvalue()


def flat(kind: str, body: str) -> bytes:
    """An OpenDocument file that is one file of XML."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{short}="{names}:{short}:1.0"' for short in ("office", "text", "table"))
    spaces += f' xmlns:draw="{names}:drawing:1.0" xmlns:svg="{names}:svg-compatible:1.0"'
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    media = f'office:mimetype="application/vnd.oasis.opendocument.{kind}"'
    content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    document = f'<office:document {spaces} office:version="1.2" {media}>{content}</office:document>'
    return f'<?xml version="1.0"?>{document}'.encode()


def frame(content: str, y: int = 1) -> str:
    return f'<draw:frame svg:x="1cm" svg:y="{y}cm" svg:width="20cm" svg:height="4cm">{content}</draw:frame>'


def table(*rows: tuple[str, ...]) -> str:
    lines = ("".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row) for row in rows)
    columns = "<table:table-column/>" * len(rows[0])
    inner = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f'<table:table table:name="Bang">{columns}{inner}</table:table>'


POOR = table(("Xã", "Số hộ nghèo (hộ)"), ("Bình Hòa", "125"), ("Lương Quới", "98"))
BOX = "<draw:text-box><text:p>{}</text:p></draw:text-box>"
FIRST, SECOND = frame(BOX.format(SENTENCE)), frame(BOX.format("Hộ nghèo năm 2023")) + frame(POOR, 6)
SLIDES = flat("presentation", f"<draw:page>{FIRST}</draw:page><draw:page>{SECOND}</draw:page>")

WORKBOOK = """<?xml version="1.0" encoding="{encoding}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style></Styles>
<Worksheet ss:Name="Hộ nghèo"><Table>
<Row><Cell><Data ss:Type="String">Xã</Data></Cell><Cell><Data ss:Type="String">Số hộ nghèo (hộ)</Data></Cell>
<Cell><Data ss:Type="String">Tỷ lệ</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">Bình Hòa</Data></Cell><Cell><Data ss:Type="Number">125</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.032</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Cộng</Data></Cell>
<Cell ss:Formula="=SUM(R[-1]C:R[-1]C)+1000"><Data ss:Type="Number">223</Data></Cell></Row>
</Table></Worksheet></Workbook>"""

WORD_XML = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"
 xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xml:space="preserve"><w:body>
<w:p><w:r><w:t>Toàn huyện có </w:t></w:r>
<aml:annotation aml:id="1" w:type="Word.Deletion"><aml:content><w:r><w:delText>17/20</w:delText></w:r></aml:content>
</aml:annotation>
<aml:annotation aml:id="2" w:type="Word.Insertion"><aml:content><w:r><w:t>18/20</w:t></w:r></aml:content>
</aml:annotation>
<w:r><w:t> xã đạt chuẩn nông thôn mới.</w:t></w:r></w:p></w:body></w:wordDocument>"""


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a script in the place of a program: `program(name, lines)`."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def install(name: str, *lines: str) -> None:
        path = tmp_path / name
        path.write_text("\n".join(["#!/bin/sh", "PATH=/usr/bin:/bin", *lines]) + "\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return install


@needs_libreoffice
@pytest.mark.parametrize("data", [rtf(SENTENCE), odt(f"<text:p>{SENTENCE}</text:p>")], ids=["rtf", "odt"])
def test_old_formats_are_read(data: bytes) -> None:
    assert read_bytes(data, "bao-cao").text.strip() == SENTENCE


@needs_libreoffice
def test_many_files_are_converted_in_one_call() -> None:
    made = office.convert({"a": rtf(SENTENCE), "b": odt(f"<text:p>{SENTENCE}</text:p>"), "c": b"{\\rtf1"})
    assert [bool(made[key].data) for key in "ab"] == [True, True]
    assert made["c"].data or made["c"].error.remedy


@needs_libreoffice
def test_nothing_outside_the_file_is_ever_fetched() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.3)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        image = f'<draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:actuate="onLoad"/>'
        picture = f"<text:p>{SENTENCE}<draw:frame>{image}</draw:frame></text:p>"
        field = f'{{\\field{{\\*\\fldinst INCLUDETEXT "{address}/b.txt"}}{{\\fldrslt x}}}}'
        template = f"{{\\*\\template {address}/c.dot}}"
        linked = f'<draw:object xlink:href="{address}/d.ods" xlink:type="simple" xlink:actuate="onLoad"/>'
        service = WORKBOOK.replace("SUM(R[-1]C:R[-1]C)+1000", f"WEBSERVICE(&quot;{address}/e&quot;)")
        files = {
            "a": odt(picture),
            "b": b"{\\rtf1\\ansi 12 xa " + (field + template).encode() + b"\\par}",
            **(
                {}
                if office.IMPRESS in MISSING
                else {"c": flat("presentation", f"<draw:page>{frame(image)}</draw:page>")}
            ),
            **(
                {}
                if office.IMPRESS in MISSING
                else {"d": flat("presentation", f"<draw:page>{frame(linked)}</draw:page>")}
            ),
            **({} if office.CALC in MISSING else {"e": service.format(encoding="UTF-8").encode()}),
        }
        made = office.convert(files)
        assert all(each.data for each in made.values())
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_file_that_hangs_is_killed_at_its_limit_with_all_that_it_started(program, tmp_path) -> None:
    program("soffice", "sleep 60 &", f"echo $! > {tmp_path}/child", "sleep 60")
    started = time.monotonic()
    made = office.convert({"a": rtf(SENTENCE)}, seconds=0.5)
    assert time.monotonic() - started < 10
    assert "1 giây" in made["a"].error.message or "0 giây" in made["a"].error.message
    child = Path("/proc", (tmp_path / "child").read_text().strip(), "stat")
    until = time.monotonic() + 5
    while child.exists() and child.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < until, "a process of the conversion is still running"


def written(suffix: str, folder: Path) -> bytes:
    """The slides as LibreOffice writes them in another format."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    source = folder / "trinh.fodp"
    source.write_bytes(SLIDES)
    command = [str(LIBREOFFICE), profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"trinh.{suffix}").read_bytes()


@needs_impress
@pytest.mark.parametrize("suffix", ["ppt", "odp", "pptx", "fodp"])
def test_presentations_are_read_with_their_slides_tables_and_places(suffix: str, tmp_path: Path) -> None:
    document = read_bytes(SLIDES if suffix == "fodp" else written(suffix, tmp_path), f"trinh.{suffix}")
    found = [(document.text[block.start : block.end], block.locator.page) for block in document.blocks]
    cells = ("Xã", "Số hộ nghèo (hộ)", "Bình Hòa", "125", "Lương Quới", "98")
    assert found == [(SENTENCE, 1), ("Hộ nghèo năm 2023", 2), *((cell, 2) for cell in cells)]
    left, top, right, bottom = document.blocks[0].locator.bbox
    assert (round(left), round(top)) == (28, 28)  # a centimetre is 28 points
    assert 560 < right - left < 580
    assert 110 < bottom - top < 120
    assert (document.tables[0].page, len(document.tables[0].cells)) == (2, 6)


@needs_impress
def test_a_presentation_that_is_locked_is_called_locked(tmp_path: Path) -> None:
    data = written("ppt", tmp_path)
    token = b"\x14\x00\x00\x00\x5f\xc0\x91\xe3"
    assert data.count(token) == 1
    with pytest.raises(EncryptedDocument, match="mật khẩu"):
        read_bytes(data.replace(token, b"\x14\x00\x00\x00\xdf\xc4\xd1\xf3"), "trinh.ppt")


@needs_impress
def test_slides_are_drawn_with_the_boxes_of_their_figures() -> None:
    document = read_bytes(SLIDES, "trinh.fodp")
    picture, count = draw_page(SLIDES, document, mine(document), 2)
    assert (picture[:4], count) == (b"\x89PNG", 2)


@needs_calc
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_a_workbook_of_2003_is_read_as_it_was_saved(encoding: str) -> None:
    document = read_bytes(WORKBOOK.format(encoding=encoding).encode(encoding), "bang.xls")
    assert document.media_type == "application/vnd.ms-spreadsheetml"
    assert document.text == "Xã\tSố hộ nghèo (hộ)\tTỷ lệ\nBình Hòa\t125\t3,2%\nCộng\t223\n"
    assert {block.locator.row for block in document.blocks} == {1, 3, 4}


@needs_libreoffice
def test_a_word_document_of_2003_keeps_what_was_inserted_and_drops_what_was_deleted() -> None:
    document = read_bytes(WORD_XML.encode(), "bao-cao.doc")
    assert (document.text.strip(), document.media_type) == (SENTENCE, "application/vnd.ms-wordml")


@needs_calc
def test_flat_opendocument_is_read() -> None:
    sheet = table(("Xã", "Số hộ"), ("Bình Hòa", "125")).replace(
        "<table:table-cell><text:p>125", '<table:table-cell office:value-type="float" office:value="125"><text:p>125'
    )
    assert read_bytes(flat("text", f"<text:p>{SENTENCE}</text:p>"), "a.fodt").text.strip() == SENTENCE
    assert read_bytes(flat("spreadsheet", sheet), "a.fods").text == "Xã\tSố hộ\nBình Hòa\t125\n"


@pytest.mark.parametrize("data", [WORKBOOK.format(encoding="UTF-8").encode()[:-40], SLIDES[:-30]])
def test_office_xml_that_is_cut_short_is_damaged(data: bytes, program) -> None:
    program("soffice", "exit 0")
    with pytest.raises(DamagedDocument, match="cắt cụt") as raised:
        read_bytes(data, "bang.xls")
    assert raised.value.remedy


def test_a_zip_bomb_is_not_given_to_libreoffice(program, tmp_path) -> None:
    program("soffice", f"touch {tmp_path}/called")
    bomb = io.BytesIO(odt(f"<text:p>{SENTENCE}</text:p>"))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Pictures/a.png", bytes(30_000_000))
    with pytest.raises(TooLarge):
        read_bytes(bomb.getvalue(), "bao-cao.odt")
    assert not (tmp_path / "called").exists()


@pytest.mark.parametrize(
    ("data", "missing", "package"),
    [
        (SLIDES, "Impress", "libreoffice-impress"),
        (WORKBOOK.format(encoding="UTF-8").encode(), "Calc", "libreoffice-calc"),
        (WORD_XML.encode(), "Writer", "libreoffice-writer"),
    ],
)
def test_a_part_of_libreoffice_that_is_missing_is_named_with_the_command(data, missing, package, program, tmp_path):
    program("soffice", "exit 0")
    for name in ("soffice.bin", *(part.library for part in office.PARTS if part.name != missing)):
        (tmp_path / name).touch()
    with pytest.raises(MissingProgram, match=f"thiếu phần {missing}") as raised:
        read_bytes(data, "tep")
    assert raised.value.remedy.endswith(f"sudo apt-get install {package}")
    (check,) = [each for each in examine() if each.name == f"LibreOffice {missing}"]
    assert check.remedy.endswith(f"sudo apt-get install {package}")


def test_an_rtf_that_announces_more_data_than_it_has_is_not_waited_for(program) -> None:
    program("soffice", "sleep 60")
    started = time.monotonic()
    with pytest.raises(DamagedDocument) as raised:
        read_bytes(rtf(SENTENCE).replace(b"\\par", b"\\bin2147483647 \\par"), "bao-cao.rtf")
    assert raised.value.remedy
    assert time.monotonic() - started < 10


def test_a_file_that_cannot_be_opened_is_damaged(program) -> None:
    program("soffice", "exit 0")
    with pytest.raises(DamagedDocument, match="không mở được"):
        read_bytes(rtf(SENTENCE), "bao-cao.rtf")


@pytest.mark.usefixtures("program")
def test_without_libreoffice_the_error_holds_the_command() -> None:
    with pytest.raises(MissingProgram, match="LibreOffice") as raised:
        read_bytes(rtf(SENTENCE), "bao-cao.rtf")
    assert "sudo apt-get install libreoffice-writer" in raised.value.remedy


def test_antiword_stands_in_for_a_word_file(program) -> None:
    program("antiword", f"echo '{SENTENCE}'")
    document = read_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument\0".encode("utf-16-le"), "a.doc"
    )
    assert document.text.strip() == SENTENCE
    assert "antiword" in document.notes[0]


def test_antiword_that_finds_nothing_leaves_the_error(program) -> None:
    program("antiword", "exit 1")
    with pytest.raises(ReadError, match="LibreOffice"):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument\0".encode("utf-16-le"), "a.doc")


@needs_calc
def test_a_locked_xls_is_called_locked(tmp_path) -> None:
    with xlsxwriter.Workbook(tmp_path / "bang.xlsx") as book:
        book.add_worksheet().write(0, 0, SENTENCE)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(LIBREOFFICE), profile, "--headless", "--convert-to", "xls", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "bang.xlsx")], check=True, capture_output=True, timeout=120)
    data = (tmp_path / "bang.xls").read_bytes()
    assert SENTENCE in read_bytes(data, "bang.xls").text
    locked = io.BytesIO(data)
    with olefile.OleFileIO(locked, write_mode=True) as container:
        stream = bytearray(container.openstream("Workbook").read())
        head = 4 + struct.unpack_from("<HH", stream)[1]
        struct.pack_into("<H", stream, head, 0x2F)
        container.write_stream("Workbook", bytes(stream))
    with pytest.raises(EncryptedDocument, match="mật khẩu"):
        read_bytes(locked.getvalue(), "bang.xls")


@needs_calc
def test_a_binary_workbook_is_read_with_its_formats_and_the_results_that_it_holds() -> None:
    rows = [
        ["Chỉ tiêu", "Giá trị"],
        ["Tỷ lệ hộ nghèo", 0.815],
        ["Số hộ nghèo", Formula(1204.0)],
        ["Đơn vị", Formula("huyện Lạc Sơn")],
    ]
    document = read_bytes(xlsb(rows, {(1, 1): "0.0%"}), "bang.xlsb")
    assert [document.text[cell.start : cell.end] for cell in document.tables[0].cells][3::2] == [
        "81,5%",
        "1204",
        "huyện Lạc Sơn",
    ]


def test_a_binary_workbook_cut_short_is_damaged() -> None:
    data = xlsb([["Xã", 1.0]], {})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.bin"] = b"\x09\xff"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(DamagedDocument):
        with_results(target.getvalue())
