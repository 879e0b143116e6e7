"""Tables: ruled ones on a PDF page, and which tables are only a layout (letterhead, recipients, signature)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.loaders.layout import Row, Rule, Run, rows_of

LAYOUT = re.compile(
    r"nơi nhận|t/m\b|\btm\.|\bkt\.|đảng cộng sản việt nam|cộng h[oò][àa] xã hội|độc lập\s*-\s*tự do|^\s*số\s*[:.]"
    r"|chữ ký|^\s*\(?đã ký\)?",
    re.I | re.M,
)
_TOUCH = 3.0


def is_layout(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table only puts text side by side: two or three columns, few rows, the words of a head or a foot."""
    used = [[cell for cell in row if cell.strip()] for row in rows]
    if not 0 < len(used) <= 8 or max(map(len, used)) > 3:
        return False
    return any(LAYOUT.search(cell) for row in used for cell in row)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table on a page: its box and the text of its cells, row by row."""

    x0: float
    y0: float
    x1: float
    y1: float
    rows: tuple[tuple[str, ...], ...]


def split_at_tables(runs: list[Run], rules: list[Rule], width: float) -> list[Row]:
    """The rows of a page in reading order, ruled tables among them as rows with `cells`."""
    out: list[Row] = []
    rest, block = runs, 0
    for table in _find(runs, rules, width):
        above = [run for run in rest if run.y <= table.y0]
        rest = [run for run in rest if run.y > table.y0 and not _inside(run, table)]
        out += _numbered(rows_of(above, width), block)
        block = out[-1].block + 1 if out else 0
        for cells in table.rows:
            text = " | ".join(cells)
            out.append(Row(text, table.x0, table.x1, table.y0, 0.0, block=block, cells=cells))
        block += 1
    return out + _numbered(rows_of(rest, width), block)


def _numbered(rows: list[Row], block: int) -> list[Row]:
    return [replace(row, block=row.block + block) for row in rows] if block else rows


def _inside(run: Run, table: Ruled) -> bool:
    middle = (run.x0 + run.x1) / 2
    return table.x0 - _TOUCH <= middle <= table.x1 + _TOUCH and table.y0 <= run.y <= table.y1 + _TOUCH


def _merged(values: list[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _TOUCH:
            out.append(value)
    return out


def _find(runs: list[Run], rules: list[Rule], width: float) -> list[Ruled]:
    """Grids of rules with two columns or more and text in them, from the top of the page down."""
    tables = []
    for group in _touching(rules):
        columns = _merged([rule.x0 for rule in group if not rule.level])
        lines = _merged([rule.y0 for rule in group if rule.level])
        if len(columns) < 3 or len(lines) < 2:
            continue
        table = Ruled(columns[0], lines[0], columns[-1], lines[-1], ())
        inside = [run for run in runs if _inside(run, table)]
        rows = _cells(inside, group, columns, lines, width)
        if sum(any(row) for row in rows) >= 1 and not is_layout(rows):
            tables.append(Ruled(table.x0, table.y0, table.x1, table.y1, tuple(row for row in rows if any(row))))
    return sorted(tables, key=lambda t: t.y0)


def _touching(rules: list[Rule]) -> list[list[Rule]]:
    """Rules grouped by contact; a page with thousands of rules is a drawing and yields none."""
    if len(rules) > 3000:
        return []
    groups: list[tuple[Rule, list[Rule]]] = []
    for rule in rules:
        box, members = rule, [rule]
        kept = []
        for other, others in groups:
            apart = (
                other.x0 > box.x1 + _TOUCH or other.x1 < box.x0 - _TOUCH
                or other.y0 > box.y1 + _TOUCH or other.y1 < box.y0 - _TOUCH
            )  # fmt: skip
            if apart:
                kept.append((other, others))
            else:
                box = Rule(min(box.x0, other.x0), min(box.y0, other.y0), max(box.x1, other.x1), max(box.y1, other.y1))
                members = others + members
        groups = [*kept, (box, members)]
    return [members for _, members in groups]


def _cells(
    runs: list[Run], rules: list[Rule], columns: list[float], lines: list[float], width: float
) -> list[tuple[str, ...]]:
    """The text of each cell; a cell that spans rows or columns has its text in its first place."""
    level = [rule for rule in rules if rule.level]
    upright = [rule for rule in rules if not rule.level]
    held: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        row = max((i for i, y in enumerate(lines[:-1]) if y <= run.y + 0.1), default=0)
        column = max((i for i, x in enumerate(columns[:-1]) if x <= run.x0 + _TOUCH), default=0)
        while row and not _crossed_level(level, columns, column, lines[row]):
            row -= 1
        while column and not _crossed_upright(upright, lines, row, columns[column]):
            column -= 1
        held.setdefault((row, column), []).append(run)
    out = []
    for row in range(len(lines) - 1):
        cells = (held.get((row, column), []) for column in range(len(columns) - 1))
        out.append(tuple(" ".join(r.text for r in rows_of(cell, width)) for cell in cells))
    return out


def _crossed_level(rules: list[Rule], columns: list[float], column: int, y: float) -> bool:
    middle = (columns[column] + columns[column + 1]) / 2
    return any(abs(rule.y0 - y) <= _TOUCH and rule.x0 <= middle <= rule.x1 for rule in rules)


def _crossed_upright(rules: list[Rule], lines: list[float], row: int, x: float) -> bool:
    middle = (lines[row] + lines[row + 1]) / 2
    return any(abs(rule.x0 - x) <= _TOUCH and rule.y0 <= middle <= rule.y1 for rule in rules)
