"""What a kit is made of. Everything is frozen: a page that edits a kit makes a changed copy and exports that.

A line of a document is a verbatim span; `proof.broken` tells which lines no longer are (someone edited them), and
exports print those as the editor's own words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from index.results import Quote

LineKind = Literal["quote", "digest", "heading", "prompt", "note"]
Form = Literal["chọn một", "đúng sai", "điền khuyết"]
Basis = Literal["chỉ tiêu", "phân công", "mục", "từ ngữ"]
AUDIENCES = ("chi bộ", "cấp ủy", "đoàn thể", "doanh nghiệp")
LENGTHS = (15, 45, 90)
BLANK = "……"


@dataclass(frozen=True)
class Request:
    """What a trainer asks for. documents: ids in order (those found for a topic when none are named)."""

    documents: tuple[str, ...] = ()
    topic: str = ""
    audience: str = "chi bộ"
    minutes: int = 45


@dataclass(frozen=True)
class Line:
    """One line of an outline, slide or hand-out.

    kind: "quote" (official words), "digest" (our summary of them), "heading" (a title of the document), "prompt" (a
    question of ours about the words between « »), "note" (what has changed since, with `sources`).
    quotes: where the words stand; the text of a quote, digest or heading line is exactly that span.
    """

    text: str
    kind: LineKind
    quotes: tuple[Quote, ...] = ()
    sources: tuple[str, ...] = ()

    def edited(self, text: str) -> Line:
        """A copy with other words; exports tell that they are the editor's."""
        return replace(self, text=text)


@dataclass(frozen=True)
class Section:
    """A part of an outline. role: "bối cảnh", "quan điểm", "mục tiêu", "nhiệm vụ", "tổ chức", "liên hệ", "thảo luận",
    "lưu ý"."""

    role: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Outline:
    """The outline that a trainer speaks from."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Slide:
    """A slide: few lines to see; notes: what to say, in full."""

    title: str
    lines: tuple[Line, ...]
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Handout:
    """What listeners take home: the chief lines, each with its permanent link."""

    title: str
    lines: tuple[Line, ...]
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Option:
    """An answer to choose, as it is printed at `quote`; right: whether it answers the question."""

    text: str
    quote: Quote
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A quiz question. about: the passage asked about (its words, with a blank or changed, make the stem).

    options: "chọn một" has one right option and two or three wrong ones; "đúng sai" has the true figure or body (right)
    and, when the statement is false, the one put in its place (wrong); "điền khuyết" has the words left out.
    answer: as the key prints it. section: the clause id of the title asked about, for basis "mục".
    """

    form: Form
    basis: Basis
    stem: str
    about: Quote
    options: tuple[Option, ...]
    answer: str
    section: str = ""


@dataclass(frozen=True)
class Kit:
    """Outline, slides, hand-out and quiz on one matter for one audience."""

    request: Request
    outline: Outline
    slides: tuple[Slide, ...]
    handout: Handout
    quiz: tuple[Question, ...]
