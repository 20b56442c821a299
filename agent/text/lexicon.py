"""The words by which sentences are read, from ``agent/data/lexicon.toml``: one list for each meaning.

The table stands below every room that reads: figures, names, facts, checks and extraction take
their words from it, and a word is added there alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Generic, TypeVar

from agent.lazy import cached_property, lazy_pattern, made_once

_NEVER = "(?!)"


@dataclass(frozen=True)
class Act:
    """A step that can be reached: its spellings and how it stands in a sentence.

    ``after`` matches what may follow an act without an object (None: it takes one); ``noun`` acts
    (168小时试运行) need a verb that begins or ends them; ``takes_object`` acts are told apart by
    their objects; ``opposite`` is the step that undoes it.
    """

    step: str
    words: tuple[str, ...]
    after: re.Pattern[str] | None
    noun: bool
    takes_object: bool
    opposite: str | None


Meant = TypeVar("Meant")


@dataclass(frozen=True)
class _Beginning(Generic[Meant]):
    """The words that begin with one character, each with its meaning; where several match, the first one counts."""

    words: tuple[str, ...]
    meant: tuple[Meant, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """One expression with a group for each word."""
        pattern = re.compile("|".join(f"({word})" for word in self.words))
        if pattern.groups != len(self.words):
            raise ValueError(f"lexicon: a group of its own in {self.words}; write (?:…)")
        return pattern


class Finder(Generic[Meant]):
    """Words with their meanings, all searched for in one pass by their first characters.

    Raises ValueError for a word that begins with no character, nor with a group of words that do.
    """

    def __init__(self, words: Iterable[tuple[str, Meant]]) -> None:
        begins: dict[str, list[tuple[str, Meant]]] = {}
        for word, meant in words:
            firsts = set(_FIRSTS.findall(word.partition(")")[0])) if word[0] == "(" else word[0]
            if not all(map(str.isalnum, firsts or "(")):
                raise ValueError(f"lexicon: {word} must begin with a character")
            for first in firsts:
                begins.setdefault(first, []).append((word, meant))
        self._by_first = {
            first: _Beginning(tuple(word for word, _ in of), tuple(meant for _, meant in of))
            for first, of in begins.items()
        }
        self._first = _where_begins({first: one.words for first, one in self._by_first.items()})

    def find(self, text: str) -> Iterator[tuple[Meant, re.Match[str]]]:
        """The words found in a text, each with its meaning, in order and without overlap."""
        position = 0
        while start := self._first.search(text, position):
            position = start.start() + 1
            begun = self._by_first[start[0]]
            match = begun.pattern.match(text, start.start())
            if match:
                yield begun.meant[(match.lastindex or 1) - 1], match
                position = match.end()


_FIRSTS = lazy_pattern(r"(?:\(\?:|\|)(\w)")


@dataclass(frozen=True)
class Lexicon:
    """The table. ``lists`` are its word lists by section and name.

    Expressions are compiled when they are first asked for: one page needs a third of them.
    """

    acts: dict[str, Act]
    lists: dict[str, tuple[str, ...]]
    _acts: Finder[Act]
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict)
    _groups: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list: ``words("mode.plan")``. Raises KeyError for an unknown one."""
        return self.lists[name]

    def expression(self, *names: str) -> str:
        """The text of an expression for all words of some lists, to put into another one."""
        words = (word for name in names for word in self.lists[name])
        # Plain words stand as they are: a group around each takes ten times as long to compile.
        return "|".join(word if word.isalnum() else f"(?:{word})" for word in words) or _NEVER

    def pattern(self, name: str) -> re.Pattern[str]:
        """One expression for all words of a list. Raises ValueError where a word is none."""
        found = self._patterns.get(name)
        if found is None:
            found = self._patterns[name] = self.any_of(name)
        return found

    def group(self, begin: str) -> tuple[str, ...]:
        """The names of the lists that begin alike: ``group("kind.")``."""
        found = self._groups.get(begin)
        if found is None:
            found = tuple(name for name in self.lists if name.startswith(begin))
            self._groups[begin] = found
        return found

    def named(self, begin: str, text: str) -> frozenset[str]:
        """The lists of a group of which a word stands in a text."""
        any_word = self._patterns.get(begin)
        if any_word is None:
            any_word = self._patterns[begin] = self.any_of(*self.group(begin))
        if any_word.search(text) is None:
            return frozenset()
        return frozenset(one for one in self.group(begin) if self.pattern(one).search(text))

    def ends(self, name: str, text: str) -> bool:
        """Whether a short text ends with a word of a list."""
        return any(match.end() == len(text) for match in self.pattern(name).finditer(text))

    def any_of(self, *names: str) -> re.Pattern[str]:
        """One expression for all words of several lists. Raises ValueError where a word is none."""
        try:
            return re.compile(self.expression(*names))
        except re.error as error:
            raise ValueError(f"lexicon: {error} in {', '.join(names)}") from None

    def find_acts(self, text: str) -> Iterator[tuple[Act, re.Match[str]]]:
        """The words of acts in a text, in order, the longest at each place."""
        return self._acts.find(text)


