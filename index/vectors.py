"""Dense vectors of all clauses, made once and kept in embedded Chroma (`index.vector_store`).

Chroma is the store; scoring is exact, against all vectors in memory: a library of a few thousand clauses takes less
time so than a walk through the graph, and every candidate of the lexical side has its dense score too.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from index.embedding import Model
from index.passages import Passage
from index.vector_store import MARK, read, writing
from ingest.errors import LibraryError

_BATCH = 2000
Progress = Callable[[str, int, int], None]
Keep = Callable[[Sequence[Passage], np.ndarray], None]


class Open(Protocol):
    """Has the vectors of passages; see `opening`."""

    def __call__(self, passages: Sequence[Passage], model: Model, progress: Progress | None = None) -> Vectors: ...


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


@contextmanager
def opening(folder: Path, key: str) -> Iterator[Open]:
    """Gives a function that has the vectors of passages: those kept in `folder` under `key` (what they derive from), or
    made when there are none. At the end of the block what was made is on disk; what else an index needs is best made
    within.

    Vectors of another key are deleted: they can always be made again. A mark written last says that they are whole.
    Each build has a folder of its own, because Chroma keeps a connection to every folder that it ever opened, and one
    to a folder deleted and made again would be to a file that is gone. Raises LibraryError.
    """
    if whole := next(folder.glob(f"{key}-*/{MARK}"), None):
        yield lambda passages, model, progress=None: Vectors(read(whole.parent, [p.clause.id for p in passages]))
        return
    home = folder / f"{key}-{secrets.token_hex(4)}"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        home.mkdir(parents=True)
    except OSError as error:
        raise LibraryError(f"{home}: không tạo được thư mục cho chỉ mục ({error}); hãy xem quyền ghi.") from error
    with writing(home) as write:

        def made(passages: Sequence[Passage], model: Model, progress: Progress | None = None) -> Vectors:
            done = 0

            def keep(batch: Sequence[Passage], rows: np.ndarray) -> None:
                nonlocal done
                write([p.clause.id for p in batch], rows)
                done += len(batch)
                if progress:
                    progress("index", done, len(passages))

            return embed(passages, model, keep)

        yield made
