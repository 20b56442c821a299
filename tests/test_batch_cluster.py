"""A Dask cluster of two worker processes on loopback: the same results, and one is killed."""

from __future__ import annotations

import datetime
import os
import signal
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, wait
from dataclasses import fields, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from agent.batch.cluster import Cluster, untold
from agent.batch.scheduler import open_cluster
from agent.batch.worker import Order, fault
from agent.errors import UsageError
from agent.evidence.derive import InCache
from agent.fetch.politeness import Politeness
from agent.findings import Dossier, Outcome
from agent.ledger import Budget, Payment, PaymentLog, State
from agent.records import Changepoint, ChangepointKind, Usage
from agent.store import Store
from agent.store.payments import Payments, payments_of
from agent.wiring import Config
from agent.wiring.members import deriver, knowledge
from agent.wiring.workshop import open_workshop
from tests.invented_web import SEARCH, InventedWeb
from tests.web import routed_transport
from tests.world import Delays, World

pytestmark = [
    pytest.mark.usefixtures("tmp_path"),
    # A killed worker leaves sockets to the garbage collector of distributed.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PROVINCES = ("山西", "陕西", "河北")
SECTORS = ("Ground", "Power", "Industry", "Residential")
KEY = "sk-not-to-be-shown-9f3a"
PAUSE = 0.3


def points(count: int) -> list[Changepoint]:
    """Changepoints of few provinces and many sectors: all workers want pages of the same hosts."""
    first = datetime.date(2024, 3, 8)
    return [
        Changepoint(
            province=PROVINCES[number % len(PROVINCES)],
            sector=SECTORS[number // len(PROVINCES) % len(SECTORS)],
            date=first + datetime.timedelta(days=31 * (number // 6)),
            kind=ChangepointKind.EVENT,
        )
        for number in range(count)
    ]


def config(address: str, cache: Path, **changes: Any) -> Config:
    told: dict[str, Any] = {
        "cache": cache,
        "model": "loopback",
        "base_url": f"http://{address}/v1",
        "key": KEY,
        "search": ("searxng",),
        "services": {"SEARXNG_URL": SEARCH.replace("https", "http")},
        "pages": 8,
        "best": 3,
        "host_pause": PAUSE,
    }
    return Config(**told | changes)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World(InventedWeb("http"), Delays(page=0.1, model=0.2)) as world:
        yield world


@pytest.fixture
def scheduler(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two workers, each a process with two threads, for whom the world is the proxy."""
    from distributed import LocalCluster  # noqa: PLC0415 - only where it is needed: it is slow

    monkeypatch.setenv("HTTP_PROXY", f"http://{world.address}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    make: Any = LocalCluster
    made = make(
        n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=50
    )
    with made:
        yield made


def through(crew: Cluster, wanted: list[Changepoint]) -> list[Future[Dossier]]:
    return [crew.submit(point) for point in wanted]


def comparable(dossier: Dossier) -> dict[str, Any]:
    """A dossier without what differs: when pages were fetched, and that a proxy was asked for them.

    Here the workers of a cluster reach the world through a proxy, one machine through a transport.
    """
    told = dossier.model_dump(mode="json", exclude={"researched_at"})
    for page in told["pages"]:
        page["fetched_at"] = ""
    told["notes"] = [note for note in told["notes"] if "asked through the proxy" not in note]
    return told


@pytest.mark.slow
def test_a_cluster_gives_the_dossiers_of_one_machine_and_is_as_polite_as_one(
    world: World, scheduler: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = points(12)
    told: list[str] = []
    given = config(world.address, tmp_path / "cluster", pages=16)
    world.asked.begun.clear()
    with open_cluster(given, scheduler.scheduler_address, told.append, PaymentLog()) as crew:
        dossiers = [future.result(120) for future in through(crew, wanted)]
    asked = list(world.asked.begun)
    assert {d.outcome for d in dossiers} == {Outcome.FOUND}
    assert all(d.pages for d in dossiers)

    # One host is never asked more often than by one machine.
    by_host = defaultdict(list)
    for host, begun, ended in sorted(asked, key=lambda one: one[1]):
        if host.endswith(".gov.cn"):
            by_host[host].append((begun, ended))
    assert max(len(times) for times in by_host.values()) >= 6
    for host, times in by_host.items():
        starts = [begun for begun, _ in times]
        # A request takes a moment to arrive, so two may come closer than they were sent; never all.
        for (m, first), (n, last) in combinations(enumerate(starts), 2):
            assert last - first > (n - m - 1) * PAUSE, host
        running = [sum(b <= at < e for b, e in times) for at in starts]
        assert max(running) <= 2, host

    # The evidence is in our cache: every dossier is derived again from it, without a network.
    with open_workshop(given, lambda *_: None, routed_transport({})) as shop:
        derive = deriver(knowledge(given))
        for dossier in dossiers:
            assert derive.drifts(dossier, InCache(shop.cache), "") == ()

    alone = config(world.address, tmp_path / "alone", host_pause=0.0, pages=16)
    with open_workshop(alone, lambda *_: None, routed_transport({"*": world.address})) as shop:
        for point, dossier in zip(wanted, dossiers, strict=True):
            assert comparable(shop.research(point)) == comparable(dossier)

    assert KEY not in "\n".join(told) + caplog.text


@pytest.mark.slow
def test_what_a_killed_worker_had_is_done_by_others_and_nothing_kept_is_paid_again(
    world: World, scheduler: Any, tmp_path: Path
) -> None:
    wanted = points(18)
    given = config(world.address, tmp_path)
    before = world.asked.kinds["model"]
    with open_cluster(given, scheduler.scheduler_address, print, PaymentLog()) as crew:
        futures = through(crew, wanted)
        wait(futures, timeout=120, return_when="FIRST_COMPLETED")
        pids = [worker.process.pid for worker in scheduler.workers.values()]
        os.kill(pids[0], signal.SIGKILL)
        dossiers = [future.result(180) for future in futures]
    assert [d.changepoint for d in dossiers] == wanted
    assert {d.outcome for d in dossiers} == {Outcome.FOUND}

    # Only what was under way at the worker that was killed can have been asked twice.
    calls = sum(usage.calls for dossier in dossiers for usage in dossier.usage)
    under_way = 2 * given.model_slots // 2
    assert world.asked.kinds["model"] - before <= calls + under_way

    asked = sum(world.asked.kinds.values())
    with open_workshop(given, lambda *_: None, routed_transport({"*": world.address})) as shop:
        again = [shop.research(point) for point in wanted]
    assert sum(world.asked.kinds.values()) == asked
    assert list(map(comparable, again)) == list(map(comparable, dossiers))


@pytest.mark.slow
def test_a_budget_holds_for_all_workers_together(
    world: World, scheduler: Any, tmp_path: Path
) -> None:
    given = config(world.address, tmp_path, budget=Budget(60_000, "tokens"))
    with Store(tmp_path / "research.db") as store:
        run = store.start_run("research batch", "test", {}, datetime.datetime.now(datetime.UTC))
        book = Payments(store, run, lambda: datetime.datetime.now(datetime.UTC))
        with open_cluster(given, scheduler.scheduler_address, print, book) as crew:
            dossiers = [future.result(120) for future in through(crew, points(12))]
        paid = [p.usage for p in payments_of(store, run) if p.usage.stage != "fetch"]
    tokens = sum(usage.prompt_tokens + usage.completion_tokens for usage in paid)
    assert 30_000 < tokens <= 60_000
    assert "budget" in {gap.cause for dossier in dossiers for gap in dossier.gaps}


def test_a_worker_says_why_it_cannot_do_what_is_ordered(tmp_path: Path) -> None:
    given = config("127.0.0.1:9", tmp_path)
    mark = tmp_path / "mark"
    assert "does not see the cache folder" in fault(Order("r", given, mark))
    mark.touch()
    assert fault(Order("r", given, mark)) == ""
    assert "has version" in fault(Order("r", given, mark, version="0.0.9"))
    own = replace(given, overrides={"places": Path("/nowhere/places.toml")})
    assert fault(Order("r", own, mark)) == "does not see /nowhere/places.toml"
    assert KEY not in repr(Order("r", given, mark))


def test_a_scheduler_that_is_not_there_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.batch.scheduler.CONNECT", 0.3)
    given = config("127.0.0.1:9", tmp_path)
    with (
        pytest.raises(UsageError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"),
        open_cluster(given, "tcp://127.0.0.1:9", print, PaymentLog()),
    ):
        pass
    with (
        pytest.raises(UsageError, match="no address"),
        open_cluster(given, "http://:x", print, PaymentLog()),
    ):
        pass


def test_a_worker_asks_the_gate_all_that_politeness_is_asked() -> None:
    from agent.batch.gate import GatedPoliteness  # noqa: PLC0415 - imports distributed

    asked = {name for name in vars(Politeness) if not name.startswith("_")}
    own = {one.name for one in fields(Politeness)}
    assert asked - own <= vars(GatedPoliteness).keys()


def test_what_a_lost_worker_did_not_tell_of_its_share_counts_as_spent() -> None:
    told = Usage(stage="extract", model="m", prompt_tokens=900, completion_tokens=100)
    paid = Payment(usage=told, state=State.PAID, amount=1.5, currency="cny")
    fetched = Payment(usage=Usage(stage="fetch", model="pages"), state=State.PAID, amount=0.0)
    lost = untold(Budget(4000, "tokens"), [paid, fetched])
    assert lost is not None
    assert (lost.state, lost.usage.prompt_tokens, lost.amount) == (State.LOST, 3000, None)
    lost = untold(Budget(2.0, "cny"), [paid])
    assert lost is not None
    assert (lost.amount, lost.currency) == (0.5, "cny")
    assert untold(Budget(1.5, "cny"), [paid]) is None
