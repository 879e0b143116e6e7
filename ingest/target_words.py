"""Figures in official texts: where a number is a target, its unit, its bound, its year, and what it measures.

All patterns run on folded text (`ingest.vietnamese.fold`), which keeps every character in its place.
"""

from __future__ import annotations

import re

from ingest.sentences import Span, trim

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_VALUE = re.compile(
    rf"(?<![\w/.,–-])(?:(?P<low>{_NUMBER})\s?(?P<p1>%)?(?:\s?[-–]\s?(?P<high>{_NUMBER})\s?(?P<p2>%)?)?"
    r"|(?P<word>hai|ba|bốn|năm|mười)(?= (?:lần|nước|quốc gia|tỉnh)\b))(?![\w]|\.\d|/\d|-[A-Z])"
)
WORDS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "mười": 10}
_NUMBERED = re.compile(r"(?:năm|ngày|tháng|số|khóa|điều|khoản|điểm|mục|phụ lục|lần thứ|thế kỉ|giai đoạn|quí|luật)\s*$")
_TIME_UNIT = re.compile(r"\s*(?:năm|tháng|ngày|tuần|giờ|phút|nhiệm vụ|nội dung|giải pháp|lần thứ|khóa)(?!\w)")
_BOUND = (
    "không thấp hơn|không dưới|không quá|tối thiểu|tối đa|ít nhất|nhiều nhất|trên|hơn|khoảng|gần|dưới|từ"
    "|nằm trong nhóm|thuộc nhóm|trong nhóm|nhóm|nằm trong"
)
_QUALIFIER = re.compile(rf"(?<!\w)(?P<bound>{_BOUND})(?: (?:có|là|đạt|từ|khoảng|trên))*\s*$")
_REACHED = (
    "đạt mức|đạt được|đạt|ở mức|mức|lên|xuống|còn|chiếm|là|có từ|có|duy trì|giữ|bảo đảm|đảm bảo|được|bằng|tăng|giảm"
    "|thêm|trung bình|bình quân|gấp|đóng góp|thu hút|xây dựng|hình thành|thành lập|phát triển|bố trí|dành|tới|đến"
)
_SET = re.compile(rf"(?:(?<!\w)(?:{_REACHED})|(?:chỉ tiêu|mục tiêu) [^.;:]*:)\s*$")
_LED = re.compile(
    r"(?:(?:[,:]|(?:và|trong đó|riêng|đồng thời|mốc|phấn đấu|nâng|tăng|giảm|đưa|bảo đảm|đảm bảo|duy trì|giữ"
    r"|cả nước|nước ta|việt nam|con số này|toàn tỉnh|so với năm \d{4}"
    r"|(?:(?:đến|vào|trong) )?(?:cuối |giữa )?năm \d{4})(?![\w-])"
    r"|tính theo [^,]{3,40},)\s*)+"
)
_TRAILING = re.compile(
    r"(?:[\s,:(]*(?<!\w)(?:đạt mức|đạt được|đạt|ở mức|mức|lên|xuống|chiếm|là|có từ|có|duy trì|thuộc|bảo đảm|đảm bảo"
    r"|(?:(?:đến|vào) )?năm \d{4}))*[\s,:(]*$"
)
YEAR = re.compile(r"(?<!\w)(?:đến|vào|trong|tới|mốc|đạt)?\s*(?:cuối |giữa |đầu )?năm (\d{4})(?!\d)")
_NOT_A_GOAL_YEAR = re.compile(r"(?:so với|kể từ|từ|giai đoạn|tầm nhìn)\s*$")
_AFTER_YEAR = re.compile(r"[^,;.(]*?\(?(?:vào|trong|đến) (?:cuối |giữa |đầu )?năm (\d{4})")
_PERIOD = re.compile(r"[^,;.]*?((?:hằng|hàng|mỗi) (?:năm|tháng|quí))")
_PERIOD_BEFORE = re.compile(
    r"(?<!kế hoạch )(?<!chương trình )(?<!ngân sách )(?<!\w)((?:hằng|hàng|mỗi) (?:năm|tháng|quí))"
)
_PERCENT_OF = re.compile(
    r"\s*(?:trở lên\s*)?(?:trong\s*|của\s*)?(/\s?(?:năm|tháng)|grdp|gdp"
    r"|tổng [^,;.()]{3,60}?(?=\s*(?:hằng|hàng|vào|và|đến|[,;.()]|$)))"
)
_PER_HEAD = re.compile(r"\s*(người\s?(?:/|trên)\s?(?:một |1 )?(?:vạn|10\.000|triệu) dân)")
_UNIT = re.compile(
    r"\s*([^\W\d_]+(?: [^\W\d_]+){0,6}?)(?=\s*(?:[,;.:()–-]|$|(?:được|đứng|hàng đầu|dẫn đầu|ngang|vào|trong|trên|của"
    r"|so|đạt|làm|nằm|thuộc|tại|ở|có|cho|từ|đến|mỗi|hằng|hàng)(?!\w)))"
)
RANKS = ("nằm trong nhóm", "thuộc nhóm", "trong nhóm", "nhóm", "nằm trong")
BEHIND_ENDS = re.compile(r"[;.]|,? (?:và )?(?:đến|vào) năm \d{4}|, (?:và )?(?:thuộc |nằm trong )?nhóm |$")
TAIL_ENDS = re.compile(
    r"[,;.()]| (?:hoặc|trong đó|hằng|hàng|đến năm|vào năm)(?!\w)"
    r"| và (?=khoảng|trên|ít nhất|tối thiểu|đạt|đến|chiếm|đóng góp|tổng|tăng)|$"
)
_AIMED = re.compile(r"(?<!so với )(?<!ngày )năm 20\d\d|phấn đấu|(?:hằng|hàng) năm")


