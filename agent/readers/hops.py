"""Where a page leads that has no text of its own: a refresh, a script, the one page in a frame."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from agent.lazy import lazy_pattern
from agent.records import Fetched

_MOVED = lazy_pattern(
    r"""(?<![\w.])(?:(?:window|top|self|parent|document)\.)?location(?:\.href)?\s*=\s*(["'])([^"']{1,1000})\1"""
    r"""|location\.(?:replace|assign)\(\s*(["'])([^"']{1,1000})\3\s*\)"""
)
_REFRESH = lazy_pattern(
    r"^\s*+(\d{0,5}+)(?:\.\d++)?+\s*+[;,]?+\s*+url\s*+=\s*+['\"]?+([^'\"]+)", re.IGNORECASE
)
_INDEX = lazy_pattern(r"^/?(?:index|default|home|main)?(?:\.\w{2,5})?$", re.IGNORECASE)
_SLOW_REFRESH = 15


def moved_to(fetched: Fetched, refresh: Iterable[str], script: str) -> str | None:
    """The absolute URL that a meta refresh or a script leads to, or None.

    Args:
        fetched: the answer.
        refresh: the contents of its meta refresh.
        script: where its scripts stand.
    """
    for content in refresh:
        match = _REFRESH.match(content)
        if match and int(match.group(1) or 0) <= _SLOW_REFRESH:
            return other_url(fetched, match.group(2))
    moved = _MOVED.search(script)
    return other_url(fetched, moved.group(2) or moved.group(4)) if moved else None


def sets_location(script: str) -> bool:
    """True for a script that leads to another page."""
    return bool(_MOVED.search(script))


def other_url(fetched: Fetched, address: str) -> str | None:
    """The absolute URL, unless it is the page itself or no web address."""
    try:
        url = urljoin(fetched.answered_url, address.strip())
        scheme = urlsplit(url).scheme
    except ValueError:
        return None
    same = url.partition("#")[0] == fetched.answered_url.partition("#")[0]
    return url if scheme in ("http", "https") and not same else None


def sent_home(fetched: Fetched) -> bool:
    """True for a deep URL that was answered by the front page of a site."""
    asked, answered = urlsplit(fetched.url), urlsplit(fetched.answered_url)
    deep = not _INDEX.match(asked.path)
    return deep and bool(_INDEX.match(answered.path)) and not answered.query
