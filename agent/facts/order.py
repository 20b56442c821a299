"""The measure that a page orders or reports: from which day it is in force, and until which.

Both days of 自11月10日0时起…封闭施工，至11月20日止 may be still to come; the day of issue is a third.
The year of each is found as for any day of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from agent.facts.days import Day, Rule
from agent.facts.document import PageFacts
from agent.facts.happening import happening_of, tellings_of
from agent.facts.main import LEAD, Found, acts_of, interval_of, steps_of_title
from agent.facts.modes import NOT_YET, Mode
from agent.facts.paper import RoleDate
from agent.facts.statement import ActWord, Statement
from agent.lazy import lazy_pattern
from agent.policy import DateRole
from agent.records import Interval, Standing
from agent.text.lexicon import lexicon

_BINDS = lazy_pattern(r"自|从|起|即日|至|到|期间|零时|\d时|决定|要求|通告|为止")
_PERIOD = lazy_pattern(r"(?:时间|时段|期限|日期)[为是：:\s]")
_TIME = lazy_pattern(r"[\s\d零时点分:凌晨上下午晚间夜起始开止至到,-]*")
_CLOCK = lazy_pattern(r"[\s\d零时点分:凌晨上下午晚间夜]*")
_WHERE = lazy_pattern(r"(?:[内里市县区省]|范围|区域|路段|期间)$")
"""自11月10日0时起我市辖区内，…: where, behind the day in a clause of its own."""
_BETWEEN = lazy_pattern("[至到~～—－-]")
"""Between the ends of a period; 11月中旬 has none."""
_STOPS = lazy_pattern(r"[\d零时点分:\s]{0,8}为?止")
_LABELS = ("为", "是", ":")
_TERM = lazy_pattern("周?期|年限|时限")
_NEAR = 8


def measure(facts: PageFacts, *, trust_header: bool) -> Found | None:
    """The measure that the page orders or reports, by the day from which it is in force; None without one."""
    found = _measures(facts, trust_header)
    return found[0] if found else _labelled(facts, trust_header=trust_header)


def _measures(facts: PageFacts, trust_header: bool) -> list[Found]:
    measures = lexicon().words("order.steps")
    return [
        one
        for told in acts_of(facts, trust_header, orders=True)
        for one in (_to_its_end(told, trust_header) or told,)
        if one.act.act.step in measures
        and one.interval is not None
        and one.told.mode in {Mode.DONE, Mode.UNCLEAR, *NOT_YET}
        and _binds(one)
    ]


def _own_measure(facts: PageFacts, *, trust_header: bool) -> Found | None:
    """The measure that the dates of the page are of: the one of its headline, else in a notice the first.

    News of several (青坪桥自10日起封闭。云岭桥自12日起封闭。) whose headline tells none of them has none.
    """
    found = _measures(facts, trust_header)
    rivals = [one for one in found if one.begins != found[0].begins]
    if not rivals:
        return measure(facts, trust_header=trust_header)
    own = next(_of_title(found, facts), None)
    notice = facts.page.title.endswith(lexicon().words("issue.notice"))
    return own or (found[0] if notice or all(map(_ends, rivals)) else None)


def _of_title(found: list[Found], facts: PageFacts) -> Iterator[Found]:
    """The measures that the title tells, by name, or by the act that ends them (关于取消限行的通告)."""
    headline, titled = happening_of(facts.page.title), steps_of_title(facts)
    told = {one.span for one in tellings_of(facts, headline)} if headline.head else set()
    for one in found:
        step = one.act.act.step
        undoes = step in lexicon().words("step.upon")
        if step in titled if undoes else one.statement.span in told:
            yield one


def _ends(one: Found) -> bool:
    """True for a sentence that ends a measure (11月15日18时解除), and so begins no other."""
    return one.told.day is not None and _stops(one.statement, one.told.day)


def _labelled(facts: PageFacts, *, trust_header: bool) -> Found | None:
    """The measure told first, with the period behind a label after it: 停窑时间：6月10日零点到6月24日24点."""
    measures = lexicon().words("order.steps")
    told = acts_of(facts, trust_header=True, orders=True)
    before = next((one for one in told if one.act.act.step in measures), None)
    if before is None:
        return None
    for index, sentence in enumerate(facts.pieces):
        label = _PERIOD.search(sentence.text)
        if sentence.span.start < before.statement.span.start or label is None:
            continue
        if lexicon().pattern("paper.project").search(sentence.text, 0, label.start()):
            continue
        statement = facts.statement(index)
        for day in statement.days:
            interval = interval_of(day, Mode.UNCLEAR, trust_header, orders=True)
            if day.precision == "range" and interval:
                return before.on(day, interval, statement.place_of(day))
    return None


def _binds(one: Found) -> bool:
    """True when the words around the day are those of an order: 自…起, a period, 决定."""
    text, day = one.statement.text, one.told.day
    if (
        day is None
        or one.told.cue.startswith("已")
        or lexicon().pattern("order.doubted").search(text, 0, one.act.start)
        or _is_of_another_thing(one.statement, day, one.act)
        or _is_of_another_clause(one.statement, day, one.act.start)
    ):
        return False
    if day.open_side == "after" or day.precision == "range":
        return True
    around = text[max(0, day.start - 6) : day.end + 8]
    return bool(_BINDS.search(around))


def _is_of_another_thing(statement: Statement, day: Day, act: ActWord) -> bool:
    """True where the day is that of a paper (《甲条例》自3月1日起施行) or of a funded project (项目实施期限为…)."""
    clause, text = statement.clause_of(act), statement.text
    named = any(
        text.rfind("》", statement.clause_at(at).start, at) >= 0 for at in (act.start, day.start)
    )
    before = text[max(clause.start, act.start - _NEAR) : act.start]
    funded = lexicon().pattern("paper.project").search(before)
    return named or bool(funded and _TERM.match(text, act.end))


def _is_of_another_clause(statement: Statement, day: Day, act: int) -> bool:
    """True where the day's own clause tells something else, or labels it.

    2月15日起城区扩散条件变差，因此启动响应; 期限为2月15日，请执行.
    """
    clause = statement.clause_at(day.start)
    if clause.start <= act < clause.end or act < day.start:
        return False
    if statement.text[clause.start : day.start].rstrip().endswith(_LABELS):
        return True
    rest = _TIME.sub("", statement.text[day.end : clause.end], count=1)
    ordered = any(one.start >= day.end and one.end <= clause.end for one in statement.acts)
    return bool(rest) and not ordered and not _WHERE.search(rest)


@lru_cache(maxsize=64)
def order_dates(facts: PageFacts, *, trust_header: bool) -> tuple[RoleDate, ...]:
    """The dates of the order that a page is: from which day it is in force, and the whole period.

    A measure that is prolonged (延长至4月5日) was in force before; its period is given from the day of
    the page. Where the page names two days on which something stops, no end is given.
    """
    found = _own_measure(facts, trust_header=trust_header)
    day, interval = (found.told.day, found.interval) if found else (None, None)
    if found is None or day is None or interval is None or found.span is None:
        return ()
    text = facts.words(found.span)
    at = Standing(found.span, facts.page.sha256)
    begins = RoleDate(DateRole.EFFECTIVE, interval, text, at, day.rule.value, firm=False)
    whole = replace(begins, role=DateRole.IN_FORCE)
    if day.precision == "range" and _BETWEEN.search(text):
        return replace(begins, interval=Interval.of_day(interval.start)), whole
    anchor = facts.clock.anchor
    if _is_prolonged(found.statement, day) or _only_ends(facts, found):
        if anchor is None or anchor[0] > interval.end:
            return ()
        return (replace(whole, interval=Interval(start=anchor[0], end=interval.end)),)
    ends = list(_ends_of(facts, found, interval, trust_header=trust_header))
    if len({end.interval for end in ends}) != 1 or not interval.is_day:
        return (begins,)
    period = Interval(start=interval.start, end=ends[0].interval.end)
    return begins, replace(ends[0], interval=period)


def _only_ends(facts: PageFacts, found: Found) -> bool:
    """True where a page only announces the end of a measure: 管制将于11月20日24时结束, and no end in its title."""
    step = found.act.act.step
    decided = lexicon().pattern("mode.decides").search(found.words, 0, found.act.start)
    to_come = step == "解除" and found.told.mode in NOT_YET and decided is None
    return to_come and step not in steps_of_title(facts)


def _to_its_end(one: Found, trust_header: bool) -> Found | None:
    """The measure with the day to which it is prolonged or moved (延长至4月5日, 推迟至4月5日); None where it is not."""
    for day in one.statement.days if one.told.day is None or one.act.act.step == "延长" else ():
        interval = interval_of(day, Mode.UNCLEAR, trust_header, orders=True)
        near = one.act.end <= day.start < one.statement.clause_of(one.act).end
        led = _is_prolonged(one.statement, day) or _is_new(one.statement, day)
        if interval and near and led:
            return one.on(day, interval, one.statement.place_of(day))
    return None


def _is_new(statement: Statement, day: Day) -> bool:
    """True for the day to which the beginning is moved: 推迟至11月20日, 提前至11月10日."""
    before = statement.text[max(0, day.start - _NEAR) : day.start].rstrip()
    moved = lexicon().ends("paper.moved", before[:-1]) and before.endswith(("至", "到", "为"))
    return moved and not before[:-1].endswith(("延长", "顺延"))


def _is_prolonged(statement: Statement, day: Day) -> bool:
    """True for the day to which a measure is prolonged: 供暖延长至4月5日, but not 停暖推迟至4月5日."""
    longer = (act for act in statement.acts if act.act.step == "延长")
    near = any(0 <= day.start - act.end < _NEAR for act in longer)
    return near and _is_led_to(statement.text[: day.start])


def _is_led_to(before: str) -> bool:
    """True where a day stands behind 至 or 恢复时间为."""
    return lexicon().ends("order.until", before[-_NEAR:].rstrip())


def _ends_of(
    facts: PageFacts, found: Found, first: Interval, *, trust_header: bool
) -> Iterator[RoleDate]:
    """The days behind the measure on which the page says that it stops, each in the role IN_FORCE."""
    spans = [piece.span for piece in facts.pieces]
    own = spans.index(found.statement.span)
    for index in range(own, min(own + LEAD, len(spans))):
        statement = facts.statement(index)
        for day in statement.days:
            interval = day.ahead or day.past
            if index == own and found.told.day and day.start <= found.told.day.start:
                continue
            trusted = trust_header or day.rule is not Rule.HEADER
            if interval and trusted and interval.start > first.end and _stops(statement, day):
                span, rule = statement.place_of(day), day.rule.value
                text, at = facts.words(span), Standing(span, facts.page.sha256)
                yield RoleDate(DateRole.IN_FORCE, interval, text, at, rule, firm=False)


def _stops(statement: Statement, day: Day) -> bool:
    """True for the last day of a measure: 至11月20日止, 11月20日18时解除, but not 预计20日解除 nor 20日前."""
    clause, text = statement.clause_at(day.start), statement.text
    before, behind = text[clause.start : day.start], text[day.end : clause.end]
    doubted = lexicon().pattern("order.doubted").search(before)
    if day.precision != "day" or day.open_side == "before" or doubted:
        return False
    end = lexicon().pattern("paper.end").match(_CLOCK.sub("", behind, count=1))
    return bool(end or _STOPS.match(behind) or _is_led_to(before))
