"""When a document takes effect and how long it is in force, from what its sentences say of it.

自2024年11月1日起施行 is a date. 自印发之日起施行 is the day of issue; where only a signing day is given it
lies between that and the first publication, and where neither tells the page does not say. 有效期 is
counted from a day of effect, else from that of issue: what the signing day alone bounds has no term.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from agent.records import Interval, StatedDate
from agent.text.terms import Said, Says, months_later, terms


def said_in(text: str, signed: StatedDate | None, issued: StatedDate | None) -> tuple[Said, ...]:
    """What a page says of when it applies; a month and day take the year of its own day."""
    day = signed or issued
    return terms(text, day.interval.start.year if day else None)


def effective(
    said: Sequence[Said],
    signed: StatedDate | None,
    issued: StatedDate | None,
    published: StatedDate | None = None,
) -> StatedDate | None:
    """The day from which the document itself applies, or None.

    A sentence with 本办法 or no subject comes before one whose subject is not clear.
    """
    found = [(one.term.own, _stated(one)) for one in said if one.term.says is Says.FROM]
    for one in said:
        if one.term.says is Says.FROM_ISSUE:
            date = _after_issue(one, signed, issued, published)
            found += [(one.term.own, date)] if date else []
    own = [date for applies, date in found if applies]
    return own[-1] if own else found[0][1] if found else None


def in_force(
    said: Sequence[Said], effect: StatedDate | None, issued: StatedDate | None = None
) -> StatedDate | None:
    """The interval in which it is in force; None when no end is given.

    An end or a length alone is counted from the day of effect, else from that of issue, unless
    the text names a later one for what it orders (自12月1日起，收费标准…).
    """
    period = next((one for one in said if one.term.says is Says.PERIOD), None)
    if period:
        return _stated(period)
    start = effect or issued
    if start is None or not start.interval.is_day:
        return None
    first = start.interval.start
    begins = (one.interval.start for one in said if one.term.says is Says.BEGINS)
    if effect is None and any(day > first for day in begins):
        return None
    for one in said:
        end = _end(one, first)
        if end and end > first:
            return _stated(one, Interval(start=first, end=end))
    return None


def _end(one: Said, first: datetime.date) -> datetime.date | None:
    if one.term.says is Says.UNTIL:
        return one.interval.end
    if one.term.says is Says.LENGTH:
        return months_later(first, one.term.number) - datetime.timedelta(days=1)
    return None


def _after_issue(
    one: Said, signed: StatedDate | None, issued: StatedDate | None, published: StatedDate | None
) -> StatedDate | None:
    """自印发之日起: the day of issue, else from the signing to the first publication."""
    shift = datetime.timedelta(days=one.term.number)
    if issued:
        told = Interval(start=issued.interval.start + shift, end=issued.interval.end + shift)
        return _stated(one, told, f"正文（按印发或发布日期 {issued.interval}）")
    if signed is None or published is None or published.interval.end < signed.interval.start:
        return None
    told = Interval(start=signed.interval.start + shift, end=published.interval.end + shift)
    bounds = f"成文 {signed.interval} 与首次公布 {published.interval} 之间"
    return _stated(one, told, f"正文（{bounds}）")


def _stated(one: Said, interval: Interval | None = None, where: str = "正文") -> StatedDate:
    return StatedDate(interval=interval or one.interval, value=one.text, where=where, span=one.span)
