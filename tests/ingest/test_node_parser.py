"""The clause reader as a LlamaIndex part."""

from __future__ import annotations

from pathlib import Path

from llama_index.core import Document
from llama_index.core.schema import MetadataMode, NodeRelationship

from ingest.node_parser import ClauseNodeParser

PLAN = Path(__file__).resolve().parents[2] / "corpus" / "ke-hoach-kl69-bac-giang.md"


def test_each_clause_of_the_plan_is_a_node() -> None:
    document = Document(text=PLAN.read_text("utf-8"), id_="ke-hoach", metadata={"file_name": PLAN.name})
    nodes = {node.node_id: node for node in ClauseNodeParser().get_nodes_from_documents([document])}
    assert len(nodes) == 41
    node = nodes["ke-hoach#III/1/p1"]
    assert node.metadata["address"] == "III.1, đoạn 1"
    assert node.metadata["headings"].startswith("NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM > Tăng cường sự lãnh đạo")
    assert node.relationships[NodeRelationship.PARENT].node_id == "ke-hoach#III/1"  # type: ignore[union-attr]
    assert node.relationships[NodeRelationship.SOURCE].node_id == "ke-hoach"  # type: ignore[union-attr]
    assert "Tiếp tục lãnh đạo, chỉ đạo" in node.get_content(MetadataMode.NONE)
