"""Each rule on sentences that keep it, break it, and leave it open."""

from decimal import Decimal

import pytest

from report_miner.check import check

XA = {"unit": "xã", "item": "xã đạt chuẩn nông thôn mới"}
P = {"item": "xã đạt chuẩn nông thôn mới"}
VU = {"unit": "vụ", "item": "vụ phạm pháp hình sự"}
UP = {"change": "increase"}
DOWN = {"change": "decrease"}
MONEY = {"unit": "đồng", "kind": "money", "item": "thu ngân sách"}
PAIR = {"unit": "vụ", "kind": "pair", "item": "trộm cắp tài sản"}
BAI = {"unit": "bài", "item": "bài thi hỏng"}
NORTH = {"place": "tỉnh Bắc Kạn"}
DU_AN = {"unit": "dự án", "item": "dự án chậm tiến độ"}
KM = {"unit": "km", "kind": "measure", "item": "đường"}
HA = {"unit": "ha", "kind": "measure", "item": "rừng"}
TAN = {"unit": "tấn", "kind": "measure", "item": "sản lượng"}
TAN_HA = {"unit": "tấn/ha", "kind": "rate", "item": "năng suất"}
POINTS = {"unit": "điểm", "kind": "score"}
LUOT = {"unit": "lượt", "item": "lượt khách"}
O_DICH = {"unit": "ổ", "item": "ổ dịch"}
LAN = {"unit": "lần", "kind": "rate"}
M3 = {"unit": "m3", "kind": "measure", "item": "dung tích"}
USD = {"unit": "USD", "kind": "money", "item": "kim ngạch"}
NGUOI = {"unit": "người", "item": "người"}
HO = {"unit": "hộ", "item": "hộ"}

