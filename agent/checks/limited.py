"""A sentence of the page together with the one beside it that limits it.

Word for word is not enough: 货车可以全天通行 before 上述规定不适用于危险货物运输车辆 says more than its page does, and so does 关停锅炉5台 behind
会议部署了下半年重点工作.
"""

from __future__ import annotations

from agent.checks.quote import Located
from agent.checks.tense import tells_its_aim
from agent.records import Span
from agent.text.figures import figures
from agent.wording.bound import is_only_prepared
from agent.wording.in_force import Stated, stated_of
from agent.wording.passage import span_in
from agent.wording.results import is_of_others
from agent.wording.statement_words import has
from agent.wording.steps import Changes
from agent.wording.taken_back import is_taken_back, may_take_back


def with_limit(located: Located) -> Located | None:
    """The sentences that a text stands in, with the one of their paragraph that limits them; None without one.

    The next one limits what it takes back, narrows or caps; the one before tells that it is only meant to be, where
    the text has a figure and does not tell so itself, or what its sum is a sum of, too.
    """
    whole = located.passage_span
    if whole is None or located.span is None:
        return None
    before, behind = _beside(located, whole)
    if behind and _is_taken_back(located, Span(start=whole.start, end=behind.end)):
        return _both(located, Span(start=whole.start, end=behind.end))
    if before:
        words, both = located.document.words(before), Span(start=before.start, end=whole.end)
        if _is_only_meant(located, words) or (figures(words) and _is_of_both(located, both)):
            return _both(located, both)
    return None


def _both(located: Located, span: Span) -> Located:
    return Located(located.document, span, located.document.words(span))


def _beside(located: Located, whole: Span) -> tuple[Span | None, Span | None]:
    """The sentences before and behind some others in their paragraph."""
    text = located.document.page.text
    before, behind = located.document.sentences_beside(whole)
    return (
        None if before is None or "\n" in text[before.span.end : whole.start] else before.span,
        None if behind is None or "\n" in text[whole.end : behind.span.start] else behind.span,
    )


def _is_taken_back(located: Located, both: Span) -> bool:
    words = located.document.words(both)
    if not may_take_back(words):
        return False
    stated = stated_of(words)
    kept = _kept(stated, words, located, both.start)
    return any(is_taken_back(stated, stated.all[n], kept) for n in kept if stated.all[n].says)


def _kept(stated: Stated, words: str, located: Located, begin: int) -> set[int]:
    """The statements that a text tells."""
    tokens, span = stated.tokens.all, located.span
    found = set[int]()
    for one in stated.all:
        place = span_in(words, tokens[one.clause.start].start, tokens[one.clause.end - 1].end)
        if span and place.start + begin < span.end and place.end + begin > span.start:
            found.add(one.at)
    return found


def _is_of_both(located: Located, both: Span) -> bool:
    """True for a sum that the acts of the sentence before may have brought about, too: 甲厂关停焦炉8座。乙厂改造高炉3座，共减排9万吨."""
    if not has("results.sum", located.text):
        return False
    words = located.document.words(both)
    passage = stated_of(words).passage
    kept = _kept(stated_of(words), words, located, both.start)
    gone = tuple(c for n, c in enumerate(passage.clauses) if n not in kept)
    return any(is_of_others(passage, passage.clauses[n], Changes(gone)) for n in kept)


def _is_only_meant(located: Located, before: str) -> bool:
    if has("mode.own", located.text) or not figures(located.text):
        return False
    ahead = any(is_only_prepared(one.clause) for one in stated_of(before).all[-1:])
    return ahead and not tells_its_aim(located)
