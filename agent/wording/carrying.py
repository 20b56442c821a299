"""Words of the clauses before a clause that hold for it and are not repeated: what it is of, whom, by what measure.

A claim that has one clause alone must say them. They are told by their role in the clause where they stand and by where the claim
puts them: its opening (需求响应) before a clause that goes on about it, what says which one (统调气电) before the same
noun (机组), its measure (可安装光伏发电比例) before a bound, what a growth is compared with (同比) before a growth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from agent.lazy import cached_property
from agent.wording.heads import begin_of, is_beside, opening_of, tells_of_a_measure, time_end
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.said import SHORTEST
from agent.wording.steps import Does
from agent.wording.tokens import Keys, Tokens

_LONGEST = 30
"""Tokens of what is carried over."""


@dataclass(frozen=True)
class Carried:
    """What may be carried into one clause of a passage; ``into`` is asked with the claim's words."""

    passage: Passage
    clause: Clause

    @cached_property
    def _before(self) -> list[Clause]:
        """The clauses of its sentence and of the one before that stand before it."""
        return [
            c
            for c in self.passage.clauses
            if c.start < self.clause.start
            and c.sentence >= self.clause.sentence - 1
            and (c.kind != "lead" or c.colon)
        ]

    @cached_property
    def _begins(self) -> frozenset[int]:
        """Where words may stand that lead the clause: at its head, behind its time."""
        head = begin_of(self.passage, self.clause)
        return frozenset({self.clause.start, head, time_end(self.passage, self.clause)})

    @cached_property
    def _openings(self) -> list[tuple[int, frozenset[int]]]:
        """Where the openings of the clauses before it begin, each with where they may end."""
        table = licences()
        another = _is_of_another(self.clause) or table.summed.search(self.clause.text)
        if self.clause.kind == "lead" or self.clause.label or another:
            return []
        found: list[tuple[int, frozenset[int]]] = []
        for one in reversed(self._before):
            said = (c for c in self.passage.clauses if one.start <= c.start < self.clause.start)
            # 甲公司停产，乙公司表示，将扩产: somebody else has the word.
            if table.shared.search(one.text) or any(table.speaks.search(c.text) for c in said):
                break
            found += self._opening(one)
            if self._ends_the_chain(one):
                break
        return found

    def _opening(self, one: Clause) -> Iterator[tuple[int, frozenset[int]]]:
        table, words = licences(), opening_of(self.passage, one)
        start = begin_of(self.passage, one, times=True)
        ends = frozenset(_ends(self.passage, start, words))
        of_others = table.measured.search(words) and any(
            c.kind == "body" and c.sentence == one.sentence and c.start < one.start
            for c in self._before
        )
        if table.predicates.match(self._words) is None:
            # 省能源局制定办法，补偿标准另行公布: the standard is not the bureau's; nor is a fund's size.
            sets_up = table.sets_up.search(one.text) and table.owners.search(words)
            ends = frozenset[int]() if sets_up else self._of_things(start, ends)
        if ends and not of_others and _names(words):
            yield start, ends

    def _ends_the_chain(self, one: Clause) -> bool:
        """True for a clause behind which nothing is carried over from before it: another is spoken of."""
        table, words = licences(), opening_of(self.passage, one)
        if one.text.startswith("其中") and one.segment == self.clause.segment:
            return True
        if table.announces.search(one.text) or one.start in dict(self.passage.numbers):
            # 主要有三方面变化：一是…: what is counted up is all of the thing before the colon.
            return False
        own = opening_of(self.passage, self.clause)
        beside = is_beside(words, own) or _are_alike(one.text, words, self.clause.text, own)
        others = beside or table.measured.search(words) or table.refers.match(words)
        owned = (
            not words
            and one.text[0] != "由"
            and any(table.owners.search(one.text[:n]) for n in range(2, 12))
        )
        return owned or (_names(words) and not others)

    def _of_things(self, start: int, ends: frozenset[int]) -> frozenset[int]:
        """The ends of an opening behind which it is no body and, before a measure, none: 省能源局 has duties, and no attributes."""
        table, tokens = licences(), self.passage.tokens
        measure = tells_of_a_measure(self.passage, self.clause)
        told = {end: tokens.words(start, end) for end in ends}
        return frozenset(
            end
            for end, words in told.items()
            if not table.bearer_ends.search(words)
            and not (measure and table.measured.search(words))
        )

    def into(self, at: int, claimed: Tokens, claim: int) -> Iterator[tuple[int, Does]]:
        """Where the claim goes on behind words that are carried to a place of the clause, and what they do to it."""
        found: dict[int, Does] = {}
        if claimed.keys(claim, claim + SHORTEST) not in self._pairs:
            return
        for ways in (self._opens, self._completes, self._measures):
            does: Does = "said" if ways == self._measures else "led"
            for end in ways(at, claimed, claim):
                found.setdefault(end, does)
        yield from found.items()

    def _opens(self, at: int, claimed: Tokens, claim: int) -> Iterator[int]:
        if at not in self._begins:
            return
        for start, ends in self._openings:
            for end in ends:
                behind = claim + end - start
                if claimed.keys(claim, behind) == self.passage.tokens.keys(start, end):
                    yield behind

    @cached_property
    def _pairs(self) -> frozenset[Keys]:
        """Each two tokens that stand beside each other before the clause: what is carried begins with such."""
        return frozenset(pairwise(self.passage.tokens.told[: self.clause.start]))

    @cached_property
    def _nouns(self) -> frozenset[int]:
        """Where a noun begins in the clause that may be completed, and no predicate."""
        tokens, table = self.passage.tokens, licences()
        places = range(self.clause.start, self.clause.end - SHORTEST + 1)
        rests = ((at, tokens.words(at, self.clause.end)) for at in places if self._begins_noun(at))
        patterns = table.compared, table.predicates
        return frozenset(at for at, rest in rests if not any(p.match(rest) for p in patterns))

    @cached_property
    def _values(self) -> dict[int, tuple[bool, bool]]:
        """Where a growth or, behind the clause's first word, a bound begins in the clause; which of both it is."""
        tokens, table = self.passage.tokens, licences()
        found: dict[int, tuple[bool, bool]] = {}
        for at in range(self.clause.start, self.clause.end):
            rest = tokens.words(at, self.clause.end)
            grows, bounds = table.compared.match(rest) is not None, table.parallel.match(rest)
            if grows or (bounds and at > self.clause.start):
                found[at] = grows, bounds is not None
        return found

    def _completes(self, at: int, claimed: Tokens, claim: int) -> Iterator[int]:
        """统调气电 before 机组, where the first to be named of them are 统调气电机组."""
        if at not in self._nouns:
            return
        tokens, table = self.passage.tokens, licences()
        noun = tokens.keys(at, at + SHORTEST)
        for behind in range(claim + SHORTEST, min(claim + _LONGEST, len(claimed.all) - 1)):
            if claimed.keys(behind, behind + SHORTEST) != noun:
                continue
            more, length = claimed.keys(claim, behind), behind - claim
            words = claimed.words(claim, behind)
            if table.bearer.search(words) or table.prefixes.fullmatch(words[-1:]):
                continue
            others = list(self._modified(noun))
            for place in others:
                whole = tokens.keys(place - length, place) == more
                if (
                    whole
                    and self._is_noun_at(place - length)
                    and not self._has_siblings(place, length, others)
                ):
                    yield behind
                    break

    def _modified(self, noun: Keys) -> Iterator[int]:
        """Where a noun of the clause stands before it."""
        tokens = self.passage.tokens
        for one in self._before:
            for place in range(one.start + SHORTEST, one.end - 1):
                if tokens.keys(place, place + SHORTEST) == noun:
                    yield place

    def _has_siblings(self, place: int, length: int, others: list[int]) -> bool:
        """True for F级 of F级机组 where E级机组 stands beside it, or other 机组 before it: which are meant, nobody knows."""
        tokens = self.passage.tokens
        own = tokens.keys(place - length, place)
        for other in others:
            clause = self.passage.clause_at(other)
            begin = begin_of(self.passage, clause, times=True) if clause else other
            beside = tokens.keys(max(begin, other - length), other)
            if not beside or beside == own[-len(beside) :]:
                continue
            if other < place or beside[-1] == own[-1] or tokens.all[other - 1].kind != "word":
                return True
        return False

    def _is_noun_at(self, start: int) -> bool:
        """True where a noun may begin: at the head of its clause, behind a verb, 的, 、 or a preposition."""
        clause = self.passage.clause_at(start)
        if clause is None or clause.start >= self.clause.start:
            return False
        begins = start in (clause.start, begin_of(self.passage, clause, times=True))
        before = self.passage.tokens.words(clause.start, start)
        return begins or before.endswith(("的", "、")) or bool(licences().list_opens.search(before))

    def _begins_noun(self, at: int) -> bool:
        """True at the head of the clause, behind its 的 and behind 完成: 新建机组2台 builds others than those named before."""
        before = self.passage.tokens.words(self.clause.start, at)
        counted = at > self.clause.start and self.passage.tokens.all[at - 1].kind == "figure"
        behind = before.endswith("的") or licences().finishing.search(before)
        return at in self._begins or counted or bool(behind)

    @property
    def _words(self) -> str:
        return self.passage.tokens.words(
            begin_of(self.passage, self.clause, times=True), self.clause.end
        )

    def _measures(self, at: int, claimed: Tokens, claim: int) -> Iterator[int]:
        """可安装光伏发电比例 before 不低于45%, 同比 before 增长: as the clause before has it before its own."""
        if at not in self._values:
            return
        tokens, table, (grows, bounds) = self.passage.tokens, licences(), self._values[at]
        for one in reversed(self._before):
            for value in range(one.start + SHORTEST, one.end):
                behind = tokens.words(value, one.end)
                alike = (grows and table.compared.match(behind)) or (
                    bounds and table.parallel.match(behind)
                )
                if not alike:
                    continue
                for start in range(max(one.start, value - _LONGEST), value - SHORTEST + 1):
                    end = claim + value - start
                    if claimed.keys(claim, end) != tokens.keys(start, value):
                        continue
                    if self._is_measure(one, start, value, at, compared=grows):
                        yield end

    def _is_measure(self, one: Clause, start: int, end: int, at: int, *, compared: bool) -> bool:
        tokens, table = self.passage.tokens, licences()
        words = tokens.words(start, end)
        if compared and table.comparison.fullmatch(words):
            return True
        plain = all(t.kind == "word" for t in tokens.all[start:end])
        # What is said of 工商业厂房 in the one is said of 农村居民屋顶 in the other: both end alike, or begin the measure.
        alike = tokens.keys(start - SHORTEST, start) == tokens.keys(at - SHORTEST, at)
        return plain and alike and not table.predicates.search(words)


