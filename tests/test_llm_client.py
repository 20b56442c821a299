"""Server-sent events as the bytes of a stream bring them. Every answer here is invented."""

from __future__ import annotations

import pytest

from agent.llm.client import events

STREAM = b': keep alive\n\nevent: ping\n\ndata: {"a":\ndata: 1}\n\nid: 7\r\ndata:\xe4\xb8\x80\r\n\r\ndata: cut'


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000])
def test_wherever_a_stream_is_cut_its_events_are_the_same(size: int) -> None:
    chunks = (STREAM[at : at + size] for at in range(0, len(STREAM), size))
    assert list(events(chunks)) == [b'{"a":\n1}', "一".encode()]


def test_a_line_separator_inside_an_answer_ends_no_line() -> None:
    said = 'data: {"content": "甲\u2028乙"}\n\n'.encode()
    assert list(events([said])) == ['{"content": "甲\u2028乙"}'.encode()]
