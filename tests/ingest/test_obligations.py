"""Obligations: each rule on sentences as official texts write them; the plan; spans that always hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.actors import Actors, key, known_actors, load_actors, modern
from ingest.catalog import load_catalog
from ingest.document import Document
from ingest.errors import UserError
from ingest.loaders.text import read_text
from ingest.obligations import Obligation, extract, of_level
from ingest.structure import parse

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "corpus" / "ke-hoach-kl69-bac-giang.md"


def document(text: str) -> Document:
    structure = parse(read_text(text.encode(), "thu.txt"), "thu")
    return Document(id="thu", title="Thử", source_text=structure.source_text, clauses=structure.clauses)


def rows(text: str) -> tuple[Obligation, ...]:
    return extract(document(text))


def pairs(text: str) -> list[tuple[str, str]]:
    return [(row.actor, row.duty) for row in rows(text)]


@pytest.fixture(scope="module")
def plan() -> tuple[Obligation, ...]:
    structure = parse(read_text(PLAN.read_bytes(), PLAN.name), "ke-hoach")
    found = extract(Document(id="ke-hoach", title="", clauses=structure.clauses, source_text=structure.source_text))
    by_id = {clause.id: clause for clause in structure.clauses}
    for row in found:
        assert by_id[row.clause].text[row.start : row.end] == row.duty
    return found


def test_tasks_of_the_plan_that_name_nobody_yield_no_actor(plan: tuple[Obligation, ...]) -> None:
    assert {row.clause.partition("#")[2].split("/")[0] for row in plan} == {"IV"}


def test_the_body_that_leads_is_the_actor_and_the_led_one_is_kept(plan: tuple[Obligation, ...]) -> None:
    row = next(row for row in plan if row.clause.endswith("IV/3"))
    assert row.actor == "Ban cán sự đảng Ủy ban nhân dân tỉnh"
    assert row.duty.startswith("lãnh đạo UBND tỉnh chỉ đạo các cơ quan")
    assert {"Ủy ban nhân dân tỉnh", "Ủy ban nhân dân cấp huyện"} <= set(row.directed)


def test_thanh_uy_named_with_district_committees_is_of_that_level(plan: tuple[Obligation, ...]) -> None:
    assert {row.level for row in plan if row.actor == "Thành ủy"} == {"huyện"}
    central = rows("1. Tổ chức thực hiện\n\n- Các tỉnh uỷ, thành uỷ nghiên cứu, quán triệt Nghị quyết.")
    assert [(row.actor, row.level) for row in central] == [("Tỉnh ủy", "tỉnh"), ("Thành ủy", "tỉnh")]


def test_a_title_hands_its_body_down_and_nested_titles_replace_it() -> None:
    text = (
        "Điều 2. Tổ chức thực hiện\n\n1. Bộ Kế hoạch và Đầu tư\n\na) Bố trí nguồn lực cho Chiến lược.\n\n"
        "b) Chủ trì, phối hợp với Bộ Tài chính và các bộ, ngành có liên quan thu hút đầu tư.\n\n2. Bộ Ngoại giao\n\n"
        "Phối hợp với Bộ Khoa học và Công nghệ thúc đẩy hợp tác quốc tế."
    )
    found = rows(text)
    assert [(r.actor, r.rule) for r in found] == [
        ("Bộ Kế hoạch và Đầu tư", "tiêu đề"),
        ("Bộ Kế hoạch và Đầu tư", "tiêu đề"),
        ("Bộ Ngoại giao", "tiêu đề"),
    ]
    assert [r.partners for r in found] == ["", "Bộ Tài chính và các bộ, ngành có liên quan", "Bộ Khoa học và Công nghệ"]


def test_a_lead_sentence_hands_its_body_to_the_list_and_is_no_duty_itself() -> None:
    text = (
        "I- TỔ CHỨC THỰC HIỆN\n\n1. Ban cán sự đảng Chính phủ lãnh đạo:\n\n"
        "- Ban hành Chương trình hành động; định kỳ hằng năm làm việc.\n\n- Chỉ đạo các bộ hoàn chỉnh Đề án."
    )
    found = rows(text)
    assert [(r.actor, r.rule) for r in found] == [("Ban cán sự đảng Chính phủ", "câu dẫn")] * 3
    assert [r.deadline for r in found] == ["", "định kỳ hằng năm", ""]


def test_responsibility_of_a_body_in_a_title() -> None:
    text = "Điều 5. Trách nhiệm của Bộ Y tế\n\n1. Hướng dẫn thực hiện Nghị định này.\n\n2. Nghị định có hiệu lực."
    found = rows(text)
    assert [(r.actor, r.duty) for r in found] == [("Bộ Y tế", "Hướng dẫn thực hiện Nghị định này")]


def test_each_body_in_a_sentence_has_its_own_part() -> None:
    text = (
        "I- TỔ CHỨC THỰC HIỆN\n\n1. Người đứng đầu phải trực tiếp chỉ đạo; cán bộ, đảng viên phải gương mẫu thực hiện."
    )
    assert pairs(text) == [
        ("Người đứng đầu", "phải trực tiếp chỉ đạo"),
        ("Cán bộ", "phải gương mẫu thực hiện"),
        ("Đảng viên", "phải gương mẫu thực hiện"),
    ]


def test_a_list_of_things_after_a_semicolon_belongs_to_the_duty_before() -> None:
    text = "I- TỔ CHỨC THỰC HIỆN\n\n1. Bộ Tài chính xây dựng kế hoạch 5 năm, hằng năm; các đề án; bố trí vốn."
    assert pairs(text) == [
        ("Bộ Tài chính", "xây dựng kế hoạch 5 năm, hằng năm; các đề án"),
        ("Bộ Tài chính", "bố trí vốn"),
    ]
    assert [row.deadline for row in rows(text)] == ["", ""], "kế hoạch hằng năm là loại kế hoạch, không phải thời hạn"


@pytest.mark.parametrize(
    ("said", "deadline", "reports"),
    [
        (
            "định kỳ hằng năm gửi báo cáo Bộ Y tế tình hình trước ngày 15 tháng 12",
            "định kỳ hằng năm; trước ngày 15 tháng 12",
            "Bộ Y tế",
        ),
        ("báo cáo kết quả với Ban Chỉ đạo Trung ương và Bộ Chính trị", "", "Ban Chỉ đạo Trung ương và Bộ Chính trị"),
        ("tổ chức sơ kết vào cuối năm 2025, tổng kết vào cuối năm 2030", "vào cuối năm 2025; vào cuối năm 2030", ""),
        ("cơ bản hoàn thành trong năm 2025", "trong năm 2025", ""),
        (
            "báo cáo Thủ tướng Chính phủ chậm nhất trong quý II/2026",
            "chậm nhất trong quý II/2026",
            "Thủ tướng Chính phủ",
        ),
        ("thực hiện Chiến lược phát triển khoa học đến năm 2030", "", ""),
        ("thực hiện Quyết định số 569/QĐ-TTg ngày 11/5/2022", "", ""),
        ("cứ 6 tháng một lần báo cáo Tỉnh ủy", "6 tháng một lần", "Tỉnh ủy"),
    ],
)
def test_deadlines_and_reports(said: str, deadline: str, reports: str) -> None:
    found = rows(f"I- TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế có trách nhiệm {said}.")
    assert [(row.actor, row.deadline, row.reports_to) for row in found] == [("Sở Y tế", deadline, reports)]


@pytest.mark.parametrize(
    "text",
    [
        "A- TÌNH HÌNH\n\n1. Nhiều cấp uỷ đảng, chính quyền nhận thức chưa đầy đủ. Các bộ xây dựng chính sách chậm.",
        "I- NHIỆM VỤ\n\n1. Tăng cường hợp tác với các viện, trường đại học; khuyến khích doanh nghiệp đầu tư.",
        "I- NHIỆM VỤ\n\n1. Các tổ chức khoa học và công nghệ công lập tiếp tục được sắp xếp, đẩy mạnh tự chủ.",
        "I- NHIỆM VỤ\n\n1. Bộ máy quản lý được kiện toàn. Hội nhập quốc tế thúc đẩy phát triển. Ban hành cơ chế mới.",
        "I- TỔ CHỨC THỰC HIỆN\n\n1. Nghị quyết này phổ biến đến chi bộ.",
    ],
)
def test_no_duty_where_nobody_is_given_one(text: str) -> None:
    assert pairs(text) == []


def test_work_for_every_level_falls_on_each() -> None:
    (row,) = rows("A- TỔ CHỨC THỰC HIỆN\n\n1- Các cấp uỷ đảng lãnh đạo, chỉ đạo công tác tuyên truyền.")
    assert row.actor == "Cấp ủy"
    assert of_level(row, "huyện")
    assert of_level(row, "trung ương")


def test_the_row_of_the_contract_has_its_keys_and_no_others(plan: tuple[Obligation, ...]) -> None:
    keys = ["document", "actor", "duty", "clause", "start", "end", "address", "deadline", "with", "reports_to", "rule"]
    assert all(list(row.to_json()) == keys for row in plan)


PIECES = st.sampled_from(
    re.split(
        r"\|",
        "Các huyện ủy|, |thị ủy| và |Bộ Tài chính|lãnh đạo |chỉ đạo |; |. |báo cáo |Bộ Chính trị|phối hợp với "
        "|hằng năm |trước ngày |15 tháng 12"
        "|1. |a) |\n\n|- |TỔ CHỨC THỰC HIỆN|Giao |kết quả |(|)|\u00a0|e\u0323\u0302|uỷ"
        "|:|các cơ quan |này |…|¹|“|”|thuộc về ",
    )
)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=200, deadline=None)
def test_every_duty_is_a_span_of_its_clause(text: str) -> None:
    if not any(c.isalpha() for c in text):
        return
    read = document("I- TỔ CHỨC THỰC HIỆN\n\n" + text)
    for row in extract(read):
        assert read.by_id[row.clause].text[row.start : row.end] == row.duty != ""
        assert row.actor
        for printed in (row.partners, row.reports_to, *filter(None, row.deadline.split("; "))):
            assert printed in read.by_id[row.clause].text


# -- names of bodies ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ban cán sự đảng UBND tỉnh", "BCS đảng Uỷ ban nhân dân tỉnh"),
        ("các tỉnh uỷ", "Tỉnh ủy"),
        ("Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương", "UBND cấp tỉnh"),
        ("Đảng đoàn HĐND tỉnh", "Đảng đoàn Hội đồng nhân dân tỉnh"),
    ],
)
def test_ways_of_writing_one_body(one: str, other: str) -> None:
    assert known_actors().normalise(one) == known_actors().normalise(other)


@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("Bộ Lao động - Thương binh và Xã hội", ("Bộ Lao động - Thương binh và Xã hội",)),
        ("Bộ Văn hóa, Thể thao và Du lịch, Bộ Tài chính", ("Bộ Văn hóa, Thể thao và Du lịch", "Bộ Tài chính")),
        ("UBND các huyện, thị xã, thành phố", ("Ủy ban nhân dân cấp huyện",)),
        ("Ban hành theo thẩm quyền", ()),
        ("Hội nhập quốc tế", ()),
        ("Tổ chức thực hiện", ()),
    ],
)
def test_lists_of_bodies(phrase: str, names: tuple[str, ...]) -> None:
    assert known_actors().split(phrase) == names


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("tôi là bí thư huyện ủy", ("Huyện ủy",)),
        ("Bí thư Huyện uỷ Hiệp Hòa", ("Huyện ủy",)),
        ("toi la bi thu huyen uy", ("Huyện ủy",)),
        ("chủ tịch UBND huyện", ("Ủy ban nhân dân cấp huyện",)),
        ("ubnd tinh", ("Ủy ban nhân dân tỉnh",)),
        ("Bộ KHCN", ("Bộ Khoa học và Công nghệ",)),
        ("bí thư chi bộ", ("Chi bộ",)),
    ],
)
def test_whom_a_person_means(asked: str, names: tuple[str, ...]) -> None:
    assert known_actors().resolve(asked, ["Bộ Khoa học và Công nghệ"]) == names


def test_an_unknown_body_is_an_error_that_offers_the_nearest() -> None:
    with pytest.raises(UserError, match=r"Bộ Ngoại vu.*không thấy.*Bộ Ngoại giao"):
        known_actors().resolve("Bộ Ngoại vu", ["Bộ Ngoại giao", "Bộ Tài chính"])
    with pytest.raises(UserError):
        known_actors().resolve("Bộ Hàng hải", ["Bộ Ngoại giao"])


def test_every_note_of_the_list_is_in_the_catalogue() -> None:
    ids = {note.id for note in load_catalog(ROOT / "corpus" / "catalog.toml").notes}
    assert {note for entry in known_actors().entries for note in entry.currency} <= ids


def test_groups_that_include_a_body() -> None:
    assert known_actors().broader("Huyện ủy") == ("Cấp ủy", "Tổ chức đảng")


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ('[[actor]]\nname = "A b"\nlevel = "làng"', "level 'làng' không có"),
        ('[[actor]]\nname = "A b"\nwithin = ["C"]', "within nhắc tới 'C'"),
        ('[[actor]]\nname = "A b"\n[[actor]]\nname = "C d"\naliases = ["các A b"]', "đã thuộc 'A b'"),
        ('[[actor]]\nname = "A b"\n[[post]]\ntitles = ["X y"]\nactors = ["Z"]', "chức danh trỏ tới 'Z'"),
        ('[[actor]]\nten = "A b"', "dòng 1"),
    ],
)
def test_mistakes_in_the_list_are_told(tmp_path: Path, toml: str, complaint: str) -> None:
    path = tmp_path / "actors.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(UserError, match=complaint):
        load_actors(path)


def test_an_edited_list_changes_the_name(tmp_path: Path) -> None:
    path = tmp_path / "actors.toml"
    path.write_text('[[actor]]\nname = "Ban Quản lý các khu công nghiệp"\naliases = ["BQL KCN tỉnh"]', encoding="utf-8")
    actors: Actors = load_actors(path)
    assert actors.normalise("các BQL KCN tỉnh") == "Ban Quản lý các khu công nghiệp"


def test_tone_marks_move_and_words_stay() -> None:
    assert modern("Uỷ ban, khoá, thuỷ, quý, hoà, loè, toàn") == "Ủy ban, khóa, thủy, quý, hòa, lòe, toàn"
    assert key("Các UBND tỉnh") == "ủy ban nhân dân tỉnh"
