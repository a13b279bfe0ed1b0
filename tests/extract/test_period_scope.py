"""Which time a number is about, and which it is compared with, in sentences as reports have them."""

from __future__ import annotations

import time
from datetime import date

import pytest
from asked_periods import PUBLISHED, ask, document_of

from report_miner.clean.shadow import shadow_of
from report_miner.extract.period_scope import PeriodScope
from report_miner.language.sentences import split_sentences
from report_miner.model import BlockKind, Status


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Năm 2018, toàn huyện có ⟦12⟧ xã đạt chuẩn.", "2018"),
        ("Vụ đông - xuân 2017-2018, xã gieo ⟦61⟧ ha ngô.", "2017/2018"),
        ("Xã gieo ⟦61⟧ ha lúa hè thu 2017 - 2018.", "2017/2018"),
        ("Cuối tháng 5/2019 có 61 con dê, tăng 2% so cùng kỳ (trong đó có ⟦12⟧ con dê sữa).", "2019-05"),
        ("Giai đoạn 2017-2018, sản lượng gấp ít nhất 2 lần năm 2015, thu ⟦6⟧ tỷ đồng.", "2017/2018"),
        ("Trong 6 tháng đầu năm 2019 trồng 5 ha. Hiện nay có 9 ha: hộ 4 ha; thôn ⟦3⟧ ha.", "2019"),
        ("Từ năm 2013 đến tháng 6/2017, công ty lỗ ⟦73⟧ tỷ đồng.", "2013/2017"),
        ("Qua đợt rà soát từ tháng 10/2018 đến hết tháng 3, có ⟦1.945⟧ cơ sở.", "2018-10/2019-03"),
        ("Bán mực khô hơn 6 tỷ đồng\nNăm 2018, hợp tác xã có ⟦64⟧ thuyền.", "2018"),
        ("Quý I/2019, tòa thụ lý ⟦64⟧ vụ và 9 vụ tháng trước chuyển sang.", "2019-01/2019-03"),
        ("Từ ngày 1/10/2017 đến 30/9/2018 xử lý 45 vụ. Từ đầu năm, xã có ⟦8⟧ vụ.", "2019-01-01/2019-07-09"),
        ("Đánh giá theo bộ tiêu chí giai đoạn 2016-2020\nXã đạt ⟦9⟧ tiêu chí.", "2019"),
        ("Theo đề án, đến 2020 mạng lưới có ⟦45⟧ trạm.", "2020"),
        ("Nửa năm qua, huyện triệt phá ⟦23⟧ vụ.", "2019-01/2019-06"),
        ("Năm 2019 thu xong 512 tỷ; năm trước con số này là 480 tỷ. Có ⟦96⟧ quyết định.", "2019"),
        ("5 tháng đầu năm 2018 thu 390 tỷ đồng, bằng 46% kế hoạch và ⟦72%⟧ của cùng kỳ 2016.", "2018-01/2018-05"),
        ("5 tháng đầu năm 2018 tăng 5%, thấp hơn mức tăng ⟦7,4%⟧ của cùng kỳ năm 2016.", "2016-01/2016-05"),
        ("Toàn huyện có ⟦12⟧ xã đạt chuẩn trong năm 2018.", "2018"),
        ("Tính đến cuối tháng 4 thu 9 tỷ đồng. Nợ còn ⟦2⟧ tỷ đồng.", "2019-04"),
        ("Đến 3/7, 48 công ty đã công bố kết quả quý II/2019. Tổng lãi là ⟦9⟧ tỷ đồng.", "2019-04/2019-06"),
        ("Trong tuần 27 (từ 1/7 đến 7/7), thành phố ghi nhận ⟦87⟧ ca.", "2019-07-01/2019-07-07"),
        ("Cuối năm 2018 còn 31 hộ, nay rút xuống ⟦12⟧ hộ.", "2019"),
        ("Sang năm 2020, tòa đặt chỉ tiêu giải quyết từ ⟦90%⟧ số vụ trở lên.", "2020"),
        ("Vốn cả năm nay là 48 tỷ, song tính đến 30/6 tiêu 9 tỷ, thấp hơn cùng kỳ (⟦12⟧ tỷ).", "2018-06-30"),
        ("Giai đoạn 2016 - 2018 xây 9 cầu. Riêng năm 2018 xây 3 cầu. Cả giai đoạn chi ⟦48⟧ tỷ.", "2016/2018"),
        ("Giai đoạn 2016 - 2018 chi 48 tỷ. Đầu giai đoạn, xã có ⟦34⟧ hộ nghèo.", "2016"),
        ("Giai đoạn 2015 - 2018 chi 48 tỷ. Năm 2017 còn 9 hộ. Bình quân mỗi năm giảm ⟦3⟧ hộ.", "2015/2017"),
        ("Tính từ năm 2011, huyện làm ⟦468⟧ km đường.", "2011/2019"),
        ("Tính từ năm 2011, tỷ lệ đường cứng tăng từ ⟦22%⟧ lên 56%.", "2011"),
        ("Có 71 xã đạt, năm 2015 là 38 xã; riêng chỉ tiêu 17.1 được ⟦84⟧ xã hoàn thành.", "2019"),
        ("Tai nạn làm chết 24 người, cùng số với năm 2018; có ⟦29⟧ vụ cháy.", "2019"),
        ("Năm 2018 nhập 26 xe trong khi năm trước đó là ⟦54⟧ xe.", "2017"),
        ("Năm 2018 đàn bò có 9 con. Cây cao su, trồng từ năm 2008, đã phủ ⟦1.730⟧ ha.", "2018"),
        ("Từ khi dịch xuất hiện hôm 6/6 đến nay, tỉnh có ⟦31⟧ ca.", "2019-06-06/2019-07-09"),
        ("Hội nghị sơ kết công tác quý II năm 2019. Trong quý, tội phạm xảy ra ⟦21⟧ vụ.", "2019-04/2019-06"),
        ("Từ đầu năm đến 15/6, hải quan lập biên bản ⟦146⟧ vụ.", "2019-01-01/2019-06-15"),
        ("Quý I/2019 lãi 9 tỷ. Chốt phiên 3/7, chỉ số giảm 2 điểm; thanh khoản ⟦4⟧ tỷ đồng.", "2019-07-03"),
        ("Năm ngoái chốt mức 14%; năm trước đó là ⟦15%⟧.", "2017"),
        ("Năm 2018, theo Đề án cây trồng giai đoạn 2017 - 2025, xã trồng ⟦40⟧ ha.", "2018"),
        ("Hết quý II, có ⟦9⟧ tỉnh dùng quá nửa quỹ.", "2019-01/2019-06"),
        ("Năm 2018 có 87% gia đình đạt; con số ấy của năm trước là ⟦86%⟧.", "2017"),
        ("6 tháng đầu năm chở 318 nghìn trong số ⟦466⟧ nghìn lượt khách dự kiến của cả năm.", "2019"),
        ("Bắt 29 người, bằng 115% chỉ tiêu cả năm mà tỉnh giao (⟦20⟧ người).", "2019"),
        ("Nếu 6 tháng đầu năm 2018 có 58 vụ thì cùng kỳ năm nay còn ⟦49⟧ vụ.", "2019-01/2019-06"),
        ("Quý I/2019 tăng 2%. Quý trước đạt ⟦3%⟧.", "2018-10/2018-12"),
        ("Cuối năm 2018 còn 31 hộ, nay còn 12 hộ; hộ cận nghèo bớt ⟦15⟧ hộ.", "2019"),
        ("Nếu như năm 2018 xã đón ⟦900⟧ lượt khách thì năm nay đón 1.200 lượt.", "2018"),
        ("Giá điện hiện là 1.800 đồng, sẽ là ⟦1.900⟧ đồng từ đầu năm 2020.", "2020"),
        ("Hàng quý II/2018 bán chậm. Của quý này, tồn kho là ⟦40⟧ tấn.", "2018-04/2018-06"),
        ("Trong ngày, huyện có ⟦5⟧ người khỏi bệnh.", "2019-07-09"),
        ("Từ 1/7 đến 8/7, huyện có 31 ca. Trong ngày, trạm tiêm ⟦120⟧ liều.", "2019-07-09"),
        ("6 tháng đầu năm thu 5 tỷ. Hiện có 8 trạm; trong đó thị trấn có 5 trạm; xã có ⟦3⟧ trạm.", "2019"),
        ("6 tháng đầu năm thu 5 tỷ. Hiện có 8 trạm (cụ thể là 5 trạm to; ⟦3⟧ trạm nhỏ).", "2019"),
        ("6 tháng đầu năm thu 5 tỷ. Hiện có 8 trạm; thu phí ⟦3⟧ tỷ.", "2019-01/2019-06"),
        ("Quý I/2019 thu 5 tỷ. Hiện huyện có 8 trạm. Trong đó, thị trấn có ⟦3⟧ trạm.", "2019"),
        ("Đoàn tặng ⟦20⟧ suất quà. Trước đó, ngày 7/7, đoàn tặng 3 suất ở xã khác.", "2019"),
        ("Xã chống dịch COVID-19\n\nQuý II năm 2019, trạm tiêm ⟦120⟧ liều.", "2019-04/2019-06"),
        ("Năm 2016 xảy ra 9 vụ; năm 2017 xảy ra ⟦7⟧ vụ; năm 2018 xảy ra 5 vụ.", "2017"),
        ("Tỷ lệ hộ nghèo giảm từ ⟦22,1%⟧ năm 2010 xuống còn 2,4% năm 2015.", "2010"),
        ("Tỷ lệ hộ nghèo giảm từ 22,1% năm 2010 xuống còn ⟦2,4%⟧ năm 2015.", "2015"),
        ("Thu nhập bình quân tăng từ ⟦18⟧ triệu đồng (năm 2012) lên 41 triệu đồng (năm 2018).", "2012"),
        ("Kết quả có 61/119 xã và ⟦6/16⟧ phường đạt chuẩn (giai đoạn 2016-2018).", "2016/2018"),
        ("Đến tháng 9/2018, toàn tỉnh có ⟦46⟧ mô hình.", "2018-09"),
        ("Tính đến ngày 31/12/2018, dư nợ đạt ⟦1.200⟧ tỷ đồng.", "2018-12-31"),
        ("Chiều 3/9, trong 3 ngày nghỉ lễ (từ 1 đến 3/9), cả nước xảy ra ⟦82⟧ vụ.", "2019-09-01/2019-09-03"),
        ("6 tháng đầu năm thu 9 tỷ, mới hoàn thành ⟦78%⟧ chỉ tiêu cả năm.", "2019-01/2019-06"),
        ("Chỉ trong bảy ngày (14 - 20/5), các bệnh viện tiếp nhận ⟦742⟧ ca.", "2019-05-14/2019-05-20"),
        ("Dân số năm 2019 giảm, bình quân giai đoạn 2009-2019 là -1%. Mật độ đạt ⟦1.067⟧ người.", "2019"),
        ("6 tháng đầu năm, lực lượng chức năng phát hiện ⟦231⟧ vụ.", "2019-01/2019-06"),
        ("Thống kê từ ngày 1/1 đến cuối tháng 5/2019, kho nhận ⟦60⟧ lô hàng.", "2019-01/2019-05"),
        ("Quí I, hợp tác xã bán ⟦60⟧ tấn chè.", "2019-01/2019-03"),
        ("Thu ngân sách nhà nước 6 tháng ⟦3.128⟧ tỷ đồng.", "2019-01/2019-06"),
        ("Giá tiêu dùng bình quân sáu tháng cao hơn cùng kỳ ⟦2,5%⟧.", "2019-01/2019-06"),
        ("Cả năm 2018 có 9 vụ. Nợ kéo dài 18 tháng còn ⟦41⟧ đơn vị.", "2018"),
        ("Đã có 34.870 người mắc, cùng kỳ 2018 là ⟦8.302⟧.", "2018"),
        ("Năm 2018 giải ngân 90%. Kế hoạch năm 2017 kéo dài đạt ⟦79,1%⟧.", "2018"),
        ("Nửa năm nay, sân bay phục vụ ⟦3,1 triệu⟧ khách.", "2019-01/2019-06"),
        ("So với năm 2017, năm 2018 toàn xã có thêm ⟦40⟧ hộ thoát nghèo.", "2018"),
        ("Năm 2018, toàn tỉnh có 97 xã đạt chuẩn, tăng ⟦14⟧ xã so với năm 2016.", "2018"),
        ("Năm 2018, xã trồng 20 ha rừng. Nhân dân đóng góp ⟦300⟧ ngày công.", "2018"),
        ("Giai đoạn 2016-2018, huyện xây 30 km đường. Giai đoạn này có ⟦9⟧ xã về đích.", "2016/2018"),
        ("Năm 2018, sản lượng đạt ⟦500⟧ tấn, cao hơn mức 420 tấn của cùng kỳ năm 2017.", "2018"),
        ("Quyết định số 12/QĐ-UBND ngày 5/3/2016 giao vốn. Năm 2018, huyện giải ngân ⟦7⟧ tỷ đồng.", "2018"),
        ("Giá trị sản xuất năm 2018 theo giá so sánh năm 2010 đạt ⟦900⟧ tỷ đồng.", "2018"),
        ("Năm 2018, xã có 36 vụ, giảm 20% so với năm 2017 (45 vụ, ⟦25⟧ người chết).", "2017"),
        ("6 tháng đầu năm 2019 thu 60 tỷ đồng, tăng 18 tỷ đồng so với cùng kỳ (⟦42⟧ tỷ đồng).", "2018-01/2018-06"),
        ("Năm 2018 có 36 vụ, giảm 9 vụ so với năm 2017 (⟦20%⟧).", "2018"),
        ("Năm 2018 có 9 lượt, tăng 5% so với năm 2017 (khách lẻ khoảng ⟦7⟧ lượt, tăng 4%).", "2018"),
        ("Năm 2018 lãi 9 tỷ, bằng ⟦1,9%⟧ vốn (giảm so với tỷ lệ 3,6% của năm 2017).", "2018"),
        ("Năm 2018 có 69 hộ, giảm 9,2% so với năm 2017 (⟦69/76⟧ hộ).", "2018"),
        ("Năm 2018, giá trị đạt 900 tỷ đồng, gấp 1,3 lần năm 2017, xuất khẩu ⟦7⟧ triệu USD.", "2018"),
        ("Năm 2018, giá trị sản xuất theo giá so sánh 2010 tăng ⟦7%⟧.", "2018"),
        ("Năm 2018, theo chuẩn nghèo mới giai đoạn 2016-2020, xã còn ⟦46⟧ hộ nghèo.", "2018"),
        ("Tỷ trọng tăng từ 24% năm 2016 lên 27% năm 2018; dịch vụ từ ⟦49,7%⟧ lên 52,5%.", "2016"),
        (
            "Năm 2018 tỉnh giao kế hoạch dạy nghề giai đoạn 2016-2019 là 9 tỷ đồng. Trường nhận ⟦15⟧ tỷ.",
            "2018",
        ),
        ("Mực nước chỉ kém đỉnh lũ năm 2008 chừng 1,5 m. Hồ mở ⟦2⟧ cửa xả.", "2019"),
        ("Năm 2018 giải ngân 10 tỷ; riêng tháng 9 là 3 tỷ. Doanh nghiệp nộp ⟦15⟧ tỷ đồng.", "2018"),
        (
            "Trong 6 tháng đầu năm 2019 có 9 ca. Riêng tuần từ 1/7 đến 6/7 có 3 ca.\nCả tỉnh xử lý ⟦5⟧ ổ.",
            "2019-01/2019-06",
        ),
        ("Vụ hè thu 2018 gieo 900 ha, đến ngày 20/8 đã thu 700 ha. Chi phí là ⟦24⟧ triệu đồng.", "2018"),
        (
            "6 tháng đầu năm 2019 thu 60 tỷ. Luật đất rừng có hiệu lực trong năm 2019. Hộ nghèo còn ⟦7⟧ hộ.",
            "2019-01/2019-06",
        ),
        ("6 tháng đầu năm 2019 thu 60 tỷ. Năm 2019, 9 xã có chợ. Hộ nghèo còn ⟦7⟧ hộ.", "2019"),
        ("Họp ngày 8/7. Bác sĩ trực cho biết, khoảng 3h ngày 4/7, ⟦hai⟧ cụ già nhập viện.", "2019-07-04"),
        ("Tháng 5/2018, xưởng xây trái phép. Tối 6/7/2019, lửa bén vào kho. Cháy rụi ⟦40⟧ tấn vải.", "2019-07-06"),
        ("Từ 1/7 đến 5/7 trời nóng 38 độ. Ngày 8/7 có mưa. Nhiệt độ còn ⟦25⟧ độ.", "2019-07-08"),
        ("Cuối năm 2017 mưa lũ cuốn trôi chợ. Nhà nông mất ⟦9⟧ con bò.", "2017"),
        ("Cuối năm 2017, cả xã có ⟦9⟧ con bò.", "2017-12"),
        ("Đến cuối năm 2017, người dân nuôi thêm ⟦9⟧ con bò.", "2017-12"),
        ("Tối 4.7, công an xã bắt ⟦5⟧ người đánh bạc.", "2019-07-04"),
        ("Giá dầu giao tháng 9 tăng ⟦0,8⟧ USD trong phiên giao dịch ngày 8/7.", "2019-07-08"),
        ("Sáng nay, huyện trao nhà cho ⟦12⟧ hộ nghèo.", "2019-07-09"),
        ("Trong tháng vừa qua, giá thịt lợn tăng ⟦6%⟧.", "2019-06"),
        ("Ngày 5/7, mưa tiếp tục ở xã, lũ cuốn trôi ⟦7⟧ căn nhà.", "2019-07-05"),
        ("Tính đến ngày 8/7, có 5 ca. Ngày 3/7, xã cách ly 9 hộ. Có ⟦4⟧ người sốt.", "2019-07-03"),
        ("Từ 1/7 đến 8/7, có 5 ca. Ngày 3/7, xã cách ly 9 hộ. Có ⟦4⟧ ca nặng.", "2019-07-01/2019-07-08"),
        ("Kết thúc phiên giao dịch 5/7, giá tăng 2%. Dầu thô lên ⟦63⟧ USD.", "2019-07-05"),
        ("Nửa đầu năm 2019 tăng mức 5,7% trong khi cùng kỳ năm ngoái tăng ⟦5,6%⟧.", "2018-01/2018-06"),
        ("Quý II tăng nhanh so với quý I/2019 (⟦6,1%⟧ so với 5,2%).", "2019-04/2019-06"),
        ("Quý II tăng nhanh so với quý I/2019 (6,1% so với ⟦5,2%⟧).", "2019-01/2019-03"),
        ("Mùa giải 2017/18, đội ghi ⟦51⟧ bàn.", "2017/2018"),
        ("Năm 2018, đội thắng 9 trận, con số cao nhất kể từ mùa 1992/93. Đội ghi ⟦50⟧ bàn.", "2018"),
        ("Ngày 2/6, Công an huyện cho biết vừa bắt ⟦17⟧ người.", "2019-06-02"),
        ("Quý I/2019 trồng 5 ha; cùng thời điểm, huyện bên trồng ⟦9⟧ ha.", "2019-01/2019-03"),
        ("Từ 29 Tết đến mùng 4 Tết, cả tỉnh xảy ra ⟦3⟧ vụ tai nạn.", "2019-02-03/2019-02-08"),
        ("6 tháng đầu năm 2019 thu 9 tỷ đồng, cao nhất 5 năm qua. Toàn huyện có ⟦178⟧ công ty.", "2019-01/2019-06"),
        ("Chiều 3/7, phiên bán có 65 người dự, đông nhất từ đầu năm. Bán hết ⟦1.450⟧ cổ phần.", "2019-07-03"),
        ("Từ đầu năm đến nay, ngân hàng giải ngân ⟦14⟧ tỷ đồng.", "2019-01-01/2019-07-09"),
        ("Giai đoạn 2016 - 2018 làm 6 km, bằng 2 lần khối lượng của năm 2011 - 2015, dù giá ⟦7⟧ tỷ.", "2016/2018"),
        ("Năm 2018 thu nhập cao gấp ⟦3⟧ lần hiện nay.", "2018"),
        ("Vé chỉ còn 2.000 đồng, không còn ⟦3.000⟧ đồng như năm ngoái.", "2018"),
        ("Năm 2019, giá vé vẫn là ⟦3.000⟧ đồng như năm ngoái.", "2019"),
        ("Năm 2017 tăng bình quân 5%/năm, năm 2018 tăng ⟦7%⟧/năm.", "2018"),
        ("Từ năm 2020 chỉ được dùng 50% vốn, thay vì ⟦60%⟧ như hiện nay.", "2019"),
        ("Cả năm 2018 nộp 318 hồ sơ, chiếm 65%, trong khi một năm trước đó tỷ lệ này là ⟦29%⟧.", "2017"),
        ("Năm 2018, nông nghiệp chiếm 51% (5 năm trước là 59%), công nghiệp ⟦20%⟧.", "2018"),
        ("Trại mở cách đây 6 năm, nay nuôi ⟦50⟧ con bò.", "2019"),
        ("Tháng 6/2019 có 36 ha bị mất, trong khi tỷ lệ này của năm ngoái là 11%; mất do bệnh ⟦16⟧ ha.", "2019-06"),
        ("Quý I/2019 lãi 9 tỷ. Chốt phiên 3/7, chỉ số giảm 2 điểm. Cùng ngày, lãi suất giữ ở ⟦6,8%⟧.", "2019-07-03"),
        (
            "Người dân chưa quên mùa hè năm 2017. Chỉ trong một tuần cuối tháng 6 năm ấy, tỉnh mất ⟦120⟧ ha.",
            "2017-06",
        ),
        ("Vào thời điểm 0 giờ ngày 01/4/2019, dân số là 487 nghìn người. Mật độ ⟦51⟧ người/km2.", "2019-04-01"),
        ("Sau trận lũ năm 2008, đất yếu dần. Mưa lâu. Vụ sạt lở sáng nay làm mất tích ⟦93⟧ người.", "2019-07-09"),
        ("Lũ về từ trận động đất năm 2008. Trời mưa. Nước dâng. Vụ sạt lở làm mất tích ⟦93⟧ người.", "2019"),
        ("Năm 2008, xã có lũ. Trời mưa. Nước dâng. Vụ sạt lở làm mất tích ⟦93⟧ người.", "2008"),
        ("Sáng 8/7, huyện tổng kết 5 năm (2014 - 2019) phong trào. Dự hội nghị có ⟦142⟧ đại biểu.", "2019-07-08"),
        ("Tổng kết giai đoạn 2014 - 2018. Dự hội nghị có ⟦142⟧ đại biểu.", "2014/2018"),
        ("Kết quả giai đoạn 2014 - 2018. Năm 2018 còn 9 hộ. Trong 5 năm có thêm ⟦62⟧ nhà.", "2014/2018"),
        ("Năm 2018 còn 9 hộ. Vay trong 5 năm có ⟦62⟧ hộ.", "2018"),
        ("Có 46 sản phẩm. So với năm 2017, khi huyện mới có ⟦9⟧ sản phẩm, con số đã tăng gấp 5.", "2017"),
        ("Năm học 2018 - 2019 có 900 học sinh. Trong năm có ⟦1⟧ em bị đuối nước.", "2018/2019"),
        ("Đề án trình kỳ họp tháng 6/2019 chi 13 tỷ cho giai đoạn 2020 - 2022, ⟦65%⟧ từ ngân sách.", "2020/2022"),
        ("Năm 2010 có 31 hộ nghèo, năm 2015 còn 13 hộ; bình quân giảm ⟦3,5%⟧/năm.", "2010/2015"),
        ("Năm 2018 lương cơ sở tăng ⟦28%⟧ từ ngày 01/7/2018.", "2018-07-01"),
        (
            "Từ 1/7 đến 5/7, tổ dán tem 9 cây xăng. Tại buổi họp báo chiều 31/3, Sở ước tính đã có ⟦46⟧ xã làm.",
            "2019-03-31",
        ),
        ("Năm 2018 gạch chiếm 24%, gấp hơn hai lần năm 2010. Kính được ⟦185⟧ triệu m2.", "2018"),
        ("Chín tháng năm 2018 lãi 121 tỷ đồng, bằng 93% mục tiêu năm là ⟦130⟧ tỷ.", "2018"),
        ("Mười tháng năm 2018 bán 17 xe, nên hãng rút mục tiêu cả năm từ ⟦21⟧ xuống 20 xe.", "2018"),
    ],
)
def test_a_number_takes_the_time_of_its_clause_or_of_the_sentences_before(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Ngày 8/7, cảnh sát cho biết, nhóm này gây ra ⟦2⟧ vụ nổ tối 5/7.", "2019-07-05"),
        ("Trạm đo được ⟦35,5⟧ độ… Dự báo ngày 10/7 có mưa.", "2019"),
        ("Ngày 6/7, sở cho hay ngày 8/7 sẽ khởi công ⟦hai⟧ cây cầu.", "2019-07-08"),
        ("Năm 2016 có 2 kỳ họp. Kỳ họp thứ 8 khóa XIII (tháng 11.2014) có ⟦362⟧ phiếu thuận.", "2014-11"),
        ("Năm 2018 xã nuôi 9 con bò. Đầu tháng 5 có 21 con. Trong số đó, bò sữa có ⟦4⟧ con.", "2019-05"),
        ("Vốn đầu tư phát triển vượt bậc khi năm 2016, con số này đạt ⟦15⟧ tỷ USD.", "2016"),
        ("Điểm thi còn thấp, trong khi năm ngoái có 3 em giỏi. Môn Văn có ⟦9⟧ em đạt.", "2019"),
        ("Năm 2019 xã có 20 vụ, trong khi năm ngoái có ⟦30⟧ vụ.", "2018"),
        ("Từ khi về đội bóng hồi năm ngoái, anh ghi được ⟦33⟧ bàn.", "2019"),
        ("Đêm 8/7 và ngày 9/7, vùng núi có mưa. Nhiệt độ là ⟦25⟧ độ.", "2019-07-08/2019-07-09"),
        ("Năm 2016 hãng lỗ. Cổ phiếu của hãng tuần này giảm ⟦3,4%⟧.", "2019-07"),
        ("Tuần trước có 3 vụ. Cả xã có ⟦9⟧ cái ao.", "2019"),
        ("Trận đấu ngày mai có ⟦6⟧ người vào thay.", "2019-07-10"),
        ("Năm 2016 tìm được 100 người. Dưới hố vẫn còn ⟦600⟧ người.", "2019"),
        ("Năm 2016 tìm được 100 người. Dưới hố có ⟦600⟧ người.", "2016"),
        ("Năm học tới, trường có 15 lớp. Học phí là ⟦300⟧ nghìn đồng.", "2019"),
    ],
)
def test_news_tells_of_days_and_holds_times_against_each_other(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


def test_a_season_is_of_two_years_where_a_league_runs_over_new_year() -> None:
    assert ask("Ở Premier League mùa này anh ghi ⟦12⟧ bàn.", date(2019, 2, 8))[0] == "2018/2019"
    assert ask("Ở Premier League mùa trước anh ghi ⟦12⟧ bàn.", date(2019, 2, 8))[0] == "2017/2018"
    assert ask("Ở Premier League mùa trước anh ghi ⟦12⟧ bàn.", date(2019, 7, 8))[0] == "2018/2019"
    assert ask("Tay đua này có ⟦3⟧ lần về nhất mùa trước.", date(2019, 7, 8))[0] == "2018"


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Phấn đấu đến năm 2025, toàn huyện có ⟦15⟧ xã đạt chuẩn nâng cao.", "2025"),
        ("6 tháng đầu năm giải ngân 54% kế hoạch năm (⟦400⟧ tỷ đồng).", "2019"),
        ("6 tháng đầu năm giải ngân 54% KH năm (⟦400⟧ tỷ đồng).", "2019"),
        ("Quý II năm 2019 kiểm tra 5 xã. Yêu cầu thu hồi ⟦40⟧ triệu đồng trước ngày 30/9/2019.", "2019"),
        ("6 tháng đầu năm thu đạt 54% dự toán Trung ương giao (⟦400⟧ tỷ đồng).", "2019"),
        ("6 tháng đầu năm thả 7 ha, kế hoạch cả năm lên tới ⟦53⟧ ha.", "2019"),
        ("Huyện giao ⟦100%⟧ chỉ tiêu đến xã trước ngày 28/2/2020.", "2020"),
        ("Mục tiêu là trước ngày 30/9 khôi phục điện cho ⟦100%⟧ hộ dân.", "2019-09-30"),
        ("Ba tháng còn lại, xã phấn đấu giảm ⟦5%⟧ số vụ cháy.", "2019-10/2019-12"),
        ("6 tháng đầu năm hộ nghèo là 5,4%, phấn đấu cuối năm còn dưới ⟦4%⟧.", "2019"),
        ("Giai đoạn 2021-2025, tỉnh dành ⟦500⟧ tỷ đồng cho chương trình.", "2021/2025"),
        ("Đến cuối năm 2025, tỷ lệ bao phủ đạt ⟦95%⟧.", "2025"),
        ("Theo quy hoạch đến năm 2025, tầm nhìn đến năm 2040, tỉnh có ⟦8⟧ khu công nghiệp.", "2025"),
    ],
)
def test_a_target_takes_the_year_by_which_it_is_to_be_met(marked: str, period: str) -> None:
    assert ask(marked, status=Status.TARGET)[0] == period


