"""Figures of merit for ranked lists, and intervals for them. Pure functions of numbers."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

RESAMPLES = 2000
SEED = 20240


def first_rank(ranked: Sequence[str], gold: Collection[str]) -> int | None:
    """The rank, from 1, of the first of `ranked` that is in `gold`; None when none is."""
    return next((rank for rank, item in enumerate(ranked, start=1) if item in gold), None)


def hit(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """1.0 when one of the first k is gold, else 0.0: its mean over questions is Recall@k (any gold clause answers)."""
    rank = first_rank(ranked[:k], gold)
    return 0.0 if rank is None else 1.0


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str]) -> float:
    """1 / rank of the first gold one, 0.0 when there is none: its mean is MRR."""
    rank = first_rank(ranked, gold)
    return 0.0 if rank is None else 1.0 / rank


def ndcg(ranked: Sequence[str], gold: Collection[str], k: int = 10) -> float:
    """Normalised discounted cumulative gain of the first k, every gold one worth 1 (Järvelin & Kekäläinen 2002)."""
    if not gold:
        return 0.0
    gain = sum(1.0 / math.log2(rank + 1) for rank, item in enumerate(ranked[:k], start=1) if item in gold)
    best = sum(1.0 / math.log2(rank + 1) for rank in range(1, min(len(gold), k) + 1))
    return gain / best


def share_found(ranked: Collection[str], wanted: Collection[str]) -> float:
    """The share of `wanted` that is in `ranked`; 1.0 when nothing is wanted."""
    return sum(item in ranked for item in wanted) / len(wanted) if wanted else 1.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over n questions with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int

    def to_json(self) -> dict[str, Any]:
        return {"value": round(self.value, 4), "low": round(self.low, 4), "high": round(self.high, 4), "n": self.n}

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def estimate(
    values: Sequence[float], *, shares: bool = True, seed: int = SEED, resamples: int = RESAMPLES
) -> Estimate | None:
    """Mean of `values` (one a question) with a percentile bootstrap interval over questions; None for no values.

    The same values and seed give the same interval. shares: the values are between 0 and 1. When all of those are 0, or
    all are 1, resampling would give an interval of no width and claim a certainty that n questions do not give; then
    its far bound is the rule of three's (Hanley & Lippman-Hand 1983).
    """
    if not len(values):
        return None
    data = np.asarray(values, dtype=np.float64)
    mean = float(data.mean())
    if shares and data.min() == data.max() and mean in (0.0, 1.0):
        slack = min(1.0, 3.0 / len(data))
        return Estimate(mean, mean - slack if mean else 0.0, mean if mean else slack, len(data))
    means = _resampled(data, seed, resamples)
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(mean, float(low), float(high), len(data))


def difference(
    ours: Sequence[float], theirs: Sequence[float], *, seed: int = SEED, resamples: int = RESAMPLES
) -> Estimate | None:
    """Mean of ours minus theirs over the same questions, in the same order; the bootstrap is paired.

    Raises ValueError when the two do not have the same length.
    """
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} values against {len(theirs)}")
    if not len(ours):
        return None
    data = np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)
    low, high = np.percentile(_resampled(data, seed, resamples), [2.5, 97.5])
    return Estimate(float(data.mean()), float(low), float(high), len(data))


def _resampled(data: np.ndarray, seed: int, resamples: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return data[generator.integers(0, len(data), size=(resamples, len(data)))].mean(axis=1)


def kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """Cohen's kappa of two raters over the same items: agreement beyond chance, 1.0 when they always agree.

    nan when chance alone would agree always (both give one and the same label throughout).
    """
    if len(first) != len(second) or not first:
        raise ValueError("two ratings of the same items are needed")
    n = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    labels = set(first) | set(second)
    chance = sum((first.count(x) / n) * (second.count(x) / n) for x in labels)
    return (observed - chance) / (1 - chance) if chance < 1 else math.nan
