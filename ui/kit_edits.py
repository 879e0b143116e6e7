"""What a trainer changed on the page, put into a kit: every changed line is the trainer's own from then on.

Parts are called by name: "title"; "o/1/title", "o/1/2" (outline, section 1, line 2), "o/1/+" (lines added);
"s/0/title", "s/0/1" (slides); "h/title", "h/3" (hand-out), "hn/0" (its notes); "q/4/stem", "q/4/0" (an option),
"q/4/answer". An emptied line is dropped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dissemination.kit_model import Kit, Line, Question
from dissemination.proof import broken
from dissemination.shelf import Shelf
from ingest.errors import UserError

Edits = Mapping[str, str]
LONGEST = 4000
MOST = 600
BY_HAND = "(người soạn đã sửa)"
CHECK_KEY = "(câu đã sửa: phải kiểm lại đáp án)"
NOT_PRINTED = "(đã sửa, không còn là nguyên văn)"


def read_edits(sent: object) -> dict[str, str]:
    """The edits that the page sent as JSON. Raises UserError when they are not edits, or too many or too long."""
    try:
        found = json.loads(sent) if isinstance(sent, str) and sent else {}
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise UserError("Không đọc được phần đã sửa; hãy tải lại trang rồi soạn lại.")
    if len(found) > MOST or any(len(text) > LONGEST for text in found.values()):
        raise UserError(f"Phần đã sửa quá dài; mỗi dòng tối đa {LONGEST} ký tự, cả bộ tối đa {MOST} dòng sửa.")
    return found


def edited(shelf: Shelf, kit: Kit, edits: Edits, *, key: bool = False) -> Kit:
    """A kit with the edits in it. key: for the answers, where an edited option says that it is not printed so.

    A line edited in the outline is edited alike in slides and hand-out wherever the same line stands unedited.
    """
    swaps: dict[Line, str] = {}
    for at, section in enumerate(kit.outline.sections):
        for place, line in enumerate(section.lines):
            if f"o/{at}/{place}" in edits:
                swaps[line] = edits[f"o/{at}/{place}"]

    def lines(prefix: str, old: Sequence[Line]) -> tuple[Line, ...]:
        found = []
        for place, line in enumerate(old):
            text = edits.get(f"{prefix}/{place}", swaps.get(line))
            new = line if text is None else _line(shelf, line, text)
            if new is not None:
                found.append(new)
        return tuple(found)

    sections = []
    for at, section in enumerate(kit.outline.sections):
        added = tuple(Line(text, "quote") for text in map(_tidy, edits.get(f"o/{at}/+", "").splitlines()) if text)
        title = _tidy(edits.get(f"o/{at}/title", "")) or section.title
        kept = (*lines(f"o/{at}", section.lines), *added)
        if kept:
            sections.append(replace(section, title=title, lines=kept))
    slides = []
    for at, slide in enumerate(kit.slides):
        title = _tidy(edits.get(f"s/{at}/title", "")) or slide.title
        kept = lines(f"s/{at}", slide.lines)
        if kept:
            slides.append(replace(slide, title=title, lines=kept, notes=lines(f"n/{at}", slide.notes)))
    handout = replace(
        kit.handout,
        title=_tidy(edits.get("h/title", "")) or kit.handout.title,
        lines=lines("h", kit.handout.lines),
        notes=lines("hn", kit.handout.notes),
    )
    quiz = [new for at, one in enumerate(kit.quiz) if (new := _question(one, at, edits, key)) is not None]
    outline = replace(kit.outline, title=_tidy(edits.get("title", "")) or kit.outline.title, sections=tuple(sections))
    return replace(kit, outline=outline, slides=tuple(slides), handout=handout, quiz=tuple(quiz))


def _line(shelf: Shelf, line: Line, text: str) -> Line | None:
    """The line in other words; None when it was emptied. What no longer is a document's words never passes as such."""
    text = _tidy(text)
    if not text:
        return None
    if text == _tidy(line.text):
        return line
    if line.kind == "note":
        return Line(text, "quote")
    new = line.edited(text)
    # A question that no longer names words of the clause is the trainer's own line; exports say so of lines only.
    return replace(new, kind="quote") if line.kind == "prompt" and broken(shelf, new) else new


def _question(question: Question, at: int, edits: Edits, key: bool) -> Question | None:
    stem = _tidy(edits.get(f"q/{at}/stem", question.stem))
    if not stem:
        return None
    changed = stem != _tidy(question.stem)
    options, answer = [], question.answer
    for place, option in enumerate(question.options):
        text = _tidy(edits.get(f"q/{at}/{place}", "")) or option.text
        if text != option.text:
            changed = True
            text = f"{text} {NOT_PRINTED}" if key else text
            answer = text if option.right else answer
        options.append(replace(option, text=text))
    said = _tidy(edits.get(f"q/{at}/answer", "")) or answer
    if not changed and said == question.answer:
        return question
    if key:
        said = f"{said} {CHECK_KEY}"
    return replace(question, stem=f"{stem} {BY_HAND}", options=tuple(options), answer=said)


def _tidy(text: str) -> str:
    return " ".join(text.split())
