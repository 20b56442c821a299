"""What people decided about findings. Rows are only ever added: an undo is a row too."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from pydantic import AwareDatetime, ValidationError

from agent.errors import StateError
from agent.findings import CUT, Finding, Label, Status, Verdict
from agent.records import Record, Span, content_key
from agent.store.database import Database, insert
from agent.store.listing import Doubt
from agent.text.names import core_name
from agent.text.urls import url_identity

NOT_ASKED = ("across.duplicate", "across.one_origin")
"""Reasons that nobody is asked to settle; acceptance leaves them as they are."""
Doubted = tuple[str, str | None, str | None, Label]
"""Check, field and claimed value of what the checks do not support, and how they judged it."""


class Decision(StrEnum):
    """What a reviewer decided; WITHDRAWN takes the reviewer's last decision back.

    ACCEPT: what is claimed stands, and the finding belongs to its changepoint. REJECT: it does
    not. Both are about the finding and not about the program, whatever the program thought of it.
    """

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


class Correction(Record):
    """What a reviewer put in place of a claim, and the passage it rests on.

    ``field`` and ``claim`` name the claim (its position in the finding; None adds one); ``span``
    lies in the text of the page or attachment with the bytes ``source``, and ``quote`` is what
    stands there. A date is an ISO value, and ``role`` says of what.
    """

    field: str
    claim: int | None
    value: str
    quote: str
    source: str
    span: Span
    role: str = ""


class Seen(Record):
    """What a reviewer had before the eyes: so that a later run can say what has changed since.

    ``run`` is the stored run, ``page`` the sha256 of the page, ``verdicts`` the key of what the
    checks said (``verdicts_key``), ``doubted`` what an acceptance overrules; None in decisions of
    versions that did not keep it.
    """

    run: str
    status: str
    page: str
    verdicts: str
    doubted: tuple[Doubted, ...] | None = None

    @classmethod
    def of(cls, run: str, page: str, status: Status, doubts: Sequence[Doubt]) -> Seen:
        """What a finding of this status shows, of which the checks doubt this much."""
        return cls(
            run=run,
            status=status.value,
            page=page,
            verdicts=doubts_key(status, doubts),
            doubted=tuple(_overruled(doubts)),
        )


class Review(Record):
    """One decision of one reviewer about one finding.

    ``id`` counts the stored rows and is 0 before it is stored. ``fault`` is the check that a
    rejection is about (place, date …), empty for the finding as a whole. ``request`` names the act
    that decided: several findings may share it, and the same act sent again counts once.
    """

    id: int = 0
    finding_key: str
    changepoint_key: str
    thing_key: str
    reviewed_at: AwareDatetime
    reviewer: str
    decision: Decision
    note: str = ""
    fault: str = ""
    corrections: tuple[Correction, ...] = ()
    seen: Seen | None = None
    request: str = ""

    @property
    def says(self) -> tuple[Decision, frozenset[tuple[str, int | None, str]]]:
        """The decision and the corrected values: what two reviewers agree on or not."""
        return self.decision, frozenset((c.field, c.claim, c.value) for c in self.corrections)


def thing_key(changepoint_key: str, url: str, name: str) -> str:
    """Identity of the thing a finding is about, whatever its page says of it today.

    The changepoint, the address, and the name without issuer, brackets and spaces.
    """
    return content_key(["thing", changepoint_key, url_identity(url), core_name(name)])


def verdicts_key(finding: Finding) -> str:
    """Identity of what the checks doubt in a finding."""
    return doubts_key(finding.status, doubts_of(finding))


def doubts_of(finding: Finding) -> tuple[Doubt, ...]:
    """The verdicts of a finding that do not support, as its rows tell them."""
    doubted = (v for v in finding.verdicts if v.label is not Label.SUPPORTED)
    return tuple(map(partial(_doubt, finding), doubted))


def _doubt(finding: Finding, verdict: Verdict) -> Doubt:
    claim = None if verdict.claim is None else finding.claims[verdict.claim]
    return Doubt(
        check=verdict.check,
        label=verdict.label,
        reason=verdict.reason,
        field=claim.field if claim else None,
        claimed=claim.value if claim else None,
        details=verdict.values,
        open=verdict.open,
    )


def doubts_key(status: Status, doubts: Iterable[Doubt]) -> str:
    """The same from rows; supported verdicts do not count."""
    told = [
        [d.check, d.label.value, d.reason, d.field, d.claimed, d.details]
        for d in doubts
        if d.label is not Label.SUPPORTED
    ]
    return content_key(["doubts", status.value, told])


def _overruled(doubts: Iterable[Doubt]) -> list[Doubted]:
    """What an acceptance overrules. A sentence that only lacks evidence stays cut whoever accepts."""
    return [
        (d.check, d.field, d.claimed, d.label)
        for d in doubts
        if d.label is not Label.SUPPORTED
        and d.reason not in NOT_ASKED
        and not (d.field in CUT and d.label is Label.NOT_ENOUGH_INFO)
    ]


def is_outdated(review: Review, status: Status, doubts: Sequence[Doubt]) -> bool:
    """True when a decision would overrule what its reviewer did not see: it must be asked again.

    That is when it let a finding stand, and the checks have come to refute something since, or to
    doubt what they supported; of fewer doubts nobody need be asked. Of a decision that did not keep
    what was doubted it is when they say something else, and refute anything or give a worse status.

    Args:
        review: the decision.
        status: what the checks make of its finding now.
        doubts: what they do not support now.
    """
    seen = review.seen
    if seen is None or review.decision not in (Decision.ACCEPT, Decision.CORRECT):
        return False
    if seen.verdicts == doubts_key(status, doubts):
        return False
    now = _overruled(doubts)
    if seen.doubted is None:
        worse = status.rank > Status(seen.status).rank
        return worse or any(label is Label.REFUTED for *_, label in now)
    # Counted, for two dates of a finding may have one value.
    if Counter(one for one in now if one[3] is Label.REFUTED) - Counter(seen.doubted):
        return True
    return bool(Counter(one[:3] for one in now) - Counter(one[:3] for one in seen.doubted))


def standing(
    reviews: Sequence[Review], status: Status, doubts: Sequence[Doubt]
) -> tuple[Review, ...]:
    """Those of the decisions in force on a finding that are not to be asked again."""
    return tuple(r for r in reviews if not is_outdated(r, status, doubts))


def in_force(history: Iterable[Review]) -> dict[str, tuple[Review, ...]]:
    """The decisions that hold, by finding key: oldest first, at most one a reviewer.

    A reviewer's newer decision takes the place of the older one, and a withdrawal brings the older
    one back.
    """
    stacks: dict[str, dict[str, list[Review]]] = {}
    for review in sorted(history, key=lambda r: (r.reviewed_at, r.id)):
        stack = stacks.setdefault(review.finding_key, {}).setdefault(review.reviewer, [])
        if review.decision is not Decision.WITHDRAWN:
            stack.append(review)
        elif stack:
            stack.pop()
    held = {
        key: sorted((s[-1] for s in each.values() if s), key=lambda r: (r.reviewed_at, r.id))
        for key, each in stacks.items()
    }
    return {key: tuple(reviews) for key, reviews in held.items() if reviews}


def visible_to(
    reviewer: str, held: Mapping[str, tuple[Review, ...]]
) -> dict[str, tuple[Review, ...]]:
    """Of decisions in force, those a reviewer may see: the own ones, and all once one is given.

    Reviewers are blind to each other until both have decided.
    """
    return {
        key: reviews
        for key, reviews in held.items()
        if any(review.reviewer == reviewer for review in reviews)
    }


def disagree(reviews: Iterable[Review]) -> bool:
    """True when reviewers of one finding do not all say the same."""
    return len({review.says for review in reviews}) > 1


def unsettled(reviews: Sequence[Review]) -> bool:
    """True when the decisions on one finding leave it to people: they differ, or are unsure."""
    return disagree(reviews) or any(r.decision is Decision.UNSURE for r in reviews)


@dataclass(frozen=True)
class Reviews:
    """The decisions in research.db, which is open. Safe to use from several threads and processes."""

    database: Database

    def add(self, *reviews: Review) -> tuple[Review, ...]:
        """Keep decisions, all of them or none.

        A reviewer's decision on a finding whose request is stored already is not kept again.
        Without a request one is made from what the decision says, who says it and when.

        Returns:
            The decisions as they are stored, those of before included.

        Raises:
            StateError: they could not be written.
        """
        with self.database.transaction() as connection:
            return tuple(_stored(connection, _with_request(review)) for review in reviews)

    def undo(self, reviewer: str, at: datetime, request: str | None = None) -> tuple[Review, ...]:
        """Take back what a reviewer decided in one act, by default in the last that still holds.

        Findings on which the reviewer has decided anew since are left alone.

        Args:
            reviewer: whose act it was; nobody takes back what another decided.
            at: now.
            request: the act.

        Returns:
            The decisions that no longer hold; none when there is nothing to take back.

        Raises:
            StateError: it could not be written.
        """
        with self.database.transaction() as connection:
            rows = connection.execute("SELECT * FROM reviews WHERE reviewer = ?", (reviewer,))
            held = [r for each in in_force(map(_review, rows)).values() for r in each]
            if request is None:
                request = max(held, key=lambda r: r.id).request if held else ""
            gone = tuple(review for review in held if review.request == request)
            for review in gone:
                back = {
                    "id": 0,
                    "decision": Decision.WITHDRAWN,
                    "reviewed_at": max(at, review.reviewed_at),
                    "note": "",
                    "fault": "",
                    "corrections": (),
                    "request": f"undo {review.id}",
                }
                _stored(connection, review.model_copy(update=back))
        return gone

    def history(self, *, after: int = 0) -> tuple[Review, ...]:
        """Every row, withdrawals too, in the order they were kept; those after a row's id."""
        rows = self.database.rows("SELECT * FROM reviews WHERE id > ? ORDER BY id", after)
        return tuple(map(_review, rows))

    def marks(self) -> dict[str, str]:
        """By changepoint key, what changes when anything is decided there.

        Under the empty key stand the oldest rows, which name no changepoint.
        """
        rows = self.database.rows(
            "SELECT coalesce(changepoint_key, '') AS point, count(*) AS number, max(id) AS last"
            " FROM reviews GROUP BY 1"
        )
        return {row["point"]: f"{row['number']}-{row['last']}" for row in rows}

    def in_force(self) -> dict[str, tuple[Review, ...]]:
        """The decisions that hold, by finding key; see the function of this name."""
        return in_force(self.history())


