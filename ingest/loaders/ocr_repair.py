"""What recognition blurs and the whole document makes plain again: type sizes, footnotes, numbers of sections.

Words are never touched. A number is mended only where its neighbours leave one reading, and the reader is told.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from ingest.loaders.furniture import Page, without_furniture
from ingest.loaders.layout import Row
from ingest.vietnamese import superscript

_NOTE = re.compile(r"([1-9]\d?|[!'’*lI|])\s*[.)]?\s+(?=[A-ZĐÀ-Ỹ])")
# Marks that stand where a sentence goes on are no marks but small raised figures, misread.
_MISREAD = re.compile(r"(?<=[^\W\d_])[!'’‘*?°ˆ“”\"](?=[,;]|\s[a-zđà-ỹ])")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_ROMAN_LIKE = re.compile(r"(?P<number>[IVXLHTNlit1!|\[\]/]{1,6})(?P<close>\s?[-–—.]\s*)(?=[A-ZĐÀ-Ỹ])")
_COMMA_NUMBER = re.compile(r"([1-9]\d?|[lI])\s?[;,:]\s+(?=[A-ZĐÀ-Ỹ])")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Settled:
    """Pages made plain, and what was changed, in words for the reader."""

    pages: list[Page]
    changes: tuple[str, ...]


def settle(pages: list[Page]) -> Settled:
    """Pages whose sizes, footnotes and numbers are made out from the document as a whole.

    Sizes near the usual one become it; the small rows that a number opens at the foot of a page are notes, and the
    figure that calls a note in the text (often read as `!` or a quotation mark) is raised again.
    """
    sizes: Counter[int] = Counter()
    for page in pages:
        if page.rough:
            for row in page.rows:
                sizes[round(row.size)] += len(row.text)
    if not sizes:
        return Settled(pages, ())
    usual = float(max(sizes, key=lambda s: sizes[s] + 0.5 * (sizes[s - 1] + sizes[s + 1])))
    levelled = [
        replace(page, rows=tuple(_levelled(row, usual) for row in page.rows)) if page.rough else page for page in pages
    ]
    noted = [_with_notes(page, usual) if page.rough else page for page in without_furniture(levelled)]
    return _numbered(noted)


def _levelled(row: Row, usual: float) -> Row:
    near = abs(row.size - usual) <= 0.1 * usual or (len(row.text) < 12 and abs(row.size - usual) <= 0.3 * usual)
    return replace(row, size=usual) if near else row


def _with_notes(page: Page, usual: float) -> Page:
    rows = list(page.rows)
    first = len(rows)
    while first and not rows[first - 1].narrow and rows[first - 1].size < 0.95 * usual:
        first -= 1
    if first == 0 or first == len(rows) or rows[first].y < 0.3 * page.height:
        return page
    for place in range(first, len(rows)):
        found = _NOTE.match(rows[place].text)
        if not found or (place > first and not found.group(1).isdigit()):
            continue
        number = found.group(1) if found.group(1).isdigit() else "1"
        called = _raise_call(rows, first, number)
        if called or place == first:
            text = f"{superscript(number)} {rows[place].text[found.end() :]}"
            rows[place] = replace(rows[place], text=text)
    return replace(page, rows=tuple(rows))


def _raise_call(rows: list[Row], end: int, number: str) -> bool:
    """Raise the figure that calls a note in the rows above it; only when there is just one place that it can be."""
    plain = re.compile(rf"(?<=[^\W\d_]){number}(?=[\s,;.:)]|$)")
    for pattern in (plain, _MISREAD):
        hits = [(i, m) for i, row in enumerate(rows[:end]) for m in pattern.finditer(row.text)]
        if len(hits) == 1:
            place, hit = hits[0]
            text = rows[place].text
            rows[place] = replace(rows[place], text=text[: hit.start()] + superscript(number) + text[hit.end() :])
            return True
    return False


def _numbered(pages: list[Page]) -> Settled:
    """Sections whose roman number was misread (`H- MỤC TIÊU`, `I1-`) get the one that follows the section before."""
    out, changes = [], []
    before = 0
    for page in pages:
        rows = list(page.rows)
        for place, row in enumerate(rows):
            found = _ROMAN_LIKE.match(row.text) if page.rough else None
            title = row.text[found.end() :] if found else ""
            if found and _is_capitals(title):
                before, number = _roman(found["number"], before)
                if number != found["number"]:
                    rows[place] = replace(row, text=number + row.text[found.end("number") :])
                    changes.append(f"trang {page.number}: số mục «{found.group().strip()}» đọc là «{number}-»")
            elif page.rough and (number_found := _COMMA_NUMBER.match(row.text)) and _begins(rows, place):
                digits = number_found.group(1).replace("l", "1").replace("I", "1")
                rows[place] = replace(row, text=f"{digits}. {row.text[number_found.end() :]}")
                changes.append(f"trang {page.number}: «{row.text[:_SHOWN]}…» đọc số là «{digits}.»")
        out.append(replace(page, rows=tuple(rows)))
    return Settled(out, tuple(changes))


def _is_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) > 0.85 * len(letters)


def _roman(read: str, before: int) -> tuple[int, str]:
    """The value of a roman number and how to print it: as read when it is one, else as its place asks."""
    value = _ROMANS.index(read) + 1 if read in _ROMANS else 0
    # `II` after `II` is a `III` that lost a stroke; any other roman number stands as it was read.
    if value and not (value == before > 1 and _distance(read, _ROMANS[before % len(_ROMANS)]) == 1):
        return value, read
    if read.isdigit() and (before == 0 or read.replace("1", "I") != _ROMANS[before % len(_ROMANS)]):
        return before, read
    plain = read.replace("H", "II").replace("N", "IV").translate(str.maketrans("T1l!|i[]/t", "IIIIIIIIII"))
    wanted = [value for value in (before + 1, 1) if value <= len(_ROMANS)]
    best = min(wanted, key=lambda value: _distance(plain, _ROMANS[value - 1]), default=0)
    if best and _distance(plain, _ROMANS[best - 1]) <= 1:
        return best, _ROMANS[best - 1]
    return before, read


def _distance(one: str, other: str) -> int:
    """Edit distance of two short strings."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        ahead = [i]
        for j, b in enumerate(other, start=1):
            ahead.append(min(row[j] + 1, ahead[-1] + 1, row[j - 1] + (a != b)))
        row = ahead
    return row[-1]


def _begins(rows: list[Row], place: int) -> bool:
    """Whether a row is set off from the one before: indented, or after a short one that ends its sentence."""
    if place == 0:
        return False
    before, row = rows[place - 1], rows[place]
    ended = before.text.rstrip()[-1:] in ".;:!?" or before.x1 < max(r.x1 for r in rows) - 6 * row.size
    return ended and (row.x0 > min(r.x0 for r in rows) + row.size or row.y - before.y > 1.3 * row.size)
