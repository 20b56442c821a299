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
from agent.wording.lists import single_members
from agent.wording.passage import Passage
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
    yield from ((start, end, "member") for start, end in single_members(passage))
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
