"""Checks that a kit keeps its word: each line is the span it cites, each right answer right, each wrong one wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dissemination.kit_model import BLANK, Kit, Line, Option, Question
from dissemination.shelf import Shelf
from dissemination.similarity import cosine
from index.results import Quote
from ingest.actors import known_actors
from ingest.errors import UserError
from ingest.obligations import Obligation
from ingest.target_words import number_of
from ingest.targets import Target
from ingest.vietnamese import fold

_ASKED = re.compile(r"«(.*?)»")
ALIKE = 0.5


def broken(shelf: Shelf, line: Line) -> bool:
    """Whether a line is no longer the words of the clause it cites (someone edited it), or cites nothing."""
    if line.kind == "note":
        return False
    if not line.quotes:
        return True
    try:
        cited = [shelf.text(quote) for quote in line.quotes]
    except UserError:
        return True
    if line.kind == "prompt":
        asked = _ASKED.findall(line.text)
        return not asked or any(words not in cited for words in asked)
    return line.text != " ".join(cited)


def kit_lines(kit: Kit) -> Iterator[Line]:
    """Every line of a kit: outline, slides with their notes, hand-out."""
    for section in kit.outline.sections:
        yield from section.lines
    for slide in kit.slides:
        yield from (*slide.lines, *slide.notes)
    yield from (*kit.handout.lines, *kit.handout.notes)


def problems(shelf: Shelf, kit: Kit) -> tuple[str, ...]:
    """What is wrong with a kit, in Vietnamese; () when all of it can be proved."""
    found = [f"dòng không khớp điều khoản: «{line.text[:60]}»" for line in kit_lines(kit) if broken(shelf, line)]
    for question in kit.quiz:
        found += [f"câu hỏi «{question.stem[:60]}»: {why}" for why in unproved(shelf, question)]
    return tuple(found)


def unproved(shelf: Shelf, question: Question) -> tuple[str, ...]:
    """Why a question's right answer is not shown right, or a wrong one not shown wrong; () when all is shown."""
    right = [option for option in question.options if option.right]
    wrong = [option for option in question.options if not option.right]
    found = [
        f"«{o.text}» không phải nguyên văn ở {o.quote.clause}"
        for o in question.options
        if shelf.text(o.quote) != o.text
    ]
    if len(right) != 1:
        return (*found, "phải có đúng một đáp án đúng")
    if question.form == "chọn một" and len(wrong) < 2:
        found.append("phải có ít nhất hai phương án sai")
    if len({_same(option.text) for option in question.options}) < len(question.options):
        found.append("có hai phương án như nhau")
    inside = question.about.start <= right[0].quote.start and right[0].quote.end <= question.about.end
    if question.basis in ("chỉ tiêu", "từ ngữ") and not (inside and right[0].quote.clause == question.about.clause):
        found.append("đáp án đúng không nằm trong đoạn được hỏi")
    checks = {"chỉ tiêu": _figure, "phân công": _body, "mục": _place, "từ ngữ": _words}
    return (*found, *(why for option in wrong for why in checks[question.basis](shelf, question, right[0], option)))


def _figure(shelf: Shelf, question: Question, right: Option, wrong: Option) -> Iterable[str]:
    """A wrong figure is another number than the right one, and the document sets no such figure for the same thing."""
    targets = shelf.targets[_document(question.about)]
    asked = next((t for t in targets if _holds(t, right)), None)
    if asked is None:
        return [f"không có chỉ tiêu nào ở {question.about.clause} ứng với đáp án"]
    value = _number(wrong.text)
    if value == _number(right.text):
        return [f"«{wrong.text}» bằng đáp án đúng"]
    twins = [t for t in targets if fold(t.indicator) == fold(asked.indicator) and t.year == asked.year]
    if any(_number(_printed(shelf, t)) == value for t in twins):
        return [f"«{wrong.text}» cũng được nêu cho chính chỉ tiêu này"]
    return _written(shelf, question, right, wrong)


