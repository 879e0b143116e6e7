"""Mentions of documents in running text: `điểm a khoản 2 Điều 5 Nghị định số …`, `Kế hoạch này`, `NQ 20`.

A number is resolved with its date, or the Party term ("khóa XIII") that stands in for one; a number alone is resolved
only with a note. Order of points, clauses and articles follows how Luật Ban hành văn bản quy phạm pháp luật cites them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date as Date

from ingest.catalog import Catalog
from ingest.clause_paths import clause_parts
from ingest.document import Reference
from ingest.mention_grammar import (
    ACCENTED,
    AMENDING,
    ATTACHED,
    ATTACHING,
    COMMA_LAWS,
    ISSUED,
    LAW_STOP,
    LAWS,
    NAMED,
    PLAIN,
    PLAIN_NAMED,
    SHORT_TYPES,
    STATE_TYPES,
    TYPE_OF_ABBREVIATION,
    Grammar,
)
from ingest.numbers import parse, tidy
from ingest.resolving import Known, Mention, known_documents
from ingest.vietnamese import strip_accents

_CONTEXT, _BEFORE, _LONGEST_LAW = 120, 160, 220
_LETTERHEAD = re.compile(r"\W*s[ốo]\s*:?\s*")
_LETTERHEAD_END = re.compile(r"\W*(?:[^\W\d][^,;.]{1,30},?\s+ng[àa]y[^;]{3,30})?")


@dataclass(frozen=True, slots=True)
class _Named:
    """A document named at [start, end): what it is, and whether its sections are numbered as the Party numbers them."""

    start: int
    end: int
    document: str
    note: str
    party: bool


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A place where a mention may begin; kind: "type", "code" (NQ), "name" (Hiến pháp) or "number"."""

    start: int
    end: int
    kind: str
    word: str


@dataclass
class _Scan:
    """One text being searched, and what its earlier mentions have made plain."""

    text: str
    low: str
    known: Known
    self_id: str
    self_type: str
    grammar: Grammar
    anchors: list[_Anchor]
    library: Collection[str]
    dated: dict[str, str]

    def context(self, end: int) -> str:
        """The text right after a mention, up to the next one."""
        limit = next((a.start for a in self.anchors if a.start >= end), len(self.low))
        return self.low[end : min(limit, end + _CONTEXT)]

    def number(self, mention: Mention) -> tuple[str, str]:
        """What a number means: by the catalogue, else by the ids that documents get by their number and year."""
        document, note = self.known.number(mention, self.self_id)
        parts = parse(mention.number)
        if document or parts is None:
            return document, note
        year = str(mention.date.year if mention.date else mention.year or parts.year or "")
        for held in (self.self_id, *((f"{parts.slug}-{year}",) if year else ())):
            fits = held.startswith(parts.slug + "-") and held.endswith(year) and held not in self.known.ids
            if fits and (held == self.self_id or held in self.library):
                return held, ""
        return document, note

    def capital(self, at: int) -> bool:
        """Whether a capital stands there; in text typed in lower case throughout, letters tell nothing."""
        return self.text[at].isupper() or self.text.islower()


