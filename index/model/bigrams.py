"""Make `bigrams.txt.gz`: how often syllables and pairs of syllables occur, for restoring accents and mending typos.

    python -m index.model.bigrams --data ../shared/training

Counts come from Vietnamese Wikipedia pages and a sample of official texts of the training data; no sentence is kept.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ingest.syllables import is_syllable
from ingest.vietnamese import clean, fold, syllables

OUT = Path(__file__).with_name("bigrams.txt.gz")
_LEGAL_DOCUMENTS = 500
_WIKI_PAGES = 7_900
_WORDS, _PAIRS = 6_000, 160_000


def texts(data: Path) -> Iterator[str]:
    """The training texts that are counted."""
    for name, key, most in (
        ("viwiki.jsonl.gz", "text", _WIKI_PAGES),
        ("legal_documents.jsonl.gz", "passage", _LEGAL_DOCUMENTS),
    ):
        with gzip.open(data / name, "rt", encoding="utf-8") as file:
            for line in itertools.islice(file, most):
                value = json.loads(line)
                yield clean(value.get(key) or value.get("passage") or value.get("text") or "")


def main() -> None:
    """Count and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts(data):
        for piece in re.split(r"[.,;:!?()\n\"“”]+", fold(text)):
            found = syllables(piece)
            words.update(found)
            pairs.update(itertools.pairwise(found))
    kept = [word for word, count in words.most_common(40_000) if count > 5 and word.isalpha() and is_syllable(word)]
    kept = kept[:_WORDS]
    places = {word: place for place, word in enumerate(kept)}
    best = [
        (places[a], places[b], count)
        for (a, b), count in pairs.most_common(4 * _PAIRS)
        if a in places and b in places and count > 2
    ][:_PAIRS]
    lines = [" ".join(f"{word}:{words[word]}" for word in kept)]
    rows: dict[int, list[str]] = {}
    for a, b, count in best:
        rows.setdefault(a, []).append(f"{b}:{count}")
    lines += [f"{a} {' '.join(entries)}" for a, entries in sorted(rows.items())]
    with OUT.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0) as file:
        file.write("\n".join(lines).encode())


if __name__ == "__main__":
    main()
