"""Status of numbers in real-looking sentences: reported, estimated or aimed at."""

from __future__ import annotations

from datetime import date

import pytest
from cue_readings import statuses

ACTUAL, ESTIMATE, TARGET = "actual", "estimate", "target"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Xã phấn đấu có ⟦4⟧ thôn đạt chuẩn, tỷ lệ hộ nghèo dưới ⟦2%⟧.", [TARGET, TARGET]),
        ("HĐND huyện Bình An giao ⟦640 triệu⟧ đồng, thực hiện ⟦700 triệu⟧ đồng.", [TARGET, ACTUAL]),
        ("Vốn sự nghiệp năm 2023 giao ⟦8 tỷ⟧ đồng, giải ngân ⟦6 tỷ⟧ đồng.", [TARGET, ACTUAL]),
        ("Tỉnh giao ⟦120⟧ ha rừng, ⟦5 tỷ⟧ đồng cho các xã.", [ACTUAL, ACTUAL]),
        ("Tăng ⟦8%⟧ so với ước thực hiện năm 2021 (⟦52 tỷ⟧ đồng).", [ACTUAL, ESTIMATE]),
        ("Giám sát ⟦40⟧ cuộc, kiến nghị ⟦18⟧ vụ, thu hồi ⟦14 triệu⟧ đồng.", [ACTUAL] * 3),
        ("Đoàn kiến nghị kiểm điểm ⟦7⟧ tập thể, ⟦9⟧ cá nhân.", [ACTUAL, ACTUAL]),
        ("Hộp thư nhận ⟦64⟧ đơn (kiến nghị, đề nghị ⟦48⟧ đơn).", [ACTUAL, ACTUAL]),
        ("Tập trung chỉ đạo nhằm đạt trên ⟦80%⟧ số xã.", [TARGET]),
        ("Có trên ⟦80%⟧ số xã đạt chỉ tiêu 19.2.", [ACTUAL]),
        ("Xã hoàn thành ⟦95%⟧ kế hoạch năm.", [ACTUAL]),
        ("Tỷ lệ hộ nghèo còn ⟦8%⟧, so với kế hoạch là dưới ⟦10%⟧.", [ACTUAL, TARGET]),
        ("Vốn đầu tư đạt ⟦35%⟧ GRDP (kế hoạch đề ra là ⟦36%⟧).", [ACTUAL, TARGET]),
        ("Kế hoạch là ⟦5%⟧, nhưng chỉ đạt ⟦4%⟧.", [TARGET, ACTUAL]),
        ("Công trình sẽ phục vụ ⟦300⟧ hộ dân.", [TARGET]),
        ("Giá nước sẽ tăng từ ⟦6.000⟧ đồng lên ⟦7.000⟧ đồng.", [ACTUAL, TARGET]),
        ("Xã phấn đấu về đích; đến nay đã đạt ⟦17⟧ tiêu chí.", [ACTUAL]),
        ("Mục tiêu tăng trưởng của cả tỉnh là ⟦8%⟧.", [TARGET]),
        ("Tỷ lệ phải đạt ít nhất ⟦70%⟧.", [TARGET]),
        ("Huyện phấn đấu sửa ⟦4⟧ cống tại các thôn đã bị ngập, đồng thời nạo vét ⟦7⟧ km mương.", [TARGET, TARGET]),
        ("Hướng tới ⟦95%⟧ số hộ phân loại rác.", [TARGET]),
        ("Hướng đến mục tiêu có ⟦6⟧ hồ đạt cấp nước cả năm, xã sửa mương.", [TARGET]),
        ("Đáp ứng yêu cầu của ⟦30⟧ hộ dân.", [ACTUAL]),
        ("Ngành đặt kế hoạch tăng ⟦4%⟧, trồng mới ⟦500⟧ ha; đưa từ ⟦5 đến 7⟧ sản phẩm lên sàn.", [TARGET] * 3),
        ("Giải ngân đạt ⟦72%⟧ kế hoạch năm (⟦400 tỷ⟧ đồng).", [ACTUAL, TARGET]),
        ("Tỷ lệ tham gia đạt ⟦95,4%⟧, vượt chỉ tiêu tỉnh giao (⟦95%⟧).", [ACTUAL, TARGET]),
        ("Giải ngân ⟦72%⟧, vượt chỉ tiêu tỉnh giao đến hết quý III là ⟦70%⟧.", [ACTUAL, TARGET]),
        (
            "Bao phủ ⟦84%⟧, thấp hơn ⟦2%⟧ so với chỉ tiêu được giao tại Quyết định số 46/QĐ-UBND (⟦86%⟧).",
            [ACTUAL, ACTUAL, TARGET],
        ),
        ("Xã hoàn thành ⟦100%⟧ kế hoạch (⟦12/12⟧ thôn).", [ACTUAL, ACTUAL]),
        ("Thu ngân sách vượt dự toán ⟦10%⟧.", [ACTUAL]),
        ("Kế hoạch năm 2022, xã trồng ⟦40⟧ ha chè, ⟦5⟧ ha cam.", [TARGET, TARGET]),
        ("Giá nước sẽ là ⟦9.000⟧ đồng, gấp rưỡi mức ⟦6.000⟧ đồng hiện nay.", [TARGET, ACTUAL]),
        (
            "Tổn thất ⟦6,8%⟧, thấp hơn kế hoạch ⟦0,2%⟧; IIP tăng ⟦4%⟧, thấp hơn mục tiêu ⟦6%⟧.",
            [ACTUAL, ACTUAL, ACTUAL, TARGET],
        ),
        ("Sản lượng tăng ⟦3%⟧, thấp hơn mức đề ra là ⟦5%⟧. Trong đó, lúa tăng ⟦2%⟧.", [ACTUAL, TARGET, ACTUAL]),
        ("Tội phạm phải giảm ít nhất ⟦5%⟧ so với năm trước; có từ ⟦03⟧ mô hình trở lên.", [TARGET, TARGET]),
        ("Mỗi phòng phải đưa ít nhất ⟦8⟧ thủ tục lên mạng.", [TARGET]),
        ("Chủ nhà đã phải chi tối thiểu ⟦5⟧ triệu đồng.", [ACTUAL]),
        ("Huyện đặt mục tiêu tăng trưởng ⟦9%⟧ nhưng chỉ làm được ⟦6%⟧.", [TARGET, ACTUAL]),
        ("Mới thả ⟦7⟧ ha, kế hoạch cả năm lên tới ⟦53⟧ ha.", [ACTUAL, TARGET]),
        ("Huyện đặt mục tiêu trồng ⟦9⟧ ha nhưng không quên chăm sóc ⟦6⟧ ha.", [TARGET, TARGET]),
        ("Số hộ nghèo giảm ⟦3%⟧, vượt mục tiêu giảm ⟦2%⟧.", [ACTUAL, TARGET]),
        ("Số hộ nghèo so với mục tiêu giảm ⟦2%⟧.", [ACTUAL]),
        ("Bao phủ ⟦83%⟧ dân số, thấp hơn chỉ tiêu huyện giao ⟦2%⟧. Tổng chi ⟦5⟧ tỷ đồng.", [ACTUAL] * 3),
        ("Kiên cố hóa ⟦6/8⟧ km kênh theo kế hoạch giao, đạt ⟦75%⟧.", [ACTUAL, ACTUAL]),
        ("Theo kế hoạch, xã trồng ⟦6⟧ ha.", [TARGET]),
        ("Thanh tra kiến nghị thu hồi ⟦428⟧ triệu đồng; kiểm điểm ⟦9⟧ tập thể.", [ACTUAL, ACTUAL]),
        ("Tính từ đầu năm tới nay có ⟦21⟧ vụ.", [ACTUAL]),
        ("Phạt tiền từ ⟦2 triệu đồng đến 4 triệu⟧ đồng với người xả rác.", [TARGET]),
        ("Mức phạt với hành vi này từ ⟦2 triệu đồng đến 4 triệu⟧ đồng.", [TARGET]),
        ("Người xả rác có thể bị xử phạt hành chính từ ⟦2 triệu đồng đến 4 triệu⟧ đồng.", [TARGET]),
        ("Ông B bị phạt ⟦3⟧ triệu đồng.", [ACTUAL]),
        ("Theo thiết kế, cầu dài ⟦350⟧ m.", [TARGET]),
        ("Theo nghị định, mỗi hộ được vay không quá ⟦50⟧ triệu đồng.", [TARGET]),
        ("Phương án 1: vùng I tăng từ ⟦2⟧ triệu đồng lên ⟦3⟧ triệu đồng.", [ACTUAL, TARGET]),
        ("Huyện có ⟦71⟧ xã đạt; riêng chỉ tiêu 17.1 được ⟦84/93⟧ xã.", [ACTUAL, ACTUAL]),
        ("Sản lượng đạt ⟦214⟧ nghìn tấn, vượt kế hoạch ⟦3.900⟧ tấn.", [ACTUAL, ACTUAL]),
        ("Vượt dự toán là Bệnh viện A (⟦12⟧ tỷ đồng).", [ACTUAL]),
        ("Kế hoạch là ⟦80⟧ triệu khách, nhưng nhiều khả năng chỉ đạt ⟦76⟧ triệu.", [TARGET, ESTIMATE]),
        ("Ban đề nghị ⟦4⟧ huyện hỗ trợ ⟦2 tỷ⟧ đồng sửa đê.", [ACTUAL, TARGET]),
        ("Công suất sử dụng giường bệnh theo kế hoạch ⟦91%⟧, theo thực kê ⟦80%⟧.", [ACTUAL, ACTUAL]),
        ("Để đạt mục tiêu, ngành kiểm tra thực tế dưới ⟦10%⟧ số lô hàng.", [TARGET]),
        ("Phương hướng năm tới gồm ba chỉ tiêu: trồng ⟦3⟧ triệu cây, hỗ trợ ⟦200⟧ hộ.", [TARGET, TARGET]),
        ("Tỷ lệ thấp còi ⟦5,9%⟧, thấp hơn mức ⟦10%⟧ mà đề án đề ra.", [ACTUAL, TARGET]),
        ("Vốn an toàn ⟦11%⟧, cao hơn yêu cầu tối thiểu ⟦8%⟧; của bốn ngân hàng là ⟦9%⟧.", [ACTUAL, TARGET, ACTUAL]),
        ("Gieo trồng ⟦890⟧ ha (KH: ⟦910⟧ ha), đạt ⟦98%⟧ KH, giảm ⟦2%⟧.", [ACTUAL, TARGET, ACTUAL, ACTUAL]),
        ("Số thẻ đạt ⟦94%⟧, thiếu ⟦1%⟧ so với quy định (⟦95%⟧); vận động ⟦7⟧ hộ.", [ACTUAL, ACTUAL, TARGET, ACTUAL]),
        ("Có ⟦1⟧ trường đạt (tối thiểu phải có ⟦2⟧ trường).", [ACTUAL, TARGET]),
        ("Phạt các bếp không đúng quy định (⟦35⟧ bếp).", [ACTUAL]),
        ("Cây xanh ⟦4⟧ m2, phải đạt từ ⟦3⟧ m2; có ⟦9⟧ thùng rác.", [ACTUAL, TARGET, ACTUAL]),
        ("Mỗi xã phải có ⟦2⟧ sân; mỗi thôn có ⟦1⟧ tủ sách.", [TARGET, TARGET]),
        ("Xã nhà sẽ sửa ⟦3⟧ trong số ⟦8⟧ cầu của xã.", [TARGET, ACTUAL]),
        ("Giải ngân kế hoạch vốn đầu tư công: vốn tỉnh ⟦64⟧ tỷ đồng.", [ACTUAL]),
        ("Nhận ⟦1.872⟧ đơn (tố cáo ⟦96⟧, kiến nghị, phản ánh ⟦1.562⟧).", [ACTUAL] * 3),
        ("Thu bổ sung cân đối ⟦8⟧ tỷ đồng, bổ sung có mục tiêu ⟦2⟧ tỷ đồng.", [ACTUAL, ACTUAL]),
        ("Thu ⟦845⟧ triệu đồng/DT tỉnh giao ⟦720⟧ triệu đồng, đạt ⟦117%⟧.", [ACTUAL, TARGET, ACTUAL]),
        (
            "Xây ⟦1.842⟧ căn (bằng ⟦61%⟧ chỉ tiêu Thủ tướng giao ⟦3.000⟧ căn), thu ⟦2⟧ tỷ.",
            [ACTUAL, ACTUAL, TARGET, ACTUAL],
        ),
        ("Bụi trung bình ⟦31⟧ µg/m3 (quy chuẩn ⟦25⟧ µg/m3).", [ACTUAL, TARGET]),
        ("Huyện nhắm tới ⟦78.000⟧ người; sau hai tuần, ⟦52.900⟧ người đã được tiêm.", [TARGET, ACTUAL]),
    ],
)
def test_a_goal_reaches_its_numbers_and_a_yardstick_does_not(sentence: str, expected: list[str]) -> None:
    assert statuses(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Giá trị ước đạt ⟦320 tỷ⟧ đồng, tăng ⟦5%⟧ so với cùng kỳ.", [ESTIMATE, ESTIMATE]),
        ("Sản lượng ước đạt ⟦9⟧ tấn, trong đó lúa đạt ⟦6⟧ tấn; ngô đạt ⟦3⟧ tấn.", [ESTIMATE] * 3),
        ("Lũy kế ước ⟦9⟧ tấn (đạt ⟦91%⟧ kế hoạch, tăng ⟦4%⟧), sản lượng ngô đạt ⟦6⟧ tấn.", [*[ESTIMATE] * 3, ACTUAL]),
        ("Khách đến huyện ước khoảng ⟦2 triệu⟧ lượt đạt ⟦89%⟧ kế hoạch, tăng ⟦4%⟧.", [ESTIMATE] * 3),
        ("Doanh thu ước đạt ⟦9 tỷ⟧ đồng, tăng ⟦7%⟧, nếu loại trừ yếu tố giá thì tăng ⟦5%⟧.", [ESTIMATE] * 3),
        ("Số thu đạt ⟦95%⟧ chỉ tiêu phấn đấu và tăng ⟦25%⟧ so với cùng kỳ.", [ACTUAL, ACTUAL]),
        (
            "Chè ước đạt ⟦90⟧ tấn với doanh thu đạt ⟦4 tỷ⟧ đồng, tăng ⟦9%⟧ về lượng và tăng ⟦12%⟧ về trị giá.",
            [ESTIMATE] * 4,
        ),
        ("Tăng trưởng ước đạt ⟦7%⟧; kim ngạch xuất khẩu đạt ⟦3 tỷ⟧ USD.", [ESTIMATE, ACTUAL]),
        ("Ước số người tham gia là ⟦13⟧ nghìn; số người tự nguyện là ⟦2⟧ nghìn.", [ESTIMATE, ESTIMATE]),
        ("Ước tăng ⟦7,4%⟧ (cùng kỳ năm trước tăng ⟦7,3%⟧).", [ESTIMATE, ACTUAL]),
        ("Dự báo mực nước sẽ lên mức ⟦3,2⟧ m.", [ESTIMATE]),
        ("Tạp chí ước tính tài sản của ông hiện vào khoảng ⟦3 tỷ⟧ USD.", [ESTIMATE]),
        ("Ước tính có ⟦40⟧ hộ ngập, hiện đã di dời ⟦12⟧ hộ.", [ESTIMATE, ACTUAL]),
        ("Máy được đồn đoán có giá ⟦800⟧ USD.", [ESTIMATE]),
        ("Tôm ước đạt ⟦80⟧ tấn, cao hơn vụ xuân năm trước ⟦6⟧ tấn.", [ESTIMATE, ESTIMATE]),
        ("Thu ước đạt ⟦9 tỷ⟧ đồng, tăng ⟦3%⟧ so với quý III năm ngoái, bù được ⟦2%⟧.", [ESTIMATE] * 3),
        ("Dự báo vụ này còn ⟦5⟧ tấn, kém mức ⟦8⟧ tấn của quý II năm ngoái.", [ESTIMATE, ACTUAL]),
        ("Nếu rét đậm kéo dài thì khoảng ⟦90⟧ con trâu sẽ đói.", [ESTIMATE]),
        ("Nếu tính cả hộ tạm trú thì xã có ⟦900⟧ hộ.", [ACTUAL]),
        ("Hương ước của ⟦12⟧ thôn được sửa đổi.", [ACTUAL]),
        ("Thu ước đạt ⟦9 tỷ⟧ đồng; chi ⟦8 tỷ⟧ đồng.", [ESTIMATE, ESTIMATE]),
        ("GRDP ước tăng ⟦7%⟧; trong mức tăng ấy dịch vụ tăng ⟦9%⟧, góp ⟦4⟧ điểm.", [ESTIMATE] * 3),
        ("Vốn đầu tư công ước ⟦9 tỷ⟧ đồng, bằng ⟦47%⟧ kế hoạch.", [ESTIMATE, ESTIMATE]),
        ("Công ước của ⟦12⟧ nước được ký.", [ACTUAL]),
        ("Vốn ước ⟦9 tỷ⟧ đồng, tăng ⟦2 tỷ⟧ đồng so với năm 2018 (+⟦6%⟧).", [ESTIMATE] * 3),
        ("Ước chở ⟦7⟧ tấn, tăng ⟦2%⟧ so với tháng trước và luân chuyển ⟦60⟧ tấn.km.", [ESTIMATE] * 3),
    ],
)
def test_an_estimate_reaches_shares_changes_and_parts_of_its_statement(sentence: str, expected: list[str]) -> None:
    assert statuses(sentence) == expected


