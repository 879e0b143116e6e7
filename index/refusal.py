"""When there is no answer: what stands against one, in one sentence, and the nearest clauses with what each lacks.

First come reasons that can be named (a document that is not here, another year, no figure of the kind asked, a body
that is given nothing); last a floor under how well the clauses support an answer at all. Where the floor lies and what
that costs is in REFUSAL.md, made by `eval/refusal_curve.py` from the development questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.abbreviations import long_form
from index.address_answers import FACTS, choose_mention, choose_metadata, fact_document
from index.asked import gives
from index.case import Case, Choice, Composed
from index.evidence import above
from index.naming import OBJECT, plain
from index.premises import borne_out, ended_act, names_missing, stated_act, stray_numbers
from index.question_cues import AT_WHICH, ATTRIBUTE, GREETING, NUMBERED, PERSON, PLACE, SAID
from index.results import Hit, Nearest
from index.support import support
from index.tokens import stripped
from ingest.actors import key
from ingest.references import find_references
from ingest.vietnamese import strip_accents

FLOOR, UNNAMED, UNSURE = 0.18, 0.27, 0.6
MOST_NEAREST = 3
_LEAST_OF_TOPIC, _MOST_LOST, _LITTLE_FOUND, _BORNE_OUT = 0.35, 0.6, 0.4, 0.5
_FIGURE_NAMES = {
    "percent": "tỷ lệ phần trăm",
    "money": "số tiền",
    "area": "diện tích",
    "day": "thời điểm",
    "date": "ngày, tháng",
    "year": "năm",
    "length": "thời hạn",
    "often": "thời hạn",
    "times": "số lần",
    "count": "con số",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer. lead: one sentence. lacks: what the nearest clauses lack. premise: what was taken for
    granted wrongly, "" when nothing was."""

    lead: str
    lacks: str
    premise: str = ""


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
    if choose_mention(case) is None and (unknown := _unknown_document(case)):
        return Refusal(f"Kho không có {unknown}; hãy nạp văn bản đó rồi hỏi lại.", "thuộc văn bản khác")
    document = fact_document(case) if reading.fact in FACTS and reading.fact != "basis" else None
    if document is not None and choose_mention(case) is None and choose_metadata(case) is None:
        what = FACTS[reading.fact]
        return Refusal(f"{document.short_name} không ghi {what}.", f"không ghi {what}")
    return None


def after(case: Case, composed: Composed, *, floor: float) -> Refusal | None:
    """What the clauses chosen fail to give, None when they answer."""
    if not composed.choices:
        if case.asked.quantity:
            return _no_figure(case)
        return Refusal("Các văn bản trong kho không trả lời câu hỏi này.", "không nói tới điều được hỏi")
    if composed.sure:
        return None
    evidence = _evidence(composed)
    for test in (_premise, _ended, _names, _attribute, _holder, _other_document, _now, _years, _bodies, _figure):
        if refusal := test(case, composed, evidence):
            return refusal
    if weighed(case, composed) < floor:
        return Refusal("Các văn bản trong kho không trả lời câu hỏi này.", "không nói tới điều được hỏi")
    return None


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
            why = f"không nêu {_FIGURE_NAMES[case.asked.quantity]}"
        out.append(Nearest(hit, why))
    return tuple(out)


def _stands_in_text(case: Case) -> bool:
    """Whether an address asked for is one of the document's own; a digest keeps under "x" what has none."""
    scope = case.scope()
    clauses, typed = case.reading.shown.clauses, case.reading.shown.original
    ids = [c for c in clauses if not scope or c.partition("#")[0] in scope]
    return any(c in typed for c in clauses) or any("x" not in c.partition("#")[2].split("/") for c in ids)


def _evidence(composed: Composed) -> str:
    return " \n ".join(f"{c.clause.text} \n {above(c.document, c.clause)}" for c in composed.choices)


def _unknown_document(case: Case) -> str:
    """A document that the question is about and the library does not have, as printed; "" for none."""
    named = case.reading.named
    if named.unknown:
        return f"văn bản số {named.unknown[0]}"
    if named.absent and (entry := case.tools.catalog.get(named.absent[0])) and not case.meant(OBJECT):
        return entry.label
    text = case.reading.shown.text
    here = case.tools.documents
    for reference in find_references(text, case.tools.catalog, library=tuple(here)):
        if reference.document in here or _is_mention(case, reference.start, reference.end):
            continue
        printed = text[reference.start : reference.end].strip()
        entry = case.tools.catalog.get(reference.document)
        best = case.found[0].clause.text if case.found else ""
        if not any(c.isdigit() for c in printed) and " ".join(stripped(printed)) in " ".join(stripped(best)):
            continue
        return entry.label if entry else f"«{printed}»"
    for match in NUMBERED.finditer(plain(text)):
        told = any(
            re.search(rf"\b{match['kind']} (?:so )?{match['number']}\b", plain(f.clause.text)) for f in case.found[:5]
        )
        if not told and not _is_mention(case, *match.span()) and not any(f"{match['number']}-" in d for d in here):
            return f"«{text[slice(*match.span())]}»"
    return ""


