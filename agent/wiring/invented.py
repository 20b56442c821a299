"""What is invented stays out of a run over the real web.

Nobody can own a host under ``.example`` (RFC 2606), so a page from one is never a source. The
sample web lives there, and so do the pages of tests, whose runs are given what serves them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from agent.fetch import Opener
from agent.fetch.scripted import Transport
from agent.net.allowed import AllowList
from agent.net.proxies import SCHEMES
from agent.pipeline import Follow
from agent.records import Changepoint, Gap, Opened, Query
from agent.search import Gathered
from agent.text.urls import is_invented

CAUSE = "invented"

Search = Callable[[tuple[Query, ...], Changepoint], Gathered]


def can_be_served(
    transport: Transport | None, proxies: Mapping[str, str], allowed: AllowList
) -> bool:
    """True when a transport, a proxy or an allow-list that names such hosts was given."""
    proxied = any(proxies.get(scheme) for scheme in SCHEMES)
    return transport is not None or proxied or allowed.has_host("example")


def kept_apart(
    first: Search, second: Follow, opener: Opener, *, served: bool
) -> tuple[Search, Follow, Opener]:
    """Both rounds and the opener of a run; unless invented hosts are served, without them."""
    if served:
        return first, second, opener
    return (
        lambda queries, point: without_invented(first(queries, point)),
        lambda *both_and_pages: without_invented(second(*both_and_pages)),
        RealPages(opener),
    )


def without_invented(gathered: Gathered) -> Gathered:
    """The hits on hosts that there can be; each other one is told as a gap that does not matter."""
    left_out = tuple(hit for hit in gathered.hits if is_invented(hit.url))
    return replace(
        gathered,
        hits=tuple(hit for hit in gathered.hits if not is_invented(hit.url)),
        gaps=(*gathered.gaps, *(_gap(hit.url, material=False) for hit in left_out)),
    )


@dataclass(frozen=True)
class RealPages:
    """An opener that opens no address of an invented host, not even from the cache."""

    opener: Opener

    def open(self, urls: Sequence[str]) -> tuple[Opened, ...]:
        """See agent.fetch.Opener."""
        opened = iter(self.opener.open([url for url in urls if not is_invented(url)]))
        return tuple(
            Opened(url=url, gaps=(_gap(url),)) if is_invented(url) else next(opened) for url in urls
        )


def _gap(url: str, *, material: bool = True) -> Gap:
    return Gap(
        stage="fetch",
        target=url,
        cause=CAUSE,
        detail="a host under .example is invented (RFC 2606): only --sample reads such pages",
        material=material,
    )
