"""What becomes of a question, against a real endpoint on loopback."""

from __future__ import annotations

import datetime
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from agent.cache.entries import Reply
from agent.errors import ModelFailed
from agent.llm.endpoint import Endpoint, thinking_parameters
from agent.llm.json_text import strict_schema
from agent.llm.ladder import Dialect, Rung
from agent.llm.openai_compatible import OpenAICompatible
from tests.asked_models import connections_are_closed, kept  # noqa: F401 - a fixture
from tests.model_endpoint import ModelEndpoint, Scripted, completion, refusal

KEY = "sk-loopback-0123456789"
NOW = datetime.datetime(2031, 3, 1, tzinfo=datetime.UTC)
GOOD = '{"city": "甲州", "lines": ["1号线"]}'


class City(BaseModel):
    city: str | None
    lines: list[str]


@dataclass(frozen=True)
class Question:
    system: str = "读网页，用 JSON 回答。"
    user: str = "甲州地铁1号线开通。"


class Shelf:
    """Replies in memory, through JSON as on disk."""

    def __init__(self) -> None:
        self.entries: dict[str, Reply] = {}

    def reply(self, key: str) -> Reply | None:
        return self.entries.get(key)

    def put_reply(self, key: str, value: Any, stored_at: datetime.datetime) -> None:
        self.entries[key] = Reply(value=json.loads(json.dumps(value)), stored_at=stored_at)


@contextmanager
def asking(
    *answers: Scripted, rule: Any = None, shelf: Shelf | None = None, **options: Any
) -> Iterator[tuple[OpenAICompatible, ModelEndpoint]]:
    with ModelEndpoint(*answers, rule=rule) as endpoint:
        fields: dict[str, Any] = {"base_url": endpoint.url, "key": KEY, "model": "tiny"}
        fields |= {"max_retries": 0} | options
        model = kept(OpenAICompatible(Endpoint(**fields), replies=shelf, now=lambda: NOW))
        try:
            yield model, endpoint
        finally:
            model.close()


def ask(model: OpenAICompatible, question: Question = Question()) -> Any:
    return model.ask(question, City, stage="extract", target="https://a.example/1")


def failure(model: OpenAICompatible) -> ModelFailed:
    with pytest.raises(ModelFailed) as caught:
        ask(model)
    return caught.value


# Asking


def test_an_answer_is_validated_and_carries_what_it_cost() -> None:
    usage = {
        "prompt_tokens": 120,
        "completion_tokens": 30,
        "prompt_tokens_details": {"cached_tokens": 64},
    }
    with asking(completion(GOOD, usage=usage)) as (model, _):
        answer = ask(model)
    assert answer.value == City(city="甲州", lines=["1号线"])
    assert answer.text == GOOD
    told = answer.usage.model_dump()
    assert told == {
        "stage": "extract",
        "model": "tiny",
        "host": "127.0.0.1",
        "target": "https://a.example/1",
        "calls": 1,
        "prompt_tokens": 120,
        "completion_tokens": 30,
        "cached_tokens": 64,
    }


def test_the_first_request_asks_for_a_strict_schema_and_no_randomness() -> None:
    with asking(completion(GOOD)) as (model, endpoint):
        ask(model)
    (sent,) = endpoint.bodies
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert sent["temperature"] == 0
    assert sent["max_tokens"] == 4096
    assert sent["response_format"]["type"] == "json_schema"
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert endpoint.keys == [f"Bearer {KEY}"]


def test_an_endpoint_that_tells_no_usage_is_counted_as_one_call() -> None:
    with asking(completion(GOOD, usage={})) as (model, _):
        usage = ask(model).usage
    assert (usage.calls, usage.prompt_tokens, usage.cached_tokens) == (1, 0, 0)


def test_cache_hits_under_deepseeks_name_are_counted() -> None:
    usage = {"prompt_tokens": 9, "completion_tokens": 1, "prompt_cache_hit_tokens": 7}
    with asking(completion(GOOD, usage=usage)) as (model, _):
        assert ask(model).usage.cached_tokens == 7


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"```json\n{GOOD}\n```", id="a fence"),
        pytest.param(f"<think>{{'a': 1}} 先看网页</think>\n{GOOD}", id="thinking aloud"),
        pytest.param(
            f'网页里有 {{"city": "假", "lines": []}}，我的回答：{GOOD}', id="a quoted object"
        ),
    ],
)
def test_the_last_json_object_of_an_answer_counts(text: str) -> None:
    with asking(completion(text)) as (model, _):
        assert ask(model).value.city == "甲州"


