"""Clause paths as people print and cite them: `B/III/2/2.1/p3` → `B.III.2.1, đoạn 3`."""

from __future__ import annotations

import re

_NAMED = {
    "dieu": "Điều",
    "chuong": "Chương",
    "muc": "Mục",
    "tieu-muc": "Tiểu mục",
    "phan": "Phần",
    "phu-luc": "Phụ lục",
    "kem-theo": "Văn bản kèm theo",
}
_WHOLE = {"pre": "phần mở đầu", "noi-nhan": "nơi nhận", "ky": "chữ ký"}
_LEAF = {"p": "đoạn", "b": "gạch đầu dòng", "fn": "chú thích", "t": "bảng"}
_LEAF_RE = re.compile(r"(p|b|fn|t)(\d+)(~\d+)?")
_NAMED_RE = re.compile(r"(" + "|".join(sorted(_NAMED, key=len, reverse=True)) + r")(?:-(.+))?")
_LETTER = re.compile(r"[a-zđ]")
_ARABIC = re.compile(r"\d+[a-z]?")
_UPPER = re.compile(r"[A-ZĐ]|[IVXL]+")


def _leaf(segment: str) -> tuple[str, str] | None:
    found = _LEAF_RE.fullmatch(segment)
    return (_LEAF[found.group(1)], found.group(2)) if found else None


def _split(path: str) -> tuple[list[str], list[str]]:
    """The numbered part and the unnumbered tail of a path, each as segments."""
    segments = path.split("/")
    for place, segment in enumerate(segments):
        if _leaf(segment) or segment == "x":
            return segments[:place], segments[place:]
    return segments, []


def _number(segment: str) -> str:
    segment = re.sub(r"~\d+$", "", segment)
    named = _NAMED_RE.fullmatch(segment)
    if named and (named.group(2) or named.group(1) in ("phu-luc", "kem-theo")):
        return " ".join(filter(None, (_NAMED[named.group(1)], named.group(2))))
    return _WHOLE.get(segment, segment)


def _tail(segments: list[str], below: bool) -> list[str]:
    if segments[:1] == ["x"]:
        # A fact whose place in the official text is not known; what follows numbers it within our digest.
        unknown = "chưa rõ đoạn" if below else "chưa rõ mục"
        return [unknown, *([f"ý {'.'.join(segments[1:])}"] if segments[1:] else [])]
    words = []
    for place, segment in enumerate(segments):
        leaf = _leaf(segment)
        if leaf is None:
            words.append(segment)
        elif leaf[0] == "gạch đầu dòng" and place and segments[place - 1].startswith("b"):
            words.append(f"gạch con {leaf[1]}")
        else:
            words.append(f"{leaf[0]} {leaf[1]}")
    return words


def printed(path: str) -> str:
    """The address as printed in the document: numbers joined by dots, unnumbered pieces counted."""
    numbered, tail = _split(path)
    parts: list[str] = []
    for segment in numbered:
        number = _number(segment)
        if parts and number.startswith(parts[-1] + "."):
            parts[-1] = number
        else:
            parts.append(number)
    return ", ".join(filter(None, [".".join(parts), *_tail(tail, bool(numbered))]))


def spoken(path: str) -> str:
    """The address as a citation says it: `mục B.III.2.1, đoạn 3`, `điểm a khoản 1 Điều 2`.

    Within an article, points and clauses are named from the smallest up, as Luật Ban hành văn bản quy phạm pháp luật
    and its decrees prescribe for referring to a provision.
    """
    numbered, tail = _split(path)
    places = [i for i, segment in enumerate(numbered) if segment.startswith("dieu-")]
    if not places:
        address = printed("/".join(numbered)) if numbered else ""
        if address and numbered[0] not in _WHOLE and not _NAMED_RE.fullmatch(numbered[0]):
            address = "mục " + address
        return ", ".join(filter(None, [address, *_tail(tail, bool(numbered))]))
    article = places[-1]
    names = [_number(numbered[article])]
    above = ""
    for segment in numbered[article + 1 :]:
        if _LETTER.fullmatch(segment):
            names.append(f"điểm {segment}")
        elif _ARABIC.fullmatch(segment):
            names.append(f"khoản {segment}")
        elif _UPPER.fullmatch(segment):
            names.append(f"mục {segment}")
        else:
            names.append(f"điểm {segment}")
    # Articles are numbered through a law, so its chapter is not part of how they are cited; an attachment is.
    if numbered[0].startswith(("kem-theo", "phu-luc")):
        above = ", " + _number(numbered[0]).lower()
    return ", ".join(filter(None, [" ".join(reversed(names)) + above, *_tail(tail, True)]))
