"""The question files are sound, and their gold clauses are there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.libraries import full_texts
from eval.questions import FOLDER, applies, asked_of, load, problems
from ingest.corpus import catalog, ensure_library
from ingest.errors import UserError

PLAN = "ke-hoach-kl69-bac-giang"
ROW = {
    "id": "x-1", "question": "Ai chủ trì?", "type": "obligation", "split": "dev", "documents": ["d"], "gold": ["d#1"],
    "items": [], "strings": ["Bộ"], "snippet": "Bộ", "answerable": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    return ensure_library(tmp_path_factory.mktemp("library") / "kho", catalog()).documents()


def written(folder: Path, *rows: dict) -> Path:
    (folder / "set.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return folder


def test_shipped_questions_are_sound():
    questions = load()
    assert problems(questions) == []
    assert len(questions) >= 600
    assert {q.file for q in questions} >= {"plan", "nq20", "kl69_nq57", "qd569", "digests", "outside"}


@pytest.mark.parametrize(
    "file", sorted(p.stem for p in FOLDER.glob("*.jsonl") if not p.stem.endswith(("_dev", "_test")))
)
def test_both_splits_are_filled(file):
    dev, test = load(split="dev", files={file}), load(split="test", files={file})
    assert min(len(dev), len(test)) >= 0.4 * (len(dev) + len(test))
    assert not {q.question for q in dev} & {q.question for q in test}


@pytest.mark.parametrize("file", sorted(p.stem for p in FOLDER.glob("*_*.jsonl") if p.stem.endswith(("_dev", "_test"))))
def test_a_file_that_names_a_split_holds_no_other(file):
    assert {q.split for q in load(files={file})} == {file.rpartition("_")[2]}


def test_gold_of_the_plan_exists_and_holds_the_snippet(fresh):
    (plan,) = [d for d in fresh if d.id == PLAN]
    texts = {clause.id: " ".join(clause.text.split()) for clause in plan.clauses}
    asked = load(files={"plan"})
    assert len(asked) >= 40
    for q in asked:
        for gold in q.gold:
            assert not gold.startswith(PLAN) or gold in texts, f"{q.id}: {gold}"
    own = [q for q in asked if q.snippet and all(g.startswith(PLAN) for g in q.gold)]
    assert len(own) >= 100
    for q in own:
        assert any(" ".join(q.snippet.split()) in texts[g] for g in q.gold), f"{q.id}: {q.snippet}"


def test_most_questions_can_be_asked_of_a_fresh_installation(fresh):
    here = {clause.id for document in fresh for clause in document.clauses}
    questions = load()
    asked = [q for q in questions if applies(q, here)]
    assert len(asked) >= 500
    # What is left out asks of the one document that does not ship, not even as a digest.
    for q in questions:
        if not applies(q, here):
            assert any(c.startswith("57-nq-tw-2024#") for c in (*q.gold, *q.items)), q.id


def test_every_gold_clause_exists_in_the_full_texts_and_says_the_strings(fresh, shared):
    held = {d.id: d for d in fresh} | {d.id: d for d in full_texts(shared / "corpus", catalog())}
    here = {clause.id for document in held.values() for clause in document.clauses}
    either = here | {clause.id for document in fresh for clause in document.clauses}
    for q in load():
        assert applies(q, here), q.id
        for gold in (*q.gold, *q.items):
            assert gold in either, f"{q.id}: {gold}"
    assert [q.strings for q in asked_of(load(), held.values())] == [q.strings for q in load()]


def test_a_digest_is_asked_in_its_own_words(fresh):
    asked = {q.id: q for q in asked_of(load(), fresh)}
    digests = {d.id: d for d in fresh if d.provenance == "digest"}
    for q in load():
        if q.id not in asked:
            continue
        assert set(asked[q.id].strings) <= set(q.strings)
        assert asked[q.id].items == q.items
        for gold in set(asked[q.id].gold) - set(q.gold):
            clause = digests[gold.partition("#")[0]].by_id[gold]
            assert clause.path.startswith("pre/")
            assert all(any(e.lower() in clause.text.lower() for e in s.split("|")) for s in q.strings), q.id
    # Whoever wrote fresh_* had the full texts before them and quotes these, which a digest must not.
    mine = [q for q in load() if q.answerable and q.id in asked and not q.file.startswith("fresh_")]
    kept = [q for q in mine if asked[q.id].strings == q.strings]
    assert len(kept) >= 0.9 * len(mine)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"type": "other"}, "loại"),
        ({"split": "train"}, "phần"),
        ({"gold": []}, "không có điều khoản"),
        ({"gold": ["d"]}, "không phải mã"),
        ({"items": ["e#1"]}, "ở ngoài"),
        ({"answerable": False}, "lại có đáp án"),
        ({"question": " "}, "trống"),
    ],
)
def test_a_wrong_question_is_told(tmp_path, change, told):
    assert problems(load(written(tmp_path, ROW))) == []
    found = problems(load(written(tmp_path, {**ROW, **change})))
    assert any(told in problem for problem in found), found


def test_ids_are_used_once(tmp_path):
    assert "2 lần" in problems(load(written(tmp_path, ROW, ROW)))[0]


@pytest.mark.parametrize("line", ["{", '{"id": "x"}', json.dumps({**ROW, "answerable": "yes"})])
def test_a_line_that_is_no_question_names_its_place(tmp_path, line):
    (tmp_path / "set.jsonl").write_text(json.dumps(ROW) + "\n" + line, encoding="utf-8")
    with pytest.raises(UserError, match=r"set\.jsonl, dòng 2"):
        load(tmp_path)


def test_a_question_applies_when_one_answer_and_all_items_are_there(tmp_path):
    (q,) = load(written(tmp_path, {**ROW, "gold": ["d#1", "d#2"], "items": ["d#2"]}))
    assert applies(q, {"d#2"})
    assert not applies(q, {"d#1"})
    assert not applies(q, set())
