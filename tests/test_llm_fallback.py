"""A second model is asked what the first refuses, and it is told that it was."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from agent.cache import Cache
from agent.cli import run as run_command
from agent.errors import ModelFailed
from agent.llm import Answer
from agent.llm.endpoint import Endpoint
from agent.llm.fallback import WithFallback
from agent.llm.openai_compatible import OpenAICompatible
from tests.model_endpoint import ModelEndpoint, Scripted, completion, refusal

NOW = datetime.datetime(2031, 3, 1, tzinfo=datetime.UTC)
GOOD = completion('{"word": "好"}')
INSPECTED = refusal(
    400, "Input data may contain inappropriate content.", code="data_inspection_failed"
)


class Word(BaseModel):
    word: str


@dataclass(frozen=True)
class Asked:
    user: str = "一页"
    system: str = "用 JSON 回答。"


MADE: list[OpenAICompatible] = []
"""Models made by a test; their connections are closed after it."""


@pytest.fixture(autouse=True)
def _connections_are_closed() -> Iterator[None]:
    yield
    while MADE:
        MADE.pop().close()


@dataclass
class Pair:
    """Two endpoints and the two models as one."""

    first: ModelEndpoint
    second: ModelEndpoint
    cache: Cache

    def model(self) -> WithFallback:
        models = [
            OpenAICompatible(
                Endpoint(base_url=endpoint.url, key="key-1", model=name, max_retries=0),
                replies=self.cache,
                now=lambda: NOW,
            )
            for endpoint, name in ((self.first, "qwen"), (self.second, "deepseek"))
        ]
        MADE.extend(models)
        return WithFallback(models[0], models[1], self.cache, lambda: NOW)

    def ask(self, user: str = "一页") -> Answer[Word]:
        return self.model().ask(Asked(user), Word, stage="extract", target="https://a.example/1")

    def failure(self) -> ModelFailed:
        with pytest.raises(ModelFailed) as told:
            self.ask()
        return told.value

    @property
    def asked(self) -> tuple[int, int]:
        return len(self.first.bodies), len(self.second.bodies)


@contextmanager
def pair(folder: Path, first: list[Scripted], second: list[Scripted]) -> Iterator[Pair]:
    with ModelEndpoint(*first) as one, ModelEndpoint(*second) as other:
        yield Pair(one, other, Cache(folder))


REFUSALS = [
    pytest.param(INSPECTED, "moderation", 0, id="DashScope"),
    pytest.param(refusal(400, "Content Exists Risk"), "moderation", 0, id="DeepSeek"),
    pytest.param(completion("", finish="content_filter"), "moderation", 1, id="cut off"),
    pytest.param(completion(None, refusal="I cannot help"), "refusal", 1, id="the model itself"),
]


@pytest.mark.parametrize(("refused", "cause", "paid"), REFUSALS)
def test_what_the_first_refuses_the_second_answers(
    refused: Scripted, cause: str, paid: int, tmp_path: Path
) -> None:
    with pair(tmp_path, [refused], [GOOD]) as two:
        answer = two.ask()
    assert answer.value.word == "好"
    assert answer.usage.model == "deepseek"
    assert [used.model for used in answer.paid] == ["qwen"] * paid + ["deepseek"]
    (note,) = answer.notes
    assert note.startswith(f"qwen refused ({cause}: ")
    assert note.endswith("deepseek was asked instead")
    assert two.asked == (1, 1)


def test_what_the_first_answers_the_second_is_not_asked(tmp_path: Path) -> None:
    with pair(tmp_path, [GOOD], []) as two:
        answer = two.ask()
    assert (answer.usage.model, answer.notes, two.asked) == ("qwen", (), (1, 0))


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        pytest.param(refusal(503, "busy"), "http:503", id="busy"),
        pytest.param(refusal(429, "slow down"), "quota", id="too fast"),
        pytest.param(refusal(401, "no"), "wrong_key", id="wrong key"),
        pytest.param(completion('{"wo', finish="length"), "truncated", id="cut off"),
        pytest.param(completion(""), "empty", id="empty"),
    ],
)
def test_an_outage_is_not_for_another_model(said: Scripted, cause: str, tmp_path: Path) -> None:
    with pair(tmp_path, [said], []) as two:
        assert two.failure().cause == cause
    assert two.asked == (1, 0)


def test_when_both_refuse_that_is_a_cause_of_its_own(tmp_path: Path) -> None:
    with pair(tmp_path, [completion(None, refusal="no")], [INSPECTED]) as two:
        failed = two.failure()
    assert (failed.cause, failed.fatal) == ("both_refused", False)
    assert "qwen: refusal" in failed.message
    assert "deepseek: moderation" in failed.message
    assert [used.model for used in failed.usage] == ["qwen"]


def test_a_second_that_cannot_be_asked_does_not_end_the_first(tmp_path: Path) -> None:
    with pair(tmp_path, [INSPECTED, GOOD], [refusal(401, "no")]) as two:
        model = two.model()
        with pytest.raises(ModelFailed) as told:
            model.ask(Asked(), Word, stage="extract", target="a")
        assert (told.value.cause, told.value.fatal) == ("wrong_key", False)
        answer = model.ask(Asked("另一页"), Word, stage="extract", target="b")
    assert answer.usage.model == "qwen"


def test_a_second_run_asks_neither_and_tells_the_same(tmp_path: Path) -> None:
    with pair(tmp_path, [completion(None, refusal="no")], [GOOD]) as two:
        first = two.ask()
        assert two.ask() == first
    assert two.asked == (1, 1)
    assert len(first.paid) == 2


def test_a_refusal_alone_is_never_kept(tmp_path: Path) -> None:
    with pair(tmp_path, [INSPECTED, GOOD], [INSPECTED]) as two:
        assert two.failure().cause == "both_refused"
        assert two.ask().usage.model == "qwen"
    assert two.asked == (2, 1)


def test_a_refusal_never_teaches_a_lower_rung(tmp_path: Path) -> None:
    asks_for_json = refusal(
        400, "response_format: data_inspection_failed, json_schema", code="data_inspection_failed"
    )
    with pair(tmp_path, [asks_for_json, GOOD], [GOOD]) as two:
        two.ask()
        two.ask("另一页")
    assert [body["response_format"]["type"] for body in two.first.bodies] == ["json_schema"] * 2


def test_equal_keys_at_another_pair_of_models_are_another_question(tmp_path: Path) -> None:
    with pair(tmp_path, [INSPECTED, INSPECTED], [GOOD]) as two:
        two.ask()
        other = OpenAICompatible(
            Endpoint(base_url=two.first.url, key="key-1", model="qwen", max_retries=0),
            replies=two.cache,
            now=lambda: NOW,
        )
        MADE.append(other)
        with pytest.raises(ModelFailed) as told:
            other.ask(Asked(), Word, stage="extract", target="a")
    assert told.value.cause == "moderation"


# The command line


def command(*more: str) -> int:
    return run_command(
        [
            *("--changepoint", "2024-11-08", "--province", "Shanxi", "--sector", "Ground"),
            *("--sample", "--model", "qwen", *more),
        ]
    )


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ModelEndpoint]:
    """One address where qwen refuses every page and deepseek finds a remark in each."""
    remark = completion('{"policies": [{"kind": "background", "name": "公交"}]}')

    def rule(body: dict[str, Any]) -> Scripted:
        return INSPECTED if body["model"] == "qwen" else remark

    with ModelEndpoint(rule=rule) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", "key-1")
        yield endpoint


def test_a_run_tells_who_was_asked_instead(
    both: ModelEndpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--fallback-model", "deepseek", "--format", "json") == 0
    said = capsys.readouterr().out
    assert "deepseek was asked instead" in said
    assert '"extractor": "qwen, else deepseek"' in said
    assert command("--format", "json") == 3
    assert '"cause": "moderation"' in capsys.readouterr().out


def test_another_host_needs_a_key_of_its_own(
    both: ModelEndpoint,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RESEARCH_FALLBACK_MODEL", "deepseek")
    monkeypatch.setenv("RESEARCH_FALLBACK_BASE_URL", "https://other.example/v1")
    assert command() == 2
    assert "RESEARCH_FALLBACK_API_KEY is not set" in capsys.readouterr().err
    assert both.bodies == []
    monkeypatch.setenv("RESEARCH_FALLBACK_BASE_URL", both.url)
    monkeypatch.setenv("RESEARCH_FALLBACK_API_KEY", "key-2")
    assert command() == 0
    assert set(both.keys) == {"Bearer key-1", "Bearer key-2"}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--fallback-model", "qwen"), "is the model itself"),
        (("--model", "none", "--fallback-model", "deepseek"), "needs a model before it"),
    ],
)
def test_a_fallback_that_makes_no_sense_is_told(
    both: ModelEndpoint, more: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(*more) == 2
    assert told in capsys.readouterr().err
