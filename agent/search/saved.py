"""The pages one already has: full text over what was read before or imported by hand."""

from __future__ import annotations

from typing import Protocol

from agent.records import Hit, Query, Window
from agent.search import Coverage
from agent.store import Row


class Texts(Protocol):
    """An index of page texts, such as agent.store.Index."""

    def search(self, text: str, window: Window | None, limit: int) -> tuple[Row, ...]:
        """The best rows first."""


class Saved:
    """The saved pages. They are whatever happens to be there, so they cover nothing.

    Args:
        texts: the index of their texts.
    """

    name = "saved"
    coverage = Coverage(levels=frozenset(), provinces=frozenset())

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def search(self, query: Query, limit: int) -> tuple[Hit, ...]:
        """Pages that hold the words of the query. Raises StateError when the index is broken."""
        return tuple(
            Hit(
                url=row.url,
                title=row.title,
                snippet=row.excerpt,
                date=row.date,
                backend=self.name,
                rank=rank,
            )
            for rank, row in enumerate(self._texts.search(query.text, None, limit), start=1)
        )
