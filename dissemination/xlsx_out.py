"""Obligations, targets and alignment as workbooks: Times New Roman 13, A4 landscape, titles repeated, filters set."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from dissemination.align import Alignment
from dissemination.matrix import DutyRow
from dissemination.office import FONT, saved
from dissemination.shelf import NOT_VERBATIM, Shelf
from ingest.targets import Target

_SIZE = 13
_MM = 1 / 25.4
_PRINTED = 8


def obligations_xlsx(rows: Sequence[DutyRow]) -> bytes:
    """The bytes of the obligation matrix, one row for each body and duty; the columns for machines are not printed."""
    from openpyxl.utils import get_column_letter

    titles = {
        "TT": 6, "Cơ quan, đơn vị": 26, "Cấp": 11, "Nhiệm vụ (nguyên văn)": 56, "Thời hạn": 18, "Phối hợp với": 24,
        "Báo cáo": 18, "Căn cứ": 30, "Mã điều khoản": 30, "Vị trí": 12, "Quy tắc nhận ra": 16, "Lưu ý": 50,
    }  # fmt: skip
    book, sheet = _book("Nhiệm vụ", titles)
    for number, duty in enumerate(rows, start=1):
        row = duty.row
        where = duty.citation + (f" ({NOT_VERBATIM})" if duty.digest else "")
        note = " ".join(note.statement for note in duty.notes)
        values = [number, row.actor, row.level, row.duty, row.deadline, row.partners, row.reports_to]
        _row(sheet, [*values, where, row.clause, f"{row.start}–{row.end}", row.rule, note], link=(8, duty.link))
    sheet.print_area = f"A1:{get_column_letter(_PRINTED)}{sheet.max_row}"
    return _finished(book, sheet, len(titles))


def targets_xlsx(shelf: Shelf, rows: Sequence[Target]) -> bytes:
    """The bytes of the table of targets."""
    titles = {
        "TT": 6, "Chỉ tiêu (nguyên văn)": 60, "Giới hạn": 14, "Trị số": 12, "Đơn vị": 24, "Năm": 8, "Năm lấy từ": 14,
        "Kỳ": 12, "Loại": 12, "Căn cứ": 34, "Mã điều khoản": 30, "Câu chứa chỉ tiêu": 60,
    }  # fmt: skip
    book, sheet = _book("Chỉ tiêu", titles)
    for number, row in enumerate(rows, start=1):
        where = shelf.citation(row.clause) + (f" ({NOT_VERBATIM})" if shelf.is_digest(row.clause) else "")
        values = [number, row.indicator, row.qualifier, row.value, row.unit, row.year or "", row.year_from, row.period]
        _row(sheet, [*values, row.kind, where, row.clause, row.text], link=(10, shelf.link(row.clause)))
    return _finished(book, sheet, len(titles))


def alignment_xlsx(shelf: Shelf, result: Alignment) -> bytes:
    """The bytes of an alignment: links side by side, the heat map, what is left out, what is added."""
    titles = {
        "Điều khoản của kế hoạch": 30, "Nội dung": 60, "Điều khoản được thực hiện": 30, "Nội dung gốc": 60,
        "Mức độ": 18, "Điểm": 8, "Có dẫn chiếu": 12, "Số liệu, thời hạn khác nhau": 34,
    }  # fmt: skip
    book, sheet = _book("Đối chiếu", titles)
    for row in result.rows:
        for links in row.links.values():
            for link in links[:1]:
                differs = "; ".join(" / ".join(part) for p in link.pairs for part in _differences(p) if any(part))
                left, right = shelf.clause(row.clause), shelf.clause(link.clause)
                values = [shelf.citation(row.clause), left.text, shelf.citation(link.clause), right.text]
                _row(sheet, [*values, link.grade, link.score, "có" if link.referred else "", differs])
    _finished(book, sheet, len(titles))
    _heat(book, shelf, result)
    for name, found in (("Chưa thấy trong kế hoạch", result.left_out.items()), ("Kế hoạch thêm", [("", result.added)])):
        other = _sheet(book, name, {"Văn bản": 30, "Căn cứ": 34, "Nội dung": 80, "Gần nhất với": 34, "Điểm": 8})
        for document, parts in found:
            for part in parts:
                title = shelf.get(document).short_name if document else shelf.get(result.source).short_name
                nearest = shelf.citation(part.nearest) if part.nearest else ""
                _row(other, [title, shelf.citation(part.quote.clause), shelf.text(part.quote), nearest, part.score])
        _finished(book, other, 5)
    return saved(book)


def _differences(pair: Any) -> Iterable[tuple[str, str]]:
    for left, right in (pair.figures, pair.deadlines):
        yield ", ".join(left), ", ".join(right)


def _heat(book: Any, shelf: Shelf, result: Alignment) -> None:
    from openpyxl.formatting.rule import ColorScaleRule
    from openpyxl.utils import get_column_letter

    names = [shelf.get(document).short_name or document for document in result.heat.documents]
    sheet = _sheet(book, "Bản đồ nhiệt", {"Mục của kế hoạch": 60, **dict.fromkeys(names, 18)})
    for (_, label), values in zip(result.heat.sections, result.heat.values, strict=True):
        _row(sheet, [label, *values])
    last = f"{get_column_letter(len(names) + 1)}{sheet.max_row}"
    scale = ColorScaleRule(
        start_type="num", start_value=0, start_color="FFFFFF", end_type="num", end_value=1, end_color="C0392B"
    )
    sheet.conditional_formatting.add(f"B2:{last}", scale)
    _finished(book, sheet, len(names) + 1)


def _book(name: str, titles: dict[str, int]) -> tuple[Any, Any]:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.creator, book.properties.language = "Dẫn Nguồn", "vi-VN"
    return book, _sheet(book, name, titles)


def _sheet(book: Any, name: str, titles: dict[str, int]) -> Any:
    from openpyxl.styles import Alignment as Align
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.append(list(titles))
    for column, width in enumerate(titles.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        cell = sheet.cell(1, column)
        cell.font = Font(name=FONT, size=_SIZE, bold=True)
        cell.fill = PatternFill("solid", start_color="E8E2D6")
        cell.alignment = Align(wrap_text=True, vertical="center", horizontal="center")
    return sheet


def _row(sheet: Any, values: Sequence[Any], link: tuple[int, str] | None = None) -> None:
    from openpyxl.styles import Alignment as Align
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    at = sheet.max_row + 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(at, column)
        cell.value = value
        # A text that begins with "=" is words, not a formula.
        if isinstance(value, str):
            cell.data_type = "s"
        linked = link is not None and link[0] == column
        cell.font = Font(name=FONT, size=_SIZE, color="1F3864" if linked else None)
        cell.alignment = Align(wrap_text=True, vertical="top")
        if linked and link is not None:
            cell.hyperlink = link[1]
    # Spreadsheets do not all fit the height of a row to wrapped text by themselves.
    widths = [sheet.column_dimensions[get_column_letter(column)].width for column in range(1, len(values) + 1)]
    lines = max(_lines(str(value), width) for value, width in list(zip(values, widths, strict=True))[:_PRINTED])
    sheet.row_dimensions[at].height = min(400, lines * 17 + 4)


def _lines(text: str, width: float) -> int:
    """About how many lines a text takes in a column; width in signs of the standard type, smaller than ours."""
    return sum(math.ceil(max(1, len(part)) * 1.1 / width) for part in text.split("\n"))


def _finished(book: Any, sheet: Any, columns: int) -> bytes:
    from openpyxl.styles import Border, Side
    from openpyxl.utils import get_column_letter

    thin = Side(style="thin", color="A0A0A0")
    for row in sheet.iter_rows(min_row=1, max_row=sheet.max_row, max_col=columns):
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{sheet.max_row}"
    sheet.print_title_rows = "1:1"
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", sheet.PAPERSIZE_A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    edge = sheet.page_margins
    edge.left, edge.right, edge.top, edge.bottom = 20 * _MM, 15 * _MM, 20 * _MM, 20 * _MM
    sheet.oddFooter.center.text = "&P/&N"
    return saved(book)
