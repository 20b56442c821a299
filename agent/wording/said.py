"""Words of a sentence that may be said again, and how a clause begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.lazy import lazy_pattern
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.statement_words import word
from agent.wording.tokens import Keys

LONGEST = 20
"""Tokens of a subject or a topic."""
SHORTEST = 2
"""Tokens that words must have to be known again."""
_A_SHARE = lazy_pattern("的?(?:占比|比[重例]|份额|增[速幅])")
"""What follows on a subject that only names of what a share is: 公交车占比达到80%, 2032年达到100% is not of 公交车."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the sentence that may be said again.

    They stand in the claim in the place of the page's tokens from ``at`` to ``until``; where both are
    equal they are added.
    """

    at: int
    until: int
    keys: Keys
    slot: str


def how_begins(passage: Passage, clause: Clause) -> Iterator[Keys]:
    """The heads of a clause that are nothing but a subject: 省财政厅, 机场新航站楼."""
    table, tokens = licences(), passage.tokens
    begin = tokens.all[clause.start].start
    if word("govern.no_subject").match(clause.text):
        return
    # 改造工程 is a name, whatever 改造 is elsewhere.
    plain = table.named_by_verb.sub(lambda match: "名" * len(match[0]), clause.text)
    for end in range(clause.start + SHORTEST, min(clause.end, clause.start + LONGEST)):
        words = plain[: tokens.all[end - 1].end - begin]
        if not is_words(passage, clause.start, end) or table.subject_verbs.search(words):
            return
        if table.subject_ends.search(words) and not _A_SHARE.match(tokens.rest(end)):
            yield tokens.keys(clause.start, end)


def is_words(passage: Passage, start: int, end: int) -> bool:
    """True for a range of tokens without a figure or a date in it."""
    return all(token.kind == "word" for token in passage.tokens.all[start:end])
