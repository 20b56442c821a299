"""A fifth of all requests fails at random, in ten ways: every gap tells what the server really did.

Which request fails, and how, is decided by its address and how often it was asked, so a seed gives
the same faults whatever comes first.
"""

from __future__ import annotations

import datetime
import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

import httpx2
import pytest

from agent.findings import Dossier, Outcome, Status
from agent.records import Changepoint, ChangepointKind, Gap
from agent.store import PointState
from agent.wiring import Config
from tests.invented_web import SEARCH, InventedWeb
from tests.web import routed_transport
from tests.whole_nights import dossiers_of, night
from tests.world import Request, World

SHARE = 0.2
WAYS = {
    "page": [
        "refused",
        "reset",
        "timeout",
        "403",
        "404",
        "412",
        "429",
        "500",
        "soft_404",
        "truncated",
        "garbage",
    ],
    "search": [
        "refused",
        "reset",
        "timeout",
        "403",
        "412",
        "429",
        "500",
        "soft_404",
        "truncated",
        "garbage",
    ],
    "model": ["reset", "429", "500", "truncated", "garbage"],
}
"""What goes wrong, by kind of request; a model's garbage is JSON that breaks off."""

TOLD = {
    "page": {
        "refused": {"unreachable"},
        "reset": {"error"},
        "timeout": {"timeout"},
        "403": {"http:403"},
        "404": {"http:404"},
        "412": {"blocked:ruishu"},
        "429": {"http:429"},
        "500": {"http:500"},
        "soft_404": {"soft_404"},
        "truncated": {"error"},
        "garbage": {"charset"},
    },
    "search": {
        "refused": {"unreachable"},
        "reset": {"unreachable", "error"},
        "timeout": {"timeout"},
        "403": {"blocked"},
        "412": {"blocked"},
        "429": {"quota"},
        "500": {"error"},
        "soft_404": {"error"},
        "truncated": {"error"},
        "garbage": {"error"},
    },
    "model": {
        "reset": {"unreachable"},
        "429": {"quota"},
        "500": {"http:500"},
        "truncated": {"unreachable"},
        "garbage": {"error"},
    },
}
"""The causes that tell the truth about each of them."""


class Faults:
    """Decides what goes wrong, and remembers it: ``done`` by address, in the order asked."""

    def __init__(self, seed: int, kinds: Sequence[str] = ("page", "search", "model")) -> None:
        self.done: dict[str, list[str | None]] = {}
        self._seed = seed
        self._kinds = kinds
        self._lock = threading.Lock()

    def of(self, kind: str, address: str) -> str | None:
        """What goes wrong with the next request for an address."""
        with self._lock:
            before = self.done.setdefault(address, [])
            told = f"{self._seed} {address} {len(before)}".encode()
            number = int.from_bytes(sha256(told).digest()[:8])
            chance, which = number % 1000 / 1000, number // 1000
            fails = kind in self._kinds and chance < SHARE
            before.append(WAYS[kind][which % len(WAYS[kind])] if fails else None)
            return before[-1]

    def of_request(self, request: Request) -> str | None:
        """The fault a request carries; a model's is decided here, its client has no transport."""
        if request.kind == "model":
            return self.of("model", f"model:{sha256(request.body).hexdigest()}")
        return request.headers.get("x-fault")


class Faulty(httpx2.BaseTransport):
    """Leads every host to the world, with the fault of each request; some connections to nobody."""

    def __init__(self, address: str, faults: Faults) -> None:
        self._faults = faults
        self._world = routed_transport({"*": address})
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._nobody = routed_transport({"*": f"127.0.0.1:{free.getsockname()[1]}"})

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        kind = "search" if request.url.host == urlsplit(SEARCH).hostname else "page"
        fault = self._faults.of(kind, str(request.url))
        if fault == "refused":
            return self._nobody.handle_request(request)
        if fault:
            request.headers["x-fault"] = fault
        return self._world.handle_request(request)

    def close(self) -> None:
        self._world.close()
        self._nobody.close()


