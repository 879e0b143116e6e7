"""In a large library: what the documents are decides between clauses that say the same."""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest

from index.embedding import load_model
from index.lexical import Lexical
from index.naming import Namer
from index.passages import passages
from index.precedence import DECREE, INNER, PENAL, STATUTE, Precedence
from index.retriever import HybridRetriever
from index.spelling import Speller
from index.tokens import stripped
from index.understanding import Reader
from index.vectors import embed
from index.weights import HUNDRED, MANY, STEPS, Weights, weights_for
from ingest.corpus import catalog, ensure_library
from ingest.document import Clause, Document

ASSESSED = "Thời điểm đánh giá, xếp loại công chức hằng năm?"
LIBRARY = (
    Document("luat", "CÁN BỘ, CÔNG CHỨC", type="Luật", issuer="Quốc hội"),
    Document("luat-2", "CÁN BỘ, CÔNG CHỨC", type="", issuer="Quốc hội"),
    Document("nghi-dinh", "VỀ ĐÁNH GIÁ CÔNG CHỨC", type="Nghị định", issuer="Chính phủ"),
    Document("btc", "QUY CHẾ ĐÁNH GIÁ CÔNG CHỨC CỦA BỘ TÀI CHÍNH", type="Quyết định", issuer="Bộ Tài chính"),
    Document("ktnn", "QUY CHẾ CỦA KIỂM TOÁN NHÀ NƯỚC", type="Quyết định", issuer="Kiểm toán Nhà nước"),
    Document("bnv", "HƯỚNG DẪN ĐÁNH GIÁ CÔNG CHỨC", type="Thông tư", issuer="Bộ Nội vụ"),
    Document("ubnd", "QUY CHẾ CỦA TỈNH BẮC GIANG", type="Quyết định", issuer="Ủy ban nhân dân tỉnh Bắc Giang"),
    Document("phat", "XỬ PHẠT VI PHẠM HÀNH CHÍNH TRONG LĨNH VỰC Y TẾ", type="Nghị định", issuer="Chính phủ"),
)

FEW, HUNDREDS, THOUSANDS = (documents for documents, _ in STEPS)


def told(question: str) -> dict[str, float]:
    scores = Precedence(LIBRARY).scores(question)
    return {d.id: round(float(s), 4) for d, s in zip(LIBRARY, scores, strict=True)}


def test_a_law_goes_before_what_a_ministry_orders_in_its_own_house():
    found = told(ASSESSED)
    assert found == {
        "luat": STATUTE, "luat-2": STATUTE, "nghi-dinh": DECREE, "btc": INNER, "ktnn": INNER, "bnv": 0.0, "ubnd": 0.0,
        "phat": DECREE,
    }  # fmt: skip
    assert STATUTE > DECREE > 0 > INNER


@pytest.mark.parametrize("typed", ["công chức Bộ Tài chính", "cong chuc bo tai chinh", "Công chức ngành TÀI CHÍNH"])
def test_a_body_that_is_spoken_of_is_not_held_back(typed):
    found = told(typed)
    assert found["btc"] == 0.0
    assert found["ktnn"] == INNER


@pytest.mark.parametrize("asked", ["bị xử phạt gì", "mức phạt là bao nhiêu", "bi phat may trieu", "bị xử lý ra sao"])
def test_a_punishment_is_asked_of_documents_on_punishments(asked):
    found = told(f"Cơ sở tiêm chủng không đủ điều kiện {asked}?")
    assert found["phat"] == pytest.approx(DECREE + PENAL)
    assert found["nghi-dinh"] == DECREE


@pytest.mark.parametrize("asked", ["phát triển thế nào", "phạt cọc trong hợp đồng", "phân xử tranh chấp ra sao"])
def test_words_that_only_look_like_punishment(asked):
    assert told(asked)["phat"] == DECREE


