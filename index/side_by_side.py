"""Questions across documents: the clause of each that answers, one document after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from index.address import find_address, resolve
from index.address_answers import with_below
from index.assessments import assessed
from index.case import Case, Choice, Composed
from index.compared import SAYS_MUCH, pieces
from index.duty_answers import on_topic
from index.evidence import Found, Span
from index.fact_clauses import fact_clauses
from index.figures import figure_choice, figures
from index.lists import whole_section
from index.naming import HINT, plain
from index.sections import all_beside
from index.tokens import stripped
from ingest.own_words import is_of_others

_SAME_MATTER = 0.8
_OWN_WORDS, _LEAST_NAMED, _TOPIC, _ANOTHERS = 0.5, 0.3, 1.0, 0.6
_MOST_DUTIES, _MOST_PLACES = 6, 12
# Clauses of each document that are held against those of the others: so many, fitting nearly as well as the best; what
# their likeness counts, and the cosine from which two are the same. Chosen on the development questions.
_LOOKED_AT, _MOST_AGREEING, _NEARLY, _ALIKE, _AS_ONE = 6, 3, 0.85, 0.6, 0.8
# A second clause of a document is set beside the first where it fits as well.
_AS_GOOD = 0.97
_ABOUT_WHAT = re.compile(r"\s*,?\s*(?:ve|trong viec|o (?:diem|phan|muc))\s+")
_WHO = re.compile(r"\bai\b")
_COMPARING = frozenset(
    ("so", "sanh", "doi", "chieu", "phan", "khac", "giong", "nghi", "muc", "noi", "dung", "giup", "giua", "xem")
)


def choose_places(case: Case, documents: Sequence[str]) -> Composed | None:
    """The same or each its own place in several documents: "mục III.2 kế hoạch với mục 2 Kết luận 69", "quan điểm đầu
    tiên của NQ 20 và NQ 57". None unless every document has the place that is asked of it."""
    text = case.reading.shown.text
    placed = [m for m in sorted(case.mentions, key=lambda m: m.start) if m.document in documents]
    firsts = [next(m for m in placed if m.document == d) for d in documents if any(m.document == d for m in placed)]
    if len(firsts) != len(documents):
        return None
    starts = [0, *(m.end for m in firsts[:-1])]
    ends = [*(m.start for m in firsts[1:]), len(text)]
    before = [find_address(text[a : m.start]) for a, m in zip(starts, firsts, strict=True)]
    after = [find_address(text[m.end : b]) for m, b in zip(firsts, ends, strict=True)]
    shared = next((a for a in (before[0], after[-1]) if a and a.place != "pre"), None)
    for asked in (before, after, [shared] * len(firsts)):
        found = []
        for mention, address in zip(firsts, asked, strict=True):
            document = case.tools.documents[mention.document]
            found.append((document, resolve(address, [document])[:1] if address else []))
        if all(clauses for _, clauses in found):
            choices = [choice for document, (clause, *_) in found for choice in with_below(document, clause, True)]
            names = "; ".join(document.short_name for document, _ in found)
            return Composed("comparison", tuple(choices), f"Theo {names}:", sure=True)
    return None


def choose_by_document(case: Case, documents: list[str], *, every: bool = False) -> Composed:
    """The best clause of each document. every: of all documents that speak of the matter."""
    ids = documents or list(dict.fromkeys(f.document.id for f in case.found))
    ranked = {d: _weighed(case, d) for d in ids if d in case.tools.documents}
    found = {d: [f for f, _ in fits] for d, fits in ranked.items()} if every else _agreeing(case, ranked)
    rows: list[tuple[Choice, float, float]] = []
    for document_id in ranked:
        rows += _of_document(case, document_id, found[document_id])[: 1 if every else _MOST_DUTIES]
    if not rows:
        return Composed("comparison", (), absent=tuple(documents))
    best = max(rows, key=lambda row: row[1])
    if every and (case.asked.where or case.asked.topic_pairs):
        rows = _everywhere(case)
    elif every:
        rows = [r for r in rows if r[2] >= _SAME_MATTER * best[2] and r[1] >= 0.6 * best[1]]
    have = {row[0].document.id for row in rows}
    absent = tuple(d for d in documents if d not in have)
    names = "; ".join(dict.fromkeys(row[0].document.short_name for row in rows))
    return Composed("comparison", tuple(row[0] for row in rows), f"Theo {names}:", absent)


