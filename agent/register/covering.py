"""What the register covers: which columns, over which months, and how many of their pages were read.

"None found" in the register means nothing in these columns, over these months, on these pages, and a
report says so.
"""

from __future__ import annotations

import datetime

from agent.records import Interval, Record, Window
from agent.register import REGISTER
from agent.register.book import Register

NOT_WALKED = "not_walked"
"""The cause of a column that no walk has ended in, for no reason that is known."""
READ_SHARE = 0.9
"""A window of which fewer listed pages were read is not covered: titles alone name few things."""


class CoveredColumn(Record):
    """A column: what of it was walked without a gap, None where nothing was, and why not more."""

    name: str
    url: str
    span: Interval | None
    cause: str

    def covers(self, window: Window) -> bool:
        """True when every page of its list over a window was read."""
        return bool(self.span and self.span.start <= window.start and window.end <= self.span.end)


class Covered(Record):
    """A province in the register, its documents counted over ``window``, or all without one."""

    province: str
    window: Interval | None
    columns: tuple[CoveredColumn, ...]
    listed: int
    read: int
    failed: int

    @property
    def whole(self) -> bool:
        """True when a column covers the window and nearly all that is listed in it was read."""
        window = self.window
        if window is None or self.read < READ_SHARE * self.listed:
            return False
        return any(column.covers(window) for column in self.columns)


def covered(register: Register, window: Window | None = None) -> tuple[Covered, ...]:
    """Every province, its documents counted over a window, or all. Raises StateError."""
    columns = register.database.rows("SELECT DISTINCT province FROM columns ORDER BY province")
    return tuple(covered_province(register, row["province"], window) for row in columns)


def covered_province(register: Register, province: str, window: Window | None) -> Covered:
    """One province; no columns where it was never harvested. Raises StateError."""
    columns = register.database.rows(
        "SELECT * FROM columns WHERE province = ? ORDER BY id", province
    )
    bounds = (str(window.start), str(window.end)) if window else ("", "9999")
    counted = register.database.rows(
        "SELECT state, count(*) FROM documents WHERE province = ?"
        " AND (listed IS NULL OR listed BETWEEN ? AND ?) GROUP BY state",
        province,
        *bounds,
    )
    states = {row[0]: row[1] for row in counted}
    return Covered(
        province=province,
        window=window,
        columns=tuple(
            CoveredColumn(
                name=row["name"],
                url=row["url"],
                span=_span(row["covered_from"], row["covered_to"]),
                cause=row["cause"] or ("" if row["covered_from"] else NOT_WALKED),
            )
            for row in columns
        ),
        listed=sum(states.values()),
        read=states.get("read", 0),
        failed=states.get("failed", 0),
    )


def covering_in_words(one: Covered) -> str:
    """One line: columns and their months, pages read of those listed, and what is missing."""
    window = one.window
    reaching = [c for c in one.columns if c.span and (window is None or c.covers(window))]
    short = [c for c in one.columns if c not in reaching]
    named = ", ".join(f"{c.name} {_months(c.span)}" for c in reaching) or "no column"
    missing = ", ".join(f"{c.name} ({c.cause or _months(c.span)})" for c in short)
    told = f"{REGISTER}{one.province}: {named}; {one.read} of {one.listed} listed pages read"
    return f"{told}; not covered: {missing}" if missing else told


def _months(span: Interval | None) -> str:
    return f"{span.start:%Y-%m}..{span.end:%Y-%m}" if span else "nothing"


def _span(first: str | None, last: str | None) -> Interval | None:
    if not first or not last or first > last:
        return None
    day = datetime.date.fromisoformat
    return Interval(start=day(first), end=day(last))
