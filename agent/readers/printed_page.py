"""A page from a format that is only text: its metadata stands in the text itself."""

from __future__ import annotations

from agent.errors import ReadFailed
from agent.readers import sniff
from agent.readers.letterhead import document_meta
from agent.readers.page_text import one_line
from agent.records import Fetched, Page, Span, Stated


def printed_page(
    fetched: Fetched, text: str, body: Span, label: str, reader: str, charset: str | None = None
) -> Page:
    """The page of a PDF, DOCX or plain text, with what its letterhead and closing say.

    Raises:
        ReadFailed: empty: there is no text.
    """
    if not text.strip():
        raise ReadFailed("empty", f"the document holds no text: {fetched.answered_url}")
    meta = document_meta(text, body)
    if meta.title is None and label:
        meta = meta.model_copy(update={"title": Stated(value=one_line(label), where="链接文字")})
    return Page(
        url=fetched.url,
        answered_url=fetched.answered_url,
        fetched_at=fetched.fetched_at,
        sha256=fetched.sha256,
        media_type=sniff(fetched.body, fetched.content_type, fetched.answered_url),
        charset=charset,
        text=text,
        body=body,
        meta=meta,
        label=label,
        reader=reader,
    )
