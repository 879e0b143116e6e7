"""What the library's documents tell of one that it does not hold (`index.outside`).

"Quyết định 700 do ai ký?": the decision is not here, but a clause of another document says who signed it. Then that
clause is quoted, and the person is told whose words they are.
"""

from __future__ import annotations

import re

from index.case import Case, Choice, Composed
from index.evidence import Found
from index.figures import figure_choice, figures
from index.naming import HINT, plain
from index.outside import Outside, telling
from index.tokens import says, stripped
from index.wordlists import words
from ingest.catalog import CatalogEntry
from ingest.document import Document
from ingest.vietnamese import fold

# Of what is asked besides the document's name, by rarity, the least that a clause must say.
_LEAST_SAID, _A_MATTER = 0.5, 3.0
_MOST_LISTED, _NEAR = 12, 100
# A date or a number of a document.
DATED = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d+[-/][A-ZĐ]")
# Figures that a document's own date is.
_OF_DOCUMENTS = ("date", "day", "year")
_SEVERAL = re.compile(r"\bnhung\b|\bra sao\b|\bthe nao\b")
_WHICH_KIND = re.compile(r"\b(?:ke hoach|van ban|chuong trinh|quyet dinh|cong van|nghi quyet)(?: \w+)? (?:nao|gi)\b")
_DAY_ASKED = r"(?:(?:ra|de|ky|ban hanh|co|la|tu|vao) )*(?:(?:ngay|hom|nam) (?:nao|may)|khi nao|bao gio)\b"
# What must stand in a clause that gives a fact of the document.
_GIVES = {
    "issuer": re.compile(r"(?<!\w)(?:ban hành|của|do|có)(?!\w)"),
    "number": re.compile(r"\d+[-/]\w"),
    "signer": re.compile(r"(?<!\w)(?<!ngày )kí(?!\w)"),
    "date": re.compile(r"\d{1,2}/(?:\d{1,2}/)?\d{4}|(?<!\w)tháng \d"),
    "effect": re.compile(r"(?<!\w)hiệu lực(?!\w)"),
    "session": re.compile(r"(?<!\w)khóa [ivx]+(?!\w)"),
}


def choose_told(case: Case) -> Composed | None:
    """What the library's documents tell of one that it does not hold; None when they tell nothing of what is asked."""
    if not case.told:
        return None
    (document, rows) = case.told
    known = frozenset(w for phrase in document.phrases for w in stripped(phrase))
    known |= words("fact_filler") if case.reading.fact else frozenset()
    evidence = case.tools.evidence
    rest = [w for w in case.asked.words if w not in known]
    weight = sum(map(evidence.rarity, rest))

    def said(found: Found) -> float:
        there = evidence.read(found.row)[0]
        return sum(evidence.rarity(w) for w in rest if w in there) / weight if weight >= _A_MATTER else 1.0

    near = [f for f in case.found if f.row in rows and f.clause.kind != "heading"]
    if not document.label:
        if each_of := _each_province(case):
            return each_of
        meant = [case.tools.documents[d] for d in case.meant(HINT)]
        if len(meant) > 1:
            each = [next((f for f in near if tells_of(f, d)), None) for d in meant]
            choices = [Choice(f.document, f.clause, group=f.document.short_name) for f in each if f]
            shown = "; ".join(dict.fromkeys(c.document.short_name for c in choices))
            return Composed("comparison", tuple(choices), f"Theo {shown}:") if all(each) else None
        near = [f for f in near if all(tells_of(f, d) for d in meant)]
    gives = _GIVES.get(case.reading.fact) or _GIVES.get("date" if case.asked.quantity in _OF_DOCUMENTS else "")
    which = gives is None and _WHICH_KIND.search(plain(case.reading.shown.text)) is not None
    if which and case.meant(HINT):
        gives = _GIVES["number"]
    able = [f for f in near if (gives is None or gives.search(fold(f.clause.text))) and said(f) >= _LEAST_SAID]
    # "Nghị quyết 111 là để thực hiện Nghị quyết 29 hay Nghị quyết 45?"
    either = [d for i in case.meant() if document.label and (d := case.tools.documents.get(i)) and d.number]
    if len(either) > 1 and (both := [f for f in near if all(says(f.clause.text, called(d)) for d in either)]):
        able = both
    if not able and case.reading.fact == "title":
        able = [f for f in near if any(fold(f.clause.text).startswith(fold(p)) for p in document.phrases)]
    if not able and gives is not None:
        if case.reading.fact or (which and document.label) or _own_day(document, case.reading.shown.text):
            able = [f for f in near if _close(document, gives, f.clause.text)]
        elif not document.label and case.meant(HINT):
            able = [f for f in near if gives.search(fold(f.clause.text))]
    if not able:
        return None
    sure = False
    if case.reading.fact:
        # What introduces a document gives its number and date; what is given right after its name is its own.
        close = {f.row: gives is not None and _close(document, gives, f.clause.text) for f in able}
        able.sort(key=lambda f: (not close[f.row], not DATED.search(f.clause.text)))
        sure = close[able[0].row] and case.reading.fact != "issuer"
    best = able[0]
    chosen = [best]
    several = not document.label and _SEVERAL.search(plain(case.asked.text))
    listed = (case.asked.lists or several) and not case.asked.counted
    if listed:
        beside = {c.id for c in best.document.children.get(best.clause.parent, ())}
        there = [f for f in near if f.clause.id in beside]
        of_kind = [f for f in there if plain(f.clause.text[f.clause.body[0] :]).startswith(case.asked.section or "\0")]
        chosen = sorted(of_kind if len(of_kind) > 1 else there, key=lambda f: f.row)[:_MOST_LISTED]
    choices = [Choice(f.document, f.clause) for f in chosen]
    if case.asked.quantity and case.asked.quantity not in _OF_DOCUMENTS and not listed:
        ranked = [figure for figure in figures(case, able) if figure.named]
        if not ranked:
            return None
        best = ranked[0].found
        choices = [figure_choice(case, ranked[0], "")]
    names_of = "; ".join(dict.fromkeys(c.document.short_name for c in choices))
    lead = f"Kho không có {document.label}; {names_of} nói về văn bản ấy:" if document.label else f"Theo {names_of}:"
    return Composed("content", tuple(choices), lead, sure=sure)


