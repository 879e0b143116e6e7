"""Accessibility, checked by axe-core on every tab in both schemes and on a narrow screen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.ui.conftest import Server

PROJECT = Path(__file__).resolve().parents[2]
PLACES = [
    PROJECT / "node_modules" / "axe-core" / "axe.min.js",
    Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js",
]
TABS = {
    "Hỏi đáp": "#dn-thread .dn-turn",
    "Tra cứu": "#dn-reading .dn-target",
    "Nghĩa vụ": "#dn-duties .dn-grid",
    "Đối chiếu": "#dn-align .dn-row",
    "Soạn tài liệu": "#dn-kit .dn-kit",
    "Kho tài liệu": "#dn-library .dn-card",
    "Kiểm định": "#dn-doctor .dn-check",
}


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core; nothing is downloaded by a test."""
    named = os.environ.get("DANNGUON_AXE")
    found = next((path for path in [*([Path(named)] if named else []), *PLACES] if path.is_file()), None)
    if found is None:
        pytest.skip("chưa có axe-core; «npm install --no-save axe-core» hoặc đặt DANNGUON_AXE")
    return found.read_text(encoding="utf-8")


def _grave(page: Page, script: str) -> list[tuple[str, str, str]]:
    page.evaluate(script)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (violation["id"], violation["help"], node["html"][:200])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_no_serious_finding_on_any_tab(server: Server, browser: Browser, axe: str, scheme: Any, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{server.url}/?clause=ke-hoach-kl69-bac-giang%23IV%2F3")
    page.wait_for_selector("#dn-reading .dn-target")
    page.wait_for_function("!document.querySelector('#dn-status .dn-loading')", timeout=60_000)
    page.get_by_role("tab", name="Hỏi đáp").click()
    page.fill("#dn-question textarea", "huyen uy phai lam gi de thuc hien ke hoach")
    page.press("#dn-question textarea", "Enter")
    page.wait_for_selector("#dn-thread .dn-number")
    page.click("#dn-thread .dn-number >> nth=0")
    page.wait_for_selector("#dn-pane .dn-target")
    grave = {}
    for label, ready in TABS.items():
        page.get_by_role("tab", name=label).click()
        if label == "Soạn tài liệu":
            page.fill("#dn-topic input", "nhân lực chất lượng cao")
            page.press("#dn-topic input", "Enter")
        if label == "Nghĩa vụ":
            # The names to choose from come with the table; they would take the place of what is typed before.
            page.locator(ready).first.wait_for(state="visible")
            page.fill("#dn-actor input", "huyen uyy")
            page.press("#dn-actor input", "Enter")
            page.wait_for_selector("#dn-actor-error .dn-offers")
        page.locator(ready).first.wait_for(state="visible")
        grave[label] = _grave(page, axe)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{label} is wider than the screen"
    context.close()
    assert grave == {label: [] for label in TABS}


def test_the_check_itself_finds_faults(browser: Browser, axe: str) -> None:
    page = browser.new_page()
    page.set_content("<html lang='vi'><title>x</title><main><h1>x</h1><input><img src='data:,'></main></html>")
    assert {"label", "image-alt"} <= {fault for fault, _, _ in _grave(page, axe)}
    page.close()
