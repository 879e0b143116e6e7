"""What can be made of the documents at hand, kept for as long as the engine stands: duties, targets, alignments."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from dissemination.shelf import HERE, Shelf, body_clauses
from ui.workspace import Workspace

if TYPE_CHECKING:
    from dissemination.align import Alignment, Similar
    from index.engine import Engine

_MOST_BASES = 8
Progress = Callable[[str, int, int], None]


class Desk:
    """Shelves and alignments of the engine's documents; a new engine (the library has changed) clears it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._engine: Engine | None = None
        self._shelves: dict[str, Shelf] = {}
        self._alignments: dict[tuple[str, tuple[str, ...]], Alignment] = {}
        self._lock, self._aligning = threading.Lock(), threading.Lock()
        self.version = 0

    def shelf(self, base: str = HERE) -> Shelf:
        """The documents with the catalogue. base: where this visitor opened the page, for links in files.

        Waits for the engine. Raises UserError when it could not be loaded.
        """
        engine = self.workspace.engine()
        with self._lock:
            if engine is not self._engine:
                self._engine, self._shelves, self._alignments = engine, {}, {}
                self.version += 1
            if base not in self._shelves:
                # The name of the host comes from the visitor: it must not fill the memory.
                if len(self._shelves) >= _MOST_BASES:
                    self._shelves.clear()
                self._shelves[base] = Shelf(self.workspace.documents, self.workspace.catalog, base)
            return self._shelves[base]

    def alignment(self, source: str, others: tuple[str, ...], progress: Progress) -> Alignment:
        """A document aligned with others, made once for each engine. Raises UserError as `align` does."""
        from dissemination.align import align

        with self._aligning:
            shelf = self.shelf()
            kept, key = self._alignments, (source, others)
            if key not in kept:
                progress("meaning", 0, 0)
                similar = _by_meaning(shelf, (source, *others))
                progress("align", 0, 0)
                kept[key] = align(shelf, source, others, similar=similar)
            return kept[key]


def _by_meaning(shelf: Shelf, documents: tuple[str, ...]) -> Similar:
    """Likeness of clauses by the model that ships with the program, every clause embedded once."""
    from index.embedding import load_model

    texts = list(dict.fromkeys(clause.text for name in documents for clause in body_clauses(shelf.get(name))))
    rows = dict(zip(texts, load_model().encode_passages(texts), strict=True))
    return lambda one, other: max(0.0, float(rows[one] @ rows[other]))
