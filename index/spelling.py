"""Accents restored and typing errors mended in a question, by a small language model of the library's own words.

A syllable bigram model of the library's text and a list of question phrases, mixed with counts from general text; the
best reading is found by dynamic programming (Viterbi). A word typed with accents that is known is never changed.
"""

from __future__ import annotations

import gzip
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path

from index.abbreviations import long_form
from ingest.syllables import is_syllable
from ingest.vietnamese import fold, has_accents, strip_accents

_PHRASES = Path(__file__).with_name("question_words.txt")
_GENERAL = Path(__file__).with_name("model") / "bigrams.txt.gz"
_PHRASE_WEIGHT = 8
# What stands before the first syllable of a piece of text, and what ends a piece.
_START, _STOPS = "^", ".;:!?\n"
_PIECE = re.compile(rf"[^\W_]+|[{_STOPS}]")
_AT_ONCE = 1000
_OWN = 0.6
_PAIR = 0.75
# "c/s" is one word, an abbreviation.
_TOKEN = re.compile(r"(?<![^\W_])[^\W\d_]/[^\W\d_](?![^\W_])|[^\W_]+|[\W_]+")
_MOST_CANDIDATES = 24
# By the share of words with accents: the log-probability that a reading must gain before what was typed is changed.
_STAY = ((0.15, 0.0), (0.62, 1.5), (1.01, 7.0))
_TYPO_COST = 6.0
_UNKNOWN = 1e-6
# No Vietnamese syllable ends so, and no typing method adds these letters.
_FOREIGN = re.compile(r"[bdklv]$")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A question as it was read. changes: (typed, read) for each word that differs."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()


class _Following(dict[str, dict[str, int]]):
    """Word → how often each other one follows it in general text. A question needs a few rows of thousands: a row of
    the file, kept as it stands there, is read when it is first asked for."""

    def __init__(self, names: list[str], rows: Iterable[str]) -> None:
        super().__init__()
        self._names = names
        self._rows = {names[int(first)]: entries for first, _, entries in (row.partition(" ") for row in rows)}

    def __missing__(self, word: str) -> dict[str, int]:
        if word not in self._rows:
            return {}
        entries = (entry.partition(":") for entry in self._rows[word].split())
        counts = self[word] = {self._names[int(second)]: int(count) for second, _, count in entries}
        return counts


@dataclass(frozen=True, slots=True)
class _General:
    words: dict[str, int]
    following: _Following
    total: int


@lru_cache(maxsize=1)
def _general() -> _General:
    """Counts of general text, as `index.model.bigrams` wrote them."""
    with gzip.open(_GENERAL, "rt", encoding="utf-8") as file:
        head, *rows = file.read().split("\n")
    words = {word: int(count) for word, _, count in (entry.rpartition(":") for entry in head.split(" "))}
    return _General(words, _Following(list(words), rows), sum(words.values()))


def _mixed(pair: int, before: float, single: int, total: int) -> float:
    """Jelinek-Mercer interpolation of bigram and unigram probability."""
    return (_PAIR * pair / before if before else 0.0) + (1 - _PAIR) * single / total


class _Folded(dict[str, str]):
    """Syllables and stops as printed → folded, a stop as _START; a new one is folded when it is first met."""

    def __missing__(self, printed: str) -> str:
        word = self[printed] = _START if printed in _STOPS else fold(printed)
        return word


