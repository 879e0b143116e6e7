"""Which documents a question names: by number, by nickname, by year or session, by issuer, by kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from index.document_names import (
    CODES,
    HINT,
    KINDS,
    OBJECT,
    PROVINCIAL,
    STRONG,
    UNITS,
    Name,
    names_of,
    plain,
    stand_in,
)
from index.provinces import provinces
from index.wordlists import words
from ingest.catalog import Catalog
from ingest.document import Document

__all__ = ["CODES", "HINT", "OBJECT", "STRONG", "Named", "Namer", "plain"]

_IN_A_ROW = re.compile(
    rf"(?<![a-z0-9])(?P<kind>{'|'.join(KINDS.values())})\s*(?:so\s*)?\d+"
    r"(?P<more>(?:\s*(?:,|;|,?\s*\b(?:va|voi|hay|hoac|cung)\b)\s*\d+(?![\d%/]|[.,]\d"
    r"|\s*(?:%|nam\b|thang\b|ngay\b|muc\b|nhom\b|nguoi\b|doanh\b|ty\b|trieu\b|nghin\b)))+)"
)
_IN_BRACKETS = re.compile(r"\((?P<number>\d{1,4})\)")
_AFTER_A_BARE = re.compile(rf"(?:\b(?:va|voi|theo|trong|o)|,)\s+(?P<number>\d{{1,4}})(?![\w/%-]|[.,]\d|\s*{UNITS})")
_AFTER_CARRYING = re.compile(
    rf"\b(?:thuc hien|trien khai|lam theo|theo|cua) cai (?:so )?(?P<number>\d{{1,4}})(?![\w/%-]|[.,]\d|\s*{UNITS})"
)
_OF_CENTRE = re.compile(r"\s+cua\s+(?:thu tuong|chinh phu|bo chinh tri|ban bi thu|quoc hoi|trung uong)\b")
_BY_CENTRE = re.compile(r"\b(?:thu tuong|chinh phu|bo chinh tri|ban bi thu)(?: (?!giao|yeu cau|cua|va)\w+){0,4} $")
_ANY = re.compile(r"\s+nao\b")
# "Những nghị quyết nào của Trung ương khóa XIII": of what is asked for, none is named.
_ASKED_FOR = re.compile(r"\b(?:nghi quyet|van ban|ket luan|quyet dinh) nao cua (?:\w+ ){0,3}$")
# "Quyết định số mấy của Thủ tướng": what is asked for, not a name.
_ASKING = re.compile(r"\bso (?:may|nao|bao nhieu)\b")
_NUMBERED_KIND = re.compile(r"[a-z]+(?: [a-z]+)?\s+(?:so\s+)?(?P<number>(?!(?:19|20)\d\d\b)\d{1,4})\b")
_CARRIES = re.compile(r"(?:\s+(?:de|rieng|cu the|nao|chinh phu))*\s+(?:thuc hien|trien khai)\s+")
_YEAR_AFTER = re.compile(
    r"\s*(?P<joint>(?:(?:[-/,(]|cua|nam|de\s+nam|ngay\s+\d{1,2}[/-]\d{1,2}[/-])\s*)*)\(?(?P<year>(?:19|20)\d\d)\b"
)
_BESIDE, _MOST_ELSE = 0.3, 2
_CARRYING_OUT = re.compile(
    r"(?:thuc hien|trien khai|so ket|tong ket|quan triet|cu the hoa|tuyen truyen|pho bien|hoc tap"
    r"|nhiem vu trong tam cua|(?<!viec )lam(?: tot| theo)?"
    r"|(?:ke hoach|chuong trinh)(?: [a-z]+){0,6}(?: ve| thuc hien| theo)?)[^\w:;?]*$"
)
# "Bộ Kế hoạch và Đầu tư" is no plan, "công nghệ chiến lược" no strategy; nor is a plan of so many years the one here.
_ANOTHER_BEFORE = re.compile(
    r"\b(?:(?:bo|so|phong|vu)\s+ke\s+hoach|(?:cong nghe|cong nghiep|doi tac|du bao|san pham|linh vuc|nganh"
    r"|tam nhin|dot pha|mang tinh|quan he|hop tac|muc tieu|vi tri|tu duy|ha tang|cong trinh|nhiem vu)\s+chien\s+luoc"
    r"|(?:quy hoach|chien luoc|chuong trinh)(?:,| va|, va)\s+ke\s+hoach|pho thu tuong)$"
)
_ANOTHER_AFTER = re.compile(
    r"(?<=hoach)\s+(?:so\s+)?\d+\s*[-/]\s*kh\b"
    r"|(?<=hoach)\s+(?:va dau tu|hanh dong|phat trien kinh te|su dung|tai chinh|ngan sach"
    r"|(?:5|nam|hang)\s+nam|dau tu cong)\b"
    r"|(?:(?<=chien luoc)|(?<=hoach))(?:,| va|, va)\s+(?:(?:quy|ke) hoach|chuong trinh)\b|(?<=kh)\s*[,&]\s*cn\b"
    r"|(?<=hoach)\s+(?:khoa hoc|cong nghe|doi moi|sang tao|va|,|\s)+(?:(?:5|nam|hang)\s+nam|quoc gia|cua quoc gia)\b"
    r"|(?<=chien luoc)\s+(?:phat trien (?:kinh te|nganh|cua nganh|vung)"
    r"|nghien cuu|(?:quoc gia )?ve (?!khoa hoc|cong nghe|doi moi|khcn|kh&cn|phat trien)"
    r"|(?:quoc gia )?(?:ve )?phat trien (?:(?:cong nghiep|nganh|linh vuc) (?!cong nghe|khoa hoc)|doi ngu|nhan luc)"
    r"|(?:quoc gia )?(?:cong nghiep |nganh )?(?:ban dan|tri thuc))\b"
)


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


class Namer:
    """Finds documents in questions; made once for a set of documents."""

    def __init__(self, documents: Iterable[Document], catalog: Catalog) -> None:
        self.catalog = catalog
        self.documents = {document.id: document for document in documents}
        self.names = [name for document in self.documents.values() for name in names_of(document, catalog)]
        self._bare = [name for name in self.names if name.bare]
        self._numbered: dict[str, list[Name]] = {}
        for name in self.names:
            if name.numbered:
                self._numbered.setdefault(re.split("[-/]", name.numbered)[0], []).append(name)
        self.carried_out = frozenset(d for entry in catalog.entries for d in entry.carries_out)
        absent = [stand_in(entry) for entry in catalog.entries if entry.id not in self.documents]
        self.absent = [name for document in absent for name in names_of(document, catalog) if name.weight >= STRONG]

    @cached_property
    def titles(self) -> str:
        """The names of all documents, and of those who issued and signed them."""
        known = list(self.documents.values())
        texts = [t for d in known for t in (d.title, d.short_name, d.number, d.issuer, d.signer)]
        texts += [n for d in known if (entry := self.catalog.get(d.id)) for n in (*entry.nicknames, *entry.topics)]
        return " . ".join(filter(None, texts))

    def find(self, question: str) -> Named:
        """The documents that a question names; a shorter name inside a longer one is not counted."""
        text = plain(question)
        found: list[tuple[int, int, Name]] = []
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
            asked_for = _ASKED_FOR.search(text[:start]) or (
                _ASKING.search(text, start, end) and not _CARRYING_OUT.search(text[:start])
            )
            if name.weight < STRONG and asked_for:
                continue
            numbered = _NUMBERED_KIND.match(text, start, end) if name.weight < STRONG and not name.numbered else None
            if numbered and not self._has_number(name.document, numbered["number"]):
                continue  # "Kết luận 52 của Ban Bí thư năm 2019" is not the one of that year that is here
            if name.dated and self._about_else(text[start:end], name.document):
                continue
            if name.weight < STRONG and self._carries_another(text, end, name.document):
                continue
            if self._of_others(text, start, end, name.document):
                continue
            if text[start:end] == "tinh" and not _spelled_province(question[start:end]):
                continue
            year = _YEAR_AFTER.match(text, end)
            if name.numbered and name.year and year and int(year["year"]) != name.year:
                if year["joint"] and year["year"] not in self._title(name.document):
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

    def _has_number(self, document: str, number: str) -> bool:
        return any(name.document == document for name in self._numbered.get(number, ()))

    def _title(self, document: str) -> str:
        return known.title if (known := self.documents.get(document)) else ""

    def _beside_a_bare_number(self, text: str) -> Iterable[tuple[int, int, Name]]:
        """Numbers of documents told by what stands beside: "theo 569 và theo 57", "nghị quyết công nghiệp hóa (29)"."""
        found = [*_IN_BRACKETS.finditer(text), *_AFTER_CARRYING.finditer(text)]
        if any(name.pattern.search(text) for name in self._bare):
            found += _AFTER_A_BARE.finditer(text)
        for match in found:
            for name in self._numbered.get(match["number"], ()):
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

    def _in_a_row(self, text: str) -> Iterable[tuple[int, int, Name]]:
        """Numbers that share one word for their kind: "ba nghị quyết 29, 45 và 57"."""
        for row in _IN_A_ROW.finditer(text):
            for number in re.finditer(r"\d+", row["more"]):
                at = row.start("more") + number.start()
                for name in self.names:
                    if name.numbered and name.pattern.fullmatch(f"{row['kind']} {number.group()}"):
                        yield at, at + len(number.group()), name

    def _about_else(self, spoken: str, document: str) -> bool:
        """Whether what stands between a kind and a year is of another: "chiến lược về đội ngũ trí thức đến 2030"."""
        known = self.documents.get(document)
        title = set(re.findall(r"[a-z]+", plain(f"{known.type} {known.title} {known.issuer}"))) if known else set()
        return (
            len([w for w in re.findall(r"[a-z]+", spoken) if w not in title | words("between_kind_and_year")])
            > _MOST_ELSE
        )

    def _of_others(self, text: str, start: int, end: int, document: str) -> bool:
        """Whether "kế hoạch" is another than the province's: "của Thủ tướng", "của tỉnh Lạng Sơn", "nào", "thực hiện
        Kết luận 50"."""
        known = self.documents.get(document)
        if known is None or not (own := PROVINCIAL.search(plain(known.issuer))):
            return False
        if _OF_CENTRE.match(text, end) or _BY_CENTRE.search(text[:start]) or _ANY.match(text, end):
            return True
        follows = re.match(
            r"\W*(?:(?:cua|o|tai)\W+)?(?:uy ban nhan dan\W+|hoi dong nhan dan\W+)?(?:tinh\W+)?(?:uy\W+)?"
            rf"(?P<name>{provinces()})(?!\w)",
            text[end:],
        )
        if follows is not None:
            return follows["name"] != own["name"]
        return self._carries_another(text, end, document)

    def _carries_another(self, text: str, end: int, document: str) -> bool:
        """Whether what is named goes on to carry out what this document does not: "quyết định của Thủ tướng thực hiện
        Kết luận 50"."""
        entry, carrying = self.catalog.get(document), _CARRIES.match(text, end)
        if entry is None or carrying is None:
            return False
        carried = {n.document for n in self.names if n.numbered and n.pattern.match(text, carrying.end())}
        return bool(carried) and not carried & set(entry.carries_out)

    def _ambiguous(self, number: str) -> Sequence[str]:
        resolution = self.catalog.by_number(number)
        return [resolution.note] if resolution.ambiguous and resolution.note else []


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
