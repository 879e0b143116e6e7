"""What the library's documents tell of documents that it does not hold, over what is shipped: the plan and digests."""

from __future__ import annotations

import pytest

from index.engine import Engine
from ingest.vietnamese import strip_accents

NQ29, NQ45, KL50 = "29-nq-tw-2022", "45-nq-tw-2023", "50-kl-tw-2019"


def cited(engine: Engine, question: str) -> list[str]:
    return [source.clause.id for source in engine.ask(question).sources]


@pytest.mark.parametrize(
    ("question", "clause", "says"),
    [
        ("Quyết định 700/QĐ-TTg do ai ký, ngày nào?", f"{NQ29}#x/8/2", "Trần Hồng Hà"),
        ("Quyết định 700 do ai ký?", f"{NQ29}#x/8/2", "Trần Hồng Hà"),
        ("Quyết định 700 do ai ký, ngày nào?", f"{NQ29}#x/8/2", "19/7/2024"),
        ("Quyết định 696 của Thủ tướng ban hành ngày tháng năm nào?", f"{KL50}#x/2/1", "25/5/2020"),
        ("QĐ 696 có hiệu lực từ khi nào?", f"{KL50}#x/2/8", "từ ngày ký"),
        ("Hướng dẫn 145 là của cơ quan nào, ngày nào?", f"{NQ45}#x/4/1", "12/3/2024"),
        ("Nghị quyết 45-NQ/TW năm 2019 là văn bản gì?", f"{NQ45}#x/8/1", "Hải Phòng"),
    ],
)
def test_a_document_that_is_not_here_is_told_of_by_one_that_is(
    engine: Engine, question: str, clause: str, says: str
) -> None:
    for typed in (question, strip_accents(question)):
        answer = engine.ask(typed)
        assert not answer.refused, typed
        assert [s.clause.id for s in answer.sources] == [clause], typed
        assert says in answer.sentences[0].text
        assert answer.lead.startswith("Kho không có"), "whose words they are is said"


@pytest.mark.parametrize(
    "question",
    [
        "Nghị quyết 111 ai ký?",
        "Quyết định 696 ai ký?",
        "Nghị quyết 111 yêu cầu xây bao nhiêu trường học?",
        "Quyết định 700 chi bao nhiêu tiền?",
        "Quyết định 709 giao cho Bộ Công Thương việc gì?",
        "Quyết định 12345/QĐ-TTg nói gì?",
        "Lạng Sơn ban hành kế hoạch số bao nhiêu để thực hiện Kết luận 69?",
        "Tỷ lệ hộ nghèo Lạng Sơn là bao nhiêu?",
    ],
)
def test_what_no_clause_tells_of_it_is_not_answered(engine: Engine, question: str) -> None:
    assert engine.ask(question).refused


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Kế hoạch của Tỉnh ủy Lạng Sơn thực hiện KL 50 số mấy, ngày nào?", f"{KL50}#x/3/1"),
        ("Thủ tướng ban hành kế hoạch thực hiện Kết luận 50 bằng quyết định số nào?", f"{KL50}#x/2/1"),
        ("Tỉnh ủy Đồng Nai thực hiện NQ 29 bằng chương trình số mấy?", f"{NQ29}#x/9/7"),
        ("Chiến lược công nghiệp bán dẫn ban hành bằng quyết định nào, ngày nào?", f"{NQ29}#x/9/2"),
        ("Chương trình hành động của Chính phủ thực hiện Nghị quyết 29 là văn bản số bao nhiêu?", f"{NQ29}#x/7/3"),
    ],
)
def test_a_document_that_is_only_described_is_not_taken_for_the_one_it_carries_out(
    engine: Engine, question: str, clause: str
) -> None:
    assert cited(engine, question) == [clause]


def test_what_carries_out_each_of_several_is_told_one_by_one(engine: Engine) -> None:
    question = "Chính phủ ra nghị quyết số mấy để thực hiện NQ 29 và số mấy để thực hiện NQ 45?"
    assert cited(engine, question) == [f"{NQ29}#x/7/3", f"{NQ45}#x/5/1"]


def test_the_plan_of_another_is_not_the_province_s(engine: Engine) -> None:
    find = engine.retriever.reader.namer.find
    plan = "ke-hoach-kl69-bac-giang"
    assert plan in find("Kế hoạch của tỉnh giao ai?").weights
    for other in ("Kế hoạch của tỉnh Thanh Hóa", "kế hoạch của Thủ tướng", "tổ chức KH&CN", "kế hoạch nào"):
        assert plan not in find(other).weights, other


def test_numbers_in_a_row_share_the_word_for_their_kind(engine: Engine) -> None:
    find = engine.retriever.reader.namer.find
    assert {NQ29, NQ45} <= set(find("Tầm nhìn 2045 của hai nghị quyết 29 và 45").strong)
    assert NQ45 not in find("Nghị quyết 29, 45% GDP").weights


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Chiến lược công nghiệp bán dẫn ban hành bằng quyết định nào, ngày nào?", f"{NQ29}#x/9/2"),
        ("chiến lược quốc gia về trí thức là quyết định số mấy, ai ký", f"{NQ45}#x/6/6"),
        ("Quyết định nào của Thủ tướng phê duyệt chiến lược phát triển đội ngũ trí thức?", f"{NQ45}#x/6/6"),
        ("Kế hoạch 13-KH/TW được Thủ tướng cụ thể hóa bằng quyết định nào và ai ký?", f"{NQ29}#x/8/2"),
    ],
)
def test_a_strategy_known_by_its_subject_is_not_the_one_of_2022(engine: Engine, question: str, clause: str) -> None:
    assert [s.clause.id for s in engine.ask(question).sources] == [clause]


def test_a_province_that_other_clauses_name_is_not_said_to_be_nowhere(engine: Engine) -> None:
    answer = engine.ask("Bắc Ninh được giao bao nhiêu tỷ đồng theo Kết luận 69?")
    assert answer.refused
    assert "Các văn bản trong kho không nhắc tới" not in answer.lead


def test_each_of_two_provinces_is_told_of(engine: Engine) -> None:
    answer = engine.ask("Thanh Hóa với Sóc Trăng ra chương trình số mấy để làm nghị quyết 45?")
    assert [s.clause.id for s in answer.sources] == [f"{NQ45}#x/7/7", f"{NQ45}#x/7/8"]
    assert [sentence.group for sentence in answer.sentences] == ["Thanh Hóa", "Sóc Trăng"]


def test_what_follows_the_name_of_a_law_is_none_of_it(engine: Engine) -> None:
    question = "Việc xây dựng Luật Phát triển công nghiệp bắt nguồn từ đâu, là nhiệm vụ thứ mấy của quyết định nào?"
    assert [s.clause.id for s in engine.ask(question).sources] == [f"{NQ29}#x/8/4"]


def test_a_document_only_warned_of_is_not_asked_about(engine: Engine) -> None:
    question = (
        "Kế hoạch của Thủ tướng thực hiện Kết luận 69 là quyết định số mấy (đừng lẫn với kế hoạch cho Kết luận 50)?"
    )
    assert [s.clause.id for s in engine.ask(question).sources] == [f"{KL50}#x/4/4"]


def test_the_day_of_a_meeting_is_not_that_of_the_resolution(engine: Engine) -> None:
    question = "Ai chủ trì cuộc họp Bộ Chính trị cho ý kiến về đề án tổng kết nghị quyết trí thức, họp hôm nào?"
    assert [s.clause.id for s in engine.ask(question).sources] == [f"{NQ45}#x/3/2"]
