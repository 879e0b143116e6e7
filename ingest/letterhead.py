"""What a document says of itself, read from its first and last lines: number, date, issuer, signer, title, recipients.

The layouts are those of Party documents (Hướng dẫn 36-HD/VPTW) and State documents (Nghị định 30/2020/NĐ-CP), and of
copies of them on web pages, which may keep nothing but a title line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ingest import numbers
from ingest.document import Line
from ingest.tail import opens_recipients, opens_signature
from ingest.vietnamese import clean, collapse, fold

_HEAD, _TITLE_LINES, _LONGEST_TITLE = 60, 8, 200
_UP = "".join(c for c in map(chr, (*range(0x41, 0x200), *range(0x1E00, 0x1F00))) if c.isupper())
_ISSUERS = (
    "Ban Chấp hành Trung ương", "Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành", "Ban Thường vụ", "Ủy ban Kiểm tra",
    "Ban Tổ chức", "Ban Tuyên giáo và Dân vận", "Ban Tuyên giáo", "Ban Dân vận", "Ban Nội chính", "Ban Kinh tế",
    "Văn phòng", "Thủ tướng Chính phủ", "Văn phòng Chính phủ", "Chính phủ", "Ủy ban Thường vụ Quốc hội", "Quốc hội",
    "Chủ tịch nước", "Ủy ban nhân dân", "Hội đồng nhân dân", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy", "Quận ủy",
    "Đảng ủy", "Bộ Công an", "Bộ Công Thương", "Bộ Giáo dục và Đào tạo", "Bộ Giao thông vận tải",
    "Bộ Kế hoạch và Đầu tư", "Bộ Khoa học và Công nghệ", "Bộ Lao động - Thương binh và Xã hội", "Bộ Ngoại giao",
    "Bộ Nội vụ", "Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Nông nghiệp và Môi trường", "Bộ Quốc phòng",
    "Bộ Tài chính", "Bộ Tài nguyên và Môi trường", "Bộ Thông tin và Truyền thông", "Bộ Tư pháp", "Bộ Xây dựng",
    "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Y tế", "Tòa án nhân dân tối cao", "Viện kiểm sát nhân dân tối cao",
)  # fmt: skip
_MARKS = re.compile(r"[*#>`]+|<[^<>]{1,40}>|[-_=]{3,}")
_NATIONAL = re.compile(
    r"ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|C[ỘO]NG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM"
    r"|Độc\s+lập\s*[-–]\s*Tự\s+do\s*[-–]\s*Hạnh\s+phúc",
    re.I,
)
_TYPES = "|".join(numbers.TYPES).replace(" ", r"\s+")
_SO = re.compile(
    rf"^[\W_]*(?:(?:{_TYPES})\s+số\s*:|số(?:\s+ký\s+hiệu)?\s*[:.]?)\s*(?P<number>(?-i:{numbers.PATTERN}))",
    re.M | re.I,
)
_DAY = (
    r"[Nn]gày\s*(?P<day>\d{1,2})(?:\s*tháng\s*(?P<month>\d{1,2})\s*năm\s*(?P<year>\d{4})"
    r"|\s*[-/.]\s*(?P<month2>\d{1,2})\s*[-/.]\s*(?P<year2>\d{4}))"
)
_PLACED = re.compile(
    rf"^[\W_]*(?P<place>(?:(?:[A-ZĐ][^\W\d]*\.?|phố|tỉnh|huyện|thị|xã)\s+){{0,6}}(?:[A-ZĐ][^\W\d]*|nội))\s*,?\s+{_DAY}",
    re.M,
)
_NAMED = re.compile(
    rf"(?P<type>{_TYPES})\s+(?:số\s+)?(?P<number>(?-i:{numbers.PATTERN}))(?:\s*,?\s*\(?{_DAY}\)?)?"
    r"(?:,?\s+(?:của\s+)?(?P<issuer>[A-ZĐ][^,;.()]{3,90}?))?(?=\s+(?:về|ban\s+hành|quy\s+định)\s|\s*$|[.;,(])"
    r"(?:\s+(?P<title>(?:về|ban\s+hành|quy\s+định)\s+[^\n]+))?",
    re.I,
)
_TYPE_LINE = re.compile(rf"(?P<type>{'|'.join(t.upper() for t in numbers.TYPES)})(?=$|\W)(?P<rest>.*)")
_BODY = re.compile(
    r"[-–+]?\s*(?:căn cứ|thực hiện (?!.*\bvề\b)|xét |theo đề nghị|kính gửi|điều 1\b|chương (?:i|1)\b"
    r"|phần (?:i|thứ nhất)\b|[IVXA-C]\s*[-.–]\s|1\s*[-.–)])",
    re.I,
)
_NOISE = re.compile(r"\([^()]*(?:ký|đóng dấu)[^()]*\)|\[[^\[\]]*\]", re.I)
_RANK = re.compile(r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá)|(?:P?GS|TS|ThS)\b\.?,?)\s*")
_SPEAKER = re.compile(
    rf"(?:CỦA|HỘI NGHỊ LẦN THỨ [{_UP}]+(?: MỘT| HAI| BA)?)\s+(?P<issuer>[{_UP} ]+?)(?=\s+(?i:VỀ|BAN HÀNH)\s|$)\s*"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document's own text says; "" (or no recipients) for what it does not say. date is ISO.

    issuer: the body that speaks, not always the letterhead's. place: of the letterhead; without one, the only province
    that the text keeps naming. title: of a text without type or number, its first line. letterhead: whether number or
    date stand in a letterhead, not only in a title line.
    """

    type: str = ""
    number: str = ""
    date: str = ""
    place: str = ""
    issuer: str = ""
    signer: str = ""
    signer_title: str = ""
    title: str = ""
    recipients: tuple[str, ...] = ()
    letterhead: bool = False


