"""Recognised words → runs of text with places: baselines, sizes and the lean of the page, all from boxes of pixels."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from statistics import median

from ingest.loaders.layout import Run
from ingest.vietnamese import strip_accents

_TALL = re.compile(r"[bdđfhklt0-9A-ZĐ()\[\]/%\"'“”?!|]")
_DEEP = re.compile(r"[gjpqy,;()\[\]/Q]")
_MARKED = re.compile(r"[\u0300\u0301\u0302\u0303\u0306\u0309]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as Tesseract found it: block, paragraph and line, box in pixels, confidence in per cent."""

    text: str
    line: tuple[int, int, int]
    x0: int
    x1: int
    top: int
    bottom: int
    confidence: float


def runs_of(words: list[Word], scale: float) -> list[Run]:
    """Words as runs in points, straightened: one baseline and one size for each of Tesseract's lines."""
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    lean = _lean(list(lines.values()))
    runs = []
    for line in lines.values():
        kept = [w for w in line if any(c.isalnum() for c in w.text) or w.confidence >= 55 or len(line) == 1]
        if not any(any(c.isalnum() for c in w.text) for w in kept):
            continue  # specks and rules
        flat = [w for w in kept if _is_flat(w.text)]
        y = median([w.bottom - lean * (w.x0 + w.x1) / 2 for w in flat or kept]) - (0 if flat else 0.15 * _tallest(kept))
        size = median((w.bottom - w.top) / _height(w.text) for w in kept)
        for word in kept:
            shift = lean * y
            runs.append(Run(word.text, (word.x0 + shift) * scale, (word.x1 + shift) * scale, y * scale, size * scale))
    return runs


def _lean(lines: list[list[Word]]) -> float:
    """How far baselines sink from left to right: the median over long lines."""
    slopes = []
    for line in lines:
        flat = [w for w in line if _is_flat(w.text)]
        if len(flat) >= 4 and flat[-1].x1 - flat[0].x0 > 12 * _tallest(flat):
            half = len(flat) // 2
            left, right = flat[:half], flat[-half:]
            rise = median(w.bottom for w in right) - median(w.bottom for w in left)
            run = median((w.x0 + w.x1) / 2 for w in right) - median((w.x0 + w.x1) / 2 for w in left)
            slopes.append(rise / run)
    return median(slopes) if len(slopes) >= 3 else 0.0


def _is_flat(text: str) -> bool:
    """Whether a word stands on the baseline: no descender, no dot below."""
    return not _DEEP.search(strip_accents(text)) and not _has_dot_below(text)


def _tallest(words: list[Word]) -> int:
    return max(w.bottom - w.top for w in words)


def _has_dot_below(text: str) -> bool:
    return "\u0323" in unicodedata.normalize("NFD", text)


def _height(text: str) -> float:
    """The height of the ink of a word as a share of the type size, as in Times and the like."""
    apart = unicodedata.normalize("NFD", text)
    capital = any(c.isupper() for c in text)
    top = 0.68 if _TALL.search(strip_accents(text)) else 0.46
    if _MARKED.search(apart):
        top = max(top, 0.88 if any(c.isupper() and strip_accents(c) != c for c in text) else 0.68)
    if capital:
        top = max(top, 0.68)
    return top + (0.21 if _DEEP.search(strip_accents(text)) or "\u0323" in apart else 0.0)
