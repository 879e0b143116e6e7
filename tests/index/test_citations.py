"""The gate: quotations character by character, other wordings by rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.citations import JOINT, exact, gate, objection, quotation, words_of
from index.entailment import objection_to
from index.results import QUOTED, REWORDED, Quote, Sentence
from ingest.corpus import catalog, ensure_library
from ingest.document import Document

PLAN = "ke-hoach-kl69-bac-giang"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    library = ensure_library(tmp_path_factory.mktemp("cong") / "kho", catalog())
    return {d.id: d for d in library.documents()}


def quoted(documents: dict[str, Document], path: str, start: int = 0, end: int | None = None) -> Sentence:
    clause = documents[PLAN].by_id[f"{PLAN}#{path}"]
    span = Quote(clause.id, start, len(clause.text) if end is None else end)
    return Sentence(clause.text[span.start : span.end], (span,))


def test_every_clause_quotes_itself(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for clause in document.clauses:
            assert exact(Sentence(clause.text, (Quote(clause.id, 0, len(clause.text)),)), documents), clause.id


def test_one_character_more_or_less_is_not_the_clause(documents: dict[str, Document]) -> None:
    sentence = quoted(documents, "IV/1")
    for text in (sentence.text[:-1], sentence.text + ".", sentence.text.replace("ủy", "uỷ", 1), sentence.text.lower()):
        assert not exact(replace(sentence, text=text), documents)
        kept, notices = gate([replace(sentence, text=text)], documents)
        assert kept == (sentence,)
        assert [n.kind for n in notices] == ["model"]


def test_a_span_or_a_clause_that_is_not_there_is_dropped_and_said(documents: dict[str, Document]) -> None:
    sentence = quoted(documents, "IV/1")
    clause = sentence.quotes[0].clause
    for quote in (
        Quote(f"{PLAN}#IX/9", 0, 5), Quote("khong-co#1", 0, 5), Quote(clause, 5, 5), Quote(clause, -4, 9),
        Quote(clause, 0, 100_000), Quote("", 0, 1),
    ):  # fmt: skip
        assert words_of(quote, documents) is None
        kept, notices = gate([replace(sentence, quotes=(quote,))], documents)
        assert kept == ()
        assert "đã bỏ" in notices[0].text


def test_two_spans_are_joined_with_an_ellipsis(documents: dict[str, Document]) -> None:
    clause = documents[PLAN].by_id[f"{PLAN}#IV/1"]
    quotes = (Quote(clause.id, 3, 20), Quote(clause.id, 40, 60))
    sentence = Sentence(clause.text[3:20] + JOINT + clause.text[40:60], quotes)
    assert exact(sentence, documents)
    assert not exact(replace(sentence, text=clause.text[3:60]), documents)
    plain = quotation(replace(sentence, text="gì đó", style=REWORDED), documents)
    assert plain == replace(sentence, style=QUOTED)


FIGURES = (
    "Đến năm 2025 đầu tư đạt 1,2% - 1,5% GDP; đến năm 2030 đạt 1,5% - 2% GDP, trong đó xã hội đóng góp 65% - 70%. "
    "Cơ quan chủ trì báo cáo trước ngày 15 tháng 12 hằng năm."
)
DUTY = (
    "Bộ Tài chính chủ trì, phối hợp với Bộ Khoa học và Công nghệ cân đối ngân sách; Ủy ban nhân dân tỉnh phải gửi báo "
    "cáo về Bộ Khoa học và Công nghệ trước ngày 15 tháng 12 hằng năm. Không sử dụng kinh phí sai mục đích."
)


@pytest.mark.parametrize(
    "said",
    [
        "Đến năm 2030 đầu tư đạt 1,5% - 2% GDP, trong đó xã hội đóng góp 65% - 70%.",
        "Cơ quan chủ trì báo cáo trước ngày 15 tháng 12 hằng năm.",
        "Hằng năm, trước ngày 15 tháng 12, cơ quan chủ trì báo cáo.",
    ],
)
def test_a_faithful_wording_of_figures_holds(said: str) -> None:
    assert objection_to(said, [FIGURES]) == ""


@pytest.mark.parametrize(
    "said",
    [
        "Đến năm 2030 đầu tư đạt 1,2% - 1,5% GDP.",
        "Đến năm 2025 đầu tư đạt 1,5% - 2% GDP.",
        "Đến năm 2025 xã hội đóng góp 65% - 70%.",
        "Đến năm 2030 đầu tư đạt 15% - 20% GDP.",
        "Đến năm 2030 đầu tư đạt 1,5 - 2 tỷ đồng.",
        "Cơ quan chủ trì báo cáo sau ngày 15 tháng 12 hằng năm.",
        "Cơ quan chủ trì báo cáo trước ngày 12 tháng 15 hằng năm.",
        "Cơ quan phối hợp báo cáo trước ngày 15 tháng 12 hằng năm.",
        "Cơ quan chủ trì báo cáo trước ngày 15 tháng 12.",
        "Cơ quan chủ trì không phải báo cáo trước ngày 15 tháng 12 hằng năm.",
        "Quốc hội báo cáo trước ngày 15 tháng 12 hằng năm.",
        "",
        "…",
    ],
)
def test_figures_put_together_anew_do_not(said: str) -> None:
    assert objection_to(said, [FIGURES]) != ""


@pytest.mark.parametrize(
    "said",
    [
        "Bộ Tài chính chủ trì, phối hợp với Bộ Khoa học và Công nghệ cân đối ngân sách.",
        "Ủy ban nhân dân tỉnh phải gửi báo cáo về Bộ Khoa học và Công nghệ trước ngày 15 tháng 12 hằng năm.",
        "Không sử dụng kinh phí sai mục đích.",
    ],
)
def test_a_faithful_wording_of_a_duty_holds(said: str) -> None:
    assert objection_to(said, [DUTY]) == ""


@pytest.mark.parametrize(
    "said",
    [
        "Bộ Khoa học và Công nghệ chủ trì, phối hợp với Bộ Tài chính cân đối ngân sách.",
        "Bộ Tài chính cân đối ngân sách.",
        "Bộ Tài chính phải gửi báo cáo về Bộ Khoa học và Công nghệ trước ngày 15 tháng 12 hằng năm.",
        "Ủy ban nhân dân tỉnh gửi báo cáo về Bộ Khoa học và Công nghệ trước ngày 15 tháng 12 hằng năm.",
        "Ủy ban nhân dân tỉnh có thể gửi báo cáo về Bộ Khoa học và Công nghệ trước ngày 15 tháng 12 hằng năm.",
        "Ủy ban nhân dân tỉnh phải gửi báo cáo về Bộ Tài chính trước ngày 15 tháng 12 hằng năm.",
        "Ủy ban nhân dân xã phải gửi báo cáo về Bộ Khoa học và Công nghệ trước ngày 15 tháng 12 hằng năm.",
        "Sử dụng kinh phí sai mục đích.",
        "Bộ Tài chính không chủ trì, phối hợp với Bộ Khoa học và Công nghệ cân đối ngân sách.",
        "Bộ Khoa học và Công nghệ phải gửi báo cáo về Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 hằng năm.",
    ],
)
def test_a_duty_turned_round_does_not(said: str) -> None:
    assert objection_to(said, [DUTY]) != ""


def test_a_sentence_holds_by_itself_and_not_by_another(documents: dict[str, Document]) -> None:
    """Over the whole plan: each clause carries its own words, and not those of its neighbour."""
    clauses = [c for c in documents[PLAN].clauses if c.kind in ("item", "bullet", "paragraph") and len(c.text) > 60]
    for clause, other in zip(clauses, clauses[1:] + clauses[:1], strict=True):
        own = Sentence(clause.text[clause.body[0] :], (Quote(clause.id, 0, len(clause.text)),), REWORDED)
        assert objection(own, documents) == "", clause.id
        theirs = replace(own, quotes=(Quote(other.id, 0, len(other.text)),))
        if clause.text[clause.body[0] :] not in other.text:
            assert objection(theirs, documents) != "", (clause.id, other.id)
