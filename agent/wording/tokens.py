"""A sentence as tokens that are equal or not: characters, words, figures and dates.

Figures and dates are compared by what they mean (15万千瓦 is 150,000千瓦, 2025-03-01 is 2025年3月1日), and
everything else by its characters. What bounds a figure (以上, 约) stays outside it, as characters.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from agent.lazy import lazy_pattern
from agent.text.dates import DateMention, dates
from agent.text.figures import Figure, figures
from agent.text.fold import fold
from agent.wording.quantities import plain_numerals, quantities

ANY_YEAR = 2000
"""Completes days without a year; their tokens are compared by month and day."""
Keys = tuple[tuple[object, ...], ...]
"""What tokens are compared by, one key for each token."""
STOPS = frozenset(",;。:!?")
"""Marks between clauses. They are no tokens: where a clause ends is said by its range."""
_COMMA = lazy_pattern(r"(?<!\d),|,(?!\d)")
_WORD = lazy_pattern(r"[A-Za-z0-9.]+|.", re.DOTALL)
_YEAR = lazy_pattern(r"\d{4}|[一二][九〇零○0-9][〇零○一二三四五六七八九0-9]{2}|五[\"规期]|五$")
_YEARLY = lazy_pattern(r"(?<=每年)(?P<month>\d{1,2})月(?:底|(?P<day>\d{1,2})日)(?=前)")
"""每年3月底前, every year again: no date, and yet a term that is written in two ways."""
_PERIOD = lazy_pattern(
    r"(?:(?P<year>(?<!\d)(?:19|20)\d\d)年|(?<=[今去]年)|(?<![年度每\d.、至到和一二三四前-]))"
    r"(?:(?P<first>\d{1,2})[-至到](?P<last>\d{1,2})月份?(?![\d上中下底末初])|(?P<half>[上下])半年(?![度报])|(?P<from>前)?第?(?P<quarter>[一二三四])季度)"
)
"""Months of a year: 1-6月 is 上半年, and 前三季度 is 1-9月."""
_RELATIVE = lazy_pattern(
    "次年|翌年|来年|同年|当年|本年|今年|去年|上年|明年|前年|每年|历年|[昨今明当本次上下]"
)
_ALIKE = {
    "area_mu": ("area", Decimal(2000) / Decimal(3)),
    "duration_year": ("duration_month", Decimal(12)),
}
"""Units that have a dimension of their own elsewhere: 15亩 is 1公顷, and 1年 is 12个月."""


class Token(NamedTuple):
    """What is compared (``key``), what it is, and where it stands in the folded text.

    ``kind`` is figure, date, day (a date without a year) or word.
    """

    key: tuple[object, ...]
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """A folded text in tokens; ``starts`` and ``ends`` lead from a character to the token there, ``told`` has their keys."""

    text: str
    all: tuple[Token, ...]
    told: Keys
    starts: dict[int, int]
    ends: dict[int, int]

    def words(self, start: int, end: int) -> str:
        """The folded characters of a range of tokens."""
        inside = self.all[start:end]
        return self.text[inside[0].start : inside[-1].end] if inside else ""

    def keys(self, start: int, end: int) -> Keys:
        """What a range of tokens is compared by."""
        return self.told[start:end]

    def rest(self, at: int) -> str:
        """The folded characters from a token on."""
        return self.text[self.all[at].start :] if at < len(self.all) else ""

    def begins(self, at: int) -> bool:
        """True where a comma or a semicolon stands right before a token."""
        return 0 < at < len(self.all) and self.text[self.all[at].start - 1] in ",;"

    def places(self, word: str, keys: Keys) -> Iterator[int]:
        """The tokens at which a word begins, whose own tokens are ``keys``."""
        place = self.text.find(word)
        while place >= 0:
            at = self.starts.get(place)
            if at is not None and self.keys(at, at + len(keys)) == keys:
                yield at
            place = self.text.find(word, place + 1)


def keys_of(text: str) -> Keys:
    """The keys of all tokens of a text."""
    return tokens_of(text).told


@lru_cache(maxsize=512)
def tokens_of(text: str) -> Tokens:
    """The tokens of a text."""
    folded = fold(text).text
    valued: dict[int, Token] = {}
    # 10,000 and (2024)5号 have digits and no value of ours: only a digit can begin one.
    for mention in dates(folded, year=ANY_YEAR):
        valued[mention.span.start] = _date(mention, folded)
    for found_yearly in _YEARLY.finditer(folded):
        valued[found_yearly.start()] = _yearly(found_yearly)
    for period in _PERIOD.finditer(folded):
        valued[period.start()] = _period(period)
    taken = list(quantities(folded))
    for one in taken:
        coins = one.dimension == "money"
        key = _quantity_key(_priced(folded, one.start) if coins else one.dimension, one.value)
        valued.setdefault(one.start, Token(key, "figure", one.start, one.end))
    # A number behind a comma (水平,30%以上) might be the end of 1,230 and is no figure elsewhere.
    found_figures = figures(_COMMA.sub(";", plain_numerals(folded)))
    for figure in _by_the_same_unit(list(found_figures), folded):
        if not any(one.start < figure.span.end and figure.span.start < one.end for one in taken):
            grown = figure.dimension == "times" and _GROWS.search(folded, 0, figure.span.start)
            valued.setdefault(figure.span.start, _in_percent(figure) if grown else _figure(figure))
    found: list[Token] = []
    at = 0
    for start in sorted(valued):
        if start >= at:
            found += _words(folded, at, start)
            found.append(valued[start])
            at = valued[start].end
    found += _words(folded, at, len(folded))
    starts = {token.start: n for n, token in enumerate(found)}
    ends = {token.end: n for n, token in enumerate(found)}
    return Tokens(folded, tuple(found), tuple(token.key for token in found), starts, ends)


def _words(folded: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a stretch without a value."""
    for word in _WORD.finditer(folded, start, end):
        if (words := word[0]) not in STOPS:
            yield Token((words,), "word", word.start(), word.end())


