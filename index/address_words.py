"""The words of addresses: units (mục, khoản, gạch đầu dòng…), values (III.2, thứ ba, cuối cùng), and what is neither.

A unit opens an address only with a value after it, and only where it does not end another word ("quan điểm", "tài
khoản", "giai đoạn"). What is typed with accents must have the unit's own: "mức 2" is no "mục 2".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.naming import plain
from ingest.vietnamese import fold, has_accents

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
# Units whose values are printed in the text, from the outside in, and units that are counted.
NUMBERED = {
    "phụ lục": "phu-luc", "phần": "phan", "chương": "chuong", "điều": "dieu", "mục lớn": "muc", "mục": "muc",
    "tiểu mục": "tieu-muc", "mục con": "tieu-muc", "mục nhỏ": "tieu-muc", "khoản": "khoan", "tiết": "tiet",
    "điểm": "diem",
}  # fmt: skip
COUNTED = {
    "gạch đầu dòng": "b", "dấu gạch đầu dòng": "b", "gạch ngang": "b", "dấu gạch ngang": "b", "gạch": "b",
    "đầu dòng": "b", "dấu gạch": "b", "đầu gạch": "b", "chấm đầu dòng": "b", "dấu chấm đầu dòng": "b", "bullet": "b",
    "đoạn văn": "p", "đoạn": "p", "ý": "any", "câu": "any", "chú thích chân trang": "fn",
    "chú thích cuối trang": "fn", "ghi chú cuối trang": "fn", "cước chú cuối trang": "fn", "ghi chú chân trang": "fn",
    "chú thích": "fn", "cước chú": "fn", "ghi chú": "fn", "footnote": "fn", "bảng": "t",
}  # fmt: skip
# By their first syllable without accents; the longer of two that begin alike comes first.
_OPENING: dict[str, list[tuple[str, str, list[str]]]] = {}
for _name, _kind in sorted([*NUMBERED.items(), *COUNTED.items()], key=lambda unit: -len(unit[0].split())):
    _OPENING.setdefault(plain(_name.split()[0]), []).append((_name, _kind, _name.split()))
# Words that a unit's syllable ends: there it opens nothing. Last syllables are compared without accents.
_ENDS = {
    "điểm": "quan thoi dac trong uu nhuoc khuyet dia tieu cao thi luan yeu cham giao toa moc thiet",
    "mục": "danh hang chuyen tiet dau",
    "đoạn": "giai cong thu gian phan luan lua chia tap binh su quan",
    "khoản": "tai thanh ngan",
    "phần": "thanh co gop dien toan phong",
    "ý": "chu dong luu goi nhu tuy dinh ngu",
    "tiết": "chi thoi tinh quy",
    "điều": "bieu nhieu khong moi",
    "chương": "huy van hien",
    "bảng": "dan can",
    "câu": "yeu toan nhu don",
    "gạch": "vien",
}
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
ROMAN = {roman: number for number, roman in enumerate(_ROMANS.split(), 1)}
_LETTERS = frozenset("abcdđeghiklmnpq")
_DIGITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9,
}  # fmt: skip
_SINGLE = {**_DIGITS, "nhất": 1, "nhì": 2, "mười": 10}
_FROM_END = {
    "đầu tiên": 1, "trước tiên": 1, "cuối cùng": -1, "sau cùng": -1, "sau chót": -1, "sau rốt": -1, "cuối": -1,
    "chót": -1, "áp chót": -2, "kế chót": -2, "kế cuối": -2, "gần cuối": -2, "áp cuối": -2, "gần chót": -2,
}  # fmt: skip
# Only unaccented "dau" may be another word ("phan dau" is phấn đấu): taken after units that are counted.
_FIRST = {"đầu": 1}
# "Đầu tư", "cuối năm" count nothing.
_NO_ORDINAL = {
    "đầu": frozenset(["tu", "moi", "vao", "ra", "nam", "ky"]),
    "cuối": frozenset(["nam", "ky", "thang", "quy", "tuan", "nhiem"]),
}
# In text without accents these are commoner words (sau, năm, từ, bà): taken after "thứ" or "số" only.
_DOUBTFUL = frozenset(["sau", "nam", "tu", "ba"])
_QUANTITY = frozenset(
    ["%", "ty", "ti", "trieu", "nghin", "ngan", "dong", "usd", "ha", "nguoi", "doanh", "nam", "thang", "ngay", "tuan"]
) | frozenset(["lan", "tinh", "nuoc", "bo", "du", "nhom", "to", "giai"])
_MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign of a question. typed: folded, with its accents; plain: without."""

    typed: str
    plain: str
    start: int
    end: int

    @property
    def word(self) -> bool:
        """Whether it is a word or a number."""
        return self.typed[0].isalnum()


