"""Names of provinces in a text, today's and those before 2025; the list is in `wordlists.toml`."""

from __future__ import annotations

import re
from functools import lru_cache

from index.tokens import folded, stripped
from index.wordlists import names
from ingest.vietnamese import has_accents, strip_accents


@lru_cache(maxsize=1)
def provinces() -> str:
    """A pattern of every province, in small letters without accents."""
    return "|".join(re.escape(strip_accents(name).lower()) for name in names("provinces"))


@lru_cache(maxsize=2)
def _known(accented: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    read = folded if accented else stripped
    spelled = {" ".join(read(name)): name for name in names("provinces")}
    longest = sorted(spelled, key=lambda name: -len(name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), spelled


def provinces_in(text: str) -> tuple[str, ...]:
    """The provinces that a text names, each once, in order; with their accents where the text has any."""
    accented = has_accents(text)
    pattern, spelled = _known(accented)
    words = " ".join((folded if accented else stripped)(text))
    return tuple(dict.fromkeys(spelled[match.group()] for match in pattern.finditer(words)))
