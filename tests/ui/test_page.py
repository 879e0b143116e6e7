"""The page in a real browser: asking, reading, checking, taking away."""

from __future__ import annotations

import json
import time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tests.ui.conftest import Server, Visit

PLAN = "ke-hoach-kl69-bac-giang"
DUTY = "Huyện ủy phải làm gì để thực hiện kế hoạch?"


def test_the_page_answers_soon_after_start_and_paints_soon_after(server: Server, visit: Visit) -> None:
    # Processor time, since other work on the machine stretches the clock.
    assert server.cpu < 15, f"{server.cpu:.1f} s of processor time before the first answer ({server.answered:.1f} s)"
    started = time.monotonic()
    visit.page.goto(server.url, wait_until="commit")
    visit.page.wait_for_selector("#dn-splash, #dn-head h1")
    assert time.monotonic() - started < 2
    visit.page.wait_for_selector("#dn-question textarea")
    assert visit.page.evaluate("document.documentElement.lang") == "vi"


def test_an_answer_is_quoted_from_its_clause_and_the_number_opens_it(visit: Visit) -> None:
    visit.open()
    visit.ask(DUTY)
    sentence = visit.page.locator("#dn-thread .dn-sentence").first
    quoted = sentence.locator("blockquote p").inner_text()
    number = sentence.locator(".dn-number").first
    clause = number.get_attribute("data-clause") or ""
    assert clause.startswith(f"{PLAN}#")
    number.click()
    target = visit.page.locator("#dn-pane .dn-target")
    target.wait_for()
    assert target.get_attribute("data-id") == clause
    marked = " ".join(target.locator("mark").all_inner_texts())
    assert marked.strip()[:60] in quoted
    assert "IV" in visit.page.inner_text("#dn-pane .dn-crumbs")
    assert visit.page.locator("#dn-pane .dn-clause").count() > 2, "its neighbours stand around it"
    visit.page.wait_for_function("document.activeElement.id === 'dn-pane-title'")


def test_on_a_wide_screen_the_first_clause_stands_beside_the_answer_and_the_focus_stays(visit: Visit) -> None:
    visit.open()
    visit.ask(DUTY)
    page = visit.page
    first = page.locator("#dn-thread .dn-number").first.get_attribute("data-clause")
    page.wait_for_selector(f"#dn-pane .dn-target[data-id='{first}']")
    quoted = page.locator("#dn-thread .dn-sentence").first.locator("blockquote p").inner_text()
    marked = page.locator("#dn-pane .dn-target mark").first.inner_text()
    assert marked.strip()[:60] in quoted
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.closest('#dn-question') !== null"), "one can go on typing"
    page.keyboard.type("còn gì nữa")
    assert page.input_value("#dn-question textarea") == "còn gì nữa"
    page.fill("#dn-question textarea", "Giá vàng SJC hôm nay là bao nhiêu?")
    page.press("#dn-question textarea", "Enter")
    page.wait_for_selector("#dn-thread .dn-refusal")
    page.wait_for_timeout(300)
    assert page.locator("#dn-pane .dn-target").count() == 0, "a refusal has no clause to stand beside it"


def test_on_a_narrow_screen_nothing_opens_by_itself(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 360, "height": 800})
    visit.open()
    visit.ask(DUTY)
    visit.page.wait_for_timeout(1000)
    assert visit.page.locator("#dn-pane .dn-target").count() == 0
    visit.page.click("#dn-thread .dn-number >> nth=0")
    visit.page.wait_for_selector("#dn-pane .dn-target")
    visit.page.wait_for_function("document.activeElement.id === 'dn-pane-title'")


def test_a_question_without_accents_says_how_it_was_read_and_can_be_undone(visit: Visit) -> None:
    visit.open()
    visit.ask("huyen uy phai lam gi de thuc hien ke hoach")
    assert "huyện ủy phải làm gì để thực hiện kế hoạch" in visit.page.inner_text("#dn-thread .dn-understood").lower()
    visit.page.click("#dn-thread [data-act=literal]")
    visit.page.wait_for_selector("#dn-thread [data-act=understand]")
    assert visit.turns() == 1, "the same question read otherwise is not a second question"


def test_a_refusal_shows_what_is_nearest_and_why_it_does_not_answer(visit: Visit) -> None:
    visit.open()
    visit.ask("Giá vàng SJC hôm nay là bao nhiêu?")
    assert visit.page.locator("#dn-thread .dn-refusal").count() == 1
    assert visit.page.locator("#dn-thread .dn-sentence").count() == 0
    near = visit.page.locator("#dn-thread .dn-near")
    assert near.count() > 0
    assert near.first.locator(".dn-why").inner_text().strip()


