"""The speller's counts, made many clauses at a time, against a count of one piece after the other."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import spelling
from index.spelling import Speller
from index.tokens import folded
from ingest.corpus import catalog, ensure_library


def gained(texts: list[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """What a speller counts of texts, without the phrases that every speller knows."""
    own, none = Speller(texts), Speller([])
    return own.words - none.words, own.pairs - none.pairs


def counted(texts: list[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for piece in re.split(r"[.;:!?\n]+", text):
            read = folded(piece)
            words.update(read)
            pairs.update(zip(["^", *read], read, strict=False))
    return words, pairs


def test_the_words_of_what_ships_are_counted_piece_by_piece(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = ensure_library(tmp_path / "kho", catalog())
    texts = [clause.text for document in library.documents() for clause in document.clauses]
    assert len(texts) > 100
    assert gained(texts) == counted(texts)
    monkeypatch.setattr(spelling, "_AT_ONCE", 7)
    assert gained(texts) == counted(texts)


@given(st.lists(st.text("hoàaủỷýkK .;:!?\n-^1", max_size=20), max_size=4))
def test_any_texts_are_counted_piece_by_piece(texts: list[str]) -> None:
    assert gained(texts) == counted(texts)


def test_a_syllable_is_printed_as_the_library_prints_it_most() -> None:
    speller = Speller(["Kỹ thuật, kỹ năng. Kĩ sư"])
    assert speller.words["kĩ"] - Speller([]).words["kĩ"] == 3
    assert speller.read("ki thuat").text == "kỹ thuật"
