"""How much of what was asked was looked at, and what that allows to conclude.

The best pages are the first third of the chosen addresses, at least three of them: those that
looked best by title, host and date before anything was opened. An address that is plainly another
province's is none of them. A gap is material when the outcome
would be a claim that we cannot make without what is missing:

==============================  =====================================================
no covering search answered     always
half of the questions or more   when nothing was found
went unanswered
more than a quarter of the      when nothing was found
best pages could not be read
more than half of them          also beside a finding
==============================  =====================================================

Everything else is told in numbers and changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence, Set
from enum import StrEnum

from agent.details import Elsewhere
from agent.findings import Dossier, Finding, Outcome, Status
from agent.policy import PolicyKind
from agent.records import Gap, Record, Usage, summed
from agent.text.urls import host_of, url_identity

ABSENT = frozenset({"soft_404", "http:404", "http:410", "list_page"})
"""Causes that mean that there is no such article: looked at, and nothing there."""

BEST_SHARE = 3
"""One chosen address in this many is among the best, ..."""
FEWEST_BEST = 3
"""... but never fewer than this."""

MARK = 12
"""Characters of a mark: enough to tell millions apart."""

LEFT_UNDONE = frozenset({"not_asked", "budget"})
"""Causes by which we stopped ourselves: the next run can do what is missing."""

NOT_REGISTERED = "not_registered"
"""The cause of a page that fits and of which the model said nothing: no ground for "none found"."""

_REFUSED = frozenset({"http:403", "http:412", "http:521"})
IN_PART = "engines_silent"
"""The cause of a gap of a search of which a part answered, and enough of it."""

_ASIDE = frozenset({"too_many_attachments"})
"""Causes that concern only a part of a page that was read."""


class IssuerSite(StrEnum):
    """Whether what is listed was read on the sites of those who issued it."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not_reached"
    NONE_KNOWN = "none_known"


class Coverage(Record):
    """What was looked at for one changepoint.

    ``searches_*`` count questions put to backends; ``pages_*`` chosen addresses, of which
    ``pages_absent`` lead to no article; ``best_*`` the best of them; ``unread_closely`` pages that
    were read and of which the model gave no usable answer. ``issued`` are the listed documents
    whose issuer is known, ``issued_own`` those of them that were read on the issuer's own site;
    ``official_*`` chosen addresses on the sites of the bodies that issue for the province and the
    sector, to which searches were restricted. ``refused`` names the hosts and searches that refuse
    programs; ``material`` counts the gaps that make the outcome incomplete.
    """

    searches_answered: int
    searches_asked: int
    pages_read: int
    pages_chosen: int
    pages_absent: int
    best_read: int
    best_chosen: int
    unread_closely: int
    issued: int
    issued_own: int
    official_read: int
    official_chosen: int
    refused: tuple[str, ...]
    material: int

    @property
    def issuer_site(self) -> IssuerSite:
        """Whether the issuers' own sites were reached."""
        if not self.issued:
            return IssuerSite.NONE_KNOWN
        if self.issued_own == self.issued:
            return IssuerSite.REACHED
        return IssuerSite.PARTLY if self.issued_own else IssuerSite.NOT_REACHED


def coverage_of(dossier: Dossier) -> Coverage:
    """Count what was looked at for a changepoint, from its dossier alone."""
    failed = [gap for gap in dossier.gaps if gap.stage == "search" and gap.cause != IN_PART]
    unread, absent = _unread(dossier), _absent(dossier)
    not_closely = {gap.target for gap in dossier.gaps if gap.stage == "extract"}
    best = best_of(dossier)
    sites = {site.removeprefix("www.") for query in dossier.queries for site in query.sites}
    official = [url for url in dossier.selected if _is_official(url, sites)]
    read = [url for url in dossier.selected if url not in unread and url not in absent]
    issued = [finding for finding in dossier.findings if _has_issuer(finding)]
    return Coverage(
        searches_answered=len(dossier.searches),
        searches_asked=len(dossier.searches) + len(failed),
        pages_read=len(read),
        pages_chosen=len(dossier.selected),
        pages_absent=len([url for url in dossier.selected if url in absent]),
        best_read=len([url for url in best if url not in unread and url not in not_closely]),
        best_chosen=len(best),
        unread_closely=len(not_closely),
        issued=len(issued),
        issued_own=len([f for f in issued if _is_read_at_issuer(f, dossier.findings)]),
        official_read=len([url for url in official if url in read]),
        official_chosen=len(official),
        refused=_refused(dossier.gaps),
        material=len([gap for gap in dossier.gaps if gap.material]),
    )


