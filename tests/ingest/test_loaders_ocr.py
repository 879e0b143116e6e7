"""Scans: the printed plan, rasterised with noise, must come back nearly whole through Tesseract."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typeset
from typeset import Setting

from ingest.document import Reading
from ingest.errors import UnreadableFile
from ingest.loaders import ocr, read
from ingest.loaders.furniture import Page
from ingest.loaders.layout import Row
from ingest.loaders.ocr_repair import settle
from ingest.structure import parse

DPI = 200


def needs_tesseract() -> None:
    program = shutil.which("tesseract")
    if not program:
        pytest.skip("tesseract-ocr is not installed")
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False).stdout
    if "vie" not in listed.split():
        pytest.skip("tesseract-ocr-vie is not installed")


def scanned(data: bytes, *, noise: float, specks: float, angle: float, pages: int | None = None) -> list[Any]:
    """The pages of a PDF as a cheap scanner gives them: grey paper, noise, specks, a little askew."""
    import numpy
    import pypdfium2
    from PIL import Image

    random = numpy.random.default_rng(20)
    document = pypdfium2.PdfDocument(data)
    images = []
    for index in range(pages or len(document)):
        image = document[index].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
        points = numpy.asarray(image).astype(float) * 0.92 + 8 + random.normal(0, noise, (image.height, image.width))
        points[random.random(points.shape) < specks] = 0
        images.append(Image.fromarray(points.clip(0, 255).astype("uint8")))
    return images


def as_pdf(images: list[Any]) -> bytes:
    buffer = BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:], resolution=DPI, quality=70)
    return buffer.getvalue()


def error_rate(expected: str, found: str) -> float:
    """Edit distance over the length of what was expected."""
    import numpy

    goal = numpy.frombuffer(found.encode("utf-32-le"), dtype=numpy.uint32)
    places = numpy.arange(len(goal) + 1)
    row = places.copy()
    for number, letter in enumerate(numpy.frombuffer(expected.encode("utf-32-le"), dtype=numpy.uint32), start=1):
        changed = numpy.minimum(row[1:] + 1, row[:-1] + (goal != letter))
        row = numpy.minimum.accumulate(numpy.concatenate(([number], changed)) - places) + places
    return float(row[-1]) / max(1, len(expected))


@lru_cache(maxsize=1)
def scanned_plan() -> tuple[Reading, list[tuple[str, int, int]]]:
    """The plan, scanned and read back, with the progress that was reported; made once for all tests here."""
    needs_tesseract()
    import tempfile

    steps: list[tuple[str, int, int]] = []
    data = as_pdf(scanned(typeset.plan_pdf(Setting()), noise=12, specks=0.002, angle=0.4))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(data)
        return read(path, progress=lambda *step: steps.append(step)), steps


def test_a_scanned_plan_keeps_its_addresses_and_its_words() -> None:
    reading, _ = scanned_plan()
    gold = {c.path: c.text for c in typeset.plan_clauses()}
    found = {c.path: c.text for c in parse(reading, "plan").clauses}
    right = [path for path in gold if path in found and error_rate(gold[path], found[path]) < 0.2]
    assert len(right) >= 0.98 * len(gold), sorted(set(gold) - set(right))
    assert len(found) <= 1.02 * len(gold), sorted(set(found) - set(gold))
    whole = " ".join(gold.values())
    assert error_rate(whole, " ".join(found.get(path, "") for path in gold)) <= 0.02


def test_the_note_of_a_scan_hangs_on_its_call() -> None:
    reading, _ = scanned_plan()
    called = {c.path: c for c in parse(reading, "plan").clauses}
    assert "III/1/p1/fn1" in called
    clause = called["III/1/p1"]
    assert [call.clause for call in clause.calls] == ["plan#III/1/p1/fn1"]
    assert clause.text[: clause.calls[0].offset].endswith("đổi mới sáng tạo")


def test_progress_is_told_page_by_page_and_the_reader_is_warned() -> None:
    reading, steps = scanned_plan()
    pages = reading.pages
    assert [step for step in steps if step[0] == "ocr"] == [("ocr", n, pages) for n in range(1, pages + 1)]
    assert reading.media == "pdf-ocr"
    assert any("OCR" in warning and "đối chiếu" in warning for warning in reading.warnings)


def test_an_image_file_is_read_even_when_it_lies_on_its_side(tmp_path: Path) -> None:
    needs_tesseract()
    image = scanned(typeset.plan_pdf(Setting(letterhead=True)), noise=4, specks=0, angle=0, pages=1)[0]
    path = tmp_path / "trang-1.png"
    image.crop((0, 0, image.width, image.height * 6 // 10)).rotate(90, expand=True).save(path)
    reading = read(path)
    texts = [line.text for line in reading.lines]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in texts
    assert any(text.startswith("1. Tạo sự thống nhất cao về nhận thức") for text in texts)
    assert reading.media == "image"


def test_one_scanned_page_in_a_printed_file_is_read_in_its_place(tmp_path: Path) -> None:
    needs_tesseract()
    from pypdf import PdfReader, PdfWriter

    printed = typeset.plan_pdf(Setting())
    scan = as_pdf(scanned(printed, noise=4, specks=0, angle=0, pages=2)[1:])
    writer = PdfWriter()
    for page in (PdfReader(BytesIO(printed)).pages[0], PdfReader(BytesIO(scan)).pages[0]):
        writer.add_page(page)
    path = tmp_path / "lan.pdf"
    with path.open("wb") as file:
        writer.write(file)
    reading = read(path)
    pages = [line.page for line in reading.lines]
    assert pages == sorted(pages)
    assert set(pages) == {1, 2}
    assert any("Trang 2 đọc bằng nhận dạng chữ" in warning for warning in reading.warnings)


# --- without Tesseract ----------------------------------------------------------------------------------------------


@pytest.fixture
def fresh_check() -> Any:
    """The check for Tesseract is made once a process; tests that change the system look anew, and leave no trace."""
    ocr.missing.cache_clear()
    yield
    ocr.missing.cache_clear()


def picture_pdf(folder: Path) -> Path:
    from PIL import Image

    path = folder / "anh.pdf"
    Image.new("L", (800, 1100), 255).save(path, "PDF", resolution=100)
    return path


@pytest.mark.parametrize("name", ["anh.pdf", "anh.png"])
def test_without_tesseract_the_packages_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_check: None, name: str
) -> None:
    import pytesseract

    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(tmp_path / "no-tesseract"))
    path = picture_pdf(tmp_path)
    if name.endswith("png"):
        from PIL import Image

        path = tmp_path / name
        Image.new("L", (800, 1100), 255).save(path)
    with pytest.raises(UnreadableFile, match=r"ảnh.*Tesseract.*tesseract-ocr tesseract-ocr-vie") as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_without_vietnamese_data_the_packages_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_check: None
) -> None:
    import pytesseract

    monkeypatch.setattr(pytesseract, "get_languages", lambda config="": ["eng", "osd"])
    with pytest.raises(UnreadableFile, match=r"dữ liệu tiếng Việt.*tesseract-ocr-vie"):
        read(picture_pdf(tmp_path))


def test_pages_that_stay_unread_are_named_when_the_rest_is_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_check: None
) -> None:
    import pytesseract
    from pypdf import PdfReader, PdfWriter

    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(tmp_path / "no-tesseract"))
    writer = PdfWriter(clone_from=PdfReader(BytesIO(typeset.plan_pdf(Setting()))))
    writer.insert_page(PdfReader(picture_pdf(tmp_path)).pages[0], 1)
    path = tmp_path / "lan.pdf"
    with path.open("wb") as file:
        writer.write(file)
    reading = read(path)
    assert any("Chưa đọc được trang 2 vì là ảnh chụp" in warning for warning in reading.warnings)


# --- what recognition blurs -----------------------------------------------------------------------------------------


def page_of(*texts: str, number: int = 1) -> Page:
    rows = tuple(Row(text, 85.0, 500.0, 100.0 + 18 * n, 12.0) for n, text in enumerate(texts))
    return Page(number, 595.0, 842.0, rows, rough=True)


def test_misread_section_numbers_follow_their_neighbours_and_are_told() -> None:
    page = page_of(
        "I1- MỤC ĐÍCH, YÊU CẦU", "văn bản thường", "H- MỤC TIÊU", "II- NHIỆM VỤ, GIẢI PHÁP", "IV- TỔ CHỨC THỰC HIỆN",
        "H- Chữ thường không phải mục", "VÌ MỘT TỈNH BẮC GIANG",
    )  # fmt: skip
    settled = settle([page])
    assert [row.text for row in settled.pages[0].rows] == [
        "I- MỤC ĐÍCH, YÊU CẦU", "văn bản thường", "II- MỤC TIÊU", "III- NHIỆM VỤ, GIẢI PHÁP", "IV- TỔ CHỨC THỰC HIỆN",
        "H- Chữ thường không phải mục", "VÌ MỘT TỈNH BẮC GIANG",
    ]  # fmt: skip
    assert len(settled.changes) == 3
    assert "«H-» đọc là «II-»" in settled.changes[1]


def test_a_number_that_its_neighbours_do_not_explain_is_left() -> None:
    texts = ["I- MỤC ĐÍCH, YÊU CẦU", "VII- NHIỆM VỤ, GIẢI PHÁP", "LTL- TỔ CHỨC THỰC HIỆN", "1- KINH PHÍ THỰC HIỆN"]
    settled = settle([page_of(*texts)])
    assert [row.text for row in settled.pages[0].rows] == texts
    assert settled.changes == ()


def test_printed_pages_are_never_mended() -> None:
    page = Page(1, 595.0, 842.0, page_of("H- MỤC TIÊU CHUNG").rows, rough=False)
    assert settle([page]).pages[0].rows[0].text == "H- MỤC TIÊU CHUNG"


def test_a_damaged_image_is_refused(tmp_path: Path) -> None:
    needs_tesseract()
    from PIL import Image

    buffer = BytesIO()
    Image.effect_noise((400, 400), 80).save(buffer, "PNG")
    path = tmp_path / "hong.png"
    path.write_bytes(buffer.getvalue()[:5000])
    with pytest.raises(UnreadableFile, match="ảnh hỏng hoặc chưa tải hết"):
        read(path)
