"""BM25 in numpy, for libraries of any size: which texts have a token and how often, and fields made of such parts.

The formula is Lucene's as `bm25s` computes it (Kamphuis et al. 2020, "accurate"), and a test holds the two together.
`bm25s` wants every token as a Python object in a list a clause, and every field apart: for millions of clauses that
is tens of gigabytes. Here a text that many clauses share (a document's title, the headings above) is indexed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.tokens import Numbered

# A key is a syllable's number and, for a pair, its neighbour's plus one; a sorting key has the text's place below it.
_SYLLABLE_BITS, _TEXT_BITS = 22, 19
# So many syllables are sorted at a time (16 bytes each, with their pairs), and so many matches scored at a time.
_AT_ONCE = 4_000_000
_MATCHES = 500_000
# One in so many rows with a key is a good share; so few numbers are never worth sparing.
_DENSE, _SMALL = 4, 50_000
Keyed = tuple[np.ndarray, np.ndarray]


def pair_keys(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The key of each pair of neighbours: int64."""
    return first.astype(np.int64) << _SYLLABLE_BITS | (second.astype(np.int64) + 1)


def asked_keys(ids: np.ndarray, *, pairs: bool = True) -> np.ndarray:
    """The keys of a question's known syllables and pairs, as often as they stand in it."""
    known = ids >= 0
    if not pairs:
        return ids[known].astype(np.int64) << _SYLLABLE_BITS
    both = known[:-1] & known[1:]
    return np.concatenate([ids[known].astype(np.int64) << _SYLLABLE_BITS, pair_keys(ids[:-1], ids[1:])[both]])


