"""Everything that documents say of a matter: "những chỗ nói về sở hữu trí tuệ trong kế hoạch", all clauses that do.

The matter is what the question says beside the words of asking; a clause is on it when it prints one of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import numpy as np

from index.case import Case, Choice, Composed
from index.naming import plain
from index.tokens import folded, stripped
from index.wordlists import words
from ingest.vietnamese import has_accents

_SAYING = ("item", "bullet", "paragraph", "table")
_COUNTED = re.compile(r"\b(?:bao nhieu|may)\b")
_MOST, _LEAST_SHARE = 10, 0.5
_PLACES = r"(?:cho|doan|cau|diem|y|noi dung|quy dinh|dau viec|dieu|phan|muc)"
GATHERED = re.compile(
    rf"\b(?:nhung|cac|moi|tat ca|toan bo) {_PLACES}\b(?: \w+){{0,2}} (?:noi|nhac|ve|lien quan|de cap)\b"
    rf"|\b(?:nhac|noi|de cap|neu|ghi|viet)(?: den| toi)?(?: o| trong| tai)? (?:nhung|cac) {_PLACES}(?: nao)?\b"
    rf"|\b(?:nhac|noi|de cap)\b[^?]*\b(?:o|trong|tai) (?:nhung|cac) {_PLACES} nao\b"
    rf"|\b(?:nhung|cac) {_PLACES} (?:nao|gi)\b[^?]*\b(?:noi|nhac|ve|lien quan|de cap)\b"
    r"|\b(?:de cap|nhac(?: den| toi)?|xuat hien)\b[^?]*\bo dau\b|\bnoi nhung gi\W*$"
    r"|\b(?:gom|kiem|tim) (?:het|lai|tat ca)\b|\bcho nao (?:cung )?(?:noi|nhac)\b"
    r"|\b(?:co|nhac|noi) (?:o|trong) (?:nhung|cac) van ban nao\b"
)


def choose_gathered(case: Case) -> Composed | None:
    """Every clause that says what is asked, in reading order; None when that is not asked, or fewer than two do."""
    asked = case.asked
    text = plain(asked.text)
    if asked.who or (case.actors and asked.duty) or case.kinds or _COUNTED.search(text) or not GATHERED.search(text):
        return None
    scope = set(case.scope())
    accented = has_accents(asked.text)
    titles = [case.tools.documents[d].title for d in scope] or [case.tools.namer.titles]
    general = frozenset(w for title in titles for w in (folded if accented else stripped)(title))
    evidence = case.tools.evidence
    weights: dict[str, float] = {}
    found: set[int] = set()
    for run in _runs(asked.text, accented):
        own = [w for w in run if w not in general]
        phrases = [" ".join(said) for said in (run, own) if len(said) > 1]
        tried = ((phrase, _saying(case, phrase, scope, accented)) for phrase in phrases)
        said, rows = next(((phrase, rows) for phrase, rows in tried if rows), ("", []))
        found |= set(rows)
        weights[said] = weights.get(said, 0.0) + sum(evidence.rarity(w) for w in stripped(" ".join(run)))
    if not 1 < len(found) <= _MOST or weights.get("", 0.0) > (1 - _LEAST_SHARE) * sum(weights.values()):
        return None
    places = [evidence.passages[row] for row in sorted(found)]
    several = len({p.document.id for p in places}) > 1
    choices = [Choice(p.document, p.clause, group=p.document.short_name if several else "") for p in places]
    names = "; ".join(dict.fromkeys(p.document.short_name for p in places))
    return Composed("list", tuple(choices), f"Theo {names}, {len(places)} chỗ:")


def _saying(case: Case, phrase: str, scope: Collection[str], accented: bool) -> list[int]:
    """The rows of the clauses, of some documents or of all, that print a phrase."""
    passages = case.tools.evidence.passages
    rows = np.flatnonzero(case.tools.evidence.retriever.lexical.said([[phrase]])).tolist()
    own = [row for row in rows if not scope or passages[row].document.id in scope]
    read = folded if accented else stripped
    return [
        row
        for row in own
        if passages[row].clause.kind in _SAYING
        and not passages[row].clause.path.startswith("pre/")
        and f" {phrase} " in f" {' '.join(read(passages[row].clause.text))} "
    ]


def _runs(text: str, accented: bool) -> Iterable[list[str]]:
    """The question's words between those of asking, by twos and more."""
    frame = words("gathering") if accented else frozenset(w for word in words("gathering") for w in stripped(word))
    for piece in re.split(r"[,;:?.()–-]|\bvà\b|\bva\b", text.lower()):
        run: list[str] = []
        for word in [*(folded(piece) if accented else stripped(piece)), ""]:
            if word and word not in frame:
                run.append(word)
                continue
            if len(run) > 1:
                yield run
            run = []
