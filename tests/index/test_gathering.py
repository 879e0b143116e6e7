"""Everything that the plan says of a matter, where that is asked for; the plan alone is printed word for word."""

from __future__ import annotations

import pytest

from index.engine import Engine
from ingest.vietnamese import fold, strip_accents

PLAN = "ke-hoach-kl69-bac-giang"


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("Những chỗ nói về sở hữu trí tuệ trong kế hoạch của tỉnh", "sở hữu trí tuệ"),
        ("Kế hoạch của tỉnh nhắc tới chuyển giao công nghệ ở những đoạn nào?", "chuyển giao công nghệ"),
        ("Giám sát được kế hoạch Bắc Giang đề cập trong những mục nào?", "giám sát"),
    ],
)
def test_every_clause_that_prints_the_matter_is_quoted(engine: Engine, question: str, phrase: str) -> None:
    plan = next(d for d in engine.documents if d.id == PLAN)
    kinds = ("item", "bullet", "paragraph", "table")
    saying = [c.id for c in plan.clauses if c.kind in kinds and fold(phrase) in fold(c.text) and c.path[:3] != "pre"]
    assert len(saying) > 1
    for typed in (question, strip_accents(question)):
        assert [s.clause.id for s in engine.ask(typed).sources] == saying, typed


def test_a_question_for_one_clause_stays_one(engine: Engine) -> None:
    assert len(engine.ask("Sàn giao dịch công nghệ được kế hoạch của tỉnh nói thế nào?").sources) == 1


def test_what_no_clause_prints_is_not_gathered(engine: Engine) -> None:
    assert engine.ask("Những chỗ nói về tàu vũ trụ có người lái trong kế hoạch của tỉnh").refused
