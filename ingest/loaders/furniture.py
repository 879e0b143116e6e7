"""Running heads and page numbers: told from the text by being the same, or in sequence, at the same place on pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from ingest.loaders.layout import Row, Rule

_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—\s.]*", re.I)
_HEAD, _FOOT = 0.12, 0.88


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows in reading order, its rules, and its size in points.

    rough: places are estimates (OCR). doubts: words that OCR is not sure of.
    """

    number: int
    width: float
    height: float
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...] = ()
    rough: bool = False
    doubts: tuple[str, ...] = ()


def without_furniture(pages: list[Page]) -> list[Page]:
    """Pages without running heads and page numbers; what stands once, or out of its sequence, stays."""
    return _without_numbers(_without_heads(pages))


def _without_heads(pages: list[Page]) -> list[Page]:
    heads: Counter[tuple[str, int]] = Counter()
    for page in pages:
        heads.update({(_pattern(row.text), round(row.y / 8) + shift) for row in _edges(page) for shift in (0, 1)})
    enough = 2 if len(pages) <= 4 else 3
    out = []
    for page in pages:
        dropped: set[int] = set()
        for row in _edges(page):
            place = round(row.y / 8)
            times = max(heads[_pattern(row.text), place], heads[_pattern(row.text), place + 1])
            # The letterhead of page 1 stands in columns and stays, whatever is repeated later.
            if page.number == 1 and (row.narrow or times < 3):
                continue
            if times >= enough:
                dropped.add(id(row))
        out.append(_without(page, dropped))
    return out


def _without(page: Page, dropped: set[int]) -> Page:
    return replace(page, rows=tuple(row for row in page.rows if id(row) not in dropped)) if dropped else page


def _pattern(text: str) -> str:
    """A running head without its numbers; a lone number has no pattern, it is judged by its sequence."""
    return "" if _PAGE_NUMBER.fullmatch(text) else re.sub(r"\d+", "#", text.casefold())


def _edges(page: Page) -> list[Row]:
    """Rows in the margins of a page: at most three at the head and three at the foot."""
    rows = sorted((row for row in page.rows if not row.cells and _pattern(row.text)), key=lambda r: r.y)
    head = [row for row in rows[:3] if row.y < _HEAD * page.height]
    return head + [row for row in rows[-3:] if row.y > 0.9 * page.height]


def _without_numbers(pages: list[Page]) -> list[Page]:
    found = [_outer_number(page) for page in pages]
    offsets = Counter(number - page.number for page, (_, number) in zip(pages, found, strict=True) if number >= 0)
    if not offsets:
        return pages
    offset, times = offsets.most_common(1)[0]
    places = [row for page, (row, number) in zip(pages, found, strict=True) if row and number - page.number == offset]
    out = []
    for page, (row, number) in zip(pages, found, strict=True):
        in_sequence = row is not None and number - page.number == offset
        if in_sequence and times == 1:
            # One number alone makes no sequence: only its own page's number, set where offices set it, is one.
            assert row is not None
            middle = (row.x0 + row.x1) / 2 / page.width
            in_sequence = offset == 0 and page.number > 1 and (0.4 < middle < 0.6 or middle > 0.8)
        dropped = {id(row)} if in_sequence else set()
        if page.rough and times > 1:
            dropped |= {id(other) for other in page.rows if len(other.text) <= 4 and _stands_at(other, places)}
        out.append(_without(page, dropped))
    return out


def _stands_at(row: Row, places: list[Row]) -> bool:
    """Whether a scrap of a scanned page stands where other pages have their number (a misread number)."""
    return any(abs(row.x0 - place.x0) < 12 and abs(row.y - place.y) < 8 for place in places)


def _outer_number(page: Page) -> tuple[Row | None, int]:
    """A lone number in the margin above or below everything else on its page, -1 for none."""
    rows = sorted((row for row in page.rows if not row.cells), key=lambda r: r.y)
    if len(rows) < 2:
        return None, -1
    for row, inner in ((rows[0], rows[1]), (rows[-1], rows[-2])):
        number = _PAGE_NUMBER.fullmatch(row.text)
        in_margin = row.y < _HEAD * page.height or row.y > _FOOT * page.height
        if number and in_margin and abs(inner.y - row.y) > 1.2 * row.size:
            return row, int(number.group(1))
    return None, -1
