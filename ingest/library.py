"""The library on disk: parsed documents, one JSON file each. It is the truth; everything else is derived from it.

    <library>/dannguon.json              what this folder is, and the format's version
    <library>/documents/<id>.<provenance>.json
    <library>/originals/<sha256>/<name>  files as they were added or fetched
    <library>/derived/                   vectors and the like; may be deleted at any time

Every write goes to a temporary file that then takes the name (`os.replace`), so that a process killed at any moment
leaves either the old or the new version. A full text stands before the digest of the same document; both are kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ingest.document import Clause, Document, Provenance
from ingest.errors import LibraryError, UserError

FORMAT = 1
_MARK = "dannguon.json"
_NAME = re.compile(r"(?P<id>[a-z0-9][a-z0-9.-]*)\.(?P<provenance>full|digest)\.json")
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,150}")

Change = Literal["added", "replaced", "unchanged"]


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` under `path` so that a reader sees the old file or the new one, never a part.

    Raises LibraryError when the folder cannot be written or the disk is full; then nothing has changed.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise LibraryError(
            f"{path}: không ghi được ({error.strerror}); hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        ) from error


@dataclass(frozen=True)
class Library:
    """An open library folder."""

    root: Path

    @classmethod
    def open(cls, root: Path, *, create: bool = False) -> Library:
        """Open a library folder, making it when `create`.

        Raises LibraryError for a folder written by something else, by a newer version, or not to be written.
        """
        mark = root / _MARK
        if not mark.exists():
            if root.is_dir() and any(root.iterdir()):
                raise LibraryError(
                    f"{root}: thư mục này không phải kho Dẫn Nguồn và không rỗng; hãy chọn thư mục khác bằng --library."
                )
            if root.exists() and not root.is_dir():
                raise LibraryError(f"{root}: không phải thư mục; hãy chọn thư mục khác bằng --library.")
            if not create:
                raise LibraryError(f"{root}: chưa có kho; hãy chạy «python -m index build» để dựng kho từ corpus/.")
            write_atomically(mark, json.dumps({"format": FORMAT}).encode())
            return cls(root)
        try:
            version = json.loads(mark.read_text(encoding="utf-8"))["format"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LibraryError(f"{mark}: không đọc được; thư mục có phải kho Dẫn Nguồn không?") from error
        if version != FORMAT:
            raise LibraryError(f"{root}: kho ở định dạng {version}, chương trình này đọc {FORMAT}; hãy cập nhật.")
        return cls(root)

    @property
    def derived(self) -> Path:
        """Where indexes are kept; may be deleted at any time."""
        return self.root / "derived"

    def _path(self, document_id: str, provenance: Provenance) -> Path:
        if not _ID.fullmatch(document_id):
            raise UserError(f"«{document_id}»: mã văn bản không hợp lệ; chỉ dùng chữ thường không dấu, số và gạch nối.")
        return self.root / "documents" / f"{document_id}.{provenance}.json"

    def _files(self) -> dict[str, Path]:
        """Documents by id: the file of the full text where there is one, else of the digest."""
        found: dict[str, Path] = {}
        folder = self.root / "documents"
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            named = _NAME.fullmatch(path.name)
            # Sorted, "digest" comes before "full", so that the full text stands last and wins.
            if named:
                found[named["id"]] = path
        return found

    def ids(self) -> tuple[str, ...]:
        """Ids of all documents, sorted."""
        return tuple(sorted(self._files()))

    def get(self, document_id: str) -> Document | None:
        """A document, its full text where the library has it, else its digest; None when unknown."""
        path = self._files().get(document_id)
        return _load(path) if path else None

    def documents(self) -> tuple[Document, ...]:
        """All documents, sorted by id."""
        return tuple(_load(path) for _, path in sorted(self._files().items()))

    def clause(self, clause_id: str) -> tuple[Document, Clause] | None:
        """A clause with its document; None when either is unknown."""
        document = self.get(clause_id.partition("#")[0]) if _ID.fullmatch(clause_id.partition("#")[0]) else None
        clause = document.by_id.get(clause_id) if document else None
        return (document, clause) if document and clause else None

    def has(self, document_id: str, provenance: Provenance) -> bool:
        """Whether the library holds this version of a document."""
        return self._path(document_id, provenance).is_file()

    def store(self, document: Document) -> Change:
        """Put a document into the library, replacing its older version of the same provenance as a whole."""
        path = self._path(document.id, document.provenance)
        existed = path.is_file()
        if existed:
            try:
                held: Document | None = _load(path)
            except LibraryError:
                held = None
            if held is not None and _same(held, document):
                return "unchanged"
        write_atomically(path, json.dumps(document.to_json(), ensure_ascii=False).encode())
        return "replaced" if existed else "added"

    def keep_original(self, source: Path) -> str:
        """Copy a file into the library unless it is there; its sha256."""
        digest = sha256(source)
        kept = self.root / "originals" / digest / source.name
        if not kept.is_file():
            write_atomically(kept, source.read_bytes())
        return digest

    def remove(self, document_id: str) -> tuple[str, ...]:
        """Remove the full text of a document (its digest, where there is one, stands again), else its digest.

        Returns the provenances removed. Raises UserError when the library does not hold the document.
        """
        for provenance in ("full", "digest"):
            path = self._path(document_id, provenance)  # type: ignore[arg-type]
            if path.is_file():
                held = _load(path)
                try:
                    path.unlink()
                except OSError as error:
                    raise LibraryError(f"{path}: không xoá được ({error.strerror}); hãy kiểm tra quyền ghi.") from error
                if held.sha256 and not any(d.sha256 == held.sha256 for d in self.documents()):
                    shutil.rmtree(self.root / "originals" / held.sha256, ignore_errors=True)
                return (provenance,)
        raise UserError(f"«{document_id}»: kho không có văn bản này; xem danh sách bằng «python -m ingest list».")

    def fingerprint(self) -> str:
        """A hash of everything that indexes derive from; equal libraries have equal fingerprints."""
        total = hashlib.sha256()
        for document_id, path in sorted(self._files().items()):
            total.update(document_id.encode() + b"\0" + path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return total.hexdigest()


def sha256(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _same(held: Document, read: Document) -> bool:
    """Whether a document read again is the one held: the same file by the same reader, or equal but for the day."""
    same_file = bool(read.sha256) and (held.sha256, held.reader) == (read.sha256, read.reader)
    if same_file and [(c.id, c.text) for c in held.clauses] == [(c.id, c.text) for c in read.clauses]:
        return True
    return replace(held, made=read.made) == read


def _load(path: Path) -> Document:
    try:
        return Document.from_json(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(f"{path}: tệp trong kho bị hỏng; hãy nạp lại văn bản này.") from error
