"""Old Vietnamese encodings to Unicode: TCVN3 (the ABC fonts, `.VnTime`), VNI-Windows (`VNI-Times`), Windows-1258.

Files of the 1990s and 2000s store these as Western letters, one byte or two a letter, and rely on the font for the
shape. They are recognised by the font's name where a file names its fonts, else by statistics: a text is converted
only when conversion turns what are not Vietnamese syllables into what are. Tables: TCVN 5712:1993 and the VNI
Windows character set.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ingest.syllables import Census, census

Legacy = Literal["tcvn3", "vni"]

_TCVN3_ROWS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
    # Capitals of the full standard (VN1), which the ABC fonts leave out.
    0xAF: "Ằ",
    0xBA: "Ẳ",
    0xBF: "ẴẮẦẨẪẤỀ",
    0xCD: "Ể",
    0xD9: "ỄẾỒ",
    0xE0: "Ổ",
    0xF0: "Ỗ",
    0xFF: "Ố",
}
_TCVN3 = {code + place: letter for code, row in _TCVN3_ROWS.items() for place, letter in enumerate(row)}
# Word stores the characters of fonts marked as symbol fonts at U+F000 + code; some tools turn µ into Greek mu.
_TCVN3 |= {0xF000 + code: letter for code, letter in _TCVN3.items()} | {0x03BC: "à"}

_BREVE, _CIRCUMFLEX = "\u0306", "\u0302"
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_BREVES = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_CIRCUMFLEXES = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_SINGLE = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ", "í": "í", "ì": "ì"}

_FONT_TCVN3 = re.compile(r"^\s*\.?Vn[A-Z]")
_FONT_VNI = re.compile(r"^VNI[-_ ]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_WORD = re.compile(r"^[^a-z]*[A-Z][^a-z]*[A-Z][^a-z]*$")
_STYLE = re.compile(r"(?:[-, ]*(?:bold|italic|regular|mt|identity-[hv]))+$", re.IGNORECASE)

# The font that stands for an encoding which was recognised without one.
PLAIN_FONT: dict[Legacy, str] = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
_NAMES = {
    "tcvn3": "TCVN3 (ABC, phông .VnTime)",
    "vni": "VNI (phông VNI-Times)",
    "cp1258": "Windows-1258",
}


def font_encoding(font: str) -> Legacy | None:
    """The old encoding that a font's name tells (a subset prefix `ABCDEF+` is ignored), None for any other font."""
    name = re.sub(r"^/?(?:[A-Z]{6}\+)?", "", font)
    if _FONT_TCVN3.match(name):
        return "tcvn3"
    return "vni" if _FONT_VNI.match(name) else None


def font_is_capitals(font: str) -> bool:
    """Whether an ABC font shows every letter as a capital: `.VnTimeH`, `.VnArialH`."""
    return font_encoding(font) == "tcvn3" and _STYLE.sub("", font).rstrip().endswith("H")


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """TCVN3 text, read as Latin-1 characters, in Unicode; `capitals` for the fonts that show capitals."""
    converted = text.translate(_TCVN3)
    return converted.upper() if capitals else "".join(map(_level_case, converted.splitlines(keepends=True)))


def _level_case(line: str) -> str:
    """Toned letters are lower case in TCVN3 even in a line of capitals (`CộNG HòA`): give the line one case again."""
    plain = [c for c in line if c.isascii() and c.isalpha()]
    if len(plain) >= 4 and sum(c.isupper() for c in plain) >= 0.9 * len(plain):
        return line.upper()
    return _WORD.sub(lambda m: m.group().upper() if _CAPITAL_WORD.search(m.group()) else m.group(), line)


def from_vni(text: str) -> str:
    """VNI-Windows text, read as Latin-1 characters, in Unicode."""
    out: list[str] = []
    for char in text:
        low = char.lower()
        accents = _vni_accents(out[-1].lower() if out else "", low)
        if accents:
            out[-1] = unicodedata.normalize("NFC", out[-1] + accents)
        elif low in _VNI_SINGLE:
            letter = _VNI_SINGLE[low]
            out.append(letter.upper() if char != low else letter)
        else:
            out.append(char)
    return "".join(out)


def _vni_accents(base: str, mark: str) -> str:
    """The combining marks that a VNI mark adds to the letter before it, "" when it is no mark there."""
    if mark in _VNI_BREVES and base == "a":
        return _BREVE + _VNI_BREVES[mark]
    if mark in _VNI_CIRCUMFLEXES and base in ("a", "e", "o"):
        return _CIRCUMFLEX + _VNI_CIRCUMFLEXES[mark]
    return _VNI_TONES.get(mark, "") if base in ("a", "e", "o", "u", "y", "ơ", "ư") else ""


