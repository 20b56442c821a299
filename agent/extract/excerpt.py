"""A long page cut to what a model can take: its head, its end, its outline, and its densest passages.

The end is kept because the issuers and the date stand there (落款), the headings because they say
of what a passage is. Room that is left goes to what stands beside what was kept, so that the room is full.
Quotes are checked against the whole page afterwards, so a cut can lose something but never make something up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from agent.lazy import lazy_pattern

HEAD = 0.2
TAIL = 0.08
OUTLINE = 0.12
"""Shares of the allowance that the beginning, the end and the headings of a text get at most."""

LONG_LINE = 300
"""A line longer than this is cut at its sentences."""

CUT = "〔此处略去{count}字〕"

_HEADING = lazy_pattern(
    r"\s{0,9}(?:第[一二三四五六七八九十百\d]{1,4}[章节篇]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。；]{1,30}\s{0,9}"
)
"""A line that is the heading of a chapter or a point."""
_SENTENCE_END = lazy_pattern(r"(?<=[。；;！？])")


def allowances(lengths: Sequence[int], total: int) -> tuple[int, ...]:
    """Share a total among texts: nobody gets more than it needs, what is left goes to the long."""
    shares = [0] * len(lengths)
    left = total
    waiting = sorted(range(len(lengths)), key=lambda index: lengths[index])
    for position, index in enumerate(waiting):
        shares[index] = min(lengths[index], left // (len(waiting) - position))
        left -= shares[index]
    return tuple(shares)


def excerpt(text: str, limit: int, weight: Callable[[str], float]) -> str:
    """At most about ``limit`` characters of a text, in order, with a mark wherever some are missing.

    Args:
        text: The whole text.
        limit: Characters that are kept; the marks come on top.
        weight: How much a piece of text tells; counted per character.
    """
    if len(text) <= limit:
        return text
    pieces = _pieces(text)
    kept = _ends(pieces, limit)
    headings = [n for n, piece in enumerate(pieces) if n not in kept and _HEADING.fullmatch(piece)]
    _fill(kept, pieces, headings, int(limit * OUTLINE))
    density = {
        index: weight(piece) / len(piece)
        for index, piece in enumerate(pieces)
        if index not in kept and piece.strip()
    }
    telling = sorted(
        (n for n in density if density[n] > 0), key=lambda index: (-density[index], index)
    )
    _fill(kept, pieces, telling, limit - _length(pieces, kept))
    # What stands beside a passage says of what it is, and when.
    told = sorted(kept & set(telling))
    beside = [n for at in told for n in (at - 1, at + 1) if 0 <= n < len(pieces)]
    _fill(kept, pieces, [*beside, *range(len(pieces))], limit - _length(pieces, kept))
    return _joined(pieces, kept)


def _length(pieces: list[str], kept: set[int]) -> int:
    return sum(len(pieces[index]) for index in kept)


def _fill(kept: set[int], pieces: list[str], wanted: Iterable[int], room: int) -> None:
    """Keep of the pieces that are wanted, in their order, what there is room for."""
    for index in wanted:
        if index not in kept and len(pieces[index]) <= room:
            kept.add(index)
            room -= len(pieces[index])


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for line in text.splitlines(keepends=True):
        parts = _SENTENCE_END.split(line) if len(line) > LONG_LINE else [line]
        for part in parts:
            pieces += [part[at : at + LONG_LINE] for at in range(0, len(part), LONG_LINE)]
    return pieces


def _ends(pieces: list[str], limit: int) -> set[int]:
    kept: set[int] = set()
    for order, share in ((range(len(pieces)), HEAD), (range(len(pieces) - 1, -1, -1), TAIL)):
        room = limit * share
        for index in order:
            room -= len(pieces[index])
            if room < 0:
                break
            kept.add(index)
    return kept


def _joined(pieces: list[str], kept: set[int]) -> str:
    parts: list[str] = []
    missing = 0
    for index, piece in enumerate(pieces):
        if index not in kept:
            missing += len(piece)
            continue
        if missing:
            parts.append(CUT.format(count=missing) + "\n")
            missing = 0
        parts.append(piece)
    if missing:
        parts.append(CUT.format(count=missing))
    return "".join(parts)
