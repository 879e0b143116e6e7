"""Training pairs (what may be asked, the text that answers it), made from the structure of the texts alone.

Kinds: 1 heading → text below it, 2 sentence → rest of its clause or passage, 3 title → passage, 4 end of a passage →
the next passage, 5 defined term → definition, 6 text → text under the same heading in another document.
"""

from __future__ import annotations

import random
import zlib
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np

from index.model import augment
from index.model.encoding import Encoded

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST_QUERY, LONGEST_PASSAGE, MOST_PASSAGES = 48, 160, 300
KINDS = ("", "heading", "sentence", "title", "neighbour", "definition", "twin")


@dataclass(frozen=True)
class Pairs:
    """Token ids of queries and passages (flat, with offsets), and per pair its kind, document and heading group."""

    queries: np.ndarray
    query_offsets: np.ndarray
    passages: np.ndarray
    passage_offsets: np.ndarray
    kind: np.ndarray
    document: np.ndarray
    group: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)


@dataclass(frozen=True)
class _Passage:
    sentences: tuple[int, ...]  # sentence numbers
    heading: int  # sentence number of the heading above, or -1
    article: bool


def _passages(encoded: Encoded, first: int, last: int, size: int) -> list[_Passage]:
    """Cut the sentences first…last of one document into passages of about `size` tokens, never across a heading."""
    result: list[_Passage] = []
    current: list[int] = []
    length, heading, article = 0, -1, False

    def close() -> None:
        nonlocal current, length
        if length >= 8:
            result.append(_Passage(tuple(current), heading, article))
        current, length = [], 0

    for i in range(first, last):
        kind, n = encoded.kind[i], int(encoded.offsets[i + 1] - encoded.offsets[i])
        if kind and (kind != 3 or n > 3):
            close()
            heading, article = i, kind == 1
            continue
        new_paragraph = i == first or encoded.paragraph[i] != encoded.paragraph[i - 1]
        if current and ((new_paragraph and length + n > size) or length + n > 2 * size):
            close()
        if n:
            current.append(i)
            length += n
    close()
    return result


def _group(heading: np.ndarray) -> int:
    """A number for a heading's words, the same in every run."""
    return zlib.crc32(heading.tobytes()) & 0x3FFFFFFF


