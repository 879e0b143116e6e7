"""Duties as a table and along time; who was not found, with the nearest who were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dissemination.matrix import DutyRow, grouped
from dissemination.shelf import NOT_VERBATIM
from index.results import Notice
from ingest.actors import known_actors
from ui.answer_view import notices_view
from ui.markup import button, esc, message, opener, tag
from ui.reading_view import short
from ui.timeline import in_order

PAGE = 40
_TITLES = ("Cơ quan, đơn vị", "Việc phải làm", "Phối hợp với", "Thời hạn", "Báo cáo", "Căn cứ")
_RELATIONS = {
    "chính": "Việc giao cho chính cơ quan này",
    "được lãnh đạo": "Việc mà cơ quan này được cấp trên lãnh đạo làm",
    "thuộc nhóm": "Việc giao cho nhóm có cơ quan này",
}


def summary_view(rows: Sequence[DutyRow], names: Sequence[str], asked: str) -> str:
    """How many duties there are, and for whom the asked-for words were taken."""
    count = len(grouped(rows))
    who = f"«{asked}» được hiểu là: {'; '.join(names)}. " if names else ""
    if count:
        found = f"{count} việc."
    else:
        found = "Không có việc nào như vậy được giao trong các văn bản ở kho; hãy bớt điều kiện lọc."
    return tag("p", esc(who + found), class_="dn-lead", role="status")


def notes_view(rows: Sequence[DutyRow]) -> str:
    """What has become of the bodies named, each said once."""
    notes = dict.fromkeys(note for duty in rows for note in duty.notes)
    return notices_view([Notice("currency", note.statement, note.sources) for note in notes])


def table_view(rows: Sequence[DutyRow], most: int = PAGE) -> str:
    """The first `most` duties, each with all its bodies, under what they have to do with the body asked for."""
    found = grouped(rows)
    parts, relation = [], ""
    shown = found[:most]
    for at, (_, first) in enumerate(shown):
        if at and first.relation == relation:
            continue
        relation = first.relation
        part = [(names, duty) for names, duty in shown if duty.relation == relation]
        if relation:
            parts.append(tag("h3", esc(_RELATIONS[relation]), class_="dn-group"))
        parts.append(_table(part))
    left = len(found) - len(shown)
    if left > 0:
        parts.append(
            tag("p", button(f"Hiện thêm ({left} việc nữa)", "more", css="dn-button", shown=most + PAGE, id="dn-more"))
        )
    return "".join(parts)


def _table(found: Sequence[tuple[tuple[str, ...], DutyRow]]) -> str:
    head = tag("tr", *(tag("th", esc(title), scope="col", role="columnheader") for title in _TITLES), role="row")
    rows = [tag("tr", *_cells(names, duty), role="row") for names, duty in found]
    return tag(
        "table",
        tag("caption", "Việc phải làm, với căn cứ", class_="dn-hidden"),
        tag("thead", head, role="rowgroup"),
        tag("tbody", *rows, role="rowgroup"),
        class_="dn-grid",
        role="table",
    )


def _cells(names: Sequence[str], duty: DutyRow) -> list[str]:
    row = duty.row
    known = known_actors()
    levels = {row.level} if len(names) == 1 else dict.fromkeys(known.level(name, names) for name in names)
    level = tag("span", esc(f"cấp: {', '.join(filter(None, levels))}"), class_="dn-small") if any(levels) else ""
    who = tag("strong", esc("; ".join(names))) + " " + level
    if duty.digest:
        words = tag("p", esc(row.duty), class_="dn-own") + digest_mark()
    else:
        words = tag("p", esc(row.duty), class_="dn-said")
    where = opener(esc(duty.citation), row.clause, act="lookup", aria=f"Mở trong Tra cứu: {duty.citation}")
    cells = (who, words, esc(row.partners), esc(row.deadline), esc(row.reports_to), where)
    return [
        tag("td", cell or "", role="cell", data_label=title, class_=None if cell else "dn-none")
        for title, cell in zip(_TITLES, cells, strict=True)
    ]


def digest_mark() -> str:
    """The mark of words that are ours."""
    return tag("span", esc(NOT_VERBATIM), class_="dn-badge dn-digest")


def timeline_view(rows: Sequence[DutyRow], today: date) -> str:
    """Duties by when they are due; each with its deadline as printed."""
    found = grouped(rows)
    ordered = in_order((duty.row.deadline, (names, duty)) for names, duty in found)
    if not ordered:
        return tag("p", "Không có thời hạn nào trong các việc đang hiện.", class_="dn-small")
    parts = []
    for moment, things in ordered:
        past = tag("span", "mốc đã qua", class_="dn-small") if moment.past(today) else ""
        items = "".join(tag("li", *_due(names, duty)) for names, duty in things)
        title = tag("h4", esc(moment.label), " ", past)
        parts.append(tag("li", title, tag("ul", items), class_="dn-moment"))
    return tag("ol", *parts, class_="dn-timeline")


def _due(names: Sequence[str], duty: DutyRow) -> tuple[str, ...]:
    row = duty.row
    said = esc(short(row.duty, 160))
    words = f"“{said}”" if not duty.digest else said
    where = opener(esc(duty.citation), row.clause, act="lookup", aria=f"Mở trong Tra cứu: {duty.citation}")
    mark = " " + digest_mark() if duty.digest else ""
    who = short("; ".join(names), 90)
    return tag("strong", esc(row.deadline)), " – ", esc(who), ": ", words, " (", where, ")", mark


def nearest_view(said: str, nearest: Sequence[str]) -> str:
    """That no body or post of that name is known, with buttons for the nearest ones."""
    told = message(f"«{short(said, 80)}»: không thấy cơ quan, chức danh nào tên như vậy trong kho.")
    if not nearest:
        return told + tag("p", "Hãy chọn một tên trong danh sách của ô này.", class_="dn-small")
    offers = [button(esc(name), "actor", css="dn-button", name=name) for name in nearest]
    return told + tag("p", "Có phải: ", *offers, class_="dn-offers")
