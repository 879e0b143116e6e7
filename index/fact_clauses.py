"""Where a document states the facts of itself: its letterhead, preamble, last articles, recipients and signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.naming import plain
from ingest.document import Clause, Document

_KIND = (
    r"(?:quyet dinh|nghi quyet|nghi dinh|thong tu|luat|van ban|ke hoach|ket luan|chi thi|quy dinh|quy che|huong dan)"
)
_BASIS = re.compile(
    r"[-\s]*(?:can cu|theo de nghi|thuc hien|de (?:tiep tuc )?(?:thuc hien|trien khai)|tren co so|xet de nghi)\b"
)
_CARRIES = re.compile(rf"\b(?:tiep tuc thuc hien|thuc hien|trien khai) (?:tot |mot )?{_KIND}")
_REPLACES = re.compile(
    r"\b(?:thay the|thay cho|bai bo|huy bo|het hieu luc|ke tiep|ke thua) "
    r"(?:cho |viec |ke tu |toan bo |cac |tong ket )*[^.;]{0,20}"
    rf"\b(?:{_KIND}|so \d)"
)
_CHARGED = re.compile(rf"\b(?:chiu )?trach nhiem (?:thi hanh|thuc hien) {_KIND}")
_SPREAD = re.compile(rf"\b{_KIND}(?: nay)? (?:duoc )?pho bien (?:den|toi)\b")
_ISSUING = re.compile(
    r"\bban hanh (?:ke hoach|nghi quyet|quy dinh|quyet dinh|chi thi|ket luan|huong dan|quy che)\b[^.]*$"
)
_SETS = r"(?:quy dinh|quyet dinh|ban hanh|huong dan|yeu cau|ket luan|thong nhat)\b"
_LONGEST_LINE = 250
_RESTS_ON = re.compile(r"[-\s]*(?:can cu|theo de nghi|xet de nghi)\b")
_IN_FORCE = r"\bco hieu luc\b|\bhieu luc thi hanh\b|\bhieu luc (?:ke )?tu\b"
_BRIEF = frozenset(["date", "number", "place", "session", "proposer"])
_HEAD = {
    "letterhead": re.compile(r"cong hoa xa hoi chu nghia viet nam|^dang cong san viet nam$"),
    "proposer": re.compile(r"theo de nghi|xet de nghi|trinh bao cao"),
}
_ANYWHERE = {"replaces": _REPLACES, "implementers": _CHARGED, "spread": _SPREAD}
_LABELS = {
    "number": re.compile(r"\W*so(?: van ban)?(?:, ky hieu| hieu)?\b[^.]{0,30}:"),
    "date": re.compile(r"\W*(?:noi va )?ngay ban hanh\b"),
    "place": re.compile(r"\W*(?:noi|dia danh)\b[^.]{0,20}\b(?:ban hanh|ghi)\b"),
    "title": re.compile(r"\W*(?:theo )?(?:trich yeu|ten goi|ten day du|ten cua)\b"),
    "issuer": re.compile(r"\W*(?:co quan|nguoi co tham quyen) ban hanh\b"),
    "proposer": re.compile(r"\W*(?:nguoi|co quan) de nghi\b"),
}
_PLACED = re.compile(r"^[A-ZĐ][\w .-]{2,30}, ngày\b|\btại [A-ZĐ]\w+ [A-ZĐ]\w+")


def fact_clauses(fact: str, document: Document) -> list[Clause]:
    """The clauses of a document that state the fact, the plainest first; [] when the text does not state it."""
    found = _stating(fact, document)
    if fact in _BRIEF:
        # A line that holds little else says it most plainly.
        found = sorted(found, key=lambda c: len(c.text))
    label = _LABELS.get(fact)
    if label is None:
        return found
    # What a summary calls by its name ("Số, ký hiệu: …") it states there.
    head = [c for c in document.clauses if c.path.startswith("pre/") and label.match(plain(c.text))]
    return list(dict.fromkeys([*head, *found]))


def _stating(fact: str, document: Document) -> list[Clause]:
    head = [c for c in document.clauses if c.path.startswith("pre/")]
    signed = [c for c in document.clauses if c.kind == "signature" or c.path == "ky"]
    said = [c for c in document.clauses if c.kind in ("item", "paragraph", "bullet")]
    if fact == "recipients":
        return [c for c in document.clauses if c.kind == "recipients" or c.path == "noi-nhan"]
    if fact == "signer":
        name = plain(document.signer.partition("(")[0]).strip()
        return signed + [c for c in head if name and name in plain(c.text)]
    if fact == "effect":
        # The article that says so stands last; a mention elsewhere comes after it.
        return [c for c in reversed(said) if re.search(_IN_FORCE, plain(c.text))]
    if fact == "date":
        return _containing(head, printed_dates(document.date))
    if fact == "number":
        return _containing(head, [plain(document.number)] if document.number else [])
    if fact == "issuer":
        return _issuer(document, head, signed)
    if fact == "title":
        return _title(document, head)
    if fact == "session":
        stated = _matching(_own(head), re.compile(r"hoi nghi lan thu|khoa [ivx]+\b"))
        return [c for c in stated if len(c.text) < _LONGEST_LINE]
    if fact == "place":
        return [c for c in head if _PLACED.search(c.text)]
    if fact == "basis":
        opening = [c for c in head if _BASIS.match(plain(c.text))]
        return list(dict.fromkeys([*opening, *_matching(head, _CARRIES)]))
    if fact in _HEAD:
        return _matching(head, _HEAD[fact])
    return _matching([*reversed(said), *head], _ANYWHERE[fact]) if fact in _ANYWHERE else []


def _own(head: Sequence[Clause]) -> list[Clause]:
    """Opening lines that speak of the document itself, not of what it rests on."""
    return [c for c in head if not _RESTS_ON.match(plain(c.text))]


def _matching(clauses: Sequence[Clause], pattern: re.Pattern[str]) -> list[Clause]:
    return [c for c in clauses if pattern.search(plain(c.text))]


def _issuer(document: Document, head: Sequence[Clause], signed: Sequence[Clause]) -> list[Clause]:
    """Who issues: the sentence that says so, the letterhead, the signature; never a document that this one rests on."""
    own = _own(head)
    name = plain(re.split(r" (?=khóa )|,", document.issuer)[0])
    issuing = [c for c in own if _ISSUING.search(plain(c.text)) and not c.text.isupper()]
    named = _containing(own, [name])
    # "BỘ CHÍNH TRỊ", "CỦA BỘ CHÍNH TRỊ": nothing but the name, above a line that has it among other words.
    named.sort(key=lambda c: len(re.sub(r"\W", "", plain(c.text))) > 1.5 * len(re.sub(r"\W", "", name)))
    said = [
        c for c in named if name and re.match(rf"\W*{re.escape(name)}(?: trung uong| dang)* {_SETS}", plain(c.text))
    ]
    return list(dict.fromkeys([*issuing, *said, *named, *_containing(signed, [name]), *signed]))


def _title(document: Document, head: Sequence[Clause]) -> list[Clause]:
    subject = re.search(r"\b(?:ban hanh|ve)\b.*", plain(document.title))
    said = re.findall(r"\w+", subject.group() if subject else plain(document.title))
    key = " ".join(said[:6])
    kept = [c for c in head if key and key in " ".join(re.findall(r"\w+", plain(c.text)))]
    return sorted(kept, key=lambda c: len(c.text))[:3] if kept else list(head[:1])


def _containing(clauses: Sequence[Clause], phrases: Sequence[str]) -> list[Clause]:
    return [c for c in clauses if any(p and p in plain(c.text) for p in phrases)]


def printed_dates(iso: str) -> list[str]:
    """A date as documents print it: `01/11/2012`, `1/11/2012`, `ngày 01 tháng 11 năm 2012`."""
    if not iso:
        return []
    day = date.fromisoformat(iso)
    plain_days = {f"{day.day}", f"{day.day:02d}"}
    months = {f"{day.month}", f"{day.month:02d}"}
    return [f"{d}/{m}/{day.year}" for d in plain_days for m in months] + [
        f"ngay {d} thang {m} nam {day.year}" for d in plain_days for m in months
    ]
