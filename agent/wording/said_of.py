"""Of whom or what a statement is, in the words of the clauses before it, and how what is named may be called."""

from __future__ import annotations

from collections.abc import Iterator

from agent.wording.frame_words import has, word
from agent.wording.in_force import Stated
from agent.wording.licences import Keys, licences
from agent.wording.lists import SEPARATORS
from agent.wording.moves import GUARDED, TOPIC, UNSAID, Move, Moves, keys_of
from agent.wording.statements import Range, Statement, inner_owners

_NAME = 26
"""Tokens of a name."""
_PREFIX = 4
"""Tokens before a noun by which two things of its kind are told apart."""


def of_whom(stated: Stated, s: Statement) -> Moves:
    """The subject in force said again before a clause that has none, or that of which its own is a part."""
    fronts = {s.begins, *(s.time[1:] if s.time else ())}
    for keys, origin in _topics(stated, s):
        for at in fronts:
            yield at, Move(keys, at, TOPIC, origin)
    yield from _of_objects(stated, s)
    yield from _of_the_counted(stated, s)
    yield from _of_an_ordinal(stated, s)
    yield from _of_conditions(stated, s)


def named_otherwise(stated: Stated, s: Statement) -> Moves:
    """该矿 by its name, a name without where it stands and whose it is, 电站 by what it was called."""
    for at, until in stated.spots(s, "front.this"):
        for keys, noun in _meant(stated, (at, until), s):
            yield at, Move(keys, at + 1 + noun, TOPIC, s.at)
    yield from _in_full(stated, s)
    yield from _without_owner(stated, s)


def unsaid(stated: Stated, s: Statement) -> Moves:
    """A subject left out, or the owner in it, where the claim has just said it."""
    if s.subject and s.subject[1] < s.clause.end:
        yield s.subject[0], Move((), s.subject[1], UNSAID, s.at)
    for stop in inner_owners(stated.tokens, s.subject) if s.subject else ():
        yield s.subject[0], Move((), stop, UNSAID)  # type: ignore[index]  # it has a subject


def is_of_two(stated: Stated, one: Statement) -> bool:
    """True where two bodies were named before it in its segment: of which it is, nobody can tell."""
    near = (stated.subject(s) for s in stated.in_segment(one) if not (s.source or s.guard))
    bodies = {found[0] for words in near if (found := word("front.body").match(words))}
    return len({words for words in bodies if not word("front.alias").match(words)}) > 1


def _topics(stated: Stated, s: Statement) -> Iterator[tuple[Keys, int]]:
    own = stated.subject(s)
    measured = has("front.measure", own) and licences().refers.match(own)
    if has("front.strict", own) or ((not own or measured) and _is_of_another(stated, s)):
        return
    alias = word("front.alias").match(own)
    if alias and _is_called_twice(stated, s, alias[0]):
        return
    if not own and s.topic is not None:
        yield from _subject(stated, stated.all[s.topic])
    if s.owner is not None and s.owner != s.at:
        yield from _subject(stated, stated.all[s.owner], owner=True)
    if s.guard and not own:
        # 不高于9度的，…；高于9度的，…: of what the other condition is.
        others = (o for o in stated.before(s) if o.guard and o.subject)
        other = next((o for o in others if o.clause.sentence == s.clause.sentence), None)
        yield from _subject(stated, other) if other else ()
    if s.leans is not None and (not own or word("clause.growth").match(own)):
        base = stated.base(s)
        figures = stated.figures(base)
        if base.subject and own:
            yield from _subject(stated, base)
        elif not base.subject and figures and figures[0] - base.begins >= 2:
            yield stated.tokens.keys(base.begins, figures[0]), base.at


def _is_of_another(stated: Stated, s: Statement) -> bool:
    """True where a second body was brought in before it: 甲厂被某局立案，责令停产; of whom it is, nobody can tell."""
    near = (o for o in stated.in_segment(s) if o.says)
    table = licences()
    brings = (
        table.shared.search(o.clause.text) or table.sets_up.search(o.clause.text) for o in near
    )
    return is_of_two(stated, s) or any(brings)


