"""Findings as their rows tell them, thousands at a time, without reading their dossiers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple

from agent.findings import Label, Status
from agent.policy import PolicyKind
from agent.store.database import Database
from agent.text.document_numbers import normalise_document_number
from agent.text.fold import fold
from agent.text.names import core_name


@dataclass(frozen=True, slots=True)
class Doubt:
    """A verdict that does not support.

    ``field`` and ``claimed`` are of the claim, if it has one; ``details`` are the verdict's values.
    """

    check: str
    label: Label
    reason: str
    field: str | None
    claimed: str | None
    details: dict[str, str]
    open: bool


class Naming(NamedTuple):
    """What tells whether findings are about one thing: core name, document number, who issued it.

    ``by`` is the province where no body is named.
    """

    name: str
    number: str
    by: str

    @classmethod
    def of(cls, name: str, number: str | None, agencies: str, province: str) -> Naming:
        """From the columns of a finding's row."""
        number = normalise_document_number(number or "") or number or ""
        return cls(core_name(name).casefold() or name, number, fold(agencies).text or province)


def distinct_things(namings: Iterable[Naming]) -> int:
    """How many things these are: one paper on three pages is one.

    Of one name there are as many as there are numbers, for a page may leave the number out; without
    any, as many as there are issuers: many bodies issue 关于调整限行措施的通告.
    """
    alike: dict[str, list[Naming]] = defaultdict(list)
    for naming in set(namings):
        alike[naming.name].append(naming)
    return sum(
        len({one.number for one in group} - {""}) or len({one.by for one in group})
        for group in alike.values()
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding of a stored dossier; ``dossier`` and ``position`` say where it stands.

    ``at`` is the changepoint's day, ``source`` the sha256 of the page, empty when none was read.
    """

    finding_key: str
    changepoint_key: str
    dossier: int
    position: int
    run: str
    province: str
    sector: str | None
    at: date
    status: Status
    kind: PolicyKind
    name: str
    url: str
    publisher: str
    source: str
    document_number: str | None
    agencies: str
    doubts: tuple[Doubt, ...]

    @property
    def naming(self) -> Naming:
        """What tells which thing it is about."""
        return Naming.of(self.name, self.document_number, self.agencies, self.province)


_AS_THEY_STAND = tuple(
    one.name
    for one in fields(Listed)
    if one.name not in ("dossier", "run", "at", "status", "kind", "doubts")
)
"""Fields that are columns of the same name."""
LATEST = "SELECT max(id) FROM dossiers GROUP BY changepoint_key"
OF_RUN = "SELECT id FROM dossiers WHERE run_id = ?"
NEWEST = "SELECT max(dossier_id) FROM findings WHERE finding_key = ?"
DECIDED = (
    "SELECT dossier_id FROM findings JOIN dossiers ON dossiers.id = dossier_id"
    " WHERE run_id = ? AND finding_key IN (SELECT finding_key FROM reviews)"
)
IN_A_RUN = (
    "SELECT max(dossier_id) FROM findings JOIN dossiers ON dossiers.id = dossier_id"
    " WHERE finding_key = ? AND run_id = ?"
)


@dataclass(frozen=True)
class Findings:
    """The findings in research.db, which is open (``Store.database``)."""

    database: Database

    def stamp(self) -> int:
        """A number that changes when another process, or another open file, has written."""
        return int(self.database.rows("PRAGMA data_version")[0][0])

    def listed(self, run: str | None = None) -> tuple[Listed, ...]:
        """The findings of a run, or of the latest dossier of every changepoint, in order."""
        return self._listed(*((OF_RUN, run) if run else (LATEST,)))

    def beside_decided(self, run: str) -> tuple[Listed, ...]:
        """The findings of those dossiers of a run in which anybody ever decided on one."""
        return self._listed(DECIDED, run)

    def newest(self, finding_key: str, run: str | None = None) -> Listed | None:
        """The newest row of a finding, in any run or in this one, or None."""
        asked = (IN_A_RUN, finding_key, run) if run else (NEWEST, finding_key)
        found = (row for row in self._listed(*asked) if row.finding_key == finding_key)
        return next(found, None)

    def _listed(self, chosen: str, *values: str) -> tuple[Listed, ...]:
        """Findings of the chosen dossiers; what chooses them is one of the questions above."""
        doubts: dict[int, list[Doubt]] = defaultdict(list)
        for row in self.database.rows(
            "SELECT verdicts.* FROM verdicts"  # noqa: S608 - the questions are ours
            " JOIN findings ON findings.id = verdicts.finding_id"
            f" WHERE findings.dossier_id IN ({chosen}) AND label <> 'supported'"
            " ORDER BY finding_id, verdicts.position",
            *values,
        ):
            doubt = Doubt(
                check=row["check_name"],
                label=Label(row["label"]),
                reason=row["reason"],
                field=row["field"],
                claimed=row["claimed"],
                details=json.loads(row["details"]),
                open=bool(row["open"]),
            )
            doubts[row["finding_id"]].append(doubt)
        rows = self.database.rows(
            "SELECT findings.id AS row, findings.*,"  # noqa: S608 - the questions are ours
            " dossiers.changepoint_key, dossiers.run_id, dossiers.province, dossiers.sector, dossiers.date"
            " FROM findings JOIN dossiers ON dossiers.id = findings.dossier_id"
            f" WHERE dossiers.id IN ({chosen}) ORDER BY dossiers.id, position",
            *values,
        )
        return tuple(
            Listed(
                **{name: row[name] for name in _AS_THEY_STAND},
                dossier=row["dossier_id"],
                run=row["run_id"],
                at=date.fromisoformat(row["date"]),
                status=Status(row["status"]),
                kind=PolicyKind(row["kind"]),
                doubts=tuple(doubts.get(row["row"], ())),
            )
            for row in rows
        )
