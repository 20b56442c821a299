"""Pages that lxml alone would cut."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.readers.tolerant import MOST_TOLERATED, parse, parse_tolerantly


def text(tree: object) -> str:
    return "".join(getattr(tree, "itertext")()) if tree is not None else ""  # noqa: B009 - lxml is untyped


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<html><body>甲</body></html><p>乙</p>", id="text-behind-the-end"),
        pytest.param("<p>甲" + "<font>" * 3000 + "乙", id="tags-that-are-never-closed"),
        pytest.param("<p>甲\x00\x01乙</p>", id="control-characters"),
        pytest.param(
            "<?xml version='1.0' encoding='gb2312'?><p>甲乙</p>", id="an-encoding-in-a-text"
        ),
        pytest.param("甲乙", id="no-tags"),
    ],
)
def test_no_text_is_lost(markup: str) -> None:
    for tree in (parse(markup), parse_tolerantly(markup)):
        assert "甲" in text(tree)
        assert "乙" in text(tree)


def test_nothing_is_no_tree() -> None:
    assert parse("") is None


def test_the_forgiving_parser_keeps_the_nesting() -> None:
    tree = parse_tolerantly('<div id="a"><p>甲<br>乙<b>丙</b>丁</p></div><p 1x=2>戊</p>')
    assert tree is not None
    inner = tree.find("div")
    assert inner is not None
    assert inner.get("id") == "a"
    assert [child.tag for child in inner.iter()] == ["div", "p", "br", "b"]
    assert text(tree) == "甲乙丙丁戊"


@given(st.text(st.sampled_from("<>/ap=\"'!-甲乙\x00\ud800&;# "), max_size=80))
def test_no_markup_stops_a_parser(markup: str) -> None:
    parse(markup)
    parse_tolerantly(markup)


@pytest.mark.parametrize(
    "piece", ["<div ", "<!--", "<a href='", "</b ", "<?x ", "<![CDATA["], ids=lambda piece: piece
)
def test_tags_that_never_end_are_not_followed_for_ever(piece: str) -> None:
    began = time.perf_counter()
    parse_tolerantly(piece * 20_000)
    assert time.perf_counter() - began < 5


def test_a_wall_of_brackets_is_kept_as_text() -> None:
    assert text(parse_tolerantly("<" * 40_000 + "甲")) == "<" * 40_000 + "甲"


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("字" * (MOST_TOLERATED + 1), id="characters"),
        pytest.param("<b>" * 50_001, id="tags"),
    ],
)
def test_a_page_of_too_much_is_left_to_the_other_parser(markup: str) -> None:
    assert parse_tolerantly(markup) is None
