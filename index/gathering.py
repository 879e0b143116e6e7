"""Everything that documents say of a matter: "những chỗ nói về sở hữu trí tuệ trong kế hoạch", all clauses that do.

The matter is what the question says beside the words of asking; a clause is on it when it prints one of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.case import Case, Choice, Composed
from index.naming import plain
from index.tokens import folded, stripped
from index.wordlists import words
from ingest.vietnamese import has_accents

_SAYING = ("item", "bullet", "paragraph", "table")
_MOST, _LEAST_SHARE = 10, 0.5
_PLACES = r"(?:cho|doan|cau|diem|y|noi dung|quy dinh|dau viec|dieu|phan|muc)"
GATHERED = re.compile(
    rf"\b(?:nhung|cac|moi|tat ca|toan bo) {_PLACES}\b(?: \w+){{0,2}} (?:noi|nhac|ve|lien quan|de cap)\b"
    rf"|\b(?:nhac|noi|de cap|neu|ghi|viet)(?: den| toi)?(?: o| trong| tai)? (?:nhung|cac) {_PLACES}(?: nao)?\b"
    rf"|\b(?:nhung|cac) {_PLACES} (?:nao|gi)\b[^?]*\b(?:noi|nhac|ve|lien quan|de cap)\b"
    r"|\b(?:de cap|nhac(?: den| toi)?|xuat hien)\b[^?]*\bo dau\b|\bnoi nhung gi\W*$"
    r"|\b(?:gom|kiem|tim) (?:het|lai|tat ca)\b|\bcho nao (?:cung )?(?:noi|nhac)\b"
    r"|\b(?:co|nhac|noi) (?:o|trong) (?:nhung|cac) van ban nao\b"
)


def choose_gathered(case: Case) -> Composed | None:
    """Every clause that says what is asked, in reading order; None when that is not asked, or fewer than two do."""
    asked = case.asked
    if asked.quantity or asked.who or case.kinds or not GATHERED.search(plain(asked.text)):
        return None
    documents = [case.tools.documents[d] for d in case.scope()] or list(case.tools.documents.values())
    accented = has_accents(asked.text)
    read = folded if accented else stripped
    clauses = [
        (d, c, f" {' '.join(read(c.text))} ")
        for d in documents
        for c in d.clauses
        if c.kind in _SAYING and not c.path.startswith("pre/")
    ]
    title = frozenset(w for d in documents for w in read(d.title))
    evidence = case.tools.evidence
    weights: dict[str, float] = {}
    for run in _runs(asked.text, accented):
        for said in (run, [w for w in run if w not in title]):
            phrase = " ".join(said)
            if len(said) > 1 and any(f" {phrase} " in text for *_, text in clauses):
                break
        else:
            phrase = ""
        weight = sum(evidence.rarity(w) for w in stripped(" ".join(run)))
        weights[phrase] = weights.get(phrase, 0.0) + weight
    phrases = [phrase for phrase in weights if phrase]
    if not phrases or sum(weights[p] for p in phrases) < _LEAST_SHARE * sum(weights.values()):
        return None
    found = [(d, c) for d, c, text in clauses if any(f" {phrase} " in text for phrase in phrases)]
    if not 1 < len(found) <= _MOST:
        return None
    several = len({d.id for d, _ in found}) > 1
    choices = [Choice(d, c, group=d.short_name if several else "") for d, c in found]
    names = "; ".join(dict.fromkeys(d.short_name for d, _ in found))
    return Composed("list", tuple(choices), f"Theo {names}, {len(found)} chỗ:")


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
