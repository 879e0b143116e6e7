"""The judge on sentences that a person has judged; the judgements themselves."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from eval import judgements
from eval.judge import Judge

CLAUSE = (
    "Giao Sở Khoa học và Công nghệ chủ trì, hằng năm báo cáo trước ngày 15/12; năm 2025 đạt 40% doanh nghiệp, "
    "năm 2030 đạt 60% doanh nghiệp. Tăng số doanh nghiệp lên trên 30 doanh nghiệp."
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (CLAUSE, "supported"),
        ("Sở Khoa học và Công nghệ chủ trì, báo cáo hằng năm trước ngày 15/12.", "supported"),
        ("Năm 2030 đạt 60% doanh nghiệp.", "supported"),
        ("Năm 2030 đạt 40% doanh nghiệp.", "no"),
        ("Năm 2027 đạt 60% doanh nghiệp.", "no"),
        ("Tăng số doanh nghiệp lên trên 300 doanh nghiệp.", "no"),
        ("Tăng số doanh nghiệp lên dưới 30 doanh nghiệp.", "no"),
        ("Sở Khoa học và Công nghệ không chủ trì, không báo cáo trước ngày 15/12.", "no"),
        ("Bảo tàng tỉnh tổ chức triển lãm ảnh nghệ thuật vào mùa xuân.", "no"),
        ("", "no"),
    ],
)
def test_clear_cases(sentence, expected):
    assert Judge().supports(sentence, [CLAUSE]) == expected


def test_a_number_that_the_evidence_lacks_is_never_supported():
    said = "Sở Khoa học và Công nghệ chủ trì, hằng năm báo cáo trước ngày 15/12, kinh phí 7 tỷ đồng."
    assert Judge().supports(said, [CLAUSE]) != "supported"


def test_a_name_that_the_evidence_lacks_is_never_supported():
    said = "Giao Sở Khoa học và Công nghệ Bắc Ninh chủ trì, hằng năm báo cáo trước ngày 15/12."
    assert Judge().supports(said, [CLAUSE]) != "supported"


def test_two_pieces_of_evidence_count_together():
    first, second = CLAUSE.split(". ", 1)
    both = "Hằng năm báo cáo trước ngày 15/12. Tăng số doanh nghiệp lên trên 30 doanh nghiệp."
    assert Judge().supports(both, [first, second]) == "supported"
    assert Judge().supports(both, [second]) != "supported"


def test_judgements_are_enough_and_mixed():
    rows = judgements.load()
    assert len(rows) >= 100
    assert len({j.id for j in rows}) == len(rows)
    assert {j.supports for j in rows} == set(judgements.SUPPORTS)
    own = Counter(j.answers for j in rows if j.origin == "engine")
    assert sum(own.values()) >= 100
    assert set(own) == set(judgements.ANSWERS)
    written = Counter(j.supports for j in rows if j.origin != "engine")
    assert min(written["supported"], written["no"]) >= 25
    for j in rows:
        assert j.sentence
        assert j.evidence
        assert bool(j.question) == (j.origin == "engine") == bool(j.answers)


def test_the_judge_agrees_with_a_person_where_it_was_not_tuned():
    rows = judgements.load()
    found = judgements.measured(Judge(), rows)
    assert found["verbatim"].share.value == 1.0
    assert found["supported or not"].share.value >= 0.7
    assert found["supported or not"].kappa >= 0.4
    # Whoever always said "supported" would agree less often.
    held_out = [j for j in rows if not j.tuned_on and j.origin != "engine"]
    always = sum(j.supports == "supported" for j in held_out) / len(held_out)
    assert found["supported or not"].share.value > always


def test_agreement_counts_pairs():
    found = judgements.agreement(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    assert found.share.value == 0.75
    assert found.counts == {"a/a": 1, "a/b": 1, "b/b": 2}
    assert found.kappa == pytest.approx(0.5)
    assert math.isnan(judgements.agreement(["a"], ["a"]).kappa)
