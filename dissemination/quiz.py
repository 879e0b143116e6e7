"""Quiz questions with their key: choose one, true or false, fill in. A question that cannot be proved is not asked.

Wrong answers are real: another document's or year's figure, another body, a passage of another part. `proof.unproved`
decides whether they are surely wrong for the question.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from dissemination.facts import (
    Assignment,
    Figure,
    Place,
    Within,
    assignment_facts,
    figure_facts,
    is_proper,
    near_figures,
    places,
    printed_name,
)
from dissemination.kit_model import BLANK, Basis, Form, Option, Question
from dissemination.proof import may_not_have, unproved
from dissemination.shelf import Shelf
from index.results import Quote
from ingest.actors import known_actors
from ingest.document import Document
from ingest.targets import Target
from ingest.vietnamese import fold

_SYLLABLE = re.compile(r"[^\W\d_]+")
_BOND = 0.6
_TURNS = 6
COUNT = {15: 6, 45: 12, 90: 20}
_WRONG = 3
_IN_TURN: tuple[Form, ...] = ("chọn một", "đúng sai", "điền khuyết", "đúng sai")
Fact = TypeVar("Fact")


def build_quiz(
    shelf: Shelf, documents: Sequence[Document], count: int, *, within: Within = (), seed: str = ""
) -> tuple[Question, ...]:
    """At most `count` questions on documents, the kinds in turn; fewer when the documents do not give more.

    within: only about these passages (a topic). seed: the same seed gives the same order of options.
    """
    dice = random.Random(seed)
    makers: list[Iterator[Question]] = [
        _figure_questions(shelf, documents, within, dice),
        _body_questions(shelf, documents, within, dice),
        _place_questions(shelf, documents, within, dice),
        _word_questions(shelf, documents, within),
    ]
    found: list[Question] = []
    while makers and len(found) < count:
        for maker in tuple(makers):
            question = next(maker, None)
            if question is None:
                makers.remove(maker)
            elif len(found) < count:
                found.append(question)
    return tuple(found)


def _name(shelf: Shelf, clause_id: str) -> str:
    document = shelf.get(clause_id.partition("#")[0])
    name = document.short_name or document.title
    return f"bản tóm lược {name} (không phải nguyên văn)" if document.provenance == "digest" else name


def _figure_questions(
    shelf: Shelf, documents: Sequence[Document], within: Within, dice: random.Random
) -> Iterator[Question]:
    others = [t for targets in shelf.targets.values() for t in targets]
    facts = figure_facts(shelf, documents, within)
    for place, fact in enumerate(_mixed(facts, lambda f: f.target.clause)):
        right = Option(shelf.text(fact.answer), fact.answer, right=True)
        wrong = _wrong_figures(shelf, fact, right, others)
        who = _name(shelf, fact.target.clause)
        before, after = _sides(shelf, fact)
        form = _IN_TURN[place % len(_IN_TURN)]
        if form == "chọn một" and len(wrong) >= 2:
            stem = f"Theo {who}: «{before}{BLANK}{after}». Chỗ trống là số nào?"
            yield from _proved(
                shelf, form, "chỉ tiêu", stem, fact.about, _shuffled([right, *wrong[:_WRONG]], dice), right.text
            )
        elif form == "đúng sai" and place % 4 == 1 and wrong:
            stem = f"Theo {who}: «{before}{wrong[0].text}{after}». Đúng hay sai?"
            answer = f"Sai; văn bản ghi «{right.text}»"
            yield from _proved(shelf, form, "chỉ tiêu", stem, fact.about, (right, wrong[0]), answer)
        elif form == "đúng sai":
            stem = f"Theo {who}: «{before}{right.text}{after}». Đúng hay sai?"
            yield from _proved(shelf, form, "chỉ tiêu", stem, fact.about, (right,), "Đúng")
        else:
            stem = f"Điền vào chỗ trống theo {who}: «{before}{BLANK}{after}»."
            yield from _proved(shelf, "điền khuyết", "chỉ tiêu", stem, fact.about, (right,), right.text)


def _wrong_figures(shelf: Shelf, fact: Figure, right: Option, others: Sequence[Target]) -> list[Option]:
    """Figures of other targets that are surely wrong here, the most like first, none twice in print."""
    found: dict[str, Option] = {}
    for other in near_figures(fact.target, others):
        quote = Quote(other.clause, other.value_start, other.value_end)
        option = Option(shelf.text(quote), quote)
        probe = Question("đúng sai", "chỉ tiêu", "", fact.about, (right, option), "")
        seen = option.text in found or option.text in shelf.text(fact.about)
        if not seen and not unproved(shelf, probe):
            found[option.text] = option
        if len(found) == _WRONG:
            break
    return list(found.values())


def _sides(shelf: Shelf, fact: Figure) -> tuple[str, str]:
    text = shelf.clause(fact.about.clause).text
    return text[fact.about.start : fact.answer.start], text[fact.answer.end : fact.about.end].rstrip(" .;")


def _body_questions(
    shelf: Shelf, documents: Sequence[Document], within: Within, dice: random.Random
) -> Iterator[Question]:
    facts = assignment_facts(shelf, documents, within)
    for place, fact in enumerate(_mixed(facts, lambda f: f.row.actor)):
        right = Option(shelf.text(fact.answer), fact.answer, right=True)
        wrong = _wrong_bodies(shelf, fact)
        who = _name(shelf, fact.row.clause)
        duty = fact.row.duty
        if place % 3 != 1 and len(wrong) >= 2:
            stem = f"Theo {who}, cơ quan nào được giao: «{duty}»?"
            options = _shuffled([right, *dice.sample(wrong, min(_WRONG, len(wrong)))], dice)
            yield from _proved(shelf, "chọn một", "phân công", stem, fact.about, options, right.text)
        elif wrong:
            false = dice.choice(wrong)
            stem = f"Theo {who}, {false.text} được giao: «{duty}». Đúng hay sai?"
            answer = f"Sai; việc này giao cho {right.text}"
            yield from _proved(shelf, "đúng sai", "phân công", stem, fact.about, (right, false), answer)


def _wrong_bodies(shelf: Shelf, fact: Assignment) -> list[Option]:
    """Other bodies of the same document that surely do not have the duty, one of each name."""
    actors = known_actors()
    document = shelf.get(fact.row.document)
    found: dict[str, Option] = {}
    for row in shelf.duties[document.id]:
        if row.actor in found or not is_proper(row.actor) or not may_not_have(shelf, fact.row, row.actor):
            continue
        quote = printed_name(document, row, actors)
        if quote is not None:
            found[row.actor] = Option(shelf.text(quote), quote)
    return list(found.values())


def _place_questions(
    shelf: Shelf, documents: Sequence[Document], within: Within, dice: random.Random
) -> Iterator[Question]:
    """Which passage stands in a part, and whether a passage does; in turns over the parts."""
    for turn in range(_TURNS):
        for document in documents:
            elsewhere = places(document)
            for title in places(document, within):
                if turn < len(title.passages):
                    yield from _place_question(shelf, title, elsewhere, turn, dice)


def _place_question(
    shelf: Shelf, title: Place, elsewhere: Sequence[Place], turn: int, dice: random.Random
) -> Iterator[Question]:
    quote = title.passages[turn]
    right = Option(shelf.text(quote), quote, right=True)
    pool = [q for other in elsewhere if other.title.id != title.title.id for q in other.passages[:2]]
    dice.shuffle(pool)
    wrong: list[Option] = []
    for other in pool:
        option = Option(shelf.text(other), other)
        probe = Question("đúng sai", "mục", "", quote, (right, option), "", title.title.id)
        if len(wrong) < _WRONG and not unproved(shelf, probe):
            wrong.append(option)
    who, part = _name(shelf, title.title.id), title.title.heading
    if turn % 2 == 0 and len(wrong) >= 2:
        stem = f"Nội dung nào dưới đây thuộc phần «{part}» của {who}?"
        options = _shuffled([right, *wrong], dice)
        yield from _proved(shelf, "chọn một", "mục", stem, quote, options, right.text, section=title.title.id)
    elif wrong:
        said = dice.choice([right, wrong[0]])
        stem = f"Trong phần «{part}» của {who} có nội dung: «{said.text}». Đúng hay sai?"
        place = shelf.citation(said.quote.clause)
        answer, options = ("Đúng", (right,)) if said.right else (f"Sai; nội dung ấy ở {place}", (right, wrong[0]))
        yield from _proved(shelf, "đúng sai", "mục", stem, quote, options, answer, section=title.title.id)


def _word_questions(shelf: Shelf, documents: Sequence[Document], within: Within) -> Iterator[Question]:
    """Fill in the rarest word of a passage, where it stands in it once."""
    for turn in range(_TURNS):
        for title in (title for document in documents for title in places(document, within)):
            about = title.passages[turn] if turn < len(title.passages) else None
            answer = _key_words(shelf, about) if about else None
            if about is None or answer is None:
                continue
            text = shelf.clause(about.clause).text
            before, after = text[about.start : answer.start], text[answer.end : about.end].rstrip(" .;")
            stem = f"Điền vào chỗ trống theo {_name(shelf, about.clause)}: «{before}{BLANK}{after}»."
            right = Option(shelf.text(answer), answer, right=True)
            yield from _proved(shelf, "điền khuyết", "từ ngữ", stem, about, (right,), right.text)


def _key_words(shelf: Shelf, about: Quote) -> Quote | None:
    """The rarest word of two syllables in a passage; None when it has none that surely is a word.

    Two syllables are a word when at least one of them is seldom seen without the other, and neither holds more firmly
    to its other neighbour.
    """
    text, weights = shelf.clause(about.clause).text, shelf.weights
    found = list(_SYLLABLE.finditer(text, about.start, about.end))
    folded = [fold(match.group()) for match in found]

    def bond(at: int) -> float:
        if at < 0 or at + 1 >= len(folded) or text[found[at].end() : found[at + 1].start()] != " ":
            return 0.0
        both = weights.seen.get(f"{folded[at]} {folded[at + 1]}", 0)
        fewer = min(weights.seen.get(folded[at], 0), weights.seen.get(folded[at + 1], 0))
        return both / fewer if both >= 3 and fewer else 0.0

    best: tuple[float, Quote] | None = None
    for at in range(2, len(folded) - 1):
        word = text[found[at].start() : found[at + 1].end()]
        if bond(at) < _BOND or max(bond(at - 1), bond(at + 1)) >= bond(at) or not word.islower():
            continue
        if text.count(word, about.start, about.end) == 1:
            worth = weights.of(f"{folded[at]} {folded[at + 1]}")
            if best is None or worth > best[0]:
                best = (worth, Quote(about.clause, found[at].start(), found[at + 1].end()))
    return best[1] if best else None


def _proved(
    shelf: Shelf,
    form: Form,
    basis: Basis,
    stem: str,
    about: Quote,
    options: Sequence[Option],
    answer: str,
    *,
    section: str = "",
) -> Iterator[Question]:
    question = Question(form, basis, stem, about, tuple(options), answer, section)
    if not unproved(shelf, question):
        yield question


def _shuffled(options: list[Option], dice: random.Random) -> tuple[Option, ...]:
    dice.shuffle(options)
    return tuple(options)


def _mixed(facts: Sequence[Fact], group: Callable[[Fact], str]) -> list[Fact]:
    """Facts so ordered that neighbours come from different groups: one of each group, then the second of each."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(group(fact), []).append(fact)
    longest = max(map(len, groups.values()), default=0)
    return [members[turn] for turn in range(longest) for members in groups.values() if turn < len(members)]
