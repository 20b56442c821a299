"""Acts that the lexicon does not know: where a sentence tells an event of such a name as done.

A word that no list has is no act by itself. It is taken for one where it ends the event's name and
its own clause, behind the event's subject, and where the sentence shows by its form that it is the
predicate and is over: 已 or 了, or a day that opens the clause of which the name is all there is
(12日深夜，吉林市某厂原料库失火，). A word between the day and the name that is no place, number or
modifier in 的 might be a plan in words that no list has (公司力推…), so there nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.facts.clauses import Clause
from agent.facts.document import PageFacts
from agent.facts.event_name import Happening
from agent.facts.modes import FIRM, Mode, Told
from agent.facts.predicate import BEHIND, is_unled
from agent.facts.sameness import is_of
from agent.facts.statement import ActWord, Statement
from agent.lazy import lazy_pattern
from agent.text.lexicon import Act, lexicon

TAIL = 2
"""Characters at the end of a name that stand for its act."""
_FIRM = (*FIRM, "成功", "完毕")
_VERB = lazy_pattern(
    "[封停开通复断限禁闭启关入离抵返归并解起熄点投][港路线站桥厂矿窑炉机车船航网工课业]$"
)
"""封港, 开车, 停线: a verb and its object, although 港 and 线 end the names of things."""
_CUES = ("condition", "rumour", "plan", "target", "under_way", "denial", "untrue", "unconfirmed")


def tellings_of_plain(
    facts: PageFacts, event: Happening
) -> Iterator[tuple[Statement, ActWord, Told]]:
    """The statements in which the end of a name without a known act is told as its predicate."""
    tail = plain_act(event)
    if not tail:
        return
    act = Act(step=tail, words=(tail,), after=None, noun=False, takes_object=False, opposite=None)
    *whole, last = event.parts
    parts = tuple(part for part in (*whole, last[:-TAIL]) if part)
    for statement in facts.with_word(tail):
        for match in re.finditer(re.escape(tail), statement.text):
            word = ActWord(act, tail, match.start(), match.end())
            own = replace(event, head=word, parts=parts, subject=parts)
            if BEHIND.fullmatch(statement.text, word.end, statement.clause_of(word).end) and is_of(
                facts, statement, word, own
            ):
                yield statement, word, _licensed(statement, word, own)


def plain_act(event: Happening) -> str:
    """The last word of a name that has no act of the lexicon; empty where it is a noun."""
    last = event.parts[-1] if event.parts else ""
    if event.head is not None or not re.search(r"[\u4e00-\u9fff]{2}$", last):
        return ""
    words = lexicon()
    noun = last.endswith((*words.words("day.subject_ends"), *words.words("unit.things")))
    noun = noun and not _VERB.search(last)
    body = words.ends("body.endings", last)
    return "" if noun or body or len(last) == TAIL == len("".join(event.parts)) else last[-TAIL:]


def _licensed(statement: Statement, word: ActWord, event: Happening) -> Told:
    """The mode as read, but done only where the form of the clause leaves no doubt."""
    told = statement.told(word)
    if told.mode is not Mode.DONE:
        return told
    if not _has_cue(statement, statement.clause_of(word)):
        if told.cue.startswith(_FIRM) or statement.text.startswith("了", word.end):
            return told
        by_day = told.day and told.cue == statement.text[told.day.start : told.day.end]
        if by_day and is_unled(statement, word, event):
            return told
    return Told(Mode.UNCLEAR, told.cue, told.day)


def _has_cue(statement: Statement, own: Clause) -> bool:
    """True where any clause of the segment, the one behind included, has a word that is not of what is done."""
    words = lexicon()
    text = "".join(
        statement.text[c.start : c.end] + ","
        for c in statement.clauses
        if c.segment == own.segment and c.start <= own.end + 1
    )
    kept = words.pattern("mode.no_denial").sub("", text)
    return any(words.pattern(f"mode.{name}").search(kept) for name in _CUES)
