"""Reads a file in a process of its own, so that a hostile or broken file costs neither the program nor its memory.

The child is `python -m ingest.sandbox`, started afresh (never forked), and answers in JSON lines: whatever a file does
to it, nothing but text comes back. It may use `settings.parse_memory_bytes` of address space where the system has
`resource.setrlimit` (Linux, macOS; Windows has none, there only the time limit holds) and must report something,
progress or the result, every `settings.parse_seconds`; so a long scan goes on page by page and a stuck one ends.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from ingest.child import start
from ingest.document import Line, Reading
from ingest.errors import UnreadableFile, UsageError, UserError
from ingest.settings import settings

Progress = Callable[[str, int, int], None]

_LOG = logging.getLogger(__name__)
# Plain text needs no parser that a file could break: reading it is decoding and splitting, and costs its own size.
_DIRECT_SUFFIXES = (".txt", ".md", ".markdown")
_DIRECT_BYTES = 20_000_000
_ERRORS = {"UserError": UserError, "UsageError": UsageError, "UnreadableFile": UnreadableFile}


class ChildDefect(RuntimeError):
    """A defect in the child process, with its traceback; the cause of the UnreadableFile that the user sees."""


def read_isolated(path: Path, progress: Progress | None = None) -> Reading:
    """`ingest.loaders.read` in a child process.

    Raises what `read` raises; UnreadableFile too when the child is killed, runs out of memory or time, or fails on a
    defect (then the defect's traceback is logged and is the exception's cause).
    """
    if _is_plain(path):
        from ingest.loaders import read

        return read(path, progress=progress)
    limit = settings().parse_seconds
    child = _start(path)
    messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
    pump = threading.Thread(target=_pump, args=(child.stdout, messages), daemon=True)
    pump.start()
    errors = _Tail(child.stderr)
    try:
        return _listen(path, child, messages, errors, limit, progress)
    finally:
        _kill(child)
        child.wait()
        for pipe, thread in ((child.stdout, pump), (child.stderr, errors.thread)):
            thread.join(timeout=2)
            # A program that outlives the child (Windows) keeps its pipe open, and closing would wait for it.
            if pipe is not None and not thread.is_alive():
                pipe.close()


def _is_plain(path: Path) -> bool:
    try:
        small = path.suffix.lower() in _DIRECT_SUFFIXES and path.is_file() and path.stat().st_size < _DIRECT_BYTES
        if not small:
            return False
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    from ingest.loaders.sniff import kind_of

    return kind_of(head, path.name) == "text"


def _start(path: Path) -> subprocess.Popen[bytes]:
    return start(
        "ingest.sandbox",
        str(path),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # A group of its own, so that Tesseract or LibreOffice end together with the child that started them.
        start_new_session=os.name == "posix",
    )


def _pump(pipe: IO[bytes] | None, messages: queue.Queue[dict[str, Any] | None]) -> None:
    """Move the child's messages into a queue, whose `get` can wait with a limit on every system; None at the end."""
    assert pipe is not None
    try:
        for raw in pipe:
            messages.put(json.loads(raw))
    except ValueError:
        pass  # the pipe was closed under us, or the child died in the middle of a line
    messages.put(None)


class _Tail:
    """The last lines that the child wrote to standard error, read as they come so that the child never blocks."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self.lines: list[str] = []
        self.thread = threading.Thread(target=self._read, args=(pipe,), daemon=True)
        self.thread.start()

    def _read(self, pipe: IO[bytes] | None) -> None:
        assert pipe is not None
        try:
            for raw in pipe:
                self.lines = [*self.lines[-39:], raw.decode("utf-8", errors="replace").rstrip()]
        except ValueError:
            pass

    def text(self) -> str:
        self.thread.join(timeout=1)
        return "\n".join(self.lines)


def _listen(
    path: Path,
    child: subprocess.Popen[bytes],
    messages: queue.Queue[dict[str, Any] | None],
    errors: _Tail,
    limit: float,
    progress: Progress | None,
) -> Reading:
    while True:
        try:
            message = messages.get(timeout=limit)
        except queue.Empty:
            raise UnreadableFile(
                f"{path}: đọc quá {limit:g} giây chưa xong nên đã dừng; hãy tách nhỏ tệp hoặc đặt "
                "DANNGUON_PARSE_SECONDS lớn hơn."
            ) from None
        if message is None:
            raise _crash(path, child, errors)
        if "progress" in message:
            if progress:
                progress(*message["progress"])
        elif "error" in message:
            raise _ERRORS.get(message["error"], UserError)(message["text"])
        elif "memory" in message:
            raise _out_of_memory(path)
        elif "defect" in message:
            _LOG.error("the reader failed on %s:\n%s", path, message["defect"])
            raise UnreadableFile(_FAILED.format(path)) from ChildDefect(message["defect"])
        else:
            return _decoded(message["reading"])


_FAILED = "{}: bộ đọc gặp lỗi với tệp này nên không đọc được; hãy thử lưu lại tệp ở dạng khác (PDF, .docx)."


def _out_of_memory(path: Path) -> UnreadableFile:
    size = settings().parse_memory_bytes / 1e9
    return UnreadableFile(
        f"{path}: đọc tệp cần quá {size:g} GB bộ nhớ nên đã dừng; hãy tách nhỏ tệp hoặc đặt "
        "DANNGUON_PARSE_MEMORY_BYTES lớn hơn."
    )


def _crash(path: Path, child: subprocess.Popen[bytes], errors: _Tail) -> UnreadableFile:
    """The error for a child that ended without an answer."""
    code = child.wait()
    told = errors.text()
    if "MemoryError" in told or "Cannot allocate memory" in told or "std::bad_alloc" in told:
        return _out_of_memory(path)
    _LOG.error("the reader of %s ended with code %s:\n%s", path, code, told)
    error = UnreadableFile(_FAILED.format(path))
    error.__cause__ = ChildDefect(f"exit code {code}\n{told}")
    return error


def _kill(child: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()


def _encoded(reading: Reading) -> dict[str, Any]:
    return {**asdict(reading), "front": dict(reading.front)}


def _decoded(value: dict[str, Any]) -> Reading:
    lines = tuple(Line(**{**line, "sources": tuple(line["sources"])}) for line in value["lines"])
    return Reading(**{**value, "lines": lines, "warnings": tuple(value["warnings"])})


# --- the child ------------------------------------------------------------------------------------------------------


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    limit = settings().parse_memory_bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ValueError, OSError):
        _LOG.warning("the memory limit of %d bytes cannot be set here", limit)


def main(arguments: list[str]) -> int:
    """Read the file named by the only argument; write progress and the result as JSON lines to standard output."""
    # What libraries print must not mix with the answers: they get standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    _limit_memory()

    def tell(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message, ensure_ascii=False, default=str) + "\n")
        answers.flush()

    try:
        from ingest.loaders import read

        reading = read(Path(arguments[0]), progress=lambda stage, done, of: tell({"progress": [stage, done, of]}))
        tell({"reading": _encoded(reading)})
    except UserError as error:
        tell({"error": type(error).__name__, "text": str(error)})
    except MemoryError:
        tell({"memory": True})
    except BaseException:
        # The parent keeps the traceback: it is logged there and is the cause of what the user is told.
        tell({"defect": traceback.format_exc()})
        raise
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
