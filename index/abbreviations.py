"""Abbreviations written out, and words of like meaning; both lists are small files that a person can edit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from ingest.syllables import is_syllable
from ingest.vietnamese import fold, strip_accents

_HERE = Path(__file__).parent
# "c/s" is one word; "15/12" and "20-NQ/TW" are none.
_WORD = re.compile(r"(?<![\w&/-])(?:[^\W\d]/[^\W\d](?![\w/])|[\w&]+(?:-[\w&]+)?(?![\w&-]))")


# KH is a plan, but science beside technology: "KH, CN và ĐMST".
_SCIENCE_AFTER = re.compile(r"\s*(?:,|và|-)\s*(?:CN|công nghệ)\b", re.I)


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    table = tomllib.loads((_HERE / "abbreviations.toml").read_text(encoding="utf-8"))["abbreviations"]
    return {fold(short): long for short, long in table.items()}


@lru_cache(maxsize=1)
def _bare() -> dict[str, str]:
    return {strip_accents(short): long for short, long in _abbreviations().items()}


@lru_cache(maxsize=1 << 14)
def long_form(token: str) -> str:
    """What an abbreviation stands for, "" for any other word. Small letters are understood where they are no word."""
    key = fold(token)
    if not token.isupper() and is_syllable(key):
        return ""
    return _abbreviations().get(key) or _bare().get(strip_accents(key), "")


def expand(text: str, derived: Callable[[str], str] | None = None) -> tuple[str, tuple[tuple[str, str], ...]]:
    """`text` with every abbreviation written out, and the changes made.

    derived: asked for a token that the list does not have ("" when it does not know either).
    """
    changes: list[tuple[str, str]] = []

    def written_out(match: re.Match[str]) -> str:
        token = match.group()
        long = long_form(token)
        if token.upper() == "KH" and _SCIENCE_AFTER.match(text, match.end()):
            long = "khoa học"
        if not long and "-" in token:
            halves = [long_form(half) for half in token.split("-")]
            long = ", ".join(halves) if all(halves) else ""
        if not long and derived and len(token) > 1 and not any(c.isdigit() for c in token):
            long = derived(token)
        if long:
            changes.append((token, long))
        return long or token

    return _WORD.sub(written_out, text), tuple(changes)


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, tuple[str, ...]]:
    groups = tomllib.loads((_HERE / "synonyms.toml").read_text(encoding="utf-8"))["groups"]
    table: dict[str, list[str]] = {}
    for group in groups:
        for word in group:
            table.setdefault(strip_accents(fold(word)), []).extend(other for other in group if other != word)
    return {word: tuple(dict.fromkeys(others)) for word, others in table.items()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = sorted(_synonyms(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


def synonyms(text: str) -> tuple[str, ...]:
    """Words of like meaning to those in `text`, each once, those in `text` left out."""
    asked = strip_accents(fold(text))
    found = [other for match in _pattern().finditer(asked) for other in _synonyms()[match.group()]]
    return tuple(other for other in dict.fromkeys(found) if strip_accents(fold(other)) not in asked)
