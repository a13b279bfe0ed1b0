"""On a scan, numbers that do not add up name the one whose characters are least sure, and its second reading."""

from report_miner.check import check
from report_miner.model import Block, Document, TextBox
from report_miner.pipeline import mine

TEXT = "Đến cuối năm 2023, toàn tỉnh có 87/119 xã đạt chuẩn nông thôn mới (81,5%)."


def document(layout: tuple[TextBox, ...] = ()) -> Document:
    blocks = (Block(start=0, end=len(TEXT)),)
    return Document(name="quet", sha256="0", media_type="image", text=TEXT, blocks=blocks, layout=layout)


def scanned() -> Document:
    words = (("87/119", 0.41, "97/119"), ("(81,5%).", 0.9, ""))
    starts = [TEXT.index(word) for word, _, _ in words]
    return document(
        tuple(
            TextBox(start=at, end=at + len(word), page=3, bbox=(at, 0, at + 1, 9), confidence=sure, second=second)
            for at, (word, sure, second) in zip(starts, words, strict=True)
        )
    )


def message(read: Document) -> str:
    (finding,) = check(mine(read), read)
    return finding.message


def test_the_least_sure_number_is_named_with_what_else_was_read() -> None:
    said = message(scanned())
    assert "kém chắc nhất là «87/119» (trang 3, tin cậy 0,41)" in said
    assert said.endswith("Lần đọc thứ hai thấy «97/119».")


def test_nothing_is_corrected() -> None:
    figures = mine(scanned())
    assert [figure.text for figure in figures] == ["87/119", "81,5%"]
    assert figures[0].confidence <= 0.41
    assert figures[0].uncertain[0] == "text"
    assert "text" not in figures[1].uncertain


def test_text_that_was_not_recognised_raises_no_doubt() -> None:
    assert "nhận dạng" not in message(document())
