"""The number grammar: what is printed, what it is worth, and what is no amount."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_miner.clean.shadow import shadow_of
from report_miner.extract.masks import find_masks
from report_miner.extract.numbers import Number, NumberForm, NumberStyle, find_numbers, number_style, parse_number

DUCKLING = Path(__file__).parents[3] / "shared" / "peers" / "duckling_vi.json"


def numbers_of(text: str, style: NumberStyle | None = None) -> list[Number]:
    shadow = shadow_of(text)
    blocked = [(mask.start, mask.end) for mask in find_masks(shadow.text, shadow.lower)]
    return find_numbers(shadow.text, shadow.lower, blocked, style=style)


def printed(text: str) -> list[str]:
    shadow = shadow_of(text)
    return [text[slice(*shadow.source(number.start, number.end))] for number in numbers_of(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("không", "0"),
        ("07", "7"),
        ("1,1", "1.1"),
        (",25", "0.25"),
        ("1.250", "1250"),
        ("1 250", "1250"),
        ("1.250.000", "1250000"),
        ("171.845,785", "171845.785"),
        ("21.8", "21.8"),
        ("40,7899", "40.7899"),
        ("250K", "250000"),
        ("2,5M", "2500000"),
        ("- 1.200", "-1200"),
        ("âm ba trăm", "-300"),
        ("6,27%", "6.27"),
        ("sáu phần trăm", "6"),
        ("$1,42", "1.42"),
        ("1,044 triệu tỷ", "1044000000000000"),
        ("3 nghìn tỷ", "3000000000000"),
        ("12 tỷ 045 triệu", "12045000000"),
        ("1 triệu 200 nghìn", "1200000"),
        ("2 tỷ 350 triệu", "2350000000"),
        ("2,5 vạn", "25000"),
        ("năm chục", "50"),
        ("một triệu rưỡi", "1500000"),
        ("trăm rưỡi", "150"),
        ("hai trăm linh năm", "205"),
        ("hai trăm lẻ năm", "205"),
        ("hai mươi tư", "24"),
        ("mười lăm", "15"),
        ("ba mươi mốt", "31"),
        ("hai trăm tư", "240"),
        ("một triệu hai", "1200000"),
        ("hai mươi mốt nghìn không trăm mười một", "21011"),
        ("hai nghìn ba trăm tỷ", "2300000000000"),
        ("2 chấm 23", "2.23"),
        ("hai phẩy năm", "2.5"),
    ],
)
def test_a_number_is_parsed(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "xã", "hai ba", "97/119", "1.2.3", "tỷ triệu xã", "12,", "hai phẩy xã", "--5"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_number(text)


@pytest.mark.skipif(not DUCKLING.exists(), reason="the peer's cases lie beside the project, not in it")
def test_the_number_cases_of_the_peer_hold() -> None:
    cases = [case for case in json.loads(DUCKLING.read_text("utf-8")) if case["kind"] == "number"]
    wrong = [case["text"] for case in cases if abs(float(parse_number(case["text"])) - case["value"]) > 1e-9]
    assert len(cases) >= 51
    assert wrong == []


@pytest.mark.skipif(not DUCKLING.exists(), reason="the peer's cases lie beside the project, not in it")
def test_the_money_cases_of_the_peer_have_their_amounts() -> None:
    cases = [case for case in json.loads(DUCKLING.read_text("utf-8")) if case["kind"] == "money"]
    right = 0
    for case in cases:
        ends = [case[key] for key in ("value", "from", "to") if case.get(key) is not None]
        found = [(n.value, n.value_to) for n in numbers_of(case["text"])]
        right += [[float(end) for end in pair if end is not None] for pair in found] == [ends]
    assert right >= 45


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Toàn tỉnh có 97/119 xã đạt chuẩn (81,5%)", ["97/119", "81,5%"]),
        ("tiếp 33.446 lượt người", ["33.446"]),
        ("tăng 24 % so với kế hoạch", ["24 %"]),
        ("thu 1,2 triệu đồng", ["1,2 triệu"]),
        ("thu được 2 tỷ 350 triệu đồng", ["2 tỷ 350 triệu"]),
        ("thu về 11,5 tỷ won", ["11,5 tỷ"]),
        ("thu 9 tháng 3 tỷ 412 triệu đồng, trồng 6 tháng 12 ha", ["3 tỷ 412 triệu", "12"]),
        ("trao 1,2 triệu suất quà", ["1,2 triệu"]),
        ("cấp 2,5 triệu chứng chỉ, ghi nhận 3 triệu chứng", ["2,5 triệu", "3"]),
        ("vận động 3 triệu tập thể, 5 tỷ giá trị gia tăng", ["3 triệu", "5 tỷ"]),
        ("so sánh 4 tỷ lệ, 5 tỷ phú và 6 triệu phú", ["4", "5", "6"]),
        ("tăng 8,5-9% mỗi năm", ["8,5-9%"]),
        ("tăng từ 15% đến 20%", ["15% đến 20%"]),
        ("từ 5 đến 7 xã", ["5 đến 7"]),
        ("hỗ trợ 20 - 25 triệu đồng", ["20 - 25 triệu"]),
        ("giá từ 400 đồng đến 500 đồng", ["400 đồng đến 500"]),
        ("giữa 1000 và 2000 đồng", ["1000 và 2000"]),
        ("VND1000-VND2000", ["1000-VND2000"]),
        ("đã có 44 xã /104 xã", ["44 xã /104"]),
        ("chi 52 tỷ 318 triệu đồng/76 tỷ 900 triệu đồng", ["52 tỷ 318 triệu đồng/76 tỷ 900 triệu"]),
        ("cấy 6 nghìn ha/8 nghìn ha, đạt 75%", ["6 nghìn ha/8 nghìn", "75%"]),
        ("thu 162 tỷ/400 tỷ, phí 5 triệu đồng/1 triệu dân", ["162 tỷ/400 tỷ", "5 triệu"]),
        ("thu 12 tỷ 045 triệu đồng, mã 045", ["12 tỷ 045 triệu"]),
        ("từ 1 triệu 200 nghìn đến 1 triệu 500 nghìn đồng", ["1 triệu 200 nghìn đến 1 triệu 500 nghìn"]),
        ("thuế 18.420 trđ, phí 36 tr.đ, lệ phí 5 trđồng", ["18.420 tr", "36 tr", "5 tr"]),
        ("khiếu nại 39/48, tố cáo 8/10, phản ánh 2/3", ["39/48", "8/10", "2/3"]),
        ("giảm 00/01 vụ", ["00/01"]),
        ("chỉ có 05/11 xã", ["05/11"]),
        ("trên 2/3 số hộ", ["2/3"]),
        ("biểu dương chín doanh nghiệp", ["chín"]),
        ("hơn hai mươi mô hình", ["hai mươi"]),
        ("xảy ra liên tiếp năm vụ tai nạn ở năm xã", ["năm", "năm"]),
        ("Bốn nghìn người", ["Bốn nghìn"]),
        ("tặng xe cho năm học sinh", ["năm"]),
        ("chỉ năm doanh nghiệp tăng", ["năm"]),
        ("phun thuốc hai lần mỗi ngày", ["hai"]),
        ("không thanh tra quá một lần/năm", ["một"]),
        ("trồng 12,5ha và 728m3 đất", ["12,5", "728"]),
        ("bắt giữ 1.040 vụ/562 đối tượng", ["1.040", "562"]),
        ("nộp 60.000 đồng (sáu mươi nghìn đồng)", ["60.000"]),
        ("hỗ trợ 05 (năm) xã", ["05"]),
        ("Lịch sử: 22, Địa lý: 14", ["22", "14"]),
        ("vốn đầu tư tăng gần gấp ba lần", ["ba"]),
        ("Chín trong 11 nhóm hàng đi lên, bốn trong bảy bến vắng", ["Chín", "11", "bốn", "bảy"]),
        ("tấm biển 30x40cm, máy 430x320x90mm", ["30", "40", "430", "320", "90"]),
    ],
)
def test_numbers_are_found_as_they_are_printed(text: str, found: list[str]) -> None:
    assert printed(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "một trong những xã dẫn đầu",
        "một mô hình hay cần nhân rộng",
        "hai bên đã trao đổi",
        "Hai là, cơ cấu kinh tế chuyển dịch",
        "trong năm xã đã hoàn thành",
        "mức giao cho năm kế hoạch đã rõ",
        "so với năm kế hoạch",
        "ở năm bản lề của nhiệm kỳ",
        "Và năm bản lề đã qua",
        "chuẩn bị cho năm học mới",
        "chỉ năm nay mới có",
        "đã đến đây hai lần mỗi khi rảnh",
        "cân đối cho năm ngân sách mới",
        "huyện Ba Vì và phường Năm Căn",
        "bà Ba, ông Năm và chị Bảy",
        "Cách Mạng Tháng Tám",
        "đầu tư cho khu vực tư nhân",
        "một phần hai mươi số hộ",
        "hai phần ba mươi số thôn",
        "ba phần mười lăm số xã",
        "Năm phần mười nghìn số dân",
        "chỉ một phần hai trăm số hộ",
        "hai mươi phần ba mươi số hộ",
        "hàng trăm hộ, vài chục người, hàng nghìn tỷ đồng",
        "ngã ba và ngã tư",
        "một lần nữa",
        "gọi ba lần mà không gặp",
        "sạc nhanh Quick Charge 3.0 và ổ M.2",
        "xe Ranger 4x4 và thế hệ 9x",
        "hai mươi năm đổi mới",
        "thứ hai tuần sau",
        "cả hai xã này",
        "tốc độ cao nhất trong vùng 6. Kinh tế",
        "Báo cáo tài chính 2015 có sai sót",
        "khu công nghiệp B1, giống P6, mẫu A-5",
        "lúa Thiên Ưu 8 bị hại",
        "tỷ lệ, tỷ trọng và tỷ giá",
        "phiên bản 1.2.3",
        "mã 0123",
        "kết quả 3-0, 2-1",
        "chủ nhà thua 0-5 trước đội khách",
        "điện thoại Nokia 6 có vỏ nhôm",
        "bộ ba Nokia 3, 5, 6 về Việt Nam",
        "chip Snapdragon 430, chiếc Lexus LX 570 màu đen",
        "mẫu SUV Trailblazer 2018 trang bị máy dầu",
        "máy bay RC-135W và tên lửa R-37M",
        "giải vô địch quốc gia 2017 Liên đoàn công bố",
        "chuỗi cửa hàng 7-Eleven",
        "cửa hàng ở 25 Vũ Ngọc Phan",
        "Quang Hải (54') gỡ hòa",
        "hạm đội tên lửa 3M-54E",
    ],
)
def test_what_states_no_amount_is_left_out(text: str) -> None:
    assert printed(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chiếc Lexus LX 570 giảm 12 suất", ["12"]),
        ("hãng Samsung 12 nhân viên", ["12"]),
        ("đạt chuẩn NTM 118 và tăng 4 xã", ["118", "4"]),
        ("gồm Singapore 25, Malaysia 30, Brunei 12.", ["25", "30", "12"]),
        ("số ca đã là 60: Đắk Nông 30, Kon Tum 25, Đắk Lắk 5.", ["60", "30", "25", "5"]),
        ("huyện có 8 Phó Chủ tịch", ["8"]),
        ("tặng quà 12 Mẹ Việt Nam Anh hùng của 15 Hội Nông dân", ["12", "15"]),
        ("mất 0-5 điểm", ["0-5"]),
        ("từ 400.000 đồng-600.000đồng", ["400.000", "600.000"]),
        ("RAM 3GB, camera 8MP, pin 3000mAh", ["3", "8", "3000"]),
    ],
)
def test_a_name_beside_a_number_does_not_hide_what_it_counts(text: str, found: list[str]) -> None:
    assert printed(text) == found


@pytest.mark.parametrize(
    ("text", "value", "value_to", "total"),
    [
        ("20 - 25 triệu đồng", 20_000_000, 25_000_000, None),
        ("1,2 - 1,5 tỷ đồng", 1_200_000_000, 1_500_000_000, None),
        ("phạt 500.000 - 1 triệu đồng", 500_000, 1_000_000, None),
        ("5.000 - 7.000 người", 5000, 7000, None),
        ("đạt 1.286/1.330 tiêu chí", 1286, None, 1330),
        ("giảm 206/113 vụ", 206, None, 113),
        ("hơn hai phần ba doanh nghiệp", 2, None, 3),
        ("chiếm một phần mười số hộ", 1, None, 10),
        ("đạt một phần ba tỷ lệ chung", 1, None, 3),
        ("đóng nửa triệu xe", 500_000, None, None),
        ("giúp hơn nửa trăm hộ", 50, None, None),
        ("chênh lệch (-24%)", -24, None, None),
        ("tăng trưởng âm 5%", -5, None, None),
        ("có 5,653 người", 5653, None, None),
        ("chi 5 tỷ 300 triệu/7 tỷ 100 triệu đồng", 5_300_000_000, None, 7_100_000_000),
        ("từ 1 triệu 200 nghìn đến 2 triệu đồng", 1_200_000, 2_000_000, None),
        ("thuế thu được 18.420 trđ", 18_420_000_000, None, None),
    ],
)
def test_values_ranges_and_totals(text: str, value: int, value_to: int | None, total: int | None) -> None:
    [number] = numbers_of(text)
    assert (number.value, number.value_to, number.total) == (value, value_to, total)


def test_a_dash_of_a_list_or_of_years_is_no_minus() -> None:
    assert [number.value for number in numbers_of("- 5 hộ nghèo\n-6 hộ cận nghèo")] == [5, 6]
    assert numbers_of("giai đoạn 2016-2020") == []


def test_forms_scales_and_currencies_are_told() -> None:
    [percent], [scaled], [signed], [spelled] = map(numbers_of, ("15%", "3 tỷ", "giá $10", "chín hộ"))
    assert (percent.form, scaled.scaled, signed.currency, spelled.spelled) == (NumberForm.PERCENT, True, "USD", True)
    assert [number.currency for number in numbers_of("20€ và VN$1000 và USD1,23")] == ["EUR", "đồng", "USD"]


def test_three_decimals_are_marked_as_readable_otherwise() -> None:
    [weight] = numbers_of("nặng 127,092 kg")
    assert (weight.value, weight.ambiguous) == (Decimal("127.092"), True)


def test_a_document_with_decimal_points_is_read_so() -> None:
    text = "Tăng 4.5%, diện tích 12.5 ha, đạt 1,250,000 đồng và 1,250 hộ."
    assert number_style(text.lower()).dot_decimal
    assert [number.value for number in numbers_of(text)] == [Decimal("4.5"), Decimal("12.5"), 1_250_000, 1250]


TORN = "Ch ỉ tiêu của t ỉnh v ẫn đạt khá, c òn một số hạn chế: thu 1 66,9 nghìn tỷ đồng, tăng 3 8,5%, xuất 15, 6%."


def test_digits_torn_apart_are_joined_where_the_document_does_so() -> None:
    assert number_style(TORN.lower()).split
    assert [number.value for number in numbers_of(TORN)] == [166_900_000_000_000, Decimal("38.5"), Decimal("15.6")]


def test_a_blank_parts_thousands_also_where_dots_do_when_the_rest_begins_with_a_nought() -> None:
    assert printed("Xã có 1.250 hộ, 15 000 người, 400 080 con") == ["1.250", "15 000", "400 080"]
    assert printed("Xã có 1.250 hộ, thôn 5 120 hộ") != ["1.250", "5 120"]


def test_a_thousand_torn_in_two_is_one_number_and_the_number_of_a_point_is_none_of_it() -> None:
    text = "Chi 29.698 tỷ đồng, trong đó sự nghiệp 11.7 51 tỷ đồng cho 151.3 24 lượt người.\nMục 2.1 15 hộ vay."
    assert [number.value for number in numbers_of(text)][1:3] == [11_751_000_000_000, 151_324]
    assert "15" in printed(text)


def test_true_neighbours_in_clean_text_stay_apart() -> None:
    assert printed("Các xã đạt lần lượt 12, 15 và 20%; nhóm đạt 2, 3 triệu đồng.") == [
        "12",
        "15",
        "20%",
        "2",
        "3 triệu",
    ]
    assert printed("Năm 2016 15,5% số hộ thoát nghèo.") == ["15,5%"]


def test_blocked_ranges_hold_no_numbers() -> None:
    assert find_numbers("12 xã, 15 hộ", "12 xã, 15 hộ", [(0, 2)])[0].start == 7


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@given(st.integers(0, 10**15), st.integers(0, 999_999).map(lambda n: str(n).rstrip("0")))
def test_digits_that_are_printed_are_parsed_back(number: int, decimals: str) -> None:
    written = grouped(number) + (f",{decimals}" if len(decimals) in {1, 2, 4, 5, 6} else "")
    assert parse_number(written) == Decimal(written.replace(".", "").replace(",", "."))


UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def below_thousand(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{UNITS[hundreds]} trăm"] if hundreds or full else []
    tens, ones = divmod(rest, 10)
    if tens == 1:
        words.append("mười")
    elif tens:
        words.append(f"{UNITS[tens]} mươi")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append("mốt" if ones == 1 and tens > 1 else "lăm" if ones == 5 and tens else UNITS[ones])
    return " ".join(words)


def in_words(number: int) -> str:
    parts = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (1000, "nghìn"), (1, "")):
        group, number = divmod(number, scale)
        if group:
            parts.append(f"{below_thousand(group, full=bool(parts))} {name}".strip())
    return " ".join(parts) or "không"


@given(st.integers(0, 10**12 - 1))
def test_words_that_are_printed_are_parsed_back(number: int) -> None:
    assert parse_number(in_words(number)) == number


@pytest.mark.parametrize("piece", ["9", "1 ", "1.", "1-", "hai ", "12 xã, ", "a1", "1 tỷ "])
def test_time_grows_with_the_length_only(piece: str) -> None:
    short, long = piece * (20_000 // len(piece)), piece * (160_000 // len(piece))
    numbers_of(short)
    spent = []
    for text in (short, long):
        began = time.process_time()
        numbers_of(text)
        spent.append(time.process_time() - began)
    assert spent[1] < 30 * max(spent[0], 0.02)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Phan Thiết 29 vụ, Tuy Phong 24, Bắc Bình 23. Các huyện khác ít hơn.", [29, 24, 23]),
        ("Ba Tơ 9 người chết; Mộ Đức 2 và Đức Phổ 1 người.", [9, 2, 1]),
        ("Sửa 9 tổ máy, Phả Lại 1 và Phả Lại 2 chạy lại.", [9]),
        ("Đạt điểm tuyệt đối gồm: Giáo dục công dân 19, Lịch sử 8, Tiếng Anh 4, Địa lý 2.", [19, 8, 4, 2]),
        ("Kỷ luật 312 đảng viên: khiển trách 221, cảnh cáo 66, cách chức 8, khai trừ 17.", [312, 221, 66, 8, 17]),
        ("Phan Thiết 29 vụ, Tuy\nPhong 24, Bắc\nBình 23. Các huyện khác ít hơn.", [29, 24, 23]),
        ("Kỷ luật 312 đảng viên: khiển\ntrách 221, cảnh\ncáo 66, cách chức 8,\nkhai trừ 17.", [312, 221, 66, 8, 17]),
        ("Năm 2019, tàu Apollo 12, nghỉ.", []),
        ("Học sinh Trường Nhi Đồng 1, Trường Nguyễn Du 2.", []),
        ("Hãng ra ba đời máy: Nokia 3, Nokia 5, Nokia 6.", []),
        ("Nhà có 6 anh chị em, em út sinh năm 63.", [6]),
        ("Người nghiện 365; đưa đi cai bắt buộc 22, cai tại nhà 30.", [365, 22, 30]),
        ("Đăng ký kết hôn 1.305 (có yếu tố nước ngoài 29).", [1305, 29]),
        ("Bắt 18 đối tượng; mại dâm, đá gà 5, số đề 2.", [18, 5, 2]),
        ("Băng nhóm mới: 03 (Giá Rai 02, Hồng Dân 01).", [3, 2, 1]),
        ("Đạt chuẩn 5/5 trường; mức độ 2: 01 trường.", [5, 1]),
        ("Bắt 12 người, có người ở phố Phan Bội Châu 2.", [12]),
    ],
)
def test_small_numbers_behind_names_count_in_a_list_of_such(text, values):
    shadow = shadow_of(text)
    blocked = [(mask.start, mask.end) for mask in find_masks(shadow.text, shadow.lower)]
    assert [int(number.value) for number in find_numbers(shadow.text, shadow.lower, blocked)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("thu nhập tăng từ 20 lên 25 triệu đồng", [20_000_000, 25_000_000]),
        ("giá vé gồm 100, 150 và 250 nghìn đồng", [100_000, 150_000, 250_000]),
        ("công suất lần lượt 45 và hơn 60 nghìn tấn", [45_000, 60_000]),
        ("giảm từ 12 xuống còn 9,5 tỷ đồng", [12_000_000_000, 9_500_000_000]),
        ("có 12 xã và 3 tỷ đồng", [12, 3_000_000_000]),
        ("từ 950 lên 1,2 nghìn tỷ đồng", [950, 1_200_000_000_000]),
        ("bán được 15, còn 3 triệu đồng", [15, 3_000_000]),
    ],
)
def test_a_scale_word_counts_for_the_numbers_that_leave_it_to_the_last(text: str, values: list[int]) -> None:
    assert [number.value for number in numbers_of(text)] == values


@pytest.mark.parametrize(
    ("text", "value", "total"),
    [("21,6/28,8 km", "21.6", "28.8"), ("1.020/2.550 tỷ đồng", "1020000000000", "2550000000000")],
)
def test_both_sides_of_a_tally_have_decimals_and_scale(text, value, total):
    shadow = shadow_of(text)
    (number,) = find_numbers(shadow.text, shadow.lower, [])
    assert (number.value, number.total) == (Decimal(value), Decimal(total))
