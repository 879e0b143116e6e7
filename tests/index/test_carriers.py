"""By which document somebody carries out another, over what is shipped: the plan and digests."""

from __future__ import annotations

import pytest

from index.engine import Engine
from ingest.vietnamese import strip_accents

NQ29, NQ45, KL50 = "29-nq-tw-2022", "45-nq-tw-2023", "50-kl-tw-2019"


@pytest.mark.parametrize(
    ("question", "clause", "number"),
    [
        ("Chính phủ triển khai Nghị quyết 57 bằng nghị quyết số mấy, ngày nào?", f"{NQ45}#x/6/2", "03/NQ-CP"),
        ("Chương trình hành động của Chính phủ cho NQ 20 là văn bản số mấy?", f"{KL50}#x/3/2", "46/NQ-CP"),
        ("Chính phủ triển khai Nghị quyết 29 bằng văn bản nào, ban hành ngày nào?", f"{NQ29}#x/7/3", "111/NQ-CP"),
        ("Chính phủ có chương trình hành động cho nghị quyết về trí thức chưa, số mấy?", f"{NQ45}#x/5/1", "107/NQ-CP"),
        ("Thủ tướng ban hành kế hoạch thực hiện KL 69 bằng quyết định số mấy?", f"{KL50}#x/4/4", "709/QĐ-TTg"),
        ("Thủ tướng có quyết định nào làm theo kết luận 50 không?", f"{KL50}#x/2/1", "696/QĐ-TTg"),
        ("Với Kết luận 69 thì Thủ tướng có kế hoạch triển khai riêng không?", f"{KL50}#x/4/4", "709/QĐ-TTg"),
        ("KL 69 thì TTg ra kế hoạch thực hiện bằng QĐ số mấy", f"{KL50}#x/4/4", "709/QĐ-TTg"),
        ("Sau Nghị quyết 57, Chính phủ có nghị quyết nào để triển khai (số, ngày)?", f"{NQ45}#x/6/2", "03/NQ-CP"),
        ("kế hoạch của Bộ Chính trị thực hiện NQ 29 công nghiệp hóa – số, ngày", f"{NQ29}#x/8/1", "13-KH/TW"),
        ("Có hướng dẫn nào của ban đảng về việc thực hiện Nghị quyết 45 không, số mấy?", f"{NQ45}#x/4/1", "145-HD"),
        ("Để làm nghị quyết 45, Chính phủ ra văn bản số mấy, ngày nào?", f"{NQ45}#x/5/1", "107/NQ-CP"),
        ("Bộ Chính trị có ra kế hoạch để thực hiện NQ 29 khóa XIII không? Số mấy?", f"{NQ29}#x/8/1", "13-KH/TW"),
        ("Ban Tuyên giáo Trung ương có hướng dẫn số mấy về nghị quyết 45?", f"{NQ45}#x/4/1", "145-HD/BTGTW"),
    ],
)
def test_what_carries_a_document_out_is_given_and_not_its_own_number(
    engine: Engine, question: str, clause: str, number: str
) -> None:
    for typed in (question, strip_accents(question)):
        answer = engine.ask(typed)
        assert [s.clause.id for s in answer.sources] == [clause], typed
        assert number in answer.sentences[0].text
        assert engine.search(typed).hits[0].clause.id == clause, "and it is found first"


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Thủ tướng ban hành chiến lược khoa học công nghệ 2030 bằng quyết định số mấy?", "569-qd-ttg-2022"),
        ("Bộ Chính trị ra kết luận nào để tiếp tục thực hiện Nghị quyết 20?", "69-kl-tw-2024"),
        ("Ban Bí thư ra kết luận nào để thực hiện Nghị quyết 20, ngày mấy?", "50-kl-tw-2019"),
    ],
)
def test_what_the_library_holds_speaks_for_itself(engine: Engine, question: str, document: str) -> None:
    assert [s.document.id for s in engine.ask(question).sources] == [document]


def test_what_no_clause_tells_of_is_not_made_up(engine: Engine) -> None:
    assert engine.ask("Quốc hội ra nghị quyết số mấy để thực hiện Nghị quyết 29?").refused
