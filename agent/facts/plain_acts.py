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

from agent.facts.canonical import plain
from agent.facts.clauses import Clause
from agent.facts.covering import cover
from agent.facts.document import PageFacts
from agent.facts.edges import at_left_edge, is_light
from agent.facts.event_name import Happening
from agent.facts.modes import Mode, Told
from agent.facts.predicate import BEHIND
from agent.facts.statement import ActWord, Statement
from agent.facts.told_before import known_before
from agent.text.lexicon import Act, lexicon

TAIL = 2
"""Characters at the end of a name that stand for its act."""
_FIRM = ("已", "业已", "均已", "现已", "了", "成功", "完毕")
_VERB = re.compile(
    "[封停开通复断限禁闭启关入离抵返归并解起熄点投][港路线站桥厂矿窑炉机车船航网工课业]$"
)
"""封港, 开车, 停线: a verb and its object, although 港 and 线 end the names of things."""
_GOODS = re.compile(
    r"\d[\d.]{0,8}(?:余|多)?[万亿]?(?:吨|立方米|方)(?:(?![一半部])[\u4e00-\u9fff]){1,8}"
)
"""完成首船6.5万吨液化天然气接卸: how much of what, between 完成 and the act that it completes."""
_CUES = ("condition", "rumour", "plan", "target", "under_way", "denial", "untrue", "unconfirmed")


def tellings_of_plain(
    facts: PageFacts, event: Happening
) -> Iterator[tuple[Statement, ActWord, Told]]:
    """The statements in which the end of a name without a known act is told as its predicate."""
    tail = plain_act(event)
    if not tail:
        return
    act = Act(step=tail, words=(tail,), after=None, noun=False, takes_object=False, opposite=None)
    for statement in facts.with_word(tail):
        for match in re.finditer(re.escape(tail), statement.text):
            word = ActWord(act, tail, match.start(), match.end())
            subject = _subject(facts, statement, word, event)
            if subject is not None:
                told = statement.told(word)
                yield statement, word, _licensed(statement, word, told, subject)


def plain_act(event: Happening) -> str:
    """The last word of a name that has no act of the lexicon; empty where it is a noun."""
    last = event.parts[-1] if event.parts else ""
    if event.head is not None or not re.search(r"[\u4e00-\u9fff]{2}$", last):
        return ""
    words = lexicon()
    noun = last.endswith((*words.words("day.subject_ends"), *words.words("unit.things")))
    noun = noun and not _VERB.search(last)
    body = any(m.end() == len(last) for m in words.pattern("body.endings").finditer(last))
    return "" if noun or body or len(last) == TAIL == len("".join(event.parts)) else last[-TAIL:]


def _subject(
    facts: PageFacts, statement: Statement, word: ActWord, event: Happening
) -> tuple[int, ...] | None:
    """Where in the act's clause the name stands, character by character; None where it is not told."""
    clause = statement.clause_of(word)
    if not BEHIND.fullmatch(statement.text, word.end, clause.end):
        return None
    first = next(c.start for c in statement.clauses if c.segment == clause.segment)
    chain = plain(statement.text[first : word.end])
    found = cover(event.parts, chain)
    lead, covered = found.lead, found.pieces
    if found.missing or not covered or not chain.endswith(covered[-1][-TAIL:]):
        return None
    if lead and not known_before(facts, statement, word, lead):
        return None
    own = statement.text[clause.start : word.end]
    places = _places_of(covered, own)
    if not places or places[-1] != len(own) - 1:
        return None
    begin = chain.find(covered[0])
    if not lead and not at_left_edge(chain, begin):
        return None
    return places


def _places_of(covered: list[str], own: str) -> tuple[int, ...]:
    """The places of the pieces that stand in the act's own clause, the last at its end."""
    places: list[int] = []
    end = len(own)
    for piece in reversed(covered):
        at = own.rfind(piece, 0, end)
        if at < 0:
            break
        places += range(at, at + len(piece))
        end = at
    return tuple(sorted(places))


def _licensed(statement: Statement, word: ActWord, told: Told, places: tuple[int, ...]) -> Told:
    """The mode as read, but done only where the form of the clause leaves no doubt."""
    if told.mode is not Mode.DONE:
        return told
    clause = statement.clause_of(word)
    if _has_cue(statement, clause):
        return Told(Mode.UNCLEAR, told.cue, told.day)
    if told.cue.startswith(_FIRM) or statement.text.startswith("了", word.end):
        return told
    if told.day and told.cue == statement.text[told.day.start : told.day.end]:
        gaps = _gaps(statement, clause, places)
        before = ("", *gaps)
        if all(
            is_light(gap) or (before[at].endswith("完成") and _GOODS.fullmatch(gap))
            for at, gap in enumerate(gaps)
        ):
            return told
    return Told(Mode.UNCLEAR, told.cue, told.day)


def _gaps(statement: Statement, clause: Clause, places: tuple[int, ...]) -> list[str]:
    """What of the clause up to the act is no part of the name, its days left out."""
    blank = statement.without_days[clause.start :]
    taken, gaps, run = set(places), [], ""
    for at in range(places[-1] + 1):
        if at in taken:
            gaps += [run] if run else []
            run = ""
        else:
            run += blank[at]
    return [gap.strip(' "(),') for gap in gaps]


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
