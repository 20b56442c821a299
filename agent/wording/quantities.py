"""Quantities of daily language that ``text/figures`` leaves alone, as the values they are.

3分 and 3角5分 of a price are 0.03元 and 0.35元, 半年 is 6 months, 一年半 is 18, 三分之一 is 1/3, 千万千瓦级 is 1000万千瓦级. They are read
for comparing a claim with its passage only: beside a number of its own each of them is as certain as
that, but alone on a page 3分 may be a mark of an examination.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from agent.lazy import lazy_pattern
from agent.text.numerals import spelled_number
from agent.text.units import MULTIPLIERS, units

_BANKERS = str.maketrans("零壹贰叁肆伍陆柒捌玖拾佰仟圆", "零一二三四五六七八九十百千元")
_BANKERS_RUN = lazy_pattern(
    "[壹贰叁肆伍陆柒捌玖拾佰仟][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]*(?:圆(?![形桌周]))?"
)
_NUMBER = r"(?:(?<![\d.])\d{1,9}(?:\.\d{1,6})?|[一二三四五六七八九两])"
_COINS = lazy_pattern(
    rf"(?P<jiao>(?<![长珠]){_NUMBER})角(?![洲形度])(?:(?P<fen>{_NUMBER})分)?|(?P<alone>{_NUMBER})分(?!之|[别钟类为期行布公])钱?"
)
_PRICED = lazy_pattern(
    "[价费元]|补贴|[上下]浮|[上下]调|每(?:千瓦时|度|立方米|吨|公里|升)|/(?:千瓦时|度)"
)
_HALVES = lazy_pattern(
    rf"(?P<years>{_NUMBER})年半(?!载)|(?<![上下前后一二三四两多大小过])半年(?![报度])|(?P<days>{_NUMBER})天半|(?<![上下前后一二三四两多大小过])半(?:个)?小时"
)
_FRACTION = lazy_pattern(
    r"(?P<below>[二三四五六七八九十两]{1,3})分之(?P<above>[一二三四五六七八九十]{1,3})(?!点)"
    r"|(?<![\d/.])(?P<num>\d{1,2})/(?P<den>\d{1,2})(?![\d/.年月])"
)


_ELECTRIC = lazy_pattern("用电|电价|电量|电费")
_WARM = lazy_pattern("温|摄氏|角度|经度|纬度")
_DEGREES = lazy_pattern(r"(?<![\d.])(?P<number>\d{1,9}(?:\.\d{1,6})?)(?P<mult>[万亿]?)度(?!数|假)")
"""180度 is 180千瓦时 where electricity is spoken of and no warmth."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A range of characters, and the dimension and value that it is compared by."""

    start: int
    end: int
    dimension: str
    value: Fraction


def plain_numerals(text: str) -> str:
    """叁拾万圆 as 三十万元, character by character, so that places stay as they are."""
    return _BANKERS_RUN.sub(lambda match: match[0].translate(_BANKERS), text)


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a folded text."""
    for match in _COINS.finditer(text):
        # 长三角 is no coin, nor is 扣3分: a price is spoken of before it.
        if _PRICED.search(text[max(0, match.start() - 16) : match.start()]):
            tens, ones = _number(match["jiao"]), _number(match["fen"] or match["alone"])
            yield Quantity(match.start(), match.end(), "money", tens / 10 + ones / 100)
    for match in _HALVES.finditer(text):
        if "年" in match[0]:
            months = _number(match["years"]) * 12 + 6
            yield Quantity(match.start(), match.end(), "duration_month", months)
        elif match["days"]:
            days = _number(match["days"]) + Fraction(1, 2)
            yield Quantity(match.start(), match.end(), "duration_day", days)
        else:
            yield Quantity(match.start(), match.end(), "duration", Fraction(1, 2))
    for match in _FRACTION.finditer(text):
        above = match["num"] or spelled_number(match["above"])
        below = match["den"] or spelled_number(match["below"].replace("两", "二"))
        if above and below and 0 < int(above) < int(below):
            share = Fraction(int(above), int(below)) * 100
            yield Quantity(match.start(), match.end(), "percent", share)
    if _ELECTRIC.search(text) and not _WARM.search(text):
        for match in _DEGREES.finditer(text):
            unit = units()["千瓦时"]
            value = Fraction(match["number"]) * (MULTIPLIERS[match["mult"]] if match["mult"] else 1)
            yield Quantity(match.start(), match.end(), unit.dimension, value * unit.factor)
    for match in _of_class().finditer(text):
        unit = units()[match["unit"]]
        value = Fraction(1)
        for multiplier in match["mult"]:
            value *= MULTIPLIERS[multiplier]
        yield Quantity(match.start(), match.end("unit"), unit.dimension, value * unit.factor)


def _number(text: str | None) -> Fraction:
    if not text:
        return Fraction(0)
    return Fraction(text if text[0].isdigit() else spelled_number(text) or 0)


@cache
def _of_class() -> re.Pattern[str]:
    """千万千瓦级: a size without a number before it."""
    named = sorted((word for word in units() if not word[0].isascii()), key=len, reverse=True)
    return re.compile(
        rf"(?<![\d.一二三四五六七八九十百千万亿两数几])(?P<mult>[百千万亿]{{1,3}})(?P<unit>{'|'.join(map(re.escape, named))})(?=级)"
    )
