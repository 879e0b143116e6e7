"""Words that a question carries for politeness or to say who asks and what for; nothing is searched by them.

"Kính thưa đồng chí, để soạn đề cương, xin cho biết huyện ủy phải làm gì?" asks what a district committee must do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from index.naming import plain

Span = tuple[int, int]

_WHO = r"(?:toi|chung toi|minh|em|chau|to|tui|bon toi)"
_WHOM = r"(?:dong chi|cac dong chi|anh|chi|anh chi|ban|quy (?:vi|co quan)|thay|co|moi nguoi|chuong trinh)"
_WORK = (
    r"(?:soan|viet|lap|dung|ghi|chep|dien|dua|lam|chuan bi|bao cao|trinh bay|minh hoa|phuc vu|trich dan|tuyen truyen"
    r"|tap huan|bien tap|chinh ly|tra cuu|doi chieu|tien)"
)
_OWN = (
    r"(?:bai giang|bai noi|de cuong|giao an|cong van|so dang ky|phieu|ho so|slide|bai trinh chieu|bao cao vien"
    r"|chuyen de|bai viet|ban tin|tap huan|luu tru|thuyet minh|quyet tam dau tu)"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # "Kính thưa đồng chí,", "Chào anh,"
        rf"^\W*(?:kinh )?(?:thua|gui|chao|xin chao) {_WHOM}\b[^,.:!?]{{0,20}}[,.:!]",
        rf",\s*(?:kinh )?thua {_WHOM}\b",
        # "Tôi là cán bộ một thị ủy, sắp phải tham mưu."
        rf"(?:^|(?<=[.!,;:] )){_WHO} (?:la|lam|dang|vua|phu trach|cong tac|chuan bi|sap|o)\b[^.?!]*[.!](?=\s*\w)",
        # "Để dựng khung bài giảng, tôi cần", "Phục vụ việc chỉnh lý hồ sơ:"
        rf"(?:^|(?<=[.!,;:] ))(?:de|nham|phuc vu(?: viec)?) (?!lam (?:nghi quyet|ket luan|ke hoach|chien luoc))"
        rf"(?={_WORK}\b|{_WHO} |[^,:?]*\b{_OWN}\b)[^,:?]{{0,90}}[,:]"
        rf"(?:\s*{_WHO} (?:can|muon)\b)?",
        rf",?\s*\bde {_WHO} (?:con |tien )?{_WORK}\b[^?,.]*",
        # "… ạ? Em cần kể cho đủ khi báo cáo chi bộ.", "…, tôi chép vào biên bản cho đúng."
        rf"(?<=[?!]) *{_WHO} (?![^?]*\b(?:ca hai|tung|chi can|khong)\b)[^?]*$",
        rf",\s*{_WHO} (?:con |can |phai )?(?:chep|ghi|dua|noi lai|bao cao|trinh bay|tra loi)\b[^?]*$",
        # "Sở đang soạn phần căn cứ cho kế hoạch:", "Em học luật, cần ghi nguồn:"
        r"^[^:?]{0,60}\b(?:thac mac|can ghi nguon|dang (?:soan|lap|viet|lam|chuan bi))\b[^:?]{0,60}:",
        # "Bác nào nhớ …", "Nghe bảo …", "… cho tôi xin với"
        r"^\W*(?:bac|anh|chi|co|chu|dong chi|ban|vi)? ?(?:nao|ai) (?:nho|biet|ro|con nho)\b",
        r"^\W*(?:toi |minh |em )?nghe (?:bao|noi|dau|don)(?: la| rang)?\b",
        rf"(?<![,\s])[,\s]+cho {_WHO} (?:xin|hoi|biet)\b(?: voi)?\W*$",
        # "…, để tui khỏi lộn với cái 696 nghen"
        rf"(?:[,;] ?|\b)de (?:{_WHO} )?(?:khoi|khong|tranh|do) (?:bi )?(?:dan |ghi )?(?:lon|nham|lan)\b[^?]*",
        # "Xin đồng chí cho tôi biết", "Đề nghị cho biết", "Giúp tôi tìm"
        rf"(?:^|(?<=[.!,;:] ))(?:kinh |rat )?(?:xin|vui long|lam on|nho|de nghi|mong|cho|nho ca)\b(?: {_WHOM}\b)?"
        rf"(?: (?:duoc|hay))?(?: (?:cho|giup|ho|gium))?(?: {_WHO})?"
        r"(?: (?:biet|hoi|xin|xem|tra cuu|cung cap|nghe))\b(?: (?:giup|cho|ro|day du))?\s*[:,]?",
        rf"(?:^|(?<=[.!,;:] ))(?:giup|nho)(?: {_WHOM})?(?: {_WHO})?(?: (?:tim|tra|voi|xem))?\b\s*[:,]?",
        rf"(?:^|(?<=[.!,;:] )){_WHO} (?:can|muon)(?: (?:biet|hoi|tim|tra cuu|chep|trich))\b",
        # "Kế hoạch cụ thể hóa nội dung … của kết luận ra sao?" asks what either says of it.
        r"\bcu the hoa(?: (?:cac )?(?:noi dung|nhiem vu|phan|y))?(?= [^?]{6,140}\b(?:ra sao|the nao)\W*$)",
        # "…, không phải riêng R&D nhé"
        r",\s*khong (?:phai|tinh|ke) (?:rieng|chi|phan|cua)\b[^,?]*",
        # "… (đừng lẫn với kế hoạch cho Kết luận 50)"
        r"[,(]\s*(?:dung|cho|khong) (?:de |co )?(?:nham|lan|lan lon|nham lan)\b[^?)]*\)?",
        # "… với ạ", "… nhé", "xin cảm ơn"
        rf"(?<![,\s])[,\s]+(?:(?:kinh )?(?:nho|nho ca|mong) {_WHOM}\b[^?]*|nhe|xin cam on|cam on)\W*$",
    )
)

# With their accents: "Đông Nam Á" ends in no courtesy, "Quốc hội:" opens none.
_ASKER = re.compile(r"^[^:?]{0,60}\bhỏi\s*:", re.I)
_POLITE_END = re.compile(r"(?<!\s)\s+(?:với )?ạ\W*$")


def courtesies(text: str) -> list[Span]:
    """[start, end) of what `text` says beside its question; [] where taking it away would leave nothing."""
    return list(_courtesies(text))


# One question is read by several modules, one after the other.
@lru_cache(maxsize=16)
def _courtesies(text: str) -> tuple[Span, ...]:
    bare = plain(text)
    if len(bare) != len(text):
        return ()
    if (polite := _POLITE_END.search(text)) is not None:
        bare = bare[: polite.start()]
    spans = [found.span() for found in (polite, _ASKER.search(text)) if found]
    spans += [match.span() for pattern in _PATTERNS for match in pattern.finditer(bare)]
    left = without(text, spans)
    return tuple(spans) if len(re.findall(r"\w+", left)) >= 3 else ()


def without(text: str, spans: Iterable[Span], mark: str = " ") -> str:
    """`text` with the spans made blank (or of another `mark`), every other character in its place."""
    for start, end in spans:
        text = text[:start] + mark * (end - start) + text[end:]
    return text


def matter(text: str) -> str:
    """`text` without its courtesies, single-spaced."""
    return " ".join(without(text, courtesies(text)).split())
