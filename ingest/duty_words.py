"""The words by which official texts give work: verbs of duty, what may stand before them, deadlines, partners, reports.

All patterns run on folded text (`ingest.vietnamese.fold`), which keeps every character in its place.
"""

from __future__ import annotations

import re

from ingest.actors import LONGEST_HEAD, begins_with_body
from ingest.vietnamese import fold

VERBS = (
    "lãnh đạo|chỉ đạo"
    "|tổ chức(?!, cá nhân| chính trị| đảng| cơ sở| xã hội| kinh tế| khoa học| nghề nghiệp| hội| khác| đoàn| quốc tế)"
    "|triển khai|thực hiện|xây dựng|ban hành|rà soát|sửa đổi|bổ sung|hoàn thiện|hoàn thành|tăng cường"
    "|đẩy mạnh|nghiên cứu|quán triệt|phổ biến|tuyên truyền|hướng dẫn|theo dõi|kiểm tra|giám sát|đôn đốc"
    "|sơ kết|tổng kết|báo cáo|gửi|tham mưu|chủ trì|phối hợp|bố trí|cân đối|bảo đảm|đảm bảo|đề xuất|kiến nghị"
    "|cụ thể hóa|thể chế hóa|căn cứ|vận động|phát huy|phân công|quy định(?! này)|định hướng|thi hành|tham gia"
    "|giúp|tập trung|xác định|nâng cao|phát triển|thu hút|huy động|hỗ trợ|khuyến khích|thúc đẩy"
    "|tạo (?:sự|chuyển biến|điều kiện|môi trường|động lực)|đánh giá|điều chỉnh|điều hành|điều phối|quản lý"
    "|sử dụng|đào tạo|bồi dưỡng|tuyển dụng|thẩm định|phê duyệt|trình(?! độ)|công bố|cung cấp|cập nhật"
    "|tổng hợp|thống kê|lập (?:kế hoạch|chương trình|đề án|danh sách|dự toán|hồ sơ|báo cáo|quy hoạch)|đưa|mua"
    "|giải quyết|xử lý|khắc phục|phòng ngừa|ngăn chặn|đấu tranh|bảo vệ|giữ (?:gìn|vững)|duy trì|mở rộng"
    "|đổi mới|cải cách|sắp xếp|kiện toàn|thành lập|giao|yêu cầu|đề nghị|phụ trách|gương mẫu|nêu|nhận thức"
    "|học tập|chấp hành|tuân thủ|quan tâm|chăm lo|biểu dương|khen thưởng|tôn vinh|tiếp thu|tiếp nhận|cử"
    "|giới thiệu|phát hiện|chuẩn bị|thanh tra|thẩm tra|lựa chọn|bầu|quyết định(?! này)|xem xét|cho ý kiến"
    "|làm việc|kết nối|hợp tác|đầu tư|ưu tiên|chú trọng|ứng dụng|chuyển giao|đăng ký|niêm yết|thông báo"
    "|thông tin|lưu trữ|bàn giao|phân cấp|ủy quyền|khẩn trương|là cơ quan|thể hiện|góp phần|đóng góp|đổi mới"
    "|lồng ghép|ký kết|cam kết|nhân rộng|khai thác|xúc tiến|soạn thảo"
)
_BEFORE = (
    "thường xuyên|định kỳ(?: (?:hằng|hàng) \\w+| \\d+ \\w+)?|(?:hằng|hàng) (?:năm|quý|tháng|tuần)|chủ động"
    "|tích cực|tiếp tục|khẩn trương|kịp thời|trực tiếp|sớm|cần|phải|sẽ|cũng|đồng thời|và|rồi|có trách nhiệm"
    "|chịu trách nhiệm|có nhiệm vụ|được giao|nghiêm túc|nghiêm|quyết liệt|tự|cùng"
    "|theo chức năng, nhiệm vụ(?: được giao| của mình)?|theo thẩm quyền|trong phạm vi [^,;]{3,60}"
    "|với trách nhiệm của mình|một mặt|mặt khác"
)
_DUTY = re.compile(rf"(?:(?:{fold(_BEFORE)}),?\s+)*(?:(?:{fold(VERBS)})|có trách nhiệm|chịu trách nhiệm)(?!\w)")
_MERELY = re.compile(
    rf"(?:(?:{fold(_BEFORE)}|lãnh đạo|chỉ đạo|thực hiện|tổ chức|tập trung|các|nhiệm vụ|nội dung|công việc|việc"
    r"|sau|đây|tốt|như|những|một số|:|,)\s*)+"
)
_NOUN_BEFORE = re.compile(
    r"(?:^|\s)(?:các|những|công tác|việc|sự|cơ quan|đơn vị|ban|hoạt động|của|về|trong|năng lực|nhiệm vụ"
    r"|khoa học và|cán bộ|nghị quyết|người|và)$"
)
_INSIDE_NAME = re.compile(r"(?:^|\s)(?:ngoại|bàn|chuyển|viện|trường|trung tâm|kiến|cải|học)$")
_WORD_START = re.compile(r"(?<![\w-])[^\W\d_]")

