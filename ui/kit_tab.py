"""Soạn tài liệu: outline, slides, hand-out and quiz from documents or a topic, edited on the page, taken as files."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import gradio as gr

from dissemination.kit_model import AUDIENCES, LENGTHS, Kit, Request
from dissemination.shelf import HERE, Shelf
from ingest.errors import UserError
from ui.context import Context, choices
from ui.kit_edits import Edits, edited, read_edits
from ui.kit_view import FILES, kit_view
from ui.live import live_html, payload
from ui.markup import bar, message
from ui.permalink import only_here, page_url

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 2}
LONGEST_TOPIC = 200
_ONLY_HERE = (
    "Mã QR và liên kết trong tệp trỏ tới chính máy này, máy khác và điện thoại không mở được; "
    "để mở được, hãy chạy chương trình với --host 0.0.0.0 rồi mở trang bằng địa chỉ mạng của máy."
)


def compose(shelf: Shelf, documents: list[str], topic: str, audience: str, minutes: int) -> Kit:
    """The kit for what was chosen. Raises UserError with the words of the page."""
    from dissemination.kit import make_kit

    topic = " ".join(topic.split())
    chosen = tuple(d for d in documents if d in shelf.by_id)
    if not chosen and not topic:
        raise UserError("Hãy gõ một chủ đề, hoặc chọn ít nhất một văn bản ở ô bên dưới.")
    if len(topic) > LONGEST_TOPIC:
        raise UserError(f"Chủ đề dài {len(topic)} ký tự; hãy rút gọn còn tối đa {LONGEST_TOPIC} ký tự.")
    if topic and sum(map(str.isalnum, topic)) < 2:
        raise UserError("Chủ đề chưa có chữ nào; hãy gõ vài chữ, ví dụ: thị trường khoa học và công nghệ.")
    kit = make_kit(shelf, Request(chosen, topic, audience, minutes))
    if not kit.outline.sections:
        raise UserError("Các văn bản đã chọn không có đoạn nào soạn thành đề cương được; hãy chọn văn bản khác.")
    return kit


def file_of(kind: str, shelf: Shelf, kit: Kit, edits: Edits) -> tuple[str, bytes]:
    """(name, bytes) of a file of the edited kit. kind: a key of `FILES`. Raises UserError for another."""
    from dissemination.docx_out import handout_docx, outline_docx, quiz_docx
    from dissemination.pptx_out import slides_pptx

    if kind not in FILES:
        raise UserError("Không có loại tệp này; hãy tải lại trang.")
    made, key = edited(shelf, kit, edits), edited(shelf, kit, edits, key=True)
    makers = {
        "outline": lambda: outline_docx(shelf, made),
        "slides": lambda: slides_pptx(shelf, made),
        "handout": lambda: handout_docx(shelf, made),
        "quiz": lambda: quiz_docx(shelf, made, key=False),
        "key": lambda: quiz_docx(shelf, key, key=True),
    }
    name = FILES[kind][1]
    if kind != "all":
        return name, makers[kind]()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for one, make in makers.items():
            bundle.writestr(FILES[one][1], make())
    return name, out.getvalue()


def build_kit(context: Context) -> None:
    """Lay the tab out and wire it."""
    desk = context.desk
    topic = gr.Textbox(
        label="Chủ đề (để trống là cả văn bản)", placeholder="thị trường khoa học và công nghệ", max_lines=1,
        elem_id="dn-topic",
    )  # fmt: skip
    problem = gr.HTML("", apply_default_css=False, elem_id="dn-topic-error")
    documents = gr.CheckboxGroup(
        [], label="Văn bản (không chọn là tìm chủ đề trong tất cả)", elem_id="dn-kit-documents"
    )
    with gr.Row(elem_classes="dn-fields"):
        audience = gr.Radio(
            list(AUDIENCES), value=AUDIENCES[0], label="Đối tượng", elem_id="dn-audience", min_width=260
        )
        minutes = gr.Radio(
            [(f"{n} phút", n) for n in LENGTHS], value=45, label="Thời lượng", elem_id="dn-minutes", min_width=260
        )
    start = gr.Button("Soạn", variant="primary", elem_id="dn-compose", elem_classes="dn-plain", min_width=120)
    state = gr.HTML("", apply_default_css=False, elem_id="dn-kit-state")
    editor = live_html("", acts=("lookup", "export"), elem_id="dn-kit")
    download = gr.JSON(visible="hidden", elem_id="dn-kit-download", label="Tệp tải về")
    kit_state = gr.State(None)

    def on_start(
        chosen: list[str] | None, said: str, who: str, long: int, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        yield gr.skip(), "", bar("Đang soạn", 0, 0), gr.skip()
        try:
            base = page_url(request) or HERE
            shelf = desk.shelf(base)
            kit = compose(shelf, chosen or [], said or "", who, int(long))
        except UserError as error:
            yield gr.skip(), message(str(error)), "", gr.skip()
            return
        told = message(f"Đã soạn: {kit.outline.title}.", "good")
        yield kit, "", told + (message(_ONLY_HERE, "info") if only_here(base) else ""), kit_view(shelf, kit)

    outputs = [kit_state, problem, state, editor]
    for trigger in (start.click, topic.submit):
        event = trigger(on_start, [documents, topic, audience, minutes], outputs, **QUIET)
        event.failure(
            lambda: message("Chương trình gặp lỗi khi soạn; xem nhật ký ở cửa sổ dòng lệnh."), None, [state], **QUIET
        )

    def on_export(kit: Kit | None, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, str]]:
        yield None, bar("Đang ghi tệp", 0, 0)
        try:
            if kit is None:
                raise UserError("Trang đã mở quá lâu nên bộ tài liệu không còn; hãy bấm «Soạn» lần nữa.")
            edits = read_edits((getattr(event, "_data", None) or {}).get("edits"))
            base = page_url(request) or HERE
            name, data = file_of(payload(event, "file", 20), desk.shelf(base), kit, edits)
        except UserError as error:
            yield None, message(str(error))
            return
        told = message(f"Đã tạo tệp {name}.", "good") + (message(_ONLY_HERE, "info") if only_here(base) else "")
        yield {"name": name, "data": base64.b64encode(data).decode()}, told

    editor.on_export(on_export, [kit_state], [download, state], **QUIET).then(
        None, [download], None, js="(file) => file && window.dannguon.download(file.data, file.name)", **QUIET
    )

    def on_lookup(aim: tuple[str, int], event: gr.EventData) -> tuple[Any, ...]:
        return (payload(event, "clause"), aim[1] + 1), gr.Tabs(selected="lookup")

    editor.on_lookup(on_lookup, [context.aim], [context.aim, context.tabs], **QUIET)

    def on_open(chosen: list[str] | None) -> Any:
        context.workspace.wait_library()
        held = choices(context.workspace.documents)
        known = {value for _, value in held}
        return gr.CheckboxGroup(choices=held, value=[d for d in chosen or [] if d in known])

    context.tab.select(on_open, [documents], [documents], **QUIET)
