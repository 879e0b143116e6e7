"""Word files: what a reader sees on the page is what comes out, first of all the numbers that Word counts itself."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from test_legacy_fonts import in_tcvn3, in_vni
from typeset import plan_clauses
from wordfile import WordFile, abstract, level, numbered, run

from ingest.document import Line, Reading
from ingest.errors import UnreadableFile
from ingest.loaders import read
from ingest.loaders.docx_numbering import printed
from ingest.structure import parse

BULLETS = abstract("9", [level("bullet", "-")])


def read_back(word: WordFile, folder: Path, name: str = "van-ban.docx") -> Reading:
    path = folder / name
    path.write_bytes(word.save())
    return read(path)


def texts(reading: Reading) -> list[str]:
    return [line.text for line in reading.lines]


def test_the_plan_with_word_numbering_gives_the_clauses_of_its_markdown(tmp_path: Path) -> None:
    word = WordFile(
        lists=abstract("1", [level("upperRoman", "%1-"), level("decimal", "%2.")])
        + BULLETS
        + numbered("1", "1")
        + numbered("2", "9")
    )
    gold = plan_clauses()
    notes = {clause.id: clause.text for clause in gold if clause.kind == "footnote"}
    for clause in gold:
        if clause.kind in ("footnote", "recipients", "signature"):
            continue
        start, end = clause.body
        text, heading = clause.text[start:end], clause.kind == "heading"
        if clause.kind == "bullet":
            word.paragraph(text, list_id="2")
        elif clause.marker:
            word.paragraph(text, list_id="1", level=clause.path.count("/"), bold=heading)
        else:
            word.paragraph(clause.text, bold=heading)
        word.notes += [notes[call.clause].split(" ", 1)[1] for call in clause.calls]
    reading = read_back(word, tmp_path)
    found = {c.path: c.text for c in parse(reading, "plan").clauses}
    expected = {c.path: c.text for c in gold if c.kind not in ("recipients", "signature")}
    assert found == expected
    assert reading.media == "docx"
    assert reading.warnings == ()


def test_numbers_count_restart_and_nest_as_in_word(tmp_path: Path) -> None:
    chapter = level("upperRoman", "Chương %1", '<w:suff w:val="space"/>')
    article = level("decimal", "Điều %2.", '<w:lvlRestart w:val="0"/><w:suff w:val="space"/>')
    clause = level("decimal", "%2.%3-")
    point = level("lowerLetter", "%4)")
    word = WordFile(
        lists=abstract("1", [chapter, article, clause, point])
        + abstract("2", [level("decimal", "%1.")])
        + numbered("1", "1")
        + numbered("2", "2")
        + numbered("3", "2", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
    )
    for place in (0, 1, 2, 3, 3, 2, 3, 1, 0, 1, 2):
        word.paragraph("văn bản", list_id="1", level=place)
    for list_id in ("2", "2", "3", "3", "2"):
        word.paragraph("mục riêng", list_id=list_id)
    assert [text.rsplit(" ", 2)[0] for text in texts(read_back(word, tmp_path))] == [
        "Chương I", "Điều 1.", "1.1-", "a)", "b)", "1.2-", "a)", "Điều 2.", "Chương II", "Điều 3.", "3.1-",
        "1.", "2.", "5.", "6.", "7.",
    ]  # fmt: skip


def test_numbers_that_come_from_styles_and_literal_levels(tmp_path: Path) -> None:
    word = WordFile(
        styles=(
            '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Muc"/>'
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="Khoan"><w:name w:val="Khoan"/><w:basedOn w:val="Muc"/>'
            '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        ),
        lists=abstract(
            "1",
            [
                level("upperLetter", "%1-", '<w:pStyle w:val="Muc"/>'),
                level("decimal", "%2.", '<w:isLgl/><w:pStyle w:val="Khoan"/>'),
            ],
        )
        + abstract("2", [level("decimalZero", "%1)")])
        + abstract("3", [level("none", "đ)")])
        + abstract("4", [level("bullet", "\uf0b7", "")])
        + "".join(numbered(str(n), str(n)) for n in range(1, 5)),
    )
    word.paragraph("một", style="Muc")
    word.paragraph("hai", style="Khoan")
    word.paragraph("ba", style="Khoan")
    word.paragraph("bốn", style="Muc")
    word.paragraph("năm", style="Khoan")
    word.paragraph("không số", style="Khoan", list_id="0")
    word.paragraph("sáu", list_id="2")
    word.paragraph("điểm đ", list_id="3")
    word.paragraph("gạch", list_id="4")
    assert texts(read_back(word, tmp_path)) == [
        "A- một", "1. hai", "2. ba", "B- bốn", "1. năm", "không số", "01) sáu", "đ) điểm đ", "• gạch",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shape", "shown"),
    [
        (4, "upperRoman", "IV"), (19, "lowerRoman", "xix"), (5, "lowerLetter", "e"), (27, "lowerLetter", "aa"),
        (3, "upperLetter", "C"), (7, "decimal", "7"), (7, "decimalZero", "07"), (2, "none", ""),
        (2, "vietnameseCounting", "hai"),
    ],
)  # fmt: skip
def test_number_formats(value: int, shape: str, shown: str) -> None:
    assert printed(value, shape) == shown


def test_a_custom_series_gives_the_vietnamese_letters() -> None:
    letters = ("a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n")
    assert [printed(n, "custom", letters) for n in (4, 5, 6, 7, 8)] == ["d", "đ", "e", "g", "h"]


@pytest.mark.parametrize("bad", ["x", "", "-1", "99999999999999"])
def test_numbering_that_no_word_writes_does_not_stop_the_reading(tmp_path: Path, bad: str) -> None:
    word = WordFile(
        lists=f'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="{bad}">{level("upperRoman", "%1.")}</w:lvl>'
        f'<w:lvl w:ilvl="0"><w:start w:val="{bad}"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
        "</w:abstractNum>" + numbered("1", "1")
    )
    word.paragraph("Nội dung của mục.", list_id="1")
    symbols = f'<w:sym w:font="Symbol" w:char="{bad}"/><w:sym w:font="Symbol" w:char="F0B7"/>'
    word.raw(f"<w:p><w:r>{symbols}</w:r>{run('a')}</w:p>")
    found = texts(read_back(word, tmp_path))
    assert found[0].endswith("Nội dung của mục.")
    assert found[1] == "•a"


def test_revisions_are_read_as_accepted_and_the_reader_is_told(tmp_path: Path) -> None:
    word = WordFile(lists=abstract("1", [level("decimal", "%1.")]) + numbered("1", "1"))
    word.raw(
        f"<w:p>{run('Thời hạn là ')}<w:del w:id='1' w:author='a'><w:r><w:delText>năm 2025</w:delText></w:r></w:del>"
        f"<w:ins w:id='2' w:author='a'>{run('năm 2030')}</w:ins>{run('.')}</w:p>"
    )
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    word.raw(f"<w:p><w:pPr>{number}<w:rPr><w:del w:id='3' w:author='a'/></w:rPr></w:pPr>{run('Mục nối ')}</w:p>")
    word.raw(f"<w:p><w:pPr>{number}</w:pPr>{run('liền nhau.')}</w:p>")
    word.raw(f"<w:p><w:pPr>{number}</w:pPr>{run('Mục hai.')}</w:p>")
    word.raw("<w:p><w:moveFrom w:id='4' w:author='a'>" + run("Câu đã chuyển.") + "</w:moveFrom></w:p>")
    reading = read_back(word, tmp_path)
    assert texts(reading) == ["Thời hạn là năm 2030.", "1. Mục nối liền nhau.", "2. Mục hai."]
    assert any("Track Changes" in warning for warning in reading.warnings)


def test_a_deletion_alone_is_told_too(tmp_path: Path) -> None:
    word = WordFile()
    word.raw(f"<w:p>{run('Còn lại.')}<w:del w:id='1' w:author='a'><w:r><w:delText>Bỏ.</w:delText></w:r></w:del></w:p>")
    reading = read_back(word, tmp_path)
    assert texts(reading) == ["Còn lại."]
    assert any("Track Changes" in warning for warning in reading.warnings)


def test_letterhead_tables_are_lines_and_real_tables_are_rows(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "TỈNH ỦY BẮC GIANG\n*\nSố 123-KH/TU"
    head.cell(0, 1).text = "ĐẢNG CỘNG SẢN VIỆT NAM"
    head.cell(0, 1).add_paragraph("Bắc Giang, ngày 15 tháng 4 năm 2024")
    document.add_paragraph("Danh mục nhiệm vụ giao các cơ quan:")
    table = document.add_table(3, 3)
    for place, row in enumerate([["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Thành lập trung tâm", "Sở KH&CN"]]):
        for column, text in enumerate(row):
            table.cell(place, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 1).text = "Tăng số doanh nghiệp"
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Ban Bí thư,"
    foot.cell(0, 1).text = "T/M BAN THƯỜNG VỤ"
    path = tmp_path / "bang.docx"
    document.save(str(path))
    lines = read(path).lines
    assert [(line.role, line.text, line.starts) for line in lines] == [
        ("body", "TỈNH ỦY BẮC GIANG", True), ("body", "*", False), ("body", "Số 123-KH/TU", False),
        ("body", "ĐẢNG CỘNG SẢN VIỆT NAM", True), ("body", "Bắc Giang, ngày 15 tháng 4 năm 2024", True),
        ("body", "Danh mục nhiệm vụ giao các cơ quan:", True),
        ("table", "STT | Nhiệm vụ | Chủ trì", True), ("table", "1 | Thành lập trung tâm | Sở KH&CN", False),
        ("table", " | Tăng số doanh nghiệp | ", False),
        ("body", "Nơi nhận:", True), ("body", "- Ban Bí thư,", False), ("body", "T/M BAN THƯỜNG VỤ", True),
    ]  # fmt: skip


def test_headings_breaks_and_text_boxes(tmp_path: Path) -> None:
    word = WordFile()
    word.paragraph("Điều 1. Phạm vi điều chỉnh", style="Heading1")
    word.paragraph("Toàn chữ đậm", bold=True)
    word.raw(f"<w:p>{run('KẾ HOẠCH')}<w:r><w:br/></w:r>{run('về phát triển')}</w:p>")
    box = f"<w:txbxContent><w:p>{run('Dự thảo lần 2')}</w:p></w:txbxContent>"
    word.raw(
        f"<w:p>{run('Thân bài.')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    word.raw(f"<w:p>{run('chữ hoa', '<w:caps/>')}{run(' ẩn', '<w:vanish/>')}</w:p>")
    lines = read_back(word, tmp_path).lines
    assert [(line.text, line.starts, line.heading) for line in lines] == [
        ("Điều 1. Phạm vi điều chỉnh", True, True), ("Toàn chữ đậm", True, True), ("KẾ HOẠCH", True, False),
        ("về phát triển", False, False), ("Thân bài.", True, False), ("Dự thảo lần 2", True, False),
        ("CHỮ HOA", True, False),
    ]  # fmt: skip


def test_footnotes_follow_the_paragraph_that_calls_them(tmp_path: Path) -> None:
    word = WordFile(notes=["Nghị quyết số 20-NQ/TW.", "Kết luận số 69-KL/TW."])
    word.paragraph("Phát triển khoa học¹, công nghệ¹ và đổi mới sáng tạo.")
    square = run("2", '<w:vertAlign w:val="superscript"/>')
    word.raw(f"<w:p>{run('Diện tích 20 m')}{square}</w:p>")
    lines = read_back(word, tmp_path).lines
    assert lines == (
        Line("Phát triển khoa học¹, công nghệ² và đổi mới sáng tạo."),
        Line("Nghị quyết số 20-NQ/TW.", role="footnote", note="1"),
        Line("Kết luận số 69-KL/TW.", role="footnote", note="2"),
        Line("Diện tích 20 m²"),
    )


@pytest.mark.parametrize(("encode", "font", "name"), [(in_tcvn3, ".VnTime", "TCVN3"), (in_vni, "VNI-Times", "VNI")])
@pytest.mark.parametrize("named", [True, False])
def test_old_fonts_are_converted_with_their_footnote_calls(
    tmp_path: Path, encode, font: str, name: str, named: bool
) -> None:  # type: ignore[no-untyped-def]
    said = "đẩy mạnh xã hội hoá, hỗ trợ doanh nghiệp, phát triển khoa học và công nghệ đại trà"
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if named else ""
    word = WordFile(notes=["Chú thích."])
    word.raw(
        f"<w:p>{run(encode(said), fonts)}<w:r><w:rPr>{fonts}</w:rPr><w:footnoteReference w:id='2'/></w:r>"
        f"{run(encode(' của tỉnh'), fonts)}</w:p>"
    )
    reading = read_back(word, tmp_path)
    assert texts(reading)[0] == f"{said}¹ của tỉnh"
    assert any(name in warning and "đối chiếu" in warning for warning in reading.warnings)


def test_a_font_that_is_old_only_by_name_is_left_alone(tmp_path: Path) -> None:
    word = WordFile()
    fonts = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    word.raw(f"<w:p>{run('Ủy ban nhân dân tỉnh', fonts)}{run(' là cơ quan', fonts)}</w:p>")
    reading = read_back(word, tmp_path)
    assert texts(reading) == ["Ủy ban nhân dân tỉnh là cơ quan"]
    assert reading.warnings == ()


def test_damaged_word_files_are_refused(tmp_path: Path) -> None:
    word = WordFile()
    word.paragraph("Nội dung.")
    whole = word.save()
    cut = tmp_path / "cut.docx"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFile, match="hỏng"):
        read(cut)
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as source, zipfile.ZipFile(buffer, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            target.writestr(item.filename, data[:300] if item.filename == "word/document.xml" else data)
    broken = tmp_path / "broken.docx"
    broken.write_bytes(buffer.getvalue())
    with pytest.raises(UnreadableFile, match="Word bị hỏng"):
        read(broken)


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest import loaders
    from ingest.settings import Settings

    monkeypatch.setattr(loaders, "settings", lambda: Settings(max_unpacked_bytes=1_000_000))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b"<w:p/>" * 1_000_000)
    bomb = tmp_path / "bomb.docx"
    bomb.write_bytes(buffer.getvalue())
    assert bomb.stat().st_size < 100_000
    with pytest.raises(UnreadableFile, match=r"6,0 MB.*vượt giới hạn 1,0 MB"):
        read(bomb)
