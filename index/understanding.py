"""How a question is read before anything is searched: spelling, abbreviations, documents, address, actors, kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.abbreviations import expand
from index.acronyms import Acronyms
from index.address import Address, find_address, resolve
from index.facts import asked_fact, fact_clauses
from index.naming import Named, Namer, plain
from index.results import AnswerKind, Understanding
from index.spelling import Speller
from index.wordlists import words
from ingest.document import Document
from ingest.vietnamese import clean, collapse

MOST_CHARACTERS = 2000
_CLAUSE_ID = re.compile(r"([a-z0-9][a-z0-9.-]*)#[\w./~đ-]+")
_TITLE_STOPS = frozenset(["ve", "va", "cua", "cac", "trong", "theo", "so", "ngay", "thang", "nam"])
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


def _first(pair: tuple[float, Document]) -> float:
    return pair[0]


def _title_words(document: Document) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", plain(f"{document.title} {document.issuer}"))) - _TITLE_STOPS


@dataclass(frozen=True)
class Reading:
    """A question understood, with what the retriever needs beyond what a person is shown."""

    shown: Understanding
    named: Named
    address: Address | None
    fact: str


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
        named = self.namer.find(original)
        if not literal and not named.strong:
            again = self.namer.find(text)
            named = again if again.weights else named
        documents = self._ordered(named, within)
        address = find_address(original, named.spans)
        clauses: list[str] = []
        if (exact := _CLAUSE_ID.search(original)) and exact[1] in self.by_id:
            clauses = [exact[0]] if exact[0] in self.by_id[exact[1]].by_id else []
        elif address is not None:
            clauses = [c.id for c in resolve(address, documents)]
        fact = "" if clauses else self._asked_fact(original, text, named)
        if fact:
            clauses = self._facts(fact, text, named, documents)
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
        return Reading(shown, named, address, fact)

    def _ordered(self, named: Named, within: Sequence[str]) -> list[Document]:
        """Documents to look for an address in: those named, else all, those hinted at first."""
        pool = [self.by_id[d] for d in within if d in self.by_id] or list(self.documents)
        strong = [d for d in pool if d.id in named.strong]
        return strong or sorted(pool, key=lambda d: -named.weights.get(d.id, 0.0))

    def _asked_fact(self, original: str, text: str, named: Named) -> str:
        about = [self.by_id[d] for d, weight in named.weights.items() if weight >= 0.4]
        title = frozenset(w for d in about or self.documents for w in _title_words(d))
        return asked_fact(original, named.spans, title) or asked_fact(text, (), title)

    def _facts(self, fact: str, text: str, named: Named, documents: Sequence[Document]) -> list[str]:
        """Clauses that state a fact of the one document that the question is about."""
        best = max(named.weights.values(), default=0.0)
        if best < 0.4:
            # No document is named; its title may be.
            asked = {w for w in re.findall(r"\w+", plain(text)) if len(w) > 1} - words("fact_filler")
            shares = sorted(((len(asked & _title_words(d)) / max(len(asked), 1), d) for d in documents), key=_first)
            if not shares or shares[-1][0] < 0.5 or (len(shares) > 1 and shares[-1][0] - shares[-2][0] < 0.1):
                return []
            return [c.id for c in fact_clauses(fact, shares[-1][1])]
        about = [d for d in documents if named.weights.get(d.id, 0.0) == best]
        return [c.id for d in about for c in fact_clauses(fact, d)] if len(about) <= 2 else []

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
