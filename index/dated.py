"""Documents that a question names by their date alone: "Ngày 11/01/2024 có văn bản nào của Bộ Chính trị?"."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

from index.case import Case, Choice, Composed
from index.fact_clauses import fact_clauses, printed_dates
from index.naming import plain

_DAY = re.compile(r"\b(?P<d>\d{1,2})\s*(?:[/.-]|thang)\s*(?P<m>\d{1,2})\s*(?:[/.-]|nam|thang)\s*(?P<y>(?:19|20)\d\d)\b")
_WHICH = re.compile(r"\b(?P<kind>van ban|nghi quyet|ket luan|quyet dinh|chi thi|ke hoach)\b[^?]{0,40}?\b(?:nao|gi)\b")
# "Cùng ngày … còn ra kết luận nào về giáo dục?": another than the one of that day.
_BESIDES = re.compile(r"\b(?:cung ngay|con|ngoai|khac|ve|nhac|noi)\b")


def choose_dated(case: Case) -> Composed | None:
    """The documents of the day asked for, by the clause that states it; else the nearest clause that prints the day;
    without choices when there is neither, because what another day brought does not answer. None when the question
    names another document outright, asks for several or otherwise."""
    bare = plain(case.reading.shown.text)
    day, which = _DAY.search(bare), _WHICH.search(bare)
    if day is None or which is None or case.asked.lists or _BESIDES.search(bare) or case.meant():
        return None
    try:
        iso = date(int(day["y"]), int(day["m"]), int(day["d"])).isoformat()
    except ValueError:
        iso = ""
    of_kind = [d for d in case.tools.documents.values() if which["kind"] in ("van ban", plain(d.type))]
    stated = [(d, fact_clauses("date", d)) for d in of_kind if iso and d.date == iso]
    choices = tuple(Choice(d, clauses[0], group=d.short_name) for d, clauses in stated if clauses)
    sure = bool(choices)
    if not sure:
        spelled = printed_dates(iso)
        telling = (f for f in case.found if any(spelling in plain(f.clause.text) for spelling in spelled))
        choices = tuple(Choice(f.document, f.clause) for f in islice(telling, 1))
    names = "; ".join(choice.document.short_name for choice in choices)
    return Composed("metadata" if sure else "content", choices, f"Theo {names}:", sure=sure)
