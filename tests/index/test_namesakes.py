"""Other documents of the same number."""

from __future__ import annotations

import pytest

from index.engine import Engine

NQ29, NQ45 = "29-nq-tw-2022", "45-nq-tw-2023"


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("Ngoài nghị quyết về công nghiệp hóa, còn Nghị quyết 29-NQ/TW nào khác cùng số?", [f"{NQ29}#x/10/1"]),
        ("Tôi thấy có một nghị quyết 29-NQ/TW nữa về giáo dục, cái đó đề ngày nào?", [f"{NQ29}#x/10/1"]),
        ("Có một Nghị quyết 29-NQ/TW về giáo dục, bản ấy đề ngày nào?", [f"{NQ29}#x/10/1"]),
        (
            "Cùng ngày với kết luận 50, Ban Bí thư còn ra mấy kết luận khác nữa?",
            ["50-kl-tw-2019#x/5/1", "50-kl-tw-2019#x/5/2"],
        ),
        ("co nghi quyet 29 nao khac noi ve giao duc phai khong, ngay nao ra?", [f"{NQ29}#x/10/1"]),
        (
            "Có nghị quyết nào khác trùng số 29-NQ/TW và 45-NQ/TW không, nói về việc gì?",
            [f"{NQ29}#x/10/1", f"{NQ45}#x/8/2"],
        ),
    ],
)
def test_the_other_document_is_told_of_and_not_the_one_named(engine: Engine, question: str, clauses: list[str]) -> None:
    assert [s.clause.id for s in engine.ask(question).sources] == clauses


def test_figures_are_not_namesakes(engine: Engine) -> None:
    question = "Tỷ trọng công nghiệp chế biến, chế tạo trong GDP theo NQ 29 (đừng nhầm với toàn ngành)?"
    assert f"{NQ29}#x/10/2" not in [s.clause.id for s in engine.ask(question).sources]


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        (
            "Ninh Bình triển khai KL 69 bằng kế hoạch nào của Tỉnh ủy và kế hoạch nào của UBND tỉnh?",
            "50-kl-tw-2019#x/4/5",
        ),
        ("Ninh Bình làm KL 69: KH của Tỉnh ủy với KH của UBND tỉnh số mấy?", "50-kl-tw-2019#x/4/5"),
        ("Đồng Nai: Tỉnh ủy và UBND tỉnh ra những văn bản nào để thực hiện Nghị quyết 29?", f"{NQ29}#x/9/7"),
    ],
)
def test_another_province_is_not_answered_with_our_plan(engine: Engine, question: str, clause: str) -> None:
    assert [s.clause.id for s in engine.ask(question).sources] == [clause]
    assert engine.search(question).hits[0].clause.id == clause


def test_which_documents_are_meant_is_told_by_a_clause_that_names_them(engine: Engine) -> None:
    question = "Sơ kết 5 năm và tổng kết 10 năm nghị quyết 20 lần lượt dẫn tới văn bản nào?"
    assert [s.clause.id for s in engine.ask(question).sources] == ["50-kl-tw-2019#x/4/1"]
