"""Walking folders and reading their registers."""

import os
from datetime import date
from pathlib import Path

import pytest

from report_miner.errors import ReadError, TooLarge
from report_miner.read import RegisterEntry, read, read_bytes, walk
from report_miner.read.register import load_register

SENTENCE = "Toàn huyện có 12 xã đạt chuẩn nông thôn mới."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", ".an.txt", "~$a.docx", "quy-2/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(SENTENCE, "utf-8")
    return tmp_path


def test_folders_are_walked_in_order_without_hidden_files_and_registers(folder: Path) -> None:
    (folder / "documents.csv").write_text("file\na.txt\n", "utf-8")
    assert [source.name for source in walk([folder])] == [
        f"{folder}/a.txt",
        f"{folder}/b.txt",
        f"{folder}/quy-2/c.txt",
    ]


def test_a_file_is_read_once_and_loops_of_links_end(folder: Path) -> None:
    (folder / "quy-2" / "vong").symlink_to(folder, target_is_directory=True)
    names = [source.name for source in walk([folder / "b.txt", folder])]
    assert names == [f"{folder}/b.txt", f"{folder}/a.txt", f"{folder}/quy-2/c.txt"]


def test_a_missing_path_is_a_source_with_an_error_and_the_walk_goes_on(folder: Path) -> None:
    missing, found = walk([folder / "thieu.txt", folder / "a.txt"])
    assert missing.error is not None
    assert "Không tìm thấy" in missing.error.message
    assert found.error is None


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_does_not_stop_the_walk(folder: Path) -> None:
    (folder / "quy-2").chmod(0)
    try:
        sources = list(walk([folder]))
    finally:
        (folder / "quy-2").chmod(0o755)
    assert [source.error is None for source in sources] == [True, True, False]


@pytest.mark.parametrize(
    "header",
    [
        "file,published,publisher,title,place",
        "\ufefffile;published;publisher;title;place",
        "FILE\tPublished\tPublisher\tTitle\tPlace",
    ],
    ids=["commas", "semicolons with mark", "tabs"],
)
@pytest.mark.parametrize("day", ["2024-12-31", "31/12/2024"])
def test_a_register_gives_what_the_text_does_not_say(folder: Path, header: str, day: str) -> None:
    separator = next(mark for mark in ",;\t" if mark in header)
    row = separator.join(["a.txt", day, "Báo Tân Hưng", "", "huyện Tân Hưng"])
    (folder / "documents.csv").write_text(f"{header}\n{row}\n", "utf-8")
    source = next(walk([folder]))
    document = read(source.path, name=source.name, register=source.register)
    assert (document.published, document.publisher, document.title, document.place) == (
        date(2024, 12, 31),
        "Báo Tân Hưng",
        None,
        "huyện Tân Hưng",
    )
    assert document.notes == ()


def test_a_register_above_serves_the_folders_below(folder: Path) -> None:
    (folder / "documents.csv").write_text("file,publisher\nquy-2/c.txt,Báo Tân Hưng\n", "utf-8")
    entries = {source.path.name: source.register for source in walk([folder])}
    assert entries["c.txt"] == RegisterEntry("quy-2/c.txt", publisher="Báo Tân Hưng")
    assert entries["a.txt"] is None


def test_the_text_wins_over_the_register_and_the_difference_is_reported() -> None:
    entry = RegisterEntry("a.txt", published=date(2024, 1, 1))
    document = read_bytes(f"Ngày đăng: 05/02/2024\n{SENTENCE}".encode(), "a.txt", register=entry)
    assert document.published == date(2024, 2, 5)
    assert document.notes == (
        "Ngày công bố trong văn bản (05/02/2024) khác với bảng kê (01/01/2024); dùng ngày trong văn bản.",
    )


FULL = "xã Tân Lập < huyện Tân Hưng < tỉnh Long An"
LETTERHEAD = f"ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\n\n{SENTENCE}"


@pytest.mark.parametrize(
    ("text", "field", "register", "held"),
    [
        (LETTERHEAD, "publisher", "UBND xã Tân Lập", "Ủy ban nhân dân xã Tân Lập"),
        (LETTERHEAD, "publisher", "Uỷ ban nhân dân xã Tân Lập", "Ủy ban nhân dân xã Tân Lập"),
        (f"(TH) - {SENTENCE}", "publisher", "Báo Tân Hưng", "Báo Tân Hưng"),
        (f"(THO) - {SENTENCE}", "publisher", "Báo Tân Hưng", "Báo Tân Hưng"),
        (LETTERHEAD, "place", FULL, FULL),
        (LETTERHEAD, "place", "Xã Tân Lập, tỉnh Long An", "Xã Tân Lập, tỉnh Long An"),
        (LETTERHEAD, "place", "Xã Tân Lập", "xã Tân Lập"),
        (LETTERHEAD, "place", "tỉnh Long An", "xã Tân Lập < tỉnh Long An"),
        (f"UBND XÃ TÂN LẬP\nHUYỆN TÂN HƯNG\n\n{SENTENCE}", "place", "huyện Tân Hưng", "xã Tân Lập < huyện Tân Hưng"),
    ],
)
def test_where_text_and_register_agree_what_says_more_holds(text: str, field: str, register: str, held: str) -> None:
    document = read_bytes(text.encode(), "a.txt", register=RegisterEntry("a.txt", **{field: register}))
    assert getattr(document, field) == held
    assert document.notes == ()


