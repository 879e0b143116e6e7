"""Questions for a place in a document, and for facts of the document itself."""

from __future__ import annotations

from index.case import Case, Choice, Composed
from index.results import citation
from ingest.address import spoken
from ingest.document import Clause, Document

_MOST_BELOW = 40
_FACTS = {
    "signer": "Người ký",
    "recipients": "Nơi nhận",
    "effect": "Hiệu lực",
    "date": "Ngày ban hành",
    "number": "Số, ký hiệu",
    "issuer": "Cơ quan ban hành",
    "title": "Tên văn bản",
    "proposer": "Cơ quan đề nghị",
    "basis": "Căn cứ",
}


def choose_address(case: Case) -> Composed:
    """The clause at the address and, below a heading, what stands under it."""
    documents = case.tools.documents
    clauses = [(documents[c.partition("#")[0]], c) for c in case.reading.shown.clauses]
    clauses = [(d, d.by_id[c]) for d, c in clauses if c in d.by_id]
    if not clauses:
        return Composed("address", ())
    document, clause = clauses[0]
    depth = len(clause.path.split("/"))
    named = [(d, c) for d, c in clauses if d.id == document.id and len(c.path.split("/")) == depth]
    likely = case.scope() or case.leaning()
    if any(d.id in likely for d, _ in clauses):
        clauses = [(d, c) for d, c in clauses if d.id in likely]
        document, clause = clauses[0]
        named = [(d, c) for d, c in clauses if len(c.path.split("/")) == len(clause.path.split("/"))]
    several = len({d.id for d, _ in clauses}) > 1
    picked = clauses[:4] if several else named[:1]
    choices = [choice for d, c in picked for choice in _with_below(d, c, several)]
    where = "; ".join(citation(d, c) for d, c in picked)
    return Composed("address", tuple(choices), f"{where}:")


def _with_below(document: Document, clause: Clause, several: bool) -> list[Choice]:
    group = document.short_name if several else ""
    below = list(document.descendants(clause.id))
    if len(below) > _MOST_BELOW:
        below = list(document.children.get(clause.id, ()))
    return [Choice(document, c, group=group) for c in (clause, *below)]


def choose_metadata(case: Case) -> Composed:
    """The clause of the document itself that states the fact."""
    documents = case.tools.documents
    ids = case.reading.shown.clauses
    first = ids[0]
    document = documents[first.partition("#")[0]]
    clause = document.by_id[first]
    wanted = [clause]
    if case.reading.fact == "basis":
        wanted = [document.by_id[c] for c in ids if c.startswith(document.id + "#")]
    label = _FACTS.get(case.reading.fact, "Thông tin")
    choices = tuple(Choice(document, c) for c in wanted)
    return Composed("metadata", choices, f"{label}, theo {document.short_name}, {spoken(clause.path)}:")
