"""Where a walk along a passage and a claim may go on: equal tokens, or a step that a licence allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from agent.lazy import cached_property
from agent.wording.carrying import Carried
from agent.wording.differences import Difference
from agent.wording.leaving import MARKS, cuts_of, plain_word
from agent.wording.licences import Same, licences
from agent.wording.lists import SEPARATORS, Listed, lists_of
from agent.wording.passage import Clause, Passage, passage_of
from agent.wording.said import Said
from agent.wording.steps import Does, Known, Step
from agent.wording.tokens import Token, Tokens, keys_of, tokens_of
from agent.wording.topics import said_again

_DOES: dict[str, Does] = {"subject": "led", "topic": "led"}


@dataclass(frozen=True)
class Walk:
    """A passage made ready: what may be left out, said again or said otherwise, and where."""

    passage: Passage
    known: Known = field(default_factory=Known)
    _carry: dict[int, Carried] = field(default_factory=dict)

    @property
    def _tokens(self) -> Tokens:
        return self.passage.tokens

    def has_strangers(self, claimed: Tokens) -> bool:
        """True when a word of the claim stands neither in the passage nor in any licence."""
        known = self.known
        added = "".join((*known.issuers, *known.places, *known.titles, _licensed_words()))
        stands = {token.key for token in self._tokens.all} | {("、",)} | MARKS
        plain = {
            n for at in range(len(claimed.all)) for n in range(at, at + plain_word(claimed, at)[1])
        }
        return any(
            token.kind == "word" and token.key not in stands and str(token.key[0]) not in added
            for n, token in enumerate(claimed.all)
            if n not in plain
        )

    @cached_property
    def _cuts(self) -> dict[int, list[Step]]:
        return cuts_of(self.passage)

    @cached_property
    def _lists(self) -> dict[int, list[Listed]]:
        found: dict[int, list[Listed]] = {}
        for listed in lists_of(self.passage):
            found.setdefault(listed.start, []).append(listed)
        return found

    @cached_property
    def _same(self) -> dict[int, list[tuple[int, Same]]]:
        """Words of the passage that have others of one meaning: where they begin and end."""
        found: dict[int, list[tuple[int, Same]]] = {}
        for same in licences().same:
            if same.inside_lists:
                continue
            for word, keys in zip(same.words, same.keys, strict=True):
                for at in self._tokens.places(word, keys):
                    end = at + len(keys)
                    ahead = self._tokens.words(max(0, at - 2), at)
                    if same.behind and not same.behind.search(ahead):
                        continue
                    if not same.before or same.before.match(self._tokens.rest(end)):
                        found.setdefault(at, []).append((end, same))
        return found

    @cached_property
    def _said_again(self) -> dict[int, list[tuple[Said, Clause]]]:
        found: dict[int, list[tuple[Said, Clause]]] = {}
        for clause in self.passage.clauses:
            if clause.kind == "lead":
                continue
            said = [*said_again(self.passage, clause), *self._of_page(clause)]
            for one in dict.fromkeys(said):
                found.setdefault(one.at, []).append((one, clause))
        return found

    def _of_page(self, clause: Clause) -> Iterator[Said]:
        table, at = licences(), clause.start
        yield from self._itself(clause)
        for place in self.known.places:
            if place not in self._tokens.text and not table.elsewhere.search(clause.text):
                yield Said(at, at, keys_of(place), "place")
        if not table.own.search(clause.text) and table.demand.search(clause.text):
            for issuer in self.known.issuers:
                yield Said(at, at, keys_of(issuer), "issuer")

    @property
    def _first_place(self) -> tuple[str, ...]:
        """The place with whose name a passage begins: 岚海市文化和旅游局公告, 《临汶市禁烧规定》."""
        found = licences().place_first.match(self._tokens.text)
        heads = (licences().place_first.match(c.text) for c in self.passage.clauses)
        # 东川市…，西岭市…。全市: of which of both, nobody knows.
        others = {h[1] for h in heads if h and found and h[1][-1] == found[1][-1]} - {
            found and found[1]
        }
        return (found[1],) if found and not any(o[0] not in "全本我该各" for o in others) else ()

    def _itself(self, clause: Clause) -> Iterator[Said]:
        """本办法 and 全市 by their names, where the page has a title or a place of that kind."""
        tokens, begin = self._tokens, self._tokens.all[clause.start].start
        for pattern, names, slot in (
            (licences().own_name, self.known.titles, "name"),
            (licences().own_place, (*self.known.places, *self._first_place), "place"),
        ):
            for match in pattern.finditer(clause.text):
                at = tokens.starts.get(begin + match.start())
                until = tokens.starts.get(begin + match.end())
                if at is None or until is None:
                    continue
                for name in names:
                    if name.endswith(match[0][1:]):
                        yield Said(at, until, keys_of(name), slot)
                        if slot == "name":
                            yield Said(at, until, keys_of(f"《{name}》"), slot)

    def _carried(self, page: int, claim: int, claimed: Tokens) -> Iterator[Step]:
        """What the clauses before a clause say of it, before its words or in them."""
        clause = self.passage.clause_at(page)
        if clause is None or clause.kind == "lead":
            return
        carried = self._carry.setdefault(clause.start, Carried(self.passage, clause))
        for end, does in carried.into(page, claimed, claim):
            words = claimed.words(claim, end)
            added = Difference(how="added", slot="topic", claim=words, licence="topic")
            yield Step(page, end, added, does, clause)

    def steps(self, page: int, claim: int, claimed: Tokens) -> Iterator[Step]:
        """Where the walk may go on from here, the plainest first."""
        tokens = self._tokens
        here = tokens.all[page] if page < len(tokens.all) else None
        told = claimed.all[claim] if claim < len(claimed.all) else None
        if here and told:
            if here.key == told.key:
                yield Step(page + 1, claim + 1, _converted(tokens, page, claimed, claim))
            elif self._same_day(here, told):
                yield Step(page + 1, claim + 1, changed("year", tokens, page, claimed, claim))
            yield from self._said_otherwise(page, claim, claimed)
            yield from self._in_lists(page, claim, claimed)
            yield from self._added(page, claim, claimed)
            yield from self._carried(page, claim, claimed)
        if here and here.key == ("、",) and claimed.begins(claim):
            # 关停9台、淘汰8辆 -> 关停9台，淘汰8辆.
            comma = Difference(how="changed", slot="marks", page="、", claim=",", licence="marks")
            yield Step(page + 1, claim, comma)
        if told and (told.key in MARKS or (told.key == ("、",) and self._begins(page))):
            added = Difference(how="added", slot="marks", claim=str(told.key[0]), licence="marks")
            yield Step(page, claim + 1, added)
        slot, size = plain_word(claimed, claim)
        if told and slot:
            words = claimed.words(claim, claim + size)
            yield Step(
                page, claim + size, Difference(how="added", slot=slot, claim=words, licence=slot)
            )
        for step in self._cuts.get(page, ()):
            yield Step(step.page, claim, step.difference, step.does, step.clause)

    def _begins(self, page: int) -> bool:
        return any(clause.start == page for clause in self.passage.clauses)

    def _same_day(self, here: Token, told: Token) -> bool:
        """A day without a year, and that day of the page's year; 今年5月 where it is known."""
        if here.kind != "day" or told.kind != "date":
            return False
        _, start, end, side, relative = told.key
        days = (start.month, start.day, end.month, end.day)  # type: ignore[attr-defined]  # dates
        year: int = start.year  # type: ignore[attr-defined]  # as above
        if here.key == ("day", days, side, relative):
            # A quarter is of the year that governs it (named), and not of any that is named beside it.
            return start.month == end.month and year in self.known.years  # type: ignore[attr-defined]  # as above
        if here.key in {("day", days, side, "同年"), ("day", days, side, "当年")}:
            return year == self._year_before(here.start)
        named = licences().relative_years.get(str(here.key[3]))
        return (
            here.key[:3] == ("day", days, side)
            and self._speaks_now(here.start)
            and named is not None
            and relative == ""
            and self.known.this_year == year - named
        )

    def _year_before(self, at: int) -> int | None:
        """The year of the last date before a character, of which 同年 and 上年 are counted; None without one."""
        before = [t for t in self._tokens.all if t.kind == "date" and t.start < at]
        year: int | None = before[-1].key[1].year if before else None  # type: ignore[attr-defined]  # dates
        return year

    def _speaks_now(self, at: int) -> bool:
        """False where 上年 is counted from a year before it: 2029年煤耗比上年下降 on a page of 2031."""
        return self._year_before(at) in (None, self.known.this_year)

    def _said_otherwise(self, page: int, claim: int, claimed: Tokens) -> Iterator[Step]:
        for end, same in self._same.get(page, ()):
            named = licences().relative_years.get(same.words[0])
            if named is not None and not self._speaks_now(self._tokens.all[page].start):
                continue
            for other in same.keys:
                if claimed.keys(claim, claim + len(other)) == other:
                    told = claimed.words(claim, claim + len(other))
                    words = self._tokens.words(page, end)
                    if told != words:
                        yield Step(end, claim + len(other), _other("same", words, told))
        yield from self._bracketed(page, claim, claimed)
        yield from self._this_year(page, claim, claimed)

    def _this_year(self, page: int, claim: int, claimed: Tokens) -> Iterator[Step]:
        """今年 on a page of 2031 is 2031年."""
        words = self._tokens.words(page, page + 2)
        offset = licences().relative_years.get(words)
        told = claimed.all[claim]
        if offset is None or self.known.this_year is None or told.kind != "date":
            return
        if not self._speaks_now(self._tokens.all[page].start):
            return
        year = tokens_of(f"{self.known.this_year + offset}年")
        if told.key == year.all[0].key:
            other = claimed.words(claim, claim + 1)
            yield Step(page + 2, claim + 1, _other("year", words, other))

    def _bracketed(self, page: int, claim: int, claimed: Tokens) -> Iterator[Step]:
        """第二阶段（2026年至2027年） is 2026年至2027年的第二阶段."""
        tokens = self._tokens
        told = claimed.all[claim]
        if told.kind != "date" or not self._begins(page):
            return
        for end in range(page + 2, page + 8):
            keys = tokens.keys(page, end)
            if tokens.keys(end, end + 3) == (("(",), told.key, (")",)):
                behind = claim + 2 + len(keys)
                if claimed.keys(claim + 1, behind) == (("的",), *keys):
                    words = tokens.words(page, end + 3)
                    yield Step(
                        end + 3, behind, _other("bracket", words, claimed.words(claim, behind))
                    )

    def _in_lists(self, page: int, claim: int, claimed: Tokens) -> Iterator[Step]:
        for listed in self._lists.get(page, ()):
            yield from self._of_list(listed, claim, claimed)

    def _of_list(self, listed: Listed, claim: int, claimed: Tokens) -> Iterator[Step]:
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
                thins: Does | None = None if whole else "thinned"
                yield Step(listed.end, at, difference, thins, listed.clause)
            elif free and whole:
                yield Step(listed.end, at)
            if whole or at >= len(claimed.all) or claimed.all[at].key not in SEPARATORS:
                return
            at += 1

    def _added(self, page: int, claim: int, claimed: Tokens) -> Iterator[Step]:
        """What is said again, or what the page says of itself."""
        for said, clause in self._said_again.get(page, ()):
            end = claim + len(said.keys)
            if not said.keys or claimed.keys(claim, end) != said.keys:
                continue
            words = claimed.words(claim, end)
            instead = self._tokens.words(said.at, said.until)
            added = Difference(
                how="changed" if instead else "added",
                slot=said.slot,
                page=instead,
                claim=words,
                licence=said.slot,
            )
            does = _DOES.get(said.slot, "said")
            yield Step(said.until, end, added, does, clause)


