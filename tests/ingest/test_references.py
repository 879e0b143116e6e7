"""Mentions as official texts and people write them: each at its exact place, each meaning the right document."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.catalog import Catalog, load_catalog
from ingest.clause_paths import clause_parts, dotted
from ingest.references import find_references

ROOT = Path(__file__).parents[2]
CATALOG = load_catalog(ROOT / "corpus" / "catalog.toml")
PLAN = (ROOT / "corpus" / "ke-hoach-kl69-bac-giang.md").read_text(encoding="utf-8")
PLAN_ID = "ke-hoach-kl69-bac-giang"


def read(text: str, **kwargs: str) -> list[tuple[str, str, str]]:
    """(mention, document, clause) of every reference in `text`, read as a clause of the plan."""
    own = {"self_id": PLAN_ID, "self_type": "Kế hoạch"} | kwargs
    return [(text[r.start : r.end], r.document, r.clause) for r in find_references(text, CATALOG, **own)]


def note(text: str, **kwargs: str) -> str:
    (reference,) = find_references(text, CATALOG, **kwargs)
    return reference.note


@pytest.mark.parametrize(
    ("text", "mention", "document"),
    [
        (
            "theo Nghị quyết số 20-NQ/TW ngày 01/11/2012 của Ban Chấp hành",
            "Nghị quyết số 20-NQ/TW ngày 01/11/2012",
            "20-nq-tw-2012",
        ),
        (
            "Nghị quyết số 20-NQ/TW, ngày 01 tháng 11 năm 2012;",
            "Nghị quyết số 20-NQ/TW, ngày 01 tháng 11 năm 2012",
            "20-nq-tw-2012",
        ),
        ("Nghị quyết số 20 - NQ/TW ngày 01-11-2012", "Nghị quyết số 20 - NQ/TW ngày 01-11-2012", "20-nq-tw-2012"),
        ("Nghị quyết 20-NQ/TW (2012) nói", "Nghị quyết 20-NQ/TW (2012)", "20-nq-tw-2012"),
        ("thực hiện Kết Luận 69-KL/TW và", "Kết Luận 69-KL/TW", "69-kl-tw-2024"),
        ("Kết luận 69 yêu cầu", "Kết luận 69", "69-kl-tw-2024"),
        ("theo KL69, các huyện", "KL69", "69-kl-tw-2024"),
        ("QĐ 569 giao", "QĐ 569", "569-qd-ttg-2022"),
        ("Quyết định số 569/QĐ-TTg ngày 11/5/2022.", "Quyết định số 569/QĐ-TTg ngày 11/5/2022", "569-qd-ttg-2022"),
        (
            "theo Nghị quyết số 57-NQ/TW (ngày 22/12/2024) của",
            "Nghị quyết số 57-NQ/TW (ngày 22/12/2024)",
            "57-nq-tw-2024",
        ),
        ("xem 45-NQ/TW để", "45-NQ/TW", "45-nq-tw-2023"),
        ("NGHỊ QUYẾT SỐ 20-NQ/TW NGÀY 01/11/2012", "NGHỊ QUYẾT SỐ 20-NQ/TW NGÀY 01/11/2012", "20-nq-tw-2012"),
        ("nghị quyết 20 nói gì về kinh phí?", "nghị quyết 20", "20-nq-tw-2012"),
        ("nghi quyet so 20-nq/tw noi gi", "nghi quyet so 20-nq/tw", "20-nq-tw-2012"),
        ("nq 45 muc III", "nq 45", "45-nq-tw-2023"),
        (
            "Nghị quyết số 29-NQ/TW của Hội nghị Trung ương lần thứ sáu khoá XIII về",
            "Nghị quyết số 29-NQ/TW",
            "29-nq-tw-2022",
        ),
        (
            "Nghị quyết số 20-NQ/TW của Ban Chấp hành Trung ương ngày 01/11/2012",
            "Nghị quyết số 20-NQ/TW",
            "20-nq-tw-2012",
        ),
        ("kể từ khi Kế hoạch này ban hành", "Kế hoạch này", PLAN_ID),
        (
            "Chiến lược phát triển khoa học, công nghệ và đổi mới sáng tạo đến năm 2030 của Thủ tướng",
            "Chiến lược phát triển khoa học, công nghệ và đổi mới sáng tạo đến năm 2030",
            "569-qd-ttg-2022",
        ),
        (
            "thực hiện Nghị quyết Hội nghị Trung ương 6 khóa XI về phát triển khoa học và công nghệ phục vụ",
            "Nghị quyết Hội nghị Trung ương 6 khóa XI",
            "20-nq-tw-2012",
        ),
        (
            "Nghị quyết Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng khoá XIII về tiếp tục xây dựng và phát huy",
            "Nghị quyết Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng khoá XIII",
            "45-nq-tw-2023",
        ),
    ],
)
def test_mentions(text: str, mention: str, document: str) -> None:
    (reference,) = find_references(text, CATALOG, self_id=PLAN_ID, self_type="Kế hoạch")
    assert text[reference.start : reference.end] == mention
    assert (reference.document, reference.clause, reference.note) == (document, "", "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Nghị quyết số 20-NQ/TW ngày 31/10/2012", "ngày 31/10/2012; cùng số, danh mục có: Nghị quyết 20-NQ/TW (2012)"),
        ("Nghị quyết số 20-NQ/TW ngày 25/10/2017", "sức khỏe nhân dân: chưa có trong danh mục"),
        ("Nghị quyết số 29-NQ/TW ngày 04/11/2013", "giáo dục và đào tạo: chưa có trong danh mục"),
        ("Nghị quyết số 29-NQ/TW của Ban Chấp hành Trung ương Đảng khóa XI về", "giáo dục và đào tạo: chưa có"),
        ("Quyết định số 569/QĐ-TTg ngày 22/4/2014", "xã đảo"),
        ("Nghị quyết 20 năm 2017", "sức khỏe nhân dân"),
        ("Nghị định số 13/2023/NĐ-CP ngày 17/4/2023", "Danh mục không có Nghị định số 13/2023/NĐ-CP ngày 17/04/2023"),
        ("Quy định số 37-QĐ/TW", "chưa có trong danh mục"),
        ("Nghị quyết Đại hội lần thứ XIII của Đảng", "chưa có trong danh mục"),
        ("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng", "chưa có trong danh mục"),
        (
            "Nghị quyết Hội nghị Trung ương 6 khóa XI về chính sách, pháp luật đất đai",
            "không có văn bản về nội dung này",
        ),
        ("Luật Khoa học và công nghệ (ngày 18 tháng 6 năm 2013)", "chưa có trong danh mục"),
        ("Điều lệ Đảng", "chưa có trong danh mục"),
        ("Hiến pháp năm 2013", "chưa có trong danh mục"),
    ],
)
def test_what_the_catalogue_does_not_have_stays_unresolved(text: str, says: str) -> None:
    (reference,) = find_references(text, CATALOG)
    assert reference.document == ""
    assert says in reference.note
    if " của " not in text and " về " not in text:
        assert (reference.start, reference.end) == (0, len(text))


def test_an_undated_number_with_namesakes_says_which_was_taken() -> None:
    text = "theo tinh thần Nghị quyết số 20-NQ/TW"
    (alone,) = find_references(text, CATALOG)
    assert alone.document == "20-nq-tw-2012"
    assert "không kèm ngày" in alone.note
    assert "25/10/2017" in alone.note
    # The plan rests on NQ 20 of 2012: in it, nothing is unsure.
    (inside,) = find_references(text, CATALOG, self_id=PLAN_ID, self_type="Kế hoạch")
    assert (inside.document, inside.note) == ("20-nq-tw-2012", "")
    # A date given once holds for the rest of the clause.
    both = find_references("Nghị quyết số 20-NQ/TW ngày 01/11/2012; Nghị quyết số 20-NQ/TW", CATALOG)
    assert [(r.document, r.note) for r in both] == [("20-nq-tw-2012", "")] * 2


def test_a_year_of_carrying_out_is_not_the_year_of_the_document() -> None:
    assert read("sơ kết Nghị quyết số 20-NQ/TW năm 2024") == [("Nghị quyết số 20-NQ/TW", "20-nq-tw-2012", "")]


def test_a_plenary_session_without_its_subject_is_noted() -> None:
    assert "ban hành nhiều văn bản" in note("Nghị quyết Hội nghị Trung ương 6 khóa XI")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mục III.2 Kế hoạch này", [("mục III.2 Kế hoạch này", PLAN_ID, "III/2")]),
        (
            "điểm a khoản 2 Điều 5 Nghị định số 13/2023/NĐ-CP",
            [("điểm a khoản 2 Điều 5 Nghị định số 13/2023/NĐ-CP", "", "dieu-5/2/a")],
        ),
        (
            "Điều 2 Quyết định số 569/QĐ-TTg ngày 11/5/2022",
            [("Điều 2 Quyết định số 569/QĐ-TTg ngày 11/5/2022", "569-qd-ttg-2022", "dieu-2")],
        ),
        ("mục B.III.2.1 của Nghị quyết 20", [("mục B.III.2.1 của Nghị quyết 20", "20-nq-tw-2012", "B/III/2/2.1")]),
        ("phần III Kế hoạch này", [("phần III Kế hoạch này", PLAN_ID, "III")]),
        ("Phần II Luật Dân sự", [("Phần II Luật Dân sự", "", "phan-II")]),
        (
            "khoản 2 Điều 5 Luật Khoa học, công nghệ và đổi mới sáng tạo số 93/2025/QH15",
            [("khoản 2 Điều 5 Luật Khoa học, công nghệ và đổi mới sáng tạo số 93/2025/QH15", "", "dieu-5/2")],
        ),
        (
            "khoản 1, khoản 2 Điều 2 QĐ 569",
            [("khoản 1", "569-qd-ttg-2022", "dieu-2/1"), ("khoản 2 Điều 2 QĐ 569", "569-qd-ttg-2022", "dieu-2/2")],
        ),
        (
            "gắn với Nghị quyết số 29-NQ/TW, Nghị quyết số 45-NQ/TW",
            [("Nghị quyết số 29-NQ/TW", "29-nq-tw-2022", ""), ("Nghị quyết số 45-NQ/TW", "45-nq-tw-2023", "")],
        ),
        (
            "các Nghị quyết số 29-NQ/TW, 45-NQ/TW",
            [("Nghị quyết số 29-NQ/TW", "29-nq-tw-2022", ""), ("45-NQ/TW", "45-nq-tw-2023", "")],
        ),
        ("số 69-KL/TW ngày 11/01/2024 của Bộ Chính trị", [("69-KL/TW ngày 11/01/2024", "69-kl-tw-2024", "")]),
        ("Luật Đầu tư về khoa học", [("Luật Đầu tư", "", "")]),
        (
            "các Nghị quyết 20, 29 và 45 của Trung ương",
            [("Nghị quyết 20", "20-nq-tw-2012", ""), ("29", "29-nq-tw-2022", ""), ("45", "45-nq-tw-2023", "")],
        ),
        (
            "Luật Phòng, chống tham nhũng, Luật Đất đai, bảo đảm quyền lợi",
            [("Luật Phòng, chống tham nhũng", "", ""), ("Luật Đất đai", "", "")],
        ),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Đầu tư công và Luật Đất đai ngày 22 tháng 11 năm 2019;",
            [
                (
                    "Luật sửa đổi, bổ sung một số điều của Luật Đầu tư công và Luật Đất đai ngày 22 tháng 11 năm 2019",
                    "",
                    "",
                )
            ],
        ),
    ],
)
def test_clauses_and_lists(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "kế hoạch 5 năm 2021-2025 và chương trình 135 hộ",
        "Quyết định 2 nội dung; Kết luận 3 vấn đề; quyết định 12 người",
        "chính sách, pháp luật của Nhà nước, pháp luật Việt Nam, kỷ luật Đảng, luật sư",
        "các nghị quyết, kết luận, quyết định, quy định, kế hoạch của cấp ủy",
        "ngày 20/10/2022, tỷ lệ 20-30%, 24/7, 5-KL, giai đoạn 2021-2025",
        "kế hoạch nay đã xong",
        "mục tiêu, điều kiện, phần mềm, khoản vay, chương trình hành động",
        "Số: 168-QĐ/TW",
        "Số 168-QĐ/TW | Hà Nội, ngày 28 tháng 12 năm 2018",
        "",
    ],
)
def test_words_that_are_not_mentions(text: str) -> None:
    assert read(text) == []


def test_this_document() -> None:
    assert read("Nghị quyết này phổ biến đến chi bộ.", self_id="57-nq-tw-2024", self_type="Nghị quyết") == [
        ("Nghị quyết này", "57-nq-tw-2024", "")
    ]
    assert read("thực hiện Nghị quyết này") == [("Nghị quyết này", "", "")]
    assert "Kế hoạch" in note("thực hiện Nghị quyết này", self_id=PLAN_ID, self_type="Kế hoạch")
    assert read("Quy chế này gồm 5 chương", self_id="168-qd-tw-2018", self_type="Quyết định") == [
        ("Quy chế này", "168-qd-tw-2018", "")
    ]
    assert read("quyết định này của hội nghị") == []


def test_documents_outside_the_catalogue() -> None:
    """A document's own number is itself; that of another one at hand is that one, when number and year agree."""
    own = {"self_id": "168-qd-tw-2018", "self_type": "Quyết định"}
    assert read("kèm theo Quyết định số 168-QĐ/TW ngày 28/12/2018", **own)[0][1] == "168-qd-tw-2018"
    assert read("kèm theo Quyết định số 168-QĐ/TW ngày 28/12/2017", **own)[0][1] == ""
    text = "theo Nghị định số 13/2023/NĐ-CP và Quy định số 37-QĐ/TW"
    found = find_references(text, CATALOG, library=("13-nd-cp-2023", "37-qd-tw-2021"))
    assert [r.document for r in found] == ["13-nd-cp-2023", ""]
    assert find_references("Nghị quyết số 20-NQ/TW ngày 31/10/2012", CATALOG, self_id="20-nq-tw-2012")[0].document == ""


