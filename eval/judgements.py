"""Judgements made by hand, and how often the judge agrees with them.

`judgements.jsonl`, a line each: `id`; `question` and `around` (the document's name and the headings above the first
clause cited; both "" for a sentence written for the test); `sentence`; `evidence` (clause ids with the words cited);
`origin`: "engine" (a sentence that the program answered), "reworded" (the clause's content in other words), "altered"
(another number, actor, deadline, scope, a negation, or something added); `supports`: does the evidence carry the
sentence — "supported", "partly" (a part is carried, another is not found there), "no"; `answers`: does the sentence
answer the question — "yes", "partly", "no", "" where there is no question.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

from eval.judge import Judge
from eval.metrics import Estimate, estimate, kappa

FILE = Path(__file__).resolve().parent / "judgements.jsonl"
SUPPORTS = ("supported", "partly", "no")
ANSWERS = ("yes", "partly", "no")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One sentence judged by hand; see the module's description."""

    id: str
    question: str
    around: str
    sentence: str
    evidence: tuple[tuple[str, str], ...]
    origin: str
    supports: str
    answers: str

    @property
    def tuned_on(self) -> bool:
        """Whether the judge's thresholds were chosen with it (every other one, by number)."""
        return int(self.id.rpartition("-")[2]) % 2 == 1


def load(path: Path = FILE) -> list[Judgement]:
    """All judgements, in file order."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Judgement(**{**row, "evidence": tuple((e["clause"], e["text"]) for e in row["evidence"])}) for row in rows]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two raters agree over n items: share equal, Cohen's kappa (nan as in `kappa`), counts by hand/judge."""

    share: Estimate
    kappa: float
    counts: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        return {
            "share": self.share.to_json(),
            "kappa": None if isnan(self.kappa) else round(self.kappa, 3),
            "counts": self.counts,
        }


def agreement(hand: Sequence[str], judged: Sequence[str]) -> Agreement:
    """Raises ValueError for no items or different lengths."""
    share = estimate([float(a == b) for a, b in zip(hand, judged, strict=True)])
    if share is None:
        raise ValueError("no judgements")
    pairs = Counter(f"{a}/{b}" for a, b in zip(hand, judged, strict=True))
    return Agreement(share, kappa(hand, judged), dict(sorted(pairs.items())))


def measured(judge: Judge, judgements: Sequence[Judgement]) -> dict[str, Agreement]:
    """Agreement on the judgements that the judge was not tuned on.

    "support" is over sentences in other words than their clause's, three labels; "supported or not" the same with two.
    "verbatim" is over the program's own, which are quotes.
    """
    held_out = [j for j in judgements if not j.tuned_on]
    written = [j for j in held_out if j.origin != "engine"]
    own = [j for j in held_out if j.origin == "engine"]
    hand = [j.supports for j in written]
    judged = [judge.supports(j.sentence, [text for _, text in j.evidence]) for j in written]
    return {
        "support": agreement(hand, judged),
        "supported or not": agreement(_two(hand, "supported"), _two(judged, "supported")),
        "verbatim": agreement(
            [j.supports for j in own], [judge.supports(j.sentence, [text for _, text in j.evidence]) for j in own]
        ),
    }


def answering(judgements: Sequence[Judgement]) -> Estimate | None:
    """The share of the program's own sentences that answer their question, by hand alone.

    No rule or embedding that was tried told this apart well enough to stand for a person, so nothing judges it.
    """
    return estimate([float(j.answers == "yes") for j in judgements if j.origin == "engine"])


def _two(labels: Sequence[str], first: str) -> list[str]:
    return [first if label == first else "not" for label in labels]