CASES = {
    "share": [
        ("consistent", "Có ⟦120⟧ hộ tham gia, số đạt ⟦90⟧ (⟦75%⟧).", [HO, HO, {}]),
        ("inconsistent", "Có ⟦120⟧ hộ tham gia, số đạt ⟦90⟧ (⟦57%⟧).", [HO, HO, {}]),
        ("inconsistent", "Có ⟦120⟧ hộ tham gia, số đạt ⟦900⟧ (⟦75%⟧).", [HO, HO, {}]),
        ("consistent", "Hồ tích ⟦198 triệu⟧ m3, bằng ⟦57,6%⟧ dung tích thiết kế (⟦344 triệu⟧ m3).", [M3, {}, M3]),
        ("inconsistent", "Hồ tích ⟦198 triệu⟧ m3, bằng ⟦57,6%⟧ dung tích thiết kế (⟦434 triệu⟧ m3).", [M3, {}, M3]),
        (
            "consistent",
            "Nợ quá hạn ⟦17,6 tỷ⟧ đồng, bằng ⟦2,2%⟧ tổng dư nợ ⟦800 tỷ⟧ đồng toàn vùng.",
            [MONEY, {}, MONEY],
        ),
        ("inconsistent", "Nợ quá hạn ⟦17,6 tỷ⟧ đồng, bằng ⟦2,8%⟧ tổng dư nợ ⟦800 tỷ⟧ đồng.", [MONEY, {}, MONEY]),
        ("consistent", "Thu về ⟦15 triệu⟧ USD, bằng ⟦75%⟧ so với quý I (⟦20 triệu⟧ USD).", [USD, {}, USD]),
        ("inconsistent", "Thu về ⟦15 triệu⟧ USD, chỉ bằng ⟦57%⟧ cùng kỳ (⟦20 triệu⟧ USD).", [USD, {}, USD]),
        ("inconsistent", "Có ⟦90⟧ hộ, chiếm ⟦57%⟧ của ⟦120⟧ hộ.", [HO, {}, HO]),
        ("inconsistent", "Nộp ⟦90⟧ trong tổng số ⟦120⟧ hộ của thôn, tỷ lệ thực hiện dừng ở mức ⟦57%⟧.", [HO, HO, {}]),
        (
            "inconsistent",
            "Xã có ⟦470⟧ hộ, nay còn nợ thuế là ⟦188⟧ hộ, trong đó ⟦47⟧ hộ mới, chiếm ⟦52%⟧.",
            [HO] * 3 + [{}],
        ),
        ("inconsistent", "Tiêm đủ liều ⟦540/720⟧ trẻ, tỷ lệ cộng dồn 9 tháng ⟦57%⟧.", [{"unit": "trẻ"}, {}]),
        (
            "consistent",
            "Ngân sách trung ương giải ngân ⟦1.020/2.550 tỷ⟧ đồng (⟦40%⟧).",
            [MONEY | {"kind": "pair", "value": Decimal("1020e9")}, {}],
        ),
        ("consistent", "Huyện có ⟦12/16⟧ xã đạt chuẩn, đạt ⟦75%⟧.", [XA, P]),
        ("consistent", "Tỷ lệ xã đạt chuẩn là ⟦75%⟧ (⟦12/16⟧ xã).", [P, XA]),
        ("consistent", "Có ⟦12/16⟧ xã, thị trấn (⟦75%⟧) được công nhận.", [XA | {"unit": "xã, thị trấn"}, P]),
        ("inconsistent", "Huyện có ⟦12/16⟧ xã đạt chuẩn, đạt ⟦78%⟧.", [XA, P]),
        ("unclear", "Huyện có ⟦2/3⟧ xã đạt chuẩn (chiếm tỷ lệ ⟦66,6%⟧).", [XA, P]),
        ("consistent", "Trong tổng số ⟦240⟧ hộ có ⟦180⟧ hộ dùng nước sạch, chiếm ⟦75%⟧.", [HO, HO, {"item": "hộ"}]),
        (
            "inconsistent",
            "Toàn xã có ⟦240⟧ hộ, trong đó ⟦180⟧ hộ dùng nước sạch, chiếm ⟦57%⟧.",
            [HO, HO, {"item": "hộ"}],
        ),
        ("consistent", "Giải ngân ⟦90 tỷ⟧ đồng trên tổng kế hoạch ⟦120 tỷ⟧ đồng, đạt ⟦75%⟧.", [MONEY, MONEY, {}]),
        ("consistent", "Toàn tỉnh có ⟦189⟧ xã nâng cao, đạt ⟦92,6%⟧.", [XA, P]),
        ("inconsistent", "Toàn huyện có ⟦3⟧ xã kiểu mẫu, chiếm ⟦46%⟧.", [XA, P]),
        ("unclear", "Toàn huyện có ⟦3⟧ xã kiểu mẫu (⟦46%⟧).", [XA, P]),
        (
            "consistent",
            "Đã cấp thẻ cho gần ⟦950⟧ hộ trong tổng số ⟦1.000⟧ hộ, đạt ⟦95%⟧.",
            [HO | {"bound": "~"}, HO, {}],
        ),
    ],
    "change_percent": [
        (
            "unclear",
            "Còn ⟦16.003/80.276⟧ hộ, tỷ lệ ⟦19,93%⟧, giảm ⟦1.432⟧ hộ (⟦1,95%⟧).",
            [HO, {}, HO | DOWN, DOWN],
        ),
        ("consistent", "Xuất khẩu ⟦12,46 tỷ⟧ USD, tăng ⟦18,4%⟧ (tương ứng tăng ⟦1,94 tỷ⟧ USD).", [USD, UP, USD | UP]),
        (
            "inconsistent",
            "Xuất khẩu ⟦12,46 tỷ⟧ USD, tăng ⟦81,4%⟧ (tương ứng tăng ⟦1,94 tỷ⟧ USD).",
            [USD, UP, USD | UP],
        ),
        ("consistent", "Phát hiện ⟦812⟧ vụ (giảm ⟦58⟧ vụ = ⟦6,67%⟧ so với năm 2018).", [VU, VU | DOWN, {}]),
        ("consistent", "So với năm 2018: giảm ⟦100/112⟧ vụ (⟦10,71%⟧).", [PAIR | DOWN, {}]),
        ("inconsistent", "So với năm 2018: giảm ⟦100/112⟧ vụ (⟦17,01%⟧).", [PAIR | DOWN, {}]),
        ("inconsistent", "Sốt xuất huyết: mắc ⟦820/1.025⟧ ca, giảm ⟦30%⟧ so cùng kỳ.", [{"unit": "ca"}, DOWN]),
        ("consistent", "Xảy ra ⟦74⟧ vụ, giảm ⟦9⟧ vụ (giảm ⟦10,84%⟧) so với năm trước.", [VU, VU | DOWN, DOWN]),
        ("inconsistent", "Xảy ra ⟦74⟧ vụ, giảm ⟦9⟧ vụ (giảm ⟦18,84%⟧) so với năm trước.", [VU, VU | DOWN, DOWN]),
        (
            "consistent",
            "Xảy ra ⟦81⟧ vụ, giảm ⟦9⟧ vụ (-⟦10%⟧) so với năm trước.",
            [VU, VU | DOWN, DOWN | {"value": Decimal(-10)}],
        ),
        (
            "inconsistent",
            "Xảy ra ⟦81⟧ vụ, giảm ⟦9⟧ vụ (-⟦20%⟧) so với năm trước.",
            [VU, VU | DOWN, DOWN | {"value": Decimal(-20)}],
        ),
        ("consistent", "Tỷ lệ hộ nghèo còn ⟦4%⟧, giảm ⟦20%⟧ so với năm 2022 (⟦5%⟧).", [{}, DOWN, {}]),
        ("consistent", "Tỷ lệ hộ nghèo còn ⟦3,15%⟧, giảm ⟦1,2%⟧ so với năm 2022 (⟦4,35%⟧).", [{}, DOWN, {}]),
        ("consistent", "Thu được ⟦150 tỷ⟧ đồng so với ⟦120 tỷ⟧ đồng cùng kỳ, tăng ⟦25%⟧.", [MONEY, MONEY, UP]),
        ("inconsistent", "Thu được ⟦150 tỷ⟧ đồng so với ⟦120 tỷ⟧ đồng cùng kỳ, tăng ⟦52%⟧.", [MONEY, MONEY, UP]),
        (
            "inconsistent",
            "Có ⟦90/120⟧ xã đạt chuẩn, tăng ⟦12⟧ xã so với năm 2019 (tăng ⟦10%⟧).",
            [XA, XA | UP, P | UP],
        ),
        ("consistent", "Tỷ lệ hộ nghèo giảm từ ⟦6,5%⟧ xuống còn ⟦4,2%⟧, giảm ⟦2,3%⟧.", [{}, {}, DOWN]),
        ("inconsistent", "Có ⟦2⟧ người chết (giảm ⟦45%⟧).", [{"unit": "người"}, DOWN]),
        ("unclear", "Có ⟦26⟧ người bị thương (giảm ⟦21,3%⟧).", [{"unit": "người"}, DOWN]),
    ],
    "change_levels": [
        (
            "consistent",
            "Có ⟦320⟧ hộ, gồm ⟦150⟧ hộ vùng cao và ⟦170⟧ hộ vùng thấp; giảm ⟦80⟧ hộ so với năm 2022 (⟦400⟧ hộ).",
            [HO, HO, HO, HO | DOWN, HO],
        ),
        (
            "inconsistent",
            "Có ⟦320⟧ hộ (⟦150⟧ hộ vùng cao, ⟦170⟧ hộ vùng thấp), giảm ⟦60⟧ hộ so với năm 2022 (⟦400⟧ hộ).",
            [HO, HO, HO, HO | DOWN, HO],
        ),
        (
            "consistent",
            "Bao phủ ⟦92,1%⟧ dân số, tăng ⟦1,7⟧ điểm so với ⟦90,4%⟧ của năm trước.",
            [{}, POINTS | UP, {}],
        ),
        (
            "inconsistent",
            "Bao phủ ⟦92,1%⟧ dân số, tăng ⟦7,1⟧ điểm so với ⟦90,4%⟧ của năm trước.",
            [{}, POINTS | UP, {}],
        ),
        ("consistent", "Cháy ⟦214,6⟧ ha, cả mùa trước mất ⟦168,2⟧ ha, nghĩa là tăng ⟦46,4⟧ ha.", [HA, HA, HA | UP]),
        (
            "consistent",
            "Thu ⟦618 tỷ⟧ đồng, tăng ⟦198 tỷ⟧ đồng so với cùng kỳ (⟦420 tỷ⟧ đồng).",
            [MONEY, MONEY | UP, MONEY],
        ),
        (
            "inconsistent",
            "Thu ⟦618 tỷ⟧ đồng, tăng ⟦188 tỷ⟧ đồng so với cùng kỳ (⟦420 tỷ⟧ đồng).",
            [MONEY, MONEY | UP, MONEY],
        ),
        ("inconsistent", "Có ⟦12⟧ xã đạt chuẩn, tăng ⟦21⟧ xã so với năm 2019.", [XA, XA | UP]),
        ("inconsistent", "Tỷ lệ hộ nghèo còn ⟦3,05%⟧, giảm ⟦1,7%⟧ so với năm 2022 (⟦4,35%⟧).", [{}, DOWN, {}]),
        (
            "inconsistent",
            "Có ⟦120⟧ hộ nghèo, giảm ⟦35⟧ hộ so với năm 2022 (⟦150⟧ hộ).",
            [HO | {"unit": "hộ nghèo"}, HO | DOWN, HO],
        ),
        ("inconsistent", "Có ⟦12⟧ xã đạt chuẩn, có thêm ⟦21⟧ xã so với năm 2019.", [XA, XA | UP]),
        (
            "inconsistent",
            "Thu ⟦9.620 tỷ⟧ đồng, cùng kỳ ⟦8.150 tỷ⟧ đồng, nhiều hơn năm trước ⟦1.740 tỷ⟧ đồng.",
            [MONEY | {"period": "2023"}, MONEY | {"period": "2022"}, MONEY | UP],
        ),
        (
            "inconsistent",
            "Đã thu ⟦9.620 tỷ⟧ đồng, dự toán ⟦11.360 tỷ⟧ đồng, còn phải thu ⟦1.470 tỷ⟧ đồng.",
            [MONEY, MONEY | {"status": "target"}, MONEY],
        ),
        ("consistent", "Thu nhập tăng từ ⟦32 triệu⟧ đồng lên ⟦45 triệu⟧ đồng.", [MONEY, MONEY]),
        ("inconsistent", "Thu nhập tăng từ ⟦45 triệu⟧ đồng lên ⟦32 triệu⟧ đồng.", [MONEY, MONEY]),
        ("unclear", "Số hộ nghèo giảm từ ⟦12.400⟧ hộ xuống ⟦9.800⟧ hộ, giảm ⟦2.500⟧ hộ.", [HO, HO, HO | DOWN]),
    ],
    "pair_direction": [
        ("consistent", "Tai nạn giao thông kiềm chế ⟦1/1⟧ vụ.", [{"unit": "vụ"}]),
        ("inconsistent", "Tai nạn giao thông kiềm chế ⟦2/1⟧ vụ.", [{"unit": "vụ"}]),
        ("consistent", "Trộm cắp giảm ⟦05/08⟧ vụ.", [PAIR]),
        ("inconsistent", "Trộm cắp giảm ⟦08/05⟧ vụ.", [PAIR]),
        ("inconsistent", "Trộm cắp giảm ⟦5/5⟧ vụ.", [PAIR]),
        ("consistent", "Tai nạn giao thông kiềm chế ⟦1/1⟧ vụ.", [PAIR]),
        ("consistent", "Ma túy tăng ⟦93⟧ vụ (⟦206/113⟧ vụ).", [VU | UP, PAIR | UP]),
        ("inconsistent", "Ma túy tăng ⟦39⟧ vụ (⟦206/113⟧ vụ).", [VU | UP, PAIR | UP]),
    ],
    "parts": [
        ("consistent", "Luồng xanh chiếm ⟦61,4%⟧, luồng vàng ⟦33,2%⟧, luồng đỏ ⟦5,4%⟧.", [{}] * 3),
        ("inconsistent", "Vốn vay chiếm ⟦46%⟧, ngân sách ⟦13%⟧, còn lại ⟦51%⟧ do dân góp.", [{}] * 3),
        ("inconsistent", "Khách đạt ⟦1.240⟧ lượt, gồm ⟦456⟧ lượt quốc tế, ⟦775⟧ lượt nội địa.", [LUOT] * 3),
        (
            "inconsistent",
            "Thu ⟦26,38 tỷ⟧ USD, trong đó xuất khẩu ⟦12,46 tỷ⟧ USD, nhập khẩu ⟦19,32 tỷ⟧ USD.",
            [USD] * 3,
        ),
        ("consistent", "Xử lý ⟦1.612⟧ trong ⟦1.840⟧ ổ dịch, còn nợ ⟦228⟧ ổ.", [O_DICH] * 3),
        ("inconsistent", "Xử lý ⟦1.612⟧ trong ⟦1.840⟧ ổ dịch, còn nợ ⟦282⟧ ổ.", [O_DICH] * 3),
        (
            "inconsistent",
            "Có ⟦41⟧ dự án chậm, trong đó ⟦26⟧ do mặt bằng, ⟦11⟧ do vật liệu, ⟦14⟧ do thầu.",
            [DU_AN] * 4,
        ),
        ("inconsistent", "Có ⟦63⟧ vụ, trong đó ⟦48⟧ vụ ban ngày và ⟦16⟧ vụ ban đêm.", [VU] * 3),
        ("inconsistent", "Có ⟦63⟧ vụ, trong đó ⟦38⟧ vụ ban ngày và ⟦15⟧ vụ ban đêm.", [VU] * 3),
        ("consistent", "Kỷ luật ⟦312⟧ đảng viên: khiển trách ⟦221⟧, cảnh cáo ⟦91⟧.", [{"unit": "đảng viên"}] * 3),
        ("inconsistent", "Kỷ luật ⟦312⟧ đảng viên: khiển trách ⟦212⟧, cảnh cáo ⟦91⟧.", [{"unit": "đảng viên"}] * 3),
        ("inconsistent", "Có ⟦48⟧ vụ, trong đó ⟦26⟧ vụ ban ngày, trường hợp khác ⟦12⟧ vụ.", [VU] * 3),
        ("consistent", "Có ⟦425⟧ ha tự nhiên và ⟦185⟧ ha trồng, tổng cộng ⟦610⟧ ha.", [HA] * 3),
        ("inconsistent", "Có ⟦425⟧ ha tự nhiên và ⟦185⟧ ha trồng, tổng cộng ⟦601⟧ ha.", [HA] * 3),
        ("consistent", "Xuất khẩu ⟦12,46 tỷ⟧ USD, nhập khẩu ⟦10,71 tỷ⟧ USD, xuất siêu ⟦1,75 tỷ⟧ USD.", [USD] * 3),
        ("inconsistent", "Xuất khẩu ⟦12,46 tỷ⟧ USD, nhập khẩu ⟦10,71 tỷ⟧ USD, xuất siêu ⟦1,57 tỷ⟧ USD.", [USD] * 3),
        ("consistent", "Dôi dư ⟦1.020⟧ người; đã bố trí ⟦714⟧ người, ⟦306⟧ người còn lại chờ nghỉ.", [NGUOI] * 3),
        ("inconsistent", "Dôi dư ⟦1.020⟧ người; đã bố trí ⟦741⟧ người, ⟦306⟧ người còn lại chờ nghỉ.", [NGUOI] * 3),
        (
            "consistent",
            "Nợ ⟦6,14 triệu⟧ đồng, chia ra ⟦5,18 triệu⟧ đồng tiền điện và ⟦960.000⟧ đồng tiền khác, cụ thể "
            "⟦910.000⟧ đồng và ⟦50.000⟧ đồng.",
            [MONEY] * 5,
        ),
        (
            "inconsistent",
            "Nợ ⟦6,41 triệu⟧ đồng, chia ra ⟦5,18 triệu⟧ đồng tiền điện và ⟦960.000⟧ đồng tiền khác, cụ thể "
            "⟦910.000⟧ đồng và ⟦50.000⟧ đồng.",
            [MONEY] * 5,
        ),
        (
            "consistent",
            "Kim ngạch ⟦7,15 tỷ⟧ USD, trong đó ta xuất ⟦2,3 tỷ⟧ USD, nhập ⟦4,85 tỷ⟧ USD, nhập siêu ⟦2,55 tỷ⟧ USD.",
            [USD] * 4,
        ),
        (
            "inconsistent",
            "Kim ngạch ⟦7,15 tỷ⟧ USD, trong đó ta xuất ⟦2,3 tỷ⟧ USD, nhập ⟦4,85 tỷ⟧ USD, nhập siêu ⟦5,25 tỷ⟧ USD.",
            [USD] * 4,
        ),
        (
            "consistent",
            "Đã trồng ⟦700⟧ ha trong khi kế hoạch ⟦5.300⟧ ha, bao gồm ⟦4.100⟧ ha keo và ⟦1.200⟧ ha quế.",
            [HA, HA | {"status": "target"}, HA, HA],
        ),
        (
            "inconsistent",
            "Đã trồng ⟦700⟧ ha trong khi kế hoạch ⟦5.300⟧ ha, bao gồm ⟦4.100⟧ ha keo và ⟦2.100⟧ ha quế.",
            [HA, HA | {"status": "target"}, HA, HA],
        ),
        ("inconsistent", "Có ⟦206⟧ bếp, gồm ⟦39⟧ bếp ga, ⟦66⟧ bếp củi, ⟦11⟧ bếp than.", [{"unit": "bếp"}] * 4),
        (
            "inconsistent",
            "Rót ⟦480 tỷ⟧ đồng, trong đó mầm non ⟦213 tỷ⟧ đồng, tiểu học ⟦198 tỷ⟧ đồng, trung học ⟦124 tỷ⟧ đồng.",
            [MONEY] * 4,
        ),
        (
            "unclear",
            "Thiếu ⟦2.147⟧ giáo viên, trong đó mầm non ⟦1.020⟧, tiểu học ⟦465⟧, trung học ⟦482⟧.",
            [{"unit": "giáo viên"}] * 4,
        ),
        (
            "inconsistent",
            "Sản lượng thủy sản ⟦4.520⟧ tấn, trong đó khai thác ⟦1.340⟧ tấn, nuôi trồng ⟦2.180⟧ tấn.",
            [TAN] * 3,
        ),
        ("unclear", "Huyện có ⟦618⟧ lao động, trong đó ⟦341⟧ là nữ và ⟦287⟧ đã có nghề.", [{"unit": "lao động"}] * 3),
        (
            "consistent",
            "Cơ cấu chuyển dịch: nông nghiệp từ ⟦24%⟧ xuống ⟦20,7%⟧, công nghiệp lên ⟦40,9%⟧, dịch vụ giữ ⟦38,4%⟧.",
            [{"item": "nông nghiệp"}] * 2 + [{"item": "công nghiệp"}, {"item": "dịch vụ"}],
        ),
        ("consistent", "Cơ cấu kinh tế lần lượt là ⟦63,4%⟧ - ⟦29,1%⟧ - ⟦7,5%⟧.", [{}] * 3),
        ("consistent", "Duy trì ⟦58⟧ mô hình, gồm ⟦21⟧ mô hình cũ và ⟦37⟧ mô hình mới.", [{"unit": "mô hình"}] * 3),
        ("inconsistent", "Duy trì ⟦58⟧ mô hình, gồm ⟦21⟧ mô hình cũ và ⟦73⟧ mô hình mới.", [{"unit": "mô hình"}] * 3),
        ("inconsistent", "Duy trì ⟦58⟧ mô hình, gồm ⟦21⟧ mô hình cũ và ⟦27⟧ mô hình mới.", [{"unit": "mô hình"}] * 3),
        (
            "inconsistent",
            "Có ⟦320⟧ hộ nghèo, gồm ⟦150⟧ hộ vùng cao và ⟦190⟧ hộ vùng thấp; giảm ⟦80⟧ hộ so với năm 2022.",
            [HO, HO, HO, HO | DOWN],
        ),
        ("inconsistent", "Toàn xã có ⟦24⟧ tổ, trong đó ⟦42⟧ tổ hoạt động tốt.", [{"unit": "tổ"}] * 2),
        ("unclear", "Xóm có ⟦100⟧ hộ, trong đó ⟦60⟧ hộ nghèo, ⟦50⟧ hộ có người già.", [HO] * 3),
        (
            "consistent",
            "Thiếu ⟦310⟧ giáo viên, trong đó mầm non ⟦200⟧, tiểu học ⟦110⟧.",
            [{"unit": "giáo viên"}, {}, {}],
        ),
        ("consistent", "Đã sửa ⟦80/95⟧ nhà, còn ⟦15⟧ nhà chưa sửa.", [{"unit": "nhà"}] * 2),
        ("inconsistent", "Đã sửa ⟦80/95⟧ nhà, còn ⟦51⟧ nhà chưa sửa.", [{"unit": "nhà"}] * 2),
        (
            "consistent",
            "Cơ cấu kinh tế: nông nghiệp ⟦20,4%⟧, công nghiệp ⟦41,1%⟧, dịch vụ ⟦38,5%⟧.",
            [{"item": "nông nghiệp"}, {"item": "công nghiệp"}, {"item": "dịch vụ"}],
        ),
        (
            "inconsistent",
            "Cơ cấu kinh tế: nông nghiệp ⟦20,4%⟧, công nghiệp ⟦47,1%⟧, dịch vụ ⟦38,5%⟧.",
            [{"item": "nông nghiệp"}, {"item": "công nghiệp"}, {"item": "dịch vụ"}],
        ),
        (
            "consistent",
            "Có ⟦58⟧ bài hỏng, trong đó Toán ⟦24⟧ bài, kế đến Văn (⟦17⟧ bài), Sử (⟦11⟧ bài), còn lại ⟦6⟧ bài.",
            [BAI] * 5,
        ),
        (
            "inconsistent",
            "Có ⟦85⟧ bài hỏng, trong đó Toán ⟦24⟧ bài, kế đến Văn (⟦17⟧ bài), Sử (⟦11⟧ bài), còn lại ⟦6⟧ bài.",
            [BAI] * 5,
        ),
        (
            "consistent",
            "Đơn vị nợ ⟦57 tỷ⟧ đồng, gồm nợ lương ⟦43 tỷ⟧ đồng, nợ thuế ⟦11 tỷ⟧ đồng và nợ khác (⟦3 tỷ⟧ đồng).",
            [MONEY] * 4,
        ),
        (
            "inconsistent",
            "Còn ⟦57 tỷ⟧ đồng, gồm quỹ lương (⟦34 tỷ⟧ đồng), quỹ thưởng (⟦11 tỷ⟧ đồng), quỹ khác (⟦3 tỷ⟧ đồng).",
            [MONEY] * 4,
        ),
        (
            "consistent",
            "Có ⟦62⟧ mô hình, gồm ⟦21⟧ mô hình cũ, ⟦37⟧ mô hình mới; ⟦4⟧ mô hình đang làm thử.",
            [{"unit": "mô hình"}] * 4,
        ),
        (
            "inconsistent",
            "Có ⟦35⟧ sản phẩm, gồm ⟦1⟧ sản phẩm 5 sao, ⟦8⟧ sản phẩm 4 sao và ⟦24⟧ sản phẩm 3 sao.",
            [{"unit": "sản phẩm"}] * 4,
        ),
        ("unclear", "Có ⟦100⟧ cán bộ (nữ ⟦80⟧, dân tộc thiểu số ⟦60⟧).", [{"unit": "cán bộ"}] * 3),
        ("unclear", "Có ⟦90⟧ hộ, gồm ⟦50⟧ hộ vay vốn, trong đó ⟦20⟧ hộ nghèo; ⟦40⟧ hộ tự lo.", [HO] * 4),
        (
            "inconsistent",
            "Đã kiểm tra tổng số ⟦90⟧ chợ: miền núi ⟦42⟧ chợ, ven biển ⟦36⟧ chợ.",
            [{"unit": "chợ"}] * 3,
        ),
        (
            "inconsistent",
            "Giao ⟦300⟧ con giống trong năm, gồm Ba Bể ⟦210⟧, Na Rì ⟦180⟧.",
            [{"unit": "con"} | NORTH, {} | NORTH, {} | NORTH],
        ),
    ],
    "enumeration": [
        (
            "consistent",
            "Hội đưa ra ⟦3⟧ kiến nghị gồm: Giảm thuế đất; Bỏ giấy phép; Cho vay. Cả ⟦3⟧ kiến nghị đều đúng.",
            [{"unit": "kiến nghị"}] * 2,
        ),
        ("consistent", "Có ⟦03/11⟧ xã (xã Tân Lập, Hòa Bình và Mỹ Đức) đạt chuẩn.", [XA]),
        ("inconsistent", "Có ⟦04/11⟧ xã (xã Tân Lập, Hòa Bình và Mỹ Đức) đạt chuẩn.", [XA]),
        ("unclear", "Có ⟦04⟧ nhiệm vụ: rà soát hồ sơ; bổ sung quy chế; kiểm tra cơ sở.", [{"unit": "nhiệm vụ"}]),
        (
            "inconsistent",
            "Ra mắt ⟦02⟧ mô hình: “Camera an ninh” ở Tân Lập; “Cổng an toàn” ở Mỹ Đức; “Zalo xóm” ở Hòa Bình.",
            [{"unit": "mô hình"}],
        ),
        ("unclear", "Chở ⟦3⟧ xe từ Khu bảo tồn Nâm Nung (Nâm Nung, Đắk Song).", [{"unit": "xe"}]),
        ("consistent", "Xã Tân Lập, xã Mỹ Đức đều đạt (cả ⟦02⟧ xã).", [XA]),
        ("inconsistent", "Tại ⟦4⟧ huyện Ba Bể, Chợ Đồn và Na Rì đã có đường mới.", [{"unit": "huyện"}]),
    ],
    "target_result": [
        (
            "consistent",
            "Thu ⟦244.100 tỷ⟧ đồng, bằng ⟦77,5%⟧ dự toán (⟦315.000 tỷ⟧ đồng), bằng ⟦74,9%⟧ chỉ tiêu phấn đấu.",
            [MONEY, {}, MONEY, {}],
        ),
        (
            "consistent",
            "Tội phạm giảm ⟦6,27%⟧, vượt chỉ tiêu giao (ít nhất ⟦5%⟧).",
            [DOWN, DOWN | {"status": "target"}],
        ),
        (
            "inconsistent",
            "Tội phạm giảm ⟦4,27%⟧, vượt chỉ tiêu giao (ít nhất ⟦5%⟧).",
            [DOWN, DOWN | {"status": "target"}],
        ),
        ("unclear", "Tỷ lệ bao phủ đạt ⟦92%⟧, đạt chỉ tiêu giao là ⟦92,9%⟧.", [{}, {}]),
        ("consistent", "Thu ⟦412 tỷ⟧ đồng, bằng ⟦82,4%⟧ kế hoạch năm (⟦500 tỷ⟧ đồng).", [MONEY, {}, MONEY]),
        ("inconsistent", "Thu ⟦412 tỷ⟧ đồng, bằng ⟦84,2%⟧ kế hoạch năm (⟦500 tỷ⟧ đồng).", [MONEY, {}, MONEY]),
        ("consistent", "Thu ⟦525 tỷ⟧ đồng, vượt ⟦5%⟧ dự toán (⟦500 tỷ⟧ đồng).", [MONEY, {}, MONEY]),
    ],
    "ratio": [
        ("consistent", "Nuôi ⟦845⟧ ha, sản lượng ⟦4.980⟧ tấn, năng suất ⟦5,9⟧ tấn/ha.", [HA, TAN, TAN_HA]),
        ("inconsistent", "Nuôi ⟦845⟧ ha, sản lượng ⟦4.980⟧ tấn, năng suất ⟦9,5⟧ tấn/ha.", [HA, TAN, TAN_HA]),
        ("inconsistent", "Biên Hòa có ⟦52⟧ người chết, gấp ⟦31⟧ lần huyện Tân Phú (⟦4⟧ người).", [NGUOI, LAN, NGUOI]),
        ("consistent", "Trong 7 ngày xảy ra ⟦368⟧ vụ (⟦52,6⟧ vụ/ngày).", [VU, {"unit": "vụ/ngày", "kind": "rate"}]),
        ("inconsistent", "Trong 7 ngày xảy ra ⟦368⟧ vụ (⟦56,2⟧ vụ/ngày).", [VU, {"unit": "vụ/ngày", "kind": "rate"}]),
        ("unclear", "Trong 9 ngày xảy ra ⟦78⟧ vụ (⟦8,6⟧ vụ/ngày).", [VU, {"unit": "vụ/ngày", "kind": "rate"}]),
        (
            "consistent",
            "Cho ⟦3.250⟧ lượt hộ vay ⟦81,9 tỷ⟧ đồng, bình quân ⟦25,2 triệu⟧ đồng mỗi lượt.",
            [{"unit": "lượt hộ"}, MONEY, MONEY | {"kind": "rate", "unit": "đồng/lượt"}],
        ),
        (
            "consistent",
            "Gieo ⟦2.000⟧ ha lúa, năng suất ⟦60⟧ tạ/ha, sản lượng ⟦12.000⟧ tấn.",
            [
                {"unit": "ha", "kind": "measure"},
                {"unit": "tạ/ha", "kind": "rate"},
                {"unit": "tấn", "kind": "measure"},
            ],
        ),
        (
            "inconsistent",
            "Thu nhập tăng từ ⟦20 triệu⟧ đồng lên ⟦50 triệu⟧ đồng, gấp ⟦3,5⟧ lần.",
            [MONEY, MONEY, {"unit": "lần", "kind": "rate"}],
        ),
        (
            "consistent",
            "Thu nhập tăng từ ⟦20 triệu⟧ đồng lên ⟦50 triệu⟧ đồng, tăng ⟦1,5⟧ lần.",
            [MONEY, MONEY, {"unit": "lần", "kind": "rate"}],
        ),
    ],
    "bound": [
        ("inconsistent", "Có ⟦27/25⟧ khách sạn đạt yêu cầu.", [{"unit": "khách sạn"}]),
        ("unclear", "Số vụ tăng ⟦27/25⟧ vụ.", [{"unit": "vụ"}]),
        ("inconsistent", "Đã làm rõ ⟦64/46⟧ vụ, đạt tỷ lệ cao, vượt chỉ tiêu giao.", [{"unit": "vụ"}]),
        ("inconsistent", "Hộ khá chiếm ⟦124%⟧.", [{"item": "hộ khá"}]),
    ],
    "unit": [
        ("unclear", "Tuyên truyền được ⟦1.704⟧ cuộc ⟦44.859⟧; tuyên truyền cá biệt.", [{"unit": "cuộc"}] * 2),
        ("unclear", "Tập huấn với sự tham gia ⟦2.250⟧ là cán bộ, giáo viên.", [{"unit": "lượt"}]),
        ("inconsistent", "Có ⟦100⟧ xã (⟦12/12⟧ xã) được công nhận.", [XA, XA]),
        ("unclear", "Tuyên truyền được ⟦174⟧ cuộc ⟦4.859⟧; phát ⟦36⟧ tin.", [{"unit": "cuộc"}, {}, {"unit": "tin"}]),
        ("unclear", "Cả vùng có ⟦640⟧ tỉnh tham gia.", [{"unit": "tỉnh"}]),
    ],
}
ROWS = [(rule, *case) for rule, cases in CASES.items() for case in cases]


