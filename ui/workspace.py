"""What all tabs share: the library, and the engine that answers from it, loaded behind the page.

The engine is an immutable snapshot. A change to the library builds a new one aside; those who are asking keep the old
one until the new one stands, then one assignment swaps them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from ingest.catalog import Catalog
from ingest.document import Clause, Document
from ingest.errors import UserError
from ingest.library import Library

if TYPE_CHECKING:
    from index.engine import Engine

Progress = Callable[[str, int, int], None]
T = TypeVar("T")
log = logging.getLogger(__name__)

_STAGES = {
    "read": "Đang đọc văn bản",
    "pdf": "Đang đọc trang",
    "ocr": "Đang nhận dạng trang quét",
    "fetch": "Đang tải văn bản",
    "store": "Đang lưu vào kho",
    "model": "Đang nạp mô hình",
    "embed": "Đang lập chỉ mục theo nghĩa",
    "index": "Đang lập chỉ mục",
    "meaning": "Đang so sánh theo nghĩa",
    "align": "Đang đối chiếu từng đoạn",
}


def stage_label(stage: str) -> str:
    """A stage of work in Vietnamese; a stage without a name of its own is shown as it is."""
    return _STAGES.get(stage, stage)


@dataclass(frozen=True)
class Status:
    """Where loading stands. done, total: steps of the stage (0 when unknown); error: one line when it failed."""

    state: Literal["loading", "ready", "failed"] = "loading"
    stage: str = "Đang mở kho"
    done: int = 0
    total: int = 0
    error: str = ""


class Workspace:
    """The library of this server and its engine. Reading is free of locks; changes wait for one another."""

    def __init__(self, root: Path, catalog: Catalog, corpus: Path) -> None:
        self.root, self.catalog, self.corpus = root, catalog, corpus
        self.status = Status()
        self._engine: Engine | None = None
        self._library: Library | None = None
        self._settled, self._opened = threading.Event(), threading.Event()
        self._changing = threading.Lock()

    @property
    def library(self) -> Library:
        """The library; raises UserError while it is being opened, or when it could not be."""
        if self._library is None and self.status.state == "failed":
            raise UserError(self.status.error)
        if self._library is None:
            raise UserError("Kho đang được mở; xin chờ giây lát rồi thử lại.")
        return self._library

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order of the catalogue, then those that people added: of the engine, or before it
        stands, of the library."""
        if self._engine is not None:
            found = self._engine.documents
        else:
            found = self._library.documents() if self._library is not None else ()
        places = {entry.id: place for place, entry in enumerate(self.catalog.entries)}
        return tuple(sorted(found, key=lambda document: (places.get(document.id, len(places)), document.id)))

    def start(self) -> None:
        """Open the library and the engine in a thread of their own."""
        threading.Thread(target=self._load, name="engine", daemon=True).start()

    def engine(self, wait: float = 600.0) -> Engine:
        """The engine, waited for while it loads. Raises UserError when it failed or takes over `wait` seconds."""
        if self._engine is None and not self._settled.wait(wait):
            raise UserError("Mô hình nạp quá lâu; xin thử lại sau vài phút.")
        if self._engine is None:
            raise UserError(self.status.error)
        return self._engine

    @property
    def ready(self) -> bool:
        """Whether questions are answered at once."""
        return self._engine is not None

    def wait_library(self, wait: float = 60.0) -> None:
        """Return when the documents can be read, or when loading has failed, or after `wait` seconds."""
        self._opened.wait(wait)

    def clause(self, clause_id: str) -> tuple[Document, Clause]:
        """A clause by its id, or the first clause of a document by the document's id; works before the engine stands.

        Raises UserError when the library has no such clause.
        """
        wanted, mark, _ = clause_id.partition("#")
        document = next((d for d in self.documents if d.id == wanted), None)
        if document is None or not document.clauses:
            raise UserError(f"«{clause_id}»: kho không có văn bản này; hãy chọn trong danh sách hoặc nạp thêm.")
        if not mark:
            return document, document.clauses[0]
        if clause_id not in document.by_id:
            raise UserError(f"«{clause_id}»: {document.short_name or document.title} không có mục này.")
        return document, document.by_id[clause_id]

    def change(self, work: Callable[[Library], T], progress: Progress | None = None) -> T:
        """Change the library, then build the engine anew and swap it in. When `work` raises, nothing is swapped."""
        from index.engine import Engine

        with self._changing:
            done = work(self.library)
            engine = Engine.open(self.library, self.catalog, progress=progress)
            self._engine = engine
            self.status = Status("ready")
            self._settled.set()
        return done

    def _report(self, stage: str, done: int, total: int) -> None:
        self.status = Status("loading", stage_label(stage), done, total)

    def _load(self) -> None:
        try:
            with self._changing:
                from ingest.corpus import ensure_library

                self._library = ensure_library(self.root, self.catalog, progress=self._report)
                self._opened.set()
                self.status = Status("loading", "Đang nạp mô hình")
                from index.engine import Engine

                self._engine = Engine.open(self._library, self.catalog, progress=self._report)
            self.status = Status("ready")
        except UserError as error:
            log.error("%s", error)
            self.status = Status("failed", error=str(error))
        finally:
            # A defect leaves its traceback to the thread's excepthook; the page must not wait for ever.
            if self._engine is None and self.status.state != "failed":
                self.status = Status("failed", error="Chương trình gặp lỗi khi nạp; xem nhật ký ở cửa sổ dòng lệnh.")
            self._settled.set()
            self._opened.set()
