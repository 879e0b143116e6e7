"""Which clauses a plan carries out: found by what it refers to and by likeness of words, shown side by side.

What has no counterpart here has none *in words*: the result points to passages worth reading, it does not judge them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dissemination.pairing import Pair, compare
from dissemination.shelf import Shelf, body_clauses
from dissemination.similarity import Vector, Weights, cosine, covered
from index.results import Quote
from ingest.actors import known_actors
from ingest.document import Clause, Document
from ingest.errors import UserError
from ingest.obligations import extract
from ingest.sentences import parts, sentences
from ingest.vietnamese import strip_accents

Similar = Callable[[str, str], float]
LITERAL, SAME, RELATED, RELATED_DIGEST = 0.85, 0.35, 0.18, 0.10
# Chosen on 35 pairs judged by hand (tests/dissemination/truth/alignment.json).
_COSINE, _COVERED, _PARTS, _TITLES, _DENSE, _BODIES = 0.4, 0.2, 0.2, 0.1, 0.15, 0.1
_TOO_WIDE = frozenset({"Tổ chức đảng", "Chính quyền", "Địa phương", "Cơ quan", "Đơn vị", "Bộ", "Ngành"})


@dataclass(frozen=True)
class Link:
    """A clause of another document that a clause of the plan carries out. score: 0 to 1.

    grade: "gần như nguyên văn", "cùng nội dung", "có liên quan" or "yếu". referred: the plan's clause names the other.
    pairs: its parts beside the nearest parts of the other clause, best first.
    """

    clause: str
    score: float
    grade: str
    referred: bool
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Row:
    """A clause of the plan with its links, best first, by document."""

    clause: str
    links: dict[str, tuple[Link, ...]]


@dataclass(frozen=True)
class Unmatched:
    """A part of a clause without a counterpart in words. nearest: the clause that comes nearest, score: how near."""

    quote: Quote
    nearest: str
    score: float


@dataclass(frozen=True)
class HeatMap:
    """How much of each section of the plan is found in each document: `values[section][document]`, 0 to 1."""

    sections: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Alignment:
    """A plan against other documents. left_out: by document, its parts that the plan does not take up; added: parts of
    the plan that the documents it carries out do not have (all others, when the catalogue names none)."""

    source: str
    documents: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: dict[str, tuple[Unmatched, ...]]
    added: tuple[Unmatched, ...]
    heat: HeatMap


@dataclass(frozen=True)
class _Part:
    quote: Quote
    text: str
    vector: Vector


@dataclass(frozen=True)
class _Unit:
    """A clause made ready for comparing."""

    clause: Clause
    vector: Vector
    titles: Vector
    bodies: frozenset[str]
    led: frozenset[str]
    parts: tuple[_Part, ...]


def align(
    shelf: Shelf, source: str, others: Sequence[str] = (), *, keep: int = 3, similar: Similar | None = None
) -> Alignment:
    """Align a document with others (all others of the shelf that have clauses, when none are named).

    similar: likeness of two texts by dense vectors, 0 to 1, weighed in where there is one. Raises UserError for an
    unknown document or when there is nothing to compare with.
    """
    plan = shelf.get(source)
    documents = [shelf.get(name) for name in others] or [
        d for d in shelf.documents if d.id != source and body_clauses(d)
    ]
    if source in [d.id for d in documents] or not documents:
        raise UserError(f"«{source}»: cần ít nhất một văn bản khác để đối chiếu; hãy chọn lại bằng --with.")
    weights = Weights.learn(clause.text for d in shelf.documents for clause in body_clauses(d))
    ours = _units(plan, weights)
    theirs = {d.id: _units(d, weights) for d in documents}
    rows = tuple(Row(u.clause.id, _links(u, documents, theirs, keep, similar)) for u in ours)
    left_out = {d.id: _unmatched(theirs[d.id], ours, _limit(d)) for d in documents}
    entry = shelf.catalog.get(source)
    carried = [d for d in documents if entry and d.id in entry.carries_out] or documents
    limit = RELATED if all(d.provenance == "full" for d in carried) else RELATED_DIGEST
    return Alignment(
        source=plan.id,
        documents=tuple(d.id for d in documents),
        rows=rows,
        left_out=left_out,
        added=_unmatched(ours, [unit for d in carried for unit in theirs[d.id]], limit),
        heat=_heat(plan, ours, documents, theirs),
    )


def grade(score: float, document: Document) -> str:
    """What a score means in words. Against a digest, whose words are ours, no likeness is called literal."""
    if score >= LITERAL and document.provenance == "full":
        return "gần như nguyên văn"
    if score >= SAME:
        return "cùng nội dung"
    return "có liên quan" if score >= _limit(document) else "yếu"


def _limit(document: Document) -> float:
    return RELATED if document.provenance == "full" else RELATED_DIGEST


def _units(document: Document, weights: Weights) -> tuple[_Unit, ...]:
    actors = known_actors()
    bodies: dict[str, set[str]] = {}
    led: dict[str, set[str]] = {}
    for row in extract(document, actors):
        bodies.setdefault(row.clause, set()).update((row.actor, *actors.broader(row.actor)))
        led.setdefault(row.clause, set()).update(row.directed)
    return tuple(
        _Unit(
            clause,
            weights.vector(clause.text),
            weights.vector(" ".join(document.heading_path(clause))),
            frozenset(bodies.get(clause.id, ())) - _TOO_WIDE,
            frozenset(led.get(clause.id, ())) - _TOO_WIDE,
            tuple(
                _Part(Quote(clause.id, *span), text, weights.vector(text))
                for sentence in sentences(clause.text, clause.body)
                for span in parts(clause.text, sentence)
                if (text := clause.text[slice(*span)])
            ),
        )
        for clause in body_clauses(document)
    )


def _score(one: _Unit, other: _Unit, similar: Similar | None) -> float:
    """The likeness of two clauses: whole, by parts, by the titles above, by meaning; the same body adds to it."""
    parts_alike = [max((cosine(p.vector, q.vector) for q in other.parts), default=0.0) for p in one.parts]
    score = _COSINE * cosine(one.vector, other.vector) + _COVERED * covered(one.vector, other.vector)
    score += _TITLES * cosine(one.titles, other.titles)
    score += _PARTS * sum(parts_alike) / max(1, len(parts_alike))
    total = _COSINE + _COVERED + _TITLES + _PARTS
    if similar is not None:
        score, total = score + _DENSE * similar(one.clause.text, other.clause.text), total + _DENSE
    shared = (one.bodies | one.led) & other.bodies
    return min(1.0, score / total + (_BODIES if shared else 0.0))


def _links(
    unit: _Unit, documents: Iterable[Document], theirs: dict[str, tuple[_Unit, ...]], keep: int, similar: Similar | None
) -> dict[str, tuple[Link, ...]]:
    found = {}
    for document in documents:
        scored = sorted(((_score(unit, other, similar), other) for other in theirs[document.id]), key=lambda s: -s[0])
        referred = refers(unit.clause, document)
        found[document.id] = tuple(
            Link(o.clause.id, round(s, 4), grade(s, document), referred, _pairs(unit, o, document))
            for s, o in scored[:keep]
        )
    return found


def _pairs(unit: _Unit, other: _Unit, document: Document) -> tuple[Pair, ...]:
    """Parts of a clause beside the nearest parts of the other, those that are related, best first."""
    pairs = []
    for part in unit.parts:
        score, nearest = _nearest(part, other.parts)
        if nearest is not None and score >= _limit(document):
            words = document.provenance == "full"
            pairs.append(compare(part.quote, part.text, nearest.quote, nearest.text, round(score, 4), words=words))
    return tuple(sorted(pairs, key=lambda pair: -pair.score))


def _nearest(part: _Part, candidates: Iterable[_Part]) -> tuple[float, _Part | None]:
    best, found = 0.0, None
    for candidate in candidates:
        score = 0.5 * cosine(part.vector, candidate.vector) + 0.5 * covered(part.vector, candidate.vector)
        if score > best:
            best, found = score, candidate
    return best, found


def _found_in(part: _Part, units: Iterable[_Unit]) -> tuple[float, str]:
    """How much of a part a document has, said in one of its clauses as a whole, and in which."""
    best, where = 0.0, ""
    for unit in units:
        whole = covered(part.vector, unit.vector)
        if whole * 0.5 + 0.5 <= best:
            continue
        score = 0.5 * whole + 0.5 * max((cosine(part.vector, p.vector) for p in unit.parts), default=0.0)
        if score > best:
            best, where = score, unit.clause.id
    return best, where


def _unmatched(units: Iterable[_Unit], others: Sequence[_Unit], limit: float) -> tuple[Unmatched, ...]:
    found = []
    for unit in units:
        for part in unit.parts:
            score, nearest = _found_in(part, others)
            if score < limit:
                found.append(Unmatched(part.quote, nearest, round(score, 4)))
    return tuple(found)


def _heat(
    plan: Document, ours: Sequence[_Unit], documents: Sequence[Document], theirs: dict[str, tuple[_Unit, ...]]
) -> HeatMap:
    sections: dict[str, list[_Unit]] = {}
    for unit in ours:
        above = next((c for c in plan.ancestors(unit.clause) if c.kind == "heading"), None)
        sections.setdefault(above.id if above else unit.clause.id, []).append(unit)
    labels, values = [], []
    for section, units in sections.items():
        head = plan.by_id[section]
        labels.append((section, f"{head.address} {head.heading}".strip()))
        values.append(tuple(_share(units, theirs[d.id]) for d in documents))
    return HeatMap(tuple(labels), tuple(d.id for d in documents), tuple(values))


def _share(units: Iterable[_Unit], others: Sequence[_Unit]) -> float:
    """The likeness of a section's parts to a document, weighed by their length."""
    weighed = [(len(p.text), _found_in(p, others)[0]) for u in units for p in u.parts]
    total = sum(length for length, _ in weighed)
    return round(sum(length * score for length, score in weighed) / total, 4) if total else 0.0


def refers(clause: Clause, document: Document) -> bool:
    """Whether a clause names a document: by a reference found in it, or by its number as printed."""
    if any(reference.document == document.id for reference in clause.references):
        return True
    number = re.sub(r"-\d{4}$", "", document.id)
    return bool(
        re.search(rf"(?<!\d){re.escape(number)}(?!\w)", re.sub(r"[/\s]", "-", strip_accents(clause.text).lower()))
    )
