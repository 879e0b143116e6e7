"""Facts of a document asked for as people speak: regions, particles, two facts at once, either this body or that."""

from __future__ import annotations

import pytest

from index.engine import Engine

NQ20, NQ29, NQ45, KL50 = "20-nq-tw-2012", "29-nq-tw-2022", "45-nq-tw-2023", "50-kl-tw-2019"
PLAN, STRATEGY, KL69 = "ke-hoach-kl69-bac-giang", "569-qd-ttg-2022", "69-kl-tw-2024"


@pytest.mark.parametrize(
    ("question", "document", "says"),
    [
        ("cái kết luận 50 ra hồi mô rứa?", KL50, "30/5/2019"),
        ("cái nghị quyết 20 về khoa học đó, Trung ương ra bữa nào vậy ta?", NQ20, "01/11/2012"),
        ("hôm mô Bộ Chính trị ra cái kết luận 69 hầy?", KL69, "11/01/2024"),
        ("Chị mô ký cái kế hoạch của tỉnh Bắc Giang về kết luận 69 rứa?", PLAN, "Lê Thị Thu Hồng"),
        ("Cho hỏi số, ký hiệu của nghị quyết Trung ương năm 2012 về khoa học và công nghệ?", NQ20, "20-NQ/TW"),
        ("Trung ương khóa mấy đẻ ra cái nghị quyết 20 ấy nhỉ?", NQ20, "khóa XI"),
        ("Trung ương họp lần thứ mấy thì ra cái nghị quyết dành cho giới trí thức?", NQ45, "lần thứ tám"),
        ("Nghị quyết mới về đội ngũ trí thức của Trung ương: số hiệu, ngày ban hành?", NQ45, "24/11/2023"),
        ("Chiến lược 2030 là Thủ tướng ban hành hay Bộ Khoa học ban hành hở bác?", STRATEGY, "Thủ tướng"),
        ("Tỉnh Bắc Giang có gửi bản kế hoạch cho Bộ Khoa học và Công nghệ không hè?", PLAN, "Nơi nhận"),
    ],
)
def test_the_fact_is_given(engine: Engine, question: str, document: str, says: str) -> None:
    answer = engine.ask(question)
    assert not answer.refused
    assert {s.document.id for s in answer.sources} == {document}
    assert any(says in sentence.text for sentence in answer.sentences)
    assert engine.search(question).hits[0].clause.id == answer.sources[0].clause.id


@pytest.mark.parametrize("word", ["rứa", "mô", "hầy", "nớ", "hè", "hông"])
def test_words_of_the_regions_are_not_taken_for_mistakes(engine: Engine, word: str) -> None:
    assert engine.ask(f"kết luận 50 ra ngày nào {word}?").understood.text.endswith(f"{word}?")


def test_a_clause_that_states_both_facts_is_quoted_alone(engine: Engine) -> None:
    answer = engine.ask("Nghị quyết 29 số hiệu gì, ban hành ngày nào?")
    assert [s.clause.id for s in answer.sources] == [f"{NQ29}#pre/p1"]


def test_what_else_came_that_day_is_no_fact_of_the_document(engine: Engine) -> None:
    answer = engine.ask("Cùng ngày với Kết luận 50, Ban Bí thư còn ban hành các kết luận số mấy nữa?")
    assert f"{KL50}#x/5/1" in [s.clause.id for s in answer.sources]
