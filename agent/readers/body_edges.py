"""Where the text of a page begins and ends: what hangs on above and below it is told apart.

Above stand paths, search boxes, buttons and header lines; below stand related links, teasers of
other pages, readers' comments, statements of a platform and share buttons. Most of it is known by
its layout (links and short lines behind the last sentence), some by the words of its heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from agent.readers import header_line
from agent.readers.html_links import is_document
from agent.readers.lines import Line, Rendered
from agent.readers.page_text import one_line
from agent.readers.page_words import PageWords

_CUT_FROM = re.compile(
    r"^[【\[（(]?\s*(?:相关(?:链接|稿件|新闻|文章|阅读|信息|报道|推荐|解读|文件|文档|资讯|内容|专题|图片)"
    r"|推荐阅读|延伸阅读|热点推荐|精彩推荐|猜你喜欢|你可能会喜欢|热门新闻|上一篇|下一篇|上一条|下一条"
    r"|分享到|分享至|分享让更多人看到|扫一扫|扫码|网友评论|最新评论|精彩评论|我来说两句|关联稿件|友情链接|版权声明|免责声明)"
)
_NOISE = re.compile(
    r"^[【\[（(|｜丨\s]{0,20}(?:(?:打印本页|打印此页|打印|关闭本页|关闭窗口|关闭|返回顶部|返回列表|返回|收藏|我要纠错|纠错"
    r"|保存|字号|字体|大|中|小|默认|超大|举报|\+1|分享|微信|微博|QQ空间|朋友圈|播报|朗读|暂停|图集|[\w]{0,5}下载)[【】\[\]（）()|｜丨:：\s]{0,20}){1,20}$"
    r"|^扫一扫在手机|^[【\[]?\s{0,20}(?:浏览次数|访问量|点击数|阅读次数|浏览量)\s{0,20}[:：]?\s{0,20}\d{0,12}\s{0,20}次?\s{0,20}[】\]]?$"
    r"|^(?:【纠错】)?\s{0,20}[（(【]?\s{0,20}(?:责任编辑|责编|编辑|校对|审核|初审|终审)\s{0,20}[:：]"
)
_STATEMENT = re.compile(
    r"^[【\[（(*＊\s]*(?:特别|郑重|免责|版权)?(?:声明|提示)\s*[】\]）)]?\s*[:：]|^(?:本文|以上内容|文章)(?:由|系|仅代表|来源于)"
)
_OF_A_PLATFORM = re.compile(r"转载|版权|观点|立场|不代表|平台|侵权|删除|信息存储|不构成|上传并发布")
_BYLINE = re.compile(r"^(?:作者|记者|通讯员|撰稿|撰文|摄影|文字|图片)\s?[:：][^。；]{1,24}$")
_SHARES = re.compile(r"^分享(?:到|至)?\s?[:：]?$")
_PATH = re.compile(r"^(?:您?(?:现在|当前|所在)的?(?:所在)?位置|首页\s*[>＞»])")
_COMMENTS = re.compile(
    r"^(?:[\w-]{0,40}[-_])?(?:comments?|commentlist|pinglun|pl_?list|reply_?list|replies|liuyan|cmt)(?:[-_][\w-]{0,40})?$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\d\s*日[）)]?$|(?:政府|委员会|办公[厅室]|[厅局委部署院])[）)]?$|^附\s*[件表]"
)
_FOOTER = re.compile(
    r"网站标识码|ICP备|公网安备|版权所有|Copyright|©|^(?:主办|承办|协办|运行维护|技术支持|网站管理|维护)(?:单位)?\s?[:：]"
    r"|(?:地址|邮编|邮政编码|联系电话|传真)\s?[:：].{0,60}(?:邮编|电话|备案|标识码)|(?:建议|推荐)使用.{0,20}(?:浏览器|分辨率)"
    r"|^(?:网站声明|友情链接)\s?[:：]|^(?:网站地图|联系我们|关于我们|网站声明)(?:[\s|｜]|$)",
    re.IGNORECASE,
)
_ONLY_OF_A_FOOT = re.compile(r"网站标识码|ICP备|公网安备|版权所有|Copyright|©", re.IGNORECASE)
_LONGEST_FOOT = 12
_OF_THE_SITE = re.compile(r"^(?:网站声明|友情链接|版权所有|主办单位)\s?[:：]")
_ANNEX = re.compile(r"^附\s*[件表]")
_ENDS = re.compile(r"[。！？；：!?;:”）)]$")
_ONLY_DAY = re.compile(r"^[（(]?\s?\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?[）)]?$")
"""A day alone in words is that of a document, below its title: （2024年10月12日）."""
_DAY_AND_TIME = re.compile(r"^\d{1,2}\s?[-月]\s?\d{1,2}\s?日?\s\d{1,2}:\d{2}(?!\d)")
"""A day without its year and an hour, as the header of a news page has it: 1月13日 06:30 某某观察."""
_LONGEST_NOISE = 80
_LONGEST_TAIL = 40
_HEADING = 8
_LONGEST_HEADING = 30
_LONGEST_HEADER = 90
_SENTENCE = 25
_TEXT_ABOVE = 60
_LAST_LINES = 6
_MOST_ABOVE_DAY, _LONGEST_SUBTITLE = 2, 40
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


def is_text(line: Line) -> bool:
    """True for a line that reads as a sentence or a part of one, and not as a link or a label."""
    if line.is_link or line.linked * 2 > len(line.text):
        return False
    return (line.han >= _SENTENCE and bool(_ENDS.search(line.text))) or "。" in line.text


def closes(text: str) -> bool:
    """True for a line that closes a document: an annex, who signs it, or its day."""
    return len(text) <= _LONGEST_TAIL and bool(_CLOSING.search(text))


def says_foot(text: str) -> bool:
    """True for words of the foot of a site, wherever they stand."""
    return bool(_FOOTER.search(text))


def is_footer(line: Line) -> bool:
    """True for what the foot of every page of a site says: who runs it, its numbers, its makers."""
    return bool(_FOOTER.search(line.text)) and (
        not is_text(line) or bool(_OF_THE_SITE.match(line.text))
    )


def behind_header(
    lines: Sequence[Line], first: int, last: int, title: str, words: PageWords
) -> int:
    """The number of the first line that is none of a page's header.

    A subtitle, a number or 分享到 may stand above the line of day and source: 题 / ——副题 / 2022-01-12 来源.
    """
    while first < last:
        if _is_header(lines[first], title, words):
            first += 1
            continue
        leaf = _leaf(lines, first, last) or _label_and_value(lines, first, last, words)
        if leaf:
            first += leaf
            continue
        window = range(first + 1, min(last, first + 1 + _MOST_ABOVE_DAY))
        behind = next((n for n in window if _tells_day(lines[n], words)), None)
        if behind is None or any(_begins_text(lines[n]) for n in range(first, behind)):
            break
        first = behind + 1
    return first


def _leaf(lines: Sequence[Line], first: int, last: int) -> int:
    """How many lines a day takes that is set as a calendar leaf: 27 / 2022-09; or 0."""
    if header_line.in_pieces([part.text for part in lines[first].parts]):
        return 1
    pair = [line.text for line in lines[first : min(last, first + 2)]]
    return 2 if header_line.in_pieces(pair) else 0


def _label_and_value(lines: Sequence[Line], first: int, last: int, words: PageWords) -> int:
    """How many lines a label takes that has its value in the line below: 来源 / 某市日报; or 0."""
    label = one_line(lines[first].text).strip("：:")
    value = lines[first + 1].text if first + 1 < last else ""
    fits = label in words.roles and value and len(value) < _LONGEST_SUBTITLE and "。" not in value
    return 2 if fits else 0


def is_of_the_frame(line: Line, title: str, words: PageWords) -> bool:
    """True for a line of a page that is none of its text: a link, the foot, the path, a header."""
    return is_footer(line) or _is_header(line, title, words)


def _begins_text(line: Line) -> bool:
    """True for a line that no header holds: a sentence, or whom a document speaks to."""
    return len(line.text) >= _LONGEST_SUBTITLE or "。" in line.text or line.text[-1:] in "：:，；"


def _tells_day(line: Line, words: PageWords) -> bool:
    told = header_line.bare(line.text, line.parts)
    if told is not None:
        return not _ONLY_DAY.match(line.text)
    found = header_line.pairs(line.text, line.parts, words)
    return any(value[:4].isdigit() for _, value in found)


def trimmed(rendered: Rendered, body: Body, words: PageWords) -> Body | None:
    """The body without what hangs on below it and without noise inside; None when nothing is left."""
    lines = rendered.lines
    comments = _comment_lines(rendered, body)
    left_out = {
        n for n in range(body.first, body.last) if n in comments or _is_noise(lines[n].text)
    }
    last = body.last
    for number in range(body.first, body.last):
        if _is_heading(lines[number]) and _hangs_on(lines, body.first, number, body.last):
            last = number
            break
    last = _told_once(lines, body.first, last)
    last = _before_teasers(rendered, body.first, last, words)
    last = _before_statement(lines, body.first, last)
    last = _before_foot(rendered, body.first, last)
    while last > body.first and (last - 1 in left_out or is_footer(lines[last - 1])):
        last -= 1
    if last == body.first:
        return None
    return replace(body, last=last, left_out=frozenset(n for n in left_out if n < last))


def _is_header(line: Line, title: str, words: PageWords) -> bool:
    text = line.text
    if line.is_link or _PATH.match(text) or one_line(text) in one_line(title):
        return True
    if len(text) >= _LONGEST_HEADER or "。" in text:
        return False
    if (
        _is_noise(text)
        or _BYLINE.match(text)
        or _SHARES.match(text)
        or header_line.pairs(text, line.parts, words)
    ):
        return True
    if _DAY_AND_TIME.match(text) and len(text) <= _LONGEST_HEADING:
        return True
    return header_line.bare(text, line.parts) is not None and not _ONLY_DAY.match(text)


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


def _comment_lines(rendered: Rendered, body: Body) -> frozenset[int]:
    """The lines of readers' comments inside a body, unless the body itself is called so."""
    found: set[int] = set()
    for element, (first, last) in rendered.ranges.items():
        if body.first < first < last <= body.last and _is_comments(element):
            found.update(range(first, last))
    return frozenset(found)


