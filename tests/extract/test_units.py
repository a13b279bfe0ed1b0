"""The unit after a number: its name, its family and where it ends."""

import time

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.extract.units import Family, Unit, UnitGrammar
from report_miner.language.word_classes import WordClasses
from report_miner.patterns import load_patterns

GRAMMAR = UnitGrammar(load_patterns().units, WordClasses(load_patterns().words))


def unit_after(text: str) -> Unit | None:
    """The unit that stands after the number 85."""
    shadow = shadow_of("85" + text)
    return GRAMMAR.read(shadow.text, shadow.lower, 2, len(shadow.text))


def test_the_unit_after_an_abbreviated_million_stands_behind_its_dot():
    text = "góp 35 tr.đồng/người"
    found = GRAMMAR.read(text, text, text.index("."), len(text))
    assert found
    assert (found.name, found.family) == ("đồng/người", Family.RATE)


@pytest.mark.parametrize(
    ("text", "name", "family"),
    [
        (" xã đạt chuẩn", "xã", Family.COUNTED),
        (" lượt công dân/64 người", "lượt công dân", Family.COUNTED),
        (" lượt hội viên, nông dân", "lượt hội viên", Family.COUNTED),
        (" kết luận thanh tra về đất đai", "kết luận thanh tra", Family.COUNTED),
        (" cân điện tử đã kiểm định", "cân điện tử", Family.COUNTED),
        (" quả lựu đạn trong vườn", "quả lựu đạn", Family.COUNTED),
        (" báo cáo của các ban", "báo cáo", Family.COUNTED),
        (" chủ đầu tư chậm giải ngân", "chủ đầu tư", Family.COUNTED),
        (" dịch vụ công một phần", "dịch vụ công", Family.COUNTED),
        (" nhà, mức hỗ trợ 60 triệu đồng/nhà", "nhà", Family.COUNTED),
        (" đồng/hội viên/năm", "đồng/hội viên/năm", Family.RATE),
        (" đồng/hộ nghèo", "đồng/hộ", Family.RATE),
        (" đồ án quy hoạch", "đồ án", Family.COUNTED),
        (" mã số vùng trồng", "mã số vùng trồng", Family.COUNTED),
        (" vụ trộm cắp tài sản", "vụ", Family.COUNTED),
        (" lượt khách quốc tế", "lượt khách", Family.COUNTED),
        (" đồng chí được khen thưởng", "đồng chí", Family.COUNTED),
        (" đồng đội của ông", "đồng đội", Family.COUNTED),
        (" đồng hồ nước", "đồng hồ", Family.COUNTED),
        (" đồng tiền phạt", "đồng", Family.MONEY),
        (" khách quốc tế", "khách", Family.COUNTED),
        (" ha rừng trồng mới", "ha", Family.MEASURE),
        ("ha rừng trồng mới", "ha", Family.MEASURE),
        (" m³ gỗ", "m³", Family.MEASURE),
        (" MW điện gió", "MW", Family.MEASURE),
        (" lượng vàng", "lượng vàng", Family.MEASURE),
        (" lượng.", "lượng", Family.MEASURE),
        (" lượng khách", "khách", Family.COUNTED),
        (" µg/m3", "µg/m3", Family.RATE),
        (" đồng", "đồng", Family.MONEY),
        ("đ", "đồng", Family.MONEY),
        (" VNĐ", "đồng", Family.MONEY),
        (" đô la Mỹ", "USD", Family.MONEY),
        ("$", "USD", Family.MONEY),
        (" lần so với trước", "lần", Family.RATE),
        (" điểm phần trăm", "điểm phần trăm", Family.PERCENT),
        ("\nxã", "xã", Family.COUNTED),
        (" “xã kiểu mẫu”", "xã", Family.COUNTED),
        (" (hộ)", "hộ", Family.COUNTED),
        (" m 2 nhà ở", "m2", Family.MEASURE),
        ("m 3 /ngày", "m3/ngày", Family.RATE),
        ("đ/cổ phần", "đồng/cổ phần", Family.RATE),
        (" lượt/ngày đêm", "lượt/ngày đêm", Family.RATE),
        (" quốc gia và vùng lãnh thổ", "quốc gia và vùng lãnh thổ", Family.COUNTED),
        (" Euro", "Euro", Family.MONEY),
        (" NDT", "NDT", Family.MONEY),
        ("€", "EUR", Family.MONEY),
        ("GB", "GB", Family.MEASURE),
        ("-inch", "inch", Family.MEASURE),
        (" phiên bản", "phiên bản", Family.COUNTED),
        (" đồng/m 3 cát", "đồng/m3", Family.RATE),
        (" lít/100km đường trường", "lít/100km", Family.RATE),
        (" tấn.km, tăng", "tấn.km", Family.MEASURE),
        (" lượt khách.km", "lượt khách.km", Family.MEASURE),
        (" USD/ một thiết bị", "USD/thiết bị", Family.RATE),
        (" ký thóc", "ký", Family.MEASURE),
        (" ký túc xá", "ký túc xá", Family.COUNTED),
        (" ký giả đến đưa tin", "ký giả", Family.COUNTED),
        (" ký tự", "ký tự", Family.COUNTED),
        (" độc giả góp ý", "độc giả", Family.COUNTED),
        (" tỉnh1, tỷ lệ", "tỉnh", Family.COUNTED),
        (" USD4.", "USD", Family.MONEY),
        (" mẫu ruộng", "mẫu", Family.MEASURE),
        (" mẫu nước giếng", "mẫu", Family.COUNTED),
        (" mẫu xe mới", "mẫu", Family.COUNTED),
        (" yêu cầu của người dân", "yêu cầu", Family.COUNTED),
        (" phát đạn", "phát", Family.COUNTED),
        (" chỉ vàng", "chỉ vàng", Family.MEASURE),
    ],
)
def test_a_unit_of_the_vocabulary_is_read_by_its_name_and_family(text, name, family):
    unit = unit_after(text)
    assert unit is not None
    assert (unit.name, unit.family, unit.known) == (name, family, True)