class Missing(Record):
    """How many gaps of a dossier have one stage and cause, and the targets of those that matter."""

    stage: str
    cause: str
    count: int
    targets: tuple[str, ...]


class Looked(Record):
    """What a summary of many changepoints needs of one dossier, and small.

    ``hits``, ``addresses`` and ``pages`` have a short mark for each, so that what several
    changepoints share can be told apart from what each has alone; ``usage`` is that of the dossier
    with its targets left out.
    """

    coverage: Coverage
    missing: tuple[Missing, ...]
    hits: tuple[str, ...]
    addresses: tuple[str, ...]
    pages: tuple[str, ...]
    usage: tuple[Usage, ...]


def looked_of(dossier: Dossier) -> Looked:
    """What was looked at for a changepoint, without what was found."""
    return Looked(
        coverage=coverage_of(dossier),
        missing=_missing(dossier.gaps),
        hits=tuple(_mark(url_identity(hit.url)) for hit in dossier.hits),
        addresses=tuple(_mark(url_identity(url)) for url in dossier.selected),
        pages=tuple(page.sha256[:MARK] for page in dossier.pages),
        usage=tuple(sorted(summed(dossier.usage), key=lambda u: (u.stage, u.model, u.host))),
    )


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:MARK]


def _missing(gaps: Sequence[Gap]) -> tuple[Missing, ...]:
    groups: dict[tuple[str, str], list[Gap]] = {}
    for gap in gaps:
        groups.setdefault((gap.stage, gap.cause), []).append(gap)
    return tuple(
        Missing(
            stage=stage,
            cause=cause,
            count=len(group),
            targets=tuple(gap.target for gap in group if gap.material),
        )
        for (stage, cause), group in sorted(groups.items())
    )


