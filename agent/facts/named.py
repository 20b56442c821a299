"""Papers that a text names, and how each is told: issued, still to come, repealed, or only named.

Read from the words beside the name in its own clause: 拟出台《甲办法》 is to come, 近日印发《甲办法》 was issued,
《甲办法》同时废止 ends, 根据《甲办法》 rests on one that is there. The words stand in the lexicon under
[issue] and [mode].
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from agent.lazy import lazy_pattern
from agent.text.fold import Folded, fold
from agent.text.lexicon import lexicon
from agent.text.names import core_name

_DRESS = '()《》"'
_DRESSED = f"[{re.escape(_DRESS)}]{{0,8}}"
_QUOTED = lazy_pattern(r"《((?:[^《》]|《[^《》]*》){4,200})》")
_BEFORE, _BEHIND = 40, 60
"""Folded characters beside a name that tell how it is told."""
_CLAUSE = lazy_pattern("[,。;:!?》]")
_REMARK = lazy_pattern(r"\((?:[^()]|\([^()]{0,12}\)){0,60}\)")
"""A remark behind a name, which may hold a number in brackets of its own: (甲政发(2024)8号)."""
_REACH = 12
"""Characters between a word of a plan and the verb that it governs: 将于年内印发."""
_HEAD = lazy_pattern("[\u4e00-\u9fff]+")
_VARIANT = lazy_pattern("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""A character that folds to another one: 废⽌ in a PDF is 废止."""
_SHORTEST = 4
"""Characters of a name below which it could be any word (细则)."""


_TO_COME = ("mode.plan", "mode.target", "mode.under_way", "mode.condition", "mode.rumour")


class How(StrEnum):
    """How a paper is told."""

    ISSUED = "issued"
    COMING = "coming"
    REPEALED = "repealed"
    BASIS = "basis"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Named:
    """A paper where a folded text names it: its name from ``start`` to ``end``, with the words that tell how it is told from ``first`` to ``last``."""

    name: str
    how: How
    start: int
    end: int
    first: int
    last: int


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    def any_of(*names: str) -> str:
        return f"(?:{lexicon().expression(*names)})"

    making, issue = any_of("issue.making"), any_of("issue.words", "issue.brings")
    effect, done, repeal = any_of("paper.effect"), any_of("issue.done"), any_of("issue.repeal")
    apart = any_of("issue.no_verb")
    compiled = {
        # 印发了《, 出台的《, 联合制定相关《: the verb and what may stand between it and the name.
        "verb": rf"(?:(?P<making>{making})|{issue})(?P<between>[^,。;《》]{{0,6}})$",
        "beside": "(?:了|的|关于)?",
        "basis": rf"{any_of('issue.basis')}(?:了|好)?$",
        "holds": "已|日前|了$",
        "done": rf"{done}",
        "draft": rf"\(?(?:的|公开)?{any_of('issue.draft', 'issue.asks')}|的?(?:{making})(?:工作|稿)",
        "ends": rf"{repeal}(?:了|原)?$",
        "ended": rf"(?:[、和及与]?《[^《》]{{2,80}}》(?:{_REMARK.pattern})?){{0,9}},?[^,。;《》]{{0,24}}?{repeal}",
        "issued_behind": rf"(?:(?:{done})[^,。;]{{0,24}}?|(?:已|正式|今日|于[^,。;]{{0,12}}){{0,3}})(?:{issue}|{effect})(?!{apart})|的通知",
        "verb_behind": rf"(?P<lead>[^,。;]{{1,{_REACH + 4}}}?)(?:{issue}|{making})",
    }
    return {name: lazy_pattern(words) for name, words in compiled.items()}


def named_at(folded: str, name: str, start: int, end: int) -> Named:
    """How a folded text tells the paper whose name stands from ``start`` to ``end``."""
    first, last = start, end
    while first and folded[first - 1] in _DRESS:
        first -= 1
    while last < len(folded) and folded[last] in '》)"':
        last += 1
    lead = _CLAUSE.split(folded[max(0, first - _BEFORE) : first])[-1]
    rest = folded[last : last + _BEHIND]
    before = _by_lead(lead)
    if before and before[0] in (How.REPEALED, How.COMING):
        how, back, on = *before, 0
    else:
        how, on = _by_rest(rest) or (before[0] if before else How.NAMED, 0)
        back = 0
    return Named(name, how, start, end, first - back, last + on)


