"""What bodies are to do: every clause that gives them work, in reading order, or those on the matter asked about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from index.case import Case, Choice, Composed
from index.duties import FROM_ABOVE, Duty, loose, opens
from index.naming import plain
from index.question_cues import EACH, EVERYWHERE
from index.quoting import SAYING
from index.results import citation
from index.tokens import says, stripped
from ingest.actors import key
from ingest.document import Clause, Document
from ingest.own_words import is_own

# Summed rarity of the words that make a matter of their own; shares of it that a duty, or a clause elsewhere, says.
_A_MATTER, _ELSEWHERE, _LITTLE, _NEAR_BEST = 3.0, 0.25, 0.34, 0.7
# Words of giving work and of those who get it; they say nothing of the matter.
_GENERAL = frozenset(
    (
        "nhiem", "vu", "thuc", "hien", "trien", "khai", "to", "chuc", "trach", "cong", "viec", "phan", "chu",
        "tri", "lo", "bi", "thu", "pho", "uy", "vien", "tich", "dong", "chi", "truong", "ban", "cap", "sau",
        "hanh", "toan", "bo", "tat", "ca", "du", "het", "tung", "diem", "dau", "nghia",
    )
)  # fmt: skip
_ROLE = re.compile(r"Phát huy (?:\w+ ){0,3}?vai trò (?:của )?(?P<whose>[^.;]{3,200}?) (?:trong|đối với) ")
# "Những đầu việc gì (sơ kết, báo cáo…)": what stands in brackets gives examples.
_EXAMPLES = re.compile(r"\([^)]*\)")


def duties_there(case: Case) -> Composed | None:
    """What a place in a document gives a body to do: "Điều 2 giao Bộ Tài chính việc gì?". Empty when it names the body
    nowhere; None when no body's work is asked for."""
    if not case.actors or not case.asked.duty or case.asked.who:
        return None
    places = case.reading.shown.clauses
    there = [d for d in case.tools.duties.of_all(case.actors) if _under(d.clause.id, places)]
    if there:
        return _composed(case, there)
    text = " ".join(c.text for d in case.tools.documents.values() for c in d.clauses if _under(c.id, places))
    words = " ".join(stripped(text))
    named = any(" ".join(stripped(actor)) in words for actor in case.actors)
    return None if named else Composed("duty", ())


def choose_duties(case: Case) -> Composed | None:
    """All duties of the bodies or of the level asked about; None when they are given none on the matter."""
    duties = _found(case)
    # "Được giao gì" asks for what is given in so many words.
    given = "giao" in plain(case.asked.text).split()
    return _composed(case, duties if given else _with_roles(case, duties)) if duties else None


def _with_roles(case: Case, duties: list[Duty]) -> list[Duty]:
    """The duties and, in reading order, what the same documents say of the bodies' role: "Phát huy vai trò của Mặt trận
    Tổ quốc … trong công tác vận động" gives work without naming who is to do it first."""
    names = [f" {' '.join(stripped(loose(key(actor))))} " for actor in case.actors]

    def tells(document: Document, clause: Clause) -> bool:
        role = _ROLE.match(clause.text, clause.body[0])
        words = f" {' '.join(stripped(role['whose']))} " if role else ""
        return any(name in words for name in names) and is_own(document, clause)

    return _with(duties, {d.document.id: d.document for d in duties}.values(), tells)


def _with(duties: list[Duty], documents: Iterable[Document], also: Callable[[Document, Clause], bool]) -> list[Duty]:
    """The duties and the other clauses of some documents that are wanted too, in reading order."""
    here = {d.clause.id: d for d in duties}
    return [
        here.get(clause.id) or Duty(clause, document, ())
        for document in documents
        for clause in document.clauses
        if clause.id in here or (clause.kind in SAYING and also(document, clause))
    ]


def _composed(case: Case, duties: list[Duty]) -> Composed:
    return Composed("duty", tuple(_choice(d) for d in duties), _lead(case, duties), structural=True)


def _under(clause: str, places: Sequence[str]) -> bool:
    return any(clause == place or clause.startswith(place + "/") for place in places)


def _found(case: Case) -> list[Duty]:
    duties = case.tools.duties
    scope = case.scope()
    tiers = [[d] for d in scope] if len(scope) > 1 and case.meant() != scope else [scope]
    tiers += [] if scope else [case.leaning(), []]
    # What is given to all at the head of a document is given by name in those that carry it out.
    carrying = [e.id for e in case.tools.catalog.entries if set(e.carries_out) & set(scope)]
    tiers += [carrying] if carrying and not case.within else []
    if not case.actors:
        found = next((f for d in tiers if (f := duties.of_level(case.level, d))), [])
        return on_topic(case, found) if found else []
    apart = bool(EACH.search(plain(case.asked.text)))
    # "Các cấp ủy … thực hiện các nhiệm vụ sau" at the head of one document gives way to what another gives by name.
    given = [(documents, duties.of_all(case.actors, documents, together=not apart)) for documents in tiers]
    further = any(not opens(duty) for _, found in given for duty in found)
    for every in (True, False):
        for documents, found in given:
            if further and all(map(opens, found)):
                continue
            if found and (not every or all(duties.of(actor, documents) for actor in case.actors)):
                kept = on_topic(case, found)
                if kept and EVERYWHERE.search(plain(case.asked.text)):
                    return _and_mentioned(case, kept, documents)
                if not every and (more := _of_others(case, kept, given)):
                    return [*more, *kept]
                lost = apart and kept and any(not _theirs(case, actor, documents, kept) for actor in case.actors)
                return found if lost else kept
    return []


