"""What we are compared with is not made worse by the way it is computed."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from eval import material, stream, systems
from eval.systems import _bm25
from index.tokens import stripped, with_pairs
from ingest.corpus import catalog, ensure_library
from ingest.document import Document
from ingest.vietnamese import syllables

QUESTIONS = [
    "Huyện ủy phải làm những việc gì trước ngày 30/6?",
    "huyen uy phai lam nhung viec gi",
    "Chi bao nhiêu phần trăm GDP cho khoa học và công nghệ?",
    "zzz qqq",
]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, ...]:
    return ensure_library(tmp_path_factory.mktemp("kho") / "library", catalog()).documents()


@pytest.mark.parametrize("best", [False, True])
def test_both_bm25_rank_as_bm25s_with_its_defaults_does(documents, best):
    import bm25s

    def tokens(text: str, title: str) -> list[str]:
        return with_pairs(stripped(f"{title} . {text}")) if best else syllables(text.lower())

    shown = [(d, c) for d in documents for c in d.clauses]
    index = bm25s.BM25()
    index.index([tokens(c.text, f"{d.short_name} . {d.title}") or [" "] for d, c in shown], show_progress=False)
    search = _bm25(documents, best=best)
    for question in QUESTIONS:
        known = [t for t in tokens(question, "") if t in index.vocab_dict]
        scores = index.get_scores(known) if known else np.zeros(len(shown), dtype=np.float32)
        expected = {c.id: float(s) for (_, c), s in zip(shown, scores, strict=True)}
        found = [next(iter(item.clauses)) for item in search(question, 20)]
        assert len(set(found)) == 20
        np.testing.assert_allclose([expected[c] for c in found], np.sort(scores)[::-1][:20], rtol=1e-5, atol=1e-5)


def test_documents_are_read_once_and_come_back_as_they_were(documents, tmp_path, monkeypatch):
    monkeypatch.setattr(stream.tempfile, "gettempdir", lambda: str(tmp_path))
    path = stream.kept("x", iter(documents))
    assert [d.clauses for d in stream.together(path)] == [d.clauses for d in documents]
    assert list(stream.stream(stream.kept("x", iter(())))) == list(documents)
    assert stream.kept("y", iter(())) != path


def test_ours_ranks_alike_in_memory_and_from_the_library(documents, tmp_path, monkeypatch):
    monkeypatch.setattr(stream.tempfile, "gettempdir", lambda: str(tmp_path))
    library = ensure_library(tmp_path / "kho", catalog())
    quick = systems.ours(stream.kept("x", documents))[0]
    shipped = systems.ours(library.root)[0]
    for question in QUESTIONS[:3]:
        assert quick.search(question, 10) == shipped.search(question, 10)


def test_questions_passed_over_are_not_asked(tmp_path):
    (tmp_path / "eval").mkdir()
    (tmp_path / "training").mkdir()
    asked = [{"id": str(n), "question": f"Câu {n}?", "documents": [str(n % 5 + 1)]} for n in range(60)]
    (tmp_path / "eval" / "legal_questions.jsonl").write_text("\n".join(map(json.dumps, asked)))
    rows = [{"id": str(n), "name": f"Luật {n}", "passage": "Điều 1. Phạm vi" if n else " "} for n in range(9)]
    with gzip.open(tmp_path / "training" / "legal_documents.jsonl.gz", "wt") as file:
        file.write("\n".join(map(json.dumps, rows)))
    first = material.legal(tmp_path, catalog(), 100, most=20)
    then = material.legal(tmp_path, catalog(), 100, most=20, skip=20)
    assert len(first.queries) == len(then.queries) == 20
    assert not {q.id for q in first.queries} & {q.id for q in then.queries}
    assert first.kept != then.kept
    assert {d.id for d in first.documents} == {f"legal-{n}" for n in range(1, 9)}
    assert len(list(material.legal(tmp_path, catalog(), 6, most=20).documents)) == 6
