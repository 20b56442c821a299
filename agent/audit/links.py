"""Web addresses in a line of a report: Markdown links, whatever stands in them, and bare ones."""

from __future__ import annotations

import re

from agent.audit.items import Link
from agent.lazy import lazy_pattern

_BARE = lazy_pattern(
    r"(?:https?://|www\.(?=[\w-]+\.))[^\s<>\"'“”‘’《》【】，。；、（）()\[\]|]+", re.I
)
_AGAIN = lazy_pattern(r"(?<=.)(?=https?://)", re.I)
_TRAILING = lazy_pattern(r"[.,;:!?*_、，。；和及与或]{1,40}$")
_WEB = lazy_pattern(
    r"^\s{0,40}<?\s{0,40}((?:https?://|www\.)[^>]*?)\s{0,40}>?\s{0,40}(?:[\"'“][^\"'”]*[\"'”])?\s{0,40}$",
    re.I,
)
_BEGUN = lazy_pattern(r"[\s<]{0,4}(?:https?://|www\.)", re.I)
_PARTNERS = {"]": "[", "(": ")"}
LONGEST = 4000
"""Brackets are matched over at most this many characters: a report is not a program."""


def links(text: str, line: int) -> tuple[Link, ...]:
    """The addresses of a text in order, each once; a label keeps the brackets that stand in it."""
    found: list[Link] = []
    taken: list[tuple[int, int]] = []
    position = text.find("](")
    while position >= 0:
        begun = _BEGUN.match(text, position + 2)
        start = _partner(text, position, -1) if begun else None
        end = _partner(text, position + 1, 1) if begun else None
        if start is not None and end is not None:
            target = _WEB.match(text[position + 2 : end].replace("\\", ""))
            if target:
                label = text[start + 1 : position].strip().strip("*").strip()
                found += [
                    Link(url=url, label=label, line=line) for url in _several(target.group(1))
                ]
                taken.append((start, end + 1))
        position = text.find("](", position + 2)
    for bare in _BARE.finditer(text):
        if not any(start <= bare.start() < end for start, end in taken):
            found += [Link(url=url, label="", line=line) for url in _several(bare.group())]
    return tuple({link.url: link for link in reversed(found)}.values())[::-1]


def _several(text: str) -> list[str]:
    """Two addresses that were written without a space between them are two."""
    parts = [_TRAILING.sub("", part.strip()) for part in _AGAIN.split(text)]
    if len(parts) > 1 and not _stands_alone(parts[0]):
        parts = [_TRAILING.sub("", text.strip())]  # an archive's address holds another one
    return [p if p.lower().startswith("http") else f"http://{p}" for p in parts if p]


def _stands_alone(url: str) -> bool:
    return not url.endswith(("/", "=", "%2F"))


def _partner(text: str, at: int, step: int) -> int | None:
    """Where the bracket at a place has its partner, ahead or (a step of -1) before it.

    Addresses may hold pairs of brackets.
    """
    bracket, depth = text[at], 0
    for index in range(at, max(-1, min(len(text), at + step * LONGEST)), step):
        depth += (text[index] == bracket) - (text[index] == _PARTNERS[bracket])
        if depth == 0:
            return index
    return None
