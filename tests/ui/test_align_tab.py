"""Đối chiếu: a plan beside what it rests on; differing words marked, figures flagged, made once for each engine."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from dissemination.align import Alignment, align
from dissemination.pairing import compare
from dissemination.shelf import NOT_VERBATIM, Shelf
from index.results import Quote
from ingest.errors import UserError
from tests.dissemination import real_documents as real
from ui.align_tab import chosen, first_plan
from ui.align_view import alignment_view, marked
from ui.desk import Desk

if TYPE_CHECKING:
    from tests.ui.conftest import Visit

PLAN = real.PLAN
EVIL = "</p><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf((real.plan(), *map(real.digest, ("69-kl-tw-2024", "20-nq-tw-2012"))), real.catalog())


@pytest.fixture(scope="module")
def result(shelf: Shelf) -> Alignment:
    return align(shelf, PLAN, ("20-nq-tw-2012", "69-kl-tw-2024"))


def _words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_marks_change_no_word_and_stand_on_the_words_that_differ() -> None:
    left, right = "tăng trên 30 doanh nghiệp hằng năm", "tăng trên 50 doanh nghiệp hằng năm mới"
    pair = compare(Quote("a#1", 0, 1), left, Quote("b#1", 0, 1), right, 0.9, words=True)
    ours, theirs = marked(pair, left=True), marked(pair, left=False)
    assert (_words(ours), _words(theirs)) == (left, right)
    assert '<mark class="dn-changed">30</mark>' in ours
    assert '<mark class="dn-changed">50</mark>' in theirs
    assert '<mark class="dn-only">mới</mark>' in theirs
    assert "dn-only" not in ours


def test_every_clause_of_the_plan_stands_beside_what_it_carries_out_first(shelf: Shelf, result: Alignment) -> None:
    page = alignment_view(shelf, result)
    articles = page.split("<article")[1:]
    assert len(articles) == len(result.rows) == len(re.findall(r'<div class="dn-ours">', page))
    duties = next(a for a in articles if f'data-clause="{PLAN}#IV/1"' in a)
    first = re.search(r'<div class="dn-aligned">.*?data-clause="([^"]+)"', duties)
    assert first is not None
    assert first[1] == "69-kl-tw-2024#7/b1", "the conclusion that is carried out stands before the older resolution"
    assert "kế hoạch có dẫn chiếu" in duties


def test_against_a_digest_no_word_is_marked_and_each_passage_says_what_it_is(shelf: Shelf, result: Alignment) -> None:
    page = alignment_view(shelf, result)
    compared = page[page.index("<article") : page.index('id="dn-heat"')]
    assert "<mark" not in compared
    assert compared.count(NOT_VERBATIM) == compared.count('class="dn-aligned"')


def test_against_a_full_text_differing_words_are_marked() -> None:
    full = real.full("69-kl-tw-2024")
    shelf = Shelf((real.plan(), full), real.catalog())
    page = alignment_view(shelf, align(shelf, PLAN, (full.id,)))
    compared = page[page.index("<article") : page.index('id="dn-heat"')]
    assert 'class="dn-changed"' in compared
    assert 'class="dn-only"' in compared
    assert NOT_VERBATIM not in compared


def test_figures_and_deadlines_of_one_side_are_flagged_and_can_be_shown_alone(shelf: Shelf, result: Alignment) -> None:
    whole, flagged = alignment_view(shelf, result), alignment_view(shelf, result, flagged_only=True)
    goal = next(a for a in whole.split("<article") if f'data-clause="{PLAN}#II/2/b2"' in a)
    assert re.search(r"Số liệu khác nhau</strong> – chỉ ở kế hoạch: 30", goal)
    every = flagged.split("<article")[1:]
    assert 0 < len(every) < len(result.rows)
    assert all("dn-flag" in article for article in every)


def test_the_heat_map_and_both_lists_hold_what_was_found(shelf: Shelf, result: Alignment) -> None:
    page = alignment_view(shelf, result)
    heat = page[page.index('class="dn-heat"') : page.index("</table>")]
    shown = [int(value) for value in re.findall(r">(\d+)%</td>", heat)]
    order = [result.heat.documents.index(d) for d in ("69-kl-tw-2024", "20-nq-tw-2012")]
    assert shown == [int(f"{100 * values[place]:.0f}") for values in result.heat.values for place in order]
    assert "--dn-heat: 1.000" in heat
    assert f"{len(result.left_out['69-kl-tw-2024'])} ý không có đoạn nào" in page
    added = page[page.index('id="dn-plan-adds"') :]
    assert all(shelf.text(part.quote)[:40] in unescape(added) for part in result.added)


def test_what_a_document_says_stays_text() -> None:
    plan = real.plan()
    clauses = tuple(replace(c, text=f"{c.text} {EVIL}") if c.kind != "heading" else c for c in plan.clauses)
    hostile = replace(plan, clauses=clauses, short_name=EVIL)
    shelf = Shelf((hostile, real.digest("69-kl-tw-2024")), real.catalog())
    page = alignment_view(shelf, align(shelf, PLAN, ("69-kl-tw-2024",)))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_what_is_compared_is_chosen_sensibly(shelf: Shelf) -> None:
    assert first_plan(shelf) == PLAN
    assert chosen(shelf, "", []) == (PLAN, ("69-kl-tw-2024", "20-nq-tw-2012"))
    assert chosen(shelf, "69-kl-tw-2024", ["69-kl-tw-2024", "khong-co"]) == ("69-kl-tw-2024", (PLAN, "20-nq-tw-2012"))
    with pytest.raises(UserError, match="văn bản khác"):
        chosen(Shelf((real.plan(),), real.catalog()), PLAN, [])
    with pytest.raises(UserError, match="chưa có"):
        first_plan(Shelf((), real.catalog()))


def test_an_alignment_is_made_once_for_each_engine(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr("dissemination.align.align", lambda s, plan, others, **_: made.append(plan) or object())
    engines: list[Any] = [object()]
    workspace: Any = SimpleNamespace(
        engine=lambda: engines[-1], documents=shelf.documents, catalog=shelf.catalog, ready=True
    )
    desk = Desk(workspace)
    steps: list[str] = []
    first = desk.alignment(PLAN, ("69-kl-tw-2024",), lambda stage, *_: steps.append(stage))
    assert steps == ["meaning", "align"]
    assert desk.alignment(PLAN, ("69-kl-tw-2024",), lambda *_: None) is first
    version = desk.version
    engines.append(object())
    assert desk.alignment(PLAN, ("69-kl-tw-2024",), lambda *_: None) is not first
    assert desk.version > version
    assert made == [PLAN, PLAN]
    for name in range(40):
        desk.shelf(f"http://host{name}/")
    assert len(desk._shelves) <= 8, "names of hosts, which visitors make up, do not fill the memory"


def test_the_tab_is_filled_when_it_is_opened_and_not_again(visit: Visit) -> None:
    from io import BytesIO
    from pathlib import Path

    from openpyxl import load_workbook

    visit.open()
    page = visit.page
    assert page.locator("#dn-align .dn-row").count() == 0
    visit.tab("Đối chiếu")
    page.wait_for_selector("#dn-align .dn-row", timeout=60_000)
    rows = page.locator("#dn-align .dn-row").count()
    assert rows > 15
    page.evaluate("document.querySelector('#dn-align .dn-row').dataset.seen = 'yes'")
    visit.tab("Hỏi đáp")
    visit.tab("Đối chiếu")
    assert page.locator("#dn-align .dn-row[data-seen]").count() == 1
    page.check("#dn-align-flagged input")
    page.wait_for_function("(n) => document.querySelectorAll('#dn-align .dn-row').length < n", arg=rows)
    with page.expect_download() as download:
        page.click("#dn-align-xlsx")
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    assert "Bản đồ nhiệt" in book.sheetnames
    page.click("#dn-align .dn-heat tbody a >> nth=1")
    page.wait_for_selector(f"#dn-reading .dn-target[data-id^='{PLAN}#']")
