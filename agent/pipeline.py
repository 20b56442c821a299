"""One changepoint in, one dossier out. The page everybody reads first.

No SQL, no settings, no printing: what touches the world comes in with ``Dependencies``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from datetime import datetime

from agent.checks import Check, across, judge
from agent.errors import ModelFailed
from agent.extract import Extraction, Extractor
from agent.fetch import Opener
from agent.findings import Dossier, Finding, Outcome, Provenance, Status
from agent.policy import Policy
from agent.records import Changepoint, Gap, Hit, Page, Query, Usage, Window
from agent.search import Gathered

Progress = Callable[[str, int, int], None]
"""Told (stage, done, total) as work goes on; the stages are search, fetch and extract."""

ABSENT = ("soft_404", "http:404", "http:410", "list_page")
"""Causes that mean that there is no such article: looked at, and nothing there."""


@dataclass(frozen=True)
class Dependencies:
    """What touches the world, and the stages made with what they know.

    ``days`` is the length of the window on each side of a changepoint.
    """

    plan: Callable[[Changepoint, Window], tuple[Query, ...]]
    search: Callable[[tuple[Query, ...], Changepoint], Gathered]
    rank_hits: Callable[[tuple[Hit, ...], Changepoint, Window], tuple[Hit, ...]]
    opener: Opener
    keep: Callable[[Page], None]
    rank_pages: Callable[[tuple[Page, ...], Changepoint, Window], tuple[Page, ...]]
    extractor: Extractor
    checks: tuple[Check, ...]
    pool: Executor
    clock: Callable[[], datetime]
    provenance: Provenance
    progress: Progress
    days: int = 90


@dataclass(frozen=True)
class Reading:
    """What reading the best pages closely gave: policies with their pages, costs, gaps and notes."""

    policies: tuple[tuple[Policy, Page], ...]
    usage: tuple[Usage, ...]
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]


def research(changepoint: Changepoint, deps: Dependencies) -> Dossier:
    """Find, read and check the policies and events around a changepoint.

    Whatever could not be looked at becomes a Gap, and the outcome says whether it mattered.
    Raises StateError when the cache cannot be written.
    """
    # 1. The window, and the questions to ask of it.
    window = changepoint.window(deps.days)
    queries = deps.plan(changepoint, window)
    # 2. Search: every question, every backend, side by side.
    gathered = deps.search(queries, changepoint)
    # 3. Choose what to open, from titles and hosts alone; 4. to 7. follow below.
    selected = deps.rank_hits(gathered.hits, changepoint, window)
    urls = tuple(hit.url for hit in selected)
    dossier = _read_and_check(urls, changepoint, deps, choose=True)
    # 8. Say what was found, and what could not be looked at.
    covered = any(answer.covers for answer in gathered.answers)
    gaps = weigh((*gathered.gaps, *dossier.gaps), urls, dossier.findings, covered=covered)
    return dossier.model_copy(
        update={
            "queries": queries,
            "searches": gathered.answers,
            "hits": gathered.hits,
            "gaps": gaps,
            "outcome": outcome_of(covered, gaps, dossier.findings),
        }
    )


def research_page(url: str, changepoint: Changepoint, deps: Dependencies) -> Dossier:
    """Read, extract and check one page that the user already knows."""
    dossier = _read_and_check((url,), changepoint, deps, choose=False)
    gaps = weigh(dossier.gaps, (url,), dossier.findings, covered=True)
    outcome = outcome_of(True, gaps, dossier.findings)
    return dossier.model_copy(update={"gaps": gaps, "outcome": outcome})


def _read_and_check(
    urls: tuple[str, ...], changepoint: Changepoint, deps: Dependencies, *, choose: bool
) -> Dossier:
    window = changepoint.window(deps.days)
    # 4. Fetch and read the pages, side by side, politely.
    opened = deps.opener.open(urls)
    pages = distinct([item.page for item in opened if item.page])
    for page in pages:
        deps.keep(page)
    # 5. Only the best go to the extractor.
    best = deps.rank_pages(pages, changepoint, window) if choose else pages
    # 6. Extract, one call a page, side by side.
    reading = read_closely(best, changepoint, window, deps)
    # 7. Check every claim against its page, then the findings against each other.
    findings = across(
        tuple(
            judge(policy, page, changepoint, window, deps.checks)
            for policy, page in reading.policies
        )
    )
    return Dossier(
        changepoint=changepoint,
        window=window,
        researched_at=deps.clock(),
        selected=urls,
        pages=pages,
        findings=tuple(sorted(findings, key=report_order)),
        gaps=(*(gap for item in opened for gap in item.gaps), *reading.gaps),
        notes=reading.notes,
        usage=reading.usage,
        provenance=deps.provenance,
        outcome=Outcome.INCOMPLETE,
    )


def read_closely(
    pages: Sequence[Page], changepoint: Changepoint, window: Window, deps: Dependencies
) -> Reading:
    """Extract from every page, side by side; a fatal model failure spares the pages not begun."""
    futures = {
        deps.pool.submit(deps.extractor.extract, page, changepoint, window): page for page in pages
    }
    done: dict[str, Extraction | ModelFailed] = {}
    fatal = False
    for future in as_completed(futures):
        page = futures[future]
        if future.cancelled():
            done[page.url] = ModelFailed("not_asked", "not asked after a failure that would repeat")
            continue
        try:
            done[page.url] = future.result()
        except ModelFailed as failure:
            done[page.url] = failure
            fatal = fatal or failure.fatal
        if fatal:
            for waiting in futures:
                waiting.cancel()
        deps.progress("extract", len(done), len(pages))
    return _in_page_order(pages, done)


def _in_page_order(pages: Sequence[Page], done: dict[str, Extraction | ModelFailed]) -> Reading:
    policies: list[tuple[Policy, Page]] = []
    usage: list[Usage] = []
    gaps: list[Gap] = []
    notes: list[str] = []
    for page in pages:
        result = done[page.url]
        usage += result.usage
        if isinstance(result, ModelFailed):
            detail = f"{result.message} ({result.hint})" if result.hint else result.message
            gaps.append(Gap(stage="extract", target=page.url, cause=result.cause, detail=detail))
        else:
            policies += [(policy, page) for policy in result.policies]
            notes += [f"{page.url}: {note}" for note in result.notes]
    return Reading(tuple(policies), tuple(usage), tuple(gaps), tuple(notes))


def distinct(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Pages in order, each set of bytes once: two addresses often lead to one page."""
    seen: dict[str, Page] = {}
    for page in pages:
        seen.setdefault(page.sha256, page)
    return tuple(seen.values())


