"""What the benchmark runs on: sets of documents with queries, some of them beside the project and not part of it."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from eval.libraries import full_texts
from eval.metrics import SEED
from eval.questions import FOLDER, asked_of, load
from ingest.catalog import Catalog
from ingest.document import Clause, Document
from ingest.errors import UserError
from ingest.library import Library
from ingest.loaders.text import read_text
from ingest.reader import build_document

Level = Literal["clause", "document"]
LEGAL_QUESTIONS = 500


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the ids (of clauses or of documents) that are right."""

    id: str
    text: str
    relevant: tuple[str, ...]


@dataclass(frozen=True)
class Material:
    """Documents and the questions asked of them. level: what `Query.relevant` and the ranking are about.

    documents: to be gone through once. kept: under this name they are read once for all runs, and measured without a
    library on disk; "" for documents that are measured in one.
    """

    name: str
    level: Level
    documents: Iterable[Document]
    queries: tuple[Query, ...]
    kept: str = ""


class Absent(Exception):
    """A set that this machine does not have; the message says what is missing."""


def own(library: Library, known: Catalog, shared: Path, split: str) -> Material:
    """Our questions over what ships, with the full texts in `shared`/corpus where there are any."""
    held = {document.id: document for document in library.documents()}
    name = "bản cài mới"
    if (shared / "corpus").is_dir():
        held |= {document.id: document for document in full_texts(shared / "corpus", known)}
        name = "toàn văn"
    asked = asked_of(load(split=split), held.values())
    queries = [Query(q.id, q.question, q.gold) for q in asked if q.answerable]
    return Material(f"Câu hỏi của ta, kho {name}", "clause", tuple(held.values()), tuple(queries))


def party(shared: Path, known: Catalog) -> Material:
    """140 Party documents, and questions of ours on them (eval/questions_party.jsonl)."""
    rows = _lines(_there(shared / "eval" / "party_docs.jsonl"))
    documents = [_document(f"party-{row['id']}", row["text"], row["name"], known) for row in rows]
    asked = _lines(FOLDER.parent / "questions_party.jsonl")
    queries = [Query(q["id"], q["question"], tuple(f"party-{d}" for d in q["documents"])) for q in asked]
    return Material("Văn bản Đảng (140)", "document", tuple(documents), tuple(queries))


def legal(shared: Path, known: Catalog, size: int, most: int = LEGAL_QUESTIONS, skip: int = 0) -> Material:
    """`size` legal documents drawn by lot, and at most so many questions, whose documents are four fifths of them.

    With a size of all documents or more every one of them is taken; those without any text are never counted. skip: so
    many questions are passed over, for tuning on others than those measured.
    Raises UserError for a size under 5.
    """
    if size < 5:
        raise UserError(f"--legal {size}: phải từ 5 văn bản trở lên.")
    drawn = list(_lines(_there(shared / "eval" / "legal_questions.jsonl")))
    random.Random(SEED).shuffle(drawn)
    path = _there(shared / "training" / "legal_documents.jsonl.gz")
    there = {str(row["id"]) for row in _zipped(path) if row["passage"].strip()}
    size = min(size, len(there))
    asked: list[dict[str, Any]] = []
    wanted: set[str] = set()
    for question in drawn[skip : skip + most]:
        with_it = wanted | {str(d) for d in question["documents"]}
        if len(with_it) <= size * 4 // 5:
            asked.append(question)
            wanted = with_it
    wanted &= there
    chosen = wanted | set(random.Random(SEED).sample(sorted(there - wanted), size - len(wanted)))
    queries = [Query(str(q["id"]), q["question"], tuple(f"legal-{d}" for d in q["documents"])) for q in asked]
    name = f"legal-{size}-{skip}"
    return Material(f"Văn bản pháp luật ({size})", "document", _laws(path, chosen, known), tuple(queries), kept=name)


def _laws(path: Path, chosen: Collection[str], known: Catalog) -> Iterator[Document]:
    for row in _zipped(path):
        if (i := str(row["id"])) in chosen:
            yield _document(f"legal-{i}", _unwrapped(row["passage"]), row.get("name") or i, known)


def xquad(shared: Path) -> Material:
    """XQuAD in Vietnamese (Artetxe et al. 2020): a paragraph is a document of one clause."""
    value = json.loads(_there(shared / "eval" / "xquad-vi.json").read_text(encoding="utf-8"))
    documents: list[Document] = []
    queries: list[Query] = []
    for article in value["data"]:
        title = article["title"].replace("_", " ")
        for paragraph in article["paragraphs"]:
            document_id = f"xquad-{len(documents)}"
            text = " ".join(paragraph["context"].split())
            clause = Clause(f"{document_id}#p1", "đoạn 1", "paragraph", text, ((0, len(text)),))
            documents.append(Document(document_id, title, short_name=title, source_text=text, clauses=(clause,)))
            queries += [Query(q["id"], q["question"], (document_id,)) for q in paragraph["qas"]]
    return Material("XQuAD-vi (240 đoạn)", "document", tuple(documents), tuple(queries))


def party_texts(shared: Path) -> list[str]:
    """The bare texts of the Party documents."""
    return [row["text"] for row in _lines(_there(shared / "eval" / "party_docs.jsonl"))]


def _document(document_id: str, text: str, name: str, known: Catalog) -> Document:
    reading = read_text(text.encode(), f"{document_id}.txt")
    return build_document(reading, known, document_id=document_id, origin=name.replace("-", " "))


def _unwrapped(passage: str) -> str:
    # In this collection CR LF LF is a line wrapped in mid-sentence, no paragraph.
    return passage.replace("\r\n\n", " ").replace("\r\n", "\n")


def _there(path: Path) -> Path:
    if not path.is_file():
        raise Absent(f"không có {path}")
    return path


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def _zipped(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)