def figures(folded: str, sentence: Span, part: Span, goals: bool, tasks: bool) -> list[re.Match[str]]:
    """The figures of a part that are targets; one that goes on a list ("…, 12 người trên một vạn dân") is, too."""
    found: list[re.Match[str]] = []
    for match in _VALUE.finditer(folded, *part):
        listed = found and re.search(r"(?:,| và) $", folded[: match.start()]) and _PER_HEAD.match(folded, match.end())
        if listed or _counts(folded, sentence, match, goals, tasks):
            found.append(match)
    return found


def _counts(folded: str, sentence: Span, match: re.Match[str], goals: bool, tasks: bool) -> bool:
    """Whether a number is the figure of a target, and not a date, a document's number or a count of things said."""
    percent = bool(match["p1"] or match["p2"])
    before, after = folded[sentence[0] : match.start()], folded[match.end() : sentence[1]]
    if _NUMBERED.search(before) or (not percent and (_TIME_UNIT.match(after) or re.match(r"\s*[).]\s", after))):
        return False
    if match["low"] and not percent and re.fullmatch(r"(?:19|20)\d\d", match["low"]) and not match["high"]:
        return False
    qualified = bool(_QUALIFIER.search(before))
    aimed = goals or bool(_AIMED.search(folded, *sentence))
    if percent:
        return aimed or (tasks and qualified)
    return aimed and (goals or tasks) and (qualified or bool(_SET.search(before)))


def unit_of(text: str, folded: str, match: re.Match[str], end: int) -> tuple[str, int]:
    """The unit as printed and where it ends."""
    at = match.end()
    if match["p1"] or match["p2"]:
        of = _PERCENT_OF.match(folded, at, end)
        if not of:
            return "%", at
        piece = text[of.start(1) : of.end(1)]
        return ("%" + piece if piece.startswith("/") else f"% {piece}"), of.end(1)
    if folded.startswith(" lần", at):
        return text[at + 1 : at + 4], at + 4
    found = _PER_HEAD.match(folded, at, end) or _UNIT.match(folded, at, end)
    return (text[found.start(1) : found.end(1)], found.end(1)) if found else ("", at)


def first_of(pattern: re.Pattern[str], folded: str, start: int, limit: int) -> int:
    """Where a pattern first stands between two places, `limit` when nowhere."""
    found = pattern.search(folded, start, limit)
    return found.start() if found else limit


def bound_of(folded: str, start: int, end: int) -> str:
    """The bound that stands right before a figure: "trên", "khoảng", "thuộc nhóm"; "từ" only before "trở lên"."""
    found = _QUALIFIER.search(folded, start, end)
    if not found:
        return ""
    return found["bound"] if found["bound"] != "từ" else "từ … trở lên" if " trở lên" in folded[end : end + 16] else ""


def year_behind(folded: str, after: int, limit: int) -> tuple[int | None, int]:
    """The year that stands right behind a figure, and where its mention ends; (None, 0) when none does."""
    behind = _AFTER_YEAR.match(folded, after, limit)
    return (int(behind.group(1)), behind.end()) if behind else (None, 0)


def year_before(folded: str, sentence: Span, start: int) -> int | None:
    """The year named last before a figure in its sentence."""
    years = [
        int(m.group(1))
        for m in YEAR.finditer(folded, sentence[0], start)
        if not _NOT_A_GOAL_YEAR.search(folded[: m.start()].rstrip() + " ")
    ]
    return years[-1] if years else None


def indicator_of(text: str, folded: str, span: Span) -> tuple[str, int]:
    """What is measured, from the words before a figure, and where the phrase begins; "" when they name nothing."""
    start, end = trim(text, span, " ,;:")
    qualifier = _QUALIFIER.search(folded, start, end)
    if qualifier:
        end = qualifier.start()
    led = _LED.match(folded, start, end)
    phrase = start
    start = led.end() if led else start
    end = _TRAILING.search(folded, start, max(start, end)).start()  # type: ignore[union-attr]
    if re.fullmatch(rf"(?:{_REACHED}|\s|thuộc)*", folded[start:end]):
        return "", phrase
    return text[start:end].strip(" ,"), phrase


def number_of(printed: str) -> float:
    """A printed figure as a number: "12.000" → 12000, "1,5" → 1.5, "hai" → 2."""
    return float(WORDS[printed]) if printed in WORDS else float(printed.replace(".", "").replace(",", "."))


def period_of(folded: str, start: int, figure: int, after: int, limit: int) -> str:
    """How often the figure is to be reached ("hằng năm"), said behind it or before it; "" when it is not said."""
    behind = _PERIOD.match(folded, after, limit)
    if behind:
        return behind.group(1)
    before = _PERIOD_BEFORE.search(folded, start, figure)
    return before.group(1) if before else ""
