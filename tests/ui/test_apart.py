"""Two people at one server, and a machine that is cut off from everything but itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from conftest import PROJECT, Visit

PAGES = 300
CUT_OFF = "DANNGUON_CUT_OFF"


def long_pdf(path: Path) -> None:
    """A regulation of 300 pages, with a font that has Vietnamese letters."""
    font = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
    if not font.is_file():
        pytest.skip("máy này không có phông DejaVu (gói fonts-dejavu-core)")
    pytest.importorskip("reportlab")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Serif", str(font)))
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for page in range(1, PAGES + 1):
        canvas.setFont("Serif", 11)
        lines = [f"{page}. Nội dung thứ {page} của quy chế dài về việc giữ gìn đê điều và hồ chứa nước."]
        lines += [f"Đoạn {n} nói rõ cách làm của từng tổ, từng đội ở bản, làng, thôn, xóm." for n in range(1, 36)]
        for place, line in enumerate(lines):
            canvas.drawString(60, 800 - 20 * place, line)
        canvas.showPage()
    canvas.save()
    path.write_bytes(buffer.getvalue())


def test_one_is_answered_while_another_s_long_file_is_read(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "quy-che-dai.pdf"
    long_pdf(path)
    visit.open()
    visit.tab("Kho tài liệu")
    visit.page.wait_for_selector("#dn-library .dn-card")
    other = visit.context.browser.new_context()  # type: ignore[union-attr]
    other.set_default_timeout(20_000)
    second = Visit(other.new_page(), other, [], visit.server)
    second.open()
    second.ask("Huyện ủy phải làm gì?")
    visit.page.set_input_files("#dn-files input[type=file]", str(path))
    spent = []
    for question in ("Ai ký kế hoạch của tỉnh?", "Thị trường khoa học công nghệ của tỉnh", "Chợ công nghệ là gì?"):
        started = time.monotonic()
        text = second.ask(question)
        spent.append(time.monotonic() - started)
        assert text
    assert visit.page.locator("#dn-reports .dn-card").count() == 0, f"the file was read before: {spent}"
    visit.page.wait_for_selector("#dn-reports .dn-card", timeout=120_000)
    assert "đã thêm vào kho" in visit.page.inner_text("#dn-reports")
    visit.page.on("dialog", lambda dialog: dialog.accept())
    visit.page.wait_for_selector("#dn-library-state .dn-good", timeout=120_000)
    visit.page.click("#dn-library [data-act=remove]")
    visit.page.wait_for_function("!document.querySelector('#dn-library [data-act=remove]')", timeout=120_000)
    other.close()


def test_with_every_other_address_unreachable_the_page_does_all_its_work() -> None:
    """The browser suite again, in a network namespace that has nothing but loopback."""
    if os.environ.get(CUT_OFF):
        pytest.skip("đang chạy bên trong")
    unshare, ip = shutil.which("unshare"), shutil.which("ip")
    if unshare is None or ip is None:
        pytest.skip("máy này không có unshare và ip (gói util-linux, iproute2)")
    alone = [unshare, "-n", "sh", "-c", f'{ip} link set lo up && exec "$@"', "sh"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("không có quyền lập vùng mạng riêng (cần root)")
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), 2)"
    outside = subprocess.run([*alone, sys.executable, "-c", reach], capture_output=True, text=True, check=False)
    assert "unreachable" in outside.stderr, "the namespace reaches other hosts"
    suite = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(PROJECT / "tests/ui/test_page.py")]
    run = subprocess.run(
        [*alone, *suite], capture_output=True, text=True, check=False, cwd=PROJECT, env={**os.environ, CUT_OFF: "1"}
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
