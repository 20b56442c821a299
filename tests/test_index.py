"""index.db: Chinese words of any length are found, exactly, and the file may go at any time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.errors import StateError
from agent.records import Interval, Page, PageMeta, Stated, StatedDate
from agent.store import Store
from agent.store.index import AT_ONCE, Index
from tests.dossiers import page

WINDOW = Interval(start=date(2024, 8, 10), end=date(2025, 2, 6))


def stated(day: date) -> StatedDate:
    return StatedDate(interval=Interval.of_day(day), value=str(day), where="test")


def numbered(number: int, text: str, title: str = "", **dates: date) -> Page:
    meta = PageMeta(
        title=Stated(value=title, where="h1") if title else None,
        **{name: stated(day) for name, day in dates.items()},
    )
    made = page(f"https://fgw.shanxi.example/{number}.html", text)
    return made.model_copy(update={"meta": meta})


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "index.db") as opened:
        yield opened


def numbers(index: Index, text: str, limit: int = 10) -> list[str]:
    found = index.search(text, None, limit)
    return [row.url.rsplit("/")[-1].removesuffix(".html") for row in found]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        pytest.param("电价", True, id="two characters, inside a longer run"),
        pytest.param("煤", True, id="one character at the end of a run"),
        pytest.param("分", True, id="one character at the beginning"),
        pytest.param("完善分时电价机制", True, id="a whole run"),
        pytest.param("时价", False, id="its characters do not stand together"),
        pytest.param("电机", False, id="characters of two words"),
        pytest.param("2024年11月", True, id="a month inside a date"),
        pytest.param("2024年1月", False, id="another month, not the beginning of 11"),
        pytest.param("2024年12月", False, id="another month"),
        pytest.param("GW", True, id="Latin, any case"),
        pytest.param("997", True, id="a number"),
        pytest.param("99", False, id="a part of a number is another number"),
        pytest.param("索引号", True, id="spaces inside a run do not count"),
        pytest.param("ＧＷ", True, id="full width"),
    ],
)
def test_a_word_is_found_where_it_stands_and_nowhere_else(
    index: Index, word: str, found: bool
) -> None:
    index.add(
        numbered(1, "关于完善分时电价机制的通知\n索 引 号：997\n2024年11月8日起 gw 消费原煤，机组")
    )
    assert (numbers(index, word) == ["1"]) is found


HAN = st.text("电价分时机制煤炭山西供暖通知2a，\n 。", min_size=1, max_size=30)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HAN, start=st.integers(0, 29), length=st.integers(1, 6))
def test_any_run_of_a_text_finds_it(tmp_path: Path, text: str, start: int, length: int) -> None:
    part = "".join(text.split())[start : start + length]
    runs = [run for run in part.replace("，", " ").replace("。", " ").split() if run]
    han = [run for run in runs if run.isalpha() and not run.isascii() and "a" not in run]
    with Index(tmp_path / "law.db") as index:
        index.add_all([numbered(1, "".join(text.split())), numbered(2, "别的")])
        for run in han:
            assert "1" in numbers(index, run)


def test_pages_with_every_word_come_alone(index: Index) -> None:
    index.add_all(
        [numbered(1, "山西省 供暖 通知"), numbered(2, "山西省 补贴"), numbered(3, "河北 供暖")]
    )
    assert numbers(index, "山西 供暖") == ["1"]


def test_without_a_page_with_every_word_those_with_most_come_first(index: Index) -> None:
    index.add_all(
        [
            numbered(1, "山西省 补贴"),
            numbered(2, "山西省 老旧货车 报废更新"),
            numbered(3, "河北 航线"),
            *(numbered(n, "山西 其他") for n in range(4, 9)),
        ]
    )
    found = numbers(index, "山西 老旧货车 报废更新 地铁")
    assert found[0] == "2"
    assert "3" not in found


def test_a_word_in_the_title_counts_more(index: Index) -> None:
    filler = "其他内容" * 30
    index.add_all(
        [numbered(1, f"限行 {filler}", "通知"), numbered(2, f"限行 {filler}", "限行通知")]
    )
    assert numbers(index, "限行") == ["2", "1"]


def test_the_same_address_again_takes_the_place_of_the_older_copy(index: Index) -> None:
    index.add(numbered(1, "旧文 限行"))
    index.add(numbered(1, "新文 补贴"))
    assert index.size == 1
    assert numbers(index, "限行") == []
    assert numbers(index, "补贴") == ["1"]


def test_an_attachment_is_found_by_the_page_that_links_it(index: Index) -> None:
    attachment = page("https://fgw.shanxi.example/a.docx", "附表：重型货车补贴标准")
    index.add(numbered(1, "通知").model_copy(update={"attachments": (attachment,)}))
    (row,) = index.search("重型货车", None, 10)
    assert row.url == "https://fgw.shanxi.example/1.html"
    assert "重型货车" in row.excerpt


def test_the_date_of_a_row_is_the_last_one_the_page_states(index: Index) -> None:
    index.add_all(
        [
            numbered(1, "限行", signed=date(2022, 6, 20), uploaded=date(2024, 11, 1)),
            numbered(2, "限行", signed=date(2022, 6, 20)),
            numbered(3, "限行"),
        ]
    )
    rows = {row.url[-6]: row.date for row in index.search("限行", None, 10)}
    assert rows == {"1": date(2024, 11, 1), "2": date(2022, 6, 20), "3": None}


def test_a_window_leaves_out_what_is_wholly_before_it(index: Index) -> None:
    index.add_all(
        [
            numbered(1, "限行", signed=date(2022, 6, 20), uploaded=date(2024, 11, 1)),
            numbered(2, "限行", signed=date(2022, 6, 20)),
            numbered(3, "限行"),
            numbered(4, "限行", uploaded=date(2026, 1, 1)),
        ]
    )
    assert {row.url[-6] for row in index.search("限行", WINDOW, 10)} == {"1", "3", "4"}


@pytest.mark.parametrize(
    "hostile",
    [
        '"',
        "' OR 1",
        "NEAR(",
        "限行 AND (",
        "*",
        "title: 限行",
        "-",
        "限行^2",
        "\0",
        "",
        " 　",
        "{}",
    ],
)
def test_no_search_text_is_taken_for_a_command(index: Index, hostile: str) -> None:
    index.add(numbered(1, "限行"))
    assert set(numbers(index, hostile)) <= {"1"}


def test_no_more_rows_come_than_asked_for(index: Index) -> None:
    index.add_all([numbered(n, "限行") for n in range(20)])
    assert len(index.search("限行", None, 7)) == 7
    assert index.search("限行", None, 0) == ()


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda path: path.write_bytes(b"rubbish" * 200), id="no database"),
        pytest.param(lambda path: _execute(path, "PRAGMA user_version = 99"), id="another version"),
    ],
)
def test_an_index_that_cannot_be_used_is_begun_anew(tmp_path: Path, spoil: object) -> None:
    path = tmp_path / "index.db"
    with Index(path) as index:
        index.add(numbered(1, "限行"))
    spoil(path)  # type: ignore[operator]  # a function of the path
    with Index(path) as index:
        assert index.size == 0
        index.add(numbered(2, "限行"))
        assert numbers(index, "限行") == ["2"]


def test_results_are_never_taken_for_an_index_and_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "research.db"
    Store(path).close()
    with pytest.raises(StateError, match="something else"):
        Index(path)
    Store(path).close()


def _execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(statement)


def test_threads_may_add_and_search_at_once(index: Index) -> None:
    def add_and_search(number: int) -> int:
        index.add(numbered(number, f"限行 第{number}号"))
        return len(index.search("限行", None, 100))

    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(add_and_search, range(40)))
    assert max(counts) == 40
    assert index.size == 40


def test_pages_put_in_between_two_searches_of_all_are_found(index: Index) -> None:
    index.add(numbered(1, "分时电价"))
    assert numbers(index, "电价") == ["1"]
    index.add_all([numbered(n, f"第{n}次调整电价") for n in range(2, 2 + AT_ONCE + 1)])
    assert len(numbers(index, "电价", limit=1000)) == AT_ONCE + 2


def test_a_page_that_was_replaced_is_found_by_its_new_words_alone(index: Index) -> None:
    for text in ("分时电价", "阶梯水价", "管道气价"):
        index.add(numbered(1, text))
        if text != "阶梯水价":  # which is replaced before it was ever filed
            assert numbers(index, text) == ["1"]
    assert not numbers(index, "分时电价")
    assert not numbers(index, "阶梯水价")
