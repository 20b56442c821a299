"""Every page read again from its bytes, every deterministic verdict derived again from the page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agent.cache import Cache
from agent.checks import Check, Subject, across, judge
from agent.checks.across_points import of_points, where, with_points
from agent.checks.entailment import Rules
from agent.checks.reported import status_without_page, with_words
from agent.errors import ReadFailed
from agent.evidence import Drift, Kept
from agent.fetch import PageReaders
from agent.fetch.copies import parsing
from agent.findings import Claim, Dossier, Finding, Verdict, claims_of
from agent.policy import REPORTED, Policy
from agent.records import Fetched, Page
from agent.text.urls import url_identity

ABSENT = "absent"
REMEMBERED = 200
"""Pages that were read again and are held: neighbours in a run often share them."""


@dataclass(frozen=True)
class Deriver:
    """What is needed to derive a dossier again: readers, checks, and what of a judgement counts."""

    readers: PageReaders
    checks: tuple[Check, ...]
    rules: Rules
    _read: OrderedDict[tuple[str, ...], Page] = field(default_factory=OrderedDict)

    def drifts(self, dossier: Dossier, kept: Kept, file: str) -> tuple[Drift, ...]:
        """What of a dossier is no longer so; nothing when all of it is."""
        place = {"file": file, "dossier": named(dossier)}
        found: list[Drift] = []
        pages: list[Page] = []
        for page in dossier.pages:
            again = self._again(page, kept, place, found)
            if again:
                pages.append(again)
        unread = [one for one in dossier.findings if is_unread(one)]
        read = [one for one in dossier.findings if not is_unread(one)]
        derived = across(tuple(self._derived(one, dossier, pages) for one in read))
        for before, derived_now in zip(read, derived, strict=True):
            told = place | {"finding": before.policy.name.value}
            if _page_of(before.policy, pages) is None:
                found.append(Drift(**told, check="page", before=before.status.value, now=ABSENT))
                continue
            now = with_points(with_words(derived_now, before.own), of_points(before))
            found += compared(before, now, told)
        for before in unread:
            told = place | {"finding": before.policy.name.value}
            status = status_without_page(before.own)
            now = before.model_copy(update={"status": status, "claims": claims_of(before.policy)})
            found += compared(before, now, told)
        return tuple(found)

    def _derived(self, finding: Finding, dossier: Dossier, pages: Sequence[Page]) -> Finding:
        """The finding as the checks see it today; as it was when its page cannot be had."""
        policy = finding.policy
        page = _page_of(policy, pages)
        if page is None:
            return finding
        point, window = dossier.changepoint, dossier.window
        judged = judge(policy, page, point, window, self.checks)
        return self.rules.replay(
            judged, Subject(policy, judged.claims, page, point, window), finding
        )

    def _again(
        self, page: Page, kept: Kept, place: dict[str, str], found: list[Drift]
    ) -> Page | None:
        """The page with its attachments from their bytes; what differs is added to ``found``."""
        whole = [self._one(document, kept, place, found) for document in page.documents()]
        if whole[0] is None:
            return None
        attachments = tuple(document for document in whole[1:] if document)
        return whole[0].model_copy(update={"attachments": attachments})

    def _one(
        self, page: Page, kept: Kept, place: dict[str, str], found: list[Drift]
    ) -> Page | None:
        body = kept.body_of(page.sha256)
        if body is None:
            told = f"{page.sha256} {page.url}"
            found.append(Drift(**place, check="page", before=told, now=ABSENT))
            return None
        content_type = kept.content_type(page)
        key = (page.sha256, page.url, page.answered_url, content_type, page.label)
        again = self._read.get(key)
        if again is None:
            fetched = Fetched(
                url=page.url,
                answered_url=page.answered_url,
                status=200,
                headers={"content-type": content_type},
                body=body,
                sha256=page.sha256,
                fetched_at=page.fetched_at,
            )
            try:
                with parsing(page.url):
                    again = self.readers.read(fetched, page.label)
            except ReadFailed as problem:
                now = f"cannot be read: {problem.cause}"
                found.append(Drift(**place, check="text", before=page.url, now=now))
                return None
            self._read[key] = again
            if len(self._read) > REMEMBERED:
                self._read.popitem(last=False)
        again = again.model_copy(update={"fetched_at": page.fetched_at, "by_hand": page.by_hand})
        found += _pages_compared(page, again, place)
        return again


def is_unread(finding: Finding) -> bool:
    """True for an item of a report whose page was not read: it rests on the report's words alone."""
    return not finding.policy.source and finding.policy.extractor == REPORTED


