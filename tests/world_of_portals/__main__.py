"""Print the recall table: ``make recall``, or ``python -m tests.world_of_portals``."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from agent.cli.doctor import portal_lines
from agent.places import Places
from agent.publishers import Publishers
from agent.publishers.portals import ColumnRow
from agent.records import Interval
from agent.sectors import Sectors
from agent.wiring import Config
from agent.wiring.harvesting import harvesting
from agent.wiring.workshop import open_workshop
from tests.world_of_portals.answerers import ANSWERERS, answering
from tests.world_of_portals.documents import Document
from tests.world_of_portals.invented import invented_documents
from tests.world_of_portals.noise import noise
from tests.world_of_portals.planted import Planted, planted
from tests.world_of_portals.printed import as_line
from tests.world_of_portals.recall import HEAD, LEGEND, Tally, measure, row
from tests.world_of_portals.shared import available, shared_documents
from tests.world_of_portals.world import ENGINES, PORTALS, World

SEARCHES = {
    "register": ("register", ""),
    "portal": ("portal", ""),
    "together": ("register,portal,searxng", "https://any.search.example"),
    **{f"general, {kind}": ("searxng", f"https://{host}") for host, kind in ENGINES.items()},
}
"""What is measured: a name, the backends that are asked, and where the general engine is."""


NOISE = 60
"""Routine documents a province."""


def all_documents(*, shared: bool) -> tuple[Document, ...]:
    """The invented province, what ../shared fills in where it is there and wanted, and routine."""
    places = Places.load()
    publishers = Publishers.load(places)
    found = invented_documents(publishers)
    if shared:
        found = (*found, *shared_documents(places, publishers, Sectors.load()))
    provinces = dict.fromkeys(d.province for d in found if d.province)
    return (*found, *noise(provinces, publishers, NOISE))


HELD = ("portal", "register")
"""Searches that are measured by what they hold: pages of governments whose portal can be asked."""


def held(documents: tuple[Document, ...], name: str) -> list[Document]:
    """The documents that such a search could find."""
    asked = {province for *_, province in PORTALS.values()}
    return [d for d in documents if d.column and (name != "portal" or d.province in asked)]


def measured(
    world: World, points: tuple[Planted, ...], search: tuple[str, str], model: dict[str, str]
) -> Tally:
    """Research all points with one way of searching, in a cache of its own."""
    names, engine = search
    with tempfile.TemporaryDirectory() as folder:
        config = Config(
            cache=Path(folder),
            search=tuple(names.split(",")),
            services={"SEARXNG_URL": engine} if engine else {},
            host_pause=0.0,
            **model,  # type: ignore[arg-type]  # name, address and key of a model
        )
        if "register" in names:
            harvested(world, config, {one.point.province for one in points})
        with open_workshop(config, lambda *_: None, world.transport()) as workshop:
            return measure(workshop, points, world.documents)


def harvested(world: World, config: Config, provinces: Collection[str]) -> None:
    """Fill the register of a cache from the columns of the world, as a person would once."""
    owner = {url: found[0].province for url, found in world.columns().items()}
    span = Interval(start=date(2018, 1, 1), end=date(2025, 12, 31))
    with (
        open_workshop(config, lambda *_: None, world.transport()) as workshop,
        harvesting(workshop, lambda *_: None) as harvest,
    ):
        for province in sorted(provinces):
            columns = [
                ColumnRow(province=province, name=url, url=url)
                for url, whose in owner.items()
                if whose == province
            ]
            ended = harvest.run(columns, province, span)
            for walk in ended.walks:
                if walk.cause:
                    print(f"    {walk.column.url}: {walk.cause} {walk.detail}")
            if ended.failed:
                print(f"    {province}: {dict(ended.failed)}")


@contextmanager
def reading_by(given: argparse.Namespace) -> Iterator[dict[str, str]]:
    """The model that reads the pages: an invented one, the user's own, or none."""
    if given.answerer:
        with answering(given.answerer) as endpoint:
            yield {"model": given.answerer, "base_url": endpoint.url, "key": "none"}
    elif given.model:
        yield {"model": given.model, "base_url": given.base_url, "key": "none"}
    else:
        yield {}


FAULTS = {
    "www.nmg.gov.cn": "ruishu",
    "www.nx.gov.cn": "refused",
    "sousuo.jiangxi.gov.cn": "html",
    "www.hlj.gov.cn": "elsewhere",
    "www.xinjiang.gov.cn": "jsl",
}
"""What is wrong with some portals where doctor's table is printed."""


def doctor(documents: tuple[Document, ...]) -> None:
    """Print what ``research doctor --portals all`` says over the world, some of it at fault."""
    with tempfile.TemporaryDirectory() as folder, World(documents, FAULTS) as world:
        config = Config(cache=Path(folder), search=("portal",), host_pause=0.0)
        with open_workshop(config, lambda *_: None, world.transport()) as workshop:
            for mark, name, told in portal_lines(workshop, "all", offline=False):
                print(f"{mark:<5} {name:<12} {told}")


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(prog="python -m tests.world_of_portals")
    options.add_argument("--points", type=int, default=40, help="changepoints (all: 0)")
    options.add_argument(
        "--after", type=int, default=0, help="leave so many changepoints out first"
    )
    options.add_argument("--invented", action="store_true", help="leave ../shared out")
    options.add_argument("--only", help="only the searches whose name holds this")
    options.add_argument("--doctor", action="store_true", help="what doctor says of the portals")
    options.add_argument("--missed", action="store_true", help="list what was not verified")
    options.add_argument("--answerer", choices=ANSWERERS, help="an invented model reads the pages")
    options.add_argument(
        "--claims", type=Path, help="write what is printed as verified (JSON lines)"
    )
    options.add_argument("--model", help="a model's name, with --base-url")
    options.add_argument("--base-url")
    given = options.parse_args()
    documents = all_documents(shared=not given.invented)
    if given.doctor:
        doctor(documents)
        return
    most = given.points or None
    points = planted(documents, most, given.after)
    things = sum(len(one.things) for one in points)
    filled = "../shared and invented" if available() and not given.invented else "invented"
    print(f"{len(documents)} documents ({filled}), {len(points)} changepoints, {things} things")
    print(HEAD)
    with World(documents) as world, reading_by(given) as model:
        for name, search in SEARCHES.items():
            if given.only and given.only not in name:
                continue
            began = time.process_time()
            asked = (
                points if name not in HELD else planted(held(documents, name), most, given.after)
            )
            tally = measured(world, asked, search, model)
            print(row(name, tally), f"  {time.process_time() - began:.0f} s", flush=True)
            if given.claims:
                given.claims.write_text("\n".join(map(as_line, tally.printed)), "utf-8")
                print(f"    {len(tally.printed)} printed claims: {given.claims}")
            if given.missed:
                print(*(f"    {line}" for line in tally.missed), sep="\n")
    print(LEGEND)


if __name__ == "__main__":
    main()
