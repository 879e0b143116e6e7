"""What is asked of a document that the library does not hold, and that a clause of another one tells."""

from __future__ import annotations

from dataclasses import replace

from index.carriers import asked_carrying, carrier
from index.case import Case
from index.described import told_by_description, told_by_subject
from index.naming import HINT


def with_teller(case: Case) -> Case:
    """The case with the clause that tells, or with what is asked for where none does.

    A document's own facts are then not asked, and what only hints at a document of the library means none.
    """
    carrying = asked_carrying(case)
    if carrying:
        teller = carrier(case, carrying)
        if teller is None:
            return case if carrying.whether else replace(case, untold=carrying.wanted)
    else:
        teller = told_by_description(case) or told_by_subject(case)
    if teller is None:
        return case
    reading = replace(case.reading, fact="", besides=(), shown=replace(case.reading.shown, clauses=()))
    sure = {document: weight for document, weight in case.named.items() if weight > HINT}
    return replace(case, reading=reading, asked=replace(case.asked, quantity=""), named=sure, teller=teller)
