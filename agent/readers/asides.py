"""What elements call themselves that stand beside a text: comments, share buttons, tags, teasers.

Classes and ids are written for the style of a site and for whoever keeps it, so they say what a
part is, in English or in pinyin: class="post-share", id="pinglunList", class="newdigg".
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

from agent.lazy import lazy_pattern
from agent.readers.lines import names_of
from agent.readers.page_words import PageWords

_OF_OTHERS = lazy_pattern(
    r"^(?:[\w-]{0,40}[-_])?(?:comments?|commentlist|pinglun|pl_?list|reply_?list|replies|liuyan|cmt"
    r"|ads?|advert\w{0,10}|guanggao|promo|sponsor\w{0,4})(?:[-_][\w-]{0,40})?$",
    re.IGNORECASE,
)
"""Names of what others say beside a text, wherever it stands: readers, who advertises."""
_HUMP = lazy_pattern(r"(?<=[a-z])(?=[A-Z])")
_TAGS = frozenset({"aside", "form", "fieldset", "label", "nav", "footer"})


def of_others(element: HtmlElement) -> bool:
    """True for an element of readers' comments, of advertisements, or an aside."""
    names = names_of(element)
    return element.tag == "aside" or (bool(names) and _is_of_others(names))


@lru_cache(maxsize=1024)
def _is_of_others(names: str) -> bool:
    return any(_OF_OTHERS.match(name) for name in names.split())


def stands_beside(element: HtmlElement, words: PageWords) -> bool:
    """True for an element whose tag or name says that it is no part of a text.

    Only below a text, or between it and its title, such a name decides: containers are called
    print-content and share-article, too.
    """
    names = names_of(element)
    asks = element.find("label") is not None  # <div><label>满意</label>…
    return (
        asks or element.tag in _TAGS or (bool(names) and _is_called_so(names, words.called_beside))
    )


@lru_cache(maxsize=1024)
def _is_called_so(names: str, beside: re.Pattern[str]) -> bool:
    return bool(beside.search(_HUMP.sub("-", names).lower()))