def _each_province(case: Case) -> Composed | None:
    """What each of several other provinces does to carry out the document named, where a clause tells of every one."""
    others, evidence = [o for o in case.outside if not o.label], case.tools.evidence
    meant = [case.tools.documents[d] for d in case.meant()]
    if len(others) < 2 or len(meant) != 1 or case.scored is None:
        return None
    choices = []
    for other in others:
        found = evidence.weighed(sorted(telling(evidence, other)), case.scored, case.asked)
        told = next((f for f in found if tells_of(f, meant[0]) and DATED.search(f.clause.text)), None)
        if told is None:
            return None
        choices.append(Choice(told.document, told.clause, group=other.phrases[0]))
    names_of = "; ".join(dict.fromkeys(c.document.short_name for c in choices))
    return Composed("comparison", tuple(choices), f"Theo {names_of}:", sure=True)


def _own_day(document: Outside, question: str) -> bool:
    """Whether a question asks for a document's own day right after its name: "Kết luận 45-KL/TW ngày nào, về gì"."""
    names = "|".join(re.escape(plain(phrase)) for phrase in document.phrases)
    return document.label != "" and re.search(rf"(?:{names})\W+{_DAY_ASKED}", plain(question)) is not None


def _close(document: Outside, gives: re.Pattern[str], text: str) -> bool:
    """Whether a text gives something in the words after the name of a document: "Quyết định 700 ngày … (… ký)"."""
    after = rf"[^.;]{{0,{_NEAR}}}?(?:{gives.pattern})"
    return any(re.search(re.escape(fold(phrase)) + after, fold(text)) for phrase in document.phrases)


def is_told(case: Case, composed: Composed) -> bool:
    """Whether an answer is what the library's documents tell of one that it does not hold."""
    rows = case.tools.evidence.rows
    return case.told is not None and all(rows[c.clause.id] in case.told[1] for c in composed.choices)


def tells_of(found: Found, document: Document) -> bool:
    """Whether a clause stands in a document or prints its number: "Kết luận 69"."""
    return found.document is document or (bool(document.number) and says(found.clause.text, called(document)))


def called(document: Document | CatalogEntry) -> str:
    """A document as others print it, without its year and letters: "Kết luận 69"."""
    return f"{document.type} {re.split('[-/]', document.number)[0]}"
