"""A library made ready for questions: an immutable snapshot that searches, answers, and finds addresses."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.address import find_address, resolve
from index.answer import Composer
from index.embedding import load_model, model_fingerprint
from index.gaps import record_gap
from index.glosses import Glosses, kept
from index.lexical import Lexical
from index.llm import Server
from index.naming import Namer
from index.passages import passages
from index.ranking import search
from index.results import Answer, SearchResult
from index.retriever import HybridRetriever
from index.spelling import Speller
from index.understanding import Reader
from index.vectors import opening
from index.wording import worded
from ingest.catalog import Catalog
from ingest.document import Clause, Document, Reference
from ingest.errors import UserError
from ingest.glosses import load_glosses
from ingest.library import Library, write_atomically
from ingest.settings import settings

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Engine:
    """Everything that reading questions needs, made once from a library. Safe to use from several threads.

    notes: what a person should be told of how it was made (another embedding model than before).
    """

    library: Library
    catalog: Catalog
    documents: tuple[Document, ...]
    retriever: HybridRetriever
    composer: Composer
    notes: tuple[str, ...] = ()

    @classmethod
    def open(cls, library: Library, catalog: Catalog, *, progress: Progress | None = None) -> Engine:
        """Load a library; vectors are rebuilt when the library or the embedding model has changed."""
        model_name = settings().embed_model
        model = load_model(model_name)  # before the vectors of another one are given up
        made_by = model_fingerprint(model_name)
        key = hashlib.sha256(f"{library.fingerprint()} {made_by}".encode()).hexdigest()[:24]
        with _nothing_thrown_away(), opening(library.derived / "vectors", key) as open_vectors:
            documents = library.documents()
            spoken = load_glosses(settings().corpus / "glosses", {document.id for document in documents})
            pieces = passages(documents, catalog)
            changed = _other_model(library.derived / "model.txt", model_name)
            vectors = open_vectors(pieces, model, progress)
            # While the vectors are written down.
            speller = Speller(clause.text for document in documents for clause in document.clauses)
            reader = Reader(documents, Namer(documents, catalog), speller)
            lexical = Lexical.build(pieces)
            glosses = Glosses.of(pieces, spoken, kept(library.derived / "glosses", made_by, model.encode_passages))
        retriever = HybridRetriever(
            pieces, lexical, vectors, lambda text: model.encode_queries([text])[0], reader, glosses=glosses
        )
        notes = (changed,) if changed else ()
        return cls(library, catalog, documents, retriever, Composer(retriever, documents, catalog), notes)

    def search(
        self,
        query: str,
        *,
        top: int = 10,
        documents: Sequence[str] = (),
        kinds: Sequence[str] = (),
        literal: bool = False,
    ) -> SearchResult:
        """The best clauses for a query. Raises UserError for an empty query or an unknown document."""
        self._check(query, documents)
        return search(self.composer, query, top=top, documents=documents, kinds=kinds, literal=literal)

    def ask(
        self,
        question: str,
        *,
        documents: Sequence[str] = (),
        kinds: Sequence[str] = (),
        literal: bool = False,
        history: Sequence[Answer] = (),
    ) -> Answer:
        """An answer in which every sentence carries its proof, or a refusal. Errors as `search`."""
        self._check(question, documents)
        answer = self.composer.ask(question, documents=documents, kinds=kinds, literal=literal, history=history)
        if settings().record_gaps:
            record_gap(self.library.root, answer)
        return answer

    def ask_stream(
        self,
        question: str,
        *,
        documents: Sequence[str] = (),
        kinds: Sequence[str] = (),
        literal: bool = False,
        history: Sequence[Answer] = (),
    ) -> Iterator[Answer]:
        """The answer at once, then the same in a language model's wording as its sentences come and hold.

        One answer alone without a configured server. Every answer yielded carries its proof; whatever the server does,
        the quotations stay. Errors as `search`, and UserError for half a configuration.
        """
        server = Server.configured(settings())
        answer = self.ask(question, documents=documents, kinds=kinds, literal=literal, history=history)
        yield answer
        if server is not None:
            yield from worded(answer, self._by_id, server, self.retriever.encode)

    def find(self, address: str) -> tuple[Document, Clause]:
        """The clause that an id or an address as people write it means. Raises UserError when nothing is meant."""
        document_id, mark, path = address.strip().partition("#")
        if mark and document_id in self._by_id:
            clause = self._by_id[document_id].by_id.get(f"{document_id}#{path}")
            if clause is not None:
                return self._by_id[document_id], clause
            raise UserError(f"«{address}»: văn bản {document_id} không có mục này; hãy xem cây mục lục của văn bản.")
        reading = self.retriever.reader.read(address)
        for clause_id in reading.shown.clauses:
            document = self._by_id[clause_id.partition("#")[0]]
            return document, document.by_id[clause_id]
        named = self.retriever.reader.namer.find(address)
        asked = find_address(address, named.spans)
        if asked is not None:
            found = resolve(asked, self.documents)
            if found:
                return self._by_id[found[0].document], found[0]
        raise UserError(f"«{address}»: không tìm thấy địa chỉ này; ví dụ đúng: «NQ 20 B.III.2.1», «mục IV.3 kế hoạch».")

    def citing(self, clause_id: str) -> tuple[tuple[str, Reference], ...]:
        """Clauses whose references point at this clause, or at its document when it stands in the opening part."""
        document, _, path = clause_id.partition("#")
        whole = path.startswith("pre/")
        return tuple(
            (source, reference)
            for source, reference in self._references.get(document, ())
            if (self.target(reference) == clause_id if reference.clause else whole)
        )

    def target(self, reference: Reference) -> str:
        """The clause id that a reference means, its document's first clause when it names no clause, "" when unknown.

        `mục II.2 Quyết định 569` means `dieu-1/II/2`: a path is also met as the end of a longer one.
        """
        document = self._by_id.get(reference.document)
        if document is None or not document.clauses:
            return ""
        if not reference.clause:
            return document.clauses[0].id
        exact = f"{document.id}#{reference.clause}"
        if exact in document.by_id:
            return exact
        return next((c.id for c in document.clauses if c.path.endswith("/" + reference.clause)), "")

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    @cached_property
    def _references(self) -> dict[str, list[tuple[str, Reference]]]:
        found: dict[str, list[tuple[str, Reference]]] = {}
        for document in self.documents:
            for clause in document.clauses:
                for reference in clause.references:
                    found.setdefault(reference.document, []).append((clause.id, reference))
        return found

    def _check(self, question: str, documents: Sequence[str]) -> None:
        if not question.strip():
            raise UserError("Câu hỏi đang trống; hãy gõ câu hỏi.")
        if not any(c.isalnum() for c in question):
            raise UserError("Câu hỏi không có chữ nào; hãy gõ câu hỏi bằng tiếng Việt.")
        unknown = [d for d in documents if d not in self._by_id]
        if unknown:
            raise UserError(f"«{unknown[0]}»: kho không có văn bản này; xem danh sách bằng «python -m ingest list».")


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """All that is made within stays: the collector would go through it again and again and find nothing (140 documents:
    7 % of the time that a library takes to be made ready)."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _other_model(mark: Path, name: str) -> str:
    """What to say when the vectors at hand were made by another model; the mark is brought up to date."""
    shown = name or "mô hình đi kèm"
    try:
        before = mark.read_text(encoding="utf-8")
    except OSError:
        before = ""
    if before == shown:
        return ""
    write_atomically(mark, shown.encode())
    return f"Mô hình nhúng đổi từ «{before}» sang «{shown}»: véc-tơ được dựng lại." if before else ""
