"""The catalogue that ships, asked as the program asks it, and catalogues with one mistake each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.catalog import LONGEST_STATEMENT, Catalog, load_catalog
from ingest.document import Clause
from ingest.errors import UserError
from ingest.loaders.text import read_text
from ingest.structure import parse
from ingest.vietnamese import fold

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus"
PLAN = "ke-hoach-kl69-bac-giang"
SEVEN = {PLAN, "69-kl-tw-2024", "20-nq-tw-2012", "50-kl-tw-2019", "29-nq-tw-2022", "45-nq-tw-2023", "569-qd-ttg-2022"}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(CORPUS / "catalog.toml")


def called(catalog: Catalog, document: str, clauses: list[str], text: str) -> list[str]:
    return [note.id for note in catalog.notes_for(document, clauses, text)]


# ---------------------------------------------------------------- what ships


def test_seven_documents_ship_and_one_is_known_by_name(catalog: Catalog) -> None:
    assert {entry.id for entry in catalog.entries if entry.shipped} == SEVEN
    absent = [entry for entry in catalog.entries if not entry.shipped]
    assert [entry.id for entry in absent] == ["57-nq-tw-2024"]
    assert not absent[0].file
    assert absent[0].urls


def test_only_the_plan_is_here_in_full_and_every_shipped_file_exists(catalog: Catalog) -> None:
    assert [entry.id for entry in catalog.entries if entry.provenance == "full"] == [PLAN]
    missing = [entry.file for entry in catalog.entries if entry.shipped and not (CORPUS / entry.file).is_file()]
    assert missing == []


def test_the_plan_states_no_number_and_no_date_of_its_own(catalog: Catalog) -> None:
    plan = catalog.get(PLAN)
    assert plan is not None
    assert (plan.number, plan.date, plan.year) == ("", None, None)
    assert plan.number_note == plan.date_note == "không nêu trong văn bản"
    text = unicodedata.normalize("NFC", (CORPUS / plan.file).read_text(encoding="utf-8"))
    own = [line for line in text.splitlines() if re.match(r"\W*(Số:|Bắc Giang, ngày)", line)]
    assert own == []
    assert "Lê Thị Thu Hồng" in text
    assert "Lê Thị Thu Hồng" in plan.signer


def test_dates_are_those_that_the_plan_prints_beside_the_numbers(catalog: Catalog) -> None:
    text = unicodedata.normalize("NFC", (CORPUS / f"{PLAN}.md").read_text(encoding="utf-8"))
    printed = set(re.findall(r"(\d+[-/][A-ZĐ]+[-/][A-Za-z]+) ngày (\d\d?)/(\d\d?)/(\d{4})", text))
    assert len({number for number, *_ in printed}) == 4
    for number, day, month, year in printed:
        found = catalog.by_number(number, date=date(int(year), int(month), int(day)))
        assert found.chosen is not None, number
        assert found.note == ""


def test_each_digest_is_of_its_document_and_its_facts_carry_their_sources(catalog: Catalog) -> None:
    """Only the three put together from many public pages; the others name one text in their header."""
    for document in ("50-kl-tw-2019", "29-nq-tw-2022", "45-nq-tw-2023"):
        entry = catalog.get(document)
        assert entry is not None
        reading = read_text((CORPUS / entry.file).read_bytes(), entry.file)
        assert reading.front["document"] == document
        clauses = parse(reading, document).clauses
        unsourced = [c for c in clauses if c.kind != "heading" and not c.sources]
        unknown = re.compile(
            "Chưa|Không nguồn nào|chưa biết|chưa có nguồn|chưa thấy nguồn|không tìm thấy nguồn|chưa rõ"
        )
        assert [c.id for c in unsourced if not unknown.search(c.text)] == []
        assert len(clauses) > 40
        implementing = [c for c in clauses if c.parent and "Không phải lời" in _heading(clauses, c.parent)]
        assert len(implementing) > 10


def _heading(clauses: tuple[Clause, ...], clause_id: str) -> str:
    return next(clause.heading for clause in clauses if clause.id == clause_id)


def test_clauses_named_in_notes_exist(catalog: Catalog) -> None:
    for clause in (clause for note in catalog.notes for clause in note.clauses):
        document, _, path = clause.partition("#")
        entry = catalog.get(document)
        assert entry is not None
        text = (CORPUS / entry.file).read_text(encoding="utf-8")
        wanted = f"[{path}]" if entry.provenance == "digest" else f"\n{path.rpartition('/')[2]}. "
        assert wanted in text, clause


def test_relations_lead_from_the_plan_to_the_resolution(catalog: Catalog) -> None:
    chain = [PLAN]
    while (entry := catalog.get(chain[-1])) and entry.carries_out:
        chain.append(entry.carries_out[0])
    assert chain == [PLAN, "69-kl-tw-2024", "20-nq-tw-2012"]
    plan = catalog.get(PLAN)
    assert plan is not None
    assert {*plan.carries_out, *plan.rests_on} == SEVEN - {PLAN}


def test_no_nickname_means_two_documents(catalog: Catalog) -> None:
    owners: dict[str, str] = {}
    for entry in catalog.entries:
        for name in entry.nicknames:
            assert owners.setdefault(fold(name), entry.id) == entry.id, name


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        ("20-NQ/TW", "20-nq-tw-2012"),
        ("20-nq/tư", "20-nq-tw-2012"),
        ("NQ 20", "20-nq-tw-2012"),
        ("Nghị quyết số 20 - NQ/TW", "20-nq-tw-2012"),
        ("29-NQ/TW", "29-nq-tw-2022"),
        ("45-NQ/TW", "45-nq-tw-2023"),
        ("quyết định 569", "569-qd-ttg-2022"),
        ("569/QĐ-TTg", "569-qd-ttg-2022"),
    ],
)
def test_a_repeated_number_is_decided_and_the_choice_is_told(catalog: Catalog, written: str, chosen: str) -> None:
    found = catalog.by_number(written)
    assert found.chosen is not None
    assert found.chosen.id == chosen
    assert found.ambiguous
    assert found.chosen.short_name in found.note
    assert found.namesakes
    for other in found.namesakes:
        assert other.about in found.note


def test_a_number_that_only_one_known_document_has_needs_no_note(catalog: Catalog) -> None:
    for number, document in (("69-KL/TW", "69-kl-tw-2024"), ("50-KL/TW", "50-kl-tw-2019")):
        found = catalog.by_number(number)
        assert found.chosen == catalog.get(document)
        assert not found.ambiguous
        assert found.note == ""


def test_the_year_decides_against_the_shipped_document(catalog: Catalog) -> None:
    found = catalog.by_number("20-NQ/TW", year=2017)
    assert found.chosen is None
    assert [other.date for other in found.namesakes] == [date(2017, 10, 25)]
    assert "chưa có để tra" in found.note
    by_year_alone = catalog.by_number("20-NQ/TW", year=2008)
    assert [other.year for other in by_year_alone.namesakes] == [2008]
    education = catalog.by_number("29-NQ/TW", date=date(2013, 11, 4))
    assert education.chosen is None
    assert "giáo dục" in education.note


def test_a_wrong_date_finds_nothing_and_names_what_there_is(catalog: Catalog) -> None:
    found = catalog.by_number("20-NQ/TW", date=date(2012, 10, 31))
    assert found.chosen is None
    assert not found.entries
    assert not found.namesakes
    assert "31/10/2012" in found.note
    assert "01/11/2012" in found.note


def test_the_kind_and_the_issuer_tell_numbers_apart(catalog: Catalog) -> None:
    assert catalog.by_number("45-KL/TW").chosen is None
    assert "Quy hoạch tổng thể" in catalog.by_number("45-KL/TW", year=2022).note
    assert catalog.by_number("20/NQ-CP").chosen is None
    assert catalog.by_number("69-NQ/TW").chosen is None
    assert not catalog.by_number("nghị quyết").entries
    assert not catalog.by_number("").entries


def test_a_number_shared_by_absent_documents_only_chooses_none(catalog: Catalog) -> None:
    found = catalog.by_number("51-KL/TW")
    assert found.chosen is None
    assert found.ambiguous
    assert len(found.namesakes) == 3
    assert "Hãy ghi rõ ngày" in found.note


def test_among_known_documents_of_one_number_the_shipped_one_is_chosen(catalog: Catalog) -> None:
    kept = catalog.get("69-kl-tw-2024")
    assert kept is not None
    absent = replace(kept, id="69-kl-tw-2010", date=date(2010, 5, 4), short_name="Kết luận kia", shipped=False, file="")
    found = Catalog((absent, kept)).by_number("69-KL/TW")
    assert found.chosen == kept
    assert found.ambiguous
    assert "Kết luận kia, ngày 04/5/2010" in found.note
    both = Catalog((replace(absent, shipped=True), kept)).by_number("69-KL/TW")
    assert both.chosen is None
    assert "Hãy ghi rõ ngày" in both.note


def test_a_known_document_that_is_not_here_says_so(catalog: Catalog) -> None:
    found = catalog.by_number("NQ 57")
    assert found.chosen == catalog.get("57-nq-tw-2024")
    assert "cần nạp thêm" in found.note


# ---------------------------------------------------------------- currency


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("IV/1", "bo-cap-huyen"),
        ("IV/2", "ban-can-su-dang-doan"),
        ("IV/3", "ban-can-su-dang-doan"),
        ("IV/3", "bo-cap-huyen"),
        ("IV/4", "ban-can-su-dang-doan"),
        ("IV/5", "ban-tuyen-giao-dan-van"),
    ],
)
def test_each_task_of_the_plan_warns_of_the_body_it_names(catalog: Catalog, clause: str, expected: str) -> None:
    """By the clause alone, and by the words of the real plan alone."""
    text = unicodedata.normalize("NFC", (CORPUS / f"{PLAN}.md").read_text(encoding="utf-8"))
    tasks = text.partition("TỔ CHỨC THỰC HIỆN")[2].partition("Nơi nhận")[0]
    item = next(line for line in tasks.splitlines() if line.startswith(clause[-1] + ". "))
    assert expected in called(catalog, PLAN, [f"{PLAN}#{clause}"], "")
    assert expected in called(catalog, "", [], item)
    assert expected not in called(catalog, PLAN, [f"{PLAN}#I/1"], "Tạo sự thống nhất cao về nhận thức, hành động")


def test_every_answer_from_the_plan_tells_of_the_merged_province(catalog: Catalog) -> None:
    for document, clauses in ((PLAN, []), ("", [f"{PLAN}#II/2/b2"])):
        notes = catalog.notes_for(document, clauses, "trên 30 doanh nghiệp")
        assert [note.date for note in notes if note.id == "hop-nhat-bac-giang-bac-ninh"] == [date(2025, 7, 1)]
    assert "hop-nhat-bac-giang-bac-ninh" not in called(catalog, "20-nq-tw-2012", [], "trên 2% GDP")


@pytest.mark.parametrize(
    "text", ["HUYỆN ỦY làm gì?", "các huyện uỷ", "cấp  huyện;", unicodedata.normalize("NFD", "thị uỷ")]
)
def test_bodies_match_in_any_case_tone_placement_and_unicode_form(catalog: Catalog, text: str) -> None:
    assert called(catalog, "", [], text) == ["bo-cap-huyen"]


@pytest.mark.parametrize("text", ["huyện đảo uỷ quyền", "cấp huyệnn", "TFPX", "phụ huyện ủyy"])
def test_bodies_match_whole_words_only(catalog: Catalog, text: str) -> None:
    assert called(catalog, "", [], text) == []


def test_the_new_name_of_the_commission_is_not_taken_for_the_old(catalog: Catalog) -> None:
    assert called(catalog, "", [], "Ban Tuyên giáo và Dân vận Trung ương hướng dẫn") == []
    both = "Ban Tuyên giáo và Dân vận Trung ương kế tục Ban Tuyên giáo Trung ương"
    assert called(catalog, "", [], both) == ["ban-tuyen-giao-dan-van"]


def test_phrases_count_only_for_an_affected_document(catalog: Catalog) -> None:
    question = "Chiến lược 569 còn hiệu lực không?"
    assert "tinh-trang-qd-569" in called(catalog, "569-qd-ttg-2022", [], question)
    assert "tinh-trang-qd-569" not in called(catalog, "45-nq-tw-2023", [], question)
    assert called(catalog, "", [], "văn bản này còn hiệu lực không") == []


def test_a_clause_below_an_affected_clause_is_affected_and_a_neighbour_is_not(catalog: Catalog) -> None:
    assert "bo-cap-huyen" in called(catalog, "", [f"{PLAN}#IV/1/p1"], "")
    assert "bo-cap-huyen" not in called(catalog, "", [f"{PLAN}#IV/10"], "")


def test_a_note_called_in_several_ways_comes_once(catalog: Catalog) -> None:
    ids = called(
        catalog, PLAN, [f"{PLAN}#IV/1", f"{PLAN}#IV/3"], "huyện ủy, thị ủy, cấp huyện, Bắc Giang, tỉnh Bắc Giang"
    )
    assert len(ids) == len(set(ids))
    assert {"bo-cap-huyen", "hop-nhat-bac-giang-bac-ninh"} <= set(ids)


def test_newer_targets_stand_beside_the_older_ones(catalog: Catalog) -> None:
    assert "dai-hoi-xiv" in called(catalog, "29-nq-tw-2022", [], "khoảng 7%/năm")
    assert {"dai-hoi-xiv", "nq-57-chi-tieu"} <= set(called(catalog, "569-qd-ttg-2022", [], "TFP ở mức trên 50%"))
    congress = next(note for note in catalog.notes if note.id == "dai-hoi-xiv")
    assert "TFP trên 55%" in congress.statement
    assert any("NQ 29" in figure and "7.500" in figure for figure in congress.figures)


def test_every_shipped_document_has_a_status_and_none_is_said_to_be_replaced(catalog: Catalog) -> None:
    for document in SEVEN:
        status = [note for note in catalog.currency_of(document) if note.id.startswith("tinh-trang-")]
        assert len(status) == 1, document
        assert status[0].confidence == "cần kiểm tra"
    replaced = re.compile("thay thế|thay cho|bãi bỏ|hết hiệu lực|sửa đổi")
    hedged = re.compile("chưa tìm thấy nguồn nào nói|không có câu nào thay thế|không nói|chưa được đọc trực tiếp")
    claims = [
        note.id for note in catalog.notes if replaced.search(note.statement) and not hedged.search(note.statement)
    ]
    assert claims == []


def test_every_statement_is_short_sourced_and_a_weak_source_is_called_weak(catalog: Catalog) -> None:
    assert len(catalog.notes) >= 15
    for note in catalog.notes:
        assert 40 < len(note.statement) <= LONGEST_STATEMENT, note.id
        assert note.statement.endswith(".")
        web = [source for source in note.sources if source.startswith("http")]
        assert web or "kiểm tra" in note.statement, note.id


def test_what_is_said_of_resolution_57_holds_in_its_text(catalog: Catalog) -> None:
    path = SHARED / "57-nq-tw-2024.md"
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    for number in ("20-NQ/TW", "29-NQ/TW", "45-NQ/TW", "50-KL/TW", "69-KL/TW", "569/QĐ-TTg", "thay thế Nghị quyết"):
        assert number not in text
    for figure in ("trên 55%", "đạt 2% GDP", "ít nhất 3% tổng chi ngân sách", "12 người trên một vạn dân"):
        assert figure in text
    assert "50-KL/TW" not in (SHARED / "69-kl-tw-2024.md").read_text(encoding="utf-8")


# ---------------------------------------------------------------- mistakes

DOCUMENT = """[[document]]
id = "1-nq-tw-2020"
type = "Nghị quyết"
number = "1-NQ/TW"
date = 2020-01-02
issuer = "Bộ Chính trị"
title = "Nghị quyết số 1"
short_name = "Nghị quyết 1"
file = "1.md"
provenance = "full"
sources = ["https://example.org/1"]
"""
NOTE = """[[currency]]
id = "n"
date = 2021-01-02
statement = "Có thay đổi."
sources = ["https://example.org/2"]
confidence = "một nguồn"
documents = ["1-nq-tw-2020"]
whole = ["1-nq-tw-2020"]
"""


def test_the_sound_catalogue_of_these_tests_loads(tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(DOCUMENT + NOTE, encoding="utf-8")
    assert called(load_catalog(path), "1-nq-tw-2020", [], "") == ["n"]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (DOCUMENT + DOCUMENT, "dòng 12", "đã dùng"),
        (DOCUMENT + NOTE + NOTE, "dòng 20", "đã dùng"),
        (DOCUMENT + NOTE.replace('["https://example.org/2"]', "[]"), "dòng 12", "không có nguồn"),
        (DOCUMENT + NOTE.replace('"https://example.org/2"', '" "'), "dòng 12", "không có nguồn"),
        (DOCUMENT + NOTE.replace("https://example.org/2", "nghe nói"), "dòng 12", "cần kiểm tra"),
        (DOCUMENT + NOTE.replace("1-nq-tw-2020", "2-nq-tw-2020"), "dòng 12", "'2-nq-tw-2020'"),
        (DOCUMENT + NOTE + 'clauses = ["3-nq-tw-2020#I"]\n', "dòng 12", "'3-nq-tw-2020'"),
        (DOCUMENT + NOTE.replace("Có thay đổi.", "a" * 221), "dòng 12", "221"),
        (DOCUMENT + NOTE.replace('whole = ["1-nq-tw-2020"]\n', ""), "dòng 12", "không bao giờ hiện"),
        (DOCUMENT + NOTE.replace("một nguồn", "chắc chắn"), "dòng 12", "'confidence'"),
        (DOCUMENT + 'rests_on = ["9-kl-tw-2020"]\n', "dòng 1,", "'9-kl-tw-2020'"),
        (DOCUMENT.replace("date = 2020-01-02", 'date = "hôm qua"'), "dòng 1,", "'date'"),
        (DOCUMENT.replace("date = 2020-01-02", "date = 2020-02-30"), "catalog.toml", "TOML"),
        (DOCUMENT.replace("date = 2020-01-02", "date = 2021-01-02"), "dòng 1,", "năm"),
        (DOCUMENT.replace("date = 2020-01-02\n", ""), "dòng 1,", "ngày"),
        (DOCUMENT.replace('number = "1-NQ/TW"\n', 'number = ""\n'), "dòng 1,", "number_note"),
        (DOCUMENT.replace('issuer = "Bộ Chính trị"\n', ""), "dòng 1,", "'issuer'"),
        (DOCUMENT.replace("issuer", "isuer"), "dòng 1,", "'i"),
        (DOCUMENT.replace('file = "1.md"\n', ""), "dòng 1,", "file"),
        (DOCUMENT + '[[namesake]]\nnumber = "1-NQ/TW"\nabout = "x"\nsource = "y"\n', "dòng 12", "date hoặc year"),
        ('[[documents]]\nid = "x"\n', "catalog.toml", "'documents'"),
        ("document = 3\n", "catalog.toml", "[[document]]"),
        ("[[document]\n", "catalog.toml", "TOML"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(tmp_path: Path, text: str, line: str, told: str) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as raised:
        load_catalog(path)
    message = str(raised.value)
    assert message.startswith(str(path))
    assert line in message
    assert told in message
    assert "\n" not in message


def test_a_missing_or_undecodable_file_is_a_user_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="không đọc được"):
        load_catalog(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match=r"bad\.toml"):
        load_catalog(tmp_path / "bad.toml")
