"""Clauses while they are being read: pieces of text and where each stands, until all of a document has been seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest import tail
from ingest.address import printed
from ingest.document import Call, Clause, Kind

_TERMINAL = re.compile(r"[.;,:!?…][\"”’»)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_LONGEST_HEADING = 400


@dataclass(slots=True)
class Draft:
    """A clause being read: its pieces of text and where each stands in the source text."""

    path: str
    parent: str
    kind: Kind
    marker: str = ""
    style: str = ""
    pieces: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    page: int | None = None
    marked_heading: bool = False
    last_line: int = -1
    note: str = ""
    sources: tuple[str, ...] = ()
    calls: list[Call] = field(default_factory=list)

    def add(self, text: str, start: int, page: int | None, line: int, *, cut: bool = False) -> None:
        """Append a line; it joins the span before it unless a page break or a footnote cuts the clause there."""
        if self.spans and self.last_line == line - 1 and not cut:
            self.spans[-1] = (self.spans[-1][0], start + len(text))
        else:
            self.spans.append((start, start + len(text)))
        self.pieces.append(text)
        self.last_line = line
        self.page = page if self.page is None else self.page

    @property
    def text(self) -> str:
        return ("\n" if self.kind == "table" else " ").join(self.pieces)


def kind_of(path: str, heading: bool) -> Kind:
    """The kind of a clause that a digest writes under an explicit path."""
    if heading:
        return "heading"
    last = path.rsplit("/", 1)[-1]
    if last in ("noi-nhan", "ky"):
        return "recipients" if last == "noi-nhan" else "signature"
    found = re.fullmatch(r"(p|b|fn|t)\d+(?:~\d+)?", last)
    kinds: dict[str, Kind] = {"p": "paragraph", "b": "bullet", "fn": "footnote", "t": "table"}
    return kinds[found.group(1)] if found else "item"


def clauses_of(drafts: list[Draft], document_id: str) -> tuple[Clause, ...]:
    """The clauses of a document from all that was read of it; a number with children and no full stop is a heading."""
    parents = {draft.parent for draft in drafts}
    paths = {draft.path for draft in drafts}
    clauses = []
    for draft in drafts:
        text = draft.text
        title = text[len(draft.marker) :].strip() if draft.marker else text
        heading = _is_heading(draft, title, draft.path in parents)
        clauses.append(
            Clause(
                id=f"{document_id}#{draft.path}",
                address=printed(draft.path),
                kind="heading" if heading else draft.kind,
                text=text,
                spans=tuple(draft.spans),
                marker=draft.marker,
                heading=title if heading else "",
                page=draft.page,
                parent=f"{document_id}#{draft.parent}" if draft.parent in paths else "",
                calls=tuple(Call(call.offset, f"{document_id}#{call.clause}") for call in draft.calls),
                sources=draft.sources,
            )
        )
    return tuple(clauses)


def _is_heading(draft: Draft, title: str, has_children: bool) -> bool:
    if draft.kind in ("bullet", "footnote", "table", "recipients", "signature") or len(title) > _LONGEST_HEADING:
        return False
    if draft.kind == "paragraph":
        return draft.marked_heading
    if draft.kind == "heading" or draft.marked_heading or (title and tail.is_upper(title)):
        return True
    return bool(title) and has_children and not _TERMINAL.search(title)
