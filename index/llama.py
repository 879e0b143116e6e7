"""Our search and embedding as LlamaIndex parts, for use in other people's pipelines.

They stand apart from the rest because importing LlamaIndex takes seconds that a person at the page should not wait.
"""

from __future__ import annotations

from typing import Any, Protocol

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from pydantic import PrivateAttr

from index.embedding import Model, load_model
from index.results import Hit, SearchResult


class Searches(Protocol):
    """An `Engine`, or the `HybridRetriever` alone."""

    def search(self, query: str, *, top: int) -> SearchResult:
        """The best clauses for a query."""


class ClauseRetriever(BaseRetriever):
    """Our search as a LlamaIndex retriever: nodes are clauses, ids are clause ids."""

    def __init__(self, retriever: Searches, *, top: int = 10) -> None:
        self.retriever = retriever
        self.top = top
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self.retriever.search(query_bundle.query_str, top=self.top)
        return [NodeWithScore(node=as_node(hit), score=hit.score) for hit in found.hits]


class ClauseEmbedding(BaseEmbedding):
    """The embedding model as a LlamaIndex embedding. model_name: "" for the embedded model."""

    _model: Model = PrivateAttr()

    def __init__(self, model_name: str = "", **kwargs: Any) -> None:
        super().__init__(model_name=model_name or "dan-nguon", **kwargs)
        self._model = load_model(model_name)

    @classmethod
    def class_name(cls) -> str:
        return "ClauseEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._model.encode_queries([query])[0].tolist()

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._model.encode_passages(texts).tolist()


def as_node(hit: Hit) -> TextNode:
    """A clause as a LlamaIndex node: its id, its text, and where it stands."""
    return TextNode(
        id_=hit.clause.id,
        text=hit.clause.text,
        metadata={
            "document": hit.document.id,
            "citation": hit.citation,
            "address": hit.clause.address,
            "kind": hit.clause.kind,
            "provenance": hit.document.provenance,
        },
    )
