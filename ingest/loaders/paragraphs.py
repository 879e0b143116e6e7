"""From rows of pages to lines: footnotes apart from the body, and where the layout says that paragraphs start."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from statistics import median

from ingest.document import Line, Role
from ingest.loaders.furniture import Page, without_furniture
from ingest.loaders.layout import Row
from ingest.vietnamese import SUPERSCRIPT_RUN, plain_digits

_TERMINAL = re.compile(r"[.;:!?…][\"”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_MARKER = re.compile(r"(?:[-–—+•*]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ]|[IVX]{1,5}|[A-ZĐ])[.)/:\-–])\s")
_BROKEN = re.compile(r"[^\W_][-/]$")
_NOTE = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*(?=\S)")
_PLAIN_NOTE = re.compile(r"[(\[]?(\d{1,3})[)\].]?\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Type:
    """The usual setting of a document: size of its text, distance of its baselines."""

    size: float
    leading: float


@dataclass(frozen=True, slots=True)
class _Margins:
    """Edges of the running text, how far first lines are usually indented (0: not), whether lines end flush."""

    left: float
    right: float
    indent: float = 0.0
    flush: bool = False


def lines_of(pages: list[Page]) -> list[Line]:
    """The lines of a document in reading order; a page's footnotes follow its body."""
    pages = without_furniture(pages)
    setting = _setting(pages)
    common = _margins([row for page in pages for row in page.rows], None)
    lines: list[Line] = []
    before: Row | None = None
    paragraph: Row | None = None
    note = -1
    for page in pages:
        cut = _footnotes_from(page, setting, continued=note >= 0)
        margins = _margins(list(page.rows), common)
        fresh = True
        for row in page.rows[:cut]:
            starts = _starts(row, before, paragraph, _own_margins(row, page, margins), setting, fresh)
            if starts:
                paragraph = row
            role: Role = "table" if row.cells else "body"
            heading = row.bold and not row.narrow and not row.cells
            lines.append(Line(row.text, page.number, starts=starts, heading=heading, role=role))
            before, fresh = row, False
        called = _called(page.rows[:cut])
        last = ""
        for row in page.rows[cut:]:
            number, text = _note_number(row.text, called, last)
            if number or note < 0:
                lines.append(Line(text, page.number, role="footnote", note=number))
                note, last = len(lines) - 1, number or last
            else:
                # A note is one line however many rows and pages it takes, so that body text never cuts it.
                gap = "" if _BROKEN.search(lines[note].text) and text[:1].isalnum() else " "
                lines[note] = replace(lines[note], text=f"{lines[note].text}{gap}{text}")
    return _mended(lines)


def _mended(lines: list[Line]) -> list[Line]:
    """Lines where a break inside a number (`45-` / `NQ/TW`) is undone: its end moves up to the line it began on."""
    out: list[Line] = []
    last = -1
    for line in lines:
        if line.role != "body":
            out.append(line)
            continue
        if last >= 0 and not line.starts and _BROKEN.search(out[last].text) and line.text[:1].isalnum():
            word, _, rest = line.text.partition(" ")
            out[last] = replace(out[last], text=out[last].text + word)
            if not rest:
                continue
            line = replace(line, text=rest)
        out.append(line)
        last = len(out) - 1
    return out


def _own_margins(row: Row, page: Page, margins: _Margins) -> _Margins:
    """The margins that count for a row: those of its column when it stands in one."""
    if not row.narrow:
        return margins
    column = [other for other in page.rows if other.block == row.block]
    return _Margins(min(r.x0 for r in column), max(r.x1 for r in column))


# --- footnotes ------------------------------------------------------------------------------------------------------


def _called(rows: tuple[Row, ...]) -> set[str]:
    return {plain_digits(run) for row in rows for run in SUPERSCRIPT_RUN.findall(row.text)}


def _note_number(text: str, called: set[str], last: str) -> tuple[str, str]:
    """The number that a footnote's first row begins with ("" for a further row), and the text after it."""
    if found := _NOTE.match(text):
        return plain_digits(found.group(1)), text[found.end() :]
    found = _PLAIN_NOTE.match(text)
    if found and found.group(1) in called and (not last or int(found.group(1)) == int(last) + 1):
        return found.group(1), text[found.end() :]
    return "", text


def _footnotes_from(page: Page, setting: _Type, *, continued: bool) -> int:
    """Where the footnotes of a page begin among its rows; its length when it has none.

    They are the last rows, and either small and numbered with a raised figure (or a figure called on the page), or
    below a short rule at the left margin.
    """
    rows = page.rows
    end = len(rows)
    slack = 0.94 if not page.rough else 0.97
    first = end
    while (
        first
        and not (rows[first - 1].narrow or rows[first - 1].cells)
        and (rows[first - 1].size <= slack * setting.size and rows[first - 1].y > 0.2 * page.height)
    ):
        first -= 1
    for at in range(first, end):
        if _note_number(rows[at].text, _called(rows[:at]), "")[0]:
            return at
    for rule in page.rules:
        if not rule.level or not 36 <= rule.x1 - rule.x0 <= 0.5 * page.width or rule.y0 < 0.2 * page.height:
            continue
        below = [place for place, row in enumerate(rows) if row.y > rule.y0]
        if not below or below != list(range(below[0], end)) or rule.x0 > min(rows[i].x0 for i in below) + 40:
            continue
        at = below[0]
        if any(rows[i].narrow or rows[i].cells or rows[i].size > setting.size + 0.3 for i in below):
            continue
        numbered = _note_number(rows[at].text, _called(rows[:at]), "")[0]
        if numbered or (continued and rows[at].size <= slack * setting.size):
            return at
    return end


