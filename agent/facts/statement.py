"""One sentence, read once: clauses, days, acts and how each is told, quantities, conditions, bodies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from agent.facts.clauses import Clause, clauses
from agent.facts.days import Clock, Day, Rule, days
from agent.facts.modes import NOT_YET, Mode, Told, mode_of
from agent.facts.slots import Body, Condition, bodies_of, conditions_of
from agent.lazy import cached_property, lazy_pattern
from agent.records import Interval, Span
from agent.text.figures import Figure, figures
from agent.text.fold import Folded, fold
from agent.text.lexicon import Act, lexicon

QUOTED = "引文"
"""The sign of an act that stands in a quote (<blockquote>): somebody else tells it, the page does not."""
_HYPHEN = lazy_pattern("-")
_LONG_DASH = 2
_NO_DAYS = Clock()
_BACK = 12
"""Clauses before an act in which its subject is looked for."""


class ActWord(NamedTuple):
    """A word of an act in a folded text."""

    act: Act
    word: str
    start: int
    end: int


def acts_in(folded: str) -> Iterator[ActWord]:
    """The words of acts in a folded text, in order, the longest at each place."""
    for act, match in lexicon().find_acts(folded):
        yield ActWord(act, match[0], match.start(), match.end())


@lru_cache(maxsize=1024)
def act_words(folded: str) -> tuple[ActWord, ...]:
    """``acts_in`` as a tuple, cached: the same sentences and names are asked for again and again."""
    return tuple(acts_in(folded))


def without_acts(folded: str, instead: str = "") -> str:
    """A folded text with ``instead`` in the place of each word of an act."""
    for one in reversed(act_words(folded)):
        folded = folded[: one.start] + instead + folded[one.end :]
    return folded


@dataclass(frozen=True)
class Statement:
    """A sentence of a page. Offsets inside it are those of ``text``, its folded words.

    ``carried`` is the last day that the sentences before it in the paragraph named, ``stated`` the
    last of them that names its year. ``quoted`` says that the page sets it as the words of somebody else: what it tells as done is then not told so;
    ``taken_back`` are the words by which a later sentence says the same of it (这一说法尚无法证实).
    ``words`` are the sentence as it stands in the page.
    """

    span: Span
    folded: Folded
    clock: Clock
    carried: Interval | None = None
    stated: Interval | None = None
    quoted: bool = False
    scene: Day | None = None
    taken_back: str = ""
    words: str = ""

    @classmethod
    def of(cls, words: str, clock: Clock = _NO_DAYS, span: Span | None = None) -> Statement:
        """The statement of a sentence's words, which stand at ``span`` or alone."""
        return cls(span or Span(start=0, end=len(words)), fold(words), clock, words=words)

    @property
    def text(self) -> str:
        """The folded words."""
        return self.folded.text

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses."""
        found = (match.start() for match in _HYPHEN.finditer(self.text))
        spans = {at: self.folded.span(at, at + 1) for at in found}
        long = frozenset(at for at, span in spans.items() if span.end - span.start >= _LONG_DASH)
        return clauses(self.text, long)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Its dates."""
        return days(self.text, self.clock, self.carried, self.stated)

    @cached_property
    def acts(self) -> tuple[ActWord, ...]:
        """The words of acts in it."""
        return act_words(self.text)

    @cached_property
    def quantities(self) -> tuple[Figure, ...]:
        """Its quantities, each with what it counts; their spans are places in ``words``."""
        return figures(self.words)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What limits it: 若…, 对…的, 除…外, 仅限…."""
        return conditions_of(self.text, self.clauses)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies it names."""
        return bodies_of(self.text)

    @cached_property
    def _told(self) -> dict[tuple[int, tuple[str, ...]], Told]:
        return {}

    def told(self, act: ActWord, named: tuple[str, ...] = ()) -> Told:
        """How one of its acts is told; ``named`` are words of a name, behind which a day is bare."""
        known = self._told.get((act.start, named))
        if known is None:
            known = mode_of(self, act, named)
            if self.quoted and known.mode in (Mode.DONE, Mode.UNDER_WAY):
                known = Told(Mode.UNCLEAR, QUOTED, known.day)
            if self.taken_back and known.mode in (Mode.DONE, Mode.UNDER_WAY):
                known = Told(Mode.UNCERTAIN, self.taken_back, known.day)
            self._told[act.start, named] = known
        return known

    @cached_property
    def without_days(self) -> str:
        """The folded words with their dates blanked, places kept."""
        characters = list(self.text)
        for day in self.days:
            characters[day.start : day.end] = " " * (day.end - day.start)
        return "".join(characters)

    def clause_at(self, place: int) -> Clause:
        """The clause at an offset; for a mark between two clauses, the one behind it."""
        return next(c for c in self.clauses if place < c.end)

    def is_of_segment(self, day: Day, clause: Clause) -> bool:
        """True when a day stands in the segment of a clause."""
        own = next((c for c in self.clauses if c.start <= day.start < c.end), None)
        return own is not None and own.segment == clause.segment

    def clause_of(self, act: ActWord) -> Clause:
        """The clause an act stands in."""
        return self.clause_at(act.start)

    def clause_behind(self, act: ActWord) -> str:
        """The clause behind an act's own; empty where there is none."""
        number = self.clauses.index(self.clause_of(act)) + 1
        behind = self.clauses[number : number + 1]
        return self.text[behind[0].start : behind[0].end] if behind else ""

    def chain(self, act: ActWord) -> tuple[int, int]:
        """From the start of the act's segment to the end of its clause: what its subject stands in."""
        own = self.clause_of(act)
        number = self.clauses.index(own)
        near = self.clauses[max(0, number - _BACK) : number + 1]
        first = next(c for c in near if c.segment == own.segment)
        return first.start, own.end

    def place_of(self, day: Day) -> Span:
        """Where a day stands in the page: in the sentence, or in the scene before it."""
        return day.at or self.place(day.start, day.end)

    def place(self, start: int, end: int) -> Span:
        """Where folded characters stand in the page."""
        inner = self.folded.span(start, end)
        return Span(start=self.span.start + inner.start, end=self.span.start + inner.end)

    @property
    def last_stated(self) -> Interval | None:
        """The last day that names its year, for the year of what follows it."""
        known = [
            day.past
            for day in self.days
            if day.precision == "day" and day.rule in (Rule.STATED, Rule.SENTENCE) and day.past
        ]
        return known[-1] if known else None

    @property
    def last_day(self) -> Interval | None:
        """The last day it names, for what follows it."""
        known = [day.past or day.ahead for day in self.days if day.precision == "day"]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step of a project in a few words; ``planned`` where it is not taken: planned, denied, conditional, a rumour."""

    step: str
    planned: bool
    word: str


def steps_told(words: str) -> tuple[StepTold, ...]:
    """The steps of projects that a few words tell, in order.

    One that only tells which (停运检修结束, 停产期间, 并网协议) is no step that was taken.
    """
    statement = Statement.of(words)
    steps, found = lexicon().words("step.project"), []
    for act in statement.acts:
        told = statement.told(act)
        only = (
            told.mode is Mode.UNCLEAR and told.cue and statement.text.startswith(told.cue, act.end)
        )
        if act.act.step in steps and not only:
            found.append(StepTold(act.act.step, told.mode in _NOT_TAKEN, act.word))
    return tuple(found)


_NOT_TAKEN = NOT_YET | {Mode.DENIED, Mode.CONDITIONAL, Mode.UNCERTAIN}