# The ladder


UNSUPPORTED = [
    pytest.param(400, "This response_format type is unavailable now", id="DeepSeek"),
    pytest.param(
        422,
        "Failed to deserialize the JSON body into the target type: response_format: "
        "response_format.type `json_schema` is unavailable now",
        id="DeepSeek, older",
    ),
    pytest.param(400, "json_schema is not supported by this model", id="plain"),
    pytest.param(501, "structured output is not implemented", id="a small server"),
]


@pytest.mark.parametrize(("status", "message"), UNSUPPORTED)
def test_an_endpoint_without_schemas_gets_the_schema_in_the_prompt(
    status: int, message: str
) -> None:
    with asking(refusal(status, message), completion(GOOD)) as (model, endpoint):
        assert ask(model).value.city == "甲州"
    lower = endpoint.bodies[1]
    assert lower["response_format"] == {"type": "json_object"}
    assert '{"city":"","lines":[""]}' in lower["messages"][0]["content"]
    assert "JSON" in lower["messages"][0]["content"]


def test_the_last_rung_sends_no_response_format_at_all() -> None:
    def rule(body: dict[str, Any]) -> Scripted:
        if "response_format" in body:
            return refusal(400, "Unknown parameter: 'response_format'.")
        return completion(f"好的：{GOOD}")

    with asking(rule=rule) as (model, endpoint):
        assert ask(model).value.city == "甲州"
        ask(model, Question(user="另一页"))
    assert [body.get("response_format", {}).get("type") for body in endpoint.bodies] == [
        "json_schema",
        "json_object",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("message", "gone"),
    [
        pytest.param(
            "Unsupported value: 'temperature' does not support 0 with this model.",
            "temperature",
            id="temperature",
        ),
        pytest.param(
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            "max_tokens",
            id="max_tokens",
        ),
    ],
)
def test_a_parameter_that_a_model_refuses_is_left_out(message: str, gone: str) -> None:
    with asking(refusal(400, message), completion(GOOD)) as (model, endpoint):
        ask(model)
    first, second = endpoint.bodies
    assert gone in first
    assert gone not in second
    assert second["response_format"]["type"] == "json_schema"
    assert 4096 in (second.get("max_tokens"), second.get("max_completion_tokens"))


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        pytest.param({"max_tokens": 9}, "use max_completion_tokens", id="max_tokens"),
        pytest.param({"temperature": 1}, "temperature is not supported", id="temperature"),
        pytest.param(
            {"response_format": {"type": "text"}},
            "response_format is unknown",
            id="response_format",
        ),
        pytest.param({"thinking": {}}, "thinking is not supported", id="thinking"),
    ],
)
def test_a_parameter_of_the_user_s_own_that_is_refused_ends_in_the_refusal(
    extra: dict[str, Any], message: str
) -> None:
    with asking(rule=lambda _: refusal(400, message), extra=extra) as (model, endpoint):
        assert failure(model).cause == "http:400"
    assert len(endpoint.bodies) <= 5


def test_a_moderation_refusal_is_no_reason_to_step_down() -> None:
    said = "Input data may contain inappropriate content. response_format json_schema"
    answer = refusal(400, said, code="data_inspection_failed")
    with asking(answer) as (model, endpoint):
        failed = failure(model)
    assert failed.cause == "moderation"
    assert "--fallback-model" in failed.hint
    assert not failed.fatal
    assert len(endpoint.bodies) == 1


def test_a_bad_request_in_words_nobody_knows_is_told_when_no_form_is_taken() -> None:
    with asking(rule=lambda _: refusal(400, "messages[0].role is odd")) as (model, endpoint):
        failed = failure(model)
    assert (failed.cause, "role is odd" in failed.message) == ("http:400", True)
    assert len(endpoint.bodies) == 3


