"""What the template of a dossier is filled with: values in words, tables that are bounded."""

from __future__ import annotations

from collections.abc import Sequence

from agent.distances import distances, span_of
from agent.findings import Dossier, Finding
from agent.policy import DateRole, PolicyKind
from agent.records import Interval
from agent.report import Beside
from agent.report.distances import figures, nearest_line
from agent.report.html.cards import cards
from agent.report.html.costs import costs
from agent.report.html.limits import TIERS, Limits, Table, bounded
from agent.report.html.shown_series import shown_series
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
    """Word a dossier for its template, within limits; ``alone``: its file holds no other."""
    findings = listed(dossier)
    apart = (*left_out(dossier), *background(dossier))
    longest = LONGEST[limits.drawings]
    led = addresses(dossier, language)
    series = shown_series(beside.series, dossier, findings, language, limits)
    return Values(
        subject=subject(dossier, language),
        point=dossier.changepoint,
        window=_span(dossier.window, language),
        sections=_sections(findings, apart, dossier, series, language),
        facts=_facts(dossier, language),
        features=tuple(
            (one_line(name), one_line(value))
            for name, value in list(dossier.changepoint.features.items())[: limits.rows]
        ),
        cut="" if limits == TIERS[0] else told("tier" if alone else "tier_run", language),
        outcome=dossier.outcome.value,
        outcome_words=word("outcome", dossier.outcome.value, language),
        nothing="" if findings else nothing_listed(dossier, language),
        counts=counts(dossier, language),
        coverage=coverage(dossier, language),
        timeline=timeline(dossier, findings) if limits.drawings else None,
        dates=_date_table(findings, dossier, language, limits),
        series=series,
        nearest=nearest_line(findings, dossier.changepoint, language),
        listed=len(findings),
        cards=cards(dossier, findings, language, beside, limits),
        aside=Table(
            tuple(_aside(f, language, longest) for f in apart[: limits.rows]),
            max(len(apart) - limits.rows, 0),
        ),
        gaps=bounded(
            [shortened(g, 2 * longest) for g in gap_lines(dossier, language)], limits.rows
        ),
        asked=bounded(asked(dossier, language), limits.rows),
        addresses=bounded([a for a in led if a.place], limits.rows),
        unopened=sum(not a.place for a in led),
        notes=bounded([shortened(one_line(n), longest) for n in dossier.notes], limits.rows),
        costs=costs(dossier.usage, beside.prices, language),
        provenance=_provenance(dossier, language),
        closing=closing(dossier, language),
    )


def _sections(
    findings: Sequence[Finding],
    apart: Sequence[Finding],
    dossier: Dossier,
    series: Values | None,
    language: Language,
) -> tuple[tuple[str, str], ...]:
    counted = {"findings": len(findings), "aside": len(apart), "gaps": len(dossier.gaps)}
    names = ["outcome", "timeline", "series", "findings", "aside", "gaps", "trail", "costs"]
    absent = {name for name in ("findings", "aside") if not counted[name]}
    absent |= set() if series else {"series"}
    told_names = [
        (name, told(name, language) + (f" ({counted[name]})" if counted.get(name) else ""))
        for name in [*names, "provenance"]
        if name not in absent
    ]
    return tuple(told_names)


def _facts(dossier: Dossier, language: Language) -> tuple[tuple[str, str, str], ...]:
    point = dossier.changepoint
    facts = [
        ("province", province_told(point.province, language), ""),
        ("sector", sector_told(point.sector, language, "no_sector"), ""),
        ("changepoint", str(point.date), ""),
        ("kind", word("changepoint_kind", point.kind.value, language), ""),
    ]
    if point.confidence is None:
        facts.append(("score", told("not_given", language), ""))
    else:
        facts.append(("score", f"{point.confidence:g}", told("score_note", language)))
    if point.interval:
        facts.append(("interval", _span(point.interval, language), ""))
    if detection := detection_words(point, language):
        facts.append(("detection", detection, ""))
    facts.append(("window", _span(dossier.window, language), ""))
    facts.append(("made", f"{dossier.researched_at:%Y-%m-%d %H:%M} UTC", ""))
    return tuple((told(name, language), value, note) for name, value, note in facts)


def _span(interval: Interval, language: Language) -> str:
    return f"{interval.start}{say('until', language)}{interval.end}"


def _date_table(
    findings: Sequence[Finding], dossier: Dossier, language: Language, limits: Limits
) -> Table[Values]:
    """A row for each supported date, or one that says that there is none."""
    dated = [
        (number, finding, date)
        for number, finding in enumerate(findings, 1)
        for date in supported_dates(finding) or (None,)
    ]
    shown = bounded(dated, limits.rows)
    rows = [_date_row(*row, dossier, language, LONGEST[limits.drawings]) for row in shown.rows]
    return Table(tuple(rows), shown.left)


def _date_row(
    number: int,
    finding: Finding,
    dated: Dated | None,
    dossier: Dossier,
    language: Language,
    longest: int,
) -> Values:
    nothing = "no_date" if finding.policy.source else "unread"
    role, told_date, days = "", told(nothing, language), ""
    if dated:
        role, point = word("role", dated.role.value, language), dossier.changepoint
        days = figures(distances(dated.role, dated.interval, span_of(point)), language)
        told_date = iso(dated.interval).replace("/", say("until", language))
    return Values(
        number=number,
        name=shortened(one_line(finding.policy.name.value), longest),
        url=address(finding.policy.url),
        status=standing(finding),
        role=role,
        date=told_date,
        days=days,
    )


def _aside(finding: Finding, language: Language, longest: int) -> Values:
    known = finding.kind is not PolicyKind.BACKGROUND
    return Values(
        treatment=aside_word(finding, language),
        status=finding.status.value if known else "insufficient",
        name=shortened(one_line(finding.policy.name.value), longest),
        why=shortened(reasons_line(finding, language), 2 * longest),
        url=address(finding.policy.url),
        host=host_of(finding.policy.url),
    )


def _provenance(dossier: Dossier, language: Language) -> tuple[tuple[str, str], ...]:
    made = dossier.provenance
    by = told("by_rules", language) if made.extractor == "none" else one_line(made.extractor)
    rows = [(told("version", language), made.version), (told("extractor", language), by)]
    for name in ("prompts", "tables"):
        hashes = [f"{key} {value[:12]}…" for key, value in getattr(made, name).items()]
        if hashes:
            rows.append((told(name, language), ", ".join(hashes)))
    if made.readers:
        rows.append((told("readers", language), ", ".join(sorted(set(made.readers.values())))))
    return tuple(rows)


def role_words(language: Language) -> dict[str, str]:
    """The roles that a drawn date can have, in words."""
    return {r.value: word("role", r.value, language) for r in DateRole if r is not DateRole.UPLOAD}


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
