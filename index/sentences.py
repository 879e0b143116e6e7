"""Clause text cut into sentences and list items, as exact spans."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.document import Clause

# A stop ends a sentence when a capital follows; numbers (3.500), abbreviations and dates are left whole.
_END = re.compile(r"(?<=[.!?…;])(?<!\b[A-ZĐ]\.)(?<!TS\.)(?<!PGS\.)\s+(?=[A-ZĐÀ-ỸÂÊÔƯƠĂ“\"(])")


def sentence_spans(clause: Clause) -> list[tuple[int, int]]:
    """[start, end) of every sentence of a clause's text after its printed number; a table's rows each stand alone."""
    start, end = clause.body
    text = clause.text
    if clause.kind == "table":
        spans, at = [], start
        for row in text[start:end].split("\n"):
            spans.append((at, at + len(row)))
            at += len(row) + 1
        return [span for span in spans if span[0] < span[1]]
    cuts = [start, *(start + m.end() for m in _END.finditer(text[start:end])), end]
    spans = []
    for first, last in pairwise(cuts):
        while last > first and text[last - 1].isspace():
            last -= 1
        if last > first:
            spans.append((first, last))
    return spans
