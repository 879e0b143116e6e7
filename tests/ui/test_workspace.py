"""The engine behind the page: asked while it loads, swapped while people ask, told apart when it cannot load."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from ingest.catalog import Catalog, load_catalog
from ingest.errors import LibraryError, UserError
from ingest.library import Library
from ui.page import status_view
from ui.workspace import Workspace

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


class Opening:
    """Stands for `Engine.open`: each engine is a new object; it waits for `go`, and fails when told to."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), threading.Event()
        self.error: Exception | None = None
        self.go.set()

    def __call__(self, library: Library, catalog: Catalog, *, progress: Any = None) -> Any:
        self.begun.set()
        assert self.go.wait(10)
        if self.error:
            raise self.error

        class Snapshot:
            documents = library.documents()

        return Snapshot()


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Opening:
    engine = pytest.importorskip("index.engine")
    corpus = pytest.importorskip("ingest.corpus")
    made = Opening()
    monkeypatch.setattr(engine.Engine, "open", made)
    monkeypatch.setattr(corpus, "ensure_library", lambda root, catalog, progress=None: Library.open(root, create=True))
    return made


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "library", load_catalog(CORPUS / "catalog.toml"), CORPUS)


def test_who_asks_while_it_loads_waits_and_is_answered(opening: Opening, workspace: Workspace) -> None:
    opening.go.clear()
    workspace.start()
    assert opening.begun.wait(10)
    assert not workspace.ready
    assert workspace.library.ids() == (), "the library can be read before the engine stands"
    assert "dn-loading" in status_view(workspace)
    with pytest.raises(UserError, match="thử lại"):
        workspace.engine(0.05)
    opening.go.set()
    assert workspace.engine(10) is not None
    assert status_view(workspace) == ""


def test_a_change_leaves_the_old_engine_to_those_who_ask(opening: Opening, workspace: Workspace) -> None:
    workspace.start()
    before = workspace.engine(10)
    opening.go.clear()
    opening.begun.clear()
    changing = threading.Thread(target=lambda: workspace.change(lambda library: library.ids()))
    changing.start()
    assert opening.begun.wait(10)
    assert workspace.engine(0) is before
    opening.go.set()
    changing.join(10)
    assert workspace.engine(0) is not before


def test_a_change_that_fails_swaps_nothing(opening: Opening, workspace: Workspace) -> None:
    workspace.start()
    before = workspace.engine(10)

    def refuse(library: Library) -> None:
        raise UserError("tệp hỏng")

    with pytest.raises(UserError, match="tệp hỏng"):
        workspace.change(refuse)
    opening.error = LibraryError("đĩa đầy")
    with pytest.raises(LibraryError, match="đĩa đầy"):
        workspace.change(lambda library: None)
    assert workspace.engine(0) is before


def test_a_load_that_fails_is_told_to_who_asks(opening: Opening, workspace: Workspace) -> None:
    opening.error = LibraryError("thiếu mô hình")
    workspace.start()
    with pytest.raises(UserError, match="thiếu mô hình"):
        workspace.engine(10)
    assert "thiếu mô hình" in status_view(workspace)


def test_a_defect_keeps_its_traceback_and_leaves_nobody_waiting(
    opening: Opening, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = threading.Event()
    kinds: list[type] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: (kinds.append(args.exc_type), told.set()))
    opening.error = ZeroDivisionError("x")
    workspace.start()
    with pytest.raises(UserError, match="nhật ký"):
        workspace.engine(10)
    assert told.wait(10)
    assert kinds == [ZeroDivisionError]


@pytest.mark.parametrize("wanted", ["", "khong-co", "khong-co#I", "#", "a" * 1000, "../etc/passwd#I"])
def test_a_clause_that_is_not_there_is_told(opening: Opening, workspace: Workspace, wanted: str) -> None:
    workspace.start()
    workspace.engine(10)
    with pytest.raises(UserError, match="kho không có"):
        workspace.clause(wanted)
