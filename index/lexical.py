"""BM25 over fields: the clause's words, the headings above it, the document's names; with and without accents.

Each field is scored apart; the retriever weighs them at query time, so weights can be tuned without a rebuild.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.passages import Passage, blocks
from index.postings import Field, Part, Postings, asked_keys, distinct, pair_keys, rarity, seams
from index.tokens import Numbered, Vocabulary

# Field names in the order of the rows that `Lexical.scores` returns.
FIELDS = ("body", "body_bare", "path_bare", "title_bare", "all_bare", "opening_bare", "block_bare", "document_bare")
# A duty names its actor in its first words, or in the heading above.
_OPENING_SYLLABLES = 14
_K1, _B = 1.2, 0.6


@dataclass(frozen=True)
class Lexical:
    """BM25 indexes of one set of passages, one for each field; they share what they are made of.

    groups: for a field of blocks or of whole documents, which of them each passage stands in.
    """

    fields: dict[str, Field]
    groups: dict[str, np.ndarray]
    vocabulary: Vocabulary
    size: int

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> Lexical:
        """Index the passages: milliseconds for a few texts, minutes and gigabytes for thousands of laws."""
        vocabulary = Vocabulary()

        def read(texts: Iterable[str]) -> tuple[Numbered, np.ndarray]:
            own, which = distinct(texts)
            return vocabulary.read(own), which

        words, body_of = read(p.body for p in passages)
        body = Part.of(Postings.of(words), body_of)
        words = vocabulary.bare(words)
        bare = Part.of(Postings.of(words), body_of)
        opening = Part.of(Postings.of(words.opening(_OPENING_SYLLABLES)), body_of)
        path_words, path_of = read(p.path for p in passages)
        path_words = vocabulary.bare(path_words)
        title_words, title_of = read(p.title for p in passages)
        title_words = vocabulary.bare(title_words)
        heading_words, heading_of = read(p.path.rpartition(" . ")[2] for p in passages)
        path = Part.of(Postings.of(path_words), path_of)
        title = Part.of(Postings.of(title_words), title_of)
        heading = Part.of(Postings.of(vocabulary.bare(heading_words)), heading_of)
        between = seams([(words, body_of), (path_words, path_of), (title_words, title_of)])
        made: dict[str, tuple[Part, ...]] = {
            "body": (body,),
            "body_bare": (bare,),
            "path_bare": (path,),
            "title_bare": (title,),
            "all_bare": (bare, path, title, between),
            "opening_bare": (opening, heading),
        }
        block_of = blocks(passages)
        document_of = distinct(p.document.id for p in passages)[1]
        last = _last(block_of)
        around = Postings.of(words.joined(body_of, last))
        made["block_bare"] = (Part.of(around, np.arange(len(last))), Part.of(title.postings, title_of[last]))
        last = _last(document_of)
        made["document_bare"] = (Part.of(Postings.of(words.joined(body_of, last)), np.arange(len(last))),)
        fields = {name: Field.of(made[name], k1=_K1, b=_B) for name in FIELDS}
        return cls(fields, {"block_bare": block_of, "document_bare": document_of}, vocabulary, len(passages))

    def field(self, name: str, question: str) -> np.ndarray:
        """BM25 of every passage in one field, float32 [passages]; the question's accents count in "body" alone."""
        return self._scores(name, asked_keys(self.vocabulary.asked(question, bare=name != "body")))

    def _scores(self, name: str, keys: np.ndarray) -> np.ndarray:
        found = self.fields[name].scores(keys)
        return found[self.groups[name]] if name in self.groups else found

    def holding(self, syllable: str) -> int:
        """How many passages have a syllable (lower case, no accents) in their own words or the headings above."""
        keys = asked_keys(np.array([self.vocabulary.number(syllable)]), pairs=False)
        parts = (self.fields["body_bare"].parts[0], self.fields["path_bare"].parts[0])
        body, path = (part.spread(part.postings.find(keys)[1])[0] for part in parts)
        return len(np.union1d(body, path))

    def scores(self, accented: str, bare: str | None = None, only: Callable[[str], bool] | None = None) -> np.ndarray:
        """BM25 of every passage: float32 [len(FIELDS), passages].

        accented: the question with its accents; bare: what the accent-stripped fields are asked, `accented` stripped by
        default. only: fields that it refuses stay 0.
        """
        tokens = asked_keys(self.vocabulary.asked(accented, bare=False))
        plain = asked_keys(self.vocabulary.asked(accented if bare is None else bare, bare=True))
        out = np.zeros((len(FIELDS), self.size), dtype=np.float32)
        for row, name in enumerate(FIELDS):
            if only is None or only(name):
                out[row] = self._scores(name, tokens if name == "body" else plain)
        return out

    def said(self, concepts: Sequence[Sequence[str]]) -> np.ndarray:
        """How much of some concepts every passage says: float32 [passages].

        A concept is phrases that mean the same; it counts by the rarity (as in BM25) of the rarest one that stands in
        the passage's own words. "Stands" is all its pairs of syllables: for phrases as good as the phrase itself.
        """
        out = np.zeros(self.size, dtype=np.float32)
        for phrases in concepts:
            rows, weights = self._said(tuple(phrases))
            out[rows] += weights
        return out

    def _said(self, phrases: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """The passages that say one of these phrases, and the weight of the rarest."""
        part = self.fields["body_bare"].parts[0]
        found = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.float32)]
        for phrase in phrases:
            ids = self.vocabulary.asked(phrase, bare=True)
            if (ids >= 0).all() and len(texts := part.postings.having(_phrase_keys(ids))):
                rows = part.spread(texts)[0]
                found[0].append(rows)
                found[1].append(np.full(len(rows), rarity(self.size, len(rows)), dtype=np.float32))
        rows, weights = np.concatenate(found[0]), np.concatenate(found[1])
        best = np.lexsort((-weights, rows))
        first = best[np.flatnonzero(np.diff(rows[best], prepend=-1))]
        return rows[first], weights[first]

    def prints(self, phrase: str) -> bool:
        """Whether a passage's own words have a phrase, accents aside."""
        return bool(len(self._said((phrase,))[0]))

    def shared(self, question: str) -> float:
        """The share of a question's pairs of syllables, accents aside, that the passage with most of them has."""
        ids = self.vocabulary.asked(question, bare=True)
        known = (ids[:-1] >= 0) & (ids[1:] >= 0)
        if len(ids) < 2 or not known.any():
            return 0.0
        keys, times = np.unique(pair_keys(ids[:-1], ids[1:])[known], return_counts=True)
        which, texts, _ = self.fields["body_bare"].parts[0].postings.find(keys)
        return float(np.bincount(texts, weights=times[which]).max(initial=0.0)) / (len(ids) - 1)


def _phrase_keys(ids: np.ndarray) -> np.ndarray:
    return np.unique(asked_keys(ids, pairs=False) if len(ids) == 1 else pair_keys(ids[:-1], ids[1:]))


def _last(groups: np.ndarray) -> np.ndarray:
    """The last row of each group of neighbouring rows."""
    return np.flatnonzero(np.diff(groups, append=-1))
