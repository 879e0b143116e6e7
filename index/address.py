"""Addresses in a question: `mục B.III.2.1 NQ 20`, `điểm đ khoản 2 mục II`, `gạch đầu dòng thứ ba mục 7`, `chú thích 1`.

An address is a run of numbers from the outside in, then an unnumbered piece. It means every clause whose printed
numbers contain that run in this order and end with it; the shortest such path comes first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.naming import plain
from index.wordlists import words
from ingest.address import printed
from ingest.document import Clause, Document
from ingest.vietnamese import fold

_ORDINALS = {
    "nhat": 1, "dau": 1, "dau tien": 1, "mot": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6,
    "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "cuoi": -1, "cuoi cung": -1,
}  # fmt: skip
_ORDINAL = "(?:thu |so )?(?P<ordinal>" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + r"|\d{1,3})"
_PART = r"(?:[ivx]{1,5}(?![a-z])|\d{1,2}|[a-zđ](?![a-zđ]))"
_COUNTED = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi mot": 11, "muoi hai": 12, "muoi ba": 13, "muoi bon": 14, "muoi lam": 15, "nhat": 1, "nhi": 2,
}  # fmt: skip
_VALUE = (
    rf"(?P<value>(?:[ivx]{{1,5}}|[a-eđ]|\d{{1,2}})(?:[./]{_PART})+"
    r"|[ivx]{1,5}(?![a-z])|\d{1,3}|"
    + "|".join(sorted(_COUNTED, key=len, reverse=True)) + r"|[a-zđ](?![a-zđ]))"
)
_SHORT_LEVELS = {"k": "khoan", "d": "dieu", "m": "muc"}
_LEVELS = {"phu luc": 0, "phan": 1, "chuong": 2, "dieu": 3, "tieu muc": 4.5, "muc": 4, "khoan": 5, "diem": 6, "y": 6}
_NUMBERED = re.compile(
    r"(?<![\w])(?P<level>phu luc|phan|chuong|dieu|tieu muc|muc|khoan|diem|[kdm](?=\.\s?\d))[\s.]+(?:so\s+|thu\s+)?"
    + _VALUE
    + r"(?![\w-])"
)
_BARE = re.compile(
    r"(?<![\w./-])(?P<value>(?:[a-e][./])?[ivx]{1,5}(?:[./](?:\d{1,2}|[a-zđ]))+"
    r"|[a-e](?:[./](?:[ivx]{1,5}|\d{1,2}))+|[a-e]\s+[ivx]{1,5}(?:\s+\d{1,2}(?:\.\d{1,2})*)?)(?![\w/-])"
)
_COMMA = re.compile(r"\s*,\s*(?P<value>[ivx]{1,5}|\d{1,2})(?=\s*(?:,|$| cua| trong| nghi| ke| quyet| ket| nq| qd| kl))")
_UNNUMBERED = (
    ("b", re.compile(r"(?<!\w)(?:gach dau dong|gach|dau dong)\s+" + _ORDINAL + r"(?!\w)")),
    ("p", re.compile(r"(?<!\w)(?:doan|doan van)\s+" + _ORDINAL + r"(?!\w)")),
    ("fn", re.compile(r"(?<!\w)(?:chu thich|cuoc chu|ghi chu)(?:\s+cuoi trang)?(?:\s+" + _ORDINAL + r")?(?!\w)")),
    ("t", re.compile(r"(?<!\w)bang\s+(?:so\s+)?(?P<ordinal>\d{1,2})(?!\w)")),
)
_HEADED = re.compile(r"(?:^|\s)(?P<title>[\w ]{4,60}?)\s+thu\s+(?P<ordinal>" + "|".join(_ORDINALS) + r"|\d{1,2})(?!\w)")
_KEYWORDS = {"noi nhan": "noi-nhan", "chu ky": "ky", "phan mo dau": "pre/p1"}


@dataclass(frozen=True, slots=True)
class Address:
    """What a question asks to see. numbers: from the outside in; tail: ("b", 3) and the like, ordinal -1 is the last.

    whole: hardly anything but the address (and a document) is in the question. text: the address as typed.
    """

    numbers: tuple[str, ...]
    tail: tuple[str, int] | None = None
    keyword: str = ""
    heading: str = ""
    whole: bool = False
    text: str = ""


def find_address(question: str, named: Sequence[tuple[int, int]] = ()) -> Address | None:
    """The address in a question, None when it names none. `named`: spans where documents are named, not looked at."""
    text = _blank(plain(question), named)
    accented = fold(question)
    pieces: list[tuple[float, int, list[str], int]] = []
    taken: list[tuple[int, int]] = []
    for match in _NUMBERED.finditer(text):
        value = _accented(accented, text, match)
        value = str(_COUNTED.get(match["value"], value))
        values = [v for v in re.split(r"[./]", value) if v]
        level = _SHORT_LEVELS.get(match["level"], match["level"])
        if level in ("dieu", "chuong", "phu luc") and values:
            values[0] = f"{level} {values[0]}"
        end = match.end()
        while more := _COMMA.match(text, end):
            values.append(more["value"])
            end = more.end()
        rank = _LEVELS[level] if not (level == "muc" and values[0].isdigit()) else 4.2
        pieces.append((rank, match.start(), values, end))
        taken.append((match.start(), end))
    if not pieces and (bare := _BARE.search(text)):
        values = re.split(r"[./\s]+", _accented(accented, text, bare))
        pieces.append((1, bare.start(), values, bare.end()))
        taken.append(bare.span())
    tail = None
    for kind, pattern in _UNNUMBERED:
        if counted := pattern.search(text):
            ordinal = counted["ordinal"]
            tail = (kind, _ordinal(ordinal) if ordinal else 1)
            taken.append(counted.span())
            break
    keyword = next((segment for name, segment in _KEYWORDS.items() if name in text and not pieces), "")
    heading = ""
    if tail is None and not pieces and not keyword and (headed := _HEADED.search(text)):
        heading, tail = headed["title"].strip(), ("item", _ordinal(headed["ordinal"]))
        taken.append(headed.span())
    if not pieces and tail is None and not keyword:
        return None
    pieces.sort(key=lambda piece: (piece[0], piece[1]))
    left = _blank(text, taken)
    if keyword:
        left = left.replace(next(w for w, s in _KEYWORDS.items() if s == keyword), " ")
    rest = [w for w in re.findall(r"\w+", left) if w not in words("address_filler")]
    shown = " ".join(question[s:e].strip() for s, e in sorted(taken))
    numbers = tuple(value for piece in pieces for value in piece[2])
    title = heading or (" ".join(left.split()) if rest else "")
    return Address(numbers, tail, keyword, title, whole=len(rest) <= 1, text=shown)


def resolve(address: Address, documents: Sequence[Document]) -> list[Clause]:
    """The clauses that an address means, document by document in the order given, the outermost first; [] for none."""
    found: list[tuple[int, int, int, Clause]] = []
    for place, document in enumerate(documents):
        for order, clause in enumerate(_in_document(address, document)):
            found.append((place, len(clause.path.split("/")), order, clause))
    found.sort(key=lambda hit: hit[:3])
    return [clause for *_, clause in found]


def _in_document(address: Address, document: Document) -> list[Clause]:
    if address.keyword:
        return [c for c in document.clauses if c.path == address.keyword]
    bases = _numbered(address.numbers, document) if address.numbers else []
    if address.heading:
        titled = _titled(address.heading, document)
        if titled and address.numbers:
            below = {c.id for t in titled for c in document.descendants(t.id)}
            bases = [c for c in _numbered(address.numbers, document, within=below) if c.id in below] or bases
        elif titled and not address.numbers:
            bases = titled
    if address.tail is None:
        return bases[:8]
    kind, ordinal = address.tail
    if not address.numbers and not bases:
        every = [c for c in document.clauses if _leaf(c, kind)]
        if kind == "fn":
            return [c for c in every if re.fullmatch(rf"fn{ordinal}(~\d+)?", c.path.rsplit("/", 1)[-1])]
        return every[-1:] if ordinal == -1 else []
    out = []
    for base in bases:
        children = document.children.get(base.id, ())
        kids = [c for c in (document.descendants(base.id) if kind == "fn" else children) if _leaf(c, kind)]
        if kind == "item" and not kids:
            kids = list(children)
        if kids and (ordinal == -1 or 1 <= ordinal <= len(kids)):
            out.append(kids[-1 if ordinal == -1 else ordinal - 1])
    return out


def _leaf(clause: Clause, kind: str) -> bool:
    last = clause.path.rsplit("/", 1)[-1]
    if kind == "item":
        return clause.kind in ("item", "heading")
    return bool(re.fullmatch(rf"{kind}\d+(~\d+)?", last))


def _numbered(numbers: Sequence[str], document: Document, within: set[str] | None = None) -> list[Clause]:
    """Numbered clauses whose printed address ends with the last of `numbers` and contains them in order."""
    wanted = [n.lower() for n in numbers]
    out = []
    for clause in document.clauses:
        if clause.kind not in ("heading", "item") or (within is not None and clause.id not in within):
            continue
        have = [fold(part) for part in re.split(r"[./]", printed(clause.path)) if part]
        if have and _same(have[-1], wanted[-1]) and _subsequence(wanted, have):
            out.append((len(have), clause))
    shortest = min((n for n, _ in out), default=0)
    return [clause for n, clause in out if n <= shortest + 1]


def _same(printed_number: str, asked: str) -> bool:
    bare = plain(printed_number)
    return printed_number == asked or bare == asked


def _subsequence(wanted: Sequence[str], have: Sequence[str]) -> bool:
    at = iter(have)
    return all(any(_same(number, asked) for number in at) for asked in wanted)


def _titled(text: str, document: Document) -> list[Clause]:
    """Headings whose opening words (two at least, or all of them) occur in `text`, longest run first."""
    asked = " " + " ".join(re.findall(r"\w+", text)) + " "
    out = []
    for clause in document.clauses:
        title = re.findall(r"\w+", plain(clause.heading))
        for length in range(len(title), min(2, len(title)) - 1, -1):
            if title and f" {' '.join(title[:length])} " in asked:
                out.append((-length, clause))
                break
    return [clause for _, clause in sorted(out, key=lambda hit: hit[0])]


def _ordinal(text: str) -> int:
    return int(text) if text.isdigit() else _ORDINALS[text]


def _accented(accented: str, text: str, match: re.Match[str]) -> str:
    """The value as typed, with its accents (đ is not d), when folding kept the positions."""
    start, end = match.span("value")
    return accented[start:end] if len(accented) == len(text) else match["value"]


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
