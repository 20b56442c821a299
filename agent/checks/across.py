"""across: the same thing on several pages of one dossier has one date a role and one set of figures.

Decision: when two pages contradict each other and exactly one of them is the issuing body's own
site, the other is flagged alone (``across.differs_from_issuer``): the issuer's text is the
document, a repost with another figure is a slip of the repost, and flagging both would let any bad
copy take a good finding out of the report. Between two reposts, two media or two sites of joint
issuers nobody is right beforehand: all of them are flagged (``across.contradiction``).

Sentences are compared when they are the same but for their numbers, or one is contained so in the
other; nothing is said of sentences that only resemble each other.

Of news by media that no state runs two independent origins are wanted. The same 来源, or the same
sentences, are one origin, however many pages repeat it; that there is only one is told and decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from agent.checks.subject import Ruling
from agent.details import Site
from agent.facts.event_name import happening_of
from agent.findings import Finding, Label, Status, Verdict, status_of
from agent.lazy import lazy_pattern
from agent.policy import REPORTED, PolicyKind
from agent.text.dates import parse_date
from agent.text.document_numbers import normalise_document_number
from agent.text.fold import contains, fold
from agent.text.names import core_name
from agent.text.urls import host_of

CLASSES = ("issuer", "government", "repost", "state_media", "company", "media", "reference")
"""Source classes, best first."""

NEAR = 30
"""Days between a paper's own and that of the news of it."""

SHORTEST = 8
"""Sentences with fewer characters beside their numbers are not compared."""

