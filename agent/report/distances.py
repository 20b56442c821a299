"""How far each date of a finding lies from the changepoint: for each role, and for both ends in force.

Nothing here takes the nearest of several dates: a measure in force until 31 March ended a day before
a changepoint of 1 April, however long ago it began.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent.distances import Distance, distances, span_of
from agent.findings import Claim, Finding
from agent.policy import DateRole
from agent.records import Changepoint
from agent.report.words import Language, say, word
from agent.text.dates import parse_date


def distances_of(claim: Claim, point: Changepoint) -> tuple[Distance, ...]:
    """The distances of a claimed date; none for one that is unreadable."""
    interval = parse_date(claim.value)
    span = span_of(point)
    return distances(claim.role or DateRole.ANY, interval, span) if interval else ()


def told(counted: Iterable[Distance], point: Changepoint, language: Language) -> str:
    """The distances of one date in brackets, as a sentence has them; empty for none."""
    words = said(counted, point, language)
    return say("brackets", language, words=words) if words else ""


def said(counted: Iterable[Distance], point: Changepoint, language: Language) -> str:
    """The same without brackets: 早于转折点 7 天."""
    of = "interval" if point.interval else "changepoint"
    parts = []
    for one in counted:
        side = "later" if one.days > 0 else "earlier" if one.days < 0 else "same_day"
        words = say(f"{side}_{of}", language, n=abs(one.days))
        parts.append((say(f"{one.end}_day", language) if one.end else "") + words)
    return say("listed", language).join(parts)


def cell(counted: Iterable[Distance], language: Language) -> str:
    """The distances in a cell: 成文 -27；有效期首日 -151；有效期末日 -1."""
    return say("stop", language).join(
        f"{word('role', one.role.value, language)}{_end(one, language)} {_signed(one)}"
        for one in counted
    )


def figures(counted: Iterable[Distance], language: Language) -> str:
    """The same of one date whose role stands beside it: -27, or 首日 -151；末日 -1."""
    return say("stop", language).join(
        f"{_end(one, language)} {_signed(one)}".strip(" ,") for one in counted
    )


def _end(one: Distance, language: Language) -> str:
    return say(f"{one.end}_of", language) if one.end else ""


def _signed(one: Distance) -> str:
    return f"{one.days:+d}" if one.days else "0"


def timing(counted: Iterable[Distance]) -> str | None:
    """before, same_day or after where all dates lie so, else mixed; None without any."""
    sides = {(one.days > 0) - (one.days < 0) for one in counted}
    if len(sides) > 1:
        return "mixed"
    return next((("before", "same_day", "after")[side + 1] for side in sides), None)


def nearest_line(findings: Sequence[Finding], point: Changepoint, language: Language) -> str:
    """What lies nearest before and after the changepoint, each by its role; empty without dates.

    ``findings`` are numbered from 1, in their order.
    """
    counted = [
        (one.days, number, one)
        for number, finding in enumerate(findings, 1)
        for _, claim in finding.held("date")
        for one in distances_of(claim, point)
    ]
    before = max((one for one in counted if one[0] <= 0), default=None, key=lambda o: (o[0], -o[1]))
    after = min((one for one in counted if one[0] > 0), default=None, key=lambda o: (o[0], o[1]))
    told_ones = [
        say(f"nearest_{side}", language, told=cell([found[2]], language), number=found[1])
        for side, found in (("before", before), ("after", after))
        if found
    ]
    return say("stop", language).join(told_ones)
