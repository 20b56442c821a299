"""The flow of an audit, from paths to judgements. What touches the world comes in as arguments."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from agent.audit import judgement
from agent.audit.among import Known, Once, across_items, once_each
from agent.audit.files import read_files
from agent.audit.heads import Heads
from agent.audit.items import Audit, Audited, Judgement, Parsed
from agent.audit.parse import parse
from agent.audit.place import PlaceOfItem
from agent.audit.rebuild import claimed_dates, kind_of, rebuild
from agent.audit.window import dates_of_item, put_up, window_of_item
from agent.audit.words import told
from agent.audit.words_of_item import (
    name_of_item,
    sector_of_item,
    sources_of_item,
)
from agent.changepoints.row import Names
from agent.checks import Check, across, judge
from agent.checks.across_points import Placed, across_points, where, with_points
from agent.checks.inside import figures_of_item
from agent.checks.reported import with_words
from agent.coverage import ABSENT
from agent.errors import UsageError
from agent.extract.signs import load_signs
from agent.findings import Finding, Provenance, Verdict, claims_of
from agent.pipeline import ask_of_open_sentences
from agent.policy import REPORTED, Policy
from agent.publishers import NEWS_LEVELS
from agent.records import Changepoint, ChangepointKind, Opened, Page
from agent.wiring import Config
from agent.wiring.members import Knowledge, knowledge

if TYPE_CHECKING:
    from agent.fetch.scripted import Transport
    from agent.pipeline import Dependencies, Progress


SHOWN = 5
"""Problems that are told when nothing at all could be audited."""
BARE: dict[str, object] = {"confidence": None, "kind": ChangepointKind.UNKNOWN, "features": {}}
"""What of a changepoint may differ between files that speak of the same one."""


def bare(changepoint: Changepoint) -> Changepoint:
    """A changepoint without what may differ between files that speak of the same one."""
    return changepoint.model_copy(update=BARE)


def audit(
    paths: Sequence[Path | str],
    config: Config | None = None,
    *,
    offline: bool = False,
    progress: Progress | None = None,
    transport: Transport | None = None,
    known: Knowledge | None = None,
) -> Audit:
    """Check reports that somebody else wrote: the Python API.

    Args:
        paths: files, and folders of them.
        config: what to build; its window, cache and tables are used.
        offline: judge only what needs no network.
        progress: told (stage, done, total) as pages are fetched.
        transport: what carries requests; None for the network.
        known: the tables, where the caller has loaded them already.

    Raises:
        UsageError: a path does not exist, or nothing in them is a report.
        StateError: the cache cannot be written.
    """
    config = config or Config()
    texts, unread = read_files([Path(path) for path in paths])
    known = known or knowledge(config)
    today = datetime.datetime.now(datetime.UTC).date()
    heads = Heads(Names(known.places, known.sectors, today))
    parsed = tuple(parse(text, heads) for text in texts)
    problems = (*unread, *(problem for one in parsed for problem in one.problems))
    if not any(one.items or one.blocks for one in parsed):
        lines = [told(problem, "en") for problem in problems[:SHOWN]]
        lines += [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        raise UsageError(f"no report to audit{': ' if lines else ''}{'; '.join(lines)}")
    auditor = Auditor(known, config.window, today)
    items = auditor.without_network(parsed)
    readers: dict[str, str] = {}
    prompts: dict[str, str] = {}
    pages: dict[tuple[str, str], Page] = {}
    if not offline:
        from agent.wiring.workshop import open_workshop  # noqa: PLC0415 - needs HTTP, an offline run does not

        with open_workshop(config, progress or _silence, transport, known) as workshop:
            opened = workshop.deps.opener.open(_urls(items))
            for one in opened:
                if one.page:
                    workshop.deps.keep((one.page,))
                    pages[one.url, one.page.sha256] = one.page
            items = auditor.with_pages(items, opened, workshop.deps)
            prompts = workshop.extraction.prompts
            readers = dict(workshop.deps.provenance.readers)
    return Audit(
        offline=offline,
        items=items,
        problems=problems,
        files=len(texts),
        blocks=sum(one.blocks for one in parsed),
        empty=sum(one.empty for one in parsed),
        texts=texts,
        usage=tuple(used for one in items for used in one.usage),
        pages=tuple(pages.values()),
        provenance=Provenance(
            version=metadata.version("policy-research-agent"),
            extractor=REPORTED,
            tables=known.fingerprints(),
            readers=readers,
            prompts=prompts,
            invented=config.sample,
        ),
    )


def _silence(_stage: str, _done: int, _total: int) -> None:
    """Progress for callers that show none."""


def _urls(items: Sequence[Audited]) -> tuple[str, ...]:
    judged = (a for a in items if a.judgement is not Judgement.NOT_JUDGED)
    return tuple(dict.fromkeys(link.url for a in judged for link in a.item.links))


class Auditor:
    """Judges items with the tables; ``days`` is the length of the window on each side."""

    def __init__(self, known: Knowledge, days: int, today: datetime.date) -> None:
        self._known, self._days, self._today = known, days, today
        self._signs = load_signs()
        self._place = PlaceOfItem(known.places, known.publishers)

    def without_network(self, parsed: Sequence[Parsed]) -> tuple[Audited, ...]:
        """Every item once, judged by its own words, its addresses and the other items."""
        once = once_each(item for one in parsed for item in one.items)
        known = [self._known_of(one) for one in once]
        found = across_items(known)
        return tuple(
            self._own(one, thing, contradicted)
            for one, thing, contradicted in zip(once, known, found, strict=True)
        )

    def with_pages(
        self, items: Sequence[Audited], opened: Sequence[Opened], deps: Dependencies
    ) -> tuple[Audited, ...]:
        """The same items after their pages were put to the ordinary checks.

        Sentences in other words than the page go to the model where there is one.
        """
        by_url = {one.url: one for one in opened}
        read = [self._read(one, by_url, deps.checks) for one in items]
        groups: dict[str, list[int]] = defaultdict(list)
        points: dict[str, Changepoint] = {}
        for index, one in enumerate(read):
            if one.finding and one.item.changepoint:
                point = bare(one.item.changepoint)
                key = point.model_dump_json()
                points[key] = point
                groups[key].append(index)
        for key, indexes in groups.items():
            point = points[key]
            judged = [_with_page(read[index], by_url) for index in indexes]
            settled = ask_of_open_sentences(judged, point, point.window(self._days), deps)
            findings = across([one.finding for one in settled])
            for index, finding, asked in zip(indexes, findings, settled, strict=True):
                told = {"gaps": (*read[index].gaps, *asked.gaps), "usage": asked.usage}
                read[index] = _settled(read[index].model_copy(update=told), finding)
        return _across_points(read)

    def _known_of(self, once: Once) -> Known:
        kind = kind_of(once.item, self._signs)
        return Known(once.item, kind, claimed_dates(once.item, kind))

    def _own(self, once: Once, thing: Known, others: tuple[Verdict, ...]) -> Audited:
        item, kind = once.item, thing.kind
        url = item.links[0].url if item.links else ""
        policy = rebuild(item, kind, self._known.publishers, url)
        claims = claims_of(policy)
        page = put_up(item, self._today)
        first = next((i for i, claim in enumerate(claims) if claim.field == "date"), 0)
        verdicts = [*name_of_item(item), *sources_of_item(item, self._known.publishers)]
        verdicts += dates_of_item(kind, thing.claimed, page, first)
        window = None
        if item.changepoint:
            window = item.changepoint.window(self._days)
            agencies = tuple(agency.value for agency in policy.agencies)
            verdicts.append(self._place(item, kind, agencies))
            hosts = [self._known.publishers.of(link.url) for link in item.links]
            news = all(host.level in NEWS_LEVELS for host in hosts)
            verdicts.append(
                window_of_item(kind, thing.claimed, page, item.changepoint, window, on_news=news)
            )
            verdicts += sector_of_item(item, self._known.sectors)
        verdicts += [*figures_of_item(claims), *others]
        told = judgement.unread(verdicts) if item.changepoint else Judgement.NOT_JUDGED
        return Audited(
            item=item,
            policy=policy,
            claims=claims,
            window=window,
            verdicts=tuple(verdicts),
            own=tuple(verdicts),
            judgement=told,
            told_again=tuple(once.again),
        )

    def _read(
        self, audited: Audited, opened: Mapping[str, Opened], checks: Sequence[Check]
    ) -> Audited:
        point, window = audited.item.changepoint, audited.window
        if point is None or window is None:
            return audited
        answers = [opened[link.url] for link in audited.item.links if link.url in opened]
        gaps = tuple(gap for answer in answers for gap in answer.gaps)
        pages = [(answer.url, answer.page) for answer in answers if answer.page]
        if not pages:
            gone = bool(gaps) and all(gap.cause in ABSENT for gap in gaps)
            lost = gone and audited.judgement is Judgement.UNREAD
            told = Judgement.INSUFFICIENT if lost else audited.judgement
            return audited.model_copy(update={"gaps": gaps, "judgement": told})
        findings = [
            judge(self._policy(audited, url, page), page, point, window, checks)
            for url, page in pages
        ]
        chosen = judgement.best(findings)
        others = tuple(finding for finding in findings if finding is not chosen)
        return audited.model_copy(update={"finding": chosen, "others": others, "gaps": gaps})

    def _policy(self, audited: Audited, url: str, page: Page) -> Policy:
        return rebuild(audited.item, audited.policy.kind, self._known.publishers, url, page.sha256)


def _with_page(audited: Audited, opened: Mapping[str, Opened]) -> tuple[Finding, Page]:
    finding = audited.finding
    page = opened[finding.policy.url].page if finding else None
    if finding is None or page is None:
        raise KeyError(audited.item.place)
    return finding, page


def _across_points(items: Sequence[Audited]) -> tuple[Audited, ...]:
    """What pages say of one thing at several changepoints has to agree; else all are flagged."""
    having = [
        (i, one, one.finding) for i, one in enumerate(items) if one.finding and one.item.changepoint
    ]
    placed = [
        Placed(finding, where(one.item.changepoint))
        for _, one, finding in having
        if one.item.changepoint
    ]
    told = list(items)
    for position, verdicts in across_points(placed).items():
        index, one, finding = having[position]
        flagged = one.judgement is not Judgement.REJECTED
        told[index] = one.model_copy(
            update={
                "finding": with_points(finding, verdicts),
                "verdicts": (*one.verdicts, *verdicts),
                "judgement": Judgement.FLAGGED if flagged else one.judgement,
            }
        )
    return tuple(told)


def _settled(audited: Audited, finding: Finding) -> Audited:
    """The item with the finding of its page, and the judgement of both together."""
    worded = with_words(finding, audited.own)
    return audited.model_copy(
        update={
            "policy": finding.policy,
            "claims": finding.claims,
            "verdicts": worded.verdicts,
            "judgement": judgement.read(finding.kind, finding.claims, worded.verdicts),
            "finding": finding,
        }
    )
