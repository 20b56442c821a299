"""Laws of the text room, tried on texts nobody thought of."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from agent.facts.statement import steps_told
from agent.records import Interval, Span
from agent.text.dates import dates, iso, parse_date
from agent.text.document_numbers import document_numbers, normalise_document_number
from agent.text.figures import figures
from agent.text.fold import contains, fold, locate, locate_all
from agent.text.names import relation
from agent.text.numerals import spelled_number
from agent.text.sentences import sentences
from agent.text.urls import host_of, url_identity

HARD = "0123456789 \n\u200b\u3000—～.,%％一二十〇①½⒈²㎡e\u0301´가ᄀ\u1161\ue000\x01\ud800《〈「［゛ｶﾞ\u0338=<㏠\u202e年月日号〔〕"
anything = st.text(st.one_of(st.characters(), st.sampled_from(HARD)), max_size=30)
hard = st.text(st.sampled_from(HARD), max_size=12)

words = st.sampled_from(
    ["全省", "公交车", "（试点）", "，", "。", "\n", "新增", "“十四五”", "占比", " "]
)
numbers = st.builds(
    lambda word, value, unit: f"{word}{value}{unit}",
    st.sampled_from(["达到", "约", "下降", "至"]),
    st.one_of(
        st.integers(0, 99999).map(str),
        st.decimals(0, 999, places=2).map(str),
        st.sampled_from(["1,200", "3～5", "２０", "2×33"]),
    ),
    st.sampled_from(["辆", "%", "万千瓦", "个百分点", "元"]),
)
pieces = st.lists(st.one_of(words, numbers), min_size=1, max_size=12)


@given(st.one_of(anything, hard))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.one_of(anything, hard))
def test_offsets_lead_back_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets) == len(folded.ends)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= a <= b <= len(text) for a, b in zip(folded.offsets, folded.ends, strict=True))


@given(pieces, st.data())
def test_a_quote_taken_from_a_page_is_found_at_its_place_or_an_equal_one(
    page: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(page) - 1))
    last = data.draw(st.integers(first + 1, len(page)))
    quote, text = "".join(page[first:last]), "".join(page)
    assume(sum(character.isalnum() for character in fold(quote).text) >= 2)
    start = len("".join(page[:first]))
    place = locate(quote, text, near=start)
    assert place is not None
    assert fold(text[place.start : place.end]).text.strip("，。") == fold(quote).text.strip("，。")
    end = start + len(quote)
    assert any(start <= place.start and place.end <= end for place in locate_all(quote, text))


@given(pieces, st.data())
def test_with_one_digit_changed_a_quote_is_never_found_at_its_place(
    page: list[str], data: st.DataObject
) -> None:
    text = "".join(page)
    digits = [index for index, character in enumerate(text) if character.isdecimal()]
    assume(digits)
    index = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(int(digit) != int(text[index]))
    start = data.draw(st.integers(0, index))
    end = data.draw(st.integers(index + 1, len(text)))
    changed = text[start:index] + digit + text[index + 1 : end]
    assert not any(p.start <= index < p.end and p.start <= start + 1 and end <= p.end + 1 for p in locate_all(changed, text))  # fmt: skip


@given(anything, anything)
def test_what_is_found_folds_to_the_quote(quote: str, rest: str) -> None:
    text = rest + quote + rest
    for place in locate_all(quote, text):
        found = fold(text[place.start : place.end]).text
        assert found.strip("，。、；：！？,.;:!?") == fold(quote).text.strip("，。、；：！？,.;:!?")


@given(st.one_of(anything, hard))
def test_no_text_is_too_strange_to_read(text: str) -> None:
    mentions: list[tuple[str, Span]] = [
        *((mention.text, mention.span) for mention in dates(text, year=2024)),
        *((figure.text, figure.span) for figure in figures(text)),
        *((number.text, number.span) for number in document_numbers(text)),
    ]
    assert all(text[span.start : span.end] == words for words, span in mentions)
    assert "".join("".join(s.text.split()) for s in sentences(text)) == "".join(text.split())
    assert all(one.word in fold(text).text for one in steps_told(text))
    relation(text, text)
    assert contains(text, text) == bool(fold(text).text)


@given(st.one_of(anything, anything.map(lambda text: f"https://a.example/{text}")))
def test_an_identity_is_its_own_identity(url: str) -> None:
    once = url_identity(url)
    assert url_identity(once) == once
    assert host_of(once) == host_of(url)


days = st.dates(date(1950, 1, 1), date(2097, 10, 1))


@given(days, st.integers(0, 800))
def test_what_iso_writes_is_read_back(start: date, length: int) -> None:
    interval = Interval(start=start, end=start + timedelta(days=length))
    assert parse_date(iso(interval)) == interval


@given(days, st.sampled_from(["{0.year}年{0.month}月{0.day}日", "{0.year}/{0.month}/{0.day}", "{0:%Y.%m.%d}", "{0:%Y%m%d}", "{0:%Y-%m-%d} 09:30"]))  # fmt: skip
def test_a_day_is_read_from_every_form(day: date, form: str) -> None:
    assert parse_date(form.format(day)) == Interval.of_day(day)


@given(st.integers(1950, 2098), st.integers(1, 12), st.integers(1, 31))
def test_a_day_exists_or_is_none(year: int, month: int, day: int) -> None:
    exists = day <= calendar.monthrange(year, month)[1]
    assert (parse_date(f"{year}年{month}月{day}日") is not None) == exists
    assert bool(dates(f"于{year}年{month}月{day}日印发")) == exists


UNITS = {
    "千瓦": ("千瓦", 1), "兆瓦": ("千瓦", 1000), "千瓦时": ("千瓦时", 1), "吨": ("吨", 1), "元": ("元", 1),
    "公里": ("米", 1000), "%": ("%", 1), "辆": ("辆", 1), "人次": ("人次", 1), "吨标准煤": ("吨标准煤", 1),
}  # fmt: skip
MULTIPLIERS = {"": 1, "万": 10**4, "亿": 10**8, "百万": 10**6}


@given(
    st.decimals(Decimal("0.01"), Decimal(99999), places=2).map(Decimal.normalize),
    st.sampled_from(sorted(MULTIPLIERS)),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(
        [("", "exact"), ("不低于", "at_least"), ("不超过", "at_most"), ("约", "about")]
    ),
)
def test_a_figure_that_is_written_is_read_back(
    value: Decimal, multiplier: str, unit: str, bound: tuple[str, str]
) -> None:
    text = f"总量{bound[0]}{value:f}{multiplier}{unit}。"
    canonical, factor = UNITS[unit]
    (figure,) = figures(text)
    expected = value * MULTIPLIERS[multiplier] * factor
    assert figure.unit == canonical
    assert figure.bound == bound[1]
    assert {figure.low, figure.high} - {None} == {expected}


def spelled(value: int) -> str:
    """A number below 10^8 as Chinese writes it."""
    digits = "零一二三四五六七八九"
    if value >= 10_000:
        rest = value % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return spelled(value // 10_000) + "万" + gap + (spelled(rest) if rest else "")
    text, zero = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + unit
        zero = not digit
    return text.removeprefix("一") if 10 <= value < 20 else text or "零"


@given(st.integers(0, 10**8 - 1))
def test_a_spelled_number_is_read_back(value: int) -> None:
    assert spelled_number(spelled(value)) == value


@given(
    st.sampled_from(["晋政发", "国办函", "发改能源", "环大气"]),
    st.integers(1950, 2099),
    st.integers(1, 9999),
    st.sampled_from(["〔〕", "[]", "（）", "【】", "()", "﹝﹞", "［］"]),
    st.sampled_from(["", " ", "\n", "\u3000"]),
)
def test_a_document_number_is_read_in_any_brackets(
    code: str, year: int, number: int, brackets: str, space: str
) -> None:
    written = f"{code}{brackets[0]}{year}{space}{brackets[1]}{space}第{number}{space}号"
    assert normalise_document_number(written) == f"{code}〔{year}〕{number}号"
