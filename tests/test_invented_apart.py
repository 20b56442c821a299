"""The invented web and the real one never meet: not in a folder, not in a run, not in silence.

All pages here are the sample's, or invented.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from agent import Config, research
from agent.cli import run as command
from agent.coverage import coverage_of
from agent.fetch.scripted import scripted_transport
from agent.findings import Dossier
from agent.sample import answer
from agent.store import Store
from agent.text.urls import is_invented
from agent.wiring.workshop import open_workshop
from tests.dossiers import POINT

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy: what is asked of the real web here is never more than a kept page."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


def saved_only(cache: Path) -> Config:
    return Config(cache=cache, search=("saved",), saved="all")


def mixed(cache: Path) -> Path:
    """A cache into which a version before this one has put the sample's pages."""
    research(POINT, config=Config(cache=cache, sample=True))
    for part in ("pages", "fetches", "texts", "index.db"):
        shutil.move(cache / "sample" / part, cache / part)
    return cache


def invented_in(dossier: Dossier) -> list[str]:
    places = [*dossier.selected, *(hit.url for hit in dossier.hits)]
    places += [page.url for page in dossier.pages]
    return [url for url in places if is_invented(url)]


def test_the_python_api_keeps_the_sample_in_a_folder_of_its_own(tmp_path: Path) -> None:
    found = research(POINT, config=Config(cache=tmp_path, sample=True))
    assert found.findings
    assert [path.name for path in tmp_path.iterdir()] == ["sample"]
    (real,) = research(POINT, config=saved_only(tmp_path))
    assert real.findings == ()
    assert invented_in(real) == []


def test_pages_of_the_sample_in_a_real_cache_do_not_enter_a_run(tmp_path: Path) -> None:
    (real,) = research(POINT, config=saved_only(mixed(tmp_path)))
    assert real.findings == ()
    assert invented_in(real) == []
    told = [gap for gap in real.gaps if gap.cause == "invented"]
    assert told
    assert not any(gap.material for gap in told)
    assert coverage_of(real).pages_chosen == 0


def test_an_invented_address_that_is_typed_is_a_gap(tmp_path: Path) -> None:
    cache = mixed(tmp_path)
    with open_workshop(saved_only(cache), lambda *_: None) as workshop:
        url = next(
            record.url for record in workshop.cache.latest_fetches() if is_invented(record.url)
        )
        dossier = workshop.research(POINT, url)
    assert dossier.pages == ()
    assert [gap.cause for gap in dossier.gaps] == ["invented"]


def test_a_transport_that_was_given_serves_invented_hosts(tmp_path: Path) -> None:
    with open_workshop(
        saved_only(mixed(tmp_path)), lambda *_: None, scripted_transport(answer)
    ) as workshop:
        assert workshop.research(POINT).pages


@pytest.mark.parametrize(
    ("url", "so"),
    [
        ("https://fgw.shanxi.example/a.html", True),
        ("http://EXAMPLE/a", True),
        ("https://a.example./b", True),
        ("https://a.example:8080/b", True),
        ("https://example.com/a.html", False),
        ("https://fgw.shanxi.gov.cn/example/a.html", False),
        ("https://a.example.com.cn/", False),
    ],
)
def test_hosts_under_example_are_invented_and_no_others(url: str, so: bool) -> None:
    assert is_invented(url) is so


def test_a_store_in_which_they_met_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cache = tmp_path / "cache"
    given = scripted_transport(answer)
    with open_workshop(saved_only(mixed(cache)), lambda *_: None, given) as workshop:
        run = workshop.start_run("research")
        workshop.store.save(run, workshop.research(POINT))
    command(["verify"])
    assert "invented hosts (.example)" in capsys.readouterr().out


def test_a_sample_run_has_nothing_to_say_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_workshop(Config(sample=True), lambda *_: None) as workshop:
        run = workshop.start_run("research")
        workshop.store.save(run, workshop.research(POINT))
    with Store(tmp_path / "cache" / "sample" / "research.db") as store:
        assert store.runs()
    assert command(["verify", "--sample"]) == 0
    assert "invented hosts" not in capsys.readouterr().out
