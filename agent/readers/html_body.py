"""Which lines of an HTML page are its body, and which links in it are attachments.

Known containers of the content systems that government and media sites use come first; then
trafilatura on the decoded text, whose answer is only used to point at our own lines; then the
element with the densest Chinese text. What hangs on below a text (related links, share buttons,
the QR code line) is cut off.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from agent.readers.lines import Line, Rendered, han_count
from agent.readers.page_text import one_line
from agent.readers.page_words import PageWords
from agent.records import Link

DOCUMENT = re.compile(r"\.(pdf|docx?|wps|ofd|xlsx?|et|zip|rar)$", re.IGNORECASE)

_ENOUGH = 80
_SHORT_NOTICE = 20
_NEARLY_ALL = 0.8
_LONGEST_TAIL = 40
_HEADING = 8
_LONGEST_HEADING = 30
_MOST_LINES = 5000
_MOST_TAGS = 20_000
_MOST_CHARACTERS = 500_000
_CUT_FROM = re.compile(
    r"^[【\[（(]?\s*(?:相关(?:链接|稿件|新闻|文章|阅读|信息|报道|推荐|解读|文件|文档|资讯|内容|专题|图片)"
    r"|推荐阅读|延伸阅读|热点推荐|精彩推荐|猜你喜欢|你可能会喜欢|热门新闻|上一篇|下一篇|上一条|下一条"
    r"|分享到|分享至|分享让更多人看到|扫一扫|扫码|网友评论|最新评论|关联稿件|友情链接|版权声明|免责声明)"
)
_NOISE = re.compile(
    r"^[【\[（(|｜丨\s]*(?:(?:打印本页|打印此页|打印|关闭本页|关闭窗口|关闭|返回顶部|返回列表|返回|收藏|我要纠错|纠错"
    r"|保存|字号|字体|大|中|小|默认|超大|举报|\+1|分享|微信|微博|QQ空间|朋友圈|播报|朗读|暂停|图集)[【】\[\]（）()|｜丨:：\s]*)+$"
    r"|^扫一扫在手机|^[【\[]?\s*(?:浏览次数|访问量|点击数|阅读次数|浏览量)\s*[:：]?\s*\d*\s*次?\s*[】\]]?$"
    r"|^(?:【纠错】)?\s*[（(【]?\s*(?:责任编辑|责编|编辑|校对|审核|初审|终审)\s*[:：]"
)
_LONGEST_NOISE = 80
_PATH = re.compile(r"^(?:您?(?:现在|当前|所在)的?(?:所在)?位置|首页\s*[>＞»])")
_LONGEST_HEADER = 90
_ATTACHMENT = re.compile(r"附\s*件|相关附件|附件下载|文件下载|下载")
_NOT_WORD = re.compile(r"[\s|｜\-–—•*#]+")


@dataclass(frozen=True)
class Body:
    """The lines first..last (half open), without those in ``left_out``, and how they were found."""

    first: int
    last: int
    way: str
    left_out: frozenset[int] = frozenset()

    def numbers(self) -> list[int]:
        """The numbers of the lines that belong to the body."""
        return [n for n in range(self.first, self.last) if n not in self.left_out]


def find_body(rendered: Rendered, markup: str, title: str, words: PageWords) -> Body | None:
    """The body of a page, or None when there is no text in it.

    Args:
        rendered: the lines of the page.
        markup: its decoded source, for trafilatura when no known container holds the text.
        title: the window title, to tell the heading from the body.
        words: the containers and labels to know pages by.
    """
    body = _in_container(rendered, words.containers)
    if body is None:
        guessed = _by_trafilatura(rendered, markup) or _densest(rendered)
        body = _without_header(rendered.lines, guessed, title, words) if guessed else None
    return _trimmed(rendered.lines, body) if body else None


def whole_page(rendered: Rendered) -> Body | None:
    """All that a page shows but its links; for one so short that no body can be told apart."""
    lines = rendered.lines
    links = frozenset(number for number, line in enumerate(lines) if line.is_link)
    return Body(0, len(lines), "whole", links) if len(links) < len(lines) else None


def _in_container(rendered: Rendered, containers: frozenset[str]) -> Body | None:
    found = []
    documents = _document_lines(rendered)
    sums = list(accumulate((0 if x.is_link else x.han for x in rendered.lines), initial=0))
    for element, (first, last) in rendered.ranges.items():
        if first < last and _is_container(element, containers):
            own = sums[last] - sums[first]
            if own >= _SHORT_NOTICE or _has_document(documents, first, last):
                found.append((own, first, last))
    if not found:
        return None
    most = max(own for own, _, _ in found)
    if most < _ENOUGH and not _is_clear(rendered, found, documents):
        return None
    kept = [(last - first, first, last) for own, first, last in found if own >= _NEARLY_ALL * most]
    _, first, last = min(kept)
    return Body(first, last, "container")


def _is_clear(
    rendered: Rendered, found: Sequence[tuple[int, int, int]], documents: Sequence[int]
) -> bool:
    """A short notice: the container holds all there is, or a document to download."""
    if any(_has_document(documents, first, last) for _, first, last in found):
        return True
    longest = max((line.han for line in rendered.lines if not line.is_link), default=0)
    return longest < 2 * max(own for own, _, _ in found)


def _is_container(element: HtmlElement, containers: frozenset[str]) -> bool:
    if element.tag in containers:
        return True
    names = f"{element.get('id') or ''} {element.get('class') or ''}".lower().split()
    return not containers.isdisjoint(names)


def _document_lines(rendered: Rendered) -> list[int]:
    return sorted(link.line for link in rendered.links if is_document(link.href))


def _has_document(documents: Sequence[int], first: int, last: int) -> bool:
    at = bisect_left(documents, first)
    return at < len(documents) and documents[at] < last


def _by_trafilatura(rendered: Rendered, markup: str) -> Body | None:
    # It is slower than linear on pages made to be slow, and finds nothing where nothing is.
    if len(rendered.lines) > _MOST_LINES or markup.count("<") > _MOST_TAGS:
        return None
    if sum(len(line.text) for line in rendered.lines) > _MOST_CHARACTERS:
        return None
    if sum(line.han for line in rendered.lines if not line.is_link) < _ENOUGH:
        return None
    from trafilatura import extract  # noqa: PLC0415 - half a second, and most pages need it not

    text = extract(markup, include_comments=False, include_tables=True)
    if not text or han_count(text) < _ENOUGH:
        return None
    told = _NOT_WORD.sub("", text)
    matched = [
        number
        for number, line in enumerate(rendered.lines)
        if line.han >= 2 and not line.is_link and _NOT_WORD.sub("", line.text) in told
    ]
    matched = _main_run(matched, rendered.lines)
    got = sum(rendered.lines[number].han for number in matched)
    if got < _ENOUGH:
        return None
    return Body(matched[0], matched[-1] + 1, "trafilatura")


def _main_run(numbers: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """The run of line numbers with most text; a gap of more than twelve lines ends a run."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number - runs[-1][-1] <= 12:
            runs[-1].append(number)
        else:
            runs.append([number])
    return max(runs, key=lambda run: sum(lines[n].han for n in run), default=[])


