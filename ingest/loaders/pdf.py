"""PDF → lines, page by page: text where the file has it, OCR where a page is a picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import Any

from ingest import legacy_fonts
from ingest.document import Reading
from ingest.errors import UnreadableFile
from ingest.loaders.furniture import Page
from ingest.loaders.paragraphs import lines_of
from ingest.loaders.pdf_content import Painted, read_page
from ingest.loaders.pdf_fonts import Font
from ingest.loaders.tables import split_at_tables
from ingest.settings import settings
from ingest.syllables import looks_vietnamese

Progress = Callable[[str, int, int], None]

_FEW_LETTERS = 25
_KEPT_PAGES = 16


def read_pdf(data: bytes, where: str, progress: Progress) -> Reading:
    """The lines of a PDF with their pages.

    Pages are interpreted one by one and pypdf's cache is emptied as they pass, so memory does not grow with the file.
    Raises UnreadableFile when the file is locked, damaged, empty, too long, or pictures that OCR cannot read here.
    """
    reader = _open(data, where)
    with _damage(where):
        count = len(reader.pages)
    limit = settings().max_pages
    if not count:
        raise UnreadableFile(f"{where}: tệp PDF không có trang nào; hãy tải lại tệp.")
    if count > limit:
        raise UnreadableFile(
            f"{where}: tệp PDF có {count} trang, vượt giới hạn {limit} trang; "
            "hãy tách tệp hoặc đặt DANNGUON_MAX_PAGES lớn hơn."
        )
    fonts: dict[Any, Font] = {}
    pages: list[Page] = []
    pictures: list[tuple[int, float]] = []
    warnings: list[str] = []
    unnamed: set[legacy_fonts.Legacy] = set()
    hidden = unpacked = 0
    for index in range(count):
        with _damage(where, index + 1):
            painted = read_page(reader.pages[index], fonts)
        unpacked += painted.unpacked
        if unpacked > settings().max_unpacked_bytes:
            raise UnreadableFile(
                f"{where}, trang {index + 1}: nội dung giải nén vượt giới hạn "
                f"{settings().max_unpacked_bytes // 1_000_000} MB; tệp này không an toàn để mở."
            )
        if _is_picture(painted):
            pictures.append((index, painted.dots))
            painted.runs.clear()
        else:
            hidden += painted.hidden > _FEW_LETTERS
            unnamed |= _convert_unnamed(painted)
        rows = split_at_tables(painted.runs, painted.rules, painted.width)
        rules = tuple(rule for rule in painted.rules if rule.level)
        pages.append(Page(index + 1, painted.width, painted.height, tuple(rows), rules))
        if index % _KEPT_PAGES == 0:
            reader.resolved_objects.clear()
        progress("pdf", index + 1, count)
    if pictures:
        pages, told = _read_pictures(data, where, pages, pictures, progress)
        warnings += told
    if hidden:
        warnings.append(f"{where}: {hidden} trang có lớp chữ do máy quét đặt sẵn; nên đối chiếu khi trích dẫn.")
    lines = lines_of(pages)
    old = unnamed | {font.legacy for font in fonts.values() if font.legacy}
    warnings += [f"{where}: {legacy_fonts.warning(name)}" for name in sorted(old)]
    if not _ends_whole(data):
        warnings.append(f"{where}: tệp PDF thiếu dấu kết thúc, có thể đã bị cắt cụt; nên so số trang ({count}).")
    return Reading(tuple(lines), "pdf-ocr" if pictures else "pdf", tuple(warnings), count)


@contextmanager
def _damage(where: str, page: int = 0) -> Iterator[None]:
    """Turn what pypdf raises on a damaged file into an UnreadableFile; its types depend on where the damage lies."""
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

    place = f"{where}, trang {page}" if page else where
    try:
        yield
    except FileNotDecryptedError:
        raise UnreadableFile(_LOCKED.format(where)) from None
    except DependencyError as error:
        raise UnreadableFile(f"{where}: PDF mã hóa cần gói cryptography; hãy cài pypdf[crypto] ({error}).") from None
    except LimitReachedError as error:
        raise UnreadableFile(
            f"{place}: nội dung giải nén vượt giới hạn an toàn; không đọc tệp này ({error})."
        ) from None
    except (
        PyPdfError, KeyError, IndexError, ValueError, TypeError, AttributeError, AssertionError, NotImplementedError,
        RecursionError, OSError, zlib.error, struct.error,
    ) as error:  # fmt: skip
        raise UnreadableFile(
            f"{place}: tệp PDF hỏng hoặc bị cắt cụt ({type(error).__name__}); hãy tải lại hoặc xin bản khác."
        ) from error


_LOCKED = "{}: tệp PDF có mật khẩu; hãy mở bằng mật khẩu rồi in hoặc lưu lại thành PDF không mật khẩu."


def _open(data: bytes, where: str) -> Any:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import PyPdfError

    with _damage(where):
        try:
            reader = PdfReader(BytesIO(data), strict=False)
        except PyPdfError:
            if _ends_whole(data):
                raise
            # Only the table of contents at the end is lost: given any end, pypdf finds the objects by searching.
            reader = PdfReader(BytesIO(data + b"\nstartxref\n0\n%%EOF\n"), strict=False)
        # Many official PDFs are only locked against changes: their password for reading is empty.
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise UnreadableFile(_LOCKED.format(where))
    return reader


def _ends_whole(data: bytes) -> bool:
    return b"%%EOF" in data[-2048:]


def _is_picture(painted: Painted) -> bool:
    """Whether a page must be read by OCR: a picture or drawn letters, a font without meaning, a bad scanner's layer."""
    text = "".join(run.text for run in painted.runs)
    letters = sum(char.isalnum() for char in text)
    if letters < _FEW_LETTERS:
        return painted.pictures > 0.3 or (letters == 0 and painted.shapes > 200)
    if painted.unreadable > 0.3 * len(text):
        return True
    return (
        painted.hidden > 0.5 * letters
        and painted.pictures > 0.5
        and not looks_vietnamese(" ".join(run.text for run in painted.runs))
    )