_NUMBER = lazy_pattern(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Contradiction:
    """Two claims, one of each finding, that cannot both be so."""

    first: int
    second: int


def across(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings in their order, contradictions and duplicates among them marked."""
    added: dict[int, list[Verdict]] = {index: [] for index in range(len(findings))}
    compared = [index for index, finding in enumerate(findings) if _is_named(finding)]
    for one, two in combinations(compared, 2):
        if not same_thing(findings[one], findings[two]):
            continue
        found = contradictions(findings[one], findings[two])
        for contradiction in found:
            first, second = contradiction.first, contradiction.second
            added[one] += _flag(findings[one], first, findings[two], second)
            added[two] += _flag(findings[two], second, findings[one], first)
        if not found and findings[one].policy.url != findings[two].policy.url:
            added[one].append(_same(findings[one], findings[two]))
            added[two].append(_same(findings[two], findings[one]))
    for index in compared:
        if findings[index].source_class == "media":
            others = [findings[i] for i in compared if i != index]
            added[index] += _alone(findings[index], others)
    return tuple(_with(finding, added[index]) for index, finding in enumerate(findings))


def origin(finding: Finding) -> str:
    """Who first told what a page tells: its 来源, else who runs the site, else the site."""
    site = next(iter(finding.details(Site)), Site())
    named = site.origin or finding.publisher or site.host or host_of(finding.policy.url)
    return fold(named).text


def independent(one: Finding, two: Finding) -> bool:
    """True when two pages have a thing from two origins and not both from one text (通稿)."""
    texts = [{fold(c.value).text for _, c in f.held("content")} for f in (one, two)]
    return origin(one) != origin(two) and not texts[0] & texts[1]


def same_thing(one: Finding, two: Finding) -> bool:
    """The same document by its core name, number and bodies; the same event by its pieces and step.

    Two different numbers, or two sets of bodies without a common one, make two things of one name.
    """
    if (one.policy.kind is PolicyKind.EVENT) != (two.policy.kind is PolicyKind.EVENT):
        return _same_name(one, two)
    if one.policy.kind is PolicyKind.EVENT:
        return _same_event(one.policy.name.value, two.policy.name.value) or _reprinted(one, two)
    names = [fold(core_name(f.policy.name.value)).text for f in (one, two)]
    if names[0] != names[1] or not names[0]:
        return False
    numbers = [number_of(one), number_of(two)]
    if all(numbers):
        return numbers[0] == numbers[1]
    bodies = [{fold(c.value).text for _, c in f.held("agency")} for f in (one, two)]
    return not all(bodies) or bool(bodies[0] & bodies[1])


def _same_name(one: Finding, two: Finding) -> bool:
    """A paper, and news of it under its own name on a day near one of its own.

    What comes every year has one name, so that a name alone is not enough.
    """
    names = [fold(core_name(f.policy.name.value)).text for f in (one, two)]
    if names[0] != names[1] or len(names[0]) < SHORTEST:
        return False
    held = [[parse_date(c.value) for _, c in f.held("date")] for f in (one, two)]
    near = timedelta(days=NEAR)
    return any(
        a.start - near <= b.end and b.start - near <= a.end
        for a in held[0]
        for b in held[1]
        if a and b
    )


def _reprinted(one: Finding, two: Finding) -> bool:
    """Events of one name on one day, whatever is left of the name beside places: 甲市提前供暖, 甲市解封."""
    names = [fold(f.policy.name.value).text for f in (one, two)]
    held = [[parse_date(c.value) for _, c in f.held("date")] for f in (one, two)]
    together = any(a.overlaps(b) for a in held[0] for b in held[1] if a and b)
    return names[0] == names[1] and together


def contradictions(one: Finding, two: Finding) -> tuple[Contradiction, ...]:
    """Pairs of supported claims that cannot both be so."""
    found = [
        Contradiction(i, j)
        for i, a in one.held("date")
        for j, b in two.held("date")
        if a.role is b.role and _dates_differ(a.value, b.value)
    ]
    found += [
        Contradiction(i, j)
        for i, a in one.held("content", "impact")
        for j, b in two.held("content", "impact")
        if figures_differ(a.value, b.value)
    ]
    return tuple(found)


def figures_differ(one: str, two: str) -> bool:
    """True when the sentences are the same but for their numbers, wholly or one inside the other."""
    texts = sorted((fold(one).text.rstrip("。；;."), fold(two).text.rstrip("。；;.")), key=len)
    shapes = [_NUMBER.sub("#", text) for text in texts]
    numbers = [_NUMBER.findall(text) for text in texts]
    short, long = shapes
    if not numbers[0] or len(short.replace("#", "")) < SHORTEST:
        return False
    differ, start = False, long.find(short)
    while start >= 0:
        before = long[:start].count("#")
        if numbers[1][before : before + len(numbers[0])] == numbers[0]:
            return False
        differ, start = True, long.find(short, start + 1)
    return differ


def best_of(findings: Sequence[Finding]) -> Finding:
    """The one to show of several about the same thing: by status, class of source, what is held."""

    def rank(finding: Finding) -> tuple[int, int, int]:
        held = sum(verdict.label is Label.SUPPORTED for verdict in finding.verdicts)
        return finding.status.rank, _class(finding), -held

    return min(findings, key=rank)


def _class(finding: Finding) -> int:
    return CLASSES.index(finding.source_class) if finding.source_class in CLASSES else len(CLASSES)


def _is_named(finding: Finding) -> bool:
    """Compared is only what is what it is called: not an interpretation, not another province's."""
    if finding.status is Status.REJECTED or finding.kind is PolicyKind.BACKGROUND:
        return False
    return all(v.label is not Label.REFUTED for v in finding.of_check("name"))


def _same_event(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    act, other = happening_of(short), happening_of(long)
    if not act.parts or sum(map(len, act.parts)) < 4:
        return False
    return set(act.steps) == set(other.steps) and all(contains(long, piece) for piece in act.parts)


def number_of(finding: Finding) -> str | None:
    """The document number that is claimed and held, in its normal form, or None."""
    held = finding.held("document_number")
    return normalise_document_number(held[0][1].value) if held else None


def _dates_differ(one: str, two: str) -> bool:
    first, second = parse_date(one), parse_date(two)
    return bool(first and second and not first.overlaps(second))


def _flag(finding: Finding, claim: int, other: Finding, theirs: int) -> list[Verdict]:
    own_is_issuer = finding.source_class == "issuer"
    other_is_issuer = other.source_class == "issuer"
    if own_is_issuer and not other_is_issuer:
        return []
    alone = other_is_issuer and not own_is_issuer
    reason = "across.differs_from_issuer" if alone else "across.contradiction"
    values = {
        "claimed": finding.claims[claim].value,
        "page": other.claims[theirs].value,
        "publisher": other.publisher or other.policy.url,
        "url": other.policy.url,
    }
    return [Ruling("across").refuted(reason, claim, **values)]


def _same(finding: Finding, other: Finding) -> Verdict:
    main = best_of((finding, other)) is finding
    reason = "across.told_elsewhere_too" if main else "across.duplicate"
    values = {"publisher": other.publisher or other.policy.url, "url": other.policy.url}
    return Ruling("across").supported(reason, **values)


def _alone(finding: Finding, others: Sequence[Finding]) -> list[Verdict]:
    """Of news by other media two independent origins are wanted; that there is one is only told."""
    for other in others:
        if same_thing(finding, other) and independent(finding, other):
            return []
    return [Ruling("across").unknown("across.one_origin", origin=origin(finding))]


def _with(finding: Finding, added: list[Verdict]) -> Finding:
    if not added:
        return finding
    verdicts = list(finding.verdicts)
    verdicts += [v for i, v in enumerate(added) if v not in added[:i]]
    reported = finding.policy.extractor == REPORTED
    status = status_of(finding.kind, finding.claims, tuple(verdicts), reported=reported)
    return finding.model_copy(update={"verdicts": tuple(verdicts), "status": status})
