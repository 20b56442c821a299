"""Faults that were seen, as small invented inputs: ``faults/pages`` and ``faults/events.jsonl``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from agent.checks import judge
from agent.errors import ReadFailed
from agent.findings import Status
from agent.policy import DateRole, Policy, PolicyKind, Quoted, QuotedDate
from agent.readers import Readers
from agent.records import Changepoint, Page, StatedDate
from agent.wiring import READERS, Config
from agent.wiring.members import LateReader, checks, knowledge
from tests.answers import answer
from tests.eval.cases import Case, measure
from tests.eval.corpus import Corpus
from tests.eval.happenings import first_reason, read
from tests.eval.table import Measure

PAGES, EVENTS = "faults/pages", "faults/events"
LENGTH_OF_A_DAY = len("2024-11-08")


def faults(corpus: Corpus) -> tuple[Measure, ...]:
    """Pages that read as they should, and what is verified of happenings that did or did not."""
    if not (corpus.root / "faults").is_dir():
        return ()
    return (_pages(corpus), *_events(corpus))


def _pages(corpus: Corpus) -> Measure:
    # Without the extra ocr, which would read the pictures that a page shows in place of a text.
    own = Readers({media: LateReader(*member) for media, member in READERS.items()})
    rows = []
    for row in corpus.rows("faults/pages/expected.jsonl"):
        body = (corpus.root / PAGES / row["file"]).read_bytes()
        wrong = list(faults_of(row, body, own))
        rows.append(
            Case(
                row["file"], not wrong, "; ".join(wrong) or "as it should", row["file"], row["kind"]
            )
        )
    return measure(PAGES, "read as they should", rows, split=False)


def faults_of(row: Mapping[str, Any], body: bytes, own: Readers) -> Iterator[str]:
    """Everything that a page does not say as it should.

    Args:
        row: how it is answered, and what is ``expected``: a field of the metadata, ``refusal``
            (the cause), ``body_has`` and ``body_not`` (words), ``links_has`` (an attachment),
            ``silent`` (a gap of whatever cause, of the page or of those of its pages that it names).
        body: its bytes.
        own: the readers.
    """
    given = answer(body, url=row["url"], content_type=row["content_type"], status=row["status"])
    refusal = own.refusal(given)
    page: Page | None = None
    try:
        page = own.read(given)
    except ReadFailed as failed:
        gap: str | None = refusal or failed.cause
    else:
        gap = refusal
    text = page.body_text if page else ""
    for key, wanted in row["expected"].items():
        if key == "body_has":
            yield from (f"lost {word}" for word in wanted if word not in text)
        elif key == "body_not":
            yield from (f"kept {word}" for word in wanted if word in text)
        elif key == "links_has":
            if not (page and any(wanted in link.url for link in page.attachment_links)):
                yield f"no link to {wanted}"
        elif key == "silent":
            if not gap and _pages_told(page) != wanted:
                yield "read as a page, nothing said"
        elif (found := refusal if key == "refusal" else _stated(page, key)) != wanted:
            yield f"{key} {found}"


def _pages_told(page: Page | None) -> str:
    """The gap that fetching tells of a page some pages of which are pictures (see test_opener)."""
    numbers = page.pictures if page else ()
    if not numbers or numbers != tuple(range(numbers[0], numbers[-1] + 1)):
        return ""
    return f"scanned pages {numbers[0]}-{numbers[-1]}"


def _stated(page: Page | None, key: str) -> str | None:
    """A field of a page's metadata as a person would write it."""
    stated = getattr(page.meta, key) if page else None
    if isinstance(stated, StatedDate):
        return str(stated.interval)
    return stated.value if stated else None


def _events(corpus: Corpus) -> Iterator[Measure]:
    known = knowledge(Config(cache=Path()))
    members = checks(known)
    rows = []
    for row in corpus.rows("faults/events.jsonl"):
        page = read(row | {"date": f"{row['page_date']} 08:00", "source": "新华社"})
        day = row["date"][:LENGTH_OF_A_DAY]
        when = date.fromisoformat(day if len(day) == LENGTH_OF_A_DAY else f"{day}-01")
        point = Changepoint(province=row["province"], sector=row["sector"], date=when)
        found = judge(_claimed(row, page), page, point, point.window(), members)
        outcome = f"{found.status.value} {first_reason(found)}".strip()
        told = f"{row['kind']}: {row['claim']} {row['date']}"
        verified = found.status is Status.VERIFIED
        rows.append((row["verified"], Case(row["id"], verified, outcome, row["id"], told)))
    happened = [case for true, case in rows if true]
    yield measure(EVENTS, "that happened: verified", happened, split=False)
    others = [case for true, case in rows if not true]
    yield measure(EVENTS, "that did not happen: verified", others, "fewer", split=False)


def _claimed(row: Mapping[str, Any], page: Page) -> Policy:
    sha = page.sha256
    when = QuotedDate(value=row["date"], quote=None, source=sha, role=DateRole.OCCURRENCE)
    step = row["status"]
    return Policy(
        kind=PolicyKind.EVENT,
        name=Quoted(value=row["claim"], quote=None, source=sha),
        dates=(when,),
        status=Quoted(value=step, quote=None, source=sha) if step else None,
        url=page.url,
        source=sha,
        extractor="eval",
    )
