"""Soạn tài liệu: what a trainer edits is the trainer's own, everywhere; what is not edited stays as printed."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from dissemination.kit_model import Kit, Line
from dissemination.proof import broken, kit_lines
from dissemination.shelf import NOT_VERBATIM, Shelf
from ingest.errors import UserError
from tests.dissemination import real_documents as real
from ui.kit_edits import BY_HAND, CHECK_KEY, NOT_PRINTED, edited, read_edits
from ui.kit_tab import compose, file_of
from ui.kit_view import FILES, kit_view

if TYPE_CHECKING:
    from tests.ui.conftest import Visit

EVIL = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    names = ("69-kl-tw-2024", "569-qd-ttg-2022", "20-nq-tw-2012")
    return Shelf((real.plan(), *map(real.digest, names)), real.catalog(), "http://192.168.1.5:7860/")


@pytest.fixture(scope="module")
def kit(shelf: Shelf) -> Kit:
    return compose(shelf, [real.PLAN, "569-qd-ttg-2022"], "", "chi bộ", 45)


def _place(kit: Kit, kind: str) -> tuple[str, Line]:
    return next(
        (f"o/{at}/{place}", line)
        for at, section in enumerate(kit.outline.sections)
        for place, line in enumerate(section.lines)
        if line.kind == kind
    )


def _text(data: bytes) -> str:
    from docx import Document

    file = Document(BytesIO(data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def test_nothing_edited_changes_nothing(shelf: Shelf, kit: Kit) -> None:
    name, line = _place(kit, "quote")
    assert edited(shelf, kit, {}) == kit
    assert edited(shelf, kit, {name: f"  {line.text} "}) == kit
    assert not any(broken(shelf, line) for line in kit_lines(kit))


def test_an_edited_line_is_no_quotation_any_more_wherever_it_stands(shelf: Shelf, kit: Kit) -> None:
    name, line = _place(kit, "quote")
    same = sum(1 for other in kit_lines(kit) if other == line)
    assert same > 1, "the line stands in the notes of a slide, too"
    made = edited(shelf, kit, {name: "Lời khác hẳn."})
    changed = [other for other in kit_lines(made) if other.text == "Lời khác hẳn."]
    assert len(changed) == same
    assert all(broken(shelf, other) and other.quotes == line.quotes for other in changed)
    text = _text(file_of("outline", shelf, kit, {name: "Lời khác hẳn."})[1])
    assert "Lời khác hẳn. (lời người soạn, không phải nguyên văn" in text
    assert "“Lời khác hẳn" not in text
    assert f"“{line.text}" not in text


@pytest.mark.parametrize("kind", ["quote", "digest", "heading", "prompt", "note"])
def test_no_kind_of_line_passes_as_a_document_once_edited(shelf: Shelf, kit: Kit, kind: str) -> None:
    name, line = _place(kit, kind)
    made = edited(shelf, kit, {name: "Câu của tôi"})
    (mine,) = [one for section in made.outline.sections for one in section.lines if one.text == "Câu của tôi"]
    assert broken(shelf, mine)
    text = _text(file_of("outline", shelf, kit, {name: "Câu của tôi"})[1])
    at = text.index("Câu của tôi")
    assert "lời người soạn, không phải nguyên văn" in text[at : at + 120]
    assert line.text not in {one.text for section in made.outline.sections for one in section.lines}


def test_a_prompt_may_change_around_the_words_it_names(shelf: Shelf, kit: Kit) -> None:
    name, line = _place(kit, "prompt")
    named = line.text[line.text.index("«") : line.text.index("»") + 1]
    made = edited(shelf, kit, {name: f"Theo đồng chí, {named} làm ở ta thế nào?"})
    (new,) = {one for one in kit_lines(made) if one.text.startswith("Theo đồng chí")}
    assert new.kind == "prompt"
    assert not broken(shelf, new)


def test_emptied_lines_fall_and_added_lines_are_the_trainers_own(shelf: Shelf, kit: Kit) -> None:
    first = kit.outline.sections[0]
    edits = {f"o/0/{place}": " " for place in range(len(first.lines))}
    made = edited(shelf, kit, edits)
    assert made.outline.sections[0].title == kit.outline.sections[1].title
    added = edited(shelf, kit, {"o/0/+": "Ý một\n\n  Ý hai  "})
    assert [one.text for one in added.outline.sections[0].lines[-2:]] == ["Ý một", "Ý hai"]
    assert "Ý hai (lời người soạn" in _text(file_of("outline", shelf, kit, {"o/0/+": "Ý hai"})[1])


def test_an_edited_question_says_so_and_its_key_asks_to_be_checked(shelf: Shelf, kit: Kit) -> None:
    at, question = next((n, q) for n, q in enumerate(kit.quiz) if q.form == "chọn một")
    right = next(n for n, option in enumerate(question.options) if option.right)
    wrong = next(n for n, option in enumerate(question.options) if not option.right)
    edits = {f"q/{at}/{right}": "Đáp án của tôi", f"q/{at}/{wrong}": "Phương án của tôi"}
    asked = _text(file_of("quiz", shelf, kit, edits)[1])
    assert "Đáp án của tôi" in asked
    assert NOT_PRINTED not in asked, "the paper must not tell which option was touched"
    assert asked.count(BY_HAND) == 1
    key = _text(file_of("key", shelf, kit, edits)[1])
    assert f"Đáp án của tôi {NOT_PRINTED} {CHECK_KEY}" in key
    assert f"Phương án của tôi {NOT_PRINTED}" in key
    assert len(edited(shelf, kit, {f"q/{at}/stem": ""}).quiz) == len(kit.quiz) - 1


def test_the_editor_shows_every_line_with_its_clause_and_its_kind(shelf: Shelf, kit: Kit) -> None:
    page = kit_view(shelf, kit)
    lines = [line for section in kit.outline.sections for line in section.lines]
    assert sum(page.count(f'data-line="o/{at}/') for at in range(len(kit.outline.sections))) == len(lines) + 2 * len(
        kit.outline.sections
    )
    assert page.count(">nguyên văn<") == sum(
        line.kind == "quote"
        for line in (*lines, *(one for slide in kit.slides for one in slide.lines), *kit.handout.lines)
    )
    assert NOT_VERBATIM in page
    clauses = {quote.clause for line in lines for quote in line.quotes}
    assert all(f'data-clause="{clause}"' in page for clause in clauses)


def test_what_a_document_says_stays_text(shelf: Shelf, kit: Kit) -> None:
    section = kit.outline.sections[0]
    bad = replace(section, title=EVIL, lines=tuple(line.edited(EVIL) for line in section.lines))
    hostile = replace(
        kit,
        outline=replace(kit.outline, title=EVIL, sections=(bad,)),
        quiz=tuple(replace(question, stem=EVIL, answer=EVIL) for question in kit.quiz),
    )
    page = kit_view(shelf, hostile)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("sent", ["[1]", '{"o/0/0": 3}', "{", json.dumps({"o/0/0": "x" * 5000})])
def test_edits_that_are_not_ours_are_refused(sent: str) -> None:
    with pytest.raises(UserError):
        read_edits(sent)
    assert read_edits("") == read_edits(None) == {}


@pytest.mark.parametrize(
    ("documents", "topic", "said"),
    [
        ([], "", "chủ đề"),
        ([], "?!", "chữ nào"),
        ([], "x" * 300, "rút gọn"),
        ([], "nuôi cá tra xuất khẩu", "không có đoạn nào"),
        (["khong-co"], "", "chủ đề"),
    ],
)
def test_what_cannot_be_composed_is_told_in_one_line(shelf: Shelf, documents: Any, topic: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        compose(shelf, documents, topic, "chi bộ", 15)
    assert "\n" not in str(caught.value)
    assert "--" not in str(caught.value)


def test_every_file_is_one_and_all_are_in_the_bundle(shelf: Shelf, kit: Kit) -> None:
    name, data = file_of("all", shelf, kit, {})
    with ZipFile(BytesIO(data)) as bundle:
        assert set(bundle.namelist()) == {file for key, (_, file) in FILES.items() if key != "all"}
        assert bundle.read("de-cuong.docx")[:2] == b"PK"
    assert name.endswith(".zip")
    with pytest.raises(UserError):
        file_of("khac", shelf, kit, {})


def test_from_a_topic_to_an_edited_file(visit: Visit) -> None:
    visit.open()
    visit.tab("Soạn tài liệu")
    page = visit.page
    page.wait_for_selector("#dn-kit-documents input")
    page.fill("#dn-topic input", "nuôi cá tra xuất khẩu")
    page.click("#dn-compose")
    page.wait_for_selector("#dn-topic-error [role=alert]")
    assert page.locator("#dn-kit textarea").count() == 0
    page.fill("#dn-topic input", "nhân lực chất lượng cao")
    page.click("#dn-compose")
    page.wait_for_selector("#dn-kit .dn-kit")
    assert page.locator("#dn-topic-error [role=alert]").count() == 0
    line = page.locator("#dn-kit .dn-edit-quote").first
    area = line.locator("textarea")
    assert line.locator(".dn-mark").is_visible()
    printed = area.input_value()
    area.fill("Lời của báo cáo viên <b>")
    assert not line.locator(".dn-mark").is_visible()
    assert "đã sửa" in line.locator(".dn-by-hand").inner_text()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.click("#dn-compose")
    assert dialogs, "composing anew asks first"
    visit.tab("Hỏi đáp")
    visit.tab("Soạn tài liệu")
    assert area.input_value() == "Lời của báo cáo viên <b>", "going to another tab loses nothing"
    with page.expect_download() as download:
        page.click("#dn-kit [data-file=outline]")
    assert download.value.suggested_filename == "de-cuong.docx"
    text = _text(Path(download.value.path()).read_bytes())
    assert "Lời của báo cáo viên <b> (lời người soạn, không phải nguyên văn" in text
    assert printed not in text
    line.locator(".dn-undo").click()
    assert area.input_value() == printed
    with page.expect_download() as download:
        page.click("#dn-kit [data-file=slides]")
    from pptx import Presentation

    deck = Presentation(BytesIO(Path(download.value.path()).read_bytes()))
    assert len(deck.slides) > 3
    clause = line.locator("[data-act=lookup]")
    wanted = clause.get_attribute("data-clause")
    clause.click()
    page.wait_for_selector(f"#dn-reading .dn-target[data-id='{wanted}']")