REFUSED_FORMS = [
    pytest.param(refusal(400, "Cannot do this", code="json_validate_failed"), id="a code"),
    pytest.param(refusal(400, "The request is malformed"), id="words that say nothing"),
    pytest.param(refusal(403, "response_format is for another plan"), id="403"),
    pytest.param(refusal(503, "this channel has no json_schema"), id="503"),
    pytest.param(
        Scripted({"detail": [{"loc": ["body", "response_format"], "msg": "extra"}]}, 422),
        id="a list of pydantic's",
    ),
    pytest.param(Scripted({"error": "response_format: no"}, 200), id="200"),
]


@pytest.mark.parametrize("refused", REFUSED_FORMS)
def test_a_form_that_is_refused_in_any_words_steps_down(refused: Scripted) -> None:
    def rule(body: dict[str, Any]) -> Scripted:
        return refused if "response_format" in body else completion(GOOD)

    with asking(rule=rule) as (model, _):
        assert ask(model).value.city == "甲州"


def test_a_model_that_only_streams_is_asked_to() -> None:
    def piece(delta: dict[str, Any], ends: str | None = None, usage: Any = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": ends}
        head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        told = head | {"choices": [choice], "usage": usage}
        return f"data: {json.dumps(told, ensure_ascii=False)}\n\n"

    def rule(body: dict[str, Any]) -> Scripted:
        if not body.get("stream"):
            return refusal(400, "this model supports the stream mode only")
        said = [piece({"content": part}) for part in (GOOD[:7], GOOD[7:])]
        last = piece({}, "stop", {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14})
        return Scripted("".join([*said, last, "data: [DONE]\n\n"]), 200, "text/event-stream")

    with asking(rule=rule) as (model, endpoint):
        told = ask(model)
    assert (told.value.city, told.usage.prompt_tokens) == ("甲州", 9)
    assert endpoint.bodies[-1]["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize(
    ("broken", "cause"),
    [
        ('data: {"error": {"message": "upstream gone"}}\n\n', "error"),
        ('data: {"error": "Content Exists Risk"}\n\n', "moderation"),
        ("data: {not JSON\n\n", "error"),
        ("data: [DONE]\n\n", "error"),
    ],
)
def test_an_error_in_the_middle_of_a_stream_is_told_as_one(broken: str, cause: str) -> None:
    streams = refusal(400, "this model supports the stream mode only")
    whole = {"index": 0, "delta": {"content": GOOD}, "finish_reason": "stop"}
    good = Scripted(f"data: {json.dumps({'choices': [whole]})}\n\ndata: [DONE]\n\n")
    bad = Scripted(broken, 200, "text/event-stream")
    with asking(streams, good, *[bad] * 4) as (model, _):
        ask(model)
        failed = failure(model)
    assert failed.cause == cause


def test_a_gateway_that_wants_thinking_switched_off_in_its_own_form_gets_that() -> None:
    def rule(body: dict[str, Any]) -> Scripted:
        if body.get("enable_thinking") is not False:
            return refusal(400, "enable_thinking must be set to false for calls like this")
        return completion(GOOD)

    with asking(rule=rule) as (model, _):
        assert ask(model).value.city == "甲州"


PLACES_OF_AN_ANSWER = [
    pytest.param({"content": [{"type": "text", "text": GOOD}]}, id="parts"),
    pytest.param({"content": "", "reasoning_content": f"想好了。{GOOD}"}, id="reasoning"),
    pytest.param(
        {
            "content": None,
            "tool_calls": [
                {"id": "1", "type": "function", "function": {"name": "City", "arguments": GOOD}}
            ],
        },
        id="a native call",
    ),
]


@pytest.mark.parametrize("message", PLACES_OF_AN_ANSWER)
def test_an_answer_is_found_wherever_an_endpoint_puts_it(message: dict[str, Any]) -> None:
    said = completion("")
    said.body["choices"][0]["message"] = {"role": "assistant"} | message
    with asking(said) as (model, _):
        assert ask(model).value.city == "甲州"


@pytest.mark.parametrize(
    ("message", "setting"),
    [
        ("Range of max_tokens should be [1, 2000]", "RESEARCH_MODEL_TOKENS"),
        ("This model's maximum context length is 4096 tokens", "RESEARCH_PAGE_CHARACTERS"),
    ],
)
def test_a_refusal_names_the_setting_that_cures_it(message: str, setting: str) -> None:
    with asking(rule=lambda _: refusal(400, message)) as (model, _):
        assert setting in failure(model).hint


def test_a_number_in_a_sentence_is_no_code() -> None:
    with asking(rule=lambda _: refusal(400, "you asked for 1301 things")) as (model, _):
        assert failure(model).cause == "http:400"


def test_a_key_that_an_endpoint_echoes_into_its_answer_is_masked() -> None:
    shelf = Shelf()
    with asking(completion(f'{{"city": "{KEY}", "lines": []}}'), shelf=shelf) as (model, _):
        told = ask(model)
    assert told.value.city == "***"
    assert KEY not in repr([entry.value for entry in shelf.entries.values()])


def test_the_working_rung_is_remembered_for_the_next_question_and_the_next_run() -> None:
    def rule(body: dict[str, Any]) -> Scripted:
        if body.get("response_format", {}).get("type") == "json_schema":
            return refusal(400, "json_schema is not supported")
        return completion(GOOD)

    shelf = Shelf()
    with ModelEndpoint(rule=rule) as endpoint:
        for user in ("第一页", "第二页"):
            model = kept(
                OpenAICompatible(
                    Endpoint(base_url=endpoint.url, key=KEY, model="tiny"),
                    replies=shelf,
                    now=lambda: NOW,
                )
            )
            ask(model, Question(user=user))
    assert [body["response_format"]["type"] for body in endpoint.bodies] == [
        "json_schema",
        "json_object",
        "json_object",
    ]


def test_a_rung_is_remembered_only_after_an_answer_on_it() -> None:
    answers = (refusal(400, "json_schema is not supported"), refusal(503, "busy"))
    shelf = Shelf()
    with asking(*answers, completion(GOOD), shelf=shelf) as (model, endpoint):
        assert failure(model).cause == "http:503"
        assert shelf.entries == {}
        ask(model)
    assert endpoint.bodies[2]["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize(
    ("age", "rung"),
    [pytest.param(29, "json_object", id="in time"), pytest.param(31, "json_schema", id="too old")],
)
def test_a_remembered_rung_is_believed_for_a_month(age: int, rung: str) -> None:
    shelf = Shelf()
    answers = (refusal(400, "json_schema is not supported"), completion(GOOD), completion(GOOD))
    with asking(*answers, shelf=shelf) as (model, endpoint):
        ask(model)
        for key, entry in list(shelf.entries.items()):
            shelf.entries[key] = Reply(
                value=entry.value, stored_at=NOW - datetime.timedelta(days=age)
            )
        again = kept(
            OpenAICompatible(
                Endpoint(base_url=endpoint.url, key=KEY, model="tiny"),
                replies=shelf,
                now=lambda: NOW,
            )
        )
        ask(again, Question(user="另一页"))
    assert endpoint.bodies[-1]["response_format"]["type"] == rung


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="nothing"),
        pytest.param("json_object", id="no object"),
        pytest.param({"rung": "carrier_pigeon"}, id="no such rung"),
        pytest.param({"rung": "text", "unknown": 1}, id="another version"),
        pytest.param({"rung": "text", "limit": "messages"}, id="a parameter that is none"),
        pytest.param({"rung": "text", "temperature": "no"}, id="no truth value"),
    ],
)
def test_a_damaged_memory_of_the_rung_counts_as_none(value: Any) -> None:
    assert Dialect.remembered(value) is None