class _Maker:
    """Makes the pairs of a shard of documents; one random stream a shard."""

    def __init__(self, encoded: Encoded, words: list[str], is_token: int, defining: set[int], twins: dict, seed: int):
        self.encoded, self.words, self.is_token, self.defining, self.twins = encoded, words, is_token, defining, twins
        self.rnd = random.Random(seed)
        self.texts: list[str] = []
        self.passages: list[np.ndarray] = []
        self.meta: list[tuple[int, int, int]] = []

    def text(self, ids: np.ndarray) -> str:
        return "".join(self.words[i] for i in ids).strip()

    def add(self, query: np.ndarray, passage: np.ndarray, kind: int, asked: int, document: int, group: int = 0) -> None:
        if len(query) >= 1 and len(passage) >= 6:
            if len(query) > 4 and self.rnd.random() < 0.4:  # people type fewer words than officials write
                share = 0.1 + 0.35 * self.rnd.random()
                kept = query[[self.rnd.random() > share for _ in query]]
                query = kept if len(kept) > 2 else query
            self.texts.append(augment.query(self.text(query), asked, self.rnd))
            self.passages.append(passage[:LONGEST_PASSAGE].astype(np.uint16))
            self.meta.append((kind, document, group))

    def span(self, ids: np.ndarray, least: int, most: int) -> np.ndarray:
        n = self.rnd.randint(least, most)
        start = self.rnd.randrange(max(1, len(ids) - n + 1))
        return ids[start : start + n]

    def heading_ids(self, passage: _Passage) -> np.ndarray:
        ids = self.encoded.sentence(passage.heading) if passage.heading >= 0 else np.zeros(0, np.uint16)
        return ids[2:] if passage.article and len(ids) > 3 else ids  # without "Điều N"

    def document(self, d: int, first: int, last: int) -> None:
        encoded, chance = self.encoded, self.rnd.random
        wiki, title, name = bool(encoded.wiki[d]), encoded.titles[d], encoded.names[d]
        found = _passages(encoded, first, last, self.rnd.choice((30, 60, 120)))
        keep = min(1.0, MOST_PASSAGES / max(len(found), 1))
        previous = -1
        for k, passage in enumerate(found):
            if chance() > keep:
                continue
            sentences = [encoded.sentence(i) for i in passage.sentences]
            body, heading = np.concatenate(sentences), self.heading_ids(passage)
            prefix = title[:30] if chance() < 0.4 else title[:0]
            group = _group(heading) if len(heading) > 1 else 0
            if len(heading) >= 2 and (passage.heading != previous or chance() < 0.35):
                topic = heading[:40]
                if wiki or chance() < 0.3:
                    topic = np.concatenate([title[:25], topic] if wiki or chance() < 0.5 else [topic, title[:25]])
                shown = [prefix, body] if chance() < 0.7 else [prefix, heading[:40], body]
                self.add(topic, np.concatenate(shown), 1, augment.TOPIC, d, group)
            previous = passage.heading
            self.sentence(d, sentences, body, heading, prefix, wiki)
            self.definitions(d, sentences, heading, prefix, wiki and k == 0)
            if len(title) and chance() < (0.3 if wiki else 0.12):
                shown = [heading[:40], body] if chance() < 0.5 else [body]
                self.add((name if chance() < 0.4 else title)[:40], np.concatenate(shown), 3, augment.TOPIC, d)
            if k + 1 < len(found) and chance() < 0.12:
                following = np.concatenate([encoded.sentence(i) for i in found[k + 1].sentences])
                self.add(self.span(sentences[-1], 8, 20), np.concatenate([prefix, following]), 4, augment.SPAN, d)
            others = self.twins.get(group) if not wiki else None
            if others and chance() < 0.25:
                other, i, j = self.rnd.choice(others)
                if other != d:
                    twin = encoded.ids[encoded.offsets[i] : encoded.offsets[j]]
                    self.add(self.span(body, 8, 30), self.span(twin, 20, 100), 6, augment.SPAN, d, group)

    def sentence(
        self, d: int, sentences: list, body: np.ndarray, heading: np.ndarray, prefix: np.ndarray, wiki: bool
    ) -> None:
        """Inverse cloze: a sentence, or a span of one, asks for the rest of its passage."""
        chance = self.rnd.random
        if len(body) < 16 or chance() > (0.8 if wiki else 0.55):
            return
        if len(sentences) > 1 and chance() < 0.6:
            j = 0 if chance() < 0.3 else self.rnd.randrange(len(sentences))
            asked, rest = sentences[j], np.concatenate([s for i, s in enumerate(sentences) if i != j])
            if len(asked) > 24:
                asked = self.span(asked, 6, 22)
        else:
            n = self.rnd.randint(4, 16)
            start = self.rnd.randrange(max(1, len(body) - n))
            asked, rest = body[start : start + n], np.concatenate([body[:start], body[start + n :]])
        if chance() < 0.25:
            rest = body  # the answer holds the words of the question
        shown = [prefix, heading[:40], rest] if chance() < 0.5 else [prefix, rest]
        self.add(asked, np.concatenate(shown), 2, augment.SPAN, d)

    def definitions(self, d: int, sentences: list, heading: np.ndarray, prefix: np.ndarray, opening: bool) -> None:
        """For "X là Y", X asks for Y, in articles that explain terms and in the first lines of Wikipedia pages."""
        if not opening and not any(int(i) in self.defining for i in heading):
            return
        for sentence in sentences[: 1 if opening else 30]:
            where = np.flatnonzero(sentence[:14] == self.is_token)
            if len(where) and where[0] > 0 and len(sentence) - where[0] > 6:
                term, rest = sentence[: where[0]], sentence[where[0] + 1 :]
                shown = rest if self.rnd.random() < 0.5 else sentence
                self.add(term, np.concatenate([prefix, shown]), 5, augment.DEFINITION, d)