_DAY = (
    r"(?:ngày \d{1,2}(?: tháng \d{1,2}(?: năm \d{4})?|[/-]\d{1,2}(?:[/-]\d{4})?)|\d{1,2}[/-]\d{1,2}[/-]\d{4}"
    r"|tháng \d{1,2}(?:[/-]\d{4}| năm \d{4})?|quí [ivx\d]+(?:[/-]\d{4}| năm \d{4})?|năm \d{4}"
    r"|nhiệm kì \d{4} ?[-–] ?\d{4})"
)
_UNIT = r"(?:\d+|một|hai|ba|sáu|chín) (?:tháng|năm|tuần|ngày|quí)"
_FREQUENCIES = (
    rf"định kì (?:(?:hằng|hàng) (?:năm|quí|tháng|tuần)|{_UNIT}(?: (?:một|1) lần)?)",
    r"(?:hằng|hàng) (?:năm|quí|tháng|tuần)",
    rf"{_UNIT} (?:một|1) lần",
    r"mỗi (?:năm|quí|tháng|tuần)(?: (?:một|1) lần)?",
    r"định kì",
    r"thường xuyên",
)
_LIMITS = (
    r"(?:chậm nhất|muộn nhất|xong trước|trước|từ nay đến)(?: (?:là|vào|trong|đến|trước|hết))*"
    rf"(?: (?:cuối|đầu|giữa))? {_DAY}",
    rf"(?:vào |đến )?(?:cuối|đầu|giữa) {_DAY}",
    rf"(?:trong|vào|đến hết) {_DAY}",
    rf"trong (?:thời hạn |vòng )?{_UNIT}(?: làm việc)?",
    r"đến ngày \d{1,2}(?: tháng \d{1,2}(?: năm \d{4})?|/\d{1,2}/\d{4})",
    r"^đến năm \d{4}",
)
_DEADLINE = re.compile("|".join(rf"(?<!\w)(?:{pattern})(?!\w)" for pattern in (*_LIMITS, *_FREQUENCIES)))
# "kế hoạch 5 năm, hằng năm" is a kind of plan, and "năm 2025" in a title is no deadline.
_OF_A_PLAN = re.compile(r"(?:kế hoạch|chương trình|dự toán|qui hoạch|5 năm)[^;:.]{0,90}$")
_OF_A_TITLE = re.compile(
    r"(?:giai đoạn|nhiệm kì|ban hành|số [\w/-]+,?|luật|nghị quyết|kết luận|quyết định) [^,;]{0,40}$"
)
_WITH = re.compile(r"phối hợp(?: chặt chẽ| đồng bộ)? (?:với|cùng(?: với)?)\s+")
_REPORT = re.compile(r"(?<!\w)báo cáo(?!\w)")
_TO = re.compile(r"\s(?:lên|với|cho|về|đến|tới)\s+")
_AFTER_NAMES = re.compile(
    r"\s(?:kết quả|tình hình|việc|về|để|theo|trước|định kì|hằng|hàng|vào|nhằm|trong|khi|xem xét|chỉ đạo|tổng hợp"
    r"|quyết định|chậm nhất|muộn nhất|gồm|trên|thực hiện|xây dựng|và (?:đề xuất|kiến nghị))(?!\w)|[;:.()]"
)


