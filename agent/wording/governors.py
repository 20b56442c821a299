"""What governs a clause of a page, role by role: its time, its conditions, its subject, whose it is.

A clause has its own governors, and those of the clauses before it until another of the same role takes their
place (``in_force``). A claim may say each of them before the clause's predicate, in whatever order it likes; what it says
there must be what governs this very clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Literal

from agent.wording.heads import tells_of_a_measure
from agent.wording.in_force import Stated, stated_of
from agent.wording.licences import licences
from agent.wording.named import Named
from agent.wording.passage import Clause
from agent.wording.rows import Heading, heading_of, heading_over, of_row
from agent.wording.said import SHORTEST
from agent.wording.statement_words import has, word
from agent.wording.statements import Range, Statement, token_at
from agent.wording.subjects import is_size
from agent.wording.tokens import Keys, keys_of

Role = Literal["time", "place", "head", "aim", "duty"]


@dataclass(frozen=True, slots=True)
class Governor:
    """Words that a claim may say before the predicate of a clause. ``of`` is the statement that they are from."""

    role: Role
    keys: Keys
    of: int


@dataclass(frozen=True)
class Governors:
    """The governors of the clauses of one page."""

    stated: Stated
    named: Named
    _front: dict[int, frozenset[int]] = field(default_factory=dict)
    _said: dict[int, tuple[Governor, ...]] = field(default_factory=dict)
    _fronts: dict[int, dict[int, frozenset[int]]] = field(default_factory=dict)
    _entities: dict[int, str] = field(default_factory=dict)

    def of(self, at: int) -> tuple[Governor, ...]:
        """What may be said before the predicate of a clause."""
        if at not in self._said:
            self._said[at] = tuple(dict.fromkeys(self._of(self.stated.all[at])))
        return self._said[at]

    def front(self, at: int) -> frozenset[int]:
        """The tokens of a clause before which a governor may stand: its head, behind its time and its subject."""
        if at not in self._front:
            self._front[at] = self._front_of(at)
        return self._front[at]

    def _front_of(self, at: int) -> frozenset[int]:
        one = self.stated.all[at]
        places = {one.clause.start, one.begins, one.predicate}
        places |= {end for span in (one.time, one.subject) if span for end in span}
        # 2031年，海州市|供热价格为…, 海南|用电量: behind whose it is and where, too.
        begin = one.subject[0] if one.subject else 0
        leads = (self.own_entity(one), self.named.first_place(one)) if one.subject else ()
        places |= {begin + len(keys_of(name)) for name in leads if name}
        own = self.own_time(at)
        places |= set(own) if own else set()
        # 全省|还将新建9台: before the adverb, too.
        tokens = self.stated.tokens
        adverb = tokens.told[one.predicate - 1] in _ADVERBS
        places |= {one.predicate - 1} if adverb else set()
        # 2031年底前力争|全部更新: behind the word of aim, too.
        aim = word("govern.aim").match(tokens.words(one.predicate, one.clause.end))
        places |= {token_at(tokens, one.predicate, aim.end())} if aim else set()
        heading = heading_of(self.stated, one)
        places |= {heading.whom[0]} if heading else set()
        return frozenset(n for n in places if one.clause.start <= n < one.clause.end)

    def own_time(self, at: int) -> Range | None:
        """The time in a clause that is not nothing but a time, with the 于 before it."""
        one = self.stated.all[at]
        if one.time is None or one.timed:
            return None
        start, end = one.time
        if start > one.begins and self.stated.tokens.all[start - 1].key in _AT:
            start -= 1
        return start, end

    def entity(self, at: int) -> tuple[str, int] | None:
        """Whose a clause is: its own subject's body, place or thing, or that of those before it; and the statement it is of.

        None where nobody is named or several are.
        """
        one = self.stated.all[at]
        own = self.own_entity(one)
        if own:
            return own, at
        sentence = one.clause.sentence
        for first in (sentence, sentence - 1):
            told = [
                (own, s.at)
                for s in self.stated.all[: one.at]
                if s.clause.sentence == first and not s.source and (own := self.own_entity(s))
            ]
            if told:
                name, last = told[-1]
                one_alone = len({self.named.who(own, n) for own, n in told}) == 1
                return (name, last) if one_alone and self._goes_on(last, one) else None
            before = [s for s in self.stated.all[: one.at] if s.clause.sentence == first]
            if any(s.source or self._is_of_somebody(s) for s in before):
                return None
        return None

    def _is_of_somebody(self, one: Statement) -> bool:
        """True for 托运商偏差超过8%的, a case with a subject that no list knows: what follows is of no other."""
        return self.stated.is_case_of_somebody(one) and not self.is_nameless(one)

    def own_entity(self, one: Statement) -> str:
        """The body, the place or the thing that a statement's own subject begins with; empty without one."""
        if one.at not in self._entities:
            self._entities[one.at] = self._own_entity(one)
        return self._entities[one.at]

    def _own_entity(self, one: Statement) -> str:
        if one.subject is None or one.guard or one.timed or self.is_nameless(one):
            return ""
        start, end = one.subject
        own = self.own_time(one.at)
        end = min(end, own[0]) if own and own[0] > start else end
        tokens = self.stated.tokens
        whole = tokens.words(start, end)
        behind = word("govern.behind").search(whole, 2)
        whole = whole[: behind.start()] if behind else whole
        thing = word("named.things").match(whole)
        if word("govern.points").match(whole) or (thing and not self._is_more(whole, thing.end())):
            return ""
        for last in range(len(whole), 1, -1):
            if has("govern.owner", whole[:last]):
                return whole[:last]
        return ""

    def _is_more(self, words: str, end: int) -> bool:
        """True for 集团所属青石矿, and not for 项目 or 项目规划|建设9台."""
        return word("govern.planned").fullmatch(words[end:]) is None

    def is_nameless(self, one: Statement) -> bool:
        """True for a statement without a subject, or whose subject is a verb: 2024年改建为电站."""
        words, table = self.stated.subject(one), licences()
        verbs = (table.predicates, table.demand, table.built, table.subject_verbs)
        return not words or any(
            v.match(words) for v in (*verbs, word("govern.verb"), word("govern.no_subject"))
        )

    def is_bound_itself(self, clause: Clause) -> bool:
        """True for 电炉钢产能可按1:1置换: its own thing may or must, whatever another clause wishes, aims at or does as a rule."""
        one = self.stated.all[self.stated.passage.clauses.index(clause)]
        subject = self.stated.subject(one)
        own = len(subject) > SHORTEST and not licences().refers.match(subject)
        behind = self.stated.tokens.words(one.predicate, clause.end)
        return own and not self.is_nameless(one) and has("mode.bound", behind)

    def subject(self, at: int) -> int | None:
        """The statement whose subject a clause has; None where none was named, or somebody else has the word."""
        one = self.stated.all[at]
        if not self.is_nameless(one):
            return at
        for s in self.stated.before(one):
            if s.clause.sentence != one.clause.sentence or s.source:
                return None
            if s.clause.colon:
                continue
            if s.says and not self.is_nameless(s) and not self._is_measure(s):
                return s.at if self._goes_on(s.at, one) else None
        return None

    def _is_measure(self, one: Statement) -> bool:
        """True for 总投资 and 上网电价: nobody who does what the clauses behind it tell."""
        return licences().measured.search(self.stated.subject(one)) is not None

    def _goes_on(self, at: int, one: Statement) -> bool:
        """False where somebody else may have the word, or be the one who does what a clause tells, or have what it measures."""
        table, between = licences(), self.stated.all[at : one.at]
        if any(s.source or table.shared.search(s.clause.text) for s in between):
            return False
        passage, clause = self.stated.passage, one.clause
        sized = is_size(passage, clause) or tells_of_a_measure(passage, clause)
        return not (sized and any(table.sets_up.search(s.clause.text) for s in between))

    def fronts(self, at: int) -> dict[int, frozenset[int]]:
        """The statements with whose first words a clause may be told, and the tokens before which these may end.

        A clause without a subject has that of another; one that leans on a figure has all before that figure; what tells a
        part of something, or of a measure, may be told with whose it is.
        """
        if at not in self._fronts:
            found: dict[int, frozenset[int]] = {}
            for front, ends in self._fronts_of(at):
                found[front] = found.get(front, frozenset()) | ends
            self._fronts[at] = found
        return self._fronts[at]

    def _fronts_of(self, at: int) -> Iterator[tuple[int, frozenset[int]]]:
        one = self.stated.all[at]
        yield from of_row(self.stated, one)
        heading = heading_over(self.stated, one)
        if heading and self._is_item(one, heading):
            yield heading.at, frozenset({heading.act})
        if one.guard or one.timed or one.source or one.ground:
            return
        base = self.stated.base(one)
        if base.at != at:
            place = self._value_at(base)
            if place is not None:
                yield base.at, frozenset({place, self._bare(place)} | self._compared(base, one))
            yield from self.fronts(base.at).items()
            return
        owner = self.subject(at)
        if one.clause.kind != "head" and owner is not None and owner != at and self._is_one(at):
            placed = self.stated.all[owner]
            places = {placed.predicate, placed.subject[1] if placed.subject else 0}
            yield owner, frozenset(end for end in places if end < placed.clause.end)
        found = self.entity(at)
        if found and found[1] != at and not word("govern.no_part").match(self.stated.text(one)):
            name, n = found
            start = self.stated.all[n].subject
            if start:
                yield n, frozenset({start[0] + len(keys_of(name))})

    def _is_item(self, one: Statement, heading: Heading) -> bool:
        """False where a statement behind the heading names somebody other than those the heading is for."""
        whom = self.stated.words(heading.whom)
        names = (self.own_entity(s) for s in self.stated.all[heading.at + 1 : one.at + 1])
        return all(whom.endswith(name.rpartition("的")[2]) for name in names)

    def starts(self, at: int) -> frozenset[int]:
        """The tokens at which the first words of a statement may begin when they stand before another: behind its number, or at whom a heading is for."""
        heading = heading_of(self.stated, self.stated.all[at])
        whom = {heading.whom[0]} if heading else set[int]()
        return frozenset({self.stated.all[at].begins} | whom)

    def begins(self, at: int) -> frozenset[int]:
        """The tokens at which a clause may go on behind the first words of another: before or behind its conjunction."""
        one = self.stated.all[at]
        return frozenset({one.clause.start, one.begins})

    def _is_one(self, at: int) -> bool:
        """True where one subject alone was named in the sentence, or the clause goes on right behind it."""
        one = self.stated.all[at]
        names = {
            self.stated.subject(s)
            for s in self.stated.all[:at]
            if s.clause.sentence == one.clause.sentence
            and s.says
            and not s.clause.colon
            and not self.is_nameless(s)
        }
        return len(names) == 1

    def _value_at(self, one: Statement) -> int | None:
        figures = self.stated.figures(one)
        return figures[0] if figures else None

    def _compared(self, base: Statement, one: Statement) -> set[int]:
        """The token of 同比 in 价格同比下降3%，环比上涨2%: if both name a base, the second's takes the place of the first's."""
        found = licences().comparison.search(self.stated.text(base))
        if found is None or not licences().comparison.match(self.stated.text(one)):
            return set()
        return {token_at(self.stated.tokens, base.begins, found.start())}

    def _bare(self, place: int) -> int:
        """Before the 为 or 达到 of a figure."""
        tokens = self.stated.tokens
        for size in (2, 1):
            if tokens.words(place - size, place) in ("达到", "为", "达", "是"):
                return place - size
        return place

    def _of(self, one: Statement) -> Iterator[Governor]:
        yield from self._times(one)
        yield from self._places(one)
        yield from self._modes(one)
        for at in one.heads:
            clause = self.stated.all[at].clause
            yield Governor("head", self.stated.tokens.keys(clause.start, clause.end), at)

    def _modes(self, one: Statement) -> Iterator[Governor]:
        """The 力争 or 应当 of a clause before it in its segment, where it has no such word: 力争A，B -> 力争B."""
        if not one.says or has("mode.own", self.stated.text(one)):
            return
        shared = self.is_nameless(one) or self._is_measure(one)
        for s in self.stated.in_segment(one):
            start = s.time[1] if s.time and s.time[0] == s.begins else s.begins
            if not shared and not self.is_nameless(s):
                # 甲县计划新建9座，乙县改造8座: the plan is the first one's.
                return
            for (role, name), place in product(_MODES, (start, s.predicate)):
                found = word(name).match(self.stated.tokens.words(place, s.clause.end))
                if found:
                    yield Governor(role, keys_of(found[0]), s.at)
                    return
            if s.says and not self.is_nameless(s):
                return

    def _places(self, one: Statement) -> Iterator[Governor]:
        """Where a clause is told that names neither a place nor a body."""
        text = self.stated.text(one)
        if one.timed or one.source or has("govern.elsewhere", text):
            return
        parts = (
            s for s in self.stated.all[: one.at] if one.whole is not None and s.whole == one.whole
        )
        if any(self.own_entity(s) for s in parts) and not self.own_entity(one):
            # …，其中化工行业下降4%，水耗下降2%: the water may be of the trade.
            return
        if not self.named.has_place(one.at) and not has(
            "front.strict", self.own_entity(one) or "-"
        ):
            for keys in self.named.places(one.at):
                yield Governor("place", keys, one.at)

    def _times(self, one: Statement) -> Iterator[Governor]:
        if one.in_time is None or one.timed:
            return
        placed = self.stated.all[one.in_time]
        own = self.own_time(one.at)
        span = own or placed.time
        if span is None or (own is None and word("govern.timeless").match(self.stated.text(one))):
            return
        for keys in _ways(self.stated.tokens.keys(*span)):
            yield Governor("time", keys, placed.at)


@lru_cache(maxsize=64)
def governors_of(passage: str) -> Governors:
    """What governs the clauses of a passage, read once for all claims that are held against it."""
    stated = stated_of(passage)
    return Governors(stated, Named(stated))


_MODES: tuple[tuple[Role, str], ...] = (("aim", "govern.aim"), ("duty", "govern.duty"))
_WHOLE_YEAR: Keys = (("全",), ("年",))
_ADVERBS = {("还",), ("也",), ("又",), ("均",), ("都",), ("仍",), ("已",)}
_AT = {("于",), ("在",), ("自",), ("从",), ("到",), ("至",)}


def _ways(keys: Keys) -> Iterator[Keys]:
    """于3月1日 and 3月1日, 自3月1日起 and 3月1日起, 2031年全年 and 2031年: 于, 在, such a 自 and 全年 say no more than the time."""
    yield keys
    begins = keys[-1] == ("起",)
    if keys[0] in {("于",), ("在",)} or (begins and keys[0] in {("自",), ("从",)}):
        yield keys[1:]
    elif begins and keys[0][0] in ("date", "day"):
        yield (("自",), *keys)
    if len(keys) > len(_WHOLE_YEAR) and keys[-2:] == _WHOLE_YEAR:
        yield keys[:-2]