def test_a_year_after_the_document_is_a_target_wherever_it_stands_in_the_clause() -> None:
    published = date(2021, 3, 12)
    assert statuses("Đến năm 2025, tỷ lệ đạt ⟦90%⟧.", published=published) == [TARGET]
    assert statuses("Tỷ lệ này đạt ⟦90%⟧ vào năm 2025.", published=published) == [TARGET]
    assert statuses("Tỉnh đã vay ⟦3 tỷ⟧ đồng để chuẩn bị hội chợ vào năm 2025.", published=published) == [ACTUAL]
    assert statuses("Tính đến năm 2020, tỷ lệ đạt ⟦80%⟧.", published=published) == [ACTUAL]
    assert statuses("Tháng 10/2021 chặt ⟦79⟧ cây xanh.", published=published) == [TARGET]
    assert statuses("Tháng 2/2021 chặt ⟦79⟧ cây xanh.", published=published) == [ACTUAL]
    assert statuses("Trong giai đoạn 2022-2025, huyện đóng ⟦90⟧ con tàu.", published=published) == [TARGET]
    assert statuses("Giai đoạn 2021-2025 hỗ trợ ⟦80⟧ hộ.", published=published) == [ACTUAL]


def test_du_kien_is_an_estimate_of_the_running_year_late_in_the_year_only() -> None:
    sentence = "Dự kiến thu ngân sách năm 2021 đạt ⟦500 tỷ⟧ đồng."
    assert statuses(sentence, published=date(2021, 11, 20)) == [ESTIMATE]
    assert statuses(sentence, published=date(2021, 2, 20)) == [TARGET]


