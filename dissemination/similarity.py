"""How alike two passages are: weighted runs of folded syllables, no model needed.

A passage becomes its runs of one, two and three syllables; a run counts more the fewer passages have it. `cosine` asks
whether two passages say the same, `covered` how much of the first is said by the second.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ingest.vietnamese import fold, syllables

LONGEST_RUN = 3
Vector = Mapping[str, float]


def runs(text: str) -> Counter[str]:
    """Runs of one to three folded syllables of a text, with how often each occurs."""
    words = [fold(word) for word in syllables(text)]
    return Counter(
        " ".join(words[at : at + length])
        for length in range(1, LONGEST_RUN + 1)
        for at in range(len(words) - length + 1)
    )


@dataclass(frozen=True)
class Weights:
    """What each run is worth, learned from the passages that are to be compared."""

    passages: int
    seen: Mapping[str, int]

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Weights:
        """Weights from passages (clauses of the documents at hand)."""
        seen: Counter[str] = Counter()
        count = 0
        for text in texts:
            seen.update(set(runs(text)))
            count += 1
        return cls(count, seen)

    def of(self, run: str) -> float:
        """The worth of a run: smoothed inverse frequency, 0 for a run that every passage has."""
        return math.log((1 + self.passages) / (1 + self.seen.get(run, 0)))

    def vector(self, text: str) -> Vector:
        """The weighted runs of a text, of length one (empty for a text without words)."""
        raw = {run: (1 + math.log(times)) * self.of(run) for run, times in runs(text).items()}
        length = math.sqrt(sum(value * value for value in raw.values()))
        return {run: value / length for run, value in raw.items() if value} if length else {}

    @cached_property
    def rare(self) -> float:
        """The worth of a run that no passage has."""
        return math.log(1 + self.passages)


def cosine(one: Vector, other: Vector) -> float:
    """Likeness of two vectors of `Weights.vector`, from 0 (no run in common) to 1."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(value * large[run] for run, value in small.items() if run in large)


def covered(one: Vector, other: Vector) -> float:
    """The share of the first passage's weight that the second has, from 0 to 1."""
    total = sum(value * value for value in one.values())
    return sum(value * value for run, value in one.items() if run in other) / total if total else 0.0
