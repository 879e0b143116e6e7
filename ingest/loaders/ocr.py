"""Pictures of pages → rows, with Tesseract and its Vietnamese model; the layout rules are those of PDF text.

Needs the Debian packages tesseract-ocr and tesseract-ocr-vie (on Windows: the Tesseract installer with the `vie` data).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from io import BytesIO
from statistics import median
from typing import Any

from ingest.document import Reading
from ingest.errors import UnreadableFile
from ingest.loaders.furniture import Page
from ingest.loaders.layout import rows_of
from ingest.loaders.ocr_repair import Settled, settle
from ingest.loaders.ocr_rows import Word, runs_of
from ingest.loaders.paragraphs import lines_of
from ingest.settings import settings

Progress = Callable[[str, int, int], None]

_DPI = 300
_MOST_PIXELS = 30_000_000
_PAGE_SECONDS = 120
_MOST_WORKERS = 4
_TILE = 8
_NAMED = 12
_SURE = 50.0
_PACKAGES = "hãy cài hai gói tesseract-ocr và tesseract-ocr-vie (sudo apt install tesseract-ocr tesseract-ocr-vie)."


@lru_cache(maxsize=1)
def missing() -> str:
    """What keeps OCR from working here, as the end of a Vietnamese message; "" when it works."""
    import pytesseract

    language = settings().ocr_language
    try:
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError):
        return f"máy chưa có bộ nhận dạng chữ Tesseract; {_PACKAGES}"
    if not set(language.split("+")) <= set(languages):
        return f"Tesseract chưa có dữ liệu tiếng Việt «{language}»; {_PACKAGES}"
    return ""


def read_image(data: bytes, where: str, progress: Progress) -> Reading:
    """The lines of a scanned image (PNG, JPEG, TIFF with one page or more, …)."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    lack = missing()
    if lack:
        raise UnreadableFile(f"{where}: tệp là ảnh; {lack}")
    try:
        image = Image.open(BytesIO(data))
        count = min(getattr(image, "n_frames", 1), settings().max_pages + 1)
        if count > settings().max_pages:
            raise UnreadableFile(f"{where}: ảnh có hơn {settings().max_pages} trang; hãy tách tệp.")
        if image.width * image.height > _MOST_PIXELS * 4:
            raise UnreadableFile(
                f"{where}: ảnh {image.width}×{image.height} điểm vượt giới hạn "
                f"{_MOST_PIXELS * 4 // 1_000_000} triệu điểm; hãy giảm độ phân giải rồi thử lại."
            )
        pages = []
        for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
            picture = _upright(frame)
            scale = 72 / _DPI
            pages.append(read_picture(picture, number, picture.width * scale, picture.height * scale))
            progress("ocr", number, count)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableFile(f"{where}: ảnh hỏng hoặc chưa tải hết ({error}); hãy chụp hoặc tải lại.") from None
    settled = settle(pages)
    return Reading(tuple(lines_of(settled.pages)), "image", warnings_of(settled, where), len(pages))


def warnings_of(settled: Settled, where: str) -> tuple[str, ...]:
    """What the reader is told of recognised pages: which they are, the doubtful words, the numbers that were mended."""
    read = [page for page in settled.pages if page.rough]
    numbers = ", ".join(str(page.number) for page in read[:_NAMED]) + ("…" if len(read) > _NAMED else "")
    told = [f"{where}: trang {numbers} đọc bằng nhận dạng chữ (OCR), có thể sai vài chữ; nên đối chiếu khi trích dẫn."]
    doubts = [f"«{word}» (trang {page.number})" for page in read for word in page.doubts]
    if doubts:
        more = f" và {len(doubts) - _NAMED} từ khác" if len(doubts) > _NAMED else ""
        told.append(f"{where}: OCR không chắc {len(doubts)} từ: {', '.join(doubts[:_NAMED])}{more}.")
    return (*told, *(f"{where}: {change}" for change in settled.changes))


def _upright(frame: Any) -> Any:
    """The frame as its camera held it, in grey, at about 300 dots an inch of an A4 page."""
    from PIL import ImageOps

    image = ImageOps.exif_transpose(frame).convert("L")
    wanted = 8.27 * _DPI
    factor = wanted / min(image.width, image.height)
    if 1.15 < factor < 4 or factor < 0.6:
        image = image.resize((round(image.width * factor), round(image.height * factor)))
    return image


