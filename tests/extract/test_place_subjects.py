"""What a whole document is about: a part of a country abroad, a district, or where a site lies that all know."""

from __future__ import annotations

from datetime import date

import pytest
from asked_places import place, resolver_of

from report_miner.extract.gazetteer import Gazetteer, load_gazetteer
from report_miner.patterns import load_patterns


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(load_patterns())


def test_the_number_of_a_title_has_the_place_that_the_text_tells_with_it(gazetteer: Gazetteer) -> None:
    text = "Hộ nghèo còn 3,21%\nTheo rà soát, huyện Ngọc Hiển có 915 hộ nghèo, chiếm 3,21%."
    assert str(place(text, "3,21%", gazetteer, place="tỉnh Cà Mau").place) == "huyện Ngọc Hiển < tỉnh Cà Mau"
    text = text.replace("chiếm 3,21%", "chiếm 3,2%")
    assert str(place(text, "3,21%", gazetteer, place="tỉnh Cà Mau").place) == "tỉnh Cà Mau"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("Huyện Ngọc Hiển sẽ mở thêm lớp.", "huyện Ngọc Hiển < tỉnh Cà Mau"),
        ("Huyện Ngọc Hiển và huyện Năm Căn sẽ mở thêm lớp.", "tỉnh Cà Mau"),
    ],
)
def test_a_whole_district_is_the_only_one_that_the_text_names_later(
    rest: str, expected: str, gazetteer: Gazetteer
) -> None:
    text = f"Trường lớp khang trang\nToàn huyện có 45 trường.\n{rest}"
    assert str(place(text, "45", gazetteer, place="tỉnh Cà Mau").place) == expected


