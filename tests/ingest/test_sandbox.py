"""Reading in a child process: the same result as reading directly, and no way for a file to hurt the parent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typeset
from typeset import Setting

from ingest import sandbox
from ingest.errors import UnreadableFile
from ingest.loaders import read
from ingest.settings import PROJECT, Settings

CHILD = (
    "import os, sys; sys.path.insert(0, {project!r}); from pathlib import Path; import ingest.loaders as loaders\n"
    "def read(path, progress=None):\n    {body}\n"
    "loaders.read = read\nfrom ingest.sandbox import main\nsys.exit(main([sys.argv[1]]))"
)


def replaced_child(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Let the child run `body` in place of the loaders: what a file could make of them."""

    def start(path: Path) -> subprocess.Popen[bytes]:
        code = CHILD.format(project=str(PROJECT), body=body)
        return subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
        )

    monkeypatch.setattr(sandbox, "_start", start)


@pytest.fixture
def plan_pdf(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.pdf"
    path.write_bytes(typeset.plan_pdf(Setting()))
    return path


def test_the_child_reads_what_the_parent_would(plan_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[str, int, int]] = []
    monkeypatch.chdir(plan_pdf.parent)
    reading = sandbox.read_isolated(Path(plan_pdf.name), progress=lambda *step: steps.append(step))
    assert reading == read(Path(plan_pdf.name))
    assert steps == [("pdf", n, reading.pages) for n in range(1, (reading.pages or 0) + 1)]


def test_plain_text_is_read_without_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_start", lambda path: pytest.fail("a child was started"))
    assert sandbox.read_isolated(typeset.PLAN_PATH) == read(typeset.PLAN_PATH)


def test_a_pdf_named_txt_still_goes_to_the_child(plan_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lying = plan_pdf.rename(plan_pdf.with_suffix(".txt"))
    started: list[Path] = []
    start = sandbox._start
    monkeypatch.setattr(sandbox, "_start", lambda path: started.append(path) or start(path))
    assert sandbox.read_isolated(lying).media == "pdf"
    assert started == [lying]


def test_errors_of_the_user_come_back_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "rong.pdf"
    path.write_bytes(b"")
    with pytest.raises(UnreadableFile) as here:
        read(path)
    with pytest.raises(UnreadableFile) as there:
        sandbox.read_isolated(path)
    assert str(there.value) == str(here.value)


def test_a_child_that_dies_is_an_unreadable_file(plan_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced_child(monkeypatch, "os.kill(os.getpid(), 9) if os.name == 'posix' else os._exit(9)")
    with pytest.raises(UnreadableFile, match="bộ đọc gặp lỗi") as caught:
        sandbox.read_isolated(plan_pdf)
    assert isinstance(caught.value.__cause__, sandbox.ChildDefect)


def test_a_defect_keeps_its_traceback(
    plan_pdf: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    replaced_child(monkeypatch, "raise ZeroDivisionError('what went wrong')")
    with pytest.raises(UnreadableFile, match="bộ đọc gặp lỗi") as caught:
        sandbox.read_isolated(plan_pdf)
    assert "\n" not in str(caught.value)
    assert "ZeroDivisionError: what went wrong" in str(caught.value.__cause__)
    assert "what went wrong" in caplog.text


def test_a_child_that_says_nothing_is_ended_in_time(plan_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced_child(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(sandbox, "settings", lambda: Settings(parse_seconds=1.5))
    begun = time.monotonic()
    with pytest.raises(UnreadableFile, match=r"quá 1\.5 giây.*DANNGUON_PARSE_SECONDS"):
        sandbox.read_isolated(plan_pdf)
    assert time.monotonic() - begun < 15


def test_progress_gives_a_long_file_more_time(plan_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = (
        "import time; from ingest.document import Line, Reading\n"
        "    for n in range(8): progress('ocr', n, 8); time.sleep(0.5)\n"
        "    return Reading((Line('xong'),), 'pdf')"
    )
    replaced_child(monkeypatch, body)
    monkeypatch.setattr(sandbox, "settings", lambda: Settings(parse_seconds=3))
    assert sandbox.read_isolated(plan_pdf).lines[0].text == "xong"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="address space is limited on Linux")
def test_a_file_that_wants_all_memory_is_refused(plan_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANNGUON_PARSE_MEMORY_BYTES", "600000000")
    replaced_child(monkeypatch, "return bytearray(3_000_000_000)")
    with pytest.raises(UnreadableFile, match="bộ nhớ"):
        sandbox.read_isolated(plan_pdf)


def test_what_libraries_print_does_not_mix_with_the_answer(plan_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = (
        "print('noise', flush=True); os.write(1, b'more noise'); from ingest.document import Line, Reading\n"
        "    return Reading((Line('sạch', sources=('a',)),), 'pdf', ('w',), 3, {'made': '2024-01-01'})"
    )
    replaced_child(monkeypatch, body)
    reading = sandbox.read_isolated(plan_pdf)
    assert reading.lines[0].text == "sạch"
    assert reading.lines[0].sources == ("a",)
    assert (reading.warnings, reading.pages, dict(reading.front)) == (("w",), 3, {"made": "2024-01-01"})


@pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX")
def test_programs_that_the_child_started_end_with_it(
    plan_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "pid"
    body = (
        "import subprocess, time; child = subprocess.Popen(['sleep', '60'])\n"
        f"    Path({str(mark)!r}).write_text(str(child.pid)); time.sleep(60)"
    )
    replaced_child(monkeypatch, body)
    monkeypatch.setattr(sandbox, "settings", lambda: Settings(parse_seconds=3))
    begun = time.monotonic()
    with pytest.raises(UnreadableFile):
        sandbox.read_isolated(plan_pdf)
    assert time.monotonic() - begun < 30
    pid = int(mark.read_text())
    for _ in range(50):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.1)
    pytest.fail(f"process {pid} outlived the reader")


def test_the_child_imports_nothing_heavy() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(PROJECT)!r}); import ingest.sandbox, ingest.loaders, json\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    listed = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True).stdout
    heavy = {"torch", "numpy", "chromadb", "llama_index", "gradio", "docx", "bs4", "pypdf", "pytesseract", "PIL"}
    assert heavy & set(json.loads(listed)) == set()
