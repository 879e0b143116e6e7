"""How well clauses are found: Recall@1, @5, @10, MRR, nDCG@10, for all questions, each type and each set."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from eval.metrics import Estimate, estimate, first_rank, hit, ndcg, reciprocal_rank, share_found
from eval.questions import PLAIN, Question
from ingest.vietnamese import strip_accents

DEPTH = 10
Search = Callable[[str], Sequence[str]]
METRICS = ("recall@1", "recall@5", "recall@10", "mrr", "ndcg@10")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One question searched: clause ids, best first, and how long it took in seconds."""

    question: Question
    ids: tuple[str, ...]
    seconds: float

    @property
    def rank(self) -> int | None:
        """Where the first gold clause stands, from 1; None when it is not among the ids."""
        return first_rank(self.ids, self.question.gold)

    def metric(self, name: str) -> float:
        """One of METRICS, or "items@10" (share of a list's items among the first ten), for this question."""
        gold = frozenset(self.question.gold)
        if name.startswith("recall@"):
            return hit(self.ids, gold, int(name.partition("@")[2]))
        if name == "mrr":
            return reciprocal_rank(self.ids[:DEPTH], gold)
        if name == "ndcg@10":
            return ndcg(self.ids, gold, DEPTH)
        if name == "items@10":
            return share_found(self.ids[:DEPTH], self.question.items)
        raise KeyError(name)


def rank_all(search: Search, questions: Iterable[Question], *, stripped: bool = False) -> list[Ranked]:
    """Every answerable question searched once. stripped: asked without accents."""
    found = []
    for question in questions:
        if question.answerable:
            text = strip_accents(question.question) if stripped else question.question
            started = time.perf_counter()
            ids = tuple(search(text))
            found.append(Ranked(question, ids, time.perf_counter() - started))
    return found


def values(ranked: Sequence[Ranked], name: str) -> list[float]:
    """A metric for each question, in their order."""
    return [r.metric(name) for r in ranked]


def summary(ranked: Sequence[Ranked]) -> dict[str, dict[str, Estimate]]:
    """Metrics by group: "all", "type:<type>", "set:<file>", "set:<file> without paraphrase", "set:<file> plain".

    A group of questions with items has "items@10" too.
    """
    groups: dict[str, list[Ranked]] = {"all": list(ranked)}
    for r in ranked:
        groups.setdefault(f"type:{r.question.type}", []).append(r)
        groups.setdefault(f"set:{r.question.file}", []).append(r)
        if r.question.type != "paraphrase":
            groups.setdefault(f"set:{r.question.file} without paraphrase", []).append(r)
        if r.question.type in PLAIN:
            groups.setdefault(f"set:{r.question.file} plain", []).append(r)
    return {name: _estimates(rows) for name, rows in groups.items() if rows}


def _estimates(rows: Sequence[Ranked]) -> dict[str, Estimate]:
    found = {name: estimate(values(rows, name)) for name in METRICS}
    listed = [r for r in rows if r.question.items]
    found["items@10"] = estimate(values(listed, "items@10"))
    return {name: value for name, value in found.items() if value is not None}


def misses(ranked: Iterable[Ranked], k: int = 5) -> list[dict[str, Any]]:
    """Questions whose gold is not among the first k, with what was found instead."""
    return [
        {"id": r.question.id, "question": r.question.question, "rank": r.rank, "gold": list(r.question.gold)[:3],
         "found": list(r.ids[:3])}
        for r in ranked
        if r.rank is None or r.rank > k
    ]  # fmt: skip


def to_json(groups: dict[str, dict[str, Estimate]]) -> dict[str, dict[str, Any]]:
    """Estimates as JSON values."""
    return {group: {name: e.to_json() for name, e in metrics.items()} for group, metrics in groups.items()}
