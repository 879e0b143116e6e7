"""Words of like meaning: the file is fit to be searched by, and a clause counts by what it says in any of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from index import synonyms as module
from index.lexical import Lexical
from index.passages import Passage, passages
from index.synonyms import concepts, synonyms
from index.tokens import folded, stripped
from ingest.corpus import catalog, ensure_library

GROUPS = tomllib.loads((Path(module.__file__).parent / "synonyms.toml").read_text(encoding="utf-8"))["groups"]


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> list[Passage]:
    known = catalog()
    return passages(ensure_library(tmp_path_factory.mktemp("kho") / "library", known).documents(), known)


@pytest.fixture(scope="module")
def lexical(pieces: list[Passage]) -> Lexical:
    return Lexical.build(pieces)


def test_every_phrase_of_the_file_leads_to_the_others_of_its_group() -> None:
    for group in GROUPS:
        assert len(group) > 1, group
        for word in group:
            ((_, *others),) = concepts(word) or ((),)
            assert set(group) - {word} <= set(others) | {w for w in group if folded(w) == folded(word)}, word


def test_the_longest_phrase_is_meant_and_accents_count_where_they_are_typed() -> None:
    assert concepts("Ủy ban nhân dân tỉnh")[0][0].startswith("ủy ban nhân dân")
    assert [c[1:] for c in concepts("ba con noi gi")] == [c[1:] for c in concepts("Bà con nói gì")]
    assert not any("tâm huyết" in c for c in concepts("ngày tháng ban hành"))  # "ngay thẳng" is another word
    assert "người dân" in synonyms("bà con")
    assert "người dân" not in synonyms("bà con và người dân")
    assert concepts("") == ()


def test_a_single_syllable_counts_with_its_accents_only() -> None:
    assert any("xử lý nghiêm" in c for c in concepts("Làm sai thì có phạt không?"))
    assert not any("xử lý nghiêm" in c for c in concepts("Lam sai thi co phat khong?"))
    assert not any("xử lý nghiêm" in c for c in concepts("Phát triển nông thôn"))


def test_said_is_the_rarity_of_the_rarest_phrase_in_the_clause_itself(pieces: list[Passage], lexical: Lexical) -> None:
    asked = [("khong dau co", "khen thưởng", "đảng viên"), ("kế hoạch",)]
    expected = np.zeros(len(pieces))
    for phrases in asked:
        best = np.zeros(len(pieces))
        for phrase in phrases:
            run = " " + " ".join(stripped(phrase)) + " "
            there = np.array([run in f" {' '.join(stripped(p.body))} " for p in pieces])
            count = there.sum()
            best = np.maximum(best, there * np.log1p((len(pieces) - count + 0.5) / (count + 0.5)))
        expected += best
    assert expected.max() > 0
    np.testing.assert_allclose(lexical.said(asked), expected, rtol=1e-5)
    assert not lexical.said([]).any()


def test_shared_is_the_share_of_pairs_in_the_clause_with_most_of_them(pieces: list[Passage], lexical: Lexical) -> None:
    body = next(p.body for p in pieces if len(stripped(p.body)) > 20)
    assert lexical.shared(body) == 1.0
    assert lexical.shared("xyzzy qwerty") == lexical.shared("a") == lexical.shared("") == 0.0
    assert 0 < lexical.shared("ông bà xyzzy qwerty khoa học và công nghệ") < 0.7
