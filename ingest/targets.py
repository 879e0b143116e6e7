"""Targets: what is to be reached, how much, by when, read from the clause tree and kept as verbatim spans.

A figure counts as a target where the text sets it (sections on goals and tasks, words like "đạt", "tối thiểu",
"thuộc nhóm"), not where it describes the past. A clause of the goals without any figure gives a target in words
(kind "định tính"). A year that the phrase itself does not state is taken from the sentence before or from a title
that names exactly one year, and `year_from` says so; otherwise it stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ingest.document import Clause, Document
from ingest.own_words import is_own
from ingest.sentences import Span, parts, sentences, trim
from ingest.target_words import (
    BEHIND_ENDS,
    RANKS,
    TAIL_ENDS,
    YEAR,
    bound_of,
    figures,
    first_of,
    indicator_of,
    number_of,
    period_of,
    unit_of,
    year_before,
    year_behind,
)
from ingest.vietnamese import fold

_SECTION = re.compile(r"(?:[\W\d]*)(?:(?:các |một số )?(?:mục tiêu|chỉ tiêu)|tầm nhìn đến|đến năm \d{4})")
_TASKS = re.compile(r"nhiệm vụ|giải pháp|định hướng")
_GENERAL = re.compile(r"mục tiêu (?:chung|tổng quát|tổng thể)")
_PAST = re.compile(r"(?:[\W\d]*)(?:tình hình|nguyên nhân|kết quả|hạn chế|đánh giá|thực trạng|bối cảnh)")


@dataclass(frozen=True)
class Target:
    """One target. `text` is the clause's text from `start` to `end`; the figure stands at `value_start:value_end`.

    indicator: what is measured, verbatim. value: the figure or range as printed, without its unit; "" in words only.
    low, high: the figure as numbers, equal when there is one. year: to be reached by, None when not stated.
    year_from: "" (in the phrase), "câu trước" or "tiêu đề". period: "hằng năm" for yearly demands.
    """

    document: str
    indicator: str
    value: str
    unit: str
    year: int | None
    qualifier: str
    clause: str
    start: int
    end: int
    text: str
    address: str
    low: float | None = None
    high: float | None = None
    value_start: int = 0
    value_end: int = 0
    year_from: str = ""
    period: str = ""
    kind: str = "định lượng"

    def to_json(self) -> dict[str, Any]:
        """A JSON value with every field."""
        return asdict(self)


def extract_targets(document: Document) -> tuple[Target, ...]:
    """Every target of a document in reading order."""
    return tuple(target for clause in document.clauses for target in _clause(document, clause))


def all_targets(documents: Iterable[Document]) -> tuple[Target, ...]:
    """Targets of several documents, in the order given."""
    return tuple(target for document in documents for target in extract_targets(document))


def _clause(document: Document, clause: Clause) -> Iterator[Target]:
    if clause.kind in ("heading", "footnote", "recipients", "signature") or clause.path.startswith("pre/"):
        return
    if not is_own(document, clause):
        return
    titles = [fold(title) for title in document.heading_path(clause)]
    if any(_PAST.match(title) for title in titles):
        return
    goals = any(_SECTION.match(title) for title in titles)
    tasks = any(_TASKS.search(title) for title in titles)
    titled = _title_year(document, clause)
    found = False
    carried: int | None = None
    for sentence in sentences(clause.text, clause.body):
        for target in _sentence(clause, sentence, goals, tasks, carried, titled):
            found = True
            yield target
        opening = re.match(
            r"(?:mốc |chỉ tiêu |mục tiêu )?đến (?:cuối )?năm (\d{4})\s*[,:]", fold(clause.text[slice(*sentence)])
        )
        carried = int(opening.group(1)) if opening else carried
    if goals and not found and not any(_GENERAL.search(title) for title in titles):
        yield from _in_words(clause, titled)


def _sentence(
    clause: Clause, sentence: Span, goals: bool, tasks: bool, carried: int | None, titled: int | None
) -> Iterator[Target]:
    text, folded = clause.text, fold(clause.text)
    indicator = ""
    for part in parts(text, sentence):
        at = part[0]
        listed = figures(folded, sentence, part, goals, tasks)
        for place, match in enumerate(listed):
            limit = listed[place + 1].start() if place + 1 < len(listed) else part[1]
            unit, after = unit_of(text, folded, match, part[1])
            own, start = indicator_of(text, folded, (at, match.start()))
            qualifier = bound_of(folded, sentence[0], match.start())
            year, dated = year_behind(folded, after, limit)
            end = dated or first_of(TAIL_ENDS, folded, after, limit)
            if qualifier in RANKS:
                end = first_of(BEHIND_ENDS, folded, after, limit)
                own = own if len(own.split()) > 4 else ""
            if folded[after:limit].startswith(" trong số đó"):
                own, end = text[after : first_of(BEHIND_ENDS, folded, after, limit)].strip(" ,"), limit
            elif not own and qualifier in RANKS and text[start : match.start()].strip():
                own = text[slice(*trim(text, (start, end)))]
            elif not own and (not indicator or (at == part[0] and "con số này" not in folded[at : match.start()])):
                end = first_of(BEHIND_ENDS, folded, match.end(), limit)
                own = text[slice(*trim(text, (match.end(), end)))]
                end = max(end, dated)
            indicator = own = own or indicator
            period = period_of(folded, at, match.start(), after, limit)
            source = ""
            if year is None:
                year = year_before(folded, sentence, match.start())
            if year is None and carried is not None:
                year, source = carried, "câu trước"
            elif year is None and titled is not None and not period:
                year, source = titled, "tiêu đề"
            span = trim(text, (start, max(after, end)), " ,;:.")
            yield _target(clause, match, span, own, unit, year, source, qualifier, period)
            at = max(after, end)


def _title_year(document: Document, clause: Clause) -> int | None:
    """The one year that the nearest title (or lead sentence) above a clause names; None when it names several."""
    for above in document.ancestors(clause):
        years = {
            int(m.group(1)) for m in YEAR.finditer(fold(above.text if above.kind == "heading" else above.text[:400]))
        }
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _in_words(clause: Clause, titled: int | None) -> Iterator[Target]:
    """Goals without figures, one for each part of a sentence."""
    text, folded = clause.text, fold(clause.text)
    for sentence in sentences(text, clause.body):
        for part in parts(text, sentence):
            year = year_before(folded, part, part[1])
            source = "" if year is not None else "tiêu đề" if titled is not None else ""
            words = text[slice(*part)]
            yield Target(
                document=clause.document,
                indicator=words,
                value="",
                unit="",
                year=year if year is not None else titled,
                qualifier="",
                clause=clause.id,
                start=part[0],
                end=part[1],
                text=words,
                address=clause.address,
                year_from=source,
                kind="định tính",
            )


def _target(
    clause: Clause,
    match: re.Match[str],
    span: Span,
    indicator: str,
    unit: str,
    year: int | None,
    source: str,
    qualifier: str,
    period: str,
) -> Target:
    text = clause.text
    low = number_of(match["word"] or match["low"])
    end = max(span[1], match.end())
    return Target(
        document=clause.document,
        indicator=indicator,
        value=" ".join(text[match.start() : match.end()].replace("%", "").split()),
        unit=unit,
        year=year,
        qualifier=qualifier,
        clause=clause.id,
        start=span[0],
        end=end,
        text=text[span[0] : end],
        address=clause.address,
        low=low,
        high=number_of(match["high"]) if match["high"] else low,
        value_start=match.start(),
        value_end=match.end(),
        year_from=source,
        period=period,
    )
