"""One changepoint in, one dossier out. The page everybody reads first.

No SQL, no settings, no printing: what touches the world comes in with ``Dependencies``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from agent.checks import Check, Subject, across, judge
from agent.checks.asking import Entailment, Settled
from agent.checks.entailment import open_sentences
from agent.coverage import first_third, outcome_of, weigh
from agent.errors import CouldNotLook, ModelFailed, contained
from agent.extract import Extraction, Extractor
from agent.extract.heard import Hearing
from agent.fetch import Opener
from agent.findings import Dossier, Finding, Outcome, Provenance
from agent.policy import Policy
from agent.records import Changepoint, Gap, Hit, Opened, Page, Query, Usage, Window
from agent.search import Gathered
from agent.text.sound import sound

Progress = Callable[[str, int, int], None]
"""Told (stage, done, total) as work goes on; the stages are search, fetch, extract and check."""


Follow = Callable[[tuple[Query, ...], Gathered, Sequence[Page], Changepoint], Gathered]
"""Both rounds of searching, from the questions and hits of the first and the pages read since."""

READ_FIRST = 2
"""One in so many of the pages is read before the second round: what they name is asked for in it."""


@dataclass(frozen=True)
class Dependencies:
    """What touches the world, and the stages made with what they know.

    ``search`` asks the first round of questions; ``follow`` gives both rounds, of which the second asks
    for what hits and the pages read first name. ``pages`` is the most that is opened, ``days`` the length
    of the window on each side of a changepoint. Without ``entailment`` the sentences that the checks leave
    open stay open. ``is_elsewhere`` tells a hit that is plainly another province's.
    """

    plan: Callable[[Changepoint, Window], tuple[Query, ...]]
    search: Callable[[tuple[Query, ...], Changepoint], Gathered]
    rank_hits: Callable[[tuple[Hit, ...], Changepoint, Window], tuple[Hit, ...]]
    opener: Opener
    keep: Callable[[Sequence[Page]], None]
    rank_pages: Callable[[tuple[Page, ...], Changepoint, Window], tuple[Page, ...]]
    extractor: Extractor
    checks: tuple[Check, ...]
    pool: Executor
    clock: Callable[[], datetime]
    provenance: Provenance
    progress: Progress
    pages: int = 24
    days: int = 90
    entailment: Entailment | None = None
    is_elsewhere: Callable[[Hit, Changepoint], bool] = lambda _hit, _point: False
    follow: Follow = lambda _queries, first, _pages, _point: first


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
    first = deps.search(queries, changepoint)
    # 3. Choose what to open, from titles and hosts alone. 4. Fetch and read the pages, side by side, politely.
    chosen = deps.rank_hits(first.hits, changepoint, window)[: -(-deps.pages // READ_FIRST)]
    opened = deps.opener.open([hit.url for hit in chosen])
    # Again 2. to 4., for what the first pages and all hits name.
    gathered = deps.follow(queries, first, _read(opened), changepoint)
    others = _others(gathered, chosen, changepoint, window, deps)
    opened = (*opened, *deps.opener.open([hit.url for hit in others]))
    selected = (*chosen, *others)
    dossier = _check(opened, changepoint, deps, choose=True)
    ours = [hit.url for hit in selected if not deps.is_elsewhere(hit, changepoint)]
    # 10. Say what was found, and what could not be looked at.
    whole = dossier.model_copy(
        update={
            "queries": (*queries, *gathered.queries),
            "searches": gathered.answers,
            "hits": gathered.hits,
            "best": first_third(ours),
            "gaps": (*gathered.gaps, *dossier.gaps),
            "notes": (*gathered.notes, *dossier.notes),
            "usage": (*gathered.usage, *dossier.usage),
        }
    )
    return concluded(whole, covered=any(answer.covers for answer in gathered.answers))


def research_page(url: str, changepoint: Changepoint, deps: Dependencies) -> Dossier:
    """Read, extract and check one page that the user already knows."""
    dossier = _check(deps.opener.open((url,)), changepoint, deps, choose=False)
    return concluded(dossier, covered=True)


def concluded(dossier: Dossier, *, covered: bool) -> Dossier:
    """The dossier with its gaps weighed and its outcome, by the rule of agent.coverage.

    Whatever stands in it can be written down: what was paid for is never lost at saving.
    """
    written = sound(dossier)
    weighed = written.model_copy(update={"gaps": weigh(written, covered=covered)})
    return weighed.model_copy(update={"outcome": outcome_of(weighed, covered=covered)})


def _others(
    gathered: Gathered,
    chosen: Sequence[Hit],
    changepoint: Changepoint,
    window: Window,
    deps: Dependencies,
) -> tuple[Hit, ...]:
    """What is opened beside the pages chosen first: papers that were asked for, then the best of all hits."""
    wanted = deps.rank_hits(gathered.wanted, changepoint, window)
    ranked = deps.rank_hits(gathered.hits, changepoint, window)
    new = {hit.url: hit for hit in (*wanted, *ranked)}
    for hit in chosen:
        new.pop(hit.url, None)
    # What the user named is opened, however much it is.
    return tuple(islice(new.values(), max(deps.pages, len(ranked)) - len(chosen)))


def _read(opened: Sequence[Opened]) -> tuple[Page, ...]:
    return distinct([item.page for item in opened if item.page])


def _check(
    opened: Sequence[Opened], changepoint: Changepoint, deps: Dependencies, *, choose: bool
) -> Dossier:
    window = changepoint.window(deps.days)
    pages = _read(opened)
    deps.keep(pages)
    # 5. Only the best go to the extractor.
    best = deps.rank_pages(pages, changepoint, window) if choose else pages
    # 6. Extract, one call a page, side by side.
    reading = read_closely(best, changepoint, window, deps)
    # 7. Check every claim against its page.
    judged, broken = judge_all(reading.policies, changepoint, window, deps)
    # 8. Ask a model about the sentences that the checks leave open, one call a policy.
    settled = ask_of_open_sentences(judged, changepoint, window, deps)
    # 9. Compare the findings with each other.
    findings = across(tuple(one.finding for one in settled))
    return Dossier(
        changepoint=changepoint,
        window=window,
        researched_at=deps.clock(),
        selected=tuple(item.url for item in opened),
        pages=pages,
        findings=tuple(sorted(findings, key=lambda f: f.status.rank)),
        gaps=(
            *(gap for item in opened for gap in item.gaps),
            *reading.gaps,
            *broken,
            *(gap for one in settled for gap in one.gaps),
        ),
        notes=(*reading.notes, *(note for one in settled for note in one.notes)),
        usage=(*reading.usage, *(paid for one in settled for paid in one.usage)),
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
    done: dict[str, Extraction | CouldNotLook] = {}
    fatal = False
    for future in as_completed(futures):
        page = futures[future]
        if future.cancelled():
            done[page.url] = ModelFailed("not_asked", "not asked after a failure that would repeat")
            continue
        try:
            with contained(_broken):
                done[page.url] = future.result()
        except CouldNotLook as failure:
            done[page.url] = failure
            fatal = fatal or (isinstance(failure, ModelFailed) and failure.fatal)
        if fatal:
            for waiting in futures:
                waiting.cancel()
        deps.progress("extract", len(done), len(pages))
    return _in_page_order(pages, done)


def _broken(words: str) -> CouldNotLook:
    """A fault of this program, met at one page."""
    return CouldNotLook("internal", f"this program broke on it ({words})")


def _in_page_order(pages: Sequence[Page], done: dict[str, Extraction | CouldNotLook]) -> Reading:
    policies: list[tuple[Policy, Page]] = []
    usage: list[Usage] = []
    gaps: list[Gap] = []
    notes: list[str] = []
    for page in pages:
        result = done[page.url]
        usage += result.usage
        if isinstance(result, CouldNotLook):
            detail = f"{result.message} ({result.hint})" if result.hint else result.message
            gaps.append(Gap(stage="extract", target=page.url, cause=result.cause, detail=detail))
        else:
            hearing = Hearing(page)
            policies += [(policy, page) for policy in hearing.policies(result.policies)]
            gaps += filter(None, [hearing.gap()])
            notes += [f"{page.url}: {note}" for note in result.notes]
    return Reading(tuple(policies), tuple(usage), tuple(gaps), tuple(notes))


def judge_all(
    policies: Sequence[tuple[Policy, Page]],
    changepoint: Changepoint,
    window: Window,
    deps: Dependencies,
) -> tuple[tuple[tuple[Finding, Page], ...], tuple[Gap, ...]]:
    """Every policy judged against its page; a gap for each that the checks break on."""
    judged: list[tuple[Finding, Page]] = []
    gaps: list[Gap] = []
    for policy, page in policies:
        try:
            with contained(_broken):
                judged.append((judge(policy, page, changepoint, window, deps.checks), page))
        except CouldNotLook as problem:
            detail = f"{policy.name.value[:80]}: {problem.message}"
            gaps.append(Gap(stage="check", target=page.url, cause=problem.cause, detail=detail))
    return tuple(judged), tuple(gaps)


def ask_of_open_sentences(
    judged: Sequence[tuple[Finding, Page]],
    changepoint: Changepoint,
    window: Window,
    deps: Dependencies,
) -> tuple[Settled, ...]:
    """Have the open sentences judged, side by side; a fatal failure spares the calls not begun."""
    futures: dict[int, Future[Settled]] = {}
    for place, (finding, page) in enumerate(judged):
        if deps.entailment and open_sentences(finding):
            subject = Subject(finding.policy, finding.claims, page, changepoint, window)
            futures[place] = deps.pool.submit(deps.entailment.settle, finding, subject)
    for done, future in enumerate(as_completed(futures.values()), 1):
        if not future.cancelled() and not future.exception() and future.result().fatal:
            for waiting in futures.values():
                waiting.cancel()
        deps.progress("check", done, len(futures))
    return tuple(
        _settled(finding, page, futures.get(place)) for place, (finding, page) in enumerate(judged)
    )


def _settled(finding: Finding, page: Page, future: Future[Settled] | None) -> Settled:
    if future is None:
        return Settled(finding)
    cause, detail = "not_asked", "not asked after a failure that would repeat"
    if not future.cancelled():
        try:
            with contained(_broken):
                return future.result()
        except CouldNotLook as problem:
            cause, detail = problem.cause, problem.message
    gap = Gap(stage="check", target=page.url, cause=cause, detail=detail, material=False)
    return Settled(finding, gaps=(gap,))


def distinct(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Pages in order, each set of bytes once: two addresses often lead to one page."""
    seen: dict[str, Page] = {}
    for page in pages:
        seen.setdefault(page.sha256, page)
    return tuple(seen.values())
