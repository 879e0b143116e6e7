"""Old Word files go through LibreOffice: a stand-in program shows what is asked of it and what its failures become."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from wordfile import WordFile

from ingest.errors import UnreadableFile
from ingest.loaders import doc, read
from ingest.settings import Settings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le")
SAID = "Thực hiện Kết luận số 69-KL/TW của Bộ Chính trị."


@pytest.fixture
def old_word(tmp_path: Path) -> Path:
    path = tmp_path / "cu.doc"
    path.write_bytes(OLE)
    return path


def stand_in(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program named soffice first on the path; `body` is its Python, with `arguments` at hand."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport sys, time\nfrom pathlib import Path\narguments = sys.argv[1:]\n{body}\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def test_without_libreoffice_the_way_out_is_said(old_word: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "_program", lambda: "")
    with pytest.raises(UnreadableFile, match=r"cu\.doc: tệp Word cũ \(\.doc\) cần LibreOffice.*\.docx"):
        read(old_word)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script with a #! line")
def test_what_libreoffice_converts_is_read(tmp_path: Path, old_word: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = WordFile()
    word.paragraph(SAID)
    ready = tmp_path / "ready.docx"
    ready.write_bytes(word.save())
    stand_in(
        tmp_path,
        f"""
assert arguments[:2] == [arguments[0], "--headless"] and arguments[0].startswith("-env:UserInstallation=file:")
source = Path(arguments[-1])
assert source.read_bytes().startswith(b"\\xd0\\xcf") and source.suffix == ".doc"
assert arguments[arguments.index("--convert-to") + 1].startswith("docx")
Path(arguments[arguments.index("--outdir") + 1], source.stem + ".docx").write_bytes(Path({str(ready)!r}).read_bytes())
""",
        monkeypatch,
    )
    reading = read(old_word)
    assert [line.text for line in reading.lines] == [SAID]
    assert reading.media == "doc"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script with a #! line")
def test_what_libreoffice_cannot_convert_is_refused_with_its_words(
    tmp_path: Path, old_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, "sys.stderr.write('source file could not be loaded')", monkeypatch)
    with pytest.raises(UnreadableFile, match=r"không chuyển được.*could not be loaded"):
        read(old_word)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script with a #! line")
def test_a_conversion_that_never_ends_is_ended(tmp_path: Path, old_word: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, "time.sleep(60)", monkeypatch)
    monkeypatch.setattr(doc, "settings", lambda: Settings(parse_seconds=0.5))
    with pytest.raises(UnreadableFile, match="LibreOffice chuyển tệp quá"):
        read(old_word)


@pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed")
def test_the_real_libreoffice_reads_rtf(tmp_path: Path) -> None:
    path = tmp_path / "that.rtf"
    escaped = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in SAID)
    path.write_text("{\\rtf1\\ansi\\uc1 " + escaped + "\\par}", encoding="ascii")
    reading = read(path)
    assert [line.text for line in reading.lines] == [SAID]
    assert reading.media == "rtf"
