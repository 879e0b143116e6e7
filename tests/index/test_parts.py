"""Questions that ask several things: told apart by their words, each answered where the whole answer leaves it out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine import Engine
from index.parts import parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GDP tăng mỗi năm bao nhiêu và thu nhập đầu người đạt bao nhiêu?",
         ("GDP tăng mỗi năm bao nhiêu", "thu nhập đầu người đạt bao nhiêu?")),
        ("Ai làm trưởng ban chỉ đạo, mấy tháng phải báo cáo một lần?",
         ("Ai làm trưởng ban chỉ đạo", "mấy tháng phải báo cáo một lần?")),
        ("Kế hoạch có mấy mục tiêu, là những mục tiêu nào?", ()),
        ("Viện nghiên cứu không còn phù hợp thì xử lý thế nào?", ()),
        ("Tài chính, đấu thầu và tài sản công được nói tới ở đâu?", ()),
        ("Hãng nọ làm điều chưa ai từng làm, chẳng may lỗ vốn thì có bị phạt không?", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_each_part_asks_something_of_its_own(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text) == expected


@given(st.text(alphabet="aà bcgìinào,;?. vàcònmấy", max_size=120))
def test_parts_are_pieces_of_the_text_in_order(text: str) -> None:
    at = 0
    for part in parts(text):
        at = text.index(part, at) + len(part)


def test_each_thing_asked_is_quoted(engine: Engine) -> None:
    question = "Nghị quyết 29: đến 2030 GDP tăng mỗi năm bao nhiêu và GDP đầu người khoảng bao nhiêu đô la?"
    # In the order in which they are asked, though the second answers the whole question best.
    assert [s.clause.id for s in engine.ask(question).sources] == ["29-nq-tw-2022#x/3/5", "29-nq-tw-2022#x/3/6"]


def test_a_question_with_a_part_that_nothing_answers_stays_refused(engine: Engine) -> None:
    assert engine.ask("Hội đồng Tư vấn quốc gia họp mấy lần một quý và ai được bầu làm thư ký?").refused
