"""Documents that a question names by their date alone."""

from __future__ import annotations

import pytest

from index.engine import Engine
from ingest.vietnamese import strip_accents


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Nghị quyết nào của Đảng đề ngày 01/11/2012?", "20-nq-tw-2012"),
        ("Ngày 11 tháng 1 năm 2024 có văn bản nào của Bộ Chính trị?", "69-kl-tw-2024"),
    ],
)
def test_the_document_of_that_day_is_named_by_its_own_date(engine: Engine, question: str, document: str) -> None:
    for typed in (question, strip_accents(question)):
        assert [s.document.id for s in engine.ask(typed).sources] == [document], typed


@pytest.mark.parametrize("day", ["31/02/2012", "02/11/2012"])
def test_what_other_days_brought_does_not_answer(engine: Engine, day: str) -> None:
    assert engine.ask(f"Nghị quyết nào của Đảng đề ngày {day}?").refused


def test_a_day_that_clauses_speak_of_is_answered_by_them(engine: Engine) -> None:
    question = "Quyết định nào của Thủ tướng ban hành ngày 25/5/2020?"
    assert any("25/5/2020" in sentence.text for sentence in engine.ask(question).sentences)


def test_the_days_of_a_session_are_not_the_day_of_its_resolution(engine: Engine) -> None:
    question = "Hội nghị Trung ương thông qua nghị quyết 29 họp từ ngày nào đến ngày nào?"
    assert [s.clause.id for s in engine.ask(question).sources] == ["29-nq-tw-2022#x/6/1"]
