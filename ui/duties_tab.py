"""Nghĩa vụ: who must do what by when, the targets, and both as files with their citations."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr

from dissemination.matrix import DutyRow, Filter, obligations
from dissemination.shelf import HERE, Shelf
from ingest.actors import LEVELS, known_actors
from ingest.errors import UserError
from ingest.targets import Target
from ingest.vietnamese import fold, has_accents, strip_accents
from ui.context import Context, choices
from ui.duties_view import PAGE, nearest_view, notes_view, summary_view, table_view, timeline_view
from ui.live import live_html, payload
from ui.markup import bar, message, tag
from ui.permalink import page_url
from ui.targets_view import targets_view

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 4}
LONGEST = 300
_DEADLINES = [("Tất cả", ""), ("Có thời hạn", "có"), ("Không nêu thời hạn", "không")]


@dataclass(frozen=True)
class Found:
    """What fits the filter. names: the bodies that the words asked for mean."""

    rows: tuple[DutyRow, ...]
    targets: tuple[Target, ...]
    names: tuple[str, ...]


class UnknownActor(UserError):
    """Nobody of that name. nearest: those written most like it."""

    def __init__(self, said: str, nearest: Sequence[str]) -> None:
        super().__init__(f"«{said}»: không thấy cơ quan, chức danh nào tên như vậy.")
        self.said, self.nearest = said, tuple(nearest)


def actors_of(shelf: Shelf) -> list[str]:
    """Every body that is given work, those with most work first."""
    count: dict[str, int] = {}
    for rows in shelf.duties.values():
        for row in rows:
            count[row.actor] = count.get(row.actor, 0) + 1
    return sorted(count, key=lambda name: (-count[name], name))


def find(shelf: Shelf, actor: str, level: str, document: str, deadline: str, word: str) -> Found:
    """Duties and targets that fit. deadline: "", "có", "không". Raises UnknownActor, UserError."""
    actor, word = " ".join(actor.split()), " ".join(word.split())
    for name, said in (("Cơ quan hoặc chức danh", actor), ("Từ trong việc", word)):
        if len(said) > LONGEST:
            raise UserError(f"«{name}» dài {len(said)} ký tự; hãy rút gọn còn tối đa {LONGEST} ký tự.")
    names: tuple[str, ...] = ()
    if actor:
        present = dict.fromkeys(n for rows in shelf.duties.values() for r in rows for n in (r.actor, *r.directed))
        known = known_actors()
        try:
            names = known.resolve(actor, present)
        except UserError as error:
            every = dict.fromkeys([*present, *(entry.name for entry in known.entries)])
            raise UnknownActor(actor, known.nearest(actor, every)) from error
    rows = obligations(shelf, Filter(actor, level, document, word, deadline == "có"))
    if deadline == "không":
        rows = tuple(duty for duty in rows if not duty.row.deadline)
    documents = [shelf.get(document)] if document else shelf.documents
    targets = tuple(t for d in documents for t in shelf.targets[d.id] if _says(t, word))
    return Found(rows, targets, names)


def _says(target: Target, word: str) -> bool:
    view = str if has_accents(word) else strip_accents
    return view(fold(word)) in view(fold(target.text))


def shown(shelf: Shelf, found: Found, actor: str, most: int = PAGE) -> str:
    """The whole answer of the tab as HTML."""
    counts = (("dn-work", "Việc phải làm"), ("dn-times", "Mốc thời hạn"), ("dn-figures", "Chỉ tiêu"))
    jump = tag("p", *(tag("a", name, href=f"#{place}", class_="dn-link") for place, name in counts), class_="dn-jump")
    return "".join(
        [
            summary_view(found.rows, found.names, actor.strip()),
            notes_view(found.rows),
            jump,
            tag("section", _title("dn-work", "Việc phải làm"), table_view(found.rows, most)),
            tag("section", _title("dn-times", "Mốc thời hạn"), timeline_view(found.rows, date.today())),
            tag("section", _title("dn-figures", "Chỉ tiêu"), targets_view(shelf, found.targets)),
        ]
    )


def _title(place: str, words: str) -> str:
    return tag("h2", words, id=place, class_="dn-section")


def build_duties(context: Context) -> None:
    """Lay the tab out and wire it."""
    with gr.Row(elem_classes="dn-fields"):
        with gr.Column(scale=3, min_width=260, elem_classes="dn-field"):
            actor = gr.Dropdown(
                [],
                value="",
                label="Cơ quan hoặc chức danh (ví dụ: bí thư huyện ủy)",
                allow_custom_value=True,
                elem_id="dn-actor",
            )
            problem = live_html("", acts=("actor",), elem_id="dn-actor-error")
        level = gr.Dropdown([("Mọi cấp", ""), *((n, n) for n in LEVELS)], value="", label="Cấp", elem_id="dn-level",
                            min_width=150, scale=1)  # fmt: skip
        document = gr.Dropdown([("Mọi văn bản", "")], value="", label="Văn bản", elem_id="dn-duty-document",
                               min_width=220, scale=2)  # fmt: skip
        deadline = gr.Dropdown(_DEADLINES, value="", label="Thời hạn", elem_id="dn-deadline", min_width=170, scale=1)
        word = gr.Textbox(label="Từ trong việc", max_lines=1, elem_id="dn-duty-word", min_width=170, scale=1)
    with gr.Row(elem_classes="dn-buttons"):
        search = gr.Button("Lọc", variant="primary", elem_id="dn-filter", min_width=120)
        sheet = gr.Button("Tải việc (Excel)", elem_id="dn-duties-xlsx", min_width=140)
        words = gr.Button("Tải việc (Word)", elem_id="dn-duties-docx", min_width=140)
        figures = gr.Button("Tải chỉ tiêu (Excel)", elem_id="dn-targets-xlsx", min_width=140)
    found = live_html("", acts=("lookup", "more"), elem_id="dn-duties")
    download = gr.Textbox(visible="hidden", elem_id="dn-duties-download", label="Tệp tải về")
    fields = [actor, level, document, deadline, word]
    desk = context.desk

    def show(values: Sequence[Any], most: int = PAGE) -> tuple[Any, str]:
        said = [str(value or "") for value in values]
        try:
            shelf = desk.shelf()
            return shown(shelf, find(shelf, *said), said[0], most), ""
        except UnknownActor as unknown:
            return gr.skip(), nearest_view(unknown.said, unknown.nearest)
        except UserError as error:
            return gr.skip(), message(str(error))

    def on_filter(a: Any, b: Any, c: Any, d: Any, e: Any) -> tuple[Any, str]:
        return show((a, b, c, d, e))

    for event in (search.click, word.submit, actor.input, level.input, document.input, deadline.input):
        event(on_filter, fields, [found, problem], **QUIET)

    def on_more(a: Any, b: Any, c: Any, d: Any, e: Any, event: gr.EventData) -> tuple[Any, str]:
        wanted = payload(event, "shown", 9)
        return show((a, b, c, d, e), int(wanted) if wanted.isdigit() else PAGE)

    found.on_more(on_more, fields, [found, problem], **QUIET)

    def on_actor(b: Any, c: Any, d: Any, e: Any, event: gr.EventData) -> tuple[Any, ...]:
        name = payload(event, "name")
        return name, *show((name, b, c, d, e))

    problem.on_actor(on_actor, fields[1:], [actor, found, problem], **QUIET)

    def on_lookup(aim: tuple[str, int], event: gr.EventData) -> tuple[Any, ...]:
        return (payload(event, "clause"), aim[1] + 1), gr.Tabs(selected="lookup")

    found.on_lookup(on_lookup, [context.aim], [context.aim, context.tabs], **QUIET)

    def on_open(a: Any, b: Any, c: Any, d: Any, e: Any) -> tuple[Any, ...]:
        try:
            shelf = desk.shelf()
        except UserError as error:
            return gr.skip(), gr.skip(), "", message(str(error))
        # The document may have been removed since.
        kept = c if c in shelf.by_id else ""
        documents = [("Mọi văn bản", ""), *choices(shelf.documents)]
        return (
            gr.Dropdown(choices=actors_of(shelf)),
            gr.Dropdown(choices=documents, value=kept),
            *show((a, b, kept, d, e)),
        )

    wait = bar("Đang đọc các việc được giao", 0, 0)
    opened = context.tab.select(lambda shown: shown or wait, [found], [found], **QUIET)
    opened.then(on_open, fields, [actor, document, found, problem], **QUIET)

    def export(values: Sequence[Any], request: gr.Request, kind: str) -> tuple[str, str]:
        said = [str(value or "") for value in values]
        try:
            shelf = desk.shelf(page_url(request) or HERE)
            data = file_of(kind, shelf, find(shelf, *said), said[0])
        except UnknownActor as unknown:
            return "", nearest_view(unknown.said, unknown.nearest)
        except UserError as error:
            return "", message(str(error))
        return base64.b64encode(data).decode(), ""

    def exporter(kind: str) -> Callable[..., tuple[str, str]]:
        def on_export(a: Any, b: Any, c: Any, d: Any, e: Any, request: gr.Request) -> tuple[str, str]:
            return export((a, b, c, d, e), request, kind)

        return on_export

    for press, kind, name in (
        (sheet, "xlsx", "nhiem-vu.xlsx"),
        (words, "docx", "nhiem-vu.docx"),
        (figures, "targets", "chi-tieu.xlsx"),
    ):
        press.click(exporter(kind), fields, [download, problem], **QUIET).then(
            None, [download], None, js=f"(data) => window.dannguon.download(data, '{name}')", **QUIET
        )


def file_of(kind: str, shelf: Shelf, found: Found, actor: str) -> bytes:
    """The bytes of a file. kind: "xlsx", "docx", "targets"."""
    from dissemination.docx_out import obligations_docx
    from dissemination.xlsx_out import obligations_xlsx, targets_xlsx

    if kind == "targets":
        return targets_xlsx(shelf, list(found.targets))
    if kind == "docx":
        return obligations_docx(shelf, found.rows, "Bảng nhiệm vụ" + (f": {actor.strip()}" if actor.strip() else ""))
    return obligations_xlsx(found.rows)
