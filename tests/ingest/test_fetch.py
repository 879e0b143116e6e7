"""Downloads from a server on this machine that answers as portals do: rightly, wrongly, slowly, without end."""

from __future__ import annotations

import hashlib
import json
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest import fetch as fetching
from ingest import network
from ingest.catalog import Catalog, load_catalog
from ingest.document import Line, Reading
from ingest.errors import FetchError, UnreadableFile
from ingest.fetch import Fetched, fetch
from ingest.network import is_public
from ingest.settings import Settings
from ingest.vietnamese import clean, collapse

ROOT = Path(__file__).parents[2]
CATALOG = load_catalog(ROOT / "corpus" / "catalog.toml")
NUMBERED = "569-qd-ttg-2022"

LETTERHEAD = """<table><tr><td><p>THỦ TƯỚNG CHÍNH PHỦ<br>-------</p></td>
<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>---------------</p></td></tr>
<tr><td><p>Số: {number}</p></td><td><p><i>Hà Nội, ngày {day} tháng {month} năm {year}</i></p></td></tr></table>
<p align="center"><b>QUYẾT ĐỊNH</b></p><p align="center">{title}</p><p>THỦ TƯỚNG CHÍNH PHỦ</p>
<p><i>Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;</i></p><p><b>QUYẾT ĐỊNH:</b></p>"""
TITLE = "BAN HÀNH CHIẾN LƯỢC PHÁT TRIỂN KHOA HỌC, CÔNG NGHỆ VÀ ĐỔI MỚI SÁNG TẠO ĐẾN NĂM 2030"
BODY = """<p><b>Điều 1.</b> Ban hành Chiến lược với các nội dung sau:</p><p><b>I. QUAN ĐIỂM</b></p>
<p>1. Nội dung thử của quan điểm.</p><p><b>II. MỤC TIÊU</b></p><p>1. Nội dung thử của mục tiêu.</p>
<p><b>III. ĐỊNH HƯỚNG</b></p><p>1. Nội dung thử của định hướng.</p><p><b>IV. NHIỆM VỤ</b></p><p>1. Nội dung thử.</p>
<p><b>Điều 2.</b> Tổ chức thực hiện</p><p>1. Các bộ thực hiện.</p>
<p><b>Điều 3.</b> Quyết định này có hiệu lực từ ngày ký.</p>
<table><tr><td><p><b>Nơi nhận:</b><br>- Ban Bí thư;<br>- Lưu: VT.</p></td>
<td><p><b>KT. THỦ TƯỚNG<br>PHÓ THỦ TƯỚNG</b></p><p>Vũ Đức Đam</p></td></tr></table>"""


def decision(
    number: str = "569/QĐ-TTg", day: str = "11", month: str = "5", year: str = "2022", body: str = BODY
) -> str:
    return LETTERHEAD.format(number=number, day=day, month=month, year=year, title=TITLE) + body


def law_library(content: str) -> bytes:
    """A page laid out like a law library's: navigation, a login form, the text, related documents."""
    links = "".join(f'<li><a href="/{i}">Nghị định số {i}/2020/NĐ-CP ngày 01/02/2020</a></li>' for i in range(30))
    return f"""<!DOCTYPE html><html lang="vi"><head><title>Văn bản</title><script>var a = 1;</script></head><body>
<nav><ul><li>Trang chủ</li><li>Văn bản mới</li></ul></nav><form><input type="password" name="p">Đăng nhập</form>
<div id="main"><div class="content1">{content}</div></div>
<div class="related"><h3>Văn bản liên quan</h3><ul>{links}</ul></div>
<footer>Bản quyền © Thư viện. Trang đòi đăng nhập để tải.</footer></body></html>""".encode()


