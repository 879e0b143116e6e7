"""Addresses in a question: `mục B.III.2.1 NQ 20`, `điểm đ khoản 2 mục II`, `gạch đầu dòng thứ ba mục 7`, `chú thích 1`.

Also the n-th piece of a section that is named by what it lists: `quan điểm thứ nhất`, `mục tiêu cụ thể cuối cùng`.
`index.address_words` holds the words, `index.address_places` finds the clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from index.address_places import Address, Step, resolve
from index.address_words import (
    COUNTED,
    ROMAN,
    Token,
    Value,
    run_at,
    shape,
    split_parts,
    tokens,
    unit_at,
    value_at,
)
from index.wordlists import words

__all__ = ["Address", "find_address", "resolve"]

_RANK = {"phu-luc": 0, "phan": 1, "chuong": 2, "dieu": 3, "muc": 4, "tieu-muc": 4.5, "khoan": 5, "tiet": 5.6, "diem": 6}
_PREAMBLE = re.compile(r"\b(?:phan|loi|doan|cau|muc) (?:mo dau|noi dau|mo bai|dan nhap|tua)\b")
# What sections list, as their headings and as people name them.
_LISTED = (
    "quan diem", "muc tieu", "chi tieu", "nhiem vu", "giai phap", "nguyen nhan", "han che", "dinh huong", "yeu cau",
    "muc dich", "noi dung", "bien phap", "phuong huong", "ket qua", "thanh tuu", "ton tai", "bai hoc", "linh vuc",
    "dau viec", "nhom viec", "cong viec",
)  # fmt: skip
_FURTHEST, _MOST_WAYS, _LONGEST_NAME = 5, 6, 12
_AFTER_NAME = frozenset(
    ["cua", "trong", "o", "tai", "theo", "noi", "quy", "viet", "ghi", "co", "gom", "la", "thi", "neu"]
)


def find_address(question: str, named: Sequence[tuple[int, int]] = ()) -> Address | None:
    """The address in a question, None when it names none. `named`: spans where documents are named, not looked at."""
    every = tokens(question, named)
    taken: set[int] = set()
    pieces: list[tuple[float, int, list[list[Step]]]] = []
    tail: tuple[str, int] | None = None
    at = 0
    while at < len(every):
        opened = unit_at(every, at)
        value = value_at(every, opened[2], opened[1]) if opened else None
        if opened is None:
            at += 1
        elif opened[0] in COUNTED:
            bare_note = opened[1] == "fn" and value is None
            if tail is None and (bare_note or (value is not None and value.nth)):
                tail = (opened[1], value.nth if value else 1)
                taken.update(range(at, value.end if value else opened[2]))
            at = value.end if value else opened[2]
        elif value is None or _fraction(every, at, opened[0], value):
            at = opened[2]
        else:
            start, at = at, value.end
            options = [_steps(opened[1], value)]
            while (more := _more(every, at, opened[1], options[0])) is not None:
                options.append(more[0])
                at = more[1]
            pieces.append((_rank(opened[1], value), start, options))
            taken.update(range(start, at))
    if not pieces and (bare := _bare(every, taken)) is not None:
        steps, start, end = bare
        pieces.append((1.0, start, [steps]))
        taken.update(range(start, end))
    heading = ""
    if not pieces and tail is None and (listed := _listed(every)) is not None:
        heading, nth, start, end = listed
        tail = ("item", nth)
        taken.update(range(start, end))
    place = "" if pieces else _place(every, taken)
    if not pieces and tail is None and not place:
        return _section(question, every)
    pieces.sort(key=lambda piece: piece[:2])
    left = [t.plain for n, t in enumerate(every) if n not in taken and t.word]
    filler = words("address_filler")
    rest = [w for w in left if w not in filler and w not in ("phan", "muc")]
    if place and len(rest) > 2:
        place = ""
        if tail is None:
            return _section(question, every)
    title = heading or (" ".join(left) if rest else "")
    shown = " ".join(dict.fromkeys(_pieces(question, every, taken)))
    ways = [tuple(step for part in way for step in part) for way in product(*(piece[2] for piece in pieces))]
    return Address(ways[0], tail, place, title, whole=len(rest) <= 1, text=shown, also=tuple(ways[1:_MOST_WAYS]))


def _more(every: Sequence[Token], at: int, unit: str, first: list[Step]) -> tuple[list[Step], int] | None:
    """A further value of the same unit: "mục III.1 và III.2", "khoản 1, 2 Điều 2"."""
    if at >= len(every) or every[at].plain not in ("va", ",", "hoac", "hay"):
        return None
    opened = unit_at(every, at + 1) if at + 1 < len(every) else None
    value = value_at(every, opened[2] if opened and opened[1] == unit else at + 1, unit)
    if value is None or len(value.parts) != len(first) or not value.parts:
        return None
    like = [shape(step.label) for step in first] == [shape(part) for part in value.parts]
    return (_steps(unit, value), value.end) if like and value.parts[0] != "a" else None


def _section(question: str, every: Sequence[Token]) -> Address | None:
    """A section asked for by its name alone: "phần tổ chức thực hiện của NQ 57"."""
    for at in range(len(every)):
        opened = unit_at(every, at)
        if opened is None or opened[1] not in ("phan", "muc", "chuong"):
            continue
        end = opened[2]
        while end < len(every) and every[end].word and every[end].plain not in _AFTER_NAME:
            end += 1
        name = every[opened[2] : end]
        rest = [t for t in (*every[:at], *every[end:]) if t.word and t.plain not in words("address_filler")]
        if 2 <= len(name) <= _LONGEST_NAME and not rest and name[0].plain not in ("lon", "nho", "nhieu", "it"):
            shown = question[every[at].start : every[end - 1].end]
            return Address((), None, "", " ".join(t.plain for t in name), text=shown)
    return None


def _steps(unit: str, value: Value) -> list[Step]:
    if not value.parts:
        return [Step(unit, "", value.nth, value.counted)]
    first = value.parts[0]
    nth = value.nth or (int(first) if first.isdigit() else 0)
    run = len(value.parts) > 1
    out = [Step(unit, first, nth, value.counted, run)]
    return out + [Step("", part, int(part) if part.isdigit() else 0, run=True) for part in value.parts[1:]]


def _rank(unit: str, value: Value) -> float:
    """How far out a piece stands: a Roman section before a numbered one before a letter."""
    kind = shape(value.parts[0]) if value.parts else "D"
    within = {"R": 0.0, "D": 0.2, "L": 0.0 if len(value.parts) > 1 else 2.5}[kind] if unit == "muc" else 0.0
    if unit == "diem" and kind == "D":
        within = -0.2
    return _RANK[unit] + within


def _fraction(every: Sequence[Token], at: int, unit: str, value: Value) -> bool:
    """ "Hai phần ba" is no part of a document."""
    return unit == "phần" and not value.parts and at > 0 and value_at(every, at - 1) is not None


def _bare(every: Sequence[Token], taken: set[int]) -> tuple[list[Step], int, int] | None:
    """A run without any unit: `B.III.2.1`, `III/2`; `IV` or `2.1` only where hardly anything else is said."""
    filler = words("address_filler")
    left = [t for n, t in enumerate(every) if t.word and n not in taken]
    alone = all(t.plain in filler or split_parts(t) for t in left)
    for at, token in enumerate(every):
        if not token.word or at in taken or not (run := run_at(every, at)):
            continue
        if at and every[at - 1].typed in ("-", "/", ".", "–") and every[at - 1].end == token.start:
            continue
        parts, end = run
        if any(n in taken for n in range(at, end)) or (end < len(every) and every[end].typed in ("-", "%")):
            continue
        shapes = "".join(map(shape, parts, ["", *parts]))
        structured = len(parts) > 1 and re.fullmatch(r"L?R?D{0,3}L?", shapes) and shapes[:2] not in ("DD", "LL", "DL")
        compact = structured and end == at + 1 and shapes[0] == "L"
        if structured and (not compact or alone) and _printed_like(parts):
            return _steps("", Value(tuple(parts), 0, False, end)), at, end
        by_name = at == 0 or every[at - 1].typed == "§" or not every[at - 1].word
        if alone and (len(parts) > 1 or (by_name and (parts[0] in ROMAN or parts[0].isdigit() or parts[0] in "abcd"))):
            return _steps("", Value(tuple(parts), 0, False, end)), at, end
    return None


def _printed_like(parts: Sequence[str]) -> bool:
    """Whether a run begins as official texts number their parts (A to E, or Roman)."""
    return parts[0] in ROMAN or parts[0] in "abcde"


def _listed(every: Sequence[Token]) -> tuple[str, int, int, int] | None:
    """ "Quan điểm thứ nhất", "nhóm nhiệm vụ số 3", "giải pháp cuối cùng": the words of a heading and a number."""
    for at in range(1, len(every)):
        value = value_at(every, at)
        if value is None or not value.nth or (value.parts and value.counted is False and not _marked(every, at)):
            continue
        if not (value.counted or _marked(every, at)):
            continue
        for start in range(max(0, at - _FURTHEST), at - 1):
            pair = f"{every[start].plain} {every[start + 1].plain}"
            if pair in _LISTED and all(t.word for t in every[start:at]):
                return " ".join(t.plain for t in every[start:at]), value.nth, start, value.end
    return None


def _marked(every: Sequence[Token], at: int) -> bool:
    """Whether "số" or "thứ" stands here, or a number follows what is listed at once ("quan điểm 2")."""
    if every[at].plain in ("so", "thu"):
        return True
    pair = f"{every[at - 2].plain} {every[at - 1].plain}" if at > 1 else ""
    return every[at].typed.isdigit() and pair in _LISTED


def _place(every: Sequence[Token], taken: set[int]) -> str:
    text = " ".join(t.plain for t in every)
    found = _PREAMBLE.search(text)
    if found is None:
        return ""
    count = len(text[: found.start()].split())
    taken.update(range(count, count + len(found.group().split())))
    return "pre"


def _pieces(question: str, every: Sequence[Token], taken: set[int]) -> list[str]:
    """The runs of the question that are the address, as typed."""
    runs: list[tuple[int, int]] = []
    for n in sorted(taken):
        if n >= len(every):
            continue
        if runs and n - 1 in taken:
            runs[-1] = (runs[-1][0], every[n].end)
        else:
            runs.append((every[n].start, every[n].end))
    return [question[start:end].strip() for start, end in runs]
