"""Whether catalogue, digests and plan agree with each other and, where they are at hand, with the full texts.

A problem is one Vietnamese line: file, line, what is wrong. The full texts are not shipped; `DANNGUON_TEXTS` names the
folder where they lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ingest.catalog import Catalog, CatalogEntry, load_catalog
from ingest.document import Clause, Document
from ingest.errors import UserError
from ingest.glosses import glosses_of
from ingest.loaders.text import read_text
from ingest.reader import build_document
from ingest.settings import settings
from ingest.vietnamese import clean, fold, syllables

LONGEST_RUN = 14
"""Syllables: a digest says in its own words what a clause says; a run as long as this is a copied sentence."""

SPOKEN_RUN = 5
"""Syllables: everyday words for a clause are others than its own, of which it has been searched already."""

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_UNSOURCED = re.compile(r"chưa|không (?:thấy|tìm|có nguồn|nguồn nào|nêu|nhắc|rõ|phải)|đã dò", re.I)


def check_corpus(corpus: Path | None = None, texts: Path | None = None) -> list[str]:
    """Every problem found in `corpus`; [] when all is well. texts: a folder of full texts to compare with.

    Raises UserError when the catalogue itself cannot be read.
    """
    corpus = corpus or settings().corpus
    texts = texts or settings().texts
    catalog = load_catalog(corpus / "catalog.toml")
    problems: list[str] = []
    shipped: dict[str, Document] = {}
    for entry in catalog.entries:
        if not entry.shipped:
            continue
        path = corpus / entry.file
        try:
            document = _read(path, catalog, entry.id)
        except (UserError, OSError) as error:
            problems.append(f"{path}: không đọc được ({error})")
            continue
        if document.id != entry.id or document.provenance != entry.provenance:
            problems.append(f"{path}, dòng 1: là {document.id} ({document.provenance}), danh mục ghi {entry.id}")
        shipped[entry.id] = document
    problems += _currency(catalog, shipped, corpus / "catalog.toml")
    for entry in catalog.entries:
        if entry.id not in shipped:
            continue
        path, document = corpus / entry.file, shipped[entry.id]
        problems += _references(document, catalog, path)
        if document.provenance == "digest":
            official = full_text(entry, catalog, texts)
            problems += _against(document, official, path) if official else _sources(document, path)
    problems += _glosses(corpus / "glosses", shipped, catalog, texts)
    return problems


def full_text(entry: CatalogEntry, catalog: Catalog, texts: Path) -> Document | None:
    """The full text of an entry in the folder `texts`, from a file named by its id; None where there is none."""
    for suffix in (".md", ".txt"):
        path = texts / f"{entry.id}{suffix}"
        if path.is_file():
            return _read(path, catalog, entry.id)
    return None


def _read(path: Path, catalog: Catalog, document_id: str) -> Document:
    reading = read_text(path.read_bytes(), path.name)
    return build_document(reading, catalog, document_id=document_id, origin=path.name)


def _line(path: Path, clause_path: str) -> str:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(f"[{clause_path}]"):
            return f"{path}, dòng {number}"
    return str(path)


def _currency(catalog: Catalog, shipped: dict[str, Document], path: Path) -> Iterator[str]:
    for note in catalog.notes:
        for clause_id in note.clauses:
            document = shipped.get(clause_id.partition("#")[0])
            if document is not None and clause_id not in document.by_id:
                yield f"{path}: lưu ý «{note.id}» nêu {clause_id}, văn bản không có mục này"


def _references(document: Document, catalog: Catalog, path: Path) -> Iterator[str]:
    """Mentions of the catalogue's numbers that lead nowhere."""
    numbers = [fold(entry.number) for entry in catalog.entries if entry.number]
    for clause in document.clauses:
        for reference in clause.references:
            mention = fold(clause.text[reference.start : reference.end])
            if not reference.document and any(number in mention for number in numbers) and not reference.note:
                yield f"{_line(path, clause.path)}: «{mention}» không dẫn tới văn bản nào"
        linked = [fold(clause.text[r.start : r.end]) for r in clause.references]
        for number in numbers:
            if clause.text.count("/") and number in fold(clause.text) and not any(number in text for text in linked):
                yield f"{_line(path, clause.path)}: nhắc «{number}» mà chưa thành liên kết"


def _sources(document: Document, path: Path) -> Iterator[str]:
    """A digest made of facts names the source of each."""
    for clause in document.clauses:
        if clause.kind != "heading" and not clause.sources and not _UNSOURCED.search(clause.text):
            yield f"{_line(path, clause.path)}: [{clause.path}] thiếu nguồn"


def _against(digest: Document, official: Document, path: Path) -> Iterator[str]:
    there = {clause.path: clause for clause in official.clauses}
    whole = set(_figures(official.source_text))
    known = _runs(clean(official.source_text))
    for clause in digest.clauses:
        where = _line(path, clause.path)
        if clause.path.startswith("x/") or clause.path == "x":
            continue
        counterpart = there.get(clause.path)
        if counterpart is None:
            yield f"{where}: toàn văn không có địa chỉ [{clause.path}]"
            continue
        for figure in _figures(clause.text):
            # The opening gathers number and date from the letterhead and the catalogue.
            if figure not in whole and not clause.path.startswith("pre/"):
                yield f"{where}: số «{figure}» không có trong toàn văn"
        for run in _copied(clause, known):
            yield f"{where}: chép {len(run.split())} tiếng liền của nguyên văn: «{run}»"
    for missing in sorted(set(there) - {c.path for c in digest.clauses}):
        yield f"{path}: chưa tóm lược [{missing}]"


def _glosses(folder: Path, shipped: dict[str, Document], catalog: Catalog, texts: Path) -> Iterator[str]:
    """Everyday words for a clause that is not there, or that are the clause's own."""
    for path in sorted(folder.glob("*.toml")):
        entry = catalog.get(path.stem)
        if entry is None:
            yield f"{path}: danh mục không có văn bản «{path.stem}»"
            continue
        held = [d for d in (shipped.get(entry.id), full_text(entry, catalog, texts)) if d is not None]
        known = {run for d in held for clause in d.clauses for run in _runs(clause.text, SPOKEN_RUN)}
        for place, glosses in glosses_of(path).items():
            if held and not any(f"{entry.id}#{place}" in d.by_id for d in held):
                yield f"{path}: văn bản không có địa chỉ [{place}]"
            for gloss in glosses:
                if known & _runs(gloss, SPOKEN_RUN):
                    yield f"{path}, [{place}]: «{gloss}» chép lời văn bản"


def _figures(text: str) -> list[str]:
    return [str(int(f)) if f.isdigit() else f for f in _FIGURE.findall(text)]


def _runs(text: str, long: int = LONGEST_RUN) -> set[tuple[str, ...]]:
    words = syllables(fold(text))
    return {tuple(words[at : at + long]) for at in range(len(words) - long + 1)}


def _copied(clause: Clause, known: set[tuple[str, ...]]) -> Iterator[str]:
    words = syllables(fold(clause.text))
    at = 0
    while at + LONGEST_RUN <= len(words):
        end = at + LONGEST_RUN
        if tuple(words[at:end]) not in known:
            at += 1
            continue
        while end < len(words) and tuple(words[end - LONGEST_RUN + 1 : end + 1]) in known:
            end += 1
        yield " ".join(words[at:end])
        at = end
