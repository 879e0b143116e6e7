"""What is searched: one passage a clause, with the words around it that tell where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.abbreviations import expand
from ingest.catalog import Catalog
from ingest.document import Clause, Document
from ingest.vietnamese import collapse

_BLOCK = 1200
# What an abbreviation is a whole one of.
_RUN = re.compile(r"[\w&-]+")


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
    """Every clause of the documents, in reading order.

    Clauses under one parent share one `path`, and a body that is the clause's text is that text: a library of
    millions of clauses holds its words once.
    """
    found = []
    for document in documents:
        title = document_words(document, catalog)
        paths = {"": ""}
        for clause in document.clauses:
            path = paths[clause.parent]
            found.append(Passage(document, clause, _written_out(clause), path, title))
            heading = _heading(clause)
            paths[clause.id] = f"{path} . {heading}" if clause.parent else heading
    return found


def blocks(passages: Sequence[Passage]) -> np.ndarray:
    """Which block each passage stands in: neighbours in a document, about a paragraph of print together. int32.

    A clause may be three words of a table or the fourth point of an article; what it is about stands around it. A
    block ends where it has grown to _BLOCK characters, or to a fourth of that when a part of the document begins.
    """
    found = np.zeros(len(passages), dtype=np.int32)
    block, size, document = -1, _BLOCK, ""
    for row, passage in enumerate(passages):
        clause = passage.clause
        begins = size >= _BLOCK // 4 and (clause.kind == "heading" or (not clause.parent and bool(clause.marker)))
        if (size + len(passage.body) > _BLOCK and size) or begins or clause.document != document:
            block, size, document = block + 1, 0, clause.document
        size += len(passage.body)
        found[row] = block
    return found


def _written_out(clause: Clause) -> str:
    """A clause's words as they are searched: `UBND tỉnh` is found by its long form too."""
    text = collapse(clause.text[clause.body[0] :])
    if not any(map(_abbreviates, _RUN.findall(text))):
        return clause.text if text == clause.text else text
    long, changes = expand(text)
    return " ".join([long, *(short for short, _ in changes)])


@lru_cache(maxsize=1 << 16)
def _abbreviates(run: str) -> bool:
    return bool(expand(run)[1])


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
