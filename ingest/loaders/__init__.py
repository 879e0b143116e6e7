"""Files of every supported kind → lines in reading order (`ingest.document.Reading`).

`read` is the only entry. It opens the file itself, so whoever must not trust the file calls it through
`ingest.sandbox.read_isolated`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from ingest.document import Reading
from ingest.errors import UnreadableFile
from ingest.loaders import sniff
from ingest.settings import settings
from ingest.syllables import looks_vietnamese

__all__ = ["Progress", "looks_vietnamese", "read"]

# Called with a stage ("pdf", "ocr"), the page done and the number of pages.
Progress = Callable[[str, int, int], None]


def read(path: Path, *, progress: Progress | None = None) -> Reading:
    """The lines of a file, by what it is and not by what its name says.

    Raises UnreadableFile with one Vietnamese line when the path is missing, a folder, not permitted, empty, too large,
    locked, damaged, of no supported kind, or without a single letter of text.
    """
    data = load(path)
    kind = sniff.kind_of(data, path.name)
    if kind in sniff.OTHER:
        raise UnreadableFile(_refusal(path, kind))
    reading = _read_kind(kind, data, path, progress or (lambda stage, done, of: None))
    text = "\n".join(line.text for line in reading.lines)
    if not any(char.isalpha() for char in text):
        raise UnreadableFile(f"{path}: tệp không có chữ nào đọc được; hãy mở thử và kiểm tra lại tệp.")
    warnings = [_told(warning, path) for warning in reading.warnings]
    if sniff.name_lies(path.name, kind):
        what = sniff.READABLE[kind]
        warnings.insert(0, f"Đuôi tệp «{path.name}» không đúng: nội dung là {what}; đã đọc theo nội dung.")
    if not looks_vietnamese(text):
        warnings.append("Nội dung có vẻ không phải tiếng Việt; kết quả tra cứu có thể không đúng.")
    return replace(reading, warnings=tuple(warnings))


def _told(warning: str, path: Path) -> str:
    """A warning without the file's name: it is kept with the document, and the file may be a temporary one."""
    for name in (str(path), path.name):
        warning = warning.removeprefix(f"{name}: ")
    return warning[:1].upper() + warning[1:]


def load(path: Path) -> bytes:
    """The bytes of a file within `settings.max_file_bytes`; UnreadableFile when they cannot be had."""
    limit = settings().max_file_bytes
    try:
        if path.is_dir():
            raise UnreadableFile(f"{path}: đây là thư mục, không phải tệp; hãy chỉ vào từng tệp bên trong.")
        size = path.stat().st_size
        if size > limit:
            raise UnreadableFile(
                f"{path}: tệp {_megabytes(size)} vượt giới hạn {_megabytes(limit)}; "
                "hãy tách nhỏ tệp hoặc đặt DANNGUON_MAX_FILE_BYTES lớn hơn."
            )
        with path.open("rb") as file:
            data = file.read(size + 1)
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: không có tệp này; hãy kiểm tra lại đường dẫn.") from None
    except NotADirectoryError:
        raise UnreadableFile(f"{path}: một phần của đường dẫn không phải thư mục; hãy kiểm tra lại.") from None
    except PermissionError:
        raise UnreadableFile(f"{path}: không có quyền đọc; hãy cấp quyền đọc cho tệp và thư mục chứa nó.") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: không mở được tệp ({error.strerror}); hãy kiểm tra ổ đĩa và tên tệp.") from None
    if len(data) > size:
        raise UnreadableFile(f"{path}: tệp còn đang được ghi; hãy chờ chép xong rồi thử lại.")
    if not data.strip():
        raise UnreadableFile(f"{path}: tệp rỗng; hãy tải hoặc chép lại tệp.")
    return data


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size >= 100_000 else f"{size} byte"


def _refusal(path: Path, kind: str) -> str:
    what = sniff.OTHER[kind]
    if kind == "locked":
        return f"{path}: {what}; hãy mở bằng Word, bỏ mật khẩu rồi lưu lại."
    if kind == "broken-zip":
        return f"{path}: {what}, có thể tải chưa hết; hãy tải hoặc chép lại tệp."
    kinds = "PDF, Word, HTML, ảnh chụp, .txt và .md"
    return f"{path}: đây là {what}, chưa đọc được; hãy chuyển sang một trong các loại {kinds}."


def check_unpacked(data: bytes, where: str) -> None:
    """Refuse a ZIP container whose parts together exceed `settings.max_unpacked_bytes` (zip bombs).

    The sizes that the container declares are binding: Python's zipfile never unpacks more than is declared.
    """
    limit = settings().max_unpacked_bytes
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            total = sum(info.file_size for info in archive.infolist())
            members = len(archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableFile(f"{where}: tệp nén bên trong bị hỏng ({error}); hãy tải hoặc chép lại tệp.") from None
    if total > limit or members > 20_000:
        raise UnreadableFile(
            f"{where}: nội dung giải nén {_megabytes(total)} trong {members} phần vượt giới hạn {_megabytes(limit)}, "
            "20000 phần; tệp này không an toàn để mở."
        )


def _read_kind(kind: str, data: bytes, path: Path, progress: Progress) -> Reading:
    where = str(path)
    if kind == "pdf":
        from ingest.loaders.pdf import read_pdf

        return read_pdf(data, where, progress)
    if kind == "image":
        from ingest.loaders.ocr import read_image

        return read_image(data, where, progress)
    if kind == "docx":
        from ingest.loaders.docx import read_docx

        check_unpacked(data, where)
        return read_docx(data, where)
    if kind in ("doc", "rtf", "odt"):
        from ingest.loaders.doc import read_doc

        if kind == "odt":
            check_unpacked(data, where)
        return read_doc(data, where, kind)
    if kind in ("html", "mhtml"):
        from ingest.loaders.html import read_html

        return read_html(data, where, kind)
    return _read_text(data, path)


def _read_text(data: bytes, path: Path) -> Reading:
    from ingest.legacy_fonts import recognise
    from ingest.loaders.text import read_text

    found = recognise(data)
    reading = read_text(found.text.encode("utf-8"), path.name)
    if not found.warning:
        return reading
    return replace(reading, warnings=(found.warning, *reading.warnings))
