"""Typesets the plan as offices print it, so that loaders are tested on real text in real layouts.

A4, first lines indented, justified, page numbers at the head from page 2, footnotes below a rule, letterhead and foot
in two columns (Hướng dẫn 36-HD/VPTW, Nghị định 30/2020/NĐ-CP).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest

from ingest.document import Clause
from ingest.loaders.text import read_text
from ingest.structure import parse
from ingest.vietnamese import SUPERSCRIPT_RUN, plain_digits

PLAN_PATH = Path(__file__).parents[2] / "corpus" / "ke-hoach-kl69-bac-giang.md"
FONTS = {
    "serif": Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"),
    "serif-bold": Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf"),
}
WIDTH, HEIGHT = 595.3, 841.9
HEAD_LEFT = ("TỈNH ỦY BẮC GIANG", "*", "Số 123-KH/TU")
HEAD_RIGHT = ("ĐẢNG CỘNG SẢN VIỆT NAM", "Bắc Giang, ngày 15 tháng 4 năm 2024")
FOOT_LEFT = (
    "Nơi nhận:", "- Ban Bí thư,", "- Ban Tuyên giáo Trung ương,", "- Ban cán sự đảng Bộ Khoa học và Công nghệ,",
    "- Các ban cán sự đảng, đảng đoàn,", "- Các sở, cơ quan, ban, ngành tỉnh,",
    "- Ủy ban MTTQ và các tổ chức chính trị - xã hội tỉnh,", "- Lưu Văn phòng Tỉnh ủy.",
)  # fmt: skip
FOOT_RIGHT = ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "", "", "", "Lê Thị Thu Hồng")


@dataclass(frozen=True)
class Setting:
    """How a page is set; lengths in points. number: where page numbers stand, "" for none."""

    size: float = 12.0
    leading: float = 18.0
    gap: float = 5.0
    indent: float = 36.0
    left: float = 85.0
    right: float = 45.0
    top: float = 62.0
    bottom: float = 60.0
    number: str = "head"
    running_head: str = ""
    justify: bool = True
    whole_lines: bool = False
    letterhead: bool = False
    foot: bool = False


@dataclass
class Paragraph:
    text: str
    bold: bool = False
    centred: bool = False
    notes: dict[str, str] = field(default_factory=dict)


def plan_clauses() -> tuple[Clause, ...]:
    """The plan's clauses as read from its Markdown: what every other format must give."""
    return parse(read_text(PLAN_PATH.read_bytes(), PLAN_PATH.name), "plan").clauses


def plan_paragraphs(*, closing: bool = True) -> list[Paragraph]:
    """The plan's clauses as paragraphs to print; the footnote hangs on the paragraph that calls it."""
    clauses = plan_clauses()
    notes = {c.id: c.text for c in clauses if c.kind == "footnote"}
    out = []
    for clause in clauses:
        if clause.kind == "footnote" or (not closing and clause.kind in ("recipients", "signature")):
            continue
        called = [notes[call.clause] for call in clause.calls]
        by_number = {plain_digits(note.split(" ", 1)[0]): note.split(" ", 1)[1] for note in called}
        bold = clause.kind == "heading" or clause.path == "pre/p2"
        out.append(Paragraph(clause.text, bold, clause.path in ("pre/p1", "pre/p2"), by_number))
    return out


def needs_fonts() -> None:
    """Skip the calling test where the Debian package fonts-dejavu is not installed."""
    missing = [str(path) for path in FONTS.values() if not path.exists()]
    if missing:
        pytest.skip(f"fonts-dejavu is not installed: {missing[0]} is missing")


