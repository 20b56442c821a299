"""Whether a sentence tells the acts of an event's name: its head, and the others in the sentence or before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.facts.canonical import plain
from agent.facts.covering import named_in
from agent.facts.document import PageFacts
from agent.facts.edges import gazetteer, is_light
from agent.facts.event_name import LAST, WHOLLY, Happening
from agent.facts.modes import NOT_YET, Mode
from agent.facts.same_act import is_same_act, is_same_step, whose_load
from agent.facts.statement import ActWord, Statement, act_words
from agent.lazy import lazy_pattern
from agent.text.lexicon import lexicon

_WHOLLY = lazy_pattern(f"^(?:{'|'.join(WHOLLY)})")
_VERB_NEAR, _PLACE = 14, 8
_OF_ANOTHER_TIME = lazy_pattern("去年|上年|往年|前年|原定?|此前|拟|计划")
_EARLY = lazy_pattern(r"(?:提前|早)了?(?P<by>[\d一二三四五六七八九十两半]{1,3}[天日周])?")
_NEXT = 4
"""Characters between 提前 and its act: 提前正式供暖."""


def has_acts(facts: PageFacts, statement: Statement, act: ActWord, event: Happening) -> bool:
    """True when the act is the head of the name, and its other acts are told here or before."""
    start, end = statement.chain(act)
    if event.head is None:
        return False
    named = _WHOLLY.sub("", event.head.word)  # 全部 is checked below
    load = whose_load(named)
    if load and not whose_load(act.word) and facts.has_words(load):
        named = named.replace(load, "")  # 压减用能负荷, of a works that makes aluminium
    if not is_same_act(named, act.word, statement.text[start:end]):
        return False
    if not _has_its_work(named, statement, act):
        return False
    if _is_passed_for(statement.acts, act) and not _is_passed_for(event.acts, event.head):
        return False
    wholly = lexicon().pattern("clause.whole"), LAST
    if event.whole and not any(one.search(statement.text, start, end) for one in wholly):
        return False
    here = {a.act.step for a in statement.acts if start <= a.start < end}
    for one in event.acts:
        if _of_something_more(statement, act, one, event):
            return False
        if one is event.head or one.act.step in here or _only_leads(one, event, statement, act):
            continue
        if _is_told_on_page(facts, one, event) or _is_its_aim(facts, statement, act, one, event):
            continue
        if is_same_step(one.act, act.act) or _told_before(facts, statement, one.act.step, event):
            continue
        if one.act.step != "完成" or not _is_passed(statement, act):
            return False
    return True


def _has_its_work(named: str, statement: Statement, act: ActWord) -> bool:
    """False where the name has a stop for maintenance (停车检修) and the sentence mentions none (因故障停车)."""
    works = lexicon().pattern("clause.works")
    if act.act.step != "停运" or not works.search(named):
        return True
    return works.search(statement.text) is not None


def _is_told_on_page(facts: PageFacts, one: ActWord, event: Happening) -> bool:
    """True for an act that any sentence of the page may tell: a permission, or the kind of a measure.

    获准复产, 错峰限电.
    """
    leave, measures = lexicon().words("step.leave"), lexicon().words("order.steps")
    if one.act.step in leave and any(then.start == one.end for then in event.acts):
        return bool(facts.with_steps(*leave))
    sort = event.head is not None and one.end == event.head.start and one.act.after is not None
    sort = sort and {one.act.step, event.head.act.step if event.head else ""} <= set(measures)
    return sort and any(_tells(told, one) for told in facts.with_steps(one.act.step))


def _is_its_aim(
    facts: PageFacts, statement: Statement, act: ActWord, one: ActWord, event: Happening
) -> bool:
    """True for the purpose of a stop (停产让电, 停产限电), if its sentence or another one, of no other place, tells it.

    A stop that has a purpose of its own there (停产检修) has no second one.
    """
    aims = (*lexicon().words("step.why"), *lexicon().words("step.sort"))
    own = act.act.after.match(statement.text, act.end) if act.act.after else None
    if one.word not in aims or (own and own[0] and not act_words(own[0])):
        return False
    return any(
        _tells(told, one) and (told is statement or not _is_elsewhere(told.text, event.name))
        for told in facts.with_steps(one.act.step)
    )


def _tells(statement: Statement, one: ActWord) -> bool:
    """True for a sentence that tells this act and neither denies nor only plans it."""
    apart = (Mode.DENIED, *NOT_YET)
    return any(
        act.act is one.act and statement.told(act).mode not in apart for act in statement.acts
    )


def _is_elsewhere(text: str, name: str) -> bool:
    """True for a text that names a place other than the name's and its province."""
    own = [one.provinces for one in gazetteer().mentions(name, counties=True)]
    return any(
        one.text[:2] not in name
        and not (one.level == "province" and any(set(one.provinces) & set(of) for of in own))
        for one in gazetteer().mentions(text, counties=True)
    )


def _is_passed_for(acts: tuple[ActWord, ...], act: ActWord) -> bool:
    """True for 复产 in 通过复产验收: what was passed is the inspection right behind it."""
    return any(then.act.noun and then.start == act.end for then in acts)


def _only_leads(one: ActWord, event: Happening, statement: Statement, act: ActWord) -> bool:
    """True for a light verb before another act, which the page need not have: 开始 in 开始供暖. 提前 it must tell."""
    text, head = statement.text, event.head
    light = one.act.step in lexicon().words("step.light")
    if light and head and head.end <= one.start and one in (event.acts[-1], event.acts[1]):
        return True  # 停止实行限行, 限行开始
    led = [
        then
        for then in event.acts
        if then.start >= one.end and is_light(event.words[one.end : then.start])
    ][:1]
    if not led or led[0].act.noun or not light:
        return False
    if one.act.step != "提前":
        return True
    return any(
        early["by"] is not None or 0 <= act.start - early.end() <= _NEXT
        for early in told_early(text)
    )


def told_early(text: str) -> Iterator[re.Match[str]]:
    """Each 提前 or 早 of a text, with how many days (提前9天); not those of another year or of a plan (去年提前9天)."""
    for early in _EARLY.finditer(text):
        if not _OF_ANOTHER_TIME.search(text[max(0, early.start() - _PLACE) : early.start()]):
            yield early


def _of_something_more(statement: Statement, act: ActWord, one: ActWord, event: Happening) -> bool:
    """True where what started is another thing: 集中供热缴费启动 for 供暖启动."""
    if event.head is None or one.act.noun or one.end > event.head.start:
        return False
    if event.head.act.step not in lexicon().words("step.governs"):
        return False
    start = statement.clause_of(act).start
    same = [
        a for a in statement.acts if start <= a.start < act.start and is_same_step(one.act, a.act)
    ]
    return bool(same and named_in(plain(statement.without_days[same[-1].end : act.start])))


def _is_passed(statement: Statement, act: ActWord) -> bool:
    """True where the completion that a name tells stands there in other words: 168小时试运行画上句号."""
    clause = statement.clause_of(act)
    near = (
        statement.text[max(clause.start, act.start - _VERB_NEAR) : act.start],
        statement.text[act.end : min(clause.end, act.end + _VERB_NEAR)],
    )
    return any(lexicon().pattern("step.passed").search(part) for part in near)


def _told_before(facts: PageFacts, statement: Statement, step: str, event: Happening) -> bool:
    """True for a step that only identifies the thing (``Happening.about``), told in the title or in a sentence before."""
    told = facts.with_steps(step) if step in event.about else ()
    return any(one.span.start < statement.span.start for one in told)