@lru_cache(maxsize=64)
def walk_along(passage: str, known: Known) -> Walk:
    """The walk along a passage, made ready once for all claims that are held against it."""
    return Walk(passage_of(passage), known)


@cache
def _licensed_words() -> str:
    table = licences()
    words = [word for same in table.same for word in same.words]
    joining = "".join(str(key[0]) for keys in table.may_join for key in keys)
    return "".join(
        (
            *words,
            *table.relative_years,
            joining,
            "的《》自从于在为省市自治区",
        )
    )


def _other(slot: str, page: str, claim: str) -> Difference:
    return Difference(how="changed", slot=slot, page=page, claim=claim, licence=slot)


def changed(
    slot: str, tokens: Tokens, page: int, claimed: Tokens, claim: int, licence: str | None = ""
) -> Difference:
    """The difference of one token of the page and one of the claim; its licence is its slot's."""
    return Difference(
        how="changed",
        slot=slot,
        page=tokens.words(page, page + 1),
        claim=claimed.words(claim, claim + 1),
        licence=slot if licence == "" else licence,
    )


def _converted(tokens: Tokens, page: int, claimed: Tokens, claim: int) -> Difference | None:
    """The difference of two figures or dates that mean the same; None where they are spelled alike."""
    if tokens.all[page].kind == "word":
        return None
    if tokens.words(page, page + 1) == claimed.words(claim, claim + 1):
        return None
    return changed("quantity", tokens, page, claimed, claim)
