"""The heat map of an alignment, what other documents have that the plan does not take up, what the plan adds."""

from __future__ import annotations

from collections.abc import Sequence

from dissemination.align import Alignment, Unmatched
from dissemination.shelf import Shelf
from ui.duties_view import digest_mark
from ui.markup import esc, opener, tag

MOST = 60


def heat_view(shelf: Shelf, result: Alignment, order: Sequence[str]) -> str:
    """Sections of the plan by documents: how much of a section stands in a document, in words alike, as per cent."""
    places = [result.heat.documents.index(document) for document in order]
    most = max((value for values in result.heat.values for value in values), default=0.0) or 1.0
    names = [shelf.get(document).short_name or shelf.get(document).title for document in order]
    head = tag("tr", tag("th", "Mục của kế hoạch", scope="col"), *(tag("th", esc(n), scope="col") for n in names))
    rows = []
    for (section, label), values in zip(result.heat.sections, result.heat.values, strict=True):
        cells = [
            tag("td", f"{100 * values[place]:.0f}%", style=f"--dn-heat: {values[place] / most:.3f}") for place in places
        ]
        rows.append(tag("tr", tag("th", opener(esc(label), section, act="lookup"), scope="row"), *cells))
    table = tag(
        "table",
        tag("caption", "Phần lời của từng mục kế hoạch gặp lại trong từng văn bản; ô càng đậm càng gần lời nhất."),
        tag("thead", head),
        tag("tbody", *rows),
        class_="dn-heat",
    )
    box = tag("div", table, class_="dn-scroll", tabindex="0", role="region", aria_label="Bản đồ nhiệt")
    return tag("section", tag("h2", "Bản đồ nhiệt", id="dn-heat", class_="dn-section"), box)


def unmatched_views(shelf: Shelf, result: Alignment, order: Sequence[str]) -> str:
    """By document, what the plan does not take up; then what the plan adds."""
    entry = shelf.catalog.get(result.source)
    carried = [document for document in order if entry and document in entry.carries_out]
    parts = []
    for place, document in enumerate(order):
        missing = result.left_out.get(document, ())
        held = shelf.get(document)
        title = f"{held.short_name or held.title}: {len(missing)} ý không có đoạn nào của kế hoạch gần lời"
        opened = document in carried or (not carried and place == 0)
        parts.append(tag("details", tag("summary", esc(title)), _list(shelf, missing), class_="dn-part", open=opened))
    against = "; ".join(shelf.get(d).short_name or shelf.get(d).title for d in carried) or "các văn bản đã chọn"
    return "".join(
        [
            tag("section", tag("h2", "Chưa thấy trong kế hoạch", id="dn-left-out", class_="dn-section"), *parts),
            tag(
                "section",
                tag("h2", "Kế hoạch thêm", id="dn-plan-adds", class_="dn-section"),
                tag("p", esc(f"{len(result.added)} ý của kế hoạch không thấy lời gần ở {against}."), class_="dn-lead"),
                _list(shelf, result.added),
            ),
        ]
    )


def _list(shelf: Shelf, found: Sequence[Unmatched]) -> str:
    items = [_item(shelf, one) for one in found[:MOST]]
    left = len(found) - len(items)
    more = tag("p", f"Còn {left} ý nữa; xem đủ trong tệp Excel.", class_="dn-small") if left > 0 else ""
    return tag("ul", *items, class_="dn-unmatched") + more if items else tag("p", "Không có.", class_="dn-small")


def _item(shelf: Shelf, one: Unmatched) -> str:
    digest = shelf.is_digest(one.quote.clause)
    words = tag("p", esc(shelf.text(one.quote)), class_="dn-own" if digest else "dn-said")
    where = opener(esc(shelf.citation(one.quote.clause)), one.quote.clause, act="lookup")
    near = ""
    if one.nearest:
        near = "; gần nhất: " + opener(esc(shelf.citation(one.nearest)), one.nearest, act="lookup")
    mark = " " + digest_mark() if digest else ""
    return tag("li", words, tag("span", where, near, mark, class_="dn-small"))
