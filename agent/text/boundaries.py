"""Where a number ends: the rule that keeps "20" from being found in "200", "20.5" or "20%".

Works on folded text (see fold.py): dashes are "-", brackets round, full-width digits plain.
"""

from __future__ import annotations

import unicodedata

from agent.lazy import lazy_pattern

_HAN_DIGITS = "〇零○一二三四五六七八九两"
_HAN_NUMERALS = frozenset(_HAN_DIGITS + "十百千万亿兆廿卅")
_MULTIPLIERS = frozenset("十百千万亿兆%‰")
_NOT_A_NUMBER = frozenset(
    ["统一", "同一", "唯一", "单一", "逐一", "合一", "归一", "专一", "万一", "之一"]
)
_YEAR = lazy_pattern(r"(?:19|20)\d\d年")
_HAN_YEAR_OR_ITEM = lazy_pattern(f"[一二][九〇○零]|[{_HAN_DIGITS}十]{{1,3}}、")
_THOUSANDS = lazy_pattern(r"\d{3}(?!\d)")
_BEFORE_THOUSANDS = lazy_pattern(r"(?<!\d)\d{1,3}$")


def cuts_number(text: str, edge: int, *, broken: bool = False) -> bool:
    """True when ``edge`` (between ``text[edge - 1]`` and ``text[edge]``) lies inside a number.

    Inside: between two digits, beside a decimal point, thousands separator, range dash or control
    character that has digits on both sides, between a number and its %, ‰, 万 or 亿, and between two
    Chinese numerals. A separator (white space between digits) is an outside, and so is a line break
    (``broken``) before a Chinese year or an item number (…之三 / 二、…).
    """
    if edge <= 0 or edge >= len(text):
        return False
    before, after = text[edge - 1], text[edge]
    if before.isdecimal():
        if after.isdecimal() or after in _MULTIPLIERS:
            return True
        return _joins(text, edge)
    if after.isdecimal():
        if before == "之" and text[max(0, edge - 3) : edge].endswith("分之"):
            return True
        return edge >= 2 and _joins(text, edge - 1)
    if before in "%‰" and after == "-" and text[edge + 1 : edge + 2].isdecimal():
        return True
    return _cuts_han_number(text, edge, broken=broken)


def _joins(text: str, mark: int) -> bool:
    """True when the character at ``mark`` joins the digits around it to one number or range."""
    character, rest = text[mark], text[mark + 1 : mark + 6]
    before = text[max(0, mark - 5) : mark]
    if not rest[:1].isdecimal() or not before:
        return False
    if character == "-" and before[-1] in "%‰":
        return True
    if not before[-1].isdecimal():
        return False
    if character == ".":
        return not _YEAR.match(rest)
    if character == ",":
        return bool(_THOUSANDS.match(rest) and _BEFORE_THOUSANDS.search(before))
    return character == "-" or unicodedata.category(character) in {"Cc", "Co", "Cf", "Cn"}


def _cuts_han_number(text: str, edge: int, *, broken: bool) -> bool:
    before, after = text[edge - 1], text[edge]
    numerals = _HAN_NUMERALS
    if before in numerals and after in numerals:
        if text[max(0, edge - 2) : edge] in _NOT_A_NUMBER:
            return False
        return not (broken and _HAN_YEAR_OR_ITEM.match(text, edge))
    if before == "点":
        return edge >= 2 and text[edge - 2] in numerals and after in _HAN_DIGITS
    if after == "点":
        return before in numerals and text[edge + 1 : edge + 2] in _HAN_NUMERALS
    if text[max(0, edge - 2) : edge] == "分之":
        return after in numerals
    return False