def government_portal(content: str) -> bytes:
    """A page laid out like the Government's: a headline, a summary, the article."""
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin</title></head><body>
<header><a href="/">Chính phủ</a><a href="/tin">Tin nổi bật</a></header>
<article><h1>Toàn văn Quyết định 569/QĐ-TTg</h1><div class="detail-content">{content}</div></article>
<aside><h4>Tin mới</h4><p>Hội nghị trực tuyến toàn quốc về chuyển đổi số</p></aside></body></html>""".encode()


def read_html(path: Path, *, progress: object = None) -> Reading:
    """A small reader for these tests: every block of the page is a line."""
    if path.suffix != ".html":
        return Reading(tuple(map(Line, filter(None, map(collapse, clean(path.read_text()).split("\n"))))), "text")
    kept = read_lines(path.read_bytes().decode())
    if not kept:
        raise UnreadableFile(f"{path}: tệp không có chữ nào đọc được; hãy kiểm tra lại tệp.")
    return Reading(kept, "html")


def read_lines(markup: str) -> tuple[Line, ...]:
    from bs4 import BeautifulSoup

    page = BeautifulSoup(markup, "html.parser")
    for tag in page(["script", "style", "nav", "header", "footer", "aside", "form"]):
        tag.decompose()
    lines = map(collapse, clean(page.get_text("\n")).split("\n"))
    return tuple(Line(line) for line in lines if any(c.isalnum() for c in line))


@dataclass
class Site:
    """What the server answers for each path, and what it was asked."""

    address: str
    pages: dict[str, tuple[int, dict[str, str], bytes | Callable[[BaseHTTPRequestHandler], None]]] = field(
        default_factory=dict
    )
    asked: list[tuple[str, str]] = field(default_factory=list)

    def put(self, path: str, body: bytes | Callable[[BaseHTTPRequestHandler], None], **headers: str) -> str:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (int(given.pop("status", "200")), {"Content-Type": "text/html; charset=utf-8"} | given, body)
        return self.address + path


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            held.asked.append((self.path, self.headers.get("Host", "")))
            status, headers, body = held.pages.get(self.path, (404, {}, b"khong co"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if callable(body):
                    body(self)
                else:
                    self.wfile.write(body)
            except OSError:
                pass

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    held = Site(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield held
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> Settings:
    small = Settings(fetch_private=True, fetch_seconds=0.4, fetch_bytes=200_000, corpus=ROOT / "corpus")
    monkeypatch.setattr(fetching, "settings", lambda: small)
    monkeypatch.setattr(fetching, "_PAUSE", 0.0)
    return small


def listing(*urls: str, document: str = NUMBERED) -> Catalog:
    entries = tuple(replace(e, urls=urls) if e.id == document else e for e in CATALOG.entries)
    return replace(CATALOG, entries=entries)


def got(target: str, catalog: Catalog, into: Path) -> Fetched:
    return fetch(target, catalog, into=into, reader=read_html)


def refused(target: str, catalog: Catalog, into: Path) -> str:
    """The message of the refusal: one line, and nothing left behind."""
    with pytest.raises(FetchError) as caught:
        got(target, catalog, into)
    assert "\n" not in str(caught.value)
    assert not into.exists() or not list(into.iterdir())
    return str(caught.value)


@pytest.mark.parametrize("page", [law_library, government_portal])
def test_the_right_document_is_kept_with_its_origin(site: Site, tmp_path: Path, page: Callable[[str], bytes]) -> None:
    body = page(decision())
    url = site.put("/van-ban/569.aspx", body)
    steps: list[tuple[str, int, int]] = []
    fetched = fetch(
        NUMBERED, listing(url), into=tmp_path / "moi", reader=read_html, progress=lambda *step: steps.append(step)
    )
    assert (fetched.document_id, fetched.url, fetched.notes) == (NUMBERED, url, ())
    assert fetched.path.read_bytes() == body
    assert fetched.sha256 == hashlib.sha256(body).hexdigest()
    assert fetched.date == datetime.now(UTC).date().isoformat()
    assert fetched.path.suffix == ".html"
    record = json.loads(fetched.path.with_name(fetched.path.name + ".json").read_text())
    assert (record["url"], record["sha256"]) == (url, fetched.sha256)
    assert steps[-1][:2] == ("fetch", len(body))
    assert sorted(p.name for p in fetched.path.parent.iterdir()) == [fetched.path.name, fetched.path.name + ".json"]


def test_portals_of_the_state_come_first(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.put("/a", law_library(decision()))
    real = socket.getaddrinfo
    port = site.address.rpartition(":")[2]
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **kw: real("127.0.0.1", *rest, **kw))
    fetched = got(
        NUMBERED, listing(f"http://thuvien.example:{port}/a", f"http://vanban.chinhphu.vn:{port}/a"), tmp_path
    )
    assert fetched.url == f"http://vanban.chinhphu.vn:{port}/a"
    assert site.asked == [("/a", f"vanban.chinhphu.vn:{port}")]


def test_the_next_page_is_tried_and_every_failure_is_told(site: Site, tmp_path: Path) -> None:
    gone = site.put("/gone", b"", status="410")
    other = site.put("/other", law_library(decision("570/QĐ-TTg", "12")))
    right = site.put("/right", law_library(decision()))
    assert got(NUMBERED, listing(gone, other, right), tmp_path / "a").url == right
    message = refused(NUMBERED, listing(gone, other), tmp_path / "b")
    assert message.count("http://") == 2
    assert "mã 410" in message
    assert "không phải Quyết định 569/QĐ-TTg (2022): Quyết định 570/QĐ-TTg ngày 12/05/2022" in message
    assert "ingest add" in message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (decision(day="22", month="4", year="2014"), "Quyết định 569/QĐ-TTg ngày 22/04/2014"),
        (decision(day="12"), "ngày 12/05/2022"),
        ("<p>Quyết định số 569/QĐ-TTg ngày 11/5/2022 ban hành Chiến lược.</p><p>Báo đưa tin.</p>", "không có toàn văn"),
        ("<p>Trang này đã được chuyển sang mục khác.</p>" * 20, "không phải Quyết định 569/QĐ-TTg (2022)"),
        (decision(body=BODY.partition("<p><b>Điều 2.")[0]), "thiếu các mục Điều 2"),
        (decision(body=BODY.replace("<b>III. ĐỊNH HƯỚNG</b>", "")), "thiếu các mục III"),
        (
            "<p>Số: 111/NQ-CP</p><p>Hà Nội, ngày 22 tháng 7 năm 2023</p><p>NGHỊ QUYẾT</p><p>Thực hiện Quyết định số "
            "569/QĐ-TTg ngày 11/5/2022</p><p>Điều 1. Ban hành.</p><p>Điều 2. Giao.</p><p>Điều 3. Có hiệu lực.</p>",
            "Nghị quyết 111/NQ-CP",
        ),
    ],
)
def test_another_document_a_report_or_a_part_is_refused(site: Site, tmp_path: Path, content: str, says: str) -> None:
    assert says in refused(NUMBERED, listing(site.put("/x", law_library(content))), tmp_path)


def test_a_heading_may_stand_for_the_letterhead(site: Site, tmp_path: Path) -> None:
    """Portals replace the letterhead by a headline; the end of the document must then be there."""
    heading = "<p>(Chinhphu.vn)</p><h2>TOÀN VĂN: QUYẾT ĐỊNH SỐ 569/QĐ-TTg NGÀY 11/5/2022 BAN HÀNH CHIẾN LƯỢC</h2>"
    assert got(NUMBERED, listing(site.put("/h", government_portal(heading + BODY))), tmp_path).document_id == NUMBERED
    cut = heading + BODY.partition("<p><b>Điều 3.")[0]
    assert "không có toàn văn" in refused(NUMBERED, listing(site.put("/c", government_portal(cut))), tmp_path / "b")


@pytest.mark.parametrize(
    "page",
    [
        '<html><body><form>Vui lòng đăng nhập<input type="password"></form></body></html>',
        "<html><head><title>Just a moment...</title></head><body><div id='cf-challenge'>Chờ</div></body></html>",
        "<html><body><p>Hãy xác nhận bạn không phải là robot</p></body></html>",
        "<html><body><script>captcha()</script></body></html>",
    ],
)
def test_a_gate_is_named_as_such(site: Site, tmp_path: Path, page: str) -> None:
    url = site.put("/gate", page.encode())
    assert "CAPTCHA" in refused(NUMBERED, listing(url), tmp_path)
    assert "CAPTCHA" in refused(url, CATALOG, tmp_path)


def test_redirects_are_followed_by_hand(site: Site, tmp_path: Path) -> None:
    right = site.put("/right", law_library(decision()))
    site.put("/hop", b"", status="302", Location="right")
    start = site.put("/start", b"", status="301", Location="/hop")
    assert got(NUMBERED, listing(start), tmp_path).url == right
    loop = site.put("/loop", b"", status="302", Location="/loop2")
    site.put("/loop2", b"", status="302", Location="/loop")
    assert "lòng vòng" in refused(loop, CATALOG, tmp_path / "b")
    for i in range(12):
        site.put(f"/n{i}", b"", status="302", Location=f"/n{i + 1}")
    assert "quá 8 lần" in refused(site.address + "/n0", CATALOG, tmp_path / "b")


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("file:///etc/passwd", "không phải http"),
        ("ftp://127.0.0.1/x", "không phải http"),
        ("http://169.254.169.254/latest/meta-data/", "địa chỉ nội bộ (169.254.169.254)"),
        ("http://10.0.0.1/", "địa chỉ nội bộ"),
        ("http://[::1]/", "địa chỉ nội bộ"),
        ("http://2130706433:1/", "địa chỉ nội bộ (127.0.0.1)"),
        ("http://0x7f.2:1/", "địa chỉ nội bộ (127.0.0.2)"),
        ("http://[::ffff:127.0.0.2]/", "địa chỉ nội bộ"),
    ],
)
def test_redirects_out_of_the_open_internet(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: Settings, location: str, says: str
) -> None:
    """The server of this test counts as public; nothing else inside does."""
    monkeypatch.setattr(fetching, "settings", lambda: limits.model_copy(update={"fetch_private": False}))
    asked: list[str] = []

    def first_or_public(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1 or is_public(address)

    monkeypatch.setattr(network, "is_public", first_or_public)
    assert says in refused(site.put("/to", b"", status="302", Location=location), CATALOG, tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "240.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:0a00:0001::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses() -> None:
    assert all(map(is_public, ("8.8.8.8", "113.160.1.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808")))


def test_a_name_with_one_inner_address_is_refused_unasked(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: Settings
) -> None:
    monkeypatch.setattr(fetching, "settings", lambda: limits.model_copy(update={"fetch_private": False}))
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kw: rows)
    port = site.address.rpartition(":")[2]
    assert "địa chỉ nội bộ (127.0.0.1)" in refused(f"http://vanban.example:{port}/", CATALOG, tmp_path)
    assert site.asked == []


def test_the_checked_address_is_the_one_connected_to(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers otherwise the second time (DNS rebinding) is asked only once."""
    site.put("/a", law_library(decision()))
    real = socket.getaddrinfo
    names: list[str] = []

    def answer(host: str, *rest: object, **kw: object) -> object:
        if host == "vanban.example":
            names.append(host)
            host = "127.0.0.1" if len(names) == 1 else "203.0.113.1"
        return real(host, *rest, **kw)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    port = site.address.rpartition(":")[2]
    fetched = got(f"http://vanban.example:{port}/a", CATALOG, tmp_path)
    assert fetched.url == f"http://vanban.example:{port}/a"
    assert site.asked == [("/a", f"vanban.example:{port}")]
    assert names == ["vanban.example"]


