"""Questions for a figure: the sentence that gives it, in one document or in each of several."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from index.asked import gives
from index.case import Case, Choice
from index.evidence import Found, Span, above
from index.naming import plain
from index.question_cues import GIVES
from index.synonyms import synonyms
from index.tokens import folded, stripped
from ingest.duty_words import deadlines
from ingest.sentences import sentences
from ingest.vietnamese import fold, has_accents

_LOOKED_AT = 14
_OTHERWISE_SURE = 0.45
_TIMES = ("date", "day", "often", "length")
_NEAR_BEST, _SAME_MATTER, _HINTED, _LITTLE, _MUCH_MORE = 0.84, 0.75, 0.8, 0.4, 0.2
_LONGEST = 600
_SITTING, _SITS = re.compile(r"\b(?:hop|khai mac|be mac|dien ra)\b"), 0.6
_ABOUT_NUMBER = re.compile(r"(?:trên|dưới|hơn|khoảng|tối thiểu|ít nhất|không quá|gần|từ|đạt)\s+$")
_UNIT = re.compile(r"\s*(?:[-–]\s*\d+(?:[.,]\d+)*)?\s*(?:%(?: GDP)?|/năm|/vạn dân)*")


@dataclass(frozen=True, slots=True)
class Figure:
    """A statement that gives a figure of the kind asked. score: how well it is what was asked. named: it has the word
    for what is counted."""

    found: Found
    span: Span
    score: float
    covered: float
    named: bool = True


def figures(case: Case, candidates: list[Found]) -> list[Figure]:
    """Statements that give the quantity asked for, best first, one a clause."""
    evidence = case.tools.evidence
    # "Hội nghị … họp từ ngày nào": not the day on which its resolution was signed.
    sitting = case.asked.quantity in ("date", "day") and _SITTING.search(plain(case.asked.text))
    out = []
    for found in candidates[:_LOOKED_AT]:
        if found.clause.kind == "heading" and case.asked.quantity not in ("year", "day", "date"):
            continue
        span = evidence.best_span(case.asked, found.clause, quantity=case.asked.quantity)
        if span is None:
            continue
        text = f"{found.clause.text[slice(*span)]} {found.clause.heading}"
        named = _counts(case, text)
        if not named and evidence.covered_by(case.asked, text) < _OTHERWISE_SURE:
            continue
        own = found.clause.text[slice(*span)]
        around = f"{own} . {above(found.document, found.clause)}"
        covered = evidence.covered_by(case.asked, own)
        year = _year_fits(case, around)
        score = found.score + 0.6 * covered + 0.2 * year
        if sitting and _SITTING.search(plain(own)):
            score += _SITS
        out.append(Figure(found, span, score, covered, named))
    # What speaks of the thing counted comes before what only resembles the question.
    return sorted(out, key=lambda f: (not f.named, -f.score))


def _counts(case: Case, text: str) -> bool:
    """Whether a statement has the word for the thing that is counted."""
    if not case.asked.counted:
        return True
    sure = has_accents(" ".join(case.asked.counted)) and not case.reading.shown.changes
    read = folded if sure else stripped
    words = f" {' '.join(read(text))} "
    noun = " ".join(read(" ".join(case.asked.counted)))
    others = [" ".join(read(w)) for w in synonyms(noun)]
    return any(f" {w} " in words for w in (noun, noun.split()[0], *others))


def choose_figures(case: Case) -> list[Choice]:
    """The sentence with the figure, or with each where it is asked for several years or of several things known by
    their letters ("GDP", "GNI"); when no document is named, the best of every document that gives such a figure."""
    chosen = _choose(case)
    asked = case.asked
    said = " ".join(c.clause.text for c in chosen)
    each: list[Choice] = []
    if len(asked.years) > 1 and chosen and not all(any(holds_for(c, y) for c in chosen) for y in asked.years):
        for year in asked.years:
            of_year = replace(case, asked=replace(asked, years=(year,)))
            each += _choose(of_year, partial(holds_for, year=year))[:1]
    elif len(asked.acronyms) > 1 and chosen and not all(a in said for a in asked.acronyms):
        for name in asked.acronyms:
            each += _choose(case, partial(_of_thing, name=name, years=asked.years))[:1]
    distinct = list({c.clause.id: c for c in each}.values())
    return distinct if len(distinct) > 1 else chosen


def holds_for(choice: Choice, year: str) -> bool:
    """Whether a statement is about a year: the nearest words that name target years at all, its own or those of a
    heading over it, name this one."""
    clause = choice.clause
    own = " ".join(clause.text[a:b] for a, b in choice.spans) or clause.text
    over = (c.heading or c.text[slice(*c.body)][:200] for c in choice.document.ancestors(clause))
    for text in (own, clause.text, *over, choice.document.title):
        if named := re.findall(r"\b20[1-9]\d\b", text):
            return year in named
    return False


def _of_thing(choice: Choice, name: str, years: Sequence[str]) -> bool:
    return name in choice.clause.text and all(holds_for(choice, year) for year in years)


def _choose(case: Case, fits: Callable[[Choice], bool] | None = None) -> list[Choice]:
    scope = case.scope()
    ranked = figures(case, case.among(scope))
    if fits is not None:
        ranked = [f for f in ranked if fits(figure_choice(case, f))]
    if not ranked:
        return []
    best = ranked[0]
    first = next((f for f in case.among(scope) if f.clause.kind != "heading"), best.found)
    if best.covered < _LITTLE and first.covered > best.found.covered + _MUCH_MORE:
        # Another clause is about the matter; when it gives no figure, this one gives a figure of something else.
        both = [best, *(f for f in ranked if f.found is first)]
        return [figure_choice(case, f) for f in both] if len(both) > 1 and best.named else []
    if not scope and (leaning := case.leaning()):
        hinted = [f for f in ranked if f.found.document.id in leaning]
        if hinted and hinted[0].score >= _HINTED * best.score:
            return [figure_choice(case, hinted[0])]
    chosen = [best]
    if not scope:
        seen = {best.found.document.id}
        for other in ranked[1:]:
            if other.found.document.id in seen:
                continue
            alike = (
                other.covered >= _SAME_MATTER * best.covered and other.found.paired >= _SAME_MATTER * best.found.paired
            )
            if alike and other.score >= _NEAR_BEST * best.score:
                seen.add(other.found.document.id)
                chosen.append(other)
    several = len(chosen) > 1
    return [figure_choice(case, f, group=f.found.document.short_name if several else "") for f in chosen]


def figure_choice(case: Case, figure: Figure, group: str = "") -> Choice:
    """The statement as it is shown: its whole sentence unless that is long, its figures emphasised."""
    clause = figure.found.clause
    whole = next(
        (s for s in sentences(clause.text, clause.body) if s[0] <= figure.span[0] and figure.span[1] <= s[1]),
        figure.span,
    )
    span = whole if whole[1] - whole[0] <= _LONGEST else figure.span
    marks = emphasised(clause.text, figure.span, case.asked.quantity or "count")
    return Choice(figure.found.document, clause, (span,), marks, group)


def emphasised(text: str, span: Span, quantity: str) -> tuple[Span, ...]:
    """Where in a statement the figures of a kind stand, with "trên", "tối thiểu" before and the unit after."""
    folded = fold(text)
    if len(folded) != len(text):
        return ()
    marks: list[Span] = []
    if quantity in _TIMES:
        for deadline in filter(None, deadlines(text[slice(*span)]).split("; ")):
            at = text.find(deadline, *span)
            marks += [(at, at + len(deadline))] if at >= 0 else []
    if marks:
        return tuple(marks[:4])
    for match in re.finditer(r"(?<![\w/.-])\d+(?:[.,]\d+)*", text[span[0] : span[1]]):
        start, end = span[0] + match.start(), span[0] + match.end()
        unit = _UNIT.match(text, end, span[1])
        end = unit.end() if unit else end
        while end > start and text[end - 1] == " ":
            end -= 1
        before = _ABOUT_NUMBER.search(folded, span[0], start)
        start = before.start() if before else start
        if quantity == "percent" and "%" not in text[start:end]:
            continue
        marks.append((start, end))
    if not marks and quantity in GIVES and (given := GIVES[quantity].search(folded, *span)):
        marks.append(given.span())
    return tuple(marks[:4])


def _year_fits(case: Case, around: str) -> float:
    """1 when every year asked stands in or over the statement, -1 when it speaks of other years only."""
    years = case.asked.years
    if not years:
        return 0.0
    if all(y in around for y in years):
        return 1.0
    return -1.0 if re.search(r"\b20[2-9]\d\b", around) else 0.0


def answers_quantity(case: Case, text: str) -> bool:
    """Whether a text gives the kind of quantity that the question asks for."""
    return gives(case.asked.quantity, text)
