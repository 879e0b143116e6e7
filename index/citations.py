"""The gate: no sentence leaves without clauses, and none says what its clauses do not say.

A quotation is compared with the stored clause character by character. A sentence in other words (a language model's)
goes through `index.entailment`; where it does not hold, the plain quotation stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.entailment import Encode, objection_to
from index.results import QUOTED, Notice, Quote, Sentence
from ingest.document import Document

JOINT = " … "


def words_of(quote: Quote, documents: Mapping[str, Document]) -> str | None:
    """The quoted words as stored, None when there is no such clause or span."""
    document = documents.get(quote.clause.partition("#")[0])
    clause = document.by_id.get(quote.clause) if document else None
    if clause is None or not 0 <= quote.start < quote.end <= len(clause.text):
        return None
    return clause.text[quote.start : quote.end]


def exact(sentence: Sentence, documents: Mapping[str, Document]) -> bool:
    """Whether a quotation is its cited spans, character by character, joined by "…" where there are several."""
    pieces = [words_of(quote, documents) for quote in sentence.quotes]
    return bool(pieces) and None not in pieces and sentence.text == JOINT.join(filter(None, pieces))


def quotation(sentence: Sentence, documents: Mapping[str, Document]) -> Sentence | None:
    """The plain quotation of what a sentence cites, None when it cites nothing that is stored."""
    kept = tuple(quote for quote in sentence.quotes if words_of(quote, documents))
    if not kept:
        return None
    text = JOINT.join(str(words_of(quote, documents)) for quote in kept)
    return replace(sentence, text=text, quotes=kept, style=QUOTED, emphasis=())


def objection(sentence: Sentence, documents: Mapping[str, Document], encode: Encode | None = None) -> str:
    """Why a sentence does not hold, in Vietnamese; "" when it holds."""
    if sentence.style == QUOTED:
        return "" if exact(sentence, documents) else "lời dẫn khác điều khoản"
    pieces = [words_of(quote, documents) for quote in sentence.quotes]
    if not pieces or None in pieces:
        return "không dẫn điều khoản có thật"
    return objection_to(sentence.text, [str(piece) for piece in pieces], encode)


def gate(
    sentences: Sequence[Sentence], documents: Mapping[str, Document], encode: Encode | None = None
) -> tuple[tuple[Sentence, ...], tuple[Notice, ...]]:
    """What may be shown: sentences that hold, the plain quotation in place of those that do not, and a notice of it."""
    kept: list[Sentence] = []
    replaced = dropped = 0
    for sentence in sentences:
        if not objection(sentence, documents, encode):
            kept.append(sentence)
            continue
        plain = quotation(sentence, documents)
        if plain is None:
            dropped += 1
            continue
        replaced += 1
        if not any(plain.text == other.text for other in kept):
            kept.append(plain)
    notices = []
    if replaced:
        notices.append(Notice("model", f"{replaced} câu không khớp điều khoản được dẫn; đã thay bằng nguyên văn."))
    if dropped:
        notices.append(Notice("model", f"{dropped} câu không dẫn được điều khoản nào; đã bỏ."))
    return tuple(kept), tuple(notices)
