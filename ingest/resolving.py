"""What a mention of a document means: the catalogue asked with number and date, or with what stands in for the date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Date

from ingest.catalog import Catalog, CatalogEntry, Namesake, Resolution
from ingest.document import Reference
from ingest.numbers import parse
from ingest.vietnamese import fold, strip_accents

# The Party's terms, from congress to congress: in the year of a congress two terms meet.
_TERMS = {
    "VI": (1986, 1991), "VII": (1991, 1996), "VIII": (1996, 2001), "IX": (2001, 2006), "X": (2006, 2011),
    "XI": (2011, 2016), "XII": (2016, 2021), "XIII": (2021, 2026), "XIV": (2026, 2031),
}  # fmt: skip
_WORDS = ("", "nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi")
_TITLED = re.compile(r"số\s+\S+\s+ngày\s+\S+\s+", re.I)
_PLENARY_NAME = re.compile(
    r"nghị quyết (?:hội nghị )?(?:lần thứ (?P<first>\w+(?: (?:một|hai|ba|bốn|lăm)\b)?) )?(?:ban chấp hành )?trung ương"
    r"(?: đảng)?(?: (?:lần thứ )?(?P<second>\d{1,2}|\w+))? khóa (?P<term>[ivx]+)"
)
_ENACTED = re.compile(r"\bban hành (?P<name>\S+(?: \S+){5,})", re.I)
_ABOUT = re.compile(r"\s*(?:của đảng\s+)?(?:về|“về)\s+(?:việc\s+)?(?P<topic>[^.;“”\"()]{8,120})")
_TOPIC_WORDS, _TOPIC_AGREES = 8, 0.7
_HELD, _REMEMBERED = 4, 20_000


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention taken apart: type in lower case, number (full or only its digits), and what dates it."""

    type: str = ""
    number: str = ""
    short: bool = False
    date: Date | None = None
    year: int | None = None
    term: str = ""
    printed: str = ""


