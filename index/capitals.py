"""Names in running text: runs of capitalised words, whatever marks their letters carry."""

from __future__ import annotations

import re

Span = tuple[int, int]
_WORD = re.compile(r"[^\W\d_][\w]*")
_OPENING = " -–\"“”'(«"


def capital_runs(text: str) -> list[Span]:
    """[start, end) of every run of neighbouring words that begin with a capital letter."""
    runs: list[Span] = []
    for match in _WORD.finditer(text):
        if not match.group()[0].isupper():
            continue
        if runs and text[runs[-1][1] : match.start()] in (" ", " - ", "-"):
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append(match.span())
    return runs


def opens_sentence(text: str, at: int) -> bool:
    """Whether the word at `at` begins a sentence, so that its capital says nothing."""
    before = text[:at].rstrip(_OPENING)
    return not before or before[-1] in ".!?:…;"
