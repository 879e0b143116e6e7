"""By which document somebody carries out another: "Chính phủ triển khai Nghị quyết 57 bằng nghị quyết số mấy?"

The number, day and signer that such a question asks are those of the document that carries out. Where the library holds
it, it speaks for itself; else a clause that tells of it is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from index.case import Case
from index.courtesy import courtesies, without
from index.evidence import Found
from index.fact_clauses import fact_clauses
from index.naming import HINT, OBJECT, plain
from index.told_of import DATED, called
from ingest.catalog import CatalogEntry
from ingest.document import Clause, Document
from ingest.own_words import is_own

_MOST_ROWS = 200
# Who issues, and the letters in the numbers of what they issue.
_LETTERS = {
    "chinh phu": "CP",
    "thu tuong": "TTg",
    "bo chinh tri": "TW",
    "ban bi thu": "TW",
    "ban tuyen giao": "BTGTW",
    "ban to chuc": "BTCTW",
    "quoc hoi": "QH",
    "ban dang": r"B\w{1,5}TW",
}
_BODY = re.compile(rf"(?<!thu tuong )(?<!dang )\b(?P<body>{'|'.join(_LETTERS)})\b")
_CARRYING = r"(?:thuc hien|trien khai|cu the hoa|lam(?: theo)?|cho|ve|huong dan)"
_OBJECT_AFTER = re.compile(rf"\b{_CARRYING}(?: (?:viec|thuc hien|trien khai|cai))*[\s\"“«(]*$")
_PROGRAMME = r"(?:ke hoach|chuong trinh(?: hanh dong)?|van ban|quyet dinh|nghi quyet)"
# "Với Kết luận 69 thì Thủ tướng có kế hoạch triển khai riêng không": named first, carried out by a body named next.
_TOPIC_BEFORE = re.compile(r"^\W*(?:(?:voi|ve|doi voi|rieng|con|the|sau(?: khi co)?)\s+)*$")
_TOPIC_AFTER = re.compile(
    rf"\W*(?:(?:thi|phia|ben|da|sau do|duoc)\s+)*(?:{'|'.join(_LETTERS)})\b[^?]*\b(?:thuc hien|trien khai)\b"
    rf"(?! (?:gi|nhung)\b)|\W*(?:thi\s+)?{_PROGRAMME}(?: (?:thuc hien|trien khai))? cua (?:{'|'.join(_LETTERS)})\b"
)
_SAME = re.compile(rf"\b{_CARRYING} (?:nghi quyet|ket luan|quyet dinh|van ban) (?:do|ay|nay|tren)\b")
_KINDS = {
    "nghi quyet": "NQ", "quyet dinh": "QĐ", "ke hoach": "", "huong dan": "HD", "chi thi": "CT", "chuong trinh": "",
    "nghi dinh": "NĐ", "cong van": "", "thong bao": "TB", "van ban": "", "ket luan": "KL",
}  # fmt: skip
_KIND = re.compile(rf"\b(?P<kind>{'|'.join(_KINDS)})\b")
ASKS_WHICH = re.compile(
    r"\b(?:so (?:may|nao|bao nhieu|hieu)|(?:ngay|hom|khi|luc|thang|nam) (?:nao|may|bao nhieu)|bao gio|ai ky|nguoi ky"
    r"|ky ngay|van ban (?:nao|gi)|(?:nghi quyet|quyet dinh|ke hoach|huong dan|chi thi|nghi dinh|ket luan|chuong trinh)"
    r"(?: hanh dong)? (?:nao|gi|may)|so\W+(?:va )?ngay)\b|\bso\W*(?:\?|$)"
)
_WHETHER = re.compile(r"\bco\b.*\b(?:khong|chua)\b")


@dataclass(frozen=True, slots=True)
class Carrying:
    """A question for the document by which a body carries out another.

    document: what is carried out, held by the library or only known to it. body, kind: without accents. spoken: the
    body as typed. whether: it may be that there is none.
    """

    document: Document | CatalogEntry
    body: str
    kind: str
    spoken: str
    whether: bool

    @property
    def wanted(self) -> str:
        """What is asked for: "văn bản nào của Quốc hội để thực hiện Nghị quyết 29"."""
        return f"văn bản nào của {self.spoken} để thực hiện {called(self.document)}"


def asked_carrying(case: Case) -> Carrying | None:
    """Whether a question asks by what document some body, other than its issuer, carries out the only one it names."""
    if case.told or case.scored is None:
        return None
    text, documents, catalog = case.reading.shown.text, case.tools.documents, case.tools.catalog
    bare = plain(without(text, courtesies(text)))
    spans = {(m.start, m.end): m.document for m in case.mentions if m.weight >= HINT}
    for entry in filter(None, map(catalog.get, case.reading.named.absent)):
        if at := re.search(rf"\b{re.escape(plain(called(entry)))}\b", bare):
            spans[at.span()] = entry.id
    objects = {
        d
        for (start, end), d in spans.items()
        if _OBJECT_AFTER.search(bare[:start]) or (_TOPIC_BEFORE.search(bare[:start]) and _TOPIC_AFTER.match(bare, end))
    }
    if not objects and len(set(spans.values())) == 1 and _SAME.search(bare):
        objects = set(spans.values())
    others = {m.document for m in case.mentions if m.weight >= OBJECT} - objects
    if len(objects) != 1 or others:
        return None
    (object_id,) = objects
    document = documents.get(object_id) or catalog.get(object_id)
    around = bare
    for start, end in (span for span, d in spans.items() if d == object_id):
        around = around[:start] + "§" * (end - start) + around[end:]
    body, kind = _BODY.search(around), _KIND.search(around)
    if document is None or body is None or kind is None or body["body"] in plain(document.issuer):
        return None
    which, whether = ASKS_WHICH.search(around), _WHETHER.search(around)
    if not which and not whether:
        return None
    return Carrying(document, body["body"], kind["kind"], text[slice(*body.span())], whether is not None)


def carrier(case: Case, carrying: Carrying) -> Found | None:
    """The clause that tells what is asked: the carrying document's own, where the library holds it, else one that says
    that something carries the document out and prints a number with the body's letters. None when no clause does."""
    evidence, documents, scored = case.tools.evidence, case.tools.documents, case.scored
    if scored is None:
        return None
    entries = case.tools.catalog.entries
    held = [documents[e.id] for e in entries if e.id in documents and carrying.document.id in e.carries_out]
    held = [d for d in held if carrying.body in plain(d.issuer)]
    if held:
        of_kind = [d for d in held if carrying.kind in ("van ban", plain(d.type))]
        stating = [evidence.rows[c.id] for d in of_kind for c in _carrying_clauses(d)[:1]]
        return next(iter(evidence.weighed(stating, scored, case.asked)), None)
    rows = np.flatnonzero(evidence.retriever.lexical.said([[called(carrying.document)]])).tolist()[:_MOST_ROWS]
    dated = case.asked.quantity in ("date", "day")
    telling = [
        (_fit(found, carrying, dated=dated), found.score, -found.row, found)
        for found in evidence.weighed(rows, scored, case.asked)
        if found.clause.kind != "heading"
        and not (found.document.id == carrying.document.id and is_own(found.document, found.clause))
    ]
    best = max(telling, key=lambda row: row[:3], default=None)
    return best[3] if best and best[0] else None