def _densest(rendered: Rendered) -> Body | None:
    """The element whose own lines hold most Chinese text that is not link words."""
    scores: dict[HtmlElement, float] = {}
    for line in rendered.lines:
        weight = -1.0 * line.han if line.is_link else float(line.han)
        element: HtmlElement | None = line.element
        for share in (1.0, 1.0, 0.6, 0.3):
            if element is None:
                break
            scores[element] = scores.get(element, 0.0) + share * weight
            element = element.getparent()
    ranged = [(score, element) for element, score in scores.items() if element in rendered.ranges]
    if not ranged:
        return None
    best = max(score for score, _ in ranged)
    if best < _SHORT_NOTICE:
        return None
    _, element = next(pair for pair in ranged if pair[0] == best)
    first, last = rendered.ranges[element]
    return Body(first, last, "density") if first < last else None


def _without_header(lines: Sequence[Line], body: Body, title: str, words: PageWords) -> Body | None:
    """A guessed body without the path, heading and header lines above it, and what is below it."""
    first, last = body.first, body.last
    while first < last and _is_header(lines[first].text, title, words):
        first += 1
    while last > first and _is_header(lines[last - 1].text, title, words):
        last -= 1
    return replace(body, first=first, last=last) if first < last else None


def _is_header(text: str, title: str, words: PageWords) -> bool:
    if _PATH.match(text) or one_line(text) in one_line(title):
        return True
    return len(text) < _LONGEST_HEADER and bool(words.in_line.search(text) or _is_noise(text))


