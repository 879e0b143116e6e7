"""Slides as a presentation: few lines a slide, each with its citation; the full sentences in the speaker's notes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from dissemination.docx_out import citation_of, qr_png, shown
from dissemination.kit_model import Kit, Line, Slide
from dissemination.office import FONT, saved
from dissemination.shelf import Shelf
from dissemination.slides import short_title

_WIDE, _HIGH, _EDGE = 13.333, 7.5, 0.6
_RED, _INK, _GREY = "9E1B1B", "1A1A1A", "5A5A5A"
_SIZES = ((180, 32), (320, 28), (480, 25), (10_000, 22))


def slides_pptx(shelf: Shelf, kit: Kit) -> bytes:
    """The bytes of a .pptx, 16:9, in Times New Roman; the first slide has the title and a QR code."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDE), Inches(_HIGH)
    deck.core_properties.title, deck.core_properties.author = kit.outline.title[:200], "Dẫn Nguồn"
    deck.core_properties.language = "vi-VN"
    _first(shelf, kit, deck)
    for number, slide in enumerate(kit.slides, start=2):
        _slide(shelf, deck, slide, number)
    changes = [line for section in kit.outline.sections if section.role == "lưu ý" for line in section.lines]
    for start in range(0, len(changes), 4):
        slide = Slide(
            "LƯU Ý: NHỮNG ĐIỀU ĐÃ ĐỔI KHÁC", tuple(changes[start : start + 4]), tuple(changes[start : start + 4])
        )
        _slide(shelf, deck, slide, len(deck.slides) + 1)
    return saved(deck)


def _first(shelf: Shelf, kit: Kit, deck: Any) -> None:
    from pptx.util import Inches

    page = deck.slides.add_slide(deck.slide_layouts[6])
    _bar(page, 0, 0.18)
    title = _box(page, _EDGE, 2.0, _WIDE - 2 * _EDGE - 2.4, 2.6)
    _words(title.paragraphs[0], short_title(kit.outline), size=40, bold=True, colour=_RED)
    _words(_box(page, _EDGE, 4.7, 9.5, 0.6).paragraphs[0], kit.outline.subtitle, size=22, italic=True)
    _words(
        _box(page, _EDGE, 6.6, 11, 0.5).paragraphs[0],
        "Mỗi dòng dẫn đúng điều khoản; phải đối chiếu bản chính trước khi sử dụng chính thức.",
        size=14,
        colour=_GREY,
    )
    quoted = [q for section in kit.outline.sections for line in section.lines for q in line.quotes]
    if quoted:
        code = BytesIO(qr_png(shelf.link(quoted[0].clause)))
        page.shapes.add_picture(code, Inches(_WIDE - _EDGE - 1.9), Inches(2.2), width=Inches(1.9))


def _slide(shelf: Shelf, deck: Any, slide: Slide, number: int) -> None:
    from pptx.util import Pt

    page = deck.slides.add_slide(deck.slide_layouts[6])
    _bar(page, 1.15, 0.04)
    _words(_box(page, _EDGE, 0.35, _WIDE - 2 * _EDGE, 0.8).paragraphs[0], slide.title, size=28, bold=True, colour=_RED)
    frame = _box(page, _EDGE, 1.4, _WIDE - 2 * _EDGE, 5.5)
    signs = sum(len(line.text) for line in slide.lines)
    size = next(points for most, points in _SIZES if signs <= most)
    for place, line in enumerate(slide.lines):
        one = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        one.space_after = Pt(10)
        _shown_line(shelf, one, line, size)
    _words(_box(page, _WIDE - 1.4, 6.95, 0.8, 0.4).paragraphs[0], str(number), size=14, colour=_GREY)
    page.notes_slide.notes_text_frame.text = "\n".join(_note(shelf, line) for line in slide.notes)


def _shown_line(shelf: Shelf, one: Any, line: Line, size: int) -> None:
    if line.kind == "heading":
        _words(one, line.text, size=size, bold=True)
        return
    _words(one, shown(shelf, line), size=size)
    if line.kind == "note":
        _words(one, f"  Nguồn: {line.sources[0]}" if line.sources else "", size=11, colour=_GREY)
        return
    _words(one, f"  ({citation_of(shelf, line)})", size=13, italic=True, colour=_GREY)
    if line.quotes:
        one.runs[-1].hyperlink.address = shelf.link(line.quotes[0].clause)


def _note(shelf: Shelf, line: Line) -> str:
    if line.kind == "note":
        return f"{line.text} Nguồn: {'; '.join(line.sources)}"
    ids = ", ".join(quote.clause for quote in line.quotes)
    return f"{shown(shelf, line)} ({citation_of(shelf, line)}; mã: {ids})"


def _box(page: Any, left: float, top: float, width: float, height: float) -> Any:
    from pptx.util import Inches

    frame = page.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height)).text_frame
    frame.word_wrap = True
    return frame


def _bar(page: Any, top: float, height: float) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Inches

    bar = page.shapes.add_shape(1, Inches(0), Inches(top), Inches(_WIDE), Inches(height))
    bar.fill.solid()
    bar.fill.fore_color.rgb = RGBColor.from_string(_RED)
    bar.line.fill.background()


def _words(one: Any, words: str, *, size: int, bold: bool = False, italic: bool = False, colour: str = _INK) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    run = one.add_run()
    run.text = words
    run.font.name, run.font.size, run.font.bold, run.font.italic = FONT, Pt(size), bold, italic
    run.font.color.rgb = RGBColor.from_string(colour)
    run._r.get_or_add_rPr().set("lang", "vi-VN")
