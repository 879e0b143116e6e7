"""Clause text → sentences → parts, as [start, end) offsets: `text[start:end]` is always what is printed.

A sentence ends at `.`, `!`, `?` or `…` before a capital, a quote or a dash; a part ends at a `;` outside brackets.
Official texts list several duties or several targets in one sentence and set them apart by `;`.
"""

from __future__ import annotations

import re

Span = tuple[int, int]

_STOP = re.compile(r"[.!?…]+[\"”’»)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*(?=\s+[\"“«(\-–]?\s?(\w))")
_ABBREVIATION = re.compile(r"(?:\b(?:TP|Tp|tp|TX|Tx|GS|PGS|TS|ThS|CN|KS|v|vv|v\.v|NXB|tr|Tr|số|St|Q|P)|\b[A-ZĐ])$")
_OPEN, _CLOSE = "([{“«", ")]}”»"
_SIGN = re.compile(rf"[;{re.escape(_OPEN + _CLOSE)}]")
# A bracket that has not closed after so many characters will not: it keeps no sentence open.
_LONGEST_ASIDE = 1000
_EDGE = " \t\n;,.:!?"


def trim(text: str, span: Span, signs: str = _EDGE) -> Span:
    """A span without white space, dashes at its head and the given signs at its ends."""
    start, end = span
    while start < end and (text[start] in signs or text[start] in "-–+•"):
        start += 1
    while end > start and text[end - 1] in signs:
        end -= 1
    return start, end


def sentences(text: str, span: Span | None = None) -> list[Span]:
    """The sentences of `text` (or of a span of it), closing punctuation included, no surrounding white space."""
    first, last = span or (0, len(text))
    found: list[Span] = []
    at = first
    for match in _STOP.finditer(text, first, last):
        before = text[max(at, match.start() - _LONGEST_ASIDE) : match.start()]
        if match.group(1).islower():
            continue
        if match.group()[0] == "." and (_ABBREVIATION.search(before) or (before[-1:].isdigit() and len(before) < 4)):
            continue
        if before.count("(") > before.count(")"):
            continue
        found.append((at, match.end()))
        at = match.end()
        while at < last and text[at].isspace():
            at += 1
    if at < last and text[at:last].strip():
        found.append((at, last))
    return found


def parts(text: str, span: Span) -> list[Span]:
    """The parts of a sentence between its semicolons, those inside brackets or quotation marks left alone."""
    found: list[Span] = []
    depth, at = 0, span[0]
    for match in _SIGN.finditer(text, *span):
        sign = match.group()
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0:
            found.append((at, match.start()))
            at = match.end()
    found.append((at, span[1]))
    return [kept for kept in (trim(text, piece) for piece in found) if kept[0] < kept[1]]
