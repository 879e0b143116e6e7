"""Deadlines as printed, put in order of time: dates first, then what comes back, then what never ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ingest.vietnamese import fold

RECURRING, STEADY, OTHER = "Định kỳ", "Thường xuyên", "Thời hạn khác, ghi như văn bản"
_LAST = {RECURRING: 1, STEADY: 2, OTHER: 3}
_FREQUENT = re.compile(r"định kì|(?:hằng|hàng|mỗi) (?:năm|quí|tháng|tuần)|(?:một|1) lần")
_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})|ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_MONTH = re.compile(r"tháng (\d{1,2})(?: năm |[/-])(\d{4})")
_QUARTER = re.compile(r"quí ([ivx]+|\d)(?: năm |[/-])(\d{4})")
_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d ?[-–] ?)?((?:19|20)\d\d)(?!\d)")
_QUARTERS = ("I", "II", "III", "IV")
T = TypeVar("T")


@dataclass(frozen=True)
class Moment:
    """A time by which, or a rhythm at which, something is due.

    label: what a reader sees. until: the last day of it, None for what has no date.
    """

    label: str
    until: date | None = None

    def past(self, today: date) -> bool:
        """Whether the last day of it is over."""
        return self.until is not None and self.until < today


def moments(deadline: str) -> tuple[Moment, ...]:
    """The moments of a deadline as a duty prints it ("hằng năm; trước ngày 15 tháng 12"), each once."""
    pieces = [piece for piece in deadline.split("; ") if piece]
    frequent = any(_FREQUENT.search(fold(piece)) for piece in pieces)
    return tuple(dict.fromkeys(_moment(piece, frequent) for piece in pieces))


def _moment(piece: str, frequent: bool) -> Moment:
    said = fold(piece)
    if match := _DATE.search(said):
        day, month, year = (int(n) for n in match.groups() if n)
        if 1 <= month <= 12 and 1 <= day <= _days(year, month):
            return Moment(f"{day:02}/{month:02}/{year}", date(year, month, day))
    if (match := _MONTH.search(said)) and 1 <= int(match[1]) <= 12:
        month, year = int(match[1]), int(match[2])
        return Moment(f"Tháng {month:02}/{year}", date(year, month, _days(year, month)))
    if (match := _QUARTER.search(said)) and 1 <= (quarter := _quarter(match[1])) <= 4:
        year = int(match[2])
        return Moment(f"Quý {_QUARTERS[quarter - 1]}/{year}", date(year, 3 * quarter, _days(year, 3 * quarter)))
    if match := _YEAR.search(said):
        return Moment(f"Năm {match[1]}", date(int(match[1]), 12, 31))
    if "thường xuyên" in said and not _FREQUENT.search(said):
        return Moment(STEADY)
    # A day without a year beside "hằng năm" is the day of every year.
    return Moment(RECURRING if frequent else OTHER)


def in_order(dated: Iterable[tuple[str, T]]) -> list[tuple[Moment, Sequence[T]]]:
    """Things by the moments of their deadlines: dates as they come, then rhythms."""
    found: dict[Moment, list[T]] = {}
    for deadline, thing in dated:
        for moment in moments(deadline):
            found.setdefault(moment, []).append(thing)
    return sorted(found.items(), key=lambda pair: (pair[0].until or date.max, _LAST.get(pair[0].label, 0)))


def _quarter(said: str) -> int:
    if said.isdigit():
        return int(said)
    return _QUARTERS.index(said.upper()) + 1 if said.upper() in _QUARTERS else 0


def _days(year: int, month: int) -> int:
    """How many days a month has."""
    return ((date(year + month // 12, month % 12 + 1, 1)) - date(year, month, 1)).days
