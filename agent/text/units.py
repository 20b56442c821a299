"""Units of measure: spellings, dimensions and exact factors, from ``agent/data/units.tsv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
PERIODS = {"年": "年", "a": "年", "月": "月", "日": "日", "天": "日"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures, the unit its dimension is compared in, and the factor to it."""

    dimension: str
    canonical: str
    factor: Fraction


@cache
def units() -> dict[str, Unit]:
    """All spellings (after folding) and what they mean."""
    table = files("agent").joinpath("data/units.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {
        spelling: Unit(dimension, canonical, Fraction(factor))
        for spelling, dimension, canonical, factor in rows
    }


def _alternatives(spellings: list[str]) -> str:
    """Longest first; a Latin unit ends where the letters end."""
    ordered = sorted(spellings, key=len, reverse=True)
    return "|".join(
        re.escape(word) + ("(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else "")
        for word in ordered
    )


@cache
def unit_pattern(prefix: str = "") -> str:
    """A regular expression for a unit or a rate (元/千瓦时, 万吨/年), with two named groups.

    ``unit`` is the numerator; ``below`` the denominators with their slashes, or empty; both names
    begin with ``prefix``.
    """
    every = _alternatives(list(units()))
    below = _alternatives([*units(), "月", "日", "a", "车", "时"])
    multiplier = f"[{''.join(MULTIPLIERS)}]?"
    return rf"(?P<{prefix}unit>{every})(?P<{prefix}below>(?:/(?:{multiplier}(?:{below})))*)"


_READABLE_RATES = {
    "吨/立方米": ("微克/立方米", Fraction(10**12)),
    "吨/千瓦时": ("克/千瓦时", Fraction(10**6)),
    "吨标准煤/千瓦时": ("克标准煤/千瓦时", Fraction(10**6)),
    "吨二氧化碳/千瓦时": ("克二氧化碳/千瓦时", Fraction(10**6)),
    "米/小时": ("公里/小时", Fraction(1, 1000)),
}
"""Canonical rates people can read; the factor leads from the plain quotient."""


def rate(numerator: str, below: tuple[str, ...]) -> tuple[Unit, str | None]:
    """The unit of a numerator over denominators, and the period (年, 月, 日) it is counted by.

    A period is no part of the unit: 20万吨/年 and 年产20万吨 are the same quantity by the year.
    A denominator that is no unit (车) stands for itself.
    """
    unit = units()[numerator]
    dimension, canonical, factor = unit.dimension, unit.canonical, unit.factor
    period = None
    for part in below:
        if part in PERIODS:
            period = PERIODS[part]
            continue
        size = MULTIPLIERS.get(part[0], 1) if len(part) > 1 else 1
        name = {"时": "小时", "h": "小时"}.get(part, part[1:] if size > 1 else part)
        if part in units():
            size, name = 1, part
        divisor = units().get(name)
        base = divisor.canonical if divisor else name
        dimension += "/" + (divisor.dimension if divisor else name)
        canonical += "/" + base
        factor /= size * (divisor.factor if divisor else 1)
    readable = _READABLE_RATES.get(canonical)
    if readable:
        canonical, factor = readable[0], factor * readable[1]
    return Unit(dimension, canonical, factor), period
