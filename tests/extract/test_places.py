"""Which places a text names, and which one a number is about."""

from __future__ import annotations

from datetime import date

import pytest
from asked_places import place

from report_miner.clean.shadow import shadow_of
from report_miner.extract.gazetteer import Gazetteer, load_gazetteer
from report_miner.extract.place_words import Sort
from report_miner.extract.places import find_places
from report_miner.patterns import load_patterns


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(load_patterns())


def printed(text: str, gazetteer: Gazetteer, *sorts: Sort) -> list[str]:
    sorts = sorts or (Sort.UNIT, Sort.LOCAL, Sort.REGION, Sort.ABROAD)
    shadow = shadow_of(text)
    return [shadow.text[m.start : m.end] for m in find_places(shadow, gazetteer) if m.sort in sorts]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Xã Vĩnh Thạnh, Hưng Thạnh và Vĩnh Châu B về đích.", ["Xã Vĩnh Thạnh", "Hưng Thạnh", "Vĩnh Châu B"]),
        ("Các huyện Bù Đốp, Lộc Ninh và Bù Đăng giảm mạnh.", ["huyện Bù Đốp", "Lộc Ninh", "Bù Đăng"]),
        ("Công an TX. Sơn Tây, H. Hòa Vang và TPHCM", ["TX. Sơn Tây", "H. Hòa Vang", "TPHCM"]),
        ("Mưa ở Phan Rang và đường Phan Rang", ["Phan Rang"]),
        ("xã Thanh Hóa, huyện Tuyên Hóa", ["xã Thanh Hóa", "huyện Tuyên Hóa"]),
        ("Phường 5, Quận 9 và Phường Hà Giang 1", ["Phường 5", "Quận 9", "Phường Hà Giang 1"]),
        ("Theo báo cáo Hà Nội có mưa, dự báo Thái Bình cũng có.", ["Hà Nội", "Thái Bình"]),
        ("thôn Đoàn Kết, làng Hội Xá, xã Đoàn Đào", ["thôn Đoàn Kết", "làng Hội Xá", "xã Đoàn Đào"]),
        ("ấp 3, khu phố 4, tổ dân phố số 7", ["ấp 3", "khu phố 4", "tổ dân phố số 7"]),
        ("UBND TỈNH AN GIANG", ["TỈNH AN GIANG"]),
        ("tỉnh Thừa Thiên - Huế và Bà Rịa-Vũng Tàu", ["tỉnh Thừa Thiên - Huế", "Bà Rịa-Vũng Tàu"]),
        ("vùng Tây Nguyên, đồng bằng sông Hồng", ["vùng Tây Nguyên", "đồng bằng sông Hồng"]),
        ("Mưa lớn ở các tỉnh Bắc Bộ", ["các tỉnh Bắc Bộ"]),
        ("Con đường nối ba quận Thủ đô", ["Thủ đô"]),
        ("Gió Bắc đến Tây Bắc cấp 3 ở Tây Bắc", ["Tây Bắc"]),
        ("Lúa gạo bán sang Trung Quốc và tại Mỹ", ["Trung Quốc", "Mỹ"]),
        ("Xã Đức Lân có 5 hộ. Riêng Đức Lân còn nghèo.", ["Xã Đức Lân", "Đức Lân"]),
        ("Trung Quốc - Hồng Kông mua 3 tấn", ["Trung Quốc - Hồng Kông"]),
        ("huyện miền núi Tây Giang, xã vùng cao Trà Linh", ["huyện miền núi Tây Giang", "xã vùng cao Trà Linh"]),
        ("Bác sĩ ở bản 16 ngày, ở ấp 3 ngày 12/5", ["ấp 3"]),
    ],
)
def test_places_are_found(text: str, names: list[str], gazetteer: Gazetteer) -> None:
    assert printed(text, gazetteer) == names


