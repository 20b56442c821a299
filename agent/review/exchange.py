"""Decisions as a table for spreadsheets, and back again."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from agent.errors import UsageError
from agent.records import content_key
from agent.report.safe import MARK, csv_line
from agent.report.words import Language
from agent.review.correcting import Refused, correction, joined
from agent.review.desk import Case, Desk, Replaced
from agent.review.queue import Entry
from agent.review.words import fault_words, ui
from agent.store.reviews import Correction, Decision, Review, is_outdated

_PUT = ("field", "claim", "role", "value", "quote", "source")
"""What a correction has, under the names of its fields."""
COLUMNS = (
    *(
        "finding_key",
        "province",
        "sector",
        "changepoint",
        "status",
        "kind",
        "name",
        "url",
        "sha256",
    ),
    *("question", "decision", "fault", "note", *_PUT, "reviewer", "reviewed_at", "request"),
)
"""Columns of the table; what a person fills in stands from ``decision`` to ``reviewer``."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Fault:
    """A row that was not taken: where it stands and what is wrong with it."""

    line: int
    words: str


@dataclass(frozen=True)
class Incoming:
    """What a file brings: decisions that are new, how many were known, and rows not taken."""

    reviews: tuple[Review, ...]
    known: int
    empty: int
    faults: tuple[Fault, ...]


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unsafe(cell: str) -> str:
    """The cell as it was before ``safe``."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def rows(
    entries: Iterable[Entry], held: Mapping[str, tuple[Review, ...]], language: Language
) -> Iterator[dict[str, str]]:
    """A row for each decision and correction; a finding without any has one row, to be filled."""
    for entry in entries:
        found = entry.row
        told = {
            "finding_key": found.finding_key,
            "province": found.province,
            "sector": found.sector or "",
            "changepoint": str(found.at),
            "status": found.status.value,
            "kind": found.kind.value,
            "name": found.name,
            "url": found.url,
            "sha256": found.source,
            "question": fault_words(entry.fault, language) if entry.fault else "",
        }
        reviews = held.get(found.finding_key, ())
        if not reviews:
            yield told
        for review in reviews:
            decided = {
                "decision": review.decision.value,
                "fault": review.fault,
                "note": review.note,
                "reviewer": review.reviewer,
                "reviewed_at": review.reviewed_at.isoformat(),
                "request": review.request,
            }
            for put in review.corrections or (None,):
                given = ((name, getattr(put, name, None)) for name in _PUT)
                yield {**told, **decided, **{n: str(v) for n, v in given if v is not None}}


def as_csv(told: Iterable[Mapping[str, str]]) -> str:
    """A table with a byte order mark; no cell is a formula."""
    lines = (csv_line(safe(row.get(column, "")) for column in COLUMNS) for row in told)
    return MARK + csv_line(COLUMNS) + "".join(lines)


def incoming(text: str, desk: Desk, reviewer: str, language: Language) -> Incoming:
    """The decisions of a table, each row held to the store.

    A decision is known when its request is and says the same, or when the reviewer's decision in
    force on the finding already says the same and need not be asked again; a row that was changed since it was exported is a
    new decision. Corrections of one finding by one reviewer are one decision. Rows without a
    decision are left alone; rows with faults are told and not taken. Corrections are looked up in
    the frozen page like those of the review page.

    Args:
        text: the file.
        desk: the store, and the clock for rows without a time.
        reviewer: who decided in rows that name nobody.
        language: of what is told of faults.
    """
    told: list[Review] = []
    faults: list[Fault] = []
    empty = 0
    for line, row in _rows(text):
        if not row.get("decision", "").strip():
            empty += 1
            continue
        try:
            _add(told, _review(row, desk, reviewer, language), desk)
        except ValueError as problem:
            faults.append(Fault(line, str(problem)))
    held: dict[tuple[str, str], list[Review]] = defaultdict(list)
    now = desk.snapshot()
    for review in (r for reviews in now.held.values() for r in reviews):
        entry = now.by_key.get(review.finding_key)
        if entry is None or not is_outdated(review, entry.row.status, entry.row.doubts):
            held[_whose(review)].append(review)
    kept = {(r.request, *_whose(r)): r for r in desk.history}
    fresh: list[Review] = []
    for review in told:
        new = _unknown(review, kept, desk.clock())
        if new is not None and _said(new) not in map(_said, held[_whose(new)]):
            held[_whose(new)].append(new)
            fresh.append(new)
    return Incoming(tuple(fresh), len(told) - len(fresh), empty, tuple(faults))


def _add(told: list[Review], review: Review, desk: Desk) -> None:
    """Put a decision behind the others; a further correction of the same finding into its own."""
    if not review.corrections:
        told.append(review)
        return
    (put,) = review.corrections
    about = (review.request, *_whose(review))
    known = (i for i, r in enumerate(told) if r.corrections and (r.request, *_whose(r)) == about)
    place = next(known, None)
    if place is not None:
        earlier = told[place].corrections
    else:
        earlier = () if review.request else desk.corrected(*_whose(review))
        place = len(told)
    told[place : place + 1] = [review.model_copy(update={"corrections": joined(earlier, put)})]


def _unknown(
    review: Review, kept: Mapping[tuple[str, str, str], Review], now: datetime
) -> Review | None:
    """The decision as it is to be kept; None when its act is known and said the same."""
    first = kept.get((review.request, *_whose(review))) if review.request else None
    if first is None:
        return review
    if _said(first) == _said(review):
        return None
    # Somebody changed the row in a spreadsheet: that was decided now, and counts once.
    said = review.model_dump(mode="json", include={"decision", "note", "fault", "corrections"})
    request = content_key(["changed row", review.request, said])
    if (request, *_whose(review)) in kept:
        return None
    return review.model_copy(update={"request": request, "reviewed_at": now})


def _whose(review: Review) -> tuple[str, str]:
    return review.finding_key, review.reviewer


def _said(review: Review) -> tuple[object, ...]:
    return review.says, review.note, review.fault


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line each begins on. Raises UsageError when it is no such table."""
    first = text.partition("\n")[0]
    # Spreadsheets of many countries write semicolons or tabs where others write commas.
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        if not {"finding_key", "decision"} <= set(head):
            raise UsageError(
                "the file has no columns finding_key and decision",
                hint="begin with: research review export --which queue --out decisions.csv",
            )
        line = reader.line_num + 1
        for cells in reader:
            if any(cells):
                yield line, dict(zip(head, map(unsafe, cells), strict=False))
            line = reader.line_num + 1
    except csv.Error as problem:
        raise UsageError(f"line {reader.line_num}: no CSV: {problem}") from problem


