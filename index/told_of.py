"""Documents that a question names and the library does not hold; other documents may tell of them.

"Quyết định 700 do ai ký?": the decision is not here, but a clause of another document says who signed it. Then that
clause is quoted, and the person is told whose words they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.case import Case, Choice, Composed, Mention
from index.evidence import Evidence, Found
from index.figures import figure_choice, figures
from index.naming import CODES, HINT, OBJECT, Named, plain
from index.provinces import provinces_in
from index.question_cues import NUMBERED
from index.tokens import says, stripped
from index.wordlists import words
from ingest.catalog import Catalog, CatalogEntry
from ingest.document import Document
from ingest.references import find_references
from ingest.vietnamese import fold

# Of what is asked besides the document's name, by rarity, the least that a clause must say.
_LEAST_SAID, _A_MATTER = 0.5, 3.0
_MOST_LISTED, _NEAR, _SHORTEST = 12, 100, 3
# A date or a number of a document.
DATED = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d+[-/][A-ZĐ]")
_OBJECT_BEFORE = re.compile(
    r"(?:\bve|\bvoi|\blam|thuc hien|trien khai|cu the hoa|thay the|thay cho|bai bo|sua doi|bo sung|ke thua|can cu"
    r"|theo|dan|nhac (?:den|toi)?|va|con)(?: viec)?\W*$"
)
_WRITTEN = {
    plain(kind): kind for kind in (*CODES.values(), "quy định", "nghị định", "thông tư", "công văn", "thông báo")
}
_WRITTEN |= {kind: kind for kind in CODES.values()} | {"nd": "nghị định", "tt": "thông tư"}
# Figures that a document's own date is.
_OF_DOCUMENTS = ("date", "day", "year")
_FOLLOWS = re.compile(r"\s(?:phải|có|được|cần|nên|sẽ|do|thì|là|quy định|phai|co|duoc|can|nen|se|thi|la|quy dinh)\b")
_SEVERAL = re.compile(r"\bnhung\b|\bra sao\b|\bthe nao\b")
# "Đại học Quốc gia Hà Nội" tells nothing of what the city does.
_WHICH_KIND = re.compile(r"\b(?:ke hoach|van ban|chuong trinh|quyet dinh|cong van|nghi quyet)(?: \w+)? (?:nao|gi)\b")
_PROVINCIAL = r"(?:^|(?<!\w)(?:tỉnh|tỉnh ủy|thành ủy|ở) )"
# What must stand in a clause that gives a fact of the document.
_GIVES = {
    "issuer": re.compile(r"(?<!\w)(?:ban hành|của|do|có)(?!\w)"),
    "number": re.compile(r"\d+[-/]\w"),
    "signer": re.compile(r"(?<!\w)(?<!ngày )kí(?!\w)"),
    "date": re.compile(r"\d{1,2}/(?:\d{1,2}/)?\d{4}|(?<!\w)tháng \d"),
    "effect": re.compile(r"(?<!\w)hiệu lực(?!\w)"),
    "session": re.compile(r"(?<!\w)khóa [ivx]+(?!\w)"),
}


@dataclass(frozen=True, slots=True)
class Outside:
    """A document named in a question that the library does not hold.

    label: how a person is told of it; "" for what another province does, of which a clause may tell too. phrases: ways
    in which a clause would print it, () where none will do. year: must stand in the clause too. start: where the
    question names it, -1 unknown. subject: it is what is asked about.
    """

    label: str
    phrases: tuple[str, ...] = ()
    year: str = ""
    start: int = -1
    subject: bool = False


def outside(
    text: str,
    named: Named,
    mentions: Sequence[Mention],
    documents: dict[str, Document],
    catalog: Catalog,
    prints: Callable[[str], bool],
) -> tuple[Outside, ...]:
    """The documents in a question that are not among `documents`, those known by number and year first.

    prints: whether a clause has some words. Where it has the beginning of a name ("Luật Khoa học và công nghệ dùng làm
    căn cứ …"), that is the name.
    """
    found = []
    for unknown in named.unknown:
        number, _, year = unknown.partition(" năm ")
        at = plain(text).find(plain(number))
        found.append(Outside(f"văn bản số {unknown}", (number,), year, at, subject=True))
    surely = [m for m in mentions if m.weight >= OBJECT]
    if named.absent and (entry := catalog.get(named.absent[0])) and not surely:
        found.append(Outside(entry.label))
    bare = plain(text)
    for reference in find_references(text, catalog, library=tuple(documents)):
        if reference.document in documents or _overlaps(surely, reference.start, reference.end):
            continue
        # "Luật Phát triển công nghiệp phải có tiêu chí gì": what follows the name is none of it.
        printed = _as_printed(_FOLLOWS.split(text[reference.start : reference.end])[0].strip(), prints)
        entry = catalog.get(reference.document)
        label = entry.label if entry else f"«{printed}»"
        subject = not entry and _subject(bare, reference.start, mentions)
        found.append(Outside(label, (printed, *_numbered(printed)), "", reference.start, subject))
    for match in NUMBERED.finditer(bare):
        held = any(f"{match['number']}-" in d for d in documents)
        if held or _overlaps(surely, *match.span()) or any(o.start == match.start() for o in found):
            continue
        subject = _subject(bare, match.start(), mentions)
        found.append(Outside(f"«{text[slice(*match.span())]}»", _numbered(match.group()), "", match.start(), subject))
    known = " . ".join(f"{d.title} {d.issuer} {d.short_name}" for d in documents.values())
    for province in provinces_in(text):
        if not says(known, province):
            found.append(Outside("", (province,), "", 0, subject=True))
    return tuple(found)


def _as_printed(name: str, prints: Callable[[str], bool]) -> str:
    """The longest beginning of a name, of _SHORTEST words at least, that a clause prints; all of it where none does."""
    words = name.split()
    if any(ch.isdigit() for ch in name):
        return name
    begins = (" ".join(words[:size]) for size in range(len(words), _SHORTEST - 1, -1))
    return next(filter(prints, begins), name)


def _numbered(printed: str) -> tuple[str, ...]:
    """A number as clauses print it: with its kind written out, with "số" and without."""
    match = NUMBERED.search(plain(printed))
    if match is None:
        return ()
    kind = _WRITTEN.get(CODES.get(match["kind"], match["kind"]), match["kind"])
    return f"{kind} {match['number']}", f"{kind} số {match['number']}"


def _overlaps(mentions: Sequence[Mention], start: int, end: int) -> bool:
    return any(m.start < end and start < m.end for m in mentions)


def _subject(bare: str, start: int, mentions: Sequence[Mention]) -> bool:
    """Whether a document is asked about, rather than named beside one that is: no other stands before it, or it is
    what follows that other."""
    if re.search(r"\btheo\W*$", bare[:start]) and not any(m.weight >= OBJECT for m in mentions):
        return True
    before = [m for m in mentions if m.weight >= OBJECT and m.end <= start]
    return not before and not _OBJECT_BEFORE.search(bare[:start])


def telling(evidence: Evidence, document: Outside) -> frozenset[int]:
    """The rows of the clauses that tell of a document: they print it, or stand under a heading that does."""
    lexical, passages = evidence.retriever.lexical, evidence.passages
    if not document.phrases:
        return frozenset()
    own = [int(row) for row in lexical.said([document.phrases]).nonzero()[0]]
    own = [row for row in own if not document.year or document.year in passages[row].body]
    if not document.label:
        doing = re.compile(_PROVINCIAL + re.escape(fold(document.phrases[0])) + r"(?!\w)")
        own = [row for row in own if doing.search(fold(passages[row].body))]
    heads = {passages[row].clause.id for row in own if passages[row].clause.kind == "heading"}
    documents = {passages[row].document.id: passages[row].document for row in own}
    under = [evidence.rows[c.id] for d in documents.values() for head in heads for c in d.descendants(head)]
    return frozenset([*own, *under])


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
    if not document.label and (each_of := _each_province(case)):
        return each_of
    if not document.label:
        meant = [case.tools.documents[d] for d in case.meant(HINT)]
        if len(meant) > 1:
            each = [next((f for f in near if tells_of(f, d)), None) for d in meant]
            choices = [Choice(f.document, f.clause, group=f.document.short_name) for f in each if f]
            shown = "; ".join(dict.fromkeys(c.document.short_name for c in choices))
            return Composed("comparison", tuple(choices), f"Theo {shown}:") if all(each) else None
        near = [f for f in near if all(tells_of(f, d) for d in meant)]
    gives = _GIVES.get(case.reading.fact) or _GIVES.get("date" if case.asked.quantity in _OF_DOCUMENTS else "")
    if gives is None and not document.label and case.meant(HINT) and _WHICH_KIND.search(plain(case.reading.shown.text)):
        gives = _GIVES["number"]
    able = [f for f in near if (gives is None or gives.search(fold(f.clause.text))) and said(f) >= _LEAST_SAID]
    # "Nghị quyết 111 là để thực hiện Nghị quyết 29 hay Nghị quyết 45?"
    either = [d for i in case.meant() if document.label and (d := case.tools.documents.get(i)) and d.number]
    if len(either) > 1 and (both := [f for f in near if all(says(f.clause.text, called(d)) for d in either)]):
        able = both
    if not able and case.reading.fact == "title":
        able = [f for f in near if any(fold(f.clause.text).startswith(fold(p)) for p in document.phrases)]
    if not able and gives is not None:
        if case.reading.fact:
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
