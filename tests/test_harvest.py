"""Harvest: columns of five layouts walked to an end or told why not, and their pages read.

The world is on loopback; all documents in it are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agent.batch.lock import Held, held
from agent.cli import run as command
from agent.cli.harvesting import _span as span_of
from agent.errors import FetchFailed, StateError, UnknownName, UsageError
from agent.findings import Outcome
from agent.harvest import Ended, Harvest, Plan, planned
from agent.harvest.listing import read_list
from agent.publishers.portals import ColumnRow, load_columns
from agent.records import Fetched, Interval
from agent.register.book import Register
from agent.register.covering import covered_province, covering_in_words
from agent.register.exchange import export, take_over
from agent.register.searching import search
from agent.report.summary import coverage
from agent.wiring import Config
from agent.wiring.harvesting import harvesting
from agent.wiring.workshop import open_workshop
from tests.knowledge import places, publishers
from tests.world_of_portals.columns import LAYOUTS, ROWS, list_page
from tests.world_of_portals.documents import Document
from tests.world_of_portals.noise import noise
from tests.world_of_portals.world import World

SPAN = Interval(start=date(2019, 1, 1), end=date(2025, 6, 30))
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
HOST = "www.shanxi.gov.cn"
COLUMN = ColumnRow(province="山西", name="通知", url=f"https://{HOST}/zcwj/")


def documents(number: int = 40, host: str = HOST, column: str = "zcwj") -> tuple[Document, ...]:
    """So many invented documents in one column, a month apart."""
    made = list(noise(["山西"], publishers(), number))
    return tuple(
        replace(
            document,
            url=f"https://{host}/art/{at:03d}.html",
            title=f"山西省关于第{at}号甲乙事项的通知",
            column=column,
            day=date(2019 + at // 12, at % 12 + 1, 10),
            issuer="山西省人民政府",
        )
        for at, document in enumerate(made)
    )


@contextmanager
def harvest_in(world: World, folder: Path) -> Iterator[Harvest]:
    config = Config(cache=folder, host_pause=0.0, search=("saved",))
    with (
        open_workshop(config, lambda *_: None, world.transport()) as workshop,
        harvesting(workshop, lambda *_: None) as harvest,
    ):
        yield harvest


def run(world: World, folder: Path, *columns: ColumnRow, span: Interval = SPAN) -> Ended:
    with harvest_in(world, folder) as harvest:
        return harvest.run(columns or (COLUMN,), "山西", span)


@contextmanager
def register(folder: Path) -> Iterator[Register]:
    with Register(folder / "register.db") as opened:
        yield opened


# List pages


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_is_told_by_its_rows_of_link_and_day_in_every_layout(layout: str) -> None:
    listed = documents(ROWS * 2)[::-1]
    body = list_page(listed, layout, 0)
    assert body
    page = read_list(body.decode(), f"https://{HOST}/zcwj/")
    assert [(row.url, row.day) for row in page.rows] == [(d.url, d.day) for d in listed[:ROWS]]
    assert page.rows[0].title == listed[0].title
    assert page.following
    last = list_page(listed, layout, 1)
    assert last
    address = f"https://{HOST}/zcwj/index_1.html"
    end = read_list(last.decode(), address, page.shape)
    assert (len(end.rows), end.following, end.ends) == (ROWS, (), True)


def rows_of(*items: str) -> list[tuple[str, date | None, str]]:
    markup = f"<html><body><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul></body></html>"
    page = read_list(markup, "https://www.sx.example/zc/")
    return [(row.title, row.day, row.day_by) for row in page.rows]


def link(address: str = "1.html", title: str = "关于甲乙事项的通知") -> str:
    return f'<a href="{address}">{title}</a>'


@pytest.mark.parametrize(
    "written",
    ["2024-11-08", "2024/11/8", "[2024.11.08]", "2024年11月8日", "<b>08</b> <i>2024-11</i>"],
)
def test_days_are_read_in_five_ways_of_writing(written: str) -> None:
    assert rows_of(f"{link()}<span>{written}</span>") == [
        ("关于甲乙事项的通知", date(2024, 11, 8), "list")
    ]


def test_of_two_days_the_later_is_that_of_the_list() -> None:
    ((_, day, _),) = rows_of(f"{link()} 成文 2024-11-01 发布 2024-11-08")
    assert day == date(2024, 11, 8)


def test_an_address_gives_the_day_where_the_list_has_none() -> None:
    bare = [link(f"/202411/t20241108_{n}.html", f"关于第{n}号甲乙丙丁事项的通知") for n in range(6)]
    assert {(day, by) for _, day, by in rows_of(*bare)} == {(date(2024, 11, 8), "address")}


def test_links_without_days_are_a_list_only_when_they_are_many_titles() -> None:
    titles = [link(f"{n}.html", f"关于做好第{n}项甲乙丙丁工作的通知") for n in range(6)]
    assert len(rows_of(*titles)) == 6
    assert rows_of(*titles[:5]) == []
    assert rows_of(*(link(f"{n}.html", "政务公开栏目") for n in range(9))) == []


def test_no_day_that_is_none_is_read() -> None:
    assert rows_of(f"{link()}<span>2024-13-40</span>", *[link("2.html")] * 0) == []


def test_menus_and_teasers_are_no_rows() -> None:
    listed = documents(ROWS)[::-1]
    body = list_page(listed, "list", 0)
    assert body
    aside = "".join(f"<p>{link(f'/x{n}.html', f'热点新闻标题第{n}号')}</p>" for n in range(30))
    page = read_list(
        body.decode().replace("<body>", f"<body><div>{aside}</div>"), "https://x.example/"
    )
    assert [row.url for row in page.rows] == [d.url for d in listed]


@pytest.mark.parametrize("address", ["http://[", "javascript:void(0)", "ftp://x.example/a", "#a"])
def test_a_link_that_is_no_address_is_no_row(address: str) -> None:
    assert rows_of(f"{link(address)} 2024-11-08") == []


# A harvest


def test_a_harvest_lists_and_reads_what_a_column_has_and_says_what_it_covers(
    tmp_path: Path,
) -> None:
    with World(documents()) as world:
        ended = run(world, tmp_path)
    assert ended.whole
    assert (ended.walks[0].pages, ended.walks[0].new, ended.read) == (3, 40, 40)
    window = Interval(start=date(2020, 1, 1), end=date(2020, 6, 30))
    with register(tmp_path) as kept:
        covering = covered_province(kept, "山西", window)
        assert covering.whole
        assert covering_in_words(covering) == (
            "register 山西: 通知 2019-01..2026-11; 6 of 6 listed pages read"
        )
        (row,) = kept.database.rows("SELECT * FROM documents ORDER BY listed LIMIT 1")
        assert (row["listed"], row["state"], row["agency"]) == (
            "2019-01-10",
            "read",
            "山西省人民政府",
        )
        assert row["text"]


def test_a_second_harvest_asks_only_for_what_is_new(tmp_path: Path) -> None:
    with World(documents(39)) as world:
        run(world, tmp_path)
    with World(documents(40)) as world:
        ended = run(world, tmp_path)
        assert (ended.walks[0].new, ended.read) == (1, 1)
        # The first page has the new one; all that follows was walked before.
        assert world.asked["list"] == 2
        assert world.asked["page"] == 1


def test_a_walk_stops_at_what_is_older_than_wanted(tmp_path: Path) -> None:
    late = Interval(start=date(2021, 6, 1), end=date(2025, 6, 30))
    with World(documents()) as world:
        ended = run(world, tmp_path, span=late)
        assert ended.whole
        assert (world.asked["list"], world.asked["page"]) == (2, 11)
    with register(tmp_path) as kept:
        (column,) = covered_province(kept, "山西", None).columns
        assert column.span
        assert column.span.start == date(2021, 6, 1)


def test_a_list_that_repeats_its_last_page_for_ever_ends(tmp_path: Path) -> None:
    with World(documents(), faults={HOST: "repeats"}) as world:
        ended = run(world, tmp_path)
        assert ended.whole
        assert world.asked["list"] <= 4


@pytest.mark.parametrize(
    ("fault", "cause"),
    [("moved", "http:404"), ("ruishu", "blocked:ruishu"), ("jsl", "blocked:jsl")],
)
def test_a_column_that_moved_or_is_behind_a_challenge_is_told_and_covers_nothing(
    fault: str, cause: str, tmp_path: Path
) -> None:
    with World(documents(), faults={HOST: fault}) as world:
        ended = run(world, tmp_path)
    assert not ended.whole
    assert ended.walks[0].cause == cause
    with register(tmp_path) as kept:
        covering = covered_province(kept, "山西", SPAN)
    assert not covering.whole
    assert cause in covering_in_words(covering)


def walked(tmp_path: Path, body: bytes, answered: str = "") -> Ended:
    """A harvest of a column whose first page is this, and which has no other."""

    def answer(url: str) -> Fetched:
        if url != COLUMN.url:
            raise FetchFailed("http:404", "HTTP 404")
        return Fetched(
            url=url, answered_url=answered or url, status=200, headers={"content-type": "text/html"},
            body=body, sha256="", fetched_at=NOW,
        )  # fmt: skip

    with World(()) as world, harvest_in(world, tmp_path) as harvest:
        return replace(harvest, get=answer).run((COLUMN,), "山西", SPAN)


def test_a_column_that_is_answered_with_the_front_page_has_moved(tmp_path: Path) -> None:
    news = "".join(f"<li>{link(f'/{n}.html')}<span>2024-11-08</span></li>" for n in range(9))
    body = f"<html><body><ul>{news}</ul></body></html>".encode()
    ended = walked(tmp_path, body, f"https://{HOST}/")
    assert ended.walks[0].cause == "moved"
    with register(tmp_path) as kept:
        assert kept.count() == 0


def test_a_page_without_rows_is_no_empty_column(tmp_path: Path) -> None:
    ended = walked(tmp_path, "<html><body>栏目建设中</body></html>".encode())
    assert ended.walks[0].cause == "no_list"


def test_a_list_whose_further_pages_are_drawn_by_a_script_is_not_taken_for_whole(
    tmp_path: Path,
) -> None:
    row = f"<li>{link()}<span>2024-11-08</span></li>"
    body = (
        f"<html><body><ul>{row}</ul><a href='javascript:next()'>下一页</a></body></html>".encode()
    )
    ended = walked(tmp_path, body)
    assert ended.walks[0].cause == "paging"


@pytest.mark.parametrize(
    ("excluded", "walk", "failed"), [("/zcwj/", "robots", {}), ("/art/", "", {"robots": 3})]
)
def test_what_robots_excludes_is_not_asked(
    excluded: str, walk: str, failed: dict[str, int], tmp_path: Path
) -> None:
    rules = {HOST: f"User-agent: *\nDisallow: {excluded}\n"}
    with World(documents(3), robots=rules) as world:
        ended = run(world, tmp_path)
        assert ended.walks[0].cause == walk
        assert ended.failed == failed
        assert world.asked["page"] == 0


def test_a_harvest_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    with World(documents()) as world, harvest_in(world, tmp_path) as harvest:
        asked = 0

        def get(url: str) -> object:
            nonlocal asked
            asked += 1
            if asked == 3:
                raise KeyboardInterrupt
            return harvest.get(url)

        with pytest.raises(KeyboardInterrupt):
            replace(harvest, get=get).run((COLUMN,), "山西", SPAN)  # type: ignore[arg-type]  # as above
        assert harvest.register.count() == 2 * ROWS
        before = world.asked["list"]
        ended = harvest.run((COLUMN,), "山西", SPAN)
        assert ended.whole
        assert harvest.register.count("read") == 40
        # The first page, and then the one at which the other was killed.
        assert world.asked["list"] - before == 2


def test_a_page_that_cannot_be_read_is_told_and_tried_again(tmp_path: Path) -> None:
    gone = replace(documents(1)[0], body="<html><body>您访问的页面不存在</body></html>".encode())
    with World((gone,)) as world:
        ended = run(world, tmp_path)
        assert ended.failed == {"soft_404": 1}
        assert run(world, tmp_path).failed == {"soft_404": 1}
    with register(tmp_path) as kept:
        assert kept.count("failed") == 1


def test_a_dry_run_writes_nothing_and_says_how_far_each_column_was_walked(tmp_path: Path) -> None:
    assert planned(None, (COLUMN,), "山西", SPAN) == Plan(((COLUMN, None),), 0)
    filled(tmp_path, 3)
    unknown = COLUMN.model_copy(update={"url": f"https://{HOST}/gg/"})
    before = (tmp_path / "register.db").read_bytes()
    with Register(tmp_path / "register.db", only_read=True) as kept:
        plan = planned(kept, (COLUMN, unknown), "山西", SPAN)
    assert [reaches for _, reaches in plan.columns] == [date(2019, 1, 10), None]
    assert (tmp_path / "register.db").read_bytes() == before


def test_a_dry_harvest_from_the_command_line_leaves_no_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(["harvest", "--province", "山西", "--from", "2019-01", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "never walked to an end" in told
    assert "nothing was asked" in told
    assert not (tmp_path / "cache" / "register.db").exists()


def test_the_register_is_told_a_column_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    filled(tmp_path / "cache", 3)
    assert command(["register"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "山西: 3 of 3 listed pages read"
    assert lines[1].startswith("  通知: 2019-01 to 20")
    assert len(lines) == 2


def test_two_harvests_at_once_are_refused(tmp_path: Path) -> None:
    lock = tmp_path / "locks" / "register.lock"
    with (
        held(lock, NOW, "register"),
        pytest.raises(Held, match="this register is being worked on by process"),
        held(lock, NOW, "register"),
    ):
        pass


def test_months_are_read_as_they_are_written() -> None:
    today = date(2026, 11, 28)
    assert span_of("2019-01", "2025-06", today) == SPAN
    assert span_of("2019", None, today).end == today
    for first, last in (
        ("2025-06", "2019-01"),
        ("2019-13", None),
        ("x", None),
        ("2019-1-1-1", None),
    ):
        with pytest.raises(UsageError):
            span_of(first, last, today)


# The register


def filled(folder: Path, number: int = 40) -> None:
    with World(documents(number)) as world:
        run(world, folder)


def test_the_register_finds_by_day_and_word_and_gives_the_newest_without_words(
    tmp_path: Path,
) -> None:
    filled(tmp_path)
    window = Interval(start=date(2020, 1, 1), end=date(2020, 3, 31))
    with register(tmp_path) as kept:
        # Papers of the window that were listed before or after it are in it too.
        listed = [row.day for row in search(kept, "山西", window, (), 10)]
        assert listed == sorted(listed, key=str, reverse=True)
        assert {date(2020, 1, 10), date(2020, 2, 10), date(2020, 3, 10)} <= set(listed)
        (row,) = search(kept, "山西", window, ("第13号", "限电"), 10)
        assert row.title == "山西省关于第13号甲乙事项的通知"
        assert search(kept, "山西", window, ("限电", "——"), 10) == ()
        assert search(kept, "陕西", window, (), 10) == ()


def test_a_register_goes_to_a_colleague_as_one_file_and_back(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    filled(mine, 20)
    with register(mine) as kept:
        export(kept, tmp_path / "x.db")
        with pytest.raises(UsageError, match="is there already"):
            export(kept, tmp_path / "x.db")
    theirs.mkdir()
    with register(theirs) as kept:
        taken = take_over(kept.database.path, tmp_path / "x.db")
        assert (taken.columns, taken.documents, taken.read) == (1, 20, 20)
        assert take_over(kept.database.path, tmp_path / "x.db") == (0, 0, 0)
        window = Interval(start=date(2019, 3, 1), end=date(2019, 6, 30))
        assert covered_province(kept, "山西", window).whole
        assert len(search(kept, "山西", window, ("甲乙",), 10)) >= 4
    with register(theirs) as kept, pytest.raises(UsageError, match="there is no file"):
        take_over(kept.database.path, tmp_path / "nowhere.db")


def test_a_file_of_a_newer_version_or_of_something_else_is_refused(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    with register(tmp_path) as kept:
        kept.database.rows("PRAGMA user_version = 99")
    with pytest.raises(StateError, match="newer version"), register(tmp_path):
        pass
    (tmp_path / "other.db").write_bytes(b"no database at all" * 100)
    (tmp_path / "new").mkdir()
    with register(tmp_path / "new") as kept, pytest.raises(StateError) as refused:
        take_over(kept.database.path, tmp_path / "other.db")
    with pytest.raises(StateError):
        take_over(tmp_path / "mine.db", tmp_path / "other.db")
    assert not (tmp_path / "mine.db").exists(), "a file that cannot be read leaves no register"
    assert refused.value.hint is not None
    assert "research register --export" in refused.value.hint


def test_a_run_over_a_register_of_a_newer_version_has_a_gap_and_no_finding_lost(
    tmp_path: Path,
) -> None:
    filled(tmp_path, 2)
    with register(tmp_path) as kept:
        kept.database.rows("PRAGMA user_version = 99")
    config = Config(cache=tmp_path, host_pause=0.0, search=("register",))
    with World(()) as world, open_workshop(config, lambda *_: None, world.transport()) as workshop:
        (backend,) = workshop.backends
        query = workshop.known.queries(*_point())[0]
        with pytest.raises(Exception, match="newer version"):
            backend.search(query, 10)
        assert not backend.coverage.covers("山西", SPAN)


def test_a_register_that_is_not_there_is_asked_nothing_and_made_by_nobody(tmp_path: Path) -> None:
    config = Config(cache=tmp_path, host_pause=0.0, search=("register",))
    with World(()) as world, open_workshop(config, lambda *_: None, world.transport()) as workshop:
        (backend,) = workshop.backends
        assert not any(backend.coverage.can_answer(q) for q in workshop.known.queries(*_point()))
        assert not backend.coverage.covers("山西", SPAN)
    assert not config.register.exists()


def test_the_register_answers_a_query_and_says_what_it_looked_through(tmp_path: Path) -> None:
    filled(tmp_path)
    config = Config(cache=tmp_path, host_pause=0.0, search=("register",))
    with World(()) as world, open_workshop(config, lambda *_: None, world.transport()) as workshop:
        (backend,) = workshop.backends
        query = workshop.known.queries(*_point())[0].model_copy(update={"words": ("甲乙",)})
        found = backend.search(query, 10)
        assert found.hits
        assert {hit.backend for hit in found.hits} == {"register"}
        assert found.told.startswith("register 山西: 通知 2019-01..")
        assert backend.coverage.covers(
            "山西", Interval(start=date(2020, 1, 1), end=date(2020, 3, 1))
        )
        assert not backend.coverage.covers(
            "山西", Interval(start=date(2018, 1, 1), end=date(2020, 3, 1))
        )
        assert not backend.coverage.covers("陕西", SPAN)


def _point() -> tuple:  # type: ignore[type-arg]  # a changepoint and its window
    from agent.records import Changepoint  # noqa: PLC0415 - beside its one use

    point = Changepoint(province="山西", sector="Power", date=date(2020, 3, 1))
    return point, point.window()


# The table


def test_the_package_names_columns_of_every_province_but_two_and_no_front_page() -> None:
    table = load_columns(places())
    named = {row.province for row in table.column}
    assert len(named) == 29  # 黑龙江 and 浙江 are known by their front page alone
    assert all(row.url.split("/", 3)[3] for row in table.column)


def test_ones_own_columns_stand_in_for_those_of_their_province(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[column]]\nprovince = "山西"\nname = "甲"\nurl = "https://sx.example/a/"\n', "utf-8"
    )
    table = load_columns(places(), own)
    assert [row.name for row in table.of("山西")] == ["甲"]
    assert table.of("陕西")
    for bad, told in (("[[column]]\nprovince = '山西'\n", UsageError), ("x", UsageError)):
        own.write_text(bad, "utf-8")
        with pytest.raises(told):
            load_columns(places(), own)
    own.write_text(
        '[[column]]\nprovince = "甲省"\nname = "甲"\nurl = "https://sx.example/a/"\n', "utf-8"
    )
    with pytest.raises(UnknownName):
        load_columns(places(), own)


def test_a_host_that_asks_for_time_is_given_it(tmp_path: Path) -> None:
    with (
        World(documents(2), faults={HOST: "ruishu"}) as world,
        harvest_in(world, tmp_path) as harvest,
    ):
        for _ in range(3):
            with pytest.raises(FetchFailed):
                harvest.get(COLUMN.url)
        before = sum(world.asked.values())
        with pytest.raises(FetchFailed, match="left alone"):
            harvest.get(COLUMN.url)
        assert sum(world.asked.values()) == before


def test_a_report_says_what_the_register_looked_through(tmp_path: Path) -> None:
    filled(tmp_path)
    config = Config(cache=tmp_path, host_pause=0.0, search=("register",))
    with World(()) as world, open_workshop(config, lambda *_: None, world.transport()) as workshop:
        dossier = workshop.research(_point()[0])
    assert dossier.outcome is not Outcome.INCOMPLETE
    assert "register 山西: 通知 2019-01.." in coverage(dossier, "en")
