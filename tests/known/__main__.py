"""Print how many known happenings the planned queries name: ``python -m tests.known``."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from agent.cli.options import RunOptions, configuration, load_settings
from agent.records import Changepoint, ChangepointKind, Hit, Query
from agent.search import Gathered
from agent.wiring import Config
from agent.wiring.members import Knowledge, knowledge
from agent.wiring.workshop import open_workshop
from tests.known.counting import count
from tests.known.live import look, told
from tests.known.rows import Known, read_known


def _planned(known: Knowledge, asked: Counter[int], point: Changepoint) -> tuple[Query, ...]:
    queries = known.queries(point, point.window())
    asked[sum(not query.short for query in queries)] += 1
    return queries


def _followed(
    known: Knowledge, point: Changepoint, queries: tuple[Query, ...], hit: Hit
) -> tuple[Query, ...]:
    first = Gathered((hit,), (), ())
    return known.following(Config(), point, queries, first, ()).queries


def live(rows: Sequence[Known], province: str | None) -> None:
    """Research the happenings with the settings of the user, and print what was found of them."""
    config = configuration(load_settings(), RunOptions(protocol="fixed"))
    asked = [row for row in rows if province in (None, row.province)]
    with open_workshop(config, lambda *_: None) as workshop:
        found = []
        for one in look(workshop, asked):
            found.append(one)
            print(told(one), flush=True)
    of = max(1, len(found))
    for name in ("found", "read", "verified"):
        number = sum(getattr(one, name) for one in found)
        print(f"{name:<9} {number}/{len(found)} = {number / of:.0%}")


def _share(number: int, of: int) -> str:
    return f"{number}/{of} = {number / max(1, of):.0%}"


def main() -> None:
    """Count and print."""
    options = argparse.ArgumentParser(prog="python -m tests.known")
    options.add_argument("--file", type=Path, help="another list of known happenings (JSON lines)")
    options.add_argument("--missed", action="store_true", help="list what no query names")
    options.add_argument("--live", action="store_true", help="research them on the real web")
    options.add_argument("--province", help="with --live: only those of this province")
    given = options.parse_args()
    if given.live:
        live(read_known(given.file), given.province)
        return
    known, rows = knowledge(Config()), read_known(given.file)
    print(f"{len(rows)} known happenings; named strictly, for every sector they may move")
    for kind in ChangepointKind:
        asked: Counter[int] = Counter()
        plan, follow = partial(_planned, known, asked), partial(_followed, known)
        counted = count(rows, plan, follow, known.places, kind)
        print(
            f"  {kind:<9} named {_share(*counted.named)}   place named {_share(*counted.places)},"
            f" by round two {_share(*counted.places_then)}   queries a point {min(asked)}-{max(asked)}"
        )
        if given.missed and kind is ChangepointKind.EVENT:
            for row in counted.rows:
                if not row.named or row.place is False:
                    marks = f"{'' if row.named else 'name '}{'place' if row.place is False else ''}"
                    print(f"    {marks:<10} {row.known.name} {row.known.must_words}")


if __name__ == "__main__":
    main()
