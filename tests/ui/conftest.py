"""One server and one browser for all tests of the page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PROJECT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Server:
    """A running page. answered: seconds from start to the first answer; cpu: processor seconds spent until then."""

    url: str
    library: Path
    process: subprocess.Popen[str]
    answered: float
    cpu: float
    lines: list[str] = field(default_factory=list)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(library: Path, **environment: str) -> Iterator[Server]:
    """`python app.py` with that library folder, on a free port, with more environment variables."""
    pytest.importorskip("gradio", reason="gradio chưa được cài")
    command = [sys.executable, str(PROJECT / "app.py"), "--port", "0", "--library", str(library)]
    started = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", cwd=PROJECT,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline()
    found = re.search(r"http://\S+", first)
    assert found, f"the server did not say where it serves: {first}{process.stdout.read()}"
    lines: list[str] = []
    threading.Thread(target=lambda: lines.extend(process.stdout or ()), daemon=True).start()
    url = found.group().rstrip("/")
    while True:
        try:
            with urllib.request.urlopen(url + "/", timeout=5) as answer:
                assert answer.status == 200
            break
        except OSError:
            assert process.poll() is None, "".join(lines)
            assert time.monotonic() - started < 90, "no answer after 90 s"
            time.sleep(0.1)
    answered = time.monotonic() - started
    yield Server(url, library, process, answered, _cpu_seconds(process.pid), lines)
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page with a library folder of its own."""
    with running(tmp_path_factory.mktemp("page") / "library") as made:
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from the system."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright chưa được cài")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("máy này không có chromium")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield opened
        opened.close()


@dataclass
class Visit:
    """A page open in a browser context of its own, with every request that it made."""

    page: Page
    context: BrowserContext
    requests: list[str]
    server: Server

    def open(self, path: str = "/") -> None:
        """Go to a path and wait until the page can be used and the engine is ready."""
        self.page.goto(self.server.url + path)
        self.page.wait_for_selector("#dn-head h1")
        self.page.wait_for_function("!document.querySelector('#dn-status .dn-loading')", timeout=60_000)

    def ask(self, question: str) -> str:
        """Ask and wait for what comes of it (the last turn changes); its text."""
        before = self.page.locator("#dn-thread .dn-turn").first.get_attribute("data-turn") if self.turns() else ""
        self.page.fill("#dn-question textarea", question)
        self.page.press("#dn-question textarea", "Enter")
        self.page.wait_for_function(
            "(before) => { const t = document.querySelector('#dn-thread .dn-turn'); "
            "return t && t.dataset.turn !== before; }",
            arg=before,
            timeout=60_000,
        )
        return self.page.inner_text("#dn-thread .dn-turn >> nth=0")

    def turns(self) -> int:
        """How many answers the thread shows."""
        return self.page.locator("#dn-thread .dn-turn").count()

    def tab(self, label: str) -> None:
        """Go to a tab."""
        self.page.get_by_role("tab", name=label).click()


@pytest.fixture(scope="session")
def visits() -> list[Visit]:
    """Every visit of the session."""
    return []


@contextmanager
def visiting(server: Server, browser: Browser) -> Iterator[Visit]:
    """A visitor with empty storage."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    yield Visit(page, context, requests, server)
    context.close()


@pytest.fixture
def visit(server: Server, browser: Browser, visits: list[Visit]) -> Iterator[Visit]:
    """A visitor of the page that all tests share."""
    with visiting(server, browser) as made:
        visits.append(made)
        yield made


@pytest.fixture
def visit_with(browser: Browser, tmp_path: Path) -> Callable[..., AbstractContextManager[Visit]]:
    """Opens a page of its own, with environment variables, for as long as it is needed."""

    @contextmanager
    def opened(**environment: str) -> Iterator[Visit]:
        with running(tmp_path / "library", **environment) as server, visiting(server, browser) as made:
            yield made

    return opened
