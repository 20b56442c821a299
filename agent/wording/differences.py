"""What is different between a claim and a passage: each difference with its slot and its licence."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

from agent.facts.statement import Statement
from agent.records import Record, Span
from agent.text.fold import fold
from agent.wording.tokens import Token, Tokens, tokens_of

_Keys = tuple[tuple[object, ...], ...]
How = Literal["left_out", "added", "changed"]
Tier = Literal["abridged", "other_value", "unlicensed"]


class Difference(Record):
    """One difference. ``page`` and ``claim`` are the words on each side, folded; empty where none are.

    ``slot`` is what differs: the name of a licence, figure, date, condition, body (who is to do it),
    or words. ``licence`` is the name of what allows it, None when nothing does.
    """

    how: How
    slot: str
    page: str = ""
    claim: str = ""
    licence: str | None = None


class Comparison(Record):
    """A claim beside a passage: what it is, how it differs, and which folded characters it keeps.

    ``kept`` goes from the first to the last clause that the claim has of the passage.
    """

    tier: Tier
    differences: tuple[Difference, ...] = ()
    kept: tuple[int, int] = (0, 0)


NEARLY = 0.85
"""A claim that has this share of its tokens from the passage, in their order or in its pairs, is no retelling of it."""


def plain_differences(claim: str, passage: str) -> tuple[Difference, ...]:
    """The differences of two texts by their tokens, whatever licence there is for them."""
    claimed, page = tokens_of(claim), tokens_of(passage)
    return _by_tokens(claimed, page)


class DifferingSpans(NamedTuple):
    """The characters of a claim and of a passage that the other one has not, in order."""

    claim: tuple[Span, ...] = ()
    passage: tuple[Span, ...] = ()


_MOST_MARKED = 1_200
"""Tokens of a claim or a passage that are marked; a longer one is shown without marks."""


def differing_spans(claim: str, passage: str) -> DifferingSpans:
    """The ranges of characters in which a claim and a passage differ, for marking them.

    The spans lie in the texts as given. What the folding makes equal (full-width digits, shapes of
    brackets), stops, and figures and dates of one value (1.5万吨, 15000吨) are no difference.
    """
    claimed, page = tokens_of(claim), tokens_of(passage)
    if max(len(claimed.all), len(page.all)) > _MOST_MARKED:
        return DifferingSpans()
    changes = list(_changes(claimed, page))
    return DifferingSpans(
        claim=_marked(claim, claimed, [(c, d) for *_, c, d in changes if d > c]),
        passage=_marked(passage, page, [(a, b) for _, a, b, *_ in changes if b > a]),
    )


def _changes(claim: Tokens, page: Tokens) -> Iterator[tuple[str, int, int, int, int]]:
    """What leads from the passage to the claim, as difflib tells it."""
    matcher = SequenceMatcher(None, page.told, claim.told, autojunk=False)
    return (change for change in matcher.get_opcodes() if change[0] != "equal")


def _marked(text: str, tokens: Tokens, ranges: list[tuple[int, int]]) -> tuple[Span, ...]:
    folded = fold(text)
    return tuple(folded.span(tokens.all[a].start, tokens.all[b - 1].end) for a, b in ranges)


def is_nearly(claim: str, passage: str) -> bool:
    """True for a claim in the passage's words that no licence makes the passage's.

    It was meant to be a copy, and a word of it is another one or is missing: nobody is asked
    whether that matters.
    """
    one, other = (tokens_of(text) for text in (passage, claim))
    keys, claimed = one.told, other.told
    matcher = SequenceMatcher(None, keys, claimed, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    return bool(claimed) and max(shared, _put_together(claimed, keys)) >= NEARLY * len(claimed)


def _put_together(claimed: _Keys, keys: _Keys) -> int:
    """The tokens of a claim that stand beside their neighbour in the passage, in whatever order the pairs are.

    水泥行业全面完成改造 is put together from 钢铁行业全面完成改造，水泥行业基本完成.
    """
    stand = set(pairwise(keys))
    pairs = [pair in stand for pair in pairwise(claimed)]
    return sum(before or behind for before, behind in pairwise([False, *pairs, False]))


def _by_tokens(claim: Tokens, page: Tokens) -> tuple[Difference, ...]:
    found: list[Difference] = []
    limits = _slots_of(page.text), _slots_of(claim.text)
    for how, a, b, c, d in _changes(claim, page):
        kinds = {t.kind for t in (*page.all[a:b], *claim.all[c:d])}
        slot = "figure" if "figure" in kinds else "date" if kinds & {"date", "day"} else ""
        slot = slot or _slot_at(limits[0], page.all[a:b]) or _slot_at(limits[1], claim.all[c:d])
        name: How = "changed" if how == "replace" else "left_out" if how == "delete" else "added"
        words = page.words(a, b), claim.words(c, d)
        found.append(Difference(how=name, slot=slot or "words", page=words[0], claim=words[1]))
    return tuple(found)


def _slots_of(folded: str) -> list[tuple[int, int, str]]:
    """Where the conditions and the bodies of a folded text stand."""
    read = Statement.of(folded)
    return [
        *((one.start, one.end, "condition") for one in read.conditions),
        *((one.start, one.end, "body") for one in read.bodies),
    ]


def _slot_at(slots: list[tuple[int, int, str]], tokens: tuple[Token, ...]) -> str:
    if not tokens:
        return ""
    start, end = tokens[0].start, tokens[-1].end
    return next((slot for a, b, slot in slots if a < end and start < b), "")