def test_du_kien_speaks_of_a_goal_where_the_time_lies_ahead() -> None:
    sentence = "Sang năm 2023, tỉnh dự kiến bán ⟦950⟧ ha đất."
    assert statuses(sentence, published=date(2022, 11, 20)) == [TARGET]
    sentence = "Nhà máy dự kiến tuyển ⟦700⟧ thợ ngay trong quý I/2023, sau khi đã tuyển ⟦90⟧ thợ."
    assert statuses(sentence, published=date(2022, 11, 20)) == [TARGET, ACTUAL]
    sum_set_aside = "Kinh phí mua sắm dự kiến ⟦1,5 tỷ⟧ đồng."
    assert statuses(sum_set_aside, published=date(2022, 11, 20)) == [TARGET]


def test_the_forecast_of_a_section_does_not_reach_a_number_of_a_past_year() -> None:
    heading = "I. Khả năng thực hiện kế hoạch năm 2004"
    share = "Tỷ trọng đạt ⟦42%⟧, trước đó đạt ⟦41%⟧ (thời kỳ 1998 - 2002)."
    assert statuses("BÁO CÁO", heading, share, published=date(2004, 10, 1)) == [ESTIMATE, ACTUAL]


def test_an_estimate_does_not_reach_a_bracket_that_opens_with_a_past_year() -> None:
    sentence = "Chè ước tăng ⟦6%⟧ (cả năm 2018 chè tăng ⟦5%⟧), cà phê ước tăng ⟦4%⟧ (năm 2019 tăng ⟦3%⟧)."
    assert statuses(sentence, published=date(2019, 6, 20)) == [ESTIMATE, ACTUAL, ESTIMATE, ESTIMATE]


