"""The passage with names put in for what points to them, as a claim may write it: 该矿 -> 木岩煤矿, 首台机组 -> 青岭电站首台机组.

An attribute of a named thing (位于丙县的青岭电站, 总投资9亿元的…, 当事人…公司) does not choose one of several things: it is left out or
becomes a clause of its own. A name is taken from the claim, and must be the only one of its kind that the page has before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agent.wording.in_force import Stated, stated_of
from agent.wording.licences import licences
from agent.wording.passage import Passage, passage_of
from agent.wording.statement_words import has, word
from agent.wording.statements import Statement
from agent.wording.tokens import STOPS

_Text = tuple[str, tuple[int, ...]]
"""A rewritten text, and for each of its clauses the number of the passage's clause that it comes from."""
_SHORTEST = 2
"""Characters of a name before its kind: 木岩 of 木岩煤矿."""
_ALIKE = 4
"""Characters by which two names are the same."""
_HEADS = frozenset(("", *STOPS))
"""What stands before a clause."""
_LONGEST = 24
"""Characters of a name."""


def resolved(text: str, claim: str) -> Iterator[_Text]:
    """The passage without attributes of names, then also with the claim's names for what points to them.

    The first is for claims that point back themselves. Yields only texts that differ from the passage.
    """
    claimed = word("resolve.marks").sub("", passage_of(claim).tokens.text)
    plain = _plain(text)
    seen = {passage_of(text).tokens.text}
    for points in (False, True):
        made = _Names(stated_of(plain[0]), claimed, points).told()
        if made and made[0] not in seen:
            seen.add(made[0])
            yield made[0], tuple(plain[1][at] for at in made[1])


@lru_cache(maxsize=64)
def _plain(text: str) -> _Text:
    """A passage without the attributes of its names; an investment (总投资9亿元的) becomes a clause behind its own."""
    passage = passage_of(text)
    whole = passage.tokens.text
    parts = list[list[str]]()
    for clause in passage.clauses:
        words, behind = word("resolve.role").sub("", clause.text), list[str]()
        for found in reversed(list(word("resolve.attribute").finditer(words))):
            if not _is_of_all(words[found.end() :]) and _is_name(whole, words[found.end() :]):
                words = words[: found.start()] + words[found.end() :]
                behind += [found["told"]] if found["told"] else []
        parts.append([words, *behind])
    return _put_together(passage, parts) or (text, tuple(range(len(passage.clauses))))


def _put_together(passage: Passage, parts: list[list[str]]) -> _Text | None:
    """The rewritten clauses as one text; None where that is not read as as many clauses."""
    text, own = "", list[int]()
    for at, (clause, told) in enumerate(zip(passage.clauses, parts, strict=True)):
        if not told:
            continue
        stop = passage.tokens.text[passage.tokens.all[clause.end - 1].end :][:1]
        text += ",".join(told) + (stop if stop in ",;。:!?" else ",")
        own += [at] * len(told)
    return (text, tuple(own)) if len(passage_of(text).clauses) == len(own) else None


def _is_of_all(words: str) -> bool:
    """True for 储能项目享受贴息 and “散乱污”企业应当关停, which may be told of each that is so, and choose it by where it lies."""
    return has("order.duty", words) or licences().given.search(words) is not None


def _is_name(whole: str, words: str) -> bool:
    """True where ``words`` begin with a named thing: quoted, a place, or referred to by its kind elsewhere (该电站, 项目分两期)."""
    told = (
        m
        for m in word("resolve.attribute").finditer(whole)
        if whole[m.end() :][:_ALIKE] == words[:_ALIKE]
    )
    if len({m[0] for m in told}) > 1:
        # 位于丙县的青岭电站, and 位于丁县的: where it lies tells which one.
        return False
    if words.startswith('"') or word("resolve.place").match(words):
        return True
    thing = word("resolve.thing").match(words)
    kinds = word("resolve.kinds").findall(thing[0] if thing else "")
    return any(re.search(rf"(?:该[^,。;]{{0,2}}|[,。;]){kind}", whole) for kind in kinds)


