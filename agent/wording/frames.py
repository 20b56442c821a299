"""A claim accepted statement by statement: each of them is one of the page's, with what that one inherits.

The claim is parted at its commas into groups; each group must be walked from one end to the other along one clause of
the page and the conditions it stands under (``along``). What is not the clause's own must be in force there: its
time, its subject, its place, its aim (``inherited``). What a reader of the claim carries from one group to the next
must be what the page carries there (``carried``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from agent.wording.along import Along, Group, Matched
from agent.wording.carried import Carried, Reader
from agent.wording.in_force import Stated
from agent.wording.inherited import Inherited
from agent.wording.licences import Keys
from agent.wording.passage import Clause, Passage, passage_of
from agent.wording.statements import Statement
from agent.wording.steps import Known
from agent.wording.walk import Walk

_CLAUSES = 4
"""Clauses of a claim that one statement of the page may be spread over."""
_WAYS = 1_000
"""Ways to go on that are tried; a claim made of a passage's repeated clauses ends here, unlicensed."""


@lru_cache(maxsize=64)
def page_of(passage: str, known: Known) -> Page:
    """A passage made ready for the claims that are held against it."""
    stated = Stated(passage_of(passage), known)
    return Page(Walk(stated.passage, known), stated, Inherited(stated))


@dataclass(frozen=True)
class Page:
    """A passage: what may be left out and said otherwise in it, its statements, and what these inherit."""

    walk: Walk
    stated: Stated
    inherited: Inherited

    def told(self, claimed: Passage) -> tuple[Clause, ...] | None:
        """The clauses that bear a claim: those it says and those whose time, subject or condition it has from there.

        None where it says another thing.
        """
        told = _Frames(self, claimed).told(0, Carried())
        every = self.stated.all
        if told is None:
            return None
        bearing = {*told}
        for one in (every[at] for at in told):
            near = (one.in_time, one.topic, one.owner, one.aim, one.whole, one.leans)
            bearing |= {at for at in (*one.heads, *near) if at is not None}
        return tuple(every[at].clause for at in sorted(bearing))


@dataclass(frozen=True)
class _Frames:
    page: Page
    claimed: Passage
    _known: dict[tuple[int, int], tuple[Matched, ...]] = field(default_factory=dict)
    _failed: set[tuple[int, Carried]] = field(default_factory=set)

    @cached_property
    def _keys(self) -> Keys:
        return self.claimed.tokens.keys(0, len(self.claimed.tokens.all))

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.page.stated, self.page.inherited)

    def told(self, start: int, carried: Carried) -> tuple[int, ...] | None:
        clauses = self.claimed.clauses
        if start == len(clauses):
            return carried.told if self._reader.is_whole(carried) else None
        if (start, carried) in self._failed or len(self._failed) > _WAYS:
            return None
        self._failed.add((start, carried))
        before = clauses[start - 1] if start else None
        for end in range(start + 1, min(len(clauses), start + _CLAUSES) + 1):
            if clauses[end - 1].sentence != clauses[start].sentence:
                return None
            for matched in self._matches(start, end):
                goes_on = self._reader.goes_on(
                    matched,
                    carried,
                    sentence=before is not None and before.sentence == clauses[start].sentence,
                    segment=before is not None and before.segment == clauses[start].segment,
                )
                found = self.told(end, goes_on) if goes_on else None
                if found is not None:
                    return found
        return None

    def _matches(self, start: int, end: int) -> tuple[Matched, ...]:
        known = self._known.get((start, end))
        if known is None:
            group = self._group(start, end)
            page = self.page
            likely = (one for one in page.stated.all if self._is_likely(one, group))
            ways = (Along(page.walk, page.inherited, self._parts(one), group) for one in likely)
            known = self._known[start, end] = tuple(m for along in ways for m in along.ways())
        return known

    def _group(self, start: int, end: int) -> Group:
        tokens, clauses = self.claimed.tokens, self.claimed.clauses
        return Group(tokens, clauses[start].start, clauses[end - 1].end, self._keys)

    def _parts(self, one: Statement) -> tuple[Statement, ...]:
        """A statement behind its conditions and the leads of its segment."""
        leads = (s for s in self.page.stated.in_segment(one) if s.clause.kind == "lead" and s.says)
        parts = {*one.heads, *(s.at for s in leads)}
        return (*(self.page.stated.all[at] for at in sorted(parts)), one)

    def _is_likely(self, one: Statement, group: Group) -> bool:
        """A quick look before a walk: half of what a statement says, or most of the group, is in both."""
        if not one.says or one.clause.kind == "lead":
            return False
        own = self.page.stated.tokens.keys(one.predicate, one.clause.end)
        clause = {*self.page.stated.tokens.keys(one.clause.start, one.clause.end)}
        said = group.keys[group.first : group.last]
        known = {*said}
        there = sum(key in known for key in own)
        return 2 * there >= len(own) or 4 * sum(key in clause for key in said) >= 3 * len(said)
