"""Weighing clauses against a question: the retriever's score, and how much of what is asked a clause's words cover."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.abbreviations import expand
from index.asked import Asked, gives
from index.naming import plain
from index.passages import Passage
from index.retriever import HybridRetriever
from index.tokens import folded, stripped
from index.understanding import Reading
from ingest.document import Clause, Document
from ingest.sentences import parts, sentences

Span = tuple[int, int]
_OTHER_ACCENTS = 0.4
# Chosen on the development questions.
_PAIRS, _DISCLAIMER, _SECTION, _YEAR, _ACRONYM, _NUMBERS, _HEADING, _MOST = 0.7, 0.7, 0.25, 0.15, 0.3, 0.2, 0.2, 60
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
    """What the clauses of a library say, made ready for weighing; made once."""

    def __init__(self, retriever: HybridRetriever) -> None:
        self.retriever = retriever
        self.passages = retriever.passages
        self.rows = {p.clause.id: row for row, p in enumerate(self.passages)}
        self._words: list[frozenset[str]] = []
        self._pairs: list[frozenset[tuple[str, str]]] = []
        counts: Counter[str] = Counter()
        self.by_document: dict[str, set[str]] = {}
        self.document_pairs: dict[str, set[tuple[str, str]]] = {}
        self.pairs: set[tuple[str, str]] = set()
        for passage in self.passages:
            text = expand(f"{passage.body} . {passage.path}")[0]
            syllables = folded(text)
            words = frozenset(stripped(text))
            self._words.append(words | frozenset(syllables))
            self._pairs.append(frozenset(pairwise(syllables)))
            self.pairs |= self._pairs[-1]
            self.document_pairs.setdefault(passage.document.id, set()).update(self._pairs[-1])
            counts.update(words)
            self.by_document.setdefault(passage.document.id, set()).update(words)
        self.total = max(1, len(self.passages))
        self.counts = counts

    def rarity(self, word: str) -> float:
        """The weight of a syllable: rare ones tell more (as in BM25)."""
        return math.log((self.total + 1) / (self.counts.get(word, 0) + 0.5))

    def covered(self, asked: Asked, words: Collection[str]) -> float:
        """Share of the question's content, by rarity, that is among `words` (with and without accents).

        A word that is there with other accents only counts for less. 1.0 when the question has no content.
        """
        whole = sum(self.rarity(bare) for _, bare in asked.terms)
        have = sum(
            self.rarity(bare) * (1.0 if term in words else _OTHER_ACCENTS)
            for term, bare in asked.terms
            if term in words or bare in words
        )
        return have / whole if whole else 1.0

    def covered_by(self, asked: Asked, text: str) -> float:
        """The same for a text."""
        return self.covered(asked, forms(expand(text)[0]))

    def weigh(
        self, reading: Reading, asked: Asked, *, documents: Sequence[str] = (), kinds: Sequence[str] = ()
    ) -> list[Found]:
        """The clauses nearest to a question, best first: the best overall and the best of every document."""
        if not self.passages:
            return []
        scored = self.retriever.score(reading)
        allowed = [
            row
            for row, p in enumerate(self.passages)
            if (not documents or p.document.id in documents) and (not kinds or p.clause.kind in kinds)
        ]
        allowed.sort(key=lambda row: -float(scored.total[row]))
        taken: Counter[str] = Counter()
        rows = []
        for place, row in enumerate(allowed):
            document = self.passages[row].document.id
            if place < _MOST or taken[document] < 12:
                taken[document] += 1
                rows.append(row)
        dense = scored.features["dense"]
        found = [self._found(row, float(scored.total[row]), float(dense[row]), asked) for row in rows]
        return sorted(found, key=lambda f: -f.score)

    def _found(self, row: int, total: float, near: float, asked: Asked) -> Found:
        passage = self.passages[row]
        paired = len(asked.pairs & self._pairs[row]) / len(asked.pairs) if asked.pairs else 0.0
        score = total + _PAIRS * paired
        if _OF_THE_DIGEST.match(passage.body):
            score -= _DISCLAIMER
        if asked.section and any(w in plain(passage.path) for w in asked.section):
            score += _SECTION
        if passage.clause.kind == "heading" and not asked.lists:
            score -= _HEADING
        if asked.years:
            score += _YEAR * self._years(asked, passage)
        if asked.acronyms and any(re.search(rf"(?<!\w){re.escape(a)}(?!\w)", passage.body) for a in asked.acronyms):
            score += _ACRONYM
        if asked.numbers and all(re.search(rf"(?<!\d){re.escape(n)}(?!\d)", passage.body) for n in asked.numbers):
            score += _NUMBERS
        covered = self.covered(asked, self._words[row])
        return Found(row, passage.document, passage.clause, score, covered, paired, near)

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
