"""Cases of a set: what came of each, so that two measurements can be laid side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypedDict

from tests.eval.halves import held, is_held_back
from tests.eval.table import Measure

HIT, MISS = "hit", "miss"
HELD_BACK = "held back"


@dataclass(frozen=True)
class Case:
    """One case: ``hit`` counts for the measure, ``outcome`` is what came of it in a word or two.

    ``source`` is the document the case is about, which decides on which half it stands; ``told``
    is what a person reads to look it up.
    """

    id: str
    hit: bool
    outcome: str
    source: str
    told: str = ""


def measure(
    of: str,
    name: str,
    cases: Iterable[Case],
    better: Literal["more", "fewer"] = "more",
    *,
    split: bool = True,
) -> Measure:
    """The share of the cases that are hits.

    Args:
        of: the set.
        name: the measure.
        cases: all its cases.
        better: on which side of its floor it must stay.
        split: half of the sources is held back: its misses are counted and not told.
    """
    rows = list(cases)
    wrong = [case for case in rows if case.hit is not (better == "more")]
    told = [
        f"{case.id} {case.outcome} {case.told}".rstrip()
        for case in wrong
        if not (split and is_held_back(case.source))
    ]
    hidden = len(wrong) - len(told)
    return Measure(
        of,
        name,
        sum(case.hit for case in rows),
        len(rows),
        better,
        misses=(*told, *([f"{hidden} more, {HELD_BACK}"] if hidden else ())),
        held=held((case.hit, case.source) for case in rows) if split else (0, 0),
        cases=tuple(rows),
        split=split,
    )


class Row(TypedDict):
    """A measure as it is saved: its figures, and every case that is known by name."""

    hits: int
    count: int
    better: str
    cases: dict[str, list[str]]


def rows_of(measures: Iterable[Measure]) -> dict[str, Row]:
    """Measures by key. Of a set that tells only its misses, a case that is not there is a hit."""
    return {
        one.key: Row(
            hits=one.hits,
            count=one.count,
            better=one.better,
            cases={case.id: [_outcome(one, case), _name(one, case)] for case in one.cases}
            or {miss: [MISS, miss] for miss in one.misses},
        )
        for one in measures
    }


def _outcome(of: Measure, case: Case) -> str:
    turn = HIT if case.hit is (of.better == "more") else MISS
    return f"{turn} {case.outcome}".rstrip()


def _name(of: Measure, case: Case) -> str:
    """What may be shown of a case: of one that is held back nothing."""
    return HELD_BACK if of.split and is_held_back(case.source) else case.told


def save(measures: Iterable[Measure], path: Path) -> None:
    """Write the measures with their cases, for a later ``moved``."""
    text = json.dumps(rows_of(measures), ensure_ascii=False, indent=0, sort_keys=True)
    path.write_text(text + "\n", "utf-8")


def saved(path: Path) -> dict[str, Row]:
    """What ``save`` wrote."""
    rows: dict[str, Row] = json.loads(path.read_text("utf-8"))
    return rows


def moved(before: Mapping[str, Row], after: Mapping[str, Row], *, held_back: bool) -> list[str]:
    """Every measure and every case that is not as it was, a line each.

    Args:
        before: what was saved.
        after: what is measured now.
        held_back: also tell the cases that are held back; else they are counted.
    """
    lines = []
    for key in [*before, *(key for key in after if key not in before)]:
        if key not in after or key not in before:
            lines.append(f"{key}: {'new' if key in after else 'no longer measured'}")
            continue
        own, hidden = _moved_cases(before[key], after[key], held_back=held_back)
        one, other = before[key], after[key]
        if (one["hits"], one["count"]) != (other["hits"], other["count"]) or own or hidden:
            lines.append(
                f"{key}: {one['hits']} of {one['count']} -> {other['hits']} of {other['count']}"
            )
            lines += own
            lines += [f"    {HELD_BACK}: {hidden} cases moved"] if hidden else []
    return lines


def _moved_cases(before: Row, after: Row, *, held_back: bool) -> tuple[list[str], int]:
    lines, hidden = [], 0
    for case in sorted({*before["cases"], *after["cases"]}):
        was, told = before["cases"].get(case, [HIT, case])
        now, told = after["cases"].get(case, [HIT, told])
        if was == now:
            continue
        if told == HELD_BACK and not held_back:
            hidden += 1
            continue
        name = case if told in (case, "") else f"{case} {told}"
        lines.append(f"    {_turn(was, now)} {was} -> {now} | {name}")
    return lines, hidden


def _turn(was: str, now: str) -> str:
    """+ for a case that is right now, - for one that is wrong now, = for another outcome."""
    right = now.startswith(HIT)
    return "=" if right is was.startswith(HIT) else "+" if right else "-"
