"""Fonts of a PDF: character codes to Unicode text and widths (PDF 32000-1, 9.5 to 9.10).

Only what reading needs: ToUnicode maps, the encodings of simple fonts, CID widths. Fonts that are named after an old
Vietnamese encoding are left in it; `Font.legacy` says which (see `ingest.legacy_fonts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.legacy_fonts import Legacy, font_encoding, is_unicode_vietnamese

_MAX_CODES = 70_000
_BF_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.S)
_BF_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_CODESPACE = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f\s]+)>", re.S)
_UNI_NAME = re.compile(r"/?(?:uni|u)([0-9A-Fa-f]{4,6})$")
_BOLD = re.compile(r"bold|black|heavy", re.I)
_FORCE_BOLD = 1 << 18


@dataclass(frozen=True, slots=True)
class Font:
    """A font: text and width (in thousandths of the size) of each code; `wide` fonts take two bytes a code."""

    name: str = ""
    wide: bool = False
    bold: bool = False
    legacy: Legacy | None = None
    texts: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    default_width: float = 500.0
    readable: bool = True
    scale: float = 0.001

    def glyphs(self, data: bytes) -> Iterator[tuple[int, str, float]]:
        """Code, text and width (in units of the size) of each character of a string operand."""
        codes: Any = data
        if self.wide:
            codes = [int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data) - 1, 2)]
        missing = "\ufffd" if self.wide else ""
        for code in codes:
            text = self.texts.get(code)
            yield (
                code,
                text if text is not None else missing or chr(code),
                self.widths.get(code, self.default_width) * self.scale,
            )


def font_of(resource: Any) -> Font:
    """The font that a resource dictionary of pypdf describes; unknown parts fall back to the standard's defaults."""
    wide = resource.get("/Subtype") == "/Type0"
    name = str(resource.get("/BaseFont", "")).lstrip("/")
    inner = resource
    if wide:
        descendants = _get(resource, "/DescendantFonts")
        inner = descendants[0].get_object() if descendants else resource
    descriptor = _get(inner, "/FontDescriptor") or {}
    texts = _to_unicode(resource)
    mapped = bool(texts)
    legacy = font_encoding(name)
    if legacy and any(is_unicode_vietnamese(text) for text in texts.values()):
        legacy = None
    if not wide:
        texts = {**_simple_texts(resource, plain=legacy is not None), **texts}
        widths, default = _simple_widths(resource, descriptor)
    else:
        if not mapped and resource.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
            texts = {}
        widths, default = _cid_widths(inner)
    scale = 0.001
    if resource.get("/Subtype") == "/Type3":
        matrix = _get(resource, "/FontMatrix")
        scale = abs(float(matrix[0])) if matrix else 0.001
    flags = descriptor.get("/Flags", 0) if descriptor else 0
    bold = bool(_BOLD.search(name)) or bool(isinstance(flags, int) and flags & _FORCE_BOLD)
    return Font(name, wide, bold, legacy, texts, widths, default, mapped or not wide, scale)


def _get(dictionary: Any, key: str) -> Any:
    value = dictionary.get(key)
    return value.get_object() if value is not None else None


def _utf16(digits: bytes) -> str:
    digits = re.sub(rb"\s", b"", digits)
    raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return raw.decode("latin-1") if len(raw) == 1 else raw.decode("utf-16-be", errors="ignore")


def _to_unicode(resource: Any) -> dict[int, str]:
    stream = _get(resource, "/ToUnicode")
    if stream is None or not hasattr(stream, "get_data"):
        return {}
    out: dict[int, str] = {}
    for kind, block in _BF_BLOCK.findall(stream.get_data()):
        tokens = [(m.group(1), m.group(2), m.group(3)) for m in _BF_TOKEN.finditer(block)]
        if kind == b"bfchar":
            values = [_code(t[0]) if i % 2 == 0 else _utf16(t[0]) for i, t in enumerate(tokens)]
            out.update(zip(values[::2], values[1::2], strict=False))  # type: ignore[arg-type]
        else:
            _ranges(tokens, out)
        if len(out) > _MAX_CODES:
            break
    return out