def test_bad_questions_get_a_message_beside_the_field(visit: Visit) -> None:
    visit.open()
    page = visit.page
    for question, said in (("   ?! ", "đang trống"), ("tại sao " * 5000, "hãy rút gọn")):
        page.fill("#dn-question textarea", question)
        page.click("#dn-send")
        page.wait_for_function(
            "(said) => document.querySelector('#dn-question-error [role=alert]')?.innerText.includes(said)", arg=said
        )
        assert page.get_attribute("#dn-question textarea", "aria-invalid") == "true"
        assert page.get_attribute("#dn-question textarea", "aria-describedby") == "dn-question-error"
        assert page.input_value("#dn-question textarea") == question, "what was typed is still there"
    assert visit.turns() == 0


def test_a_reload_loses_neither_the_answer_nor_what_is_being_typed(visit: Visit) -> None:
    visit.open()
    visit.ask(DUTY)
    before = visit.page.inner_text("#dn-thread .dn-answer")
    visit.page.locator("#dn-question textarea").press_sequentially("còn thời hạn thì sao")
    visit.page.reload()
    visit.page.wait_for_selector("#dn-thread .dn-answer")
    assert visit.page.inner_text("#dn-thread .dn-answer") == before
    visit.page.wait_for_function("document.querySelector('#dn-question textarea').value === 'còn thời hạn thì sao'")


def test_follow_ups_keep_the_thread_and_a_new_thread_forgets_it(visit: Visit) -> None:
    visit.open()
    visit.ask(DUTY)
    visit.ask("Mục tiêu cụ thể đến năm 2030 là gì?")
    assert visit.turns() == 2
    assert DUTY in visit.page.inner_text("#dn-thread .dn-earlier summary")
    visit.page.click("#dn-fresh")
    visit.page.wait_for_selector("#dn-thread .dn-examples")
    assert visit.turns() == 0


def test_the_answer_can_be_taken_away(visit: Visit) -> None:
    from docx import Document

    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open()
    visit.ask(DUTY)
    quoted = visit.page.locator("#dn-thread .dn-sentence blockquote p").first.inner_text()[:40]
    visit.page.click("#dn-thread [data-copy]")
    visit.page.wait_for_selector("text=Đã sao chép")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert quoted in copied
    assert "mục IV.1" in copied
    with visit.page.expect_download() as download:
        visit.page.click("#dn-thread [data-act=export]")
    words = Document(BytesIO(Path(download.value.path()).read_bytes()))
    text = "\n".join(paragraph.text for paragraph in words.paragraphs)
    assert DUTY in text
    assert quoted in text
    assert f"{PLAN}#IV/1" in text