@pytest.mark.parametrize(
    "text",
    [
        "xã hội hóa, thành phố thông minh, bản đồ, ấp ủ",
        "có 3 phường 5 xã chưa đạt",
        "ông Trần Quảng Bình và bà Nguyễn Thị Thanh Hóa",
        "chiến thắng Điện Biên Phủ, khu vực Thái Bình Dương",
        "trên đường Hà Nội, phố Hải Phòng",
        "bà Mỹ, anh Đức và cô Nga",
        "trên địa bàn TP. Các đơn vị báo cáo",
        "Công ty Tân Thành mở rộng sản xuất",
        "Thầy trò Đại học Bách khoa Đà Nẵng và Học viện Cán bộ Hà Nội",
        "Phiên bản Tundra ra mắt, bản SP2 dùng động cơ mới.",
        "Xe bản Tundra TRD mới được trang bị động cơ.",
        "Xe bản EL rẻ hơn bản VL.",
        "Huyện Hội và Huyện Đoàn cùng tham gia",
        "Như Báo Công an Đà Nẵng đã đưa, bán đảo Sơn Trà còn nhiều rừng",
        "Công ty Cao su Miền Nam thuê kho",
        "Sở Nông nghiệp và Phát triển nông thôn báo cáo",
        "Công ty Cơ khí Sài Gòn và CTCP Giống cây trồng Thái Bình tăng vốn",
        "Trận Real Madrid gặp Manchester United, gió Đông Bắc mạnh",
        "Cùng bà xã Minh Ngọc, anh xem bảng: Đội T H B BT Điểm",
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str, gazetteer: Gazetteer) -> None:
    assert printed(text, gazetteer) == []


BINH_PHUOC = "Bình Phước kéo giảm tội phạm\nNăm qua, tỉnh Bình Phước "
BU_DOP = "huyện Bù Đốp < tỉnh Bình Phước"
LOC_NINH = "huyện Lộc Ninh < tỉnh Bình Phước"
COMMUNE = "xã Phú Sơn < huyện Bù Đăng < tỉnh Bình Phước"
NATION = "Sản xuất công nghiệp tăng\nTheo Tổng cục Thống kê, cả nước có chuyển biến. "


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        (BINH_PHUOC + "xảy ra 636 vụ.", "636", "tỉnh Bình Phước"),
        (BINH_PHUOC + "có 11 thôn tại các huyện Bù Đốp (7 thôn), Lộc Ninh (4).", "11", "tỉnh Bình Phước"),
        (BINH_PHUOC + "bình yên. Toàn tỉnh còn 412 hộ nghèo.", "412", "tỉnh Bình Phước"),
        (BINH_PHUOC + "bình yên, cao hơn 57% của cả nước.", "57%", "Việt Nam"),
        (BINH_PHUOC + "giảm 9% so với Hà Nội.", "9%", "tỉnh Bình Phước"),
        (BINH_PHUOC + "chuyển biến. Huyện Bù Đốp có 31 vụ.", "31", "huyện Bù Đốp < tỉnh Bình Phước"),
        (BINH_PHUOC + "bắt 88 đối tượng tại huyện Lộc Ninh.", "88", "huyện Lộc Ninh < tỉnh Bình Phước"),
        (BINH_PHUOC + "giảm. Bù Đốp 14 vụ, Lộc Ninh 23 vụ.", "23", "huyện Lộc Ninh < tỉnh Bình Phước"),
        (BINH_PHUOC + "giảm: 17 vụ (huyện Bù Đăng); 45 vụ khác.", "17", "huyện Bù Đăng < tỉnh Bình Phước"),
        (BINH_PHUOC + "giảm: 17 vụ (huyện Bù Đăng); 45 vụ khác.", "45", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thu hút 61 dự án của Trung Quốc, 38 của Hàn Quốc.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "đạt 75%, cao hơn Bình Dương (71%) và cả nước.", "71%", "tỉnh Bình Dương"),
        (BINH_PHUOC + "đạt 75%, vượt Bình Dương (71%, tăng 2%); riêng nam 63%.", "63%", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thấp hơn mức chung của cả nước là 88% số hộ.", "88%", "Việt Nam"),
        (
            BINH_PHUOC + "khá. Huyện Bù Đăng thu 90 tỷ đồng, chiếm 60% của tỉnh.",
            "60%",
            "huyện Bù Đăng < tỉnh Bình Phước",
        ),
        (BINH_PHUOC + "ngập 90 ha, riêng huyện Bù Đăng 20 ha; 64 ha ao cá vỡ bờ.", "64", "tỉnh Bình Phước"),
        (
            BINH_PHUOC + "khá. Mô hình trồng tiêu (huyện Bù Đăng), diện tích 38 ha.",
            "38",
            "huyện Bù Đăng < tỉnh Bình Phước",
        ),
        (BINH_PHUOC + "công nhận 02 huyện mới (huyện Bù Đăng, huyện Lộc Ninh).", "02", "tỉnh Bình Phước"),
        (BINH_PHUOC + "có dịch ở năm xã thuộc hai huyện Bù Đăng và Lộc Ninh.", "hai", "tỉnh Bình Phước"),
        ("Tỉnh Hà Nam. Sản lượng đạt 35 tấn (đứng thứ hai cả nước).", "35", "tỉnh Hà Nam"),
        ("Tỉnh Hà Nam. Chỉ số 67 điểm (thứ 12/63 cả nước).", "67", "tỉnh Hà Nam"),
        (BINH_PHUOC + "thay đổi về xây dựng cơ bản\nVốn giải ngân 286 tỷ đồng.", "286", "tỉnh Bình Phước"),
        (NATION + "Dịch cúm gia cầm vẫn còn ở vùng đồng bằng sông Hồng. Đàn lợn tăng 6%.", "6%", "Việt Nam"),
        (NATION + "Sản lượng đạt 77 triệu tấn.", "77", "Việt Nam"),
        (NATION + "Bắc Ninh tăng 97 điểm, Hà Nam 45.", "97", "tỉnh Bắc Ninh"),
        (NATION + "Bắc Ninh tăng 97 điểm, Hà Nam 45.", "45", "tỉnh Hà Nam"),
        (NATION + "Đà Nẵng, Hải Phòng tăng lần lượt 10,8%, 17%.", "17%", "thành phố Hải Phòng"),
        (NATION + "Long An, Bến Tre cùng tăng 3,3%.", "3,3%", "Long An, Bến Tre"),
        (NATION + "Xuất khẩu sang Trung Quốc đạt 5,5 tỷ USD.", "5,5", "Việt Nam"),
        (NATION + "Năm ấy, Trung Quốc tăng 8,8%.", "8,8%", "Trung Quốc"),
        (NATION + "Tây Nguyên có 1.289 doanh nghiệp.", "1.289", "Tây Nguyên"),
        (BINH_PHUOC + "có dịch: Bù Đốp 14 ca, Lộc Ninh 23 ca; các huyện còn lại 343 ca.", "343", "tỉnh Bình Phước"),
        ("Huyện Bù Đốp. Đảng bộ kết nạp 156 người, bằng 104% chỉ tiêu Tỉnh ủy giao (150).", "150", BU_DOP),
        (BINH_PHUOC + 'tốt: màn xếp chữ "Thái Bình" có 108 học sinh.', "108", "tỉnh Bình Phước"),
        (BINH_PHUOC + "chờ cao tốc Tân Phú - Bảo Lộc dài 66 km.", "66", "tỉnh Bình Phước"),
        (NATION + "Trên quốc lộ 13, đoạn qua huyện Lộc Ninh (Bình Phước), có 4 người bị nạn.", "4", LOC_NINH),
        (NATION + "Xe đi qua huyện Lộc Ninh (Bình Phước) chở 4 người.", "4", "Việt Nam"),
        (NATION + "Hội nghị diễn ra tại Hà Nội. Có 29 đại biểu.", "29", "Việt Nam"),
        (BINH_PHUOC + "có dịch: Bù Đốp có 14 ca. Ngân sách tỉnh chi 3 tỷ đồng.", "3 tỷ", "tỉnh Bình Phước"),
    ],
)
def test_the_place_of_a_number(text: str, number: str, expected: str, gazetteer: Gazetteer) -> None:
    assert str(place(text, number, gazetteer).place) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bầu cử ở Pháp\nChính phủ Pháp cho biết 21 ghế đã có chủ.", "Pháp"),
        ("Bầu cử ở Pháp\nViệt Nam và Chính phủ, Quốc hội, Thủ tướng theo dõi 21 ghế. Cả nước quan tâm.", "Việt Nam"),
        ("Xe mới\nXe đã bán ở Italy, Canada, Hà Lan và Brazil. Đó là 21 mẫu.", "None"),
        ("Tai nạn\nXe chạy tuyến Hà Nội - Hải Phòng gặp nạn, 21 người bị thương.", "Việt Nam"),
        (
            "Xe mới về\nXe nhập từ Nhật Bản, xe Thái Lan và mẫu xe của hãng Đức bán tại Việt Nam từ 21 tỷ đồng.",
            "Việt Nam",
        ),
        (
            "Giá tiêu dùng\nCPI, GDP và lạm phát ổn định nhờ Chính phủ, dù EU thì không.\nCó 21 mặt hàng tăng.",
            "Việt Nam",
        ),
        ("Họp báo\nPhó Thủ tướng Trịnh Đình Dũng thăm Mỹ, Nga. Chính phủ có 21 việc.", "Việt Nam"),
        ("Giá vàng\nSJC bán 60 triệu đồng/lượng, Mỹ chờ Fed. SJC, VN-Index tăng 21%.", "Việt Nam"),
        ("Bố mẹ nuôi con\nNga và chồng lo cho con. Nga bán nhà được 21 triệu. Nga buồn.", "Việt Nam"),
        ("Bán kết\nChampions League: Arsenal gặp Juventus, Bayern gặp PSG. Có 21 cú sút.", "None"),
        ("Siêu sao người Thụy Điển\nIbrahimovic ghi 21 bàn ở Premier League cho MU.", "Anh"),
        ("Nổ nhà máy\nMột nhà máy ở Lào phát nổ, 21 người bị thương.", "Lào"),
        ("Điện thoại mới\nTheo một tờ báo của Trung Quốc, máy mới sắp ra.\nMáy nặng 21 g.", "None"),
        ("Lào bầu cử\nLào họp quốc hội. Thủ đô Viêng Chăn của Lào đông vui, cả nước có 21 đơn vị bầu cử.", "Lào"),
        (
            "Xe mới\n" + "Xe bền và tiết kiệm, hợp với phố đông. " * 20 + "\n"
            "Anh Lê Văn Bình (Gò Vấp, TP.HCM) và chị Đỗ Thị Hoa (quận 3, TP.HCM) đã thử.\nXe chạy 21 km.",
            "Việt Nam",
        ),
        ("Bầu cử Anh\nHạ viện Anh có 21 ghế trống.", "Anh"),
        ("Tăng quân\nThủ tướng Anh Mary Brown gọi thêm quân. Đã có 21 chốt của binh sĩ Anh.", "Anh"),
        ("Nhận tàu\nViệt Nam nhận tàu, có Đại sứ Mỹ John Green dự. Đại sứ Mỹ vui. Đó là 21 tàu.", "Việt Nam"),
        ("Quần vợt ở Pháp\nGiải ở Pháp bắt đầu. Tay vợt Marko Savic (Serbia) thắng 21 trận.", "Pháp"),
        ("Phim Hàn Quốc\nPhim Hàn Quốc chiếu tại quảng trường lớn, ngoài bến cũ (Pháp), với 21 suất.", "Pháp"),
        ("Lũ ở Anh\nLũ ở Anh rút. Tại thành phố Manchester, 21 nhà hư hại.", "thành phố Manchester < Anh"),
        ("Bão ở Mỹ\nBão ở Mỹ mạnh lên. Tại bang Kansas, 21 người bị thương.", "bang Kansas < Mỹ"),
        ("Lãi suất ở Mỹ\nCục Dự trữ liên bang Mỹ có 21 thống đốc. Lãi suất ở Mỹ tăng.", "Mỹ"),
        ("Cháy rừng\nRừng ở bang California cháy. Bang California mất 21 nhà.", "bang California < Mỹ"),
        (
            "Bình Phước đón khách\nToàn tỉnh đông. Khách Nga chiếm 38%, Lào 27%; kế đó là Pháp và Nhật Bản."
            "\nPhòng trọ đắt thêm 21%.",
            "tỉnh Bình Phước",
        ),
        ("Mỹ và New York\nTại Washington, tổng thống Mỹ gặp khách Nga, Pháp. Có 21 lễ.", "Mỹ"),
    ],
)
def test_the_country_of_a_document(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert str(place(text, "21", gazetteer).place) == expected


def test_a_commune_named_like_a_province_stays_a_commune(gazetteer: Gazetteer) -> None:
    text = "Huyện Tuyên Hóa giữ vững an ninh\nHuyện Tuyên Hóa, tỉnh Quảng Bình yên ổn. Xã Thanh Hóa có 12 mô hình."
    reading = place(text, "12", gazetteer)
    assert str(reading.place) == "xã Thanh Hóa < huyện Tuyên Hóa < tỉnh Quảng Bình"
    assert reading.place is not None
    assert reading.place.code == "old:18958"


def test_the_date_of_the_document_chooses_the_vintage(gazetteer: Gazetteer) -> None:
    text = "Tỉnh An Giang phát triển\nToàn tỉnh có 7 khu công nghiệp."
    before = place(text, "7", gazetteer, published=date(2024, 5, 1)).place
    after = place(text, "7", gazetteer, published=date(2026, 5, 1)).place
    assert before is not None
    assert after is not None
    assert (before.code, after.code) == ("old:89", "new:91")


def test_a_district_in_a_report_after_the_reform_is_historical(gazetteer: Gazetteer) -> None:
    text = "Huyện Ý Yên trước ngày sáp nhập\nHuyện Ý Yên có 23 xã."
    reading = place(text, "23", gazetteer, published=date(2026, 5, 1))
    assert reading.place is not None
    assert reading.place.code == "old:360"


def test_the_register_states_the_place_of_a_silent_document(gazetteer: Gazetteer) -> None:
    reading = place("Kết quả năm\nCó 15 mô hình.", "15", gazetteer, place="huyện Tân Hưng, tỉnh Long An")
    assert str(reading.place) == "huyện Tân Hưng < tỉnh Long An"
    assert reading.source == "register"


def test_the_publisher_tells_the_province_when_nothing_else_does(gazetteer: Gazetteer) -> None:
    reading = place("Kết quả năm\nCó 15 mô hình.", "15", gazetteer, publisher="UBND tỉnh Nam Định")
    assert str(reading.place) == "tỉnh Nam Định"


def test_a_longer_way_to_the_place_is_less_certain(gazetteer: Gazetteer) -> None:
    text = BINH_PHUOC + "giảm 21 vụ. Mọi mặt ổn định.\nĐã lập 34 chốt."
    assert place(text, "21", gazetteer).certainty > place(text, "34", gazetteer).certainty


def test_a_title_with_the_province_does_not_hide_the_one_district_told_of(gazetteer: Gazetteer) -> None:
    told = "Huyện Bù Đăng trồng điều. Huyện Bù Đăng có nước. Huyện Bù Đăng mở đường. "
    text = f"Cánh đồng vàng ở Bình Phước\n{told * 3}\nThu nhập đạt 70 triệu đồng."
    assert str(place(text, "70", gazetteer).place) == "huyện Bù Đăng < tỉnh Bình Phước"


def test_a_commune_that_several_provinces_have_is_the_one_in_the_province_told_of(gazetteer: Gazetteer) -> None:
    text = "Bình Phước: chuyện ở Phú Sơn\nTại xã Phú Sơn, huyện Bù Đăng, dân xã Phú Sơn chờ nước.\nNay đào 38 giếng."
    reading = place(text, "38", gazetteer, published=date(2019, 5, 2))
    assert str(reading.place) == "xã Phú Sơn < huyện Bù Đăng < tỉnh Bình Phước"


def test_endless_sentences_take_no_endless_time(gazetteer: Gazetteer) -> None:
    text = "Hà Nội 5 vụ, Hà Nam 7 vụ, " * 4_000
    assert str(place(text, "7", gazetteer).place) == "tỉnh Hà Nam"


@pytest.mark.parametrize(
    "text",
    [
        "II. VĂN HÓA - XÃ HỘI",
        "Với huyện NTM, tự chấm đạt 6/9 tiêu chí",
        "ĐẢNG BỘ HUYỆN LẦN THỨ XXII",
        "NGÂN SÁCH XÃ QUÝ I",
    ],
)
def test_society_and_abbreviations_are_no_names_of_places(text: str, gazetteer: Gazetteer) -> None:
    assert printed(text, gazetteer) == []


def test_a_name_in_capitals_may_begin_with_a_word_of_titles(gazetteer: Gazetteer) -> None:
    assert len(printed("UBND HUYỆN TỪ LIÊM", gazetteer)) == 1
    assert printed("NGÂN SÁCH HUYỆN TỪ NĂM 2015", gazetteer) == []


def test_a_press_conference_is_not_what_it_reports(gazetteer: Gazetteer) -> None:
    text = "Kinh tế cả nước tăng tốc\nHọp báo ở Hà Nội, Tổng cục Thống kê cho hay công nghiệp lớn thêm 9,36%."
    assert str(place(text, "9,36", gazetteer).place) == "Việt Nam"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tỉnh ủy giao chỉ tiêu 15 xã.", []),
        ("TỈNH ỦY HÒA BÌNH báo cáo 15 xã.", ["HÒA BÌNH"]),
    ],
)
def test_an_office_of_the_party_names_a_place_only_with_its_name(text, names):
    found = find_places(shadow_of(text), load_gazetteer(load_patterns()))
    assert [mention.name for mention in found] == names


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        (
            "Thôn Ninh Bình, xã Bình Khê, TX Đông Triều (Quảng Ninh) có 120 hộ.",
            "120",
            "thôn Ninh Bình < xã Bình Khê < thị xã Đông Triều < tỉnh Quảng Ninh",
        ),
        ("Tỉnh Quảng Ninh họp.\nXã Bình Khê có 120 hộ.", "120", "xã Bình Khê"),
        ("Đại biểu Phùng Văn Hùng (Cao Bằng) cho biết: cả nước có 12 dự án.", "12", "Việt Nam"),
        ("Họp ở Vĩnh Phúc,\nHà Nội và Hải Phòng có 15 tàu.", "15", "Hà Nội và Hải Phòng"),
    ],
)
def test_what_the_text_prints_wins_over_a_namesake(
    text: str, number: str, expected: str, gazetteer: Gazetteer
) -> None:
    found = place(text, number, gazetteer, published=date(2017, 5, 17)).place
    assert found is not None
    assert " < ".join(found.names) == expected


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        # What stands under a picture, and names of firms, say nothing of what the document is about.
        (
            "Vốn vay cho người nghèo\nCán bộ tỉnh Thanh Hóa thăm trại. Ảnh: An Bình\nNgân hàng cho vay 38 tỷ.",
            "38",
            "Việt Nam",
        ),
        ("Giá vàng lên\nCông ty Vàng bạc đá quý Sài Gòn bán 38 triệu đồng/lượng.", "38", "Việt Nam"),
        (
            "Phạt lỗi xây dựng\nCông ty TNHH một thành viên Đầu tư và Phát triển nhà Hòa Bình nộp 38 triệu đồng.",
            "38",
            "Việt Nam",
        ),
        ("Đấu giá\nSở giao dịch Chứng khoán Hà Nội (HNX) tổ chức 38 phiên.", "38", "Việt Nam"),
        # Nor do the homes of persons.
        (
            "Tiền giả\nCông an tỉnh Bình Phước bắt anh A (trú tại Nam Định), anh B (quê Thái Bình).\nThu 38 tờ.",
            "38",
            "tỉnh Bình Phước",
        ),
        # A place named once in passing is outweighed by what speaks of the nation.
        (
            "Chứng khoán\nMột cửa hàng ở TP.HCM mở cửa.\nVN-Index, HNX-Index và HOSE, VN-Index: 38 mã tăng.",
            "38",
            "Việt Nam",
        ),
        # The body outweighs a title that names another province only once.
        (
            "Chuyến đi Bình Dương\nTP.HCM lo nhà ở. TP.HCM thiếu đất. Dân TP.HCM chờ.\n"
            "TP.HCM có quỹ. TP.HCM sẽ xây. Ở TP.HCM đất hiếm. Có 38 dự án.",
            "38",
            "thành phố Hồ Chí Minh",
        ),
        # A person may have the name of a district; the ends of a way are not what a story is about.
        ("Xuân Trường đá chính\nXuân Trường đá chính. Xuân Trường chơi hay, có 38 đường chuyền.", "38", "Việt Nam"),
        (
            "Xuân Trường được mùa\nXuân Trường (Nam Định) được mùa.\nMỗi nhà gặt 38 tạ.",
            "38",
            "huyện Xuân Trường < tỉnh Nam Định",
        ),
        ("Tàu đắm ở Xuân Trường\nTàu chở 40 tấn gạo.\nCó 38 người.", "38", "tỉnh Nam Định"),
        ("Chuyến bay Vinh - Cà Mau\nChặng Vinh - Cà Mau mở lại. Chặng Vinh - Cà Mau giảm 38%.", "38", "Việt Nam"),
        # "Toàn thành phố" is the city's with which the paragraph opens.
        (
            "Ngập nước\nTP.HCM ngập 12 tuyến đường.\nỞ Hà Nội thì khác. Toàn thành phố có 38 điểm ngập.",
            "38",
            "thành phố Hà Nội",
        ),
        # What counts provinces is not about one of them; somebody behind a quotation speaks of his own commune.
        (NATION + "Hà Nam giảm 5 vụ, còn 38 tỉnh không xảy ra vụ nào.", "38", "Việt Nam"),
        (BINH_PHUOC + 'thi.\n"Nhà tôi hái 38 tạ", ông Lê A ở xã Phú Sơn, huyện Bù Đăng kể.', "38", COMMUNE),
        (
            BINH_PHUOC + "thi. Ông A, Chủ tịch UBND xã Phú Sơn, huyện Bù Đăng kể. Xã ông có 38 thôn.",
            "38",
            COMMUNE,
        ),
        # The place that opens a paragraph is not that of the next one; who is quoted stands behind the quotation.
        (
            "Dịch ở huyện Tuy Phước\nHuyện Tuy Phước, tỉnh Bình Định họp.\nTại huyện Phù Cát, dịch nặng.\n"
            "Toàn huyện có 38 ca.",
            "38",
            "huyện Tuy Phước < tỉnh Bình Định",
        ),
        (
            BINH_PHUOC + 'thi. "Tôi mừng", chị nói. Năm nay có 38 hộ. "Ông Nam ở xã Phú Sơn, huyện Bù Đăng vui.',
            "38",
            "tỉnh Bình Phước",
        ),
        # A title that opens with a district's name is not about the town of that name.
        (
            "Tân Hưng: ít trộm\nCông an huyện Tân Hưng, tỉnh Long An họp. Cả xã vui. Ít trộm ở Tân Hưng.\nCó 38 vụ.",
            "38",
            "huyện Tân Hưng < tỉnh Long An",
        ),
        # A district that bears another type by now is known by the province behind it.
        (
            "Tổng kết năm học\nTrường ở xã Phong Hiền, huyện Phong Điền, tỉnh Thừa Thiên Huế.\nCó 38 lớp học.",
            "38",
            "tỉnh Thừa Thiên Huế",
        ),
        # An aside, a reason.
        (BINH_PHUOC + "thi. GRDP của tỉnh (sau khi hợp nhất với tỉnh Đồng Nai) tăng 38%.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thi. Xuất khẩu bớt 38 tấn vì phía Đài Loan mua ít.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thi. Mỗi năm Việt Nam có chừng 38 ca.", "38", "Việt Nam"),
        # A name between "là" or a comma and its number, and the two ends of a way.
        (NATION + "Bán sang Trung Quốc 12 tấn, kế đến là Nga 38 tấn.", "38", "Nga"),
        (NATION + "Vé Hà Nội - Phú Quốc rao 38 triệu đồng.", "38", "Việt Nam"),
        ("Nhà ở Sài Gòn\nSài Gòn chật chội, Sài Gòn có 38 khu trọ.", "38", "thành phố Hồ Chí Minh"),
        ("Thị trường\nCả nước giá ổn định. Tại thị trường Sài Gòn bán 38 tấn.", "38", "thành phố Hồ Chí Minh"),
        # The nation speaks for itself in a document about a country abroad.
        (
            "Giá gạo Bangladesh\nBangladesh thiếu gạo, Bangladesh nhập nhiều.\nViệt Nam đang bán 38 đồng.",
            "38",
            "Việt Nam",
        ),
        (NATION + "Khách từ Hàn Quốc tăng. Năm nay, Việt Nam dự kiến đón 38 triệu khách.", "38", "Việt Nam"),
        # Who is only from a country, and the countries listed behind it, with their numbers.
        (BINH_PHUOC + "thi. Khách Trung Quốc chiếm 42%, Hàn Quốc 38%, kế đó là Nga.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thi. Doanh nghiệp Nhật Bản góp 12 triệu USD, tại Lào có 38 dự án.", "38", "Lào"),
        # In a province's document what countries buy or invest is told of the province; and an aside is passed by.
        (BINH_PHUOC + "thi. Có 60 dự án; Hàn Quốc dẫn đầu với 38 dự án.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thi. Người đi làm ở xa: Đài Loan 12 người, Lào 38 người.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thi. Tính cả Đồng Nai cũ, năm ngoái có 38 ca.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thi. Tính cả tỉnh, năm ngoái có 38 ca.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thi. Cộng cả Đồng Nai (38 ca), có 90 ca.", "38", "tỉnh Đồng Nai"),
        # A place that looks back ends with its clause, or with its item of a list.
        (BINH_PHUOC + "thi. Đã có 5 ha mía ở Bù Đăng trúng mùa; sản lượng cá 38 tấn.", "38", "tỉnh Bình Phước"),
        (
            BINH_PHUOC + "thi. Bão làm 3 người chết, 1 người mất tích ở Bù Đăng, 38 người đau.",
            "38",
            "tỉnh Bình Phước",
        ),
        (
            BINH_PHUOC + "thi. Giao 55 con dê cho người nghèo ở Bù Đăng; nay có 38 con.",
            "38",
            "huyện Bù Đăng < tỉnh Bình Phước",
        ),
        # Who comes from a place is not there; a body is not its region; who pays beside the nation is not told of.
        (BINH_PHUOC + "thi. Công an rà soát 38 người về từ vùng dịch ở Hải Dương.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thi. Từ đầu năm đến nay ở Hải Dương có 38 ca.", "38", "tỉnh Hải Dương"),
        (BINH_PHUOC + "thi. Đài Khí tượng khu vực Nam Bộ đo được 38 mm mưa.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thi. Theo Đài Khí tượng, Nam Bộ mưa 38 mm.", "38", "Nam Bộ"),
        # What is named as an instance, as the one in front or as where news is from is not what is gone on about.
        (BINH_PHUOC + "thi. Ít nhất là Bù Đăng, mới có 4 ca. Người già chiếm 38%.", "38", "tỉnh Bình Phước"),
        (BINH_PHUOC + "thi. Huyện Bù Đăng nóng nhất với 4 ca. Cả tuần có 38 ca.", "38", "tỉnh Bình Phước"),
        (
            BINH_PHUOC + "thi. Huyện Bù Đăng thống nhất cách làm. Hội có 38 tổ.",
            "38",
            "huyện Bù Đăng < tỉnh Bình Phước",
        ),
        (NATION + "Giới buôn vàng chờ báo cáo của Mỹ. Mỗi lượng bán 38 triệu đồng.", "38", "Việt Nam"),
        # A country alone in brackets is where somebody is from.
        (BINH_PHUOC + "thi. Tập đoàn Kim Thành (Nhật Bản) đầu tư 38 triệu USD.", "38", "tỉnh Bình Phước"),
        # "Toàn thành phố" goes on about the city that opened the sentence; "trong số này" about the one before.
        (
            BINH_PHUOC
            + "thi. Tại Hải Phòng, ông Nguyễn Văn A cho biết rằng năm nay toàn thành phố có 2 cụm. Mỗi cụm 38 phòng.",
            "38",
            "thành phố Hải Phòng",
        ),
        (
            BINH_PHUOC
            + "thi. Theo ông A, hiệu trưởng một trường cấp ba ở huyện Bù Đăng, có 306 em. Trong số này có 38 nữ.",
            "38",
            "huyện Bù Đăng < tỉnh Bình Phước",
        ),
        # A place around another that only tells where that lies, or a hospital somebody is brought to.
        (
            BINH_PHUOC
            + "thi. Thôn Hà Mi, xã Đức Liễu là nơi vui. Xã Đức Liễu nằm ở phía nam huyện Bù Đăng, có 38 tổ.",
            "38",
            "xã Đức Liễu < huyện Bù Đăng < tỉnh Bình Phước",
        ),
        (BINH_PHUOC + "thi. Có 5 ca nặng chuyển về Bệnh viện Chợ Rẫy TP.HCM; 38 ca nhẹ.", "38", "tỉnh Bình Phước"),
        # What another district is set against, the village told before, and where the thing lies that is come to.
        (
            BINH_PHUOC + "thi. Khác với Lộc Ninh, Bù Đăng chọn cách khác. Nay huyện có 38 ha.",
            "38",
            "huyện Bù Đăng < tỉnh Bình Phước",
        ),
        (
            BINH_PHUOC + "thi. Ở làng Bom Bo, xã Bình Minh, huyện Bù Đăng có lửa. Cả làng giã gạo được 38 tạ.",
            "38",
            "làng Bom Bo < xã Bình Minh < huyện Bù Đăng < tỉnh Bình Phước",
        ),
        (BINH_PHUOC + "thi. Huyện Bù Đăng vui. Cả làng bóng đá có 38 đội.", "38", "huyện Bù Đăng < tỉnh Bình Phước"),
        (
            BINH_PHUOC + "thi. Sáng 21/6, chúng tôi có mặt ở hồ Sa Cát (huyện Bù Đăng), hồ lớn. Nước còn 38 m.",
            "38",
            "huyện Bù Đăng < tỉnh Bình Phước",
        ),
        (
            BINH_PHUOC + "thi. Sáng 21/1 (30 Tết), chúng tôi có mặt ở hồ Sa Cát (huyện Bù Đăng). Nước còn 38 m.",
            "38",
            "huyện Bù Đăng < tỉnh Bình Phước",
        ),
        (
            "Tây Nguyên chống hạn\nTỉnh Gia Lai và tỉnh Kon Tum khô. Tây Nguyên nóng, cả vùng lo. Có 38 hồ cạn.",
            "38",
            "Tây Nguyên",
        ),
    ],
)
def test_what_only_seems_to_be_the_place(text: str, number: str, expected: str, gazetteer: Gazetteer) -> None:
    assert str(place(text, number, gazetteer).place) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bình Phước: bắt giữ nhóm trộm\nTại xã Phú Sơn, huyện Bù Đăng, công an bắt giữ nhóm trộm.\nThu 47 xe.",
            COMMUNE,
        ),
        # A body of the district around it does not widen the scene, several communes side by side do.
        (
            "Bình Phước: cháy nhà\nVụ cháy ở xã Phú Sơn, huyện Bù Đăng, 2 người tử vong. Công an huyện Bù Đăng đến.\n"
            "Mất 47 gà.",
            COMMUNE,
        ),
        (
            "Bình Phước: cháy rừng\nVụ cháy ở xã Phú Sơn, huyện Bù Đăng, 2 người tử vong. Cháy cả các xã Bom Bo"
            " và Thọ Sơn.\nMất 47 ha.",
            "huyện Bù Đăng < tỉnh Bình Phước",
        ),
        # … be it in no table.
        (
            "Bình Phước: nổ ga, 2 người nhập viện\nChủ tịch xã Yên Mậu, huyện Bù Đăng kể vụ phát nổ.\nMất 47 gà.",
            "xã Yên Mậu < huyện Bù Đăng < tỉnh Bình Phước",
        ),
        (
            "Cháy rừng ở Bình Phước\nVụ cháy ở thôn 5, xã Phú Sơn (Bù Đăng), 2 người thiệt mạng.\nMất 47 ha.",
            COMMUNE,
        ),
        (
            "Bình Phước: bắt giữ nhóm trộm\nNgười bị bắt giữ (SN 1990, ở xã Phú Sơn) trộm xe.\nThu 47 xe.",
            "tỉnh Bình Phước",
        ),
        (
            "Bình Phước: tai nạn giảm\nToàn tỉnh có ít vụ tai nạn, tử vong; có vụ ở huyện Bù Đăng.\nXử phạt 47 xe.",
            "tỉnh Bình Phước",
        ),
        ("Bình Phước trồng điều\nTại xã Phú Sơn, huyện Bù Đăng, dân trồng điều.\nCó 47 ha.", "tỉnh Bình Phước"),
    ],
)
def test_an_event_has_the_place_of_its_scene(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert str(place(text, "47", gazetteer).place) == expected


def test_what_stands_beside_a_stretch_of_provinces_belongs_to_it(gazetteer: Gazetteer) -> None:
    text = "Lũ tại các tỉnh từ Nghệ An đến Quảng Trị và Gia Lai làm 9 người chết."
    assert str(place(text, "9", gazetteer).place) == "các tỉnh từ Nghệ An đến Quảng Trị và Gia Lai"


FORECAST = (
    "Thời tiết cả nước\nBắc Bộ và các tỉnh từ Thanh Hóa đến Phú Yên nóng 39 độ C. Phía Đông Bắc Bộ có mưa. Gió nhẹ. "
)
FORECAST += "Độ ẩm 65%. Nhiệt độ cao nhất 31oC Đà Nẵng đến Bình Thuận có mưa. Độ ẩm 72%. Cao nhất 33oC "
FORECAST += (
    "Thanh Hóa - Thừa Thiên Huế Mây thay đổi. Độ ẩm 84%. Các tỉnh từ Thanh Hóa đến Huế có mưa. Gió nhẹ. Độ ẩm 71%. "
)
FORECAST += "Phía Đông Bắc Bộ và Thủ đô Hà Nội có mưa. Gió Đông, gần sáng chuyển Đông Bắc cấp 3. Độ ẩm 68%. "
FORECAST += "Dự báo ngày 8/2 như sau: Phía Tây Bắc Bộ nắng. Gió nhẹ. Độ ẩm 57%."


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("39", "Bắc Bộ và các tỉnh từ Thanh Hóa đến Phú Yên"),
        ("65%", "Phía Đông Bắc Bộ"),
        ("31", "Phía Đông Bắc Bộ"),
        ("72%", "Đà Nẵng đến Bình Thuận"),
        ("84%", "Thanh Hóa - Thừa Thiên Huế"),
        ("71%", "Các tỉnh từ Thanh Hóa đến Huế"),
        ("68%", "Phía Đông Bắc Bộ và Thủ đô Hà Nội"),
        ("57%", "Phía Tây Bắc Bộ"),
    ],
)
def test_a_forecast_goes_on_about_the_region_that_it_has_named(
    number: str, expected: str, gazetteer: Gazetteer
) -> None:
    assert str(place(FORECAST, number, gazetteer).place) == expected


