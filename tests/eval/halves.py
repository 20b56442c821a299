"""The two halves of a set, by a fixed rule: what stands in one source is on one side."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def is_held_back(source: str) -> bool:
    """True for the half that no rule may be tuned on: the first byte of its name's sha256 is odd."""
    return hashlib.sha256(source.encode()).digest()[0] % 2 == 1


def held(rows: Iterable[tuple[bool, str]]) -> tuple[int, int]:
    """Hits and cases of the held-back half; a row is (counts as a hit, its source)."""
    own = [hit for hit, source in rows if is_held_back(source)]
    return sum(own), len(own)