def test_time_limits(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_WHOLE", 3)

    def silent(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(1.5)

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        for _ in range(200):
            handler.wfile.write(b"<p>x</p>")
            time.sleep(0.1)

    started = time.monotonic()
    assert "không trả lời trong 0.4 giây" in refused(site.put("/s", silent), CATALOG, tmp_path)
    assert time.monotonic() - started < 1.4
    assert "quá chậm" in refused(site.put("/d", dripping), CATALOG, tmp_path)
    assert time.monotonic() - started < 5


def test_size_limit_with_and_without_an_announced_length(site: Site, tmp_path: Path) -> None:
    big = law_library("<p>" + "x" * 300_000 + "</p>")
    assert "lớn hơn giới hạn 0.2 MB" in refused(site.put("/b", big, Content_Length=str(len(big))), CATALOG, tmp_path)

    sent: list[int] = []

    def endless(handler: BaseHTTPRequestHandler) -> None:
        for _ in range(2_000):
            sent.append(handler.wfile.write(b"x" * 10_000))

    assert "lớn hơn giới hạn" in refused(site.put("/e", endless), CATALOG, tmp_path)
    assert sum(sent) < 15_000_000


@pytest.mark.parametrize(
    ("body", "media", "says"),
    [
        (b"{}", "application/json", "application/json, không phải văn bản"),
        (b"\x00\x01\x02" * 900, "video/mp4", "video/mp4, không phải văn bản"),
        (b"PK\x03\x04" + b"\x00" * 100, "application/octet-stream", "không phải văn bản"),
        (b"\x7fELF" + b"\x00" * 100, "text/html", "chương trình, không phải văn bản"),
        (b"   \n", "text/html", "rỗng"),
        (b"<html><body><img src=a></body></html>", "text/html", "không đọc được trang"),
    ],
)
def test_what_is_not_a_text(site: Site, tmp_path: Path, body: bytes, media: str, says: str) -> None:
    assert says in refused(site.put("/t", body, Content_Type=media), CATALOG, tmp_path)


@pytest.mark.parametrize(
    ("status", "says"), [("403", "chặn tải tự động"), ("404", "không còn trang"), ("429", "429"), ("503", "đang lỗi")]
)
def test_answers_that_refuse(site: Site, tmp_path: Path, status: str, says: str) -> None:
    assert says in refused(site.put("/r", b"loi", status=status), CATALOG, tmp_path)


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object, **kw: object) -> object:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", fails)
    message = refused("20-nq-tw-2012", CATALOG, tmp_path)
    assert "không tìm thấy máy chủ luatminhkhue.vn; hãy kiểm tra mạng" in message

    def hangs(*args: object, **kw: object) -> object:
        time.sleep(1)
        return fails()

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    assert "không tra được địa chỉ" in refused("http://vanban.example/", CATALOG, tmp_path)


def test_nothing_listens(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "không nối được tới 127.0.0.1" in refused(f"http://127.0.0.1:{port}/", CATALOG, tmp_path)


def test_proxy_variables_do_no_harm(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:9")
    assert got(NUMBERED, listing(site.put("/p", law_library(decision()))), tmp_path).document_id == NUMBERED
    assert "proxy" in refused("http://127.0.0.1:9/", CATALOG, tmp_path / "b")


def test_targets(site: Site, tmp_path: Path) -> None:
    assert "không có văn bản này trong danh mục" in refused("99-nq-tw-1999", CATALOG, tmp_path)
    assert "chưa có địa chỉ toàn văn" in refused("ke-hoach-kl69-bac-giang", CATALOG, tmp_path)
    assert "không phải http" in refused("file:///etc/passwd", CATALOG, tmp_path)
    assert "không phải http" in refused("gopher://a/b", CATALOG, tmp_path)
    assert "viết sai" in refused("http://[::1/", CATALOG, tmp_path)
    listed = got(site.put("/l", law_library(decision())), CATALOG, tmp_path / "b")
    assert listed.document_id == NUMBERED
    other = got(site.put("/o", law_library(decision("570/QĐ-TTg"))), CATALOG, tmp_path / "c")
    assert other.document_id == ""
    assert other.path.name.startswith("127-0-0-1-o-")
    cut = got(
        site.put("/u", law_library(decision(body="<p>Điều 1. Một.</p><p>a) Hai</p><p>b) Ba</p>"))),
        CATALOG,
        tmp_path / "d",
    )
    assert "cắt bớt" in cut.notes[0]


def test_a_folder_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x")
    url = site.put("/w", law_library(decision()))
    with pytest.raises(FetchError, match="không ghi được"):
        got(NUMBERED, listing(url), tmp_path / "tep")


def test_certificates_are_checked_against_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to a checked address; the certificate must still be that of the name."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-keyout", str(key), "-out", str(cert), "-days", "2", "-subj", "/CN=vanban.example",
               "-addext", "subjectAltName=DNS:vanban.example"]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"máy này không tạo được chứng chỉ thử ({error})")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(law_library(decision()))

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    port = server.server_address[1]
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **kw: real("127.0.0.1", *rest, **kw))
    try:
        assert "chứng chỉ" in refused(f"https://vanban.example:{port}/", CATALOG, tmp_path / "a")
        trusted = ssl.create_default_context(cafile=str(cert))
        monkeypatch.setattr(network, "_trusted", lambda: trusted)
        assert got(f"https://vanban.example:{port}/", CATALOG, tmp_path / "b").document_id == NUMBERED
        assert "chứng chỉ" in refused(f"https://khac.example:{port}/", CATALOG, tmp_path / "a")
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("page", [law_library, government_portal])
def test_with_the_real_reader(site: Site, tmp_path: Path, page: Callable[[str], bytes]) -> None:
    from ingest.loaders import read

    url = site.put("/r", page(decision()))
    fetched = fetch(NUMBERED, listing(url), into=tmp_path, reader=read)
    assert fetched.document_id == NUMBERED
    wrong = site.put("/w", page(decision(day="22", month="4", year="2014")))
    with pytest.raises(FetchError, match="ngày 22/04/2014"):
        fetch(NUMBERED, listing(wrong), into=tmp_path, reader=read)


def test_without_a_reader_the_loaders_read_it(site: Site, tmp_path: Path) -> None:
    text = "\n\n".join(line.text for line in read_lines(decision()))
    url = site.put("/v.txt", text.encode(), Content_Type="text/plain; charset=utf-8")
    fetched = fetch(NUMBERED, listing(url), into=tmp_path)
    assert (fetched.document_id, fetched.path.suffix) == (NUMBERED, ".txt")
    assert fetched.path.read_text(encoding="utf-8") == text
