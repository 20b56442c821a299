"""What is different between two runs, and why: for a new version, another model, another month.

Changepoints are compared by their key, findings by the thing they tell (address and core name), then
by the address alone. One pair of dossiers is held at a time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agent.findings import CUT, Claim, Dossier, Finding, Label
from agent.records import Changepoint, Record
from agent.report.finding_view import FindingView
from agent.report.safe import one_line
from agent.report.words import Language, cause, joined, reason, say, word
from agent.store import Store, changepoint_key, finding_key
from agent.store.dossiers import Run
from agent.store.reviews import thing_key
from agent.store.totals import PointRow, Totals
from agent.text.urls import url_identity

KINDS = ("point_new", "point_gone", "outcome", "new", "gone", "status", "value", "page")
"""What a difference is, in the order of the report."""
VALUES = ("name", "document_number", "date", "agency", "actor", "status", *CUT)


class Change(Record):
    """One difference: what it is (see KINDS), where, and both sides in words; ``why`` may be empty.

    ``field`` is the schema's name of a value that changed. The keys are those of the finding.
    """

    change: str
    province: str
    sector: str
    changepoint: str
    name: str = ""
    url: str = ""
    field: str = ""
    before: str = ""
    now: str = ""
    why: str = ""
    key_before: str = ""
    key_now: str = ""


@dataclass(frozen=True)
class Difference:
    """Two runs and what is different; ``made_with`` says what of their making is."""

    before: Run
    now: Run
    compared: int
    made_with: tuple[tuple[str, str, str], ...]
    changes: tuple[Change, ...]

    def counts(self) -> dict[str, int]:
        """How many differences of each kind, all kinds named."""
        found = Counter(change.change for change in self.changes)
        return {kind: found[kind] for kind in KINDS}


def difference(store: Store, before: Run, now: Run, language: Language) -> Difference:
    """What appeared, went or changed from one run to another. Raises StateError."""
    totals = Totals(store)
    old, new = ({p.key: p for p in totals.points(run.id)} for run in (before, now))
    changes: list[Change] = []
    made: dict[tuple[str, str, str], None] = {}
    compared = 0
    for key in dict.fromkeys((*old, *new)):
        one, two = (_dossier(totals, points.get(key)) for points in (old, new))
        if one and two:
            compared += 1
            changes += _of_dossiers(one, two, language)
            made |= dict.fromkeys(_made_with(one, two))
        elif one:
            told = word("outcome", one.outcome.value, language)
            changes.append(_one_sided("point_gone", one, told))
        elif two:
            told = word("outcome", two.outcome.value, language)
            changes.append(_one_sided("point_new", two, told))
    order = {kind: place for place, kind in enumerate(KINDS)}
    changes.sort(key=lambda c: (order[c.change], c.province, c.sector, c.changepoint, c.name))
    return Difference(before, now, compared, tuple(made), tuple(changes))


def _dossier(totals: Totals, point: PointRow | None) -> Dossier | None:
    return totals.dossier(point.dossier) if point and point.dossier is not None else None


def _made_with(before: Dossier, now: Dossier) -> Iterator[tuple[str, str, str]]:
    """What the dossiers were made with that is not the same: version, model, prompts, tables."""
    old, new = before.provenance, now.provenance
    for name in ("version", "extractor"):
        if getattr(old, name) != getattr(new, name):
            yield name, getattr(old, name), getattr(new, name)
    for name in ("prompts", "tables", "readers"):
        one, two = getattr(old, name), getattr(new, name)
        for key in sorted(one.keys() | two.keys()):
            if one.get(key) != two.get(key):
                yield f"{name}: {key}", one.get(key, "-")[:12], two.get(key, "-")[:12]
    if before.window != now.window:
        yield "window", str(before.window), str(now.window)


def _at(point: Changepoint) -> dict[str, str]:
    day = str(point.date)
    return {"province": point.province, "sector": point.sector or "", "changepoint": day}


def _of_dossiers(before: Dossier, now: Dossier, language: Language) -> Iterator[Change]:
    if before.outcome is not now.outcome:
        yield Change(
            change="outcome",
            **_at(now.changepoint),
            before=word("outcome", before.outcome.value, language),
            now=word("outcome", now.outcome.value, language),
            why=_gaps(now, language) or _gaps(before, language),
        )
    pairs, went, came = _paired(before, now)
    for old, new in pairs:
        yield from _of_findings(FindingView(old, before), FindingView(new, now), language)
    for change, having, lacking, findings in (
        ("gone", before, now, went),
        ("new", now, before, came),
    ):
        for finding in findings:
            why = _why_absent(finding, lacking, language)
            told = word("status", finding.status.value, language)
            yield _one_sided(change, having, told, finding, why)


def _one_sided(
    change: str, of: Dossier, told: str, finding: Finding | None = None, why: str = ""
) -> Change:
    """A changepoint, or a finding, that one side alone has."""
    side = "before" if change.endswith("gone") else "now"
    given = {"change": change, **_at(of.changepoint), side: told, "why": why}
    if finding:
        given |= {**_named(finding), f"key_{side}": finding_key(of.changepoint, finding)}
    return Change.model_validate(given)


def _named(finding: Finding) -> dict[str, str]:
    return {"name": one_line(finding.policy.name.value), "url": one_line(finding.policy.url)}


def _paired(
    before: Dossier, now: Dossier
) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    """Findings that tell the same thing, and those of each side that are left over."""
    point = changepoint_key(now.changepoint)
    left, came = list(before.findings), list(now.findings)
    pairs: list[tuple[Finding, Finding]] = []
    identities: tuple[Callable[[Finding], str], ...] = (
        lambda f: thing_key(point, f.policy.url, f.policy.name.value),
        lambda f: f"{f.policy.kind} {url_identity(f.policy.url)}" if f.policy.url else "",
    )
    for identity in identities:
        waiting: dict[str, list[Finding]] = defaultdict(list)
        for finding in left:
            waiting[identity(finding)].append(finding)
        still = []
        for finding in came:
            same = waiting.get(identity(finding)) if identity(finding) else None
            if same:
                pairs.append((same.pop(0), finding))
            else:
                still.append(finding)
        found = {id(old) for old, _ in pairs}
        left, came = [f for f in left if id(f) not in found], still
    return pairs, left, came


def _of_findings(before: FindingView, now: FindingView, language: Language) -> Iterator[Change]:
    old, new = before.finding, now.finding
    base = Change(
        change="status",
        **_at(now.dossier.changepoint),
        **_named(new),
        key_before=finding_key(before.dossier.changepoint, old),
        key_now=finding_key(now.dossier.changepoint, new),
    )
    if (old.status, old.kind) != (new.status, new.kind):
        told = [
            f"{word('status', f.status.value, language)} · {word('kind', f.kind.value, language)}"
            for f in (old, new)
        ]
        why = _doubts(old, new, language)
        yield base.model_copy(update={"before": told[0], "now": told[1], "why": why})
    for field in VALUES:
        values = [_values(view, field, language) for view in (before, now)]
        gone, come = (_without(a, b, language) for a, b in (values, values[::-1]))
        if gone or come:
            update = {"change": "value", "field": field, "before": gone, "now": come}
            why = _doubts(old, new, language, field) or _of_its_page(old, new, language)
            yield base.model_copy(update={**update, "why": why})
    if old.policy.source != new.policy.source:
        shas = {"before": old.policy.source[:12], "now": new.policy.source[:12]}
        yield base.model_copy(update={"change": "page", **shas})


def _values(view: FindingView, field: str, language: Language) -> tuple[str, ...]:
    """What is told of a field: only what holds."""
    return tuple(value_told(claim, language) for _, claim in view.of_fields(field))


def value_told(claim: Claim, language: Language) -> str:
    """What is claimed, a date with its role."""
    role = f"{word('role', claim.role.value, language)} " if claim.role else ""
    return role + one_line(claim.value)


def _without(values: Iterable[str], others: tuple[str, ...], language: Language) -> str:
    return joined((value for value in values if value not in others), language)


def _doubts(before: Finding, now: Finding, language: Language, field: str = "") -> str:
    """What the checks say now against it that they did not, else what they no longer say."""
    old, new = (against(finding, language, field) for finding in (before, now))
    come, gone = ([w for w in a if w not in b] for a, b in ((new, old), (old, new)))
    if come:
        return say("diff_now_said", language, words=joined(come, language))
    return say("diff_no_longer", language, words=joined(gone, language)) if gone else ""


def _of_its_page(before: Finding, now: Finding, language: Language) -> str:
    """Whether the page is another one now, or the same has been told otherwise."""
    same = before.policy.source == now.policy.source
    return say("diff_told_otherwise" if same else "diff_page_changed", language)


def against(finding: Finding, language: Language, field: str = "") -> list[str]:
    """What the checks do not support of a finding, or of one field, each in words and once."""
    told = (
        v
        for v in finding.verdicts
        if v.label is not Label.SUPPORTED
        and (not field or (v.claim is not None and finding.claims[v.claim].field == field))
    )
    return list(dict.fromkeys(one_line(reason(v, language)) for v in told))


def _why_absent(finding: Finding, there: Dossier, language: Language) -> str:
    """Why the other side does not have a finding: its page was not found, not read, or tells it not."""
    own = url_identity(finding.policy.url)
    gaps = [gap for gap in there.gaps if url_identity(gap.target) == own]
    if gaps:
        told = joined((cause(gap.cause, language) for gap in gaps), language)
        return say("diff_gap", language, words=told)
    if any(url_identity(page.url) == own for page in there.pages):
        return say("diff_not_extracted", language)
    if own in map(url_identity, there.selected):
        return say("diff_other_page", language)
    if any(url_identity(hit.url) == own for hit in there.hits):
        return say("diff_not_chosen", language)
    return say("diff_not_found", language)


def _gaps(of: Dossier, language: Language) -> str:
    found = Counter(cause(gap.cause, language) for gap in of.gaps if gap.material)
    return joined((f"{told} {n}" for told, n in found.most_common()), language)
