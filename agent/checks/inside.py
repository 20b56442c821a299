"""Two figures inside one finding that cannot both be so; its own sentences show it, no page is needed."""

from __future__ import annotations

from agent.checks.clauses import pairs
from agent.checks.subject import Ruling
from agent.findings import Claim, Verdict
from agent.text.dates import dates
from agent.text.figures import Figure, figures, same_quantity

NOUN = 4
"""A noun this long says what is counted."""


def figures_of_item(claims: tuple[Claim, ...], *, same_words: bool = False) -> tuple[Verdict, ...]:
    """Two figures of one item that cannot both be so: the same long noun, another value.

    Figures that a date, a target or a direction tells apart do not contradict each other, nor do
    figures of one sentence, which lists what differs. ``same_words`` asks that one sentence has no
    word that the other has not: a page tells its rates for different cases in sentences alike.
    """
    told: list[tuple[int, Figure, frozenset[str]]] = []
    for index, claim in enumerate(claims):
        if claim.field in ("content", "impact"):
            when = frozenset(str(mention.interval) for mention in dates(claim.value))
            told += [(index, figure, when) for figure in figures(claim.value)]
    rule, found = Ruling("figure"), list[Verdict]()
    for position, (index, one, when) in enumerate(told):
        for other_index, other, other_when in told[:position]:
            if index == other_index or when != other_when or not _contradict(one, other):
                continue
            sentences = claims[index].value, claims[other_index].value
            if not same_words or _of_one_case(*sentences):
                values = {"claimed": one.text, "page": other.text, "noun": one.noun}
                found.append(rule.refuted("figure.item_contradicts", index, **values))
    return tuple(verdict for i, verdict in enumerate(found) if verdict not in found[:i])


def _of_one_case(one: str, other: str) -> bool:
    words, others = pairs(one), pairs(other)
    return words <= others or others <= words


def _contradict(one: Figure, other: Figure) -> bool:
    alike = (one.noun, one.dimension, one.direction, one.bound, one.target) == (
        other.noun,
        other.dimension,
        other.direction,
        other.bound,
        other.target,
    )
    named = len(one.noun) >= NOUN and not one.noun.endswith("的")
    return alike and named and not same_quantity(one, other)
