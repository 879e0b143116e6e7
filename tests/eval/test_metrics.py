"""Metrics on cases worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import metrics

RANKED = ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize(
    ("gold", "k", "expected"), [({"a"}, 1, 1), ({"b"}, 1, 0), ({"e"}, 5, 1), ({"f"}, 5, 0), ({"x"}, 6, 0)]
)
def test_hit_looks_at_the_first_k_only(gold, k, expected):
    assert metrics.hit(RANKED, gold, k) == expected


def test_any_gold_clause_is_a_hit():
    assert metrics.hit(RANKED, {"x", "c"}, 3) == 1


def test_reciprocal_rank_is_of_the_first_gold():
    assert metrics.reciprocal_rank(RANKED, {"d", "b"}) == 0.5
    assert metrics.reciprocal_rank(RANKED, {"x"}) == 0


def test_ndcg_by_hand():
    # Gold at ranks 2 and 3 of an ideal of ranks 1 and 2.
    gain = 1 / math.log2(3) + 1 / math.log2(4)
    best = 1 + 1 / math.log2(3)
    assert metrics.ndcg(RANKED, {"b", "c"}, 10) == pytest.approx(gain / best)
    assert metrics.ndcg(RANKED, {"a"}, 10) == 1.0
    assert metrics.ndcg(RANKED, {"c"}, 2) == 0.0
    # More gold than places: the ideal fills the places, no more.
    assert metrics.ndcg(["a", "b"], {"a", "b", "c"}, 2) == pytest.approx(1.0)


def test_share_of_a_list():
    assert metrics.share_found(["a", "b"], ["b", "x", "a", "y"]) == 0.5
    assert metrics.share_found([], []) == 1.0


def test_interval_is_the_same_for_the_same_seed_and_holds_the_mean():
    values = [1.0] * 30 + [0.0] * 10
    first, again = metrics.estimate(values), metrics.estimate(values)
    assert first == again
    assert first is not None
    assert first.value == 0.75
    # The normal approximation gives 0.75 ± 1.96·√(0.75·0.25/40) = ± 0.134.
    assert first.low == pytest.approx(0.616, abs=0.035)
    assert first.high == pytest.approx(0.884, abs=0.035)


def test_all_right_is_not_certainty():
    found = metrics.estimate([1.0] * 20)
    assert found is not None
    assert (found.value, found.low, found.high) == (1.0, pytest.approx(0.85), 1.0)
    none = metrics.estimate([0.0] * 20)
    assert none is not None
    assert (none.low, none.high) == (0.0, pytest.approx(0.15))
    counts = metrics.estimate([1.0] * 20, shares=False)
    assert counts is not None
    assert (counts.low, counts.high) == (1.0, 1.0)


def test_no_values_no_estimate():
    assert metrics.estimate([]) is None
    assert metrics.difference([], []) is None


def test_difference_is_paired():
    ours, theirs = [1.0, 1.0, 0.0, 1.0] * 10, [1.0, 0.0, 0.0, 1.0] * 10
    found = metrics.difference(ours, theirs)
    assert found is not None
    assert found.value == 0.25
    assert found.low > 0
    # Unpaired, the same figures would leave 0 inside the interval's reach; identical lists differ by nothing.
    same = metrics.difference(ours, ours)
    assert same is not None
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="against"):
        metrics.difference(ours, theirs[1:])


def test_kappa_by_hand():
    # 2×2 table 20, 5 / 10, 15: observed 0.7, chance 0.5 → 0.4 (the textbook case).
    first = ["y"] * 25 + ["n"] * 25
    second = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert metrics.kappa(first, second) == pytest.approx(0.4)
    assert metrics.kappa(first, first) == 1.0
    assert math.isnan(metrics.kappa(["y"], ["y"]))


@given(st.permutations("abcdef"), st.sets(st.sampled_from("abcdef"), min_size=1), st.integers(1, 6))
def test_figures_stay_between_0_and_1_and_grow_with_k(ranked, gold, k):
    for value in (metrics.hit(ranked, gold, k), metrics.reciprocal_rank(ranked, gold), metrics.ndcg(ranked, gold, k)):
        assert 0.0 <= value <= 1.0 + 1e-9
    assert metrics.hit(ranked, gold, k) <= metrics.hit(ranked, gold, k + 1)
    assert metrics.reciprocal_rank(ranked, gold) >= 1 / (len(ranked) - len(gold) + 1)
