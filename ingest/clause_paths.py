"""Clauses named in words → paths: `điểm a khoản 1, điểm b khoản 2 Điều 5` → `dieu-5/1/a`, `dieu-5/2/b`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.vietnamese import strip_accents

_KINDS = (
    "gạch đầu dòng thứ", "gạch đầu dòng", "đoạn thứ", "đoạn", "tiết", "điểm", "khoản", "điều", "tiểu mục", "mục",
    "chương", "phần thứ", "phần", "phụ lục",
)  # fmt: skip
_RANKS = {
    "gach dau dong": 0, "doan": 0, "tiet": 1, "diem": 2, "khoan": 3, "dieu": 4, "tieu muc": 5, "muc": 6, "chuong": 7,
    "phan": 8, "phu luc": 8,
}  # fmt: skip
_VALUE = r"(?:\d{1,3}[a-zđ]?|[ivx]{1,6}|[a-zđ]\d?)(?:\.(?:\d{1,2}|[ivx]{1,6}|[a-zđ]))*(?![\w/]|[-.,]\d)"
_LIST = rf"{_VALUE}(?:(?:\s*,\s*|\s*;\s*|\s+và\s+|\s+hoặc\s+){_VALUE})*"
_GROUP = rf"(?:các\s+)?\b(?:{'|'.join(_KINDS)})\s+(?:số\s+)?{_LIST}"
_CHAIN = rf"{_GROUP}(?:(?:\s*,\s*|\s*;\s*|\s+và\s+|\s+)(?:của\s+|thuộc\s+|tại\s+)?{_GROUP})*"
_TIE = r"\s*,?\s*(?:của\s+|tại\s+|trong\s+|thuộc\s+|ở\s+)?$"
_NAMES = ("dieu", "tieu-muc", "chuong", "phan", "phu-luc")


def _compiled(pattern: str, plain: bool) -> re.Pattern[str]:
    return re.compile(strip_accents(pattern) if plain else pattern)


_HINT = re.compile("(?:điểm|khoản|điều|mục|chương|phần|lục|đoạn|dòng|tiết) ")
_PATTERNS = {
    plain: (
        _compiled(_CHAIN + _TIE, plain),
        _compiled(rf"\b(?P<kind>{'|'.join(_KINDS)})\s+(?:số\s+)?(?P<list>{_LIST})", plain),
        _compiled(_VALUE, plain),
    )
    for plain in (False, True)
}


@dataclass(frozen=True, slots=True)
class ClausePart:
    """One clause that is named: [start, end) in the text searched, and its path."""

    start: int
    end: int
    path: str


@dataclass(frozen=True, slots=True)
class _Group:
    kind: str
    values: tuple[tuple[int, int, str], ...]
    start: int
    end: int
    rank: float


def clause_parts(low: str, text: str, *, plain: bool = False) -> tuple[ClausePart, ...]:
    """The clauses named at the very end of a text, right before the name of their document.

    low: `text` in lower case, character for character. plain: the text has no accents.
    """
    if not plain and not _HINT.search(low):
        return ()
    chain, group, value = _PATTERNS[plain]
    found = chain.search(low)
    if not found:
        return ()
    groups: list[_Group] = []
    for m in reversed(list(group.finditer(low, found.start(), found.end()))):
        kind = strip_accents(m["kind"]).removesuffix(" thu")
        places = [(v.start(), v.end()) for v in value.finditer(low, m.start("list"), m.end("list"))]
        values = tuple((start, end, text[start:end]) for start, end in places)
        # A decision that is one long article has its sections inside it: "Mục II Điều 1".
        inside = kind == "muc" and groups and groups[0].kind == "dieu"
        groups.insert(0, _Group(kind, values, m.start(), m.end(), _RANKS["khoan"] + 0.5 if inside else _RANKS[kind]))
    ranks = [g.rank for g in groups]
    if len(ranks) > 1 and all(a > b for a, b in pairwise(ranks)):
        path = _path(groups)
        return (ClausePart(groups[0].start, groups[-1].end, path),)
    return tuple(reversed(list(_leaves(groups))))


def _leaves(groups: list[_Group]) -> list[ClausePart]:
    """The innermost clauses named, last first: each stands in the nearest larger groups to its right."""
    parts: list[ClausePart] = []
    context: list[_Group] = []
    for at in range(len(groups) - 1, -1, -1):
        here = groups[at]
        context = [g for g in context if g.rank > here.rank]
        if at and groups[at - 1].rank < here.rank:
            context.insert(0, here)
            continue
        # Its words run on through the larger groups that it shares with nothing after it.
        end = here.end
        for after in groups[at + 1 :]:
            if after.rank <= here.rank or (parts and after.start >= parts[-1].start):
                break
            end = after.end
        for place in range(len(here.values) - 1, -1, -1):
            start, stop, _ = here.values[place]
            last = place == len(here.values) - 1
            path = _path([*reversed(context), here], place)
            parts.append(ClausePart(here.start if not place else start, end if last else stop, path))
        context.insert(0, here)
    return parts


def _path(groups: list[_Group], place: int = 0) -> str:
    """The path of groups from the outermost to the innermost; `place` picks among the values of the innermost."""
    segments: list[str] = []
    in_law = any(g.kind in ("chuong", "dieu") for g in groups)
    for at, g in enumerate(groups):
        value = g.values[place if at == len(groups) - 1 else 0][2]
        for segment in _segments(g.kind, value, in_law):
            if not segments or segments[-1] != segment:
                segments.append(segment)
    return "/".join(segments)


def _segments(kind: str, value: str, in_law: bool) -> list[str]:
    name = kind.replace(" ", "-")
    if name in _NAMES and not (kind == "phan" and re.fullmatch("[A-Ha-h]", value)):
        return [f"{name}-{value.lower() if value[0].isdigit() else value.upper()}"]
    if kind == "muc" and in_law and value.isdigit():
        return [f"muc-{value}"]
    if kind == "gach dau dong":
        return [f"b{value}"]
    if kind == "doan":
        return [f"p{value}"]
    return dotted(value, upper=kind in ("muc", "phan"))


def dotted(value: str, *, upper: bool = False) -> list[str]:
    """`B.III.2.1` → B, III, 2, 2.1: a number under a number is printed with the one it stands under.

    upper: letters that stand alone or first, and roman numerals, are section numbers and come in capitals.
    """
    segments: list[str] = []
    run = ""
    for at, piece in enumerate(value.split(".")):
        if piece[0].isdigit():
            run = f"{run}.{piece}" if run else piece
            segments.append(run.lower())
        else:
            run = ""
            roman = re.fullmatch("[ivx]+", piece, re.I) and (len(piece) > 1 or piece.lower() != "i" or upper)
            capital = piece.isupper() or (upper and (at == 0 or roman))
            segments.append(piece.upper() if capital else piece.lower())
    return segments
