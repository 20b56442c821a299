"""A claim held against a passage: every token of it must come from there, by a licence or as it is.

The claim is walked along the passage. Where the tokens are equal both go on; elsewhere a licence
must say why not: something is left out, added, or said otherwise. Unknown words are guilty: a
claim that cannot be walked to its end is not licensed, whatever it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise

from agent.wording.differences import Comparison, Difference
from agent.wording.licences import Keys, licences
from agent.wording.lists import SEPARATORS, Listed, later_members, lists_of, paired
from agent.wording.passage import Clause, Passage, passage_of
from agent.wording.standing import may_stand
from agent.wording.tokens import Token, Tokens, tokens_of

LONGEST = 600
"""Tokens of a claim or a passage that are compared; longer ones are not licensed."""
_STATES = 40_000
"""States of one walk; a text made to be walked in many ways ends here, unlicensed."""
_VALUES = 2
"""Figures or dates that may have another value for a claim to be refuted: two that are crossed."""


@dataclass(frozen=True)
class Known:
    """What the page says of itself and may stand in a claim: its issuers, places and years."""

    issuers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Step:
    """From one place of passage and claim to the next, and the difference that it is."""

    page: int
    claim: int
    difference: Difference | None = None
    gone: Clause | None = None
    led: Clause | None = None
    value: int = 0


@dataclass(frozen=True)
class Walk:
    """A passage made ready: what may be left out, and where."""

    passage: Passage
    known: Known = field(default_factory=Known)

    @property
    def _tokens(self) -> Tokens:
        return self.passage.tokens

    def has_strangers(self, claimed: Tokens) -> bool:
        """True when a word of the claim stands neither in the passage nor in any licence."""
        added = "".join((*self.known.issuers, *self.known.places, _same_words()))
        known = {token.key for token in self._tokens.all} | {("、",)} | _MARKS
        return any(
            token.kind == "word" and token.key not in known and str(token.key[0]) not in added
            for token in claimed.all
        )

    @cached_property
    def _cuts(self) -> dict[int, list[_Step]]:
        """What may be left out, by the token at which it begins; ``claim`` of a step is not used."""
        found: dict[int, list[_Step]] = {}
        for start, end, slot in self._parts():
            gone = Difference(
                how="left_out", slot=slot, page=self._tokens.words(start, end), licence=slot
            )
            found.setdefault(start, []).append(_Step(end, 0, gone))
        for clause in self.passage.clauses:
            slot = "lead" if clause.kind == "lead" else "clause"
            gone = Difference(how="left_out", slot="clause", page=clause.text, licence=slot)
            found.setdefault(clause.start, []).append(_Step(clause.end, 0, gone, gone=clause))
        return found

    def _parts(self) -> Iterator[tuple[int, int, str]]:
        """Ranges of tokens that may go by themselves: adverbs, numbers, asides, quotation marks."""
        table, tokens = licences(), self._tokens
        for start, end in self.passage.numbers:
            yield start, end, "numbering"
        for pattern, slot in (
            (table.adverbs, "adverb"),
            (table.asides, "aside"),
            (table.joining, "connective"),
        ):
            for match in pattern.finditer(tokens.text):
                first = tokens.starts.get(match.start())
                behind = tokens.starts.get(match.end())
                if first is not None and behind is not None:
                    yield first, behind, slot
        for start, end in later_members(self.passage):
            yield start, end, "member"
        for clause in self.passage.clauses:
            joint = table.connectives.match(clause.text)
            if joint:
                yield clause.start, clause.start + len(joint[0]), "connective"
        for at, token in enumerate(tokens.all):
            short = token.key == ("(",) and (")",) in tokens.keys(at + 2, at + 4)
            closes = token.key == (")",) and ("(",) in tokens.keys(max(0, at - 3), at - 1)
            if token.key in _MARKS or short or closes:
                yield at, at + 1, "marks"

    @cached_property
    def _lists(self) -> dict[int, list[Listed]]:
        found: dict[int, list[Listed]] = {}
        for listed in lists_of(self.passage):
            found.setdefault(listed.start, []).append(listed)
        return found

    @cached_property
    def _pairs(self) -> dict[int, list[tuple[Clause, Keys]]]:
        found: dict[int, list[tuple[Clause, Keys]]] = {}
        for clause, keys in paired(self.passage):
            found.setdefault(clause.start, []).append((clause, keys))
        return found

    @cached_property
    def _clauses(self) -> dict[int, Clause]:
        return {clause.start: clause for clause in self.passage.clauses}

    def steps(self, page: int, claim: int, claimed: Tokens) -> Iterator[_Step]:
        """Where the walk may go on from here, the plainest first."""
        tokens = self._tokens
        here = tokens.all[page] if page < len(tokens.all) else None
        told = claimed.all[claim] if claim < len(claimed.all) else None
        if here and told:
            if here.key == told.key:
                yield _Step(page + 1, claim + 1, _converted(tokens, page, claimed, claim))
            elif self._same_day(here, told):
                yield _Step(page + 1, claim + 1, _changed("year", tokens, page, claimed, claim))
            yield from self._said_otherwise(page, claim, claimed)
            yield from self._in_lists(page, claim, claimed)
            yield from self._added(page, claim, claimed)
        if told and (told.key in _MARKS or (told.key == ("、",) and page in self._clauses)):
            added = Difference(how="added", slot="marks", claim=str(told.key[0]), licence="marks")
            yield _Step(page, claim + 1, added)
        for step in self._cuts.get(page, ()):
            yield _Step(step.page, claim, step.difference, gone=step.gone)

    def _same_day(self, here: Token, told: Token) -> bool:
        """A day without a year, and that day of the page's year."""
        if here.kind != "day" or told.kind != "date":
            return False
        _, start, end, side, relative = told.key
        days = (start.month, start.day, end.month, end.day)  # type: ignore[attr-defined]  # dates
        year: int = start.year  # type: ignore[attr-defined]  # as above
        return here.key == ("day", days, side, relative) and year in self.known.years

    def _said_otherwise(self, page: int, claim: int, claimed: Tokens) -> Iterator[_Step]:
        for same in licences().same:
            if same.inside_lists:
                continue
            for one in same.keys:
                if self._tokens.keys(page, page + len(one)) != one:
                    continue
                for other in same.keys:
                    if other == one or claimed.keys(claim, claim + len(other)) != other:
                        continue
                    ends = page + len(one), claim + len(other)
                    if same.before and not same.before.match(_rest(self._tokens, ends[0])):
                        continue
                    difference = Difference(
                        how="changed",
                        slot="same",
                        page=self._tokens.words(page, ends[0]),
                        claim=claimed.words(claim, ends[1]),
                        licence="same",
                    )
                    yield _Step(*ends, difference)

    def _in_lists(self, page: int, claim: int, claimed: Tokens) -> Iterator[_Step]:
        for clause, keys in self._pairs.get(page, ()):
            if claimed.keys(claim, claim + len(keys)) == keys:
                told = claimed.words(claim, claim + len(keys))
                changed = Difference(
                    how="changed", slot="member", page=clause.text, claim=told, licence="paired"
                )
                yield _Step(clause.end, claim + len(keys), changed)
        for listed in self._lists.get(page, ()):
            yield from self._of_list(listed, claim, claimed)

    def _of_list(self, listed: Listed, claim: int, claimed: Tokens) -> Iterator[_Step]:
        """The members of a list in another order, or some of them."""
        members = [self._tokens.keys(*member) for member in listed.members]
        at, taken = claim, list[int]()
        while True:
            fitting = [
                n
                for n, keys in enumerate(members)
                if n not in taken and claimed.keys(at, at + len(keys)) == keys
            ]
            if not fitting:
                return
            number = max(fitting, key=lambda n: len(members[n]))
            taken.append(number)
            at += len(members[number])
            moved = any(a > b for a, b in pairwise(taken))
            whole = len(taken) == len(members)
            free = (listed.may_move or not moved) and (listed.may_leave or whole)
            if free and (moved or not whole or at - claim != listed.end - listed.start):
                difference = Difference(
                    how="changed" if whole else "left_out",
                    slot="order" if whole else "member",
                    page=self._tokens.words(listed.start, listed.end),
                    claim=claimed.words(claim, at),
                    licence="order" if whole else "member",
                )
                yield _Step(listed.end, at, difference)
            elif free and whole:
                yield _Step(listed.end, at)
            if whole or at >= len(claimed.all) or claimed.all[at].key not in SEPARATORS:
                return
            at += 1

    def _added(self, page: int, claim: int, claimed: Tokens) -> Iterator[_Step]:
        """Before a clause: its subject said again, or what the page says of itself."""
        clause = self._clauses.get(page)
        if clause is None or clause.kind == "lead":
            return
        # What is added goes on with the clause's first word: what is left out is no clause to add to.
        firsts = [page, *(step.page for step in self._cuts.get(page, ()) if not step.gone)]
        for keys, slot in (*self._subjects(clause), *self._of_page(clause)):
            end = claim + len(keys)
            if not keys or claimed.keys(claim, end) != keys:
                continue
            words = claimed.words(claim, end)
            added = Difference(how="added", slot=slot, claim=words, licence=slot)
            led = clause if slot == "subject" else None
            for first in firsts:
                if self._tokens.keys(first, first + 1) == claimed.keys(end, end + 1) != ():
                    yield _Step(first + 1, end + 1, added, led=led)

    def _subjects(self, clause: Clause) -> Iterator[tuple[Keys, str]]:
        """How the first clause of its sentence begins, as far as nothing but a subject stands there."""
        table = licences()
        if table.own.search(clause.text) or table.bearer.search(clause.text[:12]):
            return
        before = [
            c
            for c in self.passage.clauses
            if c.sentence == clause.sentence and c.start < clause.start and c.kind == "body"
        ]
        if before:
            yield from ((keys, "subject") for keys in self._how_begins(before[0]))
        if table.predicate.search(clause.text):
            others = [c for c in before if not table.leans.search(c.text)]
            yield from ((keys, "subject") for keys in self._counted(others[-1:]))

    def _how_begins(self, clause: Clause) -> Iterator[Keys]:
        """The heads of a clause that are nothing but a subject: 省财政厅, 机场新航站楼."""
        table, tokens = licences(), self._tokens
        for end in range(clause.start + 2, min(clause.end, clause.start + 20)):
            words = tokens.words(clause.start, end)
            plain = all(t.kind == "word" for t in tokens.all[clause.start : end])
            if not plain or table.subject_verbs.search(words):
                return
            if table.subject_ends.search(words):
                yield tokens.keys(clause.start, end)

    def _counted(self, clauses: list[Clause]) -> Iterator[Keys]:
        """What a figure is of: 全省原煤产量 before 13.78亿吨, for a clause that goes on with it."""
        tokens = self._tokens
        for clause in clauses:
            figures = [n for n in range(clause.start, clause.end) if tokens.all[n].kind == "figure"]
            end = figures[0] if figures else clause.start
            if end > clause.start and tokens.all[end - 1].key[0] in ("为", "达"):
                end -= 1
            yield tokens.keys(clause.start, end)

    def _of_page(self, clause: Clause) -> Iterator[tuple[Keys, str]]:
        table = licences()
        for place in self.known.places:
            if place not in self._tokens.text:
                yield _keys(place), "place"
        if not table.own.search(clause.text) and table.demand.search(clause.text):
            for issuer in self.known.issuers:
                yield _keys(issuer), "issuer"


