"""An OpenAI-compatible server, asked for one text in a stream; through LlamaIndex's `OpenAILike`.

Only the configured server is ever contacted: no redirect is followed, no proxy is taken from the environment. Whatever
goes wrong on the way (dead, slow, half a stream, HTML, rubbish) ends in `ModelFailure`, within `llm_seconds`.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from ingest.errors import UserError
from ingest.settings import Settings

_MOST_TOKENS, _MOST_CHARACTERS = 1500, 20_000


class ModelFailure(UserError):
    """The language model gave no usable text; the message says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the language model is. seconds: the most that one wording may take, connecting included."""

    base_url: str
    model: str
    api_key: str = ""
    seconds: float = 30.0

    @classmethod
    def configured(cls, settings: Settings) -> Server | None:
        """The server that the settings name, None when they name none. Raises UserError for half a configuration."""
        if not settings.llm_base_url and not settings.llm_model:
            return None
        if not settings.llm_base_url or not settings.llm_model:
            raise UserError("DANNGUON_LLM_BASE_URL và DANNGUON_LLM_MODEL phải cùng có; hãy đặt nốt hoặc bỏ cả hai.")
        key = settings.llm_api_key.get_secret_value()
        return cls(settings.llm_base_url, settings.llm_model, key, settings.llm_seconds)


def stream(server: Server, system: str, user: str) -> Iterator[str]:
    """Pieces of the model's text as they arrive. Raises ModelFailure, also after pieces have come."""
    # Importing takes seconds the first time; that is not the server's fault.
    import_module("llama_index.llms.openai_like")

    pieces: queue.Queue[str | ModelFailure | None] = queue.Queue()
    stop = threading.Event()
    worker = threading.Thread(target=_read, args=(server, system, user, pieces, stop), daemon=True)
    until = time.monotonic() + server.seconds
    worker.start()
    total = 0
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise ModelFailure(f"mô hình ngôn ngữ không trả lời xong trong {server.seconds:g} giây") from None
            if piece is None:
                return
            if isinstance(piece, ModelFailure):
                raise piece
            total += len(piece)
            if total > _MOST_CHARACTERS:
                raise ModelFailure("mô hình ngôn ngữ trả lời quá dài")
            yield piece
    finally:
        stop.set()


def _read(
    server: Server,
    system: str,
    user: str,
    pieces: queue.Queue[str | ModelFailure | None],
    stop: threading.Event,
) -> None:
    """Read the stream in a thread of its own, so that a server that drips cannot hold the answer."""
    import httpx
    from llama_index.core.base.llms.types import ChatMessage, MessageRole
    from llama_index.llms.openai_like import OpenAILike
    from openai import OpenAIError

    strange: Sequence[type[Exception]] = (
        OpenAIError, httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError, KeyError, IndexError, AttributeError,
        RuntimeError, OSError, StopIteration,
    )  # fmt: skip
    try:
        with httpx.Client(follow_redirects=False, trust_env=False, timeout=server.seconds) as client:
            llm = OpenAILike(
                model=server.model,
                api_base=server.base_url,
                api_key=server.api_key or "none",
                is_chat_model=True,
                temperature=0.0,
                max_tokens=_MOST_TOKENS,
                max_retries=0,
                timeout=server.seconds,
                http_client=client,  # type: ignore[call-arg]
            )
            messages = [
                ChatMessage(role=MessageRole.SYSTEM, content=system),
                ChatMessage(role=MessageRole.USER, content=user),
            ]
            finished = ""
            for response in llm.stream_chat(messages):
                if stop.is_set():
                    return
                if response.delta:
                    pieces.put(str(response.delta))
                for choice in getattr(response.raw, "choices", None) or ():
                    finished = choice.finish_reason or finished
        # A connection that is cut ends like one that is done; only the server's word tells them apart.
        pieces.put(None if finished == "stop" else ModelFailure("mô hình ngôn ngữ ngắt giữa chừng"))
    except tuple(strange) as error:
        pieces.put(ModelFailure(f"mô hình ngôn ngữ không dùng được ({type(error).__name__})"))