STATUS_ORDER = (Status.VERIFIED, Status.FLAGGED, Status.INSUFFICIENT, Status.REJECTED)


def report_order(finding: Finding) -> int:
    """Verified first, then what a person must settle, then what was left out."""
    return STATUS_ORDER.index(finding.status)


def weigh(
    gaps: Sequence[Gap], urls: tuple[str, ...], findings: Sequence[Finding], *, covered: bool
) -> tuple[Gap, ...]:
    """Mark the gaps that make "nothing found" a claim we cannot make.

    A search matters when no search that covers the question answered anything (``covered`` is
    false), or when nothing was found and its own query went unanswered. A page that is not there
    was looked at. A page that could not be had or read matters when nothing was found without it,
    or when more than half of the pages are missing.
    """
    lost = {gap.target for gap in gaps if gap.stage != "search" and gap.cause not in ABSENT}
    something = any(f.status in (Status.VERIFIED, Status.FLAGGED) for f in findings)
    pages_matter = not something or 2 * len(lost & set(urls)) > len(urls)

    def matters(gap: Gap) -> bool:
        if gap.stage == "search":
            return not covered or (gap.material and not something)
        return gap.material and gap.cause not in ABSENT and pages_matter

    return tuple(gap.model_copy(update={"material": matters(gap)}) for gap in gaps)


def outcome_of(covered: bool, gaps: Sequence[Gap], findings: Sequence[Finding]) -> Outcome:
    """Incomplete when no covering search answered or a gap matters; else found or none found."""
    if not covered or any(gap.material for gap in gaps):
        return Outcome.INCOMPLETE
    if any(f.status in (Status.VERIFIED, Status.FLAGGED) for f in findings):
        return Outcome.FOUND
    return Outcome.NONE_FOUND
