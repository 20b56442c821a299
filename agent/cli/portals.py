"""``research doctor --portals``: what the portals of provinces answer, one line each."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from agent.errors import SearchFailed, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from agent.publishers.portals import PortalRow
    from agent.search import SearchBackend
    from agent.wiring.workshop import Workshop

FOLDER = "odd_replies"
"""Where replies are kept that are no answers, in the folder of state."""
LONGEST = 200_000
"""Characters that are kept of one."""
Asked = tuple[str, str, Callable[[], str] | None]


def portal_questions(workshop: Workshop, names: str) -> list[Asked]:
    """For every portal that was named (all for each) its name, its software, and what asks it.

    What asks is None where no search of the province's portal is known.

    Raises:
        UsageError: portals are not among the searches.
        UnknownName: there is no such province.
    """
    places, known = workshop.known.places, workshop.known.portals
    portal = next((backend for backend in workshop.backends if backend.name == "portal"), None)
    if portal is None:
        raise UsageError("portals are not among the searches", hint="see RESEARCH_SEARCH")
    given = [name.strip() for name in names.split(",") if name.strip()]
    every = "all" in given
    asked = sorted(known.provinces) if every else [places.province(name).name for name in given]
    questions: list[Asked] = []
    for province in asked:
        row = known.of(province)
        if row is None:
            questions.append(
                (province, "no search of its portal is known (RESEARCH_PORTALS)", None)
            )
        else:
            told = f"{row.family} at {row.host}"
            folder = workshop.config.state / FOLDER
            questions.append((province, told, partial(_asked, portal, row, folder)))
    return questions


def _asked(portal: SearchBackend, row: PortalRow, folder: Path) -> str:
    """What a portal answers; a reply that is no answer is kept, for its finder to send."""
    try:
        return _ask(portal, row.province)
    except SearchFailed as failure:
        if not failure.reply:
            raise
        file = folder / f"portal-{row.province}.txt"
        head = f"{row.province} {row.family} {row.url}\n{failure.cause}: {failure.message}\n\n"
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(head + failure.reply[:LONGEST], "utf-8", "surrogatepass")
        hint = f"its reply is kept in {file}: please send that file with a report of the fault"
        raise SearchFailed(failure.cause, failure.message, hint=hint) from None


def _ask(portal: SearchBackend, province: str) -> str:
    """What a portal answers to a word that every government uses."""
    from agent.records import Interval, Query

    year = datetime.datetime.now(datetime.UTC).year - 1
    query = Query(
        text=f"{province} 通知",
        window=Interval.of_year(year),
        places=(province,),
        times=(f"{year}年",),
        words=("通知",),
        short=True,
    )
    hits = portal.search(query, 10).hits
    if not hits:
        return "answers an empty list for 通知: no sign that it understood the question"
    days = [hit.date for hit in hits if hit.date]
    dated = f"of {min(days)} to {max(days)}" if days else "without a day"
    return f"answers; {len(hits)} results {dated}; the first: {hits[0].title[:30]}"
