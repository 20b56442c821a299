"""The methods paragraph: a template of each language, filled with facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from agent.report.provinces import province_told
from agent.report.supplement.facts import days_told
from agent.report.template import Values, blocks
from agent.report.words import Language, joined, say, word

SHOWN = 12
"""Names that are written out; of longer lists the number is told."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and what it is about."""

    title: str
    text: str


def methods(facts: Values, included: tuple[int, int], language: Language) -> tuple[Paragraph, ...]:
    """The methods paragraph, in parts; a part that has nothing to state is left out.

    Args:
        facts: what may be stated.
        included: how many rows are included, and how many distinct things those are.
        language: zh or en.
    """
    rows, things = included
    parts = blocks(
        f"methods.{language}.txt",
        language,
        f=facts,
        p=facts.people,
        rows=rows,
        things=things,
        provinces=[province_told(name, language) for name in facts.provinces],
        sectors=lambda every: [word("sector", s, language) if s else every for s in facts.sectors],
        checks=[word("check", check, language) for check in facts.checks],
        names=partial(_names, language),
        days=days_told,
        percent="{:.0%}".format,
    )
    told = []
    for part in parts:
        title, *lines = filter(None, map(str.strip, part.split("\n")))
        told.append(Paragraph(title, say("between_sentences", language).join(lines)))
    return tuple(paragraph for paragraph in told if paragraph.text)


def _names(language: Language, names: Sequence[str]) -> str:
    """Names with commas between; of many the first ones and how many there are."""
    shown = joined(names[:SHOWN], language)
    return f"{shown} … ({len(names)})" if len(names) > SHOWN else shown