def test_a_goal_is_not_of_the_term_that_is_over() -> None:
    text = "Nhiệm kỳ 2019 - 2024 đề ra 5 mục tiêu. Nhiệm kỳ qua, xã làm 12 km đường. Phấn đấu đạt ⟦9⟧ km."
    assert ask(text, status=Status.TARGET)[0] == "2019/2024"


def test_at_least_so_much_is_no_rise() -> None:
    marked = "Năm 2020, xã phấn đấu giảm hộ nghèo từ ⟦6%⟧ trở lên, đưa tỷ lệ này xuống dưới 20%."
    assert ask(marked, status=Status.TARGET)[0] == "2020"


def test_a_result_does_not_inherit_a_time_to_come() -> None:
    text = "6 tháng đầu năm 2019 đạt 79%, phấn đấu đến năm 2025 đạt 90%. Đã có ⟦100%⟧ hộ được hỗ trợ."
    assert ask(text)[0] == "2019-01/2019-06"


def test_results_in_the_middle_of_a_programme_are_those_of_its_years_so_far() -> None:
    text = "Toàn huyện thực hiện đề án giai đoạn 2016-2020. Nhân dân đã hiến ⟦12⟧ ha đất."
    assert ask(text)[0] == "2016/2019"


@pytest.mark.parametrize(
    ("text", "published", "period"),
    [
        ("Hiện nay toàn huyện có ⟦18⟧ xã.", PUBLISHED, "2019"),
        ("Ngày 8/7, Sở tổ chức hội nghị. Toàn tỉnh có ⟦18⟧ trường đạt chuẩn.", PUBLISHED, "2019-07-08"),
        ("Tính đến ngày 30/6, có 20 ca mắc. Hiện các huyện đã xử lý ⟦19⟧ ca.", PUBLISHED, "2019-06-30"),
        ("Sáng nay (10/7), chợ đông khách. Hiện giá cam là ⟦40.000⟧ đồng/kg.", PUBLISHED, "2019-07-10"),
        ("Ngày mai (12-7), bến phà đóng cửa. Đêm qua có ⟦5⟧ chuyến.", PUBLISHED, "2019-07-10"),
        ("Báo chép lại: hôm nay (1/3) trời rét. Sáng nay có ⟦5⟧ chuyến phà.", PUBLISHED, "2019-07-09"),
        ("Báo cáo ngày 12/8/2018 nêu rõ. Toàn xã có ⟦9⟧ thôn.", None, "2018"),
        ("Toàn xã có ⟦9⟧ thôn.", None, None),
    ],
)
def test_the_present_is_the_day_that_the_text_names_else_the_year(
    text: str, published: date | None, period: str | None
) -> None:
    assert ask(text, published)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Kinh tế 6 tháng đầu năm 2019\nQuý II tăng 7%.\nGiá cả tăng ⟦2,5%⟧.", "2019-01/2019-06"),
        (
            "Nửa đầu tháng 6 năm 2019\nTừ đầu năm tới 15/6 xuất 9 tỷ USD.\nMáy tính đạt ⟦2⟧ tỷ USD.",
            "2019-06-01/2019-06-15",
        ),
        ("Kinh tế quý I năm 2019\nQuý II tăng 7%.\nGiá cả tăng ⟦2,5%⟧.", "2019-04/2019-06"),
        ("Kết quả 9 tháng năm 2018\nThi tốt nghiệp năm 2018 đạt 96%.\nY tế: ⟦14⟧ ca sốt.", "2018-01/2018-09"),
        (
            "Chuyện ở xã\nKhép lại năm 2018, xã có 9 mô hình. Năm 2011 mới có 2 mô hình.\nCả năm xã thu ⟦3⟧ tỷ đồng.",
            "2018",
        ),
        ("Hải quan năm 2018\nNợ thuế đến cuối năm còn ⟦5⟧ tỷ đồng.", "2018-12"),
        ("Đất đai năm 2018\nLũy kế đến 31/12/2018 đã cấp 98%. Chỉnh lý ⟦38⟧ hồ sơ.", "2018"),
        ("Dân số năm 2018\nNăm 2017 rét làm chết 9 con trâu.\nThu ngân sách ⟦231⟧ tỷ đồng.", "2018"),
        (
            "Kết quả 6 tháng đầu năm 2019\nXã còn 98 hộ nghèo, phấn đấu cuối năm còn 50 hộ.\nXã phát ⟦215⟧ suất quà.",
            "2019-01/2019-06",
        ),
        ("Kinh tế tháng 5 năm 2019\nTrong tháng, cả nước có ⟦27⟧ vụ.", "2019-05"),
        ("Kinh tế 5 tháng năm 2019\nChỉ số giá tháng ba giảm ⟦0,3%⟧.", "2019-03"),
        ("Công tác y tế năm 2018\nTrẻ sinh ra trong năm: ⟦18.148⟧ trẻ.", "2018"),
    ],
)
def test_a_paragraph_returns_to_the_time_of_the_title_that_ends_with_the_one_before(marked: str, period: str) -> None:
    assert ask(marked, kinds=(BlockKind.TITLE,))[0] == period


