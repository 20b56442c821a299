"""A model that cannot be used, end to end: one clear line, code 3, and no call that cannot help."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.cli import run
from tests.model_endpoint import ModelEndpoint, Scripted, completion, refusal

pytestmark = pytest.mark.usefixtures("tmp_path")

POINT = ["--changepoint", "2024-11-08", "--province", "Shanxi", "--sector", "Ground"]
SAMPLE = [*POINT, "--sample", "--model", "m", "-q"]
KEY = "sk-loopback-0123456789"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def script() -> list[Scripted]:
    """What the endpoint answers to everything: its last entry."""
    return []


@pytest.fixture
def endpoint(script: list[Scripted], monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelEndpoint]:
    with ModelEndpoint(rule=lambda _: script[-1]) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        yield endpoint


FATAL = [
    pytest.param(
        refusal(401, f"Incorrect API key provided: {KEY}.", code="invalid_api_key"),
        "OPENAI_API_KEY",
        id="a wrong key",
    ),
    pytest.param(
        Scripted("<html><body>Welcome</body></html>", 200, "text/html"),
        "OPENAI_BASE_URL",
        id="an address that is no model endpoint",
    ),
    pytest.param(
        refusal(404, "The model `m` does not exist", code="model_not_found"),
        "check the model name",
        id="a model it does not know",
    ),
    pytest.param(refusal(402, "Insufficient Balance"), "top up", id="no money"),
]


@pytest.mark.parametrize(("answer", "told"), FATAL)
def test_a_model_that_cannot_be_used_is_told_once_and_the_outcome_is_incomplete(
    answer: Scripted,
    told: str,
    script: list[Scripted],
    endpoint: ModelEndpoint,
    capsys: pytest.CaptureFixture[str],
) -> None:
    script.append(answer)
    Path("points.csv").write_text(
        "province,sector,date\nShanxi,Ground,2024-11-08\nShanxi,Ground,2024-11-09\n", "utf-8"
    )
    assert run(["--from", "points.csv", "--sample", "--model", "m", "-q"]) == 3
    out, err = capsys.readouterr()
    assert out.count("未能查全") == 2
    assert sum(told in line for line in err.splitlines()) == 1
    assert len(err.splitlines()) == 2
    assert KEY not in out + err
    # Calls that were under way at the first answer cannot be spared; all others are.
    assert 1 <= len(endpoint.bodies) <= 8


def test_nothing_of_a_failure_is_kept_and_the_next_run_asks_again(
    script: list[Scripted], endpoint: ModelEndpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    script.append(refusal(401, "no"))
    assert run(SAMPLE) == 3
    script.append(completion('{"policies": []}'))
    endpoint.bodies.clear()
    run(SAMPLE)
    assert len(endpoint.bodies) == 8
    run(SAMPLE)
    assert len(endpoint.bodies) == 8
    assert "wrong_key" not in capsys.readouterr().out


def test_a_model_that_is_not_there_is_told_with_its_address(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert run([*SAMPLE, "--format", "json"]) == 3
    out, err = capsys.readouterr()
    assert "OPENAI_BASE_URL" in err
    assert "Traceback" not in err
    (dossier,) = json.loads(out)
    assert dossier["outcome"] == "incomplete"
    assert {gap["cause"] for gap in dossier["gaps"] if gap["stage"] == "extract"} == {"unreachable"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_API_KEY", "密钥"),
        ("OPENAI_API_KEY", "sk-one sk-two"),
        ("OPENAI_BASE_URL", "localhost:11434"),
        ("OPENAI_BASE_URL", "http://[::1"),
        ("RESEARCH_USER_AGENT", "浏览器"),
        ("RESEARCH_SEARCH_DAYS", "inf"),
    ],
)
def test_a_setting_that_cannot_work_is_named_before_anything_is_done(
    name: str,
    value: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(name, value)
    assert run(SAMPLE) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert name in err
    assert not Path("cache").exists()


@pytest.mark.parametrize("name", ["none", "NONE", " None "])
def test_none_is_no_model_however_it_is_written(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    assert run([*POINT, "--sample", "--model", name, "-q", "--dry-run"]) == 0
    assert "model: none" in capsys.readouterr().out