def _convert_unnamed(painted: Painted) -> set[legacy_fonts.Legacy]:
    """Mark the runs of a page in an old encoding that no font name tells; the encoding, when there is one."""
    if any(run.legacy for run in painted.runs):
        return set()
    text = " ".join(run.text for run in painted.runs)
    old = None if legacy_fonts.is_unicode_vietnamese(text) else legacy_fonts.detect(text)
    if old is None:
        return set()
    painted.runs[:] = [replace(run, legacy=old, font=legacy_fonts.PLAIN_FONT[old]) for run in painted.runs]
    return {old}


def _read_pictures(
    data: bytes, where: str, pages: list[Page], pictures: list[tuple[int, float]], progress: Progress
) -> tuple[list[Page], list[str]]:
    """OCR the pages at `pictures`; a warning names those that could not be read when the rest of the file could."""
    from ingest.loaders import ocr

    missing = ocr.missing()
    numbers = ", ".join(str(index + 1) for index, _ in pictures[:12]) + ("…" if len(pictures) > 12 else "")
    if missing:
        if len(pictures) * 2 >= len(pages) or not any(page.rows for page in pages):
            raise UnreadableFile(f"{where}: tệp PDF là ảnh chụp (trang {numbers}); {missing}")
        return pages, [f"{where}: chưa đọc được trang {numbers} vì là ảnh chụp; {missing}"]
    out = list(pages)
    sizes = {index: (pages[index].width, pages[index].height) for index, _ in pictures}
    for done, page in enumerate(ocr.read_pictures(ocr.render(data, pictures, where), sizes), start=1):
        out[page.number - 1] = page
        progress("ocr", done, len(pictures))
    settled = ocr.settle(out)
    return settled.pages, list(ocr.warnings_of(settled, where))
