"""The benchmark's own arithmetic: chunks against clauses, documents, characters read; and a small run of it."""

from __future__ import annotations

import math

import pytest

from eval import apart, material, trial
from eval.systems import Item, _chunk
from ingest.corpus import catalog, ensure_library
from ingest.document import Clause, Document
from ingest.errors import UserError


def item(document: str, length: int = 100, **ends: int) -> Item:
    return Item(document, length, {f"{document}#{path}": end for path, end in ends.items()})


def document(*lengths: int) -> Document:
    clauses, at = [], 0
    for number, length in enumerate(lengths, start=1):
        clauses.append(Clause(f"d#{number}", str(number), "item", "x" * length, ((at, at + length),)))
        at += length + 1
    return Document("d", "", source_text="x" * at, clauses=tuple(clauses))


def test_a_chunk_shows_the_clauses_that_it_mostly_holds():
    text = document(100, 50, 100)
    # [0, 160): the first two whole, 8 of the third's 100 characters.
    assert set(_chunk(text, 0, 160).clauses) == {"d#1", "d#2"}
    # 80 of 100 characters are enough, 79 are not.
    assert set(_chunk(text, 20, 150).clauses) == {"d#1", "d#2"}
    assert set(_chunk(text, 21, 150).clauses) == {"d#2"}


def test_a_chunk_inside_a_long_clause_shows_it():
    assert set(_chunk(document(1000, 50), 200, 700).clauses) == {"d#1"}


def test_where_a_clause_ends_in_a_chunk():
    assert _chunk(document(100, 50, 100), 20, 160).clauses == {"d#1": 80, "d#2": 131}


def test_characters_until_the_gold_clause_are_those_above_and_its_own():
    items = [item("a", 100, p1=100), item("b", 3000, p1=40, p2=900)]
    assert trial.read_until(items, {"a#p1"}) == 100
    assert trial.read_until(items, {"b#p2"}) == 1000
    assert math.isinf(trial.read_until(items, {"c#p1"}))


def test_a_chunk_with_two_gold_clauses_gains_as_one():
    both = [item("a", 100, p1=50, p2=100), item("b", 100, p1=100)]
    found = trial.clause_values(both, {"a#p1", "a#p2"})
    assert found["recall@1"] == 1.0
    assert found["ndcg@10"] < 1.0
    one_each = [item("a", 50, p1=50), item("a", 50, p2=50)]
    assert trial.clause_values(one_each, {"a#p1", "a#p2"})["ndcg@10"] == pytest.approx(1.0)


def test_overlapping_chunks_count_once():
    twice = [item("a", 100, p1=50), item("a", 100, p1=90)]
    assert trial.clause_values(twice, {"a#p1"})["ndcg@10"] == 1.0
    assert trial.clause_values(twice, {"a#p1", "a#p9"})["ndcg@10"] == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_a_document_stands_where_its_best_clause_stands():
    items = [item("a", p1=1), item("a", p2=1), item("b", p1=1), item("c", p1=1)]
    found = trial.document_values(items, {"b"})
    assert found["mrr"] == 0.5
    assert found["recall@1"] == 0.0


def test_memory_is_of_the_work_alone():
    small, idle = apart.apart(len, "abc")
    assert small == 3
    size, used = apart.apart(_hold, 200)
    assert size == 200 << 20
    assert used - idle > 150 << 20


def _hold(megabytes: int) -> int:
    return len(bytearray(b"x") * (megabytes << 20))


def test_work_that_dies_is_told():
    with pytest.raises(UserError, match="mã"):
        apart.apart(_die)


def _die() -> None:
    import os

    os._exit(9)


def test_ours_and_bm25_on_the_plan(tmp_path):
    library = ensure_library(tmp_path / "kho", catalog())
    queries = [material.Query("q", "Huyện ủy phải làm những việc gì?", ("ke-hoach-kl69-bac-giang#IV/1",))]
    ours, plain = (trial.trials(maker, library.root, queries, "clause", stripped=True)[0] for maker in ("ours", "bm25"))
    assert ours.values["recall@10"] == [1.0]
    assert ours.stripped["recall@10"] == [1.0]
    assert set(plain.values) == set(trial.CLAUSE_METRICS)
    assert ours.memory > 0
    assert ours.p50 > 0


def test_sets_that_are_not_here_are_skipped_with_what_is_missing(tmp_path):
    from eval.bench import bench

    value, text = bench(tmp_path, ["party", "xquad", "parsing"], "dev", 10)
    assert set(value["skipped"]) == {"party", "xquad", "parsing"}
    assert "party_docs.jsonl" in text


def test_too_few_legal_documents_are_refused(tmp_path):
    with pytest.raises(UserError, match="--legal 3"):
        material.legal(tmp_path, catalog(), 3)


def test_a_paragraph_of_xquad_is_a_document(shared):
    made = material.xquad(shared)
    held = {d.id: d for d in made.documents}
    assert (len(held), len(made.queries)) == (240, 1190)
    assert all(q.relevant[0] in held for q in made.queries)


def test_a_soft_wrap_in_legal_texts_is_no_paragraph():
    assert material._unwrapped("Mật độ sinh\r\n\n  vật\n\nTổng số") == "Mật độ sinh   vật\n\nTổng số"


def test_questions_on_party_documents_name_documents_that_exist(shared):
    rows = {str(row["id"]) for row in material._lines(shared / "eval" / "party_docs.jsonl")}
    asked = list(material._lines(material.FOLDER.parent / "questions_party.jsonl"))
    assert len(asked) >= 60
    assert len({q["id"] for q in asked}) == len(asked)
    for q in asked:
        assert q["documents"], q["id"]
        assert set(q["documents"]) <= rows, q["id"]