def _twins(encoded: Encoded) -> dict[int, list[tuple[int, int, int]]]:
    """Heading group → (document, first, last sentence below), for specific headings of 2–40 documents."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    articles = np.flatnonzero(encoded.kind == 1).tolist()
    for i in articles:
        heading, d = encoded.sentence(i)[2:], int(encoded.document[i])
        if len(heading) < 4:
            continue
        end = i + 1
        while end < len(encoded.kind) and encoded.document[end] == d and not encoded.kind[end] and end < i + 8:
            end += 1
        if encoded.offsets[end] - encoded.offsets[i + 1] >= 20:
            found.setdefault(_group(heading), []).append((d, i + 1, end))
    return {key: rows for key, rows in found.items() if 2 <= len({row[0] for row in rows}) <= 40}


_shared: dict[str, Any] = {}


def _shard(job: tuple[list[tuple[int, int, int]], int]) -> tuple[list[str], list[np.ndarray], list]:
    maker = _Maker(**_shared, seed=job[1])
    for d, first, last in job[0]:
        maker.document(d, first, last)
    return maker.texts, maker.passages, maker.meta


def make(encoded: Encoded, tokenizer: Tokenizer, seed: int, share: float = 1.0) -> Pairs:
    """All pairs of a share of the documents; a different seed gives different pairs of the same texts."""
    global _shared
    vocabulary = tokenizer.get_vocab()
    words = [token.replace("▁", " ") for token, _ in sorted(vocabulary.items(), key=lambda item: item[1])]
    defining = {i for token, i in vocabulary.items() if token in ("▁giải▁thích", "▁khái▁niệm", "▁định▁nghĩa")}
    defining |= {i for token, i in vocabulary.items() if token.startswith("▁giải▁thích▁từ")}
    _shared = {
        "encoded": encoded,
        "words": words,
        "is_token": vocabulary["▁là"],
        "defining": defining,
        "twins": _twins(encoded),
    }
    starts = np.flatnonzero(np.r_[True, np.diff(encoded.document) != 0, True])
    spans = [(int(encoded.document[a]), int(a), int(b)) for a, b in pairwise(starts)]
    random.Random(seed).shuffle(spans)
    spans = spans[: int(len(spans) * share)]
    jobs = [(spans[i : i + 250], seed * 100003 + i) for i in range(0, len(spans), 250)]
    queries, passages, meta = [], [], []
    with get_context("fork").Pool(2) as pool:
        for texts, shard_passages, shard_meta in pool.imap(_shard, jobs):
            for encoding in tokenizer.encode_batch_fast(texts, add_special_tokens=False):
                queries.append(np.array(encoding.ids[:LONGEST_QUERY], dtype=np.uint16))
            passages += shard_passages
            meta += shard_meta
    kept = [i for i, query in enumerate(queries) if len(query)]
    queries, passages = [queries[i] for i in kept], [passages[i] for i in kept]
    table = np.array([meta[i] for i in kept], dtype=np.int64)
    ends = [np.cumsum([0, *map(len, items)]) for items in (queries, passages)]
    flat = [np.concatenate(items) for items in (queries, passages)]
    return Pairs(flat[0], ends[0], flat[1], ends[1], table[:, 0].astype(np.int8), table[:, 1], table[:, 2])


def summary(pairs: Pairs) -> str:
    """How many pairs there are of each kind."""
    counts = Counter(pairs.kind.tolist())
    return ", ".join(f"{KINDS[kind]} {counts[kind]:,}" for kind in sorted(counts))
