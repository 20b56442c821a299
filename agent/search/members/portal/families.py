"""What the answers of four makers look like. None of them is trusted to be what it seems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

from agent.search import day_of, plain

if TYPE_CHECKING:
    from agent.publishers.portals import PortalRow

LINK = re.compile(r"visit/link\.do\?url=([^&\"'<>\s]+)")
TITLE = re.compile(r"&(?:amp;)?title=([^&\"'<>\s]+)")
DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")


@dataclass(frozen=True)
class Result:
    """One result: where it leads, what it is called, and the day the portal gives."""

    url: str
    title: str
    day: date | None


def read_results(row: PortalRow, value: Any) -> list[Result] | None:
    """The results of an answer, each address once; None when it is of another shape or a refusal."""
    if not isinstance(value, dict) or value.get("success") is False:
        return None
    if row.family == "jsearchfront":
        pieces = value.get("result")
        if not isinstance(pieces, list):
            return None
        read = [_of_fragment(piece) for piece in pieces if isinstance(piece, str)]
    else:
        entries = _at(value, row.rows)
        if entries is None:
            return None
        read = [_of_entry(row, entry) for entry in entries if isinstance(entry, dict)]
    return list({result.url: result for result in read if result}.values())


def _at(value: Any, path: str) -> list[Any] | None:
    """The list at a path of names; after ``name[]`` the rest is looked for in each of its entries."""
    here, many = [value], False
    for name in path.split("."):
        bare = name.removesuffix("[]")
        if not all(isinstance(one, dict) and bare in one for one in here):
            return None
        here = [one[bare] for one in here]
        if name != bare:
            if not isinstance(here[0], list):
                return None
            here, many = here[0], True
    if many:
        return here
    return here[0] if isinstance(here[0], list) else None


def _of_entry(row: PortalRow, entry: dict[str, Any]) -> Result | None:
    link = entry.get(row.link)
    title = plain(entry.get(row.title) or entry.get("title"))
    if not isinstance(link, str) or not link or not title:
        return None
    return Result(urljoin(row.url, link), title, day_of(entry.get(row.date)))


def _of_fragment(piece: str) -> Result | None:
    """A piece of HTML as jsearchfront gives: address and title stand escaped in its link."""
    link, title, day = LINK.search(piece), TITLE.search(piece), DAY.search(plain(piece))
    url = unquote(link[1]) if link else ""
    if not url.startswith(("http://", "https://")) or not title:
        return None
    return Result(url, plain(unquote(title[1])), day_of(day[0]) if day else None)
