"""Questions for a place in a document, and for facts of the document itself."""

from __future__ import annotations

import re

from index.case import Case, Choice, Composed
from index.fact_clauses import fact_clauses
from index.naming import HINT, plain
from index.quoting import one_for_each
from index.results import citation
from index.subject import OF_ANOTHER, carried_out_alone
from index.told_of import called
from ingest.address import spoken
from ingest.catalog import CatalogEntry
from ingest.document import Clause, Document
from ingest.vietnamese import fold

_MOST_BELOW, _MOST_PLACES = 40, 6
_LEAST_NAMED = 0.3
_IN_FORCE = re.compile(r"\bhieu luc\b[^,.;]{0,40}\b(?:tu|ngay|thi hanh|khi)\b|\bhet hieu luc\b")
FACTS = {
    "signer": "người ký",
    "recipients": "nơi nhận",
    "effect": "ngày có hiệu lực",
    "date": "ngày ban hành",
    "number": "số, ký hiệu",
    "issuer": "cơ quan ban hành",
    "title": "tên văn bản",
    "proposer": "cơ quan đề nghị",
    "basis": "căn cứ",
    "place": "địa danh, nơi ban hành",
    "session": "hội nghị, khóa ban hành",
    "replaces": "văn bản được thay thế",
    "implementers": "trách nhiệm thi hành",
    "spread": "nơi được phổ biến",
    "letterhead": "quốc hiệu, tiêu ngữ",
}
# What a section is about, or whom it concerns, its heading says.
_TITLE_ASKED = re.compile(r"\bve (?:cai |dieu |van de )?gi\b|\b(?:bo|co quan|don vi) nao\b|\bten\b|\btieu de\b")
_UNKNOWN = {"signer": r"\b(?:ai ky|nguoi ky|ky)\b", "date": r"\bngay\b", "number": r"\bso hieu\b"}


def choose_address(case: Case) -> Composed:
    """The clause at the address and, below a heading, what stands under it."""
    documents = case.tools.documents
    ids = [(documents[c.partition("#")[0]], c) for c in case.reading.shown.clauses]
    clauses = [(d, d.by_id[c]) for d, c in ids if c in d.by_id]
    if not clauses:
        return Composed("address", ())
    document, clause = clauses[0]
    depth = len(clause.path.split("/"))
    named = [(d, c) for d, c in clauses if d.id == document.id and len(c.path.split("/")) == depth]
    typed = any(c.id in case.reading.shown.original for _, c in clauses)
    likely = [] if typed else case.scope() or case.leaning()
    if any(d.id in likely for d, _ in clauses):
        clauses = [(d, c) for d, c in clauses if d.id in likely]
        document, clause = clauses[0]
        named = [(d, c) for d, c in clauses if len(c.path.split("/")) == len(clause.path.split("/"))]
    several = len({d.id for d, _ in clauses}) > 1
    # An address that fits several places shows them all; it is not for us to choose.
    picked = clauses[:_MOST_PLACES] if several else named[:_MOST_PLACES]
    items = case.asked.lists and not _TITLE_ASKED.search(plain(case.reading.shown.text))
    choices = [choice for d, c in picked for choice in with_below(d, c, several, items=items)]
    where = "; ".join(citation(d, c) for d, c in picked)
    return Composed("address", tuple(choices), f"{where}:", sure=True)


def with_below(document: Document, clause: Clause, several: bool, *, items: bool = False) -> list[Choice]:
    """A clause and what stands under it. several: of several documents, whose names are shown. items: a heading is
    left out, what it lists being asked for."""
    group = document.short_name if several else ""
    below = list(document.descendants(clause.id))
    if len(below) > _MOST_BELOW:
        below = list(document.children.get(clause.id, ()))
    told = below if items and below and clause.kind == "heading" else [clause, *below]
    if items and clause.kind != "footnote":
        told = [c for c in told if c.kind != "footnote"]
    return [Choice(document, c, group=group) for c in told]


def choose_metadata(case: Case) -> Composed | None:
    """The clause of the document itself that states the fact asked; None when the question is about no one document."""
    fact = case.reading.fact
    ids = [c for c in case.reading.shown.clauses if c.partition("#")[0] in case.tools.documents]
    document = case.tools.documents[ids[0].partition("#")[0]] if ids else fact_document(case)
    if document is None:
        return None
    if fact == "effect":
        ended = "het hieu luc" in plain(case.reading.shown.text)
        clauses = [
            c
            for c in reversed(document.clauses)
            if c.kind != "heading"
            and _IN_FORCE.search(plain(c.text))
            and (not ended or "het hieu luc" in plain(c.text))
        ]
    else:
        clauses = [document.by_id[c] for c in ids if c in document.by_id] or fact_clauses(fact, document)
    clauses = clauses or [c for c in document.clauses if _unknown_to_digest(fact, c)]
    if not clauses:
        return None
    wanted = clauses[:1]
    if fact == "basis":
        # Who proposed a document is another fact than what it rests on.
        wanted = [c for c in clauses if not fold(c.text).startswith("theo đề nghị")] or clauses
    several = list(dict.fromkeys(c.partition("#")[0] for c in ids))
    if len(several) > 1 or case.reading.besides:
        return _several_facts(case, several)
    lead = f"{FACTS.get(fact, 'Thông tin').capitalize()}, theo {document.short_name}, {spoken(clauses[0].path)}:"
    return Composed("metadata", tuple(Choice(document, c) for c in wanted), lead, sure=True)


