"""The pages one already has: full text over what a person imported, or all that was read before.

What a search finds grows with every run, and a run of its own pages would find them again: so an
answer is remembered like that of a service, and asked anew when it is old or when a page was
imported by hand since. A second run of a changepoint then sees what the first one saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.records import Hit, Query, content_key
from agent.search import Coverage, Found, Member, ranked

if TYPE_CHECKING:
    from agent.search.http import Asker
    from agent.store.index import Index


NONE_BY_HAND = content_key([])
"""The edition of an index into which nobody put a page."""


@dataclass(frozen=True)
class Saved:
    """The saved pages. They are whatever happens to be there, so they cover nothing.

    ``asker`` remembers answers, None to look every time; ``every`` takes all pages that were read
    before, not only those that a person imported.
    """

    texts: Index
    asker: Asker | None = None
    every: bool = False
    name = "saved"
    coverage = Coverage(levels=frozenset(), provinces=frozenset())

    def search(self, query: Query, limit: int) -> Found:
        """Pages that hold the words of the query; they cost nothing. Raises StateError when the index is broken."""
        edition = self.texts.edition
        if not self.every and edition == NONE_BY_HAND:
            return Found(())

        def look() -> list[dict[str, Any]]:
            rows = self.texts.search(query.text, None, limit, by_hand=not self.every)
            return [row.model_dump(mode="json") for row in rows]

        if self.asker is None:
            return Found(_hits(look()))
        key = content_key([self.name, edition, query.text, limit, self.every])
        return Found(self.asker.remember(key, query.window, look, _hits))


def _hits(found: list[dict[str, Any]]) -> tuple[Hit, ...]:
    # Every command reads MEMBER for the names of settings; few have a store to open.
    from agent.store.index import Row  # noqa: PLC0415

    rows = map(Row.model_validate, found)
    return ranked(Saved.name, ((row.url, row.title, row.excerpt, row.date) for row in rows))


MEMBER = Member(
    name=Saved.name,
    finds="the pages you imported; with --saved all every page read before",
    local=True,
    make=lambda parts, _: Saved(parts.texts, parts.asker, every=parts.every_page),
)
