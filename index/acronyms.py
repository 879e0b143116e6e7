"""Abbreviations that no list knows, found by their initials in the library's own words: KTTH → kinh tế tuần hoàn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from ingest.vietnamese import strip_accents, syllables

_LINKS = frozenset({"và", "với", "của", "các"})
_VOWEL = re.compile(r"[aeiouy]")
_STOP = "\n"
_MOST_MATCHES = 400
# Two letters fit too many phrases: one must be much the commonest.
_SHARE = {2: 0.6, 3: 0.35}
_LEAST_SHARE = 0.2


class Acronyms:
    """The words of one library by their initials; made once, searched when a question needs it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)

    @cached_property
    def _all(self) -> tuple[str, list[str]]:
        return self._lined_up(frozenset())

    @cached_property
    def _printed(self) -> frozenset[str]:
        return frozenset(word for text in self._texts for word in syllables(text) if word.isupper())

    @cached_property
    def _without_links(self) -> tuple[str, list[str]]:
        return self._lined_up(_LINKS)

    def _lined_up(self, dropped: frozenset[str]) -> tuple[str, list[str]]:
        """Initials of all words as one string, and the words; pieces between stops are kept apart."""
        initials: list[str] = []
        words: list[str] = []
        for text in self._texts:
            for piece in re.split(r"[.;:!?()\n]+", text):
                for word in syllables(piece):
                    if word.lower() not in dropped:
                        initials.append(word[0].lower())
                        words.append(word)
                initials.append(_STOP)
                words.append("")
        return "".join(initials), words

    def long_form(self, token: str) -> str:
        """The phrase of the library that an abbreviation stands for, "" when none or no single one does."""
        letters = re.sub(r"[^\w]|[\d_]", "", token).lower()
        looks_short = token.isupper() or not _VOWEL.search(strip_accents(letters))
        # What the library prints as it stands (GDP, TFP) is searched as it stands.
        if not 2 <= len(letters) <= 9 or not looks_short or token in self._printed:
            return ""
        found = self._phrases(letters)
        if not found:
            return ""
        phrase, count = found.most_common(1)[0]
        return phrase if count >= _SHARE.get(len(letters), _LEAST_SHARE) * found.total() else ""

    def _phrases(self, letters: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for initials, words in (self._all, self._without_links):
            at = initials.find(letters)
            while at >= 0 and found.total() < _MOST_MATCHES:
                found[" ".join(words[at : at + len(letters)]).lower()] += 1
                at = initials.find(letters, at + 1)
        return found
