"""Which documents a question sets side by side: "NQ 20 và NQ 57", "trung ương giao ai, tỉnh giao ai"."""

from __future__ import annotations

import re
from itertools import pairwise

from index.case import Case
from index.document_names import PROVINCIAL
from index.naming import HINT, OBJECT, plain
from index.question_cues import ASKED_OTHERWISE
from index.subject import ONLY_JOINED
from index.tokens import stripped

# Syllables that make a part of a question say something of its own.
SAYS_MUCH = 5
_OPENS_PART = re.compile(r"^\s*(?:(?:con|o|thi|roi|ve|the|vay|o cap|nay)\s+)*")
_SOURCE = re.compile(r"(?:\btheo|\btrong|\()\s*$")
_SAYS = re.compile(
    r"\b(?:giao|muon|dat|yeu cau|dinh huong|noi|de ra|coi|neu|khuyen khich|chu truong|quy dinh|xac dinh|cho phep"
    r"|huong)\b"
)
_SAYS_HOW = re.compile(r"\b(?:noi|viet|neu|ghi|quy dinh)(?: (?:ra )?sao| the nao| (?:nhung )?gi)?\W*$")
_BETWEEN = re.compile(r"[,;:?]|\b(?:con|trong khi)\b")
_JOINED_PLAN = re.compile(
    r"\b(?:cua|o|trong|va|con) (?:o )?(?:ke hoach )?(?:tinh|bac giang|dia phuong)\b|(?<!\btinh uy )\bbac giang\b"
)
# "Của tỉnh", "tỉnh đã …": the province speaks; "Ủy ban nhân dân tỉnh" is a body.
_OF_PROVINCE = re.compile(r"(?:\b(?:cua|o|va|con|theo) |^|, )(?:tinh(?: bac giang| ta| nha)?|bac giang|dia phuong)$")
_CENTRE_BESIDE = re.compile(
    r"\b(?P<centre>trung uong|bo chinh tri|ban bi thu|thu tuong)\b(?: (?!\d)\w+){0,3}?(?:,| va| con| voi| so voi)"
    r"(?: (?:cau |muc tieu |cap )?(?:cua|o))? (?:ke hoach (?:cua )?)?(?:tinh|bac giang)\b"
    r"|\b(?:tinh|bac giang)(?:,| va| con| voi| so voi)(?: (?:cua|o|muc tieu|chi tieu))*"
    r" (?:trung uong|ca nuoc|toan quoc)\b"
)
_AND = re.compile(r"\b(?:va|vs|con|(?<!gi )(?<!nao )voi|hay|lan)\b")
_AND_HINTED = re.compile(rf"{_AND.pattern}|,\s*$")
_JOINED = re.compile(r"\b(?:va|vs|(?<!gi )(?<!nao )voi|cung|hay|hoac|con|lan|so)\b|,")


def documents_compared(case: Case) -> list[str]:
    """The documents that a question sets side by side; fewer than two when it does not."""
    surely = case.meant()
    likely = case.leaning()
    text = plain(case.reading.shown.text)
    if len(programmed := case.own_programme_of()) > 1:
        return programmed
    if both := _with_province(case, text) or _centre_and_province(case, text):
        return both
    if in_turn := _in_turn(case, text):
        return in_turn
    if case.asked.compare and len(likely) > 1:
        apart = len(surely) > 1 and not _JOINED_PLAN.search(text)
        return _with_those_between(case, surely, text) if apart else likely
    named = {(m.start, m.end, m.document, m.weight) for m in case.mentions if m.weight >= HINT and not m.carried_out}
    joined = [
        (one, other)
        for one, other in pairwise(sorted(named))
        # A comma joins names of documents, but no hint at one ("Tỉnh ủy Bắc Giang, đơn vị tôi …").
        if one[2] != other[2]
        and other[0] - one[1] < 40
        and (_JOINED if min(one[3], other[3]) >= OBJECT else _AND_HINTED).search(text[one[1] : other[0]])
    ]
    own = {m.document for m in case.mentions if sum((n.start, n.end) == (m.start, m.end) for n in case.mentions) == 1}
    outright = [d for d in surely if (d in case.scope() or d in _carried_in_row(case, text)) and d in own]
    if len(outright) > 1:
        return _with_those_between(case, outright, text)
    asked = _SAYS_HOW.search(text)
    if joined and len(likely) > 1 and (surely or asked):
        return likely
    return surely[:1]


def _carried_in_row(case: Case, text: str) -> set[str]:
    """Documents to be carried out of which a question goes on to name others: "thực hiện NQ 20, NQ 57, KL 69"."""
    named = sorted((m for m in case.mentions if m.weight >= OBJECT), key=lambda m: m.start)
    held: set[str] = set()
    for one, other in pairwise(named):
        joined = ONLY_JOINED.fullmatch(text[one.end : other.start])
        # "Thực hiện NQ 20, KL 69 yêu cầu gì?": a comma alone may end the part before.
        in_row = joined and (joined["and"] or not re.search(r"\w", text[named[-1].end :]))
        if in_row and (one.carried_out or one.document in held) and not one.looked_back:
            held |= {one.document, other.document}
    return held


