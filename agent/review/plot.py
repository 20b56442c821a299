"""The emissions around a changepoint as a small drawing, with the dates of the finding in question."""

from __future__ import annotations

from typing import Any

from agent.findings import Dossier, Finding
from agent.report.html.emissions import chart
from agent.report.safe import one_line
from agent.report.words import Language, joined, word
from agent.review.words import ui
from agent.series import Emissions


def plot(
    emissions: Emissions | None, dossier: Dossier, finding: Finding, language: Language
) -> dict[str, Any] | None:
    """The mean of seven days, the changepoint, the window, and the finding's supported dates.

    None where no emissions are at hand. Single days are drawn only where no mean can be.
    """
    if emissions is None or not emissions.values:
        return None
    text, point = ui(language), dossier.changepoint
    drawn = chart(emissions, point, dossier.window, (finding,))
    shown = emissions.interval
    dates = [
        f"{word('role', dot.dated.role.value, language)} {dot.dated.interval}" for dot in drawn.dots
    ]
    told = {
        "file": one_line(emissions.file.name),
        "days": f"{shown.start}…{shown.end}",
        "low": drawn.levels[0].text,
        "high": drawn.levels[-1].text,
        "point": str(point.date),
    }
    words = text["plot"]
    for name, value in told.items():
        words = words.replace(f"${name}", value)
    if dates:
        words += " " + text["plot_dates"].replace("$dates", joined(dates, language))
    return {
        "d": drawn,
        "lines": drawn.mean or drawn.daily,
        "at": [dot.x for dot in drawn.dots],
        "words": words,
    }
