"""The methods paragraph: the parts of one language, made of facts."""

from __future__ import annotations

from dataclasses import dataclass

from agent.report.supplement import methods_en, methods_zh
from agent.report.supplement.facts import Facts
from agent.report.words import Language


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and what it is about."""

    title: str
    text: str


def methods(facts: Facts, included: tuple[int, int], language: Language) -> tuple[Paragraph, ...]:
    """The methods paragraph, in parts; a part that has nothing to state is left out.

    Args:
        facts: what may be stated.
        included: how many rows are included, and how many distinct things those are.
        language: zh or en.
    """
    words = methods_zh if language == "zh" else methods_en
    told = [(title, part(facts)) for title, part in words.PARTS.items()]
    told.append(words.counting(*included))
    return tuple(Paragraph(title, text) for title, text in told if text)
