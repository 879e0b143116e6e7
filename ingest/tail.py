"""How an official document ends: recipients, signature, appendices (Nghị định 30/2020/NĐ-CP; Hướng dẫn 36-HD/VPTW)."""

from __future__ import annotations

import re

RECIPIENTS = re.compile(r"\W*n[ơo]i\s+nhận\s*(?::|$)", re.I)
_SIGNED_FOR = re.compile(r"(?:(?:T/M|K/T|T/L|T\.M)[. ]|(?:TM|KT|TUQ|TL|Q)(?:[./]| ))\s*(?:[A-ZĐÀ-Ỹ]{2}|…)")
_POSTS = re.compile(
    r"(?:PHÓ |QUYỀN |THỨ )?(?:TỔNG )?(?:BÍ THƯ|CHỦ TỊCH|BỘ TRƯỞNG|THỦ TƯỚNG|CHỦ NHIỆM|GIÁM ĐỐC|CHÁNH VĂN PHÒNG"
    r"|CỤC TRƯỞNG|VỤ TRƯỞNG|THỐNG ĐỐC|VIỆN TRƯỞNG|CHÁNH ÁN|THANH TRA|TRƯỞNG BAN|HIỆU TRƯỞNG|TRƯỞNG)\b"
)
_APPENDIX = re.compile(r"(?:PHỤ\s+LỤC|Phụ\s+lục)(?:\s+(?:SỐ|số)?\s*:?\s*(?P<number>\d{1,2}[A-Za-z]?|[IVXL]+|[A-Z]))?\b")
_ATTACHED = re.compile(
    r"(?:QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|CHƯƠNG TRÌNH|ĐỀ ÁN|KẾ HOẠCH|HƯỚNG DẪN|DANH MỤC|BIỂU MẪU|MẪU|BIỂU|CHIẾN LƯỢC|QUY TRÌNH"
    r"|QUY HOẠCH|ĐỀ CƯƠNG|DANH SÁCH|LỘ TRÌNH|BẢNG)\b"
)
_LONGEST_SIGNATURE_LINE = 160


def is_upper(text: str) -> bool:
    """Whether a line is set in capitals (numbers and signs aside)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 2 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def opens_recipients(text: str) -> bool:
    """`Nơi nhận:` at the head of a line."""
    return len(text) < 2000 and bool(RECIPIENTS.match(text))


def opens_signature(text: str) -> bool:
    """`T/M BAN THƯỜNG VỤ`, `KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG`, `CHỦ TỊCH` set in capitals at the head of a short line."""
    if len(text) > _LONGEST_SIGNATURE_LINE:
        return False
    return bool(_SIGNED_FOR.match(text) or (_POSTS.match(text) and is_upper(text[:40])))


def in_signature(text: str) -> bool:
    """Whether a line can stand inside a signature block: posts, names, `(Đã ký)`."""
    return len(text) <= _LONGEST_SIGNATURE_LINE and not re.match(r"\d|Điều \d|Chương |[A-ZIVX]+[.-] ", text)


def opens_appendix(text: str, *, after_end: bool) -> str:
    """The path of the appendix that a line opens (`phu-luc-I`, `kem-theo`), "" when it opens none.

    after_end: recipients or signature have been seen, so a title in capitals is that of an attached document.
    """
    found = _APPENDIX.match(text)
    if found and (text.startswith("PHỤ") or after_end) and len(text) < 200:
        number = found["number"]
        return f"phu-luc-{number}" if number else "phu-luc"
    if after_end and _ATTACHED.match(text) and is_upper(text[:60]):
        return "kem-theo"
    return ""
