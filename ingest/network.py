"""One careful download: only public addresses, the checked address kept for the connection, limits on size and time.

Each redirect is followed by hand and checked like the first address (OWASP: server-side request forgery prevention).
Proxy variables of the environment are not used: through a proxy, the address that answers could not be checked.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from ingest.errors import FetchError

USER_AGENT = "Mozilla/5.0 (compatible; DanNguon/0.1; tai van ban theo yeu cau cua nguoi dung)"
_ACCEPTED = "text/html,application/xhtml+xml,application/pdf,application/msword,text/plain;q=0.9,*/*;q=0.5"
_REFUSED_TYPES = (
    "video/",
    "audio/",
    "font/",
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/json",
)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 8
_MOST_ADDRESSES = 3
# A server that sends a little within every waiting time must still come to an end.
_WHOLE = 10
_NAT64 = IPv6Network("64:ff9b::/96")
_MB = 1_000_000

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: the address that answered in the end, the bytes, the media type as the server states it."""

    url: str
    data: bytes
    media: str


def download(url: str, *, limit: int, seconds: float, private: bool = False, told: Told | None = None) -> Answer:
    """GET one http(s) address.

    limit: bytes. seconds: the longest wait for an answer or for more of it. private: allow addresses inside the
    network (tests). told: called with the bytes so far and the bytes announced (0 when unknown).
    Raises FetchError with the reason, in Vietnamese, without naming the document.
    """
    import httpx

    deadline = time.monotonic() + _WHOLE * seconds
    target: Any = None
    seen: set[str] = set()
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=seconds, verify=_trusted()) as client:
        for _ in range(_MOST_REDIRECTS + 1):
            target = _checked(url, target)
            if str(target) in seen:
                raise FetchError("trang chuyển hướng lòng vòng về chính nó")
            seen.add(str(target))
            port = target.port or (443 if target.scheme == "https" else 80)
            addresses = _resolve(_host(target), port, seconds, private)
            answer = _get(client, target, addresses, limit, seconds, deadline, told)
            if isinstance(answer, Answer):
                return answer
            url = answer
    raise FetchError(f"trang chuyển hướng quá {_MOST_REDIRECTS} lần")


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """The usual authorities and those that an office has installed on the machine."""
    import certifi

    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def _checked(url: str, base: Any) -> Any:
    """An address to load (relative to the page that sent on to it) as an httpx.URL; FetchError when it is none."""
    import httpx

    try:
        target = base.join(url.strip()) if base is not None else httpx.URL(url.strip())
        target = target.copy_with(fragment=None, userinfo=b"")
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as error:
        raise FetchError(f"địa chỉ {url[:200]} viết sai ({error})") from error
    if target.scheme not in ("http", "https"):
        raise FetchError(f"địa chỉ {url[:200]} không phải http hay https, không tải")
    if not target.host:
        raise FetchError(f"địa chỉ {url[:200]} thiếu tên máy chủ")
    return target


def _host(target: Any) -> str:
    return str(target.raw_host.decode("ascii"))


def _resolve(host: str, port: int, seconds: float, private: bool) -> list[str]:
    """The addresses of a host, all of them public; asked in a thread, since the system's resolver has no time limit."""
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise FetchError(f"không tra được địa chỉ của {host} trong {seconds:g} giây; hãy kiểm tra mạng")
    if failed or not found:
        raise FetchError(f"không tìm thấy máy chủ {host}{_hint()}")
    for address in found:
        if not private and not is_public(address):
            raise FetchError(f"{host} là địa chỉ nội bộ ({address}), không tải")
    # IPv4 first: offices often announce IPv6 without a way out.
    return sorted(found, key=lambda address: ":" in address)[:_MOST_ADDRESSES]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open Internet, in whatever notation it hides another one."""
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64 or (inner is None and int(ip) >> 32 == 0):
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def _get(
    client: Any, target: Any, addresses: list[str], limit: int, seconds: float, deadline: float, told: Told | None
) -> Answer | str:
    """The answer, or the address that it sends on to."""
    import httpx

    host = _host(target)
    last: Exception | None = None
    for address in addresses:
        request = client.build_request(
            "GET",
            target.copy_with(host=address),
            headers={
                "Host": target.netloc.decode("ascii"),
                "User-Agent": USER_AGENT,
                "Accept": _ACCEPTED,
                "Accept-Language": "vi,en;q=0.5",
                "Accept-Encoding": "identity",
            },
            extensions={"sni_hostname": host} if target.scheme == "https" else {},
        )
        client.cookies.clear()
        try:
            response = client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            last = error
            continue
        except httpx.HTTPError as error:
            raise FetchError(_reason(error, host, seconds)) from error
        try:
            return _body(response, target, limit, deadline, told)
        except httpx.HTTPError as error:
            raise FetchError(_reason(error, host, seconds)) from error
        finally:
            response.close()
    raise FetchError(_reason(last, host, seconds)) from last


def _body(response: Any, target: Any, limit: int, deadline: float, told: Told | None) -> Answer | str:
    status, headers = response.status_code, response.headers
    if status in _REDIRECTS and headers.get("location"):
        return str(headers["location"])
    if status != 200:
        raise FetchError(_refusal(status, _host(target)))
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media.startswith(_REFUSED_TYPES):
        raise FetchError(f"trang trả về {media}, không phải văn bản")
    announced = int(headers["content-length"]) if headers.get("content-length", "").isdigit() else 0
    held = bytearray()
    if announced <= limit:
        # Without a chunk size: with one, httpx would wait for a whole chunk, and a drip would outlast the limit.
        for chunk in response.iter_bytes():
            held += chunk
            if len(held) > limit:
                break
            if time.monotonic() > deadline:
                raise FetchError(f"{_host(target)} gửi quá chậm, đã dừng sau {len(held) / _MB:.1f} MB")
            if told:
                told(len(held), announced)
    if max(announced, len(held)) > limit:
        raise FetchError(f"tệp lớn hơn giới hạn {limit / _MB:g} MB (DANNGUON_FETCH_BYTES)")
    if not held.strip():
        raise FetchError("trang trả về rỗng")
    return Answer(str(target), bytes(held), media)


def _refusal(status: int, host: str) -> str:
    if status in (401, 402, 403, 407, 451):
        return f"{host} đòi đăng nhập hoặc chặn tải tự động (mã {status})"
    if status in (404, 410):
        return f"{host} không còn trang này (mã {status})"
    if status == 429:
        return f"{host} tạm từ chối vì có quá nhiều yêu cầu (mã 429); hãy thử lại sau"
    if status >= 500:
        return f"máy chủ {host} đang lỗi (mã {status}); hãy thử lại sau"
    return f"{host} trả lời lạ (mã {status})"


def _reason(error: Exception | None, host: str, seconds: float) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return f"{host} không trả lời trong {seconds:g} giây"
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return f"chứng chỉ bảo mật của {host} không hợp lệ, không tải"
    if isinstance(error, httpx.ConnectError):
        return f"không nối được tới {host}{_hint()}"
    return f"{host} ngắt giữa chừng ({type(error).__name__})"


def _hint() -> str:
    """What to do when nothing answers."""
    names = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
    if any(os.environ.get(name) or os.environ.get(name.lower()) for name in names):
        return "; máy này ra mạng qua proxy mà chương trình không đi qua proxy, hãy tải bằng trình duyệt"
    return "; hãy kiểm tra mạng"