def test_months_that_a_text_without_a_date_counts_are_those_that_it_names_elsewhere() -> None:
    text = "Hội nghị sơ kết 6 tháng đầu năm 2013.\n6 tháng qua, cả tỉnh xảy ra ⟦240⟧ vụ."
    assert ask(text, published=None)[0] == "2013-01/2013-06"


@pytest.mark.parametrize("item", ["- Đàn bò tăng 7%;\n- Đàn lợn tăng ⟦9%⟧.", "- Đàn bò tăng 7%. Đàn lợn tăng ⟦9%⟧."])
def test_each_item_of_a_list_has_the_time_and_the_base_of_the_line_that_opens_it(item: str) -> None:
    text = "Kinh tế tháng 6 năm 2019\n6 tháng, chăn nuôi tăng 3% so với cùng kỳ, cụ thể:\n- Đàn dê giảm 2%;\n"
    assert ask(text + item, kinds=(BlockKind.TITLE,)) == ("2019-01/2019-06", "2018-01/2018-06")
    after = "\nThủy sản tăng ⟦4%⟧."
    assert ask(text + item.replace("⟦", "").replace("⟧", "") + after, kinds=(BlockKind.TITLE,)) == ("2019-06", None)


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Năm ngoái, cũng trong 6 tháng đầu năm, cả huyện có ⟦7⟧ ca.", "2018-01/2018-06"),
        ("Năm 2017, riêng quý II có ⟦7⟧ ca.", "2017-04/2017-06"),
        ("So với năm 2017, quý II tăng ⟦7⟧ ca.", "2019-04/2019-06"),
        ("Năm 2017 xã làm 9 km đường nhựa. Quý II làm ⟦7⟧ km.", "2019-04/2019-06"),
    ],
)
def test_months_are_of_the_year_right_before_them(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        (
            "Từ 2015 đến 2018 có 62 dự án, trong khi mười năm trước đó (2005 - 2014) chỉ có ⟦9⟧ dự án.",
            "2005/2014",
        ),
        (
            "Từ 2015 đến 2018 có 62 dự án, trong khi mười năm trước đó (2005 - 2014) có 9 dự án. Vốn đạt ⟦97%⟧.",
            "2015/2018",
        ),
        ("Giai đoạn 2015 - 2018 mỗi xã thu 9 tỷ đồng/năm (năm 2014: 4 tỷ đồng), tăng ⟦5⟧ tỷ.", "2015/2018"),
    ],
)
def test_a_bracket_that_says_which_years_are_meant_reaches_what_stands_behind_it(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


def test_a_school_year_ends_with_its_paragraph_where_the_text_tells_of_a_year() -> None:
    text = "Năm 2018, huyện thu 9 tỷ đồng. Năm học 2017-2018 có 9 trường. Trong đó ⟦4⟧ trường đạt chuẩn."
    assert ask(text)[0] == "2017/2018"
    assert ask(text.replace(" Trong", "\nTrong"))[0] == "2018"
    assert ask("Năm học 2017-2018 có 9 trường.\nCó ⟦4⟧ trường đạt chuẩn.")[0] == "2017/2018"


@pytest.mark.parametrize(
    "lead",
    ["Chưa hết tháng 7", "Sắp đến ngày 1/8", "Trước khi bước sang năm 2020", "Chuẩn bị vào mùa lễ hội năm 2020"],
)
def test_a_time_not_over_or_not_begun_is_of_no_number(lead: str) -> None:
    assert ask(f"6 tháng đầu năm bán 9 tấn chè. {lead}, kho còn ⟦4⟧ tấn.")[0] == "2019-01/2019-06"


def test_a_number_of_a_title_with_two_times_has_the_one_that_the_text_gives_it() -> None:
    text = "Tháng 6 và 6 tháng năm 2019: giá tăng ⟦0,8%⟧\nGiá tháng 6 tăng 0,8%. Bình quân 6 tháng giá tăng 3%."
    assert ask(text, kinds=(BlockKind.TITLE,))[0] == "2019-06"
    assert ask(text.replace("Giá tháng 6 tăng 0,8%. ", ""), kinds=(BlockKind.TITLE,))[0] == "2019-01/2019-06"


def test_months_past_are_those_of_the_year_that_the_text_tells_of_though_the_last_still_runs() -> None:
    text = "6 tháng đầu năm 2019, huyện có 31 vụ. 6 tháng qua, lực lượng chức năng phạt ⟦420⟧ trường hợp."
    assert ask(text, date(2019, 6, 19))[0] == "2019-01/2019-06"
    assert ask(text.replace("6 tháng đầu", "6 tháng cuối"), date(2019, 6, 19))[0] == "2018-12/2019-05"


def test_a_bracket_behind_more_than_so_much_holds_the_number_of_its_own_time() -> None:
    text = "6 tháng đầu năm 2019, huyện phạt hơn 9 tỷ đồng (cùng kỳ là ⟦7 tỷ⟧ đồng)."
    assert ask(text)[0] == "2018-01/2018-06"


def test_under_a_title_the_present_holds_for_its_own_sentence_alone() -> None:
    text = "Nông nghiệp năm 2018\nNgày 20/12/2018. Hiện còn 31 hợp tác xã. Doanh thu bình quân ⟦1,2⟧ tỷ đồng."
    assert ask(text, date(2018, 12, 20), kinds=(BlockKind.TITLE,))[0] == "2018"


def test_under_a_title_the_present_ends_at_a_semicolon() -> None:
    text = "Công tác đảng năm 2018\nNgày 20/12/2018. Hiện có 14 đảng bộ; kết nạp ⟦386⟧ đảng viên."
    assert ask(text, date(2018, 12, 20), kinds=(BlockKind.TITLE,))[0] == "2018"


def test_a_second_rise_begins_when_the_first_one_began() -> None:
    text = "Tỷ lệ tăng từ 41% năm 2015 lên hơn 45% năm 2016 với nhóm A và từ ⟦42%⟧ lên 46% với nhóm B."
    assert ask(text)[0] == "2015"


@pytest.mark.parametrize(
    ("title", "marked", "period"),
    [
        ("Báo cáo năm 2018", "Đến cuối năm 2018, tỷ lệ hộ nghèo còn 9%. Ngân hàng cho ⟦17⟧ hộ vay.", "2018"),
        ("Báo cáo năm 2018", "Mưa từ ngày 3 đến 7/10/2018 làm mất 17 ha rau. Đàn lợn có ⟦13⟧ nghìn con.", "2018"),
        ("Báo cáo năm 2018", "Năm học 2018 - 2019 có 9 trường. Sốt rét có ⟦18⟧ ca, tai nạn 7 vụ.", "2018"),
        ("Kinh tế 6 tháng đầu năm 2019", "Đến hết ngày 30/6 thu 9 tỷ. Chi ⟦7⟧ tỷ, tăng 2 tỷ.", "2019-01/2019-06"),
        ("Kinh tế quý I và 3 tháng đầu năm 2019", "Xuất khẩu đạt ⟦18⟧ triệu USD.", "2019-01/2019-03"),
        ("Kinh tế quý II và 6 tháng đầu năm 2019", "Đã bán ⟦18⟧ triệu tấn.", "2019-01/2019-06"),
        ("Báo cáo năm 2018", "Cuối năm 2018 có 26 căn; cuối năm 2017 mới có 5. Các hộ góp ⟦23⟧ tỷ đồng.", "2018"),
    ],
)
def test_what_ends_with_its_sentence_leaves_the_year_of_the_title(title: str, marked: str, period: str) -> None:
    assert ask(f"{title}\n{marked}", kinds=(BlockKind.TITLE,))[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Năm 2018 thu nhập đạt 42 triệu đồng; năm 2010 mới là 13 triệu đồng. Hộ nghèo còn ⟦3%⟧.", "2018"),
        (
            "Năm 2018 tỉnh thu 900 tỷ đồng. Chỉ số hài lòng của người dân năm 2016 đạt 61 điểm. Có ⟦18⟧ đoàn.",
            "2018",
        ),
        ("Năm 2018 được cấp 61 tỷ đồng; đến hết tháng 11 giải ngân 52 tỷ. Vốn bố trí cho ⟦23⟧ công trình.", "2018"),
        ("Năm 2018 được cấp 61 tỷ đồng; đến hết tháng 11 giải ngân ⟦52 tỷ⟧.", "2018-11"),
        ("Năm 2018 là một năm khó. Trong năm 2017, kinh tế tăng 6%. Ngân sách thu ⟦90⟧ tỷ đồng.", "2017"),
        ("Năm 2018 thu 90 tỷ đồng. Xã hiện có 12 xóm. Đã làm được ⟦9⟧ km đường.", "2018"),
        ("Năm nay lên 9 tấn, trong khi 6 tháng đầu năm bán 2 tấn, kim ngạch ⟦470⟧ triệu USD.", "2019-01/2019-06"),
        ("Sản lượng cả vùng đồng bằng năm 2017 đạt ⟦9⟧ triệu tấn, năm nay lên 10 triệu tấn.", "2017"),
        ("Bộ tiêu chí đánh giá năm 2016 đã được công bố. Theo đó, ⟦92%⟧ người dân hài lòng.", "2016"),
        ("Thực hiện Đề án 1956, tỉnh mở ⟦40⟧ lớp.", "2019"),
        ("Quyết toán 2018 đạt ⟦9⟧ tỷ đồng.", "2018"),
        ("Năm 2018 thu ⟦90⟧ tỷ đồng, bằng 92% cả giai đoạn 2015-2017.", "2018"),
        ("Căn nhà mua năm 2015 với giá 2 tỷ đồng nay được trả ⟦4⟧ tỷ đồng.", "2019"),
        ("Năm 2018 thu 9 tỷ đồng; năm 2017 thu 5 tỷ đồng. Toàn xã có ⟦30⟧ cơ sở.", "2018"),
        ("Nhiệm kỳ 2019 - 2024 đề ra 5 mục tiêu. Nhiệm kỳ qua, xã làm 12 km đường. Chi ⟦9⟧ tỷ đồng.", "2014/2019"),
        ("Đại hội nhiệm kỳ 2019 - 2024 khai mạc. Nhiệm kỳ qua, xã đạt ⟦22⟧ chỉ tiêu.", "2014/2019"),
        ("Năm 2018 thu 90 tỷ đồng. Kết quả công bố hồi tháng 5 đạt 84 điểm. Có ⟦9⟧ cơ quan được kiểm tra.", "2018"),
        ("Đây là vụ lớn nhất mà tỉnh triệt phá trong ba năm trở lại đây. Có ⟦34⟧ bị can.", "2019"),
        ("Sáu tháng đầu năm 2019 ổn định. Từ 16/5 đến 15/6 có 8 vụ; lũy kế 6 tháng ⟦71⟧ vụ.", "2019-01/2019-06"),
    ],
)
def test_what_a_sentence_only_looks_at_is_no_topic(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("title", "marked", "period"),
    [
        (
            "Kết quả giám sát giai đoạn 2014-2018",
            "Từ ngày 5/3 đến 20/3/2019, Đoàn làm việc với 4 sở.\nCòn ⟦9⟧ xã.",
            "2014/2018",
        ),
        (
            "Kết quả 6 tháng đầu năm 2019",
            "1. Cầu Bến Đá khởi công tháng 2/2019, bồi thường ⟦40⟧ hộ.",
            "2019-01/2019-06",
        ),
        (
            "Kết quả giai đoạn 2014-2018",
            "Thu nhập từ 24 triệu đồng (2014) lên 38 triệu đồng (2018). Xây ⟦9⟧ cầu.",
            "2014/2018",
        ),
        (
            "Kết quả tháng 5 và 5 tháng năm 2019",
            "b) Lũy kế 5 tháng: thu 9 tỷ đồng.\n- Thuế ⟦7⟧ tỷ đồng.",
            "2019-01/2019-05",
        ),
    ],
)
def test_what_a_report_tells_in_passing_leaves_the_time_of_its_title(title: str, marked: str, period: str) -> None:
    assert ask(f"{title}\n{marked}", kinds=(BlockKind.TITLE,))[0] == period


