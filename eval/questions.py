"""The questions that everything here is measured with: typed, checked, and which of them a library can be asked."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.document import Clause, Document
from ingest.errors import UserError
from ingest.vietnamese import collapse, fold

FOLDER = Path(__file__).resolve().parent / "questions"
SPLITS = ("dev", "test")
# How a question is asked (typo, half, unaccented, abbreviation, paraphrase), or what it asks for.
TYPES = (
    "obligation",
    "figure",
    "list",
    "content",
    "metadata",
    "address",
    "cross",
    "paraphrase",
    "unaccented",
    "half",
    "abbreviation",
    "typo",
    "outside",
)
# Asked for what one document says, in words near to its own: neither across documents, nor for facts about the document
# itself, nor in everyday words that the text does not use.
PLAIN = frozenset(TYPES) - {"cross", "metadata", "paraphrase", "outside"}
_CLAUSE = re.compile(r"[a-z0-9][a-z0-9.-]*#[^\s#]+")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what a right answer must contain.

    gold: ids of clauses of which each, alone, shows the reader the answer (or a part of it, where `items` lists what a
    complete answer holds). items: clauses that a complete list must cite, every one. strings: what the answer must
    say; "a|b" means either. snippet: words of the gold clause, by which a person finds it. file: the set it is from.
    """

    id: str
    question: str
    type: str
    split: str
    documents: tuple[str, ...]
    gold: tuple[str, ...]
    items: tuple[str, ...]
    strings: tuple[str, ...]
    snippet: str
    answerable: bool
    file: str


def load(folder: Path = FOLDER, *, split: str = "all", files: Container[str] | None = None) -> tuple[Question, ...]:
    """The questions of every `*.jsonl` in `folder`, in file order.

    split: "dev", "test" or "all". files: names without ending, to take only those. Raises UserError for a line that
    is not a question.
    """
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        if files is not None and path.stem not in files:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                question = _question(line, path.stem, f"{path.name}, dòng {number}")
                if split in (question.split, "all"):
                    found.append(question)
    return tuple(found)


def _question(line: str, file: str, where: str) -> Question:
    try:
        row: dict[str, Any] = json.loads(line)
        answerable = row["answerable"]
        if not isinstance(answerable, bool):
            raise TypeError("answerable")
        return Question(
            id=str(row["id"]),
            question=str(row["question"]),
            type=str(row["type"]),
            split=str(row["split"]),
            documents=tuple(row["documents"]),
            gold=tuple(row["gold"]),
            items=tuple(row["items"]),
            strings=tuple(row["strings"]),
            snippet=str(row["snippet"]),
            answerable=answerable,
            file=file,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{where}: câu hỏi thiếu hoặc sai trường {error}; xem eval/README.md.") from error


def problems(questions: Iterable[Question]) -> list[str]:
    """What is wrong with a set of questions, one line each; [] when it can be measured with."""
    questions = list(questions)
    counts = Counter(q.id for q in questions)
    found = [f"{i}: mã dùng {n} lần" for i, n in counts.items() if n > 1]
    for q in questions:
        if not q.question.strip():
            found.append(f"{q.id}: câu hỏi trống")
        if q.type not in TYPES:
            found.append(f"{q.id}: loại «{q.type}» không có trong danh sách")
        if q.split not in SPLITS:
            found.append(f"{q.id}: phần «{q.split}» phải là dev hoặc test")
        if q.answerable and not q.gold:
            found.append(f"{q.id}: trả lời được mà không có điều khoản đúng")
        if not q.answerable and (q.gold or q.items or q.strings):
            found.append(f"{q.id}: không trả lời được mà lại có đáp án")
        found += [f"{q.id}: «{i}» không phải mã điều khoản" for i in (*q.gold, *q.items) if not _CLAUSE.fullmatch(i)]
        found += [
            f"{q.id}: mục {i} ở ngoài các văn bản của câu hỏi" for i in q.items if _document(i) not in q.documents
        ]
    return found


def applies(question: Question, clauses: Container[str]) -> bool:
    """Whether a library with these clause ids can be asked the question.

    A clause that answers must be there, and every item of a complete list. What has no answer has none anywhere.
    """
    if not question.answerable:
        return True
    return any(g in clauses for g in question.gold) and all(i in clauses for i in question.items)


def asked_of(questions: Iterable[Question], documents: Iterable[Document]) -> list[Question]:
    """The questions that a library of these documents can be asked, each as far as its words can be demanded there.

    Questions are written for the full texts. Where the library has a digest instead,
    - the lines before the first number are others: gold there is what says all the strings among the digest's own;
    - a string that no gold clause says in the digest's wording is not demanded.
    """
    held = {document.id: document for document in documents}
    here = {clause.id for document in held.values() for clause in document.clauses}
    return [_as_held(q, held, here) for q in questions if applies(q, here)]


def _as_held(question: Question, held: Mapping[str, Document], here: Container[str]) -> Question:
    digests = {d for d in held if held[d].provenance == "digest"} & {_document(g) for g in question.gold}
    if not digests:
        return question
    gold: list[str] = []
    for clause in question.gold:
        document = held.get(_document(clause))
        if document is not None and document.id in digests and clause.partition("#")[2].startswith("pre/"):
            opening = [c for c in document.clauses if c.path.startswith("pre/")]
            gold += [c.id for c in opening if _says_all(c.text, question.strings)] or [clause]
        elif clause in here:
            gold.append(clause)
    texts = [c.text for g in gold if g in here for c in _with_parts(held[_document(g)], g)]
    said = collapse(fold(" \n ".join(texts)))
    strings = tuple(s for s in question.strings if any(says(said, either) for either in s.split("|")))
    return replace(question, gold=tuple(dict.fromkeys(gold)), strings=strings)


def _with_parts(document: Document, clause: str) -> list[Clause]:
    return [document.by_id[clause], *document.descendants(clause)]


def _says_all(text: str, strings: Iterable[str]) -> bool:
    said = collapse(fold(text))
    return all(any(says(said, either) for either in s.split("|")) for s in strings)


def says(said: str, wanted: str) -> bool:
    """Whether a folded text says `wanted`; a digit at its edge must not run on into another number."""
    words = collapse(fold(wanted))
    at = said.find(words)
    while at >= 0:
        before, after = said[:at][-1:], said[at + len(words) :][:1]
        runs_on = (words[0].isdigit() and before.isdigit()) or (words[-1].isdigit() and after.isdigit())
        if words and not runs_on:
            return True
        at = said.find(words, at + 1)
    return False


def _document(clause: str) -> str:
    return clause.partition("#")[0]
