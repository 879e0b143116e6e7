"""How people speak of a clause: what is searched beside its own words, and that it is never shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embedding import load_model
from index.engine import Engine
from index.glosses import Glosses, kept
from index.passages import passages
from ingest.corpus import catalog
from ingest.glosses import load_glosses
from ingest.settings import settings
from ingest.vietnamese import fold, strip_accents

MODEL = load_model("")


def made(engine: Engine, known: dict[str, tuple[str, ...]]) -> tuple[Glosses, dict[str, int]]:
    pieces = passages(engine.documents, catalog())
    return Glosses.of(pieces, known, MODEL.encode_passages), {p.clause.id: row for row, p in enumerate(pieces)}


def test_the_best_gloss_of_a_clause_counts_and_the_others_have_none(engine: Engine) -> None:
    first, second = "69-kl-tw-2024#1/p1", "ke-hoach-kl69-bac-giang#II/2/b2"
    glosses, rows = made(
        engine, {second: ("thêm công ty công nghệ", "nuôi cá"), first: ("trồng lúa nước",), "x#y": ("a",)}
    )
    assert glosses.texts == tuple(g for _, g in sorted([(rows[second], "thêm công ty công nghệ"),
        (rows[second], "nuôi cá"), (rows[first], "trồng lúa nước")], key=lambda pair: pair[0]))  # fmt: skip
    words = glosses.words("Trong lua nuoc the nao?")
    assert np.flatnonzero(words).tolist() == [rows[first]]
    alone, where = made(engine, {second: ("nuôi cá",)})
    assert np.isclose(glosses.near(MODEL.encode_queries(["nuôi cá"])[0])[rows[second]], 0.82, atol=1e-5)
    assert [alone.of_row(where[clause]) for clause in (second, first)] == [("nuôi cá",), ()]


def test_no_glosses_weigh_nothing(engine: Engine) -> None:
    glosses, _ = made(engine, {})
    assert len(glosses) == 0
    assert not glosses.words("khoa học").any()
    assert not glosses.near(MODEL.encode_queries(["khoa học"])[0]).any()
    assert len(glosses.words("khoa học")) == len(engine.retriever.passages)


def test_vectors_are_kept_until_texts_or_model_change(tmp_path: Path) -> None:
    calls: list[int] = []

    def encode(texts: object) -> np.ndarray:
        calls.append(1)
        return np.ones((2, 3), dtype=np.float32) * len(calls)

    once = kept(tmp_path / "v", "a", encode)(["một", "hai"])
    assert np.array_equal(kept(tmp_path / "v", "a", encode)(["một", "hai"]), once)
    assert len(calls) == 1
    kept(tmp_path / "v", "b", encode)(["một", "hai"])
    kept(tmp_path / "v", "b", encode)(["một", "ba"])
    assert len(calls) == 3
    assert len(list((tmp_path / "v").iterdir())) == 1
    next((tmp_path / "v").iterdir()).write_bytes(b"hong")
    kept(tmp_path / "v", "b", encode)(["một", "ba"])
    assert len(calls) == 4


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Tỉnh mình tính gây dựng thêm mấy chục hãng làm ăn nhờ sáng chế?", "ke-hoach-kl69-bac-giang#II/2/b2"),
        ("Hùn vốn làm ăn với công ty ngoại để học nghề của họ, văn bản của tỉnh có cho không?",
         "ke-hoach-kl69-bac-giang#III/6/p1"),
    ],
)  # fmt: skip
def test_a_question_in_everyday_words_finds_the_clause(engine: Engine, question: str, clause: str) -> None:
    for typed in (question, strip_accents(question)):
        assert clause in [hit.clause.id for hit in engine.search(typed, top=3).hits], typed


def test_what_is_shown_is_the_documents_own(engine: Engine) -> None:
    known = load_glosses(settings().corpus / "glosses", {d.id for d in engine.documents})
    for question in ("làm gì để người trẻ mê nghiên cứu?", "tỉnh lấy tiền đâu cho nghiên cứu?"):
        answer = engine.ask(question)
        shown = [*(s.text for s in answer.sentences), *(n.hit.clause.text for n in answer.nearest)]
        assert shown
        for text in shown:
            clauses = [c for d in engine.documents for c in d.clauses if fold(text.split(" … ")[0]) in fold(c.text)]
            assert clauses
            assert not any(gloss == text for c in clauses for gloss in known.get(c.id, ()))
