"""An event's name laid over the clauses that lead to an act: what both have, and what the act's own clause speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.facts.canonical import plain
from agent.facts.covering import (
    OPEN,
    Cover,
    Missing,
    cover,
    may_be_left_out,
    named_in,
    wanted_parts,
)
from agent.facts.document import PageFacts
from agent.facts.event_name import Happening
from agent.facts.statement import ActWord, Statement
from agent.facts.told_before import Reference, reference_in
from agent.lazy import cached_property, lazy_pattern
from agent.text.lexicon import lexicon

_THEN = lazy_pattern("(?:并|随即|随后)?")
_WORKS_LAST = lazy_pattern(f"(?:{lexicon().expression('clause.works')})$")


@dataclass(frozen=True)
class Pair:
    """A name and an act of a statement. Words are in their one form (``canonical``), days left out."""

    facts: PageFacts
    statement: Statement
    act: ActWord
    event: Happening

    @cached_property
    def own_start(self) -> int:
        """Where the act's clause begins; brackets in the middle of a subject do not part it."""
        statement = self.statement
        start = statement.clause_of(self.act).start
        while start > 0 and statement.text[start - 1] == ")":
            opened = statement.text.rfind("(", 0, start)
            before = [c for c in statement.clauses if c.end <= opened]
            if opened < 0 or not before:
                break
            start = before[-1].start
        return start

    @cached_property
    def own(self) -> str:
        """The act's clause up to the act."""
        return plain(self.statement.without_days[self.own_start : self.act.start])

    @cached_property
    def behind(self) -> str:
        """The act's clause behind the act."""
        text = self.statement.without_days
        return plain(text[self.act.end : self.statement.clause_of(self.act).end])

    @cached_property
    def speaks_of(self) -> str:
        """The act's clause, or where that names nobody all that leads to the act."""
        if named_in(self.own):
            return self.own
        start, _ = self.statement.chain(self.act)
        return plain(self.statement.without_days[start : self.act.start])

    @property
    def is_transitive(self) -> bool:
        """True where what the act is done to stands behind it, and the act is another word than the name's own."""
        act = self.act.act
        return self.act is not self.event.head and (act.takes_object or act.after is None)

    @cached_property
    def clause(self) -> str:
        """The act's clause up to the act; of one that takes its thing behind it all of the clause."""
        if self.is_transitive and not any(piece in self.own for piece in self.found.pieces):
            return self.own + self.act.word + self.behind
        return self.own

    @property
    def is_topic(self) -> bool:
        """True where the name ends the clause before the act's: 某水电站，6台机组全部投产."""
        before = plain(self.statement.without_days[: self.own_start]).rstrip(" ,")
        return bool(self.found.pieces) and before.endswith(self.found.pieces[-1])

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts of the name that the sentence must have."""
        return wanted_parts(self.facts, self.event, self.statement.clause_behind(self.act))

    @cached_property
    def _covered(self) -> tuple[Cover, str]:
        start, end = self.statement.chain(self.act)
        chain = plain(self.statement.text[start:end])
        parts = self.parts
        found = cover(parts, chain)
        subject = tuple(_WORKS_LAST.sub("", part) for part in self.event.subject)
        if (
            found.missing
            and not self.act.act.takes_object
            and not cover(subject, chain).missing
            and (begun := self._begun_behind())
        ):
            return cover(parts, chain + begun), begun
        return found, ""

    @property
    def found(self) -> Cover:
        """Which words of the name stand there; what goes with the act may stand in the next clause."""
        return self._covered[0]

    @cached_property
    def chain(self) -> str:
        """The clauses that lead to the act, its own to the end, and the one behind it where that counts."""
        start, end = self.statement.chain(self.act)
        return plain(self.statement.without_days[start:end]) + self._covered[1]

    @cached_property
    def left_out(self) -> tuple[Missing, ...]:
        """The words of the name that neither the clauses nor the page account for."""
        return tuple(
            missing
            for missing in self.found.missing
            if not may_be_left_out(self.facts, missing, self.chain)
            and not self._is_called(missing.words)
        )

    def _is_called(self, words: str) -> bool:
        """1号机组投产，成为电站首台投产机组: 首台 is what the sentence calls it."""
        first = lexicon().pattern("unit.ordinals").match(words)
        called = rf"(?:成为|作为|这是|系)[^,;。继]{{0,8}}{re.escape(words)}"
        return first is not None and re.search(called, plain(self.statement.text)) is not None

    @cached_property
    def calls_it_so(self) -> bool:
        """True where the unit of the clause has a number and the name's ordinal: 最后一台机组——9号机组."""
        named = [one for one in self.event.units if lexicon().pattern("unit.ordinals").match(one)]
        return bool(named) and all(
            re.search(rf"{one}[\u4e00-\u9fff]{{0,4}}[-(,即]{{1,2}}\d{{1,2}}号", self.chain)
            or self._is_called(one)
            for one in named
        )

    @cached_property
    def reference(self) -> tuple[Reference, str, int] | None:
        """What the act's clause, or one before it where that names nobody, speaks of by its kind alone.

        With the words of that clause and where it begins.
        """
        if (this := reference_in(self.own)) or named_in(self.own):
            return (this, self.own, self.own_start) if this else None
        first, _ = self.statement.chain(self.act)
        for clause in reversed(self.statement.clauses):
            if first <= clause.start < self.own_start:
                words = plain(self.statement.without_days[clause.start : clause.end])
                this = reference_in(words)
                if this and this.pointed:
                    return this, words, clause.start
                if named_in(words):
                    return None
        return None

    def _begun_behind(self) -> str:
        """与电网解列，开始第七次大修 is 停机大修: what the next clause begins, without anybody else or a plan."""
        text = self.statement.clause_behind(self.act)
        then = _THEN.match(text)
        begins = lexicon().pattern("step.begins").match(text, then.end() if then else 0)
        if not begins or any(lexicon().pattern(name).search(text) for name in OPEN):
            return ""
        return "," + plain(text)
