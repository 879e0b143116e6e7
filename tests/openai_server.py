"""An OpenAI-compatible server on loopback that says what a test tells it to say, in one of several ways."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Say = Callable[["Request", BaseHTTPRequestHandler], None]


class Request:
    """What the program sent: path, headers and the JSON body."""

    def __init__(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> None:
        self.path, self.headers, self.body = path, headers, body

    @property
    def text(self) -> str:
        """All messages as one text."""
        return "\n".join(str(m["content"]) for m in self.body.get("messages", []))


@contextmanager
def serving(say: Say) -> Iterator[tuple[str, list[Request]]]:
    """A server for the length of a test: its base address, and the requests that it got."""
    got: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self._take({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._take(json.loads(self.rfile.read(length) or b"{}"))

        def _take(self, body: dict[str, Any]) -> None:
            request = Request(self.path, dict(self.headers), body)
            got.append(request)
            with suppress(BrokenPipeError, ConnectionResetError):
                say(request, self)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", got
    finally:
        server.shutdown()
        server.server_close()


def streaming(text: str, *, size: int = 7, pause: float = 0.0, cut: bool = False) -> Say:
    """Say a text as a stream of chunks; `cut` ends the connection before it is all said."""

    def say(_: Request, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for start in range(0, len(text), size):
            handler.wfile.write(_chunk({"content": text[start : start + size]}, None))
            handler.wfile.flush()
            time.sleep(pause)
        if not cut:
            handler.wfile.write(_chunk({}, "stop") + b"data: [DONE]\n\n")

    return say


def _chunk(delta: dict[str, str], finish: str | None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    value = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


def plainly(status: int, body: bytes, kind: str = "text/html", **headers: str) -> Say:
    """Answer every request with one body."""

    def say(_: Request, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return say


def silent(seconds: float) -> Say:
    """Take the request and say nothing for a while."""

    def say(_: Request, __: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)

    return say
