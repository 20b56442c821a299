"""research.db: round trips, runs, transactions, and every way the file can be unusable."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.errors import StateError
from agent.findings import Dossier, Status
from agent.records import Changepoint, ChangepointKind, Interval
from agent.store import Store, changepoint_key, finding_key
from agent.store.schema import FIRST, KIND
from tests import dossiers

NOW = datetime(2026, 11, 24, 9, 30, 12, tzinfo=UTC)


def dossier() -> Dossier:
    """One finding of each of three statuses."""
    page = dossiers.page()
    statuses = (Status.VERIFIED, Status.FLAGGED, Status.REJECTED)
    found = (dossiers.finding(page, status, f"示例办法{status}") for status in statuses)
    return dossiers.dossier(*found, pages=(page,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "research.db"


def begin(store: Store, at: datetime = NOW) -> str:
    return store.start_run("research --sample", "0.1.0", {"model": "none", "window": 90}, at)


def at_another_date(original: Dossier, day: date) -> Dossier:
    changepoint = original.changepoint.model_copy(update={"date": day})
    return original.model_copy(update={"changepoint": changepoint})


def test_a_dossier_comes_back_as_it_was(path: Path) -> None:
    with Store(path) as store:
        run = begin(store)
        store.save(run, dossier())
    with Store(path) as store:
        assert tuple(store.each_dossier(run)) == (dossier(),)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    detail=st.text(st.characters(codec="utf-8"), max_size=40),
    confidence=st.none() | st.floats(0, 1),
    days=st.integers(0, 4000),
)
def test_any_text_and_number_in_a_dossier_comes_back_exactly(
    tmp_path: Path, detail: str, confidence: float | None, days: int
) -> None:
    changepoint = Changepoint(
        province="山西",
        sector=None,
        date=date(2019, 1, 1) + timedelta(days=days),
        confidence=confidence,
        features={"note": detail},
    )
    saved = dossier().model_copy(update={"changepoint": changepoint})
    with Store(tmp_path / "laws.db") as store:
        run = begin(store)
        store.save(run, saved)
        assert tuple(store.each_dossier(run)) == (saved,)


def test_runs_are_listed_newest_first_with_what_they_ran_with(path: Path) -> None:
    with Store(path) as store:
        first = begin(store)
        second = begin(store, NOW + timedelta(hours=1))
        store.save(second, dossier())
        store.finish_run(second, NOW + timedelta(hours=2))
        runs = store.runs()
    assert [run.id for run in runs] == [second, first]
    assert runs[0].finished_at == NOW + timedelta(hours=2)
    assert runs[1].finished_at is None
    assert (runs[0].dossiers, runs[1].dossiers) == (1, 0)
    assert runs[0].config == {"model": "none", "window": 90}
    assert runs[0].command == "research --sample"


def test_a_command_that_names_a_file_in_the_bytes_of_gbk_is_kept(path: Path) -> None:
    named = "山西.csv".encode("gbk").decode("utf-8", "surrogateescape")
    with Store(path) as store:
        store.start_run(f"research --from {named}", "0.1.0", {}, NOW)
        told = store.runs()[0].command
    assert told.startswith("research --from ")
    assert told.endswith(".csv")


def test_runs_that_begin_in_the_same_second_have_ids_of_their_own(path: Path) -> None:
    with Store(path) as store:
        ids = [begin(store) for _ in range(4)]
    assert len(set(ids)) == 4


def test_the_same_changepoint_in_another_run_is_another_row(path: Path) -> None:
    later = dossier().model_copy(update={"researched_at": NOW})
    with Store(path) as store:
        first, second = begin(store), begin(store)
        store.save(first, dossier())
        store.save(second, later)
        assert tuple(store.each_dossier(first)) == (dossier(),)
        assert tuple(store.each_dossier(second)) == (later,)


def test_the_same_changepoint_twice_in_one_run_is_kept_once(path: Path) -> None:
    later = dossier().model_copy(update={"researched_at": NOW})
    with Store(path) as store:
        run = begin(store)
        store.save(run, dossier())
        store.save(run, later)
        assert tuple(store.each_dossier(run)) == (later,)
    with closing(sqlite3.connect(path)) as raw:
        orphans = raw.execute(
            "SELECT count(*) FROM findings WHERE dossier_id NOT IN (SELECT id FROM dossiers)"
        ).fetchone()
    assert orphans == (0,)


def test_nothing_is_known_of_a_changepoint_that_was_never_saved(path: Path) -> None:
    with Store(path) as store:
        assert tuple(store.each_dossier("20200101-000000")) == ()


def test_a_dossier_of_no_run_is_refused(path: Path) -> None:
    with Store(path) as store, pytest.raises(StateError, match="FOREIGN KEY"):
        store.save("20200101-000000", dossier())


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({"confidence": 0.9}, True, id="the score is the detector's affair"),
        pytest.param({"features": {"t": "1"}}, True, id="so are its features"),
        pytest.param({"province": "陕西"}, False, id="province"),
        pytest.param({"sector": None}, False, id="sector"),
        pytest.param({"date": date(2024, 11, 9)}, False, id="date"),
        pytest.param({"kind": ChangepointKind.EVENT}, False, id="kind decides the queries"),
        pytest.param(
            {"interval": Interval(start=date(2024, 11, 7), end=date(2024, 11, 9))},
            False,
            id="interval decides the window",
        ),
    ],
)
def test_a_changepoint_is_the_same_when(change: dict[str, object], same: bool) -> None:
    base = dossier().changepoint
    changed = base.model_copy(update=change)
    assert (changepoint_key(base) == changepoint_key(changed)) is same


def test_a_finding_keeps_its_key_whoever_extracted_it() -> None:
    finding = dossier().findings[0]
    other = finding.model_copy(
        update={"policy": finding.policy.model_copy(update={"extractor": "another"})}
    )
    point = dossier().changepoint
    assert finding_key(point, finding) == finding_key(point, other)
    assert len({finding_key(point, found) for found in dossier().findings}) > 1


def test_the_columns_say_what_the_dossier_says(path: Path) -> None:
    saved = dossier()
    with Store(path) as store:
        store.save(begin(store), saved)
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row
        row = raw.execute("SELECT * FROM dossiers").fetchone()
        items = raw.execute("SELECT status, name, url FROM items ORDER BY finding_id").fetchall()
        verdicts = raw.execute("SELECT count(*) FROM verdicts").fetchone()[0]
        doubts = raw.execute("SELECT label FROM doubts").fetchall()
    assert (row["province"], row["sector"], row["date"]) == ("山西", "Ground", "2024-11-08")
    assert row["flagged"] == len(saved.with_status(Status.FLAGGED))
    assert [tuple(item) for item in items] == [
        (found.status.value, found.policy.name.value, found.policy.url) for found in saved.findings
    ]
    assert verdicts == sum(len(found.verdicts) for found in saved.findings)
    assert "supported" not in {doubt["label"] for doubt in doubts}


@pytest.mark.parametrize("statement", ["UPDATE reviews SET note = 'x'", "DELETE FROM reviews"])
def test_reviews_are_only_ever_added(path: Path, statement: str) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(
            "INSERT INTO reviews (finding_key, reviewed_at, reviewer, decision)"
            " VALUES ('s1:0', '2026-11-24', 'anna', 'accept')"
        )
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            raw.execute(statement)


def test_threads_that_save_at_once_lose_nothing(path: Path) -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(24)]
    with Store(path) as store:
        run = begin(store)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda day: store.save(run, at_another_date(dossier(), day)), days))
        saved = tuple(store.each_dossier(run))
    assert sorted(one.changepoint.date for one in saved) == days


def test_two_programs_that_begin_at_once_share_the_file(path: Path) -> None:
    together = threading.Barrier(6)

    def open_and_begin(_: int) -> str:
        together.wait()
        with Store(path) as store:
            return begin(store)

    with ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(open_and_begin, range(6)))
    with Store(path) as store:
        assert {run.id for run in store.runs()} == set(ids)
    assert len(set(ids)) == 6


def test_a_locked_file_is_told_by_its_name(path: Path) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store(path, wait=0.05) as store, pytest.raises(StateError, match="locked") as told:
            begin(store)
        other.execute("ROLLBACK")
    assert str(path) in told.value.message
    assert told.value.hint


def test_what_waits_for_the_next_transaction_is_not_lost_when_that_fails(path: Path) -> None:
    with Store(path) as store:
        run = begin(store)
        store.database.later(
            lambda connection: connection.execute("UPDATE runs SET command = 'research later'")
        )
        with pytest.raises(StateError):
            store.save("no such run", dossier())
        assert store.run(run).command != "research later"
    with Store(path) as store:
        assert store.run(run).command == "research later"


def test_a_failed_save_leaves_nothing_of_the_dossier(path: Path) -> None:
    with Store(path) as store:
        run = begin(store)
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute(
                "CREATE TRIGGER full BEFORE INSERT ON verdicts BEGIN SELECT RAISE(ABORT, 'disk'); END"
            )
        with pytest.raises(StateError, match="disk"):
            store.save(run, dossier())
        assert tuple(store.each_dossier(run)) == ()
        with closing(sqlite3.connect(path)) as raw, raw:
            assert raw.execute("SELECT count(*) FROM findings").fetchone() == (0,)
            raw.execute("DROP TRIGGER full")
        store.save(run, dossier())
        assert tuple(store.each_dossier(run)) == (dossier(),)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param("PRAGMA user_version = 99", "newer version", id="a newer version made it"),
        pytest.param("PRAGMA application_id = 7", "something else", id="another program's"),
    ],
)
def test_a_file_of_another_kind_is_left_alone(path: Path, spoil: str, words: str) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(spoil)
    before = path.read_bytes()
    with pytest.raises(StateError, match=words) as told:
        Store(path)
    assert str(path) in told.value.message
    assert path.read_bytes() == before


def test_a_database_that_was_not_made_here_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE theirs (x)")
    with pytest.raises(StateError, match="something else"):
        Store(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    path.write_bytes(b"not a database, but long enough to look like one" * 40)
    with pytest.raises(StateError, match="no database"):
        Store(path)
    assert path.read_bytes().startswith(b"not a database")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    blocking = tmp_path / "file"
    blocking.write_text("")
    with pytest.raises(StateError, match="cannot make"):
        Store(blocking / "research.db")


def test_a_dossier_that_was_changed_by_hand_is_told_and_not_guessed(path: Path) -> None:
    with Store(path) as store:
        run = begin(store)
        store.save(run, dossier())
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute("""UPDATE dossiers SET json = '{"format": "x"}'""")
        with pytest.raises(StateError, match="cannot be read"):
            tuple(store.each_dossier(run))


WRITER = """
import sys
from datetime import date, datetime, timedelta, UTC
from pathlib import Path
from agent.store import Store
from tests.test_store import dossier

