"""Results, shortcomings and causes that a document tells of as a whole: where they turn, when they are asked for."""

from __future__ import annotations

import pytest

from index.assessments import assessment
from index.engine import Engine
from ingest.vietnamese import strip_accents


def ids(document: str, paths: str) -> list[str]:
    return [f"{document}#{path}" for path in paths.split()]


def test_the_turn_divides_results_from_shortcomings(engine: Engine) -> None:
    found = {d.id: a for d in engine.documents if (a := assessment(d)) is not None}
    intellectuals = found["45-nq-tw-2023"]
    assert [c.path for c in intellectuals.results] == [f"I/x/{n}" for n in range(1, 10)]
    assert [c.path for c in intellectuals.shortcomings] == [f"I/x/{n}" for n in range(10, 14)]
    industry = found["29-nq-tw-2022"]
    assert [c.path for c in industry.causes] == ["x/1/12"]
    assert not {"ke-hoach-kl69-bac-giang", "569-qd-ttg-2022"} & set(found)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Nghị quyết 45 ghi nhận những kết quả nào?", ids("45-nq-tw-2023", " ".join(f"I/x/{n}" for n in range(1, 10)))),
        ("Kết luận 50 ghi nhận những mặt làm được nào?",
         ids("50-kl-tw-2019", " ".join(f"1/x/{n}" for n in range(1, 8)))),
        ("Hạn chế về đội ngũ trí thức trong nghị quyết 45",
         ids("45-nq-tw-2023", "I/x/10 I/x/11 I/x/12 I/x/13")),
        ("Hạn chế và nguyên nhân mà nghị quyết 29 nêu là những gì?",
         ids("29-nq-tw-2022", "x/1/8 x/1/9 x/1/10 x/1/11 x/1/12")),
    ],
)  # fmt: skip
def test_all_of_it_is_quoted(engine: Engine, question: str, expected: list[str]) -> None:
    for typed in (question, strip_accents(question)):
        assert [s.clause.id for s in engine.ask(typed).sources] == expected, typed


def test_a_matter_of_its_own_or_the_causes_alone_are_asked_otherwise(engine: Engine) -> None:
    market = engine.ask("Kết luận 50 đánh giá thị trường khoa học và công nghệ đạt kết quả gì?")
    assert len(market.sources) < 3
    causes = engine.ask("Nguyên nhân của những yếu kém mà nghị quyết 20 nêu là gì?")
    assert "20-nq-tw-2012#A/1/p3" not in [s.clause.id for s in causes.sources]