def to_unicode(text: str, encoding: Legacy, *, font: str = "") -> str:
    """`text` of an old encoding in Unicode; `font` tells whether it is shown in capitals."""
    return from_vni(text) if encoding == "vni" else from_tcvn3(text, capitals=font_is_capitals(font))


def join_runs(runs: Sequence[tuple[str, str]]) -> tuple[str, set[Legacy]]:
    """The text of (text, font) runs, those in old fonts converted, and the encodings that were met.

    Neighbours in one font are converted together, since a VNI mark may stand in a run of its own.
    """
    out: list[str] = []
    met: set[Legacy] = set()
    for font, group in groupby(runs, key=lambda run: run[1]):
        text = "".join(piece for piece, _ in group)
        encoding = font_encoding(font) if font else None
        if encoding:
            converted = to_unicode(text, encoding, font=font)
            if not text.isascii() and converted != text:
                met.add(encoding)
            # Numbers and plain letters say nothing about the encoding, yet `.VnTimeH` shows them as capitals.
            text = converted
        out.append(text)
    return "".join(out), met


def is_unicode_vietnamese(text: str) -> bool:
    """Whether `text` has letters that only Unicode has (ơ ư ă đ, ạ … ỹ): an old font's name then says nothing."""
    return any(c in "ăĂđĐĩĨũŨơƠưƯ" or "\u1ea0" <= c <= "\u1ef9" for c in unicodedata.normalize("NFC", text))


def detect(text: str) -> Legacy | None:
    """The old encoding that `text` is in, by statistics; None when it reads at least as well as it stands.

    Short text (under eight words) is never judged.
    """
    plain = census(text)
    if is_unicode_vietnamese(text) and plain.share > 0.5:
        return None
    candidates: list[tuple[Legacy, Census]] = [("tcvn3", census(from_tcvn3(text))), ("vni", census(from_vni(text)))]
    best, found = max(candidates, key=lambda pair: pair[1].marked_share)
    enough = found.words >= 8 and found.share >= 0.7 and found.marked_share >= 0.3
    return best if enough and found.marked_share > plain.marked_share + 0.2 else None


def warning(encoding: str) -> str:
    """What the reader is told after a conversion."""
    return f"Văn bản dùng bảng mã cũ {_NAMES[encoding]}; đã chuyển sang Unicode, nên đối chiếu vài câu với bản gốc."


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes as text: the encoding they were in, and a warning, "" for Unicode."""

    text: str
    encoding: str
    warning: str = ""


def decode(data: bytes, name: str = "") -> tuple[str, tuple[str, ...]]:
    """`recognise`, as text and warnings; `name` of the file is put before a warning when given."""
    found = recognise(data)
    return found.text, ((f"{name}: {found.warning}" if name else found.warning),) if found.warning else ()


def recognise(data: bytes) -> Decoded:
    """The text of a plain file: UTF-8, UTF-16, Windows-1258, TCVN3 or VNI, whichever reads as Vietnamese.

    Never fails: what fits nothing is read as Windows-1258 with a warning that the encoding is not known.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _checked(data.decode(encoding, errors="replace"), encoding)
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if data[:2000].count(0) > len(data[:2000]) // 5:
        little = data[1:2000:2].count(0) >= data[:2000:2].count(0)
        return _checked(data.decode("utf-16-le" if little else "utf-16-be", errors="replace"), "utf-16")
    damaged = data.decode("utf-8", errors="replace")
    if damaged.count("\ufffd") <= max(1, sum(not c.isascii() for c in damaged) // 50):
        return Decoded(damaged, "utf-8", "Vài ký tự trong tệp hỏng (không đúng UTF-8) và đã bị bỏ; nên tìm bản khác.")
    return _by_statistics(data)


def _checked(text: str, encoding: str) -> Decoded:
    if text.count("\x00") > len(text) // 5 and encoding == "utf-8":
        return _checked(text.encode().decode("utf-16-le", errors="replace"), "utf-16")
    old = detect(text)
    return Decoded(to_unicode(text, old), old, warning(old)) if old else Decoded(text, encoding)


def _by_statistics(data: bytes) -> Decoded:
    western = data.decode("latin-1")
    readings = {
        "cp1258": unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")),
        "tcvn3": from_tcvn3(western),
        "vni": from_vni(western),
    }
    scores = {name: census(text) for name, text in readings.items()}
    best = max(readings, key=lambda name: (scores[name].marked_share, scores[name].share))
    if scores[best].share >= 0.5:
        return Decoded(readings[best], best, warning(best))
    unknown = "Không rõ bảng mã của tệp (đã thử UTF-8, Windows-1258, TCVN3, VNI); chữ có thể sai."
    return Decoded(readings["cp1258"], "cp1258", unknown)
