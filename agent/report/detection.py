"""What a detector said of a changepoint, in words: the same in every format."""

from __future__ import annotations

from agent.records import Changepoint
from agent.report.safe import one_line
from agent.report.words import Language, say


def detection_words(point: Changepoint, language: Language) -> str:
    """Detector, score, change, interval, settings and series in a line; empty where none is known.

    The detector's own score keeps its own name: cpPr of Rbeast is no confidence.
    """
    told = point.detection
    if told is None:
        return ""
    size = f"{told.size:+g}" if told.size is not None else ""
    direction = say(f"direction_{told.direction}", language) if told.direction else ""
    sha = f" (sha256 {told.series_sha256[:12]})" if told.series_sha256 else ""
    parts = [
        f"{told.detector} {told.component}".strip(),
        f"{told.score_name} {told.score:g}" if told.score is not None else "",
    ]
    named = {
        "change": f"{direction} {size}".strip(),
        "interval": str(point.interval or ""),
        "settings": ", ".join(f"{name}={value}" for name, value in told.settings.items()),
        "series": told.series and told.series + sha,
    }
    parts += [f"{say(f'detected_{n}', language)} {v}" for n, v in named.items() if v]
    return one_line(say("stop", language).join(part for part in parts if part))
