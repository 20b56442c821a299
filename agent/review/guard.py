"""Who may ask: a browser on this machine that was given the token, on its own pages.

The token opens the page once: whoever reads the printed line later gets nothing by it. Around every
request: the name by which it asks for us (against DNS rebinding), its session (a
cookie that scripts cannot read and other sites cannot send), and for a change its origin, a token
that only our own pages hold, and a size. Every answer carries headers that let nothing run or load
but our own two files.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.lazy import lazy_pattern

OURS = lazy_pattern(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?")
"""Names by which a browser may ask for us."""
ONCE = ("host", "origin", "sec-fetch-site", "content-length", "cookie")
"""Headers that decide who asks: of two, this program and a proxy might each believe another."""
MOST_FIELDS = 100
"""Fields of a form; ours has a dozen."""
LARGEST = 1_000_000
"""Bytes of a form; a passage and a note are far below."""
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


@dataclass(frozen=True)
class Keys:
    """The secrets of one server: what the printed address holds, the cookie, and the forms."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    session: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    form: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    # Cookies do not know ports: two servers on one machine must not take each other's.
    cookie: str = field(default_factory=lambda: f"review_{secrets.token_hex(4)}")


class Guard:
    """The application, asked only by those who may."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app = app
        self._keys = keys
        self._entered = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        answer = self._answer(request)
        await (answer or self._app)(scope, receive, with_headers)

    def _answer(self, request: Request) -> Response | None:
        """What a request is told that goes no further; None when it may go on."""
        if any(len(request.headers.getlist(name)) > 1 for name in ONCE):
            return refused("a header that decides stands twice")
        host = request.headers.get("host", "")
        if not OURS.fullmatch(host):
            return refused("this page answers only to 127.0.0.1")
        path = request.url.path
        if path == "/enter":
            return self._enter(request)
        if path.startswith("/static/") and request.method in ("GET", "HEAD"):
            return None
        if not self._is_in(request):
            return refused("open the address that research review printed; it holds the key")
        if request.method in ("GET", "HEAD"):
            return None
        if not own_origin(request.headers, host):
            return refused("this form came from another page")
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            return PlainTextResponse("too large, or of unknown length\n", 413)
        return None

    def _is_in(self, request: Request) -> bool:
        """True for the browser that entered."""
        return same(request.cookies.get(self._keys.cookie, ""), self._keys.session)

    def _enter(self, request: Request) -> Response:
        if request.method != "GET" or not same(
            request.query_params.get("token", ""), self._keys.token
        ):
            return refused("wrong key: open the address that research review printed last")
        if self._entered and not self._is_in(request):
            return refused("this key was used by another browser; start research review again")
        self._entered = True
        which = request.query_params.get("which", "")
        answer = RedirectResponse("/?which=drawn" if which == "drawn" else "/", 303)
        answer.set_cookie(
            self._keys.cookie, self._keys.session, httponly=True, samesite="strict", path="/"
        )
        return answer


def own_origin(headers: Headers, host: str) -> bool:
    """True when a browser says that a form came from our own page.

    Under our referrer policy browsers write ``null`` for the origin of a plain form; what they then
    say in Sec-Fetch-Site no page can forge.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin == f"http://{host}":
        return site in (None, "same-origin")
    return origin == "null" and site == "same-origin"


def same(given: str, secret: str) -> bool:
    """Equal, in a time that does not tell how nearly."""
    return hmac.compare_digest(given.encode(), secret.encode())


def refused(why: str) -> Response:
    """A plain refusal."""
    return PlainTextResponse(f"refused: {why}\n", 403)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, each once; none of one that is larger than any of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return {}
    text = body.decode("utf-8", "replace")
    if text.count("&") >= MOST_FIELDS:
        return {}
    return dict(parse_qsl(text, keep_blank_values=True))