def find_references(
    text: str, catalog: Catalog, *, self_id: str = "", self_type: str = "", library: Collection[str] = ()
) -> tuple[Reference, ...]:
    """Every mention of a document in `text`, in reading order, without overlaps; text[start:end] is the mention.

    text: a clause's text (NFC). self_id, self_type: the document that the clause stands in, for "Kế hoạch này" and for
    numbers that its own references make plain. library: ids of documents at hand that the catalogue does not list.
    A mention that cannot be resolved has document "" and a note.
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    grammar = PLAIN if low.isascii() else ACCENTED
    anchors = [_anchor(found) for found in grammar.anchor.finditer(low)]
    known = known_documents(catalog)
    scan = _Scan(text, low, known, self_id, self_type, grammar, anchors, library, {})
    found: list[Reference] = []
    end = 0
    for anchor in anchors:
        if anchor.start >= end and (named := _named(scan, anchor)):
            found += _with_clauses(scan, anchor, named, end)
            end = found[-1].end
    for reference in known.named_in(low):
        own = reference.document == self_id
        if not own and not any(reference.start < other.end and other.start < reference.end for other in found):
            found.append(reference)
    return tuple(sorted(found, key=lambda r: r.start))


def _anchor(found: re.Match[str]) -> _Anchor:
    word = found[0].rstrip(" .")
    if word[0].isdigit():
        kind = "number"
    elif len(word) == 2:
        kind = "code"
    else:
        kind = "name" if word in NAMED or word in PLAIN_NAMED else "type"
    return _Anchor(found.start(), found.end(), kind, word)


def _with_clauses(scan: _Scan, anchor: _Anchor, named: _Named, after: int) -> Iterator[Reference]:
    """The document as one reference, or as one for each clause of it that is named before it; then a list's others."""
    since = max(after, named.start - _BEFORE)
    before = slice(since, named.start)
    parts = clause_parts(scan.low[before], scan.text[before], plain=scan.grammar.plain)
    for part in parts:
        path = re.sub(r"^phan-(?=[IVX]+\b)", "", part.path) if named.party else part.path
        end = named.end if part is parts[-1] else since + part.end
        yield Reference(since + part.start, end, named.document, path, named.note)
    if not parts:
        yield Reference(named.start, named.end, named.document, "", named.note)
    end = named.end
    if anchor.kind == "type" and re.search(r"\b(?:các|cac)\s$", scan.low[max(0, named.start - 4) : named.start]):
        while more := scan.grammar.more.match(scan.low, end):
            printed = f"{scan.text[anchor.start : anchor.end]} {more['short']}"
            document, note = scan.number(Mention(anchor.word, more["short"], short=True, printed=printed))
            yield Reference(more.start("short"), more.end("short"), document, "", note)
            end = more.end()


def _named(scan: _Scan, anchor: _Anchor) -> _Named | None:
    """The document that an anchor names, None when it is only a word."""
    start, end = anchor.start, anchor.end
    if anchor.kind == "number":
        number = scan.text[start:end]
        letterhead = _LETTERHEAD.fullmatch(scan.low[:start]) and _LETTERHEAD_END.fullmatch(scan.text[end:])
        if letterhead or not (any(c.isupper() for c in number) or scan.text.islower()):
            return None
        return _numbered(scan, start, end, "", number, short=False)
    tail = scan.grammar.tail.match(scan.low, end)
    if anchor.kind == "name":
        return _charter(scan, anchor, tail)
    kind = anchor.word
    if anchor.kind == "code":
        if tail is None or (kind == "ct" and not scan.text[start].isupper()):
            return None
        kind = TYPE_OF_ABBREVIATION.get(kind, kind)
    if tail is None:
        return _law(scan, start, end) if kind in LAWS or kind == "luat" else None
    if tail["this"]:
        return _this(scan, start, tail.end(), kind)
    if tail["number"]:
        parts = parse(scan.text[tail.start("number") : tail.end("number")])
        if parts is None or not (tail["so"] or parts.code or parts.issuer.upper().startswith(("QH", "UBTVQH"))):
            return None
        return _numbered(scan, start, tail.end(), kind, scan.text[slice(*tail.span("number"))], short=False)
    if tail["short"]:
        if strip_accents(kind) not in SHORT_TYPES:
            return None
        named = _numbered(scan, start, tail.end(), kind, tail["short"], short=True)
        return named if named.document or tail["so"] or anchor.kind == "code" or scan.text[start].isupper() else None
    return _session(scan, start, tail, kind)


def _numbered(scan: _Scan, start: int, end: int, kind: str, number: str, *, short: bool) -> _Named:
    printed = scan.text[start:end]
    key = tidy(f"{kind} {number}" if short else number).lower()
    parts = parse(number)
    party = bool(parts and parts.party) or (short and kind not in STATE_TYPES)
    day = scan.grammar.day.match(scan.low, end)
    if day and (when := _date(day)):
        document, note = scan.number(Mention(kind, number, short, when, printed=printed))
        if document:
            scan.dated[key] = document
        return _Named(start, day.end(), document, note, party)
    year = scan.grammar.year.match(scan.low, end)
    if year:
        mention = Mention(kind, number, short, year=int(year["only"]), printed=printed)
        document, note = scan.number(mention)
        if document or scan.known.carries(mention):
            return _Named(start, year.end(), document, note, party)
    if key in scan.dated:
        return _Named(start, end, scan.dated[key], "", party)
    context = scan.context(end)
    late, term = scan.grammar.late_day.match(context), scan.grammar.term.match(context)
    when = _date(late) if late else None
    mention = Mention(kind, number, short, when, None, term["term"].upper() if term else "", printed)
    document, note = scan.number(mention)
    return _Named(start, end, document, note, party)


