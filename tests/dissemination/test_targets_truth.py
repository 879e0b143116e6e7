"""Targets against lists counted by hand: value, unit, year and bound all right, none missing, none invented."""

from __future__ import annotations

import pytest
from real_documents import PLAN, digest, full, truth

from ingest.targets import Target, extract_targets
from ingest.vietnamese import fold

LISTED = truth("targets.json")["documents"]


def figures(rows: tuple[Target, ...]) -> list[Target]:
    return [row for row in rows if row.kind == "định lượng"]


@pytest.mark.parametrize("document_id", LISTED)
def test_every_figure_of_the_hand_count(document_id: str) -> None:
    rows = figures(extract_targets(full(document_id)))
    assert [(r.clause, r.value, r.unit, r.year, r.qualifier) for r in rows] == [
        (f"{document_id}#{path}", value, unit, year, bound)
        for path, _, value, unit, year, bound in LISTED[document_id]["figures"]
    ]
    for row, (_, words, *_) in zip(rows, LISTED[document_id]["figures"], strict=True):
        assert fold(words) in fold(row.indicator), (row.indicator, words)


@pytest.mark.parametrize("document_id", LISTED)
def test_goals_without_figures(document_id: str) -> None:
    rows = [row for row in extract_targets(full(document_id)) if row.kind != "định lượng"]
    listed = LISTED[document_id]["words"]
    assert [(r.clause, r.year) for r in rows] == [(f"{document_id}#{path}", year) for path, _, year in listed]
    assert all(row.text.startswith(words) for row, (_, words, _) in zip(rows, listed, strict=True))


@pytest.mark.parametrize("document_id", LISTED)
def test_spans_are_verbatim(document_id: str) -> None:
    document = full(document_id)
    for row in extract_targets(document):
        text = document.by_id[row.clause].text
        assert text[row.start : row.end] == row.text
        assert row.indicator in text
        assert row.value in text[row.value_start : row.value_end].replace("%", "")
        assert row.qualifier.partition(" …")[0] in fold(text)


@pytest.mark.parametrize("document_id", [d for d in LISTED if d != PLAN])
def test_digests_give_the_same_figures_and_years(document_id: str) -> None:
    """A digest may put a figure into other words and another order; clause, value, % and year stay."""

    def sign(unit: str) -> str:
        return unit[:1] if unit.startswith("%") else "người" if unit.startswith("người") else ""

    wanted = sorted(
        (f"{document_id}#{path}", value, sign(unit), year or 0)
        for path, _, value, unit, year, _ in LISTED[document_id]["figures"]
    )
    found = sorted(
        (r.clause, r.value, sign(r.unit), r.year or 0) for r in figures(extract_targets(digest(document_id)))
    )
    assert found == wanted


def test_a_digest_without_the_full_text_tells_its_own_figures_and_no_others() -> None:
    rows = {row.clause.partition("#")[2]: row for row in figures(extract_targets(digest("29-nq-tw-2022")))}
    assert (rows["x/3/5"].value, rows["x/3/5"].unit, rows["x/3/5"].year) == ("7", "%/năm", 2030)
    assert not any(path.startswith(("x/6", "x/7", "x/8", "x/9", "x/10", "x/11")) for path in rows)
    assert figures(extract_targets(digest("45-nq-tw-2023"))) == [], "các con số ở đó là của Quyết định 2711"
