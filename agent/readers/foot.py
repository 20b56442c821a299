"""The foot of a site: who runs it, its numbers, its makers. It stands on every page and is no word of one.

A line of it is known by its words, or by the element around it that is called a foot and holds no
sentence (<footer>, class="ft").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from agent.lazy import lazy_pattern
from agent.readers.lines import Line, is_text, names_of

_FOOTER = lazy_pattern(
    r"网站标识码|ICP备|公网安备|版权所有|Copyright|©|^(?:指导|主管|主办|承办|协办|运行维护|技术支持|网站管理|维护)(?:单位)?\s?[:：]"
    r"|(?:地址|邮编|邮政编码|联系电话|传真)\s?[:：].{0,60}(?:邮编|电话|备案|标识码)|(?:建议|推荐)使用.{0,20}(?:浏览器|分辨率)"
    r"|^(?:网站声明|友情链接)\s?[:：]|^(?:网站地图|联系我们|关于我们|网站声明)(?:[\s|｜]|$)",
    re.IGNORECASE,
)
_ONLY_OF_A_FOOT = lazy_pattern(r"网站标识码|ICP备|公网安备|版权所有|Copyright|©", re.IGNORECASE)
_OF_THE_SITE = lazy_pattern(r"^(?:网站声明|友情链接|版权所有|主办单位)\s?[:：]|^(?:Copyright|©)")
_CALLED_SO = lazy_pattern(
    r"^(?:\w{0,12}[-_])?(?:foot(?:er)?\w{0,3}|ft|bottom|btm|copyright|copy|dibu|yejiao|banquan)(?:[-_]\w{0,12})?$",
    re.IGNORECASE,
)
_DAY_AT_END = lazy_pattern(r"\d\s?日[）)]?$")
_LOW, _HIGH, _LONGEST = 40, 8, 12

Range = tuple[int, int]
"""The first line of an element, and the one behind its last."""


def says_foot(text: str) -> bool:
    """True for words of the foot of a site, wherever they stand."""
    return bool(_FOOTER.search(text))


def is_footer(line: Line) -> bool:
    """True for what the foot of every page of a site says: who runs it, its numbers, its makers."""
    return bool((_OF_THE_SITE.match if is_text(line) else _FOOTER.search)(line.text))


def is_only_of_a_foot(text: str) -> bool:
    """True for words that no document has: a number of registration, a copyright."""
    return bool(_ONLY_OF_A_FOOT.search(text))


def foot_lines(lines: Sequence[Line], ranges: Mapping[HtmlElement, Range]) -> frozenset[int]:
    """The numbers of the lines that are the foot: by their words, or by what is around them.

    <div class="ft">某市人力资源和社会保障局</div>. Names are looked at low on the page only, and below
    its longest sentence: <div class="ft-top"> above an interview (访谈) holds its title.
    """
    judged: dict[HtmlElement, bool] = {}
    found = {number for number, line in enumerate(lines) if is_footer(line)}
    said = [line.said for line in lines]
    above = said.index(max(said)) if any(said) else 0
    for number in range(max(above, len(lines) - _LOW), len(lines)):
        element: HtmlElement | None = lines[number].element
        for _ in range(_HIGH):
            if element is None or element.tag == "body":
                break
            if element not in judged:
                judged[element] = _is_foot(element, lines, ranges)
            if judged[element]:
                found.add(number)
                break
            element = element.getparent()
    return frozenset(found)


def _is_foot(
    element: HtmlElement, lines: Sequence[Line], ranges: Mapping[HtmlElement, Range]
) -> bool:
    """True for what is called a foot and has neither a sentence nor the day of a document."""
    names = names_of(element).split()
    if element.tag == "footer":
        if next(element.iterancestors("article"), None) is not None:
            return False
    elif not any(_CALLED_SO.match(name) for name in names):
        return False
    first, last = ranges.get(element, (0, 0))
    return last - first <= _LONGEST and not any(_is_of_a_text(x) for x in lines[first:last])


def _is_of_a_text(line: Line) -> bool:
    if is_footer(line):
        return False
    return len(line.cells) > 1 or is_text(line) or bool(_DAY_AT_END.search(line.text))
