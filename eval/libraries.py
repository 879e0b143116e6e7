"""The libraries that are measured: as given, or a temporary one with full texts beside what ships."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ingest.catalog import Catalog
from ingest.corpus import catalog, ensure_library
from ingest.document import Document
from ingest.errors import UserError
from ingest.library import Library, sha256
from ingest.loaders.text import read_text
from ingest.reader import build_document

if TYPE_CHECKING:
    from index.engine import Engine


def full_texts(folder: Path, known: Catalog) -> list[Document]:
    """The full texts in `folder`: every file `<document id>.md` or `.txt` whose id the catalogue knows.

    Raises UserError when the folder holds none.
    """
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        entry = known.get(path.stem) if path.suffix in (".md", ".txt") else None
        if entry is not None:
            reading = read_text(path.read_bytes(), path.name)
            digest = sha256(path)
            found.append(build_document(reading, known, document_id=entry.id, origin=path.name, digest=digest))
    if not found:
        raise UserError(f"{folder}: không có tệp toàn văn nào tên <mã văn bản>.md hoặc .txt; hãy kiểm tra --texts.")
    return found


@contextmanager
def engine(root: Path | None, texts: Path | None = None) -> Iterator[Engine]:
    """The engine over the library in `root`, or over a temporary one when `root` is None or `texts` are given.

    With texts the library of a fresh installation gets those full texts, and `root` is left alone.
    """
    from index.engine import Engine

    known = catalog()
    if root is not None and texts is None:
        yield Engine.open(ensure_library(root, known), known)
        return
    with TemporaryDirectory(prefix="dannguon-eval-", ignore_cleanup_errors=True) as folder:
        library = ensure_library(Path(folder) / "library", known)
        if texts is not None:
            add(library, full_texts(texts, known))
        yield Engine.open(library, known)


def add(library: Library, documents: list[Document]) -> None:
    """Store documents in a library."""
    for document in documents:
        library.store(document)


def described(engine: Engine) -> list[dict[str, object]]:
    """The documents measured on: id, provenance, number of clauses."""
    return [{"id": d.id, "provenance": d.provenance, "clauses": len(d.clauses)} for d in engine.documents]
