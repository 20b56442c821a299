"""Which clauses of a quote a sentence in other words is about.

Words are compared as pairs of Chinese characters that stand together, figures and dates left out:
the same year stands in many sentences.
"""

from __future__ import annotations

import re
from itertools import pairwise

from agent.lazy import lazy_pattern
from agent.records import Span
from agent.text.dates import dates
from agent.text.figures import figures
from agent.text.fold import fold

ANY_YEAR = 2000
"""Completes days without a year on both sides, so that they are compared by month and day."""

OWN_CLAUSE = 6
"""Characters of a clause that two sentences do not share by chance."""

CLAUSE = "[，。；、,;]"
_CLAUSES = lazy_pattern("[，,。；;！？!?]")
_CONDITION = lazy_pattern(
    r"^(?:[（(][^）)]*[）)])?(?:对|在|凡|如|若|当|经|按|符合|未|除|从|由)|(?:的|时|后|(?<!以)内|中|(?<!以)上|(?<!以)下|前|起|者|情况下|条件下)$"
)
"""A clause that limits those behind it: 对更新公交车的, 在试点城市, 符合条件时."""
_NAMED_MASS = lazy_pattern("二氧化碳|标准煤|标煤")
_NEW = lazy_pattern(r"新(?!能源|型|时代|区|材料|疆|闻|发展|技术|一代)|增")
HAN = lazy_pattern(r"[\u4e00-\u9fff]+")


def pairs(text: str) -> set[str]:
    """Pairs of Chinese characters of a text, without its figures and dates."""
    runs = HAN.findall("".join(without_figures(text).split()))
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


def without_figures(text: str) -> str:
    """The text with figures and dates blanked; what a mass is of (二氧化碳) stays."""
    spans = [f.span for f in figures(text)] + [d.span for d in dates(text, year=ANY_YEAR)]
    characters = list(text)
    for span in spans:
        named = _NAMED_MASS.search(text, span.start, span.end)
        end = named.start() if named else span.end
        characters[span.start : end] = "|" * (end - span.start)
    return "".join(characters)


def in_common(sentence: str, quote: str) -> bool:
    """True when any two characters that stand together in the sentence do so in the quote."""
    return bool(pairs(sentence) & pairs(quote))


def from_elsewhere(sentence: str, quote: str, folded: str) -> bool:
    """True when a clause of a sentence stands word for word in a folded text, and not in the quote it is to rest on.

    国有企业要加大绿色低碳投资，确保符合节能审查要求 is put together from two sentences of a page: each half is the page's,
    the whole is nobody's.
    """
    said = fold(quote).text
    clauses = (fold(clause).text for clause in _CLAUSES.split(sentence))
    return any(
        len(clause) >= OWN_CLAUSE and clause not in said and clause in folded for clause in clauses
    )


def clause_of(text: str, span: Span) -> str:
    """The clause in which a span stands."""
    before = re.split(CLAUSE, text[: span.start])[-1]
    behind = re.split(CLAUSE, text[span.end :])[0]
    return f"{before}{text[span.start : span.end]}{behind}"


def nearest(sentence: str, quote: str) -> str:
    """The clause of a quote that shares most with the sentence; the first of several."""
    wanted = pairs(sentence)
    return max(re.split("[，。；;,]", quote), key=lambda clause: len(pairs(clause) & wanted))


def about(sentence: str, quote: str) -> str:
    """The part of a quote that the sentence retells: what limits other clauses does not limit it.

    The fewest clauses that have all the sentence shares with the quote, those between them, and the
    conditions right before them. The whole quote where nothing is shared.
    """
    clauses = _split(quote)
    shared = [pairs(clause) & pairs(sentence) for clause in clauses]
    chosen: list[int] = []
    left = set().union(*shared) if shared else set()
    while left:
        best = max(range(len(clauses)), key=lambda i: (len(shared[i] & left), i))
        chosen.append(best)
        left -= shared[best]
    if not chosen:
        return quote
    first, last = min(chosen), max(chosen)
    while first > 0 and _limits(clauses[first - 1]):
        first -= 1
    return "".join(clauses[first : last + 1])


def is_said(word: str, sentence: str) -> bool:
    """A limit that the sentence has too; what is 新增 or 新建 may be said with 新 or 增 alone."""
    if word in ("新增", "新建"):
        return bool(_NEW.search(sentence))
    return word in sentence


def _limits(clause: str) -> bool:
    ended = clause.rstrip()
    return ended[-1:] in ("，", ",") and bool(_CONDITION.search(ended[:-1].strip()))


def _split(text: str) -> list[str]:
    """The clauses with the marks that end them; joined they are the text without line breaks."""
    plain = "".join(text.split())
    ends = [match.end() for match in _CLAUSES.finditer(plain)]
    bounds = [0, *ends, len(plain)]
    return [plain[a:b] for a, b in pairwise(bounds) if plain[a:b]]
