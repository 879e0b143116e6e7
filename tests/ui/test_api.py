"""The page's functions for programs, over Gradio's API and over MCP."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.ui.conftest import Server

QUESTION = "Huyện ủy phải làm gì để thực hiện kế hoạch?"
CLAUSE = "ke-hoach-kl69-bac-giang#IV/1"
NAMES = {"ask", "search_clauses", "get_clause", "list_documents"}


@pytest.fixture(scope="module")
def client(server: Server) -> Any:
    gradio_client = pytest.importorskip("gradio_client")
    return gradio_client.Client(server.url, verbose=False)


def _checked(answer: dict[str, Any], clause_text: str) -> None:
    assert answer["refused"] is False
    assert CLAUSE in [source["clause"] for source in answer["sources"]]
    quote = next(q for s in answer["sentences"] for q in s["quotes"] if q["clause"] == CLAUSE)
    sentence = next(s for s in answer["sentences"] if quote in s["quotes"])
    assert clause_text[quote["start"] : quote["end"]] in sentence["text"]


def test_only_the_four_functions_are_told(client: Any) -> None:
    assert set(client.view_api(return_format="dict")["named_endpoints"]) == {f"/{name}" for name in NAMES}
    assert not client.view_api(return_format="dict")["unnamed_endpoints"]


def test_asking_over_the_api_gives_checked_citations(client: Any) -> None:
    clause = client.predict(CLAUSE, api_name="/get_clause")
    assert clause["address"] == "IV.1"
    assert clause["previous"].endswith("#IV")
    _checked(client.predict(QUESTION, api_name="/ask"), clause["text"])


def test_searching_and_listing_over_the_api(client: Any) -> None:
    found = client.predict("trung tâm khởi nghiệp", 3, ["ke-hoach-kl69-bac-giang"], api_name="/search_clauses")
    assert len(found["hits"]) == 3
    assert {hit["document"] for hit in found["hits"]} == {"ke-hoach-kl69-bac-giang"}
    listed = {document["id"]: document for document in client.predict(api_name="/list_documents")}
    assert listed["ke-hoach-kl69-bac-giang"]["provenance"] == "full"
    assert listed["20-nq-tw-2012"]["currency"], "what has changed since is told"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("/ask", ("", None)),
        ("/ask", ("a" * 1001, None)),
        ("/ask", ("huyện ủy", ["khong-co"])),
        ("/get_clause", ("zzz không có",)),
    ],
)
def test_bad_input_is_refused_in_one_vietnamese_line(client: Any, name: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(Exception, match=r"phải có từ 1|kho không có văn bản này|không tìm thấy địa chỉ") as caught:
        client.predict(*arguments, api_name=name)
    assert "\n" not in str(caught.value)


def test_asking_over_mcp_gives_checked_citations(server: Server) -> None:
    pytest.importorskip("mcp")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def talk() -> tuple[set[str], dict[str, Any], dict[str, Any], Any]:
        async with (
            streamablehttp_client(f"{server.url}/gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            assert all(len(tool.description or "") > 60 for tool in tools)
            asked = await session.call_tool("ask", {"question": QUESTION})
            clause = await session.call_tool("get_clause", {"address": CLAUSE})
            wrong = await session.call_tool("get_clause", {"address": "zzz không có"})
            return {tool.name for tool in tools}, _said(asked), _said(clause), wrong

    # In a thread of its own: the browser's tests leave an event loop running in this one.
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(asyncio.run(talk())))
    thread.start()
    thread.join(60)
    names, answer, clause, wrong = results[0]
    assert names == NAMES
    _checked(answer, clause["text"])
    assert wrong.isError
    assert "không tìm thấy địa chỉ" in wrong.content[0].text


def _said(result: Any) -> dict[str, Any]:
    assert not result.isError, result.content
    value: dict[str, Any] = json.loads(result.content[0].text)
    return value
