"""All queries to all backends: order, merging, filters, gaps and what they are worth."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import SearchFailed
from agent.records import Hit, Interval, Query, Usage
from agent.search import Coverage, Found, Gathered, distinct_sites, on_sites, plain, within
from agent.search.gather import ALLOWANCE, EARLIER, both, gather, usable
from tests.search_service import WINDOW

EVERYWHERE = Coverage()
CENTRAL = Coverage(
    levels=frozenset({"central"}), provinces=frozenset(), hosts=frozenset({"www.gov.cn"})
)


@dataclass
class Scripted:
    """A backend that answers by a function of the query's text, after a short random while."""

    name: str
    answer: Callable[[str], Sequence[str]]
    coverage: Coverage = EVERYWHERE
    pause: float = 0.0
    asked: list[str] = field(default_factory=list)
    silent: tuple[str, ...] = ()
    partial: str = ""

    def search(self, query: Query, limit: int) -> Found:
        self.asked.append(query.text)
        time.sleep(self.pause)
        urls = self.answer(query.text)
        hits = tuple(
            Hit(url=url, title=f"{query.text} {url}", backend=self.name, rank=rank)
            for rank, url in enumerate(urls[:limit], start=1)
        )
        return Found(hits, (paid(self.name, query.text),), self.silent, self.partial)


def paid(name: str, text: str) -> Usage:
    return Usage(stage="search", model=name, target=text)


def failing(cause: str, *only: str) -> Callable[[str], Sequence[str]]:
    def answer(text: str) -> Sequence[str]:
        if not only or text in only:
            raise SearchFailed(cause, f"told {cause}", hint="do something")
        return ()

    return answer


def queries(*texts: str, sites: tuple[str, ...] = ()) -> tuple[Query, ...]:
    return tuple(Query(text=text, window=WINDOW, sites=sites) for text in texts)


def gathered(
    asked: Sequence[Query], *backends: Scripted, limit: int = 10, workers: int = 8
) -> Gathered:
    with ThreadPoolExecutor(workers) as pool:
        return gather(asked, backends, "山西", pool, limit)


