"""`python -m eval.refusal_curve`: what a floor under support costs and saves, on the development questions.

Prints a Markdown table; `--write` puts it into index/REFUSAL.md between its two marks. With `--texts DIR` the library
is the fresh one with the full texts in DIR.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval import libraries
from eval.questions import Question, load
from index import refusal
from ingest.command import run
from ingest.errors import UserError

if TYPE_CHECKING:
    from index.answer import Composer

PAGE = Path(refusal.__file__).with_name("REFUSAL.md")
BEGIN, END = "<!-- curve -->", "<!-- /curve -->"
FLOORS = (0.0, 0.05, 0.1, 0.13, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
_NAMED, _SURE = -1.0, 9.0


@dataclass(frozen=True, slots=True)
class Point:
    """One question: how well its answer is supported (-1: refused for a named reason), and whether it cites gold."""

    question: Question
    support: float
    right: bool


def points(composer: Composer, questions: Sequence[Question]) -> list[Point]:
    """Every question composed without a floor."""
    found = []
    for question in questions:
        case = composer.case(question.question)
        composed, refused = composer.compose(case, floor=_NAMED)
        support = _NAMED if refused else _SURE if composed.sure else refusal.support(case, composed)
        cited = {choice.clause.id for choice in composed.choices}
        found.append(Point(question, support, bool(cited & set(question.gold))))
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


def main(argv: list[str] | None = None) -> int:
    """Parse the command line and run it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.refusal_curve", description="Đường cong ngưỡng từ chối.")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="thêm các toàn văn trong DIR vào kho tạm")
    parser.add_argument("--write", action="store_true", help="ghi bảng vào index/REFUSAL.md")
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
        text = table(points(engine.composer, asked))
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
