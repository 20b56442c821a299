"""What holds the parts together: names in tables are those of the members."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from agent.cache import disk
from agent.cli.options import load_settings
from agent.search.members import tavily
from agent.wiring import BACKENDS, READERS, Config
from agent.wiring.asking import chosen, is_local, member, members, priced_parts, prices
from agent.wiring.members import LateReader, readers
from agent.wiring.workshop import open_workshop
from tests.dossiers import POINT


def test_the_table_names_every_reader_as_it_names_itself() -> None:
    late = {media: LateReader(*member) for media, member in READERS.items()}
    assert {media: reader.reader.name for media, reader in late.items()} == readers().versions


def test_readers_are_imported_when_something_is_read() -> None:
    code = (
        "import sys; from agent.wiring.members import readers; readers().versions; "
        "heavy = {'lxml', 'pypdf', 'docx', 'openai'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_batch_with_nothing_to_do_imports_no_report() -> None:
    code = (
        "import sys, agent.cli.batching, agent.cli.batch_run; "
        "heavy = {'agent.batch.files', 'agent.report.items', 'jinja2'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_naming_the_settings_imports_no_register_and_no_store() -> None:
    code = (
        "import sys; from agent.cli.options import load_settings; load_settings(); "
        "heavy = {'agent.register', 'agent.store', 'agent.publishers'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_report_that_compares_no_events_imports_no_reader_of_pages() -> None:
    """Tables for papers compare events by what their names tell, which takes the facts' own words."""
    code = (
        "import sys, agent.report.text, agent.report.html, agent.batch.files; "
        "import agent.report.as_json, agent.report.textcarbon, agent.report.diff; "
        "heavy = {'agent.facts.document', 'agent.readers'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_command_seldom_looks_for_rings_of_garbage_and_seldom_changes_threads() -> None:
    code = (
        "import atexit, gc, sys; from agent.cli import COLLECTING, SWITCHING, main; "
        "told = lambda: (gc.get_threshold(), round(sys.getswitchinterval(), 3)); "
        "atexit.register(lambda: print(told() == (COLLECTING, SWITCHING))); main(['--version'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.endswith("True\n"), done.stderr


def test_a_command_reads_its_settings_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        click.Context(click.Command("batch")) as context,
        click.Context(click.Command("report"), parent=context),
    ):
        first = load_settings()
        assert load_settings() is first
    monkeypatch.setenv("RESEARCH_JOBS", "3")
    with click.Context(click.Command("batch")):
        assert load_settings().research_jobs == 3


def test_a_lost_index_is_filled_again_from_the_pages_that_are_kept(tmp_path: Path) -> None:
    config = Config(cache=tmp_path / "cache", sample=True)
    with open_workshop(config, lambda *_: None) as workshop:
        workshop.research(POINT)
        kept = workshop.index.size
    assert kept > 10
    for path in config.state.glob("index.db*"):
        path.unlink()
    with open_workshop(config, lambda *_: None) as workshop:
        assert workshop.index.size >= kept  # attachments are pages of their own then


def test_what_a_changepoint_rests_on_is_flushed_once_before_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushes: list[object] = []
    monkeypatch.setattr(os, "fsync", flushes.append)
    monkeypatch.setattr(disk, "to_disk", lambda folder, written: flushes.append(len(written)))
    config = Config(cache=tmp_path / "cache", sample=True)
    with open_workshop(config, lambda *_: None) as workshop:
        dossier = workshop.research(POINT)
        (written,) = flushes
        assert isinstance(written, int)
        assert written >= 2 * len(dossier.pages)  # the bytes and the record of each
    assert len(flushes) == 1


# Searches: a module, a name in one line, and nothing else


def test_every_search_is_a_module_that_is_named_in_one_line() -> None:
    folder = Path(tavily.__file__).parent
    modules = {p.stem for p in folder.iterdir() if p.stem != "__init__" and p.suffix in ("", ".py")}
    assert modules - {"__pycache__"} == set(BACKENDS)
    assert [one.name for one in members()] == list(BACKENDS)


def test_a_search_that_needs_a_setting_is_asked_as_soon_as_it_is_set() -> None:
    needy = [one for one in members() if one.needed]
    assert needy
    for one in needy:
        assert one.name not in chosen(Config())
        assert one.name in chosen(Config(services={one.setting: "x"}))


def test_what_a_search_costs_is_told_by_itself_and_may_be_unknown() -> None:
    known = prices(Config())
    for part in priced_parts(Config()):
        assert known.of(part) is not None
    (keyed,) = priced_parts(Config(search=("tavily",), services={"TAVILY_API_KEY": "x"}))
    assert (keyed.model, known.cost([keyed]).amounts) == ("tavily", {"usd": 0.008})


def test_questions_that_no_search_takes_are_not_planned(tmp_path: Path) -> None:
    for search, short in ((("portal",), {True}), (("govcn",), {False}), (None, {True, False})):
        config = Config(cache=tmp_path / "x", search=search)
        with open_workshop(config, lambda *_: None) as workshop:
            planned = workshop.deps.plan(POINT, POINT.window())
            assert {query.short for query in planned} == short
            for backend in workshop.backends:
                assert backend.coverage.short is member(backend.name).short


def test_a_search_of_this_machine_alone_is_never_paid() -> None:
    local = tuple(name for name in BACKENDS if is_local(name))
    assert "saved" in local
    assert priced_parts(Config(search=local)) == ()
    assert all(member(name).prices == () for name in local)
