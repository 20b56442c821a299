"""Every regular expression of the package takes linear time: see tests/regexes.py for how that is seen."""

from __future__ import annotations

import re

import pytest

from tests.regexes import MOST_GROWTH, all_patterns, growth


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s*x",
        r"(.*?)\s*x$",
        r"(?:甲|乙)*x",
        r"[（(][^）)]*[）)]",
        r"(a+)+b",
        r"<!--.*?-->",
        r"《[^》]*《x",
        r"(?:关于)(.+?)的通知",
        r"[（(【〔][^（()）】〕]*[）)】〕]",
    ],
)
def test_an_expression_that_is_not_linear_is_seen(pattern: str) -> None:
    assert growth(re.compile(pattern))[0] > MOST_GROWTH


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s{0,20}x",
        r"\s++",
        r"[（(][^（()）]*[）)]",
        r"(?<!\s)\s*+x",
        r"<!--(?:(?!-->).)*+(?:-->)?",
    ],
)
def test_a_linear_one_is_let_through(pattern: str) -> None:
    assert growth(re.compile(pattern))[0] <= MOST_GROWTH


def test_every_expression_of_the_package_is_linear() -> None:
    """One that is not can be held up for minutes by a page of a few kilobytes.

    Bound its repeats (``\\s{0,20}``), make them possessive behind a look behind, or drop what stands at
    its start.
    """
    slow = {
        where: f"{ratio:.0f} times as long for 6 times as much of {unit!r}: {pattern[:80]}"
        for (pattern, flags), where in all_patterns().items()
        for ratio, unit in [growth(re.compile(pattern, flags))]
        if ratio > MOST_GROWTH
    }
    assert not slow, "\n".join(f"{where}: {told}" for where, told in slow.items())
