"""When a failure of a model's endpoint ends a run, and when it is waited for."""

from __future__ import annotations

from typing import Any

import pytest

from agent.errors import ModelFailed
from agent.llm.endpoint import Endpoint
from agent.llm.failures import failed
from agent.llm.finality import SPARED, Finality
from agent.llm.openai_compatible import OpenAICompatible
from agent.llm.sender import Gates
from agent.pace import Pace
from tests.asked_models import Asked, Word, connections_are_closed, kept  # noqa: F401 - a fixture
from tests.model_endpoint import ModelEndpoint, Scripted, completion, refusal

GOOD = completion('{"word": "好"}')
EMPTY_ACCOUNT = refusal(429, "You exceeded your current quota", code="insufficient_quota")
LIMIT_TOLD_WITH_200 = Scripted(
    {"choices": None, "base_resp": {"status_code": 1002, "status_msg": "rate limit exceeded(RPM)"}}
)


class Ticks:
    """Seconds that pass only when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, _condition: object, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def model(url: str, ticks: Ticks) -> OpenAICompatible:
    gates = Gates(pace=Pace(clock=ticks, wait=ticks.wait), chance=lambda: 0.0, clock=ticks)
    return kept(OpenAICompatible(Endpoint(base_url=url, key="key-1", model="tiny"), gates=gates))


def ask(one: OpenAICompatible, user: str = "甲") -> str:
    return one.ask(Asked(user), Word, stage="extract", target=user).value.word


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(EMPTY_ACCOUNT, id="a limit a minute told as an empty account"),
        pytest.param(LIMIT_TOLD_WITH_200, id="an error with status 200"),
        pytest.param(Scripted({"error": "busy, try later"}), id="another, in other words"),
        pytest.param(Scripted("<html>gateway</html>", 200, "text/html"), id="a gateway's page"),
    ],
)
def test_one_odd_answer_costs_nothing(odd: Scripted) -> None:
    with ModelEndpoint(GOOD, odd, GOOD, GOOD) as endpoint:
        one = model(endpoint.url, Ticks())
        assert [ask(one, user) for user in "甲乙丙"] == ["好"] * 3


def test_a_limit_a_minute_is_waited_for_a_minute() -> None:
    ticks = Ticks()

    def rule(_body: dict[str, Any]) -> Scripted:
        return GOOD if ticks.now >= 55 else refusal(429, "Rate limit reached for requests")

    with ModelEndpoint(rule=rule) as endpoint:
        assert ask(model(endpoint.url, ticks)) == "好"
    assert ticks.waits == [2.0, 4.0, 8.0, 16.0, 30.0]


def test_an_account_that_stays_empty_is_final_after_two_minutes_and_asked_again_later() -> None:
    ticks = Ticks()
    answers = {"now": GOOD}
    with ModelEndpoint(rule=lambda _: answers["now"]) as endpoint:
        one = model(endpoint.url, ticks)
        ask(one)
        answers["now"] = EMPTY_ACCOUNT
        told = []
        for user in "乙丙丁":
            with pytest.raises(ModelFailed) as caught:
                ask(one, user)
            told.append((caught.value.cause, caught.value.fatal))
        assert told == [("no_balance", False), ("no_balance", False), ("no_balance", True)]
        sent = len(endpoint.bodies)
        with pytest.raises(ModelFailed):
            ask(one, "戊")
        assert len(endpoint.bodies) == sent
        answers["now"] = GOOD
        ticks.now += SPARED
        assert ask(one, "戊") == "好"


def test_an_error_with_status_200_is_told_in_its_own_words() -> None:
    said = {"choices": None, "base_resp": {"status_code": 1008, "status_msg": "balance is 0"}}
    with ModelEndpoint(rule=lambda _: Scripted(said)) as endpoint, pytest.raises(ModelFailed) as e:
        ask(model(endpoint.url, Ticks()))
    assert "balance is 0" in e.value.message


@pytest.mark.parametrize("cause", ["wrong_key", "unknown_model"])
def test_a_key_or_a_model_that_is_wrong_is_final_at_once_and_stays_so(cause: str) -> None:
    ticks = Ticks()
    finality = Finality(ticks)
    finality.answered()
    failure = failed(cause, "no")
    finality.note(failure)
    ticks.now += 10 * SPARED
    assert finality.final() is failure


def test_three_alike_within_a_moment_are_not_final() -> None:
    finality = Finality(Ticks())
    finality.answered()
    for _ in range(5):
        finality.note(failed("forbidden", "no"))
    assert finality.final() is None


def test_what_has_never_answered_is_final_at_once() -> None:
    finality = Finality(Ticks())
    failure = failed("not_openai", "no")
    finality.note(failure)
    assert finality.final() is failure
