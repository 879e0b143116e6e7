"""The training texts as token ids, and the start vectors computed from them (latent semantic analysis, LSA)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.model.cutting import unnormalised
from index.model.reading import Document, canonical, kind_of, strip_accents

if TYPE_CHECKING:
    import re

    from tokenizers import Tokenizer


@dataclass(frozen=True)
class Encoded:
    """Sentences as token ids. Sentence i is `ids[offsets[i]:offsets[i + 1]]`.

    `document`, `paragraph` and `kind` (0 body, 1 article heading, 2 heading, 3 capitals) have one entry a sentence;
    `titles` and `names` are token ids, one array a document; `wiki` one flag a document.
    """

    ids: np.ndarray
    offsets: np.ndarray
    document: np.ndarray
    paragraph: np.ndarray
    kind: np.ndarray
    titles: list[np.ndarray]
    names: list[np.ndarray]
    wiki: np.ndarray

    def sentence(self, i: int) -> np.ndarray:
        """Token ids of sentence i."""
        return self.ids[self.offsets[i] : self.offsets[i + 1]]


def _ids(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    parts, lengths, plain = [], [0], unnormalised(tokenizer)
    for start in range(0, len(texts), 20000):
        batch = [" ".join(canonical(text).split()) for text in texts[start : start + 20000]]
        for encoding in plain.encode_batch_fast(batch, add_special_tokens=False):
            parts.append(np.array(encoding.ids, dtype=np.uint16))
            lengths.append(len(parts[-1]))
    return np.concatenate(parts), np.cumsum(np.array(lengths, dtype=np.int64))


def encode(documents: Sequence[Document], tokenizer: Tokenizer, sentence_end: re.Pattern[str]) -> Encoded:
    """Cut every paragraph into sentences and tokenise them all."""
    texts: list[str] = []
    rows: list[tuple[int, int, int]] = []
    for d, document in enumerate(documents):
        for p, line in enumerate(document.paragraphs):
            kind = kind_of(line, document.wiki)
            for sentence in [line] if kind else sentence_end.split(line):
                texts.append(sentence)
                rows.append((d, p, kind))
    ids, offsets = _ids(tokenizer, texts)
    meta = np.array(rows, dtype=np.int32)
    pieces = []
    for short in ([document.title for document in documents], [document.name for document in documents]):
        flat, ends = _ids(tokenizer, short)
        pieces.append([flat[ends[i] : ends[i + 1]] for i in range(len(documents))])
    wiki = np.array([document.wiki for document in documents])
    return Encoded(ids, offsets, meta[:, 0], meta[:, 1], meta[:, 2].astype(np.int8), pieces[0], pieces[1], wiki)


def passages(encoded: Encoded, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Runs of sentences of one document, about `size` tokens each, as (ids, offsets)."""
    lengths = np.diff(encoded.offsets)
    within = np.cumsum(lengths)
    first = np.flatnonzero(np.r_[True, np.diff(encoded.document) != 0])
    begin = np.repeat(np.r_[0, within][first], np.diff(np.r_[first, len(lengths)]))
    block = (within - begin) // size
    change = np.r_[True, (np.diff(encoded.document) != 0) | (np.diff(block) != 0)]
    return encoded.ids, np.r_[encoded.offsets[:-1][change], encoded.offsets[-1]]


def split_table(tokenizer: Tokenizer) -> list[list[int]]:
    """For each token its best split into two shorter tokens (by probability), or the token itself."""
    vocabulary = tokenizer.get_vocab()
    table = [[i] for i in range(len(vocabulary))]
    for token, i in vocabulary.items():
        words = token.split("▁")[1:]
        options = []
        for k in range(1, len(words)):
            left, right = ("▁" + "▁".join(part) for part in (words[:k], words[k:]))
            if left in vocabulary and right in vocabulary:
                # Ids are sorted by probability: the split with the rarest part least rare.
                options.append((max(vocabulary[left], vocabulary[right]), [vocabulary[left], vocabulary[right]]))
        if options:
            table[i] = min(options)[1]
    return table


def start_vectors(encoded: Encoded, tokenizer: Tokenizer, dimensions: int, seed: int, most: int = 220000) -> np.ndarray:
    """LSA: right singular vectors of the TF-IDF matrix (passages × tokens), scaled by IDF. Shape (V, dimensions).

    Rare compounds lean on their parts; tokens without accents, which official texts never contain, start as the
    frequency-weighted mean of the accented tokens that they may stand for.
    """
    import scipy.sparse as sp

    size = tokenizer.get_vocab_size()
    rng = np.random.default_rng(seed)
    ids, offsets = passages(encoded, 120)
    chosen = np.sort(rng.choice(len(offsets) - 1, min(len(offsets) - 1, most), replace=False))
    lengths = np.diff(offsets)[chosen]
    flat = np.concatenate([ids[offsets[i] : offsets[i + 1]] for i in chosen]).astype(np.int64)
    key, tf = np.unique(np.repeat(np.arange(len(chosen)), lengths) * size + flat, return_counts=True)
    row, column = key // size, key % size
    df = np.bincount(column, minlength=size)
    idf = np.log((len(chosen) + 1) / (df + 1))
    matrix = sp.csr_matrix(((1 + np.log(tf)) * idf[column], (row, column)), shape=(len(chosen), size))
    norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = (sp.diags(1 / np.maximum(norm, 1e-6)) @ matrix).tocsr().astype(np.float32)
    transposed = matrix.T.tocsr()
    sketch = transposed @ (matrix @ rng.standard_normal((size, dimensions + 32)).astype(np.float32))
    for _ in range(2):
        basis, _r = np.linalg.qr(sketch)
        sketch = transposed @ (matrix @ basis)
    basis, _r = np.linalg.qr(sketch)
    projected = matrix @ basis
    values, vectors = np.linalg.eigh((projected.T @ projected).astype(np.float64))
    order = np.argsort(-values)[:dimensions]
    table = basis @ vectors[:, order] * np.sqrt(np.sqrt(values[order]))[None, :]
    table = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-6) * (idf / idf.mean())[:, None]
    table[:, 0] *= 0.3  # the first direction only says "common text"
    return _complete(table.astype(np.float32), df, tokenizer)


def _complete(table: np.ndarray, df: np.ndarray, tokenizer: Tokenizer) -> np.ndarray:
    vocabulary = tokenizer.get_vocab()
    names, split = {i: token for token, i in vocabulary.items()}, split_table(tokenizer)
    for i in sorted((i for i in range(len(split)) if len(split[i]) > 1), key=lambda i: len(names[i])):
        trust = df[i] / (df[i] + 30)
        table[i] = trust * table[i] + (1 - trust) * table[split[i]].mean(axis=0)
    sources: dict[int, list[int]] = {}
    for token, i in vocabulary.items():
        bare = vocabulary.get(strip_accents(token))
        if bare is not None and bare != i:
            sources.setdefault(bare, []).append(i)
    for bare, accented in sources.items():
        weights = np.append(df[accented], df[bare]).astype(np.float32) + 1e-3
        table[bare] = (np.vstack([table[accented], table[bare]]) * weights[:, None]).sum(axis=0) / weights.sum()
    return table
