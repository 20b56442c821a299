"""What a dossier says of its looking, derived again: questions, answers, gaps and the outcome.

No network is asked: what was to be asked follows from the tables, what an answer may hold from the
questions, and what a gap means from the rule of agent.coverage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent.checks.across_points import where, without_points
from agent.coverage import outcome_of, weigh
from agent.evidence import Drift
from agent.findings import Dossier
from agent.records import Query
from agent.text.urls import url_identity

Planned = Callable[[Dossier], tuple[Query, ...] | None]
"""The questions that today's tables ask of a dossier's window, None where they are other tables."""


def drifts_of_looking(dossier: Dossier, planned: Planned, file: str) -> tuple[Drift, ...]:
    """What of the looking is no longer so; an audit's dossier has none: nothing was searched."""
    if dossier.is_audit:
        return ()
    told = [*_questions(dossier, planned), *_answers(dossier), *_outcome(dossier)]
    return tuple(
        Drift(file=file, dossier=where(dossier.changepoint), check=check, before=before, now=now)
        for check, before, now in told
    )


def _questions(dossier: Dossier, planned: Planned) -> Iterator[tuple[str, str, str]]:
    now = planned(dossier) if dossier.queries else None
    # Those of the user and of the second round do not follow from the tables.
    first = tuple(query for query in dossier.queries if query.round == 1)
    if now is not None:
        # Questions of a form that no search took part for were not put to any.
        forms = {query.short for query in first}
        now = tuple(query for query in now if query.short in forms)
    if now is not None and now != first:
        other = len(set(now) ^ set(first))
        yield "searches", f"{len(first)} questions", f"{len(now)}, {other} of them others"


def _answers(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """Each answer and each search that failed belongs to a question; what was opened was found."""
    if not dossier.queries:
        return
    asked = {query.text for query in dossier.queries}
    failed = {gap.query for gap in dossier.gaps if gap.stage == "search"}
    answered = {answer.query for answer in dossier.searches}
    for text in sorted((answered | failed) - asked):
        yield "searches", "an answer", f"to no question: {text}"
    for text in sorted(asked - answered - failed - _put_to_none(dossier, answered | failed)):
        yield "searches", f"a question: {text}", "no answer and no gap"
    found = {url_identity(hit.url) for hit in dossier.hits}
    for url in dossier.selected:
        if url_identity(url) not in found:
            yield "searches", f"found: {url}", "in no answer"


def _put_to_none(dossier: Dossier, settled: set[str]) -> set[str]:
    """Questions of single words where no search that wants such took part.

    Those of a search that had been asked as often as it may be stand in the notes, by number.
    """
    long = {query.text for query in dossier.queries if not query.short}
    short = {query.text for query in dossier.queries if query.short} - long
    if any("questions were not asked" in note for note in dossier.notes):
        return {query.text for query in dossier.queries}
    return set() if short & settled else short


def _outcome(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    covered = not dossier.queries or any(answer.covers for answer in dossier.searches)
    # What was flagged across changepoints was flagged after the outcome was known.
    before = dossier.model_copy(
        update={"findings": tuple(without_points(one) for one in dossier.findings)}
    )
    weighed = before.model_copy(update={"gaps": weigh(before, covered=covered)})
    material = [[gap.target for gap in one.gaps if gap.material] for one in (dossier, weighed)]
    if material[0] != material[1]:
        yield "gaps", f"{len(material[0])} that matter", f"{len(material[1])}"
    now = outcome_of(weighed, covered=covered)
    if now is not dossier.outcome:
        yield "outcome", dossier.outcome.value, now.value
