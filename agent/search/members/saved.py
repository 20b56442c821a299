"""The pages one already has: full text over what was read before or imported by hand.

What a search finds grows with every run, and a run of its own pages would find them again: so an
answer is remembered like that of a service, and asked anew when it is old or when a page was
imported by hand since. A second run of a changepoint then sees what the first one saw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from agent.records import Hit, Query, Window, content_key
from agent.search import Coverage, Found, Member
from agent.store import Row

if TYPE_CHECKING:
    from agent.search.http import Asker


class Texts(Protocol):
    """An index of page texts, such as agent.store.Index."""

    @property
    def edition(self) -> str:
        """Changes when a page is put in by hand."""

    def search(self, text: str, window: Window | None, limit: int) -> tuple[Row, ...]:
        """The best rows first."""


class Saved:
    """The saved pages. They are whatever happens to be there, so they cover nothing.

    Args:
        texts: the index of their texts.
        asker: remembers answers; None to look every time.
    """

    name = "saved"
    coverage = Coverage(levels=frozenset(), provinces=frozenset())

    def __init__(self, texts: Texts, asker: Asker | None = None) -> None:
        self._texts = texts
        self._asker = asker

    def search(self, query: Query, limit: int) -> Found:
        """Pages that hold the words of the query; they cost nothing. Raises StateError when the index is broken."""

        def look() -> list[dict[str, Any]]:
            rows = self._texts.search(query.text, None, limit)
            return [row.model_dump(mode="json") for row in rows]

        if self._asker is None:
            return Found(_hits(look()))
        key = content_key([self.name, self._texts.edition, query.text, limit])
        return Found(self._asker.remember(key, query.window, look, _hits))


def _hits(found: list[dict[str, Any]]) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            url=row.url,
            title=row.title,
            snippet=row.excerpt,
            date=row.date,
            backend=Saved.name,
            rank=rank,
        )
        for rank, row in enumerate(map(Row.model_validate, found), start=1)
    )


MEMBER = Member(
    name=Saved.name,
    finds="the pages one has",
    local=True,
    make=lambda parts, _: Saved(parts.texts, parts.asker),
)
