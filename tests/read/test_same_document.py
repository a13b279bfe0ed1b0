"""The same document in another format says the same: its figures with all fields, title, publisher, date, place."""

import email.message
import email.policy
import html
import io
import re
import textwrap
from collections.abc import Callable, Sequence
from operator import attrgetter

import docx
import pytest
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from report_miner.check import check
from report_miner.pipeline import mine
from report_miner.read import read_bytes

FIELDS = attrgetter(
    "value", "value_to", "total", "kind", "unit", "item", "change", "bound", "status", "place", "period", "versus"
)
HEAD = ("UBND HUYỆN LẠC THỦY", "UBND XÃ AN BÌNH")
TITLE = ("BÁO CÁO", "Tình hình kinh tế - xã hội năm 2023 và nhiệm vụ năm 2024")
BODY = (
    "I. KẾT QUẢ NĂM 2023",
    "1. Trồng trọt",
    "Toàn xã gieo trồng 512 ha, tăng 14 ha so với năm 2022; năng suất lúa đạt 58,4 tạ/ha, sản lượng 1.873 tấn.",
    "2. Đời sống",
    "- Hộ nghèo còn 31/1.204 hộ, chiếm 2,57%, giảm 12 hộ so với năm trước.",
    "- Ổn định việc làm cho 845 lao động; 95,2% dân số tham gia bảo hiểm y tế, tăng 1,3% so với cùng kỳ.",
    "II. NHIỆM VỤ NĂM 2024",
    "Ủy ban nhân dân xã phấn đấu giảm ít nhất 10 hộ nghèo; trồng mới 25 ha rừng, nâng tỷ lệ che phủ lên 61%.",
)
LINES = (*HEAD, *TITLE, *BODY)
MARK = re.compile(r"^(?:-|\d\.|[IVX]+\.) ")


def told(data: bytes, name: str) -> tuple[object, ...]:
    document = read_bytes(data, name)
    figures = mine(document)
    findings = sorted((each.rule, each.verdict, each.computed) for each in check(figures, document))
    stated = (document.title, document.publisher, document.published, document.place)
    return list(map(FIELDS, figures)), findings, stated


@pytest.fixture(scope="module")
def plain() -> tuple[object, ...]:
    return told("\n".join(LINES).encode(), "bao-cao.txt")


def saved(document: docx.document.Document) -> bytes:
    properties = document.core_properties._element
    for each in list(properties):
        properties.remove(each)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_breaks() -> bytes:
    document = docx.Document()
    for part in (HEAD, TITLE, BODY):
        document.add_paragraph("\n".join(part))
    return saved(document)


def with_bullets_of_word() -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line.removeprefix("- "), "List Bullet" if line.startswith("- ") else "Normal")
    return saved(document)


def with_numbers_of_word() -> bytes:
    document = docx.Document()
    for line in LINES:
        is_numbered = re.match(r"\d\. ", line) is not None
        document.add_paragraph(line[3:] if is_numbered else line, "List Number" if is_numbered else "Normal")
    return saved(document)


def page(body: str) -> bytes:
    title = html.escape(" ".join(TITLE))
    head = f"<head><meta charset='utf-8'><title>{title} | Cổng thông tin</title></head>"
    return f"<!DOCTYPE html><html>{head}<body><p><a href='/'>Trang chủ</a></p>{body}</body></html>".encode()


def in_divisions() -> bytes:
    return page(f"<div>{''.join(f'<div><div><span>{line}</span></div></div>' for line in LINES)}</div>")


def in_a_table_of_layout() -> bytes:
    lines = "".join(f"<p>{line}</p>" for line in LINES)
    return page(f"<table><tr><td><a href='/tin'>Tin tức</a></td></tr><tr><td>{lines}</td></tr></table>")


def in_markdown() -> bytes:
    return "\n\n".join(
        f"**{line}**" if line in TITLE or MARK.match(line) is None else line for line in LINES
    ).encode()


def headed_in_markdown() -> bytes:
    return "\n\n".join(
        f"## {line}" if re.match(r"(?:\d|[IVX]+)\.|BÁO|Tình", line) else line for line in LINES
    ).encode()


def flowing() -> bytes:
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = "vp@anbinh.vn", "tk@lacthuy.vn", "Bao cao"
    body = "\n".join(" \n".join(textwrap.wrap(line, 40, break_on_hyphens=False)) for line in LINES)
    message.set_content(body, cte="quoted-printable")
    message.set_param("format", "flowed")
    return message.as_bytes()


def printed(columns: int) -> Callable[[], bytes]:
    def write() -> bytes:
        pdfmetrics.registerFont(TTFont("DejaVu", "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"))
        width = (A4[0] - 100) / columns
        frames = [Frame(50 + width * number, 50, width, A4[1] - 500, showBoundary=0) for number in range(columns)]
        target = io.BytesIO()
        style = ParagraphStyle(
            "body", fontName="DejaVu", fontSize=12, leading=16, firstLineIndent=24, spaceAfter=6, alignment=TA_JUSTIFY
        )
        made = BaseDocTemplate(target, pagesize=A4, invariant=1)
        made.addPageTemplates(PageTemplate(frames=frames))
        made.build([Paragraph(html.escape(line), style) for line in LINES])
        return target.getvalue()

    return write


FORMATS: dict[str, Callable[[], bytes]] = {
    "breaks.docx": with_breaks,
    "bullets.docx": with_bullets_of_word,
    "numbers.docx": with_numbers_of_word,
    "divisions.html": in_divisions,
    "layout.html": in_a_table_of_layout,
    "strong.md": in_markdown,
    "headings.md": headed_in_markdown,
    "flowing.eml": flowing,
    "justified.pdf": printed(1),
    "columns.pdf": printed(2),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_says_the_same_in_every_format(name: str, plain: Sequence[object]) -> None:
    assert told(FORMATS[name](), name) == plain
