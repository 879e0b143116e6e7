"""Who must do what: obligations read from the clause tree by rules that can be checked by eye.

A row exists only where the text names a body and gives it work; nothing is guessed for tasks that name nobody. Each row
says which rule found it:

- "chủ ngữ": the sentence begins with the body ("Đảng đoàn Quốc hội chỉ đạo …");
- "giao việc": the body stands after "giao", "yêu cầu", "đề nghị", "phân công";
- "tiêu đề": the body is the title above ("1. Bộ Khoa học và Công nghệ" over a), b), c));
- "câu dẫn": the body stands in the sentence above that ends in ":";
- "nối câu trước": the body is that of the sentence, part or paragraph before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ingest.actors import EVERY_LEVEL, Actors, begins_with_body, known_actors
from ingest.document import Clause, Document
from ingest.duty_words import deadlines, find_predicate, is_mere_lead, names_end, opens_duty, partners, reported_to
from ingest.own_words import is_own
from ingest.sentences import Span, parts, sentences, trim
from ingest.vietnamese import fold

_ORGANISING = re.compile(
    r"tổ chức (?:thực hiện|thi hành)|trách nhiệm|phân công|điều khoản thi hành|nhiệm vụ,? (?:và )?quyền hạn"
)
_NO_WORK = re.compile(
    r"(?:[\W\d]*)(?:tình hình|nguyên nhân|quan điểm|mục tiêu|mục đích|bối cảnh|kết quả|hạn chế|đánh giá|thực trạng"
    r"|phạm vi|đối tượng|giải thích|định nghĩa|nguyên tắc|sự cần thiết|căn cứ)"
)
_TITLE_OF = re.compile(
    r"(?:trách nhiệm|nhiệm vụ|chức năng|quyền hạn|phân công|nhiệm vụ,? (?:và )?quyền hạn|chức năng, nhiệm vụ)"
    r"[^.;:]{0,40}?(?:của|cho|thuộc về)\s+|đối với\s+"
)
_GIVEN = re.compile(r"(?<!\w)(?:giao|yêu cầu|đề nghị|phân công)(?: cho)?\s+")
_BELONGS = re.compile(r"trách nhiệm [^.;]{0,60}?thuộc về\s+")
_FRONT = re.compile(
    r"(?:[^:;,.]{2,30}:\s+)?(?:(?:định kì|(?:hằng|hàng) |trước |chậm nhất|trong |khi |sau |căn cứ|trên cơ sở|để |từ "
    r"|đối với|theo )[^,;]*,\s+)*"
)
_AGAIN = re.compile(
    r"(?:các |hai |ba |những )?(?:cơ quan|đơn vị|tổ chức|bộ|địa phương)(?:, đơn vị)? (?:này|trên|nói trên|ấy|đó)\s+"
)
_LABEL = re.compile(r"(?:công việc|nhiệm vụ|việc)[^,;]{0,30} là\s+")
_RESULT = re.compile(r"kết quả [^;]*được (?:định kì |thường xuyên )?(?:báo cáo|gửi)")
_STATED = re.compile(
    r"(?<!\w)(?:đã|chưa|không|bị|được|là|vẫn|còn|đang|nếu|thì|mà|nào|từng|nhằm|để|thành(?! ủy| phố| đoàn| viên| lập)"
    r"|phải|cần|khi|có(?! liên quan))(?!\w)"
)
_MUST = re.compile(r"(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|phải|cần)\s")
_KINDS = frozenset({"Bộ", "Ngành", "Địa phương", "Cơ quan", "Đơn vị", "Tổ chức", "Ban", "Sở"})
_LONGEST_NAMES = 420


@dataclass(frozen=True)
class Obligation:
    """One duty of one body. `duty` is the clause's text from `start` to `end`.

    actor: normalised name. level: "trung ương", "tỉnh", "huyện", "cơ sở", "mọi cấp" or "". directed: bodies that the
    actor is to lead in this duty ("lãnh đạo HĐND tỉnh rà soát"). deadline, partners, reports_to: as printed, or "".
    """

    document: str
    actor: str
    duty: str
    clause: str
    start: int
    end: int
    address: str
    deadline: str = ""
    partners: str = ""
    reports_to: str = ""
    rule: str = ""
    level: str = ""
    directed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The row of the contract: its keys and nothing else."""
        return {
            "document": self.document,
            "actor": self.actor,
            "duty": self.duty,
            "clause": self.clause,
            "start": self.start,
            "end": self.end,
            "address": self.address,
            "deadline": self.deadline,
            "with": self.partners,
            "reports_to": self.reports_to,
            "rule": self.rule,
        }


