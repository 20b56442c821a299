"""Whether a page plainly is one that was looked for, by what was read of it without a model."""

from __future__ import annotations

from agent.extract import Knowledge
from agent.records import Changepoint, Page, Window
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
        and any(
            stated.interval.start <= window.end and window.start <= stated.interval.end
            for document in page.documents()
            for stated in (
                document.meta.signed,
                document.meta.issued,
                document.meta.effective,
                document.meta.uploaded,
            )
            if stated
        )
    )


def _is_of(title: str, changepoint: Changepoint, known: Knowledge) -> bool:
    return known.weight(changepoint.sector)(title) > 0


def _is_there(page: Page, title: str, changepoint: Changepoint, known: Knowledge) -> bool:
    province = known.places.province(changepoint.province)
    if province.name in title:
        return True
    host = known.publishers.of(host_of(page.answered_url))
    return host.province == province.name
