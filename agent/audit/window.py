"""window and date, as far as the claimed dates and the address decide them.

A claimed date never supports; by its own words an item may be outside. The date in an address is
when the page was put up: nothing that the page tells is younger, and it may be years older.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from agent.audit.items import Item
from agent.audit.rebuild import Claimed
from agent.checks.dated import Evidence
from agent.checks.subject import Ruling
from agent.checks.window import COARSE, Asked, place_in_window
from agent.distances import days_from
from agent.findings import Label, Verdict
from agent.policy import DateRole, PolicyKind
from agent.records import Changepoint, Interval, Window
from agent.text.dates import iso
from agent.text.url_days import url_date

LATE = 180
"""A page put up more than this many days after the window is no witness of its time."""

SLACK = datetime.timedelta(days=1)
"""A page may carry the day before its event: clocks and time zones."""

FIXED = (DateRole.OCCURRENCE, DateRole.ISSUED, DateRole.SIGNED)
"""Roles of dates that no page tells beforehand."""


LATER = (DateRole.EFFECTIVE, DateRole.IN_FORCE)
"""Roles of dates that lie after the paper as a rule."""


def put_up(item: Item, today: datetime.date) -> Interval | None:
    """When the youngest of an item's pages was put up; None when an address does not tell."""
    dates = [url_date(link.url, today) for link in item.links]
    known = [date for date in dates if date]
    return max(known, key=lambda date: date.end) if known and len(known) == len(dates) else None


def window_of_item(
    kind: PolicyKind,
    claimed: Sequence[Claimed],
    page: Interval | None,
    point: Changepoint,
    window: Window,
    *,
    on_news: bool,
) -> Verdict:
    """One verdict by the rule of the ordinary check: refuted by the item's own dates or the address, else open.

    Of several dates those count that touch the window. ``on_news``: all its pages are of news
    hosts, where an address has the day of the news; of other hosts only what is very late is told.
    """
    rule = Ruling("window")
    known = [Evidence(d.role, d.interval, d.text, None) for d in claimed if d.interval]
    touching = [one for one in known if one.interval.overlaps(window)]
    recurring = kind is PolicyKind.RECURRING
    # Years that all lie outside are outside, however coarse.
    coarse = COARSE if touching else datetime.date.max.toordinal()
    asked = Asked(window, point, (), recurring=recurring, coarse=coarse)
    told = place_in_window(touching or known, asked)
    values = {
        "window": str(window),
        "claimed": "、".join(dict.fromkeys(date.text for date in claimed)),
    }
    values |= {"url_date": iso(page)} if page else {}
    before = page is not None and page.end < window.start
    if told.reason == "window.unknown":
        if before and kind is PolicyKind.EVENT:
            return rule.refuted("window.url_before", **values)
        return rule.unknown("window.item_no_date_url" if page else "window.item_no_date", **values)
    if told.reason == "window.too_coarse":
        if late := _days_late(page, window, allowed=0 if on_news else LATE):
            return rule.unknown("window.item_year_url_late", **values, days=str(late))
        return rule.unknown("window.item_year_url" if before else "window.item_year", **values)
    if told.reason == "window.no_end" or told.label is Label.REFUTED:
        values["days"] = str(min(abs(days_from(window, one.interval)) for one in known))
        if told.label is Label.REFUTED:
            return rule.refuted("window.item_out", **values)
        return rule.undecided("window.item_out_recurring", **values)
    return _by_address(kind, claimed, page, window, values)


def _by_address(
    kind: PolicyKind,
    claimed: Sequence[Claimed],
    page: Interval | None,
    window: Window,
    values: dict[str, str],
) -> Verdict:
    rule = Ruling("window")
    later = any(
        date.role in LATER and date.interval and date.interval.overlaps(window) for date in claimed
    )
    if page and page.end < window.start and not later:
        fixed = kind is PolicyKind.EVENT or all(date.role in FIXED for date in claimed)
        if fixed and kind is not PolicyKind.RECURRING:
            return rule.refuted("window.url_before", **values)
        return rule.undecided("window.url_before_effect", **values)
    if late := _days_late(page, window, allowed=LATE):
        return rule.undecided("window.url_late", **values, days=str(late))
    return rule.undecided("window.item_says", **values)


def _days_late(page: Interval | None, window: Window, *, allowed: int) -> int:
    """Days from the window to a page that was put up more than so many after it; 0 for any other."""
    late = days_from(window, page) if page and page.days < COARSE else 0
    return late if late > allowed else 0


def dates_of_item(
    kind: PolicyKind, claimed: Sequence[Claimed], page: Interval | None, first: int
) -> tuple[Verdict, ...]:
    """Whether each claimed date exists, is precise, and is not younger than the page.

    ``first`` is the index of the first date among the claims.
    """
    rule, found = Ruling("date"), []
    if not claimed:
        found.append(rule.unknown("date.item_none"))
    for index, date in enumerate(claimed, start=first):
        values = {"claimed": date.text, "role": date.role.value}
        if date.interval is None:
            found.append(rule.refuted("date.impossible", index, **values))
        elif page and date.role not in LATER and page.end + SLACK < date.interval.start:
            told = values | {"url_date": iso(page)}
            fixed = date.role in FIXED and kind is not PolicyKind.RECURRING
            make = rule.refuted if fixed else rule.undecided
            found.append(
                make("date.url_older" if fixed else "date.url_older_effect", index, **told)
            )
        elif date.interval.days >= COARSE:
            found.append(rule.unknown("date.item_year", index, **values))
    return tuple(found)
