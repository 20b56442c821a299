"""Claims that rest on what a page says to its readers, and not on what it says to programs alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from agent.extract.quoting import Documents
from agent.policy import Policy, Quoted, QuotedDate
from agent.records import Gap, Page
from agent.text.addressed import to_programs, without

Claimed = TypeVar("Claimed", Quoted, QuotedDate)

CAUSE = "addressed"
"""The cause of the gap that tells of words for programs in a page."""


class Hearing:
    """A page and its attachments, as their readers hear them.

    Words that stand nowhere are left to the checks, which say so.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._places = sum(len(to_programs(document.text)) for document in page.documents())
        self._dropped = 0
        if self._places:
            self._all = Documents(page)
            self._heard = Documents(_as_heard(page))

    def policies(self, found: Iterable[Policy]) -> tuple[Policy, ...]:
        """What of the policies rests on words for readers; one whose name does not is none."""
        if not self._places:
            return tuple(found)
        return tuple(self._kept(policy) for policy in found if self._is_heard(policy.name))

    def gap(self) -> Gap | None:
        """What is told of the page; None where it speaks to readers alone."""
        if not self._places:
            return None
        told = f"{self._places} passage(s) addressed to programs; {self._dropped} claim(s) left out"
        return Gap(stage="extract", target=self._page.url, cause=CAUSE, detail=told, material=False)

    def _kept(self, policy: Policy) -> Policy:
        return policy.model_copy(
            update={
                **{
                    field: self._those_heard(getattr(policy, field))
                    for field in ("dates", "agencies", "content", "impact")
                },
                **{
                    field: next(iter(self._those_heard([one])), None)
                    for field in ("document_number", "actor", "status")
                    if (one := getattr(policy, field)) is not None
                },
            }
        )

    def _those_heard(self, claims: Iterable[Claimed]) -> tuple[Claimed, ...]:
        return tuple(claim for claim in claims if self._is_heard(claim))

    def _is_heard(self, claim: Quoted | QuotedDate) -> bool:
        words = claim.quote or claim.value
        if self._heard.find(words) or not self._all.find(words):
            return True
        self._dropped += 1
        return False


def _as_heard(page: Page) -> Page:
    update = {
        "text": without(page.text),
        "attachments": tuple(map(_as_heard, page.attachments)),
    }
    return page.model_copy(update=update)