def read_metadata(source: str | Iterable[Line | str]) -> Metadata:
    """What the text of a document, or the lines that a loader gave, says of the document."""
    lines = _lines(source)
    head = _head(lines)
    body = next((i for i, line in enumerate(head) if i and _BODY.match(line)), min(len(head), 25))
    opening = "\n".join(head[: body + 1])
    found = _SO.search(opening)
    number = numbers.tidy(found["number"]) if found else ""
    placed = _PLACED.search(_NATIONAL.sub("\n", opening.replace(found[0], "\n", 1) if found else opening))
    kind, place_of_kind, rest = _type(head[: body + 1])
    title, issuer = _title(head, place_of_kind, rest)
    day = _iso(placed) if placed else ""
    if not found and not kind:
        named = _named(head[:_TITLE_LINES])
        if named:
            kind = next(t for t in numbers.TYPES if fold(t) == fold(named["type"]))
            number, day = numbers.tidy(named["number"]), day or _iso(named)
            title = (named["title"] or "").rstrip(". ")
            issuer = named["issuer"] or ""
    elif found and not kind:
        parts = numbers.parse(number)
        kind = numbers.TYPE_OF_CODE.get(parts.code, "") if parts else ""
    if not number and not title:
        title = next((line for line in head if len(line.split()) > 2 and not _NATIONAL.search(line)), "")[
            :_LONGEST_TITLE
        ]
    at, signer, signer_title = _signature(lines, min(body, 2))
    if not issuer:
        issuer = _letterhead_issuer(head, opening, number, signer_title)
    place = _place(placed["place"]) if placed else _province(lines)
    issuer = issuer_name(issuer)
    committee = re.search(rf"\b{issuer or '-'} ((?:Tỉnh|Thành|Huyện|Thị|Quận|Đảng) [uủ][yỷ])\b", " ".join(lines[:25]))
    if committee:
        issuer = f"{issuer} {committee[1]} {place}".strip()
    return Metadata(
        kind, number, day, place, issuer, signer, signer_title, title, _recipients(lines, at),
        letterhead=bool(found or placed),
    )  # fmt: skip


