"""How people speak of a clause: everyday words for what it says, searched beside its own and never shown or quoted.

A clause without any is found by its own words alone; see `ingest.glosses` for where they come from. Writing down what a
text may be asked for is known as document expansion (Nogueira et al. 2019, "Document expansion by query prediction").
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.passages import Passage
from index.postings import Field, Part, Postings, asked_keys
from index.tokens import Vocabulary
from ingest.library import write_atomically

Encode = Callable[[Sequence[str]], np.ndarray]
_K1, _B = 1.2, 0.3
# About what BM25 gives a gloss that says all of a question; scores are shares of it.
_FULL = 20.0
# Of half of the clauses the best gloss is as near as this to any question (development questions: 0.12 to 0.22).
_CHANCE = np.float32(0.18)


@dataclass(frozen=True)
class Glosses:
    """The glosses of a library's passages, indexed.

    rows: the passage of each gloss, ascending, int32. vectors: float32 [glosses, dimensions]. size: passages.
    """

    texts: tuple[str, ...]
    rows: np.ndarray
    field: Field
    vocabulary: Vocabulary
    vectors: np.ndarray
    size: int

    @classmethod
    def of(cls, passages: Sequence[Passage], known: Mapping[str, Sequence[str]], encode: Encode) -> Glosses:
        """Index what is known of these passages. known: clause id → glosses."""
        own = [(gloss, row) for row, p in enumerate(passages) for gloss in known.get(p.clause.id, ())]
        texts = tuple(gloss for gloss, _ in own)
        vocabulary = Vocabulary()
        words = vocabulary.bare(vocabulary.read(texts))
        field = Field.of([Part.of(Postings.of(words), np.arange(len(texts)))], k1=_K1, b=_B)
        rows = np.array([row for _, row in own], dtype=np.int32)
        vectors = encode(texts) if texts else np.zeros((0, 1), dtype=np.float32)
        return cls(texts, rows, field, vocabulary, vectors, len(passages))

    def __len__(self) -> int:
        return len(self.texts)

    def of_row(self, row: int) -> tuple[str, ...]:
        """The glosses of a passage."""
        first, last = np.searchsorted(self.rows, (row, row + 1))
        return self.texts[first:last]

    def words(self, question: str) -> np.ndarray:
        """How far the best gloss of every passage has a question's words, accents aside: BM25 as a share of _FULL,
        float32 [passages]."""
        keys = asked_keys(self.vocabulary.asked(question, bare=True))
        return self._best(self.field.scores(keys) / np.float32(_FULL))

    def near(self, query: np.ndarray) -> np.ndarray:
        """How much nearer than chance the best gloss of every passage is to a unit query vector: the cosine above
        _CHANCE, no less than 0, float32 [passages]. So texts with glosses are not put before those without."""
        return self._best(self.vectors @ np.asarray(query, dtype=np.float32) - _CHANCE if self.texts else self.vectors)

    def _best(self, values: np.ndarray) -> np.ndarray:
        found = np.zeros(self.size, dtype=np.float32)
        if self.texts:
            first = np.flatnonzero(np.diff(self.rows, prepend=-1))
            found[self.rows[first]] = np.maximum(np.maximum.reduceat(values, first), 0.0)
        return found


def kept(folder: Path, key: str, encode: Encode) -> Encode:
    """`encode` that keeps in `folder` what it last gave, for a model that takes long. key: tells the model."""

    def encoded(texts: Sequence[str]) -> np.ndarray:
        told = hashlib.sha256("\n".join([key, *texts]).encode()).hexdigest()[:24]
        path = folder / f"{told}.npy"
        try:
            return np.asarray(np.load(path, allow_pickle=False))
        except (OSError, ValueError, EOFError):
            vectors = encode(texts)
        for old in folder.glob("*.npy"):
            old.unlink(missing_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        written = io.BytesIO()
        np.save(written, vectors, allow_pickle=False)
        write_atomically(path, written.getvalue())
        return vectors

    return encoded
