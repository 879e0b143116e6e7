"""One question with all that is known before an answer is composed, and what is chosen to answer it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.asked import Asked
from index.duties import Duties
from index.evidence import Evidence, Found, Span
from index.mentions import Mention
from index.naming import HINT, OBJECT, Namer, plain
from index.outside import Outside
from index.results import AnswerKind
from index.retriever import Scored
from index.understanding import Reading
from ingest.catalog import Catalog
from ingest.document import Clause, Document

_LEANING = 0.3
# "Tỉnh ủy đã có chương trình riêng thực hiện NQ 45 chưa?": what is kept of NQ 45 tells, not another plan.
_OWN_PROGRAMME = re.compile(
    r"\b(?:chuong trinh|ke hoach)(?: hanh dong)? rieng\b[^?]*\bchua\b"
    r"|\bco (?!phai)(?:\w+ ){0,5}(?:chuong trinh|ke hoach)(?: hanh dong)? rieng\b[^?]*\bkhong\W*\w*\W*$"
)
_OF_A_BODY = re.compile(r"\b(?:nhan dan|ubnd|hdnd|to quoc|mttq)\s*$")


@dataclass(frozen=True)
class Tools:
    """What composing needs of a library; made once."""

    documents: dict[str, Document]
    catalog: Catalog
    evidence: Evidence
    duties: Duties
    namer: Namer


@dataclass(frozen=True)
class Case:
    """A question ready to be answered.

    named: document id → how surely it is meant. mentions: where documents are named in `reading.shown.text`.
    actors: bodies named. found: clauses weighed, best first. within, kinds: documents and kinds of
    clauses that the person restricts to. level: "huyện" for "cấp huyện". scored: the
    retriever's scores of every passage, None in an empty library. outside: documents named that the library does not
    hold; told: the one of them that is asked about and the rows that tell of it, None when nothing does. teller: the
    clause that gives the fact asked of a document which is only described. untold: what is asked for, where a body is
    asked by what document it carries out another and no clause tells.
    """

    reading: Reading
    asked: Asked
    named: dict[str, float]
    mentions: tuple[Mention, ...]
    actors: tuple[str, ...]
    found: tuple[Found, ...]
    tools: Tools
    within: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    level: str = ""
    scored: Scored | None = None
    outside: tuple[Outside, ...] = ()
    told: tuple[Outside, frozenset[int]] | None = None
    teller: Found | None = None
    untold: str = ""

    def meant(self, least: float = OBJECT) -> list[str]:
        """Ids of the documents named at least so surely, in the order in which the question names them."""
        order = [m.document for m in sorted(self.mentions, key=lambda m: m.start)]
        ids = [d for d, weight in self.named.items() if weight >= least]
        return sorted(ids, key=lambda d: order.index(d) if d in order else len(order))

    def scope(self) -> list[str]:
        """Ids of the documents that an answer must come from, the likelier first; [] when the question is open."""
        if self.within:
            return list(self.within)
        surely = self.meant(OBJECT)
        if told := self.own_programme_of():
            return told
        outright = [d for d in surely if not self._carried_out(d)]
        # "Thực hiện kế hoạch về Kết luận 69": of two to be carried out, the one that carries out the other.
        entries = self.tools.catalog.entries
        outright = outright or [e.id for e in entries if e.id in surely and set(e.carries_out) & set(surely)]
        if outright:
            return outright
        if surely:
            carrying = [e.id for e in self.tools.catalog.entries if set(e.carries_out) & set(surely)]
            likely = self._hinted()
            told_of = {m.document for m in self.mentions if m.looked_back}
            surely = [d for d in surely if d not in told_of] if carrying else surely
            hinted = [d for d in carrying if self.named.get(d, 0.0)]  # "Bộ Chính trị" tells which looked back
            carrying = hinted or carrying
            ids = [*(d for d in likely if d not in surely and d not in told_of), *surely, *carrying]
            return [d for d in dict.fromkeys(ids) if d in self.tools.documents]
        best = max(self.named.values(), default=0.0)
        return [d for d, weight in self.named.items() if weight == best] if best >= HINT else []

    def own_programme_of(self) -> list[str]:
        """Ids of the documents for whose carrying out a question asks whether there is a programme of its own."""
        bare = plain(self.reading.shown.text)
        if _OWN_PROGRAMME.search(bare) is None:
            return []
        after = {m.document for m in self.mentions if m.weight >= OBJECT and m.start > bare.index(" rieng")}
        return [d for d in self.meant(OBJECT) if (d in after if after else self._carried_out(d))]

    def leaning(self) -> list[str]:
        """Documents that a word like "tỉnh" hints at, when nothing names one."""
        return self.meant(_LEANING)

    def _hinted(self) -> list[str]:
        """The documents hinted at by more than a body's name: "UBND tỉnh" tells nothing of the plan of the province."""
        bare = plain(self.reading.shown.text)
        bodies = [m for m in self.mentions if bare[m.start : m.end] == "tinh" and _OF_A_BODY.search(bare[: m.start])]
        named = {m.document for m in self.mentions if m not in bodies}
        return [d for d in self.meant(_LEANING) if d in named or not any(m.document == d for m in self.mentions)]

    def among(self, documents: Sequence[str]) -> list[Found]:
        """What was found in some documents; everything for []."""
        return [f for f in self.found if not documents or f.document.id in documents]

    def _carried_out(self, document: str) -> bool:
        own = [m for m in self.mentions if m.document == document and m.weight >= OBJECT]
        return bool(own) and all(m.carried_out for m in own)


@dataclass(frozen=True, slots=True)
class Choice:
    """A clause to quote: whole when `spans` is empty. emphasis: spans of the clause that answer directly."""

    document: Document
    clause: Clause
    spans: tuple[Span, ...] = ()
    emphasis: tuple[Span, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Composed:
    """An answer before it is checked.

    absent: documents asked about that have nothing on it. sure: found by address or by the document's own facts, so
    that its words need not resemble the question's. structural: found as a body's duties or under a heading.
    """

    kind: AnswerKind
    choices: tuple[Choice, ...]
    lead: str = ""
    absent: tuple[str, ...] = field(default=())
    sure: bool = False
    structural: bool = False
