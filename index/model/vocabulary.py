"""Build the Unigram tokenizer: its vocabulary is chosen directly, not learned.

Pieces: frequent syllables, syllable pairs and triples with high pointwise mutual information (PMI), compounds of
science, technology and Party documents with a lower threshold, the domain terms of `terms.py`, the same syllables
and pairs without accents, abbreviations, and short fallback pieces for foreign words and codes.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool

import numpy as np

from index.model.cutting import build, unnormalised
from index.model.reading import WORD, Document, canonical, strip_accents
from index.model.terms import ABBREVIATIONS, DOMAIN_TERMS, KEPT_PAIRS, STOP_WORDS

WIKI_WEIGHT = 2  # Wikipedia is the smaller and the wider text
_BREAK = re.compile(r"[^\w\s]+|_")
_SYLLABLE = re.compile(r"[^\W\d_]{1,12}")


@dataclass(frozen=True)
class Sizes:
    """How many pieces of each kind the vocabulary gets."""

    syllables: int = 11000
    pairs: int = 34000
    triples: int = 6000
    fours: int = 1500
    focus: int = 4000
    compounds: int = 33000  # pairs, triples, fours and focus compounds that are left after pruning
    bare_syllables: int = 3000
    bare_pairs: int = 10000
    fallback: int = 1500


@dataclass(frozen=True)
class Counts:
    """Syllable counts and n-gram counts; n-grams as tuples of syllables. `focus`: in focus documents only."""

    syllables: Counter[str]
    grams: dict[tuple[str, ...], int]
    focus: dict[tuple[str, ...], int]


def _count(document: Document) -> Counter[str]:
    counts: Counter[str] = Counter()
    for paragraph in document.paragraphs:
        counts.update(WORD.findall(canonical(paragraph)))
    return counts


def _encode(document: Document, ids: dict[str, int]) -> np.ndarray:
    """Syllable ids (2…), 1 for a rare syllable, 0 between runs that no compound may cross."""
    out: list[int] = []
    for paragraph in document.paragraphs:
        for run in _BREAK.split(canonical(paragraph)):
            if run.strip():
                out.extend(ids.get(word, 1) for word in run.split())
                out.append(0)
    return np.array(out, dtype=np.int32)


def _grams(stream: np.ndarray, n: int, least: int) -> tuple[np.ndarray, np.ndarray]:
    """Distinct n-grams of a stream as rows of ids, and how often each occurs (at least `least` times)."""
    length = len(stream) - n + 1
    if length <= 0:
        return np.zeros((0, n), np.int64), np.zeros(0, np.int64)
    key = np.zeros(length, np.int64)
    valid = np.ones(length, bool)
    for j in range(n):
        part = stream[j : length + j]
        valid &= part > 1
        key = (key << 16) + part
    found, counts = np.unique(key[valid], return_counts=True)
    found, counts = found[counts >= least], counts[counts >= least]
    return np.stack([(found >> (16 * (n - 1 - j))) & 0xFFFF for j in range(n)], axis=1), counts


def count(documents: Sequence[Document]) -> Counts:
    """Count syllables, pairs and triples (and, in focus documents, runs of four) over all documents."""
    with Pool(2) as pool:
        syllables: Counter[str] = Counter()
        for document, counted in zip(documents, pool.imap(_count, documents, chunksize=50), strict=True):
            for word, n in counted.items():
                syllables[word] += n * (WIKI_WEIGHT if document.wiki else 1)
        words = [word for word, _ in syllables.most_common(60000)]
        ids = {word: i + 2 for i, word in enumerate(words)}
        streams = pool.map(partial(_encode, ids=ids), documents, chunksize=100)

    def gather(kept: Iterable[np.ndarray], n: int, least: int, weight: int, into: dict) -> None:
        rows, counts = _grams(np.concatenate([*kept, np.zeros(1, np.int32)]), n, least)
        for row, times in zip(rows.tolist(), counts.tolist(), strict=True):
            key = tuple(words[i - 2] for i in row)
            into[key] = into.get(key, 0) + weight * times

    pairs = list(zip(documents, streams, strict=True))
    grams: dict[tuple[str, ...], int] = {}
    focus: dict[tuple[str, ...], int] = {}
    for n, least in ((2, 10), (3, 30), (4, 60)):
        gather((s for d, s in pairs if not d.wiki), n, least, 1, grams)
        gather((s for d, s in pairs if d.wiki), n, max(4, least // 4), WIKI_WEIGHT, grams)
    for n, least in ((2, 5), (3, 8), (4, 10)):
        gather((s for d, s in pairs if d.focus), n, least, 1, focus)
    return Counts(syllables, grams, focus)


def _compound(gram: tuple[str, ...], known: Counter[str]) -> bool:
    """True where the syllables may form a compound: letters only, and no stop word at its edges."""
    if not all(_SYLLABLE.fullmatch(word) and word in known for word in gram):
        return False
    if len(gram) == 2 and gram in KEPT_PAIRS:
        return True
    if len(gram) == 2 and len(gram[0]) == len(gram[1]) == 1:
        return False
    return gram[0] not in STOP_WORDS and (gram[-1] not in STOP_WORDS or gram[-2:] in KEPT_PAIRS)


def _ranked_pairs(counts: Counts, total: int, least: int, least_pmi: float) -> list[tuple[str, ...]]:
    scored = []
    for gram, n in counts.grams.items():
        if len(gram) == 2 and n >= least and _compound(gram, counts.syllables):
            pmi = math.log(n * total / (counts.syllables[gram[0]] * counts.syllables[gram[1]]))
            if pmi >= least_pmi:
                scored.append((n**0.75 * pmi, gram))
    return [gram for _, gram in sorted(scored, reverse=True)]


def _extensions(grams: dict[tuple[str, ...], int]) -> Counter[tuple[str, ...]]:
    """For each n-gram the most frequent (n+1)-gram around it: a piece that always grows is no word."""
    longest: Counter[tuple[str, ...]] = Counter()
    for gram, n in grams.items():
        for inner in (gram[1:], gram[:-1]):
            longest[inner] = max(longest[inner], n)
    return longest


def _ranked_long(
    grams: dict[tuple[str, ...], int], n: int, counts: Counts, least: int, least_pmi: float
) -> list[tuple[str, ...]]:
    """Compounds of n syllables that hold together better than their best split in two."""
    longest, scored = _extensions(grams), []
    total = sum(counts.syllables.values())
    for gram, times in grams.items():
        if len(gram) != n or times < least or not _compound(gram, counts.syllables):
            continue
        if longest[gram] > 0.6 * times:
            continue
        whole = max(times, counts.grams.get(gram, 0))

        def frequency(part: tuple[str, ...]) -> float:
            if len(part) == 1:
                return counts.syllables[part[0]]
            return max(counts.grams.get(part, 0), 1)

        expected = max(frequency(gram[:k]) * frequency(gram[k:]) / total for k in range(1, n))
        pmi = math.log(whole / max(expected, 1e-9))
        if pmi >= least_pmi:
            scored.append((times**0.75 * pmi, gram))
    return [gram for _, gram in sorted(scored, reverse=True)]


def choose(counts: Counts, sizes: Sizes) -> dict[str, float]:
    """Candidates: piece → log probability, more compounds than will stay. Pieces start with ▁ at every syllable."""
    total = sum(counts.syllables.values())
    words = [word for word, _ in counts.syllables.most_common(60000)]
    general = _ranked_pairs(counts, total, 30, 1.0)[: sizes.pairs]
    triples = _ranked_long(counts.grams, 3, counts, 150, 2.0)[: sizes.triples]
    fours = _ranked_long(counts.grams, 4, counts, 200, 3.0)[: sizes.fours]
    domain = [tuple(canonical(term).split()) for term in DOMAIN_TERMS]
    chosen = dict.fromkeys([*general, *triples, *fours, *(term for term in domain if len(term) > 1)])
    most = len(chosen) + sizes.focus
    focus_pairs = [
        gram
        for gram, n in sorted(counts.focus.items(), key=lambda item: -item[1])
        if len(gram) == 2 and n >= 8 and _compound(gram, counts.syllables) and gram not in chosen
        if math.log(counts.grams.get(gram, n) * total / math.prod(counts.syllables[w] for w in gram)) >= 2.0
    ]
    longer = _ranked_long(counts.focus, 3, counts, 15, 2.0) + _ranked_long(counts.focus, 4, counts, 15, 3.0)
    longer.sort(key=lambda gram: -counts.focus[gram])
    for gram in [*focus_pairs[: sizes.focus // 2], *longer]:
        if len(chosen) >= most:
            break
        chosen[gram] = None

    vocabulary: dict[str, float] = {}

    def add(gram: Iterable[str], n: float) -> None:
        vocabulary.setdefault("▁" + "▁".join(gram), math.log(max(n, 1) / total))

    for word in words[: sizes.syllables]:
        add([word], counts.syllables[word])
    for word in {w for forms in ABBREVIATIONS.values() for form in forms for w in form.split()}:
        add([word], max(counts.syllables[word], 20))
    for gram in chosen:
        for word in gram:
            add([word], max(counts.syllables[word], 5))
        add(gram, max(counts.grams.get(gram, 0), counts.focus.get(gram, 0), 20))
    _add_fallback(counts, words, sizes, vocabulary, total)
    return vocabulary


def _add_bare(vocabulary: dict[str, float], sizes: Sizes) -> None:
    """Pieces without accents, at a twentieth of the frequency of the accented pieces that they may stand for."""
    frequency: dict[str, float] = {}
    for piece, score in vocabulary.items():
        if piece.startswith("▁") and (bare := strip_accents(piece)) != piece and bare not in vocabulary:
            frequency[bare] = frequency.get(bare, 0.0) + 0.05 * math.exp(score)
    domain = {"▁" + strip_accents(canonical(term)).replace(" ", "▁") for term in DOMAIN_TERMS}
    for several, most in ((False, sizes.bare_syllables), (True, sizes.bare_pairs)):
        ranked = [(piece, n) for piece, n in frequency.items() if (piece.count("▁") > 1) == several]
        ranked.sort(key=lambda item: -item[1])
        for place, (piece, n) in enumerate(ranked):
            if place < most or piece in domain:
                vocabulary[piece] = math.log(n)


def _add_fallback(counts: Counts, words: list[str], sizes: Sizes, vocabulary: dict, total: int) -> None:
    """Single characters and pieces of two or three, for words that are in no list."""
    characters: Counter[str] = Counter()
    pieces: Counter[str] = Counter()
    for word in words[sizes.syllables // 2 :]:
        characters.update(word)
    for word in words[sizes.syllables :]:
        for n in (2, 3):
            for i in range(len(word) - n + 1):
                pieces[("▁" if i == 0 else "") + word[i : i + n]] += min(counts.syllables[word], 50)
    low = math.log(1 / total)
    vocabulary.setdefault("▁", low - 4)
    for character, _ in characters.most_common(250):
        vocabulary.setdefault(character, low - 4)
        vocabulary.setdefault("▁" + character, low - 4)
    for piece, _ in pieces.most_common(sizes.fallback):
        vocabulary.setdefault(piece, low - 1.5 - 0.2 * (4 - len(piece.strip("▁"))))


def refine(vocabulary: dict[str, float], texts: Sequence[str], sizes: Sizes, rounds: int = 2) -> dict[str, float]:
    """Re-estimate the probabilities from how the candidates really cut the texts, prune, add pieces without accents.

    Fragments that only look like words ("ủy ban thường" of "Ủy ban Thường vụ") lose to the pieces around them. A
    compound is kept by count^0.75 × (its log probability − that of its best split), domain terms always.
    """
    domain = {"▁" + canonical(term).replace(" ", "▁") for term in DOMAIN_TERMS}

    def apart(piece: str) -> float:
        words = piece.split("▁")[1:]
        splits = [["▁" + "▁".join(part) for part in (words[:k], words[k:])] for k in range(1, len(words))]
        return max(sum(vocabulary.get(part, -25.0) for part in split) for split in splits)

    texts = [" ".join(canonical(text).split()) for text in texts]
    for _ in range(rounds):
        cutter, used = unnormalised(build(vocabulary)), Counter[int]()
        for start in range(0, len(texts), 5000):
            for encoding in cutter.encode_batch_fast(texts[start : start + 5000], add_special_tokens=False):
                used.update(encoding.ids)
        counts = {cutter.id_to_token(i): n for i, n in used.items()}
        total = sum(counts.values())
        for piece in vocabulary:
            if piece.startswith("▁") and len(piece) > 2:
                vocabulary[piece] = math.log((counts.get(piece, 0) + 0.5) / total)
        for piece in sorted(domain & vocabulary.keys(), key=len):
            if piece.count("▁") > 1:
                vocabulary[piece] = max(vocabulary[piece], apart(piece) + 1.0)

    def gain(piece: str) -> float:
        return counts.get(piece, 0) ** 0.75 * (vocabulary[piece] - apart(piece))

    compounds = sorted((piece for piece in vocabulary if piece.count("▁") > 1), key=gain, reverse=True)
    dropped = {piece for piece in compounds[sizes.compounds :] if piece not in domain}
    kept = {piece: score for piece, score in vocabulary.items() if piece not in dropped}
    _add_bare(kept, sizes)
    return kept
