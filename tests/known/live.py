"""The recall table on the real web: what of a province's known happenings is found, read, verified.

Addresses are not compared: a page is about a happening when it holds all of its words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent.findings import Dossier, Status
from agent.text.dates import parse_date
from agent.wiring.workshop import Workshop
from tests.known.rows import Known


@dataclass(frozen=True)
class Seen:
    """What became of one happening."""

    known: Known
    sector: str
    found: bool
    read: bool
    verified: bool
    searches: int
    gaps: int


def look(workshop: Workshop, rows: Iterable[Known]) -> Iterable[Seen]:
    """Research a changepoint on the day of every happening, in its first sector."""
    for row in rows:
        yield seen(row, workshop.research(row.point(row.sectors[0])))


def seen(row: Known, dossier: Dossier) -> Seen:
    """What a dossier knows of a happening."""
    pages = {page.url for page in dossier.pages if _holds(page.text, row)}
    verified = [
        finding
        for finding in dossier.findings
        if finding.status is Status.VERIFIED
        and finding.policy.url in pages
        and any(_on_its_day(date.value, row) for date in finding.policy.dates)
    ]
    return Seen(
        known=row,
        sector=row.sectors[0],
        found=bool(pages) or any(_holds(f"{h.title} {h.snippet}", row) for h in dossier.hits),
        read=bool(pages),
        verified=bool(verified),
        searches=sum(u.calls for u in dossier.usage if u.stage == "search"),
        gaps=len(dossier.gaps),
    )


def told(one: Seen) -> str:
    """A line of the table."""
    marks = " ".join(
        name if got else "-" * len(name)
        for name, got in (("found", one.found), ("read", one.read), ("verified", one.verified))
    )
    return f"{one.known.date:<10} {one.sector:<11} {marks}  asked {one.searches:2d}  gaps {one.gaps:2d}  {one.known.name}"


def _holds(text: str, row: Known) -> bool:
    return all(word in text for word in row.must_words)


def _on_its_day(value: str, row: Known) -> bool:
    claimed, true = parse_date(value), parse_date(row.date)
    return bool(claimed and true and claimed.overlaps(true))
