"""Answers of an invented web, as the fetch room would hand them over."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping

from agent.records import Fetched, Page, Span

URL = "https://jt.sx.example/art/2024/notice.html"


def answer(
    body: bytes | str,
    *,
    url: str = URL,
    answered_url: str | None = None,
    content_type: str = "text/html",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """An answer with this body; a text is sent as UTF-8."""
    sent = body.encode() if isinstance(body, str) else body
    return Fetched(
        url=url,
        answered_url=answered_url or url,
        status=status,
        headers={"content-type": content_type} | dict(headers or {}),
        body=sent,
        sha256=hashlib.sha256(sent).hexdigest(),
        fetched_at=datetime.datetime(2026, 11, 24, 8, 0, tzinfo=datetime.UTC),
    )


def at(page: Page, span: Span | None) -> str:
    """The characters of a page's text at a span."""
    assert span is not None
    return page.text[span.start : span.end]
