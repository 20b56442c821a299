"""What every check is given: a policy, its claims, and the frozen page they must stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from agent.details import Detail, detail_of
from agent.facts.document import PageFacts, facts_of
from agent.facts.published import published
from agent.findings import Claim, Label, Verdict
from agent.lazy import cached_property
from agent.policy import Policy
from agent.records import Changepoint, Page, Standing, Window

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Subject:
    """One policy before its page. ``claims`` are ``claims_of(policy)``; verdicts name their index."""

    policy: Policy
    claims: tuple[Claim, ...]
    page: Page
    changepoint: Changepoint
    window: Window

    @cached_property
    def documents(self) -> tuple[PageFacts, ...]:
        """The page first, then its attachments."""
        page, *attached = self.page.documents()
        last = published(page) if attached else None
        return (facts_of(page), *(facts_of(one, last) for one in attached))

    @cached_property
    def _kept(self) -> dict[object, object]:
        return {}

    def once(self, ask: Callable[[Subject], _Answer]) -> _Answer:
        """What a helper says of the subject, asked once for all checks."""
        if ask not in self._kept:
            self._kept[ask] = ask(self)
        return cast(_Answer, self._kept[ask])

    def documents_from(self, sha256: str) -> tuple[PageFacts, ...]:
        """The same, the one with these bytes first: a claim is looked for in its own source."""
        return tuple(sorted(self.documents, key=lambda d: d.page.sha256 != sha256))

    def own(self) -> PageFacts:
        """The document that the policy's name was read from; the page when it names none of ours."""
        return self.documents_from(self.policy.name.source)[0]

    def of_fields(self, *fields: str) -> tuple[tuple[int, Claim], ...]:
        """The claims of these fields, each with its index."""
        return tuple((i, c) for i, c in enumerate(self.claims) if c.field in fields)


@dataclass(frozen=True)
class Ruling:
    """Makes verdicts of one check: ``Ruling("date").refuted("date.other_value", index, page=…)``."""

    check: str

    def supported(
        self, reason: str, claim: int | None = None, at: Standing | None = None, /, **values: str
    ) -> Verdict:
        """The page says so."""
        return self._verdict(Label.SUPPORTED, reason, claim, at, values)

    def refuted(
        self, reason: str, claim: int | None = None, at: Standing | None = None, /, **values: str
    ) -> Verdict:
        """The page says otherwise."""
        return self._verdict(Label.REFUTED, reason, claim, at, values)

    def undecided(
        self, reason: str, claim: int | None = None, at: Standing | None = None, /, **values: str
    ) -> Verdict:
        """Not enough information, but a person who reads the page could settle it."""
        return self._verdict(Label.NOT_ENOUGH_INFO, reason, claim, at, values)

    def unknown(
        self, reason: str, claim: int | None = None, at: Standing | None = None, /, **values: str
    ) -> Verdict:
        """Not enough information, and nothing in the page would settle it."""
        verdict = self._verdict(Label.NOT_ENOUGH_INFO, reason, claim, at, values)
        return verdict.model_copy(update={"open": False})

    def on(self, label: Label, reason: str, detail: Detail) -> Verdict:
        """A verdict on the whole finding that rests on these details, and points at nothing."""
        return Verdict(check=self.check, label=label, reason=reason, detail=detail)

    def _verdict(
        self,
        label: Label,
        reason: str,
        claim: int | None,
        at: Standing | None,
        values: dict[str, str],
    ) -> Verdict:
        return Verdict(
            check=self.check,
            label=label,
            reason=reason,
            claim=claim,
            detail=detail_of(self.check, reason, values),
            span=at.span if at else None,
            source=at.source if at else None,
        )