def _yearly(match: re.Match[str]) -> Token:
    month = int(match["month"])
    last = monthrange(ANY_YEAR, month)[1] if 0 < month < 13 else 0
    key = ("day", (month, int(match["day"] or last)), "before", "每年")
    return Token(key, "day", match.start(), match.end())


def _period(match: re.Match[str]) -> Token:
    if match["half"]:
        first, last = (1, 6) if match["half"] == "上" else (7, 12)
    elif match["quarter"]:
        last = 3 * ("一二三四".index(match["quarter"]) + 1)
        first = 1 if match["from"] else last - 2
    else:
        first, last = (min(max(int(match[name]), 1), 12) for name in ("first", "last"))
    year = int(match["year"] or ANY_YEAR)
    start, end = date(year, first, 1), date(year, last, monthrange(year, last)[1])
    if match["year"]:
        return Token(("date", start, end, None, ""), "date", match.start(), match.end())
    days = (start.month, start.day, end.month, end.day)
    return Token(("day", days, None, ""), "day", match.start(), match.end())


def values_of(text: str) -> frozenset[tuple[object, ...]]:
    """The figures and dates of a text, as they are compared."""
    return frozenset(token.key for token in tokens_of(text).all if token.kind != "word")


def _figure(figure: Figure) -> Token:
    dimension, factor = _ALIKE.get(figure.dimension, (figure.dimension, Decimal(1)))
    low = figure.low if figure.low is not None else figure.high
    high = figure.high if figure.high is not None else figure.low
    unit = figure.unit if factor == 1 and dimension.endswith("count") else dimension
    more = re.search("[多余]", figure.text) is not None
    values = tuple(None if v is None else _plain(v * factor) for v in (low, high))
    # 年均 far before a figure stands in the words; only a period of the unit itself (万吨/年) is the figure's.
    per = figure.per if "/" in figure.text else None
    key = ("figure", dimension, unit, values, per, more)
    return Token(key, "figure", figure.span.start, figure.span.end)


_BY_WHAT = 24
"""Characters before coins in which it stands by what they are paid: 每千瓦时加价1分."""
_GROWS = lazy_pattern(r"(?:增长|增加|提高|上升)(?:了|约)?\Z")


def _priced(folded: str, at: int) -> str:
    """The dimension of an amount of money at a place: 每千瓦时加价1分 is by energy, as 每千瓦时加价0.01元 is."""
    words = _COMMA.sub(";", folded[max(0, at - _BY_WHAT) : at]) + "1元"
    found = [figure for figure in figures(words) if figure.span.end == len(words)]
    return found[-1].dimension if found else "money"


_NUMBER = lazy_pattern(r"\d{1,12}(?:\.\d{1,6})?(?=元)")
_CHANGED = lazy_pattern("[下上]?(?:调整?|降低?|提高|上涨|涨|升)(?:为|至|到)")


def _by_the_same_unit(found: list[Figure], folded: str) -> Iterator[Figure]:
    """由每立方米1.94元降为1.84元: what a price becomes is by the unit of what it was."""
    for before, figure in pairwise((None, *found)):
        by = before.unit.partition("/")[2] if before and before.dimension[:6] == "money/" else ""
        between = folded[before.span.end : figure.span.start] if before and figure else ""
        if before and figure and by and _CHANGED.fullmatch(between) and figure.dimension == "money":
            # What is by 吨 and is told by 公斤 would be another number.
            same = _NUMBER.match(before.text)
            if same and Decimal(same[0]) == before.low:
                read = next(iter(figures(f"{figure.text}/{by}")))
                yield read.model_copy(update={"text": figure.text, "span": figure.span})
                continue
        if figure:
            yield figure


def _in_percent(figure: Figure) -> Token:
    """增长1.4倍 is 增长140%, and 是上年的1.4倍 is not."""
    values = (figure.low if figure.low is not None else figure.high, figure.high or figure.low)
    low, high = (None if v is None else _plain(v * 100) for v in values)
    key = (
        "figure",
        "percent",
        "percent",
        (low, high),
        None,
        re.search("[多余]", figure.text) is not None,
    )
    return Token(key, "figure", figure.span.start, figure.span.end)


def _quantity_key(dimension: str, value: Fraction) -> tuple[object, ...]:
    """The key of a value in the unit its dimension is compared in, as a figure of one value has it."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    dimension, factor = _ALIKE.get(dimension, (dimension, Decimal(1)))
    plain = _plain(exact * factor)
    return ("figure", dimension, dimension, (plain, plain), None, False)


_EXACT = Context(prec=15)
"""Digits by which values are compared: thirds of a unit (亩) have no last one, and 毫克 is a small part of 吨."""


def _plain(value: Decimal) -> str:
    return f"{_EXACT.plus(value).normalize():f}"


def _date(mention: DateMention, folded: str) -> Token:
    start, end = mention.interval.start, mention.interval.end
    span, side = mention.span, mention.open_side
    by_its_end = side == "before" or folded[span.start - 1 : span.start] in ("到", "至")
    if by_its_end and mention.text.endswith(("底", "末")):
        # 6月底前 is 6月30日前: a term at the end of a month or a year is its last day.
        start = end
    relative = "".join(_RELATIVE.findall(mention.text))
    if _YEAR.search(mention.text):
        key: tuple[object, ...] = ("date", start, end, side, relative)
        return Token(key, "date", span.start, span.end)
    days = (start.month, start.day, end.month, end.day)
    return Token(("day", days, side, relative), "day", span.start, span.end)
