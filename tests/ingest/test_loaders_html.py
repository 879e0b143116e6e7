"""Pages saved from portals: only the document comes out, as a browser shows it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from test_legacy_fonts import in_cp1258, in_tcvn3, in_vni
from typeset import plan_clauses

from ingest.document import Line, Reading
from ingest.errors import UnreadableFile
from ingest.loaders import read
from ingest.structure import parse
from ingest.vietnamese import SUPERSCRIPT_RUN, plain_digits


def saved(text: str | bytes, folder: Path, name: str = "trang.html") -> Reading:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read(path)


def texts(reading: Reading) -> list[str]:
    return [line.text for line in reading.lines]


def linked(call: re.Match[str]) -> str:
    number = plain_digits(call[0])
    return f'<a href="#_ftn{number}" name="_ftnref{number}"><sup>[{number}]</sup></a>'


def plan_body() -> str:
    """The plan as portals publish it: paragraphs, bold headings, the note linked at the end."""
    out, notes = [], []
    for clause in plan_clauses():
        if clause.kind == "footnote":
            number, text = clause.text.split(" ", 1)
            number = plain_digits(number)
            notes.append(
                f'<div id="ftn{number}"><p><a href="#_ftnref{number}" name="_ftn{number}"><sup>[{number}]</sup></a> '
                f"{html.escape(text)}</p></div>"
            )
            continue
        if clause.kind in ("recipients", "signature"):
            continue
        text = SUPERSCRIPT_RUN.sub(
            lambda m: (
                f'<a href="#_ftn{plain_digits(m[0])}" name="_ftnref{plain_digits(m[0])}"><sup>[{plain_digits(m[0])}]'
                "</sup></a>"
            ),
            html.escape(clause.text),
        )
        out.append(f"<p><strong>{text}</strong></p>" if clause.kind == "heading" else f"<p>{text}</p>")
    return "\n".join(out) + "<hr>" + "".join(notes)


PORTAL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Cổng thông tin</title><style>p{{}}</style></head>
<body><header class="site-header"><h2>CỔNG THÔNG TIN ĐIỆN TỬ TỈNH BẮC GIANG</h2></header>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/tin">Tin tức</a></li></ul></nav>
<div id="page"><div class="breadcrumb"><a href="/">Trang chủ</a> &gt; <a href="/vb">Văn bản chỉ đạo</a></div>
<div class="row"><div class="col-8 content-detail">{body}
<div class="quang-cao">Mua nhà trả góp, lãi suất ưu đãi chỉ trong tháng này, gọi ngay.</div>
<ul><li><a href="/1">Nghị quyết về một việc khác</a></li><li><a href="/2">Kế hoạch khác</a></li>
<li><a href="/3">Tin khác</a></li></ul>
</div><div class="col-4 sidebar"><p>Thời tiết hôm nay nắng đẹp, nhiệt độ 30 độ.</p></div></div>
<div id="comments"><p>Bạn đọc Nguyễn Văn A: Tôi rất đồng tình với kế hoạch này, mong tỉnh sớm triển khai.</p></div>
</div><footer><p>Bản quyền thuộc Văn phòng Tỉnh ủy. Ghi rõ nguồn khi phát lại thông tin.</p></footer>
<script>var a = "Không phải chữ";</script></body></html>"""


def test_the_plan_on_a_portal_page_gives_the_clauses_of_its_markdown(tmp_path: Path) -> None:
    reading = saved(PORTAL.format(body=plan_body()), tmp_path)
    gold = {c.path: c.text for c in plan_clauses() if c.kind not in ("recipients", "signature")}
    found = parse(reading, "plan").clauses
    assert {c.path: c.text for c in found} == gold
    assert [c.path for c in found if c.calls] == ["III/1/p1"]
    assert reading.media == "html"
    assert reading.warnings == ()


