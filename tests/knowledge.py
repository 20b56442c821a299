"""What the package knows beforehand, loaded once for all tests, and every check made with it."""

from __future__ import annotations

from functools import cache

from agent.checks import Check, judge
from agent.checks.actor import ActorCheck
from agent.checks.agency import AgencyCheck
from agent.checks.date import DateCheck
from agent.checks.document_number import DocumentNumberCheck
from agent.checks.figure import FigureCheck
from agent.checks.name import NameCheck
from agent.checks.page_sentence import PageSentenceCheck
from agent.checks.place import PlaceCheck
from agent.checks.publisher import PublisherCheck
from agent.checks.sector import SectorCheck
from agent.checks.sentence import SentenceCheck
from agent.checks.source import SourceCheck
from agent.checks.status import StatusCheck
from agent.checks.triangle import TriangleCheck
from agent.checks.window import WindowCheck
from agent.findings import Finding
from agent.places import Places
from agent.policy import Policy
from agent.publishers import Publishers
from agent.rank import Knowledge
from agent.records import Changepoint, Page
from agent.sectors import Sectors
from tests.samples import POINT


@cache
def places() -> Places:
    """The places that ship with the package."""
    return Places.load()


@cache
def publishers() -> Publishers:
    """The publishers that ship with the package."""
    return Publishers.load(places())


@cache
def sectors() -> Sectors:
    """The sectors that ship with the package."""
    return Sectors.load()


@cache
def knowledge() -> Knowledge:
    """What ranking knows."""
    return Knowledge(places(), publishers(), sectors())


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, in the order of the report."""
    return (
        SourceCheck(publishers()),
        NameCheck(),
        StatusCheck(),
        DocumentNumberCheck(),
        DateCheck(publishers()),
        AgencyCheck(publishers()),
        ActorCheck(),
        FigureCheck(),
        PageSentenceCheck(sectors()),
        SentenceCheck("content"),
        SentenceCheck("impact"),
        PublisherCheck(publishers()),
        PlaceCheck(places(), publishers()),
        WindowCheck(publishers()),
        SectorCheck(sectors()),
        TriangleCheck(publishers()),
    )


def finding(of: Policy, at: Page, point: Changepoint = POINT) -> Finding:
    """The policy judged by all checks."""
    return judge(of, at, point, point.window(), all_checks())
