"""BM25 over fields: the clause's words, the headings above it, the document's names; with and without accents.

Each field is scored apart; the retriever weighs them at query time, so weights can be tuned without a rebuild.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.passages import Passage
from index.postings import Field, Part, Postings, asked_keys, distinct, seams
from index.tokens import Numbered, Vocabulary

# Field names in the order of the rows that `Lexical.scores` returns.
FIELDS = ("body", "body_bare", "path_bare", "title_bare", "all_bare", "opening_bare")
# A duty names its actor in its first words, or in the heading above.
_OPENING_SYLLABLES = 14
_K1, _B = 1.2, 0.6


@dataclass(frozen=True)
class Lexical:
    """BM25 indexes of one set of passages, one for each field; they share what they are made of."""

    fields: dict[str, Field]
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
        return cls({n: Field.of(made[n], k1=_K1, b=_B) for n in FIELDS}, vocabulary, len(passages))

    def field(self, name: str, question: str) -> np.ndarray:
        """BM25 of every passage in one field, float32 [passages]; the question's accents count in "body" alone."""
        return self.fields[name].scores(asked_keys(self.vocabulary.asked(question, bare=name != "body")))

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
                out[row] = self.fields[name].scores(tokens if name == "body" else plain)
        return out
