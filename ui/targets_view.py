"""Targets as a table, and those that are shares as bars."""

from __future__ import annotations

from collections.abc import Sequence

from dissemination.facts import kind_of_figure
from dissemination.shelf import NOT_VERBATIM, Shelf
from ingest.targets import Target
from ui.duties_view import digest_mark
from ui.markup import esc, opener, tag
from ui.reading_view import short

_TITLES = ("Chỉ tiêu", "Trị số", "Đơn vị", "Năm", "Căn cứ")
_YEARLY = "Tốc độ mỗi năm (%)"


def targets_view(shelf: Shelf, rows: Sequence[Target]) -> str:
    """The chart and the table of targets; a line when there are none."""
    if not rows:
        return tag("p", "Không có chỉ tiêu nào trong phần văn bản đang lọc.", class_="dn-small")
    figures = [row for row in rows if row.kind == "định lượng"]
    others = [row for row in rows if row.kind != "định lượng"]
    table = _table(shelf, figures) if figures else ""
    more = tag("summary", f"Mục tiêu không có con số ({len(others)})")
    without = tag("details", more, _table(shelf, others), class_="dn-more", open=not figures) if others else ""
    return charts_view(shelf, rows) + table + without


def _table(shelf: Shelf, rows: Sequence[Target]) -> str:
    head = tag("tr", *(tag("th", esc(title), scope="col", role="columnheader") for title in _TITLES), role="row")
    return tag(
        "table",
        tag("caption", "Chỉ tiêu, với căn cứ", class_="dn-hidden"),
        tag("thead", head, role="rowgroup"),
        tag("tbody", *(tag("tr", *_cells(shelf, row), role="row") for row in rows), role="rowgroup"),
        class_="dn-grid dn-targets",
        role="table",
    )


def _cells(shelf: Shelf, row: Target) -> list[str]:
    digest = shelf.is_digest(row.clause)
    words = tag("p", esc(row.indicator), class_="dn-own" if digest else "dn-said") + (digest_mark() if digest else "")
    value = " ".join(filter(None, (row.qualifier, row.value, row.period)))
    year = str(row.year or "")
    if year and row.year_from:
        year += f" (theo {row.year_from})"
    where = shelf.citation(row.clause)
    link = opener(esc(where), row.clause, act="lookup", aria=f"Mở trong Tra cứu: {where}")
    shown = (words, esc(value) or tag("span", "không có con số", class_="dn-small"), esc(row.unit), esc(year), link)
    return [
        tag("td", cell, role="cell", data_label=title, class_=None if cell else "dn-none")
        for title, cell in zip(_TITLES, shown, strict=True)
    ]


def charts_view(shelf: Shelf, rows: Sequence[Target]) -> str:
    """Targets that are shares or yearly rates as bars on one scale a group; "" when there are not two of a kind."""
    groups: dict[str, list[Target]] = {}
    for row in rows:
        if row.kind != "định lượng" or row.low is None or row.high is None:
            continue
        kind = kind_of_figure(row)
        if kind == "% mỗi năm":
            groups.setdefault(_YEARLY, []).append(row)
        elif kind == "%":
            groups.setdefault("% GDP" if row.unit == "% GDP" else "Tỷ lệ khác (%)", []).append(row)
    return "".join(_chart(shelf, name, found) for name, found in groups.items() if len(found) > 1)


def _chart(shelf: Shelf, name: str, rows: Sequence[Target]) -> str:
    most = max(row.high or 0.0 for row in rows)
    items = [_bar(shelf, row, most) for row in sorted(rows, key=lambda row: (row.year or 9999, -(row.high or 0.0)))]
    return tag("figure", tag("figcaption", esc(name)), tag("ul", *items), class_="dn-chart")


def _bar(shelf: Shelf, row: Target, most: float) -> str:
    """The figure in words, and a bar; of a range, its lower end is solid and what lies between is lighter."""
    low, high = row.low or 0.0, row.high or 0.0
    from_, to = 100 * low / most, 100 * high / most
    bar = (
        '<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="dn-low" width="{from_:.2f}" height="8"/>'
        f'<rect class="dn-high" x="{from_:.2f}" width="{to - from_:.2f}" height="8"/></svg>'
    )
    value = " ".join(filter(None, (row.qualifier, row.value, row.unit)))
    year = str(row.year) if row.year else row.period or "không nêu năm"
    where = shelf.citation(row.clause) + (f"; {NOT_VERBATIM}" if shelf.is_digest(row.clause) else "")
    source = opener(esc(where), row.clause, act="lookup", css="dn-link dn-small")
    return tag(
        "li", tag("strong", esc(f"{year}: {value}")), " ", esc(short(row.indicator, 110)), " (", source, ")", bar
    )
