"""The obligation matrix: by person, level, document, word, deadline; what has become of a body; nothing invented."""

from __future__ import annotations

from functools import lru_cache

import pytest
from real_documents import PLAN, catalog, digest, plan

from dissemination.matrix import Filter, grouped, obligations
from dissemination.shelf import Shelf
from ingest.errors import UsageError, UserError


@lru_cache
def shelf() -> Shelf:
    return Shelf((plan(), *(digest(d) for d in ("69-kl-tw-2024", "20-nq-tw-2012", "569-qd-ttg-2022"))), catalog())


def test_a_person_gets_the_duties_of_the_post_then_those_of_the_groups() -> None:
    rows = obligations(shelf(), Filter(actor="tôi là bí thư huyện ủy"))
    own = [r for r in rows if r.relation == "chính"]
    assert {r.row.clause for r in own} == {f"{PLAN}#IV/1"}
    assert len(own) == 3
    assert [r.relation for r in rows] == sorted((r.relation for r in rows), key=["chính", "thuộc nhóm"].index)
    assert {r.row.actor for r in rows if r.relation == "thuộc nhóm"} <= {"Cấp ủy", "Tổ chức đảng"}


def test_a_body_that_is_led_finds_the_duty_of_the_one_that_leads() -> None:
    rows = obligations(shelf(), Filter(actor="UBND huyện"))
    assert (rows[0].row.clause, rows[0].relation) == (f"{PLAN}#IV/3", "được lãnh đạo")


def test_what_has_become_of_a_body_is_told_from_the_catalogue() -> None:
    rows = obligations(shelf(), Filter(actor="Huyện ủy", document=PLAN))
    assert {note.id for row in rows for note in row.notes} == {"bo-cap-huyen"}


def test_filters_narrow() -> None:
    everything = obligations(shelf())
    dated = obligations(shelf(), Filter(deadline=True))
    assert dated
    assert all(r.row.deadline for r in dated)
    assert len(dated) < len(everything)
    district = obligations(shelf(), Filter(level="huyện", document=PLAN))
    assert {r.row.clause for r in district} == {f"{PLAN}#IV/1"}
    assert obligations(shelf(), Filter(level="cap-huyen", document=PLAN)) == district
    budget = obligations(shelf(), Filter(word="ngân sách"))
    assert budget
    assert obligations(shelf(), Filter(word="ngan sach")) == budget
    assert all("ngân sách" in r.row.duty for r in budget)
    assert obligations(shelf(), Filter(word="bóng đá")) == ()


def test_bodies_of_one_duty_are_put_together() -> None:
    duties = grouped(obligations(shelf(), Filter(document=PLAN)))
    assert len(duties) == 11
    assert duties[0][0] == ("Huyện ủy", "Thị ủy", "Thành ủy", "Đảng ủy trực thuộc Tỉnh ủy")


def test_mistakes_are_told() -> None:
    with pytest.raises(UserError, match=r"Bộ Ngoại vu.*gần nhất.*Bộ Ngoại giao"):
        obligations(shelf(), Filter(actor="Bộ Ngoại vu"))
    with pytest.raises(UsageError, match="không có cấp này"):
        obligations(shelf(), Filter(level="liên bang"))
    with pytest.raises(UserError, match="kho không có văn bản này"):
        obligations(shelf(), Filter(document="1-nq-tw-1999"))


def test_digest_rows_say_so() -> None:
    assert all(r.digest == (r.row.document != PLAN) for r in obligations(shelf()))
