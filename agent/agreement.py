"""How far people agree with each other and with the checks: kappa, and shares with their intervals.

Cohen, J. (1960), A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20, 37-46.
Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, JASA 22,
209-212; recommended for small samples by Brown, Cai and DasGupta (2001), Stat. Sci. 16, 101-133.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from agent.findings import Finding, Label
from agent.store.reviews import Decision, Review, in_force

Z = 1.959963984540054
"""The 97.5 % point of the standard normal distribution: intervals are of 95 %."""


@dataclass(frozen=True)
class Share:
    """``right`` of ``n``, with the ends of Wilson's 95 % interval."""

    right: int
    n: int

    @property
    def value(self) -> float:
        """The share itself, between 0 and 1. Raises ZeroDivisionError when n is 0."""
        return self.right / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval; (0, 1) when nothing was seen."""
        if self.n == 0:
            return 0.0, 1.0
        p, n, z2 = self.right / self.n, self.n, Z * Z
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        # At the ends the formula gives 0 and 1 but for a rounding error.
        low = 0.0 if self.right == 0 else middle - half
        high = 1.0 if self.right == self.n else middle + half
        return low, high


@dataclass(frozen=True)
class Agreement:
    """How two reviewers decided on the ``n`` findings that both decided on, blind to each other.

    ``kappa`` is None when both always gave one and the same answer: chance alone would agree too.
    """

    first: str
    second: str
    n: int
    agreed: int
    kappa: float | None


def agreements(history: Sequence[Review]) -> tuple[Agreement, ...]:
    """Cohen's kappa of every pair of reviewers over accept, correct, reject and unsure.

    Of each finding the decisions count that the two had when the second of them decided: what
    either says after seeing the other's is no longer blind.

    Args:
        history: every row, withdrawals included, in the order they were kept.
    """
    by_finding: dict[str, list[Review]] = {}
    for review in sorted(history, key=lambda r: (r.reviewed_at, r.id)):
        by_finding.setdefault(review.finding_key, []).append(review)
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for rows in by_finding.values():
        names = sorted({row.reviewer for row in rows})
        for first, second in combinations(names, 2):
            both = _when_both_had_decided([r for r in rows if r.reviewer in (first, second)])
            if both:
                told = (both[first].decision.value, both[second].decision.value)
                pairs.setdefault((first, second), []).append(told)
    return tuple(_agreement(*names, told) for names, told in sorted(pairs.items()))


def _when_both_had_decided(rows: Sequence[Review]) -> dict[str, Review] | None:
    for end in range(1, len(rows) + 1):
        held = next(iter(in_force(rows[:end]).values()), ())
        if len(held) == 2:
            return {review.reviewer: review for review in held}
    return None


def _agreement(first: str, second: str, pairs: Sequence[tuple[str, str]]) -> Agreement:
    agreed = sum(one == other for one, other in pairs)
    return Agreement(first, second, len(pairs), agreed, kappa(pairs))


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of answers; None without pairs, or when chance explains all."""
    n = len(pairs)
    if n == 0:
        return None
    observed = sum(one == other for one, other in pairs) / n
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(ones[answer] * others[answer] for answer in ones) / (n * n)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def judged(finding: Finding, review: Review) -> tuple[tuple[str, Label, bool], ...]:
    """Which verdicts on a finding a decision shows to be right: (check, label, right).

    An acceptance bears out every supported verdict and overrules every refuted one. A correction
    does the opposite for the claim that it changes. A rejection speaks only of the check that it
    names. Verdicts that decide nothing, and decisions that do not, count neither way.
    """
    verdicts = [v for v in finding.verdicts if v.label is not Label.NOT_ENOUGH_INFO]
    if review.decision is Decision.REJECT:
        return tuple(
            (v.check, v.label, v.label is Label.REFUTED)
            for v in verdicts
            if v.check == review.fault
        )
    if review.decision not in (Decision.ACCEPT, Decision.CORRECT):
        return ()
    wrong = {c.claim for c in review.corrections if c.claim is not None}
    return tuple(
        (
            v.check,
            v.label,
            (v.label is Label.SUPPORTED) != (v.claim in wrong and v.claim is not None),
        )
        for v in verdicts
    )


def shares(told: Iterable[tuple[str, Label, bool]]) -> dict[tuple[str, Label], Share]:
    """The share of right verdicts by check and label."""
    right: Counter[tuple[str, Label]] = Counter()
    total: Counter[tuple[str, Label]] = Counter()
    for check, label, is_right in told:
        total[check, label] += 1
        right[check, label] += is_right
    return {key: Share(right[key], n) for key, n in total.items()}