def _is_called_twice(stated: Stated, s: Statement, noun: str) -> bool:
    near = (o for o in stated.before(s) if o.clause.sentence == s.clause.sentence)
    names = {words for o in near if (words := stated.subject(o)).endswith(noun)}
    return len(names - {noun}) > 1


def _subject(stated: Stated, s: Statement, *, owner: bool = False) -> Iterator[tuple[Keys, int]]:
    """The subject of a statement, or the owner in it, with more or less of what stands before its noun."""
    tokens, words = stated.tokens, stated.subject(s)
    if s.subject is None:
        return
    start, end = s.subject
    pointed = word("front.this").match(words)
    if pointed:
        yield from ((keys, s.at) for keys, _ in _meant(stated, (start, start + pointed.end()), s))
        return
    if s.source:
        spoken = word("clause.speaks").search(words)
        end -= len(spoken[0]) if spoken else 0
    whole = has("front.owner", tokens.words(start, end))
    inner = [] if whole else inner_owners(tokens, (start, end))
    for stop in (inner or [end]) if owner else [end, *inner]:
        for first in _starts(stated, start, stop):
            yield tokens.keys(first, stop), s.at


def _starts(stated: Stated, start: int, end: int) -> Iterator[int]:
    """Where a noun that ends at a token may begin; not behind 、, as in 规模以上钢铁、水泥企业."""
    tokens = stated.tokens
    yield start
    for at in range(start + 1, end - 1):
        before = tokens.words(start, at)
        apart = has("noun.before", before) and tokens.all[at - 1].key not in SEPARATORS
        if apart or word("place.short").fullmatch(before):
            yield at


def _meant(stated: Stated, pointing: Range, s: Statement) -> Iterator[tuple[Keys, int]]:
    """The names of what 该矿 points to, with the tokens of its noun."""
    tokens = stated.tokens
    for until in range(pointing[1], pointing[0] + 1, -1):
        noun = tokens.keys(pointing[0] + 1, until)
        found = _last(stated, noun, s.clause.start)
        if found is not None:
            for first in _name_starts(stated, found, len(noun)):
                yield tokens.keys(first, found + len(noun)), len(noun)
            return


def _last(stated: Stated, noun: Keys, before: int) -> int | None:
    places = range(before - len(noun), -1, -1)
    return next((at for at in places if stated.tokens.keys(at, at + len(noun)) == noun), None)


def _name_starts(stated: Stated, at: int, noun: int) -> Iterator[int]:
    """Where the name may begin that ends with the noun at a token."""
    tokens = stated.tokens
    clause = stated.passage.clause_at(at)
    for first in range(max(clause.start, at - _NAME), at) if clause else ():
        before = tokens.words(clause.start, first) if clause else ""
        if before and tokens.all[first - 1].key in SEPARATORS:
            continue
        opens = (
            not before
            or tokens.all[first - 1].kind in ("date", "day")
            or has("noun.before", before)
            or licences().subject_verbs_end.search(before)
            or word("place.short").fullmatch(before)
        )
        if opens and at + noun - first > 2:
            yield first


def _in_full(stated: Stated, s: Statement) -> Moves:
    """长旺抽水蓄能 before 电站: what the noun a subject begins with was called, where that is certain."""
    tokens = stated.tokens
    if s.subject is None or s.subject[0] not in (s.begins, *(s.time[1:] if s.time else ())):
        return
    at, end = s.subject[0], s.clause.start
    noun = tokens.keys(at, at + 2)
    found = _last(stated, noun, end)
    places = (n for n in range(2, end) if tokens.keys(n, n + 2) == noun)
    called = {tokens.keys(max(n - _PREFIX, 0), n) for n in places}
    if found is None or len(called) > 1 or any(t.kind != "word" for t in tokens.all[at : at + 2]):
        return
    for first in _name_starts(stated, found, 2):
        if all(t.kind in ("word", "figure") for t in tokens.all[first:found]):
            whose = s.topic if s.owner is None else s.owner
            yield at, Move(tokens.keys(first, found), at, TOPIC, whose)


