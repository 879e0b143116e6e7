"""Kits: every line is the clause it cites, wrong answers are surely wrong, lengths hold, nothing is invented."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache

import pytest
from real_documents import PLAN, SHARED, catalog, digest, full, plan

from dissemination.choose import on_topic, role_of
from dissemination.kit import audience_named, make_kit
from dissemination.kit_model import AUDIENCES, LENGTHS, Kit, Line, Option, Question, Request
from dissemination.proof import broken, kit_lines, problems, unproved
from dissemination.shelf import Shelf
from dissemination.slides import short_title
from index.results import Quote
from ingest.errors import UsageError, UserError
from ingest.own_words import is_own

DIGESTS = ("69-kl-tw-2024", "20-nq-tw-2012", "569-qd-ttg-2022", "45-nq-tw-2023", "29-nq-tw-2022", "50-kl-tw-2019")


@lru_cache
def shelf() -> Shelf:
    return Shelf((plan(), *map(digest, DIGESTS)), catalog(), "http://10.0.0.5:7860/")


@lru_cache
def kit(documents: tuple[str, ...], audience: str, minutes: int, topic: str = "") -> Kit:
    return make_kit(shelf(), Request(documents, topic, audience, minutes))


KITS = [
    (("45-nq-tw-2023",), "chi bộ", 45, ""),
    ((PLAN,), "cấp ủy", 90, ""),
    (("569-qd-ttg-2022",), "doanh nghiệp", 45, ""),
    (("69-kl-tw-2024", "20-nq-tw-2012"), "đoàn thể", 15, ""),
    (("50-kl-tw-2019",), "chi bộ", 15, ""),
    (("29-nq-tw-2022",), "cấp ủy", 45, ""),
    ((), "chi bộ", 45, "thị trường khoa học và công nghệ"),
]


@pytest.mark.parametrize(("documents", "audience", "minutes", "topic"), KITS)
def test_every_line_and_every_answer_is_proved(
    documents: tuple[str, ...], audience: str, minutes: int, topic: str
) -> None:
    made = kit(documents, audience, minutes, topic)
    assert problems(shelf(), made) == ()
    for line in kit_lines(made):
        if line.kind in ("quote", "digest", "heading"):
            (quote,) = line.quotes
            assert shelf().clause(quote.clause).text[quote.start : quote.end] == line.text
            if line.kind != "heading":
                assert (line.kind == "digest") == shelf().is_digest(quote.clause)
        elif line.kind == "note":
            assert line.sources
    for question in made.quiz:
        for option in question.options:
            assert shelf().text(option.quote) == option.text


@pytest.mark.parametrize(("documents", "audience", "minutes", "topic"), KITS)
def test_lines_come_from_what_was_asked_for_or_say_the_locality(
    documents: tuple[str, ...], audience: str, minutes: int, topic: str
) -> None:
    made = kit(documents, audience, minutes, topic)
    local = {quote for s in made.outline.sections if s.role == "liên hệ" for line in s.lines for quote in line.quotes}
    for section in made.outline.sections:
        for line in section.lines:
            for quote in line.quotes:
                document = quote.clause.partition("#")[0]
                assert (
                    document in made.request.documents
                    or section.role == "liên hệ"
                    or quote.clause in {q.clause for q in local}
                )
                assert is_own(shelf().get(document), shelf().clause(quote.clause)), quote


def test_the_order_is_that_of_a_trainers_outline() -> None:
    made = kit((PLAN,), "cấp ủy", 90)
    order = ["bối cảnh", "quan điểm", "mục tiêu", "nhiệm vụ", "tổ chức", "liên hệ", "thảo luận", "lưu ý"]
    roles = [section.role for section in made.outline.sections]
    assert roles == [role for role in order if role in roles]
    assert {"bối cảnh", "mục tiêu", "nhiệm vụ", "tổ chức", "thảo luận", "lưu ý"} <= set(roles)
    goals = next(s for s in made.outline.sections if s.role == "mục tiêu")
    assert any("trên 30 doanh nghiệp" in line.text for line in goals.lines)
    tasks = next(s for s in made.outline.sections if s.role == "nhiệm vụ")
    assert [line.quotes[0].clause.partition("#")[2] for line in tasks.lines if line.kind == "heading"] == [
        "III/1", "III/2", "III/3", "III/4", "III/5", "III/6",
    ]  # fmt: skip


def test_a_longer_talk_says_more() -> None:
    sizes = []
    for minutes in LENGTHS:
        made = kit((PLAN,), "chi bộ", minutes)
        lines = [line for section in made.outline.sections for line in section.lines]
        sizes.append((len(lines), len(made.slides), len(made.quiz), len(made.handout.lines)))
        assert len(made.slides) <= {15: 8, 45: 18, 90: 32}[minutes]
        assert all(len(slide.lines) <= 6 for slide in made.slides)
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[1] < sizes[2]


def test_audiences_are_asked_their_own_questions() -> None:
    asked = {
        audience: [
            line.text
            for section in kit(("569-qd-ttg-2022",), audience, 45).outline.sections
            if section.role == "thảo luận"
            for line in section.lines
        ]
        for audience in AUDIENCES
    }
    assert all(asked.values())
    assert all("doanh nghiệp" in re.sub("«.*?»", "", text) for text in asked["doanh nghiệp"])
    assert len({tuple(texts) for texts in asked.values()}) == len(AUDIENCES)


def test_the_quiz_has_all_forms_and_keys() -> None:
    made = kit(("569-qd-ttg-2022",), "chi bộ", 90)
    assert {question.form for question in made.quiz} == {"chọn một", "đúng sai", "điền khuyết"}
    assert {question.basis for question in made.quiz} == {"chỉ tiêu", "phân công", "mục", "từ ngữ"}
    assert len(made.quiz) == 20
    assert all(question.answer for question in made.quiz)
    stems = [question.stem for question in made.quiz]
    assert len(set(stems)) == len(stems)
    assert all("không phải nguyên văn" in stem for stem in stems), "câu hỏi trên bản tóm lược phải nói rõ"


def changed(question: Question, wrong: Option) -> Question:
    right = next(option for option in question.options if option.right)
    return dataclasses.replace(question, form="đúng sai", options=(right, wrong))


def test_an_option_that_is_also_right_does_not_pass() -> None:
    made = kit((PLAN,), "cấp ủy", 90)
    figure = next(q for q in made.quiz if q.basis == "chỉ tiêu" and "nằm trong nhóm" in q.stem)
    same = next(t for t in shelf().targets["29-nq-tw-2022"] if t.value == "ba")
    quote = Quote(same.clause, same.value_start, same.value_end)
    assert unproved(shelf(), changed(figure, Option("ba", quote))), "«ba» cũng là «03»"
    body = next(q for q in made.quiz if q.basis == "phân công" and q.about.clause.endswith("IV/5"))
    own = next(option for option in body.options if option.right)
    assert unproved(shelf(), changed(body, Option(own.text, own.quote)))
    place = next(q for q in made.quiz if q.basis == "mục")
    right = next(option for option in place.options if option.right)
    assert unproved(shelf(), changed(place, Option(right.text, right.quote)))


def test_a_body_of_a_group_that_has_the_duty_is_no_wrong_answer() -> None:
    text = shelf().clause(f"{PLAN}#IV/1").text
    start = text.index("tổ chức phổ biến")
    about = Quote(f"{PLAN}#IV/1", start, text.index(". Tăng cường"))
    at = text.index("huyện ủy")
    right = Option("huyện ủy", Quote(f"{PLAN}#IV/1", at, at + 8), right=True)
    also = Option("thị ủy", Quote(f"{PLAN}#IV/1", text.index("thị ủy"), text.index("thị ủy") + 6))
    question = Question("đúng sai", "phân công", "", about, (right, also), "")
    assert any("cũng được giao" in why for why in unproved(shelf(), question))


def test_a_changed_quotation_is_found() -> None:
    made = kit((PLAN,), "cấp ủy", 90)
    line = next(line for line in kit_lines(made) if line.kind == "quote")
    assert not broken(shelf(), line)
    assert broken(shelf(), line.edited(line.text.replace(" ", "  ", 1)))
    assert broken(shelf(), dataclasses.replace(line, quotes=()))
    assert broken(shelf(), dataclasses.replace(line, quotes=(Quote("khong-co#1", 0, 3),)))
    asked = next(line for line in kit_lines(made) if line.kind == "prompt")
    assert broken(shelf(), asked.edited(asked.text.replace("«", "« Theo tôi ")))
    sections = (dataclasses.replace(made.outline.sections[0], lines=(line.edited("Lời bịa."),)),)
    assert problems(shelf(), dataclasses.replace(made, outline=dataclasses.replace(made.outline, sections=sections)))


def test_a_topic_nothing_supports_is_an_error_and_makes_nothing() -> None:
    for topic in ("bóng đá nữ", "giải thưởng Nobel vật lý", "xây dựng sân bay"):
        with pytest.raises(UserError, match="không có đoạn nào"):
            make_kit(shelf(), Request((), topic, "chi bộ", 15))
    with pytest.raises(UserError, match="không có đoạn nào"):
        make_kit(shelf(), Request((PLAN,), "trí tuệ nhân tạo", "chi bộ", 15))


def test_a_topic_is_found_without_accents_too() -> None:
    with_accents = {p.quote for p in on_topic(shelf(), [plan()], "thị trường khoa học và công nghệ", "chi bộ")}
    without = {p.quote for p in on_topic(shelf(), [plan()], "thi truong khoa hoc va cong nghe", "chi bộ")}
    assert with_accents
    assert with_accents <= without


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (Request((), "", "chi bộ", 45), "Chưa chọn văn bản"),
        (Request((PLAN,), "", "chi bộ", 30), "30 phút không có"),
        (Request((PLAN,), "", "học sinh", 45), "không có đối tượng"),
    ],
)
def test_wrong_requests_are_usage_errors(request_: Request, error: str) -> None:
    with pytest.raises(UsageError, match=error):
        make_kit(shelf(), request_)


def test_audiences_as_people_write_them() -> None:
    assert [audience_named(said) for said in ("Chi bộ", "cap-uy", "cấp uỷ", "DOAN THE")] == [
        "chi bộ", "cấp ủy", "cấp ủy", "đoàn thể",
    ]  # fmt: skip


def test_parts_are_told_by_the_nearest_title() -> None:
    by_path = {clause.path: role_of(plan(), clause) for clause in plan().clauses}
    assert (by_path["I/1"], by_path["II/2/b2"], by_path["III/3/p1"], by_path["IV/4"]) == (
        "bối cảnh", "mục tiêu", "nhiệm vụ", "tổ chức",
    )  # fmt: skip
    vision = digest("45-nq-tw-2023")
    assert role_of(vision, vision.by_id["45-nq-tw-2023#II/3"]) == "mục tiêu"


def test_a_kit_from_official_words_quotes_them() -> None:
    if not SHARED.is_dir():
        pytest.skip("toàn văn không kèm theo mã nguồn, chỉ có ở máy dựng")
    read = Shelf((plan(), *(full(d) for d in ("69-kl-tw-2024", "20-nq-tw-2012", "569-qd-ttg-2022"))), catalog())
    made = make_kit(read, Request(("569-qd-ttg-2022",), "", "cấp ủy", 90))
    assert problems(read, made) == ()
    assert {line.kind for line in kit_lines(made)} == {"quote", "heading", "prompt", "note"}
    assert len(made.quiz) == 20
    assert not any("tóm lược" in question.stem for question in made.quiz)
    assert short_title(made.outline) == "QUYẾT ĐỊNH 569/QĐ-TTg (2022)"
    assert isinstance(made.outline.sections[0].lines[0], Line)
