"""Whether a page plainly is one that was looked for, or plainly none, by what was read without a model."""

from __future__ import annotations

from agent.extract import Knowledge
from agent.records import Changepoint, Interval, Page, Window
from agent.text.dates import dates
from agent.text.urls import host_of


def fits(page: Page, changepoint: Changepoint, window: Window, known: Knowledge) -> bool:
    """True when its title is about the sector, its place is the province, and a day is in the window.

    The place is that of the title, else of the host; the day is one that the page or an attachment
    states of itself.
    """
    title = " ".join(document.title for document in page.documents())
    return (
        _is_of(title, changepoint, known)
        and _is_there(page, title, changepoint, known)
        and any(_meets(stated, window) for stated in _stated(page))
    )


def is_of_another_time(page: Page, window: Window) -> bool:
    """True when a page states days of itself, and neither these nor any in its text meet the window.

    Nothing of such a page can pass; a year alone (2024年) meets every window in it.
    """
    stated = _stated(page)
    if not stated or any(_meets(interval, window) for interval in stated):
        return False
    year = stated[0].start.year
    return not any(
        _meets(mention.interval, window)
        for document in page.documents()
        for mention in dates(document.text, year=year)
    )


def _stated(page: Page) -> list[Interval]:
    """The days that a page and its attachments state of themselves."""
    return [
        stated.interval
        for document in page.documents()
        for stated in (
            document.meta.signed,
            document.meta.issued,
            document.meta.effective,
            document.meta.in_force,
            document.meta.uploaded,
        )
        if stated
    ]


def _meets(interval: Interval, window: Window) -> bool:
    return interval.start <= window.end and window.start <= interval.end


def _is_of(title: str, changepoint: Changepoint, known: Knowledge) -> bool:
    return known.weight(changepoint.sector)(title) > 0


def _is_there(page: Page, title: str, changepoint: Changepoint, known: Knowledge) -> bool:
    province = known.places.province(changepoint.province)
    if province.name in title:
        return True
    host = known.publishers.of(host_of(page.answered_url))
    return host.province == province.name
