"""One line of a page's header taken apart: 发布时间：2024-11-08 10:20 来源：某某日报 【字体：大 中 小】.

Sites write it with and without colons, in brackets, glued together, with share links and font
buttons between. A line is taken apart by the labels of page_words, by its inline tags, and by what
can only be a date or the name of a medium.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.lazy import lazy_pattern
from agent.readers.english_day import day_in_header
from agent.readers.lines import Part, han_count, squeezed, tidy
from agent.readers.page_words import PageWords

LONGEST = 220
"""Characters of a header line; a longer one is a sentence."""

_BRACKETED = lazy_pattern(
    r"[【\[〖]\s*([^【】\[\]〖〗:：]{1,12})\s*[】\]〗]\s*[:：]?\s*([^【\[〖]{0,220})"
)
YMD = r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
"""A day in figures, as headers write it: 2024-11-08, 2024年11月8 and 日."""
_DATE = lazy_pattern(
    rf"(?<!\d){YMD}(?!\d)(?:\s?日)?"
    r"(?:\s*\d{1,2}\s?[:：时]\s?\d{2}(?:\s?[:：分]\s?\d{2}\s?秒?)?分?)?"
)
_TIME = lazy_pattern(r"\d{1,2}\s?[:：时]\s?\d{2}")
_DAY = lazy_pattern(rf"^{YMD}(?:\s?日)?")
_MONTH = lazy_pattern(r"^((?:19|20)\d\d)\s?[-/.年]\s?(0?[1-9]|1[0-2])\s?月?$")
_YEAR = lazy_pattern(r"^(?:19|20)\d\d年?$")
_MONTH_AND_DAY = lazy_pattern(r"^(0?[1-9]|1[0-2])月?[-/.月](0?[1-9]|[12]\d|3[01])日?$")
_CLOCK_TIME = lazy_pattern(r"^\d{1,2}\s?[:：]\s?\d{2}(?:\s?[:：]\s?\d{2})?$")
_PIECES = 2
_DAY_OF_MONTH = lazy_pattern(r"^\d{1,2}日?$")
_SHORT_DATE = lazy_pattern(
    r"(?<![\d.\-/])\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?![\d.\-/])"
    r"(?:\s\d{1,2}:\d{2}(?::\d{2})?)?"
)
"""A day whose year has two digits: [24-04-19]."""
_DAY_BEHIND = lazy_pattern(
    r"\s{0,9}[\[（(【]?\s?(?:(?:19|20)\d\d|\d\d)[-/.]\d{1,2}[-/.]\d{1,2}(?:\s\d{1,2}:\d{2}(?::\d{2})?)?\s?[\]）)】]?$"
)
_FIGURES = lazy_pattern(r"^\d{2,4}\s?[-/.]")
_CLOCK = lazy_pattern(r"(?:今天|今日|现在)\s?是")
_WEEKDAY = lazy_pattern(r"[（(]?(?:星期|周)[一二三四五六日天][）)]?")
_PERSON = lazy_pattern(
    r"[\u4e00-\u9fff]{2,6}[:：]\s?[\u4e00-\u9fff·]{2,4}(?=[\s|｜/)）\]】]|$)(?:\s[\u4e00-\u9fff·]{2,4}(?=[\s|｜]|$))?"
)
"""A label and a name or two: 责任编辑：张三, 作者：张三 李四."""
_COUNTER = lazy_pattern(
    r"(?:[\u4e00-\u9fff]{2,6}\s?[:：]?|[阅转评赞藏]\s?[:：])\s?[\[(（【]?\s?\d{1,7}(?:\.\d)?[万+]?\s?[次人]?\s?[\])）】]?(?![\d\s]{0,2}[\d年月日号期届条.:：/-])"
)
"""A word and a number, as 浏览 709, 点击[332] and 评论(3) are."""
_MEDIUM = lazy_pattern(
    r"^[\u4e00-\u9fffA-Za-z·]{1,14}(?:网|报|社|台|电视|客户端|周刊|杂志|在线|发布|新闻|融媒|传媒|中心|频道)$"
)
_NAME = lazy_pattern(
    r"[\u4e00-\u9fff]{2}(?:网|报|社|台|端|刊|志|线|厅|局|委|部|府|办|会|院|中心|公司|集团|室|署|行)$"
)
_FONT = lazy_pattern(r"[【\[〖(（]?\s{0,20}(?:字体|字号|大\s{1,20}中\s{1,20}小)")
_BUTTON = lazy_pattern(r"(?<=\S)\s{0,20}[【\[〖].*$", re.DOTALL)
"""What is printed in brackets behind a source: 某市日报 【我要纠错】."""
_EDGES = " \t\u3000\xa0|｜/／,，;；、:：-—·【】[]〖〗()（）>＞"
_MOST_OTHER = 3
_MOST_DATES = 2
_MOST_NAMES, _LONGEST_NAME, _LONGEST_TITLE = 3, 24, 60
_LONGEST_COUNTER = 20
_NO_NAME = lazy_pattern(r"[\d，、。；：:《》%％]")
_SENTENCE = lazy_pattern(r"[。！？!?；]")


def pairs(
    text: str, parts: Sequence[Part], words: PageWords, *, table: bool = False
) -> list[tuple[str, str]]:
    """The labels in a line and their values.

    Args:
        text: the line.
        parts: the pieces its inline tags make of it; none for a line of one piece.
        words: the labels.
        table: whether it is a row of a table, whose cells are parted by bars.
    """
    found = (
        _in_brackets(text, words)
        or _with_colons(text, parts, words)
        or _by_tags(parts, words)
        or _without_colons(text, words)
        or (words.in_bar_line.findall(text) if not table else [])
    )
    cleaned = [(label, _cleaned(words.roles[label], value, parts)) for label, value in found]
    if found and all(words.roles[label] == "source" for label, _ in found):
        cleaned += [("时间", day) for day in _day_beside(text)]
    return [(label, value) for label, value in cleaned if not words.is_noise(value)]


def _day_beside(text: str) -> list[str]:
    """The day that a line tells without a label beside its source: 稿源：某报 | 2022-01-12 08:00."""
    found = list(_DATE.finditer(text))
    day = _DAY.match(found[0].group()) if len(found) == 1 and not _SENTENCE.search(text) else None
    return [day.group().strip()] if day else []


def bare(text: str, parts: Sequence[Part]) -> tuple[str, str] | None:
    """The day of a header line that gives it no label, and the name beside it.

    The rest of the line must be a few names, counters or link words: 某某发布 2024-08-07 18:30,
    [24-04-19] 某市能源局 点击[332]. The clock of the site (今天是…) is no such day.
    """
    if len(text) > LONGEST or _CLOCK.search(text) or _SENTENCE.search(text):
        return None
    if in_english := day_in_header(text):
        return in_english, ""
    told = _dated(text, parts)
    if told is None and len(parts) > 1:
        # <span>浏览量：56</span><span>2024-11-06</span> runs together as a text.
        told = _dated(" ".join(tidy(part.text) for part in parts), parts)
    return told


def _dated(text: str, parts: Sequence[Part]) -> tuple[str, str] | None:
    dates = list(_DATE.finditer(text)) or list(_SHORT_DATE.finditer(text))
    if (
        len(dates) == 1
        and not han_count(text)
        and text[-1:] not in ".!?"
        and is_in_figures(dates[0].group())
    ):
        return dates[0].group()[:10].strip(), ""  # Source: Some Daily  Updated: 2021-06-09 10:15
    if not dates or len({match.group() for match in dates}) > _MOST_DATES:
        return None
    first = dates[0]
    day = _DAY.match(first.group()) or _SHORT_DATE.match(first.group())
    if day is None:
        return None
    links = [tidy(part.text) for part in parts if part.is_link]
    rest = _WEEKDAY.sub(" ", _SHORT_DATE.sub(" ", _DATE.sub(" ", text)))
    rest = _PERSON.sub(" ", _COUNTER.sub(" ", rest))
    for link in filter(None, links):
        rest = rest.replace(link, f" {link} " if _MEDIUM.match(link) else " ", 1)
    tokens = [token.strip(_EDGES) for token in rest.split()]
    tokens = [token for token in tokens if len(token) > 1]  # no 大, 中, 小
    names = [token for token in tokens if _MEDIUM.match(token)] or [
        token for token in tokens if _NAME.search(token)
    ]
    name = names[0] if names else ""
    others = [token for token in tokens if token != name]
    apart = any(tidy(part.text).strip(_EDGES) == first.group() for part in parts)
    longest = _LONGEST_TITLE if apart else _LONGEST_NAME
    if _is_set_by_a_system(first.group()) and all(_may_be_a_name(x, longest) for x in tokens):
        return (day.group().strip(), name) if len(tokens) <= _MOST_NAMES else None
    at_start = first.start() <= _MOST_OTHER
    most = LONGEST if at_start and _goes_on(text, first) else _MOST_OTHER
    medium = name if _MEDIUM.match(name) else ""
    if not medium:
        others = tokens
    return (day.group().strip(), medium) if han_count("".join(others)) <= most else None


def without_day(text: str) -> str:
    """A title without the day in figures that a page prints behind it: 某厂检修完成[25-08-19]."""
    return _DAY_BEHIND.sub("", text)


def counts(text: str) -> bool:
    """True for a line that is a word or two and a number, as a counter is: 浏览 709, 点击[332]."""
    return len(text) <= _LONGEST_COUNTER and bool(_COUNTER.fullmatch(text.strip(_EDGES)))


def has_hour(text: str) -> bool:
    """True for words with an hour of the clock: 2024-11-08 10:20."""
    return bool(_TIME.search(text))


def _is_set_by_a_system(date: str) -> bool:
    """True for a day in figures or with the hour: 2024-04-19; people sign with 2024年4月19日."""
    return is_in_figures(date) or bool(_TIME.search(_DAY.sub("", date)))


def is_in_figures(date: str) -> bool:
    """True for 2024-04-19, as systems write a day."""
    return bool(_FIGURES.match(date))


def _may_be_a_name(token: str, longest: int = _LONGEST_NAME) -> bool:
    return len(token) <= longest and not _NO_NAME.search(token)


def in_pieces(pieces: Sequence[str]) -> str:
    """The day that a page sets in several sizes, as a calendar leaf, or nothing.

    27 and 2022-09, 09/27 and 2022, in any order; 2022, 09 and 27; each with an hour or a weekday beside it.
    """
    said = [tidy(piece) for piece in pieces]
    said = [
        one
        for one in said
        if any(map(str.isalnum, one)) and not _CLOCK_TIME.match(one) and not _WEEKDAY.fullmatch(one)
    ]
    if len(said) not in (_PIECES, _PIECES + 1):
        return ""
    years = [piece for piece in said if _YEAR.match(piece)]
    short = [match for piece in said if (match := _MONTH_AND_DAY.match(piece))]
    if len(said) > _PIECES:
        # 2022 / 09 / 27: the year first, or nobody knows which of the others is the month.
        short = [match] if (match := _MONTH_AND_DAY.match("-".join(said[1:]))) else []
        years = years if _YEAR.match(said[0]) else []
    if years and short:
        return f"{years[0][:4]}-{int(short[0].group(1)):02}-{int(short[0].group(2)):02}"
    months = [match for piece in said if (match := _MONTH.match(piece))]
    days = [piece for piece in said if _DAY_OF_MONTH.match(piece)]
    if len(said) > _PIECES or len(months) != 1 or len(days) != 1:
        return ""
    day = int(days[0].rstrip("日"))
    return f"{months[0].group(1)}-{int(months[0].group(2)):02}-{day:02}" if 1 <= day <= 31 else ""


def _goes_on(text: str, date: re.Match[str]) -> bool:
    """True when a date that begins a line tells the hour or is followed by white space or the end."""
    behind = text[date.end() :]
    return bool(_TIME.search(date.group())) or not behind or behind[0] in _EDGES


def _in_brackets(text: str, words: PageWords) -> list[tuple[str, str]]:
    """【发布日期】2024-11-08 【来源】某某日报."""
    if not any(mark in text for mark in "【[〖"):
        return []
    found = [(squeezed(label), tidy(value)) for label, value in _BRACKETED.findall(text)]
    return [(label, value) for label, value in found if label in words.roles]


def _with_colons(text: str, parts: Sequence[Part], words: PageWords) -> list[tuple[str, str]]:
    """发布时间：2024-11-08 来源：某某日报, by the text or by its tags, whichever tells more.

    <span>某某网</span><span>发布日期 : …</span>: the tags part what the text runs together.
    """
    if ":" not in text and "：" not in text:
        return []
    found = words.in_line.findall(text)
    if parts:
        apart = " ".join(filter(None, (tidy(part.text) for part in parts)))
        found = max(found, words.in_line.findall(apart), key=len)
    return [(squeezed(label), value.strip(" \u3000]】）)〗")) for label, value in found]


def _by_tags(parts: Sequence[Part], words: PageWords) -> list[tuple[str, str]]:
    """<span>索引号</span><span>0001</span>: a piece that is a label, and those up to the next."""
    found: list[tuple[str, str]] = []
    label = ""
    for part in parts:
        text = tidy(part.text)
        name = "".join(text.split()).strip("【】[]·*:：")
        if name in words.roles:
            label = name
            found.append((label, ""))
        elif label and text:
            found[-1] = (label, tidy(f"{found[-1][1]} {text}").lstrip(":： "))
    return [(name, value) for name, value in found if value]


def _without_colons(text: str, words: PageWords) -> list[tuple[str, str]]:
    """发布时间 2024-11-08 来源 某某日报: where a value is a day, or all of a line is 来源 and one word."""
    if len(text) > LONGEST // 2 or " " not in text:
        return []
    found = [(squeezed(x), value) for x, value in words.in_spaced_line.findall(text)]
    if not any(_DAY.match(value) for _, value in found) and not _is_one_source(found, words):
        return []
    return [(label, value.strip()) for label, value in found]


def _is_one_source(found: Sequence[tuple[str, str]], words: PageWords) -> bool:
    if len(found) != 1 or words.roles[found[0][0]] != "source":
        return False
    return _may_be_a_name(found[0][1]) and " " not in found[0][1]


def _cleaned(role: str, value: str, parts: Sequence[Part]) -> str:
    if role != "source":
        return value
    font = _FONT.search(value)
    value = value[: font.start()] if font else value
    value = _BUTTON.sub("", value)
    value = _DATE.sub("", value).strip(_EDGES)
    links = [tidy(part.text).strip(_EDGES) for part in parts if part.is_link]
    tokens = value.split()
    # 来源：<a>某某日报</a> <a>举报</a>: what the second link says is no name.
    while len(tokens) > 1 and tokens[-1] in links and not _NAME.search(tokens[-1]):
        tokens.pop()
    # 来源：<a>某某日报</a><a>参与互动</a>
    joined = " ".join(tokens)
    for link in links[::-1]:
        if joined != link and joined.endswith(link) and not _NAME.search(link):
            joined = joined[: -len(link)].strip(_EDGES)
    return joined