def test_a_day_that_is_only_compared_with_does_not_date_a_text() -> None:
    text = "Tình hình quý I/1998\nĐàn lợn tăng 4% so với 1/4/1997. Quý I thu ⟦68⟧ tỷ đồng."
    assert ask(text, None, kinds=(BlockKind.TITLE,))[0] == "1998-01/1998-03"


def test_a_heading_gives_its_time_to_the_paragraphs_below() -> None:
    kinds = (BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH)
    text = "Báo cáo tổng kết năm 2018\nI. Kết quả năm 2017\nToàn xã có ⟦5⟧ mô hình."
    assert ask(text, kinds=kinds)[0] == "2017"


HEADING, ITEM, PLAIN = BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.PARAGRAPH
OUTLINES: list[tuple[tuple[tuple[str, BlockKind], ...], str]] = [
    # A lead-in holds for its items, until the next of its rank.
    (
        (
            ("Kế hoạch đến năm 2030", HEADING),
            ("1. Đến năm 2025:", ITEM),
            ("a) Trồng ⟦40⟧ ha rừng.", ITEM),
        ),
        "2025",
    ),
    (
        (
            ("Kế hoạch giai đoạn 2021 - 2030", HEADING),
            ("1. Đến năm 2025:", ITEM),
            ("a) Trồng 40 ha rừng.", ITEM),
            ("2. Kinh phí: ⟦12⟧ tỷ đồng.", ITEM),
        ),
        "2021/2030",
    ),
    # A heading holds until the next of its rank, the title's time after it.
    (
        (
            ("Kế hoạch giai đoạn 2021 - 2025", HEADING),
            ("I. Kết quả năm 2020", HEADING),
            ("Trồng 40 ha rừng.", PLAIN),
            ("II. Nhiệm vụ", HEADING),
            ("Trồng ⟦300⟧ ha rừng.", PLAIN),
        ),
        "2021/2025",
    ),
    (
        (
            ("Phần I", HEADING),
            ("Kết quả năm 2020", HEADING),
            ("1. Rừng", HEADING),
            ("Trồng ⟦40⟧ ha rừng.", PLAIN),
        ),
        "2020",
    ),
    # What has no number is still below the title that comes after the letterhead.
    (
        (
            ("Số: 12/BC", PLAIN),
            ("Kết quả 6 tháng đầu năm 2016", HEADING),
            ("Rừng", HEADING),
            ("Trồng ⟦40⟧ ha.", PLAIN),
        ),
        "2016-01/2016-06",
    ),
    # "Trong năm" is of the year that the title tells, also in a heading; a deadline holds for what is below it.
    (
        (
            ("Tổng kết năm 2018", HEADING),
            ("1. Rừng: trong năm trồng", HEADING),
            ("⟦40⟧ ha.", PLAIN),
        ),
        "2018",
    ),
    (
        (
            ("Kết quả năm 2018", HEADING),
            ("2. Việc phải làm trước ngày 30/9/2019", HEADING),
            ("a) Trồng ⟦40⟧ ha.", ITEM),
        ),
        "2019-09-30",
    ),
]


