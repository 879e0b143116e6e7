"""From runs of text with places to rows in reading order: baselines, raised figures, columns, ruled tables.

Lengths are points, measured from the upper left corner of the page; OCR uses the same, so that both share the rules.
Columns follow the official layouts of Nghị định 30/2020/NĐ-CP, phụ lục I, and Hướng dẫn 36-HD/VPTW: agency and motto at
the head, recipients and signature at the foot, side by side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.legacy_fonts import Legacy, join_runs
from ingest.vietnamese import clean, collapse, superscript

_FIGURE = re.compile(r"[(\[]?(\d{1,3})[)\]]?")
_WIDE_SPACES = re.compile(r"\s{4,}")


@dataclass(frozen=True, slots=True)
class Run:
    """Text that one operation painted: from x0 to x1 on the baseline y."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    font: str = ""
    legacy: Legacy | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A level or upright line."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 > self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line of one column, cleaned. block: a number that changes where columns begin and end on a page.

    narrow: the row stands in one of two columns side by side. cells: for a row of a table, its cells.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    block: int = 0
    narrow: bool = False
    cells: tuple[str, ...] = ()


@dataclass
class _Strip:
    """The runs on one baseline, while rows are built."""

    y: float
    size: float
    runs: list[Run]
    raised: list[Run]


