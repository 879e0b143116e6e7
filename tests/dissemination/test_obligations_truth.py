"""Obligations against lists counted by hand: who, what, when, with whom, reporting to whom."""

from __future__ import annotations

import re

import pytest
from real_documents import ROOT, digest, full, truth

from ingest.actors import modern
from ingest.document import Document
from ingest.obligations import Obligation, extract

DOCUMENTS = list(truth("obligations.json")["documents"])
DIGESTS = [d for d in DOCUMENTS if (ROOT / "corpus" / "digests" / f"{d}.md").is_file()]


def wanted(document_id: str) -> list[tuple[str, str, tuple[str, ...], str, str, str]]:
    listed = truth("obligations.json")["documents"][document_id]
    return [
        (f"{document_id}#{path}", words, tuple(listed["groups"].get(who, [who])), deadline, partners, reports)
        for path, words, who, deadline, partners, reports in listed["duties"]
    ]


def found(document: Document) -> list[Obligation]:
    scope = f"{document.id}#{truth('obligations.json')['documents'][document.id]['scope']}"
    return [row for row in extract(document) if row.clause == scope or row.clause.startswith(scope + "/")]


def plain(text: str) -> str:
    return re.sub(r"\bhàng (năm|quý|tháng)", r"hằng \1", modern(text).lower())


def rates(hits: int, listed: int, extracted: int) -> tuple[float, float]:
    return hits / extracted, hits / listed


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_every_body_and_duty_of_the_hand_count(document_id: str) -> None:
    document = full(document_id)
    rows = found(document)
    listed = {(clause, words.lower(), who) for clause, words, names, *_ in wanted(document_id) for who in names}
    hits = {
        (clause, words, who)
        for clause, words, who in listed
        if any(r.clause == clause and r.actor == who and r.duty.lower().startswith(words) for r in rows)
    }
    precision, recall = rates(len(hits), len(listed), len(rows))
    print(f"\n{document_id}: {len(rows)} dòng, đúng {len(hits)}/{len(listed)}, P={precision:.3f} R={recall:.3f}")
    assert recall >= 0.95, sorted(listed - hits)
    assert precision >= 0.95, [
        (r.clause, r.actor, r.duty[:40])
        for r in rows
        if not any(r.clause == c and r.actor == w and r.duty.lower().startswith(d) for c, d, w in listed)
    ]


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_deadlines_partners_and_reports_are_all_right(document_id: str) -> None:
    rows = found(full(document_id))
    for clause, words, names, deadline, partners, reports in wanted(document_id):
        row = next(
            r for r in rows if r.clause == clause and r.actor == names[0] and r.duty.lower().startswith(words.lower())
        )
        assert plain(row.deadline) == plain(deadline), (clause, words)
        assert plain(row.partners) == plain(partners), (clause, words)
        assert plain(row.reports_to) == plain(reports), (clause, words)


@pytest.mark.parametrize("document_id", DIGESTS)
def test_digests_give_the_same_bodies_in_the_same_clauses(document_id: str) -> None:
    document = digest(document_id)
    listed = {(clause, who) for clause, _, names, *_ in wanted(document_id) for who in names}
    extracted = {(r.clause, r.actor) for r in found(document)}
    hits = listed & extracted
    precision, recall = rates(len(hits), len(listed), len(extracted))
    print(f"\n{document_id} (tóm lược): P={precision:.3f} R={recall:.3f}")
    assert recall >= 0.95, sorted(listed - extracted)
    assert precision >= 0.95, sorted(extracted - listed)


@pytest.mark.parametrize("document_id", DIGESTS)
def test_digests_keep_every_deadline(document_id: str) -> None:
    rows = found(digest(document_id))
    for clause in {clause for clause, *_ in wanted(document_id)}:
        said = {plain(d) for r in rows if r.clause == clause for d in r.deadline.split("; ") if d}
        for _, _, _, deadline, _, _ in (w for w in wanted(document_id) if w[0] == clause):
            for one in filter(None, deadline.split("; ")):
                assert any(plain(one).removeprefix("định kỳ ") in d for d in said), (clause, one, said)
        if not any(w[3] for w in wanted(document_id) if w[0] == clause):
            assert not said, (clause, said)


def test_the_three_digests_that_ship_are_among_those_tested() -> None:
    assert {"69-kl-tw-2024", "20-nq-tw-2012", "569-qd-ttg-2022"} <= set(DIGESTS)
