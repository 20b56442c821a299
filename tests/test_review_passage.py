"""The frozen text as HTML: nothing runs, nothing is lost, highlights nest."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.records import Span
from agent.review.compared import Passages
from agent.review.passage import Highlight, Kind, as_html, visible

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</div></section><h1>ours?</h1>",
    "javascript:alert(1) <a href='javascript:alert(1)'>x</a>",
    "{{ 7 * 7 }} {% include 'x' %}",
    "&lt;b&gt; &amp; &#x3c;script&#x3e;",
    "a\u202eb\u2066c\u2069\u200b\ufeff\x00\x07\x1b\r\nd\ud800e\ue000",
]
texts = st.text(st.characters(), max_size=300) | st.sampled_from(HOSTILE)


class Checked(HTMLParser):
    """Raises when elements cross, when anything but ours stands there, and collects the text."""

    ALLOWED = {
        "div": {"class"},
        "mark": {"class", "data-of", "title"},
        "span": {"class", "title"},
        "a": {"id"},
    }

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.ALLOWED
        assert {name for name, _ in attrs} <= self.ALLOWED[tag]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Highlight]]:
    text = draw(texts)
    edge = st.integers(0, max(0, len(text) + 3))
    found = draw(st.lists(st.tuples(edge, edge, st.sampled_from(Kind), texts), max_size=8))
    return text, [
        Highlight(Span(start=start, end=end), kind, f"v{i}", words)
        for i, (start, end, kind, words) in enumerate(found)
    ]


@given(marked())
@example(("ab\ncd", [Highlight(Span(start=0, end=4), Kind.QUOTE, "v0", HOSTILE[1])]))
def test_without_tags_and_unescaped_it_is_the_text(case: tuple[str, list[Highlight]]) -> None:
    text, highlights = case
    made = str(as_html(text, highlights))
    assert html.unescape(re.sub(r"<[^>]*>", "", made)) == visible(text)
    parser = Checked()
    parser.feed(made)
    parser.close()
    assert parser.open == []
    assert parser.text == visible(text)


@given(texts)
def test_hidden_characters_are_shown_one_for_one(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert visible(shown) == shown
    shown.encode("utf-8")


def test_every_piece_says_all_the_highlights_it_belongs_to() -> None:
    made = as_html(
        "abcdef",
        [
            Highlight(Span(start=0, end=4), Kind.QUOTE, "q1"),
            Highlight(Span(start=2, end=6), Kind.AGAINST, "v2"),
        ],
    )
    assert re.findall(r'<mark class="([^"]+)" data-of="([^"]+)" title="">(\w+)</mark>', made) == [
        ("is-quote", "q1", "ab"),
        ("is-quote is-against", "q1 v2", "cd"),
        ("is-against", "v2", "ef"),
    ]


def test_long_texts_are_cut_into_blocks_at_line_ends() -> None:
    text = "一行字\n" * 5_000
    made = as_html(text, [Highlight(Span(start=10, end=19_000), Kind.SUPPORT, "v0")])
    assert made.count('<div class="block">') == made.count("</div>") == 5
    blocks = re.split(r'</div><div class="block">', re.sub(r"</?(?:mark|a)[^>]*>", "", made))
    assert all(block.removesuffix("</div>").endswith("\n") for block in blocks)


def test_a_highlight_outside_the_text_is_left_out() -> None:
    beyond = Highlight(Span(start=2, end=9), Kind.QUOTE, "q0")
    assert "<mark" not in as_html("abc", [beyond])


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("每辆新能源公交车补贴18万元。", "每辆新能源公交车补贴8万元。"),
        ("每辆新能源公交车给予补贴8万元", "每辆新能源公交车补贴8万元。"),
        ("完全是另外一件事情说的话", None),
        ("补贴", None),
    ],
)
def test_a_near_passage_is_one_that_shares_most_of_the_quote(quote: str, found: str | None) -> None:
    text = "现将办法印发给你们。每辆新能源公交车补贴8万元。到2025年，更新公交车2000辆。"
    span = Passages.of(text).nearest(quote)
    assert (text[span.start : span.end] if span else None) == found