@given(
    st.builds(
        Dialect,
        rung=st.sampled_from(Rung),
        limit=st.sampled_from(["max_tokens", "max_completion_tokens"]),
        temperature=st.booleans(),
        thinking=st.booleans(),
    )
)
def test_a_dialect_is_remembered_as_it_was(dialect: Dialect) -> None:
    assert Dialect.remembered(json.loads(json.dumps(asdict(dialect)))) == dialect


# Repair


def test_an_answer_that_does_not_fit_is_repaired_once_with_the_error_shown() -> None:
    with asking(completion('{"city": "甲州"}'), completion(GOOD)) as (model, endpoint):
        answer = ask(model)
    assert answer.value.lines == ["1号线"]
    assert answer.usage.calls == 2
    assert answer.usage.prompt_tokens == 200
    roles = [message["role"] for message in endpoint.bodies[1]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert "lines" in endpoint.bodies[1]["messages"][-1]["content"]


def test_an_answer_that_never_fits_is_a_failure_that_carries_its_cost() -> None:
    with asking(completion("不知道"), completion("还是不知道")) as (model, endpoint):
        failed = failure(model)
    assert failed.cause == "unusable"
    assert [usage.calls for usage in failed.usage] == [2]
    assert failed.usage[0].completion_tokens == 20
    assert len(endpoint.bodies) == 2


# Failures


REFUSALS = [
    pytest.param(refusal(401, "Incorrect API key"), "wrong_key", True, id="wrong key"),
    pytest.param(
        refusal(404, "The model `tiny` does not exist", code="model_not_found"),
        "unknown_model",
        True,
        id="unknown model",
    ),
    pytest.param(refusal(400, "Model Not Exist"), "unknown_model", True, id="unknown, DeepSeek"),
    pytest.param(
        refusal(400, "模型不存在，请检查模型代码", code="1211"),
        "unknown_model",
        True,
        id="unknown, GLM",
    ),
    pytest.param(
        refusal(404, 'model "tiny" not found, try pulling it first'),
        "unknown_model",
        True,
        id="unknown, Ollama",
    ),
    pytest.param(refusal(402, "Insufficient Balance"), "no_balance", True, id="402"),
    pytest.param(
        refusal(429, "You exceeded your current quota", code="insufficient_quota"),
        "no_balance",
        True,
        id="insufficient_quota",
    ),
    pytest.param(refusal(429, "账户已欠费", code="1113"), "no_balance", True, id="in arrears"),
    pytest.param(
        refusal(400, "Access denied", code="Arrearage"), "no_balance", True, id="Arrearage"
    ),
    pytest.param(refusal(429, "Rate limit reached for requests"), "quota", False, id="429"),
    pytest.param(refusal(403, "Access denied."), "forbidden", True, id="403"),
    pytest.param(refusal(503, "busy"), "http:503", False, id="busy"),
    pytest.param(
        refusal(400, "This model's maximum context length is 8192 tokens"),
        "too_long",
        False,
        id="too long",
    ),
    pytest.param(
        refusal(400, "Content Exists Risk"), "moderation", False, id="moderation, DeepSeek"
    ),
    pytest.param(
        refusal(400, "系统检测到输入包含敏感内容", code="1301"), "moderation", False, id="1301"
    ),
    pytest.param(
        Scripted("<html>404 Not Found</html>", 404, "text/html"),
        "not_openai",
        True,
        id="no such path",
    ),
    pytest.param(
        Scripted("<html>Welcome</html>", 200, "text/html"), "not_openai", True, id="HTML with 200"
    ),
    pytest.param(Scripted("{not json", 200), "not_openai", True, id="broken JSON with 200"),
    pytest.param(Scripted("[" * 100_000, 200), "not_openai", True, id="brackets without end"),
    pytest.param(Scripted({"hello": 1}, 200), "not_openai", True, id="other JSON with 200"),
    pytest.param(Scripted([1, 2], 200), "not_openai", True, id="a JSON list with 200"),
    pytest.param(
        Scripted({"error": {"message": "upstream gone"}}, 200),
        "error",
        False,
        id="an error with 200",
    ),
]


@pytest.mark.parametrize(("answer", "cause", "fatal"), REFUSALS)
def test_a_refusal_names_its_cause(answer: Scripted, cause: str, fatal: bool) -> None:
    with asking(answer) as (model, _):
        failed = failure(model)
    assert (failed.cause, failed.fatal) == (cause, fatal)
    assert failed.usage == ()
    assert bool(failed.hint) or not fatal
    assert "\n" not in failed.message


ENDINGS = [
    pytest.param(completion(GOOD, finish="length"), "truncated", id="cut off"),
    pytest.param(completion("", finish="content_filter"), "moderation", id="moderated"),
    pytest.param(completion(None, refusal="I can't"), "refusal", id="refused"),
    pytest.param(completion(""), "empty", id="empty"),
    pytest.param(completion("   \n"), "empty", id="blank"),
    pytest.param(completion(None), "empty", id="null"),
]


@pytest.mark.parametrize("finish", [None, "", "STOP", "eos_token", "tool_calls"])
def test_an_answer_that_is_whole_counts_whatever_word_ends_it(finish: str | None) -> None:
    with asking(completion(GOOD, finish=finish)) as (model, _):
        assert ask(model).value.city == "甲州"


@pytest.mark.parametrize(("answer", "cause"), ENDINGS)
def test_an_answer_that_cannot_be_used_names_its_cause_and_its_cost(
    answer: Scripted, cause: str
) -> None:
    with asking(answer) as (model, _):
        failed = failure(model)
    assert failed.cause == cause
    assert [usage.prompt_tokens for usage in failed.usage] == [100]


LONG = Question(user="甲州地铁1号线今日开通运营。" * 500)


@pytest.mark.parametrize(
    ("counted", "cut"),
    [
        pytest.param({"prompt_tokens": 2050}, True, id="Ollama's context"),
        pytest.param({"prompt_tokens": 4000}, False, id="what a good tokenizer makes of it"),
        pytest.param({"prompt_tokens": 0}, False, id="no count"),
        pytest.param({"prompt_tokens": 1}, False, id="no count either: no context is so small"),
        pytest.param(
            {"prompt_tokens": 700, "prompt_tokens_details": {"cached_tokens": 3000}},
            False,
            id="what was kept of it is counted apart",
        ),
    ],
)
def test_an_answer_to_a_part_of_the_page_is_not_believed(
    counted: dict[str, Any], cut: bool
) -> None:
    shelf = Shelf()
    said = completion(GOOD, usage={"completion_tokens": 8} | counted)
    with asking(said, shelf=shelf) as (model, _):
        if not cut:
            assert ask(model, LONG).value.city == "甲州"
            return
        with pytest.raises(ModelFailed) as caught:
            ask(model, LONG)
    assert caught.value.cause == "prompt_cut"
    assert "RESEARCH_PAGE_CHARACTERS" in caught.value.hint
    assert [used.prompt_tokens for used in caught.value.usage] == [2050]
    assert not [entry for entry in shelf.entries.values() if "text" in entry.value]


def test_nobody_listening_is_unreachable() -> None:
    with ModelEndpoint() as endpoint:
        url = endpoint.url
    model = kept(OpenAICompatible(Endpoint(base_url=url, key=KEY, model="tiny", max_retries=0)))
    failed = failure(model)
    assert failed.cause == "unreachable"
    assert "--model none" in failed.hint


def test_a_busy_endpoint_is_tried_again_by_the_client() -> None:
    busy = Scripted({"error": {"message": "busy"}}, 503, headers={"retry-after-ms": "1"})
    with asking(busy, completion(GOOD), max_retries=1) as (model, endpoint):
        assert ask(model).usage.calls == 1
    assert len(endpoint.bodies) == 2


def test_an_endpoint_that_does_not_answer_is_left_after_the_timeout_and_not_tried_again() -> None:
    never = threading.Event()
    with asking(rule=lambda _: Scripted({}, wait=never), timeout=0.2, max_retries=3) as (
        model,
        endpoint,
    ):
        began = time.monotonic()
        failed = failure(model)
        took = time.monotonic() - began
        time.sleep(0.8)  # the client would try again after half a second
        never.set()
    assert failed.cause == "timeout"
    assert took < 1
    assert len(endpoint.bodies) == 1


def test_close_ends_a_call_in_flight_at_once() -> None:
    never = threading.Event()
    caught: list[ModelFailed] = []
    with asking(rule=lambda _: Scripted({}, wait=never)) as (model, endpoint):
        waiting = threading.Thread(target=lambda: caught.append(failure(model)))
        waiting.start()
        while not endpoint.bodies:
            time.sleep(0.01)
        began = time.monotonic()
        model.close()
        waiting.join(5)
        took = time.monotonic() - began
        never.set()
    assert took < 1
    assert [failed.cause for failed in caught] == ["cancelled"]
    assert failure(model).cause == "cancelled"


def test_no_more_questions_than_slots_are_asked_at_once() -> None:
    go = threading.Event()

    def rule(body: dict[str, Any]) -> Scripted:
        return Scripted(completion(GOOD).body, wait=go)

    with asking(rule=rule, slots=2) as (model, endpoint):
        threads = [
            threading.Thread(target=ask, args=(model, Question(user=f"第{n}页"))) for n in range(5)
        ]
        for thread in threads:
            thread.start()
        while len(endpoint.bodies) < 2:
            time.sleep(0.01)
        time.sleep(0.1)
        go.set()
        for thread in threads:
            thread.join(5)
    assert endpoint.most_at_once == 2
    assert len(endpoint.bodies) == 5


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(f"Incorrect API key provided: {KEY}.", id="the key itself"),
        pytest.param("Incorrect API key provided: sk-loop****6789.", id="masked by the endpoint"),
        pytest.param("Wrong key: 1b2c***************6789", id="masked, another form"),
        pytest.param(f"header was Authorization: Bearer {KEY}", id="the header"),
    ],
)
def test_the_key_never_stands_in_an_error(said: str) -> None:
    with asking(refusal(401, said)) as (model, _):
        failed = failure(model)
    for text in (failed.message, failed.hint, repr(failed)):
        assert KEY not in text
        assert "6789" not in text
    assert failed.__cause__ is None
    assert failed.__suppress_context__


