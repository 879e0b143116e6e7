"""Word .docx → lines as a reader sees them: numbers counted, revisions accepted, footnotes at their calls."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ingest import legacy_fonts
from ingest.document import Line, Reading
from ingest.errors import UnreadableFile
from ingest.loaders.docx_numbering import Numbering, W, attribute
from ingest.loaders.docx_styles import Styles
from ingest.loaders.docx_text import Inline, Notes, Paragraph
from ingest.loaders.tables import LAYOUT, is_layout
from ingest.vietnamese import clean, collapse

_TOC = ("toc ", "mục lục ")


def read_docx(data: bytes, where: str) -> Reading:
    """The lines of a Word document; pages are not known, since Word lays them out anew each time.

    Raises UnreadableFile when the package is damaged or is no Word document.
    """
    document = _open(data, where)
    reader = _Reader(document.part, document.element)
    lines = reader.lines()
    warnings = [f"{where}: {legacy_fonts.warning(name)}" for name in sorted(reader.inline.converted)]
    if reader.inline.revised:
        warnings.append(f"{where}: văn bản còn theo dõi sửa đổi (Track Changes); đã đọc như đã chấp nhận mọi sửa đổi.")
    if reader.contents:
        warnings.append(f"{where}: đã bỏ {reader.contents} dòng mục lục tự động.")
    return Reading(tuple(lines), "docx", tuple(warnings))


def _open(data: bytes, where: str) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(BytesIO(data))
        if document.element.body is None:
            raise ValueError("no body")
    except (
        PackageNotFoundError, XMLSyntaxError, zipfile.BadZipFile,
        KeyError, ValueError, AttributeError, OSError, EOFError,
    ) as error:  # fmt: skip
        raise UnreadableFile(
            f"{where}: tệp Word bị hỏng hoặc tải chưa hết ({type(error).__name__}); hãy mở bằng Word, lưu lại rồi thử."
        ) from None
    return document


def _part(part: Any, kind: str) -> Any:
    """The root element of the part related to `part` by a relationship that ends in `kind`, None without one."""
    from lxml import etree

    for relation in part.rels.values():
        if relation.reltype.endswith("/" + kind) and not relation.is_external:
            target = relation.target_part
            if (element := getattr(target, "element", None)) is not None:
                return element
            try:
                return etree.fromstring(target.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            except etree.XMLSyntaxError:
                return None
    return None


class _Reader:
    """Walks the body once, in order."""

    def __init__(self, part: Any, root: Any) -> None:
        self.part = part
        self.body = root.body
        self.styles = Styles(_part(part, "styles"))
        self.numbering = Numbering(_part(part, "numbering"), self.styles.numbers())
        self.notes = Notes(_part(part, "footnotes"), _part(part, "endnotes"))
        self.inline = Inline(self.styles, self.notes, root, self.notes.roots)
        self.contents = 0
        self.carried: Paragraph | None = None

    def lines(self) -> list[Line]:
        return [*self._first_header(), *self._blocks(self.body)]

    def _first_header(self) -> Iterator[Line]:
        """A letterhead that stands in the header of the first page."""
        for section in self.body.iter(W + "sectPr"):
            wanted = "first" if section.find(W + "titlePg") is not None else "default"
            for reference in section.findall(W + "headerReference"):
                key = reference.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
                if reference.get(W + "type", "default") != wanted or key not in self.part.rels:
                    continue
                element = getattr(self.part.rels[key].target_part, "element", None)
                if element is not None and LAYOUT.search("\n".join(self._plain(p) for p in element.iter(W + "p"))):
                    yield from self._blocks(element)
            return

    def _plain(self, paragraph: Any) -> str:
        return "".join(text.text or "" for text in paragraph.iter(W + "t"))

    def _blocks(self, parent: Any) -> Iterator[Line]:
        for child in parent:
            if child.tag == W + "p":
                yield from self._paragraph(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag in (W + "sdt", W + "customXml", W + "ins", W + "moveTo"):
                content = child.find(W + "sdtContent")
                yield from self._blocks(content if content is not None else child)

    # -- paragraphs ---------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Any) -> Iterator[Line]:
        properties = element.find(W + "pPr")
        style = attribute(properties, "pStyle") if properties is not None else ""
        read = self.inline.read(element, style)
        if self.carried is not None:
            read, self.carried = self.carried.joined(read), None
        if self.styles.name(style).startswith(_TOC):
            self.contents += 1
            return
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            # The mark that ended this paragraph is deleted, so its text opens the next one.
            self.carried = read
            return
        yield from self._printed(read, properties, style)
        for box in read.boxes:
            yield from self._blocks(box)
        for number, text in self._notes(read):
            yield Line(text, role="footnote", note=number)

    def _label(self, properties: Any, style: str) -> str:
        number, level, from_style = self.styles.numbering(properties, style)
        if not number or number == "0":
            return ""
        if level is None:
            level = self.numbering.level_of_style(number, from_style)
        label, gap = self.numbering.label(number, level)
        return label + gap

    def _printed(self, read: Paragraph, properties: Any, style: str) -> Iterator[Line]:
        label = self._label(properties, style)
        name = self.styles.name(style)
        heading = (
            self.styles.outline_level(properties, style) < 9
            or name.startswith(("heading", "title", "tiêu đề"))
            or read.bold
        )
        first = True
        for piece in (label + read.text if read.text.strip() else "").split("\n"):
            text = collapse(clean(piece))
            if text:
                yield Line(text, starts=first, heading=heading)
                first = False

    def _notes(self, read: Paragraph) -> Iterator[tuple[str, str]]:
        for number, element in read.notes:
            parts = [self.inline.read(p, attribute(p, "pPr/pStyle")).text for p in element.iter(W + "p")]
            text = collapse(clean(" ".join(parts)))
            if text:
                yield number, text

    # -- tables -------------------------------------------------------------------------------------------------------

    def _table(self, table: Any) -> Iterator[Line]:
        rows = [list(_cells(row)) for row in table.iter(W + "tr") if _table_of(row) is table and not _deleted(row)]
        plain = [["\n".join(self._plain(p) for p in cell.iter(W + "p")) for cell in row] for row in rows]
        used = max((sum(bool(text.strip()) for text in row) for row in plain), default=0)
        if used <= 1 or is_layout(plain):
            for row in rows:
                for cell in row:
                    yield from self._blocks(cell)
            return
        notes: list[Line] = []
        first = True
        for row in rows:
            cells = []
            for cell in row:
                lines = list(self._blocks(cell))
                notes += [line for line in lines if line.role == "footnote"]
                cells.append(" ".join(line.text for line in lines if line.role != "footnote"))
            if any(cells):
                yield Line(" | ".join(cells), starts=first, role="table")
                first = False
        yield from notes


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag == W + "sdt" and (content := child.find(W + "sdtContent")) is not None:
            yield from _cells(content)


def _table_of(row: Any) -> Any:
    parent = row.getparent()
    while parent is not None and parent.tag != W + "tbl":
        parent = parent.getparent()
    return parent


def _deleted(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None
