"""What tells a content page from an error page, a challenge, a login, a list or an empty shell.

Fetch asks this before it keeps anything. What a page tells of its own decides: one with a text is
content whatever words stand in it; one that shows a line or two is content only where it says who
or what, and when. Words only tell one cause from another.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from agent.errors import ReadFailed
from agent.lazy import lazy_pattern
from agent.readers import HTML, challenges, hops, sniff
from agent.readers.html_links import embedded
from agent.readers.html_page import HtmlPage
from agent.readers.instead import DECORATION, FRAMED, instead, shows_film
from agent.readers.lines import han_count, is_document, is_text
from agent.readers.list_page import beside_list, is_cut
from agent.readers.looking import look_at
from agent.readers.own_words import is_down, is_mostly, letters, parted
from agent.readers.page_words import PageWords
from agent.readers.telling import (
    DATES,
    announces,
    beside_box,
    figures,
    is_sentence_below_title,
    tells_when,
)
from agent.records import Fetched, Link
from agent.text.dates import dates, parse_date

_GONE_TITLE = lazy_pattern(r"\b404\b|找不到|不存在|Not Found|错误页|出错了?$", re.IGNORECASE)
_STATUS = lazy_pattern(
    r"^(?:HTTP\s?(?:Status|Error)?|Error|错误)?\s?(?:code)?\s?[:：]?\s?([45]\d\d)\s?"
    r"(?:$|[-–—|:：]|Forbidden|Not Found|Unauthorized|Internal|Bad|Service|Gateway|Error|错误|服务|Server)",
    re.IGNORECASE,
)
"""How a server titles its own pages: 403 Forbidden, HTTP Status 500 - , 502 Bad Gateway."""
_TEMPLATE = lazy_pattern(r"\{\{[^{}]{1,60}\}\}|\$\{[^{}]{1,60}\}|<%=?[^%]{1,60}%>")


_LEAST_LETTERS, _FEW_LETTERS = 60, 400
_LONG = 300
_REDIRECT_LONG = 100
_PARAGRAPH = 80
_SHORT_PARAGRAPH = 30
_SHELL_MARKUP = 65_536
_MOST_SHOWN = 12
_FEW_FIGURES = 4
_REDIRECTED, _BAD = 300, 400


def refusal(fetched: Fetched) -> str | None:
    """Why an answer is no content page, or None when nothing speaks against it.

    blocked:ruishu, blocked:jsl, blocked:waf, login, soft_404, maintenance, error, list_page, shell, picture,
    video, frame, script, no_text, or http:NNN.
    """
    page = _look_at(fetched)
    blocked = _blocked(fetched, page)
    if blocked:
        return blocked
    if fetched.status >= _REDIRECTED:
        return f"http:{fetched.status}"
    if page is None:
        return None
    status = _own_status(page)
    if status:
        return status
    if hops.sent_home(fetched) or _is_gone(page):
        return "soft_404"
    if _is_down(page):
        return "maintenance"
    if _is_login(page):
        return "login"
    if page.han < _REDIRECT_LONG and _target(fetched, page):
        return "shell"
    if _is_empty_app(page):
        return "script"
    if _is_list(page, fetched.answered_url):
        return "list_page"
    return _says_nothing(page, fetched.answered_url)


def shown_pictures(fetched: Fetched) -> tuple[Link, ...]:
    """The pictures that a page shows in place of a text; none of any other page."""
    page = _look_at(fetched)
    if page is None or _says_nothing(page, fetched.answered_url) != "picture":
        return ()
    shown = dict.fromkeys(
        page.absolute(source, fetched.answered_url)
        for source in page.pictures
        if not DECORATION.search(source)
    )
    web = [url for url in shown if url.startswith(("http://", "https://"))]
    return tuple(Link(url=url, text=f"图片{n}") for n, url in enumerate(web[:_MOST_SHOWN], 1))


def redirect_target(fetched: Fetched) -> str | None:
    """The absolute URL a page that only redirects leads to, or None.

    A page with text of its own is never left, nor one that says that what was asked is gone.
    """
    page = _look_at(fetched)
    if page is None or fetched.status >= _BAD:
        return None
    if page.han >= _REDIRECT_LONG:
        return _framed(fetched, page)
    if _is_gone(page) or _blocked(fetched, page):
        return None
    return _target(fetched, page) or _framed(fetched, page)


def _framed(fetched: Fetched, page: HtmlPage) -> str | None:
    """The one page or document of the same site that a page without a text of its own shows in a frame."""
    if not page.frames or _says_nothing(page, fetched.answered_url) != "frame":
        return None
    viewed = _viewed(page, fetched.answered_url)
    if viewed:
        return viewed
    framed = [source for source in page.frames if FRAMED.match(source) and not is_document(source)]
    if page.main_frame in framed:
        framed = [page.main_frame]
    if len(framed) != 1:
        return None
    target = hops.other_url(fetched, framed[0])
    same = target and urlsplit(target).hostname == urlsplit(fetched.answered_url).hostname
    return target if same else None


def _viewed(page: HtmlPage, url: str) -> str | None:
    """The one document of the same site that a page shows in a frame and tells nothing of, not even its day: 1 / 64."""
    shown = {link.url for link in embedded(page.frames, page.absolute("", url))}
    if not shown or page.tags.get("articletitle"):
        return None
    if any(row.role in DATES for row in page.rows.rows) or any(map(dates, page.body_lines)):
        return None
    if any(map(str.isalpha, "".join(line.text for line in page.own_lines))):
        return None
    offered = page.links(url)
    same = len(offered) == 1 and urlsplit(offered[0].url).hostname == urlsplit(url).hostname
    return offered[0].url if same and offered[0].url in shown else None


def _target(fetched: Fetched, page: HtmlPage) -> str | None:
    return hops.moved_to(fetched, page.refresh, page.markup[:_SHELL_MARKUP])


def _look_at(fetched: Fetched) -> HtmlPage | None:
    """A look at a page; None when the bytes are no page, or none that can be read."""
    if sniff(fetched.body, fetched.content_type, fetched.answered_url) != HTML:
        return None
    try:
        return look_at(fetched, PageWords.load())
    except ReadFailed:  # the reader says why
        return None


def _is_small(page: HtmlPage) -> bool:
    """True for a page of few words, none of which is a text or declared to be one."""
    return page.han < _LONG and not page.tags.get("articletitle") and not page.said.enough


def _blocked(fetched: Fetched, page: HtmlPage | None) -> str | None:
    if page is not None and _is_small(page):
        head = page.markup[:_SHELL_MARKUP]
        shield = challenges.in_page(
            page.markup,
            page.han,
            fetched.headers.get("set-cookie", ""),
            signed=page.signed_by_ruishu,
            moves=hops.sets_location(head),
        )
        if shield:
            return shield
    return challenges.in_answer(fetched.status, fetched.headers)


def _own_status(page: HtmlPage) -> str | None:
    """What a server's own page of an error names in its window, though it was answered with 200: its status, or only 运行时错误."""
    said = _STATUS.match(page.window)
    if said is not None and page.han < _LEAST_LETTERS:
        return "soft_404" if said.group(1) in ("404", "410") else f"http:{said.group(1)}"
    dated = any(row.role in DATES for row in page.rows.rows)
    failed = page.han < _LONG and is_mostly(page.window, PageWords.load().fails)
    return "error" if failed and not dated else None


