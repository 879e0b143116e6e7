"""Questions across documents: the clause of each that answers, one document after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np

from index.address import find_address, resolve
from index.address_answers import with_below
from index.case import Case, Choice, Composed
from index.document_names import PROVINCIAL
from index.duty_answers import on_topic
from index.evidence import Found
from index.fact_clauses import fact_clauses
from index.figures import figure_choice, figures
from index.lists import whole_section
from index.naming import HINT, OBJECT, plain
from index.question_cues import ASKED_OTHERWISE
from index.sections import all_beside
from index.subject import ONLY_JOINED
from index.tokens import stripped
from ingest.own_words import is_of_others

_SAME_MATTER = 0.8
_OWN_WORDS, _LEAST_NAMED, _TOPIC, _ANOTHERS = 0.5, 0.3, 1.0, 0.4
_SAYS_MUCH, _MOST_DUTIES, _MOST_PLACES = 5, 6, 12
# Clauses of each document that are held against those of the others: so many, fitting nearly as well as the best; what
# their likeness counts, and the cosine from which two are the same. Chosen on the development questions.
_LOOKED_AT, _MOST_AGREEING, _NEARLY, _ALIKE, _AS_ONE = 6, 3, 0.85, 0.6, 0.8
_OPENS_PART = re.compile(r"^\s*(?:(?:con|o|thi|roi|ve|the|vay|o cap|nay)\s+)*")
_SOURCE = re.compile(r"(?:\btheo|\btrong|\()\s*$")
_SAYS = re.compile(
    r"\b(?:giao|muon|dat|yeu cau|dinh huong|noi|de ra|coi|neu|khuyen khich|chu truong|quy dinh|xac dinh|cho phep"
    r"|huong)\b"
)
_SAYS_HOW = re.compile(r"\b(?:noi|viet|neu|ghi|quy dinh)(?: (?:ra )?sao| the nao| (?:nhung )?gi)?\W*$")
_ABOUT_WHAT = re.compile(r"\s*,?\s*(?:ve|trong viec|o (?:diem|phan|muc))\s+")
_COMPARING = frozenset(("so", "sanh", "doi", "chieu", "phan", "khac", "giong", "nghi", "muc", "noi", "dung"))
_BETWEEN = re.compile(r"[,;:?]|\b(?:con|trong khi)\b")
_JOINED_PLAN = re.compile(
    r"\b(?:cua|o|trong|va|con) (?:o )?(?:ke hoach )?(?:tinh|bac giang|dia phuong)\b|\bbac giang\b"
)
# "Của tỉnh", "tỉnh đã …": the province speaks; "Ủy ban nhân dân tỉnh" is a body.
_OF_PROVINCE = re.compile(r"(?:\b(?:cua|o|va|con|theo) |^|, )(?:tinh(?: bac giang| ta| nha)?|bac giang|dia phuong)$")
_CENTRE_BESIDE = re.compile(
    r"\b(?P<centre>trung uong|bo chinh tri|ban bi thu|thu tuong)\b(?: (?!\d)\w+){0,3}?(?:,| va| con| voi| so voi)"
    r"(?: (?:cau |muc tieu |cap )?(?:cua|o))? (?:ke hoach (?:cua )?)?(?:tinh|bac giang)\b"
)
_AND = re.compile(r"\b(?:va|con|(?<!gi )(?<!nao )voi|hay|lan)\b")
_AND_HINTED = re.compile(rf"{_AND.pattern}|,\s*$")
_JOINED = re.compile(r"\b(?:va|(?<!gi )(?<!nao )voi|cung|hay|hoac|con|lan|so)\b|,")


def documents_compared(case: Case) -> list[str]:
    """The documents that a question sets side by side; fewer than two when it does not."""
    surely = case.meant()
    likely = case.leaning()
    text = plain(case.reading.shown.text)
    if both := _with_province(case, text) or _centre_and_province(case, text):
        return both
    if in_turn := _in_turn(case, text):
        return in_turn
    if case.asked.compare and len(likely) > 1:
        apart = len(surely) > 1 and not _JOINED_PLAN.search(text)
        return _with_those_between(case, surely, text) if apart else likely
    named = {(m.start, m.end, m.document, m.weight) for m in case.mentions if m.weight >= HINT and not m.carried_out}
    joined = [
        (one, other)
        for one, other in pairwise(sorted(named))
        # A comma joins names of documents, but no hint at one ("Tỉnh ủy Bắc Giang, đơn vị tôi …").
        if one[2] != other[2]
        and other[0] - one[1] < 40
        and (_JOINED if min(one[3], other[3]) >= OBJECT else _AND_HINTED).search(text[one[1] : other[0]])
    ]
    own = {m.document for m in case.mentions if sum((n.start, n.end) == (m.start, m.end) for n in case.mentions) == 1}
    outright = [d for d in surely if (d in case.scope() or d in _carried_in_row(case, text)) and d in own]
    if len(outright) > 1:
        return _with_those_between(case, outright, text)
    asked = _SAYS_HOW.search(text)
    if joined and len(likely) > 1 and (surely or asked):
        return likely
    return surely[:1]


def _carried_in_row(case: Case, text: str) -> set[str]:
    """Documents to be carried out of which a question goes on to name others: "thực hiện NQ 20, NQ 57, KL 69"."""
    named = sorted((m for m in case.mentions if m.weight >= OBJECT), key=lambda m: m.start)
    held: set[str] = set()
    for one, other in pairwise(named):
        joined = ONLY_JOINED.fullmatch(text[one.end : other.start])
        # "Thực hiện NQ 20, KL 69 yêu cầu gì?": a comma alone may end the part before.
        in_row = joined and (joined["and"] or not re.search(r"\w", text[named[-1].end :]))
        if in_row and (one.carried_out or one.document in held) and not one.looked_back:
            held |= {one.document, other.document}
    return held


def _with_those_between(case: Case, outright: list[str], text: str) -> list[str]:
    """Documents named outright, and those that a question hints at in the same row: "NQ 20, chiến lược đến 2030 và
    NQ 57"."""
    named = sorted((m for m in case.mentions if m.weight >= HINT and not m.carried_out), key=lambda m: m.start)
    places = [place for place, m in enumerate(named) if m.document in outright]
    row = named[places[0] : places[-1] + 1] if places else []
    if any(not _JOINED.search(text[one.end : other.start]) for one, other in pairwise(row) if one.end <= other.start):
        return outright
    alone = [m.document for m in row if sum((n.start, n.end) == (m.start, m.end) for n in row) == 1]
    return list(dict.fromkeys([*alone, *outright])) if set(outright) < set(alone) else outright


