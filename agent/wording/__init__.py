"""What a page says, and a claim that says it: which differences are licensed.

``compare(claim, passage, known)`` gives a tier: ``abridged`` when every difference has a licence,
``other_value`` when the claim is literally the passage with another figure or date in it, ``unlicensed``
otherwise. The licences are data (``agent/data/wording.toml``); see docs/wording.md.
"""

from agent.wording.compare import compare
from agent.wording.differences import (
    Comparison,
    Difference,
    DifferingSpans,
    differing_spans,
    is_nearly,
    plain_differences,
)
from agent.wording.steps import Known
from agent.wording.tokens import values_of

__all__ = [
    "Comparison",
    "Difference",
    "DifferingSpans",
    "Known",
    "compare",
    "differing_spans",
    "is_nearly",
    "plain_differences",
    "values_of",
]
