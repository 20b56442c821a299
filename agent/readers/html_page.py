"""One HTML answer, decoded, parsed and laid out once.

What is cheap is looked at when the page is parsed; its body, rows and title when they are asked for.
"""

from __future__ import annotations

import datetime
import re
from urllib.parse import urljoin

from lxml.html import HtmlElement

from agent.lazy import cached_property, lazy_pattern
from agent.readers.body_edges import Body
from agent.readers.charset import Decoded
from agent.readers.header_zone import above_text, header_inside, is_header
from agent.readers.html_body import behind_title, find_body, title_end, whole_page
from agent.readers.html_links import attachments, embedded, in_scripts
from agent.readers.html_meta import (
    RowParts,
    page_rows,
    read_tags,
    row_lines,
    row_parts,
    window_title,
)
from agent.readers.html_title import choose_title
from agent.readers.layout import render
from agent.readers.lines import Line, Rendered, han_count
from agent.readers.list_page import is_item
from agent.readers.next_page import next_page
from agent.readers.own_words import OwnWords, own_words
from agent.readers.page_text import one_line
from agent.readers.page_words import PageWords
from agent.readers.rows import DATED, Row, RowLines, Rows
from agent.readers.text_block import title_reach
from agent.readers.told_by_script import hides_text, open_text
from agent.readers.tolerant import (
    parse,
    parse_tolerantly,
)
from agent.readers.unseen import strip_unseen
from agent.records import Link, Stated

_APPS = frozenset({"app", "root", "__next", "__nuxt"})
_CARRIES = lazy_pattern(
    r"<textarea|\b(?:var|let|const)\s{1,4}\w{0,30}(?:content|article|zhengwen|detail|info|data|state|news)"
    r"|window\.\w{0,30}(?:content|article|detail|data|state|props|news)\w{0,20}\s?=|json\"",
    re.IGNORECASE,
)
_DRAWS = lazy_pattern(
    r"ajax|fetch\(|XMLHttpRequest|axios|innerHTML|\.html\(|\.append\(|getJSON|\$\.(?:get|post)\("
)
_LONGEST_SCRIPT = 20_000
_MAIN_FRAME = lazy_pattern(r"^(?:main|content|right|body|center|mid)\w{0,10}$", re.IGNORECASE)
_LITTLE = 300
_WECHAT_SECOND = lazy_pattern(r"\b(?:var\s|window\.)?ct\s?=\s?[\"'](1\d{9})[\"']")
_WECHAT_DAY = lazy_pattern(
    r"\bcreate_?time[\"']?\s{0,4}[=:]\s{0,4}[\"']((?:19|20)\d\d-\d\d-\d\d)(?!\d)", re.IGNORECASE
)
"""The time of an article that its script says: var createTime = '2024-08-15 17:03'."""
_DECLARED = lazy_pattern(r'"datePublished"\s{0,9}:\s{0,9}"((?:19|20)\d\d-\d\d-\d\d)')
"""The day of publication that a page declares of itself in JSON-LD."""
_ISO_DAY = lazy_pattern(r"^(?:19|20)\d\d-\d\d-\d\d$")
_CHINA = datetime.timezone(datetime.timedelta(hours=8))


