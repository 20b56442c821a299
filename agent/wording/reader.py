"""What the reader of a claim takes over from one of its clauses to the next: the time, the subject, the body or place.

A claim tells clauses of a page in an order of its own. Where it leaves a time or a subject unsaid, its reader takes that of the
clause before; in the page that must be the one in force, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.wording.governors import Governors
from agent.wording.in_force import Stated
from agent.wording.statements import Statement

Marks = frozenset[tuple[str, int]]
"""What the claim does beside telling a clause, each with the clause's number.

``time``, ``place``: it says them before the predicate; ``head``: it tells this condition; ``led``: it says the subject before it;
``moved``: it says the time elsewhere in the clause; ``owed``: it skips the clause's own time; ``bare``: it skips its subject;
``front``: it begins with the first words of this clause; ``again``: it tells that clause later, without its subject.
"""


@dataclass
class Reader:
    """What the clauses of a claim that have been read leave in force for the next one."""

    stated: Stated
    governors: Governors
    marks: Marks
    time: int | None = None
    subject: int | None = None
    entity: str = ""
    last: int | None = None

    def reads(self, at: int) -> bool:
        """Read the next clause. False where it would take its time, subject or body from the clauses before it, and the page says another."""
        one = self.stated.all[at]
        last, self.last = self.last, at
        if one.timed or (one.guard and one.time):
            self.time = at
        if one.timed or one.guard or one.source or one.ground:
            return True
        if last in self.stated.chain(one) and ("led", at) not in self.marks:
            # It leans on what was told right before it.
            return True
        # Right behind the clause that stands before it in the page, it is read as the page is.
        beside = last == at - 1 and self.marks.isdisjoint({("bare", at), ("again", at)})
        return self._times(at) and (self._bodies(at, last) or beside)

    def _times(self, at: int) -> bool:
        one = self.stated.all[at]
        # 每日7时至20时, which a claim may say as what leads the clause, is its time.
        said = not self.marks.isdisjoint({("time", at), ("moved", at), ("head", one.in_time)})
        if said or (one.time is not None and ("owed", at) not in self.marks):
            self.time = one.in_time
            return True
        if one.in_time is None:
            return self.time is None
        placed = self.stated.all[one.in_time]
        if self.time is None:
            return placed.clause.segment != one.clause.segment
        return self.stated.words(self.stated.all[self.time].time) == self.stated.words(placed.time)

    def _bodies(self, at: int, last: int | None) -> bool:
        one = self.stated.all[at]
        led = ("led", at) in self.marks or ("place", at) in self.marks
        owner, found = self.governors.subject(at), self.governors.entity(at)
        # 价格环比下降2%，同比上涨3%: the growth that is told first has the subject of what it goes on from.
        owner = next((n for n in self.stated.chain(one) if ("front", n) in self.marks), owner)
        name = self.governors.named.who(found[0], at) if found else ""
        if ("again", at) in self.marks:
            return self.subject == at
        if ("bare", at) in self.marks:
            return self.entity == name != ""
        if owner == at or led:
            self.subject = owner
        elif self.subject is not None and self.subject != owner:
            return False
        if led or self.governors.own_entity(one):
            self.entity = name
            return True
        return (
            not self.entity or name == self.entity or (owner == at and self._is_beside(last, one))
        )

    def _is_beside(self, last: int | None, one: Statement) -> bool:
        """True for two parts of one whole with values of a kind, of which neither is the other's: 其中电站9万千瓦，楼宇8万千瓦."""
        if last is None or one.whole is None or self.stated.all[last].whole != one.whole:
            return False
        told = (
            [self.stated.tokens.told[n][1:3] for n in self.stated.figures(s)]
            for s in (self.stated.all[last], one)
        )
        first, second = (values[:1] for values in told)
        return first == second != []
