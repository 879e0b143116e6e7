"""Vectors on disk: what was kept is read back, and what was broken off is never taken for whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import vector_store
from index.vector_store import MARK, read, writing
from ingest.errors import LibraryError

ROWS = np.random.default_rng(7).normal(size=(5, 8)).astype(np.float32)
IDS = [f"van-ban#muc-{n}" for n in range(5)]


def test_what_was_written_in_batches_is_read_back_in_the_order_asked(tmp_path: Path) -> None:
    with writing(tmp_path) as write:
        write(IDS[:2], ROWS[:2])
        write(IDS[2:], ROWS[2:])
        assert not (tmp_path / MARK).exists()
    assert (tmp_path / MARK).exists()
    np.testing.assert_array_equal(read(tmp_path, IDS[::-1]), ROWS[::-1])


def test_an_error_half_way_leaves_no_mark_and_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[subprocess.Popen[bytes]] = []
    start = vector_store._start
    monkeypatch.setattr(vector_store, "_start", lambda home: children.append(start(home)) or children[-1])

    def fail() -> None:
        with writing(tmp_path) as write:
            write(IDS[:2], ROWS[:2])
            raise KeyError("the model failed")

    with pytest.raises(KeyError):
        fail()
    assert not (tmp_path / MARK).exists()
    assert [child.poll() is not None for child in children] == [True]


@pytest.mark.parametrize("cut", [0, 10, 60, 110])
def test_a_child_whose_input_breaks_off_ends_without_a_mark(tmp_path: Path, cut: int) -> None:
    line = b'{"ids": ["a", "b"], "dimensions": 8}\n'
    whole = line + ROWS[:2].tobytes() + b'{"whole": true}\n'
    child = subprocess.run(
        [sys.executable, "-m", "index.vector_store", str(tmp_path)], input=whole[:cut], capture_output=True, check=False
    )
    assert child.returncode == 4, child.stderr
    assert not (tmp_path / MARK).exists()


def test_what_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "tệp"
    blocked.write_text("không phải thư mục", encoding="utf-8")
    with pytest.raises(LibraryError, match="không mở được chỉ mục véc-tơ") as told, writing(blocked) as write:
        write(IDS, ROWS)
    assert "\n" not in str(told.value)


def test_a_defect_of_the_child_stays_a_defect(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with code 1"), writing(tmp_path) as write:
        write(["a", "a"], ROWS[:2, :0])
