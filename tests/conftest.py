"""No test reaches beyond loopback, reads the user's settings, or writes outside its own folder."""

from __future__ import annotations

import ipaddress
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from agent.settings import Settings
from tests.browser import ARGUMENTS, CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A busy machine is no failure of a law. The thorough profile is the one of make test-all.
settings.register_profile(
    "quick",
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("quick")


def _only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, str) and isinstance(address, tuple):
        try:
            inside = ipaddress.ip_address(host).is_loopback
        except ValueError:
            inside = host == "localhost"
        if not inside:
            raise ConnectionRefusedError(f"a test tried to reach {host}")


sys.addaudithook(_only_loopback)


@pytest.fixture(scope="session")
def _empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(autouse=True)
def _own_folder(
    request: pytest.FixtureRequest, _empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Every test starts without settings, in an empty folder.

    The folder is ``tmp_path`` for a test that asks for one. The others share one that nothing may
    be written to: making and removing thousands of folders takes longer than most tests.
    """
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    # No test speaks TLS, and reading the system's certificates takes 50 ms a client.
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(_empty_folder))
    own = "tmp_path" in request.fixturenames
    folder: Path = request.getfixturevalue("tmp_path") if own else _empty_folder
    monkeypatch.chdir(folder)
    yield
    if not own:
        left = list(_empty_folder.iterdir())
        for path in left:  # one test shall fail for it, not all that follow
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        assert not left, f"ask for tmp_path to write files: {left}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A running Chromium: see tests/browser.py."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - most tests need no browser

    assert CHROMIUM, "continuous integration must have Chromium: see .ci/run"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
