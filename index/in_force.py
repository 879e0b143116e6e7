"""Whether a document still holds: "Kết luận 50 còn dùng không, hay bị thay rồi?"; answered by what is told of that."""

from __future__ import annotations

import re

from index.case import Case, Choice, Composed
from index.evidence import Found
from index.naming import plain
from index.told_of import called
from ingest.document import Document

_ASKED = re.compile(
    r"\b(?:bi|duoc)(?: \w+){0,2} (?:bai bo|thay|huy bo|thu hoi)\b"
    r"|\bcon (?:duoc )?(?:dung|gia tri|ap dung|(?:co )?hieu (?:luc|nghiem))\b|\bhet hieu luc\b"
)
_WHETHER = re.compile(r"\b(?:khong|chua|roi)\b")
# What follows the document's name in a clause that tells.
_TELLS = r"(?:da|van|con|chua)\b[^.;]{0,10}\b(?:bai bo|thay the|hieu luc)\b"
_MOST_BETWEEN = 12


def choose_in_force(case: Case) -> Composed | None:
    """The clause that tells whether the one document asked about has been replaced or ended; None when that is not
    asked, or no clause tells."""
    bare = plain(case.reading.shown.text)
    meant = [d for i in case.meant() if (d := case.tools.documents.get(i))]
    asked = _ASKED.search(bare)
    if len(meant) != 1 or asked is None or not _WHETHER.search(bare, asked.start()):
        return None
    named = [m for m in case.mentions if m.document == meant[0].id and m.end <= asked.start()]
    if not named or len(bare[max(m.end for m in named) : asked.start()].split()) > _MOST_BETWEEN:
        return None
    told = next((f for f in case.found if f.clause.kind != "heading" and _tells(f, meant[0])), None)
    if told is None:
        return None
    lead = f"Theo {told.document.short_name}:"
    return Composed("content", (Choice(told.document, told.clause),), lead, sure=True)


def _tells(found: Found, document: Document) -> bool:
    name = re.escape(plain(called(document)))
    return re.search(rf"\b{name}\b(?![^.;]* {name}\b)[^.;]{{0,20}}\b{_TELLS}", plain(found.clause.text)) is not None