def _with_request(review: Review) -> Review:
    if review.request:
        return review
    told = review.model_dump(mode="json", exclude={"id", "request", "seen"})
    return review.model_copy(update={"request": content_key(["review", told])})


def _stored(connection: sqlite3.Connection, review: Review) -> Review:
    row = {
        **review.model_dump(mode="json", exclude={"id", "corrections", "seen"}),
        "corrections": json.dumps(
            [c.model_dump(mode="json") for c in review.corrections], ensure_ascii=False
        ),
        "seen": review.seen.model_dump_json() if review.seen else None,
    }
    known = "ON CONFLICT (request, reviewer, finding_key) DO NOTHING"
    insert(connection, "reviews", row, known)
    kept = connection.execute(
        "SELECT * FROM reviews WHERE request = ? AND reviewer = ? AND finding_key = ?",
        (review.request, review.reviewer, review.finding_key),
    ).fetchone()
    return _review(kept)


def _review(row: sqlite3.Row) -> Review:
    told = dict(row)
    # Rows of the first format know neither the changepoint nor the thing, nor what was seen.
    told |= {name: told[name] or "" for name in ("changepoint_key", "thing_key", "request")}
    try:
        told["seen"] = json.loads(told["seen"]) if told["seen"] else None
        told["corrections"] = json.loads(told["corrections"])
        return Review.model_validate(told)
    except (ValidationError, ValueError) as error:
        raise StateError(
            f"review {told['id']} in research.db cannot be read",
            hint="it was written by another version, or changed by hand",
        ) from error