def test_a_heading_governs_what_stands_below_until_the_next_of_its_rank() -> None:
    found = statuses(
        "Báo cáo năm 2024 của huyện",
        "I. Kết quả thực hiện các chỉ tiêu",
        "Số xã đạt chuẩn: ⟦9⟧ xã.",
        "II. Mục tiêu, nhiệm vụ năm 2025",
        "Số xã đạt chuẩn: ⟦12⟧ xã.",
        "1. Chỉ tiêu về an ninh, trật tự",
        "Tội phạm giảm ⟦5%⟧.",
        "III. Tình hình tổ chức",
        "Toàn huyện có ⟦30⟧ cán bộ.",
    )
    assert found == [ACTUAL, TARGET, TARGET, ACTUAL]


def test_a_goal_and_its_time_that_label_a_numbered_part_govern_the_lines_below() -> None:
    lines = ("Báo cáo", "4. Kết quả: có ⟦4⟧ xã.", "5. Kế hoạch tháng 9: thu ⟦6 tỷ⟧ đồng.", "Tổ chức ⟦3⟧ phiên chợ.")
    assert statuses(*lines, "6. Thi đua: tặng ⟦5⟧ giấy khen.") == [ACTUAL, TARGET, TARGET, ACTUAL]


def test_a_set_of_criteria_states_what_is_required_and_a_report_on_it_what_is() -> None:
    criteria = (
        "Xã nông thôn mới cần đạt những gì?",
        "- Chỉ tiêu 2.3: đường ngõ, xóm sạch đạt từ ⟦85%⟧ trở lên.",
        "- Chỉ tiêu 3.1: diện tích được tưới ≥ ⟦80%⟧.",
        "- Tiêu chí số 4: trên ⟦98%⟧ số hộ dùng điện.",
        "Đến nay, ⟦12⟧ xã đạt chuẩn.",
    )
    assert statuses(*criteria) == [TARGET, TARGET, TARGET, ACTUAL]
    report = ("Báo cáo", "- Tiêu chí số 4: ⟦98%⟧ số hộ dùng điện.", "- Tiêu chí số 5: có ⟦3⟧ trường đạt chuẩn.")
    assert statuses(*report) == [ACTUAL, ACTUAL]


