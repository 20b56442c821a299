"""Where the text of a page ends: what hangs on below it and what stands inside it is told apart.

Related links, teasers of other pages, readers' comments, statements of a platform, pagers and share
buttons. Most of it is known by its layout (links and short lines behind the last sentence), some by
the words of its heading. What stands above a text, see header_zone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from agent.readers.controls import is_noise, pager_lines
from agent.readers.foot import is_only_of_a_foot
from agent.readers.lines import Line, Rendered, is_text
from agent.readers.page_words import PageWords

_CUT_FROM = re.compile(
    r"^[【\[（(]?\s*(?:相关(?:链接|稿件|新闻|文章|阅读|信息|报道|推荐|解读|文件|文档|资讯|内容|专题|图片)"
    r"|推荐阅读|延伸阅读|热点推荐|精彩推荐|猜你喜欢|你可能会喜欢|热门新闻|上一篇|下一篇|上一条|下一条"
    r"|分享到|分享至|分享让更多人看到|扫一扫|扫码|网友评论|最新评论|精彩评论|我来说两句|关联稿件|友情链接|版权声明|免责声明)"
)
_STATEMENT = re.compile(
    r"^[【\[（(*＊\s]*(?:特别|郑重|免责|版权)?(?:声明|提示)\s*[】\]）)]?\s*[:：]|^(?:本文|以上内容|文章)(?:由|系|仅代表|来源于)"
)
_OF_ITSELF = re.compile(
    r"本网|本站|本公众号|原作者|作者本人|以上图文|来源于?网络|联系我们|与我们联系"
)
_OF_A_PLATFORM = re.compile(
    r"转载|版权|观点|立场|不代表|侵权|侵犯|删除|平台|信息存储|不构成|上传并发布|传递更多信息"
)
_ASIDE = re.compile(
    r"^(?:[\w-]{0,40}[-_])?(?:comments?|commentlist|pinglun|pl_?list|reply_?list|replies|liuyan|cmt"
    r"|ads?|advert\w{0,10}|guanggao|promo|sponsor\w{0,4})(?:[-_][\w-]{0,40})?$",
    re.IGNORECASE,
)
"""How elements are called that hold what others say beside a text: readers, who advertises."""
_CLOSING = re.compile(
    r"\d\s*日[）)]?$|(?:政府|委员会|办公[厅室]|[厅局委部署院])[）)]?$|^附\s*[件表]"
)
_LONGEST_FOOT = 12
_ANNEX = re.compile(r"^附\s*[件表]")
_LONGEST_TAIL = 40
_HEADING, _HIGH, _FEW = 8, 4, 2
_LONGEST_HEADING = 30
_TEXT_ABOVE = 60
_LAST_LINES = 6
_AGAIN = 20


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


def closes(text: str) -> bool:
    """True for a line that closes a document: an annex, who signs it, or its day."""
    return len(text) <= _LONGEST_TAIL and bool(_CLOSING.search(text))


def trimmed(rendered: Rendered, body: Body, words: PageWords) -> Body | None:
    """The body without what hangs on below it and without noise inside; None when nothing is left."""
    lines = rendered.lines
    left_out = _aside_lines(rendered, body) | pager_lines(lines, body.first, body.last)
    left_out |= {n for n in range(body.first, body.last) if is_noise(lines[n], words)}
    last = body.last
    for number in range(body.first, body.last):
        if _is_heading(lines[number]) and _hangs_on(lines, body.first, number, body.last):
            last = number
            break
    last = _told_once(lines, body.first, last)
    last = _before_teasers(rendered, body.first, last, words)
    last = _before_statement(lines, body.first, last)
    last = _before_foot(rendered, body.first, last)
    while last > body.first and (last - 1 in left_out or last - 1 in rendered.foot):
        last -= 1
    if last == body.first:
        return None
    return replace(body, last=last, left_out=frozenset(n for n in left_out if n < last))


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


def _aside_lines(rendered: Rendered, body: Body) -> set[int]:
    """The lines of comments, advertisements and asides in a body, unless the body itself is one."""
    found: set[int] = set()
    for element, (first, last) in rendered.ranges.items():
        if body.first < first < last <= body.last and _is_aside(element):
            found.update(range(first, last))
    return found


def _is_aside(element: HtmlElement) -> bool:
    if element.tag == "aside":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and any(_ASIDE.match(name) for name in names.split())


def _told_once(lines: Sequence[Line], first: int, last: int) -> int:
    """The end of the first copy, where a page prints its text twice (for telephones, for print)."""
    seen: set[str] = set()
    again = 0
    begins: int | None = None
    for number in range(first, last):
        line = lines[number]
        if line.han < _AGAIN:
            continue
        if line.text in seen:
            begins = number if begins is None else begins
            again += 1
        elif begins is not None:
            return last
        else:
            seen.add(line.text)
    copied = again * 2 >= len(seen) if len(seen) > 1 else again == 1
    if begins is None or not copied or _says_more(lines[first:begins], lines[begins:last]):
        return last
    while begins > first and lines[begins - 1].han < _AGAIN and _stood_before(lines, first, begins):
        begins -= 1
    return begins


def _says_more(copy: Sequence[Line], other: Sequence[Line]) -> bool:
    """True where what follows is no mere copy: a signature below a clause that stands twice."""
    stood = {line.text for line in copy}
    return any(line.han > 1 and not line.is_link and line.text not in stood for line in other)


def _stood_before(lines: Sequence[Line], first: int, number: int) -> bool:
    return any(line.text == lines[number - 1].text for line in lines[first : number - 1])


def _before_teasers(rendered: Rendered, first: int, last: int, words: PageWords) -> int:
    """The end of a text that links to other pages hang on to, from the first of them.

    They do when no sentence follows, and at least two stand there; a heading above them goes too.
    Documents to download and what a signature or a list of annexes says stay.
    """
    lines = rendered.lines
    end = last
    links = 0
    for number in range(last - 1, first, -1):
        line = lines[number]
        closes = _ANNEX.match(line.text) if line.is_link else _CLOSING.search(line.text)
        if number in rendered.documents or closes or is_text(line):
            break
        if line.is_link:
            links += 1
            end = number
    if links < 2 or sum(line.han for line in lines[first:end] if is_text(line)) < _TEXT_ABOVE:
        return last
    block = _block_of(rendered, end, first)
    while end - 1 > first and (
        _is_label(lines[end - 1], words) or (end > block and _is_short(lines[end - 1]))
    ):
        end -= 1
    return end


def _block_of(rendered: Rendered, number: int, first: int) -> int:
    """The first line of the block that a line stands in, as far up as it holds no text."""
    begins = number
    element: HtmlElement | None = (
        rendered.lines[number].element if number < len(rendered.lines) else None
    )
    for _ in range(_HIGH):
        if element is None:
            break
        start = rendered.ranges.get(element, (number, number))[0]
        if start <= first or any(map(is_text, rendered.lines[start:number])):
            break
        begins = min(begins, start)
        element = element.getparent()
    return begins


def _is_short(line: Line) -> bool:
    return line.han <= _HEADING and not _CLOSING.search(line.text)


def _before_foot(rendered: Rendered, first: int, last: int) -> int:
    """The end of a text that the foot of the site hangs on to, from the line only a foot has.

    联系电话：… may stand below 网站标识码：…; below that no document goes on.
    """
    lines = rendered.lines
    end = last
    for number in range(last - 1, max(first, last - _LONGEST_FOOT) - 1, -1):
        line = lines[number]
        if number in rendered.foot:
            end = number if is_only_of_a_foot(line.text) else end
        elif is_text(line) or number in rendered.documents or _CLOSING.search(line.text):
            break
    return end


def _is_label(line: Line, words: PageWords) -> bool:
    """True for a short line that leads to what follows, such as 理论新闻精选：."""
    short = line.han <= _HEADING * 2 and not line.is_link
    return short and line.text[-1:] in "：:" and not words.in_line.search(line.text)


def _before_statement(lines: Sequence[Line], first: int, last: int) -> int:
    """The end of a text that the statement of a platform hangs on to (以上内容不代表本网立场)."""
    for number in range(max(first + 1, last - _LAST_LINES), last):
        text = lines[number].text
        if _is_statement(text):
            return number
    return last


def _is_statement(text: str) -> bool:
    """True for what a platform says of itself and of what it shows.

    声明：…仅代表作者观点; （以上图文版权归原作者所有，如有侵权请与我们联系）: three such words, or one behind its head.
    """
    shown, itself = (len(set(x.findall(text))) for x in (_OF_A_PLATFORM, _OF_ITSELF))
    return bool(shown) and (bool(_STATEMENT.match(text)) or (itself > 0 and shown + itself > _FEW))
