"""Own CPU of a changepoint and of a decision, beside an older version in turns:

    BENCH_BASE=../older BENCH_OWN_POINTS=100 python -m tests.bench.own

Of a process of its own over the same changepoints (24 pages, 8 model calls, eight side by side), with search,
pages and model in another process: its CPU (user and system, start and files included), less that of
judging and reading each kept page once afterwards, also in a process of its own. That is the same in both
versions: ``redirect_target``, ``refusal`` and ``read`` of the answers of the cache, each once.
"""

from __future__ import annotations

import os
import statistics
from pathlib import Path

from tests.bench.batch import Tree
from tests.bench.study import BASE, FINDINGS, OWN, deciding, own_cpu

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))


def main() -> None:
    """Print each turn, and the ratio of the medians."""
    trees = [Tree(), *([Tree.at(Path(BASE))] if BASE else [])]
    own: list[list[float]] = [[] for _ in trees]
    decided: list[list[float]] = [[] for _ in trees]
    for _ in range(ROUNDS):
        for place, tree in enumerate(trees):
            own[place].append(own_cpu(tree))
            decided[place].append(deciding(tree))
            told = f"{own[place][-1]:.0f} ms a changepoint, {decided[place][-1]:.0f} ms a decision"
            print(f"{'base' if place else 'now'}: {told}", flush=True)
    for what, aim, found in (
        (f"own CPU a changepoint ({OWN} of them, 24 pages)", "<= 0.65", own),
        (f"a decision at {FINDINGS:,} findings", "<= 0.21", decided),
    ):
        middle = [statistics.median(each) for each in found]
        ratio = f"{middle[0] / middle[1]:.2f} of base" if BASE else f"{middle[0]:.0f} ms"
        print(f"{what}: {ratio}, aim {aim}")


if __name__ == "__main__":
    main()
