"""Reading clauses as a LlamaIndex `NodeParser`, so that others can cut Vietnamese official documents at clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, NodeRelationship, RelatedNodeInfo, TextNode

from ingest.loaders.text import read_text
from ingest.structure import parse


class ClauseNodeParser(NodeParser):
    """Cuts each LlamaIndex document into one node a clause, with its address, kind, headings above and parent.

    A document's id becomes the part of the clause ids before `#`. Its text is read as Markdown when its metadata names
    a `.md` file (`file_name`), as plain text otherwise.
    """

    @classmethod
    def class_name(cls) -> str:
        return "ClauseNodeParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:
        out: list[BaseNode] = []
        for node in nodes:
            name = str(node.metadata.get("file_name", "văn bản.txt"))
            reading = read_text(node.get_content().encode(), name)
            structure = parse(reading, node.node_id)
            headings = {clause.id: clause.heading for clause in structure.clauses}
            parents = {clause.id: clause.parent for clause in structure.clauses}
            for clause in structure.clauses:
                made = TextNode(
                    id_=clause.id,
                    text=clause.text,
                    start_char_idx=clause.spans[0][0],
                    end_char_idx=clause.spans[-1][1],
                    metadata={
                        **node.metadata,
                        "address": clause.address,
                        "kind": clause.kind,
                        "headings": " > ".join(_above(clause.id, parents, headings)),
                    },
                    excluded_embed_metadata_keys=["kind"],
                )
                made.relationships[NodeRelationship.SOURCE] = node.as_related_node_info()
                if clause.parent:
                    made.relationships[NodeRelationship.PARENT] = RelatedNodeInfo(node_id=clause.parent)
                out.append(made)
        return out


def _above(clause_id: str, parents: dict[str, str], headings: dict[str, str]) -> list[str]:
    found = []
    while clause_id := parents.get(clause_id, ""):
        if headings.get(clause_id):
            found.append(headings[clause_id])
    return found[::-1]
