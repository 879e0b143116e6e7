"""Kiểm định: what this machine has, proof that nothing leaves it, and the evaluation run here."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import gradio as gr

from ingest.settings import PROJECT
from ui.context import Context
from ui.doctor import Check, examine
from ui.markup import bar, esc, joined, message, tag
from ui.workspace import Workspace

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
LONGEST_RUN = 1800.0
"""Seconds after which an evaluation is stopped."""
_STATES = {"good": "Tốt", "info": "Lưu ý", "error": "Lỗi"}
_running = threading.Lock()


def checks_view(checks: tuple[Check, ...]) -> str:
    """The findings as a list, each with its state in words."""
    items = [
        tag(
            "div",
            tag("h3", esc(check.name)),
            tag(
                "p", tag("strong", _STATES[check.state] + ": "), esc(check.found), class_=f"dn-message dn-{check.state}"
            ),
            joined([esc(line) for line in check.lines]),
            class_="dn-check",
        )
        for check in checks
    ]
    return tag("div", *items, class_="dn-checks")


def evaluate(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Run `python -m eval run` on this library in a process of its own: (state, result) as HTML, again and again."""
    if not _running.acquire(blocking=False):
        yield message("Một lần kiểm định khác đang chạy; xin chờ."), ""
        return
    try:
        command = [sys.executable, "-m", "eval", "run", "--library", str(workspace.root.resolve())]
        started = time.monotonic()
        with subprocess.Popen(
            command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process:
            try:
                while True:
                    try:
                        out, problem = process.communicate(timeout=1.0)
                        break
                    except subprocess.TimeoutExpired:
                        passed = int(time.monotonic() - started)
                        if passed > LONGEST_RUN:
                            yield message(f"Kiểm định quá {LONGEST_RUN:.0f} giây nên đã dừng."), ""
                            return
                        yield bar("Đang kiểm định trên máy này", 0, 0, f"đã {passed} giây"), ""
            finally:
                if process.poll() is None:
                    process.kill()
        if process.returncode:
            last = problem.strip().splitlines()[-1:] or ["không rõ lý do"]
            yield message(f"Kiểm định không chạy được: {last[0]}"), ""
            return
        passed = int(time.monotonic() - started)
        yield message(f"Xong sau {passed} giây.", "good"), tag("pre", esc(out), class_="dn-report", tabindex="0")
    finally:
        _running.release()


def build_check(context: Context) -> None:
    """Lay the tab out and wire it."""
    workspace = context.workspace
    gr.HTML(tag("h2", "Máy này", class_="dn-section"), apply_default_css=False)
    look = gr.Button("Khám lại", elem_id="dn-look", elem_classes="dn-plain", min_width=120)
    found = gr.HTML("", apply_default_css=False, elem_id="dn-doctor")
    gr.HTML(
        tag("h2", "Kiểm định chất lượng", class_="dn-section")
        + tag(
            "p",
            "Chạy bộ câu hỏi có đáp án trên chính kho này: tìm đúng điều khoản bao nhiêu lần, trích có đúng từng chữ "
            "không, từ chối có đúng lúc không. Mất vài phút; trong lúc đó trả lời sẽ chậm hơn.",
        ),
        apply_default_css=False,
    )
    start = gr.Button("Chạy kiểm định", variant="primary", elem_id="dn-evaluate", elem_classes="dn-plain")
    state = gr.HTML("", apply_default_css=False, elem_id="dn-evaluate-state")
    result = gr.HTML("", apply_default_css=False, elem_id="dn-evaluation")

    def on_look() -> str:
        return checks_view(examine(workspace, context.port))

    look.click(on_look, None, [found], **QUIET)
    context.page.load(on_look, None, [found], **QUIET)

    def on_start() -> Iterator[tuple[str, str]]:
        yield from evaluate(workspace)

    start.click(on_start, None, [state, result], **QUIET)
