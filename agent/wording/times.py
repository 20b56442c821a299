"""A time in another place of its sentence, and what is measured or ended at it."""

from __future__ import annotations

from collections.abc import Iterator

from agent.wording.licences import Keys, licences
from agent.wording.passage import Clause, Passage
from agent.wording.said import SHORTEST, Said, how_begins, is_words


def timed(passage: Passage, clause: Clause) -> Iterator[Said]:
    """到2030年，全市建成9座 -> 全市到2030年建成9座, and the other way round."""
    tokens = passage.tokens
    head = next((c for c in passage.clauses if c.end == clause.start), None)
    heads = [*how_begins(passage, clause), *_indicator(passage, clause)]
    for subject in [*heads, *_with_duty(passage, clause, heads)]:
        end = clause.start + len(subject)
        if head and head.timed and head.sentence == clause.sentence:
            for time in _with_or_without(tokens.keys(head.start, head.end)):
                yield Said(head.start, end, (*subject, *time), "time")
        inside = licences().time.match(tokens.rest(end))
        # 全市到2030年建成: what is read as a date is one token, and 前, 底, 起 behind it are others.
        behind = tokens.starts.get(tokens.all[end].start + inside.end()) if inside else None
        if behind and behind < clause.end:
            for time in _with_or_without(tokens.keys(end, behind)):
                yield Said(clause.start, behind, (*time, *subject), "time")


def timed_again(passage: Passage, clause: Clause, before: list[Clause]) -> Iterator[Said]:
    """2031年建成泵站9座，覆盖率达到33% -> 2031年，覆盖率达到33%: the time of a clause is that of those it goes on to."""
    tokens, table = passage.tokens, licences()
    if _is_dated(passage, clause) or table.timeless.match(clause.text):
        return
    for other in reversed(before):
        time = table.time_ahead.match(other.text)
        if time and other.segment == clause.segment:
            behind = tokens.starts.get(tokens.all[other.start].start + time.end())
            if behind:
                yield Said(clause.start, clause.start, tokens.keys(other.start, behind), "time")
        if _is_dated(passage, other):
            return


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


def _is_dated(passage: Passage, clause: Clause) -> bool:
    return any(t.kind in ("date", "day") for t in passage.tokens.all[clause.start : clause.end])


def _with_duty(passage: Passage, clause: Clause, heads: list[Keys]) -> Iterator[Keys]:
    """各市应 in 各市应于6月底前报送: a subject with the word that stands between it and its time."""
    tokens = passage.tokens
    for subject in heads:
        end = clause.start + len(subject)
        found = licences().before_time.match(tokens.words(end, clause.end))
        if found:
            yield (*subject, *((character,) for character in found[0]))


def _with_or_without(time: Keys) -> Iterator[Keys]:
    """于3月1日 and 3月1日: 于 and 在 say no more than the day."""
    yield time
    at = {("于",), ("在",)}
    if time[0] in at:
        yield time[1:]
    elif len(time) == 1:
        yield from ((one, *time) for one in at)


def _indicator(passage: Passage, clause: Clause) -> Iterator[Keys]:
    """森林覆盖率 in 森林覆盖率达到33%."""
    tokens = passage.tokens
    found = licences().measures.search(clause.text)
    end = tokens.starts.get(tokens.all[clause.start].start + found.start()) if found else None
    if not end:
        return
    dated = [n for n in range(clause.start, end) if tokens.all[n].kind == "date"]
    if dated:
        # 覆盖率到2030年达到33%: 到 is of the time.
        end = dated[0] - (tokens.all[dated[0] - 1].key[0] in tuple("到在于至"))
    if end - clause.start >= SHORTEST and is_words(passage, clause.start, end):
        yield tokens.keys(clause.start, end)


def measured_again(passage: Passage, clause: Clause, before: list[Clause]) -> Iterator[Said]:
    """比例到2030年达到25%，到2035年达到30%: the measure, before the time of the clause or behind it."""
    tokens = passage.tokens
    time = licences().time.match(clause.text)
    behind = tokens.starts.get(tokens.all[clause.start].start + time.end()) if time else None
    if behind and licences().measures.match(tokens.words(behind, clause.end)):
        for keys in (keys for other in before[-1:] for keys in _indicator(passage, other)):
            yield Said(clause.start, clause.start, keys, "topic")
            yield Said(behind, behind, keys, "topic")


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