def test_small_libraries_keep_their_weights_and_large_ones_have_others():
    for few in (0, 1, 5, FEW):
        assert weights_for(few) == Weights()
    for many in (THOUSANDS, 9000):
        assert astuple(weights_for(many)) == pytest.approx(astuple(MANY))
    assert astuple(weights_for(HUNDREDS)) == pytest.approx(astuple(HUNDRED))
    assert [weights_for(n).size for n in (FEW, 40, HUNDREDS)] == sorted((0.0, weights_for(40).size, -0.4), reverse=True)
    between = [weights_for(n) for n in (HUNDREDS, 300, 600, 1000, THOUSANDS)]
    assert np.all(np.diff([w.synonym for w in between]) < 0)
    assert np.all(np.diff([w.precedence for w in between]) > 0)
    assert between[2].dense == pytest.approx(Weights().dense)


def retriever(documents: tuple[Document, ...], weights: Weights | None = None) -> HybridRetriever:
    known, model = catalog(), load_model()
    pieces = passages(documents, known)
    speller = Speller(clause.text for document in documents for clause in document.clauses)
    reader = Reader(documents, Namer(documents, known), speller)
    return HybridRetriever(
        pieces,
        Lexical.build(pieces),
        embed(pieces, model),
        lambda t: model.encode_queries([t])[0],
        reader,
        weights=weights,
    )


def test_of_two_documents_with_the_same_clauses_the_decree_comes_first(tmp_path):
    plan = next(d for d in ensure_library(tmp_path / "kho", catalog()).documents() if len(d.clauses) > 30)

    def named(document: str, type_: str, issuer: str, title: str) -> Document:
        clauses = tuple(replace(c, id=f"{document}#{c.path}", parent="", calls=(), references=()) for c in plan.clauses)
        return replace(
            plan,
            id=document,
            type=type_,
            issuer=issuer,
            title=title,
            short_name="",
            number="",
            date="",
            clauses=clauses,
        )

    inner = named("noi-bo", "Quyết định", "Bộ Tài chính", "Quy chế làm việc của Bộ Tài chính")
    decree = named("nghi-dinh", "Nghị định", "Chính phủ", "Quy chế làm việc của quần đảo xa")
    # No word of it stands in a title: all else is the same in both.
    asked = "Huyện ủy tổ chức học tập, báo cáo kết quả thực hiện"
    assert not {*stripped(inner.title), *stripped(decree.title)} & set(stripped(asked))
    first = {}
    for name, weights in (("few", Weights()), ("many", MANY)):
        found = retriever((inner, decree), weights)
        first[name] = found.search(asked, top=1, literal=True).hits[0].document.id
        first[name + " named"] = found.search(asked + " Bộ Tài chính", top=1, literal=True).hits[0].document.id
    assert first == {"few": "noi-bo", "many": "nghi-dinh", "few named": "noi-bo", "many named": "noi-bo"}


def test_the_library_decides_which_weights_are_taken():
    clause = Clause("d#1", "1", "paragraph", "Họp mỗi quý một lần", ((0, 19),))
    for size, expected in ((3, Weights()), (THOUSANDS, MANY)):
        documents = tuple(Document(str(n), "Quy chế", clauses=(replace(clause, id=f"{n}#1"),)) for n in range(size))
        assert astuple(retriever(documents).weights) == pytest.approx(astuple(expected))


def test_among_many_documents_a_long_one_must_say_more(tmp_path):
    """Two documents have the clause that is asked for; one has many others besides."""
    asked = "Chi bộ họp thường lệ mỗi tháng một lần"

    def document(name: str, more: int) -> Document:
        texts = [asked, *(f"Điều khoản thứ {n} về việc khác hẳn" for n in range(more))]
        clauses = tuple(
            Clause(f"{name}#{n}", str(n), "paragraph", text, ((0, len(text)),)) for n, text in enumerate(texts)
        )
        return Document(name, "Quy chế", clauses=clauses)

    both = document("a-dai", 60), document("b-ngan", 2)

    def lead(weights: Weights) -> float:
        """By how much the short document's clause is ahead of the long one's."""
        found = retriever(both, weights)
        total = found.score(found.reader.read(asked, literal=True)).total
        return float(total[61] - total[0])

    assert lead(HUNDRED) - lead(replace(HUNDRED, size=0.0)) == pytest.approx(
        0.4 * np.log(61 / 3) / np.log(1000), abs=1e-4
    )
