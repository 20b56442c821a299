"""Figures that are told together: 1倍以上5倍以下, and 分别 with a list of nouns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.lazy import lazy_pattern
from agent.records import Span
from agent.text.figure_words import noun_of
from agent.text.fold import fold

if TYPE_CHECKING:
    from agent.text.figures import Figure


def between(low: Figure, high: Figure, text: str) -> list[Figure]:
    """1倍以上5倍以下 is also the range from 1 to 5; nothing where the two do not go together."""
    fits = (low.bound, high.bound, low.unit) == ("at_least", "at_most", high.unit)
    if not fits or low.low is None or high.high is None or low.low > high.high:
        return []
    span = Span(start=low.span.start, end=high.span.end)
    both = {"low": low.low, "bound": "exact", "span": span, "text": text[span.start : span.end]}
    return [high.model_copy(update=both)]


_DISTRIBUTED = lazy_pattern(r"([^,。;:]{2,60})分别[^,。;:\d]{0,8}$")
_COMPARED_BEFORE = lazy_pattern(r"(?:比|较|与)[^,。;、]{0,12}?(?:年|同期|相比)(?:底|末)?$")


def each_its_own(found: list[Figure], text: str) -> tuple[Figure, ...]:
    """能耗、水耗分别下降14.5%和15%: each figure is told of its own noun."""
    named = list(found)
    first = 0
    while first < len(named):
        last = first
        while last + 1 < len(named) and re.fullmatch(
            r"\s*[、和与及,，]?\s*", text[named[last].span.end : named[last + 1].span.start]
        ):
            last += 1
        lead = _DISTRIBUTED.search(fold(text[: named[first].span.start]).text)
        if lead and last > first:
            things = re.split("[、和与及]", _COMPARED_BEFORE.sub("", lead[1]))
            if len(things) == last - first + 1:
                for index, thing in enumerate(things, start=first):
                    noun = noun_of(thing, "", counts=False)
                    named[index] = named[index].model_copy(update={"noun": noun})
        first = last + 1
    return tuple(named)
