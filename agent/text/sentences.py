"""Sentences of a Chinese text, with their places.

A sentence ends at 。！？ (or ! ?, or an English full stop before a capital), with the closing quotes and
brackets behind it, and at a line break that ends a paragraph or a heading. A semicolon does not end it: the
part behind it would lose what it speaks of. Text taken from a PDF breaks every line at the same width;
such a break inside a sentence is no end, and neither is one between a number and its 万, 亿, % or 年.
Headings of nearly the same width are no sentence that was broken: they have no mark inside and none
at the end. In a scan 。 is often recognised as a full stop of English; where most are, that ends one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise

from agent.lazy import lazy_pattern
from agent.records import Record, Span


class Sentence(Record):
    """A sentence as it stands, line breaks inside included, without the white space around it."""

    text: str
    span: Span


_END = lazy_pattern(
    "[。！？!?…]+[”’\"'」』）)\\]〕】》]*"
    r"|(?<=[a-z])\.(?=\s+[A-Z])"
    r"|\n"
)
_DOT = lazy_pattern(
    r"(?<=[\u4e00-\u9fff%）)])(?<![一二三四五六七八九十])\.(?=[\u4e00-\u9fff\d“《（(]|\s*$)",
    re.MULTILINE,
)
"""A full stop behind a Chinese word, but not that of 一.总体要求."""
_MARKED = lazy_pattern("[，,。、；;：:！？（(.]")
_ENDED = lazy_pattern("[。！？!?：:；;][”’\"'」』）)\\]〕】》]*$")
_OPENS_PARAGRAPH = lazy_pattern(
    r"\s{0,40}(?:[一二三四五六七八九十]{1,6}、|[（(][一二三四五六七八九十\d]{1,6}[）)]|\d{1,6}[.、．](?!\d)|第[一二三四五六七八九十百\d]{1,8}[条章节]|附件|[①-⑳•·●◆■])"
    r"|\u3000\u3000|\s{0,40}$"
)
_INSIDE_NUMBER = lazy_pattern(
    r"\d\n\s*[万亿%％‰]|\d\n\s*年(?!度)|[（(]\n|[十一二三四五六七八九]\n\s*[一二三四五六七八九][\u201d\u2019」]"
)
_WRAPPED_LINES = 3


class _Widths(dict[str, float]):
    """The width of each character; fills itself."""

    def __missing__(self, character: str) -> float:
        self[character] = wide = 1 if unicodedata.east_asian_width(character) in "WFA" else 0.5
        return wide


_WIDTHS = _Widths()


def _width(line: str) -> float:
    """Width in Chinese characters; Latin letters and digits take half of one."""
    return sum(map(_WIDTHS.__getitem__, line.strip()))


def _wrap_width(lines: list[str]) -> float | None:
    """The width at which the text was broken by force, or None when its lines are paragraphs."""
    open_lines = [
        _width(line) for line in lines if line.strip() and not _ENDED.search(line.rstrip())
    ]
    long = [round(width) for width in open_lines if width >= 15]
    if not long:
        return None
    common, _ = Counter(long).most_common(1)[0]
    near = sum(abs(width - common) <= 2 for width in long)
    return common if near >= _WRAPPED_LINES and near * 2 >= len(long) else None


def _soft_breaks(text: str) -> frozenset[int]:
    """Offsets of the line breaks that a PDF put into the middle of a sentence."""
    lines = text.split("\n")
    width = _wrap_width(lines)
    if width is None:
        return frozenset()
    soft: list[int] = []
    run: list[int] = []
    marked = False
    position = 0
    for line, following in pairwise([*lines, ""]):
        position += len(line)
        filled = abs(_width(line) - width) <= 2.5
        marked = marked or bool(_MARKED.search(line))
        if filled and not _ENDED.search(line.rstrip()) and not _OPENS_PARAGRAPH.match(following):
            run.append(position)
        else:
            # 一行一题，各行差不多宽: lines without any mark are headings, each its own.
            soft += run if marked else []
            run, marked = [], False
        position += 1
    return frozenset(soft)


def _dots(text: str) -> frozenset[int]:
    """Offsets of the full stops that stand for 。; none in a text that has 。 of its own."""
    dots = [match.start() for match in _DOT.finditer(text)] if "." in text else []
    return frozenset(dots) if len(dots) > 1 and len(dots) * 2 >= text.count("。") else frozenset()


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; headings and table lines count as sentences of their own."""
    soft = _soft_breaks(text)
    dots = _dots(text)
    found = []
    start = 0
    stops = [match for match in _DOT.finditer(text) if match.start() in dots] if dots else []
    for match in sorted([*_END.finditer(text), *stops], key=re.Match.start):
        if match.start() in soft or _INSIDE_NUMBER.match(text, max(0, match.start() - 1)):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(text)))
    return tuple(
        Sentence(text=stripped, span=Span(start=first, end=first + len(stripped)))
        for first, stripped in (_strip(text, *edges) for edges in found)
        if stripped
    )


def _strip(text: str, start: int, end: int) -> tuple[int, str]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), piece.strip()
