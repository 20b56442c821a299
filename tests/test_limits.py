"""How fast services are asked: limits a minute, and what a service asks for, kept by everybody."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import ModelFailed, SearchFailed
from agent.llm.endpoint import Endpoint
from agent.llm.openai_compatible import OpenAICompatible
from agent.llm.sender import Gates
from agent.net.carrier import Carrier
from agent.pace import LONGEST_HOLD, Closed, Held, Limits, Pace, Paces, retry_after
from agent.search.exchange import search_client
from agent.search.http import Asker, RetryPolicy
from agent.search.http import Gates as SearchGates
from agent.search.questions import Question
from tests.asked_models import Asked, Word, connections_are_closed, kept  # noqa: F401 - a fixture
from tests.model_endpoint import ModelEndpoint, Scripted, completion, refusal
from tests.search_service import NOW, QUERY, Said, Service, json_reply

FREE = Limits()
AT = datetime.datetime(2026, 11, 28, 12, 0, tzinfo=datetime.UTC)


@dataclass
class Ticks:
    """A clock that goes on only when somebody waits; ``waits`` are the seconds they waited."""

    now: float = 100.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def wait(self, _: threading.Condition, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def pace(self, limits: Limits = FREE) -> Pace:
        return Pace(limits, self, self.wait)


def starts(ticks: Ticks, pace: Pace, *tokens: int) -> list[float]:
    """When requests may begin, in seconds after the first."""
    begun = [pace.turn(number).at for number in tokens]
    return [at - begun[0] for at in begun]


def test_without_a_limit_nobody_waits() -> None:
    ticks = Ticks()
    assert starts(ticks, ticks.pace(), *[10**9] * 100) == [0.0] * 100
    assert ticks.waits == []


def test_no_more_requests_begin_in_a_minute_than_are_allowed() -> None:
    ticks = Ticks()
    pace = ticks.pace(Limits(requests=2))
    assert starts(ticks, pace, 0, 0, 0, 0, 0) == [0.0, 0.0, 60.0, 60.0, 120.0]


def test_a_minute_goes_back_from_each_request_and_not_from_the_full_minute() -> None:
    ticks = Ticks()
    pace = ticks.pace(Limits(requests=2))
    pace.turn()
    ticks.now += 50
    pace.turn()
    pace.turn()
    assert ticks.waits == [10.0]


def test_no_more_tokens_are_taken_in_a_minute_than_are_allowed() -> None:
    ticks = Ticks()
    pace = ticks.pace(Limits(tokens=1000))
    assert starts(ticks, pace, 400, 600, 100, 900, 200) == [0.0, 0.0, 60.0, 60.0, 120.0]


def test_what_was_expected_is_corrected_by_what_it_really_took() -> None:
    ticks = Ticks()
    pace = ticks.pace(Limits(tokens=1000))
    turn = pace.turn(900)
    pace.correct(turn, 100)
    pace.turn(900)
    assert ticks.waits == []


def test_a_request_larger_than_the_limit_begins_when_nothing_else_was_begun() -> None:
    ticks = Ticks()
    pace = ticks.pace(Limits(tokens=1000))
    assert starts(ticks, pace, 5000, 1, 5000) == [0.0, 60.0, 120.0]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 500)), max_size=60),
    st.integers(1, 5),
    st.integers(1, 800),
)
def test_whatever_comes_no_minute_holds_more_than_the_limits(
    asked: list[tuple[int, int]], requests: int, tokens: int
) -> None:
    ticks = Ticks()
    pace = ticks.pace(Limits(requests, tokens))
    begun = []
    for pause, expected in asked:
        ticks.now += pause
        begun.append(pace.turn(expected))
    for first in begun:
        minute = [turn for turn in begun if first.at <= turn.at < first.at + 60.0]
        assert len(minute) <= requests
        taken = [turn.tokens for turn in minute if turn.tokens]
        assert sum(taken) <= tokens or len(taken) == 1


def test_a_service_that_asks_for_time_is_left_alone_by_everybody() -> None:
    ticks = Ticks()
    pace = ticks.pace()
    pace.hold(20.0)
    pace.hold(5.0)
    pace.turn()
    assert ticks.waits == [20.0]


def test_a_service_that_asks_for_too_much_time_is_given_up_until_it_is_over() -> None:
    ticks = Ticks()
    pace = ticks.pace()
    pace.hold(LONGEST_HOLD + 100)
    with pytest.raises(Held) as told:
        pace.turn()
    assert told.value.seconds == LONGEST_HOLD + 100
    ticks.now += 200
    pace.turn()
    assert ticks.waits == [LONGEST_HOLD - 100]


def test_whoever_waits_is_woken_by_close() -> None:
    pace = Pace(Limits(requests=1))
    pace.turn()
    ended: list[str] = []

    def wait(how: Callable[[], object]) -> None:
        with pytest.raises(Closed):
            how()
        ended.append("closed")

    threads = [
        threading.Thread(target=wait, args=(pace.turn,)),
        threading.Thread(target=wait, args=(lambda: pace.rest(3600.0),)),
    ]
    for thread in threads:
        thread.start()
    pace.close()
    for thread in threads:
        thread.join(10)
    assert ended == ["closed"] * 2
    with pytest.raises(Closed):
        pace.turn()


def test_whoever_waits_for_tokens_begins_when_they_turn_out_to_be_free() -> None:
    waiting = threading.Event()

    def wait(condition: threading.Condition, seconds: float) -> None:
        waiting.set()
        condition.wait(seconds)

    pace = Pace(Limits(tokens=1000), wait=wait)
    turn = pace.turn(1000)
    other = threading.Thread(target=pace.turn, args=(500,))
    other.start()
    assert waiting.wait(10)
    pace.correct(turn, 10)
    other.join(10)
    assert not other.is_alive()


def test_every_service_has_a_pace_of_its_own() -> None:
    ticks = Ticks()
    paces = Paces({"tavily": Limits(requests=1)}, ticks, ticks.wait)
    paces.of("tavily").turn()
    paces.of("bocha").turn()
    paces.of("bocha").turn()
    assert ticks.waits == []
    paces.of("tavily").turn()
    assert ticks.waits == [60.0]


def test_a_pace_that_is_made_after_the_end_is_closed() -> None:
    paces = Paces()
    paces.close()
    with pytest.raises(Closed):
        paces.of("late").turn()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Sat, 28 Nov 2026 12:01:30 GMT"}, 90.0),
        ({"retry-after": "Sat, 28 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "Sat, 28 Nov 2026 12:01:30 -0000"}, 90.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
    ],
)
def test_what_an_answer_says_of_when_to_come_back(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(headers, AT) == seconds


# A model's endpoint


GOOD = completion('{"word": "好"}')


def model(url: str, ticks: Ticks, limits: Limits = FREE, **options: Any) -> OpenAICompatible:
    gates = Gates(pace=ticks.pace(limits), chance=lambda: 0.0)
    endpoint = Endpoint(base_url=url, key="key-1", model="tiny", **options)
    return kept(OpenAICompatible(endpoint, gates=gates))


def ask(one: OpenAICompatible, user: str) -> str:
    return one.ask(Asked(user), Word, stage="extract", target=user).value.word


def test_a_model_is_asked_no_more_than_its_requests_a_minute() -> None:
    ticks = Ticks()
    with ModelEndpoint(rule=lambda _: GOOD) as endpoint:
        one = model(endpoint.url, ticks, Limits(requests=2))
        for number in range(5):
            ask(one, f"第{number}页")
    assert ticks.waits == [60.0, 60.0]


def test_a_model_that_answers_429_is_left_alone_for_as_long_as_it_says() -> None:
    ticks = Ticks()
    busy = Scripted({"error": {"message": "slow down"}}, 429, headers={"retry-after": "30"})
    with ModelEndpoint(busy, GOOD, GOOD) as endpoint:
        one = model(endpoint.url, ticks)
        assert ask(one, "甲") == "好"
        assert ticks.waits == [30.0]
        assert ask(one, "乙") == "好"
    assert len(endpoint.bodies) == 3


def test_a_call_that_gives_up_still_makes_the_others_wait() -> None:
    ticks = Ticks()
    busy = Scripted({"error": {"message": "slow down"}}, 429, headers={"retry-after": "30"})
    with ModelEndpoint(busy, GOOD) as endpoint:
        one = model(endpoint.url, ticks, max_retries=0)
        with pytest.raises(ModelFailed) as told:
            ask(one, "甲")
        assert (told.value.cause, ticks.waits) == ("quota", [])
        ask(one, "乙")
    assert ticks.waits == [30.0]


def test_an_endpoint_that_asks_for_an_hour_fails_at_once_and_is_not_asked_in_it() -> None:
    ticks = Ticks()
    busy = Scripted({"error": {"message": "slow down"}}, 429, headers={"retry-after": "3600"})
    with ModelEndpoint(busy, GOOD) as endpoint:
        one = model(endpoint.url, ticks)
        for user in ("甲", "乙"):
            with pytest.raises(ModelFailed) as told:
                ask(one, user)
            assert told.value.cause == "quota"
            assert "3600 s" in told.value.message
        assert len(endpoint.bodies) == 1
        ticks.now += 3600
        assert ask(one, "丙") == "好"
    assert ticks.waits == []


def test_a_busy_server_without_a_word_is_tried_after_a_pause_that_doubles() -> None:
    ticks = Ticks()
    with ModelEndpoint(refusal(500, "oops"), refusal(502, "oops"), GOOD) as endpoint:
        assert ask(model(endpoint.url, ticks), "甲") == "好"
    assert ticks.waits == [0.5, 1.0]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(refusal(402, "Insufficient Balance"), id="no balance"),
        pytest.param(refusal(500, "Model Not Exist"), id="unknown model"),
        pytest.param(refusal(503, "data_inspection_failed"), id="moderation"),
        pytest.param(
            Scripted({"error": {"message": "no"}}, 500, headers={"x-should-retry": "false"}),
            id="says not to",
        ),
    ],
)
def test_what_another_try_cannot_change_is_not_tried_again(answer: Scripted) -> None:
    ticks = Ticks()
    with ModelEndpoint(answer) as endpoint, pytest.raises(ModelFailed):
        ask(model(endpoint.url, ticks), "甲")
    assert len(endpoint.bodies) == 1
    assert ticks.waits == []


# A search


@pytest.fixture(scope="module")
def client() -> Iterator[Carrier]:
    with search_client(None, 2.0, 2.0) as opened:
        yield opened


def searcher(client: Carrier, ticks: Ticks, **limits: Limits) -> Asker:
    return Asker(
        client,
        None,
        lambda: NOW,
        patience=RetryPolicy(total=5.0, tries=3, pause=2.0),
        gates=SearchGates(Paces(limits, ticks, ticks.wait)),
    )


def put(asker: Asker, url: str, text: str = "货运") -> Any:
    return asker.ask(Question("test", url, QUERY, params={"q": text}), lambda value: value)


def test_a_search_is_asked_no_more_than_its_requests_a_minute(client: Carrier) -> None:
    ticks = Ticks()
    with Service(json_reply({})) as service:
        asker = searcher(client, ticks, test=Limits(requests=1), other=Limits(requests=9))
        for text in ("甲", "乙", "丙"):
            put(asker, service.url, text)
    assert ticks.waits == [60.0, 60.0]


def test_a_search_that_answers_429_is_left_alone_and_asked_again(client: Carrier) -> None:
    ticks = Ticks()
    limited = Said(b"slow down", 429, {"Retry-After": "12"})
    with Service(limited, json_reply({"n": 1})) as service:
        assert put(searcher(client, ticks), service.url) == {"n": 1}
    assert ticks.waits == [12.0]


def test_a_search_that_answers_429_without_a_word_is_given_a_pause(client: Carrier) -> None:
    ticks = Ticks()
    with Service(Said(b"slow down", 429), json_reply({"n": 1})) as service:
        assert put(searcher(client, ticks), service.url) == {"n": 1}
    assert ticks.waits == [2.0]


def test_a_limit_a_minute_that_names_no_time_is_waited_for(client: Carrier) -> None:
    ticks = Ticks()
    busy = [Said(b"too many requests", 429) for _ in range(5)]
    with Service(*busy, json_reply({"n": 1})) as service:
        assert put(searcher(client, ticks), service.url) == {"n": 1}
    assert ticks.waits == [2.0, 4.0, 8.0, 16.0, 30.0]


def test_a_search_that_is_busy_for_longer_than_a_minute_is_given_up(client: Carrier) -> None:
    ticks = Ticks()
    with Service(Said(b"too many requests", 429)) as service, pytest.raises(SearchFailed) as told:
        put(searcher(client, ticks), service.url)
    assert told.value.cause in {"blocked", "quota"}
    assert (len(service.told), sum(ticks.waits)) == (6, 60.0)


def test_a_quota_that_is_used_up_is_not_waited_for(client: Carrier) -> None:
    ticks = Ticks()
    with Service(Said(b"monthly quota exceeded", 429)) as service, pytest.raises(SearchFailed):
        put(searcher(client, ticks), service.url)
    assert (len(service.told), ticks.waits) == (1, [])


def test_a_search_that_asks_for_an_hour_is_a_quota_and_not_asked_in_it(
    client: Carrier,
) -> None:
    ticks = Ticks()
    with Service(Said(b"later", 503, {"Retry-After": "3600"})) as service:
        asker = searcher(client, ticks)
        for text in ("甲", "乙"):
            with pytest.raises(SearchFailed) as told:
                put(asker, service.url, text)
            assert told.value.cause == "quota"
    assert len(service.told) == 1


def test_waiting_for_a_search_ends_with_the_run(client: Carrier) -> None:
    paces = Paces({"test": Limits(requests=1)})
    asker = Asker(client, None, lambda: NOW, gates=SearchGates(paces))
    caught: list[str] = []

    def wait() -> None:
        with pytest.raises(SearchFailed) as told:
            put(asker, service.url, "乙")
        caught.append(told.value.cause)

    with Service(json_reply({})) as service:
        put(asker, service.url, "甲")
        waiting = threading.Thread(target=wait)
        waiting.start()
        paces.close()
        waiting.join(10)
    assert caught == ["interrupted"]
