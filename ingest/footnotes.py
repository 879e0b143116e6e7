"""Footnotes hang on the word that calls them: a superscript in the body and a note with the same number."""

from __future__ import annotations

import re

from ingest.document import Call
from ingest.drafts import Draft
from ingest.vietnamese import SUPERSCRIPT_RUN, plain_digits

_UNIT = re.compile(r"\b(?:[kcdm]?m|ha|dam|hm)$", re.I)


def find_calls(drafts: list[Draft], taken: set[str]) -> None:
    """Give every footnote its path under the clause that calls it, and that clause its `calls`.

    A note belongs to the nearest clause before it that carries its number as a superscript and has not been answered,
    else the nearest after it; a note that nothing calls stays under the item in which it is printed.
    """
    calls = _superscripts(drafts)
    for place, draft in enumerate(drafts):
        if draft.kind != "footnote" or draft.path:
            continue
        waiting = calls.get(draft.note, [])
        before = [held for held in waiting if held[0] < place]
        chosen = before[-1] if before else waiting[0] if waiting else None
        if chosen is not None:
            waiting.remove(chosen)
            draft.parent = drafts[chosen[0]].path
        draft.path = _unique(f"{draft.parent}/fn{draft.note}" if draft.parent else f"fn{draft.note}", taken)
        if chosen is not None:
            drafts[chosen[0]].calls.append(Call(chosen[1], draft.path))


def _superscripts(drafts: list[Draft]) -> dict[str, list[tuple[int, int]]]:
    """Superscript numbers in the body: number → (place of the clause, offset in its text), in reading order."""
    found: dict[str, list[tuple[int, int]]] = {}
    if not any(draft.kind == "footnote" for draft in drafts):
        return found
    for place, draft in enumerate(drafts):
        if draft.kind == "footnote":
            continue
        text = draft.text
        for run in SUPERSCRIPT_RUN.finditer(text):
            if not _UNIT.search(text[: run.start()]):
                found.setdefault(plain_digits(run.group()), []).append((place, run.start()))
    return found


def _unique(path: str, taken: set[str]) -> str:
    candidate, times = path, 1
    while candidate in taken:
        times += 1
        candidate = f"{path}~{times}"
    taken.add(candidate)
    return candidate