@dataclass(frozen=True)
class Postings:
    """For every key, sorted, the texts that have it: texts[starts[i]:starts[i + 1]], and how often (`counts`).

    lengths: tokens of each text.
    """

    keys: np.ndarray
    starts: np.ndarray
    texts: np.ndarray
    counts: np.ndarray
    lengths: np.ndarray

    @classmethod
    def of(cls, numbered: Numbered, *, pairs: bool = True) -> Postings:
        """Postings of texts: their syllables and, with `pairs`, their pairs of neighbours."""
        syllables = np.diff(numbered.ends, prepend=0)
        lengths = np.maximum(2 * syllables - 1, 0) if pairs else syllables
        return cls.merged(_sorted_blocks(numbered, pairs), lengths)

    @classmethod
    def merged(cls, blocks: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]], lengths: np.ndarray) -> Postings:
        """From blocks of (key, text, count), each block in order and of later texts than the one before."""
        kept = []
        for keys, texts, counts in blocks:
            first = np.flatnonzero(np.diff(keys, prepend=-1))
            kept.append((keys[first], np.diff(first, append=len(keys)), texts, counts))
        if not kept:
            none = np.zeros(0, dtype=np.int64)
            return cls(none, np.zeros(1, dtype=np.int64), none, none, lengths)
        keys = np.unique(np.concatenate([block[0] for block in kept]))
        places = [np.searchsorted(keys, block[0]) for block in kept]
        sizes = np.zeros(len(keys), dtype=np.int64)
        for place, block in zip(places, kept, strict=True):
            sizes[place] += block[1]
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
        texts = np.empty(starts[-1], dtype=np.int32)
        counts = np.empty(starts[-1], dtype=max(block[3].dtype for block in kept))
        free = starts[:-1].copy()
        for place in places:
            _, run, here, often = kept.pop(0)  # freed as it is laid out
            to = _ranges(free[place], run)
            texts[to], counts[to] = here, often
            free[place] += run
        return cls(keys, starts, texts, counts, lengths)

    def find(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(which of `keys`, the text, how often) for every match."""
        place = np.searchsorted(self.keys, keys)
        there = place < len(self.keys)
        there[there] = self.keys[place[there]] == keys[there]
        which = np.flatnonzero(there)
        begin, end = self.starts[place[which]], self.starts[place[which] + 1]
        runs = [slice(first, last) for first, last in zip(begin.tolist(), end.tolist(), strict=True)] or [slice(0)]
        texts = np.concatenate([self.texts[run] for run in runs])
        return np.repeat(which, end - begin), texts, np.concatenate([self.counts[run] for run in runs])

    def having(self, keys: np.ndarray) -> np.ndarray:
        """The texts that have every one of these distinct keys, in order."""
        place = np.searchsorted(self.keys, keys)
        if not len(keys) or place[-1] >= len(self.keys) or (self.keys[place] != keys).any():
            return np.zeros(0, dtype=np.int32)
        runs = sorted((self.texts[self.starts[p] : self.starts[p + 1]] for p in place.tolist()), key=len)
        kept = runs[0]
        for run in runs[1:]:
            at = np.minimum(np.searchsorted(run, kept), len(run) - 1)
            kept = kept[run[at] == kept]
        return kept


def rarity(size: int, frequency: np.ndarray | int) -> np.ndarray:
    """BM25's weight of a key that so many of `size` rows have."""
    return np.log1p((size - frequency + 0.5) / (frequency + 0.5))


def _sorted_blocks(numbered: Numbered, pairs: bool) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    starts = numbered.starts
    if len(numbered.ids) and int(numbered.ids.max()) >= (1 << _SYLLABLE_BITS) - 1:
        raise ValueError("more distinct syllables than keys have room for")
    first = 0
    while first < len(numbered.ends):
        last = int(np.searchsorted(numbered.ends, starts[first] + _AT_ONCE)) + 1
        last = min(last, first + (1 << _TEXT_BITS), len(numbered.ends))
        ids = numbered.ids[starts[first] : numbered.ends[last - 1]]
        text = np.repeat(np.arange(last - first), numbered.ends[first:last] - starts[first:last])
        sorting = ids.astype(np.int64) << (_SYLLABLE_BITS + _TEXT_BITS) | text
        if pairs and len(ids) > 1:
            within = text[:-1] == text[1:]
            beside = pair_keys(ids[:-1], ids[1:])[within] << _TEXT_BITS | text[:-1][within]
            sorting = np.concatenate([sorting, beside])
        sorting.sort()
        new = np.flatnonzero(np.diff(sorting, prepend=-1))
        often = np.diff(new, append=len(sorting))
        sorting = sorting[new]
        place = (sorting & ((1 << _TEXT_BITS) - 1)) + first
        yield sorting >> _TEXT_BITS, place.astype(np.int32), often.astype(np.min_scalar_type(often.max(initial=0)))
        first = last


def _ranges(begin: np.ndarray, run: np.ndarray) -> np.ndarray:
    """begin[0], begin[0] + 1, … run[0] of them, then the same for the others."""
    skipped = np.cumsum(run) - run
    return np.repeat(begin - skipped, run) + np.arange(int(run.sum()), dtype=np.int64)


@dataclass(frozen=True)
class Part:
    """Postings of distinct texts, and the rows (clauses) that each text stands in.

    which: the text of every row; rows: how many rows have each text. order, starts: the rows of text t are
    order[starts[t]:starts[t + 1]]; None when every row has a text of its own, in the same order.
    """

    postings: Postings
    which: np.ndarray
    rows: np.ndarray
    order: np.ndarray | None
    starts: np.ndarray

    @classmethod
    def of(cls, postings: Postings, which: np.ndarray) -> Part:
        """`which` text each row has."""
        sizes = np.bincount(which, minlength=len(postings.lengths)).astype(np.int32)
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])
        same = len(which) == len(sizes) and bool((which == np.arange(len(which))).all())
        order = None if same else np.argsort(which, kind="stable").astype(np.int32)
        return cls(postings, which.astype(np.int32), sizes, order, starts)

    def spread(self, texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The rows of these texts, one after the other, and how many each has."""
        if self.order is None:
            return texts, np.ones(len(texts), dtype=np.int64)
        run = self.rows[texts]
        return self.order[_ranges(self.starts[texts], run)], run

    @property
    def lengths(self) -> np.ndarray:
        """Tokens of each row."""
        return self.postings.lengths[self.which]


@dataclass(frozen=True)
class Field:
    """What BM25 takes for one text a row: its parts, one after the other.

    norms: the formula's length term, by row, or by text where there is one part alone; size: rows.
    """

    parts: tuple[Part, ...]
    norms: np.ndarray
    size: int

    @classmethod
    def of(cls, parts: Sequence[Part], *, k1: float, b: float) -> Field:
        """A field of these parts; a row without any token counts as one of length 1."""
        lengths = np.maximum(sum(part.lengths for part in parts), 1).astype(np.float32)
        size = len(lengths)
        mean = float(lengths.mean(dtype=np.float64)) if size else 1.0
        if len(parts) == 1:
            lengths = np.maximum(parts[0].postings.lengths, 1).astype(np.float32)
        return cls(tuple(parts), (k1 * ((1 - b) + b * lengths / mean)).astype(np.float32), size)

    def scores(self, keys: np.ndarray) -> np.ndarray:
        """BM25 of every row for the keys of a question (a key that stands twice counts twice): float32 [rows]."""
        own, times = np.unique(keys, return_counts=True)
        if len(self.parts) == 1:
            return self._alone(own, times)[self.parts[0].which]
        out = np.zeros(self.size, dtype=np.float32)
        if not len(out) or not len(own):
            return out
        step = max(1, _MATCHES // len(out))
        total = np.zeros((min(step, len(own)), len(out)), dtype=np.float32)
        for start in range(0, len(own), step):
            some = own[start : start + step]
            self._together(some, times[start : start + step], total[: len(some)], out)
        return out

    def _weights(self, times: np.ndarray, frequency: np.ndarray) -> np.ndarray:
        return (times * rarity(self.size, frequency)).astype(np.float32)

    def _alone(self, keys: np.ndarray, times: np.ndarray) -> np.ndarray:
        """BM25 of the texts of the only part: rows with the same text have the same score."""
        part = self.parts[0]
        out = np.zeros(len(self.norms), dtype=np.float32)
        asked, text, counts = part.postings.find(keys)
        frequency = np.bincount(asked, weights=part.rows[text], minlength=len(keys))
        here = counts.astype(np.float32)
        np.add.at(out, text, self._weights(times, frequency)[asked] * here / (self.norms[text] + here))
        return out

    def _together(self, keys: np.ndarray, times: np.ndarray, total: np.ndarray, out: np.ndarray) -> None:
        """Add the gains of these keys to `out`. total: room for [keys, rows], all 0 before and after.

        How often a row has a key is the sum over the parts. Where a good share of the rows has the keys, sums and gains
        are those of all rows; else they are of the rows met alone, each scored where it is met first.
        """
        met = [part.postings.find(keys) for part in self.parts]
        matches = sum(int(part.rows[text].sum()) for part, (_, text, _) in zip(self.parts, met, strict=True))
        if matches * _DENSE > total.size or total.size < _SMALL:
            for part, (asked, text, counts) in zip(self.parts, met, strict=True):
                if len(text):
                    held = np.zeros((len(keys), len(part.postings.lengths)), dtype=np.float32)
                    held[asked, text] = counts
                    total += held if part.order is None else np.take(held, part.which, axis=1)
            weights = self._weights(times, np.count_nonzero(total, axis=1))
            out += weights @ (total / (total + self.norms))
            total.fill(0.0)
            return
        flat, rows = total.reshape(-1), total.shape[1]
        places = []
        for part, (asked, text, counts) in zip(self.parts, met, strict=True):
            row, run = part.spread(text)
            asked = np.repeat(asked, run)
            place = asked * rows + row
            flat[place] += np.repeat(counts, run)
            places.append((asked, row, place))
        frequency = np.zeros(len(keys))
        found = []
        for asked, row, place in places:
            here = flat[place]
            flat[place] = 0.0
            frequency += np.bincount(asked[here > 0], minlength=len(keys))
            found.append((asked, row, here))
        weights = self._weights(times, frequency)
        for asked, row, here in found:
            np.add.at(out, row, weights[asked] * here / (self.norms[row] + here))


def distinct(texts: Iterable[str]) -> tuple[list[str], np.ndarray]:
    """The distinct texts in order of their first coming, and which of them each is: int32."""
    met: dict[str, int] = {}
    which = np.fromiter((met.setdefault(text, len(met)) for text in texts), dtype=np.int32)
    return list(met), which


def seams(parts: Sequence[tuple[Numbered, np.ndarray]]) -> Part:
    """The pairs where one part's last syllable meets the next one's first, for texts read as one."""
    rows = len(parts[0][1])
    last = np.full(rows, -1, dtype=np.int64)
    keys, owners = [], []
    for numbered, which in parts:
        filled = np.diff(numbered.ends, prepend=0)[which] > 0
        if not len(numbered.ids):
            continue
        first = numbered.ids[np.minimum(numbered.starts, len(numbered.ids) - 1)][which].astype(np.int64)
        meet = np.flatnonzero(filled & (last >= 0))
        keys.append(pair_keys(last[meet], first[meet]))
        owners.append(meet)
        last = np.where(filled, numbered.ids[numbered.ends - 1][which], last)
    key = np.concatenate([np.zeros(0, dtype=np.int64), *keys])
    owner = np.concatenate([np.zeros(0, dtype=np.int64), *owners])
    order = np.lexsort((owner, key))
    key, owner = key[order], owner[order]
    new = np.flatnonzero((np.diff(key, prepend=-1) != 0) | (np.diff(owner, prepend=-1) != 0))
    often = np.diff(new, append=len(key)).astype(np.uint8)
    lengths = np.bincount(owner, minlength=rows)
    blocks = [(key[new], owner[new].astype(np.int32), often)] if len(key) else []
    return Part.of(Postings.merged(blocks, lengths), np.arange(rows, dtype=np.int32))
