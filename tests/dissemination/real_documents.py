"""The real texts that tests read: the plan and the digests always; the full texts of `../shared` where they are."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from ingest.catalog import Catalog, load_catalog
from ingest.document import Document
from ingest.loaders.text import read_text
from ingest.structure import parse

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "corpus"
PLAN = "ke-hoach-kl69-bac-giang"
_FULL = {
    "20-nq-tw-2012": "20-nq-tw-2012.md",
    "69-kl-tw-2024": "69-kl-tw-2024.md",
    "57-nq-tw-2024": "57-nq-tw-2024.md",
    "569-qd-ttg-2022": "569-qd-ttg-2022.txt",
}


@lru_cache
def catalog() -> Catalog:
    return load_catalog(ROOT / "corpus" / "catalog.toml")


@lru_cache
def read(path: Path, document_id: str, provenance: str) -> Document:
    entry = catalog().get(document_id)
    assert entry is not None
    structure = parse(read_text(path.read_bytes(), path.name), document_id)
    return Document(
        id=document_id,
        title=entry.title,
        number=entry.number,
        issuer=entry.issuer,
        type=entry.type,
        short_name=entry.short_name,
        provenance=provenance,  # type: ignore[arg-type]
        source_text=structure.source_text,
        clauses=structure.clauses,
    )


def plan() -> Document:
    return read(ROOT / "corpus" / "ke-hoach-kl69-bac-giang.md", PLAN, "full")


def digest(document_id: str) -> Document:
    return read(ROOT / "corpus" / "digests" / f"{document_id}.md", document_id, "digest")


def full(document_id: str) -> Document:
    """The full text; the test is skipped where the machine does not have it."""
    if document_id == PLAN:
        return plan()
    path = SHARED / _FULL[document_id]
    if not path.is_file():
        pytest.skip(f"{path}: toàn văn không kèm theo mã nguồn, chỉ có ở máy dựng")
    return read(path, document_id, "full")


def truth(name: str) -> Any:
    return json.loads((Path(__file__).parent / "truth" / name).read_text(encoding="utf-8"))
