"""What the template of a dossier is filled with: values in words, tables that are bounded."""

from __future__ import annotations

from functools import partial
from typing import Any

from agent.distances import distances, span_of
from agent.findings import Dossier, Finding
from agent.policy import PolicyKind
from agent.records import Changepoint, summed
from agent.report import Beside
from agent.report.distances import figures, nearest_line
from agent.report.html.cards import cards, why_told
from agent.report.html.costs import amount_told
from agent.report.html.limits import TIERS, Limits, bounded
from agent.report.html.shown_series import runs_told, shown_series
from agent.report.html.timeline import Dated, supported_dates, timeline
from agent.report.items import (
    DUPLICATE,
    aside_word,
    background,
    left_out,
    listed,
    reasons_line,
    standing,
)
from agent.report.provinces import province_told, sector_told
from agent.report.safe import address, one_line, shortened
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
from agent.report.template import Values
from agent.report.words import Language, cause, say, word
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
    led = addresses(dossier, language)
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
        cards=cards(dossier, findings, language, beside, limits),
        aside=bounded(apart, limits.rows),
        gaps=bounded(gap_lines(dossier, language), limits.rows),
        asked=bounded(asked(dossier, language), limits.rows),
        addresses=bounded([a for a in led if a.place], limits.rows),
        unopened=sum(not a.place for a in led),
        notes=bounded(dossier.notes, limits.rows),
        usage=summed(dossier.usage),
        prices=beside.prices,
    )


def worded(language: Language) -> dict[str, Any]:
    """What a template words the values of a dossier with."""
    words = (aside_word, closing, counts, coverage, detection_words, nothing_listed, reasons_line)
    more = (amount_told, days_between, province_told, runs_told, sector_told, subject, why_told)
    return {one.__name__: partial(one, language=language) for one in (*words, *more)} | {
        "address": address,
        "host_of": host_of,
        "iso": iso,
        "standing": standing,
        "until": say("until", language),
        "word": lambda kind, code: word(kind, code, language),
    }


def days_between(dated: Dated, point: Changepoint, language: Language) -> str:
    """How far a date lies from the changepoint, its role standing beside it."""
    return figures(distances(dated.role, dated.interval, span_of(point)), language)


LONGEST_TITLE = 160


def asked(dossier: Dossier, language: Language) -> tuple[Put, ...]:
    """Every question with the hits of each backend, or why it gave none, in the order of asking."""
    order = {query.text: place for place, query in enumerate(dossier.queries)}
    told = questions_put(dossier, language)
    return tuple(sorted(told, key=lambda one: order.get(one.query, len(order))))


def addresses(dossier: Dossier, language: Language) -> tuple[Values, ...]:
    """The chosen addresses, best first, then the hits that were not opened."""
    known = _Known(dossier, language)
    chosen = {url_identity(url): url for url in dossier.selected}
    unopened = [hit.url for key, hit in known.hits.items() if key not in chosen]
    return (
        *(known.address(place, url) for place, url in enumerate(chosen.values(), 1)),
        *(known.address(0, url) for url in unopened),
    )


class _Known:
    """What a dossier knows of addresses, by their identity."""

    def __init__(self, dossier: Dossier, language: Language) -> None:
        self._language = language
        self.hits = {url_identity(hit.url): hit for hit in dossier.hits}
        self._pages = {url_identity(page.url): page for page in dossier.pages}
        self._pages |= {url_identity(page.answered_url): page for page in dossier.pages}
        lost = [gap for gap in dossier.gaps if gap.stage in ("fetch", "read")]
        self._gaps = {url_identity(gap.target): gap for gap in lost}
        self._found: dict[str, list[str]] = {}
        for finding in dossier.findings:
            key = url_identity(finding.policy.url)
            self._found.setdefault(key, []).append(_told(finding, language))

    def address(self, place: int, url: str) -> Values:
        """What became of an address: read, lost or unopened, in words, and what was found there.

        ``place`` counts the chosen ones from 1, best first, and is 0 for those not opened.
        """
        key = url_identity(url)
        hit, page = self.hits.get(key), self._pages.get(key)
        title = one_line(page.title if page and page.title else hit.title if hit else "")
        state, became = self._became(key, opened=bool(place))
        return Values(
            place=place,
            url=address(url),
            title=shortened(title or url, LONGEST_TITLE),
            host=host_of(url),
            backend=hit.backend if hit else "",
            state=state,
            became=became,
            findings=tuple(self._found.get(key, ())),
        )

    def _became(self, key: str, *, opened: bool) -> tuple[str, str]:
        if key in self._pages:
            return "read", word("address", "read", self._language)
        if key in self._gaps:
            return "lost", cause(self._gaps[key].cause, self._language, self._gaps[key].stage)
        if opened:
            # Another chosen address led to the same bytes.
            return "read", word("address", "same", self._language)
        return "unopened", word("address", "unopened", self._language)


def _told(finding: Finding, language: Language) -> str:
    stands = standing(finding)
    aside = stands in (PolicyKind.BACKGROUND, DUPLICATE)
    return aside_word(finding, language) if aside else word("status_short", stands, language)
