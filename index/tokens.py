"""Vietnamese tokens for lexical search: syllables and syllable pairs, in folded and in accent-stripped spelling."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ingest.vietnamese import fold, has_accents, strip_accents, syllables

PAIR = "_"
# Accents that NFC could not join to a letter: a typing error that would cut the word in two.
_LOOSE = re.compile("[\u0300-\u036f]")


def folded(text: str) -> list[str]:
    """Syllables of `text` in one spelling each, lower case, accents kept; one-character syllables are kept."""
    return syllables(fold(text))


def stripped(text: str) -> list[str]:
    """Syllables of `text` without accents."""
    return syllables(strip_accents(fold(text)))


def says(text: str, name: str) -> bool:
    """Whether a text has a name, syllable for syllable; with its accents where the text has any."""
    read = folded if has_accents(text) else stripped
    return f" {' '.join(read(name))} " in f" {' '.join(read(text))} "


def with_pairs(tokens: list[str]) -> list[str]:
    """`tokens` followed by every pair of neighbours, `khoa_học`."""
    return tokens + [first + PAIR + second for first, second in pairwise(tokens)]


@dataclass(frozen=True)
class Numbered:
    """Texts as syllable numbers. ids: int32, one text after the other; ends: int64, where each text ends in them."""

    ids: np.ndarray
    ends: np.ndarray

    @property
    def starts(self) -> np.ndarray:
        """Where each text begins: int64 [texts]."""
        return np.concatenate([np.zeros(1, dtype=np.int64), self.ends[:-1]])[: len(self.ends)]

    def opening(self, most: int) -> Numbered:
        """At most so many syllables of each text."""
        starts = self.starts
        kept = np.minimum(self.ends - starts, most)
        place = np.arange(len(self.ids), dtype=np.int64) - np.repeat(starts, self.ends - starts)
        return Numbered(self.ids[place < most], np.cumsum(kept))

    def joined(self, which: np.ndarray, last: np.ndarray) -> Numbered:
        """Texts made of these: `which` are written one after the other, and a new text begins after each of `last`."""
        starts, lengths = self.starts[which], np.diff(self.ends, prepend=0)[which]
        ends = np.cumsum(lengths)
        at = np.repeat(starts - (ends - lengths), lengths)
        at += np.arange(len(at), dtype=np.int64)
        return Numbered(self.ids[at], ends[last])


class Vocabulary:
    """Syllables as numbers, so that a large library's tokens are a few bytes each.

    A syllable is read once in each spelling that is met; `folded` and the accent-stripped form of every number follow
    from that by table. kept: how a lower-case syllable is spelled; `fold` unless a comparison wants another.
    """

    def __init__(self, kept: Callable[[str], str] = fold) -> None:
        self._kept = kept
        self._met = _Met(self._number)
        self._forms: dict[str, int] = {}
        self._bare: list[int] = []

    def _number(self, syllable: str) -> int:
        return self._form(self._kept(syllable))

    def _form(self, form: str) -> int:
        number = self._forms.get(form)
        if number is None:
            number = self._forms[form] = len(self._bare)
            self._bare.append(number)
            bare = strip_accents(form)
            if bare != form:
                self._bare[number] = self._form(bare)
        return number

    def read(self, texts: Iterable[str]) -> Numbered:
        """Texts as numbers; syllables met for the first time get the next ones."""
        ids, ends = array("i"), array("q")
        known = self._met.__getitem__
        for text in texts:
            ids.extend(map(known, syllables(_lowered(text))))
            ends.append(len(ids))
        return Numbered(np.array(ids, dtype=np.int32), np.array(ends, dtype=np.int64))

    def bare(self, numbered: Numbered) -> Numbered:
        """The same texts without accents."""
        return Numbered(np.array(self._bare, dtype=np.int32)[numbered.ids], numbered.ends)

    def number(self, form: str) -> int:
        """The number of a syllable in the form that it is kept in, -1 for one that no text has."""
        return self._forms.get(form, -1)

    def asked(self, text: str, *, bare: bool) -> np.ndarray:
        """A question's syllables: int32, -1 for one that no text has. Changes nothing."""
        found = [self._kept(s) for s in syllables(_lowered(text))]
        return np.array([self._forms.get(strip_accents(form) if bare else form, -1) for form in found], dtype=np.int32)


class _Met(dict[str, int]):
    """Spellings as met → number; a new one is asked for."""

    def __init__(self, number: Callable[[str], int]) -> None:
        super().__init__()
        self._number = number

    def __missing__(self, syllable: str) -> int:
        number = self[syllable] = self._number(syllable)
        return number


def _lowered(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower()
    return text if text.isascii() else _LOOSE.sub("", text)
