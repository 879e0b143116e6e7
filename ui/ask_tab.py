"""Hỏi đáp: ask, read quotations with their numbers, open each in its place beside the answer."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from ingest.errors import UserError
from ui.answer_docx import answer_docx
from ui.answer_view import thread_view
from ui.context import Context, by_id, choices
from ui.feedback import Verdict, keep_feedback
from ui.live import live_html, payload
from ui.markup import bar, button, esc, message, tag
from ui.reading_view import beside
from ui.thread import Turn, new_turn, pack, unpack
from ui.workspace import Workspace

LONGEST_QUESTION = 1000
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 8}
EXAMPLES = (
    "Huyện ủy phải làm gì để thực hiện kế hoạch?",
    "Ai chủ trì, theo dõi, đôn đốc việc thực hiện kế hoạch?",
    "Mục tiêu đến năm 2030 của tỉnh về khoa học và công nghệ là gì?",
    "Đầu tư cho khoa học và công nghệ bao nhiêu phần trăm GDP?",
    "muc tieu den nam 2025 cua ke hoach",
)
_KINDS = (
    ("Đề mục", "heading"),
    ("Mục, khoản, điểm", "item"),
    ("Đoạn", "paragraph"),
    ("Gạch đầu dòng", "bullet"),
    ("Chú thích", "footnote"),
    ("Bảng", "table"),
)
_EMPTY_PANE = (
    '<section class="dn-pane dn-empty" aria-label="Văn bản"><p>Bấm một số nguồn trong câu trả lời '
    "để đọc điều khoản ở đúng chỗ của nó trong văn bản.</p></section>"
)


def check_question(question: str) -> str:
    """The question without white space around it. Raises UserError when it is empty or too long to be one."""
    asked = " ".join(question.split())
    if not any(c.isalnum() for c in asked):
        raise UserError("Ô câu hỏi đang trống; hãy gõ điều cần hỏi, có dấu hoặc không dấu đều được.")
    if len(asked) > LONGEST_QUESTION:
        raise UserError(
            f"Câu hỏi dài {len(asked)} ký tự; hãy rút gọn còn tối đa {LONGEST_QUESTION} ký tự, mỗi lần hỏi một ý."
        )
    return asked


def ask(
    workspace: Workspace, turns: list[Turn], question: str, documents: list[str], kinds: list[str], *, literal: bool
) -> Iterator[list[Turn]]:
    """The thread with the answer to one more question; then, where a language model is set up, the same in its wording
    as that comes and holds. Raises UserError."""
    engine = workspace.engine()
    known = by_id(engine.documents)
    wanted = [d for d in documents if d in known]
    history = [turn.answer for turn in turns]
    answers = engine.ask_stream(
        check_question(question), documents=wanted, kinds=kinds, literal=literal, history=history
    )
    turn = new_turn(next(answers), literal=literal, documents=wanted, kinds=kinds)
    yield [*turns, turn]
    for answer in answers:
        yield [*turns, replace(turn, answer=answer)]


def build_ask(context: Context) -> None:
    """Lay the tab out and wire it."""
    workspace = context.workspace
    kept = gr.BrowserState([], storage_key="dannguon.thread", secret="dannguon")
    with gr.Row(elem_classes="dn-split"):
        with gr.Column(scale=6, min_width=300, elem_classes="dn-main"):
            question = gr.Textbox(
                label="Câu hỏi",
                placeholder="Ví dụ: Huyện ủy phải làm gì? (gõ không dấu cũng được)",
                lines=1,
                max_lines=6,
                elem_id="dn-question",
            )
            problem = gr.HTML("", apply_default_css=False, elem_id="dn-question-error")
            with gr.Row(elem_classes="dn-buttons"):
                send = gr.Button("Hỏi", variant="primary", elem_id="dn-send", min_width=120)
                fresh = gr.Button("Mạch hỏi mới", elem_id="dn-fresh", min_width=120)
            with gr.Accordion("Chỉ tìm trong một số văn bản", open=False, elem_id="dn-filters"):
                documents = context.filter.render()
                kinds = gr.CheckboxGroup(list(_KINDS), label="Loại đoạn (không chọn là mọi loại)")
            state = gr.HTML("", apply_default_css=False, elem_id="dn-ask-state")
            acts = ("open", "literal", "understand", "export", "feedback", "library", "example")
            thread = live_html(_examples(), acts=acts, elem_id="dn-thread")
        with gr.Column(scale=5, min_width=300, elem_classes="dn-side"):
            pane = live_html(_EMPTY_PANE, acts=("open", "lookup", "library"), elem_id="dn-pane")
    download = gr.Textbox(visible="hidden", elem_id="dn-download", label="Tệp tải về")

    def known_turns(value: object) -> list[Turn]:
        return unpack(value, by_id(workspace.documents))

    def show(turns: list[Turn]) -> str:
        return thread_view(turns, workspace.catalog) or _examples()

    def answer_to(value: object, text: str, chosen: list[str], types: list[str], literal: bool) -> Iterator[tuple]:
        try:
            asked = check_question(text)
        except UserError as error:
            yield gr.skip(), gr.skip(), message(str(error)), "", gr.skip(), gr.skip()
            return
        doing = "Đang tìm trong văn bản" if workspace.ready else "Đang nạp mô hình, sẽ trả lời ngay khi xong"
        yield gr.skip(), gr.skip(), "", bar(doing, 0, 0), gr.skip(), gr.skip()
        try:
            threads = ask(workspace, known_turns(value), asked, chosen or [], types or [], literal=literal)
            turns = next(threads)
            yield pack(turns), show(turns), "", _follow(turns), _EMPTY_PANE, ""
            for turns in threads:
                yield pack(turns), show(turns), "", _follow(turns), gr.skip(), gr.skip()
        except UserError as error:
            yield gr.skip(), gr.skip(), message(str(error)), "", gr.skip(), gr.skip()

    outputs = [kept, thread, problem, state, pane, question]

    def on_send(value: object, text: str, chosen: list[str], types: list[str]) -> Iterator[tuple]:
        yield from answer_to(value, text, chosen, types, literal=False)

    def failed() -> tuple[str, str]:
        return message("Chương trình gặp lỗi khi trả lời; câu hỏi vẫn còn trong ô. Xem nhật ký ở cửa sổ dòng lệnh."), ""

    asked = [
        trigger(on_send, [kept, question, documents, kinds], outputs, **QUIET)
        for trigger in (send.click, question.submit)
    ]

    def on_example(value: object, event: gr.EventData) -> Iterator[tuple]:
        yield from answer_to(value, payload(event, "question"), [], [], literal=False)

    asked.append(thread.on_example(on_example, [kept], outputs, **QUIET))

    def again(value: object, event: gr.EventData, literal: bool) -> Iterator[tuple]:
        turns = known_turns(value)
        turn = _turn(turns, payload(event, "turn"))
        before = pack(turns[: turns.index(turn)])
        yield from answer_to(before, turn.answer.question, list(turn.documents), list(turn.kinds), literal)

    def on_literal(value: object, event: gr.EventData) -> Iterator[tuple]:
        yield from again(value, event, True)

    def on_understand(value: object, event: gr.EventData) -> Iterator[tuple]:
        yield from again(value, event, False)

    asked.append(thread.on_literal(on_literal, [kept], outputs, **QUIET))
    asked.append(thread.on_understand(on_understand, [kept], outputs, **QUIET))
    for event in asked:
        event.failure(failed, None, [problem, state], **QUIET)

    def on_open(value: object, event: gr.EventData) -> str:
        return _open(workspace, known_turns(value), event)

    thread.on_open(on_open, [kept], [pane], **QUIET)
    pane.on_open(on_open, [kept], [pane], **QUIET)

    def on_export(value: object, event: gr.EventData) -> str:
        turn = _turn(known_turns(value), payload(event, "turn"))
        return base64.b64encode(answer_docx(turn.answer)).decode()

    thread.on_export(on_export, [kept], [download], **QUIET).then(
        None, [download], None, js="(data) => window.dannguon.download(data, 'dan-nguon.docx')", **QUIET
    )

    def on_feedback(value: object, event: gr.EventData) -> tuple:
        turns = known_turns(value)
        turn = _turn(turns, payload(event, "turn"))
        verdict: Verdict = "up" if payload(event, "verdict") == "up" else "down"
        try:
            keep_feedback(workspace.root, turn.answer, verdict, payload(event, "note", 1000))
        except UserError as error:
            return gr.skip(), gr.skip(), message(str(error))
        turns[turns.index(turn)] = replace(turn, verdict=verdict)
        return pack(turns), show(turns), ""

    thread.on_feedback(on_feedback, [kept], [kept, thread, problem], **QUIET)

    fresh.click(
        lambda: ([], _examples(), "", "", _EMPTY_PANE, ""), None, outputs, js="() => window.dannguon.fresh()", **QUIET
    )

    for part in (thread, pane):
        part.on_library(lambda: gr.Tabs(selected="library"), None, [context.tabs], **QUIET)

    def on_lookup(aim: tuple[str, int], event: gr.EventData) -> tuple:
        return (payload(event, "clause"), aim[1] + 1), gr.Tabs(selected="lookup")

    pane.on_lookup(on_lookup, [context.aim], [context.aim, context.tabs], **QUIET)

    def restore(value: object) -> tuple:
        workspace.wait_library()
        turns = known_turns(value)
        return show(turns), _follow(turns), gr.CheckboxGroup(choices(workspace.documents))

    context.page.load(restore, [kept], [thread, state, documents], **QUIET)


def _open(workspace: Workspace, turns: list[Turn], event: gr.EventData) -> str:
    clause_id = payload(event, "clause")
    try:
        document, clause = workspace.clause(clause_id)
    except UserError as error:
        return message(str(error))
    marks: dict[str, list[tuple[int, int]]] = {}
    turn = next((t for t in turns if t.id == payload(event, "turn")), None)
    number = payload(event, "sentence")
    for place, sentence in enumerate(turn.answer.sentences if turn else ()):
        if not number or number == str(place):
            for quote in sentence.quotes:
                marks.setdefault(quote.clause, []).append((quote.start, quote.end))
    return beside(document, clause, marks, workspace.catalog, by_id(workspace.documents))


def _turn(turns: list[Turn], wanted: str) -> Turn:
    for turn in turns:
        if turn.id == wanted:
            return turn
    raise gr.Error("Câu trả lời này không còn trong mạch hỏi; hãy hỏi lại.", print_exception=False)


def _follow(turns: list[Turn]) -> str:
    if not turns:
        return ""
    return tag("p", "Câu hỏi sau được hiểu nối tiếp mạch này; bấm «Mạch hỏi mới» để bắt đầu lại.", class_="dn-follow")


def _examples() -> str:
    items = "".join(tag("li", button(esc(q), "example", css="dn-example", question=q)) for q in EXAMPLES)
    return tag(
        "section", tag("h2", "Thử hỏi", id="dn-try"), tag("ul", items), class_="dn-examples", aria_labelledby="dn-try"
    )
