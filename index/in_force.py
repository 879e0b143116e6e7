"""Whether a document still holds: "Kết luận 50 còn dùng không, hay bị thay rồi?"; answered by what is told of that."""

from __future__ import annotations

import re
from itertools import pairwise

from index.case import Case, Composed
from index.evidence import Found
from index.naming import OBJECT, plain
from index.quoting import one_for_each
from index.told_of import called
from ingest.document import Document

_ASKED = re.compile(
    r"\b(?:bi|duoc)(?: \w+){0,3} (?:bai bo|thay|huy bo|thu hoi)\b"
    r"|\bcon (?:duoc )?(?:dung|gia tri|ap dung|(?:co )?hieu (?:luc|nghiem))\b|\bhet hieu luc\b"
)
_WHETHER = re.compile(r"\b(?:khong|chua|roi)\b")
# What follows the document's name in a clause that tells.
_TELLS = r"(?:da|van|con|chua)\b[^.;]{0,10}\b(?:bai bo|thay the|hieu luc)\b"
_MOST_BETWEEN = 12
_JOINED = re.compile(r"\W*(?:\(?20\d\d\)?\W*)?(?:,|\bva\b|\bhay\b|\bhoac\b|\bvoi\b)\W*")


def choose_in_force(case: Case) -> Composed | None:
    """The clauses that tell whether the documents asked about have been replaced or ended; None when that is not asked,
    or of one of them no clause tells."""
    bare = plain(case.reading.shown.text)
    asked = _ASKED.search(bare)
    if asked is None or not _WHETHER.search(bare, asked.start()):
        return None
    named = sorted((m for m in case.mentions if m.weight >= OBJECT and m.end <= asked.start()), key=lambda m: -m.start)
    if not named or len(bare[named[0].end : asked.start()].split()) > _MOST_BETWEEN:
        return None
    # "Nghị quyết 29, Nghị quyết 45 hay Kết luận 50 đã bị bãi bỏ …": the last, and those joined to it.
    meant = [named[0].document]
    for later, earlier in pairwise(named):
        if not _JOINED.fullmatch(bare[earlier.end : later.start]):
            break
        meant.append(earlier.document)
    each = [_telling(case, case.tools.documents[d]) for d in dict.fromkeys(reversed(meant))]
    return one_for_each(each)


def _telling(case: Case, document: Document) -> Found | None:
    return next((f for f in case.found if f.clause.kind != "heading" and _tells(f, document)), None)


def _tells(found: Found, document: Document) -> bool:
    name = re.escape(plain(called(document)))
    return re.search(rf"\b{name}\b(?![^.;]* {name}\b)[^.;]{{0,20}}\b{_TELLS}", plain(found.clause.text)) is not None
