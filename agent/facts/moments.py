"""What goes on from a moment told right before: 就在这一刻, 两个小时后, 9时05分, 事故发生后…随即, 这一天.

Its day is that of the sentence before it, unless midnight may lie between them.
"""

from __future__ import annotations

import re

from agent.lazy import lazy_pattern
from agent.text.numerals import spelled_number

FOLLOWS = (
    r"^[\s\"“]{0,2}(?:(?:就?在)?(?:这一刻|此刻|此时|这时)|与此同时|话音[刚未]落"
    r"|(?:大?约)?(?P<later>\d{1,2}|[一二两三四五六七八九十半]{1,2})(?:个半|个多|个|多)?(?P<hour>小时|分钟)后)"
)
AT_ONCE = (
    r"(?:(?:事故|事发|险情)(?:发生)?后|受此影响)(?=[^。;；]{0,16}(?:随即|立即|当即|迅速|第一时间))"
)
OPENS_WITH_CLOCK = r"^[\s\"“]{0,2}(?:凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上?|深夜)?\d{1,2}(?:时|点|:)(?:\d{1,2}分?|整|半|许)?(?=[,，])"
THAT_DAY = "这一?天(?![内中然])"
SINCE = (
    r"[自从][这那此]一?刻起?|由此(?=(?:正式|全部|全面|永久)?(?:投|退|停|关|并|开|恢|通|复))|(?<![\d年月日号晨上午间晚夜])[自从](?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?)?"
    r"\d{1,2}[时点](?:\d{1,2}分|半|整|许)?起(?=[^,;。]{2})"
)
"""从这一刻起, 由此投产, 自7时起对甲路段封闭: of the day of the sentence before, where this one names none."""
_GOES_BACK = lazy_pattern(f"{FOLLOWS}|{AT_ONCE}|{OPENS_WITH_CLOCK}|{THAT_DAY}")
"""就在这一刻, 两个小时后, 事故发生后…随即, 9时05分, 这一天: of the day of what was told right before."""
_SINCE = lazy_pattern(SINCE)
_NOT_THAT_DAY = lazy_pattern(
    "每[天日晚周]|工作日|首班|末班|日常|通常|一般|[次翌隔]日|第[二三]天|[天日周月年]后|不久|几经"
)
"""每天自6时起: a timetable, of no day; 次日点火，机组由此投产: of another day."""
_HOURS, _EVENING = 24, 18
_LATE = lazy_pattern("傍晚|晚|夜")
_CLOCK = lazy_pattern(
    r"(?P<half>下午|晚上?|夜间?|深夜|傍晚)?(?P<hour>\d{1,2})[时点:](?!\d{1,2}分?钟)"
)


def _hour(clock: re.Match[str]) -> int:
    return int(clock["hour"]) + (12 if clock["half"] and int(clock["hour"]) < 12 else 0)


def follows_on(words: str) -> bool:
    """True for a sentence that goes on from a moment (就在这一刻, 两个小时后): its day is that of the one before it."""
    return _GOES_BACK.search(words) is not None


def goes_on_since(words: str) -> bool:
    """True for a sentence that tells since when within a day (自7时起), is no timetable (每天自7时起) and names no later day."""
    return _SINCE.search(words) is not None and _NOT_THAT_DAY.search(words) is None


def passes_midnight(words: str, before: str) -> bool:
    """True where 两个小时后 or 1时 may be of the next day: the clock of the sentence before it is late, or not told."""
    clock = next(reversed(list(_CLOCK.finditer(before))), None)
    match, since = _GOES_BACK.search(words), _SINCE.search(words)
    if since or re.match(OPENS_WITH_CLOCK, words):
        own = _CLOCK.search(words, since.start() if since else 0)
        late = _hour(clock) if clock else _EVENING if _LATE.search(before) else 0
        return (own is None and not since) or (own is not None and _hour(own) < late)
    if match is None or not match["later"]:
        return False
    if clock is None:
        return True
    hour = _hour(clock)
    later = counted(match["later"].replace("半", "一")) if match["hour"] == "小时" else 0
    return hour + later + 1 >= _HOURS


def counted(words: str) -> int:
    """A number in digits or in characters; 0 where it is none."""
    return int(words) if words.isdigit() else int(spelled_number(words) or 0)
