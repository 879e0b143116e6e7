"""Old Word .doc, RTF and OpenDocument → .docx by LibreOffice, where it is installed, then read as .docx."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from ingest.document import Reading
from ingest.errors import UnreadableFile
from ingest.settings import settings

_NAMES = {"doc": "Word cũ (.doc)", "rtf": "RTF", "odt": "OpenDocument (.odt)"}
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def read_doc(data: bytes, where: str, kind: str) -> Reading:
    """The lines of a document that LibreOffice can turn into .docx; kind: "doc", "rtf" or "odt".

    Raises UnreadableFile when LibreOffice is not installed, fails, or takes longer than `settings.parse_seconds`.
    """
    from ingest.loaders import check_unpacked
    from ingest.loaders.docx import read_docx

    program = _program()
    if not program:
        raise UnreadableFile(
            f"{where}: tệp {_NAMES[kind]} cần LibreOffice để đọc mà máy chưa có; hãy cài gói libreoffice-writer "
            "hoặc mở bằng Word rồi lưu lại thành .docx."
        )
    converted = _converted(program, data, where, kind)
    check_unpacked(converted, where)
    return replace(read_docx(converted, where), media=kind)


def _program() -> str:
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), "")
    return found or next((place for place in _PLACES if Path(place).exists()), "")


def _converted(program: str, data: bytes, where: str, kind: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="dannguon-") as folder:
        source = Path(folder) / f"source.{kind}"
        source.write_bytes(data)
        # Sooner than `ingest.sandbox` would end this process, so that the user learns what took so long.
        limit = 0.9 * settings().parse_seconds
        # A profile of its own: a LibreOffice that the user has open would else answer, and convert nothing.
        profile = (Path(folder) / "profile").as_uri()
        command = [
            program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            raise UnreadableFile(
                f"{where}: LibreOffice chuyển tệp quá {limit:g} giây; hãy mở bằng Word rồi lưu lại thành .docx."
            ) from None
        except OSError as error:
            raise UnreadableFile(f"{where}: không chạy được LibreOffice ({error}); hãy cài lại.") from None
        result = source.with_suffix(".docx")
        if not result.exists():
            said = " ".join(done.stderr.decode("utf-8", errors="replace").split())[:120]
            raise UnreadableFile(
                f"{where}: LibreOffice không chuyển được tệp {_NAMES[kind]} này ({said or 'không rõ lý do'}); "
                "hãy mở bằng Word rồi lưu lại thành .docx."
            )
        return result.read_bytes()
