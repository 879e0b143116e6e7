"""Where a document states the facts of itself: its letterhead, preamble, last articles, recipients and signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.naming import plain
from ingest.document import Clause, Document

_KIND = r"(?:quyet dinh|nghi quyet|nghi dinh|thong tu|luat|van ban|ke hoach|ket luan|chi thi|quy dinh)"
_BASIS = re.compile(
    r"[-\s]*(?:can cu|theo de nghi|thuc hien|de (?:tiep tuc )?(?:thuc hien|trien khai)|tren co so|xet de nghi)\b"
)
_CARRIES = re.compile(rf"\b(?:tiep tuc thuc hien|thuc hien|trien khai) (?:tot )?{_KIND}")
_REPLACES = re.compile(
    r"\b(?:thay the|thay cho|bai bo|huy bo|het hieu luc|ke tiep|ke thua) (?:cho |viec |ke tu |tong ket )?[^.;]{0,60}"
    rf"\b(?:{_KIND}|so \d)"
)
_CHARGED = re.compile(rf"\bchiu trach nhiem (?:thi hanh|thuc hien) {_KIND}")
_SPREAD = re.compile(rf"\b{_KIND}(?: nay)? (?:duoc )?pho bien (?:den|toi)\b")
_PLACED = re.compile(r"^[A-ZĐ][\w .-]{2,30}, ngày\b|\btại [A-ZĐ]\w+ [A-ZĐ]\w+")


def fact_clauses(fact: str, document: Document) -> list[Clause]:
    """The clauses of a document that state the fact, the plainest first; [] when the text does not state it."""
    head = [c for c in document.clauses if c.path.startswith("pre/")]
    signed = [c for c in document.clauses if c.kind == "signature"]
    said = [c for c in document.clauses if c.kind in ("item", "paragraph", "bullet")]
    if fact == "recipients":
        return [c for c in document.clauses if c.kind == "recipients"]
    if fact == "signer":
        name = plain(document.signer.partition("(")[0]).strip()
        return signed + [c for c in head if name and name in plain(c.text)]
    if fact == "effect":
        # The article that says so stands last; a mention elsewhere comes after it.
        return [c for c in reversed(said) if "co hieu luc" in plain(c.text)]
    if fact == "date":
        return _containing(head, _dates(document.date))
    if fact == "place":
        return [c for c in head if _PLACED.search(c.text)]
    if fact == "number":
        return _containing(head, [plain(document.number)] if document.number else [])
    if fact == "issuer":
        return _issuer(document, head, signed)
    if fact == "title":
        return _title(document, head)
    if fact == "session":
        return [c for c in head if re.search(r"hoi nghi lan thu|khoa [ivx]+\b", plain(c.text))]
    if fact == "proposer":
        return [c for c in head if re.search(r"theo de nghi|xet de nghi|trinh bao cao", plain(c.text))]
    if fact == "basis":
        opening = [c for c in head if _BASIS.match(plain(c.text))]
        return list(dict.fromkeys([*opening, *(c for c in head if _CARRIES.search(plain(c.text)))]))
    pattern = {"replaces": _REPLACES, "implementers": _CHARGED, "spread": _SPREAD}.get(fact)
    return [c for c in reversed([*head, *said]) if pattern.search(plain(c.text))] if pattern else []


def _issuer(document: Document, head: Sequence[Clause], signed: Sequence[Clause]) -> list[Clause]:
    names = [plain(w) for w in re.split(r" (?=khóa )|,", document.issuer) if w]
    issuing = [c for c in head if re.search(r"ban hanh (?:ke hoach|nghi quyet|quy dinh)", plain(c.text))]
    return list(dict.fromkeys([*issuing, *_containing(head, names[:1]), *_containing(signed, names[:1]), *signed]))


def _title(document: Document, head: Sequence[Clause]) -> list[Clause]:
    subject = re.search(r"\b(?:ban hanh|ve)\b.*", plain(document.title))
    said = re.findall(r"\w+", subject.group() if subject else plain(document.title))
    key = " ".join(said[:6])
    kept = [c for c in head if key and key in " ".join(re.findall(r"\w+", plain(c.text)))]
    return sorted(kept, key=lambda c: len(c.text))[:3] if kept else list(head[:1])


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
