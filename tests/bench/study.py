"""A study and not a night: peaks of memory and CPU at thousands of changepoints, beside an older version.

    make bench                                                       # 500 changepoints, this version alone
    BENCH_POINTS=5000 BENCH_BASE=../older BENCH_BASE_POINTS=500 make bench

``BENCH_BASE`` is a checkout of an older version; where it has a .venv its Python is taken. Every
figure is of a process of its own (wait4), over a cache that began empty in the same run. The world
has 6 pages and 2 model calls a changepoint and no delays; own CPU is measured with 24 pages.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.batch import (
    FEWER_PAGES,
    POINTS,
    Ran,
    Tree,
    child,
    run,
    write_points,
)
from tests.world import Delays, world_process

MANY = int(os.environ.get("BENCH_POINTS", "500"))
MANY_OF_BASE = int(os.environ.get("BENCH_BASE_POINTS", str(min(MANY, 500))))
OWN = int(os.environ.get("BENCH_OWN_POINTS", str(POINTS)))
BASE = os.environ.get("BENCH_BASE")
FINDINGS = int(os.environ.get("BENCH_FINDINGS", "10000"))
REPORTS = ("csv", "xlsx", "html", "json", "text", "latex")
HERE = Path(__file__).parent

READING = "from pathlib import Path; from tests.bench.batch import reading_cpu; print(*reading_cpu(Path('.')))"
NEWEST = (
    "from pathlib import Path; from agent.store import Store\n"
    "with Store(Path('cache/research.db')) as store: print(store.runs()[0].id)"
)

Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Study:
    """What the commands took over one run; ``points`` changepoints, and one more for ``added``.

    ``alone`` is a batch of one changepoint in an empty folder: what starting and researching take.
    """

    points: int
    batch: Ran
    again: Ran
    added: Ran
    alone: Ran
    show: Ran
    reports: dict[str, Ran]
    verify: Ran


def study_rows() -> list[Row]:
    """The rows of the table; the last column is of the older version, where there is one."""
    trees = [Tree(), *([Tree.at(Path(BASE))] if BASE else [])]
    for tree in trees:
        child(tree, Path.cwd(), ["-m", "agent.cli", "--help"])  # so that no row compiles
    studies = [_study(tree, MANY_OF_BASE if tree.folder else MANY) for tree in trees]
    own = [own_cpu(tree) for tree in trees]
    return list(_rows(studies, own, [deciding(tree) for tree in trees]))


def _rows(studies: list[Study], own: list[float], decided: list[float]) -> Iterator[Row]:
    counts = " and ".join(f"{study.points:,}" for study in studies)
    yield f"{counts} changepoints, {FEWER_PAGES} pages each", "now", "aim", "base" * BASE_GIVEN

    def row(what: str, told: Callable[[Study], str], aim: str) -> Row:
        return _row(what, [told(study) for study in studies], aim)

    yield row("  batch, peak MB", lambda s: _megabytes(s.batch), "<= 300")
    yield row("  show, peak MB", lambda s: _megabytes(s.show), "<= 300")
    for name in REPORTS:
        yield row(f"  report {name}, peak MB", lambda s, n=name: _megabytes(s.reports[n]), "<= 300")  # type: ignore[misc]
        yield row("    seconds of CPU", lambda s, n=name: f"{s.reports[n].cpu:.1f}", "")  # type: ignore[misc]
    yield row("  verify, peak MB", lambda s: _megabytes(s.verify), "<= 300")
    yield row("    seconds of CPU", lambda s: f"{s.verify.cpu:.1f}", "")
    yield row("  resume, seconds of CPU", lambda s: f"{s.again.cpu:.2f}", "<= 1")
    yield row("    peak MB", lambda s: _megabytes(s.again), "<= 150")
    yield row(
        "  one changepoint added, seconds of CPU more",
        lambda s: f"{s.added.cpu - s.again.cpu:.2f}",
        "",
    )
    yield row(
        "    beyond a batch of it alone",
        lambda s: f"{s.added.cpu - s.alone.cpu:.2f}",
        "<= 0.5",
    )
    yield _row(f"a decision at {FINDINGS:,} findings, ms", [f"{ms:.0f}" for ms in decided], "<= 50")
    yield _row(
        f"own CPU a changepoint ({OWN} of them, 24 pages), ms", [f"{ms:.0f}" for ms in own], ""
    )
    if len(own) > 1:
        yield _row("  / that of the base", [f"{own[0] / own[1]:.2f}"], "<= 0.65")  # fmt: skip


BASE_GIVEN = bool(BASE)


def _row(what: str, told: list[str], aim: str) -> Row:
    return what, told[0], aim, told[1] if len(told) > 1 else ""


def _megabytes(ran: Ran) -> str:
    return f"{ran.memory / 1e6:.0f}"


def _study(tree: Tree, points: int) -> Study:
    settings = {
        "RESEARCH_HOST_PAUSE": "0",
        "RESEARCH_PAGES": str(FEWER_PAGES),
        "RESEARCH_BEST": "2",
    }
    with tempfile.TemporaryDirectory() as name, world_process(Delays(), "http") as address:
        folder = Path(name)
        write_points(folder / "points.csv", 0, points)
        write_points(folder / "more.csv", points, points + 1)
        (folder / "alone").mkdir()
        write_points(folder / "alone" / "points.csv", points, points + 1)

        def batch(what: str, *files: str, where: Path = folder) -> Ran:
            return _told(tree, what, run(where, files, address, tree, **settings))

        def command(what: str, *how: str) -> Ran:
            return _told(
                tree, " ".join((what, *how)), child(tree, folder, ["-m", "agent.cli", what, *how])
            )

        first, again = batch("batch", "points.csv"), batch("again", "points.csv")
        added = batch("one added", "points.csv", "more.csv")
        alone = batch("it alone", "points.csv", where=folder / "alone")
        newest = child(tree, folder, ["-c", NEWEST]).said.strip()
        return Study(
            points=points,
            batch=first,
            again=again,
            added=added,
            alone=alone,
            show=command("show", newest),
            reports={
                name: command("report", newest, "--format", name, "--out", f"report.{name}")
                for name in REPORTS
            },
            verify=command("verify", newest),
        )


def _told(tree: Tree, what: str, ran: Ran) -> Ran:
    """What was measured, told at once on stderr: the table may be an hour away, or never come."""
    version = tree.folder or "this version"
    told = f"{what}: {ran.cpu:.2f} s of CPU, {ran.memory / 1e6:.0f} MB, {ran.seconds:.0f} s"
    print(f"{version}: {told}", file=sys.stderr, flush=True)
    return ran


def own_cpu(tree: Tree) -> float:
    """Milliseconds of CPU a changepoint beyond judging and reading its pages once."""
    with tempfile.TemporaryDirectory() as name, world_process(Delays(), "http") as address:
        folder = Path(name)
        write_points(folder / "points.csv", 0, OWN)
        ran = run(folder, ["points.csv"], address, tree, RESEARCH_HOST_PAUSE="0")
        seconds, _ = child(tree, folder, ["-c", READING]).said.split()
    return 1000 * (ran.cpu - float(seconds)) / OWN


def deciding(tree: Tree) -> float:
    """Milliseconds of CPU of a decision with the finding that comes next."""
    told = child(tree, Path.cwd(), [str(HERE / "deciding.py"), str(FINDINGS)]).said
    return float(told)


if __name__ == "__main__":
    for what, now, aim, base in study_rows():
        print(f"{what:<52}{now:>8}   {aim:<8}{base:>8}", file=sys.stdout)
