"""Weighing clauses against a question: the retriever's score, and how much of what is asked a clause's words cover."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.abbreviations import expand
from index.asked import Asked, gives
from index.naming import plain
from index.passages import Passage
from index.retriever import HybridRetriever, Scored, best_places
from index.tokens import folded, stripped
from index.understanding import Reading
from ingest.document import Clause, Document
from ingest.sentences import parts, sentences
from ingest.vietnamese import strip_accents

Span = tuple[int, int]
Pair = tuple[str, str]
_CAPITALS = re.compile(r"\b[A-ZĐ&]{2,}")
_OF_EACH, _DOCUMENTS = 12, 8
_NUMBERS_WHERE, _DEFINES = 0.8, 0.4
_OTHER_ACCENTS, _ORDINAL = 0.4, 0.3
# "Hội nghị Trung ương 8" is another than "Hội nghị Trung ương 6".
_SESSION = re.compile(r"\btrung uong (\d{1,2})\b")
# Chosen on the development questions.
_PAIRS, _DISCLAIMER, _SECTION, _YEAR, _ACRONYM, _NUMBERS, _HEADING, _MOST = 0.7, 0.7, 0.25, 0.15, 0.3, 0.2, 0.2, 60
# Shortcomings are often told in an opening, under no heading: "Tuy nhiên, … còn hạn chế".
_OWNED = 0.9
_OWNS_UP = re.compile(
    r"\btuy nhien\b[^.]*\b(?:con|chua|han che|yeu kem|bat cap|cham)\b|\bcon (?:\w+ ){0,3}(?:han che|yeu kem)\b"
)
# What a digest says of itself, not of the document.
_OF_THE_DIGEST = re.compile(
    r"\s*(?:chưa (?:biết|rõ|tìm thấy|thấy|đọc)|không nguồn|tính đến \d|báo có nhắc|ý kiến đại biểu|những con số sau|"
    r"các mục tiêu khác|không phải lời|ví dụ về)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A clause weighed. score: comparable within one question. covered: share of the question's content, by rarity,
    that stands in the clause, its headings or (`in_document`) its document's names. near: cosine of meaning."""

    row: int
    document: Document
    clause: Clause
    score: float
    covered: float
    paired: float
    near: float


