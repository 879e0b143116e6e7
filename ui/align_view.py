"""A plan beside the documents it rests on, clause by clause: words that differ, figures and deadlines flagged."""

from __future__ import annotations

from collections.abc import Sequence

from dissemination.align import Alignment, Link, Row
from dissemination.pairing import Pair
from dissemination.shelf import Shelf
from ui.align_lists import heat_view, unmatched_views
from ui.duties_view import digest_mark
from ui.markup import esc, opener, tag

WEAK = "yếu"


def alignment_view(shelf: Shelf, result: Alignment, *, flagged_only: bool = False) -> str:
    """The whole alignment. flagged_only: only clauses where a figure or a deadline stands on one side alone."""
    order = _order(shelf, result)
    rows = [row for row in result.rows if not flagged_only or any(p.differs for p in _pairs(row))]
    flagged = sum(1 for row in result.rows if any(pair.differs for pair in _pairs(row)))
    name = _name(shelf, result.source)
    lead = (
        f"{name}: {len(result.rows)} điều khoản được so với {len(result.documents)} văn bản; {flagged} điều khoản có "
        "số liệu hoặc thời hạn chỉ ở một bên."
    )
    warning = (
        "So khớp theo lời văn: chỉ ra chỗ nên đọc, không kết luận đúng sai. «Không thấy» nghĩa là không có đoạn nào "
        "gần lời; cần người đọc xem lại."
    )
    jump = tag(
        "p",
        *(
            tag("a", title, href=f"#{place}", class_="dn-link")
            for place, title in (
                ("dn-pairs", "Từng điều khoản"),
                ("dn-heat", "Bản đồ nhiệt"),
                ("dn-left-out", "Chưa thấy trong kế hoạch"),
                ("dn-plan-adds", "Kế hoạch thêm"),
            )
        ),
        class_="dn-jump",
    )
    key = tag(
        "p",
        tag("mark", "chữ tô nền", class_="dn-only"),
        ": chỉ có ở bên này; ",
        tag("mark", "chữ gạch chân", class_="dn-changed"),
        ": hai bên viết khác nhau. Với bản tóm lược thì không tô, vì chữ không phải nguyên văn.",
        class_="dn-small",
    )
    carried = _carried(shelf, result)
    articles = [_row(shelf, row, order, carried, flagged_only) for row in rows] or [
        tag("p", "Không có điều khoản nào như vậy.", class_="dn-small")
    ]
    return "".join(
        [
            tag("p", esc(lead), class_="dn-lead", role="status"),
            tag("p", esc(warning), class_="dn-message dn-info"),
            jump,
            tag("section", tag("h2", "Từng điều khoản", id="dn-pairs", class_="dn-section"), key, *articles),
            heat_view(shelf, result, order),
            unmatched_views(shelf, result, order),
        ]
    )


def _order(shelf: Shelf, result: Alignment) -> tuple[str, ...]:
    """The documents, those first that the catalogue says are carried out."""
    carried = _carried(shelf, result)
    return tuple(sorted(result.documents, key=lambda d: (d not in carried, result.documents.index(d))))


def _carried(shelf: Shelf, result: Alignment) -> tuple[str, ...]:
    entry = shelf.catalog.get(result.source)
    return entry.carries_out if entry else ()


def _name(shelf: Shelf, document_id: str) -> str:
    document = shelf.get(document_id)
    return document.short_name or document.title


def shown_links(row: Row, document: str) -> tuple[Link, ...]:
    """The links of a row to a document that are worth reading: related ones, or the best of a document referred to."""
    links = row.links.get(document, ())
    return tuple(link for place, link in enumerate(links) if link.grade != WEAK or (link.referred and place == 0))


def _pairs(row: Row) -> list[Pair]:
    return [pair for document in row.links for link in shown_links(row, document) for pair in link.pairs]


