"""A run's summary in words: sections with lines and tables, laid out as text or as HTML elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from agent.batch.summary import RunSummary, Unfinished, duration
from agent.batch.summary_numbers import (
    SHOWN,
    costs,
    coverage,
    faults,
    findings,
    flow,
    gaps,
    grid,
    left_out,
)
from agent.findings import Outcome
from agent.report.provinces import series_told
from agent.report.safe import one_line, shortened
from agent.report.sections import Section, part
from agent.report.sections import as_text as sections_text
from agent.report.summary import sample_note
from agent.report.words import Language, cause, joined, say, word

LONGEST = 120
"""Characters of an address that are shown."""


def title(summary: RunSummary, language: Language) -> str:
    """The heading of the whole."""
    return say("summary_title", language, run=summary.run)


def as_text(summary: RunSummary, language: Language) -> str:
    """The whole summary as plain text. The same summary always gives the same characters."""
    return sections_text(sections(summary, language), title(summary, language))


def progress(summary: RunSummary, language: Language) -> str:
    """How many of how many are done, and whether the run goes on or was stopped."""
    told = say("progress", language, done=summary.done, all=summary.changepoints)
    return told + ("" if summary.finished_at else say("not_at_end", language))


def sections(summary: RunSummary, language: Language) -> tuple[Section, ...]:
    """All parts, in the order in which a person wants to know them in the morning."""
    made = (
        _run(summary, language),
        _outcomes(summary, language),
        _hindrances(summary, language),
        _unfinished(summary.unfinished, language),
        findings(summary, language),
        faults(summary, language),
        flow(summary, language),
        coverage(summary, language),
        gaps(summary, language),
        costs(summary, language),
        grid(summary, language),
    )
    return tuple(section for section in made if section.lines or section.rows)


def _run(summary: RunSummary, language: Language) -> Section:
    lines = [sample_note(language)] if summary.invented else []
    lines += [progress(summary, language), _line("command", summary.command, language)]
    lines.append(_line("started", _when(summary.started_at), language))
    if summary.finished_at:
        lines.append(_line("finished", _when(summary.finished_at), language))
    elif summary.last_at:
        lines.append(_line("newest_result", _when(summary.last_at), language))
    seconds = duration(summary)
    if seconds is not None and seconds >= 0 and summary.done > 1:
        each = f"{seconds / summary.done:.1f}"
        lines.append(say("took", language, time=_time(seconds), each=each))
    model, searches = summary.config.get("model"), summary.config.get("search")
    if model:
        lines.append(_line("model", str(model), language))
    if isinstance(searches, list):
        lines.append(_line("searches", ", ".join(map(str, searches)), language))
    lines.append(_line("version", summary.version, language))
    return part("run", language, lines=lines)


def _line(code: str, value: str, language: Language) -> str:
    return say(code, language, value=one_line(value))


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S %Z}"


def _outcomes(summary: RunSummary, language: Language) -> Section:
    rows = [(word("outcome", o.value, language), summary.outcomes.get(o, 0)) for o in Outcome]
    rows += [(word("point_state", "failed", language), summary.failed)]
    rows += [(word("point_state", "planned", language), summary.planned)]
    told = ((name, str(n)) for name, n in rows if n or name == rows[0][0])
    return part("outcomes", language, rows=told)


def _hindrances(summary: RunSummary, language: Language) -> Section:
    """What to do, and how many changepoints it would help: the morning's list."""
    rows = []
    for number, one in enumerate(summary.hindrances[:SHOWN], 1):
        why = word("stage", one.stage, language) if one.stage else ""
        causes = joined((cause(code, language, one.stage) for code in one.causes), language)
        rows.append(
            (
                f"[{number}]",
                str(one.changepoints),
                f"{why} · {causes}" if causes else why,
                shortened(one_line(one.target), LONGEST),
                word("to_do", one.to_do, language),
            )
        )
    none = () if rows else (say("complete", language),)
    lines = (*none, *left_out(len(summary.hindrances), language))
    return part("hindrances", language, rows=rows, lines=lines)


def _unfinished(points: Sequence[Unfinished], language: Language) -> Section:
    """The changepoints that are not done, a line for those of one series with the same cause."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for point in points:
        marks = " ".join(f"[{place + 1}]" for place in point.hindrances)
        state = word("point_state", point.state, language)
        groups.setdefault(
            (series_told(point.province, point.sector, language), state, marks), []
        ).append(point.date)
    rows = [(*key, str(len(dates)), " ".join(dates)) for key, dates in groups.items()]
    lines = left_out(len(rows), language)
    return part("unfinished", language, rows=rows[:SHOWN], lines=lines)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