# --- paragraphs -----------------------------------------------------------------------------------------------------


def _setting(pages: list[Page]) -> _Type:
    sizes: Counter[float] = Counter()
    for page in pages:
        for row in page.rows:
            if not row.cells:
                sizes[round(row.size * 2) / 2] += len(row.text)
    size = max(sizes, key=lambda s: sizes[s]) if sizes else 12.0
    gaps = [
        below.y - above.y
        for page in pages
        for above, below in zip(page.rows, page.rows[1:], strict=False)
        if above.block == below.block and not above.cells and not below.cells and 0 < below.y - above.y < 4 * size
    ]
    # Most gaps lie inside paragraphs; the lower half of them keeps the spacing between paragraphs out.
    return _Type(size, median(sorted(gaps)[: max(1, len(gaps) * 2 // 3)]) if gaps else 1.3 * size)


def _margins(rows: list[Row], fallback: _Margins | None) -> _Margins:
    """Left and right edge of the running text: the outermost places where lines begin and end more than once."""
    wide = [row for row in rows if not row.narrow and not row.cells]
    if fallback and len(wide) < 6:
        return fallback
    if not wide:
        return _Margins(0.0, 1e6)
    left = Counter(round(row.x0 / 3) for row in wide)
    right = Counter(round(row.x1 / 3) for row in wide)
    enough = 1 if len(wide) < 6 else 2
    lefts = [place for place in left if left[place] + left[place + 1] + left[place - 1] >= enough]
    rights = [place for place in right if right[place] + right[place + 1] + right[place - 1] >= enough]
    edge = 3.0 * min(lefts or left)
    indents = Counter(round((row.x0 - edge) / 3) for row in wide if row.x0 - edge > 0.8 * row.size)
    place, count = indents.most_common(1)[0] if indents else (0, 0)
    end = 3.0 * max(rights or right)
    ends = [row.x1 for row in wide if abs(row.x1 - end) <= 5]
    flush = len(wide) >= 6 and len(ends) > 0.45 * len(wide)
    return _Margins(edge, median(ends) if ends else end, 3.0 * place if count >= 3 else 0.0, flush)


def _starts(
    row: Row, before: Row | None, paragraph: Row | None, margins: _Margins, setting: _Type, fresh: bool
) -> bool:
    """Whether the layout says that a paragraph begins with `row`; `fresh`: it is the first of its page."""
    if before is None:
        return True
    if row.cells or before.cells or row.narrow != before.narrow:
        return row.block != before.block
    if row.block != before.block and not fresh:
        return True
    if not fresh and row.y - before.y > _usual(before, setting) + max(2.5, 0.16 * setting.leading):
        return True
    size = row.size
    full = before.x1 >= margins.right - (0.5 if margins.flush else 2.2) * size
    both = _inside(row, margins) and _inside(before, margins)
    centred, centred_before = both or _centred(row, margins), both or _centred(before, margins)
    restyled = (
        row.bold != before.bold
        or abs(row.size - before.size) > 0.08 * size
        or ((centred or centred_before) and row.text.isupper() != before.text.isupper())
    )
    if row.narrow and (centred or centred_before):
        return True
    if centred or centred_before:
        heads = centred_before and before.x1 - before.x0 < 0.6 * (row.x1 - row.x0)
        return restyled or heads or not (centred and (centred_before or full))
    if row.narrow:
        return not full or bool(_MARKER.match(row.text))
    if restyled and not full:
        return True
    finished = bool(_TERMINAL.search(before.text))
    indent = row.x0 - margins.left
    if indent > 0.8 * size and not _hangs(row, before, paragraph, full):
        level = full and abs(row.x0 - before.x0) < 0.4 * size
        return not level or finished or restyled or bool(_MARKER.match(row.text))
    if full:
        return False
    short = before.x1 < margins.right - 0.12 * (margins.right - margins.left)
    return (finished and short) or (not _BROKEN.search(before.text) and _would_fit(row, before, margins))


def _usual(row: Row, setting: _Type) -> float:
    return setting.leading * max(1.0, row.size / setting.size) if setting.size else setting.leading


def _inside(row: Row, margins: _Margins) -> bool:
    """Whether a row keeps off both edges and stands exactly in the middle; two such rows in turn are no accident."""
    left, right = row.x0 - margins.left, margins.right - row.x1
    return min(left, right) > 0.5 * row.size and abs(left - right) < 1.2 * row.size


def _centred(row: Row, margins: _Margins) -> bool:
    left, right = row.x0 - margins.left, margins.right - row.x1
    # A short first line can end as far from the right edge as it is indented.
    if margins.indent and abs(left - margins.indent) < 4:
        return False
    return left > 1.5 * row.size and right > 1.5 * row.size and abs(left - right) < 1.6 * row.size


def _hangs(row: Row, before: Row, paragraph: Row | None, full: bool) -> bool:
    """Whether an indented row goes on a paragraph whose number or dash stands out to the left of it."""
    if paragraph is None or not full or not _MARKER.match(paragraph.text):
        return False
    inner = before is not paragraph and abs(row.x0 - before.x0) < 0.4 * row.size
    return inner or (before is paragraph and 0.4 * row.size < row.x0 - paragraph.x0 < 4 * row.size)


def _would_fit(row: Row, before: Row, margins: _Margins) -> bool:
    """Whether the first word of `row` had room in the row before, so that only a new paragraph explains the break."""
    word = row.text.split(" ", 1)[0]
    width = (row.x1 - row.x0) * len(word) / max(1, len(row.text))
    return before.x1 + width + 1.6 * row.size < margins.right
