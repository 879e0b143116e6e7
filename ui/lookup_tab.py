"""Tra cứu: documents as a tree, a clause by its address or by words, read in its document, with a permanent link."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ingest.errors import UserError
from ui.context import Context, by_id
from ui.live import live_html, payload
from ui.markup import message, tag
from ui.permalink import page_url
from ui.tree_view import document_view, hits_view, tree_view
from ui.workspace import Workspace

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 8}
LONGEST = 400
_EMPTY = (
    '<section class="dn-pane dn-empty" aria-label="Văn bản"><p>Chọn một văn bản, hoặc gõ địa chỉ như '
    "«NQ 20 B.III.2.1», «mục IV.3 kế hoạch».</p></section>"
)


def read(workspace: Workspace, wanted: str, base: str) -> tuple[str, str]:
    """(tree, reading) for a clause id. Raises UserError."""
    document, clause = workspace.clause(wanted)
    citing = workspace.engine().citing(clause.id) if workspace.ready else None
    shown = document_view(
        document,
        clause,
        marks={},
        catalog=workspace.catalog,
        documents=by_id(workspace.documents),
        citing=citing,
        base=base,
    )
    return tree_view(workspace.documents, clause.id), shown


def look_up(workspace: Workspace, words: str) -> tuple[str, str]:
    """(clause id, "") for an address; ("", list of hits) for words. Raises UserError when nothing is found."""
    asked = " ".join(words.split())
    if not asked:
        raise UserError("Ô tra cứu đang trống; hãy gõ địa chỉ như «NQ 20 B.III.2.1» hoặc vài từ cần tìm.")
    if len(asked) > LONGEST:
        raise UserError(f"Nội dung tra cứu dài {len(asked)} ký tự; hãy rút gọn còn tối đa {LONGEST} ký tự.")
    engine = workspace.engine()
    try:
        return engine.find(asked)[1].id, ""
    except UserError as error:
        missed = str(error)
    hits = engine.search(asked, top=12).hits
    if not hits:
        raise UserError(missed)
    return "", hits_view(hits)


def build_lookup(context: Context) -> None:
    """Lay the tab out and wire it."""
    workspace = context.workspace
    with gr.Row(elem_classes="dn-split dn-split-lookup"):
        with gr.Column(scale=4, min_width=280, elem_classes="dn-main"):
            words = gr.Textbox(
                label="Địa chỉ hoặc từ cần tìm", placeholder="NQ 20 B.III.2.1", max_lines=1, elem_id="dn-words"
            )
            problem = gr.HTML("", apply_default_css=False, elem_id="dn-words-error")
            find = gr.Button("Tra cứu", variant="primary", elem_id="dn-find", elem_classes="dn-plain", min_width=120)
            results = live_html("", acts=("open",), elem_id="dn-results")
            tree = live_html("", acts=("open",), elem_id="dn-tree")
        with gr.Column(scale=7, min_width=300, elem_classes="dn-side"):
            reading = live_html(_EMPTY, acts=("open", "library"), elem_id="dn-reading")

    outputs = [tree, reading, problem]

    def show(wanted: str, request: gr.Request | None) -> tuple[Any, Any, str]:
        try:
            return *read(workspace, wanted, page_url(request)), ""
        except UserError as error:
            return gr.skip(), gr.skip(), message(str(error))

    def on_open(event: gr.EventData, request: gr.Request) -> tuple[Any, Any, str]:
        return show(payload(event, "clause"), request)

    for part in (tree, results, reading):
        part.on_open(on_open, None, outputs, **QUIET)

    def on_find(text: str, request: gr.Request) -> tuple[Any, Any, Any, str]:
        try:
            clause_id, found = look_up(workspace, text)
        except UserError as error:
            return gr.skip(), gr.skip(), "", message(str(error))
        if clause_id:
            tree_html, reading_html, problem_html = show(clause_id, request)
            return tree_html, reading_html, "", problem_html
        title = tag("h2", "Tìm thấy", class_="dn-group")
        return gr.skip(), gr.skip(), title + found, ""

    for trigger in (find.click, words.submit):
        trigger(on_find, [words], [tree, reading, results, problem], **QUIET)

    def on_aim(aim: tuple[str, int], request: gr.Request) -> tuple[Any, Any, str]:
        return show(aim[0], request)

    context.aim.change(on_aim, [context.aim], outputs, **QUIET)
    reading.on_library(lambda: gr.Tabs(selected="library"), None, [context.tabs], **QUIET)

    def on_load(request: gr.Request) -> tuple[Any, Any, str, Any]:
        wanted = str(request.query_params.get("clause", ""))[:LONGEST]
        workspace.wait_library()
        if wanted:
            return *show(wanted, request), gr.Tabs(selected="lookup")
        return tree_view(workspace.documents, ""), gr.skip(), "", gr.skip()

    context.page.load(on_load, None, [*outputs, context.tabs], **QUIET)
