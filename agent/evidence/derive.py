"""Every page read again from its bytes, every deterministic verdict derived again from the page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agent.cache import Cache
from agent.checks import Check, Subject, across, judge
from agent.checks.across_points import of_points, where, with_points
from agent.checks.entailment import Rules
from agent.checks.reported import status_without_page, with_words
from agent.errors import ReadFailed
from agent.evidence import Drift, Kept
from agent.fetch.copies import parsing
from agent.findings import Claim, Dossier, Finding, Verdict, claims_of
from agent.lazy import lazy_pattern
from agent.policy import REPORTED, Policy
from agent.readers import Readers
from agent.records import Fetched, Page
from agent.text.urls import url_identity

ABSENT = "absent"
BYTES_GONE = "for want of the bytes of a page: gone or damaged, put back a copy of them"
REMEMBERED = 200
"""Pages that were read again and are held: neighbours in a run often share them."""
READ_OTHERWISE = "another version of the reader reads the page otherwise"
PAGE_READ_OTHERWISE = "its page is read otherwise today"
MOVED = "the same words stand elsewhere in the text that is read today"
_PLACE = lazy_pattern(r"@[0-9a-f]{12}:\d+-\d+")


@dataclass
class _Looking:
    """What is found while a dossier is looked at again: drifts, and documents that are read otherwise.

    ``place`` are its names; ``readers`` the versions that read its pages; ``gone`` has the documents
    without bytes.
    """

    place: dict[str, str]
    readers: frozenset[str]
    found: list[Drift] = field(default_factory=list)
    read_otherwise: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Deriver:
    """What is needed to derive a dossier again: readers, checks, and what of a judgement counts.

    ``version`` and ``tables`` are those of today, by which a drift is explained.
    """

    readers: Readers
    checks: tuple[Check, ...]
    rules: Rules
    version: str = ""
    tables: Mapping[str, str] = field(default_factory=dict)
    _read: OrderedDict[tuple[str, ...], Page] = field(default_factory=OrderedDict)

    def drifts(self, dossier: Dossier, kept: Kept, file: str) -> tuple[Drift, ...]:
        """What of a dossier is no longer so, and why; nothing when all of it is."""
        place = {"file": file, "dossier": where(dossier.changepoint)}
        looking = _Looking(place, frozenset(dossier.provenance.readers.values()))
        again = [self._again(page, kept, looking) for page in dossier.pages]
        pages = [page for page in again if page]
        found = looking.found
        rules = other_rules(dossier, self.version, self.tables)
        unread = [one for one in dossier.findings if is_unread(one)]
        read = [one for one in dossier.findings if not is_unread(one)]
        derived = across(tuple(self._derived(one, dossier, pages) for one in read))
        for before, derived_now in zip(read, derived, strict=True):
            told = place | {"finding": before.policy.name.value}
            if _page_of(before.policy, pages) is None:
                # Its bytes are gone, or they cannot be read any more, which is told of the page.
                why = BYTES_GONE if before.policy.source in looking.gone else ""
                was = before.status.value
                found.append(Drift(**told, check="page", before=was, now=ABSENT, why=why))
                continue
            now = with_points(with_words(derived_now, before.own), of_points(before))
            otherwise = before.policy.source in looking.read_otherwise
            found += compared(before, now, told, PAGE_READ_OTHERWISE if otherwise else rules)
        for before in unread:
            told = place | {"finding": before.policy.name.value}
            status = status_without_page(before.own)
            now = before.model_copy(update={"status": status, "claims": claims_of(before.policy)})
            found += compared(before, now, told, rules)
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

    def _again(self, page: Page, kept: Kept, looking: _Looking) -> Page | None:
        """The page with its attachments from their bytes; what differs is noted."""
        whole = [self._one(document, kept, looking) for document in page.documents()]
        if whole[0] is None:
            return None
        attachments = tuple(document for document in whole[1:] if document)
        return whole[0].model_copy(update={"attachments": attachments})

    def _one(self, page: Page, kept: Kept, looking: _Looking) -> Page | None:
        body = kept.body_of(page.sha256)
        if body is None:
            told = f"{page.sha256} {page.url}"
            looking.gone.add(page.sha256)
            looking.found.append(
                Drift(**looking.place, check="page", before=told, now=ABSENT, why=BYTES_GONE)
            )
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
                drift = Drift(**looking.place, check="text", before=page.url, now=now)
                looking.found.append(drift)
                return None
            self._read[key] = again
            if len(self._read) > REMEMBERED:
                self._read.popitem(last=False)
        again = again.model_copy(update={"fetched_at": page.fetched_at, "by_hand": page.by_hand})
        _compare_pages(page, again, looking)
        return again


def other_rules(dossier: Dossier, version: str, tables: Mapping[str, str]) -> str:
    """What of rules and tables is not as it was when a dossier was made; empty for nothing."""
    made = dossier.provenance
    if made.version != version:
        return f"by the rules of version {version}, no longer {made.version}"
    others = [name for name, told in made.tables.items() if tables.get(name) != told]
    return f"by other tables: {', '.join(others)}" if others else ""


def is_unread(finding: Finding) -> bool:
    """True for an item of a report whose page was not read: it rests on the report's words alone."""
    return not finding.policy.source and finding.policy.extractor == REPORTED


def _page_of(policy: Policy, pages: Sequence[Page]) -> Page | None:
    """The page of a policy; of two addresses with the same bytes, its own."""
    having = [page for page in pages if page.sha256 == policy.source]
    own = url_identity(policy.url)
    exact = (page for page in having if url_identity(page.url) == own)
    return next(exact, next(iter(having), None))


def _compare_pages(before: Page, now: Page, looking: _Looking) -> None:
    """Note the parts of a page that a reader gives, where they are no longer the same.

    That another version of the reader gives the same is no drift.
    """
    if before.model_copy(update={"attachments": ()}) == now:
        return
    parts = sorted(Page.model_fields.keys() - {"attachments"})
    others = [part for part in parts if getattr(before, part) != getattr(now, part)]
    by_another = before.reader != now.reader and before.reader in looking.readers
    if by_another and others == ["reader"]:
        return
    if by_another:
        looking.read_otherwise.add(before.sha256)
    looking.found.append(
        Drift(
            **looking.place,
            check="text",
            before=f"{before.url} {before.reader}",
            now=f"{now.reader}: {', '.join(others)}",
            why=READ_OTHERWISE if by_another else "",
        )
    )


def compared(before: Finding, now: Finding, place: dict[str, str], why: str) -> list[Drift]:
    """Claims, verdicts by check and claim, and what follows from them; ``why`` explains the latter."""
    found = []
    if before.claims != claims_of(before.policy):
        found.append(Drift(**place, check="claims", before="as stored", now="not the policy's"))
    for check, claim in dict.fromkeys((v.check, v.claim) for v in before.verdicts + now.verdicts):
        old, new = (_told(f.verdicts, check, claim, f.claims) for f in (before, now))
        if old != new:
            was, is_now = "; ".join(old) or ABSENT, "; ".join(new) or ABSENT
            same = _PLACE.sub("", was) == _PLACE.sub("", is_now)
            reason = MOVED if why and same else why
            found.append(Drift(**place, check=check, before=was, now=is_now, why=reason))
    for part in ("status", "kind", "source_class", "publisher"):
        old_part, new_part = str(getattr(before, part)), str(getattr(now, part))
        if old_part != new_part:
            found.append(Drift(**place, check=part, before=old_part, now=new_part, why=why))
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
