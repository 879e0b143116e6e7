"""Follow-up questions: "còn cấp huyện thì sao?" takes document, body and matter from the answers before it.

A follow-up is written out as a whole question and then read like any other, so that what it was taken for is plain to
see: `Carried.text` is searched, `Carried.notes` are shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import question_cues as cues
from index.case import Tools
from index.courtesy import without
from index.facts import asked_fact
from index.mentions import mentions
from index.naming import HINT, OBJECT, plain
from index.results import Answer
from index.tokens import stripped
from ingest.actors import key
from ingest.document import Document

_OPENS = re.compile(r"^\W*(?:(?:the|vay|a|roi)\s+)?con\b(?! (?:hieu luc|han|gi|nhieu|bao))|^\W*(?:the|vay) thi\b")
_HOW_OF = re.compile(r"\bthi sao\W*$")
_BACK = re.compile(
    r"\b(?:viec|van ban|nghi quyet|ket luan|quyet dinh|ke hoach|co quan|don vi|muc|doan|dieu|noi dung|chi tieu"
    r"|muc tieu|nhiem vu|con so|tai lieu) (?:do|nay|ay|tren|vua roi|vua neu)\b|\bo tren\b|\btrong do\b|^\W*(?:ho|no)\b"
)
_OWN = re.compile(r"\b(?:ke hoach|nghi quyet|ket luan|quyet dinh) nay\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SHORT = 2
_FURTHEST = 3


@dataclass(frozen=True, slots=True)
class Carried:
    """A follow-up written out. notes: what was taken from the conversation, in Vietnamese."""

    text: str
    notes: tuple[str, ...]


def carry(question: str, history: Sequence[Answer], tools: Tools) -> Carried | None:
    """The whole question that a follow-up means, None when it stands by itself or there is nothing to follow."""
    if not history or not follows(question, tools):
        return None
    before = next((a for a in reversed(history[-_FURTHEST:]) if not a.refused), history[-1])
    named = tools.namer.find(question)
    names_document = any(w >= OBJECT for w in named.weights.values()) and not _BACK.search(plain(question))
    text, notes = _whole(question, _base(before), before, tools, names_document=names_document)
    documents = [tools.documents[d] for d in _documents_of(before) if d in tools.documents]
    if not names_document and documents:
        text = f"{text}, theo {' và '.join(_said(d, tools) for d in documents)}"
        notes.insert(0, f"văn bản: {'; '.join(d.short_name for d in documents)}")
    return Carried(" ".join(text.replace("?", " ").split()), tuple(notes))


def _whole(question: str, base: str, before: Answer, tools: Tools, *, names_document: bool) -> tuple[str, list[str]]:
    """A follow-up with what it leaves out put back, and what that was."""
    bare = plain(question)
    earlier = _without_documents(base, tools)
    bodies = tools.duties.named(base)
    matter = _content(question, tools)
    if tools.duties.named(question) or tools.duties.level_named(question):
        if tools.duties.named(question) and cues.DUTY.search(bare):
            return question, []
        return f"{_core(question)} {tools.duties.without_names(earlier)}", [f"nội dung: {earlier}"]
    if asked_fact(question, tools.namer.find(question).spans):
        return question, []
    if names_document and not matter:
        return f"{earlier} {_core(question)}", [f"nội dung: {earlier}"]
    if (years := _YEAR.findall(bare)) and not names_document:
        kept = re.sub(r"(?:năm\s+|nam\s+)?\b(?:19|20)\d\d\b", " ", earlier)
        return f"{kept} năm {years[0]}", [f"nội dung: {kept.strip()}"]
    if _OPENS.search(bare) or _HOW_OF.search(bare):
        if not matter or before.refused:
            return f"{_core(question)} {earlier}", [f"nội dung: {earlier}"]
        asking = _asking(earlier)
        return f"{_core(question)} {asking}", [f"cách hỏi: {asking}"]
    if len(matter) > _SHORT:
        return question, []
    notes = [f"nội dung: {_topic(earlier)}"]
    if bodies:
        notes.append(f"cơ quan: {', '.join(bodies)}")
    return f"{question} {_topic(earlier)}", notes


def follows(question: str, tools: Tools) -> bool:
    """Whether a question leans on an earlier one: "còn …", "… thì sao", "việc đó", "Ai ký?"."""
    bare = plain(question)
    if _OPENS.search(bare) or _HOW_OF.search(bare) or (_BACK.search(bare) and not _own_plan(bare, tools)):
        return True
    if tools.namer.find(question).weights or tools.duties.named(question):
        return False
    return bool(asked_fact(question)) or not _content(question, tools)


def _base(answer: Answer) -> str:
    """An earlier question without the documents that were carried into it."""
    text = answer.understood.text
    return re.sub(r",? theo [^,]*$", "", text) if answer.understood.carried else text


def _said(document: Document, tools: Tools) -> str:
    """A name of a document that means it alone, in plain words where the catalogue has such."""
    entry = tools.catalog.get(document.id)
    names = [*(entry.nicknames if entry else ()), document.short_name]
    sure = [n for n in names if tools.namer.find(n).strong == (document.id,) and n.islower()]
    return max(sure, key=len) if sure else document.short_name


def _own_plan(bare: str, tools: Tools) -> bool:
    """ "Kế hoạch này" names the one plan in the library without any conversation."""
    return bool(_OWN.search(bare)) and bool(tools.namer.find(bare).weights)


def _documents_of(answer: Answer) -> list[str]:
    cited = list(dict.fromkeys(s.document.id for s in answer.sources))
    return cited or list(answer.understood.documents)


def _content(question: str, tools: Tools) -> list[str]:
    """Words of the matter: no words of asking, no names of documents or bodies."""
    kept = without(question, tools.namer.find(question).spans)
    skipped = {w for body in tools.duties.named(question) for w in stripped(key(body))}
    leaning = set(stripped(" ".join(m.group() for m in _BACK.finditer(plain(question))))) | {
        "han",
        "thoi",
        "vay",
        "con",
    }
    return [w for w in stripped(kept) if len(w) > 1 and w not in cues.ASKING_BARE and w not in skipped | leaning]


def _core(question: str) -> str:
    """What is left of "còn X thì sao?": X."""
    text = question.strip(" ?.!")
    text = re.sub(
        r"^\W*(?:(?:thế|vậy|à|rồi|the|vay|a|roi)\s+)?(?:(?:còn|con|thế|vậy|the|vay)\s+)", "", text, flags=re.I
    )
    return re.sub(r"\s*(?:thì sao|thi sao)$", "", text, flags=re.I)


def _asking(text: str) -> str:
    """The words by which an earlier question asked: "phải làm gì", "bao nhiêu phần trăm"."""
    patterns = [*(pattern for _, pattern in cues.ASKS), cues.LIST]
    found = [m for pattern in patterns if (m := pattern.search(plain(text)))]
    spans = [m.span() for m in found] + [m.span() for m in cues.DUTY.finditer(plain(text))]
    return " ".join(text[start:end] for start, end in sorted(set(spans))[:2]) or "thế nào"


def _topic(text: str) -> str:
    """An earlier question without its words of asking."""
    words = text.strip(" ?.!").split()
    return " ".join(w for w in words if (stripped(w) or [""])[0] not in cues.ASKING_BARE)


def _without_documents(text: str, tools: Tools) -> str:
    spans = [(m.start, m.end) for m in mentions(text, tools.namer.find(text).spans, tools.namer) if m.weight >= HINT]
    kept = " ".join(without(text, spans).strip(" ?.!").split())
    return re.sub(r"\s*,?\s*\b(?:theo|trong|của|ở)$", "", kept).strip(" ,")
