"""What the collector's files say: one changepoint, a series, all of them. Always in Chinese.

``*_info.txt``            one changepoint in full: what is verified, flagged and left out, and why
``*_combined_info.txt``   a series for TextCarbon's own reader: verified items alone, all as Event
``all_change_points_*``   every changepoint in one line of a table, and how many there are of what
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from agent.batch.names import region_of, sector_of
from agent.findings import Dossier, Outcome, Status
from agent.places import Places
from agent.report import textcarbon
from agent.report.items import Items, listed, standing
from agent.report.publisher import UNKNOWN
from agent.report.safe import cell, one_line, shortened
from agent.report.summary import counts, head_lines, sample_note, subject
from agent.report.template import filled
from agent.report.text import text_of_point
from agent.report.words import word
from agent.store.totals import PointRow

COLUMNS = ("region", "sector", "date", "type", "confidence", "info_summary")
"""The collector's own, in its order."""

LONGEST = 200
"""Characters of a summary in the table, as the collector cuts them."""


def info_text(dossier: Dossier) -> str:
    """The file of one changepoint: the question, and the answer in full."""
    window = dossier.window
    question = (
        f"{subject(dossier, 'zh')} {dossier.changepoint.date} 前后"
        f"（检索窗口 {window.start} 至 {window.end}）有哪些政策和事件与碳排放的变化"
        "在时间、地点、部门上相合？"
    )
    note = sample_note("zh") if dossier.provenance.invented else ""
    return f"问题: {question}\n\n回答:\n{text_of_point(dossier, 'zh', note=note)}"


def combined_head(first: Dossier, points: Sequence[PointRow]) -> str:
    """The head of a series' file; blocks follow it."""
    lines = head_lines((subject(first, "zh"),), first.researched_at, len(points), "zh")
    lines.append("只含核验通过的条目，类型一律写作 Event；完整结果见各变点的 *_info.txt")
    lines += textcarbon.no_confidence(point.confidence for point in points)
    if first.provenance.invented:
        lines.append(sample_note("zh"))
    return "\n".join(lines) + "\n"


def combined_block(items: Items) -> str:
    """One changepoint in a series' file; ``items`` are in Chinese."""
    return f"\n---\n\n{textcarbon.block(items)}"


def table_row(point: PointRow, dossier: Dossier | None, places: Places) -> list[str]:
    """A changepoint in the table of all; one that was not researched says so."""
    return [
        region_of(point.province, places),
        sector_of(point.sector),
        str(point.date),
        point.kind.capitalize(),
        "" if point.confidence is None else f"{point.confidence:g}",
        cell(shortened(_summary(point, dossier), LONGEST)),
    ]


_MARKS = {Status.FLAGGED.value: "【待核】", UNKNOWN: "【发布者未知】"}


def _summary(point: PointRow, dossier: Dossier | None) -> str:
    if dossier is None:
        return f"未能研究：{point.detail}" if point.state == "failed" else "尚未研究"
    outcome = word("outcome", dossier.outcome.value, "zh")
    shown = listed(dossier)
    names = "；".join(
        _MARKS.get(standing(finding), "") + one_line(finding.policy.name.value) for finding in shown
    )
    return f"{outcome}：{counts(dossier, 'zh')}" + (f"。{names}" if names else "")


def statistics(points: Sequence[PointRow], places: Places) -> str:
    """The summary of all changepoints: how many of which type, region, sector and year."""
    done = [point for point in points if point.dossier is not None]

    def region(point: PointRow) -> str:
        return region_of(point.province, places)

    def sector(point: PointRow) -> str:
        return sector_of(point.sector)

    researched = [point.researched_at for point in done if point.researched_at]
    told = filled(
        "statistics.txt",
        "zh",
        last=f"{max(researched):%Y-%m-%d %H:%M:%S}" if researched else "无",
        done=done,
        undone=len(points) - len(done),
        regions=lambda some: ", ".join(dict.fromkeys(map(region, some))),
        sectors=lambda some: ", ".join(dict.fromkeys(map(sector, some))),
        outcomes=_outcomes,
        kinds=lambda some: Counter(p.kind.capitalize() for p in some).most_common(),
        mean=_mean,
        by_kind=_grouped(done, lambda point: point.kind.capitalize()),
        by_region=_grouped(done, region),
        by_sector=_grouped(done, sector),
        by_year=sorted(_grouped(done, lambda point: str(point.date.year))),
    )
    return told.rstrip("\n") + "\n"


def _grouped(
    points: Iterable[PointRow], name: Callable[[PointRow], str]
) -> list[tuple[str, list[PointRow]]]:
    groups: dict[str, list[PointRow]] = {}
    for point in points:
        groups.setdefault(name(point), []).append(point)
    return list(groups.items())


def _outcomes(points: Iterable[PointRow]) -> str:
    tally = Counter(point.outcome for point in points)
    told = [f"{word('outcome', o.value, 'zh')} {tally[o]}" for o in Outcome if tally[o]]
    return "，".join(told) or "无"


def _mean(points: Iterable[PointRow]) -> str:
    given = [point.confidence for point in points if point.confidence is not None]
    return f"{sum(given) / len(given):.2f}" if given else "未给出"
