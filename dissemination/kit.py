"""A whole kit for a request: outline, slides, hand-out and quiz, all proved; and its files, each whole or none."""

from __future__ import annotations

from pathlib import Path

from dissemination.kit_model import AUDIENCES, LENGTHS, Kit, Request
from dissemination.outline import build_outline
from dissemination.proof import problems
from dissemination.quiz import COUNT, build_quiz
from dissemination.shelf import Shelf
from dissemination.slides import build_handout, build_slides
from ingest.errors import UsageError
from ingest.library import write_atomically
from ingest.vietnamese import fold, strip_accents


def audience_named(said: str) -> str:
    """The audience that a person means: "chi-bo", "Cấp uỷ". Raises UsageError naming those there are."""
    key = strip_accents(fold(said)).replace("-", " ").replace("_", " ").strip()
    for audience in AUDIENCES:
        if strip_accents(audience) == key:
            return audience
    raise UsageError(f"«{said}»: không có đối tượng này; hãy chọn một trong: {', '.join(AUDIENCES)}.")


def make_kit(shelf: Shelf, request: Request) -> Kit:
    """The kit for a request.

    Raises UsageError for an unknown audience or length, or when neither documents nor a topic are named; UserError for
    an unknown document, or a topic that no document speaks of.
    """
    if request.minutes not in LENGTHS:
        raise UsageError(f"Thời lượng {request.minutes} phút không có; hãy chọn 15, 45 hoặc 90.")
    if not request.documents and not request.topic:
        raise UsageError("Chưa chọn văn bản hay chủ đề; hãy thêm --documents hoặc --topic.")
    request = Request(request.documents, request.topic, audience_named(request.audience), request.minutes)
    outline, documents = build_outline(shelf, request)
    told = [quote for section in outline.sections for line in section.lines for quote in line.quotes]
    kit = Kit(
        Request(tuple(d.id for d in documents), request.topic, request.audience, request.minutes),
        outline,
        build_slides(shelf, outline, request.minutes),
        build_handout(shelf, outline, request.minutes),
        build_quiz(shelf, documents, COUNT[request.minutes], within=told if request.topic else (), seed=outline.title),
    )
    wrong = problems(shelf, kit)
    if wrong:
        raise AssertionError("bộ tài liệu có dòng không chứng minh được: " + "; ".join(wrong[:3]))
    return kit


def kit_files(shelf: Shelf, kit: Kit) -> dict[str, bytes]:
    """The files of a kit by name, made from the kit as it is now (a page may have edited it)."""
    from dissemination.docx_out import handout_docx, outline_docx, quiz_docx
    from dissemination.pptx_out import slides_pptx

    return {
        "de-cuong.docx": outline_docx(shelf, kit),
        "trinh-chieu.pptx": slides_pptx(shelf, kit),
        "phat-tay.docx": handout_docx(shelf, kit),
        "cau-hoi.docx": quiz_docx(shelf, kit, key=False),
        "dap-an.docx": quiz_docx(shelf, kit, key=True),
    }


def write_kit(shelf: Shelf, kit: Kit, folder: Path) -> tuple[Path, ...]:
    """Write a kit into a folder; every file is made before the first is written, and each is written whole or not.

    Raises UserError (one line) when the folder cannot be written or the disk is full.
    """
    files = kit_files(shelf, kit)
    written = []
    for name, data in files.items():
        write_atomically(folder / name, data)
        written.append(folder / name)
    return tuple(written)