@pytest.mark.parametrize("text", [" ký kết", " ký sinh trên lá", " ký ức khó quên"])
def test_a_word_that_begins_with_a_measure_is_none(text):
    assert unit_after(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" đồng/người/tháng", "đồng/người/tháng"),
        (" đồng/biên chế/năm", "đồng/biên chế/năm"),
        (" đồng/trường hợp", "đồng/trường hợp"),
        (" m3/ngày đêm, tăng", "m3/ngày đêm"),
        (" đồng/kg lúa tươi", "đồng/kg"),
        (" tấn/ha", "tấn/ha"),
        (" tiêu chí/xã", "tiêu chí/xã"),
        (" đồng mỗi hộ", "đồng/hộ"),
        (" đồng một người", "đồng/người"),
        (" giường bệnh/vạn dân", "giường bệnh/vạn dân"),
        (" bé trai/100 bé gái", "bé trai/100 bé gái"),
        (" lớp/trung tâm", "lớp/trung tâm"),
        (" đồng/dự án", "đồng/dự án"),
        (" m2 sàn/người", "m2 sàn/người"),
        (" m3/ngày đêm", "m3/ngày đêm"),
        (" đồng/nạn nhân tử vong", "đồng/nạn nhân"),
    ],
)
def test_what_is_given_per_something_is_a_rate(text, name):
    unit = unit_after(text)
    assert unit is not None
    assert (unit.name, unit.family) == (name, Family.RATE)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" huyện, thị xã, thành phố trong tỉnh", "huyện, thị xã, thành phố"),
        (" xã, huyện Phù Cát có 16 xã", "xã"),
        (" xã, phường, thị trấn", "xã, phường, thị trấn"),
        (" giáo viên và nhân viên", "giáo viên và nhân viên"),
        (" hộ dân và 5 xã", "hộ dân"),
        (" hộ dân tộc thiểu số", "hộ"),
        (" người dân tộc Mông", "người"),
        (" thư viện", "thư viện"),
        (" nhà văn hóa thôn", "nhà văn hóa"),
        (" xã và người dân nơi đây", "xã"),
        (" nhóm, lớp và 340 trẻ", "nhóm, lớp"),
        (" khoa, phòng", "khoa, phòng"),
        (" huyện, thành đoàn có phong trào khá", "huyện, thành đoàn"),
        (" người, đồng bào Mông chiếm 61%", "người"),
        (" vụ, việc, giải quyết 12 vụ", "vụ, việc"),
    ],
)
def test_nouns_of_one_sort_are_counted_together(text, name):
    unit = unit_after(text)
    assert unit is not None
    assert unit.name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [(" chiếc xe tải bị giữ", "chiếc xe tải"), (" bộ hồ sơ đã nhận", "bộ hồ sơ"), (" con lợn giống", "con lợn")],
)
def test_a_classifier_takes_its_noun_along(text, name):
    unit = unit_after(text)
    assert unit is not None
    assert unit.name.startswith(name)


