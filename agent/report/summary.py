"""The sentences around the items: headings, coverage, and what must not be concluded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from agent.coverage import Coverage, IssuerSite, coverage_of, not_covering
from agent.details import Decided, details
from agent.findings import Dossier, Finding, Label, Outcome, Status
from agent.policy import PolicyKind
from agent.records import Changepoint, ChangepointKind
from agent.register import REGISTER
from agent.report.items import DUPLICATE, standing
from agent.report.provinces import province_told
from agent.report.publisher import UNKNOWN
from agent.report.reviewed import PERSON
from agent.report.safe import one_line
from agent.report.words import Language, cause, joined, say, word


def point_heading(dossier: Dossier, language: Language) -> str:
    """``转折点: DATE (Type) - 置信度: 0.59`` as the collector's files have it."""
    point = dossier.changepoint
    score = say("score_unknown", language) if point.confidence is None else f"{point.confidence:g}"
    kind = point.kind.value.capitalize()
    return say("point_heading", language, date=point.date, kind=kind, score=score)


def detection_line(dossier: Dossier, language: Language) -> str:
    """How the detector tells the change, in a line; empty where the input did not say it."""
    told = detection_words(dossier.changepoint, language)
    return say("detection", language, told=told) if told else ""


def subject(dossier: Dossier, language: Language) -> str:
    """Province and sector in words."""
    province = province_told(dossier.changepoint.province, language)
    return f"{province} {_sector(dossier, 'no_sector', language)}"


def _sector(dossier: Dossier, without: str, language: Language) -> str:
    sector = dossier.changepoint.sector
    if not sector:
        return say(without, language)
    return say("of_sector", language, sector=word("sector", sector, language))


def head(dossiers: Sequence[Dossier], language: Language) -> list[str]:
    """Title, time and number of changepoints; invented pages are said to be so."""
    subjects, invented = introduced(dossiers, language)
    lines = head_lines(subjects, dossiers[0].researched_at, len(dossiers), language)
    return [*lines, sample_note(language)] if invented else lines


def introduced(dossiers: Iterable[Dossier], language: Language) -> tuple[tuple[str, ...], bool]:
    """The provinces and sectors of dossiers, each once, and whether pages of any are invented."""
    subjects: dict[str, None] = {}
    invented = False
    for dossier in dossiers:
        subjects[subject(dossier, language)] = None
        invented |= dossier.provenance.invented
    return tuple(subjects), invented


def head_lines(
    subjects: Sequence[str], when: datetime, changepoints: int, language: Language
) -> list[str]:
    """Title, time and number of changepoints of a report about these subjects."""
    told = say("subjects_stop", language).join(subjects)
    return [
        say("report_title", language, subjects=told),
        "",
        say("analysed_at", language, when=f"{when:%Y-%m-%d %H:%M:%S}"),
        say("number_of_points", language, n=changepoints),
    ]


def sample_note(language: Language) -> str:
    """The line that says that nothing of a report is real."""
    return say("sample_note", language)


def counts(dossier: Dossier, language: Language) -> str:
    """Findings by status, background apart; what only people hold to be right is not verified."""
    stand = [(standing(finding), finding) for finding in dossier.findings]
    tally = Counter(stands for stands, _ in stand)
    verified = [finding for stands, finding in stand if stands == Status.VERIFIED]
    accepted = sum(map(_by_people_alone, verified))
    unknown, again, apart = (tally[code] for code in (UNKNOWN, DUPLICATE, PolicyKind.BACKGROUND))
    tally[Status.VERIFIED] += unknown - accepted
    settled = sum(
        any(v.label is not Label.NOT_ENOUGH_INFO for v in f.of_check(PERSON))
        for f in dossier.findings
        if f.kind is not PolicyKind.BACKGROUND
    )
    told = [say(f"count_{status.value}", language, n=tally[status]) for status in Status]
    told[0] += say("count_unknown_publisher", language, n=unknown) if unknown else ""
    told[1:1] = [say("count_accepted", language, n=accepted)] if accepted else []
    told += [say("count_again", language, n=again)] if again else []
    by_people = say("count_by_people", language, n=settled) if settled else ""
    aside = say("count_background", language, n=apart) if apart else ""
    return joined(told, language) + by_people + aside


def _by_people_alone(finding: Finding) -> bool:
    """True when it counts because people accepted it and the checks had not verified it."""
    by_people = details(
        (v.detail for v in finding.of_check(PERSON) if v.label is Label.SUPPORTED), Decided
    )
    return finding.status is Status.VERIFIED and any(
        decided.status != Status.VERIFIED for decided in by_people
    )


