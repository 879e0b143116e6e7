"""The text inside one Word paragraph: runs, breaks, fields, revisions, footnote calls, text boxes, old fonts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest import legacy_fonts
from ingest.loaders.docx_numbering import SYMBOLS, W, attribute
from ingest.loaders.docx_styles import Styles
from ingest.vietnamese import superscript

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FIGURE = re.compile(r"\s*[(\[]?(\d{1,3})[)\]]?\s*")
_CONTAINERS = "hyperlink ins moveTo smartTag sdt sdtContent fldSimple customXml dir bdo"
_THROUGH = {W + name for name in _CONTAINERS.split(" ")}
_SKIPPED = {W + "del", W + "moveFrom"}


@dataclass
class Paragraph:
    """What a paragraph holds: text (line breaks as \\n), whether all of it is bold, footnotes called, text boxes."""

    text: str = ""
    bold: bool = False
    notes: list[tuple[str, Any]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    def joined(self, after: Paragraph) -> Paragraph:
        """This paragraph and the next as one."""
        both = bool(self.text.strip()) and bool(after.text.strip())
        bold = self.bold and after.bold if both else self.bold or after.bold
        return Paragraph(self.text + after.text, bold, self.notes + after.notes, self.boxes + after.boxes)


class Notes:
    """Footnotes and endnotes by their ids, numbered in the order in which the text calls them.

    Endnotes go on counting after the footnotes: Word prints them as i, ii…, which cannot be told apart from letters.
    """

    def __init__(self, footnotes: Any, endnotes: Any) -> None:
        self.roots = [root for root in (footnotes, endnotes) if root is not None]
        self._notes: dict[tuple[str, str], Any] = {}
        self._numbers: dict[tuple[str, str], str] = {}
        self._count = 0
        for kind, root in (("footnote", footnotes), ("endnote", endnotes)):
            for note in root.findall(W + kind) if root is not None else ():
                if note.get(W + "type", "normal") == "normal":
                    self._notes[kind, note.get(W + "id", "")] = note

    def call(self, kind: str, key: str) -> tuple[str, Any]:
        """The number of a note and its element, ("", None) when there is no such note."""
        if (kind, key) not in self._notes:
            return "", None
        if (kind, key) not in self._numbers:
            self._count += 1
            self._numbers[kind, key] = str(self._count)
        return self._numbers[kind, key], self._notes[kind, key]


class Inline:
    """Reads paragraphs; knows the fonts of the whole document, to tell an old font from one that is so only by name.

    converted: the old encodings that were met. revised: whether there are tracked changes.
    """

    def __init__(self, styles: Styles, notes: Notes, root: Any, others: list[Any]) -> None:
        self.styles, self.notes = styles, notes
        self.converted: set[legacy_fonts.Legacy] = set()
        self.revised = False
        self._unicode_fonts: set[str] = set()
        self.default_font = ""
        self._named = False
        texts: list[str] = []
        for element in (root, *others):
            for paragraph in element.iter(W + "p"):
                style = attribute(paragraph, "pPr/pStyle")
                for run in paragraph.iter(W + "r"):
                    font = styles.font(run.find(W + "rPr"), style)
                    text = "".join(t.text or "" for t in run.findall(W + "t"))
                    texts.append(text)
                    if legacy_fonts.font_encoding(font) and legacy_fonts.is_unicode_vietnamese(text):
                        self._unicode_fonts.add(font)
                    self._named |= bool(legacy_fonts.font_encoding(font))
                texts.append("\n")
        if not self._named and (old := legacy_fonts.detect("".join(texts))):
            self.default_font = legacy_fonts.PLAIN_FONT[old]

    def read(self, paragraph: Any, style: str) -> Paragraph:
        """The paragraph as a reader sees it."""
        out = Paragraph()
        pieces: list[tuple[str, str]] = []
        weights: list[tuple[int, bool]] = []
        self._children(paragraph, style, out, pieces, weights)
        out.text, met = legacy_fonts.join_runs(pieces)
        self.converted |= met
        shown = sum(length for length, _ in weights)
        out.bold = bool(shown) and all(bold for length, bold in weights if length)
        return out

    def _children(self, parent: Any, style: str, out: Paragraph, pieces: Any, weights: Any) -> None:
        for child in parent:
            if child.tag == W + "r":
                self._run(child, style, out, pieces, weights)
            elif child.tag in _SKIPPED:
                self.revised = True
            elif child.tag in _THROUGH:
                self.revised |= child.tag in (W + "ins", W + "moveTo")
                self._children(child, style, out, pieces, weights)
            elif child.tag == _MC + "AlternateContent":
                self._alternate(child, style, out, pieces, weights)
            elif child.tag in (_MATH + "oMath", _MATH + "oMathPara"):
                pieces.append(("".join(t.text or "" for t in child.iter(_MATH + "t")), ""))

    def _alternate(self, element: Any, style: str, out: Paragraph, pieces: Any, weights: Any) -> None:
        """The first of the alternatives; the others repeat it for old programs."""
        choice = element.find(_MC + "Choice")
        if choice is None:
            choice = element.find(_MC + "Fallback")
        if choice is not None:
            self._boxes(choice, out)
            self._children(choice, style, out, pieces, weights)

    def _boxes(self, element: Any, out: Paragraph) -> None:
        for box in element.iter(W + "txbxContent"):
            if not any(box in outer.iter(W + "txbxContent") for outer in out.boxes):
                out.boxes.append(box)

    def _run(self, run: Any, style: str, out: Paragraph, pieces: Any, weights: Any) -> None:
        properties = run.find(W + "rPr")
        if self.styles.switch(properties, style, "vanish"):
            return
        font = self.default_font or self.styles.font(properties, style)
        old = font if legacy_fonts.font_encoding(font) and font not in self._unicode_fonts else ""
        raised = self.styles.value(properties, style, "vertAlign") == "superscript"
        capitals = self.styles.switch(properties, style, "caps")
        if capitals and legacy_fonts.font_encoding(old) == "tcvn3":
            old, capitals = ".VnTimeH", False
        length = 0
        for child in run:
            text = self._plain(child)
            if text:
                figure = _FIGURE.fullmatch(text) if raised else None
                # A raised figure leaves its old font: there `¹` would be a letter.
                piece = (superscript(figure.group(1)), "") if figure else (text, old)
                pieces.append((piece[0].upper() if capitals else piece[0], piece[1]))
                length += len(text.strip())
            elif child.tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = "footnote" if child.tag == W + "footnoteReference" else "endnote"
                number, note = self.notes.call(kind, child.get(W + "id", ""))
                if note is not None:
                    out.notes.append((number, note))
                    pieces.append((superscript(number), ""))
            elif child.tag == _MC + "AlternateContent":
                self._alternate(child, style, out, pieces, weights)
            elif child.tag in (W + "drawing", W + "pict", W + "object"):
                self._boxes(child, out)
        weights.append((length, self.styles.switch(properties, style, "b")))

    def _plain(self, child: Any) -> str:
        """The text of one piece of a run, "" for what is not text."""
        if child.tag == W + "t":
            return child.text or ""
        if child.tag in (W + "tab", W + "ptab"):
            return " "
        if child.tag in (W + "br", W + "cr"):
            return " " if child.get(W + "type") in ("page", "column") else "\n"
        if child.tag == W + "sym":
            code = child.get(W + "char", "")
            number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{2,4}", code) else 0
            return SYMBOLS.get(number) or (chr(number) if number >= 32 else "")
        return {W + "noBreakHyphen": "-", W + "softHyphen": "\xad"}.get(child.tag, "")