def _is_gone(page: HtmlPage) -> bool:
    """True when a page says that what was asked is gone, alone or in the full frame of the site."""
    if page.tags.get("articletitle") or page.body_han >= _LONG:
        return False
    if _is_small(page) and _GONE_TITLE.search(page.window):
        return True
    rendered = page.rendered
    own = parted(
        line.text
        for number, line in enumerate(rendered.lines)
        if not line.is_link and number not in rendered.foot
    )
    if not own.gone:
        return False
    told = [han_count(sentence) for sentence in own.telling]
    if max(told, default=0) >= _PARAGRAPH:
        return False
    return sum(told) < _REDIRECT_LONG or any(one[:1] in "您你抱对" for one in own.gone)


def _is_down(page: HtmlPage) -> bool:
    """True for what a site shows in place of every page while it is worked on; it may come back.

    A notice about such work that was published has its day of publication or is signed with a day.
    """
    if page.tags.get("articletitle") or page.body_han >= _LONG:
        return False
    said = (*page.said.telling, *page.said.to_visitor)
    if not any(map(is_down, said)) or any(row.role in DATES for row in page.rows.rows):
        return False
    if any(parse_date(line) for line in page.body_lines):
        return False
    return letters(one for one in page.said.telling if not is_down(one)) < _LEAST_LETTERS


def _is_login(page: HtmlPage) -> bool:
    """True for a page that asks for a password in place of a text; a box to log in beside one does not count.

    One whose very title asks its reader to log in is no article, whatever it says of its prices.
    """
    if page.han >= _LONG or page.tags.get("articletitle"):
        return False
    asks = PageWords.load().asks_login
    if page.title and page.title.value.startswith("请") and asks.match(page.title.value):
        return True
    if page.password_in is None or not asks.search(f"{page.window}\n{page.shown}"):
        return False
    return not tells_when(
        page, beside_box(page, page.password_in), by_window=page.title_end is not None
    )


def _is_empty_app(page: HtmlPage) -> bool:
    """An application that draws itself, or a template that nothing was filled into."""
    if page.has_app and page.han < _SHORT_PARAGRAPH:
        return True
    return len(_TEMPLATE.findall(page.shown)) > 1 and page.han < _LONG


def _is_list(page: HtmlPage, url: str) -> bool:
    """A list or portal that offers no document of its own and is not itself an alert or what announces the list."""
    in_container = page.body is not None and page.body.way == "container"
    if page.tags.get("articletitle") or (in_container and page.body_han >= _LONG):
        return False
    offered = {link.url for link in page.links(url)}
    others = [
        link.line
        for link in page.rendered.links
        if is_document(link.href) and link.text and page.absolute(link.href, url) in offered
    ]
    beside = beside_list(page.rendered, others)
    if beside is None:
        return False
    # A sentence with its day, above a list of other pages, is an alert.
    sentences = [line for line in beside if "。" in line.text]
    return not (tells_when(page, sentences) or announces(page, beside))


def _says_nothing(page: HtmlPage, url: str) -> str | None:
    """A body of fewer than sixty letters is a page only where it says who or what, and when.

    With a document to download it is one too: the notice is then the document.
    """
    if page.body_han >= _FEW_LETTERS or page.said.enough:
        return None
    if _viewed(page, url):
        return "frame"
    if page.links(url) or figures(page.own_lines) >= _FEW_FIGURES or is_sentence_below_title(page):
        return None
    words = PageWords.load()
    walled = any(
        words.asks_login.search(line.text)
        for number, line in enumerate(page.rendered.lines)
        if number not in page.rendered.foot and not line.is_link and line.han < _SHORT_PARAGRAPH
    )
    told = [line for line in page.own_lines if not (walled and is_cut(line.text))]
    if shows_film(page):  # what counts it and forbids to copy it is no text
        told = [line for line in told if is_text(line)]
    if tells_when(page, told):
        return None
    if page.han >= _LONG and any(han_count(one) >= _SHORT_PARAGRAPH for one in page.said.telling):
        return None
    return instead(page, walled=walled)