def _is_mention(case: Case, start: int, end: int) -> bool:
    return any(m.start < end and start < m.end and m.weight >= OBJECT for m in case.mentions)


def _premise(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    act = stated_act(case)
    if act and not borne_out(act, evidence):
        claim = f"Các văn bản trong kho không nói tới việc {act} như câu hỏi đã nêu."
        return Refusal(claim, f"không nói tới việc {act}", claim)
    if case.asked.why and not composed.sure and case.tools.evidence.covered_by(case.asked, evidence) < _BORNE_OUT:
        claim = "Điều câu hỏi nêu như đã có thì các văn bản trong kho không nói tới."
        return Refusal(claim, "không nói tới điều câu hỏi đã nêu", claim)
    if (case.asked.why or composed.kind != "comparison") and (stray := stray_numbers(case, evidence)):
        claim = f"Con số {', '.join(stray)} trong câu hỏi không có trong điều khoản gần nhất."
        return Refusal(claim, f"không có con số {', '.join(stray)}", claim if case.asked.why else "")
    return None


def _names(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    missing = names_missing(case, evidence, everywhere=composed.kind in ("list", "comparison"))
    if missing:
        return Refusal(f"Các văn bản trong kho không nhắc tới «{missing[0]}».", f"không nhắc tới «{missing[0]}»")
    return None


def _attribute(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """A telephone number, an address, a place: not stated unless the text has the word."""
    bare = plain(case.asked.text)
    asked = ATTRIBUTE.search(bare) or (None if SAID.search(bare) else PLACE.search(bare))
    if not asked or (composed.structural and composed.kind == "list") or asked.group() in plain(evidence):
        return None
    what = case.asked.text[slice(*asked.span())]
    return Refusal(f"Các văn bản trong kho không nêu «{what}» cho điều được hỏi.", f"không nêu «{what}»")


def _holder(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """Who holds an office, or in which commune something lies: not stated where the office or such a place is not."""
    bare, said = plain(case.asked.text), " . ".join(c.clause.text for c in composed.choices)
    office, place = PERSON.search(bare), AT_WHICH.search(bare)
    part = "office" if office and office["office"] else "named"
    if office and office[part] not in plain(said):
        what = case.asked.text[slice(*office.span(part))]
    elif place and not re.search(rf"(?<!\w)(?i:{place['unit']}) [A-ZĐ]", strip_accents(said)):
        what = case.asked.text[slice(*place.span("unit"))]
    else:
        return None
    return Refusal(f"Các văn bản trong kho không nêu {what} nào cho điều được hỏi.", f"không nêu {what} nào")


def _ended(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """What a document replaces or ends: not stated where nothing is said of replacing."""
    act = ended_act(case)
    if not act or borne_out(act, " . ".join(c.clause.text for c in composed.choices)):
        return None
    return Refusal(f"Các văn bản trong kho không nói tới việc {act} được hỏi.", f"không nói tới việc {act}")


def _other_document(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """The document named has none of the rarest words asked, though others have them."""
    scope = case.scope()
    if len(scope) != 1 or composed.kind in ("list", "duty") or not case.asked.words:
        return None
    weigh = case.tools.evidence
    topic, words = case.asked.topic_pairs, case.asked.topic_words
    if words and words.isdisjoint(weigh.words_of(scope[0])):
        name = case.tools.documents[scope[0]].short_name
        return Refusal(f"{name} không nói tới điều được hỏi.", "không nói tới điều được hỏi")
    if topic and len(topic & weigh.bare_pairs_of(scope[0])) < _LEAST_OF_TOPIC * len(topic):
        name = case.tools.documents[scope[0]].short_name
        return Refusal(f"{name} không nói tới điều được hỏi.", "không nói tới điều được hỏi")
    own = weigh.words_of(scope[0])
    missing = [w for w in case.asked.words if w not in own and weigh.counts.get(w)]
    lost = sum(map(weigh.rarity, missing)) / sum(map(weigh.rarity, case.asked.words))
    best = max((f.covered for f in case.among(scope)), default=0.0)
    if lost > _MOST_LOST and best < _LITTLE_FOUND:
        name = case.tools.documents[scope[0]].short_name
        return Refusal(f"{name} không nói tới điều được hỏi.", "không nói tới điều được hỏi")
    return None


def _now(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    now = case.asked.now
    if not now or " ".join(stripped(now)) in " ".join(stripped(evidence)):
        return None
    return Refusal(f"Văn bản nêu mục tiêu, nhiệm vụ, không nêu tình hình {now}.", f"không nêu tình hình {now}")


def _years(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """Another year: the year asked stands nowhere in or over the clauses, and they speak of others."""
    missing = [y for y in case.asked.years if y not in evidence]
    if not missing and case.asked.quantity and composed.kind == "figure":
        issued = {c.document.date[:4] for c in composed.choices}
        aimed_at = [y for y in case.asked.years if y not in issued]
        missing = [y for y in aimed_at if not any(_holds_for(c, y) for c in composed.choices)]
    own = " ".join(f"{c.clause.text} {' '.join(c.document.heading_path(c.clause))}" for c in composed.choices)
    said = set(re.findall(r"\b20[2-9]\d\b", own))
    aimed = case.asked.quantity or (case.asked.section and said and _AIMED.search(case.asked.text))
    if missing and aimed:
        others = f"; điều khoản gần nhất nói tới {', '.join(sorted(said)[:3])}" if said else ""
        return Refusal(f"Không có nội dung cho năm {missing[0]}{others}.", "nói tới năm khác")
    return None


def _holds_for(choice: Choice, year: str) -> bool:
    """Whether a statement is about a year: the nearest words that name target years at all, its own or those of a
    heading over it, name this one."""
    clause = choice.clause
    own = " ".join(clause.text[a:b] for a, b in choice.spans) or clause.text
    over = (c.heading or c.text[slice(*c.body)][:200] for c in choice.document.ancestors(clause))
    for text in (own, clause.text, *over, choice.document.title):
        if named := re.findall(r"\b20[1-9]\d\b", text):
            return year in named
    return False


def _bodies(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """The body asked about is given nothing in the document."""
    if not case.asked.duty or composed.kind == "comparison":
        return None
    flat = " ".join(stripped(evidence))
    if case.actors and not case.asked.who and not composed.structural:
        given = case.tools.duties.of_all(case.actors, case.scope())
        if not given and not any(" ".join(stripped(key(a))) in flat for a in case.actors):
            return Refusal(
                f"Không thấy việc nào được giao cho {case.actors[0]}.", f"không giao việc cho {case.actors[0]}"
            )
    words = _asked_body(case)
    if not words or " ".join(stripped(words)) in flat:
        return None
    if case.actors and (composed.kind == "duty" or case.tools.duties.of_all(case.actors, case.scope())):
        return None
    return Refusal(f"Không thấy việc nào được giao cho {words}.", f"không giao việc cho {words}")


_AIMED = re.compile(r"(?:đến|vào|tới|năm|den|vao|toi|nam)\s+(?:năm |nam )?20\d\d", re.I)
_GIVEN_TO = re.compile(
    r"(?:^|\bgiao (?:cho )?|\btheo [^,]+, )((?:sở|bộ|công an|quân đội|tòa án|viện|hội|đoàn|ủy ban|ban|đảng ủy|huyện ủy"
    r"|xã|phường|trường|đảng đoàn|văn phòng|liên đoàn|công đoàn|ngân hàng|cục|tổng cục|thanh tra|mặt trận)\b"
    r"[^,?]{0,50}?)\s+"
    r"(?:được giao|phải|có nhiệm vụ|có trách nhiệm|làm (?:gì|những)|chủ trì|thực hiện|việc gì|cần|lo"
    r"|(?:những )?(?:nhiệm vụ|trách nhiệm|công việc|việc) (?:gì|nào))"
)


def _asked_body(case: Case) -> str:
    """The body that a question about duties names as the doer, as typed; "" when it names none."""
    if not case.asked.duty:
        return ""
    found = _GIVEN_TO.search(case.asked.text.lower().strip())
    if not found or re.search(r"(?<!\w)(?:nào|gì|ai)(?!\w)", found.group(1)):
        return ""
    return found.group(1).strip()


def _figure(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    quantity = case.asked.quantity
    if not quantity or composed.kind == "list" or (quantity == "count" and composed.kind == "duty"):
        return None
    shown, prints = " ".join(c.clause.text for c in composed.choices), case.tools.evidence.prints
    if any(a not in shown for a in case.asked.acronyms if not long_form(a) and prints(a)):
        return _no_figure(case)
    if any(gives(quantity, c.clause.text) for c in composed.choices) or (
        quantity in ("year", "day")
        and any(gives(quantity, " ".join(c.document.heading_path(c.clause))) for c in composed.choices)
    ):
        return None
    return _no_figure(case)


def _no_figure(case: Case) -> Refusal:
    what = _FIGURE_NAMES[case.asked.quantity]
    where = [case.tools.documents[d].short_name for d in case.scope() if d in case.tools.documents]
    place = ", ".join(where[:2]) if where else "Các văn bản trong kho"
    return Refusal(f"{place} không nêu {what} cho điều được hỏi.", f"không nêu {what}")
