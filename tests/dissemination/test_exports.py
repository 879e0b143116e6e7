"""Files: they open again, carry every citation, keep the type of administration, are written whole or not at all."""

from __future__ import annotations

import dataclasses
import errno
import os
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as open_docx
from docx.shared import Pt
from openpyxl import load_workbook
from pptx import Presentation
from real_documents import PLAN, catalog, digest, plan

from dissemination.align import align
from dissemination.docx_out import handout_docx, obligations_docx, outline_docx, qr_png, quiz_docx
from dissemination.kit import kit_files, make_kit, write_kit
from dissemination.kit_model import Kit, Request
from dissemination.matrix import Filter, obligations
from dissemination.pptx_out import slides_pptx
from dissemination.shelf import Shelf
from dissemination.xlsx_out import alignment_xlsx, obligations_xlsx, targets_xlsx
from ingest.errors import UserError
from ingest.obligations import Obligation


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    documents = (plan(), digest("69-kl-tw-2024"), digest("45-nq-tw-2023"), digest("20-nq-tw-2012"))
    return Shelf(documents, catalog(), "http://10.0.0.5:7860/")


@pytest.fixture(scope="module")
def kit(shelf: Shelf) -> Kit:
    return make_kit(shelf, Request((PLAN, "45-nq-tw-2023"), "", "chi bộ", 45))


def text_of(data: bytes) -> str:
    file = open_docx(BytesIO(data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


def test_the_outline_is_in_the_type_of_administration(shelf: Shelf, kit: Kit) -> None:
    file = open_docx(BytesIO(outline_docx(shelf, kit)))
    section = file.sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin]
    assert [round(size.mm) for size in sizes] == [210, 297, 20, 20, 30]
    assert 15 <= round(section.right_margin.mm) <= 20
    normal = file.styles["Normal"]
    assert normal.font.name == "Times New Roman"
    assert normal.font.size in (Pt(13), Pt(14))
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert section.first_page_header.paragraphs[0].text == ""


def test_every_line_of_the_outline_stands_with_its_citation(shelf: Shelf, kit: Kit) -> None:
    text = text_of(outline_docx(shelf, kit))
    for section in kit.outline.sections:
        assert section.title in text
        for line in section.lines:
            assert line.text in text
            for quote in line.quotes:
                assert shelf.citation(quote.clause) in text
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "toàn văn" in text
    assert "bản tóm lược, không phải nguyên văn" in text


def test_official_words_stand_in_quotation_marks_and_digests_do_not(shelf: Shelf, kit: Kit) -> None:
    text = text_of(outline_docx(shelf, kit))
    lines = [line for section in kit.outline.sections for line in section.lines]
    quoted = next(line for line in lines if line.kind == "quote")
    made = next(line for line in lines if line.kind == "digest")
    assert f"{quoted.text}”" in text or f"{quoted.text} […]”" in text
    assert f"{made.text}”" not in text
    assert "tóm lược, không phải nguyên văn" in text


def test_an_edited_line_is_printed_as_the_editors_own(shelf: Shelf, kit: Kit) -> None:
    section = kit.outline.sections[0]
    place = next(at for at, line in enumerate(section.lines) if line.kind == "quote")
    lines = list(section.lines)
    lines[place] = lines[place].edited("Chi bộ ta cần học kỹ điều này.")
    sections = (dataclasses.replace(section, lines=tuple(lines)), *kit.outline.sections[1:])
    edited = dataclasses.replace(kit, outline=dataclasses.replace(kit.outline, sections=sections))
    text = text_of(outline_docx(shelf, edited))
    assert "Chi bộ ta cần học kỹ điều này. (lời người soạn, không phải nguyên văn" in text
    assert "“Chi bộ ta" not in text


def test_the_hand_out_has_a_code_for_every_line(shelf: Shelf, kit: Kit) -> None:
    file = open_docx(BytesIO(handout_docx(shelf, kit)))
    pictures = [rel for rel in file.part.rels.values() if "image" in rel.reltype]
    links = {rel.target_ref for rel in file.part.rels.values() if "hyperlink" in rel.reltype}
    clauses = {line.quotes[0].clause for line in kit.handout.lines}
    assert len(file.tables[1].rows) == len(kit.handout.lines)
    assert len(pictures) == len(clauses), "mỗi điều khoản một mã"
    assert {shelf.link(clause) for clause in clauses} <= links
    assert shelf.link(f"{PLAN}#II/2/b2") == "http://10.0.0.5:7860/?clause=ke-hoach-kl69-bac-giang%23II%2F2%2Fb2"


def test_the_code_is_read_back_as_the_link() -> None:
    zxingcpp = pytest.importorskip("zxingcpp", reason="không có bộ đọc mã QR (zxing-cpp) để đọc lại")
    from PIL import Image

    url = "http://10.0.0.5:7860/?clause=ke-hoach-kl69-bac-giang%23II%2F2%2Fb2"
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(qr_png(url))))] == [url]


