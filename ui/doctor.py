"""Whether this machine has what the program needs, and whether anything has left it."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Literal
from urllib.parse import urlsplit

from ingest.errors import UserError
from ingest.settings import settings
from ui.network import WATCH, is_local, open_outside
from ui.workspace import Workspace

_PACKAGES = (
    "gradio",
    "torch",
    "sentence-transformers",
    "chromadb",
    "bm25s",
    "llama-index-core",
    "pypdf",
    "python-docx",
)
State = Literal["good", "info", "error"]


@dataclass(frozen=True)
class Check:
    """One finding: what was looked at, how it stands, what was found (one line, or several)."""

    name: str
    state: State
    found: str
    lines: tuple[str, ...] = ()


def examine(workspace: Workspace, port: int) -> tuple[Check, ...]:
    """All checks, the ones that people ask for first. Nothing is contacted."""
    return (*_network(port), _wording(), _library(workspace), _model(workspace), _ocr(), _versions())


def _network(port: int) -> tuple[Check, ...]:
    lines = tuple(f"{seen.at}: {seen.host} ({_HOW[seen.how]})" for seen in list(WATCH.seen)[-20:])
    if WATCH.count:
        said = f"{WATCH.count} lần chương trình tìm tới máy khác từ {WATCH.since}. Chỉ việc tải toàn văn mới cần mạng."
        made = Check("Kết nối ra ngoài từ lúc chạy", "info", said, lines)
    else:
        made = Check("Kết nối ra ngoài từ lúc chạy", "good", f"Không có lần nào từ {WATCH.since}.")
    held = open_outside(port)
    if held is None:
        current = Check(
            "Kết nối ra ngoài lúc này", "info", "Hệ điều hành này không cho xem; hãy dùng tường lửa để kiểm."
        )
    elif held:
        current = Check("Kết nối ra ngoài lúc này", "info", f"{len(held)} kết nối đang mở.", held)
    else:
        current = Check("Kết nối ra ngoài lúc này", "good", "Không có kết nối nào đang mở tới máy khác.")
    page = "Trang chỉ được nạp từ máy chủ này; trình duyệt bị cấm liên hệ nơi khác (Content-Security-Policy)."
    return made, current, Check("Trang web", "good", page)


_HOW = {"connect": "kết nối", "lookup": "tra tên"}


def _wording() -> Check:
    url = settings().llm_base_url
    if not url:
        return Check("Mô hình ngôn ngữ", "good", "Không dùng; câu trả lời chỉ gồm lời trích.")
    host = urlsplit(url).hostname or url
    if is_local(host):
        return Check("Mô hình ngôn ngữ", "good", f"{settings().llm_model} trên chính máy này ({host}).")
    return Check(
        "Mô hình ngôn ngữ",
        "info",
        f"{settings().llm_model} ở máy khác ({host}): câu hỏi và trích đoạn được gửi tới đó.",
    )


def _library(workspace: Workspace) -> Check:
    try:
        library = workspace.library
    except UserError as error:
        return Check("Kho", "info", str(error))
    documents = workspace.documents
    full = sum(1 for document in documents if document.provenance == "full")
    clauses = sum(len(document.clauses) for document in documents)
    writable = os.access(library.root, os.W_OK)
    said = (
        f"{library.root.resolve()}: {len(documents)} văn bản ({full} toàn văn, {len(documents) - full} tóm lược), "
        f"{clauses} điều khoản. {'' if writable else 'Không ghi được vào thư mục này. '}"
        f"Dấu vân tay {library.fingerprint()[:16]}."
    )
    return Check("Kho", "good" if writable else "error", said)


def _model(workspace: Workspace) -> Check:
    status = workspace.status
    if status.state == "failed":
        return Check("Mô hình tìm kiếm", "error", status.error)
    if not workspace.ready:
        return Check("Mô hình tìm kiếm", "info", f"{status.stage}…")
    name = settings().embed_model or "mô hình tiếng Việt đi kèm"
    notes = workspace.engine().notes
    return Check("Mô hình tìm kiếm", "info" if notes else "good", f"{name}, đã nạp.", notes)


def _ocr() -> Check:
    program = shutil.which("tesseract")
    if program is None:
        return Check("Nhận dạng bản quét", "info", "Chưa cài tesseract; PDF quét không đọc được.")
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check("Nhận dạng bản quét", "error", f"{program}: không chạy được ({error}).")
    language = settings().ocr_language
    if language not in listed.stdout.split():
        return Check("Nhận dạng bản quét", "info", f"tesseract thiếu tiếng «{language}»; hãy cài thêm.")
    return Check("Nhận dạng bản quét", "good", f"tesseract có tiếng «{language}».")


def _versions() -> Check:
    lines = [f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} nhân"]
    missing = []
    for package in _PACKAGES:
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    said = f"Thiếu: {', '.join(missing)}." if missing else "Đủ các gói cần thiết."
    return Check("Phiên bản", "error" if missing else "good", said, tuple(lines))
