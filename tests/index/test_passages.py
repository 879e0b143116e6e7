"""Passages: headings above, abbreviations written out, and words that are held once."""

from __future__ import annotations

from index.passages import passages
from ingest.corpus import catalog, ensure_library
from ingest.document import Clause, Document


def test_the_headings_above_are_the_path(tmp_path):
    known = catalog()
    for document in ensure_library(tmp_path / "kho", known).documents():
        for piece in passages([document], known):
            above = list(document.ancestors(piece.clause))
            assert bool(piece.path) == bool(above)
            assert piece.path.count(" . ") >= len(above) - 1
            assert all(c.heading in piece.path for c in above if c.heading)


def clause(path: str, text: str, parent: str = "", marker: str = "") -> Clause:
    return Clause(f"d#{path}", path, "item", text, ((0, len(text)),), marker=marker, parent=parent and f"d#{parent}")


def test_what_is_searched_of_a_clause():
    first, second, third = passages(
        [
            Document(
                "d",
                "Tên",
                clauses=(
                    clause("1", "1. Các  sở, ngành", marker="1."),
                    clause("1/p1", "UBND tỉnh chỉ đạo", "1"),
                    clause("1/p2", "Các sở báo cáo", "1"),
                ),
            )
        ],
        catalog(),
    )
    assert (first.body, first.path) == ("Các sở, ngành", "")
    assert second.body == "Ủy ban nhân dân tỉnh chỉ đạo UBND"
    assert second.path == third.path == "Các  sở, ngành"
    assert second.path is third.path
    assert third.body is third.clause.text
