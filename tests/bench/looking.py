"""What looking costs the processor: an answer of the register, and a batch over a large index of pages.

    make recall, or python -m tests.bench.looking       # two minutes of processor time

All texts are invented. Figures are processor time of this process; the web of the batch is served by
another one. BENCH_INDEX_PAGES and BENCH_REGISTER make it smaller.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path

from agent.places import Places
from agent.publishers import Publishers
from agent.queries import load_templates, plan_queries
from agent.records import Changepoint, ChangepointKind, Page, PageMeta, Query, Span
from agent.register.book import Register, file_anew
from agent.register.searching import search
from agent.sectors import Sectors
from agent.store.index import Index
from agent.wiring import Config
from agent.wiring.workshop import Workshop, open_workshop
from tests.web import routed_transport
from tests.world_of_portals.documents import Document
from tests.world_of_portals.invented import invented_documents
from tests.world_of_portals.noise import noise
from tests.world_of_portals.planted import planted
from tests.world_of_portals.world import World

Row = tuple[str, str, str]

REGISTERS = tuple(map(int, os.environ.get("BENCH_REGISTER", "5000 100000").split()))
PAGES = int(os.environ.get("BENCH_INDEX_PAGES", "50000"))
AIMS = {5_000: "<= 20", 100_000: "<= 60"}
TEXT = 40
"""Sentences a text is put together from, ten characters and more each."""
POINTS, ROUNDS = 12, 3
YEARS = 7
FIRST = date(2019, 1, 1)
WORDS = [
    "有序用电",
    "限电",
    "错峰生产",
    "重污染天气",
    "橙色预警",
    "停产",
    "投产",
    "供暖",
    "机场",
    "航班",
    "高速公路",
    "通车",
    "以旧换新",
    "碳达峰",
    "实施方案",
    "通知",
    "教育",
    "医疗",
    "就业",
    "社会保障",
    "农业",
    "水利",
    "文化",
    "旅游",
    "科技",
    "市场监管",
    "公共资源",
    "政务服务",
    "养老",
    "住房",
]


def texts(seed: int) -> Iterator[str]:
    """Invented texts without end; most words of the questions stand in one text of many."""
    drawn = random.Random(seed)  # noqa: S311 - no secret
    while True:
        words = drawn.choices(WORDS, k=3) + drawn.choices(WORDS[16:], k=TEXT - 3)
        yield "。".join(f"关于{word}的工作安排第{drawn.randrange(999)}号" for word in words)


def long_queries() -> tuple[Query, ...]:
    """The long questions of a changepoint."""
    places = Places.load()
    point = Changepoint(
        province="山西", sector="Industry", date=date(2022, 6, 1), kind=ChangepointKind.EVENT
    )
    known = (places, Sectors.load(), Publishers.load(places), load_templates())
    return plan_queries(point, point.window(), *known)


def milliseconds(work: Callable[[], object], times: int = 1) -> float:
    """Processor time of a piece of work, the median of some times."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - began))
    return statistics.median(taken)


def register_rows() -> Iterator[Row]:
    """How long a register takes over a question of a changepoint, in 31 provinces and in one."""
    provinces = [province.name for province in Places.load().provinces][:31]
    query = max(long_queries(), key=lambda one: len(one.words))
    for size in REGISTERS:
        yield _answer(query, size, provinces)
    yield _answer(query, min(REGISTERS), provinces[:1])


def _answer(query: Query, size: int, provinces: list[str]) -> Row:
    with (
        tempfile.TemporaryDirectory() as folder,
        Register(Path(folder) / "register.db") as register,
    ):
        fill_register(register, size, provinces)
        asked = (register, provinces[0], query.window, query.words, 50)
        taken = milliseconds(lambda: search(*asked), 9)
    where = f"{len(provinces)} provinces" if len(provinces) > 1 else "one province"
    aim = AIMS.get(size, "") if len(provinces) > 1 else ""
    return f"a register of {size:,} in {where} answers, ms", f"{taken:.0f}", aim