class Press:
    """Prints paragraphs to PDF bytes."""

    def __init__(self, setting: Setting) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen.canvas import Canvas

        needs_fonts()
        for name, path in FONTS.items():
            pdfmetrics.registerFont(TTFont(name, str(path)))
        self.setting = setting
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(WIDTH, HEIGHT))
        self.page = 1
        self.y = setting.top + setting.size
        self.notes: list[tuple[str, list[str]]] = []

    def width(self, text: str, size: float, bold: bool = False) -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return sum(
            stringWidth(plain_digits(piece) if raised else piece, "serif-bold" if bold else "serif",
                        size * 0.62 if raised else size)
            for piece, raised in _pieces(text)
        )  # fmt: skip

    def draw(self, x: float, y: float, text: str, size: float, bold: bool = False) -> float:
        for piece, raised in _pieces(text):
            shown, at = (plain_digits(piece), size * 0.62) if raised else (piece, size)
            self.canvas.setFont("serif-bold" if bold else "serif", at)
            self.canvas.drawString(x, HEIGHT - y + (0.33 * size if raised else 0), shown)
            x += self.width(piece, size, bold)
        return x

    def wrap(self, text: str, size: float, bold: bool, width: float, indent: float) -> list[str]:
        lines, room = [""], width - indent
        for word in text.split():
            tried = f"{lines[-1]} {word}".strip()
            if self.width(tried, size, bold) <= room:
                lines[-1] = tried
            else:
                lines.append(word)
                room = width
        return lines

    @property
    def measure(self) -> float:
        return WIDTH - self.setting.left - self.setting.right

    def _floor(self) -> float:
        noted = sum(len(rows) for _, rows in self.notes) * 13.0
        return HEIGHT - self.setting.bottom - noted - (12.0 if self.notes else 0.0)

    def paragraph(self, paragraph: Paragraph) -> None:
        s = self.setting
        indent = 0.0 if paragraph.centred else s.indent
        width = self.measure * (0.8 if paragraph.centred else 1.0)
        lines = self.wrap(paragraph.text, s.size, paragraph.bold, width, indent)
        for place, line in enumerate(lines):
            numbers = [plain_digits(n) for n in SUPERSCRIPT_RUN.findall(line) if plain_digits(n) in paragraph.notes]
            fresh = [(n, self.wrap(f"1 {paragraph.notes[n]}", 10.0, False, self.measure, 0.0)) for n in numbers]
            self.notes += fresh
            if self.y > self._floor():
                del self.notes[len(self.notes) - len(fresh) :]
                self.turn()
                self.notes += fresh
            self._line(line, paragraph, indent if place == 0 else 0.0, last=place == len(lines) - 1)
        self.y += s.gap

    def _line(self, line: str, paragraph: Paragraph, indent: float, *, last: bool) -> None:
        s = self.setting
        if paragraph.centred:
            x = s.left + (self.measure - self.width(line, s.size, paragraph.bold)) / 2
            self.draw(x, self.y, line, s.size, paragraph.bold)
        elif s.whole_lines:
            self.draw(s.left + indent, self.y, line, s.size, paragraph.bold)
        else:
            words = line.split()
            natural = sum(self.width(word, s.size, paragraph.bold) for word in words)
            space = self.width(" ", s.size, paragraph.bold)
            if s.justify and not last and len(words) > 1:
                space = (self.measure - indent - natural) / (len(words) - 1)
            x = s.left + indent
            for word in words:
                x = self.draw(x, self.y, word, s.size, paragraph.bold) + space
        self.y += s.leading

    def turn(self) -> None:
        """Finish the page: its footnotes below a rule, then its number and head."""
        s = self.setting
        if self.notes:
            y = self._floor() + 14.0
            self.canvas.line(s.left, HEIGHT - y + 2, s.left + 144, HEIGHT - y + 2)
            for number, rows in self.notes:
                for place, row in enumerate(rows):
                    y += 13.0
                    x = s.left
                    if place == 0:
                        self.canvas.setFont("serif", 7)
                        self.canvas.drawString(x, HEIGHT - y + 4, number)
                        x, row = x + 6, row.split(" ", 1)[1]
                    self.draw(x, y, row, 10.0)
        self.notes = []
        if s.number and self.page > 1:
            y = 36.0 if s.number == "head" else HEIGHT - 30.0
            self.draw(WIDTH / 2 - 4, y, str(self.page), 13.0)
        if s.running_head:
            self.draw(s.left, 26.0, s.running_head, 10.0)
        self.canvas.showPage()
        self.page += 1
        self.y = s.top + s.size

    def columns(self, left: tuple[str, ...], right: tuple[str, ...], *, head: bool) -> None:
        """Two columns side by side; the left one of a foot is set small and flush left."""
        s = self.setting
        size, leading = (11.0, 17.0) if head else (9.5, 14.0)
        if self.y + max(len(left) * leading, len(right) * 17.0) > self._floor():
            self.turn()
        for place, line in enumerate(left):
            middle = s.left + 110 - self.width(line, size, head and place == 0) / 2
            self.draw(middle if head else s.left, self.y + place * leading, line, size, bold=place == 0)
        for place, line in enumerate(right):
            x = WIDTH - s.right - 120 - self.width(line, 11.0, True) / 2
            self.draw(x, self.y + place * 17.0, line, 11.0, bold=True)
        self.y += max(len(left) * leading, len(right) * 17.0) + 22.0

    def finish(self) -> bytes:
        self.turn()
        self.canvas.save()
        return self.buffer.getvalue()


def _pieces(text: str) -> list[tuple[str, bool]]:
    out, at = [], 0
    for found in SUPERSCRIPT_RUN.finditer(text):
        out += [(text[at : found.start()], False), (found.group(), True)]
        at = found.end()
    return [piece for piece in [*out, (text[at:], False)] if piece[0]]


def plan_pdf(setting: Setting | None = None) -> bytes:
    """The plan as a PDF. With `letterhead` and `foot` the office's head, recipients and signature stand in columns."""
    setting = setting or Setting()
    press = Press(setting)
    if setting.letterhead:
        press.columns(HEAD_LEFT, HEAD_RIGHT, head=True)
    for paragraph in plan_paragraphs(closing=not setting.foot):
        press.paragraph(paragraph)
    if setting.foot:
        press.columns(FOOT_LEFT, FOOT_RIGHT, head=False)
    return press.finish()
