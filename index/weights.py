"""What each feature of a clause adds to its score, by how many documents the library has."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to a passage's score, tuned on the development questions; see `weights_for`.

    strange: how much the weights of `STRANGE` count for a question in other words than the clauses'.
    """

    body: float = 0.05
    body_bare: float = 0.15
    path_bare: float = 0.0
    title_bare: float = 0.15
    all_bare: float = 0.6
    opening_bare: float = 0.2
    block_bare: float = 0.15
    document_bare: float = 0.4
    synonym: float = 0.2
    concept: float = 0.1
    meant: float = 0.0
    strange: float = 1.0
    dense: float = 1.0
    gloss: float = 0.1
    gloss_near: float = 0.7
    named: float = 0.6
    heading: float = 0.0
    heading_listed: float = 0.35
    front: float = -0.3
    front_asked: float = 0.6
    mentions: float = 0.35
    precedence: float = 0.0
    size: float = 0.0


# Added in so far as a question shares no words with any clause: then what its words mean must tell.
STRANGE = {"meant": 0.6, "all_bare": -0.7, "named": 1.5, "gloss": 1.0, "gloss_near": 1.5}
# Among a hundred documents a long one has a clause that looks like any question, and titles tell them apart. Tuned on
# questions about 140 Party documents, half of them held against the other half.
HUNDRED = Weights(title_bare=0.2, size=-0.4)
# Among thousands of documents some have the question's own words, so that others of like meaning only mislead; and a
# whole document tells more than its title. Tuned on legal questions that the benchmark does not ask.
MANY = Weights(title_bare=0.1, document_bare=0.6, synonym=0.0, concept=0.0, strange=0.0, precedence=1.0)
# The weights for a library of so many documents; between two, by the logarithm.
STEPS = ((10, Weights()), (150, HUNDRED), (1500, MANY))


def weights_for(documents: int) -> Weights:
    """The weights for a library of so many documents, see `STEPS`."""
    sizes = [math.log(size) for size, _ in STEPS]
    at = math.log(max(documents, 1))
    names = [field.name for field in fields(Weights)]
    return Weights(**{n: float(np.interp(at, sizes, [getattr(w, n) for _, w in STEPS])) for n in names})
