"""Which documents a question names: by number, by nickname, by year or session, by issuer, by kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from index.wordlists import names
from ingest.catalog import Catalog, CatalogEntry
from ingest.document import Document
from ingest.vietnamese import strip_accents

# How people write the kinds of documents; accents are stripped before matching.
_KINDS = {
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
_OTHER_KINDS = ("chien luoc", "de an", "chuong trinh", "quy hoach", "ke hoach")
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
    for pattern in _KINDS.values()
    if r"\s*" in pattern
]
_UNITS = r"(?:%|ty|ti|trieu|nghin|ngan|nguoi|dong|doanh|to chuc|du an|de tai|ha|km|nhiem vu|ngay|thang|nam)\b"
_IN_A_ROW = re.compile(
    rf"(?<![a-z0-9])(?P<kind>{'|'.join(_KINDS.values())})\s*(?:so\s*)?\d+"
    r"(?P<more>(?:\s*(?:,|;|,?\s*\b(?:va|voi|hay|hoac|cung)\b)\s*\d+(?![\d%/]|[.,]\d"
    r"|\s*(?:%|nam\b|thang\b|ngay\b|muc\b|nhom\b|nguoi\b|doanh\b|ty\b|trieu\b|nghin\b)))+)"
)
_OF_CENTRE = re.compile(r"\s+cua\s+(?:thu tuong|chinh phu|bo chinh tri|ban bi thu|quoc hoi|trung uong)\b")
_BY_CENTRE = re.compile(r"\b(?:thu tuong|chinh phu|bo chinh tri|ban bi thu)(?: (?!giao|yeu cau|cua|va)\w+){0,4} $")
_ANY = re.compile(r"\s+nao\b")
_CARRIES = re.compile(r"(?:\s+(?:de|rieng|cu the|nao))*\s+(?:thuc hien|trien khai)\s+")
_PROVINCIAL = re.compile(r"tinh uy (?P<name>[a-z ]+)$")
_YEAR_AFTER = re.compile(
    r"\s*(?P<joint>(?:[-/,(]|cua|nam|ngay\s+\d{1,2}[/-]\d{1,2}[/-])*)\s*\(?(?P<year>(?:19|20)\d\d)\b"
)
_SESSION = re.compile(r"khoa\s+(?P<number>[ivx]+|\d{1,2})\b")
_ROMAN = {"x": 10, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "viii": 8, "ix": 9}
_STRONG_SYLLABLES = 3
STRONG, OBJECT, HINT = 1.0, 0.7, 0.4
_BESIDE, _OF_ISSUER = 0.3, 0.5
_CARRYING_OUT = re.compile(
    r"(?:thuc hien|trien khai|so ket|tong ket|quan triet|cu the hoa|tuyen truyen|pho bien|hoc tap"
    r"|nhiem vu trong tam cua|(?<!viec )lam(?: tot| theo)?"
    r"|(?:ke hoach|chuong trinh)(?: [a-z]+){0,6}(?: ve| thuc hien| theo)?)[^\w:;?]*$"
)
# "Bộ Kế hoạch và Đầu tư" is no plan, "công nghệ chiến lược" no strategy; nor is a plan of so many years the one here.
_ANOTHER_BEFORE = re.compile(
    r"\b(?:(?:bo|so|phong|vu)\s+ke\s+hoach|(?:cong nghe|cong nghiep|doi tac|du bao|san pham|linh vuc|nganh"
    r"|tam nhin|dot pha|mang tinh|quan he|hop tac|muc tieu|vi tri|tu duy|ha tang|cong trinh|nhiem vu)\s+chien\s+luoc)$"
)
_ANOTHER_AFTER = re.compile(
    r"(?<=hoach)\s+(?:va dau tu|hanh dong|phat trien kinh te|su dung|tai chinh|ngan sach"
    r"|(?:5|nam|hang)\s+nam|dau tu cong)\b|(?<=chien luoc)\s+phat trien (?:kinh te|nganh|cua nganh|vung)\b"
)


def plain(text: str) -> str:
    """`text` in the form that names are matched in: lower case without accents, one character for one character."""
    return strip_accents(unicodedata.normalize("NFC", text).lower())


@dataclass(frozen=True)
class Named:
    """What a question names.

    weights: document id → 1.0 named outright, less for a hint. unknown: numbers with a year that no document here has.
    absent: catalogue ids named outright that the library does not hold. spans: where anything hints at a document;
    titles: those of them that name one by its kind, number or nickname, not by its issuer alone.
    """

    weights: dict[str, float] = field(default_factory=dict)
    spans: tuple[tuple[int, int], ...] = ()
    titles: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def strong(self) -> tuple[str, ...]:
        """The documents named outright."""
        return tuple(d for d, weight in self.weights.items() if weight >= STRONG)


@dataclass(frozen=True)
class _Name:
    pattern: re.Pattern[str]
    document: str
    weight: float
    year: int | None = None
    numbered: str = ""
    issuer: bool = False
    bare: bool = False


class Namer:
    """Finds documents in questions; made once for a set of documents."""

    def __init__(self, documents: Iterable[Document], catalog: Catalog) -> None:
        self.catalog = catalog
        self.documents = {document.id: document for document in documents}
        self.names = [name for document in self.documents.values() for name in self._names(document)]
        self.carried_out = frozenset(d for entry in catalog.entries for d in entry.carries_out)
        absent = [_stand_in(entry) for entry in catalog.entries if entry.id not in self.documents]
        self.absent = [name for document in absent for name in self._names(document) if name.weight >= STRONG]

    @cached_property
    def titles(self) -> str:
        """The names of all documents, and of those who issued and signed them."""
        known = list(self.documents.values())
        texts = [t for d in known for t in (d.title, d.short_name, d.number, d.issuer, d.signer)]
        texts += [n for d in known if (entry := self.catalog.get(d.id)) for n in (*entry.nicknames, *entry.topics)]
        return " . ".join(filter(None, texts))

    def _names(self, document: Document) -> Iterable[_Name]:
        entry = self.catalog.get(document.id)
        year = int(document.date[:4]) if document.date[:4].isdigit() else None
        number = re.match(r"(\d+)(?:/(\d{4}))?\s*[-/]\s*([A-ZĐa-zđ]+)", document.number)
        if number:
            digits, _, code = number.groups()
            type_name = CODES.get(plain(code), document.type.lower())
            kind = _KINDS.get(type_name, re.escape(plain(document.type)) or "van ban")
            tail = re.escape(plain(document.number[len(digits) :])).replace("/", r"\s*/\s*").replace(r"\-", r"\s*-\s*")
            known_as = {w for n in (entry.nicknames if entry else ()) for w in _OTHER_KINDS if plain(n).startswith(w)}
            others = (w.replace(" ", r"\s*") for w in sorted(known_as))
            kind = "(?:" + "|".join([kind, r"(?:van\s*)?ban", *others]) + ")"
            loose = rf"(?:{kind}\s*(?:so\s*)?[-:.]?\s*0*{digits}(?:{tail})?|\b0*{digits}{tail})(?![\d]|[.,]\d)"
            yield _Name(re.compile(rf"(?<![a-z0-9]){loose}"), document.id, STRONG, year, document.number)
            if len(digits) > 2:
                # "NQ 29 ghi sao, 569 ghi sao"
                yield _Name(
                    re.compile(rf"(?<![\w/.,-]){digits}(?![\w/%-]|[.,]\d|\s*{_UNITS})"), document.id, OBJECT, bare=True
                )
        if document.type and year:
            kinds = "|".join([_KINDS.get(document.type.lower(), plain(document.type)), "van\\s*ban"])
            if document.id.endswith("-ttg-" + str(year)):
                kinds += "|chien\\s*luoc"
            other = r"(?:(?:nghi|ket|quyet|ke|chien|chi)\s+(?:quyet|luan|dinh|hoach|luoc|thi)|nao|gi)\b"
            dated = rf"(?<![a-z])(?:{kinds})\s*(?:(?!{other})\w+\s+){{0,9}}?(?:nam\s*)?\(?{year}\b"
            yield _Name(re.compile(dated), document.id, 0.8)
        for issuer in _issuing(document):
            by = rf"(?<![a-z])(?:{_KINDS.get(document.type.lower(), plain(document.type) or 'van ban')})\s+"
            yield _Name(
                re.compile(rf"{by}(?:(?!nao\b|gi\b)\w+\s+){{0,2}}?cua\s+{issuer}(?![a-z])"), document.id, _OF_ISSUER
            )
        for nickname in (*(entry.nicknames if entry else ()), document.short_name):
            words = plain(nickname)
            generic = len(words.split()) < _STRONG_SYLLABLES and not re.search(r"\d", words)
            pattern = r"(?<![a-z0-9])" + _spaced(words) + r"(?![a-z0-9&])"
            yield _Name(re.compile(pattern), document.id, HINT if generic else STRONG, year)
        signer = plain(document.signer.partition("(")[0]).strip()
        if len(signer.split()) > 1:
            yield _Name(re.compile(rf"(?<![a-z]){_spaced(signer)}(?![a-z])"), document.id, HINT, issuer=True)
        session = re.search(r"khoa\s+([ivx]+)\b", plain(document.issuer))
        if session:
            value = session.group(1)
            yield _Name(re.compile(rf"khoa\s+(?:{value}|{_ROMAN.get(value, 0)})\b"), document.id, 0.8)
        for words, weight in _issuer_words(document):
            yield _Name(re.compile(rf"(?<![a-z]){words}(?![a-z])"), document.id, weight, issuer=True)

    def find(self, question: str) -> Named:
        """The documents that a question names; a shorter name inside a longer one is not counted."""
        text = plain(question)
        found: list[tuple[int, int, _Name]] = []
        for name in self.names:
            for match in name.pattern.finditer(text):
                found.append((match.start(), match.end(), name))
        found += self._in_a_row(text)
        found += self._beside_a_bare_number(text)
        found.sort(key=lambda hit: (hit[2].weight < STRONG, -(hit[1] - hit[0]), hit[0]))
        spans: list[tuple[int, int]] = []
        outright: dict[str, float] = {}
        hints: dict[str, dict[tuple[int, int], float]] = {}
        notes: list[str] = []
        unknown: list[str] = []
        titles: set[tuple[int, int]] = set()
        for start, end, name in found:
            inside = any(s < end and start < e and (s, e) != (start, end) for s, e in spans)
            if inside or (name.weight < STRONG and _another_thing(text, start, end)):
                continue
            if self._of_others(text, start, end, name.document):
                continue
            if text[start:end] == "tinh" and not _spelled_province(question[start:end]):
                continue
            year = _YEAR_AFTER.match(text, end)
            if name.numbered and name.year and year and int(year["year"]) != name.year:
                if year["joint"]:
                    unknown.append(f"{name.numbered} năm {year['year']}")
                    continue
                year = None  # "nghị quyết 57 2030" asks what the resolution says of 2030
            span = (start, year.end() if year and name.numbered else end)
            spans.append(span)
            if not name.issuer:
                titles.add(span)
            if name.weight >= STRONG:
                # "thực hiện Kết luận 69" may be asked of the plan that carries it out.
                weight = OBJECT if _CARRYING_OUT.search(text[:start]) else STRONG
                outright[name.document] = max(weight, outright.get(name.document, 0.0))
            else:
                told = hints.setdefault(name.document, {})
                told[span] = max(name.weight, told.get(span, 0.0))
            if name.numbered and not year:
                notes += self._ambiguous(name.numbered)
        weights = _weighed(outright, hints, self.carried_out)
        absent = [name.document for name in self.absent if _free(name.pattern.search(text), spans)]
        return Named(
            weights,
            tuple(sorted(set(spans))),
            tuple(sorted(titles)),
            tuple(dict.fromkeys(notes)),
            tuple(dict.fromkeys(unknown)),
            tuple(dict.fromkeys(absent)),
        )

    def _beside_a_bare_number(self, text: str) -> Iterable[tuple[int, int, _Name]]:
        """Numbers of documents told by what stands beside: "theo 569 và theo 57", "nghị quyết công nghiệp hóa (29)"."""
        for name in (n for n in self.names if n.numbered):
            digits = re.escape(re.split("[-/]", name.numbered)[0])
            for match in re.finditer(rf"(?<=\(){digits}(?=\))", text):
                yield match.start(), match.end(), replace(name, weight=OBJECT)
            if any(n.bare and n.pattern.search(text) for n in self.names):
                row = rf"(?:\b(?:va|voi|theo|trong|o)|,)\s+(?P<number>{digits})(?![\w/%-]|[.,]\d|\s*{_UNITS})"
                for match in re.finditer(row, text):
                    yield *match.span("number"), replace(name, weight=OBJECT)

    def at(self, text: str, span: tuple[int, int]) -> dict[str, float]:
        """The weights of the documents that one span of a question names: "57" after "nghị quyết 45 và"."""
        piece = text[slice(*span)]
        if piece.isdigit():
            rows = (row for row in _IN_A_ROW.finditer(plain(text)) if row.start() <= span[0] and span[1] <= row.end())
            beside = (n.document for a, b, n in self._beside_a_bare_number(plain(text)) if (a, b) == span)
            if document := next(beside, ""):
                return {document: OBJECT}
            piece = next((f"{row['kind']} {piece}" for row in rows), piece)
        return self.find(piece).weights

    def _in_a_row(self, text: str) -> Iterable[tuple[int, int, _Name]]:
        """Numbers that share one word for their kind: "ba nghị quyết 29, 45 và 57"."""
        for row in _IN_A_ROW.finditer(text):
            for number in re.finditer(r"\d+", row["more"]):
                at = row.start("more") + number.start()
                for name in self.names:
                    if name.numbered and name.pattern.fullmatch(f"{row['kind']} {number.group()}"):
                        yield at, at + len(number.group()), name

    def _of_others(self, text: str, start: int, end: int, document: str) -> bool:
        """Whether "kế hoạch" is another than the province's: "của Thủ tướng", "của tỉnh Lạng Sơn", "nào", "thực hiện
        Kết luận 50"."""
        known = self.documents.get(document)
        if known is None or not (own := _PROVINCIAL.search(plain(known.issuer))):
            return False
        follows = re.match(rf"\W*(?:(?:cua|o|tai)\W+)?(?:tinh\W+)?(?:uy\W+)?(?P<name>{_provinces()})(?!\w)", text[end:])
        if _OF_CENTRE.match(text, end) or _BY_CENTRE.search(text[:start]) or _ANY.match(text, end):
            return True
        if (follows is not None and follows["name"] != own["name"]) or not (carrying := _CARRIES.match(text, end)):
            return follows is not None and follows["name"] != own["name"]
        entry = self.catalog.get(document)
        carried = [n.document for n in self.names if n.numbered and n.pattern.match(text, carrying.end())]
        return entry is not None and bool(carried) and not set(carried) & set(entry.carries_out)

    def _ambiguous(self, number: str) -> Sequence[str]:
        resolution = self.catalog.by_number(number)
        return [resolution.note] if resolution.ambiguous and resolution.note else []


