"""Whether a sentence that stands in the page stands there whole, or was cut off from what limits it.

Verbatim is not enough: 每辆车补贴8万元 behind 对更新公交车的， says more than the page does, and so do half a
table row, a cell joined with the next row, a rumour without its denial. What stands before the
words in their own sentence must be a lead-in that limits nothing (a day, who said it, a purpose).
"""

from __future__ import annotations

import re

from agent.checks.quote import Located
from agent.checks.tense import tells_its_aim
from agent.lazy import lazy_pattern
from agent.records import Span
from agent.text.fold import fold
from agent.text.headings import ARTICLE, HEADING
from agent.text.lexicon import lexicon
from agent.wording.bound import is_bound, is_heading
from agent.wording.leads import (
    is_consent_given,
    is_lead,
    unsettles,
)
from agent.wording.licences import licences
from agent.wording.passage import is_label, passage_of, span_in
from agent.wording.standing import may_stand
from agent.wording.steps import Changes

CLAUSE_ENDS = "[，,]"
STOPS = "。；！？;!?"
QUOTES = '“”"「」『』'
PART = lazy_pattern("[（(]其中")
REMARK = lazy_pattern(r"[（(][^（）()]{0,60}[）)]$")
WRITERS = r"[（(][\u4e00-\u9fff]{2,4}(?:[ \u3000、]{1,2}[\u4e00-\u9fff]{2,4}){0,5}[)）]"
"""（陈某某、王某）: names alone, behind 日电 those of who wrote a news text."""
SENT_BY = lazy_pattern(
    "(?:本报|[\u4e00-\u9fff]{1,8}(?:社|网|报|台))[^，。；（(]{0,16}[电讯]"
    r"(?:[（(][^（）()]{0,12}(?:记者|通讯员)[^（）()]{0,40}[)）]\s{0,9}"
    rf"|(?<=[日报社网台][电讯])(?:{WRITERS}\s{{0,9}}|\s{{1,9}}))"
)
"""新华社太原11月8日电（记者 某某）, …日电（某某）, 本报讯: who sent a news text and from where is none of its sentence.

停电（橙色） behind 电视台否认 is none of it.
"""
NUMBERING = lazy_pattern(
    r"[（(]?(?:第[一二三四五六七八九十百\d]+[条章节款项]?|[一二三四五六七八九十\d]+是?|注)[）)]?"
)
"""A number before a sentence, of whatever shape; wording.leads has those that may be left out."""
SPACE = " \u3000\n\t\xa0"
_SHORTEST_LINE = 12
"""Characters of a line that may be prose which a page broke; a shorter one is a name or a label."""
BULLETS = "①②③④⑤⑥⑦⑧⑨⑩•●◆■*“《"


def cut_off_from(located: Located) -> str | None:
    """The words that a sentence was cut off from and that may turn or limit it; None when it is whole."""
    whole = located.passage_span
    if located.span is None or whole is None:
        return None
    text, span = located.document.page.text, located.span
    sent = SENT_BY.match(text, whole.start, span.start)
    before = text[sent.end() if sent else whole.start : span.start].strip(SPACE)
    after = text[span.end : whole.end].strip(SPACE)
    rumour = licences().rumour.search(located.passage)
    if rumour:
        return rumour.group()
    words = text[span.start : span.end]
    return (
        _label(text[whole.start : span.start])
        or _before(before, words)
        or _behind(after, words)
        or _condition(words, after)
        or _across(located, before, after)
        or (_unfinished(located, before, after) if before or after else None)
        or broken_off(text, whole)
    )


def _unfinished(located: Located, before: str, after: str) -> str | None:
    """A clause that is no sentence without those it was cut off from (会同有关部门, an aim without its act), or is bound by one.

    原标准规定，…限值为50毫克/立方米 does not say that it is so; 计划A；B does not say that B is done.
    """
    span, whole = located.span, located.passage_span
    if span is None or whole is None:
        return None
    passage = passage_of(located.passage)
    start, end = span.start - whole.start, span.end - whole.start
    tokens = passage.tokens.all
    places = {
        c: span_in(located.passage, tokens[c.start].start, tokens[c.end - 1].end)
        for c in passage.clauses
    }
    kept = [c for c, place in places.items() if place.start < end and place.end > start]
    if not kept:
        return None
    done = Changes(gone=tuple(c for c in passage.clauses if c not in kept))
    if may_stand(passage, done):
        if not done.gone and not after.strip(STOPS) and not _without_number(before).strip(SPACE):
            # Nothing was left out that could bind it.
            return None
        claimed = passage_of(located.passage[start:end])
        # 工作目标：到2030年，…: what tells by itself that it is an aim does not miss its heading.
        heads = (c for c in passage.clauses if c.colon and is_heading(c))
        told = (*kept, *heads) if tells_its_aim(located) else kept
        if not is_bound(located.passage, claimed, frozenset(told)):
            return None
    return kept[-1].text[-12:]


