"""How a run ends: the exit code, and what a user can do about what could not be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.request import getproxies

from agent.cli.console import FAILED, FLAGGED, INCOMPLETE, warn
from agent.cli.options import RunOptions
from agent.coverage import not_covering
from agent.findings import Dossier, Outcome, Status
from agent.records import Gap

SILENT = {"unreachable", "timeout"}
OTHER_SEARCHES = (
    "SEARXNG_URL, BOCHA_API_KEY or TAVILY_API_KEY connect other searches (see research doctor)",
)
LONGEST = 3
"""Lines of a model's failures that are shown; the report has them all."""


def finish(dossiers: Sequence[Dossier], options: RunOptions, *, failed: bool) -> int:
    """The exit code of a run, told on stderr where it is incomplete.

    ``failed`` says that some of the input could not be used.
    """
    incomplete, flagged = 0, False
    gaps: list[Gap] = []
    partial: set[str] = set()
    for dossier in dossiers:
        flagged = flagged or bool(dossier.with_status(Status.FLAGGED))
        if dossier.outcome is Outcome.INCOMPLETE:
            incomplete += 1
            gaps += [gap for gap in dossier.gaps if gap.material]
            partial.update(not_covering(dossier))
    if incomplete:
        causes = sorted({f"{gap.stage} {gap.cause}" for gap in gaps})
        if partial:
            causes.append(f"search covers only some pages ({', '.join(sorted(partial))})")
        warn(f"incomplete: {incomplete} of {len(dossiers)} changepoint(s): {', '.join(causes)}")
        lines = advice(gaps, sample=options.sample)
        for line in lines or (OTHER_SEARCHES if partial else ()):
            warn(line)
        return INCOMPLETE
    if failed:
        return FAILED
    return FLAGGED if flagged and options.fail_on == "flagged" else 0


def advice(gaps: Sequence[Gap], *, sample: bool) -> list[str]:
    """What a user can do about gaps that matter, each thing said once."""
    causes: dict[str, set[str]] = {}
    for gap in gaps:
        causes.setdefault(gap.stage, set()).add(gap.cause)
    lines = [] if sample else [*_about_search(causes, gaps), *_about_pages(causes)]
    return lines + _about_model(gaps)


def _about_search(causes: dict[str, set[str]], gaps: Iterable[Gap]) -> list[str]:
    found = causes.get("search")
    if not found:
        return []
    lines = []
    if found <= SILENT:
        lines.append(f"no search could be reached: check the network{_proxies()};")
    else:
        lines += sorted({gap.detail for gap in gaps if gap.stage == "search" and gap.detail})
    return [*lines, "--sample shows the program at work without a network;", *OTHER_SEARCHES]


def _about_pages(causes: dict[str, set[str]]) -> list[str]:
    found = (causes.get("fetch", set()) | causes.get("read", set())) - {"invented"}
    if not found:
        return []
    if found <= SILENT:
        return [f"pages could not be reached: check the network{_proxies()}, and run again"]
    return [
        "pages that refuse programs or cannot be read: save them by hand, "
        "research import-page URL FILE, run again"
    ]


def _about_model(gaps: Iterable[Gap]) -> list[str]:
    """One line for each cause: every page of a run fails alike."""
    said: dict[str, str] = {}
    for gap in gaps:
        if gap.stage == "extract" and gap.cause != "not_asked":
            said.setdefault(gap.cause, gap.detail)
    return list(said.values())[:LONGEST]


def _proxies() -> str:
    """The proxies the environment names, without what may stand in them as a password."""
    known = {name: url.rpartition("@")[2] for name, url in getproxies().items() if name != "no"}
    told = ", ".join(f"{name} {url}" for name, url in sorted(known.items()))
    return f" and the proxy ({told})" if told else ""
