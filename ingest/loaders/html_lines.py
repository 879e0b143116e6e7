"""HTML elements → lines as a browser shows them: blocks, line breaks, list numbers, tables, footnotes."""

from __future__ import annotations

import re
from typing import Any

from ingest import legacy_fonts
from ingest.document import Line
from ingest.loaders.docx_numbering import printed
from ingest.loaders.tables import is_layout
from ingest.vietnamese import SUPERSCRIPT_RUN, clean, collapse, plain_digits, superscript

_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
    "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;\"',]+)", re.I)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)
_FIGURE = re.compile(r"[(\[]?(\d{1,3})[)\]]?")
_NUMBERED = re.compile(r"(?:[-–—+•*]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ]|[IVX]{1,5}|[A-ZĐ])\s?[.)/:\-–])(?:\s|$)")
_TERMINAL = re.compile(r"[.;:!?…][\"”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_NOTE_ID = re.compile(r"_?(?:ftn|edn|fn|footnote|note)[-_:]?\d+", re.I)
_ALIGN = re.compile(r"vertical-align\s*:\s*super", re.I)
_SHAPES = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "decimal": "decimal",
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}  # fmt: skip
_BULLETS = ("•", "○", "▪")
_CELL_OF_PROSE = 2000


class Walker:
    """Walks a block and collects its lines. converted: the old encodings met. font: assumed where none is named."""

    def __init__(self, root: Any, font: str = "") -> None:
        self.root, self.font = root, font
        self.converted: set[legacy_fonts.Legacy] = set()
        self._lines: list[Line] = []
        self._pieces: list[tuple[str, str]] = []
        self._weights: list[tuple[int, bool]] = []
        self._heading = False
        self._label = ""
        self._calls: dict[int, str] = {}
        self._notes: dict[int, str] = {}
        self._note = ""
        self._called: set[str] = set()
        self._find_notes()

    def lines(self) -> list[Line]:
        """The lines of the block, in the order of the page."""
        self._walk(self.root)
        self._flush()
        return self._lines

    # -- footnotes ----------------------------------------------------------------------------------------------------

    def _find_notes(self) -> None:
        """Pair the links that call notes with the places they lead to: a number linked to a later place on the page."""
        places: dict[str, Any] = {}
        order = {id(tag): at for at, tag in enumerate(self.root.find_all(True))}
        for tag in self.root.find_all(True):
            for key in (tag.get("id"), tag.get("name")):
                if key:
                    places.setdefault(str(key), tag)
        for link in self.root.find_all("a", href=re.compile("^#.")):
            number = _FIGURE.fullmatch(collapse(link.get_text()))
            target = places.get(str(link["href"])[1:])
            if number is None or target is None or order[id(target)] < order[id(link)]:
                continue
            block = target
            while block.name not in _BLOCKS and block.parent is not None:
                block = block.parent
            if block.parent is not None and _NOTE_ID.fullmatch(str(block.parent.get("id", ""))):
                block = block.parent
            if block is self.root or link in block.find_all("a"):
                continue
            self._calls[id(link)] = number.group(1)
            self._notes[id(block)] = number.group(1)

    # -- walking ------------------------------------------------------------------------------------------------------

    def _walk(self, node: Any, font: str = "", bold: bool = False, pre: bool = False) -> None:
        for child in list(node.children):
            if getattr(child, "name", None) is None:
                self._text(str(child), font, bold, pre)
                continue
            self._element(child, font, bold, pre)

    def _element(self, tag: Any, font: str, bold: bool, pre: bool) -> None:
        style = str(tag.get("style", ""))
        family = _FAMILY.search(style)
        font = str(tag.get("face", "")) or (family.group(1).strip() if family else font)
        bold = bold or tag.name in ("b", "strong", "th") or bool(_BOLD.search(style))
        if tag.name == "br":
            self._pieces.append(("\n", ""))
        elif id(tag) in self._calls:
            self._raise(self._calls[id(tag)])
        elif tag.name == "sup" or _ALIGN.search(style):
            self._sup(tag, font, bold, pre)
        elif tag.name == "table":
            self._flush()
            self._table(tag, font, bold)
        elif tag.name in ("ol", "ul"):
            self._flush()
            self._list(tag, font, bold)
        elif tag.name in _BLOCKS:
            self._flush()
            outer_heading, outer_note = self._heading, self._note
            self._heading = tag.name in _HEADINGS
            if id(tag) in self._notes:
                self._note = self._notes[id(tag)]
            self._walk(tag, font, bold, pre or tag.name == "pre")
            self._flush()
            self._heading, self._note = outer_heading, outer_note
        else:
            self._walk(tag, font, bold, pre)

    def _text(self, text: str, font: str, bold: bool, pre: bool) -> None:
        if not pre:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
        font = self.font or font
        self._pieces.append((text, font if legacy_fonts.font_encoding(font) else ""))
        self._weights.append((len(text.strip()), bold))

    def _raise(self, number: str) -> None:
        self._called.add(number)
        self._pieces.append((superscript(number), ""))

    def _sup(self, tag: Any, font: str, bold: bool, pre: bool) -> None:
        number = _FIGURE.fullmatch(collapse(tag.get_text()))
        links = [self._calls[id(a)] for a in tag.find_all("a") if id(a) in self._calls]
        if number is None and not links:
            self._walk(tag, font, bold, pre)
        else:
            self._raise(links[0] if links else number.group(1) if number else "")

    def _flush(self) -> None:
        """End the block: its pieces become lines, one for each line break."""
        text, met = legacy_fonts.join_runs(self._pieces)
        shown = [(length, bold) for length, bold in self._weights if length]
        self._pieces, self._weights = [], []
        if not text.strip():
            return
        self.converted |= met
        heading = self._heading or (bool(shown) and all(bold for _, bold in shown))
        label, self._label = self._label, ""
        starts, before = True, ""
        for piece in clean(text).split("\n"):
            words = collapse(piece)
            if not words:
                starts = True
                continue
            if label:
                words, label = (words if _NUMBERED.match(words) else f"{label} {words}"), ""
            # A single break after a full stop parts paragraphs on pages that use nothing else.
            self._add(words, starts or bool(_TERMINAL.search(before)), heading)
            starts, before = False, words

    def _add(self, words: str, starts: bool, heading: bool) -> None:
        number, text = self._note_of(words)
        last = self._lines[-1] if self._lines else None
        if number:
            self._lines.append(Line(text, role="footnote", note=number))
        elif self._note and last is not None and last.role == "footnote":
            self._lines[-1] = Line(f"{last.text} {words}", role="footnote", note=last.note)
        else:
            self._lines.append(Line(words, starts=starts, heading=heading))

    def _note_of(self, words: str) -> tuple[str, str]:
        """The number and text of a footnote that begins here, ("", "") for body text."""
        raised = SUPERSCRIPT_RUN.match(words)
        if self._note and not (self._lines and self._lines[-1].note == self._note):
            text = words[raised.end() :] if raised else re.sub(rf"^[(\[]?{self._note}[)\].]*\s*", "", words)
            return self._note, re.sub(r"\s*[↩↑^]\ufe0e?$", "", text).strip()
        if raised and plain_digits(raised.group()) in self._called and words[raised.end() :].strip():
            repeated = any(SUPERSCRIPT_RUN.search(line.text) for line in self._lines)
            return (plain_digits(raised.group()), words[raised.end() :].strip()) if repeated else ("", "")
        return "", ""

    # -- lists and tables ---------------------------------------------------------------------------------------------

    def _list(self, tag: Any, font: str, bold: bool) -> None:
        items = tag.find_all("li", recursive=False)
        shape = self._shape(tag)
        step = -1 if tag.has_attr("reversed") else 1
        value = _integer(tag.get("start"), len(items) if step < 0 else 1)
        for child in list(tag.children):
            if getattr(child, "name", None) != "li":
                if getattr(child, "name", None) is not None:
                    self._element(child, font, bold, False)
                continue
            value = _integer(child.get("value"), value)
            if id(child) not in self._notes and shape != "none":
                number = printed(value, shape)
                self._label = shape if tag.name == "ul" else f"{number}."
            value += step
            self._element(child, font, bold, False)
            self._label = ""

    def _shape(self, tag: Any) -> str:
        """How the items of a list are marked: a number format, the bullet itself for `ul`, or "none"."""
        styled = _LIST_STYLE.search(str(tag.get("style", "")))
        if styled and styled.group(1).lower() == "none":
            return "none"
        if tag.name == "ul":
            depth = len(tag.find_parents("ul"))
            return _BULLETS[min(depth, len(_BULLETS) - 1)]
        return _SHAPES.get(styled.group(1).lower() if styled else str(tag.get("type", "1")), "decimal")

    def _table(self, table: Any, font: str, bold: bool) -> None:
        rows = [
            row.find_all(["td", "th"], recursive=False)
            for row in table.find_all("tr")
            if row.find_parent("table") is table
        ]
        plain = [[cell.get_text("\n") for cell in row] for row in rows]
        used = max((sum(bool(text.strip()) for text in row) for row in plain), default=0)
        prose = any(len(text) > _CELL_OF_PROSE for row in plain for text in row)
        if used <= 1 or prose or is_layout(plain):
            for row in rows:
                for cell in row:
                    self._element(cell, font, bold, False)
            return
        first = True
        spanned: dict[int, int] = {}
        for row in rows:
            cells: list[str] = []
            for cell in row:
                _skip_spanned(cells, spanned)
                if (reach := _integer(cell.get("rowspan"), 1)) > 1:
                    spanned[len(cells)] = reach - 1
                cells.append(self._cell(cell, font, bold))
            _skip_spanned(cells, spanned)
            if any(cells):
                self._lines.append(Line(" | ".join(cells), starts=first, role="table"))
                first = False

    def _cell(self, cell: Any, font: str, bold: bool) -> str:
        outer, self._lines = self._lines, []
        self._element(cell, font, bold, False)
        self._flush()
        inner, self._lines = self._lines, outer
        return " ".join(line.text for line in inner)


def _skip_spanned(cells: list[str], spanned: dict[int, int]) -> None:
    """Leave the places empty that a cell of a row above reaches down into."""
    while spanned.get(len(cells), 0) > 0:
        spanned[len(cells)] -= 1
        cells.append("")


def _integer(value: Any, default: int) -> int:
    text = str(value if value is not None else "").strip()
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default