def _code(digits: bytes) -> int:
    return int(re.sub(rb"\s", b"", digits) or b"0", 16)


def _ranges(tokens: list[tuple[bytes, bytes, bytes]], out: dict[int, str]) -> None:
    place = 0
    while place + 2 < len(tokens):
        first, last = _code(tokens[place][0]), _code(tokens[place + 1][0])
        last = min(last, first + _MAX_CODES)
        place += 2
        if tokens[place][1]:
            place += 1
            code = first
            while place < len(tokens) and not tokens[place][2]:
                out[code] = _utf16(tokens[place][0])
                code, place = code + 1, place + 1
            place += 1
            continue
        start = _utf16(tokens[place][0])
        place += 1
        if start:
            head, tail = start[:-1], ord(start[-1])
            out.update((code, head + chr(min(tail + code - first, 0x10FFFF))) for code in range(first, last + 1))


def _simple_texts(resource: Any, *, plain: bool) -> dict[int, str]:
    """Texts of a one-byte font from its encoding; `plain`: the codes are characters of an old encoding."""
    from pypdf._codecs import charset_encoding
    from pypdf._codecs.adobe_glyphs import adobe_glyphs

    if plain:
        return {code: chr(code) for code in range(256)}
    encoding = _get(resource, "/Encoding")
    base = encoding
    if encoding is not None and not isinstance(encoding, str):
        base = encoding.get("/BaseEncoding")
    # A font without an encoding uses its own; Western text is the likeliest by far.
    names = charset_encoding.get(str(base)) or charset_encoding["/WinAnsiEncoding"]
    if encoding is None and str(resource.get("/BaseFont")) in charset_encoding:
        names = charset_encoding[str(resource.get("/BaseFont"))]
    texts = dict(enumerate(names))
    differences = _get(encoding, "/Differences") if encoding is not None and not isinstance(encoding, str) else None
    code = 0
    for item in differences or ():
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, int):
            code = int(item)
            continue
        name = str(item)
        by_number = _UNI_NAME.match(name)
        text = adobe_glyphs.get(name) or adobe_glyphs.get(name.split(".")[0])
        if not text and by_number:
            text = chr(min(int(by_number.group(1), 16), 0x10FFFF))
        texts[code] = text or texts.get(code, "")
        code += 1
    return {code: text for code, text in texts.items() if text and text != "\x00"}


def _number(value: Any, default: float = 0.0) -> float:
    value = value.get_object() if hasattr(value, "get_object") else value
    return float(value) if isinstance(value, (int, float)) else default


def _simple_widths(resource: Any, descriptor: Any) -> tuple[dict[int, float], float]:
    default = _number(descriptor.get("/MissingWidth"), 0.0) if descriptor else 0.0
    widths = _get(resource, "/Widths")
    if not widths:
        return _standard_widths(str(resource.get("/BaseFont", ""))), default or 500.0
    first = int(_number(resource.get("/FirstChar")))
    return {first + place: _number(width) for place, width in enumerate(widths[:256])}, default


def _standard_widths(name: str) -> dict[int, float]:
    """Rough widths of the standard 14 fonts, which may come without any."""
    if "Courier" in name:
        return dict.fromkeys(range(256), 600.0)
    narrow, broad = set(b" iIljt.,:;'|!()[]"), set(b"mwMW@%")
    return {c: 280.0 if c in narrow else 830.0 if c in broad else 530.0 for c in range(32, 256)}


def _cid_widths(inner: Any) -> tuple[dict[int, float], float]:
    default = _number(inner.get("/DW"), 1000.0)
    out: dict[int, float] = {}
    items = list(_get(inner, "/W") or ())
    place = 0
    while place + 1 < len(items) and len(out) < _MAX_CODES:
        first = int(_number(items[place]))
        second = items[place + 1].get_object() if hasattr(items[place + 1], "get_object") else items[place + 1]
        if isinstance(second, list):
            out.update((first + i, _number(width)) for i, width in enumerate(second))
            place += 2
        elif place + 2 < len(items):
            last = min(int(_number(second)), first + _MAX_CODES)
            out.update(dict.fromkeys(range(first, last + 1), _number(items[place + 2])))
            place += 3
        else:
            break
    return out, default
