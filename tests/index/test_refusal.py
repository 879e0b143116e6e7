"""What is not in the library is not answered, and the refusal says what is lacking."""

from __future__ import annotations

import json
import re

import pytest

from eval.questions import load
from eval.refusal_curve import END, PAGE, points, table
from index import refusal
from index.engine import Engine
from ingest.corpus import catalog, ensure_library
from ingest.errors import LibraryError
from ingest.settings import settings
from ingest.vietnamese import strip_accents

PLAN = "ke-hoach-kl69-bac-giang"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    root = tmp_path_factory.mktemp("tu-choi") / "kho"
    return Engine.open(ensure_library(root, catalog()), catalog())


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("Giá vàng hôm nay?", "hôm nay"),
        ("gia vang hom nay bao nhieu", "hôm nay|không nêu|không trả lời"),
        ("Nghị quyết 20 năm 2017 về chăm sóc sức khỏe nêu mục tiêu gì?", "20-NQ/TW năm 2017"),
        ("Nghị quyết 68 về kinh tế tư nhân giao ai?", "Nghị quyết 68"),
        ("Mục VII.9 của kế hoạch nói gì?", "Mục VII.9"),
        ("Kinh phí thực hiện kế hoạch của tỉnh là bao nhiêu tỷ đồng?", "số tiền"),
        ("Đến năm 2025 tỉnh phải có mấy doanh nghiệp khoa học và công nghệ?", "năm 2025"),
        ("Tỉnh ủy Hải Dương giao ai chủ trì thực hiện Kết luận 69?", "Hải Dương"),
        ("Công an tỉnh được giao việc gì trong kế hoạch?", "công an tỉnh"),
        ("Nghị quyết 20 năm 2012 nói gì về tiền mã hóa?", "không nói tới"),
        ("Hiện nay tỉnh đã có bao nhiêu doanh nghiệp khoa học và công nghệ?", "hiện nay"),
    ],
)
def test_a_refusal_says_what_is_lacking(engine: Engine, question: str, lacking: str) -> None:
    answer = engine.ask(question)
    assert answer.refused
    assert answer.sentences == ()
    assert re.search(lacking, answer.lead, re.I), answer.lead
    assert answer.nearest
    assert all(near.why for near in answer.nearest)


@pytest.mark.parametrize(
    "question",
    [
        "Vì sao Nghị quyết 20 bãi bỏ Kết luận 69?",
        "Vì sao NQ 20 bãi bỏ KL 69?",
        "Tại sao kế hoạch của tỉnh dừng xây dựng trung tâm khởi nghiệp?",
        "Vì sao kế hoạch của tỉnh đặt mục tiêu 500 doanh nghiệp khoa học và công nghệ?",
    ],
)
def test_a_false_premise_is_pointed_out(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.refused
    assert [w.kind for w in answer.warnings][:1] == ["premise"]


def test_a_true_premise_is_no_obstacle(engine: Engine) -> None:
    answer = engine.ask("Vì sao khoa học và công nghệ được kế hoạch của tỉnh coi là động lực chính?")
    assert not answer.refused


def test_a_document_that_can_be_fetched_is_named(engine: Engine) -> None:
    answer = engine.ask("Nghị quyết 57 đặt mục tiêu kinh tế số bao nhiêu phần trăm GDP?")
    assert answer.refused
    assert "57-NQ/TW" in answer.lead


def test_most_questions_outside_are_refused_and_most_inside_answered(engine: Engine) -> None:
    """On the development questions that a fresh installation can be asked."""
    questions = load(split="dev", files={"plan", "outside", "digests"})
    refused = [engine.ask(q.question).refused for q in questions if not q.answerable]
    answered = [not engine.ask(q.question).refused for q in questions if q.answerable]
    assert len(refused) > 30
    assert sum(refused) / len(refused) >= 0.9
    assert sum(answered) / len(answered) >= 0.9


def test_the_curve_is_of_the_floor_in_use(engine: Engine) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert f"| {refusal.FLOOR:.2f} (used) |" in page
    assert page.rstrip().endswith(END)
    some = [q for q in load(split="dev", files={"plan", "outside"}) if q.split == "dev"][::6]
    rows = table(points(engine.composer, some)).splitlines()
    answered = [float(row.split("|")[2]) for row in rows[2:] if row.startswith("|")]
    assert answered == sorted(answered, reverse=True)
    assert answered[0] > 0.9


def test_unanswered_questions_are_kept_only_when_asked_to(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    file = engine.library.root / "gaps.jsonl"
    engine.ask("Giá vàng hôm nay?")
    assert not file.exists()
    monkeypatch.setenv("DANNGUON_RECORD_GAPS", "true")
    settings.cache_clear()
    engine.ask("Giá vàng hôm nay?")
    engine.ask("Các huyện ủy phải làm gì?")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row["question"] for row in rows] == ["Giá vàng hôm nay?"]
    assert rows[0]["reason"]
    file.unlink()
    file.mkdir()
    with pytest.raises(LibraryError, match="DANNGUON_RECORD_GAPS"):
        engine.ask("Giá vàng hôm nay?")
    file.rmdir()


@pytest.mark.parametrize(
    "question",
    [
        "Lúc ban hành kế hoạch thì Bí thư Tỉnh ủy Bắc Giang là ai?",  # its signer is the deputy
        "Hội nghị toàn quốc quán triệt Kết luận 69 tổ chức ngày nào?",  # its own date is another
    ],
)
def test_what_stands_near_does_not_answer(engine: Engine, question: str) -> None:
    for typed in (question, strip_accents(question)):
        assert engine.ask(typed).refused, typed