_MARKS: frozenset[tuple[object, ...]] = frozenset({('"',)})
"""Marks that may come and go: quotation marks, of whatever shape they were."""


@cache
def _same_words() -> str:
    return "".join(word for same in licences().same for word in same.words)


def _keys(words: str) -> Keys:
    tokens = tokens_of(words)
    return tokens.keys(0, len(tokens.all))


def _rest(tokens: Tokens, at: int) -> str:
    return tokens.text[tokens.all[at].start :] if at < len(tokens.all) else ""


def _changed(
    slot: str, tokens: Tokens, page: int, claimed: Tokens, claim: int, licence: str | None = ""
) -> Difference:
    return Difference(
        how="changed",
        slot=slot,
        page=tokens.words(page, page + 1),
        claim=claimed.words(claim, claim + 1),
        licence=slot if licence == "" else licence,
    )


def _converted(tokens: Tokens, page: int, claimed: Tokens, claim: int) -> Difference | None:
    """The difference of two figures or dates that mean the same; None where they are spelled alike."""
    if tokens.words(page, page + 1) == claimed.words(claim, claim + 1):
        return None
    return _changed("quantity", tokens, page, claimed, claim)


def compare(claim: str, passage: str, known: Known | None = None) -> Comparison:
    """A claim beside a passage of one page.

    Args:
        claim: one sentence or several.
        passage: the sentences of the page that it is held against.
        known: what the page says of itself.
    """
    claimed, stands = tokens_of(claim), passage_of(passage)
    nothing = Comparison(tier="unlicensed")
    if not claimed.all or max(len(claimed.all), len(stands.tokens.all)) > LONGEST:
        return nothing
    walk = Walk(stands, known or Known())
    if stands.spoilt or walk.has_strangers(claimed):
        return nothing
    for values, tier in ((0, "abridged"), (_VALUES, "other_value")):
        path = _walked(walk, claimed, values)
        if path is not None:
            return Comparison(tier=tier, differences=_told(path), kept=_kept(stands, path))
    return nothing


