"""Which sentences a kit is made of: by the part of the document they stand in, by topic, by audience."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dissemination.shelf import Shelf, body_clauses
from dissemination.similarity import Weights, covered, runs
from index.results import Quote
from ingest.document import Clause, Document
from ingest.errors import UserError
from ingest.own_words import is_own
from ingest.sentences import Span, parts, sentences
from ingest.vietnamese import fold, has_accents, strip_accents

CONTEXT, VIEWS, GOALS, TASKS, ORGANISING = "bối cảnh", "quan điểm", "mục tiêu", "nhiệm vụ", "tổ chức"
LONGEST_LINE = 420
_SHORTEST_LINE = 35
_TOPIC_FOUND = 0.6
_ROLES = (
    (
        ORGANISING,
        re.compile(
            r"tổ chức (?:thực hiện|thi hành)|trách nhiệm|điều khoản thi hành|chương trình hành động|hướng dẫn \d"
        ),
    ),
    (VIEWS, re.compile(r"quan điểm|tư tưởng chỉ đạo|nguyên tắc")),
    (GOALS, re.compile(r"mục tiêu|chỉ tiêu|tầm nhìn")),
    (CONTEXT, re.compile(r"tình hình|nguyên nhân|bối cảnh|sự cần thiết|mục đích|đánh giá|thực trạng")),
    (TASKS, re.compile(r"nhiệm vụ|giải pháp|định hướng")),
)
_WORDS = {
    "chi bộ": "chi bộ|đảng viên|cán bộ|tuyên truyền|quán triệt|gương mẫu|nhận thức|học tập|nhân dân",
    "cấp ủy": "cấp ủy|lãnh đạo|chỉ đạo|kiểm tra|giám sát|người đứng đầu|kế hoạch|chương trình|sơ kết|nguồn lực",
    "đoàn thể": "mặt trận|đoàn thể|tổ chức chính trị - xã hội|vận động|phản biện|đoàn viên|hội viên|nhân dân",
    "doanh nghiệp": "doanh nghiệp|thị trường|sản phẩm|đầu tư|quỹ|thuế|khởi nghiệp|kinh doanh|trí tuệ|chuyển giao",
}


@dataclass(frozen=True)
class Passage:
    """A sentence, or a part of a long one, that can stand as a line. group: the title it stands under."""

    quote: Quote
    text: str
    role: str
    group: str
    weight: float


def role_of(document: Document, clause: Clause) -> str:
    """The part of an outline that a clause belongs to, told by the nearest title that says so."""
    said = fold(clause.text[:80])
    for title in reversed(document.heading_path(clause)):
        roles = [(role, pattern) for role, pattern in _ROLES if pattern.search(fold(title))]
        # A title may name two parts ("Quan điểm, mục tiêu và tầm nhìn"); then the clause's own words decide.
        for role, pattern in roles if len(roles) > 1 else ():
            if pattern.search(said):
                return role
        if roles:
            return roles[0][0]
    return CONTEXT if clause.path.startswith("pre/") else TASKS


def passages(shelf: Shelf, document: Document, audience: str) -> tuple[Passage, ...]:
    """Everything in a document that can stand as a line, in reading order, weighed for an audience."""
    liked = re.compile(fold(_WORDS[audience]))
    worked = {row.clause for row in shelf.duties[document.id]}
    found = []
    for clause in (*_opening(document), *body_clauses(document)):
        role = role_of(document, clause)
        above = next((c for c in document.ancestors(clause) if c.heading), None)
        for place, span in enumerate(lines_of(clause)):
            text = clause.text[slice(*span)]
            weight = 1.0 + 0.4 * len(set(liked.findall(fold(text)))) + (0.5 if place == 0 else 0.0)
            weight += 0.5 if role == ORGANISING and clause.id in worked else 0.0
            weight += 0.6 if role == GOALS and re.search(r"\d", text) else 0.0
            weight -= 0.5 if len(text) > 320 else 0.0
            found.append(Passage(Quote(clause.id, *span), text, role, above.id if above else document.id, weight))
    return tuple(found)


def lines_of(clause: Clause, longest: int = LONGEST_LINE) -> tuple[Span, ...]:
    """The spans of a clause that read well alone: its sentences, or the parts of those that are too long."""
    found: list[Span] = []
    for sentence in sentences(clause.text, clause.body):
        pieces = [sentence] if sentence[1] - sentence[0] <= longest else parts(clause.text, sentence)
        found += [span for span in pieces if _SHORTEST_LINE <= span[1] - span[0] <= 2 * longest]
    return tuple(found)


def _opening(document: Document) -> tuple[Clause, ...]:
    """Paragraphs before the first number that say why and what; the letterhead and the title lines are left out."""
    return tuple(
        clause
        for clause in document.clauses
        if clause.path.startswith("pre/")
        and clause.kind == "paragraph"
        and len(clause.text.split()) > 30
        and not clause.text.isupper()
        and not clause.text.rstrip().endswith(":")
        and not clause.text.startswith("Căn cứ")
        and is_own(document, clause)
    )


def spread(found: Sequence[Passage], most: int) -> tuple[Passage, ...]:
    """At most so many passages, the best of every group first, then the second best of each; in reading order."""
    groups: dict[str, list[Passage]] = {}
    for passage in found:
        groups.setdefault(passage.group, []).append(passage)
    ranked = [sorted(group, key=lambda p: -p.weight) for group in groups.values()]
    if len(ranked) > most:
        ranked.sort(key=lambda group: -group[0].weight)
    chosen: set[Quote] = set()
    for turn in range(max(map(len, ranked), default=0)):
        for group in ranked:
            if turn < len(group) and len(chosen) < most:
                chosen.add(group[turn].quote)
    return tuple(passage for passage in found if passage.quote in chosen)


def on_topic(shelf: Shelf, documents: Iterable[Document], topic: str, audience: str) -> tuple[Passage, ...]:
    """Passages that speak of a topic, weighed by how much of it they say; UserError when none does.

    A passage speaks of a topic when it has its words in a row, or most of their weight (rare words count more).
    """
    if not re.search(r"\w\w", topic):
        raise UserError("Chủ đề đang trống; hãy gõ vài chữ, ví dụ: --topic «thị trường khoa học và công nghệ».")
    view = str if has_accents(topic) else strip_accents
    phrase = " ".join(re.findall(r"\w+", view(fold(topic))))
    every = [p for d in documents for p in passages(shelf, d, audience)]
    weights = Weights.learn(view(p.text) for p in every)
    wanted = {run: weights.of(run) or 0.01 for run in runs(view(topic))}
    known = any(weights.seen.get(run, 0) for run in wanted if " " in run or len(phrase.split()) == 1)
    found = []
    for passage in every:
        words = " ".join(re.findall(r"\w+", view(fold(passage.text))))
        share = covered(wanted, runs(words))
        if f" {phrase} " in f" {words} ":
            share = 1.0
        if share >= _TOPIC_FOUND and known:
            found.append(replace(passage, weight=passage.weight + 3 * share))
    if not found:
        raise UserError(
            f"«{topic}»: các văn bản trong kho không có đoạn nào nói về chủ đề này, nên không soạn; "
            "hãy đổi cách gọi hoặc nạp thêm văn bản."
        )
    return tuple(found)
