"""The page's functions for programs: Gradio API endpoints and MCP tools of the same names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ingest.errors import UserError

if TYPE_CHECKING:
    from ui.workspace import Workspace

LONGEST_QUESTION, MOST_HITS = 1000, 50
WAIT = 180.0
"""Seconds that a call waits for the engine while it loads."""


def add_api(workspace: Workspace) -> None:
    """Add `ask`, `search_clauses`, `get_clause`, `list_documents` to the page being built."""
    import gradio as gr

    from index.results import citation, link
    from ui.context import by_id

    def told(error: UserError) -> gr.Error:
        return gr.Error(str(error), print_exception=False)

    def checked(question: str, documents: list[str] | None) -> list[str]:
        if not question.strip() or len(question) > LONGEST_QUESTION:
            raise UserError(f"Câu hỏi phải có từ 1 đến {LONGEST_QUESTION} ký tự.")
        known = by_id(workspace.engine(WAIT).documents)
        for document in documents or []:
            if document not in known:
                raise UserError(f"«{document}»: kho không có văn bản này; xem list_documents.")
        return documents or []

    def ask(question: str, documents: list[str] | None = None) -> dict:
        """
        Answer a question in Vietnamese about the official documents in the library. Every sentence of the answer is a
        verbatim quotation with the ids of the clauses it stands in (for a document present only as a digest, the words
        are of the digest, and a warning says so). When the documents do not answer, refused is true and nearest lists
        the closest clauses with the reason why they do not answer. Never add to the answer what no clause says.

        Args:
            question: The question in Vietnamese, with or without diacritics, at most 1000 characters.
            documents: Document ids (see list_documents) to restrict the answer to; none means all documents.

        Returns:
            question, understood_as, refused, answer, sentences (text, citations, quotes), sources (n, clause, citation,
            text, provenance, link), nearest, warnings.
        """
        try:
            return workspace.engine(WAIT).ask(question, documents=checked(question, documents)).to_json()
        except UserError as error:
            raise told(error) from error

    def search_clauses(query: str, top: int = 10, documents: list[str] | None = None) -> dict:
        """
        Find clauses of the official documents by meaning and by words, best first.

        Args:
            query: Words or a question in Vietnamese, with or without diacritics.
            top: How many clauses to return, 1 to 50.
            documents: Document ids to search in; none means all documents.

        Returns:
            query, understood_as, hits (rank, score, clause, document, citation, address, text, provenance).
        """
        try:
            wanted = checked(query, documents)
            return workspace.engine(WAIT).search(query, top=max(1, min(top, MOST_HITS)), documents=wanted).to_json()
        except UserError as error:
            raise told(error) from error

    def get_clause(address: str) -> dict:
        """
        Read one clause verbatim with its place in its document.

        Args:
            address: A clause id (20-nq-tw-2012#B/III/2/2.1) or an address (NQ 20 B.III.2.1; mục IV.3 kế hoạch).

        Returns:
            clause, document, citation, address, kind, heading, text, provenance, link, parents (headings above), below
            (ids of the clauses directly below), previous and next (clause ids, "" at the ends).
        """
        try:
            document, clause = workspace.engine(WAIT).find(address[:400])
        except UserError as error:
            raise told(error) from error
        place = document.clauses.index(clause)
        around = [document.clauses[i].id if 0 <= i < len(document.clauses) else "" for i in (place - 1, place + 1)]
        return {
            "clause": clause.id,
            "document": document.id,
            "citation": citation(document, clause),
            "address": clause.address,
            "kind": clause.kind,
            "heading": clause.heading,
            "text": clause.text,
            "provenance": document.provenance,
            "link": link(clause.id),
            "parents": list(document.heading_path(clause)),
            "below": [child.id for child in document.children.get(clause.id, ())],
            "previous": around[0],
            "next": around[1],
        }

    def list_documents() -> list[dict]:
        """
        List the documents in the library, with whether each is here in full or only as a digest in our own words, and
        what has changed since it was issued.

        Returns:
            A list of: id, number, date, title, short_name, issuer, provenance ("full" or "digest"), clauses (count),
            currency (notes with date, statement, sources).
        """
        return [_listed(workspace, document) for document in workspace.engine(WAIT).documents]

    for function in (ask, search_clauses, get_clause, list_documents):
        # Unqueued calls from MCP are answered in this process, without a way round through HTTP.
        gr.api(function, api_name=function.__name__, queue=False)
    _answer_mcp_in_json()


def _answer_mcp_in_json() -> None:
    """Gradio prints a tool's result as Python does (`{'refused': False}`); programs and models are given JSON."""
    from gradio.mcp import GradioMCPServer
    from mcp.types import TextContent

    def in_json(self: GradioMCPServer, data: Any, root_url: str) -> list[TextContent]:
        return [TextContent(type="text", text=json.dumps(value, ensure_ascii=False)) for value in data]

    GradioMCPServer.postprocess_output_data = in_json  # type: ignore[method-assign, assignment]


def _listed(workspace: Workspace, document: Any) -> dict[str, Any]:
    return {
        "id": document.id,
        "number": document.number,
        "date": document.date,
        "title": document.title,
        "short_name": document.short_name,
        "issuer": document.issuer,
        "provenance": document.provenance,
        "clauses": len(document.clauses),
        "currency": [
            {"date": note.date.isoformat(), "statement": note.statement, "sources": list(note.sources)}
            for note in workspace.catalog.currency_of(document.id)
        ],
    }
