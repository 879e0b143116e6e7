"""One system on one set: quality for every query, the time it takes, the memory it holds."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from eval.apart import apart, peak_bytes
from eval.material import Level, Query
from eval.metrics import hit, ndcg, reciprocal_rank
from eval.systems import MAKERS, Item, System
from ingest.vietnamese import strip_accents

DEPTH = 10
# Documents are ranked by their best item, so that many items must be looked at to fill ten places.
_DEEP = 200
_WARM_UP = 5
_TIMED = 100
READ = 3000
CLAUSE_METRICS = ("recall@1", "recall@5", "recall@10", "mrr", "ndcg@10", f"trong {READ} ký tự")
DOCUMENT_METRICS = ("recall@1", "recall@5", "recall@10", "mrr", "ndcg@10")


@dataclass(frozen=True)
class Trial:
    """A system measured on a set. values, stripped: a metric for every query. Times are seconds, memory is bytes.

    ready: from a bare process to an index that can be asked. build: to the first answer, with what is made only then
    (with us the duties of all bodies, which the others do not have). p50, p95: of one query, over the first _TIMED.
    The cpu_ ones are processor time (all cores together, child processes included), which other work on the machine
    changes less. first_five: median characters of the first five items.
    """

    system: str
    values: dict[str, list[float]]
    stripped: dict[str, list[float]] = field(default_factory=dict)
    ready: float = 0.0
    build: float = 0.0
    cpu_build: float = 0.0
    cpu_query: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    memory: int = 0
    first_five: float = 0.0


def trials(maker: str, root: Path, queries: Sequence[Query], level: Level, *, stripped: bool) -> list[Trial]:
    """Every system of a maker (a name in `systems.MAKERS`), measured in one fresh process."""
    found, _ = apart(_measure, maker, root, tuple(queries), level, stripped)
    return [Trial(**value) for value in found]


def _measure(maker: str, root: Path, queries: tuple[Query, ...], level: Level, stripped: bool) -> list[dict[str, Any]]:
    started, working = time.perf_counter(), _worked()
    systems = MAKERS[maker](root)
    ready = time.perf_counter() - started
    # What is made only when the first question comes belongs to the building.
    for query in queries[:1]:
        systems[0].search(query.text, DEPTH)
    build, cpu_build = time.perf_counter() - started, _worked() - working
    out = []
    for system in systems:
        for query in queries[:_WARM_UP]:
            system.search(query.text, DEPTH)
        times: list[float] = []
        working = _worked()
        for query in queries[:_TIMED]:
            started = time.perf_counter()
            system.search(query.text, DEPTH)
            times.append(time.perf_counter() - started)
        cpu_query = (_worked() - working) / max(1, len(times))
        memory = peak_bytes()
        value, five = _quality(system, queries, level, strip=False)
        out.append(
            {
                "system": system.name,
                "values": value,
                "stripped": _quality(system, queries, level, strip=True)[0] if stripped else {},
                "ready": ready,
                "build": build,
                "cpu_build": cpu_build,
                "cpu_query": cpu_query,
                "p50": float(np.percentile(times, 50)),
                "p95": float(np.percentile(times, 95)),
                "memory": memory,
                "first_five": five,
            }
        )
    return out


def _worked() -> float:
    """Processor seconds of this process and of those that it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _quality(
    system: System, queries: Sequence[Query], level: Level, *, strip: bool
) -> tuple[dict[str, list[float]], float]:
    names = CLAUSE_METRICS if level == "clause" else DOCUMENT_METRICS
    values: dict[str, list[float]] = {name: [] for name in names}
    lengths = []
    for query in queries:
        text = strip_accents(query.text) if strip else query.text
        items = system.search(text, DEPTH if level == "clause" else _DEEP)
        lengths.append(sum(item.length for item in items[:5]))
        found = clause_values(items, query.relevant) if level == "clause" else document_values(items, query.relevant)
        for name in names:
            values[name].append(found[name])
    return values, float(median(lengths)) if lengths else 0.0


def clause_values(items: Sequence[Item], gold: Collection[str]) -> dict[str, float]:
    """CLAUSE_METRICS of one ranking. An item is right when it mostly holds a gold clause.

    For nDCG the ideal has as many right items as there are gold clauses, each held once: a chunk that holds several,
    or one that a better one has already shown, gains no more than one clause does.
    """
    shown: set[str] = set()
    ids = []
    for place, item in enumerate(items):
        new = [c for c in item.clauses if c in gold and c not in shown]
        shown.update(new)
        ids.append(new[0] if new else f"-{place}")
    return {**_ranking(ids, gold), f"trong {READ} ký tự": float(read_until(items, gold) <= READ)}


def read_until(items: Sequence[Item], gold: Collection[str]) -> float:
    """Characters that a reader reads from the top until the end of the first gold clause; infinite when none comes."""
    before = 0
    for item in items:
        ends = [end for clause, end in item.clauses.items() if clause in gold]
        if ends:
            return before + min(ends)
        before += item.length
    return float("inf")


def document_values(items: Sequence[Item], gold: Collection[str]) -> dict[str, float]:
    """DOCUMENT_METRICS of one ranking; a document stands where its best item stands."""
    return _ranking(list(dict.fromkeys(item.document for item in items))[:DEPTH], gold)


def _ranking(ids: Sequence[str], gold: Collection[str]) -> dict[str, float]:
    return {
        "recall@1": hit(ids, gold, 1),
        "recall@5": hit(ids, gold, 5),
        "recall@10": hit(ids, gold, 10),
        "mrr": reciprocal_rank(ids[:DEPTH], gold),
        "ndcg@10": ndcg(ids, gold, DEPTH),
    }
