"""Quantities with units: 2×33万千瓦, 3～5个, 10%以上, 新增公交车200辆, 三百辆, 两成.

A grammar of our own: number (Arabic, or Chinese numerals), multipliers (万, 亿, 百万), unit (``units.tsv``),
with what the words around say of bound, direction, target and noun (``figure_words``). Dates, document
numbers and ordinals (第3批) are no figures. A number is always whole: 20 is never read from 200 or 20.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from agent.lazy import lazy_pattern
from agent.records import Record, Span
from agent.text.dates import dates
from agent.text.document_numbers import document_numbers
from agent.text.figure_lists import between, each_its_own
from agent.text.figure_words import (
    EACH,
    Bound,
    Direction,
    bound_of,
    direction_of,
    noun_of,
    target_of,
)
from agent.text.figure_years import base_of, year_of
from agent.text.fold import fold
from agent.text.numerals import spelled_number
from agent.text.units import MULTIPLIERS, PERIODS, Unit, rate, unit_pattern


class Figure(Record):
    """A quantity that a text states.

    ``low`` and ``high`` are in ``unit``, the one unit its ``dimension`` is compared in (千瓦, 千瓦时, 吨, 元,
    %, 百分点 …; a measure word for counts). At least: no ``high``; at most: no ``low``; both for the rest.
    ``direction`` is up or down for a change and None for a level (降至15%). ``target`` is True for
    what is aimed at, False for what was reached, None where the sentence does not tell. ``per`` is
    年, 月 or 日 for a quantity by the period. ``year`` is the year it is for, ``base`` what a change is
    compared with: a year (2020), 上年 or 上期; None where the sentence does not tell.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    dimension: str
    noun: str
    direction: Direction | None
    bound: Bound
    target: bool | None
    text: str
    span: Span
    per: str | None = None
    year: int | None = None
    base: str | None = None


_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_HAN = "[零〇一二三四五六七八九十百千万亿两]+?(?:点[零〇一二三四五六七八九]+)?"
_MULTIPLIER = f"[{''.join(MULTIPLIERS)}]*?"


@cache
def _quantity() -> re.Pattern[str]:
    number = rf"(?P<NAME>{_ARABIC}|{_HAN})"
    return re.compile(
        r"(?<![\d.,A-Za-z第零〇一二三四五六七八九十百千万亿两点])(?P<sign>(?<![\d%A-Za-z])-)?"
        rf"(?:(?P<times>\d+)[×xX*✕])?"
        rf"(?:{number.replace('NAME', 'from')}(?P<from_mult>{_MULTIPLIER})(?:{unit_pattern('from_')})?[-至到])?"
        rf"{number.replace('NAME', 'number')}(?P<more>[多余])?(?P<mult>{_MULTIPLIER})(?P<more2>[多余])?{unit_pattern()}"
        rf"|(?P<per>百分之|千分之)(?P<part>{_ARABIC}|[零〇一二三四五六七八九十百千两]+(?:点[零〇一二三四五六七八九]+)?)"
        r"|(?<![第一二三四五六七八九十完])(?P<tenths>[一二三四五六七八九两])成(?=[以左,。;、的多]|$)"
    )


