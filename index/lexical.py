"""BM25 over fields: the clause's words, the headings above it, the document's names; with and without accents.

`bm25s` scores each field apart; the retriever weighs them at query time, so weights can be tuned without a rebuild.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.passages import Passage
from index.tokens import folded, stripped, with_pairs

# Field names in the order of the rows that `Lexical.scores` returns.
FIELDS = ("body", "body_bare", "path_bare", "title_bare", "all_bare", "opening_bare")
# A duty names its actor in its first words, or in the heading above.
_OPENING_SYLLABLES = 14
_K1, _B = 1.2, 0.6


@dataclass(frozen=True)
class Lexical:
    """BM25 indexes of one set of passages, one for each field."""

    indexes: tuple[object, ...]
    size: int

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> Lexical:
        """Index the passages; milliseconds for a library of a few texts."""
        import bm25s

        readers: dict[str, Callable[[Passage], list[str]]] = {
            "body": lambda p: with_pairs(folded(p.body)),
            "body_bare": lambda p: with_pairs(stripped(p.body)),
            "path_bare": lambda p: with_pairs(stripped(p.path)),
            "title_bare": lambda p: with_pairs(stripped(p.title)),
            "all_bare": lambda p: with_pairs(stripped(f"{p.body} . {p.path} . {p.title}")),
            "opening_bare": lambda p: with_pairs(stripped(p.body)[:_OPENING_SYLLABLES])
            + with_pairs(stripped(p.path.rpartition(" . ")[2])),
        }
        indexes = []
        for name in FIELDS:
            index = bm25s.BM25(method="lucene", k1=_K1, b=_B)
            index.index([readers[name](p) or [" "] for p in passages], show_progress=False)
            indexes.append(index)
        return cls(tuple(indexes), len(passages))

    def scores(self, accented: str, bare: str | None = None) -> np.ndarray:
        """BM25 of every passage: float32 [len(FIELDS), passages].

        accented: the question with its accents; bare: what the accent-stripped fields are asked, `accented` stripped by
        default.
        """
        tokens = with_pairs(folded(accented))
        plain = with_pairs(stripped(accented if bare is None else bare))
        out = np.zeros((len(FIELDS), self.size), dtype=np.float32)
        for row, (name, index) in enumerate(zip(FIELDS, self.indexes, strict=True)):
            asked = tokens if name == "body" else plain
            known = [t for t in asked if t in index.vocab_dict]  # type: ignore[attr-defined]
            if known:
                out[row] = index.get_scores(known)  # type: ignore[attr-defined]
        return out
