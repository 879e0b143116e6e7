"""A judge that runs on a laptop: does the evidence cited carry a sentence?

Rules and the embedded model, no language model. It is rather strict than kind: a number, a name or a negation that the
evidence does not have is never "supported". How often it agrees with a person is measured (`eval.judgements`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from ingest.vietnamese import collapse, fold, syllables

Verdict = Literal["supported", "partly", "no"]
Encode = Callable[[str], Sequence[float] | np.ndarray]

# Shares of a sentence's content syllables that the evidence must have, and how near the embedded vectors must be for
# "partly"; chosen on the odd half of the judgements.
_MOST, _SOME = 0.85, 0.6
_NEAR = 0.75
_NUMBER = re.compile(r"(?<![\w/])(\d+(?:[./,-]\d+)*)(?![\d/])\s*(%|[^\W\d_]+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEGATION = re.compile(r"\b(?:không|chưa|chẳng|đừng|cấm|ngoại trừ)\b")
# Words whose exchange turns a duty or a bound into another one.
_TURNING = (
    ("trước ngày", "sau ngày"),
    ("trên", "dưới"),
    ("tối thiểu", "tối đa"),
    ("ít nhất", "nhiều nhất"),
    ("tăng", "giảm"),
    ("hằng năm", "hằng quý"),
    ("bắt buộc", "khuyến khích"),
    ("rút ngắn", "kéo dài"),
)
# Different words of one meaning, the second in the place of the first.
_SAME = (("ít nhất", "tối thiểu"), ("nhiều nhất", "tối đa"), ("mỗi năm", "hằng năm"), ("hàng năm", "hằng năm"))
_EMPTY = frozenset(
    syllables(
        "là của và các những cho về trong theo thì ở tại đến từ với một này đó do được bị có ra như để khi mà cũng "
        "đã sẽ đang rằng việc phải cần bao gồm dành làm mỗi"
    )
)


@dataclass(frozen=True)
class Judge:
    """Judges sentences. encode: unit vector of a text, to tell near wording from far; None: rules alone."""

    encode: Encode | None = None

    def supports(self, sentence: str, evidence: Sequence[str]) -> Verdict:
        """Whether the evidence (texts, taken together) carries the whole sentence.

        "partly": a part is carried and another is not found there. "no": hardly anything is, or it says otherwise.
        """
        said, shown = _Text(sentence), _Text("\n".join(evidence))
        if not said.words:
            return "no"
        if said.flat.strip(" .;:,") in shown.flat:
            return "supported"
        share = len(said.words & shown.words) / len(said.words)
        if share < _SOME and not self._near(sentence, evidence):
            return "no"
        if _otherwise(said, shown):
            return "no"
        if share < _MOST or said.numbers - shown.numbers or said.names - shown.words:
            return "partly"
        return "supported"

    def _near(self, sentence: str, evidence: Sequence[str]) -> bool:
        if self.encode is None:
            return False
        own = np.asarray(self.encode(sentence))
        return any(float(np.dot(own, np.asarray(self.encode(text)))) >= _NEAR for text in evidence)


class _Text:
    """One text, folded, in the forms that the rules compare."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = collapse(fold(text))
        for other, one in _SAME:
            self.flat = self.flat.replace(other, one)

    @cached_property
    def words(self) -> frozenset[str]:
        """Content syllables, numbers left out: those are compared by themselves."""
        return frozenset(s for s in syllables(self.flat) if not s[0].isdigit()) - _EMPTY

    @cached_property
    def measures(self) -> frozenset[tuple[str, str]]:
        """Numbers with what follows each: a percent sign, the thing counted, or ""."""
        return frozenset((_plain(m.group(1)), m.group(2) or "") for m in _NUMBER.finditer(self.flat))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(number for number, _ in self.measures)

    @cached_property
    def years(self) -> frozenset[str]:
        return frozenset(_YEAR.findall(self.flat))

    @cached_property
    def names(self) -> frozenset[str]:
        """Syllables of runs of capitalised words (a single one may only begin the sentence)."""
        found: set[str] = set()
        run: list[str] = []
        for word in [*re.findall(r"\w+|[^\w\s]", self.text), "."]:
            if word[:1].isupper():
                run.append(word)
            else:
                found.update(run if len(run) > 1 else ())
                run = []
        return frozenset(fold(word) for word in found)

    @cached_property
    def parts(self) -> list[_Text]:
        """What stands between commas, semicolons, stops."""
        return [_Text(part) for part in re.split(r"[,;:.](?=\s|$)|\n", self.flat) if part.strip()]


def _plain(number: str) -> str:
    """`01/11` and `1/11` are one number, `3.500` and `3500` too."""
    bare = re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", number)
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare)


def _otherwise(said: _Text, shown: _Text) -> bool:
    """Whether the evidence, where it speaks of the same, says something else: a number, a bound, a negation."""
    parts = [p for p in shown.parts if not said.years or p.years & said.years] or shown.parts
    nearest = max(parts, key=lambda part: len(said.words & part.words))
    if bool(_NEGATION.search(said.flat)) != bool(_NEGATION.search(nearest.flat)):
        return True
    if any(_exchanged(one, other, said.flat, nearest.flat) for one, other in _TURNING):
        return True
    for number, unit in said.measures:
        there = {n for n, u in nearest.measures if u == unit and n not in nearest.years}
        if number not in said.years and unit and there and number not in there:
            return True
    return bool(said.years) and not said.years & shown.years and bool(shown.years)


def _exchanged(one: str, other: str, said: str, shown: str) -> bool:
    """Whether one text has only the one word and the other text only the other word."""
    here = tuple(bool(re.search(rf"\b{word}\b", said)) for word in (one, other))
    there = tuple(bool(re.search(rf"\b{word}\b", shown)) for word in (one, other))
    return sum(here) == sum(there) == 1 and here != there