def _kept(passage: Passage, path: list[_Step]) -> tuple[int, int]:
    gone = [step.gone for step in path if step.gone]
    kept = [clause for clause in passage.clauses if clause not in gone]
    tokens = passage.tokens.all
    return tokens[kept[0].start].start, tokens[kept[-1].end - 1].end


def _told(path: list[_Step]) -> tuple[Difference, ...]:
    return tuple(step.difference for step in path if step.difference)


def _walked(walk: Walk, claimed: Tokens, values: int) -> list[_Step] | None:
    """The first way through both texts on which what is kept may stand; None without one."""
    goal = len(walk.passage.tokens.all), len(claimed.all)
    seen: set[tuple[int, int, int]] = set()
    stack: list[tuple[int, int, int, list[_Step]]] = [(0, 0, 0, [])]
    while stack and len(seen) < _STATES:
        page, claim, used, path = stack.pop()
        if (page, claim) == goal:
            if bool(used) == bool(values) and _holds(walk.passage, path):
                return path
            continue
        if (page, claim, used) in seen:
            continue
        seen.add((page, claim, used))
        steps = list(walk.steps(page, claim, claimed))
        if used < values:
            steps += _other_value(walk.passage.tokens, page, claimed, claim)
        for step in reversed(steps):
            marked = [*path, step] if step.difference else path
            stack.append((step.page, step.claim, used + step.value, marked))
    return None


def _holds(passage: Passage, path: list[_Step]) -> bool:
    gone = [step.gone for step in path if step.gone]
    return may_stand(passage, gone, [step.led for step in path if step.led])


def _other_value(tokens: Tokens, page: int, claimed: Tokens, claim: int) -> list[_Step]:
    """A figure of the same dimension, or a date, with another value."""
    if page >= len(tokens.all) or claim >= len(claimed.all):
        return []
    here, told = tokens.all[page], claimed.all[claim]
    if here.kind != told.kind or here.kind == "word" or here.key == told.key:
        return []
    if here.key[:3] != told.key[:3] and here.kind == "figure":
        return []
    slot = "figure" if here.kind == "figure" else "date"
    changed = _changed(slot, tokens, page, claimed, claim, None)
    return [_Step(page + 1, claim + 1, changed, value=1)]
