"""Dense vectors of all clauses in embedded Chroma, through LlamaIndex's vector store.

Chroma is the store; scoring is exact, against all vectors in memory: a library of a few thousand clauses takes less
time so than a walk through the graph, and every candidate of the lexical side has its dense score too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.passages import Passage
from ingest.errors import LibraryError

if TYPE_CHECKING:
    from index.embedding import SentenceTransformerEmbedding

_COLLECTION = "clauses"
_BATCH = 2000
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Vectors:
    """Unit vectors of the passages: float32 [passages, dimensions], in the passages' order."""

    matrix: np.ndarray

    def scores(self, query: Sequence[float]) -> np.ndarray:
        """Cosine of every passage with a unit query vector: float32 [passages]."""
        return self.matrix @ np.asarray(query, dtype=np.float32)


def embedded_text(passage: Passage) -> str:
    """What is embedded of a passage: the document's short name, the headings above, the clause's words."""
    return f"{passage.document.short_name}. {passage.path}. {passage.body}"


def open_vectors(
    folder: Path, key: str, passages: Sequence[Passage], model: SentenceTransformerEmbedding, progress: Progress | None
) -> Vectors:
    """The vectors kept in `folder` under `key` (what they derive from), built when they are not there.

    Vectors of another key are deleted: they can always be made again.
    """
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError
    from llama_index.core.schema import TextNode
    from llama_index.vector_stores.chroma import ChromaVectorStore

    home = folder / key
    done = home / "complete"
    ids = [p.clause.id for p in passages]
    if not done.is_file():
        shutil.rmtree(folder, ignore_errors=True)
    try:
        home.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(home), settings=Settings(anonymized_telemetry=False))
        # Without a function of ours Chroma would load its own model, from the internet.
        collection = client.get_or_create_collection(
            _COLLECTION, embedding_function=None, metadata={"hnsw:space": "cosine"}
        )
        if not done.is_file():
            store = ChromaVectorStore(chroma_collection=collection)
            for start in range(0, len(passages), _BATCH):
                batch = passages[start : start + _BATCH]
                vectors = model.get_text_embedding_batch([embedded_text(p) for p in batch])
                nodes = [
                    TextNode(id_=p.clause.id, text=p.clause.text, metadata={"document": p.document.id}, embedding=v)
                    for p, v in zip(batch, vectors, strict=True)
                ]
                store.add(nodes)
                if progress:
                    progress("index", min(start + _BATCH, len(passages)), len(passages))
            done.touch()
            os.sync()
        found = collection.get(include=["embeddings"])
    except (OSError, ChromaError) as error:
        raise LibraryError(f"{home}: không mở được chỉ mục véc-tơ ({error}); hãy xoá thư mục này rồi chạy lại.") from error
    if not ids:
        return Vectors(np.zeros((0, 1), dtype=np.float32))
    rows = {clause_id: row for row, clause_id in enumerate(found["ids"])}
    matrix = np.asarray(found["embeddings"], dtype=np.float32)
    return Vectors(np.ascontiguousarray(matrix[[rows[clause_id] for clause_id in ids]]))
