"""What reading yields: lines as a loader saw them, clauses, and the document that holds them.

Everything here is immutable and free of heavy imports. `Line` is the only thing that loaders and the structure
parser share; `Document` is the only thing that the library, the index and everything above them share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

Role = Literal["body", "table", "footnote"]
Kind = Literal["heading", "item", "paragraph", "bullet", "footnote", "table", "recipients", "signature"]
Provenance = Literal["full", "digest"]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line or paragraph, without markup, as a loader saw it.

    text: normalised (see `ingest.vietnamese.clean`), no line break inside; a table row has its cells joined by " | ".
    starts: the layout says that a paragraph begins here (blank line above, indent, a Word or HTML paragraph).
    heading: the layout marks the line as a heading (Markdown `#`, a Word heading style, all bold).
    note: for role "footnote", the number printed before it; the call stands in the body as a superscript (¹).
    address: an explicit path, as digests carry (`[B/III/1]`); None everywhere else.
    sources: addresses (URLs) that a digest gives for this line.
    """

    text: str
    page: int | None = None
    starts: bool = True
    heading: bool = False
    role: Role = "body"
    note: str = ""
    address: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a loader returns: the lines of a file in reading order, and what the reader should be told.

    front: what a digest's header states (document, made, basis); empty for everything else.
    """

    lines: tuple[Line, ...]
    media: str
    warnings: tuple[str, ...] = ()
    pages: int | None = None
    front: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """A footnote call inside a clause: the offset of its superscript in the clause's text, and the note's clause id."""

    offset: int
    clause: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of a document (and perhaps of a clause in it) inside a clause: text[start:end] of that clause.

    document: catalogue or library id, "" when the mention cannot be resolved. clause: a path in it, "" when none is
    given. note: why it is ambiguous or unresolved, in Vietnamese, else "".
    """

    start: int
    end: int
    document: str
    clause: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest addressable piece of a document.

    text: verbatim, its printed number included: the spans of the source text joined by spaces, white space collapsed
    (a table keeps one line a row).
    heading: the title alone, without number, when the clause is or opens with a heading; else "".
    spans: [start, end) character offsets into the document's `source_text`.
    """

    id: str
    address: str
    kind: Kind
    text: str
    spans: tuple[tuple[int, int], ...]
    marker: str = ""
    heading: str = ""
    page: int | None = None
    parent: str = ""
    calls: tuple[Call, ...] = ()
    references: tuple[Reference, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def document(self) -> str:
        """The id of the document."""
        return self.id.partition("#")[0]

    @property
    def path(self) -> str:
        """The id without the document: `B/III/2/2.1`."""
        return self.id.partition("#")[2]

    @property
    def body(self) -> tuple[int, int]:
        """[start, end) of the text after the printed number."""
        start = len(self.marker)
        while start < len(self.text) and self.text[start] == " ":
            start += 1
        return start, len(self.text)


@dataclass(frozen=True)
class Document:
    """A parsed document: its metadata, its whole text after normalisation, and its clauses in reading order.

    number, date (ISO), issuer, signer: as read from the text or the catalogue; "" when not stated.
    sha256: of the original file's bytes. made: ISO date of a digest or of reading. origin: file name or URL.
    reader: which version of our reading made it (`ingest.reader.VERSION`).
    """

    id: str
    title: str
    number: str = ""
    date: str = ""
    issuer: str = ""
    signer: str = ""
    type: str = ""
    short_name: str = ""
    provenance: Provenance = "full"
    origin: str = ""
    sha256: str = ""
    made: str = ""
    source_text: str = ""
    clauses: tuple[Clause, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    reader: int = 0

    @cached_property
    def by_id(self) -> dict[str, Clause]:
        """Clauses by their full id."""
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def children(self) -> dict[str, tuple[Clause, ...]]:
        """Direct children by the parent's full id ("" for the top level), in reading order."""
        found: dict[str, list[Clause]] = {}
        for clause in self.clauses:
            found.setdefault(clause.parent, []).append(clause)
        return {parent: tuple(kids) for parent, kids in found.items()}

    def ancestors(self, clause: Clause) -> Iterator[Clause]:
        """Parents of a clause, nearest first."""
        while clause.parent:
            clause = self.by_id[clause.parent]
            yield clause

    def descendants(self, clause_id: str) -> Iterator[Clause]:
        """All clauses below one, in reading order."""
        for child in self.children.get(clause_id, ()):
            yield child
            yield from self.descendants(child.id)

    def heading_path(self, clause: Clause) -> tuple[str, ...]:
        """Headings above a clause, outermost first (its own is not included)."""
        return tuple(c.heading for c in reversed(list(self.ancestors(clause))) if c.heading)

    def to_json(self) -> dict[str, Any]:
        """A JSON value that `from_json` reads back to an equal document."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Document:
        """The document that `to_json` wrote."""
        clauses = tuple(
            Clause(
                **{
                    **c,
                    "spans": tuple(tuple(span) for span in c["spans"]),
                    "calls": tuple(Call(**call) for call in c["calls"]),
                    "references": tuple(Reference(**ref) for ref in c["references"]),
                    "sources": tuple(c["sources"]),
                }
            )
            for c in value["clauses"]
        )
        return cls(**{**value, "clauses": clauses, "warnings": tuple(value["warnings"])})
