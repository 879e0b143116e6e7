"""Two passages side by side: the words in which they differ, the figures and deadlines that only one of them has."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal

from index.results import Quote
from ingest.duty_words import deadlines
from ingest.vietnamese import fold

MarkKind = Literal["same", "left", "right", "changed"]
_TOKEN = re.compile(r"\S+")
_NUMBER_OF_DOCUMENT = re.compile(
    r"\d+(?:/\d{4})?[-/](?:NQ|KL|QĐ|CT|KH|NĐ|TT|QH)[\w/-]*|ngày \d{1,2}/\d{1,2}/\d{4}", re.I
)
_FIGURE = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?:\s?%)?(?:\s?[-–]\s?\d+(?:[.,]\d+)*)?(?:\s?%)?(?![\w/])")


@dataclass(frozen=True)
class Mark:
    """A run of words: in both passages ("same", spelling aside), in one of them, or put differently ("changed")."""

    kind: MarkKind
    left: str
    right: str


@dataclass(frozen=True)
class Pair:
    """A passage (left) and the passage it is nearest to (right). score: 0 to 1.

    marks: empty when the right side is a digest, whose words are ours. figures, deadlines: (only left, only right).
    """

    left: Quote
    right: Quote
    score: float
    marks: tuple[Mark, ...] = ()
    figures: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    deadlines: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @property
    def differs(self) -> bool:
        """Whether a figure or a deadline stands on one side only."""
        return any((*self.figures, *self.deadlines))


def marks(left: str, right: str) -> tuple[Mark, ...]:
    """The two passages as runs of words that are the same or not; joined by spaces, each side is its passage again."""
    ours, theirs = _TOKEN.findall(left), _TOKEN.findall(right)
    matcher = difflib.SequenceMatcher(None, [_key(w) for w in ours], [_key(w) for w in theirs], autojunk=False)
    kinds: dict[str, MarkKind] = {"equal": "same", "delete": "left", "insert": "right", "replace": "changed"}
    return tuple(
        Mark(kinds[tag], " ".join(ours[a:b]), " ".join(theirs[c:d])) for tag, a, b, c, d in matcher.get_opcodes()
    )


def figures(text: str) -> tuple[str, ...]:
    """Numbers of a passage as printed, those of documents and their dates left out, each once."""
    plain = _NUMBER_OF_DOCUMENT.sub(lambda m: " " * len(m.group()), text)
    return tuple(dict.fromkeys(" ".join(m.group().split()) for m in _FIGURE.finditer(plain)))


def compare(left: Quote, left_text: str, right: Quote, right_text: str, score: float, *, words: bool) -> Pair:
    """The pair of two quotes. words: mark differing words (not wanted against a digest)."""
    return Pair(
        left,
        right,
        score,
        marks(left_text, right_text) if words else (),
        _apart(figures(left_text), figures(right_text)),
        _apart(_times(left_text), _times(right_text)),
    )


def _times(text: str) -> tuple[str, ...]:
    return tuple(filter(None, deadlines(text).split("; ")))


def _apart(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ours, theirs = {_value(x) for x in left}, {_value(x) for x in right}
    return tuple(x for x in left if _value(x) not in theirs), tuple(x for x in right if _value(x) not in ours)


def _value(printed: str) -> str:
    """What two ways of printing one figure or deadline share: `06` = `6`, `hàng năm` = `hằng năm`."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", fold(printed).replace(" ", "").replace("hàng", "hằng"))


def _key(word: str) -> str:
    return fold(word).strip(".,;:()“”\"'")
