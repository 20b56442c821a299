"""What the headers of a table mean: by their names, in English or Chinese, or as an option says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.changepoints.days import Spelling, day_of
from agent.changepoints.entries import Context
from agent.errors import UsageError

COLUMNS = {
    "province": ("province", "region", "state", "省份", "省", "地区", "省级行政区"),
    "sector": ("sector", "部门", "行业", "领域"),
    "date": (
        *("date", "changepoint", "change_point", "changepoint_date", "break_date", "cp"),
        *("日期", "转折点", "变点"),
    ),
    "kind": ("type", "kind", "类型"),
    "confidence": ("confidence", "score", "置信度"),
    "first": (
        *("start", "lower", "ci_low", "ci_lower", "interval_start", "date_start", "start_date"),
        *("下界", "起"),
    ),
    "last": (
        *("end", "upper", "ci_high", "ci_upper", "interval_end", "date_end", "end_date"),
        *("上界", "止"),
    ),
    "detector": ("detector", "检测方法"),
    "settings": ("settings", "detector_settings", "检测参数"),
    "series": ("series", "series_name", "序列"),
    "series_sha256": ("series_sha256",),
    "component": ("component", "成分"),
    "direction": ("direction", "方向"),
    "size": ("size", "magnitude", "abrupt_change", "cpabruptchange", "coef", "幅度"),
    "probability": ("cppr", "probability", "posterior_probability", "概率"),
}
"""Names of columns. A detector's probability is no confidence: it keeps the name it has."""

ALSO_FEATURES = ("component", "direction", "size", "probability")
"""Columns that are understood and also kept as they stand."""
KNOWN = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
DATES = ("date", "first", "last")


def plain_header(header: str) -> str:
    """A header in small letters, without spaces, quotes and a unit in brackets."""
    bare = re.sub(r"[(（\[][^()（）\[\]]*[)）\]]$", "", header.strip().strip('"').strip())
    return bare.strip().lower().replace(" ", "_")


def column_of(header: str, context: Context) -> str:
    """The column that a header means, else the header itself.

    A header that would mean a column which an option gives to another one means nothing.
    """
    return _column_of(header, tuple(context.given.columns.items()))


@lru_cache(1 << 10)
def _column_of(header: str, given: tuple[tuple[str, str], ...]) -> str:
    # Every row of a file asks for each of its headers, three times.
    told = {name.strip().lower(): column for column, name in given}
    own = header.strip().strip('"').strip()
    if own.lower() in told:
        return told[own.lower()]
    column = KNOWN.get(plain_header(header), own)
    return f"other {own}" if column in dict(given) else column


def fault_of(headers: Sequence[str], first: Sequence[str], context: Context) -> str:
    """Why headers are not those of changepoints, with what to type; empty when they are.

    ``first`` are the cells below them, of which one may be a date.
    """
    columns = [column_of(header, context) for header in headers]
    for column, header in context.given.columns.items():
        if column not in columns:
            return f"--column {column}={header}: no such column among: {', '.join(headers)}"
    if missing := missing_among(headers, context):
        return missing_words(missing, headers, first)
    twice = sorted({name for name in columns if name in COLUMNS and columns.count(name) > 1})
    if twice:
        both = [header for header in headers if column_of(header, context) == twice[0]]
        # An option tells columns apart by their headers, so it cannot where those are the same.
        alike = len({header.strip().strip('"').strip().lower() for header in both}) == 1
        to_do = "rename one of them" if alike else f"type --column {twice[0]}={both[0]}"
        return f"two columns mean {', '.join(twice)}: {', '.join(both)}; {to_do}"
    return ""


def missing_among(headers: Sequence[str], context: Context) -> list[str]:
    """The columns that a changepoint needs and neither a header nor an option gives."""
    columns = [column_of(header, context) for header in headers]
    needed = ("date",) if context.province else ("province", "date")
    return [name for name in needed if name not in columns]


def missing_words(missing: Sequence[str], headers: Sequence[str], first: Sequence[str]) -> str:
    """That columns are missing, among which, and what to type."""
    known = "; ".join(", ".join(COLUMNS[column]) for column in missing)
    return (
        f"no column for {' and '.join(missing)} among: {', '.join(headers)}"
        f" (known names: {known}); type {' '.join(_typed(missing, headers, first))}"
    )


def _typed(missing: Sequence[str], headers: Sequence[str], first: Sequence[str]) -> list[str]:
    """The options that would help, with a header that has a date below it."""
    dated = next((h for h, cell in zip(headers, first, strict=False) if _is_day(cell)), "NAME")
    options = {
        "date": f'--column "date={dated}"' if " " in dated else f"--column date={dated}",
        "province": "--province NAME (all rows are of one) or --column province=NAME",
    }
    return [options[column] for column in reversed(missing)]


def _is_day(text: str) -> bool:
    try:
        return bool(day_of(text, Spelling(day_first=True, decimal=True)))
    except UsageError:
        return False
