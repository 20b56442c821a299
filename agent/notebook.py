"""The Python API: what the command line does, as values for a notebook.

Everything is kept as a run in the cache folder, so that ``research review``, ``report`` and
``verify`` go on from it, and what was asked once is not asked again.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from agent.cli.points import EXAMPLE
from agent.cli.rendering import beside_of
from agent.cli.shared import chosen_format
from agent.cli.stored_runs import NEWEST, StoredRun, find_run_in, stored_runs
from agent.errors import UsageError
from agent.findings import Dossier, Finding, Status
from agent.records import Changepoint
from agent.report import Beside
from agent.report.digest import digest
from agent.report.items import listed, standing
from agent.store import Store
from agent.store.stored import newest_of_each
from agent.wiring import Config, renderer
from agent.wiring.asking import prices
from agent.wiring.members import knowledge
from agent.wiring.rereading import from_cache
from agent.wiring.workshop import open_workshop

if TYPE_CHECKING:
    import pandas

Language = Literal["zh", "en"]
STYLES = {"title": "font-weight:bold", "bad": "font-weight:bold;color:#b00", "dim": "opacity:.7"}


@dataclass(frozen=True, repr=False)
class Results:
    """What is kept of a run: its dossiers, one a changepoint, in the order of the run.

    Those of a stored run are read from research.db when they are asked for, one at a time.
    Shown by a notebook as the digest that a terminal shows. ``run`` is the name under which every
    command knows it.
    """

    run: str
    dossiers: Sequence[Dossier]
    sample: bool = False
    beside: Beside = field(default_factory=Beside)

    def __len__(self) -> int:
        return len(self.dossiers)

    def __iter__(self) -> Iterator[Dossier]:
        return iter(self.dossiers)

    def __getitem__(self, position: int) -> Dossier:
        return self.dossiers[position]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of every changepoint, the rejected ones too."""
        return tuple(finding for dossier in self for finding in dossier.findings)

    @property
    def verified(self) -> tuple[Finding, ...]:
        """The findings that the report lists as verified."""
        return self._listed(Status.VERIFIED)

    @property
    def flagged(self) -> tuple[Finding, ...]:
        """The findings that a person must settle."""
        return self._listed(Status.FLAGGED)

    def report(self, report_format: str = "text", language: Language = "zh") -> str | bytes:
        """The report in a format (text, md, html, csv, xlsx, latex, ...). Raises UnknownName."""
        made: str | bytes = renderer(report_format)(self.dossiers, language, self.beside)
        return made

    def save(self, path: Path | str, language: Language = "zh") -> Path:
        """Write the report in the format that the ending of the file says. Raises UsageError."""
        path = Path(path)
        made = self.report(chosen_format(None, path), language)
        path.write_bytes(made if isinstance(made, bytes) else made.encode())
        return path

    def to_frame(self) -> pandas.DataFrame:
        """The rows of the supplement (docs/supplement.md), with days as text. Needs pandas.

        Raises UsageError where pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise UsageError("to_frame needs pandas", hint="pip install pandas") from error
        text = self.report("csv", "en")
        if isinstance(text, bytes):
            text = text.decode()
        return pandas.read_csv(io.StringIO(text.removeprefix("\ufeff")))

    def __repr__(self) -> str:
        counts = f"{len(self.verified)} verified, {len(self.flagged)} to settle"
        outcomes = ", ".join(sorted({str(dossier.outcome) for dossier in self}))
        return f"<Results {self.run}: {len(self)} changepoint(s), {outcomes}; {counts}>"

    def _repr_html_(self) -> str:
        rows = []
        for line in digest(self.dossiers, "zh", self.beside, sample=self.sample):
            style = STYLES.get(line.style, "")
            wide = ' colspan="4"' if len(line.cells) == 1 else ""
            cells = "".join(f"<td{wide}>{escape(cell)}</td>" for cell in line.cells)
            rows.append(f'<tr style="{style}">{cells}</tr>')
        return f'<table style="text-align:left">{"".join(rows)}</table>'

    def _listed(self, status: Status) -> tuple[Finding, ...]:
        return tuple(f for d in self for f in listed(d) if standing(f) == status.value)


def research(
    changepoint: Changepoint | datetime.date | str,
    province: str | None = None,
    *,
    sector: str | None = None,
    kind: str | None = None,
    config: Config | None = None,
) -> Results:
    """Research one changepoint, and keep it as a run.

    Args:
        changepoint: its day, as 2024-11-08 or a date, or a whole Changepoint.
        province: 山西, Shanxi, SX; not with a whole Changepoint.
        sector: Ground, Power, Industry, Residential or Aviation; None for all.
        kind: what the detector calls it: policy, event, seasonal, trend.
        config: how; None for what the environment and ``.env`` say (``Config.from_env``).

    Raises:
        UsageError: an argument or the config cannot be used.
        StateError: the cache cannot be written.
    """
    config = config or Config.from_env()
    point = _point(changepoint, province, sector, kind, config)
    with open_workshop(config) as workshop:
        run = workshop.start_run(f"agent.research({str(point.date)!r}, {point.province!r})")
        dossier = workshop.research(point)
        workshop.store.save(run, dossier)
        workshop.store.finish_run(run, dossier.researched_at)
        beside = beside_of(workshop.store, (run,), workshop.prices)
    return Results(run, (dossier,), config.sample, beside)


def batch(
    points: Iterable[Changepoint] | Path | str,
    out: Path | str,
    *,
    config: Config | None = None,
    jobs: int = 8,
    language: Language = "zh",
) -> Results:
    """Research many changepoints side by side, as ``research batch``; called again it goes on.

    Args:
        points: changepoints, or a file of them.
        out: the folder of the results, which names the batch.
        config: how; None for what the environment and ``.env`` say.
        jobs: how many side by side.
        language: of the files in the folder.

    Raises:
        UsageError: an argument, the file or the config cannot be used.
        StateError: results cannot be saved, or another process has this batch.
    """
    from agent.batch.hours import Hours
    from agent.changepoints import read_changepoints
    from agent.cli.batch_run import Call, run_batch

    config = config or Config.from_env()
    known = knowledge(config)
    if isinstance(points, (str, Path)):
        points, problems = read_changepoints(
            Path(points),
            known.places,
            known.sectors,
            datetime.date.today(),  # noqa: DTZ011
        )
        if problems:
            raise UsageError(f"{len(problems)} row(s) cannot be used: {problems[0]}")
    chosen = tuple((point, "python") for point in points)
    if not chosen:
        raise UsageError("no changepoint is given")
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    call = Call(
        folder=folder,
        config=config,
        known=known,
        hours=Hours(None, None),
        jobs=jobs,
        retry=False,
        quiet=True,
        command=f"agent.batch({len(chosen)} changepoints, {str(out)!r})",
        language=language,
    )
    work, _ = run_batch(chosen, call)
    return load(work.run, config)


def runs(config: Config | None = None) -> tuple[StoredRun, ...]:
    """The stored runs, newest first, those over the sample web among them."""
    return stored_runs((config or Config.from_env()).cache)


def load(run: str = NEWEST, config: Config | None = None) -> Results:
    """A stored run, by its name or the newest. Raises UsageError when there is no such run."""
    config = config or Config.from_env()
    found = find_run_in(stored_runs(config.cache), run)
    path, again = found.database, from_cache(found.database.parent)
    with Store.to_read(path) as store:
        beside = beside_of(store, (found.id,), prices(config))
        kept, _ = newest_of_each(store, (found.id,))
    return Results(found.id, kept.reopened(path, again), found.sample, beside)


def _point(
    given: Changepoint | datetime.date | str,
    province: str | None,
    sector: str | None,
    kind: str | None,
    config: Config,
) -> Changepoint:
    from agent.changepoints import changepoint

    if isinstance(given, Changepoint):
        if province or sector or kind:
            raise UsageError("a whole Changepoint has its province, sector and kind")
        return given
    if not province:
        raise UsageError("the province is missing", hint=f"as the command line: {EXAMPLE}")
    known = knowledge(config)
    return changepoint(
        str(given),
        province,
        sector,
        kind,
        None,
        places=known.places,
        sectors=known.sectors,
        today=datetime.date.today(),  # noqa: DTZ011 - the day on the user's own calendar
    )
