"""Whole files in dead encodings: what they say is what their Unicode twins say, and the notes tell of it."""

import hashlib
import unicodedata

import docx
import pytest

from dead_encodings import encoded
from report_miner.clean.charsets import Charset
from report_miner.model import Document
from report_miner.read import read_bytes

TEXT = """Báo cáo kết quả xây dựng nông thôn mới năm 2023

Đến cuối năm 2023, toàn huyện có 18/20 xã đạt chuẩn nông thôn mới (90%), tăng 3 xã so với năm 2022.
Thu nhập bình quân đầu người ước đạt 62 triệu đồng/năm; tỷ lệ hộ nghèo giảm còn 2,5%.
"""
WRITTEN = [charset for charset in Charset if charset is not Charset.UTF8]


def text_of(data: bytes) -> Document:
    return read_bytes(data, "bao-cao")


@pytest.mark.parametrize("charset", WRITTEN)
def test_a_text_file_is_read_whatever_its_encoding(charset: Charset) -> None:
    data = encoded(TEXT, charset)
    document = text_of(data)
    assert document.text == TEXT
    assert document.charsets == (charset,)
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_utf8_that_was_taken_for_latin1_is_read() -> None:
    assert text_of(TEXT.encode().decode("latin-1").encode()).text == TEXT


def test_decomposed_text_is_composed_without_a_note() -> None:
    document = text_of(unicodedata.normalize("NFD", TEXT).encode())
    assert (document.text, document.charsets, document.notes) == (TEXT, (), ())


@pytest.mark.parametrize("charset", [Charset.TCVN3, Charset.VNI, Charset.VISCII, Charset.CP1258])
def test_a_page_is_read_whatever_its_encoding(charset: Charset) -> None:
    body = "".join(f"<p>{line}</p>" for line in TEXT.split("\n") if line)
    markup = (
        b"<html><head><title>x</title></head><body><article>"
        + encoded(body * 3, charset)
        + b"</article></body></html>"
    )
    document = text_of(markup)
    assert "toàn huyện có 18/20 xã đạt chuẩn nông thôn mới (90%)" in document.text
    assert charset in document.charsets


def test_the_fonts_of_a_page_tell() -> None:
    shown = encoded("Toàn huyện có 18 xã; tổng số", Charset.TCVN3).decode("latin-1")
    markup = f"<html><body><p>Nghị quyết của huyện: <font face='.VnTime'>{shown}</font></p></body></html>"
    assert "Nghị quyết của huyện: Toàn huyện có 18 xã; tổng số" in text_of(markup.encode()).text


def test_the_runs_of_a_word_document_are_decided_by_their_fonts(tmp_path) -> None:
    source = docx.Document()
    paragraph = source.add_paragraph()
    for text, font in (("Toµn huyÖn", ".VnTime"), (" có 18 xã, ", "Times New Roman"), ("taêng 3 xaõ", "VNI-Times")):
        paragraph.add_run(text).font.name = font
    source.add_paragraph().add_run("quyÕt ®Þnh sè 12").font.name = ".VnTimeH"
    source.save(tmp_path / "a.docx")
    document = text_of((tmp_path / "a.docx").read_bytes())
    assert document.text.split("\n")[:2] == ["Toàn huyện có 18 xã, tăng 3 xã", "QUYẾT ĐỊNH SỐ 12"]
    assert set(document.charsets) == {"TCVN3 (ABC)", "VNI-Windows"}


def test_the_soft_hyphen_of_a_word_document_is_a_letter_in_tcvn3(tmp_path) -> None:
    source = docx.Document()
    run = source.add_paragraph().add_run("Thñ t")
    run.font.name = ".VnTime"
    run._r.append(run._r.makeelement(docx.oxml.ns.qn("w:softHyphen")))
    more = run._r.makeelement(docx.oxml.ns.qn("w:t"))
    more.text = "íng ChÝnh phñ"
    run._r.append(more)
    source.save(tmp_path / "a.docx")
    assert text_of((tmp_path / "a.docx").read_bytes()).text.strip() == "Thủ tướng Chính phủ"


def test_styles_give_the_font_where_a_run_names_none(tmp_path) -> None:
    source = docx.Document()
    source.styles["Normal"].font.name = ".VnTime"
    source.add_paragraph("lóa: 5 tÊn")
    source.save(tmp_path / "a.docx")
    assert text_of((tmp_path / "a.docx").read_bytes()).text.strip() == "lúa: 5 tấn"
