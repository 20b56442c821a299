"""A search, the invented web and a model on one loopback server, with delays and faults.

    with World(InventedWeb(), Delays(search=0.05)) as world:      # a thread of this process
    with world_process(Delays(...)) as address:                   # a process of its own

Every host leads here (tests.web.routed_transport with ``*``); https is taken for http. One
asyncio loop answers thousands of requests that only wait. ``/asked`` on the host world.example
tells as JSON what was asked, for a world in another process.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from tests.invented_web import SEARCH, InventedWeb, Reply

CONTROL = "world.example"
QUOTED = re.compile(r"<<<S1 \w+>>>\n(.*?)\n<<<S1 完", re.DOTALL)
NAME = re.compile(r"关于印发《(.+?)》的通知")
EVENT = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日，(\S+?)，总投资")


@dataclass(frozen=True)
class Delays:
    """Seconds before each kind of answer."""

    search: float = 0.0
    page: float = 0.0
    model: float = 0.0


@dataclass
class Asked:
    """What was asked: requests by kind and by host, the most at once, and when each one began."""

    kinds: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    most_at_once: dict[str, int] = field(default_factory=dict)
    begun: list[tuple[str, float, float]] = field(default_factory=list)
    """Host, and when the request began and ended, in seconds of time.monotonic."""


@dataclass(frozen=True)
class Request:
    """A request as it came in."""

    method: str
    host: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """Search, page, model or control."""
        if self.host == urlsplit(SEARCH).hostname:
            return "search"
        if self.target.startswith("/v1/"):
            return "model"
        return "control" if self.host == CONTROL else "page"


Fault = Callable[[Request], str | None]
"""Names what is to go wrong with a request (``broken``), or None."""


class World:
    """The server, in a thread of this process; ``asked`` is what was asked of it."""

    def __init__(
        self, web: InventedWeb, delays: Delays = Delays(), fault: Fault = lambda _request: None
    ) -> None:
        self.asked = Asked()
        self._web = web
        self._delays = delays
        self._fault = fault
        self._running: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        made = asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)
        self._server = asyncio.run_coroutine_threadsafe(made, self._loop).result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def address(self) -> str:
        """Where it is: host:port."""
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        return f"127.0.0.1:{port}"

    async def _end(self) -> None:
        assert self._server is not None
        self._server.close()
        waiting = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.sleep(0.02)  # closed connections are taken down one turn of the loop later

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):
                while await self._answer(reader, writer):
                    pass
        finally:
            writer.transport.abort() if writer.transport.is_closing() else writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; True while the connection is good for another."""
        request = await _read(reader)
        kind, host = request.kind, request.host
        if request.target.partition("?")[0].endswith("/robots.txt"):
            # Asked for once a host and process, right before its first page: no page is counted.
            await _send(writer, Reply(404, "text/plain", b"no rules"))
            return True
        begun = time.monotonic()
        self._running.update((kind, host))
        for name in (kind, host):
            most = max(self.asked.most_at_once.get(name, 0), self._running[name])
            self.asked.most_at_once[name] = most
        try:
            if kind == "control":
                told = json.dumps(vars(self.asked)).encode()
                await _send(writer, Reply(200, "application/json", told))
                return True
            self.asked.kinds[kind] += 1
            self.asked.hosts[host] += 1
            fault = self._fault(request)
            await asyncio.sleep(getattr(self._delays, kind))
            if fault:
                return await broken(fault, kind, self._reply(request), writer)
            await _send(writer, self._reply(request))
            return True
        finally:
            self._running.subtract((kind, host))
            self.asked.begun.append((host, begun, time.monotonic()))

    def _reply(self, request: Request) -> Reply:
        if request.kind == "model":
            return model_reply(json.loads(request.body))
        return self._web.answer(request.host, request.target)


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    headers = {name.lower(): value.strip() for name, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    if "://" in target:  # a client that takes this server for a proxy names the whole address
        target = "/" + target.partition("://")[2].partition("/")[2]
    return Request(method, headers.get("host", ""), unquote(target), headers, body)


async def _send(
    writer: asyncio.StreamWriter, reply: Reply, extra: str = "", *, length: int | None = None
) -> None:
    size = len(reply.body) if length is None else length
    head = (
        f"HTTP/1.1 {reply.status} said\r\ncontent-type: {reply.content_type}\r\n"
        f"content-length: {size}\r\n{extra}\r\n"
    )
    writer.write(head.encode() + reply.body)
    await writer.drain()


def model_reply(body: dict[str, Any]) -> Reply:
    """What a careful model answers about a page of the invented web; an entailment is left open."""
    text = body["messages"][-1]["content"]
    shown = QUOTED.search(text)
    if "【待判断的句子】" in text:
        answer: dict[str, Any] = {"judgements": []}
    else:
        answer = {"policies": [policy_in(shown[1])] if shown else []}
    message = {"role": "assistant", "content": json.dumps(answer, ensure_ascii=False)}
    sizes = [sum(len(m["content"]) for m in body["messages"]), len(message["content"])]
    usage = {
        "prompt_tokens": sizes[0],
        "completion_tokens": sizes[1],
        "total_tokens": sum(sizes),
    }
    reply = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": usage,
    }
    return Reply(200, "application/json", json.dumps(reply, ensure_ascii=False).encode())


