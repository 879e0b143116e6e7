"""The outline of a trainer's talk, in the order that such outlines have; every line is a span of a document.

Order: why (bối cảnh), viewpoints, goals, tasks, organisation, the locality, questions to discuss, what has changed.
A part that the documents say nothing about is left out, and nothing is written in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dissemination.align import refers
from dissemination.choose import (
    CONTEXT,
    GOALS,
    ORGANISING,
    TASKS,
    VIEWS,
    Passage,
    lines_of,
    on_topic,
    passages,
    spread,
)
from dissemination.kit_model import Line, LineKind, Outline, Request, Section
from dissemination.shelf import Shelf, body_clauses
from dissemination.similarity import cosine, covered
from index.results import Quote
from ingest.document import Document
from ingest.vietnamese import fold

LOCAL, DISCUSSION, CHANGES = "liên hệ", "thảo luận", "lưu ý"
_TITLES = {
    CONTEXT: "BỐI CẢNH, SỰ CẦN THIẾT",
    VIEWS: "QUAN ĐIỂM",
    GOALS: "MỤC TIÊU",
    TASKS: "NHIỆM VỤ, GIẢI PHÁP",
    ORGANISING: "TỔ CHỨC THỰC HIỆN",
    LOCAL: "LIÊN HỆ ĐỊA PHƯƠNG, ĐƠN VỊ",
    DISCUSSION: "CÂU HỎI THẢO LUẬN",
    CHANGES: "LƯU Ý: NHỮNG ĐIỀU ĐÃ ĐỔI KHÁC",
}
# Lines of each part for a talk of so many minutes.
_MOST = {
    15: {CONTEXT: 2, VIEWS: 2, GOALS: 3, TASKS: 6, ORGANISING: 3, LOCAL: 2, DISCUSSION: 3},
    45: {CONTEXT: 4, VIEWS: 4, GOALS: 6, TASKS: 14, ORGANISING: 6, LOCAL: 4, DISCUSSION: 5},
    90: {CONTEXT: 7, VIEWS: 7, GOALS: 12, TASKS: 28, ORGANISING: 12, LOCAL: 6, DISCUSSION: 8},
}
_QUESTIONS = {
    "chi bộ": (
        "Nội dung «{}»: chi bộ ta đã làm được gì, còn vướng gì?",
        "Nội dung «{}»: mỗi đảng viên trong chi bộ làm được việc gì cụ thể?",
        "Nội dung «{}»: chi bộ cần kiến nghị với cấp ủy cấp trên điều gì?",
    ),
    "cấp ủy": (
        "Nội dung «{}»: cấp ủy phân công ai, khi nào xong, kiểm tra thế nào?",
        "Nội dung «{}»: căn cứ vào đâu để đánh giá kết quả?",
        "Nội dung «{}»: địa phương, đơn vị cần nguồn lực, cơ chế nào?",
    ),
    "đoàn thể": (
        "Nội dung «{}»: đoàn thể vận động đoàn viên, hội viên tham gia thế nào?",
        "Nội dung «{}»: đoàn thể giám sát, phản biện điều gì?",
        "Nội dung «{}»: mô hình, phong trào nào là phù hợp?",
    ),
    "doanh nghiệp": (
        "Nội dung «{}»: doanh nghiệp đang vướng gì, cần hỗ trợ gì?",
        "Nội dung «{}»: doanh nghiệp tận dụng được vào việc cụ thể nào?",
        "Nội dung «{}»: doanh nghiệp kiến nghị gì với cơ quan quản lý?",
    ),
}
_LONGEST_ASKED = 230
_LOCAL_ENOUGH = 0.09


def build_outline(shelf: Shelf, request: Request) -> tuple[Outline, tuple[Document, ...]]:
    """The outline for a request, and the documents it draws on.

    Raises UserError for an unknown document, or a topic that nothing supports.
    """
    documents = tuple(shelf.get(document) for document in request.documents)
    if request.topic:
        found = on_topic(shelf, documents or shelf.documents, request.topic, request.audience)
        named = [p.quote.clause.partition("#")[0] for p in found]
        documents = documents or tuple(
            shelf.get(d) for d in dict.fromkeys(sorted(named, key=lambda d: -named.count(d)))
        )
    else:
        found = tuple(p for document in documents for p in passages(shelf, document, request.audience))
    most = _MOST[request.minutes]
    sections = []
    for role in (CONTEXT, VIEWS, GOALS, TASKS, ORGANISING):
        chosen = spread([p for p in found if p.role == role], most[role])
        lines = _lines(shelf, chosen, grouped=role in (TASKS, ORGANISING))
        if lines:
            sections.append(Section(role, _TITLES[role], lines))
    told = [line for section in sections for line in section.lines]
    asked_of = [one for section in sections if section.role in (GOALS, TASKS) for one in section.lines]
    local = _local(shelf, documents, asked_of or told, most[LOCAL])
    if local:
        sections.append(Section(LOCAL, _TITLES[LOCAL], local))
    asked = _discussion(shelf, sections, request.audience, most[DISCUSSION])
    if asked:
        sections.append(Section(DISCUSSION, _TITLES[DISCUSSION], asked))
    changes = changes_since(shelf, [*told, *local])
    if changes:
        sections.append(Section(CHANGES, _TITLES[CHANGES], changes))
    return Outline(_title(request, documents), _subtitle(request), tuple(sections)), documents


def line(shelf: Shelf, quote: Quote, kind: LineKind | None = None) -> Line:
    """The line of a quote: official words, or our summary where the document is a digest."""
    return Line(shelf.text(quote), kind or ("digest" if shelf.is_digest(quote.clause) else "quote"), (quote,))


def changes_since(shelf: Shelf, lines: Iterable[Line]) -> tuple[Line, ...]:
    """What the catalogue says has changed about the clauses quoted and the bodies named."""
    kept = list(lines)
    clauses = dict.fromkeys(quote.clause for one in kept for quote in one.quotes)
    notes = shelf.notes(clauses, " ".join(one.text for one in kept))
    return tuple(Line(note.statement, "note", sources=note.sources) for note in notes)


def _lines(shelf: Shelf, chosen: Sequence[Passage], *, grouped: bool) -> tuple[Line, ...]:
    """Passages as lines, under the titles of the document where they are grouped."""
    found: list[Line] = []
    title = ""
    for passage in chosen:
        if grouped and passage.group != title and "#" in passage.group:
            clause = shelf.clause(passage.group)
            if not any(fold(clause.heading) in fold(known) for known in _TITLES.values()):
                found.append(line(shelf, Quote(clause.id, *clause.body), "heading"))
        title = passage.group
        found.append(line(shelf, passage.quote))
    return tuple(found)


def _local(shelf: Shelf, documents: Sequence[Document], told: Sequence[Line], most: int) -> tuple[Line, ...]:
    """Lines of the locality's plans, resting on the documents, that name them or say the like of what was told."""
    chosen = {document.id for document in documents}
    plans = []
    for document in shelf.documents:
        entry = shelf.catalog.get(document.id)
        rests = {*entry.carries_out, *entry.rests_on} if entry else set()
        if document.id not in chosen and rests & chosen and "tỉnh" in fold(document.issuer):
            plans.append(document)
    spoken = [shelf.weights.vector(one.text) for one in told if one.kind in ("quote", "digest")]
    named = {quote for plan in plans for document in documents for quote in _referring(plan, document)}
    scored = []
    for plan in plans:
        for clause in body_clauses(plan):
            for span in lines_of(clause):
                vector = shelf.weights.vector(clause.text[slice(*span)])
                score = max((0.5 * cosine(vector, o) + 0.5 * covered(vector, o) for o in spoken), default=0.0)
                quote = Quote(clause.id, *span)
                scored.append((score + (1.0 if quote in named else 0.0), quote))
    best = {quote for score, quote in sorted(scored, key=lambda pair: -pair[0])[:most] if score >= _LOCAL_ENOUGH}
    return tuple(line(shelf, quote) for _, quote in scored if quote in best)


