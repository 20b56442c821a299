"""The desk after each decision: only what it is about is made anew, and all is as if made at once.

Findings, pages and decisions are invented.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from agent.cache import Cache
from agent.findings import Label, Status
from agent.review.desk import Choice, Desk
from agent.review.queue import Filters, State, Which
from agent.store import Store
from agent.store.reviews import Decision
from agent.text.urls import url_identity
from tests import dossiers
from tests.desks import Clock, dossier, misdated, save

POINTS = 4


def made(path: Path) -> None:
    """Changepoints with the same pages; the last one was researched again, with another date."""
    pages = [dossiers.page(f"https://host{n}.shanxi.example/a.html") for n in range(3)]
    found = [misdated(page, f"示例办法之{n}") for n, page in enumerate(pages)]
    save(path, *(dossier(*found, pages=tuple(pages), days=n) for n in range(POINTS)))


def researched_again(path: Path) -> None:
    """The last changepoint, in a run of its own: its findings are others now."""
    page = dossiers.page("https://host0.shanxi.example/a.html")
    changed = misdated(page, "示例办法之0", claimed="2024-10-30")
    save(path, dossier(changed, pages=(page,), days=POINTS - 1))


def opened(store: Store, folder: Path) -> Desk:
    return Desk(store, Cache(folder, url_identity), "li", Clock())


def told(desk: Desk) -> tuple[object, ...]:
    """All that a page is made from."""
    seen = desk.snapshot()
    queues = (desk.queue(Filters(which=which, state=state)) for which in Which for state in State)
    return seen.entries, seen.lists, seen.held, seen.by_thing, seen.open, tuple(queues)


def test_after_each_decision_all_is_as_if_it_were_made_at_once(tmp_path: Path) -> None:
    made(tmp_path / "research.db")
    chance = random.Random(7)  # noqa: S311 - the same each time
    with Store(tmp_path / "research.db") as store:
        desk = opened(store, tmp_path)
        for number in range(25):
            entry = chance.choice(desk.snapshot().entries)
            decision = chance.choice([Decision.ACCEPT, Decision.REJECT, Decision.UNSURE])
            rows = [e.row for e in desk.alike(entry, Filters())["page"]] if number % 5 == 0 else []
            desk.decide(rows or [entry.row], Choice(decision, f"press-{number:04}"))
            if number % 7 == 3:
                assert desk.undo()
            assert told(desk) == told(opened(store, tmp_path))


@pytest.mark.parametrize("filters", [Filters(), Filters(search="办法之1"), Filters(state="any")])
def test_as_many_are_alike_as_one_decision_would_settle(tmp_path: Path, filters: Filters) -> None:
    made(tmp_path / "research.db")
    with Store(tmp_path / "research.db") as store:
        desk = opened(store, tmp_path)
        first = desk.snapshot().entries[0]
        desk.decide([first.row], Choice(Decision.ACCEPT, "press-0000"))
        for entry in desk.snapshot().entries:
            settled = desk.alike(entry, filters)
            counted = {scope: len(entries) for scope, entries in settled.items()}
            assert desk.how_many_alike(entry, filters) == counted


def test_what_the_checks_came_to_refute_is_open_again_until_somebody_decides(
    tmp_path: Path,
) -> None:
    path, page = tmp_path / "research.db", dossiers.page("https://host0.shanxi.example/a.html")
    found = misdated(page)
    save(path, dossier(found, pages=(page,)))
    with Store(path) as store:
        desk = opened(store, tmp_path)
        desk.decide([desk.snapshot().entries[0].row], Choice(Decision.ACCEPT, "press-1"))
        assert desk.snapshot().open[Which.QUEUE] == 0
        worse = tuple(
            v.model_copy(update={"label": Label.REFUTED}) if v.check == "agency" else v
            for v in found.verdicts
        )
        rejected = {"verdicts": worse, "status": Status.REJECTED}
        save(path, dossier(found.model_copy(update=rejected), pages=(page,)))
        (entry,) = desk.snapshot().entries
        assert (entry.waits, entry.mine and entry.mine.decision) == (True, Decision.ACCEPT)
        assert desk.queue(Filters()).keys == (entry.row.finding_key,)
        assert desk.snapshot().open[Which.QUEUE] == 1
        desk.decide([entry.row], Choice(Decision.ACCEPT, "press-2"))
        assert desk.snapshot().open[Which.QUEUE] == 0
        assert told(desk) == told(opened(store, tmp_path))


def test_an_older_decision_is_found_when_a_run_has_replaced_its_finding(tmp_path: Path) -> None:
    path = tmp_path / "research.db"
    made(path)
    with Store(path) as store:
        desk = opened(store, tmp_path)
        for entry in desk.snapshot().entries:
            desk.decide([entry.row], Choice(Decision.ACCEPT, f"press-{entry.row.finding_key}"))
        assert desk.snapshot().open[Which.QUEUE] == 0
        researched_again(path)
        (asked,) = (entry for entry in desk.snapshot().entries if entry.mine is None)
        assert asked.older
        assert desk.snapshot().open[Which.QUEUE] == 1
        assert told(desk) == told(opened(store, tmp_path))
