"""When a meeting was held and who held it or spoke there: "Hội nghị tổng kết Nghị quyết 27 do ai mở, hôm nào?".

A meeting has a day and people of its own, which are none of the document's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.case import Case, Composed
from index.evidence import Found
from index.naming import plain
from index.quoting import SAYING, one_for_each
from index.tokens import says
from index.told_of import tells_of

_NOUNS = ("hoi nghi", "hop", "gap", "lam viec", "dien dan", "phien")
# A session of the Central Committee is named in many clauses; these tell of its being held.
_HELD = ("hop", "khai mac", "be mac", "dien ra", "keo dai")
_MEETING = re.compile(
    r"\b(?:hoi nghi (?:toan quoc|quan triet|so ket|tong ket|truc tuyen|pho bien|hoc tap)"
    r"|(?:truyen dat|quan triet|trinh bay|phat bieu)\b[^?]*\bhoi nghi\b(?! (?:trung uong|lan))"
    r"|(?:cuoc|buoi|phien) (?:hop|gap|lam viec)|dien dan)\b"
    rf"|\bhoi nghi trung uong(?: (?P<session>\d{{1,2}}))?\b(?!.*\btrung uong \d)[^?]*\b(?P<held>{'|'.join(_HELD)})\b"
)
_WHEN = re.compile(
    r"\b(?:khi nao|bao gio|luc nao|(?:ngay|hom|thang|nam|hoi|bua) (?:nao|may|bao nhieu)|thoi gian nao|bao lau)\b"
)
_WHO = re.compile(r"\b(?:ai|(?:nguoi|vi|ong|ba|dong chi|lanh dao|co quan|don vi|ban|bo|to chuc|cap|noi|ben) nao)\b")
_DAY = re.compile(r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b")
_TERM = re.compile(r"\bkhoa ([ivx]+|\d{1,2})\b")
_ROMAN = {"10": "x", "11": "xi", "12": "xii", "13": "xiii", "14": "xiv"}
_LOOKED_AT, _NEARLY = 12, 0.75


def choose_meeting(case: Case) -> Composed | None:
    """The clause that tells of the meeting asked about; None when none is, or no clause tells when or who.

    Without choices when it is asked when the Central Committee sat and no clause tells: no other day will do.
    """
    bare = plain(case.reading.shown.text)
    meeting = _MEETING.search(bare)
    when, who = _WHEN.search(bare), _WHO.search(bare)
    if meeting is None or not (when or who) or case.told:
        return None
    meant = [case.tools.documents[d] for d in case.meant()]
    nouns = _HELD if meeting["held"] else [noun for noun in _NOUNS if noun in meeting.group()]
    fitting = [f for f in case.found[:_LOOKED_AT] if f.clause.kind in SAYING]
    telling = [f for f in fitting if _tells(f, nouns, dated=when is not None)]
    if meeting["session"]:
        term = _TERM.search(bare)
        spoken = f"trung uong {meeting['session']} khoa {_ROMAN.get(term[1], term[1]) if term else ''}"
        telling = [f for f in telling if says(plain(f.clause.text), spoken.strip())]
    else:
        telling = [f for f in telling if all(tells_of(f, d) for d in meant)]
    best = max(telling, key=lambda f: (f.covered, f.score), default=None)
    if best is None or best.score < _NEARLY * fitting[0].score:
        return Composed("content", ()) if meeting["held"] and when else None
    return one_for_each([best])


def _tells(found: Found, nouns: Sequence[str], *, dated: bool) -> bool:
    text = plain(found.clause.text)
    return any(re.search(rf"\b{noun}\b", text) for noun in nouns) and (not dated or _DAY.search(text) is not None)
