"""The methods paragraph: what it may state, and a template of each language that words it.

Nothing is stated that does not stand in dossiers, runs or reviews.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from functools import partial
from typing import Any

from agent.agreement import Share, agreements
from agent.findings import WORDING_OF, Dossier, Outcome, Status, Wording
from agent.policy import REPORTED
from agent.records import Usage, summed
from agent.report import Beside
from agent.report.provinces import province_told
from agent.report.reviewed import PERSON
from agent.report.supplement.decisions import BY_PEOPLE, JointDecision
from agent.report.supplement.flow import Flow
from agent.report.supplement.things import Known
from agent.report.template import Values, blocks
from agent.report.words import Language, joined, say, word
from agent.text.urls import host_of

SEARCH = "search"
BY_RULES = "none"
"""The extractor that is no model."""


COUNTS = ("points", "audits", "items", "unread", "intervals", "covering", "unsure", "entailed")
NAMED = ("provinces", "sectors", "prompts", "checks", "versions", "tables")


class Gathered:
    """What is stated, gathered changepoint by changepoint; none of them is held.

    ``beside`` is what is known beside the dossiers.
    """

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self._decided_on = {*beside.reviews, *(review.finding_key for review in beside.history)}
        self._keys: set[str] = set()
        self._count: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._answered: Counter[str] = Counter()
        self._searched: Counter[Outcome] = Counter()
        self._decided: Counter[JointDecision] = Counter()
        self._of_verified: Counter[JointDecision] = Counter()
        self._named: dict[str, dict[Any, None]] = defaultdict(dict)
        self._queries: set[int] = set()
        self._pages: dict[str, tuple[date, bool]] = {}
        self._usage: tuple[Usage, ...] = ()

    def add(self, dossier: Dossier, known: Sequence[Known]) -> None:
        """Add a changepoint, as people decided on it."""
        self._add_point(dossier)
        self._add_search(dossier)
        for one in known:
            self._add_finding(one)
        for page in dossier.pages:
            self._pages[page.sha256] = (page.fetched_at.astimezone(UTC).date(), page.by_hand)
        self._usage = summed((*self._usage, *dossier.usage))

    def _add_point(self, dossier: Dossier) -> None:
        point, made = dossier.changepoint, dossier.provenance
        self._count["points"] += 1
        self._count["intervals"] += point.interval is not None
        if dossier.is_audit:
            self._count["audits"] += 1
            self._count["items"] += len(dossier.findings)
            self._count["unsure"] += dossier.outcome is Outcome.INCOMPLETE
        else:
            self._searched[dossier.outcome] += 1
        self._note("provinces", point.province)
        self._note("sectors", point.sector)
        self._note("days", point.date)
        self._note("around", _around(dossier))
        self._note("researched", dossier.researched_at.astimezone(UTC).date())
        self._note("extractors", made.extractor)
        self._note("prompts", *(f"{n} {_digits(sha)}" for n, sha in sorted(made.prompts.items())))
        self._note("versions", made.version)
        self._note("tables", *(f"{n} {_digits(key)}" for n, key in sorted(made.tables.items())))
        self._count["invented"] += made.invented

    def _add_search(self, dossier: Dossier) -> None:
        answered = [answer.backend for answer in dossier.searches]
        self._answered.update(answered)
        self._asked.update([*answered, *(g.backend for g in dossier.gaps if g.stage == SEARCH)])
        self._count["covering"] += sum(answer.covers for answer in dossier.searches)
        self._queries.update(hash(query.text) for query in dossier.queries)
        refusing = (gap.target for gap in dossier.gaps if gap.cause.startswith("blocked"))
        self._note("refused", *(host_of(target) or target for target in refusing))

    def _add_finding(self, one: Known) -> None:
        finding = one.finding
        self._note("of_findings", finding.policy.extractor)
        self._decided[one.decided] += 1
        if one.status is Status.VERIFIED:
            self._of_verified[one.decided] += 1
        if one.key in self._decided_on:
            self._keys.add(one.key)
        if not finding.policy.source:
            self._count["unread"] += 1
            return
        self._note("checks", *(v.check for v in finding.verdicts if v.check != PERSON))
        entailed = (WORDING_OF.get(v.reason) is Wording.RETOLD for v in finding.verdicts)
        self._count["entailed"] += sum(entailed)

    def _note(self, name: str, *values: object) -> None:
        self._named[name].update(dict.fromkeys(values))

    def facts(self, flow: Flow) -> Values:
        """What may be stated, for the templates of the methods; ``flow`` has counted addresses.

        Days are of the calendar in UTC; pairs are first and last, or all and distinct. ``audits``
        are the changepoints of reports that somebody else wrote, ``items`` what those list,
        ``unsure`` the audits of which not everything was looked at; ``searched`` counts the
        outcomes of the others. ``unread`` findings rest on no page; ``by_hand`` are pages that a
        person imported. ``models`` extracted, and ``by_rules`` says whether rules did too.
        ``checks`` judged findings with a page; ``bills`` are sums by model, ``requests`` went out to
        searches, ``cost`` is at the full prices that are known, None where nothing is to be told.
        """
        named, beside = self._named, self._beside
        fetched = [day for day, _ in self._pages.values()]
        extractors = {**named["extractors"], **named["of_findings"]}
        usages = self._usage
        return Values(
            **{name: self._count[name] for name in COUNTS},
            **{name: tuple(named[name]) for name in NAMED},
            days=_ends(named["days"]),
            around=sorted(named["around"]),
            queries=len(self._queries),
            asked=self._asked,
            answered=self._answered,
            **{n: (flow.of(n).count, flow.of(n).distinct) for n in ("hits", "addresses")},
            pages=flow.of("pages").distinct,
            by_hand=sum(by_hand for _, by_hand in self._pages.values()),
            fetched=_ends(fetched) if fetched else None,
            researched=_ends(named["researched"]),
            searched=self._searched,
            refused=sorted(named["refused"]),
            models=[name for name in extractors if name not in (BY_RULES, REPORTED)],
            by_rules=BY_RULES in extractors,
            bills=_bills(usages),
            requests=_requests(usages),
            cost=beside.prices.cost(usages) if beside.prices and usages else None,
            runs=beside.runs,
            budgets=list(
                dict.fromkeys(r.config["budget"] for r in beside.runs if r.config.get("budget"))
            ),
            people=self._people(),
            invented=bool(self._count["invented"]),
        )

    def _people(self) -> Values:
        """Reviewers, findings they decided on, and how far they agree.

        ``decided`` counts what their decisions come to; ``pairs`` are reviewers who decided on the
        same findings blind to each other; ``kept`` is the share of findings verified by the checks
        that people then accepted or corrected, of those on which people settled something.
        """
        verified, held = self._of_verified, self._beside.reviews
        decided = [held[key] for key in self._keys if key in held]
        kept = sum(verified[t] for t in BY_PEOPLE)
        told = (t for t in JointDecision if t is not JointDecision.NONE and self._decided[t])
        return Values(
            reviewers=len({review.reviewer for reviews in decided for review in reviews}),
            findings=len(decided),
            decided=[(t, self._decided[t]) for t in told],
            pairs=agreements([r for r in self._beside.history if r.finding_key in self._keys]),
            kept=Share(kept, kept + verified[JointDecision.REJECTED]),
        )


def _bills(usages: Iterable[Usage]) -> list[Usage]:
    """What each model was asked and what was paid for it in tokens, by name."""
    by_model: dict[str, Usage] = {}
    for usage in usages:
        if usage.stage != SEARCH:
            before = by_model.get(usage.model)
            by_model[usage.model] = before.plus(usage) if before else usage
    return [paid for _, paid in sorted(by_model.items())]


def _requests(usages: Iterable[Usage]) -> dict[str, int]:
    """Requests that went out to searches, by the name they are priced under."""
    told: Counter[str] = Counter()
    for usage in usages:
        if usage.stage == SEARCH:
            told[usage.model] += usage.calls
    return dict(sorted(told.items()))


def _around(dossier: Dossier) -> int:
    """Days before the changepoint, or before its interval where it has one."""
    interval = dossier.changepoint.interval
    first = interval.start if interval else dossier.changepoint.date
    return (first - dossier.window.start).days


def _digits(key: str) -> str:
    return key.rpartition(":")[2][:12]


def days_told(days: tuple[date, date] | None) -> str:
    """A day, or first and last as an ISO interval."""
    if days is None:
        return ""
    first, last = days
    return str(first) if first == last else f"{first}/{last}"


def _ends(days: Collection[date]) -> tuple[date, date]:
    return min(days), max(days)


SHOWN = 12
"""Names that are written out; of longer lists the number is told."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and what it is about."""

    title: str
    text: str


def methods(facts: Values, included: tuple[int, int], language: Language) -> tuple[Paragraph, ...]:
    """The methods paragraph, in parts; a part that has nothing to state is left out.

    Args:
        facts: what may be stated.
        included: how many rows are included, and how many distinct things those are.
        language: zh or en.
    """
    rows, things = included
    parts = blocks(
        f"methods.{language}.txt",
        language,
        f=facts,
        p=facts.people,
        rows=rows,
        things=things,
        provinces=[province_told(name, language) for name in facts.provinces],
        sectors=lambda every: [word("sector", s, language) if s else every for s in facts.sectors],
        checks=[word("check", check, language) for check in facts.checks],
        names=partial(_names, language),
        days=days_told,
        percent="{:.0%}".format,
    )
    told = []
    for part in parts:
        title, *lines = filter(None, map(str.strip, part.split("\n")))
        told.append(Paragraph(title, say("between_sentences", language).join(lines)))
    return tuple(paragraph for paragraph in told if paragraph.text)


def _names(language: Language, names: Sequence[str]) -> str:
    """Names with commas between; of many the first ones and how many there are."""
    shown = joined(names[:SHOWN], language)
    return f"{shown} … ({len(names)})" if len(names) > SHOWN else shown
