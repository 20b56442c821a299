"""An event's name compared with the clauses that lead to an act: the words they share, those left out, and whom the clause names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.facts.canonical import plain
from agent.facts.covering import (
    Cover,
    Missing,
    cover,
    may_be_left_out,
    named_in,
    wanted_parts,
)
from agent.facts.document import PageFacts
from agent.facts.event_name import LAST, Happening
from agent.facts.statement import ActWord, Statement
from agent.facts.told_before import Reference, kind_words, reference_in
from agent.lazy import cached_property, lazy_pattern
from agent.text.lexicon import lexicon

_ALL_NOW = lazy_pattern(r"至此,?(?P<whose>[^,;。]{0,24}?)全部(?![分门])")
_COUNTED = lazy_pattern(r"[该全本]?(?:[\d一二两三四五六七八九十]{1,3}[台座条套个])?")


@dataclass(frozen=True)
class Pair:
    """An event's name and an act of a statement. Words are normalised (``canonical.plain``) and without days."""

    facts: PageFacts
    statement: Statement
    act: ActWord
    event: Happening

    @cached_property
    def own_start(self) -> int:
        """Where the act's clause begins; a bracket inside its subject does not end it."""
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
    def reach(self) -> tuple[int, int]:
        """Offsets in the sentence: start of the first clause that leads to the act, end of the act's own clause."""
        return self.statement.chain(self.act)

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
        """The act's clause before the act; where that names nobody, all clauses that lead to the act."""
        if named_in(self.own):
            return self.own
        return plain(self.statement.without_days[self.reach[0] : self.act.start])

    @property
    def is_transitive(self) -> bool:
        """True where the act may have its object behind it; not a word that the lexicon lacks (``plain_acts``)."""
        act = self.act.act
        return self.act is not self.event.head and (act.takes_object or act.after is None)

    @cached_property
    def clause(self) -> str:
        """The act's clause up to the act; all of it where a transitive act has none of the name's words before it."""
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
        behind = self.statement.clause_behind(self.act)
        return wanted_parts(self.facts, self.event, self._told, behind)

    @cached_property
    def _told(self) -> str:
        return plain(self.statement.text[slice(*self.reach)])

    @cached_property
    def found(self) -> Cover:
        """The words of the name in the clauses that lead to the act."""
        return cover(self.parts, self._told)

    @cached_property
    def chain(self) -> str:
        """The text of ``reach`` in its one form, without days."""
        start, end = self.reach
        return plain(self.statement.without_days[start:end])

    @cached_property
    def left_out(self) -> tuple[Missing, ...]:
        """The words of the name that neither the clauses nor the page account for."""
        return tuple(
            missing
            for missing in self.found.missing
            if not may_be_left_out(self.facts, missing, self.chain)
            and not self._is_said_to_be(missing.words)
        )

    def _is_said_to_be(self, words: str) -> bool:
        """True where the sentence says that its unit is the first or last: 1号机组投产，成为电站首台投产机组.

        So it does where all are with it: 4号机组并网，至此电站4台机组全部投产; 至此左岸机组全部投产 is of a part alone.
        """
        first = lexicon().pattern("unit.ordinals").match(words)
        text = plain(self.statement.text)
        called = rf"(?:成为|作为|这是|系)[^,;。继]{{0,8}}{re.escape(words)}"
        all_now = _ALL_NOW.search(text) if LAST.match(words) else None
        if all_now and self._is_all_of_it(all_now["whose"]):
            return True
        return first is not None and re.search(called, text) is not None

    def _is_all_of_it(self, words: str) -> bool:
        """True for words that have nothing beside the event's thing, its kind and a number of its units."""
        for piece in (*self.event.subject, *self.found.pieces):
            words = words.replace(plain(piece), "")
        return not _COUNTED.sub("", kind_words().sub("", words))

    @cached_property
    def numbers_its_ordinal(self) -> bool:
        """True where the sentence gives the unit of the name's ordinal a number: 最后一台机组——9号机组."""
        named = [one for one in self.event.units if lexicon().pattern("unit.ordinals").match(one)]
        return bool(named) and all(
            re.search(rf"{one}[\u4e00-\u9fff]{{0,4}}[-(,即]{{1,2}}\d{{1,2}}号", self.chain)
            or self._is_said_to_be(one)
            for one in named
        )

    @cached_property
    def reference(self) -> tuple[Reference, str, int] | None:
        """A thing named by its kind alone (该厂) in the act's clause, or in one before where that names nobody.

        With the words of the clause and where it begins.
        """
        if (this := reference_in(self.own)) or named_in(self.own):
            return (this, self.own, self.own_start) if this else None
        for clause in reversed(self.statement.clauses):
            if self.reach[0] <= clause.start < self.own_start:
                words = plain(self.statement.without_days[clause.start : clause.end])
                this = reference_in(words)
                if this and this.pointed:
                    return this, words, clause.start
                if named_in(words):
                    return None
        return None
