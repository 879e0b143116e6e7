"""Work done in a process of its own, so that its memory can be told from everybody else's."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ingest.errors import UserError


def peak_bytes() -> int:
    """The most memory that this process has held so far."""
    status = Path("/proc/self/status")
    if status.is_file():
        # Unlike ru_maxrss this does not count what the parent held when it forked.
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def apart(function: Callable[..., Any], *args: Any) -> tuple[Any, int]:
    """(what `function` returns, its peak memory in bytes), run in a fresh process.

    Raises UserError when the process dies (killed for memory, say); an exception inside it keeps its traceback there.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, function, args))
    process.start()
    there.close()
    try:
        value = here.recv()
    except EOFError:
        process.join()
        raise UserError(f"{function.__name__}: tiến trình đo dừng với mã {process.exitcode}; xem lỗi ở trên.") from None
    process.join()
    return value


def _work(pipe: Connection, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    value = function(*args)
    pipe.send((value, peak_bytes()))
    pipe.close()