def test_a_plan_states_targets_except_where_it_reports() -> None:
    found = statuses(
        "KẾ HOẠCH Phát triển lâm nghiệp năm 2025",
        "I. KẾT QUẢ NĂM 2024",
        "Toàn huyện trồng ⟦90⟧ ha.",
        "II. TỔ CHỨC THỰC HIỆN",
        "Các xã giao ⟦100%⟧ chỉ tiêu đến hộ.",
        headings=(1, 3),
    )
    assert found == [ACTUAL, TARGET]


@pytest.mark.parametrize(
    "heading",
    ["I. Hiện trạng mạng lưới chợ", "I. Mạng lưới chợ đến hết năm 2014", "I. Chợ đã xây (giai đoạn 2011 - 2014)"],
)
def test_a_section_of_a_plan_that_tells_how_things_stand_reports(heading: str) -> None:
    plan = ("KẾ HOẠCH Phát triển chợ", heading, "Có ⟦23⟧ chợ.", "II. Chợ xây đến năm 2015", "Có ⟦5⟧ chợ.")
    assert statuses(*plan, headings=(1, 3), published=date(2015, 3, 1)) == [ACTUAL, TARGET]


def test_a_label_in_a_plan_tells_how_things_stand_in_its_item_and_the_list_that_it_leads_to() -> None:
    found = statuses(
        "KẾ HOẠCH Phát triển chợ",
        "- Thực trạng: có ⟦23⟧ chợ.",
        "- Nội dung: xây ⟦5⟧ chợ.",
        "- Kết quả rà soát:",
        "+ Chợ xã: ⟦9⟧ chợ;",
        "+ Chợ thôn: ⟦4⟧ chợ.",
        "- Vốn: ⟦7 tỷ⟧ đồng.",
    )
    assert found == [ACTUAL, TARGET, ACTUAL, ACTUAL, TARGET]


def test_a_label_of_what_is_to_be_done_sets_the_goals_of_its_paragraph() -> None:
    found = statuses(
        "BÁO CÁO Kết quả 9 tháng đầu năm",
        "6. Chợ: có ⟦9⟧ chợ.",
        "7. Nhiệm vụ 3 tháng cuối năm: xây ⟦2⟧ chợ. Trồng ⟦5 ha⟧ rừng, đến nay đã trồng ⟦1 ha⟧.",
        "8. Nhiệm vụ chuyên môn: khám cho ⟦7⟧ người.",
    )
    assert found == [ACTUAL, TARGET, TARGET, ACTUAL, ACTUAL]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("I. KẾT QUẢ THỰC HIỆN", [ACTUAL, TARGET]),
        ("I. Ước thực hiện năm nay", [ESTIMATE, TARGET]),
        ("I. PHƯƠNG HƯỚNG", [TARGET, TARGET]),
        ("Xã vùng cao", [TARGET, TARGET]),
    ],
)
def test_a_heading_that_names_indicators_leaves_open_whether_they_are_aimed_at(
    part: str, expected: list[str]
) -> None:
    report = (
        "Báo cáo",
        part,
        "1. Các chỉ tiêu cơ bản",
        "Số bác sĩ ⟦14⟧ người.",
        "II. MỤC TIÊU",
        "Số bác sĩ ⟦16⟧ người.",
    )
    assert statuses(*report) == expected


