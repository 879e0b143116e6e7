"""Plain text and Markdown → lines. Digests are Markdown with a header and explicit addresses (`[B/III/1] …`)."""

from __future__ import annotations

import re
import tomllib

from ingest.document import Line, Reading, Role
from ingest.errors import UnreadableFile
from ingest.vietnamese import clean, collapse, superscript

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
_SUP = re.compile(r"<sup>\s*\(?(\d+)\)?\s*</sup>|\[\^(\d+)\]", re.I)
_NOTE = re.compile(r"(?:<sup>\s*\(?(\d+)\)?\s*</sup>|\[\^(\d+)\]:?)\s*(?=\S)", re.I)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|p|div|br|font|center)\b[^>]*>", re.I)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*)(?:\s\"[^\"]*\")?\)")
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_RULE = re.compile(r"[\s*_\-=~]*")
_SEPARATOR = re.compile(r"[\s|:-]+")
_LAYOUT = re.compile(r"Nơi nhận|T/M|TM\.|KT\.|ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG H[OÒ][ÀA] XÃ HỘI|^\s*Số\s*[:.]", re.I | re.M)
_DIGEST_LINE = re.compile(r"\[([^\[\]\s]+)\]\s+(#\s+)?")
_SOURCE = re.compile(r"\s*\{(https?://[^{}\s]+)\}")
_FINISHED = re.compile(r"[.;:!?…][\"”’)\]]*$")
_LONG_LINE = 200


def read_text(data: bytes, name: str) -> Reading:
    """The lines of a text or Markdown file.

    name: decides whether Markdown marks are read (`.md`, `.markdown`) or kept as text.
    Raises UnreadableFile when nothing in the file is text.
    """
    text, warnings = _decode(data, name)
    text = clean(text)
    if not any(c.isalpha() for c in text):
        raise UnreadableFile(f"{name}: tệp không có chữ nào đọc được; hãy kiểm tra lại tệp.")
    if text.startswith("+++\n"):
        return _digest(text, name, warnings)
    lines = _markdown(text) if name.lower().endswith((".md", ".markdown")) else _plain(text)
    return Reading(lines=tuple(lines), media="text", warnings=warnings)


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        from ingest.legacy_fonts import decode

        return decode(data, name)


def _plain(text: str) -> list[Line]:
    raw = text.split("\n")
    lengths = sorted(len(line) for line in raw if line.strip())
    # A file with long lines is not hard-wrapped: there, each line is a paragraph of its own.
    unwrapped = bool(lengths) and lengths[int(len(lengths) * 0.98)] > _LONG_LINE
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    lines: list[Line] = []
    blank, before = True, ""
    for line in raw:
        stripped = collapse(line)
        if not stripped or _is_rule(stripped):
            blank = True
            continue
        short = len(before) < 0.75 * width and bool(_FINISHED.search(before))
        lines.append(Line(stripped, starts=blank or unwrapped or short))
        blank, before = False, stripped
    return lines


def _is_rule(text: str) -> bool:
    return len(text) > 2 and bool(_RULE.fullmatch(text))


def _inline(text: str) -> str:
    """Markdown's marks inside a line removed, footnote calls as superscripts."""
    text = _SUP.sub(lambda m: superscript(m.group(1) or m.group(2)), text)
    text = _TAG.sub(" " if "<br" in text.lower() else "", text)
    text = _LINK.sub(r"\1", text)
    text = text.replace("**", "").replace("__", "")
    text = _ITALIC.sub(r"\2", text)
    return collapse(_ESCAPE.sub(r"\1", text))


def _markdown(text: str) -> list[Line]:
    raw = _COMMENT.sub("", text).split("\n")
    lines: list[Line] = []
    blank, at = True, 0
    while at < len(raw):
        line = raw[at].strip()
        if line.startswith("|"):
            end = _table_end(raw, at)
            if end > at:
                lines += _table(raw[at:end])
                blank, at = True, end
                continue
        at += 1
        if not line or (_is_rule(line.replace("**", "")) and not line.startswith("- ")):
            blank = True
            continue
        heading = _HEADING.fullmatch(line)
        content = heading.group(1) if heading else line.lstrip("> ") if line.startswith(">") else line
        bold = content.startswith("**") and content.endswith("**") and content.count("**") == 2
        in_note = bool(lines) and lines[-1].role == "footnote" and not blank
        note = _NOTE.match(content) if blank or in_note else None
        words = _inline(content)
        if not words:
            blank = True
            continue
        number = (note.group(1) or note.group(2)) if note else ""
        role: Role = "footnote" if note or in_note else "body"
        lines.append(Line(words, starts=blank or bool(heading), heading=bool(heading) or bold, role=role, note=number))
        blank = bool(heading)
    return lines


def _table_end(raw: list[str], at: int) -> int:
    """The line after the table that opens at `at`; `at` itself when the row never closes."""
    end = at
    while end < len(raw) and raw[end].strip().startswith("|"):
        row = end
        while row < min(len(raw), end + 60) and not (raw[row].strip().endswith("|") and len(raw[row].strip()) > 1):
            row += 1
        if row == min(len(raw), end + 60):
            break
        end = row + 1
    return end


def _table(raw: list[str]) -> list[Line]:
    rows, held = [], ""
    for line in raw:
        held = f"{held}\n{line.strip()}" if held else line.strip()
        if held.endswith("|") and len(held) > 1:
            if not _SEPARATOR.fullmatch(held):
                rows.append([cell.strip() for cell in held.strip("|").split("|")])
            held = ""
    # Official letterheads, recipients and signatures are laid out as tables; to a reader they are lines.
    if any(_LAYOUT.search(_inline(cell)) for row in rows for cell in row):
        lines = []
        for cell in (cell for row in rows for cell in row):
            kept = [w for w in map(_inline, cell.split("\n")) if w and not _is_rule(w)]
            lines += [Line(words, starts=place == 0) for place, words in enumerate(kept)]
        return lines
    return [
        Line(" | ".join(_inline(cell.replace("\n", " ")) for cell in row), role="table", starts=place == 0)
        for place, row in enumerate(rows)
    ]


def _digest(text: str, name: str, warnings: tuple[str, ...]) -> Reading:
    head, closed, body = text[4:].partition("\n+++\n")
    if not closed:
        raise UnreadableFile(f"{name}: phần đầu mở bằng +++ không có dòng +++ đóng; hãy thêm dòng đóng.")
    try:
        front = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFile(f"{name}: phần đầu không đúng TOML ({error}); hãy sửa lại.") from error
    lines: list[Line] = []
    first = text[: len(text) - len(body)].count("\n")
    for number, raw in enumerate(body.split("\n"), start=first + 1):
        line = raw.strip()
        if not line or line.startswith(">"):
            continue
        marked = _DIGEST_LINE.match(line)
        if not marked:
            if not lines:
                raise UnreadableFile(f"{name}, dòng {number}: thiếu địa chỉ trong ngoặc vuông ở đầu đoạn.")
            before = lines[-1]
            words, found = _sources(line)
            lines[-1] = Line(
                collapse(f"{before.text} {words}"),
                heading=before.heading,
                address=before.address,
                sources=before.sources + found,
            )
            continue
        words, found = _sources(line[marked.end() :])
        lines.append(Line(words, heading=bool(marked.group(2)), address=marked.group(1), sources=found))
    return Reading(lines=tuple(lines), media="digest", warnings=warnings, front=front)


def _sources(text: str) -> tuple[str, tuple[str, ...]]:
    return _inline(_SOURCE.sub("", text)), tuple(_SOURCE.findall(text))
