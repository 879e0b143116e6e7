"""Warnings beside an answer: a digest instead of the full text, a number shared by documents, what has changed."""

from __future__ import annotations

from collections.abc import Sequence

from index.results import Notice, Sentence, Source, Understanding
from ingest.catalog import Catalog, CurrencyNote
from ingest.document import Document

MOST_SHOWN = 3


def notices(
    understood: Understanding, sources: Sequence[Source], sentences: Sequence[Sentence], catalog: Catalog
) -> tuple[tuple[Notice, ...], tuple[Notice, ...]]:
    """(what is shown, what is folded away), each once, the most specific first."""
    documents = list({s.document.id: s.document for s in sources}.values())
    found = [*_ambiguous(understood), *digests(documents, catalog)]
    found += currency(understood, sources, sentences, catalog)
    every = list({notice.text: notice for notice in found}.values())
    return tuple(every[:MOST_SHOWN]), tuple(every[MOST_SHOWN:])


def _ambiguous(understood: Understanding) -> list[Notice]:
    return [Notice("ambiguous", note) for note in dict.fromkeys(understood.notes)]


def digests(documents: Sequence[Document], catalog: Catalog) -> list[Notice]:
    """One notice for all digests that an answer cites."""
    made = [d for d in documents if d.provenance == "digest"]
    if not made:
        return []
    names = ", ".join(d.short_name for d in made)
    urls = [url for d in made if (entry := catalog.get(d.id)) for url in entry.urls[:1]]
    ids = " ".join(d.id for d in made)
    text = (
        f"{names}: bản tóm lược, không phải nguyên văn; lấy toàn văn ở tab Kho tài liệu hoặc bằng "
        f"«python -m ingest fetch {ids}»."
    )
    return [Notice("digest", text, tuple(urls))]


def currency(
    understood: Understanding, sources: Sequence[Source], sentences: Sequence[Sentence], catalog: Catalog
) -> list[Notice]:
    """What has changed: notes called by the question, then by a cited clause, by the answer's words, by a document."""
    ids = [s.clause.id for s in sources]
    said = " ".join(s.text for s in sentences)
    asked = " ".join([understood.original, understood.text])
    order = list(catalog.notes_for("", [], asked))
    order += _called_by(asked, list(dict.fromkeys(s.document.id for s in sources)), catalog)
    order += [n for n in catalog.notes_for("", ids, "") if n.clauses and _of_clause(n, ids)]
    order += list(catalog.notes_for("", [], said))
    order += list(catalog.notes_for("", ids, f"{asked} {said}"))
    return [Notice("currency", n.statement, n.sources) for n in dict.fromkeys(order)]


def changes_asked(understood: Understanding, documents: Sequence[str], catalog: Catalog) -> list[Notice]:
    """What has changed of some documents, by the notes that the question's own words call ("còn hiệu lực")."""
    called = _called_by(f"{understood.original} {understood.text}", documents, catalog)
    return [Notice("currency", n.statement, n.sources) for n in called][:MOST_SHOWN]


def _called_by(text: str, documents: Sequence[str], catalog: Catalog) -> list[CurrencyNote]:
    called: list[CurrencyNote] = []
    for document in documents:
        always = catalog.notes_for(document, [], "")
        called += [n for n in catalog.notes_for(document, [], text) if n not in always]
    return list(dict.fromkeys(called))


def _of_clause(note: CurrencyNote, ids: Sequence[str]) -> bool:
    return any(c == at or c.startswith(at + "/") for c in ids for at in note.clauses)