WAR = "Giao tranh ở Philippines\nQuân đội Philippines bao vây thành phố Iligan.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WAR + "Quân đội Philippines mất 21 xe.", "thành phố Iligan < Philippines"),
        (WAR + "Iligan có 21 chợ.", "thành phố Iligan < Philippines"),
        # The country itself, where something is told of it.
        (WAR + "Tại Philippines có 21 nhóm.", "Philippines"),
        # Two that are named as often, one that is only the end of a distance, one that the first lines do not name.
        (
            "Động đất ở Nga\nĐộng đất ở Nga làm rung chuyển thành phố Omsk và thành phố Tomsk.\nSập 21 nhà.",
            "Nga",
        ),
        ("Động đất ở Nga\nTâm chấn ở Nga, cách thành phố Omsk 9 km.\nSập 21 nhà.", "Nga"),
        (
            "Phiên tòa ở Trung Quốc\nTòa án tỉnh Quảng Đông ở Trung Quốc họp.\nCó 21 bị cáo.",
            "tỉnh Quảng Đông < Trung Quốc",
        ),
        ("Bão ở Canada\nBão ở Canada mạnh.\nTại thị trấn Banff, 21 nhà hư.", "thị trấn Banff < Canada"),
        (
            "Cháy rừng ở Mỹ\nỞ Mỹ, rừng cháy tại bang Ohio, và khói bay đến tận Arizona rồi Louisiana.\nMất 21 nhà.",
            "Mỹ",
        ),
    ],
)
def test_the_part_of_a_country_abroad(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert str(place(text, "21", gazetteer).place) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mở rộng Tân Sơn Nhất\nSân bay Tân Sơn Nhất quá tải.\nCần thêm 21 ha.", "thành phố Hồ Chí Minh"),
        ("Thép Dung Quất\nNhà máy ở Dung Quất được cấp phép.\nVốn là 21 tỷ đồng.", "tỉnh Quảng Ngãi"),
        ("Khách qua Nội Bài\nSân bay Nội Bài đón 21 triệu lượt khách.", "thành phố Hà Nội"),
        ("Sân bay Long Thành\nSân bay Long Thành chậm.\nCần 21 ha.", "tỉnh Đồng Nai"),
        (
            "Huyện Lộc Ninh\nỞ Lộc Ninh (Bình Phước), cách sân bay Tân Sơn Nhất 21 km.",
            "huyện Lộc Ninh < tỉnh Bình Phước",
        ),
    ],
)
def test_a_site_speaks_for_the_province_that_it_lies_in(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert str(place(text, "21", gazetteer).place) == expected


def test_a_site_is_part_of_what_is_counted_and_no_mere_setting(gazetteer: Gazetteer) -> None:
    text = "Số khách qua sân bay Nội Bài ở Hà Nội là 21."
    assert [text[start:end] for start, end in resolver_of(text, gazetteer).names] == ["Hà Nội"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Làng nghề\nDân xã Đô Thành, huyện Yên Thành làm bánh. Ở Nghệ An có ít làng như thế. Xã Đô Thành vui."
            " Nghệ An hỗ trợ. Xã Đô Thành, huyện Yên Thành có chợ.\nLàm 21 tạ.",
            "xã Đô Thành < huyện Yên Thành < tỉnh Nghệ An",
        ),
        ("Báo cáo\nTại XÃ PHƯỚC THÁI có 21 tổ.", "xã Phước Thái"),
        (
            "Phố mới\nPhường Tam Phú, quận Thủ Đức, TP.HCM có 21 tổ.",
            "phường Tam Phú < quận Thủ Đức < thành phố Hồ Chí Minh",
        ),
    ],
)
def test_the_district_or_commune_that_prevails(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert str(place(text, "21", gazetteer).place) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bầu Đức\nÔng Hồ Văn Đức nuôi cá ở Việt Nam. Theo bầu Đức, ao rộng 21 ha.", "Việt Nam"),
        ("Bầu cử\nÔng Hồ Văn Đức theo dõi bầu cử ở Đức. Chính phủ Đức có 21 ghế.", "Đức"),
        ("Họp Quốc hội\nViệt Nam giảm nợ. Đại biểu (ĐB) Hồ Văn An (Lạng Sơn) nói còn 21% nợ.", "Việt Nam"),
        ("Họp Quốc hội\nViệt Nam giảm nợ. Đại biểu Hồ Văn An ( đoàn Lạng Sơn) nói còn 21% nợ.", "Việt Nam"),
        (
            "Thời tiết cả nước\nBắc Bộ nóng. Thanh Hóa - Thừa Thiên Huế: Mây thay đổi. Độ ẩm 21%.",
            "Thanh Hóa - Thừa Thiên Huế",
        ),
        ("Mưa\nMưa ở Việt Nam. Tâm bão đi 21 km về hướng Đông Bắc.", "Việt Nam"),
    ],
)
def test_who_speaks_and_what_a_forecast_tells_of(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert str(place(text, "21", gazetteer).place) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Báo cáo\nXã Sơn Đông còn 21 hộ nghèo.", "xã Sơn Đông"),
        ("Báo cáo\nThôn Hồ Nam có 21 hộ.", "thôn Hồ Nam"),
        (
            "Huyện Lập Thạch\nXã Sơn Đông, huyện Lập Thạch về đích. Sơn Đông có 21 thôn.",
            "xã Sơn Đông < huyện Lập Thạch < tỉnh Vĩnh Phúc",
        ),
        (
            "Huyện Thanh Sơn\nXã Văn Miếu, huyện Thanh Sơn về đích. Văn Miếu có 21 thôn.",
            "xã Văn Miếu < huyện Thanh Sơn < tỉnh Phú Thọ",
        ),
    ],
)
def test_a_commune_may_bear_the_name_of_a_place_elsewhere(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert str(place(text, "21", gazetteer, published=date(2017, 7, 1)).place) == expected


def test_the_number_of_a_district_in_brackets_is_no_figure(gazetteer: Gazetteer) -> None:
    text = "Học phí ở TP.HCM\nTrường An Lạc (quận 7) có 21 lớp."
    assert str(place(text, "21", gazetteer).place) == "quận 7 < thành phố Hồ Chí Minh"


def test_a_hospital_has_the_patients_that_it_takes_in_before_it_sends_some_on(gazetteer: Gazetteer) -> None:
    text = "Tai nạn\nTrạm y tế (TP Bảo Lộc) nhận 21 người, trong đó có người đã sang Bệnh viện Y (TP.HCM)."
    assert str(place(text, "21", gazetteer).place) == "thành phố Bảo Lộc < tỉnh Lâm Đồng"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Cà phê, thị trường Mỹ hút hàng\nThị trường Mỹ đã mua. Hàng từ Việt Nam bán sang Mỹ được 21 tấn.",
            "Việt Nam",
        ),
        ("Bầu cử tại Mỹ\nNgười Việt Nam theo dõi. Nước Mỹ có 21 bang bỏ phiếu.", "Mỹ"),
    ],
)
def test_a_document_from_here_is_not_about_the_country_that_buys(
    text: str, expected: str, gazetteer: Gazetteer
) -> None:
    assert str(place(text, "21", gazetteer).place) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lúa mùa cả nước\nCả nước cấy được 9 ha: phía Nam 21 nghìn ha, phía Bắc 8 nghìn ha.", "phía Nam"),
        ("Lúa mùa cả nước\nCả nước cấy được 9 ha. Ở phía Nam, nông dân gặt 21 nghìn ha.", "phía Nam"),
        ("Lúa mùa cả nước\nCả nước cấy được 9 ha. Mưa lớn ở phía Nam của các hồ, ngập 21 ha.", "Việt Nam"),
        ("Xuất khẩu cả nước\nCao nhất là Tây Nguyên 18 tấn, rồi tới Nam Bộ 21 tấn.", "Nam Bộ"),
        ("Lào Cai\nTỷ lệ của xã Tả Phời, Lào Cai, hơn bình quân toàn tỉnh 5%; xã còn 21 hộ.", "xã Tả Phời"),
    ],
)
def test_regions_that_stand_in_a_row_or_have_a_number_of_their_own(
    text: str, expected: str, gazetteer: Gazetteer
) -> None:
    assert str(place(text, "21", gazetteer).place).split(" < ")[0] == expected


