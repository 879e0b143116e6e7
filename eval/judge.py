"""A judge that runs on a laptop: does what is cited carry a sentence, and does the sentence speak to the question?

Rules and the embedded model, no language model. It is stricter than kind: a number, a name or a negation that the
evidence does not have is never "supported". How often it agrees with people is measured (`eval.judgements`).
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

# Shares of a sentence's content syllables that the evidence must have; chosen on the first half of the judgements.
_MOST, _SOME = 0.9, 0.6
_NUMBER = re.compile(r"\d+(?:[./,-]\d+)*\s*%?")
_NEGATION = re.compile(r"\b(?:không|chưa|chẳng|đừng|cấm|trừ|ngoại trừ)\b")
# Words whose exchange turns a duty or a bound into another one.
_TURNING = (
    ("trước", "sau"),
    ("trên", "dưới"),
    ("tối thiểu", "tối đa"),
    ("ít nhất", "nhiều nhất"),
    ("tăng", "giảm"),
    ("hằng năm", "hằng quý"),
    ("trung ương", "địa phương"),
    ("bắt buộc", "khuyến khích"),
    ("chủ trì", "phối hợp"),
    ("được", "phải"),
)
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][\w]*(?:[ ,]+(?:và )?[A-ZĐÀ-Ỹ][\w]*)+")
_EMPTY = frozenset(
    syllables(
        "là của và các những cho về trong theo thì ở tại đến từ với một này đó do được bị có ra như để khi mà cũng "
        "đã sẽ đang rằng việc phải cần bao gồm"
    )
)


@dataclass(frozen=True)
class Judge:
    """Judges sentences. encode: unit vector of a text, to tell near wording from far; None: rules alone."""

    encode: Encode | None = None

    def supports(self, sentence: str, evidence: Sequence[str]) -> Verdict:
        """Whether the evidence (texts, taken together) carries the whole sentence."""
        said, shown = _Text(sentence), _Text("\n".join(evidence))
        if not said.words:
            return "no"
        if said.flat.strip(" .;:,") in shown.flat:
            return "supported"
        share = said.share_in(shown)
        if said.numbers - shown.numbers or _turned(said, shown):
            return "no" if share < _MOST and said.numbers - shown.numbers else "partly" if share >= _SOME else "no"
        if said.names_missing(shown):
            return "partly" if share >= _SOME else "no"
        if share >= _MOST:
            return "supported"
        return "partly" if share >= _SOME or self._near(sentence, evidence) else "no"

    def _near(self, sentence: str, evidence: Sequence[str]) -> bool:
        if self.encode is None or not evidence:
            return False
        own = np.asarray(self.encode(sentence))
        return max(float(np.dot(own, np.asarray(self.encode(text)))) for text in evidence) >= 0.75


class _Text:
    """One text, folded, in the forms that the rules compare."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = collapse(fold(text))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(syllables(self.flat)) - _EMPTY

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(_plain_number(m) for m in _NUMBER.findall(self.flat))

    def share_in(self, other: _Text) -> float:
        return len(self.words & other.words) / len(self.words)

    def names_missing(self, other: _Text) -> bool:
        return any(not set(syllables(fold(m.group()))) <= other.words | _EMPTY for m in _NAME.finditer(self.text))


def _plain_number(text: str) -> str:
    """`01/11` and `1/11` are one number, `3.500` and `3500` too; the percent sign stays."""
    bare = re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", text.replace(" ", "")).rstrip(".,-/")
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare)


def _turned(said: _Text, shown: _Text) -> bool:
    """Whether the sentence denies what the evidence does not deny, or the reverse, or swaps one bound for the other."""
    nearest = max(re.split(r"[.;\n]", shown.flat), key=lambda part: len(said.words & set(syllables(part))))
    if bool(_NEGATION.search(said.flat)) != bool(_NEGATION.search(nearest)):
        return True
    return any(_exchanged(one, other, said.flat, nearest) for one, other in _TURNING)


def _exchanged(one: str, other: str, said: str, shown: str) -> bool:
    """Whether one text has only the one word and the other text only the other word."""
    here, there = (one in said, other in said), (one in shown, other in shown)
    return sum(here) == sum(there) == 1 and here != there
