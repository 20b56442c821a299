"""Read documents again from the bytes in the cache, where research.db has lost their text."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from agent.cache import Cache
from agent.errors import ReadFailed, StateError
from agent.records import Page
from agent.store.pages import Again
from agent.text.urls import url_identity
from agent.wiring import loaded


def from_cache(root: Path) -> Again:
    """A function that reads a document again from what the cache has of its URL at that time."""
    cache = Cache(root, url_identity)

    @lru_cache(1)
    def readers() -> Any:
        return loaded("agent.wiring.members:readers")()

    def again(url: str, fetched_at: datetime, label: str) -> Page | None:
        # Slow to import, and needed only where a text is lost.
        read: Callable[..., Page] = loaded("agent.fetch.copies:read_copy")
        for record in cache.fetches(url):
            if record.good and record.fetched_at == fetched_at:
                with suppress(ReadFailed, StateError):
                    return read(cache, readers(), record, url, label)
        return None

    return again