def _page_of(policy: Policy, pages: Sequence[Page]) -> Page | None:
    """The page of a policy; of two addresses with the same bytes, its own."""
    having = [page for page in pages if page.sha256 == policy.source]
    own = url_identity(policy.url)
    exact = (page for page in having if url_identity(page.url) == own)
    return next(exact, next(iter(having), None))


def _pages_compared(before: Page, now: Page, place: dict[str, str]) -> list[Drift]:
    """The parts of a page that a reader gives, where they are no longer the same."""
    if before.model_copy(update={"attachments": ()}) == now:
        return []
    parts = [
        part
        for part in sorted(Page.model_fields.keys() - {"attachments"})
        if getattr(before, part) != getattr(now, part)
    ]
    told = f"{before.url} {before.reader}"
    return [Drift(**place, check="text", before=told, now=f"{now.reader}: {', '.join(parts)}")]


def compared(before: Finding, now: Finding, place: dict[str, str]) -> list[Drift]:
    """Claims, verdicts by check and claim, and what follows from them."""
    found = []
    if before.claims != claims_of(before.policy):
        found.append(Drift(**place, check="claims", before="as stored", now="not the policy's"))
    for check, claim in dict.fromkeys((v.check, v.claim) for v in before.verdicts + now.verdicts):
        old, new = (_told(f.verdicts, check, claim, f.claims) for f in (before, now))
        if old != new:
            was, is_now = "; ".join(old) or ABSENT, "; ".join(new) or ABSENT
            found.append(Drift(**place, check=check, before=was, now=is_now))
    for part in ("status", "kind", "source_class", "publisher"):
        old_part, new_part = str(getattr(before, part)), str(getattr(now, part))
        if old_part != new_part:
            found.append(Drift(**place, check=part, before=old_part, now=new_part))
    return found


def _told(
    verdicts: Iterable[Verdict], check: str, claim: int | None, claims: tuple[Claim, ...]
) -> list[str]:
    """Verdicts as lines: label, reason, what is claimed, values, and where it stands."""
    lines = []
    for verdict in verdicts:
        if (verdict.check, verdict.claim) != (check, claim):
            continue
        line = f"{verdict.label.value} {verdict.reason}"
        if claim is not None and 0 <= claim < len(claims):
            line += f" [{claims[claim].field} {claims[claim].value}]"
        line += "".join(f" {name}={value}" for name, value in sorted(verdict.values.items()))
        if verdict.source:
            span = f"{verdict.span.start}-{verdict.span.end}" if verdict.span else "-"
            line += f" @{verdict.source[:12]}:{span}"
        lines.append(line if verdict.open else f"{line} (settled)")
    return sorted(lines)


def named(dossier: Dossier) -> str:
    """A dossier in a few words: province, sector, day."""
    return where(dossier.changepoint)


class InCache:
    """The bytes in a cache, with the headers of the fetch that brought them."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def body_of(self, sha256: str) -> bytes | None:
        """See ``Kept``."""
        return self._cache.bytes(sha256)

    def content_type(self, page: Page) -> str:
        """See ``Kept``; empty for a page without a record, as for one that was imported."""
        for record in self._cache.fetches(page.url):
            if (record.sha256, record.answered_url) == (page.sha256, page.answered_url):
                return record.content_type
        return ""

    def damaged(self) -> tuple[Drift, ...]:
        """Every kept page whose bytes do not have the hash they are filed under."""
        file = str(self._cache.root / "pages")
        return tuple(
            Drift(file=file, check="page", before=sha256, now="damaged")
            for sha256 in self._cache.shas()
            if self._cache.bytes(sha256) is None
        )
