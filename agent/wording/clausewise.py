"""Compares a claim with a page clause by clause, whatever order the claim has them in.

Each clause of the claim is walked along one clause of the page (``walk``), none of which is told twice. Before a predicate the
claim may say what governs that clause in the page (``governors``), and a name where the page only points to it (``named``).
What it leaves unsaid must be what its reader takes over from the clause before (``reader``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agent.lazy import cached_property
from agent.wording.differences import Difference
from agent.wording.governors import Governors
from agent.wording.in_force import Stated
from agent.wording.licences import licences
from agent.wording.passage import Passage
from agent.wording.reader import Marks, Reader
from agent.wording.reordered import reordered
from agent.wording.rows import heading_of
from agent.wording.standing import may_stand
from agent.wording.statement_words import has, word
from agent.wording.statements import Statement
from agent.wording.steps import Changes, Step
from agent.wording.walk import Walk

_STATES = 12_000
"""States of one walk; a text made to be walked in many ways ends here, unlicensed."""
_MOST = 16
"""Clauses of a claim that is compared so; a passage may have twice as many."""
_ALIKE = 0.5
"""Share of the tokens of a page's clause that a claim must have for the clause to be tried."""
_MARKS = {"time": "moved", "place": "place"}
_SLOTS = {"time": "time", "place": "place", "head": "order", "aim": "aim", "duty": "duty"}


@dataclass(frozen=True, slots=True)
class _State:
    """A place in both texts.

    ``at`` is the statement that is walked along, ``units`` are those told so far. Where ``front_of`` is another statement, only the
    first words of ``at`` are told, before that one.
    """

    at: int
    page: int
    claim: int
    units: tuple[int, ...] = ()
    marks: Marks = frozenset()
    front_of: int | None = None


_Path = tuple[Step, ...]