def test_two_documents_of_one_number_in_the_catalogue() -> None:
    entry = CATALOG.get("20-nq-tw-2012")
    assert entry is not None
    assert entry.date is not None
    twin = replace(entry, id="20-nq-tw-2017", date=entry.date.replace(year=2017), nicknames=(), title="Nghị quyết khác")
    two = Catalog((entry, twin))
    (dated,) = find_references("Nghị quyết số 20-NQ/TW ngày 01/11/2017", two)
    assert dated.document == "20-nq-tw-2017"
    (undated,) = find_references("Nghị quyết số 20-NQ/TW", two)
    assert undated.document == ""
    assert "có thể là" in undated.note


def test_every_mention_in_the_plan() -> None:
    found = [item for line in PLAN.split("\n") for item in read(line)]
    assert len(found) == 24
    assert all(document for _, document, _ in found)
    assert [m for m, d, _ in found if d == "50-kl-tw-2019"] == ["Kết luận số 50-KL/TW ngày 30/5/2019"]
    assert sum(document == PLAN_ID for _, document, _ in found) == 4
    assert sum(document == "69-kl-tw-2024" for _, document, _ in found) == 10


def test_clause_words() -> None:
    text = "khoản 4.1 và 4.2, Mục 4 của "
    assert [(text[p.start : p.end], p.path) for p in clause_parts(text.lower(), text)] == [
        ("khoản 4.1", "4/4.1"),
        ("4.2, Mục 4", "4/4.2"),
    ]
    text = "khoản 1 Điều 3 và điểm b khoản 2 Điều 5 "
    assert [p.path for p in clause_parts(text.lower(), text)] == ["dieu-3/1", "dieu-5/2/b"]
    text = "Mục IV, khoản 3 "
    assert [p.path for p in clause_parts(text.lower(), text)] == ["IV/3"]
    text = "điểm đ khoản 2 Mục II Điều 1 "
    assert [p.path for p in clause_parts(text.lower(), text)] == ["dieu-1/II/2/đ"]
    assert clause_parts("mục tiêu 3 điều kiện ", "mục tiêu 3 điều kiện ") == ()
    assert dotted("B.III.2.1") == ["B", "III", "2", "2.1"]


