"""Which day of a sentence dates an act, and whether that day is past, to come, or bare.

In this order: the last day before the act in its clause, the one right behind it, the last one in earlier
clauses of the segment, the day of an announcement (8日宣布), the day of the sentence before it (``scene``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.facts.clauses import Clause
from agent.facts.days import SENT, Day
from agent.lazy import lazy_pattern
from agent.text.lexicon import Act, lexicon

if TYPE_CHECKING:
    from agent.facts.statement import Statement

_COARSE, _SEASON = 300, 62
"""Lengths in days of a year, and of the longest season that still dates an act where the sentence has a finer day."""
_NEAR = 24
_MODIFIES = lazy_pattern(r"[^,;。的]{0,12}的(?=[\u4e00-\u9fff])")
_ADJOINING = lazy_pattern(r"[^,;。]{0,12}")
_RIGHT_BEHIND = lazy_pattern(r"[^,;。至到]{0,4}?[于在自从为(]?")
"""Between an act and the day that dates it; the day of 停产至8月20日 is the one on which it stops."""
_ANNOUNCED = lazy_pattern("[^,;。]{0,4}宣布")
_OTHER_TIME = lazy_pattern(
    r"已|曾|此前|之前|早在|先前|至今|以来|目前|眼下|近[日期来年]|日前|[今去前上明]年|年[初底末]|月|后(?!方|台|勤)"
)
"""Words that say that a sentence tells another time than the sentence before it."""
_BECAUSE = lazy_pattern("(?:因|受|由于)[^,;。的]{0,6}$")
_OF_A_CAUSE = lazy_pattern("[^,;。]{2,24}的(?=[\u4e00-\u9fff]{2})")
_BEFORE_THAT = lazy_pattern("此前|先前|早前|在此之前")
_NEWS_HEAD = lazy_pattern(
    rf"^[\u4e00-\u9fff·]{{0,16}}(?:{SENT}|消息)(?:\([^)]*\))?|^本[报网台社]记者(?![^,]*[获从在悉访到看对])[\u4e00-\u9fff]{{2,4}}(?:、[\u4e00-\u9fff]{{2,4}})*$"
)
"""新华社太原…电, 本报讯: how a news text opens; 普宁市电力供需协调小组 does not."""
HOUR = lazy_pattern(r"^[\s\d时点分零凌晨上下午晚间许左右正式起]{0,16}")
"""The time of day behind a day."""
_EMPTY = lazy_pattern(r"[\s,:;\d年月日时分点零凌晨上下午晚间左右许前后(){}\"'./-]*")


def is_bare(
    sentence: Statement, day: Day, act: Act, start: int, named: tuple[str, ...] = ()
) -> bool:
    """True when nothing governs the day of an act: it opens a clause, or stands behind a subject.

    ``named`` are words of the event's name, behind which it may stand, too.
    """
    clause = sentence.clause_at(day.start)
    left = sentence.text[clause.start : day.start]
    for other in reversed(sentence.days):
        if clause.start <= other.start and other.end <= day.start:
            left = left[: other.start - clause.start] + left[other.end - clause.start :]
    left = _NEWS_HEAD.sub("", left.rstrip(" \t\n\u3000\"'("))
    if day.relative or _EMPTY.fullmatch(left):
        return True
    if left.endswith(("于", "自", "从")) and not left.endswith("定于"):
        return True
    words = lexicon()
    if left.endswith(("决定", "决定于")) and act.step in words.words("order.steps"):
        # An authority decides on the day from which it is in force: 决定7日18时起解除预警.
        return not HOUR.sub("", sentence.text[day.end : start]).strip()
    connectors = words.words("day.connectors")
    while word := next((one for one in connectors if left.endswith(one)), ""):
        left = left.removesuffix(word)
    return not left or left.endswith((*words.words("day.subject_ends"), *named))


def day_of(sentence: Statement, clause: Clause, act: Act, start: int, end: int) -> Day | None:
    """The day that dates the act at ``start..end`` of a clause."""
    days = [d for d in sentence.days if not _is_of_a_cause(sentence.text, clause, d, start)]
    day = _nearest(sentence, days, clause, (start, end)) if days else _scene(sentence, clause, end)
    if day and day.start >= end and not act.noun and _is_undone_on(sentence, clause, day):
        return None
    return None if day and _only_says_which(sentence, clause, day, start, end) else day


def _is_of_a_cause(text: str, clause: Clause, day: Day, start: int) -> bool:
    """True for 5日 of 因5日地震停机的电站恢复发电: why a thing stopped, in its modifier before the act."""
    if not (clause.start < day.start and day.end <= start) or day.relative:
        return False
    because = _BECAUSE.search(text, clause.start, day.start)
    return because is not None and _OF_A_CAUSE.match(text, day.end, start) is not None


def _nearest(
    sentence: Statement, days: list[Day], clause: Clause, act: tuple[int, int]
) -> Day | None:
    start, end = act
    usable = [d for d in days if not (d.told or is_moved(sentence.text, d))]
    fine = [d for d in usable if d.past is None or not _is_coarse(d)]
    usable = fine or usable  # 2024—2025年度集中供暖: the season is a part of the name
    inside = [d for d in usable if clause.start <= d.start < clause.end]
    before = [d for d in inside if d.end <= start]
    if before:
        return before[-1]
    behind = [d for d in inside if d.start >= end and d.open_side != "before"]
    if behind and _RIGHT_BEHIND.fullmatch(sentence.text, end, behind[0].start):
        return behind[0]
    if _BEFORE_THAT.search(sentence.text, clause.start, start):
        return None
    earlier = [d for d in usable if d.end <= clause.start and sentence.is_of_segment(d, clause)]
    return earlier[-1] if earlier else _announced(sentence, days, clause)


def is_moved(text: str, day: Day) -> bool:
    """True for 11月10日 of 由11月10日推迟至11月20日: an act is not dated by the day from which it was moved."""
    behind = HOUR.sub("", text[day.end : day.end + _NEAR])
    moved = lexicon().pattern("paper.moved").match(behind)
    return moved is not None and behind.startswith(("至", "到", "为"), moved.end())


def _announced(sentence: Statement, days: list[Day], clause: Clause) -> Day | None:
    """8日宣布，…投产: the day on which it is announced is the day where no other is given."""
    for day in reversed([d for d in days if d.end <= clause.start]):
        if _ANNOUNCED.match(sentence.text, day.end):
            return day
    return None


def _scene(sentence: Statement, clause: Clause, end: int) -> Day | None:
    """The day of the sentence before, where the act ends its clause and no time is told.

    最后一炉铁水流尽，是15日14时。1号高炉永久关停。
    """
    if sentence.scene is None or _OTHER_TIME.search(sentence.text):
        return None
    return sentence.scene if sentence.text[end : clause.end] in ("", "了") else None


def _only_says_which(sentence: Statement, clause: Clause, day: Day, start: int, end: int) -> bool:
    """True where the act only modifies a name before another act, which the day dates: 5月18日，停产43天的某厂复产.

    A day in the modifier itself dates its act (5月18日刚刚通车的某高速上).
    """
    modifier = _MODIFIES.match(sentence.text, end, clause.end)
    if modifier is None:
        return False
    if not any(lexicon().find_acts(sentence.text[modifier.end() : clause.end])):
        return False
    return day.end > start or not _ADJOINING.fullmatch(sentence.text, day.end, start)


def _is_undone_on(sentence: Statement, clause: Clause, day: Day) -> bool:
    """True where the day behind an act dates another act that ends it: 管制将于11月20日24时结束."""
    upon = lexicon().words("step.upon")
    return any(
        act.step in upon for act, _ in lexicon().find_acts(sentence.text[day.end : clause.end])
    )


def _is_coarse(day: Day) -> bool:
    days = day.past.days if day.past else 0
    return days >= _COARSE or (day.precision == "season" and days > _SEASON)
