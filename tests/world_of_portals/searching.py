"""Three kinds of search over the same documents, none of them kind to long queries.

Portals want every word and put the newest first; general engines take any word and rank by how
rare the words are; some look at titles alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import Literal
from urllib.parse import urlsplit

from tests.world_of_portals.documents import Document

Kind = Literal["all", "any", "titles"]
KINDS: tuple[Kind, ...] = ("all", "any", "titles")
GROUP = re.compile(r"\(([^()]*)\)|([^\s()]+)")
IN_TITLE = 4.0
"""How much more a word counts where it stands in a title."""


class Searching:
    """An engine over documents."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = tuple(documents)
        self._newest = sorted(self.documents, key=lambda d: (d.day, d.url), reverse=True)
        self._holding = lru_cache(20_000)(self._documents_with)

    def find(
        self, query: str, kind: Kind, sites: Sequence[str] = (), titles: bool = False
    ) -> list[Document]:
        """Everything that is found, best first. ``titles`` makes all words look at titles only."""
        groups = groups_of(query)
        inside = [d for d in self._newest if not sites or on(d, sites)]
        if kind != "any":
            only_titles = titles or kind == "titles"
            return [
                d
                for d in inside
                if all(any(_stands(w, d, only_titles) for w in group) for group in groups)
            ]
        scores = {id(d): 0.0 for d in inside}
        for word in dict.fromkeys(w for group in groups for w in group):
            rare = log(1 + len(self.documents) / max(1, len(self._holding(word))))
            for document in self._holding(word):
                if id(document) in scores:
                    scores[id(document)] += rare * (IN_TITLE if word in document.title else 1.0)
        found = [d for d in inside if scores[id(d)] > 0]
        return sorted(found, key=lambda d: -scores[id(d)])

    def _documents_with(self, word: str) -> tuple[Document, ...]:
        return tuple(d for d in self.documents if word in d.text)


def groups_of(query: str) -> list[list[str]]:
    """The words of a query that must each be there, with their alternatives: (a OR b) c."""
    return [
        [word for word in (bracket or single).split() if word != "OR"]
        for bracket, single in GROUP.findall(query)
    ]


def on(document: Document, sites: Sequence[str]) -> bool:
    """True for a document on one of the sites, or below one."""
    host = (urlsplit(document.url).hostname or "").removeprefix("www.")
    bare = [site.removeprefix("www.") for site in sites]
    return any(host == site or host.endswith(f".{site}") for site in bare)


def _stands(word: str, document: Document, only_titles: bool) -> bool:
    return word in (document.title if only_titles else document.text)