def _with_province(case: Case, text: str) -> list[str]:
    """Documents named outright and the one that "tỉnh" hints at, where "và", "còn" join the two; else []."""
    named = [m for m in case.mentions if m.weight >= HINT and not m.carried_out]
    hinted = [m for m in case.mentions if m.weight < HINT and _OF_PROVINCE.search(text[: m.end])]
    if not named or not hinted or {m.document for m in named} & {m.document for m in hinted}:
        return []
    first, last = min(m.end for m in named), max(m.start for m in named)
    for hint in hinted:
        between = text[first : hint.start] if hint.start >= first else text[hint.end : last]
        if _AND.search(between):
            order = sorted([*named, hint], key=lambda m: m.start)
            return list(dict.fromkeys(m.document for m in order))
    return []


def _centre_and_province(case: Case, text: str) -> list[str]:
    """Of the centre and of the province: "mục tiêu của trung ương và của tỉnh", "trung ương giao ai, tỉnh giao ai"."""
    documents = case.tools.documents
    plans = [d for d in case.leaning() if PROVINCIAL.search(plain(documents[d].issuer))]
    if not plans or not (both := _CENTRE_BESIDE.search(text)):
        return []
    others = [d for d in case.meant(HINT) if d not in plans]
    if not others:
        spoken = both["centre"] if both["centre"] != "trung uong" else ""
        issued = [d.id for d in documents.values() if d.id not in plans and spoken in plain(d.issuer)]
        others = [f.document.id for f in case.found if f.document.id in issued]
    return [others[0], plans[0]] if others else []