def _carrying_clauses(document: Document) -> list[Clause]:
    """The clauses in which a document says what it carries out, first those that state its number and date besides."""
    dated, numbered = fact_clauses("date", document), fact_clauses("number", document)
    return sorted(fact_clauses("basis", document), key=lambda c: -((c in dated) + (c in numbered)))


def _fit(found: Found, carrying: Carrying, *, dated: bool) -> int:
    """How well a clause tells by what a body carries a document out: 0 not at all."""
    text, name = found.clause.text, re.escape(called(carrying.document))
    doing = r"(?<!không phải để )(?i:thực hiện|triển khai|cho|cụ thể hóa|theo)"
    carries = re.search(rf"{doing}(?: \w+){{0,2}} {name}(?!\d)", text)
    numbers = re.findall(rf"(?<!\d)\d+(?:/\d{{4}})?[-/](?:[\wĐ]+[-/])?{_LETTERS[carrying.body]}\w*", text)
    others = [n for n in numbers if n != carrying.document.number]
    if not carries or not others:
        return 0
    letters = _KINDS[carrying.kind]
    of_kind = not letters or any(f"{letters}-" in n or f"/{letters}" in n for n in others)
    return 1 + 2 * of_kind + (carrying.kind in plain(text)) + (dated and DATED.search(text) is not None)
