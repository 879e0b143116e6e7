"""Sections that answer as a whole, though the words of the question fit one clause of them best."""

from __future__ import annotations

from collections.abc import Sequence

from index.case import Case
from index.evidence import Found
from index.lists import heading_asked, heads
from index.naming import plain
from index.question_cues import EXHAUSTIVE, MATTERS
from index.quoting import SAYING
from ingest.document import Clause

_LARGEST = 12
# Chosen on the development questions: shares of the section found, of the best clause's score, of the heading asked.
_MOSTLY, _HEADS, _HEADS_MATTER = 0.6, 0.45, 0.4
_NEARLY, _ALIKE, _HEADING_ASKED, _LIKE_ENOUGH, _HEAD_AMONG = 0.7, 0.8, 0.3, 0.6, 3


def all_beside(case: Case, candidates: Sequence[Found]) -> tuple[Clause, ...]:
    """The whole section round the best clause: when all of it is asked for in so many words, when its heading names the
    matter, or when nearly all of it was found and fits nearly as well as the best clause."""
    bare = plain(case.asked.text)
    whole = EXHAUSTIVE.search(bare) is not None
    if not (case.asked.lists or whole) or not candidates:
        return ()
    document, best, weigh = candidates[0].document, candidates[0].clause, case.tools.evidence
    head = best if best.kind == "heading" else document.by_id.get(best.parent)
    beside = [c for c in document.children.get(head.id, ()) if c.kind in SAYING] if head else []
    if head is None or head.kind != "heading" or not 1 < len(beside) <= _LARGEST or best not in (*beside, head):
        return ()
    fits = heads(case.asked, weigh, document, head)
    asked = MATTERS.search(bare) is not None
    matter = asked and fits >= _HEADS_MATTER and len(beside) > 2
    # "Thị trường khoa học và công nghệ: cần làm những việc gì?": the heading was found, and what stands under it.
    headed = asked and head.id in {f.clause.id for f in candidates[:_HEAD_AMONG]}
    near = {f.clause.id for f in candidates[: len(beside) + 2]}
    gathered = sum(c.id in near for c in beside) / len(beside)
    scores = {f.clause.id: f.score for f in candidates}
    second = sorted((scores.get(c.id, 0.0) for c in beside), reverse=True)[1]
    alike = gathered >= _NEARLY and second >= _ALIKE * candidates[0].score
    alike = alike and heading_asked(case.asked.words, weigh, head) >= _HEADING_ASKED
    named = gathered >= _MOSTLY and fits >= _HEADS and second >= _LIKE_ENOUGH * candidates[0].score
    return tuple(beside) if whole or matter or headed or alike or named else ()
