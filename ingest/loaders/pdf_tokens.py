"""Content streams of a PDF → operations (PDF 32000-1, 7.2 and 7.8.2), several times as fast as a general parser.

Operands come as floats, str (names, with their slash: `/F1`), bytes (strings) and lists of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TOKEN = re.compile(
    rb"[\x00\t\n\f\r ]+|%[^\r\n]*"
    rb"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\x00\t\n\f\r ()<>\[\]{}/%]|$))"
    rb"|(?P<string>\((?:[^()\\]|\\.)*\))"
    rb"|(?P<name>/[^\x00\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<hex><[0-9A-Fa-f\x00\t\n\f\r ]*>)"
    rb"|(?P<open>\[)|(?P<close>\])|(?P<dict><<|>>)"
    rb"|(?P<nested>\()"
    rb"|(?P<operator>[^\x00\t\n\f\r ()<>\[\]{}/%]+)|(?P<stray>.)",
    re.S,
)
_PAREN = re.compile(rb"\\.|[()]", re.S)
_ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)|\r\n?", re.S)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\n": b"", b"\r": b""}
_IMAGE_END = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r /]|$)")
_NAME_CODE = re.compile(r"#([0-9A-Fa-f]{2})")
_MOST_OPERANDS = 20_000


def operations(data: bytes) -> Iterator[tuple[list[Any], str]]:
    """Operands and operator of each operation; a damaged token is left out, as viewers do.

    An inline image is one operation `BI` without operands.
    """
    operands: list[Any] = []
    array: list[Any] | None = None
    at = 0
    while found := _TOKEN.match(data, at):
        at = found.end()
        kind = found.lastgroup
        if kind is None or kind in ("dict", "stray"):
            continue
        if kind == "operator":
            token = found.group()
            number = _odd_number(token)
            if number is not None:
                (operands if array is None else array).append(number)
                continue
            operator = token.decode("latin-1")
            if operator == "BI":
                end = _IMAGE_END.search(data, at)
                at = end.end() if end else len(data)
            yield operands, operator
            operands, array = [], None
            continue
        if kind == "open":
            array = []
            continue
        if kind == "close":
            operands.append(array or [])
            array = None
            continue
        value: Any
        if kind == "number":
            value = float(found.group())
        elif kind == "name":
            value = _NAME_CODE.sub(lambda m: chr(int(m.group(1), 16)), found.group().decode("latin-1"))
        elif kind == "hex":
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", found.group())
            value = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        elif kind == "string":
            value = _unescaped(found.group()[1:-1])
        else:
            value, at = _nested(data, at)
        target = operands if array is None else array
        if len(target) < _MOST_OPERANDS:
            target.append(value)


def _odd_number(token: bytes) -> float | None:
    """Numbers that only careless programs write: `--5`, `1.2-3`, `+.`."""
    if token[:1] not in b"+-.0123456789":
        return None
    found = re.match(rb"[+-]*(\d*\.?\d*)", token)
    digits = found.group(1) if found else b""
    return (-1.0 if token.startswith(b"-") else 1.0) * float(digits if digits.strip(b".") else b"0")


def _unescaped(text: bytes) -> bytes:
    return _ESCAPE.sub(_unescape, text) if b"\\" in text or b"\r" in text else text


def _unescape(found: re.Match[bytes]) -> bytes:
    sign = found.group(1)
    if sign is None:
        return b"\n"
    if sign[:1].isdigit() and sign[:1] < b"8":
        return bytes([int(sign, 8) & 255])
    return _ESCAPES.get(sign, sign)


def _nested(data: bytes, at: int) -> tuple[bytes, int]:
    """A string with balanced parentheses inside, from after its opening one; to the end when it never closes."""
    depth, start = 1, at
    for found in _PAREN.finditer(data, at):
        sign = found.group()
        depth += 1 if sign == b"(" else -1 if sign == b")" else 0
        if depth == 0:
            return _unescaped(data[start : found.start()]), found.end()
    return _unescaped(data[start:]), len(data)
