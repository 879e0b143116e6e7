"""Questions for a list: which heading or lead-in holds it, and its items, complete and in order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from index.asked import Asked
from index.evidence import Evidence, Found
from index.naming import plain
from index.question_cues import ORGANISING, OUTLINE
from index.tokens import stripped
from ingest.document import Clause, Document

_ITEMS = ("item", "heading", "bullet", "paragraph")
_OVER = re.compile(r"\b(?:nhom|lon|chinh|trong tam)\b")
_WORK = re.compile(r"\b(?:viec|giai phap|nhiem vu|noi dung|dinh huong)\b")
_GENERAL = frozenset(("lon", "nhom", "chinh", "can", "viec", "huong", "tam", "dau"))
_LEAST, _NAMES_MATTER, _LOOKED_AT, _SHORT, _TITLE = 0.4, 0.3, 5, 4, 3
_OF_WEIGHT, _ALL_BUT, _MOST_FOUND, _NEAR_BEST = 3.0, 0.75, 0.6, 0.8
_BOTH = re.compile(r"\bca\b[^?]{1,30}\b(?:lan|va)\b|\bchung\b[^?]{1,30}\bcu the\b|\bcu the\b[^?]{1,30}\bchung\b")
_SECTION_WORD = re.compile(r"\b(?:muc|phan|nhom)\b(?! tieu| dich)")
_SECTION_NAMED = re.compile(r"\b(?:muc|phan) (?:ve )?(?P<name>[a-z ]+?)(?= +(?:cua|trong|o|giua|theo|voi)\b)")
_BODIES = frozenset(("bo", "quan", "don", "vi", "nganh", "ban", "tung"))


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
    every = [listing for document in documents for listing in listings(document)]
    named = {id(listing): _named(asked, evidence, listing) for listing in every}
    found_ids = [f.clause.id for f in found[:_LOOKED_AT]]
    scores = {f.clause.id: f.score for f in found}
    matter = max((named[id(x)] for x in every if x.head and _kind(asked, x) > 0), default=0.0) >= _NAMES_MATTER
    best: Listing | None = None
    for listing in every:
        if listing.head is None:
            listing = _of_matter(asked, listing)
            fit = _top_fit(asked, listing)
        else:
            fit = _fit(asked, evidence, listing, named[id(listing)], scores, found_ids, matter)
        if fit >= _LEAST and (best is None or fit > best.fit):
            best = replace(listing, fit=fit)
    if best is None:
        return _labelled(asked, every, found_ids)
    return _whole(asked, best, every)


def _whole(asked: Asked, best: Listing, every: Sequence[Listing]) -> Listing:
    """The section over the best one, where two of its kind are asked for: "cả mục tiêu chung lẫn mục tiêu cụ thể"."""
    head = best.head
    if head is None or not _BOTH.search(plain(asked.text)):
        return best
    over = next((x for x in every if x.document is best.document and x.head and x.head.id == head.parent), None)
    alike = over and all(any(w in plain(_title(item)) for w in asked.section) for item in over.items)
    return replace(over, fit=best.fit) if over and alike else best


def little_else(asked: Asked, evidence: Evidence, document: Document) -> bool:
    """Whether a question names hardly anything besides a section ("mục tiêu") and what the document is about."""
    of_kind = {w for phrase in asked.section for w in phrase.split()}
    about = of_kind | _GENERAL | set(stripped(document.title)) | set(asked.years) | set(stripped(document.issuer))
    return sum(evidence.rarity(w) for w in asked.words if w not in about) < _OF_WEIGHT


def whole_section(asked: Asked, evidence: Evidence, found: Found) -> Listing | None:
    """The short section round a clause when its heading is just what is asked ("ngành nông nghiệp … hướng nào")."""
    document, clause = found.document, found.clause
    head = clause if clause.kind == "heading" else document.by_id.get(clause.parent)
    if head is None or head.kind != "heading":
        return None
    items = tuple(c for c in document.children.get(head.id, ()) if c.kind in _ITEMS)
    listing = Listing(document, head, items, 0.0)
    if not 1 < len(items) <= _SHORT or any(c.kind == "heading" for c in items):
        return None
    fits = _named(asked, evidence, listing) >= 0.85 and heading_asked(asked.words, evidence, head) >= 0.5
    return listing if fits or _says_heading(asked, head) else None


def _says_heading(asked: Asked, head: Clause) -> bool:
    """Whether a section is asked for by words of its heading: "mục phát triển thị trường khoa học và công nghệ", "phần
    hợp tác quốc tế của …"."""
    text = plain(asked.text)
    named, words = _SECTION_NAMED.search(text), stripped(_title(head))
    if named and len(spoken := named["name"].split()) > 2:
        return f" {' '.join(spoken)} " in f" {' '.join(words)} "
    run = SequenceMatcher(None, stripped(asked.text), words, autojunk=False).find_longest_match()
    return run.size >= max(_SHORT, _ALL_BUT * len(words)) and _SECTION_WORD.search(text) is not None


def heading_asked(spoken: Collection[str], evidence: Evidence, head: Clause) -> float:
    """The share of a heading's words, by rarity, that are among `spoken` (without accents)."""
    words = _words(head)
    return sum(evidence.rarity(w) for w in words if w in spoken) / (sum(map(evidence.rarity, words)) or 1.0)


def heads(asked: Asked, evidence: Evidence, document: Document, head: Clause) -> float:
    """The share of a question's matter, by rarity, that a heading names."""
    return _named(asked, evidence, Listing(document, head, (), 0.0))