class Speller:
    """The model of one library; made once."""

    def __init__(self, texts: Iterable[str]) -> None:
        printed: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        folded = _Folded()

        def count(text: str) -> None:
            met = _PIECE.findall(unicodedata.normalize("NFC", text).lower())
            printed.update(met)
            self.pairs.update(pairwise([_START, *map(folded.__getitem__, met)]))

        # Counted many at a time, in C.
        texts = iter(texts)
        while some := list(islice(texts, _AT_ONCE)):
            count("\n".join(some))
        for _ in range(_PHRASE_WEIGHT):
            count(_PHRASES.read_text(encoding="utf-8"))
        for pair in [pair for pair in self.pairs if pair[1] == _START]:
            del self.pairs[pair]
        self.words: Counter[str] = Counter()
        self._spellings: dict[str, Counter[str]] = {}
        for spelled, times in printed.items():
            if (word := folded[spelled]) != _START:
                self.words[word] += times
                if word != spelled:
                    self._spellings.setdefault(word, Counter())[spelled] = times
        self.total = sum(self.words.values()) + 1
        self.general = _general()
        self.forms: dict[str, list[str]] = {}
        for word in dict.fromkeys([*(w for w, _ in self.words.most_common()), *self.general.words]):
            self.forms.setdefault(strip_accents(word), []).append(word)

    def _cost(self, before: str, word: str) -> float:
        """Negative log-probability of `word` after `before`, bigrams interpolated with unigrams."""
        seen = self.words[before] if before != _START else self.total / 20
        own = _mixed(self.pairs[(before, word)], seen, self.words[word], self.total)
        other = self.general
        general = _mixed(
            other.following[before].get(word, 0), other.words.get(before, 0), other.words.get(word, 0), other.total
        )
        unknown = _UNKNOWN if is_syllable(word) else _UNKNOWN / 50
        return -math.log(max(_OWN * own + (1 - _OWN) * general, unknown))

    def known(self, word: str) -> bool:
        """Whether a folded syllable occurs in the library or in general text."""
        return word in self.words or word in self.general.words

    def _near(self, bare: str, cost: float) -> dict[str, float]:
        """Words of the library whose accent-stripped form is one edit from `bare`."""
        return {form: cost for near in _neighbours(bare) for form in self.forms.get(near, ())[:4] if form in self.words}

    def read(self, question: str) -> Spelling:
        """The question with accents restored and typing errors mended; case and punctuation stay where they were."""
        tokens = _TOKEN.findall(question)
        words = [(place, token) for place, token in enumerate(tokens) if token[0].isalnum()]
        letters = [token for _, token in words if token.isalpha() and not _abbreviation(token)]
        if not letters or len(words) > 400:
            return Spelling(question)
        share = sum(map(has_accents, letters)) / len(letters)
        stay = next(cost for limit, cost in _STAY if share < limit)
        best: dict[str, tuple[float, list[str]]] = {_START: (0.0, [])}
        for _, token in words:
            options = self._options(token, stay)
            following: dict[str, tuple[float, list[str]]] = {}
            for word, extra in options:
                cost, path = min(
                    ((held + self._cost(before, word), trail) for before, (held, trail) in best.items()),
                    key=lambda pair: pair[0],
                )
                following[word] = (cost + extra, [*path, word])
            best = following
        chosen = min(best.values(), key=lambda pair: pair[0])[1]
        changes = []
        for (place, token), word in zip(words, chosen, strict=True):
            if word != fold(token):
                tokens[place] = _like(token, self._printed(word))
                changes.append((token, tokens[place]))
        return Spelling("".join(tokens), tuple(changes))

    def _printed(self, word: str) -> str:
        """A folded syllable in the spelling that the library prints most (kỹ, not kĩ)."""
        spellings = self._spellings.get(word)
        if not spellings:
            return word
        printed, count = spellings.most_common(1)[0]
        return printed if 2 * count > self.words[word] else word

    def _options(self, token: str, stay: float) -> list[tuple[str, float]]:
        """Readings of one word with what each costs beyond the language model."""
        word = fold(token)
        if not token.isalpha() or _abbreviation(token):
            return [(word, 0.0)]
        bare = strip_accents(word)
        if word != bare and self.known(word):
            return [(word, 0.0)]
        forms = self.forms.get(bare, [])
        if word == bare and (forms or is_syllable(word)):
            options = dict.fromkeys(forms[:_MOST_CANDIDATES], stay)
            if not self.known(word):
                options |= self._near(bare, _TYPO_COST)
            options[word] = 0.0
            return list(options.items())
        if is_syllable(word):
            # A well-formed syllable that the library does not use: most likely the person means it.
            options = dict.fromkeys(forms, _TYPO_COST / 2) | self._near(bare, _TYPO_COST)
            options[word] = 0.0
            return list(options.items())
        if _FOREIGN.search(bare):
            return [(word, 0.0)]
        options = self._near(bare, _TYPO_COST) | dict.fromkeys(forms, 1.0)
        options.setdefault(word, _TYPO_COST + 3 if options else 0.0)
        return sorted(options.items(), key=lambda pair: pair[1])[: 3 * _MOST_CANDIDATES]


def _abbreviation(token: str) -> bool:
    return (len(token) > 1 and token.isupper()) or bool(long_form(token))


def _like(typed: str, word: str) -> str:
    if typed[:1].isupper():
        return word[:1].upper() + word[1:]
    return word


@lru_cache(maxsize=4096)
def _neighbours(word: str) -> tuple[str, ...]:
    """Strings one edit away: a letter dropped, doubled, changed, or two swapped (Damerau 1964)."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    out = {a + b[1:] for a, b in splits if b}
    out |= {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    out |= {a + c + b[1:] for a, b in splits if b for c in _ALPHABET}
    out |= {a + c + b for a, b in splits for c in _ALPHABET}
    out.discard(word)
    return tuple(sorted(out))