def _referring(plan: Document, document: Document) -> Iterator[Quote]:
    """The lines of a plan that name a document, in their own words or in the footnote they call."""
    for clause in body_clauses(plan):
        calls = [call.offset for call in clause.calls if refers(plan.by_id[call.clause], document)]
        for start, end in lines_of(clause):
            alone = replace(clause, text=clause.text[start:end], references=())
            if any(start <= offset < end for offset in calls) or refers(alone, document):
                yield Quote(clause.id, start, end)


def _discussion(shelf: Shelf, sections: Sequence[Section], audience: str, most: int) -> tuple[Line, ...]:
    """Questions about tasks, duties and goals that the outline has, each naming the words it asks about."""
    by_role = {section.role: section for section in sections}
    asked: list[Quote] = []
    for role in (TASKS, LOCAL, ORGANISING, GOALS):
        for one in by_role[role].lines if role in by_role else ():
            quote = one.quotes[0] if one.quotes and one.kind in ("quote", "digest") else None
            if quote and quote.end - quote.start <= _LONGEST_ASKED:
                asked.append(quote)
    step = max(1, len(asked) // most)
    found = []
    for place, quote in enumerate(asked[::step][:most]):
        start, end = quote.start, quote.end
        while shelf.clause(quote.clause).text[end - 1] in ".;:":
            end -= 1
        quote = Quote(quote.clause, start, end)
        template = _QUESTIONS[audience][place % len(_QUESTIONS[audience])]
        found.append(Line(template.format(shelf.text(quote)), "prompt", (quote,)))
    return tuple(found)


def _title(request: Request, documents: Sequence[Document]) -> str:
    if request.topic:
        return f"ĐỀ CƯƠNG CHUYÊN ĐỀ: {_capitals(request.topic)}"
    names = "; ".join(document.short_name or document.title for document in documents)
    return f"ĐỀ CƯƠNG GIỚI THIỆU {_capitals(names)}"


def _capitals(words: str) -> str:
    """A title in capitals; numbers keep their codes as issued (QĐ-TTg)."""
    return " ".join(word if any(c.isdigit() for c in word) else word.upper() for word in words.split())


def _subtitle(request: Request) -> str:
    return f"Đối tượng: {request.audience} – Thời lượng: {request.minutes} phút"