@dataclass(frozen=True)
class _Subject:
    """Bodies that have been named, by which rule, and where what they must do begins."""

    actors: tuple[str, ...]
    rule: str
    at: int = 0


def extract(document: Document, actors: Actors | None = None) -> tuple[Obligation, ...]:
    """Every obligation of a document in reading order, one row for each body and duty."""
    return tuple(_Reader(document, actors or known_actors()).rows())


def extract_all(documents: Iterable[Document], actors: Actors | None = None) -> tuple[Obligation, ...]:
    """Obligations of several documents, in the order given."""
    return tuple(row for document in documents for row in extract(document, actors))


class _Reader:
    """One pass over a document; `below` holds, by clause id, the bodies that a clause hands down to its children."""

    def __init__(self, document: Document, actors: Actors) -> None:
        self.document, self.actors = document, actors
        self.below: dict[str, _Subject] = {}

    def rows(self) -> Iterator[Obligation]:
        for clause in self.document.clauses:
            if clause.kind in ("footnote", "table", "recipients", "signature") or not is_own(self.document, clause):
                continue
            headings = [fold(title) for title in (*self.document.heading_path(clause), clause.heading) if title]
            if any(_NO_WORK.match(title) for title in headings):
                continue
            organising = any(_ORGANISING.search(title) for title in headings)
            inherited = self.below.get(clause.parent)
            if inherited is not None:
                self.below[clause.id] = inherited
            titled = self._title(clause) if organising else ()
            if titled:
                self.below[clause.id] = _Subject(titled, "tiêu đề")
            elif clause.kind != "heading":
                yield from self._clause(clause, inherited, organising)

    def _title(self, clause: Clause) -> tuple[str, ...]:
        """The bodies that a title, or an item ending in ":", consists of."""
        text = clause.text[clause.body[0] :].rstrip(" :")
        if clause.kind != "heading" and not clause.text.rstrip().endswith(":"):
            return ()
        named = _TITLE_OF.match(_folded(text))
        names = text[named.end() :] if named else text
        if len(names) > _LONGEST_NAMES or find_predicate(names, 0, len(names)) >= 0:
            return ()
        return self.actors.split(names)

    def _clause(self, clause: Clause, current: _Subject | None, organising: bool) -> Iterator[Obligation]:
        text = clause.text
        preamble = clause.path.startswith("pre/")
        lead = text.rstrip().endswith(":")
        for sentence in sentences(text, clause.body):
            held: list[Obligation] = []
            own = False
            for part in parts(text, sentence):
                named = self._given(text, part) if preamble else self._subject(text, part, organising, current)
                if named and not organising and not self._certain(named, clause):
                    named = None
                if named:
                    current, own = named, True
                    duty = trim(text, (named.at, part[1]))
                    rule = named.rule
                elif current and (organising or own) and self._goes_on(text, part):
                    duty = self._after_label(text, part)
                    rule = current.rule if current.rule in ("tiêu đề", "câu dẫn") else "nối câu trước"
                elif held and own:
                    held = [
                        self._stretched(row, text, part) for row in held if row.end == max(r.end for r in held)
                    ] or held
                    continue
                else:
                    continue
                if lead and part[1] >= len(text.rstrip()) - 1 and is_mere_lead(text[slice(*duty)]):
                    continue
                yield from held
                held = list(self._duty(clause, part, duty, current, rule))
                own = True
            yield from held
        if current and (lead or (organising and current.at)):
            rule = current.rule if current.rule == "tiêu đề" else "câu dẫn" if lead else "nối câu trước"
            self.below[clause.id] = replace(current, rule=rule)

    def _certain(self, subject: _Subject, clause: Clause) -> bool:
        """Whether work outside sections on organisation is surely given: by a word of duty, or to known bodies."""
        if _MUST.match(_folded(clause.text), subject.at):
            return True
        return all(self.actors.get(actor) for actor in subject.actors) and not clause.path.startswith("x/")

    def _subject(self, text: str, part: Span, organising: bool, before: _Subject | None) -> _Subject | None:
        """The bodies that a part begins with, after adverbials ("Định kỳ hằng năm, các bộ …") or "giao".

        before: the body named last, which a bare "Bộ" or "Ban" means again.
        """
        folded = _folded(text)
        at = part[0]
        if belongs := _BELONGS.match(folded, at, part[1]):
            return self._named(text, (belongs.end(), part[1]), "giao việc", at)
        if organising and (given := _GIVEN.match(folded, at, part[1])):
            return self._named(text, (given.end(), part[1]), "giao việc", -1)
        if _AGAIN.match(folded, at, part[1]):
            return None
        if not begins_with_body(text[at : part[1]]):
            front = _FRONT.match(folded, at, part[1])
            at = front.end() if front else at
        named = self._named(text, (at, part[1]), "chủ ngữ", -1)
        if named and before and self._same(named, before, text[at : at + 3].lower() == "các"):
            return replace(before, at=named.at)
        return named

    def _same(self, named: _Subject, before: _Subject, several: bool) -> bool:
        """Whether a bare "Bộ", or "Bộ, ngành, địa phương" under a title that names them, is who was named."""
        if before.rule == "tiêu đề" and _KINDS.issuperset(named.actors):
            return True
        one = len(named.actors) == 1 and not several
        return one and any(actor.startswith(named.actors[0] + " ") for actor in before.actors)

    def _given(self, text: str, part: Span) -> _Subject | None:
        """The bodies of whom something is asked in a preamble ("Bộ Chính trị yêu cầu các cấp ủy …")."""
        for given in _GIVEN.finditer(_folded(text), *part):
            if named := self._named(text, (given.end(), part[1]), "giao việc", -1):
                return named
        return None

    def _named(self, text: str, span: Span, rule: str, whole: int) -> _Subject | None:
        """The bodies at the head of a span and where their verb begins.

        whole: where the duty begins when no verb follows; -1 when there must be one.
        """
        start, end = span
        if not begins_with_body(text[start:end]):
            return None
        at = find_predicate(text, start, end)
        if at < 0 and whole < 0:
            return None
        names = text[start : at if at >= 0 else end].strip(" ,")
        if len(names) > _LONGEST_NAMES or _STATED.search(fold(names)):
            return None
        actors = self.actors.split(names)
        return _Subject(actors, rule, at if at >= 0 else whole) if actors else None

    def _goes_on(self, text: str, part: Span) -> bool:
        """Whether a part without a body of its own goes on with the work of the body before it."""
        folded = _folded(text)
        if _RESULT.match(folded, *part):
            return True
        return opens_duty(text[self._after_label(text, part)[0] : part[1]])

    def _after_label(self, text: str, part: Span) -> Span:
        """A part without "Các cơ quan này", "Công việc tiếp theo là" at its head."""
        match = _AGAIN.match(_folded(text), *part) or _LABEL.match(_folded(text), *part)
        return (match.end(), part[1]) if match else part

    def _duty(self, clause: Clause, part: Span, duty: Span, subject: _Subject, rule: str) -> Iterator[Obligation]:
        row = Obligation(
            document=self.document.id,
            actor="",
            duty="",
            clause=clause.id,
            start=duty[0],
            end=duty[1],
            address=clause.address,
            rule=rule,
            directed=self._directed(clause.text[slice(*duty)]),
        )
        row = self._filled(row, clause.text, part)
        for actor in subject.actors:
            yield replace(row, actor=actor, level=self.actors.level(actor, beside=subject.actors))

    def _stretched(self, row: Obligation, text: str, part: Span) -> Obligation:
        """A duty whose list of things goes on after a semicolon."""
        return self._filled(replace(row, end=part[1]), text, (row.start, part[1]))

    def _filled(self, row: Obligation, text: str, part: Span) -> Obligation:
        whole = text[min(part[0], row.start) : row.end]
        return replace(
            row,
            duty=text[row.start : row.end],
            deadline=deadlines(whole),
            partners=partners(whole),
            reports_to=reported_to(whole),
        )

    def _directed(self, duty: str) -> tuple[str, ...]:
        """Bodies that stand right after a verb of leading ("lãnh đạo UBND tỉnh chỉ đạo …")."""
        found: list[str] = []
        for match in re.finditer(r"(?<!\w)(?:lãnh đạo|chỉ đạo|đôn đốc|định hướng)\s+", fold(duty)):
            end = find_predicate(duty, match.end(), len(duty))
            names = duty[match.end() : names_end(duty, match.end(), end)] if end > 0 else ""
            if names and begins_with_body(names):
                found += self.actors.split(names)
        return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4)
def _folded(text: str) -> str:
    """`fold`, kept for the clause being read: a file without any marks is one clause of many thousand parts."""
    return fold(text)


def of_level(row: Obligation, level: str) -> bool:
    """Whether a duty falls on a level; work given to every level falls on each."""
    return row.level in (level, EVERY_LEVEL)