def _labelled(asked: Asked, every: Sequence[Listing], top: Sequence[str]) -> Listing | None:
    """Items among others that begin with the word for what is asked ("Hạn chế: …"), when one of them was found."""
    for listing in every:
        items = tuple(c for c in listing.items if plain(c.text[c.body[0] :]).startswith(asked.section or ("\0",)))
        if len(items) > 1 and any(c.id in top for c in items):
            return replace(listing, items=items, fit=_LEAST)
    return None


def _fit(
    asked: Asked,
    evidence: Evidence,
    listing: Listing,
    named: float,
    scores: dict[str, float],
    top: Sequence[str],
    matter: bool,
) -> float:
    """How well a heading answers "which …": it is of the kind asked, it names the matter, its words are asked, and it
    or what stands below it was found. matter: some heading of that kind names the matter, so that those must that are
    to answer."""
    head = listing.head
    assert head is not None
    own = heading_asked(asked.words | {w for phrase in asked.section for w in phrase.split()}, evidence, head)
    highest = max(scores.values(), default=0.0) or 1.0
    score = scores.get(head.id, 0.0) / highest
    if len(_words(head)) >= _TITLE and f" {' '.join(stripped(_title(head)))} " in f" {' '.join(stripped(asked.text))} ":
        named = own = 1.0  # the question says the heading word for word
    ids = {head.id, *(c.id for c in listing.items)}
    below = sum(1 for c in top if c in ids) / len(top) if top else 0.0
    kind = _kind(asked, listing)
    if matter and named < _NAMES_MATTER:
        kind = min(kind, 0.1)
    if not kind and (named < 0.4 or own < 0.35) and score < 1.0 and below < _MOST_FOUND:
        return 0.0
    gathered = below >= _MOST_FOUND and _WORK.search(plain(asked.text))
    if not kind and max((scores.get(i, 0.0) for i in ids), default=0.0) < _NEAR_BEST * highest:
        return 0.0  # a clause elsewhere says much more of it
    if not kind and named < _ALL_BUT and not gathered and top and top[0] in ids - {head.id}:
        return 0.0  # one paragraph says it better than the whole section
    first = 0.15 if top and top[0] == head.id else 0.0
    if _OVER.search(plain(asked.text)) and all(c.kind == "heading" for c in listing.items):
        first += 0.15
    return kind + 0.45 * named + 0.25 * own + 0.2 * score + 0.25 * below + first


def _kind(asked: Asked, listing: Listing) -> float:
    """Whether a heading, or one above it, is of the kind asked ("mục tiêu", "giải pháp")."""
    assert listing.head is not None
    title = plain(_title(listing.head))
    if own := sum(w in title for w in asked.section):
        return 0.5 if ORGANISING in asked.section else 0.2 + 0.2 * own / len(asked.section)
    if asked.section == (ORGANISING,):
        return 0.0
    over = plain(" ".join(c.heading for c in listing.document.ancestors(listing.head)))
    return 0.25 if any(w in over for w in asked.section) else 0.0


def _named(asked: Asked, evidence: Evidence, listing: Listing) -> float:
    """The share of the question's matter, by rarity, that a heading names."""
    if listing.head is None:
        return 0.0
    of_kind = {w for phrase in asked.section for w in phrase.split()}
    # What the whole document is about names no section of it.
    general = (
        of_kind
        | _GENERAL
        | set(stripped(listing.document.title))
        | (_BODIES if ORGANISING in asked.section else frozenset())
    )
    # Words that no document has cannot name a section of one.
    topic = [w for w in asked.words if w not in general and evidence.count(w)]
    weight = sum(map(evidence.rarity, topic))
    words = set(stripped(_title(listing.head)))
    lacking = [w for w in topic if w not in words]
    said = evidence.said_of(evidence.rows[listing.head.id]) if lacking else ()
    unsaid = sum(map(evidence.rarity, lacking))
    least = min((sum(evidence.rarity(w) for w in lacking if w not in other) for other in said), default=unsaid)
    # A matter of common words ("khoa học") is no matter of a section of its own.
    share = 1.0 - least / weight if weight else 0.0
    return share * min(1.0, weight / _OF_WEIGHT)


def _title(head: Clause) -> str:
    return head.heading or head.text[head.body[0] : head.body[0] + 160]


def _words(head: Clause) -> list[str]:
    return [w for w in stripped(_title(head)) if len(w) > 1]


def _top_fit(asked: Asked, listing: Listing) -> float:
    """The sections of a whole document, when its opening leads in to what is asked ("… nhiệm vụ trọng tâm sau:")."""
    if OUTLINE.search(plain(asked.text)):
        return 0.7
    lead = next((c for c in reversed(listing.document.clauses) if _leads(c)), None)
    own = plain(lead.text[-160:]) if lead else ""
    return 0.8 if any(w in own for w in asked.section) and _OVER.search(plain(asked.text)) else 0.0


def _of_matter(asked: Asked, listing: Listing) -> Listing:
    """The sections without the one that says who carries the document out, when tasks are asked for."""
    if not asked.section or ORGANISING in asked.section:
        return listing
    kept = tuple(c for c in listing.items if ORGANISING not in plain(_title(c)))
    return replace(listing, items=kept) if len(kept) > 1 else listing


def _section(clause: Clause) -> bool:
    return not clause.path.startswith(("pre", "x", "noi-nhan", "ky"))


def _leads(clause: Clause) -> bool:
    return clause.path.startswith("pre/") and clause.text.rstrip().endswith(":")
