"""Dense vectors of all clauses in embedded Chroma.

Chroma is the store; scoring is exact, against all vectors in memory: a library of a few thousand clauses takes less
time so than a walk through the graph, and every candidate of the lexical side has its dense score too.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from index.embedding import Model
from index.passages import Passage
from ingest.errors import LibraryError

COLLECTION = "clauses"
_BATCH = 2000
Progress = Callable[[str, int, int], None]
Keep = Callable[[Sequence[Passage], np.ndarray], None]


@dataclass(frozen=True)
class Vectors:
    """Unit vectors of the passages: float32 [passages, dimensions], in the passages' order."""

    matrix: np.ndarray

    def scores(self, query: np.ndarray) -> np.ndarray:
        """Cosine of every passage with a unit query vector: float32 [passages]."""
        return self.matrix @ np.asarray(query, dtype=np.float32)


def embed(passages: Sequence[Passage], model: Model, keep: Keep | None = None) -> Vectors:
    """The vectors of passages: of the document's short name, the headings above, the clause's words.

    keep: is given each batch of passages with its vectors, while the next batch is read on another core.
    """
    starts = range(0, len(passages), _BATCH)
    batches = [passages[start : start + _BATCH] for start in starts]
    matrix = np.zeros((0, 1), dtype=np.float32)
    with ThreadPoolExecutor(1) as ahead:
        made = ahead.map(partial(_encoded, model), batches)
        for start, batch, rows in zip(starts, batches, made, strict=True):
            if not start:
                matrix = np.empty((len(passages), rows.shape[1]), dtype=np.float32)
            matrix[start : start + len(rows)] = rows
            if keep:
                keep(batch, rows)
    return Vectors(matrix)


def _encoded(model: Model, passages: Sequence[Passage]) -> np.ndarray:
    heads = [f"{p.document.short_name}. {p.path}." for p in passages]
    return model.encode_under(heads, [p.body for p in passages])


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
        # Without a function of ours Chroma would look for a model of its own on the internet. Nothing walks Chroma's
        # graph and nothing reads texts or metadata from it (the library holds them): a sparse graph of bare vectors
        # takes a sixth of the time (23,402 clauses: 12.0 → 2.0 s). "ip" gives vectors back to the last bit, "cosine"
        # scales them again; of unit vectors both are the same distance.
        collection = client.get_or_create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "ip", "ef_construction": 8, "max_neighbors": 4}},
        )
        if fresh:
            done = 0

            def keep(batch: Sequence[Passage], rows: np.ndarray) -> None:
                nonlocal done
                collection.add(ids=[p.clause.id for p in batch], embeddings=rows)  # type: ignore[arg-type]
                done += len(batch)
                if progress:
                    progress("index", done, len(passages))

            vectors = embed(passages, model, keep)
            (home / "whole").touch()
            return vectors
        found = collection.get(include=["embeddings"])
    except (OSError, ChromaError) as error:
        raise LibraryError(
            f"{home}: không mở được chỉ mục véc-tơ ({error}); hãy xoá thư mục này rồi chạy lại."
        ) from error
    rows = {clause_id: row for row, clause_id in enumerate(found["ids"])}
    matrix = np.asarray(found["embeddings"], dtype=np.float32)
    return Vectors(np.ascontiguousarray(matrix[[rows[p.clause.id] for p in passages]]))
