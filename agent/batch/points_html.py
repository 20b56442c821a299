"""The changepoints of a run on its page: whether it may be used, every point, days that are shared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from agent.batch.summary import RunSummary, SummaryPoint
from agent.findings import Outcome, Status
from agent.report.safe import one_line, shortened
from agent.report.sections import Section, part
from agent.report.summary import sample_note
from agent.report.words import Language, joined, say, word
from agent.text.urls import host_of

DEAD = 5
"""Hosts and searches that refused, as many as are named."""
SHARED = 3
"""Provinces with a changepoint on one day from which on the day is told as shared."""
LONGEST = 60
"""Characters of a finding's name that are shown."""

SORT = """
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  table.tHead.rows[0].querySelectorAll("th").forEach((head, column) => {
    head.tabIndex = 0;
    let down = false;
    const sort = () => {
      const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent;
      const rows = [...body.rows].sort((a, b) =>
        key(a).localeCompare(key(b), "zh-CN", { numeric: true }) * (down ? -1 : 1));
      down = !down;
      body.append(...rows);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
  });
}
"""
"""Sorts a table by the column whose head is clicked; without scripts the table is as it is."""


def use_section(summary: RunSummary, language: Language) -> Section:
    """May I use this run: what is not complete, who refused, what waits for a person."""
    incomplete = summary.outcomes.get(Outcome.INCOMPLETE, 0)
    missing = incomplete + summary.failed + summary.planned
    whole = say("use_whole", language, n=summary.changepoints)
    part_of = say(
        "use_part", language, n=summary.changepoints, incomplete=incomplete,
        failed=summary.failed, planned=summary.planned,
    )  # fmt: skip
    lines = [sample_note(language)] if summary.invented else []
    lines.append(part_of if missing else whole)
    if dead := list(summary.coverage.refused.items())[:DEAD]:
        names = joined((f"{host} ({n})" for host, n in dead), language)
        lines.append(say("refused_programs", language, names=names))
    flagged = sum(
        group.count
        for group in summary.findings
        if group.status == Status.FLAGGED and group.kind != "background"
    )
    if flagged:
        lines.append(say("use_settle", language, n=flagged, run=summary.run))
    lines.append(say("use_changed", language, run=summary.run))
    return part("use", language, lines=lines)


def years(points: Sequence[SummaryPoint], language: Language) -> Section:
    """For each province and year, how many of its changepoints are complete: 12/14."""
    seen = sorted({point.date[:4] for point in points})
    total: Counter[tuple[str, str]] = Counter()
    whole: Counter[tuple[str, str]] = Counter()
    for point in points:
        at = (point.province, point.date[:4])
        total[at] += 1
        whole[at] += point.outcome in (Outcome.FOUND, Outcome.NONE_FOUND)
    rows = [
        (p, *(f"{whole[p, y]}/{total[p, y]}" if total[p, y] else "" for y in seen))
        for p in dict.fromkeys(point.province for point in points)
    ]
    return part("years", language, rows=rows, columns=seen)


def shared_days(points: Sequence[SummaryPoint], language: Language) -> str:
    """Days on which several provinces have a changepoint, each folded; empty where none is."""
    by_day: dict[str, list[SummaryPoint]] = defaultdict(list)
    for point in points:
        by_day[point.date].append(point)
    rows = []
    for day, of in sorted(by_day.items()):
        provinces = list(dict.fromkeys(point.province for point in of))
        if len(provinces) < SHARED:
            continue
        outcomes = Counter(_outcome(point, language) for point in of)
        told = joined((f"{name} {n}" for name, n in outcomes.items()), language)
        head = say("shared_day", language, day=day, n=len(provinces), told=told)
        inside = joined((f"{p.province} {_sector(p, language)}" for p in of), language)
        rows.append(f"<details><summary>{escape(head)}</summary>{escape(inside)}</details>")
    return "\n".join(rows)


def points_table(
    points: Sequence[SummaryPoint], links: Mapping[str, str], language: Language
) -> str:
    """Every changepoint, sortable: where, when, which way, what came of it, the best finding.

    ``links`` are the files of single changepoints by key, where the page lies beside them.
    """
    columns = part("points", language).columns
    heads = "".join(f"<th>{escape(name)}</th>" for name in columns)
    anchored: set[str] = set()
    rows = "\n".join(_row(point, links.get(point.key, ""), anchored, language) for point in points)
    return (
        f'<div class="wide"><table class="sortable">\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table></div>"
    )


def anchor(province: str, sector: str | None) -> str:
    """The id of the first row of a province and sector, which its cell of the grid links to."""
    return f"p-{province}-{sector or 'all'}"


def _row(point: SummaryPoint, link: str, anchored: set[str], language: Language) -> str:
    name = anchor(point.province, point.sector)
    mark = "" if name in anchored else f' id="{escape(name)}"'
    anchored.add(name)
    way = say(f"direction_{point.direction}", language) if point.direction else ""
    day = f'<a href="{escape(link)}">{point.date}</a>' if link else point.date
    counts = f"{point.verified}/{point.flagged}" if point.outcome else ""
    cells = (
        escape(point.province),
        escape(_sector(point, language)),
        day,
        escape(way),
        escape(_outcome(point, language)),
        counts,
        escape(_days(point, language)),
        _best(point),
    )
    short = "".join(f'<td class="s">{cell}</td>' for cell in cells[:-1])
    return f"<tr{mark}>{short}<td>{cells[-1]}</td></tr>"


def _best(point: SummaryPoint) -> str:
    if not point.best:
        return ""
    name = escape(shortened(one_line(point.best), LONGEST))
    return f'{name} <span class="soft">{escape(host_of(point.url))}</span>'


def _days(point: SummaryPoint, language: Language) -> str:
    if not point.role:
        return ""
    return f"{word('role', point.role, language)} {point.days}"


def _sector(point: SummaryPoint, language: Language) -> str:
    return word("sector", point.sector, language) if point.sector else say("all_sectors", language)


def _outcome(point: SummaryPoint, language: Language) -> str:
    if point.outcome is None or point.state == "failed":
        return word("point_state", point.state, language)
    return word("outcome", point.outcome.value, language)