def _ends(passage: Passage, start: int, words: str) -> Iterator[int]:
    """Where an opening may end: before the predicate, and behind what names somebody or something in it."""
    tokens, table = passage.tokens, licences()
    begin = tokens.all[start].start if start < len(tokens.all) else 0
    for length in range(SHORTEST, min(len(words), 2 * _LONGEST) + 1):
        end = tokens.ends.get(begin + length)
        if end is None:
            continue
        told = words[:length]
        # 申报单位须具备以下条件：（一）…: what is counted up binds by the word of duty.
        bound = table.announces.search(words) and table.duty_ends.search(told)
        named = table.subject_ends.search(told) or table.things.search(told)
        if length == len(words) or bound or named:
            yield end + 1


def _names(words: str) -> bool:
    """False for 一次性 and 同比, with which a clause may begin and which name nothing."""
    table = licences()
    how = table.says_how.fullmatch(words) or table.comparison.fullmatch(words)
    return len(words) >= SHORTEST and not how and not words[0].isdigit()


def _is_of_another(clause: Clause) -> bool:
    """True for a clause that names whose it is: a body, a place, or a part told by 其中."""
    table = licences()
    named = table.own.search(clause.text) and not clause.text.startswith("由")
    elsewhere = table.elsewhere.search(clause.text)
    bears = table.bearer.search(clause.text[:12]) and not clause.text.startswith("由")
    return bool(named or elsewhere or bears)


def _are_alike(one: str, head: str, other: str, own: str) -> bool:
    """True for 电动乘用车每千瓦时… beside 公交车、环卫车每千瓦时…: of one kind of thing the same is said."""
    if not head or not own or head[-1] != own[-1]:
        return False
    return one.partition(head)[2][:2] == other.partition(own)[2][:2]
