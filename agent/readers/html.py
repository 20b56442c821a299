"""The HTML reader: says where everything on a page was read."""

from __future__ import annotations

from agent.errors import ReadFailed
from agent.readers.html_page import HtmlPage
from agent.readers.letterhead import read_letterhead
from agent.readers.looking import look_at
from agent.readers.page_dates import Told
from agent.readers.page_meta import page_meta
from agent.readers.page_text import MOST_CHARACTERS, TextBuilder, heading
from agent.readers.page_words import PageWords
from agent.readers.signature import imprint, signature
from agent.records import Fetched, Link, Page, Span, Stated


class HtmlReader:
    """Reads HTML pages of government and media sites.

    Args:
        words: the containers and labels to know pages by; the package's own table by default.
    """

    name = "html/7"

    def __init__(self, words: PageWords | None = None) -> None:
        self._words = words or PageWords.load()

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed with charset, empty or too_large."""
        found = look_at(fetched, self._words, keep=False)
        links = found.links(fetched.answered_url)
        if found.body is None and not links:
            raise ReadFailed("empty", f"the page shows no text: {fetched.answered_url}")
        size = sum(map(len, found.body_lines))
        if size > MOST_CHARACTERS:
            raise ReadFailed(
                "too_large", f"the page has {size} characters of text: {fetched.answered_url}"
            )
        return _compose(fetched, found, links, label)


def _compose(fetched: Fetched, found: HtmlPage, links: tuple[Link, ...], label: str) -> Page:
    title = found.title
    if title is None and label:
        title = Stated(value=heading(label), where="链接文字")
    builder = TextBuilder()
    if title:
        title = title.model_copy(update={"span": builder.line(title.value)})
    placed = {row.label: builder.line(f"{row.label}：{row.value}") for row in found.rows.rows}
    builder.line("")
    body = builder.lines(found.body_lines)
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
        fetched=fetched.fetched_at.date(),
        signature=signature(builder.text, body),
        imprint=imprint(builder.text, body),
    )
    return Page(
        url=fetched.url,
        answered_url=fetched.answered_url,
        fetched_at=fetched.fetched_at,
        sha256=fetched.sha256,
        media_type="text/html",
        charset=found.charset,
        text=builder.text,
        body=body,
        meta=page_meta(told, title, read_letterhead(builder.text, body)),
        label=label,
        attachment_links=links,
        quotes=_quotes(builder.text, body, found.quoted),
        next_url=found.next_url(fetched.answered_url),
        reader=HtmlReader.name,
    )


def _quotes(text: str, body: Span, places: tuple[int, ...]) -> tuple[Span, ...]:
    """Where the lines of a body that are quoted stand; ``places`` count from its first line."""
    if not places:
        return ()
    found, start = [], body.start
    for place, line in enumerate(text[body.start : body.end].split("\n")):
        if place in places:
            found.append(Span(start=start, end=start + len(line)))
        start += len(line) + 1
    return tuple(found)
