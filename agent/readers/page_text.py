"""A page's text while it is being put together, and where in it each thing stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from agent.lazy import lazy_pattern
from agent.records import Span, Stated

_SPACE_IN_WORDS = lazy_pattern(
    r"(?<![0-9A-Za-z部委厅局府室院会署央司])[\s\u3000]+"
    r"|[\s\u3000]+(?![0-9A-Za-z\u4e00-\u9fff])|[\s\u3000]+(?=关于|印发|转发|批转|公告|通告|令)"
    r"|(?<=[0-9A-Za-z])[\s\u3000]+(?=[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff])[\s\u3000]+(?=[0-9A-Za-z])"
)
_TWO_HAN = lazy_pattern("[\u3400-\u9fff]{2}")
_EDGES = " \t\u3000"


PAPERS = (
    *("通知", "意见", "方案", "办法", "决定", "规定", "条例", "规划", "计划"),
    *("措施", "细则", "公告", "通告", "批复", "函", "令", "纲要", "要点"),
)
"""How the titles of official papers end, whatever they are about."""

MOST_CHARACTERS = 1_000_000
"""Characters of a text that is read at all. A book of seven hundred pages has as many."""


def any_of(words: Iterable[str], between: str = "") -> str:
    """An expression for any of these words; ``between`` may stand between their characters."""
    return "|".join(map(between.join, words))


class TextBuilder:
    """Lines one after another; every addition answers with the span it was given."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0

    def line(self, text: str) -> Span:
        """Add a line and say where it stands."""
        span = Span(start=self._length, end=self._length + len(text))
        self._lines.append(text)
        self._length += len(text) + 1
        return span

    def lines(self, texts: Iterable[str]) -> Span:
        """Add lines; the span runs from the first to the end of the last."""
        start, added = self._length, list(texts)
        self._lines += added
        self._length += sum(map(len, added)) + len(added)
        return Span(start=start, end=self._length - 1 if added else start)

    @property
    def text(self) -> str:
        """What was added so far."""
        return "\n".join(self._lines)


@lru_cache(maxsize=1024)
def one_line(text: str) -> str:
    """A title on one line; kept, because a page's lines are laid beside its titles again and again.

    White space goes, except between two letters or digits and behind a word that ends as an
    issuer does: 交通运输部 财政部关于… stay two.
    """
    words = text.split()
    if len(words) < 2:
        return "".join(words)
    joined = text.strip().replace("\n", "")
    return re.sub(r"\s+", " ", _SPACE_IN_WORDS.sub("", joined)).strip(_EDGES)


def heading(text: str) -> str:
    """A title as a page shows it: white space stays, one space each, but where letters are spaced out.

    某铝业 2×40 万吨再生铝项目 首条线投产 keeps all of it; 关 于 印 发 has none, nor have the last letters of 某某办法 通 知.
    What a break parts is another matter, see title_lines.joined.
    """
    words = text.split()
    if len(words) < 2 or sum(map(len, words)) <= 2 * len(words):
        return one_line(text)
    joined = words[0]
    for before, word in pairwise(words):
        spaced_out = len(before) == len(word) == 1 and _TWO_HAN.match(before + word)
        joined += word if spaced_out else f" {word}"
    return joined


def stated(value: str, where: str, span: Span | None) -> Stated | None:
    """A stated value, or None when there is none."""
    return Stated(value=value, where=where, span=span) if value else None


@lru_cache(maxsize=2)
def spans_of_lines(text: str, body: Span) -> tuple[Span, ...]:
    """The lines of a body, without the white space at their ends; empty ones left out.

    Kept for a moment, because head and closing of one text are read after each other.
    """
    spans = []
    start = body.start
    while start < body.end:
        end = text.find("\n", start, body.end)
        end = body.end if end < 0 else end
        first, last = start, end
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            spans.append(Span(start=first, end=last))
        start = end + 1
    return tuple(spans)