def coverage(dossier: Dossier, language: Language) -> str:
    """Pages read, searches answered, the issuers' own sites, hosts that refused."""
    seen = coverage_of(dossier)
    parts = [say("an_audit", language, n=len(dossier.findings))] if dossier.is_audit else []
    parts.append(_pages_read(seen, language))
    if seen.searches_asked:
        answered = f"{seen.searches_answered}/{seen.searches_asked}"
        parts.append(say("answered", language, told=answered))
    parts.append(issuer_site(seen, language))
    if seen.refused:
        parts.append(say("refused_by", language, names=joined(seen.refused, language)))
    # What the register looked through is what "nothing found" in it rests on.
    parts += [one_line(note) for note in dossier.notes if note.startswith(REGISTER)]
    return say("clause", language).join(parts)


def _pages_read(seen: Coverage, language: Language) -> str:
    if not seen.pages_chosen:
        return say("no_page", language)
    told = say("pages_told", language, told=f"{seen.pages_read}/{seen.pages_chosen}")
    asides = (("no_article_of", seen.pages_absent), ("no_answer_of_model", seen.unread_closely))
    aside = [say(code, language, n=number) for code, number in asides if number]
    words = say("listed", language).join(aside)
    return told + (say("brackets", language, words=words) if aside else "")


def issuer_site(seen: Coverage, language: Language) -> str:
    """Whether what is listed was read on the sites of those who issued it."""
    if seen.issuer_site is not IssuerSite.NONE_KNOWN:
        told = word("issuer_site", seen.issuer_site.value, language)
        if seen.issuer_site is IssuerSite.PARTLY:
            told += f" {seen.issued_own}/{seen.issued}"
    elif not seen.official_chosen:
        told = word("issuer_site", "none_known", language)
    else:
        read = f"{seen.official_read}/{seen.official_chosen}"
        told = say("official_read", language, told=read)
    return say("issuer_site", language, told=told)


def closing(dossier: Dossier, language: Language) -> str:
    """The closing sentence: window, counts, coverage, and what coincidence does not mean."""
    point, window = dossier.changepoint, dossier.window
    known = point.kind is not ChangepointKind.UNKNOWN
    return say(
        "closing",
        language,
        province=province_told(point.province, language),
        date=point.date,
        year=point.date.year,
        month=point.date.month,
        start=window.start,
        end=window.end,
        sector=_sector(dossier, "all_sectors", language),
        kind=word("changepoint_kind", point.kind.value, language) if known else "",
        counts=counts(dossier, language),
        coverage=coverage(dossier, language),
    )


def nothing_listed(dossier: Dossier, language: Language) -> str:
    """What an empty list means: looked and found nothing, or could not look."""
    if dossier.is_audit:
        return say("none_of_an_audit", language)
    if dossier.outcome is Outcome.INCOMPLETE:
        return say("none_incomplete", language)
    if not coverage_of(dossier).searches_asked:
        return say("none_on_the_page", language)
    return say("none_found", language, best=_best_read(dossier, language))


def _best_read(dossier: Dossier, language: Language) -> str:
    seen = coverage_of(dossier)
    if not seen.best_chosen:
        return say("best_none", language)
    code = "best_all" if seen.best_read == seen.best_chosen else "best_some"
    return say(code, language, read=seen.best_read, best=seen.best_chosen)


def gap_lines(dossier: Dossier, language: Language) -> list[str]:
    """One line a cause and stage, with its targets; what mattered comes first.

    That no search covered the question is the first of them, though it is no gap.
    """
    groups: dict[tuple[bool, str, str, str], list[str]] = {}
    for gap in dossier.gaps:
        groups.setdefault((not gap.material, gap.stage, gap.cause, gap.detail), []).append(
            one_line(gap.target)
        )
    lines = []
    if names := not_covering(dossier):
        told = say("not_covering", language, names=joined(names, language))
        lines.append(say("matters", language) + told)
    for (minor, stage, code, detail), targets in sorted(groups.items()):
        head = f"{word('stage', stage, language)} · {cause(code, language, stage)}"
        more = f" +{len(targets) - 3}" if len(targets) > 3 else ""
        why = say("brackets", language, words=one_line(detail)) if detail else ""
        mark = "" if minor else say("matters", language)
        told = f"{head}{say('colon', language)}{'、'.join(targets[:3])}{more}{why}"
        lines.append(mark + told)
    return lines


class Put(NamedTuple):
    """A question that was put to a search: its hits, or (None) why it gave none, in words."""

    query: str
    sites: tuple[str, ...]
    backend: str
    hits: int | None
    failure: str = ""


def questions_put(dossier: Dossier, language: Language) -> Iterator[Put]:
    """Every question and search: those that answered, then those that did not."""
    sites = {query.text: query.sites for query in dossier.queries}
    for answer in dossier.searches:
        asked = one_line(answer.query), sites.get(answer.query, ())
        yield Put(*asked, answer.backend, answer.hits)
    for gap in dossier.gaps:
        if gap.stage == "search":
            asked = one_line(gap.query), sites.get(gap.query, ())
            yield Put(*asked, gap.backend, None, cause(gap.cause, language, gap.stage))


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
