"""What `python -m eval run` measures on one library, as a JSON value and as tables."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from eval import answers, judgements, retrieval
from eval.judge import Judge
from eval.judgements import Agreement
from eval.libraries import described
from eval.metrics import Estimate
from eval.questions import asked_of, load, problems
from eval.tables import estimates, table
from ingest.errors import UserError

if TYPE_CHECKING:
    from index.engine import Engine

_RIGHT = ("right", "gold cited", "right and gold cited", "cited clauses gold", "lists complete", "answered")
_PROOF = ("citation recall", "citation precision", "quotes exact", "refusal precision", "refusal recall", "sentences")


def measured(engine: Engine, split: str) -> tuple[dict[str, Any], str]:
    """Retrieval with and without accents, and answers. Raises UserError when the questions are not sound."""
    wrong = problems(load())
    if wrong:
        raise UserError(f"eval/questions: {wrong[0]} (và {len(wrong) - 1} lỗi khác); hãy sửa tệp câu hỏi.")
    questions = load(split=split)
    asked = asked_of(questions, engine.documents)
    left_out = sorted({q.id for q in questions} - {q.id for q in asked})

    def search(text: str) -> list[str]:
        return [hit.clause.id for hit in engine.search(text, top=retrieval.DEPTH).hits]

    search(asked[0].question)  # the first search pays for loading
    accented = retrieval.rank_all(search, asked)
    stripped = retrieval.rank_all(search, asked, stripped=True)
    judge = Judge(engine.retriever.encode)
    hand = judgements.load()
    agreed = judgements.measured(judge, hand)
    answering = judgements.answering(hand)
    graded = answers.grade_all(engine.ask, asked, engine.documents, judge)
    found = {"accented": retrieval.summary(accented), "stripped": retrieval.summary(stripped)}
    answered = answers.summary(graded)
    times = np.array([r.seconds for r in accented]) * 1000
    value = {
        "library": described(engine),
        "split": split,
        "questions": {"asked": len(asked), "left_out": left_out},
        "retrieval": {name: retrieval.to_json(groups) for name, groups in found.items()},
        "answers": retrieval.to_json(answered),
        "judge": {name: agreement.to_json() for name, agreement in agreed.items()},
        "answering_by_hand": answering.to_json() if answering else None,
        "search_ms": {"p50": round(float(np.median(times)), 1), "p95": round(float(np.percentile(times, 95)), 1)},
        "misses": {"accented": retrieval.misses(accented), "stripped": retrieval.misses(stripped)},
        "failures": answers.failures(graded),
    }
    return value, _text(value, found, answered, agreed)


def _text(
    value: dict[str, Any],
    found: dict[str, dict[str, dict[str, Estimate]]],
    answered: dict[str, dict[str, Estimate]],
    agreed: dict[str, Agreement],
) -> str:
    documents = [[d["id"], d["provenance"], str(d["clauses"])] for d in value["library"]]
    judged = [
        [name, str(a.share), "–" if isnan(a.kappa) else f"{a.kappa:.2f}", str(a.counts)] for name, a in agreed.items()
    ]
    left = len(value["questions"]["left_out"])
    parts = [
        table(["Văn bản", "dạng", "điều khoản"], documents),
        f"Câu hỏi ({value['split']}): {value['questions']['asked']}, bỏ {left} câu mà kho không có điều khoản đúng. "
        "Trong ngoặc vuông: khoảng tin cậy 95 % (bootstrap).",
        estimates("Tìm, có dấu", found["accented"], retrieval.METRICS),
        estimates("Tìm, bỏ dấu", found["stripped"], retrieval.METRICS),
        estimates("Trả lời", answered, _RIGHT),
        estimates("Dẫn chứng, từ chối", answered, _PROOF),
        table(["Máy chấm so với người", "trùng", "kappa", "người/máy"], judged),
        f"Một lần tìm: p50 {value['search_ms']['p50']} ms, p95 {value['search_ms']['p95']} ms.",
    ]
    return "\n\n".join(parts)