@dataclass(frozen=True)
class Told:
    """The clauses of the page that a claim tells, with their conditions, and how its words differ."""

    clauses: tuple[int, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Clausewise:
    """A claim to be compared with a passage."""

    walk: Walk
    governors: Governors
    claim: Passage

    @property
    def stated(self) -> Stated:
        """The page in statements."""
        return self.governors.stated

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(c.start for c in self.claim.clauses)

    @cached_property
    def _eligible(self) -> tuple[int, ...]:
        """The clauses of which the claim has enough of the tokens, and a figure where they have any."""
        told = Counter(self.claim.tokens.told)
        values = {k[3] for k in told if k[0] == "figure"}
        found = list[int]()
        for s in self.stated.all:
            keys = self.walk.passage.tokens.told[s.begins : s.clause.end]
            detail = word("govern.detail").search(s.clause.text)
            size = len(keys) - (len(detail[0]) if detail else 0)
            figures = {k[3] for k in keys if k[0] == "figure"}
            shared = (Counter(keys) & told).total()
            if s.timed or (shared >= _ALIKE * size and (not figures or figures & values)):
                found.append(s.at)
        return tuple(found)

    def told(self) -> Told | None:
        """What of the page the claim tells; None where it is not the page's."""
        if len(self.stated.all) > 2 * _MOST or len(self.claim.clauses) > _MOST:
            return None
        goal = len(self.claim.tokens.all)
        seen = set[_State]()
        stack: list[tuple[_State, _Path]] = [
            (one, ()) for one in self._entered(0, (), frozenset(), None)
        ]
        while stack and len(seen) < _STATES:
            state, path = stack.pop()
            if state in seen:
                continue
            seen.add(state)
            if state.page == self.stated.all[state.at].clause.end and state.front_of is None:
                if state.claim == goal:
                    told = self._held(state, path)
                    if told:
                        return told
                else:
                    stack += [
                        (one, path)
                        for one in self._entered(state.claim, state.units, state.marks, state.at)
                    ]
                continue
            stack += reversed(list(self._onward(state, path)))
        return None

    def _entered(
        self, claim: int, units: tuple[int, ...], marks: Marks, last: int | None
    ) -> Iterator[_State]:
        """The states in which the claim begins to tell another clause: where a clause of its own begins, or right behind a condition."""
        for at in reversed(self._eligible):
            if at in units or ("head", at) in marks:
                continue
            one = self.stated.all[at]
            ahead = self.stated.all[last] if last is not None else None
            led = ahead and (ahead.timed or ahead.source or last in one.heads)
            if claim in self._starts or led or at - 1 == last:
                for front in self.governors.fronts(at):
                    start = self.stated.all[front].clause.start
                    for first in {start, *self.governors.starts(front)}:
                        yield _State(front, first, claim, units, marks, at)
                begins = {one.begins} if ("front", at) in marks else set[int]()
                for start in {one.clause.start} | begins:
                    yield _State(at, start, claim, (*units, at), marks)
                if one.whole is not None or one.clause.text.startswith("其中"):
                    yield from self._as_part(at, claim, units, marks)

    def _as_part(
        self, at: int, claim: int, units: tuple[int, ...], marks: Marks
    ) -> Iterator[_State]:
        """A part of what was told, whose 其中 stands before another part in the page or in the claim."""
        one = self.stated.all[at]
        own = one.clause.text.startswith("其中")
        ahead = self.stated.all[units[-1]].whole if units else None
        under = ahead is not None and ahead == one.whole
        # 松原市, and not 政府投资的厂房, which are of those that were told of.
        name = self.governors.own_entity(one)
        strict = has("front.strict", name) or has("front.somebodys", name)
        strict = strict and "的" not in self.stated.subject(one)
        if own and (under or strict):
            own_marks = marks | {("led", at)} if strict else marks
            yield _State(at, one.begins, claim, (*units, at), own_marks)
        if not own and self.claim.tokens.words(claim, claim + 2) == "其中":
            yield _State(at, one.begins, claim + 2, (*units, at), marks)

    def _onward(self, state: _State, path: _Path) -> Iterator[tuple[_State, _Path]]:
        at, page, claim = state.at, state.page, state.claim
        clause = self.stated.all[at].clause
        yield from self._from_front(state, path)
        if page == clause.end:
            return
        for step in self.walk.steps(page, claim, self.claim.tokens):
            if step.does == "gone" or step.page > clause.end:
                continue
            if state.front_of is not None and step.does not in (None, "led"):
                continue
            if step.does == "led" and not self._is_of_its_base(at, claim, step.claim):
                continue
            own = state.marks
            if step.does == "led" and state.front_of is None:
                own = own | {("led", at)}
            slot = step.difference.slot if step.difference else ""
            if slot in _MARKS:
                own = own | {(_MARKS[slot], at)}
            after = (*path, step) if step.difference else path
            yield _State(at, step.page, step.claim, state.units, own, state.front_of), after
        for until, end, slot in self._said_otherwise(state):
            words = self.stated.tokens.words(page, until), self.claim.tokens.words(claim, end)
            told = Difference(how="changed", slot=slot, page=words[0], claim=words[1], licence=slot)
            yield replace(state, page=until, claim=end), (*path, Step(until, end, told))
        narrowed = self._narrowed(state)
        if narrowed is not None:
            yield replace(state, page=narrowed), path
        heading = heading_of(self.stated, self.stated.all[at])
        if heading and page == heading.act and state.front_of is None:
            # 对甲类企业给予补贴，每户9万元: what is given is told behind it.
            yield replace(state, page=clause.end, marks=state.marks | {("headed", at)}), path
        yield from self._governed(state, path)

    def _is_of_its_base(self, at: int, start: int, end: int) -> bool:
        """False where a figure that goes on from another is told with the words of a third: 甲9吨，增长3%；乙8吨，增长4%: 甲增长4%."""
        base = self.stated.base(self.stated.all[at])
        said = Counter(self.claim.tokens.keys(start, end))
        own = self.stated.tokens.told[base.clause.start : base.clause.end]
        return base.at == at or not self.stated.figures(base) or not said - Counter(own)

    def _said_otherwise(self, state: _State) -> Iterator[tuple[int, int, str]]:
        """Where both go on behind a name that the page only points to, or a list in another order; and the slot of it."""
        claimed = self.claim.tokens
        yield from self.governors.named.steps(state.page, claimed, state.claim)
        if state.claim < len(claimed.all):
            tokens, clause = self.stated.tokens, self.stated.all[state.at].clause
            for until, end in reordered(tokens, clause, state.page, claimed, state.claim):
                yield until, end, "order"

    def _from_front(self, state: _State, path: _Path) -> Iterator[tuple[_State, _Path]]:
        """From the first words of another clause to the clause that is told with them."""
        of = state.front_of
        if of is None:
            return
        ends = self.governors.fronts(of)[state.at]
        if state.page in ends and state.claim:
            one = self.stated.all[of]
            marks = state.marks | {("led", of), ("front", state.at)}
            placed = self.stated.all[state.at]
            own = placed.time and placed.time[1] <= state.page and ("owed", state.at) not in marks
            if own and one.in_time == placed.in_time:
                marks = marks | {("moved", of)}
            begin = max(n for n in self._starts if n < state.claim)
            told = Difference(
                how="added",
                slot="topic",
                claim=self.claim.tokens.words(begin, state.claim),
                licence="topic",
            )
            for start in self.governors.begins(of):
                yield (
                    _State(of, start, state.claim, (*state.units, of), marks),
                    (*path, Step(start, state.claim, told)),
                )

    def _governed(self, state: _State, path: _Path) -> Iterator[tuple[_State, _Path]]:
        """Behind a governor that the claim says here, and over the clause's own time, which it says elsewhere."""
        at, page, claim = state.at, state.page, state.claim
        if page not in self.governors.front(at):
            return
        own_time = self.governors.own_time(at)
        if own_time and page == own_time[0]:
            marks = state.marks | {("owed", at)}
            yield replace(state, page=own_time[1], marks=marks), path
        entity = self.governors.own_entity(self.stated.all[at])
        subject = self.stated.all[at].subject
        if (
            entity
            and subject
            and page == subject[0]
            and len(state.units) > 1
            and state.front_of is None
        ):
            # It is told second, and what the claim's reader has in mind is whose it is.
            end = self._behind(page, entity)
            yield replace(state, page=end, marks=state.marks | {("bare", at)}), path
        if subject and page == subject[0] and ("front", at) in state.marks and not state.front_of:
            # 甲厂夏季停产9天，春季停产8天: whose it is was said before the other.
            yield replace(state, page=subject[1], marks=state.marks | {("again", at)}), path
        told = at if state.front_of is None else state.front_of
        for one in self.governors.of(told):
            mark = ("head", one.of) if one.role == "head" else (one.role, told)
            end = claim + len(one.keys)
            if one.role == "head" and ("led", told) in state.marks:
                # 日前补偿价格，响应量低于申报量的: whose the condition is, is said before it.
                continue
            if mark in state.marks or self.claim.tokens.keys(claim, end) != one.keys:
                continue
            slot = _SLOTS[one.role]
            words = self.claim.tokens.words(claim, end)
            added = Difference(how="added", slot=slot, claim=words, licence=slot)
            yield (
                replace(state, claim=end, marks=state.marks | {mark}),
                (*path, Step(page, end, added)),
            )

    def _narrowed(self, state: _State) -> int | None:
        """Behind a detail, or a place or a parent that goes without saying: 毕节市|大方县木岩煤矿, 对|全市|企业 where the place has been said."""
        tokens, claim = self.stated.tokens, state.claim
        if (
            claim >= len(self.claim.tokens.all)
            or tokens.told[state.page] == self.claim.tokens.told[claim]
        ):
            return None
        words = tokens.words(state.page, self.stated.all[state.at].clause.end)
        detail = word("govern.detail").match(words)
        if detail:
            return self._behind(state.page, detail[0])
        said = ("place", state.at) in state.marks
        found = (word("named.whole").match(words) if said else None) or word("named.parent").match(
            words
        )
        return self._behind(state.page, found[0]) if found else None

    def _behind(self, start: int, words: str) -> int:
        tokens = self.stated.tokens
        return tokens.ends[tokens.all[start].start + len(words)] + 1

    def _held(self, state: _State, path: _Path) -> Told | None:
        """What is told where it may stand so; else None."""
        page, every, units, marks = self.walk.passage, self.stated.all, state.units, state.marks
        heads = {at for role, at in marks if role == "head"}
        # A time that was said before a clause is its head's, where that is nothing but the time.
        for role, at in marks:
            placed = every[at].in_time if role == "time" else None
            if placed is not None and placed != at and every[placed].timed:
                heads.add(placed)
        told = tuple(sorted({*units, *heads}))
        gone = tuple(c for n, c in enumerate(page.clauses) if n not in told)
        led = tuple(every[at].clause for role, at in marks if role in ("led", "place"))
        said = tuple(every[at].clause for role, at in marks if role in ("time", "moved"))
        done = Changes.of(path)
        bound = [at for role, at in marks if role in ("aim", "duty")]
        aimed = tuple(every[at].clause for at in bound)
        # 今年计划新建9座，改造8座: whose aim is said has nobody's name to be said.
        led += tuple(every[at].clause for at in bound if self.governors.subject(at) is None)
        done = Changes(gone, (*done.led, *led), (*done.said, *said), done.thinned, aimed)
        chained = {n for at in units for n in self.stated.chain(every[at])}
        fronts = tuple(every[at].clause for role, at in marks if role == "front" and at in chained)
        # The first words of a clause are said where that clause itself might be told.
        whole = replace(done, gone=tuple(c for c in gone if c not in fronts))
        if (
            not may_stand(page, done)
            or not may_stand(page, whole)
            or not self._may_turn(units, done)
            or not self._reads_alike(units, marks, heads)
            or not self._is_headed(units, marks)
        ):
            return None
        differences = [s.difference for s in path if s.difference]
        if list(units) != sorted(units):
            words = self.claim.tokens.text
            differences.append(
                Difference(how="changed", slot="order", claim=words, licence="order")
            )
        return Told(told, tuple(differences))

    def _may_turn(self, units: tuple[int, ...], done: Changes) -> bool:
        """True when nothing that the claim tells in another order leans on the page's."""
        page, every = self.walk.passage, self.stated.all
        for n, at in enumerate(units):
            one = every[at]
            chain = self.stated.chain(one)
            if chain and one.clause not in done.led and (not n or units[n - 1] not in chain):
                return False
            ahead = [b for b in units[:n] if b > at]
            if not ahead:
                continue
            sentences = {every[b].clause.sentence for b in (at, *ahead)}
            whole = "".join(c.text for c in page.clauses if c.sentence in sentences)
            fixed = licences().fixed.search(licences().ordinal.sub("", whole))
            # 4家未安装监控，2家无许可证: what was not done is each one's own.
            own = all(self._names_its_own(every[b]) for b in (at, *ahead))
            if fixed or (has("bound.ban", whole) and not own) or one.clause.kind == "tail":
                return False
        return True

    def _is_headed(self, units: tuple[int, ...], marks: Marks) -> bool:
        """True when behind a heading without its act, of whom it is for, what they are given is told."""
        every = self.stated.all
        headed = [at for role, at in marks if role == "headed"]
        behind = (every[n] for at in headed for n in units[units.index(at) + 1 :][:1])
        given = [s for s in behind if has("guard.grant", s.clause.text)]
        return len(given) == len(headed) and all(
            at in s.heads for at, s in zip(headed, given, strict=True)
        )

    def _names_its_own(self, one: Statement) -> bool:
        """True for a clause that begins with its subject, or with how many of them it tells."""
        figure = self.stated.tokens.all[one.begins].kind == "figure"
        return figure or not self.governors.is_nameless(one)

    def _reads_alike(self, units: tuple[int, ...], marks: Marks, heads: set[int]) -> bool:
        """True when what the claim's reader carries on to each clause is what the page carries there."""
        reader = Reader(self.stated, self.governors, marks)
        for at in units:
            one = self.stated.all[at]
            fronts = {n for role, n in marks if role == "front"}
            if any(h not in units and h not in heads | fronts for h in one.heads):
                return False
            if not reader.reads(at):
                return False
        return True
