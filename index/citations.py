"""The gate: no sentence leaves without clauses, and none says what its clauses do not say.

A quotation is compared with the stored clause character by character. A sentence in other words (a language model's)
must have every number, date, document number and name in the words it cites, hardly a word that they do not have, the
same denials and bounds, and stay near them in meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from index.capitals import capital_runs, opens_sentence
from index.results import QUOTED, Notice, Quote, Sentence
from ingest.document import Document
from ingest.vietnamese import collapse, fold, syllables

Encode = Callable[[str], np.ndarray]
JOINT = " … "
_JOINTS = re.compile(r"\s*…\s*")
_LEAST_SHARED, _LEAST_KEPT, _LEAST_NEAR = 0.85, 0.35, 0.55
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")
_NUMBER_WORD = re.compile(
    r"\b(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|vạn|triệu|tỉ|rưỡi|đôi|nửa|phần ba|phần tư)\b"
    r"(?! (?:19|20)\d\d)"
)
_PERCENT = re.compile(r"%|phần trăm")
_CODE = re.compile(r"\d+[a-zđ]?(?:/\d{4})?\s?[-/]\s?[A-ZĐ][\w/Đđ-]*", re.I)
_DENIAL = re.compile(
    r"\b(?:không|chưa|chẳng|đừng|cấm|trừ|ngoại trừ|ngừng|dừng|hủy|bãi|bỏ|thôi|miễn|khỏi|loại bỏ|từ chối|trái|thiếu|hết"
    r"|hạn chế)\b"
)
# Words whose exchange turns a duty, a bound or a time into another.
_TURNING = (
    ("trước", "sau"), ("trên", "dưới"), ("hơn", "kém"), ("tối thiểu", "tối đa"), ("ít nhất", "nhiều nhất"),
    ("tăng", "giảm"), ("tăng cường", "giảm bớt"), ("bắt buộc", "tự nguyện"), ("bắt buộc", "khuyến khích"),
    ("phải", "có thể"), ("phải", "nên"), ("phải", "được"), ("chủ trì", "phối hợp"), ("trong nước", "nước ngoài"),
    ("trung ương", "địa phương"), ("công lập", "ngoài công lập"), ("đầu tiên", "cuối cùng"), ("mở rộng", "thu hẹp"),
    ("cho phép", "cấm"), ("thành lập", "giải thể"), ("tỉnh", "huyện"), ("tỉnh", "xã"), ("huyện", "xã"),
    ("hằng năm", "hằng quý"), ("hằng năm", "hằng tháng"), ("đầu năm", "cuối năm"), ("nhập khẩu", "xuất khẩu"),
)  # fmt: skip
_EMPTY = frozenset(
    syllables(
        "là của và các những cho về trong theo thì ở tại đến từ với một này đó do được bị có ra như để khi mà cũng đã "
        "sẽ đang rằng việc phải cần gồm nêu rõ đồng thời ngoài bên cạnh"
    )
)


def words_of(quote: Quote, documents: Mapping[str, Document]) -> str | None:
    """The quoted words as stored, None when there is no such clause or span."""
    document = documents.get(quote.clause.partition("#")[0])
    clause = document.by_id.get(quote.clause) if document else None
    if clause is None or not 0 <= quote.start < quote.end <= len(clause.text):
        return None
    return clause.text[quote.start : quote.end]


def exact(sentence: Sentence, documents: Mapping[str, Document]) -> bool:
    """Whether a quotation is its cited spans, character by character, joined by "…" where there are several."""
    pieces = [words_of(quote, documents) for quote in sentence.quotes]
    return bool(pieces) and None not in pieces and sentence.text == JOINT.join(filter(None, pieces))


def quotation(sentence: Sentence, documents: Mapping[str, Document]) -> Sentence | None:
    """The plain quotation of what a sentence cites, None when it cites nothing that is stored."""
    kept = tuple(quote for quote in sentence.quotes if words_of(quote, documents))
    if not kept:
        return None
    text = JOINT.join(str(words_of(quote, documents)) for quote in kept)
    return replace(sentence, text=text, quotes=kept, style=QUOTED, emphasis=())


def gate(
    sentences: Sequence[Sentence], documents: Mapping[str, Document], encode: Encode | None = None
) -> tuple[tuple[Sentence, ...], tuple[Notice, ...]]:
    """What may be shown: sentences that hold, the plain quotation in place of those that do not, and a notice of it."""
    kept: list[Sentence] = []
    replaced = dropped = 0
    for sentence in sentences:
        holds = exact(sentence, documents) if sentence.style == QUOTED else not objection(sentence, documents, encode)
        if holds:
            kept.append(sentence)
            continue
        plain = quotation(sentence, documents)
        if plain is None:
            dropped += 1
        else:
            replaced += 1
            if not any(plain.text == other.text for other in kept):
                kept.append(plain)
    notices = []
    if replaced:
        notices.append(Notice("model", f"{replaced} câu diễn đạt không khớp điều khoản; đã thay bằng nguyên văn."))
    if dropped:
        notices.append(Notice("model", f"{dropped} câu không dẫn được điều khoản nào; đã bỏ."))
    return tuple(kept), tuple(notices)


def objection(sentence: Sentence, documents: Mapping[str, Document], encode: Encode | None = None) -> str:
    """Why a reworded sentence does not hold, in Vietnamese; "" when it holds."""
    pieces = [words_of(quote, documents) for quote in sentence.quotes]
    if not pieces or None in pieces:
        return "không dẫn điều khoản có thật"
    shown = " \n ".join(str(piece) for piece in pieces)
    said, known = collapse(fold(sentence.text)), collapse(fold(shown))
    if not _signs(said) <= _signs(known):
        return "có con số không có trong điều khoản"
    if not {_tidy(c) for c in _CODE.findall(sentence.text)} <= {_tidy(c) for c in _CODE.findall(shown)}:
        return "nêu số văn bản không có trong điều khoản"
    if missing := _names(sentence.text) - _names(shown) - frozenset(syllables(known)):
        return f"nêu tên không có trong điều khoản ({', '.join(sorted(missing))})"
    if _out_of_order(sentence.text, known):
        return "nêu tên cơ quan không đúng như điều khoản"
    own = [w for w in syllables(said) if w not in _EMPTY]
    there = set(syllables(known))
    if not own or sum(w in there for w in own) / len(own) < _LEAST_SHARED:
        return "dùng nhiều từ không có trong điều khoản"
    if denied := _denials(said, known):
        return denied
    if _fused(said, known):
        return "ghép các phần của điều khoản theo cách khác"
    if encode is not None and float(np.dot(_unit(encode(said)), _unit(encode(known)))) < _LEAST_NEAR:
        return "xa nghĩa của điều khoản"
    return ""


def _signs(text: str) -> frozenset[str]:
    """Figures of a folded text: numbers without leading zeros, number words, the percent sign with its number."""
    found = {re.sub(r"(?<!\d)0+(?=\d)", "", m.rstrip(".,-/:")) for m in _NUMBER.findall(text)}
    found |= set(_NUMBER_WORD.findall(text))
    found |= {f"{m}%" for m in re.findall(r"(\d+(?:[.,]\d+)*)\s*(?:%|phần trăm)", text)}
    return frozenset(found)


def _tidy(code: str) -> str:
    return re.sub(r"\s+", "", code).rstrip(".,;)").upper()


def _names(text: str) -> frozenset[str]:
    """Capitalised syllables that do not open a sentence, folded."""
    found: set[str] = set()
    for start, end in capital_runs(text):
        own = syllables(fold(text[start:end]))
        found.update(own[1:] if opens_sentence(text, start) else own)
    return frozenset(found)


def _out_of_order(text: str, known: str) -> bool:
    """Whether a name of several capitalised words is nowhere in the evidence as it is written."""
    flat = " ".join(syllables(known))
    for start, end in capital_runs(text):
        own = syllables(fold(text[start:end]))
        if len(own) > 2 and " ".join(own[1:]) not in flat:
            return True
    return False


def _denials(said: str, known: str) -> str:
    """A denial that one side has and the other has not, or a bound turned round."""
    nearest = _nearest(said, known)
    if sorted(_DENIAL.findall(said)) != sorted(_DENIAL.findall(nearest)) and (
        set(_DENIAL.findall(said)) - set(_DENIAL.findall(known))
        or set(_DENIAL.findall(nearest)) - set(_DENIAL.findall(said))
    ):
        return "phủ định khác điều khoản"
    for one, other in _TURNING:
        for here, there in ((one, other), (other, one)):
            if _has(here, said) and not _has(here, known):
                return f"đổi «{there}» thành «{here}»" if _has(there, known) else f"thêm «{here}»"
    return ""


def _nearest(said: str, known: str) -> str:
    """The statements of the evidence that the sentence draws on: those that share much of it."""
    own = set(syllables(said)) - _EMPTY
    parts = [part for part in re.split(r"[.;\n]", known) if part.strip()]
    kept = [p for p in parts if (w := set(syllables(p)) - _EMPTY) and len(w & own) / len(w) >= _LEAST_KEPT]
    return " ; ".join(kept)


def _fused(said: str, known: str) -> bool:
    """Whether a figure or a name stands beside other words than in the evidence.

    Every number must share its neighbourhood with the same number in the evidence, and the first body named must be
    the one that leads the statement there.
    """
    for match in _NUMBER.finditer(said):
        value = match.group().rstrip(".,-/:")
        near = set(syllables(said[max(0, match.start() - 45) : match.end() + 45])) - _EMPTY - {value}
        places = list(re.finditer(rf"(?<!\d){re.escape(value)}(?!\d)", known))
        if not places or not near:
            continue
        best = max(
            len(near & set(syllables(known[max(0, m.start() - 110) : m.end() + 110]))) / len(near) for m in places
        )
        if best < 0.7:
            return True
    return False


def _has(word: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", text))


def _unit(vector: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector) / length if length else np.asarray(vector)