def test_the_key_never_stands_in_what_an_endpoint_prints_as() -> None:
    assert KEY not in repr(Endpoint(base_url="http://a.example/v1", key=KEY, model="tiny"))


def test_a_password_in_the_address_never_stands_in_an_error() -> None:
    with ModelEndpoint() as endpoint:
        url = endpoint.url.replace("http://", "http://user:geheim@")
    model = kept(OpenAICompatible(Endpoint(base_url=url, key=KEY, model="tiny", max_retries=0)))
    assert "geheim" not in failure(model).message


# Stored replies


def test_a_second_run_asks_nothing_and_gives_the_same() -> None:
    shelf = Shelf()
    with asking(completion("嗯"), completion(GOOD), shelf=shelf) as (model, endpoint):
        first = ask(model)
        again = kept(
            OpenAICompatible(
                Endpoint(base_url=endpoint.url, key=KEY, model="tiny"),
                replies=shelf,
                now=lambda: NOW,
            )
        )
        second = ask(again)
    assert second == first
    assert second.usage.calls == 2
    assert len(endpoint.bodies) == 2


def test_an_answer_that_did_not_fit_is_paid_once_when_its_repair_did_not_come() -> None:
    shelf = Shelf()
    busy = refusal(503, "busy")
    with asking(completion("嗯"), busy, completion(GOOD), shelf=shelf) as (model, endpoint):
        failed = failure(model)
        assert (failed.cause, [usage.calls for usage in failed.usage]) == ("http:503", [1])
        answer = ask(model)
    assert (answer.value.city, answer.usage.calls, answer.usage.prompt_tokens) == ("甲州", 2, 200)
    assert [len(body["messages"]) for body in endpoint.bodies] == [2, 4, 4]


