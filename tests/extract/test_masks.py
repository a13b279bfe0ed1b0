"""What looks like a figure and is none is masked, and true figures beside it are not."""

from __future__ import annotations

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.extract.masks import find_masks
from report_miner.extract.numbers import find_numbers


def figures(text: str) -> list[str]:
    shadow = shadow_of(text)
    blocked = [(mask.start, mask.end) for mask in find_masks(shadow.text, shadow.lower)]
    return [text[n.start : n.end] for n in find_numbers(shadow.text, shadow.lower, blocked)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Quyết định 1360/QĐ-UBND ngày 28/7/2022 giao 12 xã", ["12"]),
        ("Theo Điều 4 Khoản 2, có 15 hộ được xét", ["15"]),
        ("đạt 19 tiêu chí, trong đó tiêu chí số 19 và chỉ tiêu 19.2", ["19"]),
        ("giảm cả 3 tiêu chí, giảm 12 vụ", ["12"]),
        ("Lớp 12 tỉnh Hà Nam được 20 giải, lớp 9 xếp 12/63 tỉnh", ["20"]),
        ("Y tế thôn 12/12 thôn; nhà ở hẻm 45/12 phường 7", ["12/12"]),
        ("Ban Chỉ đạo 138 họp với 25 đại biểu", ["25"]),
        ("Cập nhật lúc 15:20 (GMT+7): có 64 hộ", ["64"]),
        ("thủ tục mức độ 3,4 là 96 thủ tục; kho giữ trên 1 tấn mực; 5 vụ/01 bị can", ["96", "1", "5", "01"]),
        ("chỉ số xếp hạng 21/63 tỉnh thành, 7 hộ đạt 5 không 3 sạch", ["7"]),
        ("dịch Covid - 19 làm 40 doanh nghiệp ngừng việc", ["40"]),
        ("quốc lộ 1A dài 45 km", ["45"]),
        ("ĐT 831, km 12+300, dài 5 km", ["5"]),
        ("ông Nam (35 tuổi, ở ấp 3) nuôi 120 con bò", ["120"]),
        ("tuổi thọ trung bình năm 2020 là 74,6 tuổi, nam 71,9 tuổi. Bé An (2,5 tuổi) ngủ", ["74,6", "71,9"]),
        ("ca mắc tăng so với tháng trước (17/24 quận, huyện); từ quý trước (5/6), có 9 ca", ["17/24", "9"]),
        ("Cập nhật: 08:10, Thứ Hai (GMT+7)", []),
        ("bị phạt 12 năm tù vì lừa 3 tỷ đồng", ["3 tỷ"]),
        ("sau 3 năm triển khai có 45 mô hình", ["45"]),
        ("6 tháng đầu năm xảy ra 98 vụ", ["98"]),
        ("lúc 7h30 ngày 19/8 có 300 người dự", ["300"]),
        ("gọi 092.123.4567 hoặc hotline 113", []),
        ("xe biển số 51A-123.45 chở 20 khách", ["20"]),
        ("mạng 4G phủ 95% số thôn, 45 file MP3", ["95%", "45"]),
        ("(1) Trồng trọt: 500 ha; (2) chăn nuôi: 20 trại", ["500", "20"]),
        ("1. Kết quả\n2. Có 18 xã đạt chuẩn", ["18"]),
        ("Tổ 5 có 62 hộ, tổ 3 người phụ trách", ["62", "3"]),
        ("lớp 10 có 450 học sinh, mở 5 lớp 30 học sinh", ["450", "5", "30"]),
        ("Lượt xem: 74. Toàn huyện có 74 tổ hòa giải", ["74"]),
        ("tăng 10,6%2, cao nhất trong 5 năm", ["10,6%"]),
        ("thu nhập trên 1 ha đạt 250 triệu đồng", ["250 triệu"]),
        ("mã số 2222222222222", []),
        ("thắng 3-0, ghi 3 bàn", ["3"]),
        ("lần thứ 3 liên tiếp, đứng thứ 2 trong 63 tỉnh", ["63"]),
        ("trong số 15 xã có 12 xã đạt", ["15", "12"]),
        ("dừng ở mức 64 GB, giảm còn mức 26 Tk/kg", ["64", "26"]),
        ("màn hình 5,2 inch, camera màn hình 4K", ["5,2"]),
        ("thắng ở set 2, ghi 3 bàn từ phút 26", ["3"]),
        ("ông Nam (2 tiền án, 1 tiền sự) cao 1m75, nặng 70 kg", ["70"]),
        ("quốc lộ 1 đoạn qua thị xã dài 15 km", ["15"]),
        ("đền xây năm 1247, cao 12 m", ["12"]),
        ("hơn 1/2 thế kỷ qua, hơn 1/2 số hộ", ["1/2"]),
        ("trả 15.000 đồng/m 3 cát", ["15.000"]),
        ("xe tiêu thụ 6,1 lít/100km, mỗi năm chạy 100 km", ["6,1", "100"]),
        ("theo QĐ 22 quy định 12 loại đất", ["12"]),
        ("vợ chồng ông trồng 5 ha, cả 2 vợ chồng nhận khoán 3 ha", ["5", "3"]),
        ("tàu Hải Minh 58 chở 8 thuyền viên", ["8"]),
        ("về đích ở vị trí thứ 6 trên 11, hơn đội sau 4 điểm", ["4"]),
        ("vụ “chặt 3500 gốc cam” và phong trào “3 nhất”", ["3500"]),
        ("camera 360 độ, xe dẫn động 4 bánh giá 2 tỷ đồng", ["2 tỷ"]),
        ("Từ 1-7, lương tăng 5%; chợ họp 3 ngày (12, 13 và 14/6) có 45 gian hàng", ["5%", "45"]),
        ("phát sóng chủ nhật 15.2, có 8/12 xã và 9/12 xã theo dõi", ["8/12", "9/12"]),
        ("từ 3.2008 – 12.2010: làm 120 cầu", ["120"]),
        ("CTCP Đầu tư và Xây dựng 319 trúng 4 gói thầu; xây kè từ K12+350 đến K14+20 dài 1,6 km", ["4", "1,6"]),
        ("luật gồm 6 chương 63 điều; theo khoản 2 Điều 57 của chương 3, có 9 trường hợp", ["6", "63", "9"]),
        ("số ca mắc đã lên con số 15, bắt đầu từ con số 0", ["15"]),
        ("1 vài hộ thuê 3 máy", ["3"]),
    ],
)
def test_figures_are_left_and_nothing_else(text: str, left: list[str]) -> None:
    assert figures(text) == left


def test_a_label_gives_way_where_the_number_after_it_counts() -> None:
    assert [mask.name for mask in find_masks("quận 1, 12 hộ")] == ["address"]
    assert [(mask.start, mask.end) for mask in find_masks("quận 1, 12 hộ")] == [(0, 6)]


def test_masks_come_in_order_and_with_the_name_of_their_pattern() -> None:
    masks = find_masks("Chiều 22-5, tại kỳ họp thứ 3, Quốc hội nghe về quốc lộ 1A")
    assert [mask.name for mask in masks] == ["day", "numbered_body", "road"]
    assert [mask.start for mask in masks] == sorted(mask.start for mask in masks)
