"""What a page offers to do beside its text: buttons, counters, who edited it, a pager. None is a word of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.readers.lines import Line, tidy

_NOISE = re.compile(
    r"^[【\[（(|｜丨\s]{0,20}(?:(?:打印本页|打印此页|打印|关闭本页|关闭窗口|关闭|返回顶部|返回列表|返回|收藏|我要纠错|纠错"
    r"|保存|字号|字体|大|中|小|默认|超大|举报|\+1|分享(?:到|至)?|微信|微博|QQ空间|朋友圈|播报|朗读|暂停|图集|[\w]{0,5}下载)[【】\[\]（）()|｜丨:：\s]{0,20}){1,20}$"
    r"|^扫一扫在手机|^本[页文站][^。]{0,6}(?:浏览|访问|阅读|点击)[^。]{0,10}次$|^[【\[]?\s{0,20}(?:浏览次数|访问量|点击数|阅读次数|浏览量)\s{0,20}[:：]?\s{0,20}\d{0,12}\s{0,20}次?\s{0,20}[】\]]?$"
    r"|^(?:【纠错】)?\s{0,20}[（(【]?\s{0,20}(?:责任编辑|责编|编辑|校对|审核|初审|终审)\s{0,20}[:：]"
)
_TURNS = re.compile(r"[上下前后]一?页|[尾末]页|(?:余下|阅读|展开)全文|第一页|最后一?页")
_PAGER = re.compile(
    r"(?:首页|[上下前后]一?页|[尾末]页|第一页|最后一?页|(?:余下|阅读|展开)?全文|[共第]\s?\d{1,4}\s?页|\d{1,4}"
    r"|[\s.…\[\]【】（）()|｜/<>«»‹›,，:：·])++",
)
_NUMBER = re.compile(r"[\[（(]?\s?\d{1,2}\s?[\])）]?")
_LONGEST_NOISE = 80


def is_noise(line: Line) -> bool:
    """True for a line of buttons, of a counter, or of who edited, whatever links stand in it.

    分享到：<a>微信</a><a>某某圈</a>　字体：【大 中 小】, 文件下载：<a>…</a>
    """
    if len(line.text) > _LONGEST_NOISE:
        return False
    if _NOISE.match(line.text):
        return True
    if not line.linked or not line.parts:
        return False
    own = tidy(" ".join(part.text for part in line.parts if not part.is_link))
    return bool(own) and bool(_NOISE.match(own))


def pager_lines(lines: Sequence[Line], first: int, last: int) -> set[int]:
    """The lines of a pager among first..last: 1 2 下一页, in one line or each in its own."""
    found = {number for number in range(first, last) if _is_pager(lines[number])}
    # The number of the page that is shown is no link, and may stand in a line of its own.
    for number in sorted(found):
        for beside in (number - 1, number + 1):
            if first <= beside < last and _NUMBER.fullmatch(lines[beside].text):
                found.add(beside)
    return found


def _is_pager(line: Line) -> bool:
    if len(line.text) > _LONGEST_NOISE or not _PAGER.fullmatch(line.text):
        return False
    return bool(line.linked) or bool(_TURNS.search(line.text))
