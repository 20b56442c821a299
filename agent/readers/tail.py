"""Where the page goes on below its text: a zone of short lines, as its header is one above it.

A line is the page's by its shape (links, a counter, a label of a header and its value, an
address), by what the element around it calls itself, or because it speaks of the page. The
zone is read from below, up to the last line that can only be the text's: a sentence, a row of a
table, a document to download, a note, who signs and when. What nothing of this tells stays with
the text, unless it stands below a line of the page or with one in a block of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import accumulate, groupby

from lxml.html import HtmlElement

from agent.readers import header_line
from agent.readers.asides import stands_beside
from agent.readers.foot import is_only_of_a_foot
from agent.readers.lines import Line, Rendered, is_text, tidy
from agent.readers.page_words import PageWords
from agent.readers.text_block import text_block

_CLOSING = re.compile(
    r"[\d一二三四五六七八九十]\s*日[）)]?$|(?:政府|委员会|办公[厅室]|[厅局委部署院])[）)]?$|^附\s*[件表]"
)
_ANNEX = re.compile(r"^附\s*[件表]")
_NOTE = re.compile(
    r"^[（(【\[]?\s?(?:注|备注|说明|抄送|附)\s?[】\])）]?\s?[:：]|^[（(\[]?(?:[\d一二三四五六七八九十]{1,3})[)）.．、\]]|^[（(][^（()）]{2,40}[）)]$"
)
"""A line below a text that belongs to it: a note, an item, whom a copy goes to, what stands in brackets."""
_FIELD = re.compile(r"^[\u4e00-\u9fff（）()]{2,12}\s?[:：]\s?\S")
_REACHED = re.compile(r"(?:电\s?话|传\s?真|邮\s?箱|地\s?址|邮\s?编|联\s?系\s?人|网\s?址)\s?[:：]")
_RUN_BY = re.compile(r"(?:主办|承办|协办|版权|网站|技术支持|(?:运行)?维护)")
_DRAWN = re.compile(
    r"[\s\-—–―=*＊_~·.…─━]{4,80}|[-—=*_─━]{2,40}\s?[\u4e00-\u9fff]{2,4}\s?[-—=*_─━]{2,80}"
)
"""A rule that is drawn with marks, with or without its name: ------分隔线------."""
_END = re.compile(
    r"[-—=\s]{0,8}(?:END|The End|[（(]?(?:正文|全文)?完[）)]?)[-—=\s]{0,8}", re.IGNORECASE
)
_TURNS = re.compile(r"^[«‹←◀]\s?\S|\S\s?[»›→▶]$")
_NOTHING = re.compile(
    r"^(?:(?:相关)?附\s?件(?:下载)?|[上下前后]一?[篇条则页个])\s?[:：]?\s?(?:暂?无|没有了?)[。!！]?$"
)
_INVITES = re.compile(
    r"新闻线索|爆料|新闻热线|(?:商务|广告|转载|内容)合作|联系(?:我们|小编|编辑)|"
    r"(?:下载|打开|安装|扫码|扫描|识别|关注|长按|搜索)[^。]{0,16}(?:APP|客户端|公众号|二维码|小程序|视频号)",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"如下|附后|名单|见附|另附|下列|以下")
"""Words of a sentence below which more of its text follows."""
_PAIR = re.compile(r"([\u4e00-\u9fff]{2,6})\s?[:：]\s?\S{0,24}")
_OF_THE_PAGE = re.compile(
    r"[本此该这]\s?[篇条则]?\s?(?:文章|文(?![件书本])|网页|页面?|帖|稿|新闻)|(?:文章|原文|网页|固定|永久)(?:链接|地址|网址)|转载"
)
"""Words by which a page speaks of itself: 本文链接：…, 文章地址：…."""
_ASKS = re.compile(
    r"[您你][^。]{0,12}[本此该这][^。]{1,12}[?？]$|是否(?:有用|满意|有帮助)[^。]{0,4}[?？]$"
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
_LONGEST_TAIL, _LONGEST_OF_PAGE = 40, 60
_HEADING, _HIGH, _TEXT_ABOVE, _LONGEST_LABEL = 8, 4, 60, 10
_FEW, _MOST_BEHIND = 2, 6
_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "dt")


class _Kind(Enum):
    """What a line below a text is: the text's, a link, the page's, or not told by itself."""

    TEXT, LINK, PAGE, OPEN = range(4)


@dataclass(frozen=True)
class _Zone:
    """The lines first..last of a body; ``noise`` are those that are no text wherever they stand.

    ``said`` is how many characters the sentences above each line have.
    """

    rendered: Rendered
    first: int
    last: int
    noise: Set[int]
    words: PageWords
    said: Sequence[int]

    @cached_property
    def block_end(self) -> int:
        """The number of the line behind the block that holds nearly all of its sentences."""
        return text_block(self.rendered, self.first, self.last)[1]


def closes(text: str) -> bool:
    """True for a line that closes a document: an annex, who signs it, or its day."""
    return len(text) <= _LONGEST_TAIL and bool(_CLOSING.search(text))


def is_note(text: str) -> bool:
    """True for a line that belongs to the text above it: a note, an item, what stands in brackets."""
    return bool(_NOTE.match(text))


def reaches_somebody(text: str) -> bool:
    """True for where somebody is reached, as notices and feet of sites say: 地址：…　邮编：…."""
    return bool(_REACHED.search(text)) and not _RUN_BY.match(text)


def behind_text(
    rendered: Rendered, first: int, last: int, noise: Set[int], words: PageWords
) -> int:
    """The number of the first line among first..last that the page prints below its text, or last.

    Args:
        rendered: the lines of the page.
        first: the first line of the body.
        last: the one behind its last.
        noise: the numbers of lines that are no text wherever they stand.
        words: the labels, and how the parts of a page are called.
    """
    said = accumulate(
        (line.han if is_text(line) else 0 for line in rendered.lines[first:last]), initial=0
    )
    zone = _Zone(rendered, first, last, noise, words, tuple(said))
    end, page, links = last, last, 0
    number = last - 1
    while number > first:
        kind = _kind(zone, number)
        if kind is _Kind.TEXT:
            break
        if kind is _Kind.PAGE:
            page = end = number
        elif kind is _Kind.LINK:
            links += _links_in(rendered.lines[number])
            end = number
        number -= 1
    if page == last and not _are_teasers(zone, end, links):
        return last
    return _with_block(zone, end, number + 1)


def _links_in(line: Line) -> int:
    """How many links a line has, each in one or several pieces."""
    runs = groupby(line.parts, key=lambda part: part.is_link)
    return sum(1 for is_link, _ in runs if is_link) or 1


def _are_teasers(zone: _Zone, end: int, links: int) -> bool:
    """Links to other pages hang on to a text: two of them, or one below a heading."""
    headed = end - 1 > zone.first and _is_set_apart(zone.rendered.lines[end - 1], zone.words)
    enough = links >= _FEW or (links and headed)
    return bool(enough) and zone.said[end - zone.first] >= _TEXT_ABOVE


def _with_block(zone: _Zone, end: int, least: int) -> int:
    """The first line of what stands with a line of the page: its heading, its block."""
    lines = zone.rendered.lines
    block = _block_of(zone, end)
    while end - 1 >= max(least, zone.first + 1):
        above = lines[end - 1]
        goes_along = (end > block and _is_short(above)) or not any(map(str.isalpha, above.text))
        if not goes_along and not _is_set_apart(above, zone.words):
            break
        end -= 1
    return end


def _kind(zone: _Zone, number: int) -> _Kind:
    lines = zone.rendered.lines
    line = lines[number]
    if number in zone.rendered.documents:
        return _Kind.TEXT
    if (
        number in zone.noise
        or _NOTHING.match(line.text)
        or _is_of_buttons(line, zone.words)
        or _stands_beside(zone, number)
        or is_statement(line.text)
    ):
        return _Kind.PAGE
    if number in zone.rendered.foot:
        return _Kind.PAGE if is_only_of_a_foot(line.text) else _Kind.OPEN
    if line.is_link or _leads_to_links(line):
        return _Kind.TEXT if _ANNEX.match(line.text) else _Kind.LINK
    if _is_the_texts(line):
        return _Kind.TEXT
    if _is_the_pages(zone, number):
        return _Kind.PAGE
    if reaches_somebody(line.text):
        return _Kind.TEXT
    return _Kind.PAGE if _is_behind_block(zone, number) else _Kind.OPEN


def _is_behind_block(zone: _Zone, number: int) -> bool:
    """True for one of few lines below the block of a text that has ended; lists of names are longer."""
    lines, end = zone.rendered.lines, zone.block_end
    if number < end or zone.last - end > _MOST_BEHIND:
        return False
    closing = next((x.text for x in reversed(lines[zone.first : end]) if is_text(x)), "")
    return closing[-1:] in "。！？”）)" and not _FOLLOWS.search(closing)


def _is_of_buttons(line: Line, words: PageWords) -> bool:
    """True for a short sentence most of which are words of buttons: 打开微信，使用“扫一扫”即可分享."""
    if not 0 < line.han <= _LONGEST_OF_PAGE or line.linked:
        return False
    found = [word for word in words.of_controls.findall(line.text) if len(word) > 1]
    return len(set(found)) > _FEW + 1 and 5 * sum(map(len, found)) >= 2 * line.han


def _leads_to_links(line: Line) -> bool:
    """True for a label and links, whatever it is called: 相关热词：<a>抽水蓄能</a> <a>地下厂房</a>."""
    own = tidy("".join(part.text for part in line.parts if not part.is_link))
    return 0 < len(own) <= _LONGEST_LABEL and own[-1:] in ":：" and line.linked > 0


def _is_the_texts(line: Line) -> bool:
    text = line.text
    if len(line.cells) > 1 or is_text(line) or line.han > _LONGEST_TAIL:
        return True
    return bool(_CLOSING.search(text) or is_note(text))


def _is_the_pages(zone: _Zone, number: int) -> bool:
    """True for a short line that is of the page by its shape, or because it speaks of it."""
    line = zone.rendered.lines[number]
    text, words = line.text, zone.words
    if len(text) > _LONGEST_OF_PAGE:
        return False
    if any(said.search(text) for said in (_OF_THE_PAGE, _ASKS, _TURNS, _INVITES)):
        return True
    if _DRAWN.fullmatch(text) or _is_end_mark(text) or _are_pairs_of_page(text, words):
        return True
    if header_line.counts(text) and line.han <= _HEADING:
        return True
    if words.byline.fullmatch(text):
        return True
    if header_line.pairs(text, line.parts, words):
        return not _is_among_fields(zone, number)
    return bool(header_line.has_hour(text) and header_line.bare(text, line.parts))


def _is_end_mark(text: str) -> bool:
    """True for -END-; （完） is the last word of a report of an agency, and stays."""
    return bool(_END.fullmatch(text)) and text[:1] not in "（("


def _are_pairs_of_page(text: str, words: PageWords) -> bool:
    """True for labels and values one of which is known to be the page's: 发布：办公室　审核：张三　点击：22."""
    tokens = text.split()
    pairs = [match for token in tokens if (match := _PAIR.fullmatch(token))]
    if len(pairs) < _FEW or len(pairs) < len(tokens):
        return False
    return any(
        words.edited.match(pair.group())
        or words.is_noise(pair.group())
        or pair.group(1) in words.roles
        for pair in pairs
    )