def test_a_heading_told_by_the_reader_needs_no_numbering() -> None:
    found = statuses(
        "Báo cáo", "Phương hướng năm tới", "Số hộ khá ⟦90⟧ hộ.", "Tổ chức", "Có ⟦3⟧ tổ.", headings=(1, 3)
    )
    assert found == [TARGET, ACTUAL]


def test_a_heading_that_ends_with_a_later_year_opens_what_is_to_be_done() -> None:
    paragraphs = ("Báo cáo", "3. Thư viện", "Thư viện mở ⟦9⟧ buổi.", "4. Năm 2023", "Thay hết ⟦22⟧ cụm loa.")
    assert statuses(*paragraphs, published=date(2022, 12, 5)) == [ACTUAL, TARGET]
    assert statuses(*paragraphs, published=date(2023, 12, 5)) == [ACTUAL, ACTUAL]
    ahead = ("Báo cáo", "2. Tầm nhìn đến năm 2050", "Toàn tỉnh có ⟦9⟧ cảng.")
    assert statuses(*ahead, published=date(2022, 12, 5)) == [ACTUAL]


def test_an_introduction_governs_its_list() -> None:
    found = statuses(
        "Báo cáo",
        "Dự báo khả năng thực hiện các chỉ tiêu như sau:",
        "(1) Thu ngân sách đạt ⟦25 tỷ⟧ đồng;",
        "(2) Tỷ lệ hộ nghèo còn ⟦8%⟧.",
        "Toàn xã có ⟦12⟧ thôn.",
    )
    assert found == [ESTIMATE, ESTIMATE, ACTUAL]


