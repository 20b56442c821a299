"""Which figure of a quote a sentence in other words is about, and whether it has the claimed value."""

from __future__ import annotations

import re

from agent.checks.clauses import CLAUSE, clause_of, pairs
from agent.checks.kinds import DEMANDED, DONE
from agent.text.figures import Figure, figures, same_quantity
from agent.text.fold import fold


def is_demanded(passage: str) -> bool:
    """True when a passage says what is to be done, and nothing in it was done."""
    return bool(DEMANDED.search(passage)) and not DONE.search(passage)


def bears(claimed: Figure, sentence: str, quote: str, *, any_year: bool = False) -> bool:
    """True when a quote gives the claimed quantity for what its words are nearest to.

    For figures whose noun is told in other words, after a model has said that the quote bears the
    sentence: of all figures of that dimension in the quote (of the claimed year, where it names
    it), those whose clause and noun share most with the sentence must all have the claimed value,
    and neither turn it nor tell another aim; a quote without a word of the claimed period (每年) does
    not bear it. ``any_year``: the year is that of another figure.
    """
    standing = [f for f in figures(quote) if f.dimension == claimed.dimension]
    standing = [f for f in standing if _is_range(f) is _is_range(claimed)] or standing
    standing = [f for f in standing if claimed.year and f.year == claimed.year] or standing
    aimed = claimed.target and is_demanded("".join(quote.split()))
    nearest_ones = _nearest_of(standing, claimed, sentence, quote)
    return bool(nearest_ones) and all(
        same_quantity(claimed, f)
        and claimed.direction in (None, f.direction)
        and (claimed.per in (None, f.per) or str(claimed.per) in quote)
        and (claimed.target in (None, f.target) or (aimed and f.target is None))
        and (any_year or claimed.year is None or f.year in (None, claimed.year))
        and (claimed.base is None or f.base in (None, claimed.base))
        for f in nearest_ones
    )


def is_anothers(claimed: Figure, sentence: str, quote: str) -> bool:
    """True when a quote has the claimed quantity, and another one for what the sentence speaks of."""
    standing = [f for f in figures(quote) if f.dimension == claimed.dimension]
    standing = [f for f in standing if claimed.year and f.year == claimed.year] or standing
    found = _nearest_of(standing, claimed, sentence, quote)
    return bool(found) and not any(same_quantity(claimed, f) for f in found)


def _nearest_of(standing: list[Figure], claimed: Figure, sentence: str, quote: str) -> list[Figure]:
    """The figures whose clause and noun share most with the sentence."""
    own, whole = pairs(clause_of(sentence, claimed.span)), pairs(sentence)
    told = [pairs(_told_of(f, quote)) for f in standing]
    shared = [
        (len(own & words), len(whole & words), not _whole_of(f, quote))
        for f, words in zip(standing, told, strict=True)
    ]
    return [f for f, n in zip(standing, shared, strict=True) if n == max(shared)]


def _told_of(figure: Figure, quote: str) -> str:
    """The clause of a figure and its noun; the noun alone where 分别 gives it one from before.

    What follows 其中 is told of the whole before it as well.
    """
    clause = clause_of(quote, figure.span)
    if figure.noun not in fold(clause).text:
        return figure.noun
    return _whole_of(figure, quote) + clause


def _whole_of(figure: Figure, quote: str) -> str:
    """The clause before 其中, of which the figure tells a part; empty for any other figure."""
    before = quote[: figure.span.start]
    start = before.rfind("其中")
    if start < 0 or re.search(r"[。；]|\d", before[start:]):
        return ""
    return re.split(CLAUSE, before[:start].rstrip("，,"))[-1]


def _is_range(figure: Figure) -> bool:
    return figure.low is not None and figure.high is not None and figure.low < figure.high
