"""How a clause that answers is quoted: whole, with what it leads in to, or by the sentences round what answers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from index.case import Case, Choice, Composed
from index.evidence import Found, Span, statements
from ingest.address import spoken
from ingest.document import Clause, Document

_LONGEST_QUOTE = 1100
SAYING = ("item", "bullet", "paragraph")
_WINDOW = 700
_MOST_LED = 12


def content_choices(case: Case, found: Found) -> list[Choice]:
    """A clause to quote; below a heading, its only paragraphs or the best of them."""
    document, clause = found.document, found.clause
    if clause.kind == "heading":
        below = [c for c in document.descendants(clause.id) if c.kind != "heading"]
        if not below:
            return [Choice(document, clause)]
        if len(below) <= 3:
            return [Choice(document, c, quoted_spans(case, c)) for c in below]
        scores = {f.clause.id: f.score for f in case.found}
        best = max(below, key=lambda c: scores.get(c.id, -1.0))
        return [Choice(document, best, quoted_spans(case, best))]
    led = _led_in(document, clause)
    return [Choice(document, c, quoted_spans(case, c)) for c in (clause, *led)]


def _led_in(document: Document, clause: Clause) -> list[Clause]:
    """What a clause ending in ":" leads in to: the clauses below it, or the bullets after it."""
    if not clause.text.rstrip().endswith(":") or clause.path.startswith("pre/"):
        return []
    below = [c for c in document.children.get(clause.id, ()) if c.kind in SAYING]
    if not below:
        beside = list(document.children.get(clause.parent, ()))
        after = beside[beside.index(clause) + 1 :] if clause in beside else []
        below = list(takewhile(lambda c: c.kind == "bullet", after))
    return below if len(below) <= _MOST_LED else []


def quoted_spans(case: Case, clause: Clause) -> tuple[Span, ...]:
    """() to quote a clause whole; of a long one, the sentences round the one that answers."""
    text, body = clause.text, clause.body
    if body[1] - body[0] <= _LONGEST_QUOTE:
        return ()
    evidence = case.tools.evidence
    best = evidence.best_span(case.asked, clause)
    every = statements(clause)
    if best is None or best not in every:
        return ()
    first = last = every.index(best)
    while every[last][1] - every[first][0] < _WINDOW and (first > 0 or last < len(every) - 1):
        grow_left = first > 0
        if grow_left:
            first -= 1
        if last < len(every) - 1 and every[last + 1][1] - every[first][0] <= _WINDOW:
            last += 1
        elif not grow_left:
            break
    start, end = every[first][0], every[last][1]
    while end < len(text) and text[end] in '.;!?”")':
        end += 1
    return ((start, end),)


def one_for_each(found: Sequence[Found | None]) -> Composed | None:
    """An answer of the clauses found for one matter each, in their order; None when there are none, or none for one."""
    clauses = [f for f in found if f is not None]
    if not clauses or len(clauses) < len(found):
        return None
    several = len(clauses) > 1
    choices = tuple(Choice(f.document, f.clause, group=f.document.short_name if several else "") for f in clauses)
    names = "; ".join(dict.fromkeys(f.document.short_name for f in clauses))
    return Composed("comparison" if several else "content", choices, f"Theo {names}:", sure=True)


def lead_to(choices: tuple[Choice, ...]) -> str:
    """The words before quotations: where they stand."""
    names = list(dict.fromkeys(c.document.short_name for c in choices))
    if len(names) != 1 or len({c.clause.id for c in choices}) != 1:
        return f"Theo {'; '.join(names)}:" if names else ""
    only = choices[0]
    return f"Theo {names[0]}, {spoken(only.clause.path)}:"
