"""A list page: its repeated rows of a link and a day, whatever the layout, and where it goes on.

A row is the largest element around a link with words that holds no other such link. Rows of one shape
stand at the same path of elements; the shape with most days is the list, since menus and teasers
have none. Where no row has a day, six links of titles at one path are a list as well.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from agent.lazy import lazy_pattern
from agent.readers.lines import han_count
from agent.readers.tolerant import parse
from agent.register.entries import Listed
from agent.text.url_days import url_days

LEAST_WORDS = 5
"""Chinese characters of the words of a link that may be a title."""
LEAST_BARE = 6
"""So many links without days make a list, ..."""
BARE_TITLE = 8
"""... if their words have so many Chinese characters on average."""
HIGHEST = 6
"""Elements above a link that its row may be."""
APART = 30
"""Characters of an element that holds days and little else."""
LABELS = 8
"""Chinese characters beside them: 年月日, 发布日期."""
LONGEST_ROW = 600
"""Characters of a row; what is longer is an article."""

DAY = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
DAY_FIRST = lazy_pattern(
    r"(?<!\d)(\d{1,2})\s{1,5}((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})(?!\s?[-/.月\d])"
)
"""A calendar sheet: the day large, year and month below it (08 2024-11)."""
DAY_LAST = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})月?\s{1,5}(\d{1,2})(?!\d)")
NEXT = lazy_pattern(
    r"^[\s\[【>＞›»]*(?:下一页|下页|后一页|后页|next(?: page)?)[\s\]】>＞›»]*$|^[>＞›»]$", re.I
)
PAGED = lazy_pattern(
    r"下一页|下页|尾页|末页|共\s?\d{1,6}\s?页|totalPage|countPage|pageCount|加载更多|查看更多"
)
TRS = lazy_pattern(
    r"createPageHTML\s?\(\s?(\d{1,5})\s?,\s?(\d{1,5})\s?,\s?[\"']([\w-]{1,40})[\"']\s?,\s?[\"'](\w{1,8})[\"']"
)
"""createPageHTML(40, 0, "index", "html"): how many pages, which this is, what they are called."""
COUNT = lazy_pattern(r"(?:countPage|totalPages?|pageCount)\s?=\s?[\"']?(\d{1,5})")
NUMBERED = lazy_pattern(r"^(.{1,60}?)(?:_(\d{1,5}))?\.(s?html?)$")


@dataclass(frozen=True)
class ListPage:
    """A list page.

    ``shape`` is the path at which its rows stand. ``following`` are the addresses at which it may
    go on, the likelier first. Where there are none, ``ends`` says that nothing tells of another page.
    """

    rows: tuple[Listed, ...]
    shape: str
    following: tuple[str, ...]
    ends: bool


def read_list(markup: str, url: str, shape: str = "") -> ListPage:
    """The list in a page; of a known shape where the page has rows of it.

    Args:
        markup: the decoded page.
        url: its address, to which its links are joined.
        shape: that of the page before it in the same list.
    """
    tree = parse(markup)
    if tree is None:
        return ListPage((), "", (), ends=True)
    groups: dict[str, dict[str, Listed]] = defaultdict(dict)
    for link, row in _rows(tree):
        if listed := _listed(link, row, url):
            groups[_path(row)].setdefault(listed.url, listed)
    chosen = shape if shape in groups else _best(groups)
    following = tuple(dict.fromkeys(_following(tree, markup, url)))
    return ListPage(
        tuple(groups[chosen].values()) if chosen else (),
        chosen,
        following,
        ends=not following and not _goes_on(markup, url),
    )


def _best(groups: dict[str, dict[str, Listed]]) -> str:
    """The path with most days; without any, that of enough links with the words of titles."""

    def days(path: str) -> int:
        return sum(listed.day_by == "list" for listed in groups[path].values())

    dated = max(groups, key=lambda path: (days(path), len(groups[path])), default="")
    if dated and days(dated):
        return dated
    bare = max(groups, key=lambda path: len(groups[path]), default="")
    titles = [listed.title for listed in groups[bare].values()] if bare else []
    enough = len(titles) >= LEAST_BARE
    return bare if enough and sum(map(han_count, titles)) >= BARE_TITLE * len(titles) else ""


def _rows(tree: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    """Every link with words, and the largest element around it that holds no other one."""
    links = [link for link in tree.iter("a") if _is_titled(link)]
    held: Counter[HtmlElement] = Counter()
    for link in links:
        held.update(link.iterancestors())
    for link in links:
        row = link
        for _, above in zip(range(HIGHEST), link.iterancestors(), strict=False):
            if held[above] > 1 or above.tag in ("body", "html"):
                break
            row = above
        yield link, row


def _is_titled(link: HtmlElement) -> bool:
    address = (link.get("href") or "").strip().lower()
    if not address or address.startswith(("#", "javascript:", "mailto:", "tel:")):
        return False
    return han_count(_words(link)) >= LEAST_WORDS


def _words(link: HtmlElement) -> str:
    """What a link is called: the title it has for itself, since its words are often cut."""
    own, said = (link.get("title") or "").strip(), " ".join(link.text_content().split())
    return own if han_count(own) >= LEAST_WORDS else said


def _listed(link: HtmlElement, row: HtmlElement, url: str) -> Listed | None:
    try:
        address = urljoin(url, link.get("href").strip())
        scheme = urlsplit(address).scheme
    except ValueError:
        return None
    if scheme not in ("http", "https"):
        return None
    text = " ".join(" ".join(row.itertext()).split())
    if len(text) > LONGEST_ROW:
        return None
    title = DAY.sub(" ", _words(link)) if not link.get("title") else _words(link)
    beside = text.replace(" ".join(link.text_content().split()), " ", 1)
    day = _day_apart(row, link) or _day(beside) or _day(text)
    by: Literal["list", "address", ""] = "list" if day else ""
    if day is None and (day := next(iter(url_days(address)), None)):
        by = "address"
    return Listed(address.partition("#")[0], " ".join(title.split())[:300], day, by)


def _day_apart(row: HtmlElement, link: HtmlElement) -> datetime.date | None:
    """The day in an element of its own: an abstract beside it tells of other days."""
    apart = [
        words
        for node in row.iter()
        if node is not link
        and len(words := " ".join(" ".join(node.itertext()).split())) <= APART
        and han_count(words) <= LABELS
    ]
    return max((day for words in apart if (day := _day(words))), default=None)


def _day(text: str) -> datetime.date | None:
    """The last day in the words of a row: what is put up later than it was signed is listed so."""
    found = [(y, m, d) for y, m, d in DAY.findall(text)]
    found += [(y, m, d) for d, y, m in DAY_FIRST.findall(text)]
    found += [(y, m, d) for y, m, d in DAY_LAST.findall(text)] if not found else []
    days = [day for parts in found if (day := _date(*parts))]
    return max(days, default=None)


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _path(row: HtmlElement) -> str:
    """The tags from a row up, with the classes of what holds it: rows themselves differ (odd, even)."""
    above = [
        f"{node.tag}.{'.'.join((node.get('class') or '').split())}" for node in row.iterancestors()
    ]
    return "/".join([str(row.tag), *above])


# Where a list goes on


def _following(tree: HtmlElement, markup: str, url: str) -> Iterator[str]:
    for link in tree.iter("a"):
        if not NEXT.match(" ".join(link.text_content().split()) or (link.get("title") or "")):
            continue
        address = (link.get("href") or "").strip()
        if address and not address.lower().startswith(("#", "javascript:")):
            joined = _joined(url, address)
            if joined and joined.partition("#")[0] != url.partition("#")[0]:
                yield joined
    if told := TRS.search(markup):
        if int(told[2]) + 1 < int(told[1]):
            yield urljoin(url, f"{told[3]}_{int(told[2]) + 1}.{told[4]}")
        return
    yield from _by_count(markup, url)


def _by_count(markup: str, url: str) -> Iterator[str]:
    """index_1.shtml after index.shtml, where a script counts the pages."""
    count = COUNT.search(markup)
    if count is None:
        return
    name, number, ending = _numbered(url)
    if number + 1 >= int(count[1]):
        return
    for end in (ending,) if ending else ("shtml", "html"):
        yield urljoin(url, f"{name}_{number + 1}.{end}")


def _goes_on(markup: str, url: str) -> bool:
    """True when something tells of further pages, and this is not the last by any count."""
    counted = TRS.search(markup) or COUNT.search(markup)
    if counted:
        number = int(counted[2]) if counted.re is TRS else _numbered(url)[1]
        return number + 1 < int(counted[1])
    return bool(PAGED.search(markup))


def _numbered(url: str) -> tuple[str, int, str]:
    """The name, number and ending of a page of a list: index_2.shtml is index, 2, shtml."""
    found = NUMBERED.match(urlsplit(url).path.rpartition("/")[2])
    return (found[1], int(found[2] or 0), found[3]) if found else ("index", 0, "")


def _joined(url: str, address: str) -> str | None:
    try:
        return urljoin(url, address)
    except ValueError:
        return None