def _everywhere(case: Case) -> list[tuple[Choice, float, float]]:
    """Every clause that says all of what the best one says, in reading order: "nhắc tới ở văn bản nào, điều nào"."""
    best = max(case.found, key=lambda f: (f.paired, f.covered, f.score))
    alike = [
        f for f in case.found if f.paired >= best.paired and f.covered >= best.covered and f.clause.kind != "heading"
    ]
    order = sorted(alike[:_MOST_PLACES], key=lambda f: f.row)
    return [(Choice(f.document, f.clause, group=f.document.short_name), f.score, f.covered) for f in order]


def _weighed(case: Case, document_id: str) -> list[tuple[Found, float]]:
    """A document's clauses with how well each fits what is asked of this document, best first."""
    document, weigh = case.tools.documents[document_id], case.tools.evidence
    own, topic = _own_words(case, document_id), _topic(case)

    def share(words: frozenset[str], found: Found) -> float:
        whole = sum(map(weigh.rarity, words))
        return sum(weigh.rarity(w) for w in words if w in weigh.read(found.row)[0]) / whole if whole else 0.0

    fits = [
        (
            f,
            f.score
            + _OWN_WORDS * share(own, f)
            + _TOPIC * share(topic, f)
            - _ANOTHERS * is_of_others(document, f.clause),
        )
        for f in case.among([document_id])
    ]
    return sorted(fits, key=lambda fit: -fit[1])


def _agreeing(case: Case, ranked: dict[str, list[tuple[Found, float]]]) -> dict[str, list[Found]]:
    """The clauses of each document in order, first those that fit the question and one another best: a comparison sets
    side by side what speaks of one thing."""
    few = []
    for fits in ranked.values():
        said = [fit for fit in fits if fit[0].clause.kind != "heading"][:_LOOKED_AT]
        few.append([fit for fit in said if fit[1] >= _NEARLY * said[0][1]])
    chosen: tuple[tuple[Found, float], ...] = ()
    if 1 < len(few) <= _MOST_AGREEING and all(few) and not (case.asked.quantity or case.asked.section):
        matrix = case.tools.evidence.retriever.vectors.matrix

        def together(row: tuple[tuple[Found, float], ...]) -> float:
            vectors = matrix[[found.row for found, _ in row]]
            near = np.minimum(vectors @ vectors.T, _AS_ONE)
            alike = float(near.sum() - np.trace(near)) / (len(row) * (len(row) - 1))
            return sum(fit for _, fit in row) / len(row) + _ALIKE * alike

        chosen = max(product(*few), key=together)
    first = {found.document.id: found for found, _ in chosen}
    return {
        document: sorted((f for f, _ in fits), key=lambda f: f is not first.get(document))
        for document, fits in ranked.items()
    }


def _of_document(case: Case, document_id: str, found: Sequence[Found]) -> list[tuple[Choice, float, float]]:
    """What a document says on the matter: (choice, score, share of the matter covered), best first."""
    document = case.tools.documents[document_id]
    group = document.short_name
    if case.reading.fact and (clauses := fact_clauses(case.reading.fact, document)):
        return [(Choice(document, clauses[0], group=group), 1.0, 1.0)]
    if actors := _own_actors(case, document_id):
        duties = case.tools.duties.of_all(actors, [document_id])
        if duties and (duties := on_topic(case, duties) or duties[:2]):
            scores = {f.clause.id: f for f in found}
            return [(Choice(document, d.clause, group=group), *_weights(scores.get(d.clause.id))) for d in duties]
    if case.asked.quantity:
        ranked = figures(case, list(found))
        if ranked:
            figure = ranked[0]
            return [(figure_choice(case, figure, group), figure.found.score, figure.covered)]
    if told := assessed(case, document):
        return [(Choice(document, c, group=group), found[0].score if found else 1.0, 1.0) for c in told[1]]
    if together := all_beside(case, found):
        return [(Choice(document, c, group=group), found[0].score, found[0].covered) for c in together]
    one_asked = case.asked.who or _WHO.search(plain(case.asked.text)) is not None
    about = replace(case.asked, words=_topic(case) or case.asked.words)
    for f in found:
        if section := whole_section(about, case.tools.evidence, f):
            return [(Choice(document, c, group=group), f.score, f.covered) for c in section.items]
        if f.clause.kind != "heading":
            others = (g for g in found if g is not f and g.clause.kind != "heading")
            second = next((g for g in others if g.score >= _AS_GOOD * f.score and g.covered >= f.covered), None)
            shown = (f,) if second is None or one_asked or is_of_others(document, second.clause) else (f, second)
            return [(Choice(document, g.clause, group=group), g.score, g.covered) for g in shown]
    return []


