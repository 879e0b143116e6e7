"""Where a printed number belongs: the open items of a document as a stack, and the rules by which a number joins them.

A number is told from a number in prose by its sequence: it follows an open item of its style, or begins a sequence
(1, I, a, A). Marks such as `Điều 5.` are taken as they stand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ingest.markers import RANKS, Marker

# A gap this small is a number that was lost (or skipped in print), not a number in prose.
_LARGEST_GAP = 4
_DIVISIONS = ("part", "chapter", "section", "subsection", "upper", "roman")


@dataclass(slots=True)
class Frame:
    """An open item: its style, ordinals, path, and the signs of the bullets open in it."""

    style: str
    ordinals: tuple[int, ...]
    path: str
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A decision: the marker as read, how many open frames stay, how sure (3 follows, 2 begins, 1 after a gap)."""

    marker: Marker
    keep: int
    quality: int
    note: str = ""


@dataclass
class Outline:
    """The open items below `base` ("" for the main text, "phu-luc-I" for an appendix)."""

    base: str = ""
    taken: set[str] = field(default_factory=set)
    stack: list[Frame] = field(default_factory=list)
    bullets: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    last_article: int = 0
    started: bool = False

    @property
    def top(self) -> str:
        """The path of the innermost open item; `pre` before the first number."""
        if self.stack:
            return self.stack[-1].path
        return self.base if self.base or self.started else "pre"

    def choose(self, markers: list[Marker], certain: bool) -> Place | None:
        """The best reading of a line's head, None when it fits nowhere.

        certain: a paragraph begins here by the layout, so a gap in the sequence may be trusted.
        """
        places = [place for marker in markers if (place := self._fit(marker, certain))]
        return max(places, key=lambda place: place.quality, default=None)

    def open(self, place: Place) -> str:
        """Open the item that `choose` placed; its path."""
        marker = place.marker
        del self.stack[place.keep :]
        parent = self.stack[-1].path if self.stack else self.base
        path = self.unique(f"{parent}/{marker.segment}" if parent else marker.segment)
        self.stack.append(Frame(marker.style, marker.ordinals, path, marker.parts))
        self.bullets.clear()
        self.started = True
        if marker.style == "article":
            self.last_article = marker.ordinals[0]
        return path

    def bullet(self, sign: str) -> tuple[str, str]:
        """The path of the next bullet with this sign, and of its parent."""
        sign = "-" if sign in "-–—" else sign
        signs = [held for held, _ in self.bullets]
        if sign in signs:
            del self.bullets[signs.index(sign) :]
        parent = self.bullets[-1][1] if self.bullets else self.top
        path = self.next_in(parent, "b")
        self.bullets.append((sign, path))
        return path, parent

    def paragraph(self) -> tuple[str, str]:
        """The path of the next unnumbered paragraph, and of its parent."""
        self.bullets.clear()
        return self.next_in(self.top, "p"), self.top

    def next_in(self, parent: str, kind: str) -> str:
        """The next path of an unnumbered kind (p, b, t) under a parent."""
        key = f"{parent}/{kind}" if parent else kind
        self.counts[key] += 1
        return self.unique(f"{key}{self.counts[key]}")

    def unique(self, path: str) -> str:
        """`path`, or `path~2`, `path~3`… when a document prints the same number twice in one place."""
        candidate, times = path, 1
        while candidate in self.taken:
            times += 1
            candidate = f"{path}~{times}"
        self.taken.add(candidate)
        return candidate

    def _fit(self, marker: Marker, certain: bool) -> Place | None:
        if marker.style == "dotted":
            return self._fit_dotted(marker, certain)
        if marker.style == "letter" and marker.parts:
            return self._fit_sub_letter(marker)
        for depth in range(len(self.stack) - 1, -1, -1):
            frame = self.stack[depth]
            if frame.style == marker.style and any(a + 1 == b for a in frame.ordinals for b in marker.ordinals):
                return Place(marker, depth, 3)
        if marker.strong:
            return self._fit_strong(marker)
        if 1 in marker.ordinals:
            return Place(marker, self._begin_under(marker), 2)
        for depth in range(len(self.stack) - 1, -1, -1):
            frame = self.stack[depth]
            if frame.style == marker.style and certain and frame.ordinals and marker.ordinals:
                gap = marker.ordinals[0] - frame.ordinals[0]
                if 1 < gap <= _LARGEST_GAP:
                    return Place(marker, depth, 1, f"thiếu số trước «{marker.segment}»")
        return None

    def _begin_under(self, marker: Marker) -> int:
        """How many frames stay open when a sequence begins with `marker`."""
        if marker.style in ("arabic", "letter", "paren", "lower-roman"):
            if self.stack and self.stack[-1].style == marker.style:
                return len(self.stack) - 1
            return len(self.stack)
        rank = RANKS[marker.style]
        keep = len(self.stack)
        while keep and RANKS[self.stack[keep - 1].style] >= rank:
            keep -= 1
        return keep

    def _fit_strong(self, marker: Marker) -> Place:
        styles = [frame.style for frame in self.stack]
        note = ""
        if marker.style in styles:
            keep = styles.index(marker.style)
            note = f"số «{marker.segment}» không nối tiếp số trước"
        elif marker.style == "article":
            keep = len(self.stack)
            while keep and self.stack[keep - 1].style not in _DIVISIONS:
                keep -= 1
            follows = marker.ordinals[0] == self.last_article + 1
            note = "" if follows else f"số «{marker.segment}» không nối tiếp số trước"
        else:
            keep = self._begin_under(marker)
        return Place(marker, keep, 3 if not note else 1, note)

    def _fit_dotted(self, marker: Marker, certain: bool) -> Place | None:
        stem, last = marker.parts[:-1], marker.parts[-1]
        for depth in range(len(self.stack) - 1, -1, -1):
            frame = self.stack[depth]
            if frame.style == "dotted" and frame.parts[:-1] == stem:
                gap = last - frame.parts[-1]
                if gap == 1:
                    return Place(marker, depth, 3)
                if certain and 1 < gap <= _LARGEST_GAP:
                    return Place(marker, depth, 1, f"thiếu số trước «{marker.segment}»")
                return None
            if frame.style == "dotted" and frame.parts == stem:
                return self._below(marker, depth, last, certain)
            if len(stem) == 1 and frame.style != "dotted" and stem[0] in frame.ordinals:
                return self._below(marker, depth, last, certain)
        return Place(marker, len(self.stack), 1, "") if certain and last == 1 else None

    def _below(self, marker: Marker, depth: int, last: int, certain: bool) -> Place | None:
        if last == 1:
            return Place(marker, depth + 1, 3)
        if certain and last <= _LARGEST_GAP:
            return Place(marker, depth + 1, 1, f"thiếu số trước «{marker.segment}»")
        return None

    def _fit_sub_letter(self, marker: Marker) -> Place | None:
        """`a1)`, `a2)` under `a)`, or inserted beside it by an amendment."""
        for depth in range(len(self.stack) - 1, -1, -1):
            frame = self.stack[depth]
            if frame.style != "letter":
                continue
            if frame.parts and frame.parts[0] == marker.parts[0] and marker.parts[1] == frame.parts[1] + 1:
                return Place(marker, depth, 3)
            if not frame.parts and marker.parts[0] in frame.ordinals and marker.parts[1] == 1:
                return Place(marker, depth + 1, 3)
        return None
