"""The hybrid: BM25 fields and dense vectors fused, then ranked by features that explain themselves.

`index.llama.ClauseRetriever` is the same as a LlamaIndex `BaseRetriever`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from index.courtesy import courtesies, without
from index.glosses import Glosses
from index.lexical import FIELDS, Lexical
from index.naming import OBJECT, STRONG, plain
from index.passages import Passage
from index.precedence import Precedence
from index.results import Hit, SearchResult
from index.synonyms import concepts, synonyms
from index.tokens import stripped
from index.understanding import Reader, Reading
from index.vectors import Vectors
from index.weights import STRANGE, Weights, weights_for
from ingest.vietnamese import has_accents

Encode = Callable[[str], np.ndarray]


@dataclass(frozen=True)
class Scored:
    """Scores of every passage for one question, and the features that they are made of (rows by name). strange: how far
    the question is from the words of every clause, 0 to 1, where there is something else to find them by."""

    total: np.ndarray
    features: dict[str, np.ndarray]
    strange: float


class HybridRetriever:
    """Finds clauses. Thread-safe for reading; made once for a library."""

    def __init__(
        self,
        passages: Sequence[Passage],
        lexical: Lexical,
        vectors: Vectors,
        encode: Encode,
        reader: Reader,
        *,
        glosses: Glosses | None = None,
        weights: Weights | None = None,
        top: int = 10,
    ) -> None:
        self.passages = list(passages)
        self.lexical = lexical
        self.vectors = vectors
        self.encode = encode
        self.reader = reader
        self.glosses = glosses
        self.top = top
        self._documents = [p.document.id for p in self.passages]
        self._order = list(dict.fromkeys(self._documents)) or [""]
        self.weights = weights or weights_for(len(self._order))
        self._places = {document: place for place, document in enumerate(self._order)}
        self._which = np.array([self._places[document] for document in self._documents], dtype=np.int32)
        self._shingled: dict[int, frozenset[tuple[str, ...]]] = {}
        clauses = np.bincount(self._which, minlength=len(self._order))
        self._size = (np.log(np.maximum(clauses, 1)) / math.log(_LONG)).astype(np.float32)[self._which]
        self._kinds = np.array([p.clause.kind for p in self.passages])
        self._front = np.array(
            [p.clause.path.startswith("pre/") or p.clause.kind in ("recipients", "signature") for p in self.passages],
            dtype=np.float32,
        )
        self._heading = np.array([p.clause.kind == "heading" for p in self.passages], dtype=np.float32)
        self._nought = np.zeros(len(self.passages), dtype=np.float32)
        # Clauses that refer to other documents, by document.
        self._referring: dict[str, list[int]] = {}
        for row, passage in enumerate(self.passages):
            for document in {r.document for r in passage.clause.references} - {"", passage.document.id}:
                self._referring.setdefault(document, []).append(row)

    @cached_property
    def _precedence(self) -> Precedence:
        documents = {p.document.id: p.document for p in self.passages}
        return Precedence([documents[d] for d in self._order if d in documents])

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {p.clause.id: row for row, p in enumerate(self.passages)}

    def search(
        self,
        query: str,
        *,
        top: int | None = None,
        documents: Sequence[str] = (),
        kinds: Sequence[str] = (),
        literal: bool = False,
        reading: Reading | None = None,
    ) -> SearchResult:
        """The best clauses for a question. documents, kinds: search only there."""
        reading = reading or self.reader.read(query, literal=literal, within=documents)
        if not self.passages:
            return SearchResult(query, reading.shown, ())
        scored = self.score(reading)
        allowed = self.allowed(documents, kinds)
        direct = [self._rows[c] for c in reading.shown.clauses if c in self._rows]
        wanted = top or self.top
        order = best_places(np.where(allowed, scored.total, -np.inf), wanted + len(direct))
        rows = list(dict.fromkeys([*(r for r in direct if allowed[r]), *order.tolist()]))
        rows = [row for row in rows if allowed[row]][:wanted]
        scores = [1.0 if row in direct else float(np.clip(scored.total[row] / _FULL_SCORE, 0.0, 0.99)) for row in rows]
        return SearchResult(query, reading.shown, self.hits(rows, scores, scored, direct))

    def hits(
        self,
        rows: Sequence[int],
        scores: Sequence[float],
        scored: Scored,
        direct: Collection[int],
        first: Mapping[int, str] = MappingProxyType({}),
    ) -> tuple[Hit, ...]:
        """Passages as they are shown, in that order. direct: those at the address asked for. first: row → what is told
        of it before the other reasons."""
        hits = []
        for rank, (row, score) in enumerate(zip(rows, scores, strict=True), start=1):
            passage = self.passages[row]
            reasons = self._reasons(row, scored, exact=row in direct)
            if row in first:
                reasons = (first[row], *reasons)
            twin = self._twin(row, rows[: rank - 1])
            hits.append(Hit(rank, score, passage.document, passage.clause, reasons, twin))
        return tuple(hits)

    def allowed(self, documents: Sequence[str], kinds: Sequence[str]) -> np.ndarray:
        """bool [passages]: those of the documents and of the kinds, all where none are given."""
        kept = np.ones(len(self.passages), dtype=bool)
        if documents:
            kept &= np.isin(self._which, [self._places[d] for d in documents if d in self._places])
        if kinds:
            kept &= np.isin(self._kinds, list(kinds))
        return kept

    def _twin(self, row: int, above: Sequence[int]) -> str:
        """The clause ranked above, of another document, that `row` repeats nearly word for word."""
        mine = self._shingles(row)
        for other in above:
            theirs = self._shingles(other)
            if self._documents[other] == self._documents[row] or not mine or not theirs:
                continue
            # A share of the shorter one: a plan repeats a clause and adds to it.
            if len(mine & theirs) >= _TWIN * min(len(mine), len(theirs)):
                return self.passages[other].clause.id
        return ""

    def _shingles(self, row: int) -> frozenset[tuple[str, ...]]:
        if row not in self._shingled:
            if len(self._shingled) >= _KEPT:
                self._shingled.clear()
            tokens = stripped(self.passages[row].clause.text)
            runs = zip(*(tokens[at:] for at in range(_RUN)), strict=False)
            self._shingled[row] = frozenset(runs) if len(tokens) > 2 * _RUN else frozenset()
        return self._shingled.get(row, frozenset())

    def features(self, reading: Reading, *, weighed: bool = False) -> dict[str, np.ndarray]:
        """Every feature of every passage for one question, float32 [passages] each, about 0 to 1.

        weighed: fields without a weight are left 0, but for those that are told as a reason.
        """
        text = _spoken(reading)
        left_out = set() if reading.shown.intent == "duty" else {"opening_bare"}
        if weighed:
            left_out |= {name for name in FIELDS if not getattr(self.weights, name)} - {
                "body",
                "body_bare",
                "path_bare",
            }
        fields = self.lexical.scores(text, _content(text, reading), only=lambda name: name not in left_out)
        features = {name: _scaled(row) for name, row in zip(FIELDS, fields, strict=True)}
        # Among five documents nearly every one speaks of what is asked; among hundreds it tells which is meant.
        features["document_bare"] *= min(1.0, len(self._order) / _MANY)
        # Accents that were put back may be wrong: what was typed without them is looked up without them.
        accented = has_accents(reading.shown.original)
        others = synonyms(text, accented=accented) if self.weights.synonym or not weighed else ()
        features["synonym"] = _scaled(self.lexical.field("body_bare", " ; ".join(others))) if others else self._nought
        said = concepts(text, accented=accented) if self.weights.concept or self.weights.strange or not weighed else ()
        features["concept"] = _scaled(self.lexical.said(said))
        features["meant"] = _scaled(self.lexical.said([c for c in said if not self.lexical.prints(c[0])]))
        vector = self.encode(text)
        features["dense"] = np.clip(self.vectors.scores(vector), 0.0, 1.0)
        features["gloss"] = self.glosses.words(text) if self.glosses else self._nought
        features["gloss_near"] = self.glosses.near(vector) if self.glosses else self._nought
        weights = reading.named.weights
        by_document = np.array([weights.get(d, 0.0) for d in self._order], dtype=np.float32)
        features["named"] = by_document[self._which] if weights else self._nought
        features["heading"] = self._heading
        features["heading_listed"] = self._heading if reading.shown.intent == "list" else self._nought
        features["front"] = self._front
        asked_front = _FRONT_ASKED.search(plain(text)) is not None
        features["front_asked"] = self._front if asked_front else self._nought
        features["mentions"] = self._mentioning(reading)
        features["size"] = self._size
        told = self.weights.precedence or not weighed
        features["precedence"] = self._precedence.scores(text)[self._which] if told else self._nought
        return features

    def _strange(self, reading: Reading) -> float:
        """How far a question is from the words of every clause, 0 to 1: then what its words mean must tell."""
        text = _spoken(reading)
        return float(np.clip((_FAMILIAR - self.lexical.shared(text)) / (_FAMILIAR - _FOREIGN), 0.0, 1.0))

    def _mentioning(self, reading: Reading) -> np.ndarray:
        """1 for clauses that refer to a document which is named as the object of another, or is not in the library."""
        asked = {*reading.named.absent, *(d for d, w in reading.named.weights.items() if OBJECT <= w < STRONG)}
        if not asked:
            return self._nought
        found = np.zeros(len(self.passages), dtype=np.float32)
        for document in asked:
            found[self._referring.get(document, [])] = 1.0
        return found

    def score(self, reading: Reading) -> Scored:
        """Weighted sum of the features, other weights for a question in other words than the clauses'."""
        features = self.features(reading, weighed=True)
        otherwise = features["meant"].any() or features["gloss_near"].any()
        strange = self._strange(reading) if self.weights.strange and otherwise else 0.0
        total = np.zeros(len(self.passages), dtype=np.float32)
        for name, values in features.items():
            weight = getattr(self.weights, name) + strange * self.weights.strange * STRANGE.get(name, 0.0)
            if weight and values is not self._nought:
                total += np.float32(weight) * values
        return Scored(total, features, strange)

    def _reasons(self, row: int, scored: Scored, exact: bool) -> tuple[str, ...]:
        if exact:
            return ("đúng địa chỉ hoặc thông tin được hỏi",)
        value = {name: float(values[row]) for name, values in scored.features.items()}
        reasons = []
        if value["body"] > 0.5 or value["body_bare"] > 0.5:
            reasons.append("trùng từ ngữ")
        if value["path_bare"] > 0.5:
            reasons.append("đúng mục")
        if value["named"] >= 0.7:
            reasons.append("đúng văn bản được nêu")
        if value["dense"] > 0.45:
            reasons.append("gần nghĩa")
        return tuple(reasons)


