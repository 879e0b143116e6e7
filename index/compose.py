"""What answers a question, by its kind: which clauses are quoted, in which order, under which heading."""

from __future__ import annotations

import re
from dataclasses import replace

from index.address_answers import choose_address, choose_mention, choose_metadata
from index.assessments import assessed
from index.case import Case, Choice, Composed
from index.compared import documents_compared
from index.dated import choose_dated
from index.described import choose_each
from index.duty_answers import body_above, choose_duties, duties_there
from index.evidence import Found, likeness
from index.figures import choose_figures
from index.gathering import choose_gathered
from index.in_force import choose_in_force
from index.lists import Listing, best_list, little_else, whole_section
from index.meetings import choose_meeting
from index.namesakes import choose_namesakes
from index.naming import plain
from index.question_cues import ORGANISING, TOLD_APART, heads_with_section, office_asked
from index.quoting import SAYING, content_choices, lead_to, quoted_spans
from index.results import AnswerKind, citation
from index.reviews import choose_reviewed
from index.sections import all_beside
from index.side_by_side import choose_by_document, choose_places, topic_before_colon
from index.told_of import choose_told, tells_of
from ingest.vietnamese import fold

_HINTED, _CARRIER = 0.75, 0.65
_DOUBT, _AS_GOOD, _NEARLY, _SURE_SECTION = 0.5, 0.97, 0.85, 0.6
_FEW_LEAVES = 6
_FAR_MORE, _MOSTLY = 0.25, 0.6
_NEAR = 5
_GIVEN, _SAID_SO = 0.25, 0.9
_NUMBER = r"(?:\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_CHARGED = re.compile(r"\btrach nhiem(?: \w+)? cua\b")
# Bodies that are named by their kind.
_BODY_DOING = re.compile(
    r"\b(?P<kind>ban|bo|vien|uy ban|vu|cuc) nao (?:(?:cua )?(?:dang|trung uong|tinh) )?"
    r"(?:(?:duoc|da|se|phai|la) )*(?:noi |nguoi )?"
    r"(?P<doing>chu tri|chu quan|soan thao|tham muu|phoi hop|huong dan|theo doi|trinh|de xuat|trinh bay|truyen dat)\b"
)
_COUNTED_WORK = re.compile(r"^(?:nhiệm vụ|việc|công việc|trách nhiệm|đầu việc|nhiem vu|viec|cong viec|trach nhiem)")


def compose(case: Case) -> Composed:
    """The clauses that answer. `choices` is empty when nothing in the library does."""
    shown, asked = case.reading.shown, case.asked
    if case.teller is not None:
        choices = tuple(content_choices(case, case.teller))
        return Composed("content", choices, lead_to(choices))
    if told := choose_told(case):
        return told
    if each := choose_each(case):
        return each
    if dated := choose_dated(case):
        return dated
    if quoting := choose_mention(case):
        return quoting
    if meeting := choose_meeting(case):
        return meeting
    if told := choose_in_force(case) or choose_namesakes(case) or choose_reviewed(case):
        return told
    compared = documents_compared(case)
    if case.reading.fact and not topic_before_colon(case):
        if len(compared) > 1:
            return replace(choose_by_document(case, compared), sure=True)
        if composed := choose_metadata(case):
            return composed
    duties_asked = case.actors and asked.duty and not asked.who
    if not case.reading.fact and not duties_asked and len(compared) > 1 and (places := choose_places(case, compared)):
        return places
    if shown.clauses and not case.reading.fact:
        if doer := _doer_there(case):
            return doer
        return duties_there(case) or choose_address(case)
    if len(compared) > 1:
        return choose_by_document(case, compared)
    if gathered := choose_gathered(case):
        return gathered
    if assessment := _assessed(case):
        return assessment
    # "Có mấy nhiệm vụ?" is answered by the duties themselves.
    counted = asked.quantity == "count" and _COUNTED_WORK.search(" ".join(asked.counted))
    if (case.actors or case.level) and (asked.duty or counted) and not asked.who and (duties := choose_duties(case)):
        return duties
    if case.actors and asked.duty and not asked.who and not asked.quantity:
        return _content(case)  # the body is given nothing by name; a list of other bodies' work would not answer
    if asked.quantity == "count" and asked.lists and (stated := _stated_number(case)):
        return Composed("figure", stated, lead_to(stated))
    listed = asked.lists and asked.quantity in ("", "count") and (not asked.who or ORGANISING in asked.section)
    if listed and (listing := _listing(case)):
        return _list_answer(_of_years(case, listing))
    sections = asked.sections or (ORGANISING in asked.section and not case.actors)
    if sections and asked.section and not asked.quantity and (listing := _section(case)):
        return _list_answer(listing)
    if heads_with_section(asked.text) and not (asked.quantity or case.actors or asked.who):
        # "Các hướng công nghệ ưu tiên của chiến lược 2030": a section named and nothing asked of it.
        listing = _listing(case)
        if listing and listing.fit >= _SURE_SECTION:
            return _list_answer(listing)
    if asked.which_documents and len(case.scope()) != 1:
        return choose_by_document(case, [], every=True)
    if asked.quantity in ("count", "times", "length") and asked.which_documents and _naming_another(case):
        case = replace(case, asked=replace(asked, quantity=""))  # "mấy lần, mỗi lần dẫn tới văn bản nào"
    elif asked.quantity:
        choices = tuple(choose_figures(case))
        # "Mấy thành phố, là những thành phố nào?"
        which = asked.counted and re.search(rf"{re.escape(' '.join(asked.counted))} nào(?!\w)", asked.text.lower())
        named_besides = asked.quantity == "count" and bool(asked.lists or which)
        if choices or not (asked.implied or named_besides) or asked.quantity == "percent":
            return Composed("figure", choices, lead_to(choices))
        case = replace(case, asked=replace(asked, quantity=""))
    return _content(case)


