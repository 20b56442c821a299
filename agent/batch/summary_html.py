"""A run's summary as one HTML file: no asset from outside, light and dark, printable; a script sorts.

Whether the run may be used comes first, then every point and the days that are shared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from agent.batch.summary import Cell, RunSummary, SummaryPoint
from agent.batch.summary_numbers import cost_tile
from agent.batch.summary_words import progress, sections, title
from agent.findings import Outcome
from agent.report.provinces import province_told, sector_told, series_told
from agent.report.safe import one_line, shortened
from agent.report.sections import Around, Section, as_page, part
from agent.report.summary import sample_note
from agent.report.words import Language, joined, say, word
from agent.text.urls import host_of

DEAD = 5
"""Hosts and searches that refused, as many as are named."""
SHARED = 3
"""Provinces with a changepoint on one day from which on the day is told as shared."""
LONGEST = 60
"""Characters of a finding's name that are shown."""

MOST_SHARED = 20
"""Shared days that are told at once; the others are folded."""
ALIKE = 1 << 10
"""Series whose words are not looked up again for each of their changepoints."""
MANY = 12
"""Rows from which on a table has a field to search it."""

SORT = """
const collator = new Intl.Collator("zh-CN", { numeric: true });
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0], heads = table.tHead.rows[0].querySelectorAll("th");
  heads.forEach((head, column) => {
    head.tabIndex = 0;
    const sort = () => {
      const down = head.ariaSort === "ascending";
      const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent;
      const rows = [...body.rows].map((row) => [key(row), row]);
      rows.sort((a, b) => collator.compare(a[0], b[0]) * (down ? -1 : 1));
      heads.forEach((other) => { other.ariaSort = null; });
      head.ariaSort = down ? "descending" : "ascending";
      body.append(...rows.map((pair) => pair[1]));
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
  });
  if (!table.dataset.find) continue;
  const find = document.createElement("input");
  find.type = "search";
  find.placeholder = table.dataset.find;
  find.ariaLabel = table.dataset.find;
  find.addEventListener("input", () => {
    const words = find.value.trim().toLowerCase().split(/\\s+/);
    for (const row of body.rows) {
      const told = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => told.includes(word));
    }
  });
  table.parentElement.before(find);
}
"""
"""Sorts a table by the column whose head is clicked, and hides the rows without what is searched;
without scripts the table is as it is."""


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
    waiting = summary.to_settle
    if waiting.count:
        code = "use_settle" if waiting.count == waiting.distinct else "use_settle_things"
        lines.append(
            say(code, language, n=waiting.distinct, findings=waiting.count, run=summary.run)
        )
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
        (
            province_told(p, language),
            *(f"{whole[p, y]}/{total[p, y]}" if total[p, y] else "" for y in seen),
        )
        for p in dict.fromkeys(point.province for point in points)
    ]
    return part("years", language, rows=rows, columns=seen)


def shared_days(points: Sequence[SummaryPoint], language: Language) -> str:
    """Days on which several provinces have a changepoint, those of most first, each folded.

    Empty where there is none.
    """
    by_day: dict[str, list[SummaryPoint]] = defaultdict(list)
    for point in points:
        by_day[point.date].append(point)
    wide = {day: len({point.province for point in of}) for day, of in by_day.items()}
    rows = []
    for day, of in sorted(by_day.items(), key=lambda told: (-wide[told[0]], told[0])):
        if wide[day] < SHARED:
            continue
        outcomes = Counter(_outcome(point, language) for point in of)
        told = joined((f"{name} {n}" for name, n in outcomes.items()), language)
        head = say("shared_day", language, day=day, n=wide[day], told=told)
        names = (series_told(p.province, p.sector, language) for p in of)
        rows.append(_folded(head, escape(joined(names, language))))
    rest = rows[MOST_SHARED:]
    if rest:
        rows[MOST_SHARED:] = [_folded(say("more_days", language, n=len(rest)), "\n".join(rest))]
    return "\n".join(rows)


def _folded(head: str, inside: str) -> str:
    return f"<details><summary>{escape(head)}</summary>{inside}</details>"


def points_table(
    points: Sequence[SummaryPoint], links: Mapping[str, str], language: Language
) -> str:
    """Every changepoint by province and date, sortable: which way, what came of it, the best finding.

    ``links`` are the files of single changepoints by key, where the page lies beside them.
    """
    columns = part("points", language).columns
    heads = "".join(f"<th>{escape(name)}</th>" for name in columns)
    anchored: set[str] = set()
    place = {name: at for at, name in enumerate(dict.fromkeys(p.province for p in points))}
    ordered = sorted(points, key=lambda p: (place[p.province], p.date, p.sector or "~"))
    rows = "\n".join(_row(point, links.get(point.key, ""), anchored, language) for point in ordered)
    find = f' data-find="{escape(say("find_point", language))}"' if len(points) > MANY else ""
    return (
        f'<div class="wide"><table class="sortable"{find}>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table></div>"
    )