def _several_facts(case: Case, documents: list[str]) -> Composed:
    """Several facts of a document ("ngày ban hành và người ký"), or one of several documents."""
    facts = (case.reading.fact, *case.reading.besides)
    choices: dict[str, Choice] = {}
    for document in (case.tools.documents[d] for d in documents):
        stating = [fact_clauses(fact, document) for fact in facts]
        at_once = [c for c in stating[0] if all(c in found for found in stating if found)]
        for found in [at_once] if at_once else stating:
            for clause in found[:1]:
                group = document.short_name if len(documents) > 1 else ""
                choices.setdefault(clause.id, Choice(document, clause, group=group))
    names = ", ".join(FACTS[fact] for fact in facts if fact in FACTS)
    where = "; ".join(case.tools.documents[d].short_name for d in documents)
    return Composed("metadata", tuple(choices.values()), f"{names.capitalize()}, theo {where}:", sure=True)


def fact_document(case: Case) -> Document | None:
    """The document whose fact is asked: the first one named that is not what another carries out or is about."""
    bare = plain(case.reading.shown.text)
    named = [m for m in sorted(case.mentions, key=lambda m: m.start) if m.weight >= HINT and m.document in case.named]
    another = [m for m in named if OF_ANOTHER.search(bare[: m.start])]
    # "Kế hoạch của Thủ tướng thực hiện Kết luận 69": who issued it names none of ours.
    if (another and len(another) == len(named)) or carried_out_alone(case.reading.shown.text, case.tools.namer):
        return None
    for mention in named:
        if mention in another:
            continue
        if not mention.carried_out and not re.search(r"\b(?:ve|thuc hien)\s*$", bare[: mention.start]):
            return case.tools.documents.get(mention.document)
    scope = case.scope()
    return case.tools.documents.get(scope[0]) if len(scope) == 1 else None


def choose_mention(case: Case) -> Composed | None:
    """Where one document speaks of another: "kế hoạch nhắc NQ 45 ở chỗ nào", "theo kế hoạch, KL 50 ra ngày nào"."""
    bare = plain(case.reading.shown.text)
    placed = [m for m in sorted(case.mentions, key=lambda m: m.start) if m.weight >= _LEAST_NAMED]
    ids = list(dict.fromkeys([*(m.document for m in placed), *case.reading.named.absent]))
    if len(ids) != 2 or not placed or ids[0] not in case.tools.documents:
        return None
    reporting = re.search(r"\b(?:nhac|vien dan|dan chieu|duoc dan|trich dan|dan lai)\b", bare)
    if not reporting and not (case.reading.fact and re.search(r"^\W*(?:theo|trong|o)\s*$", bare[: placed[0].start])):
        return None
    subject, other = ids
    if reporting and re.search(r"\bma\b", bare[placed[0].end : placed[-1].start]):
        subject, other = other, subject
    document = case.tools.documents.get(subject)
    named = case.tools.documents.get(other) or case.tools.catalog.get(other)
    if document is None or named is None:
        return None
    number = plain(named.number) or plain(named.short_name)
    clauses = [c for c in document.clauses if number and number in plain(c.text)]
    if not clauses:
        return _not_mentioned(case, document, named)
    order = {f.clause.id: place for place, f in enumerate(case.found)}
    if case.reading.fact == "date":
        clauses = [c for c in clauses if re.search(re.escape(number) + r"[^;.]{0,40}ngay", plain(c.text))] or clauses
    best = min(clauses, key=lambda c: (c.path.startswith("pre/"), order.get(c.id, len(order))))
    at = plain(best.text).find(number)
    mark = ((at, at + len(number)),)
    lead = f"{document.short_name} nhắc tới {named.short_name} ở {spoken(best.path)}:"
    return Composed("content", (Choice(document, best, (), mark),), lead, sure=True)


def _not_mentioned(case: Case, document: Document, other: Document | CatalogEntry) -> Composed | None:
    """The clause that tells that a document does not mention another; None when none does."""
    subject, mentioned = re.escape(plain(called(document))), re.escape(plain(called(other)))
    said = re.compile(rf"\b{subject}\b.*\bkhong nhac (?:toi|den) {mentioned}\b")
    return one_for_each([next((f for f in case.found if said.search(plain(f.clause.text))), None)])


def _unknown_to_digest(fact: str, clause: Clause) -> bool:
    """A clause of a digest that says that the fact is not known."""
    text = plain(clause.text)
    unsaid = "chua ro" in text and clause.path.startswith("pre/")
    return unsaid and bool(re.search(_UNKNOWN.get(fact, r"(?!)"), text))
