"""Questions about the document itself: who signed, when, which number, to whom; answered from its own clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.naming import plain
from index.wordlists import words
from ingest.document import Clause, Document

_ASKED = (
    (
        "signer",
        r"\b(?:ai|nguoi|vi nao|dong chi nao)\b[^?]*\b(?:ky|dat but)\b|\bky (?:ten|ban hanh) la ai|\bnguoi ky\b"
        r"|\bdat but\b|\bchu ky cua\b",
    ),
    (
        "recipients",
        r"\bnoi nhan\b|\bgui (?:cho|den|toi|nhung)\b|\bduoc gui\b|\bco nhan duoc\b"
        r"|\bnhan (?:duoc )?ban (?:ke hoach|van ban)",
    ),
    (
        "effect",
        r"\bhieu luc\b|\bbat dau (?:ap dung|co gia tri|thi hanh)\b|\b(?:moi|duoc) ap dung\b"
        r"|\bco gia tri (?:tu|khi)\b",
    ),
    (
        "date",
        r"\b(?:ban hanh|ra doi|ky|ra|thong qua|cong bo)\b[^?]{0,30}\b(?:ngay|hom|nam|khi|luc|bao gio|thoi gian)\b"
        r" ?(?:nao|may|thang)?|\bngay (?:ban hanh|ky|thang nam)|\bban hanh (?:khi nao|bao gio|ngay nao|nam nao)"
        r"|\bngay may\b|\bdia danh\b",
    ),
    ("number", r"\bso(?: ky)? hieu\b|\bmang so\b|\bso may\b|\bso bao nhieu\b|\bso van ban\b"),
    (
        "issuer",
        r"\b(?:co quan|ai|noi|ben|cap) nao (?:da )?(?:ban hanh|ra)\b|\bdo (?:ai|co quan nao|dau) ban hanh"
        r"|\bai (?:da )?ban hanh\b|\b(?:la )?cua (?:ai|co quan nao|bo chinh tri hay|ban bi thu hay)\b"
        r"|\bthay mat (?:co quan|ai)|\bdo [^?]{3,60} hay [^?]{3,60} ban hanh\b"
        r"|\bla cua [^?]{3,60} hay (?:la )?(?:cua )?"
    ),
    ("title", r"\bten (?:day du|goi|chinh thuc)\b|\btrich yeu\b|\btieu de\b"),
    ("proposer", r"\bde nghi (?:ban hanh|cua)|\btheo de nghi\b"),
    ("basis", r"\bcan cu (?:vao )?(?:luat|van ban|phap ly|nao|gi|nhung)|\bvien dan\b|\bcan cu phap ly\b"),
    ("session", r"\bhoi nghi[^?]{0,40}\b(?:may|nao)\b|\b(?:cua )?khoa (?:dang )?(?:nao|may)\b|\btrung uong may\b"),
)
_MOST_LEFT = 6
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _ASKED)


def asked_fact(question: str, named: Sequence[tuple[int, int]] = ()) -> str:
    """What a question asks of a document itself ("signer", "date", …), "" when it asks something else.

    named: spans of `question` that name documents. Much else in the question means that it is about the content.
    """
    text = plain(question)
    for start, end in named:
        text = text[:start] + " " * (end - start) + text[end:]
    for name, pattern in _PATTERNS:
        if found := pattern.search(text):
            left = re.findall(r"\w+", text[: found.start()] + text[found.end() :])
            return name if len([w for w in left if w not in words("fact_filler")]) <= _MOST_LEFT else ""
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