def parsed(text: str) -> Lexicon:
    """The lexicon of a table's text. Raises ValueError where an act's word begins with no character."""
    table = tomllib.loads(text)
    acts = {step: _act(step, given) for step, given in table.pop("act").items()}
    lists = {
        f"{section}.{name}": tuple(words)
        for section, named in table.items()
        for name, words in named.items()
    }
    spellings = [
        (word, act) for act in acts.values() for given in act.words for word in _both_ways(given)
    ]
    spellings.sort(key=lambda one: (-_length(one[0]), one[0]))
    return Lexicon(acts, lists, Finder(spellings))


def _where_begins(by_first: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    """An expression for the places where a word may begin: its first character, if a possible second one follows.

    Words whose second character is no single one (停(?=…), 创[^,;。]…) are looked for by the first alone.
    """
    firsts, seconds, alone = set[str](), set[str](), set[str]()
    for first, words in by_first.items():
        plain = [_TWO.match(word) for word in words]
        if all(plain):
            firsts.add(first)
            seconds |= {two[0][1] for two in plain if two}
        else:
            alone.add(first)
    either = [f"[{''.join(sorted(firsts))}](?=[{''.join(sorted(seconds))}])"] if firsts else []
    either += [f"[{re.escape(''.join(sorted(alone)))}]"] if alone else []
    return re.compile("|".join(either) or _NEVER)


_TWO = lazy_pattern(r"[\u4e00-\u9fff]{2}(?![?*{]|[^(]{0,200}\|)")


@made_once
def lexicon() -> Lexicon:
    """The shipped lexicon: one for all threads, because its acts are told apart by identity."""
    return _loaded()


def _loaded() -> Lexicon:
    return parsed((resources.files("agent") / "data/lexicon.toml").read_text(encoding="utf-8"))


_VERB_FIRST = lazy_pattern(r"(恢复|停止|暂停|解除|重新)([\u4e00-\u9fff]{2,4})")
_BETWEEN = "(?:全部|全面|全线|陆续|逐步|正式|随即|随之|同步|宣告|宣布)?"


def _both_ways(word: str) -> tuple[str, ...]:
    """恢复供电 and 供电恢复, 解除封控 and 封控宣告解除: a verb before its object may stand behind it."""
    match = _VERB_FIRST.fullmatch(word)
    return (word, f"{match[2]}{_BETWEEN}{match[1]}") if match else (word,)


def _act(step: str, given: dict[str, Any]) -> Act:
    after = given.get("after")
    return Act(
        step=step,
        words=tuple(given["words"]),
        after=None if after is None else lazy_pattern(str(after) or _NEVER),
        noun=bool(given.get("noun", False)),
        takes_object=bool(given.get("object", False)),
        opposite=None if given.get("opposite") is None else str(given["opposite"]),
    )


def _length(word: str) -> int:
    """The characters a word takes up, without what only looks ahead or behind."""
    return len(re.sub(r"\(\?[<!=][^()]*\)", "", word.replace(_BETWEEN, "")))
