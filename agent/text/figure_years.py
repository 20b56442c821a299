"""The years of a quantity: the one it is for, and the one it is compared with.

到2025年，单位能耗比2020年下降13.5% is for 2025 and compared with 2020; 同比 and 比上年 are compared with 上年,
whichever year that is.
"""

from __future__ import annotations

from agent.lazy import lazy_pattern
from agent.text.numerals import digit_string

_YEAR = r"(?<!\d)(?:(?:19|20)\d\d|[一二][九〇零○0][〇零○0一二三四五六七八九]{2})"
_COMPARED = rf"(?:比|较|与|相比|相较|相对于|以|在)(?P<base>{_YEAR})年(?:底|末|度)?(?!到|至|以来|[,，]|起|前|建成|完成)"
_BASE = lazy_pattern(
    rf"{_COMPARED}|(?P<year>同比|(?:比|较)(?:上年|去年|上一年)(?:同期)?)|(?P<period>环比|(?:比|较)上(?:月|季度|期))"
)
_BASE_BEHIND = lazy_pattern(
    rf"[^,。;]{{0,6}}\((?:较|比|与|以)?(?P<base>{_YEAR})年(?:为基准|为基数|基数|相比)?"
)
_NAMED = lazy_pattern(rf"(?P<year>{_YEAR})年(?!代)")
_NEXT = lazy_pattern("次年|翌年")
_PLAN_END = lazy_pattern(r'十(?P<plan>[一二三四五六])五"?(?:规划)?期?末')
"""The last year of a five-year plan: 十四五末 is 2025."""


def base_of(before: str, behind: str) -> str | None:
    """The year (2020), 上年 or 上期 that a change is compared with; None where it is not told.

    Args:
        before: the folded sentence up to the figure.
        behind: what follows it.
    """
    told = _BASE_BEHIND.match(behind)
    if told:
        return str(digit_string(told["base"]))
    last = None
    for last in _BASE.finditer(before):  # noqa: B007 - the last one is wanted
        pass
    if last is None:
        return None
    if last["base"]:
        return str(digit_string(last["base"]))
    return "上年" if last["year"] else "上期"


def year_of(before: str) -> int | None:
    """The last year that a sentence names before a figure and does not compare it with.

    次年 behind it is the one that follows.
    """
    compared = {match.start("base") for match in _BASE.finditer(before) if match["base"]}
    named = {
        match.end(): digit_string(match["year"])
        for match in _NAMED.finditer(before)
        if match.start() not in compared
    }
    for match in _PLAN_END.finditer(before):
        named[match.end()] = 2010 + 5 * "一二三四五六".index(match["plan"])
    if not named:
        return None
    year = named[max(named)]
    return year + 1 if year and _NEXT.search(before, max(named)) else year