def test_letterhead_and_signature_beside_the_densest_block_are_kept(tmp_path: Path) -> None:
    head = (
        '<table class="header"><tr><td>TỈNH ỦY BẮC GIANG<br>*<br>Số 123-KH/TU</td>'
        "<td>ĐẢNG CỘNG SẢN VIỆT NAM<br>Bắc Giang, ngày 15/4/2024</td></tr></table>"
    )
    foot = "<table><tr><td>Nơi nhận:<br>- Ban Bí thư,</td><td>T/M BAN THƯỜNG VỤ</td></tr></table>"
    body = f"<div>{head}<div class='noi-dung'>{plan_body()}</div>{foot}</div>"
    shown = texts(saved(PORTAL.format(body=body), tmp_path))
    assert shown[:5] == [
        "TỈNH ỦY BẮC GIANG",
        "*",
        "Số 123-KH/TU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Bắc Giang, ngày 15/4/2024",
    ]
    assert shown[-3:] == ["Nơi nhận:", "- Ban Bí thư,", "T/M BAN THƯỜNG VỤ"]
    assert not any("CỔNG THÔNG TIN" in text or "Bản quyền" in text or "Bạn đọc" in text for text in shown)


def test_list_numbers_are_those_a_browser_shows(tmp_path: Path) -> None:
    page = """<html><body><ol><li>Mục một<ol type="a"><li>điểm a</li><li>điểm b</li></ol></li><li value="5">Mục năm</li>
    <li>Mục sáu</li></ol><ol start="3" type="I"><li>Phần ba</li></ol><ol reversed><li>sau</li><li>trước</li></ol>
    <ul><li>gạch<ul><li>gạch con</li></ul></li><li>- đã có gạch</li></ul>
    <ol style="list-style-type: lower-alpha"><li>chữ</li></ol><ol style="list-style:none"><li>đ) không số</li></ol>
    <ol><li>1. đã có số</li></ol></body></html>"""
    assert texts(saved(page, tmp_path)) == [
        "1. Mục một", "a. điểm a", "b. điểm b", "5. Mục năm", "6. Mục sáu", "III. Phần ba", "2. sau", "1. trước",
        "• gạch", "○ gạch con", "- đã có gạch", "a. chữ", "đ) không số", "1. đã có số",
    ]  # fmt: skip


def test_line_breaks_headings_and_hidden_text(tmp_path: Path) -> None:
    page = """<html><body><h1>KẾ HOẠCH</h1><div><b>Về khoa học</b></div>
    <div>Đoạn một có câu trọn vẹn.<br>Đoạn hai<br>viết tiếp dòng dưới<br><br>đoạn ba</div>
    <p style="display:none">Chữ ẩn đi</p><p>Diện tích 20 m<sup>2</sup>, H<sub>2</sub>O</p></body></html>"""
    assert [(line.text, line.starts, line.heading) for line in saved(page, tmp_path).lines] == [
        ("KẾ HOẠCH", True, True), ("Về khoa học", True, True), ("Đoạn một có câu trọn vẹn.", True, False),
        ("Đoạn hai", True, False), ("viết tiếp dòng dưới", False, False), ("đoạn ba", True, False),
        ("Diện tích 20 m², H2O", True, False),
    ]  # fmt: skip


def test_tables_keep_their_columns_under_spans(tmp_path: Path) -> None:
    page = """<html><body><p>Danh mục nhiệm vụ kèm theo kế hoạch của tỉnh:</p><table border="1">
    <tr><th>STT</th><th>Nhiệm vụ</th><th>Thời hạn</th></tr>
    <tr><td rowspan="2">1</td><td>Lập trung tâm</td><td>2025</td></tr>
    <tr><td>Tăng doanh nghiệp</td><td>2030</td></tr></table></body></html>"""
    assert [(line.role, line.text) for line in saved(page, tmp_path).lines][1:] == [
        ("table", "STT | Nhiệm vụ | Thời hạn"),
        ("table", "1 | Lập trung tâm | 2025"),
        ("table", " | Tăng doanh nghiệp | 2030"),
    ]