def issuer_name(printed: str) -> str:
    """The usual spelling of an issuer printed in capitals: `BỘ CHÍNH TRỊ` → `Bộ Chính trị`; others as they stand."""
    printed = collapse(printed).strip(" ,:;-–*")
    if not printed or printed != printed.upper():
        return printed
    for name in sorted(_ISSUERS, key=len, reverse=True):
        if fold(printed).startswith(fold(name)):
            rest = printed[len(name) :].strip()
            if not rest or printed[len(name)] == " ":
                return collapse(f"{name} {issuer_name(rest) if rest else ''}")
    known = {"ĐẢNG": "Đảng", "KHÓA": "khóa", "KHOÁ": "khóa", "TỈNH": "tỉnh", "THÀNH": "thành", "PHỐ": "phố",
             "TRUNG": "Trung", "ƯƠNG": "ương", "VÀ": "và", "HUYỆN": "huyện", "CỘNG": "Cộng", "SẢN": "sản"}  # fmt: skip
    words = [w if re.fullmatch("[IVX]+", w) else known.get(w, w.capitalize()) for w in printed.split()]
    return " ".join(words)


def _lines(source: str | Iterable[Line | str]) -> list[str]:
    raw = clean(source).split("\n") if isinstance(source, str) else source
    out = []
    for item in raw:
        text = item.text if isinstance(item, Line) else clean(item)
        for cell in text.split("|"):
            words = collapse(_MARKS.sub(" ", cell))
            if any(c.isalnum() for c in words):
                out.append(words)
    return out


def _head(lines: list[str]) -> list[str]:
    """The first lines, from the letterhead on where a page has put others before it."""
    if any(map(_SO.match, lines[:20])):
        return lines[:_HEAD]
    at = next((i for i, line in enumerate(lines[:400]) if _NATIONAL.search(line)), 0)
    return lines[at - 4 : at + _HEAD] if at > 20 else lines[:_HEAD]


def _iso(found: re.Match[str]) -> str:
    year, month = found["year"] or found["year2"], found["month"] or found["month2"]
    try:
        return date(int(year), int(month), int(found["day"])).isoformat()
    except (TypeError, ValueError):
        return ""


def _type(head: list[str]) -> tuple[str, int, str]:
    """The type of the document, the line that prints it, and what else that line prints."""
    for at, line in enumerate(head):
        found = _TYPE_LINE.match(line)
        if found and line == line.upper() and not _SO.match(line):
            kind = next(t for t in numbers.TYPES if t.upper() == found["type"])
            return kind, at, found["rest"].strip(" :")
        for kind in numbers.TYPES:
            if fold(line.strip(" :")) == fold(kind) and at < 15:
                return kind, at, ""
    return "", -1, ""


def _title(head: list[str], at: int, rest: str) -> tuple[str, str]:
    """The title below the line that prints the type, and the issuer when the lines between name it."""
    if at < 0:
        return "", ""
    parts: list[str] = []
    for line in [rest, *head[at + 1 : at + 14]]:
        capital = line == line.upper()
        if not line or _NATIONAL.fullmatch(line) or line[0] == "(" or _SO.match(line) or _PLACED.match(line):
            continue
        if _BODY.match(line) and not (capital and len(line) > 60):
            break
        speaking = _SPEAKER.fullmatch(" ".join(parts)) or (parts and parts[-1].startswith("HỘI NGHỊ LẦN"))
        if parts and not speaking and (not capital or _is_issuer(line)):
            break
        parts.append(line)
        if not capital:
            break
    title = collapse(" ".join(parts))
    speaker = _SPEAKER.match(title)
    return (title[speaker.end() :], speaker["issuer"]) if speaker else (title, "")


def _is_issuer(line: str) -> bool:
    return any(fold(line).startswith(fold(name)) for name in _ISSUERS) or opens_signature(line)


def _named(head: list[str]) -> re.Match[str] | None:
    """The fullest mention of the document in its title lines, when a line begins with its type and number."""
    first = next((m for line in head if (m := _NAMED.match(line))), None)
    if first is None:
        return None
    mentions = [m for line in head for m in _NAMED.finditer(line) if numbers.same(m["number"], first["number"])]
    return max(mentions, key=lambda m: sum(bool(m[part]) for part in ("day", "issuer", "title")))


def _place(printed: str) -> str:
    words = printed.split()
    while len(words) > 1 and words[0].isupper() and not words[0].startswith("TP") and not words[-1].isupper():
        words = words[1:]
    return " ".join(words)


