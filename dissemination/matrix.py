"""The obligation matrix: who must do what, for a person, a level, a document, a word, with what has changed since."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dissemination.shelf import Shelf
from ingest.actors import EVERY_LEVEL, LEVELS, known_actors
from ingest.catalog import CurrencyNote
from ingest.errors import UsageError
from ingest.obligations import Obligation, of_level
from ingest.vietnamese import fold, has_accents, strip_accents

_SPOKEN = {"cơ sở": ("xa", "phuong", "xa phuong"), "trung ương": ("tw",), "huyện": ("thi xa", "quan")}


@dataclass(frozen=True)
class DutyRow:
    """A duty as the matrix shows it.

    relation: "chính" (the body itself), "được lãnh đạo" (the body is led in it), "thuộc nhóm" (given to a group that
    the body belongs to); "" without a question for a body. notes: what has become of the body, from the catalogue.
    """

    row: Obligation
    citation: str
    link: str
    digest: bool
    relation: str = ""
    notes: tuple[CurrencyNote, ...] = ()


@dataclass(frozen=True)
class Filter:
    """What to show. actor: a body or a post, as a person writes it; deadline: only duties with one."""

    actor: str = ""
    level: str = ""
    document: str = ""
    word: str = ""
    deadline: bool = False


def obligations(shelf: Shelf, wanted: Filter | None = None) -> tuple[DutyRow, ...]:
    """Duties that fit a filter, in reading order; those of the body itself before those of its groups.

    Raises UserError for an unknown body (naming the nearest) or document, UsageError for an unknown level.
    """
    wanted = wanted or Filter()
    actors = known_actors()
    documents = [shelf.get(wanted.document)] if wanted.document else list(shelf.documents)
    rows = [row for document in documents for row in shelf.duties[document.id]]
    level = _level(wanted.level)
    names: tuple[str, ...] = ()
    if wanted.actor:
        present = dict.fromkeys(n for rows_ in shelf.duties.values() for r in rows_ for n in (r.actor, *r.directed))
        names = actors.resolve(wanted.actor, present)
    groups = {group for name in names for group in actors.broader(name)}
    found: list[DutyRow] = []
    for row in rows:
        relation = _relation(row, names, groups)
        fits = (not level or of_level(row, level)) and (row.deadline or not wanted.deadline)
        if fits and relation is not None and _says(row.duty, wanted.word):
            found.append(_shown(shelf, row, relation))
    order = {"": 0, "chính": 0, "được lãnh đạo": 1, "thuộc nhóm": 2}
    return tuple(sorted(found, key=lambda duty: order[duty.relation]))


def grouped(rows: Sequence[DutyRow]) -> list[tuple[tuple[str, ...], DutyRow]]:
    """Rows of one duty put together: (all its bodies, one of its rows), in the order given."""
    found: dict[tuple[str, int, str], tuple[list[str], DutyRow]] = {}
    for duty in rows:
        key = (duty.row.clause, duty.row.start, duty.relation)
        found.setdefault(key, ([], duty))[0].append(duty.row.actor)
    return [(tuple(names), duty) for names, duty in found.values()]


def _level(said: str) -> str:
    if not said:
        return ""
    key = strip_accents(fold(said)).replace("-", " ").strip().removeprefix("cap ")
    for level in LEVELS:
        if strip_accents(fold(level)) == key or key in _SPOKEN.get(level, ()):
            return level
    raise UsageError(
        f"«{said}»: không có cấp này; hãy chọn một trong: {', '.join(LEVELS)} (việc của «{EVERY_LEVEL}» có ở mọi cấp)."
    )


def _relation(row: Obligation, names: Sequence[str], groups: set[str]) -> str | None:
    """How a duty concerns the bodies asked for; None when it does not."""
    if not names:
        return ""
    if row.actor in names:
        return "chính"
    if set(row.directed) & set(names):
        return "được lãnh đạo"
    return "thuộc nhóm" if row.actor in groups else None


def _says(duty: str, word: str) -> bool:
    """Whether a duty has a word or phrase, accents ignored when it is typed without them."""
    if not word.strip():
        return True
    view = str if has_accents(word) else strip_accents
    tidy = re.compile(r"\W+")
    return f" {tidy.sub(' ', view(fold(word))).strip()} " in f" {tidy.sub(' ', view(fold(duty)))} "


def _shown(shelf: Shelf, row: Obligation, relation: str) -> DutyRow:
    entry = known_actors().get(row.actor)
    called = set(entry.currency) if entry else set()
    notes = tuple(note for note in shelf.catalog.notes if note.id in called)
    return DutyRow(
        row, shelf.citation(row.clause), shelf.link(row.clause), shelf.is_digest(row.clause), relation, notes
    )
