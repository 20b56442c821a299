"""What is different between two runs, and why. Pages, names and runs are invented."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.cli import run
from agent.findings import Dossier, Finding, Outcome, Status
from agent.records import Gap, Hit, Page
from agent.report.diff import Change, Difference, difference
from agent.report.diff_formats import html, table, text
from agent.store import Store
from tests.batches import BEGUN, ENDED
from tests.desks import misdated
from tests.dossiers import TEXT, dossier, finding, page
from tests.supplements import at

HERE, THERE = page(), page("https://www.linfen.example/b.html")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "cache" / "research.db") as opened:
        yield opened


def kept(store: Store, *dossiers: Dossier, first: bool) -> None:
    when = BEGUN if first else ENDED
    name = store.start_run("research batch points", "0.1.0", {"model": "none"}, when)
    for one in dossiers:
        store.save(name, one)
    store.finish_run(name, when)


def compared(store: Store, before: Dossier, now: Dossier) -> Difference:
    kept(store, before, first=True)
    kept(store, now, first=False)
    newest, oldest = sorted(store.runs(), key=lambda one: one.started_at, reverse=True)
    return difference(store, oldest, newest, "zh")


def only(told: Difference) -> Change:
    (change,) = told.changes
    return change


def telling(of: Finding, **put: str | tuple[str, str]) -> Finding:
    """A finding whose claim of a field has another value, or is of another field and has it."""
    claims = []
    for claim in of.claims:
        given = put.get(claim.field, claim.value)
        field, value = given if isinstance(given, tuple) else (claim.field, given)
        claims.append(claim.model_copy(update={"field": field, "value": value}))
    return of.model_copy(update={"claims": tuple(claims)})


def test_two_runs_that_say_the_same_differ_in_nothing(store: Store) -> None:
    told = compared(
        store, dossier(finding(HERE), pages=(HERE,)), dossier(finding(HERE), pages=(HERE,))
    )
    assert told.changes == ()
    assert "没有不同" in text(told, "zh")


def test_a_finding_that_appeared_says_that_its_page_was_not_found_before(store: Store) -> None:
    now = dossier(finding(HERE), finding(THERE, name="另一办法"), pages=(HERE, THERE))
    change = only(compared(store, dossier(finding(HERE), pages=(HERE,)), now))
    assert (change.change, change.name, change.before) == ("new", "另一办法", "")
    assert "没有检索到" in change.why


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        ({"gaps": (Gap(stage="fetch", target=THERE.url, cause="timeout"),)}, "超时"),
        ({"pages": (HERE, THERE)}, "没有得到这一条"),
        ({"hits": (Hit(url=THERE.url, title="", backend="bocha", rank=1),)}, "没有选中"),
    ],
    ids=["its page was not read", "its page was read", "its page was not opened"],
)
def test_a_finding_that_went_says_why(store: Store, seen: dict[str, object], why: str) -> None:
    before = dossier(finding(HERE), finding(THERE, name="另一办法"), pages=(HERE, THERE))
    now = dossier(finding(HERE), pages=(HERE,)).model_copy(update=seen)
    change = only(compared(store, before, now))
    assert (change.change, change.name) == ("gone", "另一办法")
    assert why in change.why


def test_a_status_that_changed_says_what_the_checks_say_now(store: Store) -> None:
    flagged = finding(HERE, Status.FLAGGED)
    told = compared(store, dossier(finding(HERE), pages=(HERE,)), dossier(flagged, pages=(HERE,)))
    change = next(one for one in told.changes if one.change == "status")
    assert "核验通过" in change.before
    assert "待核" in change.now
    assert "18万元" in change.why


def test_a_value_that_no_longer_holds_is_told_with_its_reason(store: Store) -> None:
    told = compared(
        store, dossier(finding(HERE), pages=(HERE,)), dossier(misdated(HERE), pages=(HERE,))
    )
    change = next(one for one in told.changes if one.field == "date")
    assert (change.before, change.now) == ("成文 2024-10-12", "")
    assert "2024-10-12" in change.why


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (page(text=f"{TEXT}\n附件：申请表"), "其网页的内容与之前不同"),
        (HERE, "网页未变，从中所取不同"),
    ],
    ids=["the page is another one", "the page is the same"],
)
def test_a_value_that_changed_with_no_doubt_says_whether_its_page_did(
    store: Store, later: Page, why: str
) -> None:
    two = telling(finding(later), impact="到2025年，更新公交车3000辆。")
    told = compared(
        store, dossier(finding(HERE), pages=(HERE,)), dossier(two, pages=(later,))
    ).changes
    assert [change.why for change in told if change.change == "value"] == [why]


def test_the_same_values_in_another_order_are_no_difference(store: Store) -> None:
    one = telling(finding(HERE), document_number=("agency", "山西省甲厅"))
    agencies = {claim.value: claim for claim in one.claims if claim.field == "agency"}
    swapped = dict(zip(agencies, reversed(agencies.values()), strict=True))
    two = one.model_copy(update={"claims": tuple(swapped.get(c.value, c) for c in one.claims)})
    assert one != two
    told = compared(store, dossier(one, pages=(HERE,)), dossier(two, pages=(HERE,)))
    assert told.changes == ()


def test_changepoints_that_came_went_or_ended_otherwise_are_told(store: Store) -> None:
    day = HERE.fetched_at.date()
    alone = at(day, dossier(finding(HERE), pages=(HERE,)))
    found = dossier(finding(HERE), pages=(HERE,))
    gap = Gap(stage="search", target="bocha: 山西", cause="quota")
    cut = dossier(finding(HERE), pages=(HERE,), gaps=(gap,))
    assert cut.outcome is Outcome.INCOMPLETE
    kept(store, found, first=True)
    kept(store, cut, alone, first=False)
    newest, oldest = sorted(store.runs(), key=lambda one: one.started_at, reverse=True)
    told = difference(store, oldest, newest, "zh")
    assert told.counts()["point_new"] == told.counts()["outcome"] == 1
    assert any("额度" in change.why for change in told.changes)
    back = difference(store, newest, oldest, "zh")
    assert back.counts()["point_gone"] == 1


def test_tables_and_pages_are_safe_against_what_a_page_says(store: Store) -> None:
    evil: Page = page("https://a.example/1")
    name = '=HYPERLINK("http://evil.example")<script>alert(1)</script>'
    now = dossier(finding(evil, name=name), pages=(evil,))
    told = compared(store, dossier(pages=()), now)
    rows = csv.DictReader(io.StringIO(table(told, "zh").removeprefix("\ufeff")))
    (row,) = (row for row in rows if row["change"] == "new")
    assert row["name"].startswith("'=")
    assert "<script>" not in html(told, "en")


def test_the_command_writes_the_format_that_the_ending_says(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    compared(store, dossier(pages=()), dossier(finding(HERE), pages=(HERE,)))
    first, newest = sorted(one.id for one in store.runs())
    for ending in ("txt", "csv", "html", "json"):
        assert run(["diff", first, newest, "--out", f"d.{ending}"]) == 0
    assert json.loads(Path("d.json").read_text("utf-8"))["counts"]["new"] == 1
    assert run(["diff", first]) == 0
    assert "新出现的条目" in capsys.readouterr().out
    assert run(["diff", newest]) == 2
    assert "the same run twice" in capsys.readouterr().err
