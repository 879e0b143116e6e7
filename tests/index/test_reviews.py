"""Documents tied by a review of one of them."""

from __future__ import annotations

import pytest

from index.engine import Engine
from ingest.vietnamese import strip_accents

NQ45, KL50 = "45-nq-tw-2023", "50-kl-tw-2019"


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Tổng kết 10 năm Nghị quyết 20 xong thì ra văn bản gì?", f"{KL50}#x/4/1"),
        ("Sơ kết 5 năm NQ 20 dẫn tới kết luận nào?", f"{KL50}#x/4/1"),
        ("Việc kiểm điểm Nghị quyết 20 đã qua mấy nhịp, mỗi nhịp dẫn tới văn bản gì?", f"{KL50}#x/4/1"),
        ("NQ45 nối tiếp tổng kết 15 năm nghị quyết nào, nghị quyết đó ngày mấy", f"{NQ45}#pre/p4"),
        ("Trước Nghị quyết 45 thì nghị quyết nào nói về đội ngũ trí thức?", f"{NQ45}#pre/p4"),
    ],
)
def test_the_clause_that_ties_the_two_is_quoted(engine: Engine, question: str, clause: str) -> None:
    for typed in (question, strip_accents(question)):
        assert engine.ask(typed).sources[0].clause.id == clause, typed
        assert engine.search(typed).hits[0].clause.id == clause, "and it is found first"


def test_another_conclusion_on_what_was_reviewed_is_not_what_came_before(engine: Engine) -> None:
    question = "Trước nghị quyết mới về trí thức, Ban Bí thư từng ra kết luận nào về việc thực hiện Nghị quyết 27?"
    assert engine.ask(question).sources[0].clause.id != f"{NQ45}#pre/p4"
