"""Abbreviations written out; the list is a small file that a person can edit."""

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
def _tables() -> dict[str, dict[str, str]]:
    """The file's tables by name; "chat" is what people write so in small letters alone."""
    tables = tomllib.loads((_HERE / "abbreviations.toml").read_text(encoding="utf-8"))
    return {name: {fold(short): long for short, long in table.items()} for name, table in tables.items()}


@lru_cache(maxsize=1)
def _bare() -> dict[str, str]:
    return {strip_accents(short): long for short, long in _tables()["abbreviations"].items()}


@lru_cache(maxsize=1 << 14)
def long_form(token: str) -> str:
    """What an abbreviation stands for, "" for any other word. Small letters are understood where they are no word."""
    key = fold(token)
    if not token.isupper() and is_syllable(key):
        return ""
    if token.islower() and (long := _tables()["chat"].get(key)):
        return long
    return _tables()["abbreviations"].get(key) or _bare().get(strip_accents(key), "")


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
