"""Follow-up questions take from the conversation what they leave out, and show it."""

from __future__ import annotations

from index.engine import Engine
from index.results import Answer

PLAN = "ke-hoach-kl69-bac-giang"


def talk(engine: Engine, *questions: str) -> list[Answer]:
    history: list[Answer] = []
    for question in questions:
        history.append(engine.ask(question, history=history))
    return history


def paths(answer: Answer) -> list[str]:
    return [s.clause.path for s in answer.sources]


def test_what_of_the_district(engine: Engine) -> None:
    _, answer = talk(engine, "Ban Tuyên giáo Tỉnh ủy phải làm gì?", "còn cấp huyện thì sao?")
    assert paths(answer) == ["IV/1"]
    assert any("Kế hoạch" in note for note in answer.understood.carried)
    assert answer.question == answer.understood.original == "còn cấp huyện thì sao?"


def test_one_body_after_another(engine: Engine) -> None:
    answers = talk(
        engine,
        "Huyện ủy phải làm gì theo kế hoạch của tỉnh?",
        "còn Mặt trận thì sao?",
        "Còn HĐND tỉnh?",
        "ai ký văn bản đó?",
    )
    # What the Front is given by name, and what is said of its role.
    assert [paths(a) for a in answers] == [["IV/1"], ["III/1/p3", "IV/4"], ["IV/2"], ["ky"]]


def test_another_document_for_the_same_matter(engine: Engine) -> None:
    _, answer = talk(engine, "Nghị quyết 20 năm 2012 đặt TFP bao nhiêu phần trăm?", "Thế Quyết định 569 thì sao?")
    assert [s.clause.id for s in answer.sources] == ["569-qd-ttg-2022#dieu-1/II/2/a"]


def test_facts_of_the_document_spoken_of(engine: Engine) -> None:
    *_, answer = talk(engine, "Kết luận 69 giao Ban Tuyên giáo Trung ương việc gì?", "Ai ký?")
    assert {s.document.id for s in answer.sources} == {"69-kl-tw-2024"}
    assert "Trương Thị Mai" in answer.text


def test_a_whole_question_takes_nothing(engine: Engine) -> None:
    alone = engine.ask("Quyết định 569 giao Bộ Tài chính việc gì?")
    *_, answer = talk(engine, "Huyện ủy phải làm gì?", "Quyết định 569 giao Bộ Tài chính việc gì?")
    assert answer.understood.carried == ()
    assert answer.sentences == alone.sentences


def test_nothing_comes_of_nothing(engine: Engine) -> None:
    assert engine.ask("còn cấp huyện thì sao?").understood.carried == ()
    *_, answer = talk(engine, "Giá vàng hôm nay?", "còn bạc thì sao?")
    assert answer.refused


def test_as_typed_means_as_typed(engine: Engine) -> None:
    first = engine.ask("Ban Tuyên giáo Tỉnh ủy phải làm gì?")
    assert engine.ask("còn cấp huyện thì sao?", history=[first], literal=True).understood.carried == ()
