"""DOC, RTF and ODT: LibreOffice in a closed profile, antiword behind it, and clear errors without both."""

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

from report_miner.errors import DamagedDocument, EncryptedDocument, MissingProgram, ReadError
from report_miner.read import office, read_bytes

SENTENCE = "Toàn huyện có 18/20 xã đạt chuẩn nông thôn mới."
needs_libreoffice = pytest.mark.skipif(office.libreoffice() is None, reason="LibreOffice is not installed")


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
    made = office.to_docx({"a": rtf(SENTENCE), "b": odt(f"<text:p>{SENTENCE}</text:p>"), "c": b"{\\rtf1"})
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
        made = office.to_docx(
            {"a": odt(picture), "b": b"{\\rtf1\\ansi 12 xa " + (field + template).encode() + b"\\par}"}
        )
        assert all(each.data for each in made.values())
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_file_that_hangs_is_killed_at_its_limit_with_all_that_it_started(program, tmp_path) -> None:
    program("soffice", "sleep 60 &", f"echo $! > {tmp_path}/child", "sleep 60")
    started = time.monotonic()
    made = office.to_docx({"a": rtf(SENTENCE)}, seconds=0.5)
    assert time.monotonic() - started < 10
    assert "1 giây" in made["a"].error.message or "0 giây" in made["a"].error.message
    child = Path("/proc", (tmp_path / "child").read_text().strip(), "stat")
    until = time.monotonic() + 5
    while child.exists() and child.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < until, "a process of the conversion is still running"


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
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "a.doc"
    )
    assert document.text.strip() == SENTENCE
    assert "antiword" in document.notes[0]


def test_antiword_that_finds_nothing_leaves_the_error(program) -> None:
    program("antiword", "exit 1")
    with pytest.raises(ReadError, match="LibreOffice"):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "a.doc")


@needs_libreoffice
def test_a_locked_xls_is_called_locked(tmp_path) -> None:
    with xlsxwriter.Workbook(tmp_path / "bang.xlsx") as book:
        book.add_worksheet().write(0, 0, SENTENCE)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(office.libreoffice()), profile, "--headless", "--convert-to", "xls", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "bang.xlsx")], check=True, capture_output=True, timeout=120)
    if not (tmp_path / "bang.xls").is_file():
        pytest.skip("LibreOffice Calc, which writes the XLS file, is not installed")
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