def test_notes_marked_only_by_raised_figures(tmp_path: Path) -> None:
    page = """<html><body><p>Phát triển khoa học<sup>1</sup> và công nghệ của tỉnh.</p><p>Đoạn sau.</p>
    <p><sup>1</sup> Nghị quyết số 20-NQ/TW.</p></body></html>"""
    assert saved(page, tmp_path).lines == (
        Line("Phát triển khoa học¹ và công nghệ của tỉnh."),
        Line("Đoạn sau."),
        Line("Nghị quyết số 20-NQ/TW.", role="footnote", note="1"),
    )


def test_notes_that_are_only_linked_and_have_two_paragraphs(tmp_path: Path) -> None:
    page = """<html><body><p>Phát triển khoa học<a href="#_ftn1" name="_ftnref1">[1]</a> và công nghệ của tỉnh.</p>
    <p>Đoạn sau, xem <a href="#_ftn1">chú thích</a>.</p><hr>
    <div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> Nghị quyết số
    20-NQ/TW.</p><p>Ngày 01/11/2012.</p></div></body></html>"""
    assert saved(page, tmp_path).lines == (
        Line("Phát triển khoa học¹ và công nghệ của tỉnh."),
        Line("Đoạn sau, xem chú thích."),
        Line("Nghị quyết số 20-NQ/TW. Ngày 01/11/2012.", role="footnote", note="1"),
    )


@pytest.mark.parametrize(
    ("encode", "meta", "warned"),
    [
        (lambda t: t.encode("utf-8"), "utf-8", ""),
        (lambda t: t.encode("utf-16"), "utf-16", ""),
        (lambda t: t.encode("utf-8-sig"), "iso-8859-1", ""),
        (in_cp1258, "windows-1258", ""),
        (in_cp1258, "utf-8", "Windows-1258"),
        (lambda t: in_tcvn3(t).encode("latin-1"), "windows-1252", "TCVN3"),
        (lambda t: in_vni(t).encode("latin-1"), "x-user-defined", "VNI"),
    ],
)
def test_encodings_of_pages(tmp_path: Path, encode, meta: str, warned: str) -> None:  # type: ignore[no-untyped-def]
    said = "Thực hiện đẩy mạnh xã hội hoá, hỗ trợ doanh nghiệp, phát triển khoa học và công nghệ đại trà của tỉnh."
    head = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={meta}'></head><body><p>"
    reading = saved(encode(f"{head}{said}</p></body></html>"), tmp_path)
    assert texts(reading) == [said]
    assert [warned in warning for warning in reading.warnings] == ([True] if warned else [])


def test_fonts_of_a_page_saved_by_word_97(tmp_path: Path) -> None:
    said = "Ban thường vụ tỉnh ủy, số 20"
    page = f"<html><body><p><font face='.VnTimeH'>{in_tcvn3('kế hoạch')}</font></p><p style='font-family:.VnTime'>"
    reading = saved(f"{page}{in_tcvn3(said)}<sup>1</sup></p></body></html>", tmp_path)
    assert texts(reading) == ["KẾ HOẠCH", f"{said}¹"]
    assert any("TCVN3" in warning for warning in reading.warnings)


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    import base64

    page = "<html><body><p>Kế hoạch phát triển khoa học và công nghệ của tỉnh Bắc Giang.</p></body></html>"
    mhtml = (
        'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{base64.b64encode(page.encode()).decode()}\r\n--b\r\nContent-Type: image/png\r\n\r\nxx\r\n--b--\r\n"
    )
    reading = saved(mhtml, tmp_path, "trang.mhtml")
    assert texts(reading) == ["Kế hoạch phát triển khoa học và công nghệ của tỉnh Bắc Giang."]
    assert reading.media == "mhtml"


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="không có văn bản nào"):
        saved("<html><body><div id='app'></div><script>go()</script></body></html>", tmp_path)
