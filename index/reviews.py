"""Documents tied by a review: "Tổng kết 10 năm Nghị quyết 20 xong thì ra văn bản gì?", and the other way round, "Trước
Nghị quyết 45, nghị quyết nào nói về trí thức?"."""

from __future__ import annotations

import re

import numpy as np

from index.case import Case, Composed
from index.evidence import Found
from index.naming import plain
from index.quoting import SAYING, one_for_each
from index.told_of import called
from ingest.document import Clause, Document
from ingest.own_words import is_own

_REVIEW = r"(?:so ket|tong ket|kiem diem)"
_KIND = r"(?:van ban|ket luan|nghi quyet|chi thi)"
_ASKED_KIND = rf"{_KIND}(?: (?!nao|gi|so|do|ay|nay)\w+){{0,3}}(?: so)? (?:nao|gi|may|bao nhieu)\b"
# What came of it: the kind asked for after what is reviewed.
_LED_TO = re.compile(
    rf"\b(?P<review>{_REVIEW})\b[^?]*?§[^?]*?\b(?:ra|co|thi|dan (?:toi|den)|thanh|ban hanh|la)\b[^?§]*?\b{_ASKED_KIND}"
)
# What came before: the kind asked for right after the review of it, or before the document named.
_CAME_BEFORE = re.compile(
    rf"§[^?]*\b(?P<review>{_REVIEW})\b[^?§]{{0,40}}"
    rf"\b(?:{_ASKED_KIND}|{_KIND} (?:cu|truoc)\b[^?]*\b(?:nao|may|bao nhieu)\b)"
    rf"|\b(?:truoc|tien than)\b[^?§,]{{0,16}}§[^?§]*\b(?:{_ASKED_KIND}(?! ve viec)|{_KIND} (?:cu|truoc)\b)"
)
_ANOTHER = re.compile(r"\d+[-/][A-ZĐ]|(?:Nghị quyết|Kết luận|Chỉ thị)(?: số)? \d")


def choose_reviewed(case: Case) -> Composed | None:
    """The clause that tells by which review one document came of another; None when that is not asked or told."""
    meant = case.meant()
    if case.told or case.scored is None or len(meant) != 1:
        return None
    document = case.tools.documents[meant[0]]
    text = plain(case.reading.shown.text)
    for mention in sorted((m for m in case.mentions if m.document == document.id), key=lambda m: -m.start):
        text = text[: mention.start] + "§" + text[mention.end :]
    if led := _LED_TO.search(text):
        return one_for_each([found] if (found := _led_to(case, document, led["review"])) else [])
    if before := _CAME_BEFORE.search(text):
        return one_for_each([found] if (found := _before(case, document, before["review"])) else [])
    return None


def _led_to(case: Case, document: Document, review: str) -> Found | None:
    """The likeliest clause that says what a review of `document` led to."""
    evidence = case.tools.evidence
    rows = np.flatnonzero(evidence.retriever.lexical.said([[called(document)]])).tolist()
    leading = re.compile(rf"\b{review}\b[^.;]*\b(?:dan toi|dan den|ra doi|ban hanh)\b|\bsau khi\b[^.;]*\b{review}\b")
    clauses = ((row, evidence.passages[row].clause) for row in rows)
    telling = [row for row, c in clauses if c.kind in SAYING and leading.search(plain(c.text))]
    return _best(case, telling)


def _before(case: Case, document: Document, review: str | None) -> Found | None:
    """The likeliest of a document's own opening lines that name what was reviewed before it."""
    evidence = case.tools.evidence
    reviewed = re.compile(rf"\b{review or _REVIEW}\b")
    telling = [
        evidence.rows[c.id]
        for c in document.clauses
        if c.path.startswith("pre/") and reviewed.search(plain(c.text)) and _names_another(document, c)
    ]
    return _best(case, telling)


def _names_another(document: Document, clause: Clause) -> bool:
    named = _ANOTHER.findall(clause.text.replace(called(document), "").replace(document.number, ""))
    return bool(named) and is_own(document, clause)


def _best(case: Case, rows: list[int]) -> Found | None:
    scored = case.scored
    return next(iter(case.tools.evidence.weighed(rows, scored, case.asked)), None) if scored is not None else None
