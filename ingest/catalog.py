"""The catalogue: which document is which, and what has changed since it was issued.

Numbers repeat (there are five "20-NQ/TW"), so a number without a date never identifies a document by itself:
`Catalog.by_number` decides, and says in a note that it had to. `corpus/catalog.toml` is written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import ConfigDict

from ingest.document import Provenance
from ingest.errors import UserError
from ingest.numbers import TYPE_OF_CODE
from ingest.toml_tables import TomlFile, read_toml
from ingest.vietnamese import clean, fold, strip_accents, syllables

LONGEST_STATEMENT = 220  # characters: a warning stands beside an answer and must be read at a glance
_NO_OTHERS = ConfigDict(extra="forbid")
_CODES = {strip_accents(code).upper() for code in TYPE_OF_CODE}
_CODE_OF_TYPE = {strip_accents(name).upper(): strip_accents(code).upper() for code, name in TYPE_OF_CODE.items()}


@dataclass(frozen=True)
class CatalogEntry:
    """A document that the program knows by name; with `shipped` false it can be added or fetched, but is not here.

    number, date: "" and None when the document does not state its own (the notes say so). carries_out, rests_on: ids.
    file: what ships, relative to `corpus/`; provenance: "full" or "digest", None when nothing ships.
    """

    __pydantic_config__ = _NO_OTHERS

    id: str
    type: str
    number: str
    issuer: str
    title: str
    short_name: str
    sources: tuple[str, ...]
    date: Date | None = None
    number_note: str = ""
    date_note: str = ""
    signer: str = ""
    nicknames: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    carries_out: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    shipped: bool = True
    file: str = ""
    provenance: Provenance | None = None
    urls: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of issue, None when the document states no date."""
        return self.date.year if self.date else None

    @property
    def label(self) -> str:
        """The short name with the date, as notes print it."""
        return f"{self.short_name}, ngày {_day(self.date)}" if self.date else self.short_name


@dataclass(frozen=True)
class Namesake:
    """Another document of the same or nearly the same number, that we do not have. Either `date` or `year` is given."""

    __pydantic_config__ = _NO_OTHERS

    number: str
    about: str
    source: str
    date: Date | None = None
    year: int | None = None

    @property
    def label(self) -> str:
        """Number, day or year, and subject."""
        when = f"ngày {_day(self.date)}" if self.date else f"năm {self.year}"
        return f"{self.number} {when} về {self.about}"


@dataclass(frozen=True)
class CurrencyNote:
    """Something that has changed since a document was issued; see `Catalog.notes_for` for when it is shown.

    statement: Vietnamese, stands alone, at most LONGEST_STATEMENT characters. documents: the ids it affects. whole:
    those among them whose every answer carries it. clauses: clause ids (those below included). bodies: phrases that
    call it wherever they stand, except inside one of `unless`. phrases: phrases that call it within `documents` only.
    figures: newer figures, each beside the older one.
    """

    __pydantic_config__ = _NO_OTHERS

    id: str
    date: Date
    statement: str
    sources: tuple[str, ...]
    confidence: Literal["nhiều nguồn", "một nguồn", "cần kiểm tra"]
    documents: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


_Item = TypeVar("_Item", CatalogEntry, Namesake, CurrencyNote)