_NO_QUANTITY = lazy_pattern(
    r"一(?:个|种|项|批|次|些|件|份|条|位|名|所|组|对|支|只|片|块|张|口|场|级|起|天|周|年|升|时|家)(?!以)"
    r"|[一二三四五六七八九十]{1,6}届[一二三四五六七八九十]{1,6}次|[一二三四五六七八九十]{1,6}(?:次|届)(?:会议|全会|全体|修订|修正|评审|党代会)|[二三四五六]位一体|\d{1,12}所(?:示|述|列|属|在)"
    r"|[一二三]次(?:性|污染|能源|产业|供水|设备|创新|函数)|三元(?![以左])|[一二三四五六七八九十]{1,6}(?:年(?:规划|行动|计划|级)|级|类|期)"
    r"|两(?:个(?:确立|维护|毫不|市场|一)|山|高|项)|四个(?:全面|自信|意识)|\d{1,12}年代|\d{4}年(?!以上)|千家万户|万家|万人空巷|一家(?:人|子)"
)
_DENOMINATOR_BEFORE = lazy_pattern(
    rf"{EACH}(?:[^,。;\d]{{0,6}}|[^,。;\d]{{0,4}}(?:最[多高低]|可得|给予|不超过)[^,。;\d]{{0,10}})$"
)
_BY_YEAR = lazy_pattern(
    r"(?<![\d一二三四五六七八九〇零十今去明当前本次上下半多近])(?:每年|年均|年产|年减|年节|年发|年供|年用|年耗|年处|年新|年加|年运|年排|年可|年替)[^,。;]{0,12}$"
)
_COAL = lazy_pattern("(?:标准煤|标煤)[^,。;]{0,6}$")
_CARBON = lazy_pattern("(?:二氧化碳|CO2|碳排放)[^,。;、]{0,8}$")


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands around a match, in folded characters."""

    clause: str
    sentence: str
    behind: str


def _number(text: str) -> Fraction | None:
    plain = text.replace(",", "")
    if plain[0].isdecimal():
        return Fraction(plain)
    spelled = spelled_number(text)
    return None if spelled is None else Fraction(spelled)


def _scaled(number: str, multipliers: str) -> Fraction | None:
    """The number with its multipliers; 三+百万 is read as one spelled number."""
    if not number[0].isdecimal():
        return _number(number + multipliers)
    value = Fraction(number.replace(",", ""))
    for multiplier in multipliers:
        value *= MULTIPLIERS[multiplier]
    return value


def _decimal(value: Fraction) -> Decimal:
    """The value as a plain decimal without trailing zeros; thirds are rounded to 28 digits."""
    quotient = (Decimal(value.numerator) / Decimal(value.denominator)).normalize()
    return Decimal(f"{quotient:f}")


def _values(match: re.Match[str], factor: Fraction) -> tuple[Fraction, Fraction] | None:
    """Low and high in the canonical unit; equal unless the text gives a range."""
    high = _scaled(match["number"], match["mult"])
    if high is None:
        return None
    low: Fraction | None = high * int(match["times"]) if match["times"] else high
    if match["times"]:
        high = low or high
    if match["from"]:
        unit = match["from_unit"] or ""
        if unit and unit != match["unit"]:
            return None
        low = _scaled(match["from"], match["from_mult"] or ("" if unit else match["mult"]))
    if low is None:
        return None
    sign = -1 if _signed(match) else 1
    low, high = sign * low * factor, (1 if match["from"] else sign) * high * factor
    return (low, high) if low <= high else None


def _signed(match: re.Match[str]) -> bool:
    """True when the hyphen before the number is a minus and no dash between words."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    return bool(match["sign"]) and (match["unit"] == "°C" or before in set("比幅率至到,(:"))


def _unit(match: re.Match[str], context: _Context) -> tuple[Unit, str | None]:
    """The unit and the period, from the unit itself and from 每吨, 每年, 年产 before it."""
    below = tuple(part for part in match["below"].split("/") if part)
    period = None
    before = _DENOMINATOR_BEFORE.search(context.clause)
    if before and not below:
        if before["each"] in PERIODS:
            period = PERIODS[before["each"]]
        elif match["unit"] not in {"%", "‰"}:
            below = (before["mult"] + before["each"].removesuffix("车"),)
    unit, named = rate(match["unit"], below)
    if _BY_YEAR.search(context.clause):
        period = period or "年"
    return _named_mass(unit, context), named or period


def _named_mass(unit: Unit, context: _Context) -> Unit:
    """节约标准煤10万吨 is 10万吨标准煤; 减排二氧化碳5吨 is 5吨二氧化碳."""
    if unit.dimension != "mass":
        return unit
    if _COAL.search(context.clause):
        return Unit("coal_equivalent", "吨标准煤", unit.factor)
    if _CARBON.search(context.clause):
        return Unit("co2", "吨二氧化碳", unit.factor)
    return unit


@dataclass(frozen=True, slots=True)
class _Measured:
    """Value and unit of a match; ``more`` is 多 or 余 inside the number."""

    low: Fraction
    high: Fraction
    unit: Unit
    period: str | None = None
    more: bool = False


_SHARES = {"百分之": Fraction(1), "千分之": Fraction(1, 10), "成": Fraction(10)}


def _share(match: re.Match[str]) -> _Measured | None:
    """百分之二十, 千分之五, 两成: all in %."""
    value = _number(match["part"] or match["tenths"])
    if value is None:
        return None
    value *= _SHARES[match["per"] or "成"]
    return _Measured(value, value, Unit("percent", "%", Fraction(1)))


def _measured(match: re.Match[str], context: _Context) -> _Measured | None:
    if match["per"] or match["tenths"]:
        return _share(match)
    unit, period = _unit(match, context)
    values = _values(match, unit.factor)
    if values is None:
        return None
    return _Measured(*values, unit, period, more=bool(match["more"] or match["more2"]))


_CLAUSE = lazy_pattern(r'[,。;:!?、()"]')
_SENTENCE = lazy_pattern("[。!?]")


def _context(text: str, start: int, end: int, floor: int) -> _Context:
    """The clause up to ``start`` (not before ``floor``, the end of the figure before) and what follows."""
    sentence = _SENTENCE.split(text[max(0, start - 200) : start])[-1]
    clause = _CLAUSE.split(text[max(floor, start - 40) : start])[-1]
    return _Context(clause=clause, sentence=sentence, behind=text[end : end + 24])


def _taken(text: str) -> list[tuple[int, int]]:
    """Original ranges of dates and document numbers; nothing in them is a figure."""
    spans = [mention.span for mention in dates(text, year=2000)]
    spans += [number.span for number in document_numbers(text)]
    return [(span.start, span.end) for span in spans]


def _is_free(span: Span, taken: list[tuple[int, int]]) -> bool:
    return not any(span.start < end and start < span.end for start, end in taken)


@lru_cache(maxsize=512)
def figures(text: str) -> tuple[Figure, ...]:
    """All quantities with units of a text, in order of their places."""
    folded = fold(text)
    taken: list[tuple[int, int]] | None = None
    found: list[Figure] = []
    floor = position = 0
    while match := _quantity().search(folded.text, position):
        end = match.end()
        start = match.start() + (match["sign"] is not None and not _signed(match))
        span = folded.span(start, end)
        context = _context(folded.text, start, end, floor)
        measured = None
        taken = _taken(text) if taken is None else taken
        if _is_free(span, taken) and not _NO_QUANTITY.match(folded.text, start):
            measured = _measured(match, context)
        if measured is None:
            position = start + 1
            continue
        listed = found and re.fullmatch("[、和与及,]?", folded.text[floor:start])
        direction = direction_of(context.clause, context.behind)
        if listed and direction is None:
            direction = found[-1].direction
        one = _figure(measured, context, direction, text[span.start : span.end], span)
        if found and re.fullmatch("(?:以上|及以上)[,、]?(?:至|到)?", folded.text[floor:start]):
            found += between(found[-1], one, text)
        found.append(one)
        floor = position = end
    return each_its_own(found, text)


def _figure(
    measured: _Measured, context: _Context, direction: Direction | None, text: str, span: Span
) -> Figure:
    bound = bound_of(context.clause, context.behind, more=measured.more)
    dimension = measured.unit.dimension
    return Figure(
        low=None if bound == "at_most" else _decimal(measured.low),
        high=None if bound == "at_least" else _decimal(measured.high),
        unit=measured.unit.canonical,
        dimension=dimension,
        noun=noun_of(context.clause, context.behind, counts=dimension in _COUNTED),
        direction=direction,
        bound=bound,
        target=target_of(context.sentence),
        text=text,
        span=span,
        per=measured.period,
        year=year_of(context.sentence),
        base=base_of(context.sentence, context.behind) if direction else None,
    )


_COUNTED = frozenset(  # what follows these units is the thing counted
    {
        "count",
        "occurrence",
        "passenger",
        "flight",
        "service",
        "train",
        "vehicle_trip",
        "ship_trip",
        "container",
        "money",
        "mass",
        "power",
    }
)


_LOOSE = "个"


def same_quantity(a: Figure, b: Figure) -> bool:
    """Equal values after conversion, of one dimension, with one bound and no two periods.

    % is not 百分点. Of counts the measure word must agree too, but 个 stands for any of them.
    """
    if (a.dimension, a.low, a.high, a.bound) != (b.dimension, b.low, b.high, b.bound):
        return False
    if a.per and b.per and a.per != b.per:
        return False
    return a.unit == b.unit or (a.dimension == "count" and _LOOSE in {a.unit, b.unit})
