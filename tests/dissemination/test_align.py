"""Alignment: against pairs judged by hand, and what it says about differences, omissions and additions."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from real_documents import PLAN, catalog, digest, full, plan, truth

from dissemination.align import Alignment, align, refers
from dissemination.pairing import figures, marks
from dissemination.shelf import Shelf, body_clauses
from ingest.document import Document
from ingest.errors import UserError
from ingest.loaders.text import read_text
from ingest.structure import parse

KL, QD, NQ = "69-kl-tw-2024", "569-qd-ttg-2022", "20-nq-tw-2012"


@lru_cache
def aligned(kind: str) -> tuple[Shelf, Alignment]:
    read = full if kind == "full" else digest
    shelf = Shelf((plan(), *(read(d) for d in (KL, QD, NQ))), catalog())
    return shelf, align(shelf, PLAN, [KL, QD, NQ])


def small(document_id: str, text: str) -> Document:
    structure = parse(read_text(text.encode(), "thu.txt"), document_id)
    return Document(id=document_id, title=document_id, clauses=structure.clauses, source_text=structure.source_text)


@pytest.mark.parametrize(("kind", "wanted"), [("full", 0.90), ("digest", 0.80)])
def test_the_clause_judged_right_comes_first(kind: str, wanted: float) -> None:
    _, result = aligned(kind)
    rows = {row.clause.partition("#")[2]: row for row in result.rows}
    listed = truth("alignment.json")["links"]
    missed = [
        (path, document, rows[path].links[document][0].clause)
        for path, document, right in listed
        if rows[path].links[document][0].clause.partition("#")[2] not in right
    ]
    share = 1 - len(missed) / len(listed)
    print(f"\n{kind}: {share:.3f} của {len(listed)} cặp")
    assert len({path for path, *_ in listed}) >= 20
    assert len(listed) >= 30
    assert share >= wanted, missed


@pytest.mark.parametrize("kind", ["full", "digest"])
def test_all_quotes_are_verbatim_and_differing_words_rebuild_both_sides(kind: str) -> None:
    shelf, result = aligned(kind)
    pairs = [p for row in result.rows for links in row.links.values() for link in links for p in link.pairs]
    assert pairs
    for pair in pairs:
        left, right = shelf.text(pair.left), shelf.text(pair.right)
        assert left
        assert right
        if shelf.is_digest(pair.right.clause):
            assert pair.marks == (), "không so từng chữ với bản tóm lược"
        else:
            assert " ".join(filter(None, (m.left for m in pair.marks))) == " ".join(left.split())
            assert " ".join(filter(None, (m.right for m in pair.marks))) == " ".join(right.split())
    for unmatched in (*result.added, *(u for rest in result.left_out.values() for u in rest)):
        assert shelf.text(unmatched.quote)


def test_what_the_plan_leaves_out_and_adds() -> None:
    shelf, result = aligned("full")
    left = {u.quote.clause.partition("#")[2] for u in result.left_out[KL]}
    assert {"3/p1", "4/p1", "4/p2", "5/p2"} <= left
    assert not left & {"1/p1", "1/p3", "5/p1"}, "các đoạn này kế hoạch chép lại"
    added = " ".join(shelf.text(u.quote) for u in result.added)
    assert "trên 30 doanh nghiệp" in added
    assert "cử cán bộ đi đào tạo" in added
    assert "Kịp thời biểu dương" not in added


def test_the_map_is_warmest_where_the_plan_copies() -> None:
    _, result = aligned("full")
    column = result.heat.documents.index(KL)
    shares = {label: row[column] for (_, label), row in zip(result.heat.sections, result.heat.values, strict=True)}
    assert max(shares, key=lambda label: shares[label]).startswith("III.2 ")
    assert all(0 <= value <= 1 for row in result.heat.values for value in row)
    assert len(result.heat.sections) == len(result.heat.values) == 10


def test_a_copied_clause_is_called_literal_and_a_digest_never_is() -> None:
    _, result = aligned("full")
    rows = {row.clause.partition("#")[2]: row for row in result.rows}
    assert rows["III/2/p2"].links[KL][0].grade == "gần như nguyên văn"
    _, result = aligned("digest")
    grades = {link.grade for row in result.rows for links in row.links.values() for link in links}
    assert "gần như nguyên văn" not in grades


def test_references_are_told() -> None:
    by_path = {clause.path: clause for clause in plan().clauses}
    assert refers(by_path["IV/3"], dataclasses.replace(plan(), id=QD))
    assert refers(by_path["IV/1"], dataclasses.replace(plan(), id=KL))
    assert not refers(by_path["III/3/p2"], dataclasses.replace(plan(), id=QD))
    assert not refers(by_path["IV/3"], dataclasses.replace(plan(), id="9-qd-ttg-2022"))


def test_differing_figures_and_deadlines_are_flagged() -> None:
    one = small(
        "ke-hoach", "1. Phấn đấu chi cho khoa học và công nghệ đạt 2% GDP, báo cáo kết quả trước ngày 15/12/2025."
    )
    other = small("goc", "1. Phấn đấu chi cho khoa học và công nghệ đạt 3% GDP, báo cáo kết quả trước ngày 30/11/2025.")
    far = small("xa", "1. Bảo vệ môi trường biển.\n\n2. Trồng rừng phòng hộ.")
    result = align(Shelf((one, other, far), catalog()), "ke-hoach", ["goc"])
    (pair,) = result.rows[0].links["goc"][0].pairs
    assert pair.differs
    assert pair.figures == (("2%",), ("3%",))
    assert pair.deadlines == (("trước ngày 15/12/2025",), ("trước ngày 30/11/2025",))


def test_likeness_by_meaning_is_weighed_in_where_given() -> None:
    one = small("a", "1. Trồng cây gây rừng.")
    two = small("b", "1. Phủ xanh đồi trọc.\n\n2. Xây cầu vượt sông.")
    shelf = Shelf((one, two), catalog())
    links = align(shelf, "a", ["b"], similar=lambda x, y: 1.0 if "cầu" in y else 0.0).rows[0].links["b"]
    assert links[0].clause == "b#2"


@pytest.mark.parametrize(("source", "others"), [("khong-co", []), (PLAN, ["khong-co"]), (PLAN, [PLAN])])
def test_unknown_documents_are_errors(source: str, others: list[str]) -> None:
    with pytest.raises(UserError):
        align(Shelf((plan(), digest(KL)), catalog()), source, others)
    with pytest.raises(UserError, match="ít nhất một văn bản"):
        align(Shelf((plan(),), catalog()), PLAN)


def test_figures_leave_numbers_of_documents_out() -> None:
    text = "Thực hiện Quyết định số 569/QĐ-TTg ngày 11/5/2022, Kết luận 69-KL/TW: đạt 1,2% - 1,5% và 06 nhiệm vụ."
    assert figures(text) == ("1,2% - 1,5%", "06")


WORDS = st.lists(
    st.sampled_from(["khoa", "học", "hoá", "hóa", "uỷ", "ủy", "tỉnh", ",", ".", "30%", "Đảng"]), max_size=14
)


@given(WORDS, WORDS)
@settings(deadline=None)
def test_marks_rebuild_any_two_passages(left: list[str], right: list[str]) -> None:
    found = marks(" ".join(left), " ".join(right))
    assert " ".join(filter(None, (m.left for m in found))) == " ".join(left)
    assert " ".join(filter(None, (m.right for m in found))) == " ".join(right)
    assert all(m.kind != "same" or len(m.left.split()) == len(m.right.split()) for m in found)


def test_spelling_of_tones_is_no_difference() -> None:
    assert [m.kind for m in marks("công nghiệp hoá, hiện đại hoá", "công nghiệp hóa, hiện đại hóa")] == ["same"]
    assert len(body_clauses(plan())) == 23
