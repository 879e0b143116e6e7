"""Search puts what answers first, and never scores what stands lower above it."""

from __future__ import annotations

import pytest

from index.engine import Engine
from index.ranking import ANSWERING

PLAN = "ke-hoach-kl69-bac-giang"


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("Các huyện ủy phải làm gì theo kế hoạch của tỉnh?", [f"{PLAN}#IV/1"]),
        ("Liệt kê mục tiêu cụ thể đến năm 2030 của kế hoạch tỉnh", [f"{PLAN}#II/2/b{n}" for n in (1, 2, 3)]),
        ("Ai ký kế hoạch của tỉnh?", [f"{PLAN}#ky"]),
    ],
)
def test_the_clauses_that_answer_stand_first_and_in_order(engine: Engine, question: str, clauses: list[str]) -> None:
    hits = engine.search(question, top=10).hits
    assert [hit.clause.id for hit in hits[: len(clauses)]] == clauses
    assert ANSWERING in hits[0].reasons or hits[0].score == 1.0
    assert len({hit.clause.id for hit in hits}) == len(hits) == 10
    assert [hit.rank for hit in hits] == list(range(1, 11))


@pytest.mark.parametrize("question", ["khoa học", "muc tieu 2030", "Giá vàng hôm nay?", "mục IV.3 kế hoạch", "đổi mới"])
def test_scores_never_rise_further_down(engine: Engine, question: str) -> None:
    scores = [hit.score for hit in engine.search(question, top=50).hits]
    assert len(scores) == 50
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert scores == sorted(scores, reverse=True)


def test_what_is_refused_is_not_called_an_answer(engine: Engine) -> None:
    assert engine.ask("Giá vàng hôm nay bao nhiêu?").refused
    assert all(ANSWERING not in hit.reasons for hit in engine.search("Giá vàng hôm nay bao nhiêu?").hits)


def test_only_the_documents_and_kinds_asked_for(engine: Engine) -> None:
    hits = engine.search("mục tiêu đến năm 2030", top=30, documents=[PLAN], kinds=["bullet", "paragraph"]).hits
    assert hits
    assert {hit.document.id for hit in hits} == {PLAN}
    assert {hit.clause.kind for hit in hits} <= {"bullet", "paragraph"}
