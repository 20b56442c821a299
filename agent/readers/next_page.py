"""The next page of the same article: a long text that a site cuts into pages, 下一页 or [2] below it.

Only the address decides whether it is the same article: it differs in a page number alone
(t1_2.html, content-3.html, ?page=2). 下一篇 leads to another article, the pager of a list to other
lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urljoin, urlsplit

from agent.lazy import lazy_pattern
from agent.readers.lines import Link

_NEXT = lazy_pattern(
    r"^[\s\[【（(<]*(?:下一页|下页|后一页|next(?:\s?page)?)[\s\]】）)>›»]*$", re.IGNORECASE
)
_NUMBER = lazy_pattern(r"^[\s\[【（(]*(\d{1,2})[\s\]】）)]*$")
_OWN_NUMBER = lazy_pattern(r"^(.{1,200}?)[_-](\d{1,2})(\.\w{2,6})?$")
_ENDING = lazy_pattern(r"^(.{1,200}?)(\.\w{2,6})?$")
_PAGE_NAMES = frozenset({"page", "p", "pageno", "pagenum", "pageindex", "pn", "currentpage"})
_SCRIPTED = lazy_pattern(
    r"createPageHTML\(\s{0,4}(\d{1,3})\s{0,4},\s{0,4}(\d{1,3})\s{0,4},"
    r"\s{0,4}['\"]([\w-]{1,100})['\"]\s{0,4},\s{0,4}['\"](\w{2,6})['\"]"
)
"""How TRS sites draw a pager: the number of pages, that of this one from 0, its name, its ending."""


def next_page(links: Iterable[Link], scripts: Iterable[str], base: str, url: str) -> str:
    """The address of the next page of the article at ``url``, or an empty string.

    Args:
        links: the links of the page.
        scripts: the words of its scripts.
        base: what its addresses are relative to.
        url: where it was answered.
    """
    article, number = _of_article(url)
    for link in links:
        told = _NUMBER.match(link.text)
        # The first page has no number, and the second is called 1 or 2.
        following = (number + 1, number + 2)
        if not _NEXT.match(link.text) and not (told and int(told.group(1)) in following):
            continue
        target = _absolute(base, link.href)
        if target and _of_article(target) in [(article, n) for n in following]:
            return target
    for script in scripts:
        drawn = _SCRIPTED.search(script)
        if drawn and int(drawn.group(2)) + 1 < int(drawn.group(1)):
            name = f"{drawn.group(3)}_{int(drawn.group(2)) + 1}.{drawn.group(4)}"
            target = _absolute(url, name)
            if target and _of_article(target)[0] == article:
                return target
    return ""


def _of_article(url: str) -> tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], int]:
    """What names an article, and the number of its page: the first has none, or 0, or 1."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query)
    numbers = [int(v) for k, v in query if k.lower() in _PAGE_NAMES and v.isdigit() and len(v) < 3]
    rest = tuple(sorted((k, v) for k, v in query if k.lower() not in _PAGE_NAMES))
    folder, _, name = parts.path.rpartition("/")
    match = _OWN_NUMBER.match(name)
    if match:
        numbers.append(int(match.group(2)))
        stem, ending = match.group(1), match.group(3)
    else:
        plain = _ENDING.match(name)
        stem, ending = (plain.group(1), plain.group(2)) if plain else (name, "")
    host = (parts.hostname or "").lower()
    return (host, f"{folder}/{stem}", ending or "", rest), max(numbers, default=0)


def _absolute(base: str, address: str) -> str:
    try:
        url = urljoin(base, address.strip()).partition("#")[0]
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""
