"""How a question is read before anything is searched: spelling, abbreviations, documents, address, actors, kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.abbreviations import expand
from index.acronyms import Acronyms
from index.address import Address, find_address, resolve
from index.courtesy import courtesies, without
from index.fact_clauses import fact_clauses
from index.facts import OF_THE_PERSON, AskedFact, asked_facts
from index.naming import HINT, Named, Namer, plain
from index.results import AnswerKind, Understanding
from index.spelling import Speller
from index.subject import subjects, title_words, told_by
from ingest.document import Document
from ingest.vietnamese import clean, collapse

MOST_CHARACTERS = 2000
# "Ông … là ai", "giữ chức gì": asked of one who signs.
_PERSON = re.compile(r"\bla ai\b|\b(?:chuc|cuong vi|vai tro|tu cach)\b")
_CLAUSE_ID = re.compile(r"([a-z0-9][a-z0-9.-]*)#[\w./~đ-]+")
# Facts that several clauses may state; and those that only some documents have, else the question is about content.
_SEVERAL = frozenset(["basis", "replaces"])
_SELDOM = frozenset(["replaces", "implementers", "spread", "proposer", "session", "basis", "place", "letterhead"])
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURE = re.compile(
    r"\bbao nhieu\b"
    r"|\bmay (?:phan tram|%|nguoi|doanh nghiep|to chuc|tinh|nhiem vu|muc|quan diem|trung tam|nam)\b"
    r"|\bt[iy] le\b|\bphan tram\b|\bmuc nao\b|\bcon so\b|\bchi tieu nao\b|\bbao lau\b|\btruoc ngay nao\b"
    r"|\bthoi han\b|\bhan chot\b"
    r"|\bnam nao\b|\bkhi nao\b|\bbao gio\b|\bngay nao\b|\btoi thieu\b"
)
_DUTY = re.compile(
    r"\bphai (?:lam|thuc hien|lo)\b|\blam (?:gi|nhung gi|viec gi|nhung viec)\b|\btrach nhiem\b"
    r"|\b(?:duoc )?giao (?:gi|viec|nhiem vu|cho|ai|nhung)|\bnhiem vu (?:gi|cua|nao)\b"
    r"|\bai (?:chu tri|phai|lo|chi dao|chiu|duoc giao)\b|\bgiao [^?]{2,60}(?:viec gi|nhung gi|lam gi|nhiem vu)"
    r"|\bco quan nao\b|\bbo nao\b|\bphai\b[^?]{0,40}\bgi\b"
)
_LIST = re.compile(
    r"\bliet ke\b|\bke (?:het|ten|ra|cac)\b|\bgom\b|\btat ca\b|\bdanh sach\b"
    r"|\bnhung (?:gi|nao|ai|viec|muc|nhom|bo|diem|chi tieu|giai phap|nhiem vu)\b"
    r"|\bcac (?:nhom|muc tieu|chi tieu|quan diem|giai phap|nhiem vu|nguyen nhan|dich vu|bo)\b"
)
_COMPARE = re.compile(
    r"\bkhac (?:nhau|gi|the nao)|\bgiong (?:nhau|gi|khac)|\bso sanh\b|\bso voi\b|\bchenh\b|\bcon [^?]+ thi sao\b"
    r"|\bmoi ben\b"
)


@dataclass(frozen=True)
class Reading:
    """A question understood, with what the retriever needs beyond what a person is shown.

    fact: what is asked of a document itself ("signer"), "" for none; besides: further facts asked for with it.
    """

    shown: Understanding
    named: Named
    address: Address | None
    fact: str
    besides: tuple[str, ...] = ()


class Reader:
    """Reads questions against one set of documents."""

    def __init__(self, documents: Sequence[Document], namer: Namer, speller: Speller) -> None:
        self.acronyms = Acronyms(clause.text for document in documents for clause in document.clauses)
        self.documents = documents
        self.by_id = {document.id: document for document in documents}
        self.namer = namer
        self.speller = speller

    def read(self, question: str, *, literal: bool = False, within: Sequence[str] = ()) -> Reading:
        """The question as it is searched. literal: nothing is changed. within: ids that the person restricts to."""
        original = collapse(clean(question[: 4 * MOST_CHARACTERS]))[:MOST_CHARACTERS]
        text, changes = original, []
        if not literal:
            spelled = self.speller.read(original)
            text, abbreviations = expand(spelled.text, self.acronyms.long_form)
            changes = [f"{typed} → {read}" for typed, read in (*spelled.changes, *abbreviations)]
        if len(question) > MOST_CHARACTERS:
            changes.append(f"chỉ đọc {MOST_CHARACTERS} ký tự đầu của câu hỏi dài {len(question)} ký tự")
        named, where = self.namer.find(original), original
        if not literal and not named.strong and (again := self.namer.find(text)).weights:
            named, where = again, text
        documents = self._ordered(named, within)
        address, clauses = self._place(original, where, text, named, documents)
        fact = ""
        besides: tuple[str, ...] = ()
        if not clauses or (address is not None and not address.whole):
            # A part of a document spoken of in passing ("phần cuối văn bản") gives way to the fact that is asked.
            fact, besides, stated = self._fact(where, text, named, within)
            fact, clauses = (fact, stated) if stated or not clauses else ("", clauses)
        intent = self._intent(text, named, address if clauses else None, fact if clauses else "")
        shown = Understanding(
            original=original,
            text=text,
            changes=tuple(changes),
            documents=tuple(d for d, weight in named.weights.items() if weight >= 0.7),
            only=bool(within),
            clauses=tuple(clauses),
            missing_address=address.text if address and address.whole and not clauses else "",
            years=tuple(dict.fromkeys(_YEARS.findall(text))),
            intent=intent,
            notes=named.notes,
        )
        return Reading(shown, named, address, fact, besides)

    def _place(
        self, original: str, where: str, text: str, named: Named, documents: Sequence[Document]
    ) -> tuple[Address | None, list[str]]:
        """The address in a question and the clauses that it means; read as typed, else as its spelling was mended."""
        if (exact := _CLAUSE_ID.search(original)) and exact[1] in self.by_id:
            return None, [exact[0]] if exact[0] in self.by_id[exact[1]].by_id else []
        address = find_address(original, named.spans if where == original else self.namer.find(original).spans)
        if address is None and text != original:
            address = find_address(text, self.namer.find(text).spans)
        if address is None:
            return None, []
        best = max((named.weights.get(d.id, 0.0) for d in documents), default=0.0)
        likely = [d for d in documents if named.weights.get(d.id, 0.0) == best] if best >= HINT else list(documents)
        # What is only counted in a section means nothing without its document.
        if address.tail and address.tail[0] == "item" and len(likely) > 1:
            return None, []
        return address, [c.id for c in resolve(address, likely)]

    def _ordered(self, named: Named, within: Sequence[str]) -> list[Document]:
        """Documents to look in: those named, else all, those hinted at first."""
        pool = [self.by_id[d] for d in within if d in self.by_id] or list(self.documents)
        strong = [d for d in pool if d.id in named.strong]
        return strong or sorted(pool, key=lambda d: -named.weights.get(d.id, 0.0))

    def _fact(
        self, where: str, text: str, named: Named, within: Sequence[str]
    ) -> tuple[str, tuple[str, ...], list[str]]:
        """What is asked of a document itself, and the clauses that state it."""
        where = without(where, courtesies(where))
        asked = self._asked_facts(where, text, named)
        first = asked[0].name if asked else ""
        for wanted in asked:
            if clauses := self._facts(wanted.name, where, named, within):
                more = [self._facts(name, where, named, within) for name in wanted.besides]
                besides = tuple(name for name, found in zip(wanted.besides, more, strict=True) if found)
                return wanted.name, besides, list(dict.fromkeys([*clauses, *(c for found in more for c in found)]))
            if wanted.name not in _SELDOM:
                return wanted.name, (), []
        return "" if first in _SELDOM else first, (), []

    def _asked_facts(self, where: str, text: str, named: Named) -> tuple[AskedFact, ...]:
        about = [self.by_id[d] for d, weight in named.weights.items() if weight >= HINT]
        title = frozenset(w for d in about for w in title_words(d)) if about else self._title_words
        asked = asked_facts(where, named.titles, title)
        if not asked and _PERSON.search(bare := plain(where)) and not OF_THE_PERSON.search(bare):
            signers = {plain(d.signer.partition("(")[0]).strip() for d in self.documents} - {""}
            asked = (AskedFact("signer"),) if any(name in bare for name in signers) else ()
        return asked or (asked_facts(text, self.namer.find(text).titles, title) if text != where else ())

    @cached_property
    def _title_words(self) -> frozenset[str]:
        """Words of the titles of all documents."""
        return frozenset(w for d in self.documents for w in title_words(d))

    def _facts(self, fact: str, text: str, named: Named, within: Sequence[str]) -> list[str]:
        """Clauses that state a fact of the document asked about, those nearest to the question's words first."""
        if told := told_by(text, named, self.namer, fact):
            return told
        pool = [self.by_id[d] for d in within if d in self.by_id] or self.documents
        about = subjects(text, named, pool, self.namer)
        spoken = "".join(" " if any(a <= n < b for a, b in named.titles) else c for n, c in enumerate(plain(text)))
        asked = frozenset(re.findall(r"\w+", spoken))
        found = [c for d in about for c in fact_clauses(fact, d)]
        if fact == "effect" and re.search(r"\b(?:het|mat|cham dut) hieu luc\b", plain(text)):
            found = [c for c in found if "het hieu luc" in plain(c.text)]
        # Where no document is named, the clause that shows which one is meant says most.
        if fact in _SEVERAL or not named.titles:
            found.sort(key=lambda c: -len(asked & set(re.findall(r"\w+", plain(c.text)))))
        return [c.id for c in found]

    def _intent(self, text: str, named: Named, address: Address | None, fact: str) -> AnswerKind:
        if address is not None:
            return "address"
        if fact:
            return "metadata"
        asked = plain(text)
        if _COMPARE.search(asked) or len([w for w in named.weights.values() if w >= 0.7]) > 1:
            return "comparison"
        if _LIST.search(asked) and not re.search(r"\bbao nhieu\b", asked):
            return "list" if not _DUTY.search(asked) else "duty"
        if _DUTY.search(asked):
            return "duty"
        if _FIGURE.search(asked):
            return "figure"
        return "content"
