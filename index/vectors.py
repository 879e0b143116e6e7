"""Dense vectors of all clauses in embedded Chroma.

Chroma is the store; scoring is exact, against all vectors in memory: a library of a few thousand clauses takes less
time so than a walk through the graph, and every candidate of the lexical side has its dense score too.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.embedding import Model
from index.passages import Passage
from ingest.errors import LibraryError

COLLECTION = "clauses"
_BATCH = 2000
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Vectors:
    """Unit vectors of the passages: float32 [passages, dimensions], in the passages' order."""

    matrix: np.ndarray

    def scores(self, query: np.ndarray) -> np.ndarray:
        """Cosine of every passage with a unit query vector: float32 [passages]."""
        return self.matrix @ np.asarray(query, dtype=np.float32)


def embedded_text(passage: Passage) -> str:
    """What is embedded of a passage: the document's short name, the headings above, the clause's words."""
    return f"{passage.document.short_name}. {passage.path}. {passage.body}"


def embed(passages: Sequence[Passage], model: Model) -> Vectors:
    """The vectors of passages, kept nowhere."""
    matrix = np.zeros((0, 1), dtype=np.float32)
    for start in range(0, len(passages), _BATCH):
        rows = model.encode_passages([embedded_text(p) for p in passages[start : start + _BATCH]])
        if not start:
            matrix = np.empty((len(passages), rows.shape[1]), dtype=np.float32)
        matrix[start : start + len(rows)] = rows
    return Vectors(matrix)


def open_vectors(
    folder: Path, key: str, passages: Sequence[Passage], model: Model, progress: Progress | None = None
) -> Vectors:
    """The vectors kept in `folder` under `key` (what they derive from), built when they are not there.

    Vectors of another key are deleted: they can always be made again. A mark written last says that they are whole.
    Each build has a folder of its own, because Chroma keeps a connection to every folder that it ever opened, and one
    to a folder deleted and made again would be to a file that is gone.
    """
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    if not passages:
        return Vectors(np.zeros((0, 1), dtype=np.float32))
    kept = next(folder.glob(f"{key}-*/whole"), None)
    fresh = kept is None
    home = kept.parent if kept else folder / f"{key}-{secrets.token_hex(4)}"
    try:
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        home.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(home), settings=Settings(anonymized_telemetry=False))
        # Without a function of ours Chroma would look for a model of its own on the internet.
        # Nothing walks Chroma's graph and nothing reads texts from it (the library holds them): a sparse graph and no
        # texts take a quarter of the time (23,402 clauses: 12.0 → 2.8 s).
        collection = client.get_or_create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_construction": 8, "max_neighbors": 4}},
        )
        if fresh:
            for start in range(0, len(passages), _BATCH):
                batch = passages[start : start + _BATCH]
                collection.add(
                    ids=[p.clause.id for p in batch],
                    embeddings=model.encode_passages([embedded_text(p) for p in batch]),  # type: ignore[arg-type]
                    metadatas=[{"document": p.document.id, "kind": p.clause.kind} for p in batch],
                )
                if progress:
                    progress("index", min(start + _BATCH, len(passages)), len(passages))
            (home / "whole").touch()
        found = collection.get(include=["embeddings"])
    except (OSError, ChromaError) as error:
        raise LibraryError(
            f"{home}: không mở được chỉ mục véc-tơ ({error}); hãy xoá thư mục này rồi chạy lại."
        ) from error
    rows = {clause_id: row for row, clause_id in enumerate(found["ids"])}
    matrix = np.asarray(found["embeddings"], dtype=np.float32)
    return Vectors(np.ascontiguousarray(matrix[[rows[p.clause.id] for p in passages]]))
