"""How `python app.py` fails: one Vietnamese line and the right exit code, before anything heavy is loaded."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ui.server import LocalPage, loopback_only

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("host", "only"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
    ],
)
def test_which_servers_are_for_this_machine_alone(host: str, only: bool) -> None:
    assert loopback_only(host) is only


@pytest.mark.parametrize(
    ("named", "only_local", "passed"),
    [
        ("127.0.0.1:7860", True, True),
        ("localhost:7860", True, True),
        ("[::1]:7860", True, True),
        ("evil.example", True, False),
        ("127.0.0.1.evil.example:7860", True, False),
        ("192.168.1.5:7860", False, True),
    ],
)
def test_a_name_that_is_not_this_machine_is_refused(named: str, only_local: bool, passed: bool) -> None:
    reached: list[str] = []
    sent: list[Any] = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x"})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {"type": "http", "path": "/x", "method": "GET", "headers": [(b"host", named.encode())]}
    with ThreadPoolExecutor(1) as pool:  # the browser's tests leave an event loop running in this thread
        pool.submit(asyncio.run, LocalPage(page, only_local)(scope, receive, send)).result()  # type: ignore[arg-type]
    assert bool(reached) is passed
    assert sent[0]["status"] == (200 if passed else 421)
    if passed:
        assert b"connect-src 'self'" in dict(sent[0]["headers"])[b"content-security-policy"]


def run(*arguments: str, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PROJECT / "app.py"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        check=False,
    )


def one_line(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert done.returncode == code, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0]


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        one_line(run("--port", port, "--library", str(tmp_path / "library")), 1, port, "--port")


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    one_line(run("--port", "0", "--library", str(tmp_path)), 1, str(tmp_path), "--library")
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_an_address_that_is_not_ours_is_told(tmp_path: Path) -> None:
    one_line(run("--host", "192.0.2.1", "--port", "0", "--library", str(tmp_path / "l")), 1, "192.0.2.1")


@pytest.mark.parametrize("arguments", [["--port", "x"], ["--port", "70000"], ["--nonsense"], ["extra"]])
def test_wrong_usage_exits_with_two(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
