"""What a clause of a passage has from those before it: conditions, time, and what it is a part of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from agent.lazy import cached_property
from agent.wording.licences import licences
from agent.wording.passage import Passage, passage_of
from agent.wording.statement_words import has, reaches_over, word
from agent.wording.statements import Range, Statement, read
from agent.wording.tokens import Tokens


@lru_cache(maxsize=256)
def stated_of(text: str) -> Stated:
    """The statements of a passage."""
    return Stated(passage_of(text))


_A_VERB = 4
"""Characters before a bound that may be a verb alone: 连续停热."""


@dataclass(frozen=True)
class Stated:
    """A passage in statements."""

    passage: Passage

    @property
    def tokens(self) -> Tokens:
        """The tokens of the passage."""
        return self.passage.tokens

    @cached_property
    def all(self) -> tuple[Statement, ...]:
        """One statement for each clause."""
        found: list[Statement] = []
        for at in range(len(self.passage.clauses)):
            found.append(self._with_context(found, read(self.passage, at)))
        return tuple(found)

    def words(self, span: Range | None) -> str:
        """The words of a range; none without one."""
        return self.tokens.words(*span) if span else ""

    def subject(self, one: Statement) -> str:
        """The words of a statement's own subject."""
        return self.words(one.subject)

    def is_case_of_somebody(self, one: Statement) -> bool:
        """True for 托运商日指定量偏差超过8%的, a case with a subject of its own, whoever that is; 连续停热超过24小时的 has none."""
        return one.guard and len(self.subject(one)) > _A_VERB

    def text(self, one: Statement) -> str:
        """The words of a statement behind its number and its joining word."""
        return self.tokens.words(one.begins, one.clause.end)

    def before(self, one: Statement) -> Iterator[Statement]:
        """The statements before one, the nearest first."""
        return reversed(self.all[: one.at])

    def in_segment(self, one: Statement) -> Iterator[Statement]:
        """Those before one in its segment, the nearest first."""
        return (s for s in self.before(one) if s.clause.segment == one.clause.segment)

    def figures(self, one: Statement) -> list[int]:
        """The tokens of a statement that are figures."""
        inside = range(one.begins, one.clause.end)
        return [n for n in inside if self.tokens.all[n].kind == "figure"]

    def chain(self, one: Statement) -> tuple[int, ...]:
        """The statements that the figures of one go on from, the nearest first; none where they do not."""
        found: list[int] = []
        while one.leans is not None:
            found.append(one.leans)
            one = self.all[one.leans]
        return tuple(found)

    def base(self, one: Statement) -> Statement:
        """What the figures of a statement go on from; itself where they do not."""
        return self.all[next(reversed(self.chain(one)), one.at)]

    def _with_context(self, before: list[Statement], one: Statement) -> Statement:
        placed = (
            s.at
            for s in reversed(before)
            if s.time and not s.source and not s.ground and not _is_of_those_before(s, one)
        )
        segment = [s for s in before if s.clause.segment == one.clause.segment]
        return replace(
            one,
            heads=_heads(before, one),
            in_time=one.at if one.time else next(placed, None),
            whole=self._whole(before, segment, one),
            leans=self._leans(segment, one),
        )

    def _whole(
        self, before: list[Statement], segment: list[Statement], one: Statement
    ) -> int | None:
        if self.tokens.words(one.clause.start, one.clause.start + 2) != "其中":
            last = segment[-1] if segment else before[-1] if before else None
            same = last is not None and last.clause.sentence == one.clause.sentence
            return last.whole if last and same else None
        measured = (
            s.at
            for s in reversed(segment or before)
            if s.clause.kind == "body"
            and not s.source
            and not licences().predicate.search(s.clause.text)
            and not reaches_over(one.clause.text, s.clause.text)
        )
        return next(measured, before[-1].at if before else None)

    def _leans(self, segment: list[Statement], one: Statement) -> int | None:
        text = self.text(one)
        if not segment or segment[-1].guard or segment[-1].timed or segment[-1].ground:
            return None
        leans = licences().leans.search(text) or any(
            word(name).match(text) for name in ("clause.growth", "clause.results")
        )
        capped = word("guard.capped").match(text) and has("guard.cap", text)
        ahead = self.tokens.words(segment[-1].predicate, segment[-1].clause.end)
        spared = ahead.startswith("由") and has("clause.spared", text)
        return segment[-1].at if leans or capped or spared else None


def _is_of_those_before(placed: Statement, one: Statement) -> bool:
    """True for 自5月1日起执行 in another segment: it tells from when holds what stands before it."""
    apart = placed.clause.segment != one.clause.segment
    return apart and word("time.holds").fullmatch(placed.clause.text) is not None


def _heads(before: list[Statement], one: Statement) -> tuple[int, ...]:
    """The conditions in force: those of its segment, and of the sentence where the segment has none."""
    clause = one.clause
    own = [s for s in before if s.clause.segment == clause.segment]
    found = _of_segment(own)
    if not found and has("guard.grant", clause.text):
        given = [s for s in own if word("guard.for_whom").fullmatch(s.clause.text)]
        found = given[-1:]
    if not found:
        sentence = [s for s in before if s.clause.sentence == clause.sentence]
        found = [s for s in sentence if s.clause.colon and s.clause.kind == "head"][-1:]
        earlier = [s for s in sentence if s.clause.segment < clause.segment]
        if not found and earlier and earlier[0].guard:
            # 对使用贷款的企业，中央财政…；省级财政…: the condition that a sentence begins with is of all of it.
            opening = [s for s in earlier if s.clause.segment == earlier[0].clause.segment]
            first = next((n for n, s in enumerate(opening) if not s.guard), len(opening))
            # 电耗高于9度的，…；高于12度的，…: another case takes its place, and whom both are of stays.
            found = [s for s in opening[:first] if not one.guard or s.clause.text[0] == "对"]
    return tuple(s.at for s in found)


def _of_segment(own: list[Statement]) -> list[Statement]:
    found: list[Statement] = []
    for s in own:
        if not s.guard:
            continue
        alike = next((f for f in found if _alike(f, s)), None)
        said = [b for b in own if b.at < s.at and b.clause.kind == "body" and b.says]
        if alike and any(alike.at < b.at for b in said):
            # 对甲，给予…，对乙，给予…: another condition of the same kind takes the place of the first.
            found = [f for f in found if f.at < alike.at]
        found.append(s)
    return found


def _alike(one: Statement, other: Statement) -> bool:
    a, b = one.clause.text, other.clause.text
    return (a[0] == b[0] == "对") or (a[-1] == b[-1] and a[-1] in "的时后")