def _trimmed(lines: Sequence[Line], body: Body) -> Body | None:
    left_out = {n for n in range(body.first, body.last) if _is_noise(lines[n].text)}
    last = body.last
    for number in range(body.first, body.last):
        if _is_heading(lines[number]) and _hangs_on(lines, body.first, number, body.last):
            last = number
            break
    while last > body.first and last - 1 in left_out:
        last -= 1
    if last == body.first:
        return None
    return Body(body.first, last, body.way, frozenset(n for n in left_out if n < last))


def _is_noise(text: str) -> bool:
    return len(text) <= _LONGEST_NOISE and bool(_NOISE.match(text))


def _is_heading(line: Line) -> bool:
    short = len(line.text) <= _LONGEST_HEADING or line.linked > 0
    return short and bool(_CUT_FROM.match(line.text))


def _hangs_on(lines: Sequence[Line], first: int, number: int, last: int) -> bool:
    """True when what follows a heading such as 相关链接 belongs to the site, not to the text.

    Links and short words alone do; a heading that is a line of its own, low on the page, may be
    followed by teasers too.
    """
    rest = lines[number + 1 : last]
    if all(line.is_link or line.han < _LONGEST_TAIL for line in rest):
        return True
    above = sum(line.han for line in lines[first:number])
    below = sum(line.han for line in rest if not line.is_link)
    return len(lines[number].text) <= _HEADING and below * 2 < above


def attachments(rendered: Rendered, body: Body | None, base: str) -> tuple[Link, ...]:
    """The documents a page links to, in its body or beside the word 附件, with absolute URLs."""
    inside = set(range(body.first, body.last)) if body else set()
    found: dict[str, Link] = {}
    for link in rendered.links:
        if not is_document(link.href) and not is_document(link.text):
            continue
        if link.line in inside or _beside_word(rendered.lines, link.line):
            _keep(found, link.href, link.text, base)
    return tuple(found.values())


def embedded(addresses: Iterable[str], base: str) -> tuple[Link, ...]:
    """Documents shown inside the page (an iframe or a viewer that takes file=…)."""
    found: dict[str, Link] = {}
    for address in addresses:
        shown = re.search(r"[?&](?:file|src|url)=([^&#]+)", address)
        target = unquote(shown.group(1)) if shown else address
        if is_document(target):
            _keep(found, target, "", base)
    return tuple(found.values())


def _keep(found: dict[str, Link], href: str, text: str, base: str) -> None:
    try:
        url = urljoin(base, href.strip())
        scheme = urlsplit(url).scheme
    except ValueError:
        return
    if scheme in ("http", "https"):
        name = unquote(urlsplit(url).path).rpartition("/")[2]
        found.setdefault(url.partition("#")[0], Link(url=url.partition("#")[0], text=text or name))


def is_document(address: str) -> bool:
    """True for the address of a document to download (PDF, DOCX, WPS, OFD, a sheet, an archive)."""
    path, _, query = address.strip().partition("#")[0].partition("?")
    return bool(DOCUMENT.search(path) or DOCUMENT.search(query))


def _beside_word(lines: Sequence[Line], number: int) -> bool:
    near = lines[max(0, number - 3) : number + 1]
    return any(_ATTACHMENT.search(line.text) for line in near)