@dataclass(frozen=True, slots=True)
class Value:
    """What follows a unit. parts: numbers and letters as typed, from the outside in; () for an ordinal alone.

    nth: the number counted, from the end when negative, 0 when it is a letter or a run of parts. counted: said as an
    ordinal ("thứ ba", "cuối"), so that it may count pieces whatever is printed before them.
    """

    parts: tuple[str, ...]
    nth: int
    counted: bool
    end: int


def tokens(question: str, blank: Sequence[tuple[int, int]] = ()) -> list[Token]:
    """Words and signs of a question; names of documents (`blank`) become one sign, "§"."""
    found: list[Token] = []
    for match in _TOKEN.finditer(question):
        start, end = match.span()
        inside = next((span for span in blank if span[0] <= start < span[1]), None)
        if inside is None:
            found.append(Token(fold(match.group()), plain(match.group()), start, end))
        elif not found or found[-1].typed != "§" or found[-1].start != inside[0]:
            found.append(Token("§", "§", *inside))
    return found


@lru_cache(maxsize=1024)
def _forms(word: str) -> tuple[str, str]:
    return fold(word), plain(word)


def spells(token: Token, word: str) -> bool:
    """Whether a word was typed so, with its accents or with none."""
    typed, bare = _forms(word)
    return token.typed == typed or (token.plain == bare and not has_accents(token.typed.replace("đ", "d")))


def unit_at(words: Sequence[Token], at: int) -> tuple[str, str, int] | None:
    """The unit that opens at a place: as spelt, its kind, and where it ends."""
    for name, kind, syllables in _OPENING.get(words[at].plain, ()):
        end = at + len(syllables)
        if end > len(words) or not all(spells(t, s) for t, s in zip(words[at:end], syllables, strict=True)):
            continue
        if at and words[at - 1].plain in _ENDS.get(name, "").split():
            return None
        return name, kind, end
    if words[at].typed in ("k", "đ", "d", "m") and at + 2 < len(words) and words[at + 1].typed == ".":
        number = words[at + 2].typed
        if number.isdigit() or number in ROMAN:
            kind = {"k": "khoan", "m": "muc"}.get(words[at].typed, "dieu")
            return kind, kind, at + 2
    return None


def shape(part: str, before: str = "") -> str:
    """R, D or L: Roman, digits, a letter; after digits "i" is a letter."""
    if part.isdigit():
        return "D"
    if part in ROMAN and not before.isdigit():
        return "R"
    return "L" if part in _LETTERS else "R"


def split_parts(token: Token) -> list[str]:
    """`iii`, `12`, `đ`, and what is typed in one: `3a`, `iii2`; [] for anything else."""
    text = token.typed
    if not re.fullmatch(r"(?:[ivx]{1,5}|[a-eđghiklmnpq]|\d{1,3})+", text) or len(text) > 6:
        return []
    parts = re.findall(r"\d+|[^\d]+", text)
    sound = all(p.isdigit() or p in ROMAN or p in _LETTERS for p in parts)
    return parts if sound and len(parts) <= 3 else []


def value_at(words: Sequence[Token], at: int, unit: str = "") -> Value | None:
    """The value that stands at a place, after "số", "thứ" or a sign; None when none does."""
    counted = sure = False
    while at < len(words) and (words[at].plain in ("so", "thu") or words[at].typed in ("#", ":", '"', "“", "'", ".")):
        counted = counted or spells(words[at], "thứ")
        sure = sure or words[at].plain in ("so", "thu")
        at += 1
    if at >= len(words):
        return None
    word = _in_words(words, at, sure=sure, counted_unit=unit in COUNTED.values())
    if word is not None:
        nth, end, special = word
        nth, end = _from_below(words, nth, end)
        return Value((), nth, counted or special or nth < 0, end)
    run = run_at(words, at)
    if run is None:
        return None
    parts, end = run
    after = words[end] if end < len(words) else None
    digits = parts[-1].isdigit()
    if digits and not sure and after is not None and _counts(words, end):
        return None
    if digits and len(parts) == 1:
        nth, end = _from_below(words, int(parts[0]), end)
        return Value((parts[0],) if nth > 0 else (), nth, counted or nth < 0, end)
    roman = ROMAN.get(parts[0], 0) if len(parts) == 1 and counted else 0
    return Value(tuple(parts), roman, counted, end)