def _assessed(case: Case) -> Composed | None:
    """What the document meant, else the nearest, has to say of results, shortcomings or causes, when just that is
    asked."""
    near = {f.document.id: f.document for f in (case.among(case.scope()) or case.found)[:_NEAR]}
    told = [(document, found) for document in near.values() if (found := assessed(case, document)) is not None]
    if not told:
        return None
    document, (_, clauses) = min(told, key=lambda each: each[1][0])
    choices = tuple(Choice(document, c, quoted_spans(case, c)) for c in clauses)
    return Composed("list", choices, lead_to(choices), structural=True)


def _stated_number(case: Case) -> tuple[Choice, ...]:
    """The statement that prints the number of what is counted ("06 nhiệm vụ"), when only the number is asked."""
    if not case.asked.counted or TOLD_APART.search(plain(case.asked.text)):
        return ()
    number = re.compile(rf"(?<![\w.,/-]){_NUMBER} (?:nhóm )?{re.escape(' '.join(case.asked.counted[:2]))}(?!\w)")
    return tuple(c for c in choose_figures(case) if number.search(fold(c.clause.text)))[:1]


def _content(case: Case) -> Composed:
    """The clause that says most of what is asked."""
    candidates = _preferred(case)
    if not candidates:
        return Composed("content", ())
    best = candidates[0]
    if not case.asked.who and (section := whole_section(case.asked, case.tools.evidence, best)):
        return replace(_list_answer(section), kind="content")
    if together := all_beside(case, candidates):
        beside = tuple(Choice(best.document, c, quoted_spans(case, c)) for c in together)
        return Composed("list", beside, lead_to(beside))
    kind: AnswerKind = "duty" if case.asked.duty and best.clause.id in case.tools.duties.clauses else "content"
    choices = content_choices(case, best)
    if case.asked.who:
        choices = [replace(c, group=c.group or body_above(case, c)) for c in choices]
    if len(choices) == 1 and likeness(best) < _DOUBT:
        # In other words than the text's, the right clause is often the second; both are shown, with a warning.
        second = next((f for f in candidates[1:4] if f.clause.kind != "heading"), None)
        if second is not None and second.score >= _AS_GOOD * best.score:
            choices += content_choices(case, second)
    return Composed(kind, tuple(choices), lead_to(tuple(choices)))


def _preferred(case: Case) -> list[Found]:
    """Candidates in the documents that are meant; for "ai, cơ quan nào", clauses that give work come first."""
    scope = case.scope()
    found = case.among(scope) or list(case.found)
    leaning = [d for d in case.leaning() if not scope or d in scope]
    if found and leaning and len(scope) != 1:
        hinted = case.among(leaning)
        least = _CARRIER if scope else _HINTED
        if hinted and hinted[0].score >= least * found[0].score:
            found = hinted
    if (office := office_asked(case.asked.text)) and found:
        found = sorted(found, key=lambda f: office[0] not in plain(f.clause.text))
    elif case.asked.which_documents and len(scope) == 1 and found and not _names_another(case, found[0]):
        found = [*_naming_another(case), *found]
    elif case.asked.who and found:
        giving = case.tools.duties.clauses
        charged = _CHARGED.search(plain(case.asked.text))
        doing = _doing(case.asked.text)

        def fits(f: Found) -> float:
            text = plain(f.clause.text)
            said = (charged and _CHARGED.search(text)) or (doing and doing.search(text))
            return f.score + (_GIVEN if f.clause.id in giving else 0.0) + (_SAID_SO if said else 0.0)

        found = sorted(found, key=lambda f: -fits(f))
    return [*_told_elsewhere(case, found), *found]


