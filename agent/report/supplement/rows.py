"""The rows of the supplement: a policy or event under a changepoint, in single cells.

Pages of one changepoint that tell the same thing and hold are one row, that of the best page, with
the others named in it. Everything else is a row of its own, so that nothing that a person must
settle, and nothing that was left out, hides behind another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import PurePath

from agent.checks.across import best_of
from agent.findings import Dossier, Finding
from agent.records import Changepoint
from agent.report.finding_view import FindingView
from agent.report.safe import one_line
from agent.report.supplement.cells import (
    date_cells,
    people_cells,
    point_cells,
    sentence_cells,
    source_cells,
    thing_cells,
    verdict_cells,
)
from agent.report.supplement.cite import cite_keys
from agent.report.supplement.columns import Cell, columns
from agent.report.supplement.decisions import Listing
from agent.report.supplement.things import Known, Place
from agent.report.words import Language

DIGITS = 12
"""Hexadecimal digits of a finding's key in a row."""


@dataclass(frozen=True)
class Row:
    """A row with what it was made of. ``cells`` has a value for every column, in their order."""

    listing: Listing
    thing: str
    view: FindingView
    quotes: tuple[str, ...]
    cells: Mapping[str, Cell]


def rows_of(dossiers: Sequence[Dossier], known: Known, language: Language) -> tuple[Row, ...]:
    """All rows: included ones first, then those to be reviewed, then what was left out.

    ``dossiers`` are as people decided on them; ``language`` is that of reasons and marks.
    """
    rows: list[Row] = []
    for at, dossier in enumerate(dossiers):
        made = []
        for position, finding in enumerate(dossier.findings):
            place = (at, position)
            made.append(_row(finding, dossier, known, place, language))
        rows += map(_light, _each_thing_once(made))
    order = list(Listing)
    ordered = sorted(rows, key=lambda row: order.index(row.listing))
    return _with_keys(_with_changepoints(ordered))


def point_text(point: Changepoint) -> str:
    """A changepoint in a word or three: 山西 Ground 2024-11-08."""
    return " ".join(part for part in (point.province, point.sector, str(point.date)) if part)


def _row(finding: Finding, dossier: Dossier, known: Known, place: Place, language: Language) -> Row:
    thing = known.things[place]
    listing = known.listings[place]
    view = FindingView(finding, dossier)
    quotes, sentences = sentence_cells(view, language)
    cells: dict[str, Cell] = {
        "listing": listing.value,
        "thing_id": thing,
        **point_cells(dossier),
        **thing_cells(view),
        **date_cells(view),
        **sentences,
        **source_cells(view),
        "status": known.statuses[place].value,
        **verdict_cells(view, listing, language),
        **people_cells(finding, language),
        "times_listed": None,
        "listed_under": None,
        "cite_key": None,
        "extractor": finding.policy.extractor,
        "told_in": one_line(PurePath(finding.told_in).name) or None,
        "researched": str(dossier.researched_at.astimezone(UTC).date()),
        "finding_id": known.keys[place].split(":")[-1][:DIGITS],
        "invented": "yes" if dossier.provenance.invented else "no",
    }
    ordered = {column.name: cells[column.name] for column in columns()}
    return Row(listing, thing, view, quotes, ordered)


def _light(row: Row) -> Row:
    """The row without what its cells were made from: of thousands the texts would not be held."""
    view = row.view
    page = view.page and view.page.model_copy(update={"text": "", "attachments": ()})
    nothing = ("hits", "queries", "searches", "selected", "gaps", "findings", "notes", "usage")
    told = dict.fromkeys(nothing, ()) | {"pages": (page,) if page else ()}
    finding = view.finding.model_copy(update={"verdicts": (), "claims": (), "own": ()})
    return replace(row, view=FindingView(finding, view.dossier.model_copy(update=told)))


def _each_thing_once(rows: Sequence[Row]) -> list[Row]:
    """Included rows of one dossier that tell the same thing become one."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.listing is Listing.INCLUDED:
            groups[row.thing].append(row)
    kept: list[Row] = []
    for row in rows:
        if row.listing is not Listing.INCLUDED:
            kept.append(row)
            continue
        group = groups.pop(row.thing, [])
        if group:
            kept.append(_best(group))
    return kept


def _best(group: Sequence[Row]) -> Row:
    """What people decided on comes before what only the checks have seen, then the best page."""
    seen = [row for row in group if row.cells["basis"] == "people"] or list(group)
    finding = best_of([row.view.finding for row in seen])
    best = next(row for row in seen if row.view.finding is finding)
    others = (str(row.cells["url"]) for row in group if row is not best)
    urls = [url for url in dict.fromkeys(others) if url != best.cells["url"]]
    return replace(best, cells={**best.cells, "other_urls": " ".join(urls) or None})


def _with_changepoints(rows: Sequence[Row]) -> list[Row]:
    """Included rows told under which changepoints their thing is included."""
    points: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.listing is Listing.INCLUDED:
            points[row.thing].append(point_text(row.view.dossier.changepoint))
    told = []
    for row in rows:
        under = points.get(row.thing, []) if row.listing is Listing.INCLUDED else []
        more = {"times_listed": len(under) or None, "listed_under": "；".join(under) or None}
        told.append(replace(row, cells={**row.cells, **more}))
    return told


def _with_keys(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Included rows told the key of their source, where it was read."""
    cited = [row.view.page.url for row in rows if row.listing is Listing.INCLUDED and row.view.page]
    keys = cite_keys(cited)
    return tuple(
        replace(row, cells={**row.cells, "cite_key": keys[row.view.page.url]})
        if row.listing is Listing.INCLUDED and row.view.page
        else row
        for row in rows
    )
