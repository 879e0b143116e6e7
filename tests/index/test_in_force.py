"""Whether a document still holds."""

from __future__ import annotations

import pytest

from index.engine import Engine
from ingest.vietnamese import strip_accents


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("kết luận 50 giờ còn dùng được không hay bị thay rồi?", "50-kl-tw-2019#x/4/3"),
        ("Nghị quyết 29 bị thay chưa hay vẫn còn?", "29-nq-tw-2022#x/11/5"),
        ("nghị quyết trí thức bị bãi bỏ chưa vậy", "45-nq-tw-2023#x/9/4"),
        ("Nghị quyết 45 về trí thức có còn hiệu lực không?", "45-nq-tw-2023#x/9/4"),
        ("Đến nay nghị quyết công nghiệp hóa năm 2022 đã có văn bản nào thay thế chưa?", "29-nq-tw-2022#x/11/5"),
        ("Sau Kết luận 50 có những văn bản chỉ đạo nào mới hơn về khoa học?", "50-kl-tw-2019#x/4/3"),
    ],
)
def test_what_is_known_of_that_is_quoted(engine: Engine, question: str, clause: str) -> None:
    for typed in (question, strip_accents(question)):
        assert [s.clause.id for s in engine.ask(typed).sources] == [clause], typed


def test_what_a_document_replaces_is_another_question(engine: Engine) -> None:
    sources = [s.clause.id for s in engine.ask("Nghị quyết 45 thay thế nghị quyết nào?").sources]
    assert "45-nq-tw-2023#x/9/4" not in sources


def test_a_document_that_does_not_mention_another_is_told_so(engine: Engine) -> None:
    for question in ("Trong kết luận 69 có nhắc gì tới kết luận 50 không?", "KL 69 có chỗ nào dẫn lại KL 50 không?"):
        answer = engine.ask(question)
        assert [s.clause.id for s in answer.sources] == ["50-kl-tw-2019#x/4/2"], question
        assert "không nhắc tới Kết luận 50" in answer.sentences[0].text