def test_the_ends_of_a_way_are_no_stretch_of_the_country(gazetteer: Gazetteer) -> None:
    text = NATION + "Xe chạy từ Hà Nội đến Hải Phòng chở 91 người."
    assert "đến" not in str(place(text, "91", gazetteer).place)


def test_a_guess_is_less_certain_than_evidence(gazetteer: Gazetteer) -> None:
    silent = place("Kết quả năm\nCó 15 mô hình.", "15", gazetteer)
    assert str(silent.place) == "Việt Nam"
    assert silent.certainty < place(NATION + "Có 15 mô hình.", "15", gazetteer).certainty


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        # The district became a town, then a city; its commune is a ward by now.
        (
            "Hộ nghèo\nTại xã Tân Hải, thị xã Phú Mỹ có 120 hộ nghèo.",
            "120",
            "xã Tân Hải < thị xã Phú Mỹ < tỉnh Bà Rịa - Vũng Tàu",
        ),
        ("Trồng rừng\nHuyện Thủy Nguyên trồng 40 ha.", "40", "huyện Thủy Nguyên < thành phố Hải Phòng"),
        # The head of a commune's office is no commune.
        ("Long An\nTheo Chủ tịch UBND xã Nguyễn Hữu Tấn, có 23 công trình.", "23", "tỉnh Long An"),
        # Where somebody is from, and who keeps an exchange.
        ("Hà Nội\nÔng Tuấn (sinh năm 1972, huyện Gia Lâm) nộp 38 triệu đồng.", "38", "thành phố Hà Nội"),
        ("Chứng khoán\nPhiên giao dịch tại Sở GDCK Hà Nội thu 88 tỷ đồng.", "88", "Việt Nam"),
        # Units that are counted and then named are not in one of them.
        (
            "Thu ngân sách tỉnh Trà Vinh\nCó 7 huyện đạt; 2 đơn vị không đạt là huyện Cầu Ngang và huyện Trà Cú.",
            "2",
            "tỉnh Trà Vinh",
        ),
        # A date before the place is no figure that it comes too late for.
        (
            "Lũ quét\nNgày 3/11, ở huyện Văn Chấn (Yên Bái) có lũ. Có 69 nhà sập.",
            "69",
            "huyện Văn Chấn < tỉnh Yên Bái",
        ),
        # As many bare numbers as places.
        (
            "Tỉnh Long An\nHuyện Bến Lức, Cần Giuộc cũng quá tải, với 8.730 và 6.115 việc.",
            "6.115",
            "huyện Cần Giuộc < tỉnh Long An",
        ),
    ],
)
def test_places_as_reports_of_their_time_name_them(
    text: str, number: str, expected: str, gazetteer: Gazetteer
) -> None:
    assert str(place(text, number, gazetteer, published=date(2019, 4, 16)).place) == expected


