"""Names in one form, so that a claim and a page which spell a thing differently are compared as equal.

Both sides are read so: numbers of units as digits, each of a list whole (一号、二号机组 is 1号机组、2号机组),
a size between a unit's number and its noun left out, and what has two names by the shorter of them
(``[same]`` in the lexicon: 液化天然气 is LNG, 海南藏族自治州 is 海南州).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from agent.facts.days import SIZED_UNIT
from agent.lazy import lazy_pattern
from agent.text.lexicon import Finder, lexicon
from agent.text.numerals import spelled_number

_COUNTED = f"[\\d两三四五六七八九十]{{1,2}}[台座条个](?:{SIZED_UNIT})?"
_LISTED = lazy_pattern(
    rf"(?<!\d)\d{{1,2}}号(?:[、和与及]\d{{1,2}}号){{1,9}}(?:{_COUNTED})?(?P<unit>机组|高炉|转炉|焦炉|锅炉|炉|窑|线|生产线|主变|泊位)"
)
_CAPACITY = lazy_pattern(f"(?<=[号期#]){SIZED_UNIT}")
"""2号百万千瓦机组 is 2号机组."""
_LINE = lazy_pattern(r"(?<=[号#])(?P<made>[\u4e00-\u9fff]{1,6}?)(?:生产|产)线")
"""5号棒材生产线 is 5号棒材线; 5号线 alone may be one of a metro."""
_NUMBERED = frozenset("号期#")
_NUMBER = lazy_pattern(r"[一二三四五六七八九十]{1,3}(?=号|期|#)")
_RATE = lazy_pattern(r"(?:年产|日产)(?=\d[\d.]{0,8}万?吨)|(?<=吨)/[年日天]")
"""年产60万吨, 60万吨/年: of what size a line is."""
_SPELLED_RATE = lazy_pattern(r"(?<=\d)t/d")
_BARE_UNIT = lazy_pattern(
    r"(?<=\d号)机(?![\u4e00-\u9fffA-Za-z])|(?<=\d号)机(?=停|退|投|并|解|关|复|启|检|大修|重)"
)
"""4号机 is 4号机组."""
_FEW = lazy_pattern(
    r"(?<![第首\d一二两三四五六七八九十百千万几数])[二两三四五六七八九十]{1,3}(?=[台座条套])"
)
"""三台锅炉 is 3台锅炉; but 一台 may be any one of them, and 几十台 is not 10台."""
_ROAD = lazy_pattern(r"(?P<number>(?<!\d)\d{1,3})(?P<kind>[国省]道)")
"""319国道 is 国道319线."""
_AGAIN_IN_BRACKETS = lazy_pattern(r"(?<=市)\(([州盟区县])\)")
"""19个市（州）."""
_SAME = "same."


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text in its one form; what it does not know stands as it is."""
    if ")" in text:
        text = _AGAIN_IN_BRACKETS.sub(r"\1", text)
    text = _in_short(text)
    if "吨" in text or "t/d" in text:
        text = _RATE.sub("", _SPELLED_RATE.sub("吨", text))
    text = _FEW.sub(lambda few: str(int(spelled_number(few[0]) or 0) or few[0]), text)
    if "道" in text:
        text = _ROAD.sub(r"\g<kind>\g<number>线", text)
    if not _NUMBERED.intersection(text):
        return text
    text = _LINE.sub(r"\g<made>线", _CAPACITY.sub("", text))
    text = _NUMBER.sub(lambda match: str(int(spelled_number(match[0]) or 0)), text)
    text = _BARE_UNIT.sub("机组", text)
    return _LISTED.sub(_each_whole, text)


def sizes_of(text: str) -> frozenset[str]:
    """The sizes between the numbers of units and their nouns: 66万千瓦 of 2号66万千瓦机组."""
    found = _CAPACITY.finditer(text)
    return frozenset(match["size"].removesuffix("级").replace("百万", "100万") for match in found)


def _each_whole(match: re.Match[str]) -> str:
    """1号、2号焦炉: what stands behind the last number belongs to each."""
    unit = match["unit"]
    numbers = re.findall(r"\d{1,2}号", match[0][: len(match[0]) - len(unit)])
    marks = re.findall(r"(?<=号)[、和与及](?=\d)", match[0])
    return "".join(
        f"{number}{unit}{mark}" for number, mark in zip(numbers, [*marks, ""], strict=True)
    )


@cache
def _twice_named() -> Finder[str]:
    table = lexicon()
    return Finder(
        (word, name.removeprefix(_SAME).strip("-"))
        for name in table.group(_SAME)
        for word in table.words(name)
    )


def _in_short(text: str) -> str:
    """A text with everything that has two names called by the shorter one."""
    written, end = list[str](), 0
    for shorter, match in _twice_named().find(text):
        written += text[end : match.start()], shorter
        end = match.end()
    return "".join((*written, text[end:])) if end else text
