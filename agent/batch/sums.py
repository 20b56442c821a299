"""Sums over the dossiers of a run, kept for each part of a hundred row numbers.

The sums of a part hold until one of its dossiers changes. A run to which one changepoint is added therefore sums
one part again and takes those of all others as they were kept.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from agent.batch.pieces import KeptSum, KeptSums
from agent.batch.summary import Covered, Missed, Step
from agent.coverage import Coverage, IssuerSite, Looked, Missing
from agent.distances import distances
from agent.records import COUNTS as TAKEN
from agent.records import Usage, content_key
from agent.report.digest import SHOWN_ROLES
from agent.store import Store
from agent.store.listing import Naming
from agent.store.parts import Best, Fault, Group, Part, PartTotals
from agent.store.totals import PointRow
from agent.text.dates import parse_date

SIZE = 100
"""How many row numbers a part covers."""
COUNTS = tuple(
    name for name in Covered.model_fields if name in Coverage.model_fields and name != "refused"
)
"""The counts of a coverage that are added up."""


class Shown(NamedTuple):
    """What the summary shows of a dossier's best finding: its name, its page, and one date with its distance."""

    name: str = ""
    url: str = ""
    role: str = ""
    days: str = ""


@dataclass
class Sums:
    """The sums of some dossiers.

    ``tally`` has each count by what it counts (``("group", "policy", "verified")``); ``marks`` what
    identifies the hits, addresses and pages, by the step of the flow, to count distinct ones; ``flagged``
    the findings that the checks leave to a person; ``missing`` and ``best`` what belongs to a single
    dossier, by the number of its row.
    """

    tally: Counter[tuple[str, ...]] = field(default_factory=Counter)
    marks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    flagged: list[tuple[str, Naming]] = field(default_factory=list)
    missing: dict[int, tuple[Missing, ...]] = field(default_factory=dict)
    best: dict[int, Shown] = field(default_factory=dict)

    @classmethod
    def of(cls, totals: PartTotals, rows: Iterable[PointRow]) -> Sums:
        """Add up the dossiers of a part; ``rows`` are their changepoints."""
        sums = cls(flagged=list(totals.flagged()))
        for number, looked in totals.looked():
            sums._look(number, looked)
        for group in totals.groups():
            sums.tally["group", group.kind, group.status] += group.count
        for fault in totals.faults():
            sums.tally["fault", fault.check, fault.reason, fault.label] += fault.findings
        row_of = {row.dossier: row for row in rows}
        for best in totals.best():
            if row := row_of.get(best.dossier):
                sums.best[best.dossier] = Shown(best.name, best.url, *_dated(row, best))
        return sums

    def _look(self, number: int, one: Looked) -> None:
        """Add what was looked at for one changepoint."""
        for name, marks in (("hits", one.hits), ("chosen", one.addresses), ("read", one.pages)):
            self.tally["step", name] += len(marks)
            self.marks[name].update(marks)
        for name in COUNTS:
            self.tally["coverage", name] += getattr(one.coverage, name)
        self.tally["site", one.coverage.issuer_site.value] += 1
        self.tally.update(("refused", host) for host in one.coverage.refused)
        for missing in one.missing:
            at = "gaps", missing.stage, missing.cause
            self.tally[*at, "gaps"] += missing.count
            self.tally[*at, "material"] += len(missing.targets)
            self.tally[*at, "changepoints"] += 1
        if one.missing:
            self.missing[number] = one.missing
        for usage in one.usage:
            for name in TAKEN:
                self.tally["used", usage.stage, usage.model, usage.host, name] += getattr(
                    usage, name
                )

    def add(self, other: Sums) -> None:
        """Add the sums of other dossiers."""
        self.tally.update(other.tally)
        for name, marks in other.marks.items():
            self.marks[name].update(marks)
        self.flagged += other.flagged
        self.missing |= other.missing
        self.best |= other.best

    def as_json(self) -> str:
        """The sums as JSON; ``read`` gives them back."""
        told = {
            "tally": [[*key, number] for key, number in self.tally.items()],
            "marks": {name: " ".join(sorted(marks)) for name, marks in self.marks.items()},
            "flagged": self.flagged,
            "missing": [
                [number, [one.model_dump() for one in missing]]
                for number, missing in self.missing.items()
            ],
            "best": [[number, *shown] for number, shown in self.best.items()],
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Sums:
        """What ``as_json`` gave."""
        told = json.loads(text)
        return cls(
            tally=Counter({tuple(key): number for *key, number in told["tally"]}),
            marks={name: set(marks.split()) for name, marks in told["marks"].items()},
            flagged=[(key, Naming(*naming)) for key, naming in told["flagged"]],
            missing={
                number: tuple(map(Missing.model_validate, missing))
                for number, missing in told["missing"]
            },
            best={number: Shown(*shown) for number, *shown in told["best"]},
        )

    def under(self, kind: str) -> Iterator[tuple[tuple[str, ...], int]]:
        """The numbers of one kind, by what follows it in their keys, in the order of these."""
        return ((key[1:], number) for key, number in sorted(self.tally.items()) if key[0] == kind)

    def groups(self) -> tuple[Group, ...]:
        """Findings by kind and status."""
        return tuple(
            Group(kind=kind, status=status, count=count)
            for (kind, status), count in self.under("group")
        )

    def faults(self) -> tuple[Fault, ...]:
        """What checks refute or leave open, the most frequent first."""
        faults = (
            Fault.model_validate({"check": check, "reason": reason, "label": label, "findings": n})
            for (check, reason, label), n in self.under("fault")
        )
        return tuple(sorted(faults, key=lambda fault: -fault.findings))

    def used(self) -> tuple[Usage, ...]:
        """What all answers took, for each stage, model and host."""
        took: dict[tuple[str, ...], dict[str, int]] = {}
        for (*asked, name), number in self.under("used"):
            took.setdefault(tuple(asked), {})[name] = number
        return tuple(
            Usage(stage=stage, model=model, host=host, **numbers)
            for (stage, model, host), numbers in took.items()
        )

    def step(self, code: str) -> Step:
        """How many of these there were, and how many distinct ones."""
        marks = self.marks.get(code, ())
        return Step(code=code, count=self.tally["step", code], distinct=len(marks))

    def missed(self) -> tuple[Missed, ...]:
        """What could not be looked at, what matters most first."""
        tallies: dict[tuple[str, str], dict[str, int]] = {}
        for (stage, cause, name), number in self.under("gaps"):
            tallies.setdefault((stage, cause), {})[name] = number
        missed = (Missed(stage=s, cause=c, **numbers) for (s, c), numbers in tallies.items())
        return tuple(sorted(missed, key=lambda m: (-m.material, -m.gaps, m.stage, m.cause)))

    def covered(self) -> Covered:
        """The coverage of all together."""
        refused = {host: number for (host,), number in self.under("refused")}
        return Covered(
            **{name: self.tally["coverage", name] for name in COUNTS},
            issuer_sites={site: self.tally["site", site.value] for site in IssuerSite},
            refused=dict(sorted(refused.items(), key=lambda pair: (-pair[1], pair[0]))),
        )


def sums_of(store: Store, run: str, points: Sequence[PointRow], kept: KeptSums) -> Sums:
    """The sums over all dossiers of a run. Raises StateError when one cannot be read.

    Args:
        store: where the run is.
        run: its id.
        points: its rows.
        kept: the sums of before; the new ones are added to it.
    """
    whole, parts = Sums(), defaultdict(list)
    for row in points:
        if row.dossier is not None:
            parts[row.dossier // SIZE].append(row)
    for part, rows in sorted(parts.items()):
        stamp = content_key(sorted((row.dossier or 0, row.digest) for row in rows))
        sums = _read(kept.standing(part, stamp))
        if sums is None:
            numbers = Part(run, part * SIZE, part * SIZE + SIZE - 1)
            sums = Sums.of(PartTotals(store, numbers), rows)
            kept.now[str(part)] = KeptSum(stamp, sums.as_json())
        whole.add(sums)
    return whole


def _read(text: str | None) -> Sums | None:
    """The sums that were kept; None where there are none, or they cannot be read."""
    try:
        return None if text is None else Sums.read(text)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _dated(row: PointRow, best: Best) -> tuple[str, str]:
    """One supported date of a finding: its role, and its days from the changepoint."""
    for role in SHOWN_ROLES:
        for value in best.dates.get(role.value, ()):
            interval = parse_date(value)
            ends = distances(role, interval, row.span) if interval else ()
            if ends:
                return role.value, "…".join(f"{one.days:+d}" if one.days else "0" for one in ends)
    return "", ""
