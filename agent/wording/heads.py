"""What a clause is about by its shape: the words before its predicate, and whether they say of whom or what.

D级企业停产 and 有序用电方案按照…安排 name their own subject; 装机容量达到9万千瓦 and 其他企业限产 lean on what was named before.
"""

from __future__ import annotations

from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.statement_words import time_ahead

_SHORTEST = 4
"""Characters of a subject that says which one it is: 坑口电厂, and not 企业 or 机组 alone."""
_LONG = 6
"""Characters of a class that is no part of a thing named before it (甲公司停产，下游企业限产)."""


def subject_of(passage: Passage, clause: Clause) -> str:
    """The words of a clause before its predicate, without its time; empty where it begins with a predicate."""
    words = without_time(passage, clause)
    found = licences().predicates.search(words)
    return words[: found.start()] if found else ""


def is_beside(one: str, other: str) -> bool:
    """True for the subjects of clauses made alike: 日前响应补偿价格 beside 日内响应补偿价格, 第二档 beside 第三档."""
    return one != other and len(one) == len(other) and one[-1:] == other[-1:]


def names_its_own(passage: Passage, clause: Clause, left: list[Clause]) -> bool:
    """True when the words before the predicate say which ones are meant, whatever was named in ``left``."""
    table, subject = licences(), subject_of(passage, clause)
    if len(subject) < _SHORTEST or table.refers.match(subject) or table.causes.match(subject):
        return False
    if table.demand.match(subject) and not table.built.match(subject):
        return False
    if table.share_of.search(subject):
        return False
    ends = (table.subject_ends, table.things, table.of_an_area)
    if not any(end.search(subject) for end in ends):
        return False
    # 电力公司应当公布方案，售电公司应当公布均价: who has a duty of its own beside one of its kind is no part of that.
    bound = table.duty.match(without_time(passage, clause)[len(subject) :])
    free = bound and all(begins_with_its_subject(passage, c) for c in left)
    others = (subject_of(passage, other) for other in left)
    assets = any(table.assets.search(o) and not (free and o[-2:] == subject[-2:]) for o in others)
    return not assets or len(subject) >= _LONG


def begins_with_its_subject(passage: Passage, clause: Clause) -> bool:
    """False for 2031年居民热价按… and 停电时供热公司应当…, whose time may be of the clauses behind it, too."""
    subject = subject_of(passage, clause)
    led = any(licences().head.search(subject[:end]) for end in range(2, len(subject)))
    return clause.text.startswith(subject) and not led and not time_ahead().match(clause.text)


def without_time(passage: Passage, clause: Clause) -> str:
    """The words of a clause without its number and without the time at its head."""
    tokens = passage.tokens
    start = next((end for first, end in passage.numbers if first == clause.start), clause.start)
    words = tokens.words(start, clause.end)
    time = licences().time_ahead.match(words)
    return words[time.end() :] if time else words


def time_end(passage: Passage, clause: Clause) -> int:
    """The first token of a clause behind its number and the time at its head."""
    tokens = passage.tokens
    start = next((end for first, end in passage.numbers if first == clause.start), clause.start)
    time = licences().time_ahead.match(tokens.words(start, clause.end))
    behind = tokens.ends.get(tokens.all[start].start + time.end()) if time else None
    return start if behind is None or behind + 1 >= clause.end else behind + 1


def begin_of(passage: Passage, clause: Clause, *, times: bool = False) -> int:
    """The first token of a clause behind its number, its time and a preposition (对, 将)."""
    start = dict(passage.numbers).get(clause.start, clause.start)
    if times:
        start = max(start, time_end(passage, clause))
        if passage.tokens.words(start, start + 1) in ("对", "将", "把"):
            start += 1
        spoken = licences().spoken_of.match(passage.tokens.words(start, clause.end))
        # 本办法所称绿色货运车辆，是指…: what is defined is what is spoken of.
        start += len(spoken[0]) if spoken else 0
    return start


def opening_of(passage: Passage, clause: Clause) -> str:
    """The words of a clause before its predicate, without number, time and preposition."""
    if clause.colon:
        return passage.tokens.words(begin_of(passage, clause, times=True), clause.end)
    words = passage.tokens.words(begin_of(passage, clause, times=True), clause.end)
    table = licences()
    built = table.built.match(words)
    start = built.end() if built else 0
    found = [one for p in (table.predicates, table.no_name) if (one := p.search(words, start))]
    if not found:
        return words if table.spoken_of.match(clause.text) else ""
    return words[: min(one.start() for one in found)]


def tells_of_a_measure(passage: Passage, clause: Clause) -> bool:
    """True for 补偿标准另行公布: what is told of is a measure, and of nobody who does something."""
    words = opening_of(passage, clause)
    return any(licences().measured.search(words[:end]) for end in range(2, len(words) + 1))