def test_a_title_narrows_the_registered_place(gazetteer: Gazetteer) -> None:
    text = "Hóc Môn: việc nhiều, người ít\nChi cục huyện Hóc Môn thụ lý 9.412 việc.\nĐã xong 5.042 việc."
    found = place(text, "5.042", gazetteer, published=date(2019, 10, 9), place="thành phố Hồ Chí Minh")
    assert str(found.place) == "huyện Hóc Môn < thành phố Hồ Chí Minh"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ở Hoài Nhơn, toàn huyện có 15 xã đạt chuẩn. Có 846 km đường.", "huyện Hoài Nhơn < tỉnh Bình Định"),
        ("Toàn tỉnh có 15 xã đạt chuẩn. Có 846 km đường.", "tỉnh Bình Định"),
    ],
)
def test_a_bare_name_in_the_title_narrows_the_registered_place_where_the_text_bears_it_out(
    body: str, expected: str, gazetteer: Gazetteer
) -> None:
    found = place(f"Hoài Nhơn về đích\n{body}", "846", gazetteer, published=date(2019, 1, 9), place="tỉnh Bình Định")
    assert str(found.place) == expected


@pytest.mark.parametrize("body", ["UBND", "HĐND", "Ủy ban nhân dân", "Hội đồng nhân dân"])
def test_the_body_of_a_district_is_that_of_the_district_named_before(body: str, gazetteer: Gazetteer) -> None:
    text = (
        "Lạng Sơn: xe khách lật\nXe lật trên đèo thuộc huyện Chi Lăng, tỉnh Lạng Sơn. Cả tỉnh năm nay có 15 vụ. "
        f"{body} huyện đã trao 21 suất quà."
    )
    found = place(text, "21", gazetteer, published=date(2019, 1, 9))
    assert str(found.place) == "huyện Chi Lăng < tỉnh Lạng Sơn"


