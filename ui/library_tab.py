"""Kho tài liệu: what is here and where it is from; add by drag and drop, fetch, remove, while others go on asking."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import gradio as gr

from ingest.errors import UserError
from ingest.library import Library
from ui.context import Context, choices
from ui.library_view import library_view, report_view
from ui.live import live_html, payload
from ui.markup import bar, message, tag
from ui.workspace import Progress, Workspace, stage_label

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 2}
T = TypeVar("T")


def followed(work: Callable[[Progress], T]) -> Iterator[tuple[str, int, int] | T]:
    """Run `work` in a thread, yielding each step that it reports, last what it returns. Raises what it raises."""
    steps: queue.Queue[tuple[str, int, int] | None] = queue.Queue()
    with ThreadPoolExecutor(1, thread_name_prefix="library") as pool:
        future = pool.submit(work, lambda stage, step, total: steps.put((stage, step, total)))
        future.add_done_callback(lambda _: steps.put(None))
        while (step := steps.get()) is not None:
            yield step
        yield future.result()


def add(workspace: Workspace, paths: list[Path], progress: Progress) -> str:
    """Read files into the library, then swap in an engine that knows them; the report as HTML. Raises UserError."""
    from ingest.corpus import add_file

    def work(library: Library) -> list[str]:
        views = []
        for path in paths:
            try:
                views.append(report_view(add_file(library, workspace.catalog, path, progress=progress)))
            finally:
                # The library keeps its own copy of what it could read; the upload's would lie in /tmp for a day.
                path.unlink(missing_ok=True)
        return views

    return "".join(workspace.change(work, progress))


def fetch(workspace: Workspace, document: str, progress: Progress) -> str:
    """Download the full text of a document of the catalogue; the report as HTML. Raises UserError."""
    from ingest.corpus import fetch_document

    if workspace.catalog.get(document) is None:
        raise UserError(f"«{document}»: danh mục không có văn bản này.")
    return workspace.change(
        lambda library: report_view(fetch_document(library, workspace.catalog, document, progress=progress)), progress
    )


def remove(workspace: Workspace, document: str, progress: Progress) -> str:
    """Remove a document that a person added; a message as HTML. Raises UserError."""

    def work(library: Library) -> str:
        held = library.get(document)
        if held is None:
            raise UserError(f"«{document}»: kho không có văn bản này.")
        if held.origin.startswith("corpus/"):
            raise UserError("Văn bản đi kèm chương trình không bỏ được.")
        library.remove(document)
        return message(f"Đã bỏ «{held.short_name or held.title}» khỏi kho.", "good")

    return workspace.change(work, progress)


def build_library(context: Context) -> None:
    """Lay the tab out and wire it."""
    workspace = context.workspace
    gr.HTML(
        tag("h2", "Kho tài liệu", class_="dn-hidden")
        + tag("p", "Thả tệp PDF, Word, HTML hoặc văn bản thuần vào ô dưới đây. Tệp ở lại trên máy này."),
        apply_default_css=False,
    )
    files = gr.File(label="Thêm tài liệu", file_count="multiple", height=170, elem_id="dn-files")
    state = gr.HTML("", apply_default_css=False, elem_id="dn-library-state")
    reports = gr.HTML("", apply_default_css=False, elem_id="dn-reports")
    listed = live_html("", acts=("read", "fetch", "remove"), elem_id="dn-library")
    outputs = [state, reports, listed, files]

    def view() -> str:
        try:
            return library_view(workspace.library, workspace.documents, workspace.catalog)
        except UserError as error:
            return message(str(error), "info")

    def shown(work: Callable[[Progress], str]) -> Iterator[tuple[Any, ...]]:
        yield bar("Đang bắt đầu", 0, 0), gr.skip(), gr.skip(), gr.skip()
        try:
            for step in followed(work):
                if isinstance(step, str):
                    yield message("Xong. Kho đã cập nhật, có thể hỏi ngay.", "good"), step, view(), None
                else:
                    yield bar(stage_label(step[0]), step[1], step[2]), gr.skip(), gr.skip(), gr.skip()
        except UserError as error:
            yield message(str(error)), gr.skip(), view(), None

    def on_upload(paths: list[str] | None) -> Iterator[tuple[Any, ...]]:
        if paths:
            yield from shown(lambda progress: add(workspace, [Path(p) for p in paths], progress))

    def on_fetch(event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        wanted = payload(event, "clause")
        yield from shown(lambda progress: fetch(workspace, wanted, progress))

    def on_remove(event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        wanted = payload(event, "clause")
        yield from shown(lambda progress: remove(workspace, wanted, progress))

    changed = [
        files.upload(on_upload, [files], outputs, **QUIET),
        listed.on_fetch(on_fetch, None, outputs, **QUIET),
        listed.on_remove(on_remove, None, outputs, **QUIET),
    ]
    for event in changed:
        event.failure(lambda: message("Chương trình gặp lỗi; kho không thay đổi. Xem nhật ký."), None, [state], **QUIET)
        event.then(lambda: gr.CheckboxGroup(choices(workspace.documents)), None, [context.filter], **QUIET)

    def on_read(aim: tuple[str, int], event: gr.EventData) -> tuple[Any, ...]:
        return (payload(event, "clause"), aim[1] + 1), gr.Tabs(selected="lookup")

    listed.on_read(on_read, [context.aim], [context.aim, context.tabs], **QUIET)

    def on_load() -> str:
        workspace.wait_library()
        return view()

    context.page.load(on_load, None, [listed], **QUIET)