def points(count: int) -> list[Changepoint]:
    provinces = ("山西", "陕西", "河北", "河南", "江苏", "安徽", "甘肃", "贵州", "天津", "内蒙古")
    sectors = ("Ground", "Power", "Industry", "Residential", "Aviation")
    return [
        Changepoint(
            province=provinces[number % 10],
            sector=sectors[number // 10 % 5],
            date=datetime.date(2021, 2, 3) + datetime.timedelta(days=17 * number),
            kind=ChangepointKind.EVENT,
        )
        for number in range(count)
    ]


def config(address: str, cache: Path, model: str) -> Config:
    return Config(
        cache=cache,
        model=model,
        base_url=f"http://{address}/v1",
        key="none",
        search=("searxng",),
        services={"SEARXNG_URL": SEARCH},
        host_pause=0.0,
        timeouts=(2.0, 2.0, 6.0),
        model_timeout=20.0,
        pages=12,
        best=4,
    )


def faulty_night(
    folder: Path, wanted: list[Changepoint], faults: Faults, model: str
) -> tuple[tuple[Dossier, ...], Counter[str]]:
    """The dossiers of a batch with these faults, after it was held against what really happened."""
    web = InventedWeb()
    with World(web, fault=faults.of_request) as world:
        given = config(world.address, folder, model)
        done = night(wanted, given, Faulty(world.address, faults), jobs=6)
    assert done.ending.early == ""
    assert done.ending.states[PointState.FAILED] == 0
    dossiers = dossiers_of(given, done.work.run)
    assert len(dossiers) == len(wanted)
    causes: Counter[str] = Counter()
    for dossier in dossiers:
        check_dossier(dossier, web, faults, causes)
    return dossiers, causes


def check_dossier(dossier: Dossier, web: InventedWeb, faults: Faults, causes: Counter[str]) -> None:
    """Every chosen address is a page or a gap, every gap true, and nothing false is verified."""
    pages = {page.url for page in dossier.pages}
    shas = {page.sha256 for page in dossier.pages}
    lost = {gap.target: gap for gap in dossier.gaps if gap.stage in ("fetch", "read")}
    for url in dossier.selected:
        assert url in pages or url in lost or len(shas) < len(pages), url
    for gap in dossier.gaps:
        causes[f"{gap.stage} {gap.cause}"] += 1
        assert is_true(gap, faults), (gap, faults.done.get(gap.target))
    for finding in dossier.findings:
        if finding.status is Status.VERIFIED:
            truth = web.truth(finding.policy.url)
            assert truth is not None
            assert truth.province == dossier.changepoint.province
            assert dossier.window.start <= truth.day <= dossier.window.end
    covered = any(answer.covers for answer in dossier.searches)
    if dossier.outcome is not Outcome.INCOMPLETE:
        assert covered
    found = any(f.status in (Status.VERIFIED, Status.FLAGGED) for f in dossier.findings)
    assert (dossier.outcome is Outcome.FOUND) <= found


WORD = re.compile(r"[^\s()&=]+")
"""A word of a query as it is sent: some stand in brackets, as alternatives."""


def is_true(gap: Gap, faults: Faults) -> bool:
    """Whether a gap tells what the server did; what one changepoint lost, a later one may get."""
    kind = {"search": "search", "extract": "model", "check": "model"}.get(gap.stage, "page")
    if kind == "model":
        asked = [done for name, done in faults.done.items() if name.startswith("model:")]
    elif kind == "search":
        _, *words = gap.target.partition(": ")[2].split()
        asked = [
            done
            for address, done in faults.done.items()
            if set(words) <= set(WORD.findall(unquote_plus(urlsplit(address).query)))
        ]
    elif gap.cause == "blocked":
        return refusals_of(urlsplit(gap.target).hostname, faults) >= 3
    else:
        asked = [faults.done[gap.target]]
    did = {fault for done in asked for fault in done if fault}
    return any(gap.cause in TOLD[kind][fault] for fault in did)


def refusals_of(host: str | None, faults: Faults) -> int:
    """How often a host refused us."""
    return sum(
        done.count("403") + done.count("412")
        for address, done in faults.done.items()
        if urlsplit(address).hostname == host
    )


def test_every_gap_of_a_bad_night_tells_what_the_server_did(tmp_path: Path) -> None:
    faults = Faults(seed=4)
    dossiers, causes = faulty_night(tmp_path, points(6), faults, "none")
    assert causes.total() >= 6
    assert len(causes) >= 4
    assert {d.outcome for d in dossiers} <= set(Outcome)


@pytest.mark.soak
@pytest.mark.parametrize("model", ["none", "loopback"])
def test_a_hundred_changepoints_through_a_night_of_faults(
    tmp_path: Path, model: str, record_property: Callable[[str, object], None]
) -> None:
    faults = Faults(seed=11)
    dossiers, causes = faulty_night(tmp_path, points(100), faults, model)
    happened = {fault for done in faults.done.values() for fault in done if fault}
    assert happened == set(WAYS["page"])
    asked = sum(len(done) for done in faults.done.values())
    failed = sum(fault is not None for done in faults.done.values() for fault in done)
    assert 0.15 < failed / asked < 0.25
    outcomes = Counter(d.outcome for d in dossiers)
    record_property("night", f"{dict(outcomes)} {dict(causes)} {failed} of {asked} failed")
    assert outcomes[Outcome.FOUND] > 0
