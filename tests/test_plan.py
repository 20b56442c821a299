"""What a batch will take: counted, averaged over earlier runs, or assumed and told as such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from agent.batch.plan import Plan, lines, plan, sharing
from agent.prices import Prices
from agent.records import Usage
from agent.store import Store
from agent.wiring import Config
from agent.wiring.asking import known_prices
from agent.wiring.members import Knowledge, knowledge
from tests.batches import BEGUN, begun, found, opened, pay, point

POINTS = (
    point("2024-11-08"),
    point("2024-11-08", "陕西"),
    point("2024-11-08", sector="Power"),
    point("2023-05-27"),
)
MINE = """
[[model]]
host = "model.example"
name = "tiny"
currency = "cny"
input = 2.0
output = 8.0

[[search]]
name = "bocha"
currency = "cny"
call = 0.036
"""


@cache
def tables() -> Knowledge:
    return knowledge(Config())


@pytest.fixture
def prices(tmp_path: Path) -> Prices:
    path = tmp_path / "prices.toml"
    path.write_text(MINE, "utf-8")
    return known_prices(path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as one:
        yield one


def config(model: str = "tiny", search: tuple[str, ...] = ("bocha",)) -> Config:
    return Config(
        model=model,
        base_url="https://model.example/v1",
        key="x",
        search=search,
        services={"BOCHA_API_KEY": "x"},
        pages=20,
        best=5,
    )


def told(of: Plan) -> str:
    return "\n".join(lines(of))


def researched(store: Store, model: str, count: int) -> None:
    """Changepoints of an earlier run: 3 addresses each, of which all have the same."""
    run = store.start_run("research batch", "0.1.0", {"model": model}, BEGUN)
    used = Usage(
        stage="extract", model="tiny", host="model.example", prompt_tokens=1000, cached_tokens=200,
        completion_tokens=100,
    )  # fmt: skip
    for month in range(1, count + 1):
        of = point(f"2022-{month:02}-01")
        update = {"changepoint": of, "window": of.window(), "usage": (used, used)}
        store.save(run, found().model_copy(update=update))


# Counting


def test_changepoints_that_share_their_date_with_another_province_are_counted() -> None:
    assert sharing(POINTS) == 3
    assert sharing(POINTS[2:]) == 0


def test_questions_are_counted_and_equal_ones_go_out_once(prices: Prices) -> None:
    twice = (POINTS[0], POINTS[0].model_copy(update={"confidence": 0.7}))
    one = plan(twice[:1], config(), tables(), None, prices)
    both = plan(twice, config(), tables(), None, prices)
    asked = sum(not query.short for query in tables().queries(POINTS[0], POINTS[0].window(90)))
    assert (one.searches, one.distinct_searches) == (asked, asked)
    assert (both.searches, both.distinct_searches) == (2 * asked, asked)
    assert f"searches: {2 * asked} at most over bocha, {asked} of them asked before" in told(both)


def test_every_search_is_asked_every_question_but_the_saved_pages_ask_nobody(
    prices: Prices,
) -> None:
    one = plan(POINTS[:1], config(search=("bocha",)), tables(), None, prices)
    more = plan(POINTS[:1], config(search=("bocha", "tavily", "saved")), tables(), None, prices)
    assert more.searches == 2 * one.searches
    assert more.backends == ("bocha", "tavily")
    saved = plan(POINTS[:1], config(search=("saved",)), tables(), None, prices)
    assert "searches: none, only what is saved is searched" in told(saved)


# Assumptions


def test_without_earlier_runs_it_says_what_it_assumes(prices: Prices) -> None:
    made = plan(POINTS, config(), tables(), None, prices)
    assert made.basis.changepoints == 0
    assert (made.fetches, made.distinct_fetches, made.size) == (80, None, 12_000_000)
    assert made.tokens == (160_000, 16_000)
    text = told(made)
    assert "pages: about 80 opened, about 12 MB (assumed)" in text
    assert "model: tiny, about 160,000 tokens in and 16,000 out (assumed)" in text
    assert "assumed: 20 pages a changepoint (RESEARCH_PAGES); 150 KB a page; 5 pages read" in text


def test_a_handful_of_changepoints_says_nothing(store: Store, prices: Prices) -> None:
    researched(store, "tiny", 2)
    assert plan(POINTS, config(), tables(), store, prices).basis.changepoints == 0


# Earlier runs


def test_averages_are_those_of_earlier_runs_with_the_same_model(
    store: Store, prices: Prices
) -> None:
    researched(store, "tiny", 4)
    researched(store, "other", 5)
    made = plan(POINTS, config(), tables(), store, prices)
    assert made.basis.changepoints == 4
    assert (made.fetches, made.distinct_fetches) == (12, 3)
    assert made.tokens == (8_000, 800)
    text = told(made)
    assert "12 opened, 3 different ones fetched" in text
    assert "(as 4 changepoints of earlier runs)" in text
    assert "assumed: 150 KB a page" in text
    assert "RESEARCH_PAGES" not in text


def test_of_fewer_changepoints_it_does_not_guess_how_many_pages_differ(
    store: Store, prices: Prices
) -> None:
    researched(store, "tiny", 4)
    made = plan(POINTS[:2], config(), tables(), store, prices)
    assert (made.fetches, made.distinct_fetches) == (6, None)


def test_the_size_of_a_page_is_that_of_the_pages_fetched_before(
    store: Store, prices: Prices
) -> None:
    pay(store, begun(store))
    made = plan(POINTS, config(), tables(), store, prices)
    # 30 answers had 3 MB: 100 KB each.
    assert made.size == 80 * 100_000
    assert "KB a page" not in told(made)


# Money


def test_the_cost_is_what_the_prices_say(store: Store, prices: Prices) -> None:
    researched(store, "tiny", 4)
    made = plan(POINTS, config(), tables(), store, prices)
    # 8,000 tokens at 2 and 800 at 8 CNY a million; a question to bocha is 0.036 CNY.
    expected = 0.016 + 0.0064 + 0.036 * made.distinct_searches
    assert made.amounts == pytest.approx({"cny": expected})
    assert made.unpriced == ()
    assert f"cost: about {expected:.2f} CNY" in told(made)


def test_an_unknown_price_is_said_to_be_unknown(prices: Prices) -> None:
    made = plan(POINTS, config("house-model", ("bocha", "tavily")), tables(), None, prices)
    assert made.unpriced == ("house-model at model.example",)
    assert set(made.amounts) == {"cny"}
    assert "price unknown: house-model at model.example (RESEARCH_PRICES)" in told(made)


def test_a_model_on_the_machine_itself_is_said_to_have_no_price(prices: Prices) -> None:
    own = replace(config("small", ("govcn",)), base_url="http://localhost:11434/v1")
    said = told(plan(POINTS, own, tables(), None, prices))
    assert "cost: no price, on this machine: small at localhost" in said
    assert "price unknown" not in said


def test_what_costs_nothing_is_said_to(prices: Prices) -> None:
    made = plan(POINTS, config("none", ("govcn",)), tables(), None, prices)
    assert made.usage == ()
    assert "model: none, no tokens" in told(made)
    assert "cost: nothing that is paid for" in told(made)