def _province(lines: list[str]) -> str:
    named = Counter(re.findall(r"\btỉnh ((?:[A-ZĐ][a-zà-ỹ]+ ?){2,3}?)(?=\s|[^\w]|$)", "\n".join(lines)))
    if not named:
        return ""
    (name, count), *_ = named.most_common(1)
    return name.strip() if count >= 2 and count * 4 >= sum(named.values()) * 3 else ""


def _letterhead_issuer(head: list[str], opening: str, number: str, signer_title: str) -> str:
    """The issuer by letterhead and signature: Party letterheads name the Committee, signatures the body that speaks."""
    found = _SO.search(opening)
    above = _NATIONAL.sub("\n", opening[: found.start()]).split("\n") if found else head[:3]
    left = [line.strip(" *-") for line in above if line == line.upper() and any(c.isalpha() for c in line)]
    printed = " ".join(line for line in left if not _TYPE_LINE.match(line) and not _PLACED.match(line))
    parts = numbers.parse(number)
    signed = re.match(
        r"(?:T/M|TM)\.?\s*(.+?)(?=\s+(?:KT\.|PHÓ|TỔNG BÍ|(?<!BAN )BÍ THƯ|CHỦ|TRƯỞNG|THỦ|BỘ TRƯỞNG)|$)", signer_title
    )
    printed = printed.replace("TRUNG ƯƠNG ĐẢNG", "TRUNG ƯƠNG")
    body = printed.partition("BAN CHẤP HÀNH TRUNG ƯƠNG ")[2]
    if body:
        return body + (" TRUNG ƯƠNG ĐẢNG" if body == "VĂN PHÒNG" else " TRUNG ƯƠNG")
    if not printed or (parts and parts.party and printed == "BAN CHẤP HÀNH TRUNG ƯƠNG"):
        return signed[1] if signed else printed
    if signed and fold(printed).split()[1:2] == ["ủy"]:
        return f"{signed[1]} {printed}" if fold(signed[1]) != fold(printed) else printed
    return printed


def _signature(lines: list[str], body: int) -> tuple[int, str, str]:
    """Where the signature begins (len(lines) without one), the signer and the office as printed."""
    for at in range(body, len(lines)):
        line = lines[at]
        if not opens_signature(line):
            continue
        # Where two columns were read row by row, recipients stand between the lines of the signature.
        block = "\n ".join([line for line in lines[at : at + 8] if not re.match(r"[-–+•]", line)][:5])
        words = _RANK.sub("", _NOISE.sub(" ", block)).replace("\n", " \n").split(" ")
        words = [word for word in words if word]
        split = next((i for i, word in enumerate(words) if word.upper() != word), len(words))
        split -= split > 1 and len(words[split - 1]) == 1 and words[split - 1].isalpha()
        name: list[str] = []
        for word in words[split:]:
            if word == "\n" and len(name) < 2:
                continue
            if not re.fullmatch(rf"[{_UP}][^\W\d_{_UP}]*", word) or len(name) == 5:
                break
            name.append(word)
        office = collapse(" ".join(words[:split])).strip(" -–*")
        if len(name) >= 2 and name != ["Việt", "Nam"] and len(office) < 160 and any(c.isalpha() for c in office):
            return at, " ".join(name), office
    return len(lines), "", ""


def _recipients(lines: list[str], end: int) -> tuple[str, ...]:
    at = next((i for i, line in enumerate(lines) if opens_recipients(line)), None)
    if at is None:
        return ()
    held: list[str] = []
    signed = 0
    for line in [re.sub(r"^\W*nơi nhận\W*", "", lines[at], flags=re.I), *lines[at + 1 : at + 40]]:
        if opens_signature(line) or signed:
            signed += 1
        if len(line) > 700 or signed > 6:
            break
        if re.match(r"[-–+•]", line) or (held and not signed and not held[-1].endswith(".") and not line.isupper()):
            held.append(line)
        elif line and not signed:
            break
    pieces = re.split(r"(?:^|\n|(?<=[,;.:])\s)[-–+•]\s*(?=[^\W\d])", "\n".join(held))
    return tuple(kept for piece in pieces if (kept := collapse(piece).strip(" ,;.-")))
