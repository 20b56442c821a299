"""What a page without a text of its own shows in place of one."""

from __future__ import annotations

import re

from agent.lazy import lazy_pattern
from agent.readers.html_page import HtmlPage
from agent.readers.lines import han_count, is_document
from agent.readers.list_page import is_item
from agent.readers.own_words import VISITOR
from agent.readers.page_words import PageWords

DECORATION = lazy_pattern(
    r"logo|icon|ico\.|qr|ewm|erweima|wx|weixin|weibo|banner|bg[_.\d]|btn|button|arrow|blank|spacer|loading|nb\.|share|top\.|foot|beian|gongan|dangzheng|jiucuo|^$|^data:image/(?:gif|svg)",
    re.IGNORECASE,
)
FRAMED = lazy_pattern(
    r"^(?!about:|javascript:|data:|blob:)(?!.*(?:player|video|map|share|weather|stat|analytics|conac|captcha))\S+$",
    re.IGNORECASE,
)
_FILM = lazy_pattern(r"player|video", re.IGNORECASE)
_FEW_ITEMS, _SHORT_NAME, _MANY_LINKS = 3, 4, 12


def instead(page: HtmlPage, *, walled: bool) -> str:
    """What a page without a text of its own shows in place of one: its words tell one cause from another."""
    words, said = PageWords.load(), f"{page.window}\n{page.shown}"
    if VISITOR.search(said):
        return "login" if page.password_in is not None else "blocked:waf"
    if walled:
        return "login"
    if words.fails.search(said):
        return "error"
    if words.gone_from_site.search(said):
        return "soft_404"
    return _unread(page) or _frame_alone(page, words)


def shows_film(page: HtmlPage) -> bool:
    """True for a page with a film of its own, or in a frame."""
    return page.has_video or any(map(_FILM.search, page.frames))


def _unread(page: HtmlPage) -> str | None:
    """What a page shows in place of a text: a picture, another page in a frame, a script."""
    if page.hides_text:
        return "script"
    if any(not DECORATION.search(source) for source in page.pictures):
        return "picture"
    if any(FRAMED.match(source) and not is_document(source) for source in page.frames):
        return "frame"
    if shows_film(page):
        return "video"
    return "script" if page.awaits_script else None


def _frame_alone(page: HtmlPage, words: PageWords) -> str:
    """What is left of a page without a text: an article that is not there, links to others, or nothing.

    The frame of an article that is not there has labels without values: 来源：　发布时间：.
    """
    for line in page.rendered.lines:
        for label in words.in_line.finditer(line.text):
            value = label.group(2).strip()
            if not value or value.replace("：", ":").partition(":")[0] in words.roles:
                return "soft_404"
    linked = {link.text for link in page.rendered.links}
    linked |= {cell for line in page.rendered.lines if is_item(line) for cell in line.cells}
    named = sum(han_count(one) > _SHORT_NAME for one in linked)
    return "list_page" if named >= _FEW_ITEMS or len(linked) >= _MANY_LINKS else "no_text"
