"""The HTML reader: decode, parse once, and say where everything was read."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml.html import HtmlElement

from agent.errors import ReadFailed
from agent.readers.charset import Decoded, decode
from agent.readers.html_body import Body, attachments, embedded, find_body, whole_page
from agent.readers.html_meta import page_rows, read_tags, window_title
from agent.readers.html_title import choose_title
from agent.readers.letterhead import read_letterhead
from agent.readers.lines import Rendered, render, strip_unseen
from agent.readers.page_dates import Told
from agent.readers.page_meta import page_meta
from agent.readers.page_text import TextBuilder, one_line
from agent.readers.page_words import PageWords
from agent.readers.rows import Rows
from agent.readers.signature import imprint, signature
from agent.readers.tolerant import MOST_TAGS, parse, parse_tolerantly
from agent.records import Fetched, Link, Page, Span, Stated


class HtmlReader:
    """Reads HTML pages of government and media sites.

    Args:
        words: the containers and labels to know pages by; the package's own table by default.
    """

    name = "html/1"

    def __init__(self, words: PageWords | None = None) -> None:
        self._words = words or PageWords.load()

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed with charset, empty or too_large."""
        if not fetched.body.strip():
            raise ReadFailed("empty", f"the page has no bytes: {fetched.answered_url}")
        decoded = decode(fetched.body, fetched.content_type)
        tags = decoded.text.count("<")
        if tags > MOST_TAGS:
            raise ReadFailed("too_large", f"the page has {tags} tags: {fetched.answered_url}")
        found = _Found(parse(decoded.text), decoded.text, self._words)
        if found.body is None:
            # lxml drops nodes of some malformed pages; html.parser keeps every text.
            forgiven = parse_tolerantly(decoded.text)
            if forgiven is not None:
                found = _Found(forgiven, decoded.text, self._words)
        if found.body is None:
            found.body = whole_page(found.rendered)
        links = found.links(fetched.answered_url)
        if found.body is None and not links:
            raise ReadFailed("empty", f"the page shows no text: {fetched.answered_url}")
        return _compose(fetched, decoded, found, links, label)


class _Found:
    """What a tree holds, before the text is put together."""

    def __init__(self, tree: HtmlElement | None, markup: str, words: PageWords) -> None:
        self.tags: dict[str, str] = {}
        self.title: Stated | None = None
        self.rendered = Rendered()
        self.body: Body | None = None
        self.rows = Rows()
        self._base = ""
        self._shown: list[str] = []
        if tree is not None:
            self._look(tree, markup, words)

    def _look(self, tree: HtmlElement, markup: str, words: PageWords) -> None:
        self.tags = read_tags(tree)
        window = window_title(tree)
        self._base = next((e.get("href") or "" for e in tree.iter("base")), "")
        frames = tree.iter("iframe", "embed", "object", "frame")
        self._shown = [frame.get("src") or frame.get("data") or "" for frame in frames]
        strip_unseen(tree)
        self.rendered = render(tree)
        lines = self.rendered.lines
        self.body = find_body(self.rendered, markup, window, words)
        self.rows = page_rows(lines, self.body, words)
        last = self.body.last if self.body else len(lines)
        self.title = choose_title(self.tags, self.rows, lines[:last], window)

    def links(self, url: str) -> tuple[Link, ...]:
        try:
            base = urljoin(url, self._base)
        except ValueError:  # <base href="http://[bad">
            base = url
        found = attachments(self.rendered, self.body, base)
        known = {link.url for link in found}
        return found + tuple(x for x in embedded(self._shown, base) if x.url not in known)


def _compose(
    fetched: Fetched, decoded: Decoded, found: _Found, links: tuple[Link, ...], label: str
) -> Page:
    lines = found.rendered.lines
    title = found.title
    if title is None and label:
        title = Stated(value=one_line(label), where="链接文字")
    builder = TextBuilder()
    if title:
        title = title.model_copy(update={"span": builder.line(title.value)})
    placed = {row.label: builder.line(f"{row.label}：{row.value}") for row in found.rows.rows}
    builder.line("")
    numbers = found.body.numbers() if found.body else []
    body = builder.lines(lines[n].text for n in numbers if n not in found.rows.lines)
    for link in links:
        builder.line(f"附件：{link.text}")
    told = Told(
        text=builder.text,
        body=body,
        rows=found.rows,
        spans={
            row.label: Span(start=placed[row.label].end - len(row.value), end=placed[row.label].end)
            for row in found.rows.rows
        },
        tags=found.tags,
        url=fetched.answered_url,
        signature=signature(builder.text, body),
        imprint=imprint(builder.text, body),
    )
    return Page(
        url=fetched.url,
        answered_url=fetched.answered_url,
        fetched_at=fetched.fetched_at,
        sha256=fetched.sha256,
        media_type="text/html",
        charset=decoded.charset,
        text=builder.text,
        body=body,
        meta=page_meta(told, title, read_letterhead(builder.text, body)),
        label=label,
        attachment_links=links,
        reader=HtmlReader.name,
    )
