"""What the sentences of a paper say on when it applies: from a day, from its issue, until, how long.

自2024年11月1日起施行 names a day, 自印发之日起30日后施行 counts from the issue, 执行期限为A至B is a period,
有效期5年 and 有效期至… are counted from the day of effect. A sentence
about another document (《…》自…起废止) and the term of a funded project (项目实施期限为…) are told of
nobody here. Words stand in the lexicon under [paper]; expressions are for folded text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from agent.lazy import lazy_pattern
from agent.records import Interval, Span
from agent.text.dates import DateMention, dates, parse_date
from agent.text.fold import fold
from agent.text.lexicon import lexicon
from agent.text.numerals import spelled_number


class Says(StrEnum):
    """What a term tells."""

    FROM = "from"
    FROM_ISSUE = "from_issue"
    BEGINS = "begins"
    PERIOD = "period"
    UNTIL = "until"
    LENGTH = "length"
    EVERY_YEAR = "every_year"
    SIGNED = "signed"
    ISSUED = "issued"


@dataclass(frozen=True)
class Term:
    """One thing that is said of when a paper applies; offsets are those of the folded sentence.

    ``own`` is True where the paper itself is the subject, False where nobody is named. ``number`` are the
    days after the issue of FROM_ISSUE and the months of LENGTH; ``season`` are months and days.
    """

    says: Says
    start: int
    end: int
    own: bool = True
    interval: Interval | None = None
    number: int = 0
    season: tuple[int, ...] = ()


@dataclass(frozen=True)
class Said:
    """A term where it stands in a text."""

    term: Term
    text: str
    span: Span

    @property
    def interval(self) -> Interval:
        """The days that are named. Raises ValueError where the term names none."""
        if self.term.interval is None:
            raise ValueError(f"{self.term.says} names no day: {self.text}")
        return self.term.interval


_SEGMENT = lazy_pattern(r"(?:[^。！？\n]++|(?<=[年月自从至，,\d])\n|(?<=之日)\n)+")
"""A sentence, or a line that does not break inside 自2024年 and its day."""
_STRETCH = 1000
"""Characters of a sentence that are read at once."""
_DATED = lazy_pattern(
    r"[之有试每当\d一二三四五六七八九十〇零○](?:(?<=之)\s{0,4}日|(?<=有)\s{0,4}效|(?<=试)\s{0,4}行|(?<=[每当])年|(?<=每)个"
    r"|(?<=[\d一二三四五六七八九十〇零○])\s{0,4}[日月年]|(?<=\d)[-/.]\d)"
)
"""The first character stands apart, so that a search looks for those alone."""
_CLOCK = r"(?:零时|[0-2]?\d[时点](?:[0-5]?\d分)?|[0-2]?\d:[0-5]\d)?"
_DAY = r"(?:(?:19|20)\d\d|[〇○零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
_OWN = lazy_pattern(
    r"本(?!年|月|市|省|区|县|地|级)[\u4e00-\u9fff()]{1,16},?$"
    r"|^(?:第[一二三四五六七八九十百零\d]{1,8}条|\(?[一二三四五六七八九十\d]{1,6}[、).,])?$"
)
_PROMULGATED = lazy_pattern(
    r"现(?:予以?|将)?(?:(?:公布|发布|印发|颁布)(?:《[^《》]{2,60}》)?|《[^《》]{2,60}》予以?(?:公布|发布|印发|颁布)),?$"
)
"""现予公布,自…起施行 and 现发布《目录》,自…起执行 stand in what promulgates it."""
_ITSELF = lazy_pattern(r"(?:^|[,:、)条])本(?!年|月|市|省|区|县|地|级)")
"""本办法 at the head of a clause."""
_ROW_ABOVE = lazy_pattern(r"(?:日期|时间|[文字]号):[^,;:]{0,30}$")
"""实施日期:2024-11-01 in the row above 有效期:5年."""
_OPENS = lazy_pattern(r"(?:^|[,;:、条)])$")
"""自 at the head of a clause speaks of the document itself; in brackets behind 《…》 it does not."""
_YEAR_NAMED = lazy_pattern(r"20\d\d年|二〇..年")
"""2019年…当年11月1日至次年3月31日 and 2019年供暖期为… are of that year, not of each."""
_NIGHT = lazy_pattern(r"(?:零|0{1,4})(?:时|点|:0{1,4}).*$")
_ASIDE = lazy_pattern(r"\([^()]*\)")
_LONGEST = 60


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    """Expressions made from the lists of the lexicon, by name."""
    words = lexicon()

    def of(name: str) -> str:
        return words.expression(f"paper.{name}")

    act = rf"(?:{of('effect_adverbs')}){{0,2}}(?:{of('effect')})"
    lead = rf"(?:自|从|(?<!原)定于|于|(?:{of('moved')})[至到])"
    return {
        "day": lazy_pattern(
            rf"{lead}(?:(?P<day>[^,;:。自从于]{{2,40}}?)起(?:[至到][^,。;]{{2,24}}止?)?,?(?:在[^,。;]{{2,12}})?{act}"
            rf"|(?P<bare>{_DAY}){_CLOCK},?{act}(?!的))"
        ),
        "issue": lazy_pattern(
            rf"[自从](?:{of('issue')})之日起,?"
            r"(?:满?(\d{1,3}|[一二三四五六七八九十]{1,3})(?:个工作)?日(?:后|起)?(?:之?日?起)?)?"
            rf",?[^,;。《》]{{0,8}}?{act}"
        ),
        "until": lazy_pattern(
            rf"(?:有效期(?:限)?(?:截止)?[为到至]|(?:失效|废止|终止|到期)(?:日期|时间)|(?:施行|实施|执行|有效|试行)(?:期限)?[到至]|起[到至]):?"
            rf"(?P<end>{_DAY}|\d{{4}}年(?:底|\d{{1,2}}月底?)|\d{{4}}-\d{{1,2}}-\d{{1,2}})"
        ),
        "length": lazy_pattern(
            r"(?:有效期|试行期)限?(?:为|是|暂定)?:?(?P<number>\d{1,2}|[一二两三四五六七八九十])(?P<unit>年|个月)"
        ),
        "period": lazy_pattern(
            rf"(?:(?:{of('period')})(?:期限|期间|时间|时段|期)(?:为|是|:)?(?:自|从)?|(?:^|(?<=[,;:、)条]))[自从])(?=[\d一二])"
        ),
        "label": lazy_pattern(
            rf"(?:(?P<effective>{of('effect')})|(?P<signed>成文|签发|签署)|(?P<issued>印发|发文|颁布))(?:日期|时间):?(?=[\d一二])"
        ),
        "begins": lazy_pattern(rf"[自从](?P<day>{_DAY}){_CLOCK}(?:起|开始)"),
        "every_year": lazy_pattern(
            rf"(?:每年|每个(?:{of('season')})季|当年|(?:{of('season')})(?:期|季|时间|期间)[为是:从自]{{1,2}})"
            rf"[^;,\d]{{0,6}}(\d{{1,2}})月(\d{{1,2}})日{_CLOCK}起?[至到~-]{{1,3}}"
            r"(?:次年|翌年|第二年)?(\d{1,2})月(\d{1,2})日"
        ),
        "any": lazy_pattern(rf"起|期|间|时段|成文|签[发署]|印发|至次年|{of('effect')}"),
        "put_off": lazy_pattern(rf"(?:{of('put_off')})$"),
        "project": lazy_pattern(rf"(?:{of('project')})[^,;。]{{0,6}}$"),
    }


@lru_cache(maxsize=256)
def terms(text: str, year: int | None) -> tuple[Said, ...]:
    """What a text says of when its paper applies, in order; kept for who asks after the reader.

    Args:
        text: of a whole page.
        year: that of the paper's own day, for a month and day without one.
    """
    found = list[Said]()
    for start, end in _stretches(text):
        if not _DATED.search(text, start, end):
            continue
        folded = fold(text[start:end])
        if not _rules()["any"].search(folded.text):
            continue
        for term in _terms(folded.text, year):
            inner = folded.span(term.start, term.end)
            span = Span(start=start + inner.start, end=start + inner.end)
            found.append(Said(term, text[span.start : span.end], span))
    return tuple(found)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text, a very long one in pieces."""
    for segment in _SEGMENT.finditer(text):
        for start in range(*segment.span(), _STRETCH):
            yield start, min(start + _STRETCH, segment.end())


