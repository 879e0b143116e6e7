"""Words of like meaning: what people say and what documents print, in groups that a person can edit."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from index.tokens import folded, stripped
from ingest.vietnamese import has_accents

_FILE = Path(__file__).parent / "synonyms.toml"


def concepts(text: str, *, accented: bool | None = None) -> tuple[tuple[str, ...], ...]:
    """For every phrase of `text` that stands in a group, in order, the longest first: that phrase in small letters, and
    the others as the file has them. accented: whether accents count ("ngày tháng" is not "ngay thẳng"); by default,
    whether `text` has any."""
    read = folded if (has_accents(text) if accented is None else accented) else stripped
    groups, longest = _others(read is folded)
    spoken = read(text)
    found, at = [], 0
    while at < len(spoken):
        for end in range(min(at + longest, len(spoken)), at, -1):
            phrase = " ".join(spoken[at:end])
            if others := groups.get(phrase):
                found.append((phrase, *others))
                at = end
                break
        else:
            at += 1
    return tuple(found)


def synonyms(text: str, *, accented: bool | None = None) -> tuple[str, ...]:
    """Words of like meaning to those in `text`, each once, those in `text` left out. accented: as for `concepts`."""
    asked = f" {' '.join(stripped(text))} "
    found = dict.fromkeys(other for _, *others in concepts(text, accented=accented) for other in others)
    return tuple(other for other in found if f" {' '.join(stripped(other))} " not in asked)


@lru_cache(maxsize=1)
def _groups() -> list[list[str]]:
    groups: list[list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["groups"]
    return groups


@lru_cache(maxsize=2)
def _others(accented: bool) -> tuple[dict[str, tuple[str, ...]], int]:
    """Phrase in small letters, with or without accents → the others of its groups; and how many syllables the longest
    has."""
    read = folded if accented else stripped
    table: dict[str, list[str]] = {}
    for group in _groups():
        for word in group:
            key = " ".join(read(word))
            if not accented and " " not in key and not word.isascii():
                continue  # without its accents a single syllable may be any of several words
            table.setdefault(key, []).extend(other for other in group if other != word)
    return {word: tuple(dict.fromkeys(others)) for word, others in table.items()}, max(w.count(" ") + 1 for w in table)