@pytest.mark.parametrize(("blocks", "period"), OUTLINES)
def test_a_heading_or_lead_in_gives_its_time_to_what_stands_below(
    blocks: tuple[tuple[str, BlockKind], ...], period: str
) -> None:
    text, kinds = "\n".join(line for line, _ in blocks), tuple(kind for _, kind in blocks)
    assert ask(text, kinds=kinds, status=Status.TARGET)[0] == period


def test_the_lines_above_a_text_give_it_their_time_though_they_are_no_headings() -> None:
    kinds = (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.HEADING)
    text = "SỞ Y TẾ\nTóm tắt hoạt động quý III năm 2018\nA. Dịch bệnh\nSởi: mắc ⟦8⟧ ca."
    assert ask(text, None, kinds=kinds)[0] == "2018-07/2018-09"


def test_a_document_without_a_date_is_not_of_the_year_that_it_compares_with() -> None:
    text = "Toàn xã có ⟦9⟧ thôn. Năm 2018 thu 9 tỷ, so với năm 2017 tăng 5%. Hộ nghèo giảm so với năm 2017."
    assert ask(text, None)[0] == "2018"


def test_a_year_compared_with_is_not_handed_on() -> None:
    text = "Năm 2018 hồ tích 81%, cùng thời điểm năm 2017 là 67%. Hồ nhận ⟦1.870⟧ m3/s."
    assert ask(text)[0] == "2018"


