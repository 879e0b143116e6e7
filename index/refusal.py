"""When there is no answer: what stands against one, in one sentence, and the nearest clauses with what each lacks.

First come reasons that can be named (a document that is not here, another year, no figure of the kind asked, a body
that is given nothing); last a floor under how well the clauses support an answer at all. Where the floor lies and what
that costs is in REFUSAL.md, made by `eval/refusal_curve.py` from the development questions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.address_answers import FACTS, choose_mention, choose_metadata, fact_document
from index.asked import gives
from index.case import Case, Composed
from index.described import choose_each
from index.evidence import above
from index.in_force import choose_in_force
from index.naming import OBJECT, plain
from index.objections import (
    FIGURE_NAMES,
    OBJECTIONS,
    Refusal,
    asked_body,
    given_nothing,
    no_figure,
    other_province,
)
from index.question_cues import GREETING
from index.results import Hit, Nearest
from index.subject import carried_out_alone
from index.support import support
from index.tokens import says
from index.told_of import choose_told, is_told

FLOOR, UNNAMED, UNSURE = 0.15, 0.32, 0.6
MOST_NEAREST = 3
_NEARBY = 5
_NOTHING = Composed("refusal", ())


def before(case: Case) -> Refusal | None:
    """What rules an answer out before anything is composed."""
    reading, shown = case.reading, case.reading.shown
    if GREETING.search(plain(shown.original)):
        return Refusal("Hãy hỏi về nội dung các văn bản trong kho, ví dụ: «Huyện ủy phải làm gì theo kế hoạch?».", "")
    if shown.missing_address:
        where = ", ".join(case.tools.documents[d].short_name for d in case.meant(OBJECT))
        return Refusal(f"{where or 'Kho'} không có «{shown.missing_address}».", "không phải địa chỉ được hỏi")
    if shown.clauses and not reading.fact and not _stands_in_text(case):
        return Refusal("Văn bản được hỏi không có địa chỉ này.", "không phải địa chỉ được hỏi")
    outside = [d for d in case.meant() if case.within and d not in case.within]
    if outside and len(outside) == len(case.meant()):
        names = ", ".join(case.tools.documents[d].short_name for d in outside if d in case.tools.documents)
        return Refusal(f"{names} không nằm trong các văn bản đã chọn để tìm.", "thuộc văn bản khác")
    lexical = case.tools.evidence.retriever.lexical
    missing = _not_held(case, lambda phrases: not reading.fact and bool(lexical.said([phrases]).any()))
    if missing and case.teller is None and choose_mention(case) is None and choose_told(case) is None:
        return _not_here(missing)
    if case.untold:
        return Refusal(f"Các văn bản trong kho không nêu {case.untold}.", "không nêu văn bản ấy")
    fact = reading.fact in FACTS and reading.fact != "basis"
    another = fact and not shown.clauses and bool(carried_out_alone(shown.text, case.tools.namer))
    if another and case.told is None and choose_each(case) is None:
        return Refusal("Kho không có văn bản được hỏi, chỉ có văn bản mà văn bản ấy thực hiện.", "thuộc văn bản khác")
    if fact and case.told is None and case.teller is None and (refusal := other_province(case, _NOTHING, "")):
        return refusal
    document = fact_document(case) if fact else None
    composing = (choose_told, choose_mention, choose_in_force, choose_metadata)
    if document is not None and all(choose(case) is None for choose in composing):
        what = FACTS[reading.fact]
        return Refusal(f"{document.short_name} không ghi {what}.", f"không ghi {what}")
    return None


def after(case: Case, composed: Composed, *, floor: float) -> Refusal | None:
    """What the clauses chosen fail to give, None when they answer."""
    if not composed.choices:
        if composed.kind == "duty" and case.actors:
            return given_nothing(case.actors[0])
        if case.asked.quantity:
            return no_figure(case)
        return Refusal("Các văn bản trong kho không trả lời câu hỏi này.", "không nói tới điều được hỏi")
    evidence = _evidence(composed)
    if composed.kind == "address" and (body := asked_body(case)) and not says(evidence, body):
        return given_nothing(body)
    if composed.sure:
        return None
    nearby = " \n ".join([evidence, *(f.clause.text for f in case.found[:_NEARBY])])
    told = evidence if case.told else nearby
    missing = _not_held(case, lambda phrases: any(says(told, phrase) for phrase in phrases))
    if missing and case.teller is None and not is_told(case, composed):
        return _not_here(missing)
    for test in OBJECTIONS:
        if refusal := test(case, composed, evidence):
            return refusal
    if weighed(case, composed) < floor:
        return Refusal("Các văn bản trong kho không trả lời câu hỏi này.", "không nói tới điều được hỏi")
    return None


def _not_here(document: str) -> Refusal:
    return Refusal(f"Kho không có {document}; hãy nạp văn bản đó rồi hỏi lại.", "thuộc văn bản khác")


def weighed(case: Case, composed: Composed) -> float:
    """The likelihood that is held against the floor: lower where a question names no document at all."""
    return support(case, composed) - (0.0 if case.leaning() or composed.sure else UNNAMED)


def nearest(hits: Sequence[Hit], refusal: Refusal, case: Case) -> tuple[Nearest, ...]:
    """The nearest clauses, each with what it lacks."""
    if not refusal.lacks:
        return ()
    kept = [h for h in hits if h.clause.kind not in ("heading", "recipients", "signature")] or list(hits)
    meant = case.meant(OBJECT)
    out = []
    for hit in kept[:MOST_NEAREST]:
        why = refusal.lacks
        if meant and hit.document.id not in meant:
            why = "thuộc văn bản khác"
        elif case.asked.quantity and not gives(case.asked.quantity, hit.clause.text):
            why = f"không nêu {FIGURE_NAMES[case.asked.quantity]}"
        out.append(Nearest(hit, why))
    return tuple(out)


def _stands_in_text(case: Case) -> bool:
    """Whether an address asked for is one of the document's own; a digest keeps under "x" what has none."""
    scope = case.scope()
    clauses, typed = case.reading.shown.clauses, case.reading.shown.original
    ids = [c for c in clauses if not scope or c.partition("#")[0] in scope]
    if (address := case.reading.address) and address.tail and address.tail[0] == "item":
        return True
    return any(c in typed for c in clauses) or any("x" not in c.partition("#")[2].split("/") for c in ids)


def _evidence(composed: Composed) -> str:
    return " \n ".join(f"{c.clause.text} \n {above(c.document, c.clause)}" for c in composed.choices)


def _not_held(case: Case, told: Callable[[Sequence[str]], bool]) -> str:
    """A document that the question is about and the library does not have, as printed; "" for none.

    told: whether what is looked at tells of a document known by one of some phrases.
    """
    best = case.found[0].clause.text if case.found else ""
    for document in (d for d in case.outside if d.label):
        named = document.phrases[:1]
        if named and not document.year and told(document.phrases):
            continue
        if named and not any(c.isdigit() for c in named[0]) and says(best, named[0]):
            continue
        return document.label
    return ""
