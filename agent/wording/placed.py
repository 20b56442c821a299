"""The time and the place in force at a statement, in the ways in which they are said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.wording.frame_words import has, word
from agent.wording.in_force import Stated
from agent.wording.licences import Keys, licences
from agent.wording.moves import AREA, MOVED, PLACE, TIME, Move, Moves, keys_of
from agent.wording.statements import Statement

_LOOKED_AT = 16
"""Characters at the head of a clause in which a place of its own stands."""


def times(stated: Stated, one: Statement) -> Iterator[Keys]:
    """The time in force at a statement: its own, that of the clauses before it, or the year of its source."""
    if one.in_time is None:
        sources = (s for s in stated.all[: one.at] if s.source and s.time)
        for source in sources:
            if word("time.year").fullmatch(stated.words(source.time)):
                yield from map(keys_of, _ways(stated.words(source.time)))
        return
    placed = stated.all[one.in_time]
    if placed.time is None:
        return
    elsewhere = placed.clause.sentence != one.clause.sentence
    # 全省现有装机…: what holds today has no time of the sentence before it.
    timeless = one.leans is None and licences().timeless.match(stated.text(one))
    if not one.time and elsewhere and timeless:
        return
    yield from map(keys_of, _ways(stated.words(placed.time)))
    year = None if _has_a_year(stated, placed) else year_before(stated, placed.at)
    if year is not None:
        yield from map(keys_of, _with_year(stated.words(placed.time), year))


def year_before(stated: Stated, at: int) -> int | None:
    """The one year of the nearest date at the head of a clause, or in a ground, before a statement."""
    tokens = stated.tokens
    for s in reversed(stated.all[:at]):
        span = s.time or ((s.begins, s.clause.end) if s.ground else None)
        for token in tokens.all[slice(*span)] if span else ():
            # 十三五 is no year.
            if token.kind == "date" and "五" not in tokens.text[token.start : token.end]:
                years = {token.key[1].year, token.key[2].year}  # type: ignore[attr-defined]  # dates
                return years.pop() if len(years) == 1 else None
    return None


def of_time(stated: Stated, s: Statement, one: Statement) -> Moves:
    """The time in force before or behind the subject, and the clause's own left out to stand there.

    ``s`` is walked for ``one``: the statement itself or one of its conditions.
    """
    if s.at in (one.at, *one.heads[:1]):
        year = year_before(stated, s.at) if s.time and not _has_a_year(stated, s) else None
        for at in {s.begins, s.predicate, *(s.time[1:] if s.time else ())}:
            for keys in times(stated, one):
                yield at, Move(keys, at, TIME)
            if year is not None:
                yield at, Move(keys_of(f"{year}年"), at)
    if s.time and s.time[1] < s.clause.end and s.at in (one.at, one.in_time):
        yield s.time[0], Move((), s.time[1], MOVED)


def of_place(stated: Stated, s: Statement) -> Moves:
    """The place in force before a clause that names none, in the place of 全省, or with 全省 left out."""
    areas = [(*span, stated.words(span)[1:]) for span in stated.spots(s, "place.area")]
    # 本市 of 岚海市 is no 全省.
    names = [n for n in _places(stated, s.at) if all(_is_of_level(n, level) for *_, level in areas)]
    words = word("place.area").sub("", s.clause.text).lstrip("对在由")
    own = licences().elsewhere.search(words) or word("place.name").match(words[:_LOOKED_AT])
    for at in {s.begins, *(s.time[1:] if s.time else ())} if not own else ():
        for name in names:
            yield at, Move(keys_of(name), at, PLACE)
    for at, until, _ in areas:
        for name in names:
            yield at, Move(keys_of(name), until, PLACE)
            yield at, Move(keys_of(name), at, PLACE)
        if stated.tokens.words(at, at + 1) in tuple("全我本"):
            # 浙江全省 has its name already.
            ahead = re.search(
                f"{word('place.short').pattern}省?$", stated.tokens.words(s.begins, at)
            )
            yield at, Move((), until, 0 if ahead else AREA)


def _is_of_level(name: str, level: str) -> bool:
    """True for a city beside 全市, an autonomous region beside 全区, a province by its short name beside any."""
    short = word("place.name").fullmatch(name) is None
    return name.endswith(level) or level in ("岛", "区") or short


def _has_a_year(stated: Stated, one: Statement) -> bool:
    return any(t.kind == "date" for t in stated.tokens.all[slice(*(one.time or (0, 0)))])


def _with_year(words: str, year: int) -> Iterator[str]:
    """上半年 as 2024年上半年, 全年 as 2024年."""
    if words in ("全年", "今年", "当年"):
        yield f"{year}年"
        yield f"{year}年度"
    for way in _ways(words.replace("当年", "").replace("今年", "")):
        yield f"{year}年{way}"
        lead = re.match("截至|[到自从于在]", way)
        if lead:
            yield f"{lead[0]}{year}年{way[lead.end() :]}"


def _ways(words: str) -> Iterator[str]:
    """A time with and without what says no more than the time."""
    yield words
    if words[:1] in ("在", "于"):
        words = words[1:]
        yield words
    else:
        yield f"在{words}"
    if words[:1] in ("从", "自"):
        yield ("自" if words[0] == "从" else "从") + words[1:]
    if words.endswith("期间"):
        yield words[:-2]
    elif not words.endswith(("前", "起", "后", "底")):
        yield f"{words}期间"
    if words.startswith("到") and words.endswith(("底", "末")):
        yield words[1:]


def _places(stated: Stated, at: int) -> Iterator[str]:
    """The names of the nearest place that a clause begins with; those of the page where none does."""
    for s in reversed(stated.all[: at + 1]):
        start = s.time[1] if s.time and s.time[0] == s.begins else s.begins
        words = stated.tokens.words(start, s.clause.end)
        lead = re.match("[对在由据《]", words)
        found = word("place.name").match(words, lead.end() if lead else 0)
        found = found or word("place.short").match(words)
        if found:
            yield from _names(found[0])
            return
    for place in stated.known.places:
        yield from _names(place)


def _names(name: str) -> Iterator[str]:
    """A place in the ways it is called: 福建省宁德市, 宁德市; 广西 for the autonomous region."""
    parts = word("place.part").findall(name) or [name]
    for first in range(len(parts)):
        words = "".join(parts[first:])
        yield words
        region = word("place.region").fullmatch(words)
        if region:
            yield region["short"]
        elif words.endswith("省") and has("place.short", words):
            yield words[:-1]
    if len(parts) > 1:
        yield parts[0]
