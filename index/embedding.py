"""Dense vectors: the model that ships with the program, or any sentence-transformers model that a setting names.

The embedded model is a sentence-transformers `StaticEmbedding` with `Normalize`: the mean of one row a token, brought
to unit length. It is read here with `tokenizers` and `safetensors` alone, which gives the same vectors without the
seven seconds that importing sentence-transformers takes; a test compares the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from ingest.errors import UserError

EMBEDDED = Path(__file__).resolve().parent / "model" / "weights"

# What the authors of these models prescribe to put before a question and before a passage (their model cards).
_PROMPTS = {"e5": ("query: ", "passage: ")}
_INSTRUCT = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "


class Model(Protocol):
    """What the index needs of an embedding model. Vectors are float32 rows of unit length."""

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """[texts, dimensions] for questions."""

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """[texts, dimensions] for clauses."""

    def encode_under(self, heads: Sequence[str], texts: Sequence[str]) -> np.ndarray:
        """[texts, dimensions] for clauses `head text`. Every head ends in a full stop; many clauses share one."""


class EmbeddedModel:
    """The static model in `index/model/weights`."""

    def __init__(self, folder: Path = EMBEDDED) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            weights = load_file(folder / "model.safetensors")
        except (OSError, FileNotFoundError) as error:
            raise UserError(f"{folder}: thiếu mô hình nhúng đi kèm; hãy cài lại chương trình.") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        # Rows are kept as bytes with one scale a token (the layout of model2vec, which StaticEmbedding reads).
        rows = weights["embedding.weight"] if "embedding.weight" in weights else weights["embeddings"]
        self._table = rows.astype(np.float32)
        if "weights" in weights:
            self._table *= weights["weights"].astype(np.float32)[:, None]

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """See `Model`. A text without any known token gives a row of zeros."""
        return self._means(self._tokens(texts))

    encode_passages = encode_queries

    def encode_under(self, heads: Sequence[str], texts: Sequence[str]) -> np.ndarray:
        """See `Model`. No token reaches over a full stop, so that a head is read once for all its texts."""
        return self._means([head + ids for head, ids in zip(self._tokens(heads), self._tokens(texts), strict=True)])

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        own = list(dict.fromkeys(texts))
        encoded = self._tokenizer.encode_batch_fast(own, add_special_tokens=False)
        ids = dict(zip(own, (encoding.ids for encoding in encoded), strict=True))
        return [ids[text] for text in texts]

    def _means(self, tokens: Sequence[Sequence[int]]) -> np.ndarray:
        """The mean of the rows of each text's tokens, brought to unit length."""
        rows = np.zeros((len(tokens), self._table.shape[1]), dtype=np.float32)
        for row, ids in zip(rows, tokens, strict=True):
            if ids:
                np.add.reduce(self._table.take(ids, axis=0), axis=0, out=row)
        rows /= np.array([[max(1, len(ids))] for ids in tokens], dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.where(lengths > 0, lengths, 1.0)


class NamedModel:
    """A sentence-transformers model from a folder or a model hub, with the prompts that its authors prescribe.

    Raises UserError when it cannot be loaded: nothing else is ever taken in its place.
    """

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError, ImportError, RuntimeError) as error:
            reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            raise UserError(
                f"Không nạp được mô hình «{name}» (DANNGUON_EMBED_MODEL): {reason}; "
                "hãy sửa tên, tải mô hình về máy, hoặc bỏ biến này để dùng mô hình đi kèm."
            ) from error
        own = self._model.prompts or {}
        query, passage = prompts_for(name)
        self._query = own.get("query") or query
        self._passage = own.get("passage") or own.get("document") or passage

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """See `Model`."""
        return self._encode([self._query + text for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """See `Model`."""
        return self._encode([self._passage + text for text in texts])

    def encode_under(self, heads: Sequence[str], texts: Sequence[str]) -> np.ndarray:
        """See `Model`."""
        return self.encode_passages([f"{head} {text}" for head, text in zip(heads, texts, strict=True)])

    def _encode(self, texts: list[str]) -> np.ndarray:
        rows = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, prompt="")
        return np.asarray(rows, dtype=np.float32)


def prompts_for(name: str) -> tuple[str, str]:
    """The texts that a model wants before a question and before a passage."""
    lowered = name.lower()
    if "e5" in lowered and "instruct" in lowered:
        return _INSTRUCT, ""
    return next((prompts for key, prompts in _PROMPTS.items() if key in lowered), ("", ""))


def load_model(name: str = "") -> Model:
    """The model of that name; "" is the embedded one."""
    return NamedModel(name) if name else EmbeddedModel()


@lru_cache(maxsize=8)
def model_fingerprint(name: str) -> str:
    """What vectors of this model are kept under: a hash of its name, and of its weights where they lie here."""
    total = hashlib.sha256(name.encode())
    folder = Path(name) if name else EMBEDDED
    if folder.is_dir():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()[:16]
