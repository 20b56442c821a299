"""Chinese numerals as numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agent.text.numerals import digit_string, spelled_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", "0"), ("十", "10"), ("二十五", "25"), ("两百三", "230"), ("一百零三", "103"), ("廿五", "25"), ("两千零五", "2005"),
        ("一千二百万", "12000000"), ("三亿五千万", "350000000"), ("一万二", "12000"), ("三万亿", "3000000000000"), ("二点五", "2.5"),
        ("十二点零五", "12.05"),
    ],
)  # fmt: skip
def test_a_spelled_number_is_read(text: str, value: str) -> None:
    assert spelled_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "百", "万", "二五", "十百", "一百二千", "一二十", "零五零三", "五零", "一亿万亿", "三个", "百点五"])  # fmt: skip
def test_what_is_no_well_formed_number_is_none(text: str) -> None:
    assert spelled_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("二〇二四", 2024), ("二○二四", 2024), ("二O二四", 2024), ("2024", 2024), ("十", None), ("", None)]
)  # fmt: skip
def test_digits_are_read_one_by_one(text: str, value: int | None) -> None:
    assert digit_string(text) == value
