"""An aim that binds the clauses behind it, and what is ended at the time at which another thing begins."""

from __future__ import annotations

from collections.abc import Iterator

from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.said import Said


def aimed_again(passage: Passage, clause: Clause, before: list[Clause]) -> Iterator[Said]:
    """今年计划新建9座，改造8座 -> 今年计划改造8座: what a word of aim binds behind a comma, too.

    Said again it says less than the clause alone, and no more than the sentence.
    """
    tokens, table = passage.tokens, licences()
    if table.aims.search(clause.text) or table.reached.search(clause.text):
        return
    for other in reversed(before):
        aim = table.aim_ahead.match(other.text)
        if aim and other.segment == clause.segment:
            begin = tokens.all[other.start].start
            behind, word = (
                tokens.starts.get(begin + aim.end()),
                tokens.starts.get(begin + aim.start(1)),
            )
            for start in {other.start, word}:
                if start is not None and behind:
                    yield Said(clause.start, clause.start, tokens.keys(start, behind), "aim")
            return


def at_the_same_time(passage: Passage, clause: Clause, before: list[Clause]) -> Iterator[Said]:
    """自3月1日起施行，《…》同时废止 -> 《…》自3月1日起废止."""
    tokens = passage.tokens
    at = clause.text.find("同时")
    place = tokens.starts.get(tokens.all[clause.start].start + at) if at >= 0 else None
    if place is None or not licences().begins_or_ends.match(tokens.words(place + 2, clause.end)):
        return
    for other in before:
        for n in range(other.start, other.end - 2):
            since = tokens.keys(n, n + 3)
            dated = tokens.all[n + 1].kind in ("date", "day")
            if dated and since[0] in {("自",), ("从",)} and since[2] == ("起",):
                yield Said(place, place + 2, since, "subject")
