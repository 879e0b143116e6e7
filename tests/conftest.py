"""Every test has its own library folder and settings; nothing reaches the user's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.settings import settings

if TYPE_CHECKING:
    from index.engine import Engine

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"

# No test may look for a model, a licence or an update outside this machine.
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", GRADIO_ANALYTICS_ENABLED="False")


@pytest.fixture(autouse=True)
def _isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [n for n in os.environ if n.startswith("DANNGUON_")]:
        if name != "DANNGUON_AXE":
            monkeypatch.delenv(name)
    monkeypatch.setenv("DANNGUON_HOME", str(tmp_path / "library"))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine over what is shipped, for tests that only read."""
    from index.engine import Engine
    from ingest.corpus import catalog, ensure_library

    return Engine.open(ensure_library(tmp_path_factory.mktemp("shipped") / "kho", catalog()), catalog())


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of full texts, which is not part of the product."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("không có ../shared/corpus (toàn văn để kiểm tra) trên máy này")
    return SHARED
