"""A model endpoint on loopback that answers what a test scripts, and remembers what it was sent."""

from __future__ import annotations

import http.server
import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Scripted:
    """One answer: a status, a body (JSON unless it is text), and how long it takes."""

    body: Any
    status: int = 200
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    wait: threading.Event | None = None

    def encoded(self) -> bytes:
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return text.encode()


def completion(
    content: str | None,
    *,
    finish: str | None = "stop",
    refusal: str | None = None,
    usage: dict[str, Any] | None = None,
) -> Scripted:
    """An OpenAI-shaped answer."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    counted = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    return Scripted(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "loopback",
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": counted if usage is None else usage,
        }
    )


def refusal(status: int, message: str, **fields: Any) -> Scripted:
    """An OpenAI-shaped error."""
    return Scripted({"error": {"message": message, **fields}}, status)


Rule = Callable[[dict[str, Any]], Scripted]


class ModelEndpoint:
    """Answers in the order they were enqueued, or by a rule; ``bodies`` is what was asked."""

    def __init__(self, *answers: Scripted, rule: Rule | None = None) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.most_at_once = 0
        self._running = 0
        self._answers = deque(answers)
        self._rule = rule
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.endpoint = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def answer(self, body: dict[str, Any], key: str) -> Scripted:
        with self._lock:
            self.bodies.append(body)
            self.keys.append(key)
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
            scripted = self._rule(body) if self._rule else self._answers.popleft()
        if scripted.wait:
            scripted.wait.wait(10)
        with self._lock:
            self._running -= 1
        return scripted


class _Server(http.server.ThreadingHTTPServer):
    endpoint: ModelEndpoint
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is part of some tests."""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        scripted = self.server.endpoint.answer(body, self.headers.get("authorization", ""))
        encoded = scripted.encoded()
        self.send_response(scripted.status)
        self.send_header("content-type", scripted.content_type)
        self.send_header("content-length", str(len(encoded)))
        for name, value in scripted.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(encoded)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Keep quiet."""
