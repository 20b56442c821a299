"""What a page as a whole says: the days it resolves against, and its statements, each read once."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from agent.facts.days import GAP, Clock, Day, may_need_a_day
from agent.facts.moments import follows_on, goes_on_since, passes_midnight
from agent.facts.paper import Paper, Repeal, paper_of, repeals_of
from agent.facts.published import published
from agent.facts.short_names import short_names
from agent.facts.statement import ActWord, Statement, act_words, acts_in
from agent.lazy import cached_property, lazy_pattern
from agent.records import Interval, Page, Span
from agent.text.dates import DateMention, dates
from agent.text.figures import Figure, figures, same_quantity
from agent.text.fold import Folded, fold
from agent.text.lexicon import lexicon
from agent.text.sentences import Sentence, sentences

DATELINE = lazy_pattern(
    r"\s{0,20}[（(【]?[\u4e00-\u9fff·]{2,16}?[\s\u3000（(]?(\d{1,2})月(\d{1,2})日\s{0,20}(?:电|讯|消息)"
)
"""新华社太原11月8日电, 本报11月7日讯: the day a news text opens with."""
_LINES = 4
_LONGEST = 1000
"""Characters of a stretch that is read at once."""
_FIRST_OR_LAST = lazy_pattern(
    "首[班批列辆艘架车炉包罐]|第一|最后|末[班车]|(?:响起|爆发出?|传来)[^,，。;；]{0,8}(?:掌声|欢呼)|鸣笛|鞭炮"
)
"""What a scene is painted of in which something begins or ends: the first, the last, applause."""
_DAY_AND_PLACE = lazy_pattern(
    r"\s{0,4}(?:\d{4}年)?\d{1,2}月\d{1,2}日[^，。；\s]{0,6}[，,\s]{1,2}[\u4e00-\u9fff]{1,16}?(?:[区县市镇乡村港园岛湾山畔矿厂站]|工地|现场|码头|基地|机场)[。]?\s{0,4}"
)
"""6月8日，西宁经开区。: a sentence that says no more than when and where."""
_SEEN_BY = lazy_pattern(
    "记者|走进|来到|走访|采访|获悉|了解到|会上|会议|通报|表示|介绍|[说称]|调研|检查"
)
"""Somebody who saw or told it: what follows need not be of that day."""
_NUMBERED = lazy_pattern(r"[\d一二三四五六七八九十](?:号|期|#)")
_CLOCK = lazy_pattern(r"(?:凌晨|清晨|早上?|上午|中午|下午|傍晚|晚上?|深夜|夜)?\d{1,2}[时点:]")
_REACH = 300
"""Characters behind a sentence within which 这一说法尚无法证实 is said of it."""
UNDER_WAY = 128
"""Documents whose facts are kept: those read closely for a changepoint, for several of them at once."""
_BACK = 3
"""Sentences that a day is carried over (当日, 15日)."""


class PageFacts:
    """The facts of one document, computed when they are first asked for."""

    def __init__(self, page: Page, last: datetime.date) -> None:
        self.page = page
        self.last = last
        self._statements: dict[int, Statement] = {}
        self._bare: dict[int, Statement] = {}

    @cached_property
    def folded(self) -> Folded:
        """The text after the declared folding."""
        return fold(self.page.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the text, the title first, in order."""
        return sentences(self.page.text)

    @cached_property
    def pieces(self) -> tuple[Sentence, ...]:
        """The sentences that are read; one of more than a thousand characters in stretches.

        A page without a full stop is one sentence, and what governs a clause does not reach that far.
        """
        return tuple(part for sentence in self.sentences for part in _stretches(sentence))

    @cached_property
    def _ends(self) -> list[int]:
        return [piece.span.end for piece in self.pieces]

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [sentence.span.end for sentence in self.sentences]

    def sentences_touching(self, span: Span) -> tuple[Sentence, ...]:
        """The sentences that a span touches, in order."""
        first = bisect_right(self._sentence_ends, span.start)
        end = first
        while end < len(self.sentences) and self.sentences[end].span.start < span.end:
            end += 1
        return self.sentences[first:end]

    def passage(self, span: Span) -> Span:
        """The sentences that a span touches, from the start of the first to the end of the last."""
        touched = [one.span for one in self.sentences_touching(span)] or [span]
        return Span(start=min(touched[0].start, span.start), end=max(touched[-1].end, span.end))

    def words(self, span: Span) -> str:
        """The characters of a span."""
        return self.page.text[span.start : span.end]

    def sentences_beside(self, span: Span) -> tuple[Sentence | None, Sentence | None]:
        """The last sentence that ends before a span and the first that begins behind it."""
        before = bisect_right(self._sentence_ends, span.start) - 1
        behind = bisect_left(self.sentences, span.end, key=lambda one: one.span.start)
        return (
            self.sentences[before] if before >= 0 else None,
            self.sentences[behind] if behind < len(self.sentences) else None,
        )

    @cached_property
    def plain_text(self) -> str:
        """The folded text, for asking whether a word stands anywhere in it."""
        return self.folded.text

    @cached_property
    def short_names(self) -> tuple[tuple[str, str], ...]:
        """The short names that the page gives, each with its long one."""
        return short_names(self.plain_text)

    def has_words(self, words: str) -> bool:
        """Whether a few words stand in the text, in its title, or in both in part; an act in other words, too."""
        act = next(iter(act_words(words)), None)
        if act and act.word == words and self._by_step.get(act.act.step):
            return True
        return all(words[at : at + 2] in self.plain_text for at in range(len(words) - 1))

    def has_quantity(self, words: str) -> bool:
        """Whether the text gives the quantity of some words, in whatever unit: 20万千瓦 for 200兆瓦."""
        wanted = next(iter(figures(words)), None)
        return wanted is not None and any(same_quantity(wanted, one) for one in self.quantities())

    def paragraph_at(self, at: int) -> str:
        """The paragraph around a place of the text."""
        text = self.page.text
        end = text.find("\n", at)
        return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]

    @cached_property
    def has_drill(self) -> bool:
        """Whether the page speaks of a drill: what befalls a thing there befell nothing."""
        return lexicon().pattern("mode.drill").search(self.plain_text) is not None

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """The dates of the text that give their year, in order."""
        return dates(self.page.text)

    @cached_property
    def paper(self) -> Paper:
        """The page as a paper: its dates by role, its ends."""
        return paper_of(self.page)

    @cached_property
    def repeals(self) -> tuple[Repeal, ...]:
        """The papers that the page repeals."""
        return repeals_of(self.page, self.folded, self.paper)

    @cached_property
    def clock(self) -> Clock:
        """The days against which days without a year resolve."""
        meta = self.page.meta
        signed = meta.signed or meta.issued
        header = meta.uploaded.interval.end if meta.uploaded else None
        return Clock(
            signed=signed.interval.end if signed else None,
            header=self._dateline(header) or header,
            last=self.last,
        )

    def _dateline(self, header: datetime.date | None) -> datetime.date | None:
        """The day of the dateline, its year from the header."""
        for line in self.page.body_text.split("\n", _LINES)[:_LINES]:
            match = DATELINE.match(line[:60])
            if match and header:
                for year in (header.year, header.year - 1):
                    try:
                        day = datetime.date(year, int(match[1]), int(match[2]))
                    except ValueError:
                        continue
                    if header - GAP <= day <= header:
                        return day
        return None

    def statement(self, index: int) -> Statement:
        """The statement of a sentence, by its number."""
        known = self._statements.get(index)
        if known is None:
            known = self._alone(index)
            carried = self._carried(index) if may_need_a_day(known.text) else (None, None)
            beside: dict[str, Any] = {
                "carried": carried[0],
                "stated": carried[1],
                "scene": self._scene(index),
                "quoted": self.page.is_quoted(known.span),
                "taken_back": self._taken_back(known.span.end),
            }
            known = replace(known, **beside) if any(beside.values()) else known
            self._statements[index] = known
        return known

    @cached_property
    def _doubts(self) -> tuple[tuple[int, str], ...]:
        """Where a sentence takes back what was told before it, and its words."""
        found = lexicon().pattern("mode.taken_back").finditer(self.plain_text)
        return tuple((self.folded.span(m.start(), m.end()).start, m[0]) for m in found)

    def _taken_back(self, end: int) -> str:
        """What takes back a sentence that ends at a place, unless a rumour between them is meant."""
        for at, words in self._doubts:
            if end <= at <= end + _REACH:
                between = fold(self.page.text[end:at]).text
                return "" if lexicon().pattern("mode.rumour").search(between) else words
        return ""

    def _carried(self, index: int) -> tuple[Interval | None, Interval | None]:
        """The last day of the sentences before it in the paragraph, and the last that names its year.

        两个小时后 and 就在这一刻 go on from the paragraph before theirs, too.
        """
        own = self.pieces[index]
        reaches = follows_on(own.text)
        goes_on = reaches or goes_on_since(own.text)
        last: Interval | None = None
        for before in range(index - 1, max(-1, index - 1 - _BACK), -1):
            sentence = self.pieces[before]
            if "\n" in self.page.text[sentence.span.end : own.span.start] and not reaches:
                break
            found = self._alone(before)
            if goes_on and lexicon().pattern("mode.plan").search(found.text):
                break  # 原定5月18日…。9时05分，
            if goes_on and last is None and found.last_day:
                return (None if passes_midnight(own.text, found.text) else found.last_day), None
            last = last or found.last_day
            if stated := found.last_stated:
                return last, stated
        return last, None

    def _alone(self, index: int) -> Statement:
        """The statement of a sentence, without what those before it say."""
        found = self._bare.get(index)
        if found is None:
            sentence = self.pieces[index]
            found = Statement.of(sentence.text, self.clock, sentence.span)
            self._bare[index] = found
        return found

    def _scene(self, index: int) -> Day | None:
        """15日14时，最后一炉铁水流尽。: the day of a scene of the first or the last, for the sentence behind it."""
        before = self.pieces[index - 1] if index else None
        if before is None or _SEEN_BY.search(before.text):
            return None
        only = _DAY_AND_PLACE.fullmatch(before.text)
        if not only and not _FIRST_OR_LAST.search(before.text):
            return None
        if "\n" in self.page.text[before.span.end : self.pieces[index].span.start]:
            return None
        painted = self._alone(index - 1)
        known = [day for day in painted.days if day.precision == "day" and not day.told]
        if len(painted.days) != 1 or not known:
            return None
        if not only and not _CLOCK.match(painted.text, known[0].end):
            return None
        if _NUMBERED.search(painted.text):
            return None  # 1号机组 there, and the sentence behind it may be of another
        return replace(known[0], start=0, end=0, at=painted.place(known[0].start, known[0].end))

    @cached_property
    def _by_step(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for act in acts_in(self.plain_text):
            found[act.act.step].add(self._piece_at(act.start))
        return dict(found)

    def _piece_at(self, place: int) -> int:
        """The number of the piece in which a place of the folded text lies."""
        return bisect_right(self._ends, self.folded.offsets[place])

    def with_steps(self, *steps: str) -> tuple[Statement, ...]:
        """The statements in which a word of any of some steps stands, in order."""
        found = set().union(*(self._by_step.get(step, ()) for step in steps))
        return tuple(map(self.statement, sorted(found)))

    def with_word(self, word: str) -> Iterator[Statement]:
        """The statements in which a word stands, in order."""
        found = {
            self._piece_at(one.start()) for one in re.finditer(re.escape(word), self.plain_text)
        }
        yield from map(self.statement, sorted(found))

    def touching(self, span: Span) -> tuple[Statement, ...]:
        """The statements that a span touches."""
        found = []
        for index in range(bisect_right(self._ends, span.start), len(self.pieces)):
            if self.pieces[index].span.start >= span.end:
                break
            found.append(self.statement(index))
        return tuple(found)

    def quantities(self, span: Span | None = None) -> tuple[Figure, ...]:
        """The quantities of the sentences that a span touches, or of the whole text."""
        told = self.touching(span or Span(start=0, end=len(self.page.text)))
        return tuple(one for statement in told for one in statement.quantities)


def _stretches(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence, or its stretches of at most a thousand characters, cut behind a mark where there is one."""
    text, start = sentence.text, 0
    while len(text) - start > _LONGEST:
        cut = max(text.rfind(mark, start, start + _LONGEST) for mark in "；;，,、 ") + 1
        end = cut if cut > start else start + _LONGEST
        yield _part(sentence, start, end)
        start = end
    yield _part(sentence, start, len(text)) if start else sentence


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    first = sentence.span.start
    span = Span(start=first + start, end=first + end)
    return Sentence(text=sentence.text[start:end], span=span)


def facts_of(page: Page, last: datetime.date | None = None) -> PageFacts:
    """The facts of a page or attachment; kept, because extraction and all policies of a page ask for them.

    Args:
        page: the document.
        last: the day the page it hangs on was published; its own where None.
    """
    return _kept(page, last)


@lru_cache(maxsize=UNDER_WAY)
def _kept(page: Page, last: datetime.date | None) -> PageFacts:
    return PageFacts(page, last or published(page))


__all__ = ["ActWord", "PageFacts", "facts_of"]
