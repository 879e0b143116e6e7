"""Answers made of verbatim spans, each with its clause; else a refusal with the nearest clauses and what they lack."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from index import refusal as refusing
from index.asked import Asked, read_asked
from index.case import Case, Choice, Composed, Tools
from index.citations import gate
from index.compose import compose
from index.courtesy import courtesies, without
from index.document_names import PROVINCIAL
from index.duties import Duties
from index.elsewhere import with_teller
from index.evidence import Evidence, Found
from index.followup import carry
from index.mentions import Mention, mentions
from index.naming import HINT, OBJECT, plain
from index.notices import changes_asked, digests, notices
from index.objections import Refusal
from index.outside import outside, telling
from index.parts import with_parts
from index.question_cues import office_asked
from index.results import Answer, Hit, Notice, Quote, Sentence, Source
from index.retriever import HybridRetriever
from index.support import support
from ingest.actors import key
from ingest.catalog import Catalog
from ingest.document import Document

_WHICH_SESSION = re.compile(r"\b(?:khoa|lan thu|nhiem ky) may\b")
_NEXT_WORD = re.compile(r"[\s,]*(\w+)")
_NAMED = "§"
_UNSURE = "Câu hỏi dùng lời khác văn bản; hãy đọc xem đoạn này có đúng điều cần hỏi."


class Composer:
    """Composes answers from what the retriever finds; made once for a library. Safe to use from several threads."""

    def __init__(self, retriever: HybridRetriever, documents: Sequence[Document], catalog: Catalog) -> None:
        self.retriever = retriever
        self.documents = {document.id: document for document in documents}
        self.catalog = catalog
        self.tools = Tools(self.documents, catalog, Evidence(retriever), Duties(documents), retriever.reader.namer)

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
        case = self.case(question, documents=documents, kinds=kinds, literal=literal, history=history)
        read = time.perf_counter()
        composed, refusal = self.compose_all(case)
        if refusal is not None:
            answer = self._refused(question, case, refusal)
        else:
            answer = self._answered(question, case, composed)
        done = time.perf_counter()
        timings = {"read": read - started, "compose": done - read, "total": done - started}
        return replace(answer, timings=timings)

    def case(
        self,
        question: str,
        *,
        documents: Sequence[str] = (),
        kinds: Sequence[str] = (),
        literal: bool = False,
        history: Sequence[Answer] = (),
    ) -> Case:
        """A question read and its clauses weighed."""
        carried = None if literal else carry(question, history, self.tools)
        reading = self.retriever.reader.read(carried.text if carried else question, literal=literal, within=documents)
        if carried:
            shown = replace(reading.shown, original=question, carried=carried.notes)
            reading = replace(reading, shown=shown)
        text = reading.shown.text
        namer = self.tools.namer
        again = namer.find(text)
        weights = dict(reading.named.weights)
        for document, weight in again.weights.items():
            weights[document] = max(weight, weights.get(document, 0.0))
        set_apart = courtesies(text)
        named = mentions(text, again.spans, namer)
        named = tuple(m for m in named if not any(a <= m.start and m.end <= b for a, b in set_apart)) or named
        held = {m.document for m in named}
        weights = {d: w for d, w in weights.items() if d in held or w < HINT or not again.spans}
        outright = [(m.start, self._name_ends(text, m)) for m in named if m.weight >= HINT]
        asked = read_asked(text, reading.shown.original, outright)
        counts = asked.quantity == "count" and asked.counted and reading.fact == "session"
        counts = counts and not _WHICH_SESSION.search(plain(text))
        counts = counts or (asked.quantity in ("date", "day") and reading.fact == "session")
        # Who held an office when a document was issued need not have signed it.
        holder = reading.fact == "signer" and office_asked(text) and not re.search(r"\bk[yi]\b", plain(text))
        if reading.fact and (asked.about_content or counts or holder):
            reading = replace(reading, fact="", shown=replace(reading.shown, clauses=()))
        actors = self._actors(text, asked, named, again.titles, weights)
        evidence = self.tools.evidence
        missing = outside(text, reading.named, named, self.documents, self.catalog, evidence.retriever.lexical.prints)
        told = next(((o, rows) for o in missing if o.subject and (rows := telling(evidence, o))), None)
        rows = told[1] if told else frozenset()
        if told and not told[0].label:
            spoken_of = ((d, self.documents.get(d)) for d in {*weights, *(m.document for m in named)})
            ours = {d for d, known in spoken_of if known and PROVINCIAL.search(plain(known.issuer))}
            if any(m.weight >= OBJECT and m.document not in ours for m in named):
                # What another province does to carry out a document: its bodies and plans are not those of ours.
                at = plain(text).find(plain(told[0].phrases[0]))
                theirs = [m for m in named if m.document in ours and (m.weight < OBJECT or _of_whoever(text, m, at))]
                named = tuple(m for m in named if m not in theirs)
                weights = {d: w for d, w in weights.items() if d not in ours or any(m.document == d for m in named)}
                actors = ()
        found, scored = evidence.weigh(reading, asked, documents=documents, kinds=kinds, telling=rows)
        case = Case(
            reading,
            asked,
            weights,
            named,
            actors,
            tuple(found),
            self.tools,
            within=tuple(documents),
            kinds=tuple(kinds),
            level=self.tools.duties.level_named(asked.text),
            scored=scored,
            outside=missing,
            told=told,
        )
        return with_teller(case)

    def _actors(
        self,
        text: str,
        asked: Asked,
        named: Sequence[Mention],
        spans: Sequence[tuple[int, int]],
        weights: Mapping[str, float],
    ) -> tuple[str, ...]:
        """The bodies that a question asks about. spans: where it names documents by more than their issuer."""
        # "UBND tỉnh Bắc Giang" is a body, though "tỉnh Bắc Giang" hints at the plan.
        titles = [(m.start, m.end) for m in named if m.weight >= HINT and (m.start, m.end) in spans]
        # "Kế hoạch Tỉnh ủy Bắc Giang", "kế hoạch thực hiện của Tỉnh ủy": whose document it is.
        after = {(m.end, m.document) for m in named}
        titles += [
            (m.start, m.end)
            for m in named
            if plain(text[m.start : m.end]).startswith("cua ") or (m.start - 1, m.document) in after
        ]
        # A mark stands for each, or "UBND tỉnh, Chiến lược 569 giao …" would read as if the body gave the work.
        actors = self.tools.duties.named(without(without(text, courtesies(text)), titles, _NAMED))
        if not actors and asked.duty and not asked.who and not asked.quantity:
            actors = self.tools.duties.named_widely(asked.text)
        # "Kết luận 69 của Bộ Chính trị": who issued a document is named with it.
        issuing = {key(self.documents[m.document].issuer) for m in named if m.document in self.documents}
        of_issuer = {i for i in issuing for m in named if key(text[m.end :]).startswith(f"của {i}")}
        actors = tuple(a for a in actors if key(a) not in of_issuer)
        scope = [m.document for m in named if m.weight >= HINT]
        if actors and {key(a) for a in actors} <= issuing and not self.tools.duties.of_all(actors, scope):
            actors = ()  # "Bộ Chính trị định làm gì …": who issued it speaks, and gives itself no work
        if len(actors) > 1:
            # "Bộ Chính trị trong KL 69 giao …": who issued the document gives the work.
            issuers = {key(self.documents[d].issuer) for d, w in weights.items() if w >= HINT and d in self.documents}
            actors = tuple(a for a in actors if key(a) not in issuers) or actors
        return actors

    def _name_ends(self, text: str, mention: Mention) -> int:
        """Where the words that name a document end: with them go those that follow as in its title, "chiến lược khoa
        học" + "công nghệ và đổi mới sáng tạo"."""
        document = self.documents.get(mention.document)
        end = at = mention.end
        before = (re.findall(r"\w+", plain(text[mention.start : end])) or [""])[-1]
        if document is None or before.isdigit():
            return end
        title = set(pairwise(w for w in re.findall(r"\w+", plain(document.title)) if w != "va"))
        while follows := _NEXT_WORD.match(text, at):
            word, at = plain(follows[1]), follows.end()
            if (before, word) in title:
                before, end = word, at
            elif word != "va":
                break
        return end

    def compose(self, case: Case, *, floor: float = refusing.FLOOR) -> tuple[Composed, Refusal | None]:
        """What answers a case, and what stands against it. floor: see `index.refusal`."""
        nothing = Composed("refusal", ())
        if not case.found and not case.reading.shown.clauses:
            return nothing, Refusal("Kho chưa có văn bản nào để trả lời.", "")
        if refusal := refusing.before(case):
            return nothing, refusal
        composed = compose(case)
        if case.kinds:
            choices = tuple(c for c in composed.choices if c.clause.kind in case.kinds)
            composed = replace(composed, choices=choices)
        return composed, refusing.after(case, composed, floor=floor)

    def compose_all(self, case: Case) -> tuple[Composed, Refusal | None]:
        """As `compose`, and each of several questions in one by itself."""
        return with_parts(case, *self.compose(case), partial(self._part, case))

    def _part(self, case: Case, part: str, documents: Sequence[str]) -> tuple[Case, Composed, Refusal | None]:
        """A part of a question asked by itself."""
        own = self.case(part, documents=documents or case.within, kinds=case.kinds)
        return own, *self.compose(own)

    def _answered(self, question: str, case: Case, composed: Composed) -> Answer:
        understood = case.reading.shown
        sentences, gated = gate([_sentence(choice) for choice in composed.choices], self.documents)
        cited = list(dict.fromkeys(c for s in sentences for c in s.citations))
        sources = tuple(self._source(n, clause_id) for n, clause_id in enumerate(cited, start=1))
        shown, more = notices(understood, sources, sentences, self.catalog)
        absent = [self.documents[d].short_name for d in composed.absent if d in self.documents]
        if support(case, composed) < refusing.UNSURE:
            gated = (
                *gated,
                Notice("unsure", _UNSURE),
            )
        if absent:
            gated = (*gated, Notice("absent", f"{', '.join(absent)}: không thấy nội dung được hỏi."))
        return Answer(
            question,
            understood,
            composed.kind,
            lead=composed.lead,
            sentences=sentences,
            sources=sources,
            warnings=(*gated, *shown),
            more_warnings=more,
        )

    def _refused(self, question: str, case: Case, refusal: Refusal) -> Answer:
        understood = case.reading.shown
        hits = [_hit(rank, found) for rank, found in enumerate(case.found[:12], start=1)]
        near = refusing.nearest(hits, refusal, case)
        warnings = [Notice("premise", refusal.premise)] if refusal.premise else []
        warnings += changes_asked(understood, case.meant(HINT), self.catalog)
        warnings += [Notice("ambiguous", note) for note in understood.notes[:1]]
        warnings += digests([n.hit.document for n in near[:1]], self.catalog)
        lead = refusal.lead + (" Gần nhất là:" if near else "")
        return Answer(question, understood, "refusal", lead=lead, nearest=near, warnings=tuple(warnings))

    def _source(self, n: int, clause_id: str) -> Source:
        document = self.documents[clause_id.partition("#")[0]]
        return Source(n, document, document.by_id[clause_id])


def _of_whoever(text: str, mention: Mention, province: int) -> bool:
    """Whether what is named after a province may be that province's: "Ninh Bình thực hiện Kết luận 69: kế hoạch của
    Tỉnh ủy số mấy"."""
    name = plain(text[mention.start : mention.end])
    return 0 <= province < mention.start and name.endswith(("tinh", "tinh uy"))


def _sentence(choice: Choice) -> Sentence:
    """A choice as a sentence: the quoted words and nothing else."""
    clause = choice.clause
    start = 0 if clause.kind == "heading" else clause.body[0]
    spans = choice.spans or ((start, len(clause.text)),)
    quotes = tuple(Quote(clause.id, a, b) for a, b in spans)
    text = " … ".join(clause.text[a:b] for a, b in spans)
    marks = []
    if len(spans) == 1:
        first, last = spans[0]
        marks = [(a - first, b - first) for a, b in choice.emphasis if first <= a < b <= last]
    return Sentence(text, quotes, emphasis=tuple(marks), group=choice.group)


def _hit(rank: int, found: Found) -> Hit:
    return Hit(rank, max(0.0, min(0.99, found.covered)), found.document, found.clause)