def _row(shelf: Shelf, row: Row, order: Sequence[str], carried: Sequence[str], flagged_only: bool) -> str:
    """The clause with what it carries out; where that has nothing near, with the nearest; the rest folded below."""
    clause = shelf.clause(row.clause)
    where = opener(esc(shelf.citation(row.clause)), row.clause, act="lookup")
    mark = digest_mark() if shelf.is_digest(row.clause) else ""
    words = tag("p", esc(clause.text), class_="dn-own" if mark else "dn-said")
    near = {document: links for document in order if (links := shown_links(row, document))}
    first = [links[0] for document, links in near.items() if document in carried]
    if not first and near:
        first = [max((links[0] for links in near.values()), key=lambda link: link.score)]
    parts = [_link(shelf, link) for link in first]
    others = [link for links in near.values() for link in links if link not in first]
    if others:
        differing = sum(pair.differs for link in others for pair in link.pairs)
        told = f"; {differing} chỗ khác số liệu, thời hạn" if differing else ""
        summary = tag("summary", f"Đoạn gần khác ({len(others)}{told})")
        below = "".join(_link(shelf, link) for link in others)
        parts.append(tag("details", summary, below, class_="dn-more", open=flagged_only))
    if not parts:
        parts.append(tag("p", "Không thấy đoạn nào gần lời trong các văn bản đã chọn.", class_="dn-small"))
    title = tag("h3", where, " ", mark, class_="dn-group")
    return tag("article", tag("div", title, words, class_="dn-ours"), tag("div", *parts), class_="dn-row")


def _link(shelf: Shelf, link: Link) -> str:
    digest = shelf.is_digest(link.clause)
    head = tag(
        "p",
        opener(esc(shelf.citation(link.clause)), link.clause, act="lookup"),
        " ",
        tag("span", esc(link.grade), class_="dn-badge dn-plainly"),
        " ",
        tag("span", "kế hoạch có dẫn chiếu", class_="dn-badge dn-full") if link.referred else "",
        " ",
        digest_mark() if digest else "",
        class_="dn-link-head",
    )
    if link.pairs:
        body = "".join(_pair(shelf, pair, digest) for pair in link.pairs)
    else:
        body = tag("p", esc(shelf.clause(link.clause).text), class_="dn-own" if digest else "dn-said")
    return tag("div", head, body, class_="dn-aligned")


def _pair(shelf: Shelf, pair: Pair, digest: bool) -> str:
    left, right = esc(shelf.text(pair.left)), esc(shelf.text(pair.right))
    if pair.marks:
        left, right = marked(pair, left=True), marked(pair, left=False)
    two = tag(
        "div",
        tag("div", tag("span", "Kế hoạch", class_="dn-small"), tag("p", left, class_="dn-said")),
        tag(
            "div",
            tag("span", "Văn bản" if not digest else "Tóm lược văn bản", class_="dn-small"),
            tag("p", right, class_="dn-own" if digest else "dn-said"),
        ),
        class_="dn-two",
    )
    return two + _flags(pair)


def marked(pair: Pair, *, left: bool) -> str:
    """One side of a pair, its own words marked; without the marks it is that side's passage again."""
    out = []
    for run in pair.marks:
        words = run.left if left else run.right
        if words and run.kind == "same":
            out.append(esc(words))
        elif words:
            out.append(tag("mark", esc(words), class_="dn-changed" if run.kind == "changed" else "dn-only"))
    return " ".join(out)


def _flags(pair: Pair) -> str:
    said = []
    for name, (ours, theirs) in (("Số liệu", pair.figures), ("Thời hạn", pair.deadlines)):
        sides = [f"chỉ ở kế hoạch: {', '.join(ours)}"] if ours else []
        sides += [f"chỉ ở văn bản kia: {', '.join(theirs)}"] if theirs else []
        if sides:
            said.append(tag("p", tag("strong", f"{name} khác nhau"), " – ", esc("; ".join(sides)), class_="dn-flag"))
    return "".join(said)
