"""Questions that ask several things: "GDP tăng mỗi năm bao nhiêu và thu nhập đầu người bao nhiêu?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.case import Case, Choice, Composed
from index.objections import Refusal
from index.question_cues import cue_text
from index.quoting import lead_to
from index.support import support

Asks = Callable[[str, Sequence[str]], tuple[Case, Composed, Refusal | None]]
_ASKS = re.compile(
    r"\b(?:bao nhieu|may|gi|nao|(?<!chua )(?<!khong )(?<!bat ky )(?<!bat cu )ai|dau|khi nao|bao gio|sao|the nao"
    r"|bao lau)\b|\bco\b[^,;?]*\bkhong\b|\bchua\W*$"
)
_CUT = re.compile(
    r"\s*[,;]\s*(?:(?:va|con|roi|dong thoi)\s+)?|(?<!khong)(?<!chang)(?<!chua)(?<!van)\s(?:va|con|roi)\s+|[?.]\s+"
)
# "Là những nhóm nào?", "gồm những gì?": nothing of its own is asked.
_BARE = re.compile(
    r"^\W*(?:(?:va|do|ay|cu the|gom|bao gom|la|nhung|cac|co|thi|trong do|ten|o|den|tu|khi|vao|bang|theo|moi|tung|noi)"
    r"\s+)*(?P<noun>(?:\w+ ){0,2})"
    r"(?:bao nhieu|may|gi|nao|ai|dau|sao|ra sao|the nao|khi nao|bao gio|khong|chua)\b(?: \w+)?\W*$"
)
_LEAST = 3
# A part is answered by itself where that answer is so likely, and says so much more of the part than what is quoted
# already. Chosen on the development questions.
_LIKELY, _MORE, _MORE_OF_A_FIGURE, _MOST = 0.6, 0.25, 0.1, 3


def parts(text: str) -> tuple[str, ...]:
    """The questions that `text` asks one after the other, each with words of its own; () when it asks one."""
    bare = cue_text(text)
    found, start = [], 0
    for cut in _CUT.finditer(bare):
        before, after = bare[start : cut.start()], bare[cut.end() :]
        long = min(len(before.split()), len(after.split())) >= _LEAST
        if long and _ASKS.search(before) and _ASKS.search(after) and not _is_bare(before, after):
            found.append(text[start : cut.start()])
            start = cut.end()
    return (*found, text[start:]) if found else ()


def _is_bare(before: str, after: str) -> bool:
    """Whether a part only asks which are those named before: "gồm mấy mục tiêu, là những mục tiêu nào"."""
    bare = _BARE.match(after)
    return bare is not None and (len(bare["noun"].split()) < 2 or bare["noun"].strip() in before)


def with_parts(case: Case, composed: Composed, refusal: Refusal | None, ask: Asks) -> tuple[Composed, Refusal | None]:
    """What answers a question, and the clauses that answer parts of it which those say nothing of.

    ask: answers a part by itself, in some documents ([] for those of the question). A question refused as a whole is
    answered only where every part of it is.
    """
    plain = composed.kind in ("content", "figure", "duty", "refusal") and not composed.structural
    if not plain or case.reading.fact or len(composed.choices) >= _MOST:
        return composed, refusal
    weigh = case.tools.evidence

    def covered(part: Case, choices: Sequence[Choice]) -> float:
        rows = (weigh.rows[c.clause.id] for c in choices)
        return max((weigh.covered(part.asked, weigh.read(row)[0]) for row in rows), default=0.0)

    choices = list(composed.choices) if refusal is None else []
    before, part_of = len(choices), dict[str, int]()
    for place, text in enumerate(parts(case.reading.shown.text)):
        part, own, objection = ask(text, list(dict.fromkeys(c.document.id for c in choices)))
        few = 0 < len(own.choices) <= _MOST and not part.reading.fact
        if objection is not None or not few or support(part, own) < _LIKELY:
            if refusal is not None:
                return composed, refusal
            continue
        for choice in own.choices:
            part_of.setdefault(choice.clause.id, place)
        new = {c.clause.id for c in own.choices}.isdisjoint(c.clause.id for c in choices)
        more = _MORE_OF_A_FIGURE if own.kind == "figure" else _MORE
        if new and covered(part, own.choices) >= covered(part, choices) + more:
            choices += own.choices
    if len(choices) == before:
        return composed, refusal
    choices.sort(key=lambda choice: part_of.get(choice.clause.id, 0))
    kind = composed.kind if refusal is None else "content"
    return replace(composed, kind=kind, choices=tuple(choices), lead=lead_to(tuple(choices))), None
