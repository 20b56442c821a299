"""Reports of runs of thousands: no format holds the dossiers; html is an index and a page each.

The dossiers, their pages and their hosts are invented.
"""

from __future__ import annotations

import gc
import os
import sys
import weakref
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import overload

import pytest
from lxml import html

from agent.cli import run
from agent.errors import StateError
from agent.findings import Dossier, Status
from agent.records import Changepoint
from agent.report import Beside
from agent.report.supplement import Listing, supplement
from agent.report.supplement.spool import IN_MEMORY, Spool
from agent.store import Store
from agent.store.reviews import Decision
from agent.store.stored import newest_of_each
from agent.wiring import RENDERERS, renderer, streamer
from tests.batches import ENDED
from tests.dossiers import dossier, finding, page
from tests.supplements import numbered
from tests.test_report_reviewed import beside, decided

HERE, THERE = page(), page("https://www.shanxi.example/b.html")
PROVINCES = ("山西", "河北", "陕西")


def one_of_many(number: int) -> Dossier:
    """A changepoint with a finding that counts, one that waits, and one that another has too."""
    found = dossier(
        numbered(finding(HERE, name=f"第{number}号示例办法"), f"晋示发〔2024〕{number + 1}号"),
        finding(HERE, Status.FLAGGED, f"第{number}号待核办法"),
        finding(THERE, name="各处都有的办法"),
        pages=(HERE, THERE),
    )
    day = date(2024, 11, 8) + timedelta(days=number)
    place = PROVINCES[number % 3]
    point = Changepoint(province=place, sector="Power" if number % 2 else None, date=day)
    return found.model_copy(update={"changepoint": point, "window": point.window()})


class Read(Sequence[Dossier]):
    """Dossiers that are made when they are asked for; ``most`` is how many there were at once."""

    def __init__(self, number: int, made: Callable[[int], Dossier] = one_of_many) -> None:
        self._number, self._made = number, made
        self._given: list[weakref.ref[Dossier]] = []
        self.most = self.reads = 0

    def __len__(self) -> int:
        return self._number

    def _alive(self) -> int:
        """How many are held; what only refers to itself in a circle is not."""
        alive = sum(one() is not None for one in self._given)
        if alive > 2:
            gc.collect()
            alive = sum(one() is not None for one in self._given)
        return alive

    @overload
    def __getitem__(self, at: int) -> Dossier: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Dossier]: ...

    def __getitem__(self, at: int | slice) -> Dossier | Sequence[Dossier]:
        assert isinstance(at, int)
        if not 0 <= at < self._number:
            raise IndexError(at)
        self.reads += 1
        found = self._made(at)
        self._given.append(weakref.ref(found))
        self.most = max(self.most, self._alive())
        return found


@pytest.mark.parametrize("name", RENDERERS)
def test_no_format_holds_the_dossiers_of_what_it_reports(name: str) -> None:
    many = Read(40)
    parts = streamer(name)(many, "zh", Beside())
    written = b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    assert many.most <= 3
    assert many.reads <= 3 * 40 + 1
    at_once = renderer(name)([one_of_many(n) for n in range(40)], "zh", Beside())
    assert written == (at_once if isinstance(at_once, bytes) else at_once.encode())


def test_with_decisions_of_people_no_dossier_is_held_either() -> None:
    first = one_of_many(0)
    decisions = beside(decided(first.findings[1], Decision.ACCEPT))
    many = Read(40)
    made = supplement(many, "zh", decisions)
    assert many.most <= 2
    assert (len(made.listed(Listing.INCLUDED)), len(made.rows)) == (40 * 2, 40 * 3)


def test_what_one_row_says_of_all_the_others_is_known_though_they_were_let_go() -> None:
    rows = list(supplement(Read(4), "zh", Beside()).listed(Listing.INCLUDED))
    shared = [row for row in rows if row.cells["name"] == "各处都有的办法"]
    assert [row.cells["times_listed"] for row in shared] == [4] * 4
    assert str(shared[0].cells["listed_under"]).count("；") == 3
    assert len({row.cells["cite_key"] for row in shared}) == 1


def test_rows_come_back_in_their_order_from_memory_and_from_a_file() -> None:
    rows = Spool[str]()
    rows.extend(f"{n} \ud800 山西\n" for n in range(3))
    assert list(zip(rows, rows, strict=True))[2] == ("2 \ud800 山西\n",) * 2
    long = "长" * IN_MEMORY
    rows.add(long)
    rows.add("last")
    assert len(rows) == 5
    assert list(rows)[3:] == [long, "last"]


