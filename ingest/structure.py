"""Lines → a tree of clauses that covers every non-space character exactly once.

`parse` is the only entry: it joins wrapped and cut lines into paragraphs, lets `outline` place every printed number,
hangs footnotes on the words that call them, and gives each clause its id, address and spans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest import tail
from ingest.document import Clause, Kind, Line, Reading
from ingest.drafts import Draft, clauses_of, kind_of
from ingest.errors import UnreadableFile
from ingest.footnotes import find_calls
from ingest.markers import Marker, candidates
from ingest.outline import Outline, Place
from ingest.vietnamese import superscript

_FINISHED = re.compile(r"[.;:!?…][\"”’»)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_LIST_END = re.compile(r"[.;:,!?…][\"”’»)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_TERMINAL = re.compile(r"[.;,:!?…][\"”’»)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_NUMBERISH = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})*(?:\s?[.)\-–/]|\s)|[a-zđA-ZĐ]\d?\s?[.)\-–]|[IVXivx]+\s?[.)\-–]|\(\w{1,3}\)"
    r"|(?i:Điều|Chương|Phần|Mục|Phụ lục) (?:\d|[IVXA-Z]+\b))"
)
_SHORT = 160
_UNNUMBERED_BODY = 12
_QUOTE_LINES = 150
_DIVISION_STYLES = ("part", "chapter", "section", "subsection", "roman", "upper", "article")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Structure:
    """The result of parsing: the whole text, the clauses in reading order, what the reader should be told."""

    source_text: str
    clauses: tuple[Clause, ...]
    warnings: tuple[str, ...]


def parse(reading: Reading, document_id: str) -> Structure:
    """Clauses of a document.

    Every non-space character of `source_text` lies in exactly one span of exactly one clause. Raises UnreadableFile
    when a digest gives one address twice.
    """
    parser = _Parser()
    source, starts = _source(reading.lines)
    quoted = _quoted_lines(reading.lines)
    for number, (line, start) in enumerate(zip(reading.lines, starts, strict=True)):
        parser.line(number, line, start, number in quoted)
    drafts = parser.drafts
    find_calls(drafts, parser.taken)
    clauses = clauses_of(drafts, document_id)
    return Structure(source, clauses, reading.warnings + tuple(parser.warnings))


def printed_text(line: Line) -> str:
    """A line as it stands in the source text: a footnote begins with its number."""
    if line.role == "footnote" and line.note and not line.text.startswith(superscript(line.note)):
        return f"{superscript(line.note)} {line.text}"
    return line.text


def _source(lines: tuple[Line, ...]) -> tuple[str, list[int]]:
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for line in lines:
        text = printed_text(line)
        gap = "" if not pieces else "\n\n" if line.starts else "\n"
        pieces.append(gap + text)
        starts.append(at + len(gap))
        at += len(gap) + len(text)
    return "".join(pieces), starts


def _quoted_lines(lines: tuple[Line, ...]) -> set[int]:
    """Lines inside a quotation that opens at the head of a line and closes lines later (amended articles)."""
    inside: set[int] = set()
    at = 0
    while at < len(lines):
        text = lines[at].text
        if text[:1] in '“"' and not re.search(r"[”\"]", text[1:]):
            for end in range(at + 1, min(len(lines), at + _QUOTE_LINES)):
                if re.search(r"[”\"][.;,]?$", lines[end].text) and lines[end].text[:1] not in "“":
                    inside.update(range(at, end + 1))
                    at = end
                    break
        at += 1
    return inside


class _Parser:
    """The state of one pass over the lines."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.warnings: list[str] = []
        self.taken: set[str] = set()
        self.outline = Outline(taken=self.taken)
        self.zone = "body"
        self.ended = False
        self.body: Draft | None = None

    def line(self, number: int, line: Line, start: int, quoted: bool) -> None:
        text = printed_text(line)
        if line.address is not None:
            self._addressed(number, line, text, start)
        elif line.role == "table":
            self._table(number, line, text, start)
        elif line.role == "footnote":
            self._footnote(number, line, text, start)
        elif not self._tail(number, line, text, start):
            self._body(number, line, text, start, quoted)

    # -- digests, tables, footnotes ---------------------------------------------------------------------------

    def _addressed(self, number: int, line: Line, text: str, start: int) -> None:
        path = line.address or ""
        if path in self.taken:
            raise UnreadableFile(f"địa chỉ [{path}] có hai lần («{text[:_SHOWN]}…»); mỗi địa chỉ chỉ viết một lần.")
        self.taken.add(path)
        parents = [path[:at] for at, sign in enumerate(path) if sign == "/"]
        parent = next((p for p in reversed(parents) if p in self.taken), "")
        draft = Draft(path, parent, kind_of(path, line.heading), marked_heading=line.heading, sources=line.sources)
        draft.add(text, start, line.page, number)
        self.drafts.append(draft)

    def _table(self, number: int, line: Line, text: str, start: int) -> None:
        before = self.drafts[-1] if self.drafts else None
        if before is not None and before.kind == "table" and before.last_line == number - 1 and not line.starts:
            before.pieces.append(text)
            before.spans.append((start, start + len(text)))
            before.last_line = number
            return
        parent = self.outline.top
        self.outline.bullets.clear()
        self._open(Draft(self.outline.next_in(parent, "t"), parent, "table"), number, line, text, start)

    def _footnote(self, number: int, line: Line, text: str, start: int) -> None:
        before = self.drafts[-1] if self.drafts else None
        if not line.note and before is not None and before.kind == "footnote":
            before.add(text, start, line.page, number)
            return
        draft = Draft("", self.outline.top, "footnote", note=line.note or "1")
        draft.add(text, start, line.page, number)
        self.drafts.append(draft)

    # -- recipients, signature, appendices --------------------------------------------------------------------

    def _tail(self, number: int, line: Line, text: str, start: int) -> bool:
        """Read a line of the closing matter; False when it is body."""
        begins = line.starts or self.zone != "body" or line.heading
        appendix = tail.opens_appendix(text, after_end=self.ended) if begins and self.outline.started else ""
        if appendix:
            self.zone = "body"
            self.outline = Outline(base=self.outline.unique(appendix), taken=self.taken, started=True)
            self._open(Draft(self.outline.base, "", "heading", marked_heading=True), number, line, text, start)
            return True
        if tail.opens_recipients(text) and (self.outline.started or len(self.drafts) > 4):
            self._close("recipients", "noi-nhan", number, line, text, start)
            return True
        if self.zone != "recipients" and not self._can_end():
            return False
        if tail.opens_signature(text) and (line.starts or self.zone != "body" or self._finished()):
            if self.zone == "signature":
                return self._extend(number, line, text, start)
            self._close("signature", "ky", number, line, text, start)
            return True
        if self.zone == "recipients" and not (line.starts and _numbered(text)):
            return self._extend(number, line, text, start)
        if self.zone == "signature" and tail.in_signature(text):
            return self._extend(number, line, text, start)
        return False

    def _can_end(self) -> bool:
        """Whether the text is far enough on to be signed: a number has been seen, or most of an unnumbered text."""
        return self.ended or self.outline.started or len(self.drafts) > _UNNUMBERED_BODY

    def _close(self, kind: Kind, segment: str, number: int, line: Line, text: str, start: int) -> None:
        self.zone, self.ended = kind, True
        base = self.outline.base
        path = self.outline.unique(f"{base}/{segment}" if base else segment)
        self._open(Draft(path, base, kind), number, line, text, start)
        self.body = None

    def _extend(self, number: int, line: Line, text: str, start: int) -> bool:
        draft = next(d for d in reversed(self.drafts) if d.kind in ("recipients", "signature"))
        draft.add(text, start, line.page, number)
        return True

    # -- body -------------------------------------------------------------------------------------------------

    def _body(self, number: int, line: Line, text: str, start: int, quoted: bool) -> None:
        markers = [] if quoted else candidates(text)
        if self.zone != "body":
            self.zone = "body"
            goes_on = self.outline.choose(markers, certain=False)
            if not self.outline.base and not (goes_on and goes_on.quality == 3 and not goes_on.note):
                self.outline = Outline(base=self.outline.unique("kem-theo"), taken=self.taken, started=True)
                if tail.is_upper(text):
                    heading = Draft(self.outline.base, "", "heading", marked_heading=True)
                    self._open(heading, number, line, text, start)
                    return
        place = self._accept(number, line, text, markers)
        if place is not None:
            self._item(place, number, line, text, start)
        elif markers and markers[0].style == "bullet" and self._is_bullet(line, text, markers[0]):
            path, parent = self.outline.bullet(markers[0].sign)
            self._open(Draft(path, parent, "bullet", marker=text[: markers[0].end].rstrip()), number, line, text, start)
        elif self.body is not None and self._continues(line, text, quoted):
            self.body.add(text, start, line.page, number, cut=line.starts)
        else:
            path, parent = self.outline.paragraph()
            self._open(Draft(path, parent, "paragraph", marked_heading=line.heading), number, line, text, start)
        if place is None and _NUMBERISH.match(text):
            why = "nằm trong ngoặc kép" if quoted else "không nối tiếp số nào đang mở"
            self.warnings.append(f"dòng {number + 1}: «{text[:_SHOWN]}» coi là văn xuôi ({why})")

    def _accept(self, number: int, line: Line, text: str, markers: list[Marker]) -> Place | None:
        numbers = [m for m in markers if m.style != "bullet"]
        if not numbers:
            return None
        certain = line.starts or line.heading
        if not certain and not (self._finished() or self._after_short_item()):
            return None
        place = self.outline.choose(numbers, certain)
        if place is not None and place.note:
            self.warnings.append(f"dòng {number + 1}: «{text[:_SHOWN]}»: {place.note}")
        return place

    def _item(self, place: Place, number: int, line: Line, text: str, start: int) -> None:
        parent = self.outline.stack[place.keep - 1].path if place.keep else self.outline.base
        path = self.outline.open(place)
        draft = Draft(path, parent, "item", text[: place.marker.end].rstrip(), place.marker.style)
        draft.marked_heading = line.heading
        self._open(draft, number, line, text, start)

    def _open(self, draft: Draft, number: int, line: Line, text: str, start: int) -> None:
        draft.add(text, start, line.page, number)
        self.drafts.append(draft)
        self.body = draft

    def _finished(self) -> bool:
        return self.body is None or bool(_FINISHED.search(self.body.pieces[-1]))

    def _after_short_item(self) -> bool:
        """Whether the line before is a number with its title, alone on a short line."""
        body = self.body
        return body is not None and bool(body.marker) and len(body.pieces) == 1 and len(body.pieces[0]) < _SHORT

    def _is_bullet(self, line: Line, text: str, marker: Marker) -> bool:
        """Tell a bullet from the dash of `kinh tế - xã hội` at the head of a wrapped line."""
        body = self.body
        if body is None:
            return True
        lower = text[marker.end : marker.end + 1].islower()
        if _LIST_END.search(body.pieces[-1]):
            return True
        if not lower:
            return line.starts or self._after_short_item() or body.kind == "bullet"
        return line.starts and (body.kind == "bullet" or len(body.text) < _SHORT)

    def _continues(self, line: Line, text: str, quoted: bool) -> bool:
        """Whether a line without a number goes on with the paragraph before it."""
        body = self.body
        assert body is not None
        if not line.starts:
            return True
        bare_title = body.marker and len(body.text) <= len(body.marker) + 1
        if bare_title:
            return True
        if body.kind == "heading" or line.heading:
            return False
        both_upper = tail.is_upper(text) and tail.is_upper(body.text)
        if both_upper and body.style in _DIVISION_STYLES and not _TERMINAL.search(body.text):
            return True
        if quoted or body.marked_heading or tail.is_upper(body.text):
            return False
        return text[:1].islower() and not _FINISHED.search(body.text) and len(body.text) > len(body.marker) + 1


def _numbered(text: str) -> bool:
    """Whether a line begins with a printed number rather than a dash; recipients are listed with dashes."""
    return any(marker.style != "bullet" for marker in candidates(text))