def test_hits_come_by_query_then_backend_then_rank_whatever_is_faster() -> None:
    slow = Scripted(
        "slow", lambda text: [f"https://s.example/{text}{n}" for n in (1, 2)], pause=0.03
    )
    fast = Scripted("fast", lambda text: [f"https://f.example/{text}{n}" for n in (1, 2)])
    found = gathered(queries("a", "b"), slow, fast)
    assert [hit.url.removeprefix("https://") for hit in found.hits] == [
        *("s.example/a1", "s.example/a2", "f.example/a1", "f.example/a2"),
        *("s.example/b1", "s.example/b2", "f.example/b1", "f.example/b2"),
    ]
    assert [(answer.backend, answer.query, answer.hits) for answer in found.answers] == [
        ("slow", "a", 2),
        ("fast", "a", 2),
        ("slow", "b", 2),
        ("fast", "b", 2),
    ]


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), workers=st.integers(1, 6))
def test_the_order_never_depends_on_who_was_first(seed: int, workers: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test's dice

    def answer(text: str) -> Sequence[str]:
        time.sleep(dice.random() / 2000)
        return [f"https://{text}.example/{n}" for n in range(3)]

    def run(threads: int) -> tuple[Hit, ...]:
        backends = (Scripted("one", answer), Scripted("two", answer))
        return gathered(queries("a", "b", "c"), *backends, workers=threads).hits

    assert run(workers) == run(1)


def test_all_pairs_are_asked_side_by_side() -> None:
    together = threading.Barrier(4, timeout=5)

    def answer(text: str) -> Sequence[str]:
        together.wait()
        return ()

    found = gathered(queries("a", "b"), Scripted("one", answer), Scripted("two", answer))
    assert len(found.answers) == 4


def test_spellings_of_one_address_are_one_hit_and_the_first_is_kept() -> None:
    one = Scripted("one", lambda text: ["http://A.example/x?utm_source=1"])
    two = Scripted("two", lambda text: ["https://a.example/x", "https://a.example/y"])
    found = gathered(queries("a"), one, two)
    assert [(hit.backend, hit.url) for hit in found.hits] == [
        ("one", "http://A.example/x?utm_source=1"),
        ("two", "https://a.example/y"),
    ]


def test_nothing_asked_is_nothing_gathered() -> None:
    assert gathered(()) == Gathered((), (), ())
    assert gathered(queries("a")) == Gathered((), (), ())


def test_a_search_of_few_words_is_asked_the_short_queries_and_no_others() -> None:
    wordy = Scripted("wordy", lambda text: ["https://w.example/"])
    terse = Scripted("terse", lambda text: ["https://t.example/"], Coverage(short=True))
    long_one, short_one = queries("a", "b")
    gathered((long_one, short_one.model_copy(update={"short": True})), wordy, terse)
    assert (wordy.asked, terse.asked) == (["a"], ["b"])


def test_no_backend_is_asked_more_than_twelve_times_in_both_rounds() -> None:
    one = Scripted("one", lambda text: [f"https://o.example/{text}"])
    texts = [str(number) for number in range(20)]
    with ThreadPoolExecutor(4) as pool:
        first = gather(queries(*texts[:9]), (one,), "山西", pool, 10)
        second = gather(queries(*texts[9:]), (one,), "山西", pool, 10, earlier=first)
    assert len(one.asked) == ALLOWANCE == 12
    found = both(first, queries(*texts[9:]), second)
    assert len(found.hits) == 12
    assert found.queries == queries(*texts[9:])
    assert found.notes == ("one: 8 questions were not asked, 12 requests are the most",)


def test_what_both_rounds_found_stands_once() -> None:
    one = Scripted("one", lambda text: ["https://o.example/x", f"https://o.example/{text}"])
    with ThreadPoolExecutor(4) as pool:
        first, second = (gather(queries(text), (one,), "山西", pool, 10) for text in "ab")
    urls = [hit.url.rpartition("/")[2] for hit in both(first, queries("b"), second).hits]
    assert urls == ["x", "a", "b"]


# Failures


def test_a_failure_is_a_gap_that_says_which_backend_which_query_and_why() -> None:
    found = gathered(queries("山西 货运"), Scripted("searxng", failing("blocked")))
    (gap,) = found.gaps
    assert (gap.stage, gap.target, gap.cause) == ("search", "searxng: 山西 货运", "blocked")
    assert gap.detail == "told blocked (do something)"
    assert found.answers == ()


def test_a_failure_does_not_matter_when_another_that_covers_answered_the_query() -> None:
    found = gathered(
        queries("a", "b"),
        Scripted("broken", failing("blocked")),
        Scripted("sound", lambda text: []),
    )
    assert [gap.material for gap in found.gaps] == [False, False]


def test_a_failure_matters_for_the_query_that_nobody_answered() -> None:
    found = gathered(queries("a", "b"), Scripted("shaky", failing("timeout", "b")))
    assert [(gap.target, gap.material) for gap in found.gaps] == [("shaky: b", True)]
    assert [answer.query for answer in found.answers] == ["a"]


def test_an_answer_from_one_that_covers_nothing_settles_nothing() -> None:
    central = Scripted("govcn", lambda text: ["https://www.gov.cn/1"], coverage=CENTRAL)
    found = gathered(queries("a"), Scripted("broken", failing("error")), central)
    assert [gap.material for gap in found.gaps] == [True]
    assert [(answer.backend, answer.covers) for answer in found.answers] == [("govcn", False)]
    assert len(found.hits) == 1


def test_a_search_of_which_too_small_a_part_answered_has_hits_and_counts_as_not_answered() -> None:
    lame = Scripted("lame", lambda _: ["https://a.example/"], silent=("甲 (CAPTCHA)",))
    lame.partial = "blocked"
    got = gathered(queries("问"), lame)
    assert [hit.url for hit in got.hits] == ["https://a.example/"]
    assert got.answers == ()
    ((gap),) = got.gaps
    assert (gap.cause, gap.material) == ("blocked", True)
    assert "甲 (CAPTCHA)" in gap.detail


def test_a_search_of_which_enough_answered_is_answered_and_the_rest_is_told() -> None:
    lame = Scripted("lame", lambda _: ["https://a.example/"], silent=("甲 (CAPTCHA)",))
    got = gathered(queries("问"), lame)
    assert [answer.covers for answer in got.answers] == [True]
    assert [(gap.cause, gap.material) for gap in got.gaps] == [("engines_silent", False)]


@pytest.mark.parametrize("cause", ["wrong_key", "quota", "unreachable"])
def test_a_backend_that_refuses_for_good_is_not_asked_again(cause: str) -> None:
    refusing = Scripted("refusing", failing(cause))
    found = gathered(queries("a", "b", "c"), refusing, workers=1)
    assert refusing.asked == ["a"]
    assert [gap.target for gap in found.gaps] == ["refusing: a", "refusing: b", "refusing: c"]
    assert {gap.cause for gap in found.gaps} == {cause}


@pytest.mark.parametrize("cause", ["blocked", "timeout", "error"])
def test_a_backend_that_fails_once_is_asked_the_next_query(cause: str) -> None:
    shaky = Scripted("shaky", failing(cause, "a"))
    found = gathered(queries("a", "b"), shaky, workers=1)
    assert shaky.asked == ["a", "b"]
    assert len(found.gaps) == 1


def test_a_refusal_stops_that_backend_alone() -> None:
    sound = Scripted("sound", lambda text: [])
    gathered(queries("a", "b"), Scripted("refusing", failing("quota")), sound, workers=1)
    assert sound.asked == ["a", "b"]


def test_a_fault_of_ours_is_not_taken_for_a_failed_search() -> None:
    def broken(text: str) -> Sequence[str]:
        raise KeyError(text)

    with pytest.raises(KeyError):
        gathered(queries("a"), Scripted("broken", broken))


# What it cost


def test_what_was_asked_is_on_the_bill_by_query_and_backend_also_of_one_that_failed_halfway() -> (
    None
):
    def half(text: str) -> Sequence[str]:
        raise SearchFailed("timeout", "the second half did not come", usage=(paid("half", text),))

    found = gathered(queries("a", "b"), Scripted("whole", lambda text: []), Scripted("half", half))
    assert [(used.target, used.model, used.calls) for used in found.usage] == [
        ("a", "whole", 1),
        ("a", "half", 1),
        ("b", "whole", 1),
        ("b", "half", 1),
    ]


# Coverage


@pytest.mark.parametrize(
    ("coverage", "covers"),
    [
        pytest.param(Coverage(), True, id="everything"),
        pytest.param(Coverage(provinces=frozenset({"山西"})), True, id="this province"),
        pytest.param(Coverage(provinces=frozenset({"陕西"})), False, id="another province"),
        pytest.param(CENTRAL, False, id="central documents only"),
        pytest.param(Coverage(first=date(2024, 8, 10)), True, id="from the first day on"),
        pytest.param(Coverage(first=date(2024, 8, 11)), False, id="a day too late"),
        pytest.param(Coverage(last=date(2025, 2, 6)), True, id="to the last day"),
        pytest.param(Coverage(last=date(2025, 2, 5)), False, id="a day too short"),
    ],
)
def test_a_backend_covers_the_whole_window_of_the_province_or_does_not(
    coverage: Coverage, covers: bool
) -> None:
    found = gathered(queries("a"), Scripted("one", lambda text: [], coverage=coverage))
    assert [answer.covers for answer in found.answers] == [covers]


def test_a_backend_without_the_sites_of_a_query_is_not_asked_it() -> None:
    central = Scripted("govcn", lambda text: [], coverage=CENTRAL)
    asked = (
        *queries("provincial", sites=("www.shanxi.gov.cn",)),
        *queries("central", sites=("www.mee.gov.cn", "www.gov.cn")),
        *queries("free"),
    )
    found = gathered(asked, central)
    assert sorted(central.asked) == ["central", "free"]
    assert found.gaps == ()


# Filters


def hit(url: str = "https://a.example/", day: date | None = None) -> Hit:
    return Hit(url=url, title="t", backend="b", rank=1, date=day)


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        pytest.param(None, True, id="unknown"),
        pytest.param(date(2024, 11, 8), True, id="inside"),
        pytest.param(WINDOW.start - timedelta(days=1), True, id="issued just before"),
        pytest.param(WINDOW.start - EARLIER, True, id="issued a year before, in force later"),
        pytest.param(WINDOW.start - EARLIER - timedelta(days=1), False, id="older than a year"),
        pytest.param(date(2016, 1, 1), False, id="years before"),
        pytest.param(date(2026, 5, 1), True, id="uploaded years later"),
    ],
)
def test_only_a_hit_from_long_before_the_window_is_about_another_time(
    day: date | None, kept: bool
) -> None:
    (query,) = queries("a")
    assert usable(hit(day=day), query) is kept


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://www.shanxi.gov.cn/a", True),
        ("https://shanxi.gov.cn/a", True),
        ("http://jtyst.SHANXI.gov.cn/a", True),
        ("https://www.shaanxi.gov.cn/a", False),
        ("https://notshanxi.gov.cn/a", False),
        ("https://shanxi.gov.cn.evil.example/a", False),
        ("https://evil.example/?x=shanxi.gov.cn", False),
        ("ftp://www.shanxi.gov.cn/a", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_a_hit_must_be_on_a_site_that_was_asked_for(url: str, kept: bool) -> None:
    (query,) = queries("a", sites=("www.shanxi.gov.cn",))
    assert usable(hit(url), query) is kept


def test_without_sites_any_host_will_do_but_no_odd_scheme() -> None:
    (query,) = queries("a")
    assert usable(hit("https://evil.example/"), query)
    assert not usable(hit("file:///etc/passwd"), query)


def test_filtered_hits_count_as_answered_and_are_not_kept() -> None:
    found = gathered(
        queries("a", sites=("www.shanxi.gov.cn",)),
        Scripted("one", lambda text: ["https://elsewhere.example/"]),
    )
    assert found.hits == ()
    assert [answer.hits for answer in found.answers] == [1]


@pytest.mark.parametrize(
    ("sites", "distinct"),
    [
        (("www.shanxi.gov.cn", "fgw.shanxi.gov.cn"), ("shanxi.gov.cn",)),
        (("fgw.shanxi.gov.cn", "www.shanxi.gov.cn"), ("shanxi.gov.cn",)),
        (("www.gov.cn", "www.mee.gov.cn"), ("www.gov.cn", "mee.gov.cn")),
        (("a.example", "A.example."), ("a.example",)),
        (("xshanxi.gov.cn", "shanxi.gov.cn"), ("xshanxi.gov.cn", "shanxi.gov.cn")),
        ((), ()),
    ],
    ids=["below", "order", "all governments are no site", "spelling", "no label", "none"],
)
def test_sites_below_another_site_need_not_be_named(
    sites: tuple[str, ...], distinct: tuple[str, ...]
) -> None:
    assert distinct_sites(sites) == distinct


def test_the_portal_of_the_state_is_not_every_government() -> None:
    assert within("www.gov.cn", ("www.gov.cn",))
    assert not within("www.shanxi.gov.cn", ("www.gov.cn",))
    assert on_sites("https://anything.example", ())


def test_marks_of_a_search_are_taken_out_and_comparisons_stay() -> None:
    assert plain("A &lt; B 且 <b>c</b>\n d") == "A < B 且 c d"
    assert plain("降幅<5% 且 >3%") == "降幅<5% 且 >3%"
    assert plain(None) == ""


def test_a_window_that_looks_back_further_filters_further_back() -> None:
    wider = Query(text="a", window=Interval(start=date(2024, 1, 1), end=WINDOW.end))
    assert usable(hit(day=date(2023, 1, 2)), wider)
