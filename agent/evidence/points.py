"""The findings of a stored run against each other, changepoint by changepoint, and what is flagged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from agent.checks.across_points import (
    Placed,
    across_points,
    of_points,
    with_points,
    without_points,
)
from agent.evidence import Drift
from agent.evidence.derive import named
from agent.findings import Dossier, Verdict

Dossiers = Callable[[], Iterable[Dossier]]
"""Gives the dossiers of a run, each time anew and in the same order; only one is held at a time."""


def flag_across(dossiers: Dossiers, save: Callable[[Dossier], None]) -> int:
    """Flag what contradicts itself in several changepoints; how many findings are flagged so.

    What was flagged before and no longer contradicts gets its status back. Only dossiers that change
    are saved.
    """
    told = _verdicts(dossiers)
    count = 0
    for position, dossier in enumerate(dossiers()):
        findings = tuple(
            with_points(without_points(one), told.get((position, place), ()))
            for place, one in enumerate(dossier.findings)
        )
        count += sum(bool(of_points(one)) for one in findings)
        if findings != dossier.findings:
            save(dossier.model_copy(update={"findings": findings}))
    return count


def drifts_across(dossiers: Dossiers, file: str) -> tuple[Drift, ...]:
    """Findings whose stored contradictions are not those that the run gives today."""
    told = _verdicts(dossiers)
    found = []
    for position, dossier in enumerate(dossiers()):
        for place, one in enumerate(dossier.findings):
            before, now = of_points(one), told.get((position, place), ())
            if before and _others(before) != _others(now):
                was, is_now = (_words(verdicts) for verdicts in (before, now))
                name = one.policy.name.value
                where = {"file": file, "dossier": named(dossier), "finding": name}
                found.append(Drift(**where, check="across", before=was, now=is_now))
    return tuple(found)


def _verdicts(dossiers: Dossiers) -> dict[tuple[int, int], tuple[Verdict, ...]]:
    """The contradictions by the places of dossier and finding; what says the same is held once."""
    places: list[tuple[int, int]] = []

    def placed() -> Iterator[Placed]:
        for position, dossier in enumerate(dossiers()):
            for place, finding in enumerate(dossier.findings):
                places.append((position, place))
                yield Placed(without_points(finding), named(dossier))

    return {places[position]: told for position, told in across_points(placed()).items()}


def _others(verdicts: tuple[Verdict, ...]) -> set[tuple[int | None, str]]:
    return {(v.claim, v.values.get("other", "")) for v in verdicts}


def _words(verdicts: tuple[Verdict, ...]) -> str:
    told = (f"{v.values.get('other', '')}: {v.values.get('page', '')}" for v in verdicts)
    return "; ".join(told) or "absent"