FRAGMENTS = st.sampled_from(
    [
        "Nghị quyết số 20-NQ/TW", " ngày 01/11/2012", "ngày 31/02/2012", "Kế hoạch này", "các ", ", ", " và ",
        "45-NQ/TW", "điểm a ", "khoản 2 ", "Điều 5 ", "mục III.2 ", "Luật Khoa học và công nghệ", " số ", "(", ")",
        "93/2025/QH15",
        "Nghị quyết Hội nghị Trung ương 6 khóa XI", " về ", "khóa XIII", "NQ 20", "năm 2012", "İ", "\u0301", " ",
        "QĐ569", "Hiến pháp", "999999999", "của Trung ương ", "Nghị quyết Đại hội XIII", "ngày 99/99/9999",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=6)), max_size=14))
def test_any_text_gives_ordered_references_within_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = find_references(text, CATALOG, self_id=PLAN_ID, self_type="Kế hoạch")
    ends = [0, *(r.end for r in found)]
    assert all(before <= r.start < r.end <= len(text) for before, r in zip(ends, found, strict=False))
    assert all(r.document or r.note for r in found)
    assert all(r.document in ("", *(entry.id for entry in CATALOG.entries)) for r in found)


def test_speed() -> None:
    """A library of long laws is read without waiting for its references: at least a million characters a second."""
    lines = PLAN.split("\n") * 40
    started = time.process_time()
    for line in lines:
        find_references(line, CATALOG, self_id=PLAN_ID, self_type="Kế hoạch")
    assert sum(map(len, lines)) / (time.process_time() - started) > 1_000_000