@pytest.mark.parametrize(("rule", "verdict", "text", "fields"), ROWS, ids=[f"{row[0]}: {row[2]}" for row in ROWS])
def test_sentence_gets_its_verdict(mark, rule, verdict, text, fields):
    document, figures = mark(text, fields)
    found = [finding.verdict for finding in check(figures, document) if finding.rule == rule]
    assert verdict in found
    assert set(found) <= {verdict, "consistent"}


SILENT = {
    "what was done against a plan that is told behind it": (
        "Đã mở ⟦62/58⟧ lớp theo kế hoạch; khám ⟦870/752⟧ lượt, đạt ⟦115,7%⟧ kế hoạch.",
        [{"unit": "lớp"}, {"unit": "lượt"}, {}],
    ),
    "cases of now and before, and who was harmed": (
        "Đường thủy: ⟦02/01⟧ vụ, chết ⟦01/00⟧ người.",
        [{"unit": "vụ"}, {"unit": "người"}],
    ),
    "shares of the last year, as those before them": (
        "Gieo ⟦6.755⟧ ha, bằng ⟦99,3%⟧ cùng kỳ, gồm vụ xuân ⟦3.007⟧ ha (bằng ⟦99,4%⟧), "
        "vụ mùa ⟦3.748⟧ ha (bằng ⟦100,5%⟧).",
        [{"unit": "ha"}, {}, {"unit": "ha"}, {}, {"unit": "ha"}, {}],
    ),
    "a share of the last year among changes": (
        "Thịt hơi ⟦8.679⟧ tấn, tăng ⟦5,4%⟧ so cùng kỳ, trong đó thịt lợn ⟦2.012⟧ tấn (tăng ⟦2,5%⟧), "
        "gà ⟦6.033⟧ tấn (bằng ⟦101,6%⟧).",
        [TAN, UP, TAN, UP, TAN, {}],
    ),
    "cases and accused, of which the first make the share": (
        "Thụ lý ⟦1.367⟧ vụ/⟦2.420⟧ bị cáo, giải quyết ⟦1.206⟧ vụ/⟦2.085⟧ bị cáo, đạt ⟦88,22%⟧.",
        [{"unit": "vụ"}, {"unit": "bị cáo"}] * 2 + [{}],
    ),
    "a share of what is named behind it": (
        "Đăng ký lần đầu ⟦2.017/2.017⟧ (bằng ⟦0,67%⟧ dân số).",
        [{"unit": None}, {}],
    ),
    "a plan that stands before what was done": (
        "Chỉ tiêu giao/thực hiện: khám ⟦62.000/58.914⟧ lượt, đạt ⟦95%⟧.",
        [LUOT, {}],
    ),
    "a part that is the plan": (
        "Thu ⟦845⟧ tỷ đồng/dự toán ⟦720⟧ tỷ đồng, đạt ⟦117,4%⟧.",
        [MONEY, MONEY, {}],
    ),
    "two levels that are the whole together": (
        "Thụ lý mới ⟦624⟧ vụ + ⟦89⟧ vụ tháng trước; giải quyết ⟦260⟧ vụ, đạt ⟦36,5%⟧.",
        [VU, VU, VU, {}],
    ),
    "two shares of one part, each of its own whole": (
        "Có ⟦10.689⟧ hộ, trong đó có ⟦3.373⟧ hộ vùng cao (chiếm ⟦13,13%⟧ hộ vùng cao và ⟦31,56%⟧ hộ toàn tỉnh).",
        [HO, HO, {}, {}],
    ),
    "what has a mark, and the mark": (
        "Có ⟦287.140⟧ hộ đạt ⟦8⟧ tiêu chí, chiếm ⟦86,5%⟧ tổng số hộ.",
        [HO, {"unit": "tiêu chí"}, {}],
    ),
    "a nearest level behind a semicolon": (
        "Tai nạn ⟦2.980⟧ ca, giảm ⟦640⟧ ca; tử vong tại viện ⟦412⟧ ca, tỷ lệ ⟦0,7%⟧.",
        [{"unit": "ca"}, {"unit": "ca"} | DOWN, {"unit": "ca"}, {}],
    ),
    "a rate of the count before": (
        "Xây mới ⟦118⟧ mái ấm, trị giá ⟦5,9 tỷ⟧ đồng (⟦50 triệu⟧ đồng/căn), sửa chữa ⟦41⟧ căn.",
        [{"unit": "mái ấm"}, MONEY, MONEY | {"kind": "rate", "unit": "đồng/căn"}, {"unit": "căn"}],
    ),
    "parts of another level of the sentence before": (
        "Trung ương giao ⟦4.826⟧ tỷ đồng; tỉnh giao ⟦5.512⟧ tỷ đồng.\nTrong đó: vốn trung ương ⟦1.640⟧ tỷ đồng; vốn "
        "địa phương ⟦3.872⟧ tỷ đồng.",
        [MONEY] * 4,
    ),
    "a level of now told in brackets behind a comparison": (
        "Đàn gia cầm ⟦6,5 triệu⟧ con, tăng ⟦2%⟧ so cùng kỳ (trong đó có ⟦4,42 triệu⟧ con gà).",
        [{"unit": "con"}, UP, {"unit": "con"}],
    ),
    "injured of now and before, beside cases": (
        "Xảy ra ⟦318/298⟧ vụ, làm chết ⟦142/151⟧ người, bị thương ⟦261/224⟧ người.",
        [VU, NGUOI, NGUOI],
    ),
    "the last part of a list that counts two things": (
        "Lập hồ sơ ⟦31⟧ vụ, gồm tàng trữ ⟦12⟧ vụ, vận chuyển ⟦7⟧ vụ, khai thác ⟦6⟧ vụ, phá rừng ⟦4⟧ vụ/⟦0,119⟧ ha, "
        "khác ⟦2⟧ vụ.",
        [{"unit": "vụ"}] * 5 + [{"unit": "ha", "kind": "measure"}, {"unit": "vụ"}],
    ),
    "a level that the result is compared with": (
        "Có ⟦746⟧ km đường, gấp hơn ⟦5⟧ lần so với con số ⟦146⟧ km và vượt mục tiêu ⟦600⟧ km.",
        [KM, {"unit": "lần", "kind": "rate"}, KM, KM | {"status": "target"}],
    ),
    "parts beside one another, each with its share": (
        "Có ⟦362⟧ phiếu (chiếm ⟦72,8%⟧), ⟦91⟧ phiếu (chiếm ⟦18,3%⟧).",
        [{"unit": "phiếu"}, {}, {"unit": "phiếu"}, {}],
    ),
    "a subject of its own before the share": (
        "Có ⟦595⟧ cơ sở, trong đó ⟦3⟧ cơ sở bốn sao và nhà dân chiếm gần ⟦60%⟧.",
        [{"unit": "cơ sở"}, {"unit": "cơ sở"}, {"bound": "~"}],
    ),
    "a name among names": ("Có ⟦3⟧ bệnh viện gồm: Việt Đức, BV ⟦108⟧ và K.", [{"unit": "bệnh viện"}] * 2),
    "what follows a list that 'và' closed": (
        "Có ⟦264⟧ đơn, gồm ⟦198⟧ khiếu nại và ⟦66⟧ tố cáo, đã giải quyết ⟦251⟧ đơn.",
        [{"unit": "đơn"}] * 4,
    ),
    "a level that another change is measured against": (
        "Số dư ⟦2.389,9⟧ tấn, tăng ⟦214,8⟧ tấn so với quý III (⟦2.175,1⟧ tấn), nhưng giảm ⟦1.580,2⟧ tấn so với đầu "
        "năm (⟦3.970,1⟧ tấn).",
        [TAN, TAN | UP, TAN, TAN | DOWN, TAN],
    ),
    "two matches of one team": (
        "Sau khi thua ⟦1⟧ bàn ở hiệp một, đội xuống sức và thua thêm ⟦2⟧ bàn.",
        [{"unit": "bàn", "item": "bàn ở hiệp một"}, {"unit": "bàn", "item": "bàn cuối trận xuống sức"} | UP],
    ),
    "an area and its plan": ("Trồng được ⟦42/40⟧ ha lạc.", [{"unit": "ha"}]),
    "at least so much and the level reached": (
        "Phấn đấu giảm tỷ lệ hộ nghèo từ ⟦6%⟧ trở lên, đưa tỷ lệ này xuống dưới ⟦27%⟧.",
        [{"bound": ">="}, {"bound": "<"}],
    ),
    "a mean, and what is counted behind it": (
        "Tuyến xã có ⟦960⟧ y sĩ, bình quân ⟦8⟧ y sĩ/trạm; số nơi có vườn thuốc là ⟦57⟧ trạm.",
        [{"unit": "y sĩ"}, {"unit": "y sĩ/trạm", "kind": "rate"}, {"unit": "trạm"}],
    ),
    "a share whose base was told before": (
        "Dịch vụ có ⟦942 tỷ⟧ đồng. Thu ⟦28 tỷ⟧ đồng, bằng ⟦56%⟧ dự toán; chi ⟦482 tỷ⟧ đồng, bằng ⟦58%⟧.",
        [MONEY, MONEY, {}, MONEY, {}],
    ),
    "the level of another place that is compared with": (
        "Có ⟦96⟧ trạm, tăng ⟦18⟧ trạm nhưng thấp hơn cả nước (⟦70%⟧).",
        [{"unit": "trạm"}, {"unit": "trạm"} | UP, {"place": "Việt Nam"}],
    ),
    "a blood pressure": ("Huyết áp ⟦90/60⟧ mmHg.", [{"unit": "mmHg"}]),
    "a season": ("Mùa ⟦2016/17⟧ trận đấu ít hơn.", [{"unit": "trận"}]),
    "a rough fraction": ("Khoảng ⟦1/3⟧ người dân (⟦36%⟧) đồng ý.", [{"unit": "người", "bound": "~"}, {}]),
    "a share of something else": ("Bội chi ⟦263 tỷ⟧ đồng, bằng ⟦6,28%⟧ GDP.", [MONEY, {}]),
    "a new subject before the percentage": ("Có ⟦12/16⟧ xã đạt chuẩn, tỷ lệ hộ nghèo còn ⟦2,3%⟧.", [XA, {}]),
    "a list that is open": ("Có ⟦5⟧ huyện như Ba Bể, Na Rì.", [{"unit": "huyện"}]),
    "regions are no names": ("Tại ⟦5⟧ tỉnh Tây Nguyên và Nam Bộ.", [{"unit": "tỉnh"}]),
    "a marker in a closed bracket": (
        "Tổng thu ⟦1.291 tỷ⟧ đồng (bao gồm cả kết dư); tổng chi ⟦1.502 tỷ⟧ đồng.",
        [MONEY, MONEY],
    ),
    "an incomplete list of parts": ("Xảy ra ⟦160⟧ vụ, trong đó ⟦62⟧ vụ ban đêm, ⟦19⟧ vụ do rượu.", [VU] * 3),
    "a list in brackets that names some parts": (
        "Có ⟦892⟧ thẻ cấp trùng (Ba Bể ⟦214⟧ thẻ, Na Rì ⟦139⟧ thẻ).",
        [{"unit": "thẻ"}] * 3,
    ),
    "a list with a number that is no figure": (
        "Tỉnh có ⟦374⟧ trường, gồm mầm non ⟦124⟧, tiểu học ⟦138⟧, THCS 79, THPT 33.",
        [{"unit": "trường"}] * 3,
    ),
    "a level that took the change of its neighbour": (
        "Cao nhất là lưu trú (⟦406⟧ cơ sở, tăng ⟦41,5%⟧), buôn bán (⟦587⟧ cơ sở, tăng ⟦39,8%⟧).",
        [{"unit": "cơ sở"}, UP, {"unit": "cơ sở"} | UP, UP],
    ),
    "a list of brackets without a whole": (
        "Đứng đầu là Nhật Bản (⟦172⟧ dự án), sau đó là Hàn Quốc (⟦147⟧), Lào (⟦94⟧).",
        [{"unit": "dự án"}] * 3,
    ),
    "parts of another place": (
        "Na Rì có ⟦12⟧ xã, trong đó cả tỉnh có ⟦96⟧ xã.",
        [XA | {"place": "huyện Na Rì"}, XA | {"place": "tỉnh Bắc Kạn"}],
    ),
    "parts of another period": (
        "Năm nay có ⟦12⟧ vụ, trong đó từ năm 2020 có ⟦96⟧ vụ.",
        [VU | {"period": "2023"}, VU | {"period": "2020/2023"}],
    ),
    "numbers amid codes and years": (
        "Có ⟦3⟧ ô (gồm E.⟦1111⟧, E.⟦1113⟧) và ⟦5⟧ chặng (1950-⟦54⟧).",
        [{"unit": "ô"}, {"unit": "ô"}, {"unit": "ô"}, {"unit": "chặng"}, {"unit": "chặng"}],
    ),
    "a percentage of an economy": ("Dự trữ chiếm hơn ⟦250%⟧ tổng sản phẩm trong nước.", [{"bound": ">"}]),
    "a unit that the list hands on": (
        "Dẫn đầu là Ba Bể ⟦41⟧ ca, Na Rì ⟦38⟧, Chợ Đồn ⟦35⟧.",
        [{"unit": "ca"}, {}, {}],
    ),
    "a plan beside a change over time": (
        "Thu ⟦9.620 tỷ⟧ đồng, đạt ⟦84,7%⟧ dự toán (⟦11.360 tỷ⟧), so với cùng kỳ năm 2022 nhiều hơn ⟦1.470 tỷ⟧ đồng.",
        [MONEY, {}, MONEY | {"status": "target"}, MONEY | UP],
    ),
    "two levels of one time beside a change over time": (
        "Đơn tiếp nhận ⟦203⟧, hòa giải thành ⟦121⟧, nhiều hơn năm trước ⟦18⟧ đơn.",
        [{"unit": "đơn", "period": "2020"}] * 2 + [{"unit": "đơn", "period": "2020"} | UP],
    ),
    "what is asked for beside what was remitted": (
        "Chi nhánh xóa nợ cho 9 hộ với ⟦280 triệu⟧ đồng và xin thêm ⟦45 tỷ⟧ đồng để cho vay mới.",
        [MONEY, MONEY | UP],
    ),
    "a list that leaves a rest": (
        "Trong ⟦206⟧ bếp, ⟦39⟧ bếp chưa có cửa lưới, ⟦66⟧ bếp thiếu tủ, ⟦11⟧ bếp dùng nước khe.",
        [{"unit": "bếp"}] * 4,
    ),
    "a list behind 'riêng' that leaves a rest": (
        "Có ⟦209.000⟧ người trong số đó có tay nghề, riêng đại học ⟦95.600⟧, cao đẳng ⟦47.400⟧, trung cấp ⟦29.500⟧.",
        [NGUOI] * 4,
    ),
    "two parts of which 'và' joins the last, and a rest": (
        "Xảy ra ⟦63⟧ vụ, trong đó ⟦25⟧ vụ trên quốc lộ và ⟦18⟧ vụ do rượu bia.",
        [VU] * 3,
    ),
    "an average and its lowest": (
        "Mỗi phụ nữ sinh trung bình ⟦2,1⟧ con, trong đó Tây Nguyên ⟦2,3⟧ con, Đông Nam Bộ ⟦1,6⟧ con.",
        [{"unit": "con"}] * 3,
    ),
    "labels with values in a row": (
        "Bộ nhớ tạm: ⟦3⟧ GB ● Bộ nhớ trong: ⟦256⟧ GB.",
        [{"unit": "GB", "kind": "measure"}] * 2,
    ),
    "names of what is counted": ("Kè gồm ⟦3⟧ đoạn (đoạn ⟦1⟧, đoạn 2, đoạn 3).", [{"unit": "đoạn"}] * 2),
    "names with counts of their own": (
        "Có ⟦14⟧ người đi làm ở nước ngoài, gồm Nhật Bản 9, Hàn Quốc 5.",
        [{"unit": "người"}],
    ),
    "a value per unit of some of them": (
        "Đàn bò ⟦1.240⟧ con, sản lượng sữa ⟦3.860⟧ tấn, bình quân ⟦5,6⟧ tấn/con vắt sữa (⟦689⟧ con).",
        [{"unit": "con"}, TAN, {"unit": "tấn/con", "kind": "rate"}, {"unit": "con"}],
    ),
    "new capital and shares bought": (
        "Có ⟦3,41 tỷ⟧ USD vốn tăng thêm và ⟦8,52 tỷ⟧ USD góp vốn mua cổ phần.",
        [USD, USD | UP],
    ),
    "another account behind the semicolon": (
        "Có ⟦42⟧ trường, trong đó ⟦31⟧ trường đạt chuẩn; mầm non ⟦15⟧ trường, tiểu học ⟦14⟧ trường, còn lại ⟦13⟧.",
        [{"unit": "trường"}] * 5,
    ),
    "levels of an earlier time in brackets": (
        "Tay chân miệng ⟦54⟧ ca, sởi ⟦11⟧ ca, đều thấp hơn 5 tháng đầu năm ngoái (⟦72⟧ và ⟦15⟧ ca).",
        [{"unit": "ca"}] * 4,
    ),
    "a limit is no factor": (
        "Chi ⟦15,6 tỷ⟧ đồng xây ⟦20⟧ bếp, không quá ⟦600 triệu⟧ đồng mỗi bếp.",
        [MONEY, {"unit": "bếp"}, MONEY | {"kind": "rate", "unit": "đồng/bếp", "bound": "<="}],
    ),
    "money for things of several kinds": (
        "Chi ⟦15,6 tỷ⟧ đồng mua ⟦131⟧ tủ và xây ⟦20⟧ bếp, ⟦600 triệu⟧ đồng mỗi bếp.",
        [MONEY, {"unit": "tủ"}, {"unit": "bếp"}, MONEY | {"kind": "rate", "unit": "đồng/bếp"}],
    ),
    "the output of more than one crop": (
        "Cấy ⟦15.240⟧ ha, năng suất lúa ⟦58,6⟧ tạ/ha; sản lượng lương thực đạt ⟦92,1 nghìn⟧ tấn.",
        [HA, TAN_HA | {"unit": "tạ/ha"}, TAN],
    ),
    "two levels of one thing, the later one with its share": (
        "Đầu năm còn ⟦47⟧ hộ nghèo, nay rút xuống ⟦18⟧, tương đương ⟦1,2%⟧.",
        [HO, HO, {}],
    ),
    "levels beside one another, each with its share": (
        "Hộ nghèo ⟦2.918⟧ hộ, giảm ⟦512⟧ hộ, còn ⟦17,6%⟧; hộ cận nghèo ⟦1.404⟧ hộ, chiếm ⟦8,5%⟧.",
        [HO, HO | DOWN, {}, HO, {}],
    ),
    "a share without a unit behind a sentence on other things": (
        "Kết nạp ⟦142⟧ đảng viên.\nXếp loại chi bộ: hoàn thành xuất sắc ⟦9⟧ (⟦20%⟧), hoàn thành tốt ⟦28⟧ (⟦62,2%⟧).",
        [{"unit": "đảng viên"}, {"item": "xuất sắc"}, {}, {"item": "tốt"}, {}],
    ),
    "a plan in brackets before the percentage": (
        "Huyện có ⟦684⟧ trẻ.\nĐã tiêm ⟦96⟧ trẻ (kế hoạch ⟦120⟧), đạt ⟦80%⟧.",
        [{"unit": "trẻ"}] * 3 + [{}],
    ),
    "a share behind a semicolon": (
        "Có ⟦7.684⟧ hộ nghèo, chiếm ⟦38,95%⟧, trong đó hộ già yếu ⟦4.210⟧ hộ; hộ cận nghèo ⟦2.318⟧ hộ (⟦11,75%⟧).",
        [HO, {}, HO, HO, {}],
    ),
    "the rise of one of those that were counted": (
        "Có ⟦11⟧ nhóm hàng đắt lên, dẫn đầu là giao thông (+⟦2,99%⟧).",
        [{"unit": "nhóm hàng"}, UP],
    ),
    "the sources of what is left of a sum that is not printed": (
        "Vé bán được ⟦4 tỷ⟧ đồng, bằng một phần năm kinh phí ⟦20 tỷ⟧ đồng; số còn lại gồm ⟦9 tỷ⟧ từ ngân sách và "
        "⟦7 tỷ⟧ của nhà tài trợ.",
        [MONEY] * 4,
    ),
    "sources beside one another, the last one with its share of the sum of the sentence before": (
        "Tổng vốn huy động ⟦1.500 tỷ⟧ đồng.\nNgân sách ⟦700 tỷ⟧, doanh nghiệp ⟦530 tỷ⟧, nhân dân góp ⟦270 tỷ⟧ đồng, "
        "tương đương ⟦18%⟧.",
        [MONEY] * 4 + [{}],
    ),
    "the output of all crops behind the area of all and the yield of one": (
        "Gieo trồng ⟦9.400⟧ ha; năng suất lúa ⟦57,2⟧ tạ/ha, sản lượng lương thực ⟦31 nghìn⟧ tấn.",
        [HA, TAN_HA | {"unit": "tạ/ha"}, TAN],
    ),
    "three groups of a whole that is not printed": (
        "Có ⟦206⟧ em hoàn thành xuất sắc; ⟦171⟧ em được khen từng mặt; số còn lại ⟦32⟧ em đạt yêu cầu.",
        [{"unit": "em"}] * 3,
    ),
    "a tally with two more groups": (
        "Có ⟦5/8⟧ khối hoạt động tốt, ⟦2⟧ khối trung bình, còn ⟦1⟧ khối yếu.",
        [{"unit": "khối"}] * 3,
    ),
    "what is short beside a full tally": (
        "Có ⟦15/15⟧ phòng học kiên cố; thiếu ⟦02⟧ phòng chức năng.",
        [{"unit": "phòng"}] * 2,
    ),
    "the share of a tally, behind another count": (
        "Làm rõ ⟦41/46⟧ vụ, ⟦63⟧ đối tượng, đạt tỷ lệ ⟦89,1%⟧.",
        [VU, {"unit": "đối tượng"}, {}],
    ),
    "shares in a row that need not be all": (
        "Vốn vay chiếm ⟦46%⟧, ngân sách ⟦13%⟧, dân góp ⟦31%⟧.",
        [{}] * 3,
    ),
    "the rest of a part": (
        "Bê tông hóa đạt ⟦75%⟧, đường xã ⟦40%⟧, còn lại ⟦34%⟧ là đường thôn.",
        [{}] * 3,
    ),
    "a comparison with another thing in brackets": (
        "Thu ⟦15 triệu⟧ USD, bằng ⟦75%⟧ so với chỉ tiêu, chủ yếu từ đất (⟦7 triệu⟧ USD).",
        [USD, {}, USD],
    ),
    "a plan far from its verb": (
        "Chi hoàn thuế cao hơn dự kiến khi xây dựng kế hoạch thu là ⟦7 tỷ⟧ đồng, ⟦9 tỷ⟧ đồng.",
        [MONEY, MONEY],
    ),
}


