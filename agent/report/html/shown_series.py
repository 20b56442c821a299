"""The emissions around a changepoint in words: the drawing, the weeks, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agent.findings import Dossier, Finding
from agent.report.html.emissions import chart, shown_interval
from agent.report.html.limits import Limits, bounded
from agent.report.provinces import province_told, sector_told
from agent.report.safe import one_line, shortened
from agent.report.template import Values
from agent.report.words import Language, joined, say
from agent.report.words import of_html as told
from agent.series import Emissions, SeriesFile, emissions_of, runs_of_days, weekly_means

BAD_SHOWN = 10
RUNS_SHOWN = 6


def shown_series(
    files: Sequence[SeriesFile],
    dossier: Dossier,
    findings: Sequence[Finding],
    language: Language,
    limits: Limits,
) -> Values | None:
    """The emissions of the dossier's province and sector; None when no file was given.

    The dates of ``findings``, which are those of the timeline, stand on the curve.

    There is no chart where there is no value to draw.
    """
    if not files:
        return None
    point = dossier.changepoint
    found = emissions_of(files, point.province, point.sector, shown_interval(dossier.window))
    if found is None:
        absent = (told("series_absent", language),)
        return Values(title="", chart=None, notes=absent, weeks=bounded((), 0))
    drawn = (
        chart(found, point, dossier.window, findings) if found.values and limits.drawings else None
    )
    return Values(
        title=_title(found, point.province, point.sector, language),
        chart=drawn,
        notes=tuple(_notes(found, language)),
        weeks=bounded(weekly_means(found.values), limits.rows),
    )


def _title(found: Emissions, province: str, sector: str | None, language: Language) -> str:
    if not found.sectors:
        return f"{province_told(province, language)} {sector_told(sector, language, 'no_sector')}"
    summed = joined((sector_told(code, language, "no_sector") for code in found.sectors), language)
    return f"{province_told(province, language)} {told('series_sum', language)}{say('colon', language)}{summed}"


def _notes(found: Emissions, language: Language) -> list[str]:
    """What a reader must know of the file before believing the drawing."""
    colon, file = say("colon", language), found.file
    source = f"{told('series_source', language)}{colon}{one_line(file.name)}"
    notes = [f"{source} (sha256 {file.sha256[:12]}…)"]
    if not found.values:
        notes.insert(0, told("series_empty", language))
    if found.without:
        names = joined(
            (sector_told(code, language, "no_sector") for code in found.without), language
        )
        notes.append(f"{told('series_without', language)}{colon}{names}")
    for code, days in found.twice.items():
        words = told("series_twice", language, count=len(days))
        notes.append(
            f"{sector_told(code, language, 'no_sector')}{colon}{words}{colon}{_runs(days, language)}"
        )
    for code, year in found.lacks.items():
        words = told("series_lacks", language, year=year)
        notes.append(f"{sector_told(code, language, 'no_sector')}{colon}{words}")
    notes += _gaps(found, language)
    repeated = sum(daily.repeated for daily in file.daily.values())
    if repeated:
        notes.append(f"{told('series_repeated', language)}{colon}{repeated}")
    if file.bad:
        lines = [
            f"{told('series_line', language)} {bad.line} ({shortened(one_line(bad.message), 80)})"
            for bad in file.bad[:BAD_SHOWN]
        ]
        more = " …" if len(file.bad) > BAD_SHOWN else ""
        notes.append(
            f"{told('series_bad', language)}{colon}{len(file.bad)}{colon}{joined(lines, language)}{more}"
        )
    return notes


def _gaps(found: Emissions, language: Language) -> list[str]:
    """The days without a value between the first and the last that has one."""
    if not found.values:
        return []
    first, last = min(found.values).toordinal(), max(found.values).toordinal()
    days = [date.fromordinal(number) for number in range(first, last + 1)]
    missing = [day for day in days if day not in found.values]
    if not missing:
        return []
    lacking = f"{len(missing)} ({_runs(missing, language)})"
    return [f"{told('series_gap', language)}{say('colon', language)}{lacking}"]


def _runs(days: Sequence[date], language: Language) -> str:
    runs = runs_of_days(days)
    more = " …" if len(runs) > RUNS_SHOWN else ""
    return joined(map(str, runs[:RUNS_SHOWN]), language) + more
