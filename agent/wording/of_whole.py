"""What 其中 tells a part of, said again with the part: of whom, of what measure, against what.

丙州全年发电量9亿千瓦时，其中火电6亿千瓦时，水电3亿千瓦时 -> 丙州水电发电量3亿千瓦时. What holds of the whole's measure holds of a
part's, so that any words at its head may stand before the part, and any at its end behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.wording.heads import without_time
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.said import SHORTEST, Said, is_words

_MEASURE = 8
"""Tokens of a measure and of what it is compared with: 综合能耗同比."""
_PART = 8
"""Tokens of the name of a part: 规模以上化工行业."""


def of_whole(passage: Passage, clause: Clause) -> Iterator[Said]:
    """The head and the measure of the whole, before a part and between the part and its value."""
    whole = _whole(passage, clause)
    if whole is None:
        return
    tokens, joint = passage.tokens, 2 * clause.text.startswith("其中")
    start, at, end = clause.start + joint, _value_at(passage, clause), _value_at(passage, whole)
    begin = whole.start + whole.text.index(without_time(passage, whole)[:1])
    if at is None or end is None or not SHORTEST <= at - start <= _PART:
        return
    if not is_words(passage, start, at) or not is_words(passage, begin, end):
        return
    for place in range(begin + SHORTEST, end):
        yield Said(clause.start, start, tokens.keys(begin, place), "topic")
        if end - place <= _MEASURE:
            yield Said(at, at, tokens.keys(place, end), "topic")


def _whole(passage: Passage, clause: Clause) -> Clause | None:
    """The clause with a value of the kind, before the 其中 under which a clause stands."""
    under = next(
        (
            c
            for c in passage.clauses
            if c.sentence == clause.sentence
            and c.start <= clause.start
            and c.text.startswith("其中")
        ),
        None,
    )
    if under is None or licences().predicate.search(clause.text):
        return None
    if under is not clause and not _is_part_beside(passage, clause, under):
        return None
    before = [
        c for c in passage.clauses if c.start < under.start and c.sentence >= under.sentence - 1
    ]
    own = _kind_of(passage, clause)
    values = (c for c in reversed(before) if own and _kind_of(passage, c) == own)
    return next((c for c in values if not licences().predicate.search(c.text)), None)


def _is_part_beside(passage: Passage, clause: Clause, under: Clause) -> bool:
    """True for 建材行业 beside 其中化工行业: what ends otherwise (水耗) may be of a part, and none itself."""
    one, other = _value_at(passage, clause), _value_at(passage, under)
    tokens = passage.tokens
    return (
        one is not None
        and other is not None
        and tokens.all[one - 1].key == tokens.all[other - 1].key
    )


def _kind_of(passage: Passage, clause: Clause) -> object:
    """The dimension of the first figure of a clause; None without one."""
    tokens = passage.tokens.all[clause.start : clause.end]
    return next((token.key[1] for token in tokens if token.kind == "figure"), None)


def _value_at(passage: Passage, clause: Clause) -> int | None:
    """Where the value of a clause begins: its first figure, with the verb of growth before it."""
    tokens = passage.tokens
    at = next((n for n in range(clause.start, clause.end) if tokens.all[n].kind == "figure"), None)
    if at is not None and licences().grows.search(tokens.words(clause.start, at)):
        return at - 2
    return at
