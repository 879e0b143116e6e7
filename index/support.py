"""How likely an answer is right, from how its clauses bear on the question: a logistic of a few plain features.

The weights are fitted on the development questions by `python -m eval.refusal_curve --fit` (see REFUSAL.md): an answer
counts as right when it cites a gold clause. They lean on the retriever's score, so fit them again when its weights
change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

from index.case import Case, Composed
from index.evidence import above, forms, likeness, written_out
from index.tokens import folded, stripped
from ingest.vietnamese import strip_accents

WEIGHTS: Mapping[str, float] = {
    "constant": -5.16,
    "covered": 2.26,
    "compounds": 0.61,
    "no_compounds": 0.75,
    "score": 1.35,
    "named": 0.2,
    "structural": 2.26,
    "compared": 1.8,
    "concept": 0.69,
    "strange": -0.4,
    "ahead": 3.19,
    "gloss": 1.25,
}


def support(case: Case, composed: Composed) -> float:
    """The likelihood, 0 to 1, that what was composed answers the question; 1.0 for addresses and facts."""
    if composed.sure:
        return 1.0
    found = features(case, composed)
    return 1.0 / (1.0 + math.exp(-sum(weight * found[name] for name, weight in WEIGHTS.items())))


def features(case: Case, composed: Composed) -> dict[str, float]:
    """What the likelihood is made of.

    covered: share of the question's content, by rarity, in the clauses and what stands over them. compounds: the same
    for neighbouring content syllables, most Vietnamese words being of two (`no_compounds`: it has none). score: the
    best clause's. named: a document is named. structural: found as a body's duties or under a heading. compared: set
    side by side. concept: how much of what the question means the best of them says. strange: how far the question is
    from the words of every clause. ahead: by how much the best clause's score exceeds those of all not chosen, as far
    as its words cover the question: by a chance word something is always ahead. gloss: how far people's way of speaking
    of a chosen clause has the question's words.
    """
    rows = {f.clause.id: f for f in case.found}
    cited = [rows[c.clause.id] for c in composed.choices if c.clause.id in rows]
    best = max(cited, key=likeness, default=None)
    text = written_out(" . ".join(f"{c.clause.text} . {above(c.document, c.clause)}" for c in composed.choices))
    weigh = case.tools.evidence
    chosen = {c.clause.id for c in composed.choices}
    first = max((f.score for f in case.found if f.clause.id in chosen), default=0.0)
    other = max((f.score for f in case.found if f.clause.id not in chosen), default=0.0)
    words = forms(text)
    said = [gloss for c in composed.choices for gloss in weigh.said_of(weigh.rows[c.clause.id])]
    covered = weigh.covered(case.asked, words, said)

    def most(feature: str) -> float:
        values = case.scored.features[feature] if case.scored else None
        return 0.0 if values is None else max((float(values[weigh.rows[c]]) for c in chosen), default=0.0)

    there = set(pairwise(stripped(text)))
    wanted = _compounds(case)
    weight = sum(map(weigh.rarity, (w for pair in wanted for w in pair)))
    have = sum(map(weigh.rarity, (w for pair in wanted if pair in there for w in pair)))
    return {
        "constant": 1.0,
        "covered": covered,
        "compounds": have / weight if weight else 0.0,
        "no_compounds": float(not wanted),
        "score": best.score if best else 0.0,
        "named": float(bool(case.meant())),
        "structural": float(composed.structural),
        "compared": float(composed.kind == "comparison"),
        "concept": most("concept"),
        "strange": case.scored.strange if case.scored else 0.0,
        "ahead": max(0.0, first - other) * covered,
        "gloss": most("gloss"),
    }


def _compounds(case: Case) -> list[tuple[str, str]]:
    """Neighbours in the question that are both content, without accents."""
    content = {term for term, _ in case.asked.terms}
    spoken = folded(case.asked.text)
    pairs = [(a, b) for a, b in pairwise(spoken) if a in content and b in content and not (a + b).isdigit()]
    return [(strip_accents(a), strip_accents(b)) for a, b in pairs]
