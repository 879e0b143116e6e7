"""How a question may name a document: its number, nicknames, year, session, issuer, signer, as patterns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ingest.catalog import Catalog, CatalogEntry
from ingest.document import Document
from ingest.vietnamese import strip_accents

STRONG, OBJECT, HINT = 1.0, 0.7, 0.4
# How people write the kinds of documents; accents are stripped before matching.
KINDS = {
    "nghị quyết": r"(?:nghi\s*quyet|nq)",
    "kết luận": r"(?:ket\s*luan|kl)",
    "quyết định": r"(?:quyet\s*dinh|qd)",
    "kế hoạch": r"(?:ke\s*hoach|kh)",
    "chỉ thị": r"(?:chi\s*thi|ct)",
    "quy định": r"(?:quy\s*dinh|qdi)",
    "hướng dẫn": r"(?:huong\s*dan|hd)",
    "nghị định": r"(?:nghi\s*dinh|nd)",
    "thông tư": r"(?:thong\s*tu|tt)",
    "luật": r"(?:luat)",
    "chiến lược": r"(?:chien\s*luoc)",
}
# A decision may be known by what it issues: "Chiến lược 569".
_OTHERKINDS = ("chien luoc", "de an", "chuong trinh", "quy hoach", "ke hoach")
CODES = {
    "nq": "nghị quyết",
    "kl": "kết luận",
    "qd": "quyết định",
    "kh": "kế hoạch",
    "ct": "chỉ thị",
    "hd": "hướng dẫn",
}
# In a nickname, the kind of document may be abbreviated: `KH Bắc Giang`.
_KIND_PATTERNS = [
    (r"[\s,]+".join(pattern.split(r"\s*")).partition("|")[0].removeprefix("(?:"), pattern)
    for pattern in KINDS.values()
    if r"\s*" in pattern
]
UNITS = r"(?:%|ty|ti|trieu|nghin|ngan|nguoi|dong|doanh|to chuc|du an|de tai|ha(?! tang)|km|nhiem vu|ngay|thang|nam)\b"
PROVINCIAL = re.compile(r"tinh uy (?P<name>[a-z ]+)$")
_ROMAN = {"x": 10, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "viii": 8, "ix": 9}
_ORDINALS = ("nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi")
_SESSION = re.compile(
    rf"\bhoi nghi lan thu (?P<number>{'|'.join(_ORDINALS)}) ban chap hanh trung uong\b.*?\bkhoa (?P<term>[ivx]+)\b"
)
# "Nghị quyết mới về đội ngũ trí thức", "nghị quyết dành cho giới trí thức".
_ABOUT = r"[\s,]+ve[\s,]+"
_ABOUT_LOOSELY = (
    r"[\s,]+(?:(?:moi|nhat|noi|ban)[\s,]+)*(?:cua[\s,]+trung[\s,]+uong[\s,]+)?"
    r"(?:ve|(?:danh[\s,]+)?cho)[\s,]+(?:(?:viec|gioi|cac)[\s,]+)?"
)
_STRONG_SYLLABLES, _OF_ISSUER, _OF_SIGNER = 3, 0.5, 0.3


def plain(text: str) -> str:
    """`text` in the form that names are matched in: lower case without accents, one character for one character."""
    return strip_accents(unicodedata.normalize("NFC", text).lower())


@dataclass(frozen=True)
class Name:
    """One way of naming a document. year: its own; numbered: the number that the pattern prints; issuer: by its issuer
    alone; bare: by its digits alone; dated: by its kind and year, whatever stands between."""

    pattern: re.Pattern[str]
    document: str
    weight: float
    year: int | None = None
    numbered: str = ""
    issuer: bool = False
    bare: bool = False
    dated: bool = False


def names_of(document: Document, catalog: Catalog) -> Iterable[Name]:
    """Every way in which a question may name a document."""
    entry = catalog.get(document.id)
    year = int(document.date[:4]) if document.date[:4].isdigit() else None
    number = re.match(r"(\d+)(?:/(\d{4}))?\s*[-/]\s*([A-ZĐa-zđ]+)", document.number)
    if number:
        digits, _, code = number.groups()
        type_name = CODES.get(plain(code), document.type.lower())
        kind = KINDS.get(type_name, re.escape(plain(document.type)) or "van ban")
        tail = re.escape(plain(document.number[len(digits) :])).replace("/", r"\s*/\s*").replace(r"\-", r"\s*-\s*")
        known_as = {w for n in (entry.nicknames if entry else ()) for w in _OTHERKINDS if plain(n).startswith(w)}
        others = (w.replace(" ", r"\s*") for w in sorted(known_as))
        kind = "(?:" + "|".join([kind, r"(?:van\s*)?ban", *others]) + ")"
        loose = rf"(?:{kind}\s*(?:so\s*)?[-:.]?\s*0*{digits}(?:{tail})?|\b0*{digits}{tail})(?![\d]|[.,]\d)"
        yield Name(re.compile(rf"(?<![a-z0-9]){loose}"), document.id, STRONG, year, document.number)
        if len(digits) > 2:
            # "NQ 29 ghi sao, 569 ghi sao"
            yield Name(
                re.compile(rf"(?<![\w/.,-]){digits}(?![\w/%-]|[.,]\d|\s*{UNITS})"), document.id, OBJECT, bare=True
            )
    if document.type and year:
        kinds = "|".join([KINDS.get(document.type.lower(), plain(document.type)), "van\\s*ban"])
        if document.id.endswith("-ttg-" + str(year)):
            kinds += "|chien\\s*luoc"
        other = r"(?:(?:nghi|ket|quyet|ke|chien|chi)\s+(?:quyet|luan|dinh|hoach|luoc|thi)|nao|gi)\b"
        dated = rf"(?<![a-z])(?:{kinds})\s*(?:(?!{other})\w+\s+){{0,9}}?(?:nam\s*)?\(?{year}\b"
        yield Name(re.compile(dated), document.id, 0.8, dated=True)
    kind = KINDS.get(document.type.lower(), plain(document.type) or "van ban")
    for issuer in _issuing(document):
        by = rf"(?<![a-z])(?:{kind})\s+"
        yield Name(re.compile(rf"{by}(?:(?!nao\b|gi\b)\w+\s+){{0,2}}?cua\s+{issuer}(?![a-z])"), document.id, _OF_ISSUER)
    for nickname in (*(entry.nicknames if entry else ()), document.short_name):
        words = plain(nickname)
        generic = len(words.split()) < _STRONG_SYLLABLES and not re.search(r"\d", words)
        spaced = _spaced(words).replace(_ABOUT, _ABOUT_LOOSELY)
        pattern = r"(?<![a-z0-9])" + spaced + r"(?![a-z0-9&])"
        yield Name(re.compile(pattern), document.id, HINT if generic else STRONG, year)
    signer = plain(document.signer.partition("(")[0]).strip()
    if len(signer.split()) > 1:
        # The person may be spoken of, and not what was signed.
        yield Name(re.compile(rf"(?<![a-z]){_spaced(signer)}(?![a-z])"), document.id, _OF_SIGNER, issuer=True)
        signed = rf"(?<![a-z])(?:{kind})\s+(?:(?!nao\b|gi\b)\w+\s+){{0,6}}?{_spaced(signer)}(?![a-z])"
        yield Name(re.compile(signed), document.id, HINT, issuer=True)
    session = re.search(r"khoa\s+([ivx]+)\b", plain(document.issuer))
    if session:
        value = session.group(1)
        yield Name(re.compile(rf"khoa\s+(?:{value}|{_ROMAN.get(value, 0)})\b"), document.id, 0.8)
    if sat := _SESSION.search(plain(document.title)):
        # "Nghị quyết Trung ương 6 khóa XIII"
        ordinal, term = _ORDINALS.index(sat["number"]) + 1, sat["term"]
        of_session = rf"(?:lan\s+)?(?:thu\s+)?(?:0?{ordinal}|{sat['number']}),?\s*(?:\(|cua\s+)?khoa\s+"
        by_session = rf"{KINDS['nghị quyết']}\s+(?:cua\s+)?(?:hoi\s*nghi\s+)?(?:trung\s+uong|tw)\s*{of_session}"
        of_term = rf"(?:{term}|{_ROMAN.get(term, 0)})(?![a-z0-9])"
        yield Name(re.compile(rf"(?<![a-z]){by_session}{of_term}"), document.id, STRONG, year)
    for words, weight in _issuer_words(document):
        yield Name(re.compile(rf"(?<![a-z]){words}(?![a-z])"), document.id, weight, issuer=True)


def stand_in(entry: CatalogEntry) -> Document:
    """A document of the catalogue that the library does not hold, known by its names alone."""
    return Document(
        id=entry.id,
        title=entry.title,
        number=entry.number,
        date=entry.date.isoformat() if entry.date else "",
        issuer=entry.issuer,
        type=entry.type,
        short_name=entry.short_name,
    )


def _spaced(words: str) -> str:
    """A pattern for a name with any spacing and commas between its words: `KL69`, `KL 69`."""
    pieces = re.findall(r"[a-z]+|\d+|[^a-z\d\s,]+", words) or ["\0"]  # a document without a name is never named
    pattern = re.escape(pieces[0])
    for before, here in pairwise(pieces):
        loose = before.isalpha() != here.isalpha()
        pattern += (r"[\s,]*" if loose else r"[\s,]+") + re.escape(here)
    for words, loose_kind in _KIND_PATTERNS:
        pattern = pattern.replace(words, loose_kind)
    return pattern


def _issuing(document: Document) -> list[str]:
    """Patterns for the body that issued a document, as people say it after "nghị quyết của …"."""
    issuer = plain(document.issuer)
    bodies = ("bo chinh tri", "ban bi thu", "thu tuong", "quoc hoi", "chinh phu")
    return [_spaced(body) for body in bodies if body in issuer][:1]


def _issuer_words(document: Document) -> Iterable[tuple[str, float]]:
    issuer = plain(document.issuer)
    if "thu tuong" in issuer:
        yield r"thu\s+tuong", 0.5
        yield r"chien\s+luoc", HINT
    if "bo chinh tri" in issuer:
        yield r"bo\s+chinh\s+tri", 0.2
    if province := PROVINCIAL.search(issuer):
        yield r"(?:tinh\s+)?" + province["name"].replace(" ", r"\s+"), 0.5
        yield r"(?:cua|o|trong|cap|toan|trong)?\s*tinh(?:\s+(?:uy|ta|nha|minh|nay))?", 0.3
        yield r"dia\s+phuong", 0.1
