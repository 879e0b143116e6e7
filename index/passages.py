"""What is searched: one passage a clause, with the words around it that tell where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.abbreviations import expand
from ingest.catalog import Catalog
from ingest.document import Clause, Document
from ingest.vietnamese import collapse


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as it is searched.

    body: the clause's own words, abbreviations written out and repeated after it. path: the headings above it. title:
    the document's title, number, names that people use for it and topics.
    """

    document: Document
    clause: Clause
    body: str
    path: str
    title: str


def passages(documents: Iterable[Document], catalog: Catalog) -> list[Passage]:
    """Every clause of the documents, in reading order."""
    found = []
    for document in documents:
        title = document_words(document, catalog)
        for clause in document.clauses:
            start, _ = clause.body
            above = list(document.ancestors(clause))
            path = " . ".join(_heading(c) for c in reversed(above))
            found.append(Passage(document, clause, _written_out(clause.text[start:]), path, title))
    return found


def _written_out(text: str) -> str:
    """`text` as it is searched: `UBND tỉnh` is found by its long form too."""
    text = collapse(text)
    long, changes = expand(text)
    return " ".join([long, *(short for short, _ in changes)])


def document_words(document: Document, catalog: Catalog) -> str:
    """The words by which a document is known: short name, title, nicknames, topics."""
    entry = catalog.get(document.id)
    words = [document.short_name, document.title]
    if entry:
        words += [*entry.nicknames, *entry.topics]
    return " . ".join(filter(None, words))


def _heading(clause: Clause) -> str:
    """A parent's own words as context: its heading, or the start of its text."""
    if clause.heading:
        return clause.heading
    start, end = clause.body
    return clause.text[start : min(end, start + 160)]
