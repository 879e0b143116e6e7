"""Lines → clauses, on real texts: addresses against outlines read by hand, coverage, stability."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Line, Reading
from ingest.loaders.text import read_text
from ingest.structure import Structure, parse
from ingest.vietnamese import SUPERSCRIPT_RUN

PROJECT = Path(__file__).resolve().parents[2]
PLAN = PROJECT / "corpus" / "ke-hoach-kl69-bac-giang.md"
OUTLINES = Path(__file__).parent / "outlines"
FULL_TEXTS = {
    "69-kl-tw-2024": "69-kl-tw-2024.md",
    "20-nq-tw-2012": "20-nq-tw-2012.md",
    "57-nq-tw-2024": "57-nq-tw-2024.md",
    "569-qd-ttg-2022": "569-qd-ttg-2022.txt",
}


def read(text: str, name: str = "a.md") -> Structure:
    return parse(read_text(text.encode(), name), "d")


def texts(structure: Structure) -> dict[str, str]:
    return {clause.path: clause.text for clause in structure.clauses}


def assert_covered(structure: Structure) -> None:
    seen = [0] * len(structure.source_text)
    for clause in structure.clauses:
        for start, end in clause.spans:
            for at in range(start, end):
                seen[at] += 1
    wrong = [at for at, c in enumerate(structure.source_text) if not c.isspace() and seen[at] != 1]
    assert not wrong, structure.source_text[max(0, wrong[0] - 40) : wrong[0] + 40]
    for clause in structure.clauses:
        joined = " ".join(structure.source_text[a:b] for a, b in clause.spans)
        assert clause.text.split() == joined.split()


def assert_outline(structure: Structure, document_id: str) -> None:
    expected = [line.split("\t") for line in (OUTLINES / f"{document_id}.txt").read_text("utf-8").splitlines() if line]
    found = texts(structure)
    assert sorted(found) == sorted(path for path, *_ in expected)
    for path, first_words in expected:
        clause = next(c for c in structure.clauses if c.path == path)
        start, end = clause.body
        words = SUPERSCRIPT_RUN.sub("", clause.text[start:end]).replace("Ð", "Đ").split()
        expected_words = first_words.replace("Ð", "Đ").split()
        assert words[: len(expected_words)] == expected_words, path


def test_every_printed_item_of_the_plan_is_a_clause_at_its_address() -> None:
    structure = read(PLAN.read_text("utf-8"))
    assert_outline(structure, "ke-hoach-kl69-bac-giang")
    assert_covered(structure)
    assert structure.warnings == ()


@pytest.mark.parametrize("document_id", FULL_TEXTS)
def test_every_printed_item_of_the_full_texts_is_a_clause_at_its_address(shared: Path, document_id: str) -> None:
    path = shared / "corpus" / FULL_TEXTS[document_id]
    structure = parse(read_text(path.read_bytes(), path.name), document_id)
    assert_outline(structure, document_id)
    assert_covered(structure)


def test_paragraphs_that_a_footnote_or_a_page_break_cuts_are_whole() -> None:
    structure = read(PLAN.read_text("utf-8"))
    by_path = {clause.path: clause for clause in structure.clauses}
    cut_by_footnote = by_path["III/2/p1"]
    assert "phát triển sản phẩm có lợi thế cạnh tranh, giá trị cao" in cut_by_footnote.text
    assert len(cut_by_footnote.spans) == 2
    cut_by_page = by_path["III/4/p1"]
    assert "Liên kết và phát triển mạng lưới các tổ chức dịch vụ" in cut_by_page.text
    assert len(cut_by_page.spans) == 2


def test_the_footnote_hangs_on_the_word_that_calls_it() -> None:
    structure = read(PLAN.read_text("utf-8"))
    by_path = {clause.path: clause for clause in structure.clauses}
    caller = by_path["III/1/p1"]
    (call,) = caller.calls
    assert call.clause == "d#III/1/p1/fn1"
    assert caller.text[: call.offset].endswith("đổi mới sáng tạo")
    assert by_path["III/1/p1/fn1"].kind == "footnote"
    assert by_path["III/1/p1/fn1"].text.startswith("¹ Nghị quyết số 20-NQ/TW")


def test_recipients_and_signature_of_the_plan() -> None:
    by_path = {clause.path: clause for clause in read(PLAN.read_text("utf-8")).clauses}
    assert by_path["noi-nhan"].kind == "recipients"
    assert "Lưu Văn phòng Tỉnh ủy" in by_path["noi-nhan"].text
    assert by_path["ky"].kind == "signature"
    assert by_path["ky"].text.endswith("Lê Thị Thu Hồng")


@pytest.mark.parametrize("width", [40, 66, 97, 10_000])
def test_ids_and_texts_do_not_change_when_lines_are_wrapped_elsewhere(width: int) -> None:
    text = PLAN.read_text("utf-8")
    wrapped = "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) if len(line) > width else line
        for line in text.split("\n")
    )
    # A heading's mark stands for the whole heading; Markdown does not carry it over to a wrapped line.
    original, again = texts(read(text)), texts(read(_without_marks(wrapped)))
    assert again == original


def _without_marks(text: str) -> str:
    return re.sub(r"(?m)^#+ |\*\*", "", text)


def test_reading_twice_and_in_another_normal_form_gives_the_same() -> None:
    text = PLAN.read_text("utf-8")
    assert read(text) == read(text) == read(unicodedata.normalize("NFD", text))


def test_styles_of_numbering() -> None:
    text = """