@pytest.mark.parametrize("name", ["csv", "json", "html", "text"])
def test_a_run_that_is_written_while_it_is_reported_is_told_as_it_was(
    name: str, tmp_path: Path
) -> None:
    """Between two passes over it another process takes findings out, and adds a changepoint."""
    path = tmp_path / "research.db"
    with Store(path) as store:
        run_id = store.start_run("research batch", "0.1.0", {}, ENDED)
        for number in range(5):
            store.save(run_id, one_of_many(number))
    with Store(path) as store, store.database.reading():
        kept, _ = newest_of_each(store, [run_id])
        wanted = list(streamer(name)(kept, "zh", Beside()))
        told = iter(streamer(name)(kept, "zh", Beside()))
        first = next(told)
        with Store(path) as writer:
            for number in range(6):
                one = one_of_many(number)
                writer.save(run_id, one.model_copy(update={"findings": one.findings[:1]}))
        assert [first, *told] == wanted
    with Store(path) as store:
        now, _ = newest_of_each(store, [run_id])
        assert list(streamer(name)(now, "zh", Beside())) != wanted


def test_dossiers_of_a_file_that_is_closed_are_read_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "research.db"
    with Store(path) as store:
        run_id = store.start_run("research batch", "0.1.0", {}, ENDED)
        for number in range(5):
            store.save(run_id, one_of_many(number))
        kept, _ = newest_of_each(store, [run_id])
        wanted = tuple(kept)
    found = kept.reopened(path, lambda *_: None)
    held: list[weakref.ref[Dossier]] = []
    for one in found:
        gc.collect()
        assert not [there for there in held if there() is not None]
        held.append(weakref.ref(one))
        del one
    assert tuple(found) == wanted
    assert (found[-1], *found[1:3]) == (wanted[-1], *wanted[1:3])
    path.unlink()
    with pytest.raises(StateError, match="is gone"):
        list(found)


# html: an index and a page each


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The run of six changepoints in a cache; two of them have the same name but for a number."""
    monkeypatch.chdir(tmp_path)
    with Store(Path("cache/research.db")) as store:
        name = store.start_run("research batch", "0.1.0", {}, ENDED)
        for number in range(6):
            store.save(name, one_of_many(number))
        store.finish_run(name, ENDED)
    return name


def report(name: str, *more: str) -> int:
    return run(["report", name, "--format", "html", "--out", "night.html", *more])


def test_html_of_several_changepoints_is_an_index_and_a_page_each(
    stored: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(stored) == 0
    assert "6 pages written to night_pages" in capsys.readouterr().err
    index = html.document_fromstring(Path("night.html").read_text("utf-8"))
    links = index.xpath("//table[@class='grid']//a/@href")
    assert len(links) == len(set(links)) == 6
    assert "night_pages/Shanxi_All_2024-11-08_Unknown.html" in links
    assert not index.xpath("//article")
    for link in links:
        one = html.document_fromstring(Path(link).read_text("utf-8"))
        assert len(one.xpath("//article")) == 3
        (back,) = one.xpath("//a[contains(@href, 'night.html')]/@href")
        target, _, anchor = back.partition("#")
        assert (Path(link).parent / target).resolve() == Path("night.html").resolve()
        assert index.get_element_by_id(anchor) is not None


def test_on_the_screen_html_stays_one_file(stored: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", stored, "--format", "html"]) == 0
    told = html.document_fromstring(capsys.readouterr().out)
    assert len(told.xpath("//article")) == 18
    assert told.xpath("//table[@class='grid']//a/@href")[0].startswith("#")


def test_one_changepoint_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store(Path("cache/research.db")) as store:
        name = store.start_run("research", "0.1.0", {}, ENDED)
        store.save(name, one_of_many(0))
    assert report(name) == 0
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == ["night.html"]


def test_a_page_that_cannot_be_written_is_one_line_and_nothing_is_half(
    stored: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder stands where the fourth page is to be."""
    assert report(stored) == 0
    before = Path("night.html").read_bytes()
    pages = sorted(Path("night_pages").iterdir())
    pages[3].unlink()
    pages[3].mkdir()
    capsys.readouterr()
    assert report(stored, "--lang", "en") == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2  # what went wrong, and what to do
    assert pages[3].name in told[0]
    assert Path("night.html").read_bytes() == before
    for one in pages:
        if one.is_file():
            assert one.read_text("utf-8").endswith("</html>")
    assert not [path for path in Path("night_pages").iterdir() if path.name.startswith(".tmp")]
    pages[3].rmdir()
    assert report(stored, "--lang", "en") == 0
    assert Path("night.html").read_bytes() != before


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="rights do not bind here")
def test_a_folder_that_may_not_be_written_to_is_one_line(
    stored: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("night_pages").mkdir(mode=0o500)
    assert report(stored) == 1
    assert "night_pages" in capsys.readouterr().err
    assert not Path("night.html").exists()
