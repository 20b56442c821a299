"""The day of a page in English, in a line of its header: November 6, 2025; Posted on 6 Nov. 2025 | Press office."""

from __future__ import annotations

from agent.lazy import lazy_pattern
from agent.records import Interval
from agent.text.dates import month_named
from agent.text.periods import of_days

_DATE = r"(?:(?P<month>[A-Z][a-z]{2,8})\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s?|(?P<first>\d{1,2})(?:st|nd|rd|th)?\s(?P<second>[A-Z][a-z]{2,8})\.?,?\s)(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = lazy_pattern(_DATE)
_LINE = lazy_pattern(
    rf"(?:(?:[A-Z][A-Za-z ]{{1,40}}[|·:–—-]\s?){{0,3}}|[A-Z][a-z]{{3,9}}\s(?:on\s)?)(?P<told>{_DATE})(?:$|[\s,]{{0,2}}(?:[|·–—(/-]|at\s|by\s|\d{{1,2}}:\d\d)[^.!?]{{0,40}}$)"
)


def day_in_header(line: str) -> str:
    """The day in a line that is a day and a few words beside it, as written; else nothing.

    A dateline with its sentence behind it (BEIJING, Nov. 6, 2025 -- …) and a title with a day in it are none.
    """
    match = _LINE.fullmatch(line)
    return match["told"] if match and english_day(match["told"]) else ""


def english_day(words: str) -> Interval | None:
    """The day that words begin with: November 6, 2025, 6th Nov. 2025; None for others, as for 31 June 2025."""
    match = _DAY.match(words)
    month = month_named(match["month"] or match["second"]) if match else None
    if match is None or month is None:
        return None
    day = (int(match["year"]), month, int(match["day"] or match["first"]))
    return of_days(day, day)