def test_a_story_that_goes_over_to_the_whole_province_leaves_the_scene(gazetteer: Gazetteer) -> None:
    text = (
        "Lào Cai: cháy kho lạnh, ba người bị thương\nVụ cháy xảy ra ở xã Dền Sáng, huyện Bát Xát (Lào Cai).\n"
        f"Thiệt hại 21 tỷ đồng. {'Lửa lan rất nhanh. ' * 40}\nToàn tỉnh xảy ra 28 vụ cháy.\n"
        "Lực lượng chữa cháy có 41 xe."
    )
    known = {"published": date(2019, 4, 16)}
    assert str(place(text, "21", gazetteer, **known).place) == "xã Dền Sáng < huyện Bát Xát < tỉnh Lào Cai"
    assert str(place(text, "41", gazetteer, **known).place) == "tỉnh Lào Cai"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("38", "xã Yên Mậu < huyện Bù Đăng < tỉnh Bình Phước"),
        ("12", "huyện Bù Đăng < tỉnh Bình Phước"),
    ],
)
def test_the_bare_name_of_a_commune_in_the_title(number: str, expected: str, gazetteer: Gazetteer) -> None:
    text = "Yên Mậu đổi mới\nLà một trong 12 xã của huyện Bù Đăng, Yên Mậu đã đổi thay. Cả xã trồng 38 ha chè."
    assert str(place(text, number, gazetteer, place="tỉnh Bình Phước").place) == expected


