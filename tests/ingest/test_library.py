"""The library on disk: whole or not at all, whatever happens."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import LibraryError, UserError
from ingest.library import Library
from ingest.loaders.text import read_text
from ingest.structure import parse

PROJECT = Path(__file__).resolve().parents[2]
PLAN = PROJECT / "corpus" / "ke-hoach-kl69-bac-giang.md"


def plan(**changes: str) -> Document:
    structure = parse(read_text(PLAN.read_bytes(), PLAN.name), "ke-hoach")
    document = Document(id="ke-hoach", title="Kế hoạch", source_text=structure.source_text, clauses=structure.clauses)
    return replace(document, **changes)  # type: ignore[arg-type]


def test_a_stored_document_comes_back_equal(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "kho", create=True)
    assert library.store(plan()) == "added"
    assert Library.open(tmp_path / "kho").get("ke-hoach") == plan()
    found = library.clause("ke-hoach#IV/1")
    assert found is not None
    assert found[1].text.startswith("1. Các huyện ủy")


def test_storing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "kho", create=True)
    library.store(plan())
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "kho").rglob("*")}
    fingerprint = library.fingerprint()
    assert library.store(plan(made="2030-01-01")) == "unchanged"
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "kho").rglob("*")} == before
    assert library.store(plan(title="Khác")) == "replaced"
    assert library.fingerprint() != fingerprint


def test_the_full_text_stands_before_the_digest_and_the_digest_comes_back(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "kho", create=True)
    library.store(plan(provenance="digest", title="tóm lược"))
    library.store(plan(title="toàn văn"))
    assert [d.title for d in library.documents()] == ["toàn văn"]
    assert library.remove("ke-hoach") == ("full",)
    assert [d.title for d in library.documents()] == ["tóm lược"]
    library.remove("ke-hoach")
    assert library.documents() == ()
    with pytest.raises(UserError, match="không có văn bản"):
        library.remove("ke-hoach")


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thư.txt").write_text("của tôi", "utf-8")
    with pytest.raises(LibraryError, match="không phải kho"):
        Library.open(tmp_path, create=True)
    assert [p.name for p in tmp_path.iterdir()] == ["thư.txt"]
    newer = tmp_path / "mới"
    newer.mkdir()
    (newer / "dannguon.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(LibraryError, match="99"):
        Library.open(newer)


def test_a_name_cannot_leave_the_library(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "kho", create=True)
    with pytest.raises(UserError):
        library.store(plan(id="../ngoai"))
    assert library.clause("../../x#p1") is None


def test_a_damaged_file_is_said_and_can_be_replaced(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "kho", create=True)
    library.store(plan())
    file = tmp_path / "kho" / "documents" / "ke-hoach.full.json"
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(LibraryError, match="hỏng"):
        library.get("ke-hoach")
    assert library.store(plan()) == "replaced"
    assert library.get("ke-hoach") == plan()


_WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, {project!r})
from tests.ingest.test_library import plan
from ingest.library import Library
library = Library.open(Path({root!r}), create=True)
old, new = plan(title="bản cũ"), plan(title="bản mới", source_text=plan().source_text * 40)
print("ready", flush=True)
while True:
    library.store(new)
    library.store(old)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL chỉ có trên Unix")
def test_killed_at_any_moment_it_holds_the_old_version_or_the_new(tmp_path: Path) -> None:
    root = tmp_path / "kho"
    Library.open(root, create=True).store(plan(title="bản cũ"))
    code = _WRITER.format(project=str(PROJECT), root=str(root))
    chance = random.Random(7)
    seen = set()
    for _ in range(12):
        writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.05))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        (document,) = Library.open(root).documents()
        seen.add(document.title)
        assert document.title in ("bản cũ", "bản mới")
        assert len(document.clauses) == 41
    assert seen <= {"bản cũ", "bản mới"}
