"""What is different between a claim and a passage: each difference with its slot and its licence."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Literal

from agent.records import Record
from agent.wording.tokens import Tokens

How = Literal["left_out", "added", "changed"]
Tier = Literal["abridged", "other_value", "unlicensed"]


class Difference(Record):
    """One difference. ``page`` and ``claim`` are the words on each side, folded; empty where none are.

    ``slot`` is what differs: clause, member, adverb, numbering, aside, marks, figure, date, subject,
    issuer, place, year, same (words that say the same), order, or words. ``licence`` is the name of
    what allows it, None when nothing does.
    """

    how: How
    slot: str
    page: str = ""
    claim: str = ""
    licence: str | None = None


class Comparison(Record):
    """A claim beside a passage: what it is, and how it differs."""

    tier: Tier
    differences: tuple[Difference, ...] = ()
    passage: str = ""


def unlicensed(claim: Tokens, page: Tokens) -> tuple[Difference, ...]:
    """The plain differences of two texts that no licence joins, by their tokens."""
    one, other = page.keys(0, len(page.all)), claim.keys(0, len(claim.all))
    found: list[Difference] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            continue
        kinds = {t.kind for t in (*page.all[a:b], *claim.all[c:d])}
        slot = "figure" if "figure" in kinds else "date" if kinds & {"date", "day"} else "words"
        name: How = "changed" if how == "replace" else "left_out" if how == "delete" else "added"
        found.append(
            Difference(how=name, slot=slot, page=page.words(a, b), claim=claim.words(c, d))
        )
    return tuple(found)