def _with_those_between(case: Case, outright: list[str], text: str) -> list[str]:
    """Documents named outright, and those that a question hints at in the same row: "NQ 20, chiến lược đến 2030 và
    NQ 57"."""
    named = sorted((m for m in case.mentions if m.weight >= HINT and not m.carried_out), key=lambda m: m.start)
    places = [place for place, m in enumerate(named) if m.document in outright]
    row = named[places[0] : places[-1] + 1] if places else []
    if any(not _JOINED.search(text[one.end : other.start]) for one, other in pairwise(row) if one.end <= other.start):
        return outright
    alone = [m.document for m in row if sum((n.start, n.end) == (m.start, m.end) for n in row) == 1]
    return list(dict.fromkeys([*alone, *outright])) if set(outright) < set(alone) else outright


def _with_province(case: Case, text: str) -> list[str]:
    """Documents named outright and the one that "tỉnh" hints at, where "và", "còn" join the two; else []."""
    hinted = [m for m in case.mentions if m.weight < OBJECT and _OF_PROVINCE.search(text[: m.end])]
    named = [m for m in case.mentions if m.weight >= HINT and not m.carried_out and m not in hinted]
    if not named or not hinted or {m.document for m in named} & {m.document for m in hinted}:
        return []
    first, last = min(m.end for m in named), max(m.start for m in named)
    for hint in hinted:
        between = text[first : hint.start] if hint.start >= first else text[hint.end : last]
        if _AND.search(between):
            order = sorted([*named, hint], key=lambda m: m.start)
            return list(dict.fromkeys(m.document for m in order))
    return []


def _centre_and_province(case: Case, text: str) -> list[str]:
    """Of the centre and of the province: "mục tiêu của trung ương và của tỉnh", "trung ương giao ai, tỉnh giao ai"."""
    documents = case.tools.documents
    plans = [d for d in case.leaning() if PROVINCIAL.search(plain(documents[d].issuer))]
    if not plans or not (both := _CENTRE_BESIDE.search(text)):
        return []
    others = [d for d in case.meant(HINT) if d not in plans]
    if not others:
        spoken = (both["centre"] or "").replace("trung uong", "")
        issued = [d.id for d in documents.values() if d.id not in plans and spoken in plain(d.issuer)]
        others = [f.document.id for f in case.found if f.document.id in issued]
    return [others[0], plans[0]] if others else []


def _in_turn(case: Case, text: str) -> list[str]:
    """Documents that a question speaks of one after the other, the last with a question of its own: "Kết luận 69 giao
    Đảng đoàn Quốc hội rà soát pháp luật, ở Bắc Giang việc ấy giao cho ai?"."""
    parts, objects = [], set()
    carrying = {m.document for m in case.mentions if not m.carried_out}
    carried = {d for e in case.tools.catalog.entries if e.id in carrying for d in e.carries_out}
    for start, end in pieces(text):
        piece = text[start:end]
        begins = start + len(piece) - len(_OPENS_PART.sub("", piece))
        # "Thực hiện KL 69 thì Quốc hội lo gì, còn HĐND tỉnh lo gì?": what the plan carries out speaks for itself.
        spoken = [m for m in case.mentions if start <= m.start < end]
        here = [m for m in spoken if not m.carried_out] or [
            m for m in spoken if m.document in carried and not m.looked_back
        ]
        held = [m.document for m in here if m.weight >= HINT or m.start <= begins]
        # "Chiến lược 2030 do ai chỉ đạo theo KL 69": of two the one is spoken of, the other speaks.
        speaking = [m.document for m in here if m.weight >= HINT and _SOURCE.search(text[: m.start])]
        if speaking:
            objects |= set(held) - set(speaking)
        if held and len(stripped(piece)) >= SAYS_MUCH:
            parts.append(((speaking or held)[0], piece))
    documents = list(dict.fromkeys(document for document, _ in parts))
    asks = len(parts) == len(documents) and len(documents) == 2 and ASKED_OTHERWISE.search(parts[-1][1])
    told = asks and (_SAYS.search(parts[0][1]) or ASKED_OTHERWISE.search(parts[0][1]))
    return documents if told and set(case.meant()) <= {*documents, *objects} else []


def pieces(text: str) -> list[tuple[int, int]]:
    """The parts of a question between commas, semicolons and "còn". text: without accents."""
    cuts = [m.span() for m in _BETWEEN.finditer(text)]
    return list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)], strict=True))
