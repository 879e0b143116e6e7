"""What a tab is given, and what a tab is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.document import Document
from ui.desk import Desk
from ui.workspace import Workspace

if TYPE_CHECKING:
    import gradio as gr


@dataclass(frozen=True)
class Context:
    """workspace: the library and engine. page, tabs: the Gradio containers. aim: the clause that Tra cứu is to open,
    as (clause id, counter), so that opening the same clause twice is two changes. filter: the documents to ask in, laid
    out by the tab that asks. port: where the page is served. desk: what can be made of the documents. tab: the
    container that is being filled."""

    workspace: Workspace
    page: gr.Blocks
    tabs: gr.Tabs
    aim: gr.State
    filter: gr.CheckboxGroup
    port: int
    desk: Desk
    tab: gr.Tab


@dataclass(frozen=True)
class Tab:
    """A tab: its id (in links), its label, and the function that builds what is in it."""

    id: str
    label: str
    build: Callable[[Context], None]


def by_id(documents: tuple[Document, ...]) -> dict[str, Document]:
    """Documents by their id."""
    return {document.id: document for document in documents}


def choices(documents: tuple[Document, ...]) -> list[tuple[str, str]]:
    """(label, id) of every document, for a choice field; digests say so."""
    return [(f"{d.short_name or d.title}{' — tóm lược' if d.provenance == 'digest' else ''}", d.id) for d in documents]
