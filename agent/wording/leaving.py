"""What a claim may leave out of a passage: clauses, later members of lists, and words by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from agent.lazy import lazy_pattern
from agent.text.figure_words import EACH
from agent.text.units import units
from agent.wording.differences import Difference
from agent.wording.licences import licences
from agent.wording.lists import lists_of, single_members
from agent.wording.passage import Passage
from agent.wording.statement_words import has, word
from agent.wording.steps import Does, Step
from agent.wording.tokens import Tokens

MARKS: frozenset[tuple[object, ...]] = frozenset({('"',), ("《",), ("》",)})
"""Marks that may come and go: quotation marks, of whatever shape they were, and those of a title."""


def cuts_of(passage: Passage) -> dict[int, list[Step]]:
    """What may be left out, by the token at which it begins; ``claim`` of a step is not used."""
    found: dict[int, list[Step]] = {}
    for start, end, slot in _parts(passage):
        words = passage.tokens.words(start, end)
        gone = Difference(how="left_out", slot=slot, page=words, licence=slot)
        thinned = passage.clause_at(start) if slot == "member" else None
        does: Does | None = "thinned" if thinned else None
        found.setdefault(start, []).append(Step(end, 0, gone, does, thinned))
    for clause in passage.clauses:
        slot = "lead" if clause.kind == "lead" else "clause"
        gone = Difference(how="left_out", slot="clause", page=clause.text, licence=slot)
        found.setdefault(clause.start, []).append(Step(clause.end, 0, gone, "gone", clause))
    return found


def _parts(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Ranges of tokens that may go by themselves: adverbs, numbers, asides, quotation marks."""
    table, tokens = licences(), passage.tokens
    for start, end in passage.numbers:
        yield start, end, "numbering"
    for pattern, slot in (
        (table.adverbs, "adverb"),
        (table.asides, "aside"),
        (table.plain_words, "plain"),
        (table.joining, "connective"),
        (table.itself_from, "name"),
    ):
        for match in pattern.finditer(tokens.text):
            first = tokens.starts.get(match.start())
            last = tokens.ends.get(match.end())
            chosen = slot == "adverb" and _chooses(passage, match.start())
            if first is not None and last is not None and not chosen:
                yield first, last + 1, slot
    for start, end in (
        *single_members(passage),
        *_cases(passage),
        *_either(passage),
        *_examples(passage),
    ):
        yield start, end, "member"
    yield from ((start, end, "topic") for start, end in _given_again(passage))
    yield from _papers_of_leads(passage)
    for before, clause in pairwise((None, *passage.clauses)):
        joint = table.connectives.match(clause.text) if clause else None
        # 并甲铁路开通: what begins a sentence joins it to nothing.
        if clause and joint and before and before.sentence == clause.sentence:
            yield clause.start, clause.start + len(joint[0]), "connective"
    for at, token in enumerate(tokens.all):
        short = token.key == ("(",) and (")",) in tokens.keys(at + 2, at + 4)
        closes = token.key == (")",) and ("(",) in tokens.keys(max(0, at - 3), at - 1)
        if token.key in MARKS or short or closes:
            yield at, at + 1, "marks"
        slot, size = plain_word(tokens, at)
        if slot:
            yield at, at + size, slot


def _cases(passage: Passage) -> Iterator[tuple[int, int]]:
    """One of two cases of which each is not as it should be: 未开展审核|或者报告未通过评估|的; what follows, follows from either."""
    tokens = passage.tokens
    for clause in passage.clauses:
        one, _, other = clause.text.partition("或者")
        at = tokens.starts.get(tokens.all[clause.start].start + len(one))
        cases = clause.kind == "head" and other.endswith("的") and "或" not in one + other
        if (
            at is None
            or not cases
            or has("bound.of_both", other)
            or not all(has("bound.unmet", words) for words in (one, other))
        ):
            continue
        yield at, clause.end - 1
        if word("bound.unmet").match(one):
            # 企业未报告或者未公开的: of whom the first case is told, the second is.
            yield clause.start, at + 2


