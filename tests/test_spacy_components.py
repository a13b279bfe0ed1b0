"""The spaCy side: a tokenizer that keeps the text, figures on a Doc, and entry points that spaCy finds by itself."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from report_miner.errors import PatternError, UsageError
from report_miner.language.tokenizer import Tokenizer
from report_miner.model import Kind, Period, Place, Status
from report_miner.spacy_components import create_tokenizer

ROOT = Path(__file__).parents[1]
REPORT = (
    "Năm 2023, toàn tỉnh có 86/110 xã đạt chuẩn nông thôn mới (78,2%).\n"
    "Trong năm xảy ra 12 vụ cháy, giảm 3 vụ so với năm 2022."
)


def pipeline(**config: str) -> Language:
    nlp = spacy.blank("xx")
    nlp.tokenizer = create_tokenizer()(nlp)
    nlp.add_pipe("report_miner_figures", config=config)
    return nlp


@pytest.fixture(scope="module")
def words() -> Tokenizer:
    return Tokenizer(spacy.blank("xx").vocab)


@pytest.fixture(scope="module")
def syllables() -> Tokenizer:
    return Tokenizer(spacy.blank("xx").vocab, words=False)


def test_the_syllables_of_a_word_are_one_token(words: Tokenizer) -> None:
    tokens = [token.text for token in words("Công tác bảo đảm an ninh, trật tự và phòng chống tai nạn giao thông.")]
    assert "an ninh" in tokens
    assert "tai nạn" in tokens
    assert tokens[-1] == "."


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Xảy ra 00/01 vụ cháy.", ["00/01"]),
        ("Gieo cấy 58.000ha lúa, đạt 102,5% kế hoạch.", ["58.000", "102,5"]),
        ("Trung bình 766,3 điểm, từ 8,5-9% một năm.", ["766,3", "8,5", "9"]),
    ],
)
def test_numbers_are_never_glued_to_their_units(words: Tokenizer, text: str, numbers: list[str]) -> None:
    assert [token.text for token in words(text) if token.text[0].isdigit()] == numbers


def test_words_that_underthesea_changes_stay_apart(words: Tokenizer) -> None:
    text = unicodedata.normalize("NFD", "bảo đảm an ninh trật tự")
    assert words(text).text == text
    assert words("thuỷ  sản\tvà nông​nghiệp").text == "thuỷ  sản\tvà nông​nghiệp"


@given(st.text(alphabet=st.sampled_from("aăâđêôơưộáỳ AN12.,/%-–“”()\n\t \u00a0\u0301\u200b²½_")))
@settings(max_examples=300, deadline=None)
def test_the_tokens_give_the_text_back(syllables: Tokenizer, text: str) -> None:
    assert syllables(text).text == text


@given(st.lists(st.sampled_from(["an ninh", "trật tự", "12,5%", "00/01 vụ", "\n", "  ", "Hoà Bình", "(", ";", "…"])))
@settings(max_examples=60, deadline=None)
def test_the_words_give_the_text_back(words: Tokenizer, parts: list[str]) -> None:
    text = " ".join(parts)
    assert words(text).text == text


def test_syllables_need_no_segmenter(syllables: Tokenizer) -> None:
    assert [token.text for token in syllables("an ninh, trật tự")] == ["an", "ninh", ",", "trật", "tự"]


def test_a_line_without_end_is_cut_into_tokens(syllables: Tokenizer) -> None:
    assert len(syllables("9" * 200_000)) == 1
    assert len(syllables("xã " * 20_000)) == 20_000


def test_a_doc_gets_its_figures() -> None:
    doc = pipeline()(REPORT)
    assert [(figure.text, figure.unit, figure.kind) for figure in doc._.figures] == [
        ("86/110", "xã", Kind.TALLY),
        ("78,2%", "%", Kind.PERCENT),
        ("12", "vụ", Kind.COUNT),
        ("3", "vụ", Kind.COUNT),
    ]
    assert all(doc.text[figure.start : figure.end] == figure.text for figure in doc._.figures)
    assert doc._.figures[0].indicator == "NTM.XA_DAT"


def test_a_doc_gets_a_span_for_each_figure() -> None:
    doc = pipeline()(REPORT)
    assert [(span.text, span.label_) for span in doc.spans["figures"]] == [
        ("86/110", "tally"),
        ("78,2%", "percent"),
        ("12", "count"),
        ("3", "count"),
    ]


def test_a_doc_without_numbers_has_no_figures() -> None:
    doc = pipeline()("Hội nghị bế mạc.")
    assert doc._.figures == []
    assert len(doc.spans["figures"]) == 0
    assert pipeline()("")._.figures == []


def test_what_is_known_of_the_documents_is_configured() -> None:
    figure = pipeline(published="2024-07-05", place="tỉnh Bến Tre")("Năm nay có 90 xã đạt chuẩn.")._.figures[0]
    assert figure.period == Period("2024")
    assert figure.place is not None
    assert figure.place.names[-1] == Place(("tỉnh Bến Tre",)).names[-1]


def test_a_date_that_is_none_is_an_error_with_a_remedy() -> None:
    with pytest.raises(UsageError, match="05/07/2024") as raised:
        pipeline(published="05/07/2024")
    assert "2024-07-05" in raised.value.remedy


def test_offsets_are_those_of_the_doc_even_when_its_text_is_decomposed() -> None:
    text = unicodedata.normalize("NFD", "Đến tháng 6,\r\nhuyện có 14 xã đạt chuẩn, giảm 2 xã.")
    doc = pipeline()(text)
    assert doc.text == text
    assert [text[figure.start : figure.end] for figure in doc._.figures] == ["14", "2"]
    assert [span.text for span in doc.spans["figures"]] == ["14", "2"]


def test_the_folder_of_a_user_holds_for_the_component(tmp_path: Path) -> None:
    (tmp_path / "matcher.yaml").write_text(
        "patterns:\n  - name: so_hieu\n    pattern: [trạm bơm, {LIKE_NUM: true}]\n    mask: true\n"
        '    examples: ["⟦trạm bơm 12⟧ vận hành"]\n',
        "utf-8",
    )
    text = "Sửa trạm bơm 12 và 30 cống."
    assert [figure.text for figure in pipeline(patterns=str(tmp_path))(text)._.figures] == ["30"]


def test_a_broken_folder_is_reported_when_the_pipeline_is_built(tmp_path: Path) -> None:
    (tmp_path / "matcher.yaml").write_text("patterns:\n  - name: hong\n    pattern: [{POS: NOUN}]\n", "utf-8")
    with pytest.raises(PatternError, match=r"matcher\.yaml, dòng 3"):
        pipeline(patterns=str(tmp_path))


def test_an_official_s_status_reaches_the_figure(tmp_path: Path) -> None:
    (tmp_path / "matcher.yaml").write_text(
        "patterns:\n  - name: dang_ky\n    pattern: [đăng ký, {OP: '{0,3}'}, {LIKE_NUM: true}]\n    status: target\n"
        '    examples: ["xã ⟦đăng ký thêm 3⟧ sản phẩm"]\n',
        "utf-8",
    )
    figure = pipeline(patterns=str(tmp_path))("Huyện đăng ký thêm 7 sản phẩm.")._.figures[0]
    assert (figure.status, figure.pattern) == (Status.TARGET, "dang_ky")


def test_a_pipeline_survives_being_saved(tmp_path: Path) -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("report_miner_figures", config={"place": "tỉnh Bến Tre"})
    nlp.to_disk(tmp_path)
    assert [figure.text for figure in spacy.load(tmp_path)("Có 12 xã.")._.figures] == ["12"]


def test_spacy_finds_the_entry_points_of_the_package(tmp_path: Path) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    metadata = tmp_path / "report_miner-0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: report-miner\nVersion: 0\n", "utf-8")
    lines = (
        line
        for group, points in declared.items()
        for line in (f"[{group}]", *(f"{name} = {target}" for name, target in points.items()))
    )
    (metadata / "entry_points.txt").write_text("\n".join(lines), "utf-8")
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT / 'src')!r}]\n"
        "import spacy\n"
        'tokenizer = {"nlp": {"tokenizer": {"@tokenizers": "report_miner.underthesea.v1"}}}\n'
        'nlp = spacy.blank("vi", config=tokenizer)\n'
        'nlp.add_pipe("report_miner_figures")\n'
        'doc = nlp("Toàn tỉnh có 86 xã bảo đảm an ninh.")\n'
        'print([figure.value for figure in doc._.figures], "an ninh" in [token.text for token in doc])\n'
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout.strip() == "[Decimal('86')] True", done.stderr