def test_the_quiz_hides_and_the_key_tells(shelf: Shelf, kit: Kit) -> None:
    asked, answered = text_of(quiz_docx(shelf, kit, key=False)), text_of(quiz_docx(shelf, kit, key=True))
    for number, question in enumerate(kit.quiz, start=1):
        assert f"Câu {number}. {question.stem}" in asked
        right = next(option for option in question.options if option.right)
        assert shelf.citation(right.quote.clause) in answered
        if question.form == "điền khuyết":
            assert f"«{right.text}»" not in asked
    assert "Phương án sai" in answered
    assert "Phương án sai" not in asked


def test_slides_show_citations_and_say_the_whole_in_the_notes(shelf: Shelf, kit: Kit) -> None:
    deck = Presentation(BytesIO(slides_pptx(shelf, kit)))
    pages = list(deck.slides)
    assert len(pages) >= len(kit.slides) + 1
    for page, slide in zip(pages[1:], kit.slides, strict=False):
        text = "\n".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
        notes = page.notes_slide.notes_text_frame.text
        assert slide.title in text
        for line in slide.lines:
            assert line.text in text
            if line.kind != "heading":
                assert shelf.citation(line.quotes[0].clause) in text
        for line in slide.notes:
            assert line.text in notes
            assert line.quotes[0].clause in notes
    names = {
        r.font.name
        for p in pages
        for s in p.shapes
        if s.has_text_frame
        for g in s.text_frame.paragraphs
        for r in g.runs
    }
    assert names == {"Times New Roman"}


def test_the_matrix_as_a_workbook_and_a_document(shelf: Shelf) -> None:
    rows = obligations(shelf, Filter(document=PLAN))
    sheet = load_workbook(BytesIO(obligations_xlsx(rows))).active
    assert sheet.max_row == len(rows) + 1
    assert [sheet.cell(2, column).value for column in (2, 3, 4, 9)] == [
        "Huyện ủy",
        "huyện",
        rows[0].row.duty,
        f"{PLAN}#IV/1",
    ]
    assert sheet.cell(2, 8).hyperlink.target == rows[0].link
    assert sheet.freeze_panes == "A2"
    assert sheet.cell(2, 4).font.name == "Times New Roman"
    assert sheet.page_setup.orientation == "landscape"
    text = text_of(obligations_docx(shelf, rows, "Bảng nhiệm vụ"))
    assert all(duty.row.duty in text and duty.citation in text for duty in rows)
    assert "không còn đơn vị hành chính cấp huyện" in text


def test_words_that_look_like_a_formula_stay_words(shelf: Shelf) -> None:
    (first, *_) = obligations(shelf, Filter(document=PLAN))
    row: Obligation = dataclasses.replace(first.row, duty='=HYPERLINK("http://x")')
    sheet = load_workbook(BytesIO(obligations_xlsx([dataclasses.replace(first, row=row)]))).active
    assert sheet.cell(2, 4).data_type == "s"


def test_targets_and_alignment_as_workbooks(shelf: Shelf) -> None:
    targets = shelf.targets[PLAN]
    sheet = load_workbook(BytesIO(targets_xlsx(shelf, targets))).active
    assert [sheet.cell(4, column).value for column in (3, 4, 5, 6)] == ["trên", "30", "doanh nghiệp", 2030]
    book = load_workbook(BytesIO(alignment_xlsx(shelf, align(shelf, PLAN, ["69-kl-tw-2024"]))))
    assert book.sheetnames == ["Đối chiếu", "Bản đồ nhiệt", "Chưa thấy trong kế hoạch", "Kế hoạch thêm"]
    assert book["Bản đồ nhiệt"].max_row == 11
    assert book["Bản đồ nhiệt"].conditional_formatting


def test_a_kit_is_written_whole(shelf: Shelf, kit: Kit, tmp_path: Path) -> None:
    written = write_kit(shelf, kit, tmp_path / "bo" / "tai lieu")
    assert sorted(path.name for path in written) == sorted(kit_files(shelf, kit))
    assert all(path.stat().st_size > 5_000 for path in written)
    assert not [path for path in (tmp_path / "bo").rglob("*") if path.name.startswith(".")]


def test_a_folder_that_cannot_be_written_is_one_line(shelf: Shelf, kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="không ghi được") as caught:
        write_kit(shelf, kit, tmp_path / "tep" / "trong")
    assert "\n" not in str(caught.value)


def test_a_full_disk_leaves_the_old_file(
    shelf: Shelf, kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "de-cuong.docx"
    old.write_bytes(b"cu")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="không ghi được"):
        write_kit(shelf, kit, tmp_path)
    assert old.read_bytes() == b"cu"
    assert [path.name for path in tmp_path.iterdir()] == ["de-cuong.docx"]
