"""What is given whole and what by itself: duties, sections, figures, on the library that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import libraries
from index.engine import Engine

PLAN = "ke-hoach-kl69-bac-giang"
STRATEGY = "569-qd-ttg-2022#dieu-"


def cited(engine: Engine, question: str) -> list[str]:
    return [source.clause.id for source in engine.ask(question).sources]


@pytest.mark.parametrize(
    "question",
    [
        "Huyện ủy chúng tôi phải làm những việc gì để thực hiện Kết luận 69?",
        "Đảng ủy trực thuộc Tỉnh ủy làm những gì với KL 69?",
        "cac huyen uy phai lam nhung viec gi voi ket luan 69",
    ],
)
def test_duties_are_those_given_by_name_not_what_opens_another_document(engine: Engine, question: str) -> None:
    assert cited(engine, question) == [f"{PLAN}#IV/1"]


@pytest.mark.parametrize(
    "question",
    [
        "Toàn bộ nhiệm vụ của Bộ Khoa học và Công nghệ khi tổ chức thực hiện Chiến lược KHCN và ĐMST đến 2030?",
        "Bộ Khoa học và Công nghệ có nghĩa vụ gì theo QĐ 569?",
        "QĐ 569 giao Bộ KH&CN những đầu việc gì (lập kế hoạch, báo cáo…)?",
    ],
)
def test_all_duties_of_a_body_whatever_examples_or_titles_are_named(engine: Engine, question: str) -> None:
    own = [c for c in cited(engine, question) if c.startswith(f"{STRATEGY}2/1/")]
    assert len(own) >= 5
    assert own == cited(engine, question)


def test_the_head_of_a_body_asks_for_its_work(engine: Engine) -> None:
    found = cited(engine, "Tôi là chủ tịch UBND tỉnh, Chiến lược 569 giao tỉnh tôi việc gì?")
    assert any(clause.startswith(f"{STRATEGY}2/9") for clause in found)


@pytest.mark.parametrize(
    ("question", "section", "least"),
    [
        ("Xây dựng hệ thống đổi mới sáng tạo quốc gia theo QĐ 569 gồm những việc gì?", f"{STRATEGY}1/IV/2/", 4),
        ("Cả mục tiêu chung lẫn mục tiêu cụ thể của kế hoạch tỉnh", f"{PLAN}#II/", 5),
        ("Mục đích và yêu cầu của kế hoạch tỉnh?", f"{PLAN}#I/", 2),
    ],
)
def test_a_section_is_given_whole_and_alone(engine: Engine, question: str, section: str, least: int) -> None:
    found = cited(engine, question)
    assert len(found) >= least
    assert all(clause.startswith(section) for clause in found)


def test_the_items_of_a_year_alone(engine: Engine) -> None:
    answer = engine.ask("Liệt kê những chỉ tiêu cụ thể của Chiến lược 569 phải đạt vào năm 2025")
    assert answer.sources
    assert all("2025" in source.clause.text for source in answer.sources)


def test_a_figure_for_each_year_asked(shared: Path) -> None:
    with libraries.engine(None, shared / "corpus") as engine:
        said = engine.ask("Kinh tế số theo NQ 57 đạt bao nhiêu phần trăm GDP vào năm 2030 và vào năm 2045?").text
    assert "30%" in said
    assert "50%" in said


def test_a_year_that_is_not_meant_is_not_asked(engine: Engine) -> None:
    assert engine.composer.case("Chi R&D đến 2030 (không phải mốc 2025) là bao nhiêu?").asked.years == ("2030",)


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Nghị quyết Trung ương 6 khóa XIII nêu quan điểm gì?", "29-nq-tw-2022"),
        ("NQ TW 8 khóa 13 ban hành ngày nào?", "45-nq-tw-2023"),
        ("Nghị quyết hội nghị Trung ương 6 khoá XI đặt mục tiêu gì?", "20-nq-tw-2012"),
    ],
)
def test_resolutions_are_known_by_their_session(engine: Engine, question: str, document: str) -> None:
    assert engine.retriever.reader.namer.find(question).strong == (document,)


@pytest.mark.parametrize(
    "question",
    [
        "Ai xây dựng kế hoạch khoa học, công nghệ 5 năm của quốc gia?",
        "Địa phương đưa chỉ tiêu vào chiến lược, kế hoạch, quy hoạch thế nào?",
        "Hội đồng quốc gia về KH,CN&ĐMST do ai lập?",
    ],
)
def test_what_only_sounds_like_the_plan_is_not_it(engine: Engine, question: str) -> None:
    assert engine.composer.case(question).scope() == []


def test_another_province_has_no_number_of_ours(engine: Engine) -> None:
    answer = engine.ask("Cà Mau có kế hoạch số mấy để làm kết luận 50?")
    assert answer.refused
    assert "50-KL/TW" not in answer.text


def test_whether_there_is_a_programme_of_its_own(engine: Engine) -> None:
    question = "Tỉnh ủy Bắc Giang đã có chương trình riêng để thực hiện Nghị quyết 45 chưa?"
    assert {clause.partition("#")[0] for clause in cited(engine, question)} == {"45-nq-tw-2023"}


@pytest.mark.parametrize(
    "question",
    [
        "Theo dõi, kiểm tra Kết luận 69: trung ương giao ai, tỉnh giao ai?",
        "Mục tiêu về doanh nghiệp khoa học và công nghệ của Trung ương và của tỉnh Bắc Giang?",
    ],
)
def test_the_centre_and_the_province_side_by_side(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.kind == "comparison"
    assert len({s.document.id for s in answer.sources}) == 2
    assert PLAN in {s.document.id for s in answer.sources}


@pytest.mark.parametrize(
    "question",
    ["Sau 10 năm làm theo NQ 20 còn những hạn chế gì?", "KL 69 chỉ ra yếu kém nào sau 10 năm thực hiện Nghị quyết 20?"],
)
def test_shortcomings_told_in_an_opening_are_found(shared: Path, question: str) -> None:
    with libraries.engine(None, shared / "corpus") as engine:
        assert cited(engine, question) == ["69-kl-tw-2024#pre/p4"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Bộ KH&ĐT làm gì?", "Bộ Kế hoạch và Đầu tư làm gì?"),
        ("Bộ TT&TT lo gì?", "Bộ Thông tin và Truyền thông lo gì?"),
        ("cấp huyện ko phải làm j?", "cấp huyện không phải làm gì?"),
        ("diện tích bn?", "diện tích bao nhiêu?"),
    ],
)
def test_abbreviations_are_never_guessed_against_their_meaning(engine: Engine, typed: str, read: str) -> None:
    assert engine.retriever.reader.read(typed).shown.text == read


@pytest.mark.parametrize(
    "question",
    ["QĐ của TTg thực hiện KL50 là QĐ số mấy?", "Quyết định của Thủ tướng triển khai Kết luận 50 mang số nào?"],
)
def test_a_document_that_carries_out_another_is_not_the_one_of_the_same_issuer(engine: Engine, question: str) -> None:
    assert "569/QĐ-TTg" not in engine.ask(question).text