def test_a_title_is_no_commune_where_the_text_tells_of_none(gazetteer: Gazetteer) -> None:
    text = "Yên Mậu đổi mới\nÔng Yên Mậu đến huyện Bù Đăng. Có 38 ha chè."
    reading = place(text, "38", gazetteer, place="tỉnh Bình Phước")
    assert "Yên Mậu" not in str(reading.place)


def test_bare_names_of_communes_with_a_number_each(gazetteer: Gazetteer) -> None:
    text = "Sốt xuất huyết\nHuyện Phù Cát (tỉnh Bình Định) có nhiều ca, nhất là Cát Hanh 47 ca, Cát Minh 33 ca."
    assert str(place(text, "47", gazetteer).place) == "xã Cát Hanh < huyện Phù Cát < tỉnh Bình Định"
    assert str(place(text, "33", gazetteer).place) == "xã Cát Minh < huyện Phù Cát < tỉnh Bình Định"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Làng nghề\nDân huyện Hoành Bồ làm 37 lò gốm.", "huyện Hoành Bồ < tỉnh Quảng Ninh"),
        ("Làng nghề\nTại xã Lê Lợi (huyện Hoành Bồ) có 37 lò gốm.", "xã Lê Lợi < huyện Hoành Bồ < tỉnh Quảng Ninh"),
        ("Làng nghề\nTại huyện Tiên Yên có 37 lò gốm.", "huyện Tiên Yên < tỉnh Quảng Ninh"),
    ],
)
def test_a_district_that_no_table_has_any_more_lies_in_the_province_of_the_document(
    text: str, expected: str, gazetteer: Gazetteer
) -> None:
    assert str(place(text, "37", gazetteer, place="tỉnh Quảng Ninh").place) == expected


