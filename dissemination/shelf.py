"""The documents at hand as take-away materials see them: quotes, citations, permanent links, what has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dissemination.similarity import Weights
from index.results import Quote, citation, link
from ingest.catalog import Catalog, CurrencyNote
from ingest.document import Clause, Document
from ingest.errors import UserError
from ingest.obligations import Obligation, extract
from ingest.own_words import is_own
from ingest.targets import Target, extract_targets

NOT_VERBATIM = "tóm lược, không phải nguyên văn"
HERE = "http://127.0.0.1:7860/"
_BODY = ("item", "paragraph", "bullet")


@dataclass(frozen=True)
class Shelf:
    """Documents with the catalogue. base: where the page is served, the head of every permanent link."""

    documents: tuple[Document, ...]
    catalog: Catalog
    base: str = HERE

    @classmethod
    def open(cls, root: Path, base: str = HERE) -> Shelf:
        """The shelf of a library folder, made from `corpus/` when there is none."""
        from ingest.corpus import catalog, ensure_library

        known = catalog()
        return cls(ensure_library(root, known).documents(), known, base)

    @cached_property
    def by_id(self) -> dict[str, Document]:
        """Documents by id."""
        return {document.id: document for document in self.documents}

    @cached_property
    def duties(self) -> dict[str, tuple[Obligation, ...]]:
        """Obligations by document id."""
        return {document.id: extract(document) for document in self.documents}

    @cached_property
    def targets(self) -> dict[str, tuple[Target, ...]]:
        """Targets by document id."""
        return {document.id: extract_targets(document) for document in self.documents}

    @cached_property
    def weights(self) -> Weights:
        """What runs of syllables are worth, learned from all clauses here."""
        return Weights.learn(clause.text for document in self.documents for clause in document.clauses)

    def get(self, document_id: str) -> Document:
        """A document; raises UserError naming those there are."""
        if document_id not in self.by_id:
            known = ", ".join(self.by_id)
            raise UserError(f"«{document_id}»: kho không có văn bản này; có: {known}.")
        return self.by_id[document_id]

    def clause(self, clause_id: str) -> Clause:
        """A clause; raises UserError when the library does not have it."""
        document = self.get(clause_id.partition("#")[0])
        if clause_id not in document.by_id:
            raise UserError(f"«{clause_id}»: văn bản không có điều khoản này; hãy kiểm tra địa chỉ.")
        return document.by_id[clause_id]

    def text(self, quote: Quote) -> str:
        """The quoted words."""
        return self.clause(quote.clause).text[quote.start : quote.end]

    def citation(self, clause_id: str) -> str:
        """What a person reads: `Nghị quyết 20-NQ/TW (2012), mục B.III.2.1, đoạn 3`."""
        clause = self.clause(clause_id)
        return citation(self.by_id[clause.document], clause)

    def link(self, clause_id: str) -> str:
        """The permanent link of a clause."""
        return self.base + link(clause_id)

    def is_digest(self, clause_id: str) -> bool:
        """Whether the clause is our summary and not the official words."""
        return self.get(clause_id.partition("#")[0]).provenance == "digest"

    def notes(self, clause_ids: Iterable[str], text: str = "") -> tuple[CurrencyNote, ...]:
        """What has changed since these clauses were issued."""
        return self.catalog.notes_for("", clause_ids, text)


def body_clauses(document: Document) -> tuple[Clause, ...]:
    """The clauses that say something: no headings, letterhead, notes or signature, nor what others said."""
    return tuple(
        clause
        for clause in document.clauses
        if clause.kind in _BODY and not clause.path.startswith("pre/") and is_own(document, clause)
    )