def _of_others(case: Case, kept: Sequence[Duty], given: Sequence[tuple[Sequence[str], list[Duty]]]) -> list[Duty]:
    """What further documents give those of the bodies that the duties kept give nothing: the centre's of two."""
    duties = case.tools.duties
    here = {d.document.id for d in kept}
    missing = [a for a in case.actors if not duties.of(a, here)]
    if not missing or len(missing) == len(case.actors):
        return []
    found = (duties.of_all(missing, documents) for documents, _ in given if documents)
    return next((on_topic(case, each) for each in found if each), [])


def _theirs(case: Case, actor: str, documents: Sequence[str], duties: Sequence[Duty]) -> bool:
    own = {d.clause.id for d in case.tools.duties.of(actor, documents)}
    return any(d.clause.id in own for d in duties)


def _and_mentioned(case: Case, duties: list[Duty], documents: Sequence[str]) -> list[Duty]:
    """The duties and the clauses that speak of the body elsewhere, in reading order."""
    if not documents:
        return duties
    names = [loose(key(actor)) for actor in case.actors]

    def speaks(document: Document, clause: Clause) -> bool:
        return not clause.path.startswith("pre/") and any(says(clause.text, name) for name in names)

    return _with(duties, (d for d in case.tools.documents.values() if d.id in documents), speaks)


def on_topic(case: Case, found: list[Duty]) -> list[Duty]:
    """All duties of a body, or those on the matter that the question adds; [] when the matter stands elsewhere."""
    evidence = case.tools.evidence
    bodies = {w for actor in case.actors for w in stripped(key(actor))} | {w for a in case.actors for w in stripped(a)}
    bodies |= {w for d in case.meant() for w in stripped(case.tools.documents[d].issuer)} if case.scope() else set()
    # A document's own title is the matter of all its duties.
    bodies |= {w for d in case.meant() for w in stripped(case.tools.documents[d].title)}
    said = frozenset(stripped(_EXAMPLES.sub(" ", case.asked.text)))
    rest = [w for w in case.asked.words & said if w not in bodies and w not in _GENERAL and w not in case.asked.years]
    weight = sum(map(evidence.rarity, rest))
    if not rest or weight < _A_MATTER:
        return found

    def share(text: str) -> float:
        words = frozenset(stripped(text))
        return sum(evidence.rarity(w) for w in rest if w in words) / weight

    shares = {d.clause.id: share(d.clause.text) for d in found}
    best = max(shares.values())
    other = next((f for f in case.among(case.scope()) if f.clause.kind in SAYING), None)
    if other is not None and other.clause.id not in shares and share(other.clause.text) > best + _ELSEWHERE:
        return []
    if best < _LITTLE:
        return found
    return [d for d in found if shares[d.clause.id] >= _NEAR_BEST * best]


def _choice(duty: Duty) -> Choice:
    text = duty.clause.text
    marks = []
    for row in duty.rows:
        for deadline in filter(None, row.deadline.split("; ")):
            at = text.find(deadline)
            if at >= 0:
                marks.append((at, at + len(deadline)))
    group = _told_above(duty.document, duty.heading) if duty.heading else ""
    return Choice(duty.document, duty.clause, (), tuple(dict.fromkeys(marks)), group)


def body_above(case: Case, choice: Choice) -> str:
    """The heading that names the body to which a clause gives work, when the clause itself does not; else ""."""
    rows = [row for row in case.tools.duties.rows if row.clause == choice.clause.id]
    if not rows or rows[0].rule not in FROM_ABOVE or loose(key(rows[0].actor)) in key(choice.clause.text):
        return ""
    heading = next(iter(choice.document.ancestors(choice.clause)), None)
    return _told_above(choice.document, heading) if heading is not None else ""


def _told_above(document: Document, heading: Clause) -> str:
    words = heading.heading or heading.text[slice(*heading.body)].rstrip(" :")
    return f"{citation(document, heading)}: {words}"


def _lead(case: Case, duties: list[Duty]) -> str:
    names = "; ".join(dict.fromkeys(d.document.short_name for d in duties))
    whom = ", ".join(case.actors) or f"cấp {case.level}"
    return f"Việc giao cho {whom}, theo {names}:"
