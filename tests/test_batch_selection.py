"""Which changepoints a batch takes from files, folders and globs, and what it says of the rest."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from agent.batch.selection import Filters, Selection, select
from agent.changepoints import InputProblem, read_changepoints
from agent.places import Places
from agent.records import Changepoint, ChangepointKind
from agent.sectors import Sectors

PLACES, SECTORS = Places.load(), Sectors.load()
TODAY = date(2026, 11, 28)
ALL = Filters()
HEAD = "province,sector,date,type,confidence\n"
REAL = Path(__file__).parent.parent.parent / "shared" / "data" / "textcarbon" / "change_points"


def read(
    path: Path, strict: bool = False
) -> tuple[tuple[Changepoint, ...], tuple[InputProblem, ...]]:
    return read_changepoints(path, PLACES, SECTORS, TODAY, strict=strict)


def chosen(*paths: object, filters: Filters = ALL, away: tuple[Path, ...] = ()) -> Selection:
    return select([str(path) for path in paths], read, filters, away)


def dates(selection: Selection) -> list[str]:
    return [str(point.date) for point, _ in selection.points]


def csv(path: Path, *rows: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "".join(row + "\n" for row in rows), "utf-8")
    return path


def test_a_folder_gives_the_changepoints_of_all_files_below_it_in_order(tmp_path: Path) -> None:
    csv(tmp_path / "b.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    csv(tmp_path / "a" / "z.csv", "Hebei,Power,2020-01-23,Event,0.61")
    csv(tmp_path / ".hidden" / "x.csv", "Hebei,Power,2020-01-24,Event,0.61")
    selection = chosen(tmp_path)
    assert dates(selection) == ["2024-11-08", "2020-01-23"]
    assert (selection.read, selection.files) == (2, 2)
    assert selection.points[1][1] == str(tmp_path / "a" / "z.csv")


def test_other_files_in_a_folder_are_passed_over_and_each_says_why(tmp_path: Path) -> None:
    csv(tmp_path / "points.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    (tmp_path / "notes.txt").write_text("nothing of this kind", "utf-8")
    (tmp_path / "figure.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "Shanxi_Ground_2024-11-08_Event_info.txt").write_text("Point 1:\n", "utf-8")
    selection = chosen(tmp_path)
    assert dates(selection) == ["2024-11-08"]
    assert selection.problems == ()
    why = {Path(note.split(": ")[1]).name: note.split(": ", 2)[2] for note in selection.notes}
    assert why["figure.png"] == "no table (.png)"
    assert "no column for province and date among: nothing of this kind" in why["notes.txt"]
    assert "what a collector wrote" in why["Shanxi_Ground_2024-11-08_Event_info.txt"]


def test_results_of_a_batch_and_a_cache_are_not_read_as_input(tmp_path: Path) -> None:
    csv(tmp_path / "points.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    csv(tmp_path / "night1" / "all.csv", "Hebei,Power,2020-01-23,Event,0.61")
    csv(tmp_path / "night2" / "all.csv", "Hebei,Power,2020-01-23,Event,0.61")
    (tmp_path / "night2" / "batch.log").touch()
    assert dates(chosen(tmp_path, away=(tmp_path / "night1",))) == ["2024-11-08"]


def test_a_file_that_is_named_and_holds_no_changepoints_is_a_problem(tmp_path: Path) -> None:
    good = csv(tmp_path / "points.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    other = tmp_path / "notes.txt"
    other.write_text("nothing of this kind", "utf-8")
    selection = chosen(other, tmp_path / "absent.csv", good)
    assert dates(selection) == ["2024-11-08"]
    assert [str(other) in selection.problems[0], "absent.csv" in selection.problems[1]] == [
        True
    ] * 2


def test_one_bad_row_and_one_bad_file_stop_nothing(tmp_path: Path) -> None:
    csv(tmp_path / "a.csv", "Shanxi,Ground,2024-02-30,Event,0.6", "Shanxi,Ground,2024-11-08,,0.6")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00\xd8\x00")
    selection = chosen(tmp_path / "a.csv", tmp_path / "b.csv")
    assert dates(selection) == ["2024-11-08"]
    assert [f"{tmp_path / 'a.csv'}:2" in selection.problems[0], len(selection.problems)] == [
        True,
        2,
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    csv(tmp_path / "a.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    selection = chosen(tmp_path)
    assert dates(selection) == ["2024-11-08"]
    gone, pipe = selection.problems
    assert f"{tmp_path / 'gone.csv'}: cannot be read" in gone
    assert pipe == f"{tmp_path / 'pipe.csv'}: no regular file"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_that_cannot_be_looked_into_is_a_problem(tmp_path: Path) -> None:
    csv(tmp_path / "a.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    selection = chosen(tmp_path)
    closed.chmod(0o700)
    assert dates(selection) == ["2024-11-08"]
    assert selection.problems == (f"{closed}: cannot be looked into: Permission denied",)


def test_the_same_point_in_two_files_is_one_point_and_is_told(tmp_path: Path) -> None:
    row = "Shanxi,Ground,2024-11-08,Seasonal,0.59"
    first, second = csv(tmp_path / "a.csv", row, row), csv(tmp_path / "b.csv", row)
    selection = chosen(first, second)
    assert dates(selection) == ["2024-11-08"]
    assert selection.points[0][1] == str(first)
    assert [f"{first}: 1 changepoint(s) stand in it already" in selection.notes[0]] == [True]
    assert f"{second}: 1 changepoint(s) stand in {first} already" in selection.notes[1]


def test_the_same_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = csv(tmp_path / "a.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    selection = chosen(file, tmp_path, tmp_path / "*.csv")
    assert (selection.read, selection.notes) == (1, ())


def test_a_glob_is_understood_where_the_shell_does_not(tmp_path: Path) -> None:
    csv(tmp_path / "a" / "one.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    csv(tmp_path / "b" / "two.csv", "Hebei,Power,2020-01-23,Event,0.61")
    assert dates(chosen(tmp_path / "**" / "t*.csv")) == ["2020-01-23"]
    assert "no file matches" in chosen(tmp_path / "*.json").problems[0]


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    file = csv(tmp_path / "a.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    calls: list[Path] = []

    def changing(
        path: Path, strict: bool
    ) -> tuple[tuple[Changepoint, ...], tuple[InputProblem, ...]]:
        result = read(path, strict)
        if not calls:
            csv(file, "Shanxi,Ground,2024-11-09,Seasonal,0.59", "Hebei,Power,2020-01-23,Event,0.6")
        calls.append(path)
        return result

    assert dates(select([str(file)], changing, Filters())) == ["2024-11-09", "2020-01-23"]


def test_a_file_that_never_rests_is_a_problem(tmp_path: Path) -> None:
    file = csv(tmp_path / "a.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    stamps = iter(range(1, 10))

    def changing(
        path: Path, strict: bool
    ) -> tuple[tuple[Changepoint, ...], tuple[InputProblem, ...]]:
        result = read(path, strict)
        os.utime(path, (next(stamps),) * 2)
        return result

    selection = select([str(file)], changing, Filters())
    assert selection.points == ()
    assert "changes while it is read" in selection.problems[0]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(Filters(), ["2024-11-08", "2020-01-23", "2021-05-01"], id="all"),
        pytest.param(
            Filters(provinces=frozenset({"河北"})), ["2020-01-23", "2021-05-01"], id="河北"
        ),
        pytest.param(Filters(sectors=frozenset({"Ground"})), ["2024-11-08"], id="Ground"),
        pytest.param(Filters(sectors=frozenset({None})), ["2021-05-01"], id="without a sector"),
        pytest.param(Filters(kinds=frozenset({ChangepointKind.EVENT})), ["2020-01-23"], id="event"),
        pytest.param(Filters(min_confidence=0.59), ["2024-11-08", "2020-01-23"], id="confidence"),
        pytest.param(Filters(limit=2), ["2024-11-08", "2020-01-23"], id="limit"),
    ],
)
def test_filters_narrow_down(filters: Filters, expected: list[str], tmp_path: Path) -> None:
    file = csv(
        tmp_path / "a.csv",
        "Shanxi,Ground,2024-11-08,Seasonal,0.59",
        "Hebei,Power,2020-01-23,Event,0.61",
        "Hebei,,2021-05-01,Trend,",
    )
    assert dates(chosen(file, filters=filters)) == expected


def test_what_has_no_confidence_is_said_to_be_left_out(tmp_path: Path) -> None:
    file = csv(tmp_path / "a.csv", "Hebei,,2021-05-01,Trend,")
    selection = chosen(file, filters=Filters(min_confidence=0.55))
    assert selection.notes == ("1 changepoint(s) without a confidence left out",)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real changepoints are not beside the project")
def test_all_real_changepoints_are_read() -> None:
    selection = chosen(REAL)
    assert (len(selection.points), selection.files) == (497, 50)
    assert (selection.problems, selection.notes) == ((), ())
    points = [point for point, _ in selection.points]
    assert len({point.province for point in points}) == 10
    assert {point.sector for point in points} == set(SECTORS.names)
    assert {len(point.features) for point in points} == {17}


def test_a_series_beside_changepoints_is_passed_over_and_refused_where_it_is_named(
    tmp_path: Path,
) -> None:
    csv(tmp_path / "points.csv", "Shanxi,Ground,2024-11-08,Seasonal,0.59")
    rows = [f"Shanxi,2019-03-{day:02d},Ground,0.1" for day in range(1, 29)]
    daily = tmp_path / "daily.csv"
    daily.write_text("\n".join(["state,date,sector,value", *rows]), "utf-8")
    beside = chosen(tmp_path)
    assert dates(beside) == ["2024-11-08"]
    assert (beside.problems, len(beside.notes)) == ((), 1)
    alone = chosen(daily)
    assert alone.points == ()
    assert "looks like a series of emissions" in alone.problems[0]
