"""Answers made of verbatim spans, each with its clause; a refusal with the nearest clauses when nothing supports one."""

from __future__ import annotations

import time
from collections.abc import Sequence

from index.results import Answer, Hit, Nearest, Notice, Quote, Sentence, Source, Understanding
from index.retriever import HybridRetriever
from index.sentences import sentence_spans
from index.tokens import stripped
from ingest.catalog import Catalog
from ingest.document import Clause, Document

_ENOUGH = 0.36
_NEAREST = 5


class Composer:
    """Composes answers from what the retriever finds; made once for a library."""

    def __init__(self, retriever: HybridRetriever, documents: Sequence[Document], catalog: Catalog) -> None:
        self.retriever = retriever
        self.documents = {document.id: document for document in documents}
        self.catalog = catalog

    def ask(
        self,
        question: str,
        *,
        documents: Sequence[str] = (),
        kinds: Sequence[str] = (),
        literal: bool = False,
        history: Sequence[Answer] = (),
    ) -> Answer:
        """See `Engine.ask`."""
        started = time.perf_counter()
        found = self.retriever.search(question, top=20, documents=documents, kinds=kinds, literal=literal)
        understood = found.understood
        if understood.missing_address or not found.hits or not self._supported(understood, found.hits):
            return self._refusal(question, understood, found.hits)
        clauses = self._chosen(understood, found.hits)
        sentences = tuple(s for clause in clauses for s in self._sentences(clause, understood))
        sources = tuple(
            Source(n, self.documents[clause.document], clause) for n, clause in enumerate(clauses, start=1)
        )
        return Answer(
            question,
            understood,
            understood.intent,
            lead=self._lead(sources),
            sentences=sentences,
            sources=sources,
            warnings=self._warnings(question, understood, sources, sentences),
            timings={"total": time.perf_counter() - started},
        )

    def _supported(self, understood: Understanding, hits: Sequence[Hit]) -> bool:
        if understood.clauses:
            return True
        asked = {t for t in stripped(understood.text) if len(t) > 1}
        words = set(stripped(hits[0].clause.text + " " + " ".join(self._path(hits[0].clause))))
        share = len(asked & words) / len(asked) if asked else 0.0
        return 0.5 * hits[0].score + 0.5 * share >= _ENOUGH

    def _path(self, clause: Clause) -> tuple[str, ...]:
        return self.documents[clause.document].heading_path(clause)

    def _chosen(self, understood: Understanding, hits: Sequence[Hit]) -> list[Clause]:
        first = hits[0].clause
        document = self.documents[first.document]
        if first.kind == "heading":
            below = [c for c in document.descendants(first.id) if c.kind != "heading"]
            return [*below[:40]] or [first]
        return [first]

    def _sentences(self, clause: Clause, understood: Understanding) -> list[Sentence]:
        if understood.intent == "figure":
            asked = set(stripped(understood.text))
            spans = sentence_spans(clause)
            best = max(spans, key=lambda s: len(asked & set(stripped(clause.text[s[0] : s[1]]))))
            spans = [best]
        else:
            spans = [clause.body]
        return [Sentence(clause.text[a:b], (Quote(clause.id, a, b),)) for a, b in spans if b > a]

    def _lead(self, sources: Sequence[Source]) -> str:
        names = list(dict.fromkeys(s.document.short_name for s in sources))
        return f"Theo {'; '.join(names)}:"

    def _warnings(
        self, question: str, understood: Understanding, sources: Sequence[Source], sentences: Sequence[Sentence]
    ) -> tuple[Notice, ...]:
        out = [Notice("ambiguous", note) for note in understood.notes]
        for source in {s.document.id: s for s in sources}.values():
            if source.document.provenance == "digest":
                entry = self.catalog.get(source.document.id)
                out.append(
                    Notice(
                        "digest",
                        f"{source.document.short_name}: bản tóm lược, không phải nguyên văn; lấy toàn văn bằng "
                        f"«python -m ingest fetch {source.document.id}» hoặc ở tab Kho tài liệu.",
                        entry.urls[:1] if entry else (),
                    )
                )
        text = " ".join([question, understood.text, *(s.text for s in sentences)])
        ids = [s.clause.id for s in sources]
        for note in self.catalog.notes_for("", ids, text):
            out.append(Notice("currency", note.statement, note.sources))
        return tuple(out)

    def _refusal(self, question: str, understood: Understanding, hits: Sequence[Hit]) -> Answer:
        lead = "Các văn bản trong kho không có câu trả lời cho câu hỏi này. Dưới đây là những mục gần nhất."
        if understood.missing_address:
            lead = f"Không có «{understood.missing_address}» trong văn bản được hỏi. Dưới đây là những mục gần nhất."
        nearest = tuple(Nearest(hit, "không nói tới điều được hỏi") for hit in hits[:_NEAREST])
        return Answer(question, understood, "refusal", lead=lead, nearest=nearest)