def _body(shelf: Shelf, question: Question, right: Option, wrong: Option) -> Iterable[str]:
    """A wrong body is not given the work asked about, nor the like of it, in the same document, alone or in a group."""
    actors = known_actors()
    rows = shelf.duties[_document(question.about)]
    name = actors.normalise(wrong.text)
    asked = [r for r in rows if r.clause == question.about.clause and r.start <= question.about.start < r.end]
    if not asked:
        return [f"không có việc nào được giao ở {question.about.clause}"]
    if actors.normalise(right.text) not in {r.actor for r in asked}:
        return [f"«{right.text}» không phải cơ quan được giao"]
    return () if may_not_have(shelf, asked[0], name) else [f"«{wrong.text}» cũng được giao việc này hoặc việc tương tự"]


def may_not_have(shelf: Shelf, asked: Obligation, name: str) -> bool:
    """Whether a body surely is not given a duty: not itself, not by a group, not led or joined in it, nothing alike."""
    actors = known_actors()
    kin = {name, *actors.broader(name)}
    wanted = shelf.weights.vector(asked.duty)
    for row in shelf.duties[asked.document]:
        theirs = {row.actor, *actors.broader(row.actor)}
        same = row.clause == asked.clause and row.start == asked.start
        if same and (kin & theirs or name in row.directed or fold(name) in fold(f"{row.partners} {row.duty}")):
            return False
        if row.actor in kin and cosine(wanted, shelf.weights.vector(row.duty)) >= ALIKE:
            return False
    return True


def _place(shelf: Shelf, question: Question, right: Option, wrong: Option) -> Iterable[str]:
    """A wrong passage stands outside the title asked about, and nothing under that title says the like."""
    section = question.section
    document = shelf.get(section.partition("#")[0])
    below = [document.by_id[section], *document.descendants(section)]
    if wrong.quote.clause in {clause.id for clause in below}:
        return [f"«{wrong.text[:40]}» cũng thuộc mục được hỏi"]
    if right.quote.clause not in {clause.id for clause in below}:
        return ["đáp án đúng không thuộc mục được hỏi"]
    vector = shelf.weights.vector(wrong.text)
    if any(cosine(vector, shelf.weights.vector(clause.text)) >= ALIKE for clause in below):
        return [f"«{wrong.text[:40]}» gần giống một đoạn của mục được hỏi"]
    return ()


def _words(shelf: Shelf, question: Question, right: Option, wrong: Option) -> Iterable[str]:
    return _written(shelf, question, right, wrong)


def _written(shelf: Shelf, question: Question, right: Option, wrong: Option) -> Iterable[str]:
    """The passage with the wrong words in it stands in none of the documents."""
    text = shelf.clause(question.about.clause).text
    start, end = right.quote.start, right.quote.end
    whole = text[question.about.start : start] + wrong.text + text[end : question.about.end]
    if any(_same(whole) in _same(document.source_text) for document in shelf.documents):
        return [f"điền «{wrong.text}» vẫn thành câu có trong văn bản"]
    return ()


def _holds(target: Target, option: Option) -> bool:
    return target.clause == option.quote.clause and (target.value_start, target.value_end) == (
        option.quote.start,
        option.quote.end,
    )


def _printed(shelf: Shelf, target: Target) -> str:
    return shelf.clause(target.clause).text[target.value_start : target.value_end]


def _number(printed: str) -> tuple[float, ...]:
    """The figure behind a way of printing it: `03` = `3` = `ba`, `16 - 18%` = `16% - 18%`."""
    return tuple(number_of(piece) for piece in re.split(r"\s*[-–]\s*", fold(printed.replace("%", "")).strip()))


def _document(quote: Quote) -> str:
    return quote.clause.partition("#")[0]


@lru_cache(maxsize=256)
def _same(text: str) -> str:
    return " ".join(re.findall(r"[\w%]+(?:[.,]\d+)*", fold(text.replace(BLANK, " "))))
