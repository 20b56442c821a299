"""An invented batch in a store: some changepoints done, one failed, one still to do."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from agent.findings import Dossier, Outcome, Status
from agent.ledger import Payment, State
from agent.places import Places
from agent.records import Changepoint, ChangepointKind, Gap, Hit, Usage
from agent.store import Batches, Payments, Store
from tests.dossiers import dossier, finding, page

BEGUN = datetime.datetime(2026, 11, 24, 18, 0, tzinfo=datetime.UTC)
ENDED = datetime.datetime(2026, 11, 25, 6, 0, tzinfo=datetime.UTC)
PLACES = Places.load()
CONFIG = {"model": "tiny", "search": ["bocha"], "sample": False, "window": 90}


def point(
    day: str,
    province: str = "山西",
    sector: str | None = "Ground",
    kind: ChangepointKind = ChangepointKind.EVENT,
    confidence: float | None = 0.59,
) -> Changepoint:
    return Changepoint(
        province=province,
        sector=sector,
        date=datetime.date.fromisoformat(day),
        kind=kind,
        confidence=confidence,
    )


FOUND = point("2024-11-08", kind=ChangepointKind.SEASONAL)
NOTHING = point("2023-05-27")
CUT_OFF = point("2020-12-31", "内蒙古", "Power")
FAILED = point("2019-01-25", "内蒙古", None, confidence=None)
WAITING = point("2021-04-01", "北京", "Aviation")
ALL = (FOUND, NOTHING, CUT_OFF, FAILED, WAITING)


def researched(of: Changepoint, whole: Dossier) -> Dossier:
    """A dossier as that of another changepoint."""
    return whole.model_copy(update={"changepoint": of, "window": of.window()})


def found() -> Dossier:
    good, bad, off = page(), page("https://b.example/1"), page("https://c.example/1")
    whole = dossier(
        finding(good),
        finding(bad, Status.FLAGGED, name="=cmd|' /C calc'!A0"),
        finding(off, Status.REJECTED),
        pages=(good, bad, off),
        gaps=(Gap(stage="fetch", target="https://d.example/1", cause="timeout", material=False),),
    )
    hits = tuple(
        Hit(url=url, title="", backend="bocha", rank=rank)
        for rank, url in enumerate((*whole.selected, "https://e.example/1"), 1)
    )
    paid = Usage(stage="extract", model="tiny", prompt_tokens=100, completion_tokens=10)
    return researched(FOUND, whole).model_copy(update={"hits": hits, "usage": (paid, paid)})


def nothing() -> Dossier:
    read = page()
    hits = (Hit(url=read.url, title="", backend="bocha", rank=1),)
    return researched(NOTHING, dossier(pages=(read,))).model_copy(update={"hits": hits})


def cut_off() -> Dossier:
    gaps = (
        Gap(stage="fetch", target="https://www.nmg.example/1", cause="blocked:ruishu"),
        Gap(stage="search", target="bocha: 内蒙古 电力", cause="quota"),
    )
    whole = researched(CUT_OFF, dossier(pages=(), gaps=gaps))
    return whole.model_copy(
        update={"selected": ("https://www.nmg.example/1",), "outcome": Outcome.INCOMPLETE}
    )


def begun(store: Store, config: Mapping[str, object] = CONFIG) -> str:
    """A batch whose points are planned and of which nothing is done."""
    run = store.start_run("research batch points --out night", "0.1.0", config, BEGUN)
    Batches(store).plan(run, [(one, "points.csv") for one in ALL])
    return run


def at_work(store: Store) -> str:
    """A batch that has one changepoint still to do."""
    run = begun(store)
    batches = Batches(store)
    for whole in (cut_off(), found(), nothing()):
        batches.keep(run, whole)
    batches.fail(run, FAILED, "internal error: ValueError: 坏")
    return run


def payment(
    usage: Usage, amount: float | None, currency: str | None, state: State = State.PAID
) -> Payment:
    return Payment(usage=usage, state=state, amount=amount, currency=currency)


def pay(store: Store, run: str) -> None:
    """What the batch paid: a model in yuan, a search in dollars, a model of unknown price, and a
    question that had no answer; and what it fetched."""

    def asked(stage: str, model: str, calls: int, *tokens: int) -> Usage:
        names = ("prompt_tokens", "completion_tokens", "cached_tokens")
        counts = dict(zip(names, tokens, strict=False))
        host = "" if stage in ("search", "fetch") else "model.example"
        return Usage(stage=stage, model=model, host=host, calls=calls, **counts)

    rows = (
        payment(asked("extract", "deepseek-chat", 3, 3000, 300, 1000), 0.5, "cny"),
        payment(asked("check", "deepseek-chat", 1, 1000, 100), 0.25, "cny"),
        payment(asked("extract", "deepseek-chat", 1, 1000, 4096), 0.125, "cny", State.LOST),
        payment(asked("search", "tavily", 4), 0.032, "usd"),
        payment(asked("search", "searxng", 9), 0.0, None),
        payment(asked("extract", "house-model", 2, 500, 50), None, None),
        payment(asked("fetch", "pages", 30), 0.0, None).model_copy(update={"bytes": 3_000_000}),
    )
    book = Payments(store, run, lambda: BEGUN)
    for row in rows:
        book.begin(row)


def opened(folder: Path) -> Store:
    return Store(folder / "research.db")
