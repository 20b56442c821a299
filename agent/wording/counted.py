"""Of what a figure is, in the words of the clause before it, and figures and small words said otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from agent.text.numerals import spelled_number
from agent.wording.frame_words import has, word
from agent.wording.in_force import Stated
from agent.wording.licences import Keys, licences
from agent.wording.moves import AIM, GUARDING, MEASURED, PAIRED, UNAIMED, Move, Moves, keys_of
from agent.wording.statements import Statement

_MEASURE = 16
"""Tokens of what a figure is of."""
_SHORT = 4
"""Tokens of a measure that is one wherever it begins: 发电量."""
_SWAPPED = 9
"""Tokens of a noun that stands before its number or behind it."""
_SYNONYMS = (("按照", "按"), ("按", "按照"), ("推进", "推动"), ("推动", "推进"))


def aims(stated: Stated, s: Statement) -> Moves:
    """The word of aim that binds a clause said before it, or its own left out where the claim has just said it."""
    places = {s.begins, s.predicate, *(s.time[1:] if s.time else ())}
    found = word("mode.aim").search(stated.all[s.aim].clause.text) if s.aim is not None else None
    for at in places:
        if found:
            yield at, Move(keys_of(found[0]), at, AIM)
        if word("mode.unsaid").fullmatch(stated.tokens.words(at, at + 2)) and at + 2 < s.clause.end:
            yield at, Move((), at + 2, UNAIMED)


def measures(stated: Stated, s: Statement) -> Moves:
    """What the first figure of a clause is of: by the clause before it, or by the whole that it is a part of."""
    figures = stated.figures(s)
    if figures and s.subject:
        yield from _of_each(stated, s, figures[0])
        yield from _of_whole(stated, s)
    if figures:
        yield from _of_the_last(stated, s, figures[0])


def _alike(stated: Stated, one: int, other: int) -> bool:
    return stated.tokens.all[one].key[1:3] == stated.tokens.all[other].key[1:3]


def _of_the_last(stated: Stated, s: Statement, at: int) -> Moves:
    """计划新增供热面积9万平方米，实际完成8万平方米."""
    tokens = stated.tokens
    ahead = tokens.words(s.begins, at).replace(stated.words(s.time) or "\0", "")
    if not word("small.empty_verb").fullmatch(ahead):
        return
    for other in stated.in_segment(s):
        figures = stated.figures(other)
        if len(figures) != 1 or not _alike(stated, figures[0], at):
            continue
        for first in range(max(other.begins, figures[0] - _MEASURE), figures[0] - 1):
            if _opens(stated, other, first):
                yield at, Move(tokens.keys(first, figures[0]), at)
        if other.subject and other.subject[1] == other.predicate:
            yield s.predicate, Move(tokens.keys(*other.subject), s.predicate)
        return


def _opens(stated: Stated, s: Statement, at: int) -> bool:
    """True where a noun may begin in a clause: behind its verb, its time, or a preposition."""
    before = stated.tokens.words(s.begins, at)
    behind = licences().subject_verbs_end.search(before) or has("noun.before", before)
    return not before or bool(behind) or (s.time is not None and at == s.time[1])


def _of_each(stated: Stated, s: Statement, at: int) -> Moves:
    """甲企业的比例为96%，乙企业为100%."""
    tokens = stated.tokens
    verb = tokens.keys(s.predicate, s.predicate + 1)
    for other in stated.in_segment(s):
        figures, words = stated.figures(other), stated.subject(other)
        alike = bool(figures) and _alike(stated, figures[0], at)
        if alike and "的" in words and tokens.keys(other.predicate, other.predicate + 1) == verb:
            measure = "的" + words.rpartition("的")[2]
            yield s.predicate, Move(keys_of(measure), s.predicate)
            return


def _of_whole(stated: Stated, s: Statement) -> Moves:
    """发电量9亿千瓦时，其中火电6亿千瓦时 -> 火电发电量6亿千瓦时."""
    tokens = stated.tokens
    whole = stated.all[s.whole] if s.whole is not None else None
    figures = stated.figures(whole) if whole else []
    own = s.predicate < s.clause.end and tokens.all[s.predicate].kind == "figure"
    if whole is None or not figures or not own or not _alike(stated, figures[0], s.predicate):
        return
    words = tokens.words(whole.begins, figures[0])
    end = figures[0] - (2 if words.endswith("达到") else 1 if words[-1:] in ("为", "达") else 0)
    if not has("front.measure", tokens.words(whole.begins, end)):
        return
    for first in range(max(whole.begins, end - _MEASURE), end - 1):
        before = tokens.words(whole.begins, first)
        placed = has("place.area", before[-2:]) or _opens(stated, whole, first)
        if placed or end - first <= _SHORT:
            yield s.predicate, Move(tokens.keys(first, end), s.predicate, MEASURED)


def pairs(stated: Stated, s: Statement) -> Moves:
    """One pair of 分别 for the whole clause."""
    for whole, keys in stated.pairs:
        ahead = s.begins - whole.start
        fits = whole.end == s.clause.end and ahead >= 0
        if fits and keys[:ahead] == stated.tokens.keys(whole.start, s.begins):
            yield s.begins, Move(keys[ahead:], s.clause.end, PAIRED)


def otherwise(stated: Stated, s: Statement) -> Moves:
    """Figures and small words that are said in another way or left out."""
    yield from _swapped(stated, s)
    for at, until, keys in (*_values(stated, s), *_changes(stated, s)):
        yield at, Move(keys, until)
    for place in range(s.begins, s.clause.end):
        for words, other in _SYNONYMS:
            span = place, place + len(words)
            longer = words == "按" and stated.tokens.words(place, place + 2) == "按照"
            if stated.tokens.words(*span) == words and not longer:
                yield place, Move(keys_of(other), span[1])
    for at, until in stated.spots(s, "small.given_at_the_end"):
        yield at, Move((), until, GUARDING)
    for at, until in stated.spots(s, "small.weightless"):
        yield at, Move((), until)
    for name, added in (("small.passive", "被"), ("small.gives", "给予")):
        for at, _ in stated.spots(s, name):
            yield at, Move(keys_of(added), at)
    near = "".join(other.clause.text for other in stated.in_segment(s))
    for at, until in stated.spots(s, "small.given"):
        if s.begins < at and until < s.clause.end and stated.tokens.words(at, until) in near:
            yield at, Move((), until)


def _swapped(stated: Stated, s: Statement) -> Moves:
    """燃煤锅炉11台 and 11台燃煤锅炉."""
    tokens = stated.tokens
    for at in stated.figures(s):
        figure = tokens.all[at].key
        for size in range(2, _SWAPPED + 1):
            start, end = at - size, at + 1 + size
            if start >= s.begins and _is_plain(stated, start, at):
                yield start, Move((figure, *tokens.keys(start, at)), at + 1)
            if end <= s.clause.end and _is_plain(stated, at + 1, end):
                yield at, Move((*tokens.keys(at + 1, end), figure), end)


def _is_plain(stated: Stated, start: int, end: int) -> bool:
    words = all(t.kind == "word" for t in stated.tokens.all[start:end])
    return words and not has("small.not_swapped", stated.tokens.words(start, end))


def _values(stated: Stated, s: Statement) -> Iterator[tuple[int, int, Keys]]:
    """一年 and 1年, 2×350兆瓦 and 2台350兆瓦, 100% and 全部, 0.01元 a unit and 1分."""
    tokens, begin = stated.tokens, stated.tokens.all[s.clause.start].start
    for match in word("small.spelled").finditer(s.clause.text):
        span = stated.span(begin + match.start(), begin + match.end())
        number = spelled_number(match["number"])
        if span and number:
            yield (*span, keys_of(f"{int(number)}{match['unit']}"))
    for match in word("small.times_each").finditer(s.clause.text):
        span = stated.span(begin + match.start(), begin + match.end())
        if span:
            yield (*span, keys_of(f"{match['times']}台{match['size']}"))
    for at in range(s.begins, s.clause.end):
        key, behind = tokens.all[at].key, tokens.words(at + 1, at + 2)
        if key[:2] == ("figure", "percent") and _value(key) == 100 and behind in tuple("使采达完"):
            yield at, at + 1, keys_of("全部")
        value = _value(key)
        if _unit(key) == "money" != key[1] and value is not None and value < 1:
            # 每千瓦时加价1分钱 is read without what it is by, whose words stand before it.
            yield at, at + 1, (("figure", "money", "money", key[3], None, False),)
        if key in (("为",), ("是",)) and s.begins + 1 < at < s.clause.end - 1:
            figure = tokens.all[at + 1].kind == "figure"
            plain = not licences().changes.search(tokens.words(s.begins, at))
            for other in ("为", "是", *(("达", "达到") if figure else ())) if plain else ():
                yield at, at + 1, keys_of(other)


def _changes(stated: Stated, s: Statement) -> Iterator[tuple[int, int, Keys]]:
    """由28元调整为26元 is 由28元下调为26元, and 由26元调整为28元 is 由26元上调为28元."""
    tokens = stated.tokens
    for at, until in stated.spots(s, "small.changed"):
        if at == s.begins or until >= s.clause.end:
            continue
        before, behind = tokens.all[at - 1].key, tokens.all[until].key
        old, new = _value(before), _value(behind)
        if old is None or new is None or old == new or _unit(before) != _unit(behind):
            continue
        verbs = ("下调", "降", "下降", "降低") if new < old else ("上调", "提高", "上涨", "升")
        yield from ((at, until, keys_of(verb + to)) for verb in verbs for to in "为至到")


def _unit(key: tuple[object, ...]) -> str:
    """The dimension of a figure's key, without what it is by; empty for a word."""
    return str(key[1]).partition("/")[0] if key[0] == "figure" else ""


def _value(key: tuple[object, ...]) -> Decimal | None:
    """The one value of a figure's key."""
    values = key[3] if key[0] == "figure" and len(key) > 3 else None
    low, high = values if isinstance(values, tuple) else (None, None)
    return Decimal(str(low)) if low is not None and low == high else None