def _is_among_fields(zone: _Zone, number: int) -> bool:
    """True where a text itself is written as labels and values: 案件来源：… / 处罚日期：… / 罚款金额：…."""
    lines = zone.rendered.lines
    beside = [lines[n] for n in (number - 1, number + 1) if zone.first <= n < zone.last]
    return any(
        _FIELD.match(line.text) and not header_line.pairs(line.text, line.parts, zone.words)
        for line in beside
    )


def _stands_beside(zone: _Zone, number: int) -> bool:
    """True for a line in an element that is called no part of a text, and is a small part of the body."""
    ranges = zone.rendered.ranges
    element: HtmlElement | None = zone.rendered.lines[number].element
    for _ in range(_HIGH):
        if element is None:
            return False
        first, last = ranges.get(element, (number, number + 1))
        if first <= zone.first or not _is_small(zone, first, min(last, zone.last)):
            return False
        if stands_beside(element, zone.words):
            return not any(closes(line.text) for line in zone.rendered.lines[first:last])
        element = element.getparent()
    return False


def _is_small(zone: _Zone, first: int, last: int) -> bool:
    """True where the sentences in these lines are less than half of those above them."""
    above = zone.said[first - zone.first]
    return (zone.said[last - zone.first] - above) * 2 <= above


def _block_of(zone: _Zone, number: int) -> int:
    """The first line of the block that a line stands in, as far up as it holds no text."""
    rendered, begins = zone.rendered, number
    element: HtmlElement | None = rendered.lines[number].element
    for _ in range(_HIGH):
        if element is None:
            break
        start = rendered.ranges.get(element, (number, number))[0]
        if start <= zone.first or any(map(is_text, rendered.lines[start:number])):
            break
        begins = min(begins, start)
        element = element.getparent()
    return begins


def _is_short(line: Line) -> bool:
    return line.han <= _HEADING and not _CLOSING.search(line.text)


def _is_label(line: Line, words: PageWords) -> bool:
    """True for a short line that leads to what follows, such as 理论新闻精选：."""
    short = line.han <= _HEADING * 2 and not line.is_link
    return short and line.text[-1:] in "：:" and not words.in_line.search(line.text)


def _is_set_apart(line: Line, words: PageWords) -> bool:
    """True for a short line that leads to what follows, or is set as its heading."""
    tag = line.element.tag
    return _is_label(line, words) or (_is_short(line) and tag in _HEADINGS and not line.is_link)


def is_statement(text: str) -> bool:
    """True for what a platform says of itself and of what it shows.

    声明：…仅代表作者观点; （以上图文版权归原作者所有，如有侵权请与我们联系）: three such words, or one behind its head.
    """
    shown, itself = (len(set(x.findall(text))) for x in (_OF_A_PLATFORM, _OF_ITSELF))
    return bool(shown) and (bool(_STATEMENT.match(text)) or (itself > 0 and shown + itself > _FEW))