def _own_parts(case: Case, document: str) -> tuple[set[Span], set[Span]]:
    """The parts of a question that speak of one document alone, and those that speak of the others; both empty when it
    does not speak of each apart."""
    named = [m for m in case.mentions if m.weight >= _LEAST_NAMED]
    parts = pieces(plain(case.reading.shown.text))
    held = {
        d: {p for p in parts for m in named if m.document == d and p[0] <= m.start < p[1]}
        for d in {m.document for m in named}
    }
    own = held.get(document, set())
    others = set().union(*(spans for d, spans in held.items() if d != document))
    return (own, others) if own and others and not own & others else (set(), set())


def _own_actors(case: Case, document: str) -> tuple[str, ...]:
    """The bodies that are asked of in one document: those of its own part of the question, where it has one and every
    other part names bodies too."""
    own, others = _own_parts(case, document)
    text, named = case.reading.shown.text, case.tools.duties.named
    mine = tuple(dict.fromkeys(body for a, b in sorted(own) for body in named(text[a:b]) if body in case.actors))
    apart = mine and all(set(named(text[a:b])) & set(case.actors) for a, b in others)
    return mine if apart else case.actors


def _own_words(case: Case, document: str) -> frozenset[str]:
    """Content words, without accents, that a question says of one document only: "… Bắc Giang đứng thứ mấy trong vùng,
    còn NQ 57 muốn đứng thứ mấy Đông Nam Á". Empty when it asks the same of all."""
    text = case.reading.shown.text
    own, others = _own_parts(case, document)
    words = {w for a, b in own for w in stripped(text[a:b])} - {w for a, b in others for w in stripped(text[a:b])}
    return frozenset(words & case.asked.words)


def _topic(case: Case) -> frozenset[str]:
    """The words, without accents, of what a question asks of each document: set before a colon ("Cơ chế, chính sách đặc
    thù: Bộ Chính trị yêu cầu gì, Bắc Giang ban hành ra sao"), after the names with "về", or before them."""
    if words := topic_before_colon(case):
        return words
    text = case.reading.shown.text
    named = [m for m in case.mentions if m.weight >= HINT]
    if not named or not case.asked.compare:
        return frozenset()
    # "So sánh KL 69 với kế hoạch tỉnh về nhân lực", "đối chiếu phần hợp tác quốc tế của kế hoạch với KL 69"
    before, after = text[: min(m.start for m in named)], text[max(m.end for m in case.mentions) :]
    bare = plain(after)
    about = _ABOUT_WHAT.match(bare)
    said = after[about.end() :] if about else before
    words = frozenset(w for w in stripped(said) if w in case.asked.words and w not in _COMPARING)
    return words if len(words) > 1 else frozenset()


def topic_before_colon(case: Case) -> frozenset[str]:
    """The words, without accents, of a matter set before a colon and before every document: "Công bố quốc tế: …"."""
    text = case.reading.shown.text
    head, colon, rest = text.partition(":")
    if colon and len(stripped(rest)) >= SAYS_MUCH and all(m.start >= len(head) for m in case.mentions):
        return frozenset(w for w in stripped(head) if w in case.asked.words)
    return frozenset()


def _weights(found: Found | None) -> tuple[float, float]:
    return (found.score, found.covered) if found else (0.0, 1.0)
