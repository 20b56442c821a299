"""A store of the version before is brought up whole or not at all, and every decision stays.

Every page, dossier and decision here is invented.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from agent.cache import Cache
from agent.errors import StateError
from agent.findings import Dossier, Status
from agent.records import Page
from agent.review.desk import Choice, Desk
from agent.store import Store
from agent.store.reviews import Decision
from agent.store.schema import VERSION
from tests import dossiers
from tests.desks import misdated
from tests.older_stores import as_second_format

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
POINTS, EACH = 50, 4

KILLED = """
import os, sys
from pathlib import Path
from agent.store import Store, pages
put, done = pages._put, []
def killed_after_twenty(connection, number, placed):
    put(connection, number, placed)
    done.append(number)
    if len(done) == 20:
        os._exit(9)
pages._put = killed_after_twenty
Store(Path(sys.argv[1]))
"""


def with_attachment() -> Page:
    form = dossiers.page("https://jtyst.shanxi.example/form.docx", "附件：申请表\\“一”\n")
    return dossiers.page("https://jtyst.shanxi.example/notice.html").model_copy(
        update={"attachments": (form,)}
    )


def one_of_many(number: int) -> Dossier:
    """A dossier with pages of its own, and one that every other dossier has as well."""
    shared = with_attachment()
    own = [dossiers.page(f"https://host{n}.shanxi.example/{number}.html") for n in range(EACH)]
    found = [misdated(page, f"示例办法之{n}") for n, page in enumerate(own)]
    made = dossiers.dossier(*found, pages=(*own, shared))
    day = date(2024, 11, 8) + timedelta(days=number)
    return made.model_copy(
        update={"changepoint": made.changepoint.model_copy(update={"date": day})}
    )


def filled(path: Path) -> tuple[Dossier, ...]:
    made = tuple(map(one_of_many, range(POINTS)))
    with Store(path) as store:
        run = store.start_run("research batch", "0.1.0", {"model": "none"}, NOW)
        for dossier in made:
            store.save(run, dossier)
    return made


def desk(store: Store, folder: Path) -> Desk:
    return Desk(store, Cache(folder / "cache"), "li", lambda: NOW)


def decide_all(path: Path) -> int:
    """Decide on every finding that waits for a person; how many those were."""
    with Store(path) as store:
        own = desk(store, path.parent)
        rows = [entry.row for entry in own.snapshot().entries]
        for number, row in enumerate(rows):
            decision = (Decision.ACCEPT, Decision.REJECT)[number % 2]
            own.decide([row], Choice(decision, request=f"press-{number}", note=f"note {number}"))
    return len(rows)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "research.db"


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])


def test_dossiers_of_the_second_format_come_back_as_they_were(path: Path) -> None:
    made = filled(path)
    as_second_format(path)
    assert version_of(path) == 2
    with Store(path) as store:
        (run,) = store.runs()
        assert tuple(store.each_dossier(run.id)) == made
        told = [store.dossier_json(number) for number in range(1, POINTS + 1)]
    assert told == [dossier.model_dump_json() for dossier in made]
    assert version_of(path) == VERSION


def test_a_page_of_many_changepoints_is_kept_once(path: Path) -> None:
    made = filled(path)
    distinct = {page.sha256 for d in made for p in d.pages for page in p.documents()}
    with Store(path) as store:
        rows = store.database.rows("SELECT sha256, json FROM pages")
        inside = store.database.rows("SELECT count(*) FROM dossiers WHERE json LIKE '%申请表%'")
    assert sorted(row["sha256"] for row in rows) == sorted(distinct)
    assert inside[0][0] == 0


def test_two_hundred_decisions_stay_with_their_findings(path: Path) -> None:
    filled(path)
    assert decide_all(path) == POINTS * EACH == 200
    as_second_format(path)
    with Store(path) as store:
        entries = desk(store, path.parent).snapshot().entries
    assert len(entries) == 200
    for number, entry in enumerate(entries):
        assert entry.mine is not None
        assert (entry.mine.note, entry.changed, entry.older) == (f"note {number}", False, False)


def test_where_the_evidence_changed_it_is_asked_again_with_the_old_decision(path: Path) -> None:
    made = filled(path)
    decide_all(path)
    as_second_format(path)
    first = made[0].findings[0]
    other = first.model_copy(update={"verdicts": first.verdicts[:-1], "status": Status.FLAGGED})
    changed = made[0].model_copy(update={"findings": (other, *made[0].findings[1:])})
    with Store(path) as store:
        run = store.start_run("research", "0.2.0", {"model": "none"}, NOW + timedelta(days=1))
        store.save(run, changed)
        entries = desk(store, path.parent).snapshot().entries
    (again,) = [entry for entry in entries if entry.changed]
    assert again.mine is not None
    assert again.mine.note == "note 0"


def test_an_upgrade_that_is_killed_leaves_the_store_as_it_was(path: Path) -> None:
    made = filled(path)
    as_second_format(path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == 9
    assert version_of(path) == 2
    with Store(path) as store:
        (run,) = store.runs()
        assert tuple(store.each_dossier(run.id)) == made


def test_a_dossier_that_a_hand_has_changed_stays_as_it_is(path: Path) -> None:
    made = filled(path)
    as_second_format(path)
    text = made[0].model_dump_json(indent=1)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE dossiers SET json = ? WHERE id = 1", (text,))
        raw.commit()
    with Store(path) as store:
        assert store.dossier(1) == made[0]


def test_a_page_whose_text_is_gone_is_one_line(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DELETE FROM pages WHERE id = 3")
        raw.commit()
    with Store(path) as store, pytest.raises(StateError, match="is gone") as told:
        store.dossier(1)
    assert "\n" not in str(told.value)


def test_a_dossier_that_does_not_know_its_pages_any_more_is_one_line(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DELETE FROM dossier_pages WHERE dossier_id = 1")
        raw.commit()
    with Store(path) as store, pytest.raises(StateError, match="pages of a dossier are gone"):
        store.dossier(1)


def test_what_can_be_read_is_gone_through_where_a_page_is_gone(path: Path) -> None:
    made = filled(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DELETE FROM dossier_pages WHERE dossier_id = 2")
        raw.commit()
    with Store(path) as store:
        (run,) = store.runs()
        left = list(store.each_dossier(run.id, only_whole=True))
        with pytest.raises(StateError):
            list(store.each_dossier(run.id))
    assert left == [made[0], *made[2:]]


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_two_processes_that_open_an_old_store_at_once_both_find_it_upgraded(path: Path) -> None:
    filled(path)
    as_second_format(path)
    code = "import sys; from pathlib import Path; from agent.store import Store; Store(Path(sys.argv[1]))"
    both = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert version_of(path) == VERSION
