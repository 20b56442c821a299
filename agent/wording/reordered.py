"""A list whose members a claim has in another order than the page: 钢铁、水泥和焦化 and 焦化、钢铁、水泥."""

from __future__ import annotations

from collections.abc import Iterator

from agent.wording.licences import licences
from agent.wording.lists import SEPARATORS, is_counted
from agent.wording.passage import Clause
from agent.wording.statement_words import has, word
from agent.wording.tokens import Keys, Tokens

_MEMBER = 16
"""Tokens of a member."""
_EITHER: frozenset[tuple[object, ...]] = frozenset({("或",)})


def reordered(
    tokens: Tokens, clause: Clause, page: int, claimed: Tokens, claim: int
) -> Iterator[tuple[int, int]]:
    """Where page and claim go on behind a list that begins at these tokens; none where the order may matter."""
    before, rest = tokens.words(clause.start, page), tokens.words(page, clause.end)
    if licences().fixed.search(licences().ordinal.sub("", before) + rest):
        return
    if has("order.paired", clause.text) or licences().modifies.search(before):
        return
    marks = [n for n in range(page, clause.end) if tokens.told[n] in SEPARATORS]
    either = [n for n in range(page, clause.end) if tokens.told[n] in _EITHER]
    if not marks and len(either) == 1:
        # 转供电或易地建设: two of which either is meant are these two in any order.
        marks = either
    if not marks or marks[0] - page > _MEMBER or _is_limited(tokens, page, marks):
        return
    for last in range(1, len(marks) + 1):
        start = marks[last - 1] + 1
        stop = marks[last] if last < len(marks) else clause.end
        first = stop if marks == either else start + 1
        for end in range(first, min(stop, start + _MEMBER) + 1):
            behind = claim + end - page
            between = _EITHER if marks == either else SEPARATORS
            members = _members(tokens.keys(page, end), between)
            theirs = _members(claimed.keys(claim, behind), between)
            if end == clause.end and is_counted(tokens, page, clause):
                # 3台锅炉、风机, and not 9家水泥、造纸企业: of the first alone it is said how many.
                continue
            if theirs != members and sorted(members, key=str) == sorted(theirs, key=str):
                yield end, behind


def _is_limited(tokens: Tokens, page: int, marks: list[int]) -> bool:
    """True for 规模以上钢铁、水泥: what limits the first member may limit all.

    What it ends with is its own (二环以内及新港区, 甲县9台、乙县8台), and so is a number where each has one (2座高炉和1座转炉).
    """
    words = tokens.words(page, marks[0])
    if all(tokens.all[n].kind == "figure" for n in (page, *(m + 1 for m in marks))):
        return False
    if tokens.all[marks[0] - 1].kind == "figure":
        words = tokens.words(page, marks[0] - 1)
    return licences().limits_all.search(word("order.own_end").sub("", words)) is not None


def _members(keys: Keys, between: frozenset[tuple[object, ...]]) -> list[Keys]:
    found: list[Keys] = [()]
    for key in keys:
        if key in between:
            found.append(())
        else:
            found[-1] = (*found[-1], key)
    return found
