"""Outline, hand-out, quiz and obligation matrix as Word documents. Every line keeps its citation, with its link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from dissemination import office
from dissemination.kit_model import Kit, Line, Question
from dissemination.matrix import DutyRow, grouped
from dissemination.proof import broken
from dissemination.shelf import NOT_VERBATIM, Shelf
from dissemination.slides import short_title

_MADE = "Soạn bằng Dẫn Nguồn: mỗi dòng dẫn đúng điều khoản; phải đối chiếu bản chính trước khi sử dụng chính thức."
_EDITED = "lời người soạn, không phải nguyên văn"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def outline_docx(shelf: Shelf, kit: Kit) -> bytes:
    """The bytes of the outline."""
    file = _opened(kit, kit.outline.title, kit.outline.subtitle)
    for place, section in enumerate(kit.outline.sections):
        office.heading(file, f"{_ROMAN[place]}. {section.title}")
        counted = 0
        for line in section.lines:
            if line.kind == "prompt":
                counted += 1
            _line(shelf, file, line, lead=f"{counted}. " if line.kind == "prompt" else "- ")
    _sources(shelf, kit, file)
    return office.saved(file)


def handout_docx(shelf: Shelf, kit: Kit) -> bytes:
    """The bytes of the hand-out: a table of lines, each with the QR code of its permanent link."""
    from docx.shared import Mm

    file = _opened(kit, kit.handout.title, kit.outline.subtitle)
    table = file.add_table(rows=0, cols=2)
    table.autofit = False
    for line in kit.handout.lines:
        row = table.add_row()
        office.keep_together(row)
        cells = row.cells
        _line(shelf, cells[0], line, lead="", first=cells[0].paragraphs[0])
        if line.quotes:
            picture = cells[1].paragraphs[0]
            picture.paragraph_format.line_spacing = 1.0
            picture.add_run().add_picture(BytesIO(qr_png(shelf.link(line.quotes[0].clause))), width=Mm(24))
    office.widths(table, (137, 28))
    if kit.handout.notes:
        office.heading(file, "LƯU Ý: NHỮNG ĐIỀU ĐÃ ĐỔI KHÁC")
    for line in kit.handout.notes:
        _line(shelf, file, line, lead="- ")
    _sources(shelf, kit, file)
    return office.saved(file)


def quiz_docx(shelf: Shelf, kit: Kit, *, key: bool) -> bytes:
    """The bytes of the quiz; with `key`, of its answers, each with the clause that proves it."""
    title = ("ĐÁP ÁN CÂU HỎI: " if key else "CÂU HỎI KIỂM TRA: ") + short_title(kit.outline)
    file = _opened(kit, title, kit.outline.subtitle)
    for number, question in enumerate(kit.quiz, start=1):
        (_answered if key else _asked)(shelf, file, number, question)
    _sources(shelf, kit, file)
    return office.saved(file)


def obligations_docx(shelf: Shelf, rows: Sequence[DutyRow], title: str) -> bytes:
    """The bytes of the obligation matrix on a landscape page."""
    from docx.shared import Pt

    file = office.new_document(title)
    office.landscape(file)
    office.centred(file, title.upper())
    widths = (10, 48, 92, 30, 34, 43)
    table = file.add_table(rows=1, cols=len(widths), style="Table Grid")
    table.autofit = False
    titles = ("TT", "Cơ quan, đơn vị", "Nhiệm vụ (nguyên văn)", "Thời hạn", "Phối hợp; báo cáo", "Căn cứ")
    office.repeat_header(table.rows[0])
    for cell, words in zip(table.rows[0].cells, titles, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for number, (names, duty) in enumerate(grouped(rows), start=1):
        row = duty.row
        joined = "; ".join(filter(None, (row.partners, f"báo cáo {row.reports_to}" if row.reports_to else "")))
        where = duty.citation + (f" ({NOT_VERBATIM})" if duty.digest else "")
        cells = table.add_row().cells
        for cell, words in zip(cells[:5], (str(number), "; ".join(names), row.duty, row.deadline, joined), strict=True):
            cell.paragraphs[0].add_run(words)
        office.hyperlink(cells[5].paragraphs[0], where, duty.link)
    for line in table.rows:
        office.keep_together(line)
        for cell in line.cells:
            for one in cell.paragraphs:
                one.paragraph_format.line_spacing, one.paragraph_format.space_after = Pt(15), Pt(2)
                for run in one.runs:
                    run.font.size = Pt(12)
    office.widths(table, widths)
    for note in dict.fromkeys(note for duty in rows for note in duty.notes):
        office.small(
            office.paragraph(file, f"Lưu ý: {note.statement}", italic=True), f" Nguồn: {', '.join(note.sources)}"
        )
    office.paragraph(file, _MADE, italic=True)
    return office.saved(file)


def qr_png(url: str) -> bytes:
    """The URL as a QR code in PNG, black on white."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2, box_size=6)
    code.add_data(url)
    out = BytesIO()
    code.make_image().save(out, "PNG")
    return out.getvalue()


