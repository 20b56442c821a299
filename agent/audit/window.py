"""window and date, as far as the claimed dates and the address decide them.

A claimed date never supports; by its own words an item may be outside. The date in an address is
when the page was put up: nothing that the page tells is younger, and it may be years older.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from agent.audit.items import Item
from agent.audit.rebuild import Claimed
from agent.audit.url_dates import url_date
from agent.checks.subject import Ruling
from agent.findings import Verdict
from agent.policy import DateRole, PolicyKind
from agent.records import Interval, Window
from agent.text.dates import iso

COARSE = 300
"""An interval of this many days or more is a year: too coarse to place in a window."""

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
    window: Window,
    *,
    on_news: bool,
) -> Verdict:
    """One verdict: refuted by the item's own dates or by the address, else open.

    ``on_news``: all its pages are of news hosts, where an address has the day of the news.
    """
    rule = Ruling("window")
    spans = [date.interval for date in claimed if date.interval]
    values = {
        "window": str(window),
        "claimed": "、".join(dict.fromkeys(date.text for date in claimed)),
    }
    values |= {"url_date": iso(page)} if page else {}
    if not spans:
        reason = "window.item_no_date" if not page else "window.item_no_date_url"
        if page and page.end < window.start and kind is PolicyKind.EVENT:
            return rule.refuted("window.url_before", **values)
        return rule.unknown(reason, **values)
    touching = [span for span in spans if span.overlaps(window)]
    if not touching:
        values["days"] = str(min(_days(span, window) for span in spans))
        if kind is PolicyKind.RECURRING:
            return rule.undecided("window.item_out_recurring", **values)
        return rule.refuted("window.item_out", **values)
    if all(span.days >= COARSE for span in touching):
        if page and page.end < window.start:
            return rule.unknown("window.item_year_url", **values)
        if page and on_news and page.start > window.end:
            values["days"] = str((page.start - window.end).days)
            return rule.unknown("window.item_year_late", **values)
        return rule.unknown("window.item_year", **values)
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
    after = (page.start - window.end).days if page else 0
    if after > LATE and page and page.days < COARSE:
        return rule.undecided("window.url_late", **values, days=str(after))
    return rule.undecided("window.item_says", **values)


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


def _days(span: Interval, window: Window) -> int:
    if span.end < window.start:
        return (window.start - span.end).days
    return (span.start - window.end).days
