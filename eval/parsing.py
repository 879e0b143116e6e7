"""How fast texts are read into clauses, and what a very long one costs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.apart import apart
from ingest.corpus import catalog
from ingest.loaders.text import read_text
from ingest.reader import build_document

# A printed page of a Vietnamese official document: about 45 lines of 60 characters.
PAGE_CHARACTERS = 2700
LONG_PAGES = 2000


def speed(texts: Sequence[str]) -> dict[str, Any]:
    """Characters read into clauses a second of one core, over all the texts together."""
    return apart(_speed, list(texts))[0]


def _speed(texts: list[str]) -> dict[str, Any]:
    known = catalog()
    build_document(read_text(texts[0].encode(), "0.txt"), known, document_id="t0")  # pays for what is loaded once
    clauses = 0
    started = time.process_time()
    for number, text in enumerate(texts):
        document = build_document(read_text(text.encode(), f"{number}.txt"), known, document_id=f"t{number}")
        clauses += len(document.clauses)
    seconds = time.process_time() - started
    characters = sum(map(len, texts))
    return {
        "documents": len(texts),
        "characters": characters,
        "clauses": clauses,
        "core_seconds": round(seconds, 2),
        "characters_per_core_second": round(characters / seconds),
    }


def long_text(texts: Sequence[str], pages: int = LONG_PAGES) -> dict[str, Any]:
    """Reading one text of so many pages, made of the texts one after the other: seconds, clauses, peak memory.

    The same process that reads nothing is measured too, so that the text's own share shows.
    """
    wanted = pages * PAGE_CHARACTERS
    parts, size = [], 0
    while size < wanted:
        for text in texts:
            parts.append(text)
            size += len(text) + 2
            if size >= wanted:
                break
    with TemporaryDirectory(prefix="dannguon-eval-") as folder:
        path = Path(folder) / "dai.txt"
        path.write_text("\n\n".join(parts)[:wanted], encoding="utf-8")
        _, idle = apart(_read, None)
        value, peak = apart(_read, path)
    return {**value, "pages": pages, "characters": wanted, "peak_mb": peak >> 20, "idle_mb": idle >> 20}


def _read(path: Path | None) -> dict[str, Any]:
    known = catalog()
    if path is None:
        return {}
    started = time.perf_counter()
    document = build_document(read_text(path.read_bytes(), path.name), known, document_id="dai")
    return {"seconds": round(time.perf_counter() - started, 1), "clauses": len(document.clauses)}
