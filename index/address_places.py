"""Where an address leads: each printed number of a clause is held against each step of the address, at a cost.

A level left out costs, as does a number read otherwise than it is printed ("phần 4" for IV); the cheapest clauses are
meant. Several of like cost are all returned: the address does not tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.address_words import ROMAN
from index.naming import plain
from index.wordlists import words
from ingest.document import Clause, Document
from ingest.vietnamese import fold

_LEAF = re.compile(r"(?:p|b|fn|t)\d+(?:~\d+)?")
_NAMED = re.compile(r"(phan|chuong|dieu|phu-luc|kem-theo|tieu-muc|muc)(?:-(.+))?")
_CONTAINERS = frozenset(["dieu", "chuong", "phan", "phu-luc", "kem-theo"])
_OWN_UNIT = frozenset(["dieu", "chuong", "phu-luc"])
_ALIKE, _READ_OTHERWISE = 0.3, 3.0
_MOST = 8
# A paragraph of a preamble, not a line of a letterhead.
_PROSE = re.compile(r"[.:;]\W*$")
_SHORTEST_PROSE = 80
_ORDINALS = ("nhat|mot", "hai|nhi", "ba", "tu|bon", "nam", "sau", "bay", "tam", "chin", "muoi")


@dataclass(frozen=True, slots=True)
class Step:
    """One level of an address. unit: kind of unit, "" when none is named. label: as typed, folded; "" for an ordinal.
    nth: the number counted, negative from the end, 0 for a letter. counted: said as an ordinal. run: one of several
    numbers typed in one, which are printed so."""

    unit: str
    label: str
    nth: int = 0
    counted: bool = False
    run: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """What a question asks to see. steps: from the outside in. tail: ("b", 3) and the like, what is counted below.

    place: "pre" for the preamble. heading: words that may name a section. whole: hardly anything but the address
    (and a document) is in the question. text: the address as typed. also: further steps asked for beside them ("mục 1
    và 2").
    """

    steps: tuple[Step, ...]
    tail: tuple[str, int] | None = None
    place: str = ""
    heading: str = ""
    whole: bool = False
    text: str = ""
    also: tuple[tuple[Step, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Label:
    """A printed number of a path. kind: "dieu", "R", "D", "L", "U"; rank: among its siblings; last: how many follow."""

    text: str
    kind: str
    rank: int
    last: int


def resolve(address: Address, documents: Sequence[Document]) -> list[Clause]:
    """The clauses that an address means, document by document in the order given, the likeliest first; [] for none."""
    return [clause for document in documents for clause in _in_document(address, document)][: 4 * _MOST]


def _in_document(address: Address, document: Document) -> list[Clause]:
    if address.place == "pre":
        return _preamble(address, document)
    if address.tail and address.tail[0] == "item":
        told = _told_as(address.heading, address.tail[1], document)
        return told or _listed(address.heading, address.tail[1], document)
    if not address.steps and address.tail is None:
        return titled_clauses(address.heading, document, whole=True)[:1]
    bases = _numbered(address.steps, document)
    if address.heading:
        titled = titled_clauses(address.heading, document)
        if address.steps:
            below = {c.id for t in titled for c in document.descendants(t.id)}
            bases = _numbered(address.steps, document, within=below) or bases
        else:
            bases = titled
    bases += [c for steps in address.also for c in _numbered(steps, document) if c not in bases]
    if address.tail is None:
        return bases[:_MOST]
    if not address.steps and not bases:
        return _in_whole(address.tail, document)
    return [c for base in bases if (c := _below(address.tail, base, document)) is not None][:_MOST]


def _told_as(heading: str, nth: int, document: Document) -> list[Clause]:
    """The clauses of a digest that say which piece they tell: "Theo quan điểm thứ nhất, …"."""
    if document.provenance != "digest" or not 0 < nth <= len(_ORDINALS) or not heading:
        return []
    ordinal = rf"(?:thu )?(?:{_ORDINALS[nth - 1]}|{nth})"
    told = re.compile(rf"\W*(?:theo )?{re.escape(plain(heading))} {ordinal}\b")
    return [c for c in document.clauses if c.kind != "heading" and told.match(plain(c.text[c.body[0] :]))]


def _preamble(address: Address, document: Document) -> list[Clause]:
    head = [c for c in document.clauses if c.path.startswith("pre/")]
    prose = [c for c in head if len(c.text) >= _SHORTEST_PROSE and _PROSE.search(c.text)] or head[-1:]
    if address.tail is None:
        return prose
    return _nth(prose, address.tail[1])


def _in_whole(tail: tuple[str, int], document: Document) -> list[Clause]:
    """A piece counted through a whole document: a footnote, the last of a kind, or one of the only list."""
    kind, nth = tail
    every = [c for c in document.clauses if _leaf(c, kind) and not c.path.startswith("pre/")]
    if kind in ("fn", "t"):
        numbered = [c for c in every if re.fullmatch(rf"{kind}{nth}(~\d+)?", c.path.rsplit("/", 1)[-1])]
        return numbered or _nth(every, nth)
    if nth < 0:
        if kind == "any":
            every = [c for c in document.clauses if c.kind not in ("heading", "recipients", "signature")]
        return _nth(every, nth)
    return _nth(every, nth) if len({c.parent for c in every}) == 1 else []


def _below(tail: tuple[str, int], base: Clause, document: Document) -> Clause | None:
    """The piece counted under a clause."""
    kind, nth = tail
    children = document.children.get(base.id, ())
    if kind == "fn":
        kids: Sequence[Clause] = [c for c in document.descendants(base.id) if _leaf(c, "fn")]
    elif kind == "any":
        kids = [c for c in children if not _leaf(c, "fn")]
    else:
        kids = [c for c in children if _leaf(c, kind)]
        if not kids and kind in ("p", "b"):
            # What one prints as dashes another prints as paragraphs; never where both are counted apart.
            kids = [c for c in children if _leaf(c, "p") or _leaf(c, "b")]
            only = list(children)
            if not kids and len(only) == 1:
                kids = [c for c in document.children.get(only[0].id, ()) if _leaf(c, kind)]
            if not kids and kind == "b":
                kids = [c for c in children if c.kind in ("item", "bullet")]
        if not children and nth in (1, -1) and kind == "p":
            kids = [base]
    found = _nth(kids, nth)
    return found[0] if found else None


def _listed(named: str, nth: int, document: Document) -> list[Clause]:
    """The n-th of what a section lists, for its name as asked: "quan điểm", "định hướng công nghệ"."""
    for name in dict.fromkeys((named, named.replace("chi tieu", "muc tieu"), " ".join(named.split()[:2]))):
        for base in _sections(name, document):
            if found := _section_item(base, nth, document):
                return found
    numbered = [c for c in document.children.get("", ()) if _numbered_segment(c)]
    if re.match(r"nhiem vu|giai phap|noi dung|nhom|cong viec", named) and all(c.path.isdigit() for c in numbered):
        return _nth(numbered, nth)
    return []


def _sections(name: str, document: Document) -> list[Clause]:
    """Clauses that a name heads: opening with it, else holding it, else holding its words; items by their lead."""
    wanted = name.split()
    ranked: list[tuple[int, int, Clause]] = []
    for order, clause in enumerate(document.clauses):
        if clause.path.startswith("pre/") or clause.id not in document.children:
            continue
        lead = clause.heading or (clause.text if clause.text.rstrip().endswith(":") else "")
        title = re.findall(r"\w+", plain(lead))
        held = f" {' '.join(wanted)} " in f" {' '.join(title)} "
        if held and clause.heading:
            ranked.append((0 if title[: len(wanted)] == wanted else 1, order, clause))
        elif held or (clause.heading and set(wanted) <= set(title)):
            ranked.append((2 + len(title), order, clause))
    return [clause for *_, clause in sorted(ranked, key=lambda hit: hit[:2])]


def _section_item(base: Clause, nth: int, document: Document) -> list[Clause]:
    """The n-th of what a section lists; of targets, those of its longest list ("Mục tiêu cụ thể")."""
    kids = [c for c in document.children.get(base.id, ()) if c.kind in ("item", "heading", "bullet")]
    if re.search(r"\bmuc tieu\b", plain(base.heading)):
        lists = [[c for c in document.children.get(k.id, ()) if c.kind in ("item", "bullet")] for k in kids]
        longest = max(lists, key=len, default=[])
        kids = longest if len(longest) > 1 else kids
    return _nth(kids or document.children.get(base.id, ()), nth)


def _nth(clauses: Sequence[Clause], nth: int) -> list[Clause]:
    if nth == 0 or abs(nth) > len(clauses):
        return []
    return [clauses[nth - 1 if nth > 0 else nth]]


def _leaf(clause: Clause, kind: str) -> bool:
    return bool(re.fullmatch(rf"{kind}\d+(~\d+)?", clause.path.rsplit("/", 1)[-1]))


def _numbered(
    steps: Sequence[Step], document: Document, within: set[str] | None = None, *, literal: bool = False
) -> list[Clause]:
    """The clauses that steps lead to, those of like cost; literal: the steps are not read otherwise."""
    if not steps:
        return []
    costs: list[tuple[float, int, Clause]] = []
    labels = _labels(document)
    for order, clause in enumerate(document.clauses):
        if clause.id in labels and (within is None or clause.id in within):
            cost = _cost(steps, labels[clause.id], len(labels[clause.id]))
            if cost < 9:
                costs.append((cost, order, clause))
    if not costs and not literal:
        others = (_numbered(other, document, within, literal=True) for other in _otherwise(steps))
        return next((found for found in others if found), [])
    costs.sort(key=lambda hit: hit[:2])
    least = costs[0][0] if costs else 0.0
    return [clause for cost, _, clause in costs if cost <= least + _ALIKE]


def _otherwise(steps: Sequence[Step]) -> Iterator[tuple[Step, ...]]:
    """Steps that lead nowhere, read otherwise: without a number said twice ("2 (2.1)"), with a letter and a number
    that stand the wrong way round ("III.B")."""
    once = tuple(s for n, s in enumerate(steps) if n == 0 or s.label != steps[n - 1].label or not s.label.isdigit())
    if len(once) < len(steps):
        yield once
    for n, (outer, inner) in enumerate(pairwise(once)):
        if outer.label and inner.label and not (outer.label.isdigit() and inner.label.isdigit()):
            yield (*once[:n], inner, outer, *once[n + 2 :])


def _labels(document: Document) -> dict[str, tuple[_Label, ...]]:
    """The printed numbers over and of every numbered clause, outermost first."""
    out: dict[str, tuple[_Label, ...]] = {}
    for parent, children in document.children.items():
        numbered = [c for c in children if c.kind in ("heading", "item") and _numbered_segment(c)]
        for rank, clause in enumerate(numbered, start=1):
            segment = re.sub(r"~\d+$", "", clause.path.rsplit("/", 1)[-1])
            named = _NAMED.fullmatch(segment)
            text = fold((named[2] or "") if named else segment)
            kind = named[1] if named else _kind(segment)
            above = out.get(parent, ())
            if above and text.startswith(above[-1].text + "."):
                text = text[len(above[-1].text) + 1 :]
            out[clause.id] = (*above, _Label(text, kind, rank, len(numbered) - rank + 1))
    return out


def _numbered_segment(clause: Clause) -> bool:
    segments = clause.path.split("/")
    return not _LEAF.fullmatch(segments[-1]) and "x" not in segments and segments[0] not in ("pre", "ky", "noi-nhan")


def _kind(segment: str) -> str:
    if segment[:1].isdigit():
        return "D"
    if segment.isupper():
        return "R" if segment.lower() in ROMAN and segment not in ("C", "D") else "U"
    return "L"


def _cost(steps: Sequence[Step], have: Sequence[_Label], end: int, *, last: bool = True) -> float:
    """The least cost of laying `steps` along `have[:end]`, the last step on its end; 99 when they do not fit."""
    if not steps:
        return sum(_skipped(label) for label in have[:end])
    best = 99.0
    places = [end - 1] if last else range(end - 1, -1, -1)
    for place in places:
        if place < 0:
            continue
        own = _fits(steps[-1], have[place], top=place == 0 or have[place - 1].kind in ("dieu", "phu-luc", "kem-theo"))
        if own >= 9:
            continue
        between = sum(_skipped(label) for label in have[place + 1 : end])
        best = min(best, own + between + _cost(steps[:-1], have, place, last=False))
    return best


def _skipped(label: _Label) -> float:
    return 0.8 if label.kind in _CONTAINERS else 1.0


def _fits(step: Step, label: _Label, *, top: bool) -> float:
    """What it costs to read one step as one printed number; 99 when it cannot be."""
    if step.unit in _OWN_UNIT and label.kind != step.unit:
        return 99.0
    if label.kind in ("dieu", "chuong", "phu-luc") and step.unit not in (label.kind, ""):
        return 99.0
    unit = 0.0
    if step.unit == "phan":
        if not top and label.kind == "D" and not step.run:
            return 99.0
        unit = 0.0 if top or label.kind == "phan" else 1.5
    elif step.unit == "khoan":
        unit = 0.0 if label.kind == "D" else 0.7
    elif step.unit in ("diem", "tiet"):
        unit = {"L": 0.0, "D": 0.2}.get(label.kind, 1.0)
    elif step.unit == "muc" and label.kind == "L":
        unit = 0.5
    elif step.unit == "":
        unit = 0.5 if label.kind == "dieu" else 0.0
    return unit + _same(step, label, top=top)


def _same(step: Step, label: _Label, *, top: bool) -> float:
    text = label.text
    if step.label and (text == step.label or (step.label != "d" and plain(text) == step.label)):
        return 0.0
    if step.label == "d" and text == "đ":
        return 0.6
    if step.nth < 0:
        return 0.0 if label.last == -step.nth else 99.0
    number = int(text) if text.isdigit() else ROMAN.get(text, 0) if label.kind in ("R", *_CONTAINERS) else 0
    if step.nth and number == step.nth:
        cheap = step.counted or step.unit == "phan" or text.isdigit()
        return _READ_OTHERWISE if step.run else 0.3 if cheap else 0.8
    if step.label in ROMAN and text.isdigit() and int(text) == ROMAN[step.label] and top and label.kind == "D":
        return 0.8
    if step.nth and not step.run and label.rank == step.nth and label.kind in ("L", "U"):
        return 0.3 if step.counted or step.unit == "phan" else 1.2
    return 99.0


def titled_clauses(text: str, document: Document, *, whole: bool = False) -> list[Clause]:
    """Headings that `text` names: by their opening words (two at least, or all), else by most of its own words.

    whole: `text` is nothing but the name, so that all of it must stand in the heading.
    """
    said = re.findall(r"\w+", text)
    asked = f" {' '.join(said)} "
    own = {w for w in said if len(w) > 1 and w not in words("address_filler")}
    found: list[tuple[float, int, Clause]] = []
    loose: list[tuple[float, int, Clause]] = []
    for order, clause in enumerate(document.clauses):
        title = re.findall(r"\w+", plain(clause.heading))
        if not title or clause.path.startswith("pre/"):
            continue
        if whole:
            if asked in f" {' '.join(title)} ":
                found.append((title.index(said[0]), order, clause))
            continue
        for length in range(len(title), min(2, len(title)) - 1, -1):
            if f" {' '.join(title[:length])} " in asked:
                found.append((-length, order, clause))
                break
        shared = len(own & set(title))
        if len(own) > 1 and shared >= 0.75 * len(own):
            loose.append((-shared / len(own), order, clause))
    return [clause for *_, clause in sorted(found or loose, key=lambda hit: hit[:2])][:_MOST]