@pytest.mark.parametrize(("text", "name"), [(" khách sạn 4 sao", "khách sạn"), (" mẫu giáo", "mẫu giáo")])
def test_a_unit_that_is_but_the_first_syllable_of_a_longer_noun_is_that_noun(text: str, name: str) -> None:
    unit = unit_after(text)
    assert unit is not None
    assert (unit.name, unit.family, unit.known) == (name, Family.COUNTED, False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" con, gia cầm 42.500 con", "con"),
        (" đồng chí, đảng viên là người dân tộc thiểu số 731 đồng chí", "đồng chí"),
        (" huyện, thị xã và thành phố", "huyện, thị xã và thành phố"),
        (" người, học viên cao học 315 người", "người"),
        (" người, trẻ khuyết tật: 210 trẻ", "người"),
        (" xã, thị trấn với 96 thôn", "xã, thị trấn"),
    ],
)
def test_a_noun_with_a_number_of_its_own_is_no_part_of_the_unit_before(text: str, name: str) -> None:
    unit = unit_after(text)
    assert unit is not None
    assert unit.name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" ha/KH 50 ha", "ha"),
        (" tỷ đồng/dự toán 10 tỷ đồng", None),
        (" đồng/kế hoạch 15 tỷ đồng", "đồng"),
        (" đồng/hộ/năm", "đồng/hộ/năm"),
    ],
)
def test_what_is_planned_behind_a_slash_is_no_unit(text: str, name: str | None) -> None:
    unit = unit_after(text)
    assert (unit.name if unit else None) == name


@pytest.mark.parametrize("text", [" thửa ruộng bậc thang", " chum rượu cần"])
def test_a_noun_outside_the_vocabulary_is_found_by_its_tag(text):
    unit = unit_after(text)
    assert unit is not None
    assert (unit.family, unit.known) == (Family.COUNTED, False)
    assert text.strip().startswith(unit.name)


@pytest.mark.parametrize(
    "text",
    ["", ".", " trong tổng số", " là mức cao nhất", " được công nhận", ", tăng mạnh", "  - xã", " x 1920 pixel"],
)
def test_where_no_noun_follows_there_is_no_unit(text):
    assert unit_after(text) is None


@pytest.mark.parametrize(
    "text", [" trang bị máy dầu", " phát hiện sai phạm", " Malaysia", " M. Pugh", " bao gồm cả xã", " Tam Trinh"]
)
def test_a_name_or_a_longer_word_that_begins_like_a_unit_is_none(text):
    assert unit_after(text) is None


def test_land_is_measured_where_a_word_of_land_stands_before_its_number():
    text = "gia đình cấy 85 mẫu, thu 40 tấn thóc"
    unit = GRAMMAR.read(text, text, text.index(" mẫu"), len(text))
    assert unit is not None
    assert (unit.name, unit.family) == ("mẫu", Family.MEASURE)


@pytest.mark.parametrize(("text", "name"), [(" số hộ đồng ý", "hộ"), (" tổng số xã", "xã"), (" số tiền", None)])
def test_a_share_of_a_number_of_things_counts_the_things(text, name):
    unit = unit_after(text)
    assert (unit.name if unit else None) == name


def test_a_unit_stands_at_its_offsets_and_ends_with_the_sentence():
    text = "Có 12 huyện nghèo"
    unit = GRAMMAR.read(text, text.lower(), 5, len(text))
    assert unit is not None
    assert text[unit.start : unit.end] == "huyện"
    assert GRAMMAR.read(text, text.lower(), 5, 5) is None


def test_an_endless_list_is_read_in_time_that_grows_with_its_length():
    text = "12 " + "huyện, " * 4_000
    began = time.process_time()
    assert GRAMMAR.read(text, text, 2, len(text)) is not None
    assert time.process_time() - began < 5