def broken_off(text: str, whole: Span) -> str | None:
    """What a sentence goes on from or into where a line of the page ends inside it; None where it is whole.

    …加大资源 ends one line and 开发力度，促进… begins the next: neither is printed as a sentence.
    """
    before, here = text[: whole.start].rpartition("\n")[2], text[whole.start : whole.end]
    if not before:
        above = text[: max(0, whole.start - 1)].rpartition("\n")[2]
        if _is_open(above) and not _begins(here):
            return above.strip(SPACE)[-12:]
    below = text[whole.end + 1 :].partition("\n")[0]
    if text[whole.end : whole.end + 1] == "\n" and _is_open(here.rpartition("\n")[2]):
        return below.strip(SPACE)[:12] if below.strip(SPACE) and not _begins(below) else None
    return None


def _begins(line: str) -> bool:
    """True for a line that goes on from none: one with a number, a bullet, a quotation, cells."""
    return "|" in line or line.strip(SPACE)[:1] in BULLETS or ARTICLE.match(line) is not None


def _is_open(line: str) -> bool:
    """True for a line of prose that ends in the middle: with a comma inside, and no stop at its end."""
    words = line.strip(SPACE)
    if "|" in words or len(words) < _SHORTEST_LINE or HEADING.search(words):
        return False
    return bool(re.search(f"{CLAUSE_ENDS}.", words)) and bool(
        re.search(r"[\u4e00-\u9fff，、,]$", words)
    )


def _condition(words: str, after: str) -> str | None:
    """What follows from 当负荷超过9万千瓦，且持续3天, where it was cut off: the condition alone says nothing."""
    first, *others = re.split(CLAUSE_ENDS, re.split(f"[{STOPS}]", words.rstrip(STOPS))[-1])
    rest, table = after.lstrip("，, "), licences()
    open_end = after[:1] in ("，", ",") and rest and rest[0] not in STOPS
    going_on = all(table.conditions_go_on.search(clause) for clause in others)
    return rest[:12] if open_end and going_on and table.conditions.search(first) else None


def _label(before: str) -> str | None:
    """水泥行业 in 水泥行业：2028年底前完成…, on the same line: without it nobody knows of whom the rest is."""
    if before[-1:] not in ("：", ":"):
        return None
    named = _without_number(re.split(f"[{STOPS}\n，,：:]", before[:-1])[-1].strip(SPACE))
    return named if is_label(named) else None


def _before(before: str, words: str) -> str | None:
    if before.endswith("|"):
        return before[-12:]
    *heads, list_part = re.split("[：:]", before)
    turned = (
        lexicon()
        .pattern("limit.turns_a_list")
        .search(re.split(f"{CLAUSE_ENDS}|[；;]", heads[-1])[-1])
        if heads
        else None
    )
    if turned:
        return turned.group()
    part = re.split("[；;]", list_part)[-1]
    *clauses, rest = re.split(CLAUSE_ENDS, _without_number(part))
    for clause in (c.strip(SPACE + QUOTES) for c in clauses):
        if clause and not is_lead(clause) and not is_consent_given(clause, words):
            return clause[-12:]
    found = lexicon().pattern("limit.turns").search(rest)
    if found:
        return found.group()
    rest = rest.rstrip(SPACE)
    # 夏季（6月至8月）高峰时段…: a remark in brackets does not end what it stands behind.
    plain = REMARK.sub("", rest)
    return plain[-6:] if plain and _goes_on(plain[-1]) else None


def _behind(after: str, words: str) -> str | None:
    if after.startswith("|"):
        return after[:12]
    if after[:1] and after[0] in STOPS:
        return None
    rest = re.split(f"[{STOPS}]", after)[0]
    found = licences().undone_behind.search(rest)
    if found:
        return found.group()
    if PART.match(rest) and not licences().asides.match(fold(rest).text):
        # 限值为50毫克/立方米（其中燃油锅炉80毫克/立方米）: of those the page tells another value.
        return rest[:12]
    for clause in re.split(CLAUSE_ENDS, rest)[1:]:
        if unsettles(clause.strip(SPACE), words):
            return clause.strip(SPACE)[:12]
    if rest[:1] and rest[0] in QUOTES:
        rest = rest.lstrip(QUOTES)
    return rest[:6] if rest and _goes_on(rest[0]) else None


def _goes_on(character: str) -> bool:
    """True where a clause goes on over an edge: 规模以上钢铁、|水泥企业 loses what limits it, 用于电网|、储能 the rest."""
    return character.isalnum() or character == "、"


def _across(located: Located, before: str, after: str) -> str | None:
    """Words from several sentences or table rows must be all of them."""
    span = located.span
    if span is None or len(located.document.sentences_touching(span)) < 2:
        return None
    left = _without_number(before).strip(SPACE) or after.strip(SPACE + STOPS + QUOTES + "，,、")
    return left[:12] or None


def _without_number(text: str) -> str:
    """A text without the number of an article or point at its head."""
    number = re.match(rf"{NUMBERING.pattern}[{SPACE}、.．:：]*(?=$|[^\d年月日])", text)
    if number and (number.end() == len(text) or text[number.end() - 1] in SPACE + "、.．）)条"):
        return text[number.end() :]
    return text
