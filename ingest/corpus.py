"""What ships with the program, what a person adds, what is fetched: each put into the library whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.catalog import Catalog, load_catalog
from ingest.document import Document
from ingest.errors import UserError
from ingest.library import Change, Library, sha256
from ingest.loaders.text import read_text
from ingest.reader import VERSION, Progress, build_document, read_document
from ingest.settings import settings


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one file. document is None and error says why when it could not be read.

    same_as: ids of documents in the library with the same text (another copy of the same document).
    """

    path: str
    document: Document | None = None
    change: Change | None = None
    error: str = ""
    same_as: tuple[str, ...] = ()


def catalog() -> Catalog:
    """The catalogue that ships with the program."""
    return load_catalog(settings().corpus / "catalog.toml")


def ensure_library(root: Path, known: Catalog, progress: Progress | None = None) -> Library:
    """The library in `root`; what ships in corpus/ is read into it where it is missing or has changed."""
    library = Library.open(root, create=True)
    shipped = [entry for entry in known.entries if entry.shipped and entry.file]
    for step, entry in enumerate(shipped, start=1):
        path = settings().corpus / entry.file
        if not path.is_file():
            raise UserError(f"{path}: thiếu tệp của văn bản {entry.short_name}; hãy cài lại chương trình.")
        if not _current(library, entry.id, path):
            library.store(_shipped(path, entry.id, known, f"corpus/{entry.file}"))
        if progress:
            progress("read", step, len(shipped))
    return library


def _shipped(path: Path, document_id: str, known: Catalog, origin: str) -> Document:
    # Our own Markdown: no need to read it in a process apart, as a stranger's file is.
    reading = read_text(path.read_bytes(), path.name)
    return build_document(reading, known, document_id=document_id, origin=origin, digest=sha256(path))


def _current(library: Library, document_id: str, path: Path) -> bool:
    held = library.get(document_id)
    if held is None:
        return False
    if held.origin.startswith("corpus/"):
        return (held.sha256, held.reader) == (sha256(path), VERSION)
    # A person's own full text stands; the digest beneath it is kept as it was when the library was made.
    return True


def add_file(
    library: Library,
    known: Catalog,
    path: Path,
    *,
    document_id: str = "",
    origin: str = "",
    notes: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Report:
    """Read one file into the library. A file that cannot be read is a report with `error`; nothing changes then.

    notes: what is known of the file beforehand (of a download), kept with the document's warnings.
    """
    try:
        document = read_document(
            path, known, document_id=document_id, origin=origin, library=library.ids(), progress=progress
        )
        if notes:
            document = replace(document, warnings=(*notes, *document.warnings))
        twins = tuple(
            other.id for other in library.documents() if other.id != document.id and _same_text(other, document)
        )
        library.keep_original(path)
        return Report(str(path), document, library.store(document), same_as=twins)
    except UserError as error:
        return Report(str(path), error=str(error))


def _same_text(one: Document, other: Document) -> bool:
    return one.provenance == other.provenance and one.source_text.split() == other.source_text.split()


def add_files(
    library: Library, known: Catalog, paths: list[Path], *, told: Callable[[Report], None] | None = None
) -> list[Report]:
    """Read several files, folders walked; one that fails does not stop the others."""
    reports = []
    for path in files_in(paths):
        report = add_file(library, known, path)
        reports.append(report)
        if told:
            told(report)
    return reports


def files_in(paths: list[Path]) -> list[Path]:
    """The paths given, each folder replaced by the files in it (hidden files left out), in order."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            try:
                found += sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            except OSError:
                found.append(path)
        else:
            found.append(path)
    return found


def fetch_document(library: Library, known: Catalog, target: str, *, progress: Progress | None = None) -> Report:
    """Download a document (a catalogue id or a URL), verify it, and read it into the library."""
    from ingest.fetch import fetch

    fetched = fetch(target, known, into=library.root / "fetched", progress=progress)
    return add_file(
        library,
        known,
        fetched.path,
        document_id=fetched.document_id,
        origin=fetched.url,
        notes=fetched.notes,
        progress=progress,
    )