@pytest.mark.parametrize(
    ("text", "field", "register", "held"),
    [
        (LETTERHEAD, "publisher", "UBND huyện Tân Hưng", "Ủy ban nhân dân xã Tân Lập"),
        (f"(TTXVN) - {SENTENCE}", "publisher", "Báo Tân Hưng", "TTXVN"),
        (LETTERHEAD, "place", "xã Tân Hòa < huyện Tân Hưng", "xã Tân Lập"),
        (LETTERHEAD, "place", "Long An", "xã Tân Lập"),
    ],
)
def test_another_name_in_the_register_is_a_difference(text: str, field: str, register: str, held: str) -> None:
    document = read_bytes(text.encode(), "a.txt", register=RegisterEntry("a.txt", **{field: register}))
    assert getattr(document, field) == held
    assert [f"«{register}»" in note for note in document.notes] == [True]


@pytest.mark.parametrize(
    ("content", "message", "usable"),
    [
        ("tep,published\na.txt,2024-01-01\n", "thiếu cột «file» ở dòng 1", 0),
        ("file,published\na.txt,hôm qua\nb.txt,2024-01-01\n", "dòng 2, cột «published»: «hôm qua»", 2),
        ("file,published\na.txt,31/02/2024\nb.txt,x\n", "và 1 chỗ khác", 2),
        ("file,published\na.txt,\n,2024-01-01\n", "dòng 3, cột «file»", 1),
        ("file,published\n,2024-01-01\na.txt,\nb.txt,\n", "dòng 2, cột «file»", 2),
        ("file,published\na.txt,2924-07-05\nb.txt,0024-01-01\n", "«2924-07-05» không phải là ngày (và 1 chỗ", 2),
        ("file,published\na.txt,2024-01-01\na.txt,2023-01-01\n", "dòng 3: tệp a.txt đã có ở dòng trên", 1),
    ],
)
def test_a_broken_register_is_reported_once_and_its_folder_read(
    folder: Path, content: str, message: str, usable: int
) -> None:
    (folder / "documents.csv").write_text(content, "utf-8")
    sources = list(walk([folder, folder / "a.txt"]))
    errors = [source.error for source in sources if source.error]
    assert len(errors) == 1
    assert message in errors[0].message
    assert errors[0].remedy
    assert len(sources) == 4
    assert len(load_register(folder / "documents.csv").entries) == usable


def test_the_line_that_tells_excel_of_its_separator_is_no_header(folder: Path) -> None:
    register = folder / "documents.csv"
    register.write_text("sep=;\nfile;published\na.txt;5/4/2024\na.txt;5/4/2024\n", "utf-8")
    found = load_register(register)
    assert (found.error, [entry.published for entry in found.entries.values()]) == (None, [date(2024, 4, 5)])


def test_a_title_that_was_quoted_against_formulas_is_read_as_it_is(folder: Path) -> None:
    register = folder / "documents.csv"
    register.write_text("file,title\na.txt,'- 5 xã về đích\nb.txt,'Cò đất' thổi giá\n", "utf-8")
    titles = [entry.title for entry in load_register(register).entries.values()]
    assert titles == ["- 5 xã về đích", "'Cò đất' thổi giá"]


def test_rows_of_a_register_without_a_file_are_reported_once_when_its_folder_was_walked(folder: Path) -> None:
    register = folder / "documents.csv"
    register.write_text("file,publisher\na.txt,A\nb,B\nquy-2/c.txt,C\nquy-3/c.txt,D\n", "utf-8")
    (error,) = [source.error for source in walk([folder / "a.txt", folder, folder]) if source.error]
    assert error.message == f"Bảng kê {register} nêu 2 tệp không có trong thư mục: b, quy-3/c.txt."
    assert [source.error for source in walk([folder / "a.txt"])] == [None]


def test_a_register_that_is_no_text_is_reported(folder: Path) -> None:
    (folder / "documents.csv").write_bytes(b"file,\xff\xfe\x00")
    assert next(walk([folder])).error is not None


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong")
    with pytest.raises(ReadError, match="không phải là tệp"):
        read(tmp_path / "ong")


def test_a_pipe_in_a_folder_does_not_stop_the_walk(folder: Path) -> None:
    os.mkfifo(folder / "ong")
    assert len(list(walk([folder]))) == 4


def test_a_file_beyond_the_bound_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "lon.txt").open("wb") as target:
        target.truncate(300_000_000)
    with pytest.raises(TooLarge, match="300 MB"):
        read(tmp_path / "lon.txt")


def test_results_inside_a_folder_of_documents_are_no_documents(tmp_path: Path) -> None:
    results = tmp_path / "ket-qua"
    (results / "dataset").mkdir(parents=True)
    for name in ("report-miner.db", "report-miner.xlsx", "figures.csv", "report.html", "dataset/dataset.csv"):
        (results / name).write_text("x", "utf-8")
    (results / "bao-cao.txt").write_text(SENTENCE, "utf-8")
    (tmp_path / "figures.csv").write_text("x", "utf-8")
    found = [source.name.removeprefix(f"{tmp_path}/") for source in walk([str(tmp_path)])]
    assert found == ["figures.csv", "ket-qua/bao-cao.txt"]