Phần I. QUY ĐỊNH CHUNG

Chương I

NHỮNG QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh

1. Quy chế này quy định về sự phối hợp kinh tế
- xã hội giữa các cơ quan.

2. Đối tượng áp dụng gồm:

a) Cơ quan nhà nước;

b) Tổ chức chính trị;

c) Đơn vị sự nghiệp;

d) Doanh nghiệp;

đ) Hợp tác xã;

e) Cá nhân khác.

Điều 2. Nguyên tắc

Năm 2020 cả nước có 63 tỉnh.

- Công khai:

+ Trên mạng;

+ Trên báo.

- Minh bạch.

Chương II

TỔ CHỨC THỰC HIỆN

Điều 3. Quy định này có hiệu lực từ ngày ký.
"""
    structure = read(text, "a.txt")
    assert_covered(structure)
    found = texts(structure)
    paths = set(found)
    first = "phan-I/chuong-I/dieu-1"
    assert {f"{first}/2/{letter}" for letter in "abcdđe"} <= paths
    assert found[f"{first}/1"].endswith("kinh tế - xã hội giữa các cơ quan.")
    assert found["phan-I/chuong-I"] == "Chương I NHỮNG QUY ĐỊNH CHUNG"
    second = "phan-I/chuong-I/dieu-2"
    assert {f"{second}/p1", f"{second}/b1", f"{second}/b1/b2", f"{second}/b2"} <= paths
    assert "phan-I/chuong-II/dieu-3" in paths


def test_a_number_in_prose_is_not_an_item() -> None:
    text = (
        "1. Mục tiêu\n\nĐến năm 2030 đạt\n2. trên 30 doanh nghiệp.\n\n"
        "20-NQ/TW là số của nghị quyết.\n\n2. Giải pháp\n\nTăng cường."
    )
    found = texts(read(text, "a.txt"))
    assert found["2"] == "2. Giải pháp"
    assert found["1/p1"] == "Đến năm 2030 đạt 2. trên 30 doanh nghiệp."
    assert found["1/p2"].startswith("20-NQ/TW")


def test_letters_and_roman_numbers_are_told_apart_by_sequence() -> None:
    text = "\n\n".join(f"{letter}) Nội dung thứ {letter}." for letter in "abcdđeghiklmn")
    assert [c.path for c in read("1. Mục\n\n" + text, "a.txt").clauses][1:] == [f"1/{x}" for x in "abcdđeghiklmn"]
    upper = "\n\n".join(f"{mark}- PHẦN {mark}\n\nI- MỘT\n\nLời.\n\nII- HAI\n\nLời." for mark in "ABCD")
    paths = [c.path for c in read(upper, "a.txt").clauses]
    assert [p for p in paths if "/" not in p] == list("ABCD")
    assert "C/II/p1" in paths


def test_a_quotation_of_articles_is_not_the_document_s_own_articles() -> None:
    text = (
        "Điều 1. Sửa đổi Nghị định số 10\n\n1. Sửa đổi Điều 3 như sau:\n\n“Điều 3. Thẩm quyền\n\n"
        "1. Bộ trưởng quyết định.\n\n"
        "2. Chủ tịch quyết định.”\n\n2. Bãi bỏ Điều 4.\n\nĐiều 2. Hiệu lực\n\nTừ ngày ký."
    )
    paths = [c.path for c in read(text, "a.txt").clauses]
    assert [p for p in paths if p.startswith("dieu")][:1] == ["dieu-1"]
    assert "dieu-3" not in paths
    assert {"dieu-1/1", "dieu-1/2", "dieu-2"} <= set(paths)


def test_an_attached_document_starts_its_own_numbering() -> None:
    text = (
        "QUYẾT ĐỊNH:\n\nĐiều 1. Ban hành Quy chế.\n\nĐiều 2. Hiệu lực.\n\nNơi nhận:\n\n- Như Điều 2;\n\n- Lưu: VT.\n\n"
        "KT. CHỦ TỊCH\n\nPHÓ CHỦ TỊCH\n\nNguyễn Văn A\n\nQUY CHẾ\n\nLàm việc của Ban\n\n"
        "Điều 1. Phạm vi\n\nPHỤ LỤC I\n\n1. Mẫu số một"
    )
    structure = read(text, "a.txt")
    assert_covered(structure)
    found = texts(structure)
    assert found["noi-nhan"] == "Nơi nhận: - Như Điều 2; - Lưu: VT."
    assert found["ky"] == "KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn A"
    assert {"kem-theo", "kem-theo/dieu-1", "phu-luc-I", "phu-luc-I/1"} <= set(found)


def test_a_table_is_one_clause_with_its_rows() -> None:
    text = "1. Chỉ tiêu\n\n| Năm | Giá trị |\n| --- | --- |\n| 2025 | 20 |\n| 2030 | 30 |\n\nHết."
    found = texts(read(text))
    assert found["1/t1"] == "Năm | Giá trị\n2025 | 20\n2030 | 30"


def test_digest_addresses_are_taken_as_written() -> None:
    head = '+++\ndocument = "d"\n+++\n> Tóm lược.\n\n[B] # Định hướng\n\n'
    text = head + "[B/III/2/2.1/p3] Một ý. {https://a.vn/x}\n\n[x/1] Hai ý."
    structure = read(text)
    assert texts(structure) == {"B": "Định hướng", "B/III/2/2.1/p3": "Một ý.", "x/1": "Hai ý."}
    clause = structure.clauses[1]
    assert clause.sources == ("https://a.vn/x",)
    assert clause.address == "B.III.2.1, đoạn 3"
    assert clause.parent == "d#B"


_MARKS = [
    "I-",
    "II.",
    "A-",
    "1.",
    "2.",
    "1-",
    "2.1-",
    "a)",
    "đ)",
    "- ",
    "+ ",
    "Điều 1.",
    "Chương I",
    "(1)",
    "Phần thứ hai",
    "¹",
]
_words = st.text(st.sampled_from('ăâđêôơưáàảãạ abcxyz.,;:0123456789"“”|()-–%\u00a0\u200b'), max_size=40)
_lines = st.builds(
    lambda mark, words: f"{mark} {words}", st.sampled_from([*_MARKS, "", "PHỤ LỤC", "Nơi nhận:", "T/M BAN"]), _words
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_lines, max_size=25), st.sampled_from(["\n", "\n\n"]), st.sampled_from(["a.md", "a.txt"]))
def test_nothing_is_lost_and_nothing_counted_twice(lines: list[str], gap: str, name: str) -> None:
    text = gap.join(["Văn bản", *lines])
    structure = read(text, name)
    assert_covered(structure)
    ids = [clause.id for clause in structure.clauses]
    assert len(ids) == len(set(ids))
    known = set(ids)
    assert all(not clause.parent or clause.parent in known for clause in structure.clauses)
    assert read(text, name) == structure


def test_lines_of_a_footnote_belong_to_it() -> None:
    reading = Reading(
        lines=(
            Line("1. Mục¹ một."),
            Line("Xem luật", role="footnote", note="1"),
            Line("năm 2013.", role="footnote", starts=False),
            Line("Diện tích 5 m² đất."),
        ),
        media="pdf",
    )
    found = {c.path: c.text for c in parse(reading, "d").clauses}
    assert found == {"1": "1. Mục¹ một.", "1/fn1": "¹ Xem luật năm 2013.", "1/p1": "Diện tích 5 m² đất."}
