"""Documents that a question names and the library does not hold, and the clauses that tell of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.evidence import Evidence
from index.mentions import Mention
from index.naming import CODES, OBJECT, Named, plain
from index.provinces import provinces_in
from index.question_cues import NUMBERED
from index.tokens import says
from ingest.catalog import Catalog
from ingest.document import Document
from ingest.references import find_references
from ingest.vietnamese import fold

# The shortest name of a law, in words.
_SHORTEST = 3
_OBJECT_BEFORE = re.compile(
    r"(?:\b(?:so ket|tong ket)(?: \d+ nam)?|\bve|\bvoi|\blam|thuc hien|trien khai|cu the hoa|thay the|thay cho|bai bo"
    r"|sua doi|bo sung|ke thua|can cu|theo|dan|nhac (?:den|toi)?|va|con)(?: viec)?\W*$"
)
_FOLLOWS = re.compile(r"\s(?:phải|có|được|cần|nên|sẽ|do|thì|là|quy định|phai|co|duoc|can|nen|se|thi|la|quy dinh)\b")
_WRITTEN = {
    plain(kind): kind for kind in (*CODES.values(), "quy định", "nghị định", "thông tư", "công văn", "thông báo")
}
_WRITTEN |= {kind: kind for kind in CODES.values()} | {"nd": "nghị định", "tt": "thông tư"}
# "Đại học Quốc gia Hà Nội" tells nothing of what the city does.
_PROVINCIAL = r"(?:^|(?<!\w)(?:tỉnh|tỉnh ủy|thành ủy|ở) )"


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
    # "Kết luận số 50 …, Nghị quyết số 45" has every pair of "Kết luận số 45".
    own = [row for row in own if any(says(passages[row].body, phrase) for phrase in document.phrases)]
    own = [row for row in own if not document.year or document.year in passages[row].body]
    if not document.label:
        doing = re.compile(_PROVINCIAL + re.escape(fold(document.phrases[0])) + r"(?!\w)")
        own = [row for row in own if doing.search(fold(passages[row].body))]
    heads = {passages[row].clause.id for row in own if passages[row].clause.kind == "heading"}
    documents = {passages[row].document.id: passages[row].document for row in own}
    under = [evidence.rows[c.id] for d in documents.values() for head in heads for c in d.descendants(head)]
    return frozenset([*own, *under])
