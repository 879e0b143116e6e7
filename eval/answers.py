"""How good answers are: citation recall and precision (after ALCE, Gao et al. 2023), correctness, lists, refusals.

ALCE asks of every sentence whether what it cites, taken together, carries it (recall), and of every citation whether
it is needed (precision). An answer made of verbatim spans passes both by construction, so they guard against defects;
what tells answers apart is whether they are right, complete and not too long, which is measured beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from eval.judge import Judge
from eval.metrics import Estimate, estimate, share_found
from eval.questions import Question, says
from index.results import QUOTED, Answer, Sentence
from ingest.document import Document
from ingest.vietnamese import collapse, fold

Ask = Callable[[str], Answer]
# Characters that may stand between quoted words without being words of ours.
_JOINTS = " \n…[]()“”\"'.,;:-–—|"


_LISTS_AND_DUTIES = frozenset(("list", "obligation"))


@dataclass(frozen=True, slots=True)
class Graded:
    """One answer measured.

    right: every gold string is said; where there is none, a gold clause is cited (0 or 1). strings: the share of them.
    cited: a gold clause is cited. items: share of a list's items cited. gold_share: share of the cited clauses that
    are gold. recall, precision: ALCE's, for its sentences and citations. broken: what is wrong with its quotes.
    """

    question: Question
    answer: Answer
    right: float
    strings: float
    cited: float
    items: float
    gold_share: float
    recall: tuple[float, ...]
    precision: tuple[float, ...]
    broken: tuple[str, ...]


def grade(question: Question, answer: Answer, documents: dict[str, Document], judge: Judge) -> Graded:
    """Measure one answer against its question. documents: by id."""
    cited = tuple(dict.fromkeys(c for s in answer.sentences for c in s.citations))
    said = collapse(fold(" \n ".join(s.text for s in answer.sentences)))
    strings = [float(any(says(said, either) for either in s.split("|"))) for s in question.strings]
    precision: list[float] = []
    for sentence in answer.sentences:
        precision += citation_precision(sentence, documents, judge)
    gold = float(any(c in question.gold for c in cited))
    return Graded(
        question,
        answer,
        right=float(all(strings)) if strings else gold,
        strings=sum(strings) / len(strings) if strings else gold,
        cited=gold,
        items=share_found(cited, question.items),
        gold_share=sum(c in question.gold for c in cited) / len(cited) if cited else 0.0,
        recall=tuple(citation_recall(s, documents, judge) for s in answer.sentences),
        precision=tuple(precision),
        broken=tuple(p for s in answer.sentences for p in broken_quotes(s, documents)),
    )


def quoted_spans(sentence: Sentence, documents: dict[str, Document]) -> list[tuple[str, str]]:
    """(clause id, the words quoted from it) for every quote whose clause exists."""
    found = []
    for quote in sentence.quotes:
        document = documents.get(quote.clause.partition("#")[0])
        clause = document.by_id.get(quote.clause) if document else None
        if clause is not None:
            found.append((quote.clause, clause.text[quote.start : quote.end]))
    return found


def citation_recall(sentence: Sentence, documents: dict[str, Document], judge: Judge) -> float:
    """1.0 when the spans that a sentence quotes, taken together, carry it whole."""
    spans = [words for _, words in quoted_spans(sentence, documents)]
    return float(bool(spans) and judge.supports(sentence.text, spans) == "supported")


def citation_precision(sentence: Sentence, documents: dict[str, Document], judge: Judge) -> list[float]:
    """For each citation of a sentence: 1.0 when it carries a part of it that the others do not.

    A citation counts when it alone carries the sentence, or when without it the others no longer do.
    """
    spans = quoted_spans(sentence, documents)
    out = []
    for clause in sentence.citations:
        own = [words for c, words in spans if c == clause]
        others = [words for c, words in spans if c != clause]
        alone = bool(own) and judge.supports(sentence.text, own) == "supported"
        without = bool(others) and judge.supports(sentence.text, others) == "supported"
        helps = bool(own) and judge.supports(sentence.text, own) != "no"
        out.append(float(alone or (helps and not without)))
    return out


def broken_quotes(sentence: Sentence, documents: dict[str, Document]) -> list[str]:
    """What is wrong with a sentence's quotes: no such clause, empty, not in the sentence, words that nothing quotes."""
    problems = []
    rest = sentence.text
    for quote in sentence.quotes:
        document = documents.get(quote.clause.partition("#")[0])
        clause = document.by_id.get(quote.clause) if document else None
        if clause is None:
            problems.append(f"{quote.clause}: không có điều khoản này")
            continue
        words = clause.text[quote.start : quote.end]
        if not 0 <= quote.start < quote.end <= len(clause.text):
            problems.append(f"{quote.clause}[{quote.start}:{quote.end}]: ngoài điều khoản")
        elif sentence.style == QUOTED and words not in sentence.text:
            problems.append(f"{quote.clause}[{quote.start}:{quote.end}]: lời dẫn không có trong câu")
        rest = rest.replace(words, "", 1)
    if not sentence.quotes:
        problems.append(f"«{sentence.text[:60]}»: câu không dẫn điều khoản nào")
    elif sentence.style == QUOTED and rest.strip(_JOINTS):
        problems.append(f"«{rest.strip(_JOINTS)[:60]}»: lời không có trong điều khoản được dẫn")
    return problems