def _is_comments(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and any(_COMMENTS.match(name) for name in names.split())


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
    documents = {link.line for link in rendered.links if is_document(link.href)}
    end = last
    links = 0
    for number in range(last - 1, first, -1):
        line = lines[number]
        closes = _ANNEX.match(line.text) if line.is_link else _CLOSING.search(line.text)
        if number in documents or closes or is_text(line):
            break
        if line.is_link:
            links += 1
            end = number
    if links < 2 or sum(line.han for line in lines[first:end] if is_text(line)) < _TEXT_ABOVE:
        return last
    while end - 1 > first and _is_label(lines[end - 1], words):
        end -= 1
    return end


def _before_foot(rendered: Rendered, first: int, last: int) -> int:
    """The end of a text that the foot of the site hangs on to, from the line only a foot has.

    联系电话：… may stand below 网站标识码：…; below that no document goes on.
    """
    lines = rendered.lines
    documents = {link.line for link in rendered.links if is_document(link.href)}
    end = last
    for number in range(last - 1, max(first, last - _LONGEST_FOOT) - 1, -1):
        line = lines[number]
        if is_footer(line):
            end = number if _ONLY_OF_A_FOOT.search(line.text) else end
        elif is_text(line) or number in documents or _CLOSING.search(line.text):
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
        if _STATEMENT.match(text) and _OF_A_PLATFORM.search(text):
            return number
    return last