def _without_owner(stated: Stated, s: Statement) -> Moves:
    """毕节市大方县 before 木岩煤矿: where a named thing stands, and whose it is."""
    tokens = stated.tokens
    for start in range(s.begins, s.clause.end - 3):
        before = tokens.words(s.begins, start)
        if before and not has("noun.before", before) and tokens.all[start - 1].kind == "word":
            continue
        rest, begin = tokens.words(start, s.clause.end), tokens.all[start].start
        for name in ("place.part", "place.short", "noun.of_the_owner"):
            found = word(name).match(rest)
            if name == "place.part" and not word("place.name").match(rest):
                continue
            span = stated.span(begin, begin + found.end()) if found else None
            if span is None or span[1] >= s.clause.end:
                continue
            behind = tokens.words(span[1], s.clause.end)
            placed = word("place.name").match(behind) or word("place.division").match(behind)
            if word("noun.thing").match(behind) or (placed and start == s.begins):
                yield start, Move((), span[1])


def _of_objects(stated: Stated, s: Statement) -> Moves:
    """光伏项目 before 6兆瓦以下的: what the sentence is about, by the clause that begins it."""
    counted = s.begins < s.clause.end and stated.tokens.all[s.begins].kind == "figure"
    if not counted and not stated.subject(s).endswith("的"):
        return
    for other in stated.before(s):
        if other.clause.sentence != s.clause.sentence:
            return
        found = word("noun.object").search(other.clause.text)
        if found:
            begin = stated.tokens.all[other.clause.start].start
            span = stated.span(begin + found.start("what"), begin + found.end("what"))
            if span:
                topic = s.topic if s.topic is not None else s.at
                yield s.begins, Move(stated.tokens.keys(*span), s.begins, TOPIC, topic)
            return


def _of_the_counted(stated: Stated, s: Statement) -> Moves:
    """51家单位产品能耗达标，6家超标: what is said of those counted before is said of these."""
    tokens, at = stated.tokens, s.begins + 1
    if s.begins >= s.clause.end or tokens.all[s.begins].kind != "figure" or s.predicate > at:
        return
    for other in stated.in_segment(s):
        first = tokens.all[other.begins] if other.begins < other.clause.end else None
        alike = first and first.kind == "figure" and first.key[1:3] == tokens.all[s.begins].key[1:3]
        if alike and other.subject:
            if other.subject[1] - other.begins > 2:
                yield at, Move(tokens.keys(other.begins + 1, other.subject[1]), at)
            return


def _of_an_ordinal(stated: Stated, s: Statement) -> Moves:
    """居民用水第一级为2元，第二级为3元: the second is of 居民用水, too."""
    own = word("noun.ordinal").match(stated.text(s))
    for other in stated.before(s) if own else ():
        if other.clause.sentence != s.clause.sentence:
            return
        words = stated.text(other)
        found = word("noun.ordinal").search(words)
        if own and found and found["unit"] == own["unit"] and found.start() >= 2:
            topic = s.topic if s.topic is not None else s.at
            yield s.begins, Move(keys_of(words[: found.start()]), s.begins, TOPIC, topic)
            return


def _of_conditions(stated: Stated, s: Statement) -> Moves:
    """申报单位须具备以下条件：注册满两年 -> 申报单位须注册满两年: whom each of the conditions is for."""
    for other in stated.all[: s.at]:
        listed = other.clause.colon and other.clause.sentence == s.clause.sentence
        found = word("noun.conditions").fullmatch(other.clause.text) if listed else None
        if found:
            yield s.begins, Move(keys_of(found["who"]), s.begins, TOPIC | GUARDED, other.at)
