"""A model endpoint on loopback that answers what a test scripts, and remembers what it was sent."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.loopback import Handler, Loopback


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


class ModelEndpoint(Loopback):
    """Answers in the order they were enqueued, or by a rule; ``bodies`` is what was asked."""

    def __init__(self, *answers: Scripted, rule: Rule | None = None) -> None:
        super().__init__(_Handler)
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.most_at_once = 0
        self._running = 0
        self._answers = deque(answers)
        self._rule = rule
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://{self.address}/v1"

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


class _Handler(Handler):
    def answer(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        endpoint: ModelEndpoint = self.server.owner
        scripted = endpoint.answer(body, self.headers.get("authorization", ""))
        encoded = scripted.encoded()
        self.send_response(scripted.status)
        self.send_header("content-type", scripted.content_type)
        self.send_header("content-length", str(len(encoded)))
        for name, value in scripted.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(encoded)
