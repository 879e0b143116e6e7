"""Whether a document still holds: "Kết luận 50 còn dùng không, hay bị thay rồi?"; answered by what is told of that."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from index.case import Case, Composed
from index.evidence import Found
from index.naming import HINT, OBJECT, plain
from index.quoting import one_for_each
from index.told_of import called
from ingest.document import Clause, Document

_ASKED = re.compile(
    r"\b(?:bi|duoc|co)(?: (?!thuc|trien|khoa)\w+){0,4} (?:bai bo|thay(?! doi)|huy bo|thu hoi)\b"
    r"|\bcon (?:duoc )?(?:dung|gia tri|ap dung|(?:co )?hieu (?:luc|nghiem))\b|\bhet hieu luc\b"
)
# "Sau Kết luận 50 có văn bản chỉ đạo nào mới hơn": what has come since is told with it.
_NEWER = re.compile(r"\bvan ban\b[^?,]{0,20}\bmoi hon\b")
_WHETHER = re.compile(r"\b(?:khong|chua|roi)\b")
# What follows the document's name in a clause that tells.
_TELLS = r"(?:da|van|con|chua)\b[^.;]{0,10}\b(?:bai bo|thay the|hieu luc)\b"
_MOST_BETWEEN = 12
_JOINED = re.compile(r"\W*(?:\(?20\d\d\)?\W*)?(?:,|\bva\b|\bhay\b|\bhoac\b|\bvoi\b)\W*")


def choose_in_force(case: Case) -> Composed | None:
    """The clauses that tell whether the documents asked about have been replaced or ended; None when that is not asked,
    or of one of them no clause tells."""
    bare = plain(case.reading.shown.text)
    newer = _NEWER.search(bare)
    asked = _ASKED.search(bare)
    if asked is None or not _WHETHER.search(bare, asked.start()):
        asked = newer
    if asked is None:
        return None
    before = [m for m in case.mentions if m.weight >= HINT and m.end <= asked.start()]
    surely = [m for m in before if m.weight >= OBJECT]
    named = sorted(surely or before, key=lambda m: -m.start)
    if not named or len(bare[named[0].end : asked.start()].split()) > _MOST_BETWEEN:
        return None
    # "Nghị quyết 29, Nghị quyết 45 hay Kết luận 50 đã bị bãi bỏ …": the last, and those joined to it.
    meant = [named[0].document]
    for later, earlier in pairwise(named):
        if not _JOINED.fullmatch(bare[earlier.end : later.start]):
            break
        meant.append(earlier.document)
    documents = [case.tools.documents[d] for d in dict.fromkeys(reversed(meant))]
    each = [_telling(case, document, "moi hon" if newer else "") for document in documents]
    return one_for_each(each)


def _telling(case: Case, document: Document, saying: str) -> Found | None:
    """The likeliest of the clauses that print a document's name and some words and tell whether it still holds."""
    evidence = case.tools.evidence
    if case.scored is None:
        return None
    rows = np.flatnonzero(evidence.retriever.lexical.said([[called(document)]])).tolist()
    clauses = ((row, evidence.passages[row].clause) for row in rows)
    telling = [row for row, c in clauses if c.kind != "heading" and saying in plain(c.text) and _tells(c, document)]
    return next(iter(evidence.weighed(telling, case.scored, case.asked)), None)


def _tells(clause: Clause, document: Document) -> bool:
    name = re.escape(plain(called(document)))
    return re.search(rf"\b{name}\b(?![^.;]* {name}\b)[^.;]{{0,20}}\b{_TELLS}", plain(clause.text)) is not None
