"""The real changepoints of ten provinces, researched over an invented web. The data stays outside."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.batch.selection import Filters, Selection, select
from agent.changepoints import read_changepoints
from agent.findings import Outcome, Status
from agent.records import ChangepointKind
from agent.store import PointState
from agent.wiring import Config
from tests.invented_web import SEARCH, InventedWeb
from tests.knowledge import places, sectors
from tests.web import routed_transport
from tests.whole_nights import each_dossier, night, now
from tests.world import World

DATA = Path(os.environ.get("POLICY_DATA", Path(__file__).parents[2] / "shared" / "data"))
FOLDER = DATA / "textcarbon" / "change_points"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no data at {FOLDER}")


def selected() -> Selection:
    today = now().date()
    return select(
        [str(FOLDER)],
        lambda file, strict: read_changepoints(file, places(), sectors(), today, strict=strict),
        Filters(),
    )


def test_all_changepoints_of_the_fifty_files_are_read() -> None:
    found = selected()
    assert (found.files, found.read, len(found.points), found.problems) == (50, 497, 497, ())
    points = [point for point, _ in found.points]
    assert len({point.province for point in points}) == 10
    assert {len(point.features) for point in points} == {17}
    assert sum(point.province == "内蒙古" for point in points) > 0
    assert {point.kind for point in points} <= set(ChangepointKind)


def researched(
    folder: Path, count: int | None, pages: int
) -> tuple[Counter[Outcome], Counter[tuple[str, bool, Status]]]:
    """Outcomes, and findings by the kind of their page, whether that is right, and status."""
    web = InventedWeb()
    points = [point for point, _ in selected().points][:: 497 // count if count else 1]
    with World(web) as world:
        given = Config(
            cache=folder,
            search=("searxng",),
            services={"SEARXNG_URL": SEARCH},
            host_pause=0.0,
            pages=pages,
        )
        done = night(points, given, routed_transport({"*": world.address}), jobs=4)
    assert done.ending.early == ""
    assert done.ending.states == {PointState.DONE: len(points)}
    outcomes: Counter[Outcome] = Counter()
    findings: Counter[tuple[str, bool, Status]] = Counter()
    for dossier in each_dossier(given, done.work.run):
        outcomes[dossier.outcome] += 1
        for finding in dossier.findings:
            truth = web.truth(finding.policy.url)
            assert truth is not None
            right = (
                truth.province == dossier.changepoint.province
                and dossier.window.start <= truth.day <= dossier.window.end
            )
            findings[truth.kind, right, finding.status] += 1
            # Another province's, or of another day: whatever else it becomes, never verified.
            assert right or finding.status is not Status.VERIFIED, finding.policy.url
    return outcomes, findings


def test_a_slice_of_the_real_points_finds_what_there_is_and_verifies_nothing_else(
    tmp_path: Path,
) -> None:
    outcomes, findings = researched(tmp_path, 4, pages=60)
    assert outcomes == {Outcome.FOUND: 5}
    assert sum(n for (_, right, status), n in findings.items() if right and status == "verified")
    # With room for every hit the neighbours' pages and those of other years are opened too.
    assert sum(n for (_, right, _), n in findings.items() if not right) >= 5


@pytest.mark.soak
def test_all_real_points_find_what_there_is_and_verify_nothing_else(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    outcomes, findings = researched(tmp_path, None, pages=12)
    told = {f"{kind} {'right' if r else 'wrong'} {s}": n for (kind, r, s), n in findings.items()}
    record_property("outcomes", dict(outcomes))
    record_property("findings", told)
    print("\n", dict(outcomes), *(f"\n  {n:6} {name}" for name, n in sorted(told.items())))  # noqa: T201
    assert outcomes == {Outcome.FOUND: 497}
    wrong = {s for (_, right, s) in findings if not right}
    assert wrong <= {Status.REJECTED, Status.FLAGGED, Status.INSUFFICIENT}
    verified = sum(n for (_, right, s), n in findings.items() if right and s is Status.VERIFIED)
    assert verified > 497
