"""What things cost: by host and model, with cached tokens and peak hours, and never guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.prices import Cost, Prices
from agent.records import Usage
from agent.wiring.asking import known_prices

OWN = """
[[model]]
host = "models.example"
name = "large"
currency = "cny"
input = 2.0
cached = 0.5
output = 8.0

[[model]]
host = "127.0.0.1"
name = "*"
input = 0
output = 0

[[search]]
name = "bocha"
currency = "cny"
call = 0.03
"""


@pytest.fixture
def prices(tmp_path: Path) -> Prices:
    return known_prices(table(tmp_path, OWN))


def table(folder: Path, text: str) -> Path:
    path = folder / "prices.toml"
    path.write_text(text, "utf-8")
    return path


def used(host: str = "models.example", model: str = "large", **counts: int) -> Usage:
    return Usage(stage="extract", model=model, host=host, **counts)


def searched(name: str, calls: int = 1) -> Usage:
    return Usage(stage="search", model=name, host="search.example", calls=calls)


def test_tokens_are_paid_by_the_million_and_cached_ones_at_their_own_price(prices: Prices) -> None:
    one = used(prompt_tokens=1_000_000, cached_tokens=400_000, completion_tokens=250_000)
    # 600,000 at 2.0, 400,000 at 0.5 and 250,000 at 8.0 the million
    assert prices.cost([one]) == Cost(amounts={"cny": 1.2 + 0.2 + 2.0})


def test_an_endpoint_that_counts_more_cached_tokens_than_it_was_sent_pays_nobody_back(
    prices: Prices,
) -> None:
    assert prices.cost([used(prompt_tokens=1_000_000, cached_tokens=3_000_000)]).amounts == {
        "cny": 0.5
    }


def test_a_sum_has_an_amount_a_currency_and_the_names_whose_price_is_unknown(
    prices: Prices,
) -> None:
    cost = prices.cost(
        [
            used(prompt_tokens=500_000),
            used(prompt_tokens=500_000),
            used(model="other", prompt_tokens=9),
            searched("bocha", calls=2),
            searched("tavily", calls=10),
            searched("metasearch"),
            used(model="other", prompt_tokens=9),
        ]
    )
    assert cost.amounts == pytest.approx({"cny": 2.0 + 0.06, "usd": 0.08})
    assert cost.unknown == ("other at models.example", "search metasearch")


def test_the_same_model_elsewhere_has_a_price_of_its_own(prices: Prices) -> None:
    assert prices.cost([used(host="resold.example")]).unknown == ("large at resold.example",)
    assert prices.cost([used(host="")]).unknown == ("large",)
    assert prices.cost([used(host="eu.models.example")]).unknown == ("large at eu.models.example",)


def test_a_star_stands_for_every_model_of_a_host_and_nothing_needs_no_currency(
    prices: Prices,
) -> None:
    mine = used(host="127.0.0.1", model="anything", prompt_tokens=5_000_000)
    assert prices.cost([mine]) == Cost()
    assert prices.in_currency(mine, "usd") == 0.0


def test_what_asks_without_a_key_costs_nothing(prices: Prices) -> None:
    free = [searched(name) for name in ("searxng", "govcn", "tavily-keyless")]
    assert prices.cost(free) == Cost()


def test_nothing_used_costs_nothing(prices: Prices) -> None:
    assert prices.cost([]) == Cost()


# Peak hours

FLASH = Usage(
    stage="extract", model="deepseek-flash", host="api.deepseek.com", prompt_tokens=1_000_000
)


@pytest.mark.parametrize(
    ("at", "dollars"),
    [
        pytest.param(datetime(2026, 11, 26, 1, 0, tzinfo=UTC), 0.30, id="Thursday, 9 in Beijing"),
        pytest.param(datetime(2026, 11, 26, 3, 59, tzinfo=UTC), 0.30, id="before noon"),
        pytest.param(datetime(2026, 11, 26, 4, 0, tzinfo=UTC), 0.15, id="noon"),
        pytest.param(datetime(2026, 11, 26, 9, 59, tzinfo=UTC), 0.30, id="before six"),
        pytest.param(datetime(2026, 11, 26, 10, 0, tzinfo=UTC), 0.15, id="six in the evening"),
        pytest.param(datetime(2026, 11, 28, 2, 0, tzinfo=UTC), 0.15, id="Saturday"),
        pytest.param(None, 0.30, id="who does not know when pays the full price"),
    ],
)
def test_outside_peak_hours_half_is_paid(at: datetime | None, dollars: float) -> None:
    assert known_prices().cost([FLASH], at).amounts == pytest.approx({"usd": dollars})


def test_a_price_without_peak_hours_is_the_same_at_all_hours(prices: Prices) -> None:
    at = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
    assert prices.in_currency(used(prompt_tokens=1_000_000), "cny", at) == 2.0


# A user's own table


def test_a_users_own_price_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = known_prices(
        table(tmp_path, '[[search]]\nname = "tavily"\ncurrency = "cny"\ncall = 0.05\n')
    )
    assert own.cost([searched("tavily")]).amounts == {"cny": 0.05}


def test_a_users_own_rate_takes_the_place_of_ours(tmp_path: Path, prices: Prices) -> None:
    assert prices.in_currency(searched("tavily"), "cny") == pytest.approx(0.008 * 7.3)
    rated = known_prices(table(tmp_path, OWN + "\n[exchange.usd]\ncny = 7.0\n"))
    assert rated.in_currency(searched("tavily"), "cny") == pytest.approx(0.056)
    assert rated.in_currency(searched("bocha"), "usd") == pytest.approx(0.03 / 7)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("[[model]", "cannot use the prices", id="no TOML"),
        pytest.param('[[search]]\nname = "x"\ncall = 1', "needs a currency", id="no currency"),
        pytest.param(
            '[[search]]\nname = "x"\ncurrency = "eur"\ncall = 1', "currency", id="another currency"
        ),
        pytest.param('[[search]]\nname = "x"\ncall = -1', "search.0.call", id="negative"),
        pytest.param('[[search]]\nname = "x"\ncall = nan', "search.0.call", id="no number"),
        pytest.param('[[search]]\nname = "x"\ncost = 0', "search.0", id="a field we do not know"),
        pytest.param('[[model]]\nname = "x"\ninput = 0\noutput = 0', "host", id="no host"),
        pytest.param("[exchange.usd]\ncny = 0", "exchange", id="a rate of nothing"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_with_its_name(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(UsageError, match=told) as failure:
        known_prices(table(tmp_path, text))
    assert "prices.toml" in failure.value.message


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.toml"):
        known_prices(tmp_path / "nowhere.toml")


def test_every_price_of_ours_says_where_it_is_from_and_since_when() -> None:
    text = Path("agent/data/prices.toml")
    rows = (Path(__file__).parent.parent / text).read_text("utf-8").split("[[")[1:]
    assert rows
    for row in rows:
        if row.startswith(("model]]\nhost", "search]]\nname")):
            assert "\nseen = 2026-" in row
            assert '\nsource = "https://' in row


# What a budget needs to know


def test_a_budget_over_known_prices_of_its_currency_can_be_held(prices: Prices) -> None:
    prices.check([used(), searched("bocha"), searched("searxng")], "cny")


def test_an_unknown_price_is_named_and_how_to_add_it_is_told(prices: Prices) -> None:
    with pytest.raises(UsageError) as told:
        prices.check([used(), used(model="other")], "cny")
    assert told.value.message.startswith("the price of other at models.example is not known")
    assert "RESEARCH_PRICES" in told.value.hint
    assert 'host = "models.example" name = "other" currency = "cny"' in told.value.hint


@pytest.mark.parametrize("currency", ["cny", "usd"])
@pytest.mark.parametrize(
    ("host", "model"),
    [("api.deepseek.com", "deepseek-flash"), ("dashscope.aliyuncs.com", "qwen-flash")],
)
def test_a_budget_in_either_currency_holds_for_what_the_readme_recommends(
    host: str, model: str, currency: str
) -> None:
    parts = [used(host=host, model=model), searched("bocha"), searched("govcn")]
    known_prices().check(parts, currency)
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    assert model in readme
    assert host in readme