def test_a_stored_reply_survives_the_loss_of_the_remembered_rung() -> None:
    shelf = Shelf()
    refused = refusal(400, "json_schema is not supported")
    with asking(refused, completion(GOOD), shelf=shelf) as (model, endpoint):
        ask(model)
        for key in [key for key, entry in shelf.entries.items() if "rung" in entry.value]:
            del shelf.entries[key]
        again = kept(
            OpenAICompatible(
                Endpoint(base_url=endpoint.url, key=KEY, model="tiny"),
                replies=shelf,
                now=lambda: NOW,
            )
        )
        ask(again)
    assert len(endpoint.bodies) == 2


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(completion(GOOD, finish="length"), id="cut off"),
        pytest.param(completion(""), id="empty"),
        pytest.param(refusal(503, "busy"), id="busy"),
    ],
)
def test_a_failure_is_never_stored(answer: Scripted) -> None:
    shelf = Shelf()
    with asking(answer, completion(GOOD), shelf=shelf) as (model, _):
        failure(model)
        assert not any("text" in entry.value for entry in shelf.entries.values())
        assert ask(model).value.city == "甲州"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param({"text": "{}", "paid": {}}, id="does not fit"),
        pytest.param({"text": GOOD, "paid": {"calls": "many"}}, id="no bill"),
        pytest.param(["text"], id="no object"),
        pytest.param(None, id="null"),
    ],
)
def test_a_damaged_stored_reply_is_asked_anew(damage: Any) -> None:
    shelf = Shelf()
    with asking(completion(GOOD), completion(GOOD), shelf=shelf) as (model, endpoint):
        ask(model)
        for key in shelf.entries:
            shelf.entries[key] = Reply(value=damage, stored_at=NOW)
        assert ask(model).value.city == "甲州"
    assert len(endpoint.bodies) == 2


