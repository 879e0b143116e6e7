"""The page: a header, the tabs in their order, the API. Each tab is a module; a new one is a line in `TABS`."""

from __future__ import annotations

import gradio as gr

from ui.align_tab import build_align
from ui.api import add_api
from ui.ask_tab import build_ask
from ui.check_tab import build_check
from ui.context import Context, Tab
from ui.desk import Desk
from ui.duties_tab import build_duties
from ui.kit_tab import build_kit
from ui.library_tab import build_library
from ui.lookup_tab import build_lookup
from ui.markup import bar, esc, message, tag
from ui.workspace import Workspace

TABS: tuple[Tab, ...] = (
    Tab("ask", "Hỏi đáp", build_ask),
    Tab("lookup", "Tra cứu", build_lookup),
    Tab("duties", "Nghĩa vụ", build_duties),
    Tab("align", "Đối chiếu", build_align),
    Tab("kit", "Soạn tài liệu", build_kit),
    Tab("library", "Kho tài liệu", build_library),
    Tab("check", "Kiểm định", build_check),
)

_HEADER = (
    '<a class="dn-skip" href="#dn-question">Tới nội dung</a>'
    '<header class="dn-header"><div><h1>Dẫn Nguồn</h1>'
    "<p>Hỏi văn bản của Đảng và Nhà nước; mỗi câu trả lời dẫn đúng mục, khoản, đoạn.</p></div>"
    '<button type="button" class="dn-button" data-theme-toggle>Nền tối</button></header>'
)


def status_view(workspace: Workspace) -> str:
    """Where loading stands, in one line; nothing once everything is ready."""
    status = workspace.status
    if status.state == "failed":
        return message(status.error)
    if status.state == "ready":
        return ""
    return tag(
        "div",
        bar(status.stage, status.done, status.total),
        tag("p", esc("Có thể gõ câu hỏi ngay; câu trả lời hiện khi nạp xong.")),
        class_="dn-loading",
    )


def build_page(workspace: Workspace, port: int) -> gr.Blocks:
    """The whole page over a workspace; nothing is loaded yet."""
    with gr.Blocks(title="Dẫn Nguồn", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)) as page:
        gr.HTML(_HEADER, apply_default_css=False, padding=False, elem_id="dn-head")
        status = gr.HTML("", apply_default_css=False, padding=False, elem_id="dn-status")
        aim = gr.State(("", 0))
        with gr.Tabs(elem_id="dn-tabs", overflow_behavior="wrap") as tabs:
            chosen = gr.CheckboxGroup([], label="Văn bản (không chọn là tìm trong tất cả)", render=False)
            desk = Desk(workspace)
            for tab in TABS:
                with gr.Tab(tab.label, id=tab.id, elem_id=f"dn-tab-{tab.id}") as opened:
                    tab.build(Context(workspace, page, tabs, aim, chosen, port, desk, opened))
        _watch(workspace, page, status)
        add_api(workspace)
    return page


def _watch(workspace: Workspace, page: gr.Blocks, status: gr.HTML) -> None:
    """Show how loading goes until it is done; then the timer stops asking."""
    timer = gr.Timer(1.0)

    def tick() -> tuple[str, gr.Timer]:
        return status_view(workspace), gr.Timer(active=workspace.status.state == "loading")

    for event in (page.load, timer.tick):
        event(tick, outputs=[status, timer], show_progress="hidden", queue=False, api_visibility="private")
