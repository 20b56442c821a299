"""``research why-not``: where something one knows of was lost; and ``batch --expect``, the same for a list."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from agent.cli.console import write_result
from agent.cli.options import Language, RunOptions, configuration, load_settings
from agent.cli.shared import language_option, option
from agent.cli.stored_runs import NEWEST, find_run, sample_runs_option
from agent.errors import UsageError
from agent.evidence.whynot import Answer, Stage, Wanted, why_not
from agent.findings import Dossier
from agent.rank import Knowledge as RankKnowledge
from agent.rank import rank_hits
from agent.records import Hit
from agent.report.item_lines import why_listed
from agent.report.items import aside_word, reasons_line
from agent.report.safe import csv_table
from agent.report.words import say
from agent.wiring.members import Knowledge, knowledge

COLUMNS = ("expected", "province", "sector", "date", "stage", "url", "why")
HELP = """Say where URL, a document number or a TITLE was lost: never found, ranked too low, not read, refused.

\b
research why-not 晋政发〔2022〕29号
research why-not https://www.shanxi.gov.cn/… --run latest

It reads what is stored and asks nobody; one line for each changepoint of the run."""


@click.command("why-not", help=HELP)
@click.argument("wanted", metavar="URL|文号|TITLE")
@option("--run RUN", "Which run.", name="name", default=NEWEST)
@language_option
@sample_runs_option
def why_not_command(wanted: str, name: str, language: Language, sample: bool) -> int:
    """Say where something one knows of was lost."""
    known = Wanted.of(wanted)
    if not (known.identity or known.number or known.title):
        raise UsageError(
            f"too short to be looked for: {wanted!r}", hint="an address, number or title"
        )
    run = find_run(name, sample)
    ranked = _ranked()
    with run.opened() as store:
        for dossier in store.each_dossier(run.id):
            point = dossier.changepoint
            answer = why_not(dossier, known, ranked)
            where = f"{point.province} {point.sector or '-'} {point.date}"
            click.echo(f"{where}: {told(answer, language)}")
    return 0


def told(answer: Answer, language: Language) -> str:
    """What became of it, in one line."""
    finding = answer.finding
    blanks = {
        "url": answer.url,
        "cause": f"{answer.cause}: {answer.detail}".rstrip(": ")[:200],
        "detail": answer.detail[:200],
        "place": str(answer.place),
        "all": str(answer.of),
        "opened": str(answer.opened),
        "backend": answer.found_by,
        "questions": str(len(answer.dossier.queries)),
        "searches": ", ".join(dict.fromkeys(a.backend for a in answer.dossier.searches)) or "-",
        "hits": str(len(answer.dossier.hits)),
        "status": aside_word(finding, language) if finding else "",
        "listed": why_listed(answer.dossier, finding, language) if finding else "",
        "why": reasons_line(finding, language) if finding else "",
    }
    return say(f"why_not_{answer.stage.value}", language, **blanks).strip()


def _ranked() -> Callable[[Dossier], Sequence[Hit]]:
    """All hits of a dossier in the order in which today's tables would open them."""
    known: Knowledge = knowledge(configuration(load_settings(), RunOptions(model="none")))
    ranking = RankKnowledge(known.places, known.publishers, known.sectors)
    return lambda one: rank_hits(one.hits, one.changepoint, one.window, ranking, len(one.hits))


# What a researcher knows should be there


@dataclass(frozen=True)
class Expected:
    """A row of the file: what should be found, and for which changepoints (empty for all)."""

    text: str
    province: str = ""
    sector: str = ""
    date: str = ""

    def is_for(self, dossier: Dossier) -> bool:
        """True for a changepoint that the row is about."""
        point = dossier.changepoint
        return (
            self.province in ("", point.province)
            and self.sector in ("", point.sector)
            and self.date in ("", str(point.date))
        )


def read_expected(file: Path, known: Knowledge) -> tuple[Expected, ...]:
    """The rows of a CSV: expected (URL, number or title), province, sector, date.

    Raises UsageError when it cannot be used.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"--expect: cannot read {file}: {error}") from error
    if not rows or "expected" not in rows[0]:
        raise UsageError(
            f"--expect: {file} has no column expected",
            hint="its columns: expected (URL, document number or title), province, sector, date",
        )
    found = list[Expected]()
    for line, row in enumerate(rows, 2):
        if any(isinstance(value, str) and value.strip() for value in row.values()):
            try:
                found.append(_expected(row, known))
            except UsageError as error:
                raise UsageError(f"--expect: {file}:{line}: {error}", hint=error.hint) from error
    return tuple(found)


def _expected(row: dict[str, str | None], known: Knowledge) -> Expected:
    province, sector, date = (
        (row.get(name) or "").strip() for name in ("province", "sector", "date")
    )
    named = known.sectors.sector(sector) if sector else None
    wanted = (row["expected"] or "").strip()
    if not wanted:
        raise UsageError(
            "the row names nothing under expected", hint="fill it in, or take the row out"
        )
    return Expected(
        wanted,
        known.places.province(province).name if province else "",
        named.name if named else "",
        date,
    )


def expectations(
    dossiers: Iterable[Dossier], expected: Sequence[Expected], language: Language
) -> list[tuple[str, ...]]:
    """A row of COLUMNS for everything expected, at the changepoint where it came furthest.

    The dossiers are gone through once and none is held.
    """
    ranked = _ranked()
    wanted = [Wanted.of(row.text) for row in expected]
    ranks = [-1] * len(expected)
    rows: list[tuple[str, ...]] = [
        (row.text, row.province, row.sector, row.date, "no_changepoint", "", "") for row in expected
    ]
    for dossier in dossiers:
        point = dossier.changepoint
        where = (point.province, point.sector or "", str(point.date))
        for number, row in enumerate(expected):
            if not row.is_for(dossier):
                continue
            best = why_not(dossier, wanted[number], ranked)
            if best.stage.rank > ranks[number]:
                ranks[number] = best.stage.rank
                why = "" if best.stage is Stage.LISTED else told(best, language)
                rows[number] = (row.text, *where, best.stage.value, best.url, why)
    return rows


def write_expectations(rows: Sequence[Sequence[str]], folder: Path) -> str:
    """Write expected.csv into a folder; the line that sums it up."""
    write_result(csv_table(COLUMNS, rows), folder / "expected.csv")
    stages = Counter(row[COLUMNS.index("stage")] for row in rows)
    listed = stages["listed"] + stages["same"]
    others = ", ".join(f"{number} {stage}" for stage, number in stages.most_common()
                       if stage not in ("listed", "same"))  # fmt: skip
    return (
        f"expected: {listed} of {len(rows)} listed{f'; {others}' if others else ''} (expected.csv)"
    )