@dataclass(frozen=True)
class Resolution:
    """What a number means. `ambiguous`: more than one known document carries it; `note` is then never empty."""

    entries: tuple[CatalogEntry, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    chosen: CatalogEntry | None = None
    ambiguous: bool = False
    note: str = ""


@dataclass(frozen=True)
class Catalog:
    """All that `catalog.toml` says, checked."""

    entries: tuple[CatalogEntry, ...]
    namesakes: tuple[Namesake, ...] = ()
    notes: tuple[CurrencyNote, ...] = ()

    def get(self, document_id: str) -> CatalogEntry | None:
        """The entry of a document id, None when the catalogue does not know it (a document that a user added)."""
        return next((entry for entry in self.entries if entry.id == document_id), None)

    def by_number(self, number: str, date: Date | None = None, year: int | None = None) -> Resolution:
        """The document that a number means: "20-NQ/TW", "NQ 20", "Quyết định số 569".

        With a date or year only documents of that time count. Without, the shipped one is chosen among those of the
        number; when there are several, the note says which was taken and which others there are.
        """
        wanted = _number_key(number)
        entries = tuple(entry for entry in self.entries if _same_number(wanted, entry.number))
        namesakes = tuple(other for other in self.namesakes if _same_number(wanted, other.number))
        when = f" ngày {_day(date)}" if date else f" năm {year}" if year else ""
        known = _listing(entries, namesakes)
        printed = {entry.number for entry in entries} | {other.number for other in namesakes}
        name = (printed.pop() if len(printed) == 1 else number.strip()) + when
        if date or year:
            entries = tuple(e for e in entries if (e.date == date if date else e.year == year))
            namesakes = tuple(
                n for n in namesakes if (n.date == date if date else (n.date.year if n.date else n.year) == year)
            )
        if not entries and not namesakes:
            others = f"; cùng số có: {known}" if known else ""
            return Resolution(note=f"Danh mục không có văn bản số {name}{others}.")
        pool = [entry for entry in entries if entry.shipped] or entries
        chosen = pool[0] if len(pool) == 1 else None
        note = _note(name, entries, namesakes, chosen)
        return Resolution(entries, namesakes, chosen, len(entries) + len(namesakes) > 1, note)

    def currency_of(self, document_id: str) -> tuple[CurrencyNote, ...]:
        """Every note that affects a document, in the order of the catalogue."""
        return tuple(note for note in self.notes if document_id in note.documents)

    def notes_for(self, document_id: str, clause_ids: Iterable[str], text: str) -> tuple[CurrencyNote, ...]:
        """The notes that an answer must carry, each once, in the order of the catalogue.

        document_id may be "" (then the clauses tell the documents). A note is called by a document in its `whole`, by a
        clause in or below its `clauses`, by one of its `bodies` in the text (question and answer; whole words, any
        case, "huyện uỷ" = "huyện ủy", punctuation ignored), or by one of its `phrases` when the document is affected.
        """
        clauses = tuple(clause_ids)
        documents = {document_id, *_documents(clauses)} - {""}
        words = _key(text)
        return tuple(note for note in self.notes if _called(note, documents, clauses, words))


def load_catalog(path: Path) -> Catalog:
    """Read and check a catalogue; raises UserError naming the file, the line and the entry when something is wrong."""
    file = read_toml(path, frozenset({"document", "namesake", "currency"}))
    entries = _checked(file, "document", CatalogEntry, _check_entry)
    namesakes = _checked(file, "namesake", Namesake, _check_namesake)
    notes = _checked(file, "currency", CurrencyNote, _check_note)
    ids = {entry.id for _, entry in entries}
    related = [(where, {*entry.carries_out, *entry.rests_on}) for where, entry in entries]
    related += [(where, {*note.documents, *_documents(note.clauses)}) for where, note in notes]
    for where, documents in related:
        for document in sorted(documents - ids):
            raise UserError(f"{where}: nhắc tới văn bản '{document}' không có trong danh mục; hãy sửa id.")
    return Catalog(tuple(e for _, e in entries), tuple(n for _, n in namesakes), tuple(n for _, n in notes))


def _checked(file: TomlFile, table: str, kind: type[_Item], check: Callable[[_Item], str]) -> list[tuple[str, _Item]]:
    """The entries of a table with where they stand, each checked, no id twice."""
    found = file.items(table, kind)
    ids = [str(getattr(item, "id", "")) for _, item in found]
    for index, (where, item) in enumerate(found):
        if problem := check(item):
            raise UserError(f"{where}: {problem}.")
        if ids[index] and ids[index] in ids[:index]:
            raise UserError(f"{where}: id '{ids[index]}' đã dùng cho một mục khác; mỗi mục một id.")
    return found


def _check_entry(entry: CatalogEntry) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.id):
        return f"id '{entry.id}' chỉ được gồm chữ thường không dấu, chữ số và gạch nối"
    if entry.number and not (entry.date and entry.id.endswith(f"-{entry.date.year}")):
        return "văn bản có số thì phải có ngày, và id phải tận cùng bằng năm của ngày đó"
    if not entry.number and not entry.number_note:
        return "văn bản không có số thì phải có number_note nói rõ vì sao"
    if entry.shipped != bool(entry.file and entry.provenance):
        return "văn bản kèm theo phải có file và provenance; văn bản shipped = false thì không có"
    return "" if any(source.strip() for source in entry.sources) else "thiếu nguồn (sources)"