@dataclass
class Known:
    """A catalogue prepared for resolving mentions; answers are remembered."""

    catalog: Catalog
    plenaries: dict[tuple[int, str], list[CatalogEntry]] = field(default_factory=dict)
    answers: dict[tuple[Mention, str], tuple[str, str]] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    named: list[tuple[re.Pattern[str], CatalogEntry]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ids = frozenset(entry.id for entry in self.catalog.entries)
        for entry in self.catalog.entries:
            for name in (_TITLED.sub("", entry.title), *entry.nicknames):
                found = _PLENARY_NAME.match(fold(name).replace("hoá", "hóa"))
                place = _ordinal(found["first"] or found["second"] or "") if found else 0
                if found and place:
                    held = self.plenaries.setdefault((place, found["term"].upper()), [])
                    held += [entry] if entry not in held else []
            enacted = _ENACTED.search(entry.title)
            if enacted and entry.type == "Quyết định":
                words = re.escape(fold(enacted["name"])).replace(r"\ ", r"\s+")
                self.named.append((re.compile(words), entry))

    def number(self, mention: Mention, self_id: str) -> tuple[str, str]:
        """The document that a number means, and a note when it is unsure or unknown."""
        if (mention, self_id) not in self.answers:
            if len(self.answers) >= _REMEMBERED:
                self.answers.clear()
            self.answers[mention, self_id] = self._number(mention, self_id)
        return self.answers[mention, self_id]

    def _number(self, mention: Mention, self_id: str) -> tuple[str, str]:
        asked = f"{mention.type} {mention.number}" if mention.short else mention.number
        parts = parse(mention.number)
        year = mention.year or (int(parts.year) if parts and parts.year else None)
        found = self.catalog.by_number(asked, mention.date, year if mention.date is None else None)
        if mention.date or year:
            when = f" ngày {mention.date:%d/%m/%Y}" if mention.date else f" năm {year}" if mention.year else ""
        elif mention.term in _TERMS and (mention.short or (parts and parts.party)):
            first, last = _TERMS[mention.term]
            found = _within(found, first, last)
            when = f" khóa {mention.term}"
        else:
            return self._undated(mention, found, self_id)
        if len(found.entries) == 1 and not found.namesakes:
            return found.entries[0].id, ""
        if not found.entries and len(found.namesakes) == 1:
            return "", f"{found.namesakes[0].label}: chưa có trong danh mục văn bản tra được."
        if found.entries or found.namesakes:
            return "", f"{mention.printed}{when} có thể là: {_labels(found)}."
        others = self.catalog.by_number(asked)
        listed = f"; cùng số, danh mục có: {_labels(others)}" if others.entries or others.namesakes else ""
        return "", f"Danh mục không có {mention.printed}{when}{listed}."

    def _undated(self, mention: Mention, found: Resolution, self_id: str) -> tuple[str, str]:
        if not found.entries and not found.namesakes:
            return "", f"{mention.printed} chưa có trong danh mục."
        if len(found.entries) == 1 and not found.namesakes:
            return found.entries[0].id, ""
        own = self.catalog.get(self_id)
        related = (self_id, *own.carries_out, *own.rests_on) if own else (self_id,)
        near = [entry for entry in found.entries if entry.id in related]
        if len(near) == 1:
            return near[0].id, ""
        if found.chosen is None:
            return "", f"{mention.printed} không kèm ngày, có thể là: {_labels(found)}."
        others = Resolution(tuple(e for e in found.entries if e is not found.chosen), found.namesakes)
        return found.chosen.id, (
            f"{mention.printed} không kèm ngày, được hiểu là {found.chosen.label}; cùng số còn có: {_labels(others)}."
        )

    def carries(self, mention: Mention) -> bool:
        """Whether any known document bears the number in the year of the mention."""
        asked = f"{mention.type} {mention.number}" if mention.short else mention.number
        found = self.catalog.by_number(asked, None, mention.year)
        return bool(found.entries or found.namesakes)

    def plenary(self, ordinal: str, term: str, after: str, printed: str) -> tuple[str, str]:
        """The resolution of a plenary session. `after`: the lower-case text that follows, for its subject."""
        session = f"Hội nghị Trung ương {_ordinal(ordinal)} khóa {term.upper()}"
        entries = self.plenaries.get((_ordinal(ordinal), term.upper()), [])
        if not entries:
            return "", f"{printed} chưa có trong danh mục."
        about = _ABOUT.match(after)
        if about:
            words = _words(about["topic"])[:_TOPIC_WORDS]
            agreeing = [e for e in entries if sum(w in _words(e.title) for w in words) >= _TOPIC_AGREES * len(words)]
            if len(agreeing) == 1:
                return agreeing[0].id, ""
            return "", f"{session} ban hành nhiều văn bản; danh mục không có văn bản về nội dung này."
        if len(entries) > 1:
            return "", f"{session} ban hành nhiều văn bản: {'; '.join(e.label for e in entries)}."
        return entries[0].id, f"{session} ban hành nhiều văn bản; được hiểu là {entries[0].label}."

    def law(self, name: str, year: int | None, printed: str) -> tuple[str, str]:
        """The law of a name (without "Luật"), of a year when one is given."""
        wanted = fold(name)
        for entry in self.catalog.entries:
            named = entry.type in ("Luật", "Bộ luật", "Pháp lệnh") and f" {wanted} " in f" {fold(entry.title)} "
            if named and year in (None, entry.year):
                return entry.id, "" if year else f"{printed} không kèm năm, được hiểu là {entry.label}."
        return "", f"{printed} chưa có trong danh mục."

    def named_in(self, low: str) -> Iterator[Reference]:
        """Places where a text in lower case names a document by what it enacts, such as a strategy."""
        for pattern, entry in self.named:
            for found in pattern.finditer(low):
                yield Reference(found.start(), found.end(), entry.id)


_PREPARED: dict[int, Known] = {}


def known_documents(catalog: Catalog) -> Known:
    """`catalog` prepared for resolving; the last few are kept, since preparing costs more than resolving."""
    known = _PREPARED.get(id(catalog))
    if known is None or known.catalog is not catalog:
        while len(_PREPARED) >= _HELD:
            _PREPARED.pop(next(iter(_PREPARED)))
        known = _PREPARED[id(catalog)] = Known(catalog)
    return known


def _within(found: Resolution, first: int, last: int) -> Resolution:
    def fits(item: CatalogEntry | Namesake) -> bool:
        year = item.date.year if item.date else item.year  # a namesake may be known by its year alone
        return year is not None and first <= year <= last

    return Resolution(tuple(filter(fits, found.entries)), tuple(filter(fits, found.namesakes)))


def _labels(found: Resolution) -> str:
    return "; ".join([*(entry.label for entry in found.entries), *(other.label for other in found.namesakes)])


def _ordinal(word: str) -> int:
    """`sáu`, `6`, `mười một` as a number; 0 when it is none."""
    if word.isdigit():
        return int(word)
    first, _, second = strip_accents(word.lower()).partition(" ")
    first = {"bon": "tu", "bayr": "bay"}.get(first, first)
    if first not in _WORDS or not first:
        return 0
    tens = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "lam": 5}.get(second, 0)
    return _WORDS.index(first) + tens


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
