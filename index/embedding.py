"""Dense vectors: the model that ships with the program, or any sentence-transformers model that a setting names."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from ingest.errors import UserError

EMBEDDED = Path(__file__).resolve().parent / "model" / "weights"

# What the authors of these models prescribe to put before a question and before a passage (their model cards).
_PROMPTS = {
    "e5": ("query: ", "passage: "),
    "vietnamese-bi-encoder": ("", ""),
    "bge-m3": ("", ""),
}
_INSTRUCT = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "


def prompts_for(name: str) -> tuple[str, str]:
    """The texts that a model wants before a question and before a passage."""
    lowered = name.lower()
    if "e5" in lowered and "instruct" in lowered:
        return _INSTRUCT, ""
    return next((prompts for key, prompts in _PROMPTS.items() if key in lowered), ("", ""))


class SentenceTransformerEmbedding(BaseEmbedding):
    """A sentence-transformers model as a LlamaIndex embedding; vectors are of unit length.

    model_name: "" for the embedded model, else a folder or a name on the model hub. Raises UserError when a named model
    cannot be loaded: nothing else is ever taken in its place.
    """

    _model: Any = PrivateAttr()
    _query: str = PrivateAttr()
    _passage: str = PrivateAttr()

    def __init__(self, model_name: str = "", **kwargs: Any) -> None:
        super().__init__(model_name=model_name or "dan-nguon-embedded", **kwargs)
        self._model = load_model(model_name)
        own = getattr(self._model, "prompts", None) or {}
        query, passage = prompts_for(model_name)
        self._query = own.get("query") or query
        self._passage = own.get("passage") or own.get("document") or passage

    @classmethod
    def class_name(cls) -> str:
        return "SentenceTransformerEmbedding"

    def _encode(self, texts: list[str]) -> list[list[float]]:
        return self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, prompt="").tolist()

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._encode([self._query + query])[0]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._encode([self._passage + text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._encode([self._passage + text for text in texts])

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def load_model(name: str) -> Any:
    """The SentenceTransformer of that name ("" is the embedded one), on the CPU."""
    from sentence_transformers import SentenceTransformer

    if not name:
        if not EMBEDDED.is_dir():
            raise UserError(f"{EMBEDDED}: thiếu mô hình nhúng đi kèm; hãy cài lại chương trình.")
        return SentenceTransformer(str(EMBEDDED), device="cpu", local_files_only=True)
    try:
        return SentenceTransformer(name, device="cpu")
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise UserError(
            f"Không nạp được mô hình «{name}» (DANNGUON_EMBED_MODEL): {reason}; "
            "hãy sửa tên, tải mô hình về máy, hoặc bỏ biến này để dùng mô hình đi kèm."
        ) from error


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
