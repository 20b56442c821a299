"""A changepoint in a screen: the outcome, a line a finding, what is open, and what to type next.

Only what the full report says too, and less of it; words are cut by the terminal, never by us.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from agent.findings import Dossier, Outcome, Status
from agent.policy import DateRole
from agent.report import NOTHING, Beside
from agent.report.distances import distances_of
from agent.report.finding_view import FindingView
from agent.report.items import aside_word, background, left_out, listed, name_told, standing
from agent.report.publisher import UNKNOWN
from agent.report.reviewed import as_reviewed
from agent.report.safe import one_line, plain
from agent.report.summary import coverage, gap_lines, point_heading, sample_note, subject
from agent.report.words import Language, joined, say, word
from agent.text.urls import host_of

GAPS = 4
"""Lines of what could not be looked at; the full report has them all."""
SHOWN_ROLES = (
    DateRole.OCCURRENCE,
    DateRole.IN_FORCE,
    DateRole.EFFECTIVE,
    DateRole.ISSUED,
    DateRole.SIGNED,
    DateRole.ANY,
)
"""Which date of a finding a line shows, the first that holds."""
MARKS = {Status.VERIFIED.value: "✓", Status.FLAGGED.value: "?", UNKNOWN: "○"}

Style = Literal["title", "good", "open", "bad", "dim", "plain"]


@dataclass(frozen=True)
class DigestLine:
    """A line: its style, and its cells; of a finding mark, days, name and host."""

    style: Style
    cells: tuple[str, ...]


def _line(style: Style, *cells: str) -> DigestLine:
    return DigestLine(style, cells)


def digest(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING, *, sample: bool
) -> tuple[DigestLine, ...]:
    """The lines of one screen for each changepoint, and the commands that go on from here."""
    lines: list[DigestLine] = []
    invented = flagged = False
    for dossier in as_reviewed(dossiers, beside.reviews):
        lines += _of_point(dossier, language)
        invented |= dossier.provenance.invented
        flagged |= any(standing(f) == Status.FLAGGED.value for f in listed(dossier))
    if invented:
        lines.append(_line("open", sample_note(language)))
    lines += _next(beside, language, flagged=flagged, sample=sample)
    return tuple(lines)


def _of_point(dossier: Dossier, language: Language) -> Iterator[DigestLine]:
    heading = f"{subject(dossier, language)} · {point_heading(dossier, language)}"
    yield _line("title", plain(one_line(heading)))
    yield _outcome(dossier, language)
    for finding in listed(dossier):
        yield _finding(FindingView(finding, dossier), language)
    aside = Counter(aside_word(f, language) for f in (*left_out(dossier), *background(dossier)))
    if aside:
        told = joined((f"{name} {number}" for name, number in aside.items()), language)
        yield _line("dim", say("digest_left_out", language, words=told))
    gaps = gap_lines(dossier, language)
    if gaps:
        yield _line("dim", say("digest_gaps", language, n=max(len(dossier.gaps), len(gaps))))
        yield from (_line("dim", f"  {plain(line)}") for line in gaps[:GAPS])
        if len(gaps) > GAPS:
            yield _line("dim", f"  {say('digest_more', language, n=len(gaps) - GAPS)}")
    yield _line("dim", coverage(dossier, language))
    yield _line("plain", "")


def _outcome(dossier: Dossier, language: Language) -> DigestLine:
    """What came of it: found, none found, or that something that matters could not be looked at."""
    tally = Counter(standing(finding) for finding in listed(dossier))
    verified, flagged = tally[Status.VERIFIED.value], tally[Status.FLAGGED.value]
    found = say("digest_found", language, verified=verified, flagged=flagged)
    if tally[UNKNOWN]:
        found += f"{say('comma', language)}{say('unknown_publisher', language)} {tally[UNKNOWN]}"
    told = found if tally else say("digest_none", language)
    if dossier.outcome is Outcome.INCOMPLETE:
        told = f"{say('digest_incomplete', language)} · {told}"
        return _line("bad", told)
    return _line("good" if tally else "plain", told)


def _finding(view: FindingView, language: Language) -> DigestLine:
    finding = view.finding
    of = standing(finding)
    style: Style = "good" if of == Status.VERIFIED.value else "open"
    name, host = name_told(finding, language), host_of(finding.policy.url)
    return _line(style, MARKS[of], _days(view, language), plain(name), plain(host))


def _days(view: FindingView, language: Language) -> str:
    """One date by its role and its days from the changepoint: 施行 -7 天, 有效期 -7…+143 天."""
    for role in SHOWN_ROLES:
        for told in view.of_fields("date"):
            ends = distances_of(told.claim, view.dossier.changepoint)
            if told.claim.role is not role or not ends:
                continue
            named = word("role", role.value, language)
            days = "…".join(f"{one.days:+d}" if one.days else "0" for one in ends)
            return say("digest_days", language, role=named, days=days)
    return ""


def _next(
    beside: Beside, language: Language, *, flagged: bool, sample: bool
) -> Iterator[DigestLine]:
    """The run and the commands that a user types next."""
    yield _line("dim", say("digest_meaning", language))
    if not beside.runs:
        return
    run = beside.runs[-1].id
    yield _line("plain", say("digest_run", language, run=run))
    commands = [f"research report {run} --format text"]
    commands += [f"research review --run {run}"] if flagged else []
    commands += [f"research report {run} --out {'sample' if sample else 'supplement'}.xlsx"]
    for number, command in enumerate(commands):
        lead = say("digest_next", language) if not number else ""
        yield _line("plain", f"{lead:<5} {command}")
