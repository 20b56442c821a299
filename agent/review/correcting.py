"""A reviewer's own value for a claim: taken only with a passage that stands in the frozen page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent.findings import Finding
from agent.policy import DateRole
from agent.records import Interval, Page, Span
from agent.report.safe import one_line
from agent.review.passage import visible
from agent.store.reviews import Correction
from agent.text.dates import dates, iso, parse_date
from agent.text.document_numbers import normalise_document_number
from agent.text.fold import contains, locate

FIELDS = ("name", "date", "agency", "actor", "document_number", "status", "content", "impact")
"""Claims that can be corrected or added."""
LONGEST = 2_000
"""Characters of a passage; more is no evidence for one value."""


class Refused(Exception):
    """The correction is not taken; ``code`` names the sentence that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def correction(given: Mapping[str, str], finding: Finding, documents: Sequence[Page]) -> Correction:
    """The correction of a form, its passage located and its value found in it.

    Args:
        given: field, claim (its number, or empty to add one), role, value, source (sha256), quote,
            and start and end of the selection where the browser knew them. An empty value is read
            from the passage.
        finding: what is corrected.
        documents: the pages that may be quoted.

    Raises:
        Refused: the passage does not stand there, or the value does not stand in the passage.
    """
    field, claim, role = _place(given, finding)
    page = next((d for d in documents if d.sha256 == given.get("source")), None)
    if page is None:
        raise Refused("refused_page")
    span = _span(given, page.text)
    quote = page.text[span.start : span.end]
    value = one_line(given.get("value", "")) or _read(field, quote)
    if field == "date":
        value = _dated(value, quote)
    elif not _stands(field, value, quote):
        raise Refused("refused_value")
    return Correction(
        field=field,
        claim=claim,
        value=value,
        quote=quote,
        source=page.sha256,
        span=span,
        role=role,
    )


def joined(earlier: Sequence[Correction], put: Correction) -> tuple[Correction, ...]:
    """The corrections of before and one more, which takes the place only of one of the same claim.

    Without this a second correction of a finding would let the value come back that the first one
    put right.
    """
    return (*(known for known in earlier if _what(known) != _what(put)), put)


def _what(put: Correction) -> tuple[object, ...]:
    if put.claim is not None:
        return (put.claim,)
    # Several agencies may be added: they issue together.
    return put.field, put.role, put.value if put.field == "agency" else ""


def _place(given: Mapping[str, str], finding: Finding) -> tuple[str, int | None, str]:
    field, number = given.get("field", ""), given.get("claim", "")
    role = given.get("role", "") if field == "date" else ""
    if field not in FIELDS or (role and role not in set(DateRole)):
        raise Refused("refused_field")
    if not number:
        if field == "date" and not role:
            raise Refused("refused_role")
        return field, None, role
    if not (number.isascii() and number.isdecimal()) or int(number) >= len(finding.claims):
        raise Refused("refused_field")
    if finding.claims[int(number)].field != field:
        raise Refused("refused_field")
    return field, int(number), role


def _span(given: Mapping[str, str], text: str) -> Span:
    """Where the passage stands: as it was selected, else where its words are found exactly."""
    quote = given.get("quote", "").replace("\r\n", "\n")
    edges = [given.get(name, "") for name in ("start", "end")]
    numbers = [int(e) for e in edges if e.isascii() and e.isdecimal() and len(e) < 10]
    start, end = numbers if len(numbers) == 2 else (0, 0)
    if not quote.strip():
        raise Refused("refused_empty")
    if start < end <= len(text) and visible(text[start:end]) == quote:
        passage = text[start:end]
        start += len(passage) - len(passage.lstrip())
        found: Span | None = Span(start=start, end=start + len(passage.strip()))
    else:
        found = locate(quote, text, near=start if numbers else None)
    if found is None:
        raise Refused("refused_quote")
    if found.end - found.start > LONGEST:
        raise Refused("refused_long")
    return found


def _read(field: str, quote: str) -> str:
    if field != "date":
        return one_line(quote)
    found = {iso(mention.interval) for mention in dates(quote)}
    if len(found) != 1:
        raise Refused("refused_which_date")
    return found.pop()


def _dated(value: str, quote: str) -> str:
    """The ISO form of a date that the passage bears; the year may be the reviewer's."""
    interval = parse_date(value)
    if interval is None:
        raise Refused("refused_date")
    there = [m.interval for m in dates(quote, year=interval.start.year)]
    ends = (Interval.of_day(interval.start), Interval.of_day(interval.end))
    if (
        any(interval.contains(found) for found in there)
        or all(any(end == found for found in there) for end in ends)
        or "之日起" in quote
    ):
        return iso(interval)
    raise Refused("refused_value")


def _stands(field: str, value: str, quote: str) -> bool:
    if field == "document_number":
        wanted = normalise_document_number(value)
        if wanted and wanted == normalise_document_number(quote):
            return True
    return contains(quote, value)
