"""What was asked, what came back, what was chosen and what became of it."""

from __future__ import annotations

from agent.findings import Dossier, Finding
from agent.policy import PolicyKind
from agent.report.items import DUPLICATE, aside_word, standing
from agent.report.safe import address, one_line, shortened
from agent.report.summary import Put, questions_put
from agent.report.template import Values
from agent.report.words import Language, cause, word
from agent.text.urls import host_of, url_identity

LONGEST = 160


def asked(dossier: Dossier, language: Language) -> tuple[Put, ...]:
    """Every question with the hits of each backend, or why it gave none, in the order of asking."""
    order = {query.text: place for place, query in enumerate(dossier.queries)}
    told = questions_put(dossier, language)
    return tuple(sorted(told, key=lambda one: order.get(one.query, len(order))))


def addresses(dossier: Dossier, language: Language) -> tuple[Values, ...]:
    """The chosen addresses, best first, then the hits that were not opened."""
    known = _Known(dossier, language)
    chosen = {url_identity(url): url for url in dossier.selected}
    unopened = [hit.url for key, hit in known.hits.items() if key not in chosen]
    return (
        *(known.address(place, url) for place, url in enumerate(chosen.values(), 1)),
        *(known.address(0, url) for url in unopened),
    )


class _Known:
    """What a dossier knows of addresses, by their identity."""

    def __init__(self, dossier: Dossier, language: Language) -> None:
        self._language = language
        self.hits = {url_identity(hit.url): hit for hit in dossier.hits}
        self._pages = {url_identity(page.url): page for page in dossier.pages}
        self._pages |= {url_identity(page.answered_url): page for page in dossier.pages}
        lost = [gap for gap in dossier.gaps if gap.stage in ("fetch", "read")]
        self._gaps = {url_identity(gap.target): gap for gap in lost}
        self._found: dict[str, list[str]] = {}
        for finding in dossier.findings:
            key = url_identity(finding.policy.url)
            self._found.setdefault(key, []).append(_told(finding, language))

    def address(self, place: int, url: str) -> Values:
        """What became of an address: read, lost or unopened, in words, and what was found there.

        ``place`` counts the chosen ones from 1, best first, and is 0 for those not opened.
        """
        key = url_identity(url)
        hit, page = self.hits.get(key), self._pages.get(key)
        title = one_line(page.title if page and page.title else hit.title if hit else "")
        state, became = self._became(key, opened=bool(place))
        return Values(
            place=place,
            url=address(url),
            title=shortened(title or url, LONGEST),
            host=host_of(url),
            backend=hit.backend if hit else "",
            state=state,
            became=became,
            findings=tuple(self._found.get(key, ())),
        )

    def _became(self, key: str, *, opened: bool) -> tuple[str, str]:
        if key in self._pages:
            return "read", word("address", "read", self._language)
        if key in self._gaps:
            return "lost", cause(self._gaps[key].cause, self._language, self._gaps[key].stage)
        if opened:
            # Another chosen address led to the same bytes.
            return "read", word("address", "same", self._language)
        return "unopened", word("address", "unopened", self._language)


def _told(finding: Finding, language: Language) -> str:
    stands = standing(finding)
    aside = stands in (PolicyKind.BACKGROUND, DUPLICATE)
    return aside_word(finding, language) if aside else word("status_short", stands, language)
