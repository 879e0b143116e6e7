"""Slides and hand-out, drawn from the outline: fewer lines, shorter spans, full sentences in the speaker's notes."""

from __future__ import annotations

from collections.abc import Sequence

from dissemination.kit_model import Handout, Line, Outline, Section, Slide
from dissemination.shelf import Shelf
from index.results import Quote
from ingest.sentences import parts

_MOST_SLIDES = {15: 8, 45: 18, 90: 32}
_MOST_HANDOUT = {15: 8, 45: 14, 90: 22}
_LINES, _SIGNS, _LONGEST = 6, 620, 210
_NO_SLIDE = ("lưu ý",)


def build_slides(shelf: Shelf, outline: Outline, minutes: int) -> tuple[Slide, ...]:
    """Slides of an outline, at most so many for the length; each part of the outline keeps at least one.

    A slide shows at most six lines and 620 signs; a sentence that is too long is shown by its first parts, and
    stands in full in the notes.
    """
    parts_of = [_slides(shelf, section) for section in outline.sections if section.role not in _NO_SLIDE]
    most = _MOST_SLIDES[minutes]
    while sum(map(len, parts_of)) > most:
        longest = max(range(len(parts_of)), key=lambda place: len(parts_of[place]))
        if len(parts_of[longest]) == 1:
            break
        parts_of[longest] = _thinned(parts_of[longest])
    return tuple(slide for slides in parts_of for slide in slides)


def build_handout(shelf: Shelf, outline: Outline, minutes: int) -> Handout:
    """The chief lines of an outline: goals first, then tasks and duties, then the rest, in the outline's order."""
    order = {"mục tiêu": 0, "nhiệm vụ": 1, "tổ chức": 2, "liên hệ": 3, "quan điểm": 4, "bối cảnh": 5}
    kept = [
        (order[section.role], place, one)
        for section in outline.sections
        if section.role in order
        for place, one in enumerate(one for one in section.lines if one.kind in ("quote", "digest"))
    ]
    most = _MOST_HANDOUT[minutes]
    best = sorted(kept, key=lambda item: (item[1] // 3, item[0], item[1]))[:most]
    chosen = {one.quotes for _, _, one in best}
    lines = tuple(_short(shelf, one) for _, _, one in kept if one.quotes in chosen)
    notes = tuple(one for section in outline.sections if section.role == "lưu ý" for one in section.lines)
    return Handout("TÀI LIỆU PHÁT TAY: " + short_title(outline), lines, notes)


def short_title(outline: Outline) -> str:
    """The title of an outline without the word for outline."""
    return outline.title.removeprefix("ĐỀ CƯƠNG ").removeprefix("GIỚI THIỆU ").removeprefix("CHUYÊN ĐỀ: ")


def _slides(shelf: Shelf, section: Section) -> list[Slide]:
    """The slides of a part; a title of the document stands above the lines it heads, never last on a slide."""
    found: list[Slide] = []
    shown: list[Line] = []
    said: list[Line] = []
    heading: Line | None = None
    for one in section.lines:
        if one.kind == "heading":
            heading = one
            continue
        added = [heading, _short(shelf, one)] if heading else [_short(shelf, one)]
        signs = sum(len(s.text) for s in (*shown, *added))
        if shown and (len(shown) + len(added) > _LINES or signs > _SIGNS):
            found.append(Slide(section.title, tuple(shown), tuple(said)))
            shown, said = [], []
        shown += added
        said.append(one)
        heading = None
    return [*found, Slide(section.title, tuple(shown), tuple(said))] if shown else found


def _thinned(slides: Sequence[Slide]) -> list[Slide]:
    """The slides of a part without the one that has least to show."""
    least = min(range(len(slides)), key=lambda place: (len(slides[place].lines), -place))
    return [slide for place, slide in enumerate(slides) if place != least]


def _short(shelf: Shelf, one: Line) -> Line:
    """A line short enough to see: as many of its parts (between semicolons) as fit, where the whole is too long."""
    if len(one.text) <= _LONGEST or one.kind not in ("quote", "digest"):
        return one
    quote = one.quotes[0]
    text = shelf.clause(quote.clause).text
    pieces = parts(text, (quote.start, quote.end))
    fitting = [end for _, end in pieces if end - quote.start <= _LONGEST] or [pieces[0][1]]
    short = Quote(quote.clause, quote.start, max(fitting))
    return Line(shelf.text(short), one.kind, (short,))
