"""Chinese numerals as numbers: 二〇二四, 二十五, 三百六十五, 一千二百万, 二点五."""

from __future__ import annotations

from decimal import Decimal

from agent.lazy import lazy_pattern

_ZEROS = "〇零○◯O0"
_DIGITS = {
    **dict.fromkeys(_ZEROS, 0),
    **{character: value for value, character in enumerate("一二三四五六七八九", start=1)},
    "两": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_SPELLED = lazy_pattern(
    "[零〇一二三四五六七八九两十百千万亿兆廿卅]+(?:点[零〇一二三四五六七八九]+)?"
)


def digit_string(text: str) -> int | None:
    """Digits read one by one: 二〇二四 and 二O二四 are 2024; None when one is no digit."""
    if not text or any(
        character not in _DIGITS and not character.isdecimal() for character in text
    ):
        return None
    return int("".join(str(_DIGITS.get(c, c)) for c in text))


def spelled_number(text: str) -> Decimal | None:
    """A spelled-out number: 二十五 is 25, 一千二百万 is 12000000, 二点五 is 2.5, 两百三 is 230.

    None when the text is no well-formed number (units out of order, stray digits).
    """
    if not _SPELLED.fullmatch(text):
        return None
    whole, _, fraction = text.partition("点")
    value = _whole(whole.replace("廿", "二十").replace("卅", "三十"))
    if value is None:
        return None
    if fraction:
        return Decimal(f"{value}.{digit_string(fraction):0{len(fraction)}d}")
    return Decimal(value)


def _whole(text: str) -> int | None:
    for unit, size in sorted(_LARGE.items(), key=lambda pair: -pair[1]):
        if unit in text:
            head, _, tail = text.rpartition(unit)
            high, low = _whole(head), _rest(tail, size)
            if high is None or low is None or low >= size or high < 1:
                return None
            return high * size + low
    return _below_ten_thousand(text)


def _rest(text: str, size: int) -> int | None:
    if not text:
        return 0
    if len(text) == 1 and text in _DIGITS and text not in _ZEROS:
        return _DIGITS[text] * size // 10
    return _whole(text)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last = 0, None, 10**4
    zero = False
    for character in text:
        if character in _ZEROS:
            if digit is not None:
                return None
            zero = True
        elif character in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[character]
        else:
            size = _SMALL[character]
            if size >= last or (digit is None and (size != 10 or (total and not zero))):
                return None
            total += (1 if digit is None else digit) * size
            digit, last, zero = None, size, False
    if digit is not None:
        total += digit * (last // 10 if total and not zero and last > 10 else 1)
    return total if text and (total or text in _ZEROS) else None
