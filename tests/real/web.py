"""Real documents served over loopback: every host, one server, and a search over their words.

The documents are those of the data folder (never copied here), each at an invented address on the
host of its agency. The server is asked over real HTTP; only the host names lead to loopback.
"""

from __future__ import annotations

import html
import json
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import log
from urllib.parse import parse_qs, urlsplit

import httpx2

SEARCH = "https://search.example"
RESULTS = 12
FULL_LINE = 25
"""A line of so many characters that ends without a mark was broken by the page's width."""


@dataclass(frozen=True)
class Document:
    """One document of the web: its address, bytes, what the search shows and what it matches."""

    url: str
    body: bytes
    content_type: str
    title: str
    text: str
    published: str | None = None


def as_html(title: str, text: str, site: str, published: str) -> bytes:
    """A plain government page around a text: the standard meta tags and one container."""
    lines = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs(text))
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f'<meta name="SiteName" content="{html.escape(site)}">'
        f'<meta name="ArticleTitle" content="{html.escape(title)}">'
        f'<meta name="PubDate" content="{published} 09:00">'
        f"<title>{html.escape(title)}-{html.escape(site)}</title></head><body>"
        '<div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>'
        f'<h1>{html.escape(title)}</h1><div class="TRS_Editor">{lines}</div>'
        '<div class="footer">版权所有</div></body></html>'
    ).encode()


def paragraphs(text: str) -> list[str]:
    """The text's paragraphs: lines that a PDF broke inside a sentence are joined again."""
    joined: list[str] = []
    open_line = False
    for line in (line.strip() for line in text.splitlines()):
        if not line:
            open_line = False
            continue
        if open_line:
            joined[-1] += line
        else:
            joined.append(line)
        open_line = len(line) >= FULL_LINE and line[-1] not in "。！？；：”"
    return joined


def bigrams(text: str) -> Counter[str]:
    """Pairs of characters, the way a Chinese search engine cuts what it does not know."""
    kept = "".join(c for c in text if c.isalnum())
    return Counter(kept[i : i + 2] for i in range(len(kept) - 1))


class Overlap:
    """A search by weighted bigrams; titles count five times."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = tuple(documents)
        self._grams = [bigrams(d.title * 5 + d.text[:20_000]) for d in self.documents]
        seen = Counter(gram for grams in self._grams for gram in grams)
        self._weight = {g: log(1 + len(self._grams) / n) for g, n in seen.items()}

    def find(self, query: str) -> list[Document]:
        """The best documents for a query; ``site:`` words narrow it down."""
        words = query.split()
        sites = [w.removeprefix("site:") for w in words if w.startswith("site:")]
        asked = bigrams("".join(w for w in words if not w.startswith("site:") and w != "OR"))
        scored = []
        for place, (document, grams) in enumerate(zip(self.documents, self._grams, strict=True)):
            host = urlsplit(document.url).hostname or ""
            if sites and not any(host == s or host.endswith("." + s) for s in sites):
                continue
            score = sum(
                self._weight.get(g, 0.0) * min(1.0, log(1 + grams[g])) for g in asked if g in grams
            )
            if score > 0:
                scored.append((-score, place, document))
        return [document for _, _, document in sorted(scored, key=lambda s: s[:2])[:RESULTS]]


@dataclass
class Served:
    """What was asked of the loopback web."""

    requests: list[str] = field(default_factory=list)


@contextmanager
def loopback_web(documents: Iterable[Document]) -> Iterator[tuple[httpx2.BaseTransport, Served]]:
    """Serve documents; yields a transport that leads every host here, and a record of requests."""
    index = Overlap(documents)
    by_url = {urlsplit(d.url)[1:]: d for d in index.documents}
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            host, parts = self.headers["x-asked-host"], urlsplit(self.path)
            served.requests.append(f"{host}{self.path}")
            if host == urlsplit(SEARCH).hostname:
                body = self._found(parse_qs(parts.query).get("q", [""])[0])
                return self._send(200, "application/json", body)
            document = by_url.get((host, *parts[2:]))
            if document is None:
                return self._send(404, "text/html; charset=utf-8", "页面不存在".encode())
            return self._send(200, document.content_type, document.body)

        def _found(self, query: str) -> bytes:
            results = [
                {
                    "url": d.url,
                    "title": d.title,
                    "content": d.text[:120],
                    "publishedDate": d.published,
                }
                for d in index.find(query)
            ]
            reply = {"query": query, "results": results, "unresponsive_engines": []}
            return json.dumps(reply, ensure_ascii=False).encode()

        def _send(self, status: int, content_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", content_type)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Loopback(server.server_port), served
    finally:
        server.shutdown()
        server.server_close()


class Loopback(httpx2.BaseTransport):
    """Leads every request to one local server and tells it which host was meant."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._inner = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Ask the local server instead."""
        headers = [(k, v) for k, v in request.headers.raw if k.lower() != b"host"]
        asked = httpx2.Request(
            request.method,
            request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port),
            headers=[
                (b"host", f"127.0.0.1:{self._port}".encode()),
                *headers,
                (b"x-asked-host", request.url.host.encode()),
            ],
            stream=request.stream,
            extensions=request.extensions,
        )
        return self._inner.handle_request(asked)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()
