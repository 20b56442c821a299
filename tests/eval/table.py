"""The table of measures, and the gate that compares it with the floors."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tests.eval.cases import Case

FLOORS = Path(__file__).with_name("floors.json")
ROUNDING = 1e-9
SMALLEST_HALF = 20
"""Cases below which the share of a half says nothing."""


@dataclass(frozen=True)
class Measure:
    """One number: ``hits`` of ``count`` cases. ``better`` says on which side of the floor it must stay.

    ``misses`` are the cases on the wrong side, in words a person can look up; ``held`` are hits and
    cases of the half that is held back (``halves``), (0, 0) for a set that is not split. ``cases``
    are all of them one by one, where a set tells them (``cases.measure``).
    """

    set: str
    name: str
    hits: int
    count: int
    better: Literal["more", "fewer"] = "more"
    misses: tuple[str, ...] = field(default=(), compare=False)
    held: tuple[int, int] = field(default=(0, 0), compare=False)
    cases: tuple[Case, ...] = field(default=(), compare=False)
    split: bool = field(default=False, compare=False)

    @property
    def key(self) -> str:
        """How floors.json calls it."""
        return f"{self.set}: {self.name}"

    @property
    def value(self) -> float:
        """The share; of no cases it is 0."""
        return self.hits / self.count if self.count else 0.0

    @property
    def halves(self) -> str:
        """Both halves as ``tuned / held back``; empty where one is too small to say anything."""
        hits, count = self.held
        if min(count, self.count - count) < SMALLEST_HALF:
            return ""
        return f"{(self.hits - hits) / (self.count - count):.1%} / {hits / count:.1%}"

    def reaches(self, limit: float) -> bool:
        """True when the value is on the good side of a floor or aim."""
        if self.better == "more":
            return self.value >= limit - ROUNDING
        return self.value <= limit + ROUNDING


@dataclass(frozen=True)
class Floor:
    """What a measure must keep: its number of cases and its floor; the aim; and why it is under it."""

    count: int
    floor: float
    aim: float
    why: str = ""


@dataclass(frozen=True)
class Floors:
    """What is pinned: the sha256 of every file of the corpus that is read, and a floor a measure."""

    corpus: Mapping[str, str]
    measures: Mapping[str, Floor]

    @classmethod
    def load(cls, path: Path = FLOORS) -> Floors:
        """Read floors.json."""
        raw = json.loads(path.read_text("utf-8"))
        return cls(
            corpus=raw["corpus"],
            measures={key: Floor(**value) for key, value in raw["measures"].items()},
        )


def broken(measures: Iterable[Measure], floors: Floors, *, whole: bool = True) -> tuple[str, ...]:
    """Every way in which the measures do not keep the floors, a sentence each.

    Args:
        measures: what was measured.
        floors: what is pinned.
        whole: also complain about pinned measures that were not taken.
    """
    told = []
    taken = {measure.key: measure for measure in measures}
    for key, measure in taken.items():
        floor = floors.measures.get(key)
        if floor is None:
            told.append(
                f"{key}: has no floor in floors.json ({measure.value:.4f} of {measure.count})"
            )
            continue
        if measure.count != floor.count:
            told.append(f"{key}: {measure.count} cases, pinned are {floor.count}")
        if not measure.reaches(floor.floor):
            told.append(f"{key}: {measure.value:.4f} does not keep the floor {floor.floor:.4f}")
        if not measure.reaches(floor.aim) and not floor.why:
            told.append(f"{key}: is under its aim and floors.json gives no sentence why")
    if whole:
        told += [f"{key}: was not measured" for key in floors.measures if key not in taken]
    return tuple(told)


def changed(found: Mapping[str, str], floors: Floors) -> tuple[str, ...]:
    """Every file of the corpus that is not the one the floors were measured on."""
    told = []
    for path, sha in floors.corpus.items():
        if path not in found:
            told.append(f"{path}: is absent")
        elif found[path] != sha:
            told.append(f"{path}: sha256 {found[path][:12]}…, pinned is {sha[:12]}…")
    return tuple(told)


def render(measures: Iterable[Measure], floors: Floors) -> str:
    """The table, and below it a sentence on every number that stays under its aim."""
    rows = [("set", "measure", "cases", "value", "floor", "aim", "", "tuned / held back")]
    reasons = []
    for measure in measures:
        floor = floors.measures.get(measure.key)
        bound = "<=" if measure.better == "fewer" else ">="
        state = "no floor"
        limits = ("", "")
        if floor:
            limits = (f"{bound} {floor.floor:.1%}", f"{bound} {floor.aim:.1%}")
            state = "ok" if measure.reaches(floor.aim) else "under aim"
            state = state if measure.reaches(floor.floor) else "BELOW FLOOR"
            if not measure.reaches(floor.aim):
                reasons.append(f"{measure.key}: {floor.why or 'no reason given'}")
        shown = f"{measure.value:.1%}"
        told = (measure.set, measure.name, str(measure.count), shown)
        rows.append((*told, *limits, state, measure.halves))
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(_padded(c, w) for c, w in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(
        [*(line.rstrip() for line in lines), "", *(f"- {r}" for r in reasons)]
    ).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