def fill_register(register: Register, size: int, provinces: list[str]) -> None:
    """Documents on all days of seven years, whose pages were read."""
    with register.database.transaction() as connection:
        for number, text in zip(range(size), texts(size), strict=False):
            day = str(FIRST + timedelta(days=number * 37 % (YEARS * 365)))
            url = f"https://www.example.cn/{number}.html"
            told = {"identity": url, "url": url, "province": provinces[number % len(provinces)],
                    "title": f"关于{text[2:6]}事项的通知之{number}", "listed": day, "issued": day,
                    "state": "read", "text": text}  # fmt: skip
            file_anew(connection, None, told)


def index_rows() -> Iterator[Row]:
    """Twelve changepoints over an index of many pages beside an empty one, and what ``saved`` takes."""
    with tempfile.TemporaryDirectory() as folder, served() as address:
        full, empty = Path(folder) / "full", Path(folder) / "empty"
        for cache in (full, empty):
            cache.mkdir()
        with Index(full / "index.db") as index:
            index.add_all(list(pages(PAGES)))
        batches: dict[Path, list[float]] = {full: [], empty: []}
        for _ in range(ROUNDS):
            for cache, taken in batches.items():
                taken.append(batch(cache, address))
        many, none = (min(taken) for taken in batches.values())
        yield f"CPU of a batch, index of {PAGES:,} pages / empty", f"{many / none:.2f}", "<= 1.05"
        yield f"  ({many:.0f} and {none:.0f} ms a changepoint)", "", ""
        for how in ("imported", "all"):
            yield f"  saved, {how}, ms a changepoint", f"{saved(full, how, address):.1f}", ""


def pages(size: int) -> Iterator[Page]:
    """Pages that were read before."""
    for number, text in zip(range(size), texts(1), strict=False):
        url = f"https://www.example.cn/p{number}.html"
        yield Page(
            url=url,
            answered_url=url,
            fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
            sha256=f"{number:064x}",
            media_type="text/html",
            text=text,
            body=Span(start=0, end=len(text)),
            meta=PageMeta(),
            reader="html/1",
        )


def batch(cache: Path, address: str) -> float:
    """Milliseconds a changepoint, in a copy of a cache."""
    points = [one.point for one in planted(invented(), POINTS)]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(cache, Path(folder) / "cache")
        with working(Path(folder) / "cache", address) as workshop:
            return milliseconds(lambda: [workshop.research(p) for p in points]) / len(points)


def saved(cache: Path, how: str, address: str) -> float:
    """What the search of saved pages takes for all long questions of a changepoint."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(cache, Path(folder) / "cache")
        with working(Path(folder) / "cache", address, how) as workshop:
            backend = next(one for one in workshop.backends if one.name == "saved")
            asked = long_queries()
            return milliseconds(lambda: [backend.search(one, 10) for one in asked])


@contextmanager
def working(cache: Path, address: str, how: str = "imported") -> Iterator[Workshop]:
    """A workshop over a cache and the served world."""
    config = Config(
        cache=cache,
        search=("saved", "searxng"),
        services={"SEARXNG_URL": "https://any.search.example"},
        saved=how,
        host_pause=0.0,
    )
    with open_workshop(config, lambda *_: None, routed_transport({"*": address})) as workshop:
        yield workshop


@contextmanager
def served() -> Iterator[str]:
    """The invented world, in a process of its own; yields its address."""
    ours, theirs = Pipe()
    process = Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("end")
        process.join()


def _serve(pipe: Connection) -> None:
    with World(invented()) as world:
        pipe.send(world.address)
        pipe.recv()


def invented() -> tuple[Document, ...]:
    """The documents of the world that ships with the tests."""
    publishers = Publishers.load(Places.load())
    return (*invented_documents(publishers), *noise(("山西", "陕西"), publishers, 60))


def main() -> None:
    """Print the table."""
    for rows in (register_rows, index_rows):
        for what, measured, aim in rows():
            print(f"{what:<52}{measured:>8}   {aim}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
