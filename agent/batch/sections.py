"""What the parts of a summary share."""

from __future__ import annotations

from collections.abc import Sequence

from agent.report.words import Language, joined, say

SHOWN = 40
"""Lines of a table that are shown; the JSON has them all."""


def amounts(sums: dict[str, float], unpriced: Sequence[str], language: Language) -> str:
    """Amounts by currency, and whose price is unknown: a sum never hides what it leaves out."""
    told = [f"{amount:.4g} {currency.upper()}" for currency, amount in sums.items()]
    text = (" + ".join(told)) or ("0" if not unpriced else "")
    if not unpriced:
        return text
    unknown = say("price_unknown_of", language, names=joined(unpriced, language))
    return say("and_unknown", language, amounts=text, unknown=unknown) if text else unknown


def left_out(count: int, language: Language) -> tuple[str, ...]:
    """The line that says how many lines of a table are not shown."""
    return (say("more_lines", language, n=count - SHOWN),) if count > SHOWN else ()
