"""What a question asks for, in whichever words: told from words that only look alike, and held against the texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine import Engine
from index.question_cues import cue_text

PLAN = "ke-hoach-kl69-bac-giang"


def cited(engine: Engine, question: str) -> list[str]:
    return [source.clause.id for source in engine.ask(question).sources]


def test_words_that_only_look_like_words_of_asking_are_blanked() -> None:
    assert "may" not in cue_text("Nâng cấp máy móc thế nào?").split()
    assert "may" in cue_text("Có mấy mục tiêu?").split()
    assert "luong" not in cue_text("Chất lượng nhân lực được bao nhiêu?").split()
    assert "may" in cue_text("co may muc tieu").split()


@given(st.text(max_size=200))
def test_cues_stand_where_the_words_stand(text: str) -> None:
    assert len(cue_text(text)) == len(text)


@pytest.mark.parametrize("question", ["Tỷ lệ hộ nghèo Bắc Giang năm 2024", "tỷ lệ dân thành thị không sống ở xã 2045"])
def test_words_headed_by_a_figure_ask_for_it(engine: Engine, question: str) -> None:
    assert engine.composer.case(question).asked.quantity == "percent"
    assert engine.ask(question).refused


@pytest.mark.parametrize(
    "question",
    [
        "Trung tâm khởi nghiệp đổi mới sáng tạo của tỉnh đặt ở huyện nào?",
        "Kế hoạch của tỉnh cử ai làm trưởng ban chỉ đạo?",
        "Kế hoạch của tỉnh thay thế kế hoạch nào trước đó?",
        "Ban Tổ chức Tỉnh ủy được kế hoạch giao nhiệm vụ gì?",
        "Kế hoạch tỉnh giao Trường Đại học Nông - Lâm Bắc Giang nhiệm vụ nào?",
        "Tỉnh ủy Lạng Sơn được giao gì trong kế hoạch?",
        "Bộ Y tế được giao nhiệm vụ nào ở Điều 2 Quyết định 569?",
        "Mục tiêu có bao nhiêu doanh nghiệp khoa học và công nghệ của tỉnh vào năm 2045?",
    ],
)
def test_what_the_texts_do_not_say_is_not_answered_with_something_near(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.refused
    assert answer.lead
    assert answer.nearest


def test_who_gives_work_is_not_asked_what_it_must_do(engine: Engine) -> None:
    duties = engine.composer.tools.duties
    assert duties.named("Bộ Chính trị yêu cầu các tỉnh ủy làm gì?") == ("Tỉnh ủy",)
    assert duties.named("Kết luận của Bộ Chính trị giao Ban Tuyên giáo Trung ương việc gì?") == (
        "Ban Tuyên giáo Trung ương",
    )


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Chiến lược 569 nói gì về nhân lực?", "569-qd-ttg-2022"),
        ("nghị quyết 20 2030", "20-nq-tw-2012"),
        ("tình hình thế giới", ""),
    ],
)
def test_documents_are_named_as_people_name_them(engine: Engine, question: str, document: str) -> None:
    named = engine.retriever.reader.namer.find(question)
    assert named.strong == ((document,) if document else ())
    assert PLAN not in named.weights
    assert not named.unknown


def test_two_dated_resolutions_are_two(engine: Engine) -> None:
    weights = engine.retriever.reader.namer.find("ở nghị quyết năm 2012 và ở nghị quyết năm 2023").weights
    assert {"20-nq-tw-2012", "45-nq-tw-2023"} <= set(weights)


def test_a_fact_of_several_documents_is_given_for_each(engine: Engine) -> None:
    documents = {c.partition("#")[0] for c in cited(engine, "Kết luận 69 và kế hoạch của tỉnh do ai ký?")}
    assert documents == {"69-kl-tw-2024", PLAN}


def test_how_many_tasks_is_answered_by_the_tasks(engine: Engine) -> None:
    assert cited(engine, "Kế hoạch của tỉnh có bao nhiêu nhóm nhiệm vụ, là những nhóm nào?")[:6] == [
        f"{PLAN}#III/{n}" for n in range(1, 7)
    ]


def test_a_place_in_a_document_and_a_body_give_its_duties_there(engine: Engine) -> None:
    found = cited(engine, "Bộ Tài chính được giao việc gì ở Điều 2 Quyết định 569?")
    assert found
    assert all(clause.startswith("569-qd-ttg-2022#dieu-2/3") for clause in found)


def test_a_document_that_carries_another_out_is_not_that_other(engine: Engine) -> None:
    answer = engine.ask("Chương trình hành động của Thanh Hóa thực hiện Nghị quyết 29 mang số nào?")
    assert answer.refused or "29-NQ/TW" not in answer.text


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("So sánh mục III.2 của kế hoạch tỉnh với mục 2 của KL69", {f"{PLAN}#III/2", "69-kl-tw-2024#2"}),
        ("KL69 mục 5 và kế hoạch mục III.5 khác nhau thế nào?", {f"{PLAN}#III/5", "69-kl-tw-2024#5"}),
        ("Nhiệm vụ thứ sáu ở Kết luận 69 và ở kế hoạch tỉnh khác nhau gì?", {f"{PLAN}#III/6", "69-kl-tw-2024#6"}),
    ],
)
def test_places_in_two_documents_stand_side_by_side(engine: Engine, question: str, clauses: set[str]) -> None:
    answer = engine.ask(question)
    assert answer.kind == "comparison"
    assert clauses <= {source.clause.id for source in answer.sources}
    assert all(any(s.clause.id.startswith(c) for c in clauses) for s in answer.sources)
