"""Everyday words for clauses: every file of the corpus is fit to be searched by, and a broken one is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.corpus_check import check_corpus
from ingest.errors import UserError
from ingest.glosses import load_glosses
from ingest.settings import PROJECT
from ingest.vietnamese import clean, syllables

FOLDER = PROJECT / "corpus" / "glosses"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT / "corpus", tmp_path / "corpus"))


def test_glosses_are_short_and_each_stands_once_for_its_clause() -> None:
    known = load_glosses(FOLDER, {path.stem for path in FOLDER.iterdir()})
    assert len(known) > 600
    for clause, glosses in known.items():
        assert len(glosses) == len(set(glosses)) > 0, clause
        for gloss in glosses:
            assert 2 <= len(syllables(gloss)) <= 24, (clause, gloss)
            assert gloss == clean(gloss).strip(), (clause, gloss)


@pytest.mark.parametrize("text", ['"I/1" = "một chuỗi"', '"I/1" = [1, 2]', "I/1 = [", "\x00"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "69-kl-tw-2024.toml").write_text(text, "utf-8")
    with pytest.raises(UserError, match=r"69-kl-tw-2024\.toml"):
        load_glosses(tmp_path, {"69-kl-tw-2024"})


def test_no_folder_is_no_glosses(tmp_path: Path) -> None:
    assert load_glosses(tmp_path / "khong-co", {"69-kl-tw-2024"}) == {}


def test_the_check_of_the_corpus_names_a_gloss_that_leads_nowhere_or_copies(copy: Path) -> None:
    (copy / "glosses" / "69-kl-tw-2024.toml").write_text('"9/b9" = ["chẳng có ở đâu"]\n', "utf-8")
    (copy / "glosses" / "la.toml").write_text('"I" = ["một"]\n', "utf-8")
    plan = copy / "glosses" / "ke-hoach-kl69-bac-giang.toml"
    plan.write_text('"II/2/b2" = ["tăng số lượng doanh nghiệp khoa học"]\n', "utf-8")
    problems = check_corpus(copy, Path("/khong/co"))
    assert any(p.endswith("văn bản không có địa chỉ [9/b9]") for p in problems)
    assert any("danh mục không có văn bản «la»" in p for p in problems)
    assert any("[II/2/b2]: «tăng số lượng doanh nghiệp khoa học» chép lời văn bản" in p for p in problems)
