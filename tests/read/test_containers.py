"""ZIP archives and e-mails: what is inside is read under the path through them, within bounds."""

import email
import email.policy
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from report_miner.errors import EncryptedDocument, TooLarge, UnknownFormat
from report_miner.inputs import read_source, sources
from report_miner.patterns import load_patterns
from report_miner.read import containers, read_bytes

SENTENCE = "Toàn huyện có 18/20 xã đạt chuẩn nông thôn mới."


def zipped(**files: bytes | str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def mail(text: str, *attachments: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "van-phong@example.vn", "so@example.vn"
    message["Subject"] = "Báo cáo quý I năm 2024 huyện Đô Lương"
    message["Date"] = "Fri, 05 Apr 2024 10:00:00 +0700"
    if text:
        message.set_content(text)
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def found(folder: Path) -> dict[str, str]:
    """Name → text or error of everything in a folder."""
    texts = {}
    for source in sources([str(folder)]):
        name = source.name.removeprefix(f"{folder}/")
        texts[name] = source.error.message if source.error else read_source(source, load_patterns()).text.strip()
    return texts


@pytest.mark.parametrize(
    ("name", "data", "texts"),
    [
        ("a.zip", zipped(**{"2023/xã.txt": SENTENCE}), {"a.zip/2023/xã.txt": SENTENCE}),
        ("a.zip", zipped(**{"b.zip": zipped(**{"c.txt": SENTENCE})}), {"a.zip/b.zip/c.txt": SENTENCE}),
        (
            "a.zip",
            zipped(**{"../../etc/x.txt": SENTENCE, ".an": "1", "__MACOSX/x.txt": "2"}),
            {"a.zip/etc/x.txt": SENTENCE},
        ),
        ("a.eml", mail(SENTENCE), {"a.eml": SENTENCE}),
        ("a.eml", mail("", ("số liệu.txt", SENTENCE.encode())), {"a.eml/số liệu.txt": SENTENCE}),
        (
            "a.eml",
            mail(SENTENCE, ("a.txt", b"1 ho."), ("a.txt", b"2 ho.")),
            {"a.eml": SENTENCE, "a.eml/a.txt": "1 ho.", "a.eml/a (2).txt": "2 ho."},
        ),
        (
            "a.zip",
            zipped(**{"t.eml": mail("", ("b.zip", zipped(**{"c.zip": zipped(**{"d.txt": SENTENCE})})))}),
            {"a.zip/t.eml/b.zip/c.zip": "lớp lồng"},
        ),
    ],
)
def test_what_is_inside_is_read(tmp_path, name: str, data: bytes, texts: dict[str, str]) -> None:
    (tmp_path / name).write_bytes(data)
    read = found(tmp_path)
    assert list(read) == list(texts)
    assert all(expected in read[key] for key, expected in texts.items())


def test_one_file_inside_can_be_named(tmp_path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(**{"b.txt": "Một.", "c.txt": SENTENCE}))
    (source,) = sources([f"{tmp_path}/a.zip/c.txt"])
    assert read_source(source, load_patterns()).text.strip() == SENTENCE


def test_the_register_knows_files_inside(tmp_path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(**{"c.txt": SENTENCE}))
    (tmp_path / "documents.csv").write_text("file,published\na.zip/c.txt,2024-04-05\n")
    (source,) = sources([str(tmp_path)])
    assert source.register is not None
    assert str(source.register.published) == "2024-04-05"


def test_the_marks_of_a_quoted_email_bound_no_number() -> None:
    document = read_bytes(mail("Xem thư dưới.\n\n> Huyện Đô Lương có 20 xã đạt chuẩn,\n>> tăng 2 xã."), "thu.eml")
    assert "\nHuyện Đô Lương có 20 xã đạt chuẩn,\ntăng 2 xã." in f"\n{document.text}"


def test_subject_and_date_of_an_email_are_known() -> None:
    document = read_bytes(mail(SENTENCE), "a.eml")
    assert (document.title, str(document.published)) == ("Báo cáo quý I năm 2024 huyện Đô Lương", "2024-04-05")


@pytest.mark.parametrize(
    ("sender", "publisher", "place"),
    [
        ("UBND huyện Đô Lương <vp@example.vn>", "UBND huyện Đô Lương", "huyện Đô Lương"),
        ("Nguyễn Văn A <a@example.vn>", None, None),
    ],
)
def test_what_is_attached_has_the_date_and_the_office_of_its_email(tmp_path, sender, publisher, place) -> None:
    inner = email.message_from_bytes(mail("", ("a.txt", SENTENCE.encode())), policy=email.policy.default)
    inner.replace_header("From", sender)
    outer = mail("", ("thu.eml", inner.as_bytes()))
    (tmp_path / "a.zip").write_bytes(zipped(**{"ngoài.eml": outer.replace(b"05 Apr", b"06 May")}))
    (source,) = sources([str(tmp_path)])
    assert source.name.endswith("ngoài.eml/thu.eml/a.txt")
    document = read_source(source, load_patterns())
    assert (str(document.published), document.publisher, document.place) == ("2024-04-05", publisher, place)


def test_what_an_attachment_says_of_its_date_wins(tmp_path) -> None:
    text = f"Đô Lương, ngày 02 tháng 01 năm 2024\n{SENTENCE}"
    (tmp_path / "a.eml").write_bytes(mail("", ("a.txt", text.encode())))
    (source,) = sources([str(tmp_path)])
    assert str(read_source(source, load_patterns()).published) == "2024-01-02"


def test_a_page_saved_as_one_file_is_read() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "<Saved by Blink>", "Trang"
    message.set_content(f"<html><body><article><p>{SENTENCE}</p></article></body></html>", subtype="html")
    assert SENTENCE in read_bytes(message.as_bytes(), "trang.mhtml").text


def test_heads_without_an_end_do_not_hold_up_the_sheets_of_a_workbook() -> None:
    message = EmailMessage()
    message.set_content("<html><frameset></frameset></html>", subtype="html")
    message.add_related(f"<html>{'<head ' * 100_000}<body><p>Có 12 xã</p></body></html>", subtype="html")
    assert read_bytes(message.as_bytes(), "bieu.xls").text == "Có 12 xã\n"


def test_the_sheets_of_a_workbook_saved_as_one_page_are_read() -> None:
    message = EmailMessage()
    message.set_content('<html><frameset><frame src="sheet001.htm"></frameset></html>', subtype="html")
    table = "<table><tr><td>Xã</td><td>Số hộ</td></tr><tr><td>{}</td><td>125</td></tr></table>"
    sheet = f"<html><head><title>b</title></head><body>{table}</body></html>"
    pages = {"tabstrip": "<html><body><a href='sheet001.htm'>Sheet1</a></body></html>"}
    pages |= {f"sheet00{number}": sheet.format(name) for number, name in enumerate(("An Hòa", "An Bình"), start=1)}
    for name, page in pages.items():
        message.add_related(page, subtype="html", headers=[f"Content-Location: file:///C:/b_files/{name}.htm"])
    document = read_bytes(message.as_bytes(), "bieu.xls")
    assert document.text == "Xã\tSố hộ\nAn Hòa\t125\nXã\tSố hộ\nAn Bình\t125\n"


@pytest.mark.parametrize(
    ("headers", "is_read"),
    [
        ("Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\nContent-ID: <f_1>", True),
        ("Content-Type: application/pdf; name=a.txt\nContent-ID: <f_1>", True),
        ("Content-Type: image/png; name=a.txt\nContent-Disposition: inline\nContent-ID: <f_1>", False),
        ("Content-Type: application/pkcs7-signature; name=a.txt", False),
    ],
)
def test_an_attachment_may_bear_the_mark_of_a_picture_in_the_text(tmp_path, headers: str, is_read: bool) -> None:
    part = f"{headers}\nContent-Transfer-Encoding: 8bit\n\n{SENTENCE}\n".encode()
    head = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    (tmp_path / "a.eml").write_bytes(head + b"--x\n\nKinh gui.\n--x\n" + part + b"--x--\n")
    assert list(found(tmp_path)) == ["a.eml", *["a.eml/a.txt"] * is_read]


def test_what_is_attached_to_an_attached_email_is_read_once(tmp_path) -> None:
    outer = EmailMessage()
    outer["From"] = "van-phong@example.vn"
    outer.set_content("Chuyển tiếp.")
    inner = mail("", ("a.txt", SENTENCE.encode()))
    outer.add_attachment(email.message_from_bytes(inner, policy=email.policy.default))
    (tmp_path / "a.eml").write_bytes(outer.as_bytes())
    assert list(found(tmp_path)) == ["a.eml", "a.eml/thu.eml/a.txt"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped()),
        ("a.zip", zipped(**{".DS_Store": "1"})),
        ("a.eml", b"From: a@example.vn\nMIME-Version: 1.0\n\n"),
    ],
)
def test_a_container_without_documents_is_named(tmp_path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert found(tmp_path) == {name: "Tệp nén hoặc thư không chứa tài liệu nào."}


def test_an_email_may_begin_with_the_mark_of_utf8(tmp_path) -> None:
    (tmp_path / "a.eml").write_bytes(b"\xef\xbb\xbf" + mail(SENTENCE, ("a.txt", SENTENCE.encode())))
    assert found(tmp_path) == {"a.eml": SENTENCE, "a.eml/a.txt": SENTENCE}


def test_too_many_files_end_the_walk() -> None:
    budget = containers._Budget(files=2)
    inner = list(containers._walk(zipped(**{f"{n}.txt": "x" for n in range(5)}), (), budget, None))
    assert [each.names for each in inner if not each.error] == [("0.txt",), ("1.txt",)]
    assert isinstance(inner[-1].error, TooLarge)


def test_a_bomb_is_not_unpacked() -> None:
    (inner,) = containers.inner_files(zipped(**{"0.txt": bytes(400_000_000)}))
    assert isinstance(inner.error, TooLarge)


def test_a_locked_file_inside_is_named_and_the_others_are_read() -> None:
    data = bytearray(zipped(**{"a.txt": SENTENCE, "b.txt": SENTENCE}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    locked, plain = containers.inner_files(bytes(data))
    assert isinstance(locked.error, EncryptedDocument)
    assert plain.data.decode() == SENTENCE


def named(data: bytes, name: bytes) -> bytes:
    """A zip whose only member is named by bytes of an encoding that it does not tell."""
    return data.replace(b"x" * len(name), name)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_names_in_an_encoding_that_is_not_told_are_readable(encoding: str, tmp_path: Path) -> None:
    tones_apart = "Ba\u0301o ca\u0301o sô\u0301 5.txt"  # as Windows-1258 writes them
    name = tones_apart.encode(encoding)
    (tmp_path / "a.zip").write_bytes(named(zipped(**{"x" * len(name): SENTENCE}), name))
    assert found(tmp_path) == {"a.zip/Báo cáo số 5.txt": SENTENCE}


def test_two_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    data = zipped(**{"a.txt": "Có 12 xã.", "b.txt": "Có 15 xã."}).replace(b"b.txt", b"a.txt")
    (tmp_path / "a.zip").write_bytes(data)
    assert found(tmp_path) == {"a.zip/a.txt": "Có 12 xã.", "a.zip/a (2).txt": "Có 15 xã."}


def test_what_systems_leave_beside_documents_is_skipped(tmp_path: Path) -> None:
    for name in ("thumbs.db", "Desktop.ini", "~$a.docx", ".DS_Store"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "a.zip").write_bytes(zipped(**{"2023/Thumbs.db": "x", "2023/a.txt": SENTENCE}))
    assert found(tmp_path) == {"a.zip/2023/a.txt": SENTENCE}


def test_an_archive_of_another_kind_inside_says_that_it_must_be_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(**{"b.rar": b"Rar!\x1a\x07\x01\x00" + bytes(50)}))
    (source,) = sources([str(tmp_path)])
    with pytest.raises(UnknownFormat) as raised:
        read_source(source, load_patterns())
    assert "giải nén" in raised.value.remedy
