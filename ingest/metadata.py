"""Which document a text is, by what it says of itself: number and date together, never a number alone.

Numbers repeat (there are at least four "20-NQ/TW"), and plans of different provinces carry the same title; so every
choice that rests on less than number and date comes with a note.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher

from ingest import numbers
from ingest.catalog import Catalog, CatalogEntry
from ingest.letterhead import Metadata, read_metadata
from ingest.vietnamese import fold, strip_accents

__all__ = ["Metadata", "compare", "identify", "read_metadata", "same_title"]

_AGREES = 0.8
_FEWEST_WORDS = 4
_LONGEST_SLUG = 80
_LOCAL = ("TU", "BTVTU", "HU", "ThU", "QU", "ĐU", "UBND", "HĐND", "UB", "CTUBND")
_OPENING = re.compile(rf"(?:{'|'.join(numbers.TYPES)})\s+(?:số\s+.*?\s(?=(?:về|ban hành|quy định)\s))?", re.I)
_ABOUT = re.compile(r"về(?: việc)?\s+|ban hành\s+", re.I)


def same_title(one: str, other: str) -> bool:
    """Whether two titles name the same subject, whatever type, number, date, issuer and case stand before it.

    False for titles too short to tell documents apart.
    """
    first, second = _subject(one), _subject(other)
    if min(len(first), len(second)) < _FEWEST_WORDS:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _AGREES


def compare(metadata: Metadata, entry: CatalogEntry) -> tuple[str, ...]:
    """What the text says otherwise than the catalogue, in Vietnamese; what it does not say is no difference."""
    found = []
    if metadata.type and fold(metadata.type) != fold(entry.type):
        found.append(f"Loại văn bản: văn bản ghi {metadata.type}, danh mục ghi {entry.type}.")
    if metadata.number and not numbers.same(metadata.number, entry.number):
        found.append(f"Số: văn bản ghi {metadata.number}, danh mục {_said(entry.number, entry.number_note)}.")
    listed = entry.date.isoformat() if entry.date else ""
    if metadata.date and metadata.date != listed:
        said = _said(_printed(listed), entry.date_note)
        found.append(f"Ngày ban hành: văn bản ghi {_printed(metadata.date)}, danh mục {said}.")
    if metadata.issuer and not _same_issuer(metadata.issuer, entry.issuer):
        found.append(f"Cơ quan ban hành: văn bản ghi {metadata.issuer}, danh mục ghi {entry.issuer}.")
    signer = entry.signer.partition("(")[0].strip()
    if metadata.signer and signer and fold(metadata.signer) != fold(signer):
        found.append(f"Người ký: văn bản ghi {metadata.signer}, danh mục ghi {signer}.")
    if metadata.title and not same_title(metadata.title, entry.title):
        found.append("Trích yếu trong văn bản khác trích yếu trong danh mục.")
    return tuple(found)


def identify(metadata: Metadata, catalog: Catalog) -> tuple[str, str]:
    """The id of the document that says this of itself, and a note in Vietnamese on how sure that is ("" when it is).

    Number and date must both be those of a catalogue entry; the title may stand in for a date that the text does not
    state. An entry without number (the plan) is recognised by type, title and issuer with its province. Any other
    document gets an id of its own: `<number>-<type>-<issuer>-<year>` (local bodies with their province, since every
    province has a 12-KH/TU), without number a slug of the title; "" when the text states neither.
    """
    if metadata.number and numbers.parse(metadata.number):
        return _by_number(metadata, catalog)
    for entry in catalog.entries:
        listed = entry.date.isoformat() if entry.date else ""
        if not same_title(metadata.title, entry.title) or fold(metadata.type) != fold(entry.type):
            continue
        if not entry.number and _same_issuer(metadata.issuer, entry.issuer, whole=True):
            return entry.id, ""  # the catalogue, too, has it without number: nothing is left to agree
        if entry.number and metadata.date and metadata.date == listed:
            return entry.id, f"Văn bản không nêu số; nhận là {entry.short_name} theo trích yếu và ngày ban hành."
    if not metadata.title:
        return "", "Không đọc được số, ngày và tên văn bản ở phần đầu; hãy kiểm tra tệp hoặc đặt tên cho văn bản."
    name = numbers.slug(f"{metadata.type} {metadata.title}")
    if len(name) > _LONGEST_SLUG:
        name = name[: _LONGEST_SLUG + 1].rpartition("-")[0]
    parts = (name, numbers.slug(metadata.place), metadata.date[:4])
    return "-".join(filter(None, parts)), "Văn bản không nêu số; được đặt tên theo trích yếu."


def _by_number(metadata: Metadata, catalog: Catalog) -> tuple[str, str]:
    namesakes = [entry for entry in catalog.entries if entry.number and numbers.same(entry.number, metadata.number)]
    for entry in namesakes:
        if entry.date and entry.date.isoformat() == metadata.date:
            return entry.id, ""
    if not metadata.date:
        for entry in namesakes:
            if same_title(metadata.title, entry.title):
                return entry.id, f"Văn bản không ghi ngày; nhận là {entry.label} theo số và trích yếu."
    for entry in catalog.entries:
        unnumbered = not entry.number and fold(metadata.type) == fold(entry.type)
        if unnumbered and same_title(metadata.title, entry.title) and _same_issuer(metadata.issuer, entry.issuer, True):
            note = f"Nhận là {entry.short_name} theo trích yếu và cơ quan ban hành; bản này ghi số {metadata.number}"
            return entry.id, note + (f" ngày {_printed(metadata.date)}." if metadata.date else ".")
    fresh = _fresh(metadata)
    listed = "; ".join(entry.label for entry in namesakes)
    if not metadata.date:
        same = f" Cùng số {metadata.number}, danh mục có: {listed}." if listed else ""
        return fresh, f"Văn bản ghi số {metadata.number} nhưng không ghi ngày nên chưa rõ là văn bản năm nào.{same}"
    if not listed:
        return fresh, ""
    if catalog.get(fresh):
        fresh = f"{fresh}-{metadata.date[5:]}"
    when = _printed(metadata.date)
    return fresh, f"Số {metadata.number} ngày {when} là văn bản khác với {listed}: cùng số nhưng khác ngày."


def _fresh(metadata: Metadata) -> str:
    number = numbers.parse(metadata.number)
    assert number is not None  # checked by the caller
    head = number.slug
    if not number.code and number.issuer[:2] in ("QH", "UB"):
        kind = next((code for code, kind in numbers.TYPE_OF_CODE.items() if kind == metadata.type), metadata.type)
        head = numbers.slug(f"{number.order} {'Luật' if kind == 'L' else kind} {number.issuer}")
    local = numbers.slug(metadata.place) if number.issuer in _LOCAL else ""
    return "-".join(filter(None, (head, local, metadata.date[:4] or number.year)))


def _subject(title: str) -> list[str]:
    """The words of a title after type, number, date and issuer."""
    opening = _OPENING.match(title)
    rest = title[opening.end() :] if opening else title
    about = _ABOUT.match(rest)
    return re.findall(r"\w+", strip_accents(fold(rest[about.end() :] if about else rest)))


def _same_issuer(one: str, other: str, whole: bool = False) -> bool:
    """Whether two names are of one body; unless `whole`, one may leave out the end of the other ("Đảng khóa XI")."""
    first, second = fold(one).split(), fold(other).split()
    shorter = min(len(first), len(second))
    return first == second if whole else bool(shorter) and first[:shorter] == second[:shorter]


def _said(value: str, note: str) -> str:
    return f"ghi {value}" if value else f"không ghi ({note})" if note else "không ghi"


def _printed(iso: str) -> str:
    """`2012-11-01` → `01/11/2012`."""
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
