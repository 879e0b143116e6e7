"""Word's automatic numbering: the number that a reader sees before a paragraph (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_MOST = 100_000
_COUNTING = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
# Symbol fonts draw bullets at private places of Unicode; a reader sees these.
SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "○", 0xF02D: "-", 0xF0BE: "–", 0xF02B: "+", 0xF02A: "*", 0xF06F: "■"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. restart: 1-based level whose use begins this one anew, 0 for never, None for any above."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""
    font: str = ""
    series: tuple[str, ...] = ()


@dataclass
class _List:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


def attribute(element: Any, path: str, default: str = "") -> str:
    """The `w:val` of the child at `path` (names without prefix, joined by /), `default` when it is not there."""
    for name in path.split("/"):
        if element is None:
            return default
        element = element.find(W + name)
    if element is None:
        return default
    return str(element.get(W + "val", default))


def integer(text: str | None, default: int = 0, most: int = _MOST) -> int:
    """A whole number from 0 to `most` as Word writes it; `default` for anything else."""
    found = re.fullmatch(r"\s*\+?(\d{1,9})\s*", text or "")
    return min(int(found.group(1)), most) if found else default


class Numbering:
    """The lists of a document and how far each has counted; ask `label` once for each paragraph, in order."""

    def __init__(self, root: Any, style_numbers: dict[str, str]) -> None:
        """`root`: numbering.xml's element or None. `style_numbers`: numId of each style that has one."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._links: dict[str, str] = {}
        if root is None:
            return
        for element in root.findall(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            self._abstract[key] = {
                integer(lvl.get(W + "ilvl"), 0, _LEVELS - 1): _level(lvl) for lvl in element.findall(W + "lvl")
            }
            link = attribute(element, "numStyleLink")
            if link:
                self._links[key] = style_numbers.get(link, "")
        for element in root.findall(W + "num"):
            item = _List(attribute(element, "abstractNumId"))
            for override in element.findall(W + "lvlOverride"):
                place = integer(override.get(W + "ilvl"), 0, _LEVELS - 1)
                start = attribute(override, "startOverride")
                if start:
                    item.starts[place] = integer(start, 1)
                if (level := override.find(W + "lvl")) is not None:
                    item.levels[place] = _level(level)
            self._lists[element.get(W + "numId", "")] = item

    def level_of_style(self, number: str, style: str) -> int:
        """The level of list `number` that is linked to a paragraph style, 0 when none says so."""
        item = self._lists.get(number)
        levels = self._levels(item) if item else {}
        return next((place for place, level in levels.items() if level.style == style), 0)

    def _levels(self, item: _List) -> dict[int, Level]:
        levels = self._abstract.get(item.abstract, {})
        linked = self._lists.get(self._links.get(item.abstract, ""))
        if not levels and linked is not None and linked is not item:
            levels = self._abstract.get(linked.abstract, {})
        return {**levels, **item.levels}

    def label(self, number: str, place: int) -> tuple[str, str]:
        """Count one paragraph of list `number` at level `place`: its printed number, and what parts it from the text.

        ("", "") when there is no such list or level.
        """
        item = self._lists.get(number)
        levels = self._levels(item) if item else {}
        if item is None or place not in levels:
            return "", ""
        level = levels[place]
        counts = self._counts.setdefault(item.abstract, [None] * _LEVELS)
        if place in item.starts and place not in item.begun:
            counts[place] = item.starts[place]
        else:
            held = counts[place]
            counts[place] = level.start if held is None else min(held + 1, _MOST)
        item.begun.add(place)
        for deeper in range(place + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or place < restart:
                counts[deeper] = None
        gap = {"nothing": "", "space": " "}.get(level.suffix, " ")
        if level.format == "bullet":
            return _bullet(level), gap
        values = [
            held if (held := counts[at]) is not None else (levels[at].start if at in levels else 1)
            for at in range(_LEVELS)
        ]

        def number_at(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            above = levels.get(at, Level())
            shape = "decimal" if level.legal and above.format != "none" else above.format
            return printed(values[at], shape, above.series)

        text = _PLACE.sub(number_at, level.text).strip()
        return text, gap if text else ""


def _level(element: Any) -> Level:
    shape = element.find(W + "numFmt")
    series: tuple[str, ...] = ()
    choice = element.find(f"{_MC}AlternateContent/{_MC}Choice/{W}numFmt")
    if choice is not None:
        shape = choice
        listed = choice.get(W + "format", "")
        series = tuple(part.strip() for part in listed.split(",") if part.strip() not in ("", "...", "…"))
    restart = attribute(element, "lvlRestart")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    legal = element.find(W + "isLgl")
    return Level(
        format=shape.get(W + "val", "decimal") if shape is not None else "decimal",
        text=attribute(element, "lvlText"),
        start=integer(attribute(element, "start"), 1),
        suffix=attribute(element, "suff", "tab"),
        restart=integer(restart, 0) if restart else None,
        legal=legal is not None and legal.get(W + "val", "1") not in ("0", "false"),
        style=attribute(element, "pStyle"),
        font=fonts.get(W + "ascii", "") if fonts is not None else "",
        series=series,
    )


def _bullet(level: Level) -> str:
    sign = level.text.strip()[:1]
    if not sign:
        return "•"
    if sign == "o" and level.font.startswith("Courier"):
        return "○"
    if 0xE000 <= ord(sign) <= 0xF8FF:
        return SYMBOLS.get(ord(sign), "•")
    if level.font in ("Symbol", "Wingdings") and sign in "·§":
        return "•" if sign == "·" else "▪"
    return sign


def printed(value: int, shape: str, series: tuple[str, ...] = ()) -> str:
    """`value` in a number format of Word: decimal, upperRoman, lowerLetter (a … z, aa), or a custom series."""
    if shape == "none":
        return ""
    if shape == "custom" and series:
        if value <= len(series):
            return series[value - 1]
        return str(value).zfill(len(series[0])) if series[0].isdigit() else str(value)
    if shape in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman if shape == "upperRoman" else roman.lower()
    if shape in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""
        return letter.upper() if shape == "upperLetter" else letter
    if shape == "decimalZero":
        return f"{value:02d}"
    if shape in ("vietnameseCounting", "cardinalText", "ordinalText") and 0 < value < len(_COUNTING):
        return _COUNTING[value]
    return str(value)


def _roman(value: int) -> str:
    out = ""
    signs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    for size, sign in signs:
        out, value = out + sign * (value // size), value % size
    return out
