"""What a document says has been achieved and what not: "NQ 45 ghi nhận những kết quả nào", "hạn chế, nguyên nhân gì".

Official documents assess before they decide: results first, from a turn on ("Tuy nhiên", "Hạn chế:") the shortcomings,
then their causes. The headings rarely say so; the turn does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.case import Case
from index.naming import plain
from index.quoting import SAYING
from index.tokens import stripped
from ingest.document import Clause, Document
from ingest.own_words import is_of_others

_SECTION = re.compile(r"\b(?:tinh hinh|danh gia|ket qua|thuc trang)\b")
_TURN = re.compile(
    r"\W*(?:tuy nhien|(?:mot |nhung )?(?:han che|mat chua duoc))\b|[^.]*\b(?:van )?con (?:\w+ )?han che\b"
)
_CAUSES = re.compile(r"[^.;]{0,60}\bnguyen nhan\b")
_RESULTS = re.compile(
    r"(?<!bao cao )(?<!theo doi )(?<!kiem tra )\b(?:ket qua|thanh tuu|thanh tich|chuyen bien|mat (?:lam )?duoc|uu diem"
    r"|(?:dat|lam) duoc (?:nhung )?(?:gi|ket qua|thanh tuu))\b"
    r"(?! nghien cuu| khoa hoc| thuc hien (?:nhiem vu|chien luoc))"
)
_SHORTCOMINGS = re.compile(r"\b(?:han che|yeu kem|mat chua duoc|khuyet diem|bat cap|diem yeu|nguy co)\b")
_BESIDES_CAUSES = re.compile(
    r"\b(?:han che|yeu kem|khuyet diem|bat cap|nguy co)\b[^?]*(?:,| va) (?:cac |nhung )?nguyen nhan\b"
)
_ASKED = re.compile(
    r"\b(?:gi|nao|nhung|cac|ke|neu|liet ke|the nao|ra sao)\b|^\W*(?:ket qua|thanh tuu|han che|yeu kem)\b"
)
_BOTH = re.compile(r"\b(?:danh gia|nhan dinh|nhan xet)\b(?: \w+){0,2} (?:the nao|ra sao|nhung gi|cac y)\b")
# Words that go with the asking; what else a question names is a matter of its own.
_ASSESSING = frozenset(
    stripped(
        "kết quả thành tựu thành tích chuyển biến mặt làm được ưu điểm hạn chế yếu kém khuyết điểm tồn tại bất cập"
        " nguy cơ nguyên nhân đánh giá ghi nhận nhìn nhận chỉ ra nêu thẳng thắn thừa nhận khẳng định sau qua hơn năm"
        " thực hiện đạt quan trọng quá trình trong của về những các gì nào kể đủ hết liệt kê giúp tôi cần soạn đề cương"
        " tuyên truyền công tác xây dựng triển khai còn lại hai lần tổng kết sơ kết cho biết thế ra sao ở chưa"
        " tình hình nền kinh tế nước ta mắc gặp phải"
    )
)
_LITTLE_ELSE = 3.0


@dataclass(frozen=True, slots=True)
class Assessment:
    """The clauses of a document that tell what has been achieved, what has not, and why; in reading order."""

    results: tuple[Clause, ...]
    shortcomings: tuple[Clause, ...]
    causes: tuple[Clause, ...]


def assessment(document: Document) -> Assessment | None:
    """What a document assesses: in a section on the state of things, else in its opening; None when there is none."""
    for head in document.clauses:
        own = head.kind == "heading" and not is_of_others(document, head) and not head.path.startswith("pre/")
        if own and _SECTION.search(plain(head.heading or head.text)):
            said = [c for c in document.descendants(head.id) if c.kind in SAYING]
            if found := _divided(said):
                return found
    opening = [c for c in document.clauses if c.path.startswith("pre/") and c.kind == "paragraph"]
    turn = next((n for n, c in enumerate(opening) if n and _TURN.match(_body(c))), 0)
    return Assessment((opening[turn - 1],), (opening[turn],), ()) if turn else None


def assessed(case: Case, document: Document) -> tuple[float, tuple[Clause, ...]] | None:
    """The results, shortcomings or causes that a question asks of a document as a whole, and the weight, by rarity, of
    what it says besides; None when it does not ask so, or the document does not tell."""
    asked = plain(case.asked.text)
    results = _RESULTS.search(asked) is not None
    shortcomings = case.asked.shortcomings or _SHORTCOMINGS.search(asked) is not None
    causes = _BESIDES_CAUSES.search(asked) is not None
    if "nguyen nhan" in asked and not causes:
        return None  # "nguyên nhân của những yếu kém"
    if not (results or shortcomings) and _BOTH.search(asked):
        results = shortcomings = True
    if not (results or shortcomings) or not _ASKED.search(asked) or case.asked.quantity or case.asked.who:
        return None
    entry = case.tools.catalog.get(document.id)
    known = [document.issuer, *((*entry.nicknames, *entry.topics) if entry else (document.title,))]
    about = _ASSESSING.union(*map(stripped, known))
    besides = [w for w in case.asked.words if w not in about and not w.isdigit()]
    weight = sum(map(case.tools.evidence.rarity, besides))
    if weight >= _LITTLE_ELSE or (found := assessment(document)) is None:
        return None
    wanted = ((results, found.results), (shortcomings, found.shortcomings), (causes, found.causes))
    clauses = tuple(c for asked_for, part in wanted if asked_for for c in part)
    return (weight, clauses) if clauses else None


def _divided(said: Sequence[Clause]) -> Assessment | None:
    turn = next((n for n, c in enumerate(said) if _TURN.match(_body(c))), 0)
    if not turn:
        return None
    cause = next((n for n, c in enumerate(said) if n > turn and _CAUSES.match(_body(c))), len(said))
    return Assessment(tuple(said[:turn]), tuple(said[turn:cause]), tuple(said[cause:]))


def _body(clause: Clause) -> str:
    return plain(clause.text[clause.body[0] :])
