"""Vietnamese text: what is normalised when a document is read, and what is folded only for searching.

Reading keeps the text verbatim (`clean`); searching folds tone placement, i/y and accents (`fold`, `strip_accents`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ODD_SPACES = "\t\x0b\x0c\x85\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_REMOVED = "\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufffd"
_TABLE: dict[int, str | None] = {ord(c): " " for c in _ODD_SPACES}
_TABLE |= {ord(c): None for c in _REMOVED}
_TABLE |= dict.fromkeys((*range(0, 9), *range(14, 32), 127, *range(128, 133), *range(134, 160)))
_TABLE |= {ord("\u2010"): "-", ord("\u2011"): "-", ord("\u2212"): "-", ord("\u2028"): "\n", ord("\u2029"): "\n"}
_TABLE |= {ord("ﬀ"): "ff", ord("ﬁ"): "fi", ord("ﬂ"): "fl", ord("ﬃ"): "ffi", ord("ﬄ"): "ffl", ord("Ð"): "Đ"}

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SUPERSCRIPT_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def clean(text: str) -> str:
    """`text` in NFC with ordinary spaces and hyphens, without invisible characters; words are left as printed.

    Line breaks stay (CR LF and CR become LF). Idempotent, and the same for NFC and NFD input.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_TABLE))


def collapse(text: str) -> str:
    """`text` with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def superscript(number: str) -> str:
    """`1` → `¹`."""
    return number.translate(SUPERSCRIPTS)


def plain_digits(number: str) -> str:
    """`¹` → `1`."""
    return number.translate(_PLAIN_DIGITS)


def _tone_pairs() -> dict[str, str]:
    marks = "\u0300\u0301\u0309\u0303\u0323"
    pairs = {}
    for first, second in ("oa", "oe", "uy"):
        for mark in marks:
            old = first + unicodedata.normalize("NFC", second + mark)
            pairs[old] = unicodedata.normalize("NFC", first + mark) + second
    return pairs


_TONES = _tone_pairs()
# Each begins with a set of letters, which the search runs through fastest; what stands before is looked at after.
_TONE = re.compile(r"[ou][àáảãạèéẻẽẹỳýỷỹỵ](?![^\W\d_])")
_Y_TO_I = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))
_Y = re.compile(r"(?:[hklmst]|qu)[yỳýỷỹỵ](?!\w)")
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]+")
_ACCENTED = re.compile(r"[^\x00-\x7f]")


def fold(text: str) -> str:
    """`text` lower-cased, one spelling a syllable, for searching: `hoà` → `hòa`, `uỷ` → `ủy`, `kỹ` → `kĩ`."""
    return _folded_word(text) if len(text) <= _WORD_LONG else _folded(text)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower()
    text = _TONE.sub(_today, text)
    return _Y.sub(_with_i, text)


def _today(match: re.Match[str]) -> str:
    after_q = match.start() and match.string[match.start() - 1] == "q"
    return match.group() if after_q else _TONES.get(match.group(), match.group())


def _with_i(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    syllable = match.group()
    inside = before.isalnum() or before == "_"
    return syllable if inside else syllable[:-1] + _Y_TO_I[syllable[-1]]


def strip_accents(text: str) -> str:
    """`text` without tone and vowel marks, đ as d; case is kept."""
    return _bare_word(text) if len(text) <= _WORD_LONG else _bare(text)


def _bare(text: str) -> str:
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare).replace("đ", "d").replace("Đ", "D")


# The same few thousand syllables are asked for again and again; long texts are not kept.
_WORD_LONG = 16
_folded_word = lru_cache(maxsize=1 << 15)(_folded)
_bare_word = lru_cache(maxsize=1 << 15)(_bare)


def syllables(text: str) -> list[str]:
    """Runs of letters and digits of `text`, as they stand; one-character syllables are kept."""
    return _WORD.findall(text)


def has_accents(text: str) -> bool:
    """Whether any letter of `text` carries a Vietnamese mark (or is đ)."""
    return any(strip_accents(c) != c for c in _ACCENTED.findall(unicodedata.normalize("NFC", text)))
