"""Which document a question about a fact of a document means: the subject of the sentence, not what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.naming import HINT, STRONG, Named, Namer, plain
from index.wordlists import words
from ingest.document import Document

_LEAST = 0.3
_TITLE_STOPS = frozenset(["ve", "va", "cua", "cac", "trong", "theo", "so", "ngay", "thang", "nam"])
_TELLER = re.compile(r"^\W*(?:theo|trong|o)\s*(?:ban|van ban)?\s*$")
# What stands between names in a row: "NQ 20, NQ 57 và KL 69".
ONLY_JOINED = re.compile(r"\s*(?:,|;|(?P<and>,?\s*\b(?:va|voi|cung)\b))\s*")
_TO_CARRY_OUT = re.compile(r"\b(?:thuc hien|trien khai|cu the hoa)(?: cac)?\W*$")
_BOTH = re.compile(r"\b(?:va|voi|lan luot|cung|moi|ca hai)\b")
_SEVERAL = re.compile(
    r"\b(?:nhung|cac|tat ca|may|bao nhieu) (?:van ban|nghi quyet|ket luan|quyet dinh|ke hoach|tai lieu)\b"
)
# "Chương trình hành động thực hiện Nghị quyết 57" is a document of its own, not the resolution.
OF_ANOTHER = re.compile(
    r"\b(?:ke hoach|chuong trinh|quyet dinh|chi thi|huong dan|de an|van ban|cong van|thong tri|nghi quyet|ket luan"
    r"|kh|qd|ct|cthd|hd|nq|kl)"
    r"(?: [\w/-]+){0,8}? (?:thuc hien|trien khai|cu the hoa|so ket|tong ket|huong dan)(?: viec| cac| ca)*\W*$"
)


def carried_out_alone(text: str, namer: Namer) -> list[str]:
    """The documents that a question names only as what another carries out or is about; [] when it names one
    otherwise: "kế hoạch của Thủ tướng thực hiện Kết luận 69"."""
    bare = plain(text)
    spans = [(span, weights) for span in namer.find(text).titles if (weights := namer.at(text, span))]
    surely = sorted(((span, weights) for span, weights in spans if max(weights.values()) >= HINT), key=lambda s: s[0])
    if not surely or not OF_ANOTHER.search(bare[: surely[0][0][0]]):
        return []
    for (before, _), (span, _) in pairwise(surely):
        between = bare[before[1] : span[0]]
        joined = ONLY_JOINED.fullmatch(between) or _TO_CARRY_OUT.search(between)
        if not joined and not OF_ANOTHER.search(bare[: span[0]]):
            return []
    return list(dict.fromkeys(max(weights, key=lambda d: weights[d]) for _, weights in surely))


def title_words(document: Document) -> frozenset[str]:
    """Words of a document's title and issuer, without accents."""
    return frozenset(re.findall(r"\w+", plain(f"{document.title} {document.issuer}"))) - _TITLE_STOPS


def own_words(text: str) -> frozenset[str]:
    """Words of a question beside those of asking for a fact."""
    return frozenset(w for w in re.findall(r"\w+", plain(text)) if len(w) > 1) - words("fact_filler")


def subjects(text: str, named: Named, documents: Sequence[Document], namer: Namer) -> list[Document]:
    """The documents whose fact is asked: the one named most surely, of several the first, all when all are asked
    for; when none is named, the one whose signer or title the question names. `named`: what `text` names."""
    bare = plain(text)
    spans = [(start, namer.at(text, (start, end))) for start, end in named.titles]
    objects = {d for start, weights in spans if OF_ANOTHER.search(bare[:start]) for d in weights}
    objects -= {d for start, weights in spans if not OF_ANOTHER.search(bare[:start]) for d in weights}
    weights = {d.id: w for d in documents if (w := named.weights.get(d.id, 0.0)) >= _LEAST}
    if objects & set(weights):
        carrying = {e.id for e in namer.catalog.entries if set(e.carries_out) & objects}
        weights = {d: w for d, w in weights.items() if d in carrying and d not in objects}
        if not weights:
            return []
    signed = [d for d in documents if (name := plain(d.signer.partition("(")[0]).strip()) and name in bare]
    if len(signed) > 1 and _SEVERAL.search(bare) and set(weights) <= {d.id for d in signed}:
        return signed
    if weights:
        if _BOTH.search(bare) and 1 < len(both := [d for d in documents if weights.get(d.id, 0.0) >= HINT]) < 5:
            first = [d.id for _, there in spans for d in both if d.id in there]
            return sorted(both, key=lambda d: first.index(d.id) if d.id in first else len(first))
        best = max(weights.values())
        likely = [d for d in documents if weights.get(d.id) == best]
        first_named = [d for _, there in spans for d in likely if d.id in there]
        return likely if len(likely) == 1 else first_named[:1]
    if len(signed) == 1:
        return signed
    asked = own_words(text)
    shares = sorted(((len(asked & title_words(d)) / max(len(asked), 1), d) for d in documents), key=lambda s: s[0])
    if not shares or shares[-1][0] < 0.5 or (len(shares) > 1 and shares[-1][0] - shares[-2][0] < 0.1):
        return []
    return [shares[-1][1]]


def told_by(text: str, named: Named, namer: Namer, fact: str) -> list[str]:
    """Ids of the clauses of one document that refer to another: "theo kế hoạch, Kết luận 50 ra ngày nào", "quyết định
    mà kế hoạch viện dẫn là số mấy"."""
    bare, spans = plain(text), named.titles
    if not spans:
        return []
    telling = spans[0]
    if not _TELLER.search(bare[: telling[0]]):
        if len(spans) != 2 or not re.fullmatch(r"\W*ma\W*(?:ban |cai )?", bare[spans[0][1] : spans[1][0]]):
            return []
        if not re.match(r"\W*(?:\w+ ){0,2}(?:vien dan|dan|nhac|neu|noi|dua)\b", bare[spans[1][1] :]):
            return []
        telling = spans[1]
    there = namer.at(text, telling)
    teller = namer.documents.get(max(there, key=lambda d: there[d], default=""))
    others = {d for d, weight in named.weights.items() if weight >= STRONG} | set(named.absent)
    others -= {teller.id} if teller else set()
    if teller is None or len(others) != 1:
        return []
    (other,) = others
    found = [c for c in teller.clauses if any(r.document == other for r in c.references)]
    dated = re.compile(r"ngay \d" if fact == "date" else r"(?!)")
    found.sort(key=lambda c: (c.path.startswith("pre/"), not dated.search(plain(c.text))))
    return [c.id for c in found]