def _terms(folded: str, year: int | None) -> Iterator[Term]:
    yield from _named(folded, year)
    yield from _lasting(folded)
    yield from _every_year(folded)
    yield from _labelled(folded)
    yield from _measures(folded)


def _named(folded: str, year: int | None) -> Iterator[Term]:
    """自…起施行 and 自印发之日起施行."""
    rules = _rules()
    for match in rules["day"].finditer(folded):
        interval = _one_day(match["day"] or match["bare"], year)
        own = _subject(folded[: match.start()])
        loose = own is False and match["bare"] and not _OPENS.search(folded[: match.start()])
        if interval and own is not None and not loose:
            yield Term(Says.FROM, *match.span(), own=own, interval=interval)
    for match in rules["issue"].finditer(folded):
        own = _subject(folded[: match.start()])
        if own is not None:
            yield Term(
                Says.FROM_ISSUE, *match.span(), own=own, number=_number(match[1]) if match[1] else 0
            )


def _lasting(folded: str) -> Iterator[Term]:
    """执行期限为A至B, 有效期至…, 有效期5年."""
    rules = _rules()
    for match in rules["period"].finditer(folded):
        if (
            rules["project"].search(folded[: match.start()])
            or _subject(folded[: match.start()]) is None
        ):
            continue
        mention = next(iter(dates(folded[match.end() : match.end() + _LONGEST])), None)
        if mention and mention.span.start == 0 and _has_two_ends(mention):
            end = match.end() + mention.span.end
            yield Term(Says.PERIOD, match.start(), end, interval=mention.interval)
    for match in rules["until"].finditer(folded):
        last = parse_date(match["end"].removesuffix("底"))
        if last and _subject(folded[: match.start()]) is not None:
            yield Term(Says.UNTIL, *match.span(), interval=Interval.of_day(last.end))
    for match in rules["length"].finditer(folded):
        months = _number(match["number"]) * (12 if match["unit"] == "年" else 1)
        if months and _is_of_the_paper(folded[: match.start()]):
            yield Term(Says.LENGTH, *match.span(), number=months)