class Evidence:
    """What the clauses of a library say, made ready for weighing as they are needed. Safe to use from several threads:
    what is remembered is only ever made again the same."""

    def __init__(self, retriever: HybridRetriever) -> None:
        self.retriever = retriever
        self.passages = retriever.passages
        self.rows = {p.clause.id: row for row, p in enumerate(self.passages)}
        self.total = max(1, len(self.passages))
        self._counts: dict[str, int] = {}
        self._of_document: dict[str, list[int]] = {}
        for row, passage in enumerate(self.passages):
            self._of_document.setdefault(passage.document.id, []).append(row)
        self._read: dict[int, tuple[frozenset[str], frozenset[Pair]]] = {}
        self._said: dict[int, tuple[frozenset[str], ...]] = {}
        self._document_pairs: dict[str, frozenset[Pair]] = {}

    def read(self, row: int) -> tuple[frozenset[str], frozenset[Pair]]:
        """Words (with and without accents) and neighbouring pairs of a clause and of what stands over it."""
        if row not in self._read:
            passage = self.passages[row]
            text = written_out(f"{passage.body} . {passage.path}")
            self._read[row] = forms(text), frozenset(pairwise(folded(text)))
        return self._read[row]

    def said_of(self, row: int) -> tuple[frozenset[str], ...]:
        """Words (with and without accents) of each way in which people speak of a clause."""
        if row not in self._said:
            glosses = self.retriever.glosses
            self._said[row] = tuple(map(forms, glosses.of_row(row))) if glosses else ()
        return self._said[row]

    def words_of(self, document: str) -> frozenset[str]:
        """Every word of a document, with and without accents."""
        return frozenset().union(*(self.read(row)[0] for row in self._of_document.get(document, ())))

    def pairs_of(self, document: str) -> frozenset[Pair]:
        """Every pair of neighbours in a document."""
        if document not in self._document_pairs:
            rows = self._of_document.get(document, ())
            self._document_pairs[document] = frozenset().union(*(self.read(row)[1] for row in rows))
        return self._document_pairs[document]

    def bare_pairs_of(self, document: str) -> frozenset[Pair]:
        """The same without accents."""
        return frozenset((strip_accents(a), strip_accents(b)) for a, b in self.pairs_of(document))

    def prints(self, acronym: str) -> bool:
        """Whether any clause has an abbreviation as it is typed."""
        pattern = re.compile(rf"(?<!\w){re.escape(acronym)}(?!\w)")
        return any(pattern.search(passage.body) for passage in self.passages)

    def knows(self, pair: Pair) -> bool:
        """Whether two words stand side by side anywhere in the library."""
        return any(pair in self.pairs_of(document) for document in self._of_document)

    def count(self, word: str) -> int:
        """How many clauses have a syllable (without accents) in their words or in the headings above."""
        if word not in self._counts:
            self._counts[word] = self.retriever.lexical.holding(word)
        return self._counts[word]

    def rarity(self, word: str) -> float:
        """The weight of a syllable: rare ones tell more (as in BM25)."""
        return math.log((self.total + 1) / (self.count(word) + 0.5))

    def covered(self, asked: Asked, words: Collection[str], said: Iterable[Collection[str]] = ()) -> float:
        """Share of the question's content, by rarity, that is among `words` (with and without accents).

        A word that is there with other accents only counts for less. said: other ways of saying the same, of which the
        best one is counted beside `words`. 1.0 when the question has no content.
        """
        # `fsum`, because a set has no order and a rounding error would choose between equals.
        rarities = [(term, bare, self.rarity(bare)) for term, bare in asked.terms]
        whole = math.fsum(rarity for _, _, rarity in rarities)
        if not whole:
            return 1.0
        shares = [
            (term, rarity, 1.0 if term in words else _OTHER_ACCENTS if bare in words else 0.0)
            for term, bare, rarity in rarities
        ]
        have = math.fsum(rarity * share for _, rarity, share in shares)
        lacking = [(term, rarity * (1.0 - share)) for term, rarity, share in shares if share < 1.0]
        if not lacking:
            return have / whole
        more = max((math.fsum(weight for term, weight in lacking if term in other) for other in said), default=0.0)
        return (have + more) / whole

    def covered_by(self, asked: Asked, text: str) -> float:
        """The same for a text."""
        return self.covered(asked, forms(written_out(text)))

    def weigh(
        self,
        reading: Reading,
        asked: Asked,
        *,
        documents: Sequence[str] = (),
        kinds: Sequence[str] = (),
        telling: Collection[int] = (),
    ) -> tuple[list[Found], Scored | None]:
        """The clauses nearest to a question, best first: the best overall and the best of every document; and the
        retriever's scores of all, None in an empty library. telling: rows to be weighed however low they score."""
        if not self.passages:
            return [], None
        scored = self.retriever.score(reading)
        allowed = self.retriever.allowed(documents, kinds)
        rows = _best(np.flatnonzero(allowed), scored.total, _MOST)
        for document in self._nearest_documents(reading, rows):
            own = [row for row in self._of_document[document] if allowed[row]]
            rows += _best(np.array(own, dtype=int), scored.total, _OF_EACH)
        if asked.numbers:
            rows += [row for row in np.flatnonzero(allowed).tolist() if self._states(asked, row)][:_MOST]
        rows = list(dict.fromkeys([*rows, *(row for row in sorted(telling) if allowed[row])]))
        return self.weighed(rows, scored, asked), scored

    def weighed(self, rows: Sequence[int], scored: Scored, asked: Asked) -> list[Found]:
        """Some rows against a question, best first."""
        dense = scored.features["dense"]
        found = [self._found(row, float(scored.total[row]), float(dense[row]), asked) for row in rows]
        return sorted(found, key=lambda f: -f.score)

    def _nearest_documents(self, reading: Reading, rows: Sequence[int]) -> list[str]:
        """Documents named or hinted at, and those of the best clauses: their own best are weighed too."""
        named = [d for d in reading.named.weights if d in self._of_document]
        seen = Counter(self.passages[row].document.id for row in rows)
        return list(dict.fromkeys([*named, *(d for d, _ in seen.most_common(_DOCUMENTS))]))

    def _found(self, row: int, total: float, near: float, asked: Asked) -> Found:
        passage = self.passages[row]
        paired = len(asked.pairs & self.read(row)[1]) / len(asked.pairs) if asked.pairs else 0.0
        score = total + _PAIRS * paired
        if _OF_THE_DIGEST.match(passage.body) and not asked.done_yet:
            score -= _DISCLAIMER
        if asked.section and any(w in plain(passage.path) for w in asked.section):
            score += _SECTION
        if asked.shortcomings and _OWNS_UP.search(plain(passage.body)):
            score += _OWNED
        if passage.clause.kind == "heading" and not asked.lists:
            score -= _HEADING
        if asked.years:
            score += _YEAR * self._years(asked, passage)
        if asked.acronyms and any(re.search(rf"(?<!\w){re.escape(a)}(?!\w)", passage.body) for a in asked.acronyms):
            score += _ACRONYM
        if asked.session and (others := set(_SESSION.findall(plain(passage.body)))):
            score += _ORDINAL if asked.session in others else -_ORDINAL
        if asked.numbers and self._states(asked, row):
            score += _NUMBERS_WHERE if asked.where or asked.which_documents else _NUMBERS
        if asked.defined and f" {asked.defined} là " in f" {' '.join(folded(passage.body))} ":
            score += _DEFINES
        covered = self.covered(asked, self.read(row)[0], self.said_of(row))
        return Found(row, passage.document, passage.clause, score, covered, paired, near)

    def _states(self, asked: Asked, row: int) -> bool:
        """Whether a clause has every number that the question states."""
        body = self.passages[row].body
        return all(re.search(rf"(?<![\d.,])0?{re.escape(n)}(?!\d|[.,]\d)", body) for n in asked.numbers)

    def _years(self, asked: Asked, passage: Passage) -> int:
        """1 when every year asked stands in or over a clause, -1 when only later or other target years do."""
        around = f"{passage.body} {passage.path}"
        if all(year in around for year in asked.years):
            return 1
        return -1 if re.search(r"\b20[2-9]\d\b", around) else 0

    def best_span(self, asked: Asked, clause: Clause, *, quantity: str = "") -> Span | None:
        """The sentence (or part between semicolons, when that alone gives the figure) that says most of what is asked.

        quantity: only those that give such a figure; None when none does.
        """
        best: tuple[float, Span] | None = None
        for span in statements(clause):
            text = clause.text[slice(*span)]
            if quantity and not gives(quantity, text):
                continue
            weight = self.covered_by(asked, text)
            syllables = folded(text)
            weight += 0.3 * len(asked.pairs & set(pairwise(syllables))) / max(1, len(asked.pairs))
            if best is None or weight > best[0] + 1e-9:
                best = (weight, span)
        return best[1] if best else None


