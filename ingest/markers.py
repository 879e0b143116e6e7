"""Printed numbers at the head of a line: what they look like and how they follow one another.

The styles are those of Party documents (A-, I-, 1-, 2.1-, a), -, +; Hướng dẫn 36-HD/VPTW) and State documents
(Phần, Chương, Mục, Điều, khoản 1., điểm a), đ); Nghị định 30/2020/NĐ-CP, phụ lục I).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.vietnamese import strip_accents

VIETNAMESE_ORDER = "abcdđeghiklmnopqrstuvxy"
_LATIN_ORDER = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_SIGNS = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ORDINAL_WORDS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")

# Rank: lower is further out. A marker never hangs under one of a higher rank unless it begins a sequence there.
RANKS = {
    "part": 0, "chapter": 1, "section": 2, "subsection": 3, "article": 4,
    "upper": 5, "roman": 6, "arabic": 7, "dotted": 8, "letter": 9, "paren": 10, "lower-roman": 11,
}  # fmt: skip

_NAMED = re.compile(
    r"(?P<word>Phần|Chương|Tiểu mục|Mục|Điều)\s+(?:thứ\s+)?(?P<number>\d+[a-zđ]?|[IVXLC]+|"
    + "|".join(_ORDINAL_WORDS)
    + r")(?P<close>\s*[.:\-–—/)]+)?(?=\s|$|[A-ZĐÀ-Ỹ\"“(])",
    re.I,
)
_UPPER = re.compile(r"(?P<number>[A-ZĐ])\s?(?P<close>[.\-–—/)]|\s[-–—])(?=\s|[A-ZĐÀ-Ỹ])")
_ROMANS = re.compile(r"(?P<number>[IVX]{1,6}|XL|L|LX)\s?(?P<close>[.\-–—/):]+|\s[-–—])(?=\s|[A-ZĐÀ-Ỹ]|$)")
_DOTTED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,4})(?P<close>\s?[.\-–—/):]+(?=\s|\D)|(?=\s))")
_ARABIC = re.compile(r"(?P<number>\d{1,3}[a-zđ]?)(?P<close>\s?[.\-–—/):]+)(?=\s|[A-ZĐÀ-Ỹ\"“(])")
_LETTER = re.compile(r"(?P<number>[a-zđ]\d?|[ivx]{2,4})(?P<close>\s?\)|[./](?=\s)|\s?[-–—](?=\s))")
_PAREN = re.compile(r"\((?P<number>\d{1,2}|[a-zđ]|[ivx]{1,4})\)(?=\s)")
_BULLET = re.compile(r"(?P<sign>[-–—+•●○▪■*·])\s*(?=\S)")
_NOT_A_NUMBER = re.compile(r"\d{1,3}\s?[-/]\s?(?:[A-ZĐ]{2,}|\d)|\d{1,3}[-–—]\d")

_WORDS = {"phan": "part", "chuong": "chapter", "muc": "section", "tieu muc": "subsection", "dieu": "article"}


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number: its style (a key of RANKS, or "bullet"), ordinals that it may stand for, segment, end offset.

    ordinals: one or two readings (the letter `e` is 6th in the Vietnamese order, 5th in the Latin one).
    parts: for a dotted number, its components (2.1 → (2, 1)).
    strong: the marker is unmistakable by its form (Điều 5., Chương II), whatever the sequence.
    """

    style: str
    segment: str
    ordinals: tuple[int, ...]
    end: int
    sign: str = ""
    parts: tuple[int, ...] = ()
    strong: bool = False


def roman_value(text: str) -> int:
    """The value of a roman numeral, 0 when `text` is not one in its usual form."""
    value = 0
    for here, after in zip(text, [*text[1:], ""], strict=True):
        if here not in _ROMAN:
            return 0
        value += -_ROMAN[here] if after and _ROMAN.get(after, 0) > _ROMAN[here] else _ROMAN[here]
    return value if _to_roman(value) == text else 0


