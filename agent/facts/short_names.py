"""The short names that a page itself gives: 宜昌至长阳高速公路…，简称宜长高速."""

from __future__ import annotations

import re
from itertools import islice

from agent.facts.edges import at_left_edge
from agent.lazy import lazy_pattern

_CALLED = lazy_pattern(
    r"(?<![不非])(?:以?下)?(?:统一)?简称(?:为|:)?\"?(?P<short>[\u4e00-\u9fff]{3,10}?)(?=[\"(),;。\n]|$)"
)
_WHOLE = lazy_pattern("公路|铁路|有限公司|公司")
"""What may end a long name behind the words that it shares with the short one."""
_BEFORE = lazy_pattern(r"[\u4e00-\u9fff-]{1,24}$")
_KIND = 2
_WORD = "简称"
_MOST = 20
"""Each asks for all the text before it."""


def short_names(folded: str) -> tuple[tuple[str, str], ...]:
    """Each short name of a folded text with the long one that it is of.

    The long name has the short one's last words whole and its other characters in their order, and
    stands before it; where two names do (宜昌至长阳高速, 宜都至长沙高速), neither is meant.
    """
    found = []
    if _WORD not in folded:
        return ()
    for called in islice(_CALLED.finditer(folded), _MOST):
        short = called["short"]
        written = _written_out(short, folded[: called.start()])
        if len(written) == 1:
            found.append((short, written.pop()))
    return tuple(found)


def _written_out(short: str, before: str) -> set[str]:
    """The names in a text that a short name may be of; none where one of them is cut off at its beginning."""
    head, kind = short[:-_KIND], short[-_KIND:]
    found, cut = set[str](), set[str]()
    for place in re.finditer(re.escape(kind), before):
        run = _BEFORE.search(before, max(0, place.start() - 24), place.start())
        start = place.start()
        for letter in reversed(head):
            start = before.rfind(letter, run.start() if run else start, start)
            if start < 0:
                break
        if start < 0:
            continue
        behind = _WHOLE.match(before, place.end())
        name = before[start : behind.end() if behind else place.end()]
        (found if at_left_edge(before, start) else cut).add(name)
    return set() if cut - found - {short} else found - {short}