def test_a_title_takes_the_time_that_its_number_has_in_the_text() -> None:
    text = "Phát hiện ⟦231⟧ vụ vi phạm\nTrong quý I/2019, lực lượng chức năng phát hiện 231 vụ vi phạm."
    assert ask(text, kinds=(BlockKind.TITLE,))[0] == "2019-01/2019-03"


def test_a_title_looks_for_its_number_with_its_noun_and_not_within_another() -> None:
    text = "Xe lao xuống vực, ⟦3⟧ người chết\nNăm 2013 có 31 vụ như vậy. Chiều 5/7, xe lật làm 3 người chết."
    assert ask(text, kinds=(BlockKind.TITLE,))[0] == "2019-07-05"


def test_a_number_of_the_title_that_the_lead_repeats_has_the_day_that_the_text_tells() -> None:
    lead = "Hai thanh niên dừng xe rồi đánh nhau."
    text = f"Nghi án ⟦hai⟧ thanh niên đánh nhau\n{lead}\nSáng 3/7, hai thanh niên dừng xe ở xã Tân An."
    assert ask(text, kinds=(BlockKind.TITLE,))[0] == "2019-07-03"


def test_a_day_from_which_something_began_is_not_the_day_up_to_which_a_text_counts() -> None:
    text = "Từ ngày 1/7 đến nay có 5 ca. Ngày 8/7, bệnh viện mổ thêm 2 ca. Hiện có ⟦31⟧ giường."
    assert ask(text)[0] == "2019-07-08"