@pytest.mark.parametrize(("text", "fields"), SILENT.values(), ids=SILENT)
def test_what_is_not_related_is_not_judged(mark, text, fields):
    document, figures = mark(text, fields)
    assert [finding for finding in check(figures, document) if finding.verdict != "consistent"] == []


def test_difference_in_points_printed_as_percent_is_named(mark):
    document, figures = mark(
        "Có ⟦90/120⟧ xã đạt chuẩn (⟦75%⟧), tăng ⟦12⟧ xã so với năm 2019 (tăng ⟦10%⟧).",
        [XA, P, XA | UP, P | UP],
    )
    [growth] = [finding for finding in check(figures, document) if finding.rule == "change_percent"]
    assert "điểm phần trăm" in growth.message
    assert growth.computed == "12 / 78 × 100 = 15,38%; ghi 10%"
    assert growth.starts == (figures[0].start, figures[2].start, figures[3].start)


def test_unstated_total_is_reported(mark):
    document, figures = mark("Toàn tỉnh có ⟦189⟧ xã nâng cao, đạt ⟦92,6%⟧.", [XA, P])
    [found] = check(figures, document)
    assert "204" in found.message


def test_levels_of_an_earlier_time_are_compared_with_the_sentence_before(mark):
    text = (
        "Xảy ra ⟦39⟧ vụ, ⟦24⟧ người chết.\n"
        "So với năm 2022 (⟦45⟧ vụ, ⟦25⟧ người chết), số vụ giảm ⟦6⟧ vụ, số người chết giảm ⟦3⟧ người."
    )
    vu, dead = {"unit": "vụ", "item": "vụ tai nạn"}, {"unit": "người", "item": "người chết"}
    document, figures = mark(text, [vu, dead, vu, dead, vu | DOWN, dead | DOWN])
    found = {
        finding.starts[1]: finding.verdict for finding in check(figures, document) if finding.rule == "change_levels"
    }
    assert found == {figures[4].start: "consistent", figures[5].start: "inconsistent"}
