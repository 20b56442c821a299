"""Print how many known happenings the planned queries name: ``python -m tests.known``."""

from __future__ import annotations

import argparse
from collections import Counter
from functools import partial
from pathlib import Path

from agent.records import Changepoint, ChangepointKind, Query
from agent.wiring import Config
from agent.wiring.members import Knowledge, knowledge
from tests.known.counting import count
from tests.known.rows import read_known


def _planned(known: Knowledge, asked: Counter[int], point: Changepoint) -> tuple[Query, ...]:
    queries = known.queries(point, point.window())
    asked[sum(not query.short for query in queries)] += 1
    return queries


def main() -> None:
    """Count and print."""
    options = argparse.ArgumentParser(prog="python -m tests.known")
    options.add_argument("--file", type=Path, help="another list of known happenings (JSON lines)")
    options.add_argument("--missed", action="store_true", help="list what no query names")
    given = options.parse_args()
    known, rows = knowledge(Config()), read_known(given.file)
    print(f"{len(rows)} known happenings; named strictly, for every sector they may move")
    for kind in ChangepointKind:
        asked: Counter[int] = Counter()

        counted = count(rows, partial(_planned, known, asked), known.places, kind)
        (named, of), (placed, of_places) = counted.named, counted.places
        print(
            f"  {kind:<9} named {named}/{of} = {named / of:.0%}   place named {placed}/{of_places}"
            f" = {placed / max(1, of_places):.0%}   queries a point {min(asked)}-{max(asked)}"
        )
        if given.missed and kind is ChangepointKind.EVENT:
            for row in counted.rows:
                if not row.named or row.place is False:
                    marks = f"{'' if row.named else 'name '}{'place' if row.place is False else ''}"
                    print(f"    {marks:<10} {row.known.name} {row.known.must_words}")


if __name__ == "__main__":
    main()
