"""Targets: what counts as one, its unit, bound and year, on sentences as official texts write them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document
from ingest.loaders.text import read_text
from ingest.structure import parse
from ingest.targets import Target, extract_targets

PLAN = Path(__file__).resolve().parents[2] / "corpus" / "ke-hoach-kl69-bac-giang.md"


def document(text: str) -> Document:
    structure = parse(read_text(text.encode(), "thu.txt"), "thu")
    return Document(id="thu", title="Thử", source_text=structure.source_text, clauses=structure.clauses)


def goals(sentence: str, title: str = "MỤC TIÊU") -> list[Target]:
    return [t for t in extract_targets(document(f"I- {title}\n\n1. {sentence}")) if t.kind == "định lượng"]


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "year", "bound"),
    [
        ("Đến năm 2030, tỷ lệ che phủ rừng đạt trên 42%.", "42", "%", 2030, "trên"),
        ("GRDP bình quân đầu người đạt 12.000 - 13.000 USD vào năm 2030.", "12.000 - 13.000", "USD", 2030, ""),
        ("Tăng số doanh nghiệp lên ít nhất 30 doanh nghiệp.", "30", "doanh nghiệp", None, "ít nhất"),
        ("Chi khoa học không dưới 2% tổng chi ngân sách hằng năm.", "2", "% tổng chi ngân sách", None, "không dưới"),
        ("Năng suất lao động tăng khoảng 7%/năm.", "7", "%/năm", None, "khoảng"),
        ("Đến năm 2030, quy mô tăng gấp hai lần so với năm 2020.", "hai", "lần", 2030, ""),
        ("Bảo đảm chi từ 3% trở lên trong tổng chi ngân sách.", "3", "% tổng chi ngân sách", None, "từ … trở lên"),
        ("Đạt mức 11 người trên một vạn dân.", "11", "người trên một vạn dân", None, ""),
    ],
)  # fmt: skip
def test_value_unit_year_and_bound(sentence: str, value: str, unit: str, year: int | None, bound: str) -> None:
    (row,) = goals(sentence)
    assert (row.value, row.unit, row.year, row.qualifier) == (value, unit, year, bound)


def test_a_year_runs_on_until_another_is_named() -> None:
    rows = goals("Đến năm 2027, số bác sĩ đạt 8 người trên một vạn dân, tới năm 2032 đạt 9 người trên một vạn dân.")
    assert [(r.value, r.year, r.year_from) for r in rows] == [("8", 2027, ""), ("9", 2032, "")]
    assert rows[1].indicator == rows[0].indicator == "số bác sĩ"


def test_a_year_of_the_sentence_before_or_of_the_title_is_told_as_such() -> None:
    rows = goals("Đến năm 2020, nhóm A đạt 35%. Nhóm B đạt khoảng 40%.")
    assert [(r.year, r.year_from) for r in rows] == [(2020, ""), (2020, "câu trước")]
    (row,) = goals("Tỷ lệ đạt 35%.", title="MỤC TIÊU ĐẾN NĂM 2030")
    assert (row.year, row.year_from) == (2030, "tiêu đề")
    (row,) = goals("Tỷ lệ đạt 35%.", title="MỤC TIÊU ĐẾN NĂM 2030 VÀ NĂM 2045")
    assert (row.year, row.year_from) == (None, ""), "hai năm thì không đoán"


def test_a_range_has_two_ends() -> None:
    (row,) = goals("Đầu tư đạt 1,2% - 1,5% GDP.")
    assert (row.low, row.high, row.unit) == (1.2, 1.5, "% GDP")


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Sau 10 năm thực hiện, tỷ lệ đạt 35%.", "TÌNH HÌNH"),
        ("Cụ thể hoá 06 nhiệm vụ trọng tâm của Kết luận số 69-KL/TW ngày 11/01/2024.", "MỤC ĐÍCH, YÊU CẦU"),
        ("Chủ động tham gia Cách mạng công nghiệp 4.0, phủ sóng 5G, thực hiện Nghị quyết 20.", "MỤC TIÊU"),
        ("Triển khai trong 5 năm, theo Điều 2 và khoản 3, từ năm 2024.", "MỤC TIÊU"),
        ("Bầu khi có trên 50% số phiếu.", "QUY TRÌNH"),
    ],
)
def test_numbers_that_are_no_targets(sentence: str, title: str) -> None:
    assert goals(sentence, title) == []


def test_goals_of_the_plan_without_figures_are_kept_in_words() -> None:
    structure = parse(read_text(PLAN.read_bytes(), PLAN.name), "p")
    rows = extract_targets(Document(id="p", title="", clauses=structure.clauses, source_text=structure.source_text))
    assert [(r.clause.partition("#")[2], r.kind) for r in rows] == [
        ("II/2/b1", "định tính"),
        ("II/2/b1", "định tính"),
        ("II/2/b2", "định lượng"),
        ("II/2/b3", "định lượng"),
    ]
    assert set(rows[0].to_json()) >= {
        "document",
        "indicator",
        "value",
        "unit",
        "year",
        "qualifier",
        "clause",
        "start",
        "end",
    }


PIECES = st.sampled_from(
    re.split(
        r"\|",
        "Đến năm 2030, |đạt |trên |12%| GDP|1,2% - 1,5%|người trên một vạn dân|; |. |, |nhóm |40 quốc gia|tỷ lệ |từ "
        "| trở lên|hằng năm|(|)|hai lần|vào năm 2025| và |khoảng |1.",
    )
)


@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=200, deadline=None)
def test_every_target_is_a_span(text: str) -> None:
    read = document("I- MỤC TIÊU\n\n1. Mục tiêu " + text)
    for row in extract_targets(read):
        whole = read.by_id[row.clause].text
        assert whole[row.start : row.end] == row.text != ""
        assert row.indicator in whole
        assert row.start <= row.value_start or row.kind == "định tính"