def _doer_there(case: Case) -> Composed | None:
    """Of a section named, the clause that says which body does what is asked: "Ở phần C, ban nào chủ trì …"."""
    doing = _doing(case.asked.text) if case.asked.who else None
    if doing is None:
        return None
    documents, named = case.tools.documents, case.reading.shown.clauses
    there = {c.id for i in named for c in documents[i.partition("#")[0]].descendants(i)}
    telling = (f for f in case.found if f.clause.id in there and doing.search(plain(f.clause.text)))
    best = next(telling, None)
    return Composed("content", (choices := tuple(content_choices(case, best))), lead_to(choices)) if best else None


def _told_elsewhere(case: Case, found: list[Found]) -> list[Found]:
    """A clause of another document that tells of the only one meant and says far more of what is asked than its own."""
    scope = case.scope()
    if len(scope) != 1 or case.within or not found or not case.found or scope[0] not in case.tools.documents:
        return []
    best, own = case.found[0], found[0]
    far = best.score > own.score and best.covered >= own.covered + _FAR_MORE and best.covered >= _MOSTLY
    other = best.document.id not in scope and best.clause.kind != "heading"
    return [best] if far and other and tells_of(best, case.tools.documents[scope[0]]) else []


def _doing(question: str) -> re.Pattern[str] | None:
    """What a clause says of a body of the kind asked for doing what is asked: "Ban Kinh tế Trung ương chủ trì" for
    "ban nào chủ trì"; None when no such kind is asked for."""
    asked = _BODY_DOING.search(plain(question))
    return asked and re.compile(rf"\b{asked['kind']} (?:[\w,]+ ){{1,7}}?{asked['doing']}\b")


def _naming_another(case: Case) -> list[Found]:
    """Of the clauses that fit nearly as well as the best of the one document meant, those of any document that tell of
    it and name another."""
    scope = case.scope()
    best = case.among(scope)
    if len(scope) != 1 or not best or scope[0] not in case.tools.documents:
        return []
    near = (f for f in case.found if f.score >= _NEARLY * best[0].score)
    return [f for f in near if _names_another(case, f) and tells_of(f, case.tools.documents[scope[0]])]


def _names_another(case: Case, found: Found) -> bool:
    """Whether a clause names a document that the question does not."""
    known = {found.document.id, *case.meant()}
    return any(r.document not in known for r in found.clause.references)


def _listing(case: Case) -> Listing | None:
    documents = case.tools.documents
    found = list(dict.fromkeys(f.document.id for f in case.found[:5]))
    for ids in [case.scope()] if case.scope() else [case.leaning(), found]:
        here = [documents[d] for d in ids if d in documents]
        if here and (listing := best_list(case.asked, case.tools.evidence, case.among(ids), here)):
            return listing
    return None


def _section(case: Case) -> Listing | None:
    """The list under a heading, when the question names little besides the heading's kind and the document."""
    scope = case.scope() or case.leaning()
    documents = [case.tools.documents[d] for d in scope if d in case.tools.documents]
    if len(documents) != 1 or not little_else(case.asked, case.tools.evidence, documents[0]):
        return None
    listing = best_list(case.asked, case.tools.evidence, case.among(scope), documents)
    return listing if listing and (listing.head is None or listing.fit >= _SURE_SECTION) else None


def _of_years(case: Case, listing: Listing) -> Listing:
    """The items of the years asked for, where they alone name them: "những chỉ tiêu phải đạt ngay từ năm 2025"."""
    document, years = listing.document, case.asked.years
    over = [document.title, *(document.heading_path(listing.items[0]))]
    if len(years) != 1 or any(years[0] in words for words in over):
        return listing
    own = tuple(item for item in listing.items if years[0] in item.text)
    return replace(listing, items=own) if own else listing


def _list_answer(listing: Listing) -> Composed:
    where = citation(listing.document, listing.head) if listing.head else listing.document.short_name
    title = f" «{listing.head.heading}»" if listing.head and listing.head.heading else ""
    choices: list[Choice] = []
    leaves = sum(c.kind in SAYING for item in listing.items for c in listing.document.descendants(item.id))
    for item in listing.items:
        choices.append(Choice(listing.document, item))
        if item.kind != "heading" or leaves <= _FEW_LEAVES:
            more = listing.document.descendants(item.id)
            choices += [Choice(listing.document, c) for c in more if c.kind in SAYING]
    return Composed(
        "list",
        tuple(choices),
        f"{where}{title}, gồm {len(listing.items)} mục:",
        sure=listing.head is None,
        structural=True,
    )
