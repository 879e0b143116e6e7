"""What a quiz can ask about: figures, who does what, what stands where, each with the spans that prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dissemination.choose import lines_of
from dissemination.shelf import Shelf, body_clauses
from index.results import Quote
from ingest.actors import Actors, known_actors
from ingest.document import Clause, Document
from ingest.obligations import Obligation
from ingest.sentences import parts, sentences
from ingest.targets import Target
from ingest.vietnamese import fold

_LONGEST = 330
_LONGEST_OPTION = 190
_LONGEST_DUTY = 300
# Words by which a passage of a digest tells where it stands.
_TELLS = re.compile(
    r"(?:^|\W)(?:mục [ivx\d]|quan điểm|mục tiêu|chỉ tiêu|tầm nhìn|nhiệm vụ|hạn chế|nhóm này|nghị quyết \d)"
)
_ABBREVIATED = (
    ("Ủy ban nhân dân", "UBND"),
    ("Hội đồng nhân dân", "HĐND"),
    ("Mặt trận Tổ quốc", "MTTQ"),
    ("Ban Thường vụ", "BTV"),
)


Within = Sequence[Quote]


@dataclass(frozen=True)
class Figure:
    """A figure in the passage it stands in. answer: the figure's own span."""

    target: Target
    about: Quote
    answer: Quote


@dataclass(frozen=True)
class Assignment:
    """A duty and the printed name of the one body that has it."""

    row: Obligation
    about: Quote
    answer: Quote


@dataclass(frozen=True)
class Place:
    """A title and the passages short enough to choose from that stand under it."""

    title: Clause
    passages: tuple[Quote, ...]


def figure_facts(shelf: Shelf, documents: Iterable[Document], within: Within = ()) -> list[Figure]:
    """Figures of documents whose passage reads well alone. within: only where these stand (anywhere, when empty)."""
    found = []
    for document in documents:
        for target in shelf.targets[document.id]:
            if target.kind != "định lượng":
                continue
            about = _around(shelf.clause(target.clause), target)
            if about is not None and inside(about, within):
                found.append(Figure(target, about, Quote(target.clause, target.value_start, target.value_end)))
    return found


def is_proper(name: str) -> bool:
    """Whether a name is of one body ("Bộ Tài chính") and not of a kind of bodies ("Bộ", "Nhà nước", "Huyện ủy")."""
    return any(word[:1].isupper() for word in name.split()[1:])


def assignment_facts(shelf: Shelf, documents: Iterable[Document], within: Within = ()) -> list[Assignment]:
    """Duties of exactly one body, named by a proper name that can be shown in print and is not in the duty itself."""
    actors = known_actors()
    found = []
    for document in documents:
        rows = shelf.duties[document.id]
        for row in rows:
            if not is_proper(row.actor):
                continue
            alone = sum(1 for r in rows if (r.clause, r.start) == (row.clause, row.start)) == 1
            about = Quote(row.clause, row.start, row.end)
            if not alone or len(row.duty) > _LONGEST_DUTY or not inside(about, within):
                continue
            answer = printed_name(document, row, actors)
            if answer is not None and fold(row.actor) not in fold(row.duty):
                found.append(Assignment(row, about, answer))
    return found


def places(document: Document, within: Within = ()) -> list[Place]:
    """The lowest titles of a document, each with the passages under it that can be told by their words alone."""
    own = {clause.id for clause in body_clauses(document)}
    found: dict[str, list[Quote]] = {}
    for clause in document.clauses:
        title = next((c for c in document.ancestors(clause) if c.heading and "chưa rõ" not in fold(c.heading)), None)
        if clause.id not in own or title is None or len(title.heading) > 150:
            continue
        for span in lines_of(clause, _LONGEST_OPTION):
            text = clause.text[slice(*span)]
            quote = Quote(clause.id, *span)
            before = clause.text[: span[0]].rstrip()
            whole = span[0] == clause.body[0] or before.endswith((".", "!", "?", "…"))
            fits = len(text) <= _LONGEST_OPTION and whole and text[:1].isupper() and inside(quote, within)
            if fits and not _TELLS.search(fold(text)):
                found.setdefault(title.id, []).append(quote)
    return [Place(document.by_id[title], tuple(passages)) for title, passages in found.items()]


def printed_name(document: Document, row: Obligation, actors: Actors) -> Quote | None:
    """Where the body of a duty is printed: in its clause before the duty or in a title above; None when it is not."""
    entry = actors.get(row.actor)
    names = [row.actor, *(entry.aliases if entry else ())]
    for long, short in _ABBREVIATED:
        names += [name.replace(long, short) for name in names if long in name]
    clause = document.by_id[row.clause]
    for where in (clause, *document.ancestors(clause)):
        limit = row.start if where is clause else len(where.text)
        folded = fold(where.text[:limit])
        for name in sorted(names, key=len, reverse=True):
            match = re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", folded)
            if match:
                return Quote(where.id, match.start(), match.end())
    return None


def _around(clause: Clause, target: Target) -> Quote | None:
    """The part that holds a figure, or its sentence when the part does not say what is measured."""
    for sentence in sentences(clause.text, clause.body):
        if not sentence[0] <= target.value_start < sentence[1]:
            continue
        inner = next(s for s in parts(clause.text, sentence) if s[0] <= target.value_start < s[1])
        named = target.indicator in clause.text[slice(*inner)]
        span = inner if named and inner[1] - inner[0] >= 40 else sentence
        return Quote(clause.id, *span) if span[1] - span[0] <= _LONGEST else None
    return None


def inside(quote: Quote, within: Within) -> bool:
    """Whether a quote overlaps one of those given; always so when none is."""
    return not within or any(
        other.clause == quote.clause and other.start < quote.end and quote.start < other.end for other in within
    )


def kind_of_figure(target: Target) -> str:
    """What sort of number a figure is, so that wrong answers look like right ones: a share, people, a count."""
    if target.unit.startswith("%"):
        return "% mỗi năm" if target.unit.startswith("%/") else "%"
    return target.unit if target.unit == "lần" else "người" if target.unit.startswith("người") else "số"


def near_figures(target: Target, others: Sequence[Target]) -> list[Target]:
    """Figures of the same sort and way of printing, not five times larger or smaller, the nearest first."""
    size = _size(target)
    found: dict[tuple[float | None, float | None], Target] = {}
    for other in others:
        like = (
            kind_of_figure(other) == kind_of_figure(target) and other.value[:1].isdigit() == target.value[:1].isdigit()
        )
        whole = target.value.isdigit() == other.value.isdigit() or kind_of_figure(target).startswith("%")
        if other.kind == target.kind and like and whole and size / 5 <= _size(other) <= size * 5:
            found.setdefault((other.low, other.high), other)
    single = target.low == target.high
    return sorted(found.values(), key=lambda o: (((o.low == o.high) != single), abs(_size(o) - size)))


def _size(target: Target) -> float:
    return ((target.low or 0.0) + (target.high or 0.0)) / 2
