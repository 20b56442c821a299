"""What the template of a dossier is filled with: values in words, tables that are bounded, what it cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from agent.distances import distances, span_of
from agent.findings import Dossier, Finding
from agent.prices import Prices
from agent.records import Changepoint, Usage, summed
from agent.report import Beside
from agent.report.distances import figures, nearest_line
from agent.report.finding_view import ClaimsView
from agent.report.html.cards import cards, why_told
from agent.report.html.emissions import runs_told, shown_series
from agent.report.html.limits import TIERS, Limits, bounded
from agent.report.html.timeline import Dated, supported_dates, timeline
from agent.report.items import (
    aside_word,
    background,
    left_out,
    listed,
    reasons_line,
    standing,
)
from agent.report.provinces import province_told, sector_told
from agent.report.safe import address
from agent.report.summary import (
    Put,
    closing,
    counts,
    coverage,
    detection_words,
    gap_lines,
    nothing_listed,
    questions_put,
    subject,
)
from agent.report.template import Values, worded
from agent.report.words import Language, cause, say
from agent.report.words import of_html as told
from agent.text.dates import iso
from agent.text.urls import host_of, url_identity

LONGEST = {True: 400, False: 160}
"""Characters of a name or a reason outside of cards: with and without room for drawings."""


def view(
    dossier: Dossier, language: Language, beside: Beside, limits: Limits, *, alone: bool
) -> Values:
    """What the template words of a dossier, within limits; ``alone``: its file holds no other."""
    findings = listed(dossier)
    apart = (*left_out(dossier), *background(dossier))
    hits, chosen = (
        set(map(url_identity, urls)) for urls in ((h.url for h in dossier.hits), dossier.selected)
    )
    dated = [
        (number, finding, date)
        for number, finding in enumerate(findings, 1)
        for date in supported_dates(finding) or (None,)
    ]
    return Values(
        dossier=dossier,
        point=dossier.changepoint,
        longest=LONGEST[limits.drawings],
        counted={"findings": len(findings), "aside": len(apart), "gaps": len(dossier.gaps)},
        features=list(dossier.changepoint.features.items())[: limits.rows],
        cut="" if limits == TIERS[0] else told("tier" if alone else "tier_run", language),
        timeline=timeline(dossier, findings) if limits.drawings else None,
        dates=bounded(dated, limits.rows),
        series=shown_series(beside.series, dossier, findings, limits),
        nearest=nearest_line(findings, dossier.changepoint, language),
        cards=cards(dossier, language, beside, limits),
        aside=bounded(apart, limits.rows),
        gaps=bounded(gap_lines(dossier, language), limits.rows),
        asked=bounded(asked(dossier, language), limits.rows),
        addresses=bounded([*addresses(dossier)], limits.rows),
        unopened=len(hits - chosen),
        notes=bounded(dossier.notes, limits.rows),
        usage=summed(dossier.usage),
        prices=beside.prices,
    )


def words_for(language: Language) -> dict[str, Any]:
    """What the templates word the values of dossiers with."""
    words = (
        aside_word,
        cause,
        closing,
        counts,
        coverage,
        detection_words,
        nothing_listed,
        reasons_line,
    )
    more = (amount_told, days_between, province_told, runs_told, sector_told, subject, why_told)
    return worded(language, *words, *more) | {
        "address": address,
        "host_of": host_of,
        "is_disputed": lambda finding: bool(ClaimsView(finding).disputed),
        "iso": iso,
        "standing": standing,
        "until": say("until", language),
    }


def days_between(dated: Dated, point: Changepoint, language: Language) -> str:
    """How far a date lies from the changepoint, its role standing beside it."""
    return figures(distances(dated.role, dated.interval, span_of(point)), language)


def asked(dossier: Dossier, language: Language) -> tuple[Put, ...]:
    """Every question with the hits of each backend, or why it gave none, in the order of asking."""
    order = {query.text: place for place, query in enumerate(dossier.queries)}
    told = questions_put(dossier, language)
    return tuple(sorted(told, key=lambda one: order.get(one.query, len(order))))


def addresses(dossier: Dossier) -> Iterator[Values]:
    """The chosen addresses, best first, each with what led to it, what became of it, what it told.

    Where there is neither a ``page`` nor a ``gap``, another chosen address led to the same bytes.
    """
    hits = {url_identity(hit.url): hit for hit in dossier.hits}
    pages = {url_identity(page.url): page for page in dossier.pages}
    pages |= {url_identity(page.answered_url): page for page in dossier.pages}
    gaps = {url_identity(g.target): g for g in dossier.gaps if g.stage in ("fetch", "read")}
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in dossier.findings:
        found[url_identity(finding.policy.url)].append(finding)
    for key, url in {url_identity(url): url for url in dossier.selected}.items():
        page, hit, gap = pages.get(key), hits.get(key), gaps.get(key)
        yield Values(url=url, page=page, hit=hit, gap=gap, findings=found[key])


SIGNS = {"cny": "¥", "usd": "US$"}


def amount_told(usages: Iterable[Usage], prices: Prices | None, language: Language) -> str:
    """The amounts by currency; what has no known price is said to have none."""
    if prices is None:
        return ""
    cost = prices.cost(usages)
    told_amounts = [f"{SIGNS.get(c, c)} {amount:.4f}" for c, amount in cost.amounts.items()]
    if cost.unknown:
        told_amounts.append(told("price_unknown", language))
    return " + ".join(told_amounts) or "0"