def _by_lead(lead: str) -> tuple[How, int] | None:
    """What stands before the name in its clause tells, and how far before it that begins."""
    rules = _rules()
    ends = rules["ends"].search(lead)
    if ends:
        return How.REPEALED, len(lead) - ends.start()
    verb = rules["verb"].search(lead)
    if verb is None:
        return (How.BASIS, 0) if rules["basis"].search(lead) else None
    stretch, between = lead[: verb.start()], verb["between"]
    for cue in _plans(stretch):
        held = rules["holds"].search(stretch[cue.end() :] + between)
        if verb.start() - cue.end() <= _REACH and not held:
            return How.COMING, len(lead) - cue.start()
    done = rules["done"].search(stretch)
    if verb["making"] and not done and between[:1] not in ("了", "的"):
        return How.COMING, len(lead) - verb.start()
    return (How.ISSUED, 0) if done or rules["beside"].fullmatch(between) else None


def _by_rest(rest: str) -> tuple[How, int] | None:
    """What stands behind the name, and behind a remark in brackets, in its clause tells, and how far behind it."""
    rules = _rules()
    if rules["draft"].match(rest):
        return How.COMING, 0
    remark = _REMARK.match(rest)
    start = remark.end() if remark else 0
    ended = rules["ended"].match(rest, start)
    if ended:
        return How.REPEALED, ended.end()
    start += rest.startswith(",", start)
    near = rules["verb_behind"].match(rest, start)
    if near and any(_plans(near["lead"])) and not rules["holds"].search(near["lead"]):
        return How.COMING, 0
    return (How.ISSUED, 0) if rules["issued_behind"].match(rest, start) else None


def _plans(words: str) -> Iterator[re.Match[str]]:
    """The words of plans, aims, conditions and rumours, and of what is under way."""
    for name in _TO_COME:
        yield from lexicon().pattern(name).finditer(words)


def quoted_papers(text: str, folded: Folded | None = None) -> Iterator[Named]:
    """The papers that a text names in 《》, in order, each by its words there; places are those of the folded text."""
    folded = folded or fold(text)
    for match in _QUOTED.finditer(folded.text):
        name = folded.span(*match.span(1))
        yield named_at(folded.text, text[name.start : name.end], *match.span(1))


@cache
def _heads_of_repeal() -> tuple[str, ...]:
    """What each word of a repeal begins with: 废止, 停止 of 停止(?:执行|施行). Each has some."""
    heads = (_HEAD.match(word) for word in lexicon().words("issue.repeal"))
    return tuple(head[0] if head else "" for head in heads)


def repealed_in(text: str) -> frozenset[str]:
    """The names in 《》 that a text tells as repealed."""
    told = any(all(map(text.__contains__, head)) for head in _heads_of_repeal())
    if "《" not in text or not (told or _VARIANT.search(text)):
        # Most texts repeal nothing, and to fold one takes far longer than to see that.
        return frozenset()
    return frozenset(one.name for one in quoted_papers(text) if one.how is How.REPEALED)


def papers_named(name: str, folded: Folded) -> tuple[Named, ...]:
    """Where a folded text names one paper, in 《》 or without, whatever brackets stand inside its name."""
    core = core_name(name)
    if len(core) < _SHORTEST:
        return ()
    pattern = re.compile(_DRESSED.join(map(re.escape, core)))
    return tuple(
        named_at(folded.text, name, *match.span()) for match in pattern.finditer(folded.text)
    )


def only_to_come(named: Sequence[Named]) -> Named | None:
    """Where a paper is told as still to come, if it is nowhere told as issued, repealed or there."""
    if any(one.how not in (How.COMING, How.NAMED) for one in named):
        return None
    return next((one for one in named if one.how is How.COMING), None)