def _either(passage: Passage) -> Iterator[tuple[int, int]]:
    """One of several that 或 joins before a 的: 承担供暖|、处置垃圾或危险废物|任务的生产线; what holds for either, holds for the one."""
    tokens = passage.tokens
    for clause in passage.clauses:
        whose, _, behind = clause.text.rpartition("的")
        open_to_all = not has("bound.unmet", whose) and not has("phrase.not_each", clause.text)
        if "或" not in whose or not open_to_all or re.search(r"\d", behind):
            continue
        named = clause.kind == "head" and len(behind) <= _NOUN
        if behind and not named and not has("phrase.duty", behind):
            continue
        end = tokens.ends[tokens.all[clause.start].start + len(whose)] + 1
        marks = [
            n for n in range(clause.start + 2, end - 1) if tokens.told[n] in {("、",), ("或",)}
        ]
        last = marks[-1] + (2 if tokens.told[marks[-1] + 1] == ("者",) else 1) if marks else end
        if not marks or tokens.told[last - 1] not in {("或",), ("者",)}:
            continue
        yield from ((marks[0], n) for n in range(last + 2, end + 1))
        # 2031年以后新建或者扩建的: what limits the first may limit both, and so may all that is longer than the second.
        first = tokens.all[clause.start : marks[0]]
        limited = any(t.kind != "word" for t in first)
        whole = len(first) <= end - last + 1
        if not limited:
            begin = max(clause.start + (not whole), marks[0] - _LONG)
            yield from ((n, last) for n in range(begin, marks[0] - 1))


def _given_again(passage: Passage) -> Iterator[tuple[int, int]]:
    """补助 of 单站补助最高不超过9万元 behind 给予补助, where nothing else is given: what is capped is what was told of."""
    tokens = passage.tokens
    for clause in passage.clauses:
        found = word("phrase.capped").match(clause.text)
        before = "".join(
            c.text
            for c in passage.clauses
            if c.sentence == clause.sentence and c.start < clause.start
        )
        given = set(word("phrase.gift").findall(before))
        if found and given == {found["verb"]}:
            begin = tokens.all[clause.start].start
            yield (
                tokens.starts[begin + found.start("verb")],
                tokens.ends[begin + found.end("verb")] + 1,
            )


def _examples(passage: Passage) -> Iterator[tuple[int, int]]:
    """钢铁、水泥等|重点行业企业9家: some of a class that is named and counted, whichever of them are."""
    tokens = passage.tokens
    for one in lists_of(passage):
        rest = tokens.words(one.end + 1, one.clause.end)
        if (
            one.may_leave
            and tokens.all[one.end : one.end + 1]
            and licences().of_class.fullmatch(rest)
        ):
            yield from [(one.start, one.end + 1)] * (tokens.all[one.end].key == ("等",))