def _check_namesake(other: Namesake) -> str:
    known = other.source.strip() and (other.date is None) != (other.year is None)
    return "" if known else "phải có nguồn (source), và có date hoặc year nhưng không có cả hai"


def _check_note(note: CurrencyNote) -> str:
    if not any(source.strip() for source in note.sources):
        return "lưu ý không có nguồn (sources); không có nguồn thì không được nêu"
    if note.confidence != "cần kiểm tra" and not all(re.match(r"https?://", source) for source in note.sources):
        return "nguồn phải là địa chỉ trang; không có thì confidence phải là 'cần kiểm tra'"
    if not 0 < len(note.statement) <= LONGEST_STATEMENT:
        return f"statement dài {len(note.statement)} ký tự, phải từ 1 đến {LONGEST_STATEMENT}"
    if not set(note.whole) <= set(note.documents):
        return "mọi văn bản trong whole phải có trong documents"
    called = note.whole or note.clauses or note.bodies or (note.phrases and note.documents)
    return "" if called else "lưu ý không có whole, clauses, bodies hay phrases nên không bao giờ hiện"


def _called(note: CurrencyNote, documents: set[str], clauses: tuple[str, ...], words: str) -> bool:
    if documents.intersection(note.whole):
        return True
    if any(clause == at or clause.startswith(at + "/") for clause in clauses for at in note.clauses):
        return True
    for phrase in note.unless:
        words = words.replace(_key(phrase), " | ")
    called_by = note.bodies + (note.phrases if documents.intersection(note.documents) else ())
    return any(_key(phrase) in words for phrase in called_by)


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    """The folded words of a text between single spaces: " các huyện ủy thị ủy "."""
    return f" {' '.join(syllables(fold(clean(text))))} "


@lru_cache(maxsize=1024)
def _number_key(number: str) -> tuple[str, str, str]:
    """(digits, kind, issuer) of a number as people write it, "" for what they leave out: "NQ 20" → ("20", "NQ", "")."""
    text = strip_accents(clean(number).upper().replace("TƯ", "TW"))
    for name, code in _CODE_OF_TYPE.items():
        text = re.sub(rf"\b{name}\b", f" {code} ", text)
    digits = re.search(r"\d+", text)
    letters = [word for word in re.findall(r"[A-Z]+", text) if word != "SO"]
    kind = next((word for word in letters if word in _CODES), "")
    issuer = next((word for word in reversed(letters) if word not in _CODES), "")
    return (digits.group().lstrip("0") if digits else "", kind, issuer)


def _same_number(wanted: tuple[str, str, str], number: str) -> bool:
    return bool(wanted[0]) and all(want in ("", have) for want, have in zip(wanted, _number_key(number), strict=True))


def _note(
    name: str, entries: tuple[CatalogEntry, ...], namesakes: tuple[Namesake, ...], chosen: CatalogEntry | None
) -> str:
    others = _listing(tuple(entry for entry in entries if entry is not chosen), namesakes)
    if chosen is None and len(entries) + len(namesakes) == 1:
        return f"Số {name} là của văn bản khác, chưa có để tra: {others}."
    if chosen is None:
        return f"Số {name} được dùng cho nhiều văn bản: {others}. Hãy ghi rõ ngày."
    absent = "" if chosen.shipped else f"{chosen.short_name} chưa có sẵn, cần nạp thêm mới tra được."
    taken = f"Số {name} được dùng cho nhiều văn bản; đã hiểu là {chosen.label}. Cùng số còn có: {others}. "
    return (taken + absent).strip() if others else absent


def _documents(clause_ids: Iterable[str]) -> set[str]:
    return {clause.partition("#")[0] for clause in clause_ids}


def _listing(entries: tuple[CatalogEntry, ...], namesakes: tuple[Namesake, ...]) -> str:
    return "; ".join([entry.label for entry in entries] + [other.label for other in namesakes])


def _day(day: Date) -> str:
    """12/01/2024 but 30/5/2019, as official texts print it: a zero before any day, before 1 and 2 as a month."""
    return f"{day.day:02d}/{day.month:0{2 if day.month < 3 else 1}d}/{day.year}"
