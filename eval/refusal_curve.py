"""`python -m eval.refusal_curve`: what a floor under support costs and saves, on the development questions.

Prints a Markdown table; `--write` puts it into index/REFUSAL.md between its two marks. `--fit` prints weights for
`index/support.py` fitted anew. With `--texts DIR` the library is the fresh one with the full texts in DIR.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eval import libraries
from eval.questions import Question, load
from index import refusal, support
from ingest.command import run
from ingest.errors import UserError

if TYPE_CHECKING:
    from index.answer import Composer

PAGE = Path(refusal.__file__).with_name("REFUSAL.md")
BEGIN, END = "<!-- curve -->", "<!-- /curve -->"
FLOORS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7)
_NAMED = -1.0


@dataclass(frozen=True, slots=True)
class Point:
    """One question: how likely its answer is (-1: refused for a named reason), and whether it cites gold."""

    question: Question
    support: float
    right: bool
    features: dict[str, float] = field(default_factory=dict)


def points(composer: Composer, questions: Sequence[Question]) -> list[Point]:
    """Every question composed without a floor."""
    found = []
    for question in questions:
        case = composer.case(question.question)
        composed, refused = composer.compose(case, floor=_NAMED)
        likely = _NAMED if refused else max(0.0, refusal.weighed(case, composed))
        told = {} if refused or composed.sure else support.features(case, composed)
        cited = {choice.clause.id for choice in composed.choices}
        found.append(Point(question, likely, bool(cited & set(question.gold)), told))
    return found


def table(found: Sequence[Point]) -> str:
    """The curve: at each floor, what is answered, how much of that is right, and what is refused."""
    inside = [p for p in found if p.question.answerable]
    outside = [p for p in found if not p.question.answerable]
    rows = [
        "| floor | answerable: answered | of these right | answers beside the point | unanswerable: refused |",
        "| --- | --- | --- | --- | --- |",
    ]
    for floor in FLOORS:
        given = [p for p in inside if p.support >= floor]
        wrong = sum(not p.right for p in given)
        refused = sum(p.support < floor for p in outside)
        mark = " (used)" if floor == refusal.FLOOR else ""
        rows.append(
            f"| {floor:.2f}{mark} | {len(given) / len(inside):.3f} | {1 - wrong / len(given):.3f} | {wrong} "
            f"| {refused / len(outside):.3f} |"
        )
    named = sum(p.support == _NAMED for p in outside)
    rows.append("")
    rows.append(
        f"{len(inside)} answerable and {len(outside)} unanswerable questions; {named} of the latter are refused for a "
        "reason that can be named, whatever the floor."
    )
    return "\n".join(rows)


def fitted(found: Sequence[Point]) -> dict[str, float]:
    """Weights of the logistic that tells right answers from others best, by Newton's method with a little ridge."""
    rows = [p for p in found if p.features]
    names = list(support.WEIGHTS)
    x = np.array([[p.features[name] for name in names] for p in rows])
    y = np.array([float(p.right) for p in rows])
    weights = np.zeros(len(names))
    ridge = np.diag([0.0 if name == "constant" else 1.0 for name in names])
    for _ in range(50):
        likely = 1.0 / (1.0 + np.exp(-(x @ weights)))
        slope = x.T @ (y - likely) - ridge @ weights
        curve = (x * (likely * (1 - likely))[:, None]).T @ x + ridge + 1e-9 * np.eye(len(names))
        weights += np.linalg.solve(curve, slope)
    return dict(zip(names, weights.round(2).tolist(), strict=True))


def main(argv: list[str] | None = None) -> int:
    """Parse the command line and run it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.refusal_curve", description="Đường cong ngưỡng từ chối.")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="thêm các toàn văn trong DIR vào kho tạm")
    parser.add_argument("--write", action="store_true", help="ghi bảng vào index/REFUSAL.md")
    parser.add_argument("--fit", action="store_true", help="in trọng số khớp lại cho index/support.py")
    parser.set_defaults(command="curve", library=None)
    return run(parser, argv, {"curve": _curve})


def _curve(args: argparse.Namespace) -> int:
    with libraries.engine(None, args.texts) as engine:
        held = {document.id for document in engine.documents}
        known = {clause.id for document in engine.documents for clause in document.clauses}
        asked = [
            q
            for q in load(split="dev")
            if set(q.documents) <= held and (not q.answerable or any(gold in known for gold in q.gold))
        ]
        found = points(engine.composer, asked)
        text = table(found)
    if args.fit:
        text += f"\n\n{fitted(found)}"
    if args.write:
        page = PAGE.read_text(encoding="utf-8")
        before, mark, rest = page.partition(BEGIN)
        _, end, after = rest.partition(END)
        if not mark or not end:
            raise UserError(f"{PAGE}: thiếu dấu {BEGIN} … {END}; hãy thêm lại.")
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
