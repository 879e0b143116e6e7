"""Where a question names documents, and whether each is spoken of or is what another carries out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.naming import HINT, Namer, plain
from index.provinces import provinces

Span = tuple[int, int]
_CARRYING_OUT = re.compile(
    r"(?:thuc hien|trien khai|so ket|tong ket|quan triet|cu the hoa|dua|tuyen truyen|pho bien|hoc tap|(?<!viec )lam)"
    r"(?: (?:thuc hien|viec|hieu qua|tot|theo))*[^\w:;?]*$"
    r"|\bcu the hoa\b[^,?]{0,40}$"
)
_LOOKING_BACK = re.compile(
    r"(?:^\W*|\b(?:sau|qua|tong ket) )(?:hon |gan )?(?:\d+|\w+(?: \w+)?) nam(?: \w+){0,2} "
    r"(?:thuc hien|trien khai|lam(?: theo)?|ra doi)\W*$"
)
# "Kế hoạch của tỉnh về Kết luận 69": the one is about the other.
_ABOUT = re.compile(
    rf"^\s*(?:(?:{provinces()})\s+)?(?:ve|cho|de thuc hien|thuc hien)(?: (?:viec|thuc hien|trien khai))*\s*$"
)
# "Thực hiện Kết luận 69 ở Trung ương": no plan of a province is meant.
_AT_CENTRE = re.compile(r"\s+(?:o|tai|cua) (?:cap )?trung uong\b")
_DONE_WITH = re.compile(r"\blam (?:nhung )?(?:(?:viec|dieu) )?gi (?:voi|doi voi|de thuc hien)\W*$")
_MUCH = re.compile(r"\w{2,} \w{2,} \w{2,} \w{2,}")
_OF_A_PLAN = re.compile(r"\b(?:ke hoach|chuong trinh)\s*$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named in a question, with where and how surely (see `index.naming`).

    carried_out: it is named as what is to be carried out ("thực hiện Kết luận 69"), so the answer may stand in the
    plan that does so. looked_back: it is named as carried out for years, which it cannot itself tell of.
    """

    start: int
    end: int
    document: str
    weight: float
    carried_out: bool = False
    looked_back: bool = False


def mentions(text: str, spans: Sequence[Span], namer: Namer) -> tuple[Mention, ...]:
    """Which document each span of a question names, the surest one for each."""
    found: list[Mention] = []
    bare = plain(text)
    before, earlier = -1, frozenset[str]()
    for start, end in sorted(spans):
        weights = namer.at(text, (start, end))
        if weights:
            best = max(weights.values())
            named = frozenset(d for d, weight in weights.items() if weight == best)
            about = bool(before >= 0 and _ABOUT.search(bare[before:start]) and not named & earlier)
            about = about or bool(before == start - 1 and _OF_A_PLAN.search(bare[:start]) and not named & earlier)
            carried = about or bool(_CARRYING_OUT.search(bare[:start]) or _DONE_WITH.search(bare[:start]))
            carried = carried and not _AT_CENTRE.match(bare, end)
            # "Chiến lược 2030 của Thủ tướng (QĐ 569)": another name of what was named before.
            same = [m for m in found if m.document in named and m.carried_out]
            carried = carried or any(not _MUCH.search(bare[m.end : start]) for m in same)
            if best >= HINT:
                before, earlier = end, named
            looked_back = bool(_LOOKING_BACK.search(bare[:start]))
            found += [Mention(start, end, d, best, carried, looked_back) for d in sorted(named)]
    # "khóa XIII" fits several documents; where one of them is named besides, it is that one.
    spans_of: dict[str, set[Span]] = {}
    for m in found:
        spans_of.setdefault(m.document, set()).add((m.start, m.end))
    shared = {m.document for m in found if len(spans_of[m.document]) > 1}
    kept = []
    for m in found:
        tied = {n.document for n in found if (n.start, n.end) == (m.start, m.end)}
        if len(tied) == 1 or not tied & shared or m.document in shared:
            kept.append(m)
    return tuple(kept)
