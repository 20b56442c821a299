"""The HTML reader: decode, parse once, and say where everything was read."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml.html import HtmlElement

from agent.errors import ReadFailed
from agent.readers.charset import Decoded, decode
from agent.readers.dates_in_page import signature
from agent.readers.html_body import Body, attachments, embedded, find_body
from agent.readers.html_dates import page_dates
from agent.readers.html_meta import Rows, bare_time, document_title, read_rows, read_tags
from agent.readers.html_title import choose_title
from agent.readers.letterhead import number_line, title_issuer
from agent.readers.lines import Rendered, render, strip_unseen
from agent.readers.page_text import TextBuilder, one_line, stated
from agent.readers.page_words import PageWords
from agent.readers.tolerant import parse, parse_tolerantly
from agent.records import Fetched, Link, Page, PageMeta, Span, Stated
from agent.text.document_numbers import normalise_document_number

_ROWS_AFTER = 8
_HEADER_LINES = 12
_ROWS_IN_BODY = 14


class HtmlReader:
    """Reads HTML pages of government and media sites."""

    name = "html/1"

    def __init__(self, words: PageWords | None = None) -> None:
        self._words = words or PageWords.load()

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed with charset or empty."""
        if not fetched.body.strip():
            raise ReadFailed("empty", f"the page has no bytes: {fetched.answered_url}")
        decoded = decode(fetched.body, fetched.content_type)
        source = _Source(decoded.text, self._words)
        if source.body is None:
            source = _Source(decoded.text, self._words, tolerant=True)
        if source.body is None and not source.shown:
            raise ReadFailed("empty", f"the page shows no text: {fetched.answered_url}")
        return _compose(fetched, decoded, source, label)


class _Source:
    """What was found in the markup, before the text is put together."""

    def __init__(self, markup: str, words: PageWords, *, tolerant: bool = False) -> None:
        tree = parse_tolerantly(markup) if tolerant else parse(markup)
        self.words = words
        self.tags: dict[str, str] = {}
        self.window_title = ""
        self.base = ""
        self.shown: list[str] = []
        self.rendered = Rendered()
        self.body: Body | None = None
        if tree is None:
            return
        self.tags = read_tags(tree)
        self.window_title = document_title(tree)
        self.base = next((e.get("href") or "" for e in tree.iter("base")), "")
        self.shown = _shown(tree)
        strip_unseen(tree)
        self.rendered = render(tree)
        self.body = find_body(self.rendered, markup, words.containers)


def _shown(tree: HtmlElement) -> list[str]:
    frames = tree.iter("iframe", "embed", "object", "frame")
    return [frame.get("src") or frame.get("data") or "" for frame in frames]


def _compose(fetched: Fetched, decoded: Decoded, source: _Source, label: str) -> Page:
    lines, body = source.rendered.lines, source.body
    first = body.first if body else len(lines)
    last = body.last if body else len(lines)
    rows = _rows(source, first, last)
    numbers = [n for n in body.numbers() if n not in rows.lines] if body else []
    base = urljoin(fetched.answered_url, source.base)
    links = _links(source, base)
    title = choose_title(source.tags, rows, lines[:last], source.window_title)
    if title is None and label:
        title = Stated(value=one_line(label), where="链接文字")

    builder = TextBuilder()
    if title:
        title = title.model_copy(update={"span": builder.line(title.value)})
    placed = [(row, builder.line(f"{row.label}：{row.value}")) for row in rows.rows]
    builder.line("")
    span = builder.lines(lines[n].text for n in numbers)
    for link in links:
        builder.line(f"附件：{link.text}")
    spans = {row.label: Span(start=at.end - len(row.value), end=at.end) for row, at in placed}
    text = builder.text
    return Page(
        url=fetched.url,
        answered_url=fetched.answered_url,
        fetched_at=fetched.fetched_at,
        sha256=fetched.sha256,
        media_type="text/html",
        charset=decoded.charset,
        text=text,
        body=span,
        meta=_meta(fetched, source, rows, spans, (title, text, span)),
        label=label,
        attachment_links=links,
        reader=HtmlReader.name,
    )


def _links(source: _Source, base: str) -> tuple[Link, ...]:
    found = attachments(source.rendered, source.body, base)
    known = {link.url for link in found}
    return found + tuple(link for link in embedded(source.shown, base) if link.url not in known)


def _rows(source: _Source, first: int, last: int) -> Rows:
    """Rows above the body, at its head when it holds the metadata table, and just below it."""
    lines, words = source.rendered.lines, source.words
    inside = read_rows(lines, first, min(last, first + _ROWS_IN_BODY), words)
    above = read_rows(lines, max(0, first - 60), first, words)
    below = read_rows(lines, last, last + _ROWS_AFTER, words)
    parts = [above]
    if inside.official and not above.official:
        parts.insert(0, inside)
    parts.append(below)
    merged = {row.label: row for part in reversed(parts) for row in part.rows}
    if not any(row.role in ("published", "sent", "uploaded") for row in merged.values()):
        merged |= {row.label: row for row in bare_time(lines, max(0, first - _HEADER_LINES), first)}
    return Rows(
        tuple(sorted(merged.values(), key=lambda row: row.line)),
        any(part.official for part in parts),
        inside.lines if parts[0] is inside else frozenset(),
    )


def _meta(
    fetched: Fetched,
    source: _Source,
    rows: Rows,
    spans: dict[str, Span],
    told: tuple[Stated | None, str, Span],
) -> PageMeta:
    title, text, body = told
    tags = source.tags
    signed_by = signature(text, body)
    found = page_dates(fetched, tags, rows, spans, (text, body, signed_by.signed))
    return PageMeta(
        title=title,
        agency=_row(rows, spans, "agency")
        or signed_by.agency
        or title_issuer(title)
        or (_row(rows, spans, "publisher") if rows.official else None),
        document_number=_number(rows, spans) or number_line(text, body),
        site_name=stated(tags.get("sitename", ""), "meta SiteName", None),
        site_code=stated(tags.get("siteidcode", ""), "meta SiteIDCode", None),
        source=_row(rows, spans, "source") or _source(tags),
        **found,
    )


def _row(rows: Rows, spans: dict[str, Span], role: str) -> Stated | None:
    for row in rows.of(role):
        table = "元数据表" if rows.official else "页头"
        value = re.sub(r"\s{2,}", " ", row.value)
        return Stated(value=value, where=f"{table} {row.label}", span=spans[row.label])
    return None


def _number(rows: Rows, spans: dict[str, Span]) -> Stated | None:
    row = _row(rows, spans, "number")
    if row is None:
        return None
    return row.model_copy(update={"value": normalise_document_number(row.value) or row.value})


def _source(tags: dict[str, str]) -> Stated | None:
    for name in ("contentsource", "source", "og:article:author", "mediaid"):
        value = re.sub(r"^来源\s*[:：]\s*", "", tags.get(name, ""))
        if value:
            return Stated(value=value, where=f"meta {name}")
    return None
