"""BM25 of our own making against `bm25s`, on the texts that ship; tokens as numbers against tokens as words."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import postings
from index.lexical import FIELDS, Lexical
from index.passages import Passage, blocks, passages
from index.postings import Field, Part, Postings, asked_keys, distinct
from index.tokens import Vocabulary, folded, stripped, with_pairs
from ingest.corpus import catalog, ensure_library

QUESTIONS = (
    "Huyện ủy phải làm những việc gì trước ngày 30/6?",
    "UBND tỉnh giao Sở Khoa học và Công nghệ chủ trì nhiệm vụ nào, nhiệm vụ nào phối hợp?",
    "tỉ lệ chi cho khoa học, công nghệ và đổi mới sáng tạo trên GDP đến năm 2030",
    "ky luat dang",
    "zzz",
)


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> list[Passage]:
    known = catalog()
    library = ensure_library(tmp_path_factory.mktemp("kho") / "library", known)
    return passages(library.documents(), known)


def by_bm25s(texts: list[list[str]], asked: list[str]) -> np.ndarray:
    import bm25s

    index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
    index.index([tokens or [" "] for tokens in texts], show_progress=False)
    known = [t for t in asked if t in index.vocab_dict]
    return index.get_scores(known) if known else np.zeros(len(texts), dtype=np.float32)


def words(field: str, p: Passage) -> list[str]:
    if field == "body":
        return with_pairs(folded(p.body))
    if field == "opening_bare":
        return with_pairs(stripped(p.body)[:14]) + with_pairs(stripped(p.path.rpartition(" . ")[2]))
    text = {"body_bare": p.body, "path_bare": p.path, "title_bare": p.title}
    return with_pairs(stripped(text.get(field, f"{p.body} . {p.path} . {p.title}")))


def around(which: np.ndarray, pieces: list[Passage]) -> list[list[str]]:
    """The words of each group of passages, read as one text."""
    return [
        [token for p, group in zip(pieces, which, strict=True) if group == wanted for token in stripped(p.body)]
        for wanted in range(which.max() + 1)
    ]


def compare(pieces: list[Passage]) -> None:
    lexical = Lexical.build(pieces)
    expected = {name: [words(name, p) for p in pieces] for name in FIELDS if name not in lexical.groups}
    block_of = blocks(pieces)
    titles = {group: p.title for p, group in zip(pieces, block_of.tolist(), strict=True)}
    expected["block_bare"] = [
        with_pairs(tokens) + with_pairs(stripped(titles[block]))
        for block, tokens in enumerate(around(block_of, pieces))
    ]
    documents = list(dict.fromkeys(p.document.id for p in pieces))
    document_of = np.array([documents.index(p.document.id) for p in pieces])
    expected["document_bare"] = [with_pairs(tokens) for tokens in around(document_of, pieces)]
    groups = {"block_bare": block_of, "document_bare": document_of}
    for question in QUESTIONS:
        scores = lexical.scores(question)
        for row, name in enumerate(FIELDS):
            asked = with_pairs(folded(question) if name == "body" else stripped(question))
            right = by_bm25s(expected[name], asked)
            right = right[groups[name]] if name in groups else right
            np.testing.assert_allclose(scores[row], right, rtol=1e-5, atol=1e-5, err_msg=name)
            np.testing.assert_array_equal(lexical.field(name, question), scores[row])
    assert lexical.scores(QUESTIONS[0]).max(axis=1).min() > 0


def test_every_field_scores_as_bm25s_does(pieces):
    assert len(pieces) > 100
    compare(pieces)


def test_scores_do_not_depend_on_how_much_is_done_at_a_time(pieces, monkeypatch):
    monkeypatch.setattr(postings, "_AT_ONCE", 40)
    monkeypatch.setattr(postings, "_MATCHES", 1)
    monkeypatch.setattr(postings, "_SMALL", 0)
    compare(pieces[:60])
    monkeypatch.setattr(postings, "_DENSE", 0)
    compare(pieces[:60])


def test_clauses_that_have_a_syllable_are_counted_once_each(pieces):
    lexical = Lexical.build(pieces)
    held = Counter(token for p in pieces for token in set(stripped(f"{p.body} . {p.path}")))
    assert {token: lexical.holding(token) for token in held} == held
    assert lexical.holding("học") == lexical.holding("") == lexical.holding("zzz") == 0


def test_a_bare_question_is_asked_of_the_bare_fields(pieces):
    lexical = Lexical.build(pieces)
    both = lexical.scores("kỷ luật", "khoa học")
    np.testing.assert_array_equal(both[FIELDS.index("body")], lexical.field("body", "kỷ luật"))
    np.testing.assert_array_equal(both[FIELDS.index("all_bare")], lexical.field("all_bare", "khoa học"))


def test_a_field_that_is_refused_stays_nought(pieces):
    scores = Lexical.build(pieces).scores("khoa học", only=lambda name: name == "body")
    assert scores[0].any()
    assert not scores[1:].any()


def test_no_passages():
    assert Lexical.build([]).scores("khoa học").shape == (len(FIELDS), 0)


def test_numbers_stand_for_the_same_tokens(pieces):
    vocabulary = Vocabulary()
    texts = [p.body for p in pieces]
    numbered = vocabulary.read(texts)
    bare = vocabulary.bare(numbered)
    spelled: dict[int, set[str]] = {}
    for found, tokens in ((numbered, folded), (bare, stripped)):
        cut = np.split(found.ids, found.ends[:-1])
        assert [len(ids) for ids in cut] == [len(tokens(text)) for text in texts]
        for ids, text in zip(cut, texts, strict=True):
            for number, token in zip(ids.tolist(), tokens(text), strict=True):
                spelled.setdefault(number, set()).add(token)
    assert all(len(forms) == 1 for forms in spelled.values())
    assert len({next(iter(forms)) for forms in spelled.values()}) == len(spelled)


@given(st.text(alphabet="aăâoòóỏuùúủyỳýkqh1_ \u0301\u0303đĐ.", max_size=30))
def test_any_text_is_cut_alike_when_indexed_and_asked(text):
    vocabulary = Vocabulary()
    numbered = vocabulary.read([text])
    assert vocabulary.asked(text, bare=False).tolist() == numbered.ids.tolist()
    assert vocabulary.asked(text, bare=True).tolist() == vocabulary.bare(numbered).ids.tolist()


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=6), min_size=1, max_size=12))
def test_any_texts_score_as_bm25s_scores_them(texts):
    own, which = distinct(" ".join(t) for t in texts)
    vocabulary = Vocabulary()
    field = Field.of([Part.of(Postings.of(vocabulary.read(own)), which)], k1=1.2, b=0.6)
    found = field.scores(asked_keys(vocabulary.asked("a b a c", bare=False)))
    expected = by_bm25s([with_pairs(t) for t in texts], with_pairs(["a", "b", "a", "c"]))
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
