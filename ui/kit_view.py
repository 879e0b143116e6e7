"""A kit as it can be edited: each line in a field of its own, with its clause and what its words are."""

from __future__ import annotations

from collections.abc import Sequence

from dissemination.kit_model import Kit, Line, Question
from dissemination.shelf import NOT_VERBATIM, Shelf
from ui.markup import button, esc, opener, outside, tag

FILES = {
    "outline": ("Đề cương (Word)", "de-cuong.docx"),
    "slides": ("Trình chiếu (PowerPoint)", "trinh-chieu.pptx"),
    "handout": ("Phát tay có mã QR (Word)", "phat-tay.docx"),
    "quiz": ("Câu hỏi (Word)", "cau-hoi.docx"),
    "key": ("Đáp án (Word)", "dap-an.docx"),
    "all": ("Tất cả (zip)", "bo-tai-lieu.zip"),
}
_MARKS = {
    "quote": ("nguyên văn", "dn-full"),
    "digest": (NOT_VERBATIM, "dn-digest"),
    "heading": ("đề mục của văn bản", "dn-full"),
    "prompt": ("câu hỏi gợi ý, nêu đúng lời văn bản trong «»", "dn-plainly"),
    "note": ("lưu ý về hiệu lực", "dn-digest"),
}
_EDITED = "đã sửa: lời người soạn, không phải nguyên văn"
_OPTIONS = "ABCD"


def kit_view(shelf: Shelf, kit: Kit) -> str:
    """The editor. Fields are named as `ui.kit_edits` says."""
    outline = [_field("title", kit.outline.title, "Tên đề cương", "dn-titles")]
    for at, section in enumerate(kit.outline.sections):
        outline.append(tag("h3", esc(f"{at + 1}. {section.title}"), class_="dn-group"))
        outline.append(_field(f"o/{at}/title", section.title, f"Tên phần {at + 1}", "dn-titles"))
        outline += _lines(shelf, f"o/{at}", section.lines, f"Phần {at + 1}")
        label = f"Ý thêm vào phần {at + 1}, mỗi dòng một ý (in ra là lời người soạn)"
        outline.append(_field(f"o/{at}/+", "", label, "dn-added"))
    slides = []
    for at, slide in enumerate(kit.slides):
        slides.append(tag("h3", f"Trang {at + 2}", class_="dn-group"))
        slides.append(_field(f"s/{at}/title", slide.title, f"Tên trang {at + 2}", "dn-titles"))
        slides += _lines(shelf, f"s/{at}", slide.lines, f"Trang {at + 2}")
    handout = [_field("h/title", kit.handout.title, "Tên tài liệu phát tay", "dn-titles")]
    handout += _lines(shelf, "h", kit.handout.lines, "Phát tay")
    handout += _lines(shelf, "hn", kit.handout.notes, "Lưu ý của tài liệu phát tay")
    quiz = [part for at, question in enumerate(kit.quiz) for part in _question(shelf, at, question)]
    said = (
        "Sửa thẳng vào từng dòng; để trống là bỏ dòng ấy. Dòng đã sửa không còn là nguyên văn và được in là lời người "
        "soạn. Sửa ở đề cương thì dòng y hệt ở trang trình chiếu, lời nói và phát tay đổi theo."
    )
    return tag(
        "div",
        tag("p", esc(said), class_="dn-lead"),
        _exports(),
        _part(f"Đề cương ({len(kit.outline.sections)} phần)", outline, opened=True),
        _part(f"Trình chiếu ({len(kit.slides) + 1} trang)", slides),
        _part(f"Phát tay, có mã QR cạnh mỗi dòng ({len(kit.handout.lines)} dòng)", handout),
        _part(f"Câu hỏi ({len(kit.quiz)} câu)", quiz) if quiz else _no_quiz(),
        class_="dn-kit",
    )


def _no_quiz() -> str:
    return tag("p", "Các đoạn này không đủ căn cứ để ra câu hỏi có đáp án chứng minh được.", class_="dn-small")


def _exports() -> str:
    buttons = [button(esc(label), "export", css="dn-button", file=key, edits="") for key, (label, _) in FILES.items()]
    return tag("div", *buttons, class_="dn-actions")


def _part(title: str, content: Sequence[str], *, opened: bool = False) -> str:
    return tag("details", tag("summary", tag("h2", esc(title))), *content, class_="dn-part", open=opened)


def _lines(shelf: Shelf, prefix: str, lines: Sequence[Line], where: str) -> list[str]:
    return [_line(shelf, f"{prefix}/{place}", line, f"{where}, dòng {place + 1}") for place, line in enumerate(lines)]


def _line(shelf: Shelf, name: str, line: Line, where: str) -> str:
    said, css = _MARKS[line.kind]
    places = list(dict.fromkeys(quote.clause for quote in line.quotes))
    cited = [opener(esc(shelf.citation(p)), p, act="lookup", css="dn-link dn-small") for p in places]
    sources = [tag("span", outside(url, f"nguồn {n}"), class_="dn-small") for n, url in enumerate(line.sources, 1)]
    head = tag(
        "div",
        tag("span", esc(said), class_=f"dn-badge dn-mark {css}"),
        tag("span", esc(_EDITED), class_="dn-badge dn-digest dn-by-hand"),
        " ",
        "; ".join([*cited, *sources]),
        " ",
        _undo(where),
        class_="dn-edit-head",
    )
    return tag("div", head, _area(name, line.text, f"{where}: {said}"), class_=f"dn-edit dn-edit-{line.kind}")


def _field(name: str, text: str, label: str, css: str = "") -> str:
    head = tag("div", tag("span", esc(label), class_="dn-small", aria_hidden="true"), " ", _undo(label))
    return tag("div", head, _area(name, text, label), class_=f"dn-edit {css}")


def _area(name: str, text: str, label: str) -> str:
    rows = max(1, -(-len(text) // 95))
    return tag("textarea", esc(text), rows=rows, maxlength=4000, data_line=name, aria_label=label, spellcheck="false")


def _undo(where: str) -> str:
    return tag(
        "button", "Trả lại", type="button", class_="dn-link dn-undo", data_revert=True, aria_label=f"Trả lại: {where}"
    )


def _question(shelf: Shelf, at: int, question: Question) -> list[str]:
    """The stem, the options (or the answer) and the clause that proves it."""
    number = f"Câu {at + 1}"
    parts = [tag("h3", esc(f"{number} ({question.form})"), class_="dn-group")]
    parts.append(_field(f"q/{at}/stem", question.stem, f"{number}, câu hỏi (để trống là bỏ câu)"))
    if question.form == "chọn một":
        for letter, (place, option) in zip(_OPTIONS, enumerate(question.options), strict=False):
            right = " – đáp án đúng" if option.right else ""
            parts.append(_field(f"q/{at}/{place}", option.text, f"{number}, phương án {letter}{right}", "dn-option"))
    else:
        parts.append(_field(f"q/{at}/answer", question.answer, f"{number}, đáp án", "dn-option"))
    right_option = next(option for option in question.options if option.right)
    where = right_option.quote.clause
    proof = opener(esc(shelf.citation(where)), where, act="lookup", css="dn-link dn-small")
    digest = f" ({NOT_VERBATIM})" if shelf.is_digest(where) else ""
    parts.append(tag("p", "Căn cứ của đáp án: ", proof, esc(digest), class_="dn-small"))
    return parts
