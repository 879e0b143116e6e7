"""Đối chiếu: which clauses a plan carries out, what it leaves out, what it adds; made when the tab is first opened."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import gradio as gr

from dissemination.shelf import HERE, Shelf, body_clauses
from ingest.errors import UserError
from ui.align_view import alignment_view
from ui.context import Context, choices
from ui.desk import Desk
from ui.library_tab import followed
from ui.live import live_html, payload
from ui.markup import bar, message
from ui.permalink import page_url
from ui.workspace import stage_label

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 2}


def first_plan(shelf: Shelf) -> str:
    """The first document that the catalogue says carries out others; else the first. Raises UserError for none."""
    for document in shelf.documents:
        entry = shelf.catalog.get(document.id)
        if entry and entry.carries_out:
            return document.id
    if not shelf.documents:
        raise UserError("Kho chưa có văn bản nào; hãy nạp ở thẻ «Kho tài liệu».")
    return shelf.documents[0].id


def chosen(shelf: Shelf, source: str, others: list[str]) -> tuple[str, tuple[str, ...]]:
    """The plan and the documents to hold it against: those chosen, else all others. Raises UserError."""
    plan = source if source in shelf.by_id else first_plan(shelf)
    wanted = [d for d in others if d in shelf.by_id and d != plan]
    wanted = wanted or [d.id for d in shelf.documents if d.id != plan and body_clauses(d)]
    if not wanted:
        raise UserError("Cần ít nhất một văn bản khác để đối chiếu; hãy nạp thêm ở thẻ «Kho tài liệu».")
    return plan, tuple(wanted)


def compare(desk: Desk, source: str, others: list[str], flagged: bool) -> Iterator[tuple[str, str]]:
    """(state, result) as HTML while it is being made, last the result. Raises UserError."""
    shelf = desk.shelf()
    plan, wanted = chosen(shelf, source, others)
    yield bar(stage_label("align"), 0, 0), ""
    for step in followed(lambda progress: desk.alignment(plan, wanted, progress)):
        if isinstance(step, tuple):
            yield bar(stage_label(step[0]), step[1], step[2]), ""
        else:
            yield "", alignment_view(shelf, step, flagged_only=flagged)


def build_align(context: Context) -> None:
    """Lay the tab out and wire it."""
    desk = context.desk
    source = gr.Dropdown([], label="Kế hoạch đem đối chiếu", elem_id="dn-align-source")
    others = gr.CheckboxGroup([], label="Với văn bản (không chọn là mọi văn bản khác)", elem_id="dn-align-others")
    flagged = gr.Checkbox(False, label="Chỉ hiện chỗ khác số liệu, thời hạn", elem_id="dn-align-flagged")
    with gr.Row(elem_classes="dn-buttons"):
        start = gr.Button("Đối chiếu", variant="primary", elem_id="dn-align-start", min_width=140)
        sheet = gr.Button("Tải bảng đối chiếu (Excel)", elem_id="dn-align-xlsx", min_width=160)
    state = gr.HTML("", apply_default_css=False, elem_id="dn-align-state")
    found = live_html("", acts=("lookup",), elem_id="dn-align")
    download = gr.Textbox(visible="hidden", elem_id="dn-align-download", label="Tệp tải về")
    version = gr.State(0)
    fields = [source, others, flagged]

    def show(plan: Any, wanted: Any, only: Any) -> Iterator[tuple[Any, Any]]:
        try:
            for told, view in compare(desk, str(plan or ""), list(wanted or []), bool(only)):
                yield told, view or gr.skip()
        except UserError as error:
            yield message(str(error)), gr.skip()

    events = [trigger(show, fields, [state, found], **QUIET) for trigger in (start.click, source.input, flagged.input)]

    def on_open(plan: Any, wanted: Any, only: Any, seen: int) -> Iterator[tuple[Any, ...]]:
        nothing = (gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip())
        yield (bar("Đang mở kho", 0, 0) if not context.workspace.ready else gr.skip(), *nothing[1:])
        try:
            shelf = desk.shelf()
            if seen == desk.version:
                return
            plan = plan if plan in shelf.by_id else first_plan(shelf)
        except UserError as error:
            yield (message(str(error)), *nothing[1:])
            return
        held = choices(shelf.documents)
        kept = [d for d in wanted or [] if d in shelf.by_id]
        lists = (gr.Dropdown(choices=held, value=plan), gr.CheckboxGroup(choices=held, value=kept))
        yield bar(stage_label("align"), 0, 0), gr.skip(), *lists, gr.skip()
        for told, view in show(plan, kept, only):
            yield told, view, gr.skip(), gr.skip(), gr.skip()
        yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), desk.version

    opened = context.tab.select(on_open, [*fields, version], [state, found, source, others, version], **QUIET)
    for event in (*events, opened):
        event.failure(
            lambda: message("Chương trình gặp lỗi khi đối chiếu; xem nhật ký ở cửa sổ dòng lệnh."),
            None,
            [state],
            **QUIET,
        )

    def on_export(plan: Any, wanted: Any, request: gr.Request) -> Iterator[tuple[str, str]]:
        from dissemination.xlsx_out import alignment_xlsx

        yield "", bar("Đang ghi tệp Excel", 0, 0)
        try:
            shelf = desk.shelf(page_url(request) or HERE)
            one, rest = chosen(shelf, str(plan or ""), list(wanted or []))
            data = alignment_xlsx(shelf, desk.alignment(one, rest, lambda *_: None))
        except UserError as error:
            yield "", message(str(error))
            return
        yield base64.b64encode(data).decode(), ""

    sheet.click(on_export, [source, others], [download, state], **QUIET).then(
        None, [download], None, js="(data) => window.dannguon.download(data, 'doi-chieu.xlsx')", **QUIET
    )

    def on_lookup(aim: tuple[str, int], event: gr.EventData) -> tuple[Any, ...]:
        return (payload(event, "clause"), aim[1] + 1), gr.Tabs(selected="lookup")

    found.on_lookup(on_lookup, [context.aim], [context.aim, context.tabs], **QUIET)
