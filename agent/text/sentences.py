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
from typing import NamedTuple

from agent.lazy import lazy_pattern
from agent.records import Span


class Sentence(NamedTuple):
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
_ENDS, _CLOSERS = frozenset("。！？!?：:；;"), "”’\"'」』）)]〕】》"
_OPENS_PARAGRAPH = lazy_pattern(
    r"\s{0,40}(?:[一二三四五六七八九十]{1,6}、|[（(][一二三四五六七八九十\d]{1,6}[）)]|\d{1,6}[.、．](?!\d)|第[一二三四五六七八九十百\d]{1,8}[条章节]|附件|[①-⑳•·●◆■])"
    r"|\u3000\u3000|\s{0,40}$"
)
_INSIDE_NUMBER = lazy_pattern(
    r"\d\n\s*[万亿%％‰]|\d\n\s*年(?!度)|[（(]\n|[十一二三四五六七八九]\n\s*[一二三四五六七八九][\u201d\u2019」]"
)
_WRAPPED_LINES = 3
_LONG, _NEARLY = 15, 2.5
"""Width of a line that may have been broken by force, and how far from the usual one it may be."""
_SHORT = _LONG - 2


class _Widths(dict[str, float]):
    """The width of each character; fills itself."""

    def __missing__(self, character: str) -> float:
        self[character] = wide = 1 if unicodedata.east_asian_width(character) in "WFA" else 0.5
        return wide


_WIDTHS = _Widths()


def _width(line: str) -> float:
    """Width in Chinese characters; Latin letters and digits take half of one."""
    return sum(map(_WIDTHS.__getitem__, line))


def _open_width(line: str) -> float:
    """The width of a line that may go on in the next one; 0 of one that ends, or is too short to tell."""
    words = line.strip()
    return 0 if len(words) < _SHORT or _is_ended(words) else _width(words)


def _is_ended(line: str) -> bool:
    """True where a line ends with a mark, or with what closes a quotation or bracket behind one."""
    return line.rstrip(_CLOSERS)[-1:] in _ENDS


def _wrap_width(widths: list[float]) -> float | None:
    """The width at which the text was broken by force, or None when its lines are paragraphs."""
    long = [round(width) for width in widths if width >= _LONG]
    if not long:
        return None
    common, _ = Counter(long).most_common(1)[0]
    near = sum(abs(width - common) <= 2 for width in long)
    return common if near >= _WRAPPED_LINES and near * 2 >= len(long) else None


def _soft_breaks(text: str) -> frozenset[int]:
    """Offsets of the line breaks that a PDF put into the middle of a sentence."""
    lines = text.split("\n")
    if sum(len(line) >= _SHORT for line in lines) < _WRAPPED_LINES:
        return frozenset()
    widths = list(map(_open_width, lines))
    wrapped = _wrap_width(widths)
    if wrapped is None:
        return frozenset()
    soft: list[int] = []
    run: list[int] = []
    marked = False
    position = 0
    for line, width, following in zip(lines, widths, [*lines[1:], ""], strict=True):
        position += len(line)
        marked = marked or bool(_MARKED.search(line))
        if abs(width - wrapped) <= _NEARLY and not _OPENS_PARAGRAPH.match(following):
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

    def ends(end: int) -> None:
        stripped = text[start:end].strip()
        if stripped:
            first = text.index(stripped[0], start)
            span = Span(start=first, end=first + len(stripped))
            found.append(Sentence(stripped, span))

    stops = [match for match in _DOT.finditer(text) if match.start() in dots] if dots else []
    marks = [*_END.finditer(text)]
    for match in sorted([*marks, *stops], key=re.Match.start) if stops else marks:
        at = match.start()
        if at in soft or (text[at] == "\n" and _INSIDE_NUMBER.match(text, max(0, at - 1))):
            continue
        ends(match.end())
        start = match.end()
    ends(len(text))
    return tuple(found)
