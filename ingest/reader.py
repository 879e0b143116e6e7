"""A file on disk → a `Document`: read, parsed, identified, its references linked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.catalog import Catalog, CatalogEntry
from ingest.document import Clause, Document, Line, Reading
from ingest.errors import UnreadableFile
from ingest.library import sha256
from ingest.metadata import Metadata, compare, identify, read_metadata
from ingest.references import find_references
from ingest.structure import parse
from ingest.vietnamese import strip_accents

VERSION = 1
"""Raised when reading gives other clauses, ids or links than before; what ships is then read again."""

Progress = Callable[[str, int, int], None]


def read_document(
    path: Path,
    catalog: Catalog,
    *,
    document_id: str = "",
    origin: str = "",
    library: Collection[str] = (),
    progress: Progress | None = None,
) -> Document:
    """The document in a file.

    document_id: what the file is known to be; "" asks the document itself and the catalogue. library: ids of documents
    at hand, so that mentions of those which the catalogue does not know are linked too.
    progress: called with a stage ("read", "ocr") and its step of steps.
    Raises UnreadableFile when the file cannot be read into clauses.
    """
    from ingest.sandbox import read_isolated

    reading = read_isolated(path, progress=progress)
    return build_document(
        reading, catalog, document_id=document_id, origin=origin or path.name, digest=sha256(path), library=library
    )


def build_document(
    reading: Reading,
    catalog: Catalog,
    *,
    document_id: str = "",
    origin: str = "",
    digest: str = "",
    library: Collection[str] = (),
) -> Document:
    """A document from what a loader returned. `digest`: the sha256 of the original; the rest as `read_document`."""
    if not reading.lines:
        raise UnreadableFile(f"{origin}: không có đoạn văn nào đọc được; hãy kiểm tra lại tệp.")
    is_digest = reading.media == "digest"
    metadata = read_metadata(_unwrapped(reading.lines))
    notes: list[str] = []
    if is_digest:
        document_id = str(reading.front.get("document", "")) or document_id
    elif not document_id:
        document_id, note = identify(metadata, catalog)
        notes += [note] if note else []
        document_id = document_id or _named_after(origin)
    structure = parse(reading, document_id)
    entry = catalog.get(document_id)
    if entry is not None and not is_digest:
        notes += compare(metadata, entry)
    type_name = entry.type if entry else metadata.type
    clauses = tuple(_linked(clause, catalog, document_id, type_name, library) for clause in structure.clauses)
    document = Document(
        id=document_id,
        title=metadata.title or origin,
        number=metadata.number,
        date=metadata.date,
        issuer=metadata.issuer,
        signer=metadata.signer,
        type=type_name,
        short_name=_short_name(metadata, origin),
        provenance="digest" if is_digest else "full",
        origin=origin,
        sha256=digest,
        made=str(reading.front.get("made", "")) if is_digest else datetime.now(UTC).date().isoformat(),
        source_text=structure.source_text,
        clauses=clauses,
        warnings=tuple(notes) + structure.warnings,
        reader=VERSION,
    )
    return _catalogued(document, entry) if entry else document


def _unwrapped(lines: tuple[Line, ...]) -> list[Line]:
    """Lines with those that go on with the line before joined to it: a title printed over two lines is one title."""
    out: list[Line] = []
    for line in lines:
        if out and not line.starts and line.role == out[-1].role == "body":
            out[-1] = replace(out[-1], text=f"{out[-1].text} {line.text}")
        else:
            out.append(line)
    return out


def _named_after(origin: str) -> str:
    """An id for a text that states neither number nor title: its file's name."""
    stem = re.sub(r"[^a-z0-9]+", "-", strip_accents(Path(origin).stem).lower()).strip("-")
    return f"tep-{stem[:60] or 'khong-ten'}"


def _linked(clause: Clause, catalog: Catalog, document_id: str, type_name: str, library: Collection[str]) -> Clause:
    found = find_references(clause.text, catalog, self_id=document_id, self_type=type_name, library=library)
    return replace(clause, references=found) if found else clause


def _catalogued(document: Document, entry: CatalogEntry) -> Document:
    """What the catalogue states stands before what was read, since a person has checked it."""
    return replace(
        document,
        title=entry.title,
        number=entry.number,
        date=entry.date.isoformat() if entry.date else "",
        issuer=entry.issuer,
        signer=entry.signer or document.signer,
        short_name=entry.short_name,
    )


def _short_name(metadata: Metadata, origin: str) -> str:
    if metadata.number:
        year = f" ({metadata.date[:4]})" if metadata.date else ""
        return f"{metadata.type} {metadata.number}{year}".strip()
    return metadata.title[:120] or origin
