"""A column, page after page: until it ends, repeats itself, or lists only what is older than wanted."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from agent.errors import CouldNotLook, FetchFailed
from agent.harvest.listing import ListPage, read_list
from agent.publishers.portals import ColumnRow
from agent.readers.charset import decode
from agent.records import Fetched, Interval
from agent.register.book import Ending, Register, Walk
from agent.text.urls import url_identity

MOST_PAGES = 600
"""List pages of a column in one walk; what is longer is told and goes on with the next harvest."""

FRONT = ("", "index.html", "index.shtml")
"""The path of a site's front page."""

Get = Callable[[str], Fetched]


@dataclass(frozen=True)
class Walked:
    """What came of a walk: list pages read, documents new to the column, and why it ended early."""

    column: ColumnRow
    pages: int
    new: int
    cause: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Walker:
    """Walks columns.

    Rows go into ``register``, a page at a time; ``get`` asks for a page or raises FetchFailed; ``now``
    tells the time of day.
    """

    register: Register
    get: Get
    now: Callable[[], datetime.datetime]

    def walk(self, column: ColumnRow, span: Interval) -> Walked:
        """Walk a column back to the first day of a span; what was walked before is not walked again."""
        before = self.register.walk_of(column)
        going = _Going(before, span)
        try:
            cause, detail = self._pages(column, going)
        except CouldNotLook as failure:
            cause, detail = failure.cause, failure.message
        today = self.now().date()
        covered = None
        if not cause:
            first = min(going.reaches or today, today)
            covered = Interval(start=first, end=today)
        ending = Ending(cause, detail, to_end=going.to_end and not cause)
        self.register.ended(before, covered, ending, self.now())
        return Walked(column, going.pages, going.new, cause, detail)

    def _pages(self, column: ColumnRow, going: _Going) -> tuple[str, str]:
        """Read pages until the walk is over; a cause and its detail where that is too early."""
        following: tuple[str, ...] = (column.url,)
        while following:
            if going.pages >= MOST_PAGES:
                return "many_pages", f"{MOST_PAGES} list pages were read; the next harvest goes on"
            address, page = self._page(following, going)
            identities = {url_identity(row.url) for row in page.rows}
            if identities <= going.seen:
                # The last page stands for all that would follow it.
                going.end()
                return "", ""
            new = self.register.add(
                going.walk, column.province, page.rows, (*page.following, "")[0]
            )
            going.took(page, identities, new)
            if going.is_over(new):
                return "", ""
            following = going.resumed(new, page.following)
            if not following and not page.ends and going.pages == 1:
                return "paging", f"{address} has further pages whose address is not known"
        going.end()
        return "", ""

    def _page(self, following: tuple[str, ...], going: _Going) -> tuple[str, ListPage]:
        """The first of the addresses that answers with a list."""
        problem: FetchFailed | None = None
        for address in following:
            try:
                fetched = self.get(address)
            except FetchFailed as failure:
                problem = failure
                continue
            _check_place(address, fetched)
            text = decode(fetched.body, fetched.content_type).text
            page = read_list(text, fetched.answered_url, going.shape)
            if page.rows:
                return address, page
            problem = FetchFailed("no_list", f"no rows of link and day at {address}")
        raise problem or FetchFailed("no_list", "no address to ask")


class _Going:
    """A walk under way.

    ``seen`` are the documents of this walk; ``oldest`` the oldest day listed; ``reaches`` the day
    from which the column is covered when the walk has ended.
    """

    def __init__(self, walk: Walk, span: Interval) -> None:
        self.walk = walk
        self.first = span.start
        self.shape = ""
        self.pages = 0
        self.new = 0
        self.seen: set[str] = set()
        self.oldest: datetime.date | None = None
        self.reaches: datetime.date | None = None
        self.to_end = False
        self._newest_here: datetime.date | None = None
        self._cursor = walk.next_page

    def took(self, page: ListPage, identities: set[str], new: int) -> None:
        days = [row.day for row in page.rows if row.day]
        self.shape = page.shape
        self.pages += 1
        self.new += new
        self.seen |= identities
        self._newest_here = max(days, default=None)
        self.oldest = min([*days, *([self.oldest] if self.oldest else [])], default=None)

    def is_over(self, new: int) -> bool:
        """True when all of a page is older than wanted, or all that follows was walked before.

        The newest of a page counts, since an old notice may be pinned on top of a list.
        """
        if self._newest_here and self._newest_here < self.first:
            self.reaches = self.first
            return True
        known = self.walk.covered_from
        if new == 0 and known and (known <= self.first or self.walk.to_end):
            self.reaches = known
            return True
        return False

    def end(self) -> None:
        """The list is over: the column is covered from its oldest day on, and no further back."""
        self.reaches, self.to_end = self.oldest, True

    def resumed(self, new: int, following: tuple[str, ...]) -> tuple[str, ...]:
        """Where to go on: at the page where an earlier walk stopped, once all before it is known."""
        if new == 0 and self._cursor and self.walk.covered_from is None:
            cursor, self._cursor = self._cursor, ""
            return (cursor, *following)
        return following


def _check_place(address: str, fetched: Fetched) -> None:
    """Raise FetchFailed when a column was answered with the front page of its site: it has moved."""
    asked, answered = (
        urlsplit(one).path.strip("/").lower() for one in (address, fetched.answered_url)
    )
    if answered in FRONT and asked not in FRONT:
        raise FetchFailed("moved", f"{address} leads to the front page {fetched.answered_url}")
