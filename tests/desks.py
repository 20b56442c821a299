"""A store with invented dossiers, and the review page over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from starlette.testclient import TestClient

from agent.cache import Cache
from agent.details import Compared
from agent.findings import Dossier, Finding, Label, Status, Verdict
from agent.records import Page, Span
from agent.review.app import application
from agent.review.desk import Desk
from agent.review.guard import Keys
from agent.store import Store, finding_key
from agent.text.urls import url_identity
from tests import dossiers

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
KEYS = Keys(
    token="the-token-of-a-test", session="the-session", form="the-form-key", cookie="review_test"
)
ORIGIN = "http://127.0.0.1:8770"


class Clock:
    """A clock that goes on by a second whenever it is asked."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def misdated(page: Page, name: str = "公交车更新补贴办法", claimed: str = "2024-10-28") -> Finding:
    """A flagged finding whose page gives another date: 2024-10-12, with its span."""
    base = dossiers.finding(page, Status.VERIFIED, name)
    at = next(i for i, claim in enumerate(base.claims) if claim.field == "date")
    start = page.text.rfind("2024年10月12日")
    refuted = Verdict(
        check="date",
        label=Label.REFUTED,
        reason="date.other_value",
        claim=at,
        detail=Compared(claimed=claimed, page="2024-10-12", role="signed"),
        span=Span(start=start, end=start + len("2024年10月12日")),
        source=page.sha256,
    )
    claims = list(base.claims)
    claims[at] = claims[at].model_copy(update={"value": claimed})
    dates = (base.policy.dates[0].model_copy(update={"value": claimed}),)
    kept = [v for v in base.verdicts if v.claim != at]
    return base.model_copy(
        update={
            "policy": base.policy.model_copy(update={"dates": dates}),
            "claims": tuple(claims),
            "verdicts": (*kept, refuted),
            "status": Status.FLAGGED,
        }
    )


def dossier(*findings: Finding, pages: tuple[Page, ...], days: int = 0) -> Dossier:
    """A dossier around these findings, its changepoint some days after the usual one."""
    made = dossiers.dossier(*findings, pages=pages)
    point = made.changepoint.model_copy(update={"date": date(2024, 11, 8) + timedelta(days=days)})
    return made.model_copy(update={"changepoint": point, "window": point.window()})


def save(path: Path, *made: Dossier) -> str:
    """Keep dossiers in a run of their own; returns its id."""
    with Store(path) as store:
        run = store.start_run("research", "0.1.0", {"model": "none"}, NOW)
        for one in made:
            store.save(run, one)
        store.finish_run(run, NOW)
    return run


def key(of: Finding, made: Dossier) -> str:
    return finding_key(made.changepoint, of)


@contextmanager
def desk(folder: Path, reviewer: str = "li", run: str | None = None) -> Iterator[Desk]:
    """A desk over research.db in a folder, with the cache beside it."""
    with Store(folder / "research.db") as store:
        yield Desk(store, Cache(folder, url_identity), reviewer, Clock(), run)


@contextmanager
def browser(folder: Path, reviewer: str = "li", run: str | None = None) -> Iterator[TestClient]:
    """A client that was given the token."""
    with (
        desk(folder, reviewer, run) as opened,
        TestClient(application(opened, KEYS), base_url=ORIGIN) as client,
    ):
        entered = client.get(f"/enter?token={KEYS.token}", follow_redirects=False)
        assert entered.status_code == 303
        yield client


def request_of(html: str) -> str:
    """The request token that a page was given for its next decision."""
    found = re.search(r'id="decide".*?name="request" value="([^"]+)"', html, re.DOTALL)
    assert found
    return found[1]


def decide(client: TestClient, finding: str, decision: str, **more: str) -> tuple[int, str]:
    """Send a decision as the page would; returns the status and what is shown then."""
    query = more.pop("query", "")
    form = {
        "form_key": KEYS.form,
        "request": more.pop("request", f"press-{finding}-{decision}"),
        "key": finding,
        "decision": decision,
        **more,
    }
    answer = client.post(f"/decide{query}", data=form, headers={"origin": ORIGIN})
    return answer.status_code, answer.text
