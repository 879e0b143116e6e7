"""The page with a language model set up: the quotation at once, then the model's words where they hold."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from openai_server import plainly, serving, streaming

if TYPE_CHECKING:
    from tests.ui.conftest import Visit

QUESTION = "Các huyện ủy phải làm gì theo kế hoạch?"
WORDED = (
    "[1] Các huyện ủy, thị ủy, thành ủy, đảng ủy trực thuộc Tỉnh ủy tổ chức phổ biến, quán triệt và triển khai thực "
    "hiện Kết luận số 69-KL/TW phù hợp với tình hình thực tiễn của địa phương, đơn vị; đồng thời tăng cường lãnh đạo, "
    "chỉ đạo kiểm tra, giám sát và sơ kết, tổng kết việc thực hiện Kết luận số 69-KL/TW.\n"
)
Open = Callable[..., AbstractContextManager["Visit"]]


def model_at(address: str) -> dict[str, str]:
    return {"DANNGUON_LLM_BASE_URL": address, "DANNGUON_LLM_MODEL": "m"}


def test_the_quotation_stands_until_the_models_words_hold_and_both_lead_to_the_clause(visit_with: Open) -> None:
    with serving(streaming(WORDED, size=20, pause=0.2)) as (address, got), visit_with(**model_at(address)) as visit:
        visit.open()
        visit.ask(QUESTION)
        page = visit.page
        page.wait_for_selector("#dn-thread .dn-verbatim")
        quoted = page.locator("#dn-thread .dn-sentence").first
        clause = quoted.locator(".dn-number").first.get_attribute("data-clause")
        page.wait_for_selector("#dn-thread .dn-reworded")
        assert len(got) == 1
        assert page.locator("#dn-thread .dn-turn").count() == 1, "one question is one turn, however often it is drawn"
        said = page.locator("#dn-thread .dn-reworded")
        assert "đồng thời tăng cường lãnh đạo" in said.locator("blockquote p").inner_text()
        assert "Diễn đạt lại bằng mô hình ngôn ngữ" in said.inner_text()
        said.locator(".dn-number").first.click()
        page.wait_for_selector(f"#dn-pane .dn-target[data-id='{clause}'] mark")
        page.reload()
        page.wait_for_selector("#dn-thread .dn-reworded")


def test_a_server_that_answers_with_a_web_page_leaves_the_quotation_and_says_so(visit_with: Open) -> None:
    with serving(plainly(500, b"<html>no</html>")) as (address, _), visit_with(**model_at(address)) as visit:
        visit.open()
        visit.ask(QUESTION)
        visit.page.wait_for_selector("#dn-thread .dn-notices :text('Mô hình')")
        assert visit.page.locator("#dn-thread .dn-verbatim").count() >= 1
        assert visit.page.locator("#dn-thread .dn-reworded").count() == 0
