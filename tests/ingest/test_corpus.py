"""What ships is consistent, and every inconsistency is named with its file and line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ingest.corpus import add_file, catalog, ensure_library
from ingest.corpus_check import check_corpus, full_text
from ingest.document import Document
from ingest.errors import UserError
from ingest.settings import PROJECT

CORPUS = PROJECT / "corpus"
NOWHERE = Path("/khong/co")
SEVEN = {
    "ke-hoach-kl69-bac-giang",
    "69-kl-tw-2024",
    "20-nq-tw-2012",
    "50-kl-tw-2019",
    "29-nq-tw-2022",
    "45-nq-tw-2023",
    "569-qd-ttg-2022",
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CORPUS, tmp_path / "corpus"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_what_ships_is_consistent() -> None:
    assert [p for p in check_corpus() if "thiếu nguồn" not in p] == []


def test_a_fresh_library_holds_the_seven_documents(tmp_path: Path) -> None:
    library = ensure_library(tmp_path / "kho", catalog())
    documents = {document.id: document for document in library.documents()}
    assert set(documents) == SEVEN
    assert {d for d, document in documents.items() if document.provenance == "full"} == {"ke-hoach-kl69-bac-giang"}
    assert all(document.short_name and document.clauses for document in documents.values())
    before = library.fingerprint()
    assert ensure_library(tmp_path / "kho", catalog()).fingerprint() == before


def test_an_address_that_the_full_text_lacks_is_named_with_its_line(shared: Path, copy: Path) -> None:
    edit(copy / "digests" / "69-kl-tw-2024.md", "[7/b5]", "[7/b9]")
    problems = check_corpus(copy, shared / "corpus")
    assert any(re.search(r"69-kl-tw-2024\.md, dòng \d+: toàn văn không có địa chỉ \[7/b9\]", p) for p in problems)
    assert any(p.endswith("chưa tóm lược [7/b5]") for p in problems)


def test_a_figure_and_a_copied_sentence_are_found(shared: Path, copy: Path) -> None:
    official = full_text(catalog().get("569-qd-ttg-2022"), catalog(), shared / "corpus")  # type: ignore[arg-type]
    assert official is not None
    copied = " ".join(official.by_id["569-qd-ttg-2022#dieu-2/9/c"].text.split()[1:25])
    edit(copy / "digests" / "569-qd-ttg-2022.md", "[dieu-2/9/c] ", f"[dieu-2/9/c] {copied} 98,7%. ")
    problems = check_corpus(copy, shared / "corpus")
    assert any("số «98,7»" in p and "dòng" in p for p in problems)
    assert any("chép" in p and "[dieu-2/9/c]" not in p for p in problems)


def test_a_fact_without_a_source_is_named(copy: Path) -> None:
    path = copy / "digests" / "45-nq-tw-2023.md"
    path.write_text(path.read_text("utf-8") + "\n[x/99] Mỗi xã có một nhà khoa học.\n", "utf-8")
    assert any("[x/99] thiếu nguồn" in p for p in check_corpus(copy, NOWHERE))


def test_one_address_written_twice_is_named(copy: Path) -> None:
    path = copy / "digests" / "69-kl-tw-2024.md"
    path.write_text(path.read_text("utf-8") + "\n[7/b5] Lần nữa.\n", "utf-8")
    assert any("[7/b5] có hai lần" in p for p in check_corpus(copy, NOWHERE))


def test_two_documents_with_one_id_are_refused(copy: Path) -> None:
    path = copy / "catalog.toml"
    edit(path, 'id = "50-kl-tw-2019"', 'id = "69-kl-tw-2024"')
    with pytest.raises(UserError, match=r"catalog\.toml.*69-kl-tw-2024"):
        check_corpus(copy, NOWHERE)


def test_the_full_text_takes_the_digest_s_place_and_gives_it_back(shared: Path, tmp_path: Path) -> None:
    known = catalog()
    library = ensure_library(tmp_path / "kho", known)
    digest = library.get("20-nq-tw-2012")
    report = add_file(library, known, shared / "corpus" / "20-nq-tw-2012.md")
    assert (report.error, report.change) == ("", "added")
    full = library.get("20-nq-tw-2012")
    assert digest is not None
    assert full is not None
    assert (digest.provenance, full.provenance) == ("digest", "full")
    # Links made while only the digest was there still open the clause of that address.
    assert {c.id for c in digest.clauses} <= {c.id for c in full.clauses}
    assert add_file(library, known, shared / "corpus" / "20-nq-tw-2012.md").change == "unchanged"
    assert ensure_library(tmp_path / "kho", known).get("20-nq-tw-2012") == full
    library.remove("20-nq-tw-2012")
    assert library.get("20-nq-tw-2012") == digest


_TARGET = re.compile(r"\d+(?:[.,]\d+)*(?=\s?(?:%|tỷ|tỉ|triệu|nghìn|người|doanh nghiệp|tổ chức|bằng|/năm))|\b20\d\d\b")


@pytest.mark.parametrize("document_id", ["69-kl-tw-2024", "20-nq-tw-2012", "569-qd-ttg-2022"])
def test_every_target_figure_of_the_full_text_stands_in_the_digest_clause(shared: Path, document_id: str) -> None:
    known = catalog()
    entry = known.get(document_id)
    assert entry is not None
    official = full_text(entry, known, shared / "corpus")
    digest = _digest(document_id)
    assert official is not None
    there = {clause.path: clause.text for clause in digest.clauses}
    wanted = [(c.path, figure) for c in official.clauses for figure in _TARGET.findall(c.text)]
    missing = [(path, figure) for path, figure in wanted if figure not in there.get(path, "")]
    assert len(missing) <= 0.02 * len(wanted), missing


def _digest(document_id: str) -> Document:
    from ingest.loaders.text import read_text
    from ingest.reader import build_document

    path = CORPUS / "digests" / f"{document_id}.md"
    return build_document(read_text(path.read_bytes(), path.name), catalog())