def _to_roman(value: int) -> str:
    out = ""
    for size, sign in _ROMAN_SIGNS:
        while value >= size:
            out, value = out + sign, value - size
    return out


def _letter_ordinals(letter: str) -> tuple[int, ...]:
    places = [order.index(letter) + 1 for order in (VIETNAMESE_ORDER, _LATIN_ORDER) if letter in order]
    return tuple(dict.fromkeys(places))


def _named(text: str) -> list[Marker]:
    found = _NAMED.match(text)
    if not found:
        return []
    word = strip_accents(found["word"]).lower()
    number = found["number"]
    if number.lower() in _ORDINAL_WORDS:
        ordinal = _ORDINAL_WORDS.index(number.lower()) + 1
    elif number[0].isdigit():
        ordinal = int(re.match(r"\d+", number).group())  # type: ignore[union-attr]
        number = number.lower()
    else:
        number = number.upper()
        ordinal = roman_value(number)
    if not ordinal:
        return []
    rest = text[found.end() :].strip()
    capital = found["word"][0].isupper()
    # "Điều 5 của Luật này quy định" at the head of a wrapped line is prose: a heading has a stop or stands alone.
    strong = capital and (bool(found["close"]) or not rest or (word != "dieu" and rest[:1].isupper()))
    segment = f"{word.replace(' ', '-')}-{strip_accents(number).replace(' ', '-')}"
    return [Marker(_WORDS[word], segment, (ordinal,), found.end(), strong=True)] if strong else []


def candidates(text: str) -> list[Marker]:
    """Every reading of the head of a line as a printed number, likeliest form first; [] for prose."""
    first = text[:1]
    if first in "-–—+•●○▪■*·":
        found = _BULLET.match(text)
        return [Marker("bullet", "", (), found.end(), sign=found["sign"])] if found else []
    if first in "PpCcTtMmĐđ" and len(text) > 4 and (named := _named(text)):
        return named
    if first.isdigit():
        return _digits(text)
    out: list[Marker] = []
    if first == "(":
        if found := _PAREN.match(text):
            number = found["number"]
            ordinals = (int(number),) if number.isdigit() else _letter_ordinals(number) if len(number) == 1 else ()
            ordinals = ordinals + ((value,) if (value := roman_value(number.upper())) else ())
            out.append(Marker("paren", number, ordinals, found.end()))
        return out
    if len(text) < 2 or not (text[1] in ".-–—/) :" or first in "IVXLivx" or text[1].isdigit()):
        return out
    if (found := _ROMANS.match(text)) and (value := roman_value(found["number"])):
        out.append(Marker("roman", found["number"], (value,), found.end()))
    if found := _UPPER.match(text):
        order = _letter_ordinals(found["number"].lower())
        if order and text[found.end("number") :][:1] != ")":
            out.append(Marker("upper", found["number"], order, found.end()))
    if found := _LETTER.match(text):
        number = found["number"]
        if len(number) == 1:
            out.append(Marker("letter", number, _letter_ordinals(number), found.end()))
        elif number[1].isdigit():
            parts = (_letter_ordinals(number[0])[0], int(number[1]))
            out.append(Marker("letter", number, (), found.end(), parts=parts))
        if value := roman_value(number.upper()):
            out.append(Marker("lower-roman", number, (value,), found.end()))
    return out


def _digits(text: str) -> list[Marker]:
    if found := _DOTTED.match(text):
        if re.match(r"\s*(?:%|[\d,])", text[found.end() :]):
            return []
        parts = tuple(int(n) for n in found["number"].split("."))
        return [Marker("dotted", found["number"], parts[-1:], found.end(), parts=parts)]
    found = _ARABIC.match(text)
    if not found or _NOT_A_NUMBER.match(text):
        return []
    number = found["number"]
    digits = re.match(r"\d+", number).group()  # type: ignore[union-attr]
    return [Marker("arabic", number, (int(digits),), found.end())]