@pytest.mark.parametrize("title", ["Chỉ tiêu của xã Tân Mộng Mơ", "CHỈ TIÊU CỦA XÃ TÂN MỘNG MƠ"])
def test_a_commune_that_is_in_no_table_is_what_its_own_document_is_about(title: str, gazetteer: Gazetteer) -> None:
    told = place(
        f"{title}\nTrồng 21 ha.", "21", gazetteer, place="tỉnh Lào Cai", publisher="UBND xã Tân Mộng Mơ"
    ).place
    assert str(told) == "xã Tân Mộng Mơ < tỉnh Lào Cai"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dư nợ tăng\nCác ngân hàng trên địa bàn cho vay 21 tỷ đồng.", "None"),
        ("Dư nợ tăng\nCác ngân hàng trên địa bàn các tỉnh cho vay 21 tỷ đồng.", "Việt Nam"),
    ],
)
def test_an_area_that_its_readers_know_is_not_the_whole_country(
    text: str, expected: str, gazetteer: Gazetteer
) -> None:
    assert str(place(text, "21", gazetteer).place) == expected


@pytest.mark.parametrize(
    "told",
    [
        "Theo Báo Công an TP Đà Nẵng, có 21 hộ.",
        "Sở Giao dịch Chứng khoán Thành phố Hồ Chí Minh đã họp. Có 21 hộ.",
        "Đã có tin khác. [Xe đâm nhiều người tại Đà Nẵng] Có 21 hộ.",
        "Có 21 hộ [Đà Nẵng mở thêm chợ].",
    ],
)
def test_newspapers_and_links_to_other_articles_tell_no_place(told: str, gazetteer: Gazetteer) -> None:
    text = f"Lào Cai còn hộ nghèo\nMưa lớn ở Lào Cai. {told}"
    assert str(place(text, "21", gazetteer, place="tỉnh Lào Cai").place) == "tỉnh Lào Cai"


def test_a_link_to_another_article_has_the_place_that_it_names(gazetteer: Gazetteer) -> None:
    text = "Lào Cai\nMưa lớn ở Lào Cai. [Đà Nẵng còn hơn 21 con lợn] Trời đẹp."
    assert str(place(text, "21", gazetteer, place="tỉnh Lào Cai").place) == "thành phố Đà Nẵng"
