"""Word documents in the type of Vietnamese administration.

Hướng dẫn 36-HD/VPTW (2018) and Nghị định 30/2020/NĐ-CP: A4; margins 20 mm above and below, 30 mm left, 15 mm right;
Times New Roman 14; first lines 10 mm in, 6 pt between paragraphs, lines of exactly 18 pt, both margins even; Arabic
page numbers centred 10 mm from the upper edge, none on the first page.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

FONT = "Times New Roman"
SIZE, SMALL = 14, 12
_LINE, _AFTER, _INDENT = 18, 6, 10


def new_document(title: str) -> Any:
    """An empty python-docx document with page, style and page numbers set."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    file = Document()
    style = file.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        style.element.rPr.rFonts.set(qn(script), FONT)
    style.element.rPr.append(_element("w:lang", {"w:val": "vi-VN", "w:eastAsia": "vi-VN"}))
    layout = style.paragraph_format
    layout.space_after, layout.space_before = Pt(_AFTER), Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_LINE)
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(number)
    file.core_properties.title, file.core_properties.author = title[:200], "Dẫn Nguồn"
    file.core_properties.language, file.core_properties.comments = "vi-VN", ""
    return file


def landscape(file: Any) -> None:
    """Turn the page for wide tables; the margins turn with it."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(20),
        Mm(20),
        Mm(30),
        Mm(15),
    )


def letterhead(file: Any, *, party: bool) -> None:
    """The two columns at the head: who writes (to be filled in) and the Party's title or the national name."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    table = file.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    widths(table, (70, 95))
    right_lines = (
        [("ĐẢNG CỘNG SẢN VIỆT NAM", True, 15)]
        if party
        else [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, 12), ("Độc lập - Tự do - Hạnh phúc", True, 13)]
    )
    for cell, lines in ((left, [("[TÊN CƠ QUAN, ĐƠN VỊ]", True, 13), ("*", False, 13)]), (right, right_lines)):
        for place, (words, bold, size) in enumerate(lines):
            one = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            one.alignment = WD_ALIGN_PARAGRAPH.CENTER
            one.paragraph_format.space_after = Pt(0)
            run = one.add_run(words)
            run.bold, run.font.size = bold, Pt(size)
            run.underline = party and cell is right
    date = right.add_paragraph()
    date.alignment = WD_ALIGN_PARAGRAPH.CENTER
    date.add_run("[Địa danh], ngày … tháng … năm …").italic = True


def centred(file: Any, words: str, *, size: int = SIZE, bold: bool = True, italic: bool = False) -> None:
    """A centred line, for titles."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    one = file.add_paragraph()
    one.alignment = WD_ALIGN_PARAGRAPH.CENTER
    one.paragraph_format.keep_with_next = True
    run = one.add_run(words)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def paragraph(file: Any, words: str = "", *, bold: bool = False, italic: bool = False, indent: bool = True) -> Any:
    """A body paragraph: both margins even, first line 10 mm in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    one = file.add_paragraph()
    one.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    one.paragraph_format.first_line_indent = Mm(_INDENT) if indent else Mm(0)
    if words:
        run = one.add_run(words)
        run.bold, run.italic = bold, italic
    return one


def heading(file: Any, words: str) -> None:
    """A title of a part, kept with what follows."""
    one = paragraph(file, words, bold=True)
    one.paragraph_format.keep_with_next = True
    one.paragraph_format.space_before = _points(6)


def small(one: Any, words: str, *, italic: bool = True) -> None:
    """A smaller run at the end of a paragraph: the citation."""
    run = one.add_run(words)
    run.italic, run.font.size = italic, _points(SMALL)


def hyperlink(one: Any, words: str, url: str) -> None:
    """A citation that opens its clause."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    relation = one.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = _element("w:hyperlink", {"r:id": relation})
    run = one.add_run(words)
    run.italic, run.font.size, run.font.color.rgb = True, _points(SMALL), _colour("1F3864")
    link.append(run._r)
    one._p.append(link)


def repeat_header(row: Any) -> None:
    """Print the row again at the head of every page that a table runs over."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", {"w:val": "true"}))


def keep_together(row: Any) -> None:
    """Do not break a row over two pages."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit", {"w:val": "true"}))


def widths(table: Any, millimetres: Sequence[int]) -> None:
    """Set the widths of columns; both the grid and the cells carry them, for every program that opens the file."""
    from docx.shared import Mm

    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def saved(file: Any) -> bytes:
    """The bytes of a document, workbook or presentation."""
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _points(size: int) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _colour(value: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(value)


def _element(name: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element


def _page_number(one: Any) -> None:
    run = one.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))
        else:
            code = _element("w:instrText", {"xml:space": "preserve"})
            code.text = words
            run._r.append(code)