def first_third(addresses: Sequence[str]) -> tuple[str, ...]:
    """The best of addresses that stand in their order, best first."""
    return tuple(addresses[: max(FEWEST_BEST, -(-len(addresses) // BEST_SHARE))])


def best_of(dossier: Dossier) -> tuple[str, ...]:
    """The chosen addresses without which nothing can be concluded."""
    return first_third(dossier.selected) if dossier.best is None else dossier.best


def weigh(dossier: Dossier, *, covered: bool) -> tuple[Gap, ...]:
    """The gaps of a dossier as they came, marked by the rule above.

    ``covered`` says that a search that covers the question answered, or that none was needed. A
    page that a search did not bring among the best and that was chosen to be read closely counts
    as one of them. An attachment counts as its page where the page says little without it. What
    could not matter where it happened (an attachment beside a full text, an older copy that stands
    in) never does. What we left undone ourselves always matters: the next run can do it.
    """
    something = is_something(dossier.findings)
    searching = not something and not _mostly_answered(dossier)
    lost = _lost(dossier)
    best = {*best_of(dossier), *_targets(dossier.gaps, "extract")}
    missing = best & lost.keys()
    allowed = len(best) / 2 if something else len(best) / 4
    reading = len(missing) > allowed

    def matters(gap: Gap) -> bool:
        if gap.stage == "check":
            # Where this program broke, what the page had to say is not in the findings.
            return gap.cause in ("budget", "internal")
        if gap.stage == "search":
            return not covered or (gap.material and (searching or gap.cause in LEFT_UNDONE))
        mine = any(gap in lost[address] for address in missing)
        alone = gap.cause == NOT_REGISTERED and not something
        return mine and (reading or alone or gap.cause in LEFT_UNDONE)

    return tuple(gap.model_copy(update={"material": matters(gap)}) for gap in dossier.gaps)


def outcome_of(dossier: Dossier, *, covered: bool) -> Outcome:
    """Incomplete when nothing that covers answered or a gap matters; else found or none found."""
    if not covered or any(gap.material for gap in dossier.gaps):
        return Outcome.INCOMPLETE
    return Outcome.FOUND if is_something(dossier.findings) else Outcome.NONE_FOUND


def not_covering(dossier: Dossier) -> tuple[str, ...]:
    """The searches that were asked where that alone makes a dossier incomplete; else empty.

    Each of them answered, but none covers the question: saved pages are whatever somebody saved.
    """
    if dossier.outcome is not Outcome.INCOMPLETE or any(gap.material for gap in dossier.gaps):
        return ()
    return tuple(sorted({answer.backend for answer in dossier.searches if not answer.covers}))


def concluded(dossier: Dossier) -> Dossier:
    """The dossier with the outcome that its findings have since people decided on them.

    What people add or take out never makes an incomplete one complete. Where they took out all
    that was found, what could not be read or asked is weighed again, as where nothing was found.
    """
    something = is_something(dossier.findings)
    if dossier.outcome is (Outcome.FOUND if something else Outcome.NONE_FOUND):
        return dossier
    if dossier.outcome is Outcome.INCOMPLETE:
        return dossier
    if not something and not dossier.is_audit:
        # Beside a finding an unanswered search or some unread pages did not matter, and were
        # marked so.
        unread = _unread(dossier) & {*dossier.selected}
        gaps = tuple(
            gap.model_copy(update={"material": True})
            if gap.stage == "search" or gap.target in unread
            else gap
            for gap in dossier.gaps
        )
        dossier = dossier.model_copy(update={"gaps": gaps})
        dossier = dossier.model_copy(update={"gaps": weigh(dossier, covered=True)})
    return dossier.model_copy(update={"outcome": outcome_of(dossier, covered=True)})


def is_something(findings: Iterable[Finding]) -> bool:
    """True when a finding is verified, or waits for a person."""
    return any(f.status in (Status.VERIFIED, Status.FLAGGED) for f in findings)


def _mostly_answered(dossier: Dossier) -> bool:
    """True when more than half of the questions were answered by a search that covers them."""
    answered = {answer.query for answer in dossier.searches if answer.covers}
    unanswered = {
        gap.query for gap in dossier.gaps if gap.stage == "search" and gap.material
    } - answered
    return len(unanswered) < len(answered) or not unanswered


def _lost(dossier: Dossier) -> dict[str, list[Gap]]:
    """The chosen addresses that were not read, or not closely, each with the gaps that say why."""
    home = {
        link.url: page.url
        for page in dossier.pages
        for document in page.documents()
        for link in document.attachment_links
    }
    lost: dict[str, list[Gap]] = {}
    for gap in dossier.gaps:
        if gap.stage in ("fetch", "read", "extract") and gap.material and gap.cause not in ABSENT:
            own = gap.target in dossier.selected
            address = gap.target if own else home.get(gap.target, gap.target)
            lost.setdefault(address, []).append(gap)
    return lost


def _targets(gaps: Iterable[Gap], stage: str) -> set[str]:
    return {gap.target for gap in gaps if gap.stage == stage}


def _unread(dossier: Dossier) -> set[str]:
    """Targets of which we have nothing; an older copy that stands in is something."""
    had = {page.url for page in dossier.pages}
    return {
        gap.target
        for gap in dossier.gaps
        if gap.stage in ("fetch", "read") and gap.cause not in ABSENT | _ASIDE
    } - had


def _absent(dossier: Dossier) -> set[str]:
    had = {page.url for page in dossier.pages}
    return {gap.target for gap in dossier.gaps if gap.cause in ABSENT} - had


def _refused(gaps: Iterable[Gap]) -> tuple[str, ...]:
    refusing = [g for g in gaps if g.cause.startswith("blocked") or g.cause in _REFUSED]
    named = {g.backend or host_of(g.target) or g.target for g in refusing}
    return tuple(sorted(named))


def _is_official(url: str, sites: Set[str]) -> bool:
    host = host_of(url).removeprefix("www.")
    return any(host == site or host.endswith(f".{site}") for site in sites)


def _has_issuer(finding: Finding) -> bool:
    """True for a listed document of which it is known who issued it; the same thing counts once."""
    if finding.status not in (Status.VERIFIED, Status.FLAGGED):
        return False
    if finding.kind not in (PolicyKind.POLICY, PolicyKind.RECURRING):
        return False
    if any(verdict.reason == "across.duplicate" for verdict in finding.verdicts):
        return False
    return bool(finding.policy.agencies) or finding.source_class in ("issuer", "repost")


def _is_read_at_issuer(finding: Finding, findings: Sequence[Finding]) -> bool:
    """True when its page, or another page of the same thing, is on the issuer's own site."""
    twins = {there.url for there in finding.details(Elsewhere)}
    pages = [finding, *(f for f in findings if f.policy.url in twins)]
    return any(one.source_class == "issuer" for one in pages)