def citation_of(shelf: Shelf, line: Line) -> str:
    """Where the words of a line stand, and that they are not official words when they are not."""
    places = "; ".join(dict.fromkeys(shelf.citation(quote.clause) for quote in line.quotes))
    if broken(shelf, line) and line.kind != "prompt":
        return f"{_EDITED}; xem {places}" if places else _EDITED
    digest = any(shelf.is_digest(quote.clause) for quote in line.quotes)
    return f"{places}; {NOT_VERBATIM}" if digest else places


def shown(shelf: Shelf, line: Line) -> str:
    """The words of a line as printed: official words in quotation marks; […] where the sentence goes on or began."""
    if line.kind not in ("quote", "digest") or broken(shelf, line):
        return line.text
    first, last = line.quotes[0], line.quotes[-1]
    before = shelf.clause(first.clause).text[: first.start].rstrip()
    after = shelf.clause(last.clause).text[last.end :].lstrip()
    words = (
        ("[…] " if before.endswith((";", ",")) else "") + line.text + (" […]" if after.startswith((";", ",")) else "")
    )
    return f"“{words}”" if line.kind == "quote" else words


def _opened(kit: Kit, title: str, subtitle: str) -> Any:
    file = office.new_document(title)
    office.letterhead(file, party=kit.request.audience != "doanh nghiệp")
    office.centred(file, "")
    office.centred(file, title)
    office.centred(file, subtitle, bold=False, italic=True)
    return file


def _line(shelf: Shelf, file: Any, line: Line, *, lead: str, first: Any = None) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if line.kind == "heading":
        one = office.paragraph(file, line.text, bold=True)
        one.paragraph_format.keep_with_next = True
        office.small(one, f" ({citation_of(shelf, line)})")
        return
    one = first or office.paragraph(file)
    one.alignment = WD_ALIGN_PARAGRAPH.LEFT if first else WD_ALIGN_PARAGRAPH.JUSTIFY
    one.add_run(lead + shown(shelf, line))
    if line.kind == "note":
        office.small(one, f" Nguồn: {'; '.join(line.sources)}")
    elif line.quotes:
        one.add_run(" ")
        office.hyperlink(one, f"({citation_of(shelf, line)})", shelf.link(line.quotes[0].clause))
    else:
        office.small(one, f" ({citation_of(shelf, line)})")


def _asked(shelf: Shelf, file: Any, number: int, question: Question) -> None:
    one = office.paragraph(file, f"Câu {number}. ", bold=True)
    one.paragraph_format.keep_with_next = question.form != "điền khuyết"
    one.add_run(question.stem)
    if question.form == "chọn một":
        for letter, option in zip("ABCD", question.options, strict=False):
            office.paragraph(file, f"{letter}. {_capital(option.text)}")
    elif question.form == "đúng sai":
        office.paragraph(file, "☐ Đúng          ☐ Sai")
    else:
        office.paragraph(file, "Trả lời: " + "." * 60)


def _answered(shelf: Shelf, file: Any, number: int, question: Question) -> None:
    letters = dict(zip((option.text for option in question.options), "ABCD", strict=False))
    one = office.paragraph(file, f"Câu {number}. ", bold=True)
    right = next(option for option in question.options if option.right)
    letter = f"{letters[right.text]}. " if question.form == "chọn một" else ""
    one.add_run(f"{letter}{_capital(question.answer)} ")
    office.hyperlink(one, f"({shelf.citation(right.quote.clause)})", shelf.link(right.quote.clause))
    for option in question.options:
        if not option.right:
            mark = f"{letters[option.text]}. " if question.form == "chọn một" else ""
            below = office.paragraph(file, f"Phương án sai: {mark}{_capital(option.text)} ")
            office.hyperlink(below, f"(lấy ở {shelf.citation(option.quote.clause)})", shelf.link(option.quote.clause))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sources(shelf: Shelf, kit: Kit, file: Any) -> None:
    """The documents used, which of them are digests, and that the official copy decides."""
    office.heading(file, "TÀI LIỆU SỬ DỤNG")
    for document in dict.fromkeys(_documents(kit)):
        held = shelf.get(document)
        kind = f"bản {NOT_VERBATIM}" if held.provenance == "digest" else "toàn văn"
        office.paragraph(file, f"- {held.title} ({kind}).")
    office.paragraph(file, _MADE, italic=True)


def _documents(kit: Kit) -> Iterable[str]:
    yield from kit.request.documents
    for section in kit.outline.sections:
        for line in section.lines:
            yield from (quote.clause.partition("#")[0] for quote in line.quotes)
    for question in kit.quiz:
        yield from (option.quote.clause.partition("#")[0] for option in question.options)