def _papers_of_leads(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """The names of papers in leads, and whose paper it is: 某委牵头编制的《…方案》明确."""
    tokens = passage.tokens
    for clause in passage.clauses:
        # 民航局《机场绿色发展行动方案》明确: in which paper somebody says so may go.
        named = licences().papers_named.search(clause.text) if clause.kind == "lead" else None
        first = tokens.all[clause.start].start
        if named and clause.text[: named.start()].endswith("的"):
            yield clause.start, tokens.starts[first + named.start()], "lead"
        elif named and named.start() and named.end() < len(clause.text):
            yield (
                tokens.starts[first + named.start()],
                tokens.ends[first + named.end()] + 1,
                "aside",
            )


def _chooses(passage: Passage, at: int) -> bool:
    """True for an adverb that is denied, or says who is meant: 未顺利投产, 对积极整改的企业."""
    table, tokens = licences(), passage.tokens
    clause = passage.clause_at(tokens.starts.get(at, -1))
    if clause is None:
        return False
    start, end = tokens.all[clause.start].start, tokens.all[clause.end - 1].end
    before, behind = tokens.text[start:at], tokens.text[at:end]
    named = table.chooses.search(before) and "的" in behind
    return bool(table.negated.search(before) or named)


_BEGINS = lazy_pattern(r"(?:(?:\d{1,2}|零)[时点](?:\d{1,2}分)?)?起")
"""What follows a day from which something holds: 3月1日起, 3月1日8时起."""


_NOUN = 6
"""Characters of whom a clause only names: …活动的|企业."""
_LONG = 20
"""Tokens of the first of several that 或 joins."""
_EACH, _STOPS = lazy_pattern(EACH), lazy_pattern("[,;。:]")
_PLAIN = frozenset("自从止于在人为达是每")
"""What the words of ``plain_word`` begin with."""


def _is_period(tokens: Tokens, at: int) -> bool:
    """True for a time with both its ends: 3月1日至5月1日."""
    dated = tokens.all[at].kind in ("date", "day")
    return dated and re.search("[-至到]", tokens.words(at, at + 1)) is not None


def _told_by_its_figure(tokens: Tokens, at: int) -> int:
    """The tokens of 每千瓦时 before 0.15元, whose figure is by that unit however it is written; 0 where it says more."""
    each = _EACH.match(tokens.text, tokens.all[at].start)
    # 每吨标准煤 and 每万吨 are more than a unit.
    end = tokens.ends.get(each.end()) if each and each.end() == each.end("each") else None
    if each is None or end is None or each["mult"]:
        return 0
    priced = next((t for t in tokens.all[end + 1 : end + 6] if t.kind == "figure"), None)
    if priced is None or _STOPS.search(tokens.text, each.end(), priced.start):
        return 0
    one = units().get(each["each"])
    by = str(priced.key[2]).partition("/")[2]
    same = one and (one.canonical if one.dimension == "count" else one.dimension) == by
    return end + 1 - at if same or each["each"] == by else 0


def plain_word(tokens: Tokens, at: int) -> tuple[str, int]:
    """The licence of a word that says nothing before a value, and its tokens; empty without one.

    自 before a period with both its ends (自3月1日起至5月1日止) and before a day with 起, and the 止 of such a period; 于 before a day;
    人民币 before an amount; 为, 达 or 达到 before a figure (电价为2元); 每千瓦时 before a price by that unit.
    """
    if at >= len(tokens.all) or tokens.text[tokens.all[at].start] not in _PLAIN:
        return "", 0
    if tokens.all[at].key == ("每",):
        return "quantity", _told_by_its_figure(tokens, at)
    if 0 < at < len(tokens.all) and tokens.all[at].key == ("止",) and _is_period(tokens, at - 1):
        return "quantity", 1
    currency = tokens.words(at, at + 3) == "人民币" and at + 3 < len(tokens.all)
    if currency and tokens.all[at + 3].key[:2] == ("figure", "money"):
        return "quantity", 3
    reached = int(tokens.keys(at, at + 2) == (("达",), ("到",)))
    if not 0 < at + 1 + reached < len(tokens.all):
        return "", 0
    word, behind = tokens.all[at].key, tokens.all[at + 1 + reached]
    dated = behind.kind in ("date", "day")
    if dated and word in {("自",), ("从",)}:
        begins = _BEGINS.match(tokens.text, behind.end)
        return ("quantity", 1) if begins or _is_period(tokens, at + 1) else ("", 0)
    if dated and word in {("于",), ("在",)}:
        return "copula", 1
    before = tokens.words(max(0, at - 1), at)
    valued = behind.kind == "figure" or behind.key == ("每",)
    plain = valued and word in {("为",), ("达",), ("是",)} and before
    return ("copula", 1 + reached) if plain and not licences().changes.search(before) else ("", 0)
