"""Happenings: what is verified of those that took place, and of those that did not.

The pages and statements of ``events/`` are invented after real news; labels are by the text alone
as of the page's own day. A statement is put to its page in three ways: *plain* (the claim and its
day), *quoted* (with the span of the page, as a model would) and *verbatim* (the act's clause as it
stands, plan words cut off, as a careless model would). Orders (自…起…) stand in measures of their
own: whether one is in force hangs on the day, which the set's ``same_day`` leaves open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from agent.extract import Knowledge
from agent.extract.by_rules import ByRules
from agent.facts.document import facts_of
from agent.facts.happening import happening_of, told_in
from agent.findings import Finding, Label, Stage
from agent.policy import DateRole, Policy, PolicyKind
from agent.records import Page
from agent.text.fold import locate_all
from tests.eval.cases import Case, measure
from tests.eval.corpus import Corpus
from tests.eval.happenings import HAPPENED, WAYS, WRONG, Bench, Put, written
from tests.eval.table import Measure

Found = tuple[tuple[Policy, ...], list[Finding]]

NAME = "events"
NOT_DONE = ("planned", "target", "denied_or_postponed")
OPEN = ("under_way", "uncertain")


def events(corpus: Corpus) -> tuple[Measure, ...]:
    """Claims on happenings, the mode of their sentences, and what the rules list of each page."""
    if not (corpus.root / NAME).is_dir():
        return ()
    bench = Bench(corpus)
    judged = list(bench.claims())
    return (*_kept(judged), *_refused(judged), *_modes(bench), *_listed(bench))


def _kept(judged: Iterable[Put]) -> Iterator[Measure]:
    """What took place and ends verified."""
    rows = [put for put in judged if put.statement["label"] == HAPPENED and put.way in WAYS]
    for way in WAYS:
        own = [p.case for p in rows if p.way == way and not p.statement["order"] and p.day]
        yield measure(NAME, f"happened on a known day: verified, {way}", own)
    for way in WAYS:
        orders = [p.case for p in rows if p.way == way and p.statement["order"]]
        yield measure(NAME, f"orders in force: verified, {way}", orders)
    verbatim = [p.case for p in rows if p.way == "verbatim"]
    yield measure(NAME, "happened or in force, dated or not: verified, verbatim", verbatim)


def _refused(judged: Iterable[Put]) -> Iterator[Measure]:
    """What must not be verified: not done, open, on another day, in another province."""
    rows = [put for put in judged if not put.statement["same_day"]]
    claimed = [put for put in rows if put.way in WAYS]
    for name, labels, order in (
        ("planned, targeted, denied: verified", NOT_DONE, False),
        ("orders not yet in force: verified", NOT_DONE, True),
        ("under way, rumoured: verified", OPEN, False),
    ):
        own = [
            p.case
            for p in claimed
            if p.statement["label"] in labels and p.statement["order"] is order
        ]
        yield measure(NAME, name, own, "fewer")
    for way in WRONG:
        own = [put.case for put in judged if put.way == way]
        yield measure(NAME, f"claimed for {way}: verified", own, "fewer")


def _modes(bench: Bench) -> Iterator[Measure]:
    """How the sentence of each statement is read: done, planned, …, or not at all."""
    rows = []
    for one in bench.statements:
        mode = mode_of(bench.pages[one["page"]], one["claim"], one["span"])
        told = f"{one['label']}: {one['span']}"
        rows.append((one, Case(f"{one['id']} mode", mode == DONE, mode, one["page"], told)))
    names: tuple[tuple[str, tuple[str, ...], bool, Literal["more", "fewer"]], ...] = (
        ("sentences of what happened: read as done", (HAPPENED,), False, "more"),
        ("sentences of orders in force: read as done", (HAPPENED,), True, "more"),
        ("sentences of plans, targets, denials: read as done", NOT_DONE, False, "fewer"),
        ("sentences of what is under way, rumoured: read as done", OPEN, False, "fewer"),
    )
    for name, labels, order, better in names:
        own = [c for one, c in rows if one["label"] in labels and one["order"] is order]
        yield measure(NAME, name, own, better)


def _listed(bench: Bench) -> Iterator[Measure]:
    """What the rules list of every page, near the day of its main event."""
    tables = bench.tables
    extractor = ByRules(Knowledge(tables.places, tables.publishers, tables.sectors))
    found = {key: _found_on(bench, extractor, row) for key, row in bench.rows.items()}
    told = {
        key: _outcome(bench.rows[key]["main"], policies) for key, (policies, _) in found.items()
    }
    main = {key: row["main"] for key, row in bench.rows.items()}
    events_ = [key for key, one in main.items() if one and not one["order"]]
    done = [key for key in events_ if main[key]["status"] == "done"]
    orders = [key for key, one in main.items() if one and one["order"]]
    nothing = [key for key, one in main.items() if one is None]

    def rows(keys: Iterable[str], *hits: str) -> list[Case]:
        titles = {key: bench.rows[key]["title"] for key in keys}
        return [Case(key, told[key] in hits, told[key], key, titles[key]) for key in titles]

    yield measure(NAME, "main event by rules: right day", rows(done, RIGHT))
    yield measure(
        NAME, "main event by rules: wrong day", rows(events_, WRONG_DAY, POLICY_WRONG), "fewer"
    )
    yield measure(
        NAME, "order pages: the day in force, either kind", rows(orders, RIGHT, POLICY_RIGHT)
    )
    yield measure(
        NAME, "order pages: a wrong day in force", rows(orders, WRONG_DAY, POLICY_WRONG), "fewer"
    )
    yield measure(
        NAME, "pages without a happening: an event listed", rows(nothing, LISTED), "fewer"
    )
    yield from _orders_held({key: bench.rows[key] for key in orders}, found)


def _found_on(bench: Bench, extractor: ByRules, row: Mapping[str, Any]) -> Found:
    """What the rules list of a page near the day of its main event, and what the checks say of it."""
    main, page = row["main"], bench.pages[row["id"]]
    about = main or bench.by_page[row["id"]][0]
    when = (main or {}).get("interval") or {}
    day = when.get("start") or when.get("end") or row["date"]
    point = bench.point(about["place"]["province"] or "北京", about["sectors"][0], day)
    found = extractor.extract(page, point, point.window()).policies
    return found, [bench.judged(policy, page, point) for policy in found]


def _orders_held(
    orders: Mapping[str, Mapping[str, Any]], found: Mapping[str, Found]
) -> Iterator[Measure]:
    """Whether the day in force is the page's, and whether its stage is never 已发生 before that day."""
    held, early = [], []
    for key, row in orders.items():
        true, findings = written(row["main"]["interval"]), found[key][1]
        days = [day for one in findings for day in _days_held(one)]
        hit = bool(true) and any(_same_day(day, true or "") for day in days)
        held.append(Case(key, hit, "、".join(days), key, row["title"]))
        if row["main"]["status"] != HAPPENED:
            stages = [one.stage for one in findings]
            told = "、".join(stage.value for stage in stages if stage)
            early.append(Case(key, Stage.DONE in stages, told, key, row["title"]))
    yield measure(NAME, "order pages: the day in force held by the checks", held)
    yield measure(NAME, "orders to come: stage 已发生", early, "fewer")


