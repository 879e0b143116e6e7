"""Nghĩa vụ: who must do what, from the plan's own words; in a browser, from a post to a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dissemination.shelf import Shelf
from ingest.errors import UserError
from tests.dissemination import real_documents as real
from ui.duties_tab import UnknownActor, actors_of, file_of, find, shown
from ui.duties_view import table_view
from ui.timeline import OTHER, RECURRING, STEADY, in_order, moments

if TYPE_CHECKING:
    from tests.ui.conftest import Visit

PLAN = real.PLAN
EVIL = "</p><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    documents = (real.plan(), real.digest("69-kl-tw-2024"), real.digest("569-qd-ttg-2022"))
    return Shelf(documents, real.catalog(), "http://192.168.1.5:7860/")


def test_a_post_finds_the_work_of_its_body(shelf: Shelf) -> None:
    found = find(shelf, "tôi là bí thư huyện ủy", "", PLAN, "", "")
    assert found.names == ("Huyện ủy",)
    assert {duty.row.clause for duty in found.rows} == {f"{PLAN}#IV/1"}
    text = shelf.clause(f"{PLAN}#IV/1").text
    assert all(text[d.row.start : d.row.end] == d.row.duty for d in found.rows)
    page = shown(shelf, found, "tôi là bí thư huyện ủy")
    assert "được hiểu là: Huyện ủy" in page
    assert page.count("không còn đơn vị hành chính cấp huyện") == 1, "what has become of the body is said once"
    assert f'href="?clause={PLAN}%23IV%2F1"' in page


def test_an_unknown_body_is_told_with_the_nearest(shelf: Shelf) -> None:
    with pytest.raises(UnknownActor) as caught:
        find(shelf, "huyen uyy", "", "", "", "")
    assert "Huyện ủy" in caught.value.nearest
    with pytest.raises(UserError, match="rút gọn"):
        find(shelf, "a" * 400, "", "", "", "")


def test_filters_narrow_and_together_make_the_whole(shelf: Shelf) -> None:
    every = find(shelf, "", "", "", "", "").rows
    due, open_ = find(shelf, "", "", "", "có", "").rows, find(shelf, "", "", "", "không", "").rows
    assert due
    assert open_
    assert len(due) + len(open_) == len(every)
    assert all(duty.row.deadline for duty in due)
    word = find(shelf, "", "", "", "", "quan triet").rows
    assert word
    assert all("quán triệt" in duty.row.duty for duty in word)
    province = find(shelf, "", "tỉnh", PLAN, "", "").rows
    assert {"Ban Tuyên giáo Tỉnh ủy"} <= {duty.row.actor for duty in province}
    assert set(actors_of(shelf)) == {duty.row.actor for duty in every}


def test_words_of_a_digest_are_never_shown_as_quotations(shelf: Shelf) -> None:
    page = table_view(find(shelf, "", "", "69-kl-tw-2024", "", "").rows)
    assert "dn-said" not in page
    assert page.count("tóm lược, không phải nguyên văn") == page.count("dn-own") > 5
    own = table_view(find(shelf, "", "", PLAN, "", "").rows)
    assert "dn-said" in own
    assert "dn-own" not in own


def test_what_a_document_says_stays_text() -> None:
    plan = real.plan()
    clause = plan.by_id[f"{PLAN}#IV/1"]
    bad = replace(clause, text=clause.text.replace("quán triệt", f"quán triệt {EVIL}"), spans=clause.spans)
    document = replace(
        plan, clauses=tuple(bad if c.id == clause.id else c for c in plan.clauses), short_name=f"Kế hoạch {EVIL}"
    )
    shelf = Shelf((document,), real.catalog())
    page = shown(shelf, find(shelf, "", "", "", "", ""), EVIL)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_bodies_of_one_duty_are_shown_with_all_their_levels(shelf: Shelf) -> None:
    rows = find(shelf, "", "", "569-qd-ttg-2022", "", "").rows
    several = [d for d in rows if len({r.row.level for r in rows if r.row.duty == d.row.duty and r.row.level}) > 1]
    assert several, "a duty of bodies of several levels"
    page = table_view([d for d in rows if d.row.duty == several[0].row.duty])
    for level in {d.row.level for d in rows if d.row.duty == several[0].row.duty and d.row.level}:
        assert level in page[page.index("cấp: ") : page.index("cấp: ") + 60]


def test_long_tables_are_shown_in_parts(shelf: Shelf) -> None:
    rows = find(shelf, "", "", "", "", "").rows
    first = table_view(rows, 3)
    assert first.count('class="dn-said"') + first.count('class="dn-own"') == 3
    assert 'data-shown="43"' in first
    assert 'data-act="more"' not in table_view(rows, 1000)


@pytest.mark.parametrize(
    ("deadline", "labels"),
    [
        ("hằng năm; trước ngày 15 tháng 12", [RECURRING]),
        ("vào cuối năm 2025; vào cuối năm 2030", ["Năm 2025", "Năm 2030"]),
        ("trước ngày 30/6/2024", ["30/06/2024"]),
        ("chậm nhất quý II năm 2025", ["Quý II/2025"]),
        ("trong tháng 12/2025", ["Tháng 12/2025"]),
        ("nhiệm kỳ 2025 - 2030", ["Năm 2030"]),
        ("Thường xuyên", [STEADY]),
        ("trước ngày 15 tháng 12", [OTHER]),
        ("trong 30 ngày", [OTHER]),
        ("trước ngày 31/02/2025", ["Năm 2025"]),
        ("", []),
    ],
)
def test_a_deadline_as_printed_has_its_place_in_time(deadline: str, labels: list[str]) -> None:
    assert [moment.label for moment in moments(deadline)] == labels


def test_time_runs_forward_and_rhythms_come_last() -> None:
    words = ["thường xuyên", "quý IV/2025", "hằng năm", "trước 31/12/2024", "năm 2030", "trong 3 tháng"]
    ordered = in_order((word, word) for word in words)
    assert [moment.label for moment, _ in ordered] == [
        "31/12/2024",
        "Quý IV/2025",
        "Năm 2030",
        RECURRING,
        STEADY,
        OTHER,
    ]
    assert [moment.past(date(2026, 1, 1)) for moment, _ in ordered] == [True, True, False, False, False, False]


def test_files_carry_citations_with_links_that_others_can_open(shelf: Shelf) -> None:
    from openpyxl import load_workbook

    found = find(shelf, "", "", "", "", "")
    sheet = load_workbook(BytesIO(file_of("xlsx", shelf, found, ""))).active
    assert sheet is not None
    links = {cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert f"http://192.168.1.5:7860/?clause={PLAN}%23IV%2F1" in links
    targets = load_workbook(BytesIO(file_of("targets", shelf, found, ""))).active
    assert targets is not None
    assert targets.max_row == len(found.targets) + 1


def test_from_a_post_to_its_work_its_clause_and_a_file(visit: Visit) -> None:
    from openpyxl import load_workbook

    visit.open()
    visit.tab("Nghĩa vụ")
    page = visit.page
    page.wait_for_selector("#dn-duties .dn-grid")
    assert page.locator("#dn-times + .dn-timeline .dn-moment").count() >= 2
    assert page.locator("#dn-duties .dn-chart svg").count() >= 2
    page.fill("#dn-actor input", "huyen uyy")
    page.press("#dn-actor input", "Enter")
    page.wait_for_selector("#dn-actor-error [role=alert]")
    page.click("#dn-actor-error [data-name='Huyện ủy']")
    page.wait_for_function("document.querySelector('#dn-actor input').value === 'Huyện ủy'")
    page.fill("#dn-actor input", "tôi là bí thư huyện ủy")
    page.press("#dn-actor input", "Enter")
    page.wait_for_selector("text=«tôi là bí thư huyện ủy» được hiểu là: Huyện ủy")
    assert page.locator("#dn-actor-error [role=alert]").count() == 0
    assert "Huyện ủy" in page.inner_text("#dn-work + h3 + .dn-grid tbody tr >> nth=0")
    with page.expect_download() as download:
        page.click("#dn-duties-xlsx")
    assert download.value.suggested_filename == "nhiem-vu.xlsx"
    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).active
    assert sheet is not None
    links = [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert f"{visit.server.url}/?clause={PLAN}%23IV%2F1" in links
    page.click(f"#dn-duties .dn-grid [data-clause='{PLAN}#IV/1'] >> nth=0")
    page.wait_for_selector(f"#dn-reading .dn-target[data-id='{PLAN}#IV/1']")