store = Store(Path(sys.argv[1]))
run = store.start_run("killed", "0", {}, datetime.now(UTC))
for day in range(100000):
    base = dossier()
    changepoint = base.changepoint.model_copy(
        update={"date": date(2019, 1, 1) + timedelta(days=day % 2000), "province": str(day)}
    )
    store.save(run, base.model_copy(update={"changepoint": changepoint}))
    print(day, flush=True)
"""


@pytest.mark.parametrize(
    "after",
    [pytest.param(1, marks=pytest.mark.slow), 4, pytest.param(9, marks=pytest.mark.slow)],
)
def test_a_killed_program_leaves_whole_dossiers_only(path: Path, after: int) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert child.stdout is not None
    told = [child.stdout.readline() for _ in range(after)]
    child.kill()
    child.stdout.close()
    child.wait()
    with Store(path) as store:
        (run,) = store.runs()
        saved = tuple(store.each_dossier(run.id))
        store.save(run.id, dossier())
    assert all(told)
    assert len(saved) >= after
    expected = len(dossier().findings)
    with closing(sqlite3.connect(path)) as raw:
        counts = raw.execute(
            "SELECT count(findings.id) FROM dossiers LEFT JOIN findings"
            " ON findings.dossier_id = dossiers.id GROUP BY dossiers.id"
        ).fetchall()
    assert {count for (count,) in counts} == {expected}


def test_a_file_of_the_first_version_is_brought_up_and_keeps_what_it_holds(path: Path) -> None:
    with closing(sqlite3.connect(path)) as old:
        old.executescript(FIRST)
        old.execute(f"PRAGMA application_id = {KIND}")
        old.execute("PRAGMA user_version = 1")
        old.execute(
            "INSERT INTO runs VALUES ('20261124-093012', ?, NULL, 'research', '0.1.0', '{}')",
            (NOW.isoformat(),),
        )
        old.execute(
            "INSERT INTO reviews (finding_key, reviewed_at, reviewer, decision)"
            " VALUES ('s1:1', ?, 'li', 'accept')",
            (NOW.isoformat(),),
        )
        old.commit()
    with Store(path) as store:
        assert [run.id for run in store.runs()] == ["20261124-093012"]
        run = begin(store, NOW + timedelta(days=1))
        store.save(run, dossier())
        kept = store.database.rows("SELECT reviewer, request FROM reviews")
    assert [tuple(row) for row in kept] == [("li", None)]


def test_an_upgraded_file_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.executescript(FIRST)
        old.execute(f"PRAGMA application_id = {KIND}")
        old.execute("PRAGMA user_version = 1")
    told = []
    for name in ("old.db", "new.db"):
        with Store(tmp_path / name) as store:
            rows = store.database.rows("SELECT name, sql FROM sqlite_master ORDER BY name")
            told.append([tuple(row) for row in rows])
    assert told[0] == told[1]
