"""A thread of questions as the browser keeps it, and back.

The browser keeps what was asked and which words of which clauses answered it; the words themselves are read from the
library again, so that a page opened tomorrow shows a quotation only if the library still says the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from index.citations import objection
from index.results import Answer, AnswerKind, Hit, Nearest, Notice, Quote, Sentence, Source, Understanding
from ingest.document import Clause, Document

LONGEST = 12
"""Turns kept; the oldest leave first."""


@dataclass(frozen=True)
class Turn:
    """One question with its answer. stale: the library has changed so that part of the answer could not be read again.

    literal, documents, kinds: how it was asked. verdict: "up", "down" or "" as the reader judged it.
    """

    id: str
    answer: Answer
    literal: bool = False
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    verdict: str = ""
    stale: bool = False


@dataclass(frozen=True)
class _Sentence:
    text: str
    quotes: tuple[Quote, ...]
    style: str
    emphasis: tuple[tuple[int, int], ...]
    group: str


@dataclass(frozen=True)
class _Near:
    clause: str
    why: str
    score: float


@dataclass(frozen=True)
class _Stored:
    id: str
    question: str
    understood: Understanding
    kind: AnswerKind
    lead: str
    sentences: tuple[_Sentence, ...]
    sources: tuple[tuple[int, str], ...]
    nearest: tuple[_Near, ...]
    warnings: tuple[Notice, ...]
    literal: bool = False
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    verdict: str = ""


def new_turn(answer: Answer, *, literal: bool, documents: Iterable[str], kinds: Iterable[str]) -> Turn:
    """A turn under an id of its own."""
    return Turn(secrets.token_hex(6), answer, literal, tuple(documents), tuple(kinds))


def pack(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """The newest turns as JSON values, oldest first."""
    return [_pack(turn) for turn in list(turns)[-LONGEST:]]


def _pack(turn: Turn) -> dict[str, Any]:
    answer = turn.answer
    stored = _Stored(
        turn.id,
        answer.question,
        answer.understood,
        answer.kind,
        answer.lead,
        tuple(_Sentence(s.text, s.quotes, s.style, s.emphasis, s.group) for s in answer.sentences),
        tuple((source.n, source.clause.id) for source in answer.sources),
        tuple(_Near(near.hit.clause.id, near.why, near.hit.score) for near in answer.nearest),
        answer.warnings,
        turn.literal,
        turn.documents,
        turn.kinds,
        turn.verdict,
    )
    return asdict(stored)


def unpack(value: object, documents: Mapping[str, Document]) -> list[Turn]:
    """The turns of a kept thread. What does not have our shape (another version, or not ours) is left out."""
    from pydantic import TypeAdapter, ValidationError

    adapter = TypeAdapter(_Stored)
    turns = []
    for item in value[-LONGEST:] if isinstance(value, list) else ():
        try:
            turns.append(_unpack(adapter.validate_python(item), documents))
        except ValidationError:
            continue
    return turns


def _unpack(stored: _Stored, documents: Mapping[str, Document]) -> Turn:
    def find(clause_id: str) -> tuple[Document, Clause] | None:
        document = documents.get(clause_id.partition("#")[0])
        clause = document.by_id.get(clause_id) if document else None
        return (document, clause) if document and clause else None

    every = [Sentence(s.text, s.quotes, s.style, s.emphasis, s.group) for s in stored.sentences]
    sentences = tuple(s for s in every if not objection(s, documents))
    sources = tuple(Source(n, *found) for n, clause in stored.sources if (found := find(clause)))
    nearest = tuple(
        Nearest(Hit(rank, near.score, *found), near.why)
        for rank, near in enumerate(stored.nearest, 1)
        if (found := find(near.clause))
    )
    answer = Answer(
        stored.question, stored.understood, stored.kind, stored.lead, sentences, sources, nearest, stored.warnings
    )
    lost = (len(sentences), len(sources), len(nearest)) != (
        len(stored.sentences),
        len(stored.sources),
        len(stored.nearest),
    )
    verdict = stored.verdict if stored.verdict in ("up", "down") else ""
    turn = Turn(stored.id[:32], answer, stored.literal, stored.documents, stored.kinds, verdict)
    return replace(turn, stale=lost)