def anchor(province: str, sector: str | None) -> str:
    """The id of the first row of a province and sector, which its cell of the grid links to."""
    return f"p-{province}-{sector or 'all'}"


def _row(point: SummaryPoint, link: str, anchored: set[str], language: Language) -> str:
    name, place, sector = _place(point.province, point.sector, language)
    mark = "" if name in anchored else f' id="{name}"'
    anchored.add(name)
    day = f'<a href="{escape(link)}">{point.date}</a>' if link else point.date
    counts = f"{point.verified}/{point.flagged}" if point.outcome else ""
    short = (
        place,
        sector,
        day,
        _way(point.direction, language),
        _alike(_outcome(point, language)),
        counts,
        _alike(_days(point, language)),
    )
    told = "".join([f'<td class="s">{cell}</td>' for cell in short])
    return f'<tr{mark}>{told}<td class="long">{_best(point)}</td></tr>'


@lru_cache(ALIKE)
def _place(province: str, sector: str | None, language: Language) -> tuple[str, str, str]:
    """Of a series, for a page: the id of its first row, the province, the sector."""
    told = (
        anchor(province, sector),
        province_told(province, language),
        sector_told(sector, language),
    )
    return escape(told[0]), escape(told[1]), escape(told[2])


_alike = lru_cache(ALIKE)(escape)
"""Words that stand in many rows, escaped."""


@lru_cache(ALIKE)
def _way(direction: str, language: Language) -> str:
    return escape(say(f"direction_{direction}", language)) if direction else ""


def _best(point: SummaryPoint) -> str:
    if not point.best:
        return ""
    name = escape(shortened(one_line(point.best), LONGEST))
    return f'{name} <span class="soft">{escape(host_of(point.url))}</span>'


def _days(point: SummaryPoint, language: Language) -> str:
    if not point.role:
        return ""
    return f"{word('role', point.role, language)} {point.days}"


def _outcome(point: SummaryPoint, language: Language) -> str:
    if point.outcome is None or point.state == "failed":
        return word("point_state", point.state, language)
    return word("outcome", point.outcome.value, language)


def as_html(summary: RunSummary, language: Language, links: Mapping[str, str] | None = None) -> str:
    """The whole summary as a page. The same summary always gives the same characters.

    ``links`` are the files of single changepoints by key, where the page lies beside them.
    """
    told = [(word("outcome", o.value, language), summary.outcomes.get(o, 0)) for o in Outcome]
    others = (("failed", summary.failed), ("planned", summary.planned))
    told += [(word("point_state", state, language), number) for state, number in others if number]
    sectors = sorted({cell.sector for cell in summary.grid}, key=lambda s: s or "~")
    at = {
        (province_told(cell.province, language), sectors.index(cell.sector)): cell
        for cell in summary.grid
        if cell.total
    }
    shared = shared_days(summary.points, language)
    return as_page(
        _ordered(summary, bool(shared), language),
        title(summary, language),
        language,
        Around(
            lead=progress(summary, language),
            tiles=[
                *((name, str(number)) for name, number in told),
                cost_tile(summary.costs, language),
            ],
            bars={place: _bar(cell, language) for place, cell in at.items()},
            hrefs={place: f"#{anchor(cell.province, cell.sector)}" for place, cell in at.items()},
            inner={"points": points_table(summary.points, links or {}, language), "shared": shared},
            script=SORT,
        ),
    )


def _ordered(summary: RunSummary, shared: bool, language: Language) -> list[Section]:
    """What is asked first in the morning stands first: may it be used, where, which points."""
    made = sections(summary, language)
    grid = [section for section in made if section.code == "grid"]
    first = [use_section(summary, language), *grid, years(summary.points, language)]
    first.append(part("points", language))
    first += [part("shared", language)] if shared else []
    return first + [section for section in made if section.code != "grid"]


def _bar(cell: Cell, language: Language) -> list[tuple[str, str, str]]:
    """The parts of a cell's bar: an outcome, its share in percent, and its name."""
    numbers = [(outcome.value, getattr(cell, outcome.value)) for outcome in Outcome]
    return [
        (code, f"{100 * number / cell.total:.1f}", word("outcome", code, language))
        for code, number in numbers
        if number
    ]
