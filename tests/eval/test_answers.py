"""Answers graded, on hand-made answers over the plan's real clauses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval import answers
from eval.judge import Judge
from eval.questions import Question, says
from index.results import REWORDED, Answer, Quote, Sentence, Understanding
from ingest.corpus import catalog, ensure_library
from ingest.vietnamese import collapse, fold

PLAN = "ke-hoach-kl69-bac-giang"
ASKED = Question(
    "q", "Huyện ủy phải làm gì?", "obligation", "dev", (PLAN,), (f"{PLAN}#IV/1",), (), ("quán triệt",), "", True, "plan"
)
JUDGE = Judge()


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    library = ensure_library(tmp_path_factory.mktemp("library") / "kho", catalog())
    return {document.id: document for document in library.documents()}


def quoted(documents, path: str, start: int = 0, end: int | None = None) -> Sentence:
    text = documents[PLAN].by_id[f"{PLAN}#{path}"].text
    end = len(text) if end is None else end
    return Sentence(text[start:end], (Quote(f"{PLAN}#{path}", start, end),))


def answer(*sentences: Sentence, kind: str = "duty") -> Answer:
    return Answer(ASKED.question, Understanding(ASKED.question, ASKED.question), kind, sentences=sentences)  # type: ignore[arg-type]


def test_a_right_answer(documents):
    graded = answers.grade(ASKED, answer(quoted(documents, "IV/1")), documents, JUDGE)
    assert (graded.right, graded.cited, graded.gold_share) == (1.0, 1.0, 1.0)
    assert graded.recall == (1.0,)
    assert graded.precision == (1.0,)
    assert graded.broken == ()


def test_a_wrong_clause_is_neither_right_nor_gold(documents):
    graded = answers.grade(ASKED, answer(quoted(documents, "II/2/b1")), documents, JUDGE)
    assert (graded.right, graded.cited, graded.gold_share) == (0.0, 0.0, 0.0)


def test_half_a_list_is_half(documents):
    asked = replace(ASKED, items=(f"{PLAN}#IV/1", f"{PLAN}#IV/2"))
    graded = answers.grade(asked, answer(quoted(documents, "IV/1")), documents, JUDGE)
    assert graded.items == 0.5


def test_a_quote_that_is_off_by_one_is_broken(documents):
    good = quoted(documents, "IV/1", 3, 60)
    off = replace(good, quotes=(replace(good.quotes[0], start=4, end=61),))
    assert answers.broken_quotes(good, documents) == []
    assert answers.broken_quotes(off, documents)


def test_words_that_nothing_quotes_are_broken(documents):
    good = quoted(documents, "IV/1", 3, 60)
    assert answers.broken_quotes(replace(good, text=good.text + " ngay lập tức"), documents)
    assert answers.broken_quotes(replace(good, quotes=()), documents)
    assert answers.broken_quotes(replace(good, quotes=(Quote(f"{PLAN}#IV/99", 0, 5),)), documents)
    # A model's wording may differ; it is the judge that looks at it.
    assert answers.broken_quotes(replace(good, text="Phải quán triệt.", style=REWORDED), documents) == []


def test_reworded_with_another_number_has_no_citation_recall(documents):
    clause = next(c for c in documents[PLAN].clauses if c.kind == "bullet" and any(ch.isdigit() for ch in c.text))
    whole = Quote(clause.id, 0, len(clause.text))
    same = Sentence(clause.text.lstrip("- "), (whole,), style=REWORDED)
    assert answers.citation_recall(same, documents, JUDGE) == 1.0
    digit = next(c for c in clause.text if c.isdigit())
    changed = replace(same, text=same.text.replace(digit, "7" if digit != "7" else "8"))
    assert answers.citation_recall(changed, documents, JUDGE) == 0.0


def test_a_superfluous_citation_costs_precision(documents):
    first, other = quoted(documents, "IV/1"), quoted(documents, "II/2/b1")
    both = replace(first, quotes=first.quotes + other.quotes, style=REWORDED)
    assert answers.citation_precision(both, documents, JUDGE) == [1.0, 0.0]


@pytest.mark.parametrize(
    ("said", "wanted", "expected"),
    [
        ("trước ngày 15/12 hằng năm", "15/12", True),
        ("trước ngày 115/12", "15/12", False),
        ("đạt 2% trở lên", "2%", True),
        ("đạt 12% trở lên", "2%", False),
        ("Uỷ ban nhân dân", "ủy ban", True),
        ("năm 20301", "năm 2030", False),
    ],
)
def test_gold_words_are_not_found_inside_other_numbers(said, wanted, expected):
    assert says(collapse(fold(said)), wanted) is expected


def test_refusals_count_both_ways(documents):
    off = replace(ASKED, answerable=False, gold=(), strings=())
    refusal = answer(kind="refusal")
    given = answer(quoted(documents, "IV/1"))
    rows = [
        answers.grade(off, refusal, documents, JUDGE),
        answers.grade(off, given, documents, JUDGE),
        answers.grade(ASKED, refusal, documents, JUDGE),
        answers.grade(ASKED, given, documents, JUDGE),
    ]
    figures = answers.summary(rows)["all"]
    assert figures["refusal precision"].value == 0.5
    assert figures["refusal recall"].value == 0.5
    assert figures["answered"].value == 0.5
    # A refusal of an answerable question is not right.
    assert figures["right"].value == 0.5
    why = [" ".join(failure["why"]) for failure in answers.failures(rows)]
    assert why == ["trả lời câu không có căn cứ", "từ chối câu trả lời được"]
