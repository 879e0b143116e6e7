"""A clause in its place: parents above, neighbours around it, the quoted words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.results import citation, link
from ingest.address import spoken
from ingest.catalog import Catalog
from ingest.document import Clause, Document, Reference
from ui.markup import Span, attrs, button, esc, merged, opener, outside, tag

BEFORE, AFTER = 3, 5
Marks = Mapping[str, Sequence[Span]]
Known = Mapping[str, Document]
"""The documents that can be opened, by id."""


def breadcrumb(document: Document, clause: Clause) -> str:
    """Document and parents of a clause as a list of buttons, outermost first."""
    steps = [tag("span", esc(document.short_name or document.title), class_="dn-doc")]
    for parent in reversed(list(document.ancestors(clause))):
        label = f"{parent.address} {parent.heading}".strip()
        steps.append(opener(esc(short(label)), parent.id))
    items = "".join(tag("li", step) for step in steps)
    return tag("nav", tag("ol", items), class_="dn-crumbs", aria_label="Vị trí trong văn bản")


def provenance_badge(document: Document) -> str:
    """Whether these are the official words or our digest of them."""
    if document.provenance == "digest":
        return tag("span", "Tóm lược, không phải nguyên văn", class_="dn-badge dn-digest")
    return tag("span", "Toàn văn", class_="dn-badge dn-full")


def digest_note(document: Document, clause: Clause | None, catalog: Catalog) -> str:
    """For a digest: that it is one, where the official text is, how to bring it in; "" for a full text."""
    if document.provenance != "digest":
        return ""
    entry = catalog.get(document.id)
    urls = (clause.sources if clause else ()) or (entry.urls if entry else ())
    link_to = f" {outside(urls[0], 'Mở bản chính thức')}." if urls else ""
    fetch = button("Cách nạp toàn văn", "library", css="dn-link")
    return tag(
        "p",
        tag("strong", "Tóm lược, không phải nguyên văn."),
        f" Khi cần trích dẫn, phải dùng bản chính.{link_to} {fetch}",
        class_="dn-digest-note",
    )


def around(document: Document, clause: Clause, before: int = BEFORE, after: int = AFTER) -> tuple[Clause, ...]:
    """The clauses to show beside an answer: some before, the clause with all below it (40 at most), some after."""
    place = document.clauses.index(clause)
    below = min(sum(1 for _ in document.descendants(clause.id)), 40)
    return document.clauses[max(0, place - before) : place + 1 + below + after]


def clause_list(document: Document, clauses: Sequence[Clause], target: str, marks: Marks, known: Known) -> str:
    """Clauses in reading order, each with its address as a permanent link. known: documents that can be opened."""
    return tag("div", *(_clause(document, c, target, marks.get(c.id, ()), known) for c in clauses), class_="dn-clauses")


def _clause(document: Document, clause: Clause, target: str, marks: Sequence[Span], known: Known) -> str:
    depth = min(sum(1 for _ in document.ancestors(clause)), 6)
    aimed = clause.id == target
    address = tag(
        "a",
        esc(clause.address),
        href=link(clause.id),
        data_act="open",
        data_clause=clause.id,
        class_="dn-address",
        aria_label=f"Mở {citation(document, clause)}",
    )
    if clause.kind == "table":
        body = _table(clause, marks)
    else:
        body = tag("p", annotated(clause, marks, known), class_="dn-text")
    label = f"Đang xem: {citation(document, clause)}" if aimed else None
    return tag(
        "div",
        address,
        body,
        class_=f"dn-clause dn-{clause.kind} dn-depth-{depth}" + (" dn-target" if aimed else ""),
        data_id=clause.id,
        tabindex="-1" if aimed else None,
        role="group" if aimed else None,
        aria_label=label,
    )


def annotated(clause: Clause, marks: Sequence[Span], known: Known) -> str:
    """The clause's text with the marked words in <mark> and its references to documents we hold as buttons."""
    text, out, last = clause.text, [], 0
    wanted = merged(marks, len(text))
    for reference in sorted(clause.references, key=lambda r: r.start):
        if reference.start < last or reference.document not in known or reference.document == clause.document:
            continue
        out.append(_marked(text, last, reference.start, wanted))
        inner = _marked(text, reference.start, reference.end, wanted)
        out.append(opener(inner, aim(reference, known), css="dn-ref"))
        last = reference.end
    out.append(_marked(text, last, len(text), wanted))
    return "".join(out)