def test_a_sentence_that_goes_on_takes_the_status_of_the_one_before() -> None:
    assert statuses("Huyện phấn đấu có ⟦9⟧ xã. Trong đó, ⟦2⟧ xã nâng cao.") == [TARGET, TARGET]
    assert statuses("Tỉnh phấn đấu thu ⟦9 tỷ⟧ đồng. Tổng chi ⟦8 tỷ⟧ đồng.") == [TARGET, TARGET]
    assert statuses("Huyện phấn đấu có ⟦9⟧ xã. Năm qua, ⟦2⟧ xã đạt chuẩn.") == [TARGET, ACTUAL]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Huyện phấn đấu có 9 xã. Trong đó, ⟦2⟧ xã nâng cao.", TARGET),
        ("Huyện phấn đấu có 9 xã. Trong đó, 3 xã kiểu mẫu. Trong đó, ⟦2⟧ xã miền núi.", TARGET),
        ("Tăng trưởng ước đạt 7%. Xuất khẩu sẽ đạt ⟦9⟧ tỷ USD.", ESTIMATE),
        ("Ước tới 30/9/2018, nợ thuế là 9 tỷ đồng. Trong đó nợ khó thu ⟦2 tỷ⟧ đồng.", ESTIMATE),
        ("Huyện phấn đấu có 9 xã. Năm qua, huyện xây 3 cầu. Tổng chi ⟦8 tỷ⟧ đồng.", ACTUAL),
    ],
)
def test_sentences_that_nobody_asks_for_hand_on_what_they_hold(text: str, expected: str) -> None:
    assert statuses(text) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tỉnh sẽ dành ⟦15⟧ tỷ đồng cho bệnh viện.", [TARGET]),
        ("Nhà phân tích cho rằng hãng sẽ bán ⟦20⟧ triệu máy.", [ESTIMATE]),
        ("Sản lượng cà phê thế giới sẽ giảm ⟦4⟧ triệu bao.", [ESTIMATE]),
        ("Thương vụ sẽ thu về ⟦160⟧ triệu euro.", [ESTIMATE]),
        ("Các lô đất dự kiến sẽ thu về ⟦160⟧ tỷ đồng.", [TARGET]),
        ("Người mua đến năm 2018 sẽ lỗ ⟦100⟧ triệu đồng.", [ESTIMATE]),
        ("Thị trưởng cho rằng nên làm sớm nhưng thành phố sẽ xây ⟦3⟧ cầu.", [TARGET]),
        ("Thiệt hại có thể lên đến ⟦125⟧ triệu đồng.", [ESTIMATE]),
        ("Giá thuê có thể sẽ tăng ⟦5%⟧.", [ESTIMATE]),
        ("Cổ phiếu này sẽ mất ⟦5%⟧ và hụt ⟦2⟧ điểm.", [ESTIMATE, ESTIMATE]),
        ("Xe có thể chở ⟦7⟧ người.", [ACTUAL]),
        ("Tôi tin bản làng có thể trở thành điểm đến của ⟦2⟧ tỉnh.", [ACTUAL]),
        ("Hãng dự đoán lãi ⟦40⟧ triệu USD.", [ESTIMATE]),
        ("Doanh thu đạt ⟦42⟧ tỷ đồng, cao hơn dự đoán.", [ACTUAL]),
        ("Sắp tới giá vàng có thể tăng, công ty đã bán ⟦9⟧ lượng.", [ACTUAL]),
        ("Thiệt hại có thể lên đến ⟦5⟧ tỷ đồng. Tới đây, huyện sẽ xây ⟦3⟧ kè.", [ESTIMATE, TARGET]),
        ("Nếu giá nước tăng ⟦4%⟧ thì CPI tăng ⟦0,1%⟧; tăng ⟦8%⟧ làm CPI tăng ⟦0,2%⟧.", [ESTIMATE] * 4),
        ("Nếu sản lượng tăng ⟦5%⟧ thì được thưởng ⟦2⟧ triệu đồng.", [ACTUAL, ACTUAL]),
        ("Trong trường hợp khai thác tốt, cảng sẽ có thêm ⟦7⟧ triệu tấn hàng.", [ESTIMATE]),
        ("Nếu xã xây chợ, tỉnh sẽ hỗ trợ ⟦2⟧ tỷ đồng.", [TARGET]),
        ("Nếu thu hồi đất thì có thể mở được bến dài ⟦2,6⟧ km.", [ESTIMATE]),
        ("Nếu tính cả hộ tạm trú, con số này sẽ là ⟦900⟧ hộ.", [ACTUAL]),
        ("Nếu tính cả đợt hai, huyện sẽ xây ⟦9⟧ cầu.", [TARGET]),
        ("Phương án này sẽ tác động làm giá vé tăng ⟦3%⟧.", [ESTIMATE]),
    ],
)
def test_what_somebody_decides_is_aimed_at_and_what_befalls_is_estimated(sentence: str, expected: list[str]) -> None:
    assert statuses(sentence, published=date(2017, 5, 1)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Thành phố lên kế hoạch triển khai ⟦39⟧ dự án.", [TARGET]),
        ("Ngành hy vọng lượng khách đạt ⟦2⟧ triệu lượt.", [TARGET]),
        ("Ngành hy vọng năm nay khách tăng trưởng đạt mức ⟦40%⟧.", [TARGET]),
        ("Gia đình hy vọng ⟦2⟧ cháu sớm khỏe.", [ACTUAL]),
        ("Quận di dời ⟦900⟧ hộ ven kênh trong thời gian tới.", [TARGET]),
        ("Quận đã di dời ⟦900⟧ hộ và trong thời gian tới lo việc làm.", [ACTUAL]),
        ("Theo quy định, mỗi lớp không quá ⟦35⟧ học sinh.", [TARGET]),
        ("Để được miễn thuế, xe phải có tỷ lệ nội địa hóa ⟦40%⟧.", [TARGET]),
        ("Quy định chỉ cho ⟦35⟧ em; có trường phải mượn ⟦12⟧ phòng.", [ACTUAL, ACTUAL]),
        ("Cơ sở không đúng quy định phải nộp ⟦5⟧ triệu đồng.", [ACTUAL]),
        ("Hãng đã phải ⟦3⟧ lần thu hồi xe.", [ACTUAL]),
        ("Tỉnh đề nghị điều chỉnh vốn từ ⟦19 tỷ⟧ đồng lên ⟦47 tỷ⟧ đồng.", [ACTUAL, TARGET]),
        ("Nước này được cho là đang sở hữu khoảng ⟦700⟧ tên lửa.", [ESTIMATE]),
        ("Chủ tàu được cho là có thể che giấu việc bán ⟦3⟧ tàu.", [ACTUAL]),
        ("Xe bán cao hơn giá đề xuất ⟦4⟧ triệu đồng.", [ACTUAL]),
        ("Tên lửa tiêu diệt mục tiêu ở độ cao ⟦15⟧ km.", [ACTUAL]),
        ("Đầu mối sẽ chỉ còn ⟦38⟧ phòng thay vì ⟦72⟧ phòng.", [TARGET, ACTUAL]),
        ("Hội hướng tới doanh thu ⟦5 tỷ⟧ đồng.", [TARGET]),
        ("Buổi lễ hướng tới kỷ niệm ngày thành lập có ⟦60⟧ khách.", [ACTUAL]),
        ("Xã đề nghị huyện sớm bố trí ⟦3 tỷ⟧ đồng; xã đã chi ⟦1 tỷ⟧ đồng, mua ⟦2⟧ máy.", [TARGET, ACTUAL, ACTUAL]),
        ("Công an đề nghị tòa án cùng cấp xử ⟦3⟧ bị can.", [ACTUAL]),
        ("Số hộ giảm ⟦3%⟧, kế hoạch giảm ⟦4%⟧.", [ACTUAL, TARGET]),
        ("Theo kế hoạch vừa được phê duyệt, ⟦ba⟧ huyện tiêm ⟦900⟧ liều.", [TARGET, TARGET]),
        ("Theo kế hoạch, ⟦ba⟧ huyện đã tiêm ⟦900⟧ liều.", [ACTUAL, ACTUAL]),
        ("Từ nay đến hết tháng 9, xã trồng ⟦12⟧ ha.", [TARGET]),
        ("Theo thông tư, tàu từ ⟦90⟧ CV được vay tối đa ⟦70%⟧ chi phí.", [ACTUAL, TARGET]),
        ("Theo luật, bộ (không quá ⟦5⟧ cấp phó); cục không quá ⟦3⟧ cấp phó.", [TARGET, TARGET]),
        ("Ông yêu cầu ⟦2⟧ công ty phải khắc phục trước khi đóng ⟦3⟧ tàu.", [ACTUAL, TARGET]),
        ("Ủy ban đề xuất ⟦2⟧ phương án.", [ACTUAL]),
        ("Tỉnh đề xuất ⟦2⟧ tỷ đồng.", [TARGET]),
        ("Huyện sẽ nâng thu nhập của ⟦300⟧ hộ lên ⟦5⟧ triệu đồng.", [ACTUAL, TARGET]),
        ("Hội chợ sẽ có sự tham gia của ⟦300⟧ hộ.", [TARGET]),
        ("Vốn sau đó được phê duyệt điều chỉnh tăng lên ⟦63⟧ tỷ đồng.", [ACTUAL]),
        ("Theo nhận định của đài, từ nay đến hết tháng 9 mưa thiếu hụt ⟦30%⟧.", [ESTIMATE]),
    ],
)
def test_plans_hopes_and_rules_aim_at_their_numbers(sentence: str, expected: list[str]) -> None:
    assert statuses(sentence) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dự báo ngày mai trời nắng. Độ ẩm từ ⟦60 - 90%⟧. Nhiệt độ cao nhất ⟦35⟧ độ.", [ESTIMATE] * 2),
        ("Thời tiết ngày và đêm 9/6 nhiều mây. Vùng núi có mưa ⟦50⟧ mm.", [ESTIMATE]),
        ("Dự báo mưa to. Trên sông đã ghi nhận mực nước ⟦5⟧ m. Mực nước cao nhất ⟦6⟧ m.", [ACTUAL] * 2),
        ("Dự báo không khí lạnh tràn về. Vùng biển có gió cấp 6, có lúc cấp 7. Sóng biển cao ⟦4⟧ m.", [ESTIMATE]),
        ("Dự báo trời nắng. Lúc 13 giờ, nhiệt độ phổ biến ⟦34⟧ độ.", [ACTUAL]),
        ("Từ ngày 9/2 trời chuyển rét với nhiệt độ thấp nhất phổ biến ⟦13-16⟧ độ.", [ESTIMATE]),
        ("Miền Bắc sắp rét đậm, nhiều nơi dưới ⟦10⟧ độ.", [ESTIMATE]),
        ("Mưa lớn gây ngập ⟦1⟧ m trên nhiều tuyến phố.", [ACTUAL]),
        ("Dự báo mưa to. Đợt mưa trước có ⟦2⟧ người chết.", [ACTUAL]),
        ("Dự báo thị trường ấm lên. Cửa hàng có ⟦9⟧ nhân viên.", [ACTUAL]),
        ("Độ ẩm ⟦60%⟧, trời nắng.", [ACTUAL]),
    ],
)
def test_a_bulletin_foretells_until_something_was_observed(text: str, expected: list[str]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ngày mai tỉnh sẽ khởi công cầu mới. Cầu dài ⟦303⟧ m, vốn đầu tư ⟦504⟧ tỷ đồng.", [TARGET, TARGET]),
        ("Tỉnh sẽ khởi công cầu mới. Mỗi ngày có ⟦9.000⟧ xe.", [ACTUAL]),
        ("Tỉnh sẽ khởi công cầu mới. Cầu hiện có rộng ⟦6⟧ m. Cầu tạm dài ⟦90⟧ m.", [ACTUAL, ACTUAL]),
        ("Cầu dài ⟦303⟧ m, vốn đầu tư ⟦504⟧ tỷ đồng.", [ACTUAL, ACTUAL]),
        ("Trong quý, huyện khởi công xây dựng ⟦120⟧ nhà. Tổng kinh phí ⟦6⟧ tỷ đồng.", [ACTUAL, ACTUAL]),
        ("Xã làm lễ khởi công trạm y tế. Diện tích lúa đạt ⟦90⟧ ha. Diện tích ngô ⟦8⟧ ha.", [ACTUAL, ACTUAL]),
    ],
)
def test_the_size_and_the_cost_of_works_that_begin_are_aimed_at(text: str, expected: list[str]) -> None:
    assert statuses(text) == expected


