"""Questions for a list: which heading or lead-in holds it, and its items, complete and in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.asked import Asked
from index.evidence import Evidence, Found
from index.naming import plain
from index.tokens import stripped
from ingest.document import Clause, Document

_ITEMS = ("item", "heading", "bullet", "paragraph")
_OVER = re.compile(r"\b(?:nhom|lon|chinh|nhung phan|may phan)\b")
_GENERAL = frozenset(("lon", "nhom", "chinh", "cu", "can", "viec", "huong"))
_LEAST = 0.4


@dataclass(frozen=True, slots=True)
class Listing:
    """Items that stand together. head: the heading or lead-in over them; None for the sections of a whole document."""

    document: Document
    head: Clause | None
    items: tuple[Clause, ...]
    fit: float


def listings(document: Document) -> Iterator[Listing]:
    """Every list of a document: the children of a clause, what follows a lead-in ending in ":", the top sections."""
    for clause in document.clauses:
        items = tuple(c for c in document.children.get(clause.id, ()) if c.kind in _ITEMS)
        if len(items) > 1 and not clause.path.startswith("pre"):
            yield Listing(document, clause, items, 0.0)
    top = tuple(c for c in document.children.get("", ()) if c.kind in ("heading", "item") and _section(c))
    if len(top) > 1:
        yield Listing(document, None, top, 0.0)


def best_list(
    asked: Asked, evidence: Evidence, found: Sequence[Found], documents: Sequence[Document]
) -> Listing | None:
    """The list that a question asks for, None when no heading fits it."""
    scores = {f.clause.id: f.score for f in found}
    highest = max(scores.values(), default=0.0)
    best: Listing | None = None
    for document in documents:
        for listing in listings(document):
            fit = _top_fit(asked, listing) if listing.head is None else _fit(asked, evidence, listing, scores, highest)
            if fit >= _LEAST and (best is None or fit > best.fit):
                best = replace(listing, fit=fit)
    return best


def _fit(asked: Asked, evidence: Evidence, listing: Listing, scores: dict[str, float], highest: float) -> float:
    """How well a heading answers "which …": it is of the kind asked, it names the matter, its words are asked, and it
    or what stands below it was found."""
    head = listing.head
    assert head is not None
    title = head.heading or head.text[head.body[0] : head.body[0] + 160]
    own_kind = any(w in plain(title) for w in asked.section)
    over = plain(" ".join(c.heading for c in listing.document.ancestors(head)))
    above_kind = any(w in over for w in asked.section)
    words = [w for w in stripped(title) if len(w) > 1]
    of_kind = {w for phrase in asked.section for w in phrase.split()}
    topic = [w for w in asked.words if w not in of_kind and w not in _GENERAL]
    weight = sum(map(evidence.rarity, topic))
    named = sum(evidence.rarity(w) for w in topic if w in words) / weight if weight else 0.0
    asked_words = asked.words | of_kind
    own = sum(evidence.rarity(w) for w in words if w in asked_words) / (sum(map(evidence.rarity, words)) or 1.0)
    score = scores.get(head.id, 0.0) / highest if highest else 0.0
    below = max((scores.get(c.id, 0.0) for c in listing.items), default=0.0) / highest if highest else 0.0
    kind = 0.35 if own_kind else 0.25 if above_kind and named > 0.2 else 0.0
    if not kind and (named < 0.5 or own < 0.4) and score < 1.0:
        return 0.0
    return kind + 0.45 * named + 0.25 * own + 0.2 * score + 0.1 * below


def _top_fit(asked: Asked, listing: Listing) -> float:
    """The sections of a whole document, when its opening leads in to what is asked ("… nhiệm vụ trọng tâm sau:")."""
    lead = next((c for c in reversed(listing.document.clauses) if _leads(c)), None)
    own = plain(lead.text[-160:]) if lead else ""
    return 0.8 if any(w in own for w in asked.section) and _OVER.search(plain(asked.text)) else 0.0


def _section(clause: Clause) -> bool:
    return not clause.path.startswith(("pre", "x", "noi-nhan", "ky"))


def _leads(clause: Clause) -> bool:
    return clause.path.startswith("pre/") and clause.text.rstrip().endswith(":")
