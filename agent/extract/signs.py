"""What kind of page it is, told by words: the signs stand in data/signs.toml, words of papers in the lexicon."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from agent.lazy import lazy_pattern
from agent.text.lexicon import lexicon


@dataclass(frozen=True)
class Signs:
    """The signs; each matches when one of its words stands in a text."""

    document: re.Pattern[str]
    about: re.Pattern[str]
    figures: re.Pattern[str]
    recurring: re.Pattern[str]
    news: re.Pattern[str]
    boilerplate: re.Pattern[str]
    act: re.Pattern[str]
    effect: re.Pattern[str]
    aim: re.Pattern[str]
    target: re.Pattern[str]
    outcome: re.Pattern[str]
    instruments: tuple[tuple[str, re.Pattern[str]], ...]
    instruments_in_text: frozenset[str]

    def is_document(self, title: str) -> bool:
        """True when the title is that of a document, and not of something about one."""
        bare = re.sub(r"[（(][^（）()]*[)）]$", "", title.strip()).rstrip('》”"」')
        return bool(self.document.search(bare)) and not self.is_about(title)

    def is_about(self, title: str) -> bool:
        """True when the title talks about a document: 解读, 征求意见, 答记者问."""
        return bool(self.about.search(title))

    def is_statistics(self, title: str) -> bool:
        """True when the title gives figures of what was, not a thing that was done."""
        return bool(self.figures.search(title))

    def states_effect(self, sentence: str) -> bool:
        """True when a sentence states an effect, or a target; whether with a figure, is not asked."""
        if self.effect.search(sentence):
            return True
        return bool(self.aim.search(sentence) and self.target.search(sentence))

    def may_tell_effect(self, text: str) -> bool:
        """True when something in a text may be an aim or an effect; wider than ``states_effect``.

        What is false of it tells of neither, as far as words go.
        """
        patterns = (self.effect, self.target, self.outcome)
        return any(pattern.search(text) for pattern in patterns)

    def instrument(self, name: str, sentences: Iterable[str]) -> str | None:
        """The field word of a name; where it has none, of the first sentence that has one."""
        for word, pattern in self.instruments:
            if pattern.search(name):
                return word
        for sentence in sentences:
            for word, pattern in self.instruments:
                if word in self.instruments_in_text and pattern.search(sentence):
                    return word
        return None


@lru_cache(maxsize=1)
def load_signs() -> Signs:
    """The shipped signs."""
    text = resources.files("agent").joinpath("data/signs.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    instruments = tuple(
        (word, _any(patterns)) for word, patterns in table.pop("instrument").items()
    )
    in_text = frozenset(table.pop("instrument_in_text"))
    for name in ("draft", "asks", "about"):
        table["about"] += lexicon().words(f"issue.{name}")
    ends = lazy_pattern(f"(?:{lexicon().expression('issue.kind')})$")
    others = {name: _any(patterns) for name, patterns in table.items()}
    return Signs(document=ends, instruments=instruments, instruments_in_text=in_text, **others)


def _any(patterns: list[str]) -> re.Pattern[str]:
    return lazy_pattern(f"(?:{'|'.join(patterns)})")