def policy_in(text: str) -> dict[str, Any]:
    """The measure or the event of a page, copied from its words."""
    told: dict[str, Any] = {
        "source_id": "S1",
        "document_number": None,
        "agencies": [],
        "actor": None,
        "status": None,
        "instrument": None,
        "impact": [],
    }
    if event := EVENT.search(text):
        day = f"{event[1]}-{int(event[2]):02d}-{int(event[3]):02d}"
        quote = f"{event[1]}年{event[2]}月{event[3]}日"
        sentence = next(line for line in text.splitlines() if event[0] in line)
        return told | {
            "kind": "event",
            "name": event[4],
            "dates": [{"role": "occurrence", "date": day, "quote": quote}],
            "content": [sentence],
        }
    name = NAME.search(text)
    lines = [line.strip() for line in text.splitlines()]
    signed = next((n for n, line in enumerate(lines) if re.fullmatch(r"\d+年\d+月\d+日", line)), 1)
    year, month, day = re.findall(r"\d+", lines[signed]) or ("2000", "1", "1")
    return told | {
        "kind": "policy",
        "name": name[1] if name else None,
        "agencies": [lines[signed - 1]],
        "instrument": "补贴",
        "dates": [
            {
                "role": "signed",
                "date": f"{year}-{int(month):02d}-{int(day):02d}",
                "quote": lines[signed],
            }
        ],
        "content": [line.partition("　")[2] for line in lines if line.startswith("第二条")],
        "impact": [line.partition("　")[2] for line in lines if line.startswith("第三条")],
    }


GARBAGE = b'{"results": [{"url": "https://a.exam'
SOFT_404 = (
    "<html><head><title>404</title></head><body><h1>404</h1>"
    "<p>您访问的页面不存在或已删除！</p></body></html>"
).encode()
CHALLENGE = (
    b'<html><head><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};</script></head>'
    b'<body onload="_$a()"></body></html>'
)


async def broken(fault: str, kind: str, reply: Reply, writer: asyncio.StreamWriter) -> bool:
    """Answer wrongly, in the way named; True while the connection is good for another request."""
    status = {"403": 403, "404": 404, "412": 412, "429": 429, "500": 500}.get(fault)
    if fault == "reset":
        raw: socket.socket = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        return False
    if fault == "timeout":
        await asyncio.sleep(3600)
        return False
    if fault == "truncated":
        half = Reply(reply.status, reply.content_type, reply.body[: len(reply.body) // 2])
        await _send(writer, half, "connection: close\r\n", length=len(reply.body))
        return False
    if fault == "garbage":
        if kind == "page":
            wrong = reply.body.decode("utf-8").encode("utf-16-be")
            await _send(writer, Reply(200, "text/html; charset=gb2312", wrong[1:]))
        else:
            await _send(writer, Reply(200, reply.content_type, GARBAGE))
        return True
    if fault == "soft_404":
        await _send(writer, Reply(200, "text/html; charset=utf-8", SOFT_404))
        return True
    assert status is not None, fault
    body = CHALLENGE if fault == "412" else b"<html><body>refused</body></html>"
    extra = "retry-after: 0\r\n" if fault == "429" else ""
    await _send(writer, Reply(status, "text/html", body), extra)
    return True


def _own_process(delays: Delays, scheme: str, address: Any, over: Any) -> None:
    with World(InventedWeb(scheme), delays) as world:
        address.put(world.address)
        over.wait()


@contextmanager
def world_process(delays: Delays, scheme: str = "https") -> Iterator[str]:
    """A world in a process of its own, so that its work is not counted as ours; its address."""
    apart = multiprocessing.get_context("spawn")
    address, over = apart.Queue(), apart.Event()
    process = apart.Process(target=_own_process, args=(delays, scheme, address, over), daemon=True)
    process.start()
    try:
        yield address.get(timeout=60)
    finally:
        over.set()
        process.join(10)
