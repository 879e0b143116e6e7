"""Questions about the document itself: who signed, when, which number, to whom; answered from its own clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.naming import plain
from index.wordlists import words
from ingest.document import Clause, Document

_SIGN = r"\bk[yi]\b(?! (?:thuat|niem|nang|luat|thi|hop|ket|cuong|hieu|ba|mot|hai))"
_ASKED = (
    (
        "signer",
        rf"(?:\bai\b|\bnguoi\b|\b(?:vi|ong|ba|lanh dao|dong chi) nao\b)[^?]*(?:{_SIGN}|\bdat but\b)"
        rf"|{_SIGN} (?:ten|ban hanh|boi) (?:la )?ai|\bnguoi {_SIGN}|\bdat but\b|\bchu {_SIGN}|{_SIGN} boi\b"
        rf"|{_SIGN} thay\b|\bdo ai {_SIGN}",
    ),
    (
        "recipients",
        r"\bnoi nhan\b|\bgui (?:cho|den|toi|nhung|di|len)\b|\b(?:duoc|se) gui\b|\bco nhan duoc\b"
        r"|\b(?:ai|co quan nao|don vi nao|nhung ai|noi nao) (?:se |duoc )?nhan\b"
        r"|\bnhan (?:duoc )?ban (?:ke hoach|van ban)"
        r"|\bluu (?:o dau|tai dau|van thu)",
    ),
    (
        "effect",
        r"\bhieu luc\b|\bbat dau (?:ap dung|co gia tri|thi hanh)\b|\b(?:moi|duoc) ap dung\b|\bap dung tu\b"
        r"|\bco gia tri (?:tu|khi)\b|\bthi hanh tu\b",
    ),
    (
        "session",
        r"\bhoi nghi[^?]{0,40}\b(?:may|nao)\b|\b(?:cua )?khoa (?:dang )?(?:nao|may)\b|\btrung uong may\b"
        r"|\bnhiem ky nao\b|\bky hop nao\b",
    ),
    (
        "date",
        rf"(?:\b(?:ban hanh|ra doi|ra|thong qua|cong bo)\b|{_SIGN})[^?]{{0,30}}\b(?:ngay|hom|nam|khi|luc|bao gio"
        r"|thoi gian|thoi diem)\b ?(?:nao|may|thang)?|\bngay (?:ban hanh|ky|ki|thang nam)"
        r"|\bban hanh (?:khi nao|bao gio|ngay nao)"
        r"|\bngay may\b|\bdia danh\b|\b(?:nam|thoi diem|thoi gian) ban hanh\b|\bcua nam nao\b|\btu nam nao\b"
        r"|\b(?:ngay|thang|nam) nao\s*$",
    ),
    (
        "number",
        r"\bso(?: k[yi])? hieu\b|\bk[yi] hieu\b|\bmang so\b|\bso may\b|\bso bao nhieu\b|\bso van ban\b"
        r"|\bso cua (?:van ban|nghi quyet|ket luan|quyet dinh|ke hoach)\b|(?<!con )\bso (?:nao|gi)\b"
        r"|\bso (?:nghi quyet|ket luan|quyet dinh)\b(?!.*\bvoi\b)",
    ),
    (
        "issuer",
        r"\b(?:co quan|ai|noi|ben|cap|don vi) nao (?:da )?(?:ban hanh|ra)\b"
        r"|\bdo (?:ai|co quan nao|dau|cap nao) (?:ban hanh|ra)"
        r"|\bai (?:da )?(?:ban hanh|ra)\b|\b(?:la )?cua (?:ai|co quan nao|cap nao|bo chinh tri hay|ban bi thu hay)\b"
        r"|\bthay mat (?:co quan|ai)|\bdo [^?]{3,60} hay [^?]{3,60} ban hanh\b|\bco quan ban hanh\b|\bdon vi ban hanh\b"
        r"|\bla cua [^?]{3,60} hay (?:la )?(?:cua )?|\bbo chinh tri hay\b|\bban bi thu hay\b",
    ),
    (
        "title",
        r"\bten (?:day du|goi|chinh thuc|van ban|cua)\b|\btrich yeu\b|\btieu de\b|\bve (?:viec|van de) gi\b"
        r"|\bten la gi\b",
    ),
    ("proposer", r"\bde nghi (?:ban hanh|cua)|\btheo de nghi\b|\bai (?:trinh|de nghi)\b|\bbo nao (?:trinh|de nghi)\b"),
    (
        "basis",
        r"\bcan cu (?:vao )?(?:luat|van ban|phap ly|nao|gi|nhung|dau)|\bvien dan\b|\bcan cu phap ly\b"
        r"|\bdua (?:tren|vao) luat",
    ),
)
# Words beside those of asking: of the title of the document, and of anything else.
_MOST_LEFT, _MOST_OTHER = 14, 5
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _ASKED)


def asked_fact(question: str, named: Sequence[tuple[int, int]] = (), title: frozenset[str] = frozenset()) -> str:
    """What a question asks of a document itself ("signer", "date", …), "" when it asks something else.

    named: spans of `question` that name documents; title: words of their titles. Much else in the question means that
    it is about the content.
    """
    text = plain(question)
    for start, end in named:
        text = text[:start] + " " * (end - start) + text[end:]
    for name, pattern in _PATTERNS:
        if found := pattern.search(text):
            left = re.findall(r"\w+", text[: found.start()] + text[found.end() :])
            other = [w for w in left if w not in words("fact_filler") and not w.isdigit()]
            about_title = [w for w in other if w in title]
            fits = len(other) - len(about_title) <= _MOST_OTHER and len(other) <= _MOST_LEFT
            return name if fits else ""
    return ""


def fact_clauses(fact: str, document: Document) -> list[Clause]:
    """The clauses of a document that state the fact, the plainest first; [] when the text does not state it."""
    head = [c for c in document.clauses if c.path.startswith("pre/")]
    if fact == "recipients":
        return [c for c in document.clauses if c.kind == "recipients"]
    if fact == "signer":
        name = plain(document.signer.partition("(")[0]).strip()
        signed = [c for c in document.clauses if c.kind == "signature"]
        named = [c for c in head if name and name in plain(c.text)]
        return signed + named
    if fact == "effect":
        # The article that says so stands last; a mention elsewhere comes after it.
        return [c for c in reversed(document.clauses) if c.kind in ("item", "paragraph") and _in_force(c)]
    if fact == "date":
        return _containing(head, _dates(document.date))
    if fact == "number":
        return _containing(head, [plain(document.number)] if document.number else [])
    if fact == "issuer":
        names = [plain(w) for w in re.split(r" (?=khóa )|,", document.issuer) if w]
        issuing = [c for c in head if re.search(r"ban hanh (?:ke hoach|nghi quyet|quy dinh)", plain(c.text))]
        signed = [c for c in document.clauses if c.kind == "signature"]
        return list(dict.fromkeys(issuing + _containing(head, names[:1]) + _containing(signed, names[:1]) + signed))
    if fact == "title":
        subject = re.search(r"\b(?:ban hanh|ve)\b.*", plain(document.title))
        said = re.findall(r"\w+", subject.group() if subject else plain(document.title))
        key = " ".join(said[:6])
        kept = [c for c in head if key and key in " ".join(re.findall(r"\w+", plain(c.text)))]
        return sorted(kept, key=lambda c: len(c.text))[:3] if kept else head[:1]
    if fact == "session":
        return [c for c in head if re.search(r"hoi nghi lan thu|khoa [ivx]+\b", plain(c.text))]
    if fact == "proposer":
        return [c for c in head if "theo de nghi" in plain(c.text)]
    if fact == "basis":
        return [c for c in head if re.match(r"[-\s]*(?:can cu|theo de nghi|thuc hien)\b", plain(c.text))]
    return []


def _in_force(clause: Clause) -> bool:
    return bool(re.search(r"co hieu luc", plain(clause.text)))


def _containing(clauses: Sequence[Clause], phrases: Sequence[str]) -> list[Clause]:
    return [c for c in clauses if any(p and p in plain(c.text) for p in phrases)]


def _dates(iso: str) -> list[str]:
    """A date as documents print it: `01/11/2012`, `1/11/2012`, `ngày 01 tháng 11 năm 2012`."""
    if not iso:
        return []
    day = date.fromisoformat(iso)
    plain_days = {f"{day.day}", f"{day.day:02d}"}
    months = {f"{day.month}", f"{day.month:02d}"}
    return [f"{d}/{m}/{day.year}" for d in plain_days for m in months] + [
        f"ngay {d} thang {m} nam {day.year}" for d in plain_days for m in months
    ]
