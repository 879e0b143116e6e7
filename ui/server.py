"""Serving the page: a socket taken first, every answer of the server free of foreign hosts."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ingest.errors import UserError
from ui.network import is_local

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.workspace import Workspace

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Callable[[], Awaitable[Any]], Send], Awaitable[None]]

CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""The browser refuses to load from, or send to, any other host. Gradio builds its page with inline scripts and
`Function`, so that these two must stay allowed; what a document says is escaped before it comes to the page."""


def take_port(host: str, port: int) -> socket.socket:
    """A bound socket, so that a port in use is told before anything heavy starts. Raises UserError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        raise UserError(f"--host {host}: không có địa chỉ này ({error.strerror}); hãy dùng 127.0.0.1.") from error
    taken = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
    except OSError as error:
        taken.close()
        raise UserError(
            f"Cổng {port} ở {host} không dùng được ({error.strerror}); hãy chọn cổng khác bằng --port."
        ) from error
    return taken


def serve(workspace: Workspace, taken: socket.socket, host: str) -> None:
    """Build the page and serve it on the socket until the process is stopped; the engine loads behind it."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from ui.network import WATCH

    WATCH.install()
    import uvicorn

    port = taken.getsockname()[1]
    app = build_app(workspace, host, port)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3))
    logging.getLogger("uvicorn.error").addFilter(_not_cut_short)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[taken])


def _not_cut_short(record: logging.LogRecord) -> bool:
    """Whether a record is worth telling: pages still open when the server stops are cut, which is no error."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def build_app(workspace: Workspace, host: str, port: int) -> FastAPI:
    """The web application: the Gradio page at `/`, its API under `/gradio_api`, MCP at `/gradio_api/mcp`."""
    import gradio as gr
    from fastapi import FastAPI

    from ui.page import build_page
    from ui.theme import make_theme, page_script
    from ui.words import WORDS

    app = FastAPI(title="Dẫn Nguồn", docs_url=None, redoc_url=None, openapi_url=None)
    app.router.on_startup.append(workspace.start)
    gr.mount_gradio_app(
        app,
        build_page(workspace, port),
        path="/",
        server_name=host,
        server_port=port,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=True,
        max_file_size="100mb",
        i18n=gr.I18n(en=WORDS, vi=WORDS),
        theme=make_theme(),
        js=page_script(),
        favicon_path=str(Path(__file__).with_name("favicon.png")),
    )
    app.add_middleware(LocalPage, only_local=loopback_only(host))
    return app


def loopback_only(host: str) -> bool:
    """Whether a server that listens on `host` is for this machine alone; 0.0.0.0 and :: are for every machine."""
    return is_local(host) and host not in ("", "0.0.0.0", "::")


class LocalPage:
    """ASGI middleware: safety headers on every answer; the page's own HTML says its language before scripts run.

    only_local: refuse requests that name another host. A page elsewhere could otherwise point a name of its own at
    127.0.0.1 and read the library through the visitor's browser (DNS rebinding).
    """

    def __init__(self, app: App, only_local: bool = False) -> None:
        self.app, self.only_local = app, only_local

    async def __call__(self, scope: Scope, receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.only_local and not is_local(_host(scope)):
            await _refuse(send)
            return
        page = scope["path"] == "/" and scope["method"] == "GET"
        held: list[MutableMapping[str, Any]] = []
        body = bytearray()

        async def forward(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = [(k, v) for k, v in message["headers"] if not (page and k.lower() == b"content-length")]
                headers += [
                    (b"content-security-policy", CSP.encode()),
                    (b"referrer-policy", b"no-referrer"),
                    (b"x-content-type-options", b"nosniff"),
                ]
                message["headers"] = headers
                if page:
                    held.append(message)
                    return
            elif page and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if message.get("more_body"):
                    return
                message = {"type": "http.response.body", "body": localised(bytes(body))}
                await send(held[0])
            await send(message)

        await self.app(scope, receive, forward)


def _host(scope: Scope) -> str:
    given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    return urlsplit(f"//{given}").hostname or ""


async def _refuse(send: Send) -> None:
    body = "Máy chủ này chỉ mở cho chính máy đang chạy. Để máy khác mở được, hãy chạy với --host 0.0.0.0.\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def localised(html: bytes) -> bytes:
    """Gradio's page in Vietnamese from its first byte, without its advertisement of hosts outside."""
    from ui.theme import FIRST_PAINT, page_head

    text = html.decode("utf-8")
    if "<gradio-app" not in text:
        return html
    head, found, rest = text.partition("<script>window.gradio_config")
    head = re.sub(r'<meta\s[^>]*"(?:og|twitter):[^>]*>', "", head).replace('lang="en"', 'lang="vi" class="dn"', 1)
    head = head.replace("<head>", "<head>\n" + page_head(), 1)
    return (head + found + rest.replace("<gradio-app", FIRST_PAINT + "<gradio-app", 1)).encode()
