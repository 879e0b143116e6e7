"""Passages: headings above, abbreviations written out, and words that are held once."""

from __future__ import annotations

from index.passages import _BLOCK, blocks, passages
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


def test_a_block_is_a_run_of_neighbours_of_one_document(tmp_path):
    known = catalog()
    pieces = passages(ensure_library(tmp_path / "kho", known).documents(), known)
    which = blocks(pieces)
    assert set((which[1:] - which[:-1]).tolist()) == {0, 1}
    groups: dict[int, list] = {}
    for piece, block in zip(pieces, which.tolist(), strict=True):
        groups.setdefault(block, []).append(piece)
    assert len(groups) < len(pieces) / 2
    for group in groups.values():
        assert len({p.document.id for p in group}) == 1
        assert len(group) == 1 or sum(len(p.body) for p in group) <= _BLOCK