def _review(row: Mapping[str, str], desk: Desk, reviewer: str, language: Language) -> Review:
    """The decision of a row. Raises ValueError in words."""
    known = row["decision"].strip().lower()
    if known not in set(Decision) - {Decision.WITHDRAWN}:
        raise ValueError(f"decision {known!r} is none of accept, correct, reject, unsure")
    try:
        case = desk.case(row["finding_key"].strip())
    except Replaced:
        raise ValueError(f"no finding {row['finding_key']!r} in this store") from None
    fault = row.get("fault", "").strip()
    if fault and fault not in {v.check for v in case.finding.verdicts}:
        raise ValueError(f"fault {fault!r} is no check of this finding")
    name = row.get("reviewer", "").strip() or reviewer
    if not name.isprintable() or len(name) > 100:
        raise ValueError(f"reviewer {name!r} is no name")
    at = _time(row.get("reviewed_at", "").strip(), desk.clock())
    corrections: tuple[Correction, ...] = ()
    if known == Decision.CORRECT:
        try:
            corrections = (correction(_with_source(row, case), case.finding, case.documents),)
        except Refused as refusal:
            raise ValueError(ui(language)[refusal.code]) from None
    return desk.about(
        case.row,
        reviewed_at=at,
        reviewer=name,
        decision=Decision(known),
        note=row.get("note", "").strip()[:2000],
        fault=fault,
        corrections=corrections,
        request=row.get("request", "").strip(),
    )


def _with_source(row: Mapping[str, str], case: Case) -> dict[str, str]:
    """A row of a spreadsheet need not name the page, nor the number of the only such claim."""
    field = row.get("field", "").strip()
    claims = [i for i, claim in enumerate(case.finding.claims) if claim.field == field]
    claim = row.get("claim", "").strip() or (str(claims[0]) if len(claims) == 1 else "")
    source = row.get("source", "").strip() or case.finding.policy.source
    return {
        **row,
        "field": field,
        "claim": claim,
        "source": source,
        "role": row.get("role", "").strip(),
    }


def _time(text: str, now: datetime) -> datetime:
    if not text:
        return now
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"reviewed_at {text!r} is no time") from None
    if at.tzinfo is None:
        raise ValueError(f"reviewed_at {text!r} has no zone")
    if at > now:
        raise ValueError(f"reviewed_at {text!r} has not come yet")
    return at


def read(path: Path) -> str:
    """A file that a person edited. Raises UsageError."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise UsageError(f"cannot read {path}: {problem.strerror or problem}") from problem
    except UnicodeDecodeError as problem:
        raise UsageError(
            f"{path} is no UTF-8 text", hint='save it as "CSV UTF-8" in the spreadsheet'
        ) from problem
