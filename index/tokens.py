"""Vietnamese tokens for lexical search: syllables and syllable pairs, in folded and in accent-stripped spelling."""

from __future__ import annotations

from itertools import pairwise

from ingest.vietnamese import fold, strip_accents, syllables

PAIR = "_"


def folded(text: str) -> list[str]:
    """Syllables of `text` in one spelling each, lower case, accents kept; one-character syllables are kept."""
    return syllables(fold(text))


def stripped(text: str) -> list[str]:
    """Syllables of `text` without accents."""
    return syllables(strip_accents(fold(text)))


def with_pairs(tokens: list[str]) -> list[str]:
    """`tokens` followed by every pair of neighbours, `khoa_học`."""
    return tokens + [first + PAIR + second for first, second in pairwise(tokens)]
