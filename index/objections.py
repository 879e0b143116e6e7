"""What stands against an answer, by name: each looks at the clauses chosen and says what they fail to give.

Every function takes the question as a case, what was composed, and the words of its clauses with what stands over them
(`evidence`); it returns why there is no answer, or None. `index.refusal` holds them against an answer in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.abbreviations import long_form
from index.asked import gives
from index.case import Case, Composed
from index.facts import MEETING
from index.figures import holds_for
from index.naming import plain
from index.premises import borne_out, ended_act, names_missing, own_names, stated_act, stray_numbers, unprinted
from index.provinces import provinces_in
from index.question_cues import AT_WHICH, ATTRIBUTE, MEASURES, NAMES_OF, OPINION, PLACE, SAID, cue_text, office_asked
from index.synonyms import synonyms
from index.tokens import folded, says, stripped
from ingest.vietnamese import has_accents, strip_accents

_LEAST_OF_TOPIC, _MEANT, _BORNE_OUT, _SOME = 0.35, 0.7, 0.5, 2
FIGURE_NAMES = {
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


def wrong_premise(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """What the question takes for granted and the clauses do not say."""
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


def missing_name(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """A name in the question that stands in no document."""
    missing = names_missing(case, evidence, everywhere=composed.kind in ("list", "comparison")) + unprinted(case)
    missing = [name for name in missing if not any(says(document.label, name) for document in case.outside)]
    return _not_named(case, missing[0]) if missing else None


def other_province(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """Another province: named in the question, and neither in the clauses nor in the title of any document."""
    titles = own_names(case)
    spoken = case.reading.shown.text
    for province in provinces_in(spoken):
        if not says(f"{evidence} {titles}", province):
            return _not_named(case, province)
    return None


def _not_named(case: Case, name: str) -> Refusal:
    """The refusal for a name that the clauses do not have; whether others in the library do is said truly."""
    where = "Điều khoản gần nhất" if case.tools.evidence.prints(name) else "Các văn bản trong kho"
    return Refusal(f"{where} không nhắc tới «{name}».", f"không nhắc tới «{name}»")


def missing_attribute(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """A telephone number, an address, a place: not stated unless the text has the word."""
    bare = cue_text(case.asked.text)
    asked = ATTRIBUTE.search(bare) or (None if SAID.search(bare) else PLACE.search(bare))
    if not asked or (composed.structural and composed.kind == "list") or asked.group() in plain(evidence):
        return None
    if PLACE.search(asked.group()) and _A_PLACE.search(evidence):
        return None
    what = case.asked.text[slice(*asked.span())]
    return Refusal(f"Các văn bản trong kho không nêu «{what}» cho điều được hỏi.", f"không nêu «{what}»")


def opinion(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """What somebody thinks of a document: it does not say."""
    if not OPINION.search(case.asked.text.lower()):
        return None
    said = "Chương trình chỉ dẫn lời văn bản; văn bản không nêu ý kiến đánh giá về chính nó."
    return Refusal(said, "không nêu ý kiến")


def missing_holder(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """Who holds an office, or in which commune something lies: not stated where the office or such a place is not."""
    bare, said = plain(case.asked.text), " . ".join(c.clause.text for c in composed.choices)
    office, place = office_asked(case.asked.text), AT_WHICH.search(bare) or NAMES_OF.search(bare)
    # "Phó Bí thư" and "Ban Bí thư" are others than "Bí thư".
    if office and not re.search(rf"(?<!\bpho )(?<!\bban ){re.escape(office[0])}\b", plain(said)):
        what = office[1]
    elif place and place[place.lastgroup or 0] == "tinh" and provinces_in(said):
        return None
    elif place and not re.search(rf"(?<!\w)(?i:{place[place.lastgroup or 0]}) [A-ZĐ]", strip_accents(said)):
        what = case.asked.text[slice(*place.span(place.lastgroup or 0))]
    else:
        return None
    return Refusal(f"Các văn bản trong kho không nêu {what} nào cho điều được hỏi.", f"không nêu {what} nào")


def nothing_ended(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """What a document replaces or ends: not stated where nothing is said of replacing."""
    act = ended_act(case)
    if not act or borne_out(act, " . ".join(c.clause.text for c in composed.choices)):
        return None
    return Refusal(f"Các văn bản trong kho không nói tới việc {act} được hỏi.", f"không nói tới việc {act}")


def other_document(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """The document named has nothing of the topic asked ("nói gì về …"), neither its words nor what they mean."""
    scope = case.scope()
    if len(scope) != 1 or composed.kind in ("list", "duty") or not case.asked.words or _means(case, scope[0]):
        return None
    weigh = case.tools.evidence
    topic, words = case.asked.topic_pairs, case.asked.topic_words
    few = topic and len(topic & weigh.bare_pairs_of(scope[0])) < _LEAST_OF_TOPIC * len(topic)
    if few or (words and words.isdisjoint(weigh.words_of(scope[0]))):
        name = case.tools.documents[scope[0]].short_name
        return Refusal(f"{name} không nói tới điều được hỏi.", "không nói tới điều được hỏi")
    return None


def _means(case: Case, document: str) -> bool:
    """Whether a clause of a document says, in its own words, most of what a question says in others."""
    if case.scored is None:
        return False
    rows = [f.row for f in case.among([document])]
    return bool(rows) and float(case.scored.features["meant"][rows].max()) >= _MEANT


def not_of_now(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """How things stand today, where the text sets aims."""
    now = case.asked.now
    if not now or " ".join(stripped(now)) in " ".join(stripped(evidence)):
        return None
    return Refusal(f"Văn bản nêu mục tiêu, nhiệm vụ, không nêu tình hình {now}.", f"không nêu tình hình {now}")


def other_year(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """Another year: the year asked stands nowhere in or over the clauses, and they speak of others."""
    missing = [y for y in case.asked.years if y not in evidence]
    if not missing and case.asked.quantity and composed.kind == "figure":
        issued = {c.document.date[:4] for c in composed.choices}
        aimed_at = [y for y in case.asked.years if y not in issued]
        missing = [y for y in aimed_at if not any(holds_for(c, y) for c in composed.choices)]
    own = " ".join(f"{c.clause.text} {' '.join(c.document.heading_path(c.clause))}" for c in composed.choices)
    said = set(re.findall(r"\b20[2-9]\d\b", own))
    aimed = case.asked.quantity or (case.asked.section and said and _AIMED.search(case.asked.text))
    if missing and aimed:
        others = f"; điều khoản gần nhất nói tới {', '.join(sorted(said)[:3])}" if said else ""
        return Refusal(f"Không có nội dung cho năm {missing[0]}{others}.", "nói tới năm khác")
    return None


def other_body(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """The body asked about is given nothing in the document."""
    if not case.asked.duty or composed.kind == "comparison":
        return None
    flat = " ".join(stripped(evidence))
    named = case.actors and not case.tools.duties.is_wide(case.actors[0])
    if named and not case.asked.who and not composed.structural:
        given = case.tools.duties.of_all(case.actors, case.scope())
        if not given and not any(_speaks_of(evidence, a) for actor in case.actors for a in (actor, *synonyms(actor))):
            return given_nothing(case.actors[0])
    body = asked_body(case)
    if not body or " ".join(stripped(body)) in flat:
        return None
    if case.actors and (composed.kind == "duty" or case.tools.duties.of_all(case.actors, case.scope())):
        return None
    return given_nothing(body)


def _speaks_of(evidence: str, body: str) -> bool:
    """Whether a text names a body; "cán bộ khoa học và công nghệ" does not name the Ministry."""
    name = " ".join(strip_accents(body).split())
    initial = name[0].upper() if name.lower().startswith(_CAPITALISED) else f"(?i:{re.escape(name[0])})"
    return bool(
        re.search(rf"(?<!\w){initial}(?i:{re.escape(name[1:])})(?!\w)", strip_accents(" ".join(evidence.split())))
    )


def given_nothing(body: str) -> Refusal:
    """The refusal for a body that is given no work."""
    return Refusal(f"Không thấy việc nào được giao cho {body}.", f"không giao việc cho {body}")


_A_PLACE = re.compile(r"(?<!\w)(?:tại|ở|đặt tại) [A-ZĐ]|(?<!\w)(?:trong nước|nước ngoài)(?!\w)")
_A_DAY = re.compile(r"\d{1,2}/(?:\d{1,2}/)?\d{4}|(?i:tháng|quý|ngày) (?:\d|[IV]+\b|ký)")
_CAPITALISED = ("bo ", "so ", "ban ", "vien ", "hoi ")
_AIMED = re.compile(r"(?:đến|vào|tới|năm|den|vao|toi|nam)\s+(?:năm |nam )?20\d\d", re.I)
_GIVEN_TO = re.compile(
    r"(?:^|\bgiao (?:cho )?|\btheo [^,]+, )((?:sở|bộ|công an|quân đội|tòa án|viện|hội|đoàn|ủy ban|ban|đảng ủy|huyện ủy"
    r"|xã|phường|trường|đảng đoàn|văn phòng|kiểm toán|kho bạc|liên đoàn|công đoàn|ngân hàng|cục|tổng cục|thanh tra"
    r"|mặt trận)\b"
    r"[^,?]{0,50}?)\s+"
    r"(?:được giao|phải|có nhiệm vụ|có trách nhiệm|làm (?:gì|những)|chủ trì|thực hiện|việc gì|cần|lo"
    r"|(?:những )?(?:nhiệm vụ|trách nhiệm|công việc|việc) (?:gì|nào))"
)


def asked_body(case: Case) -> str:
    """The body that a question about duties names as the doer, as typed; "" when it names none."""
    if not case.asked.duty:
        return ""
    found = _GIVEN_TO.search(case.asked.text.lower().strip())
    if not found or re.search(r"(?<!\w)(?:nào|gì|ai|yêu cầu|giao|đề nghị|chỉ đạo)(?!\w)", found.group(1)):
        return ""
    return found.group(1).strip()


def missing_figure(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """No figure of the kind asked."""
    quantity = case.asked.quantity
    if case.told and composed.kind == "content" and quantity:
        # Told of by a clause that gives it; a day that is asked must be one.
        days = quantity not in ("date", "day") or any(_A_DAY.search(c.clause.text) for c in composed.choices)
        return None if days else no_figure(case)
    if not quantity or composed.kind == "list" or (quantity == "count" and composed.kind == "duty"):
        return None
    if quantity == "count" and composed.kind == "content":
        return None  # composed because which they are is asked besides
    shown, prints = " ".join(c.clause.text for c in composed.choices), case.tools.evidence.prints
    if any(measure not in plain(evidence) for measure in MEASURES.findall(plain(case.asked.text))):
        return no_figure(case)
    meeting = MEETING.search(plain(case.asked.text)) if quantity in ("date", "day") else None
    if meeting and " ".join(meeting.group().split()[:2]) not in plain(shown):
        return no_figure(case)
    counted = " ".join(case.asked.counted) if quantity == "count" else ""
    if counted and case.told and case.told[0].label and not says(shown, counted):
        return no_figure(case)  # of a document that is not here little is told
    # A Vietnamese abbreviation stands for words that texts put in other ways too; "R&D", "TFP" are printed.
    foreign = [a for a in case.asked.acronyms if prints(a) and ("&" in a or not long_form(a))]
    if any(a not in shown and not says(shown, long_form(a) or a) for a in foreign):
        return no_figure(case)
    if any(gives(quantity, c.clause.text) for c in composed.choices) or (
        quantity in ("year", "day")
        and any(gives(quantity, " ".join(c.document.heading_path(c.clause))) for c in composed.choices)
    ):
        return None
    return no_figure(case)


def no_figure(case: Case) -> Refusal:
    """The refusal for want of a figure of the kind asked."""
    what = FIGURE_NAMES[case.asked.quantity]
    where = [case.tools.documents[d].short_name for d in case.scope() if d in case.tools.documents]
    place = ", ".join(where[:2]) if where else "Các văn bản trong kho"
    return Refusal(f"{place} không nêu {what} cho điều được hỏi.", f"không nêu {what}")


def nothing_said(case: Case, composed: Composed, evidence: str) -> Refusal | None:
    """No word of the question, with its accents, and nothing that it means."""
    asked = [term for term, _ in case.asked.terms]
    if len(asked) < _SOME or not has_accents(case.asked.text) or composed.structural or composed.kind == "comparison":
        return None
    said = case.scored.features["concept"] if case.scored else None
    rows = case.tools.evidence.rows
    means = said is not None and any(said[rows[c.clause.id]] > 0 for c in composed.choices)
    if means or any(term in frozenset(folded(evidence)) for term in asked):
        return None
    return Refusal("Các văn bản trong kho không nói tới điều được hỏi.", "không nói tới điều được hỏi")


# In the order in which they are told.
OBJECTIONS = (
    opinion, wrong_premise, nothing_ended, missing_name, other_province, missing_attribute, missing_holder,
    other_document, not_of_now, other_year, other_body, missing_figure, nothing_said,
)  # fmt: skip
