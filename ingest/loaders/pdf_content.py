"""What a PDF page paints: runs of text with their places, ruled lines, and how much of the page pictures cover.

A small interpreter of content streams (PDF 32000-1, 8 and 9) on top of pypdf's objects. It keeps what pypdf's own text
extraction drops and layout needs: size, rise, boldness, the exact ends of a run, and the rules of tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.loaders.layout import Rule, Run
from ingest.loaders.pdf_fonts import Font, font_of
from ingest.loaders.pdf_tokens import operations

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_DEPTH = 6
_MAX_FORMS = 2_000
_INVISIBLE = 3
_FAR = 20_000.0
_STATES = {"Tc": "char_space", "Tw": "word_space", "TL": "leading", "Ts": "rise"}


@dataclass
class Painted:
    """A page: runs and rules in points from its upper left corner, and the share of its area under pictures (0 to 1).

    hidden: characters written invisibly (the text layer of a scanner). unreadable: characters whose font does not say
    what they are. dots: dots an inch of the largest picture. climbing: characters on upright lines, those that run down
    the page counted negative. shapes: painted paths; a page of letters drawn as shapes has hundreds and no text.
    unpacked: bytes of its content streams.
    """

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: float = 0.0
    hidden: int = 0
    unreadable: int = 0
    dots: float = 0.0
    climbing: int = 0
    shapes: int = 0
    unpacked: int = 0


@dataclass
class _State:
    ctm: Matrix = _IDENTITY
    font: Font = field(default_factory=Font)
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> _State:
        return _State(
            self.ctm, self.font, self.size, self.char_space, self.word_space, self.stretch, self.leading, self.rise,
            self.mode,
        )  # fmt: skip


def _multiply(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


def _place(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _matrix(operands: Any) -> Matrix:
    values = [float(v) for v in operands[:6]]
    return tuple(values) if len(values) == 6 else _IDENTITY  # type: ignore[return-value]


def read_page(page: Any, fonts: dict[Any, Font]) -> Painted:
    """Interpret one page of pypdf; `fonts` is a cache that the pages of a document share.

    A page whose lines run up or down (a wide table printed sideways without saying so) is turned.
    """
    turn = int(page.get("/Rotate", 0) or 0) % 360
    painted = _painted(page, fonts, turn)
    if abs(painted.climbing) > sum(len(run.text) for run in painted.runs):
        painted = _painted(page, fonts, (turn + (90 if painted.climbing > 0 else 270)) % 360)
    return painted


def _painted(page: Any, fonts: dict[Any, Font], turn: int) -> Painted:
    box = page.cropbox
    left, bottom = float(box.left), float(box.bottom)
    width, height = max(1.0, float(box.width)), max(1.0, float(box.height))
    bases: dict[int, Matrix] = {
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, left + width, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, bottom + height, left + width),
    }
    base = bases.get(turn, (1.0, 0.0, 0.0, -1.0, -left, bottom + height))
    painted = Painted(height, width) if turn in (90, 270) else Painted(width, height)
    _Painter(fonts, painted).run(page.get("/Contents"), page.get("/Resources"), _State(ctm=base), 0)
    painted.pictures = min(1.0, painted.pictures / max(1.0, width * height))
    return painted


class _Painter:
    """Runs content streams into a Painted; one for a page."""

    def __init__(self, fonts: dict[Any, Font], painted: Painted) -> None:
        self.fonts, self.painted = fonts, painted
        self.forms = 0
        self.text: Matrix = _IDENTITY
        self.line: Matrix = _IDENTITY

    def run(self, contents: Any, resources: Any, state: _State, depth: int) -> None:
        """Interpret a content stream (or an array of them) from `state`."""
        resources = resources.get_object() if resources is not None else {}
        stack: list[_State] = []
        path: list[tuple[float, float, float, float]] = []
        boxes: list[tuple[float, float, float, float]] = []
        pen = (0.0, 0.0)
        for operands, operator in operations(self._data(contents)):
            numbers = [value for value in operands if isinstance(value, float)]
            if operator == "q":
                stack.append(state.copy())
            elif operator == "Q":
                state = stack.pop() if stack else state
            elif operator == "cm":
                state.ctm = _multiply(_matrix(numbers), state.ctm)
            elif operator == "Do" and operands:
                self._paint_object(str(operands[0]), resources, state, depth)
            elif operator == "BI":
                self._picture(state.ctm)
            elif operator == "re" and len(numbers) == 4:
                x, y, w, h = numbers
                boxes.append((x, y, x + w, y + h))
            elif operator == "m" and len(numbers) == 2:
                pen = (numbers[0], numbers[1])
            elif operator == "l" and len(numbers) == 2:
                end = (numbers[0], numbers[1])
                path.append((*pen, *end))
                pen = end
            elif operator in ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"):
                if operator != "n":
                    self.painted.shapes += 1
                    self._rules(path, boxes, state.ctm, stroked=operator not in ("f", "F", "f*"))
                path, boxes = [], []
            else:
                self._text_operator(operator, operands, numbers, resources, state)

    def _data(self, contents: Any) -> bytes:
        """The bytes of a stream or of the streams of an array, which count as one."""
        contents = contents.get_object() if contents is not None else None
        if contents is None:
            return b""
        parts = [part.get_object() for part in contents] if isinstance(contents, list) else [contents]
        data = b"\n".join(part.get_data() for part in parts if hasattr(part, "get_data"))
        self.painted.unpacked += len(data)
        return data

    def _text_operator(
        self, operator: str, operands: list[Any], numbers: list[float], resources: Any, state: _State
    ) -> None:
        if operator == "BT":
            self.text = self.line = _IDENTITY
        elif operator == "Tf" and operands and numbers:
            state.font = self._font(str(operands[0]), resources)
            state.size = numbers[-1]
        elif operator == "Tm":
            self.text = self.line = _matrix(numbers)
        elif operator in ("Td", "TD") and len(numbers) == 2:
            if operator == "TD":
                state.leading = -numbers[1]
            self._move(numbers[0], numbers[1])
        elif operator == "T*":
            self._move(0.0, -state.leading)
        elif operator == "Tj" and operands:
            self._show(operands[:1], state)
        elif operator == "TJ" and operands and isinstance(operands[0], list):
            self._show(operands[0], state)
        elif operator in ("'", '"') and operands:
            if operator == '"' and len(numbers) == 2:
                state.word_space, state.char_space = numbers
            self._move(0.0, -state.leading)
            self._show(operands[-1:], state)
        elif operator == "Tz" and numbers:
            state.stretch = numbers[0] / 100
        elif operator == "Tr" and numbers:
            state.mode = int(numbers[0])
        elif operator in _STATES and numbers:
            setattr(state, _STATES[operator], numbers[0])

    def _move(self, x: float, y: float) -> None:
        self.line = _multiply((1.0, 0.0, 0.0, 1.0, x, y), self.line)
        self.text = self.line

    def _font(self, name: str, resources: Any) -> Font:
        fonts = resources.get("/Font")
        entry = fonts.get_object().raw_get(name) if fonts is not None and name in fonts.get_object() else None
        if entry is None:
            return Font()
        key = (entry.idnum, entry.generation) if hasattr(entry, "idnum") else id(entry)
        if key not in self.fonts:
            self.fonts[key] = font_of(entry.get_object())
        return self.fonts[key]

    def _show(self, items: Any, state: _State) -> None:
        """Paint the strings of a TJ array; a gap of a fifth of the size or more between glyphs ends a run."""
        font, size = state.font, state.size
        advance = 0.0
        start = None
        text = ""
        for item in items:
            if isinstance(item, float):
                gap = -float(item) / 1000 * size * state.stretch
                if text and abs(gap) >= 0.18 * abs(size):
                    self._run(text, start or 0.0, advance, state)
                    text, start = "", None
                advance += gap
                continue
            if not isinstance(item, bytes):
                continue
            for code, shown, width in font.glyphs(item):
                start = advance if start is None else start
                text += shown
                advance += (width * size + state.char_space) * state.stretch
                if code == 32 and not font.wide:
                    advance += state.word_space * state.stretch
        if text:
            self._run(text, start or 0.0, advance, state)
        self.text = _multiply((1.0, 0.0, 0.0, 1.0, advance, 0.0), self.text)

    def _run(self, text: str, start: float, end: float, state: _State) -> None:
        if state.mode == _INVISIBLE:
            self.painted.hidden += len(text.strip())
        if not state.font.readable:
            self.painted.unreadable += len(text.strip())
        whole = _multiply(self.text, state.ctm)
        (x0, y0), (x1, y1) = _place(start, state.rise, whole), _place(end, state.rise, whole)
        if abs(y1 - y0) > abs(x1 - x0) and abs(y1 - y0) > 2:
            self.painted.climbing += len(text) if y1 < y0 else -len(text)
            return
        size = abs(state.size) * (whole[2] ** 2 + whole[3] ** 2) ** 0.5
        # Off the page, too small to see, or no number at all.
        if not (0.5 < size < _FAR and -size < y0 < self.painted.height + size and -_FAR < x0 < _FAR and abs(x1) < _FAR):
            return
        bold = state.font.bold or state.mode == 2
        font = state.font
        self.painted.runs.append(Run(text, min(x0, x1), max(x0, x1), y0, size, bold, font.name, font.legacy))

    def _rules(self, path: list[Any], boxes: list[Any], ctm: Matrix, *, stroked: bool) -> None:
        """Keep what is a level or upright line: word processors paint rules as thin filled boxes, too."""
        lines = [(*_place(ax, ay, ctm), *_place(bx, by, ctm)) for ax, ay, bx, by in path] if stroked else []
        for ax, ay, bx, by in boxes:
            (x0, y0), (x1, y1) = _place(ax, ay, ctm), _place(bx, by, ctm)
            if abs(x1 - x0) <= 3 or abs(y1 - y0) <= 3:
                middle = ((x0 + x1) / 2, (y0 + y1) / 2)
                level = abs(x1 - x0) > abs(y1 - y0)
                lines.append((x0, middle[1], x1, middle[1]) if level else (middle[0], y0, middle[0], y1))
            elif stroked:
                lines += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
        for x0, y0, x1, y1 in lines:
            if not max(abs(x0), abs(y0), abs(x1), abs(y1)) < _FAR:
                continue
            if abs(y1 - y0) <= 1.5 and abs(x1 - x0) >= 8:
                self.painted.rules.append(Rule(min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2))
            elif abs(x1 - x0) <= 1.5 and abs(y1 - y0) >= 6:
                self.painted.rules.append(Rule((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1)))

    def _picture(self, ctm: Matrix, pixels: float = 0.0) -> None:
        area = abs(ctm[0] * ctm[3] - ctm[1] * ctm[2])
        self.painted.pictures += area
        if pixels and area > 0.25 * self.painted.width * self.painted.height:
            self.painted.dots = max(self.painted.dots, 72 * (pixels / area) ** 0.5)

    def _paint_object(self, name: str, resources: Any, state: _State, depth: int) -> None:
        objects = resources.get("/XObject")
        entry = objects.get_object().get(name) if objects is not None else None
        entry = entry.get_object() if entry is not None else None
        if entry is None:
            return
        if entry.get("/Subtype") == "/Image":
            self._picture(state.ctm, float(entry.get("/Width", 0)) * float(entry.get("/Height", 0)))
        elif entry.get("/Subtype") == "/Form" and depth < _MAX_DEPTH and self.forms < _MAX_FORMS:
            self.forms += 1
            inner = state.copy()
            matrix = entry.get("/Matrix")
            if matrix is not None:
                inner.ctm = _multiply(_matrix(matrix.get_object()), inner.ctm)
            text, line = self.text, self.line
            self.run(entry, entry.get("/Resources") or resources, inner, depth + 1)
            self.text, self.line = text, line