def test_a_number_that_only_the_title_tells_has_the_day_of_the_first_event() -> None:
    text = "Xe tải mất lái, ⟦ba⟧ người bị thương\nTối 5/7, xe tải lao vào quán nước.\nNgày 8/7, công an họp báo."
    assert ask(text, kinds=(BlockKind.TITLE,))[0] == "2019-07-05"


def test_a_lead_sums_up_the_news_told_below() -> None:
    kinds = (BlockKind.TITLE,)
    text = "Cướp tiệm vàng\nNhóm này lấy đi ⟦19⟧ điện thoại.\n{} nhóm này lấy 19 điện thoại."
    assert ask(text.format("Tối 5/7,"), kinds=kinds)[0] == "2019-07-05"
    assert ask(text.format("Tối 5/1/2016,"), kinds=kinds)[0] == "2019"
    assert (
        ask("Cướp\nNăm 2018 rất lạ.\nHọ lấy ⟦19⟧ điện thoại. Tối 5/7, họ trả 19 điện thoại.", kinds=kinds)[0]
        == "2018"
    )


def test_a_year_long_over_is_left_after_a_while() -> None:
    filler = "Khách rất đông. " * 10
    assert ask(f"Năm 2012, cửa hàng mở cửa. {filler}Một bát phở giá ⟦40⟧ nghìn đồng.")[0] == "2019"
    assert ask(f"Năm 2018, cửa hàng mở cửa. {filler}Một bát phở giá ⟦40⟧ nghìn đồng.")[0] == "2018"
    assert ask("Năm 2012, cửa hàng mở cửa. Một bát phở giá ⟦40⟧ nghìn đồng.")[0] == "2012"


