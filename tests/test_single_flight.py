"""What several want at the same moment is done once: searches and questions to a model."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from agent.cache import Cache
from agent.errors import ModelFailed, SearchFailed
from agent.llm import Answer
from agent.llm.endpoint import Endpoint
from agent.llm.openai_compatible import OpenAICompatible
from agent.once import Once
from agent.search.exchange import search_client
from agent.search.questions import Question
from tests.asked_models import Asked, Word, connections_are_closed, kept  # noqa: F401 - a fixture
from tests.model_endpoint import ModelEndpoint, Scripted, completion, refusal
from tests.search_service import QUERY, Said, Service, Told, asker, json_reply

TOGETHER = 6


def together(work: Callable[[], Any], ready: Callable[[], bool]) -> list[Future[Any]]:
    """Do a thing in several threads; the first has begun before the others come."""
    with ThreadPoolExecutor(TOGETHER) as pool:
        first = pool.submit(work)
        while not ready() and not first.done():
            time.sleep(0.002)
        return [first, *(pool.submit(work) for _ in range(TOGETHER - 1))]


def test_what_is_under_way_is_waited_for_and_what_is_over_is_done_again() -> None:
    once: Once[int] = Once()
    done: list[int] = []
    go, begun = threading.Event(), threading.Event()

    def work() -> int:
        begun.set()
        go.wait(10)
        done.append(1)
        return len(done)

    with ThreadPoolExecutor(TOGETHER) as pool:
        first = pool.submit(once.do, "a", work)
        begun.wait(10)
        others = [pool.submit(once.do, "a", work) for _ in range(3)]
        elsewhere = pool.submit(once.do, "b", lambda: 7)
        assert elsewhere.result(10) == 7
        time.sleep(0.05)
        go.set()
        assert [future.result(10) for future in (first, *others)] == [1, 1, 1, 1]
    assert once.do("a", work) == 2


def test_a_failure_reaches_everybody_who_waited_and_nobody_after() -> None:
    once: Once[int] = Once()
    go, begun = threading.Event(), threading.Event()

    def fail() -> int:
        begun.set()
        go.wait(10)
        raise ValueError("no")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(once.do, "a", fail)
        begun.wait(10)
        second = pool.submit(once.do, "a", lambda: 1)
        time.sleep(0.05)
        go.set()
        assert isinstance(first.exception(10), ValueError)
        assert isinstance(second.exception(10), ValueError)
    assert once.do("a", lambda: 3) == 3


def test_what_was_interrupted_is_taken_over() -> None:
    once: Once[int] = Once()
    go, begun = threading.Event(), threading.Event()

    def stop() -> int:
        begun.set()
        go.wait(10)
        raise KeyboardInterrupt

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(once.do, "a", stop)
        begun.wait(10)
        second = pool.submit(once.do, "a", lambda: 4)
        time.sleep(0.05)
        go.set()
        assert isinstance(first.exception(10), KeyboardInterrupt)
        assert second.result(10) == 4


# Searches


def test_equal_searches_at_the_same_moment_are_one_request(tmp_path: Path) -> None:
    go = threading.Event()

    def reply(told: Told, count: int) -> Said:
        go.wait(10)
        return json_reply({"n": count})

    with Service(reply) as service, search_client(None, 10.0, 10.0) as client:
        one = asker(client, Cache(tmp_path))
        question = Question("test", service.url, QUERY, params={"q": "货运"})
        threading.Timer(1.0, go.set).start()
        answers = together(lambda: one.ask(question, dict), lambda: bool(service.told))
        values = [answer.result() for answer in answers]
    assert values == [{"n": 0}] * TOGETHER
    assert len(service.told) == 1


def test_a_search_that_fails_fails_for_all_who_wait_and_is_not_kept(tmp_path: Path) -> None:
    go = threading.Event()

    def reply(told: Told, count: int) -> Said:
        go.wait(10)
        return Said(b"no", 403) if count == 0 else json_reply({"n": count})

    with Service(reply) as service, search_client(None, 10.0, 10.0) as client:
        one = asker(client, Cache(tmp_path))
        question = Question("test", service.url, QUERY, params={"q": "货运"})
        threading.Timer(1.0, go.set).start()
        answers = together(lambda: one.ask(question, dict), lambda: bool(service.told))
        causes = [answer.exception() for answer in answers]
        assert one.ask(question, dict) == {"n": 1}
    assert all(isinstance(cause, SearchFailed) and cause.cause == "blocked" for cause in causes)
    assert len(service.told) == 2


# A model


def ask(model: OpenAICompatible, target: str = "https://a.example/1") -> Answer[Word]:
    return model.ask(Asked(), Word, stage="extract", target=target)


@pytest.mark.parametrize("cached", [True, False], ids=["with a cache", "without one"])
def test_equal_questions_at_the_same_moment_are_paid_once(cached: bool, tmp_path: Path) -> None:
    go = threading.Event()
    slow = Scripted(completion('{"word": "好"}').body, wait=go)
    with ModelEndpoint(rule=lambda _: slow) as endpoint:
        model = kept(
            OpenAICompatible(
                Endpoint(base_url=endpoint.url, key="key-1", model="tiny"),
                replies=Cache(tmp_path) if cached else None,
            )
        )
        threading.Timer(1.0, go.set).start()
        futures = together(lambda: ask(model), lambda: bool(endpoint.bodies))
        answers = [future.result() for future in futures]
    assert len(endpoint.bodies) == 1
    assert {answer.value.word for answer in answers} == {"好"}
    assert [answer.usage.prompt_tokens for answer in answers] == [100] * TOGETHER


def test_a_question_that_fails_fails_for_all_who_wait_and_is_asked_anew_later() -> None:
    go = threading.Event()
    answers = [
        Scripted(refusal(400, "Content Exists Risk").body, 400, wait=go),
        completion('{"word": "好"}'),
    ]
    with ModelEndpoint(*answers) as endpoint:
        model = kept(OpenAICompatible(Endpoint(base_url=endpoint.url, key="key-1", model="tiny")))
        threading.Timer(1.0, go.set).start()
        futures = together(lambda: ask(model), lambda: bool(endpoint.bodies))
        failures = [future.exception() for future in futures]
        assert ask(model).value.word == "好"
    assert all(isinstance(f, ModelFailed) and f.cause == "moderation" for f in failures)
    assert len(endpoint.bodies) == 2
