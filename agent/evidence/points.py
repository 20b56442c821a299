"""The findings of a stored run against each other, changepoint by changepoint, and what is flagged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from agent.checks.across_points import (
    EDITION,
    REASON,
    Alike,
    Held,
    Placed,
    contradicted,
    of_points,
    verdicts,
    where,
    with_points,
    without_points,
)
from agent.details import Elsewhere, details
from agent.errors import StateError
from agent.evidence import Drift
from agent.findings import Dossier, Finding, Verdict
from agent.store import Store
from agent.store.likeness import Compared, Likenesses, Member, Place, Said

AT_ONCE = 200
"""Dossiers whose words are kept, or that are changed, in one transaction."""

Against = Mapping[int, Sequence[tuple[int, str, str, str]]]
"""By the position of a finding, what is held against it, as ``Held`` has it."""

Dossiers = Callable[[], Iterable[Dossier]]
"""Gives the dossiers of a run, each time anew and in the same order; only one is held at a time."""


def flag_across(store: Store, run: str) -> int:
    """Flag what contradicts itself in several changepoints; how many findings are flagged so.

    What was flagged before and no longer contradicts gets its status back. Only what is new since
    the last time, and what it has something in common with, is compared and written; it stays new
    until all of that is written. Raises StateError.
    """
    likenesses = Likenesses(store, run, EDITION)
    pending = likenesses.pending()
    said: dict[str, None] = {}
    for some in _parts(pending):
        said.update(dict.fromkeys(likenesses.note([_words_of(store, one) for one in some])))
    if pending:
        near = likenesses.neighbours(tuple(said))
        with Compared() as compared:
            numbers = likenesses.having_what(near)
            _compare(compared, ((n, store.bare_dossier(n)) for n in numbers))
            # What is pending may have been flagged for words that it has no more.
            flagged = likenesses.with_reason(REASON, {*numbers, *pending})
            stale = {place.dossier for place in flagged}
            for some in _parts(sorted({*compared.contradicted(), *stale})):
                each = ((n, _changed(_whole(store, n), compared.against(n), near)) for n in some)
                likenesses.replace((n, changed) for n, changed in each if changed)
        likenesses.settle(pending)
    return len(likenesses.with_reason(REASON))


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))


def _whole(store: Store, number: int) -> Dossier | None:
    """The dossier in this row; None where its pages are gone: every report says so, and lists nothing of it."""
    try:
        return store.dossier(number)
    except StateError:
        return None


def _words_of(store: Store, number: int) -> tuple[int, list[Said]]:
    """What the findings of a dossier say; nothing of those that are not compared."""
    dossier = store.bare_dossier(number)
    found = _placed(dossier) if dossier else ()
    return number, [(position, one.said, one.keys) for position, one in found]


def _placed(dossier: Dossier) -> Iterator[tuple[int, Placed]]:
    """The findings of a dossier that are compared, as if they had never been, with their positions."""
    for position, finding in enumerate(dossier.findings):
        placed = Placed(without_points(finding), where(dossier.changepoint))
        if placed.is_compared:
            yield position, placed


def _compare(compared: Compared, dossiers: Iterable[tuple[int, Dossier | None]]) -> None:
    """Hold against each finding what others of these dossiers contradict."""
    for number, dossier in dossiers:
        for position, one in _placed(dossier) if dossier else ():
            form = one.compared.model_dump_json()
            compared.add(Place(number, position), one.where, one.said, one.keys, form)
    for group in compared.groups():
        for place, held in contradicted(_alike(member) for member in group):
            compared.hold(place, *held)


def _alike(member: Member) -> Alike[Place]:
    finding = Finding.model_validate_json(member.form)
    return Alike(Placed(finding, member.places[0][1]), list(member.places))


def _changed(dossier: Dossier | None, against: Against, near: frozenset[str]) -> Dossier | None:
    """The dossier with what is held against its findings, or None where that changes nothing.

    Only those were compared with all that is like them that say one of ``near``, or nothing.
    """
    if dossier is None:
        return None
    said = {position: one.said for position, one in _placed(dossier)}
    findings = tuple(
        with_points(without_points(one), _verdicts(one, against.get(position, ())))
        if position not in said or said[position] in near
        else one
        for position, one in enumerate(dossier.findings)
    )
    return (
        None if findings == dossier.findings else dossier.model_copy(update={"findings": findings})
    )


def _verdicts(finding: Finding, told: Iterable[tuple[int, str, str, str]]) -> tuple[Verdict, ...]:
    return verdicts(finding, (Held(*one) for one in told))


def drifts_across(dossiers: Dossiers, file: str) -> Iterator[Drift]:
    """Findings whose stored contradictions are not those that the run gives today."""
    with Compared() as compared:
        _compare(compared, enumerate(dossiers()))
        for number, dossier in enumerate(dossiers()):
            told = compared.against(number)
            for position, one in enumerate(dossier.findings):
                before, now = of_points(one), _verdicts(one, told.get(position, ()))
                if before and _others(before) != _others(now):
                    was, is_now = (_words(told_then) for told_then in (before, now))
                    name = one.policy.name.value
                    place_of = {
                        "file": file,
                        "dossier": where(dossier.changepoint),
                        "finding": name,
                    }
                    yield Drift(**place_of, check="across", before=was, now=is_now)


def _others(verdicts: tuple[Verdict, ...]) -> set[tuple[int | None, str]]:
    told = ((v.claim, there) for v in verdicts for there in details([v.detail], Elsewhere))
    return {(claim, there.other or "") for claim, there in told}


def _words(verdicts: tuple[Verdict, ...]) -> str:
    others = details((verdict.detail for verdict in verdicts), Elsewhere)
    return "; ".join(f"{there.other or ''}: {there.page or ''}" for there in others) or "absent"
