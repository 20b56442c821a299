"""Phrases of one meaning that put the same words in another order, or say a change by its direction.

每辆补贴2万元, 给予每辆2万元补贴 and 补贴2万元/辆; 锅炉9台 and 9台锅炉; 2×350兆瓦机组 and 2台350兆瓦机组; 由28元调整为26元 and 由28元下调为26元.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from agent.wording.statement_words import has, word
from agent.wording.tokens import Token, Tokens, tokens_of

_NOUN = 10
"""Tokens of a noun whose number stands before or behind it."""
_LONGEST = 20
"""Tokens of a phrase that tells what is given."""
_GIVES = frozenset("一补奖配加按给予的标每") | {""}
_TURNS = frozenset("下上降提调升涨变")
"""What a phrase of a grant, and one of a change, begins with; a grant may begin with its amount."""
_Place = tuple[Tokens, int, int]
"""A text, a token of it, and where its clause or the text ends."""


def phrases(page: _Place, claim: _Place) -> Iterator[tuple[int, int, str]]:
    """Where a page and a claim go on behind a phrase that both have, each in its way; and the slot of the difference."""
    (tokens, at, _), (claimed, n, _) = page, claim
    begins = [
        str(one.key[0])[:1] if one.kind == "word" else ""
        for one in (tokens.all[at], claimed.all[n])
    ]
    if _is_a_count(tokens.all[at]) != _is_a_count(claimed.all[n]):
        yield from ((*ends, "order") for ends in _counted(page, claim))
        yield from ((*ends, "quantity") for ends in _in_a_set(page, claim))
    if all(one in _GIVES for one in begins):
        yield from ((*ends, "copula") for ends in _granted(page, claim))
    if all(one and one in _TURNS for one in begins):
        yield from ((*ends, "same") for ends in _turned(page, claim))


def _granted(page: _Place, claim: _Place) -> Iterator[tuple[int, int]]:
    one, other = _grant(*page), _grant(*claim)
    if one and other and one[0] == other[0]:
        yield one[1], other[1]


def _grant(tokens: Tokens, at: int, end: int) -> tuple[tuple[object, ...], int] | None:
    """What is given (奖励, once or not, how much by what) from a token on, and where the phrase ends."""
    verb, once, by = "", False, set[str]()
    amount: Token | None = None
    n, whole = at, min(end, at + _LONGEST)
    while n < whole and not (verb and amount and n > at):
        found = word("phrase.grant").match(tokens.words(n, whole))
        if tokens.all[n].kind == "figure" and str(tokens.told[n][1]).startswith("money"):
            amount, n = tokens.all[n], n + 1
            found = word("phrase.per").match(tokens.words(n, end)) if n < end else None
            by |= {found["by"]} if found else set()
        elif found is None or (found["verb"] and verb):
            return None
        else:
            verb, once = found["verb"] or verb, once or bool(found["once"])
            by |= {found["by"]} if found["by"] else set()
        behind = tokens.ends.get(tokens.all[n].start + found.end()) if found else n - 1
        if behind is None:
            return None
        n = behind + 1
    if not verb or amount is None:
        return None
    key = amount.key
    if len(by) == 1 and "/" not in str(key[1]):
        # 每艘12万元 is 12万元/艘, of whatever there is no table of units.
        by_one = tokens_of(f"{tokens.text[amount.start : amount.end]}/{next(iter(by))}").told
        key = by_one[0] if len(by_one) == 1 else key
    apart = frozenset(by) if len(by) > 1 or "/" not in str(key[1]) else frozenset()
    return (verb, once, key, apart), n


def _counted(page: _Place, claim: _Place) -> Iterator[tuple[int, int]]:
    """锅炉9台 of a page and 9台锅炉 of a claim, and the other way round."""
    (tokens, at, end), (claimed, n, last) = page, claim
    behind = _is_a_count(tokens.all[at])
    for size in range(2, min(_NOUN, end - at, last - n)):
        noun, other = (at + 1, n) if behind else (at, n + 1)
        figures = tokens.told[at if behind else at + size], claimed.told[n + size if behind else n]
        same = tokens.keys(noun, noun + size) == claimed.keys(other, other + size)
        if (
            same
            and figures[0] == figures[1]
            and not has("phrase.no_noun", tokens.words(noun, noun + size))
        ):
            yield at + size + 1, n + size + 1


def _is_a_count(token: Token) -> bool:
    return token.kind == "figure" and token.key[1] == "count"


def _in_a_set(page: _Place, claim: _Place) -> Iterator[tuple[int, int]]:
    """2×350兆瓦 as 2台350兆瓦, before what there are two of."""
    (tokens, at, end), (claimed, n, last) = page, claim
    found = word("phrase.set").fullmatch(tokens.words(at, at + 1))
    if not found or n + 1 >= last or not has("phrase.made", tokens.words(at + 1, end)):
        return
    size = tokens_of(found["size"]).told[:1]
    count = claimed.all[n]
    one = _is_a_count(count) and count.key[3] == (found["number"], found["number"])
    if one and claimed.told[n + 1 : n + 2] == size:
        yield at + 1, n + 2


def _turned(page: _Place, claim: _Place) -> Iterator[tuple[int, int]]:
    """调整为 between two values as 下调为 or 上调至, as the second is less or more."""
    (tokens, at, end), (claimed, n, last) = page, claim
    one = word("phrase.turned").match(tokens.words(at, min(end, at + 5)))
    other = word("phrase.turned").match(claimed.words(n, min(last, n + 5)))
    if not one or not other or one[0] == other[0]:
        return
    behind = at + len(one[0])
    values = [
        t
        for t in (tokens.all[at - 1], *tokens.all[behind : behind + 1])
        if at and t.kind == "figure"
    ]
    if len(values) != 2 or values[0].key[1:3] != values[1].key[1:3]:
        return
    before, after = (Decimal(str(value.key[3][0])) for value in values)  # type: ignore[index]  # figures
    way = "down" if after < before else "up"
    if before != after and all(not found.lastgroup or found[way] for found in (one, other)):
        yield behind, n + len(other[0])
