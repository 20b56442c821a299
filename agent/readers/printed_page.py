"""A page from a format that is only text: its metadata stands in the text itself."""

from __future__ import annotations

from collections.abc import Sequence

from agent.errors import ReadFailed
from agent.lazy import lazy_pattern
from agent.readers import sniff
from agent.readers.letterhead import read_letterhead
from agent.readers.page_dates import Told
from agent.readers.page_meta import page_meta
from agent.readers.page_text import MOST_CHARACTERS, heading, one_line, spans_of_lines
from agent.readers.page_words import PageWords
from agent.readers.rows import RowLines, Rows, is_row_label, read_rows
from agent.readers.signature import imprint, signature
from agent.records import Fetched, Page, PageMeta, Span, Stated

_ROW_LINES, _MOST_WRAPPED = 60, 4
_HALF = lazy_pattern("[\ud800-\udfff]")
"""Half a character: the fonts of some PDFs name one, and nothing can be saved with it."""
_WIDE = lazy_pattern(r"[^\S\n]{9,}")
_TALL = lazy_pattern(r"\n{4,}")


def normalised(text: str) -> str:
    """The text without halves of characters and without white space beyond what a layout needs."""
    return _WIDE.sub(" " * 8, _TALL.sub("\n\n\n", _HALF.sub("\ufffd", text)))


def printed_page(
    fetched: Fetched, text: str, label: str, reader: str, charset: str | None = None
) -> Page:
    """The page of a PDF, DOCX or plain text, with what its head and closing say.

    Args:
        fetched: the bytes it came from.
        text: all of it.
        label: the words of the link that led to it; its title when it shows none.
        reader: the name of the reader.
        charset: what a plain text was decoded with.

    Raises:
        ReadFailed: empty: there is no text; too_large.
    """
    text = normalised(text)
    if len(text) > MOST_CHARACTERS:
        raise ReadFailed(
            "too_large", f"the document has {len(text)} characters: {fetched.answered_url}"
        )
    if not text.strip():
        raise ReadFailed("empty", f"the document holds no text: {fetched.answered_url}")
    body = Span(start=0, end=len(text))
    return Page(
        url=fetched.url,
        answered_url=fetched.answered_url,
        fetched_at=fetched.fetched_at,
        sha256=fetched.sha256,
        media_type=sniff(fetched.body, fetched.content_type, fetched.answered_url),
        charset=charset,
        text=text,
        body=body,
        meta=_meta(fetched, text, body, label),
        label=label,
        reader=reader,
    )


def _meta(fetched: Fetched, text: str, body: Span, label: str) -> PageMeta:
    rows, spans, rest = _rows(text, body)
    above = Span(start=0, end=min((span.start for span in spans.values()), default=0))
    head = read_letterhead(text, above)
    if head.title is None:
        head = read_letterhead(text, rest)
    title = _row_title(rows, spans) or head.title
    if title is None and label:
        title = Stated(value=heading(label), where="链接文字")
    told = Told(
        text=text,
        body=rest,
        rows=rows,
        spans=spans,
        tags={},
        url=fetched.answered_url,
        fetched=fetched.fetched_at.date(),
        signature=signature(text, rest),
        imprint=imprint(text, rest),
    )
    return page_meta(told, title, head)


def _rows(text: str, body: Span) -> tuple[Rows, dict[str, Span], Span]:
    """The rows at the head of a document, where their values stand, and the rest below them."""
    words = PageWords.load()
    lines = _unwrapped(text, spans_of_lines(text, body)[:_ROW_LINES], words)
    cells = [(text[line.start : line.end].replace("\n", ""),) for line in lines]
    near = RowLines(cells, bare=lambda _: False, near=lambda _: True)
    rows = read_rows(near, 0, len(cells), words)
    if not rows.official:
        return Rows(), {}, body
    spans = {}
    for row in rows.rows:
        line = lines[row.value_line]
        at = text.find(row.value, line.start, line.end)
        spans[row.label] = Span(start=at, end=at + len(row.value)) if at >= 0 else line
    last = lines[max(row.value_line for row in rows.rows)].end
    return rows, spans, Span(start=min(last + 1, body.end), end=body.end)


def _unwrapped(text: str, lines: Sequence[Span], words: PageWords) -> list[Span]:
    """The lines at the head of a document, a value that runs over several of them as one.

    标题：/国务院办公厅关于…试点/方案的通知/发文字号：… A value ends where the next label stands; below the
    last label it is one line.
    """
    is_label = [is_row_label(text[line.start : line.end], words) for line in lines]
    found: list[Span] = []
    number = 0
    while number < len(lines):
        found.append(lines[number])
        number += 1
        if not is_label[number - 1]:
            continue
        end = number
        while end < len(lines) and not is_label[end] and end - number < _MOST_WRAPPED:
            end += 1
        if end > number + 1 and end < len(lines) and is_label[end]:
            found.append(Span(start=lines[number].start, end=lines[end - 1].end))
            number = end
    return found


def _row_title(rows: Rows, spans: dict[str, Span]) -> Stated | None:
    for row in rows.of("title"):
        return Stated(value=one_line(row.value), where=row.where, span=spans[row.label])
    return None
