"""Many words found in a text at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.text.lookup import Lookup

WORDS = st.text(alphabet="甲乙丙", min_size=2, max_size=4)


def test_the_longest_of_overlapping_words_wins() -> None:
    lookup = Lookup(["汽车", "新能源", "新能源汽车"])
    assert list(lookup.longest("新能源汽车和汽车")) == [(0, "新能源汽车"), (6, "汽车")]


def test_every_occurrence_is_told_also_inside_another() -> None:
    lookup = Lookup(["汽车", "新能源汽车"])
    assert list(lookup.every("新能源汽车")) == [(0, "新能源汽车"), (3, "汽车")]


def test_a_word_of_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="晋"):
        Lookup(["晋"])


@given(st.sets(WORDS, max_size=6), st.text(alphabet="甲乙丙丁", max_size=30))
def test_nothing_is_missed_and_nothing_overlaps(words: set[str], text: str) -> None:
    lookup = Lookup(words)
    there = {
        (start, word)
        for word in words
        for start in range(len(text))
        if text.startswith(word, start)
    }
    assert set(lookup.every(text)) == there
    end = 0
    for start, word in lookup.longest(text):
        assert start >= end
        assert (start, word) in there
        end = start + len(word)