def grade_all(ask: Ask, questions: Iterable[Question], documents: Sequence[Document], judge: Judge) -> list[Graded]:
    """Ask every question once and measure the answers."""
    by_id = {document.id: document for document in documents}
    return [grade(q, ask(q.question), by_id, judge) for q in questions]


def summary(graded: Sequence[Graded]) -> dict[str, dict[str, Estimate]]:
    """Figures by group: "all", "lists and duties" (questions of these two types), "type:…", "set:…"; refusals for all
    questions, the rest for answerable ones."""
    groups: dict[str, list[Graded]] = {"all": list(graded)}
    for g in graded:
        if g.question.type in _LISTS_AND_DUTIES:
            groups.setdefault("lists and duties", []).append(g)
        groups.setdefault(f"type:{g.question.type}", []).append(g)
        groups.setdefault(f"set:{g.question.file}", []).append(g)
    return {name: _figures(rows) for name, rows in groups.items()}


def _figures(rows: Sequence[Graded]) -> dict[str, Estimate]:
    answerable = [g for g in rows if g.question.answerable]
    given = [g for g in answerable if not g.answer.refused]
    listed = [g for g in answerable if g.question.items]
    refused = [g for g in rows if g.answer.refused]
    found = {
        "right": estimate([g.right for g in answerable]),
        "strings": estimate([g.strings for g in answerable]),
        "gold cited": estimate([g.cited for g in answerable]),
        "right and gold cited": estimate([g.right * g.cited for g in answerable]),
        "cited clauses gold": estimate([g.gold_share for g in given]),
        "items": estimate([g.items for g in listed]),
        "lists complete": estimate([float(g.items == 1.0) for g in listed]),
        "citation recall": estimate([_mean(g.recall) for g in given]),
        "citation precision": estimate([_mean(g.precision) for g in given]),
        "quotes exact": estimate([float(not g.broken) for g in rows if g.answer.sentences]),
        "sentences": estimate([float(len(g.answer.sentences)) for g in given], shares=False),
        "answered": estimate([float(not g.answer.refused) for g in answerable]),
        "refusal precision": estimate([float(not g.question.answerable) for g in refused]),
        "refusal recall": estimate([float(g.answer.refused) for g in rows if not g.question.answerable]),
    }
    return {name: value for name, value in found.items() if value is not None}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def failures(graded: Iterable[Graded]) -> list[dict[str, Any]]:
    """Answers that are wrong in some way, and how."""
    found = []
    for g in graded:
        why = list(g.broken)
        if g.question.answerable and g.answer.refused:
            why.append("từ chối câu trả lời được")
        elif g.question.answerable:
            why += ["thiếu lời phải có"] if not g.right else []
            why += ["không dẫn điều khoản đúng"] if not g.cited else []
            why += ["danh sách thiếu mục"] if g.items < 1.0 else []
        elif not g.answer.refused:
            why.append("trả lời câu không có căn cứ")
        if why:
            cited = list(dict.fromkeys(c for s in g.answer.sentences for c in s.citations))
            found.append({"id": g.question.id, "question": g.question.question, "why": why, "cited": cited[:5]})
    return found
