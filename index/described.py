"""Documents that a question only describes, by another that they carry out: "kế hoạch thực hiện Kết luận 50".

Nobody can tell from a name whether the library holds such a document; what its clauses say of it is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from index.carriers import ASKS_WHICH
from index.case import Case, Choice, Composed
from index.evidence import Evidence, Found
from index.naming import HINT, OBJECT, plain
from index.provinces import provinces_in
from index.subject import carried_out_alone
from index.tokens import folded, says
from index.told_of import DATED, called, tells_of
from index.wordlists import words
from ingest.document import Document
from ingest.own_words import is_own
from ingest.vietnamese import fold, has_accents

_MOST_ROWS = 200
# Facts that other documents have too; a pair of words that at most so many clauses have is rare; clauses looked at.
_OF_ANY, _RARE, _OFTEN, _LOOKED_AT = ("number", "date", "issuer", "basis"), 8, 100, 30
_SAYS_MOST = 0.6
_OF_A_NUMBER = {("số", "hiệu"), ("ký", "hiệu"), ("so", "hieu"), ("ky", "hieu")}
_NUMBER = re.compile(r"\d+[-/][A-ZĐ]")
# "Chính phủ có chương trình hành động số mấy cho nghị quyết …": the Government's own, not those it is for.
_OF_GOVERNMENT = re.compile(
    r"(?<!dang )\b(?P<body>chinh phu|thu tuong)\b"
    r"[^?]*\b(?:chuong trinh hanh dong|nghi quyet|ke hoach|van ban|quyet dinh)\b"
    r"[^?]*\b(?:so (?:may|nao|bao nhieu)|so (?:va )?ngay|ngay nao|(?<!the )nao)\b"
)
# "Chiến lược quốc gia phát triển đội ngũ trí thức đến 2030 là …": the kind, and what stands up to the verb.
_BY_SUBJECT = re.compile(
    r"(?<!\w)(?P<kind>chiến lược|đề án|quy hoạch)(?: quốc gia| về| phát triển| ngành| đội ngũ)*"
    r" (?P<subject>(?!(?:này|nào|gì|số)(?!\w))\w+(?: \w+){1,5}?)"
    r"(?= (?:là|do|được|bằng|ban hành|phê duyệt|đến|tới|của|theo|mang|có|ra|số|dựa|năm)(?!\w)|[^\w ]|$)"
)
_KIND = re.compile(r"\b(?:quyet dinh|nghi quyet|ke hoach|chuong trinh|chi thi|huong dan)\b")


def choose_each(case: Case) -> Composed | None:
    """What carries out each of several documents: "Chính phủ ra nghị quyết nào để triển khai NQ 29, NQ 45". None unless
    a clause tells so of every one."""
    shown, namer, evidence = case.reading.shown, case.tools.namer, case.tools.evidence
    kind = _KIND.search(plain(shown.text))
    if kind is None or case.scored is None or len(case.meant(HINT)) < 2:
        return None
    objects = [d for i in carried_out_alone(shown.text, namer) if (d := case.tools.documents.get(i))]
    if len(objects) < 2 and (by := _OF_GOVERNMENT.search(plain(shown.text))):
        named = [d for i in case.meant() if (d := case.tools.documents.get(i))]
        objects = [d for d in named if by["body"] not in plain(d.issuer)]
    if len(objects) < 2:
        return None
    dated = case.asked.quantity in ("date", "day")
    whether = plain(shown.text).rstrip(" ?").endswith("khong")
    choices, sure = [], True
    for document in objects:
        rows = np.flatnonzero(evidence.retriever.lexical.said([[called(document)]])).tolist()
        rows = list(dict.fromkeys([*(f.row for f in case.found), *rows[:_MOST_ROWS]]))
        found = evidence.weighed(rows, case.scored, case.asked)
        telling = [f for f in found if tells_of(f, document) and f.clause.kind != "heading"]
        telling = [f for f in telling if f.document not in objects or not is_own(f.document, f.clause)]
        others = {f.row: _without_numbers(f.clause.text, objects) for f in telling}
        telling = [f for f in telling if kind.group() in plain(others[f.row])]
        telling = [f for f in telling if whether or _NUMBER.search(others[f.row])]
        if not telling:
            return None
        carries = re.compile(
            rf"(?<!khong phai de )(?:thuc hien|trien khai) (?:\w+ )?{re.escape(plain(called(document)))}(?!\d)"
        )
        ranked = [(*_telling_well(f, carries, dated), f) for f in telling]
        surely, *_, best = max(ranked, key=lambda row: row[:-1])
        sure = sure and surely
        choices.append(Choice(best.document, best.clause, group=document.short_name))
    own = list({c.clause.id: c for c in choices}.values())
    names_of = "; ".join(dict.fromkeys(c.document.short_name for c in own))
    return Composed("comparison", tuple(own), f"Theo {names_of}:", sure=sure)


def _telling_well(found: Found, carries: re.Pattern[str], dated: bool) -> tuple[bool, bool, float, float]:
    """How well a clause tells of what carries a document out: it says so, with the date that is asked, and fits."""
    says_so = carries.search(plain(found.clause.text)) is not None
    return says_so, dated and DATED.search(found.clause.text) is not None, found.covered, found.score


def told_by_description(case: Case) -> Found | None:
    """The clause that gives the number, date or issuer of a document which is only described ("chương trình của Tỉnh ủy
    Đồng Nai thực hiện NQ 29 số mấy"); None where that is not asked, or of a document of the library.

    What the question says, beside the names of the library's documents and of those who issued them, is another
    province, or rare pairs of words most of which stand in one clause with a date or a number.
    """
    reading, asked, evidence, namer = case.reading, case.asked, case.tools.evidence, case.tools.namer
    if not reading.fact or (case.told is not None and case.told[0].label):
        return None
    stating = [evidence.rows[c] for c in reading.shown.clauses if c in evidence.rows]
    dated = [f for f in case.found[:_LOOKED_AT] if f.row not in stating and DATED.search(f.clause.text)]
    surely = [d for i, weight in reading.named.weights.items() if weight >= OBJECT and (d := namer.documents.get(i))]
    spoken_of = [f for f in dated if all(tells_of(f, d) for d in surely)]
    for province in provinces_in(asked.text):
        if not says(namer.titles, province):
            return next((f for f in spoken_of if says(f.clause.text, province)), None)
    if objects := [d for i in carried_out_alone(reading.shown.text, namer) if (d := namer.documents.get(i))]:
        if len(objects) > 1:
            return None  # told one by one, see `choose_each`
        others = [f for f in spoken_of if f.document not in objects or not is_own(f.document, f.clause)]
        numbered = [f for f in others if _NUMBER.search(_without_numbers(f.clause.text, objects))]
        return next((f for f in numbered if f.covered >= _SAYS_MOST), None)
    if reading.fact not in _OF_ANY or (reading.fact == "basis" and surely):
        return None
    content = {term for term, bare in asked.terms if bare not in words("fact_filler") or has_accents(term)}
    spoken = {pair for pair in pairwise(folded(asked.text)) if content.issuperset(pair)}
    known = frozenset().union(pairwise(folded(namer.titles)), *(evidence.read(row)[1] for row in stating))
    told = {pair for pair in spoken - known if _rare(evidence, pair)}
    if told <= _OF_A_NUMBER:
        return None
    return next((f for f in spoken_of if 2 * len(told & evidence.read(f.row)[1]) > len(told)), None)


def told_by_subject(case: Case) -> Found | None:
    """The clause that gives the number of a document known by its kind and subject alone ("chiến lược về bán dẫn là
    quyết định số mấy"); None when that is not asked, a document of the library is named, or no clause gives it."""
    text = case.reading.shown.text
    spoken = _BY_SUBJECT.search(fold(text))
    if case.told or spoken is None or not ASKS_WHICH.search(plain(text)):
        return None
    if any(m.start < spoken.end() and (m.weight >= OBJECT or spoken.start() < m.end) for m in case.mentions):
        return None
    subject = " ".join(folded(spoken["subject"]))
    said = [f for f in case.found[:_LOOKED_AT] if f.clause.kind != "heading" and _NUMBER.search(f.clause.text)]
    return next((f for f in said if says(f.clause.text, subject) and says(f.clause.text, spoken["kind"])), None)


def _without_numbers(text: str, documents: Sequence[Document]) -> str:
    """A text without the names of some documents, "Kết luận 69"."""
    for document in (d for d in documents if d.number):
        digits = re.escape(re.split("[-/]", document.number)[0])
        text = re.sub(
            rf"(?i:{re.escape(document.type)}(?: số)?) {digits}(?![\d/])[\w/-]*|{re.escape(document.number)}", "", text
        )
    return text


def _rare(evidence: Evidence, pair: tuple[str, str]) -> bool:
    """Whether few clauses have two words side by side, and some have."""
    rows = np.flatnonzero(evidence.retriever.lexical.said([[" ".join(pair)]]))
    return len(rows) <= _OFTEN and 0 < sum(pair in evidence.read(int(row))[1] for row in rows) <= _RARE
