"""How far a thing had come when its page told of it (阶段): one of a closed list, for every report."""

from __future__ import annotations

from agent.checks.acts import name_mode
from agent.checks.dated import event_passages, paper_dates
from agent.checks.subject import Subject
from agent.facts.happening import Telling
from agent.facts.modes import NOT_YET, Mode
from agent.facts.paper import RoleDate
from agent.findings import NOT_DONE, Stage, Verdict
from agent.policy import DateRole, PolicyKind
from agent.text.lexicon import lexicon

_OF_MODE = (
    (Mode.DONE, Stage.DONE),
    (Mode.DENIED, Stage.PUT_OFF),
    (Mode.UNDER_WAY, Stage.UNDER_WAY),
    (Mode.PLANNED, Stage.PLANNED),
    (Mode.TARGET, Stage.TARGET),
)
"""Where a page tells a thing in several ways, the first of these that it has."""
_ANNOUNCED = ("name.only_announced", "name.draft", "name.draft_as_named", "name.planned")


def stage_of(subject: Subject, verdicts: tuple[Verdict, ...]) -> Stage | None:
    """The stage of what a policy names; None where its page is about no such thing."""
    if subject.policy.kind is PolicyKind.EVENT:
        return _of_event(subject)
    if any(v.reason in _ANNOUNCED for v in verdicts):
        return Stage.PLANNED
    if subject.policy.kind is PolicyKind.BACKGROUND:
        stage = _of_event(subject)
        return stage if stage in NOT_DONE else None
    return _of_paper(subject)


def _of_event(subject: Subject) -> Stage:
    """By the passages that tell it; an order whose day is still to come is announced."""
    mode = name_mode(subject.policy.name.value)
    if mode in NOT_YET:
        return dict(_OF_MODE)[mode]
    passages = event_passages(subject)
    for wanted, stage in _OF_MODE:
        own = [one for one in passages if one.mode is wanted]
        if own:
            return Stage.ANNOUNCED if any(map(_is_ordered, own)) else stage
    return Stage.UNCLEAR


def _is_ordered(passage: Telling) -> bool:
    """True for a measure told with the day from which it will hold: 自12月1日起停运."""
    day = passage.told.day
    measure = passage.act.act.step in lexicon().words("order.steps")
    return passage.mode is Mode.PLANNED and measure and bool(day and day.open_side == "after")


def _of_paper(subject: Subject) -> Stage:
    """By the days on which it holds, seen from the day of the page."""
    last = subject.documents[0].last
    dates = paper_dates(subject, trust_header=True)
    periods = [e for e in dates if e.role is DateRole.IN_FORCE]
    if periods:
        return _of_period(periods, last_day=last.isoformat())
    begins = [e.interval for e in dates if e.role is DateRole.EFFECTIVE]
    if not begins:
        return Stage.UNCLEAR
    return Stage.IN_FORCE if begins[0].start <= last else Stage.ANNOUNCED


def _of_period(periods: list[RoleDate], *, last_day: str) -> Stage:
    """In force where any period holds the day; else what the first of them says."""
    if any(str(e.interval.start) <= last_day <= str(e.interval.end) for e in periods):
        return Stage.IN_FORCE
    return Stage.ENDED if str(periods[0].interval.end) < last_day else Stage.ANNOUNCED
