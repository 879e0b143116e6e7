"""When a meeting was held and who spoke there."""

from __future__ import annotations

import pytest

from index.engine import Engine
from ingest.vietnamese import strip_accents


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Hội nghị tổng kết 15 năm Nghị quyết 27 về trí thức do cơ quan nào mở, vào ngày nào?", "45-nq-tw-2023#x/3/1"),
        ("Ai truyền đạt Nghị quyết 29 tại hội nghị toàn quốc?", "29-nq-tw-2022#x/6/10"),
        ("Đồng chí nào trình bày NQ 45 ở hội nghị quán triệt, hôm nào?", "45-nq-tw-2023#x/3/11"),
        ("Hội nghị Trung ương 6 khóa XIII họp từ ngày nào đến ngày nào?", "29-nq-tw-2022#x/6/1"),
        ("Hội nghị Trung ương 8 khóa 13 khai mạc và bế mạc ngày nào?", "45-nq-tw-2023#x/3/4"),
    ],
)
def test_the_clause_that_tells_of_the_meeting_is_quoted(engine: Engine, question: str, clause: str) -> None:
    for typed in (question, strip_accents(question)):
        assert engine.ask(typed).sources[0].clause.id == clause, typed
        assert engine.search(typed).hits[0].clause.id == clause, "and it is found first"


def test_the_days_of_another_session_do_not_answer(engine: Engine) -> None:
    assert engine.ask("Hội nghị Trung ương 6 khóa XI khai mạc ngày nào và bế mạc ngày nào?").refused


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Nghị quyết 29 được Hội nghị Trung ương 6 khóa XIII ban hành ngày nào?", "29-nq-tw-2022"),
        ("Hội nghị Trung ương 6 khóa XI ra nghị quyết 20 vào ngày nào?", "20-nq-tw-2012"),
    ],
)
def test_when_a_session_issued_a_document_is_the_documents_own_date(
    engine: Engine, question: str, document: str
) -> None:
    answer = engine.ask(question)
    assert answer.kind == "metadata"
    assert answer.sources[0].document.id == document
