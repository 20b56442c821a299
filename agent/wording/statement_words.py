"""The expressions by which clauses are read into statements, from ``agent/data/statements.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from agent.lazy import lazy_pattern


@cache
def statement_words() -> dict[str, re.Pattern[str]]:
    """Each expression by its section and name: ``guard.ends``."""
    text = (resources.files("agent") / "data/statements.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{name}": lazy_pattern(words)
        for section, row in tomllib.loads(text).items()
        for name, words in row.items()
    }


def word(name: str) -> re.Pattern[str]:
    """One expression. Raises KeyError for a name that the table has not."""
    return statement_words()[name]


def has(name: str, words: str) -> bool:
    """True when an expression is found in words."""
    return word(name).search(words) is not None


def reaches_over(words: str, before: str) -> bool:
    """True for 其中甲7亿元 behind 占全市的三成, or behind 包括甲和乙, which names it: it is of what both are told of."""
    made_of = word("clause.made_of").search(before)
    return made_of is not None and (not made_of["parts"] or words[2:4] in before)


@cache
def time_ahead() -> re.Pattern[str]:
    """A time at the head of a clause, whose dates are written DATE."""
    clock, periods = word("time.clock").pattern, word("time.periods").pattern
    return re.compile(
        "(?:截至|截止|自|从|到|至|在|于)?"
        rf"(?:[\u4e00-\u9fff]{{2,8}}之日起(?:至DATE)?|DATE(?:[前后][一二两三四]年)?{clock}(?:(?:\d{{1,2}})?[-至到]DATE{clock})?"
        rf"|\d{{1,2}}[-至到](?:DATE|\d{{1,2}}月份?)|\d{{1,2}}日(?![内前后起以]){clock}|{periods})"
        r"(?:年?度|全年|期间|以来)?(?:以前|之前|前|起|末|底|内|后)?"
    )
