"""PDF files set as offices set them: the clauses of the plan come back, and nothing that is only furniture."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
import typeset
from test_legacy_fonts import in_tcvn3
from typeset import FOOT_LEFT, FOOT_RIGHT, HEAD_LEFT, HEAD_RIGHT, HEIGHT, Paragraph, Press, Setting

from ingest.document import Line, Reading
from ingest.errors import UnreadableFile
from ingest.loaders import read
from ingest.loaders.pdf_tokens import operations
from ingest.structure import parse


def read_bytes(data: bytes, folder: Path, name: str = "van-ban.pdf") -> Reading:
    path = folder / name
    path.write_bytes(data)
    return read(path)


def canvas_pdf(pages: list[list[tuple[float, float, float, str]]], **more: object) -> bytes:
    """Pages of (x, y from the top, size, text)."""
    from reportlab.pdfgen.canvas import Canvas

    Press(Setting())  # registers the fonts
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(typeset.WIDTH, HEIGHT), **more)
    for page in pages:
        for x, y, size, text in page:
            canvas.setFont("serif", size)
            canvas.drawString(x, HEIGHT - y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    "setting",
    [
        Setting(),
        Setting(indent=0, gap=8, number=""),
        Setting(indent=30, gap=0, whole_lines=True, number="foot"),
        Setting(indent=0, gap=0, justify=False, running_head="Tỉnh ủy Bắc Giang - Kế hoạch", number="foot"),
    ],
    ids=["indented", "spaced", "ragged", "running-head"],
)
def test_the_plan_in_print_gives_the_clauses_of_its_markdown(tmp_path: Path, setting: Setting) -> None:
    reading = read_bytes(typeset.plan_pdf(setting), tmp_path)
    found = parse(reading, "plan").clauses
    gold = typeset.plan_clauses()
    assert {c.path: c.text for c in found} == {c.path: c.text for c in gold}
    assert [c.path for c in found if c.calls] == ["III/1/p1"]
    assert reading.media == "pdf"
    assert reading.warnings == ()
    pages = {c.path: c.page for c in found}
    assert pages["pre/p1"] == 1
    assert reading.pages == pages["ky"]


@pytest.mark.parametrize("name", ["69-kl-tw-2024.md", "20-nq-tw-2012.md", "569-qd-ttg-2022.txt"])
def test_other_official_texts_in_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    source = Path(__file__).parents[3] / "shared" / "corpus" / name
    if not source.exists():
        pytest.skip(f"{source} is not here")
    monkeypatch.setattr(typeset, "PLAN_PATH", source)
    found = parse(read_bytes(typeset.plan_pdf(Setting()), tmp_path), "x").clauses
    assert {c.path: c.text for c in found} == {c.path: c.text for c in typeset.plan_clauses()}


def test_letterhead_and_foot_are_read_column_by_column(tmp_path: Path) -> None:
    reading = read_bytes(typeset.plan_pdf(Setting(letterhead=True, foot=True)), tmp_path)
    texts = [line.text for line in reading.lines]
    assert texts[:6] == [*HEAD_LEFT, *HEAD_RIGHT, "KẾ HOẠCH"]
    right = [text for text in FOOT_RIGHT if text]
    assert texts[-len(FOOT_LEFT) - len(right) :] == [*FOOT_LEFT, *right]
    assert all(line.starts for line in reading.lines[:6])
    assert not any(line.role == "footnote" for line in reading.lines if line.page == reading.pages)


def test_only_page_numbers_in_sequence_are_dropped(tmp_path: Path) -> None:
    body = [(85.0, 90.0 + 18 * n, 12.0, f"Dòng chữ thứ {n} của trang văn bản này dài vừa một dòng.") for n in range(20)]
    pages = [
        [(295.0, 36.0, 12.0, str(page)), *body[:10], (85.0, 280.0, 12.0, "2"), *body[12:]] if page > 1 else list(body)
        for page in range(1, 5)
    ]
    pages[3][0] = (295.0, 36.0, 12.0, "17")  # a number at the head that is none of the sequence
    lines = read_bytes(canvas_pdf(pages), tmp_path).lines
    lone = [(line.page, line.text) for line in lines if line.text.isdigit()]
    assert lone == [(2, "2"), (3, "2"), (4, "17"), (4, "2")]


def test_running_heads_go_and_the_first_letterhead_stays(tmp_path: Path) -> None:
    body = [(85.0, 120.0 + 18 * n, 12.0, f"Nội dung của dòng {n} trong trang.") for n in range(20)]
    head = [(85.0, 40.0, 10.0, "CÔNG BÁO/Số 455/Ngày 06-5-2022"), (480.0, 40.0, 10.0, "Trang 1")]
    pages = [[*([(85.0, 60.0, 12.0, "BỘ CHÍNH TRỊ")] if page == 0 else []), *head, *body] for page in range(5)]
    texts = [(line.page, line.text) for line in read_bytes(canvas_pdf(pages), tmp_path).lines]
    assert (1, "BỘ CHÍNH TRỊ") in texts
    assert not any("CÔNG BÁO" in text for page, text in texts if page > 1)
    assert sum("Nội dung của dòng" in text for _, text in texts) == 100


def test_a_footnote_that_goes_on_over_the_page_is_one_line(tmp_path: Path) -> None:
    def body(start: int) -> list[tuple[float, float, float, str]]:
        said = "Dòng chữ thứ {} của văn bản, viết dài cho đủ một dòng in."
        return [(85.0, 90.0 + 18 * n, 12.0, said.format(start + n)) for n in range(20)]

    caller = "Khoa học và công nghệ"
    end = 85.5 + Press(Setting()).width(caller, 12.0)
    first = [*body(0), (85.0, 470.0, 12.0, caller), (end, 466.0, 7.0, "1")]
    first += [(85.0, 700.0, 7.0, "1"), (91.0, 704.0, 10.0, "Nghị quyết số 20-NQ/TW của Ban Chấp hành")]
    second = [*body(30), (85.0, 720.0, 10.0, "Trung ương khóa XI về phát triển khoa học.")]
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(typeset.WIDTH, HEIGHT))
    for page, rule in ((first, 690.0), (second, 706.0)):
        for x, y, size, text in page:
            canvas.setFont("serif", size)
            canvas.drawString(x, HEIGHT - y, text)
        canvas.line(85, HEIGHT - rule, 229, HEIGHT - rule)
        canvas.showPage()
    canvas.save()
    lines = read_bytes(buffer.getvalue(), tmp_path).lines
    notes = [line for line in lines if line.role == "footnote"]
    assert notes == [
        Line(
            "Nghị quyết số 20-NQ/TW của Ban Chấp hành Trung ương khóa XI về phát triển khoa học.",
            page=1, role="footnote", note="1",
        )
    ]  # fmt: skip
    assert any(line.text.endswith("công nghệ¹") for line in lines)


def test_ruled_tables_become_rows(tmp_path: Path) -> None:
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Words
    from reportlab.platypus import SimpleDocTemplate, Table

    Press(Setting())
    style = ParagraphStyle("x", fontName="serif", fontSize=11, leading=15)
    rows = [["STT", "Nhiệm vụ", "Thời hạn"], ["1", "Thành lập trung tâm khởi nghiệp đổi mới sáng tạo của tỉnh", "2025"]]
    rows += [["2", "Tăng số lượng doanh nghiệp", "2030"]]
    table = Table([[Words(cell, style) for cell in row] for row in rows], colWidths=[40, 160, 80])
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    buffer = BytesIO()
    SimpleDocTemplate(buffer).build([Words("Danh mục nhiệm vụ:", style), table, Words("Các cơ quan thực hiện.", style)])
    lines = read_bytes(buffer.getvalue(), tmp_path).lines
    assert [(line.role, line.text, line.starts) for line in lines] == [
        ("body", "Danh mục nhiệm vụ:", True),
        ("table", "STT | Nhiệm vụ | Thời hạn", True),
        ("table", "1 | Thành lập trung tâm khởi nghiệp đổi mới sáng tạo của tỉnh | 2025", False),
        ("table", "2 | Tăng số lượng doanh nghiệp | 2030", False),
        ("body", "Các cơ quan thực hiện.", True),
    ]


def test_a_number_broken_at_its_hyphen_is_whole_again(tmp_path: Path) -> None:
    page = [
        (85.0, 100.0, 12.0, "Thực hiện Nghị quyết Đại hội lần thứ XIII của Đảng, Nghị quyết số 45-"),
        (85.0, 118.0, 12.0, "NQ/TW và Quyết định số 569/"),
        (85.0, 136.0, 12.0, "QĐ-TTg trong phát triển kinh tế -"),
        (85.0, 154.0, 12.0, "xã hội của tỉnh."),
    ]
    lines = read_bytes(canvas_pdf([page]), tmp_path).lines
    assert " ".join(line.text for line in lines) == (
        "Thực hiện Nghị quyết Đại hội lần thứ XIII của Đảng, Nghị quyết số 45-NQ/TW và Quyết định số 569/QĐ-TTg "
        "trong phát triển kinh tế - xã hội của tỉnh."
    )


def test_two_columns_of_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"cột trái dòng {n} viết cho đủ rộng" for n in range(12)]
    right = [f"cột phải dòng {n} viết cho đủ rộng" for n in range(12)]
    page = [(60.0, 100.0 + 16 * n, 11.0, text) for n, text in enumerate(left)]
    page += [(320.0, 100.0 + 16 * n, 11.0, text) for n, text in enumerate(right)]
    assert [line.text for line in read_bytes(canvas_pdf([page]), tmp_path).lines] == left + right


def simple_font_pdf(text: str, font: str) -> bytes:
    """A PDF with a one-byte font, unembedded, as old Word files print: bytes of the old encoding, no ToUnicode."""
    lines = [text[n : n + 80] for n in range(0, len(text), 80)]
    shown = b"".join(
        b"(" + line.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T* "
        for line in lines
    )
    stream = b"BT /F1 12 Tf 18 TL 72 750 Td " + shown + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /TrueType /BaseFont /%s /FirstChar 32 /LastChar 255 /Widths [%s] >>"
        % (font.encode(), b" ".join([b"500"] * 224)),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out + b"xref\n0 6\n0000000000 65535 f \n" + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    )  # fmt: skip


@pytest.mark.parametrize("font", ["ABCDEF+.VnTime", "Unknown"])
def test_old_fonts_are_converted_by_name_or_by_statistics(tmp_path: Path, font: str) -> None:
    said = "Tiếp tục đẩy mạnh xã hội hoá, hỗ trợ doanh nghiệp và phát triển khoa học, công nghệ của tỉnh"
    reading = read_bytes(simple_font_pdf(in_tcvn3(said), font), tmp_path)
    assert " ".join(line.text for line in reading.lines).replace(" ", "") == said.replace(" ", "")
    assert any("TCVN3" in warning for warning in reading.warnings)


def test_the_name_of_a_font_decides_where_there_is_too_little_text_for_statistics(tmp_path: Path) -> None:
    reading = read_bytes(simple_font_pdf(in_tcvn3("kế hoạch của tỉnh"), "ABCDEF+.VnTimeH"), tmp_path)
    assert [line.text for line in reading.lines] == ["KẾ HOẠCH CỦA TỈNH"]
    assert any("TCVN3" in warning for warning in reading.warnings)


def test_decomposed_text_comes_out_composed(tmp_path: Path) -> None:
    said = "Thực hiện Kết luận của Bộ Chính trị"
    reading = read_bytes(canvas_pdf([[(85.0, 100.0, 12.0, unicodedata.normalize("NFD", said))]]), tmp_path)
    assert reading.lines[0].text == said


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"1 -2.5 .5 Td", [([1.0, -2.5, 0.5], "Td")]),
        (b"(a\\(b\\)\\101\\n(c)\\\r\n)Tj", [([b"a(b)A\n(c)"], "Tj")]),
        (b"<48 65 6>Tj % note\nET", [([b"He`"], "Tj"), ([], "ET")]),
        (b"[(x)-120(y)]TJ", [([[b"x", -120.0, b"y"]], "TJ")]),
        (b"/F#31 12 Tf", [(["/F1", 12.0], "Tf")]),
        (b"q BI /W 2 /H 2 ID \x00(]EI[\xff\nEI Q", [([], "q"), ([], "BI"), ([], "Q")]),
        (b"--5 1.2-3 Td (open", [([-5.0, 1.2], "Td")]),
        (b"/P <</MCID 0>> BDC", [(["/P", "/MCID", 0.0], "BDC")]),
    ],
)
def test_content_streams_are_cut_into_operations(stream: bytes, expected: list[tuple[list[object], str]]) -> None:
    assert list(operations(stream)) == expected


# --- bad files ------------------------------------------------------------------------------------------------------


def locked(data: bytes, user: str, owner: str, algorithm: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt(user, owner, algorithm=algorithm)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


SMALL = [[(85.0, 100.0, 12.0, "Thực hiện Kết luận số 69-KL/TW của Bộ Chính trị.")]]


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_locked_files_are_refused_and_files_locked_only_against_changes_are_read(
    tmp_path: Path, algorithm: str
) -> None:
    data = canvas_pdf(SMALL)
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        read_bytes(locked(data, "bi-mat", "chu", algorithm), tmp_path)
    assert read_bytes(locked(data, "", "chu", algorithm), tmp_path).lines[0].text == SMALL[0][0][3]


def test_truncated_empty_and_overlong_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.loaders import pdf
    from ingest.settings import Settings

    data = canvas_pdf(SMALL * 3)
    with pytest.raises(UnreadableFile, match=r"cut\.pdf.*(hỏng|cắt cụt)"):
        read_bytes(data[: len(data) // 3], tmp_path, "cut.pdf")
    with pytest.raises(UnreadableFile, match="tệp rỗng"):
        read_bytes(b"", tmp_path, "rong.pdf")
    from pypdf import PdfWriter

    buffer = BytesIO()
    PdfWriter().write(buffer)
    with pytest.raises(UnreadableFile, match="không có trang nào"):
        read_bytes(buffer.getvalue(), tmp_path, "khong-trang.pdf")
    monkeypatch.setattr(pdf, "settings", lambda: Settings(max_pages=2))
    with pytest.raises(UnreadableFile, match="3 trang, vượt giới hạn 2 trang"):
        read_bytes(data, tmp_path)


def test_a_file_cut_near_its_end_is_read_with_a_warning(tmp_path: Path) -> None:
    data = canvas_pdf(SMALL)
    reading = read_bytes(data[: data.rindex(b"startxref")], tmp_path)
    assert reading.lines[0].text == SMALL[0][0][3]
    assert any("cắt cụt" in warning for warning in reading.warnings)


def test_a_blank_page_alone_has_no_letters(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="không có chữ nào"):
        read_bytes(canvas_pdf([[]]), tmp_path)


def test_memory_stays_bounded_on_a_long_file(tmp_path: Path) -> None:
    """Reading costs the lines kept, not the pages passed: twice the pages may not cost twice the peak."""
    import tracemalloc

    words = "Tiếp tục lãnh đạo, chỉ đạo đẩy mạnh công tác tuyên truyền, quán triệt và triển khai thực hiện. " * 5

    def peak(pages: int) -> int:
        press = Press(Setting(whole_lines=True))
        while press.page <= pages:
            press.paragraph(Paragraph(words))
        path = tmp_path / f"dai-{pages}.pdf"
        path.write_bytes(press.finish())
        tracemalloc.start()
        lines = len(read(path).lines)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert lines > 30 * pages
        return found

    peak(2)  # imports and caches
    short, long = peak(20), peak(60)
    # A page's lines take about 60 kB; its runs of text and parsed contents would take several times that.
    assert long - short < 40 * 100_000
