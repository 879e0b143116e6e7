"""Small lists of question words, kept in `wordlists.toml` so that a person can edit them."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("wordlists.toml")


@lru_cache(maxsize=16)
def words(name: str) -> frozenset[str]:
    """The words of one list, in lower case."""
    return frozenset(tomllib.loads(_FILE.read_text(encoding="utf-8"))[name].split())


@lru_cache(maxsize=4)
def names(name: str) -> tuple[str, ...]:
    """The names of one list, as written there."""
    listed = tomllib.loads(_FILE.read_text(encoding="utf-8"))[name]
    return tuple(part.strip() for part in listed.replace("\n", " ").split(",") if part.strip())
