"""Whether the words of a name stand as whole words in a sentence: 榆城际铁路 in 并榆城际铁路 is another line."""

from __future__ import annotations

import re
from itertools import pairwise

from agent.facts.canonical import plain
from agent.facts.covering import ended_otherwise
from agent.facts.edges import (
    DIVISIONS,
    PART,
    at_left_edge,
    at_right_edge,
    gazetteer,
    is_light,
)
from agent.facts.event_name import Happening
from agent.lazy import lazy_pattern
from agent.text.fold import fold
from agent.text.lexicon import lexicon

_AGAIN = 2
_PART_OF_PLACE = lazy_pattern(
    "[\u4e00-\u9fff]{0,8}?(?:镇|乡|街道|村|社区|[小园矿]区|开发区|工业园)内?的?"
)
_ALL_WHO = lazy_pattern("[\u4e00-\u9fff]{0,4}?(?:居民|群众|用户|企业|单位)")
_DIVISIONS = frozenset(f"省{DIVISIONS}")
_ITS_BODY = lazy_pattern(r"[\u4e00-\u9fff]{0,12}?(?:指挥部|政府|办公室|领导小组|委员会|[局厅])")


def begins_whole(event: Happening, covered: list[str], chain: str, own: str) -> bool:
    """True when the name's first words are no end of a longer name there: 榆城际铁路 in 并榆城际铁路.

    The same is asked of the first of its words in the act's own clause: 装置 in 合成氨装置 is not
    the 尿素装置 of which another clause spoke.
    """
    if not covered or not event.subject:
        return True
    here = [piece for piece in covered if piece in own]
    if here:
        first = min(here, key=own.find)
        # 青坪水电站…，电站1号机组: what stands before it is the end of what was named.
        left = own[: own.find(first)].strip()
        again = len(left) >= _AGAIN and any(p.endswith(left) for p in covered)
        if not again and not at_edge(first, own):
            return False
    return at_edge(covered[0], chain)


def ends_whole(event: Happening, covered: list[str], chain: str, own: str) -> bool:
    """True when the words before the act, and the last of the name, are cut off nowhere: 城际铁 of 城际铁路."""
    ends = []
    if event.head and event.subject:
        last = plain(event.subject[-1])
        here = [piece for piece in covered if piece in own]
        ends += [piece for piece in here if last.endswith(piece)][-1:] or here[-1:]
    if event.parts and event.parts[-1] != (event.subject or ("",))[-1]:
        last = plain(event.parts[-1])
        ends += [piece for piece in covered if last.endswith(piece)][-1:]
        if len(last) == 1:
            ends.append(plain(fold(event.name).text)[-2:])
    orders = event.head is not None and event.head.act.takes_object
    befell = event.head is not None and event.head.act.step in lexicon().words("step.incident")
    last = plain(event.subject[-1]) if event.subject else ""
    ends = [ended_otherwise(last[max(last.find(one), 0) :], chain) or one for one in ends]
    if _is_of_a_part(covered, own):
        return False
    return all(
        _at_right_edge(piece, own if piece in own else chain, covered)
        or (orders and _by_its_body(piece, chain))
        or (befell and _before_a_part(piece, chain))
        for piece in ends
    )


def _is_of_a_part(covered: list[str], own: str) -> bool:
    """True where only the people or firms of a part of the named place are meant: 永川区三教镇居民 for 永川区居民."""
    return any(
        gazetteer().mentions(place, counties=True)
        and _ALL_WHO.match(who)
        and re.search(f"{re.escape(place)}{_PART_OF_PLACE.pattern}{re.escape(who)}", own)
        for place, who in pairwise(covered)
    )


def _before_a_part(piece: str, text: str) -> bool:
    """True where the part of a thing at which something happened stands behind its name: 某装置氧化单元突发爆燃."""
    end = text.find(piece) + len(piece)
    part = PART.match(text, end)
    return part is not None and at_right_edge(text, part.end())


def at_edge(piece: str, text: str) -> bool:
    """True where a piece of a name begins as a whole word somewhere in a text."""
    at = text.find(piece)
    while at >= 0:
        if at_left_edge(text, at) or is_local(piece):
            return True
        at = text.find(piece, at + 1)
    return False


def is_local(piece: str) -> bool:
    """True for words that begin with a small place, before whose name the larger may stand."""
    if re.match(r"[\u4e00-\u9fff]{2,4}?(?:镇|乡|街道|村)|市区|城区|主城|全[省市县区]", piece):
        return True
    mentions = gazetteer().mentions(piece[:8], counties=True)
    return bool(mentions) and mentions[0].span.start == 0


def _by_its_body(piece: str, text: str) -> bool:
    """True where the body of a county that decides (某县防汛抗旱指挥部) stands for the county."""
    end = text.find(piece) + len(piece)
    if _is_short_place(piece, text[end : end + 1]):
        end += 1
    return text[end - 1 : end] in _DIVISIONS and _ITS_BODY.match(text, end) is not None


def _is_short_place(piece: str, behind: str) -> bool:
    """徐闻 of 徐闻县: a name ends with a county that the page writes out."""
    return behind in _DIVISIONS and any(
        gazetteer().provinces_of(piece[-size:] + behind) for size in (2, 3)
    )


def _at_right_edge(piece: str, text: str, covered: list[str]) -> bool:
    """True where a piece ends as a whole word, or where the next piece of the name follows it."""
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        if at_right_edge(text, end) or text.startswith(tuple(covered), end):
            return True
        then = [there for one in covered if (there := text.find(one, end)) > end]
        if then and is_light(text[end : min(then)]):
            return True  # 口岸公路货运通关 for 口岸通关
        if _is_short_place(piece, text[end : end + 1]) and at_right_edge(text, end + 1):
            return True
        at = text.find(piece, at + 1)
    return False
