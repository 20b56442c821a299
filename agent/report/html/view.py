"""What the template of a dossier is filled with: values in words, tables that are bounded."""

from __future__ import annotations

from collections.abc import Sequence

from agent.distances import distances, span_of
from agent.findings import Dossier, Finding
from agent.policy import DateRole, PolicyKind
from agent.records import Interval
from agent.report import Beside
from agent.report.detection import detection_words
from agent.report.distances import figures, nearest_line
from agent.report.html.cards import cards
from agent.report.html.costs import costs
from agent.report.html.limits import TIERS, Limits, Table, bounded
from agent.report.html.shown_series import shown_series
from agent.report.html.timeline import Dated, supported_dates, timeline
from agent.report.html.trail import addresses, asked
from agent.report.items import aside_word, background, left_out, listed, reasons_line, standing
from agent.report.provinces import province_told, sector_told
from agent.report.safe import address, one_line, shortened
from agent.report.summary import closing, counts, coverage, gap_lines, nothing_listed, subject
from agent.report.template import Values
from agent.report.words import Language, say, word
from agent.report.words import of_html as told
from agent.text.dates import iso
from agent.text.urls import host_of

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