def _days_held(one: Finding) -> list[str]:
    """The claimed days on which something is in force or happened that the checks support."""
    supported = {v.claim for v in one.of_check("date") if v.label is Label.SUPPORTED}
    return [
        claim.value
        for number, claim in enumerate(one.claims)
        if number in supported and claim.role in IN_FORCE
    ]


DONE = "done"
RIGHT, WRONG_DAY, LISTED = "event, right day", "event, wrong day", "event listed"
POLICY_RIGHT, POLICY_WRONG = "policy, right day", "policy, wrong day"
IN_FORCE = (DateRole.EFFECTIVE, DateRole.IN_FORCE, DateRole.OCCURRENCE)


def _outcome(main: Mapping[str, Any] | None, found: tuple[Policy, ...]) -> str:
    """What became of a page's main event among what the rules listed."""
    listed = [policy for policy in found if policy.kind is PolicyKind.EVENT]
    if main is None:
        return LISTED if listed else "nothing listed"
    own = listed or [policy for policy in found if policy.kind is PolicyKind.POLICY]
    kind = "event" if listed else "policy"
    if not own:
        kinds = sorted({policy.kind.value for policy in found})
        return f"missed: as {'/'.join(kinds)}" if kinds else "missed"
    roles = (DateRole.OCCURRENCE,) if listed else IN_FORCE
    days = [one.value for policy in own for one in policy.dates if one.role in roles]
    true = written(main["interval"])
    if true is None or not days:
        return f"{kind}, no day"
    return f"{kind}, {'right' if any(_same_day(day, true) for day in days) else 'wrong'} day"


def _same_day(day: str, true: str) -> bool:
    """True when one is the other, one of its ends, or written more closely (2024-11 and 2024-11-08)."""
    return bool(
        {*day.split("/"), day} & {*true.split("/"), true}
        or day.startswith(true)
        or any(end.startswith(day) for end in true.split("/"))
    )


def mode_of(page: Page, claim: str, span: str) -> str:
    """How the code reads the act of a claim in the sentence that holds a span, in one word."""
    document = facts_of(page)
    place = next(iter(locate_all(span, document.folded)), None)
    act = happening_of(claim)
    if place is None or not act.acts:
        return "no act known"
    told = [
        next(iter(told_in(document, sentence.span, act)), None)
        for sentence in document.sentences
        if sentence.span.start < place.end and sentence.span.end > place.start
    ]
    reports = {one.mode.value for one in told if one}
    order = ("done", "planned", "denied", "unclear")
    return next((report for report in order if report in reports), "act not found")
