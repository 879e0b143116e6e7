"""Whether cited words carry a sentence that says them otherwise. Rules first, meaning last.

The rules are made for one purpose: a language model was asked to word clauses more smoothly, and nothing that it adds,
leaves out, swaps or turns round may pass. They would rather refuse a good wording (then the quotation stands) than let
a bad one through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from index.capitals import capital_runs, opens_sentence
from ingest.vietnamese import collapse, fold, syllables

Encode = Callable[[str], np.ndarray]
_LEAST_ORDERED, _LEAST_NEAR, _DRAWN_ON, _ELSEWHERE = 0.7, 0.55, 0.4, 0.45
_PART = re.compile(r"[;,](?=\s)|\.(?=\s|$)")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")
_NUMBER_WORD = re.compile(
    r"\b(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|vạn|triệu|tỉ|rưỡi|gấp đôi|nửa|phần ba|phần tư)\b"
)
_CODE = re.compile(r"\d+[a-zđ]?(?:/\d{4})?\s?[-/]\s?[^\W\d_][\w/-]*")
_QUOTED = re.compile(r"[“\"«](.+?)[”\"»]")
_DENIAL = re.compile(
    r"\b(?:không|chưa|chẳng|đừng|cấm|trừ|ngoại trừ|ngừng|dừng|hủy|bãi|thôi|miễn|khỏi|loại bỏ|từ chối|trái|thiếu|hết"
    r"|hạn chế|chậm|ngăn|giảm|bớt)\b"
)
# Words that bind, bound or limit: a wording may neither add one nor drop it.
_BINDING = re.compile(
    r"\b(?:phải|bắt buộc|có thể|nên|khuyến khích|cho phép|được phép|tối thiểu|tối đa|ít nhất|nhiều nhất|không quá"
    r"|trên|dưới|hơn|trước|sau|chậm nhất|chủ trì|phối hợp|chỉ|nếu|khi|ưu tiên|định kì|hằng năm|hàng năm|hằng quí"
    r"|toàn bộ|một số|tất cả|mọi|từng bước|ngay|thường xuyên)\b"
)
_BODY = re.compile(
    r"\b(?:(?:các )?(?:tỉnh|huyện|thị|thành|quận|đảng|xã) ủy|ban (?:thường vụ|cán sự|tuyên giáo|chỉ đạo|bí thư|tổ chức"
    r"|dân vận|nội chính|kinh tế)|bộ (?:chính trị|trưởng|[a-zà-ỹđ]+ (?:và|học|tư|chính|vụ|giao))|đảng đoàn|ubnd|hđnd"
    r"|ủy ban|hội đồng nhân dân|mặt trận|chính phủ|quốc hội|thủ tướng|sở|văn phòng|tổ chức chính trị|doanh nghiệp"
    r"|nhà nước|người dân|nhân dân|cấp ủy|trường đại học|viện)\b"
)
# Words that join and lead in; a wording may add these and no others.
_HARMLESS = frozenset(
    syllables(
        "là của và các những cho về trong theo thì ở tại đến từ với này đó do được có ra như để mà cũng đã sẽ đang "
        "rằng việc gồm bao nêu rõ đồng thời ngoài bên cạnh nhằm cụ thể sau đây trên dưới nội dung điều khoản văn bản "
        "quy định yêu cầu cùng còn lại đối nói qua đều vào hay hoặc tức nghĩa"
    )
)
_BINDING_ONLY = frozenset(("trên", "dưới", "sau"))


def objection_to(said_text: str, evidence: Sequence[str], encode: Encode | None = None) -> str:
    """Why the evidence (texts, taken together) does not carry a sentence, in Vietnamese; "" when it does."""
    shown = " \n ".join(evidence)
    said, known = collapse(fold(said_text)), collapse(fold(shown))
    for test in (_figures, _codes, _quotations, _words, _names):
        if why := test(said_text, shown, said, known):
            return why
    drawn = _drawn_on(said, shown)
    for turned in (_denials, _binding, _bodies, _order, _numbers_in_order):
        if why := turned(said, drawn):
            return why
    if encode is not None and float(np.dot(_unit(encode(said)), _unit(encode(drawn or known)))) < _LEAST_NEAR:
        return "xa nghĩa của điều khoản"
    return ""


def _figures(_: str, __: str, said: str, known: str) -> str:
    return "có con số không có trong điều khoản" if not _signs(said) <= _signs(known) else ""


def _signs(text: str) -> frozenset[str]:
    """Figures of a folded text: numbers without leading zeros, number words, the percent sign with its number."""
    found = {_bare(m) for m in _NUMBER.findall(text)} | set(_NUMBER_WORD.findall(text))
    found |= {f"{_bare(m)}%" for m in re.findall(r"(\d+(?:[.,]\d+)*)\s*(?:%|phần trăm)", text)}
    return frozenset(found)


def _bare(number: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", number.rstrip(".,-/:"))


def _codes(text: str, shown: str, _: str, __: str) -> str:
    own = {re.sub(r"\s+", "", c).upper() for c in _CODE.findall(text)}
    there = {re.sub(r"\s+", "", c).upper() for c in _CODE.findall(shown)}
    return "nêu số văn bản không có trong điều khoản" if own - there else ""


def _quotations(text: str, shown: str, _: str, __: str) -> str:
    invented = [q for q in _QUOTED.findall(text) if collapse(q) not in collapse(shown)]
    return "đặt trong ngoặc kép lời không có trong điều khoản" if invented else ""


def _words(_: str, __: str, said: str, known: str) -> str:
    own = [w for w in syllables(said) if w not in _HARMLESS]
    there = set(syllables(known))
    if not own:
        return "không nói gì của điều khoản"
    strange = [w for w in own if w not in there]
    return f"dùng từ không có trong điều khoản ({', '.join(strange[:3])})" if strange else ""


def _names(text: str, shown: str, _: str, known: str) -> str:
    """A name must stand in the evidence as a whole, word after word; only its first word may open the sentence."""
    flat = f" {' '.join(syllables(known))} "
    for start, end in capital_runs(text):
        own = syllables(fold(text[start:end]))
        own = own[1:] if opens_sentence(text, start) and len(own) > 1 else own
        if f" {' '.join(own)} " not in flat:
            return f"nêu tên không có trong điều khoản ({text[start:end]})"
    return ""


def _drawn_on(said: str, shown: str) -> str:
    """The statements of the evidence that a sentence draws on: those of which it has a good part."""
    own = set(syllables(said))
    kept = []
    for part in re.split(r"(?<=[^\d\s])[.;:](?=\s|$)|\n", fold(shown)):
        words = set(syllables(part)) - _HARMLESS
        if words and len(words & own) / len(words) >= _DRAWN_ON:
            kept.append(collapse(part))
    return " ; ".join(kept) if kept else collapse(fold(shown))


def _denials(said: str, drawn: str) -> str:
    return "phủ định khác điều khoản" if set(_DENIAL.findall(said)) != set(_DENIAL.findall(drawn)) else ""


def _binding(said: str, drawn: str) -> str:
    """Bounds and obligations are those of the evidence: "phải", "tối thiểu", "trước"."""
    own, there = set(_BINDING.findall(said)), set(_BINDING.findall(drawn))
    if added := own - there - (_BINDING_ONLY if not _signs(said) else frozenset()):
        return f"thêm «{sorted(added)[0]}»"
    if lost := there - own:
        return f"bỏ «{sorted(lost)[0]}»"
    return ""


def _bodies(said: str, drawn: str) -> str:
    """The bodies stand in the order of the evidence, so that the one who acts is the same."""
    own, there = _BODY.findall(said), _BODY.findall(drawn)
    if own and there and own[0].removeprefix("các ") != there[0].removeprefix("các "):
        return "đổi cơ quan thực hiện"
    return "" if _subsequence(own, there) else "đổi thứ tự các cơ quan"


def _order(said: str, drawn: str) -> str:
    """Most neighbouring words are neighbours in the evidence too: words put together anew say something else."""
    own = [w for w in syllables(said) if w not in _HARMLESS]
    there = [w for w in syllables(drawn) if w not in _HARMLESS]
    pairs, known = list(pairwise(own)), set(pairwise(there))
    if pairs and sum(pair in known for pair in pairs) / len(pairs) < _LEAST_ORDERED:
        return "ghép từ ngữ của điều khoản theo cách khác"
    return ""


def _numbers_in_order(said: str, drawn: str) -> str:
    """The numbers of a sentence follow one another as in the evidence, each beside its words."""
    there = [_bare(n) for n in _NUMBER.findall(drawn)]
    own = [_bare(n) for n in _NUMBER.findall(said)]
    if own and not any(there[i : i + len(own)] == own for i in range(len(there) - len(own) + 1)):
        return "ghép con số với nội dung khác"
    parts = [(_plain_words(p), _numbers(p)) for p in _PART.split(drawn)]
    for piece in _PART.split(said):
        words, numbers = _plain_words(piece), _numbers(piece)
        if not numbers or not words:
            continue
        shares = [(len(words & there) / len(words), numbers <= have) for there, have in parts]
        beside = max((share for share, has in shares if has), default=0.0)
        if beside < max(share for share, _ in shares) - _ELSEWHERE:
            return "ghép con số với nội dung khác"
    return ""


def _plain_words(text: str) -> frozenset[str]:
    return frozenset(w for w in syllables(text) if not w.isdigit() and w not in _HARMLESS)


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_bare(n) for n in _NUMBER.findall(text))


def _subsequence(own: Sequence[str], there: Sequence[str]) -> bool:
    at = iter([t.removeprefix("các ") for t in there])
    return all(any(o.removeprefix("các ") == t for t in at) for o in own)


def _unit(vector: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector) / length if length else np.asarray(vector)
