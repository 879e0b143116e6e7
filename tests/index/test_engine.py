"""The whole of searching and asking on the library that ships."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from index.embedding import load_model
from index.engine import Engine
from index.llama import ClauseEmbedding, ClauseRetriever
from ingest.corpus import catalog, ensure_library
from ingest.errors import UserError
from ingest.settings import settings


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    root = tmp_path_factory.mktemp("may") / "kho"
    return Engine.open(ensure_library(root, catalog()), catalog())


def test_the_retriever_stands_in_a_llama_index_pipeline(engine: Engine) -> None:
    (first, *_) = ClauseRetriever(engine.retriever, top=3).retrieve("Huyện ủy phải làm gì theo kế hoạch của tỉnh?")
    assert first.node.node_id == "ke-hoach-kl69-bac-giang#IV/1"
    assert first.node.metadata["citation"].endswith("mục IV.1")
    vector = ClauseEmbedding().get_query_embedding("huyện ủy")
    assert np.allclose(vector, engine.retriever.encode("huyện ủy"), atol=1e-6)


def test_what_is_derived_can_be_deleted_at_any_time(engine: Engine, tmp_path: Path) -> None:
    root = tmp_path / "kho"
    shutil.copytree(engine.library.root, root)
    shutil.rmtree(root / "derived")
    again = Engine.open(ensure_library(root, catalog()), catalog())
    question = "chợ công nghệ và sàn giao dịch"
    hits = [(h.clause.id, round(h.score, 5)) for h in engine.search(question).hits]
    assert [(h.clause.id, round(h.score, 5)) for h in again.search(question).hits] == hits


def test_vectors_kept_are_those_that_were_made(engine: Engine) -> None:
    opened = Engine.open(engine.library, catalog()).retriever
    np.testing.assert_array_equal(opened.vectors.matrix, engine.retriever.vectors.matrix)
    model = load_model()
    for row in range(0, len(opened.passages), 40):
        p = opened.passages[row]
        (right,) = model.encode_passages([f"{p.document.short_name}. {p.path}. {p.body}"])
        np.testing.assert_array_equal(opened.vectors.matrix[row], right)


def test_half_written_vectors_are_made_again(engine: Engine, tmp_path: Path) -> None:
    root = tmp_path / "kho"
    shutil.copytree(engine.library.root, root)
    (whole,) = root.glob("derived/vectors/*/whole")
    whole.unlink()
    again = Engine.open(ensure_library(root, catalog()), catalog())
    assert np.allclose(again.retriever.vectors.matrix, engine.retriever.vectors.matrix)


def test_another_embedding_model_rebuilds_the_vectors_and_says_so(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = {word: place for place, word in enumerate(["[UNK]", "huyện", "ủy", "doanh", "nghiệp"])}
    tokenizer = Tokenizer(models.WordLevel(words, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)]).save(str(tmp_path / "nho"))
    root = tmp_path / "kho"
    shutil.copytree(engine.library.root, root)
    monkeypatch.setenv("DANNGUON_EMBED_MODEL", str(tmp_path / "nho"))
    settings.cache_clear()
    other = Engine.open(ensure_library(root, catalog()), catalog())
    assert other.retriever.vectors.matrix.shape[1] == 8
    assert any("dựng lại" in note for note in other.notes)
    monkeypatch.setenv("DANNGUON_EMBED_MODEL", str(tmp_path / "không có"))
    settings.cache_clear()
    with pytest.raises(UserError, match="không có"):
        Engine.open(ensure_library(root, catalog()), catalog())
    assert list(root.glob("derived/vectors/*/whole")), "a model that is not there cost the vectors of the last one"


def test_a_clause_that_the_plan_repeats_is_grouped_with_it(engine: Engine, shared: Path, tmp_path: Path) -> None:
    from ingest.corpus import add_file

    root = tmp_path / "kho"
    shutil.copytree(engine.library.root, root)
    library = ensure_library(root, catalog())
    assert add_file(library, catalog(), shared / "corpus" / "69-kl-tw-2024.md").error == ""
    both = Engine.open(library, catalog())
    found = both.search("biểu dương, khen thưởng tập thể, cá nhân có nhiều hoạt động đổi mới sáng tạo, sáng kiến")
    first, second, *_ = found.hits
    assert {first.clause.id, second.clause.id} == {"ke-hoach-kl69-bac-giang#III/1/p3", "69-kl-tw-2024#1/p3"}
    assert second.same_as == first.clause.id


@pytest.mark.parametrize(
    "question",
    [
        "a" * 100_000,
        "nghị quyết " * 9_000,
        "\x00\x07 ủy\u202e ban",
        "What does the plan say?",
        "😀 kế hoạch 😀",
        "%" * 50 + "1",
    ],
)
def test_odd_questions_get_an_answer_or_a_plain_message_in_bounded_time(engine: Engine, question: str) -> None:
    started = time.perf_counter()
    answer = engine.ask(question)
    assert answer.sentences or answer.nearest or answer.lead
    # Generous: the point is that nothing grows with the square of the question.
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("question", ["", "  \n", "?!…", "😀"])
def test_a_question_without_words_is_refused_with_a_plain_message(engine: Engine, question: str) -> None:
    with pytest.raises(UserError, match="Câu hỏi"):
        engine.ask(question)
    with pytest.raises(UserError, match="khong-co"):
        engine.search("huyện ủy", documents=["khong-co"])


def test_a_library_that_returns_to_an_earlier_state_is_indexed_again(engine: Engine, tmp_path: Path) -> None:
    root = tmp_path / "kho"
    shutil.copytree(engine.library.root, root)
    library = ensure_library(root, catalog())
    held = library.get("45-nq-tw-2023")
    assert held is not None
    sizes = []
    for _ in range(2):
        sizes.append(len(Engine.open(library, catalog()).retriever.passages))
        library.remove("45-nq-tw-2023")
        sizes.append(len(Engine.open(library, catalog()).retriever.passages))
        library.store(held)
    assert sizes[0] == sizes[2] > sizes[1] == sizes[3]
