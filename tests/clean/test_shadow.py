"""The shadow: one form for matching, and the way back to what is printed."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_miner.clean.shadow import Shadow, shadow_of

HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
ODD = "oOàÀeèuUỳqQ nĐÐ12１,.:()-\u00a0\n–”’⁄％İ\u0300\U0001d7d8漢"


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("1\u00a0250\u202f000 tấn", "1 250 000 tấn"),
        ("giai đoạn 2021–2025", "giai đoạn 2021-2025"),
        ("âm −3%", "âm -3%"),
        ("“xã nông thôn mới”", '"xã nông thôn mới"'),
        ("huyện M’Đrắk", "huyện M'Đrắk"),
        ("tăng １２％", "tăng 12%"),
        ("đạt 97⁄119 xã", "đạt 97/119 xã"),
        ("tỉnh Ðồng Nai", "tỉnh Đồng Nai"),
        ("Hoà Bình, Thuỷ sản, khoẻ, TOÀ ÁN", "Hòa Bình, Thủy sản, khỏe, TÒA ÁN"),
        ("cột\tsố", "cột số"),
        ("kì thi, kĩ thuật, Mĩ, TỈ LỆ, công ti, bánh mì", "kỳ thi, kỹ thuật, Mỹ, TỶ LỆ, công ty, bánh mì"),
        ("Quí I, quí 2/2017 và quí trước; ông Quí, quí khách", "Quý I, quý 2/2017 và quý trước; ông Quí, quí khách"),
    ],
)
def test_variants_have_one_form(printed, seen):
    assert shadow_of(printed).text == seen


@pytest.mark.parametrize("text", ["quý I, quỹ đất, quà tặng", "toàn tỉnh, hoàn thành, khoáng sản", "dòng 1\ndòng 2"])
def test_what_has_its_form_already_stays(text):
    assert shadow_of(text).text == text


def test_a_zero_width_character_is_left_out_and_mapped_back():
    text = "đạt 1.\u200b250\ufeff tấn"
    shadow = shadow_of(text)
    assert shadow.text == "đạt 1.250 tấn"
    start = shadow.text.index("1.250")
    assert text[slice(*shadow.source(start, start + 5))] == "1.\u200b250"
    assert shadow.position(text.index(" tấn")) == shadow.text.index(" tấn")


def test_an_empty_range_maps_to_one_place():
    shadow = shadow_of("a\u200bb")
    assert shadow.source(1, 1) == (2, 2)
    assert shadow.source(2, 2) == (3, 3)


def test_without_zero_width_characters_offsets_are_those_of_the_source():
    shadow = shadow_of("Hoà – 12")
    assert shadow.offsets is None
    assert (shadow.position(4), shadow.source(4, 5)) == (4, (4, 5))


def test_lower_case_keeps_every_offset():
    shadow = Shadow("İzmir: ĐẠT 12 XÃ")
    assert len(shadow.lower) == len(shadow.text)
    assert shadow.lower.endswith("đạt 12 xã")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("có  12\u00a0 xã", "có 12 xã"),
        ("Mục 1  \n   5. Thu 12 tỷ", "Mục 1\n5. Thu 12 tỷ"),
        ("hộ \u200b nghèo \u00ad\n\t12", "hộ nghèo\n12"),
    ],
)
def test_blanks_beyond_the_first_and_at_the_ends_of_a_line_are_left_out(text, expected):
    shadow = shadow_of(text)
    assert shadow.text == expected
    start = shadow.text.index("12")
    source, end = shadow.source(start, start + 2)
    assert text[source:end] == "12"
    assert shadow.position(source) == start


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("có 12 xã,thị trấn ( đạt 60% ) , tăng", "có 12 xã, thị trấn (đạt 60%), tăng"),
        ("Xuất khẩu:Gạo; thu :12 tỷ", "Xuất khẩu: Gạo; thu :12 tỷ"),
        ("đạt 85,03 % kế hoạch", "đạt 85,03% kế hoạch"),
        ("bảo hiểm y tế(BHYT)đạt 91%", "bảo hiểm y tế (BHYT) đạt 91%"),
        ("Có 12 thôn.Huyện có 8 xã.", "Có 12 thôn. Huyện có 8 xã."),
        ("-Chăn nuôi\n+Đàn lợn", "- Chăn nuôi\n+ Đàn lợn"),
        ("lúc 9h:30, tỷ số 2:1, 12,5 ha, TP.HCM, m3/ha(2)", "lúc 9h:30, tỷ số 2:1, 12,5 ha, TP.HCM, m3/ha (2)"),
    ],
)
def test_blanks_stand_where_they_are_printed_properly(text, expected):
    shadow = shadow_of(text)
    assert shadow.text == expected
    for word in re.findall(r"\w+", text):
        source = shadow.source(shadow.text.index(word), shadow.text.index(word) + len(word))
        assert text[slice(*source)] == word
        assert shadow.position(source[0]) == shadow.text.index(word)


@given(st.text(alphabet=HIDDEN + ODD))
def test_every_shadow_maps_back_in_order_and_is_its_own_shadow(text):
    text = unicodedata.normalize("NFC", text)
    shadow = shadow_of(text)
    ranges = [shadow.source(i, i + 1) for i in range(len(shadow.text))]
    assert all(end == start + 1 for start, end in ranges)
    assert ranges == sorted(ranges)
    inked = zip(shadow.text, ranges, strict=True)
    kept = "".join(text[start:end] for character, (start, end) in inked if not character.isspace())
    assert re.sub(rf"[\s{HIDDEN}\u034f]", "", text) == kept
    assert not re.search(r"  |\n | \n", shadow.text)
    assert shadow_of(shadow.text).text == shadow.text