@pytest.mark.parametrize(
    ("question", "options"),
    [
        pytest.param(Question(user="甲州地铁1号线开通！"), {}, id="one character of the page"),
        pytest.param(
            Question(system="读网页,用 JSON 回答。"), {}, id="one character of the prompt"
        ),
        pytest.param(Question(), {"model": "large"}, id="another model"),
        pytest.param(Question(), {"tool": "agent/2"}, id="another version of the tool"),
        pytest.param(Question(), {"max_tokens": 100}, id="another length"),
    ],
)
def test_whatever_is_sent_counts_for_the_stored_reply(
    question: Question, options: dict[str, Any]
) -> None:
    shelf = Shelf()
    with asking(completion(GOOD), completion(GOOD), shelf=shelf) as (model, endpoint):
        ask(model)
        given = {"base_url": endpoint.url, "key": KEY, "model": "tiny"} | options
        other = kept(OpenAICompatible(Endpoint(**given), replies=shelf, now=lambda: NOW))
        ask(other, question)
    assert len(endpoint.bodies) == 2


def test_another_key_finds_the_stored_reply() -> None:
    shelf = Shelf()
    with asking(completion(GOOD), shelf=shelf) as (model, endpoint):
        ask(model)
        other = Endpoint(base_url=endpoint.url, key="sk-other-key-000000", model="tiny")
        ask(kept(OpenAICompatible(other, replies=shelf, now=lambda: NOW)))
    assert len(endpoint.bodies) == 1