@lru_cache(maxsize=1)
def _provinces() -> str:
    return "|".join(re.escape(plain(name)) for name in names("provinces"))


def _spelled_province(word: str) -> bool:
    """Whether "tinh" as typed may be "tỉnh": not "tình", "tính"."""
    return unicodedata.normalize("NFC", word).lower() in ("tỉnh", "tinh")


def _another_thing(text: str, start: int, end: int) -> bool:
    """Whether the words of a name stand in the name of something else."""
    return bool(_ANOTHER_BEFORE.search(text[:end]) or _ANOTHER_AFTER.match(text, end))


def _weighed(
    outright: dict[str, float], hints: dict[str, dict[tuple[int, int], float]], carried_out: frozenset[str]
) -> dict[str, float]:
    """How surely each document is meant. Hints add up ("kế hoạch" and "Bắc Giang" together name the plan), but none
    makes the object of another document one that is named outright. What is to be carried out is such an object where
    some document does so, or where another is named beside it."""
    weights = {d: min(STRONG, sum(told.values())) for d, told in hints.items() if d not in outright}
    for document, weight in outright.items():
        others = {d for d in (*outright, *(h for h, w in weights.items() if w >= _BESIDE)) if d != document}
        weights[document] = weight if document in carried_out or others else STRONG
    return weights


def _free(match: re.Match[str] | None, spans: Sequence[tuple[int, int]]) -> bool:
    return match is not None and not any(s <= match.start() and match.end() <= e for s, e in spans)


def _stand_in(entry: CatalogEntry) -> Document:
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
    if province := _PROVINCIAL.search(issuer):
        yield r"(?:tinh\s+)?" + province["name"].replace(" ", r"\s+"), 0.5
        yield r"(?:cua|o|trong|cap|toan|trong)?\s*tinh(?:\s+(?:uy|ta|nha|minh|nay))?", 0.3
        yield r"dia\s+phuong", 0.1
