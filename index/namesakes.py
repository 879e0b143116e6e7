"""Other documents of the same number: "Ngoài nghị quyết về công nghiệp hóa, còn Nghị quyết 29 nào khác?"

What a digest tells of the namesakes of its document stands under a heading that sets them apart (`ingest.own_words`).
"""

from __future__ import annotations

import re

from index.case import Case, Choice, Composed
from index.evidence import Found
from index.fact_clauses import printed_dates
from index.naming import OBJECT, plain
from index.quoting import SAYING, lead_to, one_for_each
from index.tokens import says
from index.told_of import called
from ingest.document import Document
from ingest.own_words import is_of_others

_ASKED = re.compile(
    r"\b(?:(?:cung|trung|giong) (?:con )?so(?! lieu)|so trung|nham (?:voi|lan|hai)|lan lon)\b"
    r"|\bnao khac\b|\bmot (?:van ban|nghi quyet|ket luan|quyet dinh)\b[^?,]{0,30}\bnua\b"
)
_SUBJECT = re.compile(r"\W*(?:nam 20\d\d )?(?:noi )?ve (?P<subject>[a-z]+ [a-z]+)\b")
# "Cùng ngày với Kết luận 50, Ban Bí thư còn ra mấy kết luận khác?"
_SAME_DAY = re.compile(r"\bcung (?:mot )?(?:ngay|hom)\b[^?]*\b(?:may|nhung|cac|bao nhieu)\b[^?]*\bkhac\b")


def choose_namesakes(case: Case) -> Composed | None:
    """The clause that tells of another document of the same number, for every document named; None when that is not
    asked, or of one of them no clause tells."""
    meant = [d for i in case.meant() if (d := case.tools.documents.get(i))]
    if len(meant) == 1 and _SAME_DAY.search(plain(case.reading.shown.text)) and (others := _of_the_day(meant[0])):
        return Composed("list", others, lead_to(others), sure=True)
    figure = case.asked.quantity not in ("", "date", "day", "year")
    if len(meant) == 1 and not case.told and (other := _of_another_subject(case, meant[0])):
        return one_for_each([other])
    if case.told or figure or not _ASKED.search(plain(case.reading.shown.text)):
        return None
    each = [next((f for f in case.found if _tells(f, d)), None) for d in meant]
    return None if len(each) == 1 and case.asked.lists else one_for_each(each)


def _of_another_subject(case: Case, document: Document) -> Found | None:
    """The clause that tells of another document of the same number, where the question gives that one's subject:
    "Nghị quyết 29 về giáo dục"."""
    bare = plain(case.reading.shown.text)
    spans = ((m.start, m.end) for m in case.mentions if m.document == document.id and m.weight >= OBJECT)
    about = next((found for _, end in spans if (found := _SUBJECT.match(bare, end))), None)
    if about is None or says(plain(document.title), about["subject"]):
        return None
    return next((f for f in case.found if _tells(f, document) and says(plain(f.clause.text), about["subject"])), None)


def _of_the_day(document: Document) -> tuple[Choice, ...]:
    """The clauses of a digest that tell of other documents issued on its document's day."""
    spelled = printed_dates(document.date)
    return tuple(
        Choice(document, c)
        for c in document.clauses
        if c.kind in SAYING and is_of_others(document, c) and any(s in plain(c.text) for s in spelled)
        if document.number not in c.text and re.search(r"\d+-[A-ZĐ]", c.text)
    )


def _tells(found: Found, document: Document) -> bool:
    """Whether a clause of a document tells of another of its number, or one taken for it."""
    if found.document is not document or found.clause.kind == "heading" or not document.number:
        return False
    digits, name = re.escape(re.split("[-/]", document.number)[0]), re.escape(plain(called(document)))
    another = rf"\b{digits}[-/][\w/]+ khac\b|\btrung con so {digits}\b|\b(?:lan|nham) voi {name}\b"
    return is_of_others(document, found.clause) and re.search(another, plain(found.clause.text)) is not None