def test_a_footnote_leaves_the_time_of_the_text_alone() -> None:
    text = "Năm 2018, xã trồng 20 ha rừng.\n1 Năm 2003 trồng 4 ha.\nNhân dân góp ⟦300⟧ ngày công."
    assert ask(text, kinds=(BlockKind.PARAGRAPH, BlockKind.NOTE))[0] == "2018"


@pytest.mark.parametrize(
    ("marked", "versus"),
    [
        ("Năm 2018 tòa xử 640 vụ (tăng ⟦46⟧ vụ SCK).", "2017"),
        ("6 tháng đầu năm 2019 xảy ra 30 vụ, giảm ⟦12⟧ vụ so với cùng kỳ năm trước.", "2018-01/2018-06"),
        ("6 tháng đầu năm 2019 thu hoạch 30 tấn, tăng ⟦12⟧ tấn so CK.", "2018-01/2018-06"),
        ("6 tháng đầu năm 2019 xảy ra 30 vụ, giảm ⟦12⟧ vụ so cùng kỳ năm 2017.", "2017-01/2017-06"),
        ("Năm 2018 có 97 xã đạt chuẩn, tăng ⟦14⟧ xã so với năm 2016.", "2016"),
        ("Năm 2018 có 97 xã đạt chuẩn, tăng ⟦14⟧ xã so với năm trước.", "2017"),
        ("Tháng 6/2019, giá tăng ⟦0,2%⟧ so với tháng trước, tăng 2,5% so với cùng kỳ.", "2019-05"),
        ("Tháng 6/2019, giá tăng 0,2% so với tháng trước, tăng ⟦2,5%⟧ so với cùng kỳ.", "2018-06"),
        ("Quý I/2019, tăng ⟦9%⟧ về số vụ và tăng 7% về số người so với cùng kỳ.", "2018-01/2018-03"),
        ("So với tháng trước, giá tháng 6/2019 tăng ⟦0,5%⟧; so với cùng kỳ tăng 3%.", "2019-05"),
        ("Năm 2018, thu ngân sách tăng ⟦9%⟧ so với dự toán.", None),
        ("Năm 2018, thu ngân sách đạt 50 tỷ đồng, vượt ⟦9%⟧ kế hoạch.", None),
        ("Năm 2018 xảy ra tai nạn giao thông ⟦00/01⟧ vụ.", "2017"),
        ("Tháng 6/2019, lúa tăng 5% so với cùng kỳ. Trong đó, ngô tăng ⟦3%⟧.", "2018-06"),
        ("Năm 2018, lúa tăng 5% so với năm 2017. Chăn nuôi tăng ⟦3%⟧.", "2017"),
        ("Ngày 9/7, tiền vệ thắng ⟦12/15⟧ pha tranh chấp.", None),
        ("Hôm nay 8/7, giá gạo tăng ⟦2%⟧ so với hôm qua.", "2019-07-07"),
        ("6 tháng đầu năm 2019, xã xảy ra ⟦9/12⟧ vụ.", "2018-01/2018-06"),
        ("Năm 2018, lúa tăng 5% so với năm 2017. Giá xã bán cao hơn giá huyện ⟦3%⟧.", None),
        ("Năm 2018, lúa tăng 5% so với năm 2017. Thu thuế vượt ⟦12%⟧ dự toán.", None),
        ("Năm 2018, lúa tăng 5% so với năm 2017. Ngô tăng ⟦3%⟧ so với giống cũ.", None),
        ("Năm 2018, lúa tăng 5% so với năm 2017. Toàn xã có thêm ⟦40⟧ hộ giỏi.", None),
        ("Năm 2018, lúa tăng 5% so với năm 2017. Ngô tăng thêm ⟦3%⟧.", "2017"),
        ("Năm 2018, lúa tăng 5% so với năm 2017. Giá giống đắt thêm ⟦3%⟧.", None),
        ("Năm 2018, lúa tăng 5% so với năm 2017. Xã trồng thêm ⟦4⟧ ha so với năm 2017.", "2017"),
        ("Lúa năm 2018 cao hơn năm 2017 ⟦5%⟧.", "2017"),
        ("Đầu tư chậm lại so với năm 2018. Tín dụng tăng ⟦5,7%⟧.", None),
        ("Năm học 2018-2019 có 900 học sinh, tăng ⟦40⟧ em so với năm học trước.", "2017/2018"),
        ("Tháng 6/2019 giá nhích lên, cao hơn tháng 5 khoảng ⟦8⟧ nghìn đồng, tuy vẫn thua cùng kỳ.", "2019-05"),
        ("Bình quân 6 tháng đầu năm 2019, giá tăng ⟦4%⟧ so với bình quân cùng kỳ.", "2018-01/2018-06"),
        ("Tháng 6/2019, lúa có giá 8 nghìn đồng, đắt hơn đầu tháng 4 ⟦14%⟧.", "2019-04"),
        ("Quý II/2019 có 662 vụ, nhiều hơn quý liền trước ⟦71⟧ vụ và hơn cùng kỳ 9 vụ.", "2019-01/2019-03"),
        ("Giá tháng 6 tăng 1% so với tháng trước và tăng ⟦3%⟧ so với cùng tháng năm 2017.", "2017-06"),
        ("Giá tháng 6 tăng 1% so với tháng 5 và tăng ⟦3%⟧ so với tháng 12.", "2018-12"),
        ("Tháng 6/2019, số hộ giảm 4% so với cùng kỳ. Sản xuất điện giảm 50% (⟦6/12⟧ hộ).", "2018-06"),
        ("Giá tháng 6 tăng 1% so với tháng 5 và tăng ⟦3%⟧ so với tháng 8.", "2018-08"),
        ("Tháng 6 giảm ⟦45%⟧ nếu so với mức kỷ lục 262 triệu USD của tháng 4.", "2019-04"),
        ("Khách bình quân tăng ⟦6,2%⟧/năm; riêng năm 2018 tăng 5% so với năm 2017.", None),
        ("Bình quân 6 tháng tăng 4% so với bình quân cùng kỳ năm trước. Nhóm ăn uống tăng ⟦2%⟧.", None),
        ("Năm 2018, giá tăng 3% so với năm 2017; tăng mạnh nhất là nhóm giáo dục: ⟦6%⟧.", None),
        ("So với tháng trước, tháng 6 giá tăng 3%; rau tăng 2%; cá tăng ⟦6%⟧.", "2019-05"),
        ("Tháng 3/2019 giá tăng 3% so với tháng 3/2018. Quý I/2019, lúa tăng ⟦6%⟧.", None),
    ],
)
def test_a_change_is_compared_with_the_base_that_its_clause_names(marked: str, versus: str | None) -> None:
    assert ask(marked)[1] == versus


def test_a_sentence_full_of_times_and_numbers_takes_linear_time() -> None:
    text = "Năm 2018, " + "năm 2017 có 5 xã, tăng 3% so với năm 2016, " * 2_000
    document = document_of(text, PUBLISHED, ())
    shadow = shadow_of(text)
    scope = PeriodScope(document, shadow, split_sentences(document, shadow))
    places = [place for place in range(len(text)) if text.startswith("3%", place)]
    started = time.process_time()
    for place in places:
        scope.versus_of(place, place + 2, scope.period_of(place, place + 2).period)
    assert time.process_time() - started < 5


def test_nine_months_are_told_of_until_december() -> None:
    marked = "Kết quả phân hóa mạnh. Chín tháng, ngân hàng thu ⟦1.105⟧ tỷ đồng lợi nhuận."
    assert ask(marked, date(2015, 11, 20))[0] == "2015-01/2015-09"
    assert ask(marked, date(2015, 8, 20))[0] == "2015"
