"""The patterns by which documents are mentioned, for accented text and for text typed without accents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.vietnamese import strip_accents

ISSUED = (
    "nghị quyết", "kết luận", "quyết định", "quy định", "qui định", "chỉ thị", "hướng dẫn", "kế hoạch", "thông báo",
    "chương trình hành động", "chương trình", "nghị định", "thông tư liên tịch", "thông tư", "bộ luật", "luật",
    "pháp lệnh", "công văn", "công điện", "báo cáo", "tờ trình", "quy chế", "đề án", "điều lệ", "văn bản hợp nhất",
)  # fmt: skip
SHORT_TYPES = ("nghi quyet", "ket luan", "quyet dinh", "chi thi", "nghi dinh", "thong tu")
STATE_TYPES = ("luật", "bộ luật", "pháp lệnh", "nghị định", "thông tư", "thông tư liên tịch", "hiến pháp")
ATTACHED = ("quy chế", "quy định", "qui định", "chương trình", "đề án", "điều lệ", "kế hoạch", "hướng dẫn")
ATTACHING = ("quyết định", "nghị quyết", "thông tư", "nghị định", "chỉ thị")
LAWS = ("luật", "bộ luật", "pháp lệnh")
NAMED = ("hiến pháp", "điều lệ đảng", "văn kiện")
PLAIN_NAMED = tuple(map(strip_accents, NAMED))
TYPE_OF_ABBREVIATION = {"nq": "nghị quyết", "kl": "kết luận", "qđ": "quyết định", "nđ": "nghị định", "ct": "chỉ thị"}
_CODES = "nq|kl|qđi?|ct|hd|kh|tb|nđ|tt|ttlt|qc|vbhn|ctr|cthđ|đa|ttr|bc|cđ"
_NUMBER = (
    r"\d{1,5}[a-zđ]?(?:\s?/\s?(?:19|20)\d\d)?\s?[-–/]\s?[a-zđ]{1,12}\d{0,2}(?:(?:[-–]|\s?/\s?)[a-zđ]{1,12}\d{0,2})*"
)
_DAY = (
    r"ngày\s*(?P<day>\d{1,2})(?:\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})"
    r"|\s*[-/.]\s*(?P<month2>\d{1,2})\s*[-/.]\s*(?P<year2>\d{4}))(?!\d)"
)
_UNITS = (
    r"(?:tháng|ngày|tuần|nội|vấn|nhiệm|nhóm|giải|dự|người|đồng|triệu|tỷ|tỉ|trường|cán|cơ|đơn|tổ|văn|bước|lần|loại|hình"
    r"|tiêu|chỉ|việc|thành|ý|khâu|bộ|hồ|huyện|xã|tỉnh|cấp|giai)\b|năm\b(?!\s+(?:19|20)\d\d\b)"
    r"|(?:điểm|điều|mục|phần|chương)\b(?!\s+(?:\d|[ivx]+\b|[a-zđ]\b))"
)
_ORDINAL = r"\d{1,2}|nhất|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười(?:\s(?:một|hai|ba|bốn|lăm))?"
_PLENARY = (
    rf"\s+(?:của\s+)?(?:hội\s+nghị\s+)?(?:lần\s+thứ\s+(?P<first>{_ORDINAL})\s+)?(?:của\s+)?(?:ban\s+chấp\s+hành\s+)?"
    rf"trung\s+ương(?:\s+đảng)?(?:\s+(?:lần\s+thứ\s+)?(?P<second>{_ORDINAL}))?(?:,?\s+|\s*\()kh(?:óa|oá)\s+"
    r"(?P<term>[ivx]{1,5})\b\)?"
)
_CONGRESS = (
    r"\s+(?:của\s+)?đại\s+hội\s+(?:đại\s+biểu\s+)?(?:toàn\s+quốc\s+|(?:của\s+)?đảng\s+(?:bộ\s+[^,;.]{2,40}?\s+)?)?"
    r"(?:lần\s+thứ\s+|khóa\s+)?(?P<congress>[ivx]{1,5})\b(?:\s+(?:của\s+)?đảng\b)?"
)
LAW_STOP = re.compile(
    r"[;.:()\"“”\n\d]|,\s*(?=[A-ZĐ])|\s(?:(?<!một\s)số|ngày|năm|quy định|về|đã|được|có|thì|là|này|khi|để|nhằm|theo"
    r"|trong|tại|cho|với|từ|đến|do|hoặc|hiện hành|và (?:các|những|văn bản))(?=\s)|\svà\s(?=[A-ZĐ])"
)
AMENDING = re.compile(r"sửa đổi, bổ sung (?:một số|các) điều của[^;.()\d]{5,200}?(?=\s(?:số|ngày|năm)\s|[;.(]|$)")
COMMA_LAWS = re.compile(r"(?:[Pp]hòng|Khoa học|Quản lý|[Xx]uất cảnh|Bảo vệ|Hòa giải|[Ss]ửa đổi|Thi đua|Trưng mua)$")


@dataclass(frozen=True)
class Grammar:
    """The patterns for accented text, or the same ones without accents for text typed on a bare keyboard."""

    plain: bool
    anchor: re.Pattern[str]
    tail: re.Pattern[str]
    day: re.Pattern[str]
    year: re.Pattern[str]
    late_day: re.Pattern[str]
    term: re.Pattern[str]
    more: re.Pattern[str]


def _anchor() -> str:
    """One alternative for each first letter, so that the search skips from one possible beginning to the next."""
    by_letter: dict[str, list[str]] = {}
    for word in (*NAMED, *ISSUED):
        by_letter.setdefault(word[0], []).append(word[1:] + r"\b")
    for code in TYPE_OF_ABBREVIATION:
        by_letter.setdefault(code[0], []).append(code[1:] + r"[ .]?(?=\d|số\s?\d)")
    words = [rf"{first}(?<!\w.)(?:{'|'.join(rest)})" for first, rest in by_letter.items()]
    order = r"[0-9](?<!\w.)\d{0,4}[a-zđ]?(?:/(?:19|20)\d\d)?[-–/]"
    number = rf"{order}(?:(?:{_CODES})(?:[-–/][a-zđ]{{2,12}}\d{{0,2}})+|(?:ubtv)?qh\d\d)"
    return "|".join([*words, number + r"(?![\w/])"])


def _grammar(plain: bool) -> Grammar:
    def build(pattern: str) -> re.Pattern[str]:
        return re.compile(strip_accents(pattern) if plain else pattern)

    return Grammar(
        plain,
        anchor=build(_anchor()),
        tail=build(
            rf"\s+(?P<this>này)\b|\s*(?P<so>số\s*:?\s*)?(?:(?P<number>{_NUMBER})(?![\w/])"
            rf"|(?P<short>\d{{1,4}})(?![\w%]|[-–/.,]\d|\s*(?:{_UNITS})))|{_PLENARY}|{_CONGRESS}"
        ),
        day=build(rf"\s*,?\s*(?P<open>\(\s*)?{_DAY}(?(open)\s*\))"),
        year=build(r"\s*,?\s*(?P<open>\(\s*)?(?:năm\s+)?(?P<only>(?:19|20)\d\d)(?![\d-])(?(open)\s*\))"),
        late_day=build(rf"\s+(?:của|do)\s+(?:(?!\svề\s)[^;.()]){{3,90}}?,?\s*\(?{_DAY}"),
        term=build(
            r"\s*[,(]?\s*(?:của|tại|hội nghị|ban chấp hành|bộ chính trị|ban bí thư|trung ương)\s"
            r"(?:(?!\svề\s)[^;.])*?\bkh(?:óa|oá)\s+(?P<term>[ivx]{1,5})\b"
        ),
        more=build(rf"(?:\s*,\s*|\s+và\s+)(?:số\s+)?(?P<short>\d{{1,3}})(?![\w%]|[-–/]\w|[.,]\d|\s*(?:{_UNITS}))"),
    )  # fmt: skip


ACCENTED, PLAIN = _grammar(False), _grammar(True)