@dataclass(frozen=True)
class _Names:
    """The names that a claim has for the things of a passage."""

    stated: Stated
    claim: str
    points: bool

    def told(self) -> _Text | None:
        """The passage with these names; what a paper says is said by whoever issued it, with or without the paper's name."""
        parts = [[self._clause(one)] for one in self.stated.all]
        for at, one in enumerate(self.stated.all):
            issued, words = word("resolve.issues").fullmatch(one.clause.text), one.clause.text
            behind = word("resolve.puts").match(parts[at + 1][0]) if parts[at + 1 :] else None
            if issued and behind and self.stated.all[at + 1].clause.sentence == one.clause.sentence:
                names = issued["who"], issued["who"] + issued["paper"], issued["paper"]
                told = next((n for n in names if self._says(n + behind[0])), "")
                if told:
                    parts[at : at + 2] = [], [told + parts[at + 1][0]]
            for paper in reversed(list(word("resolve.of_paper").finditer(words))):
                told = words[: paper.start()] + paper["verb"]
                if paper.end() == len(words) and self._says(told):
                    parts[at] = [told]
        return _put_together(self.stated.passage, parts)

    def _says(self, words: str) -> bool:
        return word("resolve.marks").sub("", words) in self.claim

    def _clause(self, one: Statement) -> str:
        words = self._with_its_whole(one)
        return self._named(one, words) if self.points else words

    def _named(self, one: Statement, words: str) -> str:
        """The words of a clause with 该公司, 其 or a leading 项目 replaced by the only name of its kind before, if the claim has it."""
        tokens = self.stated.tokens
        before = tokens.text[: tokens.all[one.clause.start].start]
        for found in reversed(list(word("resolve.points").finditer(words))):
            ahead, at = before + words[: found.start()], found.end()
            if found["its"]:
                kinds = {m[0] for m in word("resolve.bodies").finditer(before)}
                size, name = 0, self._name(before, kinds.pop()) if len(kinds) == 1 else ""
                name = name if self._told_with(name, words[at:]) and self._acts(name, one) else ""
            else:
                names = ((size, self._name(ahead, words[at : at + size])) for size in (4, 3, 2, 1))
                size, name = next(((size, name) for size, name in names if name), (0, ""))
            words = words[: found.start()] + (name or found[0]) + words[at + size :]
        bare = word("resolve.bare").match(words)
        if bare:
            # 园区 behind 丙港产业园, 该项目 behind 丙县风电场: the one thing that was named, by a wider kind.
            name = self._name(before, bare["kind"]) or (self._thing(one) if bare["thing"] else "")
            words = self._told_with(name, words[bare.end() :]) or words
        return words

    def _acts(self, name: str, one: Statement) -> bool:
        """True where nobody else is told of right before one: 其 behind 临江市与青岭公司签约 may be either."""
        subjects = (self.stated.subject(s) for s in reversed(self.stated.all[: one.at]))
        # 首台机组 is a part of the one that is told of.
        whole = (words for words in subjects if words and not word("resolve.part").match(words))
        subject = next(whole, "")
        owner = has("front.owner", subject) or has("govern.owner", subject)
        return not owner or (subject.endswith(name) and not has("resolve.both", subject))

    def _told_with(self, name: str, words: str) -> str:
        """The name followed by the words, if the claim has it followed by the same; else empty."""
        return name + words if name and self._says(name + words[:2]) else ""

    def _name(self, ahead: str, noun: str) -> str:
        """The longest name in ``ahead`` that ends in ``noun`` and stands in the claim; empty if there is none or another ends so."""
        ends = (m for m in re.finditer(re.escape(noun), ahead))
        points = word("named.points")
        names = {
            self._common(ahead[: m.end()], len(noun))
            for m in ends
            if ahead[m.start() - 1 : m.start()] not in _HEADS
            and not points.search(ahead[: m.start()])
        }
        return names.pop() if len(names) == 1 else ""

    def _common(self, ahead: str, kind: int) -> str:
        """The longest end of ``ahead`` that stands in the claim, without words that lead to a name; ``kind`` is the length of its noun."""
        name, ahead = "", word("resolve.marks").sub("", ahead)
        for size in range(kind + _SHORTEST, min(_LONGEST, len(ahead)) + 1):
            if ahead[-size:] not in self.claim or not has("resolve.of_names", ahead[-size:]):
                break
            name = ahead[-size:]
        led = word("resolve.leads").match(name)
        name = name[led.end() :] if led else name
        return name if len(name) >= kind + _SHORTEST else ""

    def _with_its_whole(self, one: Statement) -> str:
        """首台机组 and 全部建成后 preceded by the name of the one thing that they belong to."""
        words, tokens = one.clause.text, self.stated.tokens
        start = one.time[1] if one.time and one.time[0] == one.begins else one.begins
        if start >= one.clause.end:
            return words
        first = tokens.all[start].start - tokens.all[one.clause.start].start
        if not word("resolve.part").match(words, first):
            return words
        told = self._told_with(self._thing(one), words[first:])
        return words[:first] + told if told else words

    def _thing(self, one: Statement) -> str:
        """The one thing that the statements before ``one`` are about; empty where there are several."""
        names = set[str]()
        for s in self.stated.all[: one.at]:
            begin = self.stated.tokens.all[s.clause.start].start
            subject = self.stated.subject(s)
            end = s.clause.text.find(subject) + len(subject)
            for found in word("resolve.kinds").finditer(s.clause.text):
                lead = s.clause.text[: found.start()]
                if not lead or word("named.points").search(lead):
                    continue
                name = self._common(self.stated.tokens.text[: begin + found.end()], len(found[0]))
                names |= {name} if name else set()
                own = found.end() <= end or has("resolve.built", lead)
                another = own and not name and not word("resolve.part_of").search(lead)
                if another or word("resolve.part").match(name):
                    return ""
        longest = max(names, key=len, default="")
        ahead = self.stated.tokens.text[: self.stated.tokens.all[one.clause.start].start]
        if (
            word("resolve.stage").search(longest)
            and len(set(word("resolve.stage").findall(ahead))) > 1
        ):
            return ""
        return longest if all(longest.startswith(name) for name in names) else ""