def test_diseases_named_after_a_continent_are_no_places(gazetteer: Gazetteer) -> None:
    found = place("Chăn nuôi\nDịch tả lợn châu Phi đã vào 37 thôn.", "37", gazetteer, place="tỉnh Hà Nam")
    assert str(found.place) == "tỉnh Hà Nam"


def test_a_document_that_tells_of_no_known_province_has_no_place(gazetteer: Gazetteer) -> None:
    assert place("Nuôi ong\nToàn tỉnh có 37 trại ong.", "37", gazetteer).place is None
    assert str(place("Nuôi ong\nCó 37 trại ong.", "37", gazetteer).place) == "Việt Nam"


def test_a_document_about_a_commune_of_which_there_are_several_is_about_it(gazetteer: Gazetteer) -> None:
    text = "Xã An Phú đạt chuẩn\nHôm qua, xã An Phú đón bằng công nhận.\nThu nhập bình quân 62 triệu đồng."
    assert str(place(text, "62", gazetteer).place) == "xã An Phú"
    text = "Hai xã đạt chuẩn\nXã An Phú và xã Tân Lập đón bằng công nhận.\nThu nhập bình quân 62 triệu đồng."
    assert str(place(text, "62", gazetteer).place) == "Việt Nam"


def test_a_title_about_the_whole_country_is_not_about_its_publishers_province(gazetteer: Gazetteer) -> None:
    told = "Cả nước có thêm trại ong\nĐã có 37 trại ong."
    assert str(place(told, "37", gazetteer, place="tỉnh Hà Nam").place) == "Việt Nam"
    beside = "Hà Nam cùng cả nước nuôi ong\nĐã có 37 trại ong."
    assert str(place(beside, "37", gazetteer, place="tỉnh Hà Nam").place) == "tỉnh Hà Nam"


def test_the_provinces_of_one_end_of_the_country(gazetteer: Gazetteer) -> None:
    found = place("Lúa xuân\nCác tỉnh phía Bắc cấy 37 nghìn ha.", "37", gazetteer)
    assert str(found.place) == "Các tỉnh phía Bắc"


def test_a_province_spelt_in_another_way_has_its_type(gazetteer: Gazetteer) -> None:
    found = place("Cà phê Tây Nguyên\nĐắc Lắc có 37 nghìn ha, Gia Lai 12 nghìn ha.", "37", gazetteer)
    assert str(found.place) == "tỉnh Đắc Lắc"