def likeness(found: Found) -> float:
    """How much a clause resembles a question, about 0 to 1: words by rarity, their order, meaning."""
    return 0.45 * found.covered + 0.25 * found.paired + 0.45 * max(found.near, 0.0)


def written_out(text: str) -> str:
    """A clause's text with its abbreviations (in capitals) written out, as questions are."""
    return expand(text)[0] if _CAPITALS.search(text) else text


def _best(rows: np.ndarray, values: np.ndarray, most: int) -> list[int]:
    """The rows of the highest values, best first."""
    return rows[best_places(values[rows], most)].tolist()


def forms(text: str) -> frozenset[str]:
    """The syllables of a text, folded, each with and without its accents."""
    return frozenset(folded(text)) | frozenset(stripped(text))


def statements(clause: Clause) -> list[Span]:
    """Every sentence of a clause cut at its semicolons; a table's rows each stand alone."""
    if clause.kind == "table":
        start, end = clause.body
        spans, at = [], start
        for row in clause.text[start:end].split("\n"):
            spans.append((at, at + len(row)))
            at += len(row) + 1
        return [span for span in spans if span[0] < span[1]]
    return [part for sentence in sentences(clause.text, clause.body) for part in parts(clause.text, sentence)]


def above(document: Document, clause: Clause) -> str:
    """The words that stand over a clause: headings and lead-ins, outermost first, and the document's title."""
    texts: Iterable[str] = (c.heading or c.text[:200] for c in reversed(list(document.ancestors(clause))))
    return " . ".join([document.title, *texts])