_FULL_SCORE = 1.8
# Two clauses are the same when more than half of the runs of five syllables of the shorter one stand in the other.
_TWIN, _RUN = 0.55, 5
_KEPT = 10_000
_MANY = 100
# A document of so many clauses is as long as 1 in the feature "size".
_LONG = 1000
# Share of a question's pairs of syllables that the clause with most of them has. Of ten everyday paraphrases nine have
# less than _FAMILIAR (development questions); of ten other questions one has.
_FAMILIAR, _FOREIGN = 0.2, 0.1
# Words that ask about a document's opening or end rather than its content.
_FRONT_ASKED = re.compile(
    r"\b(?:ban hanh|ra doi|mo dau|loi dau|dau van ban|dia danh|noi nhan|ky ten|chuc vu|hoi nghi|khoa nao|khoa dang"
    r"|vien dan|can cu|so hieu|so may|trich yeu|ten day du|gui (?:bao cao|cho|den|len)|nguoi ky|ai ky"
    r"|han che|yeu kem|khuyet diem|ton tai nao|(?:con|cho|diem) kem|thanh tuu|ket qua (?:dat|noi bat|sau|nao))\b"
    r"|\bchua duoc\W*$"
)


def _spoken(reading: Reading) -> str:
    """The question as it is searched, without courtesies."""
    return without(reading.shown.text, courtesies(reading.shown.text))


def _content(text: str, reading: Reading) -> str:
    """The question without the words that only name a document outright; those are a feature of their own."""
    if not reading.named.strong:
        return text
    bare = plain(text)
    kept = text
    for start, end in sorted(reading.named.spans, reverse=True):
        if reading.shown.original == reading.shown.text and any(ch.isdigit() for ch in bare[start:end]):
            kept = kept[:start] + " " + kept[end:]
    return kept


def best_places(values: np.ndarray, most: int) -> np.ndarray:
    """The places of the greatest values, best first, the earlier of two equal ones before the later."""
    if most < len(values):
        least = np.partition(values, len(values) - most)[len(values) - most]
        places = np.flatnonzero(values >= least)
    else:
        places = np.arange(len(values))
    return places[np.argsort(-values[places], kind="stable")][:most]


def _scaled(values: np.ndarray) -> np.ndarray:
    """Scores as a share of the best one; all 0 when nothing matched."""
    best = float(values.max(initial=0.0))
    return values / best if best > 0 else values
