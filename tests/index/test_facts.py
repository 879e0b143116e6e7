"""Facts of a document itself, asked in many ways: by region, officials, clerks, keywords, without accents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fact_phrases import OF_DECISION

from index.fact_clauses import fact_clauses
from index.naming import Namer, plain
from index.spelling import Speller
from index.understanding import Reader
from ingest.corpus import catalog
from ingest.loaders.text import read_text
from ingest.reader import build_document
from ingest.vietnamese import strip_accents

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PLAN, QD569, KL69 = "ke-hoach-kl69-bac-giang", "569-qd-ttg-2022", "69-kl-tw-2024"
NQ57, NQ20 = "57-nq-tw-2024", "20-nq-tw-2012"
FULL = {KL69: ".md", NQ57: ".md", NQ20: ".md", QD569: ".txt"}

# Other documents, each with what it prints; the last column is where.
OF_OTHERS = (
    ("Ai ký bản kế hoạch của Bắc Giang về Kết luận 69?", "signer", f"{PLAN}#ky"),
    ("Phó Bí thư nào ký kế hoạch của tỉnh?", "signer", f"{PLAN}#ky"),
    ("Kế hoạch tỉnh thay mặt ai ký?", "signer", f"{PLAN}#ky"),
    ("ai ky ke hoach bac giang", "signer", f"{PLAN}#ky"),
    ("Kế hoạch của tỉnh ban hành để thực hiện kết luận nào?", "basis", f"{PLAN}#pre/p2"),
    ("Bà Trương Thị Mai thay mặt ai ký Kết luận 69?", "signer", f"{KL69}#ky"),
    ("Kết luận 69 là của Ban Bí thư hay Bộ Chính trị?", "issuer", f"{KL69}#pre/p2"),
    ("KL 69 tiếp tục thực hiện nghị quyết nào?", "basis", f"{KL69}#pre/p5"),
    ("Kết luận 69 ngày tháng nào", "date", f"{KL69}#pre/p2"),
    ("trích yếu kl69", "title", f"{KL69}#pre/p2"),
    ("Ai ký ban hành Nghị quyết 57?", "signer", f"{NQ57}#pre/p2"),
    ("Nghị quyết 57 được phổ biến đến đâu?", "spread", f"{NQ57}#IV/6/p1"),
    ("nq57 pho bien xuong toi cap nao", "spread", f"{NQ57}#IV/6/p1"),
    ("NQ 57 ký ngày bao nhiêu?", "date", f"{NQ57}#pre/p2"),
    ("Bác Tô Lâm ký nghị quyết số bao nhiêu về đột phá khoa học và chuyển đổi số?", "number", f"{NQ57}#pre/p2"),
    ("Nghị quyết 20 năm 2012 của hội nghị Trung ương mấy?", "session", f"{NQ20}#pre/p6"),
    ("NQ 20-NQ/TW (2012) thuộc khóa nào?", "session", f"{NQ20}#pre/p6"),
    ("Nghị quyết 20 năm 2012 gửi những đâu?", "recipients", f"{NQ20}#noi-nhan"),
    ("Nghị quyết 20 (2012) ra ở đâu?", "place", f"{NQ20}#pre/p5"),
    ("Trong kế hoạch tỉnh, Kết luận 50 được dẫn là ban hành ngày nào?", "date", f"{PLAN}#III/1/p1/fn1"),
)
# Questions of content that use words of asking for facts.
OF_CONTENT = (
    "Bố trí đủ nguồn lực để thực hiện Kết luận 69 là việc của ai?",
    "Quyết định được đưa ra sau khi nghe báo cáo của ai?",
    "Kế hoạch nêu giải pháp gì để nâng cao hiệu lực, hiệu quả quản lý nhà nước về khoa học?",
    "Theo Quyết định 569, UBND tỉnh gửi báo cáo trước ngày nào?",
    "Huyện ủy gửi báo cáo kết quả cho ai?",
    "Ai phải lo sửa luật để có căn cứ thi hành Nghị quyết 20 năm 2012?",
    "Đến 2030 Nghị quyết 57 muốn làm chủ dần những công nghệ số nào?",
    "Ban Chỉ đạo theo Nghị quyết 57 do ai làm trưởng ban?",
    "Nghị quyết 57 đặt chỉ số nào cho hạ tầng số?",
    "Kỹ thuật nào được ưu tiên trong Quyết định 569?",
    "Sở nào phải trình đề án theo kế hoạch của tỉnh?",
    "Chu kỳ báo cáo Kết luận 69 thế nào?",
    "Bộ Khoa học và Công nghệ phải trình Thủ tướng đề án gì theo Quyết định 569?",
)
NAMES = ("Quyết định 569", "QĐ 569/QĐ-TTg", "Chiến lược khoa học công nghệ đến 2030")
ASKED = [
    pytest.param(kind, paths, phrase, name, id=f"{kind}-{n}-{m}")
    for kind, (paths, phrases) in OF_DECISION.items()
    for n, phrase in enumerate(phrases)
    for m, name in enumerate(NAMES)
]


@pytest.fixture(scope="module")
def reader(shared: Path) -> Reader:
    paths = {PLAN: CORPUS / f"{PLAN}.md", **{d: shared / "corpus" / f"{d}{ending}" for d, ending in FULL.items()}}
    documents = [
        build_document(read_text(path.read_bytes(), str(path)), catalog(), document_id=d) for d, path in paths.items()
    ]
    texts = [c.text for d in documents for c in d.clauses]
    return Reader(documents, Namer(documents, catalog()), Speller(texts))


def first(reader: Reader, question: str) -> tuple[str, str]:
    """What is asked, and the clause that answers it first."""
    reading = reader.read(question)
    return reading.fact, (reading.shown.clauses or ("",))[0]


@pytest.mark.parametrize(("kind", "paths", "phrase", "name"), ASKED)
def test_a_fact_is_found_however_it_is_asked(
    reader: Reader, kind: str, paths: tuple[str, ...], phrase: str, name: str
) -> None:
    asked = phrase.format(name)
    for question in (asked, strip_accents(asked).lower()):
        fact, clause = first(reader, question)
        assert (fact, clause.partition("#")[0]) == (kind, QD569), question
        assert clause.partition("#")[2] in paths, question


@pytest.mark.parametrize(("question", "kind", "clause"), OF_OTHERS)
def test_each_document_states_its_facts_in_its_own_place(reader: Reader, question: str, kind: str, clause: str) -> None:
    assert first(reader, question) == (kind, clause)


@pytest.mark.parametrize("question", OF_CONTENT)
def test_a_question_of_content_is_no_question_of_a_fact(reader: Reader, question: str) -> None:
    assert reader.read(question).fact == ""


@pytest.mark.parametrize(
    ("question", "document", "kind"),
    [
        ("Nơi nhận của Kết luận 69?", KL69, "recipients"),
        ("Kế hoạch của tỉnh mang số mấy?", PLAN, "number"),
        ("Ai ký Nghị quyết 20 năm 2012?", NQ20, "signer"),
        ("Quyết định 569 hết hiệu lực ngày nào?", QD569, "effect"),
    ],
)
def test_what_a_document_does_not_state_is_not_taken_from_another(
    reader: Reader, question: str, document: str, kind: str
) -> None:
    reading = reader.read(question)
    assert (reading.fact, reading.shown.clauses) == (kind, ())
    assert fact_clauses(kind, reader.by_id[document]) == [] or kind == "effect"


def test_a_programme_that_carries_out_a_resolution_is_not_the_resolution(reader: Reader) -> None:
    reading = reader.read("Chương trình hành động của Tỉnh ủy thực hiện Nghị quyết 57 mang số mấy?")
    assert not any(c.startswith(NQ57) for c in reading.shown.clauses)


def test_signers_of_two_documents_come_both(reader: Reader) -> None:
    reading = reader.read("Người ký Kết luận 69 và người ký kế hoạch của tỉnh lần lượt là ai?")
    assert reading.shown.clauses == (f"{KL69}#ky", f"{PLAN}#ky")


def test_several_facts_asked_for_at_once_come_all(reader: Reader) -> None:
    reading = reader.read("Kết luận 69: ngày ban hành và người ký?")
    assert {reading.fact, *reading.besides} == {"date", "signer"}
    both = reader.read("Cho xin số và ngày ban hành Quyết định 569")
    assert set(both.shown.clauses) == {f"{QD569}#pre/p3", f"{QD569}#pre/p4"}
    assert set(reading.shown.clauses) == {f"{KL69}#ky", f"{KL69}#pre/p2"}


def test_signers_of_three_documents_come_all(reader: Reader) -> None:
    reading = reader.read("Ai là người ký của ba văn bản: Kết luận 69, Quyết định 569 và kế hoạch của tỉnh?")
    assert set(reading.shown.clauses) == {f"{KL69}#ky", f"{QD569}#ky", f"{PLAN}#ky"}


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Ông Vũ Đức Đam ký văn bản nào?", f"{QD569}#ky"),
        ("Bà Lê Thị Thu Hồng là ai trong kế hoạch của tỉnh?", f"{PLAN}#ky"),
        ("QĐ 569 nêu căn cứ là Luật Tổ chức Chính phủ năm nào?", f"{QD569}#pre/p8"),
        ("Luật Khoa học và công nghệ mà QĐ 569 lấy làm căn cứ được ban hành ngày nào?", f"{QD569}#pre/p9"),
        ("Kế hoạch Bắc Giang tên dài là chi rứa?", f"{PLAN}#pre/p2"),
        ("Quyết định 569 ban hành ngày mô?", f"{QD569}#pre/p4"),
        ("Nhờ chép giúp trích yếu Quyết định 569 để tôi nhập vào phần mềm quản lý hồ sơ cơ quan.", f"{QD569}#pre/p6"),
        ("Kế hoạch tỉnh gửi cho những nơi nào? Xin xem phần cuối văn bản.", f"{PLAN}#noi-nhan"),
        ("Nơi lưu của NQ 20 năm 2012 là đâu?", f"{NQ20}#noi-nhan"),
    ],
)
def test_people_laws_and_dialect(reader: Reader, question: str, clause: str) -> None:
    assert reader.read(question).shown.clauses[:1] == (clause,)


def test_facts_stand_where_any_party_document_prints_them(shared: Path) -> None:
    """Who issues a document is never read from what it rests on; every date and number found is its own."""
    lines = (shared / "eval" / "party_docs.jsonl").read_text(encoding="utf-8").splitlines()[:40]
    found = 0
    for line in map(json.loads, lines):
        document = build_document(read_text(line["text"].encode(), "a.txt"), catalog(), document_id="d")
        for kind in ("issuer", "session", "title"):
            for clause in fact_clauses(kind, document)[:1]:
                assert not plain(clause.text).lstrip("- ").startswith("can cu"), (kind, line["name"])
        for kind in ("number", "date"):
            found += bool(fact_clauses(kind, document))
        for clause in fact_clauses("replaces", document)[:1]:
            assert "thay" in plain(clause.text) or "bo" in plain(clause.text) or "het hieu luc" in plain(clause.text)
    assert found >= 76


@pytest.mark.parametrize(
    ("question", "weights"),
    [
        ("Huyện ủy làm gì để thực hiện Kết luận 69 của Bộ Chính trị?", {KL69: 0.7}),
        ("làm chủ công nghệ chiến lược", {}),
        ("Bộ Kế hoạch và Đầu tư làm gì?", {}),
        ("Sở Kế hoạch bố trí vốn thế nào?", {}),
        ("kế hoạch 5 năm của bộ", {}),
        ("kế hoạch của Bắc Giang", {PLAN: 0.9}),
        ("Kế hoạch Bắc Giang", {PLAN: 1.0}),
        ("triển khai Quyết định 569", {QD569: 1.0}),
    ],
)
def test_what_is_carried_out_or_named_within_another_name_is_not_named_outright(
    reader: Reader, question: str, weights: dict[str, float]
) -> None:
    named = reader.namer.find(question).weights
    assert {d: round(w, 1) for d, w in named.items() if w >= 0.4} == weights
