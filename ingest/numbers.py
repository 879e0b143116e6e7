"""Numbers of official documents: `20-NQ/TW`, `569/QĐ-TTg`, `116/2020/NĐ-CP`, `93/2025/QH15` and what their codes say.

Party documents put a hyphen after the number (Hướng dẫn 36-HD/VPTW), State documents a stroke (Nghị định 30/2020/NĐ-CP,
phụ lục III).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.vietnamese import strip_accents

TYPE_OF_CODE = {
    "NQ": "Nghị quyết", "KL": "Kết luận", "QĐ": "Quyết định", "QĐi": "Quy định", "QC": "Quy chế",
    "CT": "Chỉ thị", "HD": "Hướng dẫn", "KH": "Kế hoạch", "TB": "Thông báo", "TTr": "Tờ trình",
    "BC": "Báo cáo", "CTr": "Chương trình", "CTHĐ": "Chương trình hành động", "CTrHĐ": "Chương trình hành động",
    "ĐA": "Đề án", "NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "PL": "Pháp lệnh",
    "VBHN": "Văn bản hợp nhất", "CĐ": "Công điện", "CV": "Công văn", "TTri": "Thông tri", "L": "Luật",
}  # fmt: skip
"""Type of document by the code in its number. QĐ of the Party is a Quyết định or a Quy định: the text decides."""

TYPES = (
    "Chương trình hành động", "Chương trình", "Thông tư liên tịch", "Thông tư", "Văn bản hợp nhất", "Bộ luật", "Luật",
    "Hiến pháp", "Pháp lệnh", "Nghị quyết", "Nghị định", "Kết luận", "Quyết định", "Quy định", "Quy chế", "Chỉ thị",
    "Hướng dẫn", "Kế hoạch", "Thông báo", "Thông tri", "Tờ trình", "Báo cáo", "Đề án", "Điều lệ", "Công điện",
    "Công văn", "Hiệp định", "Sắc lệnh", "Lệnh",
)  # fmt: skip
"""Types of documents as titles print them; longer before shorter ones with the same beginning."""

PATTERN = (
    r"\d{1,5}[a-zđ]?(?:\s?/\s?(?:19|20)\d\d)?\s?[-–/]\s?[A-ZĐ][A-ZĐa-zđ]{0,11}\d{0,2}"
    r"(?:(?:[-–]|\s?/\s?)[A-ZĐ][A-ZĐa-zđ]{0,11}\d{0,2})*"
)
"""A document number in running text, letters in their printed case."""

_PARTS = re.compile(r"(\d{1,5}[a-zđ]?)(?:/((?:19|20)\d\d))?[-/]([^\W\d].*)", re.I)
_CODES = {strip_accents(code).upper(): code for code in TYPE_OF_CODE}


@dataclass(frozen=True, slots=True)
class Number:
    """A number taken apart: order "20", year "" or "2020", code "NQ" ("" when it has none), issuer "TW"."""

    order: str
    year: str
    code: str
    issuer: str

    @property
    def key(self) -> str:
        """One spelling for each number, for comparing: no leading zeros, no accents, no case."""
        parts = (self.order.lstrip("0"), self.year, self.code, self.issuer)
        return strip_accents("/".join(parts)).upper()

    @property
    def slug(self) -> str:
        """`20-nq-tw`, `116-nd-cp`: the beginning of a document id (without the year)."""
        return slug("-".join(filter(None, (self.order, self.code, self.issuer))))

    @property
    def party(self) -> bool:
        """Whether the issuer's code is that of a Party body."""
        return bool(re.search(r"TW$|^(?:TU|BTVTU|HU|ThU|QU|ĐU|ĐUK|CB|BCĐTW|VPTU)$", self.issuer))


def tidy(number: str) -> str:
    """`number` without spaces, with plain hyphens: `20 – NQ/TW` → `20-NQ/TW`."""
    return re.sub(r"\s+", "", number).replace("–", "-").replace("—", "-")


def parse(number: str) -> Number | None:
    """The parts of `number`, None when it is not the number of a document."""
    found = _PARTS.fullmatch(tidy(number))
    if not found:
        return None
    order, year, rest = found[1], found[2] or "", found[3]
    first, _, others = re.sub(r"[-/]", "\0", rest, count=1).partition("\0")
    code = _CODES.get(strip_accents(first).upper(), "")
    return Number(order, year, code, others if code else rest)


def same(one: str, other: str) -> bool:
    """Whether two printed numbers are the same number: `03-HD/TW` and `3 - hd/tw`."""
    first, second = parse(one), parse(other)
    if first is None or second is None:
        return tidy(one).lower() == tidy(other).lower()
    return first.key == second.key


def slug(text: str) -> str:
    """`text` in ASCII lower case, words joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", strip_accents(text).lower()))