def _in_turn(case: Case, text: str) -> list[str]:
    """Documents that a question speaks of one after the other, the last with a question of its own: "Kết luận 69 giao
    Đảng đoàn Quốc hội rà soát pháp luật, ở Bắc Giang việc ấy giao cho ai?"."""
    parts, objects = [], set()
    for start, end in _pieces(text):
        piece = text[start:end]
        begins = start + len(piece) - len(_OPENS_PART.sub("", piece))
        here = [m for m in case.mentions if start <= m.start < end and not m.carried_out]
        held = [m.document for m in here if m.weight >= HINT or m.start <= begins]
        # "Chiến lược 2030 do ai chỉ đạo theo KL 69": of two the one is spoken of, the other speaks.
        speaking = [m.document for m in here if m.weight >= HINT and _SOURCE.search(text[: m.start])]
        if speaking:
            objects |= set(held) - set(speaking)
        if held and len(stripped(piece)) >= _SAYS_MUCH:
            parts.append(((speaking or held)[0], piece))
    documents = list(dict.fromkeys(document for document, _ in parts))
    asks = len(parts) == len(documents) and len(documents) == 2 and ASKED_OTHERWISE.search(parts[-1][1])
    told = asks and (_SAYS.search(parts[0][1]) or ASKED_OTHERWISE.search(parts[0][1]))
    return documents if told and set(case.meant()) <= {*documents, *objects} else []


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
    if case.actors:
        duties = case.tools.duties.of_all(case.actors, [document_id])
        if duties and (duties := on_topic(case, duties) or duties[:2]):
            scores = {f.clause.id: f for f in found}
            return [(Choice(document, d.clause, group=group), *_weights(scores.get(d.clause.id))) for d in duties]
    if case.asked.quantity:
        ranked = figures(case, list(found))
        if ranked:
            figure = ranked[0]
            return [(figure_choice(case, figure, group), figure.found.score, figure.covered)]
    if together := all_beside(case, found):
        return [(Choice(document, c, group=group), found[0].score, found[0].covered) for c in together]
    for f in found:
        if section := whole_section(case.asked, case.tools.evidence, f):
            return [(Choice(document, c, group=group), f.score, f.covered) for c in section.items]
        if f.clause.kind != "heading":
            return [(Choice(document, f.clause, group=group), f.score, f.covered)]
    return []


def _own_words(case: Case, document: str) -> frozenset[str]:
    """Content words, without accents, that a question says of one document only: "… Bắc Giang đứng thứ mấy trong vùng,
    còn NQ 57 muốn đứng thứ mấy Đông Nam Á". Empty when it asks the same of all."""
    text = case.reading.shown.text
    named = [m for m in case.mentions if m.weight >= _LEAST_NAMED]
    pieces = _pieces(plain(text))
    held = {
        d: {p for p in pieces for m in named if m.document == d and p[0] <= m.start < p[1]}
        for d in {m.document for m in named}
    }
    own = held.get(document, set())
    others = set().union(*(spans for d, spans in held.items() if d != document))
    if not own or not others or own & others:
        return frozenset()
    words = {w for a, b in own for w in stripped(text[a:b])} - {w for a, b in others for w in stripped(text[a:b])}
    return frozenset(words & case.asked.words)


def _topic(case: Case) -> frozenset[str]:
    """The words, without accents, of what a question asks of each document: set before a colon ("Cơ chế, chính sách đặc
    thù: Bộ Chính trị yêu cầu gì, Bắc Giang ban hành ra sao"), after the names with "về", or before them."""
    text = case.reading.shown.text
    head, colon, rest = text.partition(":")
    if colon and len(stripped(rest)) >= _SAYS_MUCH and all(m.start >= len(head) for m in case.mentions):
        return frozenset(w for w in stripped(head) if w in case.asked.words)
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


def _pieces(text: str) -> list[tuple[int, int]]:
    """The parts of a question between commas, semicolons and "còn". text: without accents."""
    cuts = [m.span() for m in _BETWEEN.finditer(text)]
    return list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)], strict=True))


def _weights(found: Found | None) -> tuple[float, float]:
    return (found.score, found.covered) if found else (0.0, 1.0)
