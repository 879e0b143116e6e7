"""The documents as a tree, and the whole of a document with a clause of it held out."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index.results import Hit, Notice, citation
from ingest.catalog import Catalog
from ingest.document import Clause, Document, Reference
from ui.answer_view import notices_view
from ui.markup import button, esc, opener, tag
from ui.permalink import clause_url, only_here, qr_data_uri
from ui.reading_view import (
    Marks,
    aim,
    breadcrumb,
    clause_list,
    copy_link,
    digest_note,
    provenance_badge,
    short,
    steps,
    title_of,
)

WHOLE = 400
"""Clauses up to which a document is shown whole; of a longer one, the part around the clause that is read."""
LONGEST_OUTLINE = 400
"""Entries up to which a document's outline shows its deeper levels all at once."""


def tree_view(documents: Sequence[Document], current: str) -> str:
    """Every document; below the one that is open, its headings and numbered clauses."""
    opened = current.partition("#")[0]
    items = []
    for document in documents:
        name = esc(document.short_name or document.title)
        digest = tag("span", " tóm lược", class_="dn-small") if document.provenance == "digest" else ""
        is_open = document.id == opened
        head = button(name + digest, "open", css="dn-branch", clause=document.id, aria_expanded=str(is_open).lower())
        items.append(tag("li", head, _outline(document, current) if is_open else ""))
    return tag("nav", tag("ul", *items, class_="dn-tree"), aria_label="Cây văn bản")


def _outline(document: Document, current: str) -> str:
    depths = {c.id: sum(1 for _ in document.ancestors(c)) for c in document.clauses if c.kind in ("heading", "item")}
    # As deep as the whole stays easy to look over; below that, only the branch that is being read is open.
    deepest = 0
    while sum(1 for depth in depths.values() if depth <= deepest + 1) <= LONGEST_OUTLINE and deepest < 9:
        deepest += 1
    opened = {current}
    if current in document.by_id:
        opened |= {clause.id for clause in document.ancestors(document.by_id[current])}

    def level(parent: str, depth: int) -> str:
        items = []
        for clause in document.children.get(parent, ()):
            below = level(clause.id, depth + 1) if depth < deepest or clause.id in opened else ""
            if clause.id in depths or below:
                here = "true" if clause.id == current else None
                label = short(f"{clause.address} {clause.heading or clause.text[clause.body[0] :]}", 64)
                item = button(esc(label), "open", css="dn-leaf", clause=clause.id, aria_current=here)
                items.append(tag("li", item, below))
        return tag("ul", *items) if items else ""

    return level("", 0)


def hits_view(hits: Sequence[Hit]) -> str:
    """Clauses found by words, best first."""
    items = []
    for hit in hits:
        text = short(hit.clause.text, 220)
        title = opener(esc(hit.citation), hit.clause.id)
        items.append(tag("li", title, " ", provenance_badge(hit.document), tag("p", esc(text), class_="dn-excerpt")))
    return tag("ol", *items, class_="dn-hits")


def document_view(
    document: Document,
    clause: Clause,
    *,
    marks: Marks,
    catalog: Catalog,
    documents: dict[str, Document],
    citing: Sequence[tuple[str, Reference]] | None,
    base: str,
) -> str:
    """A document with one clause held out, what it cites and what cites it, its link and QR code.

    citing: None while the engine is not there yet. base: the page's address for links to hand out.
    """
    place = document.clauses.index(clause)
    shown = document.clauses
    cut = ""
    if len(shown) > WHOLE:
        first, past = max(0, place - 60), place + 120
        shown = shown[first:past]
        cut = f"Văn bản dài {len(document.clauses)} mục; đang hiện mục thứ {first + 1} đến {first + len(shown)}."
    return tag(
        "section",
        tag(
            "div",
            breadcrumb(document, clause),
            tag("h2", esc(title_of(clause)), id="dn-reading-title", tabindex="-1"),
            provenance_badge(document),
            _currency(document, catalog),
            class_="dn-pane-head",
        ),
        digest_note(document, clause, catalog),
        tag("div", steps(document, clause), copy_link(clause.id), class_="dn-actions"),
        tag("p", cut, class_="dn-small") if cut else "",
        clause_list(document, shown, clause.id, marks, documents),
        _relations(clause, documents, citing),
        _qr(base, document, clause),
        class_=f"dn-pane dn-{document.provenance}",
        aria_labelledby="dn-reading-title",
        data_current=clause.id,
    )


def _currency(document: Document, catalog: Catalog) -> str:
    notes = [note for note in catalog.currency_of(document.id) if document.id in note.whole]
    return notices_view([Notice("currency", note.statement, note.sources) for note in notes])


def _relations(clause: Clause, documents: dict[str, Document], citing: Sequence[tuple[str, Reference]] | None) -> str:
    cites = [_cited(clause, reference, documents) for reference in clause.references]
    parts = [_listed("Điều khoản này dẫn tới", cites)]
    if citing is None:
        parts.append(tag("p", "Đang nạp chỉ mục để biết nơi nào dẫn tới đây…", class_="dn-small"))
    else:
        sources = [_citing(source, documents) for source in dict.fromkeys(source for source, _ in citing)]
        parts.append(_listed("Được dẫn ở", sources))
    return tag("div", *parts, class_="dn-relations")


def _listed(title: str, items: Collection[str]) -> str:
    if not items:
        return tag("p", tag("strong", f"{title}: "), "không có trong kho.", class_="dn-small")
    rows = "".join(tag("li", item) for item in dict.fromkeys(items))
    return tag("details", tag("summary", f"{title} ({len(dict.fromkeys(items))})"), tag("ul", rows), open=True)


def _cited(clause: Clause, reference: Reference, documents: dict[str, Document]) -> str:
    words = esc(clause.text[reference.start : reference.end])
    target = documents.get(reference.document)
    note = f" ({esc(reference.note)})" if reference.note else ""
    if target is None:
        return f"“{words}”: không có trong kho{note}"
    return opener(f"“{words}”", aim(reference, documents)) + note


def _citing(source: str, documents: dict[str, Document]) -> str:
    document = documents.get(source.partition("#")[0])
    found = document.by_id.get(source) if document else None
    if document is None or found is None:
        return esc(source)
    return opener(esc(citation(document, found)), source)


def _qr(base: str, document: Document, clause: Clause) -> str:
    if not base:
        return ""
    url = clause_url(base, clause.id)
    image = f'<img src="{qr_data_uri(url)}" width="180" height="180" alt="Mã QR mở {esc(citation(document, clause))}">'
    note = ""
    if only_here(url):
        note = tag(
            "p",
            "Mã này chỉ mở được trên chính máy này. Để điện thoại trong cùng mạng mở được, chạy chương trình với "
            "--host 0.0.0.0 và mở trang bằng địa chỉ của máy trong mạng.",
            class_="dn-small",
        )
    return tag(
        "details",
        tag("summary", "Liên kết cố định và mã QR để in"),
        tag("p", tag("code", esc(url))),
        image,
        note,
        class_="dn-qr",
    )
