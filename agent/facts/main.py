"""What a page mainly tells: the happening it reports. For the measure that it puts in force see ``order``.

A happening is an act that is done on a day which lies close before the page's; the one whose step
the title names comes before others, the earlier in the text before the later. What lies long before
is background.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from agent.facts.days import GAP, SENT, Day, Rule
from agent.facts.document import PageFacts
from agent.facts.happening import happening_of, tellings_of
from agent.facts.modes import Mode, Told
from agent.facts.statement import ActWord, Statement
from agent.lazy import lazy_pattern
from agent.records import Interval, Span
from agent.text.fold import fold
from agent.text.lexicon import lexicon

LEAD = 12
"""Sentences at the head of a text in which its main thing is told."""
HEAD = 1
"""Sentences in which a page says what it is about, whatever its title."""


@dataclass(frozen=True)
class Found:
    """An act of a page with its day; ``number`` counts the sentences of the body from 1."""

    statement: Statement
    act: ActWord
    told: Told
    interval: Interval | None
    span: Span | None
    number: int

    @property
    def words(self) -> str:
        """The sentence, folded."""
        return self.statement.text

    @property
    def begins(self) -> date | None:
        """Its day, or the first of its period."""
        return self.interval.start if self.interval else None

    def on(self, day: Day, interval: Interval, span: Span) -> Found:
        """The same act on another day."""
        return replace(self, told=replace(self.told, day=day), interval=interval, span=span)


def happening(facts: PageFacts, *, trust_header: bool) -> Found | None:
    """The happening that the page reports; with its day where one can be told."""
    found = [one for one in acts_of(facts, trust_header) if one.told.mode is Mode.DONE]
    recent = [
        one
        for one in found
        if (not _counts_a_stock(one) if one.interval is None else _is_recent(one.interval, facts))
    ]
    if not recent:
        return None
    steps = steps_of_title(facts)
    if not steps and _LOOKS_BACK.search(facts.page.body_text[:_LEAD_TEXT]):
        return None  # an anniversary tells what was long before
    best = min(
        recent,
        key=lambda one: (
            one.act.act.step not in steps,
            one.interval is None,
            one.act.act.step in lexicon().words("step.minor")
            and not (one.number == HEAD and _shares_title(one, facts)),
            one.number != HEAD,
            one.statement.span.start,
        ),
    )
    if steps and best.act.act.step not in steps and best.number > HEAD:
        return None  # the title tells another act, and this one stands further below
    return best


_LOOKS_BACK = lazy_pattern(
    r"(?:已?满|整整?)[一二三四五六七八九十\d]{1,3}(?:周年|年|载)|[一二三四五六七八九十\d]{1,3}周年"
)
_LEAD_TEXT = 400
_STOCK = lazy_pattern(
    r"[^,;。\d]{0,16}\d[\d.,]{0,12}(?:万|亿)?(?:座|个|台|套|千瓦|公里|户|家|辆|处|条|平方米)"
)


def steps_of_title(facts: PageFacts) -> set[str]:
    """The steps that the title tells: not those it denies or that are a part of a name (开工情况)."""
    title = facts.page.title
    statement = Statement.of(title, facts.clock)
    return {
        act.act.step
        for act in statement.acts
        if statement.told(act).mode is not Mode.DENIED
        and not statement.text.startswith(_FIGURES, act.end)
    }


_FIGURES = ("情况", "形势", "数据", "率", "走势", "动态")
"""本周高炉开工情况: behind an act these make it the name of a statistic."""
_SHARED = 3
"""Characters of the title that stand together in a sentence that is about the same."""


def _shares_title(one: Found, facts: PageFacts) -> bool:
    """True where the sentence has words of the title beside its act."""
    title = fold(facts.page.title).text
    words = one.statement.text
    return any(title[at : at + _SHARED] in words for at in range(len(title) - _SHARED + 1))


def _counts_a_stock(one: Found) -> bool:
    """全区已投运储能电站31座: what there is by now, and nothing that happened."""
    return bool(_STOCK.match(one.statement.text, one.act.end)) and one.told.cue.startswith("已")


def is_told(facts: PageFacts, name: str, found: Found) -> bool:
    """True when the page tells the event of that name as done, and not on another day than what was found."""
    told = (one.told for one in tellings_of(facts, happening_of(name)))
    days = [one.day and one.day.past for one in told if one.mode is Mode.DONE]
    return any(None in (day, found.interval) or day == found.interval for day in days)


def name_of(found: Found) -> str:
    """The event in the page's own words: subject, unit and act as they stand in its clauses."""
    statement, clause = found.statement, found.statement.clause_of(found.act)
    start = clause.start
    first = next(c for c in statement.clauses if c.segment == clause.segment)
    own = _bare(statement, clause.start, found.act.start)
    if len(own) < _SUBJECT and first.start < clause.start:
        start = first.start
    words = _bare(statement, start, clause.end)
    return words if len(words) <= _LONGEST else _bare(statement, clause.start, clause.end)


_SUBJECT, _LONGEST = 3, 60
_LEADING = lazy_pattern(
    r"^(?:[\s,:]|[自于从在截至]+(?=\s|,|$)|凌晨|上午|下午|晚间?|傍晚|零时|\d{1,2}[时点:]\d{0,2}分?|起|左右|许|前后"
    rf"|[\u4e00-\u9fff·]{{0,12}}(?:{SENT}|消息)(?:\([^)]*\))?"
    r"|本报|据[^,]{1,16}(?:报道|消息|介绍),?|记者[^,]{0,20}(?:获悉|了解到),?|\([^)]*\))+"
)


def _bare(statement: Statement, start: int, end: int) -> str:
    """The words of a stretch without its dates and what leads in."""
    text = statement.text[start:end]
    for day in reversed(statement.days):
        if start <= day.start and day.end <= end:
            text = text[: day.start - start] + " " + text[day.end - start :]
    return re.sub(r"\s+", "", _LEADING.sub("", text)).strip(",:;、")


@lru_cache(maxsize=64)
def acts_of(facts: PageFacts, trust_header: bool, *, orders: bool = False) -> tuple[Found, ...]:
    """The acts of the first sentences of the body, each with its day; of an order with one that is to come, too."""
    body = facts.page.body
    found, count = list[Found](), 0
    for index, sentence in enumerate(facts.pieces):
        if not body.start <= sentence.span.start < body.end:
            continue
        count += 1
        if count > LEAD:
            break
        statement = facts.statement(index)
        for act in statement.acts:
            told = statement.told(act)
            day = told.day
            interval = interval_of(day, told.mode, trust_header, orders=orders)
            span = statement.place_of(day) if day and interval else None
            found.append(Found(statement, act, told, interval, span, count))
    return tuple(found)


def interval_of(
    day: Day | None, mode: Mode, trust_header: bool, *, orders: bool
) -> Interval | None:
    """The day of an act told in a mode; None where its year rests on a header that is not to be believed."""
    if day is None or (day.rule is Rule.HEADER and not trust_header):
        return None
    if day.open_side == "before":
        return None
    return (day.past or day.ahead) if orders and mode is not Mode.DONE else day.past


def _is_recent(interval: Interval, facts: PageFacts) -> bool:
    return (
        facts.last - GAP <= interval.end <= facts.last
        or interval.start <= facts.last <= interval.end
    )
