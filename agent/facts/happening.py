"""Where a page tells an event, and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from agent.facts.covering import cover
from agent.facts.days import Rule
from agent.facts.document import PageFacts
from agent.facts.edges import at_left_edge, at_right_edge
from agent.facts.event_name import Happening, claims_of, happening_of
from agent.facts.modes import NOT_YET, Mode, Told
from agent.facts.paper import RoleDate
from agent.facts.plain_acts import tellings_of_plain
from agent.facts.predicate import has_lasted, is_said_of, is_unled, is_whole, words_before
from agent.facts.same_act import is_same_step, steps_like
from agent.facts.sameness import OTHERS, is_of
from agent.facts.statement import ActWord, Statement
from agent.policy import DateRole
from agent.records import Span, Standing
from agent.text.fold import fold
from agent.text.lexicon import lexicon

__all__ = ["Happening", "Telling", "happening_of", "tellings_of", "told_in"]

MOST = 100
"""A page that tells one thing so often says no more by telling it again."""


@dataclass(frozen=True)
class Telling:
    """One place where a document tells an event: the statement, the word of its act, and how it is told."""

    document: PageFacts
    event: Happening
    statement: Statement
    act: ActWord
    told: Told

    @property
    def span(self) -> Span:
        """The sentence in the page."""
        return self.statement.span

    @property
    def mode(self) -> Mode:
        """How it is told."""
        return self.told.mode

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.statement.words

    @property
    def before(self) -> str:
        """What stands right before the event's name there."""
        return words_before(self.statement, self.act, self.event)

    def day(self, *, trust_header: bool) -> RoleDate | None:
        """The day that goes with the act; None where none can be told.

        A year that only the header gives counts when the header may be believed.
        """
        day = self.told.day
        if day is None or (day.rule is Rule.HEADER and not trust_header):
            return None
        interval = day.past if self.mode not in NOT_YET else day.ahead or day.past
        if interval is None or day.open_side == "before":
            return None
        span = self.statement.place_of(day)
        at = Standing(span, self.document.page.sha256)
        text = self.document.words(span)
        return RoleDate(DateRole.OCCURRENCE, interval, text, at, day.rule.value)


@lru_cache(maxsize=64)
def tellings_of(facts: PageFacts, event: Happening) -> tuple[Telling, ...]:
    """The places where a document tells an event, in order; cached, because half of the checks ask for them.

    For a name without an act that the lexicon knows see ``plain_acts``. A name of two happenings
    (客运站停运、餐饮暂停堂食) is told by the first, where the others are told alike and of the same day.
    """
    found = list(_told_of(facts, event))
    if not any(told.mode is Mode.DONE for *_, told in found):
        first, *others = claims_of(event) or (event,)
        beside = [[told for *_, told in _told_of(facts, other)] for other in others]
        together = (
            one
            for one in (_told_of(facts, first) if others else ())
            if all(any(_goes_with(one[-1], other) for other in of) for of in beside)
        )
        found = list(together) or found
    return tuple(Telling(facts, event, *one) for one in found)


def _goes_with(one: Told, other: Told) -> bool:
    same = one.day and other.day and one.day.past == other.day.past
    return one.mode is other.mode and bool(same)


def _told_of(facts: PageFacts, event: Happening) -> Iterator[tuple[Statement, ActWord, Told]]:
    if event.head is None:
        yield from islice(tellings_of_plain(facts, event), MOST)
        return
    found = 0
    forms = _forms(facts, event)
    for statement in facts.with_steps(*steps_like(event.head.act)):
        for act in statement.acts:
            if not is_same_step(event.head.act, act.act):
                continue
            if form := next((f for f in forms if _is_told(facts, statement, act, f)), None):
                found += 1
                yield statement, act, _told(facts, statement, act, form)
        if found >= MOST:
            return


def told_in(facts: PageFacts, span: Span, event: Happening) -> tuple[Telling, ...]:
    """The places in a span that tell an act like the event's; only those of the event itself where there are any."""
    same = [
        Telling(facts, event, statement, word, statement.told(word))
        for statement in facts.touching(span)
        for word in statement.acts
        if event.head and word.act is event.head.act
    ]
    forms = _forms(facts, event) if same else ()
    own = [t for t in same if any(is_of(facts, t.statement, t.act, form) for form in forms)]
    return tuple(own or same)


def _forms(facts: PageFacts, event: Happening) -> tuple[Happening, ...]:
    """The event, and the same by the long name of which the page says that its name is the short one."""
    written = (
        happening_of(event.name.replace(short, long))
        for short, long in facts.short_names
        if short in event.name
    )
    return event, *(
        form for form in written if form.head and event.head and form.head.act is event.head.act
    )


def _is_told(facts: PageFacts, statement: Statement, act: ActWord, event: Happening) -> bool:
    return _word_for_word(statement, act, event) or is_of(facts, statement, act, event)


def _told(facts: PageFacts, statement: Statement, act: ActWord, event: Happening) -> Told:
    """How it is told; a day alone tells nothing where an unknown word may govern the name and the act.

    What is begun must be all that is begun there (启动 in 提前启动巡检 is the 巡检's), whatever sign it has.
    On a page that speaks of a drill nothing befell anybody.
    """
    told = statement.told(act)
    if (
        told.mode is Mode.UNCLEAR and told.day and not told.cue
    ):  # a day behind the name itself is bare
        own = statement.text[statement.clause_of(act).start : act.start]
        told = statement.told(act, tuple(cover(event.subject, own).pieces))
    if act.act.step in lexicon().words("step.incident") and facts.has_drill:
        return Told(Mode.UNCLEAR, told.cue, told.day)
    day = told.day and statement.text[told.day.start : told.day.end]
    whole = is_whole(statement, act, event)
    begun = event.head is not None and event.head.act.step in lexicon().words("step.governs")
    by_day = told.cue == day
    free = (whole or not (begun or by_day)) and (
        not by_day or is_unled(statement, act, event, facts.plain_text)
    )
    if told.mode is Mode.DONE and (not free or has_lasted(statement, act)):
        return Told(Mode.UNCLEAR, told.cue, told.day)
    if told.mode is Mode.DONE and not is_said_of(statement, act, told.cue, event):
        return Told(Mode.UNCLEAR, told.cue, told.day)
    return told


def _word_for_word(statement: Statement, act: ActWord, event: Happening) -> bool:
    """True when the name stands in the sentence as it is, with its act: then it tells it."""
    name = fold(event.name.strip().strip("。；;")).text
    at = statement.text.find(name)
    while at >= 0:
        inside = at <= act.start and act.end <= at + len(name)
        whole = at_left_edge(statement.text, at) and at_right_edge(statement.text, at + len(name))
        if inside and whole and not OTHERS.search(statement.text, 0, at):
            return True
        at = statement.text.find(name, at + 1)
    return False