def body_size(runs: list[Run], step: int = 2) -> float:
    """The size most of the text has, to the nearest 1/step, 0 for none."""
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size * step) / step] += len(run.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def rows_of(runs: list[Run], width: float) -> list[Row]:
    """The rows of a page `width` points wide in reading order, columns read one after the other."""
    lines = [[row for row in _segments(strip) if row.text] for strip in _strips(runs)]
    return _columns([line for line in lines if line], width)


def _centre(lines: list[list[Row]]) -> float:
    return (min(line[0].x0 for line in lines) + max(line[-1].x1 for line in lines)) / 2


def _strips(runs: list[Run]) -> list[_Strip]:
    """Group runs by baseline, the largest first, so that raised figures find the line that they stand on."""
    places: list[float] = []
    strips: list[_Strip] = []
    for run in sorted((r for r in runs if r.text.strip()), key=lambda r: (-round(r.size, 1), r.y, r.x0)):
        at = bisect_left(places, run.y - run.size)
        best: _Strip | None = None
        while at < len(strips) and places[at] <= run.y + 2.2 * run.size:
            strip = strips[at]
            if _joins(run, strip) and (best is None or abs(strip.y - run.y) < abs(best.y - run.y)):
                best = strip
            at += 1
        if best is None:
            place = bisect_left(places, run.y)
            places.insert(place, run.y)
            strips.insert(place, _Strip(run.y, run.size, [run], []))
        elif run.size < 0.86 * best.size and best.y - run.y > 0.12 * best.size:
            best.raised.append(run)
        else:
            best.runs.append(run)
    return strips


def _joins(run: Run, strip: _Strip) -> bool:
    lift = strip.y - run.y
    if abs(lift) <= 0.25 * run.size:
        return True
    if run.size > 0.86 * strip.size or not -0.35 * strip.size <= lift <= 0.8 * strip.size:
        return False
    near = 0.6 * strip.size
    return any(abs(run.x0 - other.x1) <= near or abs(other.x0 - run.x1) <= near for other in strip.runs)


def _segments(strip: _Strip) -> list[Row]:
    """The pieces of a baseline that wide gaps part."""
    runs = [piece for run in strip.runs for piece in _split(run)]
    for run in strip.raised:
        figure = _FIGURE.fullmatch(run.text.strip())
        # A raised figure leaves its old font: there `¹` would be a letter.
        runs.append(replace(run, text=superscript(figure.group(1)), font="", legacy=None) if figure else run)
    runs.sort(key=lambda r: r.x0)
    groups: list[list[Run]] = []
    for run in runs:
        before = groups[-1][-1] if groups else None
        if before and before.text == run.text and abs(before.x0 - run.x0) < 0.3 * run.size and len(run.text) > 1:
            continue  # painted twice to look bold
        if before and run.x0 - max(r.x1 for r in groups[-1]) <= 1.8 * strip.size:
            groups[-1].append(run)
        else:
            groups.append([run])
    return [_row(group, strip) for group in groups]


def _split(run: Run) -> list[Run]:
    if not _WIDE_SPACES.search(run.text):
        return [run]
    each = (run.x1 - run.x0) / len(run.text)
    pieces, at = [], 0
    for piece in re.split(r"(\s{4,})", run.text):
        if piece.strip():
            pieces.append(replace(run, text=piece, x0=run.x0 + at * each, x1=run.x0 + (at + len(piece)) * each))
        at += len(piece)
    return pieces


def _row(runs: list[Run], strip: _Strip) -> Row:
    pieces: list[tuple[str, str]] = []
    end = runs[0].x0
    for run in runs:
        gap = " " if run.x0 - end > 0.18 * strip.size else ""
        pieces.append((gap + run.text, run.font if run.legacy else ""))
        end = max(end, run.x1)
    text, _ = join_runs(pieces)
    letters = sum(len(run.text.strip()) for run in runs if run.text.strip())
    bold = sum(len(run.text.strip()) for run in runs if run.bold)
    last = runs[-1]
    trailing = len(last.text) - len(last.text.rstrip())
    ink = end - trailing * (last.x1 - last.x0) / max(1, len(last.text)) if last.x1 == end else end
    solid = bool(letters) and bold >= 0.95 * letters
    return Row(collapse(clean(text)), runs[0].x0, ink, strip.y, body_size(runs, step=20) or strip.size, solid)


def _columns(lines: list[list[Row]], width: float) -> list[Row]:
    """Order the rows: where two columns stand side by side, the left one first, then the right one."""
    out: list[Row] = []
    block = at = floor = 0
    centre = _centre(lines) if lines else 0.0
    while at < len(lines):
        band = _band(lines, at, floor, width, centre)
        if band is None:
            out.append(replace(_joined(lines[at]), block=block))
            at += 1
            continue
        begin, end, gutter = band
        # Rows above the first pair that already belong to a column were given out as body: take them back.
        del out[len(out) - (at - begin) :]
        for side in (0, 1):
            block += 1
            column = [row for line in lines[begin:end] for row in line if (row.x0 >= gutter) == bool(side)]
            by_line: dict[float, list[Row]] = {}
            for row in column:
                by_line.setdefault(row.y, []).append(row)
            out += [replace(_joined(rows), block=block, narrow=True) for rows in by_line.values()]
        block += 1
        at = floor = end
    return out


def _joined(rows: list[Row]) -> Row:
    if len(rows) == 1:
        return rows[0]
    text = " ".join(row.text for row in rows)
    return replace(rows[0], text=text, x1=rows[-1].x1, bold=all(row.bold for row in rows))


def _band(lines: list[list[Row]], at: int, floor: int, width: float, centre: float) -> tuple[int, int, float] | None:
    """The lines [begin, end) that two columns share and the left edge of the right one; None when `at` opens none.

    A gutter of a size or more must stay clear on all of them, both columns be wide enough to hold text, and at least
    two lines speak for the right one; so a number that a tab parts from its text is no column.
    """
    if len(lines[at]) < 2:
        return None
    gaps = [(right.x0 - left.x1, left.x1, right.x0) for left, right in zip(lines[at], lines[at][1:], strict=False)]
    clear, low, high = max(gaps)
    begin, end = at, at + 1
    while end < len(lines) and lines[end][0].y - lines[end - 1][0].y < 9 * lines[at][0].size:
        fitted = _fit(lines[end], low, high)
        if fitted is None or _is_title(lines[end], centre, high):
            break
        (low, high), end = fitted, end + 1
    while begin > floor and lines[begin][0].y - lines[begin - 1][0].y < 2.2 * lines[at][0].size:
        fitted = _fit(lines[begin - 1], low, high)
        # Above the first pair only what clearly stands in a column: the right one, or a line of the left one's place.
        if fitted is None or (lines[begin - 1][0].x0 < low and not _heads_left(lines, begin, at)):
            break
        (low, high), begin = fitted, begin - 1
    right = [line for line in lines[begin:end] if line[-1].x0 >= high - 0.1]
    while end > at + 1 and not any(row.x0 >= high - 0.1 for row in lines[end - 1]) and not _in_left(lines, at, end - 1):
        end -= 1
    rows = [row for line in lines[begin:end] for row in line]
    left_wide = max((row.x1 - row.x0 for row in rows if row.x1 <= low + 0.1), default=0.0)
    right_wide = max((row.x1 - row.x0 for row in rows if row.x0 >= high - 0.1), default=0.0)
    if len(right) < 2 or min(left_wide, right_wide) < 0.12 * width or clear < lines[at][0].size:
        return None
    return begin, end, high - 0.1


def _fit(line: list[Row], low: float, high: float) -> tuple[float, float] | None:
    """The gutter [low, high) narrowed so that `line` stays out of it; None when the line crosses it."""
    for row in line:
        if row.x1 <= high - row.size and (row.x0 < low or row.x1 <= low):
            low = max(low, row.x1)
        elif row.x0 >= low + row.size:
            high = min(high, row.x0)
        else:
            return None
    return (low, high) if high - low >= line[0].size else None


def _is_title(line: list[Row], centre: float, high: float) -> bool:
    """Whether a line stands in the middle of the text, on both sides of where the columns meet."""
    row = line[0]
    return len(line) == 1 and row.x0 < high and abs((row.x0 + row.x1) / 2 - centre) < row.size


def _in_left(lines: list[list[Row]], at: int, last: int) -> bool:
    """Whether a line below the right column still belongs to the left one by its size, edge or middle, and spacing."""
    row, edge = lines[last][0], lines[at][0].x1
    left = [line[0] for line in lines[at:last] if line[0].x0 < edge]
    gaps = [below.y - above.y for above, below in pairwise(left)]
    near = row.y - left[-1].y < max(1.9 * row.size, 1.2 * max(gaps, default=0.0))
    aligned = any(
        abs(row.x0 - other.x0) < 0.6 * row.size or abs(row.x0 + row.x1 - other.x0 - other.x1) < 2.4 * row.size
        for other in left
    )
    return near and aligned and abs(row.size - left[-1].size) < 0.2 * row.size


def _heads_left(lines: list[list[Row]], begin: int, at: int) -> bool:
    """Whether the line above a pair heads its left column: centred over it, or at its margin and short."""
    row, first = lines[begin - 1][0], lines[at][0]
    centred = abs((row.x0 + row.x1) - (first.x0 + first.x1)) < 2 * row.size
    return centred or (abs(row.x0 - first.x0) < row.size and row.text.endswith(":"))
