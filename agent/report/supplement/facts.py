"""What the methods paragraph states: nothing that does not stand in dossiers, runs or reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import TypeVar

from agent.agreement import Agreement, Share, agreements
from agent.findings import Dossier, Outcome, Status
from agent.policy import REPORTED
from agent.prices import Cost
from agent.records import Usage
from agent.report import Beside
from agent.report.reviewed import PERSON
from agent.report.supplement.decisions import BY_PEOPLE, Together, together
from agent.report.supplement.things import Known
from agent.store import Run
from agent.text.urls import host_of, url_identity

Value = TypeVar("Value")
SEARCH = "search"
BY_RULES = "none"
"""The extractor that is no model."""


@dataclass(frozen=True)
class Bill:
    """What one model or search was asked, and what was paid for it in tokens."""

    name: str
    calls: int
    prompt: int
    completion: int
    cached: int


@dataclass(frozen=True)
class People:
    """Reviewers, findings they decided on, and how far they agree.

    ``decided`` counts what their decisions come to; ``pairs`` are reviewers who decided on the same
    findings blind to each other; ``kept`` is the share of findings verified by the checks that
    people then accepted or corrected, of those on which people settled something.
    """

    reviewers: int
    findings: int
    decided: tuple[tuple[Together, int], ...]
    pairs: tuple[Agreement, ...]
    kept: Share


@dataclass(frozen=True)
class Facts:
    """Counts and names. Days are of the calendar in UTC; pairs are first and last, or all and distinct.

    ``audits`` are the changepoints of reports that somebody else wrote, ``items`` what those reports
    list, ``by_hand`` the pages that a person imported, and ``unsure`` the audited changepoints of which not everything was looked at; ``searched``
    counts the outcomes of the others. ``models`` extracted, and ``by_rules`` says whether rules did too. ``unread`` findings rest on no page. ``checks`` are those
    that judged findings with a page; ``requests`` went out to searches; ``cost`` is at full prices.
    """

    points: int
    audits: int
    items: int
    unread: int
    provinces: tuple[str, ...]
    sectors: tuple[str | None, ...]
    days: tuple[date, date]
    around: tuple[int, ...]
    intervals: int
    queries: int
    asked: Mapping[str, int]
    answered: Mapping[str, int]
    covering: int
    hits: tuple[int, int]
    addresses: tuple[int, int]
    pages: int
    by_hand: int
    fetched: tuple[date, date] | None
    researched: tuple[date, date]
    searched: Mapping[Outcome, int]
    unsure: int
    refused: tuple[str, ...]
    models: tuple[str, ...]
    by_rules: bool
    prompts: tuple[str, ...]
    checks: tuple[str, ...]
    entailed: int
    bills: tuple[Bill, ...]
    requests: Mapping[str, int]
    cost: Cost | None
    versions: tuple[str, ...]
    tables: tuple[str, ...]
    runs: tuple[Run, ...]
    budgets: tuple[str, ...]
    people: People
    invented: bool


def facts_of(
    dossiers: Sequence[Dossier],
    known: Known,
    beside: Beside,
) -> Facts:
    """Count and name what the paragraph states."""
    gaps = [gap for d in dossiers for gap in d.gaps]
    findings = [(d, f) for d in dossiers for f in d.findings]
    answered = Counter(answer.backend for d in dossiers for answer in d.searches)
    failed = Counter(g.backend for g in gaps if g.stage == SEARCH)
    hits = [url_identity(hit.url) for d in dossiers for hit in d.hits]
    addresses = [url_identity(url) for d in dossiers for url in d.selected]
    pages = {page.sha256: page for d in dossiers for page in d.pages}
    fetched = [page.fetched_at.astimezone(UTC).date() for page in pages.values()]
    verdicts = [v for _, f in findings if f.policy.source for v in f.verdicts]
    audits = [d for d in dossiers if d.is_audit]
    made = [d.provenance for d in dossiers]
    extractors = _once([*(p.extractor for p in made), *(f.policy.extractor for _, f in findings)])
    return Facts(
        points=len(dossiers),
        audits=len(audits),
        items=sum(len(d.findings) for d in audits),
        unread=sum(not f.policy.source for _, f in findings),
        provinces=_once(d.changepoint.province for d in dossiers),
        sectors=_once(d.changepoint.sector for d in dossiers),
        days=_ends([d.changepoint.date for d in dossiers]),
        around=tuple(sorted({_around(d) for d in dossiers})),
        intervals=sum(d.changepoint.interval is not None for d in dossiers),
        queries=len({query.text for d in dossiers for query in d.queries}),
        asked=answered + failed,
        answered=answered,
        covering=sum(answer.covers for d in dossiers for answer in d.searches),
        hits=(len(hits), len(set(hits))),
        addresses=(len(addresses), len(set(addresses))),
        pages=len(pages),
        by_hand=sum(page.by_hand for page in pages.values()),
        fetched=_ends(fetched) if fetched else None,
        researched=_ends([d.researched_at.astimezone(UTC).date() for d in dossiers]),
        searched=Counter(d.outcome for d in dossiers if not d.is_audit),
        unsure=sum(d.outcome is Outcome.INCOMPLETE for d in audits),
        refused=tuple(sorted({host_of(g.target) or g.target for g in gaps if _refuses(g.cause)})),
        models=tuple(name for name in extractors if name not in (BY_RULES, REPORTED)),
        by_rules=BY_RULES in extractors,
        prompts=_once(f"{n} {_digits(sha)}" for p in made for n, sha in sorted(p.prompts.items())),
        checks=_once(v.check for v in verdicts if v.check != PERSON),
        entailed=sum(v.reason == "entailment.supported" for v in verdicts),
        bills=_bills(usage for d in dossiers for usage in d.usage),
        requests=_requests(usage for d in dossiers for usage in d.usage),
        cost=_cost([usage for d in dossiers for usage in d.usage], beside),
        versions=_once(p.version for p in made),
        tables=_once(f"{n} {_digits(key)}" for p in made for n, key in sorted(p.tables.items())),
        runs=beside.runs,
        budgets=_once(r.config["budget"] for r in beside.runs if r.config.get("budget")),
        people=_people(dossiers, known, beside),
        invented=any(p.invented for p in made),
    )


def _people(dossiers: Sequence[Dossier], known: Known, beside: Beside) -> People:
    findings = [
        (finding, known.statuses[at, position])
        for at, dossier in enumerate(dossiers)
        for position, finding in enumerate(dossier.findings)
    ]
    decided = Counter(together(finding) for finding, _ in findings)
    verified = Counter(together(f) for f, status in findings if status is Status.VERIFIED)
    kept = sum(verified[t] for t in BY_PEOPLE)
    keys = set(known.keys.values())
    held = [beside.reviews[key] for key in keys if key in beside.reviews]
    return People(
        reviewers=len({review.reviewer for reviews in held for review in reviews}),
        findings=len(held),
        decided=tuple((t, decided[t]) for t in Together if t is not Together.NONE and decided[t]),
        pairs=agreements([review for review in beside.history if review.finding_key in keys]),
        kept=Share(kept, kept + verified[Together.REJECTED]),
    )


def _bills(usages: Iterable[Usage]) -> tuple[Bill, ...]:
    by_model: dict[str, list[Usage]] = {}
    for usage in usages:
        if usage.stage != SEARCH:
            by_model.setdefault(usage.model, []).append(usage)
    return tuple(
        Bill(
            model,
            sum(u.calls for u in paid),
            sum(u.prompt_tokens for u in paid),
            sum(u.completion_tokens for u in paid),
            sum(u.cached_tokens for u in paid),
        )
        for model, paid in sorted(by_model.items())
    )


def _cost(usages: Sequence[Usage], beside: Beside) -> Cost | None:
    """What it cost at the full prices that are known; None where nothing is to be told."""
    return beside.prices.cost(usages) if beside.prices and usages else None


def _requests(usages: Iterable[Usage]) -> dict[str, int]:
    """Requests that went out to searches, by the name they are priced under."""
    told: Counter[str] = Counter()
    for usage in usages:
        if usage.stage == SEARCH:
            told[usage.model] += usage.calls
    return dict(sorted(told.items()))


def _around(dossier: Dossier) -> int:
    """Days before the changepoint, or before its interval where it has one."""
    interval = dossier.changepoint.interval
    first = interval.start if interval else dossier.changepoint.date
    return (first - dossier.window.start).days


def _refuses(cause: str) -> bool:
    return cause.startswith("blocked")


def _digits(key: str) -> str:
    return key.rpartition(":")[2][:12]


def days_told(days: tuple[date, date] | None) -> str:
    """A day, or first and last as an ISO interval."""
    if days is None:
        return ""
    first, last = days
    return str(first) if first == last else f"{first}/{last}"


def _ends(days: Sequence[date]) -> tuple[date, date]:
    return min(days), max(days)


def _once(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))