def _this(scan: _Scan, start: int, end: int, kind: str) -> _Named | None:
    own = scan.self_type.lower()
    kind = kind if not scan.grammar.plain else next((k for k in ISSUED if strip_accents(k) == kind), kind)
    capital = scan.text[start].isupper()
    if own and kind != own and not (kind in ATTACHED and own in ATTACHING):
        if not capital:
            return None
        printed = scan.text[start:end]
        return _Named(start, end, "", f"{printed} không phải là văn bản đang đọc ({scan.self_type}).", False)
    if not capital and kind != own:
        return None
    note = "" if scan.self_id else "Chỉ chính văn bản này."
    return _Named(start, end, scan.self_id, note, own not in STATE_TYPES)


def _session(scan: _Scan, start: int, tail: re.Match[str], kind: str) -> _Named | None:
    """A resolution or conclusion named by the congress or plenary session that passed it."""
    end = tail.end()
    printed = scan.text[start:end]
    if tail["congress"]:
        return _Named(start, end, "", f"{printed} chưa có trong danh mục.", True)
    ordinal = tail["first"] or tail["second"]
    if not ordinal:
        return None
    if strip_accents(kind) != "nghi quyet":
        return _Named(start, end, "", f"{printed} chưa có trong danh mục.", True)
    after = scan.low[end : end + _CONTEXT]
    document, note = scan.known.plenary(ordinal, tail["term"], after, printed)
    return _Named(start, end, document, note, True)


def _charter(scan: _Scan, anchor: _Anchor, tail: re.Match[str] | None) -> _Named | None:
    """The Constitution, the Party's charter, documents of a congress."""
    start, end = anchor.start, anchor.end
    if not scan.capital(start):
        return None
    if anchor.word in ("văn kiện", "van kien"):
        return _session(scan, start, tail, anchor.word) if tail and tail["congress"] else None
    year = scan.grammar.year.match(scan.low, end)
    end = year.end() if year and year["only"] else end
    return _Named(start, end, "", f"{scan.text[start:end]} chưa có trong danh mục.", False)


def _law(scan: _Scan, start: int, end: int) -> _Named | None:
    """A law named by its title: the words after "Luật" up to a number, a date, or what cannot belong to a title."""
    if not scan.text[start].isupper() or scan.text[end : end + 1] != " " or not scan.text[end + 1 : end + 2].isalpha():
        return None
    words = scan.text[end + 1 : end + 1 + _LONGEST_LAW]
    if not (words[0].isupper() or words.startswith("sửa đổi")) or words.startswith("Việt Nam"):
        return None
    amending = AMENDING.match(words)
    stop = None if amending else LAW_STOP.search(words)
    name = amending[0] if amending else words[: stop.start()] if stop else words
    comma = name.find(",")
    if comma > 0 and not COMMA_LAWS.search(name[:comma]):
        name = name[:comma]
    name = name.rstrip(" ,")
    end += 1 + len(name)
    tail = scan.grammar.tail.match(scan.low, end)
    if tail and tail["so"] and tail["number"]:
        return _numbered(scan, start, tail.end(), "luật", scan.text[slice(*tail.span("number"))], short=False)
    printed = scan.text[start:end]
    day, year = scan.grammar.day.match(scan.low, end), scan.grammar.year.match(scan.low, end)
    if day and (when := _date(day)):
        return _Named(start, day.end(), *scan.known.law(name, when.year, printed), False)
    if year:
        return _Named(start, year.end(), *scan.known.law(name, int(year["only"]), printed), False)
    return _Named(start, end, *scan.known.law(name, None, printed), False)


def _date(found: re.Match[str]) -> Date | None:
    try:
        return Date(int(found["year"] or found["year2"]), int(found["month"] or found["month2"]), int(found["day"]))
    except ValueError:
        return None
