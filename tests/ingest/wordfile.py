"""Makes Word files with what python-docx does not write itself: lists, footnotes, revisions, text boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = (
    f'xmlns:w="{W_NAMESPACE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


@dataclass
class WordFile:
    """Collects body XML; `styles` are w:style elements, `lists` the inside of w:numbering, `notes` footnote texts."""

    body: list[str] = field(default_factory=list)
    lists: str = ""
    styles: str = ""
    notes: list[str] = field(default_factory=list)

    def paragraph(self, text: str, *, list_id: str = "", level: int = 0, style: str = "", bold: bool = False) -> None:
        """A paragraph; `¹` in the text calls the next footnote."""
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>' if list_id else ""
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        runs = []
        for place, piece in enumerate(text.split("¹")):
            if place:
                runs.append(f'<w:r><w:footnoteReference w:id="{place + 1}"/></w:r>')
            runs.append(run(piece, "<w:b/>" if bold else ""))
        self.body.append(f"<w:p><w:pPr>{named}{number}</w:pPr>{''.join(runs)}</w:p>")

    def raw(self, xml: str) -> None:
        self.body.append(xml)

    def save(self) -> bytes:
        """The .docx package."""
        import docx
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.oxml import parse_xml

        document = docx.Document()
        body: Any = document.element.body
        for child in list(body):
            if not child.tag.endswith("}sectPr"):
                body.remove(child)
        section = body[0]
        for xml in self.body:
            section.addprevious(parse_xml(_declared(xml)))
        if self.lists:
            numbering = document.part.numbering_part.element
            for child in list(numbering):
                numbering.remove(child)
            for child in parse_xml(f"<w:numbering {_HEAD}>{self.lists}</w:numbering>"):
                numbering.append(child)
        if self.styles:
            for child in parse_xml(f"<w:styles {_HEAD}>{self.styles}</w:styles>"):
                document.styles.element.append(child)
        if self.notes:
            notes = "".join(
                f'<w:footnote w:id="{place}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                f"<w:footnoteRef/></w:r>{run(' ' + note)}</w:p></w:footnote>"
                for place, note in enumerate(self.notes, start=2)
            )
            separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            blob = f"<?xml version='1.0' encoding='UTF-8'?><w:footnotes {_HEAD}>{separator}{notes}</w:footnotes>"
            part = Part(
                PackURI("/word/footnotes.xml"),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
                blob.encode("utf-8"),
                document.part.package,
            )
            document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        buffer = BytesIO()
        document.save(buffer)
        return buffer.getvalue()


def _declared(xml: str) -> str:
    name = xml[1:].split(">", 1)[0].split(" ", 1)[0].rstrip("/")
    return xml.replace(f"<{name}", f"<{name} {_HEAD}", 1)


def run(text: str, properties: str = "") -> str:
    """A run of text, with the inside of its w:rPr."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def abstract(key: str, levels: list[str]) -> str:
    """A list definition: each level as the inside of its w:lvl."""
    inside = "".join(f'<w:lvl w:ilvl="{place}">{level}</w:lvl>' for place, level in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{key}">{inside}</w:abstractNum>'


def level(shape: str, text: str, more: str = "", start: int = 1) -> str:
    """The inside of a w:lvl."""
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{shape}"/>{more}<w:lvlText w:val="{text}"/>'


def numbered(list_id: str, abstract_id: str, override: str = "") -> str:
    """A w:num that uses a definition."""
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{abstract_id}"/>{override}</w:num>'
