"""What searching and asking yield. Plain immutable records: the page, the command line and exports read them alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote as url_quote

from ingest.address import spoken
from ingest.document import Clause, Document

AnswerKind = Literal["duty", "figure", "list", "content", "metadata", "address", "comparison", "refusal"]
LEAD, QUOTED, REWORDED = "lead", "quote", "reworded"


def citation(document: Document, clause: Clause) -> str:
    """What a person reads: `Nghị quyết 20-NQ/TW (2012), mục B.III.2.1, đoạn 3`."""
    return f"{document.short_name or document.title}, {spoken(clause.path)}"


def link(clause_id: str) -> str:
    """The permanent link of a clause, relative to the page."""
    return f"?clause={url_quote(clause_id, safe='')}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found.

    score: 0 to 1, comparable within one search. reasons: why it was found, in Vietnamese. same_as: the id of a hit
    ranked above it, in another document, that says nearly the same word for word; "" for none.
    """

    rank: int
    score: float
    document: Document
    clause: Clause
    reasons: tuple[str, ...] = ()
    same_as: str = ""

    @property
    def citation(self) -> str:
        return citation(self.document, self.clause)

    def to_json(self) -> dict[str, Any]:
        return {
            "rank": self.rank,
            "score": round(self.score, 4),
            "clause": self.clause.id,
            "document": self.document.id,
            "citation": self.citation,
            "address": self.clause.address,
            "text": self.clause.text,
            "provenance": self.document.provenance,
            "same_as": self.same_as,
        }


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a question was read.

    text: what is searched (accents restored, abbreviations expanded, typos mended). changes: each, as "typed → read".
    documents: ids that the question names; `only` when the search is restricted to them. clauses: ids that an address
    in it names. actors, years: as found. intent: the kind of question. carried: what came from the conversation.
    """

    original: str
    text: str
    changes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    only: bool = False
    clauses: tuple[str, ...] = ()
    missing_address: str = ""
    actors: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    intent: AnswerKind = "content"
    carried: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "changes": list(self.changes),
            "documents": list(self.documents),
            "clauses": list(self.clauses),
            "actors": list(self.actors),
            "years": list(self.years),
            "intent": self.intent,
            "carried": list(self.carried),
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits of one search, best first."""

    query: str
    understood: Understanding
    hits: tuple[Hit, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "query": self.query,
            "understood_as": self.understood.to_json(),
            "hits": [hit.to_json() for hit in self.hits],
        }


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim span: `clause.text[start:end]`."""

    clause: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with its proof.

    style: "quote" (the text is the quoted words) or "reworded" (a language model's wording that passed the gate).
    emphasis: spans of `text` that answer directly (a figure, an actor). group: a heading to show above it, or "".
    """

    text: str
    quotes: tuple[Quote, ...]
    style: str = QUOTED
    emphasis: tuple[tuple[int, int], ...] = ()
    group: str = ""

    @property
    def citations(self) -> tuple[str, ...]:
        """The clause ids quoted, each once."""
        return tuple(dict.fromkeys(quote.clause for quote in self.quotes))

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "citations": list(self.citations),
            "quotes": [{"clause": q.clause, "start": q.start, "end": q.end} for q in self.quotes],
            "style": self.style,
        }


@dataclass(frozen=True, slots=True)
class Source:
    """A cited clause, numbered as in the answer."""

    n: int
    document: Document
    clause: Clause

    @property
    def citation(self) -> str:
        return citation(self.document, self.clause)

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "clause": self.clause.id,
            "citation": self.citation,
            "text": self.clause.text,
            "provenance": self.document.provenance,
            "link": link(self.clause.id),
        }


@dataclass(frozen=True, slots=True)
class Nearest:
    """A clause shown when there is no answer, and why it does not answer."""

    hit: Hit
    why: str

    def to_json(self) -> dict[str, Any]:
        return {**self.hit.to_json(), "why": self.why}


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning beside an answer: kind, text, source URLs.

    kind: "digest", "ambiguous" (a number of several documents), "currency" (what has changed), "model" (what a language
    model's wording came to), "premise" (what a question takes for granted wrongly), "absent" (a document asked about
    that is silent), "unsure" (the question uses other words than the text).
    """

    kind: str
    text: str
    sources: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "text": self.text, "sources": list(self.sources)}


@dataclass(frozen=True)
class Answer:
    """An answer in which every sentence carries its proof, or a refusal with the nearest clauses.

    lead: our own words naming document, actor or section ("" when not needed); never a claim of content.
    warnings: the few that are shown; more_warnings: the rest, folded away.
    """

    question: str
    understood: Understanding
    kind: AnswerKind
    lead: str = ""
    sentences: tuple[Sentence, ...] = ()
    sources: tuple[Source, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    warnings: tuple[Notice, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    more_warnings: tuple[Notice, ...] = ()

    @property
    def refused(self) -> bool:
        return self.kind == "refusal"

    @property
    def text(self) -> str:
        """The whole answer as one text, with source numbers in brackets."""
        numbers = {source.clause.id: source.n for source in self.sources}
        lines = [self.lead] if self.lead else []
        for sentence in self.sentences:
            marks = "".join(f"[{numbers[c]}]" for c in sentence.citations if c in numbers)
            lines.append(f"{sentence.text} {marks}".rstrip())
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "understood_as": self.understood.to_json(),
            "refused": self.refused,
            "kind": self.kind,
            "lead": self.lead,
            "answer": self.text,
            "sentences": [sentence.to_json() for sentence in self.sentences],
            "sources": [source.to_json() for source in self.sources],
            "nearest": [near.to_json() for near in self.nearest],
            "warnings": [warning.to_json() for warning in self.warnings],
            "more_warnings": [warning.to_json() for warning in self.more_warnings],
        }
