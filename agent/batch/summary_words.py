"""A run's summary in words: sections with lines and tables, laid out as text or as HTML elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from agent.batch.sections import SHOWN, Section, left_out
from agent.batch.summary import RunSummary, Unfinished, duration, is_running
from agent.batch.summary_numbers import costs, coverage, faults, findings, flow, gaps, grid
from agent.findings import Outcome
from agent.report.safe import one_line, shortened
from agent.report.summary import sample_note
from agent.report.words import Language, cause, word

LONGEST = 120
"""Characters of an address that are shown."""


def title(summary: RunSummary, language: Language) -> str:
    """The heading of the whole."""
    if language == "zh":
        return f"运行 {summary.run} 汇总"
    return f"Summary of run {summary.run}"


def progress(summary: RunSummary, language: Language) -> str:
    """How many of how many are done, and whether the run goes on or was stopped."""
    told = f"{summary.done}/{summary.changepoints}"
    if language == "zh":
        state = "（尚未结束：仍在运行，或被中断）" if is_running(summary) else ""
        return f"已完成 {told} 个变点{state}"
    state = " (not at its end: it goes on, or was stopped)" if is_running(summary) else ""
    return f"{summary.done} of {summary.changepoints} done{state}"


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
    zh = language == "zh"
    lines = [sample_note(language)] if summary.invented else []
    lines.append(progress(summary, language))
    lines.append(f"{'命令' if zh else 'Command'}: {one_line(summary.command)}")
    started = f"{summary.started_at:%Y-%m-%d %H:%M:%S %Z}"
    lines.append(f"{'开始' if zh else 'Started'}: {started}")
    if summary.finished_at:
        ended = f"{summary.finished_at:%Y-%m-%d %H:%M:%S %Z}"
        lines.append(f"{'结束' if zh else 'Finished'}: {ended}")
    elif summary.last_at:
        last = f"{summary.last_at:%Y-%m-%d %H:%M:%S %Z}"
        lines.append(f"{'最近一个结果' if zh else 'Newest result'}: {last}")
    seconds = duration(summary)
    if seconds is not None and seconds >= 0 and summary.done > 1:
        each = seconds / summary.done
        lines.append(
            f"历时 {_time(seconds)}，平均每个变点 {each:.1f} 秒"
            if zh
            else f"Took {_time(seconds)}, {each:.1f} s a changepoint"
        )
    model, searches = summary.config.get("model"), summary.config.get("search")
    if model:
        lines.append(f"{'模型' if zh else 'Model'}: {one_line(str(model))}")
    if isinstance(searches, list):
        told = ", ".join(one_line(str(name)) for name in searches)
        lines.append(f"{'检索' if zh else 'Searches'}: {told}")
    lines.append(f"{'程序版本' if zh else 'Version'}: {one_line(summary.version)}")
    return Section("run", "运行" if zh else "Run", tuple(lines))


def _outcomes(summary: RunSummary, language: Language) -> Section:
    zh = language == "zh"
    rows = [(word("outcome", o.value, language), summary.outcomes.get(o, 0)) for o in Outcome]
    rows += [(word("point_state", "failed", language), summary.failed)]
    rows += [(word("point_state", "planned", language), summary.planned)]
    return Section(
        "outcomes",
        "变点按结果" if zh else "Changepoints by outcome",
        columns=("结果", "变点") if zh else ("outcome", "changepoints"),
        rows=tuple((name, str(n)) for name, n in rows if n or name == rows[0][0]),
    )


def _hindrances(summary: RunSummary, language: Language) -> Section:
    """What to do, and how many changepoints it would help: the morning's list."""
    zh = language == "zh"
    comma = "、" if zh else ", "
    rows = []
    for number, one in enumerate(summary.hindrances[:SHOWN], 1):
        why = word("stage", one.stage, language) if one.stage else ""
        causes = comma.join(cause(code, language) for code in one.causes)
        rows.append(
            (
                f"[{number}]",
                str(one.changepoints),
                f"{why} · {causes}" if causes else why,
                shortened(one_line(one.target), LONGEST),
                word("to_do", one.to_do, language),
            )
        )
    none = () if rows else (("没有未查全的变点。",) if zh else ("Every changepoint is complete.",))
    return Section(
        "hindrances",
        "要做的事" if zh else "What to do",
        lines=(*none, *left_out(len(summary.hindrances), language)),
        columns=("", "变点", "原因", "网页、网站或检索", "办法")
        if zh
        else ("", "changepoints", "why", "page, host or search", "what to do"),
        rows=tuple(rows),
    )


def _unfinished(points: Sequence[Unfinished], language: Language) -> Section:
    """The changepoints that are not done, a line for those of one series with the same cause."""
    zh = language == "zh"
    groups: dict[tuple[str, str, str], list[str]] = {}
    for point in points:
        marks = " ".join(f"[{place + 1}]" for place in point.hindrances)
        state = word("point_state", point.state, language)
        groups.setdefault((_series(point, language), state, marks), []).append(point.date)
    rows = [(*key, str(len(dates)), " ".join(dates)) for key, dates in groups.items()]
    return Section(
        "unfinished",
        "没有查全的变点" if zh else "Changepoints that are not complete",
        lines=left_out(len(rows), language),
        columns=("序列", "状态", "见上", "变点", "日期")
        if zh
        else ("series", "state", "see above", "count", "dates"),
        rows=tuple(rows[:SHOWN]),
    )


def _series(point: Unfinished, language: Language) -> str:
    everything = "全部部门" if language == "zh" else "all sectors"
    sector = word("sector", point.sector, language) if point.sector else everything
    return f"{point.province} {sector}"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
