"""Search results in the order in which they answer: what an answer would quote first, then clauses by their evidence.

Composing an answer looks at more than any score: whose duties a question asks for, under which heading a list stands,
which sentence gives the figure. On the development questions the clauses that it picks stand first in 5 to 12 of 100
questions more than the best score alone puts there. Among many documents, with none named, they do so only when they
stand in the document that the retriever finds best.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from index.results import SearchResult
from index.retriever import best_places

if TYPE_CHECKING:
    from index.answer import Composer
    from index.retriever import HybridRetriever
    from ingest.document import Document

ANSWERING = "trả lời câu hỏi"
# A clause that fits in every way comes to about so much.
_FULL_SCORE = 2.5


def search(
    composer: Composer,
    query: str,
    *,
    top: int = 10,
    documents: Sequence[str] = (),
    kinds: Sequence[str] = (),
    literal: bool = False,
) -> SearchResult:
    """The best `top` clauses for a query, each with why it was found. documents, kinds: search only there."""
    case = composer.case(query, documents=documents, kinds=kinds, literal=literal)
    understood, scored = case.reading.shown, case.scored
    if scored is None:
        return SearchResult(query, understood, ())
    composed, refusal = composer.compose_all(case)
    retriever = composer.retriever
    place = composer.tools.evidence.rows
    direct = [place[c] for c in understood.clauses if c in place]
    answering = [place[c.clause.id] for c in composed.choices]
    allowed = retriever.allowed(documents, kinds)
    best = best_places(np.where(allowed, scored.total, -np.inf), top).tolist()
    open_question = not case.scope() and not case.leaning() and case.told is None and case.teller is None
    if (
        answering
        and open_question
        and not composed.sure
        and _document(retriever, best) is not composed.choices[0].document
    ):
        # Which document is meant, when none is named, is told best by all that its clauses say.
        order = [*direct, *best]
    else:
        order = [*answering, *direct, *(f.row for f in case.found), *best]
    rows = [row for row in dict.fromkeys(order) if allowed[row]][:top]
    weights = {f.row: f.score for f in case.found}
    own = [
        1.0 if r in direct else min(0.99, max(0.0, weights.get(r, float(scored.total[r])) / _FULL_SCORE)) for r in rows
    ]
    # What stands higher scores no less than what stands below it.
    scores = list(accumulate(reversed(own), max))[::-1]
    told = {r: ANSWERING for r in answering if refusal is None and r not in direct}
    return SearchResult(query, understood, retriever.hits(rows, scores, scored, direct, told))


def _document(retriever: HybridRetriever, rows: Sequence[int]) -> Document | None:
    return retriever.passages[rows[0]].document if rows else None