def test_feedback_is_kept_for_trainers(visit: Visit) -> None:
    visit.open()
    visit.ask(DUTY)
    visit.page.click("#dn-thread .dn-feedback summary")
    visit.page.fill("#dn-thread .dn-feedback textarea", "cần nêu <b>thời hạn</b>")
    visit.page.click("#dn-thread [data-act=feedback][data-verdict=down]")
    visit.page.wait_for_selector("text=Đã ghi nhận xét: chưa đúng")
    lines = (visit.server.library / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    kept = json.loads(lines[-1])
    assert kept["question"] == DUTY
    assert kept["verdict"] == "down"
    assert kept["note"] == "cần nêu <b>thời hạn</b>"
    assert f"{PLAN}#IV/1" in kept["clauses"]


def test_a_permanent_link_opens_its_clause_in_another_browser(visit: Visit, server: Server) -> None:
    visit.open(f"/?clause={PLAN}%23IV%2F3")
    target = visit.page.locator("#dn-reading .dn-target")
    target.wait_for()
    assert target.get_attribute("data-id") == f"{PLAN}#IV/3"
    assert target.is_visible()
    visit.page.click("#dn-reading .dn-qr summary")
    assert f"{server.url}/?clause={PLAN}%23IV%2F3" in visit.page.inner_text("#dn-reading .dn-qr code")
    assert visit.page.locator("#dn-reading .dn-qr img").evaluate("image => image.naturalWidth") > 0
    visit.page.click("#dn-reading [data-act=open]:has-text('Mục sau')")
    visit.page.wait_for_selector(f"#dn-reading .dn-target[data-id='{PLAN}#IV/4']")
    visit.page.wait_for_url("**/?clause=*IV%2F4")


def test_an_address_or_words_find_a_clause_and_both_ways_of_citing(visit: Visit) -> None:
    visit.open()
    visit.tab("Tra cứu")
    page = visit.page
    page.fill("#dn-words input", "NQ 20 B.III.2.1")
    page.press("#dn-words input", "Enter")
    page.wait_for_selector("#dn-reading .dn-target[data-id='20-nq-tw-2012#B/III/2/2.1']")
    page.fill("#dn-words input", "mục IV.3 kế hoạch")
    page.press("#dn-words input", "Enter")
    page.wait_for_selector(f"#dn-reading .dn-target[data-id='{PLAN}#IV/3']")
    assert "569" in page.inner_text("#dn-reading .dn-relations")
    page.fill("#dn-words input", "trung tâm khởi nghiệp đổi mới sáng tạo")
    page.click("#dn-find")
    page.wait_for_selector("#dn-results .dn-hits li")
    page.click("#dn-tree [data-clause='69-kl-tw-2024']")
    page.wait_for_selector("#dn-reading .dn-target[data-id^='69-kl-tw-2024#pre/']")
    related = page.locator("#dn-reading .dn-relations [data-clause]")
    assert any(id_.startswith(PLAN) for id_ in related.evaluate_all("links => links.map(link => link.dataset.clause)"))
    page.fill("#dn-words input", "")
    page.click("#dn-find")
    page.wait_for_selector("#dn-words-error [role=alert]")


def test_an_added_document_is_read_told_asked_and_removed_and_its_text_stays_text(visit: Visit, tmp_path: Path) -> None:
    hostile = "<script>document.title = 'hacked'</script><img src=x onerror=\"document.title='hacked'\">"
    path = tmp_path / "quy-che.txt"
    path.write_text(
        f"QUY CHẾ\nvề việc nuôi ong lấy mật\n\nI- QUY ĐỊNH CHUNG\n\n1. Mỗi hộ nuôi ong ở bản Khe Lau được cấp "
        f"mười bảy tổ ong {hostile} trong năm đầu.\n\n2. Các hộ nuôi ong ghi sổ theo dõi đàn ong hằng tuần.\n",
        encoding="utf-8",
    )
    visit.open()
    visit.tab("Kho tài liệu")
    page = visit.page
    page.wait_for_selector("#dn-library .dn-card")
    page.set_input_files("#dn-files input[type=file]", str(path))
    page.wait_for_selector("#dn-reports .dn-card", timeout=60_000)
    page.wait_for_selector("#dn-library-state .dn-good", timeout=60_000)
    assert "quy-che.txt: đã thêm vào kho" in page.inner_text("#dn-reports")
    visit.tab("Hỏi đáp")
    answer = visit.ask("Mỗi hộ nuôi ong ở bản Khe Lau được cấp bao nhiêu tổ ong?")
    assert "mười bảy tổ ong" in answer
    assert "<script>" in answer, "the text is shown as it stands"
    page.click("#dn-thread .dn-number >> nth=0")
    page.wait_for_selector("#dn-pane .dn-target")
    visit.tab("Tra cứu")
    page.wait_for_selector("#dn-tree .dn-branch")
    assert page.title() == "Dẫn Nguồn"
    assert page.locator("#dn-thread img, #dn-pane img, #dn-thread script, #dn-reports img").count() == 0
    visit.tab("Kho tài liệu")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#dn-library [data-act=remove]")
    page.wait_for_selector("text=khỏi kho.", timeout=60_000)
    page.wait_for_function("!document.querySelector('#dn-library [data-act=remove]')")


def test_an_unreadable_file_is_told_and_changes_nothing(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "hong.pdf"
    path.write_bytes(b"%PDF-1.7\nkhong phai pdf")
    visit.open()
    visit.tab("Kho tài liệu")
    visit.page.wait_for_selector("#dn-library .dn-card")
    before = visit.page.locator("#dn-library .dn-card").count()
    visit.page.set_input_files("#dn-files input[type=file]", str(path))
    visit.page.wait_for_selector("#dn-reports .dn-error", timeout=60_000)
    said = visit.page.inner_text("#dn-reports .dn-error")
    assert said.startswith("hong.pdf")
    assert visit.page.locator("#dn-library .dn-card").count() == before


def test_the_keyboard_alone_asks_and_opens_a_source(visit: Visit) -> None:
    visit.open()
    page = visit.page
    page.focus("#dn-question textarea")
    page.keyboard.type(DUTY)
    page.keyboard.press("Enter")
    page.wait_for_selector("#dn-thread .dn-number")
    for _ in range(30):
        page.keyboard.press("Tab")
        if "dn-number" in page.evaluate("document.activeElement.className"):
            break
    assert "dn-number" in page.evaluate("document.activeElement.className"), "a source number is reached with Tab"
    page.keyboard.press("Enter")
    page.wait_for_selector("#dn-pane .dn-target")


def test_checks_say_that_nothing_left_the_machine(visit: Visit) -> None:
    visit.open()
    visit.tab("Kiểm định")
    visit.page.wait_for_selector("#dn-doctor .dn-check")
    said = visit.page.inner_text("#dn-doctor")
    assert "Không có lần nào" in said
    assert str(visit.server.library) in said
    assert "torch" in said


def test_no_request_went_to_another_host(visits: list[Visit]) -> None:
    """Last in the file: every visit above has been recorded."""
    urls = [url for visit in visits for url in visit.requests]
    assert len(urls) > 50
    hosts = {urlsplit(url).hostname for url in urls if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
