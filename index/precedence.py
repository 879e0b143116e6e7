"""Among thousands of documents many say nearly the same: which of them a question means that names none.

A law is asked about more often than the rules by which one ministry keeps it in its own house, unless the question
speaks of that ministry; and how something is punished stands in the documents on punishments, under other words than
the duty that was broken. Fitted on legal questions that the benchmark does not ask (`eval/README.md`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from index.naming import plain
from index.tokens import stripped
from index.wordlists import words
from ingest.document import Document

# What they add to a score that is about 2 for the best clauses.
STATUTE, DECREE, INNER, PENAL = 0.15, 0.05, -0.15, 0.2

_STATUTES = frozenset(["Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh"])
_DECREE = "Nghị định"
# What these issue goes for everyone, whatever its title names.
_FOR_ALL = frozenset([*_STATUTES, _DECREE])
_LOCAL = ("uy ban nhan dan", "hoi dong nhan dan")
_PUNISHED = re.compile(
    r"\b(?:xu phat|muc phat|bi phat|phat tien|phat (?:bao nhieu|may|ra sao|the nao|nhu the nao)|bi xu ly|bi dinh chi)\b"
)
_PUNISHING = re.compile(r"\b(?:xu phat|xu ly vi pham)\b")
Pair = tuple[str, str]


class Precedence:
    """What the documents of a library are, in the order given; made once."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._kind = np.array([_kind(document) for document in documents], dtype=np.float32)
        self._penal = np.array([_PUNISHING.search(plain(d.title)) is not None for d in documents], dtype=np.float32)
        self._inner = np.zeros(len(documents), dtype=np.float32)
        self._naming: dict[Pair, list[int]] = {}
        for place, document in enumerate(documents):
            own = _own_body(document)
            self._inner[place] = bool(own)
            for pair in own:
                self._naming.setdefault(pair, []).append(place)

    def scores(self, question: str) -> np.ndarray:
        """What each document is worth to a question because of what it is: float32 [documents]."""
        inner = self._inner.copy()
        for pair in pairwise(stripped(question)):
            inner[self._naming.get(pair, [])] = 0.0
        total = self._kind + np.float32(INNER) * inner
        if _PUNISHED.search(plain(question)):
            total += np.float32(PENAL) * self._penal
        return total


def _kind(document: Document) -> float:
    if document.type in _STATUTES or (not document.type and document.issuer == "Quốc hội"):
        return STATUTE
    return DECREE if document.type == _DECREE else 0.0


def _own_body(document: Document) -> frozenset[Pair]:
    """The words that tell which body issued a document on its own affairs; none for documents that go for everyone.

    Its title names the body: "Quy chế đánh giá công chức của Bộ Tài chính".
    """
    issuer = plain(document.issuer)
    if document.type in _FOR_ALL or any(name in issuer for name in _LOCAL):
        return frozenset()
    own = frozenset(pair for pair in pairwise(stripped(issuer)) if _distinguishes(*pair))
    return own if own & set(pairwise(stripped(document.title))) else frozenset()


def _distinguishes(first: str, second: str) -> bool:
    sort = words("body_sorts")
    return not (first in sort and second in sort) and first not in words("body_beginnings") and second != "va"