class HtmlPage:
    """What a page holds. Its tree is read only once it is laid out.

    ``tags`` are meta tags by lower-case name, ``window`` the words of <title>, ``refresh`` the
    contents of meta refresh, ``password_in`` the element that holds a field for a password, ``frames`` the addresses of what is embedded, ``main_frame`` that of the frame of a
    frameset that is called the main one, ``pictures`` those of its images that lead to no other page, ``has_video`` that it
    holds a film; ``hides_text`` says that a
    text of some length is only carried for a script, ``awaits_script`` that a script draws on it;
    ``shown`` is all words a person sees, ``han`` how many of them are Chinese
    characters.
    """

    def __init__(self, decoded: Decoded, words: PageWords) -> None:
        self.charset = decoded.charset
        self.markup = decoded.text
        self._words = words
        self._links: dict[str, tuple[Link, ...]] = {}
        self._lay_out(parse(decoded.text))

    def _lay_out(self, tree: HtmlElement | None) -> None:
        self.tags: dict[str, str] = {}
        self.window = ""
        self.refresh: list[str] = []
        self.frames: list[str] = []
        self.main_frame = ""
        self.pictures: list[str] = []
        self.signed_by_ruishu = self.has_video = self.has_app = False
        self.password_in: HtmlElement | None = None
        self.rendered = Rendered()
        self._base = ""
        self._moments: set[str] = set()
        self.hides_text = False
        self._scripts: list[tuple[str, str]] = []
        if tree is not None:
            self._look(tree)
            self._show(tree)

    def _show(self, tree: HtmlElement) -> None:
        """Lay out what is seen; where that is next to nothing, what the page carries for a script."""
        self.password_in = _password_in(tree)
        strip_unseen(tree)
        self.rendered = render(tree)
        if sum(line.han for line in self.rendered.lines) >= _LITTLE:
            return
        again = parse(self.markup) if _CARRIES.search(self.markup) else None
        if again is None:
            return
        self.hides_text = not open_text(again) and hides_text(again)
        self.password_in = _password_in(again)
        strip_unseen(again)
        self.rendered = render(again)

    @property
    def awaits_script(self) -> bool:
        """True when a script may draw on it."""
        return any(src or _DRAWS.search(text[:_LONGEST_SCRIPT]) for src, text in self._scripts)

    def _look(self, tree: HtmlElement) -> None:
        self.tags = read_tags(tree)
        self.window = window_title(tree)
        self._scripts = [(e.get("src") or "", e.text or "") for e in tree.iter("script")]
        data = (e.text or "" for e in tree.iter("script") if "ld+json" in (e.get("type") or ""))
        declared = next(filter(None, map(_DECLARED.search, data)), None)
        if declared:
            self.tags.setdefault("datepublished", declared.group(1))
        for element in tree.iter("meta", "base", "div", "img", "time", "video", *_FRAMES):
            self._note(element)

    def _note(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "div":
            self.has_app |= element.get("id") in _APPS
        elif tag == "time":
            self._moments.add((element.get("datetime") or "")[:10])
        elif tag == "video":
            self.has_video = True
        elif tag == "img" and not _leads_on(element.getparent()):
            # What is shown late stands in an attribute of its own, src is a spinner then.
            late = element.get("data-src") or element.get("data-original")
            self.pictures.append(late or element.get("src") or "")
        elif tag == "meta":
            self.signed_by_ruishu |= element.get("r") == "m"
            if (element.get("http-equiv") or "").lower() == "refresh":
                self.refresh.append(element.get("content") or "")
        elif tag == "base":
            self._base = self._base or element.get("href") or ""
        elif tag in _FRAMES:
            source = element.get("src") or element.get("data") or ""
            self.frames.append(source)
            if tag == "frame" and _MAIN_FRAME.match(element.get("name") or ""):
                self.main_frame = self.main_frame or source

    @cached_property
    def shown(self) -> str:
        """All words that a person sees."""
        return "\n".join(line.text for line in self.rendered.lines)

    @cached_property
    def han(self) -> int:
        """How many Chinese characters are shown."""
        return han_count(self.shown)

    @cached_property
    def _found(self) -> Body | None:
        """Where the body is, before the title is known.

        lxml drops nodes of some malformed pages; where it leaves no body, html.parser, which keeps
        every text, has a try.
        """
        found = find_body(self.rendered, self._words)
        if found is None:
            forgiven = parse_tolerantly(self.markup)
            if forgiven is not None:
                self._lay_out(forgiven)
                found = find_body(self.rendered, self._words)
        return found or whole_page(self.rendered)

    @cached_property
    def title(self) -> Stated | None:
        """The title, or None when the page shows none."""
        found = self._found
        reach = (found.first, found.last) if found else (0, 0)
        lines = self.rendered.lines[: title_reach(self.rendered, *reach) if found else None]
        columns = {one_line(x.text) for x in self.rendered.links if found and x.line < found.first}
        return choose_title(
            self.tags,
            self._first_rows.official,
            lines,
            self.window,
            lambda: above_text(self.rendered, *reach, self._words),
            columns,
        )

    @cached_property
    def _row_lines(self) -> RowLines:
        return row_lines(self.rendered.lines, self._words)

    @cached_property
    def _first_rows(self) -> RowParts:
        found = self._found  # before the lines: it may lay the page out anew
        return row_parts(self._row_lines, found, self._words)

    @cached_property
    def body(self) -> Body | None:
        """The body, or None when no text is shown."""
        if self._found is None or self.title is None:
            return self._found
        return behind_title(self.rendered, self._found, self.title.value, self._words)

    @cached_property
    def rows(self) -> Rows:
        """The rows of label and value."""
        end = self.title_end
        parts = self._first_rows
        if self.body is not self._found:
            parts = row_parts(self._row_lines, self.body, self._words)
        inside = range(0)
        if self.body and self.body.way == "container":
            start = max(end or 0, self.body.first)
            inside = header_inside(self.rendered, start, self.body.last, self._words)
        rows = page_rows(parts, self._words, end, inside)
        return _with_day(rows, self._moments, self.markup)

    @cached_property
    def body_han(self) -> int:
        """How many Chinese characters of its body are no link words."""
        lines = self.rendered.lines
        numbers = self.body.numbers() if self.body else []
        return sum(lines[n].han for n in numbers if not lines[n].is_link)

    @cached_property
    def body_lines(self) -> tuple[str, ...]:
        """The lines of the body, without rows that stand among them."""
        numbers = self.body.numbers() if self.body else []
        kept = (n for n in numbers if n not in self.rows.lines)
        return tuple(self.rendered.lines[n].text for n in kept)

    @cached_property
    def quoted(self) -> tuple[int, ...]:
        """The places, among the lines of the body, of what the page sets as a quote.

        Editors indent a whole text by <blockquote>; one that holds half of it or more is no quote.
        """
        if "<blockquote" not in self.markup and "<BLOCKQUOTE" not in self.markup:
            return ()
        lines = self.rendered.lines
        numbers = [
            n for n in (self.body.numbers() if self.body else []) if n not in self.rows.lines
        ]
        inside = [place for place, n in enumerate(numbers) if _is_in_quote(lines[n].element)]
        han = sum(lines[numbers[place]].han for place in inside)
        return tuple(inside) if 2 * han < sum(lines[n].han for n in numbers) else ()

    @cached_property
    def title_end(self) -> int | None:
        """The number of the line behind the title, or None where the title is no line of the page."""
        if self.title is None or self.body is None:
            return None
        return title_end(self.rendered, self.title.value, self.body)

    @cached_property
    def own_lines(self) -> tuple[Line, ...]:
        """The lines of the body that say something: no link to another page, foot, path, header or title."""
        rendered, title = self.rendered, self.title.value if self.title else ""
        numbers = self.body.numbers() if self.body else []
        return tuple(
            rendered.lines[n]
            for n in numbers
            if n >= (self.title_end or 0)
            and n not in self.rows.lines
            and n not in rendered.foot
            and (n in rendered.documents or not is_item(rendered.lines[n]))
            and not is_header(rendered.lines[n], title, self._words)
        )

    @cached_property
    def said(self) -> OwnWords:
        """The sentences of its body, those that tell something and those to its visitor."""
        return own_words([line.text for line in self.own_lines], self._words)

    def absolute(self, address: str, url: str) -> str:
        """An address of the page in full; ``url`` is where it was answered."""
        try:
            return urljoin(self._base_of(url), address.strip()).partition("#")[0]
        except ValueError:
            return address

    def _base_of(self, url: str) -> str:
        try:
            return urljoin(url, self._base)
        except ValueError:  # <base href="http://[bad">
            return url

    def links(self, url: str) -> tuple[Link, ...]:
        """The documents it links to or embeds; ``url`` is where it was answered."""
        if url not in self._links:
            self._links = {url: self._found_links(url)}
        return self._links[url]

    def next_url(self, url: str) -> str:
        """Where the same article goes on, or nothing; ``url`` is where it was answered."""
        texts = (text[:_LONGEST_SCRIPT] for _, text in self._scripts)
        return next_page(self.rendered.links, texts, self._base_of(url), url)

    def _found_links(self, url: str) -> tuple[Link, ...]:
        body = self.body  # before the lines: it may lay the page out anew
        base = self._base_of(url)
        last = body.last if body else 0
        while last in self.rendered.documents:  # names of files right below a text
            last += 1
        inside = range(body.first if body else 0, last)
        found = attachments(self.rendered, inside, base)
        known = {link.url for link in found}
        found += tuple(x for x in embedded(self.frames, base) if x.url not in known)
        if not found and self.body_han < _LITTLE and not self.said.enough:
            found = in_scripts((text[:_LONGEST_SCRIPT] for _, text in self._scripts), base)
        return found


def _is_in_quote(element: HtmlElement) -> bool:
    return (
        element.tag == "blockquote" or next(element.iterancestors("blockquote"), None) is not None
    )


_FRAMES = ("iframe", "embed", "object", "frame")
_TO_A_PICTURE = lazy_pattern(r"^#|^javascript:|\.(?:jpe?g|png|gif|bmp|webp)$", re.IGNORECASE)


def _leads_on(link: HtmlElement | None) -> bool:
    """True for a link to another page: what it holds is a picture of that one."""
    if link is None or link.tag != "a":
        return False
    href = (link.get("href") or "#").strip()
    return not _TO_A_PICTURE.search(href)


def _password_in(tree: HtmlElement) -> HtmlElement | None:
    """The element around the field for a password; fields are taken out before a page is laid out."""
    fields = (e for e in tree.iter("input") if (e.get("type") or "").lower() == "password")
    return next((field.getparent() for field in fields), None)


def _with_day(rows: Rows, moments: set[str], markup: str) -> Rows:
    """The day that no line of the page tells whole.

    WeChat shows that of an article by script, from the second or the time it was published at; a page that has
    one <time> alone says in it what the line shows short (1月13日 06:30).
    """
    if any(row.role in DATED for row in rows.rows):
        return rows
    of_wechat = "js_content" in markup
    second = _WECHAT_SECOND.search(markup) if of_wechat else None
    created = set(_WECHAT_DAY.findall(markup)) if of_wechat else set()
    moment = moments.copy().pop() if len(moments) == 1 else ""
    if second is not None:
        day = datetime.datetime.fromtimestamp(int(second.group(1)), _CHINA).date().isoformat()
    elif len(created) == 1:  # several are those of other articles, too
        day = created.pop()
    elif _ISO_DAY.match(moment):
        day = moment
    else:
        return rows
    row = Row("发布时间", day, "published", 0, 0)
    return Rows((*rows.rows, row), rows.lines)