def _has_two_ends(mention: DateMention) -> bool:
    """A period names its two ends. 10月底前 is the term for a report, not a time in force."""
    two = re.search(r"[至到—–―~～\-]", mention.text)
    return mention.precision == "range" and mention.open_side is None and bool(two)


def _every_year(folded: str) -> Iterator[Term]:
    for match in _rules()["every_year"].finditer(folded):
        if match[0].startswith("每") or not _YEAR_NAMED.search(folded[: match.start()]):
            yield Term(Says.EVERY_YEAR, *match.span(), season=tuple(map(int, match.groups())))


def _labelled(folded: str) -> Iterator[Term]:
    """施行日期：2024年11月1日, in a table above a text or in a line of it."""
    for match in _rules()["label"].finditer(folded):
        mention = next(iter(dates(folded[match.end() : match.end() + _LONGEST])), None)
        if mention and mention.span.start == 0 and mention.precision == "day":
            says = {"effective": Says.FROM, "signed": Says.SIGNED}.get(
                match.lastgroup or "", Says.ISSUED
            )
            yield Term(says, match.end(), match.end() + mention.span.end, interval=mention.interval)


def _measures(folded: str) -> Iterator[Term]:
    """自11月16日零时起提前供热 begins a measure."""
    rules = _rules()
    for match in rules["begins"].finditer(folded):
        if rules["day"].match(folded, match.start()) or _subject(folded[: match.start()]) is None:
            continue
        if interval := _one_day(match["day"], None):
            yield Term(Says.BEGINS, *match.span(), interval=interval)


def _subject(before: str) -> bool | None:
    """True when 本办法 or nothing is the subject; None when another document is; else False.

    A day from which it was once meant to apply is none either.
    """
    clause = re.split(";", before[-90:])[-1]
    if _rules()["put_off"].search(clause):
        return None
    if _OWN.search(clause) or _PROMULGATED.search(clause) or "本" in clause.rpartition("》")[2]:
        return True
    return None if "》" in clause or "废止" in clause else False


def _is_of_the_paper(before: str) -> bool:
    """True where a length without a day lasts for the paper: alone, behind 本办法 or behind its day of effect.

    纳入黑名单,有效期为五年 and 证书有效期3年 are terms of other things.
    """
    if _subject(before) is None:
        return False
    rules, clause = _rules(), re.split(";", before[-90:])[-1]
    told = (_OWN, _PROMULGATED, _ITSELF, _ROW_ABOVE, rules["day"], rules["issue"])
    return any(expression.search(clause) for expression in told)


def _one_day(words: str, year: int | None) -> Interval | None:
    squeezed = _ASIDE.sub("", _NIGHT.sub("", words))
    interval = parse_date(squeezed)
    if interval or year is None:
        return interval
    mentions = dates(squeezed, year=year)
    return mentions[0].interval if len(mentions) == 1 else None


def _number(words: str) -> int:
    return int(words) if words.isdigit() else int(spelled_number(words) or 0)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month; its last where that has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = Interval.of_month(year, month + 1).end
    return last.replace(day=min(day.day, last.day))
