"""Every regular expression of the package, and strings that make a bad one slow.

A backtracking engine takes quadratic time where an expression can begin at every character of a
run, walk to its end and fail; worse where two repeats share the run. The strings are made from the
expression itself: what a repeat repeats, what stands before it, and both, over and over.
"""

from __future__ import annotations

import ast
import importlib
import math
import pkgutil
import re
import signal
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]  # the engine's own names
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import agent
from agent.lazy import LazyPattern
from agent.wording.licences import licences

LONG = 8
"""An expression whose repeats all take fewer has nothing to run along."""

DOORS = 6
"""Members of a set before a repeat that are tried, besides the first."""

GENERAL = (
    " ",
    "\u3000",
    "\n",
    "1",
    "一",
    "年",
    "《",
    "（",
    "(",
    "<",
    '"',
    "a",
    "，",
    "1月",
    "a ",
    "第一条",
)
"""Runs that pages have whatever an expression looks for."""


def all_patterns() -> dict[tuple[str, int], str]:
    """Expression and flags to where it stands: compiled ones of all modules, and those in calls."""
    found: dict[tuple[str, int], str] = {}
    for info in pkgutil.walk_packages(agent.__path__, "agent."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in _compiled(value):
                if isinstance(pattern.pattern, str):
                    found.setdefault((pattern.pattern, pattern.flags), f"{info.name}:{name}")
        if module.__file__:
            for text, line in _in_calls(Path(module.__file__)):
                key = (text, re.compile(text).flags)
                found.setdefault(key, f"{info.name}:{line}")
    for name, pattern in vars(licences()).items():
        if isinstance(pattern, re.Pattern | LazyPattern):
            found.setdefault((pattern.pattern, pattern.flags), f"wording.toml:{name}")
    return found


def _compiled(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any] | LazyPattern[Any]]:
    if isinstance(value, re.Pattern | LazyPattern):
        yield value
    elif depth and isinstance(value, Mapping):
        for item in value.values():
            yield from _compiled(item, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _compiled(item, depth - 1)
    elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from _compiled(getattr(value, name, None), depth - 1)


def _in_calls(file: Path) -> Iterator[tuple[str, int]]:
    """Constant expressions in calls such as re.sub(r"…", …)."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner, first = node.func.value, node.args[0] if node.args else None
        of_re = isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr != "escape"
        if of_re and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value, node.lineno


def pumps(pattern: str, flags: int) -> list[str]:
    """Short strings, each to be repeated; none for an expression without a long repeat."""
    tree = parser.parse(pattern, flags)
    repeats = list(_repeats(list(tree), ""))
    units = dict.fromkeys(GENERAL if repeats else ())
    for before, body in repeats:
        for unit in (body, before, before + body, before[-1:] + body, body + before):
            units.setdefault(unit[:24])
    whole = _sample(tree) if repeats else ""
    for unit in (whole, whole[:-1], whole[: len(whole) // 2]):
        units.setdefault(unit[:24])
    return [unit for unit in units if unit]


def _repeats(items: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    """What stands before each long repeat, and what it repeats; of a set before it every member."""
    doors: list[str] = []
    for kind, value in items:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, body = value
            if most is op.MAXREPEAT or most > LONG:
                for sample in _samples(body):
                    yield before, sample
                    yield from ((before[:-1] + door, sample) for door in doors[:DOORS])
            yield from _repeats(body, before)
        elif kind is op.SUBPATTERN:
            yield from _repeats(value[-1], before)
        elif kind is op.ATOMIC_GROUP:
            yield from _repeats(value, before)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(value[1], before)
        doors = _of_set(value)[1:] if kind is op.IN else []
        before += _sample([(kind, value)])


def _samples(items: Iterable[Any]) -> list[str]:
    """A few strings that a part matches: one for each branch of its first choice."""
    listed = list(items)
    if len(listed) == 1 and listed[0][0] is op.SUBPATTERN:
        return _samples(listed[0][1][-1])
    if len(listed) == 1 and listed[0][0] is op.BRANCH:
        return [_sample(branch) for branch in listed[0][1][1][:4]]
    if len(listed) == 1 and listed[0][0] is op.IN:
        return _of_set(listed[0][1])[:4]
    return [_sample(listed)]


def _sample(items: Iterable[Any]) -> str:
    text = ""
    for kind, value in items:
        if kind is op.LITERAL:
            text += chr(value)
        elif kind is op.NOT_LITERAL:
            text += "甲" if value != ord("甲") else "乙"
        elif kind is op.ANY:
            text += "甲"
        elif kind is op.IN:
            text += _of_set(value)[0]
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            text += _sample(value[2]) * max(value[0], 1 if value[1] else 0)
        elif kind is op.SUBPATTERN:
            text += _sample(value[-1])
        elif kind is op.ATOMIC_GROUP:
            text += _sample(value)
        elif kind is op.BRANCH:
            text += _sample(value[1][0])
    return text


_CATEGORIES = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_WORD: "甲",
    op.CATEGORY_NOT_DIGIT: "甲",
    op.CATEGORY_NOT_SPACE: "甲",
    op.CATEGORY_NOT_WORD: "，",
}
_OTHERS = '甲1 (（<《"，a\n。-、年'


def _of_set(members: Any) -> list[str]:
    """Characters of a set; for a negated one, those of a few that are not in it."""
    known: list[str] = []
    negated = False
    for kind, value in members:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.LITERAL:
            known.append(chr(value))
        elif kind is op.RANGE:
            known += [chr(value[0]), chr(value[1])]
        elif kind is op.CATEGORY:
            known.append(_CATEGORIES[value])
    if not negated:
        return known or ["甲"]
    return [c for c in _OTHERS if c not in known] or ["乙"]


class _TooLong(Exception):
    pass


def _ring(*_: object) -> None:
    raise _TooLong


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """CPU seconds to find every match, the best of two; MOST where it takes longer than that."""
    taken = []
    signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST)
    try:
        for _ in range(2):
            began = time.thread_time()
            for _match in pattern.finditer(text):
                pass
            taken.append(time.thread_time() - began)
            if taken[0] < SUSPICIOUS:
                break
    except _TooLong:
        return min(taken, default=MOST)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return min(taken)


SHORT, GROWN = 800, 6
"""Characters of the first run, and how many times as long the second is."""

SUSPICIOUS = 0.0003
"""Seconds: a linear expression takes about a third of that for the first run."""

MOST = 0.5
"""Seconds after which a second run is not waited for."""

MOST_GROWTH = 15.0
"""A linear one takes 6 times as long for 6 times as much, a quadratic one 36 times."""


def growth(pattern: re.Pattern[str]) -> tuple[float, str]:
    """The worst growth, and the string it was seen with; 0.0 where nothing is slow."""
    worst = (0.0, "")
    for unit in pumps(pattern.pattern, pattern.flags):
        first = seconds(pattern, _run(unit, SHORT))
        if first < SUSPICIOUS:
            continue
        grown = seconds(pattern, _run(unit, SHORT * GROWN))
        ratio = math.inf if grown >= MOST else grown / first
        if ratio > MOST_GROWTH:
            return ratio, unit
        worst = max(worst, (ratio, unit))
    return worst


def _run(unit: str, size: int) -> str:
    """A run, and behind it what no expression looks for: failing there is what takes long."""
    return (unit * size)[:size] + "\x00"