# Thinking


@pytest.mark.parametrize(
    ("url", "on", "expected"),
    [
        pytest.param(
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
            False,
            {"enable_thinking": False},
            id="DashScope off",
        ),
        pytest.param(
            "https://api.deepseek.com", False, {"thinking": {"type": "disabled"}}, id="DeepSeek off"
        ),
        pytest.param(
            "https://api.deepseek.com", True, {"thinking": {"type": "enabled"}}, id="DeepSeek on"
        ),
        pytest.param("https://api.openai.com/v1", False, {}, id="an endpoint not listed"),
        pytest.param(
            "https://fakeapi.deepseek.com.example/v1", False, {}, id="a name that only looks alike"
        ),
        pytest.param("http://127.0.0.1:8080/v1", True, {}, id="a local endpoint"),
    ],
)
def test_thinking_is_switched_only_where_the_endpoint_is_known(
    url: str, on: bool, expected: dict[str, Any]
) -> None:
    assert thinking_parameters(url, on=on) == expected


def test_every_endpoint_that_is_known_has_thinking_off_unless_it_is_asked_for() -> None:
    text = (Path(__file__).parent.parent / "agent/data/endpoints.toml").read_text("utf-8")
    hosts = re.findall(r'^host = "(.+)"$', text, re.MULTILINE)
    assert len(hosts) >= 8
    for host in hosts:
        for url in (f"https://{host}/v1", f"https://batch.{host}/compatible-mode/v1"):
            off = json.dumps(thinking_parameters(url, on=False))
            assert "false" in off or "disabled" in off
            assert off != json.dumps(thinking_parameters(url, on=True))


# The schema


def test_a_schema_speaks_the_small_language_that_every_endpoint_knows() -> None:
    class Line(BaseModel):
        """A description that must not be sent."""

        number: str | None = None

    class Network(BaseModel):
        lines: list[Line]

    assert strict_schema(Network) == {
        "type": "object",
        "properties": {
            "lines": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"number": {"type": ["string", "null"]}},
                    "required": ["number"],
                    "additionalProperties": False,
                },
            }
        },
        "required": ["lines"],
        "additionalProperties": False,
    }
