"""Events: who does what, and the passages that say so, as the facts of a page have them.

What a name consists of and which sentence tells it is read in ``facts.happening``; here it is put
as the checks ask for it. There is no share of overlap that would do: a missing piece leaves the
event undecided.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from agent.checks.subject import Document
from agent.facts.days import Rule
from agent.facts.document import PageFacts
from agent.facts.happening import Happening, Telling, happening_of, of_event, tellings_of
from agent.facts.modes import NOT_YET, Mode, Told
from agent.facts.predicate import words_before
from agent.facts.statement import Statement
from agent.records import Interval, Span
from agent.text.fold import fold
from agent.text.lexicon import lexicon


@dataclass(frozen=True)
class Passage:
    """A passage that tells the event: where, and how."""

    document: Document
    telling: Telling
    event: Happening

    @property
    def span(self) -> Span:
        """The sentence."""
        return self.telling.span

    @property
    def mode(self) -> Mode:
        """How it tells it."""
        return self.told.mode

    @property
    def told(self) -> Told:
        """The mode, what it rests on and the day."""
        return self.telling.told

    @property
    def text(self) -> str:
        """The words of the passage."""
        return self.document.words(self.span)

    @property
    def before(self) -> str:
        """What stands right before the event's name there."""
        return words_before(self.telling.statement, self.telling.act, self.event)

    def day(self, *, trust_header: bool) -> tuple[Interval, Span, str] | None:
        """The day that goes with the act, where it stands and the rule of its year; None where none can be told.

        A year that only the header gives counts when the header may be believed.
        """
        day = self.told.day
        if day is None or (day.rule is Rule.HEADER and not trust_header):
            return None
        interval = day.past if self.mode not in NOT_YET else day.ahead or day.past
        if interval is None or day.open_side == "before":
            return None
        return interval, self.telling.statement.place_of(day), day.rule.value


@lru_cache(maxsize=1024)
def name_mode(name: str) -> Mode:
    """How a name tells its own act: planned for …拟投产, unclear for one that only names it."""
    statement = Statement.of(name)
    head = happening_of(name).head
    for act in statement.acts:
        if head and act.act is head.act:
            return statement.told(act).mode
    return Mode.UNCLEAR


def is_planned(name: str) -> bool:
    """True when the name itself says that it is yet to come."""
    return name_mode(name) in NOT_YET


def denies(name: str) -> bool:
    """True when the name itself says that something is not, or no more: 某码头不再接收…. A page that says so, too, is no denial of it."""
    words = lexicon()
    kept = words.pattern("mode.no_denial").sub("", fold(name).text)
    return words.pattern("mode.denial").search(kept) is not None


def tellings(document: Document, event: Happening) -> tuple[Passage, ...]:
    """The sentences of a document that tell the event, its title first."""
    return tuple(Passage(document, one, event) for one in _tellings(document.facts, event))


@lru_cache(maxsize=64)
def _tellings(facts: PageFacts, event: Happening) -> tuple[Telling, ...]:
    """Kept for a moment: the name, status, date, actor, place and window checks all ask for them."""
    return tuple(tellings_of(facts, event))


def told_in(document: Document, span: Span, event: Happening) -> tuple[Passage, ...]:
    """How the sentences of a span tell an event's step: the event's own where one is told there."""
    head = event.head
    if head is None:
        return ()
    same = [
        Telling(statement, word, statement.told(word))
        for statement in document.facts.touching(span)
        for word in statement.acts
        if word.act is head.act
    ]
    own = [one for one in same if of_event(document.facts, one, event)]
    return tuple(Passage(document, one, event) for one in own or same)
