"""What counts as the answer in what a model wrote. Every reply here is invented."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from agent.llm.json_text import CUT, answer_in, values_in


class Line(BaseModel):
    name: str | None
    opened: str | None
    stations: list[str]


class Lines(BaseModel):
    lines: list[Line]


class Town(BaseModel):
    town: str
    people: int


def line(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "opened": None, "stations": []} | fields


def written(*lines: dict[str, Any]) -> str:
    return json.dumps({"lines": list(lines)}, ensure_ascii=False)


ONE = written(line("1号线"))
TWO = written(line("2号线"))
BOTH = [line("1号线"), line("2号线")]


def names(text: str) -> list[str]:
    value = answer_in(text, Lines).value
    assert value is not None
    return [item["name"] for item in value["lines"]]


ENVELOPES = [
    pytest.param(f'{{"name": "Lines", "arguments": {ONE}}}', id="a call"),
    pytest.param(
        f'<tool_call>\n{{"name": "Lines", "arguments": {ONE}}}\n</tool_call>', id="tagged"
    ),
    pytest.param(json.dumps({"name": "Lines", "arguments": ONE}), id="arguments as a string"),
    pytest.param(
        json.dumps({"tool_calls": [{"type": "function", "function": {"arguments": ONE}}]}),
        id="a list of calls",
    ),
    pytest.param(f'{{"Lines": {ONE}}}', id="the name of the schema"),
    pytest.param(f'{{"status": "ok", "result": {ONE}, "lines_found": 1}}', id="a result"),
    pytest.param(f"[{ONE}]", id="an array of one"),
    pytest.param(json.dumps({"answer": ONE}), id="the object as a string"),
    pytest.param(json.dumps([line("1号线")]), id="the list alone"),
    pytest.param(json.dumps(line("1号线")), id="the item alone"),
    pytest.param(json.dumps({"name": "Lines", "arguments": line("1号线")}), id="an item in a call"),
    pytest.param(json.dumps({"items": [line("1号线")]}), id="the list under another name"),
    pytest.param(json.dumps({"lines": json.dumps([line("1号线")])}), id="the list as a string"),
    pytest.param(f"```json\n{ONE}\n```\n以上依据 [1]。", id="a reference behind it"),
]


@pytest.mark.parametrize("text", ENVELOPES)
def test_an_answer_is_found_in_its_envelope(text: str) -> None:
    assert names(text) == ["1号线"]


SEVERAL = [
    pytest.param(json.dumps(BOTH, ensure_ascii=False), id="an array"),
    pytest.param(f"{ONE}\n{TWO}", id="object after object"),
    pytest.param(f"```json\n{ONE}\n```\n```json\n{TWO}\n```", id="fence after fence"),
    pytest.param(f"[{ONE}, {TWO}]", id="an array of answers"),
    pytest.param("\n".join(json.dumps(item) for item in BOTH), id="item after item"),
    pytest.param(
        "".join(
            f'<tool_call>{{"name": "Lines", "arguments": {json.dumps(item)}}}</tool_call>\n'
            for item in BOTH
        ),
        id="call after call",
    ),
]


@pytest.mark.parametrize("text", SEVERAL)
def test_nothing_is_lost_of_an_answer_in_several_pieces(text: str) -> None:
    assert names(text) == ["1号线", "2号线"]


def test_a_piece_that_is_written_twice_counts_once() -> None:
    assert names(f"{ONE}\n{ONE}") == ["1号线"]


def test_a_draft_or_a_quotation_before_the_answer_does_not_count_and_is_told() -> None:
    quoted = answer_in(f"网页里有 {TWO}，我的回答：{ONE}", Lines)
    assert (quoted.value, quoted.left) == (json.loads(ONE), 1)


def test_what_the_answer_says_too_need_not_be_told() -> None:
    assert answer_in(f"草稿：{ONE}。定稿：{written(*BOTH)}", Lines).left == 0


def test_what_was_thought_is_no_answer_where_one_follows() -> None:
    said = answer_in(f"<think>也许 {TWO}</think>\n{ONE}", Lines)
    assert (said.value, said.left) == (json.loads(ONE), 0)
    assert names(f"<think>{ONE}</think>") == ["1号线"]


CUT_TEXTS = [
    pytest.param(ONE[:-2], id="within the list"),
    pytest.param('{"lines": [' + json.dumps(line("1号线")) + ', {"name": "2号', id="in a string"),
    pytest.param(f"{ONE}\n{TWO[:-3]}", id="within the second piece"),
]


@pytest.mark.parametrize("text", CUT_TEXTS)
def test_an_answer_that_ends_in_the_middle_is_not_taken_for_a_whole_one(text: str) -> None:
    assert answer_in(text, Lines).cut


def test_a_line_end_within_a_string_breaks_nothing() -> None:
    assert names('{"lines": [{"name": "1号线\n二期", "opened": null, "stations": []}]}') == [
        "1号线\n二期"
    ]


def test_another_object_is_kept_for_validation_to_say_what_is_wrong() -> None:
    assert answer_in('{"answer": 1}', Lines).value == {"answer": 1}
    assert answer_in("没有", Lines).value is None


def test_of_a_class_that_is_no_list_the_last_object_counts() -> None:
    text = '{"town": "甲镇", "people": 1}\n{"town": "乙镇", "people": 2}'
    assert answer_in(text, Town).value == {"town": "乙镇", "people": 2}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
WORDS = st.text(alphabet=st.characters(exclude_characters="{}[]", exclude_categories=["Cs"]))


@given(WORDS, st.dictionaries(st.text(), JSON), st.lists(JSON), WORDS)
def test_values_are_found_whatever_stands_around_them(
    before: str, first: dict[str, Any], second: list[Any], after: str
) -> None:
    text = before + json.dumps(first) + "：" + json.dumps(second, ensure_ascii=False) + after
    assert [value for _, _, value in values_in(text)] == [first, second]


HOSTILE = [
    pytest.param("[" * 300_000, id="brackets"),
    pytest.param('{"a":' * 200_000, id="objects"),
    pytest.param('{"lines":' + "[" * 300_000, id="within a field"),
    pytest.param('{"' * 500_000, id="strings"),
    pytest.param("{" * 1_000_000, id="braces"),
    pytest.param('[1,"' * 250_000, id="items"),
    pytest.param('{"lines": [{"name": ' + "9" * 500_000 + "}]}", id="digits"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_answer_is_given_up_soon(text: str) -> None:
    begun = time.process_time()
    said = answer_in(text, Lines)
    assert said.value is None or said.value is CUT or "lines" not in said.value
    assert time.process_time() - begun < 5
