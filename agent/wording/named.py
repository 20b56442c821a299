"""What points back in a clause, and what it points to: 该公司, 全省, 省财政厅, 上半年.

A claim may name it. What it points to stands in an earlier clause, and nothing else there that it might point to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.facts.edges import gazetteer
from agent.lazy import cached_property
from agent.wording.in_force import Stated
from agent.wording.licences import licences
from agent.wording.statement_words import has, word
from agent.wording.statements import Statement
from agent.wording.tokens import Keys, Token, Tokens, keys_of

_JOINS = ("、", "和", "与", "及")


@dataclass(frozen=True, slots=True)
class Pointing:
    """Words of a clause that point back (tokens ``at`` to ``until``), and the names that may stand in their place."""

    at: int
    until: int
    names: tuple[Keys, ...]
    slot: str = "name"


@dataclass(frozen=True)
class Named:
    """What points back in one page."""

    stated: Stated

    @property
    def _tokens(self) -> Tokens:
        return self.stated.tokens

    @cached_property
    def _pointing(self) -> dict[int, list[Pointing]]:
        found: dict[int, list[Pointing]] = {}
        for one in self.stated.all:
            for pointing in (
                *self._places(one),
                *self._in_full(one),
                *self._times(one),
                *self._same_day(one),
            ):
                found.setdefault(pointing.at, []).append(pointing)
        return found

    def steps(self, page: int, claimed: Tokens, claim: int) -> Iterator[tuple[int, int, str]]:
        """Where page and claim go on behind a name in the place of what points to it, and the slot of the difference."""
        for one in self._pointing.get(page, ()):
            for name in one.names:
                end = claim + len(name)
                if claimed.keys(claim, end) == name:
                    yield one.until, end, one.slot

    def _places(self, one: Statement) -> Iterator[Pointing]:
        tokens, begin = self._tokens, self._tokens.all[one.clause.start].start
        for found in word("named.place").finditer(one.clause.text):
            at, until = (tokens.starts.get(begin + n) for n in found.span())
            until = until if until is not None else one.clause.end
            level = found["own"] or found["body"] or found["inside"] or found["seat"]
            inside: Keys = (("内",),) if found["inside"] else ()
            names = [(*keys, *inside) for keys in self.places(one.at, level)]
            if found["own"] and found[0][0] == "我":
                # 我省计划新建, 全省计划新建: the province that speaks.
                names.append((("全",), (found["own"],)))
            elif found[0] == "全省":
                names += [(*keys, *keys_of("全省")) for keys in self.places(one.at, level)]
            if at is not None and names:
                yield Pointing(at, until, tuple(names), "place")
        for at, until in (*self._wider(one), *self._hours(one)):
            yield Pointing(at, until, ((),), "place")

    def _in_full(self, one: Statement) -> Iterator[Pointing]:
        """海南 and 海南省, 毕节市 and 毕节: a province or a city of the table by its other name; 吉林 is no city."""
        tokens, begin = self._tokens, self._tokens.all[one.clause.start].start
        for found in gazetteer().mentions(one.clause.text):
            at = tokens.starts.get(begin + found.span.start)
            until = tokens.ends.get(begin + found.span.end)
            other = _other_name(found.text, found.level)
            if at is not None and until is not None and other:
                yield Pointing(at, until + 1, (keys_of(other),), "place")

    def _wider(self, one: Statement) -> Iterator[tuple[int, int]]:
        """福建省 before 宁德市, 西藏自治区 before 那曲市: in which province a town is, goes without saying."""
        tokens, begin = self._tokens, self._tokens.all[one.clause.start].start
        spans = [found.span("wider") for found in word("named.wider").finditer(one.clause.text)]
        spans += [found.span() for found in word("named.again").finditer(one.clause.text)]
        for span in spans:
            at, until = (tokens.starts.get(begin + n) for n in span)
            if at is not None and until is not None:
                yield at, until

    def _hours(self, one: Statement) -> Iterator[tuple[int, int]]:
        """13时25分 behind 8月6日, where something happened: that day it happened. What is banned from an hour on is not."""
        tokens, begin = self._tokens, self._tokens.all[one.clause.start].start
        sentence = (
            s.clause.text for s in self.stated.all if s.clause.sentence == one.clause.sentence
        )
        if word("named.lasting").search("".join(sentence)):
            return
        for found in word("named.clock").finditer(one.clause.text):
            if not one.timed and (one.time is None or not one.time[0] <= one.begins):
                # 高峰时段为8月6日8时至12时 tells the hours.
                continue
            at, until = (tokens.starts.get(begin + n) for n in found.span())
            if at is not None:
                yield at, one.clause.end if until is None else until

    @cached_property
    def _heads(self) -> dict[int, tuple[str, ...]]:
        """The place that a statement or its source begins with, from the widest on: 福建省, 宁德市."""
        found: dict[int, tuple[str, ...]] = {}
        for s in self.stated.all:
            start = s.time[1] if s.time and s.time[0] == s.begins else s.begins
            words = word("named.ahead").sub("", self._tokens.words(start, s.clause.end))
            chain: list[str] = []
            if word("govern.no_subject").match(words):
                continue
            while place := word("named.at_head").match(words):
                built = licences().demand.match(place[0])
                if built and len(place[0]) > built.end() + 1:
                    # 新建丙港区泵站, and not 新建区.
                    break
                chain.append(place[0])
                words = words[place.end() :]
            while (
                chain and words[:1] in _JOINS and (place := word("named.at_head").match(words, 1))
            ):
                # 临山市、青河市: both, and neither alone.
                chain[-1] += words[: place.end()]
                words = words[place.end() :]
            short = next((n for n in _short_names().values() if words.startswith(n)), "")
            if short and not chain:
                chain = [short]
            own = word("named.whole").match(words)
            if own and not chain:
                chain = [own[0]]
            if chain:
                found[s.at] = tuple(chain)
        return found

    def has_place(self, at: int) -> bool:
        """True for a clause that begins with the name of a place; 全省 is none, because it points to one named before."""
        return at in self._heads and not word("named.whole").fullmatch(self._heads[at][-1])

    def first_place(self, one: Statement) -> str:
        """The place of the table that a statement's subject begins with: 海南 of 海南用电量; empty without one."""
        first = next(iter(gazetteer().mentions(self.stated.subject(one))), None)
        return first.text if first and not first.span.start else ""

    def who(self, name: str, at: int) -> str:
        """A body or a place as it is told apart from others: 全省 is the province that is named, 浙江省 is 浙江."""
        own = word("named.whole").fullmatch(name)
        if own:
            told = self.places(at, name[1:])
            name = "".join(str(key[0]) for key in told[0]) if told else name
        return _plain(name)

    def places(self, at: int, level: str = "") -> tuple[Keys, ...]:
        """The names of the one place in which a clause is told, by its own level where one is asked for; none where several are."""
        told = [chain for n, chain in self._heads.items() if n <= at]
        if level:
            told = [chain for chain in told if _is_of_level(chain[-1], level)]
        # 全市 is the town that is named, and stands for itself where none is.
        named = [chain for chain in told if not word("named.whole").fullmatch(chain[-1])]
        told = named or told
        lowest = {_plain(chain[-1]) for chain in told}
        if level and not told:
            text = "".join(s.clause.text for s in self.stated.all[: at + 1])
            full = {
                name for name in _short_names() if name.endswith(("省", "自治区")) and name in text
            }
            return (keys_of(full.pop()),) if len(full) == 1 and level != "市" else ()
        if len(lowest) != 1:
            return ()
        longest = max(told, key=len)
        names = ["".join(longest[n:]) for n in range(len(longest))]
        short = _plain(names[-1])
        names += (
            [short, *([f"{short}省"] if level == "省" else [])]
            if short != names[-1] or level
            else []
        )
        # 全省 in a paper of one province is that province, where the paper itself calls it so.
        whole = f"全{longest[-1][-1]}"
        names += [whole] if not level and whole in self.stated.tokens.text else []
        return tuple(keys_of(name) for name in dict.fromkeys(names) if len(name) > 1)

    def _times(self, one: Statement) -> Iterator[Pointing]:
        tokens, begin = self._tokens, self._tokens.all[one.clause.start].start
        year = self._year(one)
        if year is None:
            return
        for found in word("named.time").finditer(one.clause.text):
            at, until = (tokens.starts.get(begin + n) for n in found.span())
            until = until if until is not None else one.clause.end
            if at is None:
                continue
            words = found[0]
            whole = found["whole"] is not None
            told = keys_of(f"{year}年" if whole else f"{year}年{words}")
            yield Pointing(at, until, (told,), "year")

    def _same_day(self, one: Statement) -> Iterator[Pointing]:
        """截至当日22时 behind one day and no other: that day; 当月 behind one month."""
        tokens, begin = self._tokens, self._tokens.all[one.clause.start].start
        found = word("named.same_day").match(one.clause.text)
        month = found is not None and found["day"] == "当月"
        days = {
            t.key
            for n, t in enumerate(tokens.all[: one.clause.start])
            if (has("named.month", tokens.words(n, n + 1)) if month else _is_day(t))
        }
        at = tokens.starts.get(begin + found.start("day")) if found else None
        if at is not None and len(days) == 1:
            yield Pointing(at, at + 2, ((days.pop(),),), "time")

    def _year(self, one: Statement) -> int | None:
        """The one year of the times of the statements before a clause that are no comparison; None where several are."""
        years = set[int]()
        for s in self.stated.all[: one.at + 1]:
            if s.time is None or has("bound.aimed_at", self.stated.words(s.time)):
                continue
            for token in self._tokens.all[s.time[0] : s.time[1]]:
                if token.kind == "date":
                    start, end = token.key[1], token.key[2]
                    # 十四五 is no year.
                    one_year = end.year - start.year < 2  # type: ignore[attr-defined]  # dates
                    years |= {start.year, end.year} if one_year else set()  # type: ignore[attr-defined]  # as above
        return years.pop() if len(years) == 1 else None


def _is_day(token: Token) -> bool:
    return token.kind == "day" or (token.kind == "date" and token.key[1] == token.key[2])


def _is_of_level(place: str, level: str) -> bool:
    return place.endswith(level) or (
        place in _short_names().values() and level in ("省", "区", "市", "自治区")
    )


def _plain(place: str) -> str:
    """浙江 of 浙江省; any other place as it is: 吉林市 is not 吉林."""
    return _short_names().get(place, place)


def _other_name(place: str, level: str) -> str:
    """The full name of a place that is written short, or its short one; none where that is another place's, too."""
    known = gazetteer()
    if level == "province":
        province = known.province(place)
        return {province.full: province.name, province.name: province.full}.get(place, "")
    if level != "prefecture":
        return ""
    full = known.full_name(place)
    short = place.removesuffix("市")
    other = full if full != place else short if known.full_name(short) == place else ""
    return "" if {place, other} & set(_short_names().values()) or other == place else other


@cache
def _short_names() -> dict[str, str]:
    """The short names of the provinces by their full ones."""
    return {province.full: province.name for province in gazetteer().provinces}