def aim(reference: Reference, known: Known) -> str:
    """What a reference opens: its clause, else the nearest clause above it that we hold, else the document."""
    document, path = known[reference.document], reference.clause
    while path:
        if f"{document.id}#{path}" in document.by_id:
            return f"{document.id}#{path}"
        path = path.rpartition("/")[0]
    return document.id


def _marked(text: str, start: int, end: int, marks: Sequence[Span]) -> str:
    out, last = [], start
    for mark_start, mark_end in marks:
        first, past = max(mark_start, start), min(mark_end, end)
        if first < past:
            out += [esc(text[last:first]), tag("mark", esc(text[first:past]))]
            last = past
    return "".join([*out, esc(text[last:end])])


def _table(clause: Clause, marks: Sequence[Span]) -> str:
    """A table's rows with their cells; marks are cut at cell borders."""
    wanted, at, rows = merged(marks, len(clause.text)), 0, []
    for line in clause.text.split("\n"):
        cells, place = [], at
        for cell in line.split(" | "):
            cells.append(tag("td", _marked(clause.text, place, place + len(cell), wanted)))
            place += len(cell) + 3
        rows.append(tag("tr", *cells))
        at += len(line) + 1
    return tag(
        "div", tag("table", tag("tbody", *rows)), class_="dn-table", tabindex="0", role="region", aria_label="Bảng"
    )


def steps(document: Document, clause: Clause) -> str:
    """Buttons to the clauses before and after, disabled at the ends."""
    place = document.clauses.index(clause)
    out = []
    for label, other in (("Mục trước", place - 1), ("Mục sau", place + 1)):
        if 0 <= other < len(document.clauses):
            out.append(button(esc(label), "open", css="dn-button", clause=document.clauses[other].id))
        else:
            out.append(f'<button type="button" class="dn-button" disabled>{esc(label)}</button>')
    return "".join(out)


def beside(document: Document, clause: Clause, marks: Marks, catalog: Catalog, known: Known) -> str:
    """The pane beside an answer."""
    title = tag("h2", esc(title_of(clause)), id="dn-pane-title", tabindex="-1")
    actions = tag(
        "div",
        steps(document, clause),
        button("Đọc cả văn bản", "lookup", css="dn-button", clause=clause.id),
        copy_link(clause.id),
        button("Về câu trả lời", "back", css="dn-button dn-back"),
        class_="dn-actions",
    )
    return tag(
        "section",
        tag("div", breadcrumb(document, clause), title, provenance_badge(document), class_="dn-pane-head"),
        digest_note(document, clause, catalog),
        clause_list(document, around(document, clause), clause.id, marks, known),
        actions,
        class_=f"dn-pane dn-{document.provenance}",
        aria_labelledby="dn-pane-title",
    )


def copy_link(clause_id: str) -> str:
    """A button that copies the permanent link of a clause."""
    return (
        f"<button{attrs(type='button', class_='dn-button', data_copy_link=link(clause_id))}>Sao chép liên kết</button>"
    )


def title_of(clause: Clause) -> str:
    """The clause's address as a title: `Mục III.1, đoạn 2`."""
    words = spoken(clause.path)
    return words[:1].upper() + words[1:]


def short(text: str, longest: int = 70) -> str:
    """A text cut at a word, with an ellipsis when something was cut."""
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"
