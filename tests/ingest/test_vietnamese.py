"""Normalising keeps the words; folding makes one spelling for searching."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.vietnamese import clean, fold, has_accents, strip_accents, syllables

_text = st.text(st.sampled_from("aăâeêioôơuưyđĐAÂớảậ ửỹ\u0301\u0323\u00a0\u00ad\ufb01-–\n\r.1"), max_size=60)


@given(_text)
def test_cleaning_twice_changes_nothing_and_normal_forms_agree(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert clean(unicodedata.normalize("NFD", text)) == clean(unicodedata.normalize("NFC", text))


def test_cleaning_keeps_words_as_printed() -> None:
    assert clean("hoà\u00a0bình, uỷ\u00adban ﬁ\u2011a") == "hoà bình, uỷban fi-a"
    assert clean("Ðảng") == "Đảng"


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoá", "hóa"), ("thuỷ", "thủy"), ("Uỷ ban", "ủy ban"), ("kỹ thuật", "kĩ thuật"), ("tỷ lệ", "tỉ lệ")],
)
def test_folding_joins_spellings_of_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_leaves_other_words_alone() -> None:
    assert fold("hoàn thiện quý giá") == "hoàn thiện quí giá"
    assert fold("thúy") != fold("thủy")


def test_stripping_knows_the_letter_d_with_a_stroke() -> None:
    assert strip_accents("Đường lối đổi mới") == "Duong loi doi moi"
    assert not has_accents("Duong loi")
    assert has_accents("đ")


def test_syllables_keep_one_letter_words() -> None:
    assert syllables("ở B.III, 2%") == ["ở", "B", "III", "2"]