def opens_duty(text: str) -> bool:
    """Whether a text begins with a verb of duty, adverbs and modals aside ("thường xuyên theo dõi")."""
    return bool(_DUTY.match(fold(text)))


def is_mere_lead(text: str) -> bool:
    """Whether a predicate only announces the list below it ("lãnh đạo:", "thực hiện các nhiệm vụ sau:")."""
    return bool(_MERELY.fullmatch(fold(text).strip()))


def find_predicate(text: str, start: int, end: int) -> int:
    """Where, after the names of bodies that begin at `start`, the verb of duty begins; -1 when there is none."""
    words = text[start:end]
    cased = _cased(words)
    for match in _WORD_START.finditer(cased, 1):
        at = match.start()
        if not match.group().islower() or not _DUTY.match(cased, at) or begins_with_body(words[at:]):
            continue
        before = cased[:at].rstrip().lower()
        if not _NOUN_BEFORE.search(before) and not _INSIDE_NAME.search(before):
            return start + at
    return -1


def names_end(text: str, start: int, limit: int) -> int:
    """Where a list of names that begins at `start` ends: at a word that no name has, or a comma before no name."""
    names = text[start:limit]
    ends = [len(names)]
    if stop := _AFTER_NAMES.search(_cased(names)):
        ends.append(stop.start())
    for comma in re.finditer(r",\s+", names):
        after = start + comma.end()
        if not begins_with_body(text[after : after + LONGEST_HEAD]) and text[after : after + 1].islower():
            ends.append(comma.start())
            break
    return start + min(ends)


def deadlines(text: str) -> str:
    """Deadlines and how often, as printed, joined by "; "; "" when the text states none."""
    folded, found = fold(text), []
    for match in _DEADLINE.finditer(folded):
        before = folded[: match.start()]
        recurring = match.group().startswith(("hằng", "hàng"))
        dated = any(c.isdigit() for c in match.group()) and not match.group().startswith("định")
        apart = before.endswith(", ") and opens_duty(folded[match.end() :].lstrip(", "))
        if (recurring and not apart and _OF_A_PLAN.search(before)) or (dated and _OF_A_TITLE.search(before)):
            continue
        found.append(text[match.start() : match.end()])
    return "; ".join(dict.fromkeys(found))


def partners(text: str) -> str:
    """Whom the work is done with, as printed after "phối hợp với"; "" when nobody is named."""
    match = _WITH.search(fold(text))
    if not match or not begins_with_body(text[match.end() :]):
        return ""
    verb = find_predicate(text, match.end(), len(text))
    return text[match.end() : names_end(text, match.end(), verb if verb > 0 else len(text))].strip(" ,")


def reported_to(text: str) -> str:
    """Who receives the report that the text demands, as printed; "" when nobody is named."""
    folded = fold(text)
    for match in _REPORT.finditer(folded):
        at = match.end() + 1
        if begins_with_body(text[at:]):
            return text[at : names_end(text, at, len(text))].strip(" ,")
        stop = folded.find(";", at)
        for to in _TO.finditer(folded, match.end(), stop if stop > 0 else len(folded)):
            if begins_with_body(text[to.end() :]):
                return text[to.end() : names_end(text, to.end(), len(text))].strip(" ,")
    return ""


_RUN = re.compile(r"\w+")


def _cased(text: str) -> str:
    """`text` folded, capitals kept: a verb inside a proper name ("Bộ Kế hoạch và Đầu tư") is no verb."""
    folded = list(fold(text))
    for run in _RUN.finditer(text):
        if not run.group().islower():
            for at in range(*run.span()):
                if text[at].isupper():
                    folded[at] = folded[at].upper()
    return "".join(folded)