def render(data: bytes, pages: Iterable[tuple[int, float]], where: str) -> Iterator[tuple[int, Any]]:
    """Pages of a PDF as grey images, one at a time.

    pages: index and dots an inch of the picture that fills it (0 when nothing does). A scan is rendered at its own
    resolution, within 150 to 300: enlarging it costs time and wins no letters.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        for index, dots in pages:
            page = document[index]
            width, height = page.get_size()
            dots = min(max(dots or 220.0, 150.0), float(_DPI))
            scale = min(dots / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            yield index, page.render(scale=scale, grayscale=True).to_pil().convert("L")
            page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{where}: không dựng được ảnh trang để nhận dạng ({error}); hãy xin bản khác.") from None


def _without_specks(image: Any) -> Any:
    """The image, smoothed by a median filter when its bare paper is peppered with specks."""
    import numpy
    from PIL import ImageFilter

    smooth = image.filter(ImageFilter.MedianFilter(3))
    before, after = numpy.asarray(image), numpy.asarray(smooth)
    rows, columns = (size // _TILE * _TILE for size in after.shape)
    tiles = after[:rows, :columns].reshape(rows // _TILE, _TILE, -1, _TILE).min(axis=(1, 3))
    paper = numpy.kron(tiles > 150, numpy.ones((_TILE, _TILE), dtype=bool))
    lost = after[:rows, :columns].astype(numpy.int16) - before[:rows, :columns] > 70
    return smooth if (lost & paper).sum() > 0.0003 * max(1, int(paper.sum())) else image


def read_pictures(images: Iterable[tuple[int, Any]], sizes: dict[int, tuple[float, float]]) -> Iterator[Page]:
    """Pages from (index, image) pairs, in order, as many at once as there are processors; `sizes` in points by index.

    No more images are held than are being read.
    """
    workers = max(1, min(_MOST_WORKERS, os.cpu_count() or 1))
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Page]] = deque()
        for index, image in images:
            waiting.append(pool.submit(read_picture, image, index + 1, *sizes[index]))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def read_picture(image: Any, number: int, width: float, height: float) -> Page:
    """One page from its image; `width` and `height` are its size in points."""
    words = _words(_without_specks(image))
    rows = rows_of(runs_of(words, width / image.width), width)
    doubts = tuple(w.text for w in words if w.confidence < _SURE and sum(c.isalnum() for c in w.text) > 1)
    return Page(number, width, height, tuple(rows), rough=True, doubts=doubts)


def _words(image: Any) -> list[Word]:
    """Tesseract's words; a page that lies on its side or reads badly is turned upright first."""
    if _lies(image):
        image = image.rotate(-(_turn(image) or 90), expand=True)
    words = _recognise(image)
    if words and median(word.confidence for word in words) < 60 and (turn := _turn(image)):
        again = _recognise(image.rotate(-turn, expand=True))
        if again and median(w.confidence for w in again) > median(w.confidence for w in words) + 10:
            return again
    return words


def _lies(image: Any) -> bool:
    """Whether lines run up and down: ink then changes more from column to column than from row to row."""
    import numpy

    ink = numpy.asarray(image.reduce(4) if min(image.size) > 400 else image) < 140
    rows, columns = ink.mean(axis=1), ink.mean(axis=0)
    return float(numpy.diff(columns).var()) > 2 * float(numpy.diff(rows).var()) > 0


def _turn(image: Any) -> int:
    import pytesseract

    try:
        return int(pytesseract.image_to_osd(image, output_type=pytesseract.Output.DICT).get("rotate", 0))
    except (pytesseract.TesseractError, ValueError):
        return 0


def _recognise(image: Any) -> list[Word]:
    import pytesseract

    # Tesseract's own threads wait for each other in busy loops: several pages at once are many times as fast.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        table = pytesseract.image_to_data(
            image,
            lang=settings().ocr_language,
            config="--psm 3 --dpi 200",
            output_type=pytesseract.Output.DICT,
            timeout=_PAGE_SECONDS,
        )
    except RuntimeError:  # pytesseract's sign that the time is over
        return []
    words = []
    for i, text in enumerate(table["text"]):
        if not text.strip() or float(table["conf"][i]) < 0:
            continue
        line = (table["block_num"][i], table["par_num"][i], table["line_num"][i])
        left, top = table["left"][i], table["top"][i]
        words.append(
            Word(text, line, left, left + table["width"][i], top, top + table["height"][i], float(table["conf"][i]))
        )
    return words