def run_at(words: Sequence[Token], at: int) -> tuple[list[str], int] | None:
    """A run of parts as people join them: `III.2.1`, `III/2`, `II-2-đ`, `B III 2 (2.1)`, `III, 2`."""
    parts = split_parts(words[at])
    if not parts or (len(parts[0]) > _MOST_DIGITS):
        return None
    end = at + 1
    while end < len(words):
        step = end
        while step < len(words) and not words[step].word and words[step].typed in ("(", ",", ".", "/", "-", "–", "\\"):
            step += 1
        if step >= len(words) or step - end > 2:
            break
        more = split_parts(words[step])
        tight = words[step].start - words[end - 1].end == step - end and step > end and words[end].typed not in ",("
        if not more or not (tight or _looser(words, parts, more, step)):
            break
        if tight and more[0].isdigit() and len(more[0]) > 2:
            return None
        parts += more
        end = step + 1
    if end < len(words) and words[end].typed == ")":
        end += 1
    return parts, end


def _looser(words: Sequence[Token], parts: list[str], more: list[str], step: int) -> bool:
    """Whether a part after a blank or a comma goes on with the address: deeper in, and nothing counted follows."""
    last, here = shape(parts[-1]), shape(more[0])
    deeper = (last, here) in (("R", "D"), ("L", "R"), ("D", "L"), ("R", "L")) or (
        last == "L" and here == "D" and len(parts) == 1
    )
    repeated = last == here == "D" and more[0] == parts[-1] and step + 1 < len(words) and words[step + 1].typed == "."
    if last == "L" and here == "L" and more[0] in ROMAN and len(parts) == 1:
        deeper = True
    if unit_at(words, step) or not (deeper or repeated):
        return False
    after = words[step + 1] if step + 1 < len(words) else None
    if here == "L" and (after is None or after.word) and more[0] in ("a", "k", "o", "e"):
        # At the end of a question "a" is "ạ", "k" is "không".
        return after is not None and after.typed == "§"
    return after is None or not _counts(words, step + 1)


def _counts(words: Sequence[Token], at: int) -> bool:
    """Whether what stands here is counted or measured by the number before it: "5 tỷ", "30 phần trăm"."""
    if unit_at(words, at) or _year_follows(words, at):
        return False
    percent = words[at].plain == "phan" and at + 1 < len(words) and words[at + 1].plain == "tram"
    return percent or words[at].plain in _QUANTITY


def _in_words(words: Sequence[Token], at: int, *, sure: bool, counted_unit: bool) -> tuple[int, int, bool] | None:
    """A number in words: its value, where it ends, and whether it is an ordinal of itself ("cuối cùng")."""
    for said, nth in (*_FROM_END.items(), *(_FIRST.items() if counted_unit or sure else ())):
        syllables = said.split()
        if all(spells(t, s) for t, s in zip(words[at:], syllables, strict=False)) and at + len(syllables) <= len(words):
            end = at + len(syllables)
            if end < len(words) and words[end].plain in _NO_ORDINAL.get(said, ()):
                continue
            return nth, end, True
    accented = has_accents(" ".join(t.typed for t in words))
    number = 0
    end = at
    if at + 1 < len(words) and spells(words[at + 1], "mươi") and (ten := _digit(words[at])):
        number, end = 10 * ten, at + 2
    elif spells(words[at], "mười"):
        number, end = 10, at + 1
    if number:
        if end < len(words) and (one := _digit(words[end])):
            return number + one, end + 1, False
        return number, end, False
    for said, one in _SINGLE.items():
        if spells(words[at], said):
            bare = not has_accents(words[at].typed) and has_accents(fold(said))
            if bare and (accented or words[at].plain in _DOUBTFUL) and not sure:
                continue
            if said == "năm" and _year_follows(words, at):
                return None
            return one, at + 1, False
    return None


def _digit(token: Token) -> int:
    return next((n for said, n in _DIGITS.items() if spells(token, said)), 0)


def _from_below(words: Sequence[Token], nth: int, end: int) -> tuple[int, int]:
    """ "thứ hai từ dưới lên" counts from the end."""
    said = " ".join(t.plain for t in words[end : end + 4])
    for phrase in ("tu duoi len", "tu cuoi len", "tinh tu cuoi", "tinh tu duoi", "ke tu cuoi", "tu cuoi", "tu duoi"):
        if nth > 0 and said.startswith(phrase):
            return -nth, end + len(phrase.split())
    return nth, end


def _year_follows(words: Sequence[Token], at: int) -> bool:
    """Whether "năm 2012" stands here."""
    return (
        at + 1 < len(words)
        and words[at].plain in ("nam", "ngay", "thang")
        and bool(re.fullmatch(r"(?:19|20)\d\d|\d{1,2}", words[at + 1].plain))
    )