def test_works_under_a_heading_are_those_of_a_report() -> None:
    paragraphs = ("Báo cáo", "I. Kết quả", "Xã làm lễ khởi công trạm y tế. Tổng vốn đầu tư ⟦4⟧ tỷ đồng.")
    assert statuses(*paragraphs) == [ACTUAL]


def test_what_somebody_is_quoted_with_goes_on_with_no_goal() -> None:
    assert statuses("Bí thư yêu cầu làm rõ ⟦3⟧ vụ. “Việc mất ⟦20⟧ ha lúa là vấn đề lớn.") == [TARGET, ACTUAL]


def test_limits_behind_a_goal_are_goals_too() -> None:
    told = statuses("Xã phấn đấu có ⟦9⟧ vườn mẫu. Thu nhập đạt ⟦60 triệu⟧ đồng trở lên. Nay đã có ⟦2⟧ vườn trở lên.")
    assert told == [TARGET, TARGET, ACTUAL]


def test_an_estimate_goes_on_in_the_paragraph_that_breaks_it_down() -> None:
    told = statuses("Sản lượng nấm ước đạt ⟦70⟧ tấn.", "Trong đó, nấm rơm ⟦50⟧ tấn.", "Xã có ⟦9⟧ trại nấm.")
    assert told == [ESTIMATE, ESTIMATE, ACTUAL]
