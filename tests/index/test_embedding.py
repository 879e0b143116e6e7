"""The embedded model read without sentence-transformers gives what sentence-transformers gives; named models load."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding import EMBEDDED, EmbeddedModel, NamedModel, load_model, model_fingerprint, prompts_for
from ingest.errors import UserError

TEXTS = [
    "Các huyện ủy phải làm gì?",
    "cac huyen uy phai lam gi",
    "Tăng số lượng doanh nghiệp khoa học và công nghệ lên trên 30 doanh nghiệp.",
    "2030",
    "",
]


def test_the_embedded_model_equals_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(EMBEDDED), device="cpu").encode(TEXTS[:4], normalize_embeddings=True)
    ours = EmbeddedModel().encode_queries(TEXTS)
    assert np.allclose(ours[:4], theirs, atol=2e-3)
    assert not ours[4].any()


MODEL = EmbeddedModel()


@given(
    st.lists(st.text("khoa ọ\u0323\u0302oàKL69.-_,¹\n", max_size=12), min_size=1, max_size=3),
    st.lists(st.text("học oà uỷ\u0301QĐ569.;_(²", max_size=20), min_size=1, max_size=6),
)
def test_a_head_read_once_for_many_texts_gives_the_vectors_of_whole_texts(heads: list[str], texts: list[str]) -> None:
    texts = [" ".join(text.split()) for text in texts]
    above = [f"{heads[place % len(heads)]}." for place in range(len(texts))]
    whole = MODEL.encode_passages([f"{head} {text}" for head, text in zip(above, texts, strict=True)])
    np.testing.assert_array_equal(MODEL.encode_under(above, texts), whole)


def test_a_named_model_is_loaded_with_its_own_vectors(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "query": 1, "doanh": 2, "nghiệp": 3, "passage": 4}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)]).save(str(tmp_path / "e5-nho"))
    model = load_model(str(tmp_path / "e5-nho"))
    assert isinstance(model, NamedModel)
    question, passage = model.encode_queries(["doanh nghiệp"]), model.encode_passages(["doanh nghiệp"])
    assert question.shape == (1, 8)
    assert np.allclose(np.linalg.norm(question, axis=1), 1.0, atol=1e-5)
    assert not np.allclose(question, passage)
    assert np.array_equal(model.encode_under(["doanh."], ["nghiệp"]), model.encode_passages(["doanh. nghiệp"]))


def test_a_model_that_is_not_there_is_an_error_and_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="DANNGUON_EMBED_MODEL"):
        load_model(str(tmp_path / "khong-co"))


def test_prompts_and_fingerprints_tell_models_apart() -> None:
    assert prompts_for("intfloat/multilingual-e5-small") == ("query: ", "passage: ")
    assert prompts_for("intfloat/multilingual-e5-large-instruct")[0].startswith("Instruct:")
    assert prompts_for("BAAI/bge-m3") == ("", "")
    assert model_fingerprint("") != model_fingerprint("BAAI/bge-m3")
